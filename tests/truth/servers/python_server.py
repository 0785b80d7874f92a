"""An STS written with python-socketio from spec 016 alone, as somebody would write it who has never
seen echo-sts: handlers return nothing, and what spec 016 leaves open is left open.

    PORT=8000 python3 python_server.py [FAULT]

FAULT plants one fault; the table is in ../server_table.py.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import os
import signal
import sys
import time
import uuid
from typing import Any

import socketio
from aiohttp import web

FAULT = sys.argv[1] if len(sys.argv) > 1 else ""
KEY = "test-api-key"
AUDIO_MAX = 10_485_760
AUTO_DISCONNECT = 5.0
# code: (severity, retryable)
ERRORS = {"AUTH_FAILED": ("fatal", False), "STREAM_NOT_FOUND": ("error", False),
          "INVALID_CONFIG": ("error", False), "FRAGMENT_TOO_LARGE": ("error", False)}

# python-engineio 4.3 does not tell aiohttp of its own limit.
web.WebSocketResponse = functools.partial(  # type: ignore[misc,assignment]
    web.WebSocketResponse, max_msg_size=52_428_800)
sio = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*", ping_interval=25,
                           ping_timeout=10, max_http_buffer_size=52_428_800)
sessions: dict[str, "Session"] = {}
names: list[str] = []  # session_ids
results = itertools.count(1)


async def fail(sid: str, code: str, message: str) -> None:
    severity, retryable = ERRORS[code]
    if FAULT == "fatal":
        severity = "fatal"
    await sio.emit("error", {"error_id": str(uuid.uuid4()), "code": code, "message": message,
                             "severity": severity, "retryable": retryable}, to=sid)
    if FAULT == "leaves":
        await sio.disconnect(sid)
    elif FAULT == "closes":  # without a DISCONNECT
        await sio.eio.disconnect(sio.manager.eio_sid_from_sid(sid, "/"))


class Session:
    """One stream of one connection: fragments are processed side by side, results leave in order."""

    def __init__(self, sid: str, init: dict[str, Any]) -> None:
        self.sid = sid
        self.stream = init["stream_id"]
        self.max_inflight = init.get("max_inflight", 3)
        self.started = time.monotonic()
        self.next = 0
        self.done: dict[int, tuple[dict[str, Any], int]] = {}
        self.times: list[int] = []
        self.in_flight = 0
        self.failed = 0
        self.ending = asyncio.Event()
        self.idle = asyncio.Event()
        self.lock = asyncio.Lock()

    async def ready(self, config: dict[str, Any]) -> None:
        names.append(f"{'session-' if FAULT == 'session-name' else ''}{uuid.uuid4()}")
        if FAULT == "session-again" and len(names) % 2 == 0:
            names[-1] = names[-2]
        low_rate = config.get("sample_rate_hz") == 16000
        ready = {
            "stream_id": "other" if FAULT == "low-rate-ready" and low_rate else self.stream,
            "session_id": names[-1],
            "max_inflight": 1 if FAULT == "max-inflight" else self.max_inflight,
            "capabilities": {"batch_processing": False, "async_delivery": True}}
        for _ in range(2 if FAULT == "two-readies" else 1):
            await sio.emit("stream:ready", ready, to=self.sid)

    async def take(self, fragment: dict[str, Any]) -> None:
        self.in_flight += 1
        self.idle.clear()
        stereo = fragment["audio"]["channels"] == 2
        # every third fragment
        if not (FAULT == "some-acks" and fragment["sequence_number"] % 3 == 2
                or FAULT == "load-acks" and len(sessions) > 8):
            other = FAULT == "stereo-ack" and stereo
            await sio.emit("fragment:ack", {"fragment_id": str(uuid.uuid4()) if other
                                            else fragment["fragment_id"],
                                            "status": "processing", "queue_position": 0},
                           to=self.sid)
        began = time.monotonic()
        disorder = FAULT == "load-order" and len(sessions) > 8
        turn = fragment["sequence_number"] % 3
        await asyncio.sleep(0.03 - 0.01 * turn if disorder else 0.002 + 0.003 * turn)
        if disorder:
            self.next += 1
            await self.send(fragment, 0)
            return
        self.done[fragment["sequence_number"]] = (fragment, int(1000 * (time.monotonic() - began)))
        async with self.lock:
            while self.next in self.done:
                await self.send(*self.done.pop(self.next))
                self.next += 1

    async def send(self, fragment: dict[str, Any], took: int) -> None:
        self.times.append(took)
        result = {"fragment_id": fragment["fragment_id"], "stream_id": self.stream,
                  "sequence_number": fragment["sequence_number"], "status": "success",
                  "dubbed_audio": fragment["audio"], "transcript": "hello",
                  "translated_text": "hola", "processing_time_ms": took,
                  "stage_timings": {"asr_ms": took, "translation_ms": 0, "tts_ms": 0}}
        if FAULT == "stereo-result" and fragment["audio"]["channels"] == 2:
            result["fragment_id"] = str(uuid.uuid4())
        if FAULT == "long-result" and fragment["audio"]["duration_ms"] != 1000:
            result["sequence_number"] += 7
        if FAULT == "own-code" and fragment["sequence_number"] % 3 == 1:
            del result["dubbed_audio"], result["transcript"], result["translated_text"]
            result.update(status="failed", error={"code": "MODEL_BUSY", "message": "try again",
                                                  "retryable": True})
            self.failed += 1
        if FAULT == "status":
            result["status"] = "ok"
        if FAULT == "stream-of-another":
            others = [one.stream for one in sessions.values() if one is not self]
            result["stream_id"] = others[0] if len(sessions) > 8 and others else self.stream
        if FAULT == "odd-backpressure":
            await sio.emit("backpressure", {
                "stream_id": self.stream, "severity": "medium", "current_inflight": 1,
                "queue_depth": 0, "action": "slow_down"}, to=self.sid)
        if not (FAULT == "loses-some" and next(results) % 20 == 0):
            await sio.emit("fragment:processed", result, to=self.sid)
        self.in_flight -= 1
        if not self.in_flight:
            self.idle.set()

    async def end(self) -> None:
        if self.in_flight and FAULT != "impatient":
            await self.idle.wait()
        times = sorted(self.times)
        count = len(times)
        statistics: dict[str, Any] = {
            "success_count": count - self.failed, "partial_count": 0,
            "failed_count": 1 if FAULT == "phantom-failure" else self.failed,
            "avg_processing_time_ms": sum(times) / count if count else 0,
            "p95_processing_time_ms": times[-(-count * 95 // 100) - 1] if count else 0}
        if FAULT == "average-text":
            statistics["avg_processing_time_ms"] = "fast"
        if FAULT == "average-nan" and not count:
            statistics["avg_processing_time_ms"] = float("nan")
        if FAULT == "empty-end" and not count:
            return
        if FAULT == "empty-hang-up" and not count:
            await sio.disconnect(self.sid)
            return
        complete = {
            "stream_id": "another" if FAULT == "complete-stream" else self.stream,
            "total_fragments": 0 if FAULT == "counts-nothing" else
                2 if FAULT == "counts-two" and count == 1 else count,
            "total_duration_ms": int(1000 * (time.monotonic() - self.started)),
            "statistics": statistics}
        await sio.emit("stream:complete", complete, to=self.sid)
        if FAULT == "completes-again":
            await asyncio.sleep(0.5)
            await sio.emit("stream:complete", complete, to=self.sid)
        sessions.pop(self.sid, None)
        await asyncio.sleep(AUTO_DISCONNECT)
        if self.sid not in sessions:
            await sio.disconnect(self.sid)


async def refuse(sid: str) -> None:
    await fail(sid, "AUTH_FAILED", "not the key")
    await sio.disconnect(sid)


async def connect(sid: str, environ: Any, auth: Any = None) -> None:
    token = auth.get("token") if isinstance(auth, dict) else None
    if token != KEY and FAULT == "late-refusal":
        asyncio.get_running_loop().call_later(0.05, lambda: asyncio.ensure_future(refuse(sid)))
    elif token != KEY and not (FAULT == "no-key-needed" and token is not None
                               or FAULT == "no-token-needed" and token is None
                               or FAULT == "keyless"):
        raise socketio.exceptions.ConnectionRefusedError("AUTH_FAILED")


async def disconnect(sid: str) -> None:
    sessions.pop(sid, None)


def is_number(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and low <= value <= high


def is_init(init: Any) -> bool:
    if not isinstance(init, dict):
        return False
    if FAULT == "any-timeout":
        init = {**init, "timeout_ms": 8000}
    config = init.get("config")
    return bool(isinstance(init.get("stream_id"), str) and init["stream_id"]
                and isinstance(init.get("worker_id"), str) and init["worker_id"]
                and isinstance(config, dict)
                and is_number(init.get("max_inflight", 3), 1, 10)
                and is_number(init.get("timeout_ms", 8000), 1000, 30000)
                and is_number(config.get("chunk_duration_ms", 1000), 100, 6000)
                and config.get("sample_rate_hz", 48000) in (16000, 22050, 44100, 48000)
                and config.get("channels", 1) in (1, 2))


async def on_init(sid: str, init: Any) -> None:
    if not is_init(init) or sid in sessions:
        await fail(sid, "INVALID_CONFIG", "stream:init is invalid")
        return
    sessions[sid] = Session(sid, init)
    await sessions[sid].ready(init["config"])


async def session_of(sid: str, message: Any) -> Session | None:
    session = sessions.get(sid)
    if session and isinstance(message, dict) and message.get("stream_id") == session.stream:
        return session
    if not (FAULT == "ignores-strangers" and session):
        await fail(sid, "STREAM_NOT_FOUND", "no such stream")
    return None


async def on_fragment(sid: str, fragment: Any) -> None:
    session = await session_of(sid, fragment)
    if not session:
        return
    if len(fragment.get("audio", {}).get("data_base64", "")) > AUDIO_MAX:
        code = "INVALID_CONFIG" if FAULT == "size-code" else "FRAGMENT_TOO_LARGE"
        await fail(sid, code, "over 10 MiB")
        return
    await session.take(fragment)


async def on_request(sid: str, message: Any) -> None:
    await session_of(sid, message)


async def on_end(sid: str, message: Any) -> None:
    session = await session_of(sid, message)
    if session:
        await session.end()


async def on_ack(sid: str, message: Any) -> None:
    """Nothing depends on it."""


sio.on("connect", connect)
sio.on("disconnect", disconnect)
for event, handler in {"stream:init": on_init, "fragment:data": on_fragment,
                       "stream:pause": on_request, "stream:resume": on_request,
                       "stream:end": on_end, "fragment:ack": on_ack}.items():
    sio.on(event, handler)
app = web.Application()
sio.attach(app)
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), handle_signals=False,
            print=lambda *_: None)
