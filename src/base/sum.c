#include "base/sum.h"

/* Sums of 64-bit words, and sums of these sums, so that order counts (as Fletcher's checksum has
 * it): two additions for each word, in lanes that do not wait for each other. */

/* Two words that are added at once, where the machine can. */
typedef uint64_t pair __attribute__((vector_size(16)));

static inline pair load(const void *at, size_t index) {
    pair loaded;
    memcpy(&loaded, (const char *)at + index * sizeof loaded, sizeof loaded);
    return loaded;
}

static inline void store(void *at, size_t index, pair stored) {
    memcpy((char *)at + index * sizeof stored, &stored, sizeof stored);
}

/* Whole blocks. Written out, so that the lanes stay in registers. */
static void add_blocks(struct base_sum *sum, const char *at, size_t len) {
    pair a = load(sum->words, 0), b = load(sum->words, 1);
    pair c = load(sum->sums, 0), d = load(sum->sums, 1);
    for (const char *end = at + len; at < end; at += BASE_SUM_BLOCK) {
        c += a += load(at, 0);
        d += b += load(at, 1);
    }
    store(sum->words, 0, a), store(sum->words, 1, b);
    store(sum->sums, 0, c), store(sum->sums, 1, d);
}

void base_sum_add(struct base_sum *sum, struct base_slice bytes) {
    char tail[BASE_SUM_BLOCK] = {0};
    size_t rest = bytes.len % BASE_SUM_BLOCK;
    sum->length += bytes.len;
    if (bytes.len > rest)
        add_blocks(sum, bytes.ptr, bytes.len - rest);
    if (!rest)
        return;
    memcpy(tail, bytes.ptr + bytes.len - rest, rest);
    add_blocks(sum, tail, sizeof tail);
}

static uint64_t mix(uint64_t sum, uint64_t value) {
    sum = (sum ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return sum ^ sum >> 29;
}

uint64_t base_sum_end(const struct base_sum *sum) {
    uint64_t all = mix(0, sum->length);
    for (size_t i = 0; i < sizeof sum->words / sizeof *sum->words; i++)
        all = mix(mix(all, sum->words[i]), sum->sums[i]);
    return all;
}
