#include "app/control/control.h"

#include "app/control/internal.h"
#include "app/service/invalid.h"
#include "base/print.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

#define SENTENCE_SIZE 1024
/* Room for the struct of any body; app_control_handle checks it. */
#define BODY_SIZE 1024
/* Room for a path that was perhaps meant; longer ones are not guessed at. */
#define GUESS_SIZE 256
/* Letters that a name must have to be taken for the beginning of another. */
#define BEGINNING_MIN 3

/* One row for each operation of the document. */
static app_control_handler *const handlers[STS_OPERATION_COUNT] = {
    [STS_OPERATION_LIST_STREAMS] = app_control_list_streams,
    [STS_OPERATION_GET_STREAM] = app_control_get_stream,
    [STS_OPERATION_PUT_FAULTS] = app_control_put_faults,
    [STS_OPERATION_DELETE_FAULTS] = app_control_delete_faults,
    [STS_OPERATION_PUT_DELAY] = app_control_put_delay,
    [STS_OPERATION_DELETE_DELAY] = app_control_delete_delay,
    [STS_OPERATION_PUT_BACKPRESSURE] = app_control_put_backpressure,
    [STS_OPERATION_DELETE_BACKPRESSURE] = app_control_delete_backpressure,
    [STS_OPERATION_POST_DISCONNECT] = app_control_post_disconnect,
    [STS_OPERATION_POST_RESET] = app_control_post_reset,
    [STS_OPERATION_LIST_SCENARIOS] = app_control_list_scenarios,
    [STS_OPERATION_POST_SCENARIOS] = app_control_post_scenarios,
    [STS_OPERATION_DELETE_SCENARIOS] = app_control_delete_scenarios,
    [STS_OPERATION_GET_REPORT] = app_control_get_report,
    [STS_OPERATION_GET_REPORT_JSON] = app_control_get_report_json,
    [STS_OPERATION_GET_REPORT_XML] = app_control_get_report_xml,
    [STS_OPERATION_GET_REPORT_HTML] = app_control_get_report_html,
    [STS_OPERATION_GET_STREAM_REPORT] = app_control_get_report,
    [STS_OPERATION_GET_STREAM_REPORT_JSON] = app_control_get_report_json,
    [STS_OPERATION_GET_STREAM_REPORT_XML] = app_control_get_report_xml,
    [STS_OPERATION_GET_STREAM_REPORT_HTML] = app_control_get_report_html,
    [STS_OPERATION_GET_JOURNAL] = app_control_get_journal,
    [STS_OPERATION_GET_JOURNAL_ENTRY] = app_control_get_journal_entry,
    [STS_OPERATION_STREAM_JOURNAL] = app_control_stream_journal,
    [STS_OPERATION_VERIFY_JOURNAL] = app_control_verify_journal,
    [STS_OPERATION_GET_OPENAPI] = app_control_get_openapi,
};

/* ---- answers ------------------------------------------------------------------------------- */

void app_control_answer(const struct app_control_request *request, enum sts_body_id body,
                        const void *message) {
    app_http_answer(request->control->memory, request->exchange, body, message);
}

__attribute__((format(printf, 5, 0))) static void
answer_error(const struct app_control_request *request, int status,
             enum sts_control_error_code code, const struct codec_report *findings,
             const char *format, va_list arguments) {
    char sentence[SENTENCE_SIZE];
    size_t length = base_print_values(sentence, sizeof sentence, format, arguments);
    const struct app_http_error error = {status, code, app_http_whole(base_slice(sentence, length)),
                                         findings};
    app_http_error(request->control->memory, request->exchange, &error);
}

void app_control_error(const struct app_control_request *request, int status,
                       enum sts_control_error_code code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    answer_error(request, status, code, NULL, format, arguments);
    va_end(arguments);
}

/* 400, about the body. */
__attribute__((format(printf, 3, 4))) static void
answer_findings(const struct app_control_request *request, const struct codec_report *findings,
                const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    answer_error(request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST, findings, format, arguments);
    va_end(arguments);
}

void app_control_near(struct codec_closest *search, struct base_slice candidate) {
    const struct base_slice name = search->name;
    codec_closest_try(search, candidate);
    if (!search->best.len && name.len >= BEGINNING_MIN && candidate.len > name.len &&
        memcmp(candidate.ptr, name.ptr, name.len) == 0)
        search->best = candidate; /* what is closer still takes its place */
}

void app_control_unknown(const struct app_control_request *request,
                         enum sts_control_error_code code, const char *sentence,
                         const struct codec_closest *search, const char *listed) {
    struct base_slice name = app_http_shown(search->name), best = app_http_shown(search->best);
    if (best.len)
        app_control_error(request, 404, code, "%s \"%.*s\"; did you mean \"%.*s\"?", sentence,
                          (int)name.len, name.ptr, (int)best.len, best.ptr);
    else
        app_control_error(request, 404, code, "%s \"%.*s\": GET %s lists those that there are",
                          sentence, (int)name.len, name.ptr, listed);
}

void app_control_error_at(const struct app_control_request *request, const char *pointer,
                          const char *keyword, const char *message) {
    struct codec_error error = {.keyword = keyword};
    (void)snprintf(error.pointer, sizeof error.pointer, "%s", pointer);
    (void)snprintf(error.message, sizeof error.message, "%s", message);
    const struct codec_report report = {&error, 1, 1};
    answer_findings(request, &report, "%s %s", pointer, message);
}

void app_control_get_openapi(const struct app_control_request *request) {
    net_exchange_answer(request->exchange, 200, "application/json",
                        base_slice(sts_openapi_json, sts_openapi_json_length));
}

/* ---- paths --------------------------------------------------------------------------------- */

/* Compares a path with a template that has at most one parameter; `value` is what stands there. A
 * parameter takes slashes too: a percent-encoded one arrives as a slash. */
static bool path_fits(struct base_slice template, struct base_slice path,
                      struct base_slice *value) {
    const char *open = memchr(template.ptr, '{', template.len);
    if (!open) {
        *value = base_slice(NULL, 0);
        return base_slice_equal(template, path);
    }
    const char *end = template.ptr + template.len;
    const char *close = memchr(open, '}', (size_t)(end - open));
    size_t before = (size_t)(open - template.ptr), after = (size_t)(end - close - 1);
    if (path.len <= before + after || memcmp(path.ptr, template.ptr, before) != 0 ||
        memcmp(path.ptr + path.len - after, close + 1, after) != 0)
        return false;
    *value = base_slice(path.ptr + before, path.len - before - after);
    return true;
}

/* Letters of a template that are no parameter: of two that fit a path, the one with more is meant.
 */
static size_t weight(struct base_slice template) {
    const char *open = memchr(template.ptr, '{', template.len);
    const char *close = memchr(template.ptr, '}', template.len);
    return template.len - (open && close ? (size_t)(close - open) : 0);
}

/* An operation whose path fits best, or NULL. */
static const struct codec_operation *find_path(struct base_slice path, struct base_slice *value) {
    const struct codec_operation *best = NULL;
    struct base_slice found;
    for (size_t i = 0; i < STS_OPERATION_COUNT; i++) {
        const struct codec_operation *operation = &sts_operations[i];
        if (!handlers[i] || !path_fits(operation->path, path, &found))
            continue;
        if (best && weight(operation->path) <= weight(best->path))
            continue;
        best = operation;
        *value = found;
    }
    return best;
}

/* The operation of `method` with the path of `like`, or NULL. */
static const struct codec_operation *find_method(const struct codec_operation *like,
                                                 struct base_slice method) {
    static const struct base_slice head = BASE_SLICE("HEAD"), get = BASE_SLICE("GET");
    if (base_slice_equal(method, head))
        method = get;
    for (size_t i = 0; i < STS_OPERATION_COUNT; i++)
        if (handlers[i] && base_slice_equal(sts_operations[i].path, like->path) &&
            base_slice_equal(sts_operations[i].method, method))
            return &sts_operations[i];
    return NULL;
}

static void list_methods(const struct codec_operation *like, char *out, size_t size) {
    size_t used = 0;
    for (size_t i = 0; i < STS_OPERATION_COUNT; i++) {
        const struct codec_operation *operation = &sts_operations[i];
        if (!handlers[i] || !base_slice_equal(operation->path, like->path))
            continue;
        bool get = base_slice_equal(operation->method, base_slice_of("GET"));
        used += base_print(out + used, size - used, "%s%.*s%s", used ? ", " : "",
                           (int)operation->method.len, operation->method.ptr, get ? ", HEAD" : "");
    }
}

/* What follows as many slashes in `path` as there are before the parameter of a template, which
 * begins at `open`. */
static struct base_slice word_at(struct base_slice path, const char *begin, const char *open) {
    const char *at = path.ptr, *end = path.ptr + path.len;
    for (; begin < open && at; begin++)
        if (*begin == '/') {
            at = memchr(at, '/', (size_t)(end - at));
            at += at ? 1 : 0;
        }
    return at ? base_slice(at, (size_t)(end - at)) : base_slice(NULL, 0);
}

/* The template with the path's own words in the place of its parameter; empty when the two do not
 * look alike enough, or are too long. */
static struct base_slice guess(struct base_slice template, struct base_slice path,
                               char out[GUESS_SIZE]) {
    const char *open = memchr(template.ptr, '{', template.len);
    size_t before = open ? (size_t)(open - template.ptr) : template.len;
    if (path.len >= GUESS_SIZE - template.len)
        return base_slice(NULL, 0);
    memcpy(out, template.ptr, before);
    if (!open)
        return base_slice(out, before);
    const char *close = memchr(open, '}', template.len - before);
    struct base_slice word = word_at(path, template.ptr, open);
    size_t after = (size_t)(template.ptr + template.len - close - 1);
    const char *cut = after && word.len ? memrchr(word.ptr, close[1], word.len) : NULL;
    if (cut)
        word.len = (size_t)(cut - word.ptr);
    if (!word.len) /* no name at all: the list of what has one is meant */
        return base_slice(NULL, 0);
    memcpy(out + before, word.ptr, word.len);
    memcpy(out + before + word.len, close + 1, after);
    return base_slice(out, before + word.len + after);
}

/* The path that was perhaps meant, in one of `guesses`, or empty. */
static struct base_slice closest_path(struct base_slice path,
                                      char guesses[STS_OPERATION_COUNT][GUESS_SIZE]) {
    static const struct base_slice roots[] = {BASE_SLICE("/control"), BASE_SLICE("/control/"),
                                              BASE_SLICE("/openapi.json")};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (base_slice_equal(roots[i], path))
            return sts_operations[STS_OPERATION_GET_OPENAPI].path;
    struct codec_closest search = codec_closest(path);
    for (size_t i = 0; base_utf8_valid(path) && i < STS_OPERATION_COUNT; i++) {
        struct base_slice word;
        if (handlers[i] && !path_fits(sts_operations[i].path, path, &word))
            codec_closest_try(&search, guess(sts_operations[i].path, path, guesses[i]));
    }
    return search.best;
}

static void refuse_path(struct app_control *control, struct net_exchange *exchange,
                        const struct net_request *request) {
    char guesses[STS_OPERATION_COUNT][GUESS_SIZE];
    app_http_refuse(control->memory, exchange, request, &(struct net_refusal){.status = 404},
                    closest_path(request->path, guesses));
}

/* ---- who asks ------------------------------------------------------------------------------ */

/* The key of `Authorization: Bearer KEY`; empty when there is none. */
static struct base_slice bearer_of(const struct net_request *request) {
    static const struct base_slice scheme = BASE_SLICE("Bearer ");
    struct base_slice value = net_request_header(request, base_slice_of("authorization"));
    if (value.len <= scheme.len || strncasecmp(value.ptr, scheme.ptr, scheme.len) != 0)
        return base_slice(NULL, 0);
    value = base_slice(value.ptr + scheme.len, value.len - scheme.len);
    while (value.len && value.ptr[0] == ' ')
        value = base_slice(value.ptr + 1, value.len - 1);
    return value;
}

static void answer_unauthorized(const struct app_control_request *request, const char *sentence) {
    net_exchange_field(request->exchange, base_slice_of("WWW-Authenticate"),
                       base_slice_of("Bearer realm=\"echo-sts\""));
    app_control_error(request, 401, STS_CONTROL_ERROR_CODE_AUTH_FAILED, "%s", sentence);
}

/* Looks at the key. A request without one is no attempt to guess it, and is not counted as such.
 * False: it has been refused. */
static bool log_in(struct app_control_request *request, const struct net_request *asked) {
    struct app_control *control = request->control;
    struct base_slice token = bearer_of(asked);
    if (control->settings->require_auth && !token.len) {
        answer_unauthorized(request, "an API key is needed: Authorization: Bearer KEY");
        return false;
    }
    enum app_auth_verdict verdict =
        app_auth_check(control->auth, asked->address, codec_text_plain(token), control->timers->now,
                       &request->key);
    if (verdict == APP_AUTH_LIMITED) {
        net_exchange_field(request->exchange, base_slice_of("Retry-After"), base_slice_of("60"));
        app_control_error(request, 429, STS_CONTROL_ERROR_CODE_RATE_LIMIT,
                          "Too many failed attempts: try again in a minute");
    } else if (verdict != APP_AUTH_OK) {
        answer_unauthorized(request, "Invalid API key");
    }
    return verdict == APP_AUTH_OK;
}

bool app_control_covers(const struct app_control_request *request, struct codec_text pattern) {
    if (app_auth_covers_pattern(request->key, pattern))
        return true;
    app_control_error(request, 403, STS_CONTROL_ERROR_CODE_FORBIDDEN,
                      "this API key does not cover these streams");
    return false;
}

/* ---- parameters ---------------------------------------------------------------------------- */

/* The words of one request's parameters, as JSON texts. */
struct store {
    char bytes[APP_CONTROL_STORE];
    size_t used;
};

static void read_stored(const struct codec_schema *schema, const void *stored,
                        struct app_control_value *value) {
    if (schema->store == CODEC_STORE_TEXT)
        value->text = *(const struct codec_text *)stored;
    else if (schema->store == CODEC_STORE_INT64)
        value->integer = *(const int64_t *)stored;
    else if (schema->store == CODEC_STORE_INT32)
        value->integer = *(const int32_t *)stored;
    else if (schema->store == CODEC_STORE_BOOL)
        value->integer = *(const bool *)stored;
    else
        value->integer = *(const int *)stored;
    value->given = true;
}

/* Writes plain text as the JSON that a schema of its type is compared with. */
static struct base_slice to_json(struct store *store, const struct codec_schema *schema,
                                 struct base_slice plain) {
    struct codec_out out;
    codec_out_init(&out, store->bytes + store->used, sizeof store->bytes - store->used);
    bool fits = schema->types & CODEC_STRING ? codec_out_text(&out, codec_text_plain(plain))
                                             : codec_out_bytes(&out, plain);
    size_t length = codec_out_length(&out);
    if (!fits || out.segment_count != 1)
        return base_slice(NULL, 0);
    store->used += length;
    return out.segments[0].bytes;
}

/* Reads a parameter. False: it has been refused. */
static bool read_value(struct app_control_request *request, struct store *store, size_t index,
                       struct base_slice plain) {
    const struct codec_parameter *parameter = &request->operation->parameters[index];
    union {
        struct codec_text text;
        int64_t integer;
        bool truth;
        int value;
    } stored = {.integer = 0};
    struct codec_in in;
    if (!base_utf8_valid(plain)) {
        app_control_error(request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                          "parameter %.*s is no UTF-8", (int)parameter->name.len,
                          parameter->name.ptr);
        return false;
    }
    codec_in_init(&in, to_json(store, parameter->schema, plain), NULL); /* no object */
    if (codec_decode(&in, parameter->schema, &stored) && codec_in_done(&in)) {
        read_stored(parameter->schema, &stored, &request->values[index]);
        return true;
    }
    /* what is no string is written as in JSON; whoever asks need not know */
    bool number = codec_in_malformed(&in) && parameter->schema->types & CODEC_NUMBER;
    char guesses[STS_OPERATION_COUNT][GUESS_SIZE];
    struct base_slice meant = base_slice(NULL, 0);
    if (parameter->place == CODEC_IN_PATH)
        meant = closest_path(request->asked->path, guesses);
    app_control_error(request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                      "parameter %.*s %s%s%.*s%s", (int)parameter->name.len, parameter->name.ptr,
                      number ? "must be a number" : in.error.message,
                      meant.len ? "; did you mean " : "", (int)meant.len, meant.ptr,
                      meant.len ? "?" : "");
    return false;
}

static unsigned hex(char digit) {
    return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)((digit | 0x20) - 'a' + 10);
}

/* Undoes %XX, in place of a copy. The room takes escapes only where two digits follow. */
static struct base_slice unescape(struct store *store, struct base_slice text) {
    char *out = store->bytes + store->used;
    size_t length = 0;
    for (size_t i = 0; i < text.len && store->used + length < sizeof store->bytes; i++) {
        bool escaped = text.ptr[i] == '%' && i + 2 < text.len;
        out[length++] =
            escaped ? (char)(hex(text.ptr[i + 1]) << 4 | hex(text.ptr[i + 2])) : text.ptr[i];
        i += escaped ? 2 : 0;
    }
    store->used += length;
    return base_slice(out, length);
}

static void refuse_parameter(const struct app_control_request *request, struct base_slice name) {
    const struct codec_operation *operation = request->operation;
    struct codec_closest search = codec_closest(name);
    for (size_t i = 0; i < operation->parameter_count; i++)
        if (operation->parameters[i].place == CODEC_IN_QUERY)
            codec_closest_try(&search, operation->parameters[i].name);
    struct base_slice shown = app_http_shown(name);
    app_control_error(request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                      "there is no parameter \"%.*s\" here%s%.*s%s", (int)shown.len, shown.ptr,
                      search.best.len ? "; did you mean " : "", (int)search.best.len,
                      search.best.ptr, search.best.len ? "?" : "");
}

/* Reads one `name=value` of the query. */
static bool read_pair(struct app_control_request *request, struct store *store,
                      struct base_slice pair) {
    const char *equals = memchr(pair.ptr, '=', pair.len);
    size_t length = equals ? (size_t)(equals - pair.ptr) : pair.len;
    struct base_slice name = unescape(store, base_slice(pair.ptr, length));
    size_t rest = equals ? pair.len - length - 1 : 0;
    struct base_slice plain = unescape(store, base_slice(pair.ptr + pair.len - rest, rest));
    for (size_t i = 0; i < request->operation->parameter_count; i++) {
        const struct codec_parameter *parameter = &request->operation->parameters[i];
        if (parameter->place != CODEC_IN_QUERY || !base_slice_equal(parameter->name, name))
            continue;
        if (!request->values[i].given)
            return read_value(request, store, i, plain);
        app_control_error(request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                          "parameter %.*s is given twice", (int)name.len, name.ptr);
        return false;
    }
    refuse_parameter(request, name);
    return false;
}

static bool read_query(struct app_control_request *request, struct store *store,
                       struct base_slice query) {
    while (query.len) {
        const char *end = memchr(query.ptr, '&', query.len);
        size_t length = end ? (size_t)(end - query.ptr) : query.len;
        if (length && !read_pair(request, store, base_slice(query.ptr, length)))
            return false;
        length += end ? 1 : 0;
        query = base_slice(query.ptr + length, query.len - length);
    }
    return true;
}

/* Streams that the path names must be covered by the key. */
static bool read_path(struct app_control_request *request, struct store *store,
                      struct base_slice word) {
    const struct codec_operation *operation = request->operation;
    for (size_t i = 0; i < operation->parameter_count; i++)
        if (operation->parameters[i].place == CODEC_IN_PATH)
            return read_value(request, store, i, word) &&
                   (operation->parameters[i].schema->store != CODEC_STORE_TEXT ||
                    app_control_covers(request, request->values[i].text));
    return true;
}

static bool read_parameters(struct app_control_request *request, struct store *store,
                            struct base_slice word, struct base_slice query) {
    if (!read_path(request, store, word) || !read_query(request, store, query))
        return false;
    for (size_t i = 0; i < request->operation->parameter_count; i++) {
        const struct codec_parameter *parameter = &request->operation->parameters[i];
        if (!parameter->required || request->values[i].given)
            continue;
        app_control_error(request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                          "parameter %.*s is missing", (int)parameter->name.len,
                          parameter->name.ptr);
        return false;
    }
    return true;
}

/* ---- bodies -------------------------------------------------------------------------------- */

static void refuse_body(const struct app_control_request *request, const struct codec_in *in,
                        const struct codec_report *report) {
    const struct codec_error *first = report->count ? &report->errors[0] : &in->error;
    if (codec_in_malformed(in))
        answer_findings(request, NULL, "the body is no JSON (RFC 8259), at byte %zu: %s",
                        in->error.offset, in->error.message);
    else
        answer_findings(request, report, "%s %s", *first->pointer ? first->pointer : "the body",
                        first->message);
}

/* Decodes the body into `message`. False: it has been refused. */
static bool read_body(struct app_control_request *request, struct base_slice text, void *message) {
    const struct codec_event *body = request->operation->body;
    struct codec_error errors[APP_INVALID_MAX];
    struct codec_report report = {errors, APP_INVALID_MAX, 0};
    struct codec_in in;
    if (!body && text.len) {
        answer_findings(request, NULL, "no body is taken here");
        return false;
    }
    if (!body)
        return true;
    if (!text.len && request->operation->body_required) {
        answer_findings(request, NULL, "the body is missing");
        return false;
    }
    codec_in_init(&in, text.len ? text : base_slice_of("{}"), request->control->scratch);
    in.errors = &report;
    in.strict = true; /* a typo in a test must not pass unnoticed */
    memset(message, 0, body->size);
    request->body = message;
    if (codec_decode(&in, body->payload, message) && codec_in_done(&in))
        return true;
    refuse_body(request, &in, &report);
    return false;
}

/* ---- a request ----------------------------------------------------------------------------- */

static void log_request(const struct app_control *control, const struct net_request *asked) {
    char path[BASE_LOG_TEXT];
    bool changes = !base_slice_equal(asked->method, base_slice_of("GET"));
    base_log(control->log, changes ? BASE_LOG_INFO : BASE_LOG_DEBUG, "control: %.*s %s from %.*s",
             (int)asked->method.len, asked->method.ptr, base_log_text(path, asked->path),
             (int)asked->address.len, asked->address.ptr);
}

static void serve(struct app_control_request *request, const struct net_request *asked,
                  struct base_slice word) {
    _Alignas(max_align_t) char body[BODY_SIZE];
    struct store store = {.used = 0};
    const struct codec_event *row = request->operation->body;
    if (row && row->size > sizeof body)
        return; /* never: net answers 500 */
    if (!log_in(request, asked) || !read_parameters(request, &store, word, asked->query) ||
        !read_body(request, asked->body, body))
        return;
    log_request(request->control, asked);
    request->accept = net_request_header(asked, base_slice_of("accept"));
    handlers[request->operation - sts_operations](request);
}

static void refuse_method(const struct app_control_request *request,
                          const struct codec_operation *found, const struct net_request *asked) {
    char methods[64] = "";
    list_methods(found, methods, sizeof methods);
    const struct net_refusal refusal = {.status = 405, .allow = methods};
    net_exchange_field(request->exchange, base_slice_of("Allow"), base_slice_of(methods));
    app_http_refuse(request->control->memory, request->exchange, asked, &refusal,
                    base_slice(NULL, 0));
}

void app_control_handle(struct app_control *control, struct net_exchange *exchange,
                        const struct net_request *asked) {
    struct base_slice word;
    struct app_control_request request = {.control = control, .exchange = exchange, .asked = asked};
    const struct codec_operation *found = find_path(asked->path, &word);
    if (found)
        request.operation = find_method(found, asked->method);
    /* What has a slash in the place of a name is rather a path with a mistake. */
    if (!found || (!request.operation && word.len && memchr(word.ptr, '/', word.len)))
        refuse_path(control, exchange, asked);
    else if (!request.operation)
        refuse_method(&request, found, asked);
    else
        serve(&request, asked, word);
}
