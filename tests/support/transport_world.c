#include "support/scratch.h"
#include "support/transport_internal.h"

#include "base/base64.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct base_memory *world_memory(struct world *world) {
    return &world->memory;
}

unsigned long long world_now(const struct world *world) {
    return world->timers.now;
}

/* ---- the log ---- */

void world_log_bytes(struct world *world, const char *bytes, size_t len) {
    if (world->options.in_silence)
        return;
    if (world->log_len + len + 1 > world->log_capacity) {
        world->log_capacity = (world->log_len + len + 1) * 2;
        world->log = realloc(world->log, world->log_capacity);
        assert_non_null(world->log);
    }
    memcpy(world->log + world->log_len, bytes, len);
    world->log_len += len;
    world->log[world->log_len] = '\0';
}

static bool log_id(struct world *world, const struct ids *ids, char sign, size_t len,
                   struct base_slice *text) {
    for (size_t i = 0; i < ids->count; i++) {
        if (text->len < len || memcmp(text->ptr, ids->text[i], len) != 0)
            continue;
        char name[16];
        int written = snprintf(name, sizeof name, "%c%zu", sign, i + 1);
        world_log_bytes(world, name, (size_t)written);
        text->ptr += len;
        text->len -= len;
        return true;
    }
    return false;
}

void world_log_text(struct world *world, struct base_slice text) {
    if (text.len > 400) {
        char size[64];
        int written = snprintf(size, sizeof size, "(%zu bytes)", text.len);
        world_log_bytes(world, size, (size_t)written);
        return;
    }
    while (text.len) {
        char c = *text.ptr;
        char out[8];
        if (log_id(world, &world->sids, '$', ENGINEIO_SID_LENGTH, &text) ||
            log_id(world, &world->socket_ids, '@', 20, &text))
            continue;
        int written = 1;
        out[0] = c;
        if (c == '\x1e')
            written = snprintf(out, sizeof out, "\\e");
        else if ((unsigned char)c < 0x20 || (unsigned char)c >= 0x7f)
            written = snprintf(out, sizeof out, "\\x%02x", (unsigned char)c);
        world_log_bytes(world, out, (size_t)written);
        text.ptr++;
        text.len--;
    }
}

void world_log_line(struct world *world, const char *format, ...) {
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    world_log_text(world, base_slice_of(line));
    world_log_bytes(world, "\n", 1);
}

void world_log_both(struct world *world, const char *head, struct base_slice text) {
    world_log_text(world, base_slice_of(head));
    world_log_text(world, text);
    world_log_bytes(world, "\n", 1);
}

const char *world_log(struct world *world) {
    world->log_len = 0;
    return world->log && world->log[0] ? world->log : "";
}

/* ---- memory and randomness ---- */

static void *allocate(struct base_memory *memory, size_t size) {
    struct world *world = memory->context;
    return ++world->allocations == world->options.fail_at ? NULL : malloc(size ? size : 1);
}

static void release(struct base_memory *memory, void *block, size_t size) {
    (void)memory;
    (void)size;
    free(block);
}

static void remember_id(struct ids *ids, const void *bytes, size_t len) {
    if (ids->count < IDS_MAX)
        base_base64url_encode(ids->text[ids->count++], base_slice(bytes, len));
}

static bool next_random(void *context, void *bytes, size_t len) {
    struct world *world = context;
    if (world->no_random)
        return false;
    world->random++;
    memset(bytes, world->random & 0xff, len);
    memset(bytes, world->random >> 8 ^ 0x5a, len / 2);
    if (len == ENGINEIO_SID_LENGTH / 4 * 3)
        remember_id(&world->sids, bytes, len);
    else if (len == 15)
        remember_id(&world->socket_ids, bytes, len);
    return true;
}

/* ---- building it ---- */

static void log_from_room(void *context, enum base_log_level level, const char *line) {
    (void)context;
    (void)level;
    for (; *line; line++)
        assert_true(*line >= 0x20 && *line < 0x7f);
}

static const struct base_log rooms_log = {.write = log_from_room};

struct world *world_new(struct world_options options) {
    static const struct base_slice namespaces[] = {BASE_SLICE("/"), BASE_SLICE("/sts"),
                                                   BASE_SLICE("/ws/sts")};
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->options = options;
    world->memory =
        (struct base_memory){.allocate = allocate, .release = release, .context = world};
    world->timers.now = 1000000;
    world->engine_config = engineio_config_default();
    world->engine_config.upgrade_timeout = 10000;
    world->socket_config = socketio_config_default();
    world->socket_config.scratch = &test_scratch;
    world->socket_config.memory = world->engine_config.memory = &world->memory;
    world->socket_config.timers = world->engine_config.timers = &world->timers;
    world->engine_config.log = &rooms_log;
    world->socket_config.random = world->engine_config.random = next_random;
    world->socket_config.random_context = world->engine_config.random_context = world;
    world->engine_config.network = &world_network;
    world->engine_config.network_context = world;
    world->socket_config.handler = &world_socket_handler;
    world->socket_config.handler_context = world;
    world->socket_config.namespaces = namespaces;
    world->socket_config.namespace_count = 3;
    return world;
}

bool world_start(struct world *world) {
    if (world->engine)
        return true;
    world->engine_config.handler = &world_engine_handler;
    world->engine_config.handler_context = world;
    if (world->socketio) {
        world->sockets = socketio_server_new(&world->socket_config);
        if (!world->sockets)
            return false;
        world->engine_config.handler = &socketio_engineio_handler;
        world->engine_config.handler_context = world->sockets;
    }
    world->engine = engineio_server_new(&world->engine_config);
    if (!world->engine)
        socketio_server_free(world->sockets);
    return world->engine;
}

static void free_handles(struct world *world) {
    for (size_t i = 0; i < world->handle_count; i++) {
        struct handle *handle = world->handles[i];
        engineio_assembly_clear(&handle->assembly);
        free(handle->request);
        free(handle->websocket);
        free(handle->query);
        free(handle->body);
        free(handle);
    }
}

size_t world_free(struct world *world) {
    size_t allocations = world->allocations;
    if (world->engine) {
        engineio_server_free(world->engine);
        socketio_server_free(world->sockets);
    }
    for (size_t i = 0; i < world->handle_count; i++)
        if (world->handles[i]->request)
            assert_null(world->handles[i]->request->session);
    free_handles(world);
    for (size_t i = 0; i < world->pending_count; i++)
        free(world->pending[i]);
    assert_int_equal(world->opened, world->closed);
    assert_int_equal(world->accepted, 0);
    assert_int_equal(world->connected, world->disconnected);
    assert_int_equal(world->asked, world->answered);
    assert_null(world->timers.root);
    assert_int_equal(world->memory.in_use, 0);
    free(world->log);
    free(world);
    return allocations;
}
