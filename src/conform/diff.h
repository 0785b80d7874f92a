/* diff.h - what has become of each requirement between two reports. */
#ifndef CONFORM_DIFF_H
#define CONFORM_DIFF_H
#include <stdio.h>

enum conform_difference {
    CONFORM_SAME_OR_BETTER,
    CONFORM_WORSE,     /**< a requirement that was not broken is */
    CONFORM_NOT_KNOWN, /**< nothing that is known got worse, but the new report does not know all */
    CONFORM_NO_REPORT, /**< a file is none, or they cannot be compared: a message was printed */
};

/** Prints what was fixed, broken and changed from the JSON report `old` to `new`. */
enum conform_difference conform_diff(const char *old, const char *new, FILE *out);

#endif
