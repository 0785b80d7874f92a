#include "app/invalid.h"

#include <stdio.h>

#define SENTENCE_SIZE 1024

static struct base_slice sentence_of(const char *sentence, int n, size_t size) {
    return base_slice(sentence, n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1);
}

/* The bound on the audio has an error code of its own, which goes before other findings. */
static bool is_too_large(const struct codec_event *event, const struct codec_error *error) {
    return event == &sts_events[STS_EVENT_FRAGMENT_DATA] &&
           strcmp(error->keyword, "maxLength") == 0 &&
           strcmp(error->pointer, "/audio/data_base64") == 0;
}

bool app_invalid_member(const struct codec_report *report, const char *pointer) {
    for (size_t i = 0; i < report->count && i < report->capacity; i++)
        if (strcmp(report->errors[i].pointer, pointer) == 0)
            return true;
    return report->count > report->capacity;
}

void app_invalid_payload(struct stream *stream, const struct codec_event *event,
                         struct codec_text fragment_id, const struct codec_report *report) {
    size_t told = report->count < report->capacity ? report->count : report->capacity;
    struct sts_schema_error list[APP_INVALID_MAX];
    enum sts_error_code code = STS_ERROR_CODE_INVALID_CONFIG;
    const struct codec_error *shown = told ? &report->errors[0] : NULL;
    for (size_t i = 0; i < told; i++) {
        const struct codec_error *error = &report->errors[i];
        list[i] = (struct sts_schema_error){
            .path = codec_text_plain(base_slice_of(error->pointer)),
            .keyword = codec_text_plain(base_slice_of(error->keyword)),
            .message = codec_text_plain(base_slice_of(error->message)),
        };
        if (code == STS_ERROR_CODE_INVALID_CONFIG && is_too_large(event, error)) {
            code = STS_ERROR_CODE_FRAGMENT_TOO_LARGE;
            shown = error;
        }
    }
    char sentence[SENTENCE_SIZE], more[40] = "";
    if (report->count > 1)
        (void)snprintf(more, sizeof more, " (and %zu more)", report->count - 1);
    int n = !shown ? snprintf(sentence, sizeof sentence, "%.*s: the payload is missing",
                              (int)event->name.len, event->name.ptr)
                   : snprintf(sentence, sizeof sentence, "%.*s: %s %s%s", (int)event->name.len,
                              event->name.ptr, *shown->pointer ? shown->pointer : "the payload",
                              shown->message, more);
    struct sts_error_metadata metadata = {
        .has = told ? STS_ERROR_METADATA_HAS_ERRORS : 0,
        .errors = {.items = list, .count = told},
    };
    struct stream_error error = {
        .code = code,
        .message = sentence_of(sentence, n, sizeof sentence),
        .stream_id = stream_id(stream),
        .fragment_id = fragment_id,
        .metadata = told ? &metadata : NULL,
    };
    stream_send_error(stream, &error);
}

void app_invalid_name(struct stream *stream, struct base_slice name) {
    char sentence[SENTENCE_SIZE];
    const struct codec_event *found = sts_event_closest(STS_FROM_WORKER, name);
    struct base_slice closest = found ? found->name : base_slice(NULL, 0);
    int n = closest.len ? snprintf(sentence, sizeof sentence,
                                   "there is no event \"%.*s\"; did you mean \"%.*s\"?",
                                   (int)name.len, name.ptr, (int)closest.len, closest.ptr)
                        : snprintf(sentence, sizeof sentence, "there is no event \"%.*s\"",
                                   (int)name.len, name.ptr);
    struct sts_error_metadata metadata = {
        .has = STS_ERROR_METADATA_HAS_CLOSEST,
        .closest = codec_text_plain(closest),
    };
    struct stream_error error = {
        .code = STS_ERROR_CODE_INVALID_CONFIG,
        .message = sentence_of(sentence, n, sizeof sentence),
        .stream_id = stream_id(stream),
        .metadata = closest.len ? &metadata : NULL,
    };
    stream_send_error(stream, &error);
}
