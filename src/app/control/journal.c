/* journal.c - the journal over HTTP: reading it, and comparing it with expectations. */
#include "app/control/unused.h"
#include "app/control/watch.h"
#include "base/print.h"
#include "journal/names.h"
#include "journal/verify.h"
#include "stream/id.h"

/* Bytes of entries in one answer, but for the last: what a thousand of them usually have. */
#define ANSWER_BYTES ((size_t)1 << 20)
/* Room for a hint. */
#define HINT_SIZE (CODEC_MESSAGE_SIZE + 64 + 2 * STREAM_ID_SIZE)
/* First room for the entries of an answer. */
#define LIST_SIZE ((size_t)16 << 10)

/* ---- reading ------------------------------------------------------------------------------- */

/* A request that is read for bit by bit. */
struct poll {
    struct app_control_watch watch;
    size_t limit;
    uint64_t deadline; /* to wait for entries until then */
    bool has_waited;
    /* the answer: a list, closed after each entry */
    char *list;
    size_t size, bytes, count;
    uint64_t next;
    bool more; /* there are entries that did not fit in */
};

static bool is_full(const struct poll *poll) {
    return poll->count == poll->limit || poll->bytes > ANSWER_BYTES;
}

static bool reserve(struct poll *poll, size_t length) {
    struct base_memory *memory = poll->watch.control->memory;
    size_t size = poll->size ? poll->size : LIST_SIZE;
    while (size < poll->bytes + length)
        size *= 2;
    if (size == poll->size)
        return true;
    char *larger = base_memory_take(memory, size);
    if (!larger)
        return false;
    if (poll->bytes)
        memcpy(larger, poll->list, poll->bytes);
    base_memory_give(memory, poll->list, poll->size);
    poll->list = larger;
    poll->size = size;
    return true;
}

/* A comma takes the place of the bracket that closes the list. False: no memory. */
static bool add_entry(struct poll *poll, const struct journal_entry *entry) {
    char room[JOURNAL_LINE_MAX];
    const struct base_slice line = journal_entry_line(entry, room);
    if (!reserve(poll, line.len + 2))
        return false;
    size_t at = poll->count ? poll->bytes - 1 : 0;
    poll->list[at++] = poll->count ? ',' : '[';
    memcpy(poll->list + at, line.ptr, line.len);
    at += line.len;
    poll->list[at++] = ']';
    poll->bytes = at;
    poll->count++;
    poll->next = entry->id;
    return true;
}

static void clear_poll(struct app_control_watch *watch) {
    struct poll *poll = (struct poll *)(void *)watch;
    base_memory_give(watch->control->memory, poll->list, poll->size);
}

/* The stream may be mistyped, too. */
static struct codec_text stream_hint(const struct poll *poll, char *room) {
    const struct journal_filter *filter = &poll->watch.filter;
    const struct journal *journal = poll->watch.control->journal;
    char id[STREAM_ID_SIZE];
    const struct base_slice one = journal_filter_id(filter, id);
    const struct base_slice name = one.len ? one : filter->stream;
    if (!name.len || journal_used(journal, filter) != JOURNAL_USED_NEVER)
        return (struct codec_text){.ptr = NULL};
    struct codec_closest search = codec_closest(name);
    journal_try_streams(journal, filter, &search);
    size_t length = base_print(room, HINT_SIZE, "no stream \"%.*s\" was ever used on this server",
                               (int)name.len, name.ptr);
    if (search.best.len)
        length += base_print(room + length, HINT_SIZE - length, "; did you mean \"%.*s\"?",
                             (int)search.best.len, search.best.ptr);
    return codec_text_plain(base_slice(room, length));
}

/* Why there may be nothing: a name that was mistyped. Clients do send unknown events, so it is no
 * error. */
static struct codec_text hint(const struct poll *poll, char *room) {
    const struct journal_filter *filter = &poll->watch.filter;
    struct journal_names names;
    char message[CODEC_MESSAGE_SIZE];
    if (!filter->event.len ||
        journal_names_find(&names, filter->event, filter->has_direction ? &filter->direction : NULL,
                           message))
        return stream_hint(poll, room);
    size_t length = base_print(room, HINT_SIZE, "parameter event %s", message);
    return codec_text_plain(base_slice(room, length));
}

static struct codec_text cursor_of(const struct app_control_watch *watch, uint64_t id,
                                   char room[JOURNAL_CURSOR_SIZE]) {
    return codec_text_plain(
        base_slice(room, journal_cursor_write(watch->control->journal, id, room)));
}

/* Answers with what was found, and forgets the request. */
static void answer_poll(struct poll *poll) {
    const struct app_control *control = poll->watch.control;
    char room[HINT_SIZE], why[APP_CONTROL_WHY_SIZE], cursor[JOURNAL_CURSOR_SIZE];
    const struct codec_text hinted =
        poll->count ? (struct codec_text){.ptr = NULL} : hint(poll, room);
    bool lost = poll->watch.lost;
    const struct base_slice list =
        poll->count ? base_slice(poll->list, poll->bytes) : base_slice_of("[]");
    const struct sts_control_journal journal = {
        .has = (hinted.len ? STS_CONTROL_JOURNAL_HAS_HINT : 0U) |
               (lost ? STS_CONTROL_JOURNAL_HAS_WHY : 0U),
        .hint = hinted,
        .why =
            codec_text_plain(lost ? app_control_watch_why(&poll->watch, why) : base_slice(NULL, 0)),
        .entries = {.raw = list, .count = poll->count},
        .next = cursor_of(&poll->watch, poll->more ? poll->next : journal_last(control->journal),
                          cursor),
        .more = poll->more,
        .lost = lost,
    };
    app_http_answer(control->service, poll->watch.exchange, STS_BODY_CONTROL_JOURNAL, &journal);
    app_control_watch_free(&poll->watch);
}

enum progress {
    DONE,
    NOT_YET,   /* others are to go on first */
    NO_MEMORY, /* the request has been answered */
};

/* Looks for entries for a while. One more than the answer takes tells that there are more. */
static enum progress collect(struct poll *poll) {
    struct app_control_turn turn = app_control_watch_turn(&poll->watch);
    const struct journal_entry *entry;
    while ((entry = journal_walk_next(&turn.walk))) {
        poll->more = is_full(poll);
        if (poll->more)
            return DONE;
        if (!add_entry(poll, entry)) {
            net_exchange_answer(poll->watch.exchange, 503, NULL, base_slice(NULL, 0));
            app_control_watch_free(&poll->watch);
            return NO_MEMORY;
        }
        if (app_control_turn_is_over(&turn))
            return NOT_YET;
    }
    return app_control_turn_is_over(&turn) ? NOT_YET : DONE;
}

static void wake_poll(struct app_control_watch *watch) {
    struct poll *poll = (struct poll *)(void *)watch;
    uint64_t now = watch->control->timers->now;
    (void)app_control_watch_lost(watch);
    switch (collect(poll)) {
    case NOT_YET:
        app_control_watch_wait(watch, now);
        return;
    case NO_MEMORY:
        return;
    case DONE:
        break;
    }
    if (poll->count || poll->has_waited || now >= poll->deadline) {
        answer_poll(poll);
        return;
    }
    poll->has_waited = true;
    app_control_watch_looked(watch);
    app_control_watch_wait(watch, poll->deadline);
}

void app_control_get_journal(const struct app_control_request *request) {
    const struct sts_get_journal_parameters *wanted = request->parameters;
    bool has_direction = wanted->has & STS_GET_JOURNAL_PARAMETERS_HAS_DIRECTION;
    struct poll *poll = (void *)app_control_watch_new(request, sizeof *poll, wanted->stream, NULL);
    if (!poll)
        return;
    struct app_control_watch *watch = &poll->watch;
    struct base_timers *timers = watch->control->timers;
    app_control_watch_narrow(watch, wanted->event, has_direction ? &wanted->direction : NULL);
    watch->wake = wake_poll;
    watch->clear = clear_poll;
    if (wanted->has & STS_GET_JOURNAL_PARAMETERS_HAS_SINCE &&
        !app_control_watch_since(request, watch, wanted->since, NULL)) {
        app_control_watch_free(watch);
        return;
    }
    poll->limit = (size_t)wanted->limit;
    poll->deadline = timers->now + (uint64_t)wanted->wait_ms;
    wake_poll(watch);
}

void app_control_get_journal_entry(const struct app_control_request *request) {
    const struct app_control *control = request->control;
    const struct sts_get_journal_entry_parameters *wanted = request->parameters;
    struct app_control_watch *watch =
        app_control_watch_new(request, sizeof *watch, CODEC_TEXT(""), NULL);
    if (!watch)
        return;
    char room[JOURNAL_LINE_MAX];
    const struct journal_entry *entry = journal_entry(control->journal, (uint64_t)wanted->entry);
    if (entry && journal_filter_fits(&watch->filter, entry))
        net_exchange_answer(request->exchange, 200, "application/json",
                            journal_entry_line(entry, room));
    else
        app_control_error(
            request, 404, STS_CONTROL_ERROR_CODE_NOT_FOUND,
            "there is no entry %lld. The latest is %llu, and old entries are overwritten",
            (long long)wanted->entry, (unsigned long long)journal_last(control->journal));
    app_control_watch_free(watch);
}

/* ---- verifying ----------------------------------------------------------------------------- */

struct check {
    struct app_control_watch watch;
    struct journal_verify *verify;
    uint64_t deadline;
    const struct app_auth_key *key;
    struct app_unused_since since;  /* as asked for */
    bool wants_hits;                /* of all that is armed */
    struct app_unused_list *unused; /* room for them in the answer */
};

static void clear_check(struct app_control_watch *watch) {
    journal_verify_free(((struct check *)(void *)watch)->verify);
}

/* Entries are gone that it should have looked at by now. */
static void lose(struct check *check) {
    const unsigned causes = journal_lost_to(check->watch.control->journal, &check->watch.filter);
    if (!causes)
        return;
    check->watch.lost = true;
    journal_verify_lose(check->verify, causes);
}

/* Looks at the entries that have come, but not for too long at a time. False: there are more. */
static bool look(struct check *check) {
    struct app_control_turn turn = app_control_watch_turn(&check->watch);
    const struct journal_entry *entry;
    lose(check);
    while ((entry = journal_walk_next(&turn.walk))) {
        journal_verify_see(check->verify, entry);
        if (app_control_turn_is_over(&turn))
            return false;
    }
    if (app_control_turn_is_over(&turn))
        return false;
    app_control_watch_looked(&check->watch);
    return true;
}

static void answer_check(void *context, struct sts_control_verdict *verdict) {
    struct check *check = context;
    const struct app_control *control = check->watch.control;
    char cursor[JOURNAL_CURSOR_SIZE];
    char why[APP_UNUSED_WHY_SIZE];
    verdict->next = cursor_of(&check->watch, check->watch.filter.since, cursor);
    verdict->lost = check->watch.lost;
    if (check->unused) {
        const struct app_unused found = app_unused_find(
            control, check->key, check->watch.filter.stream, &check->since, check->unused);
        app_unused_tell(&found, verdict, why);
    } else if (!verdict->expectations.count) {
        app_unused_tell_nothing(verdict);
    }
    app_http_answer(control->service, check->watch.exchange, STS_BODY_CONTROL_VERDICT, verdict);
}

/* What rules have to hit leave of a state of the expectations. */
static enum journal_verify_state with_hits(const struct check *check,
                                           enum journal_verify_state state) {
    if (!check->wants_hits || state == JOURNAL_VERIFY_FAILED)
        return state;
    const struct app_unused found = app_unused_find(
        check->watch.control, check->key, check->watch.filter.stream, &check->since, NULL);
    const bool may_hit = found.missing || (found.unknown && !check->since.is_lost);
    return found.is_doomed ? JOURNAL_VERIFY_FAILED : may_hit ? JOURNAL_VERIFY_OPEN : state;
}

/* False: no memory. */
static bool answer(struct check *check) {
    const struct app_control_watch *watch = &check->watch;
    struct base_memory *memory = watch->control->memory;
    if (check->wants_hits)
        check->unused = base_memory_zero(memory, sizeof *check->unused);
    const bool made = (check->unused || !check->wants_hits) &&
                      journal_verify_answer(check->verify, watch->control->journal, &watch->filter,
                                            watch->is_foreign, answer_check, check);
    base_memory_give(memory, check->unused, sizeof *check->unused);
    return made;
}

static void wake_check(struct app_control_watch *watch) {
    struct check *check = (struct check *)(void *)watch;
    uint64_t now = watch->control->timers->now;
    if (!check->watch.is_foreign && !look(check)) {
        app_control_watch_wait(watch, now);
        return;
    }
    bool is_open =
        with_hits(check, journal_verify_state(check->verify, now)) == JOURNAL_VERIFY_OPEN;
    if (is_open && !check->watch.is_foreign && now < check->deadline) {
        uint64_t next = journal_verify_deadline(check->verify, now);
        app_control_watch_wait(watch, next < check->deadline ? next : check->deadline);
        return;
    }
    if (watch->is_foreign) /* nothing would be known however long it waited */
        app_control_watch_looked(watch);
    if (!answer(check))
        net_exchange_answer(watch->exchange, 503, NULL, base_slice(NULL, 0));
    app_control_watch_free(watch);
}

void app_control_verify_journal(const struct app_control_request *request) {
    const struct sts_control_verify *body = request->body;
    struct codec_error error;
    const bool wants_hits = body->unused_faults == STS_CONTROL_UNUSED_FAULTS_FAIL;
    struct check *check =
        (void *)app_control_watch_new(request, sizeof *check, body->stream_id, "/stream_id");
    if (!check)
        return;
    struct app_control *control = request->control;
    check->watch.wake = wake_check;
    check->watch.clear = clear_check;
    if (!app_control_watch_since(request, &check->watch, body->since, "/since")) {
        app_control_watch_free(&check->watch);
        return;
    }
    check->key = request->key;
    check->since =
        app_unused_since(control->journal, check->watch.filter.since, check->watch.is_foreign);
    check->wants_hits = wants_hits;
    check->deadline = control->timers->now + (uint64_t)body->wait_ms;
    check->verify = journal_verify_new(control->memory, body, &error);
    if (check->verify) {
        wake_check(&check->watch);
        return;
    }
    if (error.code == CODEC_NO_SPACE)
        app_control_unavailable(request);
    else
        app_control_error_at(request, error.pointer, error.keyword, error.message);
    app_control_watch_free(&check->watch);
}
