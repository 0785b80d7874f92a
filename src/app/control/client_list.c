/* client_list.c - the list of clients, the newest first. */
#include "app/control/listing.h"
#include "app/service/auth.h"
#include "app/service/clients.h"

/* A list goes by numbers that grow. */
#define NEWEST (UINT64_C(1) << 53)

static uint64_t number_of(const void *item) {
    return NEWEST - ((const struct app_client *)item)->serial;
}

static const void *after(const struct app_control *control, const void *item, uint64_t number) {
    const uint64_t last = item ? number_of(item) : number;
    return last < NEWEST ? app_service_client_before(control->service, item, NEWEST - last) : NULL;
}

/* As in the journal, one without a stream is for keys of all streams. */
static bool covers(const struct app_listing *listing, const void *item) {
    const struct codec_text stream = app_client_stream(item);
    return stream.len ? app_auth_covers(listing->key, stream)
                      : app_auth_covers_pattern(listing->key, CODEC_TEXT("*"));
}

static bool put_frame(struct app_listing *listing, bool is_end) {
    const struct sts_control_clients frame = {
        .has = listing->more ? STS_CONTROL_CLIENTS_HAS_NEXT : 0u,
        .forgotten = (int64_t)app_service_clients_forgotten(listing->turns.control->service),
        .next = (int64_t)listing->listed,
    };
    return app_listing_put_frame(listing, &frame, is_end);
}

static bool put_item(struct app_listing *listing, const void *item) {
    struct app_client_room room;
    const struct sts_control_client shown = app_client_show(item, &room);
    return app_listing_put_item(listing, &shown);
}

void app_control_list_clients(const struct app_control_request *request) {
    static const struct app_listing_kind clients = {
        STS_BODY_CONTROL_CLIENTS, after, number_of, covers, put_frame, put_item};
    const struct sts_list_clients_parameters *wanted = request->parameters;
    bool limited = wanted->has & STS_LIST_CLIENTS_PARAMETERS_HAS_LIMIT;
    app_listing_begin(request, &clients, wanted->after, limited ? wanted->limit : 0);
}
