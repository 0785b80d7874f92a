/* loss.h - connections that are lost on purpose (protocol §6, simulate:disconnect), and handshakes
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

/** The same for all connections whose streams `pattern` matches; where all are meant (`*`) for
 *  those without a stream too, and handshakes are no longer refused. */
void app_loss_reset(struct app_service *service, struct codec_text pattern);

/** For the echo: handshakes are refused for so many ms from now on. */
void app_loss_refuse_handshakes(void *service, uint64_t ms);

/** When that is over: the timer is what says that it lasts. */
void app_loss_stop_refusing(struct base_timers *timers, struct base_timer *timer);

/** For socketio_handler: 503 while handshakes are refused. */
int app_loss_admit(void *service, const struct engineio_head *head);

#endif
