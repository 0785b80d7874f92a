/* The reorder buffer (protocol §5): gaps, duplicates, policies. */
#include "stream_scene.h"

/* A line of a scene is a line: */
/* clang-format off */

/* O1: fragments finish out of order and leave in sequence order. */
SCENE(outcomes_leave_in_order_whatever_finishes_first,
      "watch started outcome\n"
      "set processing_jitter_ms 400\n"
      "A init s max=10\n"
      "  A ready s max 10\n"
      "A frag 0-5\n"
      "  A ack f0 in 200 ms\n"
      "  * started f0 after 0 ms\n"
      "  A ack f1 in 200 ms\n"
      "  * started f1 after 0 ms\n"
      "  A ack f2 in 200 ms\n"
      "  * started f2 after 0 ms\n"
      "  A ack f3 in 200 ms\n"
      "  * started f3 after 0 ms\n"
      "  A ack f4 in 200 ms\n"
      "  * started f4 after 0 ms\n"
      "  A ack f5 in 200 ms\n"
      "  * started f5 after 0 ms\n"
      "wait 400\n"
      "  +183 A processed 0 f0 success 183 ms\n"
      "  +183 * outcome f0 success\n"
      "  +239 A processed 1 f1 success 239 ms\n"
      "  +239 * outcome f1 success\n"
      "  +239 A processed 2 f2 success 2 ms\n"
      "  +239 * outcome f2 success\n"
      "  +312 A processed 3 f3 success 312 ms\n"
      "  +312 * outcome f3 success\n"
      "  +312 A processed 4 f4 success 67 ms\n"
      "  +312 * outcome f4 success\n"
      "  +312 A processed 5 f5 success 290 ms\n"
      "  +312 * outcome f5 success\n")

/* O2: a fragment ahead of the expected one is accepted, acked and processed; its result is held. */
SCENE(a_fragment_ahead_is_taken_and_held,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 1\n"
      "  A ack f1\n"
      "counts\n"
      "  attached 1 parked 0 inflight 1\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A processed 1 f1 success\n")

/* O3: a gap ends SEQUENCE_GAP_MS after the first fragment behind it, with one error that has no
 * fragment_id. */
SCENE(a_gap_ends_after_its_time,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 3\n"
      "  A ack f3\n"
      "wait 100\n"
      "A frag 4\n"
      "  A ack f4\n"
      "wait 49\n"
      "wait 1\n"
      "  +1 A error INVALID_SEQUENCE gap 1-2 expected 1 received 3\n"
      "  +1 A processed 3 f3 success\n"
      "  +1 A processed 4 f4 success\n"
      "A frag 5\n"
      "  A ack f5\n"
      "  A processed 5 f5 success\n")

/* O4: a gap that is filled in time is not reported. */
SCENE(a_gap_that_is_filled_is_not_reported,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 1\n"
      "  A ack f1\n"
      "A frag 2\n"
      "  A ack f2\n"
      "wait 149\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A processed 1 f1 success\n"
      "  A processed 2 f2 success\n"
      "wait 1000\n")

/* O5: each gap has its own time, from the first fragment behind it. */
SCENE(each_gap_has_its_own_time,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 1\n"
      "  A ack f1\n"
      "wait 100\n"
      "A frag 3\n"
      "  A ack f3\n"
      "wait 50\n"
      "  +50 A error INVALID_SEQUENCE gap 0-0 expected 0 received 1\n"
      "  +50 A processed 1 f1 success\n"
      "wait 100\n"
      "  +100 A error INVALID_SEQUENCE gap 2-2 expected 2 received 3\n"
      "  +100 A processed 3 f3 success\n")

/* O6: a gap that is split by a fragment ends in both parts at the time of the first behind them. */
SCENE(a_gap_that_is_split_keeps_its_time,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 4\n"
      "  A ack f4\n"
      "wait 100\n"
      "A frag 2\n"
      "  A ack f2\n"
      "wait 50\n"
      "  +50 A error INVALID_SEQUENCE gap 0-1 expected 0 received 2\n"
      "  +50 A processed 2 f2 success\n"
      "  +50 A error INVALID_SEQUENCE gap 3-3 expected 3 received 4\n"
      "  +50 A processed 4 f4 success\n")

/* O7: a gap ends when QUEUE_MAX_DEPTH results are held. */
SCENE(a_gap_ends_when_too_many_results_are_held,
      "set queue_max_depth 3\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 1-3\n"
      "  A ack f1\n"
      "  A ack f2\n"
      "  A ack f3\n"
      "  A error INVALID_SEQUENCE gap 0-0 expected 0 received 1\n"
      "  A processed 1 f1 success\n"
      "  A processed 2 f2 success\n"
      "  A processed 3 f3 success\n"
      "A frag 4\n"
      "  A ack f4\n"
      "  A processed 4 f4 success\n")

/* O8: a gap ends at stream:end at once. */
SCENE(stream_end_closes_gaps,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 2\n"
      "  A ack f2\n"
      "A frag 5\n"
      "  A ack f5\n"
      "A end s\n"
      "  A error INVALID_SEQUENCE gap 1-1 expected 1 received 2\n"
      "  A error INVALID_SEQUENCE gap 3-4 expected 3 received 5\n"
      "  A processed 2 f2 success\n"
      "  A processed 5 f5 success\n"
      "  A complete s total 3 in 0 ms success 3 partial 0 failed 0\n")

/* O9: a jump may have any size. */
SCENE(a_jump_may_have_any_size,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 9223372036854775807\n"
      "  A ack f9223372036854775807\n"
      "wait 150\n"
      "  +150 A error INVALID_SEQUENCE gap 1-9223372036854775806 expected 1 received "
      "9223372036854775807\n"
      "  +150 A processed 9223372036854775807 f9223372036854775807 success\n"
      "A frag 9223372036854775806 id=x\n"
      "  A error INVALID_SEQUENCE x late expected 9223372036854775807 received "
      "9223372036854775806\n"
      "A end s\n"
      "  A complete s total 2 in 150 ms success 2 partial 0 failed 0\n")

/* O10: numbers whose fragments were refused are not reported again. */
SCENE(refused_numbers_are_not_reported_again,
      "set max_fragment_base64 8\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 1 bytes=12\n"
      "  A error FRAGMENT_TOO_LARGE f1: fragment:data: /audio/data_base64 has 12 characters: "
      "the server takes at most 8 characters of data_base64 in a fragment (MAX_FRAGMENT_BASE64)\n"
      "A refused 2\n"
      "A frag 3\n"
      "  A ack f3\n"
      "wait 150\n"
      "  +150 A processed 3 f3 success\n"
      "A frag 6\n"
      "  A ack f6\n"
      "A frag 5 bytes=12\n"
      "  A error FRAGMENT_TOO_LARGE f5: fragment:data: /audio/data_base64 has 12 characters: "
      "the server takes at most 8 characters of data_base64 in a fragment (MAX_FRAGMENT_BASE64)\n"
      "wait 150\n"
      "  +150 A error INVALID_SEQUENCE gap 4-4 expected 4 received 6\n"
      "  +150 A processed 6 f6 success\n")

/* O11: a refused number may come again while its gap is open. */
SCENE(a_refused_number_may_come_again,
      "set max_fragment_base64 8\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0 bytes=12\n"
      "  A error FRAGMENT_TOO_LARGE f0: fragment:data: /audio/data_base64 has 12 characters: "
      "the server takes at most 8 characters of data_base64 in a fragment (MAX_FRAGMENT_BASE64)\n"
      "A frag 1\n"
      "  A ack f1\n"
      "wait 100\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A processed 1 f1 success\n"
      "wait 100\n")

/* O12: where some numbers of a gap were refused, each run of the others is one error. */
SCENE(a_gap_around_a_refused_number_is_two_errors,
      "A init s\n"
      "  A ready s max 3\n"
      "A refused 2\n"
      "A frag 5\n"
      "  A ack f5\n"
      "wait 150\n"
      "  +150 A error INVALID_SEQUENCE gap 0-1 expected 0 received 5\n"
      "  +150 A error INVALID_SEQUENCE gap 3-4 expected 3 received 5\n"
      "  +150 A processed 5 f5 success\n")

/* O13: a number that was given up is late. */
SCENE(a_number_that_was_given_up_is_late,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 2\n"
      "  A ack f2\n"
      "wait 150\n"
      "  +150 A error INVALID_SEQUENCE gap 0-1 expected 0 received 2\n"
      "  +150 A processed 2 f2 success\n"
      "A frag 0\n"
      "  A error INVALID_SEQUENCE f0 late expected 3 received 0\n"
      "A frag 1\n"
      "  A error INVALID_SEQUENCE f1 late expected 3 received 1\n"
      "A frag 3\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n")

/* O14: a used number with another id is duplicate_sequence. */
SCENE(a_used_number_is_a_duplicate,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 0 id=x\n"
      "  A error INVALID_SEQUENCE x duplicate_sequence expected 1 received 0\n"
      "A frag 2\n"
      "  A ack f2\n"
      "A frag 2 id=y\n"
      "  A error INVALID_SEQUENCE y duplicate_sequence expected 1 received 2\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "  A processed 2 f2 success\n")

/* O15: a used id is duplicate_fragment. */
SCENE(a_used_id_is_a_duplicate,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "A frag 0\n"
      "  A error INVALID_SEQUENCE f0 duplicate_fragment expected 1 received 0\n"
      "A frag 1 id=f0\n"
      "  A error INVALID_SEQUENCE f0 duplicate_fragment expected 1 received 1\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "A frag 0\n"
      "  A error INVALID_SEQUENCE f0 duplicate_fragment expected 1 received 0\n"
      "A frag 1 id=f0\n"
      "  A error INVALID_SEQUENCE f0 duplicate_fragment expected 1 received 1\n"
      "A frag 1\n"
      "  A ack f1 in 100 ms\n")

/* O16: SEQUENCE_POLICY=strict refuses a fragment that is not the expected one at once. */
SCENE(the_strict_policy_refuses_what_is_not_expected,
      "set strict_sequence 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 1\n"
      "  A error INVALID_SEQUENCE f1 gap 0-0 expected 0 received 1\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 2\n"
      "  A error INVALID_SEQUENCE f2 gap 1-1 expected 1 received 2\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n")

/* O17: a result behind a gap waits for its predecessors that are still processed. */
SCENE(a_gap_behind_work_waits_for_it,
      "set processing_delay_ms 400\n"
      "A init s max=10\n"
      "  A ready s max 10\n"
      "A frag 0\n"
      "  A ack f0 in 400 ms\n"
      "A frag 2\n"
      "  A ack f2 in 400 ms\n"
      "wait 400\n"
      "  +150 A error INVALID_SEQUENCE gap 1-1 expected 1 received 2\n"
      "  +400 A processed 0 f0 success 400 ms\n"
      "  +400 A processed 2 f2 success 400 ms\n")

/* O18: gaps never stall a stream: a stream that only has fragments behind gaps goes on. */
SCENE(gaps_do_not_stall_a_stream,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 10\n"
      "  A ack f10\n"
      "A frag 20\n"
      "  A ack f20\n"
      "A frag 30\n"
      "  A ack f30\n"
      "wait 150\n"
      "  +150 A error INVALID_SEQUENCE gap 0-9 expected 0 received 10\n"
      "  +150 A processed 10 f10 success\n"
      "  +150 A error INVALID_SEQUENCE gap 11-19 expected 11 received 20\n"
      "  +150 A processed 20 f20 success\n"
      "  +150 A error INVALID_SEQUENCE gap 21-29 expected 21 received 30\n"
      "  +150 A processed 30 f30 success\n"
      "A end s\n"
      "  A complete s total 3 in 150 ms success 3 partial 0 failed 0\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes_leave_in_order_whatever_finishes_first),
        cmocka_unit_test(a_fragment_ahead_is_taken_and_held),
        cmocka_unit_test(a_gap_ends_after_its_time),
        cmocka_unit_test(a_gap_that_is_filled_is_not_reported),
        cmocka_unit_test(each_gap_has_its_own_time),
        cmocka_unit_test(a_gap_that_is_split_keeps_its_time),
        cmocka_unit_test(a_gap_ends_when_too_many_results_are_held),
        cmocka_unit_test(stream_end_closes_gaps),
        cmocka_unit_test(a_jump_may_have_any_size),
        cmocka_unit_test(refused_numbers_are_not_reported_again),
        cmocka_unit_test(a_refused_number_may_come_again),
        cmocka_unit_test(a_gap_around_a_refused_number_is_two_errors),
        cmocka_unit_test(a_number_that_was_given_up_is_late),
        cmocka_unit_test(a_used_number_is_a_duplicate),
        cmocka_unit_test(a_used_id_is_a_duplicate),
        cmocka_unit_test(the_strict_policy_refuses_what_is_not_expected),
        cmocka_unit_test(a_gap_behind_work_waits_for_it),
        cmocka_unit_test(gaps_do_not_stall_a_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
