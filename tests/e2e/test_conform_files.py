"""The files of sts-conform: journals and reports as they may come, and what cannot be written."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import pty
import re
import subprocess
import unittest
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import harness
from mutant_proxy import Mutant, Proxy
from server_mutants import on
from session import Raw
from test_conform import CONFORM, Reports, conform

# Payloads of stream:pause that are none, as they stand in JSON.
BAD_PAYLOADS = [r'["a","\ud800",[{"b":"]"}]]', r'"\ud800\"}"', "7", "[" * 300 + "]" * 300,
                r'{"stream_id":"live","stream_id":{"a":["}"]}}',
                r'{"stream_id":"live","x":"\\\ud800","y":[1,{"z":"\"]"}]}']


class Journals(Reports):
    def everything(self, name: str = "journal.ndjson") -> list[str]:
        """The lines of a journal of all that a server may write of a worker."""
        path = self.path(name)
        with harness.server(ECHO_JOURNAL=path) as server:
            raw = Raw(server.port)
            raw.open("live")
            raw.arm({"trigger": "sequence_number", "value": 1, "error_code": "MODEL_ERROR"},
                    stream_id="live")
            raw.send(0, b"audio" * 100)
            raw.send(1, extra={"a": {"elided": "no number"}})
            raw.until("processed 1")
            for payload in BAD_PAYLOADS:
                raw.emit_text("stream:pause", payload)
                raw.refused("INVALID_CONFIG")
            raw.emit("nonsense", {"a": 1})
            raw.refused("INVALID_CONFIG")
            raw.link.send('42["stream:pause"]')
            raw.refused("INVALID_CONFIG")
            raw.call("stream:pause", {"stream_id": "live"})
            raw.end()
            raw.until("complete")
            raw.close()
        return Path(path).read_text().splitlines()

    def replay(self, lines: list[str], end: str = "\n") -> dict[str, Any]:
        """The report on these lines, of which the worker broke something."""
        Path(self.path("edited.ndjson")).write_text("\n".join(lines) + end)
        done = conform("replay", self.path("edited.ndjson"), "--json", self.path("r.json"))
        self.assertEqual((done.returncode, done.stderr), (1, ""), done.stdout)
        return self.report("r.json")

    def test_all_that_a_server_writes(self) -> None:
        lines = self.everything()
        kinds = {json.loads(line)["kind"] for line in lines}
        self.assertLessEqual({"connected", "event", "opened", "fault", "ack", "state", "deviation",
                              "ended", "disconnected"}, kinds)
        report = self.replay(lines)
        outcomes = {row["id"]: row["outcome"] for row in report["requirements"]}
        self.assertEqual(outcomes["016/5.1/stream-pause/schema"], "fail")
        (stream,) = report["streams"]
        self.assertEqual((stream["stream_id"], stream["fragment_count"], stream["ended"]),
                         ("live", 2, "completed"))
        self.assertEqual(["fault" in fragment for fragment in stream["fragments"]], [False, True])

    def test_lines_that_are_empty_or_cut_off(self) -> None:
        lines = self.everything()
        whole = self.replay(lines)
        spaced = self.replay([part for line in lines for part in (line, "")])
        self.assertEqual(spaced["counts"], whole["counts"])
        cut = self.replay(lines, end="\n" + lines[-1][:20])
        self.assertEqual(cut["counts"], whole["counts"])

    def test_times_that_are_none(self) -> None:
        """Only the times of the report are lost."""
        lines = self.everything()
        whole = self.replay(lines)
        for time in ("yesterday", "2026-01-05T09:30:00.1Z", "2026-01-05T09:30:00.125",
                     "2026-01-05T09:30:00.-12Z"):
            with self.subTest(time):
                edited = self.replay([re.sub(r'"time":"[^"]*"', f'"time":"{time}"', line)
                                      for line in lines])
                self.assertEqual(edited["counts"], whole["counts"])
                self.assertNotEqual(edited["started_ms"], whole["started_ms"])

    def test_entries_without_what_their_kind_has(self) -> None:
        lines = self.everything()
        edited = []
        for line in lines:
            entry = json.loads(line)
            if entry["kind"] in ("ended", "deviation"):
                entry.pop("reason", None)
                entry.pop("deviations", None)
                line = json.dumps(entry)
            edited.append(line)
        (stream,) = self.replay(edited)["streams"]
        self.assertNotIn("ended", stream)

    def test_what_is_broken_is_so_without_the_end(self) -> None:
        lines = self.everything()
        self.assertEqual(self.replay(lines)["unknowns"], [])
        killed = self.replay(lines[:-1])
        self.assertEqual(killed["verdict"], "fail")
        self.assertIn("the journal has no end", " ".join(killed["unknowns"]))

    def test_what_is_no_entry(self) -> None:
        line = next(line for line in self.everything() if '"payload"' in line)
        for text in (line[:-1], line.replace('"kind"', '"kid"'), line + "{}",
                     re.sub(r'"payload":.*', r'"payload":{"a":"\\ud800\\', line),
                     re.sub(r'"payload":.*', r'"payload" : "\\ud800"}', line)):
            with self.subTest(text[-60:]):
                Path(self.path("bad.ndjson")).write_text(text + "\n")
                done = conform("replay", self.path("bad.ndjson"))
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertIn("bad.ndjson:1: not a journal entry", done.stderr)

    def test_from_standard_input(self) -> None:
        lines = self.everything()
        done = subprocess.run([str(CONFORM), "replay", "-"], input="\n".join(lines) + "\n",
                              capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertIn("the workers do not conform", done.stdout)

    def test_an_empty_journal(self) -> None:
        Path(self.path("empty.ndjson")).write_text("")
        done = conform("replay", self.path("empty.ndjson"))
        self.assertEqual(done.returncode, 4)
        self.assertIn("the journal is empty", done.stdout)
        self.assertIn("nothing was checked", done.stdout)
        self.assertNotIn("nothing in the traffic", done.stdout)
        before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0, tzinfo=None)
        conform("replay", self.path("empty.ndjson"), "--junit", self.path("r.xml"))
        suite, = ElementTree.parse(self.path("r.xml")).getroot()
        self.assertGreaterEqual(datetime.datetime.fromisoformat(suite.attrib["timestamp"]), before)

    def test_a_full_disk(self) -> None:
        self.everything()
        for flag in ("--json", "--junit", "--html"):
            with self.subTest(flag):
                done = conform("replay", self.path("journal.ndjson"), flag, "/dev/full")
                self.assertEqual(done.returncode, 2)
                self.assertEqual(done.stderr, "sts-conform: cannot write /dev/full: No space left "
                                              "on device\n")

    def test_where_files_may_be(self) -> None:
        """In the folder where it runs, and at places that there are not."""
        self.everything()
        for _ in range(2):  # the second time over the files of the first
            here = subprocess.run([str(CONFORM), "replay", "journal.ndjson", "--json", "r.json",
                                   "--junit", "r.xml"], cwd=self.folder, capture_output=True)
            self.assertEqual(here.returncode, 1)
            self.assertTrue(Path(self.path("r.json")).exists())
            self.assertTrue(Path(self.path("r.xml")).exists())
        for path, why in (("/" + "x" * 300, "File name too long"), ("", "No such file")):
            with self.subTest(why):
                done = conform("replay", self.path("journal.ndjson"), "--json", path)
                self.assertEqual(done.returncode, 2)
                self.assertIn(why, done.stderr)

    def test_files_of_other_systems(self) -> None:
        lines = self.everything()
        plain = self.replay(lines)
        edited = Path(self.path("edited.ndjson"))
        for end, encoding in (("\r\n", "utf-8-sig"), ("\n", "utf-8-sig"), ("\r\n", "utf-8")):
            with self.subTest(encoding, end=end):
                edited.write_bytes("".join(line + end for line in lines).encode(encoding))
                done = conform("replay", str(edited), "--json", self.path("r.json"))
                self.assertEqual((done.returncode, done.stderr), (1, ""), done.stdout)
                self.assertEqual(self.report("r.json")["streams"], plain["streams"])
        report = Path(self.path("r.json")).read_text()
        Path(self.path("dos.json")).write_bytes(report.replace("\n", "\r\n").encode("utf-8-sig"))
        done = conform("diff", self.path("r.json"), self.path("dos.json"))
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_utf_16_is_told(self) -> None:
        path = self.path("wide")
        for encoding in "utf-16", "utf-16-le", "utf-16-be":
            Path(path).write_bytes('{"a": 1}\n'.encode(encoding))
            for command in (["replay", path], ["diff", path, path]):
                with self.subTest(encoding, command=command[0]):
                    done = conform(*command)
                    self.assertEqual((done.returncode, done.stderr), (
                        2, f"sts-conform: cannot read {path}: it is in UTF-16 or UTF-32. Save it "
                           "as UTF-8\n"))

    def test_a_report_on_standard_output(self) -> None:
        self.everything()
        done = conform("replay", self.path("journal.ndjson"), "--json", "-")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(json.loads(done.stdout)["verdict"], "fail")
        self.assertIn("the workers do not conform", done.stderr)


class Differences(Reports):
    def setUp(self) -> None:
        super().setUp()
        Path(self.path("empty.ndjson")).write_text("")
        conform("replay", self.path("empty.ndjson"), "--json", self.path("old.json"))

    def diff(self, *outcomes: str | None, verdict: str = "pass") -> tuple[int, str]:
        """What has changed when the first requirements have these outcomes, or are gone (None)."""
        report = self.report("old.json")
        rows = {row["id"]: row for row in report["requirements"]}
        for name, outcome in zip(rows, outcomes):
            if outcome is None:
                report["requirements"].remove(rows[name])
            else:
                rows[name]["outcome"] = outcome
        report["verdict"] = verdict
        Path(self.path("new.json")).write_text(json.dumps(report))
        done = conform("diff", self.path("old.json"), self.path("new.json"))
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def test_outcomes(self) -> None:
        first, second, *_ = (row["id"] for row in self.report("old.json")["requirements"])
        rows: list[tuple[list[str | None], int, str]] = [
            (["pass"], 0, f"changed  {first}: pass, was not_exercised\n"),
            (["fail"], 1, f"broken   {first}: fail, was not_exercised\n"),
            (["deviation"], 1, f"broken   {first}: deviation, was not_exercised\n"),
            ([None, "pass"], 0, f"changed  {second}: pass, was not_exercised\n"
                                f"changed  {first}: not in the report, was not_exercised\n")]
        for outcomes, status, said in rows:
            with self.subTest(outcomes):
                found, printed = self.diff(*outcomes)
                self.assertEqual(found, status)
                self.assertEqual(printed.rpartition("\n0 fixed")[0] + "\n", said)

    def test_a_requirement_that_was_not_there(self) -> None:
        self.diff(None)
        done = conform("diff", self.path("new.json"), self.path("old.json"))
        self.assertEqual(done.returncode, 4)
        self.assertIn(": not_exercised, was not in the report\n", done.stdout)

    def test_what_is_not_known_is_no_success(self) -> None:
        first, *_ = (row["id"] for row in self.report("old.json")["requirements"])
        for outcome, verdict, status, said in (
                ("not_exercised", "empty", 4, "nothing was checked"),
                ("pass", "unknown", 4, "the verdict is unknown"),
                ("fail", "unknown", 1, "the verdict is unknown")):
            with self.subTest(verdict):
                found, printed = self.diff(outcome, verdict=verdict)
                self.assertEqual((found, printed.splitlines()[-1]),
                                 (status, f"{self.path('new.json')}: {said}"))
        for before, outcome, status, word in (("pass", "unknown", 4, "changed "),
                                              ("fail", "unknown", 0, "changed "),
                                              ("fail", "not_exercised", 0, "changed "),
                                              ("fail", "deviation", 0, "fixed   ")):
            with self.subTest(before=before, outcome=outcome):
                self.diff(before)
                Path(self.path("new.json")).replace(self.path("old.json"))
                found, printed = self.diff(outcome, verdict="fail")
                self.assertEqual(found, status, printed)
                self.assertIn(f"{word} {first}: {outcome}, was {before}\n", printed)

    def test_a_server_that_is_gone_is_no_success(self) -> None:
        with harness.server() as server:
            conform(server.url, "--only", "sts/7/health", "--json", self.path("old.json"))
        self.assertEqual(conform(server.url, "--json", self.path("new.json")).returncode, 3)
        done = conform("diff", self.path("old.json"), self.path("new.json"))
        self.assertEqual(done.returncode, 4, done.stdout)
        self.assertTrue(done.stdout.endswith("new.json: the verdict is unknown\n"), done.stdout)

    def test_what_is_no_report(self) -> None:
        for text, where in (("", "the document"), ("{}", "the document"), ("[]", "the document"),
                            (Path(self.path("old.json")).read_text() + "x", "the document"),
                            (Path(self.path("old.json")).read_text().replace(
                                '"side":"worker"', '"side":"nobody"'), "/side")):
            with self.subTest(text[-20:]):
                Path(self.path("bad.json")).write_text(text)
                for names in (("bad.json", "old.json"), ("old.json", "bad.json")):
                    done = conform("diff", *map(self.path, names))
                    self.assertEqual((done.returncode, done.stdout), (2, ""))
                    self.assertIn(f"bad.json is not a report: {where}", done.stderr)


class Options(unittest.TestCase):
    def test_values_that_do_not_fit(self) -> None:
        rows: list[tuple[list[str], str]] = [
            ([word, "--patience", value], "--patience must be a number of seconds from 0.1 to 600")
            for word, value in (("http://host", ""), ("http://host", "5s"),
                                ("http://host", "0.01"), ("http://host", "601"))]
        rows += [(["http://host", "--namespace", value], "--namespace must begin with /")
                 for value in ("", "sts", "/a,b")]
        rows += [(["http://host", *["--only", "016"] * 100], "--only is given too many times"),
                 (["a", "b", "c", "d", "e", "f"], "more than one URL: b"),
                 (["replay"], "replay needs one journal"),
                 (["replay", "a", "b"], "replay needs one journal")]
        for arguments, said in rows:
            with self.subTest(arguments=arguments[:4]):
                done = conform(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(said, done.stderr)

    def test_bytes_that_are_no_text(self) -> None:
        for flag, said in (("--api-key", b"the API key must be UTF-8"),
                           ("--namespace", b"--namespace must begin with /")):
            done = subprocess.run([str(CONFORM), b"http://host", flag, b"/\xff"],
                                  capture_output=True)
            self.assertEqual(done.returncode, 2)
            self.assertIn(said, done.stderr)

    def test_the_version(self) -> None:
        done = conform("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^sts-conform \d+\.\d+\.\d+\n$")

    def test_the_key_of_the_environment(self) -> None:
        with harness.server(STS_API_KEY="sesame") as server:
            for key, status in (("sesame", 0), ("", 3)):
                done = conform(server.url, "--only", "016/7.1/gap", STS_API_KEY=key)
                self.assertEqual(done.returncode, status, done.stdout + done.stderr)

    def test_the_list_with_a_url(self) -> None:
        self.assertEqual(conform("--list", "http://host").stdout, conform("--list").stdout)


class Terminals(unittest.TestCase):
    def test_progress(self) -> None:
        """On a terminal one line tells how far it is; what is broken stays above it."""
        broken = Mutant("", "", down=on("stream:ready", lambda link, payload: {
            **payload, "session_id": "\x1b\x7f" + "x" * 5000}))
        with harness.server() as server, Proxy(server.port, broken) as proxy:
            for url, status in ((server.url, 0), (proxy.url, 1)):
                master, slave = pty.openpty()
                with subprocess.Popen([str(CONFORM), url, "--only", "016/5.2/stream-ready/schema"],
                                      stdout=slave, stdin=subprocess.DEVNULL) as done:
                    os.close(slave)
                    printed = b""
                    with contextlib.suppress(OSError):  # at the end
                        while part := os.read(master, 65536):
                            printed += part
                os.close(master)
                self.assertEqual(done.returncode, status, printed)
                self.assertIn(b"\r\x1b[K1 of 1, %d broken: 016/5.2/stream-ready/schema" % status,
                              printed)
        self.assertIn(b"payload, cut: ", printed)
        self.assertNotIn(b"\x1b\x7f", printed)


if __name__ == "__main__":
    unittest.main()
