/* Base64 members (RFC 4648 section 4, padded): checked while they are scanned. */
#include "codec_fixture.h"
#include "support/scratch.h"

static const struct codec_string_rules any_length = {
    .max_length = CODEC_UNBOUNDED,
    .base64 = true,
};
static const struct codec_schema audio = {
    .types = CODEC_STRING | CODEC_NULL,
    .store = CODEC_STORE_TEXT,
    .string = &any_length,
};

static void valid(void **state) {
    (void)state;
    static const struct {
        const char *json;
        enum codec_text_form form;
    } cases[] = {
        {"\"\"", CODEC_TEXT_CLEAN},
        {"\"AAAA\"", CODEC_TEXT_CLEAN},
        {"\"AAA=\"", CODEC_TEXT_CLEAN},
        {"\"AA==\"", CODEC_TEXT_CLEAN},
        {"\"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/\"", CODEC_TEXT_CLEAN},
        {"\"ab\\/c\"", CODEC_TEXT_JSON}, /* PHP and others write it so */
        {"\"\\/\\/\\/\\/\"", CODEC_TEXT_JSON},
        {"\"\\u002bA\\u002FA\"", CODEC_TEXT_JSON},
        {"\"\\u0041AA=\"", CODEC_TEXT_JSON},
        {"\"\\/A==\"", CODEC_TEXT_JSON},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_slice text = exact(base_slice_of(cases[i].json));
        struct codec_text out;
        char log[LOG_SIZE];
        (void)read_logged(&audio, text, false, &out, log);
        assert_string_equal(log, "ok\n");
        assert_int_equal(out.form, cases[i].form);
        assert_ptr_equal(out.ptr, text.ptr + 1);
        assert_int_equal(out.len, text.len - 2);
        exact_free(text);
    }
    assert_findings(&audio, "null", "ok\n");
}

#define NOT_BASE64 "schema\nerror contentEncoding \"\" @0 is not base64 (RFC 4648 with padding): "

static void invalid(void **state) {
    (void)state;
    static const struct {
        const char *json, *log;
    } cases[] = {
        {"\"A\"", NOT_BASE64 "its length, 1, is not a multiple of 4\n"},
        {"\"AAA\"", NOT_BASE64 "its length, 3, is not a multiple of 4\n"},
        {"\"AAAAA\"", NOT_BASE64 "its length, 5, is not a multiple of 4\n"},
        {"\"A=\"", NOT_BASE64 "its length, 2, is not a multiple of 4\n"},
        {"\"AA=\"", NOT_BASE64 "its length, 3, is not a multiple of 4\n"},
        {"\"=\"", NOT_BASE64 "its length, 1, is not a multiple of 4\n"},
        {"\"==\"", NOT_BASE64 "its length, 2, is not a multiple of 4\n"},
        {"\"\\/\\/\"", NOT_BASE64 "its length, 2, is not a multiple of 4\n"},
        {"\"A===\"", NOT_BASE64 "character 4 does not belong there\n"},
        {"\"====\"", NOT_BASE64 "character 3 does not belong there\n"},
        {"\"AA==AAAA\"", NOT_BASE64 "character 5 does not belong there\n"},
        {"\"AA=A\"", NOT_BASE64 "character 4 does not belong there\n"},
        {"\"AA A\"", NOT_BASE64 "character 3 does not belong there\n"},
        {"\"AAA-\"", NOT_BASE64 "character 4 does not belong there\n"},
        {"\"AAA_\"", NOT_BASE64 "character 4 does not belong there\n"},
        {"\" AAAA\"", NOT_BASE64 "character 1 does not belong there\n"},
        {"\"AAAA\\n\"", NOT_BASE64 "character 5 does not belong there\n"},
        {"\"AAA\\u003d\"", NOT_BASE64 "character 4 does not belong there\n"},
        {"\"\\/\\/A\\u0000\"", NOT_BASE64 "character 4 does not belong there\n"},
        {"\"AAA\xC3\xA9\"", NOT_BASE64 "character 4 does not belong there\n"},
        {"\"AAA\\u00e9\"", NOT_BASE64 "character 4 does not belong there\n"},
        {"\"\xF0\x9F\x98\x80\"", NOT_BASE64 "character 1 does not belong there\n"},
        {"\"data:audio/mp4;base64,AAAA\"", NOT_BASE64 "character 5 does not belong there\n"},
        {"\"AA\\ud800A\"",
         "limit\nerror surrogate \"\" @3 contains half of a surrogate pair (\\ud800), which is not "
         "a "
         "character\nerror contentEncoding \"\" @0 is not base64 (RFC 4648 with padding): "
         "character 3 "
         "does not belong there\n"},
        /* and what is no JSON string is none here either */
        {"\"AAAA", "syntax\nerror syntax \"\" @5 the text ends inside a string\n"},
        {"\"AAA=", "syntax\nerror syntax \"\" @5 the text ends inside a string\n"},
        {"\"AA\\", "syntax\nerror syntax \"\" @3 unknown escape in a string\n"},
        {"\"AA\\u00", "syntax\nerror syntax \"\" @3 unknown escape in a string\n"},
        {"\"AA\\u00zz\"", "syntax\nerror syntax \"\" @3 unknown escape in a string\n"},
        {"\"AA\\x\"", "syntax\nerror syntax \"\" @3 unknown escape in a string\n"},
        {"\"AA\n==\"",
         "syntax\nerror syntax \"\" @3 a control character in a string must be escaped\n"},
        {"\"AAA\xFF\"", "syntax\nerror syntax \"\" @4 not valid UTF-8\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_findings(&audio, cases[i].json, cases[i].log);
}

/* Every byte value at every place of a text that is long enough for the vectors. */
static void any_byte_anywhere(void **state) {
    (void)state;
    char json[302];
    memset(json, 'Q', sizeof json);
    json[0] = json[sizeof json - 1] = '"';
    struct base_slice text = exact(base_slice(json, sizeof json));
    char *bytes = (char *)(uintptr_t)text.ptr;
    for (size_t i = 1; i < sizeof json - 1; i++) {
        for (int byte = 0; byte < 256; byte++) {
            struct codec_error error;
            bytes[i] = (char)byte;
            bool good = codec_validate(text, &audio, &test_scratch, &error);
            bool alphabet = byte && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                           "0123456789+/",
                                           byte);
            assert_int_equal(good, alphabet || (byte == '=' && i == sizeof json - 2));
        }
        bytes[i] = 'Q';
    }
    exact_free(text);
}

static void lengths(void **state) {
    (void)state;
    static const struct codec_string_rules rules = {
        .min_length = 4,
        .max_length = 8,
        .base64 = true,
    };
    static const struct codec_schema schema = {.types = CODEC_STRING, .string = &rules};
    assert_findings(&schema, "\"AAAA\"", "ok\n");
    assert_findings(&schema, "\"AAAAAA==\"", "ok\n");
    assert_findings(&schema, "\"\\/\\/\\/\\/\\/\\/\\/\\u002b\"", "ok\n");
    assert_findings(
        &schema, "\"\"",
        "schema\nerror minLength \"\" @0 is empty (0 characters), but at least 4 are required\n");
    assert_findings(
        &schema, "\"AAAAAAAAAAAA\"",
        "schema\nerror maxLength \"\" @0 is 12 characters long, but at most 8 are allowed\n");
    assert_findings(
        &schema, "\"\\/\\/\\/\\/\\/\\/\\/\\/\\/AA=\"",
        "schema\nerror maxLength \"\" @0 is 12 characters long, but at most 8 are allowed\n");
    assert_findings(&schema, "\"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\"",
                    NOT_BASE64 "character 1 does not belong there\n");
}

/* The largest fragment that the protocol knows, and one character more. */
static void ten_mebibytes(void **state) {
    (void)state;
    enum {
        MOST = 10485760
    };
    static const struct codec_string_rules rules = {.max_length = MOST, .base64 = true};
    static const struct codec_schema schema = {
        .types = CODEC_STRING,
        .store = CODEC_STORE_TEXT,
        .string = &rules,
    };
    char *json = malloc(MOST + 6);
    assert_non_null(json);
    memset(json, 'x', MOST + 6);
    json[0] = json[MOST + 1] = '"';
    struct codec_in in;
    struct codec_text out;
    codec_in_init(&in, base_slice(json, MOST + 2), &test_scratch);
    assert_true(codec_decode(&in, &schema, &out));
    assert_true(codec_in_done(&in));
    assert_int_equal(out.len, MOST);
    assert_ptr_equal(out.ptr, json + 1);
    json[MOST + 1] = 'x';
    json[MOST + 5] = '"';
    codec_in_init(&in, base_slice(json, MOST + 6), &test_scratch);
    assert_false(codec_decode(&in, &schema, &out));
    assert_string_equal(in.error.keyword, "maxLength");
    json[MOST / 2] = '\\';
    json[MOST / 2 + 1] = '/';
    json[5] = '%';
    codec_in_init(&in, base_slice(json, MOST + 6), &test_scratch);
    assert_false(codec_decode(&in, &schema, &out));
    assert_string_equal(in.error.keyword, "maxLength");
    assert_string_equal(in.error.message,
                        "is 10485763 characters long, but at most 10485760 are allowed");
    free(json);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid),
        cmocka_unit_test(invalid),
        cmocka_unit_test(any_byte_anywhere),
        cmocka_unit_test(lengths),
        cmocka_unit_test(ten_mebibytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
