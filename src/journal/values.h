/* values.h - whether a value that is looked for can come at all. For the journal alone. */
#ifndef JOURNAL_VALUES_H
#define JOURNAL_VALUES_H
#include "journal/matcher.h"

/** Whether a valid value of this schema, as the journal shows it, may be as `matcher` wants. Only
 *  what is certain is denied; `message` (CODEC_MESSAGE_SIZE) says why then. An open enum counts as
 *  closed: this server says no other words. */
bool journal_values_may_be(const struct codec_schema *schema, const struct journal_matcher *matcher,
                           char *message);

#endif
