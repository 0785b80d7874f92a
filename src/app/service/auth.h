/* auth.h - who may connect, and for which streams (protocol §2).
 *
 * How the service uses it: main hands it over as app_service_config.auth. In `connecting`:
 *
 *     const struct app_auth_key *key;
 *     enum app_auth_verdict verdict = app_auth_check(auth, address, token, now, &key);
 *     if (verdict != APP_AUTH_OK) {
 *         refusal->payload = app_auth_refusal(auth, verdict);   // the CONNECT_ERROR
 *         refusal->delay_ms = verdict == APP_AUTH_LIMITED ? APP_AUTH_LATE_MS : 0;
 *         return false;
 *     }
 *     connection->key = key;
 *
 * On `stream:init`, and wherever faults are armed for a stream: an error AUTH_FAILED unless
 * app_auth_covers(connection->key, stream_id). MAX_CONNECTIONS_PER_KEY: count connections that have
 * a stream by app_auth_key_index in an array of app_auth_key_count. */
#ifndef APP_SERVICE_AUTH_H
#define APP_SERVICE_AUTH_H
#include "app/settings/config.h"
#include "base/hash.h"
#include "base/memory.h"
#include "codec/scratch.h"
#include "stream/limit.h"
#include "sts_protocol.h"

/** Longest key, in bytes. */
#define APP_AUTH_KEY_MAX 512
/** Most keys of a file: each is compared with every token. */
#define APP_AUTH_KEYS_MAX 1024
/** Most keys that are seen in a file while the server runs: those that were taken out of it are
 *  remembered, too, as connections may have them. Each takes half a kilobyte. */
#define APP_AUTH_KNOWN_MAX 4096
/** For how long a wrong key counts for AUTH_FAILURES_PER_MIN, at least; at most 5 s longer. */
#define APP_AUTH_WINDOW_MS 60000
/** How late those are answered that are over it. */
#define APP_AUTH_LATE_MS 1000
/** Room for what they are told. */
#define APP_AUTH_SENTENCE 224

struct app_auth;

/** A key that was accepted; lives as long as the struct app_auth, also where it is in the file no
 *  more, and then covers nothing. NULL stands for a connection that
 *  needed none (REQUIRE_AUTH=false). */
struct app_auth_key;

enum app_auth_verdict {
    APP_AUTH_OK,
    APP_AUTH_WRONG,   /**< not one of ours */
    APP_AUTH_MISSING, /**< there was none; clients are told the same */
    APP_AUTH_LIMITED, /**< the same, after too many others from this address */
};

/**
 * Takes the keys of STS_API_KEYS_FILE, else STS_API_KEY. `seed` is secret and random. NULL when the
 * file cannot be read or is not a list of {"key", "streams"}, with a sentence in `error` that has
 * the JSON Pointer of the place.
 */
struct app_auth *app_auth_new(const struct app_config *settings, struct base_memory *memory,
                              const struct codec_scratch *scratch, struct base_hash_seed seed,
                              char *error, size_t error_size);

/** Reads STS_API_KEYS_FILE again. Connections go on; what comes from now on is judged by the new
 *  keys, and the numbers of keys stay. False, with a sentence in `error`: the file is wrong, or has
 *  too many new keys, and the old ones stay. */
bool app_auth_reload(struct app_auth *auth, const struct app_config *settings,
                     const struct codec_scratch *scratch, char *error, size_t error_size);

/** NULL is ignored. */
void app_auth_free(struct app_auth *auth);

/**
 * Judges what a client sent as its `token` (empty: nothing). `address` is the peer's, as
 * engineio_session_address gives it; `now` in ms, monotonic. Sets `*key` on OK. A right key is OK
 * whatever came before it. Comparing takes as long for a wrong key as for a right one. Failures are
 * remembered in constant memory.
 */
enum app_auth_verdict app_auth_check(struct app_auth *auth, struct base_slice address,
                                     struct codec_text token, uint64_t now,
                                     const struct app_auth_key **key);

/** The JSON of the CONNECT_ERROR for a verdict that is not OK. Lives as long as `auth`. */
struct base_slice app_auth_refusal(const struct app_auth *auth, enum app_auth_verdict verdict);

/** What LIMITED is about, and a sentence that says so. */
struct stream_limit_hit app_auth_limit(const struct app_auth *auth);
const char *app_auth_limit_sentence(const struct app_auth *auth);

/** The same verdict for people, and as an error of the protocol. */
const char *app_auth_verdict_text(enum app_auth_verdict verdict);
enum sts_error_code app_auth_error_code(enum app_auth_verdict verdict);

/** True when `key` is allowed for a stream: one of its globs (see glob.h) matches. A NULL key and
 *  the one of STS_API_KEY cover all. */
bool app_auth_covers(const struct app_auth_key *key, struct codec_text stream_id);

/** True when `key` covers every stream that `pattern`, an exact id or a glob, can match: one of its
 *  globs matches the pattern as base_glob_text has it. */
bool app_auth_covers_pattern(const struct app_auth_key *key, struct codec_text pattern);

/** 0 for NULL, else from 1 up to app_auth_key_count() - 1: an index to count by. It is the number
 * of the key in the file as it was first read; keys that came later have later numbers. */
size_t app_auth_key_index(const struct app_auth *auth, const struct app_auth_key *key);

/** One more than there may be keys. */
size_t app_auth_key_count(const struct app_auth *auth);

#endif
