"""sts-conform against servers that are broken on purpose: each is caught by the requirement that it
breaks, and each must is broken by one at least."""

from __future__ import annotations

import concurrent.futures
import json
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any

import harness
from mutant_proxy import Mutant, Proxy
from server_mutants import MUTANTS, WITHOUT

CONFORM = harness.BUILD / "sts-conform"
# What should come at once comes within that, or never will. A run that is slower than this finds
# something else broken, which the tests do not mind.
PATIENCE = 1.5 * harness.TIME_FACTOR
# Runs beside each other must not use up each other's connections.
UNLIMITED = {"WS_MAX_CONNECTIONS": "0", "MAX_CONNECTIONS_PER_KEY": "0"}
# The longest run.
LIMIT = 120 * harness.TIME_FACTOR


def musts() -> set[str]:
    listed = subprocess.run([str(CONFORM), "--list"], capture_output=True, text=True, check=True)
    rows = [line.split()[:2] for line in listed.stdout.splitlines()]
    return {name for name, severity in rows if severity == "must"}


def check(port: int, mutant: Mutant, patience: float = PATIENCE) -> tuple[int, dict[str, Any], str]:
    """The exit status, the requirements of the report, and what was printed."""
    with tempfile.TemporaryDirectory() as folder, Proxy(port, mutant) as proxy:
        report = Path(folder, "report.json")
        only = ["--only", mutant.requirement] if mutant.requirement else []
        done = subprocess.run(
            [str(CONFORM), proxy.url, *only, "--patience", str(patience), "--against", "echo",
             *mutant.options, "--json", str(report)], capture_output=True, text=True, timeout=LIMIT)
        said = done.stdout + done.stderr
        if not report.exists():
            return done.returncode, {}, said
        rows = json.loads(report.read_text())["requirements"]
        return done.returncode, {row["id"]: row["outcome"] for row in rows}, said


class Mutants(unittest.TestCase):
    def test_every_must_is_broken_by_a_mutant(self) -> None:
        broken = {mutant.requirement for mutant in MUTANTS}
        self.assertEqual(musts() - broken, set(WITHOUT), "musts that no mutant breaks")

    def test_the_proxy_alone_breaks_nothing(self) -> None:
        # The proxy takes its time: what arrived together leaves in pieces.
        with harness.server(SEQUENCE_GAP_MS="2000") as server:
            status, outcomes, said = check(server.port, Mutant("", "none"),
                                           patience=10 * harness.TIME_FACTOR)
        self.assertEqual(status, 0, said)
        self.assertNotIn("fail", outcomes.values(), said)

    def test_each_mutant_is_caught_by_what_it_breaks(self) -> None:
        """Servers with the same settings are one server; two mutants at a time."""
        groups: dict[tuple[tuple[str, str], ...], list[Mutant]] = {}
        for mutant in MUTANTS:
            groups.setdefault(tuple(sorted(mutant.settings.items())), []).append(mutant)
        for settings, mutants in groups.items():
            with harness.server(**UNLIMITED, **dict(settings)) as server, \
                    concurrent.futures.ThreadPoolExecutor(2) as pool:
                runs = [pool.submit(check, server.port, mutant) for mutant in mutants]
                for mutant, run in zip(mutants, runs):
                    with self.subTest(requirement=mutant.requirement, what=mutant.what):
                        self._is_caught(mutant, *run.result())

    def _is_caught(self, mutant: Mutant, status: int, outcomes: dict[str, Any],
                   said: str) -> None:
        self.assertIn(outcomes.get(mutant.requirement), ("fail", "deviation"), said)
        self.assertEqual(status, 1, said)
        self.assertIn(f"BROKEN {mutant.requirement} ", said)
