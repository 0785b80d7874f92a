/* codec_verdict.h - a text read in three ways that must agree to the byte: passed over
 * (codec_in_skip), validated against `true`, and walked member by member through tables that allow
 * everything. */
#ifndef UNIT_CODEC_VERDICT_H
#define UNIT_CODEC_VERDICT_H
#include "codec_fixture.h"
#include "support/scratch.h"

#include "base/utf8.h"

static const struct codec_schema anything = {.types = CODEC_ANY};

/* Allows everything too, but looks into every array and object. */
static const struct codec_schema walked;
static const struct codec_array_rules walked_items = {
    .items = &walked,
    .max_items = CODEC_UNBOUNDED,
};
static const struct codec_member walked_members[] = {
    {.name = BASE_SLICE("a"), .schema = &walked, .offset = CODEC_NO_OFFSET},
    {.name = BASE_SLICE("known"), .schema = &walked, .offset = CODEC_NO_OFFSET},
};
static const struct codec_object_rules walked_object = {
    .members = walked_members,
    .count = COUNT(walked_members),
    .additional = &walked,
    .max_members = CODEC_UNBOUNDED,
    .has_offset = CODEC_NO_OFFSET,
    .raw_offset = CODEC_NO_OFFSET,
};
static const struct codec_schema walked = {
    .types = CODEC_ANY,
    .array = &walked_items,
    .object = &walked_object,
};

static inline enum codec_error_code verdict_of(struct base_slice text) {
    struct codec_in in;
    codec_in_init(&in, text, &test_scratch);
    bool skipped = codec_in_skip(&in, NULL);
    if (!codec_in_malformed(&in))
        skipped = codec_in_done(&in) && skipped;
    assert_int_equal(skipped, in.error.code == CODEC_OK);
    struct codec_error by_true, by_walk;
    assert_int_equal(codec_validate(text, &anything, &test_scratch, &by_true), skipped);
    assert_int_equal(codec_validate(text, &walked, &test_scratch, &by_walk), skipped);
    assert_int_equal(by_true.code, in.error.code);
    assert_int_equal(by_walk.code, in.error.code);
    if (!skipped) {
        assert_int_equal(by_true.offset, in.error.offset);
        assert_int_equal(by_walk.offset, in.error.offset);
        assert_string_equal(by_walk.pointer, in.error.pointer);
        assert_true(in.error.offset <= text.len);
        assert_true(base_utf8_valid(base_slice_of(in.error.message)));
        assert_true(base_utf8_valid(base_slice_of(in.error.pointer)));
    }
    return in.error.code;
}

#endif
