/* simulate:disconnect of streams (protocol §6). What it does to sockets is shown in tests/e2e. */
#include "stream_scene.h"

/* clang-format off */

/* XL1: by id or glob the connections are lost that matching streams have when the time has come */
SCENE(the_streams_that_are_there_lose_their_connection,
      "A init live-1\n"
      "  A ready live-1 max 3\n"
      "B init live-2\n"
      "  B ready live-2 max 3\n"
      "C init other\n"
      "  C ready other max 3\n"
      "disconnect {\"stream_id\":\"live-*\",\"delay_ms\":100,\"mode\":\"close\",\"code\":1012}\n"
      "  scheduled\n"
      "wait 100\n"
      "  +100 B loses its connection: close 1012\n"
      "  +100 A loses its connection: close 1012\n"
      "D init live-3\n"
      "  D ready live-3 max 3\n"
      "wait 100\n"
      "disconnect {\"stream_id\":\"live-3\",\"mode\":\"fin\"}\n"
      "  scheduled\n"
      "wait 0\n"
      "  +0 D loses its connection: fin 1011\n")

/* XL2: a stream that comes while the delay runs is met */
SCENE(a_stream_that_comes_in_time_is_met,
      "disconnect {\"stream_id\":\"s\",\"delay_ms\":100,\"mode\":\"reset\"}\n"
      "  scheduled\n"
      "A init s\n"
      "  A ready s max 3\n"
      "wait 100\n"
      "  +100 A loses its connection: reset 1011\n")

/* XL3: refuse_ms counts from the loss, and holds without a stream too */
SCENE(streams_are_refused_from_then_on,
      "disconnect {\"stream_id\":\"s\",\"delay_ms\":100,\"refuse_ms\":300}\n"
      "  scheduled\n"
      "wait 100\n"
      "  +100 streams (s) refused for 300 ms\n")

/* XL4: nothing happens to a stream without a connection */
SCENE(a_parked_stream_has_nothing_to_lose,
      "A init s\n"
      "  A ready s max 3\n"
      "A lost\n"
      "disconnect {\"stream_id\":\"s\",\"mode\":\"reset\"}\n"
      "  scheduled\n"
      "wait 0\n"
      "B init s\n"
      "  B ready s max 3\n"
      "wait 10\n")

/* XL5: stall: the stream goes on with a worker that hears nothing; another connection takes it
 * over */
SCENE(after_a_stall_the_stream_goes_on,
      "A init s\n"
      "  A ready s max 3\n"
      "disconnect {\"stream_id\":\"s\",\"mode\":\"stall\"}\n"
      "  scheduled\n"
      "wait 0\n"
      "  +0 A loses its connection: stall 1011\n"
      "A frag 0\n"
      "  A ack f0\n"
      "B init s\n"
      "  B ready s max 3\n"
      "  B processed 0 f0 success\n"
      "  A disconnected for B\n"
      "B frag 0\n"
      "  B ack f0\n"
      "  B processed 0 f0 success\n")

/* XL6: a reset forgets disconnects to come, of what it matches */
SCENE(reset_forgets_what_is_to_come,
      "A init s\n"
      "  A ready s max 3\n"
      "B init t\n"
      "  B ready t max 3\n"
      "disconnect {\"stream_id\":\"s\",\"delay_ms\":100,\"mode\":\"fin\"}\n"
      "  scheduled\n"
      "disconnect {\"stream_id\":\"t\",\"delay_ms\":100,\"mode\":\"fin\"}\n"
      "  scheduled\n"
      "reset s\n"
      "wait 100\n"
      "  +100 B loses its connection: fin 1011\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_streams_that_are_there_lose_their_connection),
        cmocka_unit_test(a_stream_that_comes_in_time_is_met),
        cmocka_unit_test(streams_are_refused_from_then_on),
        cmocka_unit_test(a_parked_stream_has_nothing_to_lose),
        cmocka_unit_test(after_a_stall_the_stream_goes_on),
        cmocka_unit_test(reset_forgets_what_is_to_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
