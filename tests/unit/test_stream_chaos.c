/* No result is lost: a worker whose connection is cut at any moment, which comes back and sends
 * again what has no result, hears of each of its fragments and of the end, whatever it was doing.
 *
 * What both sides send waits on a wire. A cut loses what is still on it, in both directions; a
 * stalled connection takes what the worker sends and gives nothing. In each of many runs it is
 * checked that
 *
 *   - every fragment is answered in the end, and stream:complete comes, with the right counts;
 *   - a fragment that is answered again is answered with the same bytes;
 *   - none is refused.
 *
 * ECHO_SEED=n begins with another run, ECHO_RUNS=n sets how many there are. */
#include "echo/echo.h"
#include "stream/connection.h"
#include "stream_defaults.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#ifdef __SANITIZE_ADDRESS__
#define RUNS 1000
#else
#define RUNS 4000
#endif
#define FRAGMENTS 24
#define WIRE 4096
#define AUDIO 32

/* What is on the wire: a fragment's number, or something else. */
enum {
    PAUSE = FRAGMENTS,
    RESUME,
    END,
    ACK,
    READY = 1000,
    COMPLETE,
};

struct wire {
    int items[WIRE];
    size_t first, last;
};

struct chaos {
    struct base_memory memory;
    struct base_timers timers;
    struct stream_settings settings;
    struct echo *echo;
    struct stream_processor processor;
    struct stream_registry *registry;
    struct stream_connection *connection; /* the newest */
    struct stream_connection *stale;      /* one that still looks open; or NULL */
    bool stalled;
    bool unheard; /* something for the stale one was on its way */
    struct wire up, down;
    uint64_t random, seed;
    /* the worker */
    int planned, next; /* fragments in all; the next one */
    bool ready, has_paused, wants_pause, wants_end, complete;
    bool answered[FRAGMENTS];
    /* what it was told of each */
    bool told[FRAGMENTS];
    char results[FRAGMENTS][128 + AUDIO];
    uint64_t cuts, stalls, repeats;
};

#define CHECK(chaos, condition)                                                                    \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg("ECHO_SEED=%llu: not %s (line %d)", (unsigned long long)(chaos)->seed,        \
                     #condition, __LINE__);                                                        \
    } while (0)

static uint64_t draw(struct chaos *chaos, uint64_t below) {
    chaos->random += 0x9E3779B97F4A7C15u; /* splitmix64 */
    uint64_t z = chaos->random;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (z ^ (z >> 31)) % below;
}

static void put(struct wire *wire, int item) {
    assert_true(wire->last < WIRE);
    wire->items[wire->last++] = item;
}

static bool is_empty(const struct wire *wire) {
    return wire->first == wire->last;
}

static void clear(struct wire *wire) {
    wire->first = wire->last = 0;
}

/* ---- the server sends ---------------------------------------------------------------------- */

static bool fill_random(void *context, void *bytes, size_t len) {
    for (size_t i = 0; i < len; i++)
        ((unsigned char *)bytes)[i] = (unsigned char)draw(context, 256);
    return true;
}

static int number_of(struct codec_text id) {
    char text[8] = "";
    assert_true(id.len > 1 && id.len < sizeof text && id.ptr[0] == 'f');
    memcpy(text, id.ptr, id.len);
    return (int)strtol(text + 1, NULL, 10);
}

/* The first time, and each time the same. */
static void compare(struct chaos *chaos, int number, const char *result) {
    if (chaos->told[number])
        CHECK(chaos, strcmp(chaos->results[number], result) == 0);
    chaos->repeats += chaos->told[number];
    chaos->told[number] = true;
    (void)snprintf(chaos->results[number], sizeof chaos->results[number], "%s", result);
}

static void send_result(struct chaos *chaos, const struct sts_fragment_processed *result) {
    char text[128 + AUDIO];
    bool has_audio = result->has & STS_FRAGMENT_PROCESSED_HAS_DUBBED_AUDIO;
    bool has_error = result->has & STS_FRAGMENT_PROCESSED_HAS_ERROR;
    const struct codec_text audio = result->dubbed_audio.data_base64;
    const struct codec_text message = result->error.message;
    (void)snprintf(text, sizeof text, "%d %lld %lld %.*s %.*s", (int)result->status,
                   (long long)result->sequence_number, (long long)result->processing_time_ms,
                   has_audio ? (int)audio.len : 0, has_audio ? audio.ptr : "",
                   has_error ? (int)message.len : 0, has_error ? message.ptr : "");
    compare(chaos, number_of(result->fragment_id), text);
    put(&chaos->down, number_of(result->fragment_id));
}

/* An outcome as an error event; any other must not be about a fragment. */
static void send_error(struct chaos *chaos, const struct sts_error *error) {
    if (!(error->has & STS_ERROR_HAS_FRAGMENT_ID))
        return;
    CHECK(chaos, error->code.value == STS_ERROR_CODE_MODEL_ERROR);
    compare(chaos, number_of(error->fragment_id), "error");
    put(&chaos->down, number_of(error->fragment_id));
}

static void send_complete(struct chaos *chaos, const struct sts_stream_complete *event) {
    CHECK(chaos, event->total_fragments == chaos->planned);
    put(&chaos->down, COMPLETE);
}

static bool send(void *context, enum sts_event_id id, const void *event,
                 struct base_buffer *owner) {
    struct chaos *chaos = context;
    (void)owner;
    if (chaos->stalled)
        return true;
    if (id == STS_EVENT_STREAM_READY)
        put(&chaos->down, READY);
    else if (id == STS_EVENT_FRAGMENT_PROCESSED)
        send_result(chaos, event);
    else if (id == STS_EVENT_ERROR)
        send_error(chaos, event);
    else if (id == STS_EVENT_STREAM_COMPLETE)
        send_complete(chaos, event);
    else
        put(&chaos->down, ACK);
    return true;
}

static bool is_stalled(void *context) {
    return ((const struct chaos *)context)->stalled;
}

static bool is_unheard(void *context) {
    return ((const struct chaos *)context)->unheard;
}

static void mute(void *context) {
    (void)context;
}

/* The connection is over for the server. */
static void depart(struct chaos *chaos, enum stream_departure departure) {
    struct stream_connection *connection = chaos->connection;
    chaos->connection = NULL;
    stream_connection_free(connection, departure);
}

/* Lost with what is on the wire. What the server has closed in order arrives. */
static void cut(struct chaos *chaos) {
    bool unheard = !is_empty(&chaos->down) || chaos->stalled;
    if (!chaos->connection)
        return;
    clear(&chaos->up);
    clear(&chaos->down);
    chaos->stalled = false;
    depart(chaos, unheard ? STREAM_DEPARTURE_CUT : STREAM_DEPARTURE_LOST);
}

/* Of two the one that has lost its stream is closed; what is under way arrives first. */
static void disconnect(void *context, void *successor) {
    struct chaos *chaos = context;
    if (successor) {
        stream_connection_free(chaos->stale, STREAM_DEPARTURE_LOST);
        chaos->stale = NULL;
    } else {
        depart(chaos, STREAM_DEPARTURE_LOST);
    }
}

static void close_connection(void *context, int code, const char *why) {
    (void)code;
    (void)why;
    disconnect(context, NULL);
}

static void lose(void *context, const struct stream_loss *loss) {
    struct chaos *chaos = context;
    if (loss->mode == STS_DISCONNECT_MODE_STALL)
        chaos->stalled = true;
    else if (loss->mode == STS_DISCONNECT_MODE_RESET)
        cut(chaos);
    else
        disconnect(chaos, NULL);
}

static void pause_reading(void *context, bool paused) {
    (void)context;
    (void)paused;
}

static const struct stream_output output = {
    .send = send,
    .stalled = is_stalled,
    .unheard = is_unheard,
    .mute = mute,
    .disconnect = disconnect,
    .close = close_connection,
    .lose = lose,
    .pause = pause_reading,
};

/* ---- the worker ---------------------------------------------------------------------------- */

static void fragment_arrives(struct chaos *chaos, int number) {
    char id[8];
    (void)snprintf(id, sizeof id, "f%d", number);
    struct base_buffer *message = base_buffer_new(&chaos->memory, AUDIO);
    assert_non_null(message);
    memset(message->data, 'a' + number, AUDIO);
    const struct sts_fragment_data event = {
        .fragment_id = codec_text_plain(base_slice_of(id)),
        .stream_id = CODEC_TEXT("s"),
        .sequence_number = number,
        .audio = {.data_base64 = {message->data, AUDIO, CODEC_TEXT_CLEAN}},
    };
    stream_connection_on_fragment(chaos->connection, &event, message);
    base_buffer_unref(message);
}

/* The server reads what the worker has sent. */
static void read_up(struct chaos *chaos) {
    const struct sts_stream_pause pause = {.stream_id = CODEC_TEXT("s")};
    const struct sts_stream_resume resume = {.stream_id = CODEC_TEXT("s")};
    const struct sts_stream_end end = {.stream_id = CODEC_TEXT("s")};
    if (is_empty(&chaos->up) || !chaos->connection)
        return;
    int item = chaos->up.items[chaos->up.first++];
    stream_connection_heard(chaos->connection);
    if (item == PAUSE)
        stream_connection_on_pause(chaos->connection, &pause);
    else if (item == RESUME)
        stream_connection_on_resume(chaos->connection, &resume);
    else if (item == END)
        stream_connection_on_end(chaos->connection, &end);
    else
        fragment_arrives(chaos, item);
}

static void send_again(struct chaos *chaos) {
    if (chaos->has_paused) /* it may not have arrived that the pause is over */
        put(&chaos->up, RESUME);
    for (int number = 0; number < chaos->next; number++)
        if (!chaos->answered[number])
            put(&chaos->up, number);
    if (chaos->wants_pause)
        put(&chaos->up, PAUSE);
    if (chaos->wants_end)
        put(&chaos->up, END);
}

/* The worker reads what the server has sent. */
static void read_down(struct chaos *chaos) {
    if (is_empty(&chaos->down))
        return;
    int item = chaos->down.items[chaos->down.first++];
    if (item == READY) {
        chaos->ready = true;
        send_again(chaos);
    } else if (item == COMPLETE) {
        chaos->complete = true;
    } else if (item < FRAGMENTS) {
        chaos->answered[item] = true;
    }
}

/* On a new connection, while an old one may still look open. */
static void connect_worker(struct chaos *chaos) {
    const struct sts_stream_init init = {.stream_id = CODEC_TEXT("s"),
                                         .worker_id = CODEC_TEXT("w"),
                                         .max_inflight = (int32_t)(1 + draw(chaos, 4)),
                                         .timeout_ms = 30000};
    chaos->unheard = !is_empty(&chaos->down) || chaos->stalled;
    clear(&chaos->up);
    clear(&chaos->down);
    chaos->ready = chaos->stalled = false;
    chaos->stale = chaos->connection;
    chaos->connection = stream_connection_new(chaos->registry, chaos, 0);
    assert_non_null(chaos->connection);
    stream_connection_on_init(chaos->connection, &init);
    if (chaos->stale) /* it had no stream any more */
        stream_connection_free(chaos->stale, STREAM_DEPARTURE_LOST);
    chaos->stale = NULL;
}

static void pass_time(struct chaos *chaos, uint64_t ms) {
    uint64_t end = chaos->timers.now + ms;
    while (base_timers_deadline(&chaos->timers) <= end)
        base_timers_advance(&chaos->timers, base_timers_deadline(&chaos->timers));
    base_timers_advance(&chaos->timers, end);
}

static void send_something(struct chaos *chaos) {
    uint64_t what = draw(chaos, 20);
    if (!chaos->ready || chaos->wants_end)
        return;
    if (what == 0 && !chaos->wants_pause) {
        chaos->has_paused = chaos->wants_pause = true;
        put(&chaos->up, PAUSE);
    } else if (what < 5 && chaos->wants_pause) {
        chaos->wants_pause = false;
        put(&chaos->up, RESUME);
    } else if (what == 5 && chaos->next == chaos->planned) {
        chaos->wants_end = true;
        put(&chaos->up, END);
    } else if (chaos->next < chaos->planned && !chaos->wants_pause) {
        put(&chaos->up, chaos->next++);
    }
}

static void step(struct chaos *chaos, bool calm) {
    uint64_t what = draw(chaos, 100);
    if (!chaos->connection && is_empty(&chaos->down)) {
        pass_time(chaos, draw(chaos, 3000));
        connect_worker(chaos);
    } else if (what < 30) {
        send_something(chaos);
    } else if (what < 60) {
        read_up(chaos);
    } else if (what < 90 || calm) {
        read_down(chaos);
        pass_time(chaos, calm ? draw(chaos, 20) : 0);
    } else if (what < 96) {
        pass_time(chaos, draw(chaos, 60));
    } else if (what < 98) {
        chaos->cuts++;
        cut(chaos);
    } else if (what < 99) {
        chaos->stalls += chaos->connection != NULL;
        chaos->stalled = chaos->connection != NULL;
    } else if (chaos->connection) {
        connect_worker(chaos);
    }
}

/* ---- runs ---------------------------------------------------------------------------------- */

static void arm(struct chaos *chaos) {
    static const char rules[] =
        "{\"enabled\":true,\"stream_id\":\"s\",\"rules\":["
        "{\"action\":\"disconnect\",\"mode\":\"reset\",\"probability\":0.04},"
        "{\"action\":\"disconnect\",\"mode\":\"stall\",\"probability\":0.04},"
        "{\"action\":\"disconnect\",\"mode\":\"close\",\"probability\":0.04},"
        "{\"error_code\":\"GPU_OOM\",\"retryable\":false,\"probability\":0.1},"
        "{\"error_code\":\"MODEL_ERROR\",\"retryable\":false,\"deliver_as\":\"error\","
        "\"probability\":0.1},"
        "{\"action\":\"partial\",\"error_code\":\"MODEL_ERROR\",\"retryable\":false,"
        "\"probability\":0.1},"
        "{\"action\":\"reorder\",\"probability\":0.1},{\"action\":\"corrupt\",\"probability\":0.2},"
        "{\"action\":\"no_ack\",\"probability\":0.1},{\"action\":\"delay\",\"delay_ms\":300,"
        "\"probability\":0.1}]}";
    struct sts_config_error_simulation event = {0};
    struct echo_answer answer;
    struct codec_in in;
    codec_in_init(&in, base_slice_of(rules), &test_scratch);
    assert_true(sts_config_error_simulation_decode(&in, &event));
    assert_int_equal(
        echo_configure_faults(chaos->echo, &(struct echo_sender){NULL, NULL}, &event, &answer),
        ECHO_CONFIGURED);
}

static void set_up(struct chaos *chaos, uint64_t seed) {
    *chaos = (struct chaos){.seed = seed, .random = seed, .memory = base_memory_heap()};
    chaos->settings = stream_defaults();
    chaos->settings.seed = (int64_t)seed;
    chaos->settings.rate_limit_per_min = chaos->settings.queue_max_depth = 0;
    chaos->settings.processing_delay_ms = draw(chaos, 2) ? draw(chaos, 200) : 0;
    chaos->settings.processing_jitter_ms = draw(chaos, 2) ? draw(chaos, 200) : 0;
    chaos->planned = 1 + (int)draw(chaos, FRAGMENTS);
    base_timers_tell(&chaos->timers, 1000000);
    chaos->echo = echo_new(&(struct echo_config){
        .memory = &chaos->memory,
        .timers = &chaos->timers,
        .settings = &chaos->settings,
        .seed = {1, 2},
    });
    chaos->processor = echo_processor(chaos->echo);
    chaos->registry = stream_registry_new(&(struct stream_registry_config){
        .memory = &chaos->memory,
        .timers = &chaos->timers,
        .random = fill_random,
        .random_context = chaos,
        .settings = &chaos->settings,
        .output = &output,
        .processor = &chaos->processor,
    });
    assert_non_null(chaos->registry);
    if (draw(chaos, 2))
        arm(chaos);
}

static void tear_down(struct chaos *chaos) {
    if (chaos->connection)
        depart(chaos, STREAM_DEPARTURE_LOST);
    stream_registry_free(chaos->registry);
    echo_free(chaos->echo);
    assert_int_equal(chaos->memory.in_use, 0);
}

/* What was answered before a loss is asked for again after stream:complete. */
static bool is_done(const struct chaos *chaos) {
    int answered = 0;
    while (answered < chaos->planned && chaos->answered[answered])
        answered++;
    return chaos->complete && answered == chaos->planned;
}

/* A worker that hears nothing comes back some time; in the end nothing goes wrong any more. */
static void run(struct chaos *chaos) {
    uint64_t rough = draw(chaos, 600);
    for (uint64_t steps = 0; !is_done(chaos); steps++) {
        CHECK(chaos, steps < 20000);
        bool calm = steps >= rough || chaos->complete;
        if (calm && chaos->connection && (chaos->stalled || steps % 4000 == 3999))
            connect_worker(chaos);
        step(chaos, calm);
    }
}

static uint64_t from_environment(const char *name, uint64_t fallback) {
    const char *value = getenv(name);
    return value && *value ? strtoull(value, NULL, 10) : fallback;
}

static void no_result_is_lost(void **state) {
    struct chaos *chaos = calloc(1, sizeof *chaos);
    uint64_t seed = from_environment("ECHO_SEED", 1), runs = from_environment("ECHO_RUNS", RUNS);
    uint64_t cuts = 0, stalls = 0, repeats = 0;
    (void)state;
    assert_non_null(chaos);
    for (uint64_t i = 0; i < runs; i++) {
        set_up(chaos, seed + i);
        run(chaos);
        cuts += chaos->cuts;
        stalls += chaos->stalls;
        repeats += chaos->repeats;
        tear_down(chaos);
    }
    printf("%llu runs from ECHO_SEED=%llu: %llu cuts, %llu stalls, %llu results told again\n",
           (unsigned long long)runs, (unsigned long long)seed, (unsigned long long)cuts,
           (unsigned long long)stalls, (unsigned long long)repeats);
    free(chaos);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_result_is_lost)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
