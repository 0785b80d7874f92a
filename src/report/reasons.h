/* reasons.h - why a report has its verdict, in sentences: made once, for all of its forms. */
#ifndef REPORT_REASONS_H
#define REPORT_REASONS_H
#include "report/document.h"

/** Sets `why` of a document whose outcomes and verdict are known: what is broken, musts first, then
 *  what is not known; where neither is anything, what the verdict rests on. Sentences without a
 *  full stop. */
void report_reasons_tell(struct report_document *document);

#endif
