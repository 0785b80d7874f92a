#include "socketio/event.h"

#include "socketio/internal.h"

/* Event names that mean something to client libraries, with what is said of each. */
#define RESERVED(name)                                                                             \
    {                                                                                              \
        BASE_SLICE(name), "The client libraries keep the event name \"" name                       \
                          "\" for themselves. Choose another."                                     \
    }
static const struct {
    struct base_slice name;
    const char *fault;
} reserved[] = {
    RESERVED("connect"),       RESERVED("connect_error"), RESERVED("disconnect"),
    RESERVED("disconnecting"), RESERVED("newListener"),   RESERVED("removeListener"),
};

/* What is wrong with the name; NULL: it is not reserved. */
static const char *fault_of(struct codec_text name) {
    bool plain = name.form != CODEC_TEXT_JSON; /* the usual name: compared here */
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
        if (plain ? base_slice_equal(base_slice(name.ptr, name.len), reserved[i].name)
                  : codec_text_equal(name, codec_text_plain(reserved[i].name)))
            return reserved[i].fault;
    return NULL;
}

static bool is_no_event(struct socketio_event *event, const char *why) {
    event->fault = why;
    return false;
}

/* A name is a string; the reference server also takes a number, which is then its own text. One
 * with a lone surrogate is well-formed and names nothing. */
static bool read_name(struct socketio_event *event) {
    char c = codec_in_peek(&event->in);
    if (c == '"') {
        if (!codec_in_text(&event->in, &event->name))
            event->name = CODEC_TEXT("");
        const char *fault = fault_of(event->name);
        if (fault)
            return is_no_event(event, fault);
        return !codec_in_malformed(&event->in);
    }
    struct base_slice number;
    if (c != '-' && (c < '0' || c > '9'))
        return is_no_event(event,
                           "The first item of an event must be its name: a string or a number.");
    if (!codec_in_skip(&event->in, &number))
        return false;
    event->name = (struct codec_text){number.ptr, number.len, CODEC_TEXT_CLEAN};
    return true;
}

static bool read_end(struct socketio_event *event) {
    event->read = codec_in_expect(&event->in, ']') && codec_in_done(&event->in);
    event->malformed = !event->read;
    return event->read;
}

bool socketio_event_begin(struct socketio_event *event, const struct socketio_packet *packet,
                          struct base_buffer *owner, const struct codec_scratch *scratch) {
    bool named =
        packet->type == SOCKETIO_PACKET_EVENT || packet->type == SOCKETIO_PACKET_BINARY_EVENT;
    event->name = CODEC_TEXT("");
    event->has_ack = packet->has_id;
    event->ack_id = packet->id;
    event->owner = owner;
    event->attachments = NULL;
    event->attachment_count = 0;
    event->argument = base_slice(NULL, 0);
    event->read = event->malformed = false;
    event->fault = NULL;
    codec_in_init(&event->in, packet->json, scratch);
    if (owner)
        codec_in_know_base64(&event->in, base_buffer_base64(owner));
    if (!codec_in_expect(&event->in, '['))
        return is_no_event(event, "An event or acknowledgement must be a JSON array.");
    if (named && !read_name(event))
        return false;
    char next = codec_in_peek(&event->in);
    if (next == ']')
        return read_end(event);
    return !named || codec_in_expect(&event->in, ',');
}

/* The arguments after the first, and the end. Leaves `*end` where the last one ends. */
static bool read_rest(struct socketio_event *event, const char **end) {
    struct codec_in *in = &event->in;
    while (!codec_in_malformed(in) && codec_in_peek(in) == ',') {
        codec_in_expect(in, ',');
        codec_in_skip(in, NULL);
    }
    *end = in->at;
    if (codec_in_malformed(in)) {
        event->malformed = true;
        return false;
    }
    return read_end(event);
}

static enum socketio_verdict verdict_of(const struct socketio_event *event, bool well_formed) {
    if (!well_formed)
        return SOCKETIO_MALFORMED;
    return event->in.error.code == CODEC_OK ? SOCKETIO_OK : SOCKETIO_REFUSED;
}

enum socketio_verdict socketio_event_argument(struct socketio_event *event,
                                              const struct codec_schema *schema, void *out) {
    const char *end;
    if (event->malformed)
        return SOCKETIO_MALFORMED;
    if (event->read)
        return SOCKETIO_ABSENT;
    codec_in_peek(&event->in);
    const char *begin = event->in.at;
    codec_decode(&event->in, schema, out);
    event->argument = base_slice(begin, (size_t)(event->in.at - begin));
    return verdict_of(event, read_rest(event, &end));
}

enum socketio_verdict socketio_event_arguments(struct socketio_event *event,
                                               struct base_slice *arguments) {
    if (arguments)
        *arguments = base_slice(NULL, 0);
    if (event->malformed)
        return SOCKETIO_MALFORMED;
    if (event->read)
        return SOCKETIO_ABSENT;
    const char *begin = event->in.at;
    const char *end;
    codec_in_skip(&event->in, NULL);
    bool well_formed = read_rest(event, &end);
    if (arguments && well_formed)
        *arguments = base_slice(begin, (size_t)(end - begin));
    return verdict_of(event, well_formed);
}

size_t socketio_event_size(const struct socketio_event *event) {
    return event->read || event->malformed ? 0 : (size_t)(event->in.end - event->in.at);
}

void socketio_event_pass(struct socketio_event *event) {
    event->read = !event->malformed;
}

bool socketio_auth_member(struct base_slice auth, struct base_slice name,
                          struct codec_text *value) {
    struct codec_in in;
    struct codec_text key;
    codec_in_init_again(&in, auth);
    if (!auth.len || !codec_in_expect(&in, '{'))
        return false;
    while (codec_in_text(&in, &key) && codec_in_expect(&in, ':')) {
        if (codec_text_equal(key, codec_text_plain(name)))
            return codec_in_peek(&in) == '"' && codec_in_text(&in, value);
        if (!codec_in_skip(&in, NULL) || codec_in_peek(&in) != ',')
            return false;
        codec_in_expect(&in, ',');
    }
    return false;
}
