"""Servers that break the protocol: for each requirement that binds servers at least one.

A row is the requirement's id, what is wrong in words, and the hooks of the proxy that make it so.
test_conform_mutants.py runs sts-conform against each, and fails for a requirement without a row.
"""

from __future__ import annotations

import json
import uuid
from typing import Any, Callable

from mutant_proxy import Hook, Link, Mutant, parse

#: Requirements (musts) that no row breaks, with the reason.
WITHOUT: dict[str, str] = {}

# ---- hooks --------------------------------------------------------------------------------------


def on(name: str, change: Callable[[Link, Any], Any]) -> Hook:
    """Events of that name: `change` gets the payload, an object, and returns it (edited or not), a
    list of (name, payload) or messages, or None to drop the event."""

    def hook(link: Link, message: str) -> Any:
        event = parse(message)
        if not event or event.name != name or not isinstance(event.payload, dict):
            return message
        made = change(link, event.payload)
        if isinstance(made, list):
            return [one if isinstance(one, str) else f"42{json.dumps(list(one))}" for one in made]
        if made is None:
            return None
        event.payload = made
        return event.text()

    return hook


def edit(name: str, **members: Any) -> Hook:
    """Sets members of an event; `a__b` is b of a, and a value of ... takes it away. A function
    gets the old value."""

    def change(link: Link, payload: Any) -> Any:
        for path, value in members.items():
            *above, last = path.split("__")
            place = payload
            for step in above:
                place = place.get(step, {})
            if value is ...:
                place.pop(last, None)
            elif callable(value):
                place[last] = value(place.get(last))
            else:
                place[last] = value
        return payload

    return on(name, change)


def drop(name: str, **members: Any) -> Hook:
    """Drops events of that name whose members are as given."""
    return on(name, lambda link, payload: None if all(
        payload.get(key) == value for key, value in members.items()) else payload)


def twice(name: str) -> Hook:
    return on(name, lambda link, payload: [(name, payload), (name, payload)])


def recode(old: str, new: str, **more: Any) -> Hook:
    """Errors of one code get another."""

    def change(link: Link, payload: Any) -> Any:
        if payload["code"] == old:
            link.error(new, **more)
            return None
        return payload

    return on("error", change)


def drop_text(beginning: str) -> Hook:
    return lambda link, message: None if message.startswith(beginning) else message


def replace(old: str, new: str) -> Hook:
    return lambda link, message: message.replace(old, new)


def refuse(name: str, condition: Callable[[Any], bool], code: str = "INVALID_CONFIG",
           **more: Any) -> Hook:
    """Upward: what is right is refused."""

    def change(link: Link, payload: Any) -> Any:
        if condition(payload):
            link.error(code, **more)
            return None
        return payload

    return on(name, change)


def refuse_text(part: str) -> Hook:
    def hook(link: Link, message: str) -> Any:
        if part in message[:1000]:
            link.error("INVALID_CONFIG")
            return None
        return message

    return hook


def answer(name: str, condition: Callable[[Any], bool], reply: str, **payload: Any) -> Hook:
    """Upward: answered by ourselves; the server never hears of it."""

    def change(link: Link, given: Any) -> Any:
        if condition(given):
            link.say(reply, payload)
            return None
        return given

    return on(name, change)


def lenient(name: str, mend: Callable[[Any], Any]) -> Hook:
    """Upward: what is wrong is put right before the server sees it."""
    return on(name, lambda link, payload: mend(payload))


# ---- hooks with a memory ------------------------------------------------------------------------


def count_ready(link: Link) -> int:
    link.memory["inits"] = link.memory.get("inits", 0) + 1
    return link.memory["inits"]


def second_init(reply: Callable[[Link], None]) -> Hook:
    """Upward: the second stream:init of a connection is answered by ourselves."""

    def change(link: Link, payload: Any) -> Any:
        if count_ready(link) < 2:
            return payload
        reply(link)
        return None

    return on("stream:init", change)


def after(name: str, then: Hook) -> tuple[Hook, Hook]:
    """(up, down): from the worker's event on, `then` acts downward."""

    def up(link: Link, payload: Any) -> Any:
        link.memory["after"] = True
        return payload

    return on(name, up), lambda link, message: (then(link, message) if link.memory.get("after")
                                                else message)


def when_resumed(up: Hook | None = None, down: Hook | None = None) -> dict[str, Any]:
    """The hooks act on connections that took a stream over: its name was seen before."""

    def note(link: Link, message: str) -> Any:
        event = parse(message)
        if event and event.name == "stream:init":
            seen = link.shared.setdefault("streams", set())
            link.memory["resumed"] = event.payload["stream_id"] in seen
            seen.add(event.payload["stream_id"])
        return up(link, message) if up and link.memory.get("resumed") else message

    return {"up": note, "down": lambda link, message: (
        down(link, message) if down and link.memory.get("resumed") else message)}


def first_only(hook: Hook) -> Hook:
    """Acts once in a connection: the first time that it changes anything."""

    def once(link: Link, message: str) -> Any:
        if link.memory.get("acted"):
            return message
        made = hook(link, message)
        link.memory["acted"] = made != message
        return made

    return once


def swap_results(link: Link, payload: Any) -> Any:
    """Every result is sent after the next one."""
    held = link.memory.pop("held", None)
    if held is None:
        link.memory["held"] = payload
        return None
    return [("fragment:processed", payload), ("fragment:processed", held)]


def ack_after_result() -> Hook:
    def hook(link: Link, message: str) -> Any:
        event = parse(message)
        if event and event.name == "fragment:ack":
            link.memory["ack"] = message
            return None
        held = link.memory.pop("ack", None) if event else None
        return [message, held] if held and event and event.name == "fragment:processed" else message

    return hook


def early_complete() -> tuple[Hook, Hook]:
    def up(link: Link, payload: Any) -> Any:
        link.say("stream:complete", {
            "stream_id": payload["stream_id"], "total_fragments": 3, "total_duration_ms": 1,
            "statistics": {"success_count": 3, "partial_count": 0, "failed_count": 0,
                           "avg_processing_time_ms": 1, "p95_processing_time_ms": 1}})
        return payload

    return on("stream:end", up), drop("stream:complete")


def remember_refused() -> tuple[Hook, Hook]:
    """(up, down): an id that was refused once counts as used."""

    def up(link: Link, payload: Any) -> Any:
        if payload.get("fragment_id") in link.memory.get("refused", ()):
            link.error("INVALID_SEQUENCE", metadata={"reason": "duplicate_fragment"})
            return None
        link.memory["last"] = payload.get("fragment_id")
        return payload

    def down(link: Link, payload: Any) -> Any:
        link.memory.setdefault("refused", set()).add(link.memory.get("last"))
        return payload

    return on("fragment:data", up), on("error", down)


def deaf_after_error() -> tuple[Hook, Hook]:
    """(up, down): after an error nothing is answered any more."""

    def down(link: Link, payload: Any) -> Any:
        link.memory["sulks"] = True
        return payload

    return (on("fragment:data", lambda link, payload: None if link.memory.get("sulks")
               else payload), on("error", down))


def disturb_others(link: Link, message: str) -> str:
    if message == "no packet":
        for other in link.shared["links"]:
            if other is not link:
                other.error("STREAM_NOT_FOUND")
    return message


def complete_and_go(link: Link, message: str) -> Any:
    event = parse(message)
    if event and event.name == "stream:complete":
        link.close(1000)
        return [message, "41"]
    return message


def late_all_clear() -> tuple[Hook, Hook]:
    """(up, down): the all-clear waits for the next fragment."""

    def down(link: Link, payload: Any) -> Any:
        if payload["severity"] == "low":
            link.memory["clear"] = payload
            return None
        return payload

    def up(link: Link, payload: Any) -> Any:
        if "clear" in link.memory:
            link.say("backpressure", link.memory.pop("clear"))
        return payload

    return on("fragment:data", up), on("backpressure", down)


def impatient_gap(link: Link, payload: Any) -> Any:
    """Whatever is ahead of its predecessor is a gap at once."""
    expected = link.memory.get("expected", 0)
    if payload["sequence_number"] > expected:
        link.error("INVALID_SEQUENCE", metadata={"reason": "gap", "expected": expected})
    link.memory["expected"] = payload["sequence_number"] + 1
    return payload


def mix_streams(link: Link, payload: Any) -> Any:
    payload["stream_id"] = link.shared.setdefault("first", payload["stream_id"])
    return payload


def refuse_later_keys(link: Link, message: str) -> Any:
    """The key is accepted once, and then no more."""
    if not message.startswith("40"):
        return message
    link.shared["joined"] = link.shared.get("joined", 0) + 1
    if link.shared["joined"] == 1:
        return message
    return '44{"message":"Invalid API key"}'


def accept_wrong_key(link: Link, message: str) -> Any:
    if message.startswith('40{"token":"not the key"}'):
        link.out.append('40{"sid":"mutant"}')
        return None
    return message


def hold_open(link: Link, message: str) -> Any:
    link.keep_open = True
    return None if message.startswith("41") else message


def answer_pings(link: Link, message: str) -> str:
    if message == "2":
        link.back.append("3")
    return message


def vanish(link: Link, message: str) -> Any:
    """A DISCONNECT does not reach the server: to it the connection is lost."""
    if message.startswith("41"):
        link.close(1000)
        return None
    return message


def once_only_json(link: Link, message: str) -> str:
    """Reads and writes JSON again, as lenient readers do: the last of two equal keys counts."""
    event = parse(message)
    return event.text() if event else message


def ignore_broken_json(link: Link, message: str) -> Any:
    return None if message.startswith("42") and not parse(message) else message


def random_seed(payload: Any) -> Any:
    payload["seed"] = uuid.uuid4().int % 2**31
    return payload


def close_on_error(link: Link, message: str) -> Any:
    event = parse(message)
    if event and event.name == "error":
        link.close(1011)
        return None
    return message


def shift_rules(payload: Any) -> Any:
    for rule in payload.get("rules", []):
        if isinstance(rule.get("value"), int):
            rule["value"] += 1
    return payload


def other_action(payload: Any) -> Any:
    for rule in payload.get("rules", []):
        if rule.get("action") == "partial":
            rule["action"] = "fail"
    return payload


def own_worker(payload: Any) -> Any:
    payload["worker_id"] = "sts-conform"
    return payload


def true_is_one(payload: Any) -> Any:
    if payload.get("max_inflight") is True:
        payload["max_inflight"] = 1
    return payload


def with_config(payload: Any) -> Any:
    payload.setdefault("config", {})
    return payload


def one_channel(payload: Any) -> Any:
    if isinstance(payload.get("audio"), dict):
        payload["audio"]["channels"] = 1
    return payload


def both(hooks: tuple[Hook, Hook]) -> dict[str, Any]:
    return {"up": hooks[0], "down": hooks[1]}


def plus_one(value: Any) -> Any:
    return value + 1


PINGS = {"WS_PING_INTERVAL": "0.5", "WS_PING_TIMEOUT": "2"}
SOON = {"AUTO_DISCONNECT_DELAY": "1"}
ALL = ("--all",)

# ---- the table ----------------------------------------------------------------------------------

MUTANTS = [
    Mutant("sts/1/handshake", "no pingTimeout in the handshake",
           down=lambda link, message: message.replace('"pingTimeout"', '"timeout"', 1)),
    Mutant("sts/1/handshake", "maxPayload is a string",
           down=lambda link, message: message.replace('"maxPayload":', '"maxPayload":"much","m":', 1)),
    Mutant("sts/1/paths", "nothing at /ws/sts",
           route=lambda path: 404 if path.startswith("/ws/sts") else None),
    Mutant("sts/1/namespaces", "the namespace /sts cannot be joined",
           down=lambda link, message: ('44/sts,{"message":"Invalid namespace"}'
                                       if message.startswith("40/sts,") else message)),
    Mutant("sts/1/unknown-namespace", "another message",
           down=replace("Invalid namespace", "No namespace")),
    Mutant("sts/1/polling", "results get lost on long-polling",
           http=lambda path, status, body: (status, body.replace("fragment:processed", "lost"))),
    Mutant("sts/1/upgrade", "the probe is not answered", down=drop_text("3probe")),
    Mutant("sts/1/ack-packet", "no ACK packets", down=drop_text("43")),
    Mutant("sts/1/ack-packet", "ACK packets without an argument",
           down=lambda link, message: "430[]" if message.startswith("43") else message),
    Mutant("sts/1/no-null", "null fields", down=edit("fragment:processed", error=None)),
    Mutant("sts/1/no-null", "null within an object",
           down=edit("fragment:processed", metadata__gpu_utilization=None)),
    Mutant("sts/1/null-is-absent", "null is of the wrong type",
           up=refuse("stream:init", lambda payload: None in payload.values())),
    Mutant("sts/1/integers", "1.0 is no integer", up=refuse_text("5.0")),
    Mutant("sts/1/broken-json", "broken JSON is ignored", up=ignore_broken_json),
    Mutant("sts/1/odd-json", "of duplicate keys the last one counts", up=once_only_json),
    Mutant("sts/1/broken-packet", "what is no packet is ignored", up=drop_text("hello")),
    Mutant("sts/1/message-too-large", "messages of any size are swallowed", options=ALL,
           up=lambda link, message: None if len(message) > 50_000_000 else message),
    Mutant("sts/1/pings", "no pings", settings=PINGS, options=ALL, down=drop_text("2")),
    Mutant("sts/1/ping-timeout", "a silent client is kept", settings=PINGS, options=ALL,
           down=answer_pings),
    Mutant("sts/2/valid-key", "the key is refused when it comes again", down=refuse_later_keys),
    Mutant("sts/2/refusal-data", "no data", settings={"LOG_LEVEL": "WARNING"},
           down=replace('"data":', '"dates":')),
    Mutant("sts/2/wrong-key", "another code", settings={"LOG_LEVEL": "WARNING"},
           down=replace("AUTH_FAILED", "FORBIDDEN")),
    Mutant("sts/2/refusal-data", "retryable", settings={"LOG_LEVEL": "WARNING"},
           down=replace('"retryable":false', '"retryable":true')),
    Mutant("sts/2/wrong-key", "any key is accepted", settings={"LOG_LEVEL": "WARNING"},
           up=accept_wrong_key),
    Mutant("sts/3/checks-in-order", "the schema is looked at before the stream",
           down=recode("STREAM_NOT_FOUND", "INVALID_CONFIG")),
    Mutant("sts/3/refused-uses-nothing", "a refused id counts as used",
           **both(remember_refused())),
    Mutant("sts/3/stays-usable", "nothing is answered after an error",
           **both(deaf_after_error())),
    Mutant("sts/3/others-undisturbed", "a broken packet disturbs all", up=disturb_others),
    Mutant("sts/3/echo-audio", "other audio",
           down=edit("fragment:processed", dubbed_audio__data_base64="AAAA")),
    Mutant("sts/3/echo-result", "another transcript",
           down=edit("fragment:processed", transcript="something")),
    Mutant("sts/3/echo-result", "stages that do not add up",
           down=edit("fragment:processed", stage_timings__tts_ms=plus_one)),
    Mutant("sts/4/second-init", "a second stream:init is taken",
           up=second_init(lambda link: link.say("stream:ready", {
               "stream_id": "x", "session_id": str(uuid.uuid4()), "max_inflight": 3,
               "capabilities": {"batch_processing": False, "async_delivery": True}}))),
    Mutant("sts/4/next-stream", "one stream a connection",
           up=second_init(lambda link: link.error("INVALID_CONFIG"))),
    Mutant("sts/4/wrong-state", "no state in the error", down=edit("error", metadata=...)),
    Mutant("sts/4/wrong-state", "silence in the wrong state", down=drop("error")),
    Mutant("sts/4/paused-refuses", "silence while paused",
           down=drop("error", code="STREAM_NOT_FOUND")),
    Mutant("sts/4/pause-finishes", "no results while paused",
           **both(after("stream:pause", drop("fragment:processed")))),
    Mutant("sts/4/complete-last", "early stream:complete", **both(early_complete())),
    Mutant("sts/4/complete-last", "stream:complete twice", down=twice("stream:complete")),
    Mutant("sts/4/ending-refuses", "silence after stream:end",
           down=drop("error", code="STREAM_NOT_FOUND")),
    Mutant("sts/4/disconnects", "disconnects at once", settings=SOON, down=complete_and_go),
    Mutant("sts/4/disconnects", "closes without DISCONNECT", settings=SOON, down=drop_text("41")),
    Mutant("sts/4/resume-takes-over", "the same session_id, but the stream does not go on",
           **when_resumed(up=refuse("fragment:data", lambda payload: True, "STREAM_NOT_FOUND"))),
    Mutant("sts/4/resume-sends-rest", "an unsent result is lost",
           **when_resumed(down=first_only(drop("fragment:processed")))),
    Mutant("sts/4/resume-retransmits", "counted twice",
           **when_resumed(down=edit("stream:complete", total_fragments=plus_one))),
    Mutant("sts/4/resume-closes-old", "the old connection stays", down=hold_open),
    Mutant("sts/4/resume-foreign-worker", "any worker may take over",
           up=lenient("stream:init", own_worker)),
    Mutant("sts/4/resume-new-run", "number 0 is late after resume",
           **when_resumed(up=refuse("fragment:data", lambda payload: payload[
               "sequence_number"] == 0, "INVALID_SEQUENCE", metadata={"reason": "late"}))),
    Mutant("sts/4/leaving-ends", "a stream outlives its DISCONNECT", up=vanish),
    Mutant("sts/5/rate-limit", "another code", down=recode("RATE_LIMIT", "QUEUE_FULL")),
    Mutant("sts/5/rate-limit", "the connection is closed",
           down=lambda link, message: (close_on_error(link, message)
                                       if "RATE_LIMIT" in message[:500] else message)),
    Mutant("sts/5/flow-violation", "the connection stays", down=hold_open),
    Mutant("sts/5/streams-apart", "results under another stream's name",
           down=on("fragment:processed", mix_streams)),
    Mutant("sts/6/acks", "another status",
           down=edit("config:processing_delay:ack", status="done")),
    Mutant("sts/6/refused", "an invalid delay is acked",
           up=answer("config:processing_delay", lambda payload: payload.get("delay_ms") == -1,
                     "config:processing_delay:ack", status="configured")),
    Mutant("sts/6/triggers", "rules hit the next fragment",
           up=lenient("config:error_simulation", shift_rules)),
    Mutant("sts/6/actions", "partial fails", up=lenient("config:error_simulation", other_action)),
    Mutant("sts/6/same-seed", "the seed is not used",
           up=lenient("config:error_simulation", random_seed)),
    Mutant("sts/6/cleared", "enabled false clears nothing",
           up=answer("config:error_simulation", lambda payload: payload["enabled"] is False,
                     "config:error_simulation:ack", status="configured", rules_count=0)),
    Mutant("sts/6/from-outside", "only one's own stream",
           up=answer("config:error_simulation", lambda payload: "stream_id" in payload,
                     "config:error_simulation:ack", status="configured", rules_count=1)),
    Mutant("sts/6/backpressure", "another delay",
           down=edit("backpressure", recommended_delay_ms=1)),
    Mutant("sts/6/disconnect", "always the same way",
           up=on("simulate:disconnect", lambda link, payload: {**payload, "mode": "close"})),
    Mutant("sts/7/health", "not healthy",
           http=lambda path, status, body: (status, body.replace('"healthy"', '"sick"'))),
    Mutant("016/5.1/stream-init/accepted", "the highest max_inflight is refused",
           up=refuse("stream:init", lambda payload: payload.get("max_inflight") == 10)),
    Mutant("016/5.1/stream-init/defaults", "another default",
           down=edit("stream:ready", max_inflight=5)),
    Mutant("016/5.1/stream-init/refused", "config may be missing",
           up=lenient("stream:init", with_config)),
    Mutant("016/5.1/stream-init/refused", "true is taken for 1",
           up=lenient("stream:init", true_is_one)),
    Mutant("016/5.1/fragment-data/accepted", "stereo is refused",
           up=refuse("fragment:data", lambda payload: payload["audio"]["channels"] == 2)),
    Mutant("016/5.1/fragment-data/refused", "silent on bad input",
           down=drop("error", code="INVALID_CONFIG")),
    Mutant("016/5.1/fragment-data/refused", "the connection is closed on bad input",
           down=close_on_error),
    Mutant("016/5.1/fragment-data/refused", "three channels are taken",
           up=lenient("fragment:data", one_channel)),
    Mutant("016/5.1/fragment-ack/accepted", "an ack for an unknown fragment is an error",
           up=on("fragment:ack", lambda link, payload: link.error("STREAM_NOT_FOUND"))),
    Mutant("016/5.1/fragment-ack/refused", "bad acks are ignored", down=drop("error")),
    Mutant("016/5.1/requests/refused", "another code",
           down=recode("INVALID_CONFIG", "STREAM_NOT_FOUND")),
    Mutant("016/5.1/unknown-members", "an unknown member is an error", up=refuse_text("colour")),
    Mutant("016/5.1/unknown-event", "unknown events are ignored", down=drop("error")),
    Mutant("016/5.2/stream-ready/schema", "no capabilities",
           down=edit("stream:ready", capabilities=...)),
    Mutant("016/5.2/stream-ready/values", "one session_id for all",
           down=edit("stream:ready", session_id="0b0f7f0e-6f0c-4c35-9d3e-5f1d0a8a7c22")),
    Mutant("016/5.2/stream-ready/values", "max_inflight is not confirmed",
           down=edit("stream:ready", max_inflight=1)),
    Mutant("016/5.2/fragment-ack/schema", "another status",
           down=edit("fragment:ack", status="done")),
    Mutant("016/5.2/fragment-ack/sent", "missing ack", down=first_only(drop("fragment:ack"))),
    Mutant("016/5.2/fragment-ack/sent", "ack after the result", down=ack_after_result()),
    Mutant("016/5.2/fragment-ack/sent", "ack twice", down=twice("fragment:ack")),
    Mutant("016/5.2/fragment-processed/schema", "a time that is a string",
           down=edit("fragment:processed", processing_time_ms="12")),
    Mutant("016/5.2/fragment-processed/sent", "duplicate results",
           down=twice("fragment:processed")),
    Mutant("016/5.2/fragment-processed/sent", "wrong sequence numbers",
           down=edit("fragment:processed", sequence_number=plus_one)),
    Mutant("016/5.2/fragment-processed/sent", "a missing result",
           down=first_only(drop("fragment:processed"))),
    Mutant("016/5.2/fragment-processed/audio", "wrong base64",
           down=edit("fragment:processed", dubbed_audio__data_base64="AA*A")),
    Mutant("016/5.2/fragment-processed/audio", "no audio",
           down=edit("fragment:processed", dubbed_audio=...)),
    Mutant("016/5.2/stream-complete/schema", "missing statistics",
           down=edit("stream:complete", statistics=...)),
    Mutant("016/5.2/stream-complete/statistics", "a fragment too many",
           down=edit("stream:complete", total_fragments=plus_one)),
    Mutant("016/5.2/stream-complete/statistics", "failures that there were none of",
           down=edit("stream:complete", statistics__failed_count=plus_one)),
    Mutant("016/5.2/backpressure/schema", "no delay beside slow_down",
           down=edit("backpressure", recommended_delay_ms=...)),
    Mutant("016/5.2/error/schema", "error_id is no UUID", down=edit("error", error_id="1")),
    Mutant("016/6.2/raised", "no backpressure", down=drop("backpressure")),
    Mutant("016/6.2/all-clear", "late all-clear", **both(late_all_clear())),
    Mutant("016/6.2/all-clear", "an all-clear that says pause",
           down=edit("backpressure", action="pause", recommended_delay_ms=1000)),
    Mutant("016/6.2/once-per-level", "every level twice", down=twice("backpressure")),
    Mutant("016/6.2/pause-before-full", "no pause", down=drop("backpressure", action="pause")),
    Mutant("016/7.1/in-order", "wrong order", down=on("fragment:processed", swap_results)),
    Mutant("016/7.1/filled-gap", "a gap is told at once", up=on("fragment:data", impatient_gap)),
    Mutant("016/7.1/gap", "a gap without its numbers", down=edit("error", metadata__missing=...)),
    Mutant("016/7.1/gap", "a gap is not told", down=drop("error")),
    Mutant("016/7.1/gap", "what comes behind a gap is lost",
           **both(after("fragment:data", drop("fragment:processed", sequence_number=2)))),
    Mutant("016/7.1/gap-at-end", "a gap at the end is not told",
           **both(after("stream:end", drop("error")))),
    Mutant("016/7.1/late", "another reason",
           down=edit("error", metadata__reason=lambda reason: (
               "duplicate_sequence" if reason == "late" else reason))),
    Mutant("016/7.1/duplicate-number", "another reason",
           down=edit("error", metadata__reason="late")),
    Mutant("016/7.1/duplicate-id", "a used id is ignored", down=drop("error")),
    Mutant("016/8.1/table", "retryable the other way round",
           down=edit("error", retryable=lambda value: not value)),
    Mutant("016/8.1/table", "everything is fatal", down=edit("error", severity="fatal")),
    Mutant("016/8.1/stream-not-found", "wrong code",
           down=recode("STREAM_NOT_FOUND", "INVALID_CONFIG")),
    Mutant("016/8.1/fragment-too-large", "wrong code",
           down=recode("FRAGMENT_TOO_LARGE", "INVALID_CONFIG")),
    Mutant("016/8.1/timeout", "a time-out that is not retryable",
           down=edit("fragment:processed", error__retryable=False)),
    Mutant("016/8.1/queue-full", "wrong code", down=recode("QUEUE_FULL", "RATE_LIMIT")),
    Mutant("016/8.2/retry", "the old outcome stays in the statistics",
           down=edit("stream:complete", statistics__failed_count=plus_one)),
    # shoulds
    Mutant("sts/1/ping-values", "another interval", settings=PINGS, options=("--strict",)),
    Mutant("016/5.2/error/places", "no places", options=("--strict",),
           down=edit("error", metadata=...)),
    Mutant("016/5.2/known-members", "a member that no schema has", options=("--strict",),
           down=edit("fragment:processed", colour="blue")),
]
