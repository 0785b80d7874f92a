/* read.c - finding entries in the journal, and what is lost of it. */
#include "base/glob.h"
#include "base/print.h"
#include "journal/internal.h"
#include "stream/id.h"

/* ---- reading ------------------------------------------------------------------------------- */

static struct journal_traffic unpack(const struct journal_entry *entry,
                                     struct base_slice *payload) {
    struct journal_traffic traffic = journal_unpack(&entry->packed, entry->bytes, payload);
    traffic.kind = entry->kind;
    traffic.direction = entry->direction;
    traffic.now_ms = entry->now_ms;
    traffic.subject.stream_id = codec_text_plain(entry->stream_id);
    return traffic;
}

struct base_slice journal_entry_line(const struct journal_entry *entry, char *room) {
    struct base_slice payload;
    if (!entry->is_packed)
        return entry->line;
    const struct journal_traffic traffic = unpack(entry, &payload);
    bool is_cut; /* what is packed is not: its payload is looked at apart */
    return base_slice(room, journal_line(&traffic, entry->id, entry->hash, room, &is_cut));
}

struct base_slice journal_entry_payload(const struct journal_entry *entry, char *room) {
    struct sts_control_journal_entry decoded;
    struct base_slice text;
    struct codec_in in;
    if (entry->is_packed) {
        const struct journal_traffic traffic = unpack(entry, &text);
        const struct journal_payload payload = journal_traffic_payload(&traffic, entry->hash);
        return base_slice(room, text.len ? journal_elide(&payload, room) : 0);
    }
    codec_in_init_again(&in, entry->line);
    return sts_control_journal_entry_decode(&in, &decoded) ? decoded.payload : base_slice(NULL, 0);
}

static bool may_see(const struct journal_filter *filter, struct base_slice stream_id) {
    return !filter->may_see || filter->may_see(filter->context, stream_id);
}

static bool means(const struct journal_filter *filter, struct base_slice stream_id) {
    return may_see(filter, stream_id) &&
           (!filter->stream.len || (stream_id.len && base_glob_match(filter->stream, stream_id)));
}

/* Whether one stream alone is meant; most readers look for one. */
static bool is_one(const struct journal_filter *filter) {
    return filter->stream.len && base_glob_is_plain(filter->stream);
}

struct base_slice journal_filter_id(const struct journal_filter *filter, char *room) {
    return is_one(filter) ? base_glob_text(filter->stream, room) : base_slice(NULL, 0);
}

bool journal_filter_fits(const struct journal_filter *filter, const struct journal_entry *entry) {
    bool went = entry->kind == JOURNAL_EVENT || entry->kind == JOURNAL_ACK;
    if (filter->has_direction && (!went || entry->direction != filter->direction))
        return false;
    if (filter->event.len && !base_glob_match(filter->event, entry->name))
        return false;
    return means(filter, entry->stream_id);
}

/* Entries in their order: all, or those of one ring. */
struct line_up {
    const struct base_list *list; /* NULL: there are none */
    const struct journal_index *index;
    bool of_ring;
};

static struct line_up line_up_of(const struct journal *journal,
                                 const struct journal_filter *filter) {
    char room[STREAM_ID_SIZE];
    if (!is_one(filter))
        return (struct line_up){&journal->entries, &journal->index, false};
    const struct journal_ring *ring =
        base_map_get(&journal->rings, journal_filter_id(filter, room));
    return (struct line_up){ring ? &ring->entries : NULL, ring ? &ring->index : NULL, true};
}

static const struct journal_entry *entry_in(const struct line_up *line_up,
                                            const struct base_list_node *node) {
    return line_up->of_ring ? BASE_CONTAINER(node, struct journal_entry, in_ring)
                            : journal_entry_of(node);
}

static const struct journal_entry *after(const struct line_up *line_up,
                                         const struct journal_entry *entry) {
    const struct base_list_node *node =
        base_list_next(line_up->list, line_up->of_ring ? &entry->in_ring : &entry->in_all);
    return node ? entry_in(line_up, node) : NULL;
}

/* The first one, or the last that is marked, is not after `id`, and has few before it. */
static const struct journal_entry *near(const struct line_up *line_up, uint64_t id) {
    const struct journal_entry *mark = base_roll_until(&line_up->index->marks, id);
    const struct base_list_node *first = base_list_first(line_up->list);
    return mark ? mark : first ? entry_in(line_up, first) : NULL;
}

/* The entry with this id or the first one after it; most look for the latest. */
static const struct journal_entry *seek(const struct line_up *line_up, uint64_t id) {
    if (!line_up->list || base_list_empty(line_up->list) ||
        entry_in(line_up, line_up->list->head.previous)->id < id)
        return NULL;
    const struct journal_entry *entry = near(line_up, id);
    while (entry && entry->id < id)
        entry = after(line_up, entry);
    return entry;
}

const struct journal_entry *journal_walk_next(struct journal_walk *walk) {
    const struct line_up line_up = line_up_of(walk->journal, walk->filter);
    for (;;) {
        const struct journal_entry *entry =
            walk->at ? after(&line_up, walk->at) : seek(&line_up, walk->filter->since + 1);
        if (!entry || !walk->steps)
            return NULL;
        walk->steps--;
        walk->at = entry;
        walk->filter->since = entry->id;
        if (journal_filter_fits(walk->filter, entry))
            return entry;
    }
}

const struct journal_entry *journal_find(const struct journal *journal,
                                         const struct journal_filter *filter) {
    const struct line_up line_up = line_up_of(journal, filter);
    const struct journal_entry *entry = seek(&line_up, filter->since + 1);
    while (entry && !journal_filter_fits(filter, entry))
        entry = after(&line_up, entry);
    return entry;
}

const struct journal_entry *journal_next(const struct journal *journal,
                                         const struct journal_filter *filter,
                                         const struct journal_entry *entry) {
    const struct line_up line_up = line_up_of(journal, filter);
    do
        entry = after(&line_up, entry);
    while (entry && !journal_filter_fits(filter, entry));
    return entry;
}

const struct journal_entry *journal_entry(const struct journal *journal, uint64_t id) {
    const struct line_up all = {&journal->entries, &journal->index, false};
    const struct journal_entry *entry = seek(&all, id);
    return entry && entry->id == id ? entry : NULL;
}

uint64_t journal_last(const struct journal *journal) {
    return journal->last;
}

/* Up to where entries of one stream are lost. */
static struct journal_losses losses_of(const struct journal *journal, struct base_slice stream_id) {
    const struct journal_ring *ring = base_map_get(&journal->rings, stream_id);
    return ring
               ? ring->lost
               : journal_forgotten_losses(&journal->forgotten, journal_hash_of(journal, stream_id));
}

/* Any of the rings that are gone may have been meant. Readers who keep up ask for every entry: they
 * need not look at thousands of rings. */
static struct journal_losses losses_of_several(const struct journal *journal,
                                               const struct journal_filter *filter) {
    struct journal_losses lost = journal->forgotten.lost;
    if (journal_losses_last(&journal->lost) <= filter->since ||
        (!filter->stream.len && !filter->may_see))
        return journal->lost;
    for (size_t i = 0; i < journal->rings.capacity; i++) {
        const struct journal_ring *ring = journal->rings.entries[i].value;
        if (ring && journal_losses_last(&ring->lost) && means(filter, ring->id))
            journal_losses_add(&lost, &ring->lost);
    }
    return lost;
}

static struct journal_losses losses(const struct journal *journal,
                                    const struct journal_filter *filter) {
    char room[STREAM_ID_SIZE];
    struct journal_losses lost = is_one(filter)
                                     ? losses_of(journal, journal_filter_id(filter, room))
                                     : losses_of_several(journal, filter);
    if (!filter->since) /* what was dropped is missed by those alone who have a place before it */
        lost.last[JOURNAL_CAUSE_DROPPED] = 0;
    return lost;
}

uint64_t journal_lost(const struct journal *journal, const struct journal_filter *filter) {
    const struct journal_losses lost = losses(journal, filter);
    const uint64_t last = journal_losses_last(&lost);
    return last > filter->since ? last : 0;
}

unsigned journal_lost_to(const struct journal *journal, const struct journal_filter *filter) {
    const struct journal_losses lost = losses(journal, filter);
    unsigned causes = 0;
    for (unsigned cause = 0; cause < JOURNAL_CAUSE_COUNT; cause++)
        causes |= lost.last[cause] > filter->since ? 1U << cause : 0;
    return causes;
}

size_t journal_cure(const struct journal *journal, unsigned causes, char cure[JOURNAL_CURE_SIZE]) {
    const struct journal_config *config = &journal->config;
    size_t length = 0;
    if (causes & 1U << JOURNAL_CAUSE_EVENTS)
        length +=
            base_print(cure, JOURNAL_CURE_SIZE,
                       "raise JOURNAL_MAX_EVENTS (%zu entries of one stream)", config->max_events);
    if (causes & 1U << JOURNAL_CAUSE_BYTES)
        length += base_print(cure + length, JOURNAL_CURE_SIZE - length,
                             "%sraise JOURNAL_MAX_BYTES (%zu bytes of all streams)",
                             length ? " and " : "", config->max_bytes);
    if (causes & 1U << JOURNAL_CAUSE_MEMORY)
        length += base_print(cure + length, JOURNAL_CURE_SIZE - length,
                             "%sgive the server more memory", length ? " and " : "");
    if (causes & 1U << JOURNAL_CAUSE_DROPPED)
        length += base_print(cure + length, JOURNAL_CURE_SIZE - length,
                             "%sread the journal before streams are deleted with journal=drop",
                             length ? " and " : "");
    return length;
}

uint64_t journal_unkept(const struct journal *journal) {
    return journal->lost.last[JOURNAL_CAUSE_MEMORY];
}

uint64_t journal_lost_count(const struct journal *journal) {
    return journal ? journal->lost_count : 0;
}

enum journal_used journal_used(const struct journal *journal, const struct journal_filter *filter) {
    char room[STREAM_ID_SIZE];
    const struct base_slice id = journal_filter_id(filter, room);
    bool one = id.len;
    const struct journal_ring *ring = one ? base_map_get(&journal->rings, id) : NULL;
    if (ring && ring->is_used)
        return JOURNAL_USED;
    for (size_t i = 0; !one && i < journal->rings.capacity; i++) {
        ring = journal->rings.entries[i].value;
        if (ring && ring->is_used && means(filter, ring->id))
            return JOURNAL_USED;
    }
    struct journal_losses lost = one ? losses_of(journal, id) : journal->forgotten.lost;
    lost.last[JOURNAL_CAUSE_DROPPED] = 0; /* as if it had never been */
    return journal_losses_last(&lost) ? JOURNAL_USED_PERHAPS : JOURNAL_USED_NEVER;
}

void journal_try_streams(const struct journal *journal, const struct journal_filter *filter,
                         struct codec_closest *search) {
    for (size_t i = 0; i < journal->rings.capacity && !codec_closest_over(search); i++) {
        const struct journal_ring *ring = journal->rings.entries[i].value;
        if (ring && ring->is_used && ring->id.len && may_see(filter, ring->id))
            codec_closest_try(search, ring->id);
    }
}
