#include "conform/transcript.h"

/* A line in the transcript; the whole payload of an offending message stands in the report. */
#define TEXT_MAX 600
/* Audio up to here is shown: an example of a few bytes says more than its length. */
#define AUDIO_SHOWN 24

/* The first character of the next value of a data_base64 that is a string, or `end`. */
static const char *find_audio(const char *at, const char *end) {
    static const char name[] = "\"data_base64\"";
    while ((at = memmem(at, (size_t)(end - at), name, sizeof name - 1))) {
        at += sizeof name - 1;
        while (at < end && strchr(" \t\r\n:", *at))
            at++;
        if (at < end && *at == '"')
            return at + 1;
    }
    return end;
}

bool conform_transcript_elide(struct conform_bytes *out, struct base_slice text) {
    const char *end = text.ptr + text.len;
    while (text.len) {
        const char *audio = find_audio(text.ptr, end);
        const char *quote = memchr(audio, '"', (size_t)(end - audio));
        if (!quote)
            break;
        size_t length = (size_t)(quote - audio);
        if (!conform_bytes_add(out, base_slice(text.ptr, (size_t)(audio - text.ptr))))
            return false;
        if (length <= AUDIO_SHOWN ? !conform_bytes_add(out, base_slice(audio, length))
                                  : !conform_bytes_print(out, "<%zu characters>", length))
            return false;
        text = base_slice(quote, (size_t)(end - quote));
    }
    return conform_bytes_add(out, text);
}

void conform_transcript_add(struct conform_transcript *transcript, enum conform_way way,
                            unsigned connection, int64_t at, struct base_slice text) {
    struct conform_bytes shown = {.memory = transcript->memory};
    (void)conform_transcript_elide(&shown, text);
    size_t length = shown.length < TEXT_MAX ? shown.length : TEXT_MAX;
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
    conform_bytes_free(&shown);
}

void conform_transcript_free(struct conform_transcript *transcript) {
    for (struct conform_line *line = transcript->first, *next; line; line = next) {
        next = line->next;
        base_memory_give(transcript->memory, line, line->size);
    }
    *transcript = (struct conform_transcript){.memory = transcript->memory};
}
