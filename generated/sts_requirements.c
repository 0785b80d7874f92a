/* sts_requirements.c - generated from the catalogue of requirements by codegen. Do not edit. */
#include "sts_requirements.h"

const struct base_slice sts_requirement_origins[STS_REQUIREMENT_ORIGIN_COUNT] = {
    BASE_SLICE("spec016"),
    BASE_SLICE("spec017"),
    BASE_SLICE("echo"),
};

const struct sts_requirement sts_requirements[STS_REQUIREMENT_COUNT] = {
    [STS_REQUIREMENT_STS_1_VALID_PACKETS] = {
        .id = BASE_SLICE("sts/1/valid-packets"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker sends only valid Engine.IO and Socket.IO packets. Its connection is never c"
            "losed for a parse error."),
        .advice = BASE_SLICE(
            "Use a Socket.IO client library of protocol 5 (Engine.IO 4), and send events through it"
            " alone."),
    },
    [STS_REQUIREMENT_STS_1_ANSWERS_PING] = {
        .id = BASE_SLICE("sts/1/answers-ping"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/4"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker answers every ping within the ping timeout."),
        .advice = BASE_SLICE(
            "Do not block the thread or the event loop of the client library: run encoding, decodin"
            "g and file access elsewhere."),
    },
    [STS_REQUIREMENT_STS_1_KNOWN_EVENTS] = {
        .id = BASE_SLICE("sts/1/known-events"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker sends only events that the protocol defines."),
        .advice = BASE_SLICE(
            "Compare the event's name with those of the protocol reference. Most often it is spelle"
            "d differently, or means another version of the protocol."),
    },
    [STS_REQUIREMENT_STS_1_KNOWN_NAMESPACE] = {
        .id = BASE_SLICE("sts/1/known-namespace"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker joins `/`, `/sts` or `/ws/sts`, and no other namespace."),
        .advice = BASE_SLICE(
            "Connect to the namespace `/sts`, or leave the namespace out."),
    },
    [STS_REQUIREMENT_STS_1_HEADERS_AGREE] = {
        .id = BASE_SLICE("sts/1/headers-agree"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "If the worker sends the headers X-Stream-ID and X-Worker-ID, they have the same values"
            " as in stream:init."),
        .advice = BASE_SLICE(
            "Send both headers with the values of stream:init, or neither."),
    },
    [STS_REQUIREMENT_STS_1_RECONNECTS] = {
        .id = BASE_SLICE("sts/1/reconnects"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "A worker that loses its connection while its stream is open reconnects and resumes the"
            " stream."),
        .advice = BASE_SLICE(
            "Switch on the reconnection of the client library, and on each connect send stream:init"
            " again with the same stream_id and worker_id. Then send again what was not confirmed b"
            "y fragment:processed."),
    },
    [STS_REQUIREMENT_STS_1_RECONNECT_BACKOFF] = {
        .id = BASE_SLICE("sts/1/reconnect-backoff"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "After a lost connection, the worker waits at least 250 ms before it reconnects."),
        .advice = BASE_SLICE(
            "Wait before each attempt, from 500 ms on, and twice as long each time (`reconnection_d"
            "elay` of the client library)."),
    },
    [STS_REQUIREMENT_STS_1_HANDSHAKE] = {
        .id = BASE_SLICE("sts/1/handshake"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/4"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The Engine.IO handshake has sid, upgrades, pingInterval and pingTimeout, each of the r"
            "ight type. So is maxPayload, which may be missing from a server that is checked agains"
            "t spec 016 or 017 only."),
    },
    [STS_REQUIREMENT_STS_1_PING_VALUES] = {
        .id = BASE_SLICE("sts/1/ping-values"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/4"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "The handshake states a ping interval of 25 s, a ping timeout of 10 s and, if it has ma"
            "xPayload, a maximum message size of 52,428,800 bytes."),
    },
    [STS_REQUIREMENT_STS_1_PATHS] = {
        .id = BASE_SLICE("sts/1/paths"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The service answers at `/socket.io/` and at `/ws/sts/`, with and without the trailing "
            "slash."),
    },
    [STS_REQUIREMENT_STS_1_NAMESPACES] = {
        .id = BASE_SLICE("sts/1/namespaces"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A client can join the namespaces `/`, `/sts` and `/ws/sts`, and each offers the same s"
            "ervice."),
    },
    [STS_REQUIREMENT_STS_1_UNKNOWN_NAMESPACE] = {
        .id = BASE_SLICE("sts/1/unknown-namespace"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A client that joins any other namespace gets a CONNECT_ERROR with the message \"Invali"
            "d namespace\"."),
    },
    [STS_REQUIREMENT_STS_1_POLLING] = {
        .id = BASE_SLICE("sts/1/polling"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A complete session works over HTTP long-polling."),
    },
    [STS_REQUIREMENT_STS_1_UPGRADE] = {
        .id = BASE_SLICE("sts/1/upgrade"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A session opened by HTTP long-polling can upgrade to WebSocket and continue there."),
    },
    [STS_REQUIREMENT_STS_1_CORS] = {
        .id = BASE_SLICE("sts/1/cors"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC017,
        .origin_text = BASE_SLICE("spec017"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "Responses to HTTP long-polling requests allow every origin."),
    },
    [STS_REQUIREMENT_STS_1_ACK_PACKET] = {
        .id = BASE_SLICE("sts/1/ack-packet"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "An event with a Socket.IO ack id gets an ACK packet with the reply as its argument, an"
            "d also the reply event."),
    },
    [STS_REQUIREMENT_STS_1_NO_NULL] = {
        .id = BASE_SLICE("sts/1/no-null"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The server leaves out optional members that have no value. It never sends null for the"
            "m."),
    },
    [STS_REQUIREMENT_STS_1_NULL_IS_ABSENT] = {
        .id = BASE_SLICE("sts/1/null-is-absent"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The server treats null in an optional member of a received payload as absent."),
    },
    [STS_REQUIREMENT_STS_1_INTEGERS] = {
        .id = BASE_SLICE("sts/1/integers"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The server accepts 1.0 and 1e3 as integers."),
    },
    [STS_REQUIREMENT_STS_1_BROKEN_JSON] = {
        .id = BASE_SLICE("sts/1/broken-json"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A payload that is not valid JSON (RFC 8259) closes the connection."),
    },
    [STS_REQUIREMENT_STS_1_ODD_JSON] = {
        .id = BASE_SLICE("sts/1/odd-json"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Well-formed JSON with duplicate keys, lone surrogates or more than 64 levels gets erro"
            "r INVALID_CONFIG, and the connection stays open."),
    },
    [STS_REQUIREMENT_STS_1_BROKEN_PACKET] = {
        .id = BASE_SLICE("sts/1/broken-packet"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A message that is not a valid Engine.IO or Socket.IO packet closes its connection."),
    },
    [STS_REQUIREMENT_STS_1_MESSAGE_TOO_LARGE] = {
        .id = BASE_SLICE("sts/1/message-too-large"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SLOW,
        .text = BASE_SLICE(
            "A message over the maximum size closes its connection. On WebSocket, the close code is"
            " 1009."),
    },
    [STS_REQUIREMENT_STS_1_PINGS] = {
        .id = BASE_SLICE("sts/1/pings"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/4"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SLOW,
        .text = BASE_SLICE(
            "The server sends a ping in every ping interval."),
    },
    [STS_REQUIREMENT_STS_1_PING_TIMEOUT] = {
        .id = BASE_SLICE("sts/1/ping-timeout"),
        .section = BASE_SLICE("sts/1"),
        .section_title = BASE_SLICE("Transport"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/4"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SLOW,
        .text = BASE_SLICE(
            "If a client does not answer a ping, the server closes its connection after the ping in"
            "terval plus the ping timeout."),
    },
    [STS_REQUIREMENT_STS_2_KEY_ACCEPTED] = {
        .id = BASE_SLICE("sts/2/key-accepted"),
        .section = BASE_SLICE("sts/2"),
        .section_title = BASE_SLICE("Authentication"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/4.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The server accepts the API key that the worker sends."),
        .advice = BASE_SLICE(
            "Send the key that the server was started with (STS_API_KEY) as `{\"token\": KEY}` in t"
            "he auth of the connection."),
    },
    [STS_REQUIREMENT_STS_2_KEY_COVERS_STREAM] = {
        .id = BASE_SLICE("sts/2/key-covers-stream"),
        .section = BASE_SLICE("sts/2"),
        .section_title = BASE_SLICE("Authentication"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker's API key covers the streams that the worker opens."),
        .advice = BASE_SLICE(
            "Use a key that is for this stream, or add the stream to the key's globs in STS_API_KEY"
            "S_FILE."),
    },
    [STS_REQUIREMENT_STS_2_GIVES_UP] = {
        .id = BASE_SLICE("sts/2/gives-up"),
        .section = BASE_SLICE("sts/2"),
        .section_title = BASE_SLICE("Authentication"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "A worker whose key was refused tries at most ten times a minute."),
        .advice = BASE_SLICE(
            "Treat connect_error with AUTH_FAILED as final: trying again with the same key cannot h"
            "elp."),
    },
    [STS_REQUIREMENT_STS_2_VALID_KEY] = {
        .id = BASE_SLICE("sts/2/valid-key"),
        .section = BASE_SLICE("sts/2"),
        .section_title = BASE_SLICE("Authentication"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/4.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The server accepts a CONNECT packet with the right token."),
    },
    [STS_REQUIREMENT_STS_2_WRONG_KEY] = {
        .id = BASE_SLICE("sts/2/wrong-key"),
        .section = BASE_SLICE("sts/2"),
        .section_title = BASE_SLICE("Authentication"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/4.2"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_AUTH,
        .text = BASE_SLICE(
            "A CONNECT packet with a wrong token or no token gets a CONNECT_ERROR that names AUTH_F"
            "AILED."),
    },
    [STS_REQUIREMENT_STS_2_REFUSAL_DATA] = {
        .id = BASE_SLICE("sts/2/refusal-data"),
        .section = BASE_SLICE("sts/2"),
        .section_title = BASE_SLICE("Authentication"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_AUTH,
        .text = BASE_SLICE(
            "The CONNECT_ERROR for a wrong token or no token has a message, and data with code AUTH"
            "_FAILED, a message, severity fatal and retryable false."),
    },
    [STS_REQUIREMENT_STS_2_LIMITED] = {
        .id = BASE_SLICE("sts/2/limited"),
        .section = BASE_SLICE("sts/2"),
        .section_title = BASE_SLICE("Authentication"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .needs = STS_NEEDS_AUTH | STS_NEEDS_ALONE,
        .text = BASE_SLICE(
            "After more than ten failed attempts from one address in a minute, further attempts wit"
            "h a wrong token get RATE_LIMIT data, and a CONNECT packet with the right token is stil"
            "l accepted."),
    },
    [STS_REQUIREMENT_STS_3_CHECKS_IN_ORDER] = {
        .id = BASE_SLICE("sts/3/checks-in-order"),
        .section = BASE_SLICE("sts/3"),
        .section_title = BASE_SLICE("Messages and errors"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "If a fragment has several mistakes, the server reports the first in this order: stream"
            " and state, size, schema, stream_id, sequence."),
    },
    [STS_REQUIREMENT_STS_3_REFUSED_USES_NOTHING] = {
        .id = BASE_SLICE("sts/3/refused-uses-nothing"),
        .section = BASE_SLICE("sts/3"),
        .section_title = BASE_SLICE("Messages and errors"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A refused fragment does not use up its sequence number or its id."),
    },
    [STS_REQUIREMENT_STS_3_STAYS_USABLE] = {
        .id = BASE_SLICE("sts/3/stays-usable"),
        .section = BASE_SLICE("sts/3"),
        .section_title = BASE_SLICE("Messages and errors"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "After an error, the connection still works as before."),
    },
    [STS_REQUIREMENT_STS_3_OTHERS_UNDISTURBED] = {
        .id = BASE_SLICE("sts/3/others-undisturbed"),
        .section = BASE_SLICE("sts/3"),
        .section_title = BASE_SLICE("Messages and errors"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Bad messages on one connection do not disturb any other stream."),
    },
    [STS_REQUIREMENT_STS_3_ECHO_AUDIO] = {
        .id = BASE_SLICE("sts/3/echo-audio"),
        .section = BASE_SLICE("sts/3"),
        .section_title = BASE_SLICE("Messages and errors"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC017,
        .origin_text = BASE_SLICE("spec017"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_ECHO,
        .text = BASE_SLICE(
            "The echo's dubbed_audio is byte for byte the audio that was sent."),
    },
    [STS_REQUIREMENT_STS_3_ECHO_RESULT] = {
        .id = BASE_SLICE("sts/3/echo-result"),
        .section = BASE_SLICE("sts/3"),
        .section_title = BASE_SLICE("Messages and errors"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_ECHO,
        .text = BASE_SLICE(
            "The echo's transcript and translated_text are \"[ECHO] Original audio\", its models ar"
            "e echo-mock, and its stage timings add up to processing_time_ms."),
    },
    [STS_REQUIREMENT_STS_4_INIT_FIRST] = {
        .id = BASE_SLICE("sts/4/init-first"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker opens a stream with stream:init before it sends any other event about a str"
            "eam."),
        .advice = BASE_SLICE(
            "Wait for stream:ready before the first fragment, after a reconnect too."),
    },
    [STS_REQUIREMENT_STS_4_ONE_STREAM] = {
        .id = BASE_SLICE("sts/4/one-stream"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker does not send stream:init while a stream of the connection is open."),
        .advice = BASE_SLICE(
            "Open one connection for each stream, or wait for stream:complete before the next strea"
            "m:init."),
    },
    [STS_REQUIREMENT_STS_4_OWN_STREAM] = {
        .id = BASE_SLICE("sts/4/own-stream"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Every event has the stream_id of the stream on its connection."),
    },
    [STS_REQUIREMENT_STS_4_RIGHT_STATE] = {
        .id = BASE_SLICE("sts/4/right-state"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker sends stream:pause, stream:resume and stream:end only in states that allow "
            "them."),
        .advice = BASE_SLICE(
            "Keep the state of the stream in one place, and wait for stream:ready before stream:pau"
            "se, stream:resume or stream:end."),
    },
    [STS_REQUIREMENT_STS_4_PAUSED_SENDS_NOTHING] = {
        .id = BASE_SLICE("sts/4/paused-sends-nothing"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Between its stream:pause and its stream:resume, the worker sends no fragments."),
        .advice = BASE_SLICE(
            "Keep fragments in a queue while the stream is paused, and send them after stream:resum"
            "e."),
    },
    [STS_REQUIREMENT_STS_4_ENDED_SENDS_NOTHING] = {
        .id = BASE_SLICE("sts/4/ended-sends-nothing"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "After stream:end, the worker sends no fragments."),
        .advice = BASE_SLICE(
            "Send stream:end last: when all fragments, and all retries, are sent."),
    },
    [STS_REQUIREMENT_STS_4_ENDS_STREAMS] = {
        .id = BASE_SLICE("sts/4/ends-streams"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "The worker ends its streams with stream:end."),
        .advice = BASE_SLICE(
            "Send stream:end when the source ends and when the worker stops, wait for stream:comple"
            "te, and only then disconnect. python-socketio drops what is emitted right before `disc"
            "onnect()`: await an answer first."),
    },
    [STS_REQUIREMENT_STS_4_WAITS_FOR_COMPLETE] = {
        .id = BASE_SLICE("sts/4/waits-for-complete"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "After stream:end, the worker stays connected until it receives stream:complete."),
        .advice = BASE_SLICE(
            "After stream:end, leave the connection open until stream:complete has come; disconnect"
            " then."),
    },
    [STS_REQUIREMENT_STS_4_OWN_WORKER_ID] = {
        .id = BASE_SLICE("sts/4/own-worker-id"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker resumes a stream with the worker_id that opened it."),
        .advice = BASE_SLICE(
            "Keep the worker_id over reconnects and restarts. A new one is another worker."),
    },
    [STS_REQUIREMENT_STS_4_SAME_AUDIO] = {
        .id = BASE_SLICE("sts/4/same-audio"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "If the worker sends a fragment again after it has resumed the stream, the audio is the"
            " same as before."),
        .advice = BASE_SLICE(
            "Keep the encoded audio of a fragment until its result is there, and send these bytes a"
            "gain. Do not encode again: encoders seldom make the same bytes twice."),
    },
    [STS_REQUIREMENT_STS_4_SECOND_INIT] = {
        .id = BASE_SLICE("sts/4/second-init"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:init while a stream is open gets error INVALID_CONFIG, and the stream goes on."),
    },
    [STS_REQUIREMENT_STS_4_NEXT_STREAM] = {
        .id = BASE_SLICE("sts/4/next-stream"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:init after stream:complete opens a new stream on the same connection."),
    },
    [STS_REQUIREMENT_STS_4_WRONG_STATE] = {
        .id = BASE_SLICE("sts/4/wrong-state"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:pause, stream:resume or stream:end in a state that does not allow it gets error"
            " INVALID_CONFIG with metadata.state."),
    },
    [STS_REQUIREMENT_STS_4_PAUSED_REFUSES] = {
        .id = BASE_SLICE("sts/4/paused-refuses"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A fragment for a paused stream gets error STREAM_NOT_FOUND with metadata.state. After "
            "stream:resume, the server accepts it."),
    },
    [STS_REQUIREMENT_STS_4_PAUSE_FINISHES] = {
        .id = BASE_SLICE("sts/4/pause-finishes"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "Fragments in flight are finished while the stream is paused."),
    },
    [STS_REQUIREMENT_STS_4_COMPLETE_LAST] = {
        .id = BASE_SLICE("sts/4/complete-last"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The server sends stream:complete once, after the last outcome."),
    },
    [STS_REQUIREMENT_STS_4_ENDING_REFUSES] = {
        .id = BASE_SLICE("sts/4/ending-refuses"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A fragment after stream:end gets error STREAM_NOT_FOUND with metadata.state."),
    },
    [STS_REQUIREMENT_STS_4_DISCONNECTS] = {
        .id = BASE_SLICE("sts/4/disconnects"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Some seconds after stream:complete, and not at once, the server sends a Socket.IO DISC"
            "ONNECT."),
    },
    [STS_REQUIREMENT_STS_4_RESUME_TAKES_OVER] = {
        .id = BASE_SLICE("sts/4/resume-takes-over"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_RESUME,
        .text = BASE_SLICE(
            "After a lost connection, stream:init with the same stream_id and worker_id resumes the"
            " stream: stream:ready has the same session_id."),
    },
    [STS_REQUIREMENT_STS_4_RESUME_SENDS_REST] = {
        .id = BASE_SLICE("sts/4/resume-sends-rest"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_RESUME | STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "After the stream:ready of a resumed stream, the server sends the unsent results in ord"
            "er."),
    },
    [STS_REQUIREMENT_STS_4_RESUME_RETRANSMITS] = {
        .id = BASE_SLICE("sts/4/resume-retransmits"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_RESUME,
        .text = BASE_SLICE(
            "A fragment that is sent again after a resume gets its result again and is counted once"
            "."),
    },
    [STS_REQUIREMENT_STS_4_RESUME_CLOSES_OLD] = {
        .id = BASE_SLICE("sts/4/resume-closes-old"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_RESUME,
        .text = BASE_SLICE(
            "If the old connection still looks open, the server closes it when the stream is taken "
            "over."),
    },
    [STS_REQUIREMENT_STS_4_RESUME_FOREIGN_WORKER] = {
        .id = BASE_SLICE("sts/4/resume-foreign-worker"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_RESUME,
        .text = BASE_SLICE(
            "stream:init with another worker_id for an open or parked stream gets error INVALID_CON"
            "FIG."),
    },
    [STS_REQUIREMENT_STS_4_RESUME_NEW_RUN] = {
        .id = BASE_SLICE("sts/4/resume-new-run"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_RESUME,
        .text = BASE_SLICE(
            "After a resume, sequence number 0 with a new id starts a new run, if the server expect"
            "s a higher number."),
    },
    [STS_REQUIREMENT_STS_4_LEAVING_ENDS] = {
        .id = BASE_SLICE("sts/4/leaving-ends"),
        .section = BASE_SLICE("sts/4"),
        .section_title = BASE_SLICE("Session and resume"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A Socket.IO DISCONNECT from the client ends its stream. A later stream:init gets a new"
            " session_id."),
    },
    [STS_REQUIREMENT_STS_5_RATE] = {
        .id = BASE_SLICE("sts/5/rate"),
        .section = BASE_SLICE("sts/5"),
        .section_title = BASE_SLICE("Processing, limits"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "The worker stays within the number of fragments a minute that the server allows."),
        .advice = BASE_SLICE(
            "Send fragments no faster than their duration, or larger ones less often."),
    },
    [STS_REQUIREMENT_STS_5_NO_FLOW_VIOLATION] = {
        .id = BASE_SLICE("sts/5/no-flow-violation"),
        .section = BASE_SLICE("sts/5"),
        .section_title = BASE_SLICE("Processing, limits"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker does not keep sending to a full queue until the server disconnects it."),
        .advice = BASE_SLICE(
            "After QUEUE_FULL wait for results, and send the refused fragment again later."),
    },
    [STS_REQUIREMENT_STS_5_NOT_IDLE] = {
        .id = BASE_SLICE("sts/5/not-idle"),
        .section = BASE_SLICE("sts/5"),
        .section_title = BASE_SLICE("Processing, limits"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "An open connection is never silent for so long that the server closes it as idle."),
        .advice = BASE_SLICE(
            "End the stream when the source is silent for long, and open it again when it goes on."),
    },
    [STS_REQUIREMENT_STS_5_RATE_LIMIT] = {
        .id = BASE_SLICE("sts/5/rate-limit"),
        .section = BASE_SLICE("sts/5"),
        .section_title = BASE_SLICE("Processing, limits"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_LIMITS,
        .text = BASE_SLICE(
            "The 101st fragment accepted within a minute gets error RATE_LIMIT, and the connection "
            "stays open."),
    },
    [STS_REQUIREMENT_STS_5_FLOW_VIOLATION] = {
        .id = BASE_SLICE("sts/5/flow-violation"),
        .section = BASE_SLICE("sts/5"),
        .section_title = BASE_SLICE("Processing, limits"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "After ten QUEUE_FULL in a row the connection is closed."),
    },
    [STS_REQUIREMENT_STS_5_STREAMS_APART] = {
        .id = BASE_SLICE("sts/5/streams-apart"),
        .section = BASE_SLICE("sts/5"),
        .section_title = BASE_SLICE("Processing, limits"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Ten streams at the same time each get their own results and no others."),
    },
    [STS_REQUIREMENT_STS_6_SCHEMA] = {
        .id = BASE_SLICE("sts/6/schema"),
        .section = BASE_SLICE("sts/6"),
        .section_title = BASE_SLICE("Simulation"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC017,
        .origin_text = BASE_SLICE("spec017"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "config:* and simulate:* events are valid against their schemas."),
    },
    [STS_REQUIREMENT_STS_6_ACKS] = {
        .id = BASE_SLICE("sts/6/acks"),
        .section = BASE_SLICE("sts/6"),
        .section_title = BASE_SLICE("Simulation"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC017,
        .origin_text = BASE_SLICE("spec017"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "Each config:* or simulate:* event is answered with its ack, which is valid against its"
            " schema."),
    },
    [STS_REQUIREMENT_STS_6_REFUSED] = {
        .id = BASE_SLICE("sts/6/refused"),
        .section = BASE_SLICE("sts/6"),
        .section_title = BASE_SLICE("Simulation"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC017,
        .origin_text = BASE_SLICE("spec017"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "An invalid config:* or simulate:* payload gets error INVALID_CONFIG and no ack."),
    },
    [STS_REQUIREMENT_STS_6_TRIGGERS] = {
        .id = BASE_SLICE("sts/6/triggers"),
        .section = BASE_SLICE("sts/6"),
        .section_title = BASE_SLICE("Simulation"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "Rules hit exactly the fragments that their trigger, value and count select."),
    },
    [STS_REQUIREMENT_STS_6_ACTIONS] = {
        .id = BASE_SLICE("sts/6/actions"),
        .section = BASE_SLICE("sts/6"),
        .section_title = BASE_SLICE("Simulation"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "Rules do what their action says: fail, partial, drop, delay, duplicate, reorder, corru"
            "pt or no_ack. With deliver_as error, a failure is sent as an error event."),
    },
    [STS_REQUIREMENT_STS_6_SAME_SEED] = {
        .id = BASE_SLICE("sts/6/same-seed"),
        .section = BASE_SLICE("sts/6"),
        .section_title = BASE_SLICE("Simulation"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "The same seed gives the same faults."),
    },
    [STS_REQUIREMENT_STS_6_CLEARED] = {
        .id = BASE_SLICE("sts/6/cleared"),
        .section = BASE_SLICE("sts/6"),
        .section_title = BASE_SLICE("Simulation"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC017,
        .origin_text = BASE_SLICE("spec017"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "enabled false disarms what was armed."),
    },
    [STS_REQUIREMENT_STS_6_FROM_OUTSIDE] = {
        .id = BASE_SLICE("sts/6/from-outside"),
        .section = BASE_SLICE("sts/6"),
        .section_title = BASE_SLICE("Simulation"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "A client can arm faults for the stream of another connection, by id or glob, before th"
            "at stream exists."),
    },
    [STS_REQUIREMENT_STS_6_BACKPRESSURE] = {
        .id = BASE_SLICE("sts/6/backpressure"),
        .section = BASE_SLICE("sts/6"),
        .section_title = BASE_SLICE("Simulation"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC017,
        .origin_text = BASE_SLICE("spec017"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "config:backpressure makes the server send the given backpressure at and above the thre"
            "shold, and the all-clear below it."),
    },
    [STS_REQUIREMENT_STS_6_DISCONNECT] = {
        .id = BASE_SLICE("sts/6/disconnect"),
        .section = BASE_SLICE("sts/6"),
        .section_title = BASE_SLICE("Simulation"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "simulate:disconnect ends the connection in the requested way."),
    },
    [STS_REQUIREMENT_STS_7_HEALTH] = {
        .id = BASE_SLICE("sts/7/health"),
        .section = BASE_SLICE("sts/7"),
        .section_title = BASE_SLICE("HTTP"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC017,
        .origin_text = BASE_SLICE("spec017"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "GET /health is answered with 200 and the status healthy."),
    },
    [STS_REQUIREMENT_STS_12_CONNECT] = {
        .id = BASE_SLICE("sts/12/connect"),
        .section = BASE_SLICE("sts/12"),
        .section_title = BASE_SLICE("Times"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/12"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "A connection is ready in less than 500 ms."),
    },
    [STS_REQUIREMENT_STS_12_READY] = {
        .id = BASE_SLICE("sts/12/ready"),
        .section = BASE_SLICE("sts/12"),
        .section_title = BASE_SLICE("Times"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/12"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "stream:ready comes within 1 s of stream:init."),
    },
    [STS_REQUIREMENT_STS_12_ACK] = {
        .id = BASE_SLICE("sts/12/ack"),
        .section = BASE_SLICE("sts/12"),
        .section_title = BASE_SLICE("Times"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/12"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "fragment:ack comes within 50 ms of the fragment."),
    },
    [STS_REQUIREMENT_STS_12_SESSION] = {
        .id = BASE_SLICE("sts/12/session"),
        .section = BASE_SLICE("sts/12"),
        .section_title = BASE_SLICE("Times"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC017,
        .origin_text = BASE_SLICE("spec017"),
        .severity = STS_SHOULD,
        .needs = STS_NEEDS_ECHO,
        .text = BASE_SLICE(
            "A session of ten fragments takes less than 5 s."),
    },
    [STS_REQUIREMENT_016_5_1_STREAM_INIT_SCHEMA] = {
        .id = BASE_SLICE("016/5.1/stream-init/schema"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:init is valid against its schema."),
    },
    [STS_REQUIREMENT_016_5_1_STREAM_INIT_CONFIG_COMPLETE] = {
        .id = BASE_SLICE("016/5.1/stream-init/config-complete"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "The config of stream:init has all seven members."),
        .advice = BASE_SLICE(
            "Send all seven members. The server's defaults may differ from what the worker means."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_SCHEMA] = {
        .id = BASE_SLICE("016/5.1/fragment-data/schema"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "fragment:data is valid against its schema: ids, sequence number, timestamp, and audio "
            "in padded base64."),
        .advice = BASE_SLICE(
            "See the pointer of the finding: it leads to the member that is wrong. Audio must be st"
            "andard base64 with padding."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_UUID] = {
        .id = BASE_SLICE("016/5.1/fragment-data/uuid"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "fragment_id is a UUID."),
        .advice = BASE_SLICE(
            "Make ids with the UUID function of the language, such as `uuid.uuid4()`."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_UNIQUE_ID] = {
        .id = BASE_SLICE("016/5.1/fragment-data/unique-id"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker uses a fragment_id for one fragment. It repeats an id only for a retry, or "
            "after the connection was lost."),
        .advice = BASE_SLICE(
            "Make a new id for each fragment, and keep it for the retries of that one."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_MILLISECONDS] = {
        .id = BASE_SLICE("016/5.1/fragment-data/milliseconds"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "The timestamp of fragment:data is Unix time in milliseconds, not in seconds or microse"
            "conds."),
        .advice = BASE_SLICE(
            "Python's `time.time()` is in seconds: send `int(time.time() * 1000)`."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_AS_CONFIGURED] = {
        .id = BASE_SLICE("016/5.1/fragment-data/as-configured"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "The audio has the sample rate, the channels and the format that stream:init stated."),
        .advice = BASE_SLICE(
            "State in stream:init what the encoder produces, or convert the audio."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_SCHEMA] = {
        .id = BASE_SLICE("016/5.1/fragment-ack/schema"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker's fragment:ack is valid against its schema."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_SENT] = {
        .id = BASE_SLICE("016/5.1/fragment-ack/sent"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "The worker confirms every fragment:processed with fragment:ack."),
        .advice = BASE_SLICE(
            "After each fragment:processed send fragment:ack with its fragment_id and the status `r"
            "eceived` or `applied`, and close the connection only after the last one."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_KNOWN] = {
        .id = BASE_SLICE("016/5.1/fragment-ack/known"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "fragment:ack names a fragment whose result was sent."),
        .advice = BASE_SLICE(
            "Copy fragment_id from fragment:processed. It is the id of the fragment, not a new one."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_PROMPT] = {
        .id = BASE_SLICE("016/5.1/fragment-ack/prompt"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "fragment:ack comes within 5 s of the result, because the server may close the connecti"
            "on of an ended stream after that."),
        .advice = BASE_SLICE(
            "Confirm a result when it arrives, with the status `received` if it is applied later."),
    },
    [STS_REQUIREMENT_016_5_1_STREAM_PAUSE_SCHEMA] = {
        .id = BASE_SLICE("016/5.1/stream-pause/schema"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:pause is valid against its schema."),
    },
    [STS_REQUIREMENT_016_5_1_STREAM_RESUME_SCHEMA] = {
        .id = BASE_SLICE("016/5.1/stream-resume/schema"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:resume is valid against its schema."),
    },
    [STS_REQUIREMENT_016_5_1_STREAM_END_SCHEMA] = {
        .id = BASE_SLICE("016/5.1/stream-end/schema"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:end is valid against its schema."),
    },
    [STS_REQUIREMENT_016_5_1_KNOWN_MEMBERS] = {
        .id = BASE_SLICE("016/5.1/known-members"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "Payloads have only members that the schemas define."),
        .advice = BASE_SLICE(
            "Remove the member, or compare its name with the protocol reference: it may be spelled "
            "differently."),
    },
    [STS_REQUIREMENT_016_5_1_STREAM_INIT_ACCEPTED] = {
        .id = BASE_SLICE("016/5.1/stream-init/accepted"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Every valid form of stream:init is answered with stream:ready."),
    },
    [STS_REQUIREMENT_016_5_1_STREAM_INIT_DEFAULTS] = {
        .id = BASE_SLICE("016/5.1/stream-init/defaults"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "An empty config is valid. If max_inflight is absent, it is 3."),
    },
    [STS_REQUIREMENT_016_5_1_STREAM_INIT_REFUSED] = {
        .id = BASE_SLICE("016/5.1/stream-init/refused"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/8.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:init that breaks its schema in any member gets error INVALID_CONFIG and no stre"
            "am:ready."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_ACCEPTED] = {
        .id = BASE_SLICE("016/5.1/fragment-data/accepted"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Every valid form of fragment:data is answered with fragment:ack and fragment:processed"
            "."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_DATA_REFUSED] = {
        .id = BASE_SLICE("016/5.1/fragment-data/refused"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "fragment:data that breaks its schema in any member, or whose audio is not padded base6"
            "4, gets error INVALID_CONFIG, no fragment:ack and no fragment:processed."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_ACCEPTED] = {
        .id = BASE_SLICE("016/5.1/fragment-ack/accepted"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The server accepts a valid fragment:ack of the worker without an error, in every state"
            " and also for unknown fragments."),
    },
    [STS_REQUIREMENT_016_5_1_FRAGMENT_ACK_REFUSED] = {
        .id = BASE_SLICE("016/5.1/fragment-ack/refused"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A fragment:ack that breaks its schema gets error INVALID_CONFIG."),
    },
    [STS_REQUIREMENT_016_5_1_REQUESTS_REFUSED] = {
        .id = BASE_SLICE("016/5.1/requests/refused"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:pause, stream:resume and stream:end that break their schemas get error INVALID_"
            "CONFIG and change nothing."),
    },
    [STS_REQUIREMENT_016_5_1_UNKNOWN_MEMBERS] = {
        .id = BASE_SLICE("016/5.1/unknown-members"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The server ignores members that a schema does not define."),
    },
    [STS_REQUIREMENT_016_5_1_UNKNOWN_EVENT] = {
        .id = BASE_SLICE("016/5.1/unknown-event"),
        .section = BASE_SLICE("016/5.1"),
        .section_title = BASE_SLICE("Messages from worker to STS"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "An event that the protocol does not define gets error INVALID_CONFIG."),
    },
    [STS_REQUIREMENT_016_5_2_STREAM_READY_SCHEMA] = {
        .id = BASE_SLICE("016/5.2/stream-ready/schema"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:ready is valid against its schema."),
    },
    [STS_REQUIREMENT_016_5_2_STREAM_READY_VALUES] = {
        .id = BASE_SLICE("016/5.2/stream-ready/values"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:ready repeats the stream_id and max_inflight of stream:init, and its session_id"
            " is a new UUID."),
    },
    [STS_REQUIREMENT_016_5_2_FRAGMENT_ACK_SCHEMA] = {
        .id = BASE_SLICE("016/5.2/fragment-ack/schema"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The server's fragment:ack is valid against its schema."),
    },
    [STS_REQUIREMENT_016_5_2_FRAGMENT_ACK_SENT] = {
        .id = BASE_SLICE("016/5.2/fragment-ack/sent"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Every accepted fragment gets exactly one fragment:ack, before its fragment:processed."),
    },
    [STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_SCHEMA] = {
        .id = BASE_SLICE("016/5.2/fragment-processed/schema"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "fragment:processed is valid against its schema."),
    },
    [STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_SENT] = {
        .id = BASE_SLICE("016/5.2/fragment-processed/sent"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Every accepted fragment gets exactly one fragment:processed, with its ids and its sequ"
            "ence number."),
    },
    [STS_REQUIREMENT_016_5_2_FRAGMENT_PROCESSED_AUDIO] = {
        .id = BASE_SLICE("016/5.2/fragment-processed/audio"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A successful result has dubbed_audio in valid base64."),
    },
    [STS_REQUIREMENT_016_5_2_STREAM_COMPLETE_SCHEMA] = {
        .id = BASE_SLICE("016/5.2/stream-complete/schema"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:complete is valid against its schema."),
    },
    [STS_REQUIREMENT_016_5_2_STREAM_COMPLETE_STATISTICS] = {
        .id = BASE_SLICE("016/5.2/stream-complete/statistics"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "total_fragments and the counts in stream:complete match the outcomes that were sent."),
    },
    [STS_REQUIREMENT_016_5_2_BACKPRESSURE_SCHEMA] = {
        .id = BASE_SLICE("016/5.2/backpressure/schema"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "backpressure is valid against its schema. With slow_down and pause, it has recommended"
            "_delay_ms."),
    },
    [STS_REQUIREMENT_016_5_2_ERROR_SCHEMA] = {
        .id = BASE_SLICE("016/5.2/error/schema"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/5.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "error is valid against its schema, and error_id is a UUID."),
    },
    [STS_REQUIREMENT_016_5_2_ERROR_PLACES] = {
        .id = BASE_SLICE("016/5.2/error/places"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "error INVALID_CONFIG for a payload lists every place in metadata.errors, with path, ke"
            "yword and message."),
    },
    [STS_REQUIREMENT_016_5_2_KNOWN_MEMBERS] = {
        .id = BASE_SLICE("016/5.2/known-members"),
        .section = BASE_SLICE("016/5.2"),
        .section_title = BASE_SLICE("Messages from STS to worker"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "The server's payloads have only members that the schemas define."),
    },
    [STS_REQUIREMENT_016_6_2_MAX_INFLIGHT] = {
        .id = BASE_SLICE("016/6.2/max-inflight"),
        .section = BASE_SLICE("016/6.2"),
        .section_title = BASE_SLICE("Flow control"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/6.2"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "The worker has at most max_inflight fragments in flight."),
        .advice = BASE_SLICE(
            "Count fragments without a result. At max_inflight of stream:ready, wait for a result b"
            "efore the next."),
    },
    [STS_REQUIREMENT_016_6_2_OBEYS_PAUSE] = {
        .id = BASE_SLICE("016/6.2/obeys-pause"),
        .section = BASE_SLICE("016/6.2"),
        .section_title = BASE_SLICE("Flow control"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/6.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "After backpressure with action pause, the worker sends no fragment until another actio"
            "n comes. Fragments of the first 250 ms do not count, because they may have been on the"
            "ir way."),
        .advice = BASE_SLICE(
            "Listen to backpressure. At action `pause` stop sending, keep fragments in a queue, and"
            " go on at `none` or `slow_down`."),
    },
    [STS_REQUIREMENT_016_6_2_OBEYS_SLOW_DOWN] = {
        .id = BASE_SLICE("016/6.2/obeys-slow-down"),
        .section = BASE_SLICE("016/6.2"),
        .section_title = BASE_SLICE("Flow control"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/6.2"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "After backpressure with action slow_down, the worker waits at least half of recommende"
            "d_delay_ms between fragments."),
        .advice = BASE_SLICE(
            "Listen to backpressure. At action `slow_down` wait recommended_delay_ms between fragme"
            "nts."),
    },
    [STS_REQUIREMENT_016_6_2_RAISED] = {
        .id = BASE_SLICE("016/6.2/raised"),
        .section = BASE_SLICE("016/6.2"),
        .section_title = BASE_SLICE("Flow control"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/6.2"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "When more than max_inflight fragments are in flight, the server sends backpressure of "
            "severity medium or high."),
    },
    [STS_REQUIREMENT_016_6_2_ALL_CLEAR] = {
        .id = BASE_SLICE("016/6.2/all-clear"),
        .section = BASE_SLICE("016/6.2"),
        .section_title = BASE_SLICE("Flow control"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/6.2"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "When the load is gone, the server sends backpressure low with action none, without wai"
            "ting for another fragment."),
    },
    [STS_REQUIREMENT_016_6_2_ONCE_PER_LEVEL] = {
        .id = BASE_SLICE("016/6.2/once-per-level"),
        .section = BASE_SLICE("016/6.2"),
        .section_title = BASE_SLICE("Flow control"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "The server sends one backpressure event for each change of level."),
    },
    [STS_REQUIREMENT_016_6_2_PAUSE_BEFORE_FULL] = {
        .id = BASE_SLICE("016/6.2/pause-before-full"),
        .section = BASE_SLICE("016/6.2"),
        .section_title = BASE_SLICE("Flow control"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "The server sends backpressure high with action pause before the first QUEUE_FULL."),
    },
    [STS_REQUIREMENT_016_7_1_NO_GAPS] = {
        .id = BASE_SLICE("016/7.1/no-gaps"),
        .section = BASE_SLICE("016/7.1"),
        .section_title = BASE_SLICE("Order"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/7.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Sequence numbers start at 0 and have no gaps."),
        .advice = BASE_SLICE(
            "Number what is sent, not what is recorded: a fragment that is dropped before sending m"
            "ust not take a number. Begin at 0 for each stream."),
    },
    [STS_REQUIREMENT_016_7_1_SENT_IN_ORDER] = {
        .id = BASE_SLICE("016/7.1/sent-in-order"),
        .section = BASE_SLICE("016/7.1"),
        .section_title = BASE_SLICE("Order"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/7.1"),
        .severity = STS_SHOULD,
        .text = BASE_SLICE(
            "The worker sends fragments in the order of their sequence numbers."),
        .advice = BASE_SLICE(
            "Send from one place, in the order of the numbers."),
    },
    [STS_REQUIREMENT_016_7_1_NOT_LATE] = {
        .id = BASE_SLICE("016/7.1/not-late"),
        .section = BASE_SLICE("016/7.1"),
        .section_title = BASE_SLICE("Order"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "No fragment comes after the server has given up its sequence number."),
        .advice = BASE_SLICE(
            "Send missing fragments at once: the server waits only SEQUENCE_GAP_MS for them."),
    },
    [STS_REQUIREMENT_016_7_1_UNIQUE_NUMBER] = {
        .id = BASE_SLICE("016/7.1/unique-number"),
        .section = BASE_SLICE("016/7.1"),
        .section_title = BASE_SLICE("Order"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/7.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker uses a sequence number for one fragment only."),
        .advice = BASE_SLICE(
            "Count up for each new fragment. Only a retry of the same fragment has its number again"
            "."),
    },
    [STS_REQUIREMENT_016_7_1_IN_ORDER] = {
        .id = BASE_SLICE("016/7.1/in-order"),
        .section = BASE_SLICE("016/7.1"),
        .section_title = BASE_SLICE("Order"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/7.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The server sends fragment:processed in sequence order, whatever finishes first."),
    },
    [STS_REQUIREMENT_016_7_1_FILLED_GAP] = {
        .id = BASE_SLICE("016/7.1/filled-gap"),
        .section = BASE_SLICE("016/7.1"),
        .section_title = BASE_SLICE("Order"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "If fragments arrive out of order but within the allowed time, their results are sent i"
            "n order and without an error."),
    },
    [STS_REQUIREMENT_016_7_1_GAP] = {
        .id = BASE_SLICE("016/7.1/gap"),
        .section = BASE_SLICE("016/7.1"),
        .section_title = BASE_SLICE("Order"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A gap that stays open gets one error INVALID_SEQUENCE with reason gap, expected, recei"
            "ved and missing. Then the server sends the results after the gap."),
    },
    [STS_REQUIREMENT_016_7_1_GAP_AT_END] = {
        .id = BASE_SLICE("016/7.1/gap-at-end"),
        .section = BASE_SLICE("016/7.1"),
        .section_title = BASE_SLICE("Order"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "stream:end closes gaps at once."),
    },
    [STS_REQUIREMENT_016_7_1_LATE] = {
        .id = BASE_SLICE("016/7.1/late"),
        .section = BASE_SLICE("016/7.1"),
        .section_title = BASE_SLICE("Order"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A fragment whose sequence number was given up gets error INVALID_SEQUENCE with reason "
            "late."),
    },
    [STS_REQUIREMENT_016_7_1_DUPLICATE_NUMBER] = {
        .id = BASE_SLICE("016/7.1/duplicate-number"),
        .section = BASE_SLICE("016/7.1"),
        .section_title = BASE_SLICE("Order"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A sequence number that is used again gets error INVALID_SEQUENCE with reason duplicate"
            "_sequence."),
    },
    [STS_REQUIREMENT_016_7_1_DUPLICATE_ID] = {
        .id = BASE_SLICE("016/7.1/duplicate-id"),
        .section = BASE_SLICE("016/7.1"),
        .section_title = BASE_SLICE("Order"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_ECHO,
        .origin_text = BASE_SLICE("echo"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A fragment_id that is used again gets error INVALID_SEQUENCE with reason duplicate_fra"
            "gment."),
    },
    [STS_REQUIREMENT_016_8_1_FRAGMENT_SIZE] = {
        .id = BASE_SLICE("016/8.1/fragment-size"),
        .section = BASE_SLICE("016/8.1"),
        .section_title = BASE_SLICE("Error codes"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/8.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "The worker sends no audio over the limit of FRAGMENT_TOO_LARGE."),
        .advice = BASE_SLICE(
            "Send shorter fragments, or compress them more."),
    },
    [STS_REQUIREMENT_016_8_1_FATAL_STOPS] = {
        .id = BASE_SLICE("016/8.1/fatal-stops"),
        .section = BASE_SLICE("016/8.1"),
        .section_title = BASE_SLICE("Error codes"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/8.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "After a fatal error, the worker sends no more fragments on that connection."),
        .advice = BASE_SLICE(
            "After an error with severity `fatal`, stop sending and close the connection."),
    },
    [STS_REQUIREMENT_016_8_1_TABLE] = {
        .id = BASE_SLICE("016/8.1/table"),
        .section = BASE_SLICE("016/8.1"),
        .section_title = BASE_SLICE("Error codes"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/8.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Every error has the severity and the retryable value that the error table gives for it"
            "s code."),
    },
    [STS_REQUIREMENT_016_8_1_STREAM_NOT_FOUND] = {
        .id = BASE_SLICE("016/8.1/stream-not-found"),
        .section = BASE_SLICE("016/8.1"),
        .section_title = BASE_SLICE("Error codes"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/8.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Events about a stream that does not exist, or that is not the stream of the connection"
            ", get error STREAM_NOT_FOUND."),
    },
    [STS_REQUIREMENT_016_8_1_FRAGMENT_TOO_LARGE] = {
        .id = BASE_SLICE("016/8.1/fragment-too-large"),
        .section = BASE_SLICE("016/8.1"),
        .section_title = BASE_SLICE("Error codes"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/8.1"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "Audio over the limit gets error FRAGMENT_TOO_LARGE."),
    },
    [STS_REQUIREMENT_016_8_1_TIMEOUT] = {
        .id = BASE_SLICE("016/8.1/timeout"),
        .section = BASE_SLICE("016/8.1"),
        .section_title = BASE_SLICE("Error codes"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/8.1"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "A fragment that is not processed within timeout_ms gets the outcome failed with error "
            "TIMEOUT, retryable true."),
    },
    [STS_REQUIREMENT_016_8_1_QUEUE_FULL] = {
        .id = BASE_SLICE("016/8.1/queue-full"),
        .section = BASE_SLICE("016/8.1"),
        .section_title = BASE_SLICE("Error codes"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/8.1"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "A fragment that arrives when the queue is full gets error QUEUE_FULL, retryable true."),
    },
    [STS_REQUIREMENT_016_8_2_RETRY_RETRYABLE] = {
        .id = BASE_SLICE("016/8.2/retry-retryable"),
        .section = BASE_SLICE("016/8.2"),
        .section_title = BASE_SLICE("Retry"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/8.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "On the same connection, the worker sends a fragment again only if it failed with retry"
            "able true."),
        .advice = BASE_SLICE(
            "Look at error.retryable of the failed result. Where it is false, or the result was a s"
            "uccess, do not send the fragment again."),
    },
    [STS_REQUIREMENT_016_8_2_RETRY_AS_IT_WAS] = {
        .id = BASE_SLICE("016/8.2/retry-as-it-was"),
        .section = BASE_SLICE("016/8.2"),
        .section_title = BASE_SLICE("Retry"),
        .side = STS_BINDS_WORKER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/8.2"),
        .severity = STS_MUST,
        .text = BASE_SLICE(
            "A retry has the fragment_id and the sequence number of the fragment that failed."),
        .advice = BASE_SLICE(
            "Keep the fragment as it was sent until its result is there, and send that again."),
    },
    [STS_REQUIREMENT_016_8_2_RETRY] = {
        .id = BASE_SLICE("016/8.2/retry"),
        .section = BASE_SLICE("016/8.2"),
        .section_title = BASE_SLICE("Retry"),
        .side = STS_BINDS_SERVER,
        .origin = STS_FROM_SPEC016,
        .origin_text = BASE_SLICE("spec016/8.2"),
        .severity = STS_MUST,
        .needs = STS_NEEDS_SIMULATION,
        .text = BASE_SLICE(
            "A fragment that failed with retryable true may be sent again. It is processed again, a"
            "nd the new outcome replaces the old one in the statistics."),
    },
};
