#include "conform/case.h"

#include "base/id.h"
#include "conform/socket.h"
#include "conform/timeline.h"
#include "conform/worker.h"

#include <stdio.h>
#include <sys/random.h>
#include <time.h>

void *conform_take(struct conform_case *c, size_t size) {
    void *bytes = base_arena_take(&c->work, size ? size : 1);
    if (!bytes)
        conform_not_exercised(c, "out of memory");
    return bytes;
}

/* A copy that outlives the case's end; NULL without memory. */
static char *keep(struct conform_case *c, const char *text) {
    size_t length = text ? strlen(text) : 0;
    char *copy = text ? base_arena_take(&c->kept, length + 1) : NULL;
    if (copy)
        memcpy(copy, text, length);
    return copy;
}

char *conform_vtext(struct conform_case *c, const char *format, va_list values) {
    va_list again;
    va_copy(again, values);
    size_t size = (size_t)vsnprintf(NULL, 0, format, again) + 1;
    va_end(again);
    char *text = conform_take(c, size);
    (void)vsnprintf(text, size, format, values);
    return text;
}

char *conform_text(struct conform_case *c, const char *format, ...) {
    va_list values;
    va_start(values, format);
    char *text = conform_vtext(c, format, values);
    va_end(values);
    return text;
}

char *conform_uuid(struct conform_case *c) {
    uint8_t bytes[16] = {0};
    char *text = conform_take(c, BASE_UUID_LENGTH + 1);
    (void)!getrandom(bytes, sizeof bytes, 0);
    base_uuid_format(text, bytes);
    return text;
}

/* Findings are shown and reported without audio. */
static char *keep_payload(struct conform_case *c, struct base_slice payload) {
    struct conform_bytes shown = {.memory = &c->memory};
    char *text = NULL;
    if (payload.len && conform_transcript_elide(&shown, payload) &&
        conform_bytes_add(&shown, base_slice("", 1)))
        text = keep(c, shown.data);
    conform_bytes_free(&shown);
    return text;
}

void conform_note(struct conform_case *c, enum sts_requirement_id requirement, const char *expected,
                  const char *came, struct base_slice payload, const char *pointer) {
    struct conform_finding *finding = c->quiet ? NULL : base_arena_take(&c->kept, sizeof *finding);
    if (!finding)
        return;
    *finding = (struct conform_finding){
        .requirement = requirement,
        .at = conform_now() - c->began,
        .expected = keep(c, expected),
        .came = keep(c, came),
        .payload = keep_payload(c, payload),
        .pointer = keep(c, pointer),
        .sent = c->transcript.sent,
    };
    struct conform_finding **end = &c->findings;
    while (*end)
        end = &(*end)->next;
    *end = finding;
}

static _Noreturn void end_case(struct conform_case *c, enum conform_outcome outcome,
                               const char *reason) {
    if (!c->transcript.closed) {
        c->outcome = outcome;
        c->reason = keep(c, reason);
    }
    longjmp(c->end, 1);
}

void conform_fail(struct conform_case *c, const char *expected, const char *came,
                  struct base_slice payload) {
    conform_note(c, c->requirement, expected, came, payload, NULL);
    end_case(c, CONFORM_FAILED, NULL);
}

void conform_not_offered(struct conform_case *c, const char *reason) {
    end_case(c, CONFORM_NOT_OFFERED, reason);
}

void conform_not_exercised(struct conform_case *c, const char *reason) {
    end_case(c, CONFORM_NOT_EXERCISED, reason);
}

void conform_need(struct conform_case *c, enum sts_event_id simulation) {
    struct base_slice name = sts_events[simulation].name;
    if (!c->server->offered[simulation])
        conform_not_offered(
            c, conform_text(c, "the server does not offer %.*s", (int)name.len, name.ptr));
}

void conform_pause(struct conform_case *c, int64_t milliseconds) {
    struct timespec left = {.tv_sec = milliseconds / 1000,
                            .tv_nsec = milliseconds % 1000 * 1000000};
    conform_transcript_add(&c->transcript, CONFORM_NOTE, 0, conform_now() - c->began,
                           base_slice_of(conform_text(c, "(waits %d ms)", (int)milliseconds)));
    while (nanosleep(&left, &left) != 0)
        continue;
}

void conform_case_run(struct conform_case *c, conform_function *function) {
    c->memory = base_memory_heap();
    base_arena_init(&c->work, &c->memory);
    base_arena_init(&c->kept, &c->memory);
    c->transcript.memory = &c->memory;
    base_list_init(&c->workers);
    c->began = conform_now();
    (void)!getrandom(&c->names, sizeof c->names, 0);
    c->outcome = CONFORM_PASSED;
    c->reason = NULL;
    if (setjmp(c->end) == 0) {
        c->scratch.entries = conform_take(c, CODEC_SCRATCH_ENTRIES * sizeof *c->scratch.entries);
        c->scratch.capacity = CODEC_SCRATCH_ENTRIES;
        function(c);
    }
    c->transcript.closed = true; /* what follows is not the case's */
    if (c->findings)
        conform_timeline_make(c);
    if (setjmp(c->end) == 0) /* saying goodbye can fail too */
        conform_workers_leave(c);
    base_arena_clear(&c->work);
    c->duration = conform_now() - c->began;
}

void conform_case_free(struct conform_case *c) {
    conform_transcript_free(&c->transcript);
    base_arena_clear(&c->kept);
    c->findings = NULL;
}
