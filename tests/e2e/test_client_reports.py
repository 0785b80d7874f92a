"""docs/clients.md tells what real clients make of each fault. Every row is seen again here.

`test_client_reports.py --write` fills in the table from what is seen.
"""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import sys
import unittest
from typing import Any

import harness
import npm
from npm import JS
from worker import Worker

PAGE = pathlib.Path(harness.ROOT, "docs/clients.md")
ROW = re.compile(r"^\| `(\{.*\})` \|(.*)\|(.*)\|$", re.MULTILINE)
# A client finds out about a stalled connection when a ping is late. The others have all the time.
STALL = {"WS_PING_INTERVAL": "1", "WS_PING_TIMEOUT": "1"}
REASON = re.compile("disconnect “[^”]*”")
OBSERVERS = {"python": [sys.executable, str(pathlib.Path(__file__).with_name("observe.py"))],
             "js": ["node", str(JS / "observe.mjs")]}


def result_text(result: dict[str, Any]) -> str:
    if result["status"] == "success":
        return f"{result['number']}" + ("" if result["same"] else " (other audio)")
    return f"{result['number']} ({result['status']}, {result['code']})"


def text_of(seen: dict[str, Any]) -> str:
    """What a client saw, in words."""
    results = list(map(result_text, seen["results"]))
    if seen["reason"] is not None:
        # What is sent again after a loss depends on where the loss fell.
        results = list(dict.fromkeys(results))
    said = ["results " + ", ".join(results)]
    said += [f"`error` {one['code']} for {one['number']}" for one in seen["errors"]]
    if 1 not in seen["acks"] and seen["reason"] is None:
        said.append("no ack for 1")
    if seen["reason"] is not None:
        said.append(f"disconnect “{seen['reason']}”" if seen["reason"] else "disconnect")
        if seen["refused"]:
            said.append(f"connect_error “{seen['refused']}”")
        said.append("**reconnects**" if seen["reconnected"] else "**gives up**")
    return "; ".join(said)


def observe(client: str, rule: dict[str, Any], query: str = "") -> str:
    """Runs a client against a server of its own with one rule armed for its stream."""
    with harness.server(**STALL if rule.get("mode") == "stall" else {}) as server:
        control = Worker(server.url)
        answer = control.call("config:error_simulation", {
            "enabled": True, "stream_id": "seen",
            "rules": [{"trigger": "sequence_number", "value": 1, "count": 1, **rule}]})
        if answer.get("status") != "configured":
            raise AssertionError(f"{rule}: {answer}")
        done = subprocess.run([*OBSERVERS[client], server.url + query, "seen"], cwd=JS, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        control.close()
    if done.returncode != 0:
        raise AssertionError(f"{client}, {rule}: {done.stderr}")
    return text_of(json.loads(done.stdout))


class Clients(unittest.TestCase):
    def check(self, client: str, column: int) -> None:
        rows = ROW.findall(PAGE.read_text())
        self.assertEqual(len(rows), 16)
        for row in rows:
            with self.subTest(rule=row[0]):
                seen = observe(client, json.loads(row[0]))
                if client == "python":  # the table is of a version that has no reasons yet
                    seen = REASON.sub("disconnect", seen)
                self.assertEqual(seen, row[column].strip())

    def test_python(self) -> None:
        self.check("python", 1)

    def test_javascript(self) -> None:
        npm.install(JS, "socket.io-client")
        self.check("js", 2)

    def test_a_javascript_client_that_names_its_stream(self) -> None:
        """It cannot connect while its stream is refused; docs/faults.md says how to name one."""
        npm.install(JS, "socket.io-client")
        rule = {"action": "disconnect", "mode": "close", "refuse_ms": 1000}
        self.assertIn("connect_error “websocket error”; **reconnects**",
                      observe("js", rule, "/?stream_id=seen"))
        self.assertNotIn("connect_error", observe("js", rule, "/?stream_id=another"))


def write() -> None:
    def fill(match: re.Match[str]) -> str:
        rule = json.loads(match[1])
        return f"| `{match[1]}` | {observe('python', rule)} | {observe('js', rule)} |"
    PAGE.write_text(ROW.sub(fill, PAGE.read_text()))


if __name__ == "__main__":
    write() if "--write" in sys.argv else unittest.main()
