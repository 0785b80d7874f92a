"""GET /control/report?stream=GLOB&since=CURSOR: reports on the streams of one run, or of one test
(docs/reports.md)."""
# labels: fast

import json
import tempfile
import unittest
import xml.etree.ElementTree as xml
from typing import Any
from urllib.parse import quote

from control import KEY, Control
from harness import Server
from reports import broken, check, crowd
from session import Raw, SessionTest

KEYS = [{"key": KEY, "streams": ["*"]}, {"key": "team", "streams": ["run-1-*"]}]
UNIQUE = "016/7.1/unique-number"


class Range(SessionTest):
    def play(self, server: Server, stream: str, wrong: bool = False, ends: bool = True) -> Raw:
        """A stream that ends well, but for a number that comes twice where it is `wrong`."""
        raw = self.raw(server)
        raw.open(stream)
        raw.confirm(raw.send(0))
        if wrong:
            raw.send(0)
        if ends:
            raw.end()
            raw.until("complete")
            raw.close()
        return raw

    def ask(self, control: Control, suffix: str = ".json", **query: str) -> dict[str, Any]:
        asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
        value = control.do("GET", f"/report{suffix}?{asked}")
        if "form" not in query:
            check(value)
        return value

    def listed(self, value: dict[str, Any]) -> list[str]:
        return [one["stream_id"] for one in value["streams"]]

    def now(self, control: Control) -> str:
        return str(control.do("GET", "/journal?since=now")["next"])

    def test_a_glob(self) -> None:
        server = self.server()
        control = Control(server)
        self.play(server, "run-1-a")
        self.play(server, "run-1-b", wrong=True)
        self.play(server, "run-2-a")
        good, bad = self.ask(control, stream="run-2-*"), self.ask(control, stream="run-1-*")
        self.assertEqual((good["verdict"], self.listed(good)), ("pass", ["run-2-a"]))
        self.assertEqual((bad["verdict"], broken(bad), self.listed(bad)),
                         ("fail", [UNIQUE], ["run-1-a", "run-1-b"]))
        self.assertEqual(bad["title"], "Streams run-1-*")
        self.assertEqual(bad["others"], [])  # no connections without a stream
        self.assertEqual(self.listed(self.ask(control, stream="run-1-a")), ["run-1-a"])
        summary = self.ask(control, "", stream="run-1-*", form="summary")
        self.assertEqual(summary["verdict"], "fail")
        page = control.raw("GET", "/control/report.html?stream=run-1-%2A")
        self.assertIn(b"run-1-b", page.body)
        self.assertNotIn(b"run-2-a", page.body)
        junit = control.raw("GET", "/control/report.xml?stream=run-2-%2A").body
        self.assertEqual(xml.fromstring(junit)[0].get("failures"), "0")

    def test_no_such_stream(self) -> None:
        server = self.server()
        control = Control(server)
        self.play(server, "run-1-a")
        error = control.refused(404, "GET", "/report.json?stream=rnu-1-a")
        self.assertTrue(error["message"].endswith('did you mean "run-1-a"?'), error)
        self.assertEqual(control.refused(404, "GET", "/report?stream=other-%2A")["code"],
                         "STREAM_NOT_FOUND")
        control.refused(400, "GET", "/report?stream=")
        control.refused(400, "GET", "/report?since=12")

    def test_since(self) -> None:
        server = self.server()
        control = Control(server)
        self.play(server, "before", wrong=True)
        place = self.now(control)
        empty = self.ask(control, since=place)
        self.assertEqual((empty["verdict"], empty["streams"]), ("empty", []))
        self.play(server, "after")
        told = self.ask(control, since=place)
        self.assertEqual((told["verdict"], self.listed(told)), ("pass", ["after"]))
        self.assertEqual(self.ask(control, since="start")["verdict"], "fail")
        self.play(server, "later", wrong=True)
        told = self.ask(control, since=place)
        self.assertEqual((told["verdict"], self.listed(told)), ("fail", ["after", "later"]))
        both = self.ask(control, since=place, stream="a*")
        self.assertEqual((both["verdict"], self.listed(both)), ("pass", ["after"]))

    def test_a_stream_that_began_before_is_not_split(self) -> None:
        server = self.server()
        control = Control(server)
        raw = self.play(server, "long", ends=False)
        place = self.now(control)
        self.assertEqual(self.ask(control, since=place)["verdict"], "empty")
        raw.send(1)
        raw.until("processed")
        told = self.ask(control, since=place)
        self.assertEqual((told["verdict"], told["streams"]), ("unknown", []))
        self.assertIn("streams that began before the place in since", json.dumps(told["why"]))

    def test_connections_without_a_stream(self) -> None:
        server = self.server()
        control = Control(server)
        raw = self.raw(server)
        raw.stream = "none"
        raw.send(0)
        raw.refused("STREAM_NOT_FOUND")
        place = self.now(control)
        self.assertEqual(broken(self.ask(control, since="start")), ["sts/4/init-first"])
        self.assertEqual(broken(self.ask(control, since=place)), [])
        raw.send(1)
        raw.refused("STREAM_NOT_FOUND")
        self.assertEqual(broken(self.ask(control, since=place)), ["sts/4/init-first"])

    def test_a_place_of_another_start(self) -> None:
        server, other = self.server(), self.server()
        control = Control(server)
        self.play(server, "a")
        told = self.ask(control, since=self.now(Control(other)))
        self.assertEqual((told["verdict"], told["streams"]), ("unknown", []))
        self.assertIn("another start", json.dumps(told["why"]))

    def test_without_a_journal_there_are_no_places(self) -> None:
        server = self.server(JOURNAL_MAX_EVENTS="0")
        control = Control(server)
        self.play(server, "a")
        control.refused(503, "GET", "/report?since=now")
        self.assertEqual(self.ask(control, stream="a")["verdict"], "pass")

    def test_forgotten_streams(self) -> None:
        """Their verdicts are told where it is known whose they are, and when they were."""
        server = self.server(WS_MAX_CONNECTIONS="0", AUTO_DISCONNECT_DELAY="60")
        control = Control(server)
        worker = self.worker(server)
        count = crowd(worker)  # the first one, s-0, broke a must
        place = self.now(control)
        self.assertIn(UNIQUE, broken(self.ask(control, stream="s-0")))
        self.assertEqual(broken(self.ask(control, stream="s-1*")), [])
        self.assertIn(UNIQUE, broken(self.ask(control, stream="s-*")))
        self.assertIn(UNIQUE, broken(self.ask(control, stream="s-*", since="start")))
        self.assertEqual(broken(self.ask(control, stream="s-*", since=place)), [])
        self.assertEqual(self.ask(control, stream="s-*", since=place)["streams"], [])
        self.assertGreater(count, 128)
        control.refused(404, "GET", "/report?stream=none-%2A")

    def test_a_key_for_some_streams(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(KEYS, file)
            file.flush()
            server = self.server(STS_API_KEYS_FILE=file.name)
            self.play(server, "run-1-a")
            self.play(server, "run-2-a", wrong=True)
            team = Control(server, "team")
            told = self.ask(team, stream="run-*")
            self.assertEqual((told["verdict"], self.listed(told)), ("pass", ["run-1-a"]))
            error = team.refused(404, "GET", "/report?stream=run-2-a")
            self.assertNotIn("did you mean \"run-2-a\"", error["message"])


if __name__ == "__main__":
    unittest.main()
