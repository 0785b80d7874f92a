/* budget.c - the bytes held for fragments and results of all streams (MAX_BUFFERED_BYTES). */
#include "stream/internal.h"

/* How long somebody who was told to pause waits at least, where nothing need be let go. */
#define RELIEF_MS 50

/* Bytes below which an eighth is free, and `wanted` as well: nobody goes on at the first byte. */
static size_t relief_mark(const struct stream_registry *registry, size_t wanted) {
    size_t limit = registry->settings.max_buffered_bytes;
    size_t spare = wanted > limit / 8 ? wanted : limit / 8;
    return limit - spare;
}

static bool may_be_read(const struct stream_registry *registry) {
    return !base_list_empty(&registry->budget.paused) &&
           registry->budget.bytes <= relief_mark(registry, 0);
}

/* Not before what was refused fits: whoever obeys would be refused again at once. */
static bool may_send(const struct stream_registry *registry) {
    return !base_list_empty(&registry->budget.starved) &&
           registry->budget.bytes <= relief_mark(registry, registry->budget.wanted);
}

static void relieve(struct base_timers *timers, struct base_timer *timer) {
    struct stream_budget *budget = BASE_CONTAINER(timer, struct stream_budget, relief);
    struct stream_registry *registry = BASE_CONTAINER(budget, struct stream_registry, budget);
    struct base_list_node *node;
    (void)timers;
    while (may_be_read(registry)) {
        node = base_list_take(&budget->paused);
        struct stream_connection *connection =
            BASE_CONTAINER(node, struct stream_connection, paused);
        registry->config.output->pause(connection->context, false);
    }
    if (!may_send(registry))
        return;
    budget->wanted = 0;
    while ((node = base_list_take(&budget->starved)))
        stream_tell_level(BASE_CONTAINER(node, struct stream, starved));
}

void stream_budget_init(struct stream_registry *registry) {
    struct stream_budget *budget = &registry->budget;
    base_list_init(&budget->remembering);
    base_list_init(&budget->starved);
    base_list_init(&budget->paused);
    budget->relief.fire = relieve;
}

void stream_budget_add(struct stream_registry *registry, size_t bytes) {
    registry->budget.bytes += bytes;
}

void stream_budget_remove(struct stream_registry *registry, size_t bytes) {
    struct stream_budget *budget = &registry->budget;
    budget->bytes -= bytes;
    if ((may_be_read(registry) || may_send(registry)) && !budget->relief.armed)
        base_timer_arm(registry->config.timers, &budget->relief, stream_now(registry));
}

/* ---- what is remembered --------------------------------------------------------------------- */

/* The history of the stream had so many bytes before it changed. */
static void account(struct stream *stream, size_t before) {
    struct stream_registry *registry = stream->registry;
    size_t after = stream->history.bytes;
    registry->budget.remembered += after - before;
    if (after > before)
        stream_budget_add(registry, after - before);
    else if (after < before)
        stream_budget_remove(registry, before - after);
    if (!after)
        base_list_remove(&stream->remembering);
    else if (!base_list_linked(&stream->remembering))
        base_list_append(&registry->budget.remembering, &stream->remembering);
}

/* Fragments need their share: what is remembered takes half of the memory at most, and nothing more
 * while somebody waits for room. */
static bool may_remember(const struct stream_registry *registry, size_t bytes) {
    const struct stream_budget *budget = &registry->budget;
    size_t limit = registry->settings.max_buffered_bytes;
    return !limit || (budget->remembered + bytes <= limit / 2 && budget->bytes + bytes <= limit &&
                      base_list_empty(&budget->starved) && base_list_empty(&budget->paused));
}

void stream_budget_remember(struct stream *stream, const struct stream_record *record,
                            const struct sts_processing_error *error) {
    struct stream_history *history = &stream->history;
    size_t before = history->bytes, growth = stream_history_growth(history);
    if (growth && may_remember(stream->registry, growth))
        stream_history_grow(history);
    stream_history_put(history, record, error);
    account(stream, before);
}

void stream_budget_forget(struct stream *stream) {
    size_t before = stream->history.bytes;
    stream_history_forget(&stream->history);
    account(stream, before);
}

void stream_budget_release(struct stream *stream, struct stream_fragment *fragment) {
    size_t bytes = fragment->charge;
    stream_history_remove(&stream->history, fragment);
    stream_fragment_free(stream->registry->config.memory, fragment);
    stream_budget_remove(stream->registry, bytes);
}

/* The stream that remembered first, or was last made to forget longest ago, forgets its older
 * half. */
static void forget_some(struct stream_registry *registry) {
    struct base_list_node *node = base_list_take(&registry->budget.remembering);
    struct stream *stream = BASE_CONTAINER(node, struct stream, remembering);
    size_t before = stream->history.bytes;
    stream_history_shrink(&stream->history);
    account(stream, before);
}

/* ---- results that wait ----------------------------------------------------------------------- */

/* The fragment to be given up first: the lowest number, then retries, which are in no order. */
static struct stream_fragment *first_in_flight(struct stream *stream) {
    struct stream_fragment *first = stream_window_first(&stream->window);
    if (first || !stream->inflight)
        return first;
    return stream_history_oldest(&stream->history);
}

/* Gives up one fragment without an outcome. False when there is none. */
static bool shed_one(struct stream *stream) {
    struct stream_fragment *first = first_in_flight(stream);
    if (!first)
        return false;
    /* behind a gap its number would be reported as missing later, but its id is known */
    if (first->number > stream->window.expected)
        stream_ranges_add(&stream->window.refused, first->number, first->number);
    stream_give_up(stream, first);
    return true;
}

void stream_budget_park(struct stream *stream) {
    size_t limit = stream->registry->settings.resume_max_bytes;
    while (stream->inflight_bytes > limit && shed_one(stream)) {
    }
    stream_pump(stream);
}

/* ---- making room --------------------------------------------------------------------------- */

static bool fits(const struct stream_registry *registry, size_t bytes) {
    size_t limit = registry->settings.max_buffered_bytes;
    return !limit || (bytes <= limit && registry->budget.bytes <= limit - bytes);
}

/* What may be lost goes before anybody who is there is refused: what became of fragments long ago,
 * then results that wait for a worker that may never come back. */
static void make_room(struct stream_registry *registry, size_t bytes) {
    while (!fits(registry, bytes) && !base_list_empty(&registry->budget.remembering))
        forget_some(registry);
    struct base_list_node *node = base_list_first(&registry->parked);
    for (; node && !fits(registry, bytes); node = base_list_next(&registry->parked, node)) {
        struct stream *stream = BASE_CONTAINER(node, struct stream, parked);
        while (!fits(registry, bytes) && shed_one(stream)) {
        }
        stream_pump(stream); /* others may start in the place of those that are gone */
    }
}

/* Stops reading from the connection that holds the most, of those that are read. */
static void pause_largest(struct stream_registry *registry) {
    struct stream *largest = NULL;
    struct base_list_node *node = base_list_first(&registry->streams);
    if (registry->budget.paused_at == stream_now(registry))
        return;
    registry->budget.paused_at = stream_now(registry);
    for (; node; node = base_list_next(&registry->streams, node)) {
        struct stream *stream = BASE_CONTAINER(node, struct stream, node);
        if (stream->connection && !base_list_linked(&stream->connection->paused) &&
            stream->inflight_bytes > (largest ? largest->inflight_bytes : 0))
            largest = stream;
    }
    if (!largest)
        return;
    base_list_append(&registry->budget.paused, &largest->connection->paused);
    registry->config.output->pause(largest->connection->context, true);
}

bool stream_budget_admit(struct stream *stream, size_t bytes) {
    struct stream_registry *registry = stream->registry;
    struct stream_budget *budget = &registry->budget;
    if (fits(registry, bytes))
        return true;
    if (bytes <= registry->settings.max_buffered_bytes)
        make_room(registry, bytes);
    if (fits(registry, bytes))
        return true;
    if (base_list_empty(&budget->starved))
        budget->wanted = 0;
    /* what can never fit is not waited for */
    if (bytes <= registry->settings.max_buffered_bytes && bytes > budget->wanted)
        budget->wanted = bytes;
    if (!base_list_linked(&stream->starved))
        base_list_append(&budget->starved, &stream->starved);
    stream_tell_level(stream);
    pause_largest(registry);
    if ((may_be_read(registry) || may_send(registry)) && !budget->relief.armed)
        base_timer_arm(registry->config.timers, &budget->relief, stream_now(registry) + RELIEF_MS);
    return false;
}
