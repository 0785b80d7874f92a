/* What a reset releases, and what is left of a stream that is deleted (docs/control.md). */
#include "stream_scene.h"

/* clang-format off */

/* XD1: results that a delay holds back come at once; those that a rule delays too, and as decided */
SCENE(a_reset_releases_results,
      "A init s\n"
      "  A ready s max 3\n"
      "A delay {\"delay_ms\":60000}\n"
      "  configured rules 0 seed 7\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":1,\"error_code\":"
      "\"TIMEOUT\",\"delay_ms\":30000},{\"trigger\":\"sequence_number\",\"value\":2,\"action\":\"delay\","
      "\"delay_ms\":30000}]}\n"
      "  configured rules 2 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0 in 60000 ms\n"
      "  A ack f1 in 60000 ms\n"
      "  A ack f2 in 60000 ms\n"
      "wait 40\n"
      "reset s\n"
      "wait 0\n"
      "  +0 A processed 0 f0 success 40 ms\n"
      "  +0 A processed 1 f1 failed TIMEOUT asr retryable \"Simulated error\" 40 ms\n"
      "  +0 A processed 2 f2 success 40 ms\n"
      "A frag 3\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n")

/* XD2: fragments that wait for processing take no longer than usual either */
SCENE(a_reset_releases_those_that_wait,
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A delay {\"delay_ms\":60000}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0-1\n"
      "  A ack f0 in 60000 ms\n"
      "  A ack f1 in 120000 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "reset *\n"
      "wait 0\n"
      "  +0 A processed 0 f0 success\n"
      "  +0 A processed 1 f1 success\n"
      "  +0 A backpressure low none inflight 0 queue 0\n")

/* XD3: what the server's own settings take, and what is still armed, is not cut short */
SCENE(a_reset_does_not_hurry_what_is_usual,
      "set processing_delay_ms 100\n"
      "A init s-1\n"
      "  A ready s-1 max 3\n"
      "B init other\n"
      "  B ready other max 3\n"
      "A delay {\"delay_ms\":5000,\"stream_id\":\"s-*\"}\n"
      "  configured rules 0 seed 7\n"
      "A delay {\"delay_ms\":7000,\"stream_id\":\"s-1\"}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0 stream=s-1\n"
      "  A ack f0 in 7000 ms\n"
      "B frag 0 stream=other\n"
      "  B ack f0 in 100 ms\n"
      "reset s-1\n"
      "wait 5000\n"
      "  +100 B processed 0 f0 success 100 ms\n"
      "  +5000 A processed 0 f0 success 5000 ms\n"
      "A frag 1 stream=s-1\n"
      "  A ack f1 in 5000 ms\n"
      "reset *\n"
      "wait 100\n"
      "  +100 A processed 1 f1 success 100 ms\n")

/* XD4: a result that was to leave after its successor leaves; a connection that was to be lost at
 * the turn of a fragment stays */
SCENE(a_reset_releases_turns,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"action\":"
      "\"reorder\"},{\"trigger\":\"sequence_number\",\"value\":1,\"action\":\"disconnect\",\"delay_ms\":50"
      "},{\"trigger\":\"sequence_number\",\"value\":2,\"action\":\"reorder\",\"delay_ms\":50}]}\n"
      "  configured rules 3 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0\n"
      "  A ack f1\n"
      "  A ack f2\n"
      "reset s\n"
      "wait 0\n"
      "  +0 A processed 0 f0 success\n"
      "  +0 A processed 1 f1 success\n"
      "  +0 A processed 2 f2 success\n"
      "wait 100\n")

/* XD5: what is released while the stream is parked waits for its worker */
SCENE(what_is_released_waits_for_the_worker,
      "A init s\n"
      "  A ready s max 3\n"
      "A delay {\"delay_ms\":60000}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0\n"
      "  A ack f0 in 60000 ms\n"
      "A lost\n"
      "reset s\n"
      "wait 0\n"
      "B init s\n"
      "  B ready s max 3\n"
      "  B processed 0 f0 success\n")

/* XD6: a deleted stream is gone, whatever it did; its connection can begin another */
SCENE(a_deleted_stream_is_gone,
      "watch ended\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A delay {\"delay_ms\":60000}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0\n"
      "  A ack f0 in 60000 ms\n"
      "delete s\n"
      "  * ended s: it was deleted, failed 1\n"
      "  deleted, connected\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* XD7: a parked one too: another worker may have its name, and numbers start afresh */
SCENE(a_parked_stream_is_deleted,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "A lost\n"
      "delete s\n"
      "  deleted, parked\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n"
      "B init s worker=other\n"
      "  B ready s max 3\n"
      "B frag 0\n"
      "  B ack f0\n"
      "  B processed 0 f0 success\n")

/* XD8: a completed one ends as completed, and its connection is not closed later */
SCENE(a_completed_stream_is_deleted,
      "watch ended\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "delete s\n"
      "  * ended s: completed, failed 0\n"
      "  deleted, connected\n"
      "wait 10000\n")

/* XD9: its next stream begins the scenario of a glob anew, and counts of rules too */
SCENE(the_next_stream_of_the_name_begins_anew,
      "scenario {\"stream_id\":\"s*\",\"steps\":[{\"faults\":{\"rules\":[{\"error_code\":\"TIMEOUT\"}]},"
      "\"until\":{\"count\":1}},{\"until\":{\"event\":\"stream:end\"}}]}\n"
      "  loaded 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "delete s\n"
      "  deleted, connected\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reset_releases_results),
        cmocka_unit_test(a_reset_releases_those_that_wait),
        cmocka_unit_test(a_reset_does_not_hurry_what_is_usual),
        cmocka_unit_test(a_reset_releases_turns),
        cmocka_unit_test(what_is_released_waits_for_the_worker),
        cmocka_unit_test(a_deleted_stream_is_gone),
        cmocka_unit_test(a_parked_stream_is_deleted),
        cmocka_unit_test(a_completed_stream_is_deleted),
        cmocka_unit_test(the_next_stream_of_the_name_begins_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
