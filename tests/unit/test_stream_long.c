/* Streams that run for long: 100 fragments a minute for eleven minutes, as real workers send them,
 * and the memory of one that runs for weeks. Simulated time. */
#include "stream_scene.h"

/* What came of a stream, counted instead of written down. */
struct long_run {
    struct base_memory memory;
    struct base_timers timers;
    struct stream_settings settings;
    struct echo *echo;
    struct stream_processor processor;
    struct stream_registry *registry;
    struct stream_connection *connection;
    uint64_t sent_at[4096]; /* by number */
    int64_t next;           /* number of the result that is due */
    uint64_t acks, others, worst_ms;
    struct sts_stream_complete complete;
};

static bool run_send(void *context, enum sts_event_id id, const void *event,
                     struct base_buffer *owner) {
    struct long_run *run = context;
    (void)owner;
    if (id == STS_EVENT_FRAGMENT_ACK) {
        run->acks++;
    } else if (id == STS_EVENT_FRAGMENT_PROCESSED) {
        const struct sts_fragment_processed *result = event;
        assert_int_equal(result->sequence_number, run->next);
        assert_int_equal(result->status, STS_FRAGMENT_STATUS_SUCCESS);
        uint64_t took = run->timers.now - run->sent_at[run->next % 4096];
        run->worst_ms = took > run->worst_ms ? took : run->worst_ms;
        run->next++;
    } else if (id == STS_EVENT_STREAM_COMPLETE) {
        run->complete = *(const struct sts_stream_complete *)event;
    } else if (id != STS_EVENT_STREAM_READY) {
        run->others++;
    }
    return true;
}

static void run_disconnect(void *context, void *successor) {
    struct long_run *run = context;
    (void)successor;
    stream_connection_free(run->connection, STREAM_DEPARTURE_LOST);
    run->connection = NULL;
}

static bool run_stalled(void *context) {
    (void)context;
    return false;
}

static const struct stream_output run_output = {
    .send = run_send, .stalled = run_stalled, .unheard = run_stalled, .disconnect = run_disconnect};

static struct long_run *run_new(struct stream_settings settings) {
    struct long_run *run = calloc(1, sizeof *run);
    run->memory = base_memory_heap();
    run->settings = settings;
    base_timers_tell(&run->timers, 1000);
    run->echo = echo_new(&(struct echo_config){
        .memory = &run->memory,
        .timers = &run->timers,
        .settings = &run->settings,
        .seed = {1, 2},
    });
    run->processor = echo_processor(run->echo);
    run->registry = stream_registry_new(&(struct stream_registry_config){
        .memory = &run->memory,
        .timers = &run->timers,
        .random = scene_random,
        .settings = &run->settings,
        .output = &run_output,
        .processor = &run->processor,
    });
    assert_non_null(run->registry);
    run->connection = stream_connection_new(run->registry, run, 0);
    const struct sts_stream_init init = {.stream_id = CODEC_TEXT("s"),
                                         .worker_id = CODEC_TEXT("w"),
                                         .max_inflight = 3,
                                         .timeout_ms = 8000};
    stream_connection_on_init(run->connection, &init);
    return run;
}

static void run_free(struct long_run *run) {
    if (run->connection)
        stream_connection_free(run->connection, STREAM_DEPARTURE_LEFT);
    stream_registry_free(run->registry);
    echo_free(run->echo);
    assert_int_equal(run->memory.in_use, 0);
    free(run);
}

static void run_until(struct long_run *run, uint64_t end) {
    while (base_timers_deadline(&run->timers) <= end)
        base_timers_advance(&run->timers, base_timers_deadline(&run->timers));
    base_timers_advance(&run->timers, end);
}

static void run_fragment(struct long_run *run, int64_t number, size_t size) {
    char id[48];
    (void)snprintf(id, sizeof id, "00000000-0000-4000-8000-%012lld", (long long)number);
    struct base_buffer *message = base_buffer_new(&run->memory, size);
    const struct sts_fragment_data event = {
        .fragment_id = codec_text_plain(base_slice_of(id)),
        .stream_id = CODEC_TEXT("s"),
        .sequence_number = number,
        .audio = {.data_base64 = {message->data, size, CODEC_TEXT_CLEAN}},
    };
    run->sent_at[number % 4096] = run->timers.now;
    stream_connection_heard(run->connection);
    stream_connection_on_fragment(run->connection, &event, message);
    base_buffer_unref(message);
}

static void eleven_minutes_at_a_hundred_a_minute(void **state) {
    (void)state;
    enum {
        FRAGMENTS = 1100,
        EVERY_MS = 600
    };
    struct stream_settings settings = stream_defaults();
    settings.processing_delay_ms = 400;
    settings.processing_jitter_ms = 800;
    settings.seed = 11;
    struct long_run *run = run_new(settings);
    for (int64_t number = 0; number < FRAGMENTS; number++) {
        run_fragment(run, number, 20000);
        run_until(run, run->timers.now + EVERY_MS);
    }
    const struct sts_stream_end end = {.stream_id = CODEC_TEXT("s")};
    stream_connection_on_end(run->connection, &end);
    run_until(run, run->timers.now + 1200);
    assert_int_equal(run->acks, FRAGMENTS);
    assert_int_equal(run->next, FRAGMENTS);
    assert_int_equal(run->others, 0); /* neither errors nor backpressure */
    assert_int_equal(run->complete.total_fragments, FRAGMENTS);
    assert_int_equal(run->complete.statistics.success_count, FRAGMENTS);
    assert_true(run->complete.total_duration_ms >= 660000);
    assert_true(run->complete.statistics.avg_processing_time_ms > 750 &&
                run->complete.statistics.avg_processing_time_ms < 850);
    assert_true(run->worst_ms <= 1200);
    printf("1100 fragments in 11 minutes: results after at most %llu ms, in order; mean %.1f ms, "
           "p95 %.1f ms\n",
           (unsigned long long)run->worst_ms, run->complete.statistics.avg_processing_time_ms,
           run->complete.statistics.p95_processing_time_ms);
    run_until(run, run->timers.now + 5000);
    assert_null(run->connection);
    run_free(run);
}

/* 200,000 fragments are some 33 hours: what is held then is what was held after the first few
 * thousand. */
static void a_stream_takes_the_same_memory_for_ever(void **state) {
    (void)state;
    struct stream_settings settings = stream_defaults();
    settings.resume_max_bytes = 1000000;
    struct long_run *run = run_new(settings);
    size_t settled = 0;
    for (int64_t number = 0; number < 200000; number++) {
        run_fragment(run, number, 3000);
        run_until(run, run->timers.now + 600);
        if (number == 5000)
            settled = run->memory.in_use;
        if (number > 5000)
            assert_true(run->memory.in_use <= settled + 1000);
    }
    assert_int_equal(run->next, 200000);
    assert_true(settled < 1000000 + 600000); /* the results kept, and 1,024 ids */
    printf("memory of a stream after 200,000 fragments: %zu bytes\n", run->memory.in_use);
    run_free(run);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eleven_minutes_at_a_hundred_a_minute),
        cmocka_unit_test(a_stream_takes_the_same_memory_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
