/* play.h - one case, from its beginning to its end. */
#ifndef CONFORM_PLAY_H
#define CONFORM_PLAY_H
#include "conform/case.h"

/** Runs `function` and fills in the outcome. The case was zeroed but for settings, server,
 *  requirement, coverage and seen; conform_case_free when its findings have been read. */
void conform_play(struct conform_case *c, conform_function *function);

#endif
