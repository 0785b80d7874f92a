"""What a server said of its workers, wherever it says so: over HTTP, in the files that it leaves,
as JUnit, and in a replay of its journal."""

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


def of_junit(path: Path) -> dict[str, Said]:
    """What a JUnit file says of each stream, and of what has none (""). A broken must is a failure,
    what is not known an error; of a broken should system-out tells."""
    found: dict[str, Said] = {}
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        properties = {one.get("name"): one.get("value", "") for one in suite.iter("property")}
        cases = list(suite.iter("testcase"))
        rows = {case.get("name", "") for case in cases if case.find("failure") is not None}
        for out in suite.iter("system-out"):
            rows |= set(re.findall(r"^\s*deviation: (\S+)", out.text or "", re.MULTILINE))
        stream = properties.get("stream", "")
        if {case.get("classname") for case in cases} != {suite.get("name")}:
            raise AssertionError(f"{path}: the suite {suite.get('name')} has cases of others")
        before = found.get(stream, Said("", frozenset()))
        found[stream] = Said(properties.get("verdict", ""), before.broken | rows)
    return found


def replay(program: Path, journal: Path) -> dict[str, Any]:
    """The report that a journal gives."""
    done = subprocess.run([str(program), "replay", str(journal), "--json", "-"],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    if not done.stdout.startswith("{"):
        raise AssertionError(f"replay: exit {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)
