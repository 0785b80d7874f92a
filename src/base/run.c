#include "base/run.h"

#include "base/alphabet.h"
#include "base/unmask.h"

_Static_assert(BASE_RUN_BLOCK % BASE_SUM_BLOCK == 0, "a sum can go on after each block");

#ifdef __x86_64__

#define WIDE __attribute__((target("avx2"), always_inline)) static inline

WIDE __m256i load(const void *at) {
    return _mm256_loadu_si256((const __m256i *)at);
}

WIDE void store(void *at, __m256i stored) {
    _mm256_storeu_si256((__m256i *)at, stored);
}

WIDE __m256i either(__m256i a, __m256i b) {
    return _mm256_or_si256(a, b);
}

/* Puts whole blocks, and sums them up as base_sum_add does, up to the first with a byte that is not
 * in the alphabet: that one is put, too, but does not count. How many bytes count. */
__attribute__((target("avx2"))) static size_t
take_blocks(struct base_sum *sum, char *to, const char *from, size_t length, uint64_t mask) {
    const __m256i key = _mm256_set1_epi64x((long long)mask);
    __m256i words = load(sum->words), sums = load(sum->sums);
    size_t at = 0;
    for (; at < length; at += BASE_RUN_BLOCK) {
        __m256i a = _mm256_xor_si256(load(from + at), key);
        __m256i b = _mm256_xor_si256(load(from + at + 32), key);
        __m256i c = _mm256_xor_si256(load(from + at + 64), key);
        __m256i d = _mm256_xor_si256(load(from + at + 96), key);
        store(to + at, a);
        store(to + at + 32, b);
        store(to + at + 64, c);
        store(to + at + 96, d);
        if (_mm256_movemask_epi8(either(either(base_alphabet_wrong(a), base_alphabet_wrong(b)),
                                        either(base_alphabet_wrong(c), base_alphabet_wrong(d)))))
            break;
        sums = _mm256_add_epi64(sums, words = _mm256_add_epi64(words, a));
        sums = _mm256_add_epi64(sums, words = _mm256_add_epi64(words, b));
        sums = _mm256_add_epi64(sums, words = _mm256_add_epi64(words, c));
        sums = _mm256_add_epi64(sums, words = _mm256_add_epi64(words, d));
    }
    store(sum->words, words);
    store(sum->sums, sums);
    sum->length += at;
    return at;
}

#else

#define BASE_ALPHABET_WIDE() false

/* Is never asked: see base_run_init. */
static size_t take_blocks(struct base_sum *sum, char *to, const char *from, size_t length,
                          uint64_t mask) {
    (void)sum, (void)to, (void)from, (void)length, (void)mask;
    return 0;
}

#endif

void base_run_forget(struct base_run *run) {
    run->begin = run->end = 0;
    run->over = true;
}

void base_run_init(struct base_run *run, size_t capacity) {
    base_run_forget(run);
    run->over = capacity < BASE_RUN_MESSAGE || !BASE_ALPHABET_WIDE();
    if (!run->over)
        run->sum = (struct base_sum){.length = 0};
}

/* The block after the run has a byte that is not in the alphabet. Another run may begin after the
 * last of these. */
static void end_run(struct base_run *run, const char *data) {
    run->over = run->end - run->begin >= BASE_RUN_LONG;
    if (run->over)
        return;
    size_t at = run->end + BASE_RUN_BLOCK;
    while (base_alphabet_has(data[at - 1]))
        at--;
    run->begin = run->end = at;
    run->over = at > BASE_RUN_LOOK;
    run->sum = (struct base_sum){.length = 0};
}

/* Puts the whole blocks at the end of the run; how many bytes of them, at least one block. */
static size_t follow(struct base_run *run, char *data, const char *from, size_t length,
                     uint64_t mask) {
    size_t whole = length - length % BASE_RUN_BLOCK;
    size_t good = take_blocks(&run->sum, data + run->end, from, whole, mask);
    run->end += good;
    if (good == whole)
        return whole;
    end_run(run, data);
    return good + BASE_RUN_BLOCK;
}

/* Puts what makes a block of the bytes that wait at the end of the run, or less. */
static size_t fill_block(struct base_run *run, char *data, size_t at, const char *from,
                         size_t length, uint64_t mask) {
    size_t missing = run->end + BASE_RUN_BLOCK - at;
    size_t part = length < missing ? length : missing;
    base_unmask(data + at, from, part, mask);
    if (part == missing)
        follow(run, data, data + run->end, BASE_RUN_BLOCK, 0);
    return part;
}

void base_run_put(struct base_run *run, char *data, size_t at, const char *from, size_t length,
                  uint64_t mask) {
    while (length && !run->over) {
        bool whole = at == run->end && length >= BASE_RUN_BLOCK;
        size_t part = whole ? follow(run, data, from, length, mask)
                            : fill_block(run, data, at, from, length, mask);
        mask = base_unmask_turn(mask, part);
        at += part, from += part, length -= part;
    }
    base_unmask(data + at, from, length, mask);
}
