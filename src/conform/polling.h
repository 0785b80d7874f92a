/* polling.h - a session over HTTP long-polling, for the cases that need one. */
#ifndef CONFORM_POLLING_H
#define CONFORM_POLLING_H
#include "client/http.h"
#include "conform/case.h"

struct conform_polling {
    struct conform_case *c;
    const char *target;                   /**< with the sid, once there is one */
    struct base_slice handshake;          /**< JSON of the open packet */
    const struct client_response *answer; /**< the last one */
};

/** Opens a session: GET without a sid. */
struct conform_polling *conform_polling_open(struct conform_case *c);

/** POSTs one packet, expecting 200. */
void conform_polling_send(struct conform_polling *polling, struct base_slice packet);

/** Polls until a packet that begins with `beginning` has come, and returns the rest of it. */
struct base_slice conform_polling_expect(struct conform_polling *polling, const char *beginning);

/** Polls until stream:ready has come. False: error RATE_LIMIT has, and the run stops unless it is
 *  tried again. */
bool conform_polling_is_ready(struct conform_polling *polling);

/** Says DISCONNECT, whatever is answered: the server may have ended the session before. */
void conform_polling_leave(struct conform_polling *polling);

#endif
