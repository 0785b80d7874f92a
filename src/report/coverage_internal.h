/* coverage_internal.h - what coverage.c finds in the schemas, and coverage_note.c looks for in the
 * traffic. */
#ifndef REPORT_COVERAGE_INTERNAL_H
#define REPORT_COVERAGE_INTERNAL_H
#include "report/coverage.h"

/** One look at the struct of a record, as its schema asks for. */
struct report_step {
    enum {
        REPORT_STEP_TAKEN,    /**< nothing: `branch` is taken in any case */
        REPORT_STEP_ENUM,     /**< which value it is */
        REPORT_STEP_INT32,    /**< whether it is `bound`: a bound, or one of a few values */
        REPORT_STEP_INT64,    /**< the same */
        REPORT_STEP_TEXT,     /**< whether its length is a bound */
        REPORT_STEP_OTHER,    /**< whatever it is */
        REPORT_STEP_OPTIONAL, /**< whether it is there */
    } kind;
    uint32_t offset; /**< of the value in the struct; of an OPTIONAL: of what has its bit */
    size_t branch;   /**< of the first value, of the bound, "present" */
    union {
        int64_t bound;
        struct {
            uint32_t has;  /**< the bit */
            uint32_t skip; /**< steps that follow for what is there */
        };
        const struct report_node *node; /**< TEXT and OTHER */
    };
};

/** A schema at one place of an event: its branches, and the places below it. */
struct report_node {
    const struct codec_schema *schema;
    size_t present; /**< the number of its branch "present", of a member; "absent" is the next */
    size_t values, range;         /**< of its first value, its first bound */
    struct report_node **members; /**< of an object, as the schema has them; NULL: too deep */
    struct report_node *items;    /**< of a list */
    struct codec_list steps;      /**< of an object that is stored: struct report_step */
};

struct report_coverage {
    struct base_arena arena;
    struct base_memory *memory;
    struct codec_list branches;
    struct report_node *events[STS_EVENT_COUNT];
    bool takes_messages[STS_EVENT_COUNT];
    bool failed;
};

/** Whether its lengths are bounds that can be seen. */
static inline bool report_has_lengths(const struct codec_string_rules *rules) {
    return rules && !rules->base64 && rules->max_length != CODEC_UNBOUNDED;
}

#endif
