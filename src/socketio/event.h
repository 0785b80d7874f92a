/* event.h - an incoming event, or acknowledgement, whose arguments have not been read yet.
 *
 * A payload may be megabytes of audio, so it is read exactly once: by the decoder of the upper
 * room. Until one of the functions below has returned, nobody knows whether the rest of the packet
 * is well-formed: call one of them first, and act only on its verdict. When the packet is malformed
 * the connection closes after the handler has returned. A handler that calls none acts on nothing
 * but the name; the arguments are then checked when it has returned, unless it has passed over
 * them.
 */
#ifndef SOCKETIO_EVENT_H
#define SOCKETIO_EVENT_H
#include "base/buffer.h"
#include "codec/schema.h"

struct socketio_attachment {
    struct base_buffer *owner;
    struct base_slice bytes;
};

struct socketio_event {
    struct codec_text name;
    bool has_ack; /**< the client wants socketio_acknowledge with `ack_id` */
    uint64_t ack_id;
    struct base_buffer *owner; /**< of the packet; reference it to keep slices of the arguments */
    /** At the first argument. `errors`, `deviations`, `strict` may be set before decoding. Holds
     *  what was wrong afterwards. */
    struct codec_in in;
    size_t attachment_count;
    const struct socketio_attachment *attachments;

    /** Where socketio_event_argument found the first argument: its JSON text, in `owner`. */
    struct base_slice argument;

    /* Private. */
    bool read; /**< to the end, well-formed */
    bool malformed;
    const char *fault; /**< why it is none, where that is no fault of its JSON; else NULL */
};

enum socketio_verdict {
    SOCKETIO_OK,
    SOCKETIO_ABSENT,    /**< well-formed, but there is no argument */
    SOCKETIO_REFUSED,   /**< well-formed, but does not match the schema or breaks a limit:
                             `event->in.error` says which */
    SOCKETIO_MALFORMED, /**< the connection will close: do nothing */
};

/** Decodes the first argument into `out` as codec_decode does, and checks the others. Call at most
 *  one of these functions, once. */
enum socketio_verdict socketio_event_argument(struct socketio_event *event,
                                              const struct codec_schema *schema, void *out);

/** Checks all arguments. `arguments`, if not NULL, gets their JSON text with the commas between,
 *  without brackets; it lies in `event->owner`. ABSENT: there are none. */
enum socketio_verdict socketio_event_arguments(struct socketio_event *event,
                                               struct base_slice *arguments);

/** Bytes of the arguments, as far as they have not been read. */
size_t socketio_event_size(const struct socketio_event *event);

/** Passes over all arguments without looking at them, whatever they are. */
void socketio_event_pass(struct socketio_event *event);

/** Finds a string member of `auth`, which has been checked (see struct socketio_handler). False
 * when there is none. */
bool socketio_auth_member(struct base_slice auth, struct base_slice name, struct codec_text *value);

#endif
