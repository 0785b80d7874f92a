/* Audio is known again by its characters, however they were written in JSON. */
#include "stream/corrupt.h"
#include "stream/fingerprint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* More than is looked at in one go, and no whole number of blocks. */
#define LENGTH 20004

static struct codec_text text_of(const char *ptr, size_t len, enum codec_text_form form) {
    return (struct codec_text){ptr, len, form};
}

static void fill(char *audio) {
    for (size_t i = 0; i < LENGTH; i++)
        audio[i] = i % 7 ? (char)('A' + i % 26) : '/';
}

/* As PHP writes it ("\/"), and as nobody does. */
static void escapes_make_no_difference(void **state) {
    char audio[LENGTH], escaped[6 * LENGTH];
    size_t len = 0;
    (void)state;
    fill(audio);
    for (size_t i = 0; i < LENGTH; i++) {
        const char hex[] = "0123456789abcdef";
        const char written[] = {'\\', 'u', '0', '0', hex[audio[i] >> 4 & 15], hex[audio[i] & 15]};
        size_t size = audio[i] == '/' ? 2 : i % 11 ? 1 : sizeof written;
        memcpy(escaped + len, size == 1 ? &audio[i] : size == 2 ? "\\/" : written, size);
        len += size;
    }
    struct stream_fingerprint plain =
        stream_fingerprint(text_of(audio, LENGTH, CODEC_TEXT_CLEAN), NULL);
    assert_int_equal(plain.length, LENGTH);
    assert_true(stream_fingerprint_equal(
        plain, stream_fingerprint(text_of(escaped, len, CODEC_TEXT_JSON), NULL)));
}

static void any_change_makes_a_difference(void **state) {
    char audio[LENGTH];
    (void)state;
    fill(audio);
    struct stream_fingerprint before =
        stream_fingerprint(text_of(audio, LENGTH, CODEC_TEXT_CLEAN), NULL);
    for (size_t i = 0; i < LENGTH; i++) {
        audio[i] ^= 1;
        assert_false(stream_fingerprint_equal(
            before, stream_fingerprint(text_of(audio, LENGTH, CODEC_TEXT_CLEAN), NULL)));
        audio[i] ^= 1;
    }
    for (size_t i = 64; i < LENGTH; i += 64) { /* the same words in another order */
        char first = audio[0], here = audio[i];
        audio[0] = here;
        audio[i] = first;
        if (first != here)
            assert_false(stream_fingerprint_equal(
                before, stream_fingerprint(text_of(audio, LENGTH, CODEC_TEXT_CLEAN), NULL)));
        audio[0] = first;
        audio[i] = here;
    }
    for (size_t len = LENGTH - 100; len < LENGTH; len++)
        assert_false(stream_fingerprint_equal(
            before, stream_fingerprint(text_of(audio, len, CODEC_TEXT_CLEAN), NULL)));
}

/* Nor does it where the message knows some of it already, wherever the audio lies in it. */
static void what_is_known_makes_no_difference(void **state) {
    char audio[LENGTH];
    struct base_memory memory = base_memory_heap();
    (void)state;
    fill(audio);
    for (size_t len = 1000; len <= LENGTH; len += 997)
        for (size_t before = 0; before < 70; before++) {
            struct base_buffer *message = base_buffer_new(&memory, LENGTH + 100);
            assert_non_null(message);
            for (size_t i = 0; i < before; i++)
                base_buffer_append(message, "\"", 1, 0);
            base_buffer_append(message, audio, len, 0);
            base_buffer_append(message, "\"", 1, 0);
            struct codec_text text = text_of(message->data + before, len, CODEC_TEXT_CLEAN);
            struct codec_text part = text_of(message->data + before, len / 2, CODEC_TEXT_CLEAN);
            assert_true(stream_fingerprint_equal(stream_fingerprint(text, message),
                                                 stream_fingerprint(text, NULL)));
            assert_true(stream_fingerprint_equal(stream_fingerprint(part, message),
                                                 stream_fingerprint(part, NULL)));
            base_buffer_unref(message);
        }
    assert_int_equal(memory.in_use, 0);
}

/* Damage is seen although the message was known before. */
static void damage_makes_a_difference(void **state) {
    char audio[LENGTH];
    struct base_memory memory = base_memory_heap();
    struct base_buffer *message = base_buffer_new(&memory, LENGTH);
    const size_t length = LENGTH - LENGTH % BASE_RUN_BLOCK; /* all of it in a run */
    (void)state;
    assert_non_null(message);
    fill(audio);
    base_buffer_append(message, audio, length, 0);
    struct codec_text text = text_of(message->data, length, CODEC_TEXT_CLEAN);
    struct stream_fingerprint before = stream_fingerprint(text, message);
    stream_corrupt(message, text);
    assert_false(stream_fingerprint_equal(before, stream_fingerprint(text, message)));
    base_buffer_unref(message);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_make_no_difference),
        cmocka_unit_test(any_change_makes_a_difference),
        cmocka_unit_test(what_is_known_makes_no_difference),
        cmocka_unit_test(damage_makes_a_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
