#include "stream/ranges.h"

#include <string.h>

static void erase(struct stream_ranges *ranges, size_t at, size_t count) {
    memmove(&ranges->items[at], &ranges->items[at + count],
            (ranges->count - at - count) * sizeof *ranges->items);
    ranges->count -= count;
}

/* True when nothing fits between `a` and the later `b`. */
static bool touch(struct stream_range a, struct stream_range b) {
    return a.last == UINT64_MAX || b.first <= a.last + 1;
}

void stream_ranges_add(struct stream_ranges *ranges, uint64_t first, uint64_t last) {
    struct stream_range added = {first, last};
    size_t at = 0;
    while (at < ranges->count && !touch(ranges->items[at], added))
        at++;
    size_t end = at;
    while (end < ranges->count && touch(added, ranges->items[end])) {
        struct stream_range *item = &ranges->items[end++];
        added.first = item->first < added.first ? item->first : added.first;
        added.last = item->last > added.last ? item->last : added.last;
    }
    if (end > at) {
        erase(ranges, at, end - at - 1);
        ranges->items[at] = added;
        return;
    }
    if (ranges->count == STREAM_RANGES_MAX) {
        if (at == 0)
            return; /* it would be the lowest */
        erase(ranges, 0, 1);
        at--;
    }
    memmove(&ranges->items[at + 1], &ranges->items[at],
            (ranges->count - at) * sizeof *ranges->items);
    ranges->items[at] = added;
    ranges->count++;
}

bool stream_ranges_has(const struct stream_ranges *ranges, uint64_t number) {
    for (size_t i = 0; i < ranges->count && ranges->items[i].first <= number; i++)
        if (number <= ranges->items[i].last)
            return true;
    return false;
}

void stream_ranges_forget_below(struct stream_ranges *ranges, uint64_t number) {
    size_t gone = 0;
    while (gone < ranges->count && ranges->items[gone].last < number)
        gone++;
    erase(ranges, 0, gone);
    if (ranges->count && ranges->items[0].first < number)
        ranges->items[0].first = number;
}

bool stream_ranges_take_missing(const struct stream_ranges *ranges, struct stream_range *range,
                                struct stream_range *missing) {
    for (size_t i = 0; i < ranges->count; i++) {
        struct stream_range item = ranges->items[i];
        if (item.last < range->first)
            continue;
        if (item.first > range->first)
            break;
        if (item.last >= range->last)
            return false;
        range->first = item.last + 1;
    }
    if (range->first > range->last)
        return false;
    *missing = *range;
    for (size_t i = 0; i < ranges->count; i++)
        if (ranges->items[i].first > range->first && ranges->items[i].first <= range->last) {
            missing->last = ranges->items[i].first - 1;
            range->first = ranges->items[i].first;
            return true;
        }
    /* used up: an empty range that no later call finds anything in */
    range->first = 1;
    range->last = 0;
    return true;
}
