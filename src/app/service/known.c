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

struct armed_search {
    struct base_slice pattern; /* that is looked for */
    struct base_slice text;    /* base_glob_text of it */
    bool found;
};

static void compare(void *context, struct base_slice armed) {
    struct armed_search *search = context;
    char room[STREAM_ID_SIZE];
    const struct base_slice text = base_glob_text(armed, room);
    search->found = search->found ||
                    (base_glob_is_plain(search->pattern) ? base_slice_equal(text, search->text)
                                                         : base_glob_match(search->pattern, text));
}

bool app_known_armed(const struct app_service *service, struct codec_text pattern) {
    char text[STREAM_ID_SIZE], room[STREAM_ID_SIZE];
    struct armed_search search = {
        .pattern = base_slice(text, codec_text_copy(pattern, text, sizeof text))};
    search.text = base_glob_text(search.pattern, room);
    echo_armed_patterns(app_service_echo(service), compare, &search);
    return search.found;
}

struct name_search {
    const struct app_auth_key *key;
    struct codec_closest *search;
    void (*consider)(struct codec_closest *search, struct base_slice candidate);
};

static void try_pattern(void *context, struct base_slice armed) {
    const struct name_search *names = context;
    if (!codec_closest_over(names->search) &&
        app_auth_covers_pattern(names->key, codec_text_plain(armed)))
        names->consider(names->search, armed);
}

void app_known_try(const struct app_service *service, const struct app_auth_key *key,
                   struct codec_closest *search,
                   void (*consider)(struct codec_closest *search, struct base_slice candidate)) {
    const struct stream_registry *registry = app_service_registry(service);
    const struct stream *stream = NULL;
    struct name_search names = {key, search, consider};
    while (!codec_closest_over(search) && (stream = stream_registry_next(registry, stream))) {
        const struct codec_text id = stream_id(stream);
        if (app_auth_covers(key, id))
            consider(search, base_slice(id.ptr, id.len));
    }
    echo_armed_patterns(app_service_echo(service), try_pattern, &names);
}
