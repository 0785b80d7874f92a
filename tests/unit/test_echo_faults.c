/* Error simulation and processing delay (protocol §6). */
#include "stream_scene.h"

/* A line of a scene is a line: */
/* clang-format off */

/* X1: a rule without trigger matches every fragment; fail is a failed fragment:processed with code,
 * message, stage, retryable. */
SCENE(a_rule_without_trigger_hits_everything,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"MODEL_ERROR\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed MODEL_ERROR asr retryable \"Simulated error\"\n")

/* X2: message, retryable and stage of the rule are told. */
SCENE(a_rule_can_set_everything,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"error_message\":\"ou"
      "t of \\\"memory\\\"\",\"retryable\":false,\"stage\":\"tts\"},{\"error_code\":\"GPU_OOM\""
      "}]}\n"
      "  configured rules 2 seed 7\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "wait 100\n"
      "  +100 A processed 0 f0 failed GPU_OOM tts final \"out of \\\"memory\\\"\" 100 ms\n")

/* X3: trigger sequence_number. */
SCENE(the_trigger_sequence_number,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":1,\"err"
      "or_code\":\"AUTH_FAILED\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed AUTH_FAILED asr final \"Simulated error\"\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n")

/* X4: trigger fragment_id. */
SCENE(the_trigger_fragment_id,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"fragment_id\",\"value\":\"f\\u0031"
      "\",\"error_code\":\"QUEUE_FULL\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed QUEUE_FULL asr retryable \"Simulated error\"\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n")

/* X5: trigger nth_fragment: the third, sixth, ... by sequence number. */
SCENE(the_trigger_nth_fragment,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"nth_fragment\",\"value\":3,\"error_"
      "code\":\"MODEL_ERROR\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "A frag 5\n"
      "  A ack f5\n"
      "A frag 4\n"
      "  A ack f4\n"
      "A frag 3\n"
      "  A ack f3\n"
      "A frag 2\n"
      "  A ack f2\n"
      "  A processed 2 f2 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "  A processed 3 f3 success\n"
      "  A processed 4 f4 success\n"
      "  A processed 5 f5 failed MODEL_ERROR asr retryable \"Simulated error\"\n")

/* X32: nth_fragment 0 fails the schema and arms nothing. */
SCENE(nth_fragment_0_is_no_rule,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"nth_fragment\",\"value\":0,\"error_"
      "code\":\"MODEL_ERROR\"}]}\n"
      "  invalid: /rules/0/value must be at least 1, not 0\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n")

/* X6: nth_fragment counts anew with a new run. */
SCENE(nth_fragment_counts_anew_with_a_run,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"nth_fragment\",\"value\":2,\"error_"
      "code\":\"MODEL_ERROR\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0 id=g0\n"
      "  A ack g0\n"
      "  A processed 0 g0 success\n"
      "A frag 1 id=g1\n"
      "  A ack g1\n"
      "  A processed 1 g1 failed MODEL_ERROR asr retryable \"Simulated error\"\n")

/* X7: the first rule that matches wins. */
SCENE(the_first_rule_that_matches_wins,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"err"
      "or_code\":\"GPU_OOM\"},{\"error_code\":\"MODEL_ERROR\"}]}\n"
      "  configured rules 2 seed 7\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed MODEL_ERROR asr retryable \"Simulated error\"\n")

/* X8: count: the rule stops after that many hits. */
SCENE(a_rule_stops_after_its_count,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"MODEL_ERROR\",\"count\":2}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-3\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n")

/* X9: delay_ms before the answer. */
SCENE(a_fault_can_take_its_time,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"MODEL_ERROR\",\"delay_ms\":300}]"
      "}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "wait 300\n"
      "  +300 A processed 0 f0 failed MODEL_ERROR asr retryable \"Simulated error\" 300 ms\n")

/* X10: without delay_ms a failure takes as long as a success. */
SCENE(a_fault_takes_as_long_as_a_success,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"MODEL_ERROR\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "wait 100\n"
      "  +100 A processed 0 f0 failed MODEL_ERROR asr retryable \"Simulated error\" 100 ms\n")

/* X11: a simulated TIMEOUT comes at once unless delay_ms is given. */
SCENE(a_simulated_timeout_comes_at_once,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"err"
      "or_code\":\"TIMEOUT\"},{\"error_code\":\"TIMEOUT\",\"delay_ms\":50}]}\n"
      "  configured rules 2 seed 7\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "  A processed 0 f0 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "A frag 1\n"
      "  A ack f1 in 100 ms\n"
      "wait 50\n"
      "  +50 A processed 1 f1 failed TIMEOUT asr retryable \"Simulated error\" 50 ms\n")

/* X12: a matching rule suspends timeout_ms. */
SCENE(a_fault_suspends_the_time_out,
      "A init s timeout=1000\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"MODEL_ERROR\",\"delay_ms\":5000}"
      "]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "wait 5000\n"
      "  +5000 A processed 0 f0 failed MODEL_ERROR asr retryable \"Simulated error\" 5000 ms\n")

/* X13: deliver_as error: an error event takes the fragment's turn and counts as failed. */
SCENE(a_failure_can_be_an_error_event,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":0,\"err"
      "or_code\":\"GPU_OOM\",\"deliver_as\":\"error\",\"delay_ms\":200}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0-1\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "wait 200\n"
      "  +200 A error GPU_OOM f0: Simulated error\n"
      "  +200 A processed 1 f1 success 100 ms\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "wait 200\n"
      "  +200 A error GPU_OOM f0: Simulated error\n"
      "A end s\n"
      "  A complete s total 2 in 400 ms success 1 partial 0 failed 1\n")

/* X14: retryable is told in the error event too. */
SCENE(an_error_event_says_whether_it_can_be_retried,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"deliver_as\":\"error"
      "\",\"retryable\":false}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A error GPU_OOM f0 final: Simulated error\n")

/* X15: probability is decided by the seed: same seed, same faults. */
SCENE(the_same_seed_makes_the_same_faults,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"seed\":5,\"rules\":[{\"error_code\":\"GPU_OOM\",\"probabili"
      "ty\":0.5}]}\n"
      "  configured rules 1 seed 5\n"
      "A frag 0-7\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f2\n"
      "  A processed 2 f2 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f3\n"
      "  A processed 3 f3 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f4\n"
      "  A processed 4 f4 success\n"
      "  A ack f5\n"
      "  A processed 5 f5 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f6\n"
      "  A processed 6 f6 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f7\n"
      "  A processed 7 f7 success\n"
      "A leave\n"
      "B init s\n"
      "  B ready s max 3\n"
      "B faults {\"enabled\":true,\"seed\":5,\"rules\":[{\"error_code\":\"GPU_OOM\",\"probabili"
      "ty\":0.5}]}\n"
      "  configured rules 1 seed 5\n"
      "B frag 0-7\n"
      "  B ack f0\n"
      "  B processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  B ack f1\n"
      "  B processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  B ack f2\n"
      "  B processed 2 f2 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  B ack f3\n"
      "  B processed 3 f3 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  B ack f4\n"
      "  B processed 4 f4 success\n"
      "  B ack f5\n"
      "  B processed 5 f5 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  B ack f6\n"
      "  B processed 6 f6 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  B ack f7\n"
      "  B processed 7 f7 success\n")

/* X16: probability 0 never hits, 1 always. */
SCENE(probability_0_never_hits,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"probability\":0},{\""
      "error_code\":\"MODEL_ERROR\",\"probability\":1}]}\n"
      "  configured rules 2 seed 7\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed MODEL_ERROR asr retryable \"Simulated error\"\n")

/* X17: a retry is decided anew: the attempt enters into it. */
SCENE(a_retry_is_decided_anew,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"seed\":1,\"rules\":[{\"error_code\":\"GPU_OOM\",\"probabili"
      "ty\":0.5}]}\n"
      "  configured rules 1 seed 1\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 0\n"
      "  A error INVALID_SEQUENCE f0 duplicate_fragment expected 1 received 0\n")

/* X18: a new configuration replaces the old; enabled:false clears. */
SCENE(a_new_configuration_replaces_the_old,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"MODEL_ERROR\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "A faults {\"enabled\":false}\n"
      "  configured rules 0 seed 7\n"
      "A frag 2\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n")

/* X19: an exact id or a glob, also before that stream exists, by a control connection. */
SCENE(faults_are_armed_before_the_stream,
      "C faults {\"enabled\":true,\"stream_id\":\"s\",\"rules\":[{\"error_code\":\"GPU_OOM\"}]}\n"
      "  configured rules 1 seed 7\n"
      "C lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "B init t\n"
      "  B ready t max 3\n"
      "B frag 0 stream=t\n"
      "  B ack f0\n"
      "  B processed 0 f0 success\n")

/* X20: a glob. */
SCENE(a_glob_arms_many,
      "C faults {\"enabled\":true,\"stream_id\":\"live-*\",\"rules\":[{\"error_code\":\"GPU_OOM"
      "\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A init live-1\n"
      "  A ready live-1 max 3\n"
      "A frag 0 stream=live-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "B init dead-1\n"
      "  B ready dead-1 max 3\n"
      "B frag 0 stream=dead-1\n"
      "  B ack f0\n"
      "  B processed 0 f0 success\n"
      "C faults {\"enabled\":true,\"stream_id\":\"*\",\"rules\":[{\"error_code\":\"MODEL_ERROR"
      "\"}]}\n"
      "  configured rules 1 seed 7\n"
      "B frag 1 stream=dead-1\n"
      "  B ack f1\n"
      "  B processed 1 f1 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "A frag 1 stream=live-1\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed MODEL_ERROR asr retryable \"Simulated error\"\n")

/* X21: an exact id beats a glob. */
SCENE(an_exact_id_beats_a_glob,
      "C faults {\"enabled\":true,\"stream_id\":\"s\",\"rules\":[{\"error_code\":\"GPU_OOM\"}]}\n"
      "  configured rules 1 seed 7\n"
      "C faults {\"enabled\":true,\"stream_id\":\"*\",\"rules\":[{\"error_code\":\"MODEL_ERROR"
      "\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n")

/* X22: what a worker configures for its own stream beats a glob; a later exact one replaces it. */
SCENE(the_later_of_two_exact_ones_counts,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\"}]}\n"
      "  configured rules 1 seed 7\n"
      "C faults {\"enabled\":true,\"stream_id\":\"*\",\"rules\":[{\"error_code\":\"MODEL_ERROR"
      "\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "C faults {\"enabled\":true,\"stream_id\":\"s\",\"rules\":[{\"error_code\":\"TIMEOUT\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 2\n"
      "  A ack f2\n"
      "  A processed 2 f2 failed GPU_OOM asr retryable \"Simulated error\"\n")

/* X23: enabled:false for a glob clears all that it matches. */
SCENE(clearing_a_glob_clears_what_it_matches,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\"}]}\n"
      "  configured rules 1 seed 7\n"
      "C faults {\"enabled\":true,\"stream_id\":\"s\",\"rules\":[{\"error_code\":\"TIMEOUT\"}]}\n"
      "  configured rules 1 seed 7\n"
      "C faults {\"enabled\":true,\"stream_id\":\"s*\",\"rules\":[{\"error_code\":\"MODEL_ERROR"
      "\"}]}\n"
      "  configured rules 1 seed 7\n"
      "C faults {\"enabled\":false,\"stream_id\":\"*\"}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* X24: without a stream and without stream_id: STREAM_NOT_FOUND with a hint. */
SCENE(faults_need_a_stream_or_a_name,
      "C faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\"}]}\n"
      "  no stream\n")

/* X25: an empty list of rules hides a glob. */
SCENE(an_empty_list_hides_a_glob,
      "C faults {\"enabled\":true,\"stream_id\":\"*\",\"rules\":[{\"error_code\":\"GPU_OOM\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A faults {\"enabled\":false}\n"
      "  configured rules 0 seed 7\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\"\n")

/* X26: fragments in work keep the fault they were accepted with. */
SCENE(fragments_keep_the_fault_they_were_accepted_with,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"error_message\":\"fi"
      "rst\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "A faults {\"enabled\":false}\n"
      "  configured rules 0 seed 7\n"
      "A frag 1\n"
      "  A ack f1 in 100 ms\n"
      "wait 100\n"
      "  +100 A processed 0 f0 failed GPU_OOM asr retryable \"first\" 100 ms\n"
      "  +100 A processed 1 f1 success 100 ms\n")

/* X28: python-echo: a rule's retryable defaults to true. */
SCENE(rules_are_retryable_in_the_python_profile,
      "set rules_retryable 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"AUTH_FAILED\"}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed AUTH_FAILED asr retryable \"Simulated error\"\n")

/* X29: config:processing_delay acts from the next fragment on; a new one replaces it. */
SCENE(the_delay_can_be_configured, "A init s\n"
                                   "  A ready s max 3\n"
                                   "A delay {\"delay_ms\":100}\n"
                                   "  configured rules 0 seed 7\n"
                                   "A frag 0\n"
                                   "  A ack f0 in 100 ms\n"
                                   "wait 100\n"
                                   "  +100 A processed 0 f0 success 100 ms\n"
                                   "A delay {\"delay_ms\":0}\n"
                                   "  configured rules 0 seed 7\n"
                                   "A frag 1\n"
                                   "  A ack f1\n"
                                   "  A processed 1 f1 success\n"
                                   "C delay {\"delay_ms\":50,\"stream_id\":\"*\"}\n"
                                   "  configured rules 0 seed 7\n"
                                   "B init t\n"
                                   "  B ready t max 3\n"
                                   "B frag 0 stream=t\n"
                                   "  B ack f0 in 50 ms\n"
                                   "wait 50\n"
                                   "  +50 B processed 0 f0 success 50 ms\n")

/* X30: jitter adds up to jitter_ms, by the seed. */
SCENE(jitter_adds_to_the_delay,
      "A init s max=10\n"
      "  A ready s max 10\n"
      "A delay {\"delay_ms\":100,\"jitter_ms\":100}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0-4\n"
      "  A ack f0 in 150 ms\n"
      "  A ack f1 in 150 ms\n"
      "  A ack f2 in 150 ms\n"
      "  A ack f3 in 150 ms\n"
      "  A ack f4 in 150 ms\n"
      "wait 200\n"
      "  +146 A processed 0 f0 success 146 ms\n"
      "  +160 A processed 1 f1 success 160 ms\n"
      "  +160 A processed 2 f2 success 100 ms\n"
      "  +178 A processed 3 f3 success 178 ms\n"
      "  +178 A processed 4 f4 success 116 ms\n"
      "A delay {\"delay_ms\":0,\"jitter_ms\":100,\"distribution\":\"lognormal\"}\n"
      "  configured rules 0 seed 7\n"
      "A frag 5-9\n"
      "  A ack f5 in 100 ms\n"
      "  A ack f6 in 100 ms\n"
      "  A ack f7 in 100 ms\n"
      "  A ack f8 in 100 ms\n"
      "  A ack f9 in 100 ms\n"
      "wait 1000\n"
      "  +44 A processed 5 f5 success 44 ms\n"
      "  +96 A processed 6 f6 success 96 ms\n"
      "  +96 A processed 7 f7 success 43 ms\n"
      "  +165 A processed 8 f8 success 165 ms\n"
      "  +165 A processed 9 f9 success 65 ms\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_without_trigger_hits_everything),
        cmocka_unit_test(a_rule_can_set_everything),
        cmocka_unit_test(the_trigger_sequence_number),
        cmocka_unit_test(the_trigger_fragment_id),
        cmocka_unit_test(the_trigger_nth_fragment),
        cmocka_unit_test(nth_fragment_0_is_no_rule),
        cmocka_unit_test(nth_fragment_counts_anew_with_a_run),
        cmocka_unit_test(the_first_rule_that_matches_wins),
        cmocka_unit_test(a_rule_stops_after_its_count),
        cmocka_unit_test(a_fault_can_take_its_time),
        cmocka_unit_test(a_fault_takes_as_long_as_a_success),
        cmocka_unit_test(a_simulated_timeout_comes_at_once),
        cmocka_unit_test(a_fault_suspends_the_time_out),
        cmocka_unit_test(a_failure_can_be_an_error_event),
        cmocka_unit_test(an_error_event_says_whether_it_can_be_retried),
        cmocka_unit_test(the_same_seed_makes_the_same_faults),
        cmocka_unit_test(probability_0_never_hits),
        cmocka_unit_test(a_retry_is_decided_anew),
        cmocka_unit_test(a_new_configuration_replaces_the_old),
        cmocka_unit_test(faults_are_armed_before_the_stream),
        cmocka_unit_test(a_glob_arms_many),
        cmocka_unit_test(an_exact_id_beats_a_glob),
        cmocka_unit_test(the_later_of_two_exact_ones_counts),
        cmocka_unit_test(clearing_a_glob_clears_what_it_matches),
        cmocka_unit_test(faults_need_a_stream_or_a_name),
        cmocka_unit_test(an_empty_list_hides_a_glob),
        cmocka_unit_test(fragments_keep_the_fault_they_were_accepted_with),
        cmocka_unit_test(rules_are_retryable_in_the_python_profile),
        cmocka_unit_test(the_delay_can_be_configured),
        cmocka_unit_test(jitter_adds_to_the_delay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
