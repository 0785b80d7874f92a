#include "journal/line.h"

#include "base/date.h"
#include "base/utf8.h"

#include <stdio.h>

/* Findings told of one payload: as many as the service collects (app/invalid.h), of each kind. */
#define FINDINGS_MAX 16

/* The JSON text of an unknown event's arguments, as a list. */
#define LIST_MAX (JOURNAL_PAYLOAD_MAX + 2)

/* Begins the reason of an entry that breaks its own schema. */
#define UNSENT "the entry cannot be sent: "

#define HAS(member) STS_CONTROL_JOURNAL_ENTRY_HAS_##member

/* ---- parts --------------------------------------------------------------------------------- */

static struct codec_text time_text(int64_t wall_ms, char text[BASE_DATE_RFC3339_SIZE]) {
    return (struct codec_text){text, base_date_rfc3339(wall_ms, text), CODEC_TEXT_CLEAN};
}

/* Sets a text where there is one. */
static void set_text(struct sts_control_journal_entry *entry, uint32_t bit,
                     struct codec_text *member, struct codec_text text) {
    if (!text.len)
        return;
    entry->has |= bit;
    *member = text;
}

static void set_plain(struct sts_control_journal_entry *entry, uint32_t bit,
                      struct codec_text *member, struct base_slice plain) {
    if (base_utf8_valid(plain)) /* a header may hold anything */
        set_text(entry, bit, member, codec_text_plain(plain));
}

/* A text of our own: nothing in it has to be escaped. */
static void set_clean(struct sts_control_journal_entry *entry, uint32_t bit,
                      struct codec_text *member, struct base_slice text) {
    set_text(entry, bit, member, (struct codec_text){text.ptr, text.len, CODEC_TEXT_CLEAN});
}

static struct codec_text text_of(const char *terminated) {
    return codec_text_plain(base_slice_of(terminated));
}

/* The kinds that are shown, and the verdicts, are those of the schema, in its order: a word that
 * only one of the two lists has does not compile. */
#define SHOWN(NAME, word) (int)JOURNAL_##NAME == (int)STS_CONTROL_JOURNAL_KIND_##NAME &&
#define KNOWN(NAME, name, word) (int)JOURNAL_##NAME == (int)STS_CONTROL_JOURNAL_KIND_##NAME &&
_Static_assert(JOURNAL_KINDS(SHOWN) STS_CONTROL_JOURNAL_KINDS(KNOWN) true,
               "JOURNAL_KINDS has the words of the schema, in their order");
#undef SHOWN
#undef KNOWN
#define SHOWN(NAME, word) (int)JOURNAL_VERDICT_##NAME == (int)STS_CONTROL_JOURNAL_VERDICT_##NAME &&
#define KNOWN(NAME, name, word)                                                                    \
    (int)JOURNAL_VERDICT_##NAME == (int)STS_CONTROL_JOURNAL_VERDICT_##NAME &&
_Static_assert(JOURNAL_VERDICTS(SHOWN) STS_CONTROL_JOURNAL_VERDICTS(KNOWN) true,
               "JOURNAL_VERDICTS has the words of the schema, in their order");
#undef SHOWN
#undef KNOWN

/* ---- each kind ----------------------------------------------------------------------------- */

/* What an entry borrows while it is written. */
struct parts {
    char time[BASE_DATE_RFC3339_SIZE];
    char payload[LIST_MAX];
    struct sts_schema_error errors[FINDINGS_MAX], deviations[FINDINGS_MAX];
};

static void set_findings(struct sts_control_journal_entry *entry, uint32_t bit,
                         struct codec_list *member, struct sts_schema_error *list,
                         const struct codec_report *report) {
    if (!report || !report->count)
        return;
    size_t count = report->count < report->capacity ? report->count : report->capacity;
    if (count > FINDINGS_MAX)
        count = FINDINGS_MAX;
    for (size_t i = 0; i < count; i++)
        list[i] = (struct sts_schema_error){.path = text_of(report->errors[i].pointer),
                                            .keyword = text_of(report->errors[i].keyword),
                                            .message = text_of(report->errors[i].message)};
    entry->has |= bit;
    *member = (struct codec_list){.count = count, .items = list};
}

static void set_payload(struct sts_control_journal_entry *entry,
                        const struct journal_traffic *traffic, bool hash, char *text) {
    if (!traffic->payload_count)
        return;
    const struct journal_payload payload = journal_traffic_payload(traffic, hash);
    size_t length = journal_elide(&payload, text + 1);
    entry->has |= HAS(PAYLOAD);
    entry->payload = base_slice(text + 1, length);
    if (traffic->event < STS_EVENT_COUNT)
        return;
    text[0] = '[';
    text[length + 1] = ']';
    entry->payload = base_slice(text, length + 2);
}

static void set_acknowledgement(struct sts_control_journal_entry *entry,
                                const struct journal_traffic *traffic) {
    entry->has |= HAS(DIRECTION);
    entry->direction = traffic->direction == JOURNAL_IN ? STS_CONTROL_JOURNAL_DIRECTION_IN
                                                        : STS_CONTROL_JOURNAL_DIRECTION_OUT;
    if (!traffic->has_ack)
        return;
    entry->has |= HAS(ACK_ID);
    entry->ack_id = (int64_t)traffic->ack_id;
}

static void set_event(struct sts_control_journal_entry *entry,
                      const struct journal_traffic *traffic, bool hash, struct parts *parts) {
    set_acknowledgement(entry, traffic);
    set_text(entry, HAS(EVENT), &entry->event, traffic->name);
    set_payload(entry, traffic, hash, parts->payload);
    entry->has |= HAS(VERDICT);
    entry->verdict = (enum sts_control_journal_verdict)traffic->verdict;
    set_findings(entry, HAS(ERRORS), &entry->errors, parts->errors, traffic->errors);
    set_findings(entry, HAS(DEVIATIONS), &entry->deviations, parts->deviations,
                 traffic->deviations);
}

static void set_deviation(struct sts_control_journal_entry *entry,
                          const struct journal_traffic *traffic, struct parts *parts) {
    const struct stream_deviation *found = traffic->deviation;
    parts->deviations[0] = (struct sts_schema_error){.path = text_of(found->pointer),
                                                     .keyword = text_of(found->keyword),
                                                     .message = text_of(found->message)};
    entry->has |= HAS(DEVIATIONS);
    entry->deviations = (struct codec_list){.count = 1, .items = parts->deviations};
    set_text(entry, HAS(EVENT), &entry->event, text_of(found->event));
}

static void set_fault(struct sts_control_journal_entry *entry,
                      const struct journal_traffic *traffic) {
    const struct stream_fault *fault = traffic->fault;
    bool disconnects = fault->action == STS_RULE_ACTION_DISCONNECT;
    entry->has |= HAS(FAULT);
    entry->fault = (struct sts_control_journal_fault){
        .has = (fault->armed ? STS_CONTROL_JOURNAL_FAULT_HAS_ARMED : 0u) |
               (disconnects ? STS_CONTROL_JOURNAL_FAULT_HAS_MODE : 0u) |
               (fault->seed_key.len ? STS_CONTROL_JOURNAL_FAULT_HAS_SEED_KEY : 0u),
        .armed = (int64_t)fault->armed,
        .rule = (int64_t)fault->rule,
        .action = fault->action,
        .mode = fault->mode,
        .seed = fault->seed,
        .seed_key = fault->seed_key,
        .sequence_number = fault->sequence_number,
        .attempt = fault->attempt,
    };
}

static void set_reason(struct sts_control_journal_entry *entry,
                       const struct journal_traffic *traffic) {
    if (traffic->reason)
        set_plain(entry, HAS(REASON), &entry->reason, base_slice_of(traffic->reason));
    if (!traffic->code)
        return;
    entry->has |= HAS(CODE);
    entry->code = traffic->code;
}

static void set_ending(struct sts_control_journal_entry *entry,
                       const struct journal_traffic *traffic) {
    set_reason(entry, traffic);
    if (traffic->left)
        entry->has |= HAS(LEFT);
    entry->left = traffic->left;
    if (!traffic->loss)
        return;
    entry->has |= HAS(SIMULATED);
    entry->simulated = true;
    if (!traffic->loss->refuse_ms)
        return;
    entry->has |= HAS(REFUSE_MS);
    entry->refuse_ms = (int64_t)traffic->loss->refuse_ms;
}

static void set_refusal(struct sts_control_journal_entry *entry,
                        const struct journal_traffic *traffic) {
    const struct journal_refusal *refusal = traffic->refusal;
    set_reason(entry, traffic);
    if (!refusal)
        return;
    entry->has |= HAS(REFUSE_MS) | HAS(SCOPE);
    entry->refuse_ms = (int64_t)refusal->ms;
    entry->scope = refusal->scope;
    if (traffic->kind != JOURNAL_REFUSED)
        return;
    entry->has |= HAS(SIMULATED) | (refusal->attempt ? HAS(ATTEMPT) : 0);
    entry->simulated = true;
    entry->attempt = (int64_t)refusal->attempt;
}

static void set_armed(struct sts_control_journal_entry *entry,
                      const struct journal_traffic *traffic) {
    const struct journal_acting *acting = traffic->acting;
    entry->has |= HAS(ARMED);
    entry->armed = (struct sts_control_journal_armed){.kind = acting->kind};
    if (!acting->number)
        return;
    entry->armed.has =
        STS_CONTROL_JOURNAL_ARMED_HAS_NUMBER | STS_CONTROL_JOURNAL_ARMED_HAS_STREAM_ID |
        STS_CONTROL_JOURNAL_ARMED_HAS_RULES_COUNT | STS_CONTROL_JOURNAL_ARMED_HAS_RULES;
    entry->armed.number = (int64_t)acting->number;
    entry->armed.stream_id = acting->pattern;
    entry->armed.rules_count = (int64_t)acting->rules_count;
    entry->armed.rules = (struct codec_list){.count = acting->told, .items = acting->rules};
}

static void set_step(struct sts_control_journal_entry *entry,
                     const struct journal_traffic *traffic) {
    const struct journal_acting *acting = traffic->acting;
    set_reason(entry, traffic);
    entry->has |= HAS(ARMED);
    entry->armed = (struct sts_control_journal_armed){
        .has = STS_CONTROL_JOURNAL_ARMED_HAS_NUMBER | STS_CONTROL_JOURNAL_ARMED_HAS_STREAM_ID |
               STS_CONTROL_JOURNAL_ARMED_HAS_STEPS |
               (acting->name.len ? STS_CONTROL_JOURNAL_ARMED_HAS_NAME : 0u) |
               (acting->step < acting->steps ? STS_CONTROL_JOURNAL_ARMED_HAS_STEP : 0u),
        .kind = acting->kind,
        .number = (int64_t)acting->number,
        .stream_id = acting->pattern,
        .name = acting->name,
        .step = (int64_t)acting->step,
        .steps = (int64_t)acting->steps,
    };
}

/* The end has no settings. */
static void set_server(struct sts_control_journal_entry *entry,
                       const struct journal_traffic *traffic) {
    set_reason(entry, traffic);
    if (!traffic->server)
        return;
    entry->has |= HAS(SERVER);
    entry->server = *traffic->server;
}

static void set_kind(struct sts_control_journal_entry *entry, const struct journal_traffic *traffic,
                     bool hash, struct parts *parts) {
    switch (traffic->kind) {
    case JOURNAL_EVENT:
        set_event(entry, traffic, hash, parts);
        break;
    case JOURNAL_ACK:
        set_acknowledgement(entry, traffic);
        break;
    case JOURNAL_RESUMED:
        entry->has |= HAS(WAS_PARKED);
        entry->was_parked = traffic->was_parked;
        break;
    case JOURNAL_STATE:
        entry->has |= HAS(FROM) | HAS(TO);
        entry->from = traffic->from;
        entry->to = traffic->to;
        break;
    case JOURNAL_ENDED:
        set_reason(entry, traffic);
        entry->has |= HAS(STATISTICS);
        entry->statistics = *traffic->statistics;
        break;
    case JOURNAL_DEVIATION:
        set_deviation(entry, traffic, parts);
        break;
    case JOURNAL_FAULT:
        set_fault(entry, traffic);
        break;
    case JOURNAL_CLOSING:
    case JOURNAL_DISCONNECTED:
        set_ending(entry, traffic);
        break;
    case JOURNAL_REFUSED:
    case JOURNAL_REFUSING:
        set_refusal(entry, traffic);
        break;
    case JOURNAL_ARMED:
        set_armed(entry, traffic);
        break;
    case JOURNAL_STEP:
        set_step(entry, traffic);
        break;
    case JOURNAL_SERVER:
        set_server(entry, traffic);
        break;
    default:
        set_reason(entry, traffic);
    }
}

/* How far the client is behind with what was sent to it. */
static void set_lag(struct sts_control_journal_entry *entry,
                    const struct journal_traffic *traffic) {
    if (traffic->waiting_since) {
        entry->has |= HAS(WAITING_MS);
        entry->waiting_ms = (int64_t)(traffic->now_ms - traffic->waiting_since);
    }
    if (!traffic->caught_up_at ||
        traffic->now_ms - traffic->caught_up_at > JOURNAL_CAUGHT_UP_MAX_MS)
        return;
    entry->has |= HAS(CAUGHT_UP_MS);
    entry->caught_up_ms = (int64_t)(traffic->now_ms - traffic->caught_up_at);
}

/* ---- the whole ----------------------------------------------------------------------------- */

static void set_subject(struct sts_control_journal_entry *entry,
                        const struct journal_traffic *traffic) {
    const struct journal_client *client = &traffic->client;
    set_clean(entry, HAS(CONNECTION), &entry->connection, client->id);
    set_plain(entry, HAS(NAMESPACE), &entry->namespace, client->name);
    set_plain(entry, HAS(ADDRESS), &entry->address, client->address);
    set_plain(entry, HAS(X_STREAM_ID), &entry->x_stream_id, client->stream_id);
    set_plain(entry, HAS(X_WORKER_ID), &entry->x_worker_id, client->worker_id);
    set_text(entry, HAS(STREAM_ID), &entry->stream_id, traffic->subject.stream_id);
    set_text(entry, HAS(SESSION_ID), &entry->session_id, traffic->subject.session_id);
    set_text(entry, HAS(FRAGMENT_ID), &entry->fragment_id, traffic->subject.fragment_id);
}

/* 0: `error` says why it cannot be written. */
static size_t write(const struct sts_control_journal_entry *entry, char *line,
                    struct codec_error *error) {
    char own[JOURNAL_LINE_MAX];
    struct codec_out out;
    codec_out_init(&out, own, sizeof own);
    bool done = sts_control_journal_entry_encode(&out, entry);
    *error = out.error;
    if (!done || codec_out_length(&out) > JOURNAL_LINE_MAX)
        return 0;
    codec_out_flatten(&out, line);
    return codec_out_length(&out);
}

/* A member breaks its schema: at least that something happened, when, and what is wrong with it. */
static size_t write_broken(struct sts_control_journal_entry *entry, char *line,
                           struct codec_error *error) {
    char sentence[sizeof error->pointer + sizeof error->message + sizeof UNSENT];
    (void)snprintf(sentence, sizeof sentence, UNSENT "%s %s", error->pointer, error->message);
    entry->has = HAS(REASON);
    entry->reason = text_of(sentence);
    size_t length = write(entry, line, error);
    if (length)
        return length;
    entry->has = 0;
    return write(entry, line, error);
}

size_t journal_line(const struct journal_traffic *traffic, uint64_t id, bool hash, char *line,
                    bool *is_cut) {
    struct parts parts;
    struct sts_control_journal_entry entry = {
        .id = (int64_t)id,
        .time = time_text(traffic->wall_ms, parts.time),
        .monotonic_ms = (int64_t)traffic->now_ms,
        .kind = (enum sts_control_journal_kind)traffic->kind,
    };
    set_subject(&entry, traffic);
    set_kind(&entry, traffic, hash, &parts);
    set_lag(&entry, traffic);
    struct codec_error error;
    size_t length = write(&entry, line, &error);
    *is_cut = !length;
    if (length)
        return length;
    entry.has &= ~(uint32_t)(HAS(PAYLOAD) | HAS(ERRORS) | HAS(DEVIATIONS) | HAS(EVENT));
    if ((length = write(&entry, line, &error)))
        return length;
    return write_broken(&entry, line, &error);
}
