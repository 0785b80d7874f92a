/* scenario.c - where streams are in the lists of steps that they go through (docs/faults.md). */
#include "echo/scenario.h"

#include "base/glob.h"

/** Streams whose places are remembered: a place costs some hundred bytes, and whoever may connect
 *  can make one. The one without a stream that was used longest ago goes first. */
#define PLACES_MAX 4096

/* Where a stream_id is in its scenario. Outlives the stream. */
struct echo_place {
    struct echo *echo;
    struct base_list_node node;
    struct echo_stream *stream; /* NULL: there is none at present */
    struct echo_scenario *scenario;
    size_t step; /* scenario->count: it is over */
    /* Number of the step's beginning, among those of all places; and of the first one here, before
     * which fragments were planned that do not count. */
    uint64_t entry, first_entry;
    uint64_t hits;      /* fragments that count for this step */
    const char *untold; /* why it came to this step; NULL: that has been told */
    /* Fragments without an outcome, planned in this step and in those before it: a connection is
     * not lost before they have theirs, and time does not run. */
    size_t open, open_before;
    bool waiting;     /* for the latter */
    bool has_to_lose; /* the connection, at `lose_at` */
    uint64_t lose_at, end_at;
    struct base_timer timer;
    size_t length;
    char id[];
};

static struct base_slice id_of(const struct echo_place *place) {
    return base_slice(place->id, place->length);
}

static bool is_over(const struct echo_place *place) {
    return place->step >= place->scenario->count;
}

/* ---- moving on ----------------------------------------------------------------------------- */

static void show_step(const struct echo_place *place) {
    place->stream->of_step = is_over(place) ? NULL : place->scenario->steps[place->step].armed;
}

static void watch_time(struct echo_place *place) {
    struct base_timers *timers = place->echo->config.timers;
    uint64_t next = place->end_at;
    if (place->has_to_lose && place->lose_at < next)
        next = place->lose_at;
    base_timer_disarm(timers, &place->timer);
    if (next != UINT64_MAX)
        base_timer_arm(timers, &place->timer, next);
}

/* The time of a step runs from here. */
static void begin_step(struct echo_place *place) {
    const struct echo_step *step = &place->scenario->steps[place->step];
    uint64_t now = place->echo->config.timers->now;
    place->waiting = false;
    place->has_to_lose = step->has_loss;
    place->lose_at = now + step->loss_after_ms;
    place->end_at = step->end_after_ms == UINT64_MAX ? UINT64_MAX : now + step->end_after_ms;
    watch_time(place);
}

/* A stream that has just begun is told of first. */
static void tell_step(struct echo_place *place) {
    const struct echo_config *config = &place->echo->config;
    const struct echo_stepped stepped = {id_of(place), &place->scenario->shown,
                                         place->scenario->record.number, place->step,
                                         place->untold};
    if (!place->untold || (place->stream && !place->stream->is_heard))
        return;
    place->untold = NULL;
    if (config->stepped)
        config->stepped(config->told_context, &stepped);
}

static void enter_step(struct echo_place *place, size_t number, const char *why) {
    place->step = number;
    place->untold = why;
    place->entry = ++place->echo->entries;
    place->hits = 0;
    place->open_before += place->open;
    place->open = 0;
    place->has_to_lose = false;
    place->end_at = UINT64_MAX;
    place->waiting = !is_over(place) && place->open_before;
    if (is_over(place) || place->waiting)
        watch_time(place);
    else
        begin_step(place);
    tell_step(place);
    if (!place->stream)
        return;
    show_step(place);
    echo_stream_changed(place->stream);
}

static void lose(struct echo_place *place) {
    char pattern[2 * STREAM_ID_SIZE];
    struct stream_loss loss = place->scenario->steps[place->step].loss;
    place->has_to_lose = false;
    if (loss.refuse_ms)
        loss.refusing = echo_refuse(place->echo, base_glob_of(id_of(place), pattern), &loss,
                                    &place->scenario->record.origin);
    if (place->stream)
        stream_lose(place->stream->stream, &loss);
}

static void fire(struct base_timers *timers, struct base_timer *timer) {
    struct echo_place *place = BASE_CONTAINER(timer, struct echo_place, timer);
    if (place->has_to_lose && place->lose_at <= timers->now)
        lose(place);
    if (place->end_at <= timers->now)
        enter_step(place, place->step + 1, "after_ms");
    else
        watch_time(place);
    if (place->stream)
        echo_stream_tell(place->stream);
}

void echo_scenario_planned(struct echo_stream *stream, bool hit, struct stream_plan *plan) {
    struct echo_place *place = stream->place;
    if (!place || is_over(place))
        return;
    const struct echo_step *step = &place->scenario->steps[place->step];
    plan->tag = place->entry;
    place->open++;
    place->hits += hit || !step->armed[ECHO_KIND_FAULTS];
    if (step->count && place->hits >= step->count)
        enter_step(place, place->step + 1, "count");
}

void echo_scenario_settled(struct echo_stream *stream, const struct stream_plan *plan) {
    struct echo_place *place = stream->place;
    if (!place || plan->tag < place->first_entry)
        return;
    size_t *open = plan->tag == place->entry ? &place->open : &place->open_before;
    *open -= *open > 0;
    if (place->waiting && !place->open_before)
        begin_step(place);
}

void echo_scenario_heard(struct echo_stream *stream, struct base_slice event) {
    struct echo_place *place = stream->place;
    if (!place || is_over(place))
        return;
    const struct echo_step *step = &place->scenario->steps[place->step];
    if (step->has_event && base_slice_equal(sts_worker_event_text(step->event), event))
        enter_step(place, place->step + 1, "event");
}

/* ---- places -------------------------------------------------------------------------------- */

static void forget_place(struct echo_place *place) {
    struct echo *echo = place->echo;
    base_timer_disarm(echo->config.timers, &place->timer);
    base_map_remove(&echo->places, id_of(place));
    base_list_remove(&place->node);
    if (place->stream) {
        place->stream->place = NULL;
        place->stream->of_step = NULL;
        echo_stream_changed(place->stream);
    }
    base_memory_give(echo->config.memory, place, sizeof *place + place->length);
}

/* False: all of them belong to streams. */
static bool make_room(struct echo *echo) {
    struct base_list_node *oldest = base_list_first(&echo->idle);
    if (echo->places.count < PLACES_MAX)
        return true;
    if (!oldest)
        return false;
    forget_place(BASE_CONTAINER(oldest, struct echo_place, node));
    return true;
}

/* NULL: no memory, or no room. Such a stream goes through no scenario. */
static struct echo_place *new_place(struct echo *echo, struct base_slice id) {
    if (!make_room(echo))
        return NULL;
    struct echo_place *place = base_memory_zero(echo->config.memory, sizeof *place + id.len);
    if (!place)
        return NULL;
    place->echo = echo;
    place->timer.fire = fire;
    place->first_entry = echo->entries + 1;
    place->length = id.len;
    memcpy(place->id, id.ptr, id.len);
    if (!base_map_put(&echo->places, id_of(place), place)) {
        base_memory_give(echo->config.memory, place, sizeof *place + id.len);
        return NULL;
    }
    return place;
}

/* The scenario of a stream_id: the last one for exactly that id, else the last whose glob
 * matches. */
static struct echo_scenario *match(const struct echo *echo, struct base_slice id) {
    const struct base_list_node *head = &echo->scenarios.head;
    struct echo_scenario *found = NULL;
    for (struct base_list_node *node = head->previous; node != head; node = node->previous) {
        struct echo_scenario *scenario = echo_scenario_at(node);
        if ((found && !base_glob_is_plain(scenario->pattern)) ||
            !base_glob_match(scenario->pattern, id))
            continue;
        if (base_glob_is_plain(scenario->pattern))
            return scenario;
        found = scenario;
    }
    return found;
}

void echo_scenario_enter(struct echo_stream *stream) {
    struct echo *echo = stream->echo;
    struct echo_scenario *scenario = match(echo, stream->id);
    struct echo_place *place = base_map_get(&echo->places, stream->id);
    if (!scenario)
        return;
    if (!place)
        place = new_place(echo, stream->id);
    if (!place)
        return;
    stream->place = place;
    place->stream = stream;
    base_list_remove(&place->node);
    base_list_append(&echo->taken, &place->node);
    if (place->scenario == scenario) {
        show_step(place);
        return;
    }
    place->scenario = scenario;
    enter_step(place, 0, "begun");
}

void echo_scenario_leave(struct echo_stream *stream) {
    struct echo_place *place = stream->place;
    if (place) {
        place->stream = NULL;
        base_list_remove(&place->node);
        base_list_append(&stream->echo->idle, &place->node);
    }
    stream->place = NULL;
    stream->of_step = NULL;
}

/* Those of streams that are there come first. */
static const struct base_list_node *next_place(const struct echo *echo,
                                               const struct echo_place *place) {
    const struct base_list *list = place && !place->stream ? &echo->idle : &echo->taken;
    const struct base_list_node *next =
        place ? base_list_next(list, &place->node) : base_list_first(list);
    return next || list == &echo->idle ? next : base_list_first(&echo->idle);
}

const void *echo_record_place(const struct echo *echo, const struct echo_record *record,
                              const void *at, struct echo_place_told *told) {
    const struct base_list_node *node = next_place(echo, at);
    for (; node; node = next_place(echo, at)) {
        const struct echo_place *place = BASE_CONTAINER(node, const struct echo_place, node);
        at = place;
        if (&place->scenario->record == record) {
            *told = (struct echo_place_told){id_of(place), place->step};
            return place;
        }
    }
    return NULL;
}

void echo_scenario_tell(const struct echo_stream *stream) {
    if (stream->place)
        tell_step(stream->place);
}

const struct echo_scenario *echo_scenario_for(const struct echo *echo, struct base_slice id) {
    return match(echo, id);
}

bool echo_scenario_has_passed(const struct echo *echo, const struct echo_scenario *scenario,
                              size_t step, struct base_slice id) {
    const struct echo_place *place = base_map_get(&echo->places, id);
    return place && place->scenario == scenario && place->step > step;
}

const struct sts_scenario *echo_scenario_of(const struct echo *echo, struct base_slice stream_id,
                                            size_t *step) {
    const struct echo_place *place = base_map_get(&echo->places, stream_id);
    if (!place || is_over(place))
        return NULL;
    *step = place->step;
    return &place->scenario->shown;
}

/* Forgets the places in a scenario. */
static void leave_all(const struct base_list *places, const struct echo_scenario *scenario) {
    struct base_list_node *node = base_list_first(places);
    while (node) {
        struct echo_place *place = BASE_CONTAINER(node, struct echo_place, node);
        node = base_list_next(places, node);
        if (place->scenario == scenario)
            forget_place(place);
    }
}

void echo_places_leave(const struct echo *echo, const struct echo_scenario *scenario) {
    leave_all(&echo->taken, scenario);
    leave_all(&echo->idle, scenario);
}

static void forget_places(const struct base_list *places, struct base_slice pattern) {
    struct base_list_node *node = base_list_first(places);
    while (node) {
        struct echo_place *place = BASE_CONTAINER(node, struct echo_place, node);
        node = base_list_next(places, node);
        if (base_glob_match(pattern, id_of(place)))
            forget_place(place);
    }
}

void echo_forget(struct echo *echo, struct codec_text text) {
    char room[STREAM_ID_SIZE], id[STREAM_ID_SIZE];
    const struct base_slice pattern = echo_plain(text, room);
    if (!base_glob_is_plain(pattern)) {
        forget_places(&echo->idle, pattern);
        return;
    }
    struct echo_place *place = base_map_get(&echo->places, base_glob_text(pattern, id));
    if (place && !place->stream)
        forget_place(place);
}

/* ---- resetting ------------------------------------------------------------------------------ */

static void reset_place(struct echo_place *place) {
    if (!is_over(place))
        enter_step(place, place->scenario->count, "reset");
}

static void reset_places(const struct base_list *places, struct base_slice pattern) {
    struct base_list_node *node = base_list_first(places);
    for (; node; node = base_list_next(places, node)) {
        struct echo_place *place = BASE_CONTAINER(node, struct echo_place, node);
        if (base_glob_match(pattern, id_of(place)))
            reset_place(place);
    }
}

void echo_places_reset(const struct echo *echo, struct base_slice pattern) {
    if (base_glob_is_plain(pattern)) {
        char room[STREAM_ID_SIZE];
        struct echo_place *place = base_map_get(&echo->places, base_glob_text(pattern, room));
        if (place)
            reset_place(place);
        return;
    }
    reset_places(&echo->taken, pattern);
    reset_places(&echo->idle, pattern);
}
