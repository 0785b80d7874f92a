/* run.h - all cases that were asked for, several at a time. */
#ifndef CONFORM_RUN_H
#define CONFORM_RUN_H
#include "conform/case.h"

/** Why a case is not run: --only, or --against. */
#define CONFORM_NOT_SELECTED "not selected"
#define CONFORM_NOT_ASKED "not asked for (--against)"

/** One requirement in a run. */
struct conform_entry {
    struct conform_case c;
    conform_function *function; /**< NULL: it binds workers */
    bool chosen;                /**< --only */
    bool named;                 /**< by its whole id: then it is asked for, whatever demands it */
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
    struct conform_learned learned;

    /* After conform_run_resolve: */
    bool broken[STS_REQUIREMENT_COUNT];
    /** Of one that is not broken, but could not be kept because of another: that one. */
    enum sts_requirement_id causes[STS_REQUIREMENT_COUNT];
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

/** Takes out of the choice what is not asked for or runs only with --all; how many are left. */
size_t conform_run_count(struct conform_run *run);

/** Runs what is chosen. What is not run is of the outcome NOT_EXERCISED. False: no threads, or no
 *  memory. */
bool conform_run_all(struct conform_run *run);

/** Says which requirements are broken, after conform_run_all. A finding whose cause is broken
 *  itself is told because of that and breaks nothing; of the others `because_of` is cleared. */
void conform_run_resolve(struct conform_run *run);

void conform_run_free(struct conform_run *run);

#endif
