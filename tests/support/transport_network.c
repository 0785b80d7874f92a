/* transport_network.c - a network that writes down what it is told to do. */
#include "support/transport_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct handle *handle_of_request(struct world *world, struct engineio_request *request) {
    for (size_t i = 0; i < world->handle_count; i++)
        if (world->handles[i]->request == request)
            return world->handles[i];
    fail_msg("an answer to a request that is over");
    return NULL;
}

static struct handle *handle_of_websocket(struct world *world,
                                          struct engineio_websocket *websocket) {
    for (size_t i = 0; i < world->handle_count; i++)
        if (world->handles[i]->websocket == websocket)
            return world->handles[i];
    fail_msg("a WebSocket that is over");
    return NULL;
}

static struct base_message *flatten(const struct base_message *message, char *to, size_t *at) {
    for (size_t i = 0; i < message->count; i++) {
        memcpy(to + *at, message->segments[i].ptr, message->segments[i].len);
        *at += message->segments[i].len;
    }
    return message->next;
}

void world_log_response(struct world *world, const char *name,
                        const struct engineio_response *response) {
    bool no_store = false;
    for (size_t i = 0; i < response->header_count; i++) {
        const struct engineio_header *header = &response->headers[i];
        no_store |= base_slice_equal(header->name, base_slice_of("cache-control")) &&
                    base_slice_equal(header->value, base_slice_of("no-store"));
    }
    assert_true(response->status == 0 || no_store);
    char *body = malloc(response->length + 1);
    assert_non_null(body);
    size_t length = 0;
    struct base_message *message = response->messages;
    if (!message && response->text.len)
        memcpy(body, response->text.ptr, length = response->text.len);
    while (message) {
        struct base_message *next = flatten(message, body, &length);
        base_message_free(message);
        message = next;
    }
    assert_int_equal(length, response->length);
    char head[128];
    snprintf(head, sizeof head, "%s %d %s ", name, response->status,
             response->content_type ? response->content_type : "-");
    if (response->status)
        world_log_both(world, head, base_slice(body, length));
    else
        world_log_line(world, "%s hung up", name);
    for (size_t i = 1; i < response->header_count; i++) {
        world_log_text(world, response->headers[i].name);
        world_log_both(world, ": ", response->headers[i].value);
    }
    free(body);
}

static void answer(void *context, struct engineio_request *request,
                   const struct engineio_response *response) {
    struct world *world = context;
    struct handle *handle = handle_of_request(world, request);
    world_log_response(world, handle->name, response);
    free(handle->request);
    handle->request = NULL;
}

static void send_frame(void *context, struct engineio_websocket *websocket,
                       struct base_message *message) {
    struct world *world = context;
    struct handle *handle = handle_of_websocket(world, websocket);
    char *bytes = malloc(message->length + 1);
    assert_non_null(bytes);
    size_t length = 0;
    flatten(message, bytes, &length);
    assert_int_equal(length, message->length);
    char head[64];
    snprintf(head, sizeof head, "%s %s ", handle->name, message->binary ? "binary" : "text");
    world_log_both(world, head, base_slice(bytes, length));
    free(bytes);
    base_message_free(message);
    if (world->manual)
        handle->unwritten += length;
    else
        engineio_websocket_sent(world->engine, websocket, length, world->timers.now);
}

static void close_websocket(void *context, struct engineio_websocket *websocket,
                            enum engineio_ending ending, int code, const char *why) {
    struct world *world = context;
    struct handle *handle = handle_of_websocket(world, websocket);
    assert_null(websocket->session);
    assert_true(!why || strlen(why) <= ENGINEIO_WHY_MAX);
    if (ending == ENGINEIO_ENDING_CLOSE)
        world_log_line(world, "%s close %d", handle->name, code);
    else
        world_log_line(world, "%s %s", handle->name,
                       ending == ENGINEIO_ENDING_FIN ? "fin" : "reset");
}

/* What is written has arrived. */
static size_t unacknowledged(void *context, const struct engineio_websocket *websocket) {
    (void)context;
    (void)websocket;
    return 0;
}

static void pause_websocket(void *context, struct engineio_websocket *websocket, bool paused) {
    struct world *world = context;
    world_log_line(world, "%s reading %s", handle_of_websocket(world, websocket)->name,
                   paused ? "stops" : "goes on");
}

const struct engineio_network world_network = {
    .answer = answer,
    .send = send_frame,
    .close = close_websocket,
    .unacknowledged = unacknowledged,
    .pause = pause_websocket,
};
