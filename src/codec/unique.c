#include "codec/unique.h"

#include "codec/equal.h"

void codec_unique_note(struct codec_walk *walk, size_t mark, size_t index, const char *start) {
    size_t noted = walk->seen_count - mark;
    struct codec_text item = {.ptr = start, .len = (size_t)(walk->in->at - start)};
    if (noted < CODEC_UNIQUE_ITEMS_MAX && codec_walk_remember(walk, item))
        return;
    if (noted == index) /* the first that does not fit speaks for the rest */
        codec_walk_limit(
            walk, CODEC_UNIQUE_ITEMS_LIMIT, start,
            "is item %zu of an array without duplicates: there are too many items to compare",
            index + 1);
}

void codec_unique_check(struct codec_walk *walk, size_t mark, const char *start) {
    size_t count = walk->seen_count - mark;
    struct codec_scratch_entry *items = walk->seen + mark;
    for (size_t i = 0; i < count; i++) {
        struct base_slice item = {items[i].ptr, items[i].len};
        items[i].hash = (uint32_t)(codec_equal_hash(item) >> 32);
        for (size_t j = 0; j < i; j++) {
            if (items[i].hash != items[j].hash ||
                !codec_equal(item, base_slice(items[j].ptr, items[j].len)))
                continue;
            codec_walk_broken(walk, CODEC_IS_ERROR, "uniqueItems", start,
                              "must not contain the same item twice: items %zu and %zu are equal",
                              j, i);
            return;
        }
    }
}
