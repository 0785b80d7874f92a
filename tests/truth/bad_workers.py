"""The table of bad workers. Each is a good one with one planted fault, and its true findings.

`finds` is what must be found when the stream is over, `stopped` what must be found when the server
is stopped while the worker has four of six fragments behind it: the same unless the row says
otherwise. Faults of the server go before and after the planted one, unless `without` names them.
"""

from __future__ import annotations

import asyncio
import dataclasses
import uuid
from typing import Any, Callable, Mapping, Sequence

from link import Link, Lost
from plan import CONFIG
from good_worker import Act, Fragment, Gone, Manners, Worker

BOTH = ("websocket", "polling")
WEBSOCKET = ("websocket",)
LOSSES = ("reset", "close", "fin", "stall", "server_disconnect", "refuse")


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    does: str
    finds: tuple[str, ...]
    manners: Manners
    stopped: tuple[str, ...] | None = None
    transports: tuple[str, ...] = BOTH
    without: tuple[str, ...] = ()  # FAULT or FAULT-POSITION
    settings: Mapping[str, str] = dataclasses.field(default_factory=dict)
    rules: tuple[dict[str, Any], ...] = ()  # armed for the worker, before any other
    delay_ms: int = 0  # of the processing
    backpressure: Mapping[str, Any] | None = None
    plan: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    alone: bool = False  # what is found belongs to no stream: a server of its own
    shut_out: bool = False  # the server answers this address no more


# ---- what they do ------------------------------------------------------------------------------


def fresh(worker: Worker, number: int | None = None, **members: Any) -> dict[str, Any]:
    """A fragment that is none of the worker's own: the next number, unless told."""
    if number is None:
        number = 1 + max((one.number for one in worker.fragments if one.done or one.sent),
                         default=-1)
    return {**worker.payload_of(Fragment(number)), **members}


def with_audio(payload: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {**payload, "audio": {**payload["audio"], **members}}


def successful(worker: Worker) -> Fragment:
    """One that is well dubbed, and is not the first."""
    return next(one for one in worker.fragments[1:] if one.done == "success")


def calls(event: str, payload: Callable[[Worker], Any]) -> Act:
    """Emits an event, and waits until the server has read it."""
    async def act(worker: Worker) -> None:
        await worker.link.call(event, payload(worker))
    return act


def texts(text: str) -> Act:
    """Sends a message that closes the connection."""
    async def act(worker: Worker) -> None:
        await worker.link.send_text(text)
        await worker.wait(lambda: False, 20)
    return act


async def sends_a_strange_frame(worker: Worker) -> None:
    await worker.link.send_frame("9")
    await worker.wait(lambda: False, 20)


async def answers_no_pings(worker: Worker) -> None:
    worker.link.answer_no_pings()
    await worker.wait(lambda: False, 20)


async def waits_for_the_loss(worker: Worker) -> None:
    await worker.wait(lambda: False, 20)


def knocks(times: int = 1, **options: Any) -> Act:
    """Tries to connect in another way, before it connects in the right one."""
    async def act(worker: Worker) -> None:
        for _ in range(times):
            link = Link(worker.url, worker.plan.transport, lambda event, payload: None)
            try:
                await link.open(**options)
            except Lost:
                continue
            raise AssertionError("it was let in")
    return act


async def opens_with_a_narrow_key(worker: Worker) -> None:
    worker.link = Link(worker.url, worker.plan.transport, worker.hear)
    await worker.link.open("narrow")
    try:
        await worker.begin()
    except Lost:
        await worker.link.leave()
    else:
        raise AssertionError("the key was good enough")


def cuts(reset: bool = True, comes_back: bool = False, waits: float = 0) -> Act:
    async def act(worker: Worker) -> None:
        await asyncio.sleep(waits)
        await worker.link.flushed()
        await worker.link.cut(reset)
        if not comes_back:
            raise Gone
        raise Lost("cut")
    return act


async def stays_away(worker: Worker) -> None:
    raise Gone


async def leaves(worker: Worker) -> None:
    await worker.link.leave()
    raise Gone


async def hangs_up(worker: Worker) -> None:
    await worker.link.flushed()
    await worker.link.hang_up()
    raise Gone


async def ends_and_leaves_at_once(worker: Worker) -> None:
    """As it is often written: the library drops what has not left yet."""
    await worker.link.flushed()
    worker.link.drop_what_comes()
    await worker.link.client.emit("stream:end", {"stream_id": worker.plan.stream})
    await worker.link.client.disconnect()
    raise Gone


def ends_early(way: Act) -> Act:
    """Sends the last fragment and stream:end, and goes before the result is there."""
    async def act(worker: Worker) -> None:
        await worker.wait(lambda: all(one.done for one in worker.fragments[:-1]), 20)
        await worker.send(worker.fragments[-1])
        await worker.link.call("stream:end", {"stream_id": worker.plan.stream})
        await way(worker)
    return act


def comes_as_another(parked: bool) -> Act:
    async def act(worker: Worker) -> None:
        if parked:
            await worker.link.flushed()
            await worker.link.cut()
            await asyncio.sleep(0.4)
        other = Link(worker.url, worker.plan.transport, lambda event, payload: None)
        await other.open()
        await other.call("stream:init", {
            "stream_id": worker.plan.stream, "worker_id": "worker-2", "config": CONFIG})
        await other.leave()
        if parked:
            raise Lost("cut")
    return act


def numbers_from(change: Callable[[Worker], None]) -> Act:
    async def act(worker: Worker) -> None:
        change(worker)
    return act


def skips_one(worker: Worker) -> None:
    for one in worker.fragments:
        one.number += not one.done


def begins_at_one(worker: Worker) -> None:
    for one in worker.fragments:
        one.number += 1


def names_badly(worker: Worker) -> None:
    for one in worker.fragments:
        one.id = f"piece-{one.number}"


def delays_one(worker: Worker) -> None:
    late = next(one for one in worker.fragments if not one.done)
    worker.fragments.remove(late)
    worker.fragments.append(late)


def swaps_two(worker: Worker) -> None:
    at = next(i for i, one in enumerate(worker.fragments) if not one.done)
    worker.fragments[at:at + 2] = worker.fragments[at + 1], worker.fragments[at]


async def sends_all_at_once(worker: Worker) -> None:
    for one in worker.fragments:
        if not one.done:
            await worker.send(one)
    await worker.wait(lambda: False, 20)


async def sends_three_at_once(worker: Worker) -> None:
    for one in [one for one in worker.fragments if not one.done][:3]:
        await worker.send(one)


async def retries_all_at_once(worker: Worker) -> None:
    for one in worker.fragments[:2]:
        await worker.link.emit("fragment:data", worker.payload_of(one))
    await asyncio.sleep(0.7)
    await worker.confirm()


async def confirms_too_early(worker: Worker) -> None:
    one = next(one for one in worker.fragments if not one.done)
    await worker.send(one)
    await worker.link.call("fragment:ack", confirmation(one.id))


async def confirms_late(worker: Worker) -> None:
    await asyncio.sleep(5.6)
    await worker.link.call("fragment:ack", confirmation(worker.fragments[1].id))


async def hesitates(worker: Worker) -> None:
    """Longer than what was on its way may take."""
    await asyncio.sleep(0.4)


async def sends_twice(worker: Worker) -> None:
    one = next(one for one in worker.fragments if not one.done)
    await worker.send(one)
    await worker.send(one)


async def comes_back(worker: Worker) -> None:
    await worker.link.flushed()
    await worker.link.cut()
    raise Lost("cut")


def encodes_again(worker: Worker) -> dict[str, Any]:
    """Sends again what has its result, as other bytes."""
    return with_audio(worker.payload_of(successful(worker)), data_base64="b3RoZXI=")


async def pauses_twice(worker: Worker) -> None:
    await worker.link.call("stream:pause", {"stream_id": worker.plan.stream})


def confirmation(fragment_id: str, **members: Any) -> dict[str, Any]:
    return {"fragment_id": fragment_id, "status": "applied", "timestamp": 1700000000000, **members}


def about(stream: str = "", **members: Any) -> Callable[[Worker], Any]:
    """The payload of a request about a stream."""
    return lambda worker: {"stream_id": stream or worker.plan.stream, **members}


def extra(payload: dict[str, Any]) -> dict[str, Any]:
    return {**payload, "colour": "blue"}


def number_of(worker: Worker, result: dict[str, Any]) -> int:
    return int(result["sequence_number"])


# ---- the table ---------------------------------------------------------------------------------

MESSAGE = "016/5.1/"


def at(point: str, act: Act, **more: Any) -> Manners:
    return Manners(at={point: act}, **more)


def calm(event: str, payload: Callable[[Worker], Any], point: str = "calm") -> Manners:
    return at(point, calls(event, payload))


def each_fragment(act: Act, numbers: Sequence[int], **more: Any) -> Manners:
    return Manners(at={f"fragment {number}": act for number in numbers}, **more)


TRANSPORT = [
    Row("half-an-event", "sends JSON that breaks off", ("sts/1/valid-packets",),
        at("calm", texts('2["stream:pause",{"stream_id":'))),
    Row("not-a-number", "sends NaN", ("sts/1/valid-packets",),
        at("calm", texts('2["stream:pause",{"stream_id":"a","reason":NaN}]'))),
    Row("no-such-packet", "sends a Socket.IO packet of no type", ("sts/1/valid-packets",),
        at("calm", texts("9"))),
    Row("no-such-frame", "sends an Engine.IO packet of no type", ("sts/1/valid-packets",),
        at("calm", sends_a_strange_frame), transports=WEBSOCKET),
    Row("no-pong", "answers no ping", ("sts/1/answers-ping",), at("calm", answers_no_pings)),
    Row("unknown-event", "sends an event that there is not", ("sts/1/known-events",),
        calm("stream:hello", about())),
    Row("event-of-a-server", "sends an event that only servers send", ("sts/1/known-events",),
        calm("stream:complete", about())),
    Row("unknown-namespace", "joins another namespace", ("sts/1/known-namespace",),
        at("before", knocks(namespace="/sts/live")), alone=True),
    Row("header-of-another-stream", "has a header X-Stream-ID that is not true",
        ("sts/1/headers-agree",), Manners(headers={"X-Stream-ID": "other"})),
    Row("header-of-another-worker", "has a header X-Worker-ID that is not true",
        ("sts/1/headers-agree",), Manners(headers={"X-Worker-ID": "other"})),
    Row("reset-and-gone", "stays away after a reset",
        ("sts/1/reconnects", "sts/4/ends-streams"), at("calm", cuts()), stopped=(),
        settings={"REPORT_RETURN_MS": "1500"}),
    Row("fin-and-gone", "stays away after a FIN", ("sts/1/reconnects", "sts/4/ends-streams"),
        at("calm", cuts(reset=False)), stopped=(), transports=WEBSOCKET,
        settings={"REPORT_RETURN_MS": "1500"}),
    *(Row(f"simulated-{mode}-and-gone", f"stays away after a simulated {mode}",
          ("sts/1/reconnects", "sts/4/ends-streams"), at("lost", stays_away), stopped=(),
          settings={"REPORT_RETURN_MS": "1500"}, without=LOSSES,
          # over polling its events still get through: it may end its stream and notice nothing
          transports=WEBSOCKET if mode == "stall" else BOTH,
          rules=({"trigger": "sequence_number", "value": 3, "action": "disconnect", "mode": mode,
                  "count": 1},))
      for mode in ("reset", "fin", "close", "stall")),
    Row("back-at-once", "comes back at once after a reset", ("sts/1/reconnect-backoff",),
        each_fragment(cuts(comes_back=True), range(1, 6)), transports=WEBSOCKET,
        plan={"backoff": 0.0}),
    Row("back-at-once-after-simulation", "comes back at once after a simulated loss",
        ("sts/1/reconnect-backoff",), Manners(), transports=WEBSOCKET, plan={"backoff": 0.0},
        rules=({"trigger": "nth_fragment", "value": 1, "action": "disconnect", "mode": "fin"},)),
    Row("wrong-key", "has a wrong key at first", ("sts/2/key-accepted",),
        at("before", knocks(token="wrong")), alone=True),
    Row("wrong-key-again-and-again", "tries a wrong key too often",
        ("sts/2/key-accepted", "sts/2/gives-up"), at("complete", knocks(12, token="wrong")),
        stopped=(), alone=True, shut_out=True),
    Row("narrow-key", "has a key that is for other streams", ("sts/2/key-covers-stream",),
        at("before", opens_with_a_narrow_key), alone=True,
        settings={"STS_API_KEYS_FILE": '[{"key": "test-api-key", "streams": ["*"]},'
                                       ' {"key": "narrow", "streams": ["narrow-*"]}]'}),
]

SESSION = [
    Row("fragment-first", "sends a fragment before stream:init", ("sts/4/init-first",),
        calm("fragment:data", lambda worker: fresh(worker, 0), "connected"), alone=True),
    Row("pause-first", "sends stream:pause before stream:init", ("sts/4/init-first",),
        calm("stream:pause", about(), "connected"), alone=True),
    Row("end-first", "sends stream:end before stream:init", ("sts/4/init-first",),
        calm("stream:end", about(), "connected"), alone=True),
    Row("init-again", "sends stream:init twice", ("sts/4/one-stream",),
        calm("stream:init", about(worker_id="worker-1", config=CONFIG))),
    Row("init-of-another", "opens a second stream", ("sts/4/one-stream",),
        calm("stream:init", about("second", worker_id="worker-1", config=CONFIG))),
    Row("fragment-of-another", "sends a fragment of another stream", ("sts/4/own-stream",),
        calm("fragment:data", lambda worker: fresh(worker, stream_id="other"))),
    Row("pause-of-another", "pauses another stream", ("sts/4/own-stream",),
        calm("stream:pause", about("other"))),
    Row("end-of-another", "ends another stream", ("sts/4/own-stream",),
        calm("stream:end", about("other"))),
    Row("resume-unpaused", "resumes what is not paused", ("sts/4/right-state",),
        calm("stream:resume", about())),
    Row("pause-paused", "pauses twice", ("sts/4/right-state",), at("paused", pauses_twice),
        plan={"pause_after": 2}),
    Row("end-ended", "ends twice", ("sts/4/right-state",),
        calm("stream:end", about(), "complete"), stopped=()),
    Row("pause-ended", "pauses what is over", ("sts/4/right-state",),
        calm("stream:pause", about(), "complete"), stopped=()),
    Row("fragment-paused", "sends a fragment while paused", ("sts/4/paused-sends-nothing",),
        calm("fragment:data", fresh, "paused"), plan={"pause_after": 2}),
    Row("fragment-after-end", "sends a fragment after stream:end", ("sts/4/ended-sends-nothing",),
        calm("fragment:data", fresh, "ended"), stopped=()),
    Row("fragment-after-complete", "sends a fragment after stream:complete",
        ("sts/4/ended-sends-nothing",), calm("fragment:data", fresh, "complete"), stopped=()),
    Row("leaves-early", "leaves by DISCONNECT in the middle", ("sts/4/ends-streams",),
        at("calm", leaves)),
    Row("hangs-up-early", "leaves by a close frame or packet in the middle",
        ("sts/4/ends-streams",), at("calm", hangs_up)),
    Row("leaves-without-end", "leaves by DISCONNECT, all done, without stream:end",
        ("sts/4/ends-streams",), at("ending", leaves), stopped=()),
    Row("hangs-up-without-end", "leaves by a close frame or packet, all done, without stream:end",
        ("sts/4/ends-streams",), at("ending", hangs_up), stopped=()),
    Row("ends-and-leaves-at-once", "calls disconnect() of the library right after stream:end",
        ("sts/4/ends-streams",), at("ending", ends_and_leaves_at_once), stopped=(),
        transports=WEBSOCKET),
    Row("leaves-before-complete", "leaves by DISCONNECT before stream:complete",
        ("sts/4/waits-for-complete",), at("fragment 5", ends_early(leaves)), stopped=(),
        delay_ms=1500, without=(*LOSSES, "fail-last", "error-last")),  # some of which come at once
    Row("another-worker", "comes back under another worker_id", ("sts/4/own-worker-id",),
        at("calm", comes_as_another(parked=True)), alone=True),
    Row("two-workers", "opens the stream twice, under another worker_id",
        ("sts/4/own-worker-id",), at("calm", comes_as_another(parked=False)), alone=True),
    Row("other-audio", "sends other audio when it sends again after a loss", ("sts/4/same-audio",),
        Manners(at={"calm": comes_back, "fragment 3": calls("fragment:data", encodes_again)})),
]

FLOW = [
    Row("too-many-a-minute", "sends more fragments than it may", ("sts/5/rate",), Manners(),
        stopped=(), plan={"max_inflight": 1}, settings={"RATE_LIMIT_FRAGMENTS_PER_MIN": "4"}),
    Row("floods", "sends to a full queue until it is thrown out",
        ("016/6.2/max-inflight", "sts/5/no-flow-violation"), at("calm", sends_all_at_once),
        settings={"QUEUE_MAX_DEPTH": "2", "FLOW_VIOLATION_LIMIT": "2"}, delay_ms=150,
        plan={"max_inflight": 1, "fragments": 9}, without=LOSSES),
    Row("falls-asleep", "is silent for too long", ("sts/5/not-idle",),
        at("calm", waits_for_the_loss), settings={"IDLE_TIMEOUT_MS": "1500"}, without=("drop",)),
    Row("delay-below-zero", "simulates with a wrong payload", ("sts/6/schema",),
        calm("config:processing_delay", about(delay_ms=-1))),
    Row("strange-disconnect", "simulates a loss that there is not", ("sts/6/schema",),
        calm("simulate:disconnect", about(mode="explode"))),
    Row("one-too-many", "has more in flight than max_inflight", ("016/6.2/max-inflight",),
        at("calm", sends_three_at_once), delay_ms=300),
    Row("retries-all-at-once", "has more in flight than max_inflight, by retries",
        ("016/6.2/max-inflight",), at("calm", retries_all_at_once), delay_ms=300,
        plan={"tries": 1, "max_inflight": 1}, rules=({"error_code": "MODEL_ERROR", "count": 2},),
        without=("drop-first", "fail-first", "partial-first", "error-first")),
    Row("deaf-to-pause", "sends on when told to pause", ("016/6.2/obeys-pause",),
        each_fragment(hesitates, range(1, 6), listens=False), delay_ms=700,
        backpressure={"threshold": 1, "severity": "high", "action": "pause"}),
    Row("deaf-to-slow-down", "does not slow down", ("016/6.2/obeys-slow-down",),
        each_fragment(hesitates, range(1, 6), listens=False), delay_ms=700,
        backpressure={"threshold": 1, "severity": "medium", "action": "slow_down",
                      "recommended_delay_ms": 30000}),
    Row("skips-a-number", "skips a number", ("016/7.1/no-gaps",),
        at("calm", numbers_from(skips_one)), settings={"SEQUENCE_GAP_MS": "100"}),
    Row("begins-at-one", "begins at number 1", ("016/7.1/no-gaps",),
        at("before", numbers_from(begins_at_one)), settings={"SEQUENCE_GAP_MS": "100"}),
    Row("late", "sends a number that was given up", ("016/7.1/no-gaps", "016/7.1/not-late"),
        at("calm", numbers_from(delays_one)), settings={"SEQUENCE_GAP_MS": "100"},
        stopped=("016/7.1/no-gaps",), without=LOSSES),
    Row("out-of-order", "sends a number before the one before it", ("016/7.1/sent-in-order",),
        at("calm", numbers_from(swaps_two)), settings={"SEQUENCE_GAP_MS": "20000"}),
    Row("number-twice", "uses a number for two fragments", ("016/7.1/unique-number",),
        calm("fragment:data", lambda worker: fresh(worker, successful(worker).number))),
    Row("too-large", "sends a fragment that is too large", ("016/8.1/fragment-size",),
        calm("fragment:data", lambda worker: with_audio(fresh(worker), data_base64="QUJD" * 500)),
        settings={"MAX_FRAGMENT_BASE64": "1024"}),
    Row("goes-on-after-fatal", "sends on after a fatal error", ("016/8.1/fatal-stops",),
        each_fragment(hesitates, (3, 4, 5), heeds_fatal=False),
        rules=({"trigger": "sequence_number", "value": 2, "error_code": "AUTH_FAILED",
                "deliver_as": "error"},), without=("server_disconnect",)),
    Row("retries-what-is-lost", "sends again what may not be sent again",
        ("016/8.2/retry-retryable",), Manners(retries="everything"),
        rules=({"trigger": "sequence_number", "value": 2, "error_code": "MODEL_ERROR",
                "retryable": False},), plan={"result_timeout": 1.0}),
    Row("retries-under-another-id", "retries under another id",
        ("016/7.1/unique-number", "016/8.2/retry-as-it-was"),
        calm("fragment:data", lambda worker: fresh(worker, 1)), plan={"tries": 1},
        rules=({"trigger": "sequence_number", "value": 1, "error_code": "MODEL_ERROR"},)),
    Row("retries-under-another-number", "retries under another number",
        ("016/8.2/retry-as-it-was",),
        calm("fragment:data",
             lambda worker: fresh(worker, fragment_id=worker.fragments[1].id)),
        rules=({"trigger": "sequence_number", "value": 1, "error_code": "MODEL_ERROR"},),
        without=LOSSES, plan={"tries": 1}),
]


def malformed(**members: Any) -> Manners:
    return calm("fragment:data", lambda worker: fresh(worker, **members))


MESSAGES = [
    Row("init-too-wide", "asks for too large a max_inflight", (MESSAGE + "stream-init/schema",),
        calm("stream:init", about(worker_id="worker-1", config=CONFIG, max_inflight=11),
             "connected"), alone=True),
    Row("init-of-nobody", "opens a stream without worker_id", (MESSAGE + "stream-init/schema",),
        calm("stream:init", about(config=CONFIG), "connected"), alone=True),
    Row("config-in-part", "leaves out members of config",
        (MESSAGE + "stream-init/config-complete",),
        Manners(init=lambda payload: {**payload, "config": {"sample_rate_hz": 48000}})),
    Row("number-as-text", "sends the number as text", (MESSAGE + "fragment-data/schema",),
        malformed(sequence_number="2")),
    Row("no-audio", "sends a fragment without audio", (MESSAGE + "fragment-data/schema",),
        malformed(audio={})),
    Row("not-base64", "sends audio that is no base64", (MESSAGE + "fragment-data/schema",),
        calm("fragment:data", lambda worker: with_audio(fresh(worker), data_base64="a_b"))),
    Row("id-is-no-uuid", "has ids that are no UUIDs", (MESSAGE + "fragment-data/uuid",),
        at("before", numbers_from(names_badly))),
    Row("id-twice", "uses an id for two fragments", (MESSAGE + "fragment-data/unique-id",),
        calm("fragment:data",
             lambda worker: fresh(worker, fragment_id=successful(worker).id)), without=LOSSES),
    Row("sends-twice", "sends a fragment twice while it is in work",
        (MESSAGE + "fragment-data/unique-id",), at("calm", sends_twice), delay_ms=200),
    Row("in-seconds", "has times in seconds", (MESSAGE + "fragment-data/milliseconds",),
        Manners(fragment=lambda one: {**one, "timestamp": one["timestamp"] // 1000})),
    Row("in-microseconds", "has times in microseconds", (MESSAGE + "fragment-data/milliseconds",),
        Manners(fragment=lambda one: {**one, "timestamp": one["timestamp"] * 1000})),
    Row("other-rate", "sends another sample rate than it said",
        (MESSAGE + "fragment-data/as-configured",),
        Manners(fragment=lambda one: with_audio(one, sample_rate_hz=16000))),
    Row("other-channels", "sends other channels than it said",
        (MESSAGE + "fragment-data/as-configured",),
        Manners(fragment=lambda one: with_audio(one, channels=2))),
    Row("other-format", "sends another format than it said",
        (MESSAGE + "fragment-data/as-configured",),
        Manners(fragment=lambda one: with_audio(one, format="opus"))),
    Row("strange-confirmation", "confirms once with a status that there is not",
        (MESSAGE + "fragment-ack/schema",),
        calm("fragment:ack", lambda worker: confirmation(successful(worker).id, status="done"))),
    Row("never-confirms", "confirms no result", (MESSAGE + "fragment-ack/sent",),
        Manners(confirms=lambda worker, result: False), stopped=()),
    Row("forgets-one", "does not confirm one result", (MESSAGE + "fragment-ack/sent",),
        Manners(confirms=lambda worker, result: number_of(worker, result) != 3), stopped=(),
        without=LOSSES),
    Row("confirms-success-only", "does not confirm what failed", (MESSAGE + "fragment-ack/sent",),
        Manners(confirms=lambda worker, result: result["status"] != "failed"), stopped=(),
        rules=({"trigger": "sequence_number", "value": 3, "error_code": "MODEL_ERROR",
                "retryable": False},), without=LOSSES),
    Row("never-confirms-and-gone", "confirms nothing, and stays away after a loss",
        (MESSAGE + "fragment-ack/sent", "sts/1/reconnects", "sts/4/ends-streams"),
        at("calm", cuts(waits=5.6), confirms=lambda worker, result: False),
        settings={"REPORT_RETURN_MS": "1500"}, stopped=(MESSAGE + "fragment-ack/sent",)),
    Row("never-confirms-and-leaves", "confirms nothing, and leaves without stream:end",
        (MESSAGE + "fragment-ack/sent", "sts/4/ends-streams"),
        at("calm", leaves, confirms=lambda worker, result: False)),
    Row("confirms-what-is-not", "confirms what was never sent", (MESSAGE + "fragment-ack/known",),
        calm("fragment:ack", lambda worker: confirmation(str(uuid.uuid4())))),
    Row("confirms-too-early", "confirms a fragment before its result",
        (MESSAGE + "fragment-ack/known",), at("calm", confirms_too_early), delay_ms=300),
    Row("confirms-late", "confirms after more than five seconds",
        (MESSAGE + "fragment-ack/prompt",),
        at("ending", confirms_late, confirms=lambda worker, result: number_of(
            worker, result) != 1), stopped=(), without=LOSSES),
    Row("pause-of-nothing", "sends stream:pause without stream_id",
        (MESSAGE + "stream-pause/schema",), calm("stream:pause", lambda worker: {})),
    Row("resume-of-a-number", "sends stream:resume with a number for stream_id",
        (MESSAGE + "stream-resume/schema",), calm("stream:resume", lambda worker: {
            "stream_id": 5})),
    Row("end-for-a-number", "sends stream:end with a number as the reason",
        (MESSAGE + "stream-end/schema",), calm("stream:end", about(reason=7))),
    Row("more-in-init", "has a member in stream:init that there is not",
        (MESSAGE + "known-members",), Manners(init=extra)),
    Row("more-in-fragments", "has a member in fragments that there is not",
        (MESSAGE + "known-members",), Manners(fragment=extra)),
    Row("more-in-confirmations", "has a member in confirmations that there is not",
        (MESSAGE + "known-members",), Manners(confirmation=extra)),
    Row("more-in-end", "has a member in stream:end that there is not",
        (MESSAGE + "known-members",), Manners(end=extra), stopped=()),
]

ROWS = [*TRANSPORT, *SESSION, *FLOW, *MESSAGES]
