/* journal_pack.h - an entry kept as it came, in few bytes, and written as JSON when it is read. For
 * the journal alone. */
#ifndef REPORT_JOURNAL_PACK_H
#define REPORT_JOURNAL_PACK_H
#include "report/traffic.h"

/** The texts of an entry, in the order in which their bytes stand. */
enum report_packed_text {
    REPORT_PACKED_CONNECTION,
    REPORT_PACKED_NAMESPACE,
    REPORT_PACKED_SESSION,
    REPORT_PACKED_FRAGMENT,
    REPORT_PACKED_PAYLOAD,
    REPORT_PACKED_TEXTS,
};

/** What the entry does not say otherwise. */
struct report_packed {
    int64_t wall_ms;
    uint64_t ack_id;
    size_t cut_from; /**< as in struct report_payload */
    enum sts_event_id event;
    bool has_ack, has_payload;
    enum codec_text_form session_form, fragment_form;
    uint32_t lengths[REPORT_PACKED_TEXTS];
};

/** Whether this can be packed: what passes all the time can, an event that is as it should be and
 *  an ACK. */
bool report_packs(const struct report_traffic *traffic);

/** Makes `packed` of what can be packed. The bytes that it needs besides; `payload` is the
 *  traffic's. */
size_t report_pack(const struct report_traffic *traffic, const struct report_aside *payload,
                   struct report_packed *packed);

/** Copies the texts of the same. */
void report_pack_bytes(const struct report_traffic *traffic, const struct report_aside *payload,
                       const struct report_packed *packed, char *bytes);

/** The traffic again, but for `kind`, `direction`, `now_ms` and its stream's id. It borrows from
 *  `bytes` and `payload`. */
struct report_traffic report_unpack(const struct report_packed *packed, const char *bytes,
                                    struct base_slice *payload);

#endif
