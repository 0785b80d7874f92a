"""What reports say of streams whose end is not known, and of streams that are forgotten."""

from __future__ import annotations

import json
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any

import harness
import reports
from session import HELD, SessionTest
from test_conform import CONFORM
from worker import init

BACK = "sts/1/reconnects"
END = "sts/4/ends-streams"
ACKS = "016/5.1/fragment-ack/sent"
# No worker of these tests comes back in this time, and no test waits for longer ones.
SOON = {"REPORT_RETURN_MS": "200"}


class Ends(SessionTest):
    def outcomes(self, report: dict[str, Any]) -> dict[str, str]:
        rows = reports.rows(report)
        return {one: rows[one]["outcome"] for one in (BACK, END, ACKS)}

    def closing(self, server: harness.Server) -> list[Any]:
        path = "/control/journal?event=closing"
        entries: list[Any] = harness.http(server.port, "GET", path, None,
                                          **reports.KEY).json()["entries"]
        return entries

    def settled(self, server: harness.Server, stream: str = "live", ms: int = 10000) -> Any:
        response = reports.fetch(server, stream, f".json?settled_ms={ms}")
        self.assertEqual(response.status, 200, response.body)
        reports.check(response.json())
        return response.json()

    def test_an_open_stream_is_no_pass(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open()
        one = worker.send(0)
        worker.until("processed 0")
        worker.confirm(one)
        report = self.settled(server)
        self.assertEqual((report["settled"], report["verdict"]), ("idle", "unknown"))
        self.assertEqual(reports.rows(report)[END]["note"], "the stream is still open")
        worker.end()
        worker.until("complete")
        self.assertEqual(self.settled(server)["verdict"], "pass")

    def test_a_worker_that_left_is_judged_at_once(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open()
        worker.send(0)
        worker.until("processed 0")
        worker.close()
        report = self.settled(server)
        self.assertEqual(report["settled"], "over")
        self.assertEqual(self.outcomes(report),
                         {BACK: "not_exercised", END: "deviation", ACKS: "deviation"})
        self.assertIn("python-socketio", reports.findings(report, END)[0]["message"])
        # and what it does when it comes back takes that away
        again = self.worker(server)
        again.open()
        again.end()
        again.until("complete")
        self.assertEqual(self.outcomes(self.settled(server))[END], "pass")

    def test_a_lost_worker_has_some_time_to_come_back(self) -> None:
        server = self.server(REPORT_RETURN_MS="60000")
        worker = self.worker(server)
        worker.open()
        worker.drop()
        self.await_streams(server, 0, 1)
        report = reports.report(server, "live")
        self.assertEqual(self.outcomes(report)[BACK], "unknown")
        self.assertRegex(reports.rows(report)[BACK]["note"],
                         r"^still parked: the worker has \d+ s left to come back$")
        self.assertEqual(self.settled(server, ms=300)["settled"], "unsettled")

    def test_one_that_does_not_come_back_is_told(self) -> None:
        for mode in ("reset", "fin", "close", "stall"):
            with self.subTest(mode=mode):
                server = self.server(**SOON)
                worker = self.worker(server)
                worker.open()
                worker.call("simulate:disconnect", {"mode": mode})
                if mode == "stall":
                    harness.wait_for(lambda: self.closing(server), "the stall")
                    worker.close()
                report = self.settled(server)
                self.assertEqual(report["settled"], "over")
                self.assertEqual(self.outcomes(report),
                                 {BACK: "deviation", END: "deviation", ACKS: "not_exercised"})
                self.assertIn("to a simulated fault", reports.findings(report, BACK)[0]["message"])
                # it is true from then on, whenever somebody looks
                again = self.settled(server)
                self.assertEqual(*([one["at_ms"] for one in some["findings"]]
                                   for some in (report, again)))

    def test_nobody_has_to_come_back_after_server_disconnect(self) -> None:
        server = self.server(**SOON)
        worker = self.worker(server)
        worker.open()
        worker.call("simulate:disconnect", {"mode": "server_disconnect"})
        report = self.settled(server)
        self.assertEqual(report["settled"], "over")
        self.assertEqual(reports.broken(report), [])
        self.assertNotIn("unknown", self.outcomes(report).values())

    def test_a_server_that_stops_first_knows_nothing(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        journal = Path(folder, "journal.ndjson")
        server = self.server(ECHO_REPORT=folder, ECHO_JOURNAL=str(journal), **HELD)
        worker = self.worker(server)
        worker.open()
        worker.send(0)
        worker.until("ack 0")
        server.stop()
        replay = Path(folder, "replay.json")
        subprocess.run([str(CONFORM), "replay", journal, "--json", replay],
                       stdout=subprocess.DEVNULL, check=False)
        for name in ("stream-live.json", "all.json", "replay.json"):
            report = json.loads(Path(folder, name).read_text())
            reports.check(report)
            self.assertEqual(report["verdict"], "unknown", name)
            self.assertEqual(reports.rows(report)[END]["note"], "the server stopped first", name)

    def test_what_the_journal_has_cut_is_not_judged_by_a_replay(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        journal, replay = Path(folder, "journal.ndjson"), Path(folder, "replay.json")
        server = self.server(ECHO_JOURNAL=str(journal))
        worker = self.worker(server)
        worker.open()
        one = worker.send(0, metadata={"text": ["x" * 200] * 200})
        worker.until("processed 0")
        worker.confirm(one)
        worker.end()
        worker.until("complete")
        worker.leave()
        self.assertEqual(self.settled(server)["verdict"], "pass")
        server.stop()
        done = subprocess.run([str(CONFORM), "replay", journal, "--json", replay],
                              stdout=subprocess.DEVNULL, check=False)
        report = json.loads(replay.read_text())
        self.assertEqual((done.returncode, report["verdict"]), (4, "unknown"))
        self.assertIn("too long for the journal", report["unknowns"][0])

    def test_a_report_waits_for_what_was_sent_before_it_was_asked_for(self) -> None:
        server = self.server()
        worker = self.worker(server)
        for number in range(60):
            stream = f"race-{number}"
            worker.open(stream)
            worker.send(0)
            worker.until("processed 0")
            worker.emit("stream:end", {"stream_id": stream})
            self.assertEqual(self.outcomes(self.settled(server, stream))[END], "pass", stream)
            worker.until("complete")

    def test_what_is_refused_has_a_report(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.emit("stream:init", init("bad", max_inflight=11))
        worker.refused("INVALID_CONFIG")
        self.assertEqual(reports.broken(reports.report(server, "bad")),
                         ["016/5.1/stream-init/schema"])
        link = harness.WebSocket(server.port, "/socket.io/?EIO=4&transport=websocket", b"",
                                 **{"X-Stream-ID": "locked"})
        self.addCleanup(link.close)
        link.receive()
        link.send('40{"token":"wrong"}')
        self.assertIn("Invalid API key", str(link.receive()))
        self.assertEqual(reports.broken(reports.report(server, "locked")), ["sts/2/key-accepted"])

    def test_a_setting_says_how_many_streams_are_remembered(self) -> None:
        server = self.server(REPORTS_KEPT="2")
        live = self.worker(server)
        live.open("live")
        for name in ("a", "b", "c"):
            worker = self.worker(server)
            worker.open(name)
            worker.end()
            worker.until("complete")
            worker.leave()
        gone = reports.fetch(server, "b")
        self.assertEqual(gone.status, 410)
        self.assertIn("raise REPORTS_KEPT", gone.json()["error"]["message"])
        for name in ("live", "c"):
            self.assertEqual(reports.fetch(server, name).status, 200)
        others = [self.worker(server) for _ in range(2)]
        for number, other in enumerate(others):
            other.open(f"d-{number}")
        self.assertIn("streams that were not judged: 1; no more than 2 are judged at the same time "
                      "(REPORTS_KEPT)", str(reports.report(server)["unknowns"]))

    def test_a_forgotten_stream_is_told_from_one_that_never_was(self) -> None:
        server = self.server(WS_MAX_CONNECTIONS="0", MAX_CONNECTIONS_PER_KEY="0")
        worker = self.worker(server)
        count = reports.crowd(worker)
        gone = reports.fetch(server, "s-0")
        self.assertEqual((gone.status, gone.json()["error"]["code"]), (410, "FORGOTTEN"))
        self.assertIn("its verdict was fail", gone.json()["error"]["message"])
        self.assertEqual(reports.fetch(server, "never").status, 404)
        report = reports.report(server)
        self.assertEqual(report["verdict"], "fail")
        self.assertEqual([one["stream_id"] for one in
                          reports.findings(report, "016/7.1/unique-number")], ["s-0"])
        self.assertEqual(report["streams_left_out"], count - len(report["streams"]))


if __name__ == "__main__":
    unittest.main()
