/* tap.h - tells the listeners of journal/traffic.h what the service knows. Each function does
 * nothing where nobody hears of such things. */
#ifndef APP_SERVICE_TAP_H
#define APP_SERVICE_TAP_H
#include "app/service/internal.h"
#include "journal/traffic.h"

/** For the streams; the context is the struct app_service. */
extern const struct stream_observer app_service_tap_observer;

/** The fragment that an event is about; empty: none. `message` is the struct of the event, or
 *  NULL. */
struct codec_text app_service_tap_fragment(enum sts_event_id id, const void *message);

/** An event that came in and has been read. `traffic` has event, payload, message and findings; the
 *  rest is filled in. */
void app_service_tap_in(const struct app_connection *connection, const struct socketio_event *event,
                        enum socketio_verdict verdict, struct journal_traffic *traffic);

/** An event that is about to be sent. `acknowledges`: as an acknowledgement too. */
void app_service_tap_out(const struct app_connection *connection, enum sts_event_id id,
                         const void *message, const struct socketio_payload *payload,
                         bool acknowledges);

/** An acknowledgement without arguments is about to be sent. */
void app_service_tap_ack(const struct app_connection *connection);

/** A client asked to join a namespace and was not let in. `error_code` is what it counts as, NULL:
 *  no error of the protocol. */
void app_service_tap_refused(const struct app_service *service, struct journal_client client,
                             const char *reason, const enum sts_error_code *error_code);

/** A client cannot get in. */
void app_service_tap_rejected(const struct app_service *service,
                              const struct journal_client *client,
                              const struct journal_rejection *rejection);

/** A handshake, or a stream:init, for a stream (empty: for none) was refused by a simulation. */
void app_service_tap_turned_away(const struct app_service *service,
                                 const struct journal_client *client, struct base_slice stream_id,
                                 const struct journal_refusal *refusal);

/** For the echo: streams are refused from now on. */
void app_service_tap_refusing(void *service, const struct echo_refusing *refusing);

/** The same, as `acting` and `stepped` have it. */
void app_service_tap_acting(void *context, const struct echo_acting *acting);
void app_service_tap_stepped(void *context, const struct echo_stepped *stepped);

/** The client of a connection, as the others are told of it. */
struct journal_client app_service_tap_client(const struct app_connection *connection);

/** A client joined a namespace. */
void app_service_tap_connected(const struct app_service *service, struct journal_client client);

/** This server is about to end the connection; see JOURNAL_CLOSING. */
void app_service_tap_closing(const struct app_connection *connection, const char *reason, int code);

/** The same, on purpose. */
void app_service_tap_losing(const struct app_connection *connection,
                            const struct stream_loss *loss);

/** A client is gone. `left`: it ended the connection in order. */
void app_service_tap_disconnected(const struct app_connection *connection,
                                  struct journal_client client, const char *reason, bool left);

/** What was armed for the streams that `pattern` means was cleared. */
void app_service_tap_reset(const struct app_service *service, struct base_slice pattern);

/** As in struct socketio_handler: there is no namespace `name`; a client is malformed. */
void app_service_tap_astray(void *context, struct engineio_session *session,
                            struct base_slice name);
void app_service_tap_malformed(void *context, struct engineio_session *session,
                               struct socketio_socket *socket, int code, const char *what);

#endif
