/* What a fragment is answered with, and in which order it is checked (protocol §3). */
#include "stream_scene.h"

/* A line of a scene is a line: */
/* clang-format off */

/* E1: fragment:data is answered with fragment:ack at once, then fragment:processed. */
SCENE(a_fragment_is_acked_and_processed,
      "watch accepted started outcome\n"
      "set processing_delay_ms 50\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0 bytes=400\n"
      "  * accepted f0 0 400 attempt 0\n"
      "  A ack f0 in 50 ms\n"
      "  * started f0 after 0 ms\n"
      "wait 50\n"
      "  +50 A processed 0 f0 success 50 ms\n"
      "  +50 * outcome f0 success\n")

/* E2: `queue_position` is how many wait before this one; the estimate grows with it. */
SCENE(the_ack_says_how_many_wait_before,
      "set processing_delay_ms 100\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0-3\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "  A ack f2 behind 1 in 300 ms\n"
      "  A ack f3 behind 2 in 400 ms\n")

/* E3: state goes before size, size before stream_id. */
SCENE(checks_run_in_order_state_size_stream,
      "set max_fragment_base64 8\n"
      "A frag 0 bytes=12\n"
      "  A error STREAM_NOT_FOUND f0 state initializing\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0 bytes=12 stream=t\n"
      "  A error FRAGMENT_TOO_LARGE f0: fragment:data: /audio/data_base64 has 12 characters: "
      "the server takes at most 8 characters of data_base64 in a fragment (MAX_FRAGMENT_BASE64)\n"
      "A frag 0 bytes=8 stream=t\n"
      "  A error STREAM_NOT_FOUND f0 state active\n"
      "A pause s\n"
      "A frag 0 bytes=12 stream=t\n"
      "  A error STREAM_NOT_FOUND f0 state paused\n")

/* E4: stream_id goes before RATE_LIMIT, RATE_LIMIT before sequence. */
SCENE(checks_run_in_order_stream_rate_sequence,
      "set rate_limit_per_min 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 0 stream=t\n"
      "  A error STREAM_NOT_FOUND f0 state active\n"
      "A frag 0 id=again\n"
      "  A error RATE_LIMIT again: "
      "the server takes at most 1 fragments of a stream within a minute "
      "(RATE_LIMIT_FRAGMENTS_PER_MIN)\n")

/* E5: sequence goes before QUEUE_FULL. */
SCENE(checks_run_in_order_sequence_queue,
      "set processing_delay_ms 100\n"
      "set queue_max_depth 1\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0-1\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure high pause 1000 ms inflight 2 queue 1\n"
      "A frag 0 id=x\n"
      "  A error INVALID_SEQUENCE x duplicate_sequence expected 2 received 0\n"
      "A frag 2\n"
      "  A error QUEUE_FULL f2: the server takes at most 1 waiting fragments of a stream "
      "(QUEUE_MAX_DEPTH)\n")

/* E6: data_base64 over MAX_FRAGMENT_BASE64 is FRAGMENT_TOO_LARGE; the limit itself is taken. */
SCENE(audio_over_the_limit_is_too_large,
      "set max_fragment_base64 8\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0 bytes=8\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 1 bytes=12\n"
      "  A error FRAGMENT_TOO_LARGE f1: fragment:data: /audio/data_base64 has 12 characters: "
      "the server takes at most 8 characters of data_base64 in a fragment (MAX_FRAGMENT_BASE64)\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n")

/* E7: a refused fragment uses up neither number nor id. */
SCENE(a_refused_fragment_uses_up_nothing,
      "set idle_timeout_ms 0\n"
      "set rate_limit_per_min 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 1\n"
      "  A error RATE_LIMIT f1: the server takes at most 1 fragments of a stream within a minute "
      "(RATE_LIMIT_FRAGMENTS_PER_MIN)\n"
      "wait 60000\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n")

/* E8: the echo returns audio, transcript and stage timings that add up (checked in every scene). */
SCENE(the_stages_of_a_result_add_up,
      "set processing_delay_ms 99\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 99 ms\n"
      "wait 99\n"
      "  +99 A processed 0 f0 success 99 ms\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fragment_is_acked_and_processed),
        cmocka_unit_test(the_ack_says_how_many_wait_before),
        cmocka_unit_test(checks_run_in_order_state_size_stream),
        cmocka_unit_test(checks_run_in_order_stream_rate_sequence),
        cmocka_unit_test(checks_run_in_order_sequence_queue),
        cmocka_unit_test(audio_over_the_limit_is_too_large),
        cmocka_unit_test(a_refused_fragment_uses_up_nothing),
        cmocka_unit_test(the_stages_of_a_result_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
