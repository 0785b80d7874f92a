/* journal.c - the journal over HTTP: reading it, and comparing it with expectations. */
#include "app/control/watch.h"
#include "base/print.h"
#include "journal/names.h"
#include "journal/verify.h"

/* Bytes of entries in one answer, but for the last: what a thousand of them usually have. */
#define ANSWER_BYTES ((size_t)1 << 20)
/* Room for a hint. */
#define HINT_SIZE (CODEC_MESSAGE_SIZE + 32)
/* How long a request looks at entries at a time: others go on in between. */
#define TURN_MS 5

/* ---- reading ------------------------------------------------------------------------------- */

struct poll {
    struct app_control_watch watch;
    size_t limit;
    uint64_t deadline;
};

/* The entries of an answer: the texts between the brackets of a list. */
struct page {
    size_t count, bytes;
    uint64_t next;
    bool more; /* there are entries that did not fit in */
};

/* What the answer will have. */
static struct page measure(const struct poll *poll) {
    char room[JOURNAL_LINE_MAX];
    const struct journal *journal = poll->watch.control->journal;
    const struct journal_filter *filter = &poll->watch.filter;
    const struct journal_entry *entry = journal_find(journal, filter);
    struct page page = {.count = 0};
    while (entry && page.count < poll->limit && page.bytes <= ANSWER_BYTES) {
        page.count++;
        page.bytes += journal_entry_line(entry, room).len + 1;
        page.next = entry->id;
        entry = journal_next(journal, filter, entry);
    }
    page.more = entry;
    if (!page.more)
        page.next = journal_last(journal);
    return page;
}

static void write_page(const struct poll *poll, const struct page *page, char *out) {
    const struct journal *journal = poll->watch.control->journal;
    const struct journal_filter *filter = &poll->watch.filter;
    const struct journal_entry *entry = journal_find(journal, filter);
    char room[JOURNAL_LINE_MAX];
    *out = '[';
    for (size_t i = 0; i < page->count; i++) {
        const struct base_slice line = journal_entry_line(entry, room);
        out++;
        memcpy(out, line.ptr, line.len);
        out += line.len;
        *out = ',';
        entry = journal_next(journal, filter, entry);
    }
    *(page->count ? out : out + 1) = ']';
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
        return (struct codec_text){.ptr = NULL};
    size_t length = base_print(room, HINT_SIZE, "parameter event %s", message);
    return codec_text_plain(base_slice(room, length));
}

static struct codec_text cursor_of(const struct app_control_watch *watch, uint64_t id,
                                   char room[JOURNAL_CURSOR_SIZE]) {
    return codec_text_plain(
        base_slice(room, journal_cursor_write(watch->control->journal, id, room)));
}

/* Answers with what there is, and forgets the request. */
static void answer_poll(struct poll *poll) {
    struct app_control *control = poll->watch.control;
    struct page page = measure(poll);
    char room[HINT_SIZE], cursor[JOURNAL_CURSOR_SIZE];
    size_t size = page.bytes + 2;
    char *list = base_memory_take(control->memory, size);
    if (list) {
        write_page(poll, &page, list);
        const struct codec_text hinted =
            page.count ? (struct codec_text){.ptr = NULL} : hint(poll, room);
        bool lost = app_control_watch_lost(&poll->watch);
        const char *why = lost ? app_control_watch_why(&poll->watch) : "";
        const struct sts_control_journal journal = {
            .has = (hinted.len ? STS_CONTROL_JOURNAL_HAS_HINT : 0U) |
                   (lost ? STS_CONTROL_JOURNAL_HAS_WHY : 0U),
            .hint = hinted,
            .why = codec_text_plain(base_slice_of(why)),
            .entries = {.raw = {list, page.count ? page.bytes + 1 : 2}, .count = page.count},
            .next = cursor_of(&poll->watch, page.next, cursor),
            .more = page.more,
            .lost = lost,
        };
        app_http_answer(control->service, poll->watch.exchange, STS_BODY_CONTROL_JOURNAL, &journal);
    } else {
        net_exchange_answer(poll->watch.exchange, 503, NULL, base_slice(NULL, 0));
    }
    base_memory_give(control->memory, list, size);
    app_control_watch_free(&poll->watch);
}

static void wake_poll(struct app_control_watch *watch) {
    answer_poll((struct poll *)(void *)watch);
}

void app_control_get_journal(const struct app_control_request *request) {
    const struct sts_get_journal_parameters *wanted = request->parameters;
    bool has_direction = wanted->has & STS_GET_JOURNAL_PARAMETERS_HAS_DIRECTION;
    struct poll *poll = (void *)app_control_watch_new(request, sizeof *poll, wanted->stream);
    if (!poll)
        return;
    struct app_control_watch *watch = &poll->watch;
    struct base_timers *timers = watch->control->timers;
    app_control_watch_narrow(watch, wanted->event, has_direction ? &wanted->direction : NULL);
    watch->wake = wake_poll;
    if (wanted->has & STS_GET_JOURNAL_PARAMETERS_HAS_SINCE &&
        !app_control_watch_since(request, watch, wanted->since, NULL)) {
        app_control_watch_free(watch);
        return;
    }
    poll->limit = (size_t)wanted->limit;
    if (!wanted->wait_ms || journal_find(watch->control->journal, &watch->filter)) {
        answer_poll(poll);
        return;
    }
    (void)app_control_watch_lost(watch);
    app_control_watch_looked(watch);
    app_control_watch_wait(watch, timers->now + (uint64_t)wanted->wait_ms);
}

void app_control_get_journal_entry(const struct app_control_request *request) {
    const struct app_control *control = request->control;
    const struct sts_get_journal_entry_parameters *wanted = request->parameters;
    struct app_control_watch *watch = app_control_watch_new(request, sizeof *watch, CODEC_TEXT(""));
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
};

static void clear_check(struct app_control_watch *watch) {
    journal_verify_free(((struct check *)(void *)watch)->verify);
}

/* Entries are gone that it should have looked at by now. */
static void lose(struct check *check) {
    if (!journal_lost(check->watch.control->journal, &check->watch.filter))
        return;
    check->watch.lost = true;
    journal_verify_lose(check->verify);
}

/* Looks at the entries that have come, but not for too long at a time. False: there are more. */
static bool look(struct check *check) {
    const struct journal *journal = check->watch.control->journal;
    struct journal_filter *filter = &check->watch.filter;
    uint64_t until = net_server_now(NULL) + TURN_MS;
    lose(check);
    const struct journal_entry *entry = journal_find(journal, filter);
    for (; entry; entry = journal_next(journal, filter, entry)) {
        journal_verify_see(check->verify, entry);
        filter->since = entry->id;
        if (net_server_now(NULL) > until)
            return false;
    }
    app_control_watch_looked(&check->watch);
    return true;
}

static void answer_check(void *context, struct sts_control_verdict *verdict) {
    struct check *check = context;
    const struct app_control *control = check->watch.control;
    char cursor[JOURNAL_CURSOR_SIZE];
    verdict->next = cursor_of(&check->watch, check->watch.filter.since, cursor);
    verdict->lost = check->watch.lost;
    app_http_answer(control->service, check->watch.exchange, STS_BODY_CONTROL_VERDICT, verdict);
}

static void wake_check(struct app_control_watch *watch) {
    struct check *check = (struct check *)(void *)watch;
    uint64_t now = watch->control->timers->now;
    if (!check->watch.is_foreign && !look(check)) {
        app_control_watch_wait(watch, now);
        return;
    }
    bool is_open = journal_verify_state(check->verify, now) == JOURNAL_VERIFY_OPEN;
    if (is_open && !check->watch.is_foreign && now < check->deadline) {
        uint64_t next = journal_verify_deadline(check->verify, now);
        app_control_watch_wait(watch, next < check->deadline ? next : check->deadline);
        return;
    }
    if (watch->is_foreign) /* nothing would be known however long it waited */
        app_control_watch_looked(watch);
    if (!journal_verify_answer(check->verify, watch->control->journal, &watch->filter,
                               watch->is_foreign, answer_check, check))
        net_exchange_answer(watch->exchange, 503, NULL, base_slice(NULL, 0));
    app_control_watch_free(watch);
}

void app_control_verify_journal(const struct app_control_request *request) {
    const struct sts_control_verify *body = request->body;
    struct codec_error error;
    struct check *check = (void *)app_control_watch_new(request, sizeof *check, body->stream_id);
    if (!check)
        return;
    struct app_control *control = request->control;
    check->watch.wake = wake_check;
    check->watch.clear = clear_check;
    if (!app_control_watch_since(request, &check->watch, body->since, "/since")) {
        app_control_watch_free(&check->watch);
        return;
    }
    check->deadline = control->timers->now + (uint64_t)body->wait_ms;
    check->verify = journal_verify_new(control->memory, body, &error);
    if (check->verify) {
        wake_check(&check->watch);
        return;
    }
    if (error.code == CODEC_NO_SPACE)
        app_control_error(request, 503, STS_CONTROL_ERROR_CODE_UNAVAILABLE, "out of memory");
    else
        app_control_error_at(request, error.pointer, error.keyword, error.message);
    app_control_watch_free(&check->watch);
}
