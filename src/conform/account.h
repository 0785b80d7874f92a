/* account.h - the report of a run, as files. */
#ifndef CONFORM_ACCOUNT_H
#define CONFORM_ACCOUNT_H
#include "conform/options.h"
#include "conform/run.h"

/** Whether the files of --json, --junit and --html can be written, as far as that can be told
 *  without touching them. False: a message was printed. */
bool conform_account_can(const struct conform_options *options);

/** Writes the report in the forms that are asked for, after conform_run_resolve. `started` and
 *  `ended`: Unix ms. `incomplete`: why not all was checked that was asked for; NULL: it was. False:
 *  a message was printed. */
bool conform_account_write(const struct conform_options *options, const struct conform_run *run,
                           int64_t started, int64_t ended, const char *incomplete);

/** Writes a finished document to the files of --json, --junit and --html. */
bool conform_account_files(const struct conform_options *options,
                           const struct report_document *document);

#endif
