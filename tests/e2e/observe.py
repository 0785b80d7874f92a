"""What the Python client makes of a fault: observe.py URL STREAM_ID

The twin of js/observe.mjs: sends three fragments, the last two together, or again those without a
result after it has reconnected, then stream:end. Prints one line of JSON when the stream is
complete, or when the client gives up.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import time
import uuid
from typing import Any

import socketio


def audio(number: int) -> str:
    return base64.b64encode(bytes([65 + number]) * 600).decode()


async def observe(url: str, stream: str) -> dict[str, Any]:
    client = socketio.AsyncClient(reconnection_delay=0.05, reconnection_delay_max=0.2)
    ids = [str(uuid.uuid4()) for _ in range(3)]
    seen: dict[str, Any] = {"acks": [], "results": [], "errors": [], "reason": None,
                            "refused": None, "reconnected": False}
    complete = asyncio.Event()
    told: dict[str, Any] = {}  # what had been seen at the end: the server disconnects after it

    connections = 0

    def answered(number: int) -> bool:
        return any(one["number"] == number for one in seen["results"] + seen["errors"])

    async def send(number: int) -> None:
        if not answered(number):
            await client.emit("fragment:data", {
                "fragment_id": ids[number], "stream_id": stream, "sequence_number": number,
                "timestamp": int(time.time() * 1000),
                "audio": {"format": "m4a", "sample_rate_hz": 48000, "channels": 1,
                          "duration_ms": 1000, "data_base64": audio(number)}})

    async def on_connect() -> None:
        nonlocal connections
        connections += 1
        seen["reconnected"] = seen["reason"] is not None
        await client.emit("stream:init", {"stream_id": stream, "worker_id": "py", "config": {},
                                          "max_inflight": 5})

    async def on_ready(_: Any) -> None:
        mine = connections

        async def outcome(number: int) -> bool:
            """False: the connection was lost first."""
            while not answered(number) and client.connected and connections == mine:
                await asyncio.sleep(0.005)
            return client.connected and connections == mine

        await send(0)
        if await outcome(0):
            await send(1)
            await send(2)
            if await outcome(2):
                await client.emit("stream:end", {"stream_id": stream})

    async def on_ack(ack: dict[str, Any]) -> None:
        seen["acks"].append(ids.index(ack["fragment_id"]))

    async def on_processed(result: dict[str, Any]) -> None:
        number = result["sequence_number"]
        dubbed = result.get("dubbed_audio", {}).get("data_base64")
        seen["results"].append({"number": number, "status": result["status"],
                                "code": result.get("error", {}).get("code"),
                                "same": dubbed == audio(number)})

    async def on_error(error: dict[str, Any]) -> None:
        seen["errors"].append({"number": ids.index(error["fragment_id"]), "code": error["code"]})

    async def on_complete(_: Any) -> None:
        told.update(seen)
        complete.set()

    async def on_disconnect(*reason: str) -> None:
        seen["reason"] = reason[0] if reason else ""  # this version of the library gives none

    for event, handler in (("connect", on_connect), ("stream:ready", on_ready),
                           ("fragment:ack", on_ack), ("fragment:processed", on_processed),
                           ("error", on_error), ("stream:complete", on_complete),
                           ("disconnect", on_disconnect)):
        client.on(event, handler)
    await client.connect(url, auth={"token": "test-api-key"}, transports=["websocket"])
    ways = [asyncio.create_task(complete.wait()), asyncio.create_task(client.wait())]
    done, _ = await asyncio.wait(ways, timeout=60, return_when=asyncio.FIRST_COMPLETED)
    if not done:
        raise SystemExit(f"no end of it: {str(seen)[:1000]}")
    told = told or dict(seen)
    await client.disconnect()
    return told


if __name__ == "__main__":
    print(json.dumps(asyncio.run(observe(*sys.argv[1:]))), flush=True)
