/* Objects into structs: members, defaults, `has` bits, null, lists, deviations, several findings.
 */
#include "codec_sample.h"
#include "support/scratch.h"

#include <malloc.h>

static struct sample decode(struct base_slice json) {
    struct sample sample;
    char log[LOG_SIZE];
    memset(&sample, 0x5A, sizeof sample);
    if (!read_logged(&sample_schema, json, false, &sample, log))
        fail_msg("%s", log);
    return sample;
}

#define assert_text(text, literal) assert_true(codec_text_equal(text, CODEC_TEXT(literal)))

static void every_kind_of_member(void **state) {
    (void)state;
    struct base_slice json = exact(base_slice_of(
        "{\"id\":\"i\\u0064\",\"kind\":\"green\",\"count\":1e1,\"big\":-9223372036854775808,"
        "\"channels\":1.0,\"ratio\":0.25,\"flag\":true,\"value\":12,\"label\":\"\xC3\xA9\","
        "\"data\":\"AAA=\",\"point\":{\"x\":3,\"y\":-4},\"points\":[{\"x\":1},{\"x\":2,\"y\":2}],"
        "\"words\":[\"a\", \"b\\n\" ],\"free\": {\"any\" : [1]} ,\"note\":\"n\"}"));
    struct sample s = decode(json);
    assert_int_equal(s.has, (1u << 11) - 1);
    assert_text(s.id, "id");
    assert_int_equal(s.id.form, CODEC_TEXT_JSON);
    assert_int_equal(s.kind, GREEN);
    assert_int_equal(s.count, 10);
    assert_true(s.big == INT64_MIN);
    assert_int_equal(s.channels, 1);
    assert_true(s.ratio == 0.25);
    assert_true(s.flag);
    assert_false(s.value.is_text);
    assert_int_equal(s.value.integer, 12);
    assert_text(s.label, "\xC3\xA9");
    assert_text(s.data, "AAA=");
    assert_int_equal(s.point.x, 3);
    assert_int_equal(s.point.y, -4);
    assert_int_equal(s.points.count, 2);
    assert_int_equal(s.words.count, 2);
    assert_memory_equal(s.words.raw.ptr, "[\"a\", \"b\\n\" ]", s.words.raw.len);
    assert_true(base_slice_equal(s.free, base_slice_of("{\"any\" : [1]}")));
    /* nothing was copied */
    const char *const pointers[] = {s.id.ptr, s.label.ptr, s.data.ptr, s.words.raw.ptr, s.free.ptr};
    for (size_t i = 0; i < COUNT(pointers); i++)
        assert_true(pointers[i] > json.ptr && pointers[i] < json.ptr + json.len);
    exact_free(json);
}

static void absent_members(void **state) {
    (void)state;
    struct base_slice json = exact(base_slice_of(SAMPLE_SHORT));
    struct sample s = decode(json);
    assert_int_equal(s.has, HAS_NOTE);
    assert_int_equal(s.kind, RED);
    assert_int_equal(s.count, 7); /* its default */
    assert_int_equal(s.channels, 2);
    assert_true(s.big == 0 && s.ratio == 0 && !s.flag && s.point.x == 0 && s.point.y == 0);
    assert_true(!s.label.ptr && !s.free.ptr && s.points.count == 0 && !s.value.is_text);
    exact_free(json);
}

static void null_counts_as_absent(void **state) {
    (void)state;
    struct base_slice json = exact(base_slice_of(
        "{\"big\":null,\"count\": null "
        ",\"ratio\":null,\"label\":null,\"point\":null,\"points\":null,"
        "\"free\":null,\"data\":null,\"note\":\"\",\"id\":\"" SAMPLE_ID "\",\"kind\":\"red\"}"));
    struct sample s = decode(json);
    /* where the schema takes null it is a value */
    assert_int_equal(s.has, HAS_NOTE | HAS_LABEL | HAS_FREE);
    assert_int_equal(s.count, 7);
    assert_null(s.label.ptr);
    assert_true(base_slice_equal(s.free, base_slice_of("null")));
    exact_free(json);
    assert_findings(&sample_schema, "{\"id\":null,\"kind\":null,\"note\":\"\"}",
                    "schema\nerror type \"/id\" @6 must be a string, not null\n"
                    "error type \"/kind\" @18 must be a string, not null\n");
    assert_findings(&sample_schema, "{\"id\":\"" SAMPLE_ID "\",\"kind\":\"red\",\"note\":null}",
                    "ok\ndeviation required \"\" @0 lacks the member \"note\"\n");
    assert_findings(
        &sample_schema, "{\"id\":\"" SAMPLE_ID "\",\"kind\":\"red\",\"note\":\"\",\"big\":nul}",
        "syntax\nerror syntax \"/big\" @74 expected a value: true, false, null, a number, "
        "a string, an array or an object\n");
    assert_findings(&sample_schema,
                    "{\"id\":\"" SAMPLE_ID
                    "\",\"kind\":\"red\",\"note\":\"\",\"big\":null,\"big\":1}",
                    "limit\nerror duplicate \"/big\" @79 occurs twice in one object\n");
}

static void integer_or_text(void **state) {
    (void)state;
    static const struct {
        const char *value;
        struct codec_int_or_text expected;
    } cases[] = {
        {"0", {.integer = 0}},
        {"1e3", {.integer = 1000}},
        {"\"1\"", {.is_text = true, .text = CODEC_TEXT("1")}},
        {"\"\"", {.is_text = true, .text = CODEC_TEXT("")}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char json[200];
        (void)sprintf(json, "{\"value\":%s,%s", cases[i].value, &SAMPLE_SHORT[1]);
        struct base_slice text = exact(base_slice_of(json));
        struct sample s = decode(text);
        assert_int_equal(s.value.is_text, cases[i].expected.is_text);
        assert_int_equal(s.value.integer, cases[i].expected.integer);
        assert_true(codec_text_equal(s.value.text, cases[i].expected.text));
        exact_free(text);
    }
    assert_findings(&value_schema, "-1",
                    "schema\nerror minimum \"\" @0 must be at least 0, not -1\n");
    assert_findings(
        &value_schema, "1.5",
        "schema\nerror type \"\" @0 must be an integer or a string, not a number with a "
        "fraction\n");
}

static void lists_item_by_item(void **state) {
    (void)state;
    struct base_slice json = exact(base_slice_of("{\"words\" : [ \"a\" ,\"[,]\", \"\\u0062\" ] "
                                                 ",\"points\":[ {\"x\":1} , {\"y\":2,\"x\":-3} ],"
                                                 "\"free\":[],\"id\":\"" SAMPLE_ID
                                                 "\",\"kind\":\"red\",\"note\":\"\"}"));
    struct sample s = decode(json);
    struct codec_list_cursor cursor = {.index = 0};
    struct codec_text word;
    static const char *const words[] = {"a", "[,]", "b"};
    for (size_t i = 0; i < COUNT(words); i++) {
        assert_true(codec_list_next(&s.words, &word_schema, &cursor, &word));
        assert_true(codec_text_equal(word, codec_text_plain(base_slice_of(words[i]))));
    }
    assert_false(codec_list_next(&s.words, &word_schema, &cursor, &word));
    assert_false(codec_list_next(&s.words, &word_schema, &cursor, &word));
    struct codec_list_cursor other = {.index = 0};
    struct point point;
    memset(&point, 0x5A, sizeof point);
    assert_true(codec_list_next(&s.points, &point_schema, &other, &point));
    assert_true(point.x == 1 && point.y == -1);
    assert_true(codec_list_next(&s.points, &point_schema, &other, &point));
    assert_true(point.x == -3 && point.y == 2);
    assert_false(codec_list_next(&s.points, &point_schema, &other, &point));
    const struct codec_list none = {.count = 0};
    struct codec_list_cursor third = {.index = 0};
    assert_false(codec_list_next(&none, &word_schema, &third, &word));
    exact_free(json);
}

/* ---- what is wrong -------------------------------------------------------------------------- */

static void several_findings_at_once(void **state) {
    (void)state;
    assert_findings(
        &sample_schema,
        "{\"id\":\"\",\"kind\":\"blue\",\"count\":101,\"ratio\":-0.5,\"flag\":1,\n"
        " \"points\":[{\"x\":1},{\"y\":true},{\"x\":5000},{}],\"point\":[],\"words\":[\"a\",7]}",
        "schema\n"
        "error minLength \"/id\" @6 is empty (0 characters), but at least 1 are required\n"
        "error enum \"/kind\" @16 must be one of \"red\", \"green\", not \"blue\"\n"
        "error maximum \"/count\" @31 must be at most 100, not 101\n"
        "error minimum \"/ratio\" @43 must be at least 0, not -0.5\n"
        "error type \"/flag\" @55 must be a boolean, not an integer\n"
        "error type \"/points/1/y\" @82 must be an integer, not a boolean\n"
        "error required \"/points/1\" @77 lacks the member \"x\"\n"
        "error maximum \"/points/2/x\" @93 must be at most 1000, not 5000\n"
        "error required \"/points/3\" @99 lacks the member \"x\"\n"
        "error maxItems \"/points\" @68 must have at most 3 items, not 4\n"
        "error type \"/point\" @111 must be an object, not an array\n"
        "error type \"/words/1\" @127 must be a string, not an integer\n"
        "deviation format \"/id\" @6 must be a UUID such as 123e4567-e89b-42d3-a456-426614174000\n"
        "deviation required \"\" @0 lacks the member \"note\"\n");
}

static void deviations_and_strict(void **state) {
    (void)state;
    const char *json = "{\"knid\":{\"a\":1},\"id\":\"frag-1\",\"kind\":\"red\",\"x\\u0079\":null}";
    assert_findings(
        &sample_schema, json,
        "ok\n"
        "deviation additionalProperties \"/knid\" @1 is not a known member; did you mean "
        "\"kind\"?\n"
        "deviation format \"/id\" @21 must be a UUID such as 123e4567-e89b-42d3-a456-426614174000\n"
        "deviation additionalProperties \"/xy\" @43 is not a known member\n"
        "deviation required \"\" @0 lacks the member \"note\"\n");
    assert_strict_findings(
        &sample_schema, json,
        "schema\n"
        "error additionalProperties \"/knid\" @1 is not a known member; did you mean "
        "\"kind\"?\n"
        "error format \"/id\" @21 must be a UUID such as 123e4567-e89b-42d3-a456-426614174000\n"
        "error additionalProperties \"/xy\" @43 is not a known member\n"
        "error required \"\" @0 lacks the member \"note\"\n");
    assert_strict_findings(&sample_schema, SAMPLE_SHORT, "ok\n");
    /* nobody asks for the deviations: nothing is lost but them */
    struct codec_error error;
    assert_true(codec_validate(base_slice_of(json), &sample_schema, &test_scratch, &error));
    assert_int_equal(error.code, CODEC_OK);
}

/* What could be understood is there, the rest is zero: also where the value is no object at all. */
static void structs_after_an_error(void **state) {
    (void)state;
    struct sample sample;
    char log[LOG_SIZE];
    memset(&sample, 0x5A, sizeof sample);
    assert_false(read_logged(&sample_schema, base_slice_of("{\"id\":\"x\",\"kind\":7,\"big\":5}"),
                             false, &sample, log));
    assert_text(sample.id, "x");
    assert_true(sample.big == 5 && sample.kind == RED && sample.count == 7 && !sample.note.ptr);
    assert_int_equal(sample.has, HAS_BIG);
    static const struct sample zero;
    static const char *const no_objects[] = {"[]", "1", "null", "\"\"", "", "{x"};
    for (size_t i = 0; i < COUNT(no_objects); i++) {
        memset(&sample, 0x5A, sizeof sample);
        assert_false(
            read_logged(&sample_schema, base_slice_of(no_objects[i]), false, &sample, log));
        assert_memory_equal(&sample, &zero, sizeof zero);
    }
}

static void members_in_any_order(void **state) {
    (void)state;
    static const char *const parts[] = {
        "\"id\":\"" SAMPLE_ID "\"", "\"kind\":\"green\"", "\"count\":5",
        "\"unknown\":[{}]",         "\"note\":\"x\"",
    };
    for (int order = 0; order < 120; order++) {
        char json[300] = "{";
        int left[] = {0, 1, 2, 3, 4}, rest = order;
        for (int n = 5; n > 0; n--) {
            int pick = rest % n;
            rest /= n;
            strcat(json, parts[left[pick]]);
            strcat(json, n > 1 ? " , " : "}");
            left[pick] = left[n - 1];
        }
        struct base_slice text = exact(base_slice_of(json));
        struct sample s = decode(text);
        assert_true(s.kind == GREEN && s.count == 5 && s.has == HAS_NOTE && s.id.len == 36);
        exact_free(text);
    }
}

static void additional_properties(void **state) {
    (void)state;
    static const struct codec_schema never = {.types = 0};
    static const struct codec_schema number = {.types = CODEC_NUMBER};
    static const struct codec_member rows[] = {
        {.name = BASE_SLICE("name"), .schema = &word_schema, .offset = CODEC_NO_OFFSET},
        {.name = BASE_SLICE("only"),
         .schema = &number,
         .presence = CODEC_REQUIRED,
         .undeclared = true,
         .offset = CODEC_NO_OFFSET},
    };
    struct codec_object_rules rules = {
        .members = rows,
        .count = 1,
        .additional = &never,
        .min_members = 1,
        .max_members = 2,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    };
    const struct codec_schema closed = {.types = CODEC_OBJECT, .object = &rules};
    assert_findings(&closed, "{\"name\":\"\"}", "ok\n");
    assert_findings(&closed, "{}",
                    "schema\nerror minProperties \"\" @0 is empty, but must have at least 1 of "
                    "the members name\n");
    assert_findings(&closed, "{\"Name\":{\"a\":[]}}",
                    "schema\nerror additionalProperties \"/Name\" @1 is not a known member; "
                    "did you mean \"name\"?\n");
    rules.additional = &number;
    assert_findings(&closed, "{\"name\":\"\",\"n\":1.5}", "ok\n");
    assert_findings(&closed, "{\"name\":\"\",\"n\":\"\",\"m\":1}",
                    "schema\nerror type \"/n\" @15 must be a number, not a string\n"
                    "error maxProperties \"\" @0 must have at most 2 members, not 3\n");
    /* a name that is only required is still an unknown member */
    rules.count = 2;
    rules.closed_softly = true;
    assert_findings(&closed, "{\"name\":\"\"}",
                    "schema\nerror required \"\" @0 lacks the member "
                    "\"only\"\n");
    assert_findings(&closed, "{\"only\":1}",
                    "ok\ndeviation additionalProperties \"/only\" @1 is not a known member\n");
}

/* An object keeps its text, unknown members included. */
static void raw_of_an_object(void **state) {
    (void)state;
    struct kept {
        struct base_slice raw;
        int64_t n;
    };
    static const struct codec_member rows[] = {
        {.name = BASE_SLICE("n"), .schema = &big_schema, .offset = offsetof(struct kept, n)},
    };
    static const struct codec_object_rules rules = {
        .members = rows,
        .count = 1,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(struct kept),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = offsetof(struct kept, raw),
    };
    static const struct codec_schema schema = {
        .types = CODEC_OBJECT,
        .store = CODEC_STORE_RECORD,
        .object = &rules,
    };
    struct kept kept;
    char log[LOG_SIZE];
    (void)read_logged(&schema, base_slice_of(" { \"n\" : 5, \"more\":[ ] } "), false, &kept, log);
    assert_string_equal(log, "ok\n");
    assert_int_equal(kept.n, 5);
    assert_true(base_slice_equal(kept.raw, base_slice_of("{ \"n\" : 5, \"more\":[ ] }")));
}

/* ---- cost ----------------------------------------------------------------------------------- */

static void decoding_allocates_nothing(void **state) {
    (void)state;
    struct sample sample;
    struct codec_in in;
    struct base_slice json = base_slice_of(
        "{\"id\":\"frag-1\",\"knid\":{},\"kind\":\"blue\",\"points\":[{\"x\":1},{}],\"value\":"
        "\"x\","
        "\"ratio\":0.12345678901234567890123456789,\"data\":\"AAA\",\"data\":\"\\ud800\"}");
    size_t before = mallinfo2().uordblks;
    for (int i = 0; i < 100; i++) {
        codec_in_init(&in, json, &test_scratch);
        assert_false(codec_decode(&in, &sample_schema, &sample));
    }
    assert_int_equal(mallinfo2().uordblks, before);
}

/* A name that almost fits in each of many thousand members: all are counted, and only those that
 * are kept are worth the search for what was meant. */
static void unknown_members_are_counted(void **state) {
    (void)state;
    enum {
        OBJECTS = 64,
        NAMES = 1000
    };
    char *json = malloc(OBJECTS * (NAMES * 16 + 4) + 64), *at = json;
    assert_non_null(json);
    at += sprintf(at, "[");
    for (int object = 0; object < OBJECTS; object++) {
        *at++ = object ? ',' : ' ';
        for (int name = 0; name < NAMES; name++)
            at += sprintf(at, "%c\"channel%03d\":0", name ? ',' : '{', name);
        *at++ = '}';
    }
    at += sprintf(at, "]");
    const struct codec_array_rules many = {.items = &sample_schema, .max_items = CODEC_UNBOUNDED};
    const struct codec_schema schema = {.types = CODEC_ARRAY, .array = &many};
    struct codec_in in;
    struct codec_error kept[4];
    struct codec_report report = {kept, COUNT(kept), 0};
    codec_in_init(&in, base_slice(json, (size_t)(at - json)), &test_scratch);
    in.deviations = &report;
    (void)codec_decode(&in, &schema, NULL);
    assert_in_range(report.count, OBJECTS * NAMES, OBJECTS * NAMES + OBJECTS);
    free(json);
}

/* Reads `count` items that are `item`, and then `end`. */
static struct codec_report read_items(const struct codec_schema *schema, const char *item,
                                      size_t count, const char *end, struct codec_in *in) {
    size_t length = strlen(item);
    char *json = malloc(count * (length + 1) + strlen(end) + 2), *at = json;
    struct codec_error kept[4];
    struct codec_report report = {kept, COUNT(kept), 0};
    assert_non_null(json);
    for (size_t i = 0; i < count; i++) {
        *at++ = i ? ',' : '[';
        memcpy(at, item, length);
        at += length;
    }
    at += sprintf(at, "%s", end);
    codec_in_init(in, base_slice(json, (size_t)(at - json)), &test_scratch);
    in->errors = &report;
    assert_false(codec_decode(in, schema, NULL) && codec_in_done(in));
    free(json);
    return report;
}

/* A megabyte of mistakes is read to its end, but counting them all would take long. */
static void mistakes_are_counted_up_to_a_limit(void **state) {
    (void)state;
    enum {
        ITEMS = 20000
    };
    static const struct codec_schema words = {.types = CODEC_STRING};
    const struct codec_array_rules rules[] = {
        {.items = &words, .max_items = CODEC_UNBOUNDED},
        {.items = &words, .max_items = 10},
    };
    struct codec_in in;
    for (size_t i = 0; i < COUNT(rules); i++) {
        const struct codec_schema schema = {.types = CODEC_ARRAY, .array = &rules[i]};
        assert_in_range(read_items(&schema, "1", ITEMS, "]", &in).count, CODEC_FINDINGS_MAX,
                        CODEC_FINDINGS_MAX + 1);
        assert_int_equal(in.error.code, CODEC_SCHEMA);
        assert_int_equal(read_items(&schema, "1", ITEMS, ",}", &in).count, CODEC_FINDINGS_MAX + 1);
        assert_int_equal(in.error.code, CODEC_SYNTAX);
    }
    const struct codec_schema few = {.types = CODEC_ARRAY, .array = &rules[1]};
    assert_int_equal(read_items(&few, "\"a\"", ITEMS, "]", &in).count, 1);
    assert_string_equal(in.error.message, "must have at most 10 items, not 20000");
}

/* ---- robustness ----------------------------------------------------------------------------- */

static void every_prefix_and_mutation(void **state) {
    (void)state;
    static const char json[] =
        "{\"id\":\"i\\u0064\",\"kind\":\"green\",\"count\":1e1,\"channels\":1,\"ratio\":0.25,"
        "\"flag\":true,\"value\":\"x\",\"label\":null,\"data\":\"A\\/A=\",\"point\":{\"x\":3},"
        "\"points\":[{\"x\":1}],\"words\":[\"a\"],\"free\":{\"a\":[]},\"note\":\"\xE2\x82\xAC\"}";
    char log[LOG_SIZE];
    struct sample sample;
    for (size_t len = 0; len < sizeof json - 1; len++) {
        struct base_slice text = exact(base_slice(json, len));
        assert_false(read_logged(&sample_schema, text, false, &sample, log));
        assert_memory_equal(log, "syntax", 6);
        exact_free(text);
    }
    struct base_slice text = exact(base_slice(json, sizeof json - 1));
    char *bytes = (char *)(uintptr_t)text.ptr;
    for (size_t i = 0; i < text.len; i++) {
        for (int byte = 0; byte < 256; byte++) {
            bytes[i] = (char)byte;
            (void)read_logged(&sample_schema, text, byte & 1, &sample, log);
        }
        bytes[i] = json[i];
    }
    exact_free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_member),
        cmocka_unit_test(absent_members),
        cmocka_unit_test(null_counts_as_absent),
        cmocka_unit_test(integer_or_text),
        cmocka_unit_test(lists_item_by_item),
        cmocka_unit_test(several_findings_at_once),
        cmocka_unit_test(deviations_and_strict),
        cmocka_unit_test(structs_after_an_error),
        cmocka_unit_test(members_in_any_order),
        cmocka_unit_test(additional_properties),
        cmocka_unit_test(raw_of_an_object),
        cmocka_unit_test(decoding_allocates_nothing),
        cmocka_unit_test(unknown_members_are_counted),
        cmocka_unit_test(mistakes_are_counted_up_to_a_limit),
        cmocka_unit_test(every_prefix_and_mutation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
