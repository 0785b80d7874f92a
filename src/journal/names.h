/* names.h - which events and members the protocol knows: what a typo is told from. */
#ifndef JOURNAL_NAMES_H
#define JOURNAL_NAMES_H
#include "journal/traffic.h"

/** What the entries that a name means look like: the payloads of its events, and entries that are
 *  no events. */
struct journal_names {
    const struct codec_schema *schemas[STS_EVENT_COUNT + 1];
    size_t count;
};

/** Finds what `event` (plain UTF-8) means: the name of an event or of a kind of entry, or a glob
 * for them; `direction` NULL: either. False: such an entry cannot come from anybody who keeps to
 * the protocol, and `message` (CODEC_MESSAGE_SIZE) says why, with the closest name. */
bool journal_names_find(struct journal_names *names, struct base_slice event,
                        const enum journal_direction *direction, char *message);

/** Whether any of them may have something at `pointer` (plain UTF-8), and, where that is one of a
 * few values, whether `value` (JSON; empty: any) is. False: `message` says why. */
bool journal_names_lead(const struct journal_names *names, struct base_slice pointer,
                        struct base_slice value, char *message);

#endif
