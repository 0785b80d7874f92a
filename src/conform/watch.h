/* watch.h - what must be true on every connection of a run, whatever its case is about: each
 * fragment:ack, fragment:processed, stream:ready and stream:complete is about what was sent there,
 * and comes once. A case that provokes something else says so by what it sends: after an invalid
 * message, or with faults armed, less is looked at. */
#ifndef CONFORM_WATCH_H
#define CONFORM_WATCH_H
#include "conform/worker.h"

/** For a connection that is new. */
struct conform_watch *conform_watch_new(struct conform_case *c);

/** That event goes out on the connection now. */
void conform_watch_sent(struct conform_worker *w, const char *event, const char *payload);

/** That event has come, and was inspected. What is wrong is noted for the requirement that it
 *  breaks. */
void conform_watch_came(struct conform_worker *w, struct conform_event *event);

/** The connection is left: where stream:complete came before results, waits for them, and notes
 *  what does not come. */
void conform_watch_leave(struct conform_worker *w);

/** The same for all connections of a case that is done. */
void conform_watch_end(struct conform_case *c);

#endif
