"""A small worker for the speech-to-speech service that behaves as a real one should.

It limits what is in flight, obeys pause and slow_down, and has a circuit breaker. It confirms each
result, retries, reconnects, and puts results back in order. Where a result is unusable or missing,
it uses the original audio.

To try it: python3 worker.py [URL] sends eight fragments and prints what became of them.

Needs python-socketio with aiohttp (Debian: python3-socketio python3-aiohttp).
"""

from __future__ import annotations

import asyncio
import base64
import os
import sys
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Callable, Coroutine

import aiohttp
import socketio


CONFIG = {"source_language": "en", "target_language": "es", "voice_profile": "default",
          "chunk_duration_ms": 1000, "sample_rate_hz": 48000, "channels": 1, "format": "m4a"}
FIRST_BACKOFF = 0.25  # seconds; doubles with each failed attempt


@dataclass
class Fragment:
    """A piece of audio and its outcome."""

    audio: bytes
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    sent_at: float = 0
    dubbed: bytes | None = None
    outcome: str = ""  # "dubbed", or why the original is used; empty until known


class CircuitBreaker:
    """Opens after `limit` failures in a row. After `cooldown` seconds it lets one fragment try."""

    def __init__(self, limit: int = 5, cooldown: float = 1.0) -> None:
        self.limit, self.cooldown = limit, cooldown
        self.failures, self.open_until, self.opened = 0, 0.0, 0

    def failed(self) -> None:
        self.failures += 1
        if self.failures >= self.limit:
            self.open_until = time.monotonic() + self.cooldown
            self.opened += 1

    def succeeded(self) -> None:
        self.failures, self.open_until = 0, 0.0

    def allows(self, in_flight: int) -> bool:
        if self.failures < self.limit:
            return True
        return time.monotonic() >= self.open_until and in_flight == 0


async def unless(lost: asyncio.Event, answer: Coroutine[Any, Any, Any]) -> Any:
    """The answer. If the connection is lost first, none will come."""
    asking, losing = asyncio.ensure_future(answer), asyncio.ensure_future(lost.wait())
    await asyncio.wait({asking, losing}, return_when=asyncio.FIRST_COMPLETED)
    losing.cancel()
    if not asking.done():
        asking.cancel()
        raise socketio.exceptions.ConnectionError("the connection was lost")
    return asking.result()


class Worker:
    """Sends `audio` as one stream. After `run` each of `fragments` has its outcome."""

    def __init__(self, url: str, stream_id: str, audio: list[bytes], token: str = "test-api-key",
                 max_inflight: int = 3, result_timeout: float = 10.0,
                 usable: Callable[[bytes, bytes], bool] = lambda sent, dubbed: len(dubbed) > 0
                 ) -> None:
        self.url, self.stream_id, self.token = url, stream_id, token
        self.max_inflight, self.result_timeout, self.usable = max_inflight, result_timeout, usable
        self.fragments = [Fragment(piece) for piece in audio]
        self.breaker = CircuitBreaker()
        self.connections = 0  # how many of its connections got the stream
        self.ignored = 0  # results that came twice or too late
        self._session_id = ""
        self._first = 0  # the index that has sequence number 0 in this session
        self._in_flight: set[int] = set()
        self._waiting: list[int] = list(range(len(audio)))
        self._not_before = 0.0  # slow_down
        self._delay = 0.0
        self._paused = False
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Runs until stream:complete, and reconnects as often as necessary."""
        pause = FIRST_BACKOFF
        while True:
            try:
                if await self._connection():
                    return
                pause = FIRST_BACKOFF
            except (socketio.exceptions.SocketIOError, asyncio.TimeoutError, OSError):
                pause = min(2 * pause, 2.0)
            await asyncio.sleep(pause)

    # ---- one connection ----

    async def _connection(self) -> bool:
        """True when the stream is complete, False when the connection was lost."""
        # Before it connects: backpressure may come before the answer to stream:init.
        self._paused, self._delay = False, 0.0
        # A session that the library makes by itself would not be closed.
        async with aiohttp.ClientSession() as session:
            # The library does not reconnect after a DISCONNECT from the server, so `run` does.
            client = socketio.AsyncClient(reconnection=False, http_session=session)
            return await self._stream(client)

    async def _stream(self, client: socketio.AsyncClient) -> bool:
        """As `_connection`."""
        lost, complete = asyncio.Event(), asyncio.Event()

        async def on_lost(*_: Any) -> None:
            lost.set()
            self._changed.set()

        async def on_complete(_: Any) -> None:
            complete.set()
            self._changed.set()

        async def on_processed(result: dict[str, Any]) -> None:
            status = "applied" if self._use(result) else "received"
            if client.connected:  # it may be lost by now
                await client.emit("fragment:ack", {
                    "fragment_id": result["fragment_id"], "status": status,
                    "timestamp": int(time.time() * 1000)})

        client.on("disconnect", on_lost)
        client.on("stream:complete", on_complete)
        client.on("fragment:processed", on_processed)
        client.on("backpressure", self._on_backpressure)
        client.on("error", self._on_error)
        try:
            await client.connect(self.url, auth={"token": self.token}, transports=["websocket"])
            await self._begin(client, lost)
            self.connections += 1
            await self._send_all(client, lost)
            if not lost.is_set():
                await client.emit("stream:end", {"stream_id": self.stream_id})
            while not (lost.is_set() or complete.is_set()):
                await self._wait(None)
            return complete.is_set()
        finally:
            await client.disconnect()

    async def _begin(self, client: socketio.AsyncClient, lost: asyncio.Event) -> None:
        ready = await unless(lost, client.call("stream:init", {
            "stream_id": self.stream_id, "worker_id": "example-worker", "config": CONFIG,
            "max_inflight": self.max_inflight}, timeout=10))
        if "session_id" not in ready:
            raise socketio.exceptions.ConnectionError(ready.get("message", "no stream"))
        # Sends again, with the same ids, what was in flight when the connection broke.
        self._waiting = [index for index, one in enumerate(self.fragments) if not one.outcome]
        self._in_flight.clear()
        if ready["session_id"] != self._session_id and self._waiting:
            self._first = self._waiting[0]  # a new session: numbers start at 0
        self._session_id = ready["session_id"]

    async def _send_all(self, client: socketio.AsyncClient, lost: asyncio.Event) -> None:
        while not lost.is_set() and (self._waiting or self._in_flight):
            self._give_up_late()
            if self._may_send():
                await self._send(client, self._waiting.pop(0))
            elif self._waiting or self._in_flight:
                await self._wait(0.02)

    async def _wait(self, seconds: float | None) -> None:
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except asyncio.TimeoutError:
            pass
        self._changed.clear()

    def _may_send(self) -> bool:
        return (bool(self._waiting) and not self._paused
                and len(self._in_flight) < self.max_inflight
                and time.monotonic() >= self._not_before
                and self.breaker.allows(len(self._in_flight)))

    async def _send(self, client: socketio.AsyncClient, index: int) -> None:
        fragment = self.fragments[index]
        self._in_flight.add(index)
        fragment.sent_at = time.monotonic()
        self._not_before = fragment.sent_at + self._delay
        await client.emit("fragment:data", {
            "fragment_id": fragment.id, "stream_id": self.stream_id,
            "sequence_number": index - self._first, "timestamp": int(time.time() * 1000),
            "audio": {"format": "m4a", "sample_rate_hz": 48000, "channels": 1,
                      "duration_ms": 1000,
                      "data_base64": base64.b64encode(fragment.audio).decode()}})

    def _give_up_late(self) -> None:
        now = time.monotonic()
        for index in list(self._in_flight):
            if now - self.fragments[index].sent_at > self.result_timeout:
                self._settle(index, "lost")

    # ---- what the server sends ----

    def _index_of(self, fragment_id: str) -> int | None:
        return next((index for index in self._in_flight
                     if self.fragments[index].id == fragment_id), None)

    def _settle(self, index: int, outcome: str, dubbed: bytes | None = None) -> None:
        self._in_flight.discard(index)
        self.fragments[index].outcome, self.fragments[index].dubbed = outcome, dubbed
        self._changed.set()

    def _failed(self, index: int, code: str, retryable: bool) -> None:
        if not retryable:
            self._settle(index, code)
            return
        self.breaker.failed()
        self._in_flight.discard(index)
        self._waiting = sorted([*self._waiting, index])
        self._changed.set()

    def _use(self, result: dict[str, Any]) -> bool:
        """True when the dubbed audio is used."""
        index = self._index_of(result["fragment_id"])
        if index is None:
            self.ignored += 1
        elif result["status"] == "failed":
            error = result["error"]
            self._failed(index, error["code"], error.get("retryable", False))
        elif result["status"] == "partial":
            self._settle(index, "partial")
        else:
            self.breaker.succeeded()
            dubbed = base64.b64decode(result["dubbed_audio"]["data_base64"])
            fine = self.usable(self.fragments[index].audio, dubbed)
            self._settle(index, "dubbed" if fine else "unusable", dubbed if fine else None)
            return fine
        return False

    async def _on_error(self, error: dict[str, Any]) -> None:
        index = self._index_of(error.get("fragment_id", ""))
        if index is not None:
            self._failed(index, error["code"], error["retryable"])

    async def _on_backpressure(self, event: dict[str, Any]) -> None:
        self._paused = event["action"] == "pause"
        slow = event["action"] == "slow_down"
        self._delay = event["recommended_delay_ms"] / 1000 if slow else 0.0
        self._not_before = time.monotonic() + self._delay
        self._changed.set()


if __name__ == "__main__":
    where = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    print("sending 8 fragments to", where)
    example = Worker(where, "live-1", [os.urandom(3000) for _ in range(8)])
    asyncio.run(example.run())
    for number, fragment in enumerate(example.fragments):
        print(number, fragment.outcome)
