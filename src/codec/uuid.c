#include "codec/uuid.h"

#include "codec/chars.h"

#define UUID_LENGTH 36

/* CODEC_SCAN_BYTES leaves the vectors out, as on other machines: for tests. */
#if defined(__x86_64__) && !defined(CODEC_SCAN_BYTES)
#include <emmintrin.h>

static __m128i between(__m128i v, char first, char last) {
    return _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8((char)(first - 1))),
                         _mm_cmplt_epi8(v, _mm_set1_epi8((char)(last + 1))));
}

/* Whether 16 bytes are dashes where `dashes` has a bit, and hexadecimal digits elsewhere. */
static bool fits(const char *at, int dashes) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i letter = between(_mm_or_si128(v, _mm_set1_epi8(0x20)), 'a', 'f');
    __m128i digit = between(v, '0', '9');
    __m128i dash = _mm_cmpeq_epi8(v, _mm_set1_epi8('-'));
    return _mm_movemask_epi8(dash) == dashes &&
           _mm_movemask_epi8(_mm_or_si128(letter, digit)) == (dashes ^ 0xFFFF);
}

/* The last 16 bytes overlap those before. */
static bool is_plain_uuid(const char *at) {
    return fits(at, 1 << 8 | 1 << 13) && fits(at + 16, 1 << 2 | 1 << 7) && fits(at + 20, 1 << 3);
}

#else

static bool is_plain_uuid(const char *at) {
    for (size_t i = 0; i < UUID_LENGTH; i++) {
        char lower = (char)(at[i] | 0x20);
        bool hex = (at[i] >= '0' && at[i] <= '9') || (lower >= 'a' && lower <= 'f');
        if (i == 8 || i == 13 || i == 18 || i == 23 ? at[i] != '-' : !hex)
            return false;
    }
    return true;
}

#endif

bool codec_is_uuid(struct codec_text text) {
    if (text.form != CODEC_TEXT_JSON)
        return text.len == UUID_LENGTH && is_plain_uuid(text.ptr);
    char plain[UUID_LENGTH]; /* a longer text is cut */
    return codec_text_copy(text, plain, sizeof plain) == UUID_LENGTH && is_plain_uuid(plain);
}
