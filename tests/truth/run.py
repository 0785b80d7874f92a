#!/usr/bin/env python3
"""Holds reports against the truth: workers whose faults are known, over real sockets.

    tests/truth/run.py                  a sample, chosen by the commit
    tests/truth/run.py --seed WORD      another one, always the same for a word
    tests/truth/run.py --all            all runs
    tests/truth/run.py --only TEXT      that run, or those with the text in their names; repeatable
    tests/truth/run.py --list           the names, and nothing else

A run is a worker of truths.py on a real server. Exactly its true findings must be in the report
over HTTP, in the files that the server writes, in the JUnit files, and in the replay of the
journal. Where something is missing, a report is falsely green; where something is too much, falsely
red. Where this machine was so slow that a worker may have been late itself, it is unknown.
Exit codes: 0 neither, 1 one of them or too much unknown, 2 wrong usage or no build.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "e2e"), str(Path(__file__).parent)]

import npm  # noqa: E402
import truths  # noqa: E402
from harness import STS  # noqa: E402
from stage import Batch, Node, Result, Stage, batches  # noqa: E402
from truths import Run  # noqa: E402

# What a worker has to do in so many milliseconds.
HASTY = {"016/5.1/fragment-ack/prompt", "016/6.2/obeys-pause", "016/6.2/obeys-slow-down",
         "016/8.1/fatal-stops", "sts/1/answers-ping", "sts/1/reconnect-backoff",
         "sts/4/waits-for-complete"}
ORDER = ("empty", "pass", "unknown", "deviation", "fail")


def commit() -> str:
    try:
        done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        return "none"
    return done.stdout.strip() or "none"


def compare(result: Result) -> tuple[bool, bool, list[str]]:
    """Whether a report is falsely green, whether one is falsely red, and what is said wrongly."""
    run, lines = result.run, []
    green = red = False
    true = frozenset(run.finds)
    verdicts = run.verdicts(result.over)
    worst, best = max(map(ORDER.index, verdicts)), min(map(ORDER.index, verdicts))
    for outlet, said in result.said.items():
        rank = ORDER.index(said.verdict) if said.verdict in ORDER else -1
        too_good = bool(true - said.broken) or (said.verdict and rank < best)
        too_bad = bool(said.broken - true - frozenset(run.perhaps)) or rank > worst
        if too_good or too_bad:
            lines.append(f"{outlet} says {said}")
        green, red = green or bool(too_good), red or too_bad
    return green, red, lines


def is_late(result: Result) -> bool:
    """Whether all that differs is what a worker breaks, or does not break in time, when it is late
    itself."""
    different: frozenset[str] = frozenset().union(*(said.broken ^ frozenset(result.run.finds)
                                    for said in result.said.values()))
    return result.late and not result.trouble and different <= HASTY


class Count:
    """What is printed at the end."""

    def __init__(self) -> None:
        self.good = self.bad = self.green = self.red = self.trouble = self.late = 0

    def add(self, result: Result) -> None:
        run = result.run
        green, red, lines = compare(result)
        self.good += run.good
        self.bad += not run.good
        if lines and is_late(result):
            self.late += 1  # nobody knows what it did wrong
            return
        self.green += green
        self.red += red
        self.trouble += bool(result.trouble)
        if result.trouble:
            lines.append(result.trouble)
        if lines:
            truth = ", ".join(sorted(run.finds)) or "nothing broken"
            told = [f"true: {' or '.join(run.verdicts(result.over))} {truth}", *lines,
                    f"repeat: tests/truth/run.py --only {run.name}"]
            print(f"DIFFERS {run.name}\n    " + "\n    ".join(told), flush=True)

    def __str__(self) -> str:
        ends = f", {self.trouble} did not end as they should" if self.trouble else ""
        late = f", {self.late} unknown: the workers were late themselves" if self.late else ""
        return (f"{self.good} good runs, {self.bad} bad runs; false green {self.green}, "
                f"false red {self.red}{ends}{late}")

    def failed(self) -> bool:
        """Also where too much is not known."""
        return bool(self.green or self.red or self.trouble or
                    50 * self.late > self.good + self.bad + 100)


def without_javascript(modules: Path) -> str:
    """Why there are no JavaScript workers; empty: there are."""
    try:
        npm.install(modules, "socket.io-client")
    except unittest.SkipTest as reason:
        return str(reason)
    return ""


async def play(runs: list[Run], node: Node | None, keep: Path | None) -> tuple[Count, float]:
    count = Count()
    if node:
        await node.start()
    stage = Stage(node, keep)
    # python-socketio leaves sessions of its own behind, which would be told of at length.
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: (
        None if "Unclosed" in context["message"] else loop.default_exception_handler(context)))

    async def one(batch: Batch) -> None:
        for result in await stage.play(batch):
            count.add(result)

    try:
        await asyncio.gather(*(one(batch) for batch in batches(runs)))
    finally:
        await stage.stop()
    return count, stage.pace.worst


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", action="append", metavar="TEXT")
    parser.add_argument("--seed")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--keep", type=Path, metavar="FOLDER",
                        help="leaves journals and reports there")
    return parser.parse_args()


def choose(given: argparse.Namespace) -> list[Run]:
    runs = truths.all_runs()
    if given.only:
        names = {run.name for run in runs}
        return [run for run in runs if run.name in given.only or any(
            text in run.name for text in given.only if text not in names)]
    if given.all:
        return runs
    seed = given.seed or commit()
    print(f"a sample: repeat it with tests/truth/run.py --seed {seed}", flush=True)
    return truths.sample(runs, seed)


def main() -> int:
    given = arguments()
    runs = choose(given)
    if given.list:
        print("\n".join(run.name for run in runs))
        return 0
    if not runs or not STS.exists():
        print("no run has such a name" if not runs else f"{STS} is not there: build it first",
              file=sys.stderr)
        return 2
    modules = ROOT / "tests" / "e2e" / "js"
    node = None
    if any(run.client == "javascript" for run in runs):
        missing = without_javascript(modules)
        if missing:
            kept = [run for run in runs if run.client != "javascript"]
            print(f"left out: {len(runs) - len(kept)} runs of JavaScript workers: {missing}")
            runs = kept
        else:
            node = Node(modules)
    began = time.monotonic()
    count, worst = asyncio.run(play(runs, node, given.keep))
    print(f"{count}; {time.monotonic() - began:.0f} s on {os.cpu_count()} processors, "
          f"latest by {1000 * worst:.0f} ms")
    return int(count.failed())


if __name__ == "__main__":
    sys.exit(main())
