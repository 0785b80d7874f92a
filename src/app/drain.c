#include "app/drain.h"

/* How soon it is noticed that the last stream has ended. */
#define LOOK_MS 20
/* `timeout` sends two signals, and so does Ctrl-C where a shell passes it on: these are one wish.
 */
#define ONE_WISH_MS 500

static void look(struct base_timers *timers, struct base_timer *timer) {
    struct app_drain *drain = BASE_CONTAINER(timer, struct app_drain, timer);
    const size_t open = app_service_unfinished(drain->service);
    if (open && timers->now < drain->until) {
        base_timer_arm(timers, timer, timers->now + LOOK_MS);
        return;
    }
    if (open)
        base_log(drain->log, BASE_LOG_WARNING,
                 "stopping, because DRAIN_MS is over; streams that have not ended: %zu", open);
    else
        base_log(drain->log, BASE_LOG_INFO, "stopping: all streams have ended");
    net_server_stop(drain->net);
}

bool app_drain_begin(void *context) {
    struct app_drain *drain = context;
    const uint64_t now = drain->timers->now;
    if (drain->timer.armed)
        return now < drain->since + ONE_WISH_MS;
    if (!drain->ms)
        return false;
    drain->since = now;
    drain->until = now + drain->ms;
    drain->timer.fire = look;
    app_service_drain(drain->service);
    base_log(
        drain->log, BASE_LOG_INFO,
        "draining: new streams are refused, and the server stops when all others have ended "
        "(open now: %zu), at the latest in %llu ms (DRAIN_MS). Another signal stops it at once",
        app_service_unfinished(drain->service), (unsigned long long)drain->ms);
    base_timer_arm(drain->timers, &drain->timer, now);
    return true;
}

void app_drain_end(struct app_drain *drain) {
    if (drain->timers)
        base_timer_disarm(drain->timers, &drain->timer);
}
