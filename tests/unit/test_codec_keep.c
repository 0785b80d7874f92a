/* Decoded structs that outlive the text they were decoded from. */
#include "codec_sample.h"
#include "sts_protocol.h"
#include "support/scratch.h"

#define OWN 4096

/* The JSON of it; to be freed. */
static char *encode(const struct codec_schema *schema, const void *value) {
    struct codec_out out;
    char own[OWN];
    codec_out_init(&out, own, sizeof own);
    if (!codec_encode(&out, schema, value))
        fail_msg("%s %s", out.error.pointer, out.error.message);
    size_t len = codec_out_length(&out);
    char *text = malloc(len + 1);
    assert_non_null(text);
    codec_out_flatten(&out, text);
    text[len] = '\0';
    return text;
}

/* Decodes `json`, keeps the struct in `value`, frees the text, and checks that it still encodes to
 * the same JSON. Returns the kept bytes. */
static size_t assert_kept(const struct codec_schema *schema, void *value, const char *json) {
    size_t size = strlen(json);
    char *text = malloc(size);
    assert_non_null(text);
    memcpy(text, json, size);
    struct codec_in in;
    codec_in_init(&in, base_slice(text, size), &test_scratch);
    if (!codec_decode(&in, schema, value))
        fail_msg("%s: %s %s", json, in.error.pointer, in.error.message);
    char *before = encode(schema, value);
    size_t length = codec_keep(schema, value, NULL);
    char *counted = encode(schema, value);
    assert_string_equal(counted, before);
    char *into = malloc(length + 1); /* one more, since malloc(0) may be NULL */
    assert_non_null(into);
    into[length] = '#';
    assert_int_equal(codec_keep(schema, value, into), length);
    assert_int_equal(into[length], '#');
    memset(text, '#', size);
    free(text);
    char *after = encode(schema, value);
    assert_string_equal(after, before);
    free(before);
    free(counted);
    free(after);
    free(into);
    return length;
}

static void every_kind_of_member(void **state) {
    (void)state;
    struct sample sample;
    (void)assert_kept(&sample_schema, &sample,
                      "{\"id\":\"a\\u00e9\",\"kind\":\"red\",\"count\":3,\"big\":4,\"channels\":1,"
                      "\"ratio\":0.5,\"flag\":true,\"value\":\"text\",\"label\":\"l\\n\","
                      "\"data\":\"AAAA\",\"point\":{\"x\":1},\"points\":[{\"x\":1,\"y\":2}],"
                      "\"words\":[\"a\",\"b\"],\"free\":{\"any\":[1,2]},\"note\":\"n\"}");
}

static void only_what_is_there(void **state) {
    (void)state;
    struct sample sample;
    assert_int_equal(assert_kept(&sample_schema, &sample, "{\"id\":\"abc\",\"kind\":\"red\"}"), 3);
    assert_int_equal(assert_kept(&sample_schema, &sample,
                                 "{\"id\":\"abc\",\"kind\":\"red\",\"value\":7,\"label\":\"\"}"),
                     3);
}

/* Also a text without a character has its place there. */
static void empty_texts(void **state) {
    (void)state;
    static char text[] = "{\"id\":\"abc\",\"kind\":\"red\",\"label\":\"\"}";
    struct codec_in in;
    struct sample sample;
    char into[3];
    codec_in_init(&in, base_slice_of(text), &test_scratch);
    assert_true(codec_decode(&in, &sample_schema, &sample));
    assert_int_equal(codec_keep(&sample_schema, &sample, into), sizeof into);
    assert_ptr_equal(sample.id.ptr, into);
    assert_ptr_equal(sample.label.ptr, into + sizeof into);
}

#define CODE(code)                                                                                 \
    "{\"error_id\":\"9d2f4c1e-7f55-4d64-8a41-0c9b7d6e5f33\",\"code\":\"" code                      \
    "\",\"message\":\"late\",\"severity\":\"error\",\"retryable\":true}"

static void open_enums(void **state) {
    (void)state;
    struct sts_error error;
    const struct codec_schema *schema = sts_events[STS_EVENT_ERROR].payload;
    (void)assert_kept(schema, &error, CODE("TIMEOUT"));
    assert_int_equal(error.code.value, STS_ERROR_CODE_TIMEOUT);
    (void)assert_kept(schema, &error, CODE("SOMETHING_ELSE"));
    assert_int_equal(error.code.value, STS_ERROR_CODE_OTHER);
}

/* The object's own text, members that are not declared included. */
static void whole_objects(void **state) {
    (void)state;
    struct sts_fragment_data fragment;
    (void)assert_kept(sts_events[STS_EVENT_FRAGMENT_DATA].payload, &fragment,
                      "{\"fragment_id\":\"f\",\"stream_id\":\"s\",\"sequence_number\":0,"
                      "\"timestamp\":1,\"audio\":{\"format\":\"m4a\",\"sample_rate_hz\":48000,"
                      "\"channels\":2,\"duration_ms\":1000,\"data_base64\":\"AAAA\"},"
                      "\"metadata\":{\"pts_ns\":0,\"other\":{\"a\":[]}}}");
}

/* Null in a list counts as absent, where it does so when it is read. */
static void nulls_in_lists(void **state) {
    (void)state;
    static char text[] =
        "{\"scenarios\":[ {\"name\" : null,\"steps\":[{\"until\":null , \"delay\":{\"delay_ms\":1,"
        "\"seed_key\":null}},{\"f\\u0061ults\":{\"rules\":[{\"action\":\"drop\",\"mod\\u0065\":"
        "null,"
        "\"n\":[null,{\"a\":null}]}],\"seed\":null}} ] ,\"seed\":null}]}";
    static const char kept[] =
        "{\"scenarios\":[{\"steps\":[{\"delay\":{\"delay_ms\":1}},{\"f\\u0061ults\":{\"rules\":[{"
        "\"action\":\"drop\",\"n\":[null,{\"a\":null}]}]}}]}]}";
    const struct codec_schema *schema = sts_bodies[STS_BODY_CONTROL_SCENARIOS].payload;
    struct sts_control_scenarios scenarios;
    struct codec_in in;
    char into[sizeof text];
    codec_in_init(&in, base_slice_of(text), &test_scratch);
    assert_true(codec_decode(&in, schema, &scenarios));
    size_t length = codec_keep(schema, &scenarios, NULL);
    assert_int_equal(codec_keep(schema, &scenarios, into), length);
    char *after = encode(schema, &scenarios);
    assert_string_equal(after, kept);
    free(after);
    struct codec_list none = {.count = 0};
    const struct codec_schema *list = schema->object->members[0].schema;
    assert_int_equal(codec_keep(list, &none, into), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_member), cmocka_unit_test(only_what_is_there),
        cmocka_unit_test(empty_texts),          cmocka_unit_test(open_enums),
        cmocka_unit_test(whole_objects),        cmocka_unit_test(nulls_in_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
