#include "conform/timeline.h"

#include "conform/worker.h"

#include <stdio.h>

/* Fragments, and other things, of one stream that are drawn: more cannot be told apart. */
#define FRAGMENTS_MAX 128
#define BANDS_MAX 64
#define MARKS_MAX 64

/* One stream on its way into the report. */
struct drawing {
    struct conform_worker *w;
    struct base_arena *arena;
    struct sts_control_report_stream stream;
    struct sts_control_report_fragment *fragments;
    struct sts_control_report_band *bands;
    struct sts_control_report_mark *marks;
    int64_t start; /* stream:ready, milliseconds since the case began */
};

/* The event that came after `event`, or the first; NULL: no more. */
static struct conform_event *next_event(struct conform_worker *w, struct conform_event *event) {
    struct base_list_node *node =
        event ? base_list_next(&w->events, &event->node) : base_list_first(&w->events);
    return node ? BASE_CONTAINER(node, struct conform_event, node) : NULL;
}

static struct conform_sent *next_sent(struct conform_worker *w, struct conform_sent *sent) {
    struct base_list_node *node =
        sent ? base_list_next(&w->sent, &sent->node) : base_list_first(&w->sent);
    return node ? BASE_CONTAINER(node, struct conform_sent, node) : NULL;
}

static struct codec_text text(struct drawing *drawing, struct codec_text from) {
    struct base_slice copy = base_arena_copy(drawing->arena, base_slice(from.ptr, from.len));
    return (struct codec_text){copy.ptr ? copy.ptr : "", copy.ptr ? copy.len : 0, from.form};
}

static struct codec_text words(struct drawing *drawing, const char *from) {
    return text(drawing, codec_text_plain(base_slice_of(from)));
}

/* Since the stream began. */
static int64_t time_of(const struct drawing *drawing, int64_t at) {
    return at > drawing->start ? at - drawing->start : 0;
}

/* ---- fragments ----------------------------------------------------------------------------- */

/* What an event says of a fragment: its id, and the rest in the row. */
static struct codec_text draw_event(struct drawing *drawing, struct conform_event *event,
                                    struct sts_control_report_fragment *row) {
    static const enum sts_control_report_fragment_status states[] = {
#define ROW(NAME, name, text)                                                                      \
    [STS_FRAGMENT_STATUS_##NAME] = STS_CONTROL_REPORT_FRAGMENT_STATUS_##NAME,
        STS_FRAGMENT_STATUSES(ROW)
#undef ROW
    };
    struct sts_fragment_ack ack;
    struct sts_fragment_processed result;
    struct sts_error error;
    switch (event->kind) {
    case STS_EVENT_FRAGMENT_ACK:
        conform_decode(event, &ack);
        row->has |= STS_CONTROL_REPORT_FRAGMENT_HAS_ACKED_MS;
        row->acked_ms = time_of(drawing, event->at);
        return ack.fragment_id;
    case STS_EVENT_FRAGMENT_PROCESSED:
        conform_decode(event, &result);
        row->has |= STS_CONTROL_REPORT_FRAGMENT_HAS_PROCESSED_MS;
        row->processed_ms = time_of(drawing, event->at);
        row->status = states[result.status];
        if (result.has & STS_FRAGMENT_PROCESSED_HAS_ERROR) {
            row->has |= STS_CONTROL_REPORT_FRAGMENT_HAS_CODE;
            row->code = text(drawing, sts_error_code_or_other_text(&result.error.code));
        }
        return result.fragment_id;
    case STS_EVENT_ERROR:
        conform_decode(event, &error);
        row->has |= STS_CONTROL_REPORT_FRAGMENT_HAS_CODE;
        row->code = text(drawing, sts_error_code_or_other_text(&error.code));
        row->status = STS_CONTROL_REPORT_FRAGMENT_STATUS_REFUSED;
        return error.fragment_id;
    default:
        return CODEC_TEXT("");
    }
}

/* A fragment from its sending to its outcome. One that was sent again has a life for each time. */
static void draw_fragment(struct drawing *drawing, const struct conform_sent *sent) {
    struct sts_control_report_fragment row = {
        .fragment_id = words(drawing, sent->fragment->id),
        .sequence_number = sent->fragment->number,
        .sent_ms = time_of(drawing, sent->at),
        .status = STS_CONTROL_REPORT_FRAGMENT_STATUS_WAITING,
    };
    for (struct conform_event *event = next_event(drawing->w, NULL);
         event && row.status == STS_CONTROL_REPORT_FRAGMENT_STATUS_WAITING;
         event = next_event(drawing->w, event)) {
        struct sts_control_report_fragment with = row;
        if (event->drawn || event->at < sent->at ||
            !conform_is(draw_event(drawing, event, &with), sent->fragment->id))
            continue;
        event->drawn = true;
        row = with;
    }
    drawing->fragments[drawing->stream.fragments.count++] = row;
}

/* ---- bands and marks ----------------------------------------------------------------------- */

static void draw_mark(struct drawing *drawing, enum sts_control_report_mark_kind kind, int64_t at,
                      const char *what) {
    if (drawing->stream.marks.count == MARKS_MAX) {
        drawing->stream.left_out++;
        return;
    }
    drawing->marks[drawing->stream.marks.count++] = (struct sts_control_report_mark){
        .kind = kind, .at_ms = time_of(drawing, at), .text = words(drawing, what)};
}

/* Ends the last band where it is of that kind and open. */
static void close_band(struct drawing *drawing, enum sts_control_report_band_kind kind,
                       int64_t at) {
    for (size_t i = 0; i < drawing->stream.bands.count; i++) {
        struct sts_control_report_band *band = &drawing->bands[i];
        if (band->kind != kind || band->has & STS_CONTROL_REPORT_BAND_HAS_TO_MS)
            continue;
        band->has |= STS_CONTROL_REPORT_BAND_HAS_TO_MS;
        band->to_ms = time_of(drawing, at);
    }
}

static void open_band(struct drawing *drawing, enum sts_control_report_band_kind kind, int64_t at) {
    close_band(drawing, kind, at);
    if (drawing->stream.bands.count == BANDS_MAX) {
        drawing->stream.left_out++;
        return;
    }
    drawing->bands[drawing->stream.bands.count++] =
        (struct sts_control_report_band){.kind = kind, .from_ms = time_of(drawing, at)};
}

static void draw_backpressure(struct drawing *drawing, struct conform_event *event) {
    struct sts_backpressure level;
    conform_decode(event, &level);
    close_band(drawing, STS_CONTROL_REPORT_BAND_KIND_SLOW_DOWN, event->at);
    close_band(drawing, STS_CONTROL_REPORT_BAND_KIND_PAUSE, event->at);
    if (level.action == STS_BACKPRESSURE_ACTION_SLOW_DOWN)
        open_band(drawing, STS_CONTROL_REPORT_BAND_KIND_SLOW_DOWN, event->at);
    else if (level.action == STS_BACKPRESSURE_ACTION_PAUSE)
        open_band(drawing, STS_CONTROL_REPORT_BAND_KIND_PAUSE, event->at);
}

static void draw_came(struct drawing *drawing, struct conform_event *event) {
    struct sts_error error;
    struct codec_text code;
    switch (event->kind) {
    case STS_EVENT_STREAM_READY:
        draw_mark(drawing, STS_CONTROL_REPORT_MARK_KIND_OPENED, event->at,
                  sts_events[STS_EVENT_STREAM_READY].name.ptr);
        break;
    case STS_EVENT_STREAM_COMPLETE:
        draw_mark(drawing, STS_CONTROL_REPORT_MARK_KIND_COMPLETE, event->at,
                  sts_events[STS_EVENT_STREAM_COMPLETE].name.ptr);
        break;
    case STS_EVENT_BACKPRESSURE:
        draw_backpressure(drawing, event);
        break;
    case STS_EVENT_ERROR:
        conform_decode(event, &error);
        code = sts_error_code_or_other_text(&error.code);
        draw_mark(drawing, STS_CONTROL_REPORT_MARK_KIND_ERROR, event->at,
                  conform_text(drawing->w->c, "%.*s", (int)code.len, code.ptr));
        break;
    case CONFORM_LOST:
        draw_mark(drawing, STS_CONTROL_REPORT_MARK_KIND_DISCONNECTED, event->at,
                  "the connection closed");
        break;
    default:
        break;
    }
}

static bool is_event(const struct conform_sent *sent, enum sts_event_id id) {
    return base_slice_equal(sts_events[id].name, base_slice_of(sent->event));
}

static void draw_sent(struct drawing *drawing, const struct conform_sent *sent) {
    if (sent->fragment && drawing->stream.fragments.count < FRAGMENTS_MAX)
        draw_fragment(drawing, sent);
    else if (sent->fragment)
        drawing->stream.left_out++;
    else if (is_event(sent, STS_EVENT_STREAM_PAUSE))
        open_band(drawing, STS_CONTROL_REPORT_BAND_KIND_PAUSED, sent->at);
    else if (is_event(sent, STS_EVENT_STREAM_RESUME))
        close_band(drawing, STS_CONTROL_REPORT_BAND_KIND_PAUSED, sent->at);
    else if (is_event(sent, STS_EVENT_STREAM_END))
        draw_mark(drawing, STS_CONTROL_REPORT_MARK_KIND_END, sent->at, sent->event);
    drawing->stream.fragment_count += sent->fragment != NULL;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static bool begin(struct drawing *drawing) {
    struct conform_event *ready = next_event(drawing->w, NULL);
    while (ready && ready->kind != STS_EVENT_STREAM_READY)
        ready = next_event(drawing->w, ready);
    if (!ready)
        return false;
    struct conform_case *c = drawing->w->c;
    struct sts_stream_ready message;
    char ended[128];
    struct base_slice id = sts_requirements[c->requirement].id;
    (void)snprintf(ended, sizeof ended, "with the case %.*s", (int)id.len, id.ptr);
    conform_decode(ready, &message);
    drawing->start = ready->at;
    drawing->fragments = base_arena_take(&c->kept, FRAGMENTS_MAX * sizeof *drawing->fragments);
    drawing->bands = base_arena_take(&c->kept, BANDS_MAX * sizeof *drawing->bands);
    drawing->marks = base_arena_take(&c->kept, MARKS_MAX * sizeof *drawing->marks);
    drawing->stream = (struct sts_control_report_stream){
        .has = STS_CONTROL_REPORT_STREAM_HAS_WORKER_ID | STS_CONTROL_REPORT_STREAM_HAS_SESSION_ID |
               STS_CONTROL_REPORT_STREAM_HAS_ENDED,
        .stream_id = words(drawing, drawing->w->stream),
        .worker_id = words(drawing, drawing->w->id),
        .session_id = text(drawing, message.session_id),
        .verdict = STS_CONTROL_REPORT_VERDICT_FAIL,
        .started_ms = ready->at,
        .duration_ms = time_of(drawing, conform_since(c)),
        .ended = words(drawing, ended),
        .fragments.items = drawing->fragments,
        .bands.items = drawing->bands,
        .marks.items = drawing->marks,
    };
    return drawing->fragments && drawing->bands && drawing->marks;
}

/* In the order of time, so that bands close what was opened before. */
static void draw(struct drawing *drawing) {
    struct conform_event *event = next_event(drawing->w, NULL);
    struct conform_sent *sent = next_sent(drawing->w, NULL);
    while (event || sent) {
        if (event && (!sent || event->at < sent->at)) {
            draw_came(drawing, event);
            event = next_event(drawing->w, event);
        } else {
            draw_sent(drawing, sent);
            sent = next_sent(drawing->w, sent);
        }
    }
}

void conform_timeline_make(struct conform_case *c) {
    size_t room = c->connections;
    struct sts_control_report_stream *streams =
        base_arena_take(&c->kept, (room ? room : 1) * sizeof *streams);
    for (struct base_list_node *node = streams ? base_list_first(&c->workers) : NULL;
         node && c->streams.count < room; node = base_list_next(&c->workers, node)) {
        struct drawing drawing = {.w = BASE_CONTAINER(node, struct conform_worker, node),
                                  .arena = &c->kept};
        if (!begin(&drawing))
            continue;
        draw(&drawing);
        streams[c->streams.count++] = drawing.stream;
    }
    c->streams.items = streams;
}
