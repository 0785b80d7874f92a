#include "conform/transcript.h"

/* A line in the transcript; the whole payload of an offending message stands in the report. */
#define TEXT_MAX 600
/* Audio up to here is shown: an example of a few bytes says more than its length. */
#define AUDIO_SHOWN 24

/* Members whose strings are not shown, in quotes. */
static const struct base_slice hidden[] = {BASE_SLICE("\"data_base64\""), BASE_SLICE("\"token\"")};
enum {
    AUDIO,
    TOKEN,
    HIDDEN_COUNT
};

/* The first character of the string that is the member's next value, or `end`. */
static const char *find_string(const char *at, const char *end, struct base_slice name) {
    while ((at = memmem(at, (size_t)(end - at), name.ptr, name.len))) {
        at += name.len;
        while (at < end && strchr(" \t\r\n:", *at))
            at++;
        if (at < end && *at == '"')
            return at + 1;
    }
    return end;
}

/* The quote that ends a string; NULL: it never ends. */
static const char *find_quote(const char *at, const char *end) {
    while (at < end && *at != '"')
        at += *at == '\\' ? 2 : 1;
    return at < end ? at : NULL;
}

/* What comes first of what is hidden; HIDDEN_COUNT: nothing. */
static size_t find_hidden(const char *at, const char *end, struct base_slice *value) {
    size_t first = HIDDEN_COUNT;
    value->ptr = end;
    for (size_t i = 0; i < HIDDEN_COUNT; i++) {
        const char *found = find_string(at, end, hidden[i]);
        const char *quote = find_quote(found, end);
        if (!quote || found >= value->ptr)
            continue;
        first = i;
        *value = base_slice(found, (size_t)(quote - found));
    }
    return first;
}

bool conform_transcript_elide(struct base_bytes *out, struct base_slice text) {
    const char *at = text.ptr, *end = text.ptr + text.len;
    struct base_slice value;
    size_t which;
    while (text.len && (which = find_hidden(at, end, &value)) != HIDDEN_COUNT) {
        bool shown = which == AUDIO && value.len <= AUDIO_SHOWN;
        if (!base_bytes_add(out, base_slice(at, (size_t)(value.ptr - at))))
            return false;
        if (shown            ? !base_bytes_add(out, value)
            : which == TOKEN ? !base_bytes_print(out, "***")
                             : !base_bytes_print(out, "<%zu characters>", value.len))
            return false;
        at = value.ptr + value.len;
    }
    return base_bytes_add(out, base_slice(at, (size_t)(end - at)));
}

void conform_transcript_add(struct conform_transcript *transcript, enum conform_way way,
                            unsigned connection, int64_t at, struct base_slice text) {
    struct base_bytes shown = {.memory = transcript->memory};
    if (transcript->closed)
        return;
    (void)conform_transcript_elide(&shown, text);
    size_t length = shown.length < TEXT_MAX ? shown.length : TEXT_MAX;
    while (length && length < shown.length && ((unsigned char)shown.data[length] & 0xC0) == 0x80)
        length--; /* not within a character */
    bool cut = length < shown.length;
    size_t size = sizeof(struct conform_line) + length + sizeof "...";
    struct conform_line *line = base_memory_take(transcript->memory, size);
    if (line) {
        *line = (struct conform_line){.way = way, .connection = connection, .at = at, .size = size};
        if (length)
            memcpy(line->text, shown.data, length);
        memcpy(line->text + length, cut ? "..." : "", cut ? 4 : 1);
        *(transcript->last ? &transcript->last->next : &transcript->first) = line;
        transcript->last = line;
        if (way == CONFORM_SENT)
            transcript->sent = line;
        transcript->count++;
    }
    base_bytes_free(&shown);
}

bool conform_transcript_write(const struct conform_transcript *transcript, size_t last,
                              struct base_bytes *out) {
    static const char *const ways[] = {"sent", "got ", "    "};
    size_t skip = last && transcript->count > last ? transcript->count - last : 0;
    bool written = !skip || base_bytes_print(out, "... %zu earlier lines\n", skip);
    for (const struct conform_line *line = transcript->first; line && written; line = line->next) {
        if (skip) {
            skip--;
            continue;
        }
        written = base_bytes_print(out, "%6lld ms  %s  ", (long long)line->at, ways[line->way]) &&
                  (line->connection <= 1 || base_bytes_print(out, "[%u] ", line->connection)) &&
                  base_bytes_print(out, "%s\n", line->text);
    }
    return written;
}

void conform_transcript_free(struct conform_transcript *transcript) {
    for (struct conform_line *line = transcript->first, *next; line; line = next) {
        next = line->next;
        base_memory_give(transcript->memory, line, line->size);
    }
    *transcript = (struct conform_transcript){.memory = transcript->memory};
}
