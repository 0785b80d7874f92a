/* names.h - which events and members the protocol knows: what a typo is told from. */
#ifndef JOURNAL_NAMES_H
#define JOURNAL_NAMES_H
#include "journal/matcher.h"
#include "journal/traffic.h"

/** What the entries that a name means look like: the payloads of its events, and entries that are
 *  no events. */
struct journal_names {
    const struct codec_schema *schemas[STS_EVENT_COUNT + 1];
    size_t count;
    size_t events; /**< of them: the first ones */
};

/** Finds what `event` (plain UTF-8) means: the name of an event or of a kind of entry, or a glob
 * for them; `direction` NULL: either. False: such an entry cannot come from anybody who keeps to
 * the protocol, and `message` (CODEC_MESSAGE_SIZE) says why, with the closest name. */
bool journal_names_find(struct journal_names *names, struct base_slice event,
                        const enum journal_direction *direction, char *message);

/** Whether any of them may have what `matcher` wants: a member of that name, and, unless
 * `any_value`, such a value in an entry that keeps to the protocol. False: `message` says why;
 * `is_named`: the member is known, its value is what is wrong. */
bool journal_names_lead(const struct journal_names *names, const struct journal_matcher *matcher,
                        bool any_value, bool *is_named, char *message);

#endif
