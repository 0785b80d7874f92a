"""The tests in examples/ pass, the worker in it is one that conforms whatever they do to it, and
docs/testing-your-worker.md shows them as they are."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import harness

ROOT = pathlib.Path(harness.ROOT)
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))

# Finds the names of all cases, as a program of its own: some modules have the names of others here.
NAMES = """
import unittest
def names(suite):
    for one in suite:
        if isinstance(one, unittest.TestSuite):
            names(one)
        else:
            print(one.id())
names(unittest.defaultTestLoader.discover("."))
"""


def run(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT / "examples",
        env={**os.environ, "ECHO_STS": str(harness.STS), **settings}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=12 * harness.PATIENCE)


class Examples(unittest.TestCase):
    def test_they_pass_and_so_do_the_reports_on_their_worker(self) -> None:
        cases = run("-c", NAMES).stdout.split()
        self.assertGreater(len(cases), 10)
        for case in cases:
            with self.subTest(case=case), tempfile.TemporaryDirectory() as folder:
                done = run("-m", "unittest", case, ECHO_REPORT=folder)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertRegex(done.stderr, r"Ran 1 ")
                reports = [json.loads(file.read_text()) for file in pathlib.Path(folder).iterdir()
                           if file.suffix == ".json"]
                self.assertGreater(len(reports), 1)
                for report in reports:
                    self.assertEqual(report["verdict"], "pass",
                                     [report["title"], report["findings"], report["unknowns"]])

    def test_the_page_shows_them(self) -> None:
        page = (ROOT / "docs/testing-your-worker.md").read_text()
        for example in EXAMPLES:
            with self.subTest(example=example.name):
                self.assertIn(f"```python\n{example.read_text()}```\n", page)


if __name__ == "__main__":
    unittest.main()
