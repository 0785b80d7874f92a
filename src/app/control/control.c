#include "app/control/control.h"

#include "app/control/parameters.h"
#include "app/control/request.h"
#include "app/control/route.h"

/* Each operation of the document has its function. */
static app_control_handler *const handlers[STS_OPERATION_COUNT] = {
#define ROW(NAME, name, text) [STS_OPERATION_##NAME] = app_control_##name,
    STS_OPERATIONS(ROW)
#undef ROW
};

void app_control_get_openapi(const struct app_control_request *request) {
    net_exchange_answer(request->exchange, 200, "application/json",
                        base_slice(sts_openapi_json, sts_openapi_json_length));
}

static void log_request(const struct app_control *control, const struct net_request *asked) {
    char path[BASE_LOG_TEXT];
    bool changes = !base_slice_equal(asked->method, base_slice_of("GET"));
    base_log(control->log, changes ? BASE_LOG_INFO : BASE_LOG_DEBUG, "control: %.*s %s from %.*s",
             (int)asked->method.len, asked->method.ptr, base_log_text(path, asked->path),
             (int)asked->address.len, asked->address.ptr);
}

/* Finds the operation, and checks the key. false: the request was refused and answered. */
static bool begin(struct app_control *control, struct net_exchange *exchange,
                  const struct net_request *asked, struct app_control_route *route,
                  struct app_control_request *request) {
    if (!app_control_route_find(control, exchange, asked, route))
        return false;
    *request = (struct app_control_request){
        .control = control, .exchange = exchange, .asked = asked, .operation = route->operation};
    return app_control_log_in(request);
}

bool app_control_admit(struct app_control *control, struct net_exchange *exchange,
                       const struct net_request *asked) {
    struct app_control_route route;
    struct app_control_request request;
    return begin(control, exchange, asked, &route, &request);
}

void app_control_handle(struct app_control *control, struct net_exchange *exchange,
                        const struct net_request *asked) {
    struct app_control_parameters parameters;
    union sts_body body;
    struct app_control_route route;
    struct app_control_request request;
    if (!begin(control, exchange, asked, &route, &request) ||
        !app_control_read_parameters(&request, route.word, &parameters) ||
        !app_control_read_body(&request, &body))
        return;
    log_request(control, asked);
    handlers[request.operation - sts_operations](&request);
}
