/* internal.h - what the files of the service keep. Not for other files. */
#ifndef APP_SERVICE_INTERNAL_H
#define APP_SERVICE_INTERNAL_H
#include "app/service/clients.h"
#include "app/service/service.h"
#include "echo/echo.h"
#include "stream/connection.h"

/** How a connection is about to end, once the event at hand has been answered. */
enum app_closing {
    APP_CLOSING_NONE,
    APP_CLOSING_DISCONNECT, /**< DISCONNECT to all namespaces, then the socket */
    APP_CLOSING_LEAVE,      /**< DISCONNECT to this namespace only */
    APP_CLOSING_WEBSOCKET,  /**< the WebSocket with `close_code` */
};

struct app_service {
    struct app_service_config config;
    struct echo *echo;
    struct stream_processor processor;
    struct stream_registry *registry;
    uint64_t started_at;       /* ms */
    bool drains;               /* new streams are refused */
    unsigned sending;          /* calls into Socket.IO that are under way */
    struct base_list closed;   /* connections that are to be freed */
    struct base_timer freeing; /* when */
    struct base_list losing;   /* connections that asked for their own loss */
    struct app_clients clients;
};

/** What stands in for an event that cannot be sent. */
enum app_substitute {
    APP_SUBSTITUTE_NONE,
    APP_SUBSTITUTE_ERROR, /**< an `error` that says what is wrong */
    APP_SUBSTITUTE_PLAIN, /**< an `error` with what is required alone */
};

/** One socket: a client in one namespace, with its stream. */
struct app_connection {
    struct app_service *service;
    struct socketio_socket *socket; /**< NULL once it has left */
    struct stream_connection *client;
    const struct app_auth_key *key;
    struct app_client listed;  /**< from when it has joined until it has left */
    struct base_map_memo memo; /**< of who listens to the tap: struct journal_client */
    /* While an event is handled. */
    bool busy;
    enum app_closing closing;
    int close_code;
    const char *close_why; /* as struct stream_output has it */
    bool ack_due; /**< the event asked for an acknowledgement: the first reply is its answer */
    uint64_t ack_id;
    enum sts_event_id reply; /**< which event is the reply; an `error` is one as well */
    /* While something else is sent instead of an event. */
    enum app_substitute substitute;
    bool substitute_replies; /**< it is the reply */
    /* When it left in the middle of something. */
    struct base_list_node closed;
    enum stream_departure departure;
    /* simulate:disconnect of this very connection. */
    struct base_timer loss_timer;
    struct base_list_node losing; /**< linked while it is armed */
    struct stream_loss loss;
    bool is_reset; /**< it is being lost with what is on its way */
};

#endif
