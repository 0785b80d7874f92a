/* Every rule for a single value: what is found, at which byte, in which words. */
#include "codec_fixture.h"
#include "support/scratch.h"

#define NUMBER(text)                                                                               \
    { text, false, 0 }
#define INTEGER(n)                                                                                 \
    { #n, true, n }

/* ---- type ----------------------------------------------------------------------------------- */

static void types(void **state) {
    (void)state;
    static const struct {
        unsigned types;
        const char *json, *log;
    } cases[] = {
        {CODEC_ANY, "null", "ok\n"},
        {CODEC_NULL, " null ", "ok\n"},
        {CODEC_BOOLEAN, "false", "ok\n"},
        {CODEC_INTEGER, "1.0", "ok\n"},
        {CODEC_INTEGER, "1e3", "ok\n"},
        {CODEC_INTEGER, "-9223372036854775808", "ok\n"},
        {CODEC_NUMBER, "1.5", "ok\n"},
        {CODEC_NUMBER, "9223372036854775808", "ok\n"},
        {CODEC_NUMBER, "1e400", "ok\n"},
        {CODEC_STRING, "\"\"", "ok\n"},
        {CODEC_ARRAY, "[[[]]]", "ok\n"},
        {CODEC_OBJECT, "{\"a\":{}}", "ok\n"},
        {CODEC_INTEGER, " \"1\"", "schema\nerror type \"\" @1 must be an integer, not a string\n"},
        {CODEC_INTEGER, "1.5",
         "schema\nerror type \"\" @0 must be an integer, not a number with a fraction\n"},
        {CODEC_INTEGER, "9223372036854775808",
         "schema\nerror type \"\" @0 must be an integer of 64 bits (-9223372036854775808 to "
         "9223372036854775807)\n"},
        {CODEC_INTEGER, "1e400",
         "schema\nerror type \"\" @0 must be an integer of 64 bits (-9223372036854775808 to "
         "9223372036854775807)\n"},
        {CODEC_NUMBER, "true", "schema\nerror type \"\" @0 must be a number, not a boolean\n"},
        {CODEC_STRING, "null", "schema\nerror type \"\" @0 must be a string, not null\n"},
        {CODEC_STRING | CODEC_NULL, "[1,{}]",
         "schema\nerror type \"\" @0 must be null or a string, not an array\n"},
        {CODEC_ARRAY, "{\"a\":[1]}",
         "schema\nerror type \"\" @0 must be an array, not an object\n"},
        {CODEC_OBJECT, "[]", "schema\nerror type \"\" @0 must be an object, not an array\n"},
        {CODEC_ANY & ~CODEC_OBJECT, "{}",
         "schema\nerror type \"\" @0 must be null or a boolean or a number or a string or an "
         "array, "
         "not an object\n"},
        {0, "[1]", "schema\nerror false schema \"\" @0 is not allowed here, whatever its value\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct codec_schema schema = {.types = cases[i].types};
        assert_findings(&schema, cases[i].json, cases[i].log);
    }
}

/* ---- enum, const ---------------------------------------------------------------------------- */

static const struct codec_value few[] = {
    {CODEC_STRING, "\"low\"", BASE_SLICE("low")},
    {CODEC_STRING, "\"h\\u00e9\"", BASE_SLICE("h\xC3\xA9")},
    {CODEC_INTEGER, "1", {NULL, 0}},
    {CODEC_FRACTION, "2.5", {NULL, 0}},
    {CODEC_NULL, "null", {NULL, 0}},
    {CODEC_BOOLEAN, "false", {NULL, 0}},
    {CODEC_OBJECT, "{\"a\":[1]}", {NULL, 0}},
    {CODEC_ARRAY, "[]", {NULL, 0}},
};

static void one_of_many_values(void **state) {
    (void)state;
    static const struct codec_values values = {false, false, few, COUNT(few)};
    static const struct codec_schema schema = {.types = CODEC_ANY, .values = &values};
    static const char *const valid[] = {
        "\"low\"",
        "\"\\u006cow\"",
        "\"h\xC3\xA9\"",
        "\"h\\u00E9\"",
        "1",
        "1.0",
        "10e-1",
        "2.50",
        "null",
        "false",
        "{ \"\\u0061\" : [ 1e0 ] }",
        "[ ]",
    };
    for (size_t i = 0; i < COUNT(valid); i++)
        assert_findings(&schema, valid[i], "ok\n");
    static const char *const invalid[] = {
        "\"\"", "\"lo\"", "\"lowx\"", "2", "true", "[1]", "{}", "{\"a\":1}", "\"1\"", "\"null\"",
    };
    for (size_t i = 0; i < COUNT(invalid); i++) {
        char expected[LOG_SIZE];
        (void)sprintf(
            expected,
            "schema\nerror enum \"\" @0 must be one of \"low\", \"h\\u00e9\", 1, 2.5, null, "
            "false, {\"a\":[1]}, [], not %s\n",
            invalid[i]);
        assert_findings(&schema, invalid[i], expected);
    }
}

static void one_value(void **state) {
    (void)state;
    static const struct codec_values values = {true, false, few, 1};
    static const struct codec_schema schema = {.types = CODEC_ANY, .values = &values};
    assert_findings(&schema, "\"low\"", "ok\n");
    assert_findings(&schema, "1", "schema\nerror const \"\" @0 must be \"low\", not 1\n");
    assert_findings(&schema, "\"a text that goes on and on and on and on and on\"",
                    "schema\nerror const \"\" @0 must be \"low\", not \"a text that goes on and on "
                    "and on and o...\n");
    assert_findings(&schema,
                    "\"\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC"
                    "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC"
                    "\xE2\x82\xAC\xE2\x82\xAC\"",
                    "schema\nerror const \"\" @0 must be \"low\", not \"\xE2\x82\xAC\xE2\x82\xAC"
                    "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC"
                    "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC...\n");
}

static void long_lists_are_cut(void **state) {
    (void)state;
    static const struct codec_value many[] = {
        {CODEC_STRING, "\"thirty-four characters of one value\"", BASE_SLICE("x1")},
        {CODEC_STRING, "\"a value that is itself too long to be shown in full here\"",
         BASE_SLICE("x2")},
        {CODEC_STRING, "\"thirty-four characters of the third\"", BASE_SLICE("x3")},
        {CODEC_STRING, "\"thirty-four characters of the fourth\"", BASE_SLICE("x4")},
        {CODEC_STRING, "\"five\"", BASE_SLICE("x5")},
    };
    static const struct codec_values values = {false, false, many, COUNT(many)};
    static const struct codec_schema schema = {.types = CODEC_STRING, .values = &values};
    assert_findings(
        &schema, "\"x6\"",
        "schema\nerror enum \"\" @0 must be one of \"thirty-four characters of one "
        "value\", \"a value that is itself too long to be s..., \"thirty-four characters "
        "of the third\", ..., not \"x6\"\n");
}

static void what_was_cut_off_may_have_been_meant(void **state) {
    (void)state;
    static const struct codec_value many[] = {
        {CODEC_STRING, "\"thirty-four characters of one value\"", BASE_SLICE("x")},
        {CODEC_STRING, "\"thirty-four characters of another\"", BASE_SLICE("x")},
        {CODEC_STRING, "\"thirty-four characters of the third\"", BASE_SLICE("x")},
        {CODEC_STRING, "\"thirty-four characters of the fourth\"", BASE_SLICE("x")},
        {CODEC_STRING, "\"INVALID_SEQUENCE\"", BASE_SLICE("INVALID_SEQUENCE")},
        {CODEC_STRING, "\"a value that is itself too long to be shown in full\"",
         BASE_SLICE("a value that is itself too long to be shown in full")},
        {CODEC_INTEGER, "1", {NULL, 0}},
    };
    static const struct codec_values values = {false, false, many, COUNT(many)};
    static const struct codec_schema schema = {.types = CODEC_ANY, .values = &values};
    static const char *const cases[][2] = {
        {"\"INVALID_SEQENCE\"", "\"INVALID_SEQENCE\"; did you mean \"INVALID_SEQUENCE\"?"},
        {"\"\\u0049NVALID_sequence\"",
         "\"\\u0049NVALID_sequence\"; did you mean \"INVALID_SEQUENCE\"?"},
        {"\"a value that is itself too long to be shwon in full\"",
         "\"a value that is itself too long to be s...; did you mean \"a value that is itself too "
         "long to be sh...\"?"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char expected[LOG_SIZE];
        (void)sprintf(expected,
                      "schema\nerror enum \"\" @0 must be one of \"thirty-four characters of one "
                      "value\", \"thirty-four characters of another\", ..., not %s\n",
                      cases[i][1]);
        assert_findings(&schema, cases[i][0], expected);
    }
    static const char *const far[] = {"\"else\"", "\"\"", "2", "[]"};
    for (size_t i = 0; i < COUNT(far); i++) {
        char expected[LOG_SIZE];
        (void)sprintf(expected,
                      "schema\nerror enum \"\" @0 must be one of \"thirty-four characters of one "
                      "value\", \"thirty-four characters of another\", \"thirty-four characters of "
                      "the third\", \"thirty-four characters of the fourth\", ..., not %s\n",
                      far[i]);
        assert_findings(&schema, far[i], expected);
    }
}

/* ---- numbers -------------------------------------------------------------------------------- */

static void bounds(void **state) {
    (void)state;
    static const struct {
        struct codec_bound bound;
        const char *json, *message; /* NULL: within the bound */
    } cases[] = {
        {{CODEC_MINIMUM, INTEGER(0)}, "0", NULL},
        {{CODEC_MINIMUM, INTEGER(0)}, "-0.0", NULL},
        {{CODEC_MINIMUM, INTEGER(0)}, "1e400", NULL},
        {{CODEC_MINIMUM, INTEGER(0)}, "-1", "minimum must be at least 0, not -1"},
        {{CODEC_MINIMUM, INTEGER(0)}, "-1e-400", "minimum must be at least 0, not -1e-400"},
        {{CODEC_MINIMUM, NUMBER("0.1")}, "0.1", NULL},
        {{CODEC_MINIMUM, NUMBER("0.1")}, "0", "minimum must be at least 0.1, not 0"},
        {{CODEC_MAXIMUM, INTEGER(100)}, "100", NULL},
        {{CODEC_MAXIMUM, INTEGER(100)},
         "100.00000000000000000001",
         "maximum must be at most 100, not 100.00000000000000000001"},
        {{CODEC_MAXIMUM, NUMBER("1e400")}, "1e400", NULL},
        {{CODEC_MAXIMUM, NUMBER("1e400")}, "1.1e400", "maximum must be at most 1e400, not 1.1e400"},
        {{CODEC_MAXIMUM, INTEGER(100)},
         "123456789012345678901234567890123456789012345678901",
         "maximum must be at most 100, not 1234567890123456789012345678901234567890..."},
        {{CODEC_EXCLUSIVE_MINIMUM, INTEGER(0)}, "0.001", NULL},
        {{CODEC_EXCLUSIVE_MINIMUM, INTEGER(0)},
         "0",
         "exclusiveMinimum must be greater than 0, not 0"},
        {{CODEC_EXCLUSIVE_MAXIMUM, INTEGER(1)}, "0.999", NULL},
        {{CODEC_EXCLUSIVE_MAXIMUM, INTEGER(1)},
         "1.0",
         "exclusiveMaximum must be less than 1, not 1.0"},
        {{CODEC_MULTIPLE_OF, INTEGER(7)}, "-21", NULL},
        {{CODEC_MULTIPLE_OF, INTEGER(7)}, "2.1e1", NULL},
        {{CODEC_MULTIPLE_OF, INTEGER(7)}, "22", "multipleOf must be a multiple of 7, not 22"},
        {{CODEC_MULTIPLE_OF, INTEGER(7)}, "0.7", "multipleOf must be a multiple of 7, not 0.7"},
        {{CODEC_MULTIPLE_OF, NUMBER("0.01")}, "19.99", NULL},
        {{CODEC_MULTIPLE_OF, NUMBER("0.01")}, "5", NULL},
        {{CODEC_MULTIPLE_OF, NUMBER("0.01")},
         "19.999",
         "multipleOf must be a multiple of 0.01, not 19.999"},
        {{CODEC_MINIMUM, INTEGER(5)}, "\"1\"", NULL}, /* no number: no matter */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct codec_number_rules rules = {&cases[i].bound, 1};
        struct codec_schema schema = {.types = CODEC_ANY, .number = &rules};
        char expected[LOG_SIZE] = "ok\n";
        if (cases[i].message) {
            size_t keyword = strcspn(cases[i].message, " ");
            (void)sprintf(expected, "schema\nerror %.*s \"\" @0%s\n", (int)keyword,
                          cases[i].message, cases[i].message + keyword);
        }
        assert_findings(&schema, cases[i].json, expected);
    }
}

static void several_bounds_at_once(void **state) {
    (void)state;
    static const struct codec_bound both[] = {
        {CODEC_MINIMUM, INTEGER(10)},
        {CODEC_MULTIPLE_OF, INTEGER(5)},
    };
    static const struct codec_number_rules rules = {both, 2};
    static const struct codec_schema schema = {.types = CODEC_INTEGER, .number = &rules};
    assert_findings(&schema, "15", "ok\n");
    assert_findings(&schema, "7",
                    "schema\nerror minimum \"\" @0 must be at least 10, not 7\n"
                    "error multipleOf \"\" @0 must be a multiple of 5, not 7\n");
}

static void doubles_that_overflow(void **state) {
    (void)state;
    static const struct codec_schema schema = {.types = CODEC_NUMBER, .store = CODEC_STORE_DOUBLE};
    assert_findings(&schema, "1.7976931348623157e308", "ok\n");
    assert_findings(&schema, "-1e400",
                    "schema\nerror type \"\" @0 is too large for a number of double precision\n");
}

/* ---- strings -------------------------------------------------------------------------------- */

static void lengths_in_code_points(void **state) {
    (void)state;
    static const struct codec_string_rules rules = {.min_length = 2, .max_length = 4};
    static const struct codec_schema schema = {.types = CODEC_ANY, .string = &rules};
    static const char *const valid[] = {
        "\"ab\"",
        "\"abcd\"",
        "\"\\u0061\\n\"",
        "\"\xC3\xA9\xC3\xA9\"",
        "\"\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\"",
        "\"\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\"",
        "1",
        "[]",
    };
    for (size_t i = 0; i < COUNT(valid); i++)
        assert_findings(&schema, valid[i], "ok\n");
    static const struct {
        const char *json, *message;
    } invalid[] = {
        {"\"\"", "minLength \"\" @0 is empty (0 characters); at least 2 must be there"},
        {"\"a\"", "minLength \"\" @0 is 1 characters long; at least 2 must be there"},
        {"\"\\ud83d\\ude00\"", "minLength \"\" @0 is 1 characters long; at least 2 must be there"},
        {"\"\xF0\x9F\x98\x80\"",
         "minLength \"\" @0 is 1 characters long; at least 2 must be there"},
        {"\"abcde\"", "maxLength \"\" @0 is 5 characters long; at most 4 are allowed"},
        {"\"\\u0061bcde\"", "maxLength \"\" @0 is 5 characters long; at most 4 are allowed"},
    };
    for (size_t i = 0; i < COUNT(invalid); i++) {
        char expected[LOG_SIZE];
        (void)sprintf(expected, "schema\nerror %s\n", invalid[i].message);
        assert_findings(&schema, invalid[i].json, expected);
    }
}

/* ^[a-c]+$: state 0 nothing yet, 1 letters so far, 2 never. */
static const struct codec_symbol_range letters[] = {{'a', 'c', 1}};
static const uint16_t letters_next[] = {2, 1, 2, 1, 2, 2};
static const uint8_t letters_accept[] = {0, CODEC_PATTERN_AT_END, 0};
static const struct codec_pattern letters_only = {
    "^[a-c]+$", letters, 1, 2, letters_next, letters_accept,
};

/* A smiling face or a euro anywhere. */
static const struct codec_symbol_range faces[] = {{0x20AC, 0x20AC, 1}, {0x1F600, 0x1F64F, 1}};
static const uint16_t faces_next[] = {0, 1, 1, 1};
static const uint8_t faces_accept[] = {0, CODEC_PATTERN_ALWAYS};
static const struct codec_pattern a_face = {
    "[\xE2\x82\xAC\xF0\x9F\x98\x80-\xF0\x9F\x99\x8F]", faces, 2, 2, faces_next, faces_accept,
};

static void patterns(void **state) {
    (void)state;
    static const struct codec_string_rules letter_rules = {
        .max_length = CODEC_UNBOUNDED,
        .pattern = &letters_only,
    };
    static const struct codec_schema letter_schema = {.types = CODEC_ANY, .string = &letter_rules};
    static const struct codec_string_rules face_rules = {
        .max_length = CODEC_UNBOUNDED,
        .pattern = &a_face,
    };
    static const struct codec_schema face_schema = {.types = CODEC_ANY, .string = &face_rules};
    assert_findings(&letter_schema, "\"abcabc\"", "ok\n");
    assert_findings(&letter_schema, "\"\\u0061\"", "ok\n");
    assert_findings(&letter_schema, "7", "ok\n");
    assert_findings(&face_schema, "\"so \\ud83d\\ude00\"", "ok\n");
    assert_findings(&face_schema, "\"\xF0\x9F\x99\x8F!\"", "ok\n");
    assert_findings(&face_schema, "\"5 \xE2\x82\xAC\"", "ok\n");
    static const char *const no_letters[] = {"\"\"", "\"abd\"", "\"A\"", "\"ab \"", "\"\\u0000\""};
    for (size_t i = 0; i < COUNT(no_letters); i++)
        assert_findings(&letter_schema, no_letters[i],
                        "schema\nerror pattern \"\" @0 must match the pattern ^[a-c]+$\n");
    assert_findings(&face_schema, "\"\xF0\x9F\x99\x90 \xE2\x82\xAB\"",
                    "schema\nerror pattern \"\" @0 must match the pattern "
                    "[\xE2\x82\xAC\xF0\x9F\x98\x80-\xF0\x9F\x99\x8F]\n");
}

static void uuids(void **state) {
    (void)state;
    static const struct codec_string_rules rules = {
        .max_length = CODEC_UNBOUNDED,
        .format = CODEC_FORMAT_UUID,
    };
    static const struct codec_schema schema = {.types = CODEC_ANY, .string = &rules};
    static const char *const valid[] = {
        "\"123e4567-e89b-42d3-a456-426614174000\"",
        "\"00000000-0000-0000-0000-000000000000\"",
        "\"ABCDEFab-cdef-ABCD-EFab-cdefABCDEF01\"",
        "\"123e4567\\u002de89b-42d3-a456-426614174000\"",
        "1",
    };
    for (size_t i = 0; i < COUNT(valid); i++)
        assert_findings(&schema, valid[i], "ok\n");
    static const char *const invalid[] = {
        "\"\"",
        "\"frag-1\"",
        "\"123e4567e89b42d3a456426614174000\"",
        "\"{123e4567-e89b-42d3-a456-426614174000}\"",
        "\"123e4567-e89b-42d3-a456-42661417400\"",
        "\"123e4567-e89b-42d3-a456-4266141740000\"",
        "\"123e4567-e89b-42d3-a456-42661417400g\"",
        "\"123e4567-e89b-42d3a-456-426614174000\"",
        "\"123e4567-e89b-42d3-a456-42661417400\xC3\xA9\"",
        "\"12345678901234567890123456789012345-\"",
    };
    for (size_t i = 0; i < COUNT(invalid); i++)
        assert_findings(&schema, invalid[i],
                        "schema\nerror format \"\" @0 must be a UUID such as "
                        "123e4567-e89b-42d3-a456-426614174000\n");
}

/* ---- arrays --------------------------------------------------------------------------------- */

static void arrays(void **state) {
    (void)state;
    static const struct codec_schema text = {.types = CODEC_STRING};
    static const struct codec_schema number = {.types = CODEC_NUMBER};
    static const struct codec_schema never = {.types = 0};
    static const struct codec_schema *const prefix[] = {&text, &number};
    static const struct codec_array_rules counted = {.min_items = 1, .max_items = 3};
    static const struct codec_array_rules each = {.items = &text, .max_items = CODEC_UNBOUNDED};
    static const struct codec_array_rules tuple = {
        .prefix = prefix,
        .prefix_count = 2,
        .items = &never,
        .max_items = CODEC_UNBOUNDED,
    };
    static const struct codec_array_rules open_tuple = {
        .prefix = prefix,
        .prefix_count = 2,
        .max_items = CODEC_UNBOUNDED,
    };
    static const struct {
        const struct codec_array_rules *rules;
        const char *json, *log;
    } cases[] = {
        {&counted, "[1]", "ok\n"},
        {&counted, "[1,[2,3,4,5],{}]", "ok\n"},
        {&counted, "{}", "ok\n"},
        {&counted, " [ ]", "schema\nerror minItems \"\" @1 must have at least 1 items, not 0\n"},
        {&counted, "[1,2,3,4]",
         "schema\nerror maxItems \"\" @0 must have at most 3 items, not 4\n"},
        {&each, "[]", "ok\n"},
        {&each, "[\"a\",\"b\"]", "ok\n"},
        {&each, "[\"a\", 1, [], \"b\", null]",
         "schema\nerror type \"/1\" @6 must be a string, not an integer\n"
         "error type \"/2\" @9 must be a string, not an array\n"
         "error type \"/4\" @18 must be a string, not null\n"},
        {&tuple, "[]", "ok\n"},
        {&tuple, "[\"a\"]", "ok\n"},
        {&tuple, "[\"a\",1.5]", "ok\n"},
        {&tuple, "[1,\"a\"]",
         "schema\nerror type \"/0\" @1 must be a string, not an integer\n"
         "error type \"/1\" @3 must be a number, not a string\n"},
        {&tuple, "[\"a\",1,2]",
         "schema\nerror false schema \"/2\" @7 is not allowed here, whatever its value\n"},
        {&open_tuple, "[\"a\",1,[{}],null]", "ok\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct codec_schema schema = {.types = CODEC_ANY, .array = cases[i].rules};
        assert_findings(&schema, cases[i].json, cases[i].log);
    }
}

/* What does not fit in the report is counted. */
static void reports_count_on(void **state) {
    (void)state;
    static const struct codec_schema text = {.types = CODEC_STRING};
    static const struct codec_array_rules each = {.items = &text, .max_items = CODEC_UNBOUNDED};
    static const struct codec_schema schema = {.types = CODEC_ARRAY, .array = &each};
    struct codec_error kept[2];
    struct codec_report report = {kept, 2, 0};
    struct codec_in in;
    codec_in_init(&in, base_slice_of("[1,2,3,4,5]"), &test_scratch);
    in.errors = &report;
    assert_false(codec_decode(&in, &schema, NULL));
    assert_int_equal(report.count, 5);
    assert_string_equal(in.error.pointer, "/0");
    assert_string_equal(kept[1].pointer, "/1");
    /* and without a report the first one is kept */
    codec_in_init(&in, base_slice_of("[\"\",2,3]"), &test_scratch);
    assert_false(codec_decode(&in, &schema, NULL));
    assert_string_equal(in.error.pointer, "/1");
    assert_true(codec_in_done(&in));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types),
        cmocka_unit_test(one_of_many_values),
        cmocka_unit_test(one_value),
        cmocka_unit_test(long_lists_are_cut),
        cmocka_unit_test(what_was_cut_off_may_have_been_meant),
        cmocka_unit_test(bounds),
        cmocka_unit_test(several_bounds_at_once),
        cmocka_unit_test(doubles_that_overflow),
        cmocka_unit_test(lengths_in_code_points),
        cmocka_unit_test(patterns),
        cmocka_unit_test(uuids),
        cmocka_unit_test(arrays),
        cmocka_unit_test(reports_count_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
