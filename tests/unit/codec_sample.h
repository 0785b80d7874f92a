/* codec_sample.h - a schema written by hand as the generator would, with one member of each kind:
 *
 *   {"type": "object", "required": ["id", "kind"], "properties": {
 *      "id": string 1..36, deviation: a UUID
 *      "kind": "red" | "green"
 *      "count": integer 0..100, default 7
 *      "big": integer
 *      "channels": 1 | 2, default 2
 *      "ratio": number 0..1
 *      "flag": boolean
 *      "value": integer >= 0 or string
 *      "label": string or null
 *      "data": base64
 *      "point": {"x": integer required, "y": integer default -1}
 *      "points": array of points, at most 3
 *      "words": array of strings
 *      "free": anything
 *      "note": string, its absence is a deviation
 *   }, unknown members are deviations}
 */
#ifndef UNIT_CODEC_SAMPLE_H
#define UNIT_CODEC_SAMPLE_H
#include "codec_fixture.h"

struct point {
    int32_t x, y;
};

enum kind {
    RED,
    GREEN
};

struct sample {
    uint32_t has;
    struct codec_text id;
    enum kind kind;
    int32_t count;
    int64_t big;
    int32_t channels;
    double ratio;
    bool flag;
    struct codec_int_or_text value;
    struct codec_text label;
    struct codec_text data;
    struct point point;
    struct codec_list points;
    struct codec_list words;
    struct base_slice free;
    struct codec_text note;
};

enum {
    HAS_BIG = 1u << 0,
    HAS_RATIO = 1u << 1,
    HAS_FLAG = 1u << 2,
    HAS_VALUE = 1u << 3,
    HAS_LABEL = 1u << 4,
    HAS_DATA = 1u << 5,
    HAS_POINT = 1u << 6,
    HAS_POINTS = 1u << 7,
    HAS_WORDS = 1u << 8,
    HAS_FREE = 1u << 9,
    HAS_NOTE = 1u << 10,
};

#define BOUNDS(...)                                                                                \
    &(const struct codec_number_rules) {                                                           \
        (const struct codec_bound[]){__VA_ARGS__},                                                 \
            sizeof((const struct codec_bound[]){__VA_ARGS__}) / sizeof(struct codec_bound)         \
    }
#define MIN(n)                                                                                     \
    {                                                                                              \
        CODEC_MINIMUM, {                                                                           \
#n, true, n                                                                            \
        }                                                                                          \
    }
#define MAX(n)                                                                                     \
    {                                                                                              \
        CODEC_MAXIMUM, {                                                                           \
#n, true, n                                                                            \
        }                                                                                          \
    }

static const struct codec_string_rules uuid_rules = {
    .max_length = CODEC_UNBOUNDED,
    .format = CODEC_FORMAT_UUID,
};
static const struct codec_schema is_uuid_schema = {.types = CODEC_ANY, .string = &uuid_rules};
static const struct codec_string_rules id_rules = {.min_length = 1, .max_length = 36};
static const struct codec_schema id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &id_rules,
    .deviation = &is_uuid_schema,
};
static const struct codec_value kind_values[] = {
    {CODEC_STRING, "\"red\"", BASE_SLICE("red")},
    {CODEC_STRING, "\"green\"", BASE_SLICE("green")},
};
static const struct codec_values kinds = {false, false, kind_values, 2};
static const struct codec_schema kind_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = &kinds,
};
static const struct codec_schema count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MIN(0), MAX(100)),
};
static const struct codec_schema big_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};
static const struct codec_value channel_values[] = {
    {CODEC_INTEGER, "1", {NULL, 0}},
    {CODEC_INTEGER, "2", {NULL, 0}},
};
static const struct codec_values channels = {false, false, channel_values, 2};
static const struct codec_schema channels_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .values = &channels,
};
static const struct codec_schema ratio_schema = {
    .types = CODEC_NUMBER,
    .store = CODEC_STORE_DOUBLE,
    .number = BOUNDS(MIN(0), MAX(1)),
};
static const struct codec_schema flag_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
};
static const struct codec_schema value_schema = {
    .types = CODEC_INTEGER | CODEC_STRING,
    .store = CODEC_STORE_INT_OR_TEXT,
    .number = BOUNDS(MIN(0)),
};
static const struct codec_schema label_schema = {
    .types = CODEC_STRING | CODEC_NULL,
    .store = CODEC_STORE_TEXT,
};
static const struct codec_string_rules data_rules = {.max_length = 4000000, .base64 = true};
static const struct codec_schema data_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &data_rules,
};
static const struct codec_schema coordinate_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .number = BOUNDS(MIN(-1000), MAX(1000)),
};
static const struct codec_member point_members[] = {
    {.name = BASE_SLICE("x"),
     .presence = CODEC_REQUIRED,
     .schema = &coordinate_schema,
     .offset = offsetof(struct point, x)},
    {.name = BASE_SLICE("y"),
     .schema = &coordinate_schema,
     .offset = offsetof(struct point, y),
     .fallback = "-1"},
};
static const struct codec_object_rules point_rules = {
    .members = point_members,
    .count = 2,
    .null_is_absent = true,
    .max_members = CODEC_UNBOUNDED,
    .size = sizeof(struct point),
    .has_offset = CODEC_NO_OFFSET,
    .raw_offset = CODEC_NO_OFFSET,
};
static const struct codec_schema point_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &point_rules,
};
static const struct codec_array_rules points_rules = {
    .items = &point_schema,
    .max_items = 3,
    .stride = sizeof(struct point),
};
static const struct codec_schema points_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &points_rules,
};
static const struct codec_schema word_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};
static const struct codec_array_rules words_rules = {
    .items = &word_schema,
    .max_items = CODEC_UNBOUNDED,
    .stride = sizeof(struct codec_text),
};
static const struct codec_schema words_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &words_rules,
};
static const struct codec_schema free_schema = {.types = CODEC_ANY, .store = CODEC_STORE_RAW};

#define MEMBER(text, state, table, ...)                                                            \
    {                                                                                              \
        .name = BASE_SLICE(#text), .presence = CODEC_##state, .schema = &table##_schema,           \
        .offset = offsetof(struct sample, text), __VA_ARGS__                                       \
    }

static const struct codec_member sample_members[] = {
    MEMBER(id, REQUIRED, id, .has = 0),
    MEMBER(kind, REQUIRED, kind, .has = 0),
    MEMBER(count, OPTIONAL, count, .fallback = "7"),
    MEMBER(big, OPTIONAL, big, .has = 1 + 0),
    MEMBER(channels, OPTIONAL, channels, .fallback = "2"),
    MEMBER(ratio, OPTIONAL, ratio, .has = 1 + 1),
    MEMBER(flag, OPTIONAL, flag, .has = 1 + 2),
    MEMBER(value, OPTIONAL, value, .has = 1 + 3),
    MEMBER(label, OPTIONAL, label, .has = 1 + 4),
    MEMBER(data, OPTIONAL, data, .has = 1 + 5),
    MEMBER(point, OPTIONAL, point, .has = 1 + 6),
    MEMBER(points, OPTIONAL, points, .has = 1 + 7),
    MEMBER(words, OPTIONAL, words, .has = 1 + 8),
    MEMBER(free, OPTIONAL, free, .has = 1 + 9),
    MEMBER(note, EXPECTED, word, .has = 1 + 10),
};
static const struct codec_object_rules sample_rules = {
    .members = sample_members,
    .count = COUNT(sample_members),
    .closed_softly = true,
    .null_is_absent = true,
    .max_members = CODEC_UNBOUNDED,
    .size = sizeof(struct sample),
    .has_offset = offsetof(struct sample, has),
    .raw_offset = CODEC_NO_OFFSET,
};
static const struct codec_schema sample_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &sample_rules,
};

#define SAMPLE_ID "123e4567-e89b-42d3-a456-426614174000"
/** The shortest sample without a deviation. */
#define SAMPLE_SHORT "{\"id\":\"" SAMPLE_ID "\",\"kind\":\"red\",\"note\":\"\"}"

#endif
