/* stream_list.c - the list of all streams: there may be many thousands, so it is written in turns.
 * A number says how far it is: streams may come and go meanwhile. */
#include "app/control/streams.h"
#include "app/control/turns.h"
#include "app/service/auth.h"

struct listing {
    struct app_turns turns; /* the first member */
    const struct app_auth_key *key;
    uint64_t after;  /* number of the last stream that was looked at */
    uint64_t listed; /* of the last one listed; 0: none */
    size_t left;     /* streams that may still be listed */
    bool more;       /* one that did not fit was found */
    bool framed;     /* what stands before the streams is written */
};

static struct listing *listing_of(struct app_turns *turns) {
    return BASE_CONTAINER(turns, struct listing, turns);
}

static void free_listing(struct app_turns *turns) {
    base_memory_give(turns->control->memory, listing_of(turns), sizeof(struct listing));
}

static bool put_frame(struct listing *listing, bool is_end) {
    const struct sts_control_streams frame = {
        .has = listing->more ? STS_CONTROL_STREAMS_HAS_NEXT : 0u,
        .seed = listing->turns.control->settings->streams.seed,
        .next = (int64_t)listing->listed,
    };
    return app_turns_put_frame(&listing->turns, STS_BODY_CONTROL_STREAMS, &frame, is_end);
}

static bool put_stream(struct listing *listing, const struct stream *stream) {
    const struct sts_control_stream shown = app_control_describe(listing->turns.control, stream);
    if (!app_turns_put_item(&listing->turns, STS_BODY_CONTROL_STREAMS, &shown, !listing->listed))
        return false;
    listing->listed = stream_number(stream);
    return true;
}

/* Lists streams for a while. */
static enum app_turns_progress list_some(struct listing *listing) {
    const struct app_control *control = listing->turns.control;
    const struct stream_registry *registry = app_service_registry(control->service);
    const struct stream *stream;
    while ((stream = stream_registry_after(registry, listing->after))) {
        if (app_auth_covers(listing->key, stream_id(stream))) {
            listing->more = !listing->left;
            if (listing->more)
                return APP_TURNS_DONE;
            if (!put_stream(listing, stream))
                return APP_TURNS_FAILED;
            listing->left--;
        }
        listing->after = stream_number(stream);
        if (app_turns_is_over(&listing->turns))
            return APP_TURNS_MORE;
    }
    return APP_TURNS_DONE;
}

static enum app_turns_progress write(struct app_turns *turns) {
    struct listing *listing = listing_of(turns);
    if (!listing->framed && !put_frame(listing, false))
        return APP_TURNS_FAILED;
    listing->framed = true;
    enum app_turns_progress progress = list_some(listing);
    return progress == APP_TURNS_DONE && !put_frame(listing, true) ? APP_TURNS_FAILED : progress;
}

void app_control_list_streams(const struct app_control_request *request) {
    const struct sts_list_streams_parameters *wanted = request->parameters;
    bool limited = wanted->has & STS_LIST_STREAMS_PARAMETERS_HAS_LIMIT;
    struct listing *listing = base_memory_zero(request->control->memory, sizeof *listing);
    if (!listing) {
        app_control_unavailable(request);
        return;
    }
    app_turns_init(&listing->turns, request);
    listing->turns.name = sts_bodies[STS_BODY_CONTROL_STREAMS].name;
    listing->turns.write = write;
    listing->turns.free = free_listing;
    listing->key = request->key;
    listing->after = (uint64_t)wanted->after;
    listing->left = limited ? (size_t)wanted->limit : SIZE_MAX;
    app_turns_begin(&listing->turns);
}
