"""Starts an echo-sts for a test, arms faults, and asks what happened.

Only Python's own library is used. ECHO_STS names the program (default: build/echo-sts).
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import socket
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request
from typing import IO, Any


def free_port() -> int:
    """A free port for a server that restarts. Ports from 32768 on may be given to any client."""
    while True:
        port = random.randrange(10240, 32768)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


class Sts:
    """A server that runs as long as the `with` block. `env` has its settings."""

    def __init__(self, port: int = 0, **env: str) -> None:
        program = os.environ.get("ECHO_STS", "build/echo-sts")
        self.process = subprocess.Popen(
            [program, "--host", "127.0.0.1", "--port", str(port)], stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
            env={**os.environ, "ECHO_PROFILE": "test", "ECHO_EXIT_WITH_PARENT": "true",
                 "LOG_FORMAT": "json", **env})
        self.log: list[str] = []
        self.url = self._address()
        # Somebody must read the log, or the server would block.
        self._reader = threading.Thread(target=lambda: self.log.extend(self._lines()), daemon=True)
        self._reader.start()

    def _lines(self) -> IO[str]:
        assert self.process.stderr
        return self.process.stderr

    def _address(self) -> str:
        for line in self._lines():
            self.log.append(line)
            found = re.search(r"listens on (http\S+:\d+)", line)
            if found:
                return found[1]
        raise RuntimeError(f"echo-sts did not start: {self.log[-1] if self.log else 'no output'}")

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self._reader.join()
        self._lines().close()

    def __enter__(self) -> "Sts":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # ---- control ----

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """Calls the control interface. An error answer raises, with its text."""
        request = urllib.request.Request(
            self.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": "Bearer test-api-key", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from None

    def faults(self, stream_id: str, *rules: dict[str, Any], **more: Any) -> Any:
        return self.request("PUT", f"/control/streams/{quote(stream_id)}/faults",
                            {"rules": list(rules), **more})

    def delay(self, stream_id: str, delay_ms: int, **more: Any) -> Any:
        return self.request("PUT", f"/control/streams/{quote(stream_id)}/delay",
                            {"delay_ms": delay_ms, **more})

    def backpressure(self, stream_id: str, **more: Any) -> Any:
        return self.request("PUT", f"/control/streams/{quote(stream_id)}/backpressure", more)

    def disconnect(self, stream_id: str, **more: Any) -> Any:
        return self.request("POST", f"/control/streams/{quote(stream_id)}/disconnect", more)

    def journal(self, stream_id: str, **filters: Any) -> list[dict[str, Any]]:
        query = urllib.parse.urlencode({"stream": stream_id, "limit": 1000, **filters})
        return self.request("GET", f"/control/journal?{query}")["entries"]

    def wait_for(self, stream_id: str, event: str, wait_ms: int = 30000) -> list[dict[str, Any]]:
        """Waits for an event; its entries in the journal."""
        return self.journal(stream_id, event=event, wait_ms=wait_ms)

    def report(self, stream_id: str) -> Any:
        """Whether the worker followed the protocol: `verdict` and all requirements."""
        return self.request("GET", f"/control/report/{quote(stream_id)}")

    def verify(self, stream_id: str, *expectations: dict[str, Any], **more: Any) -> None:
        """Raises unless all expectations are met; the message shows the nearest misses."""
        answer = self.request("POST", "/control/verify", {
            "stream_id": stream_id, "expectations": list(expectations), **more})
        assert answer["passed"], json.dumps(answer, indent=2)


def quote(stream_id: str) -> str:
    return urllib.parse.quote(stream_id, safe="*")
