/* Large packets, hostile packets, payloads in pieces. */
#include "socketio/packet.h"
#include "socketio/server.h"
#include "support/scratch.h"
#include "support/transport_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct world *joined(void) {
    struct world *world = world_new((struct world_options){.fail_at = 0});
    world_command(world, "set socketio 1");
    world_command(world, "set max_payload 60000000");
    world_command(world, "ws w EIO=4&transport=websocket");
    world_command(world, "text w 40");
    return world;
}

static void expect_end(const char *command) {
    struct world *world = joined();
    world_command(world, command);
    const char *log = world_log(world);
    if (!strstr(log, "w close 1002\ndisconnected / parse error\n"))
        fail_msg("%.60s: %.200s", command, log);
    world_free(world);
}

static void test_hostile(void **state) {
    (void)state;
    expect_end("text w 42%1000000*9[\"x\"]");
    expect_end("text w 45%1000000*1");
    expect_end("text w 45%1000000*1-[\"x\"]");
    expect_end("text w 42/%1000000*a");
    expect_end("text w 42[\"x\",%100000*[");
    expect_end("text w 42[\"x\",%100000*(\\x7b\"a\":)");
    expect_end("text w 42[\"%1000000*a");
    expect_end("text w 42[\"x\"%1000000* ");
    expect_end("text w 42[\"x\",%100000*1,]");
}

/* Well-formed, but deeper than is taken: refused, and the connection lives on. */
static void test_deep(void **state) {
    struct world *world = joined();
    (void)state;
    world_command(world, "text w 42[\"x\",%100000*[%100000*]]");
    assert_string_equal(world_log(world), "event / x refused depth\n");
    world_command(world, "text w 42[\"y\"]");
    assert_string_equal(world_log(world), "event / y absent \n");
    world_free(world);
}

/* Ten megabytes go back as they came, and are not copied for it. */
static void test_large(void **state) {
    struct world *world = joined();
    size_t before = world_memory(world)->in_use;
    (void)state;
    world_command(world, "text w 42[\"back\",\"%10485760*A\"]");
    assert_string_equal(world_log(world), "event / backw text (10485773 bytes)\n \n");
    assert_int_equal(world_memory(world)->in_use, before);
    world_free(world);
}

/* The head of a packet, as its parser sees it. */
static void test_head(void **state) {
    struct socketio_packet packet;
    (void)state;
    assert_true(socketio_packet_parse(base_slice_of("510-/sts,42[1]"), &packet));
    assert_int_equal(packet.type, SOCKETIO_PACKET_BINARY_EVENT);
    assert_int_equal(packet.attachment_count, 10);
    assert_true(base_slice_equal(packet.namespace, base_slice_of("/sts")));
    assert_true(packet.has_id);
    assert_int_equal(packet.id, 42);
    assert_true(base_slice_equal(packet.json, base_slice_of("[1]")));
    assert_true(socketio_packet_parse(base_slice_of("29007199254740991[]"), &packet));
    assert_true(packet.id == SOCKETIO_ACK_ID_MAX);
    assert_false(socketio_packet_parse(base_slice_of("29007199254740992[]"), &packet));
    char name[SOCKETIO_NAMESPACE_LENGTH + 3];
    memset(name, 'a', sizeof name);
    memcpy(name, "0/", 2);
    assert_true(socketio_packet_parse(base_slice(name, SOCKETIO_NAMESPACE_LENGTH + 1), &packet));
    assert_int_equal(packet.namespace.len, SOCKETIO_NAMESPACE_LENGTH);
    assert_false(socketio_packet_parse(base_slice(name, SOCKETIO_NAMESPACE_LENGTH + 2), &packet));
    name[SOCKETIO_NAMESPACE_LENGTH + 1] = ',';
    assert_true(socketio_packet_parse(base_slice(name, SOCKETIO_NAMESPACE_LENGTH + 2), &packet));
}

static void test_auth_member(void **state) {
    static const struct {
        const char *auth;
        const char *token; /* NULL: not found */
    } cases[] = {
        {"", NULL},
        {"{}", NULL},
        {"{\"token\":\"a\"}", "a"},
        {" { \"x\" : {\"token\":1} , \"tok\\u0065n\" : \"b\\n\" } ", "b\\n"},
        {"{\"token\":7}", NULL},
        {"{\"token\":{\"token\":\"a\"}}", NULL},
        {"{\"tokens\":\"a\",\"Token\":\"b\"}", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct codec_text value;
        bool found =
            socketio_auth_member(base_slice_of(cases[i].auth), base_slice_of("token"), &value);
        assert_int_equal(found, cases[i].token != NULL);
        if (found)
            assert_true(
                base_slice_equal(base_slice(value.ptr, value.len), base_slice_of(cases[i].token)));
    }
}

static void test_servers_that_cannot_be(void **state) {
    struct base_memory memory = base_memory_heap();
    static const struct base_slice names[] = {BASE_SLICE("/")};
    struct socketio_config config = socketio_config_default();
    (void)state;
    config.memory = &memory;
    config.scratch = &test_scratch;
    config.namespaces = names;
    assert_null(socketio_server_new(&config));
    config.namespace_count = SOCKETIO_NAMESPACES_MAX + 1;
    assert_null(socketio_server_new(&config));
    socketio_server_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile),     cmocka_unit_test(test_deep),
        cmocka_unit_test(test_large),       cmocka_unit_test(test_head),
        cmocka_unit_test(test_auth_member), cmocka_unit_test(test_servers_that_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
