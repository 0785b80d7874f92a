/* Limits on connections and silence (protocol §5). */
#include "stream_scene.h"

/* A line of a scene is a line: */
/* clang-format off */

/* L1: WS_MAX_CONNECTIONS connections with a stream; one more gets RATE_LIMIT on stream:init. */
SCENE(so_many_connections_may_have_a_stream,
      "set max_connections 2\n"
      "A init s\n"
      "  A ready s max 3\n"
      "B init t\n"
      "  B ready t max 3\n"
      "C init u\n"
      "  C error RATE_LIMIT state initializing: "
      "the server takes at most 2 connections with a stream "
      "(WS_MAX_CONNECTIONS)\n"
      "C init u\n"
      "  C error RATE_LIMIT state initializing: "
      "the server takes at most 2 connections with a stream "
      "(WS_MAX_CONNECTIONS)\n"
      "A leave\n"
      "C init u\n"
      "  C ready u max 3\n")

/* L2: a parked stream does not count, its take-over does. */
SCENE(parked_streams_do_not_count,
      "set max_connections 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A lost\n"
      "B init t\n"
      "  B ready t max 3\n"
      "C init s\n"
      "  C error RATE_LIMIT state initializing: "
      "the server takes at most 1 connections with a stream "
      "(WS_MAX_CONNECTIONS)\n"
      "B leave\n"
      "C init s\n"
      "  C ready s max 3\n")

/* L3: a take-over from a connection needs no room. */
SCENE(a_take_over_needs_no_room,
      "set max_connections 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "B init s\n"
      "  B ready s max 3\n"
      "  A disconnected for B\n"
      "counts\n"
      "  attached 1 parked 0 inflight 0 no bytes\n")

/* L4: a new stream on the same connection needs no room. */
SCENE(a_new_stream_on_a_connection_needs_no_room,
      "set max_connections 1\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "A init t\n"
      "  A ready t max 3\n")

/* L5: MAX_CONNECTIONS_PER_KEY counts by key; without a key there is none. */
SCENE(connections_are_limited_by_key,
      "set max_connections_per_key 1\n"
      "A key 1\n"
      "B key 1\n"
      "C key 2\n"
      "A init s\n"
      "  A ready s max 3\n"
      "B init t\n"
      "  B error RATE_LIMIT state initializing: "
      "the server takes at most 1 connections with a stream for each API key "
      "(MAX_CONNECTIONS_PER_KEY)\n"
      "C init u\n"
      "  C ready u max 3\n"
      "D init v\n"
      "  D ready v max 3\n"
      "E init w\n"
      "  E ready w max 3\n"
      "A leave\n"
      "B init t\n"
      "  B ready t max 3\n")

/* L6: IDLE_TIMEOUT_MS without any event from the client: closed with 1001, parked. */
SCENE(an_idle_client_is_closed,
      "watch parked\n"
      "A init s\n"
      "  A ready s max 3\n"
      "wait 59999\n"
      "A ack f9\n"
      "wait 59999\n"
      "wait 1\n"
      "  +1 A closed 1001\n"
      "  +1 * parked s\n"
      "counts\n"
      "  attached 0 parked 1 inflight 0 no bytes\n")

/* L7: not while work is in flight; the time counts from its end. */
SCENE(a_client_with_work_in_flight_is_not_idle,
      "set idle_timeout_ms 1000\n"
      "set processing_delay_ms 5000\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 5000 ms\n"
      "wait 5999\n"
      "  +5000 A processed 0 f0 success 5000 ms\n"
      "wait 1\n"
      "  +1 A closed 1001\n")

/* L8: not while the server's own pause stands. */
SCENE(a_client_told_to_pause_is_not_idle,
      "set idle_timeout_ms 1000\n"
      "set processing_delay_ms 3000\n"
      "set queue_max_depth 1\n"
      "A init s max=1\n"
      "  A ready s max 1\n"
      "A frag 0-1\n"
      "  A ack f0 in 3000 ms\n"
      "  A ack f1 in 6000 ms\n"
      "  A backpressure high pause 1000 ms inflight 2 queue 1\n"
      "wait 6999\n"
      "  +3000 A processed 0 f0 success 3000 ms\n"
      "  +3000 A backpressure low none inflight 1 queue 0\n"
      "  +6000 A processed 1 f1 success 3000 ms\n"
      "wait 1\n"
      "  +1 A closed 1001\n")

/* L9: not for control connections that wait. */
SCENE(a_control_connection_may_wait,
      "A ack f9\n"
      "wait 1000000\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n"
      "A init s\n"
      "  A ready s max 3\n")

/* L10: 0 switches the idle time-out off. */
SCENE(an_idle_time_of_zero_is_no_limit,
      "set idle_timeout_ms 0\n"
      "A init s\n"
      "  A ready s max 3\n"
      "wait 10000000\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* L11: a paused stream whose worker is silent is idle. */
SCENE(a_paused_stream_can_be_idle,
      "A init s\n"
      "  A ready s max 3\n"
      "A pause s\n"
      "wait 60000\n"
      "  +60000 A closed 1001\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(so_many_connections_may_have_a_stream),
        cmocka_unit_test(parked_streams_do_not_count),
        cmocka_unit_test(a_take_over_needs_no_room),
        cmocka_unit_test(a_new_stream_on_a_connection_needs_no_room),
        cmocka_unit_test(connections_are_limited_by_key),
        cmocka_unit_test(an_idle_client_is_closed),
        cmocka_unit_test(a_client_with_work_in_flight_is_not_idle),
        cmocka_unit_test(a_client_told_to_pause_is_not_idle),
        cmocka_unit_test(a_control_connection_may_wait),
        cmocka_unit_test(an_idle_time_of_zero_is_no_limit),
        cmocka_unit_test(a_paused_stream_can_be_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
