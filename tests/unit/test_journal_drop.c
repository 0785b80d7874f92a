/* Entries that are dropped on request: the stream looks as if it had never been, and who followed
 * it learns that something is missing. */
#include "journal/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct bench {
    struct base_memory memory;
    struct journal_tap tap;
    struct journal *journal;
    uint64_t now;
};

static void start(struct bench *bench, size_t max_bytes) {
    *bench = (struct bench){.memory = base_memory_heap()};
    journal_tap_init(&bench->tap);
    bench->journal = journal_new(&(struct journal_config){
        .memory = &bench->memory, .max_events = 100, .max_bytes = max_bytes});
    assert_non_null(bench->journal);
    journal_tap_listen(&bench->tap, journal_listener(bench->journal));
}

static void stop(struct bench *bench) {
    journal_free(bench->journal);
    assert_int_equal(bench->memory.in_use, 0);
}

/* A stream with a few entries. */
static void use(struct bench *bench, const char *stream, int entries) {
    const struct base_slice payload = BASE_SLICE("{}");
    const struct journal_traffic traffic = {
        .kind = JOURNAL_EVENT,
        .now_ms = bench->now++,
        .subject = {.stream_id = codec_text_plain(base_slice_of(stream))},
        .event = STS_EVENT_STREAM_PAUSE,
        .name = CODEC_TEXT("stream:pause"),
        .payload = &payload,
        .payload_count = 1,
    };
    for (int i = 0; i < entries; i++)
        journal_tap_tell(&bench->tap, &traffic);
}

static struct journal_filter filter_of(const char *stream, uint64_t since) {
    return (struct journal_filter){.stream = base_slice_of(stream), .since = since};
}

static int count(const struct bench *bench, const char *stream) {
    const struct journal_filter filter = filter_of(stream, 0);
    const struct journal_entry *entry = journal_find(bench->journal, &filter);
    int found = 0;
    for (; entry; entry = journal_next(bench->journal, &filter, entry))
        found++;
    return found;
}

static uint64_t lost(const struct bench *bench, const char *stream, uint64_t since) {
    const struct journal_filter filter = filter_of(stream, since);
    return journal_lost(bench->journal, &filter);
}

static enum journal_used used(const struct bench *bench, const char *stream) {
    const struct journal_filter filter = filter_of(stream, 0);
    return journal_used(bench->journal, &filter);
}

static size_t drop_until(struct bench *bench, const char *pattern, uint64_t until) {
    struct journal_drop drop = {.pattern = base_slice_of(pattern), .until = until};
    while (!journal_drop(bench->journal, &drop))
        ;
    return drop.dropped;
}

static size_t drop(struct bench *bench, const char *pattern) {
    return drop_until(bench, pattern, journal_last(bench->journal));
}

static void a_stream_looks_as_if_it_had_never_been(void **state) {
    struct bench bench;
    (void)state;
    start(&bench, 1 << 20);
    use(&bench, "a-1", 5);
    use(&bench, "a-2", 5);
    use(&bench, "b-1", 5);
    assert_int_equal(drop(&bench, "a-*"), 10);
    assert_int_equal(count(&bench, "a-1"), 0);
    assert_int_equal(count(&bench, "b-1"), 5);
    assert_int_equal(used(&bench, "a-1"), JOURNAL_USED_NEVER);
    assert_int_equal(used(&bench, "a-*"), JOURNAL_USED_NEVER);
    assert_int_equal(lost(&bench, "a-1", 0), 0);
    assert_int_equal(lost(&bench, "*", 0), 0);
    use(&bench, "a-1", 3);
    assert_int_equal(count(&bench, "a-1"), 3);
    assert_int_equal(used(&bench, "a-1"), JOURNAL_USED);
    assert_int_equal(lost(&bench, "a-1", 0), 0);
    stop(&bench);
}

/* Who has a place before the last entry that was dropped, and means its stream. */
static void who_followed_is_told(void **state) {
    struct bench bench;
    char cure[JOURNAL_CURE_SIZE];
    (void)state;
    start(&bench, 1 << 20);
    use(&bench, "a-1", 5);
    use(&bench, "b-1", 5);
    assert_int_equal(drop(&bench, "a-1"), 5);
    assert_int_equal(lost(&bench, "a-1", 4), 5);
    assert_int_equal(lost(&bench, "a-*", 4), 5);
    assert_int_equal(lost(&bench, "", 4), 5);
    assert_int_equal(lost(&bench, "", 5), 0);
    assert_int_equal(lost(&bench, "a-1", 5), 0);
    assert_int_equal(lost(&bench, "b-1", 1), 0);
    assert_int_equal(lost(&bench, "b-*", 1), 0);
    use(&bench, "a-1", 1); /* and still */
    assert_int_equal(lost(&bench, "a-1", 4), 5);
    const struct journal_filter filter = filter_of("a-1", 1);
    cure[journal_cure(bench.journal, journal_lost_to(bench.journal, &filter), cure)] = '\0';
    assert_non_null(strstr(cure, "journal=drop"));
    stop(&bench);
}

/* Entries that came later stay. */
static void only_what_there_was_is_dropped(void **state) {
    struct bench bench;
    (void)state;
    start(&bench, 1 << 20);
    use(&bench, "a", 5);
    const uint64_t until = journal_last(bench.journal);
    use(&bench, "a", 3);
    assert_int_equal(drop_until(&bench, "*", until), 5);
    assert_int_equal(count(&bench, "a"), 3);
    assert_int_equal(used(&bench, "a"), JOURNAL_USED);
    assert_int_equal(journal_drop_stream(bench.journal, base_slice_of("a"), UINT64_MAX), 3);
    assert_int_equal(journal_drop_stream(bench.journal, base_slice_of("a"), UINT64_MAX), 0);
    assert_int_equal(journal_drop_stream(bench.journal, base_slice_of("never"), UINT64_MAX), 0);
    stop(&bench);
}

/* Connections without a stream are nobody's to drop. */
static void no_pattern_means_entries_without_a_stream(void **state) {
    struct bench bench;
    (void)state;
    start(&bench, 1 << 20);
    use(&bench, "", 5);
    assert_int_equal(drop(&bench, "*"), 0);
    stop(&bench);
}

/* Many are dropped bit by bit; what remembers them is bounded, and leaves readers with less to be
 * sure of, never with more. */
static void many_streams_are_dropped_bit_by_bit(void **state) {
    enum {
        STREAMS = 6000
    };
    struct bench bench;
    char name[32];
    size_t calls = 0;
    (void)state;
    start(&bench, 64 << 20);
    for (int i = 0; i < STREAMS; i++) {
        (void)snprintf(name, sizeof name, "a-%d", i);
        use(&bench, name, 2);
    }
    struct journal_drop dropped = {.pattern = BASE_SLICE("a-*"),
                                   .until = journal_last(bench.journal)};
    for (calls = 1; !journal_drop(bench.journal, &dropped); calls++)
        use(&bench, "other", 1); /* others go on */
    use(&bench, "other", 1);
    assert_true(calls > 1);
    assert_int_equal(dropped.dropped, 2 * STREAMS);
    assert_int_equal(count(&bench, "a-*"), 0);
    assert_int_equal(lost(&bench, "a-5999", 1), 2 * STREAMS);
    assert_int_equal(lost(&bench, "a-5999", 2 * STREAMS), 0);
    assert_true(lost(&bench, "other*", 1) > 0); /* one of the forgotten may have been meant */
    assert_int_equal(lost(&bench, "other", 1), 0);
    assert_int_equal(lost(&bench, "other*", 0), 0);
    stop(&bench);
}

/* What remembers them gives way to entries. */
static void memory_is_for_entries(void **state) {
    enum {
        STREAMS = 2000
    };
    struct bench bench;
    char name[32];
    (void)state;
    start(&bench, 1 << 20);
    for (int i = 0; i < STREAMS; i++) {
        (void)snprintf(name, sizeof name, "a-%d", i);
        use(&bench, name, 1);
        assert_int_equal(drop(&bench, name), 1);
    }
    for (int i = 0; i < 40; i++) {
        (void)snprintf(name, sizeof name, "b-%d", i);
        use(&bench, name, 99);
    }
    assert_int_equal(lost(&bench, "b-*", 0), 0);
    stop(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stream_looks_as_if_it_had_never_been),
        cmocka_unit_test(who_followed_is_told),
        cmocka_unit_test(only_what_there_was_is_dropped),
        cmocka_unit_test(no_pattern_means_entries_without_a_stream),
        cmocka_unit_test(many_streams_are_dropped_bit_by_bit),
        cmocka_unit_test(memory_is_for_entries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
