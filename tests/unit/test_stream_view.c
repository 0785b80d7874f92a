/* Streams as they are seen from outside: state and numbers (protocol §6, GET /control/streams). */
#include "stream_scene.h"

/* A line of a scene is a line: */
/* clang-format off */

SCENE(numbers_of_fragments_on_their_way,
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A delay {\"delay_ms\":100}\n"
      "  configured rules 0 seed 7\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "A frag 1\n"
      "  A ack f1 in 200 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 2 queue 1\n"
      "view\n"
      "  s of w active max 1: inflight 2 waiting 1 held 0 "
      "expects 2 delivered 0 confirmed 0 success 0\n"
      "A pause s\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A backpressure low none inflight 1 queue 0\n"
      "view\n"
      "  s of w paused max 1: inflight 1 waiting 0 held 0 "
      "expects 2 delivered 1 confirmed 0 success 1\n")

SCENE(results_that_wait_for_a_gap_are_held,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 1\n"
      "  A ack f1\n"
      "view\n"
      "  s of w active max 3: inflight 1 waiting 0 held 1 "
      "expects 0 delivered 0 confirmed 0 success 0\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A processed 1 f1 success\n"
      "A ack f0\n"
      "view\n"
      "  s of w active max 3: inflight 0 waiting 0 held 0 "
      "expects 2 delivered 2 confirmed 1 success 2\n")

SCENE(all_streams_parked_ones_too,
      "A init s\n"
      "  A ready s max 3\n"
      "B init t worker=v\n"
      "  B ready t max 3\n"
      "A pause s\n"
      "A lost\n"
      "view\n"
      "  s of w paused parked max 3: inflight 0 waiting 0 held 0 "
      "expects 0 delivered 0 confirmed 0 success 0 no bytes\n"
      "  t of v active max 3: inflight 0 waiting 0 held 0 "
      "expects 0 delivered 0 confirmed 0 success 0 no bytes\n"
      "B leave\n"
      "view\n"
      "  s of w paused parked max 3: inflight 0 waiting 0 held 0 "
      "expects 0 delivered 0 confirmed 0 success 0 no bytes\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_fragments_on_their_way),
        cmocka_unit_test(results_that_wait_for_a_gap_are_held),
        cmocka_unit_test(all_streams_parked_ones_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
