/* reasons.h - why a report has its verdict, in sentences: made once, for all of its forms. */
#ifndef REPORT_REASONS_H
#define REPORT_REASONS_H
#include "report/document.h"

/** Sets `why` of a document whose outcomes and verdict are known: what is broken, musts first, then
 *  what is not known; where neither is anything, what the verdict rests on. Sentences without a
 *  full stop. Requirements that are not known get an advice. */
void report_reasons_tell(struct report_document *document);

/** The requirement that a sentence of `why` is about; NULL: none. */
const struct sts_control_report_requirement *
report_reasons_subject(const struct sts_control_report *report, struct codec_text reason);

/** What to do about a reason for which something is not known, or about a report that proves
 *  nothing; empty: there is no advice. `reason` is a note, an unknown of the report, or a sentence
 *  of `why`. */
struct codec_text report_reasons_advice(struct codec_text reason);

#endif
