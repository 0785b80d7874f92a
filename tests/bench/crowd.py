"""Ten thousand streams, and every request of the control interface meanwhile: what holds the loop?

    /usr/bin/python3 tests/bench/crowd.py BUILD [--streams N] [--rate FRAGMENTS_PER_SECOND]
                                                [--seconds N]

The load client sends fragments on all streams in turns. Meanwhile the server is asked for
everything that it can be asked for, one request after the other. The table shows, of each request,
what it cost the server, and how long a fragment could have waited for its ack while the request was
under way: the longest two turns of the server's loop in a row (tests/bench/preload/turns.c). That
is the server's own time. What the client saw contains what the machine had other things to do.
Ends with 1 where a fragment could have waited 20 ms.
"""

from __future__ import annotations

import argparse
import http.client
import json
import secrets
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import processes
from processes import Failed, Running

ROOT = Path(__file__).resolve().parents[2]
STREAMS, RATE = 10_000, 1000
WORST_MS = 20
#: Base64 of a fragment.
SIZE = 10240

Request = tuple[str, str, object]


class Asked(NamedTuple):
    """One request: what it was, when, and what became of it."""

    name: str
    began: float
    ended: float
    cpu_ms: float
    status: int
    size: int


class Crowd(NamedTuple):
    """What was seen: by the load client, by who asked, and in the server's loop: when two turns
    began, and how many ms they took."""

    load: dict[str, Any]
    asked: list[Asked]
    turns: list[tuple[float, float]]

    def worst_ms(self, asked: list[Asked]) -> float:
        return max(self.worst_between(one.began, one.ended) for one in asked)

    def worst_between(self, began: float, ended: float) -> float:
        return max((took for at, took in self.turns
                    if at < ended and at + took / 1000 > began), default=0.0)


# ---- the requests -------------------------------------------------------------------------------

def readings(stream: str) -> Iterator[Request]:
    """Everything that can be read, but what has no end."""
    for path in ("/metrics", "/health", "/asyncapi.json"):
        yield "GET", path, None
    for path, item in json.loads((ROOT / "schema/openapi.json").read_text())["paths"].items():
        if "get" in item and path != "/control/journal/stream":
            yield "GET", path.replace("{id}", quote(stream, safe="")).replace("{entry}", "1"), None


def requests(stream: str) -> list[Request]:
    rules = [{"trigger": "nth_fragment", "value": 1000000, "error_code": "TIMEOUT"}]
    mistakes = {"rules": [{"trigger": "never"}] * 40_000}
    scenario = {"scenarios": [{"stream_id": "load-*", "name": "crowd", "steps": [
        {"until": {"after_ms": 60000}, "delay": {"delay_ms": 1}}]}]}
    far = stream[:-1] + "nobody"
    return [
        *readings(stream),
        ("GET", "/control/streams?limit=100", None), ("GET", f"/control/streams/{far}", None),
        ("GET", "/control/journal?limit=1", None), ("GET", "/control/journal?event=nothing", None),
        ("GET", f"/control/journal?stream={stream}", None),
        ("GET", "/control/journal?stream=*-1*", None),
        ("POST", "/control/verify", {"stream_id": "*", "since": "start", "expectations": [
            {"event": "fragment:data", "count": {"exactly": 0}}]}),
        ("POST", "/control/verify",
         {"stream_id": far, "since": "start", "expectations": [{"event": "fragment:data"}]}),
        ("GET", f"/control/report/{far}", None),
        ("PUT", "/control/streams/*/faults", {"rules": rules}),
        ("PUT", f"/control/streams/{stream}/faults", {"rules": rules}),
        ("GET", "/control/streams", None),
        ("PUT", "/control/streams/*/faults", mistakes),
        ("DELETE", "/control/streams/*/faults", None),
        ("PUT", "/control/streams/*/delay", {"delay_ms": 2}),
        ("DELETE", "/control/streams/*/delay", None),
        ("PUT", "/control/streams/*/backpressure",
         {"threshold": 1000, "severity": "low", "action": "none"}),
        ("DELETE", "/control/streams/*/backpressure", None),
        ("POST", "/control/scenarios", scenario), ("GET", "/control/scenarios", None),
        ("DELETE", "/control/scenarios", None),
        ("POST", "/control/streams/nobody/disconnect", {"delay_ms": 1, "mode": "reset"}),
        ("POST", "/control/reset", {"stream_id": "*"}),
    ]


class Asking(threading.Thread):
    """Asks one request after the other, from when all streams are there, for that many seconds."""

    def __init__(self, server: Running, streams: int, stream: str, seconds: float) -> None:
        super().__init__(daemon=True)
        self.server, self.streams, self.stream = server, streams, stream
        self.seconds = seconds
        self.stop = threading.Event()
        self.asked: list[Asked] = []
        self.refused: str | None = None

    def run(self) -> None:
        while not self.stop.wait(0.2) and self.sessions() < self.streams:
            pass
        end = time.monotonic() + self.seconds
        while not self.refused:
            for request in requests(self.stream):
                if self.stop.wait(0.05) or time.monotonic() > end:
                    return
                try:
                    self.ask(*request)
                except (OSError, http.client.HTTPException) as error:
                    self.refused = f"{request[0]} {request[1]}: {error}"
                    return

    def sessions(self) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.server.port}/health") as answer:
            return int(json.load(answer)["sessions"])

    def ask(self, method: str, path: str, body: object) -> None:
        text = json.dumps(body) if body is not None else None
        large = f" ({len(text) >> 10} KiB)" if text and len(text) >= 1 << 16 else ""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        before, began = self.server.spent(), time.monotonic()
        connection.request(method, path, text, {"Authorization": "Bearer test-api-key",
                                                "Content-Type": "application/json"})
        answer = connection.getresponse()
        size = len(answer.read())
        ended, after = time.monotonic(), self.server.spent()
        connection.close()
        if answer.status not in (200, 404, 410) and not large:  # not there yet, or no longer
            self.refused = f"{method} {path}: {answer.status}"
        self.asked.append(Asked(f"{method} {path}{large}", began, ended, 1000 * (after - before),
                                answer.status, size))


# ---- all of it ----------------------------------------------------------------------------------

def read_turns(lines: Iterable[str]) -> list[tuple[float, float]]:
    return [(float(began), float(took)) for began, took in map(str.split, lines)]


def run(build: Path, streams: int, rate: float, seconds: float) -> Crowd:
    run_id = secrets.randbits(32)
    with tempfile.NamedTemporaryFile("r") as turns:
        settings = {"LD_PRELOAD": str((build / "tests/turns.so").absolute()), "TURNS": turns.name}
        with processes.echo(build, settings) as server:
            asking = Asking(server.wait(), streams, f"load-{run_id:08x}-0",
                            seconds * 0.9)
            asking.start()
            try:
                seen = processes.load(build, server, "--streams", str(streams), "--size", str(SIZE),
                                      "--every", str(1000 * streams / rate), "--seconds",
                                      str(seconds), "--run", str(run_id))
            finally:
                asking.stop.set()
                asking.join()
        pairs = read_turns(turns)
    if asking.refused or not asking.asked:
        raise Failed(f"{streams:,} streams: not everything was answered: {asking.refused}")
    return Crowd(seen, asking.asked, pairs)


def show(crowd: Crowd) -> None:
    rows: dict[str, list[Asked]] = {}
    for one in crowd.asked:
        rows.setdefault(one.name, []).append(one)
    print("| request | status | bytes | took ms | CPU ms, all of the server's | held ms |\n"
          "| --- | --- | --- | --- | --- | --- |")
    for name, runs in rows.items():
        print(f"| `{name[:70]}` | {runs[-1].status} | {runs[-1].size} | "
              f"{max(1000 * (one.ended - one.began) for one in runs):.1f} | "
              f"{max(one.cpu_ms for one in runs):.1f} | "
              f"{crowd.worst_ms(runs):.1f} |")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, metavar="BUILD", help="folder of the build")
    parser.add_argument("--streams", type=int, default=STREAMS)
    parser.add_argument("--rate", type=float, default=RATE, help="fragments per second, of all")
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    crowd = run(arguments.build, arguments.streams, arguments.rate, arguments.seconds)
    show(crowd)
    acks, worst = crowd.load["ack_ms"], crowd.worst_ms(crowd.asked)
    print(f"\n{arguments.streams:,} streams, {crowd.load['stream_kib']:.1f} KiB each when "
          f"connected; {crowd.load['fragments']:,} fragments, {arguments.rate:.0f} a second; peak "
          f"resident {crowd.load['peak_mib']:.0f} MiB\nthe client saw acks after "
          f"{acks['p50']:.2f} ms (p50), {acks['p99']:.2f} ms (p99), {acks['max']:.1f} ms (worst); "
          f"of the server's own at most {worst:.1f} ms")
    return int(worst >= WORST_MS)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failed:
        sys.exit(f"crowd: {failed}")
