"""Real clients run the same session with every transport, and go on after a lost connection.

docs/clients.md lists the clients and what they can; `test_clients.py --write` fills in its table
from what is seen. Two clients in every run, all of them with ECHO_FULL=1, which ./dev test --all sets.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unittest
import urllib.parse
from pathlib import Path
from typing import Any

import clients
import harness
from clients import TRANSPORTS, Client, Failed, Run

PAGE = Path(harness.ROOT, "docs/clients.md")
ROWS = re.compile(r"(<!-- sessions -->\n\|.*\n\|.*\n)((?:\|.*\n)*)")
LIMIT = 10_485_760  # characters of base64 in one fragment
#: Debian's python-socketio takes at most 4 MiB a message.
LARGEST = {"Python": 2_666_664}
SIZES = (0, 4, 400, 4096, 40_000, 400_000, 1_000_000, 4096, 0)
FEW = (4096,) * 10
#: The fragment whose result is due when the connection is lost.
AT = 4
FULL = os.environ.get("ECHO_FULL") == "1" and "ECHO_SANITIZE" not in os.environ


def start() -> harness.Server:
    return harness.Server(env={"AUTO_DISCONNECT_DELAY": "0.2"})


def check(client: Client, seen: dict[str, Any], transport: str, connections: int) -> None:
    """Whether a session was all that it should have been."""
    count = len(FEW)
    expected = {"connections": connections, "results": count, "total": count,
                "transport": transport.replace("upgrade", "websocket")}
    if connections == 1:
        expected["acks"] = count
    wrong = {name: seen[name] for name, value in expected.items() if seen[name] != value}
    if wrong:
        raise Failed(f"{wrong} in {seen}")
    if not str(seen.get("version", client.version)).startswith(client.version):
        raise Failed(f"it is version {seen['version']}")


def cell(client: Client, run: Run, server: harness.Server, transport: str) -> str:
    """What the page says of a client with a transport."""
    settings = {"url": server.url, "transport": transport}
    largest = LARGEST.get(client.runs_on, LIMIT)
    whole = f"{client} {transport} whole"
    lost = f"{client} {transport} lost"
    try:
        check(client, run({**settings, "stream": whole, "sizes": [*SIZES, largest], "lost": False}),
              transport, 1)
    except Failed as reason:
        return f"no: {reason}"
    arm(server, lost)
    try:
        check(client, run({**settings, "stream": lost, "sizes": FEW, "lost": True}), transport, 2)
    except Failed as reason:
        return f"a session, but after a loss: {reason}"
    return "yes"


def arm(server: harness.Server, stream: str) -> None:
    """The stream's connection will be reset."""
    target = f"/control/streams/{urllib.parse.quote(stream, safe='')}/faults"
    rule = {"trigger": "sequence_number", "value": AT, "count": 1, "action": "disconnect",
            "mode": "reset"}
    answer = harness.http(server.port, "PUT", target, json.dumps({"rules": [rule]}).encode(),
                          Authorization="Bearer test-api-key")
    if answer.status != 200:
        raise AssertionError(answer)


def row(client: Client, run: Run, server: harness.Server) -> str:
    cells = [cell(client, run, server, transport) for transport in TRANSPORTS]
    return f"| {client} | {' | '.join(cells)} |"


def rows() -> list[str]:
    """Those of the page."""
    found = ROWS.search(PAGE.read_text())
    return found[2].splitlines() if found else []


class Clients(unittest.TestCase):
    maxDiff = None

    def sessions(self, language: str) -> None:
        with start() as server:
            for client, said in zip(clients.table(), rows()):
                if client.library.startswith(language) and (client.always or FULL):
                    with self.subTest(str(client)):
                        self.assertEqual(row(client, client.prepare(), server), said)

    def test_python(self) -> None:
        self.sessions("python-socketio")

    def test_javascript(self) -> None:
        self.sessions("socket.io-client")

    def test_the_page_has_each_client(self) -> None:
        named = [said.rsplit(" | ", len(TRANSPORTS))[0] for said in rows()]
        self.assertEqual(named, [f"| {client}" for client in clients.table()])


def write() -> None:
    with start() as server:
        seen = [row(client, client.prepare(), server) for client in clients.table()]
    text = "".join(f"{line}\n" for line in seen)
    PAGE.write_text(ROWS.sub(lambda match: match[1] + text, PAGE.read_text()))


if __name__ == "__main__":
    write() if "--write" in sys.argv else unittest.main()
