#!/usr/bin/env python3
"""Says how one or more runs of ctest ended, by their JUnit reports.

    summary.py FILE...

Prints each test, or case of one, that was skipped, with its reason; each test that failed; and as
the last line `N passed, N failed`, with `, N skipped` if any was. A test whose cases were skipped
in part has passed, and its skipped cases count as skipped. The exit status is 1 where no test was
run.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import NamedTuple

SKIP = re.compile(r"^SKIPPED: (.+)$", re.MULTILINE)


NONE = "no test was run: none has such a name (ctest -N --test-dir build lists them)"


class Ended(NamedTuple):
    """How one test ended."""

    name: str
    failed: bool
    skipped: bool
    reasons: list[str]


def read(file: Path) -> list[Ended]:
    ended = []
    for case in ElementTree.parse(file).getroot().iter("testcase"):
        name, status = case.get("name", "?"), case.get("status")
        skipped = status in ("notrun", "disabled")
        # What cannot be started is "not run" as well, but not by its own decision.
        failed = status == "fail" or (skipped and case.find("failure") is not None)
        output = case.findtext("system-out") or ""
        reasons = SKIP.findall(output)
        if skipped and not failed and not reasons:
            mark = case.find("skipped")
            reasons = ["no reason was given" if mark is None else str(mark.get("message"))]
        ended.append(Ended(name, failed, skipped and not failed, reasons))
    return ended


def tell(files: list[Path]) -> list[str]:
    """The lines to print."""
    # A skip of more than one run is told, and counted, once.
    every = [one for file in files for one in read(file)]
    if not every:
        return [NONE]
    skips = dict.fromkeys(f"{one.name}: {reason}" for one in every for reason in one.reasons)
    failed = [one.name for one in every if one.failed]
    passed = sum(not one.failed and not one.skipped for one in every)
    counts = f"{passed} passed, {len(failed)} failed"
    return [*(f"skipped: {line}" for line in skips), *(f"failed: {name}" for name in failed),
            counts + (f", {len(skips)} skipped" if skips else "")]


def main(files: list[str]) -> int:
    lines = tell([Path(name) for name in files])
    print("\n".join(lines))
    return 1 if lines == [NONE] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
