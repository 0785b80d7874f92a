/* seed_key: what takes the place of the stream's id in random decisions (protocol §6). */
#include "stream_scene.h"

/* A line of a scene is a line: */
/* clang-format off */

#define HALF "\"rules\":[{\"error_code\":\"GPU_OOM\",\"probability\":0.5}]"

/* What seed 5 decides for the numbers 0 to 7 of a stream with the id s, or with that key. */
#define FAULTS_OF_S(worker, stream) \
      worker " frag 0-7 stream=" stream "\n" \
      "  " worker " ack f0\n" \
      "  " worker " processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n" \
      "  " worker " ack f1\n" \
      "  " worker " processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\"\n" \
      "  " worker " ack f2\n" \
      "  " worker " processed 2 f2 failed GPU_OOM asr retryable \"Simulated error\"\n" \
      "  " worker " ack f3\n" \
      "  " worker " processed 3 f3 failed GPU_OOM asr retryable \"Simulated error\"\n" \
      "  " worker " ack f4\n" \
      "  " worker " processed 4 f4 success\n" \
      "  " worker " ack f5\n" \
      "  " worker " processed 5 f5 failed GPU_OOM asr retryable \"Simulated error\"\n" \
      "  " worker " ack f6\n" \
      "  " worker " processed 6 f6 failed GPU_OOM asr retryable \"Simulated error\"\n" \
      "  " worker " ack f7\n" \
      "  " worker " processed 7 f7 success\n"

/* XK1: the key stands for the id, however it is written; without it the id decides. */
SCENE(a_key_stands_for_the_id,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"seed\":5," HALF "}\n"
      "  configured rules 1 seed 5\n"
      FAULTS_OF_S("A", "s")
      "B init t\n"
      "  B ready t max 3\n"
      "B faults {\"enabled\":true,\"seed\":5,\"seed_key\":\"\\u0073\"," HALF "}\n"
      "  configured rules 1 seed 5 key \\u0073\n"
      FAULTS_OF_S("B", "t")
      "C init u\n"
      "  C ready u max 3\n"
      "C faults {\"enabled\":true,\"seed\":5," HALF "}\n"
      "  configured rules 1 seed 5\n"
      "C frag 0-3 stream=u\n"
      "  C ack f0\n"
      "  C processed 0 f0 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  C ack f1\n"
      "  C processed 1 f1 failed GPU_OOM asr retryable \"Simulated error\"\n"
      "  C ack f2\n"
      "  C processed 2 f2 success\n"
      "  C ack f3\n"
      "  C processed 3 f3 success\n")

/* XK2: all streams of a glob have the faults of its key. */
SCENE(a_glob_with_a_key_gives_all_the_same,
      "A faults {\"enabled\":true,\"stream_id\":\"live-*\",\"seed\":5,\"seed_key\":\"s\"," HALF "}\n"
      "  configured rules 1 seed 5 key s\n"
      "A init live-1\n"
      "  A ready live-1 max 3\n"
      FAULTS_OF_S("A", "live-1")
      "B init live-2\n"
      "  B ready live-2 max 3\n"
      FAULTS_OF_S("B", "live-2")
      "look live-3\n"
      "  faults [{\"error_code\":\"GPU_OOM\",\"probability\":0.5}] seed 5 key s\n")

/* XK3: rules with a count are decided by the key, too, ahead of their arrival. */
SCENE(a_key_decides_of_rules_with_a_count,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"seed\":9,\"rules\":[{\"action\":\"no_ack\","
      "\"probability\":0.3,\"count\":1}]}\n"
      "  configured rules 1 seed 9\n"
      "A frag 0-7\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A is not acked\n"
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
      "  A processed 7 f7 success\n"
      "B init t\n"
      "  B ready t max 3\n"
      "B faults {\"enabled\":true,\"seed\":9,\"seed_key\":\"s\",\"rules\":[{\"action\":\"no_ack\","
      "\"probability\":0.3,\"count\":1}]}\n"
      "  configured rules 1 seed 9 key s\n"
      "B frag 0-7 stream=t\n"
      "  B ack f0\n"
      "  B processed 0 f0 success\n"
      "  B is not acked\n"
      "  B processed 1 f1 success\n"
      "  B ack f2\n"
      "  B processed 2 f2 success\n"
      "  B ack f3\n"
      "  B processed 3 f3 success\n"
      "  B ack f4\n"
      "  B processed 4 f4 success\n"
      "  B ack f5\n"
      "  B processed 5 f5 success\n"
      "  B ack f6\n"
      "  B processed 6 f6 success\n"
      "  B ack f7\n"
      "  B processed 7 f7 success\n")

/* XK4: the jitter of a delay goes by a seed and a key of its own; without them by the server's seed
 * and the id. */
SCENE(a_key_decides_of_jitter,
      "A init s max=10\n"
      "  A ready s max 10\n"
      "A delay {\"delay_ms\":100,\"jitter_ms\":100}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0-2\n"
      "  A ack f0 in 150 ms\n"
      "  A ack f1 in 150 ms\n"
      "  A ack f2 in 150 ms\n"
      "wait 200\n"
      "  +146 A processed 0 f0 success 146 ms\n"
      "  +160 A processed 1 f1 success 160 ms\n"
      "  +160 A processed 2 f2 success 100 ms\n"
      "B init t max=10\n"
      "  B ready t max 10\n"
      "B delay {\"delay_ms\":100,\"jitter_ms\":100,\"seed_key\":\"s\"}\n"
      "  configured rules 0 seed 7 key s\n"
      "B frag 0-2 stream=t\n"
      "  B ack f0 in 150 ms\n"
      "  B ack f1 in 150 ms\n"
      "  B ack f2 in 150 ms\n"
      "wait 200\n"
      "  +146 B processed 0 f0 success 146 ms\n"
      "  +160 B processed 1 f1 success 160 ms\n"
      "  +160 B processed 2 f2 success 100 ms\n"
      "B delay {\"delay_ms\":100,\"jitter_ms\":100}\n"
      "  configured rules 0 seed 7\n"
      "C init u max=10\n"
      "  C ready u max 10\n"
      "C delay {\"delay_ms\":100,\"jitter_ms\":100,\"seed\":8,\"seed_key\":\"s\"}\n"
      "  configured rules 0 seed 8 key s\n"
      "C frag 0-2 stream=u\n"
      "  C ack f0 in 150 ms\n"
      "  C ack f1 in 150 ms\n"
      "  C ack f2 in 150 ms\n"
      "wait 200\n"
      "  +113 C processed 0 f0 success 113 ms\n"
      "  +175 C processed 1 f1 success 175 ms\n"
      "  +175 C processed 2 f2 success 149 ms\n"
      "look t\n"
      "  delay 100 seed 7\n"
      "look u\n"
      "  delay 100 seed 8 key s\n")

/* XK5: the key of a step goes before the scenario's, and both count for its jitter. */
SCENE(the_key_of_a_scenario,
      "scenario {\"name\":\"a\",\"stream_id\":\"a\",\"seed\":5,\"seed_key\":\"k\",\"steps\":[{"
      "\"faults\":{" HALF ",\"seed_key\":\"s\"},\"delay\":{\"delay_ms\":0,\"jitter_ms\":1}}]}\n"
      "  loaded 1\n"
      "look a\n"
      " \n"
      "A init a\n"
      "  A ready a max 3\n"
      "look a\n"
      "  faults [{\"error_code\":\"GPU_OOM\",\"probability\":0.5}] seed 5 key s delay 0 seed 5 key k "
      "scenario a step 0\n"
      "scenario {\"name\":\"a\",\"stream_id\":\"a\",\"seed\":5,\"seed_key\":\"s\",\"steps\":[{"
      "\"faults\":{" HALF "},\"delay\":{\"delay_ms\":0}}]}\n"
      "  loaded 1\n"
      "look a\n"
      "  faults [{\"error_code\":\"GPU_OOM\",\"probability\":0.5}] seed 5 key s delay 0 "
      "scenario a step 0\n"
      FAULTS_OF_S("A", "a"))

/* XK6: the observer is told the key. */
SCENE(the_observer_is_told_the_key,
      "watch fault\n"
      "A init t\n"
      "  A ready t max 3\n"
      "A faults {\"enabled\":true,\"seed\":5,\"seed_key\":\"s\",\"rules\":[{\"action\":\"delay\","
      "\"delay_ms\":5}]}\n"
      "  configured rules 1 seed 5 key s\n"
      "A frag 0 stream=t\n"
      "  * fault f0 rule 0 delay seed 5 key s attempt 0\n"
      "  A ack f0\n"
      "wait 5\n"
      "  +5 A processed 0 f0 success 5 ms\n")

/* XK7: a key is a text of 1 to 256 characters. */
SCENE(a_key_has_a_length,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"seed_key\":\"\"," HALF "}\n"
      "  invalid: /seed_key is empty (0 characters), but at least 1 are required\n"
      "A faults {\"enabled\":true,\"seed_key\":7," HALF "}\n"
      "  invalid: /seed_key must be a string, not an integer\n"
      "A delay {\"delay_ms\":1,\"seed_key\":\"\"}\n"
      "  invalid: /seed_key is empty (0 characters), but at least 1 are required\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_stands_for_the_id),
        cmocka_unit_test(a_glob_with_a_key_gives_all_the_same),
        cmocka_unit_test(a_key_decides_of_rules_with_a_count),
        cmocka_unit_test(a_key_decides_of_jitter),
        cmocka_unit_test(the_key_of_a_scenario),
        cmocka_unit_test(the_observer_is_told_the_key),
        cmocka_unit_test(a_key_has_a_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
