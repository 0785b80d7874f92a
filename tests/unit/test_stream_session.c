/* The session machine (protocol §4): from stream:init to the disconnect. */
#include "stream_scene.h"

/* A line of a scene is a line: */
/* clang-format off */

/* M1: stream:init on a new connection is answered with stream:ready; the stream is active. */
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

/* M2: `max_inflight` of stream:init is confirmed in stream:ready. */
SCENE(max_inflight_of_init_is_confirmed,
      "A init s max=10\n"
      "  A ready s max 10\n")

/* M3: a stream:init where a stream is open is an error with its state, and changes nothing. */
SCENE(a_second_init_where_a_stream_is_open_is_refused,
      "A init s\n"
      "  A ready s max 3\n"
      "A init t\n"
      "  A error INVALID_CONFIG state active\n"
      "A pause s\n"
      "A init s\n"
      "  A error INVALID_CONFIG state paused\n"
      "A resume s\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* M4: a stream:init where the stream is completed starts a new one. */
SCENE(an_init_after_completion_starts_a_new_stream,
      "watch opened ended\n"
      "A init s\n"
      "  * opened s by w\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A end s\n"
      "  A complete s total 1 in 0 ms success 1 partial 0 failed 0\n"
      "wait 100\n"
      "A init s\n"
      "  * ended s: completed, failed 0\n"
      "  * opened s by w\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A end s\n"
      "  A complete s total 1 in 0 ms success 1 partial 0 failed 0\n")

/* M5: that cancels the disconnect timer: the new stream is not cut. */
SCENE(a_new_init_cancels_the_disconnect_of_the_old_stream,
      "set idle_timeout_ms 0\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "wait 4000\n"
      "A init s\n"
      "  A ready s max 3\n"
      "wait 60000\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* M6: and the new stream may have another stream_id. */
SCENE(a_new_stream_may_have_another_id,
      "A init s\n"
      "  A ready s max 3\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "A init t\n"
      "  A ready t max 3\n"
      "A frag 0 stream=t\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A end t\n"
      "  A complete t total 1 in 0 ms success 1 partial 0 failed 0\n"
      "wait 5000\n"
      "  +5000 A disconnected\n")

/* M7: active and paused go back and forth; a paused stream takes no fragments. */
SCENE(a_paused_stream_takes_no_fragments_until_it_resumes,
      "watch state\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A pause s\n"
      "  * state s active -> paused\n"
      "A frag 0\n"
      "  A error STREAM_NOT_FOUND f0 state paused\n"
      "A resume s\n"
      "  * state s paused -> active\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* M8: pausing lets the fragments in flight finish. */
SCENE(pausing_lets_fragments_in_flight_finish,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-4\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 100 ms\n"
      "  A ack f3 in 200 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 4 queue 1\n"
      "  A ack f4 behind 1 in 200 ms\n"
      "A pause s\n"
      "wait 200\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A processed 1 f1 success 100 ms\n"
      "  +100 A processed 2 f2 success 100 ms\n"
      "  +100 A backpressure low none inflight 2 queue 0\n"
      "  +200 A processed 3 f3 success 100 ms\n"
      "  +200 A processed 4 f4 success 100 ms\n")

/* M9: stream:end may come while the stream is paused. */
SCENE(a_paused_stream_can_end,
      "A init s\n"
      "  A ready s max 3\n"
      "A pause s\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n")

/* M10: a stream:* request in the wrong state gets INVALID_CONFIG with metadata.state, never
 * silence. */
SCENE(a_request_in_the_wrong_state_is_answered,
      "A init s\n"
      "  A ready s max 3\n"
      "A resume s\n"
      "  A error INVALID_CONFIG state active\n"
      "A pause s\n"
      "A pause s\n"
      "  A error INVALID_CONFIG state paused\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "A pause s\n"
      "  A error INVALID_CONFIG state completed\n"
      "A resume s\n"
      "  A error INVALID_CONFIG state completed\n"
      "A end s\n"
      "  A error INVALID_CONFIG state completed\n")

/* M11: stream:complete comes after the last outcome in flight, never before. */
SCENE(complete_waits_for_the_fragments_in_flight,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-3\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "  A ack f2 in 100 ms\n"
      "  A ack f3 in 200 ms\n"
      "  A backpressure medium slow_down 500 ms inflight 4 queue 1\n"
      "A end s\n"
      "A frag 4\n"
      "  A error STREAM_NOT_FOUND f4 state ending\n"
      "A end s\n"
      "  A error INVALID_CONFIG state ending\n"
      "wait 200\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A backpressure low none inflight 3 queue 0\n"
      "  +100 A processed 1 f1 success 100 ms\n"
      "  +100 A processed 2 f2 success 100 ms\n"
      "  +200 A processed 3 f3 success 100 ms\n"
      "  +200 A complete s total 4 in 200 ms success 4 partial 0 failed 0\n")

/* M12: the connection is closed AUTO_DISCONNECT_DELAY after stream:complete, by DISCONNECT. */
SCENE(the_disconnect_comes_so_long_after_complete,
      "set auto_disconnect_ms 700\n"
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "A end s\n"
      "wait 799\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A complete s total 1 in 100 ms success 1 partial 0 failed 0\n"
      "wait 1\n"
      "  +1 A disconnected\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n")

/* M13: the connection stays open for last acks, and its client may leave before the disconnect. */
SCENE(a_client_may_leave_before_the_disconnect,
      "watch ended\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A end s\n"
      "  A complete s total 1 in 0 ms success 1 partial 0 failed 0\n"
      "A ack f0\n"
      "A leave\n"
      "  * ended s: completed, failed 0\n"
      "wait 6000\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n")

/* M14: a stream that is completed ends with its connection, if its worker knows. */
SCENE(a_completed_stream_is_not_parked,
      "watch ended parked\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "A lost\n"
      "  * ended s: completed, failed 0\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n")

/* M15: a DISCONNECT from the client ends the stream at once: nothing is kept. */
SCENE(a_client_that_leaves_ends_its_stream,
      "watch ended outcome\n"
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "A leave\n"
      "  * outcome f0 failed, nobody told\n"
      "  * outcome f1 failed, nobody told\n"
      "  * ended s: the client disconnected, failed 2\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n"
      "wait 200\n"
      "B init s worker=other\n"
      "  B ready s max 3\n")

/* M16: requests without a stream get STREAM_NOT_FOUND. */
SCENE(requests_without_a_stream_are_answered,
      "A pause s\n"
      "  A error STREAM_NOT_FOUND state initializing\n"
      "A resume s\n"
      "  A error STREAM_NOT_FOUND state initializing\n"
      "A end s\n"
      "  A error STREAM_NOT_FOUND state initializing\n"
      "A frag 0\n"
      "  A error STREAM_NOT_FOUND f0 state initializing\n")

/* M17: requests for another stream_id get STREAM_NOT_FOUND. */
SCENE(requests_for_another_stream_are_answered,
      "A init s\n"
      "  A ready s max 3\n"
      "A pause t\n"
      "  A error STREAM_NOT_FOUND state active\n"
      "A end t\n"
      "  A error STREAM_NOT_FOUND state active\n"
      "A frag 0 stream=t\n"
      "  A error STREAM_NOT_FOUND f0 state active\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n")

/* M18: a completed stream takes no fragments. */
SCENE(a_completed_stream_takes_no_fragments,
      "A init s\n"
      "  A ready s max 3\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "A frag 0\n"
      "  A error STREAM_NOT_FOUND f0 state completed\n")

/* M19: two connections have streams of their own that do not disturb each other. */
SCENE(two_streams_do_not_disturb_each_other,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "B init t\n"
      "  B ready t max 3\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "B frag 0 id=g0 stream=t\n"
      "  B ack g0 in 100 ms\n"
      "A lost\n"
      "wait 100\n"
      "  +100 B processed 0 g0 success 100 ms\n"
      "B end t\n"
      "  B complete t total 1 in 100 ms success 1 partial 0 failed 0\n")

/* M20: an id whose stream is completed is free: the old connection is closed, the new stream is not
 * touched. */
SCENE(a_completed_stream_gives_way_to_a_new_one_of_its_id,
      "watch opened ended\n"
      "A init s\n"
      "  * opened s by w\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A end s\n"
      "  A complete s total 1 in 0 ms success 1 partial 0 failed 0\n"
      "B init s worker=other\n"
      "  * ended s: completed, failed 0\n"
      "  * opened s by other\n"
      "  B ready s max 3\n"
      "  A disconnected for B\n"
      "B frag 0\n"
      "  B ack f0\n"
      "  B processed 0 f0 success\n"
      "wait 6000\n"
      "B frag 1\n"
      "  B ack f1\n"
      "  B processed 1 f1 success\n"
      "counts\n"
      "  attached 1 parked 0 inflight 0\n")

/* M20: the same where it waits to be told again. */
SCENE(another_worker_may_have_the_id_of_a_completed_stream,
      "watch ended opened\n"
      "A init s\n"
      "  * opened s by w\n"
      "  A ready s max 3\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "A cut\n"
      "B init s worker=other\n"
      "  * ended s: completed, failed 0\n"
      "  * opened s by other\n"
      "  B ready s max 3\n"
      "counts\n"
      "  attached 1 parked 0 inflight 0 no bytes\n")

/* M28: a completed stream waits for a worker that may not have heard of it. */
SCENE(a_completed_stream_waits_for_a_worker_that_was_cut_off,
      "watch ended parked\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "A cut\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n"
      "view\n"
      "  s of w completed parked max 3: inflight 0 waiting 0 held 0 expects 0 delivered 0 confirmed "
      "0 success 0 no bytes\n"
      "wait 9999\n"
      "wait 1\n"
      "  +1 * ended s: completed, failed 0\n")

/* M28: RESUME_WINDOW_MS bounds that too. */
SCENE(without_a_window_no_completed_stream_waits,
      "watch ended parked\n"
      "set resume_window_ms 0\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "A cut\n"
      "  * ended s: completed, failed 0\n")

/* M29: its worker gets all again, and has then an ordinary completed stream. */
SCENE(a_worker_that_was_cut_off_is_told_again_that_all_is_done,
      "watch ended opened resumed\n"
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  * opened s by w\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "A end s\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A complete s total 1 in 100 ms success 1 partial 0 failed 0\n"
      "A cut\n"
      "wait 3000\n"
      "B init s\n"
      "  * resumed s\n"
      "  B ready s max 3\n"
      "  B complete s total 1 in 100 ms success 1 partial 0 failed 0\n"
      "B frag 0\n"
      "  B ack f0\n"
      "  B processed 0 f0 success 100 ms\n"
      "wait 4999\n"
      "wait 1\n"
      "  +1 B disconnected\n"
      "  +1 * ended s: completed, failed 0\n")

/* M29: also while the old connection still looks open. */
SCENE(a_completed_stream_is_told_again_while_the_old_connection_looks_open,
      "A init s\n"
      "  A ready s max 3\n"
      "A end s\n"
      "  A complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "A unheard\n"
      "B init s\n"
      "  B ready s max 3\n"
      "  B complete s total 0 in 0 ms success 0 partial 0 failed 0\n"
      "  A disconnected for B\n"
      "C init s\n"
      "  C ready s max 3\n"
      "  B disconnected for C\n"
      "C frag 0\n"
      "  C ack f0\n"
      "  C processed 0 f0 success\n")

/* M30: whoever has sent something since has heard it. */
SCENE(who_speaks_after_complete_has_heard_it,
      "watch ended\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A end s\n"
      "  A complete s total 1 in 0 ms success 1 partial 0 failed 0\n"
      "A ack f0\n"
      "A cut\n"
      "  * ended s: completed, failed 0\n")

/* M21: total_duration_ms counts from the first stream:ready. */
SCENE(the_duration_counts_from_the_first_ready,
      "A init s\n"
      "  A ready s max 3\n"
      "wait 1000\n"
      "A lost\n"
      "wait 1000\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A end s\n"
      "  A complete s total 0 in 2000 ms success 0 partial 0 failed 0\n")

/* M22: a worker's fragment:ack is taken in every state; for an unknown fragment it is a deviation.
 * */
SCENE(acks_are_taken_in_every_state,
      "watch deviation\n"
      "A ack f0\n"
      "  * deviation fragment:ack unknown_fragment: there is no fragment with this fragment_id\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A ack f0\n"
      "A ack f0\n"
      "A ack f9\n"
      "  * deviation fragment:ack unknown_fragment: there is no fragment with this fragment_id\n"
      "A pause s\n"
      "A ack f0\n"
      "A end s\n"
      "  A complete s total 1 in 0 ms success 1 partial 0 failed 0\n"
      "A ack f0\n")

/* M23: a fragment:ack before the result is a deviation. */
SCENE(an_ack_before_its_result_is_a_deviation,
      "watch deviation\n"
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "A ack f0\n"
      "  * deviation fragment:ack unknown_fragment: the result of this fragment has not been sent yet\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "A ack f0\n")

/* M24: results that were never acknowledged are a deviation when the stream ends. */
SCENE(missing_acks_are_a_deviation,
      "watch deviation ended\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-2\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "  A ack f1\n"
      "  A processed 1 f1 success\n"
      "  A ack f2\n"
      "  A processed 2 f2 success\n"
      "A ack f1\n"
      "A end s\n"
      "  A complete s total 3 in 0 ms success 3 partial 0 failed 0\n"
      "A leave\n"
      "  * deviation fragment:ack missing_ack: 2 of 3 results were not acknowledged with "
      "fragment:ack\n"
      "  * ended s: completed, failed 0\n")

/* clang-format on */

/* A stream:init whose stream:ready cannot be sent leaves no stream behind: the client was told. */
SCENE(an_init_that_cannot_be_answered_leaves_no_stream,
      "watch ended\n"
      "breaks ready\n"
      "A init s\n"
      "  A ready s max 3\n"
      "  * ended s: its stream:ready could not be sent, failed 0\n"
      "breaks nothing\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A lost\n"
      "breaks ready\n"
      "B init s\n"
      "  B ready s max 3\n"
      "  * ended s: its stream:ready could not be sent, failed 0\n"
      "counts\n"
      "  attached 0 parked 0 inflight 0 no bytes\n")

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_from_init_to_disconnect),
        cmocka_unit_test(max_inflight_of_init_is_confirmed),
        cmocka_unit_test(a_second_init_where_a_stream_is_open_is_refused),
        cmocka_unit_test(an_init_after_completion_starts_a_new_stream),
        cmocka_unit_test(a_new_init_cancels_the_disconnect_of_the_old_stream),
        cmocka_unit_test(a_new_stream_may_have_another_id),
        cmocka_unit_test(a_paused_stream_takes_no_fragments_until_it_resumes),
        cmocka_unit_test(pausing_lets_fragments_in_flight_finish),
        cmocka_unit_test(a_paused_stream_can_end),
        cmocka_unit_test(a_request_in_the_wrong_state_is_answered),
        cmocka_unit_test(complete_waits_for_the_fragments_in_flight),
        cmocka_unit_test(the_disconnect_comes_so_long_after_complete),
        cmocka_unit_test(a_client_may_leave_before_the_disconnect),
        cmocka_unit_test(a_completed_stream_is_not_parked),
        cmocka_unit_test(a_client_that_leaves_ends_its_stream),
        cmocka_unit_test(requests_without_a_stream_are_answered),
        cmocka_unit_test(requests_for_another_stream_are_answered),
        cmocka_unit_test(a_completed_stream_takes_no_fragments),
        cmocka_unit_test(two_streams_do_not_disturb_each_other),
        cmocka_unit_test(a_completed_stream_gives_way_to_a_new_one_of_its_id),
        cmocka_unit_test(another_worker_may_have_the_id_of_a_completed_stream),
        cmocka_unit_test(a_completed_stream_waits_for_a_worker_that_was_cut_off),
        cmocka_unit_test(without_a_window_no_completed_stream_waits),
        cmocka_unit_test(a_worker_that_was_cut_off_is_told_again_that_all_is_done),
        cmocka_unit_test(a_completed_stream_is_told_again_while_the_old_connection_looks_open),
        cmocka_unit_test(who_speaks_after_complete_has_heard_it),
        cmocka_unit_test(the_duration_counts_from_the_first_ready),
        cmocka_unit_test(acks_are_taken_in_every_state),
        cmocka_unit_test(an_ack_before_its_result_is_a_deviation),
        cmocka_unit_test(missing_acks_are_a_deviation),
        cmocka_unit_test(an_init_that_cannot_be_answered_leaves_no_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
