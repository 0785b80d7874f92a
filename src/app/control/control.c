#include "app/control/control.h"

#include "app/control/parameters.h"
#include "app/control/request.h"
#include "app/control/route.h"
#include "app/service/auth.h"
#include "base/print.h"

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

/* Whether it may change something. A POST that only compares does not. */
static bool changes(const struct app_control_request *request) {
    return !base_slice_equal(request->operation->method, base_slice_of("GET")) &&
           request->operation != &sts_operations[STS_OPERATION_VERIFY_JOURNAL];
}

/* Keys are told by their number in the file, from 1. */
static void log_request(const struct app_control_request *request) {
    const struct app_control *control = request->control;
    const struct net_request *asked = request->asked;
    char path[BASE_LOG_TEXT], by[32] = "";
    const size_t key = app_auth_key_index(control->auth, request->key);
    if (key)
        (void)base_print(by, sizeof by, ", key %zu", key);
    base_log(control->log, changes(request) ? BASE_LOG_INFO : BASE_LOG_DEBUG,
             "control: %.*s %s from %.*s%s", (int)asked->method.len, asked->method.ptr,
             base_log_text(path, asked->path), (int)asked->address.len, asked->address.ptr, by);
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
    log_request(&request);
    handlers[request.operation - sts_operations](&request);
}
