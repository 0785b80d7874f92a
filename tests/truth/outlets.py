"""What a server said of its workers, wherever it says so: over HTTP, in the files that it leaves, as
JUnit, and in a replay of its journal."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

BROKEN = ("fail", "deviation")


@dataclasses.dataclass(frozen=True)
class Said:
    """The verdict, empty where a form has none, and what is broken."""

    verdict: str
    broken: frozenset[str]

    def __str__(self) -> str:
        return f"{self.verdict or '-'} {', '.join(sorted(self.broken)) or 'nothing broken'}"


def of_report(report: dict[str, Any]) -> Said:
    rows = broken(report)
    found = {finding["requirement"] for finding in report["findings"]}
    if rows != found:
        raise AssertionError(f"broken rows {sorted(rows)}, findings {sorted(found)}")
    return Said(report["verdict"], rows)


def broken(report: dict[str, Any]) -> frozenset[str]:
    return frozenset(row["id"] for row in report["requirements"] if row["outcome"] in BROKEN)


def unknown(report: dict[str, Any]) -> list[str]:
    """The rows of which something is still to come."""
    return [row["id"] for row in report["requirements"] if row["outcome"] == "unknown"]


def of_streams(report: dict[str, Any]) -> dict[str, Said]:
    """Each stream of a report on all."""
    return {row["stream_id"]: Said(row["verdict"], frozenset(
        one["requirement"] for one in row["outcomes"] if one["outcome"] in BROKEN))
        for row in report["streams"]}


def astray(report: dict[str, Any]) -> frozenset[str]:
    """What is broken in a report on all, but in none of its streams."""
    return broken(report).difference(*(said.broken for said in of_streams(report).values()))


def of_junit(path: Path) -> Said:
    """Broken musts are failures; a should is told of in system-out. What is not known is an error."""
    found = set()
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        found |= {case.get("name", "") for case in suite.iter("testcase")
                   if case.find("failure") is not None}
        for out in suite.iter("system-out"):
            found |= set(re.findall(r"^\s*deviation: (\S+)", out.text or "", re.MULTILINE))
    return Said("", frozenset(found))


def replay(program: Path, journal: Path) -> dict[str, Any]:
    """The report that a journal gives."""
    done = subprocess.run([str(program), "replay", str(journal), "--json", "-"],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    if not done.stdout.startswith("{"):
        raise AssertionError(f"replay: exit {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)
