/* report.c - conformance reports over HTTP, in the form that was asked for. */
#include "app/control/request.h"
#include "app/service/auth.h"
#include "stream/id.h"

#include <stdlib.h>
#include <strings.h>

/* The forms, in the order in which they are preferred where Accept leaves it open. */
static const struct form {
    const char *type;
    const char *content_type;
    bool (*write)(const struct report_document *document, const struct report_sink *sink);
} forms[] = {
    {"application/json", "application/json", report_write_json},
    {"text/html", "text/html; charset=utf-8", report_write_html},
    {"application/xml", "application/xml; charset=utf-8", report_write_junit},
    {"text/xml", "application/xml; charset=utf-8", report_write_junit},
};
#define FORMS (sizeof forms / sizeof *forms)

enum {
    FORM_JSON,
    FORM_HTML,
    FORM_XML
};

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

/* The text of a report, as long as it may get. */
struct page {
    struct base_memory *memory;
    char *bytes;
    size_t used, size;
};

static bool put(void *context, struct base_slice bytes) {
    struct page *page = context;
    if (bytes.len > page->size - page->used) {
        size_t size = 2 * (page->used + bytes.len) + 65536;
        char *larger = size <= APP_HTTP_ANSWER_MAX ? base_memory_take(page->memory, size) : NULL;
        if (!larger)
            return false;
        if (page->used)
            memcpy(larger, page->bytes, page->used);
        base_memory_give(page->memory, page->bytes, page->size);
        page->bytes = larger;
        page->size = size;
    }
    memcpy(page->bytes + page->used, bytes.ptr, bytes.len);
    page->used += bytes.len;
    return true;
}

static bool may_see(const void *context, struct base_slice stream_id) {
    return app_auth_covers(context, codec_text_plain(stream_id));
}

static void answer(const struct app_control_request *request, struct base_slice stream_id,
                   const struct form *form) {
    const struct app_control *control = request->control;
    bool all = app_auth_covers_pattern(request->key, CODEC_TEXT("*"));
    const struct judge_query query = {
        .now_ms = control->timers->now,
        .wall_ms = control->unix_ms(),
        .stream_id = stream_id,
        .may_see = all ? NULL : may_see,
        .context = request->key,
    };
    struct page page = {.memory = control->memory};
    struct codec_error error = {.code = CODEC_OK};
    struct report_document document;
    if (judge_report(control->judge, &query, &document) &&
        form->write(&document, &(struct report_sink){put, &page, &error}))
        net_exchange_answer(request->exchange, 200, form->content_type,
                            base_slice(page.bytes, page.used));
    else if (error.code != CODEC_OK)
        app_http_unsent(control->service, request->exchange,
                        sts_bodies[STS_BODY_CONTROL_REPORT].name, &error);
    else
        app_control_error(request, 503, STS_CONTROL_ERROR_CODE_UNAVAILABLE, "out of memory");
    report_document_free(&document);
    base_memory_give(control->memory, page.bytes, page.size);
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
                      "streams; its verdict was %.*s. GET /control/report still counts it",
                      (int)shown.len, shown.ptr, (int)word.len, word.ptr);
}

static void answer_unsure(const struct app_control_request *request, struct base_slice id) {
    const struct base_slice shown = app_http_shown(id);
    app_control_error(request, 404, STS_CONTROL_ERROR_CODE_STREAM_NOT_FOUND,
                      "there is no report about a stream \"%.*s\", and it is not known whether "
                      "there was one: so many streams came that not all ids are remembered",
                      (int)shown.len, shown.ptr);
}

static void answer_unknown(const struct app_control_request *request, struct base_slice id) {
    struct search search = {request, codec_closest(id)};
    judge_each(request->control->judge, try_id, &search);
    app_control_unknown(request, STS_CONTROL_ERROR_CODE_STREAM_NOT_FOUND,
                        "there is no report about a stream", &search.closest, "/control/report");
}

/* The form that Accept asks for. NULL: an error has been answered. */
static const struct form *accepted(const struct app_control_request *request) {
    const struct form *form = choose(net_request_header(request->asked, base_slice_of("accept")));
    if (!form)
        app_control_error(
            request, 406, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
            "Accept must allow application/json, application/xml (JUnit) or text/html");
    return form;
}

static void serve(const struct app_control_request *request, const struct form *form) {
    if (form)
        answer(request, base_slice(NULL, 0), form);
}

static void serve_stream(const struct app_control_request *request, const struct form *form,
                         struct codec_text stream) {
    char text[STREAM_ID_SIZE];
    const struct base_slice id = base_slice(text, codec_text_copy(stream, text, sizeof text));
    enum sts_control_report_verdict verdict;
    if (!form)
        return;
    switch (judge_knows(request->control->judge, id, &verdict)) {
    case JUDGE_KNOWN:
        answer(request, id, form);
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

void app_control_get_report(const struct app_control_request *request) {
    serve(request, accepted(request));
}

void app_control_get_report_json(const struct app_control_request *request) {
    serve(request, &forms[FORM_JSON]);
}

void app_control_get_report_xml(const struct app_control_request *request) {
    serve(request, &forms[FORM_XML]);
}

void app_control_get_report_html(const struct app_control_request *request) {
    serve(request, &forms[FORM_HTML]);
}

void app_control_get_stream_report(const struct app_control_request *request) {
    const struct sts_get_stream_report_parameters *wanted = request->parameters;
    serve_stream(request, accepted(request), wanted->id);
}

void app_control_get_stream_report_json(const struct app_control_request *request) {
    const struct sts_get_stream_report_json_parameters *wanted = request->parameters;
    serve_stream(request, &forms[FORM_JSON], wanted->id);
}

void app_control_get_stream_report_xml(const struct app_control_request *request) {
    const struct sts_get_stream_report_xml_parameters *wanted = request->parameters;
    serve_stream(request, &forms[FORM_XML], wanted->id);
}

void app_control_get_stream_report_html(const struct app_control_request *request) {
    const struct sts_get_stream_report_html_parameters *wanted = request->parameters;
    serve_stream(request, &forms[FORM_HTML], wanted->id);
}
