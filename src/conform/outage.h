/* outage.h - a server that stops answering in the middle of a run. Then nothing that is missing
 * says anything about a requirement: the run stops, and what was not checked is not known. */
#ifndef CONFORM_OUTAGE_H
#define CONFORM_OUTAGE_H
#include "conform/run.h"

/** Something did not come. If the server has sent no event to any case for a while, asks it on a
 *  connection of its own, and if that gets no answer either, ends the case and the run. */
void conform_outage_suspect(struct conform_case *c);

/** A request was answered as by a server that takes no more: `reason`. If a new connection gets no
 *  answer either, ends the case and the run; else the answer was meant for that request. */
void conform_outage_refused(struct conform_case *c, const char *reason);

/** The server cannot be connected to any more: ends the case and the run. */
_Noreturn void conform_outage_stop(struct conform_case *c, const char *reason);

/** After a case that ended when the run had stopped: takes back what it says only because of
 *  that. */
void conform_outage_forget(struct conform_case *c);

/** After the last case: what no event of the server came after is not believed unless the server
 *  still answers; and when it does not, it takes all of that back. */
void conform_outage_settle(struct conform_run *run);

#endif
