/* Engine.IO and Socket.IO as a client sees them. */
#include "client/json.h"
#include "client/packet.h"
#include "codec/in.h"
#include "support/scratch.h"
#include "unit/client_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <json-c/json.h>

static void messages_are_told_apart(void **state) {
    static const struct {
        const char *text;
        enum client_packet_kind kind;
        const char *namespace, *name, *json;
        uint64_t id;
    } rows[] = {
        {"0{\"sid\":\"x\"}", CLIENT_PACKET_OPEN, "", "", "{\"sid\":\"x\"}", 0},
        {"1", CLIENT_PACKET_CLOSE, "", "", "", 0},
        {"2", CLIENT_PACKET_PING, "", "", "", 0},
        {"3probe", CLIENT_PACKET_PONG, "", "", "probe", 0},
        {"6", CLIENT_PACKET_NOOP, "", "", "", 0},
        {"40{\"sid\":1}", CLIENT_PACKET_CONNECTED, "/", "", "{\"sid\":1}", 0},
        {"40/sts,{}", CLIENT_PACKET_CONNECTED, "/sts", "", "{}", 0},
        {"44{\"message\":\"no\"}", CLIENT_PACKET_REFUSED, "/", "", "{\"message\":\"no\"}", 0},
        {"44/sts,{}", CLIENT_PACKET_REFUSED, "/sts", "", "{}", 0},
        {"41", CLIENT_PACKET_DISCONNECTED, "/", "", "", 0},
        {"42[\"a\",{\"b\":[1]}]", CLIENT_PACKET_EVENT, "/", "a", "{\"b\":[1]}", 0},
        {"42/sts,[\"a\"]", CLIENT_PACKET_EVENT, "/sts", "a", "", 0},
        {"42[\"\\u0061:b\",1]", CLIENT_PACKET_EVENT, "/", "a:b", "1", 0},
        {"42[\"a\",{\"b\":NaN}]", CLIENT_PACKET_EVENT, "/", "a", "{\"b\":NaN}", 0},
        {"42[\"a\",{\"b\":[1}]", CLIENT_PACKET_EVENT, "/", "a", "{\"b\":[1}", 0},
        {"42[\"a\",{\"b\":1,\"b\":2}]", CLIENT_PACKET_EVENT, "/", "a", "{\"b\":1,\"b\":2}", 0},
        {"4312[{}]", CLIENT_PACKET_ACK, "/", "", "[{}]", 12},
        {"", CLIENT_PACKET_OTHER, "", "", "", 0},
        {"5", CLIENT_PACKET_OTHER, "", "", "", 0},
        {"7", CLIENT_PACKET_OTHER, "", "", "", 0},
        {"bAAAA", CLIENT_PACKET_OTHER, "", "", "", 0},
        {"4", CLIENT_PACKET_OTHER, "", "", "", 0},
        {"44", CLIENT_PACKET_OTHER, "", "", "", 0},
        {"42{}", CLIENT_PACKET_OTHER, "", "", "", 0},
        {"42[1]", CLIENT_PACKET_OTHER, "", "", "", 0},
        {"42[\"a\",", CLIENT_PACKET_OTHER, "", "", "", 0},
        {"43[]", CLIENT_PACKET_OTHER, "", "", "", 0},
        {"451-[\"a\",{\"_placeholder\":true,\"num\":0}]", CLIENT_PACKET_OTHER, "", "", "", 0},
        {"4399999999999999999999999[]", CLIENT_PACKET_OTHER, "", "", "399999999999999999999999[]",
         0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct client_packet packet =
            client_packet_read(base_slice_of(rows[i].text), &test_scratch);
        if (packet.kind != rows[i].kind)
            fail_msg("%s: kind %d, not %d", rows[i].text, packet.kind, rows[i].kind);
        if (packet.kind == CLIENT_PACKET_OTHER)
            continue;
        assert_true(base_slice_equal(packet.namespace, base_slice_of(rows[i].namespace)));
        assert_true(base_slice_equal(packet.json, base_slice_of(rows[i].json)));
        assert_true(codec_text_equal(packet.name, codec_text_plain(base_slice_of(rows[i].name))));
        assert_int_equal(packet.id, rows[i].id);
    }
}

static void polls_bring_several(void **state) {
    struct base_slice payload = base_slice_of("2\x1e"
                                              "42[\"a\"]\x1e"),
                      packet;
    (void)state;
    assert_true(client_packet_take(&payload, &packet));
    assert_true(base_slice_equal(packet, base_slice_of("2")));
    assert_true(client_packet_take(&payload, &packet));
    assert_true(base_slice_equal(packet, base_slice_of("42[\"a\"]")));
    assert_true(client_packet_take(&payload, &packet));
    assert_int_equal(packet.len, 0);
    assert_false(client_packet_take(&payload, &packet));
    payload = base_slice(NULL, 0);
    assert_false(client_packet_take(&payload, &packet));
}

static void expect_written(struct base_bytes *out, bool written, const char *wanted) {
    assert_true(written);
    if (!base_slice_equal(base_bytes_slice(out), base_slice_of(wanted)))
        fail_msg("%.*s, not %s", (int)out->length, out->data, wanted);
    out->length = 0;
}

static void packets_are_written(void **state) {
    struct base_memory memory = base_memory_heap();
    struct base_bytes out = {.memory = &memory};
    const struct base_slice json = base_slice_of("{\"b\":1}");
    const uint64_t id = 7;
    (void)state;
    expect_written(&out, client_packet_write_connect(&out, "/", NULL), "40");
    expect_written(&out, client_packet_write_connect(&out, "/sts", NULL), "40/sts,");
    expect_written(&out, client_packet_write_connect(&out, "/sts", "key"),
                   "40/sts,{\"token\":\"key\"}");
    expect_written(&out, client_packet_write_disconnect(&out, "/"), "41");
    expect_written(&out, client_packet_write_disconnect(&out, "/sts"), "41/sts,");
    expect_written(&out, client_packet_write_event(&out, "/", NULL, "a:b", json),
                   "42[\"a:b\",{\"b\":1}]");
    expect_written(&out, client_packet_write_event(&out, "/sts", &id, "a\"b", json),
                   "42/sts,7[\"a\\\"b\",{\"b\":1}]");
    base_bytes_free(&out);
    assert_int_equal(memory.in_use, 0);
}

/* ---- texts in JSON ------------------------------------------------------------------------- */

static const char *const keys[] = {
    "plain",
    "",
    "a\"b",
    "a\\b",
    "\\",
    "\"",
    "\"},{\"token\":\"other",
    "\n\r\t\b\f\x01\x1f\x7f",
    "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8e\xa7",
    "%s%n%d",
    "</script>",
};

/* An independent reader finds the key in what was written. */
static void expect_token(const char *key) {
    struct base_memory memory = base_memory_heap();
    struct base_bytes out = {.memory = &memory};
    struct json_object *token = NULL;
    assert_true(client_packet_write_connect(&out, "/", key));
    assert_true(base_bytes_add(&out, base_slice("", 1)));
    struct json_object *auth = json_tokener_parse(out.data + 2);
    if (!auth || !json_object_object_get_ex(auth, "token", &token))
        fail_msg("no token in %s", out.data);
    assert_int_equal(json_object_object_length(auth), 1);
    assert_string_equal(json_object_get_string(token), key);
    (void)json_object_put(auth);
    base_bytes_free(&out);
    assert_int_equal(memory.in_use, 0);
}

static void keys_are_escaped(void **state) {
    static char key[2000];
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        expect_token(keys[i]);
    for (size_t length = 120; length < 140; length++) /* around the size of a piece */
        for (int kind = 0; kind < 3; kind++) {
            for (size_t i = 0; i < length; i++)
                key[i] = "x\"\x01"[kind];
            key[length] = '\0';
            expect_token(key);
        }
    for (size_t i = 0; i + 2 < sizeof key; i += 2)
        memcpy(key + i, "\xc3\xa9", 3);
    expect_token(key);
}

static void written_texts_are_strict_json(void **state) {
    struct base_memory memory = base_memory_heap();
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct base_bytes out = {.memory = &memory};
        struct codec_text text;
        struct codec_in in;
        assert_true(client_json_text(&out, base_slice_of(keys[i])));
        codec_in_init(&in, base_bytes_slice(&out), &test_scratch);
        assert_true(codec_in_text(&in, &text) && codec_in_done(&in));
        assert_true(codec_text_equal(text, codec_text_plain(base_slice_of(keys[i]))));
        base_bytes_free(&out);
    }
}

static void without_memory_nothing_is_written(void **state) {
    (void)state;
    for (unsigned failing = 1;; failing++) {
        static char key[700];
        struct client_memory memory;
        client_memory_init(&memory, failing);
        struct base_bytes out = {.memory = &memory.memory};
        memset(key, 'k', sizeof key - 1);
        bool written = client_packet_write_connect(&out, "/", key);
        assert_int_equal(written, memory.left > 0);
        base_bytes_free(&out);
        assert_int_equal(memory.memory.in_use, 0);
        if (written)
            break;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_told_apart),
        cmocka_unit_test(polls_bring_several),
        cmocka_unit_test(packets_are_written),
        cmocka_unit_test(keys_are_escaped),
        cmocka_unit_test(written_texts_are_strict_json),
        cmocka_unit_test(without_memory_nothing_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
