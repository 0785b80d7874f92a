/* arrival.h - what comes on a worker's connection is read, told apart and kept. */
#ifndef CONFORM_ARRIVAL_H
#define CONFORM_ARRIVAL_H
#include "conform/worker.h"

/** Waits for the Engine.IO open packet. */
bool conform_arrival_handshake(struct conform_worker *w, int64_t deadline);

/** Takes in the next message. False: none came in time, or the connection is over (then w->lost,
 *  and an event of kind LOST was added). */
bool conform_arrival_read(struct conform_worker *w, int64_t deadline);

#endif
