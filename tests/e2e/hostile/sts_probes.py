"""The STS protocol: payloads that are no payloads. The answer is an `error`, the stream goes on."""

from __future__ import annotations

import json
from typing import Any

from harness import BINARY, TEXT, frame
from hostile.probe import (INIT, RESET, Attack, Probe, event, fragment, in_session, in_stream,
                           lazily)

INVALID = "error INVALID_CONFIG"
NOT_FOUND = "error STREAM_NOT_FOUND"
DONE = "fragment:ack, fragment:processed"

EVENTS = ("stream:init", "fragment:data", "fragment:ack", "stream:pause", "stream:resume",
          "stream:end", "config:error_simulation", "config:processing_delay",
          "config:backpressure", "simulate:disconnect")


def wrong(name: str, payload: str) -> Probe:
    """An event with a payload that is no object, or with none; in a stream."""
    attack = in_stream(f'42["{name}"' + (f",{payload}]" if payload else "]"))
    what = {"": "no payload", "null": "null", "[]": "an array", '"{}"': "a string", "7": "a number",
            "true": "true"}[payload]
    return Probe(f"{name} with {what}", attack, f"{INVALID} | {INVALID} payload")


def init(**changes: Any) -> Attack:
    return in_session(event("stream:init", {**INIT, **changes}))


def config(**members: Any) -> Attack:
    return init(config=members)


def changed(**changes: Any) -> Attack:
    """A fragment with members changed; None leaves one out."""
    payload = {name: value for name, value in fragment(**changes).items() if value is not None}
    return in_stream(event("fragment:data", payload))


def audio(**changes: Any) -> Attack:
    members = {**fragment()["audio"], **changes}
    return changed(audio={name: value for name, value in members.items() if value is not None})


def number(text: str) -> Attack:
    """A sequence number as written."""
    payload = json.dumps(fragment()).replace('"sequence_number": 0', f'"sequence_number": {text}')
    return in_stream(f'42["fragment:data",{payload}]')


AT = INVALID + " /"
WIDE = "\U0001f600"  # a character of four bytes, and of two UTF-16 units
MEMBERS = ",".join(f'"m{i}":0' for i in range(1022))

STREAMS = (
    Probe("ids of 256 characters of four bytes", init(stream_id=WIDE * 256, worker_id=WIDE * 256),
          "stream:ready"),
    Probe("an id of 257 characters", init(stream_id=WIDE * 257), AT + "stream_id"),
    Probe("an id of 256 characters, escaped",
          in_session('42["stream:init",{"stream_id":"' + "\\ud83d\\ude00" * 256
                     + '","worker_id":"w","config":{}}]'), "stream:ready"),
    Probe("an id of 256 NULs", init(stream_id="\0" * 256), "stream:ready"),
    Probe("an empty id", init(stream_id=""), AT + "stream_id"),
    Probe("an id of a megabyte", init(stream_id="x" * 1_000_000), AT + "stream_id"),
    Probe("an id with a lone surrogate",
          in_session('42["stream:init",{"stream_id":"\\ud800","worker_id":"w","config":{}}]'),
          f"{AT}stream_id | {INVALID} | {INVALID} payload"),
    Probe("an id that is null", init(stream_id=None), AT + "stream_id"),
    Probe("an id that is a number", init(stream_id=5), AT + "stream_id"),
    Probe("an id that is an object", init(stream_id={"a": 1}), AT + "stream_id"),
    Probe("an id that is a format", init(stream_id="%s%n%99999d"), "stream:ready"),
    Probe("no config", in_session(event("stream:init", {"stream_id": "s", "worker_id": "w"})),
          f"{AT}config | {INVALID} | {INVALID} payload"),
    Probe("a config that is an array", init(config=[]), AT + "config"),
    Probe("max_inflight 0", init(max_inflight=0), AT + "max_inflight"),
    Probe("max_inflight 11", init(max_inflight=11), AT + "max_inflight"),
    Probe("max_inflight 2.5", init(max_inflight=2.5), AT + "max_inflight"),
    Probe("max_inflight 3.0", init(max_inflight=3.0), "stream:ready"),
    Probe("max_inflight true", init(max_inflight=True), AT + "max_inflight"),
    Probe("max_inflight as text", init(max_inflight="3"), AT + "max_inflight"),
    Probe("timeout_ms 2^63", init(timeout_ms=2**63), AT + "timeout_ms..."),
    Probe("timeout_ms -2^63 - 1", init(timeout_ms=-2**63 - 1), AT + "timeout_ms..."),
    Probe("channels 3", config(channels=3), AT + "config/channels"),
    Probe("sample_rate_hz 44,101", config(sample_rate_hz=44101), AT + "config/sample_rate_hz"),
    Probe("everything wrong at once",
          init(stream_id=1, worker_id=[], config={"channels": "x", "sample_rate_hz": -1,
                                                  "chunk_duration_ms": 0, "format": 1}),
          f"{INVALID} /stream_id /worker_id /config/channels /config/sample_rate_hz "
          "/config/chunk_duration_ms /config/format"),
    Probe("duplicate members",
          in_session('42["stream:init",{"stream_id":"s","stream_id":"t","worker_id":"w",'
                     '"config":{}}]'), f"{AT}stream_id | {INVALID} | {INVALID} payload"),
    Probe("1,024 members",
          in_session('42["stream:init",{"stream_id":"s","worker_id":"w","config":{},'
                     + MEMBERS[:MEMBERS.rindex(",")] + "}]"), "stream:ready"),
    Probe("1,025 members",
          in_session('42["stream:init",{"stream_id":"s","worker_id":"w","config":{},' + MEMBERS
                     + "}]"), f"{INVALID} | {INVALID} payload"),
    Probe("100,000 unknown members",
          in_session('42["stream:init",{' + ",".join(f'"{i}":0' for i in range(100_000)) + "}]"),
          INVALID + "..."),
    Probe("members called __proto__ and constructor",
          init(**{"__proto__": {"x": 1}, "constructor": {"prototype": 1}}), "stream:ready"),
    Probe("an unknown member 100 levels deep",
          in_session('42["stream:init",{"stream_id":"s","worker_id":"w","config":{},"x":'
                     + "[" * 100 + "]" * 100 + "}]"), AT + "x/0/0..."),
    Probe("a second stream:init", in_stream(event("stream:init", INIT)), INVALID),
    Probe("a fragment without a stream", in_session(event("fragment:data", fragment())), NOT_FOUND),
    Probe("a bad fragment without a stream", in_session(event("fragment:data", None)), NOT_FOUND),
    Probe("pause without a stream", in_session(event("stream:pause", {"stream_id": "s"})),
          NOT_FOUND),
    Probe("pause of another stream", in_stream(event("stream:pause", {"stream_id": "t"})),
          NOT_FOUND),
    Probe("resume of a stream that runs", in_stream(event("stream:resume", {"stream_id": "s"})),
          INVALID),
    Probe("pause, and pause again", in_stream(*[event("stream:pause", {"stream_id": "s"})] * 2),
          INVALID),
    Probe("a fragment while paused",
          in_stream(event("stream:pause", {"stream_id": "s"}), event("fragment:data", fragment())),
          NOT_FOUND),
    Probe("a fragment after the end",
          in_stream(event("stream:end", {"stream_id": "s"}), event("fragment:data", fragment())),
          f"stream:complete, {NOT_FOUND}"),
    Probe("the end twice", in_stream(*[event("stream:end", {"stream_id": "s"})] * 2),
          f"stream:complete, {INVALID}"),
    Probe("an unknown event", in_stream(event("stream:explode", {})), INVALID),
    Probe("an event with a space", in_stream(event("stream:pause ", {"stream_id": "s"})), INVALID),
    Probe("an event in capitals", in_stream(event("STREAM:PAUSE", {"stream_id": "s"})), INVALID),
    Probe("1,000 unknown events", in_stream(*[event("no")] * 1000), ", ".join([INVALID] * 1000)),
    Probe("an event that only the server sends",
          in_stream(event("fragment:processed", fragment())), INVALID),
)

FRAGMENTS = (
    *(Probe(f"sequence_number {text[:12]}", number(text), AT + "sequence_number...")
      for text in ("-1", "1.5", "9223372036854775808", "1e400", "-1e400", '"0"', "null", "true",
                   "[]", "9" * 5000)),
    *(Probe(f"sequence_number {text}", number(text), DONE) for text in ("0.0", "0e5", "-0")),
    *(Probe(f"no {name}", changed(**{name: None}), f"{AT}{name} | {INVALID} | {INVALID} payload")
      for name in ("fragment_id", "stream_id", "sequence_number", "timestamp", "audio")),
    Probe("a fragment of another stream", changed(stream_id="t"), NOT_FOUND),
    Probe("fragment_id of 257 characters", changed(fragment_id="é" * 257), AT + "fragment_id"),
    Probe("fragment_id of 256 characters", changed(fragment_id="é" * 256), DONE),
    Probe("fragment_id with quotes and controls", changed(fragment_id='"\\\n\0\u2028'), DONE),
    Probe("timestamp as text", changed(timestamp="now"), AT + "timestamp"),
    Probe("audio as text", changed(audio="AAAA"), AT + "audio"),
    Probe("audio as an array", changed(audio=[]), AT + "audio"),
    Probe("channels 0", audio(channels=0), AT + "audio/channels"),
    Probe("duration_ms -1", audio(duration_ms=-1), AT + "audio/duration_ms"),
    Probe("duration_ms 60,001", audio(duration_ms=60_001), AT + "audio/duration_ms"),
    Probe("metadata as a number", changed(metadata=5), AT + "metadata"),
    Probe("metadata 60 levels deep",
          changed(metadata={"x": json.loads("[" * 60 + "]" * 60)}), DONE),
    Probe("metadata 100 levels deep", changed(metadata={"x": json.loads("[" * 100 + "]" * 100)}),
          AT + "metadata/x/0/0..."),
    *(Probe(f"bad base64 {data!r}", audio(data_base64=data), AT + "audio/data_base64")
      for data in ("A", "AA", "AAA", "AAAAA", "AA=A", "====", "AAAA=", "A A=", "AA\nA",
                   "-_-_", "AAA\u00e9", "AAA\0")),
    Probe("base64 whose last bits are not zero", audio(data_base64="AB=="), DONE),
    Probe("empty audio", audio(data_base64=""), DONE),
    Probe("base64 with escapes", in_stream('42["fragment:data",' + json.dumps(fragment()).replace(
        '"bm9ybWFs"', '"\\u0062m9ybWFs"') + "]"), DONE),
    Probe("data_base64 null", audio(data_base64=None), AT + "audio"),
    Probe("data_base64 as a list of numbers", audio(data_base64=[1, 2, 3]),
          AT + "audio/data_base64"),
    Probe("data_base64 as a binary attachment",
          in_stream('451-["fragment:data",' + json.dumps(fragment()).replace(
              '"bm9ybWFs"', '{"_placeholder":true,"num":0}') + "]", frame(BINARY, b"normal")),
          AT + "audio/data_base64"),
    Probe("audio of the largest size",
          lazily(lambda: audio(data_base64="A" * 10_485_760)), "fragment:ack..."),
    Probe("audio over the limit by four characters",
          lazily(lambda: audio(data_base64="A" * 10_485_764)),
          "error FRAGMENT_TOO_LARGE /audio/data_base64"),
    Probe("audio of 40 MB", lazily(lambda: audio(data_base64="A" * 40_000_000)),
          "error FRAGMENT_TOO_LARGE /audio/data_base64"),
    Probe("a fragment of 10 MB that breaks off", lazily(lambda: in_stream(
        frame(TEXT, event("fragment:data", fragment(bytes(7_500_000))).encode())[:5_000_000],
        RESET)), "gone"),
    Probe("fragments, and nobody who waits for the answers", lazily(lambda: in_stream(
        *[event("fragment:data", fragment(bytes(1_000_000)))] * 5, RESET)), "gone"),
    Probe("a worker's ack of nothing", in_stream(event("fragment:ack", {
        "fragment_id": "never", "status": "applied", "timestamp": 1})), "nothing"),
    Probe("a worker's ack with a status that there is not", in_stream(event("fragment:ack", {
        "fragment_id": "f", "status": "__proto__", "timestamp": 1})), AT + "status"),
)

CHAPTER = (
    *(wrong(name, payload) for name in EVENTS
      for payload in ("", "null", "[]", '"{}"', "7", "true")),
    *STREAMS, *FRAGMENTS)
