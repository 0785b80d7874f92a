/* record.h - all that is armed, in the order of arming, and what came of it: which rules hit, and
 * for which streams (protocol §7, GET /control/armed).
 *
 * A record lasts as long as what it is about: until that is disarmed, replaced or over. What a
 * stream armed for itself stays after the stream has gone, until it is disarmed or too many others
 * have gone since. */
#ifndef ECHO_RECORD_H
#define ECHO_RECORD_H
#include "base/list.h"
#include "base/slice.h"
#include "sts_protocol.h"

struct echo;

/** Longest Socket.IO id and address of a client that is remembered, in bytes. */
#define ECHO_CLIENT_MAX 32
#define ECHO_ADDRESS_MAX 48

/** Who armed something. Texts without terminator. */
struct echo_origin {
    struct base_slice by; /**< event or operation of the control interface, a constant; empty: the
                               server itself, by a file or a rule */
    char client[ECHO_CLIENT_MAX], address[ECHO_ADDRESS_MAX];
    size_t client_length, address_length; /**< 0: there is none */
    size_t key;                           /**< number of the API key, from 1; 0: none was needed */
};

/** Cuts what is too long. */
void echo_origin_set(struct echo_origin *origin, struct base_slice client,
                     struct base_slice address);

/** The head of what is armed. */
struct echo_record {
    struct base_list_node node; /**< alone: it is armed no more */
    enum sts_control_armed_kind kind;
    uint64_t number; /**< from 1, in the order of arming */
    uint64_t since;  /**< monotonic, in ms */
    struct base_slice
        pattern; /**< an exact id or a glob; it lives as long as the record is listed */
    bool is_id;  /**< a stream armed it for itself: `pattern` is its id, not to be read as a glob */
    bool is_gone; /**< the same, and the stream has gone */
    struct echo_origin origin;
};

struct echo_records {
    struct base_list all;
    uint64_t last; /**< number of the last one */
};

/** Lists a record that is armed now. `origin` NULL: nobody in particular. */
void echo_record_add(struct echo *echo, struct echo_record *record,
                     enum sts_control_armed_kind kind, struct base_slice pattern,
                     const struct echo_origin *origin);

/** The record after `record` (NULL: the first), or NULL. */
const struct echo_record *echo_record_after(const struct echo *echo,
                                            const struct echo_record *record);

/** The first record with a larger number, or NULL. */
const struct echo_record *echo_record_later(const struct echo *echo, uint64_t number);

/** For which streams, as a pattern: its own, or made in `room` (2 * STREAM_ID_SIZE bytes). */
struct base_slice echo_record_pattern(const struct echo_record *record, char *room);

/** Whether it is for any stream that `streams`, an exact id or a glob, means. */
bool echo_record_is_for(const struct echo_record *record, struct base_slice streams);

/** Whether a stream of that id has been under something that is armed, or is in a scenario. */
bool echo_record_knows(const struct echo *echo, struct base_slice stream_id);

/** How often something hit, and when last. */
struct echo_hits_told {
    uint64_t count;
    uint64_t last_ms;            /**< monotonic; 0: never */
    uint64_t number;             /**< sequence number of the fragment that was hit last */
    struct base_slice stream_id; /**< its stream; empty: not known any more */
};

/** What a record is about; of one kind each. Valid until something is armed or disarmed. */
struct echo_record_view {
    const struct sts_scenario_faults *faults;
    const struct sts_scenario_delay *delay;
    const struct sts_scenario_backpressure *backpressure;
    const struct sts_scenario *scenario; /**< SCENARIO, and what is of a step of one */
    size_t step;                         /**< of that, from 0 */
    size_t rules;                        /**< of faults; 1 for delay and backpressure; else 0 */
    uint64_t streams;                    /**< that it has acted on, as far as they are known */
    bool is_partial;  /**< it acted on more streams: theirs are not known one by one */
    uint64_t left_ms; /**< until a disconnect comes, or a refusal ends */
    enum sts_refuse_scope scope;
    uint64_t attempts; /**< that a refusal refused */
};
struct echo_record_view echo_record_look(const struct echo_record *record);

/** What came of one rule: for the stream of that id, or, where it is empty, for all. False: it is
 *  not known for this stream. */
bool echo_record_hits(const struct echo_record *record, size_t rule, struct base_slice stream_id,
                      struct echo_hits_told *told);

/** Room for why a rule cannot hit. */
#define ECHO_CANNOT_SIZE 160

/** Whether the rule cannot hit as things are, for the stream of that id or, where it is empty, for
 *  the one stream that the record is for. `why` gets a sentence without its full stop. */
bool echo_record_cannot_hit(const struct echo *echo, const struct echo_record *record, size_t rule,
                            struct base_slice stream_id, char why[ECHO_CANNOT_SIZE]);

/** Whether the record is one of those that decide about the stream of that id: what it armed
 *  itself, else what is armed for its id, else for a glob, and its scenario. */
bool echo_record_decides(const struct echo *echo, const struct echo_record *record,
                         struct base_slice stream_id);

/** Whether what a stream of that id armed for itself may have been forgotten. */
bool echo_record_may_be_forgotten(const struct echo *echo, struct base_slice stream_id);

/** A stream that has begun a scenario. */
struct echo_place_told {
    struct base_slice stream_id;
    size_t step; /**< from 0; the number of steps: it is over */
};

/** The place after `at` (NULL: the first) in the scenario of a SCENARIO record, or NULL. */
const void *echo_record_place(const struct echo *echo, const struct echo_record *record,
                              const void *at, struct echo_place_told *told);

/** Room for what a rule does. */
#define ECHO_RULE_TEXT_SIZE 128

/** What a rule does, in a few words: "fail TIMEOUT, sequence_number 2". Of a delay or backpressure
 *  what it asks for. Returns the length. */
size_t echo_record_rule_text(const struct echo_record *record, size_t rule,
                             char text[ECHO_RULE_TEXT_SIZE]);

#endif
