/* Tables whose names lie in a text `,"NAME":` (`quoted`) read and write quicker, and nothing else:
 * the same texts and structs through such tables and through plain ones. */
#include "codec_sample.h"

#define MEMBERS COUNT(sample_members)

/* The sample's tables again, quoted. */
static char keys[MEMBERS + 2][16];
static struct codec_member quoted_rows[MEMBERS], quoted_point_rows[2];
static struct codec_object_rules quoted_rules, quoted_point_rules;
static struct codec_schema quoted_schema, quoted_point_schema, quoted_points_schema;
static struct codec_array_rules quoted_points_rules;

static struct codec_member quote(const struct codec_member *plain, char *key) {
    struct codec_member member = *plain;
    (void)sprintf(key, ",\"%.*s\":", (int)plain->name.len, plain->name.ptr);
    member.name.ptr = key + 2;
    member.quoted = true;
    return member;
}

static int make_tables(void **state) {
    (void)state;
    for (size_t i = 0; i < 2; i++)
        quoted_point_rows[i] = quote(&point_members[i], keys[MEMBERS + i]);
    quoted_point_rules = point_rules;
    quoted_point_rules.members = quoted_point_rows;
    quoted_point_schema = point_schema;
    quoted_point_schema.object = &quoted_point_rules;
    quoted_points_rules = points_rules;
    quoted_points_rules.items = &quoted_point_schema;
    quoted_points_schema = points_schema;
    quoted_points_schema.array = &quoted_points_rules;
    for (size_t i = 0; i < MEMBERS; i++) {
        quoted_rows[i] = quote(&sample_members[i], keys[i]);
        if (quoted_rows[i].schema == &point_schema)
            quoted_rows[i].schema = &quoted_point_schema;
        else if (quoted_rows[i].schema == &points_schema)
            quoted_rows[i].schema = &quoted_points_schema;
    }
    quoted_rules = sample_rules;
    quoted_rules.members = quoted_rows;
    quoted_schema = sample_schema;
    quoted_schema.object = &quoted_rules;
    return 0;
}

static uint64_t seed;

static uint64_t random_below(uint64_t limit) {
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (seed >> 33) % limit;
}

/* ---- reading ------------------------------------------------------------------------------- */

static void assert_read_alike(struct base_slice text) {
    static char plain_log[LOG_SIZE], quoted_log[LOG_SIZE];
    struct base_slice json = exact(text);
    struct sample plain, quoted;
    memset(&plain, 0, sizeof plain);
    memset(&quoted, 0, sizeof quoted);
    (void)read_logged(&sample_schema, json, false, &plain, plain_log);
    (void)read_logged(&quoted_schema, json, false, &quoted, quoted_log);
    if (strcmp(plain_log, quoted_log) != 0)
        fail_msg("%.*s\n%s\nbut quoted\n%s", (int)text.len, text.ptr, plain_log, quoted_log);
    assert_memory_equal(&plain, &quoted, sizeof plain);
    exact_free(json);
}

static const char *const texts[] = {
    SAMPLE_SHORT,
    "{\"id\":\"a\",\"kind\":\"red\",\"count\":1,\"big\":2,\"channels\":1,\"ratio\":0.5,\"flag\":"
    "true,"
    "\"value\":3,\"label\":null,\"data\":\"QUJD\",\"point\":{\"x\":1,\"y\":2},\"points\":[{\"x\":3,"
    "\"y\":4},{\"y\":5,\"x\":6}],\"words\":[\"u\"],\"free\":{\"id\":1},\"note\":\"n\"}",
    /* white space before, between, behind */
    "{ \"id\":\"a\", \"kind\" :\"red\",\n\"count\": 1 , \"note\" : \"n\" }",
    "{\"id\" :\"a\",\"kind\"\t:\"red\",\"note\":\t\"n\"}",
    /* in another order, and one left out */
    "{\"note\":\"n\",\"kind\":\"red\",\"id\":\"a\"}",
    "{\"id\":\"a\",\"count\":1,\"kind\":\"red\",\"big\":1,\"note\":\"n\"}",
    /* twice */
    "{\"id\":\"a\",\"id\":\"b\",\"kind\":\"red\",\"note\":\"n\"}",
    "{\"id\":\"a\",\"kind\":\"red\",\"id\":\"b\",\"kind\":\"red\",\"note\":\"n\"}",
    "{\"id\":\"a\",\"\\u0069d\":\"b\",\"kind\":\"red\",\"note\":\"n\"}",
    /* escapes that mean a known name */
    "{\"\\u0069\\u0064\":\"a\",\"k\\u0069nd\":\"red\",\"note\":\"n\"}",
    /* unknown names that begin or end like known ones */
    "{\"i\":1,\"idd\":2,\"id\":\"a\",\"kind\":\"red\",\"ind\":3,\"kindly\":4,\"note\":\"n\"}",
    "{\"id\\\"\":1,\"id\":\"a\",\"kind\\u0000\":2,\"kind\":\"red\",\"note\":\"n\"}",
    "{\"id\\ud800\":1,\"id\":\"a\",\"kind\":\"red\",\"note\":\"n\"}",
    /* no JSON, right behind the name and inside it */
    "{\"id\"",
    "{\"id\":",
    "{\"id\"::\"a\"}",
    "{\"id\",\"a\"}",
    "{\"i\nd\":\"a\"}",
    "{id:\"a\"}",
    "{\"id\":\"a\",}",
    /* null in an optional member, and wrong values */
    "{\"id\":\"a\",\"kind\":\"red\",\"count\":null,\"big\":null,\"note\":null}",
    ("{\"id\":7,\"kind\":\"blue\",\"count\":101,\"big\":1.5,\"channels\":3,\"ratio\":2,\"flag\":0,"
     "\"value\":-1,\"label\":1,\"data\":\"Q\",\"point\":{\"y\":5000},\"points\":[{},{},{},{}]}"),
};

static void texts_read_alike(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_read_alike(base_slice_of(texts[i]));
}

static void prefixes_read_alike(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        for (size_t len = 0; len < strlen(texts[i]); len++)
            assert_read_alike(base_slice(texts[i], len));
}

/* A few bytes replaced, put in or taken out. */
static void mutations_read_alike(void **state) {
    (void)state;
    static const char bytes[] = "\"\\:,{}[] \n\0idknote019.-eu\xC3\xFF";
    seed = 1;
    for (int round = 0; round < 40000; round++) {
        char text[512];
        const char *from = texts[random_below(COUNT(texts))];
        size_t len = strlen(from);
        memcpy(text, from, len);
        for (uint64_t changes = 1 + random_below(3); changes > 0 && len > 1; changes--) {
            size_t at = random_below(len);
            char byte = bytes[random_below(sizeof bytes - 1)];
            uint64_t kind = random_below(3);
            if (kind == 0) {
                text[at] = byte;
            } else if (kind == 1) {
                memmove(text + at + 1, text + at, len++ - at);
                text[at] = byte;
            } else {
                memmove(text + at, text + at + 1, --len - at);
            }
        }
        assert_read_alike(base_slice(text, len));
    }
}

/* ---- writing ------------------------------------------------------------------------------- */

struct written {
    struct codec_out out;
    char own[1024], whole[2048];
    bool ok;
};

static void write_sample(struct written *written, const struct codec_schema *schema,
                         const struct sample *sample, size_t capacity) {
    char *own = malloc(capacity ? capacity : 1);
    assert_non_null(own);
    codec_out_init(&written->out, own, capacity);
    written->ok = codec_encode(&written->out, schema, sample);
    assert_true(codec_out_length(&written->out) < sizeof written->whole);
    codec_out_flatten(&written->out, written->whole);
    free(own);
}

static void assert_written_alike(const struct sample *sample, size_t capacity) {
    static struct written plain, quoted;
    write_sample(&plain, &sample_schema, sample, capacity);
    write_sample(&quoted, &quoted_schema, sample, capacity);
    assert_int_equal(quoted.ok, plain.ok);
    assert_int_equal(quoted.out.own_length, plain.out.own_length);
    assert_int_equal(quoted.out.segment_count, plain.out.segment_count);
    assert_int_equal(codec_out_length(&quoted.out), codec_out_length(&plain.out));
    assert_memory_equal(quoted.whole, plain.whole, codec_out_length(&plain.out));
    assert_int_equal(quoted.out.error.code, plain.out.error.code);
    if (plain.ok)
        return;
    assert_int_equal(quoted.out.error.offset, plain.out.error.offset);
    assert_string_equal(quoted.out.error.pointer, plain.out.error.pointer);
    assert_string_equal(quoted.out.error.keyword, plain.out.error.keyword);
    assert_string_equal(quoted.out.error.message, plain.out.error.message);
}

/* Every set of members, whole and into too little memory. */
static void structs_are_written_alike(void **state) {
    (void)state;
    static char large[CODEC_BORROW_MIN];
    memset(large, 'Q', sizeof large);
    static const struct point points[] = {{1, 2}, {-3, 1001}};
    static const struct codec_text words[] = {
        {"a", 1, CODEC_TEXT_CLEAN},
        {"\"", 1, CODEC_TEXT_PLAIN},
        {"", 0, CODEC_TEXT_PLAIN},
    };
    struct sample s = {
        .id = CODEC_TEXT("id"),
        .kind = GREEN,
        .count = 3,
        .channels = 2,
        .big = INT64_MIN,
        .ratio = 0.25,
        .flag = true,
        .value = {.integer = 12},
        .label = codec_text_plain(base_slice_of("a line\nand \"quotes\"")),
        .point = {5, 6},
        .words = {.items = words, .count = COUNT(words)},
        .free = base_slice_of("[1, 2]"),
        .note = CODEC_TEXT("\xC3\xA9"),
    };
    for (uint32_t has = 0; has < 1u << 11; has++) {
        s.has = has;
        s.data = has & 1 ? (struct codec_text){large, sizeof large, CODEC_TEXT_CLEAN}
                         : CODEC_TEXT("QUJD");
        s.points = (struct codec_list){.items = points, .count = has & 2 ? 1 : 2};
        s.count = has % 7 ? 3 : 101;
        assert_written_alike(&s, 1024);
        assert_written_alike(&s, has % 300);
    }
    s.has = (1u << 11) - 1;
    s.points.count = 1;
    s.count = 3;
    for (size_t capacity = 0; capacity < 400; capacity++)
        assert_written_alike(&s, capacity);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_read_alike),
        cmocka_unit_test(prefixes_read_alike),
        cmocka_unit_test(mutations_read_alike),
        cmocka_unit_test(structs_are_written_alike),
    };
    return cmocka_run_group_tests(tests, make_tables, NULL);
}
