/* Structs into JSON: what comes out, in which pieces, and what is refused. */
#include "base/utf8.h"
#include "codec_sample.h"
#include "support/scratch.h"

#include <math.h>

#define OWN 4096

struct encoded {
    struct codec_out out;
    char own[OWN];
    char *text; /* all of it, terminated */
};

static bool encode(struct encoded *encoded, const struct codec_schema *schema, const void *value,
                   size_t capacity) {
    codec_out_init(&encoded->out, encoded->own, capacity);
    bool ok = codec_encode(&encoded->out, schema, value);
    assert_int_equal(ok, encoded->out.error.code == CODEC_OK);
    size_t len = codec_out_length(&encoded->out);
    encoded->text = malloc(len + 1);
    assert_non_null(encoded->text);
    codec_out_flatten(&encoded->out, encoded->text);
    encoded->text[len] = '\0';
    return ok;
}

static void assert_encodes(const struct codec_schema *schema, const void *value,
                           const char *expected) {
    struct encoded encoded;
    if (!encode(&encoded, schema, value, OWN))
        fail_msg("%s: %s", expected, encoded.out.error.message);
    assert_string_equal(encoded.text, expected);
    free(encoded.text);
}

/* `told`: keyword, pointer and message. */
static void assert_refuses(const struct codec_schema *schema, const void *value, const char *told) {
    struct encoded encoded;
    if (encode(&encoded, schema, value, OWN))
        fail_msg("%s: encoded as %s", told, encoded.text);
    const struct codec_error *error = &encoded.out.error;
    char text[CODEC_POINTER_SIZE + CODEC_MESSAGE_SIZE + 64];
    (void)snprintf(text, sizeof text, "%s \"%s\" %s", error->keyword, error->pointer,
                   error->message);
    assert_int_equal(error->code, CODEC_VALUE);
    assert_string_equal(text, told);
    free(encoded.text);
}

static struct sample short_sample(void) {
    return (struct sample){
        .id = CODEC_TEXT("frag-1"),
        .kind = GREEN,
        .channels = 1,
    };
}

static void every_kind_of_member(void **state) {
    (void)state;
    struct sample s = short_sample();
    assert_encodes(&sample_schema, &s,
                   "{\"id\":\"frag-1\",\"kind\":\"green\",\"count\":0,\"channels\":1}");
    static const struct point points[] = {{1, 2}, {-3, -1}};
    static const struct codec_text words[] = {
        {"a", 1, CODEC_TEXT_CLEAN},
        {"\"", 1, CODEC_TEXT_PLAIN},
        {"\\n", 2, CODEC_TEXT_JSON},
    };
    s.has = (1u << 11) - 1;
    s.big = INT64_MIN;
    s.ratio = 0.1;
    s.flag = true;
    s.value = (struct codec_int_or_text){.integer = 12};
    s.label = codec_text_plain(base_slice_of("a\"b"));
    s.data = CODEC_TEXT("AAAA");
    s.point = (struct point){5, 6};
    s.points = (struct codec_list){.items = points, .count = 2};
    s.words = (struct codec_list){.items = words, .count = 3};
    s.free = base_slice_of("{ \"x\" : [] }");
    assert_encodes(
        &sample_schema, &s,
        "{\"id\":\"frag-1\",\"kind\":\"green\",\"count\":0,\"big\":-9223372036854775808,"
        "\"channels\":1,\"ratio\":0.1,\"flag\":true,\"value\":12,\"label\":\"a\\\"b\","
        "\"data\":\"AAAA\",\"point\":{\"x\":5,\"y\":6},\"points\":[{\"x\":1,\"y\":2},"
        "{\"x\":-3,\"y\":-1}],\"words\":[\"a\",\"\\\"\",\"\\n\"],\"free\":{ \"x\" : [] },"
        "\"note\":\"\"}");
    s.value = (struct codec_int_or_text){.is_text = true, .text = CODEC_TEXT("12")};
    s.has = HAS_VALUE;
    assert_encodes(&sample_schema, &s,
                   "{\"id\":\"frag-1\",\"kind\":\"green\",\"count\":0,\"channels\":1,"
                   "\"value\":\"12\"}");
    s.words = (struct codec_list){.count = 0};
    s.has = HAS_WORDS;
    assert_encodes(
        &sample_schema, &s,
        "{\"id\":\"frag-1\",\"kind\":\"green\",\"count\":0,\"channels\":1,\"words\":[]}");
}

static void decoded_and_encoded_again(void **state) {
    (void)state;
    static const char *const texts[] = {
        "{\"id\":\"frag-1\",\"kind\":\"red\",\"count\":7,\"channels\":2}",
        "{\"id\":\"\\u0041\\n\xC3\xA9\",\"kind\":\"green\",\"count\":100,\"big\":"
        "9223372036854775807,"
        "\"channels\":1,\"ratio\":0.3333333333333333,\"flag\":false,\"value\":\"a\\\\b\","
        "\"label\":\"\",\"data\":\"AA\\/A\",\"point\":{\"x\":3,\"y\":4},\"points\":[ {\"x\":1} ],"
        "\"words\":[\"\\ud83d\\ude00\"],\"free\":[1.0 , {}],\"note\":\"n\"}",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct sample sample;
        struct codec_in in;
        codec_in_init(&in, base_slice_of(texts[i]), &test_scratch);
        assert_true(codec_decode(&in, &sample_schema, &sample));
        assert_encodes(&sample_schema, &sample, texts[i]);
    }
}

/* ---- strings and numbers -------------------------------------------------------------------- */

static void escapes(void **state) {
    (void)state;
    static const struct {
        struct base_slice plain;
        const char *json;
    } cases[] = {
        {BASE_SLICE(""), "\"\""},
        {BASE_SLICE("plain / text"), "\"plain / text\""},
        {BASE_SLICE("\"\\"), "\"\\\"\\\\\""},
        {BASE_SLICE("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\""},
        {BASE_SLICE("\0\x01\x1F\x7F"), "\"\\u0000\\u0001\\u001f\x7F\""},
        {BASE_SLICE("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\n\xC3\xA9"),
         "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\\n\xC3\xA9\""},
        {BASE_SLICE("a text that is longer than a vector\nand goes on after the line's end"),
         "\"a text that is longer than a vector\\nand goes on after the line's end\""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_slice plain = exact(cases[i].plain);
        struct codec_text text = codec_text_plain(plain);
        assert_encodes(&word_schema, &text, cases[i].json);
        exact_free(plain);
    }
    const struct codec_text unset = {NULL, 0, CODEC_TEXT_PLAIN};
    assert_encodes(&word_schema, &unset, "\"\"");
}

/* Any bytes: escaped, they are a string of the same characters. */
static void escapes_there_and_back(void **state) {
    (void)state;
    srand(5);
    for (int round = 0; round < 5000; round++) {
        char bytes[300];
        size_t len = (size_t)rand() % sizeof bytes;
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(rand() % 8 ? 'a' + rand() % 26 : rand() % 128);
        struct codec_text plain = codec_text_plain(base_slice(bytes, len)), back;
        struct encoded encoded;
        assert_true(encode(&encoded, &word_schema, &plain, OWN));
        struct codec_in in;
        codec_in_init(&in, base_slice_of(encoded.text), &test_scratch);
        assert_true(codec_in_text(&in, &back));
        assert_true(codec_in_done(&in));
        assert_true(codec_text_equal(plain, back));
        free(encoded.text);
    }
}

static void doubles_are_short(void **state) {
    (void)state;
    static const struct {
        double value;
        const char *json;
    } cases[] = {
        {0, "0"},
        {-0.0, "-0"},
        {1, "1"},
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3, "0.3333333333333333"},
        {123.456, "123.456"},
        {1e21, "1e+21"},
        {1e-7, "1e-07"},
        {9007199254740993.0, "9007199254740992"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {2.2250738585072014e-308, "2.2250738585072014e-308"},
        {5e-324, "5e-324"},
    };
    static const struct codec_schema any = {.types = CODEC_NUMBER, .store = CODEC_STORE_DOUBLE};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_encodes(&any, &cases[i].value, cases[i].json);
    const double infinite[] = {INFINITY, -INFINITY, NAN};
    for (size_t i = 0; i < COUNT(infinite); i++)
        assert_refuses(&any, &infinite[i],
                       "type \"\" must be a finite number, because JSON has no others");
}

static void integers(void **state) {
    (void)state;
    static const int64_t cases[] = {0,         1,         -1,        9,         10,    -10,
                                    123456789, INT32_MIN, INT64_MAX, INT64_MIN, 99999, 100000};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char expected[32];
        (void)sprintf(expected, "%lld", (long long)cases[i]);
        assert_encodes(&big_schema, &cases[i], expected);
    }
    for (int64_t power = 1; power < INT64_MAX / 10; power *= 10)
        for (int64_t near = -2; near <= 2; near++)
            for (int64_t sign = -1; sign <= 1; sign += 2) {
                char expected[32], digits[CODEC_INTEGER_SIZE];
                long long value = sign * (power * 7 + near);
                size_t len = codec_out_write_integer(value, digits);
                assert_int_equal(len, sprintf(expected, "%lld", value));
                assert_memory_equal(digits, expected, len);
            }
}

/* Names that JSON cannot hold as they stand. */
static void names_are_escaped(void **state) {
    (void)state;
    static const struct codec_member rows[] = {
        {.name = BASE_SLICE("a\"b\n"), .schema = &big_schema, .offset = 0},
        {.name = BASE_SLICE(""), .schema = &big_schema, .offset = 0},
        {.name = BASE_SLICE("\xC3\xA9"), .schema = &big_schema, .offset = 0},
    };
    static const struct codec_object_rules rules = {
        .members = rows,
        .count = COUNT(rows),
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(int64_t),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    };
    static const struct codec_schema schema = {
        .types = CODEC_OBJECT,
        .store = CODEC_STORE_RECORD,
        .object = &rules,
    };
    const int64_t value = 5;
    assert_encodes(&schema, &value, "{\"a\\\"b\\n\":5,\"\":5,\"\xC3\xA9\":5}");
}

/* ---- what breaks its schema ----------------------------------------------------------------- */

static void values_are_checked(void **state) {
    (void)state;
    struct sample s = short_sample();
    s.count = 101;
    assert_refuses(&sample_schema, &s, "maximum \"/count\" must be at most 100, not 101");
    s.count = -1;
    assert_refuses(&sample_schema, &s, "minimum \"/count\" must be at least 0, not -1");
    s = short_sample();
    s.channels = 3;
    assert_refuses(&sample_schema, &s, "enum \"/channels\" must be one of 1, 2, not 3");
    s = short_sample();
    s.has = HAS_RATIO;
    s.ratio = 1.0000000000000002;
    assert_refuses(&sample_schema, &s,
                   "maximum \"/ratio\" must be at most 1, not 1.0000000000000002");
    s.ratio = NAN;
    assert_refuses(&sample_schema, &s,
                   "type \"/ratio\" must be a finite number, because JSON has no others");
    s = short_sample();
    s.has = HAS_VALUE;
    s.value.integer = -1;
    assert_refuses(&sample_schema, &s, "minimum \"/value\" must be at least 0, not -1");
    s = short_sample();
    s.kind = (enum kind)2;
    assert_refuses(&sample_schema, &s, "enum \"/kind\" is not one of its values: number 2");
    s = short_sample();
    s.has = HAS_FREE;
    assert_refuses(&sample_schema, &s, "required \"/free\" has no value");
    static const struct point points[4];
    s.has = HAS_POINTS;
    s.points = (struct codec_list){.items = points, .count = 4};
    assert_refuses(&sample_schema, &s, "maxItems \"/points\" must have at most 3 items, not 4");
    const struct point outside[2] = {[1] = {.x = 1001}};
    s.points = (struct codec_list){.items = outside, .count = 2};
    assert_refuses(&sample_schema, &s, "maximum \"/points/1/x\" must be at most 1000, not 1001");
}

static void texts_of_the_program_are_checked(void **state) {
    (void)state;
    struct sample s = short_sample();
    s.id = (struct codec_text){NULL, 0, CODEC_TEXT_CLEAN}; /* never set */
    assert_refuses(&sample_schema, &s,
                   "minLength \"/id\" is empty (0 characters), but at least 1 are required");
    s.id = codec_text_plain(base_slice_of("this is more than thirty-six characters"));
    assert_refuses(&sample_schema, &s,
                   "maxLength \"/id\" is 39 characters long, but at most 36 are allowed");
    struct codec_text text = codec_text_plain(base_slice_of(SAMPLE_ID));
    const struct codec_schema uuid = {
        .types = CODEC_STRING,
        .store = CODEC_STORE_TEXT,
        .string = &uuid_rules,
    };
    assert_encodes(&uuid, &text, "\"" SAMPLE_ID "\"");
    text.len--;
    assert_refuses(&uuid, &text,
                   "format \"\" must be a UUID such as 123e4567-e89b-42d3-a456-426614174000");
}

/* A member that is required but kept nowhere cannot be written. */
static void required_members_are_checked(void **state) {
    (void)state;
    static const struct codec_schema unstored = {.types = CODEC_ANY};
    static const struct codec_member rows[] = {
        {.name = BASE_SLICE("x"),
         .presence = CODEC_REQUIRED,
         .schema = &unstored,
         .offset = CODEC_NO_OFFSET},
    };
    static const struct codec_object_rules rules = {
        .members = rows,
        .count = 1,
        .max_members = CODEC_UNBOUNDED,
        .size = 1,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    };
    static const struct codec_schema schema = {
        .types = CODEC_OBJECT,
        .store = CODEC_STORE_RECORD,
        .object = &rules,
    };
    assert_refuses(&schema, "", "required \"\" lacks the member \"x\"");
    assert_refuses(&unstored, "", " \"\" cannot be encoded: its schema stores nothing");
}

/* ---- pieces --------------------------------------------------------------------------------- */

/* Audio is not copied: the piece in the middle is the message that it came from. */
static void large_strings_are_borrowed(void **state) {
    (void)state;
    enum {
        AUDIO = 1 << 20
    };
    const char *before = "{\"id\":\"f\",\"kind\":\"red\",\"data\":\"",
               *after = "\",\"note\":\"x\"}";
    size_t start = strlen(before), len = start + AUDIO + strlen(after);
    char *json = malloc(len + 1);
    assert_non_null(json);
    memcpy(json, before, start);
    memset(json + start, 'Q', AUDIO);
    strcpy(json + start + AUDIO, after);
    struct sample sample;
    struct codec_in in;
    codec_in_init(&in, base_slice(json, len), &test_scratch);
    assert_true(codec_decode(&in, &sample_schema, &sample));
    struct codec_out out;
    char own[256];
    codec_out_init(&out, own, sizeof own);
    assert_true(codec_encode(&out, &sample_schema, &sample));
    assert_int_equal(out.segment_count, 3);
    assert_false(out.segments[0].borrowed);
    assert_ptr_equal(out.segments[0].bytes.ptr, own);
    assert_true(out.segments[1].borrowed);
    assert_ptr_equal(out.segments[1].bytes.ptr, json + start);
    assert_int_equal(out.segments[1].bytes.len, AUDIO);
    assert_false(out.segments[2].borrowed);
    assert_memory_equal(out.segments[2].bytes.ptr, after, out.segments[2].bytes.len);
    assert_int_equal(codec_out_length(&out), out.own_length + AUDIO);
    free(json);
}

static void borrowing_begins_at_a_size(void **state) {
    (void)state;
    char bytes[CODEC_BORROW_MIN];
    memset(bytes, 'a', sizeof bytes);
    for (size_t len = CODEC_BORROW_MIN - 1; len <= CODEC_BORROW_MIN; len++) {
        struct codec_out out;
        char own[2 * CODEC_BORROW_MIN];
        codec_out_init(&out, own, sizeof own);
        assert_true(codec_out_text(&out, (struct codec_text){bytes, len, CODEC_TEXT_CLEAN}));
        assert_int_equal(out.segment_count, len < CODEC_BORROW_MIN ? 1 : 3);
        assert_int_equal(codec_out_length(&out), len + 2);
    }
}

/* When there are no segments left, what would be borrowed is copied while it fits. */
static void more_large_values_than_segments(void **state) {
    (void)state;
    char large[CODEC_BORROW_MIN];
    memset(large, 'x', sizeof large);
    struct codec_text texts[8];
    for (size_t i = 0; i < COUNT(texts); i++)
        texts[i] = (struct codec_text){large, sizeof large, CODEC_TEXT_CLEAN};
    struct codec_list list = {.items = texts, .count = COUNT(texts)};
    struct encoded encoded;
    assert_true(encode(&encoded, &words_schema, &list, OWN));
    assert_int_equal(encoded.out.segment_count, CODEC_SEGMENTS_MAX);
    assert_int_equal(strlen(encoded.text), COUNT(texts) * (sizeof large + 3) + 1);
    struct codec_error error;
    assert_true(codec_validate(base_slice_of(encoded.text), &words_schema, &test_scratch, &error));
    free(encoded.text);
    assert_false(encode(&encoded, &words_schema, &list, 1024));
    assert_int_equal(encoded.out.error.code, CODEC_NO_SPACE);
    free(encoded.text);
}

static void no_byte_too_many(void **state) {
    (void)state;
    struct sample s = short_sample();
    s.has = HAS_LABEL | HAS_RATIO;
    s.label = codec_text_plain(base_slice_of("\n\"\xC3\xA9"));
    struct encoded whole;
    assert_true(encode(&whole, &sample_schema, &s, OWN));
    size_t len = strlen(whole.text);
    for (size_t capacity = 0; capacity <= len; capacity++) {
        char *own = malloc(capacity ? capacity : 1);
        assert_non_null(own);
        struct codec_out out;
        codec_out_init(&out, capacity ? own : NULL, capacity);
        bool ok = codec_encode(&out, &sample_schema, &s);
        assert_int_equal(ok, capacity == len);
        assert_int_equal(out.error.code, ok ? CODEC_OK : CODEC_NO_SPACE);
        assert_memory_equal(own, whole.text, out.own_length);
        /* after a failure nothing more is written */
        size_t used = out.own_length;
        if (!ok)
            assert_false(codec_out_integer(&out, 1) || codec_out_double(&out, 1));
        assert_int_equal(out.own_length, used);
        free(own);
    }
    free(whole.text);
}

/* A pointer longer than there is room for ends in "...", between two characters. */
static void long_pointers_are_cut(void **state) {
    (void)state;
    char own[64], name[201];
    struct codec_out out;
    for (size_t i = 0; i + 2 < sizeof name; i += 2)
        memcpy(name + i, "\xC3\xA9", 2);
    codec_out_init(&out, own, sizeof own);
    assert_false(codec_out_fail(&out, CODEC_VALUE, "type", "%s", "no"));
    assert_false(codec_out_failed_item(&out, 7));
    assert_false(codec_out_failed_member(&out, base_slice_of("a/b~c")));
    assert_string_equal(out.error.pointer, "/a~1b~0c/7");
    for (int i = 0; i < 3; i++)
        assert_false(codec_out_failed_member(&out, base_slice(name, 200)));
    size_t length = strlen(out.error.pointer);
    assert_in_range(length, CODEC_POINTER_SIZE - 4, CODEC_POINTER_SIZE - 1);
    assert_string_equal(out.error.pointer + length - 3, "...");
    assert_true(base_utf8_valid(base_slice_of(out.error.pointer)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_member),
        cmocka_unit_test(decoded_and_encoded_again),
        cmocka_unit_test(escapes),
        cmocka_unit_test(escapes_there_and_back),
        cmocka_unit_test(doubles_are_short),
        cmocka_unit_test(integers),
        cmocka_unit_test(names_are_escaped),
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(texts_of_the_program_are_checked),
        cmocka_unit_test(long_pointers_are_cut),
        cmocka_unit_test(required_members_are_checked),
        cmocka_unit_test(large_strings_are_borrowed),
        cmocka_unit_test(borrowing_begins_at_a_size),
        cmocka_unit_test(more_large_values_than_segments),
        cmocka_unit_test(no_byte_too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
