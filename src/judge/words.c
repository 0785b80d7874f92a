/* What checks say, and the questions they ask. */
#include "judge/check.h"

#include <stdarg.h>

/* ---- what is said -------------------------------------------------------------------------- */

void judge_kept(const struct judge_check *check, const struct judge_occasion *at) {
    report_document_kept(&at->stream->document, check->id, 1);
}

static void set(uint32_t *has, uint32_t bit, struct codec_text *member, struct codec_text text) {
    if (!text.len)
        return;
    *has |= bit;
    *member = text;
}

/* As much of a payload as is kept; a longer one is cut before a character, and ends so. */
static struct codec_text shown(struct base_slice payload, char room[JUDGE_SHOWN_MAX + 8]) {
    if (payload.len <= JUDGE_SHOWN_MAX)
        return codec_text_plain(payload);
    size_t len = JUDGE_SHOWN_MAX;
    while (len && ((unsigned char)payload.ptr[len] & 0xC0) == 0x80)
        len--;
    memcpy(room, payload.ptr, len);
    memcpy(room + len, " ...", 4);
    return codec_text_plain(base_slice(room, len + 4));
}

/* The payload of the event that the finding is about, in `room` (JOURNAL_PAYLOAD_MAX bytes). */
static struct base_slice payload_of(const struct judge_occasion *at, char *room) {
    const struct judge_heard *heard = at->cause;
    struct journal_payload payload = journal_traffic_payload(at->traffic, false);
    struct base_slice aside;
    if (heard) {
        aside = base_slice(heard->payload.bytes, heard->payload.length);
        payload = (struct journal_payload){
            .schema = heard->event < STS_EVENT_COUNT ? sts_events[heard->event].payload : NULL,
            .slices = &aside,
            .count = heard->has_payload,
            .cut_from = heard->payload.cut_from,
        };
    }
    return base_slice(room, payload.count ? journal_elide(&payload, room) : 0);
}

/* The finding's place: the event that came in, or else what was sent because of it. The payload as
 * shown is in `cut`. */
static void locate(struct sts_control_report_finding *finding, const struct judge_occasion *at,
                   const char *pointer, char room[JOURNAL_PAYLOAD_MAX],
                   char cut[JUDGE_SHOWN_MAX + 8]) {
    const struct codec_text fragment = at->traffic->subject.fragment_id;
    bool is_sent = at->traffic->kind == JOURNAL_EVENT;
    set(&finding->has, STS_CONTROL_REPORT_FINDING_HAS_STREAM_ID, &finding->stream_id,
        codec_text_plain(at->stream->id));
    set(&finding->has, STS_CONTROL_REPORT_FINDING_HAS_FRAGMENT_ID, &finding->fragment_id, fragment);
    set(&finding->has, STS_CONTROL_REPORT_FINDING_HAS_POINTER, &finding->pointer,
        codec_text_plain(base_slice_of(pointer)));
    if (!at->cause && !is_sent)
        return;
    set(&finding->has, STS_CONTROL_REPORT_FINDING_HAS_EVENT, &finding->event,
        at->cause ? codec_text_plain(at->cause->name) : at->traffic->name);
    set(&finding->has, STS_CONTROL_REPORT_FINDING_HAS_PAYLOAD, &finding->payload,
        shown(payload_of(at, room), cut));
}

void judge_broken_at(const struct judge_check *check, const struct judge_occasion *at,
                     const char *pointer, const char *format, ...) {
    char room[JOURNAL_PAYLOAD_MAX], cut[JUDGE_SHOWN_MAX + 8];
    char sentence[CODEC_MESSAGE_SIZE + CODEC_POINTER_SIZE];
    va_list arguments;
    va_start(arguments, format);
    struct sts_control_report_finding finding = {
        .at_ms = at->traffic->wall_ms,
        .message = codec_text_vprint(sentence, sizeof sentence, format, arguments),
    };
    va_end(arguments);
    locate(&finding, at, pointer, room, cut);
    at->stream->entries.found = at->judge->entries;
    (void)report_document_found(&at->stream->document, check->id, &finding);
}

/* ---- what has happened --------------------------------------------------------------------- */

bool judge_has_reason(const struct judge_occasion *at, const char *reason) {
    return at->traffic->reason && strcmp(at->traffic->reason, reason) == 0;
}

bool judge_with_state(const struct judge_occasion *at) {
    return (at->error->has & STS_ERROR_HAS_METADATA) &&
           (at->error->metadata.has & STS_ERROR_METADATA_HAS_STATE);
}

bool judge_with_reason(const struct judge_occasion *at, const char *reason) {
    return judge_refused(at, STS_ERROR_CODE_INVALID_SEQUENCE) &&
           (at->error->has & STS_ERROR_HAS_METADATA) &&
           (at->error->metadata.has & STS_ERROR_METADATA_HAS_REASON) &&
           codec_text_equal(at->error->metadata.reason, codec_text_plain(base_slice_of(reason)));
}

bool judge_was_heard(const struct judge_occasion *at, uint64_t sent, uint64_t *since) {
    const struct journal_traffic *traffic = at->traffic;
    *since = traffic->caught_up_at > sent ? traffic->caught_up_at : sent;
    return !traffic->waiting_since || traffic->waiting_since > sent;
}

/* What is answered. */
bool judge_answers(const struct judge_occasion *at, enum sts_event_id event) {
    return at->cause && at->cause->event == event;
}

void judge_broken_by(const struct judge_check *check, const struct judge_occasion *at) {
    char message[CODEC_MESSAGE_SIZE];
    size_t len = codec_text_copy(at->error->message, message, sizeof message);
    len = len < sizeof message ? len : sizeof message - 1;
    BROKEN(check, at, "%.*s", (int)len, message);
}
