"""The table of `./dev bench`: what a fragment costs, beside what no server can do without.

    /usr/bin/python3 tests/bench/bench.py BUILD [--quick] [--also "NAME=VALUE ..."]... [--rows WORD]

Both sides of a row run in turns, in one run of this program, each several times. Their minimum and
median are told, and the ratio of the minima beside its goal: other work on the machine makes a
sample larger, never smaller. The servers stay up. A first sample of each fills memory and caches,
and does not count. Stream ids are new for each sample. The exit status is 1, with a sentence, where
a side has fewer samples than it should, or where an echo was not what had been sent.

--also measures echo-sts with other settings as well, one more row for each size.
--rows takes the rows only whose name has that word.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import crowd
import processes
from processes import Failed, Running

KIB = 1024
STREAMS, WINDOW, SAMPLES, STARTS = 10, 1, 5, 15
#: A sample of fewer fragments says nothing.
FRAGMENTS_MIN = 20

#: Takes one sample.
Side = Callable[[], float]


class Plan(NamedTuple):
    """How long things take."""

    warm_s: float
    sample_s: float
    many_s: float


class Row(NamedTuple):
    """One line of the table: two sides, and what their comparison should be."""

    name: str
    unit: str
    bare: list[float]
    ours: list[float]
    goal: float
    difference: bool = False  # the goal is of ours - bare, not of ours / bare

    def compare(self, of: Callable[[list[float]], float]) -> float:
        ours, bare = of(self.ours), of(self.bare)
        return ours - bare if self.difference else ours / bare

    def line(self) -> str:
        best, middle = self.compare(min), self.compare(statistics.median)
        form, sign = ("{:+.2f}", self.unit) if self.difference else ("{:.2f}", "×")
        told = [self.name, *(f"{min(side):.4g} / {statistics.median(side):.4g}"
                             for side in (self.bare, self.ours)), self.unit,
                f"{form.format(best)} {sign}", f"{form.format(middle)} {sign}",
                f"≤ {self.goal:g} {sign}", "met" if best <= self.goal else "missed"]
        return "| " + " | ".join(told) + " |"


def in_turns(name: str, samples: int, sides: dict[str, Side]) -> dict[str, list[float]]:
    """Samples of each side. One that fails is missed, and then all is: what is left would not be a
    fair comparison. The first of each does not count."""
    taken: dict[str, list[float]] = {side: [] for side in sides}
    why: list[str] = []
    for _ in range(1 + samples):
        for side, sample in sides.items():
            try:
                taken[side].append(sample())
            except Failed as failed:
                why.append(f"{side}: {failed}")
    for side, values in taken.items():
        if len(values) < 1 + samples:
            raise Failed(f"{name}: {side} has {max(len(values) - 1, 0)} samples, not {samples}: "
                         + "; ".join(dict.fromkeys(why)))
    return {side: values[1:] for side, values in taken.items()}


def sampler(build: Path, server: Running, size: int, plan: Plan, *options: str) -> Side:
    """CPU microseconds of a server for a fragment."""
    def sample() -> float:
        seen = processes.load(build, server, "--streams", str(STREAMS), "--window", str(WINDOW),
                            "--size", str(size), "--warm", str(plan.warm_s), "--seconds",
                            str(plan.sample_s), *options)
        if seen["fragments"] < FRAGMENTS_MIN:
            raise Failed(f"a sample of {seen['fragments']} fragments, less than {FRAGMENTS_MIN}")
        return float(seen["cpu_seconds"] * 1e6 / seen["fragments"])
    return sample


def fragment_rows(build: Path, name: str, size: int, goal: float, plan: Plan, also: list[str],
                  tls: tuple[Path, Path] | None = None) -> list[Row]:
    """One size: echo-sts with its defaults, and with others, beside the bare echo."""
    options = ["--tls"] if tls else []
    with contextlib.ExitStack() as stack:
        bare = stack.enter_context(processes.bare(build, tls)).wait()
        sides = {"epoll_echo": sampler(build, bare, size, plan, "--bare", *options)}
        for settings in ["", *also]:
            values = dict(one.split("=", 1) for one in settings.split())
            ours = stack.enter_context(processes.echo(build, values, tls)).wait()
            sides[f"echo-sts {settings}".strip()] = sampler(build, ours, size, plan, *options)
        taken = in_turns(name, SAMPLES, sides)
    return [Row(name + side.removeprefix("echo-sts"), "µs", taken["epoll_echo"], values, goal)
            for side, values in taken.items() if side != "epoll_echo"]


@contextlib.contextmanager
def certificate() -> Iterator[tuple[Path, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "cert.pem", Path(folder) / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost", "-days", "2",
                        "-out", str(files[0]), "-keyout", str(files[1])], check=True,
                       stdin=subprocess.DEVNULL, capture_output=True)
        yield files


def libraries(program: Path) -> set[str]:
    told = subprocess.run(["readelf", "-d", str(program)], check=True, capture_output=True,
                          text=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.*)\]", told))


def start_row(build: Path) -> Row:
    """From exec to the first accept, beside a program that has the same libraries and sleeps."""
    programs = build / "tests/empty", build / "echo-sts"
    if libraries(programs[0]) != libraries(programs[1]):
        raise Failed(f"start: empty has {libraries(programs[0])}, not {libraries(programs[1])}")

    def empty() -> float:
        with Running([str(programs[0])], {}) as process:
            return process.rest() * 1000

    def ours() -> float:
        with processes.echo(build) as process:
            return process.wait().rest() * 1000

    taken = in_turns("start", STARTS, {"empty": empty, "echo-sts": ours})
    return Row("start to accept", "ms", taken["empty"], taken["echo-sts"], 2, difference=True)


def many_row(build: Path, plan: Plan) -> str:
    """10,000 streams at 1,000 fragments a second while everything is asked for."""
    seen = crowd.run(build, crowd.STREAMS, crowd.RATE, plan.many_s)
    load, acks, worst = seen.load, seen.load["ack_ms"], seen.worst_ms(seen.asked)
    slowest = max(seen.asked, key=lambda one: one.ended - one.began)
    return (f"| {crowd.STREAMS:,} streams, worst ack | – | {worst:.1f} | ms | – | – | < "
            f"{crowd.WORST_MS} ms | {'met' if worst < crowd.WORST_MS else 'missed'} |\n\n"
            f"{crowd.STREAMS:,} streams: {load['fragments'] / load['seconds']:.0f} fragments/s of "
            f"10 KiB; the client saw acks after {acks['p50']:.2f} ms (p50), {acks['p99']:.2f} ms "
            f"(p99), {acks['max']:.1f} ms (worst); {len(seen.asked)} answers of the control "
            f"interface meanwhile, the slowest after {slowest.ended - slowest.began:.2f} s "
            f"({slowest.name}); {load['stream_kib']:.1f} KiB of memory for each stream when "
            f"connected, peak resident {load['peak_mib']:.0f} MiB")


def caches() -> str:
    """The first processor's, as the system tells them."""
    told = []
    for index in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size, shared = ((index / name).read_text().strip()
                                     for name in ("level", "type", "size", "shared_cpu_list"))
        told.append(f"L{level} {kind.lower()} {size} (CPUs {shared})")
    return ", ".join(told) or "unknown"


def machine() -> str:
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return (f"{model[1] if model else os.uname().machine}, {os.cpu_count()} cores; caches: "
            f"{caches()}; load {os.getloadavg()[0]:.1f}")


def rows(build: Path, plan: Plan, also: list[str]) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """The lines of the table, each with its name and what makes it."""
    def sized(name: str, size: int, goal: float) -> Callable[[], list[str]]:
        return lambda: [row.line() for row in fragment_rows(build, name, size, goal, plan, also)]

    def over_tls() -> list[str]:
        with certificate() as tls:
            return [row.line() for row in fragment_rows(build, "TLS, 256 KiB", 256 * KIB, 1.3, plan,
                                                        also, tls)]

    for name, size, goal in (("1 KiB", KIB, 2.5), ("16 KiB", 16 * KIB, 2.5),
                             ("256 KiB", 256 * KIB, 1.15), ("1 MiB", KIB * KIB, 1.25)):
        yield name, sized(name, size, goal)
    yield "TLS, 256 KiB", over_tls
    yield "start to accept", lambda: [start_row(build).line()]
    yield f"{crowd.STREAMS:,} streams", lambda: [many_row(build, plan)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, metavar="BUILD", help="folder of the build")
    parser.add_argument("--quick", action="store_true", help="shorter samples: less exact")
    parser.add_argument("--also", action="append", default=[], metavar="SETTINGS")
    parser.add_argument("--rows", default="", metavar="WORD")
    arguments = parser.parse_args()
    if any("=" not in one for settings in arguments.also for one in settings.split()):
        parser.error("--also: expected NAME=VALUE, or several with spaces between")
    plan = Plan(0.1, 0.3, 6) if arguments.quick else Plan(0.3, 1, 20)
    failures = 0
    print(f"{machine()}\n\nCPU of the server for a fragment: {STREAMS} streams, window {WINDOW}, "
          f"defaults; {SAMPLES} samples each side in turns (start: {STARTS}), minimum / median\n\n"
          "| | bare | echo-sts | | minima | medians | goal | |\n"
          "| --- | ---: | ---: | --- | ---: | ---: | ---: | --- |", flush=True)
    for name, make in rows(arguments.build, plan, arguments.also):
        if arguments.rows not in name:
            continue
        try:
            print(*make(), sep="\n", flush=True)
        except Failed as failed:
            failures += 1
            print(f"| {name} | not measured |", flush=True)
            print(f"bench: {failed}", file=sys.stderr, flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
