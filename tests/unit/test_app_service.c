/* Events that break their own schema: what is sent instead, on a real connection of Socket.IO over
 * a network that writes down what it is told. */
#include "app/service/connection.h"
#include "app/service/service.h"
#include "support/scratch.h"
#include "support/transport_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct scene {
    struct world *world;
    struct base_memory memory;
    struct base_timers timers;
    struct app_config settings;
    struct app_auth *auth;
    struct journal_tap tap;
    struct journal_listener listener;
    struct app_service *service;
    struct app_connection *connection;
    char unsent[1024]; /* the names of events that were not sent, and where they break */
};

static bool some_random(void *context, void *bytes, size_t len) {
    (void)context;
    memset(bytes, 0x5a, len);
    return true;
}

static int64_t no_time(void) {
    return 0;
}

static void hear(struct journal_listener *listener, const struct journal_traffic *traffic) {
    struct scene *scene = BASE_CONTAINER(listener, struct scene, listener);
    size_t used = strlen(scene->unsent);
    assert_int_equal(traffic->errors->count, 1);
    (void)snprintf(scene->unsent + used, sizeof scene->unsent - used, "%.*s %s\n",
                   (int)traffic->name.len, traffic->name.ptr, traffic->errors->errors[0].pointer);
}

static void find(void *context, struct socketio_socket *socket) {
    ((struct scene *)context)->connection = socketio_socket_user(socket);
}

static void make_service(struct scene *scene) {
    char error[256];
    scene->memory = base_memory_heap();
    scene->settings = app_config_default();
    scene->settings.require_auth = false;
    scene->auth = app_auth_new(&scene->settings, &scene->memory, &test_scratch,
                               (struct base_hash_seed){1, 2}, error, sizeof error);
    assert_non_null(scene->auth);
    journal_tap_init(&scene->tap);
    scene->listener.kinds = JOURNAL_BIT(JOURNAL_UNSENT);
    scene->listener.hear = hear;
    journal_tap_listen(&scene->tap, &scene->listener);
    scene->service = app_service_new(&(struct app_service_config){
        .settings = &scene->settings,
        .memory = &scene->memory,
        .timers = &scene->timers,
        .random = some_random,
        .auth = scene->auth,
        .unix_ms = no_time,
        .tap = &scene->tap,
    });
    assert_non_null(scene->service);
}

/* What has been sent so far is not looked at again. */
static void forget(struct scene *scene) {
    (void)world_log(scene->world);
    if (scene->world->log)
        scene->world->log[0] = '\0';
}

/* A client has joined. */
static struct scene *begin(void) {
    struct scene *scene = calloc(1, sizeof *scene);
    assert_non_null(scene);
    make_service(scene);
    scene->world = world_new((struct world_options){.trickle = false});
    world_command(scene->world, "set socketio 1");
    scene->world->socket_config.handler = &app_service_handler;
    scene->world->socket_config.handler_context = scene->service;
    world_command(scene->world, "ws w EIO=4&transport=websocket");
    world_command(scene->world, "text w 40");
    socketio_server_each(scene->world->sockets, find, scene);
    assert_non_null(scene->connection);
    forget(scene);
    return scene;
}

static void end(struct scene *scene) {
    (void)world_free(scene->world);
    app_service_free(scene->service);
    app_auth_free(scene->auth);
    assert_int_equal(scene->memory.in_use, 0);
    free(scene);
}

static bool send(struct scene *scene, enum sts_event_id id, const void *message) {
    return app_connection_output.send(scene->connection, id, message, NULL);
}

/* What the client got begins so, and has that in it. */
static void assert_got(struct scene *scene, const char *beginning, const char *part) {
    const char *log = world_log(scene->world);
    if (strncmp(log, beginning, strlen(beginning)) != 0 || !strstr(log, part))
        fail_msg("expected %s with %s, got %s", beginning, part, log);
    forget(scene);
}

/* More in flight than the schema allows. */
static bool send_ready(struct scene *scene) {
    const struct sts_stream_ready ready = {
        .stream_id = CODEC_TEXT("live"),
        .session_id = CODEC_TEXT("123e4567-e89b-42d3-a456-426614174000"),
        .max_inflight = 99,
    };
    return send(scene, STS_EVENT_STREAM_READY, &ready);
}

static void an_error_says_what_is_wrong(void **state) {
    struct scene *scene = begin();
    (void)state;
    assert_false(send_ready(scene));
    assert_got(scene, "w text 42[\"error\",", "\"code\":\"MODEL_ERROR\"");
    assert_string_equal(scene->unsent, "stream:ready /max_inflight\n");
    end(scene);
}

/* Where it is the answer to an event, the error is it, and acknowledges it. */
static void an_error_stands_in_for_the_reply(void **state) {
    struct scene *scene = begin();
    (void)state;
    app_connection_begin(scene->connection, &(struct socketio_event){.has_ack = true, .ack_id = 5});
    scene->connection->reply = STS_EVENT_STREAM_READY;
    assert_false(send_ready(scene));
    assert_got(scene, "w text 435[{", "\nw text 42[\"error\",");
    app_connection_finish(scene->connection);
    assert_string_equal(world_log(scene->world), "");
    end(scene);
}

static struct sts_error error_of(const char *id, const char *message) {
    return (struct sts_error){
        .error_id = codec_text_plain(base_slice_of(id)),
        .code = {.value = STS_ERROR_CODE_GPU_OOM},
        .message = codec_text_plain(base_slice_of(message)),
        .severity = STS_ERROR_SEVERITY_ERROR,
    };
}

static void a_broken_error_becomes_a_plain_one(void **state) {
    struct scene *scene = begin();
    const struct sts_error error = error_of("no UUID", "what happened");
    (void)state;
    assert_false(send(scene, STS_EVENT_ERROR, &error));
    assert_got(scene, "w text 42[\"error\",", "\"code\":\"GPU_OOM\",\"message\":\"what happened\"");
    assert_string_equal(scene->unsent, "error /error_id\n");
    end(scene);
}

/* The error names the fragment, whose id is what is wrong. */
static void where_the_error_breaks_too_a_plain_one_is_sent(void **state) {
    struct scene *scene = begin();
    char long_id[300];
    memset(long_id, 'f', sizeof long_id);
    const struct sts_fragment_ack ack = {
        .fragment_id = codec_text_plain(base_slice(long_id, sizeof long_id)),
        .status = STS_FRAGMENT_ACK_STATUS_QUEUED,
    };
    (void)state;
    assert_false(send(scene, STS_EVENT_FRAGMENT_ACK, &ack));
    assert_got(scene, "w text 42[\"error\",", "fragment:ack cannot be sent: /fragment_id");
    assert_string_equal(scene->unsent, "fragment:ack /fragment_id\nerror /fragment_id\n");
    end(scene);
}

/* An event that comes when the client has gone is not sent, which is no error. */
static void nothing_is_sent_to_who_is_gone(void **state) {
    struct scene *scene = begin();
    (void)state;
    app_connection_begin(scene->connection, &(struct socketio_event){.has_ack = true});
    world_command(scene->world, "closed w");
    forget(scene);
    assert_null(app_connection_session(scene->connection));
    assert_true(send_ready(scene));
    app_connection_output.close(scene->connection, 1000, NULL);
    app_connection_output.pause(scene->connection, true);
    app_connection_output.lose(scene->connection,
                               &(struct stream_loss){.mode = STS_DISCONNECT_MODE_FIN});
    app_connection_finish(scene->connection);
    assert_string_equal(world_log(scene->world), "");
    assert_string_equal(scene->unsent, "");
    end(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_says_what_is_wrong),
        cmocka_unit_test(an_error_stands_in_for_the_reply),
        cmocka_unit_test(a_broken_error_becomes_a_plain_one),
        cmocka_unit_test(where_the_error_breaks_too_a_plain_one_is_sent),
        cmocka_unit_test(nothing_is_sent_to_who_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
