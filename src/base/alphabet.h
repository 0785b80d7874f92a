/* alphabet.h - the alphabet of base64 (A-Z a-z 0-9 + /), one character or 32 at a time. */
#ifndef BASE_ALPHABET_H
#define BASE_ALPHABET_H
#include <stdbool.h>

static inline bool base_alphabet_has(char c) {
    char lower = (char)(c | 0x20);
    return (lower >= 'a' && lower <= 'z') || (c >= '/' && c <= '9') || c == '+';
}

#ifdef __x86_64__
#include <immintrin.h>

/** Whether this processor can. */
#define BASE_ALPHABET_WIDE() __builtin_cpu_supports("avx2")

/*
 * The average of a number of the low half (AVERAGE) and of c >> 3 has a low half that picks, for
 * each c of the alphabet, a number (LIMIT) that leaves c + LIMIT below zero if and only if c is not
 * in the alphabet; the addition saturates. What shifting brings in from the neighbour does not
 * matter. A test tries all bytes with all neighbours.
 */
#define BASE_ALPHABET_AVERAGE 13, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 7, 11, 11, 11, 15
#define BASE_ALPHABET_LIMIT                                                                        \
    -128, -128, -128, -128, -49, -65, -43, -90, -75, -122, -47, -128, -79, -128, -111, -128

/** The highest bit of each byte tells whether that of `v` is not in the alphabet. */
__attribute__((target("avx2"), always_inline)) static inline __m256i
base_alphabet_wrong(__m256i v) {
    const __m256i average = _mm256_setr_epi8(BASE_ALPHABET_AVERAGE, BASE_ALPHABET_AVERAGE);
    const __m256i limit = _mm256_setr_epi8(BASE_ALPHABET_LIMIT, BASE_ALPHABET_LIMIT);
    __m256i row = _mm256_avg_epu8(_mm256_shuffle_epi8(average, v), _mm256_srli_epi32(v, 3));
    return _mm256_adds_epi8(_mm256_shuffle_epi8(limit, row), v);
}
#endif

#endif
