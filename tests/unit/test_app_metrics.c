/* Counters, series that come and go, labels and the failure rate, with a clock of our own. */
#include "app/watch/metrics.h"
#include "support/memos.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct world {
    struct base_memory memory;
    struct base_timers timers;
    struct base_log log;
    char said[1024];
    struct app_metrics *metrics;
    struct journal_tap tap;
    struct test_memos memos;
};

static void write_log(void *context, enum base_log_level level, const char *line) {
    struct world *world = context;
    size_t used = strlen(world->said);
    (void)snprintf(world->said + used, sizeof world->said - used, "%d %s\n", (int)level, line);
}

static int set_up(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world->memory = base_memory_heap();
    world->timers.now = 500000;
    world->log = (struct base_log){.write = write_log, .context = world};
    world->metrics =
        app_metrics_new(&world->memory, &world->timers, (struct base_hash_seed){1, 2}, &world->log);
    *state = world;
    if (!world->metrics)
        return -1;
    journal_tap_init(&world->tap);
    journal_tap_listen(&world->tap, app_metrics_listener(world->metrics));
    return 0;
}

static int take_down(void **state) {
    struct world *world = *state;
    app_metrics_free(world->metrics);
    size_t left = world->memory.in_use;
    free(world);
    return left == 0 ? 0 : -1;
}

static struct codec_text text(const char *plain) {
    return codec_text_plain(base_slice_of(plain));
}

static bool has(struct world *world, const char *line) {
    const struct app_metrics_gauges gauges = {.connections = 3, .streams = 2};
    struct base_slice page = app_metrics_page(world->metrics, &gauges);
    char *copy = strndup(page.ptr, page.len), wanted[2048];
    (void)snprintf(wanted, sizeof wanted, "\n%s\n", line);
    bool found = strstr(copy, wanted);
    free(copy);
    return found;
}

static bool mentions(struct world *world, const char *part) {
    const struct app_metrics_gauges gauges = {0};
    struct base_slice page = app_metrics_page(world->metrics, &gauges);
    char *copy = strndup(page.ptr, page.len);
    bool found = strstr(copy, part);
    free(copy);
    return found;
}

static struct stream_subject subject(const char *stream, const char *fragment) {
    return (struct stream_subject){.stream_id = text(stream), .fragment_id = text(fragment)};
}

static void tell(struct world *world, struct journal_traffic traffic) {
    char stream[32];
    size_t len = codec_text_copy(traffic.subject.stream_id, stream, sizeof stream - 1);
    stream[len < sizeof stream ? len : 0] = '\0';
    traffic.subject.memos = test_memos_of(&world->memos, stream);
    journal_tap_tell(&world->tap, &traffic);
}

#define TELL(world, kind_, ...)                                                                    \
    tell(world, (struct journal_traffic){.kind = JOURNAL_##kind_, __VA_ARGS__})

static void open_stream(struct world *world, const char *stream) {
    TELL(world, OPENED, .subject = subject(stream, ""));
}

static void end_stream(struct world *world, const char *stream) {
    TELL(world, ENDED, .subject = subject(stream, ""));
}

static void send_error(struct world *world, const char *stream, const char *fragment,
                       enum sts_error_code code) {
    const struct sts_error error = {.code.value = code};
    TELL(world, ERROR, .subject = subject(stream, fragment), .error = &error);
}

static void finish(struct world *world, const char *stream, const char *fragment,
                   enum sts_fragment_status status, const struct sts_processing_error *error) {
    const struct stream_outcome outcome = {
        .status = status,
        .processing_ms = 30,
        .stages = {.asr_ms = 10, .translation_ms = 5, .tts_ms = 15},
        .error = error,
        .answered = true,
    };
    TELL(world, OUTCOME, .subject = subject(stream, fragment), .outcome = &outcome);
}

static void test_what_is_counted(void **state) {
    struct world *world = *state;
    const enum sts_error_code wrong_key = STS_ERROR_CODE_AUTH_FAILED;
    TELL(world, CONNECTED, .reason = NULL);
    TELL(world, CONNECTED, .reason = NULL);
    TELL(world, REFUSED, .reason = "invalid API key", .error_code = &wrong_key);
    TELL(world, REFUSED, .reason = "invalid namespace");
    open_stream(world, "a");
    TELL(world, QUEUE, .subject = subject("a", ""), .depth = 4);
    TELL(world, STARTED, .subject = subject("a", "1"), .wait_ms = 7);
    assert_true(has(world, "ws_answers_unsent_total 0"));
    TELL(world, UNSENT, .name = CODEC_TEXT("stream:ready"));
    finish(world, "a", "1", STS_FRAGMENT_STATUS_SUCCESS, NULL);
    finish(world, "a", "2", STS_FRAGMENT_STATUS_PARTIAL, NULL);
    assert_true(has(world, "ws_connections_total{status=\"accepted\"} 2"));
    assert_true(has(world, "ws_connections_total{status=\"rejected\"} 2"));
    assert_true(has(world, "ws_errors_total{error_code=\"AUTH_FAILED\",stream_id=\"\"} 1"));
    assert_true(has(world, "ws_answers_unsent_total 1"));
    assert_true(has(world, "ws_active_connections 3"));
    assert_true(has(world, "ws_active_streams 2"));
    assert_true(has(world, "ws_queue_depth{stream_id=\"a\"} 4"));
    assert_true(has(world, "ws_queue_wait_time_ms_bucket{stream_id=\"a\",le=\"5\"} 0"));
    assert_true(has(world, "ws_queue_wait_time_ms_bucket{stream_id=\"a\",le=\"10\"} 1"));
    assert_true(has(world, "ws_queue_wait_time_ms_bucket{stream_id=\"a\",le=\"+Inf\"} 1"));
    assert_true(has(world, "ws_queue_wait_time_ms_sum{stream_id=\"a\"} 7"));
    assert_true(has(world, "ws_fragments_processed_total{stream_id=\"a\",status=\"success\"} 1"));
    assert_true(has(world, "ws_fragments_processed_total{stream_id=\"a\",status=\"partial\"} 1"));
    assert_true(has(world, "ws_fragments_processed_total{stream_id=\"a\",status=\"failed\"} 0"));
    assert_true(has(world, "ws_fragment_processing_ms_sum{stage=\"asr\"} 20"));
    assert_true(has(world, "ws_fragment_processing_ms_sum{stage=\"mt\"} 10"));
    assert_true(has(world, "ws_fragment_processing_ms_sum{stage=\"tts\"} 30"));
    assert_true(has(world, "ws_fragment_processing_ms_sum{stage=\"total\"} 60"));
    assert_true(has(world, "ws_fragment_processing_ms_count{stage=\"total\"} 2"));
}

static void test_the_series_of_a_stream_go_with_it(void **state) {
    struct world *world = *state;
    open_stream(world, "a");
    finish(world, "a", "1", STS_FRAGMENT_STATUS_SUCCESS, NULL);
    assert_true(mentions(world, "stream_id=\"a\""));
    end_stream(world, "a");
    assert_false(mentions(world, "stream_id=\"a\""));
    open_stream(world, "a");
    assert_true(has(world, "ws_fragments_processed_total{stream_id=\"a\",status=\"success\"} 0"));
    end_stream(world, "never");
}

static void test_a_failure_that_leaves_as_an_error_counts_once(void **state) {
    struct world *world = *state;
    const struct sts_processing_error error = {.code.value = STS_ERROR_CODE_MODEL_ERROR};
    open_stream(world, "a");
    send_error(world, "a", "1", STS_ERROR_CODE_MODEL_ERROR);
    finish(world, "a", "1", STS_FRAGMENT_STATUS_FAILED, &error);
    assert_true(has(world, "ws_errors_total{error_code=\"MODEL_ERROR\",stream_id=\"a\"} 1"));
    finish(world, "a", "2", STS_FRAGMENT_STATUS_FAILED, &error);
    assert_true(has(world, "ws_errors_total{error_code=\"MODEL_ERROR\",stream_id=\"a\"} 2"));
    finish(world, "a", "3", STS_FRAGMENT_STATUS_FAILED, &error);
    send_error(world, "a", "3", STS_ERROR_CODE_MODEL_ERROR);
    assert_true(has(world, "ws_errors_total{error_code=\"MODEL_ERROR\",stream_id=\"a\"} 3"));
    send_error(world, "a", "3", STS_ERROR_CODE_MODEL_ERROR);
    assert_true(has(world, "ws_errors_total{error_code=\"MODEL_ERROR\",stream_id=\"a\"} 4"));
    send_error(world, "", "", STS_ERROR_CODE_AUTH_FAILED);
    send_error(world, "", "", STS_ERROR_CODE_AUTH_FAILED);
    assert_true(has(world, "ws_errors_total{error_code=\"AUTH_FAILED\",stream_id=\"\"} 2"));
}

static void test_streams_beyond_the_bound_share_their_series(void **state) {
    struct world *world = *state;
    char id[32];
    for (int i = 0; i < APP_METRICS_STREAMS + 50; i++) {
        (void)snprintf(id, sizeof id, "s%d", i);
        open_stream(world, id);
        finish(world, id, "1", STS_FRAGMENT_STATUS_SUCCESS, NULL);
    }
    size_t used = world->memory.in_use;
    assert_true(has(world, "ws_queue_depth{stream_id=\"s255\"} 0"));
    assert_false(mentions(world, "stream_id=\"s256\""));
    assert_true(
        has(world, "ws_fragments_processed_total{stream_id=\"_other\",status=\"success\"} 50"));
    assert_false(mentions(world, "ws_queue_depth{stream_id=\"_other\"}"));
    for (int i = 0; i < 100000; i++) {
        (void)snprintf(id, sizeof id, "more%d", i);
        open_stream(world, id);
    }
    assert_true(world->memory.in_use < used + 1048576); /* the page that has grown */
    for (int i = 0; i < 100000; i++) {
        (void)snprintf(id, sizeof id, "more%d", i);
        end_stream(world, id);
    }
    for (int i = 0; i < APP_METRICS_STREAMS + 50; i++) {
        (void)snprintf(id, sizeof id, "s%d", i);
        end_stream(world, id);
    }
    /* what was counted stays where it is, or went to where it does */
    assert_true(
        has(world, "ws_fragments_processed_total{stream_id=\"_other\",status=\"success\"} 50"));
    assert_true(
        has(world, "ws_fragments_processed_total{stream_id=\"(ended)\",status=\"success\"} 256"));
}

static void test_labels_are_escaped_and_never_twice_the_same(void **state) {
    struct world *world = *state;
    open_stream(world, "a\"b\\c\nd\x01");
    assert_true(has(world, "ws_queue_depth{stream_id=\"a\\\"b\\\\c\\nd\\\\x01\"} 0"));
    /* a name that looks like the one above on the page */
    open_stream(world, "\x01");
    open_stream(world, "\\x01");
    finish(world, "\x01", "1", STS_FRAGMENT_STATUS_SUCCESS, NULL);
    finish(world, "\\x01", "1", STS_FRAGMENT_STATUS_SUCCESS, NULL);
    assert_true(
        has(world, "ws_fragments_processed_total{stream_id=\"\\\\x01\",status=\"success\"} 2"));
    end_stream(world, "\x01");
    assert_true(mentions(world, "stream_id=\"\\\\x01\""));
    end_stream(world, "\\x01");
    assert_false(mentions(world, "stream_id=\"\\\\x01\""));
}

static void test_streams_that_have_the_name_of_a_shared_series(void **state) {
    struct world *world = *state;
    const char *const ids[] = {APP_METRICS_OTHER, APP_METRICS_ENDED};
    for (size_t i = 0; i < 2; i++) {
        open_stream(world, ids[i]);
        finish(world, ids[i], "1", STS_FRAGMENT_STATUS_PARTIAL, NULL);
    }
    assert_true(
        has(world, "ws_fragments_processed_total{stream_id=\"\\\\_other\",status=\"partial\"} 1"));
    assert_true(
        has(world, "ws_fragments_processed_total{stream_id=\"\\\\(ended)\",status=\"partial\"} 1"));
    assert_true(
        has(world, "ws_fragments_processed_total{stream_id=\"_other\",status=\"partial\"} 0"));
    assert_true(
        has(world, "ws_fragments_processed_total{stream_id=\"(ended)\",status=\"partial\"} 0"));
    for (size_t i = 0; i < 2; i++)
        end_stream(world, ids[i]);
    assert_false(mentions(world, "\\\\"));
    assert_true(
        has(world, "ws_fragments_processed_total{stream_id=\"(ended)\",status=\"partial\"} 2"));
}

static void test_the_longest_label_fits(void **state) {
    struct world *world = *state;
    char id[257];
    memset(id, '\x01', 256);
    id[256] = '\0';
    for (int i = 0; i < APP_METRICS_STREAMS; i++) {
        id[0] = (char)('A' + i / 16);
        id[1] = (char)('A' + i % 16);
        open_stream(world, id);
    }
    assert_true(mentions(world, "ws_failure_rate_high 0\n"));
}

static void test_the_failure_rate_is_of_one_minute(void **state) {
    struct world *world = *state;
    const struct sts_processing_error error = {.code.value = STS_ERROR_CODE_TIMEOUT};
    open_stream(world, "a");
    assert_true(has(world, "ws_failure_rate_high 0"));
    for (int i = 0; i < 19; i++)
        finish(world, "a", "ok", STS_FRAGMENT_STATUS_SUCCESS, NULL);
    finish(world, "a", "bad", STS_FRAGMENT_STATUS_FAILED, &error);
    assert_true(has(world, "ws_failure_rate_high 0")); /* 5 % is not above 5 % */
    assert_string_equal(world->said, "");
    base_timers_tell(&world->timers, world->timers.now + 30000);
    finish(world, "a", "bad2", STS_FRAGMENT_STATUS_FAILED, &error);
    assert_true(has(world, "ws_failure_rate_high 1"));
    assert_string_equal(world->said,
                        "2 failure rate is high: 2 of 21 fragments failed within a minute\n");
    finish(world, "a", "bad3", STS_FRAGMENT_STATUS_FAILED, &error);
    assert_non_null(strchr(world->said, '\n'));
    assert_string_equal(strchr(world->said, '\n'), "\n"); /* said once */
    base_timers_tell(&world->timers, world->timers.now + 61000);
    assert_true(has(world, "ws_failure_rate_high 0"));
    assert_non_null(strstr(world->said, "1 failure rate is normal again\n"));
}

static void *refuse(struct base_memory *memory, size_t size) {
    (void)memory;
    (void)size;
    return NULL;
}

/* What is kept with a stream must not lead to a series that is gone. */
static void test_a_series_that_went_is_not_counted_in(void **state) {
    struct world *world = *state;
    for (int run = 0; run < 3; run++) {
        open_stream(world, "a");
        finish(world, "a", "1", STS_FRAGMENT_STATUS_SUCCESS, NULL);
        assert_true(
            has(world, "ws_fragments_processed_total{stream_id=\"a\",status=\"success\"} 1"));
        end_stream(world, "a");
        open_stream(world, "b");                                    /* perhaps in its memory */
        finish(world, "a", "1", STS_FRAGMENT_STATUS_SUCCESS, NULL); /* too late */
        assert_false(
            has(world, "ws_fragments_processed_total{stream_id=\"b\",status=\"success\"} 1"));
        end_stream(world, "b");
        assert_false(mentions(world, "stream_id=\"a\""));
    }
    /* it is not lost: three in time, and three too late */
    assert_true(
        has(world, "ws_fragments_processed_total{stream_id=\"(ended)\",status=\"success\"} 6"));
}

static void test_a_stream_between_two_scrapes_is_not_missed(void **state) {
    struct world *world = *state;
    open_stream(world, "a");
    TELL(world, STARTED, .subject = subject("a", "1"), .wait_ms = 7);
    finish(world, "a", "1", STS_FRAGMENT_STATUS_SUCCESS, NULL);
    send_error(world, "a", "", STS_ERROR_CODE_TIMEOUT);
    TELL(world, QUEUE, .subject = subject("a", ""), .depth = 4);
    end_stream(world, "a");
    assert_true(
        has(world, "ws_fragments_processed_total{stream_id=\"(ended)\",status=\"success\"} 1"));
    assert_true(has(world, "ws_errors_total{error_code=\"TIMEOUT\",stream_id=\"(ended)\"} 1"));
    assert_true(has(world, "ws_queue_wait_time_ms_bucket{stream_id=\"(ended)\",le=\"10\"} 1"));
    assert_true(has(world, "ws_queue_wait_time_ms_sum{stream_id=\"(ended)\"} 7"));
    assert_false(mentions(world, "ws_queue_depth{"));
}

/* ---- sums ---- */

enum {
    SCENES = 8,
    SCRAPES = 40,
    MOST_OPEN = APP_METRICS_STREAMS + 40
};

/* What one counter is in all its series, and what has happened. */
struct sums {
    uint64_t outcomes[STS_FRAGMENT_STATUS_COUNT], errors[STS_ERROR_CODE_OTHER + 1], waits,
        waited_ms;
};

/* The sum of all lines that begin with `name` and have `part`, which may be empty. */
static uint64_t sum_of(const char *page, const char *name, const char *part) {
    uint64_t sum = 0;
    size_t length = strlen(name);
    for (const char *line = page, *end; *line; line = end + 1) {
        end = strchr(line, '\n');
        if (strncmp(line, name, length) != 0 ||
            !memmem(line, (size_t)(end - line), part, strlen(part)))
            continue;
        const char *value = end;
        while (value[-1] != ' ')
            value--;
        sum += strtoull(value, NULL, 10);
    }
    return sum;
}

static struct sums sums_of(struct world *world) {
    struct sums sums = {0};
    char part[64];
    struct base_slice told = app_metrics_page(world->metrics, &(struct app_metrics_gauges){0});
    char *page = strndup(told.ptr, told.len);
    for (size_t i = 0; i < STS_FRAGMENT_STATUS_COUNT; i++) {
        struct base_slice word = sts_fragment_status_text((enum sts_fragment_status)i);
        (void)snprintf(part, sizeof part, "status=\"%.*s\"", (int)word.len, word.ptr);
        sums.outcomes[i] = sum_of(page, "ws_fragments_processed_total{", part);
    }
    for (size_t i = 0; i <= STS_ERROR_CODE_OTHER; i++) {
        const struct base_slice other = BASE_SLICE("other");
        const struct base_slice word = i == STS_ERROR_CODE_OTHER ? other : sts_error_table[i].name;
        (void)snprintf(part, sizeof part, "error_code=\"%.*s\"", (int)word.len, word.ptr);
        sums.errors[i] = sum_of(page, "ws_errors_total{", part);
    }
    sums.waits = sum_of(page, "ws_queue_wait_time_ms_count{", "");
    sums.waited_ms = sum_of(page, "ws_queue_wait_time_ms_sum{", "");
    free(page);
    return sums;
}

static uint32_t draw(uint32_t *state, uint32_t below) {
    *state = *state * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)(*state >> 8) * below) >> 24);
}

/* Some look like each other, or like a series that is not of one stream. */
static void name_stream(char name[32], uint32_t number) {
    static const char *const odd[] = {"(ended)", "_other", "\\(ended)", "\x01", "\\x01", "a\"b\nc"};
    if (number < sizeof odd / sizeof *odd)
        (void)snprintf(name, 32, "%s", odd[number]);
    else
        (void)snprintf(name, 32, "s%u", number);
}

/* One step of one stream: begins, works or ends. */
static void step(struct world *world, uint32_t *random, bool open[MOST_OPEN], uint32_t number,
                 struct sums *happened) {
    char name[32];
    name_stream(name, number);
    uint32_t what = draw(random, 8), amount = draw(random, 20);
    if (!open[number] || what == 0) {
        (open[number] ? end_stream : open_stream)(world, name);
        open[number] = !open[number];
    } else if (what < 4) {
        uint32_t status = amount % STS_FRAGMENT_STATUS_COUNT;
        finish(world, name, "", (enum sts_fragment_status)status, NULL);
        happened->outcomes[status]++;
    } else if (what < 6) {
        TELL(world, STARTED, .subject = subject(name, "1"), .wait_ms = amount);
        happened->waits++;
        happened->waited_ms += amount;
    } else {
        uint32_t code = amount % (STS_ERROR_CODE_OTHER + 1);
        send_error(world, name, "", (enum sts_error_code)code);
        happened->errors[code]++;
    }
}

/* Streams begin, work and end between scrapes, sometimes more than have series of their own: each
 * scrape has all that happened, so no sum ever falls. */
static void test_the_sums_are_what_happened(void **state) {
    struct world *world = *state;
    struct sums happened = {0};
    for (uint32_t scene = 1; scene <= SCENES; scene++) {
        bool open[MOST_OPEN] = {false};
        uint32_t random = scene, streams = scene % 2 ? 12 : MOST_OPEN;
        for (int scrape = 0; scrape < SCRAPES; scrape++) {
            for (uint32_t steps = draw(&random, 8 * streams); steps; steps--)
                step(world, &random, open, draw(&random, streams), &happened);
            const struct sums sums = sums_of(world);
            assert_memory_equal(&sums, &happened, sizeof sums);
        }
        for (uint32_t number = 0; number < streams; number++) {
            char name[32];
            name_stream(name, number);
            if (open[number])
                end_stream(world, name);
        }
        const struct sums sums = sums_of(world);
        assert_memory_equal(&sums, &happened, sizeof sums);
    }
    assert_true(happened.waits > 1000);
    assert_false(has(world, "ws_queue_wait_time_ms_count{stream_id=\"_other\"} 0"));
    assert_false(mentions(world, "stream_id=\"s")); /* all have ended */
}

/* ---- refusals and faults ---- */

static void test_refusals_and_faults_exist_from_the_start(void **state) {
    struct world *world = *state;
    char line[128];
    for (size_t i = 0; i < STS_RULE_ACTION_COUNT; i++) {
        struct base_slice action = sts_rule_action_text((enum sts_rule_action)i);
        (void)snprintf(line, sizeof line, "sts_faults_total{action=\"%.*s\"} 0", (int)action.len,
                       action.ptr);
        assert_true(has(world, line));
        TELL(world, FAULT, .fault = &(struct stream_fault){.action = (enum sts_rule_action)i});
        *strrchr(line, '0') = '1';
        assert_true(has(world, line));
    }
    assert_true(has(world, "sts_refused_total{reason=\"WS_MAX_CONNECTIONS\"} 0"));
    TELL(world, LIMITED, .limit_hit = {STREAM_LIMIT_CONNECTIONS, 1});
    assert_true(has(world, "sts_refused_total{reason=\"WS_MAX_CONNECTIONS\"} 1"));
    /* clients over these limits are told of with a reason */
    assert_false(mentions(world, "reason=\"MAX_SOCKETS\""));
    assert_false(mentions(world, "reason=\"AUTH_FAILURES_PER_MIN\""));
}

static void test_what_others_count(void **state) {
    struct world *world = *state;
    const struct app_metrics_gauges gauges = {
        .parked = 5, .bytes = {.received = 18446744073709551615U, .sent = 7}, .journal_lost = 9};
    struct base_slice page = app_metrics_page(world->metrics, &gauges);
    char *copy = strndup(page.ptr, page.len);
    assert_non_null(strstr(copy, "\nsts_parked_streams 5\n"));
    assert_non_null(strstr(copy, "\nsts_bytes_total{direction=\"in\"} 18446744073709551615\n"));
    assert_non_null(strstr(copy, "\nsts_bytes_total{direction=\"out\"} 7\n"));
    assert_non_null(strstr(copy, "\nsts_journal_lost_total 9\n"));
    free(copy);
}

static void test_without_memory_there_is_no_page_but_no_harm(void **state) {
    struct world *world = *state;
    const struct app_metrics_gauges gauges = {0};
    void *(*allocate)(struct base_memory * memory, size_t size) = world->memory.allocate;
    world->memory.allocate = refuse;
    assert_int_equal(app_metrics_page(world->metrics, &gauges).len, 0);
    open_stream(world, "a");
    finish(world, "a", "1", STS_FRAGMENT_STATUS_SUCCESS, NULL);
    world->memory.allocate = allocate;
    assert_true(
        has(world, "ws_fragments_processed_total{stream_id=\"_other\",status=\"success\"} 1"));
    end_stream(world, "a");
    open_stream(world, "a");
    assert_true(has(world, "ws_fragments_processed_total{stream_id=\"a\",status=\"success\"} 0"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, take_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_what_is_counted),
        TEST(test_the_series_of_a_stream_go_with_it),
        TEST(test_a_failure_that_leaves_as_an_error_counts_once),
        TEST(test_streams_beyond_the_bound_share_their_series),
        TEST(test_labels_are_escaped_and_never_twice_the_same),
        TEST(test_streams_that_have_the_name_of_a_shared_series),
        TEST(test_a_stream_between_two_scrapes_is_not_missed),
        TEST(test_the_sums_are_what_happened),
        TEST(test_refusals_and_faults_exist_from_the_start),
        TEST(test_what_others_count),
        TEST(test_the_longest_label_fits),
        TEST(test_the_failure_rate_is_of_one_minute),
        TEST(test_a_series_that_went_is_not_counted_in),
        TEST(test_without_memory_there_is_no_page_but_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
