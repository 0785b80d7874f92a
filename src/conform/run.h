/* run.h - all cases that were asked for, several at a time. */
#ifndef CONFORM_RUN_H
#define CONFORM_RUN_H
#include "conform/case.h"

/** One requirement in a run. */
struct conform_entry {
    struct conform_case c;
    conform_function *function; /**< NULL: it binds workers */
    bool chosen;                /**< --only */
    bool started, done;
};

struct conform_run {
    const struct conform_settings *settings;
    const struct conform_server *server; /**< before conform_run_all */
    const struct report_coverage *coverage;
    bool all; /**< the slow and the disturbing ones too */
    /** Told of each case that is done, one at a time. */
    void (*told)(void *context, const struct conform_entry *entry);
    void *context;
    struct conform_entry entries[STS_REQUIREMENT_COUNT];
};

/** Fills in the entries; nothing is chosen yet. */
void conform_run_init(struct conform_run *run);

/** Chooses the server's requirements whose id begins with `prefix`, or the one whose id it is;
 *  their number. */
size_t conform_run_choose(struct conform_run *run, const char *prefix);

/** The id of the server's requirement that was perhaps meant, or an empty slice. */
struct base_slice conform_run_closest(const struct conform_run *run, const char *id);

/** True when it is left out unless all are asked for. */
bool conform_run_is_extra(enum sts_requirement_id requirement);

/** Runs what is chosen. What is not run is of the outcome NOT_EXERCISED. False: no threads, or no
 *  memory. */
bool conform_run_all(struct conform_run *run);

void conform_run_free(struct conform_run *run);

#endif
