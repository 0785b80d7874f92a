/* config:backpressure: thresholds and scripts (protocol §6). */
#include "stream_scene.h"

/* clang-format off */

/* XP1: from the threshold on, in flight, what was asked for is told; below it the all-clear; the
 * server's own levels are silent */
SCENE(a_threshold_of_ones_own,
      "set processing_delay_ms 100\n"
      "A init s max=2\n"
      "  A ready s max 2\n"
      "A backpressure {\"enabled\":true,\"threshold\":3,\"severity\":\"medium\",\"action\":\"sl"
      "ow_down\",\"recommended_delay_ms\":70}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0-4\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 200 ms\n"
      "  A backpressure medium slow_down 70 ms inflight 3 queue 1\n"
      "  A ack f3 behind 1 in 200 ms\n"
      "  A ack f4 behind 2 in 300 ms\n"
      "wait 300\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A processed 1 f1 success 100 ms\n"
      "  +200 A processed 2 f2 success 100 ms\n"
      "  +200 A backpressure low none inflight 2 queue 0\n"
      "  +200 A processed 3 f3 success 100 ms\n"
      "  +300 A processed 4 f4 success 100 ms\n")

/* XP2: default: from 5 in flight high, pause, 1000 ms */
SCENE(its_defaults,
      "set processing_delay_ms 100\n"
      "A init s max=10\n"
      "  A ready s max 10\n"
      "A backpressure {\"enabled\":true}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0-4\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 100 ms\n"
      "  A ack f3 in 100 ms\n"
      "  A ack f4 in 100 ms\n"
      "  A backpressure high pause 1000 ms inflight 5 queue 0\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A backpressure low none inflight 4 queue 0\n"
      "  +100 A processed 1 f1 success 100 ms\n"
      "  +100 A processed 2 f2 success 100 ms\n"
      "  +100 A processed 3 f3 success 100 ms\n"
      "  +100 A processed 4 f4 success 100 ms\n")

/* XP3: action none has no recommended delay; a delay of 0 is told */
SCENE(an_action_without_a_delay,
      "set processing_delay_ms 100\n"
      "A init s max=10\n"
      "  A ready s max 10\n"
      "A backpressure {\"enabled\":true,\"threshold\":1,\"severity\":\"high\",\"action\":\"none"
      "\"}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "  A backpressure high none inflight 1 queue 0\n"
      "A backpressure {\"enabled\":true,\"threshold\":1,\"severity\":\"high\",\"action\":\"paus"
      "e\",\"recommended_delay_ms\":0}\n"
      "  A backpressure high pause 0 ms inflight 1 queue 0\n"
      "  configured rules 0 seed 7\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A backpressure low none inflight 0 queue 0\n")

/* XP4: enabled:false: the server's own levels are back, and told at once */
SCENE(disabled_the_own_levels_are_back,
      "set processing_delay_ms 1000\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A backpressure {\"enabled\":true,\"threshold\":9}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0-1\n"
      "  A ack f0 in 1000 ms\n"
      "  A ack f1 in 2000 ms\n"
      "A backpressure {\"enabled\":false}\n"
      "  A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "  configured rules 0 seed 7\n"
      "A backpressure {\"enabled\":true,\"threshold\":2}\n"
      "  A backpressure high pause 1000 ms inflight 2 queue 1\n"
      "  configured rules 0 seed 7\n")

/* XP5: an exact id or a glob, also before the stream exists */
SCENE(armed_for_a_stream_to_come,
      "set processing_delay_ms 1000\n"
      "C backpressure {\"enabled\":true,\"threshold\":1,\"stream_id\":\"live-*\"}\n"
      "  configured rules 0 seed 7\n"
      "A init live-1\n"
      "  A ready live-1 max 3\n"
      "A frag 0 stream=live-1\n"
      "  A ack f0 in 1000 ms\n"
      "  A backpressure high pause 1000 ms inflight 1 queue 0\n"
      "B init other\n"
      "  B ready other max 3\n"
      "B frag 0 stream=other\n"
      "  B ack f0 in 1000 ms\n"
      "C backpressure {\"enabled\":false,\"stream_id\":\"*\"}\n"
      "  A backpressure low none inflight 1 queue 0\n"
      "  configured rules 0 seed 7\n")

/* XP6: script: levels by time from the arming on, whatever is in flight */
SCENE(a_script_is_told_by_time,
      "A init s\n"
      "  A ready s max 3\n"
      "A backpressure {\"enabled\":true,\"script\":[{\"after_ms\":100,\"severity\":\"medium\","
      "\"action\":\"slow_down\",\"recommended_delay_ms\":500},{\"after_ms\":300},{\"after_ms\":"
      "700,\"severity\":\"low\",\"action\":\"none\"}]}\n"
      "  configured rules 0 seed 7\n"
      "wait 250\n"
      "  +100 A backpressure medium slow_down 500 ms inflight 0 queue 0\n"
      "A frag 0-3\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n"
      "wait 600\n"
      "  +50 A backpressure high pause 1000 ms inflight 0 queue 0\n"
      "  +450 A backpressure low none inflight 0 queue 0\n")

/* XP7: script: armed before the stream it counts from the stream's beginning */
SCENE(a_script_for_a_stream_to_come,
      "C backpressure {\"enabled\":true,\"stream_id\":\"s\",\"script\":[{\"after_ms\":0},{\"aft"
      "er_ms\":50,\"severity\":\"low\",\"action\":\"none\"}]}\n"
      "  configured rules 0 seed 7\n"
      "wait 500\n"
      "A init s\n"
      "  A ready s max 3\n"
      "wait 100\n"
      "  +0 A backpressure high pause 1000 ms inflight 0 queue 0\n"
      "  +50 A backpressure low none inflight 0 queue 0\n")

/* XP8: script: it goes on while the stream is parked, and the worker that comes back is told */
SCENE(a_script_goes_on_over_a_reconnect,
      "A init s\n"
      "  A ready s max 3\n"
      "A backpressure {\"enabled\":true,\"script\":[{\"after_ms\":100},{\"after_ms\":1000,\"sev"
      "erity\":\"low\",\"action\":\"none\"}]}\n"
      "  configured rules 0 seed 7\n"
      "wait 50\n"
      "A lost\n"
      "wait 100\n"
      "B init s\n"
      "  B ready s max 3\n"
      "  B backpressure high pause 1000 ms inflight 0 queue 0\n"
      "wait 900\n"
      "  +850 B backpressure low none inflight 0 queue 0\n")

/* XP9: script: times must not fall */
SCENE(a_script_in_disorder,
      "A init s\n"
      "  A ready s max 3\n"
      "A backpressure {\"enabled\":true,\"script\":[{\"after_ms\":100},{\"after_ms\":100},{\"af"
      "ter_ms\":99}]}\n"
      "  disorder at 2\n"
      "A backpressure {\"enabled\":true,\"script\":[]}\n"
      "  invalid: /script must have at least 1 items, not 0\n")

/* XP10: enabled:false ends a script with the all-clear */
SCENE(a_script_ends_with_its_configuration,
      "A init s\n"
      "  A ready s max 3\n"
      "A backpressure {\"enabled\":true,\"script\":[{\"after_ms\":0},{\"after_ms\":500,\"severi"
      "ty\":\"medium\",\"action\":\"slow_down\"}]}\n"
      "  A backpressure high pause 1000 ms inflight 0 queue 0\n"
      "  configured rules 0 seed 7\n"
      "wait 0\n"
      "A backpressure {\"enabled\":false}\n"
      "  A backpressure low none inflight 0 queue 0\n"
      "  configured rules 0 seed 7\n"
      "wait 1000\n")

/* XP11: nothing is told after stream:complete */
SCENE(nothing_is_told_after_completion,
      "A init s\n"
      "  A ready s max 3\n"
      "A backpressure {\"enabled\":true,\"script\":[{\"after_ms\":100}]}\n"
      "  configured rules 0 seed 7\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "wait 1000\n")

/* XP12: without a stream and without stream_id there is nothing to act on */
SCENE(without_a_stream_and_a_name,
      "C backpressure {\"enabled\":true}\n"
      "  no stream\n"
      "C backpressure {\"enabled\":false}\n"
      "  no stream\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_threshold_of_ones_own),
        cmocka_unit_test(its_defaults),
        cmocka_unit_test(an_action_without_a_delay),
        cmocka_unit_test(disabled_the_own_levels_are_back),
        cmocka_unit_test(armed_for_a_stream_to_come),
        cmocka_unit_test(a_script_is_told_by_time),
        cmocka_unit_test(a_script_for_a_stream_to_come),
        cmocka_unit_test(a_script_goes_on_over_a_reconnect),
        cmocka_unit_test(a_script_in_disorder),
        cmocka_unit_test(a_script_ends_with_its_configuration),
        cmocka_unit_test(nothing_is_told_after_completion),
        cmocka_unit_test(without_a_stream_and_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
