/* internal.h - what the files of this room share. Not for other rooms. */
#ifndef STREAM_INTERNAL_H
#define STREAM_INTERNAL_H
#include "base/id.h"
#include "base/roll.h"
#include "stream/connection.h"
#include "stream/flow.h"
#include "stream/history.h"
#include "stream/id.h"
#include "stream/rate.h"
#include "stream/state.h"
#include "stream/statistics.h"
#include "stream/window.h"

/** Longest sentence of an error that this room makes. */
#define STREAM_SENTENCE_SIZE 200

/** The bytes held by all streams, and who suffers when they are too many. */
struct stream_budget {
    size_t bytes;
    size_t remembered;            /**< of these: what streams remember of outcomes */
    struct base_list remembering; /**< struct stream.remembering: it may go, by turns */
    struct base_list starved;     /**< struct stream.starved: told to pause for lack of bytes */
    struct base_list paused;      /**< struct stream_connection.paused: not read */
    struct base_timer relief;     /**< when to see whether both can go on */
    size_t wanted;                /**< most bytes that one of the starved was refused */
    uint64_t paused_at; /**< when somebody was last looked for: once a millisecond will do */
};

/** Fits a close frame. */
#define STREAM_IDLE_WHY_SIZE 96

struct stream_registry {
    struct stream_registry_config config;
    struct stream_settings settings;
    struct base_hash_seed seed;
    struct base_hash_seed id_seed; /**< of the keys of fragments */
    uint64_t ids;                  /**< made so far, where randomness fails */
    struct base_map by_id;
    struct base_list streams;   /**< all of them */
    struct base_roll by_number; /**< the same */
    uint64_t number;            /**< of the last that began */
    struct base_list parked;    /**< the parked ones, oldest first */
    size_t parked_count;
    size_t lingering; /**< of these: completed */
    size_t attached;  /**< connections that have a stream */
    size_t inflight;
    size_t *by_key; /**< the same, by key */
    struct stream_budget budget;
    char idle_why[STREAM_IDLE_WHY_SIZE]; /**< why a connection is closed that is idle */
};

struct stream_connection {
    struct stream_registry *registry;
    void *context;
    size_t key;
    struct stream *stream; /**< or NULL */
    struct base_timer idle;
    uint64_t active_at; /**< of the last event, either way */
    struct base_list_node paused;
};

struct stream {
    struct stream_registry *registry;
    struct stream_connection *connection; /**< NULL: parked */
    struct base_list_node node, parked, starved, remembering;
    uint64_t number; /**< later streams have higher ones */
    enum sts_stream_state state;
    void *processor_state;
    struct base_map_memo memos[STREAM_MEMOS]; /**< of observers */
    struct base_buffer *id, *worker_id;       /**< plain UTF-8 */
    char session_id[BASE_UUID_LENGTH + 1];
    size_t max_inflight;
    uint64_t timeout_ms;
    uint64_t ready_at;       /**< when stream:ready was first sent */
    uint64_t completed_at;   /**< when stream:complete was */
    uint64_t unheard_at;     /**< when it is known not to have arrived yet */
    bool complete_heard;     /**< the client has sent something since */
    struct base_timer timer; /**< parked: expiry; completed: disconnect */

    struct stream_window window;
    struct base_timer gap;
    uint64_t gap_floor; /**< a gap counts from here at the earliest: the take-over */
    struct stream_history history;
    struct stream_rate rate;
    struct stream_statistics statistics;

    struct base_list queue;   /**< struct stream_fragment.queue: by number */
    struct base_list retries; /**< struct stream_fragment.order: those in HELD */
    struct base_list aside;   /**< the same: those that leave after the next one */
    size_t aside_count;
    size_t waiting, processing, inflight;
    size_t inflight_bytes;

    struct base_timer loss_timer; /**< armed: nothing is sent before the connection is lost */
    struct stream_loss loss;

    struct stream_signal told; /**< what the worker knows of */
    size_t told_waiting;       /**< the depth the observer knows of */
    size_t violations;         /**< QUEUE_FULL in a row */
    uint64_t run;              /**< runs begun anew */
    unsigned epoch;            /**< take-overs */
    uint64_t delivered, confirmed;
};

/** Calls `what` of the observer with `arguments`, in which `context` and `subject` are known;
 *  `about` makes the subject. */
#define STREAM_TELL_ABOUT(registry, about, what, arguments)                                        \
    do {                                                                                           \
        const struct stream_observer *observer_ = (registry)->config.observer;                     \
        void *context = (registry)->config.observer_context;                                       \
        if (observer_ && observer_->what) {                                                        \
            const struct stream_subject subject_ = about;                                          \
            const struct stream_subject *subject = &subject_;                                      \
            observer_->what arguments;                                                             \
        }                                                                                          \
    } while (0)

/** The same about a stream and one of its fragments. */
#define STREAM_TELL(stream, fragment_id, what, arguments)                                          \
    STREAM_TELL_ABOUT((stream)->registry, stream_subject_of((stream), (fragment_id)), what,        \
                      arguments)

/** No text. */
extern const struct codec_text stream_no_text;

static inline uint64_t stream_now(const struct stream_registry *registry) {
    return registry->config.timers->now;
}

/* ---- registry.c ---- */

/** A UUID of version 4, terminated. */
void stream_registry_uuid(struct stream_registry *registry, char uuid[BASE_UUID_LENGTH + 1]);

struct stream_subject stream_subject_of(const struct stream *stream, struct codec_text fragment_id);

/* ---- stream.c ---- */

/** A new stream in its first active state, in the registry, attached. NULL: no memory. */
struct stream *stream_new(struct stream_connection *connection, const struct sts_stream_init *init);

/** Ends it: what is unfinished is dropped, the connection is left without a stream. */
void stream_end(struct stream *stream, enum stream_ending ending);

/** Its connection is gone, and it waits. */
void stream_park(struct stream *stream);

/** Makes it the stream of `connection`, which has none. The old connection is left without one.
 *  False: stream:ready could not be sent. */
bool stream_take_over(struct stream *stream, struct stream_connection *connection,
                      const struct sts_stream_init *init);

/** True when somebody is there who can be sent something: the connection is neither stalled nor
 *  about to be lost. */
bool stream_is_heard(const struct stream *stream);

/** Sends stream:ready. False: it could not be sent. */
bool stream_send_ready(struct stream *stream);

/** Moves the state, and tells the observer. False: refused. */
bool stream_advance(struct stream *stream, enum stream_request request);

/** Ending, and nothing in flight: sends stream:complete. */
void stream_complete(struct stream *stream);

/** The client does what nobody does who has heard of stream:complete. */
void stream_note_unheard(struct stream *stream);

/** Sends to the connection. Does nothing when there is none. False: see stream_output. */
bool stream_send(struct stream *stream, enum sts_event_id id, const void *event,
                 struct base_buffer *owner);

/** Sends an error about the stream. Does nothing when there is no connection. */
void stream_error(struct stream *stream, struct stream_error *error);

/** Forgets all fragments; those without an outcome are given up. */
void stream_forget_all(struct stream *stream);

/* ---- delivery.c ---- */

/** Prepares the queue of a new stream. */
void stream_delivery_init(struct stream *stream);

/** Nobody is there to be sent anything: gaps wait, levels start afresh. */
void stream_delivery_park(struct stream *stream);

/** Starts what can be started, sends what can be sent, tells the level: to be called after
 *  whatever has changed something. */
void stream_pump(struct stream *stream);

/** Sends a backpressure event if the level has changed. */
void stream_tell_level(struct stream *stream);

/** Puts a fragment that has been accepted into the queue. Returns how many wait before it. */
size_t stream_enqueue(struct stream *stream, struct stream_fragment *fragment);

/** Gives up all gaps, each with its error. */
void stream_close_gaps(struct stream *stream);

/** Takes it out of the queue, or from among those that are processed; its timer is disarmed. */
void stream_stop(struct stream *stream, struct stream_fragment *fragment);

/* ---- outcome.c ---- */

/** What a fragment in HELD is planned to do at its turn, which has come. */
void stream_take_turn(struct stream *stream, struct stream_fragment *fragment);

/** Sends what was put aside, the last first. */
void stream_release_aside(struct stream *stream);

/** The first that was put aside for as long as may be, or NULL. */
struct stream_fragment *stream_overdue(const struct stream *stream);

/** Takes a fragment that has no outcome yet out of everything: failed, and nobody is told. */
void stream_give_up(struct stream *stream, struct stream_fragment *fragment);

/** Audio that has come once more, with the id of a fragment that has its outcome. */
struct stream_again {
    struct codec_text fragment_id;
    const struct sts_audio_data *audio;
    struct base_buffer *message; /**< where that lies */
};

/** Sends the result once more, as it was. */
void stream_resend(struct stream *stream, struct stream_record *record,
                   const struct stream_again *again);

/** The timer of a loss on purpose. */
void stream_loss_fire(struct base_timers *timers, struct base_timer *timer);

/* ---- budget.c ---- */

void stream_budget_init(struct stream_registry *registry);

/** Makes room for `bytes` more, letting go what may go. False: there is none; the stream is noted
 *  as starved, and reading stops from who holds the most. */
bool stream_budget_admit(struct stream *stream, size_t bytes);

/** Counts bytes, and no longer. */
void stream_budget_add(struct stream_registry *registry, size_t bytes);
void stream_budget_remove(struct stream_registry *registry, size_t bytes);

/** Remembers an outcome, with its error or NULL. */
void stream_budget_remember(struct stream *stream, const struct stream_record *record,
                            const struct sts_processing_error *error);

/** Forgets all outcomes, as at the start of a run. */
void stream_budget_forget(struct stream *stream);

/** Frees a fragment, which has its outcome and is in no list any more. */
void stream_budget_release(struct stream *stream, struct stream_fragment *fragment);

/** Brings what a parked stream holds unsent under RESUME_MAX_BYTES. */
void stream_budget_park(struct stream *stream);

/* ---- connection.c ---- */

/** Makes `stream` the one of `connection` and counts it; and the reverse. */
void stream_connection_attach(struct stream_connection *connection, struct stream *stream);
void stream_connection_detach(struct stream_connection *connection);

/** True when there is a stream and `wanted` is its id. Otherwise the error has been sent. */
bool stream_connection_means(struct stream_connection *connection, struct codec_text wanted,
                             struct codec_text fragment_id);

#endif
