#include "conform/ask.h"

#include "client/exchange.h"

/* Moves bytes to where they live as long as the case. */
static bool keep(struct conform_case *c, struct base_bytes *bytes) {
    struct base_slice copy = base_arena_copy(&c->work, base_bytes_slice(bytes));
    bool kept = copy.ptr || bytes->length == 0;
    size_t length = bytes->length;
    base_bytes_free(bytes);
    bytes->data = (char *)copy.ptr;
    bytes->length = kept ? length : 0;
    return kept;
}

const struct client_response *conform_ask(struct conform_case *c, const char *target,
                                          const char *headers, struct base_slice body,
                                          const char **error) {
    struct client_response *response = conform_take(c, sizeof *response);
    char *why = conform_take(c, CLIENT_ERROR_SIZE);
    const struct client_request request = {
        .method = body.len ? "POST" : "GET",
        .target = target,
        .agent = "sts-conform",
        .headers = headers,
        .body = body,
    };
    bool answered = client_exchange(&c->settings->address, &request, response, &c->memory,
                                    conform_patience(c), why, CLIENT_ERROR_SIZE);
    bool head = keep(c, &response->head), whole = keep(c, &response->body) && head;
    if (!whole)
        conform_not_exercised(c, "out of memory");
    *error = why;
    return answered ? response : NULL;
}
