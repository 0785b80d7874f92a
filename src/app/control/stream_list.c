/* stream_list.c - the list of all streams: there may be many thousands, so it is written in turns.
 * A number says how far it is: streams may come and go meanwhile. */
#include "app/control/streams.h"
#include "app/control/turns.h"
#include "app/service/auth.h"

/* First room for one stream, and most: it shows what is armed for it. */
#define STREAM_SIZE ((size_t)8 << 10)
#define STREAM_SIZE_MAX ((size_t)16 << 20)
/* Room for the list without its streams. */
#define FRAME_SIZE 256

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

/* ---- the text ------------------------------------------------------------------------------ */

/* The list without its streams: up to where they stand, or from there. */
static bool put_frame(struct listing *listing, bool is_end) {
    const struct sts_control_streams frame = {
        .has = listing->more ? STS_CONTROL_STREAMS_HAS_NEXT : 0u,
        .seed = listing->turns.control->settings->streams.seed,
        .next = (int64_t)listing->listed,
    };
    char own[FRAME_SIZE], text[FRAME_SIZE];
    struct codec_out out;
    codec_out_init(&out, own, sizeof own);
    if (!sts_control_streams_encode(&out, &frame))
        return false;
    size_t length = codec_out_length(&out);
    codec_out_flatten(&out, text);
    const char *open = memchr(text, '[', length);
    size_t before = (size_t)(open - text) + 1;
    return app_turns_put(&listing->turns,
                         is_end ? base_slice(open + 1, length - before) : base_slice(text, before));
}

/* Into `size` bytes at `own`, and from there to the part. */
static struct codec_error encode_within(struct listing *listing,
                                        const struct sts_control_stream *stream, char *own,
                                        size_t size) {
    struct codec_out out;
    codec_out_init(&out, own, size);
    if (!sts_control_stream_encode(&out, stream))
        return out.error;
    size_t length = codec_out_length(&out);
    char *at = app_turns_reserve(&listing->turns, length + 1);
    if (!at)
        return (struct codec_error){.code = CODEC_NO_SPACE};
    if (listing->listed)
        *at++ = ',';
    codec_out_flatten(&out, at);
    listing->turns.used += length + (listing->listed ? 1 : 0);
    return (struct codec_error){.code = CODEC_OK};
}

static struct codec_error put_stream(struct listing *listing, const struct stream *stream) {
    const struct sts_control_stream shown = app_control_describe(listing->turns.control, stream);
    struct base_memory *memory = listing->turns.control->memory;
    char small[STREAM_SIZE];
    struct codec_error error = encode_within(listing, &shown, small, sizeof small);
    for (size_t size = 4 * STREAM_SIZE; error.code == CODEC_NO_SPACE && size <= STREAM_SIZE_MAX;
         size *= 4) {
        char *own = base_memory_take(memory, size);
        if (!own)
            break;
        error = encode_within(listing, &shown, own, size);
        base_memory_give(memory, own, size);
    }
    if (error.code == CODEC_OK)
        listing->listed = stream_number(stream);
    return error;
}

/* ---- turns --------------------------------------------------------------------------------- */

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
            listing->turns.error = put_stream(listing, stream);
            if (listing->turns.error.code != CODEC_OK)
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
        app_control_error(request, 503, STS_CONTROL_ERROR_CODE_UNAVAILABLE, "out of memory");
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
