#include "app/pages.h"

#include "app/control/control.h"
#include "app/service/rejection.h"
#include "app/service/service.h"
#include "app/watch/metrics.h"
#include "base/print.h"
#include "codec/closest.h"
#include "journal/journal.h"
#include "net/server.h"
#include "socketio/server.h"
#include "sts_protocol.h"

static void health(void *context, struct net_exchange *exchange,
                   const struct net_request *request) {
    const struct app_pages *pages = context;
    char body[512];
    (void)request;
    size_t len = app_service_health(pages->service, body, sizeof body);
    net_exchange_answer(exchange, len ? 200 : 500, "application/json", base_slice(body, len));
}

/* For who sends workers here: a load balancer, an orchestrator. */
static void ready(void *context, struct net_exchange *exchange, const struct net_request *request) {
    const struct app_pages *pages = context;
    char body[64];
    bool drains = app_service_drains(pages->service);
    (void)request;
    size_t len = base_print(body, sizeof body, "{\"status\":\"%s\",\"sessions\":%zu}\n",
                            drains ? "draining" : "ready", app_service_streams(pages->service));
    net_exchange_answer(exchange, drains ? 503 : 200, "application/json", base_slice(body, len));
}

static void metrics(void *context, struct net_exchange *exchange,
                    const struct net_request *request) {
    const struct app_pages *pages = context;
    (void)request;
    const struct app_metrics_gauges gauges = {
        .connections = socketio_server_sockets(pages->socketio),
        .streams = app_service_streams(pages->service),
        .parked = app_service_parked(pages->service),
        .bytes = net_server_bytes(pages->net),
        .journal_lost = journal_lost_count(pages->journal),
    };
    struct base_slice page = app_metrics_page(pages->metrics, &gauges);
    if (page.len)
        net_exchange_answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", page);
    else
        net_exchange_answer(exchange, 503, NULL, page);
}

#define FRONT                                                                                      \
    "echo-sts " ECHO_VERSION ": a test double of a speech-to-speech dubbing service. Connect "     \
    "with Socket.IO at /socket.io/ or "                                                            \
    "/ws/sts/. See also /health, /ready, /metrics and /asyncapi.json"

/* A Socket.IO client would take the text for an answer of Engine.IO. */
static void answer_front(const struct app_pages *pages, struct net_exchange *exchange,
                         const struct net_request *request, const char *text) {
    bool lost = app_rejection_of_path(pages->service, request);
    net_exchange_answer(exchange, lost ? 404 : 200, "text/plain; charset=utf-8",
                        base_slice_of(lost ? APP_REJECTION_PATHS ".\n" : text));
}

static void front(void *context, struct net_exchange *exchange, const struct net_request *request) {
    answer_front(context, exchange, request, FRONT ".\n");
}

static void front_of_control(void *context, struct net_exchange *exchange,
                             const struct net_request *request) {
    answer_front(context, exchange, request,
                 FRONT ", and /control/openapi.json for the control interface.\n");
}

static void asyncapi(void *context, struct net_exchange *exchange,
                     const struct net_request *request) {
    (void)context;
    (void)request;
    net_exchange_answer(exchange, 200, "application/json", base_slice_of(sts_asyncapi_json));
}

static void control(void *context, struct net_exchange *exchange,
                    const struct net_request *request) {
    struct app_pages *pages = context;
    app_control_handle(pages->control, exchange, request);
}

static bool control_admit(void *context, struct net_exchange *exchange,
                          const struct net_request *request) {
    struct app_pages *pages = context;
    return app_control_admit(pages->control, exchange, request);
}

/* The first rows are served where the control interface is, the last where it is not. */
static const struct net_route routes[] = {
    {"GET", "/", 0, false, front_of_control, NULL, false},
    {NULL, "/control", APP_CONTROL_BODY_MAX, true, control, control_admit, false},
    {NULL, "/openapi.json", APP_CONTROL_BODY_MAX, false, control, control_admit, false},
    {NULL, "/control/*", APP_CONTROL_BODY_MAX, true, control, control_admit, false},
    {"GET", "/health", 0, false, health, NULL, false},
    {"GET", "/ready", 0, false, ready, NULL, false},
    {"GET", "/metrics", 0, false, metrics, NULL, true},
    {"GET", "/asyncapi.json", 0, false, asyncapi, NULL, false},
    {"GET", "/", 0, false, front, NULL, false},
};
#define ROUTES (sizeof routes / sizeof *routes)
#define ROUTES_OF_CONTROL 4

static bool is_of_control(struct base_slice path) {
    static const struct base_slice below = BASE_SLICE("/control/");
    return base_slice_equal(path, base_slice_of("/control")) ||
           base_slice_equal(path, base_slice_of("/openapi.json")) ||
           (path.len >= below.len && memcmp(path.ptr, below.ptr, below.len) == 0);
}

/* 404 for a path of the control interface, which is not served here: it says why. */
static void refuse_control(const struct app_pages *pages, struct net_exchange *exchange,
                           struct base_slice path) {
    char sentence[512];
    const struct base_slice shown = app_http_shown(path);
    size_t length =
        app_config_is_apart(pages->settings)
            ? base_print(sentence, sizeof sentence,
                         "there is no %.*s on this port; the control interface is on port %d "
                         "(CONTROL_PORT)",
                         (int)shown.len, shown.ptr, (int)pages->settings->control_port)
            : base_print(sentence, sizeof sentence,
                         "there is no %.*s: the control interface is off (CONTROL_ENABLED)",
                         (int)shown.len, shown.ptr);
    app_http_error(pages->service, exchange,
                   &(struct app_http_error){404, STS_CONTROL_ERROR_CODE_NOT_FOUND,
                                            base_slice(sentence, length), NULL, NULL});
}

void app_pages_refuse(void *context, struct net_exchange *exchange,
                      const struct net_request *request, const struct net_refusal *refusal) {
    const struct app_pages *pages = context;
    if (refusal->status == 404 && is_of_control(request->path)) {
        refuse_control(pages, exchange, request->path);
        return;
    }
    if (refusal->status == 404 && app_rejection_of_path(pages->service, request)) {
        const struct net_refusal path = {.status = 404, .sentence = APP_REJECTION_PATHS};
        app_http_refuse(pages->service, exchange, request, &path, base_slice(NULL, 0));
        return;
    }
    struct codec_closest search = codec_closest(request->path);
    for (size_t i = ROUTES_OF_CONTROL; i < ROUTES; i++)
        codec_closest_try(&search, base_slice_of(routes[i].path));
    app_http_refuse(pages->service, exchange, request, refusal, search.best);
}

void app_pages_addresses(const struct app_config *settings, struct net_config *config) {
    bool apart = app_config_is_apart(settings), controls = settings->control && !apart;
    config->addresses[0] = (struct net_address){
        .host = settings->host,
        .port = (uint16_t)settings->port,
        .routes = controls ? routes : routes + ROUTES_OF_CONTROL,
        .route_count = controls ? ROUTES - 1 : ROUTES - ROUTES_OF_CONTROL,
        .engineio = true,
    };
    config->addresses[1] = (struct net_address){
        .host = app_config_control_host(settings),
        .port = (uint16_t)settings->control_port,
        .routes = routes,
        .route_count = ROUTES - 1,
    };
    config->address_count = apart ? 2 : 1;
}
