/* tickets.h - what opens a page that only shows, once and soon, for browsers: a link and an
 * EventSource cannot send a key. For the files of the control interface, and main. */
#ifndef APP_CONTROL_TICKETS_H
#define APP_CONTROL_TICKETS_H
#include "app/service/auth.h"
#include "base/list.h"
#include "base/timer.h"

/** Characters of a ticket: 128 random bits. */
#define APP_TICKET_LENGTH 32
/** For how long one is good. */
#define APP_TICKET_MS 60000
/** Most that are good at a time, of one key and of all: each is compared with what is shown, and
 *  takes some hundred bytes. The oldest goes. */
#define APP_TICKETS_OF_KEY 64
#define APP_TICKETS_MAX 1024

struct app_tickets {
    struct base_memory *memory;
    const struct base_timers *timers;
    bool (*random)(void *context, void *bytes, size_t len);
    struct base_list list; /**< the oldest first */
    size_t count;
};

void app_tickets_init(struct app_tickets *tickets, struct base_memory *memory,
                      const struct base_timers *timers,
                      bool (*random)(void *context, void *bytes, size_t len));

/** Forgets them all. One that is zeroed is left alone. */
void app_tickets_clear(struct app_tickets *tickets);

/** Makes one that is good for GET of `path`, without a query, with the rights of `key`. False: no
 *  memory, or no randomness. */
bool app_tickets_make(struct app_tickets *tickets, const struct app_auth_key *key,
                      struct base_slice path, char text[APP_TICKET_LENGTH]);

/** Uses one up. False: it is none that is good for this path. Takes as long for a wrong one as for
 * a right one. */
bool app_tickets_use(struct app_tickets *tickets, struct base_slice text, struct base_slice path,
                     const struct app_auth_key **key);

#endif
