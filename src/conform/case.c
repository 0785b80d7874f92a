#include "conform/case.h"

#include "base/id.h"
#include "client/socket.h"
#include "conform/outage.h"

#include <stdio.h>
#include <sys/random.h>
#include <time.h>

void *conform_take(struct conform_case *c, size_t size) {
    void *bytes = base_arena_take(&c->work, size ? size : 1);
    if (!bytes)
        conform_not_exercised(c, "out of memory");
    return bytes;
}

char *conform_copy(struct conform_case *c, struct base_slice bytes) {
    char *copy = conform_take(c, bytes.len + 1);
    if (bytes.len)
        memcpy(copy, bytes.ptr, bytes.len);
    return copy;
}

/* A copy that outlives the case's end; NULL without memory. */
static char *keep(struct conform_case *c, const char *text) {
    size_t length = text ? strlen(text) : 0;
    char *copy = text ? base_arena_take(&c->kept, length + 1) : NULL;
    if (copy)
        memcpy(copy, text, length + 1);
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
    struct base_bytes shown = {.memory = &c->memory};
    char *text = NULL;
    if (payload.len && conform_transcript_elide(&shown, payload) &&
        base_bytes_add(&shown, base_slice("", 1)))
        text = keep(c, shown.data);
    base_bytes_free(&shown);
    return text;
}

int64_t conform_since(const struct conform_case *c) {
    return client_now() - c->began;
}

int64_t conform_patience(const struct conform_case *c) {
    return client_now() + c->settings->patience;
}

void conform_tell(struct conform_case *c, enum conform_way way, unsigned connection,
                  struct base_slice text) {
    conform_transcript_add(&c->transcript, way, connection, conform_since(c), text);
}

bool conform_asked(const struct conform_case *c, enum sts_requirement_origin origin) {
    return origin <= c->settings->against;
}

static void note(struct conform_case *c, const struct conform_finding *given) {
    struct conform_finding *finding = c->quiet ? NULL : base_arena_take(&c->kept, sizeof *finding);
    if (!finding)
        return;
    *finding = *given;
    finding->at = conform_since(c);
    finding->heard = conform_learned_count(c->learned);
    finding->expected = keep(c, given->expected);
    finding->came = keep(c, given->came);
    finding->pointer = keep(c, given->pointer);
    finding->sent = c->transcript.sent;
    struct conform_finding **end = &c->findings;
    while (*end)
        end = &(*end)->next;
    *end = finding;
}

void conform_note_because(struct conform_case *c, enum sts_requirement_id requirement,
                          enum sts_requirement_id cause, const char *expected, const char *came,
                          struct base_slice payload, const char *pointer) {
    if (!payload.len)
        conform_outage_suspect(c);
    if (requirement == c->requirement || conform_asked(c, sts_requirements[requirement].origin))
        note(c, &(struct conform_finding){.requirement = requirement,
                                          .because_of = cause,
                                          .expected = expected,
                                          .came = came,
                                          .payload = keep_payload(c, payload),
                                          .pointer = pointer});
}

void conform_note(struct conform_case *c, enum sts_requirement_id requirement, const char *expected,
                  const char *came, struct base_slice payload, const char *pointer) {
    conform_note_because(c, requirement, CONFORM_NO_REQUIREMENT, expected, came, payload, pointer);
}

static _Noreturn void end_case(struct conform_case *c, enum conform_outcome outcome,
                               const char *reason) {
    if (!c->transcript.closed) {
        c->outcome = outcome;
        c->reason = keep(c, reason);
    }
    longjmp(c->end, 1);
}

void conform_note_own(struct conform_case *c, enum sts_requirement_id cause, const char *expected,
                      const char *came, struct base_slice payload) {
    if (c->refused)
        conform_stop(c, c->refused);
    cause = cause == c->requirement ? CONFORM_NO_REQUIREMENT : cause;
    conform_note_because(c, c->requirement, cause, expected, came, payload, NULL);
    c->outcome = CONFORM_FAILED;
}

void conform_fail_because(struct conform_case *c, enum sts_requirement_id cause,
                          const char *expected, const char *came, struct base_slice payload) {
    conform_note_own(c, cause, expected, came, payload);
    end_case(c, CONFORM_FAILED,
             c->quiet ? conform_text(c, "expected %s, got: %s", expected, came) : NULL);
}

void conform_fail(struct conform_case *c, const char *expected, const char *came,
                  struct base_slice payload) {
    conform_fail_because(c, CONFORM_NO_REQUIREMENT, expected, came, payload);
}

void conform_conclude(struct conform_case *c) {
    if (c->outcome == CONFORM_FAILED)
        end_case(c, CONFORM_FAILED, NULL);
}

void conform_stop(struct conform_case *c, const char *reason) {
    conform_learned_stop(c->learned, reason);
    end_case(c, CONFORM_NOT_EXERCISED, reason);
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
    conform_tell(c, CONFORM_NOTE, 0,
                 base_slice_of(conform_text(c, "(waiting %d ms)", (int)milliseconds)));
    while (nanosleep(&left, &left) != 0)
        continue;
}

int64_t conform_unix_ms(void) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void conform_case_free(struct conform_case *c) {
    conform_transcript_free(&c->transcript);
    base_arena_clear(&c->kept);
    c->findings = NULL;
}
