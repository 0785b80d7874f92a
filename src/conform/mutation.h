/* mutation.h - messages made from the schemas: a valid one, changed at one place at a time, for
 * every rule of its schema. */
#ifndef CONFORM_MUTATION_H
#define CONFORM_MUTATION_H
#include "conform/case.h"

/** A changed message; all of it lives as long as the case. */
struct conform_mutation {
    struct conform_mutation *next;
    const char *what; /**< "/max_inflight above its maximum" */
    const char *json;
    /** Which document says that it is invalid, or valid: spec016 only where there is no doubt. */
    enum sts_requirement_origin origin;
};

/** All messages that break exactly one rule of `schema`: each required member missing, or null;
 *  each member of a wrong type; each bound crossed; unknown enum values; base64 that is none.
 *  `valid` has all members, the optional ones too. */
struct conform_mutation *conform_mutations_invalid(struct conform_case *c,
                                                   const struct codec_schema *schema,
                                                   const char *valid);

/** All that are still valid: each optional member absent, and null; each bound reached; each enum
 *  value; integers as 1.0. */
struct conform_mutation *conform_mutations_valid(struct conform_case *c,
                                                 const struct codec_schema *schema,
                                                 const char *valid);

#endif
