/* timeline.h - what became of the streams of a case that failed, for the report. */
#ifndef CONFORM_TIMELINE_H
#define CONFORM_TIMELINE_H
#include "conform/case.h"

/** Fills `c->streams`, one for each connection of the case that was given a stream. It lives as
 *  long as the case's findings; its `started_ms` counts from the case's beginning. Without memory
 *  some are left out. */
void conform_timeline_make(struct conform_case *c);

#endif
