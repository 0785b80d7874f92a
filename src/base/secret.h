/* secret.h - which names are those of secrets, whose values are never shown (protocol §11). */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H
#include "base/slice.h"

/** True for names like token, key, secret, password and authorization, alone or as a part
 *  (`x-api-key`), in any case. */
bool base_secret_name(struct base_slice name);

/** What is shown in place of the value. */
#define BASE_SECRET_MASK "***"

/** A key without the blanks, tabs, line ends and quotes around it, which .env files and copying
 *  leave there. */
struct base_slice base_secret_trimmed(struct base_slice key);

/** Room for what base_secret_removed says. */
#define BASE_SECRET_REMOVED 160

/** Says what base_secret_trimmed removes, and nothing else of the key: "a CR at the end". Empty:
 *  nothing. Returns `out`. */
const char *base_secret_removed(struct base_slice key, char out[BASE_SECRET_REMOVED]);

#endif
