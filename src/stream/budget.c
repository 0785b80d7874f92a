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
    base_list_init(&budget->kept);
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

/* ---- results that are kept ----------------------------------------------------------------- */

void stream_budget_release(struct stream *stream, struct stream_fragment *fragment) {
    struct stream_work *work = fragment->work;
    if (!work)
        return;
    stream_history_let_go(&stream->history, work);
    base_list_remove(&work->kept_overall);
    size_t bytes = work->charge;
    stream_work_free(stream->registry->config.memory, work);
    stream_budget_remove(stream->registry, bytes);
}

void stream_budget_settle(struct stream *stream, struct stream_fragment *fragment) {
    const struct stream_settings *settings = &stream->registry->settings;
    struct stream_work *work = fragment->work;
    if (!settings->resume_window_ms || fragment->confirmed ||
        work->charge > settings->resume_max_bytes) {
        stream_budget_release(stream, fragment);
        return;
    }
    stream_history_keep(&stream->history, work);
    base_list_append(&stream->registry->budget.kept, &work->kept_overall);
    while (stream->history.kept_bytes > settings->resume_max_bytes)
        stream_budget_release(stream, stream_history_oldest_kept(&stream->history)->fragment);
}

/* The fragment to be given up first: the lowest number, then retries, which are in no order. */
static struct stream_fragment *first_in_flight(struct stream *stream) {
    struct stream_fragment *first = stream_window_first(&stream->window);
    if (first || !stream->inflight)
        return first;
    struct base_list_node *node = base_list_first(&stream->history.age);
    for (; node; node = base_list_next(&stream->history.age, node)) {
        struct stream_fragment *fragment = BASE_CONTAINER(node, struct stream_fragment, age);
        if (fragment->stage != STREAM_STAGE_SETTLED)
            return fragment;
    }
    return NULL;
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
    struct stream_work *kept;
    while (stream->history.kept_bytes + stream->inflight_bytes > limit &&
           (kept = stream_history_oldest_kept(&stream->history)))
        stream_budget_release(stream, kept->fragment);
    while (stream->inflight_bytes > limit && shed_one(stream)) {
    }
    stream_pump(stream);
}

/* ---- making room --------------------------------------------------------------------------- */

static bool fits(const struct stream_registry *registry, size_t bytes) {
    size_t limit = registry->settings.max_buffered_bytes;
    return !limit || (bytes <= limit && registry->budget.bytes <= limit - bytes);
}

/* What may be lost goes before anybody who is there is refused: results sent long ago, then those
 * that wait for a worker that may never come back. */
static void make_room(struct stream_registry *registry, size_t bytes) {
    struct base_list_node *node;
    while (!fits(registry, bytes) && (node = base_list_first(&registry->budget.kept))) {
        struct stream_work *work = BASE_CONTAINER(node, struct stream_work, kept_overall);
        stream_budget_release(work->fragment->stream, work->fragment);
    }
    node = base_list_first(&registry->parked);
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
