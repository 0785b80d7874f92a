/* What verify says where entries are lost or hidden: never more than is known. */
#include "journal/cursor.h"
#include "journal/forgotten.h"
#include "journal/verify.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define EXPECTATIONS_MAX 3

struct bench {
    struct base_memory memory; /* first: `context` is not needed */
    bool is_full;              /* nothing is allocated any more */
    struct journal_tap tap;
    struct journal *journal;
    uint64_t now;
};

/* What was answered. */
struct heard {
    enum sts_control_verify_verdict verdict;
    enum sts_control_verify_verdict each[EXPECTATIONS_MAX];
    bool passed;
    char why[1024];
};

static void *allocate(struct base_memory *memory, size_t size) {
    struct bench *bench = (struct bench *)(void *)memory;
    return bench->is_full ? NULL : malloc(size);
}

static void start(struct bench *bench, size_t max_events, size_t max_bytes) {
    *bench = (struct bench){.memory = base_memory_heap()};
    bench->memory.allocate = allocate;
    journal_tap_init(&bench->tap);
    bench->journal = journal_new(&(struct journal_config){
        .memory = &bench->memory, .max_events = max_events, .max_bytes = max_bytes});
    assert_non_null(bench->journal);
    journal_tap_listen(&bench->tap, journal_listener(bench->journal));
}

static void stop(struct bench *bench) {
    journal_free(bench->journal);
    assert_int_equal(bench->memory.in_use, 0);
}

static void tell_event(struct bench *bench, const char *stream, enum sts_event_id event,
                       const char *payload) {
    const struct base_slice slice = base_slice_of(payload);
    journal_tap_tell(&bench->tap,
                     &(struct journal_traffic){
                         .kind = JOURNAL_EVENT,
                         .now_ms = bench->now++,
                         .subject = {.stream_id = codec_text_plain(base_slice_of(stream))},
                         .event = event,
                         .name = codec_text_plain(sts_events[event].name),
                         .payload = &slice,
                         .payload_count = 1,
                     });
}

static void pause_it(struct bench *bench, const char *stream) {
    tell_event(bench, stream, STS_EVENT_STREAM_PAUSE, "{}");
}

static void resume_it(struct bench *bench, const char *stream) {
    tell_event(bench, stream, STS_EVENT_STREAM_RESUME, "{}");
}

static void hear(void *context, struct sts_control_verdict *verdict) {
    struct heard *heard = context;
    const struct sts_control_verify_result *results = verdict->expectations.items;
    heard->verdict = verdict->verdict;
    heard->passed = verdict->passed;
    (void)snprintf(heard->why, sizeof heard->why, "%.*s", (int)verdict->why.len, verdict->why.ptr);
    for (size_t i = 0; i < verdict->expectations.count && i < EXPECTATIONS_MAX; i++) {
        heard->each[i] = results[i].verdict;
        assert_int_equal(results[i].passed, results[i].verdict == STS_CONTROL_VERIFY_VERDICT_PASS);
        assert_int_equal(results[i].why.len > 0,
                         results[i].verdict == STS_CONTROL_VERIFY_VERDICT_UNKNOWN);
    }
}

/* A request that is looked at in the way the control interface does. */
struct asked {
    struct journal_verify *verify;
    struct journal_filter filter;
};

static struct asked ask(struct bench *bench, const char *stream, const char *text) {
    struct asked asked = {.filter = {.stream = base_slice_of(stream)}};
    struct sts_control_verify request;
    struct codec_error error;
    struct codec_in in;
    codec_in_init(&in, base_slice_of(text), &test_scratch);
    if (!sts_control_verify_decode(&in, &request))
        fail_msg("%s %s", in.error.pointer, in.error.message);
    asked.verify = journal_verify_new(&bench->memory, &request, &error);
    if (!asked.verify)
        fail_msg("%s %s", error.pointer, error.message);
    return asked;
}

static void look(const struct bench *bench, struct asked *asked) {
    unsigned causes = journal_lost_to(bench->journal, &asked->filter);
    if (causes)
        journal_verify_lose(asked->verify, causes);
    const struct journal_entry *entry = journal_find(bench->journal, &asked->filter);
    for (; entry; entry = journal_next(bench->journal, &asked->filter, entry))
        journal_verify_see(asked->verify, entry);
    asked->filter.since = journal_last(bench->journal);
}

static struct heard answer(const struct bench *bench, struct asked *asked, bool is_foreign) {
    struct heard heard = {.passed = false};
    assert_true(journal_verify_answer(asked->verify, bench->journal, &asked->filter, is_foreign,
                                      hear, &heard));
    assert_int_equal(heard.passed, heard.verdict == STS_CONTROL_VERIFY_VERDICT_PASS);
    if (heard.verdict == STS_CONTROL_VERIFY_VERDICT_UNKNOWN)
        assert_true(heard.why[0]);
    journal_verify_free(asked->verify);
    return heard;
}

static struct heard verify(struct bench *bench, const char *stream, const char *text) {
    struct asked asked = ask(bench, stream, text);
    look(bench, &asked);
    return answer(bench, &asked, false);
}

#define PASS STS_CONTROL_VERIFY_VERDICT_PASS
#define FAIL STS_CONTROL_VERIFY_VERDICT_FAIL
#define UNKNOWN STS_CONTROL_VERIFY_VERDICT_UNKNOWN

/* ---- counts -------------------------------------------------------------------------------- */

/* Of 20 pauses the ring has 4: of each bound, what is certain and what is not. */
static void a_ring_that_overflowed(void **state) {
    static const struct {
        const char *count;
        enum sts_control_verify_verdict verdict;
    } rows[] = {{"\"exactly\":0", FAIL},
                {"\"exactly\":3", FAIL},
                {"\"exactly\":4", UNKNOWN},
                {"\"exactly\":20", UNKNOWN},
                {"\"at_least\":4", PASS},
                {"\"at_least\":5", UNKNOWN},
                {"\"at_most\":3", FAIL},
                {"\"at_most\":4", UNKNOWN},
                {"\"at_least\":1,\"at_most\":30", UNKNOWN}};
    struct bench bench;
    char text[256];
    (void)state;
    start(&bench, 4, 100000);
    for (int i = 0; i < 20; i++)
        pause_it(&bench, "busy");
    pause_it(&bench, "quiet");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        (void)snprintf(text, sizeof text,
                       "{\"expectations\":[{\"event\":\"stream:pause\",\"count\":{%s}}]}",
                       rows[i].count);
        if (verify(&bench, "busy", text).verdict != rows[i].verdict)
            fail_msg("%s", text);
    }
    assert_int_equal(verify(&bench, "busy",
                            "{\"expectations\":[{\"event\":\"stream:end\",\"count\":"
                            "{\"exactly\":0}}]}")
                         .verdict,
                     UNKNOWN);
    stop(&bench);
}

/* What another stream lost does not count; where several are meant it does. */
static void loss_is_counted_per_stream(void **state) {
    static const char none[] =
        "{\"expectations\":[{\"event\":\"stream:end\",\"count\":{\"exactly\":0}}]}";
    struct bench bench;
    (void)state;
    start(&bench, 4, 100000);
    for (int i = 0; i < 20; i++)
        pause_it(&bench, "busy");
    pause_it(&bench, "quiet");
    assert_int_equal(verify(&bench, "quiet", none).verdict, PASS);
    assert_int_equal(verify(&bench, "qu*", none).verdict, PASS);
    assert_int_equal(verify(&bench, "busy", none).verdict, UNKNOWN);
    assert_int_equal(verify(&bench, "*", none).verdict, UNKNOWN);
    assert_int_equal(verify(&bench, "", none).verdict, UNKNOWN);
    stop(&bench);
}

/* All rings together overflow: streams whose entries are all gone are not streams that never were,
 * and a stream that is new has lost nothing. */
static void a_journal_that_overflowed(void **state) {
    static const char none[] =
        "{\"expectations\":[{\"event\":\"stream:end\",\"count\":{\"exactly\":0}}]}";
    static const char absent_ok[] = "{\"absent_ok\":true,\"expectations\":[{\"event\":"
                                    "\"stream:end\",\"count\":{\"exactly\":0}}]}";
    struct bench bench;
    char stream[32];
    (void)state;
    start(&bench, 100, 8000);
    for (int i = 0; i < 200; i++) {
        (void)snprintf(stream, sizeof stream, "s%d", i);
        pause_it(&bench, stream);
    }
    assert_int_equal(verify(&bench, "s199", none).verdict, PASS);
    assert_int_equal(verify(&bench, "s0", none).verdict, UNKNOWN);
    assert_int_equal(verify(&bench, "s0", absent_ok).verdict, UNKNOWN);
    assert_int_equal(verify(&bench, "nobody", none).verdict, FAIL);
    assert_int_equal(verify(&bench, "nobody", absent_ok).verdict, PASS);
    pause_it(&bench, "s0"); /* comes back: what it had is still lost */
    assert_int_equal(verify(&bench, "s0", none).verdict, UNKNOWN);
    stop(&bench);
}

static void what_there_was_no_memory_for_is_lost(void **state) {
    static const char none[] =
        "{\"expectations\":[{\"event\":\"stream:end\",\"count\":{\"exactly\":0}}]}";
    struct bench bench;
    (void)state;
    start(&bench, 100000, 10000000);
    pause_it(&bench, "quiet");
    pause_it(&bench, "busy");
    bench.is_full = true;
    for (int i = 0; i < 1000; i++)
        pause_it(&bench, "busy"); /* what is allocated already takes some of them */
    pause_it(&bench, "new");
    bench.is_full = false;
    assert_true(journal_unkept(bench.journal) > 0);
    assert_int_equal(verify(&bench, "quiet", none).verdict, PASS);
    assert_int_equal(verify(&bench, "busy", none).verdict, UNKNOWN);
    assert_int_equal(verify(&bench, "new", none).verdict, UNKNOWN);
    stop(&bench);
}

/* ---- order --------------------------------------------------------------------------------- */

#define AFTER(more)                                                                                \
    "{\"in_order\":true,\"expectations\":[{\"event\":\"stream:pause\"},"                           \
    "{\"event\":\"stream:resume\"," more "}]}"

/* What goes before may have come earlier than is known: that adds to what came after it, but moves
 * the time in which it must come. */
static void order_where_the_beginning_is_lost(void **state) {
    static const struct {
        const char *text;
        enum sts_control_verify_verdict second;
    } rows[] = {{AFTER("\"count\":{\"at_least\":2}"), PASS},
                {AFTER("\"count\":{\"at_least\":3}"), UNKNOWN},
                {AFTER("\"count\":{\"at_most\":1}"), FAIL},
                {AFTER("\"count\":{\"at_most\":2}"), UNKNOWN},
                {AFTER("\"count\":{\"exactly\":2}"), UNKNOWN},
                {AFTER("\"within_ms\":1000"), UNKNOWN},
                {AFTER("\"within_ms\":1000,\"count\":{\"at_most\":1}"), UNKNOWN}};
    struct bench bench;
    (void)state;
    start(&bench, 6, 100000);
    for (int i = 0; i < 10; i++)
        resume_it(&bench, "s");
    pause_it(&bench, "s");
    resume_it(&bench, "s");
    resume_it(&bench, "s");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct heard heard = verify(&bench, "s", rows[i].text);
        assert_int_equal(heard.each[0], PASS);
        if (heard.each[1] != rows[i].second)
            fail_msg("%s", rows[i].text);
    }
    stop(&bench);
}

/* What is lost while somebody waits was lost behind what he has seen: what was met before is met,
 * and what had to come within a time that was over is not affected. */
static void loss_after_what_was_seen(void **state) {
    struct bench bench;
    (void)state;
    start(&bench, 4, 100000);
    pause_it(&bench, "s");
    struct asked open = ask(&bench, "s", AFTER("\"within_ms\":100000"));
    struct asked over = ask(&bench, "s", AFTER("\"within_ms\":5,\"count\":{\"exactly\":0}"));
    struct asked bound = ask(&bench, "s", AFTER("\"count\":{\"exactly\":0}"));
    look(&bench, &open);
    look(&bench, &over);
    look(&bench, &bound);
    bench.now = 50;
    pause_it(&bench, "s");
    look(&bench, &over);
    for (int i = 0; i < 10; i++)
        pause_it(&bench, "s");
    resume_it(&bench, "s");
    look(&bench, &open);
    look(&bench, &over);
    look(&bench, &bound);
    assert_int_equal(answer(&bench, &open, false).verdict, PASS);
    assert_int_equal(answer(&bench, &over, false).verdict, PASS);
    assert_int_equal(answer(&bench, &bound, false).verdict, FAIL);
    stop(&bench);
}

/* ---- what cannot be compared --------------------------------------------------------------- */

/* One expectation of fragment:data about its metadata, which may have anything. */
static enum sts_control_verify_verdict of_metadata(struct bench *bench, const char *metadata,
                                                   const char *matcher, const char *count) {
    static char payload[8192], text[8192];
    (void)snprintf(payload, sizeof payload, "{\"metadata\":%s}", metadata);
    tell_event(bench, "s", STS_EVENT_FRAGMENT_DATA, payload);
    (void)snprintf(text, sizeof text,
                   "{\"expectations\":[{\"event\":\"fragment:data\",\"match\":{%s},"
                   "\"count\":{%s}}]}",
                   matcher, count);
    return verify(bench, "s", text).verdict;
}

static void values_that_are_not_shown(void **state) {
    static char elided[512], many[8192];
    static const struct {
        const char *metadata, *matcher;
        enum sts_control_verify_verdict none, some; /* exactly 0, at least 1 */
    } rows[] = {
        {"{\"a\":\"short\"}", "\"/metadata/a\":\"short\"", FAIL, PASS},
        {"{\"a\":\"short\"}", "\"/metadata/a\":\"other\"", PASS, FAIL},
        {elided, "\"/metadata/a\":\"short\"", UNKNOWN, UNKNOWN},
        {elided, "\"/metadata/a\":{\"regex\":\"x\"}", UNKNOWN, UNKNOWN},
        {elided, "\"/metadata/a\":{\"min\":1}", PASS, FAIL},
        {elided, "\"/metadata/a\":7", PASS, FAIL},
        {elided, "\"/metadata/a\":{\"present\":true}", FAIL, PASS},
        {elided, "\"/metadata/a\":{\"absent\":true}", PASS, FAIL},
        {elided, "\"/metadata/a/elided\":300", FAIL, PASS},
        {elided, "\"/metadata/a/b\":{\"absent\":true}", UNKNOWN, UNKNOWN},
        {elided, "\"/metadata\":{\"equals\":{\"a\":\"b\"}}", UNKNOWN, UNKNOWN},
        {elided, "\"/metadata/a\":\"short\",\"/metadata/b\":1", PASS, FAIL},
        {"{\"token\":\"x\"}", "\"/metadata/token\":\"x\"", UNKNOWN, UNKNOWN},
        {"{\"token\":\"x\"}", "\"/metadata/token\":\"***\"", FAIL, PASS},
        {"{\"token\":\"x\"}", "\"/metadata/token\":{\"min\":1}", UNKNOWN, UNKNOWN},
        {many, "\"/metadata\":{\"regex\":\"y\"}", UNKNOWN, UNKNOWN},
    };
    (void)state;
    (void)snprintf(elided, sizeof elided, "{\"a\":\"%0300d\"}", 0);
    size_t used = (size_t)snprintf(many, sizeof many, "{\"a\":[0");
    for (int i = 0; i < 400; i++)
        used += (size_t)snprintf(many + used, sizeof many - used, ",\"xxxxxxx\"");
    (void)snprintf(many + used, sizeof many - used, "]}");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (int least = 0; least < 2; least++) {
            struct bench bench;
            start(&bench, 100, 1000000);
            enum sts_control_verify_verdict verdict =
                of_metadata(&bench, rows[i].metadata, rows[i].matcher,
                            least ? "\"at_least\":1" : "\"exactly\":0");
            if (verdict != (least ? rows[i].some : rows[i].none))
                fail_msg("%s: %d", rows[i].matcher, (int)verdict);
            stop(&bench);
        }
    }
}

/* A payload that is not shown at all may have had anything; and what must come after something that
 * was perhaps there is not known either. */
static void a_payload_that_is_not_shown(void **state) {
    static char metadata[3 * JOURNAL_PAYLOAD_MAX], payload[sizeof metadata + 32];
    struct bench bench;
    size_t used = (size_t)snprintf(metadata, sizeof metadata, "[0");
    (void)state;
    while (used < 2 * JOURNAL_PAYLOAD_MAX)
        used += (size_t)snprintf(metadata + used, sizeof metadata - used, ",0");
    (void)snprintf(metadata + used, sizeof metadata - used, "]");
    (void)snprintf(payload, sizeof payload, "{\"metadata\":%s}", metadata);
    start(&bench, 100, 1000000);
    tell_event(&bench, "s", STS_EVENT_FRAGMENT_DATA, payload);
    resume_it(&bench, "s");
    const struct heard heard =
        verify(&bench, "s",
               "{\"in_order\":true,\"expectations\":["
               "{\"event\":\"fragment:data\",\"match\":{\"sequence_number\":7}},"
               "{\"event\":\"stream:resume\",\"count\":{\"at_most\":0}},"
               "{\"event\":\"fragment:data\",\"match\":{\"metadata\":{\"absent\":true}},\"count\":"
               "{\"exactly\":0}}]}");
    assert_int_equal(heard.each[0], UNKNOWN);
    assert_int_equal(heard.each[1], UNKNOWN);
    assert_int_equal(heard.each[2], UNKNOWN);
    assert_non_null(strstr(heard.why, "could not be compared"));
    stop(&bench);
}

/* An entry that its line cannot show in full. */
static void an_entry_that_is_cut(void **state) {
    struct bench bench;
    const struct stream_fault fault = {.sequence_number = -1, .action = STS_RULE_ACTION_DROP};
    (void)state;
    start(&bench, 100, 1000000);
    journal_tap_tell(&bench.tap,
                     &(struct journal_traffic){.kind = JOURNAL_FAULT,
                                               .subject = {.stream_id = CODEC_TEXT("s")},
                                               .event = STS_EVENT_COUNT,
                                               .fault = &fault});
    assert_int_equal(verify(&bench, "s",
                            "{\"expectations\":[{\"event\":\"fault\",\"match\":"
                            "{\"/fault/action\":\"drop\"},\"count\":{\"exactly\":0}}]}")
                         .verdict,
                     UNKNOWN);
    assert_int_equal(verify(&bench, "s", "{\"expectations\":[{\"event\":\"fault\"}]}").verdict,
                     PASS);
    stop(&bench);
}

/* ---- streams that nobody used, cursors ----------------------------------------------------- */

static void a_stream_that_nobody_used(void **state) {
    static const char none[] =
        "{\"expectations\":[{\"event\":\"stream:end\",\"count\":{\"exactly\":0}}]}";
    static const char absent_ok[] = "{\"absent_ok\":true,\"expectations\":[{\"event\":"
                                    "\"stream:end\",\"count\":{\"exactly\":0}}]}";
    struct bench bench;
    (void)state;
    start(&bench, 100, 1000000);
    assert_int_equal(verify(&bench, "", none).verdict, FAIL); /* nothing at all */
    assert_int_equal(verify(&bench, "", absent_ok).verdict, PASS);
    pause_it(&bench, "live-1");
    assert_int_equal(verify(&bench, "", none).verdict, PASS);
    assert_int_equal(verify(&bench, "live-*", none).verdict, PASS);
    assert_int_equal(verify(&bench, "lvie-*", none).verdict, FAIL);
    const struct heard heard = verify(&bench, "lvie-1", none);
    assert_int_equal(heard.verdict, FAIL);
    assert_non_null(strstr(heard.why, "no stream \"lvie-1\" was ever used on this server"));
    assert_non_null(strstr(heard.why, "did you mean \"live-1\"?"));
    assert_int_equal(verify(&bench, "lvie-1", absent_ok).verdict, PASS);
    struct asked foreign = ask(&bench, "live-1", none);
    assert_int_equal(answer(&bench, &foreign, true).verdict, UNKNOWN);
    stop(&bench);
}

static void refuse(struct bench *bench, const char *stream, enum journal_kind kind) {
    const struct journal_refusal refusal = {STS_REFUSE_SCOPE_STREAMS, 1000, 2};
    journal_tap_tell(&bench->tap,
                     &(struct journal_traffic){
                         .kind = kind,
                         .now_ms = bench->now++,
                         .subject = {.stream_id = codec_text_plain(base_slice_of(stream))},
                         .event = STS_EVENT_COUNT,
                         .reason = "simulated",
                         .refusal = &refusal,
                     });
}

/* Handshakes alone are no use of a stream, but they may be all that is expected. */
static void a_stream_that_only_handshakes_named(void **state) {
    static const char refused[] =
        "{\"expectations\":[{\"event\":\"refused\",\"match\":{\"/attempt\":2}}]}";
    static const char none[] =
        "{\"expectations\":[{\"event\":\"refused\",\"count\":{\"exactly\":0}}]}";
    static const char other[] =
        "{\"expectations\":[{\"event\":\"stream:end\",\"count\":{\"exactly\":0}}]}";
    static const char asked[] = "{\"expectations\":[{\"event\":\"refusing\"}]}";
    struct bench bench;
    (void)state;
    start(&bench, 100, 1000000);
    refuse(&bench, "live-1", JOURNAL_REFUSING);
    assert_int_equal(verify(&bench, "live-1", asked).verdict, FAIL);
    refuse(&bench, "live-1", JOURNAL_REFUSED);
    assert_int_equal(verify(&bench, "live-1", refused).verdict, PASS);
    const struct heard heard = verify(&bench, "live-1", none);
    assert_int_equal(heard.verdict, FAIL);
    assert_string_equal(heard.why, "");
    const struct heard unused = verify(&bench, "live-1", other);
    assert_int_equal(unused.verdict, FAIL);
    assert_non_null(strstr(unused.why, "no stream \"live-1\" was ever used on this server"));
    assert_null(strstr(unused.why, "did you mean"));
    const struct heard close = verify(&bench, "live-2", other);
    assert_null(strstr(close.why, "did you mean"));
    stop(&bench);
}

static void cursors(void **state) {
    static const char *const wrong[] = {"",
                                        "0",
                                        "7",
                                        "-7",
                                        "Start",
                                        "0123456789ab",
                                        "0123456789ab-",
                                        "0123456789ab-01",
                                        "0123456789ab-1x",
                                        "0123456789aB-1",
                                        "0123456789ab-99999999999999999999"};
    struct bench bench;
    char text[JOURNAL_CURSOR_SIZE], ahead[JOURNAL_CURSOR_SIZE];
    uint64_t id;
    (void)state;
    start(&bench, 100, 1000000);
    for (int i = 0; i < 5; i++)
        pause_it(&bench, "s");
    for (uint64_t i = 0; i <= 5; i++) {
        size_t length = journal_cursor_write(bench.journal, i, text);
        assert_int_equal(journal_cursor_read(bench.journal, base_slice(text, length), &id),
                         JOURNAL_CURSOR_OURS);
        assert_int_equal(id, i);
    }
    (void)journal_cursor_write(bench.journal, 6, ahead);
    assert_int_equal(journal_cursor_read(bench.journal, base_slice_of(ahead), &id),
                     JOURNAL_CURSOR_WRONG);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(journal_cursor_read(bench.journal, base_slice_of(wrong[i]), &id),
                         JOURNAL_CURSOR_WRONG);
    assert_int_equal(journal_cursor_read(bench.journal, base_slice_of("start"), &id),
                     JOURNAL_CURSOR_OURS);
    assert_int_equal(journal_cursor_read(bench.journal, base_slice_of("now"), &id),
                     JOURNAL_CURSOR_OURS);
    assert_int_equal(id, 5);
    text[0] = text[0] == '0' ? '1' : '0';
    id = 9;
    assert_int_equal(journal_cursor_read(bench.journal, base_slice_of(text), &id),
                     JOURNAL_CURSOR_FOREIGN);
    assert_int_equal(id, 0);
    stop(&bench);
}

/* None that was told of is ever denied, however many there are. */
static void the_filter_of_forgotten_streams(void **state) {
    static struct journal_forgotten forgotten;
    const struct base_hash_seed seed = {1, 2};
    size_t mistaken = 0;
    (void)state;
    for (uint64_t i = 0; i < 200000; i++) {
        uint64_t hash = base_hash(seed, base_slice((const char *)&i, sizeof i));
        if (i >= 100000)
            mistaken += journal_forgotten_losses(&forgotten, hash).last[JOURNAL_CAUSE_BYTES] > 0;
        else
            journal_forgotten_add(
                &forgotten, hash,
                &(struct journal_losses){.last = {[JOURNAL_CAUSE_BYTES] = i + 1}});
    }
    for (uint64_t i = 0; i < 100000; i++) {
        const struct journal_losses lost = journal_forgotten_losses(
            &forgotten, base_hash(seed, base_slice((const char *)&i, sizeof i)));
        assert_int_equal(lost.last[JOURNAL_CAUSE_BYTES], 100000);
    }
    assert_true(mistaken < 300); /* one of a thousand is what it should be */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ring_that_overflowed),
        cmocka_unit_test(loss_is_counted_per_stream),
        cmocka_unit_test(a_journal_that_overflowed),
        cmocka_unit_test(what_there_was_no_memory_for_is_lost),
        cmocka_unit_test(order_where_the_beginning_is_lost),
        cmocka_unit_test(loss_after_what_was_seen),
        cmocka_unit_test(values_that_are_not_shown),
        cmocka_unit_test(a_payload_that_is_not_shown),
        cmocka_unit_test(an_entry_that_is_cut),
        cmocka_unit_test(a_stream_that_nobody_used),
        cmocka_unit_test(a_stream_that_only_handshakes_named),
        cmocka_unit_test(cursors),
        cmocka_unit_test(the_filter_of_forgotten_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
