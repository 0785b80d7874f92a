/* Which fragments rules with a count hit: those by number, in whatever order they come. */
#include "stream_scene.h"

/* clang-format off */

/* XH1: count: the fragments that are hit are those with the lowest numbers, whatever comes first
 * */
SCENE(counted_hits_go_by_number,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"count\":2}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 2\n"
      "  A ack f2\n"
      "A frag 1\n"
      "  A ack f1\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A processed 2 f2 success\n"
      "A frag 3\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n")

/* XH2: count: when one rule is used up the next one has its turn, by number too */
SCENE(counted_rules_share_by_number,
      "A init s max=10\n"
      "  A ready s max 10\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"count\":1},{\"error_"
      "code\":\"MODEL_ERROR\",\"count\":2}]}\n"
      "  configured rules 2 seed 7\n"
      "A frag 3\n"
      "  A ack f3\n"
      "A frag 1\n"
      "  A ack f1\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A processed 1 f1 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "A frag 2\n"
      "  A ack f2\n"
      "  A processed 2 f2 failed MODEL_ERROR asr retryable \"Simulated error\"\n"
      "  A processed 3 f3 success\n")

/* XH3: count: a number that never comes gives its hit back */
SCENE(a_missing_number_gives_its_hit_back,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"count\":2}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 1\n"
      "  A ack f1\n"
      "wait 150\n"
      "  +150 A error INVALID_SEQUENCE gap 0-0 expected 0 received 1\n"
      "  +150 A processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "A frag 2-3\n"
      "  A ack f2\n"
      "  A processed 2 f2 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n")

/* XH4: count: retries use up hits as they come */
SCENE(retries_use_up_hits,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"count\":3}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n")

/* XH5: count: a new run does not count anew, and what an old run kept is free again */
SCENE(hits_last_over_runs,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"count\":3}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "A frag 2\n"
      "  A ack f2\n"
      "A lost\n"
      "B init s\n"
      "  B ready s max 3\n"
      "B frag 0 id=g0\n"
      "  B ack g0\n"
      "  B processed 0 g0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "B frag 1 id=g1\n"
      "  B ack g1\n"
      "  B processed 1 g1 success\n"
      "B frag 2 id=g2\n"
      "  B ack g2\n"
      "  B processed 2 g2 success\n")

/* XH6: count: a rule for a fragment_id is counted as it comes; the number that it takes has had
 * its turn */
SCENE(rules_for_an_id_count_as_they_come,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"trigger\":\"fragment_id\",\"value\":\"f1\",\"er"
      "ror_code\":\"TIMEOUT\",\"count\":1},{\"error_code\":\"GPU_OOM\",\"count\":2}]}\n"
      "  configured rules 2 seed 7\n"
      "A frag 2\n"
      "  A ack f2\n"
      "A frag 1\n"
      "  A ack f1\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A processed 1 f1 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "  A processed 2 f2 success\n"
      "A frag 3\n"
      "  A ack f3\n"
      "  A processed 3 f3 success\n")

/* XH7: count: of a rule by number and one for an id the first wins */
SCENE(an_earlier_rule_beats_one_for_an_id,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"count\":1},{\"trigge"
      "r\":\"fragment_id\",\"value\":\"f0\",\"error_code\":\"TIMEOUT\"},{\"trigger\":\"fragment"
      "_id\",\"value\":\"f1\",\"error_code\":\"TIMEOUT\",\"count\":1}]}\n"
      "  configured rules 3 seed 7\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A ack f1\n"
      "  A processed 1 f1 failed TIMEOUT asr retryable \"Simulated error\"\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n")

/* XH8: count: far ahead of what is expected the numbers between are as good as missing */
SCENE(a_leap_is_no_reason_to_count_for_long,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"count\":300}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 1000000000000\n"
      "  A ack f1000000000000\n"
      "wait 150\n"
      "  +150 A error INVALID_SEQUENCE gap 0-999999999999 expected 0 received 1000000000000\n"
      "  +150 A processed 1000000000000 f1000000000000 failed GPU_OOM asr retryable \"Simulated"
      " error\"\n"
      "A frag 1000000000001\n"
      "  A ack f1000000000001\n"
      "  A processed 1000000000001 f1000000000001 failed GPU_OOM asr retryable \"Simulated erro"
      "r\"\n")

/* XH9: count: armed while the stream runs it begins with the numbers to come */
SCENE(armed_in_the_middle_it_counts_from_there,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-4\n"
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
      "A faults {\"enabled\":true,\"rules\":[{\"error_code\":\"GPU_OOM\",\"count\":2}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 6\n"
      "  A ack f6\n"
      "A frag 5\n"
      "  A ack f5\n"
      "  A processed 5 f5 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A processed 6 f6 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "A frag 7\n"
      "  A ack f7\n"
      "  A processed 7 f7 success\n")

/* XH10: count and probability: the draw is made first, and only hits are counted */
SCENE(counts_and_chance_go_together,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"seed\":3,\"rules\":[{\"error_code\":\"GPU_OOM\",\"probabili"
      "ty\":0.5,\"count\":2}]}\n"
      "  configured rules 1 seed 3\n"
      "A frag 1\n"
      "  A ack f1\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  A processed 1 f1 success\n"
      "A frag 2-7\n"
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
      "  A processed 7 f7 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "B init t\n"
      "  B ready t max 3\n"
      "B faults {\"enabled\":true,\"seed\":3,\"rules\":[{\"error_code\":\"GPU_OOM\",\"count\":2"
      "}]}\n"
      "  configured rules 1 seed 3\n"
      "B frag 0-2 stream=t\n"
      "  B ack f0\n"
      "  B processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  B ack f1\n"
      "  B processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  B ack f2\n"
      "  B processed 2 f2 success\n")

/* XH11: count and probability: the same fragments in order, the same faults */
SCENE(the_same_in_order,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"seed\":3,\"rules\":[{\"error_code\":\"GPU_OOM\",\"probabili"
      "ty\":0.5,\"count\":2}]}\n"
      "  configured rules 1 seed 3\n"
      "A frag 0-7\n"
      "  A ack f0\n"
      "  A processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
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
      "  A processed 7 f7 failed GPU_OOM asr retryable \"Simulated error\"\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counted_hits_go_by_number),
        cmocka_unit_test(counted_rules_share_by_number),
        cmocka_unit_test(a_missing_number_gives_its_hit_back),
        cmocka_unit_test(retries_use_up_hits),
        cmocka_unit_test(hits_last_over_runs),
        cmocka_unit_test(rules_for_an_id_count_as_they_come),
        cmocka_unit_test(an_earlier_rule_beats_one_for_an_id),
        cmocka_unit_test(a_leap_is_no_reason_to_count_for_long),
        cmocka_unit_test(armed_in_the_middle_it_counts_from_there),
        cmocka_unit_test(counts_and_chance_go_together),
        cmocka_unit_test(the_same_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
