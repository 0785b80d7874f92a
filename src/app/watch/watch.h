/* watch.h - tells the log and the metrics what happens to connections and streams.
 *
 * How the service uses it: main hands it over as app_service_config.watch. `app_watch_observer`
 * with the struct app_watch as its context is the observer of all streams; besides, the service
 * calls app_watch_connected in `connected`, app_watch_refused when `connecting` refuses,
 * app_watch_disconnected in `disconnected`. */
#ifndef APP_WATCH_WATCH_H
#define APP_WATCH_WATCH_H
#include "app/service/auth.h"
#include "app/watch/log.h"
#include "app/watch/metrics.h"
#include "journal/traffic.h"

/** Both must outlive it. */
struct app_watch {
    struct app_log *log;
    struct app_metrics *metrics;
};

/** For the streams; the context is a struct app_watch. */
extern const struct stream_observer app_watch_observer;

/** A client joined a namespace. */
void app_watch_connected(struct app_watch *watch, const struct journal_client *client);

/** A client was not let in: `verdict` is not OK. */
void app_watch_refused(struct app_watch *watch, const struct journal_client *client,
                       enum app_auth_verdict verdict);

/** Why, in the words of the log. */
const char *app_watch_refusal_text(enum app_auth_verdict verdict);

/** A client that had joined is gone. `reason`: socketio_reason_text. */
void app_watch_disconnected(struct app_watch *watch, const struct journal_client *client,
                            const char *reason);

/** A disconnect was asked for of the streams `target` (empty: of its own connection). `watch` may
 * be NULL, here and below. */
void app_watch_disconnect_asked(struct app_watch *watch, struct codec_text target,
                                const struct sts_scenario_disconnect *disconnect);

/** A simulation was configured for the streams `target` by the event `what`. */
void app_watch_armed(struct app_watch *watch, const char *what, struct codec_text target,
                     size_t rules_count, int64_t seed);

#endif
