/* The scratch memory of the caller: less of it, none of it, and never a byte beyond it. */
#include "codec_verdict.h"
#include "support/scratch.h"

/* Entries in a heap block of exactly that size. */
static struct codec_scratch take(size_t entries) {
    struct codec_scratch scratch = {malloc(entries * sizeof *scratch.entries), entries};
    assert_non_null(scratch.entries);
    return scratch;
}

static enum codec_error_code validate(const char *json, const struct codec_schema *schema,
                                      const struct codec_scratch *scratch) {
    struct codec_error error;
    struct base_slice text = exact(base_slice_of(json));
    (void)codec_validate(text, schema, scratch, &error);
    exact_free(text);
    return error.code;
}

static enum codec_error_code pass_over(const char *json, const struct codec_scratch *scratch) {
    struct codec_in in;
    codec_in_init(&in, base_slice_of(json), scratch);
    (void)codec_in_skip(&in, NULL);
    return in.error.code;
}

static const struct codec_array_rules different = {.max_items = CODEC_UNBOUNDED, .unique = true};
static const struct codec_schema unique = {.types = CODEC_ARRAY, .array = &different};

static void as_many_names_as_entries(void **state) {
    (void)state;
    static const struct {
        const char *json;
        size_t needed;
    } cases[] = {
        {"{\"x\":1,\"y\":2,\"z\":3}", 3},
        {"{\"x\":{\"y\":{\"z\":{}}}}", 3},
        {"{\"x\":{\"y\":1},\"z\":{\"p\":{\"q\":1}}}", 4}, /* y is forgotten before z comes */
        {"[{\"x\":1},{\"x\":1},{\"x\":1}]", 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t entries = 1; entries <= cases[i].needed; entries++) {
            struct codec_scratch scratch = take(entries);
            enum codec_error_code code = entries < cases[i].needed ? CODEC_MEMBERS : CODEC_OK;
            assert_int_equal(validate(cases[i].json, &anything, &scratch), code);
            assert_int_equal(validate(cases[i].json, &walked, &scratch), code);
            free(scratch.entries);
        }
}

static void the_message_says_what_is_too_small(void **state) {
    (void)state;
    struct codec_scratch scratch = take(2);
    struct codec_error error;
    assert_false(
        codec_validate(base_slice_of("{\"x\":1,\"y\":2,\"z\":3}"), &anything, &scratch, &error));
    assert_string_equal(error.pointer, "/z");
    assert_int_equal(error.offset, 13);
    assert_string_equal(error.message, "is one member too many: the scratch memory of this reader "
                                       "is full (it has 2 entries)");
    free(scratch.entries);
}

static void as_many_items_as_entries(void **state) {
    (void)state;
    struct codec_scratch scratch = take(3);
    assert_int_equal(validate("[1,2,3]", &unique, &scratch), CODEC_OK);
    assert_int_equal(validate("[1,2,1.0]", &unique, &scratch), CODEC_SCHEMA);
    assert_int_equal(validate("[1,2,3,4]", &unique, &scratch), CODEC_UNIQUE_ITEMS_LIMIT);
    assert_int_equal(validate("[1,2,3,1]", &unique, NULL), CODEC_UNIQUE_ITEMS_LIMIT);
    free(scratch.entries);
}

static void declared_names_need_none(void **state) {
    (void)state;
    assert_int_equal(validate("{\"a\":{\"known\":[1,{}],\"a\":{\"a\":2}}}", &walked, NULL),
                     CODEC_OK);
    assert_int_equal(validate("{\"a\":1,\"a\":2}", &walked, NULL), CODEC_DUPLICATE);
    assert_int_equal(validate("{\"a\":1,\"b\":2}", &walked, NULL), CODEC_MEMBERS);
}

/* What is refused for want of memory has been read to its end. */
static void reading_goes_on(void **state) {
    static const char *const values[] = {"{\"x\":{\"y\":1}}", "{\"x\":1,\"x\":1}", "[{\"x\":{}}]"};
    (void)state;
    for (size_t i = 0; i < COUNT(values); i++)
        for (int way = 0; way < 2; way++) {
            char json[64];
            struct codec_in in;
            struct codec_text next = {0};
            (void)snprintf(json, sizeof json, "%s,\"next\"", values[i]);
            codec_in_init(&in, base_slice_of(json), NULL);
            assert_false(way ? codec_decode(&in, &walked, NULL) : codec_in_skip(&in, NULL));
            assert_int_equal(in.error.code, CODEC_MEMBERS);
            assert_true(codec_in_expect(&in, ',') && codec_in_text(&in, &next));
            assert_true(codec_text_equal(next, CODEC_TEXT("next")));
        }
}

/* Levels beyond those that are tracked: 64 need nothing, an entry is good for so many more. */
static void brackets_told_apart(void **state) {
    (void)state;
    for (size_t entries = 0; entries < 3; entries++)
        for (size_t beyond = 0; beyond < 2; beyond++) {
            size_t levels = 64 + entries * CODEC_SCRATCH_LEVELS + beyond;
            struct codec_scratch scratch = take(entries + !entries);
            scratch.capacity = entries;
            char *json = malloc(2 * levels + 1);
            assert_non_null(json);
            memset(json, '[', levels);
            memset(json + levels, ']', levels);
            json[2 * levels] = '\0';
            assert_int_equal(pass_over(json, &scratch), beyond    ? CODEC_SYNTAX
                                                        : entries ? CODEC_DEPTH
                                                                  : CODEC_OK);
            json[levels] = '}'; /* the innermost is closed by the wrong one */
            assert_int_equal(pass_over(json, &scratch), CODEC_SYNTAX);
            free(json);
            free(scratch.entries);
        }
}

/* Every entry in use at once: 64 objects with 64 names each, and in the last a text that nests as
 * deeply as can be told apart. */
static void all_limits_at_once(void **state) {
    (void)state;
    struct codec_scratch scratch = take(CODEC_SCRATCH_ENTRIES);
    size_t deep = CODEC_NESTING_MAX - CODEC_DEPTH_MAX;
    char *json = malloc(CODEC_OPEN_NAMES_MAX * 16 + 2 * deep + 256), *at = json;
    struct codec_error error;
    assert_non_null(json);
    for (int level = 0; level < CODEC_DEPTH_MAX; level++)
        for (int name = 0; name < CODEC_OPEN_NAMES_MAX / CODEC_DEPTH_MAX; name++)
            at += sprintf(at, "%c\"%d\":%s", name ? ',' : '{', name, name == 63 ? "" : "1");
    memset(at, '[', deep);
    memset(at + deep, ']', deep);
    at += 2 * deep;
    memset(at, '}', CODEC_DEPTH_MAX);
    at += CODEC_DEPTH_MAX;
    struct codec_in in;
    codec_in_init(&in, base_slice(json, (size_t)(at - json)), &scratch);
    assert_false(codec_in_skip(&in, NULL));
    assert_int_equal(in.error.code, CODEC_DEPTH);
    assert_true(codec_in_done(&in));
    assert_false(codec_validate(base_slice(json, (size_t)(at - json)), &walked, &scratch, &error));
    assert_int_equal(error.code, CODEC_DEPTH);
    free(json);
    free(scratch.entries);
}

/* ---- tables of many members ---------------------------------------------------------------- */

#define MANY CODEC_MEMBERS_MAX

static struct codec_member members[MANY];
static char names[MANY][8];
static const struct codec_schema integer = {.types = CODEC_INTEGER};

/* An object of `count` required members, and their text. */
static struct codec_object_rules table(size_t count, char *json) {
    for (size_t i = 0; i < count; i++) {
        int len = sprintf(names[i], "n%zu", i);
        members[i] = (struct codec_member){.name = base_slice(names[i], (size_t)len),
                                           .presence = CODEC_REQUIRED,
                                           .schema = &integer,
                                           .offset = CODEC_NO_OFFSET};
        json += sprintf(json, "%c\"%s\":1", i ? ',' : '{', names[i]);
    }
    (void)strcpy(json, "}");
    return (struct codec_object_rules){.members = members,
                                       .count = count,
                                       .max_members = CODEC_UNBOUNDED,
                                       .has_offset = CODEC_NO_OFFSET,
                                       .raw_offset = CODEC_NO_OFFSET};
}

static void tables_of_many_members(void **state) {
    (void)state;
    static const struct {
        size_t members, entries;
        enum codec_error_code code;
    } cases[] = {
        {64, 0, CODEC_OK},    {65, 0, CODEC_MEMBERS},    {65, 1, CODEC_OK},
        {MANY, 11, CODEC_OK}, {MANY, 10, CODEC_MEMBERS},
    };
    char *json = malloc(MANY * 16);
    assert_non_null(json);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct codec_object_rules rules = table(cases[i].members, json);
        struct codec_schema schema = {.types = CODEC_OBJECT, .object = &rules};
        struct codec_scratch scratch = take(cases[i].entries + !cases[i].entries);
        memset(scratch.entries, 0xFF,
               (cases[i].entries + !cases[i].entries) *
                   sizeof *scratch.entries); /* what it holds is nothing */
        scratch.capacity = cases[i].entries;
        assert_int_equal(validate(json, &schema, &scratch), cases[i].code);
        (void)strcpy(strrchr(json, ','), "}"); /* the last is missing */
        if (cases[i].code == CODEC_OK)
            assert_int_equal(validate(json, &schema, &scratch), CODEC_SCHEMA);
        free(scratch.entries);
    }
    free(json);
}

/* ---- reading again ------------------------------------------------------------------------- */

static void reading_again_needs_none(void **state) {
    (void)state;
    static const char json[] = "{\"x\":{\"y\":[1,\"\\\"}]\",{}]},\"z\" : -1e5 , \"s\":\"\\ud800\"}";
    struct codec_in in;
    struct codec_text name;
    struct base_slice value = {0};
    codec_in_init_again(&in, base_slice_of(json));
    assert_true(codec_in_expect(&in, '{') && codec_in_text(&in, &name));
    assert_true(codec_in_expect(&in, ':') && codec_in_skip(&in, &value));
    assert_true(base_slice_equal(value, base_slice_of("{\"y\":[1,\"\\\"}]\",{}]}")));
    assert_true(codec_in_expect(&in, ',') && codec_in_text(&in, &name));
    assert_true(codec_in_expect(&in, ':') && codec_in_skip(&in, &value));
    assert_true(base_slice_equal(value, base_slice_of("-1e5")));
    assert_true(codec_in_expect(&in, ',') && codec_in_text(&in, &name));
    assert_true(codec_in_expect(&in, ':') && codec_in_skip(&in, &value));
    assert_false(codec_in_skip(&in, &value)); /* at the bracket: there is no value */
    assert_true(codec_in_malformed(&in));
    codec_in_init_again(&in, base_slice_of(json));
    assert_true(codec_decode(&in, &walked, NULL) && codec_in_done(&in));
    codec_in_init_again(&in, base_slice_of("[1,1]"));
    assert_true(codec_decode(&in, &unique, NULL));
}

/* A text that never was read: nothing good comes of it, but nothing outside it is touched. */
static void reading_again_stays_inside(void **state) {
    (void)state;
    static const char *const broken[] = {"",    "{",      "[1,",    "\"a",  "\"\\",    "\"\\\"",
                                         "{\"", "{\"a\"", "[[[[[[", "]]]]", "{\"a\":", ",,,,"};
    for (size_t i = 0; i < COUNT(broken); i++) {
        struct base_slice text = exact(base_slice_of(broken[i]));
        struct codec_in in;
        codec_in_init_again(&in, text);
        (void)codec_in_skip(&in, NULL);
        assert_true(in.at >= in.begin && in.at <= in.end);
        codec_in_init_again(&in, text);
        (void)codec_decode(&in, &walked, NULL);
        assert_true(in.at >= in.begin && in.at <= in.end);
        exact_free(text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_names_as_entries),
        cmocka_unit_test(the_message_says_what_is_too_small),
        cmocka_unit_test(as_many_items_as_entries),
        cmocka_unit_test(declared_names_need_none),
        cmocka_unit_test(reading_goes_on),
        cmocka_unit_test(brackets_told_apart),
        cmocka_unit_test(all_limits_at_once),
        cmocka_unit_test(tables_of_many_members),
        cmocka_unit_test(reading_again_needs_none),
        cmocka_unit_test(reading_again_stays_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
