/* transport_internal.h - what the files of the transport world share. */
#ifndef TRANSPORT_INTERNAL_H
#define TRANSPORT_INTERNAL_H
#include "engineio/assembly.h"
#include "engineio/server.h"
#include "socketio/server.h"
#include "support/transport_world.h"

#define IDS_MAX 1024
#define HANDLES_MAX 512
#define SOCKETS_MAX 512

/* One request or WebSocket connection. The parts that Engine.IO holds are freed the moment it has
 * promised not to look at them again, for the sanitizer to see. */
struct handle {
    char name[16];
    struct engineio_request *request;
    struct engineio_websocket *websocket;
    struct engineio_assembly assembly;
    char *query;
    char *body;
    size_t body_len;
    size_t unwritten;
};

struct ids {
    char text[IDS_MAX][ENGINEIO_SID_LENGTH + 1];
    size_t count;
};

struct world {
    struct world_options options;
    struct base_memory memory;
    size_t allocations;
    struct base_timers timers;
    struct engineio_config engine_config;
    struct socketio_config socket_config;
    struct engineio_server *engine;
    struct socketio_server *sockets;
    bool socketio, manual, drains, lags, no_random;
    int refuse_status;
    struct ids sids, socket_ids;
    uint16_t random;
    struct handle *handles[HANDLES_MAX];
    size_t handle_count;
    struct engineio_session *sessions[IDS_MAX]; /* NULL once closed */
    size_t opened, closed;
    struct socketio_socket *joined[SOCKETS_MAX];
    size_t accepted; /* sockets that have neither joined nor been abandoned */
    size_t connected, disconnected;
    struct socketio_pending *pending[SOCKETS_MAX];
    size_t pending_count, asked, answered;
    char *log;
    size_t log_len, log_capacity;
};

struct text {
    char *bytes;
    size_t len, capacity;
};

/* ---- transport_world.c ---- */

void world_log_bytes(struct world *world, const char *bytes, size_t len);
/** Writes what is not printable as an escape, ids by their number, and long texts by their size. */
void world_log_text(struct world *world, struct base_slice text);
void world_log_both(struct world *world, const char *head, struct base_slice text);
/** How far the client of a session is behind. */
void world_log_lag(struct world *world, const struct engineio_session *session);
__attribute__((format(printf, 2, 3))) void world_log_line(struct world *world, const char *format,
                                                          ...);

/** The servers are made by the first command that needs them, after all settings. False: no memory.
 */
bool world_start(struct world *world);

/* ---- transport_network.c ---- */

extern const struct engineio_network world_network;

/** Logs a response and frees its messages. */
void world_log_response(struct world *world, const char *name,
                        const struct engineio_response *response);

/* ---- transport_upper.c ---- */

extern const struct engineio_handler world_engine_handler;
extern const struct socketio_handler world_socket_handler;

/** Reads and logs all arguments and attachments. */
void world_log_arguments(struct world *world, struct socketio_event *event);

/* ---- transport_commands.c ---- */

void world_text_add(struct text *text, const char *bytes, size_t len);

#endif
