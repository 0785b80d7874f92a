/* loss.h - connections that are lost on purpose (protocol §6, simulate:disconnect), and streams
 * that are refused after that. */
#ifndef APP_SERVICE_LOSS_H
#define APP_SERVICE_LOSS_H
#include "app/service/internal.h"

/** For stream_output: loses a connection now. It may be freed before this returns. */
void app_loss_lose(void *connection, const struct stream_loss *loss);

/** Loses this very connection, whether it has a stream or not, when delay_ms is over. */
void app_loss_schedule(struct app_connection *connection,
                       const struct sts_scenario_disconnect *disconnect);

/** The connection goes: nothing is scheduled any more. */
void app_loss_cancel(struct app_connection *connection);

/** Deletes the stream, and loses its connection. This may end other streams. */
void app_loss_delete(struct stream *stream, const struct stream_loss *loss);

/** Cancels what is scheduled for all connections whose streams `pattern` matches, and loses those
 *  that are stalled; where all are meant (`*`) those without a stream too. */
void app_loss_reset(struct app_service *service, struct codec_text pattern);

/** For socketio_handler: 503 while the stream that a handshake names is refused, by the header
 *  X-Stream-ID or by `stream_id` in the query, or the whole server is. */
int app_loss_admit(void *service, const struct engineio_head *head);

/** A stream:init asks for the stream `stream_id`. False: that is refused, and the connection has
 *  been lost; it may be freed when its event has been handled. */
bool app_loss_admit_stream(struct app_connection *connection, struct codec_text stream_id);

#endif
