"""How a run of the tests ends: every skip with its reason, and the counts."""
# labels: fast plain

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "scripts"))

import summary  # noqa: E402

RUN = [sys.executable, str(ROOT / "tests" / "scripts" / "run_unittest.py")]
HOW = "; to have it run: "

REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="Linux-c++" tests="5" failures="1" disabled="0" skipped="1">
    <testcase name="good" classname="good" time="1" status="run"><system-out>ok</system-out></testcase>
    <testcase name="in_part" classname="in_part" time="1" status="run"><system-out>
SKIPPED: A.test_one: no moon; to have it run: wait
</system-out></testcase>
    <testcase name="bad" classname="bad" time="1" status="fail"><failure message=""/>
<system-out>SKIPPED: A.test_two: no sun; to have it run: wait</system-out></testcase>
    <testcase name="left_out" classname="left_out" time="1" status="notrun">
<skipped message="SKIP_RETURN_CODE=77"/><system-out>SKIPPED: no stars; to have it run: wait</system-out></testcase>
    <testcase name="mute" classname="mute" time="1" status="notrun">
<skipped message="SKIP_RETURN_CODE=77"/><system-out></system-out></testcase>
</testsuite>
"""


class Summary(unittest.TestCase):
    def tell(self, *reports: str) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder, f"{number}.xml") for number in range(len(reports))]
            for file, report in zip(files, reports, strict=True):
                file.write_text(report)
            return summary.tell(files)

    def test_skips_and_failures_come_before_the_counts(self) -> None:
        self.assertEqual(self.tell(REPORT), [
            "skipped: in_part: A.test_one: no moon; to have it run: wait",
            "skipped: bad: A.test_two: no sun; to have it run: wait",
            "skipped: left_out: no stars; to have it run: wait",
            "skipped: mute: SKIP_RETURN_CODE=77",
            "failed: bad",
            "2 passed, 1 failed, 4 skipped"])

    def test_runs_are_added_up(self) -> None:
        self.assertEqual(self.tell(REPORT, REPORT)[-1], "4 passed, 2 failed, 4 skipped")

    def test_nothing_was_run(self) -> None:
        self.assertRegex(self.tell("<testsuite/>")[-1], "^no test was run")


class Unittest(unittest.TestCase):
    def run_file(self, body: str) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "test_it.py").write_text("import unittest\n" + body)
            return subprocess.run([*RUN, folder, "test_it.py"], capture_output=True, text=True)

    def test_a_case_that_is_skipped_is_told(self) -> None:
        done = self.run_file("class A(unittest.TestCase):\n"
                             "    def test_a(self): self.skipTest('no moon')\n"
                             "    def test_b(self): pass\n")
        self.assertEqual((done.returncode, done.stdout), (0, "SKIPPED: A.test_a: no moon\n"))

    def test_a_failure_beside_a_skip_is_a_failure(self) -> None:
        done = self.run_file("class A(unittest.TestCase):\n"
                             "    def test_a(self): self.skipTest('no moon')\n"
                             "    def test_b(self): self.fail()\n")
        self.assertEqual(done.returncode, 1)

    def test_all_skipped(self) -> None:
        for body in ("@unittest.skip('no moon')\nclass A(unittest.TestCase):\n"
                     "    def test_a(self): pass\n    def test_b(self): pass\n",
                     "raise unittest.SkipTest('no moon')\n"):
            done = self.run_file(body)
            self.assertEqual(done.returncode, 77, done.stderr)
            self.assertIn(": no moon\n", done.stdout)

    def test_a_file_without_a_test_is_a_mistake(self) -> None:
        self.assertEqual(self.run_file("").returncode, 1)


def skips(file: Path) -> Iterator[tuple[int, str]]:
    """Line and reason of every skip that a file of tests can make."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
                "skip", "skipIf", "skipUnless", "skipTest", "SkipTest"):
            if not isinstance(node.args[-1], ast.Name):  # handed on from where it is written
                yield node.lineno, ast.unparse(node.args[-1])


class Reasons(unittest.TestCase):
    def test_every_skip_says_how_to_have_it_run(self) -> None:
        found = 0
        for file in (ROOT / "tests").rglob("*.py"):
            if file.parent == Path(__file__).parent:
                continue
            for line, reason in skips(file):
                found += 1
                self.assertIn(HOW.strip(), reason, f"{file}:{line}")
        self.assertGreater(found, 5)


if __name__ == "__main__":
    unittest.main()
