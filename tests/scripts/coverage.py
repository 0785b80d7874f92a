#!/usr/bin/env python3
"""How much of each room of src/ the tests run: a table, and a verdict.

    /usr/bin/python3 tests/scripts/coverage.py BUILD [--missing]

BUILD is a build with ECHO_COVERAGE whose tests have been run. A room is a folder of src/, with all
that is in it. The exit status is 1 when one is below a floor. --missing also names the lines of each
file that nothing ran.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
#: The least share of lines, and of branches, that the tests of a room have to run, in percent.
LINES, BRANCHES = 95.0, 85.0


class Count:
    def __init__(self) -> None:
        self.lines = self.lines_run = self.branches = self.branches_run = 0

    def add(self, lines: list[dict[str, Any]]) -> None:
        for line in lines:
            self.lines += 1
            self.lines_run += line["count"] > 0
            for branch in line["branches"]:
                self.branches += 1
                self.branches_run += branch["count"] > 0

    @property
    def shares(self) -> tuple[float, float]:
        """Of the lines and of the branches, in percent."""
        return (100 * self.lines_run / max(self.lines, 1) if self.lines else 100.0,
                100 * self.branches_run / self.branches if self.branches else 100.0)

    @property
    def low(self) -> bool:
        lines, branches = self.shares
        return lines < LINES or branches < BRANCHES

    def row(self, name: str) -> str:
        lines, branches = self.shares
        return (f"{name:<10} {lines:6.1f} % of {self.lines:5} lines   {branches:6.1f} % of "
                f"{self.branches:5} branches")


def measure(build: Path) -> list[dict[str, Any]]:
    """What gcov says of the files of src/, by way of gcovr."""
    done = subprocess.run(
        ["gcovr", "--json", "--root", str(ROOT), "--filter", f"{ROOT}/src/", str(build)],
        cwd=ROOT, stdout=subprocess.PIPE, check=True)
    files: list[dict[str, Any]] = json.loads(done.stdout)["files"]
    for one in files:
        one["lines"] = [line for line in one["lines"] if not line["gcovr/noncode"]]
    return files


def spans(numbers: list[int]) -> str:
    """1, 2, 3, 7 as 1-3 7."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("--missing", action="store_true")
    arguments = parser.parse_args()
    files = measure(arguments.build)
    if not files:
        print(f"nothing was counted in {arguments.build}: no test of such a build has been run")
        return 1
    rooms: dict[str, Count] = defaultdict(Count)
    whole = Count()
    for one in files:
        rooms[Path(one["file"]).parts[1]].add(one["lines"])
        whole.add(one["lines"])
        missing = [line["line_number"] for line in one["lines"] if line["count"] == 0]
        if arguments.missing and missing:
            print(f"{one['file']}: {spans(missing)}")
    for name, count in sorted(rooms.items()):
        print(count.row(name) + ("   too few" if count.low else ""))
    print(whole.row("all"))
    low = [name for name, count in sorted(rooms.items()) if count.low]
    if low:
        print(f"below {LINES:.0f} % of the lines or {BRANCHES:.0f} % of the branches: "
              f"{', '.join(low)} (`./dev coverage --missing` names the lines)")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
