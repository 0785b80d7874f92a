"""A worker as the real one is built: python-socketio's asyncio client, driven from a test.

The asyncio client hands events on in the order of their arrival (the threaded one starts a thread
for each), so a test sees the order that was on the wire.
"""

from __future__ import annotations

import asyncio
import base64
import queue
import threading
import time
import uuid
from typing import Any

import socketio

from harness import TIME_FACTOR

EVENTS = ("stream:ready", "fragment:ack", "fragment:processed", "stream:complete", "backpressure",
          "error")
# The longest that a test waits for an event, in seconds.
PATIENCE = 20 * TIME_FACTOR


class Worker:
    """One client in one namespace. `received` holds (event, payload) in order of arrival; losing
    the connection is the event "disconnect"."""

    events: tuple[str, ...] = EVENTS

    def __init__(self, url: str, namespace: str = "/", path: str = "socket.io",
                 token: str = "test-api-key", transports: tuple[str, ...] = ("websocket",)) -> None:
        self.received: queue.Queue[tuple[str, Any]] = queue.Queue()
        self.namespace = namespace
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.client = self._run(self._make())
        for event in self.events + ("connect_error",):
            self._listen(event)
        self.client.on("disconnect", lambda *_: self.received.put(("disconnect", None)),
                       namespace=namespace)
        try:
            self._run(self.client.connect(
                url, transports=list(transports), auth={"token": token}, namespaces=[namespace],
                socketio_path=path))
        except socketio.exceptions.ConnectionError:
            self._stop()
            raise

    async def _make(self) -> socketio.AsyncClient:
        return socketio.AsyncClient(reconnection=False)

    def _listen(self, event: str) -> None:
        self.client.on(event, lambda payload=None: self.received.put((event, payload)),
                       namespace=self.namespace)

    def _run(self, coroutine: Any, timeout: float = 30 * TIME_FACTOR) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(timeout)

    def emit(self, event: str, payload: Any) -> None:
        self._run(self.client.emit(event, payload, namespace=self.namespace))

    def call(self, event: str, payload: Any) -> Any:
        """Emits with an acknowledgement and returns what it carries."""
        return self._run(self.client.call(event, payload, namespace=self.namespace,
                                         timeout=PATIENCE))

    def next(self, timeout: float = PATIENCE) -> tuple[str, Any]:
        return self.received.get(timeout=timeout)

    def expect(self, event: str, timeout: float = PATIENCE) -> Any:
        """The payload of the next event, which must be `event`."""
        name, payload = self.next(timeout)
        if name != event:
            raise AssertionError(f"expected {event}, got {name} {str(payload)[:500]}")
        return payload

    def close(self) -> None:
        """Closes the connection. Over WebSocket without a DISCONNECT, so that the server takes it
        for a lost one: some versions of the client send one here, some do not. Once is enough."""
        if not self.loop.is_closed():
            self._run(self._hang_up())
            self._stop()

    async def _hang_up(self) -> None:
        if self.client.transport() == "websocket":
            self.client.namespaces.clear()
        await self.client.disconnect()

    async def _say_goodbye(self) -> None:
        await self.client._send_packet(self.client.packet_class(
            socketio.packet.DISCONNECT, namespace=self.namespace))
        # Where the server closes at the same time, nobody empties the queue any more.
        sent = asyncio.create_task(self.client.eio.queue.join())
        ways = [sent] + ([self.client.eio.write_loop_task] if self.client.eio.write_loop_task
                         else [])
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        sent.cancel()

    def leave(self) -> None:
        """Leaves with a Socket.IO DISCONNECT that reaches the server."""
        if not self.loop.is_closed() and self.client.connected:
            self._run(self._say_goodbye())
        self.close()

    def drop(self) -> None:
        """Loses the connection as a cut cable does: no DISCONNECT, no close frame."""
        transport = self.client.eio.ws._writer.transport
        self.loop.call_soon_threadsafe(transport.abort)
        while self.next()[0] != "disconnect":
            pass
        self._stop()

    async def _finish(self) -> None:
        """Ends what the client leaves running, such as a poll under way."""
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.client.eio.http and not self.client.eio.http.closed:
            await self.client.eio.http.close()

    def _stop(self) -> None:
        self._run(self._finish())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


def init(stream: str, **more: Any) -> dict[str, Any]:
    """A stream:init with all seven members of config."""
    return {
        "stream_id": stream, "worker_id": "worker-1", "max_inflight": 3, "timeout_ms": 8000,
        "config": {"source_language": "en", "target_language": "es", "voice_profile": "default",
                   "chunk_duration_ms": 1000, "sample_rate_hz": 48000, "channels": 1,
                   "format": "m4a"},
        **more,
    }


def fragment(stream: str, number: int, audio: bytes) -> dict[str, Any]:
    """A fragment:data with a new id."""
    return {
        "fragment_id": str(uuid.uuid4()),
        "stream_id": stream,
        "sequence_number": number,
        "timestamp": int(time.time() * 1000),
        "audio": {"format": "m4a", "sample_rate_hz": 48000, "channels": 1, "duration_ms": 1000,
                  "data_base64": base64.b64encode(audio).decode()},
        "metadata": {"pts_ns": number * 1_000_000_000},
    }
