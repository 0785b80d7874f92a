/* Processing (protocol §5): slots, times, retries. */
#include "stream_scene.h"

/* A line of a scene is a line: */
/* clang-format off */

/* P1: at most max_inflight are processed at once; the others wait. */
SCENE(so_many_are_processed_at_once,
      "watch started queue\n"
      "set processing_delay_ms 100\n"
      "A init s max=2\n"
      "  A ready s max 2\n"
      "A frag 0-3\n"
      "  A ack f0 in 100 ms\n"
      "  * started f0 after 0 ms\n"
      "  A ack f1 in 100 ms\n"
      "  * started f1 after 0 ms\n"
      "  A ack f2 in 200 ms\n"
      "  * queue 1\n"
      "  A backpressure medium slow_down 500 ms inflight 3 queue 1\n"
      "  A ack f3 behind 1 in 200 ms\n"
      "  * queue 2\n"
      "wait 100\n"
      "  +100 * started f2 after 100 ms\n"
      "  +100 * queue 1\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 * started f3 after 100 ms\n"
      "  +100 * queue 0\n"
      "  +100 A processed 1 f1 success 100 ms\n"
      "  +100 A backpressure low none inflight 2 queue 0\n"
      "wait 100\n"
      "  +100 A processed 2 f2 success 100 ms\n"
      "  +100 A processed 3 f3 success 100 ms\n")

/* P2: fragments start in sequence order. */
SCENE(those_that_wait_start_in_order,
      "watch started\n"
      "set processing_delay_ms 100\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "  * started f0 after 0 ms\n"
      "A frag 3\n"
      "  A ack f3 in 200 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "A frag 1\n"
      "  A ack f1 in 200 ms\n"
      "A frag 2\n"
      "  A ack f2 behind 1 in 300 ms\n"
      "wait 400\n"
      "  +100 * started f1 after 100 ms\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +200 * started f2 after 200 ms\n"
      "  +200 A processed 1 f1 success 100 ms\n"
      "  +300 * started f3 after 300 ms\n"
      "  +300 A processed 2 f2 success 100 ms\n"
      "  +300 A backpressure low none inflight 1 queue 0\n"
      "  +400 A processed 3 f3 success 100 ms\n")

/* P3: the processing delay counts from the start of processing. */
SCENE(the_delay_counts_from_the_start_of_processing,
      "set processing_delay_ms 100\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0-1\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "wait 199\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A backpressure low none inflight 1 queue 0\n"
      "wait 1\n"
      "  +1 A processed 1 f1 success 100 ms\n")

/* P4: timeout_ms runs from acceptance to the end of processing; then failed, TIMEOUT. */
SCENE(a_fragment_that_takes_too_long_fails,
      "set processing_delay_ms 1500\n"
      "A init s timeout=1000\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 1500 ms\n"
      "wait 1000\n"
      "  +1000 A processed 0 f0 failed TIMEOUT asr retryable \"not processed within 1000 ms\" "
      "1000 ms\n")

/* P5: it also runs while the fragment waits. */
SCENE(a_fragment_that_waits_too_long_fails,
      "set processing_delay_ms 900\n"
      "A init s max=1 timeout=1000\n"
      "  A ready s max 1\n"
      "A frag 0-2\n"
      "  A ack f0 in 900 ms\n"
      "  A ack f1 in 1800 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "  A ack f2 behind 1 in 2700 ms\n"
      "wait 1000\n"
      "  +900 A processed 0 f0 success 900 ms\n"
      "  +1000 A processed 1 f1 failed TIMEOUT asr retryable \"not processed within 1000 ms\" "
      "100 ms\n"
      "  +1000 A processed 2 f2 failed TIMEOUT asr retryable \"not processed within 1000 ms\"\n"
      "  +1000 A backpressure low none inflight 0 queue 0\n"
      "wait 1000\n")

/* P6: a result that only waits for its predecessor does not time out. */
SCENE(a_result_that_is_held_does_not_time_out,
      "set idle_timeout_ms 0\n"
      "set sequence_gap_ms 5000\n"
      "A init s timeout=1000\n"
      "  A ready s max 3\n"
      "A frag 1\n"
      "  A ack f1\n"
      "wait 5000\n"
      "  +5000 A error INVALID_SEQUENCE gap 0-0 expected 0 received 1\n"
      "  +5000 A processed 1 f1 success\n")

/* P7: finishing just at timeout_ms is in time. */
SCENE(finishing_at_the_time_out_is_in_time,
      "set processing_delay_ms 1000\n"
      "A init s timeout=1000\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 1000 ms\n"
      "wait 1000\n"
      "  +1000 A processed 0 f0 success 1000 ms\n")

/* P8: a failure that is retryable may be sent again with the same id and number: acked, processed
 * anew, replaced in the statistics. */
SCENE(a_retry_replaces_the_failure,
      "watch accepted outcome\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":1,\"err"
      "or_code\":\"MODEL_ERROR\",\"count\":1}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-2\n"
      "  * accepted f0 0 4 attempt 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  * outcome f0 success\n"
      "  * accepted f1 1 4 attempt 0\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "  * outcome f1 failed\n"
      "  * accepted f2 2 4 attempt 0\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "  * outcome f2 success\n"
      "A frag 1\n"
      "  * accepted f1 1 4 attempt 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "  * outcome f1 success\n"
      "A end s\n"
      "  A complete s total 3 in 0 ms success 3 partial 0 failed 0\n")

/* P9: a retry is sent when ready, outside the order. */
SCENE(a_retry_is_sent_outside_the_order,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"err"
      "or_code\":\"GPU_OOM\",\"count\":1,\"delay_ms\":0}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "A frag 1\n"
      "  A ack f1 in 100 ms\n"
      "wait 50\n"
      "A frag 2\n"
      "  A ack f2 in 100 ms\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "wait 100\n"
      "  +50 A processed 1 f1 success 100 ms\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A processed 2 f2 success 100 ms\n")

/* P10: a retry while the retry is in work is a duplicate. */
SCENE(a_retry_in_work_cannot_be_retried,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"count\":1,\"delay_ms"
      "\":0}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "A frag 0\n"
      "  A error INVALID_SEQUENCE f0 duplicate_fragment expected 1 received 0\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "A frag 0\n"
      "  A error INVALID_SEQUENCE f0 duplicate_fragment expected 1 received 0\n")

/* P11: a failure that is not retryable cannot be retried, nor one with another number. */
SCENE(a_final_failure_cannot_be_retried,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"err"
      "or_code\":\"MODEL_ERROR\",\"retryable\":false},{\"error_code\":\"MODEL_ERROR\"}]}\n"
      "  configured rules 2 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed MODEL_ERROR asr final \"Simulated error\"\n"
      "A frag 0\n"
      "  A error INVALID_SEQUENCE f0 duplicate_fragment expected 1 received 0\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "A frag 2 id=f1\n"
      "  A error INVALID_SEQUENCE f1 duplicate_fragment expected 2 received 2\n")

/* P12: stream:end waits for a retry. */
SCENE(the_end_waits_for_a_retry,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"TIMEOUT\",\"count\":1}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "  A processed 0 f0 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "A end s\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A complete s total 1 in 100 ms success 1 partial 0 failed 0\n")

/* P13: in flight = accepted and outcome not sent: worker acks do not enter into it. */
SCENE(worker_acks_do_not_lower_the_count_in_flight,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "counts\n"
      "  attached 1 parked 0 inflight 2\n"
      "A ack f0\n"
      "counts\n"
      "  attached 1 parked 0 inflight 2\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A processed 1 f1 success 100 ms\n"
      "counts\n"
      "  attached 1 parked 0 inflight 0\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(so_many_are_processed_at_once),
        cmocka_unit_test(those_that_wait_start_in_order),
        cmocka_unit_test(the_delay_counts_from_the_start_of_processing),
        cmocka_unit_test(a_fragment_that_takes_too_long_fails),
        cmocka_unit_test(a_fragment_that_waits_too_long_fails),
        cmocka_unit_test(a_result_that_is_held_does_not_time_out),
        cmocka_unit_test(finishing_at_the_time_out_is_in_time),
        cmocka_unit_test(a_retry_replaces_the_failure),
        cmocka_unit_test(a_retry_is_sent_outside_the_order),
        cmocka_unit_test(a_retry_in_work_cannot_be_retried),
        cmocka_unit_test(a_final_failure_cannot_be_retried),
        cmocka_unit_test(the_end_waits_for_a_retry),
        cmocka_unit_test(worker_acks_do_not_lower_the_count_in_flight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
