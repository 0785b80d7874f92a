/* The session machine (protocol §4): from stream:init to the disconnect, as scenes. */
#include "stream_scene.h"

/* clang-format off */

SCENE(a_session_from_init_to_disconnect,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "wait 2500\n"
      "A end s\n"
      "  A complete s total 1 in 2500 ms success 1 partial 0 failed 0\n"
      "wait 4999\n"
      "A ack f0\n"
      "wait 1\n"
      "  +1 A disconnected\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n")

SCENE(max_inflight_of_init_is_confirmed,
      "A init s max=10\n"
      "  A ready s max 10\n")

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_from_init_to_disconnect),
        cmocka_unit_test(max_inflight_of_init_is_confirmed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
