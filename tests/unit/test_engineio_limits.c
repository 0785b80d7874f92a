/* Large and many: what fixtures cannot show in a line. */
#include "engineio/query.h"
#include "support/transport_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct world *open_polling(void) {
    struct world *world = world_new((struct world_options){.fail_at = 0});
    world_command(world, "get a EIO=4&transport=polling");
    return world;
}

static void test_packets_in_a_post(void **state) {
    struct world *world = open_polling();
    (void)state;
    world_command(world, "post p EIO=4&transport=polling&sid=$1 %16383*(6\\e)6");
    assert_string_equal(world_log(world), "p 200 text/html ok\n");
    world_command(world, "post q EIO=4&transport=polling&sid=$1 %16384*(6\\e)6");
    assert_string_equal(world_log(world),
                        "closed $1 parse error\n"
                        "q 400 application/json {\"code\":3,\"message\":\"Bad request. A POST "
                        "may have at most 16384 packets.\"}\n");
    world_free(world);
}

/* Each poll takes sixteen, in order, until nothing is left. */
static void test_many_packets_wait(void **state) {
    struct world *world = open_polling();
    char command[128];
    int sent = 0;
    (void)state;
    for (; sent < 1000; sent++) {
        snprintf(command, sizeof command, "send 1 %03d", sent);
        world_command(world, command);
    }
    for (int got = 0; got < sent;) {
        snprintf(command, sizeof command, "get g%d EIO=4&transport=polling&sid=$1", got);
        world_command(world, command);
        const char *log = strstr(world_log(world), "UTF-8 4");
        assert_non_null(log);
        log += strlen("UTF-8 ");
        int in_answer = 0;
        for (; log && in_answer < 100; log = strstr(log, "\\e"), in_answer++) {
            char expected[16];
            log += *log == '\\' ? 2 : 0;
            snprintf(expected, sizeof expected, "4%03d", got++);
            assert_memory_equal(log, expected, 4);
        }
        assert_true(in_answer == 16 || got == sent);
    }
    world_free(world);
}

/* Sessions that are opened and abandoned go when their pong is due, and cost little until then. */
static void test_abandoned_sessions(void **state) {
    struct world *world = world_new((struct world_options){.in_silence = true});
    (void)state;
    for (int i = 0; i < 500; i++)
        world_command(world, "get a EIO=4&transport=polling");
    /* With its entry in the table and the copy of its headers. */
    assert_true(world_memory(world)->in_use / 500 < 800);
    world_command(world, "wait 45000");
    assert_true(world_memory(world)->in_use < 70000); /* the servers, and the empty table */
    world_free(world);
}

static void test_idle_websocket(void **state) {
    struct world *world = world_new((struct world_options){.in_silence = true});
    (void)state;
    world_command(world, "set socketio 1");
    world_command(world, "ws w0 EIO=4&transport=websocket");
    size_t before = world_memory(world)->in_use;
    for (int i = 1; i <= 60; i++) {
        char command[64];
        snprintf(command, sizeof command, "ws w%d EIO=4&transport=websocket", i);
        world_command(world, command);
        snprintf(command, sizeof command, "text w%d 40", i);
        world_command(world, command);
    }
    size_t each = (world_memory(world)->in_use - before) / 60;
    print_message("an idle connection that has joined a namespace: %zu bytes\n", each);
    assert_true(each <= 1024);
    world_free(world);
}

static void expect_query(const char *text, enum engineio_transport transport, bool version_4,
                         const char *sid) {
    struct engineio_query query = engineio_query_parse(base_slice_of(text));
    assert_int_equal(query.transport, transport);
    assert_int_equal(query.version_4, version_4);
    assert_int_equal(query.has_sid, sid != NULL);
    if (sid)
        assert_true(base_slice_equal(base_slice(query.sid, query.sid_len), base_slice_of(sid)));
}

static void test_query(void **state) {
    (void)state;
    expect_query("", ENGINEIO_TRANSPORT_UNKNOWN, false, NULL);
    expect_query("transport=polling", ENGINEIO_TRANSPORT_POLLING, false, NULL);
    expect_query("&&EIO=4&&transport=websocket&sid=abc&t=1&", ENGINEIO_TRANSPORT_WEBSOCKET, true,
                 "abc");
    expect_query("xtransport=polling&sidx=1&si=2", ENGINEIO_TRANSPORT_UNKNOWN, false, NULL);
    expect_query("sid=a%2Fb+c", ENGINEIO_TRANSPORT_UNKNOWN, false, "a/b c");
    expect_query("s%69d=%", ENGINEIO_TRANSPORT_UNKNOWN, false, "%");
    expect_query("sid=%4", ENGINEIO_TRANSPORT_UNKNOWN, false, "%4");
    expect_query("sid=%zz%41", ENGINEIO_TRANSPORT_UNKNOWN, false, "%zzA");
    expect_query("sid=a=b", ENGINEIO_TRANSPORT_UNKNOWN, false, "a=b");
    expect_query("sid=a&sid=b", ENGINEIO_TRANSPORT_UNKNOWN, false, "b");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_packets_in_a_post),
        cmocka_unit_test(test_many_packets_wait),
        cmocka_unit_test(test_abandoned_sessions),
        cmocka_unit_test(test_idle_websocket),
        cmocka_unit_test(test_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
