"""A worker as it should be, whose manners a row of the table may spoil in one place.

It limits what is in flight, obeys pause and slow_down, confirms every result, sends again what
failed and may be sent again (with the same id and number, a few times), comes back after a loss,
not at once, and sends again what has no result, ends its stream, and leaves when it is complete.
After a fatal error it sends no more fragments.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import dataclasses
import time
import uuid
from typing import Any, Awaitable, Callable, Mapping

from link import PATIENCE, Link, Lost
from plan import CONFIG, Plan

Act = Callable[["Worker"], Awaitable[None]]


@dataclasses.dataclass
class Fragment:
    number: int
    id: str = dataclasses.field(default_factory=lambda: str(uuid.uuid4()))
    sent: float = 0.0  # when; 0: not on this connection
    tries: int = 0
    resent: bool = False
    done: str = ""  # what became of it


class Gone(Exception):
    """The worker is away, and will not come back."""


@dataclasses.dataclass
class Manners:
    """What may be spoilt. An act happens once, at its point; the others are asked each time."""

    at: Mapping[str, Act] = dataclasses.field(default_factory=dict)
    init: Callable[[dict[str, Any]], Any] | None = None
    fragment: Callable[[dict[str, Any]], Any] | None = None
    confirms: Callable[["Worker", dict[str, Any]], bool] = lambda worker, result: True
    confirmation: Callable[[dict[str, Any]], Any] | None = None
    end: Callable[[dict[str, Any]], Any] | None = None
    retries: str = "retryable"  # what is sent again when it failed: this, nothing or everything
    listens: bool = True  # to backpressure
    heeds_fatal: bool = True
    token: str | None = None
    headers: Mapping[str, str] | None = None


class Worker:
    """Runs a plan. `reached` is set when it halts."""

    def __init__(self, url: str, plan: Plan, manners: Manners | None = None) -> None:
        self.url, self.plan, self.manners = url, plan, manners or Manners()
        self.fragments = [Fragment(number) for number in range(plan.fragments)]
        self.reached = asyncio.Event()
        self.link: Link
        self.acted: set[str] = set()
        self.said: list[tuple[str, Any]] = []  # all events that came
        self.complete = self.ended = self.paused = self.fatal = False
        # Requests that are still to be made; one that may have been lost is made again.
        self.requests = ["stream:pause", "stream:resume"] if plan.pause_after >= 0 else []
        self.not_before = self.delay = 0.0
        self.answer: Any = None  # to stream:init
        self.changed = asyncio.Event()
        self.confirmations: list[Any] = []  # that are to be sent

    # ---- a life

    async def run(self) -> None:
        """Until the stream is complete."""
        end = time.monotonic() + 3 * PATIENCE
        with contextlib.suppress(Gone):
            while not self.complete:
                with contextlib.suppress(Lost):
                    await self._connection()
                if self.complete:
                    break
                await self.act("lost")
                await asyncio.sleep(self.plan.backoff)
                if time.monotonic() > end:
                    raise AssertionError(f"{self.plan.stream}: no end of it: {self.state()}")

    def state(self) -> str:
        """What is known, for who has to find out what went wrong."""
        done = [one.done or "-" for one in self.fragments]
        return f"fragments {done}, ended {self.ended}, last events {self.said[-5:]}"[:1500]

    async def act(self, point: str) -> None:
        """Does what the row wants done here."""
        if point in self.manners.at and point not in self.acted:
            self.acted.add(point)
            await self.manners.at[point](self)

    async def _connection(self) -> None:
        self.paused, self.delay, self.not_before, self.fatal = False, 0.0, 0.0, False
        for fragment in self.fragments:
            fragment.sent = 0.0
        await self.act("before")
        self.link = Link(self.url, self.plan.transport, self.hear)
        try:
            await self.link.open(self.manners.token or "test-api-key",
                                 headers=dict(self.manners.headers or {}))
            await self.act("connected")
            await self.begin()
            if self.ended:  # perhaps the server knows it, and says stream:complete
                await self.wait(lambda: self.complete, 0.4)
            while not self.complete:
                await self._step()
            await self.act("complete")
            await self.link.leave()
        finally:
            await self.link.close()

    async def begin(self, **more: Any) -> Any:
        """stream:init and its answer: Lost where it is refused."""
        payload = {"stream_id": self.plan.stream, "worker_id": "worker-1", "config": CONFIG,
                   "max_inflight": self.plan.max_inflight, "timeout_ms": 30000, **more}
        if self.manners.init:
            payload = self.manners.init(payload)
        self.answer = None
        await self.link.emit("stream:init", payload)
        await self.wait(lambda: self.answer is not None, PATIENCE)
        if not self.answer or "session_id" not in self.answer:
            raise Lost("stream:init was refused")
        return self.answer

    async def _step(self) -> None:
        """The next thing to do."""
        await self.confirm()
        self._give_up_late()
        done = sum(1 for one in self.fragments if one.done)
        flying = sum(1 for one in self.fragments if one.sent and not one.done)
        # What wants a moment when nothing is in flight: nothing more is sent until it has come.
        acts = "calm" in self.manners.at and "calm" not in self.acted and done + flying > 1
        pauses = len(self.requests) == 1 or (
            bool(self.requests) and done + flying >= self.plan.pause_after)
        if acts and not flying:
            await self.act("calm")
        elif 0 <= self.plan.halt_after <= done and not acts:
            self.reached.set()
            await self.wait(lambda: False, 20 * PATIENCE)
        elif pauses and not flying:
            await self.pause_awhile()
        todo = next((one for one in self.fragments if not one.done and not one.sent), None)
        if self.fatal and self.manners.heeds_fatal:
            todo = None
        if acts or pauses:
            await self.wait(None, 0.03)
        elif todo and flying < self.plan.max_inflight and not self.paused and \
                time.monotonic() >= self.not_before:
            await self.act(f"fragment {todo.number}")
            await self.send(todo)
        elif not flying and not todo:
            await self._end()
        else:
            await self.wait(None, 0.03)

    async def pause_awhile(self) -> None:
        while self.requests:
            await self.act("before " + self.requests[0])
            await self.link.call(self.requests[0], {"stream_id": self.plan.stream})
            if self.requests.pop(0) == "stream:pause":
                await self.act("paused")
                await asyncio.sleep(0.05)

    async def _end(self) -> None:
        if not self.ended:
            await self.act("ending")
        payload: Any = {"stream_id": self.plan.stream}
        if self.manners.end:
            payload = self.manners.end(payload)
        self.ended = True
        await self.link.emit("stream:end", payload)
        await self.act("ended")
        await self.wait(lambda: self.complete, PATIENCE)

    def _give_up_late(self) -> None:
        now = time.monotonic()
        for one in self.fragments:
            if not one.sent or one.done or now - one.sent < self.plan.result_timeout:
                continue
            if self.plan.resends and not one.resent:
                one.resent, one.sent = True, 0.0
            else:
                one.done = "lost"

    # ---- sending

    def payload_of(self, one: Fragment) -> dict[str, Any]:
        audio = base64.b64encode(bytes([65 + one.number % 26]) * 300).decode()
        return {"fragment_id": one.id, "stream_id": self.plan.stream,
                "sequence_number": one.number, "timestamp": int(time.time() * 1000),
                "audio": {"format": "m4a", "sample_rate_hz": 48000, "channels": 1,
                          "duration_ms": 1000, "data_base64": audio}}

    async def send(self, one: Fragment) -> None:
        payload = self.payload_of(one)
        if self.manners.fragment:
            payload = self.manners.fragment(payload)
        one.sent = time.monotonic()
        one.tries += 1
        self.not_before = one.sent + self.delay
        await self.link.emit("fragment:data", payload)

    def _confirm(self, result: dict[str, Any]) -> None:
        payload: Any = {"fragment_id": result["fragment_id"], "timestamp": int(time.time() * 1000),
                        "status": "applied" if result["status"] == "success" else "received"}
        if self.manners.confirmation:
            payload = self.manners.confirmation(payload)
        self.confirmations.append(payload)

    async def confirm(self) -> None:
        """Before anything else is said: a retry, or the end. On the next connection, if need be."""
        while self.confirmations and self.answer is not None:
            await self.link.emit("fragment:ack", self.confirmations[0])
            self.confirmations.pop(0)

    # ---- hearing

    async def wait(self, what: Callable[[], bool] | None, seconds: float) -> None:
        """Until something happens (None), or something is so. Lost where the connection is."""
        end = time.monotonic() + seconds
        while True:
            if self.link.lost.is_set():
                raise Lost("the connection")
            await self.confirm()
            if what and what():
                return
            left = end - time.monotonic()
            if left <= 0:
                return
            waits = {asyncio.ensure_future(self.changed.wait()),
                     asyncio.ensure_future(self.link.lost.wait())}
            await asyncio.wait(waits, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            for one in waits:
                one.cancel()
            self.changed.clear()
            if what is None and not self.link.lost.is_set():
                return

    def hear(self, event: str, payload: Any) -> None:
        self.said.append((event, payload))
        getattr(self, "_on_" + event.replace(":", "_"))(payload)
        self.changed.set()

    def _on_stream_ready(self, payload: dict[str, Any]) -> None:
        self.answer = payload

    def _on_fragment_ack(self, payload: dict[str, Any]) -> None:
        pass

    def _on_fragment_processed(self, result: dict[str, Any]) -> None:
        one = self._fragment(result["fragment_id"])
        if self.manners.confirms(self, result):
            self._confirm(result)
        if one and result["status"] == "failed":
            self._failed(one, result["error"].get("retryable", False))
        elif one:
            one.done = result["status"]

    def _on_error(self, error: dict[str, Any]) -> None:
        one = self._fragment(error.get("fragment_id", ""))
        if self.answer is None:
            self.answer = error
        self.fatal = self.fatal or error["severity"] == "fatal"
        reason = error.get("metadata", {}).get("reason", "")
        if one and not reason.startswith("duplicate"):  # which is of the second, not of the first
            self._failed(one, error["retryable"])

    def _on_stream_complete(self, _: dict[str, Any]) -> None:
        self.complete = True

    def _on_backpressure(self, event: dict[str, Any]) -> None:
        if not self.manners.listens:
            return
        self.paused = event["action"] == "pause"
        slow = event["action"] == "slow_down"
        self.delay = event["recommended_delay_ms"] / 1000 if slow else 0.0
        self.not_before = time.monotonic() + self.delay

    def _fragment(self, fragment_id: str) -> Fragment | None:
        return next((one for one in self.fragments if one.id == fragment_id), None)

    def _failed(self, one: Fragment, retryable: bool) -> None:
        if one.done:
            return
        again = self.manners.retries == "everything" or (
            retryable and self.manners.retries == "retryable")
        if again and one.tries < self.plan.tries:
            one.sent = 0.0
        else:
            one.done = "failed"
