/* UUIDs against a loop that nobody can get wrong: every byte at every place, every length. Both
 * versions (SSE2, byte by byte) are compiled and tested whatever this machine would choose. */
#include "codec_fixture.h"

#include "codec/uuid.h"

#define codec_is_uuid bytes_is_uuid
#define is_plain_uuid bytes_is_plain_uuid
#define CODEC_SCAN_BYTES
#include "codec/uuid.c"
#undef codec_is_uuid

#define VALID "123e4567-e89b-42d3-A456-4266141740fF"

static bool naive(struct base_slice text) {
    for (size_t i = 0; i < text.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (!text.ptr[i] || !strchr(dash ? "-" : "0123456789abcdefABCDEF", text.ptr[i]))
            return false;
    }
    return text.len == 36;
}

static void check(struct base_slice text) {
    struct base_slice bytes = exact(text);
    struct codec_text clean = {bytes.ptr, bytes.len, CODEC_TEXT_CLEAN};
    bool expected = naive(text);
    if (codec_is_uuid(clean) != expected || bytes_is_uuid(clean) != expected)
        fail_msg("%.*s", (int)text.len, text.ptr);
    exact_free(bytes);
}

static void every_byte_at_every_place(void **state) {
    (void)state;
    for (size_t at = 0; at < sizeof VALID - 1; at++)
        for (int byte = 0; byte < 256; byte++) {
            char text[] = VALID;
            text[at] = (char)byte;
            check(base_slice(text, sizeof text - 1));
        }
}

static void every_length(void **state) {
    (void)state;
    static const char text[] = VALID "0123456789";
    for (size_t len = 0; len < sizeof text; len++)
        check(base_slice(text, len));
}

/* One character escaped, and longer texts of 36 bytes in JSON. */
static void escaped(void **state) {
    (void)state;
    for (size_t at = 0; at < sizeof VALID - 1; at++)
        for (int other = 0; other < 2; other++) {
            char text[3 * sizeof VALID];
            char c = other ? 'g' : VALID[at];
            int len = sprintf(text, "%.*s\\u%04x%s", (int)at, VALID, (unsigned)c, &VALID[at + 1]);
            struct base_slice bytes = exact(base_slice(text, (size_t)len));
            struct codec_text json = {bytes.ptr, bytes.len, CODEC_TEXT_JSON};
            assert_int_equal(codec_is_uuid(json), !other);
            assert_int_equal(bytes_is_uuid(json), !other);
            exact_free(bytes);
        }
    struct codec_text json = {"123e4567-e89b-42d3-A456-426614\\u0030", 36, CODEC_TEXT_JSON};
    assert_false(codec_is_uuid(json));
    json = (struct codec_text){VALID "\\ud800", 42, CODEC_TEXT_JSON};
    assert_false(codec_is_uuid(json));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_at_every_place),
        cmocka_unit_test(every_length),
        cmocka_unit_test(escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
