/* coverage.h - which branches of the schemas a traffic took: each member given or left out, each
 * value of an enum, each bound reached exactly. A green report of a test that did little shows it
 * here. */
#ifndef REPORT_COVERAGE_H
#define REPORT_COVERAGE_H
#include "report/document.h"

/** Items of lists and recursion below this are not told apart. */
#define REPORT_COVERAGE_DEPTH 8

struct report_coverage;

/** All branches of the events that workers send and get, but for those of simulations. NULL when
 *  there is no memory. */
struct report_coverage *report_coverage_new(struct base_memory *memory);

void report_coverage_free(struct report_coverage *coverage);

/** The number of branches: how many counters `seen` has below. */
size_t report_coverage_count(const struct report_coverage *coverage);

/** Counts the branches that a well-formed payload takes. What stands in the place of audio does not
 *  matter. */
void report_coverage_note(const struct report_coverage *coverage, enum sts_event_id event,
                          struct base_slice json, uint32_t *seen);

/** Whether the struct of an event tells all that its text does: not where a member that is left out
 *  has a default, which is then in the struct. */
bool report_coverage_takes_messages(const struct report_coverage *coverage,
                                    enum sts_event_id event);

/** The same as of its text, for the struct of such an event. Costs a tenth. */
void report_coverage_note_message(const struct report_coverage *coverage, enum sts_event_id event,
                                  const void *message, uint32_t *seen);

/** Appends all branches to the report. */
void report_coverage_tell(const struct report_coverage *coverage, const uint32_t *seen,
                          struct report_document *document);

#endif
