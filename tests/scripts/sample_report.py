"""Makes docs/sample-report.html: a worker with good and bad manners, and a server that misbehaves.
With a third argument, also the picture of its timeline that README.md shows (needs chromium-driver).

    ./dev build
    /usr/bin/python3 tests/scripts/sample_report.py build/echo-sts docs/sample-report.html \\
        docs/timeline.png

The run is the same each time, but for times and ids.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "e2e"))
os.environ.setdefault("ECHO_STS", str(Path(sys.argv[1]).resolve()))
os.environ.setdefault("ECHO_BUILD", str(Path(sys.argv[1]).resolve().parent))

import harness  # noqa: E402
from browser import Browser  # noqa: E402
from worker import Worker, fragment, init  # noqa: E402

STREAM = "live-concert"
SETTINGS = {"ECHO_SEED": "7", "ECHO_PROCESSING_DELAY_MS": "320", "ECHO_PROCESSING_JITTER_MS": "180"}
RULES = [
    {"trigger": "sequence_number", "value": 5, "error_code": "TIMEOUT", "delay_ms": 500,
     "count": 1},
    {"trigger": "sequence_number", "value": 9, "error_code": "MODEL_ERROR", "stage": "tts",
     "retryable": False},
    {"trigger": "sequence_number", "value": 12, "error_code": "GPU_OOM", "action": "partial"},
    {"trigger": "sequence_number", "value": 19, "error_code": "TIMEOUT", "action": "delay",
     "delay_ms": 900},
]


class Performer:
    """A worker that plays the scene; what it gets is confirmed, as long as it does so."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.worker = Worker(url)
        self.sent: dict[str, dict[str, Any]] = {}
        self.open: set[str] = set()
        self.confirms = True

    def emit(self, event: str, payload: dict[str, Any]) -> None:
        self.worker.emit(event, payload)

    def send(self, number: int, **members: Any) -> dict[str, Any]:
        one = {**fragment(STREAM, number, bytes(600 + number)), **members}
        self.sent[one["fragment_id"]] = one
        self.open.add(one["fragment_id"])
        self.emit("fragment:data", one)
        return one

    def listen(self, seconds: float, until: int = -1) -> None:
        """Takes what comes for so long, or until at most so many fragments are under way."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and len(self.open) > until:
            try:
                event, payload = self.worker.next(left)
            except Exception:  # nothing more came
                return
            if event == "fragment:processed":
                self.take(payload)

    def take(self, result: dict[str, Any]) -> None:
        self.open.discard(result["fragment_id"])
        if result.get("error", {}).get("retryable") and result["status"] == "failed":
            self.open.add(result["fragment_id"])
            self.emit("fragment:data", self.sent[result["fragment_id"]])
        elif self.confirms:
            self.emit("fragment:ack", {"fragment_id": result["fragment_id"], "status": "applied",
                                       "timestamp": int(time.time() * 1000)})

    def steadily(self, *numbers: int) -> None:
        for number in numbers:
            self.listen(20, 2)
            self.send(number)
            self.listen(0.12)


def play(url: str) -> None:
    performer = Performer(url)
    control = Worker(url)
    control.client.on("config:error_simulation:ack", lambda *_: None)
    config = init(STREAM)["config"]
    del config["voice_profile"]
    control.emit("config:error_simulation",
                 {"enabled": True, "rules": RULES, "stream_id": STREAM, "seed": 7})
    performer.emit("stream:init",
                   {**init(STREAM), "worker_id": "worker-berlin-2", "config": config})
    performer.listen(0.2)
    performer.steadily(0, 1, 2, 3, 4, 5, 6)
    performer.listen(20, 0)
    performer.emit("stream:pause", {"stream_id": STREAM, "reason": "advertisement"})
    performer.listen(0.7)
    performer.emit("stream:resume", {"stream_id": STREAM})
    performer.steadily(7, 8, 9)
    bad = fragment(STREAM, 10, b"x" * 600)
    bad["audio"]["sample_rate_hz"] = 4800
    performer.emit("fragment:data", bad)
    performer.steadily(10, 11, 12, 13)
    for number in (14, 15, 16, 17, 18):  # a burst that is more than max_inflight
        performer.send(number)
    performer.listen(20, 0)
    performer.worker.drop()
    time.sleep(0.8)
    performer.worker = Worker(url)
    performer.emit("stream:init", {**init(STREAM), "worker_id": "worker-berlin-2"})
    performer.listen(0.1)
    performer.send(19, fragment_id="fragment-nineteen")
    performer.listen(0.1)
    performer.confirms = False
    performer.steadily(20, 21)
    performer.listen(20, 0)
    performer.emit("stream:end", {"stream_id": STREAM})
    performer.listen(0.3)
    performer.worker.leave()
    control.close()


def take_picture(page: Path, picture: Path) -> None:
    browser = Browser(1000, 800)
    try:
        browser.open(page.resolve().as_uri())
        browser.screenshot_of("details.stream", str(picture))
    finally:
        browser.close()


def main() -> None:
    target = Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        with harness.server(ECHO_REPORT=folder, **SETTINGS) as server:
            play(server.url)
            server.stop()
        for name in os.listdir(folder):
            if name.startswith("stream-") and name.endswith(target.suffix):
                shutil.copy(Path(folder) / name, target)
                if len(sys.argv) > 3:
                    take_picture(target, Path(sys.argv[3]))
                return
    raise SystemExit("no report was written")


if __name__ == "__main__":
    main()
