#include "app/watch/rejection_lines.h"

#include <stdio.h>

#define TEXT(field_name, value)                                                                    \
    ((struct app_log_field){.name = (field_name), .text = codec_text_plain(value)})
#define NUMBER(field_name, value)                                                                  \
    ((struct app_log_field){.name = (field_name), .is_number = true, .number = (int64_t)(value)})
#define FIELDS_MAX 13

static bool is_due(const struct app_rejection_count *count, uint64_t now) {
    return !count->is_said || now - count->said_at >= APP_REJECTION_LINES_MS;
}

/* ---- addresses ----------------------------------------------------------------------------- */

/* A place for an address that has none: a new one, or that of one whose minute is over, whose rest
 * counts for the reason. NULL: there is none. */
static struct app_rejection_count *take_place(struct app_rejection_lines *lines,
                                              enum journal_rejection_reason reason,
                                              const char *address, uint64_t now) {
    size_t place = lines->used;
    if (place < APP_REJECTION_LINES_ADDRESSES) {
        lines->used++;
    } else {
        for (place = 0; place < lines->used && !is_due(&lines->addresses[place].count, now);)
            place++;
        if (place == lines->used)
            return NULL;
        lines->reasons[lines->addresses[place].reason].refused +=
            lines->addresses[place].count.refused;
    }
    lines->addresses[place].reason = reason;
    (void)snprintf(lines->addresses[place].address, APP_REJECTION_LINES_ADDRESS, "%s", address);
    lines->addresses[place].count = (struct app_rejection_count){0};
    return &lines->addresses[place].count;
}

/* Of the address and the reason, or, where there are too many addresses, NULL. */
static struct app_rejection_count *find(struct app_rejection_lines *lines,
                                        const struct journal_traffic *told) {
    const enum journal_rejection_reason reason = told->rejection->reason;
    char address[APP_REJECTION_LINES_ADDRESS];
    (void)snprintf(address, sizeof address, "%.*s", (int)told->client.address.len,
                   told->client.address.len ? told->client.address.ptr : "");
    for (size_t i = 0; i < lines->used; i++)
        if (lines->addresses[i].reason == reason && !strcmp(lines->addresses[i].address, address))
            return &lines->addresses[i].count;
    return take_place(lines, reason, address, told->now_ms);
}

/* ---- the line ------------------------------------------------------------------------------ */

/* `shared`: for all addresses that have no place; this is one of them. */
static void say(struct app_log *log, const struct journal_traffic *told, uint64_t refused,
                bool shared) {
    const struct journal_rejection *rejection = told->rejection;
    const struct journal_client *client = &told->client;
    const struct stream_limit_hit *hit = rejection->hit;
    char what[JOURNAL_REJECTION_SENTENCE], sentence[BASE_LOG_LINE];
    (void)journal_rejection_print(what, rejection);
    (void)snprintf(sentence, sizeof sentence, "client refused: %s. %s%s", what,
                   journal_rejection_advice(rejection->reason),
                   shared ? ". There are too many addresses for a line each: this one stands for "
                            "all others"
                          : "");
    struct app_log_field fields[FIELDS_MAX] = {
        TEXT("reason", base_slice_of(journal_rejection_word(rejection->reason))),
        TEXT("address", client->address),
        TEXT("namespace", client->name),
        TEXT("path", rejection->path),
        TEXT("eio", rejection->eio),
        TEXT("user_agent", rejection->user_agent),
        TEXT("x_stream_id", client->stream_id),
        TEXT("x_worker_id", client->worker_id),
        NUMBER("refused", refused),
    };
    size_t count = 9;
    if (hit) {
        fields[count++] = TEXT("setting", base_slice_of(stream_limit_setting(hit->limit)));
        fields[count++] = NUMBER("limit", hit->most);
    }
    app_log_write(log, BASE_LOG_WARNING, sentence, fields, count);
}

void app_rejection_lines_hear(struct app_rejection_lines *lines, struct app_log *log,
                              const struct journal_traffic *told) {
    struct app_rejection_count *count = find(lines, told);
    const bool shared = !count;
    if (shared)
        count = &lines->reasons[told->rejection->reason];
    count->refused++;
    if (!is_due(count, told->now_ms))
        return;
    say(log, told, count->refused, shared);
    *count = (struct app_rejection_count){.is_said = true, .said_at = told->now_ms};
}
