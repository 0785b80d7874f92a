"""What python-socketio's client makes of each way to lose a connection: the table in
docs/faults.md."""

import asyncio
import re
import unittest

import socketio

import harness

MODES = ("server_disconnect", "close", "fin", "reset", "stall")


async def reaction(url: str, mode: str) -> bool:
    """Whether a client of the usual settings comes back by itself, once told that it is off."""
    lost, back = asyncio.Event(), asyncio.Event()
    client = socketio.AsyncClient(reconnection_attempts=20, reconnection_delay=0.05,
                                  reconnection_delay_max=0.1)

    async def connected() -> None:
        if lost.is_set():
            back.set()

    client.on("connect", connected)
    client.on("disconnect", lambda *_: lost.set())
    await client.connect(url, auth={"token": "test-api-key"}, transports=["websocket"])
    await client.call("simulate:disconnect", {"mode": mode})
    await asyncio.wait_for(lost.wait(), harness.PATIENCE)
    # The client's own flag, not a wait for nothing to happen.
    comes = client._reconnect_task is not None
    if comes:
        await asyncio.wait_for(back.wait(), harness.PATIENCE)
    await client.disconnect()
    return comes


class Clients(unittest.TestCase):
    def test_the_table(self) -> None:
        page = (harness.ROOT / "docs" / "faults.md").read_text()
        told = dict(re.findall(r"^\| `(\w+)`[^|]*\|.*\| (yes|no)[^|]*\|$", page, re.MULTILINE))
        self.assertEqual(set(told), set(MODES))
        for mode in MODES:
            # Only where nothing else tells it does the client wait for a ping.
            pings = {"WS_PING_INTERVAL": "0.2", "WS_PING_TIMEOUT": "1.5"} if mode == "stall" else {}
            with self.subTest(mode), harness.server(**pings) as server:
                comes = asyncio.run(reaction(server.url, mode))
                self.assertEqual("yes" if comes else "no", told[mode])


if __name__ == "__main__":
    unittest.main()
