#include "journal/pack.h"

static bool has_findings(const struct codec_report *report) {
    return report && report->count;
}

bool journal_packs(const struct journal_traffic *traffic) {
    bool is_event = traffic->kind == JOURNAL_EVENT && traffic->event < STS_EVENT_COUNT &&
                    traffic->verdict == JOURNAL_VERDICT_OK;
    return (is_event || traffic->kind == JOURNAL_ACK) && !has_findings(traffic->errors) &&
           !has_findings(traffic->deviations) && !traffic->client.address.len &&
           !traffic->client.stream_id.len && !traffic->client.worker_id.len;
}

size_t journal_pack(const struct journal_traffic *traffic, const struct journal_aside *payload,
                    struct journal_packed *packed) {
    size_t size = 0;
    *packed = (struct journal_packed){
        .wall_ms = traffic->wall_ms,
        .ack_id = traffic->ack_id,
        .waiting_since = traffic->waiting_since,
        .caught_up_at = traffic->caught_up_at,
        .cut_from = payload->cut_from,
        .event = traffic->event,
        .has_ack = traffic->has_ack,
        .has_payload = traffic->payload_count,
        .session_form = traffic->subject.session_id.form,
        .fragment_form = traffic->subject.fragment_id.form,
        .lengths =
            {
                [JOURNAL_PACKED_CONNECTION] = (uint32_t)traffic->client.id.len,
                [JOURNAL_PACKED_NAMESPACE] = (uint32_t)traffic->client.name.len,
                [JOURNAL_PACKED_SESSION] = (uint32_t)traffic->subject.session_id.len,
                [JOURNAL_PACKED_FRAGMENT] = (uint32_t)traffic->subject.fragment_id.len,
                [JOURNAL_PACKED_PAYLOAD] = (uint32_t)payload->length,
            },
    };
    for (size_t i = 0; i < JOURNAL_PACKED_TEXTS; i++)
        size += packed->lengths[i];
    return size;
}

void journal_pack_bytes(const struct journal_traffic *traffic, const struct journal_aside *payload,
                        const struct journal_packed *packed, char *bytes) {
    const char *const texts[JOURNAL_PACKED_TEXTS] = {
        [JOURNAL_PACKED_CONNECTION] = traffic->client.id.ptr,
        [JOURNAL_PACKED_NAMESPACE] = traffic->client.name.ptr,
        [JOURNAL_PACKED_SESSION] = traffic->subject.session_id.ptr,
        [JOURNAL_PACKED_FRAGMENT] = traffic->subject.fragment_id.ptr,
        [JOURNAL_PACKED_PAYLOAD] = payload->bytes,
    };
    for (size_t i = 0; i < JOURNAL_PACKED_TEXTS; i++) {
        if (packed->lengths[i])
            memcpy(bytes, texts[i], packed->lengths[i]);
        bytes += packed->lengths[i];
    }
}

struct journal_traffic journal_unpack(const struct journal_packed *packed, const char *bytes,
                                      struct base_slice *payload) {
    struct base_slice texts[JOURNAL_PACKED_TEXTS];
    for (size_t i = 0; i < JOURNAL_PACKED_TEXTS; i++) {
        texts[i] = base_slice(bytes, packed->lengths[i]);
        bytes += packed->lengths[i];
    }
    const struct base_slice session = texts[JOURNAL_PACKED_SESSION];
    const struct base_slice fragment = texts[JOURNAL_PACKED_FRAGMENT];
    *payload = texts[JOURNAL_PACKED_PAYLOAD];
    struct journal_traffic traffic = {
        .wall_ms = packed->wall_ms,
        .client = {.id = texts[JOURNAL_PACKED_CONNECTION], .name = texts[JOURNAL_PACKED_NAMESPACE]},
        .subject = {.session_id = {session.ptr, session.len, packed->session_form},
                    .fragment_id = {fragment.ptr, fragment.len, packed->fragment_form}},
        .event = packed->event,
        .payload = payload,
        .payload_count = packed->has_payload,
        .payload_cut_from = packed->cut_from,
        .verdict = JOURNAL_VERDICT_OK,
        .has_ack = packed->has_ack,
        .ack_id = packed->ack_id,
        .waiting_since = packed->waiting_since,
        .caught_up_at = packed->caught_up_at,
    };
    if (packed->event < STS_EVENT_COUNT)
        traffic.name = (struct codec_text){sts_events[packed->event].name.ptr,
                                           sts_events[packed->event].name.len, CODEC_TEXT_CLEAN};
    return traffic;
}
