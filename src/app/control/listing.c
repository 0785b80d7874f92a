#include "app/control/listing.h"

/* First room for an item, and most: one can show much. */
#define ITEM_SIZE ((size_t)8 << 10)
#define ITEM_SIZE_MAX ((size_t)16 << 20)
/* Room for a list without its items. */
#define FRAME_SIZE 256

static struct app_listing *listing_of(struct app_turns *turns) {
    return BASE_CONTAINER(turns, struct app_listing, turns);
}

static void free_listing(struct app_turns *turns) {
    base_memory_give(turns->control->memory, listing_of(turns), sizeof(struct app_listing));
}

/* ---- the text ------------------------------------------------------------------------------ */

bool app_listing_put_frame(struct app_listing *listing, const void *frame, bool is_end) {
    struct app_turns *turns = &listing->turns;
    char own[FRAME_SIZE], text[FRAME_SIZE];
    struct codec_out out;
    codec_out_init(&out, own, sizeof own);
    if (!codec_encode(&out, sts_bodies[listing->kind->body].payload, frame)) {
        turns->error = out.error;
        return false;
    }
    size_t length = codec_out_length(&out);
    codec_out_flatten(&out, text);
    const char *open = memchr(text, '[', length);
    size_t before = (size_t)(open - text) + 1;
    return app_turns_put(turns,
                         is_end ? base_slice(open + 1, length - before) : base_slice(text, before));
}

/* Into `size` bytes at `own`, and from there to the part. */
static enum codec_error_code put_within(struct app_turns *turns, const struct codec_schema *schema,
                                        const void *item, bool is_first, char *own, size_t size) {
    struct codec_out out;
    codec_out_init(&out, own, size);
    if (!codec_encode(&out, schema, item)) {
        turns->error = out.error;
        return out.error.code;
    }
    size_t length = codec_out_length(&out);
    char *at = app_turns_reserve(turns, length + 1);
    if (!at)
        return CODEC_NO_SPACE;
    if (!is_first)
        *at++ = ',';
    codec_out_flatten(&out, at);
    turns->used += length + !is_first;
    return CODEC_OK;
}

/* Of the items of the only list of a body. */
static const struct codec_schema *items_of(enum sts_body_id body) {
    const struct codec_member *member = sts_bodies[body].payload->object->members;
    while (member->schema->store != CODEC_STORE_LIST)
        member++;
    return member->schema->array->items;
}

bool app_listing_put_item(struct app_listing *listing, const void *item) {
    struct app_turns *turns = &listing->turns;
    const struct codec_schema *schema = items_of(listing->kind->body);
    bool is_first = !listing->listed;
    struct base_memory *memory = turns->control->memory;
    char small[ITEM_SIZE];
    enum codec_error_code code = put_within(turns, schema, item, is_first, small, sizeof small);
    for (size_t size = 4 * ITEM_SIZE; code == CODEC_NO_SPACE && size <= ITEM_SIZE_MAX; size *= 4) {
        char *own = base_memory_take(memory, size);
        if (!own)
            break;
        code = put_within(turns, schema, item, is_first, own, size);
        base_memory_give(memory, own, size);
    }
    if (code == CODEC_OK)
        turns->error.code = CODEC_OK;
    return code == CODEC_OK;
}

/* ---- turns --------------------------------------------------------------------------------- */

/* Nothing comes or goes within a turn. */
static enum app_turns_progress list_some(struct app_listing *listing) {
    const struct app_listing_kind *kind = listing->kind;
    const struct app_control *control = listing->turns.control;
    const void *item = NULL;
    while ((item = kind->after(control, item, listing->after))) {
        if (kind->covers(listing, item)) {
            listing->more = !listing->left;
            if (listing->more)
                return APP_TURNS_DONE;
            if (!kind->put_item(listing, item))
                return APP_TURNS_FAILED;
            listing->listed = kind->number(item);
            listing->left--;
        }
        listing->after = kind->number(item);
        if (app_turns_is_over(&listing->turns))
            return APP_TURNS_MORE;
    }
    return APP_TURNS_DONE;
}

static enum app_turns_progress write(struct app_turns *turns) {
    struct app_listing *listing = listing_of(turns);
    const struct app_listing_kind *kind = listing->kind;
    if (!listing->framed && !kind->put_frame(listing, false))
        return APP_TURNS_FAILED;
    listing->framed = true;
    enum app_turns_progress progress = list_some(listing);
    return progress == APP_TURNS_DONE && !kind->put_frame(listing, true) ? APP_TURNS_FAILED
                                                                         : progress;
}

struct base_slice app_listing_streams(const struct app_listing *listing) {
    return base_slice(listing->streams, listing->streams_length);
}

void app_listing_begin(const struct app_control_request *request,
                       const struct app_listing_kind *kind, int64_t after, int64_t limit) {
    app_listing_begin_for(request, kind, after, limit, (struct codec_text){.ptr = NULL});
}

void app_listing_begin_for(const struct app_control_request *request,
                           const struct app_listing_kind *kind, int64_t after, int64_t limit,
                           struct codec_text streams) {
    struct app_listing *listing = base_memory_zero(request->control->memory, sizeof *listing);
    if (!listing) {
        app_control_unavailable(request);
        return;
    }
    app_turns_init(&listing->turns, request);
    listing->turns.name = sts_bodies[kind->body].name;
    listing->turns.write = write;
    listing->turns.free = free_listing;
    listing->kind = kind;
    listing->key = request->key;
    listing->after = (uint64_t)after;
    listing->streams_length = codec_text_copy(streams, listing->streams, sizeof listing->streams);
    listing->left = limit ? (size_t)limit : SIZE_MAX;
    app_turns_begin(&listing->turns);
}
