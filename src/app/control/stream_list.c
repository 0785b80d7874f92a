/* stream_list.c - the list of all streams. */
#include "app/control/listing.h"
#include "app/control/streams.h"
#include "app/service/auth.h"

static const void *after(const struct app_control *control, const void *item, uint64_t number) {
    (void)item;
    return stream_registry_after(app_service_registry(control->service), number);
}

static uint64_t number_of(const void *item) {
    return stream_number(item);
}

static bool covers(const struct app_listing *listing, const void *item) {
    return app_auth_covers(listing->key, stream_id(item));
}

static bool put_frame(struct app_listing *listing, bool is_end) {
    const struct sts_control_streams frame = {
        .has = listing->more ? STS_CONTROL_STREAMS_HAS_NEXT : 0u,
        .seed = listing->turns.control->settings->streams.seed,
        .next = (int64_t)listing->listed,
    };
    return app_listing_put_frame(listing, &frame, is_end);
}

static bool put_item(struct app_listing *listing, const void *item) {
    struct app_described described;
    if (!app_control_describe(&described, listing->turns.control, item))
        return false;
    const bool put = app_listing_put_item(listing, &described.stream);
    app_control_describe_free(&described);
    return put;
}

void app_control_list_streams(const struct app_control_request *request) {
    static const struct app_listing_kind streams = {
        STS_BODY_CONTROL_STREAMS, after, number_of, covers, put_frame, put_item};
    const struct sts_list_streams_parameters *wanted = request->parameters;
    bool limited = wanted->has & STS_LIST_STREAMS_PARAMETERS_HAS_LIMIT;
    app_listing_begin(request, &streams, wanted->after, limited ? wanted->limit : 0);
}
