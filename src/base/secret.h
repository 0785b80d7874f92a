/* secret.h - which names are those of secrets, whose values are never shown (protocol §11). */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H
#include "base/slice.h"

/** True for names like token, key, secret, password and authorization, alone or as a part
 *  (`x-api-key`), in any case. */
bool base_secret_name(struct base_slice name);

/** What is shown in place of the value. */
#define BASE_SECRET_MASK "***"

#endif
