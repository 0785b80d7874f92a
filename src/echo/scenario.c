/* scenario.c - lists of steps that streams go through, each at its own place (docs/faults.md). */
#include "echo/internal.h"

#include "base/glob.h"

/** Streams whose places are remembered: a place costs some hundred bytes, and whoever may connect
 *  can make one. The one without a stream that was used longest ago goes first. */
#define PLACES_MAX 4096

struct step {
    struct echo_configuration *armed[ECHO_KINDS];
    bool has_loss;
    struct stream_loss loss;
    uint64_t loss_after_ms;
    uint64_t count;        /* fragments; 0: they do not count */
    uint64_t end_after_ms; /* UINT64_MAX: time does not count */
    bool has_event;
    enum sts_worker_event event;
};

struct echo_scenario {
    struct base_list_node node;
    struct sts_scenario shown; /* as it came, names as plain UTF-8; its texts lie in `texts` */
    struct base_buffer *texts;
    struct base_slice name, pattern; /* plain UTF-8, the same */
    uint64_t number;                 /* by loading, from 1 */
    size_t size, bytes;
    size_t count;
    struct step steps[];
};

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
    uint64_t hits; /* fragments that count for this step */
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

static void enter_step(struct echo_place *place, size_t number);

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
    const struct step *step = &place->scenario->steps[place->step];
    uint64_t now = place->echo->config.timers->now;
    place->waiting = false;
    place->has_to_lose = step->has_loss;
    place->lose_at = now + step->loss_after_ms;
    place->end_at = step->end_after_ms == UINT64_MAX ? UINT64_MAX : now + step->end_after_ms;
    watch_time(place);
}

static void enter_step(struct echo_place *place, size_t number) {
    place->step = number;
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
        loss.refusing = echo_refuse(place->echo, base_glob_of(id_of(place), pattern), &loss);
    if (place->stream)
        stream_lose(place->stream->stream, &loss);
}

static void fire(struct base_timers *timers, struct base_timer *timer) {
    struct echo_place *place = BASE_CONTAINER(timer, struct echo_place, timer);
    if (place->has_to_lose && place->lose_at <= timers->now)
        lose(place);
    if (place->end_at <= timers->now)
        enter_step(place, place->step + 1);
    else
        watch_time(place);
}

void echo_scenario_planned(struct echo_stream *stream, bool hit, struct stream_plan *plan) {
    struct echo_place *place = stream->place;
    if (!place || is_over(place))
        return;
    const struct step *step = &place->scenario->steps[place->step];
    plan->tag = place->entry;
    place->open++;
    place->hits += hit || !step->armed[ECHO_KIND_FAULTS];
    if (step->count && place->hits >= step->count)
        enter_step(place, place->step + 1);
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
    const struct step *step = &place->scenario->steps[place->step];
    if (step->has_event && base_slice_equal(sts_worker_event_text(step->event), event))
        enter_step(place, place->step + 1);
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

static struct echo_scenario *scenario_at(struct base_list_node *node) {
    return BASE_CONTAINER(node, struct echo_scenario, node);
}

/* The scenario of a stream_id: the last one for exactly that id, else the last whose glob
 * matches. */
static struct echo_scenario *match(const struct echo *echo, struct base_slice id) {
    const struct base_list_node *head = &echo->scenarios.head;
    struct echo_scenario *found = NULL;
    for (struct base_list_node *node = head->previous; node != head; node = node->previous) {
        struct echo_scenario *scenario = scenario_at(node);
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
    enter_step(place, 0);
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

const struct sts_scenario *echo_scenario_of(const struct echo *echo, struct base_slice stream_id,
                                            size_t *step) {
    const struct echo_place *place = base_map_get(&echo->places, stream_id);
    if (!place || is_over(place))
        return NULL;
    *step = place->step;
    return &place->scenario->shown;
}

/* ---- loading ------------------------------------------------------------------------------- */

static void free_scenario(struct echo *echo, struct echo_scenario *scenario) {
    for (size_t i = 0; i < scenario->count; i++)
        for (size_t kind = 0; kind < ECHO_KINDS; kind++)
            echo_configuration_unref(scenario->steps[i].armed[kind]);
    base_buffer_unref(scenario->texts);
    base_memory_give(echo->config.memory, scenario, scenario->size);
}

/* Forgets the places in a scenario. */
static void leave_places(const struct base_list *places, const struct echo_scenario *scenario) {
    struct base_list_node *node = base_list_first(places);
    while (node) {
        struct echo_place *place = BASE_CONTAINER(node, struct echo_place, node);
        node = base_list_next(places, node);
        if (place->scenario == scenario)
            forget_place(place);
    }
}

static void unload(struct echo *echo, struct echo_scenario *scenario) {
    base_list_remove(&scenario->node);
    echo->scenario_count--;
    echo->scenario_bytes -= scenario->bytes;
    leave_places(&echo->taken, scenario);
    leave_places(&echo->idle, scenario);
    free_scenario(echo, scenario);
}

static struct base_slice copy_text(struct base_buffer *texts, struct codec_text text) {
    char *at = texts->data + texts->length;
    size_t len = codec_text_copy(text, at, texts->capacity - texts->length);
    texts->length += len;
    return base_slice(at, len);
}

/* Its texts and room for its steps. */
static struct echo_scenario *allocate(struct echo *echo, const struct sts_scenario *from) {
    size_t size = sizeof(struct echo_scenario) + from->steps.count * sizeof(struct step);
    struct echo_scenario *scenario = base_memory_zero(echo->config.memory, size);
    if (!scenario)
        return NULL;
    scenario->shown = *from;
    size_t bytes = sts_scenario_keep(&scenario->shown, NULL) + from->name.len + from->stream_id.len;
    scenario->size = size;
    scenario->bytes = size + bytes;
    scenario->texts = base_buffer_new(echo->config.memory, bytes);
    if (!scenario->texts) {
        free_scenario(echo, scenario);
        return NULL;
    }
    scenario->texts->length = sts_scenario_keep(&scenario->shown, scenario->texts->data);
    scenario->name = copy_text(scenario->texts, from->name);
    scenario->pattern = copy_text(scenario->texts, from->stream_id);
    scenario->shown.name = codec_text_plain(scenario->name); /* to be compared as it is */
    scenario->shown.stream_id = codec_text_plain(scenario->pattern);
    return scenario;
}

/* A disconnect without `until` lasts until its stream is let in again. */
static void make_conditions(struct step *step, const struct sts_scenario_step *from) {
    const struct sts_scenario_until *until = &from->until;
    step->end_after_ms = UINT64_MAX;
    if (step->has_loss && !(from->has & STS_SCENARIO_STEP_HAS_UNTIL))
        step->end_after_ms = step->loss_after_ms + step->loss.refuse_ms;
    if (until->has & STS_SCENARIO_UNTIL_HAS_AFTER_MS)
        step->end_after_ms = (uint64_t)until->after_ms;
    step->count = (uint64_t)until->count; /* 0 when absent */
    step->has_event = until->has & STS_SCENARIO_UNTIL_HAS_EVENT;
    step->event = until->event;
}

static bool make_configurations(struct echo *echo, const struct echo_scenario *scenario,
                                struct step *step, const struct sts_scenario_step *from) {
    const struct sts_scenario *shown = &scenario->shown;
    const struct echo_seed seed = {
        .seed = shown->has & STS_SCENARIO_HAS_SEED ? shown->seed : echo->settings.seed,
        .key = shown->seed_key,
    };
    struct echo_configuration **armed = step->armed;
    if (from->has & STS_SCENARIO_STEP_HAS_FAULTS)
        armed[ECHO_KIND_FAULTS] = echo_faults_make(echo->config.memory, &from->faults, &seed,
                                                   echo->settings.rules_retryable);
    if (from->has & STS_SCENARIO_STEP_HAS_DELAY)
        armed[ECHO_KIND_DELAY] = echo_delay_new(echo->config.memory, &from->delay, &seed);
    if (from->has & STS_SCENARIO_STEP_HAS_BACKPRESSURE) {
        struct echo_pressure *made = echo_pressure_new(echo->config.memory, &from->backpressure);
        armed[ECHO_KIND_BACKPRESSURE] = made ? &made->head : NULL;
    }
    return (armed[ECHO_KIND_FAULTS] || !(from->has & STS_SCENARIO_STEP_HAS_FAULTS)) &&
           (armed[ECHO_KIND_DELAY] || !(from->has & STS_SCENARIO_STEP_HAS_DELAY)) &&
           (armed[ECHO_KIND_BACKPRESSURE] || !(from->has & STS_SCENARIO_STEP_HAS_BACKPRESSURE));
}

static enum echo_result make_step(struct echo *echo, struct echo_scenario *scenario,
                                  const struct sts_scenario_step *from) {
    struct step *step = &scenario->steps[scenario->count++];
    if (!make_configurations(echo, scenario, step, from))
        return ECHO_NO_MEMORY;
    for (size_t kind = 0; kind < ECHO_KINDS; kind++) {
        size_t bytes = step->armed[kind] ? echo_configuration_bytes(step->armed[kind]) : 0;
        if (bytes > ECHO_CONFIGURATION_BYTES_MAX)
            return ECHO_TOO_LARGE;
        scenario->bytes += bytes;
    }
    step->has_loss = from->has & STS_SCENARIO_STEP_HAS_DISCONNECT;
    if (step->has_loss) {
        const struct sts_scenario_disconnect *disconnect = &from->disconnect;
        step->loss = echo_loss(disconnect);
        step->loss_after_ms = (uint64_t)disconnect->delay_ms;
    }
    make_conditions(step, from);
    return scenario->bytes > ECHO_ARMED_BYTES_MAX ? ECHO_TOO_MUCH : ECHO_CONFIGURED;
}

static enum echo_result make_steps(struct echo *echo, struct echo_scenario *scenario) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_scenario_step step;
    enum echo_result result = ECHO_CONFIGURED;
    while (result == ECHO_CONFIGURED && scenario->count < scenario->shown.steps.count &&
           sts_scenario_steps_next(&scenario->shown.steps, &cursor, &step))
        result = make_step(echo, scenario, &step);
    return result;
}

static struct echo_scenario *find_name(const struct echo *echo, struct base_slice name) {
    struct base_list_node *node = name.len ? base_list_first(&echo->scenarios) : NULL;
    while (node && !base_slice_equal(scenario_at(node)->name, name))
        node = base_list_next(&echo->scenarios, node);
    return node ? scenario_at(node) : NULL;
}

/* The places of streams that are there; those to come look for themselves. */
static void enter_all(struct echo *echo) {
    struct base_list_node *node = base_list_first(&echo->streams);
    for (; node; node = base_list_next(&echo->streams, node))
        echo_scenario_enter(BASE_CONTAINER(node, struct echo_stream, node));
}

bool echo_scenario_is_ordered(const struct sts_scenario *scenario,
                              struct echo_scenario_fault *fault) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_scenario_step step;
    for (fault->step = 0; sts_scenario_steps_next(&scenario->steps, &cursor, &step); fault->step++)
        if (step.has & STS_SCENARIO_STEP_HAS_BACKPRESSURE &&
            !echo_pressure_is_ordered(&step.backpressure, &fault->index))
            return false;
    return true;
}

enum echo_result echo_scenario_load(struct echo *echo, const struct sts_scenario *from) {
    struct echo_scenario_fault fault;
    if (!echo_scenario_is_ordered(from, &fault))
        return ECHO_DISORDER;
    struct echo_scenario *scenario = allocate(echo, from);
    if (!scenario)
        return ECHO_NO_MEMORY;
    struct echo_scenario *old = find_name(echo, scenario->name);
    enum echo_result result = make_steps(echo, scenario);
    size_t bytes = echo->scenario_bytes - (old ? old->bytes : 0) + scenario->bytes;
    if (result == ECHO_CONFIGURED &&
        (bytes > ECHO_ARMED_BYTES_MAX || (!old && echo->scenario_count >= ECHO_SCENARIOS_MAX)))
        result = ECHO_TOO_MUCH;
    if (result != ECHO_CONFIGURED) {
        free_scenario(echo, scenario);
        return result;
    }
    if (old)
        unload(echo, old);
    base_list_append(&echo->scenarios, &scenario->node);
    scenario->number = ++echo->loaded;
    echo->scenario_count++;
    echo->scenario_bytes += scenario->bytes;
    enter_all(echo);
    return ECHO_CONFIGURED;
}

/* ---- unloading ----------------------------------------------------------------------------- */

/* Unloads those that `wanted` wants. */
static size_t unload_all(struct echo *echo, struct base_slice given,
                         bool (*wanted)(const struct echo_scenario *scenario,
                                        struct base_slice given)) {
    struct base_list_node *node = base_list_first(&echo->scenarios);
    size_t count = 0;
    while (node) {
        struct echo_scenario *scenario = scenario_at(node);
        node = base_list_next(&echo->scenarios, node);
        if (!wanted(scenario, given))
            continue;
        unload(echo, scenario);
        count++;
    }
    return count;
}

static bool has_name(const struct echo_scenario *scenario, struct base_slice name) {
    return !name.len || base_slice_equal(scenario->name, name);
}

static bool is_matched(const struct echo_scenario *scenario, struct base_slice pattern) {
    char room[STREAM_ID_SIZE];
    return base_glob_match(pattern, base_glob_text(scenario->pattern, room));
}

size_t echo_scenario_unload(struct echo *echo, struct codec_text name) {
    char text[STREAM_ID_SIZE];
    size_t count = unload_all(echo, echo_plain(name, text), has_name);
    enter_all(echo); /* another one may match now */
    return count;
}

static void reset_place(struct echo_place *place) {
    if (!is_over(place))
        enter_step(place, place->scenario->count);
}

static void reset_places(const struct base_list *places, struct base_slice pattern) {
    struct base_list_node *node = base_list_first(places);
    for (; node; node = base_list_next(places, node)) {
        struct echo_place *place = BASE_CONTAINER(node, struct echo_place, node);
        if (base_glob_match(pattern, id_of(place)))
            reset_place(place);
    }
}

void echo_scenarios_reset(struct echo *echo, struct base_slice pattern) {
    (void)unload_all(echo, pattern, is_matched);
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

/* ---- listing ------------------------------------------------------------------------------- */

const struct sts_scenario *echo_scenario_after(const struct echo *echo,
                                               const struct sts_scenario *before) {
    struct base_list_node *node = base_list_first(&echo->scenarios);
    if (before)
        node = base_list_next(&echo->scenarios,
                              &BASE_CONTAINER(before, struct echo_scenario, shown)->node);
    return node ? &scenario_at(node)->shown : NULL;
}

const struct sts_scenario *echo_scenario_later(const struct echo *echo, uint64_t number) {
    struct base_list_node *node = base_list_first(&echo->scenarios);
    while (node && scenario_at(node)->number <= number)
        node = base_list_next(&echo->scenarios, node);
    return node ? &scenario_at(node)->shown : NULL;
}

uint64_t echo_scenario_number(const struct sts_scenario *shown) {
    return BASE_CONTAINER(shown, const struct echo_scenario, shown)->number;
}

size_t echo_scenario_count(const struct echo *echo) {
    return echo->scenario_count;
}

void echo_scenarios_init(struct echo *echo, struct base_hash_seed seed) {
    base_list_init(&echo->scenarios);
    base_list_init(&echo->taken);
    base_list_init(&echo->idle);
    base_map_init(&echo->places, echo->config.memory, seed);
}

void echo_scenarios_free(struct echo *echo) {
    (void)unload_all(echo, base_slice(NULL, 0), has_name);
    base_map_clear(&echo->places);
}
