"""PUT /control/log, and what the log says of requests (docs/control.md)."""
# labels: fast

import json
import tempfile
import unittest
from typing import Any

from control import KEY, Control
from harness import Server, wait_for
from session import SessionTest

KEYS = [{"key": "team", "streams": ["team-*"]}, {"key": KEY, "streams": ["*"]}]


class Log(SessionTest):
    def lines(self, server: Server, word: str) -> list[dict[str, Any]]:
        found = [json.loads(line) for line in server.output().splitlines() if line.startswith("{")]
        return [one for one in found if word in one["message"]]

    def test_the_level_changes_at_once(self) -> None:
        server = self.server(LOG_LEVEL="ERROR")
        control = Control(server)
        self.assertEqual(control.do("GET", "/log"), {"level": "ERROR"})
        raw = self.raw(server)
        raw.open("quiet")
        self.assertEqual(control.do("PUT", "/log", {"level": "DEBUG"}), {"level": "DEBUG"})
        raw.send(0)
        raw.read(2)
        wait_for(lambda: self.lines(server, "fragment accepted"), "a line at DEBUG")
        self.assertEqual(self.lines(server, "stream opened"), [])
        self.assertEqual(control.do("PUT", "/log", {"level": "CRITICAL"}), {"level": "CRITICAL"})
        before = len(server.output())
        raw.send(1)
        raw.read(2)
        control.reset()
        self.assertEqual(control.do("GET", "/log"), {"level": "CRITICAL"})
        self.assertEqual(len(server.output()), before)

    def test_bad_levels(self) -> None:
        server = self.server()
        control = Control(server)
        for body in ({"level": "debug"}, {"level": 7}, {}, {"level": "INFO", "more": 1}):
            with self.subTest(body):
                control.refused(400, "PUT", "/log", body)
        self.assertEqual(control.do("GET", "/log"), {"level": "INFO"})

    def test_who_changed_something(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(KEYS, file)
            file.flush()
            server = self.server(STS_API_KEYS_FILE=file.name)
            control, team = Control(server), Control(server, "team")
            self.assertEqual(team.refused(403, "PUT", "/log", {"level": "DEBUG"})["code"],
                             "FORBIDDEN")
            team.arm("team-1", {"error_code": "TIMEOUT"})
            control.reset()
            control.do("GET", "/streams")
            control.do("POST", "/verify", {"expectations": [{"event": "stream:end"}],
                                           "stream_id": "team-1"})
            control.do("PUT", "/streams/a%22/delay", {"delay_ms": 1})
            said = [one["message"] for one in self.lines(server, "control: ")]
            self.assertEqual(said, [
                "control: PUT /control/log from 127.0.0.1, key 1",
                "control: PUT /control/streams/team-1/faults from 127.0.0.1, key 1",
                "control: POST /control/reset from 127.0.0.1, key 2",
                "control: PUT /control/streams/a%22/delay from 127.0.0.1, key 2"])
            self.assertNotIn("team\"", server.output().replace("team-1", ""))
            self.assertNotIn(KEY, server.output())


if __name__ == "__main__":
    unittest.main()
