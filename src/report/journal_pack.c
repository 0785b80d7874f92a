#include "report/journal_pack.h"

static bool has_findings(const struct codec_report *report) {
    return report && report->count;
}

bool report_packs(const struct report_traffic *traffic) {
    bool is_event = traffic->kind == REPORT_EVENT && traffic->event < STS_EVENT_COUNT &&
                    traffic->verdict == REPORT_VERDICT_OK;
    return (is_event || traffic->kind == REPORT_ACK) && !has_findings(traffic->errors) &&
           !has_findings(traffic->deviations) && !traffic->client.address.len &&
           !traffic->client.stream_id.len && !traffic->client.worker_id.len;
}

size_t report_pack(const struct report_traffic *traffic, const struct report_aside *payload,
                   struct report_packed *packed) {
    size_t size = 0;
    *packed = (struct report_packed){
        .wall_ms = traffic->wall_ms,
        .ack_id = traffic->ack_id,
        .cut_from = payload->cut_from,
        .event = traffic->event,
        .has_ack = traffic->has_ack,
        .has_payload = traffic->payload_count,
        .session_form = traffic->subject.session_id.form,
        .fragment_form = traffic->subject.fragment_id.form,
        .lengths =
            {
                [REPORT_PACKED_CONNECTION] = (uint32_t)traffic->client.id.len,
                [REPORT_PACKED_NAMESPACE] = (uint32_t)traffic->client.name.len,
                [REPORT_PACKED_SESSION] = (uint32_t)traffic->subject.session_id.len,
                [REPORT_PACKED_FRAGMENT] = (uint32_t)traffic->subject.fragment_id.len,
                [REPORT_PACKED_PAYLOAD] = (uint32_t)payload->length,
            },
    };
    for (size_t i = 0; i < REPORT_PACKED_TEXTS; i++)
        size += packed->lengths[i];
    return size;
}

void report_pack_bytes(const struct report_traffic *traffic, const struct report_aside *payload,
                       const struct report_packed *packed, char *bytes) {
    const char *const texts[REPORT_PACKED_TEXTS] = {
        [REPORT_PACKED_CONNECTION] = traffic->client.id.ptr,
        [REPORT_PACKED_NAMESPACE] = traffic->client.name.ptr,
        [REPORT_PACKED_SESSION] = traffic->subject.session_id.ptr,
        [REPORT_PACKED_FRAGMENT] = traffic->subject.fragment_id.ptr,
        [REPORT_PACKED_PAYLOAD] = payload->bytes,
    };
    for (size_t i = 0; i < REPORT_PACKED_TEXTS; i++) {
        if (packed->lengths[i])
            memcpy(bytes, texts[i], packed->lengths[i]);
        bytes += packed->lengths[i];
    }
}

struct report_traffic report_unpack(const struct report_packed *packed, const char *bytes,
                                    struct base_slice *payload) {
    struct base_slice texts[REPORT_PACKED_TEXTS];
    for (size_t i = 0; i < REPORT_PACKED_TEXTS; i++) {
        texts[i] = base_slice(bytes, packed->lengths[i]);
        bytes += packed->lengths[i];
    }
    const struct base_slice session = texts[REPORT_PACKED_SESSION];
    const struct base_slice fragment = texts[REPORT_PACKED_FRAGMENT];
    *payload = texts[REPORT_PACKED_PAYLOAD];
    struct report_traffic traffic = {
        .wall_ms = packed->wall_ms,
        .client = {.id = texts[REPORT_PACKED_CONNECTION], .name = texts[REPORT_PACKED_NAMESPACE]},
        .subject = {.session_id = {session.ptr, session.len, packed->session_form},
                    .fragment_id = {fragment.ptr, fragment.len, packed->fragment_form}},
        .event = packed->event,
        .payload = payload,
        .payload_count = packed->has_payload,
        .payload_cut_from = packed->cut_from,
        .verdict = REPORT_VERDICT_OK,
        .has_ack = packed->has_ack,
        .ack_id = packed->ack_id,
    };
    if (packed->event < STS_EVENT_COUNT)
        traffic.name = (struct codec_text){sts_events[packed->event].name.ptr,
                                           sts_events[packed->event].name.len, CODEC_TEXT_CLEAN};
    return traffic;
}
