/* conformance.h - how workers keep the requirements that bind them: hears all traffic, checks it
 * against the catalogue, and makes reports of it. It listens to the tap.
 *
 * Memory is bounded for each stream (findings, fragments, marks: see conformance_internal.h), and
 * so is the number of streams: those that ended first are forgotten first. */
#ifndef REPORT_CONFORMANCE_H
#define REPORT_CONFORMANCE_H
#include "base/map.h"
#include "report/document.h"
#include "report/traffic.h"

/** Streams that are remembered. A live one is never forgotten; where all are live, further ones are
 *  counted only. */
#define REPORT_STREAMS_MAX 128

struct report_conformance_config {
    struct base_memory *memory;
    struct base_hash_seed seed; /**< random and secret */
    struct base_slice program, version;
    uint64_t ping_interval_ms;
    uint64_t idle_timeout_ms; /**< 0: off */
    /** A stream has ended: its report is complete. May be NULL. Must not tell anything to the tap.
     */
    void (*ended)(void *context, struct base_slice stream_id);
    void *context;
};

struct report_conformance;

/** NULL when there is no memory. */
struct report_conformance *report_conformance_new(const struct report_conformance_config *config);

/** NULL is ignored. */
void report_conformance_free(struct report_conformance *conformance);

/** What is to be put on the tap. */
struct report_listener *report_conformance_listener(struct report_conformance *conformance);

/** What a report is to be about. */
struct report_conformance_query {
    /** One stream, plain UTF-8: its latest run; empty: all, and connections without a stream. */
    struct base_slice stream_id;
    /** Whether the reader may see this stream; NULL: all. */
    bool (*may_see)(const void *context, struct base_slice stream_id);
    const void *context;
};

/** Whether that stream is remembered. */
bool report_conformance_knows(const struct report_conformance *conformance,
                              struct base_slice stream_id);

/** Calls `each` with the id of every stream that is remembered. */
void report_conformance_each(const struct report_conformance *conformance,
                             void (*each)(void *context, struct base_slice stream_id),
                             void *context);

/** Makes and finishes a report. False when there is no memory; report_document_free must be called
 *  all the same. */
bool report_conformance_report(const struct report_conformance *conformance,
                               const struct report_conformance_query *query,
                               struct report_document *document);

#endif
