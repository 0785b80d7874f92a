/* pack.h - an entry kept as it came, in few bytes, and written as JSON when it is read. For
 * the journal alone. */
#ifndef JOURNAL_PACK_H
#define JOURNAL_PACK_H
#include "journal/traffic.h"

/** The texts of an entry, in the order in which their bytes stand. */
enum journal_packed_text {
    JOURNAL_PACKED_CONNECTION,
    JOURNAL_PACKED_NAMESPACE,
    JOURNAL_PACKED_SESSION,
    JOURNAL_PACKED_FRAGMENT,
    JOURNAL_PACKED_PAYLOAD,
    JOURNAL_PACKED_TEXTS,
};

/** What the entry does not say otherwise. */
struct journal_packed {
    int64_t wall_ms;
    uint64_t ack_id;
    uint64_t waiting_since, caught_up_at;
    size_t cut_from; /**< as in struct journal_payload */
    enum sts_event_id event;
    bool has_ack, has_payload;
    enum codec_text_form session_form, fragment_form;
    uint32_t lengths[JOURNAL_PACKED_TEXTS];
};

/** Whether this can be packed: what passes all the time can, an event that is as it should be and
 *  an ACK. */
bool journal_packs(const struct journal_traffic *traffic);

/** Makes `packed` of what can be packed. The bytes that it needs besides; `payload` is the
 *  traffic's. */
size_t journal_pack(const struct journal_traffic *traffic, const struct journal_aside *payload,
                    struct journal_packed *packed);

/** Copies the texts of the same. */
void journal_pack_bytes(const struct journal_traffic *traffic, const struct journal_aside *payload,
                        const struct journal_packed *packed, char *bytes);

/** The traffic again, but for `kind`, `direction`, `now_ms` and its stream's id. It borrows from
 *  `bytes` and `payload`. */
struct journal_traffic journal_unpack(const struct journal_packed *packed, const char *bytes,
                                      struct base_slice *payload);

#endif
