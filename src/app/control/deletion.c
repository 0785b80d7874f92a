/* deletion.c - the end of streams, and of what is known of them. */
#include "app/control/turns.h"
#include "base/glob.h"
#include "stream/id.h"
#include "stream/view.h"

/* Room for the answer: a pattern, all of it escaped, and three numbers. */
#define ANSWER_SIZE ((size_t)8 << 10)

/* Of the mode close: what a disconnect has that names none. */
#define CLOSE_CODE 1011

/* A deletion under way. Streams that begin meanwhile are new. */
struct deletion {
    struct app_turns turns;
    struct stream_loss loss;
    bool drops_armed, drops_journal;
    uint64_t number, latest;  /* of the stream that was looked at last, and of the last one to be */
    struct journal_drop drop; /* of what there was in the journal before */
    size_t streams, entries, reports;
    size_t length;
    char pattern[STREAM_ID_SIZE];
};

static struct deletion *deletion_of(struct app_turns *turns) {
    return BASE_CONTAINER(turns, struct deletion, turns);
}

/* Where the client went away before all was done, streams go on, and so do their reports. */
static void free_deletion(struct app_turns *turns) {
    struct deletion *deletion = deletion_of(turns);
    if (deletion->reports)
        judge_keep(turns->control->judge, base_slice(deletion->pattern, deletion->length));
    base_memory_give(turns->control->memory, deletion, sizeof *deletion);
}

/* ---- what is deleted ----------------------------------------------------------------------- */

static void forget_places(const struct app_control *control, struct base_slice pattern) {
    echo_forget(app_service_echo(control->service), codec_text_plain(pattern));
}

static void delete_stream(struct deletion *deletion, struct stream *stream) {
    const struct app_control *control = deletion->turns.control;
    char id[STREAM_ID_SIZE], pattern[2 * STREAM_ID_SIZE];
    const struct base_slice plain =
        base_slice(id, codec_text_copy(stream_id(stream), id, sizeof id));
    deletion->streams++;
    app_service_delete(stream, &deletion->loss);
    if (deletion->drops_armed)
        forget_places(control, base_glob_of(plain, pattern));
    if (deletion->drops_journal && control->journal)
        deletion->entries +=
            journal_drop_stream(control->journal, plain, journal_last(control->journal));
}

/* False: there may be more. */
static bool delete_streams(struct deletion *deletion) {
    struct stream_registry *registry = app_service_registry(deletion->turns.control->service);
    const struct base_slice pattern = base_slice(deletion->pattern, deletion->length);
    const struct stream *next;
    while ((next = stream_registry_after(registry, deletion->number)) &&
           stream_number(next) <= deletion->latest) {
        if (app_turns_is_over(&deletion->turns))
            return false;
        const struct codec_text id = stream_id(next);
        deletion->number = stream_number(next);
        if (base_glob_match(pattern, base_slice(id.ptr, id.len)))
            delete_stream(deletion, stream_registry_find(registry, base_slice(id.ptr, id.len)));
    }
    return true;
}

static bool drop_journal(struct deletion *deletion) {
    struct journal *journal = deletion->turns.control->journal;
    return !deletion->drops_journal || !journal || journal_drop(journal, &deletion->drop);
}

/* ---- the answer ---------------------------------------------------------------------------- */

static enum app_turns_progress answer(struct deletion *deletion) {
    struct app_turns *turns = &deletion->turns;
    const struct sts_control_streams_deleted deleted = {
        .stream_id = codec_text_plain(base_slice(deletion->pattern, deletion->length)),
        .streams = (int64_t)deletion->streams,
        .entries = (int64_t)(deletion->entries + deletion->drop.dropped),
        .reports = (int64_t)deletion->reports,
    };
    char own[ANSWER_SIZE];
    struct codec_out out;
    codec_out_init(&out, own, sizeof own);
    turns->name = sts_bodies[STS_BODY_CONTROL_STREAMS_DELETED].name;
    if (!codec_encode(&out, sts_bodies[STS_BODY_CONTROL_STREAMS_DELETED].payload, &deleted)) {
        turns->error = out.error;
        return APP_TURNS_FAILED;
    }
    char *at = app_turns_reserve(turns, codec_out_length(&out));
    if (!at)
        return APP_TURNS_FAILED;
    codec_out_flatten(&out, at);
    turns->used += codec_out_length(&out);
    return APP_TURNS_DONE;
}

static enum app_turns_progress write(struct app_turns *turns) {
    struct deletion *deletion = deletion_of(turns);
    const struct journal *journal = turns->control->journal;
    const bool is_last = delete_streams(deletion);
    /* after the first turn, in which nobody can come: a lost connection may have ended others */
    if (journal && !deletion->drop.until)
        deletion->drop.until = journal_last(journal);
    return is_last && drop_journal(deletion) ? answer(deletion) : APP_TURNS_MORE;
}

/* ---- the request --------------------------------------------------------------------------- */

/* A glob is looked for among all streams, one id need not be. */
static void choose_streams(struct deletion *deletion, const struct stream_registry *registry) {
    char room[STREAM_ID_SIZE];
    const struct base_slice pattern = base_slice(deletion->pattern, deletion->length);
    deletion->latest = stream_registry_latest(registry);
    if (!base_glob_is_plain(pattern))
        return;
    const struct stream *one = stream_registry_find(registry, base_glob_text(pattern, room));
    deletion->number = one ? stream_number(one) - 1 : deletion->latest;
    deletion->latest = one ? stream_number(one) : deletion->latest;
}

static struct deletion *new_deletion(const struct app_control_request *request,
                                     const struct sts_delete_streams_parameters *wanted) {
    const struct app_control *control = request->control;
    struct deletion *deletion = base_memory_zero(control->memory, sizeof *deletion);
    if (!deletion)
        return NULL;
    app_turns_init(&deletion->turns, request);
    deletion->turns.write = write;
    deletion->turns.free = free_deletion;
    deletion->loss =
        echo_loss(&(struct sts_scenario_disconnect){.mode = wanted->mode, .code = CLOSE_CODE});
    deletion->drops_armed = wanted->armed == STS_CONTROL_RETENTION_DROP;
    deletion->drops_journal = wanted->journal == STS_CONTROL_RETENTION_DROP;
    deletion->length = codec_text_copy(wanted->id, deletion->pattern, sizeof deletion->pattern);
    choose_streams(deletion, app_service_registry(control->service));
    deletion->drop.pattern = base_slice(deletion->pattern, deletion->length);
    return deletion;
}

/* Whether the journal or the reports know of such streams. */
static bool is_remembered(const struct app_control_request *request, struct codec_text pattern) {
    const struct app_control *control = request->control;
    char text[STREAM_ID_SIZE], id[STREAM_ID_SIZE];
    const struct base_slice plain = base_slice(text, codec_text_copy(pattern, text, sizeof text));
    const struct journal_filter filter = {.stream = plain};
    enum sts_control_report_verdict verdict;
    if (control->journal && journal_used(control->journal, &filter) == JOURNAL_USED)
        return true;
    if (!base_glob_is_plain(plain))
        return false;
    const enum judge_knowledge known =
        judge_knows(control->judge, base_glob_text(plain, id), &verdict);
    return known == JUDGE_KNOWN || known == JUDGE_FORGOTTEN;
}

void app_control_delete_streams(const struct app_control_request *request) {
    const struct sts_delete_streams_parameters *wanted = request->parameters;
    const struct app_control *control = request->control;
    if (!is_remembered(request, wanted->id) && !app_control_is_known(request, wanted->id))
        return;
    struct deletion *deletion = new_deletion(request, wanted);
    if (!deletion) {
        app_control_unavailable(request);
        return;
    }
    const struct base_slice pattern = base_slice(deletion->pattern, deletion->length);
    if (wanted->report == STS_CONTROL_RETENTION_DROP)
        deletion->reports = judge_drop(control->judge, pattern);
    if (deletion->drops_armed) {
        app_service_reset(control->service, wanted->id);
        forget_places(control, pattern); /* of streams that went before */
    }
    app_turns_begin(&deletion->turns);
}
