/* feed.c - the journal as Server-Sent Events (HTML, section 9.2). */
#include "app/control/watch.h"
#include "base/print.h"

#include <stdio.h>

/* A comment this often: it keeps proxies from hanging up, and shows who has gone. */
#define KEEP_ALIVE_MS 15000
/* Bytes that may wait to be read. Past it nothing is written until they are fewer: the journal is
 * what the reader catches up from. */
#define BACKLOG_MAX ((size_t)256 << 10)
/* When to look again whether a slow reader has read. */
#define RETRY_MS 50
/* Room for what stands around an entry. */
#define FRAME_SIZE 512

struct feed {
    struct app_control_watch watch;
    uint64_t spoke_at; /* when something was last written */
    uint64_t lost;     /* id up to which it was told that entries are lost */
};

static void write_text(struct feed *feed, const char *text) {
    struct app_control *control = feed->watch.control;
    net_exchange_write(feed->watch.exchange,
                       base_message_copy(control->memory, false, base_slice_of(text)));
    feed->spoke_at = control->timers->now;
}

static void write_entry(struct feed *feed, const struct journal_entry *entry) {
    char head[FRAME_SIZE], room[JOURNAL_LINE_MAX];
    char cursor[JOURNAL_CURSOR_SIZE];
    (void)journal_cursor_write(feed->watch.control->journal, entry->id, cursor);
    size_t length = base_print(head, sizeof head, "id: %s\nevent: entry\ndata: ", cursor);
    const struct base_slice slices[] = {
        {head, length}, journal_entry_line(entry, room), BASE_SLICE("\n\n")};
    struct base_buffer *const owners[] = {NULL, NULL, NULL};
    net_exchange_write(feed->watch.exchange,
                       base_message_new(feed->watch.control->memory, false, 3, slices, owners));
    feed->spoke_at = feed->watch.control->timers->now;
}

/* Entries that were to come have been overwritten. */
static void write_loss(struct feed *feed, const char *event) {
    char text[FRAME_SIZE], room[APP_CONTROL_WHY_SIZE], cursor[JOURNAL_CURSOR_SIZE];
    const struct base_slice why = app_control_watch_why(&feed->watch, room);
    (void)journal_cursor_write(feed->watch.control->journal, feed->watch.filter.since, cursor);
    (void)snprintf(text, sizeof text, "event: %s\ndata: {\"after\":\"%s\",\"why\":\"%.*s\"}\n\n",
                   event, cursor, (int)why.len, why.ptr);
    write_text(feed, text);
}

/* Writes what there is and may be. When to look again: UINT64_MAX: when there is more. */
static uint64_t catch_up(struct feed *feed) {
    const struct base_timers *timers = feed->watch.control->timers;
    struct app_control_turn turn = app_control_watch_turn(&feed->watch);
    while (net_exchange_backlog(feed->watch.exchange) < BACKLOG_MAX) {
        const struct journal_entry *entry = journal_walk_next(&turn.walk);
        if (entry)
            write_entry(feed, entry);
        if (app_control_turn_is_over(&turn))
            return timers->now;
        if (!entry) {
            app_control_watch_looked(&feed->watch);
            return UINT64_MAX;
        }
    }
    return timers->now + RETRY_MS;
}

static void wake_feed(struct app_control_watch *watch) {
    struct feed *feed = (struct feed *)(void *)watch;
    struct base_timers *timers = watch->control->timers;
    if (journal_lost(watch->control->journal, &watch->filter) > feed->lost) {
        write_loss(feed, "dropped");
        net_exchange_end(watch->exchange);
        app_control_watch_free(watch);
        return;
    }
    uint64_t again = catch_up(feed);
    if (again == UINT64_MAX && timers->now >= feed->spoke_at + KEEP_ALIVE_MS)
        write_text(feed, ": still here\n\n");
    app_control_watch_wait(watch, again == UINT64_MAX ? feed->spoke_at + KEEP_ALIVE_MS : again);
}

/* Begins where a reader was who comes back, else where `since` says, else now. Last-Event-ID is
 * sent by browsers: nobody could correct one that is no cursor. */
static bool begin(const struct app_control_request *request, struct app_control_watch *watch,
                  const struct sts_stream_journal_parameters *wanted) {
    char last[JOURNAL_CURSOR_SIZE];
    if (wanted->last_event_id.len) {
        size_t length = codec_text_copy(wanted->last_event_id, last, sizeof last);
        const struct base_slice text = {last, length <= sizeof last ? length : 0};
        watch->is_foreign = watch->lost =
            journal_cursor_read(watch->control->journal, text, &watch->filter.since) !=
            JOURNAL_CURSOR_OURS;
        return true;
    }
    if (wanted->has & STS_STREAM_JOURNAL_PARAMETERS_HAS_SINCE)
        return app_control_watch_since(request, watch, wanted->since, NULL);
    watch->filter.since = journal_last(watch->control->journal);
    return true;
}

void app_control_stream_journal(const struct app_control_request *request) {
    const struct sts_stream_journal_parameters *wanted = request->parameters;
    bool has_direction = wanted->has & STS_STREAM_JOURNAL_PARAMETERS_HAS_DIRECTION;
    struct feed *feed = (void *)app_control_watch_new(request, sizeof *feed, wanted->stream, NULL);
    if (!feed)
        return;
    struct app_control_watch *watch = &feed->watch;
    app_control_watch_narrow(watch, wanted->event, has_direction ? &wanted->direction : NULL);
    watch->wake = wake_feed;
    if (!begin(request, watch, wanted)) {
        app_control_watch_free(watch);
        return;
    }
    /* nginx would keep the events until it has some thousand bytes of them */
    net_exchange_field(request->exchange, base_slice_of("X-Accel-Buffering"), base_slice_of("no"));
    net_exchange_begin(request->exchange, 200, "text/event-stream");
    if (base_slice_equal(request->asked->method, base_slice_of("HEAD"))) {
        net_exchange_end(request->exchange);
        app_control_watch_free(watch);
        return;
    }
    app_control_watch_wait(watch, watch->control->timers->now);
    write_text(feed, ": journal\n\n");
    feed->lost = journal_lost(watch->control->journal, &watch->filter);
    if (feed->lost || watch->is_foreign)
        write_loss(feed, "lost");
    watch->is_foreign = false; /* that has been told */
}
