/* internal.h - what the files of the service share. Not for other files. */
#ifndef APP_SERVICE_INTERNAL_H
#define APP_SERVICE_INTERNAL_H
#include "app/service/service.h"
#include "echo/echo.h"
#include "stream/connection.h"

/** How a connection is about to end, once the event at hand has been answered. */
enum app_closing {
    APP_CLOSING_NONE,
    APP_CLOSING_DISCONNECT, /**< DISCONNECT to all namespaces, then the socket */
    APP_CLOSING_LEAVE,      /**< DISCONNECT to this namespace only */
    APP_CLOSING_WEBSOCKET,  /**< the WebSocket with `code` */
};

struct app_service {
    struct app_service_config config;
    struct echo *echo;
    struct stream_processor processor;
    struct stream_registry *registry;
    uint64_t started_at; /* ms */
    unsigned sending;    /* calls into Socket.IO that are under way */
    struct base_list closed;
    struct base_timer freeing;
    struct base_timer refusing; /* armed: handshakes are refused, for a simulation */
    struct base_list losing;    /* connections that asked for their own loss */
};

/** One socket: a client in one namespace, with its stream. */
struct app_connection {
    struct app_service *service;
    struct socketio_socket *socket; /**< NULL once it has left */
    struct stream_connection *client;
    const struct app_auth_key *key;
    /* While an event is handled. */
    bool busy;
    enum app_closing closing;
    int code;
    bool ack_due; /**< the event asked for an acknowledgement: the first reply is its answer */
    uint64_t ack_id;
    enum sts_event_id reply; /**< which event is the reply; an `error` is one as well */
    /* When it left in the middle of something. */
    struct base_list_node closed;
    enum stream_departure departure;
    /* simulate:disconnect of this very connection. */
    struct base_timer loss_timer;
    struct base_list_node losing; /**< linked while it is armed */
    struct stream_loss loss;
};

/** A worker's event, decoded. `message` is the struct of its id; `owner` what it lies in. */
typedef void app_event_handler(struct app_connection *connection, const void *message,
                               struct base_buffer *owner);

/** Simulations (protocol §6). */
app_event_handler app_service_error_simulation, app_service_processing_delay,
    app_service_backpressure, app_service_disconnect;

/** stream_processing() of the connection's stream, or NULL. */
void *app_service_own(const struct app_connection *connection);

/** For stream_output: loses a connection on purpose. */
void app_service_lose(void *connection, const struct stream_loss *loss);

/** For the echo: handshakes are refused for so many ms from now on. */
void app_service_refuse_handshakes(void *service, uint64_t ms);

/** When that is over: the timer is what says that it lasts. */
void app_service_stop_refusing(struct base_timers *timers, struct base_timer *timer);

/** For socketio_handler: 503 while handshakes are refused. */
int app_service_admit(void *service, const struct engineio_head *head);

/** The python-echo answer to rules that are wrong; `reason` is plain UTF-8. */
void app_service_reject_rules(struct app_connection *connection, struct codec_text reason);

/** Sends an error; `stream_id` may be empty. `sentence` is plain UTF-8. */
void app_service_error(struct app_connection *connection, enum sts_error_code code,
                       struct codec_text stream_id, const char *sentence);

#endif
