#include "base/secret.h"

#include <strings.h>

bool base_secret_name(struct base_slice name) {
    static const char *const words[] = {"token", "key", "secret", "password", "authorization"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i]);
        for (size_t at = 0; at + len <= name.len; at++)
            if (strncasecmp(name.ptr + at, words[i], len) == 0)
                return true;
    }
    return false;
}
