/* allOf, anyOf, oneOf, not, if/then/else and $ref: schemas applied to one value together. */
#include "codec_sample.h"
#include "support/scratch.h"

static const struct codec_schema text = {.types = CODEC_STRING};
static const struct codec_schema number = {.types = CODEC_NUMBER};
static const struct codec_schema integer = {.types = CODEC_INTEGER};
static const struct codec_schema small = {.types = CODEC_ANY, .number = BOUNDS(MAX(10))};
static const struct codec_schema positive = {.types = CODEC_ANY, .number = BOUNDS(MIN(1))};

#define SCHEMAS(...)                                                                               \
    (const struct codec_schema *const[]) {                                                         \
        __VA_ARGS__                                                                                \
    }
#define BRANCH(kind, ...)                                                                          \
    { CODEC_##kind, SCHEMAS(__VA_ARGS__), sizeof(SCHEMAS(__VA_ARGS__)) / sizeof(void *) }
#define WITH(...)                                                                                  \
    {                                                                                              \
        .types = CODEC_ANY, .branches = (const struct codec_branch[]){__VA_ARGS__},                \
        .branch_count =                                                                            \
            sizeof((const struct codec_branch[]){__VA_ARGS__}) / sizeof(struct codec_branch)       \
    }

static void all_of(void **state) {
    (void)state;
    const struct codec_schema schema = WITH(BRANCH(ALL_OF, &number, &small, &positive));
    assert_findings(&schema, "5", "ok\n");
    assert_findings(&schema, " 11", "schema\nerror maximum \"\" @1 must be at most 10, not 11\n");
    assert_findings(&schema, "\"a\"",
                    "schema\nerror type \"\" @0 must be a number, not a string\n");
    const struct codec_schema never = WITH(BRANCH(ALL_OF, &text, &integer));
    assert_findings(&never, "null",
                    "schema\nerror type \"\" @0 must be a string, not null\n"
                    "error type \"\" @0 must be an integer, not null\n");
}

static void any_of(void **state) {
    (void)state;
    const struct codec_schema schema = WITH(BRANCH(ANY_OF, &text, &integer));
    assert_findings(&schema, "\"a\"", "ok\n");
    assert_findings(&schema, "7", "ok\n");
    assert_findings(&schema, "[{\"a\":[1]}]",
                    "schema\nerror anyOf \"\" @0 matches none of the 2 alternatives\n");
}

static void one_of(void **state) {
    (void)state;
    const struct codec_schema schema = WITH(BRANCH(ONE_OF, &text, &number, &integer));
    assert_findings(&schema, "\"a\"", "ok\n");
    assert_findings(&schema, "1.5", "ok\n");
    assert_findings(
        &schema, "1",
        "schema\nerror oneOf \"\" @0 must match exactly one of 3 alternatives, not 2\n");
    assert_findings(
        &schema, "{}",
        "schema\nerror oneOf \"\" @0 must match exactly one of 3 alternatives, not 0\n");
}

static void not_this(void **state) {
    (void)state;
    const struct codec_schema schema = WITH(BRANCH(NOT, &text));
    assert_findings(&schema, "7", "ok\n");
    assert_findings(&schema, "\"a\"",
                    "schema\nerror not \"\" @0 must not be what the schema excludes\n");
    const struct codec_schema twice = WITH(BRANCH(NOT, &schema));
    assert_findings(&twice, "\"a\"", "ok\n");
    assert_findings(&twice, "7",
                    "schema\nerror not \"\" @0 must not be what the schema excludes\n");
}

static void if_then_else(void **state) {
    (void)state;
    const struct codec_schema both = WITH(BRANCH(IF, &number, &small, &text));
    assert_findings(&both, "7", "ok\n");
    assert_findings(&both, "11", "schema\nerror maximum \"\" @0 must be at most 10, not 11\n");
    assert_findings(&both, "\"a\"", "ok\n");
    assert_findings(&both, "[]", "schema\nerror type \"\" @0 must be a string, not an array\n");
    const struct codec_schema only_then = WITH(BRANCH(IF, &number, &small, NULL));
    assert_findings(&only_then, "[]", "ok\n");
    assert_findings(&only_then, "11", "schema\nerror maximum \"\" @0 must be at most 10, not 11\n");
    const struct codec_schema only_else = WITH(BRANCH(IF, &number, NULL, &text));
    assert_findings(&only_else, "11", "ok\n");
    assert_findings(&only_else, "[]",
                    "schema\nerror type \"\" @0 must be a string, not an array\n");
}

/* A schema's own rules and all its branches are looked at. */
static void beside_other_keywords(void **state) {
    (void)state;
    const struct codec_branch branches[] = {
        BRANCH(REF, &positive),
        BRANCH(NOT, &text),
        BRANCH(ANY_OF, &small, &text),
    };
    const struct codec_schema schema = {
        .types = CODEC_INTEGER,
        .branches = branches,
        .branch_count = COUNT(branches),
    };
    assert_findings(&schema, "5", "ok\n");
    assert_findings(&schema, "-0.5",
                    "schema\nerror type \"\" @0 must be an integer, not a number with a fraction\n"
                    "error minimum \"\" @0 must be at least 1, not -0.5\n");
    assert_findings(&schema, "\"a\"",
                    "schema\nerror type \"\" @0 must be an integer, not a string\n"
                    "error not \"\" @0 must not be what the schema excludes\n");
    assert_findings(&schema, "11",
                    "schema\nerror anyOf \"\" @0 matches none of the 2 alternatives\n");
}

/* {"if": {"properties": {"kind": {"const": "red"}}}, "then": {"required": ["big"]}} on a struct. */
static void conditions_on_members(void **state) {
    (void)state;
    static const struct codec_values red = {true, false, kind_values, 1};
    static const struct codec_schema is_red = {.types = CODEC_ANY, .values = &red};
    static const struct codec_member kind_row = {
        .name = BASE_SLICE("kind"),
        .presence = CODEC_REQUIRED,
        .schema = &is_red,
        .offset = CODEC_NO_OFFSET,
    };
    static const struct codec_schema anything = {.types = CODEC_ANY};
    static const struct codec_member big_row = {
        .name = BASE_SLICE("big"),
        .presence = CODEC_REQUIRED,
        .schema = &anything,
        .offset = CODEC_NO_OFFSET,
    };
    static const struct codec_object_rules condition_rules = {
        .members = &kind_row,
        .count = 1,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    };
    static const struct codec_object_rules then_rules = {
        .members = &big_row,
        .count = 1,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    };
    static const struct codec_schema condition = {.types = CODEC_ANY, .object = &condition_rules};
    static const struct codec_schema then = {.types = CODEC_ANY, .object = &then_rules};
    const struct codec_branch branch = BRANCH(IF, &condition, &then, NULL);
    const struct codec_schema schema = {
        .types = CODEC_OBJECT,
        .store = CODEC_STORE_RECORD,
        .object = &sample_rules,
        .branches = &branch,
        .branch_count = 1,
    };
    const char *start = "{\"id\":\"" SAMPLE_ID "\",\"note\":\"\",\"kind\":";
    static const struct {
        const char *rest, *log;
    } cases[] = {
        {"\"green\"}", "ok\n"},
        {"\"red\",\"big\":1}", "ok\n"},
        {"\"red\"}", "schema\nerror required \"\" @0 lacks the member \"big\"\n"},
        {"\"r\\u0065d\"}", "schema\nerror required \"\" @0 lacks the member \"big\"\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char json[200];
        (void)sprintf(json, "%s%s", start, cases[i].rest);
        assert_findings(&schema, json, cases[i].log);
        struct sample sample;
        struct codec_in in;
        codec_in_init(&in, base_slice_of(json), &test_scratch);
        (void)codec_decode(&in, &schema, &sample);
        assert_int_equal(sample.id.len, 36); /* branches do not disturb the struct */
        assert_true(codec_in_done(&in));
    }
}

/* Read again by a branch, a value's limits are not found twice. */
static void limits_are_found_once(void **state) {
    (void)state;
    static const struct codec_schema *const both[] = {&small, &text};
    const struct codec_branch branches[] = {
        {CODEC_ALL_OF, both, 1},
        {CODEC_ANY_OF, both, 2},
        {CODEC_NOT, &both[1], 1},
    };
    const struct codec_schema schema = {
        .types = CODEC_ANY,
        .branches = branches,
        .branch_count = COUNT(branches),
    };
    assert_findings(&schema, "{\"a\":1,\"a\":[\"\\ud800\"]}",
                    "limit\nerror surrogate \"/a/0\" @13 holds half of a surrogate pair (\\ud800), "
                    "which is no character\n"
                    "error duplicate \"/a\" @7 occurs twice in one object\n");
    char deep[141];
    memset(deep, '[', 70);
    memset(deep + 70, ']', 70);
    deep[140] = '\0';
    struct codec_error errors[4];
    struct codec_report report = {errors, COUNT(errors), 0};
    struct codec_in in;
    codec_in_init(&in, base_slice_of(deep), &test_scratch);
    in.errors = &report;
    assert_false(codec_decode(&in, &schema, NULL));
    assert_int_equal(in.error.code, CODEC_DEPTH);
    assert_int_equal(report.count, 1);
}

/* {"properties": {"next": {"$ref": "#"}, "n": integer}} */
static const struct codec_schema node;
static const struct codec_branch to_node = {CODEC_REF, SCHEMAS(&node), 1};
static const struct codec_schema next = {
    .types = CODEC_ANY,
    .branches = &to_node,
    .branch_count = 1,
};
static const struct codec_member node_members[] = {
    {.name = BASE_SLICE("next"), .schema = &next, .offset = CODEC_NO_OFFSET},
    {.name = BASE_SLICE("n"), .schema = &integer, .offset = CODEC_NO_OFFSET},
};
static const struct codec_object_rules node_rules = {
    .members = node_members,
    .count = 2,
    .max_members = CODEC_UNBOUNDED,
    .has_offset = CODEC_NO_OFFSET,
    .raw_offset = CODEC_NO_OFFSET,
};
static const struct codec_schema node = {.types = CODEC_OBJECT, .object = &node_rules};

static void recursion(void **state) {
    (void)state;
    assert_findings(&node, "{\"n\":1,\"next\":{\"next\":{\"n\":3}}}", "ok\n");
    assert_findings(&node, "{\"n\":1,\"next\":{\"n\":2,\"next\":{\"n\":\"x\"}}}",
                    "schema\nerror type \"/next/next/n\" @33 must be an integer, not a string\n");
    /* as deep as it may be: each level is read again for each above it, not twice as often */
    char json[64 * 8 + 1024];
    size_t len = 0;
    for (int i = 0; i < 63; i++)
        len += (size_t)sprintf(json + len, "{\"next\":");
    len += (size_t)sprintf(json + len, "{\"n\":null");
    memset(json + len, '}', 64);
    json[len + 64] = '\0';
    struct codec_error error;
    assert_false(codec_validate(base_slice_of(json), &node, &test_scratch, &error));
    assert_string_equal(error.keyword, "type");
    assert_string_equal(error.pointer + strlen(error.pointer) - 3, "...");
    assert_memory_equal(error.pointer, "/next/next/next", 15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of),
        cmocka_unit_test(any_of),
        cmocka_unit_test(one_of),
        cmocka_unit_test(not_this),
        cmocka_unit_test(if_then_else),
        cmocka_unit_test(beside_other_keywords),
        cmocka_unit_test(conditions_on_members),
        cmocka_unit_test(limits_are_found_once),
        cmocka_unit_test(recursion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
