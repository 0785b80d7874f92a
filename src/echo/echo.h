/* echo.h - the "processing" of the echo service: the result is the audio that came in, after a
 * delay, unless a fault was asked for. */
#ifndef ECHO_ECHO_H
#define ECHO_ECHO_H
#include "base/hash.h"
#include "base/timer.h"
#include "echo/record.h"
#include "stream/processor.h"
#include "stream/settings.h"

struct echo;

/** Streams that are refused (protocol §6, refuse_ms). */
struct echo_refusing {
    struct base_slice pattern; /**< an exact id or a glob, plain UTF-8 */
    enum sts_refuse_scope scope;
    uint64_t ms; /**< for so long, unless a reset ends it */
};

/** What decides about a stream from now on, of one kind (faults, delay or backpressure). */
struct echo_acting {
    struct base_slice stream_id; /**< plain UTF-8 */
    enum sts_control_armed_kind kind;
    const struct echo_record *record; /**< NULL: nothing is armed any more */
};

/** A stream has come to a step of its scenario. */
struct echo_stepped {
    struct base_slice stream_id;         /**< plain UTF-8 */
    const struct sts_scenario *scenario; /**< name and pattern are plain UTF-8 */
    uint64_t number;                     /**< of its record */
    size_t step;                         /**< from 0; the number of steps: it is over */
    const char *why;                     /**< "begun", "count", "after_ms", "event", "reset" */
};

/** What it works with; all must outlive it but for the settings, which are copied. */
struct echo_config {
    struct base_memory *memory;
    struct base_timers *timers;
    const struct stream_settings *settings;
    struct base_hash_seed seed; /**< random and secret */
    /** Streams are refused from now on. */
    void (*refusing)(void *context, const struct echo_refusing *refusing);
    void (*acting)(void *context, const struct echo_acting *acting);
    void (*stepped)(void *context, const struct echo_stepped *stepped);
    void *told_context; /**< of these three, all of which are optional */
};

/** NULL: no memory. */
struct echo *echo_new(const struct echo_config *config);

/** When all streams have been closed. NULL is ignored. */
void echo_free(struct echo *echo);

/** The processor for a stream registry. */
struct stream_processor echo_processor(struct echo *echo);

/* ---- what acts on streams (protocol §6) ---------------------------------------------------- */

/** What can be armed. */
enum echo_kind {
    ECHO_KIND_FAULTS,
    ECHO_KIND_DELAY,
    ECHO_KIND_BACKPRESSURE,
    ECHO_KINDS,
};

/** Most bytes of a single configuration, with its texts. */
#define ECHO_CONFIGURATION_BYTES_MAX (1u << 20)

enum echo_result {
    ECHO_CONFIGURED,
    ECHO_NO_STREAM,  /**< no stream of one's own, and none named */
    ECHO_DISORDER,   /**< the times of a script fall: `index` says where */
    ECHO_IMPOSSIBLE, /**< no stream can have an id that the pattern matches */
    ECHO_TOO_MUCH,   /**< more than may be armed in all */
    ECHO_TOO_LARGE,  /**< of one configuration: more than ECHO_CONFIGURATION_BYTES_MAX */
    ECHO_NO_MEMORY,
};

/** On what: the streams that `pattern` (an exact id or a glob) names or, where it is empty, the
 *  stream whose stream_processing() `own` is. Exact ids and globs may name streams to come. */
struct echo_target {
    void *own; /**< NULL: there is none */
    struct codec_text pattern;
    const struct echo_origin *origin; /**< who asks for it; NULL: nobody in particular */
};

/** What a configuration came to, for its answer. */
struct echo_answer {
    int64_t seed;               /**< in force */
    struct codec_text seed_key; /**< the same; it borrows from what was configured; empty: none */
    size_t rules_count;         /**< armed */
    size_t index;               /**< at fault, from 0 */
};

/** Arms in place of what was armed for the same target. */
enum echo_result echo_arm_faults(struct echo *echo, const struct echo_target *target,
                                 const struct sts_scenario_faults *faults,
                                 struct echo_answer *answer);
enum echo_result echo_arm_delay(struct echo *echo, const struct echo_target *target,
                                const struct sts_scenario_delay *delay, struct echo_answer *answer);
enum echo_result echo_arm_backpressure(struct echo *echo, const struct echo_target *target,
                                       const struct sts_scenario_backpressure *backpressure,
                                       struct echo_answer *answer);

/** Disarms the target and every pattern that it matches. ECHO_CONFIGURED or ECHO_NO_STREAM. */
enum echo_result echo_disarm(struct echo *echo, const struct echo_target *target,
                             enum echo_kind kind);

/** How a decoded disconnect is done. */
struct stream_loss echo_loss(const struct sts_scenario_disconnect *disconnect);

/** Loses the connections that the streams of the target have when delay_ms is over; for refuse_ms
 *  from then on they are refused, whether there is such a stream or not. */
enum echo_result echo_disconnect(struct echo *echo, const struct echo_target *target,
                                 const struct sts_scenario_disconnect *disconnect);

/** Refuses the streams that `pattern` (an exact id or a glob, plain UTF-8) names, or with the scope
 *  `server` everybody, for loss->refuse_ms from now on. A refusal of the same streams that lasts
 *  longer stays. `origin` NULL: a rule, or nobody in particular. False: no memory, or too many are
 *  refused. */
bool echo_refuse(struct echo *echo, struct base_slice pattern, const struct stream_loss *loss,
                 const struct echo_origin *origin);

/** How an attempt to reach a stream was refused. */
struct echo_refused {
    enum sts_refuse_scope scope;
    uint64_t left_ms; /**< for so much longer */
    uint64_t attempt; /**< from 1, of this stream since the refusal began; 0: not counted */
};

/** Whether the stream of that id (plain UTF-8) is refused now. An empty id is a handshake that
 *  names none: it is refused with the whole server. If so, the attempt is counted; those that had
 * to show no key (`has_key`) may use half of the counters. */
bool echo_is_refused(struct echo *echo, struct base_slice stream_id, bool has_key,
                     struct echo_refused *refused);

/** Whether one of the rules, or a step of a scenario, would refuse the whole server. */
bool echo_rules_refuse_server(const struct codec_list *rules);
bool echo_scenario_refuses_server(const struct sts_scenario *scenario);

/** Everything above is undone for `pattern` and what it matches, disconnects to come and refusals
 * included; scenarios of these patterns are unloaded, and streams that it matches leave theirs.
 * What was held back of them is released (stream_release). */
void echo_reset(struct echo *echo, struct codec_text pattern);

/** The streams that `pattern` matches have been deleted, and their next ones begin their scenarios
 *  anew. */
void echo_forget(struct echo *echo, struct codec_text pattern);

/** What acts on the stream of that id (plain UTF-8), which need not exist. Valid until the next
 *  change. */
struct echo_view {
    bool has[ECHO_KINDS];
    const struct echo_record *records[ECHO_KINDS]; /**< of what it has; else NULL */
    struct sts_scenario_faults faults;             /**< with the seed and key in force */
    struct sts_scenario_delay delay;               /**< the same, where it has jitter */
    struct sts_scenario_backpressure backpressure;
    const struct sts_scenario *scenario; /**< that it is in; NULL: none */
    size_t step;                         /**< of that, from 0 */
};
void echo_look(const struct echo *echo, struct base_slice stream_id, struct echo_view *view);

/* ---- the events (protocol §6) -------------------------------------------------------------- */

/** Who sends an event. */
struct echo_sender {
    void *own; /**< stream_processing() of its stream, NULL when it has none */
    const struct echo_origin *origin; /**< as in struct echo_target */
};

/** They act on the sender's own stream, or on the streams that the event names. */
enum echo_result echo_configure_faults(struct echo *echo, const struct echo_sender *sender,
                                       const struct sts_config_error_simulation *event,
                                       struct echo_answer *answer);
enum echo_result echo_configure_delay(struct echo *echo, const struct echo_sender *sender,
                                      const struct sts_config_processing_delay *event,
                                      struct echo_answer *answer);
enum echo_result echo_configure_backpressure(struct echo *echo, const struct echo_sender *sender,
                                             const struct sts_config_backpressure *event,
                                             struct echo_answer *answer);

/** An event of the worker has been handled (`fragment:ack`). */
void echo_heard(void *own, struct base_slice event);

/* ---- scenarios ----------------------------------------------------------------------------- */

/** Most scenarios loaded at once: whoever may connect can load some. */
#define ECHO_SCENARIOS_MAX 256

/** What is wrong with a scenario: the step, and where the times of its script fall. */
struct echo_scenario_fault {
    size_t step, index;
};

/** True when the times of all its scripts do not fall; else `fault` says where. */
bool echo_scenario_is_ordered(const struct sts_scenario *scenario,
                              struct echo_scenario_fault *fault);

/** Loads a decoded scenario, in place of one of the same name; streams that it matches begin
 *  it. `origin` as in struct echo_target. */
enum echo_result echo_scenario_load(struct echo *echo, const struct sts_scenario *scenario,
                                    const struct echo_origin *origin);

/** The scenarios, in the order of loading, names and patterns as plain UTF-8: the one after
 * `before` (NULL: the first), or NULL. */
const struct sts_scenario *echo_scenario_after(const struct echo *echo,
                                               const struct sts_scenario *before);

/** The first one that was loaded later than that of this number (0: the first of all), or NULL. */
const struct sts_scenario *echo_scenario_later(const struct echo *echo, uint64_t number);

/** The number of a scenario that one of the above has given: later ones have larger numbers. */
uint64_t echo_scenario_number(const struct sts_scenario *shown);

size_t echo_scenario_count(const struct echo *echo);

/** Unloads the scenarios of that name, or all where it is empty. Returns how many. */
size_t echo_scenario_unload(struct echo *echo, struct codec_text name);

#endif
