#include "app/service/auth_file.h"

#include "app/service/pattern.h"
#include "app/settings/file.h"
#include "base/secret.h"
#include "codec/in.h"

#include <stdio.h>

struct reader {
    struct codec_in in;
    struct app_auth_keys *keys;
    const char *path;
    const struct codec_scratch *scratch;
    char pointer[CODEC_POINTER_SIZE]; /* JSON Pointer of the value that is read */
    char *error;
    size_t error_size;
};

static bool fail_keys(struct reader *reader, const char *sentence) {
    return app_file_wrong(reader->error, reader->error_size, "STS_API_KEYS_FILE", reader->path,
                          reader->pointer, sentence);
}

/* ---- memory -------------------------------------------------------------------------------- */

static bool reserve(struct app_auth_keys *keys, size_t key_count, size_t glob_count,
                    size_t text_size, struct base_memory *memory) {
    keys->keys = base_memory_zero(memory, key_count * sizeof *keys->keys);
    keys->globs = base_memory_zero(memory, glob_count * sizeof *keys->globs);
    keys->text = base_memory_take(memory, text_size);
    keys->capacity = keys->keys ? key_count : 0;
    keys->glob_capacity = keys->globs ? glob_count : 0;
    keys->text_size = keys->text ? text_size : 0;
    return keys->keys && keys->globs && keys->text;
}

void app_auth_keys_free(struct app_auth_keys *keys, struct base_memory *memory) {
    base_memory_give(memory, keys->keys, keys->capacity * sizeof *keys->keys);
    base_memory_give(memory, keys->globs, keys->glob_capacity * sizeof *keys->globs);
    base_memory_give(memory, keys->text, keys->text_size);
    *keys = (struct app_auth_keys){0};
}

bool app_auth_keys_single(struct app_auth_keys *keys, const char *key, struct base_memory *memory) {
    if (!reserve(keys, 1, 1, 1, memory))
        return false;
    struct app_auth_key *only = &keys->keys[keys->count++];
    only->len = strnlen(key, sizeof only->key);
    memcpy(only->key, key, only->len);
    only->all = true;
    return true;
}

/* ---- members ------------------------------------------------------------------------------- */

static bool is_new(const struct app_auth_keys *keys, const struct app_auth_key *key) {
    for (size_t i = 0; i < keys->count; i++)
        if (keys->keys[i].len == key->len && memcmp(keys->keys[i].key, key->key, key->len) == 0)
            return false;
    return true;
}

static bool read_key(struct reader *reader, struct app_auth_key *key) {
    struct codec_text text;
    if (codec_in_peek(&reader->in) != '"')
        return fail_keys(reader, "must be a string");
    if (!codec_in_text(&reader->in, &text))
        return fail_keys(reader, reader->in.error.message);
    key->len = codec_text_copy(text, key->key, sizeof key->key);
    if (key->len == 0)
        return fail_keys(reader, "must not be empty");
    if (key->len > sizeof key->key)
        return fail_keys(reader, "must not be longer than 512 bytes");
    const struct base_slice all = {key->key, key->len};
    if (base_secret_trimmed(all).len != all.len) {
        char removed[BASE_SECRET_REMOVED], sentence[BASE_SECRET_REMOVED + 64];
        (void)snprintf(sentence, sizeof sentence, "must not have %s: remove it",
                       base_secret_removed(all, removed));
        return fail_keys(reader, sentence);
    }
    return is_new(reader->keys, key) || fail_keys(reader, "is a duplicate key");
}

static bool read_glob(struct reader *reader, struct app_auth_key *key) {
    struct app_auth_keys *keys = reader->keys;
    struct codec_text text;
    if (codec_in_peek(&reader->in) != '"')
        return fail_keys(reader, "must be a string");
    if (!codec_in_text(&reader->in, &text))
        return fail_keys(reader, reader->in.error.message);
    if (text.len == 0)
        return fail_keys(reader, "must not be empty");
    const char *fault = app_pattern_fault(text);
    if (fault)
        return fail_keys(reader, fault);
    char *to = keys->text + keys->text_used;
    size_t len = codec_text_copy(text, to, keys->text_size - keys->text_used);
    keys->text_used += len;
    keys->globs[keys->glob_count++] = base_slice(to, len);
    key->glob_count++;
    return true;
}

static bool read_streams(struct reader *reader, struct app_auth_key *key) {
    size_t used = strlen(reader->pointer);
    if (codec_in_peek(&reader->in) != '[')
        return fail_keys(reader, "must be a list of globs");
    (void)codec_in_expect(&reader->in, '[');
    key->globs = reader->keys->globs + reader->keys->glob_count;
    while (codec_in_peek(&reader->in) != ']') {
        if (key->glob_count > 0)
            (void)codec_in_expect(&reader->in, ',');
        (void)snprintf(reader->pointer + used, sizeof reader->pointer - used, "/%zu",
                       key->glob_count);
        if (!read_glob(reader, key))
            return false;
        reader->pointer[used] = '\0';
    }
    (void)codec_in_expect(&reader->in, ']');
    return key->glob_count > 0 ||
           fail_keys(reader,
                     "must not be empty, because the key would not be valid for any stream");
}

static bool read_member(struct reader *reader, struct app_auth_key *key) {
    struct codec_text name;
    char shown[BASE_LOG_TEXT], sentence[BASE_LOG_TEXT + 64];
    size_t used = strlen(reader->pointer), room = sizeof reader->pointer - used;
    if (!codec_in_text(&reader->in, &name) || !codec_in_expect(&reader->in, ':'))
        return fail_keys(reader, reader->in.error.message);
    bool read;
    if (codec_text_equal(name, CODEC_TEXT("key"))) {
        (void)snprintf(reader->pointer + used, room, "/key");
        read = read_key(reader, key);
    } else if (codec_text_equal(name, CODEC_TEXT("streams"))) {
        (void)snprintf(reader->pointer + used, room, "/streams");
        read = read_streams(reader, key);
    } else {
        (void)snprintf(sentence, sizeof sentence,
                       "has the unknown member \"%s\": the members are key and streams",
                       base_log_text(shown, base_slice(name.ptr, name.len)));
        read = fail_keys(reader, sentence);
    }
    if (read)
        reader->pointer[used] = '\0';
    return read;
}

static bool read_entry(struct reader *reader, struct app_auth_key *key) {
    if (codec_in_peek(&reader->in) != '{')
        return fail_keys(reader, "must be an object with the members key and streams");
    (void)codec_in_expect(&reader->in, '{');
    for (bool first = true; codec_in_peek(&reader->in) != '}'; first = false) {
        if (!first)
            (void)codec_in_expect(&reader->in, ',');
        if (!read_member(reader, key))
            return false;
    }
    (void)codec_in_expect(&reader->in, '}');
    if (key->len == 0)
        return fail_keys(reader, "does not have the member key");
    return key->glob_count > 0 || fail_keys(reader, "does not have the member streams");
}

/* ---- the file ------------------------------------------------------------------------------ */

/* The text has been found to be strict JSON, so only its shape can be wrong. */
static bool read_list(struct reader *reader) {
    struct app_auth_keys *keys = reader->keys;
    if (codec_in_peek(&reader->in) != '[')
        return fail_keys(reader, "must be a list of {\"key\": ..., \"streams\": [...]}");
    (void)codec_in_expect(&reader->in, '[');
    while (codec_in_peek(&reader->in) != ']') {
        (void)snprintf(reader->pointer, sizeof reader->pointer, "/%zu", keys->count);
        if (keys->count == keys->capacity)
            return fail_keys(reader, keys->capacity == APP_AUTH_KEYS_MAX
                                         ? "is one key too many: the maximum is 1024"
                                         : "must be an object with the members key and streams");
        if (keys->count > 0)
            (void)codec_in_expect(&reader->in, ',');
        if (!read_entry(reader, &keys->keys[keys->count]))
            return false;
        keys->count++;
    }
    reader->pointer[0] = '\0';
    return keys->count > 0 || fail_keys(reader, "is an empty list, so that nobody could connect");
}

static bool check_json(struct reader *reader, struct base_slice text) {
    codec_in_init(&reader->in, text, reader->scratch);
    if (!codec_in_skip(&reader->in, NULL) || !codec_in_done(&reader->in)) {
        size_t line = 1;
        char sentence[CODEC_MESSAGE_SIZE + 32];
        for (size_t i = 0; i < reader->in.error.offset && i < text.len; i++)
            line += text.ptr[i] == '\n';
        (void)snprintf(reader->pointer, sizeof reader->pointer, "%s", reader->in.error.pointer);
        (void)snprintf(sentence, sizeof sentence, "line %zu: %s", line, reader->in.error.message);
        return fail_keys(reader, sentence);
    }
    codec_in_init_again(&reader->in, text);
    return true;
}

static size_t count_byte(struct base_slice text, char byte) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == byte;
    return count;
}

static bool read_text(struct reader *reader, struct base_slice text, struct base_memory *memory) {
    if (!check_json(reader, text))
        return false;
    size_t objects = count_byte(text, '{'), strings = count_byte(text, '"') / 2;
    size_t most = objects < APP_AUTH_KEYS_MAX ? objects : APP_AUTH_KEYS_MAX;
    if (!reserve(reader->keys, most + !most, strings + !strings, text.len + 1, memory))
        return fail_keys(reader, "out of memory");
    return read_list(reader);
}

bool app_auth_file_read(struct app_auth_keys *keys, const char *path, struct base_memory *memory,
                        const struct codec_scratch *scratch, char *error, size_t error_size) {
    struct reader reader = {
        .keys = keys, .path = path, .scratch = scratch, .error = error, .error_size = error_size};
    struct app_file file;
    const char *wrong = app_file_read(&file, path, APP_AUTH_FILE_MAX, memory);
    bool read = wrong ? fail_keys(&reader, wrong)
                      : read_text(&reader, base_slice(file.bytes, file.length), memory);
    app_file_free(&file, memory);
    return read;
}
