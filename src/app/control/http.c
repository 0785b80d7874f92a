#include "app/control/http.h"

#include "app/service/invalid.h"
#include "base/print.h"
#include "base/utf8.h"

/* First size that is tried for an answer; most fit. */
#define ANSWER_SIZE ((size_t)16 << 10)
#define SENTENCE_SIZE 1024

void app_http_unavailable(const struct app_service *service, struct net_exchange *exchange) {
    static const char told[] = "out of memory";
    app_http_log_unavailable(service);
    net_exchange_answer(exchange, 503, "text/plain; charset=utf-8", base_slice_of(told));
}

void app_http_log_unavailable(const struct app_service *service) {
    base_log(app_service_log(service), BASE_LOG_ERROR,
             "cannot answer a request over HTTP: out of memory");
}

/* Encodes into `size` bytes and answers. Otherwise says why not: NO_SPACE also where there is no
 * memory. */
static struct codec_error try_answer(struct base_memory *memory, struct net_exchange *exchange,
                                     int status, const struct codec_event *body,
                                     const void *message, size_t size) {
    char *own = base_memory_take(memory, size), *flat = NULL;
    struct codec_out out = {.error = {.code = CODEC_NO_SPACE}};
    if (own) {
        codec_out_init(&out, own, size);
        (void)codec_encode(&out, body->payload, message); /* `out.error` says it all */
    }
    size_t length = codec_out_length(&out);
    if (out.error.code == CODEC_OK && !(flat = base_memory_take(memory, length)))
        out.error.code = CODEC_NO_SPACE;
    if (flat) {
        codec_out_flatten(&out, flat);
        net_exchange_answer(exchange, status, "application/json", base_slice(flat, length));
    }
    base_memory_give(memory, flat, length);
    base_memory_give(memory, own, size);
    return out.error;
}

static void answer(const struct app_service *service, struct net_exchange *exchange, int status,
                   enum sts_body_id body, const void *message) {
    struct codec_error error = {.code = CODEC_NO_SPACE};
    for (size_t size = ANSWER_SIZE; error.code == CODEC_NO_SPACE && size <= APP_HTTP_ANSWER_MAX;
         size *= 4)
        error = try_answer(app_service_memory(service), exchange, status, &sts_bodies[body],
                           message, size);
    if (error.code == CODEC_NO_SPACE)
        app_http_unavailable(service, exchange);
    else if (error.code != CODEC_OK)
        app_http_unsent(service, exchange, sts_bodies[body].name, &error);
}

void app_http_answer(const struct app_service *service, struct net_exchange *exchange,
                     enum sts_body_id body, const void *message) {
    answer(service, exchange, 200, body, message);
}

void app_http_unsent(const struct app_service *service, struct net_exchange *exchange,
                     struct base_slice name, const struct codec_error *error) {
    char sentence[SENTENCE_SIZE];
    app_service_tell_unsent(service, name, NULL, error);
    const struct codec_text message =
        codec_text_print(sentence, sizeof sentence, "%.*s cannot be sent: %s %s", (int)name.len,
                         name.ptr, *error->pointer ? error->pointer : "the body", error->message);
    const struct base_slice told = base_slice(message.ptr, message.len);
    if (base_slice_equal(name, sts_bodies[STS_BODY_CONTROL_ERROR].name)) {
        net_exchange_answer(exchange, 500, "text/plain; charset=utf-8", told);
        return;
    }
    const struct codec_report report = {(struct codec_error[]){*error}, 1, 1};
    const struct app_http_error answered = {500, STS_CONTROL_ERROR_CODE_INTERNAL, told, &report,
                                            NULL};
    app_http_error(service, exchange, &answered);
}

static struct codec_text text_of(const char *terminated) {
    return codec_text_plain(base_slice_of(terminated));
}

void app_http_error(const struct app_service *service, struct net_exchange *exchange,
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
    if (error->hit) {
        body.error.has |= STS_CONTROL_ERROR_ERROR_HAS_SETTING | STS_CONTROL_ERROR_ERROR_HAS_LIMIT;
        body.error.setting = text_of(stream_limit_setting(error->hit->limit));
        body.error.limit = (int64_t)error->hit->most;
    }
    answer(service, exchange, error->status, STS_BODY_CONTROL_ERROR, &body);
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

static enum sts_control_error_code code_of(int status) {
    switch (status) {
    case 404:
        return STS_CONTROL_ERROR_CODE_NOT_FOUND;
    case 405:
        return STS_CONTROL_ERROR_CODE_METHOD_NOT_ALLOWED;
    case 413:
        return STS_CONTROL_ERROR_CODE_TOO_LARGE;
    case 500:
    case 503:
        return STS_CONTROL_ERROR_CODE_UNAVAILABLE;
    default:
        return STS_CONTROL_ERROR_CODE_INVALID_REQUEST;
    }
}

void app_http_refuse(const struct app_service *service, struct net_exchange *exchange,
                     const struct net_request *request, const struct net_refusal *refusal,
                     struct base_slice closest) {
    char sentence[SENTENCE_SIZE];
    enum sts_control_error_code code = code_of(refusal->status);
    size_t length = 0;
    if (refusal->sentence) {
        app_http_error(service, exchange,
                       &(struct app_http_error){refusal->status, code,
                                                base_slice_of(refusal->sentence), NULL, NULL});
        return;
    }
    switch (refusal->status) {
    case 404:
        length = refuse_path(sentence, request, closest);
        break;
    case 405:
        length = base_print(sentence, sizeof sentence, "%.*s is not allowed here, only %s",
                            (int)request->method.len, request->method.ptr, refusal->allow);
        break;
    case 413:
        length = refusal->max_body
                     ? base_print(sentence, sizeof sentence, "the body may have at most %zu bytes",
                                  refusal->max_body)
                     : base_print(sentence, sizeof sentence, "this request must not have a body");
        break;
    default:
        length = base_print(sentence, sizeof sentence, "the server could not make an answer");
        break;
    }
    app_http_error(
        service, exchange,
        &(struct app_http_error){refusal->status, code, base_slice(sentence, length), NULL, NULL});
}
