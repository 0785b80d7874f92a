"""What is planted in the servers of this folder, and what sts-conform must say of each."""

from __future__ import annotations

import dataclasses

NODE = "node"
PYTHON = "python"


@dataclasses.dataclass(frozen=True)
class Row:
    """One server: `fault` is planted in it ("" for none), and exactly the requirement `broken` is
    what sts-conform finds broken ("" for none: what the fault changes is left open by spec 016)."""

    server: str
    fault: str
    broken: str
    what: str

    def __str__(self) -> str:
        return f"{self.server}: {self.what}"


TABLE = (
    Row(NODE, "", "", "a good server"),
    Row(NODE, "leaves", "", "every error ends the connection"),
    Row(NODE, "no-ack", "016/5.2/fragment-ack/sent", "fragments are not acked"),
    Row(NODE, "late-ack", "016/5.2/fragment-ack/sent", "the ack comes after the result"),
    Row(NODE, "two-acks", "016/5.2/fragment-ack/sent", "each fragment is acked twice"),
    Row(NODE, "ack-id", "016/5.2/fragment-ack/sent", "acks name other fragments"),
    Row(NODE, "ack-status", "016/5.2/fragment-ack/schema", "acks have another status"),
    Row(NODE, "unordered", "016/7.1/in-order", "results leave as they get ready"),
    Row(NODE, "lost-result", "016/5.2/fragment-processed/sent", "one result is not sent"),
    Row(NODE, "two-results", "016/5.2/fragment-processed/sent", "each result is sent twice"),
    Row(NODE, "result-number", "016/5.2/fragment-processed/sent", "results have the next number"),
    Row(NODE, "no-audio", "016/5.2/fragment-processed/audio", "a success without audio"),
    Row(NODE, "base64", "016/5.2/fragment-processed/audio", "audio that is not base64"),
    Row(NODE, "text-time", "016/5.2/fragment-processed/schema", "a time that is a string"),
    Row(NODE, "one-too-many", "016/5.2/stream-complete/statistics", "a fragment too many"),
    Row(NODE, "no-statistics", "016/5.2/stream-complete/schema", "no statistics"),
    Row(NODE, "no-complete", "sts/4/complete-last", "no stream:complete"),
    Row(NODE, "early-complete", "sts/4/complete-last", "stream:complete before the results"),
    Row(NODE, "two-completes", "sts/4/complete-last", "stream:complete twice"),
    Row(NODE, "no-capabilities", "016/5.2/stream-ready/schema", "no capabilities"),
    Row(NODE, "one-session", "016/5.2/stream-ready/values", "one session_id for all"),
    Row(NODE, "ready-stream", "016/5.2/stream-ready/values", "another stream_id in stream:ready"),
    Row(NODE, "ten-refused", "016/5.1/stream-init/accepted", "the highest max_inflight is refused"),
    Row(NODE, "takes-any-init", "016/5.1/stream-init/refused", "any stream:init is taken"),
    Row(NODE, "stereo-refused", "016/5.1/fragment-data/accepted", "stereo is refused"),
    Row(NODE, "acks-refused", "016/5.1/fragment-ack/accepted", "acks of the worker are refused"),
    Row(NODE, "error-id", "016/5.2/error/schema", "an error_id that is no UUID"),
    Row(NODE, "severity", "016/8.1/table", "everything is a warning"),
    Row(NODE, "retryable", "016/8.1/table", "retryable the other way round"),
    Row(NODE, "wrong-code", "016/8.1/stream-not-found", "another code for an unknown stream"),
    Row(NODE, "silent", "016/8.1/stream-not-found", "silence for unknown streams"),
    Row(NODE, "any-stream", "016/8.1/stream-not-found", "the stream_id is not looked at"),
    Row(NODE, "any-size", "016/8.1/fragment-too-large", "audio of any size is taken"),
    Row(NODE, "any-key", "sts/2/wrong-key", "any key is accepted"),
    Row(NODE, "refusal", "sts/2/wrong-key", "a refusal without a code"),
    Row(NODE, "ping-values", "sts/1/ping-values", "another ping interval"),
    Row(PYTHON, "", "", "a good server"),
    Row(PYTHON, "leaves", "", "every error ends the connection"),
    Row(PYTHON, "closes", "", "every error ends the connection, without DISCONNECT"),
    Row(PYTHON, "keyless", "", "it requires no key"),
    Row(PYTHON, "own-code", "", "a good server, some of whose results fail with a code of its own"),
    Row(PYTHON, "some-acks", "016/5.2/fragment-ack/sent", "every third fragment is not acked"),
    Row(PYTHON, "fatal", "016/8.1/table", "every error is fatal"),
    Row(PYTHON, "session-name", "016/5.2/stream-ready/schema", "a session_id that is no UUID"),
    Row(PYTHON, "max-inflight", "016/5.2/stream-ready/values", "max_inflight is not repeated"),
    Row(PYTHON, "session-again", "016/5.2/stream-ready/values", "a session_id for two streams"),
    Row(PYTHON, "low-rate-ready", "016/5.2/stream-ready/values", "another stream_id for 16 kHz"),
    Row(PYTHON, "stereo-ack", "016/5.2/fragment-ack/sent", "acks name others where it is stereo"),
    Row(PYTHON, "load-acks", "016/5.2/fragment-ack/sent", "many streams at a time are not acked"),
    Row(PYTHON, "load-order", "016/7.1/in-order", "many streams at a time are out of order"),
    Row(PYTHON, "stereo-result", "016/5.2/fragment-processed/sent", "another id where it is stereo"),
    Row(PYTHON, "long-result", "016/5.2/fragment-processed/sent", "another number at a duration"),
    Row(PYTHON, "complete-stream", "sts/4/complete-last", "stream:complete for another stream"),
    Row(PYTHON, "two-readies", "016/5.2/stream-ready/values", "a session_id that came before"),
    Row(PYTHON, "completes-again", "sts/4/complete-last", "stream:complete again, 0.5 s later"),
    Row(PYTHON, "counts-two", "016/5.2/stream-complete/statistics", "a single one counts twice"),
    Row(PYTHON, "status", "016/5.2/fragment-processed/schema", "results have another status"),
    Row(PYTHON, "stream-of-another", "sts/5/streams-apart", "results for another stream"),
    Row(PYTHON, "impatient", "sts/4/complete-last", "stream:complete does not wait"),
    Row(PYTHON, "phantom-failure", "016/5.2/stream-complete/statistics", "a failure too many"),
    Row(PYTHON, "counts-nothing", "016/5.2/stream-complete/statistics", "no fragments counted"),
    Row(PYTHON, "average-text", "016/5.2/stream-complete/schema", "an average that is a string"),
    Row(PYTHON, "average-nan", "016/5.2/stream-complete/schema", "of no fragments, it is NaN"),
    Row(PYTHON, "empty-hang-up", "sts/4/complete-last", "it hangs up where nothing came"),
    Row(PYTHON, "empty-end", "sts/4/complete-last", "no stream:complete without fragments"),
    Row(PYTHON, "loses-some", "016/5.2/fragment-processed/sent", "every 20th result is not sent"),
    Row(PYTHON, "no-key-needed", "sts/2/wrong-key", "any key is accepted"),
    Row(PYTHON, "no-token-needed", "sts/2/wrong-key", "who has no token is let in"),
    Row(PYTHON, "late-refusal", "sts/2/wrong-key", "the refusal comes after CONNECT"),
    Row(PYTHON, "any-timeout", "016/5.1/stream-init/refused", "timeout_ms is not looked at"),
    Row(PYTHON, "ignores-strangers", "016/8.1/stream-not-found", "silence for unknown streams"),
    Row(PYTHON, "odd-backpressure", "016/5.2/backpressure/schema", "slow_down without a delay"),
    Row(PYTHON, "size-code", "016/8.1/fragment-too-large", "another code for too much audio"),
)
