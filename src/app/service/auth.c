#include "app/service/auth_file.h"
#include "base/glob.h"
#include "stream/id.h"

#include <arpa/inet.h>
#include <stdio.h>

/* Addresses whose failures are remembered: that many sets of that many. Where a set is full the
 * address that has been quiet the longest is forgotten. */
#define SETS 128
#define WAYS 8

/* Failures are counted by parts of a minute, so that any number of them takes the same memory.
 * There is one part more than a minute has: a failure counts for a whole minute, and up to a part
 * longer. */
#define PART_MS 5000
#define PARTS (APP_AUTH_WINDOW_MS / PART_MS + 1)

/* Longest CONNECT_ERROR payload, with the terminator. */
#define REFUSAL_SIZE 768

/* The last failures of one address. */
struct failures {
    uint64_t address;       /* see address_of */
    uint64_t last_at;       /* when its last attempt failed */
    uint32_t counts[PARTS]; /* a ring: that of a part is at its number, modulo PARTS */
    bool is_used;
};

struct app_auth {
    struct base_memory *memory;
    struct base_hash_seed seed;
    bool required;
    size_t failures_max; /* 0: any number */
    bool from_file;
    struct app_auth_keys keys;                      /* as they were read last */
    struct app_auth_key *known[APP_AUTH_KNOWN_MAX]; /* all that were seen, by number */
    size_t known_count;
    char wrong[REFUSAL_SIZE], limited[REFUSAL_SIZE]; /* the CONNECT_ERRORs */
    char sentence[APP_AUTH_SENTENCE];                /* what who is limited is told */
    struct failures failures[SETS][WAYS];
};

/* ---- what the refused are told -------------------------------------------------------------- */

/* The payload of a CONNECT_ERROR; the texts need no escapes. `metadata` is more of its data. */
static void print_refusal(char out[REFUSAL_SIZE], enum sts_error_code code, const char *text,
                          const char *metadata) {
    const struct sts_error_info *info = &sts_error_table[code];
    (void)snprintf(out, REFUSAL_SIZE,
                   "{\"message\":\"%s\",\"data\":{\"code\":\"%s\",\"message\":\"%s\","
                   "\"severity\":\"%s\",\"retryable\":%s%s}}",
                   text, info->name.ptr, text, sts_error_severity_text(info->severity).ptr,
                   info->retryable ? "true" : "false", metadata);
}

static void print_refusals(struct app_auth *auth) {
    const struct stream_limit_hit hit = app_auth_limit(auth);
    char most[STREAM_LIMIT_SENTENCE], metadata[128];
    stream_limit_print(most, hit);
    (void)snprintf(auth->sentence, sizeof auth->sentence,
                   "Invalid API key, after too many others: %s. A right key is let in at once",
                   most);
    (void)snprintf(metadata, sizeof metadata, ",\"metadata\":{\"setting\":\"%s\",\"limit\":%zu}",
                   stream_limit_setting(hit.limit), hit.most);
    print_refusal(auth->wrong, app_auth_error_code(APP_AUTH_WRONG), "Invalid API key", "");
    print_refusal(auth->limited, app_auth_error_code(APP_AUTH_LIMITED), auth->sentence, metadata);
}

struct stream_limit_hit app_auth_limit(const struct app_auth *auth) {
    return (struct stream_limit_hit){STREAM_LIMIT_WRONG_KEYS, auth->failures_max};
}

const char *app_auth_limit_sentence(const struct app_auth *auth) {
    return auth->sentence;
}

struct base_slice app_auth_refusal(const struct app_auth *auth, enum app_auth_verdict verdict) {
    return base_slice_of(verdict == APP_AUTH_LIMITED ? auth->limited : auth->wrong);
}

const char *app_auth_verdict_text(enum app_auth_verdict verdict) {
    return verdict == APP_AUTH_LIMITED   ? "invalid API key, after too many others"
           : verdict == APP_AUTH_MISSING ? "no API key: auth has no token"
                                         : "invalid API key";
}

enum sts_error_code app_auth_error_code(enum app_auth_verdict verdict) {
    return verdict == APP_AUTH_LIMITED ? STS_ERROR_CODE_RATE_LIMIT : STS_ERROR_CODE_AUTH_FAILED;
}

/* ---- keys that are known ------------------------------------------------------------------- */

static struct app_auth_key *find_known(const struct app_auth *auth,
                                       const struct app_auth_key *wanted) {
    for (size_t i = 0; i < auth->known_count; i++)
        if (auth->known[i]->len == wanted->len &&
            memcmp(auth->known[i]->key, wanted->key, wanted->len) == 0)
            return auth->known[i];
    return NULL;
}

/* False: no room, or no memory. */
static bool know(struct app_auth *auth, const struct app_auth_key *key) {
    if (find_known(auth, key))
        return true;
    struct app_auth_key *known = auth->known_count < APP_AUTH_KNOWN_MAX
                                     ? base_memory_zero(auth->memory, sizeof *known)
                                     : NULL;
    if (!known)
        return false;
    *known = *key;
    known->is_current = false;
    auth->known[auth->known_count++] = known;
    known->number = auth->known_count;
    return true;
}

static void forget_last_known(struct app_auth *auth) {
    struct app_auth_key *key = auth->known[--auth->known_count];
    base_memory_give(auth->memory, key, sizeof *key);
}

/* From now on these are the keys. False: nothing has changed. */
static bool take_keys(struct app_auth *auth, struct app_auth_keys *keys) {
    const size_t before = auth->known_count;
    bool fits = true;
    for (size_t i = 0; fits && i < keys->count; i++)
        fits = know(auth, &keys->keys[i]);
    while (!fits && auth->known_count > before)
        forget_last_known(auth);
    if (!fits)
        return false;
    for (size_t i = 0; i < auth->known_count; i++) {
        auth->known[i]->is_current = auth->known[i]->all = false;
        auth->known[i]->glob_count = 0;
    }
    for (size_t i = 0; i < keys->count; i++) {
        struct app_auth_key *known = find_known(auth, &keys->keys[i]);
        known->is_current = true;
        known->all = keys->keys[i].all;
        known->globs = keys->keys[i].globs;
        known->glob_count = keys->keys[i].glob_count;
    }
    app_auth_keys_free(&auth->keys, auth->memory);
    auth->keys = *keys;
    return true;
}

/* ---- beginning and end ----------------------------------------------------------------------- */

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
    auth->failures_max = (size_t)settings->auth_failures_per_min;
    print_refusals(auth);
    auth->from_file = settings->api_keys_file;
    struct app_auth_keys keys = {.count = 0};
    bool read = auth->from_file ? app_auth_file_read(&keys, settings->api_keys_file, memory,
                                                     scratch, error, error_size)
                                : app_auth_keys_single(&keys, settings->api_key, memory);
    if (read && take_keys(auth, &keys))
        return auth;
    app_auth_keys_free(&keys, memory);
    app_auth_free(auth);
    return NULL;
}

bool app_auth_reload(struct app_auth *auth, const struct app_config *settings,
                     const struct codec_scratch *scratch, char *error, size_t error_size) {
    struct app_auth_keys keys = {.count = 0};
    bool read = app_auth_file_read(&keys, settings->api_keys_file, auth->memory, scratch, error,
                                   error_size);
    if (read)
        (void)snprintf(error, error_size,
                       "STS_API_KEYS_FILE %s has too many new keys, or there is no memory: restart "
                       "the server",
                       settings->api_keys_file);
    if (read && take_keys(auth, &keys))
        return true;
    app_auth_keys_free(&keys, auth->memory);
    return false;
}

void app_auth_free(struct app_auth *auth) {
    if (!auth)
        return;
    while (auth->known_count)
        forget_last_known(auth);
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

/* Those of the address; where there are none, in the place of those that are oldest. */
static struct failures *take_failures(struct app_auth *auth, uint64_t address) {
    struct failures *set = set_of(auth, address), *oldest = set;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].is_used && set[i].address == address)
            return &set[i];
        if (oldest->is_used && (!set[i].is_used || set[i].last_at < oldest->last_at))
            oldest = &set[i];
    }
    *oldest = (struct failures){.address = address, .is_used = true};
    return oldest;
}

/* Empties the parts that have begun since the last attempt: they stand for a minute ago. */
static void pass_time(struct failures *failures, uint64_t now) {
    uint64_t part = failures->last_at / PART_MS, last = now / PART_MS;
    for (size_t i = 0; i < PARTS && part < last; i++)
        failures->counts[++part % PARTS] = 0;
    failures->last_at = now;
}

/* Counts a failure. False: there were too many already, and this one is not counted, so that who
 * goes on is not limited for ever. */
static bool count_failure(struct app_auth *auth, uint64_t address, uint64_t now) {
    struct failures *failures = take_failures(auth, address);
    size_t count = 0;
    pass_time(failures, now);
    for (size_t i = 0; i < PARTS; i++)
        count += failures->counts[i];
    if (count >= auth->failures_max)
        return false;
    failures->counts[now / PART_MS % PARTS]++;
    return true;
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
    for (size_t i = 0; i < auth->known_count; i++) {
        const struct app_auth_key *key = auth->known[i];
        unsigned wrong = differ(given, key->key) | (len != key->len) | !key->is_current;
        found |= (i + 1) & ((size_t)wrong - 1);
    }
    return len > 0 && found > 0 ? auth->known[found - 1] : NULL;
}

enum app_auth_verdict app_auth_check(struct app_auth *auth, struct base_slice address,
                                     struct codec_text token, uint64_t now,
                                     const struct app_auth_key **key) {
    *key = NULL;
    if (!auth->required)
        return APP_AUTH_OK;
    *key = find_key(auth, token);
    if (*key)
        return APP_AUTH_OK;
    if (auth->failures_max && !count_failure(auth, address_of(auth, address), now))
        return APP_AUTH_LIMITED;
    return token.len ? APP_AUTH_WRONG : APP_AUTH_MISSING;
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
    (void)auth;
    return key ? key->number : 0;
}

size_t app_auth_key_count(const struct app_auth *auth) {
    return (auth->from_file ? APP_AUTH_KNOWN_MAX : 1) + 1;
}
