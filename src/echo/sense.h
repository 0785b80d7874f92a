/* sense.h - what makes no sense in what is to be armed, although its schema takes it: members that
 * nothing would use, rules that can never hit, steps that do nothing. */
#ifndef ECHO_SENSE_H
#define ECHO_SENSE_H
#include "base/memory.h"
#include "sts_protocol.h"

struct echo_sense {
    struct base_memory *memory; /**< for as long as the call takes */
    /** As the Python echo service, which knows no `action`: rules without one may have members that
     *  nothing uses, and rules may stand behind one that hits everything. */
    bool lenient;
    struct codec_report *report; /**< findings are added, as those of a schema are */
};

/** Looks at `payload`, a text that the schema of `row` has taken: an event or a body that arms
 *  something. Others are left alone. False: no memory. */
bool echo_sense(const struct codec_event *row, struct base_slice payload,
                const struct echo_sense *sense);

#endif
