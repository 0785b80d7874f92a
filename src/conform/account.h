/* account.h - the report of a run, as files. */
#ifndef CONFORM_ACCOUNT_H
#define CONFORM_ACCOUNT_H
#include "conform/options.h"
#include "conform/run.h"
#include "report/document.h"

/** Whether the files of --json, --junit and --html can be written, as far as that can be told
 *  without touching them. False: a message was printed. */
bool conform_account_can(const struct conform_options *options);

/** Makes the report, after conform_run_resolve. What is printed, the exit status and all files are
 *  told from it, so that none of them says what another does not. `started` and `ended`: Unix ms.
 *  `incomplete`: why not all was checked that was asked for; NULL: it was. False: a message was
 *  printed. report_document_free must be called in any case. */
bool conform_account_make(struct report_document *document, struct base_memory *memory,
                          const struct conform_options *options, const struct conform_run *run,
                          int64_t started, int64_t ended, const char *incomplete);

/** Writes a finished report to the files of --json, --junit and --html. */
bool conform_account_files(const struct conform_options *options,
                           const struct report_document *document);

#endif
