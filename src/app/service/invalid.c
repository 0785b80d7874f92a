#include "app/service/invalid.h"

#include <stdio.h>

#define AUDIO "/audio/data_base64"

/* The bound on the audio has an error code of its own, which goes before other findings. */
static bool is_too_large(const struct codec_event *event, const struct codec_error *error) {
    return event == &sts_events[STS_EVENT_FRAGMENT_DATA] &&
           strcmp(error->keyword, "maxLength") == 0 && strcmp(error->pointer, AUDIO) == 0;
}

/* What stands in the place of the audio when a client sends bytes instead of text is an object. */
static bool is_no_text(const struct codec_event *event, const struct codec_error *error) {
    return event == &sts_events[STS_EVENT_FRAGMENT_DATA] && strcmp(error->keyword, "type") == 0 &&
           strcmp(error->pointer, AUDIO) == 0;
}

bool app_invalid_member(const struct codec_report *report, const char *pointer) {
    for (size_t i = 0; i < report->count && i < report->capacity; i++)
        if (strcmp(report->errors[i].pointer, pointer) == 0)
            return true;
    return report->count > report->capacity;
}

/* The finding that is told first: the audio's size, or whatever comes first. NULL: none. */
static const struct codec_error *main_finding(const struct codec_event *event,
                                              const struct codec_report *report) {
    size_t told = report->count < report->capacity ? report->count : report->capacity;
    for (size_t i = 0; i < told; i++)
        if (is_too_large(event, &report->errors[i]))
            return &report->errors[i];
    return told ? &report->errors[0] : NULL;
}

bool app_invalid_size(const struct codec_report *report) {
    const struct codec_event *event = &sts_events[STS_EVENT_FRAGMENT_DATA];
    const struct codec_error *found = main_finding(event, report);
    return found && is_too_large(event, found);
}

struct codec_text app_invalid_sentence(const struct codec_event *event,
                                       const struct codec_report *report, char *sentence) {
    const struct codec_error *shown = main_finding(event, report);
    char more[48] = "";
    if (report->count > 1)
        (void)snprintf(more, sizeof more, " (and %s%zu more)",
                       report->count < CODEC_FINDINGS_MAX ? "" : "at least ", report->count - 1);
    if (!shown)
        return codec_text_print(sentence, APP_INVALID_SENTENCE, "%.*s: the payload is missing",
                                (int)event->name.len, event->name.ptr);
    return codec_text_print(sentence, APP_INVALID_SENTENCE, "%.*s: %s %s%s", (int)event->name.len,
                            event->name.ptr, *shown->pointer ? shown->pointer : "the payload",
                            shown->message, more);
}

void app_invalid_payload(struct stream_connection *connection, const struct codec_event *event,
                         struct codec_text fragment_id, const struct codec_report *report) {
    size_t told = report->count < report->capacity ? report->count : report->capacity;
    struct sts_schema_error list[APP_INVALID_MAX];
    for (size_t i = 0; i < told; i++)
        list[i] = (struct sts_schema_error){
            .path = codec_text_plain(base_slice_of(report->errors[i].pointer)),
            .keyword = codec_text_plain(base_slice_of(report->errors[i].keyword)),
            .message = codec_text_plain(base_slice_of(report->errors[i].message)),
        };
    const struct codec_error *shown = main_finding(event, report);
    struct sts_error_metadata metadata = {
        .has = STS_ERROR_METADATA_HAS_ERRORS,
        .errors = {.items = list, .count = told},
    };
    for (size_t i = 0; i < told; i++) {
        if (!is_no_text(event, &report->errors[i]))
            continue;
        metadata.has |= STS_ERROR_METADATA_HAS_HINT;
        metadata.hint =
            CODEC_TEXT("send the audio as base64 text: binary attachments are not accepted");
    }
    char sentence[APP_INVALID_SENTENCE];
    struct stream_error error = {
        .code = shown && is_too_large(event, shown) ? STS_ERROR_CODE_FRAGMENT_TOO_LARGE
                                                    : STS_ERROR_CODE_INVALID_CONFIG,
        .message = app_invalid_sentence(event, report, sentence),
        .stream_id = stream_connection_id(connection),
        .fragment_id = fragment_id,
        .metadata = told ? &metadata : NULL,
    };
    stream_connection_error(connection, &error);
}

void app_invalid_name(struct stream_connection *connection, struct base_slice name) {
    char sentence[APP_INVALID_SENTENCE];
    /* one that goes both ways is the worker's here */
    bool is_theirs = sts_event_find(STS_FROM_WORKER, name);
    bool is_ours = !is_theirs && sts_event_find(STS_TO_WORKER, name);
    const struct codec_event *found =
        is_theirs || is_ours ? NULL : sts_event_closest(STS_FROM_WORKER, name);
    struct base_slice closest = found ? found->name : base_slice(NULL, 0);
    struct codec_text message;
    if (is_theirs)
        message = codec_text_print(sentence, sizeof sentence,
                                   "this server does not support the event \"%.*s\"", (int)name.len,
                                   name.ptr);
    else if (is_ours)
        message = codec_text_print(sentence, sizeof sentence,
                                   "workers cannot send \"%.*s\": the STS sends it to workers",
                                   (int)name.len, name.ptr);
    else if (closest.len)
        message = codec_text_print(sentence, sizeof sentence,
                                   "unknown event \"%.*s\"; did you mean \"%.*s\"?", (int)name.len,
                                   name.ptr, (int)closest.len, closest.ptr);
    else
        message = codec_text_print(sentence, sizeof sentence, "unknown event \"%.*s\"",
                                   (int)name.len, name.ptr);
    struct sts_error_metadata metadata = {
        .has = STS_ERROR_METADATA_HAS_CLOSEST,
        .closest = codec_text_plain(closest),
    };
    struct stream_error error = {
        .code = STS_ERROR_CODE_INVALID_CONFIG,
        .message = message,
        .stream_id = stream_connection_id(connection),
        .metadata = closest.len ? &metadata : NULL,
    };
    stream_connection_error(connection, &error);
}
