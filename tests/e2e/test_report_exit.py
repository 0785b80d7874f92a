"""How the server ends: its exit status tells what ECHO_FAIL_ON lists, and whether all that was to
be written is written. The log says what failed and why."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Callable

import harness
import reports
from harness import STS, Server
from lxml import etree
from session import SessionTest

FAILS, UNWRITTEN = 5, 6


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a server that is expected not to start."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("ECHO_")}
    return subprocess.run([str(STS), "--port", "0", *arguments], env={**clean, **environment},
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)


class ExitTest(SessionTest):
    def nothing(self, server: Server) -> None:
        pass

    def good(self, server: Server) -> None:
        worker = self.worker(server, acks=True)
        worker.open()
        one = worker.send(0)
        worker.until("processed 0")
        worker.confirm(one)
        worker.end()
        worker.until("complete")
        worker.leave()

    def deviating(self, server: Server) -> None:
        worker = self.worker(server, acks=True)
        worker.open()
        one = worker.send(0, fragment_id="no-uuid")
        worker.until("processed 0")
        worker.confirm(one)
        worker.end()
        worker.until("complete")
        worker.leave()

    def failing(self, server: Server) -> None:
        worker = self.worker(server, acks=True)
        worker.open()
        one = worker.send(0)
        worker.until("processed 0")
        worker.confirm(one)
        worker.send(0)
        worker.refused("INVALID_SEQUENCE")
        worker.end()
        worker.until("complete")
        worker.leave()


    def vanishing(self, server: Server) -> None:
        """One stream breaks what is not known of another."""
        gone, here = self.worker(server), self.worker(server)
        gone.open("gone")
        here.open("here")
        gone.leave()
        self.await_streams(server, 1, 0)


class FailOn(ExitTest):
    def test_the_exit_status_has_what_is_listed(self) -> None:
        for run, listed, status in (
            (self.failing, "fail", FAILS), (self.failing, "DEVIATION , Fail", FAILS),
            (self.failing, "deviation,unknown", 0), (self.failing, "", 0),
            (self.deviating, "deviation", FAILS), (self.deviating, "fail,unknown", 0),
            (self.good, "fail,deviation,unknown", 0),
            (self.vanishing, "unknown", FAILS), (self.vanishing, "deviation", FAILS),
            (self.nothing, "unknown", FAILS), (self.nothing, "fail,deviation", 0),
        ):
            with self.subTest(run=run.__name__, listed=listed):
                server = self.server(ECHO_FAIL_ON=listed)
                run(server)
                server.stop(status=status)

    def test_what_fails_is_a_failure_in_junit(self) -> None:
        """Whoever looks for the reason of the exit status finds it in the file."""
        rows: list[tuple[Callable[[Server], None], str, list[str]]] = [
            (self.deviating, "fail,deviation", ["should"]),
            (self.deviating, "fail,unknown", []),
            (self.failing, "deviation,fail", ["must"])]
        for run, listed, failures in rows:
            with self.subTest(listed=listed, failures=failures):
                folder = self.enterContext(tempfile.TemporaryDirectory())
                server = self.server(ECHO_FAIL_ON=listed, ECHO_REPORT=folder)
                run(server)
                server.stop(status=FAILS if failures else 0)
                for name in ("all", "stream-live"):
                    junit = etree.parse(str(Path(folder, f"{name}.xml")))
                    self.assertEqual([one.get("type") for one in junit.iter("failure")], failures)
                    told = sum(int(suite.get("failures") or 0) for suite in junit.iter("testsuite"))
                    self.assertEqual(told, len(failures))
                    said = "".join(junit.xpath("//system-out/text()"))
                    self.assertEqual("deviation: " in said, listed == "fail,unknown")

    def test_one_line_says_what_and_why(self) -> None:
        for run, word, why in (
            (self.failing, "fail", "016/7.1/unique-number (must) was broken 1 of 2 times: "),
            (self.deviating, "deviation", "016/5.1/fragment-data/uuid (should) was broken 1 of 1"),
            (self.nothing, "unknown", "nothing in the traffic could have broken a requirement"),
        ):
            server = self.server(ECHO_FAIL_ON="fail,deviation,unknown")
            run(server)
            lines = [json.loads(line) for line in server.stop(status=FAILS).splitlines()]
            told = [line for line in lines if line["level"] == "ERROR"]
            self.assertEqual(len(told), 1, told)
            self.assertIn(f"ECHO_FAIL_ON has {word}: ", told[0]["message"])
            self.assertIn(why, told[0]["message"])

    def test_the_line_names_the_folder_for_what_it_leaves_out(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        for target in ("", folder):
            server = self.server(ECHO_FAIL_ON="fail", ECHO_REPORT=target)
            for stream in ("first", "second"):
                worker = self.worker(server)
                worker.open(stream)
                worker.send(0, fragment_id="no-uuid", timestamp=1700000000)
                worker.until("processed 0")
                worker.send(0)
                worker.refused("INVALID_SEQUENCE")
                worker.leave()
            lines = [json.loads(line) for line in server.stop(status=FAILS).splitlines()]
            message = next(line["message"] for line in lines if line["level"] == "ERROR")
            self.assertIn("times, first in stream first: ", message)
            end = f": see {folder}/all.html" if target else ""
            self.assertRegex(message, rf"; and \d+ more{re.escape(end)}$")

    def test_reports_are_checked_without_control_interface_too(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        for target in ("", folder):
            server = self.server(ECHO_FAIL_ON="fail", CONTROL_ENABLED="false", ECHO_REPORT=target)
            self.failing(server)
            server.stop(status=FAILS)
        report = json.loads(Path(folder, "all.json").read_text())
        reports.check(report)
        self.assertEqual(report["verdict"], "fail")

    def test_a_stream_that_was_forgotten_still_fails(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        server = self.server(ECHO_FAIL_ON="fail", ECHO_REPORT=folder)
        worker = self.worker(server)
        reports.crowd(worker)
        worker.leave()
        server.stop(status=FAILS)
        document = etree.parse(str(Path(folder, "all.xml")))
        failed = [case for case in document.iter("testcase") if case.find("failure") is not None]
        self.assertEqual([(case.get("classname"), case.get("name")) for case in failed],
                         [("streams that were forgotten", "016/7.1/unique-number")])

    def test_words_that_do_not_exist_are_refused(self) -> None:
        for wrong in ("fails", "fail,", ",fail", "fail;unknown", "fail unknown", "pass"):
            done = start("--fail-on", wrong)
            self.assertEqual(done.returncode, 2, wrong)
            self.assertIn(f'--fail-on is "{wrong}", but must be a list, with commas, of fail, '
                          "deviation and unknown", done.stderr)


class Unwritten(ExitTest):
    def test_a_folder_that_is_gone(self) -> None:
        for listed in ("", "fail"):
            folder = self.enterContext(tempfile.TemporaryDirectory()) + "/reports"
            server = self.server(ECHO_REPORT=folder, ECHO_FAIL_ON=listed)
            self.failing(server)
            harness.wait_for(lambda: os.path.exists(f"{folder}/stream-live.html"), "the report")
            shutil.rmtree(folder)
            output = server.stop(status=UNWRITTEN)
            self.assertIn(f"cannot write the report {folder}/all.json: No such file", output)
            self.assertEqual("ECHO_FAIL_ON has fail" in output, bool(listed))

    def test_a_report_of_a_stream_that_was_not_written_is_not_forgotten(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        server = self.server(ECHO_REPORT=folder)
        hindrance = Path(folder, "stream-live.json.tmp")
        hindrance.mkdir()
        self.good(server)
        harness.wait_for(lambda: "cannot write the report" in server.output(), "the error")
        hindrance.rmdir()
        server.stop(status=UNWRITTEN)
        self.assertTrue(Path(folder, "all.json").exists())

    def test_a_disk_that_is_full(self) -> None:
        """A limit of the process stands for that of the disk."""
        for name in ("ECHO_REPORT", "ECHO_JOURNAL"):
            folder = self.enterContext(tempfile.TemporaryDirectory())
            server = self.server(**{name: f"{folder}/output", "LOG_LEVEL": "ERROR"})
            # the log is a file as well, and has room for the error
            resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (1024, 1024))
            self.good(server)
            output = server.stop(status=UNWRITTEN)
            self.assertIn("File too large", output)
            self.assertFalse(list(Path(folder).rglob("*.tmp")))

    def test_a_journal_that_lost_entries(self) -> None:
        server = self.server(ECHO_JOURNAL="/dev/full")
        self.good(server)
        output = server.stop(status=UNWRITTEN)
        self.assertIn("the journal /dev/full is not complete", output)

    def test_what_is_printed(self) -> None:
        for flag in ("--help", "--help-markdown", "--help-man", "--version"):
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([str(STS), flag], stdout=full, stderr=subprocess.PIPE,
                                      text=True, timeout=60)
            self.assertEqual(done.returncode, UNWRITTEN, flag)
            self.assertIn("cannot write: No space left", done.stderr)


class Folders(ExitTest):
    def test_what_is_no_folder(self) -> None:
        with tempfile.NamedTemporaryFile() as file:
            done = start("--report", file.name)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"cannot write reports to the folder {file.name}: it is not a folder",
                          done.stderr)
            done = start("--report", file.name + "/below")
            self.assertIn("cannot write reports to the folder", done.stderr)

    @unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else; "
                         "to have it run: sudo ./dev test -R e2e_report_exit")
    def test_the_folder_of_a_server_that_gives_up_root(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        os.chmod(folder, 0o755)
        done = start("--report", folder, "--user", "nobody")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"cannot write reports to the folder {folder}: Permission denied",
                      done.stderr)
        # one that it makes itself is for the user
        server = self.server(ECHO_REPORT=f"{folder}/made", ECHO_USER="nobody")
        self.good(server)
        server.stop()
        self.assertEqual(Path(folder, "made", "all.json").owner(), "nobody")


if __name__ == "__main__":
    unittest.main()
