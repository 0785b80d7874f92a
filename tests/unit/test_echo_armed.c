/* What is armed, and what came of it (protocol §7, GET /control/armed). */
#include "stream_scene.h"

/* A line of a scene is a line: */
/* clang-format off */

#define TIMEOUT_AT(number) \
      "{\"trigger\":\"sequence_number\",\"value\":" #number ",\"error_code\":\"TIMEOUT\"}"
#define LATE "{\"action\":\"delay\",\"delay_ms\":1}"

/* XV1: hits are counted by rule; a rule whose number has passed cannot hit, and says why. */
SCENE(hits_are_counted_by_rule,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-2\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "A faults {\"enabled\":true,\"stream_id\":\"s\",\"rules\":[" TIMEOUT_AT(1) ","
      TIMEOUT_AT(4) ",{\"action\":\"no_ack\",\"count\":2}]}\n"
      "  configured rules 3 seed 7\n"
      "A frag 3-4\n"
      "  A is not acked\n"
      "  A processed 3 f3 success\n"
      "  A ack f4\n"
      "  A processed 4 f4 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "armed s\n"
      "  1 faults s decides\n"
      "    fail TIMEOUT, sequence_number 1: 0; sequence_number 1 has passed in this run: the stream expects 5\n"
      "    fail TIMEOUT, sequence_number 4: 1, last s 4\n"
      "    no_ack, every fragment, count 2: 1, last s 3\n")

/* XV2: hits stay when the stream is gone, and go on when it comes back; of a glob they are known of
 * each stream. */
SCENE(hits_outlive_the_stream,
      "A faults {\"enabled\":true,\"stream_id\":\"live-*\",\"rules\":[" TIMEOUT_AT(0) ","
      TIMEOUT_AT(9) "]}\n"
      "  configured rules 2 seed 7\n"
      "A init live-1\n"
      "  A ready live-1 max 3\n"
      "A frag 0 stream=live-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "A leave\n"
      "B init live-2\n"
      "  B ready live-2 max 3\n"
      "armed live-1\n"
      "  1 faults live-* decides\n"
      "    fail TIMEOUT, sequence_number 0: 1, last live-1 0\n"
      "    fail TIMEOUT, sequence_number 9: 0\n"
      "armed live-2\n"
      "  1 faults live-* decides\n"
      "    fail TIMEOUT, sequence_number 0: 0\n"
      "    fail TIMEOUT, sequence_number 9: 0\n"
      "armed *\n"
      "  1 faults live-*\n"
      "    fail TIMEOUT, sequence_number 0: 1, last live-1 0\n"
      "    fail TIMEOUT, sequence_number 9: 0\n"
      "C init live-1\n"
      "  C ready live-1 max 3\n"
      "C frag 0 stream=live-1\n"
      "  C ack f0\n"
      "  C processed 0 f0 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "armed live-1\n"
      "  1 faults live-* decides\n"
      "    fail TIMEOUT, sequence_number 0: 2, last live-1 0\n"
      "    fail TIMEOUT, sequence_number 9: 0\n")

/* XV3: what a stream armed for itself stays listed after it, until it is disarmed. */
SCENE(what_a_stream_armed_for_itself_outlives_it,
      "A init a*b\n"
      "  A ready a*b max 3\n"
      "A delay {\"delay_ms\":0}\n"
      "  configured rules 0 seed 7\n"
      "A faults {\"enabled\":true,\"rules\":[" TIMEOUT_AT(0) "," TIMEOUT_AT(1) "]}\n"
      "  configured rules 2 seed 7\n"
      "A frag 0 stream=a*b\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "A leave\n"
      "armed *\n"
      "  1 delay a\\*b\n"
      "    delay_ms 0, jitter_ms 0: 1, last a*b 0\n"
      "  2 faults a\\*b\n"
      "    fail TIMEOUT, sequence_number 0: 1, last a*b 0\n"
      "    fail TIMEOUT, sequence_number 1: 0; the stream that armed it for itself has gone\n"
      "reset a\n"
      "armed *\n"
      "  1 delay a\\*b\n"
      "    delay_ms 0, jitter_ms 0: 1, last a*b 0\n"
      "  2 faults a\\*b\n"
      "    fail TIMEOUT, sequence_number 0: 1, last a*b 0\n"
      "    fail TIMEOUT, sequence_number 1: 0; the stream that armed it for itself has gone\n"
      "B init a*b\n"
      "  B ready a*b max 3\n"
      "B faults {\"enabled\":true,\"rules\":[" TIMEOUT_AT(3) "]}\n"
      "  configured rules 1 seed 7\n"
      "armed *\n"
      "  1 delay a\\*b\n"
      "    delay_ms 0, jitter_ms 0: 1, last a*b 0\n"
      "  3 faults a\\*b\n"
      "    fail TIMEOUT, sequence_number 3: 0\n"
      "reset a*\n"
      "armed *\n")

/* XV4: what takes another's place is told, and a configuration that replaces another begins anew. */
SCENE(what_is_armed_closer_takes_the_place_of_a_glob,
      "A faults {\"enabled\":true,\"stream_id\":\"*\",\"rules\":[" TIMEOUT_AT(5) "]}\n"
      "  configured rules 1 seed 7\n"
      "A faults {\"enabled\":true,\"stream_id\":\"s\",\"rules\":[" TIMEOUT_AT(0) "]}\n"
      "  configured rules 1 seed 7\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "armed s\n"
      "  1 faults *\n"
      "    fail TIMEOUT, sequence_number 5: 0; number 2, which is armed for this stream, takes its place\n"
      "  2 faults s decides\n"
      "    fail TIMEOUT, sequence_number 0: 1, last s 0\n"
      "A faults {\"enabled\":true,\"stream_id\":\"s\",\"rules\":[" LATE "]}\n"
      "  configured rules 1 seed 7\n"
      "A faults {\"enabled\":false,\"stream_id\":\"*\"}\n"
      "  configured rules 0 seed 7\n"
      "A faults {\"enabled\":true,\"stream_id\":\"s\",\"rules\":[" LATE "]}\n"
      "  configured rules 1 seed 7\n"
      "armed s\n"
      "  4 faults s decides\n"
      "    delay, every fragment: 0\n")

/* XV5: of a completed stream no rule can hit, until a new run begins. */
SCENE(a_completed_stream_cannot_be_hit,
      "A faults {\"enabled\":true,\"stream_id\":\"s\",\"rules\":[" TIMEOUT_AT(0) "]}\n"
      "  configured rules 1 seed 7\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "armed s\n"
      "  1 faults s decides\n"
      "    fail TIMEOUT, sequence_number 0: 0; the stream is completed. Only a new run of it can be hit\n")

/* XV6: backpressure hits when it calls for a level, not when it gives the all-clear. */
SCENE(backpressure_hits_where_it_calls_for_a_level,
      "A init s max=10\n"
      "  A ready s max 10\n"
      "A backpressure {\"enabled\":true,\"threshold\":2}\n"
      "  configured rules 0 seed 7\n"
      "A delay {\"delay_ms\":10}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0\n"
      "  A ack f0 in 10 ms\n"
      "armed s\n"
      "  1 backpressure s decides\n"
      "    severity high, action pause, threshold 2: 0\n"
      "  2 delay s decides\n"
      "    delay_ms 10, jitter_ms 0: 1, last s 0\n"
      "A frag 1\n"
      "  A ack f1 in 10 ms\n"
      "  A backpressure high pause 1000 ms inflight 2 queue 0\n"
      "wait 20\n"
      "  +10 A processed 0 f0 success 10 ms\n"
      "  +10 A backpressure low none inflight 1 queue 0\n"
      "  +10 A processed 1 f1 success 10 ms\n"
      "armed s\n"
      "  1 backpressure s decides\n"
      "    severity high, action pause, threshold 2: 1, last s 2\n"
      "  2 delay s decides\n"
      "    delay_ms 10, jitter_ms 0: 2, last s 1\n")

/* XV7: a scenario is listed with its streams, and each step with what it arms; steps are told when a
 * stream comes to them. */
SCENE(steps_of_a_scenario_are_told,
      "watch stepped acting\n"
      "scenario {\"name\":\"x\",\"stream_id\":\"s*\",\"steps\":["
      "{\"faults\":{\"rules\":[" TIMEOUT_AT(0) "]},\"until\":{\"count\":1}},"
      "{\"delay\":{\"delay_ms\":0},\"until\":{\"after_ms\":50}},"
      "{\"faults\":{\"rules\":[" TIMEOUT_AT(9) "]},\"until\":{\"event\":\"stream:pause\"}}]}\n"
      "  loaded 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "  * stepped s to 0 of x: begun\n"
      "  * acting on s: faults 2\n"
      "A frag 0\n"
      "  * stepped s to 1 of x: count\n"
      "  * acting on s: faults\n"
      "  * acting on s: delay 3\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "armed s\n"
      "  1 scenario s*\n"
      "    s at 1\n"
      "  2 faults s* of step 0 decides\n"
      "    fail TIMEOUT, sequence_number 0: 1, last s 0\n"
      "  3 delay s* of step 1 decides\n"
      "    delay_ms 0, jitter_ms 0: 0\n"
      "  4 faults s* of step 2 decides\n"
      "    fail TIMEOUT, sequence_number 9: 0\n"
      "wait 50\n"
      "  +50 * stepped s to 2 of x: after_ms\n"
      "  +50 * acting on s: faults 4\n"
      "  +50 * acting on s: delay\n"
      "A pause s\n"
      "  * stepped s to 3 of x: event\n"
      "  * acting on s: faults\n"
      "armed s\n"
      "  1 scenario s*\n"
      "    s at 3\n"
      "  2 faults s* of step 0 decides\n"
      "    fail TIMEOUT, sequence_number 0: 1, last s 0\n"
      "  3 delay s* of step 1 decides\n"
      "    delay_ms 0, jitter_ms 0: 0; the stream has left this step of its scenario\n"
      "  4 faults s* of step 2 decides\n"
      "    fail TIMEOUT, sequence_number 9: 0; the stream has left this step of its scenario\n"
      "unload x\n"
      "  unloaded 1\n"
      "armed *\n")

/* XV8: what decides about a stream is told once it begins, and when it changes. */
SCENE(what_decides_about_a_stream_is_told,
      "watch acting\n"
      "A faults {\"enabled\":true,\"stream_id\":\"*\",\"rules\":[" TIMEOUT_AT(5) "]}\n"
      "  configured rules 1 seed 7\n"
      "A init s\n"
      "  A ready s max 3\n"
      "  * acting on s: faults 1\n"
      "A faults {\"enabled\":true,\"stream_id\":\"s\",\"rules\":[" TIMEOUT_AT(7) "]}\n"
      "  * acting on s: faults 2\n"
      "  configured rules 1 seed 7\n"
      "A delay {\"delay_ms\":0}\n"
      "  * acting on s: delay 3\n"
      "  configured rules 0 seed 7\n"
      "A faults {\"enabled\":false,\"stream_id\":\"s\"}\n"
      "  * acting on s: faults 1\n"
      "  configured rules 0 seed 7\n"
      "reset *\n"
      "A frag 0\n"
      "  * acting on s: faults\n"
      "  * acting on s: delay\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* XV9: disconnects that are to come and refusals that run are listed until they are over. */
SCENE(disconnects_and_refusals_are_listed,
      "disconnect {\"stream_id\":\"s\",\"delay_ms\":100,\"refuse_ms\":1000}\n"
      "  scheduled\n"
      "armed s\n"
      "  1 disconnect s for 100 ms\n"
      "wait 100\n"
      "  +100 streams (s) refused for 1000 ms\n"
      "attempt s\n"
      "  refused for 1000 ms, attempt 1\n"
      "armed *\n"
      "  2 refusal s refused 1 for 1000 ms\n"
      "wait 1000\n"
      "armed *\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_are_counted_by_rule),
        cmocka_unit_test(hits_outlive_the_stream),
        cmocka_unit_test(what_a_stream_armed_for_itself_outlives_it),
        cmocka_unit_test(what_is_armed_closer_takes_the_place_of_a_glob),
        cmocka_unit_test(a_completed_stream_cannot_be_hit),
        cmocka_unit_test(backpressure_hits_where_it_calls_for_a_level),
        cmocka_unit_test(steps_of_a_scenario_are_told),
        cmocka_unit_test(what_decides_about_a_stream_is_told),
        cmocka_unit_test(disconnects_and_refusals_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
