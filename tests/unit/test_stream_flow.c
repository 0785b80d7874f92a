/* Flow control (protocol §5): backpressure, queue, rate, bytes. */
#include "stream_scene.h"

/* A line of a scene is a line: */
/* clang-format off */

/* F1: more than max_inflight in flight: medium, slow_down, 500 ms; one event per change. */
SCENE(more_in_flight_than_agreed_slows_down,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-5\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 100 ms\n"
      "  A ack f3 in 200 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 4 queue 1\n"
      "  A ack f4 behind 1 in 200 ms\n"
      "  A ack f5 behind 2 in 200 ms\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A processed 1 f1 success 100 ms\n"
      "  +100 A processed 2 f2 success 100 ms\n"
      "  +100 A backpressure low none inflight 3 queue 0\n")

/* F2: the all-clear comes when work drains, with no fragment needed. */
SCENE(the_all_clear_needs_no_fragment,
      "set processing_delay_ms 100\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0-1\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "wait 1000\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A backpressure low none inflight 1 queue 0\n"
      "  +200 A processed 1 f1 success 100 ms\n")

/* F3: from 90 % of QUEUE_MAX_DEPTH waiting: high, pause, 1000 ms, before the first QUEUE_FULL. */
SCENE(a_queue_that_fills_up_pauses,
      "set processing_delay_ms 100\n"
      "set queue_max_depth 10\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0-10\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "  A ack f2 behind 1 in 300 ms\n"
      "  A ack f3 behind 2 in 400 ms\n"
      "  A ack f4 behind 3 in 500 ms\n"
      "  A ack f5 behind 4 in 600 ms\n"
      "  A ack f6 behind 5 in 700 ms\n"
      "  A ack f7 behind 6 in 800 ms\n"
      "  A ack f8 behind 7 in 900 ms\n"
      "  A ack f9 behind 8 in 1000 ms\n"
      "  A backpressure high pause 1000 ms inflight 10 queue 9\n"
      "  A ack f10 behind 9 in 1100 ms\n"
      "A frag 11\n"
      "  A error QUEUE_FULL f11: the server takes at most 10 waiting fragments of a stream "
      "(QUEUE_MAX_DEPTH)\n"
      "wait 1100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +200 A processed 1 f1 success 100 ms\n"
      "  +200 A backpressure medium slow_down 500 ms inflight 9 queue 8\n"
      "  +300 A processed 2 f2 success 100 ms\n"
      "  +400 A processed 3 f3 success 100 ms\n"
      "  +500 A processed 4 f4 success 100 ms\n"
      "  +600 A processed 5 f5 success 100 ms\n"
      "  +700 A processed 6 f6 success 100 ms\n"
      "  +800 A processed 7 f7 success 100 ms\n"
      "  +900 A processed 8 f8 success 100 ms\n"
      "  +1000 A processed 9 f9 success 100 ms\n"
      "  +1000 A backpressure low none inflight 1 queue 0\n"
      "  +1100 A processed 10 f10 success 100 ms\n")

/* F4: the pause comes before QUEUE_FULL even with a depth of 1. */
SCENE(the_pause_comes_first_with_a_depth_of_one,
      "set processing_delay_ms 100\n"
      "set queue_max_depth 1\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "A frag 1\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure high pause 1000 ms inflight 2 queue 1\n"
      "A frag 2\n"
      "  A error QUEUE_FULL f2: the server takes at most 1 waiting fragments of a stream "
      "(QUEUE_MAX_DEPTH)\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A backpressure low none inflight 1 queue 0\n"
      "A frag 2\n"
      "  A ack f2 in 200 ms\n"
      "  A backpressure high pause 1000 ms inflight 2 queue 1\n")

/* F5: BACKPRESSURE_ENABLED: levels by in flight / max_inflight. */
SCENE(levels_by_ratio,
      "set backpressure_enabled 1\n"
      "set processing_delay_ms 100\n"
      "A init s max=10\n"
      "  A ready s max 10\n"
      "A frag 0-9\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 100 ms\n"
      "  A ack f3 in 100 ms\n"
      "  A ack f4 in 100 ms\n"
      "  A backpressure low none inflight 5 queue 0\n"
      "  A ack f5 in 100 ms\n"
      "  A ack f6 in 100 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 7 queue 0\n"
      "  A ack f7 in 100 ms\n"
      "  A ack f8 in 100 ms\n"
      "  A backpressure high pause 1000 ms inflight 9 queue 0\n"
      "  A ack f9 in 100 ms\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A processed 1 f1 success 100 ms\n"
      "  +100 A backpressure medium slow_down 500 ms inflight 8 queue 0\n"
      "  +100 A processed 2 f2 success 100 ms\n"
      "  +100 A processed 3 f3 success 100 ms\n"
      "  +100 A backpressure low none inflight 6 queue 0\n"
      "  +100 A processed 4 f4 success 100 ms\n"
      "  +100 A processed 5 f5 success 100 ms\n"
      "  +100 A processed 6 f6 success 100 ms\n"
      "  +100 A processed 7 f7 success 100 ms\n"
      "  +100 A backpressure low none inflight 2 queue 0\n"
      "  +100 A processed 8 f8 success 100 ms\n"
      "  +100 A processed 9 f9 success 100 ms\n")

/* F6: the ratios are settings. */
SCENE(the_ratios_can_be_set,
      "set backpressure_enabled 1\n"
      "set backpressure_low 1\n"
      "set backpressure_medium 2\n"
      "set backpressure_high 3\n"
      "set processing_delay_ms 100\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0-2\n"
      "  A ack f0 in 100 ms\n"
      "  A backpressure low none inflight 1 queue 0\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "  A ack f2 behind 1 in 300 ms\n"
      "  A backpressure high pause 1000 ms inflight 3 queue 2\n"
      "wait 300\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "  +200 A processed 1 f1 success 100 ms\n"
      "  +200 A backpressure low none inflight 1 queue 0\n"
      "  +300 A processed 2 f2 success 100 ms\n"
      "  +300 A backpressure low none inflight 0 queue 0\n")

/* F7: QUEUE_FULL when QUEUE_MAX_DEPTH fragments wait; the number may come again. */
SCENE(a_full_queue_refuses,
      "set processing_delay_ms 100\n"
      "set queue_max_depth 2\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0-2\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "  A ack f2 behind 1 in 300 ms\n"
      "  A backpressure high pause 1000 ms inflight 3 queue 2\n"
      "A frag 3\n"
      "  A error QUEUE_FULL f3: the server takes at most 2 waiting fragments of a stream "
      "(QUEUE_MAX_DEPTH)\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "A frag 3\n"
      "  A ack f3 behind 1 in 300 ms\n"
      "  A backpressure high pause 1000 ms inflight 3 queue 2\n"
      "wait 300\n"
      "  +100 A processed 1 f1 success 100 ms\n"
      "  +100 A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "  +200 A processed 2 f2 success 100 ms\n"
      "  +200 A backpressure low none inflight 1 queue 0\n"
      "  +300 A processed 3 f3 success 100 ms\n"
      "A end s\n"
      "  A complete s total 4 in 400 ms success 4 partial 0 failed 0\n")

/* F8: after FLOW_VIOLATION_LIMIT QUEUE_FULL in a row the connection is closed and the stream
 * parked. */
SCENE(a_worker_that_goes_on_violating_is_cut_off,
      "watch parked\n"
      "set processing_delay_ms 100\n"
      "set queue_max_depth 1\n"
      "set flow_violation_limit 3\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0-1\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure high pause 1000 ms inflight 2 queue 1\n"
      "A frag 2\n"
      "  A error QUEUE_FULL f2: the server takes at most 1 waiting fragments of a stream "
      "(QUEUE_MAX_DEPTH)\n"
      "A frag 2\n"
      "  A error QUEUE_FULL f2: the server takes at most 1 waiting fragments of a stream "
      "(QUEUE_MAX_DEPTH)\n"
      "A frag 2\n"
      "  A error QUEUE_FULL f2: the server takes at most 1 waiting fragments of a stream "
      "(QUEUE_MAX_DEPTH); this happened 3 times in a row, so the connection is closed "
      "(FLOW_VIOLATION_LIMIT)\n"
      "  A disconnected\n"
      "  * parked s\n"
      "counts\n"
      "  attached 0 parked 1 inflight 2\n")

/* F9: they have to be in a row. */
SCENE(violations_must_be_in_a_row,
      "set processing_delay_ms 100\n"
      "set queue_max_depth 1\n"
      "set flow_violation_limit 3\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0-1\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure high pause 1000 ms inflight 2 queue 1\n"
      "A frag 2\n"
      "  A error QUEUE_FULL f2: the server takes at most 1 waiting fragments of a stream "
      "(QUEUE_MAX_DEPTH)\n"
      "A frag 2\n"
      "  A error QUEUE_FULL f2: the server takes at most 1 waiting fragments of a stream "
      "(QUEUE_MAX_DEPTH)\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A backpressure low none inflight 1 queue 0\n"
      "A frag 2\n"
      "  A ack f2 in 200 ms\n"
      "  A backpressure high pause 1000 ms inflight 2 queue 1\n"
      "A frag 3\n"
      "  A error QUEUE_FULL f3: the server takes at most 1 waiting fragments of a stream "
      "(QUEUE_MAX_DEPTH)\n"
      "A frag 3\n"
      "  A error QUEUE_FULL f3: the server takes at most 1 waiting fragments of a stream "
      "(QUEUE_MAX_DEPTH)\n")

/* F10: the 101st fragment accepted within any 60 s gets RATE_LIMIT. */
SCENE(the_rate_is_limited_within_any_minute,
      "set rate_limit_per_min 3\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "wait 20000\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "wait 20000\n"
      "A frag 2\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "A frag 3\n"
      "  A error RATE_LIMIT f3: the server takes at most 3 fragments of a stream within a minute "
      "(RATE_LIMIT_FRAGMENTS_PER_MIN)\n"
      "wait 19999\n"
      "A frag 3\n"
      "  A error RATE_LIMIT f3: the server takes at most 3 fragments of a stream within a minute "
      "(RATE_LIMIT_FRAGMENTS_PER_MIN)\n"
      "wait 1\n"
      "A frag 3\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n"
      "A frag 4\n"
      "  A error RATE_LIMIT f4: the server takes at most 3 fragments of a stream within a minute "
      "(RATE_LIMIT_FRAGMENTS_PER_MIN)\n"
      "wait 20000\n"
      "A frag 4\n"
      "  A ack f4\n"
      "  A processed 4 f4 success\n")

/* F12: more than max_inflight in flight is a deviation. */
SCENE(more_in_flight_than_agreed_is_a_deviation,
      "watch deviation\n"
      "set processing_delay_ms 100\n"
      "A init s max=2\n"
      "  A ready s max 2\n"
      "A frag 0-4\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 200 ms\n"
      "  * deviation fragment:data max_inflight: more fragments are in flight than "
      "max_inflight allows\n"
      "  A backpressure medium slow_down 500 ms inflight 3 queue 1\n"
      "  A ack f3 behind 1 in 200 ms\n"
      "  A ack f4 behind 2 in 300 ms\n"
      "wait 1000\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A processed 1 f1 success 100 ms\n"
      "  +200 A processed 2 f2 success 100 ms\n"
      "  +200 A backpressure low none inflight 2 queue 0\n"
      "  +200 A processed 3 f3 success 100 ms\n"
      "  +300 A processed 4 f4 success 100 ms\n")

/* F13: MAX_BUFFERED_BYTES: new fragments get QUEUE_FULL after a pause, then reading stops from who
 * holds the most. */
SCENE(the_byte_budget_refuses_and_stops_reading,
      "set resume_window_ms 0\n"
      "set max_buffered_bytes 100000\n"
      "set processing_delay_ms 100\n"
      "set rate_limit_per_min 0\n"
      "A init s\n"
      "  A ready s max 3\n"
      "B init t\n"
      "  B ready t max 3\n"
      "A frag 0 bytes=60000\n"
      "  A ack f0 in 100 ms\n"
      "B frag 0 bytes=20000 stream=t\n"
      "  B ack f0 in 100 ms\n"
      "B frag 1 bytes=30000 stream=t\n"
      "  B backpressure high pause 1000 ms inflight 1 queue 0\n"
      "  A is not read\n"
      "  B error QUEUE_FULL f1: "
      "the server takes at most 100000 bytes of messages and audio at a time (MAX_BUFFERED_BYTES)\n"
      "B frag 1 stream=t\n"
      "  B ack f1 in 100 ms\n"
      "wait 100\n"
      "  +50 A is read again\n" /* but what B was refused does not fit yet */
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 B processed 0 f0 success 100 ms\n"
      "  +100 B processed 1 f1 success 100 ms\n"
      "  +100 B backpressure low none inflight 0 queue 0\n"
      "B frag 2 bytes=30000 stream=t\n"
      "  B ack f2 in 100 ms\n"
      "wait 100\n"
      "  +100 B processed 2 f2 success 100 ms\n"
      "counts\n"
      "  attached 2 parked 0 inflight 0\n")

/* F14: what is remembered of fragments gives way before anybody is refused, the oldest first. */
SCENE(what_is_remembered_gives_way_to_new_fragments,
      "set max_buffered_bytes 4000\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-8\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n"
      "  A ack f4\n"
      "  A processed 4 f4 success\n"
      "  A ack f5\n"
      "  A processed 5 f5 success\n"
      "  A ack f6\n"
      "  A processed 6 f6 success\n"
      "  A ack f7\n"
      "  A processed 7 f7 success\n"
      "  A ack f8\n"
      "  A processed 8 f8 success\n"
      "A frag 9 bytes=2500\n"
      "  A ack f9\n"
      "  A processed 9 f9 success\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 9 bytes=2500\n"
      "  A ack f9\n"
      "  A processed 9 f9 success\n"
      "A frag 1\n"
      "  A error INVALID_SEQUENCE f1 expired expected 10 received 1\n")

/* F15: what waits for a parked stream gives way too. */
SCENE(parked_work_gives_way_to_new_fragments,
      "watch outcome\n"
      "set max_buffered_bytes 100000\n"
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1 bytes=30000\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "A lost\n"
      "B init t\n"
      "  B ready t max 3\n"
      "B frag 0 bytes=60000 stream=t\n"
      "  * outcome f0 failed, nobody told\n"
      "  B ack f0 in 100 ms\n"
      "wait 100\n"
      "  +100 B processed 0 f0 success 100 ms\n"
      "  +100 * outcome f0 success\n"
      "A init s\n"
      "  A ready s max 3\n"
      "  A processed 1 f1 success 100 ms\n"
      "  * outcome f1 success\n"
      "A frag 0\n"
      "  A error INVALID_SEQUENCE f0 expired expected 2 received 0\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success 100 ms\n"
      "A frag 2\n"
      "  A ack f2 in 100 ms\n")

/* F16: a fragment larger than the budget is refused, and the pause does not stand for ever. */
SCENE(a_fragment_larger_than_the_budget_is_refused,
      "set max_buffered_bytes 10000\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0 bytes=20000\n"
      "  A backpressure high pause 1000 ms inflight 0 queue 0\n"
      "  A error QUEUE_FULL f0: "
      "the server takes at most 10000 bytes of messages and audio at a time (MAX_BUFFERED_BYTES)\n"
      "wait 50\n"
      "  +50 A backpressure low none inflight 0 queue 0\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* F17: levels start afresh after a take-over. */
SCENE(levels_start_afresh_after_a_take_over,
      "set processing_delay_ms 100\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0-2\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "  A ack f2 behind 1 in 300 ms\n"
      "A lost\n"
      "B init s max=1\n"
      "  B ready s max 1\n"
      "  B backpressure medium slow_down 500 ms inflight 3 queue 2\n"
      "wait 300\n"
      "  +100 B processed 0 f0 success 100 ms\n"
      "  +200 B processed 1 f1 success 100 ms\n"
      "  +200 B backpressure low none inflight 1 queue 0\n"
      "  +300 B processed 2 f2 success 100 ms\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_in_flight_than_agreed_slows_down),
        cmocka_unit_test(the_all_clear_needs_no_fragment),
        cmocka_unit_test(a_queue_that_fills_up_pauses),
        cmocka_unit_test(the_pause_comes_first_with_a_depth_of_one),
        cmocka_unit_test(levels_by_ratio),
        cmocka_unit_test(the_ratios_can_be_set),
        cmocka_unit_test(a_full_queue_refuses),
        cmocka_unit_test(a_worker_that_goes_on_violating_is_cut_off),
        cmocka_unit_test(violations_must_be_in_a_row),
        cmocka_unit_test(the_rate_is_limited_within_any_minute),
        cmocka_unit_test(more_in_flight_than_agreed_is_a_deviation),
        cmocka_unit_test(the_byte_budget_refuses_and_stops_reading),
        cmocka_unit_test(what_is_remembered_gives_way_to_new_fragments),
        cmocka_unit_test(parked_work_gives_way_to_new_fragments),
        cmocka_unit_test(a_fragment_larger_than_the_budget_is_refused),
        cmocka_unit_test(levels_start_afresh_after_a_take_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
