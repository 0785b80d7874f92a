/* document.h - a conformance report, whoever makes it: how each requirement of one side fared, what
 * was found, what of the schemas was exercised, and a timeline of each stream. It is the struct
 * that schema/control/report.json describes, and the memory that it points into.
 *
 * How it is made: report_document_init, then for each requirement report_document_kept,
 * report_document_found or report_document_unknown, streams and branches as there are, then
 * report_document_finish. Then it can be written in any form, as often as one likes.
 *
 * The verdict is never better than what is known: where something is not (a stream is not over,
 * memory was bounded), whoever makes the report says so, and the verdict is "unknown" unless what
 * is known is worse already.
 *
 * Where there is no memory functions return NULL, and report_document_finish false. */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H
#include "base/arena.h"
#include "sts_protocol.h"
#include "sts_requirements.h"

/** Findings kept of one requirement over the whole report: enough to see the pattern. */
#define REPORT_FINDINGS_OF_REQUIREMENT 20

struct report_document {
    struct sts_control_report report;
    struct base_arena arena; /**< everything that the report points to */
    /** Where the rows of `report.requirements` are; NULL: not of this side. */
    struct sts_control_report_requirement *rows[STS_REQUIREMENT_COUNT];
    /** How often each was kept: one beside the other, since they are counted for every event. */
    int64_t kept[STS_REQUIREMENT_COUNT];
    unsigned found[STS_REQUIREMENT_COUNT];   /**< findings kept, by requirement */
    bool unknown[STS_REQUIREMENT_COUNT];     /**< the row's note says why */
    bool not_offered[STS_REQUIREMENT_COUNT]; /**< what it is about, as far as was seen */
    size_t findings_max;                     /**< kept of all requirements together */
    bool deviations_fail; /**< a broken should fails whoever asked, so it is a failure in JUnit */
    bool failed;          /**< some memory was missing */
};

/** What a report is about. The texts are copied. */
struct report_document_subject {
    enum sts_control_report_side side;
    struct base_slice title;
    struct base_slice target;  /**< stream, or URL of a server; empty: all streams */
    struct base_slice program; /**< "echo-sts" */
    struct base_slice version;
    const int64_t *run_seed; /**< of the server that was talked to; NULL: not known */
};

/** A report in which nothing was exercised. Returns false when there is no memory; report_document_
 *  free must be called all the same. */
bool report_document_init(struct report_document *document, struct base_memory *memory,
                          const struct report_document_subject *subject);

void report_document_free(struct report_document *document);

/** A copy of a text, as plain UTF-8, that lives as long as the document. */
struct codec_text report_document_text(struct report_document *document, struct codec_text text);

/** The same of a terminated string; NULL gives an empty text. */
struct codec_text report_document_words(struct report_document *document, const char *words);

/** Most rules that are listed of what was armed for a stream: the first ones, and those that hit.
 */
#define REPORT_RULES_MAX 128

/** The row of a requirement, to set note, repeat and duration_ms of; NULL: not of this side. */
struct sts_control_report_requirement *report_document_row(struct report_document *document,
                                                           enum sts_requirement_id id);

/** The requirement was exercised `times` and kept. */
static inline void report_document_kept(struct report_document *document,
                                        enum sts_requirement_id id, uint64_t times) {
    document->kept[id] += (int64_t)times;
}

/** What it is about is not offered: sets the outcome, unless it is broken or unknown, because what
 *  was found shows more. `why` is copied to the note. */
void report_document_not_offered(struct report_document *document, enum sts_requirement_id id,
                                 const char *why);

/** It is not known whether the requirement is kept, beyond what was counted: sets the outcome,
 *  unless it is broken. `why` is copied to the note; the first one stays. */
void report_document_unknown(struct report_document *document, enum sts_requirement_id id,
                             struct codec_text why);

/** Something is not known that could make the verdict worse, whatever requirement it is about.
 *  `why` is a sentence without a full stop; it is copied. */
void report_document_incomplete(struct report_document *document, const char *why);

/** Whether nothing is unknown, whatever the outcomes: of one requirement the worst one counts, so
 * that what is not known of one stream hides behind what another has broken. */
bool report_document_knows_all(const struct report_document *document);

/** The requirement was broken `times`, of which nothing more is told. */
void report_document_broken(struct report_document *document, enum sts_requirement_id id,
                            uint64_t times);

/**
 * The requirement was broken, as `what` says: its `message`, `at_ms` and whatever else is known,
 * with its bits in `has`; `count` times, where 0 counts as 1. The texts are copied; the
 * requirement, its severity and the outcome are filled in. With `because_of` it breaks nothing: the
 * requirement is unknown, unless something else was found. A finding that is equal but for time,
 * payload and fragment is counted with the first. NULL: it is counted only, since enough are kept.
 * The finding stays where it is until the next call of this function.
 */
struct sts_control_report_finding *
report_document_found(struct report_document *document, enum sts_requirement_id id,
                      const struct sts_control_report_finding *what);

/** Adds all that another document of the same side has counted, found, and does not know. */
void report_document_merge(struct report_document *document, const struct report_document *from);

/** How a finished document's requirements fared, but for those that were not exercised: a list of
 *  struct sts_control_report_stream_outcome in the memory of `into`. */
struct codec_list report_document_outcomes(const struct report_document *document,
                                           struct report_document *into);

/** What a finished document does not know, as a list in the memory of `into`. */
struct codec_list report_document_unknowns(const struct report_document *document,
                                           struct report_document *into);

/** Appends a zeroed item to one of the report's lists. Items that were appended before may move. */
void *report_document_append(struct report_document *document, struct codec_list *list,
                             size_t size);

/** Gives each requirement what was counted and its outcome, and the report counts and verdict. */
bool report_document_finish(struct report_document *document);

/** What takes the text of a report, piece by piece. */
struct report_sink {
    /** false ends the writing. */
    bool (*write)(void *context, struct base_slice bytes);
    void *context;
    struct codec_error *error; /**< gets what breaks the report's own schema; or NULL */
};

/** Writes one part of a finished report, so that something else can be done in between: all parts
 *  from 0 on, one after the other, make the report. `*last`: it is the end. False when the sink did
 *  not take it, or there is no memory. */
typedef bool report_part(const struct report_document *document, size_t number,
                         const struct report_sink *sink, bool *last);

/** Writes all parts. */
bool report_document_write(const struct report_document *document, report_part *write,
                           const struct report_sink *sink);

report_part report_part_json, report_part_summary, report_part_junit, report_part_html;

/* Each writes a finished report. False when the sink did not take it, or there is no memory. */

/** As schema/control/report.json says. */
bool report_write_json(const struct report_document *document, const struct report_sink *sink);

/** As schema/control/report_summary.json says: the verdict, why, and what to do. */
bool report_write_summary(const struct report_document *document, const struct report_sink *sink);

/** JUnit XML: a test suite for each stream, for others, and for what none of them tells; or for the
 *  server. Each has a test case for each requirement. What is broken of a must is a failure, what
 * is not known an error; deviations are failures if `deviations_fail` is set, or else pass and are
 * told in system-out; what was not exercised is skipped. */
bool report_write_junit(const struct report_document *document, const struct report_sink *sink);

/** One HTML page that needs nothing else. */
bool report_write_html(const struct report_document *document, const struct report_sink *sink);

#endif
