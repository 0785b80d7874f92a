"""What the judge remembers is bounded. When it overflows, no verdict turns green."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import unittest
import uuid
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

import harness  # noqa: E402
import reports  # noqa: E402
from harness import BUILD, Server  # noqa: E402
from session import Raw, SessionTest  # noqa: E402

# All of them are src/judge/internal.h's.
STREAMS = 128
FRAGMENTS = 512
FINDINGS = 64

MANY = {"WS_MAX_CONNECTIONS": "0", "MAX_CONNECTIONS_PER_KEY": "0"}


class StoreTest(SessionTest):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def begin(self, **settings: str) -> Server:
        return self.server(**MANY, ECHO_REPORT=str(self.folder / "reports"),
                           ECHO_JOURNAL=str(self.folder / "journal"), **settings)

    def leave(self, raw: Raw) -> None:
        """Ends the stream, and leaves in order."""
        raw.end()
        raw.until("complete")
        raw.link.send("41")
        raw.close()

    def confirm_all(self, raw: Raw, *fragments: dict[str, Any]) -> None:
        for one in fragments:
            raw.confirm(one)

    def number_twice(self, raw: Raw) -> None:
        """Breaks a must: 016/7.1/unique-number. Number 0 has been sent."""
        raw.send(0)
        raw.until("error INVALID_SEQUENCE")

    def everywhere(self, server: Server, report: dict[str, Any] | None = None) -> dict[str, Any]:
        """The reports on all, over HTTP, of the file, and of the replay, by their names."""
        live = report or reports.report(server)
        server.stop()
        done = subprocess.run([str(BUILD / "sts-conform"), "replay", str(self.folder / "journal"),
                               "--json", "-"], capture_output=True, text=True, timeout=60)
        file = json.loads((self.folder / "reports" / "all.json").read_text())
        return {"live": live, "file": file, "replay": json.loads(done.stdout)}

    def verdicts(self, found: dict[str, Any]) -> dict[str, str]:
        return {name: report["verdict"] for name, report in found.items()}

    def none_accuses(self, found: dict[str, Any]) -> None:
        """All is well, but not all may be known any more; then it is said why."""
        for name, report in found.items():
            self.assertEqual(reports.broken(report), [], name)
            self.assertIn(report["verdict"], ("pass", "unknown"), name)
            if report["verdict"] == "unknown":
                notes = [row["note"] for row in report["requirements"]
                         if row["outcome"] == "unknown"]
                self.assertTrue(report["unknowns"] or all(notes) and notes, name)

    def all_say(self, found: dict[str, Any], verdict: str, *broken: str) -> None:
        self.assertEqual(self.verdicts(found), dict.fromkeys(found, verdict))
        for name, report in found.items():
            self.assertEqual(sorted(reports.broken(report)), sorted(broken), name)


class Streams(StoreTest):
    def play(self, server: Server, stream: str, broken: bool = False) -> Raw:
        raw = self.raw(server)
        raw.open(stream)
        one = raw.send(0)
        raw.until("processed")
        raw.confirm(one)
        if broken:
            self.number_twice(raw)
        return raw

    def test_a_broken_must_of_a_stream_that_is_forgotten(self) -> None:
        server = self.begin()
        for number in range(STREAMS + 12):
            self.leave(self.play(server, f"n-{number}", broken=number == 0))
        self.await_streams(server, 0, 0)
        found = self.everywhere(server)
        self.all_say(found, "fail", "016/7.1/unique-number")
        for name, report in found.items():
            self.assertEqual(report["streams_left_out"], 0 if name == "replay" else 12, name)
            self.assertTrue(reports.findings(report, "016/7.1/unique-number"))

    def test_a_broken_should_of_a_stream_that_is_forgotten(self) -> None:
        server = self.begin()
        for number in range(STREAMS + 12):
            raw = self.play(server, f"n-{number}")
            if number:
                raw.end()
                raw.until("complete")
            raw.link.send("41")
            raw.close()
        self.await_streams(server, 0, 0)
        self.all_say(self.everywhere(server), "deviation", "sts/4/ends-streams")

    def test_more_parked_at_once(self) -> None:
        server = self.begin(REPORT_RETURN_MS="600000")
        for number in range(STREAMS + 12):
            raw = self.play(server, f"n-{number}", broken=number == 0)
            raw.link.ws.sock.close()
        self.await_streams(server, 0, STREAMS + 12)
        last = reports.report(server, f"n-{STREAMS + 11}")
        self.assertEqual((last["verdict"], reports.broken(last)), ("unknown", []))
        found = self.everywhere(server)
        self.all_say(found, "fail", "016/7.1/unique-number")
        rows = reports.rows(found["file"])
        self.assertEqual(rows["sts/4/ends-streams"]["outcome"], "unknown")

    def test_parked_ones_that_nobody_comes_back_for(self) -> None:
        server = self.begin(REPORT_RETURN_MS="100")
        for number in range(STREAMS + 12):
            raw = self.play(server, f"n-{number}")
            raw.link.ws.sock.close()
        self.await_streams(server, 0, STREAMS + 12)
        report = harness.wait_for(lambda: self.known(server), "all to be known")
        found = self.everywhere(server, report)
        self.all_say(found, "deviation", "sts/1/reconnects", "sts/4/ends-streams")
        rows = reports.rows(found["file"])
        self.assertEqual(rows["sts/1/reconnects"]["broken"], STREAMS + 12)

    def known(self, server: Server) -> dict[str, Any] | None:
        report = reports.report(server)
        waiting = any("still parked" in row.get("note", "") for row in report["requirements"])
        return None if waiting else report

    def test_parked_ones_that_come_back_are_well(self) -> None:
        server = self.begin(REPORT_RETURN_MS="600000")
        for number in range(STREAMS + 12):
            raw = self.play(server, f"n-{number}")
            raw.link.ws.sock.close()
        self.await_streams(server, 0, STREAMS + 12)
        time.sleep(0.3)  # the manners: a pause before the next connection
        for number in range(STREAMS + 12):
            raw = self.raw(server)
            raw.open(f"n-{number}")
            self.leave(raw)
        self.await_streams(server, 0, 0)
        self.none_accuses(self.everywhere(server))

    def test_more_live_at_once(self) -> None:
        """The last of them breaks a must, and there is no room for what is known of it."""
        server = self.begin()
        live = [self.play(server, f"n-{number}", broken=number == STREAMS + 11)
                for number in range(STREAMS + 12)]
        for raw in live:
            self.leave(raw)
        self.await_streams(server, 0, 0)
        found = self.everywhere(server)
        for name, verdict in self.verdicts(found).items():
            self.assertIn(verdict, ("fail", "unknown"), name)

    def test_more_live_at_once_that_are_well(self) -> None:
        server = self.begin()
        live = [self.play(server, f"n-{number}") for number in range(STREAMS + 12)]
        for raw in live:
            self.leave(raw)
        self.await_streams(server, 0, 0)
        self.none_accuses(self.everywhere(server))


class Fragments(StoreTest):
    COUNT = FRAGMENTS + 200

    def play(self, forgets: int | None, at_once: bool = True) -> dict[str, Any]:
        """Sends more than is remembered. Confirms each at once, or all at the end; but not one."""
        server = self.begin()
        raw = self.raw(server)
        raw.open()
        sent = []
        for number in range(self.COUNT):
            sent.append(raw.send(number, b"a"))
            raw.until("processed")
            if at_once and number != forgets:
                raw.confirm(sent[-1])
        if not at_once:
            self.confirm_all(raw, *(one for one in sent if one["sequence_number"] != forgets))
        self.leave(raw)
        self.await_streams(server, 0, 0)
        return self.everywhere(server)

    def test_all_are_confirmed(self) -> None:
        self.all_say(self.play(None), "pass")

    def test_one_is_not(self) -> None:
        for number in 50, 200, self.COUNT - 1:  # the first are kept, and the last
            with self.subTest(number=number):
                self.setUp()
                self.all_say(self.play(number), "deviation", "016/5.1/fragment-ack/sent")

    def test_all_are_confirmed_at_the_end(self) -> None:
        self.none_accuses(self.play(None, at_once=False))

    def test_one_is_not_confirmed_at_the_end(self) -> None:
        self.all_say(self.play(200, at_once=False), "deviation", "016/5.1/fragment-ack/sent")


class Findings(StoreTest):
    def test_a_must_after_more_shoulds_than_are_kept(self) -> None:
        server = self.begin()
        raw = self.raw(server)
        raw.open()
        for number in range(FINDINGS + 30):
            one = raw.send(number, b"a", **{f"strange-{number}": 1},
                           fragment_id=f"no-uuid-{number}", timestamp=number)
            raw.until("processed")
            raw.confirm(one)
        self.number_twice(raw)
        self.leave(raw)
        self.await_streams(server, 0, 0)
        found = self.everywhere(server)
        shoulds = ("016/5.1/fragment-data/milliseconds", "016/5.1/fragment-data/uuid",
                   "016/5.1/known-members")
        # The second fragment of number 0 is one with a UUID.
        self.all_say(found, "fail", "016/7.1/unique-number", *shoulds)
        for report in found.values():
            rows = reports.rows(report)
            for requirement in shoulds:
                self.assertEqual(rows[requirement]["broken"], FINDINGS + 30)
            self.assertTrue(reports.findings(report, "016/7.1/unique-number"))

    def test_more_of_one_must_than_are_kept(self) -> None:
        server = self.begin()
        raw = self.raw(server)
        raw.open()
        raw.confirm(raw.send(0))
        raw.until("processed")
        for _ in range(FINDINGS + 30):
            raw.emit("fragment:data", raw.make(1, fragment_id=str(uuid.uuid4()), timestamp="1"))
            raw.until("error INVALID_CONFIG")
        self.leave(raw)
        self.await_streams(server, 0, 0)
        found = self.everywhere(server)
        for report in found.values():
            row = reports.rows(report)["016/5.1/fragment-data/schema"]
            self.assertEqual((report["verdict"], row["broken"]), ("fail", FINDINGS + 30))
            counted = sum(one["count"] for one in reports.findings(
                report, "016/5.1/fragment-data/schema"))
            self.assertEqual(counted + report["findings_left_out"], FINDINGS + 30)


if __name__ == "__main__":
    unittest.main()
