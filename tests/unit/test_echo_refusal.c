/* refuse_ms: which streams are refused, for how long, and how attempts are counted (protocol §6).
 */
#include "stream_scene.h"

/* clang-format off */

/* XR1: no other stream is refused, nor who names none */
SCENE(only_the_streams_meant_are_refused,
      "disconnect {\"stream_id\":\"a-*\",\"refuse_ms\":300}\n"
      "  scheduled\n"
      "wait 0\n"
      "  +0 streams (a-*) refused for 300 ms\n"
      "attempt a-1\n"
      "  refused for 300 ms, attempt 1\n"
      "attempt b-1\n"
      "  let in\n"
      "attempt \n"
      "  let in\n"
      "wait 100\n"
      "attempt a-2\n"
      "  refused for 200 ms, attempt 1\n"
      "attempt a-1\n"
      "  refused for 200 ms, attempt 2\n"
      "wait 199\n"
      "attempt a-1\n"
      "  refused for 1 ms, attempt 3\n"
      "wait 1\n"
      "attempt a-1\n"
      "  let in\n")

/* XR2: a wildcard that is literal is one stream */
SCENE(an_escaped_id_is_one_stream,
      "disconnect {\"stream_id\":\"a\\\\*\",\"refuse_ms\":300}\n"
      "  scheduled\n"
      "wait 0\n"
      "  +0 streams (a\\*) refused for 300 ms\n"
      "attempt a*\n"
      "  refused for 300 ms, attempt 1\n"
      "attempt ab\n"
      "  let in\n")

/* XR3: scope server: everybody, also who names no stream; counted apart */
SCENE(the_whole_server_is_refused,
      "disconnect {\"stream_id\":\"a\",\"refuse_ms\":300,\"scope\":\"server\"}\n"
      "  scheduled\n"
      "wait 0\n"
      "  +0 all (a) refused for 300 ms\n"
      "attempt \n"
      "  refused for 300 ms, attempt 1\n"
      "attempt b\n"
      "  refused for 300 ms, attempt 1\n"
      "attempt \n"
      "  refused for 300 ms, attempt 2\n"
      "wait 300\n"
      "attempt b\n"
      "  let in\n")

/* XR4: the reset of who armed it ends it, that of others does not */
SCENE(the_reset_of_who_armed_it_ends_it,
      "disconnect {\"stream_id\":\"a\",\"refuse_ms\":300}\n"
      "  scheduled\n"
      "disconnect {\"stream_id\":\"b\",\"refuse_ms\":300,\"scope\":\"server\"}\n"
      "  scheduled\n"
      "wait 0\n"
      "  +0 streams (a) refused for 300 ms\n"
      "  +0 all (b) refused for 300 ms\n"
      "reset c\n"
      "reset b\n"
      "attempt b\n"
      "  let in\n"
      "attempt a\n"
      "  refused for 300 ms, attempt 1\n"
      "reset a*\n"
      "attempt a\n"
      "  let in\n")

/* XR5: a stream cannot end what was armed for more than itself */
SCENE(one_stream_does_not_end_that_of_a_glob,
      "disconnect {\"stream_id\":\"a-*\",\"refuse_ms\":300}\n"
      "  scheduled\n"
      "wait 0\n"
      "  +0 streams (a-*) refused for 300 ms\n"
      "reset a-1\n"
      "attempt a-1\n"
      "  refused for 300 ms, attempt 1\n"
      "reset *\n"
      "attempt a-1\n"
      "  let in\n")

/* XR6: the one that lasts longest counts; a shorter one of the same streams changes nothing */
SCENE(the_longest_counts,
      "disconnect {\"stream_id\":\"a\",\"refuse_ms\":300}\n"
      "  scheduled\n"
      "disconnect {\"stream_id\":\"a\",\"refuse_ms\":100}\n"
      "  scheduled\n"
      "disconnect {\"stream_id\":\"?\",\"refuse_ms\":500}\n"
      "  scheduled\n"
      "wait 0\n"
      "  +0 streams (a) refused for 300 ms\n"
      "  +0 streams (?) refused for 500 ms\n"
      "attempt a\n"
      "  refused for 500 ms, attempt 1\n"
      "disconnect {\"stream_id\":\"a\",\"refuse_ms\":600}\n"
      "  scheduled\n"
      "wait 0\n"
      "  +0 streams (a) refused for 600 ms\n"
      "attempt a\n"
      "  refused for 600 ms, attempt 1\n")

/* XR7: the connection is lost after the refusal has begun, which is begun once */
SCENE(a_stream_that_is_there_is_lost_too,
      "A init a-1\n"
      "  A ready a-1 max 3\n"
      "B init a-2\n"
      "  B ready a-2 max 3\n"
      "disconnect {\"stream_id\":\"a-*\",\"refuse_ms\":300,\"mode\":\"fin\"}\n"
      "  scheduled\n"
      "wait 0\n"
      "  +0 streams (a-*) refused for 300 ms\n"
      "  +0 B loses its connection: fin 1011, refusing for 300 ms\n"
      "  +0 A loses its connection: fin 1011, refusing for 300 ms\n")

/* XR8: a rule's connection is lost before anybody is refused: who loses it begins that */
SCENE(a_rule_leaves_it_to_who_loses_the_connection,
      "A init a-1\n"
      "  A ready a-1 max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"action\":\"disconnect\",\"mode\":\"fin\",\"refuse_ms\":300,"
      "\"scope\":\"server\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0 stream=a-1\n"
      "  A ack f0\n"
      "wait 0\n"
      "  +0 A loses its connection: fin 1011, refused for 300 ms\n")

/* clang-format on */

/* Whoever reaches the port can name another stream each time: that is bounded, and so are refusals.
 */
static void attempts_and_refusals_are_bounded(void **state) {
    struct base_memory memory = base_memory_heap();
    struct base_timers timers = {.now = 1000};
    const struct stream_settings settings = stream_defaults();
    struct echo *echo = echo_new(&(struct echo_config){
        .memory = &memory, .timers = &timers, .settings = &settings, .seed = {1, 2}});
    struct echo_refused refused;
    const struct stream_loss loss = {.refuse_ms = 1000, .scope = STS_REFUSE_SCOPE_SERVER};
    const struct stream_loss narrow = {.refuse_ms = 1000};
    char id[32];
    size_t counted = 0, begun = 0, globs = 0;
    (void)state;
    assert_non_null(echo);
    assert_true(echo_refuse(echo, base_slice_of("*"), &loss, NULL));
    for (int i = 0; i < 5000; i++) { /* half of them have no key */
        (void)snprintf(id, sizeof id, "s%d", i);
        assert_true(echo_is_refused(echo, base_slice_of(id), i >= 2500, &refused));
        counted += refused.attempt == 1;
        assert_true(i != 2499 || counted == 2048);
    }
    assert_int_equal(counted, 4096);
    assert_true(echo_is_refused(echo, base_slice_of("s4999"), true, &refused));
    assert_int_equal(refused.attempt, 0); /* not counted, and it does not say otherwise */
    assert_true(echo_is_refused(echo, base_slice_of("s0"), false, &refused));
    assert_int_equal(refused.attempt, 2);
    echo_reset(echo, CODEC_TEXT("*")); /* counters are free again */
    assert_true(echo_refuse(echo, base_slice_of("*"), &loss, NULL));
    assert_true(echo_is_refused(echo, base_slice_of("s4999"), false, &refused));
    assert_int_equal(refused.attempt, 1);
    for (int i = 0; i < 20000; i++) {
        (void)snprintf(id, sizeof id, "s%d", i);
        begun += echo_refuse(echo, base_slice_of(id), &narrow, NULL);
        (void)snprintf(id, sizeof id, "s%d*", i);
        globs += i < 2000 && echo_refuse(echo, base_slice_of(id), &narrow, NULL);
    }
    assert_int_equal(begun, 16384);
    assert_int_equal(globs, 1023); /* with that of the server */
    echo_free(echo);
    assert_int_equal(memory.in_use, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_streams_meant_are_refused),
        cmocka_unit_test(an_escaped_id_is_one_stream),
        cmocka_unit_test(the_whole_server_is_refused),
        cmocka_unit_test(the_reset_of_who_armed_it_ends_it),
        cmocka_unit_test(one_stream_does_not_end_that_of_a_glob),
        cmocka_unit_test(the_longest_counts),
        cmocka_unit_test(a_stream_that_is_there_is_lost_too),
        cmocka_unit_test(a_rule_leaves_it_to_who_loses_the_connection),
        cmocka_unit_test(attempts_and_refusals_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
