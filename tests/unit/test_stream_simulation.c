/* A million random events: workers that send in and out of order, repeat, retry, pause, vanish,
 * come back and take over, on streams with delays, tight limits, faults of every kind, scripts of
 * backpressure, scenarios and lost connections. After each event it is checked that
 *
 *   - the sequence numbers of outcomes strictly increase within a run (retries come when they are
 *     ready, and what is to be out of order is so);
 *   - every accepted fragment comes to exactly one outcome, and is acked first;
 *   - the registry's count in flight is that of the fragments without an outcome;
 *   - backpressure levels alternate; nothing but errors, and what is known, follows
 *     stream:complete; nothing is sent to a connection that is gone;
 *   - the bytes held keep to their limit;
 *
 * and in the end that all counters are zero and all memory is given back.
 *
 * ECHO_SEED=n repeats a run, ECHO_EVENTS=n sets its length. */
#include "echo/echo.h"
#include "stream/internal.h"
#include "stream_defaults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#ifdef __SANITIZE_ADDRESS__
#define EVENTS 200000
#else
#define EVENTS 1200000
#endif
/* Each round has settings of its own. */
#define ROUNDS 24
#define SLOTS 8
/* Ids a slot remembers: more than the server does, with what may be in flight besides. */
#define IDS 4096

struct simulation;

/* A fragment as the worker and the observer know it. */
struct known {
    uint32_t counter; /* its id is "slot.counter" */
    int64_t number;
    bool accepted, acked, open, retryable;
};

struct client {
    struct simulation *simulation;
    struct slot *slot;
    struct stream_connection *connection;
    bool stalled;
};

/* A stream_id and the worker that uses it, on two connections. */
struct slot {
    char id[16];
    struct client clients[2];
    struct known known[IDS];
    uint32_t counter;
    int64_t next;     /* number */
    int64_t last;     /* number of the last outcome of this run */
    size_t open;      /* fragments without an outcome */
    uint64_t settled; /* outcomes, retries not counted again */
    enum sts_backpressure_severity severity;
    enum sts_backpressure_action action;
    int64_t delay_ms;     /* recommended */
    struct known *latest; /* the last one accepted */
    bool exists, attached, completed, resumed;
};

struct simulation {
    struct base_memory memory;
    struct base_timers timers;
    struct stream_settings settings;
    struct echo *echo;
    struct stream_processor processor;
    struct stream_registry *registry;
    struct slot slots[SLOTS];
    uint64_t random, seed;
    uint64_t events, wanted;
    size_t open;
    size_t bytes_seen;
    uint64_t outcomes, resumes, runs, retries, completes, levels;
    uint64_t faults[STS_RULE_ACTION_COUNT], losses[STS_DISCONNECT_MODE_COUNT], refusals;
};

#define CHECK(simulation, condition)                                                               \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg("event %llu of ECHO_SEED=%llu: not %s (line %d)",                             \
                     (unsigned long long)(simulation)->events,                                     \
                     (unsigned long long)(simulation)->seed, #condition, __LINE__);                \
    } while (0)

static uint64_t draw(struct simulation *simulation, uint64_t below) {
    simulation->random += 0x9E3779B97F4A7C15u; /* splitmix64 */
    uint64_t z = simulation->random;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (z ^ (z >> 31)) % below;
}

static struct slot *slot_of(struct simulation *simulation, struct codec_text stream_id) {
    char text[16] = "";
    memcpy(text, stream_id.ptr, stream_id.len < sizeof text ? stream_id.len : sizeof text - 1);
    CHECK(simulation, text[0] == 's');
    return &simulation->slots[atoi(text + 1)];
}

static struct known *known_of(struct slot *slot, struct codec_text id) {
    char text[32] = "";
    memcpy(text, id.ptr, id.len < sizeof text ? id.len : sizeof text - 1);
    uint32_t counter = (uint32_t)strtoul(text, NULL, 10);
    struct known *known = &slot->known[counter % IDS];
    return known->counter == counter ? known : NULL;
}

/* ---- what is sent -------------------------------------------------------------------------- */

static void on_backpressure(struct simulation *simulation, struct slot *slot,
                            const struct sts_backpressure *event) {
    bool has_delay = event->has & STS_BACKPRESSURE_HAS_RECOMMENDED_DELAY_MS;
    CHECK(simulation, has_delay == (event->action != STS_BACKPRESSURE_ACTION_NONE));
    CHECK(simulation, event->current_inflight == (int64_t)slot->open);
    /* by ratio the two lowest levels read the same */
    if (!simulation->settings.backpressure_enabled)
        CHECK(simulation, event->severity != slot->severity || event->action != slot->action ||
                              event->recommended_delay_ms != slot->delay_ms);
    slot->delay_ms = event->recommended_delay_ms;
    slot->severity = event->severity;
    slot->action = event->action;
    simulation->levels++;
}

static void check_sent(struct client *client, enum sts_event_id id, const void *event) {
    struct simulation *simulation = client->simulation;
    simulation->events++;
    CHECK(simulation, client->connection);
    if (id == STS_EVENT_ERROR)
        return;
    if (id == STS_EVENT_STREAM_READY) {
        client->slot->completed = false;
        return;
    }
    struct slot *slot = client->slot;
    if (id == STS_EVENT_FRAGMENT_ACK) {
        struct known *known = known_of(slot, ((const struct sts_fragment_ack *)event)->fragment_id);
        CHECK(simulation, known && known->accepted && !(slot->completed && known->open));
        known->acked = true;
    } else if (id == STS_EVENT_FRAGMENT_PROCESSED) {
        const struct sts_fragment_processed *result = event;
        struct known *known = known_of(slot, result->fragment_id);
        CHECK(simulation, known && known->acked && known->number == result->sequence_number);
    } else if (id == STS_EVENT_BACKPRESSURE) {
        CHECK(simulation, !slot->completed);
        on_backpressure(simulation, slot, event);
    } else if (id == STS_EVENT_STREAM_COMPLETE) {
        const struct sts_stream_complete *complete = event;
        CHECK(simulation, !slot->completed && slot->open == 0);
        CHECK(simulation, complete->total_fragments == (int64_t)slot->settled);
        slot->completed = true;
        simulation->completes++;
    }
}

static bool send(void *context, enum sts_event_id id, const void *event,
                 struct base_buffer *owner) {
    (void)owner;
    check_sent(context, id, event);
    return true;
}

static void depart(struct client *client, enum stream_departure departure) {
    struct stream_connection *connection = client->connection;
    client->connection = NULL;
    client->stalled = false;
    stream_connection_free(connection, departure);
}

static void disconnect(void *context, void *successor) {
    (void)successor;
    depart(context, STREAM_DEPARTURE_LOST);
}

static void close_connection(void *context, int code, const char *why) {
    (void)code;
    (void)why;
    depart(context, STREAM_DEPARTURE_LOST);
}

static void pause_reading(void *context, bool paused) {
    (void)context;
    (void)paused;
}

static bool is_stalled(void *context) {
    return ((const struct client *)context)->stalled;
}

static bool is_unheard(void *context) {
    return draw(((const struct client *)context)->simulation, 2);
}

static void mute(void *context) {
    struct client *client = context;
    CHECK(client->simulation, client->slot->latest);
    client->slot->latest->acked = true; /* as much as it will ever be */
}

static void lose(void *context, const struct stream_loss *loss) {
    struct client *client = context;
    CHECK(client->simulation, client->connection);
    client->simulation->losses[loss->mode]++;
    client->stalled = loss->mode == STS_DISCONNECT_MODE_STALL;
    if (!client->stalled)
        depart(client, draw(client->simulation, 2) ? STREAM_DEPARTURE_LOST : STREAM_DEPARTURE_CUT);
}

static const struct stream_output output = {.send = send,
                                            .stalled = is_stalled,
                                            .unheard = is_unheard,
                                            .mute = mute,
                                            .disconnect = disconnect,
                                            .close = close_connection,
                                            .lose = lose,
                                            .pause = pause_reading};

#include "stream_simulation_observer.h"

/* ---- what workers do ----------------------------------------------------------------------- */

static bool fill_random(void *context, void *bytes, size_t len) {
    struct simulation *simulation = context;
    for (size_t i = 0; i < len; i++)
        ((unsigned char *)bytes)[i] = (unsigned char)draw(simulation, 256);
    return true;
}

static struct stream_connection *connect_client(struct client *client) {
    if (!client->connection)
        client->connection = stream_connection_new(client->simulation->registry, client, 0);
    assert_non_null(client->connection);
    return client->connection;
}

static struct codec_text plain(const char *text) {
    return codec_text_plain(base_slice_of(text));
}

static void init(struct client *client, const char *worker) {
    struct simulation *simulation = client->simulation;
    const struct sts_stream_init event = {
        .stream_id = plain(client->slot->id),
        .worker_id = plain(worker),
        .max_inflight = (int32_t)(1 + draw(simulation, 10)),
        .timeout_ms = (int32_t)(1000 + draw(simulation, 3) * 1000),
    };
    stream_connection_on_init(connect_client(client), &event);
    if (client->slot->resumed && draw(simulation, 3) == 0)
        client->slot->next = 0; /* as the real worker does when it has connected again */
    client->slot->resumed = false;
}

static void send_fragment(struct client *client, const struct known *known) {
    struct simulation *simulation = client->simulation;
    char id[16];
    (void)snprintf(id, sizeof id, "%u", known->counter);
    struct base_buffer *message =
        base_buffer_new(&simulation->memory, (size_t)draw(simulation, 2000));
    assert_non_null(message);
    const struct sts_fragment_data event = {
        .fragment_id = plain(id),
        .stream_id = plain(client->slot->id),
        .sequence_number = known->number,
        .audio = {.data_base64 = {message->data, message->capacity, CODEC_TEXT_CLEAN}},
    };
    stream_connection_on_fragment(client->connection, &event, message);
    base_buffer_unref(message);
}

static void send_new(struct client *client, int64_t number) {
    struct slot *slot = client->slot;
    struct known *known = &slot->known[++slot->counter % IDS];
    if (known->open)
        return; /* held for very long */
    *known = (struct known){.counter = slot->counter, .number = number};
    send_fragment(client, known);
}

/* One of the last `window` fragments, or NULL. */
static struct known *recent(struct simulation *simulation, struct slot *slot, uint32_t window) {
    uint32_t back = (uint32_t)draw(simulation, window);
    if (back >= slot->counter)
        return NULL;
    struct known *known = &slot->known[(slot->counter - back) % IDS];
    return known->counter == slot->counter - back ? known : NULL;
}

static void retry(struct client *client) {
    struct slot *slot = client->slot;
    for (uint32_t back = 0; back < 40 && back < slot->counter; back++) {
        struct known *known = &slot->known[(slot->counter - back) % IDS];
        if (known->retryable && !known->open) {
            send_fragment(client, known);
            return;
        }
    }
}

static void acknowledge(struct client *client) {
    struct known *known = recent(client->simulation, client->slot, 30);
    char id[16];
    (void)snprintf(id, sizeof id, "%u", known ? known->counter : 0);
    const struct sts_worker_fragment_ack event = {.fragment_id = plain(id)};
    stream_connection_on_ack(client->connection, &event);
}

#include "stream_simulation_faults.h"

static void pass_time(struct simulation *simulation, uint64_t ms) {
    uint64_t end = simulation->timers.now + ms;
    while (base_timers_deadline(&simulation->timers) <= end) {
        base_timers_advance(&simulation->timers, base_timers_deadline(&simulation->timers));
        simulation->events++;
    }
    base_timers_advance(&simulation->timers, end);
}

/* Something that needs an open connection. */
static void act(struct client *client) {
    struct simulation *simulation = client->simulation;
    struct slot *slot = client->slot;
    const struct codec_text id = plain(slot->id);
    uint64_t what = draw(simulation, 1000);
    stream_connection_heard(client->connection);
    if (what < 600)
        send_new(client, slot->next++);
    else if (what < 660)
        send_new(client, slot->next += 1 + (int64_t)draw(simulation, 3));
    else if (what < 720)
        send_new(client, slot->next > 8 ? slot->next - (int64_t)draw(simulation, 8) : 0);
    else if (what < 760) {
        struct known *known = recent(simulation, slot, 60);
        if (known)
            send_fragment(client, known);
    } else if (what < 820)
        retry(client);
    else if (what < 900)
        acknowledge(client);
    else if (what < 910)
        stream_connection_on_pause(client->connection, &(struct sts_stream_pause){.stream_id = id});
    else if (what < 960)
        stream_connection_on_resume(client->connection,
                                    &(struct sts_stream_resume){.stream_id = id});
    else if (what < 966)
        stream_connection_on_end(client->connection, &(struct sts_stream_end){.stream_id = id});
    else if (what < 980)
        stream_connection_refused(client->connection, id, slot->next++);
    else if (what < 984)
        configure(client);
    else if (what < 985)
        configure_backpressure(client);
    else if (what < 986)
        depart(client, STREAM_DEPARTURE_LOST);
    else if (what < 987)
        depart(client, STREAM_DEPARTURE_CUT);
    else if (what < 988)
        depart(client, STREAM_DEPARTURE_LEFT);
    else if (what < 996)
        send_new(client, 0);
    else
        init(client, "w");
}

/* The client whose stream it is, if there is one. */
static struct client *holder(struct slot *slot) {
    for (size_t i = 0; i < 2; i++)
        if (slot->clients[i].connection && stream_connection_stream(slot->clients[i].connection))
            return &slot->clients[i];
    return NULL;
}

static void step(struct simulation *simulation) {
    struct slot *slot = &simulation->slots[draw(simulation, SLOTS)];
    struct client *client = holder(slot);
    uint64_t what = draw(simulation, 1000);
    simulation->events++;
    if (what < 150)
        pass_time(simulation, draw(simulation, 60));
    else if (what < 170)
        pass_time(simulation, draw(simulation, 3000));
    else if (what < 171)
        pass_time(simulation, draw(simulation, 200000));
    else if (what < 173)
        init(&slot->clients[draw(simulation, 2)], "foreign");
    else if (what < 176)
        init(&slot->clients[draw(simulation, 2)], "w");
    else if (what < 178)
        interfere(simulation, slot);
    else if (client)
        act(client);
    else if (what < 300)
        init(&slot->clients[draw(simulation, 2)], "w");
}

/* The counters of one stream against each other. */
static void check_stream(struct simulation *simulation) {
    const struct slot *slot = &simulation->slots[simulation->events % SLOTS];
    const struct stream *stream =
        stream_registry_find(simulation->registry, base_slice_of(slot->id));
    CHECK(simulation, (stream != NULL) == slot->exists);
    if (!stream)
        return;
    CHECK(simulation, stream->inflight == slot->open);
    CHECK(simulation, stream->inflight || stream->inflight_bytes == 0);
    CHECK(simulation, stream->waiting + stream->processing <= stream->inflight);
    CHECK(simulation, stream->processing <= 10);
    CHECK(simulation, stream->waiting <= simulation->settings.queue_max_depth);
    CHECK(simulation, stream->waiting == 0 || stream->processing >= stream->max_inflight);
    CHECK(simulation, stream->history.by_key.count == stream->inflight);
    CHECK(simulation, stream->history.count <= stream->history.capacity &&
                          stream->history.capacity <= STREAM_HISTORY_IDS_MAX);
    CHECK(simulation,
          slot->attached || stream->inflight_bytes <= simulation->settings.resume_max_bytes);
}

static void check(struct simulation *simulation) {
    check_stream(simulation);
    struct stream_registry_counts counts = stream_registry_counts(simulation->registry);
    size_t limit = simulation->settings.max_buffered_bytes;
    CHECK(simulation, counts.inflight == simulation->open);
    CHECK(simulation, !limit || counts.bytes <= limit);
    CHECK(simulation, counts.attached + counts.parked <= SLOTS);
    if (counts.bytes > simulation->bytes_seen)
        simulation->bytes_seen = counts.bytes;
}

/* ---- rounds -------------------------------------------------------------------------------- */

static void choose_settings(struct simulation *simulation) {
    struct stream_settings *settings = &simulation->settings;
    *settings = stream_defaults();
    settings->auto_disconnect_ms = draw(simulation, 6000);
    settings->idle_timeout_ms = draw(simulation, 3) ? 60000 : 0;
    settings->resume_window_ms = draw(simulation, 4) ? 120000 : 0;
    settings->resume_max_bytes = draw(simulation, 3) ? 33554432 : 6000;
    settings->queue_max_depth = 1 + draw(simulation, 25);
    settings->sequence_gap_ms = draw(simulation, 300);
    settings->sequence_policy =
        draw(simulation, 6) ? STREAM_SEQUENCE_WINDOW : STREAM_SEQUENCE_STRICT;
    settings->rate_limit_per_min = draw(simulation, 3) ? 0 : 2000;
    settings->flow_violation_limit = draw(simulation, 4) ? 10 : 0;
    settings->max_connections = draw(simulation, 3) ? 0 : 6;
    settings->max_buffered_bytes = draw(simulation, 3) ? 0 : 60000;
    settings->backpressure_enabled = draw(simulation, 3) == 0;
    settings->processing_delay_ms = draw(simulation, 2) ? draw(simulation, 400) : 0;
    settings->processing_jitter_ms = draw(simulation, 2) ? draw(simulation, 1500) : 0;
    settings->seed = (int64_t)draw(simulation, 1000000);
}

static void set_up(struct simulation *simulation) {
    choose_settings(simulation);
    simulation->timers = (struct base_timers){0};
    base_timers_tell(&simulation->timers, 1000000);
    simulation->echo = echo_new(&(struct echo_config){
        .memory = &simulation->memory,
        .timers = &simulation->timers,
        .settings = &simulation->settings,
        .seed = {1, 2},
        .refusing = refusing,
        .told_context = simulation,
    });
    simulation->processor = echo_processor(simulation->echo);
    simulation->registry = stream_registry_new(&(struct stream_registry_config){
        .memory = &simulation->memory,
        .timers = &simulation->timers,
        .random = fill_random,
        .random_context = simulation,
        .settings = &simulation->settings,
        .output = &output,
        .processor = &simulation->processor,
        .observer = &observer,
        .observer_context = simulation,
    });
    assert_non_null(simulation->registry);
    memset(simulation->slots, 0, sizeof simulation->slots);
    for (size_t i = 0; i < SLOTS; i++) {
        struct slot *slot = &simulation->slots[i];
        (void)snprintf(slot->id, sizeof slot->id, "s%zu", i);
        for (size_t j = 0; j < 2; j++)
            slot->clients[j] = (struct client){.simulation = simulation, .slot = slot};
    }
}

/* All that is in flight ends by itself; then nothing may be left. */
static void tear_down(struct simulation *simulation) {
    for (size_t i = 0; i < SLOTS; i++)
        for (size_t j = 0; j < 2; j++)
            if (simulation->slots[i].clients[j].connection)
                depart(&simulation->slots[i].clients[j],
                       draw(simulation, 2) ? STREAM_DEPARTURE_LEFT : STREAM_DEPARTURE_LOST);
    pass_time(simulation, 200000);
    struct stream_registry_counts counts = stream_registry_counts(simulation->registry);
    CHECK(simulation, counts.attached == 0 && counts.parked == 0);
    CHECK(simulation, counts.inflight == 0 && counts.bytes == 0 && simulation->open == 0);
    stream_registry_free(simulation->registry);
    echo_free(simulation->echo);
    CHECK(simulation, simulation->memory.in_use == 0);
    CHECK(simulation, base_timers_deadline(&simulation->timers) == BASE_TIMER_NEVER);
}

static uint64_t from_environment(const char *name, uint64_t fallback) {
    const char *value = getenv(name);
    return value && *value ? strtoull(value, NULL, 10) : fallback;
}

static void random_workers_break_nothing(void **state) {
    (void)state;
    struct simulation *simulation = calloc(1, sizeof *simulation);
    assert_non_null(simulation);
    simulation->memory = base_memory_heap();
    simulation->seed = simulation->random = from_environment("ECHO_SEED", 20260101);
    simulation->wanted = from_environment("ECHO_EVENTS", EVENTS);
    for (uint64_t round = 1; round <= ROUNDS; round++) {
        set_up(simulation);
        while (simulation->events < simulation->wanted * round / ROUNDS) {
            step(simulation);
            check(simulation);
        }
        tear_down(simulation);
    }
    printf("ECHO_SEED=%llu: %llu events, %llu outcomes, %llu take-overs, %llu new runs, %llu "
           "retries, %llu completed streams, %llu backpressure events, at most %zu bytes held\n",
           (unsigned long long)simulation->seed, (unsigned long long)simulation->events,
           (unsigned long long)simulation->outcomes, (unsigned long long)simulation->resumes,
           (unsigned long long)simulation->runs, (unsigned long long)simulation->retries,
           (unsigned long long)simulation->completes, (unsigned long long)simulation->levels,
           simulation->bytes_seen);
    CHECK(simulation, simulation->outcomes && simulation->resumes && simulation->runs &&
                          simulation->retries && simulation->completes && simulation->levels &&
                          simulation->refusals);
    for (size_t i = 0; i < STS_RULE_ACTION_COUNT; i++)
        CHECK(simulation, simulation->faults[i]);
    for (size_t i = 0; i < STS_DISCONNECT_MODE_COUNT; i++)
        CHECK(simulation, simulation->losses[i]);
    free(simulation);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_workers_break_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
