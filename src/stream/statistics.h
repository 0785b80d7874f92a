/* statistics.h - what stream:complete tells of a stream, in bounded memory. */
#ifndef STREAM_STATISTICS_H
#define STREAM_STATISTICS_H
#include "base/memory.h"
#include "sts_protocol.h"

/** Values below this have a bucket each: exact. */
#define STREAM_STATISTICS_EXACT 128
/** Buckets for each further doubling: a bucket is at most 1/64 wide, its middle at most 1/128 =
 *  0.8 % off. */
#define STREAM_STATISTICS_STEPS 64
/** Doublings above: up to 2^18 ms, more than all delays that can be configured take together;
 *  what is longer counts as that. */
#define STREAM_STATISTICS_DOUBLINGS 11
/** Buckets that are allocated together, when the first of them counts: times of one stream are
 *  mostly close to each other. */
#define STREAM_STATISTICS_PART 64
#define STREAM_STATISTICS_PARTS                                                                    \
    ((STREAM_STATISTICS_EXACT + STREAM_STATISTICS_DOUBLINGS * STREAM_STATISTICS_STEPS) /           \
     STREAM_STATISTICS_PART)

/** All zero but `memory` is the empty statistics. */
struct stream_statistics {
    struct base_memory *memory;
    uint64_t outcomes[3]; /**< by enum sts_fragment_status */
    uint64_t total_ms;
    uint64_t placed; /**< counted in `parts`: all, unless memory was missing */
    uint32_t
        *parts[STREAM_STATISTICS_PARTS]; /**< processing times, on a logarithmic scale; or NULL */
};

/** Counts one outcome. Without memory p95 leaves its time out. */
void stream_statistics_add(struct stream_statistics *statistics, enum sts_fragment_status status,
                           uint64_t processing_ms);

/** Takes back what stream_statistics_add counted: a retry replaces an outcome. */
void stream_statistics_remove(struct stream_statistics *statistics, enum sts_fragment_status status,
                              uint64_t processing_ms);

/** Gives up its memory. */
void stream_statistics_clear(struct stream_statistics *statistics);

/** All outcomes counted. */
uint64_t stream_statistics_total(const struct stream_statistics *statistics);

/** The payload's part. p95 is the nearest rank, error at most 1 %. */
struct sts_stream_statistics stream_statistics_report(const struct stream_statistics *statistics);

#endif
