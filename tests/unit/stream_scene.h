/* stream_scene.h - scenes: what workers do and what they are sent, as one text.
 *
 * A scene is a list of lines. A line at the margin is done; the indented lines below it are what
 * came of it, and are compared. Time stands still but for `wait`.
 *
 *     set NAME VALUE         a setting, before the first worker
 *     A init s [worker=w] [max=3] [timeout=8000]
 *     A frag 0 [id=f0] [stream=s] [bytes=4]      `A frag 0-4` for several
 *     A ack f0 | A pause s | A resume s | A end s
 *     A refused 3            a fragment of that number failed its schema
 *     A faults JSON | A delay JSON               config:error_simulation, config:processing_delay
 *     A backpressure JSON                        config:backpressure
 *     disconnect JSON | scenario JSON            simulate:disconnect of streams, a scenario
 *     unload [NAME] | reset PATTERN | look ID    scenarios; everything; what acts on a stream
 *     delete ID              ends the stream; its connection stays
 *     armed PATTERN          all that is armed for these streams, with its hits
 *     A lost | A leave       the transport is lost; the client sends DISCONNECT
 *     A cut                  the same as lost; what was sent last may not have arrived
 *     A unheard              from now on nothing arrives, and nobody knows it yet
 *     A key 2                the API key, before its first event
 *     wait MS                time passes; "+N" in what comes says after how much of it
 *     counts                 what the registry counts
 *     view                   every stream as it is seen from outside
 *     breaks ready|nothing   from now on stream:ready cannot be sent, or all can
 *     watch WORD...          the observer's calls to show, as "* ..." lines
 *
 * Workers are single capital letters and connect when they are first named. Everything that is sent
 * is encoded and checked against its schema; a connection that is to be disconnected or closed is
 * freed at once, which is the worst that may happen. */
#ifndef TESTS_STREAM_SCENE_H
#define TESTS_STREAM_SCENE_H
#include "echo/echo.h"
#include "stream/connection.h"
#include "stream/state.h"
#include "stream/view.h"
#include "stream_defaults.h"
#include "stream_scene_observer.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define SCENE_TEXT 65536
#define SCENE_WORKERS 26

struct scene;

struct scene_worker {
    struct scene *scene;
    char name;
    size_t key;
    struct stream_connection *connection;
    bool stalled, unheard;
};

struct scene {
    struct base_memory memory;
    struct base_timers timers;
    struct stream_settings settings;
    struct echo *echo;
    struct stream_processor processor;
    struct stream_registry *registry;
    struct scene_worker workers[SCENE_WORKERS];
    char watched[256];
    char text[SCENE_TEXT]; /* what happened */
    size_t used;
    uint64_t waited_from; /* when the wait under way began */
    bool waiting;
    bool breaks_ready;
    unsigned ids;
};

/* ---- what is written down ------------------------------------------------------------------ */

__attribute__((format(printf, 2, 3))) static inline void scene_write(struct scene *scene,
                                                                     const char *format, ...) {
    va_list values;
    va_start(values, format);
    int n = vsnprintf(scene->text + scene->used, SCENE_TEXT - scene->used, format, values);
    va_end(values);
    scene->used += (size_t)n;
    if (scene->used >= SCENE_TEXT)
        fail_msg("a scene with more than %d characters", SCENE_TEXT);
}

static inline void scene_begin_line(struct scene *scene) {
    scene_write(scene, "  ");
    if (scene->waiting)
        scene_write(scene, "+%llu ", (unsigned long long)(scene->timers.now - scene->waited_from));
}

/* The sentence, and a complaint where it does not name what the details do. */
static inline void scene_write_limit(struct scene *scene, const struct sts_error *event) {
    const struct sts_error_metadata *metadata = &event->metadata;
    char setting[64], limit[24];
    (void)snprintf(setting, sizeof setting, "(%.*s)", SCENE_TEXT_OF(metadata->setting));
    (void)snprintf(limit, sizeof limit, " %lld ", (long long)metadata->limit);
    scene_write(scene, ": %.*s", SCENE_TEXT_OF(event->message));
    if (!memmem(event->message.ptr, event->message.len, setting, strlen(setting)) ||
        !memmem(event->message.ptr, event->message.len, limit, strlen(limit)))
        scene_write(scene, " not%s%s", limit, setting);
}

static inline void scene_write_error(struct scene *scene, const struct sts_error *event) {
    const struct sts_error_metadata *metadata = &event->metadata;
    scene_write(scene, "error %s", sts_error_table[event->code.value].name.ptr);
    if (event->has & STS_ERROR_HAS_FRAGMENT_ID)
        scene_write(scene, " %.*s", SCENE_TEXT_OF(event->fragment_id));
    if (event->severity != sts_error_table[event->code.value].severity)
        scene_write(scene, " severity?");
    if (event->retryable != sts_error_table[event->code.value].retryable)
        scene_write(scene, event->retryable ? " retryable" : " final");
    if (!(event->has & STS_ERROR_HAS_METADATA)) {
        scene_write(scene, ": %.*s", SCENE_TEXT_OF(event->message));
        return;
    }
    if (metadata->has & STS_ERROR_METADATA_HAS_REASON)
        scene_write(scene, " %.*s", SCENE_TEXT_OF(metadata->reason));
    if (metadata->has & STS_ERROR_METADATA_HAS_MISSING) {
        const int64_t *missing = metadata->missing.items;
        scene_write(scene, " %lld-%lld", (long long)missing[0], (long long)missing[1]);
    }
    if (metadata->has & STS_ERROR_METADATA_HAS_EXPECTED)
        scene_write(scene, " expected %lld received %lld", (long long)metadata->expected,
                    (long long)metadata->received);
    if (metadata->has & STS_ERROR_METADATA_HAS_STATE)
        scene_write(scene, " state %s", stream_state_name(metadata->state));
    if (metadata->has & STS_ERROR_METADATA_HAS_SETTING)
        scene_write_limit(scene, event);
}

/* What is sent to the server is all 'A'. */
static inline bool scene_is_changed(struct codec_text audio) {
    for (size_t i = 0; i < audio.len; i++)
        if (audio.ptr[i] != 'A')
            return true;
    return false;
}

static inline void scene_write_processed(struct scene *scene,
                                         const struct sts_fragment_processed *event) {
    static const char *const stages[] = {"asr", "translation", "tts"};
    struct base_slice status = sts_fragment_status_text(event->status);
    const struct sts_stage_timings *times = &event->stage_timings;
    scene_write(scene, "processed %lld %.*s %.*s", (long long)event->sequence_number,
                SCENE_TEXT_OF(event->fragment_id), SCENE_TEXT_OF(status));
    if (event->has & STS_FRAGMENT_PROCESSED_HAS_ERROR)
        scene_write(scene, " %s %s %s \"%.*s\"", sts_error_table[event->error.code.value].name.ptr,
                    stages[event->error.stage], event->error.retryable ? "retryable" : "final",
                    SCENE_TEXT_OF(event->error.message));
    if (event->processing_time_ms)
        scene_write(scene, " %lld ms", (long long)event->processing_time_ms);
    if (times->asr_ms + times->translation_ms + times->tts_ms != event->processing_time_ms)
        scene_write(scene, " the stages do not add up");
    bool has_audio = event->has & STS_FRAGMENT_PROCESSED_HAS_DUBBED_AUDIO;
    if (has_audio != (event->status == STS_FRAGMENT_STATUS_SUCCESS))
        scene_write(scene, has_audio ? " with audio" : " without audio");
    if (has_audio && scene_is_changed(event->dubbed_audio.data_base64))
        scene_write(scene, " corrupt");
}

static inline void scene_write_event(struct scene *scene, enum sts_event_id id,
                                     const void *message) {
    if (id == STS_EVENT_STREAM_READY) {
        const struct sts_stream_ready *event = message;
        scene_write(scene, "ready %.*s max %d", SCENE_TEXT_OF(event->stream_id),
                    (int)event->max_inflight);
    } else if (id == STS_EVENT_FRAGMENT_ACK) {
        const struct sts_fragment_ack *event = message;
        scene_write(scene, "ack %.*s", SCENE_TEXT_OF(event->fragment_id));
        if (event->queue_position)
            scene_write(scene, " behind %lld", (long long)event->queue_position);
        if (event->estimated_completion_ms)
            scene_write(scene, " in %lld ms", (long long)event->estimated_completion_ms);
    } else if (id == STS_EVENT_FRAGMENT_PROCESSED) {
        scene_write_processed(scene, message);
    } else if (id == STS_EVENT_STREAM_COMPLETE) {
        const struct sts_stream_complete *event = message;
        scene_write(scene,
                    "complete %.*s total %lld in %lld ms success %lld partial %lld failed "
                    "%lld",
                    SCENE_TEXT_OF(event->stream_id), (long long)event->total_fragments,
                    (long long)event->total_duration_ms, (long long)event->statistics.success_count,
                    (long long)event->statistics.partial_count,
                    (long long)event->statistics.failed_count);
    } else if (id == STS_EVENT_BACKPRESSURE) {
        const struct sts_backpressure *event = message;
        struct base_slice severity = sts_backpressure_severity_text(event->severity);
        struct base_slice action = sts_backpressure_action_text(event->action);
        scene_write(scene, "backpressure %.*s %.*s", SCENE_TEXT_OF(severity),
                    SCENE_TEXT_OF(action));
        if (event->has & STS_BACKPRESSURE_HAS_RECOMMENDED_DELAY_MS)
            scene_write(scene, " %lld ms", (long long)event->recommended_delay_ms);
        scene_write(scene, " inflight %lld queue %lld", (long long)event->current_inflight,
                    (long long)event->queue_depth);
    } else if (id == STS_EVENT_ERROR) {
        scene_write_error(scene, message);
    }
    scene_write(scene, "\n");
}

/* ---- the room above ------------------------------------------------------------------------ */

static inline void scene_check(enum sts_event_id id, const void *event) {
    static char own[65536], flat[65536];
    struct codec_out out;
    struct codec_error error;
    codec_out_init(&out, own, sizeof own);
    if (!codec_encode(&out, sts_events[id].payload, event))
        fail_msg("cannot encode %s: %s", sts_events[id].name.ptr, out.error.message);
    size_t len = codec_out_length(&out);
    if (len > sizeof flat)
        return;
    codec_out_flatten(&out, flat);
    if (!codec_validate(base_slice(flat, len), sts_events[id].payload, &test_scratch, &error))
        fail_msg("sent an invalid %s: %s %s\n%.*s", sts_events[id].name.ptr, error.pointer,
                 error.message, (int)len, flat);
}

static inline bool scene_send(void *context, enum sts_event_id id, const void *event,
                              struct base_buffer *owner) {
    struct scene_worker *worker = context;
    (void)owner;
    assert_non_null(worker->connection);
    scene_check(id, event);
    scene_begin_line(worker->scene);
    scene_write(worker->scene, "%c ", worker->name);
    scene_write_event(worker->scene, id, event);
    return !worker->scene->breaks_ready || id != STS_EVENT_STREAM_READY;
}

static inline void scene_depart(struct scene_worker *worker, enum stream_departure departure) {
    struct stream_connection *connection = worker->connection;
    worker->connection = NULL;
    worker->stalled = worker->unheard = false;
    stream_connection_free(connection, departure);
}

static inline void scene_disconnect(void *context, void *successor) {
    struct scene_worker *worker = context, *next = successor;
    scene_begin_line(worker->scene);
    scene_write(worker->scene, "%c disconnected", worker->name);
    if (next)
        scene_write(worker->scene, " for %c", next->name);
    scene_write(worker->scene, "\n");
    scene_depart(worker, STREAM_DEPARTURE_LOST);
}

static inline void scene_close(void *context, int code, const char *why) {
    (void)why;
    struct scene_worker *worker = context;
    scene_begin_line(worker->scene);
    scene_write(worker->scene, "%c closed %d\n", worker->name, code);
    scene_depart(worker, STREAM_DEPARTURE_LOST);
}

static inline void scene_pause(void *context, bool paused) {
    struct scene_worker *worker = context;
    scene_begin_line(worker->scene);
    scene_write(worker->scene, "%c is %s\n", worker->name, paused ? "not read" : "read again");
}

static inline void scene_mute(void *context) {
    struct scene_worker *worker = context;
    scene_begin_line(worker->scene);
    scene_write(worker->scene, "%c is not acked\n", worker->name);
}

static inline bool scene_stalled(void *context) {
    return ((const struct scene_worker *)context)->stalled;
}

static inline bool scene_unheard(void *context) {
    return ((const struct scene_worker *)context)->unheard;
}

static inline void scene_lose(void *context, const struct stream_loss *loss) {
    struct scene_worker *worker = context;
    struct base_slice mode = sts_disconnect_mode_text(loss->mode);
    scene_begin_line(worker->scene);
    scene_write(worker->scene, "%c loses its connection: %.*s %d", worker->name,
                SCENE_TEXT_OF(mode), loss->code);
    if (loss->refuse_ms)
        scene_write(worker->scene, ", %s for %llu ms", loss->refusing ? "refusing" : "refused",
                    (unsigned long long)loss->refuse_ms);
    scene_write(worker->scene, "\n");
    worker->stalled = loss->mode == STS_DISCONNECT_MODE_STALL;
    if (!worker->stalled)
        scene_depart(worker, STREAM_DEPARTURE_LOST);
}

static const struct stream_output scene_output = {
    .send = scene_send,
    .stalled = scene_stalled,
    .unheard = scene_unheard,
    .mute = scene_mute,
    .lose = scene_lose,
    .disconnect = scene_disconnect,
    .close = scene_close,
    .pause = scene_pause,
};

/* ---- the observer --------------------------------------------------------------------------- */

static inline bool scene_watches(struct scene *scene, const char *word) {
    if (!strstr(scene->watched, word))
        return false;
    scene_begin_line(scene);
    scene_write(scene, "* %s", word);
    return true;
}

/* ---- what is done -------------------------------------------------------------------------- */

static inline bool scene_random(void *context, void *bytes, size_t len) {
    struct scene *scene = context;
    memset(bytes, 0xAB, len);
    if (scene && len >= sizeof scene->ids)
        memcpy(bytes, &scene->ids, sizeof scene->ids);
    if (scene)
        scene->ids++;
    return true;
}

static inline void scene_refusing(void *context, const struct echo_refusing *refusing) {
    struct scene *scene = context;
    bool all = refusing->scope == STS_REFUSE_SCOPE_SERVER;
    scene_begin_line(scene);
    scene_write(scene, "%s (%.*s) refused for %llu ms\n", all ? "all" : "streams",
                (int)refusing->pattern.len, refusing->pattern.ptr,
                (unsigned long long)refusing->ms);
}

#include "stream_scene_armed.h"

static inline void scene_start(struct scene *scene) {
    if (scene->registry)
        return;
    scene->echo = echo_new(&(struct echo_config){
        .memory = &scene->memory,
        .timers = &scene->timers,
        .settings = &scene->settings,
        .seed = {1, 2},
        .refusing = scene_refusing,
        .acting = scene_acting,
        .stepped = scene_stepped,
        .told_context = scene,
    });
    assert_non_null(scene->echo);
    scene->processor = echo_processor(scene->echo);
    scene->registry = stream_registry_new(&(struct stream_registry_config){
        .memory = &scene->memory,
        .timers = &scene->timers,
        .random = scene_random,
        .random_context = scene,
        .settings = &scene->settings,
        .output = &scene_output,
        .processor = &scene->processor,
        .observer = &scene_observer,
        .observer_context = scene,
        .key_count = 4,
    });
    assert_non_null(scene->registry);
}

static inline struct stream_connection *scene_connection(struct scene_worker *worker) {
    scene_start(worker->scene);
    if (!worker->connection)
        worker->connection = stream_connection_new(worker->scene->registry, worker, worker->key);
    assert_non_null(worker->connection);
    return worker->connection;
}

/* The value of "name=..." among the words of `line`, or `fallback`. */
static inline const char *scene_option(const char *line, const char *name, const char *fallback,
                                       char *value, size_t size) {
    char wanted[32];
    (void)snprintf(wanted, sizeof wanted, " %s=", name);
    const char *at = strstr(line, wanted);
    if (!at)
        return fallback;
    at += strlen(wanted);
    (void)snprintf(value, size, "%.*s", (int)strcspn(at, " "), at);
    return value;
}

static inline struct codec_text scene_plain(const char *text) {
    return codec_text_plain(base_slice_of(text));
}

static inline void scene_init(struct scene_worker *worker, const char *line, const char *id) {
    char name[64], max[16], timeout[16];
    const struct sts_stream_init init = {
        .stream_id = scene_plain(id),
        .worker_id = scene_plain(scene_option(line, "worker", "w", name, sizeof name)),
        .max_inflight = atoi(scene_option(line, "max", "3", max, sizeof max)),
        .timeout_ms = atoi(scene_option(line, "timeout", "8000", timeout, sizeof timeout)),
    };
    stream_connection_on_init(scene_connection(worker), &init);
}

/* The audio lies in the message, as it does on the wire. */
static inline void scene_fragment(struct scene_worker *worker, const char *line, int64_t number) {
    char id[64], stream[64], bytes[32], own[32];
    (void)snprintf(own, sizeof own, "f%lld", (long long)number);
    size_t size = (size_t)atol(scene_option(line, "bytes", "4", bytes, sizeof bytes));
    struct base_buffer *message = base_buffer_new(&worker->scene->memory, size);
    assert_non_null(message);
    memset(message->data, 'A', size);
    message->length = size;
    const struct sts_fragment_data fragment = {
        .fragment_id = scene_plain(scene_option(line, "id", own, id, sizeof id)),
        .stream_id = scene_plain(scene_option(line, "stream", "s", stream, sizeof stream)),
        .sequence_number = number,
        .audio = {.format = CODEC_TEXT("m4a"),
                  .sample_rate_hz = 48000,
                  .channels = 1,
                  .duration_ms = 1000,
                  .data_base64 = {message->data, size, CODEC_TEXT_CLEAN}},
    };
    stream_connection_on_fragment(scene_connection(worker), &fragment, message);
    base_buffer_unref(message);
}

static inline void scene_fragments(struct scene_worker *worker, const char *line,
                                   const char *numbers) {
    long long first = 0, last = 0;
    int read = sscanf(numbers, "%lld-%lld", &first, &last);
    long long count = read > 1 ? last - first + 1 : 1;
    for (long long i = 0; i < count; i++)
        if (!i || worker->connection)
            scene_fragment(worker, line, first + i);
}

static inline void scene_ack(struct scene_worker *worker, const char *id) {
    const struct sts_worker_fragment_ack ack = {.fragment_id = scene_plain(id)};
    stream_connection_on_ack(scene_connection(worker), &ack);
}

#include "stream_scene_echo.h"

/* "A verb rest" */
static inline void scene_act(struct scene_worker *worker, const char *line) {
    char verb[16] = "", argument[64] = "";
    (void)sscanf(line + 2, "%15s %63s", verb, argument);
    const char *rest = line + 2 + strlen(verb);
    if (strcmp(verb, "key") == 0) {
        worker->key = (size_t)atoi(argument);
        return;
    }
    struct stream_connection *connection = scene_connection(worker);
    const struct codec_text id = scene_plain(argument);
    bool is_loss =
        strcmp(verb, "lost") == 0 || strcmp(verb, "cut") == 0 || strcmp(verb, "unheard") == 0;
    if (!is_loss)
        stream_connection_heard(connection);
    scene_hear(worker, verb, false);
    if (strcmp(verb, "init") == 0)
        scene_init(worker, line, argument);
    else if (strcmp(verb, "frag") == 0)
        scene_fragments(worker, line, argument);
    else if (strcmp(verb, "ack") == 0)
        scene_ack(worker, argument);
    else if (strcmp(verb, "pause") == 0)
        stream_connection_on_pause(connection, &(struct sts_stream_pause){.stream_id = id});
    else if (strcmp(verb, "resume") == 0)
        stream_connection_on_resume(connection, &(struct sts_stream_resume){.stream_id = id});
    else if (strcmp(verb, "end") == 0)
        stream_connection_on_end(connection, &(struct sts_stream_end){.stream_id = id});
    else if (strcmp(verb, "refused") == 0)
        stream_connection_refused(connection, CODEC_TEXT("s"), atoll(argument));
    else if (strcmp(verb, "faults") == 0)
        scene_configure(worker, ECHO_KIND_FAULTS, rest + 1);
    else if (strcmp(verb, "delay") == 0)
        scene_configure(worker, ECHO_KIND_DELAY, rest + 1);
    else if (strcmp(verb, "backpressure") == 0)
        scene_configure(worker, ECHO_KIND_BACKPRESSURE, rest + 1);
    else if (strcmp(verb, "lost") == 0)
        scene_depart(worker, STREAM_DEPARTURE_LOST);
    else if (strcmp(verb, "cut") == 0)
        scene_depart(worker, STREAM_DEPARTURE_CUT);
    else if (strcmp(verb, "unheard") == 0)
        worker->unheard = true;
    else if (strcmp(verb, "leave") == 0)
        scene_depart(worker, STREAM_DEPARTURE_LEFT);
    else
        fail_msg("what is \"%s\"?", line);
    scene_hear(worker, verb, true);
}

static inline void scene_set(struct scene *scene, const char *name, const char *value) {
    struct stream_settings *settings = &scene->settings;
    const struct {
        const char *name;
        size_t *size;
        uint64_t *time;
        double *number;
    } all[] = {
        {"auto_disconnect_ms", NULL, &settings->auto_disconnect_ms, NULL},
        {"idle_timeout_ms", NULL, &settings->idle_timeout_ms, NULL},
        {"resume_window_ms", NULL, &settings->resume_window_ms, NULL},
        {"resume_max_bytes", &settings->resume_max_bytes, NULL, NULL},
        {"queue_max_depth", &settings->queue_max_depth, NULL, NULL},
        {"sequence_gap_ms", NULL, &settings->sequence_gap_ms, NULL},
        {"max_fragment_base64", &settings->max_fragment_base64, NULL, NULL},
        {"rate_limit_per_min", &settings->rate_limit_per_min, NULL, NULL},
        {"flow_violation_limit", &settings->flow_violation_limit, NULL, NULL},
        {"max_connections", &settings->max_connections, NULL, NULL},
        {"max_connections_per_key", &settings->max_connections_per_key, NULL, NULL},
        {"max_buffered_bytes", &settings->max_buffered_bytes, NULL, NULL},
        {"backpressure_low", NULL, NULL, &settings->backpressure_low},
        {"backpressure_medium", NULL, NULL, &settings->backpressure_medium},
        {"backpressure_high", NULL, NULL, &settings->backpressure_high},
        {"processing_delay_ms", NULL, &settings->processing_delay_ms, NULL},
        {"processing_jitter_ms", NULL, &settings->processing_jitter_ms, NULL},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (strcmp(all[i].name, name) != 0)
            continue;
        if (all[i].size)
            *all[i].size = (size_t)atoll(value);
        else if (all[i].time)
            *all[i].time = (uint64_t)atoll(value);
        else
            *all[i].number = atof(value);
        return;
    }
    if (strcmp(name, "strict_sequence") == 0)
        settings->sequence_policy = STREAM_SEQUENCE_STRICT;
    else if (strcmp(name, "backpressure_enabled") == 0)
        settings->backpressure_enabled = true;
    else if (strcmp(name, "rules_retryable") == 0)
        settings->rules_retryable = true;
    else
        fail_msg("no setting %s", name);
}

static inline void scene_wait(struct scene *scene, uint64_t ms) {
    scene_start(scene);
    scene->waiting = true;
    scene->waited_from = scene->timers.now;
    uint64_t end = scene->timers.now + ms;
    while (base_timers_deadline(&scene->timers) <= end)
        base_timers_advance(&scene->timers, base_timers_deadline(&scene->timers));
    base_timers_advance(&scene->timers, end);
    scene->waiting = false;
}

static inline void scene_do(struct scene *scene, const char *line) {
    char word[32] = "", name[64] = "", value[64] = "";
    (void)sscanf(line, "%31s %63s %63s", word, name, value);
    scene_write(scene, "%s\n", line);
    if (strcmp(word, "set") == 0) {
        scene_set(scene, name, value);
    } else if (strcmp(word, "wait") == 0) {
        scene_wait(scene, (uint64_t)atoll(name));
    } else if (strcmp(word, "watch") == 0) {
        (void)snprintf(scene->watched, sizeof scene->watched, "%.250s", line + 6);
    } else if (strcmp(word, "counts") == 0) {
        struct stream_registry_counts counts = stream_registry_counts(scene->registry);
        scene_write(scene, "  attached %zu parked %zu inflight %zu%s\n", counts.attached,
                    counts.parked, counts.inflight, counts.bytes ? "" : " no bytes");
    } else if (strcmp(word, "breaks") == 0) {
        scene->breaks_ready = strcmp(name, "ready") == 0;
    } else if (strcmp(word, "view") == 0) {
        scene_view(scene);
    } else if (strlen(word) == 1 && *word >= 'A' && *word <= 'Z') {
        scene_act(&scene->workers[*word - 'A'], line);
    } else if (!scene_control(scene, word, line + strlen(word) + (line[strlen(word)] == ' '))) {
        fail_msg("what is \"%s\"?", line);
    }
}

/* ---- a scene from beginning to end --------------------------------------------------------- */

static inline struct scene *scene_new(void) {
    struct scene *scene = calloc(1, sizeof *scene);
    scene->memory = base_memory_heap();
    scene->settings = stream_defaults();
    scene->settings.seed = 7;
    base_timers_tell(&scene->timers, 100000);
    for (int i = 0; i < SCENE_WORKERS; i++) {
        scene->workers[i].scene = scene;
        scene->workers[i].name = (char)('A' + i);
    }
    return scene;
}

static inline void scene_free(struct scene *scene) {
    scene->watched[0] = '\0';
    for (int i = 0; i < SCENE_WORKERS; i++)
        if (scene->workers[i].connection)
            scene_depart(&scene->workers[i], STREAM_DEPARTURE_LEFT);
    if (scene->registry) {
        assert_int_equal(stream_registry_counts(scene->registry).attached, 0);
        stream_registry_free(scene->registry);
    }
    echo_free(scene->echo);
    assert_int_equal(scene->memory.in_use, 0);
    assert_true(base_timers_deadline(&scene->timers) == BASE_TIMER_NEVER);
    free(scene);
}

/** Plays a scene and compares what came of it. */
static inline void play(const char *text) {
    struct scene *scene = scene_new();
    const char *at = text;
    while (*at) {
        char line[1024];
        size_t len = strcspn(at, "\n");
        assert_true(len < sizeof line);
        memcpy(line, at, len);
        line[len] = '\0';
        if (*line && *line != ' ')
            scene_do(scene, line);
        at += len + (at[len] == '\n');
    }
    if (strcmp(scene->text, text) != 0) {
        fprintf(stderr, "---- what happened\n%s---- what was expected\n%s----\n", scene->text,
                text);
        fail_msg("the scene went otherwise");
    }
    scene_free(scene);
}

/** A test of one scene. */
#define SCENE(name, ...)                                                                           \
    static void name(void **state) {                                                               \
        (void)state;                                                                               \
        play(__VA_ARGS__);                                                                         \
    }

#endif
