/* The journal and what is expected of it, byte by byte: bounds, words, memory that runs out. */
#include "journal/index.h"
#include "journal/journal.h"
#include "journal/verify.h"
#include "support/memos.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct bench {
    struct base_memory memory; /* first: `context` is not needed */
    size_t allocations, fail_at;
    struct journal_tap tap;
    struct journal *journal;
    size_t empty; /* bytes of a journal without entries */
    uint64_t now;
    struct test_memos memos;
};

static void *allocate(struct base_memory *memory, size_t size) {
    struct bench *bench = (struct bench *)(void *)memory;
    return ++bench->allocations == bench->fail_at ? NULL : malloc(size);
}

static void start(struct bench *bench, size_t max_events, size_t max_bytes) {
    bench->memory = base_memory_heap();
    bench->memory.allocate = allocate;
    journal_tap_init(&bench->tap);
    bench->journal = journal_new(&(struct journal_config){
        .memory = &bench->memory, .max_events = max_events, .max_bytes = max_bytes});
    if (bench->journal)
        journal_tap_listen(&bench->tap, journal_listener(bench->journal));
    bench->empty = bench->memory.in_use;
}

static void stop(struct bench *bench) {
    journal_free(bench->journal);
    assert_int_equal(bench->memory.in_use, 0);
}

/* A stream:pause of a stream. */
static void tell(struct bench *bench, const char *stream, const char *payload) {
    const struct base_slice slice = base_slice_of(payload);
    const struct journal_traffic traffic = {
        .kind = JOURNAL_EVENT,
        .wall_ms = INT64_C(1767605400125),
        .now_ms = bench->now++,
        .subject = {.stream_id = codec_text_plain(base_slice_of(stream)),
                    .memos = test_memos_of(&bench->memos, stream)},
        .event = STS_EVENT_STREAM_PAUSE,
        .name = CODEC_TEXT("stream:pause"),
        .payload = &slice,
        .payload_count = 1,
    };
    journal_tap_tell(&bench->tap, &traffic);
}

static size_t count(const struct bench *bench, const char *stream) {
    const struct journal_filter filter = {.stream = base_slice_of(stream)};
    const struct journal_entry *entry = journal_find(bench->journal, &filter);
    size_t entries = 0;
    for (; entry; entry = journal_next(bench->journal, &filter, entry))
        entries++;
    return entries;
}

/* The entry with this id as it reads. */
static const char *read_line(const struct bench *bench, uint64_t id) {
    static char room[JOURNAL_LINE_MAX + 1], text[JOURNAL_LINE_MAX + 1];
    struct codec_error error;
    const struct journal_entry *entry = journal_entry(bench->journal, id);
    assert_non_null(entry);
    const struct base_slice line = journal_entry_line(entry, room);
    assert_true(sts_control_journal_entry_validate(line, &test_scratch, &error));
    memcpy(text, line.ptr, line.len);
    text[line.len] = '\0';
    return text;
}

static void an_entry_is_a_line_of_json(void **state) {
    struct bench bench = {.now = 77};
    (void)state;
    start(&bench, 10, 100000);
    tell(&bench, "a \"b\"", "{\"stream_id\": \"a\"}");
    assert_string_equal(read_line(&bench, 1),
                        "{\"id\":1,\"time\":\"2026-01-05T09:30:00.125Z\",\"monotonic_ms\":77,"
                        "\"kind\":\"event\",\"stream_id\":\"a \\\"b\\\"\",\"direction\":"
                        "\"in\",\"event\":\"stream:pause\",\"payload\":{\"stream_id\":\"a\"},"
                        "\"verdict\":\"ok\"}");
    stop(&bench);
}

/* A fragment of `size` characters of audio with a token beside it, as it came. */
static struct journal_traffic fragment(size_t size, struct sts_fragment_data *data,
                                       struct base_slice *payload) {
    static char text[8192];
    struct codec_in in;
    int n = snprintf(text, sizeof text,
                     "{\"fragment_id\": \"f\\u0031\", \"stream_id\":\"s\",\"sequence_number\":1,"
                     "\"timestamp\":1,\"audio\":{\"data_base64\":\"%0*d\",\"format\":\"m4a\","
                     "\"sample_rate_hz\":48000,\"channels\":1,\"duration_ms\":1},"
                     "\"metadata\":{\"token\":\"secret\"}}",
                     (int)size, 0);
    *payload = base_slice(text, (size_t)n);
    codec_in_init(&in, *payload, &test_scratch);
    assert_true(sts_fragment_data_decode(&in, data));
    return (struct journal_traffic){
        .kind = JOURNAL_EVENT,
        .wall_ms = INT64_C(1767605400125),
        .now_ms = 77,
        .client = {.id = BASE_SLICE("c1"), .name = BASE_SLICE("/sts")},
        .subject = {.stream_id = CODEC_TEXT("s"),
                    .session_id = CODEC_TEXT("123e4567-e89b-42d3-a456-426614174000"),
                    .fragment_id = data->fragment_id},
        .event = STS_EVENT_FRAGMENT_DATA,
        .name = CODEC_TEXT("fragment:data"),
        .payload = payload,
        .payload_count = 1,
        .message = data,
        .has_ack = true,
        .ack_id = 7,
    };
}

/* What is put aside reads as if it had been written at once; whatever its verdict. */
static void what_is_packed_reads_the_same(void **state) {
    static const size_t sizes[] = {4, 508, 512, 4096};
    struct bench bench = {.now = 77};
    (void)state;
    start(&bench, 10, 100000);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct sts_fragment_data data;
        struct base_slice payload;
        char expected[512], room[JOURNAL_LINE_MAX];
        struct journal_traffic traffic = fragment(sizes[i], &data, &payload);
        traffic.waiting_since = traffic.now_ms - 5;
        traffic.caught_up_at = traffic.now_ms - 6;
        journal_tap_tell(&bench.tap, &traffic);
        int n = snprintf(expected, sizeof expected,
                         "{\"fragment_id\":\"f\\u0031\",\"stream_id\":\"s\",\"sequence_number\":1,"
                         "\"timestamp\":1,\"audio\":{\"data_base64\":{\"elided\":%zu},"
                         "\"format\":\"m4a\",\"sample_rate_hz\":48000,\"channels\":1,"
                         "\"duration_ms\":1},\"metadata\":{\"token\":\"***\"}}",
                         sizes[i]);
        const struct journal_entry *entry = journal_entry(bench.journal, 2 * i + 1);
        assert_non_null(entry);
        const struct base_slice shown = journal_entry_payload(entry, room);
        assert_int_equal(shown.len, n);
        assert_memory_equal(shown.ptr, expected, shown.len);
        assert_true(entry->packed.lengths[JOURNAL_PACKED_PAYLOAD] <
                    1024); /* the audio was not kept */
        traffic.verdict = JOURNAL_VERDICT_INVALID;
        traffic.understood = &data;
        journal_tap_tell(&bench.tap, &traffic);
        char *packed = strdup(strchr(read_line(&bench, 2 * i + 1), ',')); /* but for the id */
        const char *written = strchr(read_line(&bench, 2 * i + 2), ',');
        assert_non_null(packed);
        const char *ok = strstr(packed, "\"ok\""), *invalid = strstr(written, "\"invalid\"");
        assert_true(ok && invalid);
        assert_memory_equal(packed, written, (size_t)(ok - packed));
        assert_string_equal(ok + strlen("\"ok\""), invalid + strlen("\"invalid\""));
        assert_non_null(strstr(packed, "\"connection\":\"c1\",\"namespace\":\"/sts\""));
        assert_non_null(strstr(packed, "\"ack_id\":7"));
        assert_non_null(strstr(packed, "\"waiting_ms\":5,\"caught_up_ms\":6"));
        assert_non_null(strstr(packed, "\"fragment_id\":\"f\\u0031\""));
        free(packed);
    }
    stop(&bench);
}

/* Only for a minute it matters that the client had been behind. */
static void how_far_a_client_is_behind(void **state) {
    static const char *const expected[] = {"\"waiting_ms\":0", "\"caught_up_ms\":60000", NULL,
                                           NULL};
    struct journal_traffic told[] = {
        {.waiting_since = 70000}, {.caught_up_at = 10000}, {.caught_up_at = 9999}, {.wall_ms = 0}};
    struct bench bench = {.now = 0};
    (void)state;
    start(&bench, 10, 100000);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        told[i].kind = JOURNAL_DISCONNECTED;
        told[i].event = STS_EVENT_COUNT;
        told[i].now_ms = 70000;
        journal_tap_tell(&bench.tap, &told[i]);
        const char *line = read_line(&bench, i + 1);
        if (expected[i])
            assert_non_null(strstr(line, expected[i]));
        const bool waits = i == 0, caught_up = i == 1;
        assert_int_equal(strstr(line, "waiting_ms") != NULL, waits);
        assert_int_equal(strstr(line, "caught_up_ms") != NULL, caught_up);
    }
    stop(&bench);
}

/* The words of the tap are those of the document. */
static void the_words_are_those_of_the_schema(void **state) {
    (void)state;
    assert_int_equal(JOURNAL_SERVER + 1, STS_CONTROL_JOURNAL_KIND_COUNT);
    for (int i = 0; i < STS_CONTROL_JOURNAL_KIND_COUNT; i++)
        assert_true(
            base_slice_equal(base_slice_of(journal_kind_word((enum journal_kind)i)),
                             sts_control_journal_kind_text((enum sts_control_journal_kind)i)));
    assert_int_equal(JOURNAL_REJECTION_COUNT, STS_CONTROL_REJECTION_REASON_COUNT);
    for (int i = 0; i < JOURNAL_REJECTION_COUNT; i++)
        assert_true(base_slice_equal(
            base_slice_of(journal_rejection_word((enum journal_rejection_reason)i)),
            sts_control_rejection_reason_text((enum sts_control_rejection_reason)i)));
    assert_int_equal(JOURNAL_VERDICT_MALFORMED + 1, STS_CONTROL_JOURNAL_VERDICT_COUNT);
    for (int i = 0; i < STS_CONTROL_JOURNAL_VERDICT_COUNT; i++)
        assert_true(base_slice_equal(
            base_slice_of(journal_verdict_word((enum journal_verdict)i)),
            sts_control_journal_verdict_text((enum sts_control_journal_verdict)i)));
}

static void days_of_the_calendar(void **state) {
    static const struct {
        int64_t ms;
        const char *time;
    } rows[] = {{0, "1970-01-01T00:00:00.000Z"},
                {951782399999, "2000-02-28T23:59:59.999Z"},
                {951782400000, "2000-02-29T00:00:00.000Z"},
                {1709251199001, "2024-02-29T23:59:59.001Z"},
                {4107542400000, "2100-03-01T00:00:00.000Z"},
                {1798761599010, "2026-12-31T23:59:59.010Z"}};
    struct bench bench = {.now = 0};
    (void)state;
    start(&bench, 10, 100000);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        journal_tap_tell(&bench.tap,
                         &(struct journal_traffic){.kind = JOURNAL_OPENED, .wall_ms = rows[i].ms});
        assert_memory_equal(read_line(&bench, i + 1) + strlen("{\"id\":1,\"time\":\""),
                            rows[i].time, 24);
    }
    stop(&bench);
}

struct ear {
    struct journal_listener listener;
    size_t heard;
};

static void count_heard(struct journal_listener *listener, const struct journal_traffic *traffic) {
    (void)traffic;
    BASE_CONTAINER(listener, struct ear, listener)->heard++;
}

/* Each listener hears its kinds alone, and the tap knows which kinds nobody hears. */
static void listeners_hear_their_kinds(void **state) {
    struct journal_tap tap;
    struct ear queue = {.listener = {.kinds = JOURNAL_BIT(JOURNAL_QUEUE), .hear = count_heard}};
    struct ear both = {.listener = {.kinds = JOURNAL_BIT(JOURNAL_QUEUE) | JOURNAL_BIT(JOURNAL_ACK),
                                    .hear = count_heard}};
    (void)state;
    journal_tap_init(&tap);
    assert_false(journal_tap_heard(NULL, JOURNAL_QUEUE));
    assert_false(journal_tap_heard(&tap, JOURNAL_QUEUE));
    journal_tap_listen(&tap, &queue.listener);
    journal_tap_listen(&tap, &both.listener);
    assert_true(journal_tap_heard(&tap, JOURNAL_ACK));
    assert_false(journal_tap_heard(&tap, JOURNAL_EVENT));
    journal_tap_tell(&tap, &(struct journal_traffic){.kind = JOURNAL_QUEUE});
    journal_tap_tell(&tap, &(struct journal_traffic){.kind = JOURNAL_ACK});
    journal_tap_tell(&tap, &(struct journal_traffic){.kind = JOURNAL_EVENT});
    assert_int_equal(queue.heard, 1);
    assert_int_equal(both.heard, 2);
    journal_tap_leave(&both.listener);
    journal_tap_leave(&both.listener);
    assert_false(journal_tap_heard(&tap, JOURNAL_ACK));
    assert_true(journal_tap_heard(&tap, JOURNAL_QUEUE));
    journal_tap_leave(&queue.listener);
    assert_int_equal(tap.kinds, 0);
}

/* What only the log and the metrics want to know makes no entry. */
static void hidden_kinds_are_not_shown(void **state) {
    struct bench bench = {.now = 5};
    (void)state;
    start(&bench, 10, 100000);
    for (int kind = JOURNAL_SERVER + 1; kind < JOURNAL_KIND_COUNT; kind++)
        journal_tap_tell(&bench.tap, &(struct journal_traffic){.kind = (enum journal_kind)kind});
    assert_int_equal(journal_last(bench.journal), 0);
    stop(&bench);
}

/* An entry that breaks the journal's own schema still says what happened, and when. */
static void an_entry_that_breaks_its_schema_is_kept_in_short(void **state) {
    struct bench bench = {.now = 5};
    const struct stream_fault fault = {.sequence_number = -1, .action = STS_RULE_ACTION_DROP};
    (void)state;
    start(&bench, 10, 100000);
    journal_tap_tell(&bench.tap, &(struct journal_traffic){.kind = JOURNAL_FAULT,
                                                           .now_ms = 5,
                                                           .event = STS_EVENT_COUNT,
                                                           .fault = &fault});
    assert_string_equal(read_line(&bench, 1),
                        "{\"id\":1,\"time\":\"1970-01-01T00:00:00.000Z\",\"monotonic_ms\":5,"
                        "\"kind\":\"fault\",\"reason\":\"the entry cannot be sent: "
                        "/fault/sequence_number must be at least 0, not -1\"}");
    stop(&bench);
}

static void rings_are_bounded(void **state) {
    struct bench bench = {.now = 0};
    const struct journal_filter quiet = {.stream = BASE_SLICE("quiet")};
    const struct journal_filter busy = {.stream = BASE_SLICE("busy")};
    (void)state;
    start(&bench, 4, 100000);
    tell(&bench, "quiet", "{}");
    for (int i = 0; i < 20; i++)
        tell(&bench, "busy", "{}");
    assert_int_equal(count(&bench, "quiet"), 1);
    assert_int_equal(count(&bench, "busy"), 4);
    assert_int_equal(journal_lost(bench.journal, &quiet), 0);
    assert_int_equal(journal_lost(bench.journal, &busy), 17);
    stop(&bench);
}

static void all_together_are_bounded(void **state) {
    struct bench bench = {.now = 0};
    const struct journal_filter all = {.since = 0};
    char stream[32];
    (void)state;
    start(&bench, 100, 8000);
    for (int i = 0; i < 200; i++) {
        (void)snprintf(stream, sizeof stream, "s%d", i);
        tell(&bench, stream, "{}");
        assert_true(bench.memory.in_use < bench.empty + 8000 + 64 * 1024);
    }
    assert_int_equal(count(&bench, "s0"), 0);
    assert_int_equal(count(&bench, "s199"), 1);
    assert_true(journal_lost(bench.journal, &all) > 100);
    stop(&bench);
}

/* Also at the least that can be asked for most of it is used, however long it goes on. */
static void most_of_the_memory_is_used(void **state) {
    struct bench bench = {.now = 0};
    (void)state;
    start(&bench, 100000, 65536);
    for (int i = 0; i < 3000; i++) {
        tell(&bench, "busy", "{}");
        assert_true(bench.memory.in_use < bench.empty + 65536 + 4096);
        assert_true(count(&bench, "busy") > (size_t)(i < 200 ? i : 200));
    }
    stop(&bench);
}

/* ---- finding an entry among many ----------------------------------------------------------- */

enum {
    MANY = 20000,
    CROWD = 100
};

/* Most entries that lie between two marks, or before the first one. */
static size_t widest_gap(const struct bench *bench, const struct journal_filter *filter,
                         bool in_ring) {
    const struct journal_entry *entry = journal_find(bench->journal, filter);
    size_t gap = 0, widest = 0;
    for (; entry; entry = journal_next(bench->journal, filter, entry)) {
        gap = (in_ring ? entry->mark_in_ring : entry->mark_in_all) ? 0 : gap + 1;
        widest = gap > widest ? gap : widest;
    }
    return widest;
}

/* Some streams are busy, in a rhythm that takes away the very entries that are marked. */
static void tell_many(struct bench *bench) {
    char stream[32];
    for (int i = 0; i < MANY; i++) {
        int busy = i % JOURNAL_INDEX_EVERY == JOURNAL_INDEX_EVERY - 1 || i % 7 == 0;
        (void)snprintf(stream, sizeof stream, "s%d", busy ? 0 : rand() % CROWD);
        tell(bench, stream, "{}");
    }
}

/* However many there are, few are walked past. */
static void an_entry_is_found_without_passing_all(void **state) {
    struct bench bench = {.now = 0};
    const struct journal_filter all = {.since = 0}, one = {.stream = BASE_SLICE("s0")};
    uint64_t next[MANY + 1], after = 0;
    (void)state;
    srand(1);
    start(&bench, 200, 100000000);
    tell_many(&bench);
    assert_true(widest_gap(&bench, &all, false) < JOURNAL_INDEX_EVERY);
    assert_true(widest_gap(&bench, &one, true) < JOURNAL_INDEX_EVERY);
    memset(next, 0, sizeof next); /* the first entry after each id; 0: there is none */
    const struct journal_entry *entry = journal_find(bench.journal, &all);
    for (; entry; after = entry->id, entry = journal_next(bench.journal, &all, entry))
        for (uint64_t id = after; id < entry->id; id++)
            next[id] = entry->id;
    for (uint64_t id = 0; id <= MANY; id++) {
        const struct journal_filter since = {.since = id};
        entry = journal_find(bench.journal, &since);
        assert_int_equal(entry ? entry->id : 0, next[id]);
        assert_true(!id || (journal_entry(bench.journal, id) != NULL) == (next[id - 1] == id));
    }
    stop(&bench);
}

static bool count_looks(const void *context, struct base_slice stream_id) {
    size_t *looks = (size_t *)(uintptr_t)context;
    (void)stream_id;
    ++*looks;
    return true;
}

/* Nobody waits for more than a few entries, and each that is meant is seen once. */
static void a_reading_stops_in_between(void **state) {
    struct bench bench = {.now = 0};
    size_t looks = 0, seen = 0, turns = 0;
    struct journal_filter filter = {
        .stream = BASE_SLICE("s?"), .may_see = count_looks, .context = &looks};
    (void)state;
    srand(1);
    start(&bench, 200, 100000000);
    tell_many(&bench);
    const struct journal_filter same = {.stream = BASE_SLICE("s?")};
    const struct journal_entry *wanted = journal_find(bench.journal, &same);
    struct journal_walk walk;
    do {
        const struct journal_entry *entry;
        walk = (struct journal_walk){.journal = bench.journal, .filter = &filter, .steps = 100};
        looks = 0;
        turns++;
        while ((entry = journal_walk_next(&walk))) {
            assert_ptr_equal(entry, wanted);
            assert_int_equal(filter.since, entry->id);
            wanted = journal_next(bench.journal, &same, wanted);
            seen++;
        }
        assert_true(looks <= 100);
    } while (!walk.steps);
    assert_null(wanted);
    assert_true(seen > 1000 && turns > 100);
    stop(&bench);
}

static size_t readers_looks(struct bench *bench, uint64_t since) {
    size_t looks = 0;
    const struct journal_filter filter = {
        .since = since, .stream = BASE_SLICE("s*"), .may_see = count_looks, .context = &looks};
    (void)journal_lost(bench->journal, &filter);
    return looks;
}

/* A reader of the feed asks with each entry: where nothing is lost since, no stream is looked at.
 */
static void who_keeps_up_has_lost_nothing(void **state) {
    struct bench bench = {.now = 0};
    const struct journal_filter all = {.since = 0};
    (void)state;
    start(&bench, 200, 100000000);
    tell_many(&bench);
    assert_true(readers_looks(&bench, 0) > 0);
    assert_int_equal(readers_looks(&bench, MANY), 0);
    assert_true(journal_lost(bench.journal, &all) > MANY / 2);
    stop(&bench);
}

/* ---- memory that runs out ------------------------------------------------------------------ */

static void hear_verdict(void *context, struct sts_control_verdict *verdict) {
    bool *passed = context;
    *passed = verdict->passed;
}

static const char request_text[] =
    "{\"in_order\":true,\"expectations\":["
    "{\"event\":\"stream:pause\",\"unknown\":true,\"match\":{\"n\":{\"regex\":\"^[0-9]+$\",\"min\":"
    "1}}},"
    "{\"event\":\"stream:*\",\"unknown\":true,\"match\":{\"n\":2,\"/"
    "a~1b\":{\"absent\":true}},\"within_ms\":9},"
    "{\"event\":\"stream:pause\",\"unknown\":true,\"match\":{\"n\":9},\"count\":{\"exactly\":0}}]}";

/* Returns true when an allocation failed. */
static bool attempt(size_t fail_at) {
    struct bench bench = {.fail_at = fail_at};
    struct sts_control_verify request;
    struct codec_error error;
    struct codec_in in;
    const struct journal_filter all = {.since = 0};
    bool passed = false, answered = false;
    start(&bench, 10, 100000);
    if (!bench.journal)
        return true;
    codec_in_init(&in, base_slice_of(request_text), &test_scratch);
    assert_true(sts_control_verify_decode(&in, &request));
    for (int i = 0; i < 4; i++) {
        char payload[32];
        (void)snprintf(payload, sizeof payload, "{\"n\":%d}", i);
        tell(&bench, i % 2 ? "a" : "b", payload);
    }
    struct journal_verify *verify = journal_verify_new(&bench.memory, &request, &error);
    bool lost = journal_lost(bench.journal, &all);
    if (verify) {
        if (lost)
            journal_verify_lose(verify, journal_lost_to(bench.journal, &all));
        const struct journal_entry *entry = journal_find(bench.journal, &all);
        for (; entry; entry = journal_next(bench.journal, &all, entry))
            journal_verify_see(verify, entry);
        answered = journal_verify_answer(verify, bench.journal, &all, false, hear_verdict, &passed);
    } else {
        assert_int_equal(error.code, CODEC_NO_SPACE);
    }
    journal_verify_free(verify);
    bool failed = bench.allocations >= fail_at;
    if (!failed)
        assert_true(answered && passed);
    if (lost)
        assert_false(passed);
    stop(&bench);
    return failed;
}

static void any_allocation_may_fail(void **state) {
    size_t fail_at = 1;
    (void)state;
    while (attempt(fail_at))
        fail_at++;
    assert_true(fail_at > 10);
}

/* A stream whose entries have all gone begins anew. */
static void a_ring_that_went_is_not_written_to(void **state) {
    struct bench bench = {.now = 0};
    char stream[32];
    int other = 0;
    (void)state;
    start(&bench, 100, 10000);
    for (int round = 0; round < 5; round++) {
        tell(&bench, "a", "{}");
        tell(&bench, "a", "{}");
        assert_int_equal(count(&bench, "a"), 2);
        while (count(&bench, "a")) {
            (void)snprintf(stream, sizeof stream, "b%d", other++ % 16);
            tell(&bench, stream, "{}");
        }
    }
    stop(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_is_a_line_of_json),
        cmocka_unit_test(what_is_packed_reads_the_same),
        cmocka_unit_test(how_far_a_client_is_behind),
        cmocka_unit_test(the_words_are_those_of_the_schema),
        cmocka_unit_test(days_of_the_calendar),
        cmocka_unit_test(listeners_hear_their_kinds),
        cmocka_unit_test(hidden_kinds_are_not_shown),
        cmocka_unit_test(an_entry_that_breaks_its_schema_is_kept_in_short),
        cmocka_unit_test(rings_are_bounded),
        cmocka_unit_test(all_together_are_bounded),
        cmocka_unit_test(most_of_the_memory_is_used),
        cmocka_unit_test(an_entry_is_found_without_passing_all),
        cmocka_unit_test(a_reading_stops_in_between),
        cmocka_unit_test(who_keeps_up_has_lost_nothing),
        cmocka_unit_test(a_ring_that_went_is_not_written_to),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
