/* turns.h - answers that may be long: they are written bit by bit, and others go on in between. For
 * the files of the control interface only. */
#ifndef APP_CONTROL_TURNS_H
#define APP_CONTROL_TURNS_H
#include "app/control/request.h"

enum app_turns_progress {
    APP_TURNS_DONE,   /**< that was all of the answer */
    APP_TURNS_MORE,   /**< others are to go on first */
    APP_TURNS_FAILED, /**< `error` of the turns says why; by itself it says: no memory */
};

/** Embedded in what writes an answer. */
struct app_turns {
    struct base_timer timer;
    struct app_control *control;
    struct net_exchange *exchange;
    const char *content_type;
    struct base_slice name; /**< of the answer, where it breaks its own schema */
    struct codec_error error;
    bool begun;        /**< part of the answer has left */
    char *part;        /**< what leaves next */
    size_t size, used; /**< of that */
    uint64_t until;    /**< when the present turn is over */

    /** Puts more of the answer, until app_turns_is_over(). */
    enum app_turns_progress (*write)(struct app_turns *turns);
    /** Frees what the turns are embedded in: the answer has been given, or nobody waits for it. */
    void (*free)(struct app_turns *turns);
};

/** Sets what all turns have, all else zero. The first turn begins here. */
void app_turns_init(struct app_turns *turns, const struct app_control_request *request);

/** Goes on with the first turn. What fits into it is an answer like any other. */
void app_turns_begin(struct app_turns *turns);

/** Whether others are to go on. */
bool app_turns_is_over(const struct app_turns *turns);

/** Room for `length` more bytes, to be added to `used` when they are there; NULL: no memory. */
char *app_turns_reserve(struct app_turns *turns, size_t length);

/** Adds a text. False: no memory. */
bool app_turns_put(struct app_turns *turns, struct base_slice text);

#endif
