/* Entries of a journal become again what the server told. */
#include "conform/replay_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* A line that is told; `done` with it frees what it holds. */
static struct conform_replay_line *read(const char *text) {
    static struct base_memory memory;
    static struct conform_replay_line line;
    struct codec_in in;
    memory = base_memory_heap();
    line = (struct conform_replay_line){.arena = {.memory = &memory}};
    assert_true(conform_replay_decode(&line, base_slice_of(text), &in));
    conform_replay_set_traffic(&line);
    return &line;
}

static void done(struct conform_replay_line *line) {
    base_arena_clear(&line->arena);
    assert_int_equal(line->arena.memory->in_use, 0);
}

#define BEGIN "{\"id\":7,\"time\":\"2026-01-05T09:30:00.125Z\",\"monotonic_ms\":90000,"

static void how_far_a_client_is_behind(void **state) {
    (void)state;
    struct conform_replay_line *line =
        read(BEGIN "\"kind\":\"disconnected\",\"waiting_ms\":0,\"caught_up_ms\":60000}");
    assert_int_equal(line->traffic.waiting_since, 90000);
    assert_int_equal(line->traffic.caught_up_at, 30000);
    done(line);
    line = read(BEGIN "\"kind\":\"disconnected\"}");
    assert_int_equal(line->traffic.waiting_since, 0);
    assert_int_equal(line->traffic.caught_up_at, 0);
    done(line);
}

static void assert_text(struct codec_text text, const char *expected, size_t length) {
    assert_int_equal(text.len, length);
    assert_memory_equal(text.ptr, expected, length);
}

/* U+0000 is a character like others. */
static void texts_have_all_their_characters(void **state) {
    (void)state;
    struct conform_replay_line *line =
        read(BEGIN "\"kind\":\"event\",\"direction\":\"in\",\"event\":\"stream:init\\u0000\","
                   "\"x_stream_id\":\"a\\u0000b\",\"stream_id\":\"a\\u0000b\","
                   "\"fragment_id\":\"\\u0000\",\"verdict\":\"unknown\",\"payload\":[{}]}");
    const struct journal_traffic *traffic = &line->traffic;
    assert_text(traffic->name, "stream:init", 12);
    assert_int_equal(traffic->event, STS_EVENT_COUNT);
    assert_text(traffic->subject.stream_id, "a\0b", 3);
    assert_text(traffic->subject.fragment_id, "", 1);
    assert_true(base_slice_equal(traffic->client.stream_id, base_slice("a\0b", 3)));
    done(line);
}

/* The same in a payload, in which audio is left out. */
static void payloads_have_all_their_characters(void **state) {
    (void)state;
    struct conform_replay_line *line = read(
        BEGIN
        "\"kind\":\"event\",\"direction\":\"in\",\"event\":\"fragment:data\",\"verdict\":\"ok\","
        "\"payload\":{\"fragment_id\":\"f\\u0000\",\"stream_id\":\"a\\u0000b\","
        "\"sequence_number\":0,\"timestamp\":0,\"audio\":{\"format\":\"m4a\","
        "\"sample_rate_hz\":48000,\"channels\":1,\"duration_ms\":1,"
        "\"data_base64\":{\"elided\":8}},\"stream_id\\u0000\":1}}");
    const struct sts_fragment_data *data = line->traffic.message;
    assert_non_null(data);
    assert_true(codec_text_equal(data->stream_id, codec_text_plain(base_slice("a\0b", 3))));
    assert_true(codec_text_equal(data->fragment_id, codec_text_plain(base_slice("f\0", 2))));
    assert_true(codec_text_equal(data->audio.data_base64, CODEC_TEXT("AAAA")));
    done(line);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(how_far_a_client_is_behind),
        cmocka_unit_test(texts_have_all_their_characters),
        cmocka_unit_test(payloads_have_all_their_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
