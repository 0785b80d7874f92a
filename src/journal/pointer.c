#include "journal/pointer.h"

bool journal_pointer_next(struct base_slice *rest, char name[JOURNAL_POINTER_NAME],
                          size_t *length) {
    *length = 0;
    for (rest->ptr++, rest->len--; rest->len && *rest->ptr != '/'; rest->ptr++, rest->len--) {
        char c = *rest->ptr;
        if (*length == JOURNAL_POINTER_NAME)
            return false;
        if (c == '~' && rest->len > 1 && (rest->ptr[1] == '0' || rest->ptr[1] == '1')) {
            c = rest->ptr[1] == '0' ? '~' : '/';
            rest->ptr++;
            rest->len--;
        }
        name[(*length)++] = c;
    }
    return true;
}

static bool find_member(struct codec_in *in, struct base_slice name, struct base_slice *value) {
    struct codec_text key;
    if (!codec_in_expect(in, '{'))
        return false;
    while (codec_in_peek(in) == '"' && codec_in_text(in, &key) && codec_in_expect(in, ':') &&
           codec_in_skip(in, value)) {
        if (codec_text_equal(key, codec_text_plain(name)))
            return true;
        if (codec_in_peek(in) != ',')
            return false;
        (void)codec_in_expect(in, ',');
    }
    return false;
}

static bool find_item(struct codec_in *in, struct base_slice name, struct base_slice *value) {
    size_t index = 0;
    if (!name.len || name.len > 9 || (name.len > 1 && name.ptr[0] == '0'))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] < '0' || name.ptr[i] > '9')
            return false;
        index = index * 10 + (size_t)(name.ptr[i] - '0');
    }
    if (!codec_in_expect(in, '[') || codec_in_peek(in) == ']')
        return false;
    while (codec_in_skip(in, value)) {
        if (!index--)
            return true;
        if (codec_in_peek(in) != ',')
            return false;
        (void)codec_in_expect(in, ',');
    }
    return false;
}

bool journal_pointer_find(struct base_slice json, struct base_slice pointer,
                          struct base_slice *value) {
    char name[JOURNAL_POINTER_NAME];
    size_t length;
    *value = json;
    while (pointer.len) {
        struct codec_in in;
        codec_in_init_again(&in, *value);
        if (!journal_pointer_next(&pointer, name, &length))
            return false;
        struct base_slice token = base_slice(name, length);
        bool found = codec_in_peek(&in) == '[' ? find_item(&in, token, value)
                                               : find_member(&in, token, value);
        if (!found)
            return false;
    }
    return json.len > 0;
}

size_t journal_pointer_append(char *out, size_t used, size_t capacity, struct base_slice name) {
    if (used == capacity)
        return 0;
    out[used++] = '/';
    for (size_t i = 0; i < name.len; i++) {
        bool escaped = name.ptr[i] == '~' || name.ptr[i] == '/';
        if (capacity - used < 2)
            return 0;
        if (escaped)
            out[used++] = '~';
        out[used++] = name.ptr[i] == '~' ? '0' : name.ptr[i] == '/' ? '1' : name.ptr[i];
    }
    return used;
}
