/* transport_commands.c - the commands of the transport world. */
#include "support/transport_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct words {
    char *rest;
};

static char *next_word(struct words *words) {
    char *word = words->rest;
    size_t len = strcspn(word, " ");
    words->rest = word + len + (word[len] == ' ');
    word[len] = '\0';
    return word;
}

static char *rest_of(struct words *words) {
    char *rest = words->rest;
    words->rest += strlen(rest);
    return rest;
}

void world_text_add(struct text *text, const char *bytes, size_t len) {
    if (text->len + len + 1 > text->capacity) {
        text->capacity = (text->len + len + 1) * 2;
        text->bytes = realloc(text->bytes, text->capacity);
        assert_non_null(text->bytes);
    }
    memcpy(text->bytes + text->len, bytes, len);
    text->len += len;
    text->bytes[text->len] = '\0';
}

static const char *expand_id(struct text *out, const struct ids *ids, const char *in) {
    char *end;
    unsigned long number = strtoul(in + 1, &end, 10);
    if (end != in + 1 && number >= 1 && number <= ids->count)
        world_text_add(out, ids->text[number - 1], strlen(ids->text[number - 1]));
    else
        world_text_add(out, "unknown", 7);
    return end;
}

static struct text expand(struct world *world, const char *in);

/* %N*T or %N*(text). Returns what follows it. */
static const char *expand_repetition(struct world *world, struct text *out, const char *in) {
    char *end;
    unsigned long times = strtoul(in + 1, &end, 10);
    const char *what = end + 1;
    const char *close = *what == '(' ? strchr(what, ')') : NULL;
    char *copy = close ? strndup(what + 1, (size_t)(close - what - 1)) : strndup(what, 1);
    assert_non_null(copy);
    struct text part = expand(world, copy);
    while (times--)
        world_text_add(out, part.bytes, part.len);
    free(copy);
    free(part.bytes);
    return close ? close + 1 : what + 1;
}

/* Writes out what the fixture abbreviates. The caller frees `bytes`. */
static struct text expand(struct world *world, const char *in) {
    struct text out = {.bytes = NULL};
    world_text_add(&out, "", 0);
    while (*in) {
        char *end;
        if (in[0] == '\\' && in[1] == 'x') {
            char digits[3] = {in[2], in[2] ? in[3] : '\0', '\0'};
            char byte = (char)strtol(digits, NULL, 16);
            world_text_add(&out, &byte, 1);
            in += 4;
        } else if (in[0] == '\\' && in[1] == 'e') {
            world_text_add(&out, "\x1e", 1);
            in += 2;
        } else if (in[0] == '$' && in[1] >= '0' && in[1] <= '9') {
            in = expand_id(&out, &world->sids, in);
        } else if (in[0] == '@' && in[1] >= '0' && in[1] <= '9') {
            in = expand_id(&out, &world->socket_ids, in);
        } else if (in[0] == '%' && strtoul(in + 1, &end, 10) && *end == '*' && end[1]) {
            in = expand_repetition(world, &out, in);
        } else {
            world_text_add(&out, in++, 1);
        }
    }
    return out;
}

static struct handle *find_handle(struct world *world, const char *name) {
    for (size_t i = world->handle_count; i-- > 0;)
        if (!strcmp(world->handles[i]->name, name))
            return world->handles[i];
    return NULL;
}

static void clear_handle(struct handle *handle) {
    engineio_assembly_clear(&handle->assembly);
    free(handle->query);
    free(handle->body);
    memset(handle, 0, sizeof *handle);
}

/* A name can be used again, and what is done with under that name is forgotten. */
static struct handle *new_handle(struct world *world, const char *name) {
    struct handle *handle = find_handle(world, name);
    if (handle && !handle->request && !handle->websocket) {
        clear_handle(handle);
    } else {
        assert_true(world->handle_count < HANDLES_MAX);
        handle = calloc(1, sizeof *handle);
        assert_non_null(handle);
        world->handles[world->handle_count++] = handle;
    }
    snprintf(handle->name, sizeof handle->name, "%s", name);
    return handle;
}

static struct engineio_head make_head(const char *method, const char *query) {
    static const struct engineio_header headers[] = {
        {BASE_SLICE("x-stream-id"), BASE_SLICE("stream-1")}};
    return (struct engineio_head){.method = base_slice_of(method),
                                  .query = base_slice_of(query),
                                  .address = base_slice_of("192.0.2.7"),
                                  .headers = headers,
                                  .header_count = 1};
}

static enum engineio_verdict request_arrives(struct world *world, struct handle *handle,
                                             const char *method, const char *type,
                                             uint64_t length) {
    struct engineio_head head = make_head(method, handle->query);
    head.content_type = base_slice_of(type);
    head.content_length = length;
    if (!strcmp(type, "origin"))
        head.origin = base_slice_of("http://a\nb");
    handle->request = calloc(1, sizeof *handle->request);
    assert_non_null(handle->request);
    enum engineio_verdict verdict =
        engineio_request_arrived(world->engine, handle->request, &head, world->timers.now);
    assert_true((verdict == ENGINEIO_ANSWERED) == !handle->request);
    if (verdict == ENGINEIO_HELD)
        world_log_line(world, "%s held", handle->name);
    return verdict;
}

static void command_request(struct world *world, struct words *words, bool get) {
    struct handle *handle = new_handle(world, next_word(words));
    const char *method = get ? "GET" : next_word(words);
    handle->query = expand(world, next_word(words)).bytes;
    const char *type = next_word(words);
    const char *length = next_word(words);
    if (request_arrives(world, handle, method, type, strtoull(length, NULL, 10)) == ENGINEIO_BODY)
        world_log_line(world, "%s wants its body", handle->name);
}

static void body_arrives(struct world *world, struct handle *handle) {
    if (!handle->request)
        return;
    for (size_t i = 0; world->options.trickle && i < handle->body_len; i++)
        engineio_request_progress(world->engine, handle->request, world->timers.now);
    struct base_buffer *body = base_buffer_new(&world->memory, handle->body_len);
    if (!body)
        return;
    memcpy(body->data, handle->body, handle->body_len);
    body->length = handle->body_len;
    engineio_request_body(world->engine, handle->request, body, world->timers.now);
    base_buffer_unref(body);
}

static void command_post(struct world *world, struct words *words, bool whole) {
    struct handle *handle = new_handle(world, next_word(words));
    handle->query = expand(world, next_word(words)).bytes;
    struct text body = expand(world, rest_of(words));
    handle->body = body.bytes;
    handle->body_len = body.len;
    if (request_arrives(world, handle, "POST", "text/plain", body.len) != ENGINEIO_BODY)
        return;
    if (whole)
        body_arrives(world, handle);
    else
        world_log_line(world, "%s wants its body", handle->name);
}

static void command_end(struct world *world, struct words *words) {
    struct handle *handle = find_handle(world, next_word(words));
    if (handle && handle->body)
        body_arrives(world, handle);
}

static void command_gone(struct world *world, struct words *words) {
    struct handle *handle = find_handle(world, next_word(words));
    if (!handle || !handle->request)
        return;
    engineio_request_gone(world->engine, handle->request, world->timers.now);
    free(handle->request);
    handle->request = NULL;
}

static void command_websocket(struct world *world, struct words *words, bool get) {
    struct handle *handle = new_handle(world, next_word(words));
    const char *method = get ? "GET" : next_word(words);
    handle->query = expand(world, rest_of(words)).bytes;
    struct engineio_head head = make_head(method, handle->query);
    struct engineio_response refusal;
    if (!engineio_websocket_opening(world->engine, &head, &refusal)) {
        world_log_response(world, handle->name, &refusal);
        return;
    }
    handle->websocket = calloc(1, sizeof *handle->websocket);
    assert_non_null(handle->websocket);
    engineio_websocket_opened(world->engine, handle->websocket, &head, world->timers.now);
}

static void forget_websocket(struct handle *handle) {
    free(handle->websocket);
    handle->websocket = NULL;
    engineio_assembly_clear(&handle->assembly);
}

/* The network closes it for a message that is too large. */
static void websocket_refused(struct world *world, struct handle *handle) {
    char why[ENGINEIO_WHY_SIZE];
    int code = engineio_websocket_fault(world->engine, handle->websocket,
                                        ENGINEIO_ASSEMBLY_TOO_LARGE, why);
    engineio_websocket_refused(world->engine, handle->websocket, code, why, world->timers.now);
    forget_websocket(handle);
}

/* As the network does it: frames into the assembly, the message out of it. */
static struct base_buffer *assemble(struct world *world, struct handle *handle,
                                    struct base_slice bytes, bool *failed) {
    size_t limit = engineio_websocket_limit(world->engine, handle->websocket);
    size_t step = world->options.trickle ? 1 : bytes.len ? bytes.len : 1;
    enum engineio_assembly_verdict verdict = ENGINEIO_ASSEMBLY_OK;
    size_t frames = 0;
    for (size_t i = 0; verdict == ENGINEIO_ASSEMBLY_OK && (i < bytes.len || !i); i += step) {
        size_t len = bytes.len - i < step ? bytes.len - i : step;
        /* A byte may come as a frame of its own, or as a part of one. */
        bool own_frame = !world->options.trickle || (i % 64 == 0 && frames < 1000);
        size_t rest = bytes.len - i < 64 ? bytes.len - i : 64;
        if (own_frame) {
            frames++;
            verdict = engineio_assembly_frame(&handle->assembly, &world->memory,
                                              world->options.trickle ? rest : len, limit);
        }
        if (verdict == ENGINEIO_ASSEMBLY_OK)
            verdict =
                engineio_assembly_append(&handle->assembly, base_slice(bytes.ptr + i, len), 0);
        engineio_websocket_progress(world->engine, handle->websocket, world->timers.now);
    }
    *failed = verdict != ENGINEIO_ASSEMBLY_OK;
    return *failed ? NULL : engineio_assembly_take(&handle->assembly);
}

static void command_message(struct world *world, struct words *words, bool binary) {
    struct handle *handle = find_handle(world, next_word(words));
    struct text payload = expand(world, rest_of(words));
    bool failed = false;
    if (handle && handle->websocket) {
        struct base_buffer *message =
            assemble(world, handle, base_slice(payload.bytes, payload.len), &failed);
        if (message)
            engineio_websocket_message(world->engine, handle->websocket, message, binary,
                                       world->timers.now);
        base_buffer_unref(message);
        if (failed) {
            world_log_line(world, "%s too large", handle->name);
            websocket_refused(world, handle);
        }
    }
    free(payload.bytes);
}

static void command_closed(struct world *world, struct words *words) {
    struct handle *handle = find_handle(world, next_word(words));
    if (!handle || !handle->websocket)
        return;
    if (strcmp(next_word(words), "error") == 0) {
        websocket_refused(world, handle);
        return;
    }
    engineio_websocket_closed(world->engine, handle->websocket, ENGINEIO_LOSS_CLOSED,
                              world->timers.now);
    forget_websocket(handle);
}

static void command_written(struct world *world, struct words *words) {
    struct handle *handle = find_handle(world, next_word(words));
    if (!handle || !handle->websocket)
        return;
    const char *word = next_word(words);
    size_t bytes = *word ? strtoul(word, NULL, 10) : handle->unwritten;
    if (bytes > handle->unwritten) /* memory ran out for the rest */
        bytes = handle->unwritten;
    handle->unwritten -= bytes;
    engineio_websocket_sent(world->engine, handle->websocket, bytes, world->timers.now);
}

/* Time passes as a loop sees it: it wakes up for each deadline. */
static void command_wait(struct world *world, struct words *words) {
    uint64_t end = world->timers.now + strtoull(next_word(words), NULL, 10);
    uint64_t deadline;
    while ((deadline = base_timers_deadline(&world->timers)) <= end)
        base_timers_advance(&world->timers, deadline);
    base_timers_advance(&world->timers, end);
}

static void command_jump(struct world *world, struct words *words) {
    base_timers_advance(&world->timers, world->timers.now + strtoull(next_word(words), NULL, 10));
}

static void command_set(struct world *world, struct words *words) {
    const char *name = next_word(words);
    uint64_t value = strtoull(next_word(words), NULL, 10);
    struct engineio_config *engine = &world->engine_config;
    struct {
        const char *name;
        uint64_t *number;
        size_t *size;
        bool *flag;
    } settings[] = {
        {"ping_interval", &engine->ping_interval, NULL, NULL},
        {"ping_timeout", &engine->ping_timeout, NULL, NULL},
        {"upgrade_timeout", &engine->upgrade_timeout, NULL, NULL},
        {"backlog_grace", &engine->backlog_grace, NULL, NULL},
        {"connect_timeout", &world->socket_config.connect_timeout, NULL, NULL},
        {"max_payload", NULL, &engine->max_payload, NULL},
        {"max_unjoined", NULL, &engine->max_unjoined, NULL},
        {"max_sessions", NULL, &engine->max_sessions, NULL},
        {"max_backlog", NULL, &engine->max_backlog, NULL},
        {"max_total_backlog", NULL, &engine->max_total_backlog, NULL},
        {"max_auth", NULL, &world->socket_config.max_auth, NULL},
        {"max_reassembly", NULL, &world->socket_config.max_reassembly, NULL},
        {"check_utf8", NULL, NULL, &engine->check_utf8},
        {"socketio", NULL, NULL, &world->socketio},
        {"manual", NULL, NULL, &world->manual},
        {"drains", NULL, NULL, &world->drains},
        {"lags", NULL, NULL, &world->lags},
    };
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        if (strcmp(settings[i].name, name) != 0)
            continue;
        if (settings[i].number)
            *settings[i].number = value;
        else if (settings[i].size)
            *settings[i].size = (size_t)value;
        else
            *settings[i].flag = value;
        return;
    }
    fail_msg("no setting %s", name);
}

static struct engineio_session *word_session(struct world *world, struct words *words) {
    size_t number = strtoul(next_word(words), NULL, 10);
    return number >= 1 && number <= IDS_MAX ? world->sessions[number - 1] : NULL;
}

static void command_send(struct world *world, struct words *words, bool binary) {
    struct engineio_session *session = word_session(world, words);
    struct text payload = expand(world, rest_of(words));
    struct base_slice bytes = base_slice(payload.bytes, payload.len);
    struct base_message *message = NULL;
    if (session)
        message =
            (binary ? engineio_message_binary : engineio_message_text)(&world->memory, bytes, NULL);
    if (message)
        engineio_session_send(session, message);
    free(payload.bytes);
}

static bool session_command(struct world *world, const char *name, struct words *words) {
    bool known = !strcmp(name, "close") || !strcmp(name, "abort") || !strcmp(name, "stall") ||
                 !strcmp(name, "pause") || !strcmp(name, "lag");
    if (!known)
        return false;
    struct engineio_session *session = word_session(world, words);
    const char *word = next_word(words);
    if (!session)
        return true;
    if (!strcmp(name, "close"))
        engineio_session_close(session, atoi(word), NULL, ENGINEIO_REASON_FORCED_CLOSE);
    else if (!strcmp(name, "abort"))
        engineio_session_abort(session, strcmp(word, "fin") != 0 ? ENGINEIO_ENDING_RESET
                                                                 : ENGINEIO_ENDING_FIN);
    else if (!strcmp(name, "stall"))
        engineio_session_stall(session);
    else if (!strcmp(name, "lag"))
        world_log_lag(world, session);
    else
        engineio_session_pause(session, !strcmp(word, "1"));
    return true;
}

static struct socketio_socket *word_socket(struct world *world, struct words *words) {
    struct base_slice namespace = base_slice_of(next_word(words));
    for (size_t i = 0; i < SOCKETS_MAX; i++)
        if (world->joined[i] &&
            base_slice_equal(socketio_socket_namespace(world->joined[i]), namespace))
            return world->joined[i];
    return NULL;
}

/* With the world, so that an answer can be logged. */
struct question {
    struct socketio_pending pending;
    struct world *world;
};

static void question_done(struct socketio_pending *pending, struct socketio_event *arguments) {
    struct question *question = BASE_CONTAINER(pending, struct question, pending);
    struct world *world = question->world;
    world->answered++;
    if (arguments) {
        world_log_text(world, base_slice_of("answer"));
        world_log_arguments(world, arguments);
    } else {
        world_log_line(world, "no answer");
    }
    for (size_t i = 0; i < world->pending_count; i++)
        if (world->pending[i] == pending)
            world->pending[i] = NULL;
    free(question);
}

static void command_ask(struct world *world, struct socketio_socket *socket, const char *name,
                        const struct socketio_payload *payload, uint64_t timeout) {
    struct question *question = calloc(1, sizeof *question);
    assert_non_null(question);
    question->world = world;
    question->pending.done = question_done;
    if (!socketio_emit_with_ack(socket, base_slice_of(name), payload, &question->pending,
                                timeout)) {
        free(question);
        return;
    }
    world->asked++;
    if (world->pending_count < SOCKETS_MAX)
        world->pending[world->pending_count++] = &question->pending;
}

static bool socket_command(struct world *world, const char *name, struct words *words) {
    bool emit = !strcmp(name, "emit");
    bool ask = !strcmp(name, "ask");
    bool leave = !strcmp(name, "leave");
    bool disconnect = !strcmp(name, "disconnect");
    bool drop = !strcmp(name, "drop");
    if (!emit && !ask && !leave && !disconnect && !drop)
        return false;
    struct socketio_socket *socket = word_socket(world, words);
    const char *word = next_word(words);
    struct base_slice json = base_slice_of(next_word(words));
    struct socketio_payload payload = {.count = json.len ? 1 : 0, .slices = &json};
    if (!socket)
        return true;
    if (emit)
        socketio_emit(socket, base_slice_of(word), &payload);
    else if (ask)
        command_ask(world, socket, word, &payload, strtoull(next_word(words), NULL, 10));
    else if (leave)
        socketio_socket_leave(socket);
    else if (disconnect)
        socketio_socket_disconnect(socket, atoi(word), NULL);
    else
        socketio_socket_close(socket, atoi(word), NULL);
    return true;
}

static void visit_session(void *context, struct engineio_session *session) {
    world_log_both(context, engineio_session_is_websocket(session) ? "websocket " : "polling ",
                   engineio_session_sid(session));
}

static void visit_socket(void *context, struct socketio_socket *socket) {
    struct world *world = context;
    world_log_text(world, socketio_socket_namespace(socket));
    world_log_both(world, " ", socketio_socket_id(socket));
}

static void command_visit(struct world *world) {
    size_t sockets = world->sockets ? socketio_server_sockets(world->sockets) : 0;
    world_log_line(world, "%zu sessions, %zu sockets", engineio_server_sessions(world->engine),
                   sockets);
    engineio_server_each(world->engine, visit_session, world);
    if (world->sockets)
        socketio_server_each(world->sockets, visit_socket, world);
}

static void run_command(struct world *world, const char *name, struct words *words) {
    if (!strcmp(name, "get") || !strcmp(name, "request"))
        command_request(world, words, !strcmp(name, "get"));
    else if (!strcmp(name, "post") || !strcmp(name, "begin"))
        command_post(world, words, !strcmp(name, "post"));
    else if (!strcmp(name, "end"))
        command_end(world, words);
    else if (!strcmp(name, "gone"))
        command_gone(world, words);
    else if (!strcmp(name, "ws") || !strcmp(name, "wsmethod"))
        command_websocket(world, words, !strcmp(name, "ws"));
    else if (!strcmp(name, "text") || !strcmp(name, "binary"))
        command_message(world, words, !strcmp(name, "binary"));
    else if (!strcmp(name, "closed"))
        command_closed(world, words);
    else if (!strcmp(name, "written"))
        command_written(world, words);
    else if (!strcmp(name, "wait"))
        command_wait(world, words);
    else if (!strcmp(name, "jump"))
        command_jump(world, words);
    else if (!strcmp(name, "skip"))
        engineio_server_skipped(world->engine, strtoull(next_word(words), NULL, 10),
                                world->timers.now);
    else if (!strcmp(name, "send") || !strcmp(name, "sendbin"))
        command_send(world, words, !strcmp(name, "sendbin"));
    else if (!strcmp(name, "shutdown"))
        engineio_server_close_all(world->engine, atoi(next_word(words)), world->timers.now);
    else if (!strcmp(name, "visit"))
        command_visit(world);
    else if (!strcmp(name, "random"))
        world->no_random = strcmp(next_word(words), "none") == 0;
    else if (!strcmp(name, "refuse"))
        world->refuse_status = atoi(next_word(words));
    else if (!session_command(world, name, words) && !socket_command(world, name, words))
        fail_msg("no command %s", name);
}

void world_command(struct world *world, const char *command) {
    char *copy = strdup(command);
    assert_non_null(copy);
    struct words words = {copy};
    const char *name = next_word(&words);
    if (world->log)
        world->log[0] = '\0';
    world->log_len = 0;
    if (!strcmp(name, "set"))
        command_set(world, &words);
    else if (world_start(world))
        run_command(world, name, &words);
    free(copy);
}
