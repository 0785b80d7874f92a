#include "app/control/watch.h"

#include "base/print.h"

static bool may_see(const void *context, struct base_slice stream_id) {
    const struct app_auth_key *key = context;
    return stream_id.len && app_auth_covers(key, codec_text_plain(stream_id));
}

bool app_control_has_journal(const struct app_control_request *request) {
    if (request->control->journal)
        return true;
    app_control_error(request, 503, STS_CONTROL_ERROR_CODE_UNAVAILABLE,
                      "the journal is off: JOURNAL_MAX_EVENTS is 0");
    return false;
}

struct app_control_watch *app_control_watch_new(const struct app_control_request *request,
                                                size_t size, struct codec_text stream,
                                                const char *pointer) {
    struct app_control *control = request->control;
    if (!app_control_has_journal(request) ||
        (stream.len && !app_control_covers(request, stream, true)) ||
        !app_control_possible(request, stream, pointer))
        return NULL;
    struct app_control_watch *watch = base_memory_zero(control->memory, size);
    if (!watch) {
        app_control_unavailable(request);
        return NULL;
    }
    watch->size = size;
    watch->control = control;
    watch->exchange = request->exchange;
    watch->behind = true;
    watch->filter.stream =
        base_slice(watch->stream, codec_text_copy(stream, watch->stream, sizeof watch->stream));
    if (!app_auth_covers_pattern(request->key, CODEC_TEXT("*"))) {
        watch->filter.may_see = may_see;
        watch->filter.context = request->key;
    }
    if (control->waiting < APP_CONTROL_WAITING_MAX)
        return watch;
    app_control_error(request, 503, STS_CONTROL_ERROR_CODE_UNAVAILABLE,
                      "too many requests are waiting for the journal: the maximum is %d",
                      APP_CONTROL_WAITING_MAX);
    base_memory_give(control->memory, watch, size);
    return NULL;
}

static void wake(struct base_timers *timers, struct base_timer *timer) {
    struct app_control_watch *watch = BASE_CONTAINER(timer, struct app_control_watch, timer);
    (void)timers;
    watch->wake(watch);
}

static enum journal_direction direction_of(enum sts_control_journal_direction direction) {
    switch (direction) {
    case STS_CONTROL_JOURNAL_DIRECTION_IN:
        return JOURNAL_IN;
    case STS_CONTROL_JOURNAL_DIRECTION_OUT:
        return JOURNAL_OUT;
    }
    return JOURNAL_IN;
}

void app_control_watch_narrow(struct app_control_watch *watch, struct codec_text event,
                              const enum sts_control_journal_direction *direction) {
    watch->filter.event =
        base_slice(watch->event, codec_text_copy(event, watch->event, sizeof watch->event));
    watch->filter.has_direction = direction;
    if (direction)
        watch->filter.direction = direction_of(*direction);
}

bool app_control_since(const struct app_control_request *request, struct codec_text since,
                       const char *pointer, uint64_t *id, bool *is_foreign) {
    static const char sentence[] = "is not a cursor: pass the next of an earlier answer, or the id "
                                   "of an event of the feed. The id of an entry is none";
    char text[JOURNAL_CURSOR_SIZE];
    size_t length = codec_text_copy(since, text, sizeof text);
    enum journal_cursor cursor = JOURNAL_CURSOR_WRONG;
    if (length <= sizeof text)
        cursor = journal_cursor_read(request->control->journal, base_slice(text, length), id);
    *is_foreign = cursor == JOURNAL_CURSOR_FOREIGN;
    if (cursor != JOURNAL_CURSOR_WRONG)
        return true;
    if (pointer)
        app_control_error_at(request, pointer, "cursor", sentence);
    else
        app_control_error(request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                          "parameter since %s", sentence);
    return false;
}

bool app_control_watch_since(const struct app_control_request *request,
                             struct app_control_watch *watch, struct codec_text since,
                             const char *pointer) {
    bool read =
        app_control_since(request, since, pointer, &watch->filter.since, &watch->is_foreign);
    watch->lost = watch->is_foreign;
    return read;
}

struct base_slice app_control_watch_why(const struct app_control_watch *watch,
                                        char room[APP_CONTROL_WHY_SIZE]) {
    const struct journal *journal = watch->control->journal;
    const unsigned causes = watch->causes | journal_lost_to(journal, &watch->filter);
    char cure[JOURNAL_CURE_SIZE];
    if (watch->is_foreign)
        return base_slice_of("the cursor is from another start of the server, or from another "
                             "replica: what came after it there is gone, and all entries of this "
                             "start follow");
    const size_t length = journal_cure(journal, causes, cure);
    return base_slice(room,
                      base_print(room, APP_CONTROL_WHY_SIZE,
                                 "entries are gone: %.*s, or read sooner", (int)length, cure));
}

void app_control_watch_looked(struct app_control_watch *watch) {
    watch->filter.since = journal_last(watch->control->journal);
    watch->behind = false;
}

bool app_control_watch_lost(struct app_control_watch *watch) {
    watch->causes |= journal_lost_to(watch->control->journal, &watch->filter);
    watch->lost = watch->lost || watch->causes;
    return watch->lost;
}

/* Whether an entry that is meant was lost before anybody could look at it. */
static bool missed_one(const struct app_control_watch *watch) {
    const struct journal *journal = watch->control->journal;
    return journal_unkept(journal) > watch->filter.since && journal_lost(journal, &watch->filter);
}

/* Not at once: the entry is told in the midst of something. Who has looked at all before it has
 * looked at one that is not meant as well: that it is overwritten is no loss. */
static void news(struct journal_reader *reader, const struct journal_entry *entry) {
    struct app_control_watch *watch = BASE_CONTAINER(reader, struct app_control_watch, reader);
    struct base_timers *timers = watch->control->timers;
    if (journal_filter_fits(&watch->filter, entry)) {
        watch->behind = true;
        base_timer_arm(timers, &watch->timer, timers->now);
    } else if (!watch->behind && !missed_one(watch)) {
        watch->filter.since = entry->id;
    }
}

static void gone(void *context) {
    app_control_watch_free(context);
}

/* What a turn takes at most: milliseconds, and entries that are looked at. Time is told in whole
 * milliseconds: it may be two. */
#define TURN_MS 1
#define TURN_ENTRIES 4096

struct app_control_turn app_control_watch_turn(struct app_control_watch *watch) {
    return (struct app_control_turn){
        .walk = {.journal = watch->control->journal,
                 .filter = &watch->filter,
                 .steps = TURN_ENTRIES},
        .until = net_server_now(NULL) + TURN_MS,
    };
}

bool app_control_turn_is_over(const struct app_control_turn *turn) {
    return !turn->walk.steps || net_server_now(NULL) > turn->until;
}

void app_control_watch_wait(struct app_control_watch *watch, uint64_t deadline) {
    if (!watch->reader.news) {
        watch->reader.news = news;
        watch->timer.fire = wake;
        watch->control->waiting++;
        journal_follow(watch->control->journal, &watch->reader);
        net_exchange_hold(watch->exchange, gone, watch);
    }
    base_timer_arm(watch->control->timers, &watch->timer, deadline);
}

void app_control_watch_free(struct app_control_watch *watch) {
    struct app_control *control = watch->control;
    if (watch->clear)
        watch->clear(watch);
    if (watch->reader.news) {
        journal_leave(&watch->reader);
        base_timer_disarm(control->timers, &watch->timer);
        control->waiting--;
    }
    base_memory_give(control->memory, watch, watch->size);
}
