#include "app/control/request.h"

#include "app/service/invalid.h"
#include "app/service/pattern.h"
#include "app/service/rejection.h"
#include "echo/sense.h"

#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

#define SENTENCE_SIZE 1024
/* Letters that a name must have to be taken for the beginning of another. */
#define BEGINNING_MIN 3

/* ---- answers ------------------------------------------------------------------------------- */

void app_control_answer(const struct app_control_request *request, enum sts_body_id body,
                        const void *message) {
    app_http_answer(request->control->service, request->exchange, body, message);
}

__attribute__((format(printf, 5, 0))) static void
answer_error(const struct app_control_request *request, int status,
             enum sts_control_error_code code, const struct codec_report *findings,
             const char *format, va_list arguments) {
    char sentence[SENTENCE_SIZE];
    const struct codec_text message =
        codec_text_vprint(sentence, sizeof sentence, format, arguments);
    const struct app_http_error error = {status, code, base_slice(message.ptr, message.len),
                                         findings, NULL};
    app_http_error(request->control->service, request->exchange, &error);
}

struct echo_origin app_control_origin(const struct app_control_request *request) {
    struct echo_origin origin = {
        .by = request->operation->name,
        .key = app_auth_key_index(request->control->auth, request->key),
    };
    echo_origin_set(&origin, base_slice(NULL, 0), request->asked->address);
    return origin;
}

void app_control_error(const struct app_control_request *request, int status,
                       enum sts_control_error_code code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    answer_error(request, status, code, NULL, format, arguments);
    va_end(arguments);
}

void app_control_unavailable(const struct app_control_request *request) {
    app_http_log_unavailable(request->control->service);
    app_control_error(request, 503, STS_CONTROL_ERROR_CODE_UNAVAILABLE, "out of memory");
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
        app_control_error(request, 404, code, "%s \"%.*s\". GET %s lists the existing ones",
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

/* A request that is answered late. A connection has one at a time. */
struct late {
    struct app_control *control;
    struct net_exchange *exchange;
    struct base_timer timer;
};

static void answer_limited(const struct app_control *control, struct net_exchange *exchange) {
    const struct stream_limit_hit hit = app_auth_limit(control->auth);
    const struct app_http_error error = {429, STS_CONTROL_ERROR_CODE_RATE_LIMIT,
                                         base_slice_of(app_auth_limit_sentence(control->auth)),
                                         NULL, &hit};
    net_exchange_field(exchange, base_slice_of("Retry-After"), base_slice_of("60"));
    app_http_error(control->service, exchange, &error);
}

static void free_late(void *context) {
    struct late *late = context;
    base_timer_disarm(late->control->timers, &late->timer);
    base_memory_give(late->control->memory, late, sizeof *late);
}

static void answer_late(struct base_timers *timers, struct base_timer *timer) {
    struct late *late = BASE_CONTAINER(timer, struct late, timer);
    (void)timers;
    answer_limited(late->control, late->exchange);
    free_late(late);
}

static void limit(const struct app_control_request *request) {
    struct app_control *control = request->control;
    struct late *late = base_memory_zero(control->memory, sizeof *late);
    if (!late) {
        answer_limited(control, request->exchange);
        return;
    }
    *late = (struct late){control, request->exchange, {.fire = answer_late}};
    base_timer_arm(control->timers, &late->timer, control->timers->now + APP_AUTH_LATE_MS);
    net_exchange_hold(request->exchange, free_late, late);
}

static void reject(const struct app_control_request *request, enum app_auth_verdict verdict) {
    const struct net_request *asked = request->asked;
    const struct journal_client client = {.address = asked->address};
    app_rejection_of_key(request->control->service, &client, verdict, asked->path,
                         net_request_header(asked, base_slice_of("user-agent")));
}

/* The ticket in the query; empty: none. It has no characters that need escapes. */
static struct base_slice ticket_of(const struct net_request *request) {
    static const struct base_slice name = BASE_SLICE("ticket=");
    const char *at = request->query.ptr, *end = request->query.len ? at + request->query.len : at;
    while (at < end) {
        const char *next = memchr(at, '&', (size_t)(end - at));
        const struct base_slice pair = base_slice(at, (size_t)((next ? next : end) - at));
        if (pair.len > name.len && memcmp(pair.ptr, name.ptr, name.len) == 0)
            return base_slice(pair.ptr + name.len, pair.len - name.len);
        at += pair.len + 1;
    }
    return base_slice(NULL, 0);
}

/* A wrong one counts as a wrong key, but is never taken for one: keys do not belong into URLs. */
static bool show_ticket(struct app_control_request *request, struct base_slice ticket) {
    struct app_control *control = request->control;
    const struct net_request *asked = request->asked;
    const struct codec_text none = {.ptr = NULL};
    net_exchange_field(request->exchange, base_slice_of("Referrer-Policy"),
                       base_slice_of("no-referrer"));
    bool gets = base_slice_equal(asked->method, base_slice_of("GET"));
    if (gets && app_tickets_use(&control->tickets, ticket, asked->path, &request->key)) {
        net_exchange_trust(request->exchange);
        return true;
    }
    enum app_auth_verdict verdict =
        app_auth_check(control->auth, asked->address, none, control->timers->now, &request->key);
    reject(request, verdict);
    if (verdict == APP_AUTH_LIMITED)
        limit(request);
    else
        answer_unauthorized(request, "the ticket is expired, used or unknown, or it is for another "
                                     "path: POST /control/tickets makes one");
    return false;
}

/* A request without a key is no attempt to guess it, and is not counted as such. */
bool app_control_log_in(struct app_control_request *request) {
    struct app_control *control = request->control;
    struct base_slice token = bearer_of(request->asked);
    const struct base_slice ticket = ticket_of(request->asked);
    if (control->settings->require_auth && !token.len && ticket.len)
        return show_ticket(request, ticket);
    if (control->settings->require_auth && !token.len) {
        reject(request, APP_AUTH_MISSING);
        answer_unauthorized(request,
                            "the API key is missing: send the header Authorization: Bearer KEY");
        return false;
    }
    enum app_auth_verdict verdict =
        app_auth_check(control->auth, request->asked->address, codec_text_plain(token),
                       control->timers->now, &request->key);
    if (verdict != APP_AUTH_OK)
        reject(request, verdict);
    if (verdict == APP_AUTH_LIMITED) {
        limit(request);
    } else if (verdict != APP_AUTH_OK) {
        answer_unauthorized(request, "Invalid API key");
    } else {
        net_exchange_trust(request->exchange);
    }
    return verdict == APP_AUTH_OK;
}

bool app_control_covers(const struct app_control_request *request, struct codec_text streams,
                        bool is_pattern) {
    if (is_pattern ? app_auth_covers_pattern(request->key, streams)
                   : app_auth_covers(request->key, streams))
        return true;
    app_control_error(request, 403, STS_CONTROL_ERROR_CODE_FORBIDDEN,
                      "this API key is not valid for these streams");
    return false;
}

bool app_control_may_refuse(const struct app_control_request *request, bool server) {
    if (!server || app_auth_covers_pattern(request->key, CODEC_TEXT("*")))
        return true;
    app_control_error(request, 403, STS_CONTROL_ERROR_CODE_FORBIDDEN, APP_SERVICE_REFUSES_ALL);
    return false;
}

bool app_control_possible(const struct app_control_request *request, struct codec_text pattern,
                          const char *pointer) {
    const char *fault = app_pattern_fault(pattern);
    if (fault && pointer)
        app_control_error_at(request, pointer, "glob", fault);
    else if (fault)
        app_control_error(request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                          "parameter stream %s", fault);
    return !fault;
}

/* ---- bodies -------------------------------------------------------------------------------- */

static void refuse_body(const struct app_control_request *request, const struct codec_in *in,
                        const struct codec_report *report) {
    const struct codec_error *first = report->count ? &report->errors[0] : &in->error;
    if (codec_in_malformed(in))
        answer_findings(request, NULL, "the body is not JSON (RFC 8259), at byte %zu: %s",
                        in->error.offset, in->error.message);
    else
        answer_findings(request, report, "%s %s", *first->pointer ? first->pointer : "the body",
                        first->message);
}

bool app_control_read_body(struct app_control_request *request, union sts_body *body) {
    const struct codec_event *row = request->operation->body;
    const struct base_slice text = request->asked->body;
    struct codec_error errors[APP_INVALID_MAX];
    struct codec_report report = {errors, APP_INVALID_MAX, 0};
    struct codec_in in;
    if (!row && text.len) {
        answer_findings(request, NULL, "this request must not have a body");
        return false;
    }
    if (!row)
        return true;
    if (!text.len && request->operation->body_required) {
        answer_findings(request, NULL, "the body is missing");
        return false;
    }
    codec_in_init(&in, text.len ? text : base_slice_of("{}"), request->control->scratch);
    in.errors = &report;
    in.strict = true; /* a typo in a test must not pass unnoticed */
    const struct echo_sense sense = {.memory = request->control->memory, .report = &report};
    bool read = codec_decode(&in, row->payload, body) && codec_in_done(&in);
    if (read && !echo_sense(row, text, &sense)) {
        app_control_unavailable(request);
        return false;
    }
    if (read && !report.count) {
        request->body = body;
        return true;
    }
    refuse_body(request, &in, &report);
    return false;
}
