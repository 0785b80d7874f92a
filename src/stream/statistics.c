#include "stream/statistics.h"

/* 2^7 = STREAM_STATISTICS_EXACT: where the logarithmic scale begins */
#define FIRST_POWER 7

static size_t bucket_of(uint64_t ms) {
    if (ms < STREAM_STATISTICS_EXACT)
        return (size_t)ms;
    unsigned power = 63u - (unsigned)__builtin_clzll(ms);
    if (power >= FIRST_POWER + STREAM_STATISTICS_DOUBLINGS)
        return STREAM_STATISTICS_PARTS * STREAM_STATISTICS_PART - 1;
    /* the seven highest bits: a one, then the step within the doubling */
    size_t step = (size_t)(ms >> (power - 6)) - STREAM_STATISTICS_STEPS;
    return STREAM_STATISTICS_EXACT + (power - FIRST_POWER) * STREAM_STATISTICS_STEPS + step;
}

/* The middle of a bucket. */
static double value_of(size_t bucket) {
    if (bucket < STREAM_STATISTICS_EXACT)
        return (double)bucket;
    size_t above = bucket - STREAM_STATISTICS_EXACT;
    uint64_t width = UINT64_C(2) << above / STREAM_STATISTICS_STEPS;
    uint64_t first = (STREAM_STATISTICS_STEPS + above % STREAM_STATISTICS_STEPS) * width;
    return (double)first + (double)(width - 1) / 2;
}

_Static_assert(STREAM_STATISTICS_PARTS *STREAM_STATISTICS_PART ==
                   STREAM_STATISTICS_EXACT + STREAM_STATISTICS_DOUBLINGS * STREAM_STATISTICS_STEPS,
               "the buckets fill the parts");

/* The bucket of a time; NULL: no memory. */
static uint32_t *place_of(struct stream_statistics *statistics, uint64_t ms) {
    size_t bucket = bucket_of(ms);
    uint32_t **part = &statistics->parts[bucket / STREAM_STATISTICS_PART];
    if (!*part)
        *part = base_memory_zero(statistics->memory, STREAM_STATISTICS_PART * sizeof **part);
    return *part ? *part + bucket % STREAM_STATISTICS_PART : NULL;
}

void stream_statistics_add(struct stream_statistics *statistics, enum sts_fragment_status status,
                           uint64_t processing_ms) {
    statistics->outcomes[status]++;
    statistics->total_ms += processing_ms;
    uint32_t *place = place_of(statistics, processing_ms);
    if (!place)
        return;
    ++*place;
    statistics->placed++;
}

void stream_statistics_remove(struct stream_statistics *statistics, enum sts_fragment_status status,
                              uint64_t processing_ms) {
    statistics->outcomes[status]--;
    statistics->total_ms -= processing_ms;
    size_t bucket = bucket_of(processing_ms);
    uint32_t *part = statistics->parts[bucket / STREAM_STATISTICS_PART];
    if (!part || !part[bucket % STREAM_STATISTICS_PART]) /* it was left out */
        return;
    part[bucket % STREAM_STATISTICS_PART]--;
    statistics->placed--;
}

uint64_t stream_statistics_total(const struct stream_statistics *statistics) {
    return statistics->outcomes[STS_FRAGMENT_STATUS_SUCCESS] +
           statistics->outcomes[STS_FRAGMENT_STATUS_PARTIAL] +
           statistics->outcomes[STS_FRAGMENT_STATUS_FAILED];
}

void stream_statistics_clear(struct stream_statistics *statistics) {
    for (size_t i = 0; i < STREAM_STATISTICS_PARTS; i++)
        base_memory_give(statistics->memory, statistics->parts[i],
                         STREAM_STATISTICS_PART * sizeof **statistics->parts);
    *statistics = (struct stream_statistics){.memory = statistics->memory};
}

static double percentile_95(const struct stream_statistics *statistics) {
    uint64_t rank = (statistics->placed * 95 + 99) / 100, seen = 0;
    for (size_t i = 0; rank && i < STREAM_STATISTICS_PARTS; i++)
        for (size_t j = 0; statistics->parts[i] && j < STREAM_STATISTICS_PART; j++) {
            seen += statistics->parts[i][j];
            if (seen >= rank)
                return value_of(i * STREAM_STATISTICS_PART + j);
        }
    return 0;
}

struct sts_stream_statistics stream_statistics_report(const struct stream_statistics *statistics) {
    uint64_t total = stream_statistics_total(statistics);
    return (struct sts_stream_statistics){
        .success_count = (int64_t)statistics->outcomes[STS_FRAGMENT_STATUS_SUCCESS],
        .partial_count = (int64_t)statistics->outcomes[STS_FRAGMENT_STATUS_PARTIAL],
        .failed_count = (int64_t)statistics->outcomes[STS_FRAGMENT_STATUS_FAILED],
        .avg_processing_time_ms = total ? (double)statistics->total_ms / (double)total : 0,
        .p95_processing_time_ms = percentile_95(statistics),
    };
}
