/* broken.h - what is printed of broken requirements: a block for each, and a list. */
#ifndef CONFORM_BROKEN_H
#define CONFORM_BROKEN_H
#include "conform/show.h"

/** A block for each broken requirement, musts first: what was expected and came the first time, and
 *  how often. As many as fit one screen beside the list; with --verbose all, and each finding. */
void conform_broken_show(const struct conform_show *show, const struct conform_run *run);

/** Those that could not be judged because of broken ones, then a line for each broken one. */
void conform_broken_list(const struct conform_show *show, const struct conform_run *run);

/** Ids named where many share a line. */
#define IDS_SHOWN 4

#endif
