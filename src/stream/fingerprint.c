#include "stream/fingerprint.h"

#include "base/sum.h"

/* Characters whose escapes are resolved at once. */
#define PIECE (64 * BASE_SUM_BLOCK)

/* Bytes of the character at `at`, as it stands in JSON. */
static size_t size_of(const char *at, size_t left) {
    size_t size = *at != '\\' ? 1 : left > 1 && at[1] == 'u' ? 6 : 2;
    return size < left ? size : left;
}

static struct stream_fingerprint with_escapes(struct codec_text base64) {
    char piece[PIECE];
    struct base_sum sum = {.length = 0};
    size_t used = 0;
    for (size_t i = 0, size; i < base64.len; i += size) {
        if (used == PIECE) {
            base_sum_add(&sum, base_slice(piece, used));
            used = 0;
        }
        size = size_of(base64.ptr + i, base64.len - i);
        const struct codec_text character = {base64.ptr + i, size, base64.form};
        (void)codec_text_copy(character, piece + used++, 1); /* base64 is ASCII */
    }
    base_sum_add(&sum, base_slice(piece, used));
    return (struct stream_fingerprint){base_sum_end(&sum), (uint32_t)sum.length};
}

struct stream_fingerprint stream_fingerprint(struct codec_text base64,
                                             const struct base_buffer *message) {
    if (base64.form == CODEC_TEXT_JSON)
        return with_escapes(base64);
    struct base_sum sum = {.length = 0};
    struct base_slice known = message ? base_buffer_base64(message) : base_slice(NULL, 0);
    size_t done = known.ptr == base64.ptr && known.len <= base64.len ? known.len : 0;
    if (done)
        sum = message->run.sum;
    base_sum_add(&sum, base_slice(base64.ptr + done, base64.len - done));
    return (struct stream_fingerprint){base_sum_end(&sum), (uint32_t)base64.len};
}
