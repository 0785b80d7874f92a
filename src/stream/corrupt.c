#include "stream/corrupt.h"

/* Four characters are three bytes; the first of them has no bits that padding must leave zero. */
#define GROUP 4

static void change(char *character) {
    *character = *character == 'A' ? 'B' : 'A';
}

/* With escapes a character takes up to six bytes: the first one that begins a group and stands for
 * itself will do. */
static void change_among_escapes(char *at, size_t len) {
    size_t character = 0;
    for (size_t i = 0; i < len; character++) {
        size_t size = at[i] != '\\' ? 1 : i + 1 < len && at[i + 1] == 'u' ? 6 : 2;
        if (size == 1 && character % GROUP == 0) {
            change(at + i);
            return;
        }
        i += size;
    }
}

void stream_corrupt(struct base_buffer *message, struct codec_text base64) {
    size_t groups = base64.len / GROUP;
    if (!groups || !message)
        return;
    char *at = message->data + (base64.ptr - message->data);
    base_run_forget(&message->run);
    if (base64.form != CODEC_TEXT_CLEAN) {
        change_among_escapes(at, base64.len);
        return;
    }
    const size_t places[] = {0, groups / 2, groups - 1};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (!i || places[i] != places[i - 1])
            change(at + places[i] * GROUP);
}
