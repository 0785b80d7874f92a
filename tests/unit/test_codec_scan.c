/* The scanners against a loop that nobody can get wrong: every length up to 300, every alignment of
 * a vector, the special byte at every position, and random bytes. Each of the three versions (AVX2,
 * SSE2, byte by byte) is compiled and tested whatever this machine would choose. */
#include "codec_fixture.h"

#include "codec/scan.h"

/* The same source again without AVX2, and without any vectors. */
#define codec_scan_string sse2_scan_string
#define codec_scan_base64 sse2_scan_base64
#define is_special sse2_is_special
#define any_special sse2_any_special
#define __builtin_cpu_supports(feature) 0
#include "codec/scan.c"
#undef codec_scan_string
#undef codec_scan_base64
#undef is_special
#undef any_special
#undef HAVE_SIMD

#define codec_scan_string scalar_scan_string
#define codec_scan_base64 scalar_scan_base64
#define CODEC_SCAN_BYTES
#include "codec/scan.c"
#undef codec_scan_string
#undef codec_scan_base64

#define LENGTH_MAX 300
#define ALIGNMENTS 64

typedef const char *scanner(const char *at, const char *end);

static bool naive_special(unsigned char c) {
    return c == '"' || c == '\\' || c < 0x20 || c >= 0x80;
}

static bool naive_not_base64(unsigned char c) {
    return !c || !strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", c);
}

struct subject {
    const char *name;
    scanner *scan;
    bool (*stops)(unsigned char c);
};

static const struct subject subjects[] = {
    {"string", codec_scan_string, naive_special},
    {"string, SSE2", sse2_scan_string, naive_special},
    {"string, bytes", scalar_scan_string, naive_special},
    {"base64", codec_scan_base64, naive_not_base64},
    {"base64, SSE2", sse2_scan_base64, naive_not_base64},
    {"base64, bytes", scalar_scan_base64, naive_not_base64},
};

static void check(const struct subject *subject, const char *at, size_t len) {
    size_t expected = 0;
    while (expected < len && !subject->stops((unsigned char)at[expected]))
        expected++;
    size_t found = (size_t)(subject->scan(at, at + len) - at);
    if (found != expected) {
        print_error("%s: %zu bytes: found %zu, expected %zu\n", subject->name, len, found,
                    expected);
        fail();
    }
}

/* In blocks of exact size, so that a byte read too far is seen; the alignment is that of malloc. */
static void every_byte_value_stops_or_not(void **state) {
    (void)state;
    for (size_t s = 0; s < COUNT(subjects); s++)
        for (int byte = 0; byte < 256; byte++)
            for (size_t len = 1; len <= 140; len += 23) {
                char *block = malloc(len);
                assert_non_null(block);
                memset(block, 'A', len);
                block[len - 1] = (char)byte;
                check(&subjects[s], block, len);
                free(block);
            }
}

static void special_byte_at_every_position_of_every_length(void **state) {
    (void)state;
    static const char specials[] = {'"', '\\', '\n', '\0', '\x1f', (char)0x80, (char)0xff, '='};
    for (size_t s = 0; s < COUNT(subjects); s++)
        for (size_t len = 0; len <= LENGTH_MAX; len++) {
            char *block = malloc(len ? len : 1);
            assert_non_null(block);
            memset(block, 'z', len);
            check(&subjects[s], block, len);
            for (size_t i = 0; i < len; i++) {
                block[i] = specials[(len + i) % sizeof specials];
                check(&subjects[s], block, len);
                block[i] = 'z';
            }
            free(block);
        }
}

static void every_alignment(void **state) {
    (void)state;
    static char block[ALIGNMENTS + LENGTH_MAX] __attribute__((aligned(64)));
    memset(block, '/', sizeof block);
    for (size_t s = 0; s < COUNT(subjects); s++)
        for (size_t shift = 0; shift < ALIGNMENTS; shift++)
            for (size_t len = 0; len <= LENGTH_MAX; len += 1 + shift % 3) {
                /* what lies before and behind must not matter */
                if (shift)
                    block[shift - 1] = '"';
                if (shift + len < sizeof block)
                    block[shift + len] = '"';
                check(&subjects[s], block + shift, len);
                memset(block, '/', sizeof block);
            }
}

static void random_bytes(void **state) {
    (void)state;
    srand(1);
    char block[LENGTH_MAX];
    for (int round = 0; round < 20000; round++) {
        size_t len = (size_t)rand() % (LENGTH_MAX + 1);
        for (size_t i = 0; i < len; i++) /* mostly harmless, so that most scans get somewhere */
            block[i] = (char)(rand() % 64 ? "abcXYZ019+/"[rand() % 11] : rand() % 256);
        for (size_t s = 0; s < COUNT(subjects); s++)
            check(&subjects[s], block, len);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_value_stops_or_not),
        cmocka_unit_test(special_byte_at_every_position_of_every_length),
        cmocka_unit_test(every_alignment),
        cmocka_unit_test(random_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
