/* judge.h - how workers keep the requirements that bind them: hears all traffic, checks it
 * against the catalogue, and makes reports of it. It listens to the tap.
 *
 * Memory is bounded for each stream (findings, fragments, marks: see internal.h), and so is the
 * number of streams. Those that were only asked for are forgotten first, then those of which all is
 * known, then parked ones, of each the one that was quiet the longest; but not what they broke. */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H
#include "base/map.h"
#include "journal/traffic.h"
#include "report/document.h"

/** Most streams that can be remembered. */
#define JUDGE_STREAMS_MAX 100000

struct judge_config {
    struct base_memory *memory;
    struct base_hash_seed seed; /**< random and secret */
    struct base_slice program, version;
    const int64_t *run_seed; /**< of the server's random decisions; NULL: not known */
    uint64_t ping_interval_ms;
    uint64_t idle_timeout_ms; /**< 0: off */
    uint64_t return_ms;       /**< after a loss, for a worker to come back */
    bool deviations_fail;     /**< for the reports (document.h) */
    /** Streams that are remembered. One that is connected is never forgotten; where all are,
     *  further ones are counted only, and the verdict of all is unknown. */
    size_t streams_max;
    /** A stream has ended: its report is complete. May be NULL. Must not tell anything to the tap.
     */
    void (*ended)(void *context, struct base_slice stream_id);
    void *context;
};

struct judge;

/** NULL when there is no memory. */
struct judge *judge_new(const struct judge_config *config);

/** NULL is ignored. */
void judge_free(struct judge *judge);

/** What is to be put on the tap. */
struct journal_listener *judge_listener(struct judge *judge);

/** What a report is to be about. */
struct judge_query {
    uint64_t now_ms; /**< monotonic */
    int64_t wall_ms; /**< Unix time */
    /** Nothing more will come, and why: what is open stays unknown. NULL: the server runs. */
    const char *closed;
    /** One stream, plain UTF-8: its latest run; empty: all, and connections without a stream. */
    struct base_slice stream_id;
    /** Of all: only those that it matches, an exact id or a glob, plain UTF-8, and no connections
     *  without a stream; empty: any. */
    struct base_slice pattern;
    /** Of all: only streams that began after the entry of the journal with this id; 0: any. What
     *  began before and went on is not split: the report says that it is not known. */
    uint64_t since;
    bool is_foreign; /**< the place is one of another start: nothing is known of what came after */
    /** Whether the reader may see this stream; NULL: all. */
    bool (*may_see)(const void *context, struct base_slice stream_id);
    const void *context;
};

/** What is known of a stream. */
enum judge_knowledge {
    JUDGE_KNOWN,     /**< there is a report about it */
    JUDGE_FORGOTTEN, /**< there was one: its verdict is known, and the report on all has the rest */
    JUDGE_NEVER,     /**< nobody ever asked for it */
    JUDGE_UNSURE,    /**< it is not known whether there was one */
};

/** `*verdict` is set where it is FORGOTTEN. */
enum judge_knowledge judge_knows(const struct judge *judge, struct base_slice stream_id,
                                 enum sts_control_report_verdict *verdict);

/** Whether a stream is remembered that the query means, whenever it was; `*unsure`: there may have
 *  been others. */
bool judge_has(const struct judge *judge, const struct judge_query *query, bool *unsure);

/** For so long nothing comes of a stream that is idle. */
#define JUDGE_QUIET_MS 100

/** Whether the stream is over or idle, for somebody who asked at `asked_ms` (monotonic). A stream
 *  that is not known may still come. */
enum sts_control_report_settled judge_settled(const struct judge *judge,
                                              struct base_slice stream_id, uint64_t asked_ms,
                                              uint64_t now_ms);

/** Drops the reports of the streams that `pattern` (an exact id or a glob, plain UTF-8) matches;
 *  that of a stream which is not over goes when it is. Reports on all say how many were dropped.
 *  What the streams broke that were forgotten stays in those. Returns how many. */
size_t judge_drop(struct judge *judge, struct base_slice pattern);

/** The streams that `pattern` matches and that are not over are not to be dropped, after all. */
void judge_keep(struct judge *judge, struct base_slice pattern);

/** Calls `each` with the id of every stream that is remembered. */
void judge_each(const struct judge *judge, void (*each)(void *context, struct base_slice stream_id),
                void *context);

/** Makes and finishes a report. False when there is no memory; report_document_free must be called
 *  all the same. */
bool judge_report(const struct judge *judge, const struct judge_query *query,
                  struct report_document *document);

#endif
