/* watch.h - a request that waits for entries of the journal: long polls, verify, streams of
 * events. Not for files outside of the control interface. */
#ifndef APP_CONTROL_WATCH_H
#define APP_CONTROL_WATCH_H
#include "app/control/request.h"
#include "journal/cursor.h"
#include "stream/id.h"

/** Requests that wait at a time: each is told of every entry. */
#define APP_CONTROL_WAITING_MAX 256

/** Embedded as the first member of what waits. */
struct app_control_watch {
    struct journal_reader reader;
    struct base_timer timer;
    struct app_control *control;
    struct net_exchange *exchange;
    struct journal_filter filter; /**< `since`: what it has looked at */
    bool lost;                    /**< entries that it asked for were gone before it could */
    unsigned causes;              /**< why: as journal_lost_to has them */
    bool is_foreign; /**< it asked for what came after a place in the journal of another start */
    bool behind;     /**< there may be entries that are meant and not looked at */
    char stream[STREAM_ID_SIZE], event[STS_CONTROL_JOURNAL_EVENT_BYTES];
    size_t size; /**< of what it is embedded in */

    /** Time to look: entries that are meant have come, or what the timer was armed for. */
    void (*wake)(struct app_control_watch *watch);
    /** Gives up what belongs to it, before it is freed itself; may be NULL. */
    void (*clear)(struct app_control_watch *watch);
};

/** False: there is no journal, and that has been answered. */
bool app_control_has_journal(const struct app_control_request *request);

/** Something of `size` bytes that waits, all else zero; it sees what the key covers of the streams
 *  that `stream` means (empty: all), which is at `pointer` of the body (NULL: a parameter). NULL:
 *  an error has been answered. */
struct app_control_watch *app_control_watch_new(const struct app_control_request *request,
                                                size_t size, struct codec_text stream,
                                                const char *pointer);

/** Only entries with this event (empty: any) that went this way (NULL: either) are meant. */
void app_control_watch_narrow(struct app_control_watch *watch, struct codec_text event,
                              const enum sts_control_journal_direction *direction);

/** Reads the cursor `since`: the id of the entry before that place; 0 and `is_foreign` where it is
 * one of another start. False: it is no cursor, and that has been answered, at `pointer` of the
 * body (NULL: as a parameter). There must be a journal. */
bool app_control_since(const struct app_control_request *request, struct codec_text since,
                       const char *pointer, uint64_t *id, bool *is_foreign);

/** Looks at what comes behind the cursor `since`. False: it is none, and that has been answered, at
 *  `pointer` of the body (NULL: as a parameter). One of another start stands for the start of
 *  this one. */
bool app_control_watch_since(const struct app_control_request *request,
                             struct app_control_watch *watch, struct codec_text since,
                             const char *pointer);

/** Room for why entries are lost. */
#define APP_CONTROL_WHY_SIZE (JOURNAL_CURE_SIZE + 64)

/** Why entries are lost, and what to do; of one that has lost some. */
struct base_slice app_control_watch_why(const struct app_control_watch *watch,
                                        char room[APP_CONTROL_WHY_SIZE]);

/** It has looked at all entries that there are. */
void app_control_watch_looked(struct app_control_watch *watch);

/** Whether entries that it asked for have been overwritten unseen, now or before. */
bool app_control_watch_lost(struct app_control_watch *watch);

/** A short time in which entries are looked at: others go on in between. */
struct app_control_turn {
    struct journal_walk walk;
    uint64_t until;
};
struct app_control_turn app_control_watch_turn(struct app_control_watch *watch);

/** Whether it is over: wait until the time of now, and take another. */
bool app_control_turn_is_over(const struct app_control_turn *turn);

/** Begins to wait: `wake` is called when an entry that is meant comes, and at `deadline`. */
void app_control_watch_wait(struct app_control_watch *watch, uint64_t deadline);

/** Forgets it; its exchange has been answered, or is gone. */
void app_control_watch_free(struct app_control_watch *watch);

#endif
