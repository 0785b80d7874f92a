#include "app/control/http.h"

#include "app/service/invalid.h"
#include "base/print.h"
#include "base/utf8.h"

/* First size that is tried for an answer; most fit. */
#define ANSWER_SIZE ((size_t)16 << 10)
#define SENTENCE_SIZE 1024

static void answer_unavailable(struct net_exchange *exchange) {
    net_exchange_answer(exchange, 503, NULL, base_slice(NULL, 0));
}

/* Encodes into `size` bytes. False: it needs more, or there is no memory. */
static bool try_answer(struct base_memory *memory, struct net_exchange *exchange, int status,
                       const struct codec_event *body, const void *message, size_t size) {
    char *own = base_memory_take(memory, size), *flat = NULL;
    struct codec_out out = {.error = {.code = CODEC_NO_SPACE}};
    if (own) {
        codec_out_init(&out, own, size);
        (void)codec_encode(&out, body->payload, message);
    }
    size_t length = codec_out_length(&out);
    if (out.error.code == CODEC_OK)
        flat = base_memory_take(memory, length);
    if (flat) {
        codec_out_flatten(&out, flat);
        net_exchange_answer(exchange, status, "application/json", base_slice(flat, length));
    }
    bool done = flat || (own && out.error.code != CODEC_OK && out.error.code != CODEC_NO_SPACE);
    if (done && !flat)
        answer_unavailable(exchange);
    base_memory_give(memory, flat, length);
    base_memory_give(memory, own, size);
    return done;
}

static void answer(struct base_memory *memory, struct net_exchange *exchange, int status,
                   enum sts_body_id body, const void *message) {
    for (size_t size = ANSWER_SIZE; size <= APP_HTTP_ANSWER_MAX; size *= 4)
        if (try_answer(memory, exchange, status, &sts_bodies[body], message, size))
            return;
    answer_unavailable(exchange);
}

void app_http_answer(struct base_memory *memory, struct net_exchange *exchange,
                     enum sts_body_id body, const void *message) {
    answer(memory, exchange, 200, body, message);
}

static struct codec_text text_of(const char *terminated) {
    return codec_text_plain(base_slice_of(terminated));
}

void app_http_error(struct base_memory *memory, struct net_exchange *exchange,
                    const struct app_http_error *error) {
    struct sts_schema_error findings[APP_INVALID_MAX];
    struct sts_control_error body = {
        .error = {.code = error->code, .message = codec_text_plain(error->message)}};
    const struct codec_report *report = error->findings;
    size_t count = 0;
    for (; report && count < report->count && count < report->capacity && count < APP_INVALID_MAX;
         count++)
        findings[count] = (struct sts_schema_error){
            .path = text_of(report->errors[count].pointer),
            .keyword = text_of(report->errors[count].keyword),
            .message = text_of(report->errors[count].message),
        };
    if (count) {
        body.error.has = STS_CONTROL_ERROR_ERROR_HAS_FINDINGS;
        body.error.findings = (struct codec_list){.items = findings, .count = count};
    }
    answer(memory, exchange, error->status, STS_BODY_CONTROL_ERROR, &body);
}

struct base_slice app_http_shown(struct base_slice path) {
    if (!base_utf8_valid(path))
        return base_slice(NULL, 0);
    return app_http_whole(
        base_slice(path.ptr, path.len < APP_HTTP_SHOWN ? path.len : APP_HTTP_SHOWN));
}

struct base_slice app_http_whole(struct base_slice text) {
    while (text.len && !base_utf8_valid(text))
        text.len--;
    return text;
}

static size_t refuse_path(char *sentence, const struct net_request *request,
                          struct base_slice closest) {
    struct base_slice path = app_http_shown(request->path);
    if (closest.len)
        return base_print(sentence, SENTENCE_SIZE, "there is no %.*s; did you mean %.*s?",
                          (int)path.len, path.ptr, (int)closest.len, closest.ptr);
    return base_print(sentence, SENTENCE_SIZE, "there is no %.*s", (int)path.len, path.ptr);
}

void app_http_refuse(struct base_memory *memory, struct net_exchange *exchange,
                     const struct net_request *request, const struct net_refusal *refusal,
                     struct base_slice closest) {
    char sentence[SENTENCE_SIZE];
    enum sts_control_error_code code = STS_CONTROL_ERROR_CODE_INVALID_REQUEST;
    size_t length = 0;
    switch (refusal->status) {
    case 404:
        code = STS_CONTROL_ERROR_CODE_NOT_FOUND;
        length = refuse_path(sentence, request, closest);
        break;
    case 405:
        code = STS_CONTROL_ERROR_CODE_METHOD_NOT_ALLOWED;
        length = base_print(sentence, sizeof sentence, "%.*s is not possible here: try %s",
                            (int)request->method.len, request->method.ptr, refusal->allow);
        break;
    case 411:
        length = base_print(sentence, sizeof sentence,
                            "a body needs a Content-Length: one that comes in chunks is not taken");
        break;
    case 413:
        code = STS_CONTROL_ERROR_CODE_TOO_LARGE;
        length = refusal->max_body
                     ? base_print(sentence, sizeof sentence,
                                  "a body may have at most %zu bytes here", refusal->max_body)
                     : base_print(sentence, sizeof sentence, "no body is taken here");
        break;
    default:
        code = STS_CONTROL_ERROR_CODE_UNAVAILABLE;
        length = base_print(sentence, sizeof sentence, "the server has no answer");
        break;
    }
    app_http_error(
        memory, exchange,
        &(struct app_http_error){refusal->status, code, base_slice(sentence, length), NULL});
}
