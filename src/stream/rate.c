#include "stream/rate.h"

/* First capacity; a power of two. Real workers send 100 a minute or fewer. */
#define CAPACITY_FIRST 16

bool stream_rate_allows(struct stream_rate *rate, uint64_t now) {
    while (rate->count && now - rate->times[rate->first] >= STREAM_RATE_WINDOW_MS) {
        rate->first = (rate->first + 1) & (rate->capacity - 1);
        rate->count--;
    }
    return !rate->limit || rate->count < rate->limit;
}

static bool grow(struct stream_rate *rate) {
    size_t capacity = rate->capacity ? rate->capacity * 2 : CAPACITY_FIRST;
    uint64_t *times = base_memory_take(rate->memory, capacity * sizeof *times);
    if (!times)
        return false;
    for (size_t i = 0; i < rate->count; i++)
        times[i] = rate->times[(rate->first + i) & (rate->capacity - 1)];
    base_memory_give(rate->memory, rate->times, rate->capacity * sizeof *times);
    rate->times = times;
    rate->capacity = capacity;
    rate->first = 0;
    return true;
}

bool stream_rate_count(struct stream_rate *rate, uint64_t now) {
    if (!rate->limit)
        return true;
    if (rate->count == rate->capacity && !grow(rate))
        return false;
    rate->times[(rate->first + rate->count++) & (rate->capacity - 1)] = now;
    return true;
}

void stream_rate_uncount(struct stream_rate *rate) {
    if (rate->limit)
        rate->count--;
}

void stream_rate_clear(struct stream_rate *rate) {
    base_memory_give(rate->memory, rate->times, rate->capacity * sizeof *rate->times);
    rate->times = NULL;
    rate->capacity = rate->first = rate->count = 0;
}
