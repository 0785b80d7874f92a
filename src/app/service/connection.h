/* connection.h - a client in one namespace: what is sent to it, and how this server ends its
 * connection. */
#ifndef APP_SERVICE_CONNECTION_H
#define APP_SERVICE_CONNECTION_H
#include "app/service/internal.h"

/** A worker's event, decoded. `message` is the struct of its id; `owner` what it lies in. */
typedef void app_event_handler(struct app_connection *connection, const void *message,
                               struct base_buffer *owner);

/** For the streams: what they ask of their connections. */
extern const struct stream_output app_connection_output;

/** NULL: no memory. */
struct app_connection *app_connection_new(struct app_service *service,
                                          struct socketio_socket *socket,
                                          const struct app_auth_key *key);

/** Frees it; what becomes of its stream depends on `departure`. */
void app_connection_free(struct app_connection *connection);

/** The session that it belongs to; NULL once it has left. */
struct engineio_session *app_connection_session(const struct app_connection *connection);

/** stream_processing() of its stream, or NULL. */
void *app_connection_own(const struct app_connection *connection);

/** Sends an error; `stream_id` may be empty. `sentence` is plain UTF-8. */
void app_connection_error(struct app_connection *connection, enum sts_error_code code,
                          struct codec_text stream_id, const char *sentence);

/** An event that came in is handled from here to there: what it causes is its answer, and the end
 *  of the connection waits for that. */
void app_connection_begin(struct app_connection *connection, const struct socketio_event *event);
void app_connection_finish(struct app_connection *connection);

#endif
