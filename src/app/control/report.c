/* report.c - conformance reports over HTTP, in the form that was asked for. */
#include "app/control/turns.h"
#include "app/control/watch.h"
#include "app/service/auth.h"
#include "stream/id.h"

#include <stdlib.h>
#include <strings.h>

/* The forms, in the order in which they are preferred where Accept leaves it open. */
static const struct form {
    const char *type;
    const char *content_type;
    report_part *write;
} forms[] = {
    {"application/json", "application/json", report_part_json},
    {"text/html", "text/html; charset=utf-8", report_part_html},
    {"application/xml", "application/xml; charset=utf-8", report_part_junit},
    {"text/xml", "application/xml; charset=utf-8", report_part_junit},
};
#define FORMS (sizeof forms / sizeof *forms)

enum {
    FORM_JSON,
    FORM_HTML,
    FORM_XML
};

/* The form=summary of JSON. */
static const struct form summary = {"application/json", "application/json", report_part_summary};

/* ---- Accept -------------------------------------------------------------------------------- */

static struct base_slice trimmed(const char *begin, const char *end) {
    while (begin < end && (*begin == ' ' || *begin == '\t'))
        begin++;
    while (end > begin && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return base_slice(begin, (size_t)(end - begin));
}

/* The q of a media range, in thousandths. */
static long quality(struct base_slice parameters) {
    char text[16] = "";
    for (size_t i = 0; i + 2 < parameters.len; i++) {
        const char *at = parameters.ptr + i;
        if ((*at != 'q' && *at != 'Q') || at[1] != '=' || (i && !strchr("; \t", at[-1])))
            continue;
        size_t rest = parameters.len - i - 2;
        memcpy(text, at + 2, rest < sizeof text - 1 ? rest : sizeof text - 1);
        return (long)(strtod(text, NULL) * 1000);
    }
    return 1000;
}

/* How well a media range fits: 0 not at all, 1 any, 2 any of the kind, 3 exactly. */
static int fit(struct base_slice range, const char *type) {
    size_t kind = (size_t)(strchr(type, '/') - type) + 1;
    if (range.len == 3 && memcmp(range.ptr, "*/*", 3) == 0)
        return 1;
    if (range.len == kind + 1 && range.ptr[kind] == '*' && strncasecmp(range.ptr, type, kind) == 0)
        return 2;
    return range.len == strlen(type) && strncasecmp(range.ptr, type, range.len) == 0 ? 3 : 0;
}

/* What the header says of one type; the range that fits best counts. */
static long wanted(struct base_slice accept, const char *type) {
    const char *at = accept.ptr, *end = accept.len ? at + accept.len : at;
    long best = 0;
    int closeness = 0;
    while (at < end) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma ? comma : end;
        const char *semicolon = memchr(at, ';', (size_t)(stop - at));
        int found = fit(trimmed(at, semicolon ? semicolon : stop), type);
        if (found > closeness) {
            closeness = found;
            best = semicolon ? quality(trimmed(semicolon + 1, stop)) : 1000;
        }
        at = stop + (comma ? 1 : 0);
    }
    return best;
}

/* NULL: none of the forms will do. */
static const struct form *choose(struct base_slice accept) {
    const struct form *best = NULL;
    long most = 0;
    if (!accept.len)
        return &forms[FORM_JSON];
    for (size_t i = 0; i < FORMS; i++) {
        long q = wanted(accept, forms[i].type);
        if (q > most) {
            best = &forms[i];
            most = q;
        }
    }
    return best;
}

/* ---- answers ------------------------------------------------------------------------------- */

static bool may_see(const void *context, struct base_slice stream_id) {
    return app_auth_covers(context, codec_text_plain(stream_id));
}

/* A report that is written: all of it is of the moment at which it was asked for. */
struct writing {
    struct app_turns turns;
    struct report_document document;
    const struct form *form;
    size_t part; /* the next one */
};

static struct writing *writing_of(struct app_turns *turns) {
    return BASE_CONTAINER(turns, struct writing, turns);
}

static void free_writing(struct app_turns *turns) {
    struct writing *writing = writing_of(turns);
    report_document_free(&writing->document);
    base_memory_give(turns->control->memory, writing, sizeof *writing);
}

static bool put(void *context, struct base_slice bytes) {
    return app_turns_put(context, bytes);
}

static enum app_turns_progress write_some(struct app_turns *turns) {
    struct writing *writing = writing_of(turns);
    const struct report_sink sink = {put, turns, &turns->error};
    bool last = false;
    do {
        if (!writing->form->write(&writing->document, writing->part++, &sink, &last))
            return APP_TURNS_FAILED;
    } while (!last && !app_turns_is_over(turns));
    return last ? APP_TURNS_DONE : APP_TURNS_MORE;
}

/* What whoever asks may know of all streams, at this moment. */
static struct judge_query query_of(const struct app_control_request *request) {
    const struct app_control *control = request->control;
    bool all = app_auth_covers_pattern(request->key, CODEC_TEXT("*"));
    return (struct judge_query){
        .now_ms = control->timers->now,
        .wall_ms = control->unix_ms(),
        .may_see = all ? NULL : may_see,
        .context = request->key,
    };
}

/* `settled`: what to say of the stream; NULL: nobody asked. */
static bool make(const struct app_control_request *request, const struct judge_query *query,
                 const enum sts_control_report_settled *settled, struct report_document *document) {
    bool made = judge_report(request->control->judge, query, document);
    if (settled) {
        document->report.has |= STS_CONTROL_REPORT_HAS_SETTLED;
        document->report.settled = *settled;
    }
    return made;
}

static void answer(const struct app_control_request *request, const struct judge_query *query,
                   const struct form *form, const enum sts_control_report_settled *settled) {
    struct writing *writing = base_memory_zero(request->control->memory, sizeof *writing);
    if (writing)
        app_turns_init(&writing->turns, request);
    if (!writing || !make(request, query, settled, &writing->document)) {
        if (writing)
            free_writing(&writing->turns);
        app_control_unavailable(request);
        return;
    }
    writing->form = form;
    writing->turns.content_type = form->content_type;
    writing->turns.name = sts_bodies[STS_BODY_CONTROL_REPORT].name;
    writing->turns.write = write_some;
    writing->turns.free = free_writing;
    app_turns_begin(&writing->turns);
}

/* ---- which stream -------------------------------------------------------------------------- */

struct search {
    const struct app_control_request *request;
    struct codec_closest closest;
};

static void try_id(void *context, struct base_slice stream_id) {
    struct search *search = context;
    if (app_auth_covers(search->request->key, codec_text_plain(stream_id)))
        app_control_near(&search->closest, stream_id);
}

static void answer_forgotten(const struct app_control_request *request, struct base_slice id,
                             enum sts_control_report_verdict verdict) {
    const struct base_slice shown = app_http_shown(id);
    const struct base_slice word = sts_control_report_verdict_text(verdict);
    app_control_error(request, 410, STS_CONTROL_ERROR_CODE_FORGOTTEN,
                      "the report about the stream \"%.*s\" was given up for those of later "
                      "streams; its verdict was %.*s. GET /control/report still counts it. To keep "
                      "more reports, raise REPORTS_KEPT",
                      (int)shown.len, shown.ptr, (int)word.len, word.ptr);
}

static void answer_unsure(const struct app_control_request *request, struct base_slice id) {
    const struct base_slice shown = app_http_shown(id);
    app_control_error(
        request, 404, STS_CONTROL_ERROR_CODE_STREAM_NOT_FOUND,
        "there is no report about a stream \"%.*s\", and it is not known whether there was one: so "
        "many streams came that not all are judged, and not all ids are remembered. To judge and "
        "keep more, raise REPORTS_KEPT",
        (int)shown.len, shown.ptr);
}

static void answer_unknown(const struct app_control_request *request, struct base_slice id) {
    struct search search = {request, codec_closest(id)};
    judge_each(request->control->judge, try_id, &search);
    app_control_unknown(request, STS_CONTROL_ERROR_CODE_STREAM_NOT_FOUND,
                        "there is no report about a stream", &search.closest, "/control/report");
}

static const struct form *as_json(enum sts_control_report_form form) {
    return form == STS_CONTROL_REPORT_FORM_SUMMARY ? &summary : &forms[FORM_JSON];
}

/* The form that Accept asks for; a summary is JSON. NULL: an error has been answered. */
static const struct form *accepted(const struct app_control_request *request,
                                   enum sts_control_report_form wished) {
    const struct base_slice accept = net_request_header(request->asked, base_slice_of("accept"));
    const struct form *form = choose(accept);
    if (wished == STS_CONTROL_REPORT_FORM_SUMMARY)
        form = !accept.len || wanted(accept, summary.type) > 0 ? &summary : NULL;
    if (!form)
        app_control_error(
            request, 406, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
            wished == STS_CONTROL_REPORT_FORM_SUMMARY
                ? "Accept must allow application/json: a summary has no other form"
                : "Accept must allow application/json, application/xml (JUnit) or text/html");
    return form;
}

/* The parameters of a report on several streams. */
struct range {
    bool has_stream, has_since;
    struct codec_text stream, since;
};

/* Of the parameters of an operation, whose struct `NAME` is. */
#define RANGE(NAME, asked)                                                                         \
    &(struct range) {                                                                              \
        .has_stream = (asked)->has & STS_##NAME##_PARAMETERS_HAS_STREAM,                           \
        .has_since = (asked)->has & STS_##NAME##_PARAMETERS_HAS_SINCE, .stream = (asked)->stream,  \
        .since = (asked)->since                                                                    \
    }

/* False: a parameter is wrong, or there is no such stream; that has been answered. `pattern` is for
 * the one of the query. */
static bool read_range(const struct app_control_request *request, const struct range *range,
                       struct judge_query *query, char pattern[STREAM_ID_SIZE]) {
    bool unsure;
    if (range->has_since &&
        (!app_control_has_journal(request) ||
         !app_control_since(request, range->since, NULL, &query->since, &query->is_foreign)))
        return false;
    if (!range->has_stream)
        return true;
    if (!app_control_possible(request, range->stream, NULL))
        return false;
    query->pattern = base_slice(pattern, codec_text_copy(range->stream, pattern, STREAM_ID_SIZE));
    if (judge_has(request->control->judge, query, &unsure))
        return true;
    if (unsure)
        answer_unsure(request, query->pattern);
    else
        answer_unknown(request, query->pattern);
    return false;
}

static void serve(const struct app_control_request *request, const struct form *form,
                  const struct range *range) {
    char pattern[STREAM_ID_SIZE];
    struct judge_query query = query_of(request);
    if (form && read_range(request, range, &query, pattern))
        answer(request, &query, form, NULL);
}

/* The report about a stream, or why there is none. */
static void answer_stream(const struct app_control_request *request, struct base_slice id,
                          const struct form *form, const enum sts_control_report_settled *settled) {
    enum sts_control_report_verdict verdict;
    struct judge_query query = query_of(request);
    query.stream_id = id;
    switch (judge_knows(request->control->judge, id, &verdict)) {
    case JUDGE_KNOWN:
        answer(request, &query, form, settled);
        break;
    case JUDGE_FORGOTTEN:
        answer_forgotten(request, id, verdict);
        break;
    case JUDGE_UNSURE:
        answer_unsure(request, id);
        break;
    case JUDGE_NEVER:
        answer_unknown(request, id);
        break;
    }
}

/* ---- waiting for the stream to settle ------------------------------------------------------ */

/* How often is looked whether it has. */
#define LOOK_MS 20

/* A request that waits. */
struct settling {
    struct base_timer timer;
    struct app_control *control;
    struct net_exchange *exchange;
    const struct app_auth_key *key;
    const struct form *form;
    uint64_t asked, deadline;
    size_t id_len;
    char id[STREAM_ID_SIZE];
};

static void give_up(void *context) {
    struct settling *settling = context;
    base_timer_disarm(settling->control->timers, &settling->timer);
    settling->control->waiting--;
    base_memory_give(settling->control->memory, settling, sizeof *settling);
}

static void look(struct base_timers *timers, struct base_timer *timer) {
    struct settling *settling = BASE_CONTAINER(timer, struct settling, timer);
    const struct settling asked = *settling;
    const struct base_slice id = base_slice(asked.id, asked.id_len);
    enum sts_control_report_settled settled =
        judge_settled(asked.control->judge, id, asked.asked, timers->now);
    if (settled == STS_CONTROL_REPORT_SETTLED_UNSETTLED && timers->now < asked.deadline) {
        base_timer_arm(timers, timer, timers->now + LOOK_MS);
        return;
    }
    const struct app_control_request request = {
        .control = asked.control, .exchange = asked.exchange, .key = asked.key};
    give_up(settling); /* the exchange may wait for the report from now on */
    answer_stream(&request, id, asked.form, &settled);
}

static void wait_for(const struct app_control_request *request, struct base_slice id,
                     const struct form *form, int64_t wait_ms) {
    struct app_control *control = request->control;
    struct settling *settling = control->waiting < APP_CONTROL_WAITING_MAX
                                    ? base_memory_zero(control->memory, sizeof *settling)
                                    : NULL;
    if (!settling) {
        app_control_error(request, 503, STS_CONTROL_ERROR_CODE_UNAVAILABLE,
                          "out of memory, or too many requests are waiting: the maximum is %d",
                          APP_CONTROL_WAITING_MAX);
        return;
    }
    *settling = (struct settling){
        .timer = {.fire = look},
        .control = control,
        .exchange = request->exchange,
        .key = request->key,
        .form = form,
        .asked = control->timers->now,
        .deadline = control->timers->now + (uint64_t)wait_ms,
        .id_len = id.len,
    };
    memcpy(settling->id, id.ptr, id.len);
    control->waiting++;
    net_exchange_hold(request->exchange, give_up, settling);
    base_timer_arm(control->timers, &settling->timer, control->timers->now);
}

/* `settled_ms`: -1: do not wait. */
static void serve_stream(const struct app_control_request *request, const struct form *form,
                         struct codec_text stream, int64_t settled_ms) {
    char text[STREAM_ID_SIZE];
    const struct base_slice id = base_slice(text, codec_text_copy(stream, text, sizeof text));
    if (form && settled_ms >= 0)
        wait_for(request, id, form, settled_ms);
    else if (form)
        answer_stream(request, id, form, NULL);
}

void app_control_get_report(const struct app_control_request *request) {
    const struct sts_get_report_parameters *asked = request->parameters;
    serve(request, accepted(request, asked->form), RANGE(GET_REPORT, asked));
}

void app_control_get_report_json(const struct app_control_request *request) {
    const struct sts_get_report_json_parameters *asked = request->parameters;
    serve(request, as_json(asked->form), RANGE(GET_REPORT_JSON, asked));
}

void app_control_get_report_xml(const struct app_control_request *request) {
    const struct sts_get_report_xml_parameters *asked = request->parameters;
    serve(request, &forms[FORM_XML], RANGE(GET_REPORT_XML, asked));
}

void app_control_get_report_html(const struct app_control_request *request) {
    const struct sts_get_report_html_parameters *asked = request->parameters;
    serve(request, &forms[FORM_HTML], RANGE(GET_REPORT_HTML, asked));
}

void app_control_get_stream_report(const struct app_control_request *request) {
    const struct sts_get_stream_report_parameters *wanted = request->parameters;
    bool waits = wanted->has & STS_GET_STREAM_REPORT_PARAMETERS_HAS_SETTLED_MS;
    serve_stream(request, accepted(request, wanted->form), wanted->id,
                 waits ? wanted->settled_ms : -1);
}

void app_control_get_stream_report_json(const struct app_control_request *request) {
    const struct sts_get_stream_report_json_parameters *wanted = request->parameters;
    bool waits = wanted->has & STS_GET_STREAM_REPORT_JSON_PARAMETERS_HAS_SETTLED_MS;
    serve_stream(request, as_json(wanted->form), wanted->id, waits ? wanted->settled_ms : -1);
}

void app_control_get_stream_report_xml(const struct app_control_request *request) {
    const struct sts_get_stream_report_xml_parameters *wanted = request->parameters;
    bool waits = wanted->has & STS_GET_STREAM_REPORT_XML_PARAMETERS_HAS_SETTLED_MS;
    serve_stream(request, &forms[FORM_XML], wanted->id, waits ? wanted->settled_ms : -1);
}

void app_control_get_stream_report_html(const struct app_control_request *request) {
    const struct sts_get_stream_report_html_parameters *wanted = request->parameters;
    bool waits = wanted->has & STS_GET_STREAM_REPORT_HTML_PARAMETERS_HAS_SETTLED_MS;
    serve_stream(request, &forms[FORM_HTML], wanted->id, waits ? wanted->settled_ms : -1);
}
