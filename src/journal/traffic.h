/* traffic.h - all that passes between the clients and this server, as listeners hear it: events in
 * and out with what the schemas say of them, and what happens to connections, streams and
 * fragments. The log, the metrics, the journal and the checks of requirements are listeners.
 *
 * The order is that of the wire: an event that came in is told before anything that it causes. */
#ifndef JOURNAL_TRAFFIC_H
#define JOURNAL_TRAFFIC_H
#include "base/list.h"
#include "journal/elide.h"
#include "journal/rejection.h"
#include "stream/observer.h"

/** What the journal shows: X(name, word), in the order of schema/control/journal_kind.json. Which
 *  members of struct journal_traffic are set stands beside. */
#define JOURNAL_KINDS(X)                                                                           \
    X(EVENT, "event")               /* all from `direction` to `ack_id` */                         \
    X(ACK, "ack")                   /* out: a Socket.IO ACK without arguments, `ack_id` */         \
    X(CONNECTED, "connected")       /* a client joined a namespace */                              \
    X(REFUSED, "refused")           /* a CONNECT was refused: `reason`, `error_code`; or, with     \
                                       `refusal`, a handshake or a stream:init */                  \
    X(CLOSING, "closing")           /* this server ends the connection: `reason`, `code`, `loss`,  \
                                       `unplanned` */                                              \
    X(DISCONNECTED, "disconnected") /* a client is gone: `reason` in Socket.IO's words, `left` */  \
    X(OPENED, "opened")             /* a stream began: `init` */                                   \
    X(PARKED, "parked")             /* it lost its connection, and waits to be resumed */          \
    X(RESUMED, "resumed")           /* `was_parked` */                                             \
    X(STATE, "state")               /* `from`, `to` */                                             \
    X(ENDED, "ended")               /* `reason`, `statistics` */                                   \
    X(DEVIATION, "deviation")       /* `deviation`: one that no schema tells */                    \
    X(FAULT, "fault")               /* `fault`: decided on for `subject.fragment_id` */            \
    X(RESET, "reset")               /* of the streams that match `reason`, a pattern */            \
    X(REFUSING, "refusing")         /* these are refused for a while, as `refusal` says */         \
    X(ARMED, "armed")               /* decides about the stream from now on: `acting` */           \
    X(STEP, "step")                 /* of its scenario that the stream has come to: `acting`,      \
                                       `reason` */                                                 \
    X(SERVER, "server")             /* only in the journal's file: this server started, `server`,  \
                                       or stopped in order, `reason` JOURNAL_STOPPED */

/** What the last line says that an orderly stop leaves in the journal's file. */
#define JOURNAL_STOPPED "stopped"

/** For how long it is told that a client caught up. */
#define JOURNAL_CAUGHT_UP_MAX_MS 60000

/** What it does not show: the log and the metrics want to know. */
#define JOURNAL_HIDDEN_KINDS(X)                                                                    \
    X(ACCEPTED, "accepted")         /* a fragment was: `accepted` */                               \
    X(STARTED, "started")           /* its processing began: `wait_ms` */                          \
    X(OUTCOME, "outcome")           /* it ended: `outcome` */                                      \
    X(ERROR, "error")               /* an `error` was sent: `error` */                             \
    X(LIMITED, "limited")           /* something is refused for a limit: `limit_hit` */            \
    X(QUEUE, "queue")               /* other fragments wait than before: `depth` of them */        \
    X(BACKPRESSURE, "backpressure") /* a level was told: `backpressure` */                         \
    X(CONFIGURED, "configured")     /* for the streams `subject.stream_id`: `armed` */             \
    X(DISCONNECT, "disconnect")     /* was asked for, of `subject.stream_id`: `disconnect` */      \
    X(REJECTED, "rejected")         /* a client cannot get in: `rejection`; of `client` the        \
                                       address, and what else is known */                          \
    X(UNSENT, "unsent")             /* `name`, an event or body of HTTP, breaks its own schema:    \
                                       `errors` has where */

enum journal_kind {
#define X(name, word) JOURNAL_##name,
    JOURNAL_KINDS(X)
    JOURNAL_HIDDEN_KINDS(X)
#undef X
        JOURNAL_KIND_COUNT
};

/** A set of kinds: one bit each. */
#define JOURNAL_BIT(kind) (UINT32_C(1) << (kind))

/** What the journal shows, as a set. */
#define JOURNAL_SHOWN (JOURNAL_BIT(JOURNAL_ACCEPTED) - 1)

/** The word. */
const char *journal_kind_word(enum journal_kind kind);

enum journal_direction {
    JOURNAL_IN,  /**< from the client */
    JOURNAL_OUT, /**< to the client */
};

/** What became of an event: X(name, word). */
#define JOURNAL_VERDICTS(X)                                                                        \
    X(OK, "ok")               /* fits its schema; all that is sent does */                         \
    X(INVALID, "invalid")     /* breaks its schema: `errors` */                                    \
    X(ABSENT, "absent")       /* has no payload */                                                 \
    X(UNKNOWN, "unknown")     /* no event that a client may send */                                \
    X(MALFORMED, "malformed") /* no packet at all: the connection will close */

enum journal_verdict {
#define X(name, word) JOURNAL_VERDICT_##name,
    JOURNAL_VERDICTS(X)
#undef X
};

const char *journal_verdict_word(enum journal_verdict verdict);

/** Who keeps what with a stream (struct stream_subject). */
enum journal_memo {
    JOURNAL_MEMO_RING,   /**< the journal: the entries of its id */
    JOURNAL_MEMO_JUDGED, /**< the judge: what it knows of the stream of its id */
    JOURNAL_MEMO_SERIES, /**< the metrics: what is counted for its id */
    JOURNAL_MEMO_COUNT,
};
_Static_assert(JOURNAL_MEMO_COUNT == STREAM_MEMOS, "as many as a stream has room for");

/** That memo of the stream, or NULL. */
static inline struct base_map_memo *journal_memo_of(const struct stream_subject *subject,
                                                    enum journal_memo which) {
    return subject->memos ? &subject->memos[which] : NULL;
}

/** A client in one namespace. Bytes as they came; empty: absent, or not known. */
struct journal_client {
    struct base_slice id;        /**< Socket.IO's */
    struct base_slice name;      /**< of the namespace */
    struct base_slice address;   /**< of the peer */
    struct base_slice stream_id; /**< header X-Stream-ID */
    struct base_slice worker_id; /**< header X-Worker-ID */
    struct base_map_memo *memo;  /**< the judge's, for this id; NULL: there is none */
};

/** A simulation that was configured. */
struct journal_armed {
    struct base_slice by; /**< the event, or the operation of the control interface */
    size_t rules_count;
    int64_t seed;
    struct codec_text seed_key; /**< empty: none */
};

/** What of one kind decides about a stream from now on; or, of a scenario, the step it has come to.
 */
struct journal_acting {
    enum sts_control_armed_kind kind;
    uint64_t number; /**< of what is armed; 0: nothing is any more, and nothing else is set */
    struct codec_text pattern; /**< the streams that it is armed for */
    size_t rules_count;
    const struct codec_text *rules; /**< what they do, in words */
    size_t told;                    /**< of how many of them; at most JOURNAL_RULES_MAX */
    /* of a scenario: */
    struct codec_text name; /**< empty: it has none */
    size_t step, steps;     /**< from 0; step == steps: it is over */
};

/** Most rules of which a journal entry says what they do. */
#define JOURNAL_RULES_MAX 32

/** Streams are refused on purpose (protocol §6, refuse_ms). */
struct journal_refusal {
    enum sts_refuse_scope scope;
    uint64_t ms;      /**< for so long from now on, unless a reset ends it */
    uint64_t attempt; /**< REFUSED: which one, from 1 on; 0: not counted */
};

/** What is told. Everything pointed to is valid during the call only. */
struct journal_traffic {
    enum journal_kind kind;
    int64_t wall_ms; /**< Unix time, for people; of what the journal shows */
    uint64_t now_ms; /**< monotonic, for durations */
    /** Of what the journal shows; address and headers where it comes and goes. */
    struct journal_client client;
    /** An event of a connection without a stream has no stream_id here, but for a stream:init that
     *  is well formed: it counts for the stream that it asks for. */
    struct stream_subject subject;

    enum journal_direction direction;
    enum sts_event_id event; /**< STS_EVENT_COUNT: none of the protocol's */
    struct codec_text name;
    /** The payload's JSON text, in pieces, audio and all. Of an UNKNOWN event: all arguments, with
     *  the commas between. Nothing: absent or malformed. */
    const struct base_slice *payload;
    size_t payload_count;
    size_t payload_cut_from;           /**< as cut_from in struct journal_payload */
    const struct journal_audio *audio; /**< of the schema of `event`; NULL: not known */
    const void *message;               /**< the struct of `event`; NULL unless the verdict is OK */
    /** The same, also where the verdict is INVALID: members that were understood are set. */
    const void *understood;
    enum journal_verdict verdict;
    const struct codec_report *errors, *deviations; /**< of the schema; or NULL */
    bool has_ack; /**< in: an acknowledgement is asked for; out: this was sent as one too */
    uint64_t ack_id;

    const char *reason;
    int code;                              /**< of the WebSocket's close; 0: none */
    const struct stream_loss *loss;        /**< it was simulated; NULL: it was not */
    const struct journal_refusal *refusal; /**< the same of a refusal; always of REFUSING */
    bool unplanned; /**< the client broke the rules of the transport, or there is no memory */
    /** Events that come in, CLOSING and DISCONNECTED: since when something that was sent to the
     *  client waits in this server, and when what had waited for long left at last (struct
     *  engineio_lag). Monotonic; 0: nothing, not in the last JOURNAL_CAUGHT_UP_MAX_MS. */
    uint64_t waiting_since, caught_up_at;
    bool left; /**< the client ended it: DISCONNECT, close packet, WebSocket close frame */
    bool was_parked;
    enum sts_stream_state from, to;
    const struct sts_stream_statistics *statistics;
    const struct stream_deviation *deviation;
    const struct stream_fault *fault;
    const struct sts_control_journal_server *server;
    const struct journal_acting *acting;
    union {                                    /* of one kind each */
        const enum sts_error_code *error_code; /**< REFUSED: what it counts as; NULL: nothing */
        const struct sts_stream_init *init;
        struct {
            int64_t sequence_number;
            size_t audio_length; /**< characters of base64 */
            unsigned attempt;
        } accepted;
        uint64_t wait_ms; /**< in the queue */
        const struct stream_outcome *outcome;
        const struct sts_error *error;
        struct stream_limit_hit limit_hit;
        size_t depth;
        const struct sts_backpressure *backpressure;
        const struct journal_armed *armed;
        const struct sts_scenario_disconnect *disconnect;
        const struct journal_rejection *rejection;
    };
};

/** The payload of an event, to be shown or put aside (elide.h); `hash` as there. */
struct journal_payload journal_traffic_payload(const struct journal_traffic *traffic, bool hash);

struct journal_tap;

/** Somebody who hears what passes; embedded in its owner, who sets `kinds` and `hear`. It must not
 *  call back into streams, connections or the tap. */
struct journal_listener {
    struct base_list_node node;
    struct journal_tap *tap; /**< that it listens to; NULL: to none */
    uint32_t kinds;          /**< the set that it hears */
    void (*hear)(struct journal_listener *listener, const struct journal_traffic *traffic);
};

/** Where listeners listen. What nobody hears is not made to be told. */
struct journal_tap {
    struct base_list listeners;
    uint32_t kinds; /**< the set that somebody hears */
    struct journal_audio audio[STS_EVENT_COUNT];
};

void journal_tap_init(struct journal_tap *tap);

/** `listener` hears what comes from now on, after those who came before it. */
void journal_tap_listen(struct journal_tap *tap, struct journal_listener *listener);

/** It hears no more. One that does not listen is left alone. */
void journal_tap_leave(struct journal_listener *listener);

/** Whether anybody hears of such things. `tap` may be NULL. */
static inline bool journal_tap_heard(const struct journal_tap *tap, enum journal_kind kind) {
    return tap && tap->kinds & JOURNAL_BIT(kind);
}

/** Tells all who hear of such things. */
void journal_tap_tell(const struct journal_tap *tap, const struct journal_traffic *traffic);

#endif
