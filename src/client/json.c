#include "client/json.h"

#include "codec/out.h"

/* Plain text that is written at once: what is longer could be borrowed, not copied. */
#define PIECE 128
/* "\u001f" */
#define ESCAPE_MAX 6

bool client_json_text(struct base_bytes *out, struct base_slice plain) {
    char own[PIECE * ESCAPE_MAX + 2];
    struct codec_out piece;
    if (!base_bytes_add(out, base_slice("\"", 1)))
        return false;
    while (plain.len) {
        size_t length = plain.len < PIECE ? plain.len : PIECE;
        codec_out_init(&piece, own, sizeof own);
        (void)codec_out_text(&piece, codec_text_plain(base_slice(plain.ptr, length)));
        /* without the quotes of its own */
        if (!base_bytes_add(out, base_slice(own + 1, piece.own_length - 2)))
            return false;
        plain = base_slice(plain.ptr + length, plain.len - length);
    }
    return base_bytes_add(out, base_slice("\"", 1));
}
