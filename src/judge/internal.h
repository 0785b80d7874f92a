/* internal.h - what the files of the checks share. Not for other files. */
#ifndef JUDGE_INTERNAL_H
#define JUDGE_INTERNAL_H
#include "journal/elide.h"
#include "judge/judge.h"
#include "report/coverage.h"

/** Fragments of a stream that are remembered: the first ones, and the latest. The server's own
 *  memory of ids is larger; what a worker has under way at once is far less. */
#define JUDGE_LIVES_FIRST 128
#define JUDGE_LIVES_LATEST 384
/** Findings kept of one stream: with payloads some 100 KiB at most. */
#define JUDGE_STREAM_FINDINGS 64
/** Bands, and marks, of one stream's timeline. */
#define JUDGE_BANDS_MAX 256
#define JUDGE_MARKS_MAX 256
/** Seeds of a stream's faults that are kept: one is usual, a scenario may have one in each step. */
#define JUDGE_SEEDS_MAX 16
/** Configurations of rules that are kept of a stream. */
#define JUDGE_ARMED_MAX 16
/** Failed attempts of a fragment that are kept, before the last one: the first ones. */
#define JUDGE_ATTEMPTS_KEPT 4
/** Bytes kept of a payload, audio elided: enough for any but a flood of unknown members. */
#define JUDGE_SHOWN_MAX 1024

/* Bounds of the requirements; schema/requirements.json names them too. */
#define JUDGE_GRACE_MS 250       /**< what was on its way when backpressure was sent */
#define JUDGE_BACKOFF_MIN_MS 250 /**< between a loss and the next connection */
#define JUDGE_STOP_MS 100        /**< in which the server did not run, so that times are doubtful */
#define JUDGE_ACK_USUAL_MS 1000  /**< in which a result is confirmed, as a rule */
#define JUDGE_ACK_PROMPT_MS 5000 /**< from a result to its confirmation */
#define JUDGE_ATTEMPTS_A_MINUTE 10 /**< with a refused key: none of them can help */
/** Attempts with refused keys that are remembered, from all addresses. */
#define JUDGE_ATTEMPTS 256

/** Why a connection ends whose ping came late, so that the client may have given up before. */
#define JUDGE_PING_LATE "ping timeout, after the server had stopped for a while"

/** One attempt to have a fragment processed. */
struct judge_attempt {
    uint64_t sent, processed; /* monotonic ms */
    enum sts_control_report_fragment_status status;
    bool faulted;
    enum sts_rule_action fault;
    bool has_code;
    enum sts_error_code code;
};

/** Where the worker of a stream is. */
enum judge_gone {
    JUDGE_HERE, /**< connected */
    JUDGE_LEFT, /**< it ended the connection in order */
    JUDGE_LOST, /**< the connection was lost, also to a simulation: it should come back */
    JUDGE_CLOSED_BY_SERVER, /**< the server ended it in a way after which no worker has to */
};

/** One fragment, from its arrival on. Times are 0 until they come. */
struct judge_life {
    struct base_list_node node;
    int64_t sequence_number;
    struct judge_attempt now;      /**< the last attempt */
    struct judge_attempt *earlier; /**< JUDGE_ATTEMPTS_KEPT of them; NULL: it was never retried */
    size_t earlier_count;
    uint64_t arrived;          /**< for the last time */
    uint64_t acked, confirmed; /* monotonic ms */
    bool accepted;             /**< acked, or its ack withheld on purpose */
    bool delivered;            /**< its outcome was sent */
    /** When fragment:processed was sent for the last time, to be confirmed; once it is known to
     * have left, not before it left. */
    uint64_t answered;
    /** The same of an earlier one, which had left when this one was sent; 0: there was none. */
    uint64_t owed;
    struct base_list_node in_unheard; /**< in the stream's list, if `unheard` and not `excused` */
    bool unheard;        /**< as far as is known, that result still waits in the server */
    bool excused;        /**< the connection ended before, or soon after, it left: nobody knows */
    bool slow;           /**< excused, and there was some time to confirm it */
    bool retryable;      /**< it failed or was refused, and may be sent again */
    bool again;          /**< it came again, and has not been answered since */
    bool needless;       /**< it came again without a reason */
    bool differs;        /**< it came again with other audio */
    uint64_t connection; /**< on which it came last, as the stream counts them */
    uint64_t hash;       /**< in `lives` */
    size_t id_len;
    char id[]; /**< plain UTF-8 */
};

/** What a stream:init asks for. It holds once the stream is opened or taken over. */
struct judge_wish {
    int64_t max_inflight, sample_rate_hz, channels; /**< sample_rate_hz 0: not known */
    size_t format_len;                              /**< of the whole */
    char format[64];                                /**< its beginning, plain UTF-8 */
};

/** What would be lost with a stream that is not connected, the least first. */
enum judge_worth {
    JUDGE_WORTH_ASKED,   /**< it was only asked for */
    JUDGE_WORTH_KNOWN,   /**< all is known of it */
    JUDGE_WORTH_WAITS,   /**< its worker may come back; then all is known */
    JUDGE_WORTH_UNKNOWN, /**< not all is known, nor will be by itself */
    JUDGE_WORTH_COUNT,
};

/** One stream; or, without a name, all connections that have none. */
/** Entries of the journal, by their ids: of one stream the first and the last, and the last by
 * which something was found to be broken; 0: none. */
struct judge_span {
    uint64_t first, last, found;
};

struct judge_stream {
    struct base_list_node node;
    struct base_list_node in_worth; /**< in a list of the judge, unless it is connected */
    struct judge *owner;
    struct report_document document; /**< tallies and findings; its texts live there */
    uint32_t *seen;                  /**< branches of schemas */
    struct base_slice id;
    struct codec_text worker_id, session_id, ended;
    bool opened;
    int64_t started_wall, last_wall;
    uint64_t started, last;
    struct judge_span entries;
    struct judge_wish wish; /**< as configured */
    /* fragments */
    struct base_map lives;
    struct base_list first, latest;
    struct base_list unheard; /**< lives, by when they were answered */
    size_t first_count, latest_count;
    uint64_t fragment_count, attempt_count;
    uint64_t unconfirmed;        /**< results of fragments that are not remembered any more */
    uint64_t late_confirmations; /**< of such fragments */
    uint64_t forgotten_at;       /**< when the last of those results was sent */
    uint64_t confirmed;
    int64_t in_flight;
    int64_t highest; /**< number accepted in this run; -1: none */
    uint64_t last_fragment;
    /* what the worker was told, or has said */
    enum sts_backpressure_action action;
    uint64_t told; /**< when that was sent */
    int64_t delay_ms;
    bool disobeyed; /**< since that action */
    bool full;      /**< the last fragment found the queue full */
    enum sts_stream_state state;
    bool stained; /**< a fragment came in a state that takes none, since it was entered */
    bool end_sent, complete_sent;
    uint64_t completed;      /**< when stream:complete was sent */
    bool complete_unheard;   /**< the worker was gone before that had left */
    enum sts_event_id asked; /**< what changed its state last; STS_EVENT_COUNT: nothing */
    bool doubtful;           /**< it came back since: it may not know whether that has arrived */
    /* its connection, and how it was lost */
    const struct judge_peer *peer; /**< NULL: none */
    uint64_t connections;          /**< so far */
    enum judge_gone gone;
    uint64_t lost;          /**< when the connection was */
    uint64_t refused;       /**< when a simulation last took the connection of its stream:init */
    uint64_t refused_until; /**< before, a simulation keeps it from coming back */
    bool closing;           /**< this server ends the connection */
    bool simulated;         /**< because a simulation says so */
    bool excusable;         /**< in a way after which no worker has to come back */
    bool stalled;           /**< it was stalled, and is still open */
    bool said_goodbye;      /**< the worker sent DISCONNECT */
    bool left;              /**< the worker ended the connection in order */
    bool resumed;           /**< another connection took the stream over, once at least */
    bool over;              /**< the stream ended */
    bool unwanted;          /**< nobody wants its report: it goes when the stream is over */
    bool lingers;           /**< and its worker is still connected */
    bool expired;           /**< nobody came back in time */
    bool unkept;            /**< it ended with its connection: nothing could be resumed */
    bool released;          /**< a reset came while it was lost: nobody waits for the worker */
    bool began_anew;        /**< after that the worker came back with a stream of the same id */
    bool blind;             /**< memory ran out: something was not seen */
    bool partial;           /**< its beginning was not seen, or was forgotten */
    bool tried;             /**< lost, the worker came back and asked for it, and was refused */
    bool fatal;             /**< the worker was told to stop */
    const char *stopped;    /**< why the server gave it up before its end was known */
    /* who names it: struct judge_peer, by their members */
    struct base_list as_stream, as_asked, as_before;
    /* timeline */
    struct codec_list bands, marks;
    struct codec_list seeds;                               /**< of the rules that hit */
    struct codec_list armed;                               /**< rules that were in force */
    size_t open_bands[STS_CONTROL_REPORT_BAND_KIND_COUNT]; /**< 1 + index; 0: none */
    uint64_t left_out;
};

/** One connection in one namespace. Its streams are set with judge_peer_... below. */
struct judge_peer {
    struct base_list_node node;
    struct base_list_node in_stream, in_asked, in_before; /**< of those three */
    struct judge_stream *stream;                          /**< NULL: it has none */
    struct judge_stream *asked; /**< until it is opened: a run of an id that had one, or that others
                                   asked for; or NULL */
    struct judge_stream *before; /**< its last stream that is over; NULL: none */
    struct judge_wish wish;      /**< of its last stream:init */
    uint64_t connected, last_in;
    bool has_header;           /**< X-Stream-ID or X-Worker-ID */
    bool malformed;            /**< told already */
    bool malformed_untold;     /**< not yet: its closing says more */
    bool closing;              /**< this server ends it */
    bool fatal, fatal_ignored; /**< it was sent a fatal error; and went on */
    uint64_t fatal_at;
    bool was_full; /**< the last that was sent is QUEUE_FULL */
    char id[64];
    size_t id_len;
};

/** The last event that came in: what is sent while it is handled answers it. */
struct judge_heard {
    const struct judge_peer *peer; /**< NULL: gone */
    struct judge_stream *stream;   /**< that it counts for */
    uint64_t now_ms;               /**< then: what is sent later answers something else */
    enum sts_event_id event;       /**< STS_EVENT_COUNT: none of the protocol's */
    struct base_slice name;        /**< in `name_bytes`, cut where it is long */
    bool has_payload;
    struct journal_aside payload;
    char name_bytes[128];
};

/** Streams that are refused on purpose (protocol §6, refuse_ms); see outage.c. */
struct judge_outages {
    struct base_list exact; /**< of one stream each */
    struct base_list wide;  /**< of a glob, or of the whole server */
    struct base_map by_id;  /**< the former, by the id of their stream */
};

/** A client that was refused for its key. */
struct judge_attempt_made {
    bool is_made;
    uint64_t at;   /**< monotonic ms */
    uint64_t from; /**< hash of its address */
};

/** What an occasion is, as far as checks tell. A kind of the journal, or of an event one of these.
 */
enum judge_cue {
    JUDGE_CUE_FRAGMENT = JOURNAL_ACCEPTED, /**< fragment:data came in; no other kind is heard */
    JUDGE_CUE_CONFIRMATION,                /**< fragment:ack did */
    JUDGE_CUE_OTHER_IN,
    JUDGE_CUE_ACK,          /**< fragment:ack was sent */
    JUDGE_CUE_BACKPRESSURE, /**< backpressure was */
    JUDGE_CUE_OTHER_OUT,
    JUDGE_CUE_ERROR, /**< beside one of those: an error */
    JUDGE_CUE_COUNT,
};

_Static_assert(JUDGE_CUE_COUNT <= 32, "a bit for each cue");

/** A set of cues: one bit each. */
#define JUDGE_CUE(cue) (UINT32_C(1) << (cue))

struct judge {
    struct judge_config config;
    uint64_t entries; /**< of the journal, so far: the id of the last one */
    struct journal_listener listener;
    struct report_coverage *coverage;
    uint64_t checks[JUDGE_CUE_COUNT];             /**< for each cue: one bit for each check */
    struct base_list streams;                     /**< in the order of their beginning */
    struct base_list by_worth[JUDGE_WORTH_COUNT]; /**< the one that was quiet the longest first */
    size_t stream_count;
    uint64_t dropped; /**< reports, because somebody asked for it */
    struct base_map by_id;
    struct judge_stream *strangers; /**< connections without a stream */
    uint64_t last;                  /**< when it heard something last */
    int64_t last_wall;
    uint64_t shown; /**< when the journal last showed something; as of the wall below */
    int64_t shown_wall;
    uint64_t stopped; /**< when it was last seen that the server had not run for a while */
    struct judge_outages outages;
    struct judge_past *past;
    struct base_list peers;
    struct base_map by_client;
    struct judge_attempt_made attempts[JUDGE_ATTEMPTS]; /**< the last ones, a ring */
    size_t attempt;
    struct judge_heard heard;
};

/** What the checks look at: one entry of the traffic, and whose it is. */
struct judge_occasion {
    struct judge *judge;
    const struct journal_traffic *traffic;
    struct judge_stream *stream;   /**< never NULL */
    struct judge_peer *peer;       /**< NULL: none */
    struct judge_life *life;       /**< the fragment that it is about; NULL: none, or not known */
    const struct sts_error *error; /**< sent; NULL: it is no error */
    bool refusal; /**< that error is the answer to what came in, no simulated outcome */
    const struct judge_heard *cause; /**< the event that came in, or that is answered; or NULL */
};

/* ---- streams: judge.c ---------------------------------------------------------- */

/** What a report about a stream, or all where `id` is empty, is about. */
struct report_document_subject judge_subject(const struct judge *judge, struct base_slice id);

static inline void judge_peer_set(struct judge_stream **member, struct base_list_node *node,
                                  struct judge_stream *stream, struct base_list *peers) {
    base_list_remove(node);
    *member = stream;
    if (peers)
        base_list_append(peers, node);
}

/** Sets what a peer names: a stream that is forgotten knows who did, without asking all peers. */
static inline void judge_peer_set_stream(struct judge_peer *peer, struct judge_stream *stream) {
    judge_peer_set(&peer->stream, &peer->in_stream, stream, stream ? &stream->as_stream : NULL);
}
static inline void judge_peer_set_asked(struct judge_peer *peer, struct judge_stream *stream) {
    judge_peer_set(&peer->asked, &peer->in_asked, stream, stream ? &stream->as_asked : NULL);
}
static inline void judge_peer_set_before(struct judge_peer *peer, struct judge_stream *stream) {
    judge_peer_set(&peer->before, &peer->in_before, stream, stream ? &stream->as_before : NULL);
}

/** Something has changed what would be lost with the stream, or it was heard of. */
void judge_weigh(struct judge_stream *stream, uint64_t now_ms);

/* ---- ends: conclude.c ---------------------------------------------------------- */

/** When a report is made. */
struct judge_moment {
    uint64_t now_ms; /**< monotonic */
    int64_t wall_ms;
    const char *closed; /**< as in struct judge_query */
};

/** Adds to `into` what can be said of the stream's end: also of one that is not over. */
void judge_conclude(const struct judge_stream *stream, const struct judge_moment *moment,
                    struct report_document *into);

/** Whether nothing more can change what is said of it: it is over, or as good as over. */
bool judge_is_concluded(const struct judge_stream *stream, const struct judge_moment *moment);

/* ---- streams that are forgotten: past.c ---------------------------------------- */

/** NULL when there is no memory. */
struct judge_past *judge_past_new(const struct judge *judge);

/** NULL is ignored. */
void judge_past_free(struct judge_past *past);

/** What `own`, a finished document of its own, says of a stream outlives it. */
void judge_past_add(struct judge_past *past, const struct judge_stream *stream,
                    const struct report_document *own);

/** A stream came for which there was no room at all. */
void judge_past_missed(struct judge_past *past);

/** Drops what is known by name of the streams that `pattern` matches. Returns how many. */
size_t judge_past_drop(struct judge_past *past, struct base_slice pattern);

/** How many streams that is, forgotten or missed. */
uint64_t judge_past_count(const struct judge_past *past);

/** The verdict of the latest of that name; false: none is known. `*unsure`: there may have been. */
bool judge_past_find(const struct judge_past *past, struct base_slice id,
                     enum sts_control_report_verdict *verdict, bool *unsure);

/** judge_has of those. */
bool judge_past_has(const struct judge_past *past, const struct judge_query *query, bool *unsure);

/** Whether the query means streams of that id. */
bool judge_means(const struct judge_query *query, struct base_slice id);

/** Where the entries of a stream are, as to the place that the query begins at. */
enum judge_scope {
    JUDGE_SCOPE_BEFORE,
    JUDGE_SCOPE_ACROSS, /**< it began before, and went on */
    JUDGE_SCOPE_AFTER,
};
enum judge_scope judge_scope(const struct judge_query *query, const struct judge_span *span);

/** Says of a report that so many streams are across the place. */
void judge_tell_across(struct report_document *document, uint64_t count);

/** Adds all that is kept of them, as far as the query may see it, and to `seen` the branches. */
void judge_past_tell(const struct judge_past *past, const struct judge_query *query,
                     struct report_document *document, uint32_t *seen);

/* ---- reports: report.c --------------------------------------------------------- */

/** What a stream has so far, as a document of its own; finished. False when there is no memory;
 *  report_document_free must be called all the same. */
bool judge_view(const struct judge_stream *stream, const struct judge_moment *moment,
                struct report_document *own);

/** Adds what such a document says to the report's list of others, unless it says nothing. */
void judge_add_other(struct report_document *document, const char *title,
                     const struct report_document *own);

/* ---- checks: checks.c ---------------------------------------------------------- */

/** Fills `by_cue` of a new judge. */
void judge_index_checks(uint64_t by_cue[JUDGE_CUE_COUNT]);

/** Checks every requirement of workers, on this occasion. */
void judge_run_checks(struct judge_occasion *occasion);

/** Milliseconds since the stream began. */
static inline int64_t judge_since(const struct judge_stream *stream, uint64_t now) {
    return now > stream->started ? (int64_t)(now - stream->started) : 0;
}

/* ---- timelines: marks.c --------------------------------------------------------- */

/** A period of a kind begins, unless one is open; and ends. `now` is monotonic ms. */
void judge_open_band(struct judge_stream *stream, enum sts_control_report_band_kind kind,
                     uint64_t now);
void judge_close_band(struct judge_stream *stream, enum sts_control_report_band_kind kind,
                      uint64_t now);

/** Something happened. The text is copied. */
void judge_mark(struct judge_stream *stream, enum sts_control_report_mark_kind kind, uint64_t now,
                struct codec_text text);

/** A fault with that seed and key (empty: none) hit it. */
void judge_note_seed(struct judge_stream *stream, int64_t seed, struct codec_text key);

/** Rules are in force from now on. */
void judge_note_armed(struct judge_stream *stream, const struct journal_acting *acting);

/** A rule of what has that number has hit. */
void judge_note_hit(struct judge_stream *stream, uint64_t armed, size_t rule);

/* ---- where the worker is: presence.c -------------------------------------------- */

/** What an entry of that kind changes. */
typedef void judge_learn_function(struct judge_occasion *at);

judge_learn_function judge_learn_opened, judge_learn_parked, judge_learn_resumed, judge_learn_ended,
    judge_learn_closing, judge_learn_disconnected, judge_learn_reset, judge_learn_refusing,
    judge_learn_refused, judge_learn_server;

/* ---- state: state.c ------------------------------------------------------------ */

/** Its worker cannot come back before. */
void judge_delay(struct judge_stream *stream, uint64_t until);

void judge_outages_init(struct judge *judge);

/** All that is known of refusals is forgotten. */
void judge_outages_forget(struct judge *judge);

/** A reset of the streams that `pattern` matches ends those that were asked for by it, or by what
 * it matches. */
void judge_outages_reset(struct judge *judge, struct base_slice pattern, uint64_t now);

/** The traffic tells what has left the server: results among it. */
void judge_learn_heard(struct judge_stream *stream, const struct journal_traffic *traffic);

/** What the fragment's id leads to, or NULL. */
struct judge_life *judge_life_find(const struct judge_stream *stream, struct codec_text id);

/** Whether the worker counts from 0 again with it, as it may after a take-over. */
bool judge_begins_run(const struct judge_stream *stream, const struct judge_life *life);

/** Before the checks: a fragment that comes in for the first time begins its life. */
void judge_meet(struct judge_occasion *occasion);

/** After the checks: what happened changes what is known. */
void judge_learn(struct judge_occasion *occasion);

/** Gives up everything that a stream has. */
void judge_stream_free(struct judge_stream *stream);

#endif
