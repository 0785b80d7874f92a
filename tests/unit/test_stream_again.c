/* Fragments that are sent again after a resume (protocol §4). */
#include "stream_scene.h"

/* clang-format off */

/* R28: a known id is answered in every state. */
SCENE(a_known_fragment_is_answered_in_every_state,
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0 in 100 ms\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "A pause s\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success 100 ms\n"
      "A frag 1\n"
      "  A error STREAM_NOT_FOUND f1 state paused\n"
      "A resume s\n"
      "A frag 1\n"
      "  A ack f1 in 100 ms\n"
      "A end s\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 success 100 ms\n"
      "  A ack f1\n"
      "A frag 2\n"
      "  A error STREAM_NOT_FOUND f2 state ending\n"
      "wait 100\n"
      "  +100 A processed 1 f1 success 100 ms\n"
      "  +100 A complete s total 2 in 200 ms success 2 partial 0 failed 0\n"
      "A frag 0-1\n"
      "  A ack f0\n"
      "  A processed 0 f0 success 100 ms\n"
      "  A ack f1\n"
      "  A processed 1 f1 success 100 ms\n"
      "A frag 2\n"
      "  A error STREAM_NOT_FOUND f2 state completed\n")

/* R29: the same fragment with another number or stream_id is none that is known. */
SCENE(a_known_id_with_another_number_is_a_duplicate,
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 1 id=f0\n"
      "  A error INVALID_SEQUENCE f0 duplicate_fragment expected 1 received 1\n"
      "A frag 0 stream=t\n"
      "  A error STREAM_NOT_FOUND f0 state active\n")

/* R30: audio that differs from what came before is a deviation; it is answered all the same. */
SCENE(other_audio_under_a_known_id_is_a_deviation,
      "watch deviation\n"
      "set processing_delay_ms 100\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0-1\n"
      "  A ack f0 in 100 ms\n"
      "  A ack f1 in 100 ms\n"
      "wait 100\n"
      "  +100 A processed 0 f0 success 100 ms\n"
      "  +100 A processed 1 f1 success 100 ms\n"
      "A frag 2\n"
      "  A ack f2 in 100 ms\n"
      "A lost\n"
      "A init s\n"
      "  A ready s max 3\n"
      "A frag 0 bytes=8\n"
      "  * deviation fragment:data other_audio: the audio differs from what came before with this "
      "fragment_id\n"
      "  A ack f0\n"
      "  A processed 0 f0 success 100 ms\n"
      "A frag 1\n"
      "  A ack f1\n"
      "  A processed 1 f1 success 100 ms\n"
      "A frag 2 bytes=8\n"
      "  * deviation fragment:data other_audio: the audio differs from what came before with this "
      "fragment_id\n"
      "  A ack f2\n")

/* R31: a partial result that allows it may be retried. */
SCENE(a_partial_result_may_be_retried,
      "A init s\n"
      "  A ready s max 3\n"
      "A faults {\"enabled\":true,\"rules\":[{\"action\":\"partial\",\"error_code\":\"GPU_OOM\","
      "\"count\":1}]}\n"
      "  configured rules 1 seed 7\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 partial GPU_OOM asr retryable \"Simulated error\"\n"
      "A frag 0\n"
      "  A ack f0\n"
      "  A processed 0 f0 success\n"
      "A end s\n"
      "  A complete s total 1 in 0 ms success 1 partial 0 failed 0\n")

/* clang-format on */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_fragment_is_answered_in_every_state),
        cmocka_unit_test(a_known_id_with_another_number_is_a_duplicate),
        cmocka_unit_test(other_audio_under_a_known_id_is_a_deviation),
        cmocka_unit_test(a_partial_result_may_be_retried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
