/* auth_file.h - reads the file of API keys. */
#ifndef APP_SERVICE_AUTH_FILE_H
#define APP_SERVICE_AUTH_FILE_H
#include "app/service/auth.h"

/** Longest file: all keys that may be, with some dozens of globs each. */
#define APP_AUTH_FILE_MAX (4 * 1024 * 1024)

struct app_auth_key {
    char key[APP_AUTH_KEY_MAX]; /**< filled up with zeros */
    size_t len;
    const struct base_slice *globs; /**< plain UTF-8 */
    size_t glob_count;
    bool all; /**< covers every stream */
    /* for auth.c: */
    size_t number;   /**< from 1, in the order in which keys were seen */
    bool is_current; /**< it is in the file as it was read last */
};

/** What a file says. The keys' globs point into `globs`, these into `text`. */
struct app_auth_keys {
    struct app_auth_key *keys;
    size_t count, capacity;
    struct base_slice *globs;
    size_t glob_count, glob_capacity;
    char *text;
    size_t text_used, text_size;
};

/** Reads `path`. false with a sentence in `error`; app_auth_keys_free either way. */
bool app_auth_file_read(struct app_auth_keys *keys, const char *path, struct base_memory *memory,
                        const struct codec_scratch *scratch, char *error, size_t error_size);

/** Makes `keys` the one key `key`, for all streams. false: no memory. */
bool app_auth_keys_single(struct app_auth_keys *keys, const char *key, struct base_memory *memory);

void app_auth_keys_free(struct app_auth_keys *keys, struct base_memory *memory);

#endif
