/* Equality of JSON values: numbers by value, strings by characters, objects without order. */
#include "codec_fixture.h"
#include "support/scratch.h"

#include "codec/equal.h"

/* Rows of equal values; values of different rows differ. */
static const char *const rows[][5] = {
    {"null"},
    {"true"},
    {"false"},
    {"0", "-0", "0.0", "0e9", "-0.00e-3"},
    {"1", "1.0", "10e-1", "0.1e1"},
    {"-1", "-1.0"},
    {"1e400", "10e399"},
    {"1e401"},
    {"0.1", "1e-1", "0.10"},
    {"9007199254740993", "9007199254740993.0"},
    {"9007199254740992"},
    {"\"\""},
    {"\"1\""},
    {"\"null\""},
    {"\"a\"", "\"\\u0061\""},
    {"\"A\""},
    {"\"\xC3\xA9\"", "\"\\u00e9\"", "\"\\u00E9\""},
    {"\"\\ud83d\\ude00\"", "\"\xF0\x9F\x98\x80\""},
    {"\"\\\"]\"", "\"\\u0022]\""},
    {"[]", "[ ]", "[\n]"},
    {"[[]]", "[ [ ] ]"},
    {"[{}]"},
    {"[null]"},
    {"[false]"},
    {"[0]", "[ 0.0 ]"},
    {"[1,2]", "[1.0,2e0]", "[ 1 , 2 ]"},
    {"[2,1]"},
    {"[1,2,3]"},
    {"[1,[2]]"},
    {"[\"a]\",\"b\"]", "[\"\\u0061]\", \"b\"]"},
    {"{}", "{ }"},
    {"{\"a\":1}", "{\"\\u0061\":1.0}", "{ \"a\" : 1 }"},
    {"{\"a\":2}"},
    {"{\"b\":1}"},
    {"{\"a\":null}"},
    {"{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", "{ \"b\" : 2.0 , \"\\u0061\" : 1 }"},
    {"{\"a\":2,\"b\":1}"},
    {"{\"a\":1,\"c\":2}"},
    {"{\"a\":{\"x\":[1,{\"y\":\"}\"}]},\"b\":[]}",
     "{\"b\":[],\"a\":{\"x\":[1,{\"y\":\"\\u007d\"}]}}"},
    {"{\"a\":{\"x\":[1,{\"y\":\"]\"}]},\"b\":[]}"},
};

static void equal_and_hash(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        for (size_t j = 0; j < COUNT(rows); j++)
            for (size_t a = 0; a < COUNT(*rows) && rows[i][a]; a++)
                for (size_t b = 0; b < COUNT(*rows) && rows[j][b]; b++) {
                    struct base_slice left = exact(base_slice_of(rows[i][a]));
                    struct base_slice right = exact(base_slice_of(rows[j][b]));
                    if (codec_equal(left, right) != (i == j))
                        fail_msg("%s and %s", rows[i][a], rows[j][b]);
                    if (i == j && codec_equal_hash(left) != codec_equal_hash(right))
                        fail_msg("hash of %s and %s", rows[i][a], rows[j][b]);
                    exact_free(left);
                    exact_free(right);
                }
}

/* ---- uniqueItems, which stands on it -------------------------------------------------------- */

static const struct codec_schema deep;
static const struct codec_array_rules unique_items = {
    .max_items = CODEC_UNBOUNDED,
    .unique = true,
};
static const struct codec_schema unique = {.types = CODEC_ANY, .array = &unique_items};
static const struct codec_array_rules deep_items = {
    .items = &deep,
    .max_items = CODEC_UNBOUNDED,
    .unique = true,
};
static const struct codec_schema deep = {.types = CODEC_ANY, .array = &deep_items};

static void unique_items_rule(void **state) {
    (void)state;
    assert_findings(&unique, "[]", "ok\n");
    assert_findings(&unique, "[1,\"1\",true,null,[1],{\"a\":1},1.5]", "ok\n");
    assert_findings(&unique, "[1,true,0,false]", "ok\n");
    assert_findings(&unique, "[[1,[2]],[1,[3]],[[1,2]]]", "ok\n");
    assert_findings(
        &unique, " [1, 2, 1.0, 2]",
        "schema\nerror uniqueItems \"\" @1 must not hold the same item twice, as items 0 "
        "and 2 are\n");
    assert_findings(
        &unique, "[{\"a\":1,\"b\":\"x\"},{\"b\":\"\\u0078\",\"a\":1e0}]",
        "schema\nerror uniqueItems \"\" @0 must not hold the same item twice, as items 0 "
        "and 1 are\n");
    assert_findings(&deep, "[[1,[2,2]],[2,[1]]]",
                    "schema\nerror uniqueItems \"/0/1\" @4 must not hold the same item twice, as "
                    "items 0 and 1 are\n");
}

/* Arrays of what is refused anyhow are not compared: that could recurse or run without end. */
static void items_beyond_the_limits_are_not_compared(void **state) {
    (void)state;
    assert_findings(
        &unique, "[[[\"\\ud800\"]],[[\"\\ud800\"]]]",
        "limit\nerror surrogate \"/0/0/0\" @4 holds half of a surrogate pair (\\ud800), "
        "which is no character\n"
        "error surrogate \"/1/0/0\" @17 holds half of a surrogate pair (\\ud800), which "
        "is no character\n");
    enum {
        LEVELS = 100000
    };
    char *text = malloc(4 * LEVELS + 4), *at = text;
    assert_non_null(text);
    *at++ = '[';
    for (int item = 0; item < 2; item++) {
        memset(at, '[', LEVELS);
        memset(at + LEVELS, ']', LEVELS);
        at += 2 * LEVELS;
        *at++ = item ? ']' : ',';
    }
    struct codec_error error;
    struct base_slice json = base_slice(text, (size_t)(at - text));
    assert_false(codec_validate(json, &unique, &test_scratch, &error));
    assert_int_equal(error.code, CODEC_DEPTH);
    assert_false(codec_validate(json, &deep, &test_scratch, &error));
    assert_int_equal(error.code, CODEC_DEPTH);
    free(text);
}

/* [0,1,2,...] */
static struct base_slice numbered(size_t count, int repeat) {
    char *text = malloc(count * 8 + 16), *at = text;
    assert_non_null(text);
    for (size_t i = 0; i < count; i++)
        at +=
            sprintf(at, "%c%zu", i ? ',' : '[', repeat >= 0 && i + 1 == count ? (size_t)repeat : i);
    *at++ = ']';
    struct base_slice slice = exact(base_slice(text, (size_t)(at - text)));
    free(text);
    return slice;
}

static void more_items_than_are_compared(void **state) {
    (void)state;
    static const struct {
        size_t count;
        int repeat;
        enum codec_error_code code;
    } cases[] = {
        {4096, -1, CODEC_OK},
        {4096, 17, CODEC_SCHEMA},
        {4097, -1, CODEC_UNIQUE_ITEMS_LIMIT},
        {9999, 17, CODEC_UNIQUE_ITEMS_LIMIT},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_slice text = numbered(cases[i].count, cases[i].repeat);
        struct codec_error error;
        assert_int_equal(codec_validate(text, &unique, &test_scratch, &error),
                         cases[i].code == CODEC_OK);
        assert_int_equal(error.code, cases[i].code);
        exact_free(text);
    }
}

/* `not` does not turn "too many to tell" into a match. */
static void the_limit_counts_inside_not(void **state) {
    (void)state;
    static const struct codec_schema *const excluded[] = {&unique};
    static const struct codec_branch branch = {CODEC_NOT, excluded, 1};
    static const struct codec_schema not_unique = {
        .types = CODEC_ANY,
        .branches = &branch,
        .branch_count = 1,
    };
    struct base_slice text = numbered(4097, -1);
    struct codec_error error;
    assert_false(codec_validate(text, &not_unique, &test_scratch, &error));
    assert_int_equal(error.code, CODEC_UNIQUE_ITEMS_LIMIT);
    exact_free(text);
    assert_findings(&not_unique, "[1,1]", "ok\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_and_hash),
        cmocka_unit_test(unique_items_rule),
        cmocka_unit_test(items_beyond_the_limits_are_not_compared),
        cmocka_unit_test(more_items_than_are_compared),
        cmocka_unit_test(the_limit_counts_inside_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
