/* Resume (protocol §4): parked streams, take-overs, retransmissions, new runs. */
#include "stream_scene.h"

/* A line of a scene is a line: */
/* clang-format off */

/* R1: a lost transport parks the stream; the same stream_id and worker_id take it over; state,
 * session, statistics are kept. */
SCENE(a_lost_stream_is_resumed,
      "watch parked resumed ended\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-2\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "A lost\n"
      "  * parked s\n"
      "counts\n"
      "  attached 0 parked 1 inflight 0\n"
      "wait 119999\n"
      "A init s max=5\n"
      "  * resumed s\n"
      "  A ready s max 5\n"
      "A frag 3\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n"
      "A end s\n"
      "  A complete s total 4 in 119999 ms success 4 partial 0 failed 0\n")

/* R2: it is parked for RESUME_WINDOW_MS, then it ends. */
SCENE(a_parked_stream_expires,
      "watch ended\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A lost\n"
      "wait 120000\n"
      "  +120000 * ended s: it was not resumed in time, failed 0\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A end s\n"
      "  A complete s total 1 in 0 ms success 1 partial 0 failed 0\n")

/* R3: RESUME_WINDOW_MS=0: never. */
SCENE(without_a_window_nothing_is_parked,
      "watch ended\n"
      "set resume_window_ms 0\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A lost\n"
      "  * ended s: the connection was lost and streams are not kept, failed 0\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* R4: a newer connection takes over while the old one still looks open; that one gets DISCONNECT.
 * */
SCENE(a_newer_connection_takes_over,
      "watch resumed\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "B init s\n"
      "  * resumed s from a connection\n"
      "  B ready s max 3\n"
      "  A disconnected for B\n"
      "B frag 1\n"
      "  B ack f1\n"
      "  B processed 1 f1 success\n"
      "counts\n"
      "  attached 1 parked 0 inflight 0\n")

/* R5: the old connection's end does not touch the stream. */
SCENE(the_end_of_the_old_connection_touches_nothing,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A lost\n"
      "B init s\n"
      "  B ready s max 3\n"
      "B frag 1\n"
      "  B ack f1\n"
      "  B processed 1 f1 success\n"
      "A ack f0\n"
      "A leave\n"
      "B frag 2\n"
      "  B ack f2\n"
      "  B processed 2 f2 success\n"
      "counts\n"
      "  attached 1 parked 0 inflight 0\n")

/* R6: a foreign worker_id on a live stream gets INVALID_CONFIG with its state. */
SCENE(a_foreign_worker_cannot_take_a_live_stream,
      "A init s\n"
      "  A ready s max 3\n"
      "A pause s\n"
      "B init s worker=x\n"
      "  B error INVALID_CONFIG state paused\n"
      "A resume s\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* R7: and on a parked one. */
SCENE(a_foreign_worker_cannot_take_a_parked_stream,
      "A init s\n"
      "  A ready s max 3\n"
      "A lost\n"
      "B init s worker=x\n"
      "  B error INVALID_CONFIG state parked\n"
      "A init s\n"
      "  A ready s max 3\n")

/* R8: results that were ready meanwhile are sent after stream:ready, in order, once. */
SCENE(unsent_results_come_after_ready_in_order,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-2\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 100 ms\n"
      "A lost\n"
      "wait 1000\n"
      "A init s\n"
      "  A ready s max 3\n"
      "  A processed 0 f0 success 100 ms\n"
      "  A processed 1 f1 success 100 ms\n"
      "  A processed 2 f2 success 100 ms\n"
      "A frag 3\n"
      "  A ack f3 in 100 ms\n"
      "wait 100\n"
      "  +100 A processed 3 f3 success 100 ms\n"
      "A end s\n"
      "  A complete s total 4 in 1100 ms success 4 partial 0 failed 0\n")

/* R9: fragments still in work go on. */
SCENE(work_goes_on_while_parked,
      "set processing_delay_ms 500\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 500 ms\n"
      "A lost\n"
      "wait 300\n"
      "A init s\n"
      "  A ready s max 3\n"
      "wait 200\n"
      "  +200 A processed 0 f0 success 500 ms\n")

/* R10: then stream:complete if it was due. */
SCENE(complete_comes_after_the_resume_if_it_was_due,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "A end s\n"
      "A lost\n"
      "wait 1000\n"
      "A init s\n"
      "  A ready s max 3\n"
      "  A processed 0 f0 success 100 ms\n"
      "  A processed 1 f1 success 100 ms\n"
      "  A complete s total 2 in 1000 ms success 2 partial 0 failed 0\n"
      "wait 5000\n"
      "  +5000 A disconnected\n")

/* R11: a known id with a result: the result again, counted once. */
SCENE(a_retransmission_gets_the_result_again,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A end s\n"
      "  A complete s total 2 in 0 ms success 2 partial 0 failed 0\n")

/* R12: a known id still in work: ack only. */
SCENE(a_retransmission_of_work_gets_an_ack,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n")

/* R13: number 0 with a new id while more is expected: a new run; what was unfinished is dropped and
 * counted failed. */
SCENE(number_0_begins_a_new_run,
      "watch outcome\n"
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 * outcome f0 success\n"
      "A frag 1-2\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 100 ms\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0 id=g0\n"
      "  * outcome f1 failed, nobody told\n"
      "  * outcome f2 failed, nobody told\n"
      "  A ack g0 in 100 ms\n"
      "A frag 1 id=g1\n"
      "  A ack g1 in 100 ms\n"
      "wait 100\n"
      "  +100 A processed 0 g0 success 100 ms\n"
      "  +100 * outcome g0 success\n"
      "  +100 A processed 1 g1 success 100 ms\n"
      "  +100 * outcome g1 success\n"
      "A end s\n"
      "  A complete s total 5 in 200 ms success 3 partial 0 failed 2\n")

/* R14: numbers and ids start afresh with a new run. */
SCENE(a_new_run_starts_afresh,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-3\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0 id=g0\n"
      "  A ack g0\n"
      "  A processed 0 g0 success\n"
      "A frag 1 id=f1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "A frag 3 id=g3\n"
      "  A ack g3\n"
      "A frag 2 id=g2\n"
      "  A ack g2\n"
      "  A processed 2 g2 success\n"
      "  A processed 3 g3 success\n"
      "A end s\n"
      "  A complete s total 8 in 0 ms success 8 partial 0 failed 0\n")

/* R15: any other number goes by section 5. */
SCENE(other_numbers_after_a_resume_are_ordinary,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 4\n"
      "  A ack f4\n"
      "A frag 1 id=x\n"
      "  A error INVALID_SEQUENCE x duplicate_sequence expected 2 received 1\n"
      "wait 150\n"
      "  +150 A error INVALID_SEQUENCE gap 2-3 expected 2 received 4\n"
      "  +150 A processed 4 f4 success\n"
      "A frag 2\n"
      "  A error INVALID_SEQUENCE f2 late expected 5 received 2\n")

/* R16: without a take-over number 0 is a duplicate and a known id too. */
SCENE(without_a_resume_nothing_is_answered_from_memory,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "A frag 0\n"
      "  A error INVALID_SEQUENCE f0 duplicate_fragment expected 2 received 0\n"
      "A frag 0 id=x\n"
      "  A error INVALID_SEQUENCE x duplicate_sequence expected 2 received 0\n")

/* R17: what the worker has acknowledged is told again like the rest. */
SCENE(an_acknowledged_result_is_told_again,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "A ack f0\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n")

/* R18: RESUME_MAX_BYTES does not limit what is told again: the audio comes again too. */
SCENE(what_was_sent_is_told_again_without_being_kept,
      "set resume_max_bytes 0\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1 bytes=10000\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1 bytes=10000\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n")

/* R19: what waits unsent for a parked stream is bounded by it too. */
SCENE(unsent_results_of_a_parked_stream_are_bounded,
      "watch outcome\n"
      "set resume_max_bytes 25000\n"
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-2 bytes=10000\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 100 ms\n"
      "A lost\n"
      "  * outcome f0 failed, nobody told\n"
      "wait 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "  A processed 1 f1 success 100 ms\n"
      "  * outcome f1 success\n"
      "  A processed 2 f2 success 100 ms\n"
      "  * outcome f2 success\n"
      "A frag 0\n"
      "  A error INVALID_SEQUENCE f0 expired expected 3 received 0\n"
      "A frag 3\n"
      "  A ack f3 in 100 ms\n")

/* R20: state is kept: a paused stream is still paused. */
SCENE(a_paused_stream_is_still_paused,
      "A init s\n"
      "  A ready s max 3\n"
      "A pause s\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A error STREAM_NOT_FOUND f0 state paused\n"
      "A resume s\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* R21: max_inflight and timeout_ms are those of the new init. */
SCENE(the_new_init_counts,
      "set processing_delay_ms 1500\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A lost\n"
      "A init s max=2 timeout=1000\n"
      "  A ready s max 2\n"
      "A frag 0-2\n"
      "  A ack f0 in 1500 ms\n"
      "  A ack f1 in 1500 ms\n"
      "  A ack f2 in 3000 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 3 queue 1\n"
      "wait 1500\n"
      "  +1000 A processed 0 f0 failed TIMEOUT asr retryable \"not processed within 1000 ms\" "
      "1000 ms\n"
      "  +1000 A backpressure low none inflight 2 queue 0\n"
      "  +1000 A processed 1 f1 failed TIMEOUT asr retryable \"not processed within 1000 ms\" "
      "1000 ms\n"
      "  +1000 A processed 2 f2 failed TIMEOUT asr retryable \"not processed within 1000 ms\"\n")

/* R22: faults are kept. */
SCENE(faults_are_kept,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":1,\"err"
      "or_code\":\"GPU_OOM\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\"\n")

/* R23: a gap waits while nobody is there, and anew after the take-over. */
SCENE(a_gap_waits_while_parked,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 1\n"
      "  A ack f1\n"
      "A lost\n"
      "wait 1000\n"
      "A init s\n"
      "  A ready s max 3\n"
      "wait 100\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A processed 1 f1 success\n"
      "A frag 3\n"
      "  A ack f3\n"
      "wait 150\n"
      "  +150 A error INVALID_SEQUENCE gap 2-2 expected 2 received 3\n"
      "  +150 A processed 3 f3 success\n")

/* R24: a failure sent before the take-over is sent again; after that it may be retried. */
SCENE(a_failure_is_told_again_before_it_is_retried,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"count\":1}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A end s\n"
      "  A complete s total 1 in 0 ms success 1 partial 0 failed 0\n")

/* R25: rate limits survive a take-over. */
SCENE(the_rate_survives_a_take_over,
      "set rate_limit_per_min 2\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 2\n"
      "  A error RATE_LIMIT f2: the server takes at most 2 fragments of a stream within a minute "
      "(RATE_LIMIT_FRAGMENTS_PER_MIN)\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* R26: a stream whose connection violated is parked and can be resumed. */
SCENE(a_stream_that_was_cut_off_can_be_resumed,
      "set processing_delay_ms 100\n"
      "set queue_max_depth 1\n"
      "set flow_violation_limit 1\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0-2\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure high pause 1000 ms inflight 2 queue 1\n"
      "  A error QUEUE_FULL f2: the server takes at most 1 waiting fragments of a stream "
      "(QUEUE_MAX_DEPTH); this happened 1 times in a row, so the connection is closed "
      "(FLOW_VIOLATION_LIMIT)\n"
      "  A disconnected\n"
      "wait 200\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "  A processed 0 f0 success 100 ms\n"
      "  A processed 1 f1 success 100 ms\n"
      "A frag 2\n"
      "  A ack f2 in 100 ms\n"
      "wait 100\n"
      "  +100 A processed 2 f2 success 100 ms\n")

/* R27: a stream:init of the same worker with an own completed stream takes the parked one over. */
SCENE(a_connection_with_a_completed_stream_can_take_over,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A lost\n"
      "B init t\n"
      "  B ready t max 3\n"
      "B end t\n"
      "  B complete t total 0 in 0 ms success 0 partial 0 failed 0\n"
      "B init s\n"
      "  B ready s max 3\n"
      "B frag 1\n"
      "  B ack f1\n"
      "  B processed 1 f1 success\n"
      "counts\n"
      "  attached 1 parked 0 inflight 0\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lost_stream_is_resumed),
        cmocka_unit_test(a_parked_stream_expires),
        cmocka_unit_test(without_a_window_nothing_is_parked),
        cmocka_unit_test(a_newer_connection_takes_over),
        cmocka_unit_test(the_end_of_the_old_connection_touches_nothing),
        cmocka_unit_test(a_foreign_worker_cannot_take_a_live_stream),
        cmocka_unit_test(a_foreign_worker_cannot_take_a_parked_stream),
        cmocka_unit_test(unsent_results_come_after_ready_in_order),
        cmocka_unit_test(work_goes_on_while_parked),
        cmocka_unit_test(complete_comes_after_the_resume_if_it_was_due),
        cmocka_unit_test(a_retransmission_gets_the_result_again),
        cmocka_unit_test(a_retransmission_of_work_gets_an_ack),
        cmocka_unit_test(number_0_begins_a_new_run),
        cmocka_unit_test(a_new_run_starts_afresh),
        cmocka_unit_test(other_numbers_after_a_resume_are_ordinary),
        cmocka_unit_test(without_a_resume_nothing_is_answered_from_memory),
        cmocka_unit_test(an_acknowledged_result_is_told_again),
        cmocka_unit_test(what_was_sent_is_told_again_without_being_kept),
        cmocka_unit_test(unsent_results_of_a_parked_stream_are_bounded),
        cmocka_unit_test(a_paused_stream_is_still_paused),
        cmocka_unit_test(the_new_init_counts),
        cmocka_unit_test(faults_are_kept),
        cmocka_unit_test(a_gap_waits_while_parked),
        cmocka_unit_test(a_failure_is_told_again_before_it_is_retried),
        cmocka_unit_test(the_rate_survives_a_take_over),
        cmocka_unit_test(a_stream_that_was_cut_off_can_be_resumed),
        cmocka_unit_test(a_connection_with_a_completed_stream_can_take_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
