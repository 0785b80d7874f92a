/* judge_scene.h - traffic for the checks of workers, as one text.
 *
 * Each line is one thing that happens, on one connection (`A` unless it begins with another capital
 * letter) and on one stream, "live":
 *
 *     connect | connect headers | refused REASON | closing REASON CODE | gone REASON
 *     losing MODE MS                 the same as closing, simulated; MS is its refuse_ms
 *     refusing PATTERN MS            these streams are refused for MS
 *     outage PATTERN MS              the same of the whole server
 *     turned-away MS                 the stream:init of this connection is, for so much longer
 *     handshake MS [WORKER]          the same of a handshake that names the stream
 *     left REASON      gone, and the client ended it in order
 *     > EVENT JSON     came in: decoded and judged as the server does
 *     < EVENT JSON     was sent
 *     open | resumed | parked | ended REASON | state FROM TO
 *     taken            resumed while the old connection still looked open
 *     deviation KEYWORD [NUMBER]     of that fragment
 *     fault ACTION NUMBER [SEED [KEY]] | reset PATTERN
 *     +MS              time passes
 *     stopped MS       time passes, and the server does not run
 *     behind MS        what was sent up to MS ago has left, what was sent since waits
 *     behind none      nothing waits
 *     caught up        what has waited for long leaves now
 *
 * and the words of scene_words for what is often said: `init`, `frag 0`, `ack 0`, `done 0` ... */
#ifndef TESTS_JUDGE_SCENE_H
#define TESTS_JUDGE_SCENE_H
#include "judge/judge.h"
#include "support/memos.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define SCENE_START 1000000

/* Streams that are remembered. */
#define SCENE_STREAMS 128

/* The server hangs up some time after stream:complete. */
#define SCENE_ENDED                                                                                \
    "+5000\nclosing disconnect 0\ngone server namespace disconnect\nended completed\n"

struct judge_scene {
    struct base_memory memory;
    struct judge *judge;
    struct journal_tap tap;
    uint64_t now, stopped;                /* for how long the server did not run, all in all */
    uint64_t waiting_since, caught_up_at; /* as in struct journal_traffic */
    char client[2];
    struct test_memos memos;
    struct base_map_memo clients[26];
    uint64_t attempts; /* that were turned away */
};

static inline void scene_begin(struct judge_scene *scene) {
    *scene = (struct judge_scene){.memory = base_memory_heap(), .now = SCENE_START};
    journal_tap_init(&scene->tap);
    scene->judge = judge_new(&(struct judge_config){
        .memory = &scene->memory,
        .program = base_slice_of("test"),
        .version = base_slice_of("1"),
        .ping_interval_ms = 25000,
        .idle_timeout_ms = 60000,
        .return_ms = 10000,
        .streams_max = SCENE_STREAMS,
    });
    assert_non_null(scene->judge);
    journal_tap_listen(&scene->tap, judge_listener(scene->judge));
}

static inline void scene_finish(struct judge_scene *scene) {
    judge_free(scene->judge);
    assert_int_equal(scene->memory.in_use, 0);
}

/* Tells traffic that is filled in but for time and client; `stream` and `fragment` may be NULL. */
static inline void scene_tell(struct judge_scene *scene, struct journal_traffic traffic,
                              const char *stream, const char *fragment) {
    traffic.now_ms = scene->now;
    traffic.waiting_since = scene->waiting_since;
    traffic.caught_up_at = scene->caught_up_at;
    traffic.wall_ms = (int64_t)(scene->now + scene->stopped);
    traffic.client.id = base_slice_of(scene->client);
    if (*scene->client >= 'A' && *scene->client <= 'Z')
        traffic.client.memo = &scene->clients[*scene->client - 'A'];
    /* as the server tells it, which knows the stream of the connection */
    if ((traffic.event != STS_EVENT_STREAM_INIT || traffic.kind != JOURNAL_EVENT) &&
        !traffic.refusal)
        traffic.subject.memos = test_memos_of(&scene->memos, stream);
    traffic.subject.stream_id = codec_text_plain(base_slice_of(stream));
    traffic.subject.worker_id = CODEC_TEXT("worker");
    traffic.subject.fragment_id = codec_text_plain(base_slice_of(fragment));
    if (traffic.kind != JOURNAL_EVENT)
        traffic.event = STS_EVENT_COUNT; /* as the server tells it */
    journal_tap_tell(&scene->tap, &traffic);
}

/* The fragment that a payload is about: the text of its member fragment_id. */
static inline const char *scene_fragment(const char *json, char room[64]) {
    const char *at = strstr(json, "\"fragment_id\":\"");
    room[0] = '\0';
    if (at)
        (void)sscanf(at + 15, "%63[^\"]", room);
    return room;
}

static inline void scene_event(struct judge_scene *scene, enum journal_direction direction,
                               const char *name, const char *json, const char *stream) {
    union {
        union sts_from_worker from_worker;
        union sts_to_worker to_worker;
    } any = {0};
    void *message = &any;
    char room[64];
    struct codec_error errors[8], deviations[8];
    struct codec_report report = {errors, 8, 0}, noted = {deviations, 8, 0};
    const struct codec_event *row = sts_event_find(
        direction == JOURNAL_IN ? STS_FROM_WORKER : STS_TO_WORKER, base_slice_of(name));
    struct base_slice payload = base_slice_of(json);
    struct journal_traffic traffic = {
        .direction = direction,
        .event = row ? sts_event_id_of(row) : STS_EVENT_COUNT,
        .name = codec_text_plain(base_slice_of(name)),
        .payload = &payload,
        .payload_count = 1,
        .verdict = JOURNAL_VERDICT_UNKNOWN,
        .errors = &report,
        .deviations = &noted,
    };
    if (row) {
        struct codec_in in;
        codec_in_init(&in, payload, &test_scratch);
        in.errors = &report;
        in.deviations = &noted;
        bool valid = codec_decode(&in, row->payload, message);
        traffic.verdict = valid                     ? JOURNAL_VERDICT_OK
                          : codec_in_malformed(&in) ? JOURNAL_VERDICT_MALFORMED
                                                    : JOURNAL_VERDICT_INVALID;
        traffic.message = valid ? message : NULL;
        traffic.understood = message;
        if (direction == JOURNAL_OUT && !valid)
            fail_msg("%s %s: %s %s", name, json, in.error.pointer, in.error.message);
    }
    scene_tell(scene, traffic, stream, scene_fragment(json, room));
}

#define SCENE_ID "\"fragment_id\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f00#\""
#define SCENE_AUDIO                                                                                \
    "{\"format\":\"m4a\",\"sample_rate_hz\":48000,\"channels\":1,\"duration_ms\":1000,"            \
    "\"data_base64\":\"AAAA\"}"
#define SCENE_LIVE "{\"stream_id\":\"live\"}"
#define SCENE_ERROR(severity, more)                                                                \
    "{\"error_id\":\"9d2f4c1e-7f55-4d64-8a41-0c9b7d6e5f33\",\"code\":\"@\",\"message\":"           \
    "\"so it is\",\"severity\":\"" severity "\",\"retryable\":false" more "}"
#define SCENE_RESULT(status, more)                                                                 \
    "{" SCENE_ID ",\"stream_id\":\"live\",\"sequence_number\":~,\"status\":\"" status              \
    "\",\"processing_time_ms\":1" more "}"
#define SCENE_FAILED(retryable)                                                                    \
    SCENE_RESULT("failed",                                                                         \
                 ",\"error\":{\"code\":\"TIMEOUT\",\"message\":\"late\",\"retryable\":" retryable  \
                 "}")

/* Events by a short word. In a payload # stands for a number of two digits, ~ for the number, both
 * the first argument, and @ for the second. */
static const struct scene_word {
    const char *word;
    enum journal_direction direction;
    const char *event, *json;
} scene_words[] = {
    {"init", JOURNAL_IN, "stream:init",
     "{\"stream_id\":\"live\",\"worker_id\":\"worker\",\"max_inflight\":2,\"config\":{"
     "\"source_language\":\"en\",\"target_language\":\"es\",\"voice_profile\":\"v\","
     "\"chunk_duration_ms\":1000,\"sample_rate_hz\":48000,\"channels\":1,\"format\":\"m4a\"}}"},
    {"frag", JOURNAL_IN, "fragment:data",
     "{" SCENE_ID ",\"stream_id\":\"live\",\"sequence_number\":~,\"timestamp\":1700000000000,"
     "\"audio\":" SCENE_AUDIO "}"},
    {"ack", JOURNAL_OUT, "fragment:ack", "{" SCENE_ID ",\"status\":\"queued\"}"},
    {"done", JOURNAL_OUT, "fragment:processed",
     SCENE_RESULT("success", ",\"dubbed_audio\":" SCENE_AUDIO)},
    {"failed", JOURNAL_OUT, "fragment:processed", SCENE_FAILED("true")},
    {"lost", JOURNAL_OUT, "fragment:processed", SCENE_FAILED("false")},
    {"confirm", JOURNAL_IN, "fragment:ack",
     "{" SCENE_ID ",\"status\":\"applied\",\"timestamp\":1700000000000}"},
    {"pause", JOURNAL_IN, "stream:pause", SCENE_LIVE},
    {"resume", JOURNAL_IN, "stream:resume", SCENE_LIVE},
    {"end", JOURNAL_IN, "stream:end", SCENE_LIVE},
    {"complete", JOURNAL_OUT, "stream:complete",
     "{\"stream_id\":\"live\",\"total_fragments\":0,\"total_duration_ms\":0,\"statistics\":{"
     "\"success_count\":0,\"partial_count\":0,\"failed_count\":0,\"avg_processing_time_ms\":0,"
     "\"p95_processing_time_ms\":0}}"},
    {"pressure", JOURNAL_OUT, "backpressure",
     "{\"stream_id\":\"live\",\"severity\":\"high\",\"current_inflight\":0,\"queue_depth\":0,"
     "\"action\":\"@\",\"recommended_delay_ms\":~}"},
    {"error", JOURNAL_OUT, "error", SCENE_ERROR("error", "")},
    {"fatal", JOURNAL_OUT, "error", SCENE_ERROR("fatal", "")},
    {"error-of", JOURNAL_OUT, "error", SCENE_ERROR("error", "," SCENE_ID)},
    {"full", JOURNAL_OUT, "error",
     "{\"error_id\":\"9d2f4c1e-7f55-4d64-8a41-0c9b7d6e5f33\",\"code\":\"QUEUE_FULL\",\"message\":"
     "\"so it is\",\"severity\":\"warning\",\"retryable\":true," SCENE_ID "}"},
    {"sequence-error", JOURNAL_OUT, "error",
     "{\"error_id\":\"9d2f4c1e-7f55-4d64-8a41-0c9b7d6e5f33\",\"code\":\"INVALID_SEQUENCE\","
     "\"message\":\"so it is\",\"severity\":\"error\",\"retryable\":false," SCENE_ID
     ",\"metadata\":{\"reason\":\"@\",\"expected\":0,\"received\":~}}"},
    {"not-now", JOURNAL_OUT, "error",
     "{\"error_id\":\"9d2f4c1e-7f55-4d64-8a41-0c9b7d6e5f33\",\"code\":\"STREAM_NOT_FOUND\","
     "\"message\":\"not now\",\"severity\":\"error\",\"retryable\":false,"
     "\"metadata\":{\"state\":\"@\"}}"},
    {"not-allowed", JOURNAL_OUT, "error",
     "{\"error_id\":\"9d2f4c1e-7f55-4d64-8a41-0c9b7d6e5f33\",\"code\":\"INVALID_CONFIG\","
     "\"message\":\"not now\",\"severity\":\"error\",\"retryable\":false,"
     "\"metadata\":{\"state\":\"@\"}}"},
};

/* The payload of a short word; `number` is the first argument, `word` the second. */
static inline void scene_fill(const char *json, int number, const char *word, char out[2048]) {
    size_t used = 0;
    for (; *json; json++) {
        const char *format = *json == '#' ? "%02d" : *json == '~' ? "%d" : NULL;
        if (format)
            used += (size_t)snprintf(out + used, 2048 - used, format, number);
        else if (*json == '@')
            used += (size_t)snprintf(out + used, 2048 - used, "%s", word);
        else
            out[used++] = *json;
    }
    out[used] = '\0';
}

static inline bool scene_short(struct judge_scene *scene, const char *word, const char *rest) {
    char json[2048], text[32] = "";
    int number = 0;
    for (size_t i = 0; i < sizeof scene_words / sizeof *scene_words; i++) {
        const struct scene_word *row = &scene_words[i];
        if (strcmp(row->word, word) != 0)
            continue;
        if (sscanf(rest, "%d %31s", &number, text) < 1)
            (void)sscanf(rest, "%31s", text);
        scene_fill(row->json, number, text, json);
        /* an error names the stream of the connection, if it has one: so it is found anyway */
        scene_event(scene, row->direction, row->event, json,
                    strcmp(row->event, "error") == 0 ? NULL : "live");
        return true;
    }
    return false;
}

static inline enum sts_stream_state scene_state(const char *word) {
    for (unsigned i = 0; i < STS_STREAM_STATE_COUNT; i++)
        if (base_slice_equal(sts_stream_state_text((enum sts_stream_state)i), base_slice_of(word)))
            return (enum sts_stream_state)i;
    fail_msg("no such state: %s", word);
    return STS_STREAM_STATE_ACTIVE;
}

/* What happens to connections and streams. */
static const struct scene_kind {
    const char *word;
    enum journal_kind kind;
    bool of_stream;
} scene_kinds[] = {
    {"connect", JOURNAL_CONNECTED, false},  {"refused", JOURNAL_REFUSED, false},
    {"closing", JOURNAL_CLOSING, false},    {"gone", JOURNAL_DISCONNECTED, false},
    {"losing", JOURNAL_CLOSING, false},     {"left", JOURNAL_DISCONNECTED, false},
    {"open", JOURNAL_OPENED, true},         {"resumed", JOURNAL_RESUMED, true},
    {"parked", JOURNAL_PARKED, true},       {"ended", JOURNAL_ENDED, true},
    {"reset", JOURNAL_RESET, false},        {"deviation", JOURNAL_DEVIATION, true},
    {"taken", JOURNAL_RESUMED, true},       {"state", JOURNAL_STATE, true},
    {"refusing", JOURNAL_REFUSING, false},  {"outage", JOURNAL_REFUSING, false},
    {"turned-away", JOURNAL_REFUSED, true}, {"handshake", JOURNAL_REFUSED, true},
};

static inline enum sts_disconnect_mode scene_mode(const char *word) {
    for (unsigned i = 0; i < STS_DISCONNECT_MODE_COUNT; i++)
        if (base_slice_equal(sts_disconnect_mode_text((enum sts_disconnect_mode)i),
                             base_slice_of(word)))
            return (enum sts_disconnect_mode)i;
    fail_msg("no such mode: %s", word);
    return STS_DISCONNECT_MODE_FIN;
}

/* The id of the fragment with that number, as SCENE_ID. */
static inline void scene_id(int number, char id[64]) {
    (void)snprintf(id, 64, "6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f00%02d", number);
}

static inline void scene_fault(struct judge_scene *scene, const char *rest) {
    char action[32], id[64], key[300] = "";
    int number = 0, seed = 0;
    struct stream_fault fault = {.rule = 0};
    assert_true(sscanf(rest, "%31s %d %d %299s", action, &number, &seed, key) >= 2);
    fault.seed = seed;
    fault.seed_key = (struct codec_text){key, strlen(key), CODEC_TEXT_JSON};
    for (unsigned i = 0; i < STS_RULE_ACTION_COUNT; i++)
        if (base_slice_equal(sts_rule_action_text((enum sts_rule_action)i), base_slice_of(action)))
            fault.action = (enum sts_rule_action)i;
    scene_id(number, id);
    scene_tell(scene, (struct journal_traffic){.kind = JOURNAL_FAULT, .fault = &fault}, "live", id);
}

/* What one of the last four tells; `rest` loses its last word. */
static inline void scene_refusal(struct judge_scene *scene, const char *word, char *rest,
                                 char *second, struct journal_refusal *refusal,
                                 struct journal_traffic *traffic) {
    bool handshake = strcmp(word, "handshake") == 0;
    refusal->scope =
        strcmp(word, "outage") == 0 ? STS_REFUSE_SCOPE_SERVER : STS_REFUSE_SCOPE_STREAMS;
    refusal->ms = (uint64_t)atoi(second && !handshake ? second : rest);
    refusal->attempt = traffic->kind == JOURNAL_REFUSED ? ++scene->attempts : 0;
    traffic->refusal = refusal;
    if (second)
        *second++ = '\0';
    if (handshake) /* there is no client yet */
        scene->client[0] = '\0';
    if (handshake && second)
        traffic->client.worker_id = base_slice_of(second);
}

static inline bool scene_happens(struct judge_scene *scene, const char *word, char *rest) {
    const struct stream_deviation found = {"", "", rest, "so it is"};
    struct journal_traffic traffic = {
        .reason = rest, .was_parked = strcmp(word, "taken") != 0, .deviation = &found};
    char id[64] = "";
    struct stream_loss loss = {.code = 0};
    struct journal_refusal refusal;
    char *second = strrchr(rest, ' ');
    for (size_t i = 0; i < sizeof scene_kinds / sizeof *scene_kinds; i++) {
        if (strcmp(scene_kinds[i].word, word) != 0)
            continue;
        traffic.kind = scene_kinds[i].kind;
        if (second && (traffic.kind == JOURNAL_CLOSING || traffic.kind == JOURNAL_STATE))
            *second++ = '\0';
        if (second && traffic.kind == JOURNAL_DEVIATION) {
            *second++ = '\0';
            scene_id(atoi(second), id);
        }
        traffic.left = strcmp(word, "left") == 0;
        if (strcmp(word, "losing") == 0) {
            loss = (struct stream_loss){.mode = scene_mode(rest),
                                        .code = 1001, /* as of a worker that is idle */
                                        .refuse_ms = second ? (uint64_t)atoi(second) : 0};
            traffic.loss = &loss;
            traffic.code = loss.mode == STS_DISCONNECT_MODE_CLOSE ? loss.code : 0;
        } else if (traffic.kind == JOURNAL_CLOSING) {
            traffic.code = second ? atoi(second) : 0;
        }
        if (traffic.kind == JOURNAL_STATE) {
            traffic.from = scene_state(rest);
            traffic.to = scene_state(second);
        }
        bool refusal_of_stream = scene_kinds[i].of_stream && traffic.kind == JOURNAL_REFUSED;
        if (traffic.kind == JOURNAL_REFUSING || refusal_of_stream)
            scene_refusal(scene, word, rest, second, &refusal, &traffic);
        else if (traffic.kind == JOURNAL_REFUSED) /* each client has an address of its own */
            traffic.client.address = base_slice_of(scene->client);
        if (traffic.kind == JOURNAL_CONNECTED && *rest)
            traffic.client.stream_id = base_slice_of("live");
        scene_tell(scene, traffic, scene_kinds[i].of_stream ? "live" : NULL, *id ? id : NULL);
        return true;
    }
    return false;
}

static inline void scene_line(struct judge_scene *scene, const char *word, char *rest) {
    char *json = strchr(rest, ' ');
    if (*word == '+') {
        scene->now += (uint64_t)atoi(word + 1);
    } else if (*word == '>' || *word == '<') {
        assert_non_null(json);
        *json = '\0';
        scene_event(scene, *word == '>' ? JOURNAL_IN : JOURNAL_OUT, rest, json + 1, "live");
    } else if (strcmp(word, "behind") == 0) {
        scene->waiting_since = *rest == 'n' ? 0 : scene->now - (uint64_t)atoi(rest);
    } else if (strcmp(word, "caught") == 0) {
        scene->waiting_since = 0;
        scene->caught_up_at = scene->now;
    } else if (strcmp(word, "stopped") == 0) {
        scene->stopped += (uint64_t)atoi(rest);
    } else if (strcmp(word, "fault") == 0) {
        scene_fault(scene, rest);
    } else if (!scene_short(scene, word, rest) && !scene_happens(scene, word, rest)) {
        fail_msg("no such line: %s %s", word, rest);
    }
}

static inline void scene_play(struct judge_scene *scene, const char *text) {
    char line[512];
    while (*text) {
        const char *end = strchr(text, '\n');
        size_t len = end ? (size_t)(end - text) : strlen(text);
        assert_true(len < sizeof line);
        memcpy(line, text, len);
        line[len] = '\0';
        text += len + (end != NULL);
        char *word = line;
        bool other = *word >= 'B' && *word <= 'Z' && word[1] == ' ';
        scene->client[0] = other ? *word : 'A';
        word += other ? 2 : 0;
        char *rest = strchr(word, ' ');
        if (rest)
            *rest++ = '\0';
        if (*word)
            scene_line(scene, word, rest ? rest : line + len);
    }
}

#endif
