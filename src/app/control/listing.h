/* listing.h - answers that list what there is, in the order of its numbers: in pages, and in turns.
 * For the files of the control interface only. */
#ifndef APP_CONTROL_LISTING_H
#define APP_CONTROL_LISTING_H
#include "app/control/turns.h"
#include "stream/id.h"

struct app_listing;

/** What is listed: streams, for example. */
struct app_listing_kind {
    enum sts_body_id body; /**< its only list is that of the items */

    /** The item after `item`, or, with NULL, the first one whose number is larger than `number`.
     * NULL: there is none. */
    const void *(*after)(const struct app_control *control, const void *item, uint64_t number);
    uint64_t (*number)(const void *item);
    /** Whether the item is asked for, and the key covers it. */
    bool (*covers)(const struct app_listing *listing, const void *item);

    /** Both call the function of the same name below, with a struct of the schema. */
    bool (*put_frame)(struct app_listing *listing, bool is_end);
    bool (*put_item)(struct app_listing *listing, const void *item);
};

/** Items may come and go while they are listed: a number says how far it is. */
struct app_listing {
    struct app_turns turns;
    const struct app_listing_kind *kind;
    const struct app_auth_key *key;
    uint64_t after;  /**< number of the last item that was looked at */
    uint64_t listed; /**< of the last one listed: `next`, where there are more; 0: none */
    size_t left;     /**< that may still be listed */
    bool more;       /**< one that did not fit was found */
    bool framed;     /**< what stands before the items is written */
    size_t streams_length;
    char streams[STREAM_ID_SIZE];
};

/** Answers with a list: of items after the number `after`, `limit` at most if it is not 0. */
void app_listing_begin(const struct app_control_request *request,
                       const struct app_listing_kind *kind, int64_t after, int64_t limit);

/** The same of the items that are about `streams` (an exact id or a glob; empty: any). */
void app_listing_begin_for(const struct app_control_request *request,
                           const struct app_listing_kind *kind, int64_t after, int64_t limit,
                           struct codec_text streams);

/** These streams, as plain UTF-8. */
struct base_slice app_listing_streams(const struct app_listing *listing);

/** Adds the beginning or the end of the list: of `frame`, the body without items, what stands
 * before them or after them. False: no memory. */
bool app_listing_put_frame(struct app_listing *listing, const void *frame, bool is_end);

/** Adds an item, after a comma unless it is the first. False: `error` of the turns says why. */
bool app_listing_put_item(struct app_listing *listing, const void *item);

#endif
