#include "base/secret.h"

#include <strings.h>

/* A schema's keyword is no key. */
static bool is_keyword(const char *at, const char *end) {
    const size_t len = sizeof "keyword" - 1;
    return (size_t)(end - at) >= len && strncasecmp(at, "keyword", len) == 0;
}

/* What repeats random decisions (protocol §6) is to be seen. */
static bool is_seed_key(struct base_slice name) {
    return base_slice_equal(name, base_slice_of("seed_key"));
}

bool base_secret_name(struct base_slice name) {
    static const char *const words[] = {"token", "key", "secret", "password", "authorization"};
    if (is_seed_key(name))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i]);
        for (size_t at = 0; at + len <= name.len; at++)
            if (strncasecmp(name.ptr + at, words[i], len) == 0 &&
                !is_keyword(name.ptr + at, name.ptr + name.len))
                return true;
    }
    return false;
}
