/* Whose entries go when all together take too much memory: not those of quiet streams. */
#include "journal/journal.h"
#include "journal/shares.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum {
    MAX_BYTES = 1 << 20,
    NOISE = 20000 /* entries: some times as many as there is room for */
};

struct bench {
    struct base_memory memory;
    struct journal_tap tap;
    struct journal *journal;
    size_t empty; /* bytes of a journal without entries */
    uint64_t now;
};

static void start(struct bench *bench, size_t max_events) {
    *bench = (struct bench){.memory = base_memory_heap()};
    journal_tap_init(&bench->tap);
    bench->journal = journal_new(&(struct journal_config){
        .memory = &bench->memory, .max_events = max_events, .max_bytes = MAX_BYTES});
    assert_non_null(bench->journal);
    journal_tap_listen(&bench->tap, journal_listener(bench->journal));
    bench->empty = bench->memory.in_use;
}

static void stop(struct bench *bench) {
    journal_free(bench->journal);
    assert_int_equal(bench->memory.in_use, 0);
}

static void tell(struct bench *bench, enum journal_kind kind, const char *stream) {
    const struct base_slice payload = BASE_SLICE("{}");
    const struct sts_stream_statistics statistics = {.success_count = 0};
    const struct journal_traffic traffic = {
        .kind = kind,
        .now_ms = bench->now++,
        .subject = {.stream_id = codec_text_plain(base_slice_of(stream))},
        .event = kind == JOURNAL_EVENT ? STS_EVENT_STREAM_PAUSE : STS_EVENT_COUNT,
        .name = CODEC_TEXT("stream:pause"),
        .payload = &payload,
        .payload_count = kind == JOURNAL_EVENT,
        .reason = "completed",
        .statistics = &statistics,
    };
    journal_tap_tell(&bench->tap, &traffic);
    /* marks and the map of rings come on top */
    assert_true(bench->memory.in_use < bench->empty + MAX_BYTES + 256 * 1024);
}

static uint64_t lost(const struct bench *bench, const char *stream) {
    return journal_lost(bench->journal, &(struct journal_filter){.stream = base_slice_of(stream)});
}

static bool is_there(const struct bench *bench, const char *stream) {
    return journal_find(bench->journal, &(struct journal_filter){.stream = base_slice_of(stream)});
}

/* A stream with a few entries, open or ended. */
static void be_quiet(struct bench *bench, const char *stream, bool ends) {
    tell(bench, JOURNAL_OPENED, stream);
    for (int i = 0; i < 20; i++)
        tell(bench, JOURNAL_EVENT, stream);
    if (ends)
        tell(bench, JOURNAL_ENDED, stream);
}

static void make_noise(struct bench *bench, const char *letter, int streams, bool ends) {
    char name[32];
    for (int i = 0; i < streams + NOISE; i++) {
        (void)snprintf(name, sizeof name, "%s-%d", letter, i % streams);
        tell(bench, i < streams ? JOURNAL_OPENED : JOURNAL_EVENT, name);
    }
    for (int i = 0; ends && i < streams; i++) {
        (void)snprintf(name, sizeof name, "%s-%d", letter, i);
        tell(bench, JOURNAL_ENDED, name);
    }
}

static void a_quiet_stream_loses_nothing_to_noisy_ones(void **state) {
    static const int streams[] = {1, 16};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct bench bench;
        start(&bench, NOISE);
        be_quiet(&bench, "open", false);
        be_quiet(&bench, "ended", true);
        make_noise(&bench, "noisy", streams[i], false);
        tell(&bench, JOURNAL_EVENT, "open");
        assert_int_equal(lost(&bench, "open"), 0);
        assert_int_equal(lost(&bench, "ended"), 0);
        assert_true(lost(&bench, "noisy-0") > 0);
        assert_true(is_there(&bench, "noisy-0"));
        stop(&bench);
    }
}

/* Also where the noise has ended, and more of it comes. */
static void nor_to_those_that_were_noisy(void **state) {
    struct bench bench;
    (void)state;
    start(&bench, NOISE);
    be_quiet(&bench, "open", false);
    be_quiet(&bench, "ended", true);
    make_noise(&bench, "a", 1, true);
    make_noise(&bench, "b", 4, true);
    make_noise(&bench, "c", 1, false);
    assert_int_equal(lost(&bench, "open"), 0);
    assert_int_equal(lost(&bench, "ended"), 0);
    stop(&bench);
}

/* A stream that is open has half of the memory, however many have ended. */
static void what_has_ended_goes_before_what_is_open(void **state) {
    struct bench bench;
    char name[32];
    (void)state;
    start(&bench, NOISE);
    tell(&bench, JOURNAL_OPENED, "open");
    for (int i = 0; i < 500; i++)
        tell(&bench, JOURNAL_EVENT, "open"); /* more than any of the others */
    for (int i = 0; i < 500; i++) {
        (void)snprintf(name, sizeof name, "s%d", i);
        be_quiet(&bench, name, true);
    }
    assert_int_equal(lost(&bench, "open"), 0);
    assert_false(is_there(&bench, "s0"));
    stop(&bench);
}

/* The one that was written longest ago goes, not the one that began first. */
static void of_many_that_have_ended_the_oldest_go_first(void **state) {
    struct bench bench;
    char name[32];
    bool before = false;
    (void)state;
    start(&bench, NOISE);
    be_quiet(&bench, "first", true);
    for (int i = 0; i < 500; i++) {
        (void)snprintf(name, sizeof name, "s%d", i);
        be_quiet(&bench, name, true);
        if (i % 10 == 0)
            tell(&bench, JOURNAL_EVENT, "first"); /* that is still written, without a stream */
    }
    assert_int_equal(lost(&bench, "first"), 0);
    assert_false(is_there(&bench, "s0"));
    assert_int_equal(lost(&bench, "s499"), 0);
    for (int i = 0; i < 500; i++) {
        (void)snprintf(name, sizeof name, "s%d", i);
        assert_true(is_there(&bench, name) || !before);
        before = before || is_there(&bench, name);
    }
    stop(&bench);
}

/* One that was noisy gives up what it has more than its part, before older ones give up anything.
 */
static void a_large_one_that_has_ended_is_cut(void **state) {
    struct bench bench;
    char name[32];
    (void)state;
    start(&bench, NOISE);
    be_quiet(&bench, "before", true);
    make_noise(&bench, "noisy", 1, true);
    for (int i = 0; i < 100; i++) {
        (void)snprintf(name, sizeof name, "s%d", i);
        be_quiet(&bench, name, true);
    }
    assert_int_equal(lost(&bench, "before"), 0);
    assert_int_equal(lost(&bench, "s0"), 0);
    assert_true(is_there(&bench, "noisy-0"));
    stop(&bench);
}

/* A loss names what would have kept the entries. */
static void a_loss_names_its_cause(void **state) {
    struct bench bench;
    char cure[JOURNAL_CURE_SIZE + 1];
    const struct journal_filter all = {.since = 0}, quiet = {.stream = BASE_SLICE("quiet")},
                                noisy = {.stream = BASE_SLICE("noisy-0")};
    (void)state;
    start(&bench, 30);
    be_quiet(&bench, "quiet", false);
    make_noise(&bench, "noisy", 1, false);
    assert_int_equal(journal_lost_to(bench.journal, &quiet), 0);
    assert_int_equal(journal_lost_to(bench.journal, &noisy), 1U << JOURNAL_CAUSE_EVENTS);
    cure[journal_cure(bench.journal, journal_lost_to(bench.journal, &noisy), cure)] = '\0';
    assert_string_equal(cure, "raise JOURNAL_MAX_EVENTS (30 entries of one stream)");
    make_noise(&bench, "more", 400, true);
    assert_int_equal(journal_lost_to(bench.journal, &all),
                     1U << JOURNAL_CAUSE_EVENTS | 1U << JOURNAL_CAUSE_BYTES);
    const struct journal_filter gone = {.stream = BASE_SLICE("more-0")};
    assert_false(is_there(&bench, "more-0"));
    assert_true(journal_lost_to(bench.journal, &gone) & 1U << JOURNAL_CAUSE_BYTES);
    cure[journal_cure(bench.journal, 7, cure)] = '\0';
    assert_string_equal(cure, "raise JOURNAL_MAX_EVENTS (30 entries of one stream) and raise "
                              "JOURNAL_MAX_BYTES (1048576 bytes of all streams) and give the "
                              "server more memory");
    stop(&bench);
}

static size_t count_kept(const struct journal *journal) {
    const struct journal_filter all = {0};
    size_t kept = 0;
    for (const struct journal_entry *at = journal_find(journal, &all); at;
         at = journal_next(journal, &all, at))
        kept++;
    return kept;
}

static void *refuse(struct base_memory *memory, size_t size) {
    (void)memory;
    (void)size;
    return NULL;
}

/* For every cause: what was told is there or counted. */
static void what_is_lost_is_counted(void **state) {
    struct bench bench;
    (void)state;
    assert_int_equal(journal_lost_count(NULL), 0);
    start(&bench, 10);
    be_quiet(&bench, "full", false);
    assert_int_equal(journal_lost_count(bench.journal), 11);
    stop(&bench);
    start(&bench, NOISE);
    be_quiet(&bench, "quiet", true);
    assert_int_equal(journal_lost_count(bench.journal), 0);
    make_noise(&bench, "noisy", 16, true);
    void *(*allocate)(struct base_memory * memory, size_t size) = bench.memory.allocate;
    bench.memory.allocate = refuse;
    tell(&bench, JOURNAL_OPENED, "without memory");
    bench.memory.allocate = allocate;
    assert_true(journal_lost_to(bench.journal, &(struct journal_filter){0}) ==
                (1U << JOURNAL_CAUSE_BYTES | 1U << JOURNAL_CAUSE_MEMORY));
    assert_int_equal(journal_lost_count(bench.journal) + count_kept(bench.journal),
                     journal_last(bench.journal));
    stop(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quiet_stream_loses_nothing_to_noisy_ones),
        cmocka_unit_test(nor_to_those_that_were_noisy),
        cmocka_unit_test(what_has_ended_goes_before_what_is_open),
        cmocka_unit_test(of_many_that_have_ended_the_oldest_go_first),
        cmocka_unit_test(a_large_one_that_has_ended_is_cut),
        cmocka_unit_test(a_loss_names_its_cause),
        cmocka_unit_test(what_is_lost_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
