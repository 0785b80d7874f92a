"""One STS session with python-socketio: client_session.py sync|async SETTINGS

The twin of js/session.mjs. clients.py says what is in the settings and in the answer, one line of
JSON. Only the libraries of a worker are imported, so that it runs with any version of them.
"""

from __future__ import annotations

import asyncio
import base64
import importlib.metadata
import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import socketio

LONGEST = 60  # seconds
RECONNECT = {"reconnection_delay": 0.05, "reconnection_delay_max": 0.2}


class Sync:
    """The client with threads. It hands each event to a thread of its own, so two that come one
    right after the other may be seen in the other order."""

    ordered = False

    def __init__(self, lost: bool) -> None:
        self.client: Any = socketio.Client(reconnection=lost, **RECONNECT)

    def do(self, result: Any) -> Any:
        return result


class Async:
    """The client for asyncio, in a thread with a loop."""

    ordered = True

    def __init__(self, lost: bool) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.client: Any = self.do(self._make(lost))

    async def _make(self, lost: bool) -> Any:
        return socketio.AsyncClient(reconnection=lost, **RECONNECT)

    def do(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(LONGEST)


class Lost(Exception):
    """The connection was lost."""


class Session:
    """Handlers note what has happened, in whichever thread; `run` waits for it."""

    def __init__(self, way: Sync | Async, settings: dict[str, Any]) -> None:
        self.way, self.client, self.settings = way, way.client, settings
        self.stream, self.lost = settings["stream"], settings["lost"]
        self.audios = [base64.b64encode(b"ABC" * (size // 4)).decode()
                       for size in settings["sizes"]]
        self.happened = threading.Condition()
        self.trouble = ""
        self.connected = self.ready = self.complete = False
        self.acked: set[str] = set()
        self.seen: dict[str, Any] = {
            "version": importlib.metadata.version("python-socketio"), "transport": "",
            "connections": 0, "acks": 0, "results": 0, "total": None, "reasons": []}
        notes: dict[str, Callable[..., None]] = {
            "connect": self._on_connect, "disconnect": self._on_disconnect,
            "stream:ready": self._on_ready, "fragment:ack": self._on_ack,
            "fragment:processed": self._on_processed, "stream:complete": self._on_complete,
            "error": self._on_error}
        for event, note in notes.items():
            self._listen(event, note)

    def _listen(self, event: str, note: Callable[..., None]) -> None:
        def handler(*given: Any) -> None:
            with self.happened:
                note(*given)
                self.happened.notify_all()
        self.client.on(event, handler)

    def _on_connect(self) -> None:
        self.connected = True
        self.seen["connections"] += 1

    def _on_disconnect(self, reason: str = "") -> None:
        self.connected = False
        self.seen["reasons"].append(reason)  # older versions give none

    def _on_ready(self, _: Any) -> None:
        self.ready = True

    def _on_ack(self, ack: dict[str, Any]) -> None:
        self.acked.add(ack["fragment_id"])
        self.seen["acks"] += 1

    def _on_processed(self, result: dict[str, Any]) -> None:
        number, due = result["sequence_number"], self.seen["results"]
        if number < due and self.lost:
            return  # a known one, which was sent again
        # The ack of the one whose result the loss took may be lost with it.
        unacked = self._id(due) not in self.acked and self.way.ordered and not self.lost
        if number != due:
            self.trouble = f"result {number} instead of {due}"
        elif unacked:
            self.trouble = f"result {number} without an ack"
        elif result["dubbed_audio"]["data_base64"] != self.audios[number]:
            self.trouble = f"result {number} has other audio"
        else:
            self.seen["results"] += 1

    def _on_complete(self, statistics: dict[str, Any]) -> None:
        self.complete = True
        self.seen["total"] = statistics["total_fragments"]

    def _on_error(self, error: Any) -> None:
        self.trouble = f"error {error}"

    def _id(self, number: int) -> str:
        return f"{self.stream}-{number}"

    def _wait(self, condition: Callable[[], bool], connection: int) -> None:
        """Until it is true. Lost: this connection is no more."""
        def gone() -> bool:
            return not self.connected or self.seen["connections"] != connection

        with self.happened:
            if not self.happened.wait_for(lambda: condition() or gone() or bool(self.trouble),
                                          LONGEST):
                raise AssertionError("no end of it")
            if self.trouble:
                raise AssertionError(self.trouble)
            if not condition():
                raise Lost

    def _emit(self, event: str, payload: Any) -> None:
        try:
            self.way.do(self.client.emit(event, payload))
        except socketio.exceptions.SocketIOError:
            raise Lost from None

    def run(self) -> dict[str, Any]:
        transport = self.settings["transport"]
        self.way.do(self.client.connect(
            self.settings["url"], auth={"token": "test-api-key"},
            transports=["polling", "websocket"] if transport == "upgrade" else [transport]))
        connection = 0
        while not self.complete:
            with self.happened:
                if not self.happened.wait_for(lambda: self.seen["connections"] > connection,
                                              LONGEST):
                    raise AssertionError("gives up")
                connection = self.seen["connections"]
            try:
                self._work(connection)
            except Lost:
                if not self.lost:
                    raise
        with self.happened:
            if not self.happened.wait_for(lambda: not self.connected, LONGEST):
                raise AssertionError("no disconnect at the end")
        return self.seen

    def _work(self, connection: int) -> None:
        """All that is left to do, on one connection."""
        self.ready = False
        self._emit("stream:init", {"stream_id": self.stream, "worker_id": "py", "config": {}})
        self._wait(lambda: self.ready, connection)
        self._wait_for_the_upgrade()
        while self.seen["results"] < len(self.audios):
            number = self.seen["results"]
            self._emit("fragment:data", {
                "fragment_id": self._id(number), "stream_id": self.stream,
                "sequence_number": number, "timestamp": int(time.time() * 1000),
                "audio": {"format": "m4a", "sample_rate_hz": 48000, "channels": 1,
                          "duration_ms": 1000, "data_base64": self.audios[number]}})
            self._wait(lambda: self.seen["results"] > number and
                       (self.lost or self._id(number) in self.acked), connection)
        self._emit("stream:end", {"stream_id": self.stream})
        self._wait(lambda: self.complete, connection)

    def _wait_for_the_upgrade(self) -> None:
        """The library tells nobody of it."""
        wanted = self.settings["transport"].replace("upgrade", "websocket")
        end = time.monotonic() + LONGEST
        while self.client.transport() != wanted and self.connected and time.monotonic() < end:
            time.sleep(0.005)
        self.seen["transport"] = self.client.transport()


def main(way: str, settings: str) -> None:
    given = json.loads(settings)
    session = Session(Sync(given["lost"]) if way == "sync" else Async(given["lost"]), given)
    try:
        print(json.dumps(session.run()), flush=True)
    except Exception as error:  # whatever the library raises
        sys.exit(f"{type(error).__name__} {error}: {session.seen}")


if __name__ == "__main__":
    main(*sys.argv[1:])
