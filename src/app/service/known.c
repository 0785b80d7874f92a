#include "app/service/known.h"

#include "base/glob.h"
#include "echo/echo.h"
#include "stream/id.h"
#include "stream/registry.h"
#include "stream/view.h"

size_t app_known_streams(const struct app_service *service, struct codec_text pattern) {
    const struct stream_registry *registry = app_service_registry(service);
    const struct stream *stream = NULL;
    char text[STREAM_ID_SIZE], room[STREAM_ID_SIZE];
    const struct base_slice given = base_slice(text, codec_text_copy(pattern, text, sizeof text));
    size_t count = 0;
    if (base_glob_is_plain(given))
        return stream_registry_find(registry, base_glob_text(given, room)) ? 1 : 0;
    while ((stream = stream_registry_next(registry, stream))) {
        const struct codec_text id = stream_id(stream);
        count += base_glob_match(given, base_slice(id.ptr, id.len)) ? 1 : 0;
    }
    return count;
}

bool app_known_armed(const struct app_service *service, struct codec_text pattern) {
    const struct echo *echo = app_service_echo(service);
    const struct echo_record *record = NULL;
    char text[STREAM_ID_SIZE], room[STREAM_ID_SIZE];
    char own[2 * STREAM_ID_SIZE], own_text[2 * STREAM_ID_SIZE];
    const struct base_slice given = base_slice(text, codec_text_copy(pattern, text, sizeof text));
    const bool is_one = base_glob_is_plain(given);
    if (is_one && echo_record_knows(echo, base_glob_text(given, room)))
        return true;
    while ((record = echo_record_after(echo, record))) {
        const struct base_slice armed = base_glob_text(echo_record_pattern(record, own), own_text);
        if (is_one ? base_slice_equal(armed, base_glob_text(given, room))
                   : base_glob_match(given, armed))
            return true;
    }
    return false;
}

void app_known_try(const struct app_service *service, const struct app_auth_key *key,
                   struct codec_closest *search,
                   void (*consider)(struct codec_closest *search, struct base_slice candidate)) {
    const struct stream_registry *registry = app_service_registry(service);
    const struct echo *echo = app_service_echo(service);
    const struct stream *stream = NULL;
    const struct echo_record *record = NULL;
    char room[2 * STREAM_ID_SIZE];
    while (!codec_closest_over(search) && (stream = stream_registry_next(registry, stream))) {
        const struct codec_text id = stream_id(stream);
        if (app_auth_covers(key, id))
            consider(search, base_slice(id.ptr, id.len));
    }
    while (!codec_closest_over(search) && (record = echo_record_after(echo, record)))
        if (!base_slice_equal(record->pattern, search->name) && /* it is armed, and not there */
            app_auth_covers_pattern(key, codec_text_plain(echo_record_pattern(record, room))))
            consider(search, record->pattern);
}
