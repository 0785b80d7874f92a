"""SIGHUP opens files again and reads keys again; SIGTERM drains the server (DRAIN_MS), and /ready
tells of it (docs/deploy.md)."""

import json
import signal
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path
from typing import Any

import harness
from control import KEY, Control
from harness import Server, wait_for
from reports import broken, report
from session import FAR, SessionTest, unit


class Case(SessionTest):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def hang_up(self, server: Server, said: str) -> None:
        count = server.output().count(said)
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: server.output().count(said) > count, said)


class HangUp(Case):
    def test_without_files_it_says_so_and_goes_on(self) -> None:
        server = self.server()
        raw = self.raw(server)
        raw.open()
        for _ in range(3):
            self.hang_up(server, "SIGHUP: there is nothing to open or read again")
        raw.send(0)
        self.assertEqual(raw.read(2), ["ack 0", "processed 0 success"])

    def test_no_entry_is_lost_when_the_journal_is_moved(self) -> None:
        """As logrotate does it, while a worker is busy."""
        journal = self.folder / "journal.ndjson"
        server = self.server(ECHO_JOURNAL=str(journal))
        raw = self.raw(server, answers=False)
        raw.open()
        old: list[Path] = []
        for turn in range(5):
            for number in range(turn * 40, turn * 40 + 40):
                raw.send(number)
                raw.read(2)
            old.append(self.folder / f"journal.{turn}")
            journal.rename(old[-1])
            self.hang_up(server, "SIGHUP: the journal was opened again")
        raw.close()
        server.stop()
        lines = [json.loads(line) for path in (*old, journal)
                 for line in path.read_text().splitlines()]
        ids = [one["id"] for one in lines if one["kind"] != "server"]
        self.assertEqual(ids, list(range(1, len(ids) + 1)))
        self.assertEqual(sum(one.get("event") == "fragment:data" for one in lines), 200)
        self.assertEqual(journal.stat().st_mode & 0o777, 0o600)

    def test_a_journal_that_cannot_be_opened_again_goes_on(self) -> None:
        folder = self.folder / "journals"
        folder.mkdir()
        journal = folder / "journal.ndjson"
        server = self.server(ECHO_JOURNAL=str(journal))
        moved = self.folder / "moved"
        folder.rename(moved)
        self.hang_up(server, "cannot open the journal")
        raw = self.raw(server)
        raw.open("still-there")
        raw.close()
        server.stop()
        self.assertIn("still-there", (moved / "journal.ndjson").read_text())

    def test_the_log_is_moved(self) -> None:
        log = self.folder / "sts.log"
        port = self.folder / "port"
        server = subprocess.Popen(
            [harness.STS, "--port", "0", "--host", "127.0.0.1", "--log-file", log, "--port-file",
             port], stderr=subprocess.PIPE)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        # the port file comes before the lines that say so
        wait_for(lambda: port.exists() and "listens on" in log.read_text(), "the server")
        first = log.read_text()
        log.rename(self.folder / "sts.log.1")
        server.send_signal(signal.SIGHUP)
        wait_for(lambda: log.exists() and "the log was opened again" in log.read_text(), "the log")
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.wait(30), 0)
        self.assertIn('"message":"stopped"', log.read_text())
        self.assertEqual((self.folder / "sts.log.1").read_text(), first)
        assert server.stderr
        self.assertEqual(server.stderr.read(), b"")
        server.stderr.close()
        for line in (first + log.read_text()).splitlines():
            json.loads(line)

    def test_a_log_that_cannot_be_opened(self) -> None:
        done = subprocess.run([harness.STS, "--log-file", self.folder / "none" / "sts.log"],
                              capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 1)
        self.assertIn("ECHO_LOG_FILE: cannot open", done.stderr)
        done = subprocess.run([harness.STS, "--host", "127.0.0.1", "--log-file",
                               self.folder / "sts.log", "--tls-cert", "/none", "--tls-key", "/none"],
                              capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot start", done.stderr)  # also on the terminal

    def keyed(self, *keys: tuple[str, str]) -> tuple[Server, Path]:
        path = self.folder / "keys.json"
        self.write(path, *keys)
        return self.server(STS_API_KEYS_FILE=str(path)), path

    def write(self, path: Path, *keys: tuple[str, str]) -> None:
        path.write_text(json.dumps([{"key": key, "streams": [glob]} for key, glob in keys]))

    def test_keys_are_read_again(self) -> None:
        server, path = self.keyed((KEY, "*"), ("old", "old-*"))
        kept = self.raw(server, token="old")
        kept.open("old-1")
        self.write(path, (KEY, "*"), ("new", "new-*"))
        self.hang_up(server, "SIGHUP: the API keys were read again")
        self.raw(server, token="new").open("new-1")
        self.assertEqual(harness.http(server.port, "GET", "/control/streams",
                                      Authorization="Bearer old").status, 401)
        kept.send(0)  # it goes on, and can begin nothing more
        self.assertEqual(kept.read(2), ["ack 0", "processed 0 success"])
        kept.end()
        kept.until("complete")
        kept.begin("old-2")
        kept.refused("AUTH_FAILED")
        self.assertEqual(Control(server, "new").streams(), ["new-1"])

    def test_a_wrong_file_of_keys_changes_nothing(self) -> None:
        server, path = self.keyed((KEY, "*"))
        path.write_text('[{"key": "new"}]')
        self.hang_up(server, "The API keys stay as they were")
        self.assertIn("/0", server.output())
        self.raw(server).open()


def ready(server: Server) -> tuple[int, Any]:
    answer = harness.http(server.port, "GET", "/ready")
    return answer.status, answer.json()


class Drain(Case):
    def drained(self, drain_ms: int = 60000, **settings: str) -> Server:
        return self.server(DRAIN_MS=str(drain_ms), AUTO_DISCONNECT_DELAY=FAR, **settings)

    def term(self, server: Server) -> None:
        server.process.send_signal(signal.SIGTERM)
        wait_for(lambda: "draining: " in server.output(), "the draining")

    def await_end(self, server: Server) -> int:
        return server.process.wait(30 * harness.TIME_FACTOR)

    def test_ready(self) -> None:
        server = self.server()
        self.assertEqual(ready(server), (200, {"status": "ready", "sessions": 0}))
        self.raw(server).open()
        self.assertEqual(ready(server), (200, {"status": "ready", "sessions": 1}))

    def test_work_ends_and_new_work_is_refused(self) -> None:
        server = self.drained(REPORT_RETURN_MS="100")
        worker, parked = self.raw(server), self.raw(server)
        worker.open("live")
        parked.open("parked")
        parked.cut()
        self.await_streams(server, 1, 1)
        self.term(server)
        self.assertEqual(ready(server), (503, {"status": "draining", "sessions": 1}))
        self.assertEqual(harness.http(server.port, "GET", "/health").status, 200)
        late = self.raw(server)
        late.begin("late")
        error = late.refused("RATE_LIMIT", reason="draining")
        self.assertTrue(error["retryable"])
        back = self.raw(server)
        back.open("parked")  # its results are nowhere else
        worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])
        back.end()
        back.until("complete")
        self.assertIsNone(server.process.poll())
        self.assertEqual(broken(report(server, "late")), [])
        worker.end()
        worker.until("complete")
        self.assertEqual(worker.ending(), ([], 1001))
        self.assertEqual(self.await_end(server), 0)
        self.assertIn("stopping: all streams have ended", server.output())

    def test_the_time_is_up(self) -> None:
        server = self.drained(unit(300))
        worker = self.raw(server)
        worker.open()
        self.term(server)
        self.assertEqual(worker.ending(), ([], 1001))
        self.assertEqual(self.await_end(server), 0)
        self.assertIn("DRAIN_MS is over; streams that have not ended: 1", server.output())

    def test_nothing_to_wait_for(self) -> None:
        server = self.drained()
        self.term(server)
        self.assertEqual(self.await_end(server), 0)

    def test_another_signal_stops_at_once(self) -> None:
        for second in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(second):
                server = self.drained()
                worker = self.raw(server)
                worker.open()
                self.term(server)
                server.process.send_signal(second)  # of the same wish
                over = threading.Event()
                self.assertFalse(over.wait(0.6))
                self.assertIsNone(server.process.poll())
                server.process.send_signal(second)
                self.assertEqual(worker.ending(), ([], 1001))
                self.assertEqual(self.await_end(server), 0)

    def test_without_it_the_server_stops_at_once(self) -> None:
        server = self.server()
        worker = self.raw(server)
        worker.open()
        server.process.send_signal(signal.SIGTERM)
        self.assertEqual(worker.ending(), ([], 1001))
        self.assertEqual(self.await_end(server), 0)
        self.assertNotIn("draining", server.output())


if __name__ == "__main__":
    unittest.main()
