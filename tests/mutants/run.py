#!/usr/bin/env python3
"""Changes the schemas in every small way, and sees that no change breaks the server silently.

    tests/mutants/run.py                    a sample, chosen by the commit
    tests/mutants/run.py --seed WORD        another one, always the same for a word
    tests/mutants/run.py --all              all of them
    tests/mutants/run.py --only TEXT        those whose name has the text in it
    tests/mutants/run.py --list             the names, and nothing else

Each is refused by the generator, does not compile with an error that names what a person has to
edit, or gives a server that passes tests/mutants/smoke.py. A server that passes all of it but answers
that an answer of its own breaks the schema, and where, tells. Anything else is a failure. Exit codes:
0 none failed, 1 some did, 2 wrong usage or no build to begin with.

The server is that of --build, with the objects that have changed: to have the sanitizers, give a
build with them (./dev build makes none; ./dev test --sanitize leaves build-sanitize/).
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import multiprocessing
import os
import pathlib
import random
import subprocess
import sys
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "e2e")]

import builds  # noqa: E402
import mutate  # noqa: E402
import probe  # noqa: E402
import smoke  # noqa: E402
import table  # noqa: E402
from builds import Base, Workshop  # noqa: E402
from harness import Server  # noqa: E402
from mutate import Mutant  # noqa: E402
from table import OUTCOMES, Result  # noqa: E402

SAMPLE = 12
GROUP = 12  # most mutants that share a server
# Kinds of which most do not compile.
BREAKING = ("word-added", "word-dropped", "member-added", "member-dropped", "member-renamed",
            "member-required", "member-optional", "event-added", "event-dropped",
            "operation-added", "operation-dropped", "parameter-dropped", "parameter-renamed",
            "parameter-required")


# What the server says of an answer that breaks its schema: to the client, and in its log.
UNSENT = ("cannot be sent: ", "answer not sent, because it breaks its own schema")


class Bench:
    """One worker process: a folder, and what the unchanged server answers."""

    def __init__(self, base: Base, folder: pathlib.Path) -> None:
        self.workshop = Workshop(base, folder)
        self.mutants = {one.id: one for one in mutate.mutants(self.workshop.schemas)}
        self.expected: dict[str, set[str]] | None = None

    def learn(self) -> dict[str, set[str]]:
        """The members of the unchanged server's answers: those that they have each time."""
        found: dict[str, set[str]] = {}
        for turn in range(2):
            server = Server(smoke.SETTINGS, binary=self.workshop.base.folder / "echo-sts")
            run = smoke.Smoke(server, self.workshop.schemas)
            wrong = smoke.attempt(server, run)
            if wrong:
                raise SystemExit(f"the unchanged server does not pass:\n{wrong}")
            found = {label: members & found.get(label, members)
                     for label, members in run.shapes.items() if not turn or label in found}
        return found

    def look(self, mutant: Mutant) -> Result | None:
        """What becomes of it before it could run; nothing where it can."""
        began = time.monotonic()
        built = self.workshop.make([mutant], look=True)
        return None if built.outcome == "built" else result_of(mutant, built, began)

    def judge(self, mutants: list[Mutant]) -> list[Result]:
        """Of a group that goes wrong, those that it speaks of are tried alone, or else each half."""
        began = time.monotonic()
        built = self.workshop.make(mutants)
        wrong: dict[str, str] = {}
        if built.outcome == "built":
            built.said, wrong = self.attempt(mutants, built)
            built.outcome = "failure" if built.said else "passes"
        if built.outcome != "passes" and len(mutants) > 1:
            return [one for part in split(mutants, built.said) for one in self.judge(part)]
        if built.outcome == "failure" and tells(mutants[0], built.said):
            built.outcome = "tells"
        results = [result_of(one, built, began) for one in mutants]
        for one in results:
            if one.id in wrong and one.outcome == "passes":
                one.outcome, one.said = "failure", wrong[one.id]
        return results

    def attempt(self, mutants: list[Mutant], built: builds.Built) -> tuple[str, dict[str, str]]:
        """Runs the server; what went wrong, and what of one mutant alone."""
        if self.expected is None:
            self.expected = self.learn()
        assert built.schemas
        try:
            server = Server(smoke.SETTINGS, binary=self.workshop.server)
        except AssertionError as error:
            return f"does not start: {error}", {}
        run = smoke.Smoke(server, built.schemas, mutants, self.expected)
        run.uses = probe.probes(mutants)
        return smoke.attempt(server, run), run.wrong


def result_of(mutant: Mutant, built: builds.Built, began: float) -> Result:
    return Result(mutant.id, built.outcome, built.said, built.mended, built.edits,
                  time.monotonic() - began)


def split(mutants: list[Mutant], said: str) -> list[list[Mutant]]:
    named = [one for one in mutants if builds.mentions(said, one.name)]
    if named and len(named) < len(mutants):
        return [*([one] for one in named), [one for one in mutants if one not in named]]
    half = len(mutants) // 2
    return [mutants[:half], mutants[half:]]


def tells(mutant: Mutant, said: str) -> bool:
    """Whether it went wrong by an error of the server that names what does not fit."""
    return said.startswith("broken") and any(word in said for word in UNSENT) and any(
        builds.mentions(said, name) for name in mutant.names)


def groups(mutants: list[Mutant]) -> list[list[Mutant]]:
    """Those that can share a server: of one kind, and about different things, so that no two of
    them can make up for each other."""
    made: dict[str, list[list[Mutant]]] = {}
    for mutant in mutants:
        rows = made.setdefault(mutant.kind, [])
        for row in rows:
            if len(row) < GROUP and mutant.name not in {one.name for one in row}:
                row.append(mutant)
                break
        else:
            rows.append([mutant])
    return [row for rows in made.values() for row in rows]


bench: Bench | None = None


def enter(build: pathlib.Path, counter: multiprocessing.sharedctypes.Synchronized[int]) -> None:
    """Begins a worker process."""
    global bench
    with counter.get_lock():
        number = counter.value
        counter.value += 1
    sys.setrecursionlimit(20000)
    builds.quicken()
    bench = Bench(Base(build), build / "mutants" / str(number))


def look(name: str) -> tuple[str, Result | None]:
    assert bench
    mutant = bench.mutants[name]
    try:
        return name, bench.look(mutant)
    except Exception:  # of one mutant, not of all that are still to come
        return name, lost(mutant, traceback.format_exc())


def judge(names: list[str]) -> list[Result]:
    assert bench
    mutants = [bench.mutants[name] for name in names]
    try:
        return bench.judge(mutants)
    except Exception:
        return [lost(one, traceback.format_exc()) for one in mutants]


def lost(mutant: Mutant, said: str) -> Result:
    return Result(mutant.id, "failure", said[-2000:], 0, 0, 0)


def commit() -> str:
    try:
        done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        return "none"
    return done.stdout.strip() or "none"


def sample(mutants: list[Mutant], seed: str, count: int) -> list[Mutant]:
    """Some of them, each kind in turn, always the same for a seed."""
    chance = random.Random(seed)
    kinds: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        kinds.setdefault(mutant.kind, []).append(mutant)
    for rows in kinds.values():
        chance.shuffle(rows)
    order = list(kinds)
    chance.shuffle(order)
    turns = max(len(rows) for rows in kinds.values())
    chosen = [kinds[kind][turn] for turn in range(turns) for kind in order
              if turn < len(kinds[kind])]
    return chosen[:count]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", action="append", metavar="TEXT")
    parser.add_argument("--seed")
    parser.add_argument("--count", type=int, default=SAMPLE, help="of a sample")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--build", type=pathlib.Path,
                        default=pathlib.Path(os.environ.get("ECHO_BUILD", ROOT / "build-sanitize")))
    parser.add_argument("--results", type=pathlib.Path, metavar="FILE",
                        help="writes a line of JSON for each")
    parser.add_argument("--table", type=pathlib.Path, metavar="FILE",
                        help="writes the table, after --all")
    parser.add_argument("--resume", action="store_true",
                        help="goes on with the --results of a run that was stopped")
    given = parser.parse_args()
    if given.table and not given.all:
        parser.error("--table needs --all")
    return given


def choose(given: argparse.Namespace) -> list[Mutant]:
    mutants = mutate.mutants(mutate.read(ROOT / "schema"))
    if given.only:
        return [one for one in mutants if any(text in one.id for text in given.only)]
    if given.all:
        return mutants
    seed = given.seed or commit()
    print(f"a sample: repeat it with tests/mutants/run.py --seed {seed} --count {given.count}",
          flush=True)
    return sample(mutants, seed, given.count)


def main() -> int:
    given = arguments()
    mutants = choose(given)
    if given.list:
        print("\n".join(one.id for one in mutants))
        return 0
    if not mutants:
        print("no mutant has such a name", file=sys.stderr)
        return 2
    build = given.build.resolve()
    if not (build / "echo-sts").exists():
        print(f"{build}/echo-sts is not there: build it first", file=sys.stderr)
        return 2
    counter = multiprocessing.Value("i", 0)
    tally = Tally(given.results, given.resume)
    done = {one.id for one in tally.results}
    todo = [one for one in mutants if one.id not in done]
    with multiprocessing.Pool(given.jobs, enter, (build, counter)) as pool:
        # What seldom compiles is looked at one by one; what does is tried with others.
        fit = {one.id for one in todo if one.kind not in BREAKING}
        breaking = [one.id for one in todo if one.kind in BREAKING]
        for name, result in pool.imap_unordered(look, breaking):
            if result:
                tally.add(result)
            else:
                fit.add(name)
        rows = groups([one for one in todo if one.id in fit])
        for results in pool.imap_unordered(judge, [[one.id for one in row] for row in rows]):
            for one in results:
                tally.add(one)
    print(tally)
    if given.table:
        table.write(given.table, mutants, tally.results)
    return 1 if tally.counts["failure"] else 0


class Tally:
    """Results as they come."""

    def __init__(self, path: pathlib.Path | None, resume: bool) -> None:
        self.counts: collections.Counter[str] = collections.Counter()
        self.results: list[Result] = []
        self.out = None
        if path and resume and path.exists():
            self.results = [Result(**json.loads(line)) for line in path.open(encoding="utf-8")]
            self.counts.update(one.outcome for one in self.results)
        if path:
            self.out = path.open("a" if resume else "w", encoding="utf-8")
        self.began = time.monotonic()

    def add(self, result: Result) -> None:
        self.counts[result.outcome] += 1
        self.results.append(result)
        if self.out:
            print(json.dumps(dataclasses.asdict(result)), file=self.out, flush=True)
        if result.outcome == "failure":
            print(f"FAILURE {result.id}\n    " + result.said.replace("\n", "\n    "), flush=True)

    def __str__(self) -> str:
        seconds = time.monotonic() - self.began
        return f"{sum(self.counts.values())} mutants in {seconds:.0f} s: " + ", ".join(
            f"{self.counts[one]} {one}" for one in OUTCOMES if self.counts[one])


if __name__ == "__main__":
    sys.exit(main())
