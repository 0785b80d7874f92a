/* replay_internal.h - an entry of a journal, on its way to the checks. Not for other files. */
#ifndef CONFORM_REPLAY_INTERNAL_H
#define CONFORM_REPLAY_INTERNAL_H
#include "conform/replay.h"

/** Findings of one entry that are read. */
#define CONFORM_REPLAY_FINDINGS_MAX 16

/** One line on its way to the checks. What it points to lives in the arena, until the next line. */
struct conform_replay_line {
    struct base_arena arena;
    struct sts_control_journal_entry entry;
    struct journal_traffic traffic;
    struct base_slice payload;
    struct codec_error error_items[CONFORM_REPLAY_FINDINGS_MAX],
        deviation_items[CONFORM_REPLAY_FINDINGS_MAX];
    struct codec_report errors, deviations;
    struct stream_deviation deviation;
    struct stream_fault fault;
    struct stream_loss loss;
    struct journal_refusal refusal;
    struct journal_acting acting;
    struct codec_text rules[JOURNAL_RULES_MAX];
    bool heard;           /**< an entry, or what shows that there was one */
    bool answered;        /**< they come from GET /control/journal */
    int64_t last_id;      /**< of the entry before; 0: none */
    bool runs;            /**< the end of the server has not come yet */
    bool unread;          /**< the payload of the entry cannot be read as the server read it */
    char incomplete[320]; /**< what is missing of the journal; "": nothing */
    char wrong[512];      /**< why it is none; "": it is one */
};

/** Reads the text of an entry. False: it is none; `in` says why. */
bool conform_replay_decode(struct conform_replay_line *line, struct base_slice text,
                           struct codec_in *in);

/** Sets `traffic` as the server told it, and `unread`. */
void conform_replay_set_traffic(struct conform_replay_line *line);

/** False: its kind needs what it lacks, so it tells nothing. */
bool conform_replay_is_whole(const struct journal_traffic *traffic);

#endif
