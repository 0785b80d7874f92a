/* clients.h - who is connected, and who could not get in: what GET /control/clients lists. */
#ifndef APP_SERVICE_CLIENTS_H
#define APP_SERVICE_CLIENTS_H
#include "base/list.h"
#include "base/memory.h"
#include "journal/traffic.h"

struct app_service;

/** Most refused attempts that are kept, not counting equal ones. */
#define APP_CLIENTS_REFUSED_MAX 256
/** Bytes of a text of a client that are shown. */
#define APP_CLIENTS_TEXT JOURNAL_REJECTION_TEXT

/** A connection that has joined, or refused attempts that are equal. */
struct app_client {
    struct base_list_node node;
    uint64_t serial; /**< from 1 on: the newer, the larger */
    int64_t at;      /**< Unix ms: when it joined, or was refused last */
    bool is_refused;
};

struct app_clients {
    struct base_memory *memory;
    struct base_list connections, refused; /**< the oldest first */
    size_t refused_count;                  /**< in the list */
    uint64_t forgotten;                    /**< attempts that are no longer in it */
    uint64_t serial;                       /**< the last one */
};

void app_clients_init(struct app_clients *clients, struct base_memory *memory);

/** Forgets who was refused. */
void app_clients_clear(struct app_clients *clients);

/** A connection has joined; it takes itself out of the list. */
void app_clients_add(struct app_clients *clients, struct app_client *connection, int64_t at);

/** A client was refused. */
void app_clients_refuse(struct app_clients *clients, const struct journal_client *client,
                        const struct journal_rejection *rejection, int64_t at);

/* ---- for the control interface ---- */

/** The newest one whose serial is less than `serial`, or NULL. `client`: the one of that serial,
 *  from which it goes on; NULL: it is looked for. */
const struct app_client *app_service_client_before(const struct app_service *service,
                                                   const struct app_client *client,
                                                   uint64_t serial);

/** Refused attempts that are no longer kept. */
uint64_t app_service_clients_forgotten(const struct app_service *service);

/** The stream that it has, or named when it was refused; empty: none. */
struct codec_text app_client_stream(const struct app_client *client);

/** Room for texts of a client. */
struct app_client_room {
    char what[JOURNAL_REJECTION_SENTENCE];
    char worker_id[APP_CLIENTS_TEXT], user_agent[APP_CLIENTS_TEXT];
};

/** What is shown of it; texts are in the client or in `room`. */
struct sts_control_client app_client_show(const struct app_client *client,
                                          struct app_client_room *room);

#endif
