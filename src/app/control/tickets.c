#include "app/control/tickets.h"

#include "app/control/request.h"
#include "base/print.h"

struct ticket {
    struct base_list_node node;
    const struct app_auth_key *key;
    uint64_t until;
    char text[APP_TICKET_LENGTH];
    size_t length;
    char path[];
};

static struct ticket *ticket_at(struct base_list_node *node) {
    return BASE_CONTAINER(node, struct ticket, node);
}

static void forget(struct app_tickets *tickets, struct ticket *ticket) {
    base_list_remove(&ticket->node);
    tickets->count--;
    base_memory_give(tickets->memory, ticket, sizeof *ticket + ticket->length);
}

void app_tickets_init(struct app_tickets *tickets, struct base_memory *memory,
                      const struct base_timers *timers,
                      bool (*random)(void *context, void *bytes, size_t len)) {
    *tickets = (struct app_tickets){.memory = memory, .timers = timers, .random = random};
    base_list_init(&tickets->list);
}

void app_tickets_clear(struct app_tickets *tickets) {
    while (tickets->count)
        forget(tickets, ticket_at(base_list_first(&tickets->list)));
}

/* Those whose time is over; they are in the order of that. */
static void expire(struct app_tickets *tickets) {
    struct base_list_node *node;
    while ((node = base_list_first(&tickets->list)) &&
           ticket_at(node)->until <= tickets->timers->now)
        forget(tickets, ticket_at(node));
}

static void make_room(struct app_tickets *tickets, const struct app_auth_key *key) {
    struct ticket *oldest = NULL;
    size_t count = 0;
    for (struct base_list_node *node = base_list_first(&tickets->list); node;
         node = base_list_next(&tickets->list, node)) {
        struct ticket *ticket = ticket_at(node);
        count += ticket->key == key;
        if (!oldest && ticket->key == key)
            oldest = ticket;
    }
    if (count >= APP_TICKETS_OF_KEY)
        forget(tickets, oldest);
    if (tickets->count >= APP_TICKETS_MAX)
        forget(tickets, ticket_at(base_list_first(&tickets->list)));
}

bool app_tickets_make(struct app_tickets *tickets, const struct app_auth_key *key,
                      struct base_slice path, char text[APP_TICKET_LENGTH]) {
    static const char digits[] = "0123456789abcdef";
    unsigned char random[APP_TICKET_LENGTH / 2];
    expire(tickets);
    make_room(tickets, key);
    struct ticket *ticket = base_memory_zero(tickets->memory, sizeof *ticket + path.len);
    if (!ticket || !tickets->random(NULL, random, sizeof random)) {
        base_memory_give(tickets->memory, ticket, sizeof *ticket + path.len);
        return false;
    }
    for (size_t i = 0; i < sizeof random; i++) {
        ticket->text[2 * i] = digits[random[i] >> 4];
        ticket->text[2 * i + 1] = digits[random[i] & 15];
    }
    ticket->key = key;
    ticket->until = tickets->timers->now + APP_TICKET_MS;
    ticket->length = path.len;
    memcpy(ticket->path, path.ptr, path.len);
    base_list_append(&tickets->list, &ticket->node);
    tickets->count++;
    memcpy(text, ticket->text, APP_TICKET_LENGTH);
    return true;
}

static unsigned differ(const struct ticket *ticket, const char shown[APP_TICKET_LENGTH]) {
    volatile unsigned difference = 0;
    for (size_t i = 0; i < APP_TICKET_LENGTH; i++)
        difference |= (unsigned)(ticket->text[i] ^ shown[i]);
    return difference;
}

bool app_tickets_use(struct app_tickets *tickets, struct base_slice text, struct base_slice path,
                     const struct app_auth_key **key) {
    char shown[APP_TICKET_LENGTH] = {0};
    struct ticket *found = NULL;
    expire(tickets);
    if (text.len == sizeof shown)
        memcpy(shown, text.ptr, text.len);
    for (struct base_list_node *node = base_list_first(&tickets->list); node;
         node = base_list_next(&tickets->list, node))
        if (!differ(ticket_at(node), shown))
            found = ticket_at(node);
    bool fits = found && base_slice_equal(base_slice(found->path, found->length), path);
    if (fits) {
        *key = found->key;
        forget(tickets, found);
    }
    return fits;
}

/* ---- the request --------------------------------------------------------------------------- */

/* Longest path: the longest id, all of it escaped, fits. */
#define TARGET_MAX 4096
/* Room for that, the word, and a ticket. */
#define URL_SIZE (TARGET_MAX + APP_TICKET_LENGTH + 16)

/* The paths that a ticket can open: they only show. */
static bool is_shown(struct base_slice path) {
    static const struct base_slice reports = BASE_SLICE("/control/report"),
                                   feed = BASE_SLICE("/control/journal/stream");
    const char after = path.len > reports.len ? path.ptr[reports.len] : '/';
    return base_slice_equal(path, feed) ||
           (path.len >= reports.len && memcmp(path.ptr, reports.ptr, reports.len) == 0 &&
            (after == '/' || after == '.'));
}

void app_control_post_tickets(const struct app_control_request *request) {
    const struct sts_control_ticket_wish *wish = request->body;
    struct app_control *control = request->control;
    char target[TARGET_MAX], url[URL_SIZE], text[APP_TICKET_LENGTH];
    const size_t length = codec_text_copy(wish->path, target, sizeof target);
    if (length > sizeof target) {
        app_control_error_at(request, "/path", "path", "must have at most 4096 characters");
        return;
    }
    const char *query = memchr(target, '?', length);
    const struct base_slice path = base_slice(target, query ? (size_t)(query - target) : length);
    if (!is_shown(path)) {
        app_control_error_at(request, "/path", "path",
                             "must be that of a report (/control/report...) or "
                             "/control/journal/stream: a ticket opens what only shows");
        return;
    }
    if (!app_tickets_make(&control->tickets, request->key, path, text)) {
        app_control_unavailable(request);
        return;
    }
    const size_t used = base_print(url, sizeof url, "%.*s%cticket=%.*s", (int)length, target,
                                   query ? '&' : '?', APP_TICKET_LENGTH, text);
    const struct sts_control_ticket ticket = {
        .ticket = codec_text_plain(base_slice(text, sizeof text)),
        .expires_at = control->unix_ms() + APP_TICKET_MS,
        .url = codec_text_plain(base_slice(url, used)),
    };
    app_control_answer(request, STS_BODY_CONTROL_TICKET, &ticket);
}
