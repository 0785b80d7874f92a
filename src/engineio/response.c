/* response.c - the responses that Engine.IO gives to HTTP requests. */
#include "base/print.h"
#include "engineio/internal.h"

#define JSON "application/json"

/* Nothing it says may be cached. */
static const struct engineio_header common_headers[] = {
    {BASE_SLICE("cache-control"), BASE_SLICE("no-store")},
};

#define COMMON_COUNT (sizeof common_headers / sizeof common_headers[0])

static struct engineio_response response(int status, const char *content_type,
                                         struct base_slice text) {
    return (struct engineio_response){.status = status,
                                      .content_type = content_type,
                                      .text = text,
                                      .length = text.len,
                                      .headers = common_headers,
                                      .header_count = COMMON_COUNT};
}

/* Of a Bad request, engineio_response_request says more. */
struct engineio_response engineio_response_error(enum engineio_error error) {
    static const struct base_slice bodies[] = {
        [ENGINEIO_ERROR_TRANSPORT] = BASE_SLICE("{\"code\":0,\"message\":\"Transport unknown\"}"),
        [ENGINEIO_ERROR_SID] = BASE_SLICE("{\"code\":1,\"message\":\"Session ID unknown\"}"),
        [ENGINEIO_ERROR_METHOD] = BASE_SLICE("{\"code\":2,\"message\":\"Bad handshake method\"}"),
        [ENGINEIO_ERROR_FORBIDDEN] = BASE_SLICE("{\"code\":4,\"message\":\"Forbidden\"}"),
        [ENGINEIO_ERROR_VERSION] =
            BASE_SLICE("{\"code\":5,\"message\":\"Unsupported protocol version\"}"),
    };
    return response(error == ENGINEIO_ERROR_FORBIDDEN ? 403 : 400, JSON, bodies[error]);
}

struct engineio_response engineio_response_request(struct engineio_server *server,
                                                   const char *what) {
    size_t length = base_print(server->refusal, sizeof server->refusal,
                               "{\"code\":3,\"message\":\"Bad request. %s\"}", what);
    return response(400, JSON, base_slice(server->refusal, length));
}

struct engineio_response engineio_response_status(int status) {
    static const struct {
        int status;
        struct base_slice body;
    } known[] = {
        {503, BASE_SLICE("{\"message\":\"Service unavailable\"}")},
    };
    static const struct base_slice refused = BASE_SLICE("{\"message\":\"Refused\"}");
    if (status == 403)
        return engineio_response_error(ENGINEIO_ERROR_FORBIDDEN);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].status == status)
            return response(status, JSON, known[i].body);
    return response(status, JSON, refused);
}

struct engineio_response engineio_response_large(struct base_slice json) {
    return response(413, JSON, json);
}

struct engineio_response engineio_response_text(const char *content_type, struct base_slice text) {
    return response(200, content_type, text);
}

struct engineio_response engineio_response_hang_up(void) {
    return (struct engineio_response){.status = 0};
}

void engineio_answer(struct engineio_server *server, struct engineio_request *request,
                     struct engineio_response response) {
    request->session = NULL;
    if (server->arriving == request)
        server->arriving = NULL;
    server->config.network->answer(server->config.network_context, request, &response);
}

void engineio_answer_preflight(struct engineio_server *server, struct engineio_request *request) {
    engineio_answer(server, request, response(204, NULL, base_slice(NULL, 0)));
}
