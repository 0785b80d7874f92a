/* service.h - what joins the rooms: Socket.IO events are decoded, given to the stream of their
 * socket, and the stream's events encoded and emitted. */
#ifndef APP_SERVICE_SERVICE_H
#define APP_SERVICE_SERVICE_H
#include "app/service/auth.h"
#include "app/settings/config.h"
#include "journal/traffic.h"
#include "socketio/server.h"

struct app_service;
struct stream;
struct echo;

/** What the service works with; all must outlive it. */
struct app_service_config {
    const struct app_config *settings;
    struct base_memory *memory;
    struct base_timers *timers;
    const struct base_log *log;
    bool (*random)(void *context, void *bytes, size_t len);
    struct app_auth *auth;
    int64_t (*unix_ms)(void); /**< the time of day */
    struct journal_tap *tap;  /**< told of everything; NULL: nobody is */
};

/** To whom a refusal of the whole server is denied. */
#define APP_SERVICE_REFUSES_ALL                                                                    \
    "scope server refuses everybody: that needs an API key for all streams"

/** The namespaces that workers may join (protocol §1). */
extern const struct base_slice app_service_namespaces[];
extern const size_t app_service_namespace_count;

/** The Socket.IO server's upper room; its context is the struct app_service. */
extern const struct socketio_handler app_service_handler;

/** NULL when there is no memory or randomness. */
struct app_service *app_service_new(const struct app_service_config *config);

/** After the Socket.IO server has been freed. */
void app_service_free(struct app_service *service);

/** What answers to requests are made in. */
struct base_memory *app_service_memory(const struct app_service *service);
const struct base_log *app_service_log(const struct app_service *service);

/** All streams, and what simulates, for the control interface. */
struct stream_registry *app_service_registry(const struct app_service *service);
struct echo *app_service_echo(const struct app_service *service);

/** Undoes what is simulated for the streams that `pattern` matches: echo_reset(), the losses that
 *  their connections asked for themselves and, where all are meant (`*`), the losses of connections
 *  without a stream. */
void app_service_reset(struct app_service *service, struct codec_text pattern);

/** Ends the stream, and loses its connection in the way of `loss`. This may end other streams. */
void app_service_delete(struct stream *stream, const struct stream_loss *loss);

/* What others do in the place of the service is told to the tap here. */

/** A simulation was configured for the streams `target`. */
void app_service_tell_armed(const struct app_service *service, struct codec_text target,
                            const struct journal_armed *armed);

/** A disconnect was asked for of the streams `target` (empty: of its own connection). */
void app_service_tell_disconnect(const struct app_service *service, struct codec_text target,
                                 const struct sts_scenario_disconnect *disconnect);

/** An event or a body of HTTP, `name`, breaks its own schema and was not sent; `subject` is what it
 *  is about, or NULL. */
void app_service_tell_unsent(const struct app_service *service, struct base_slice name,
                             const struct stream_subject *subject, const struct codec_error *error);

/** From now on, streams that are not there already are refused. */
void app_service_drain(struct app_service *service);

/** Whether that is so. */
bool app_service_drains(const struct app_service *service);

/** Streams that have an open connection and are not completed. */
size_t app_service_unfinished(const struct app_service *service);

/** Streams that have an open connection (`/health`). */
size_t app_service_streams(const struct app_service *service);

/** Streams that wait to be resumed (`/health`). */
size_t app_service_parked(const struct app_service *service);

/** The service's own JSON about itself for `GET /health`; returns the length, less than `size`. */
size_t app_service_health(const struct app_service *service, char *out, size_t size);

#endif
