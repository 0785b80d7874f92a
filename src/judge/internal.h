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
/** Failed attempts of a fragment that are kept, before the last one: the first ones. */
#define JUDGE_ATTEMPTS_KEPT 4
/** Bytes kept of a payload, audio elided: enough for any but a flood of unknown members. */
#define JUDGE_SHOWN_MAX 1024

/* Bounds of the requirements; schema/requirements.json names them too. */
#define JUDGE_GRACE_MS 250       /**< what was on its way when backpressure was sent */
#define JUDGE_BACKOFF_MIN_MS 250 /**< between a loss and the next connection */
#define JUDGE_ACK_PROMPT_MS 5000 /**< from a result to its confirmation */
#define JUDGE_ATTEMPTS_A_MINUTE 10

/** One attempt to have a fragment processed. */
struct judge_attempt {
    uint64_t sent, processed; /* monotonic ms */
    enum sts_control_report_fragment_status status;
    bool faulted;
    enum sts_rule_action fault;
    bool has_code;
    enum sts_error_code code;
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
    bool answered;             /**< as fragment:processed: to be confirmed */
    bool retryable;            /**< it failed, and may be sent again */
    bool again;                /**< it came again, and has not been answered since */
    size_t size;               /**< of the whole */
    size_t id_len;
    char id[]; /**< plain UTF-8 */
};

/** One stream; or, without a name, all connections that have none. */
struct judge_stream {
    struct base_list_node node;
    struct judge *owner;
    struct report_document document; /**< tallies and findings; its texts live there */
    uint32_t *seen;                  /**< branches of schemas */
    struct base_slice id;
    struct codec_text worker_id, session_id, ended;
    bool opened, live;
    int64_t started_wall, last_wall;
    uint64_t started, last;
    /* as configured */
    int64_t max_inflight, sample_rate_hz, channels;
    struct codec_text format;
    /* fragments */
    struct base_map lives;
    struct base_list first, latest;
    size_t first_count, latest_count;
    uint64_t fragment_count, attempt_count;
    uint64_t unconfirmed; /**< results of fragments that are not remembered any more */
    int64_t in_flight;
    int64_t highest; /**< number accepted in this run; -1: none */
    uint64_t last_fragment;
    /* what the worker was told, or has said */
    enum sts_backpressure_action action;
    uint64_t told;
    int64_t delay_ms;
    bool disobeyed; /**< since that action */
    bool full;      /**< the last fragment found the queue full */
    enum sts_stream_state state;
    bool stained; /**< a fragment came in a state that takes none, since it was entered */
    bool end_sent, complete_sent;
    uint64_t lost;   /**< when the connection was */
    uint64_t closed; /**< when this server closed one */
    bool lost_by_server;
    /* timeline */
    struct codec_list bands, marks;
    size_t open_bands[STS_CONTROL_REPORT_BAND_KIND_COUNT]; /**< 1 + index; 0: none */
    uint64_t left_out;
};

/** One connection in one namespace. */
struct judge_peer {
    struct base_list_node node;
    struct judge_stream *stream; /**< NULL: it has none */
    uint64_t connected, last_in;
    bool has_header;           /**< X-Stream-ID or X-Worker-ID */
    bool malformed;            /**< told already */
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

struct judge {
    struct judge_config config;
    struct journal_listener listener;
    struct report_coverage *coverage;
    struct base_list streams; /**< in the order of their beginning */
    size_t stream_count;
    uint64_t streams_left_out;
    struct base_map by_id;
    struct judge_stream *strangers; /**< connections without a stream */
    struct base_list peers;
    struct base_map by_client;
    uint64_t attempts[JUDGE_ATTEMPTS_A_MINUTE]; /**< when keys were refused last */
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

/* ---- checks: checks.c ---------------------------------------------------------- */

/** Every requirement of workers, on this occasion. */
void judge_run_checks(struct judge_occasion *occasion);

/* ---- state: state.c ------------------------------------------------------------ */

/** What the fragment's id leads to, or NULL. */
struct judge_life *judge_life_find(const struct judge_stream *stream, struct codec_text id);

/** Before the checks: a fragment that comes in for the first time begins its life. */
void judge_meet(struct judge_occasion *occasion);

/** After the checks: what happened changes what is known. */
void judge_learn(struct judge_occasion *occasion);

/** Gives up everything that a stream has. */
void judge_stream_free(struct judge_stream *stream);

#endif
