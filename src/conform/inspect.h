/* inspect.h - what is looked at in every payload that comes, whatever the case is about. */
#ifndef CONFORM_INSPECT_H
#define CONFORM_INSPECT_H
#include "conform/worker.h"

/** Validates a payload that came: findings go to the requirements that say so. */
void conform_inspect(struct conform_worker *w, struct conform_event *event);

#endif
