/* report_scene.h - traffic for the checks of workers, as one text.
 *
 * Each line is one thing that happens, on one connection (`A` unless it begins with another capital
 * letter) and on one stream, "live":
 *
 *     connect | connect headers | refused REASON | closing REASON CODE | gone REASON
 *     > EVENT JSON     came in: decoded and judged as the server does
 *     < EVENT JSON     was sent
 *     open | resumed | parked | ended REASON | state FROM TO | deviation KEYWORD
 *     +MS              time passes
 *
 * and the words of scene_words for what is often said: `init`, `frag 0`, `ack 0`, `done 0` ... */
#ifndef TESTS_REPORT_SCENE_H
#define TESTS_REPORT_SCENE_H
#include "report/conformance.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define SCENE_START 1000000

struct report_scene {
    struct base_memory memory;
    struct report_conformance *conformance;
    struct report_tap tap;
    uint64_t now;
    char client[2];
};

static inline void scene_begin(struct report_scene *scene) {
    *scene = (struct report_scene){.memory = base_memory_heap(), .now = SCENE_START};
    report_tap_init(&scene->tap);
    scene->conformance = report_conformance_new(&(struct report_conformance_config){
        .memory = &scene->memory,
        .program = base_slice_of("test"),
        .version = base_slice_of("1"),
        .ping_interval_ms = 25000,
        .idle_timeout_ms = 60000,
    });
    assert_non_null(scene->conformance);
    report_tap_listen(&scene->tap, report_conformance_listener(scene->conformance));
}

static inline void scene_finish(struct report_scene *scene) {
    report_conformance_free(scene->conformance);
    assert_int_equal(scene->memory.in_use, 0);
}

/* Tells traffic that is filled in but for time and client; `stream` and `fragment` may be NULL. */
static inline void scene_tell(struct report_scene *scene, struct report_traffic traffic,
                              const char *stream, const char *fragment) {
    traffic.now_ms = scene->now;
    traffic.wall_ms = (int64_t)scene->now;
    traffic.client.id = base_slice_of(scene->client);
    traffic.subject.stream_id = codec_text_plain(base_slice_of(stream));
    traffic.subject.worker_id = CODEC_TEXT("worker");
    traffic.subject.fragment_id = codec_text_plain(base_slice_of(fragment));
    if (traffic.kind != REPORT_EVENT)
        traffic.event = STS_EVENT_COUNT; /* as the server tells it */
    report_tap_tell(&scene->tap, &traffic);
}

/* The fragment that a payload is about: the text of its member fragment_id. */
static inline const char *scene_fragment(const char *json, char room[64]) {
    const char *at = strstr(json, "\"fragment_id\":\"");
    room[0] = '\0';
    if (at)
        (void)sscanf(at + 15, "%63[^\"]", room);
    return room;
}

static inline void scene_event(struct report_scene *scene, enum report_direction direction,
                               const char *name, const char *json, const char *stream) {
    _Alignas(max_align_t) char message[1024] = {0};
    char room[64];
    struct codec_error errors[8], deviations[8];
    struct codec_report report = {errors, 8, 0}, noted = {deviations, 8, 0};
    const struct codec_event *row = sts_event_find(
        direction == REPORT_IN ? STS_FROM_WORKER : STS_TO_WORKER, base_slice_of(name));
    struct base_slice payload = base_slice_of(json);
    struct report_traffic traffic = {
        .direction = direction,
        .event = row ? sts_event_id_of(row) : STS_EVENT_COUNT,
        .name = codec_text_plain(base_slice_of(name)),
        .payload = &payload,
        .payload_count = 1,
        .verdict = REPORT_VERDICT_UNKNOWN,
        .errors = &report,
        .deviations = &noted,
    };
    if (row) {
        struct codec_in in;
        codec_in_init(&in, payload);
        in.errors = &report;
        in.deviations = &noted;
        bool valid = codec_decode(&in, row->payload, message);
        traffic.verdict = valid                     ? REPORT_VERDICT_OK
                          : codec_in_malformed(&in) ? REPORT_VERDICT_MALFORMED
                                                    : REPORT_VERDICT_INVALID;
        traffic.message = valid ? message : NULL;
        traffic.understood = message;
        if (direction == REPORT_OUT && !valid)
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
    enum report_direction direction;
    const char *event, *json;
} scene_words[] = {
    {"init", REPORT_IN, "stream:init",
     "{\"stream_id\":\"live\",\"worker_id\":\"worker\",\"max_inflight\":2,\"config\":{"
     "\"source_language\":\"en\",\"target_language\":\"es\",\"voice_profile\":\"v\","
     "\"chunk_duration_ms\":1000,\"sample_rate_hz\":48000,\"channels\":1,\"format\":\"m4a\"}}"},
    {"frag", REPORT_IN, "fragment:data",
     "{" SCENE_ID ",\"stream_id\":\"live\",\"sequence_number\":~,\"timestamp\":1700000000000,"
     "\"audio\":" SCENE_AUDIO "}"},
    {"ack", REPORT_OUT, "fragment:ack", "{" SCENE_ID ",\"status\":\"queued\"}"},
    {"done", REPORT_OUT, "fragment:processed",
     SCENE_RESULT("success", ",\"dubbed_audio\":" SCENE_AUDIO)},
    {"failed", REPORT_OUT, "fragment:processed", SCENE_FAILED("true")},
    {"lost", REPORT_OUT, "fragment:processed", SCENE_FAILED("false")},
    {"confirm", REPORT_IN, "fragment:ack",
     "{" SCENE_ID ",\"status\":\"applied\",\"timestamp\":1700000000000}"},
    {"pause", REPORT_IN, "stream:pause", SCENE_LIVE},
    {"resume", REPORT_IN, "stream:resume", SCENE_LIVE},
    {"end", REPORT_IN, "stream:end", SCENE_LIVE},
    {"complete", REPORT_OUT, "stream:complete",
     "{\"stream_id\":\"live\",\"total_fragments\":0,\"total_duration_ms\":0,\"statistics\":{"
     "\"success_count\":0,\"partial_count\":0,\"failed_count\":0,\"avg_processing_time_ms\":0,"
     "\"p95_processing_time_ms\":0}}"},
    {"pressure", REPORT_OUT, "backpressure",
     "{\"stream_id\":\"live\",\"severity\":\"high\",\"current_inflight\":0,\"queue_depth\":0,"
     "\"action\":\"@\",\"recommended_delay_ms\":~}"},
    {"error", REPORT_OUT, "error", SCENE_ERROR("error", "")},
    {"fatal", REPORT_OUT, "error", SCENE_ERROR("fatal", "")},
    {"error-of", REPORT_OUT, "error", SCENE_ERROR("error", "," SCENE_ID)},
    {"sequence-error", REPORT_OUT, "error",
     "{\"error_id\":\"9d2f4c1e-7f55-4d64-8a41-0c9b7d6e5f33\",\"code\":\"INVALID_SEQUENCE\","
     "\"message\":\"so it is\",\"severity\":\"error\",\"retryable\":false," SCENE_ID
     ",\"metadata\":{\"reason\":\"@\",\"expected\":0,\"received\":~}}"},
    {"not-now", REPORT_OUT, "error",
     "{\"error_id\":\"9d2f4c1e-7f55-4d64-8a41-0c9b7d6e5f33\",\"code\":\"STREAM_NOT_FOUND\","
     "\"message\":\"not now\",\"severity\":\"error\",\"retryable\":false,"
     "\"metadata\":{\"state\":\"@\"}}"},
    {"not-allowed", REPORT_OUT, "error",
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

static inline bool scene_short(struct report_scene *scene, const char *word, const char *rest) {
    char json[2048], text[32] = "";
    int number = 0;
    for (size_t i = 0; i < sizeof scene_words / sizeof *scene_words; i++) {
        const struct scene_word *row = &scene_words[i];
        if (strcmp(row->word, word) != 0)
            continue;
        if (sscanf(rest, "%d %31s", &number, text) < 1)
            (void)sscanf(rest, "%31s", text);
        scene_fill(row->json, number, text, json);
        scene_event(scene, row->direction, row->event, json, "live");
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
    enum report_kind kind;
    bool of_stream;
} scene_kinds[] = {
    {"connect", REPORT_CONNECTED, false},  {"refused", REPORT_REFUSED, false},
    {"closing", REPORT_CLOSING, false},    {"gone", REPORT_DISCONNECTED, false},
    {"open", REPORT_OPENED, true},         {"resumed", REPORT_RESUMED, true},
    {"parked", REPORT_PARKED, true},       {"ended", REPORT_ENDED, true},
    {"deviation", REPORT_DEVIATION, true}, {"state", REPORT_STATE, true},
};

static inline bool scene_happens(struct report_scene *scene, const char *word, char *rest) {
    const struct stream_deviation found = {"", "", rest, "so it is"};
    struct report_traffic traffic = {.reason = rest, .was_parked = true, .deviation = &found};
    char *second = strrchr(rest, ' ');
    for (size_t i = 0; i < sizeof scene_kinds / sizeof *scene_kinds; i++) {
        if (strcmp(scene_kinds[i].word, word) != 0)
            continue;
        traffic.kind = scene_kinds[i].kind;
        if (second && (traffic.kind == REPORT_CLOSING || traffic.kind == REPORT_STATE))
            *second++ = '\0';
        if (traffic.kind == REPORT_CLOSING)
            traffic.code = second ? atoi(second) : 0;
        if (traffic.kind == REPORT_STATE) {
            traffic.from = scene_state(rest);
            traffic.to = scene_state(second);
        }
        if (traffic.kind == REPORT_CONNECTED && *rest)
            traffic.client.stream_id = base_slice_of("live");
        scene_tell(scene, traffic, scene_kinds[i].of_stream ? "live" : NULL, NULL);
        return true;
    }
    return false;
}

static inline void scene_line(struct report_scene *scene, const char *word, char *rest) {
    char *json = strchr(rest, ' ');
    if (*word == '+') {
        scene->now += (uint64_t)atoi(word + 1);
    } else if (*word == '>' || *word == '<') {
        assert_non_null(json);
        *json = '\0';
        scene_event(scene, *word == '>' ? REPORT_IN : REPORT_OUT, rest, json + 1, "live");
    } else if (!scene_short(scene, word, rest) && !scene_happens(scene, word, rest)) {
        fail_msg("no such line: %s %s", word, rest);
    }
}

static inline void scene_play(struct report_scene *scene, const char *text) {
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
