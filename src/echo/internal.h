/* internal.h - what the files of this room share. Not for other rooms. */
#ifndef ECHO_INTERNAL_H
#define ECHO_INTERNAL_H
#include "echo/delay.h"
#include "echo/echo.h"
#include "echo/faults.h"
#include "echo/hits.h"
#include "echo/pressure.h"
#include "echo/refusal.h"
#include "stream/id.h"
#include "stream/registry.h"

/** Copies a pattern or a name into `out` (STREAM_ID_SIZE bytes), cut where it is longer than the
 *  schema allows. */
static inline struct base_slice echo_plain(struct codec_text text, char *out) {
    size_t len = codec_text_copy(text, out, STREAM_ID_SIZE);
    return base_slice(out, len < STREAM_ID_SIZE ? len : STREAM_ID_SIZE);
}

struct echo_place;

struct echo {
    struct echo_config config;
    struct stream_settings settings;
    struct echo_delay delay; /**< where nothing is configured */
    struct echo_armed armed[ECHO_KINDS];
    struct base_list streams;
    struct base_list owners;       /**< those with something of their own configured */
    struct base_list_node *swept;  /**< the next stream that is looked at; NULL: none */
    struct base_timer sweep_timer; /**< when to go on with that */
    struct base_map by_id;         /**< the same, struct echo_stream */
    struct base_list losses;       /**< struct echo_loss_to_come */
    size_t loss_count;
    struct echo_refusals refusals;
    struct echo_records records;
    struct echo_uses uses;
    struct base_list gone; /**< struct echo_gone, the oldest first */
    size_t gone_count, gone_bytes;
    uint64_t gone_forgotten;
    struct base_list scenarios; /**< struct echo_scenario, by loading */
    size_t scenario_count, scenario_bytes;
    uint64_t loaded;        /**< scenarios so far */
    struct base_map places; /**< struct echo_place, by stream_id */
    /** The same: those of streams that are there, and the others, the one that was used longest ago
     *  first. */
    struct base_list taken, idle;
    uint64_t entries; /**< steps begun at all places */
};

/** A stream, and what acts on it. */
struct echo_stream {
    struct echo *echo;
    struct stream *stream;
    struct base_list_node node, in_owners;
    struct base_slice id;
    uint64_t number; /**< echo_random_stream(id) */
    struct {
        struct echo_configuration *own;  /**< configured by its own worker */
        struct echo_configuration *used; /**< that, or what is armed, or of its scenario */
        uint64_t generation;  /**< of what is armed, when `used` was looked up; 0: never */
        struct echo_use *use; /**< of `used` */
        uint64_t told;        /**< number of the record that was told; 0: none */
    } kinds[ECHO_KINDS];
    bool is_heard;          /**< its beginning has been told */
    struct echo_hits *hits; /**< of the rules in use; NULL: none of them has a count */
    uint64_t pressure_since;
    struct base_timer pressure_timer; /**< the next step of its script */
    struct stream_signal pressure;    /**< the last one that the configuration gave */
    struct echo_place *place;         /**< in a scenario; NULL: in none */
    /** What the present step of that arms, by kind; NULL: there is no step. */
    struct echo_configuration *const *of_step;
};

/* ---- configure.c ---- */

/** The stream of that id (plain UTF-8), or NULL. */
struct echo_stream *echo_stream_find(const struct echo *echo, struct base_slice id);

/** Calls `visit` for the streams that `pattern` (an exact id or a glob) names. */
void echo_streams_each(const struct echo *echo, struct base_slice pattern,
                       void (*visit)(struct echo_stream *stream, void *context), void *context);

/* ---- stream.c ---- */

/** Looks up what is in force, where that may have changed. False: no memory; as before. */
bool echo_stream_refresh(struct echo_stream *stream, enum echo_kind kind);

/** What acts on it may have changed: backpressure is looked at at once. */
void echo_stream_changed(struct echo_stream *stream);

/** Tells what acts on it, where that is not told yet. */
void echo_stream_tell(struct echo_stream *stream);

/* ---- record.c ---- */

/** Hits of the streams that `pattern` matches are forgotten, of what stays armed. */
void echo_records_reset(struct echo *echo, struct base_slice pattern);

/* ---- gone.c ---- */

/** What a stream has armed for itself, kept when the stream has gone. */
struct echo_gone {
    struct base_list_node node;
    enum echo_kind kind;
    struct echo_configuration *configuration;
    size_t length;
    char id[];
};

void echo_gone_init(struct echo *echo);

/** Takes over what the stream, which is about to go, has armed for itself. */
void echo_gone_keep(struct echo_stream *stream);

/** Forgets those of that id: something takes their place. */
void echo_gone_replace(struct echo *echo, struct base_slice id, enum echo_kind kind);

/** Forgets those of streams that `pattern` matches. */
void echo_gone_clear(struct echo *echo, struct base_slice pattern, enum echo_kind kind);

/* ---- loss.c, refusal.c: of records of their kind ---- */

void echo_loss_look(const struct echo_record *record, struct echo_record_view *view);
void echo_refusal_look(const struct echo_record *record, struct echo_record_view *view);

/* ---- sweep.c ---- */

void echo_sweep_init(struct echo *echo);
void echo_sweep_free(struct echo *echo);

/** What is armed by patterns has changed: backpressure of all streams that this concerns is looked
 *  at, of many of them a little later. What is looked up for the next fragment is right at once. */
void echo_sweep(struct echo *echo);

/** The stream is about to go. */
void echo_sweep_leave(struct echo_stream *stream);

/* ---- loss.c ---- */

/** Forgets those to come that are for `pattern`, or for nothing else than it matches. */
void echo_losses_clear(struct echo *echo, struct base_slice pattern);

/* ---- scenario.c ---- */

void echo_scenarios_init(struct echo *echo, struct base_hash_seed seed);
void echo_scenarios_free(struct echo *echo);

/** Finds the place of a stream that has begun, or that may have to change scenarios. */
void echo_scenario_enter(struct echo_stream *stream);

/** The stream is forgotten; its place stays. */
void echo_scenario_leave(struct echo_stream *stream);

/** A fragment has been planned, and `hit` by a rule or not. Sets the plan's tag. */
void echo_scenario_planned(struct echo_stream *stream, bool hit, struct stream_plan *plan);

/** A fragment that was planned has come to its outcome. */
void echo_scenario_settled(struct echo_stream *stream, const struct stream_plan *plan);

/** An event has been handled. */
void echo_scenario_heard(struct echo_stream *stream, struct base_slice event);

/** Scenarios of patterns that `pattern` matches are unloaded; the streams that it matches leave
 *  theirs. */
void echo_scenarios_reset(struct echo *echo, struct base_slice pattern);

/** The scenario of the stream of that id and the step it is at, or NULL. */
const struct sts_scenario *echo_scenario_of(const struct echo *echo, struct base_slice stream_id,
                                            size_t *step);

/** What was loaded as that, or, of a SCENARIO record, as what that is about. */
const struct sts_scenario *echo_scenario_shown(const struct echo_scenario *scenario);
const struct sts_scenario *echo_scenario_recorded(const struct echo_record *record);

/** The scenario of a stream of that id, whether it has begun or not; NULL: none. */
const struct echo_scenario *echo_scenario_for(const struct echo *echo, struct base_slice id);

/** Whether the stream of that id has left that step of that scenario. */
bool echo_scenario_has_passed(const struct echo *echo, const struct echo_scenario *scenario,
                              size_t step, struct base_slice id);

/** Tells the step that the stream is at, where that is not told yet. */
void echo_scenario_tell(const struct echo_stream *stream);

#endif
