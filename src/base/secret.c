#include "base/secret.h"

#include "base/print.h"

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

/* ---- keys with something around them -------------------------------------------------------- */

/* What is removed, and how one and several of them are called. */
static const struct {
    const char *bytes, *one, *several;
} around[] = {
    {" ", "a blank", "blanks"},          {"\t", "a tab", "tabs"},      {"\r", "a CR", "CRs"},
    {"\n", "a line feed", "line feeds"}, {"\"'", "a quote", "quotes"},
};
#define AROUND (sizeof around / sizeof *around)

static bool is_around(char byte) {
    bool found = false;
    for (size_t i = 0; i < AROUND; i++)
        found |= byte && strchr(around[i].bytes, byte);
    return found;
}

struct base_slice base_secret_trimmed(struct base_slice key) {
    size_t start = 0, end = key.len;
    while (start < end && is_around(key.ptr[start]))
        start++;
    while (end > start && is_around(key.ptr[end - 1]))
        end--;
    return base_slice(key.ptr + start, end - start);
}

/* Appends what `removed` is made of, and where it was; nothing where it is empty. */
static size_t tell_removed(char *out, size_t size, const char *before, struct base_slice removed,
                           const char *where) {
    const char *next = before;
    size_t used = 0;
    for (size_t i = 0; i < AROUND; i++) {
        size_t count = 0;
        for (size_t k = 0; k < removed.len; k++)
            count += strchr(around[i].bytes, removed.ptr[k]) != NULL;
        if (!count)
            continue;
        used += base_print(out + used, size - used, "%s%s", next,
                           count > 1 ? around[i].several : around[i].one);
        next = ", ";
    }
    return used + (removed.len ? base_print(out + used, size - used, " %s", where) : 0);
}

const char *base_secret_removed(struct base_slice key, char out[BASE_SECRET_REMOVED]) {
    struct base_slice kept = base_secret_trimmed(key);
    size_t before = (size_t)(kept.ptr - key.ptr);
    const struct base_slice behind = {kept.ptr + kept.len, key.len - before - kept.len};
    out[0] = '\0';
    size_t used =
        tell_removed(out, BASE_SECRET_REMOVED, "", base_slice(key.ptr, before), "at the beginning");
    (void)tell_removed(out + used, BASE_SECRET_REMOVED - used, used ? ", and " : "", behind,
                       "at the end");
    return out;
}
