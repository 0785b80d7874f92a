#include "echo/random.h"

#include "base/hash.h"

/* Not secret: whoever knows the seed can tell what will be drawn, which is the point. */
static const struct base_hash_seed ids = {UINT64_C(0x6563686f2d737473), 1};

uint64_t echo_random_stream(struct base_slice stream_id) {
    return base_hash(ids, stream_id);
}

struct echo_seed echo_seed_of(int64_t seed, struct codec_text key) {
    char plain[STS_SEED_KEY_BYTES];
    size_t len = codec_text_copy(key, plain, sizeof plain);
    return (struct echo_seed){seed, key, echo_random_stream(base_slice(plain, len))};
}

struct echo_draw echo_draw_with(struct echo_draw draw, const struct echo_seed *seed) {
    draw.seed = seed->seed;
    if (seed->key.len)
        draw.stream = seed->stream;
    return draw;
}

double echo_random(const struct echo_draw *draw) {
    const uint64_t words[] = {draw->stream, draw->run, draw->number, draw->rule, draw->attempt};
    unsigned char bytes[sizeof words];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(words[i / 8] >> i % 8 * 8); /* whatever the byte order here is */
    struct base_hash_seed seed = {(uint64_t)draw->seed, 2};
    uint64_t bits = base_hash(seed, base_slice((const char *)bytes, sizeof bytes));
    return (double)(bits >> 11) / 9007199254740992.0; /* 2^53 */
}
