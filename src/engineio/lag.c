/* lag.c - since when the oldest of what was sent waits, and when it left.
 *
 * Of all that waits, the bytes before a mark were sent at `waiting_since` or later, and those
 * behind it at `behind_since` or later. So no time is kept for each message, and `waiting_since` is
 * never too late. */
#include "engineio/internal.h"

static void grow(struct engineio_lag_clock *clock, size_t backlog, uint64_t now) {
    if (!clock->backlog) {
        clock->lag.waiting_since = now;
        clock->before_mark = backlog;
    } else if (clock->before_mark == clock->backlog) {
        clock->behind_since = now;
    }
}

static void shrink(struct engineio_lag_clock *clock, size_t backlog, uint64_t now) {
    size_t gone = clock->backlog - backlog;
    if (gone < clock->before_mark) {
        clock->before_mark -= gone;
        return;
    }
    if (now - clock->lag.waiting_since > ENGINEIO_LAG_MS)
        clock->lag.caught_up_at = now;
    clock->lag.waiting_since = backlog ? clock->behind_since : 0;
    clock->before_mark = backlog;
}

void engineio_lag_clock_tell(struct engineio_lag_clock *clock, size_t backlog, uint64_t now) {
    if (backlog > clock->backlog)
        grow(clock, backlog, now);
    else if (backlog < clock->backlog)
        shrink(clock, backlog, now);
    clock->backlog = backlog;
}

struct engineio_lag engineio_session_lag(const struct engineio_session *session) {
    return session->clock.lag;
}
