"""sts-conform says of servers what is true: good ones conform, and of one with a fault planted exactly
the requirement that it breaks is broken (server_table.py). And it says the same each time.

A sample in every run, chosen by the commit; all of them with ECHO_FULL=1, which ./dev test --all sets.
ECHO_CONFORM_RUNS says how often our own server is checked.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests" / "e2e")]

import harness  # noqa: E402
import npm  # noqa: E402
from run import commit  # noqa: E402
from server_table import NODE, PYTHON, TABLE, Row  # noqa: E402

CONFORM = harness.BUILD / "sts-conform"
COMMANDS = {NODE: ["node", str(HERE / "servers" / "node_server.mjs")],
            PYTHON: [sys.executable, "-B", str(HERE / "servers" / "python_server.py")]}
# What is missing is waited for this long. Only who has a fault is waited for.
PATIENCE = 4 * harness.TIME_FACTOR
LIMIT = 120 * harness.TIME_FACTOR
AT_A_TIME = 2
SAMPLE = 5
# A run makes two failed logins, and ten a minute are allowed.
RUNS_OF_A_SERVER = 5
RUNS = int(os.environ.get("ECHO_CONFORM_RUNS", "10"))


@dataclasses.dataclass
class Said:
    status: int
    broken: list[str]
    failures: list[str]  # of the JUnit file
    printed: str


def check(url: str, *options: str) -> Said:
    with tempfile.TemporaryDirectory() as folder:
        report, junit = Path(folder, "report.json"), Path(folder, "report.xml")
        done = subprocess.run([str(CONFORM), url, "--strict", *options, "--json", str(report),
                               "--junit", str(junit)],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=LIMIT)
        rows = json.loads(report.read_text())["requirements"] if report.exists() else []
        cases = list(ElementTree.parse(junit).iter("testcase")) if junit.exists() else []
    broken = [row["id"] for row in rows if row["outcome"] in ("fail", "deviation")]
    failures = [str(case.get("name")) for case in cases if case.find("failure") is not None]
    return Said(done.returncode, broken, failures, done.stdout + done.stderr)


def check_row(row: Row) -> Said:
    with harness.Server(command=[*COMMANDS[row.server], row.fault], port_variable="PORT") as server:
        return check(server.url, "--patience", str(PATIENCE))


def sample() -> list[Row]:
    """The good servers and some of the others, always the same for a commit."""
    if os.environ.get("ECHO_FULL"):
        return list(TABLE)
    bad = [row for row in TABLE if row.broken]
    return [row for row in TABLE if not row.broken] + random.Random(commit()).sample(bad, SAMPLE)


class Servers(unittest.TestCase):
    def test_each_is_told_what_is_true_of_it(self) -> None:
        rows = sample()
        npm.install(HERE / "servers", "socket.io")
        false_green = false_red = 0
        with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
            for row, said in zip(rows, pool.map(check_row, rows)):
                expected = [row.broken] if row.broken else []
                false_green += not set(expected) <= set(said.broken)
                false_red += not set(said.broken) <= set(expected)
                with self.subTest(str(row)):
                    self.assertEqual(said.broken, expected, said.printed)
                    self.assertEqual(said.failures, expected, said.printed)
                    self.assertEqual(said.status, 1 if row.broken else 0, said.printed)
        good = sum(not row.broken for row in rows)
        print(f"{len(rows)} of {len(TABLE)} servers, {good} good, {len(rows) - good} with a fault: "
              f"false green {false_green}, false red {false_red}")

    def test_the_table_has_every_fault(self) -> None:
        for name, file in ((NODE, "node_server.mjs"), (PYTHON, "python_server.py")):
            text = (HERE / "servers" / file).read_text()
            planted = set(re.findall(r"""fault [!=]=+ ["']([a-z0-9-]+)["']""", text, re.IGNORECASE))
            rows = [row.fault for row in TABLE if row.server == name and row.fault]
            self.assertEqual(sorted(rows), sorted(planted))


def repeat(count: int) -> list[Said]:
    """That many runs, one after the other, against a server of our own."""
    with harness.server() as server:
        return [check(server.url, "--against", "echo") for _ in range(count)]


class Ourselves(unittest.TestCase):
    def test_nothing_is_broken_in_any_run(self) -> None:
        counts = [min(RUNS_OF_A_SERVER, RUNS - done) for done in range(0, RUNS, RUNS_OF_A_SERVER)]
        with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
            said = [one for runs in pool.map(repeat, counts) for one in runs]
        broken = [one for one in said if one.broken or one.status]
        print(f"{len(said)} full runs against ourselves, {len(broken)} with something broken")
        self.assertEqual([(one.status, one.broken) for one in broken], [],
                         broken and broken[0].printed)


if __name__ == "__main__":
    unittest.main()
