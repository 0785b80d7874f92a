#include "codec/scan.h"

#include "base/alphabet.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* CODEC_SCAN_BYTES leaves the vectors out, as on other machines: for tests. */
#if defined(__x86_64__) && !defined(CODEC_SCAN_BYTES)
#define HAVE_SIMD 1
/* Most strings are names and numbers: they end before the wider vectors would pay. */
#define SHORT_STRING 64
#endif

static bool is_special(char c) {
    return c == '"' || c == '\\' || (signed char)c < 0x20;
}

/* Whether one of eight bytes is special. A byte that is zero borrows from the one above, so that
 * the first special byte is found, and no byte before it. */
static bool any_special(uint64_t v) {
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t quote = v ^ ones * '"', backslash = v ^ ones * '\\';
    return ((quote - ones) | (backslash - ones) | (v - ones * 0x20) | v) & tops;
}

#if HAVE_SIMD

static unsigned first_bit(unsigned mask) {
    return (unsigned)__builtin_ctz(mask);
}

/* Signed comparison: bytes from 0x80 on are negative, so they are below 0x20 too. */
static unsigned special_16(const char *at) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
    __m128i backslash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
    __m128i low = _mm_cmplt_epi8(v, _mm_set1_epi8(0x20));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), low));
}

static __m128i between(__m128i v, char first, char last) {
    return _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8((char)(first - 1))),
                         _mm_cmplt_epi8(v, _mm_set1_epi8((char)(last + 1))));
}

static unsigned not_base64_16(const char *at) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i letter = between(_mm_or_si128(v, _mm_set1_epi8(0x20)), 'a', 'z');
    __m128i digit_or_slash = between(v, '/', '9');
    __m128i plus = _mm_cmpeq_epi8(v, _mm_set1_epi8('+'));
    __m128i good = _mm_or_si128(_mm_or_si128(letter, digit_or_slash), plus);
    return (unsigned)_mm_movemask_epi8(good) ^ 0xFFFF;
}

/* Both return the start of the first 32 (or 128) bytes that need a closer look. */
__attribute__((target("avx2"))) static const char *skip_plain_avx2(const char *at,
                                                                   const char *end) {
    const __m256i quote = _mm256_set1_epi8('"');
    const __m256i backslash = _mm256_set1_epi8('\\');
    const __m256i space = _mm256_set1_epi8(0x20);
    for (; end - at >= 32; at += 32) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)at);
        __m256i bad = _mm256_or_si256(_mm256_cmpeq_epi8(v, quote), _mm256_cmpeq_epi8(v, backslash));
        bad = _mm256_or_si256(bad, _mm256_cmpgt_epi8(space, v));
        if (!_mm256_testz_si256(bad, bad))
            break;
    }
    return at;
}

__attribute__((target("avx2"), always_inline)) static inline __m256i wrong_32(const char *at) {
    return base_alphabet_wrong(_mm256_loadu_si256((const __m256i *)(const void *)at));
}

__attribute__((target("avx2"))) static const char *skip_base64_avx2(const char *at,
                                                                    const char *end) {
    for (; end - at >= 128; at += 128) {
        __m256i wrong = _mm256_or_si256(_mm256_or_si256(wrong_32(at), wrong_32(at + 32)),
                                        _mm256_or_si256(wrong_32(at + 64), wrong_32(at + 96)));
        if (_mm256_movemask_epi8(wrong))
            break;
    }
    return at;
}

#endif

const char *codec_scan_string(const char *at, const char *end) {
#if HAVE_SIMD
    const char *start = at;
    bool wide = __builtin_cpu_supports("avx2");
    while (end - at >= 16) {
        unsigned mask = special_16(at);
        if (mask)
            return at + first_bit(mask);
        at += 16;
        if (wide && at - start >= SHORT_STRING) {
            at = skip_plain_avx2(at, end);
            wide = false;
        }
    }
    if (at > start && at < end) { /* the last 16 bytes: those before `at` are not special */
        unsigned mask = special_16(end - 16);
        return mask ? end - 16 + first_bit(mask) : end;
    }
#endif
    for (uint64_t eight; end - at >= 8; at += 8) {
        memcpy(&eight, at, 8);
        if (any_special(eight))
            break;
    }
    while (at < end && !is_special(*at))
        at++;
    return at;
}

const char *codec_scan_base64(const char *at, const char *end) {
#if HAVE_SIMD
    if (__builtin_cpu_supports("avx2"))
        at = skip_base64_avx2(at, end);
    for (; end - at >= 16; at += 16) {
        unsigned mask = not_base64_16(at);
        if (mask)
            return at + first_bit(mask);
    }
#endif
    while (at < end && base_alphabet_has(*at))
        at++;
    return at;
}
