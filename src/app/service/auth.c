#include "app/service/auth_file.h"
#include "base/glob.h"
#include "stream/id.h"

#include <arpa/inet.h>
#include <stdio.h>

/* Addresses whose failures are remembered: that many sets of that many. Where a set is full the
 * address that has been quiet the longest is forgotten. */
#define SETS 128
#define WAYS 8

/* Longest CONNECT_ERROR payload, with the terminator. */
#define REFUSAL_SIZE 512

/* The last failures of one address. */
struct failures {
    uint64_t address;                   /* see address_of */
    uint64_t at[APP_AUTH_FAILURES_MAX]; /* a ring, `next` is the oldest when it is full */
    unsigned count, next;
};

struct app_auth {
    struct base_memory *memory;
    struct base_hash_seed seed;
    bool required;
    struct app_auth_keys keys;
    struct failures failures[SETS][WAYS];
};

struct app_auth *app_auth_new(const struct app_config *settings, struct base_memory *memory,
                              const struct codec_scratch *scratch, struct base_hash_seed seed,
                              char *error, size_t error_size) {
    struct app_auth *auth = base_memory_zero(memory, sizeof *auth);
    (void)snprintf(error, error_size, "out of memory");
    if (!auth)
        return NULL;
    auth->memory = memory;
    auth->seed = seed;
    auth->required = settings->require_auth;
    bool made = settings->api_keys_file
                    ? app_auth_file_read(&auth->keys, settings->api_keys_file, memory, scratch,
                                         error, error_size)
                    : app_auth_keys_single(&auth->keys, settings->api_key, memory);
    if (made)
        return auth;
    app_auth_free(auth);
    return NULL;
}

void app_auth_free(struct app_auth *auth) {
    if (!auth)
        return;
    app_auth_keys_free(&auth->keys, auth->memory);
    base_memory_give(auth->memory, auth, sizeof *auth);
}

/* ---- failures of an address ---------------------------------------------------------------- */

/* IPv6 clients choose the last 64 bits themselves: the first 64 count. */
static uint64_t address_of(const struct app_auth *auth, struct base_slice address) {
    char text[INET6_ADDRSTRLEN] = "";
    unsigned char bytes[16];
    uint64_t id = 0;
    if (address.len < sizeof text && address.len > 0)
        memcpy(text, address.ptr, address.len);
    if (inet_pton(AF_INET, text, bytes) == 1)
        memcpy(&id, bytes, 4);
    else if (inet_pton(AF_INET6, text, bytes) == 1)
        memcpy(&id, bytes, 8);
    else
        id = base_hash(auth->seed, address);
    return id;
}

static struct failures *set_of(struct app_auth *auth, uint64_t address) {
    const struct base_slice bytes = {(const char *)&address, sizeof address};
    return auth->failures[base_hash(auth->seed, bytes) % SETS];
}

static struct failures *find_failures(struct app_auth *auth, uint64_t address) {
    struct failures *set = set_of(auth, address);
    for (size_t i = 0; i < WAYS; i++)
        if (set[i].count > 0 && set[i].address == address)
            return &set[i];
    return NULL;
}

static uint64_t latest(const struct failures *failures) {
    unsigned last = (failures->next + APP_AUTH_FAILURES_MAX - 1) % APP_AUTH_FAILURES_MAX;
    return failures->count > 0 ? failures->at[last] : 0;
}

static bool is_limited(struct app_auth *auth, uint64_t address, uint64_t now) {
    const struct failures *failures = find_failures(auth, address);
    return failures && failures->count == APP_AUTH_FAILURES_MAX &&
           now - failures->at[failures->next] < APP_AUTH_WINDOW_MS;
}

static void note_failure(struct app_auth *auth, uint64_t address, uint64_t now) {
    struct failures *failures = find_failures(auth, address);
    if (!failures) {
        struct failures *set = set_of(auth, address);
        failures = set;
        for (size_t i = 1; i < WAYS; i++)
            if (latest(&set[i]) < latest(failures))
                failures = &set[i];
        *failures = (struct failures){.address = address};
    }
    failures->at[failures->next] = now;
    failures->next = (failures->next + 1) % APP_AUTH_FAILURES_MAX;
    if (failures->count < APP_AUTH_FAILURES_MAX)
        failures->count++;
}

/* ---- keys ---------------------------------------------------------------------------------- */

/* 1 when they differ, else 0. Reads all of both whatever it finds; volatile keeps a compiler from
 * knowing better. */
static unsigned differ(const char a[APP_AUTH_KEY_MAX], const char b[APP_AUTH_KEY_MAX]) {
    volatile unsigned difference = 0;
    for (size_t i = 0; i < APP_AUTH_KEY_MAX; i++)
        difference |= (unsigned)(a[i] ^ b[i]);
    return difference != 0;
}

/* Compares with every key, also after one has fitted. */
static const struct app_auth_key *find_key(const struct app_auth *auth, struct codec_text token) {
    char given[APP_AUTH_KEY_MAX] = {0};
    size_t len = codec_text_copy(token, given, sizeof given), found = 0;
    for (size_t i = 0; i < auth->keys.count; i++) {
        const struct app_auth_key *key = &auth->keys.keys[i];
        unsigned wrong = differ(given, key->key) | (len != key->len);
        found |= (i + 1) & ((size_t)wrong - 1);
    }
    return len > 0 && found > 0 ? &auth->keys.keys[found - 1] : NULL;
}

enum app_auth_verdict app_auth_check(struct app_auth *auth, struct base_slice address,
                                     struct codec_text token, uint64_t now,
                                     const struct app_auth_key **key) {
    *key = NULL;
    if (!auth->required)
        return APP_AUTH_OK;
    uint64_t from = address_of(auth, address);
    if (is_limited(auth, from, now))
        return APP_AUTH_LIMITED;
    *key = find_key(auth, token);
    if (*key)
        return APP_AUTH_OK;
    note_failure(auth, from, now);
    return token.len ? APP_AUTH_WRONG : APP_AUTH_MISSING;
}

/* The payload of a CONNECT_ERROR; the texts need no escapes. */
static struct base_slice refusal(char *out, enum sts_error_code code, const char *text) {
    const struct sts_error_info *info = &sts_error_table[code];
    struct base_slice severity = sts_error_severity_text(info->severity);
    int n = snprintf(out, REFUSAL_SIZE,
                     "{\"message\":\"%s\",\"data\":{\"code\":\"%.*s\",\"message\":\"%s\","
                     "\"severity\":\"%.*s\",\"retryable\":%s}}",
                     text, (int)info->name.len, info->name.ptr, text, (int)severity.len,
                     severity.ptr, info->retryable ? "true" : "false");
    return base_slice(out, n > 0 && n < REFUSAL_SIZE ? (size_t)n : 0);
}

const char *app_auth_verdict_text(enum app_auth_verdict verdict) {
    return verdict == APP_AUTH_LIMITED   ? "too many failed attempts"
           : verdict == APP_AUTH_MISSING ? "no API key: auth has no token"
                                         : "invalid API key";
}

enum sts_error_code app_auth_error_code(enum app_auth_verdict verdict) {
    return verdict == APP_AUTH_LIMITED ? STS_ERROR_CODE_RATE_LIMIT : STS_ERROR_CODE_AUTH_FAILED;
}

struct base_slice app_auth_refusal(enum app_auth_verdict verdict) {
    /* The same bytes at each call, so that who keeps the slice keeps what it was given. */
    static char wrong[REFUSAL_SIZE], limited[REFUSAL_SIZE];
    return verdict == APP_AUTH_LIMITED
               ? refusal(limited, app_auth_error_code(verdict),
                         "Too many failed attempts: try again in a minute")
               : refusal(wrong, app_auth_error_code(verdict), "Invalid API key");
}

/* ---- streams ------------------------------------------------------------------------------- */

bool app_auth_covers(const struct app_auth_key *key, struct codec_text stream_id) {
    char plain[STREAM_ID_SIZE];
    if (!key || key->all)
        return true;
    size_t len = codec_text_copy(stream_id, plain, sizeof plain);
    for (size_t i = 0; len <= sizeof plain && i < key->glob_count; i++)
        if (base_glob_match(key->globs[i], base_slice(plain, len)))
            return true;
    return false;
}

bool app_auth_covers_pattern(const struct app_auth_key *key, struct codec_text pattern) {
    char plain[STREAM_ID_SIZE], room[STREAM_ID_SIZE];
    if (!key || key->all)
        return true;
    size_t len = codec_text_copy(pattern, plain, sizeof plain);
    if (len > sizeof plain)
        return false;
    const struct base_slice text = base_glob_text(base_slice(plain, len), room);
    for (size_t i = 0; i < key->glob_count; i++)
        if (base_glob_match(key->globs[i], text))
            return true;
    return false;
}

size_t app_auth_key_index(const struct app_auth *auth, const struct app_auth_key *key) {
    return key ? (size_t)(key - auth->keys.keys) + 1 : 0;
}

size_t app_auth_key_count(const struct app_auth *auth) {
    return auth->keys.count + 1;
}
