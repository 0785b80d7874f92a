/* The actions of rules (protocol §6), as their workers see them. */
#include "stream_scene.h"

/* clang-format off */

/* XA1: partial: status partial, transcript, no audio, with the error; counted as partial */
SCENE(partial_has_a_transcript_and_no_audio,
      "watch outcome\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":1,\"act"
      "ion\":\"partial\",\"error_code\":\"MODEL_ERROR\",\"stage\":\"tts\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  * outcome f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 partial MODEL_ERROR tts retryable \"Simulated error\"\n"
      "  * outcome f1 partial\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "  * outcome f2 success\n"
      "A end s\n"
      "  A complete s total 3 in 0 ms success 2 partial 1 failed 0\n")

/* XA2: drop: never answered; at its turn it counts as failed and leaves what is in flight, and its
 * successors pass */
SCENE(dropped_fragments_are_never_answered,
      "watch outcome\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":1,\"act"
      "ion\":\"drop\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  * outcome f0 success\n"
      "  A ack f1\n"
      "  * outcome f1 failed, nobody told\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "  * outcome f2 success\n"
      "counts\n"
      "  attached 1 parked 0 inflight 0\n"
      "A end s\n"
      "  A complete s total 3 in 0 ms success 2 partial 0 failed 1\n")

/* XA3: drop: not before its turn */
SCENE(a_dropped_fragment_takes_its_turn,
      "set processing_delay_ms 100\n"
      "watch outcome\n"
      "A init s max=3\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"act"
      "ion\":\"delay\",\"delay_ms\":200},{\"trigger\":\"sequence_number\",\"value\":1,\"action"
      "\":\"drop\",\"delay_ms\":0}]}\n"
      "  configured rules 2 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 100 ms\n"
      "wait 299\n"
      "counts\n"
      "  attached 1 parked 0 inflight 3\n"
      "wait 1\n"
      "  +1 A processed 0 f0 success 300 ms\n"
      "  +1 * outcome f0 success\n"
      "  +1 * outcome f1 failed, nobody told\n"
      "  +1 A processed 2 f2 success 100 ms\n"
      "  +1 * outcome f2 success\n"
      "counts\n"
      "  attached 1 parked 0 inflight 0\n")

/* XA4: drop: who gave up waiting may send it again, and it is decided anew */
SCENE(a_dropped_fragment_can_come_again,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"action\":\"drop\",\"count\":1}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A end s\n"
      "  A complete s total 1 in 0 ms success 1 partial 0 failed 0\n")

/* XA5: delay: a success that is delay_ms late, in its place */
SCENE(delay_comes_on_top,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":1,\"act"
      "ion\":\"delay\",\"delay_ms\":500}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 100 ms\n"
      "wait 1000\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +600 A processed 1 f1 success 600 ms\n"
      "  +600 A processed 2 f2 success 100 ms\n")

/* XA6: delay: what takes longer than timeout_ms is late, not timed out */
SCENE(delay_suspends_the_time_out,
      "A init s timeout=1000\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"action\":\"delay\",\"delay_ms\":3000}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "wait 3000\n"
      "  +3000 A processed 0 f0 success 3000 ms\n")

/* XA7: duplicate: the result twice, counted once */
SCENE(duplicates_come_at_once_and_count_once,
      "watch outcome\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"act"
      "ion\":\"duplicate\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A processed 0 f0 success\n"
      "  * outcome f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "  * outcome f1 success\n"
      "A ack f0\n"
      "A end s\n"
      "  A complete s total 2 in 0 ms success 2 partial 0 failed 0\n")

/* XA8: reorder: sent after its successor */
SCENE(reordered_results_leave_after_the_next,
      "watch outcome\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"act"
      "ion\":\"reorder\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "counts\n"
      "  attached 1 parked 0 inflight 1\n"
      "A frag 1-2\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "  * outcome f1 success\n"
      "  A processed 0 f0 success\n"
      "  * outcome f0 success\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "  * outcome f2 success\n"
      "counts\n"
      "  attached 1 parked 0 inflight 0\n"
      "A end s\n"
      "  A complete s total 3 in 0 ms success 3 partial 0 failed 0\n")

/* XA9: reorder: of several in a row each leaves after its own successor */
SCENE(several_reordered_ones_leave_after_each_other,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"act"
      "ion\":\"reorder\"},{\"trigger\":\"sequence_number\",\"value\":1,\"action\":\"reorder\"}]"
      "}\n"
      "  configured rules 2 seed 7\n"
      "A frag 0-3\n"
      "  A ack f0\n"
      "  A ack f1\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "  A processed 1 f1 success\n"
      "  A processed 0 f0 success\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n")

/* XA10: reorder: at latest after 1 s */
SCENE(a_reordered_result_waits_a_second_at_most,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"action\":\"reorder\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "wait 999\n"
      "wait 1\n"
      "  +1 A processed 0 f0 success\n"
      "counts\n"
      "  attached 1 parked 0 inflight 0\n")

/* XA10: reorder: those that have waited equally long leave in their order */
SCENE(reordered_results_of_one_moment_leave_in_order,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"action\":\"reorder\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0\n"
      "  A ack f1\n"
      "  A ack f2\n"
      "wait 1000\n"
      "  +1000 A processed 0 f0 success\n"
      "  +1000 A processed 1 f1 success\n"
      "  +1000 A processed 2 f2 success\n")

/* XA11: reorder: at latest at stream:end */
SCENE(the_end_releases_a_reordered_result,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"action\":\"reorder\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A ack f1\n"
      "A end s\n"
      "  A processed 1 f1 success\n"
      "  A processed 0 f0 success\n"
      "  A complete s total 2 in 0 ms success 2 partial 0 failed 0\n")

/* XA12: reorder: at stream:end what is in work leaves first */
SCENE(a_reordered_result_waits_for_who_is_in_work_at_the_end,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "A faults {\"enabled\":true,\"rules\":[{\"action\":\"reorder\",\"trigger\":\"sequence_num"
      "ber\",\"value\":1}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 1\n"
      "  A ack f1 in 100 ms\n"
      "A delay {\"delay_ms\":300}\n"
      "  configured rules 0 seed 7\n"
      "A frag 2\n"
      "  A ack f2 in 300 ms\n"
      "wait 150\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "A end s\n"
      "wait 300\n"
      "  +150 A processed 2 f2 success 300 ms\n"
      "  +150 A processed 1 f1 success 100 ms\n"
      "  +150 A complete s total 3 in 300 ms success 3 partial 0 failed 0\n")

/* XA13: reorder: what waits when the connection is lost leaves on the next one */
SCENE(a_reordered_result_outlives_its_connection,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"act"
      "ion\":\"reorder\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "A lost\n"
      "wait 1500\n"
      "B init s\n"
      "  B ready s max 3\n"
      "  B processed 0 f0 success\n"
      "B end s\n"
      "  B complete s total 1 in 1500 ms success 1 partial 0 failed 0\n")

/* XA14: reorder: a new run gives up what waits */
SCENE(a_new_run_drops_a_reordered_result,
      "watch outcome\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"act"
      "ion\":\"reorder\",\"count\":1}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "A lost\n"
      "B init s\n"
      "  B ready s max 3\n"
      "B frag 0 id=g0\n"
      "  * outcome f0 failed, nobody told\n"
      "  B ack g0\n"
      "  B processed 0 g0 success\n"
      "  * outcome g0 success\n"
      "counts\n"
      "  attached 1 parked 0 inflight 0\n"
      "B end s\n"
      "  B complete s total 2 in 0 ms success 1 partial 0 failed 1\n")

/* XA15: corrupt: other bytes, still valid base64 */
SCENE(corrupt_audio_is_other_audio_of_the_same_length,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":1,\"act"
      "ion\":\"corrupt\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-2 bytes=64\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success corrupt\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n")

/* XA16: corrupt: no audio stays no audio */
SCENE(nothing_to_corrupt,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"action\":\"corrupt\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0 bytes=0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 1 bytes=4\n"
      "  A ack f1\n"
      "  A processed 1 f1 success corrupt\n")

/* XA17: corrupt, drop: the same again after a take-over; duplicate: once */
SCENE(a_corrupt_result_stays_as_it_is,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"act"
      "ion\":\"corrupt\"},{\"trigger\":\"sequence_number\",\"value\":1,\"action\":\"duplicate\""
      "},{\"trigger\":\"sequence_number\",\"value\":2,\"action\":\"drop\"}]}\n"
      "  configured rules 3 seed 7\n"
      "A frag 0-2 bytes=16\n"
      "  A ack f0\n"
      "  A processed 0 f0 success corrupt\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "  A processed 1 f1 success\n"
      "  A ack f2\n"
      "A lost\n"
      "B init s\n"
      "  B ready s max 3\n"
      "B frag 0-2 bytes=16\n"
      "  B ack f0\n"
      "  B processed 0 f0 success corrupt\n"
      "  B ack f1\n"
      "  B processed 1 f1 success\n"
      "  B ack f2\n"
      "B frag 0 bytes=16\n"
      "  B ack f0\n"
      "  B processed 0 f0 success corrupt\n")

/* XA18: no_ack: fragment:ack is withheld, and with it the Socket.IO acknowledgement that would say
 * the same */
SCENE(the_ack_is_withheld,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":1,\"act"
      "ion\":\"no_ack\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A is not acked\n"
      "  A processed 1 f1 success\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n")

/* XA19: disconnect: the connection is lost when the turn of the fragment has come; its result
 * leaves on the next one */
SCENE(the_connection_is_lost_at_its_turn,
      "set processing_delay_ms 100\n"
      "A init s max=3\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":1,\"act"
      "ion\":\"disconnect\",\"mode\":\"reset\",\"refuse_ms\":2000}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 100 ms\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A loses its connection: reset 1011, refused for 2000 ms\n"
      "counts\n"
      "  attached 0 parked 1 inflight 2\n"
      "B init s\n"
      "  B ready s max 3\n"
      "  B processed 1 f1 success 100 ms\n"
      "  B processed 2 f2 success 100 ms\n")

/* XA20: disconnect: every mode; the result leaves on the next connection, after stall too */
SCENE(every_way_to_lose_a_connection,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"act"
      "ion\":\"disconnect\"},{\"trigger\":\"sequence_number\",\"value\":1,\"action\":\"disconne"
      "ct\",\"mode\":\"close\",\"code\":4000},{\"trigger\":\"sequence_number\",\"value\":2,\"ac"
      "tion\":\"disconnect\",\"mode\":\"fin\"},{\"trigger\":\"sequence_number\",\"value\":3,\"a"
      "ction\":\"disconnect\",\"mode\":\"stall\"}]}\n"
      "  configured rules 4 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "wait 0\n"
      "  +0 A loses its connection: server_disconnect 1011\n"
      "B init s\n"
      "  B ready s max 3\n"
      "  B processed 0 f0 success\n"
      "B frag 1\n"
      "  B ack f1\n"
      "wait 0\n"
      "  +0 B loses its connection: close 4000\n"
      "C init s\n"
      "  C ready s max 3\n"
      "  C processed 1 f1 success\n"
      "C frag 2\n"
      "  C ack f2\n"
      "wait 0\n"
      "  +0 C loses its connection: fin 1011\n"
      "D init s\n"
      "  D ready s max 3\n"
      "  D processed 2 f2 success\n"
      "D frag 3\n"
      "  D ack f3\n"
      "wait 0\n"
      "  +0 D loses its connection: stall 1011\n"
      "E init s\n"
      "  E ready s max 3\n"
      "  E processed 3 f3 success\n"
      "  D disconnected for E\n"
      "E frag 3\n"
      "  E ack f3\n"
      "  E processed 3 f3 success\n")

/* XA21: disconnect: where streams are not kept the stream ends */
SCENE(without_resume_a_disconnect_ends_the_stream,
      "set resume_window_ms 0\n"
      "watch ended outcome\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":1,\"act"
      "ion\":\"disconnect\",\"mode\":\"fin\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  * outcome f0 success\n"
      "  A ack f1\n"
      "  A ack f2\n"
      "wait 0\n"
      "  +0 A loses its connection: fin 1011\n"
      "  +0 * outcome f1 failed, nobody told\n"
      "  +0 * outcome f2 failed, nobody told\n"
      "  +0 * ended s: the connection was lost and streams are not kept, failed 2\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n")

/* XA22: the observer is told rule, action, seed and attempt of each fault */
SCENE(the_observer_is_told_of_faults,
      "watch fault accepted\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"seed\":11,\"rules\":[{\"trigger\":\"nth_fragment\",\"value"
      "\":2,\"action\":\"delay\",\"delay_ms\":5},{\"trigger\":\"sequence_number\",\"value\":2,"
      "\"error_code\":\"GPU_OOM\"}]}\n"
      "  configured rules 2 seed 11\n"
      "A frag 0-2\n"
      "  * accepted f0 0 4 attempt 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  * accepted f1 1 4 attempt 0\n"
      "  * fault f1 rule 0 delay seed 11 attempt 0\n"
      "  A ack f1\n"
      "  * accepted f2 2 4 attempt 0\n"
      "  * fault f2 rule 1 fail seed 11 attempt 0\n"
      "  A ack f2\n"
      "A frag 2\n"
      "  A error INVALID_SEQUENCE f2 duplicate_fragment expected 3 received 2\n")

/* XA23: error_code is required for fail, partial and deliver_as error, and ignored otherwise */
SCENE(a_rule_without_a_code_needs_none,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{}]}\n"
      "  invalid: /rules/0 lacks the member \"error_code\"\n"
      "A faults {\"enabled\":true,\"rules\":[{\"action\":\"partial\"}]}\n"
      "  invalid: /rules/0 lacks the member \"error_code\"\n"
      "A faults {\"enabled\":true,\"rules\":[{\"action\":\"drop\",\"deliver_as\":\"error\"}]}\n"
      "  invalid: /rules/0 lacks the member \"error_code\"\n"
      "A faults {\"enabled\":true,\"rules\":[{\"action\":\"duplicate\",\"error_code\":\"TIMEOUT"
      "\"},{\"action\":\"drop\"}]}\n"
      "  configured rules 2 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A processed 0 f0 success\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(partial_has_a_transcript_and_no_audio),
        cmocka_unit_test(dropped_fragments_are_never_answered),
        cmocka_unit_test(a_dropped_fragment_takes_its_turn),
        cmocka_unit_test(a_dropped_fragment_can_come_again),
        cmocka_unit_test(delay_comes_on_top),
        cmocka_unit_test(delay_suspends_the_time_out),
        cmocka_unit_test(duplicates_come_at_once_and_count_once),
        cmocka_unit_test(reordered_results_leave_after_the_next),
        cmocka_unit_test(several_reordered_ones_leave_after_each_other),
        cmocka_unit_test(a_reordered_result_waits_a_second_at_most),
        cmocka_unit_test(reordered_results_of_one_moment_leave_in_order),
        cmocka_unit_test(the_end_releases_a_reordered_result),
        cmocka_unit_test(a_reordered_result_waits_for_who_is_in_work_at_the_end),
        cmocka_unit_test(a_reordered_result_outlives_its_connection),
        cmocka_unit_test(a_new_run_drops_a_reordered_result),
        cmocka_unit_test(corrupt_audio_is_other_audio_of_the_same_length),
        cmocka_unit_test(nothing_to_corrupt),
        cmocka_unit_test(a_corrupt_result_stays_as_it_is),
        cmocka_unit_test(the_ack_is_withheld),
        cmocka_unit_test(the_connection_is_lost_at_its_turn),
        cmocka_unit_test(every_way_to_lose_a_connection),
        cmocka_unit_test(without_resume_a_disconnect_ends_the_stream),
        cmocka_unit_test(the_observer_is_told_of_faults),
        cmocka_unit_test(a_rule_without_a_code_needs_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
