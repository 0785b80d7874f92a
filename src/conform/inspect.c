#include "conform/inspect.h"

#include <json-c/json.h>
#include <stdio.h>

/* Findings of one payload that are kept. */
#define FINDINGS_MAX 8
#define POINTER_SIZE 512

/* Which requirement says that a payload is valid. */
static enum sts_requirement_id schema_requirement(int kind) {
    switch (kind) {
    case STS_EVENT_STREAM_READY:
        return STS_REQUIREMENT_016_5_2_STREAM_READY_SCHEMA;
    case STS_EVENT_FRAGMENT_ACK:
        return STS_REQUIREMENT_016_5_2_FRAGMENT_ACK_SCHEMA;
    case STS_EVENT_FRAGMENT_PROCESSED:
        return STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_SCHEMA;
    case STS_EVENT_STREAM_COMPLETE:
        return STS_REQUIREMENT_016_5_2_STREAM_COMPLETE_SCHEMA;
    case STS_EVENT_BACKPRESSURE:
        return STS_REQUIREMENT_016_5_2_BACKPRESSURE_SCHEMA;
    case STS_EVENT_ERROR:
        return STS_REQUIREMENT_016_5_2_ERROR_SCHEMA;
    case STS_EVENT_CONFIG_ERROR_SIMULATION_ACK:
    case STS_EVENT_CONFIG_PROCESSING_DELAY_ACK:
    case STS_EVENT_CONFIG_BACKPRESSURE_ACK:
    case STS_EVENT_SIMULATE_DISCONNECT_ACK:
        return STS_REQUIREMENT_STS_6_ACKS;
    default:
        return CONFORM_NO_REQUIREMENT;
    }
}

static void note_because(struct conform_worker *w, const struct conform_event *event,
                         enum sts_requirement_id requirement, enum sts_requirement_id cause,
                         const char *pointer, const char *expected, const char *came) {
    if (requirement == CONFORM_NO_REQUIREMENT)
        return;
    const char *name = conform_kind_name(event->kind);
    conform_note_because(w->c, requirement, cause, conform_text(w->c, "%s: %s", name, expected),
                         came, event->payload, pointer);
}

static void note(struct conform_worker *w, const struct conform_event *event,
                 enum sts_requirement_id requirement, const char *pointer, const char *expected,
                 const char *came) {
    note_because(w, event, requirement, CONFORM_NO_REQUIREMENT, pointer, expected, came);
}

/* Who trips over this event later, does so because of that. */
static void blame(struct conform_event *event, enum sts_requirement_id requirement) {
    if (event->blame == CONFORM_NO_REQUIREMENT)
        event->blame = requirement;
}

/* No member of any object is null. */
static void look_for_null(struct conform_worker *w, const struct conform_event *event,
                          struct json_object *value, char *pointer, size_t used) {
    if (!json_object_is_type(value, json_type_object))
        return;
    json_object_object_foreach(value, name, member) {
        int n = snprintf(pointer + used, POINTER_SIZE - used, "/%s", name);
        if (n < 0 || (size_t)n >= POINTER_SIZE - used)
            continue;
        if (!member)
            note(w, event, STS_REQUIREMENT_STS_1_NO_NULL, pointer,
                 "no null: members without a value must be left out", "null");
        look_for_null(w, event, member, pointer, used + (size_t)n);
        pointer[used] = '\0';
    }
}

/* Severity and retryable as the error table has them. A server may have other codes (016 §8.1). */
static void look_at_error(struct conform_worker *w, struct conform_event *event,
                          const struct sts_error *error) {
    if (error->code.value == STS_ERROR_CODE_OTHER)
        return;
    const struct sts_error_info *info = &sts_error_table[error->code.value];
    if (error->severity == info->severity && error->retryable == info->retryable)
        return;
    struct base_slice severity = sts_error_severity_text(info->severity);
    struct base_slice other = sts_error_severity_text(error->severity);
    blame(event, STS_REQUIREMENT_016_8_1_TABLE);
    note(w, event, STS_REQUIREMENT_016_8_1_TABLE,
         error->severity == info->severity ? "/retryable" : "/severity",
         conform_text(w->c, "%.*s with severity %.*s and retryable %s", (int)info->name.len,
                      info->name.ptr, (int)severity.len, severity.ptr,
                      info->retryable ? "true" : "false"),
         conform_text(w->c, "severity %.*s and retryable %s", (int)other.len, other.ptr,
                      error->retryable ? "true" : "false"));
}

static bool is_audio(const struct codec_error *error) {
    return strncmp(error->pointer, "/dubbed_audio", 13) == 0 ||
           (error->pointer[0] == '\0' && strstr(error->message, "dubbed_audio"));
}

static void tell_errors(struct conform_worker *w, struct conform_event *event,
                        const struct codec_report *report) {
    for (size_t i = 0; i < report->count && i < report->capacity; i++) {
        const struct codec_error *error = &report->errors[i];
        enum sts_requirement_id cause = CONFORM_NO_REQUIREMENT;
        if (event->kind == STS_EVENT_FRAGMENT_PROCESSED && is_audio(error)) {
            cause = STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_AUDIO;
            note(w, event, cause, error->pointer,
                 "valid base64 in the audio of a successful result", error->message);
            blame(event, cause);
        }
        note_because(w, event, schema_requirement(event->kind), cause, error->pointer,
                     "valid against its schema", error->message);
        blame(event, schema_requirement(event->kind));
    }
}

/* What cannot be read to its end. */
static void tell_unreadable(struct conform_worker *w, struct conform_event *event) {
    const enum sts_requirement_id requirement = schema_requirement(event->kind);
    if (codec_in_malformed(&event->in))
        note(w, event, requirement, "", "valid JSON",
             conform_text(w->c, "invalid JSON: %s", event->in.error.message));
    else
        note(w, event, requirement, "", "valid against its schema", event->in.error.message);
    blame(event, requirement);
}

static void tell_deviations(struct conform_worker *w, const struct conform_event *event,
                            const struct codec_report *report) {
    for (size_t i = 0; i < report->count && i < report->capacity; i++)
        if (strcmp(report->errors[i].keyword, "additionalProperties") == 0)
            note(w, event, STS_REQUIREMENT_016_5_2_KNOWN_MEMBERS, report->errors[i].pointer,
                 "only members that its schema defines", report->errors[i].message);
}

void conform_inspect(struct conform_worker *w, struct conform_event *event) {
    struct codec_error errors[FINDINGS_MAX], deviations[FINDINGS_MAX];
    struct codec_report broken = {errors, FINDINGS_MAX, 0}, odd = {deviations, FINDINGS_MAX, 0};
    codec_in_init(&event->in, event->payload, &w->c->scratch);
    if (event->kind >= STS_EVENT_COUNT || w->c->provoked & CONFORM_KIND(event->kind))
        return;
    void *message = conform_take(w->c, sts_events[event->kind].size);
    event->in.errors = &broken;
    event->in.deviations = &odd;
    bool decoded = codec_decode(&event->in, sts_events[event->kind].payload, message);
    if (!decoded && (broken.count == 0 || codec_in_malformed(&event->in)))
        tell_unreadable(w, event);
    tell_errors(w, event, &broken);
    tell_deviations(w, event, &odd);
    if (decoded && w->c->coverage)
        report_coverage_note(w->c->coverage, (enum sts_event_id)event->kind, event->payload,
                             w->c->seen);
    if (decoded && event->kind == STS_EVENT_ERROR)
        look_at_error(w, event, message);
    char pointer[POINTER_SIZE] = "";
    char *text = conform_copy(w->c, event->payload);
    struct json_object *value = json_tokener_parse(text);
    look_for_null(w, event, value, pointer, 0);
    (void)json_object_put(value);
}
