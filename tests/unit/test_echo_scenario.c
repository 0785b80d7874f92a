/* Scenarios: steps that each stream goes through at its own place (docs/faults.md). */
#include "stream_scene.h"

/* clang-format off */

/* XS1: five TIMEOUTs, then refused for 2 s, then well */
SCENE(five_timeouts_then_refused_then_well,
      "scenario {\"name\":\"breaker\",\"stream_id\":\"live-*\",\"steps\":[{\"faults\":{\"rules"
      "\":[{\"error_code\":\"TIMEOUT\"}]},\"until\":{\"count\":5}},{\"disconnect\":{\"mode\":\""
      "reset\",\"refuse_ms\":2000}}]}\n"
      "  loaded 1\n"
      "A init live-1\n"
      "  A ready live-1 max 3\n"
      "A frag 0-3 stream=live-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "  A ack f2\n"
      "  A processed 2 f2 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "  A ack f3\n"
      "  A processed 3 f3 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "look live-1\n"
      "  faults [{\"error_code\":\"TIMEOUT\"}] seed 7 scenario breaker step 0\n"
      "A frag 4 stream=live-1\n"
      "  A ack f4\n"
      "  A processed 4 f4 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "look live-1\n"
      "  scenario breaker step 1\n"
      "wait 0\n"
      "  +0 streams (live-1) refused for 2000 ms\n"
      "  +0 A loses its connection: reset 1011, refusing for 2000 ms\n"
      "wait 2000\n"
      "look live-1\n"
      " \n"
      "B init live-1\n"
      "  B ready live-1 max 3\n"
      "B frag 5 stream=live-1\n"
      "  B ack f5\n"
      "  B processed 5 f5 success\n")

/* XS2: a disconnect waits for the outcomes of the fragments that were counted; what comes
 * meanwhile is well */
SCENE(the_connection_is_lost_when_the_counted_ones_are_answered,
      "set processing_delay_ms 100\n"
      "A init s max=5\n"
      "  A ready s max 5\n"
      "scenario {\"steps\":[{\"faults\":{\"rules\":[{\"error_code\":\"GPU_OOM\"}]},\"until\":{"
      "\"count\":2}},{\"disconnect\":{\"mode\":\"fin\"}}]}\n"
      "  loaded 1\n"
      "A frag 0-2\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 100 ms\n"
      "wait 100\n"
      "  +100 A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\" 100 ms\n"
      "  +100 A processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\" 100 ms\n"
      "  +100 A processed 2 f2 success 100 ms\n"
      "  +100 A loses its connection: fin 1011\n")

/* XS3: each stream_id has its own place */
SCENE(each_stream_has_its_own_place,
      "scenario {\"name\":\"x\",\"steps\":[{\"faults\":{\"rules\":[{\"error_code\":\"GPU_OOM\"}"
      "]},\"until\":{\"count\":1}}]}\n"
      "  loaded 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "B init t\n"
      "  B ready t max 3\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "B frag 0-1 stream=t\n"
      "  B ack f0\n"
      "  B processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  B ack f1\n"
      "  B processed 1 f1 success\n")

/* XS4: a place is kept when the stream is forgotten */
SCENE(a_place_outlives_the_stream,
      "set resume_window_ms 0\n"
      "scenario {\"name\":\"x\",\"steps\":[{\"faults\":{\"rules\":[{\"error_code\":\"GPU_OOM\"}"
      "]},\"until\":{\"count\":2}}]}\n"
      "  loaded 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "A lost\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n"
      "B init s\n"
      "  B ready s max 3\n"
      "B frag 0-1\n"
      "  B ack f0\n"
      "  B processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  B ack f1\n"
      "  B processed 1 f1 success\n")

/* XS5: until after_ms; each step replaces what the one before armed */
SCENE(steps_by_time,
      "A init s\n"
      "  A ready s max 3\n"
      "scenario {\"steps\":[{\"delay\":{\"delay_ms\":50},\"until\":{\"after_ms\":200}},{\"fault"
      "s\":{\"rules\":[{\"error_code\":\"MODEL_ERROR\"}]},\"until\":{\"after_ms\":100}}]}\n"
      "  loaded 1\n"
      "A frag 0\n"
      "  A ack f0 in 50 ms\n"
      "wait 200\n"
      "  +50 A processed 0 f0 success 50 ms\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "wait 100\n"
      "A frag 2\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n")

/* XS6: until an event of the worker: what comes with it is in the next step */
SCENE(steps_by_event,
      "A init s\n"
      "  A ready s max 3\n"
      "scenario {\"steps\":[{\"faults\":{\"rules\":[{\"error_code\":\"MODEL_ERROR\"}]},\"until"
      "\":{\"event\":\"stream:pause\"}},{\"until\":{\"event\":\"fragment:data\"}},{\"faults\":{"
      "\"rules\":[{\"error_code\":\"GPU_OOM\"}]}}]}\n"
      "  loaded 1\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "A pause s\n"
      "A resume s\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\"\n")

/* XS7: until stream:init: a worker that comes back goes on */
SCENE(the_beginning_is_an_event_too,
      "scenario {\"steps\":[{\"until\":{\"event\":\"stream:init\"}},{\"faults\":{\"rules\":[{\""
      "error_code\":\"MODEL_ERROR\"}]},\"until\":{\"event\":\"stream:init\"}}]}\n"
      "  loaded 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "A lost\n"
      "B init s\n"
      "  B ready s max 3\n"
      "B frag 1\n"
      "  B ack f1\n"
      "  B processed 1 f1 success\n")

/* XS8: until count in a step without faults: fragments that are accepted */
SCENE(without_faults_what_is_accepted_counts,
      "A init s\n"
      "  A ready s max 3\n"
      "scenario {\"steps\":[{\"until\":{\"count\":2}},{\"faults\":{\"rules\":[{\"error_code\":"
      "\"GPU_OOM\"}]}}]}\n"
      "  loaded 1\n"
      "A frag 0-2\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "  A ack f2\n"
      "  A processed 2 f2 failed GPU_OOM asr retryable \"Simulated error\"\n")

/* XS9: until count in a step with faults: those that are hit */
SCENE(only_hits_count,
      "A init s\n"
      "  A ready s max 3\n"
      "scenario {\"steps\":[{\"faults\":{\"rules\":[{\"trigger\":\"nth_fragment\",\"value\":2,"
      "\"error_code\":\"GPU_OOM\"}]},\"until\":{\"count\":2}}]}\n"
      "  loaded 1\n"
      "A frag 0-5\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "  A ack f3\n"
      "  A processed 3 f3 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f4\n"
      "  A processed 4 f4 success\n"
      "  A ack f5\n"
      "  A processed 5 f5 success\n")

/* XS10: backpressure of a step is told at once and ends with it */
SCENE(backpressure_by_a_scenario,
      "A init s\n"
      "  A ready s max 3\n"
      "scenario {\"steps\":[{\"backpressure\":{\"script\":[{\"after_ms\":0},{\"after_ms\":100,"
      "\"severity\":\"medium\",\"action\":\"slow_down\",\"recommended_delay_ms\":5}]},\"until\""
      ":{\"after_ms\":200}}]}\n"
      "  A backpressure high pause 1000 ms inflight 0 queue 0\n"
      "  loaded 1\n"
      "wait 300\n"
      "  +100 A backpressure medium slow_down 5 ms inflight 0 queue 0\n"
      "  +200 A backpressure low none inflight 0 queue 0\n")

/* XS11: what a step arms goes before what is armed otherwise; what it does not mention stays */
SCENE(a_scenario_goes_before_what_is_armed,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A delay {\"delay_ms\":10}\n"
      "  configured rules 0 seed 7\n"
      "scenario {\"steps\":[{\"faults\":{\"rules\":[{\"error_code\":\"MODEL_ERROR\"}]},\"until"
      "\":{\"count\":1}}]}\n"
      "  loaded 1\n"
      "A frag 0-1\n"
      "  A ack f0 in 10 ms\n"
      "  A ack f1 in 10 ms\n"
      "wait 10\n"
      "  +10 A processed 0 f0 failed MODEL_ERROR asr retryable \"Simulated error\" 10 ms\n"
      "  +10 A processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\" 10 ms\n")

/* XS12: an exact id beats a glob; the one loaded last counts */
SCENE(an_exact_id_beats_a_glob,
      "scenario {\"name\":\"exact\",\"stream_id\":\"s\",\"steps\":[{\"faults\":{\"rules\":[{\"e"
      "rror_code\":\"GPU_OOM\"}]}}]}\n"
      "  loaded 1\n"
      "scenario {\"name\":\"glob\",\"steps\":[{\"faults\":{\"rules\":[{\"error_code\":\"MODEL_E"
      "RROR\"}]}}]}\n"
      "  loaded 2\n"
      "scenario {\"name\":\"later\",\"stream_id\":\"t*\",\"steps\":[{\"faults\":{\"rules\":[{\""
      "error_code\":\"TIMEOUT\"}]}}]}\n"
      "  loaded 3\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "B init t\n"
      "  B ready t max 3\n"
      "B frag 0 stream=t\n"
      "  B ack f0\n"
      "  B processed 0 f0 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "look s\n"
      "  faults [{\"error_code\":\"GPU_OOM\"}] seed 7 scenario exact step 0\n"
      "look t\n"
      "  faults [{\"error_code\":\"TIMEOUT\"}] seed 7 scenario later step 0\n"
      "unload exact\n"
      "  unloaded 1\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "unload\n"
      "  unloaded 2\n"
      "A frag 2\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n")

/* XS13: a scenario replaces one of the same name, and its streams begin anew */
SCENE(a_scenario_replaces_one_of_its_name,
      "A init s\n"
      "  A ready s max 3\n"
      "scenario {\"name\":\"x\",\"steps\":[{\"faults\":{\"rules\":[{\"error_code\":\"GPU_OOM\"}"
      "]},\"until\":{\"count\":1}}]}\n"
      "  loaded 1\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "scenario {\"name\":\"x\",\"steps\":[{\"faults\":{\"rules\":[{\"error_code\":\"MODEL_ERRO"
      "R\"}]},\"until\":{\"count\":1}}]}\n"
      "  loaded 1\n"
      "A frag 2-3\n"
      "  A ack f2\n"
      "  A processed 2 f2 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n")

/* XS14: a reset of one stream takes it out of its scenario, and leaves others where they are */
SCENE(reset_of_a_stream_leaves_others_alone,
      "scenario {\"name\":\"x\",\"steps\":[{\"faults\":{\"rules\":[{\"error_code\":\"GPU_OOM\"}"
      "]}}]}\n"
      "  loaded 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "B init t\n"
      "  B ready t max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"TIMEOUT\"}]}\n"
      "  configured rules 1 seed 7\n"
      "reset s\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "B frag 0 stream=t\n"
      "  B ack f0\n"
      "  B processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "look s\n"
      " \n"
      "look t\n"
      "  faults [{\"error_code\":\"GPU_OOM\"}] seed 7 scenario x step 0\n"
      "reset *\n"
      "B frag 1 stream=t\n"
      "  B ack f1\n"
      "  B processed 1 f1 success\n"
      "look t\n"
      " \n")

/* XS15: what is wrong is named with its place, and nothing is loaded */
SCENE(what_is_wrong_is_named,
      "scenario {\"steps\":[]}\n"
      "  invalid: /scenarios/0/steps must have at least 1 items, not 0\n"
      "scenario {\"steps\":[{\"until\":{\"count\":1}},{\"faults\":{\"rules\":[{\"error_code\":\"\"}]}}]}\n"
      "  invalid: /scenarios/0/steps/1/faults/rules/0/error_code is empty (0 characters), but at least 1 are required\n"
      "scenario {\"steps\":[{\"until\":{\"count\":0}}]}\n"
      "  invalid: /scenarios/0/steps/0/until/count must be at least 1, not 0\n"
      "scenario {\"steps\":[{\"util\":{\"count\":1}}]}\n"
      "  invalid: /scenarios/0/steps/0/util is not a known member; did you mean \"unt"
      "il\"?\n"
      "scenario {\"steps\":[{\"until\":{\"count\":1}},{\"backpressure\":{\"script\":[{\"after_ms\":5},{\"after_ms\":4}"
      "]}}]}\n"
      "  refused at step 1 index 1\n"
      "scenario {\"steps\":[{\"until\":{\"event\":\"stream:done\"}}]}\n"
      "  invalid: /scenarios/0/steps/0/until/event must be one of \"stream:init\", \"fragment:d"
      "ata\", \"fragment:ack\", \"stream:pause\", \"stream:resume\", \"stream:end\", not \"stre"
      "am:done\"\n"
      "look s\n"
      " \n")

/* XS16: a disconnect with until lasts as that says */
SCENE(a_disconnect_may_have_a_condition,
      "A init s\n"
      "  A ready s max 3\n"
      "scenario {\"steps\":[{\"disconnect\":{\"mode\":\"close\",\"delay_ms\":50},\"faults\":{\""
      "rules\":[{\"error_code\":\"GPU_OOM\"}]},\"until\":{\"count\":2}}]}\n"
      "  loaded 1\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "wait 50\n"
      "  +50 A loses its connection: close 1011\n"
      "B init s\n"
      "  B ready s max 3\n"
      "B frag 1-2\n"
      "  B ack f1\n"
      "  B processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  B ack f2\n"
      "  B processed 2 f2 success\n")

/* XS17: the seed of a step goes before the scenario's, and that before the server's */
SCENE(the_seed_of_a_scenario,
      "scenario {\"name\":\"a\",\"stream_id\":\"a\",\"seed\":5,\"steps\":[{\"faults\":{\"rules"
      "\":[{\"error_code\":\"GPU_OOM\"}],\"seed\":6}}]}\n"
      "  loaded 1\n"
      "scenario {\"name\":\"b\",\"stream_id\":\"b\",\"seed\":5,\"steps\":[{\"faults\":{\"rules"
      "\":[{\"error_code\":\"GPU_OOM\"}]}}]}\n"
      "  loaded 2\n"
      "scenario {\"name\":\"c\",\"stream_id\":\"c\",\"steps\":[{\"faults\":{\"rules\":[{\"error"
      "_code\":\"GPU_OOM\"}]}}]}\n"
      "  loaded 3\n"
      "A init a\n"
      "  A ready a max 3\n"
      "B init b\n"
      "  B ready b max 3\n"
      "C init c\n"
      "  C ready c max 3\n"
      "look a\n"
      "  faults [{\"error_code\":\"GPU_OOM\"}] seed 6 scenario a step 0\n"
      "look b\n"
      "  faults [{\"error_code\":\"GPU_OOM\"}] seed 5 scenario b step 0\n"
      "look c\n"
      "  faults [{\"error_code\":\"GPU_OOM\"}] seed 7 scenario c step 0\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_timeouts_then_refused_then_well),
        cmocka_unit_test(the_connection_is_lost_when_the_counted_ones_are_answered),
        cmocka_unit_test(each_stream_has_its_own_place),
        cmocka_unit_test(a_place_outlives_the_stream),
        cmocka_unit_test(steps_by_time),
        cmocka_unit_test(steps_by_event),
        cmocka_unit_test(the_beginning_is_an_event_too),
        cmocka_unit_test(without_faults_what_is_accepted_counts),
        cmocka_unit_test(only_hits_count),
        cmocka_unit_test(backpressure_by_a_scenario),
        cmocka_unit_test(a_scenario_goes_before_what_is_armed),
        cmocka_unit_test(an_exact_id_beats_a_glob),
        cmocka_unit_test(a_scenario_replaces_one_of_its_name),
        cmocka_unit_test(reset_of_a_stream_leaves_others_alone),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(a_disconnect_may_have_a_condition),
        cmocka_unit_test(the_seed_of_a_scenario),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
