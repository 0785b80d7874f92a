#include "conform/case.h"

#include "base/id.h"
#include "conform/socket.h"
#include "conform/worker.h"

#include <stdio.h>
#include <sys/random.h>
#include <time.h>

/* Memory of a case, freed all at once. */
struct conform_block {
    struct conform_block *next;
    size_t size;
    max_align_t bytes[];
};

void *conform_take(struct conform_case *c, size_t size) {
    struct conform_block *block = base_memory_zero(&c->memory, sizeof *block + size);
    if (!block)
        conform_not_exercised(c, "out of memory");
    block->next = c->blocks;
    block->size = sizeof *block + size;
    c->blocks = block;
    return block->bytes;
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
static char *without_audio(struct conform_case *c, struct base_slice payload) {
    struct conform_bytes shown = {.memory = &c->memory};
    if (!conform_transcript_elide(&shown, payload))
        return NULL;
    char *text = conform_take(c, shown.length + 1);
    if (shown.length)
        memcpy(text, shown.data, shown.length);
    conform_bytes_free(&shown);
    return text;
}

void conform_note(struct conform_case *c, size_t requirement, const char *expected,
                  const char *came, struct base_slice payload, const char *pointer) {
    if (c->quiet)
        return;
    struct conform_finding *finding = conform_take(c, sizeof *finding);
    *finding = (struct conform_finding){
        .requirement = requirement,
        .expected = conform_text(c, "%s", expected),
        .came = conform_text(c, "%s", came),
        .payload = payload.len ? without_audio(c, payload) : NULL,
        .pointer = pointer ? conform_text(c, "%s", pointer) : NULL,
    };
    struct conform_finding **end = &c->findings;
    while (*end)
        end = &(*end)->next;
    *end = finding;
}

static _Noreturn void end_case(struct conform_case *c, enum conform_outcome outcome,
                               const char *reason) {
    c->outcome = outcome;
    c->reason = reason;
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
        conform_not_offered(c, conform_text(c, "the server does not offer %.*s", (int)name.len,
                                            name.ptr));
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
    c->transcript.memory = &c->memory;
    base_list_init(&c->workers);
    c->began = conform_now();
    (void)!getrandom(&c->names, sizeof c->names, 0);
    c->outcome = CONFORM_PASSED;
    if (setjmp(c->end) == 0)
        function(c);
    conform_workers_leave(c);
    c->duration = conform_now() - c->began;
}

void conform_case_free(struct conform_case *c) {
    for (struct conform_block *block = c->blocks, *next; block; block = next) {
        next = block->next;
        base_memory_give(&c->memory, block, block->size);
    }
    conform_transcript_free(&c->transcript);
    c->blocks = NULL;
    c->findings = NULL;
}
