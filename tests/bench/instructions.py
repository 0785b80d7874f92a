#!/usr/bin/env python3
"""How many instructions one fragment takes in the server, and where.

    /usr/bin/python3 tests/bench/instructions.py BUILD            the test `instructions`
    /usr/bin/python3 tests/bench/instructions.py BUILD --renew    writes what it counts as expected
    /usr/bin/python3 tests/bench/instructions.py BUILD --where    one fragment of 256 KiB, by room

The test fails where a size takes over 10 % more than instructions.json expects, or over 10 % less:
a number that is too high would let later growth pass. --renew is the answer to both, where they are
meant.

callgrind counts what the program and its libraries run, the system's kernel not. Of two runs with
few and with many fragments the difference counts, so that start and end fall out. One stream sends
one fragment at a time, with the same ids: the count varies by less than 1 %, however busy the
machine is. valgrind gives each machine with AVX2 the same processor. Other compilers and libraries
make other numbers: what the file does not know is skipped, with a word.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import processes
from processes import Failed

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = Path(__file__).with_name("instructions.json")
SKIPPED = 77
KIB = 1024
SIZES = {"1 KiB": KIB, "16 KiB": 16 * KIB, "256 KiB": 256 * KIB, "1 MiB": KIB * KIB}
FEW, MANY = 10, 40
TOLERANCE = 0.10
#: No ping falls into a run, however slow it is.
SETTINGS = {"WS_PING_INTERVAL": "3600", "WS_PING_TIMEOUT": "3600"}
#: What a count by room calls the kernel's work on the audio itself.
COPIES = re.compile(r"copy_user|rep_movs|copy_to_iter|copy_from_iter|copyin|copyout")

#: Instructions, or samples, by room.
Rooms = Counter[str]


def cached(build: Path, name: str) -> str:
    """A variable of CMake's."""
    text = (build / "CMakeCache.txt").read_text()
    found = re.search(rf"^{name}:\w+=(.*)$", text, re.MULTILINE)
    return found[1] if found else ""


def kind(build: Path) -> str:
    """Whose numbers these are: what the code and its libraries were made by and for."""
    compiler = cached(build, "CMAKE_C_COMPILER")
    said, version = (subprocess.run([compiler, option], check=True, capture_output=True,
                                    text=True).stdout for option in ("--version", "-dumpversion"))
    name = "clang" if "clang" in said else "gcc"
    system = re.search(r"^PRETTY_NAME=\"?(.*?)( \(.*)?\"?$", Path("/etc/os-release").read_text(),
                       re.MULTILINE)
    avx2 = " with AVX2" if "avx2" in Path("/proc/cpuinfo").read_text() else ""
    return (f"{system[1] if system else 'unknown system'}, {name} {version.split('.')[0].strip()}, "
            f"{os.uname().machine}{avx2}")


def odd(build: Path) -> str | None:
    """What makes this build another one than that whose numbers are known."""
    for name, value in (("CMAKE_BUILD_TYPE", "RelWithDebInfo"), ("CMAKE_C_FLAGS", ""),
                        ("ECHO_LOOP", "uv"), ("ECHO_SANITIZE", "OFF"), ("ECHO_COVERAGE", "OFF")):
        if cached(build, name) != value:
            return f"{name} is {cached(build, name)!r}, not {value!r}"
    return None


def room_of(file: str, program: str) -> str | None:
    """The room of src/ that has this file."""
    inside = re.search(r"(?:^|/)(?:src/(\w+)|(generated))/[^.]+\.[ch]$", file)
    return inside[1] or inside[2] if inside and os.path.basename(program) == "echo-sts" else None


def own_symbols(program: Path) -> dict[str, str]:
    """The room of each function of the program."""
    told = subprocess.run(["nm", "-l", str(program)], check=True, capture_output=True,
                          text=True).stdout
    return {found[1]: room_of(found[2], program.name) or program.name
            for found in re.finditer(r"^\w+ [tT] (\S+)\t(.+):\d+$", told, re.MULTILINE)}


def home_of(program: str, function: str, symbols: dict[str, str]) -> str:
    """Where a function belongs whose file is none of ours; callgrind marks recursion by `'2`."""
    name = os.path.basename(program)
    return symbols.get(function.partition("'")[0], name) if name == "echo-sts" else name


def parse(text: str, symbols: dict[str, str]) -> Rooms:
    """The instructions of each room, by the file that callgrind writes: cost lines end with a
    count; a line after `calls=` is what the callee took, which stands there as its own. `symbols`:
    the rooms of functions, where the files are the compiler's."""
    rooms: Rooms = Counter()
    names: dict[str, str] = {}
    program = own = file = ""  # a function's own file, and that of what is inlined there
    function = ""
    called = False
    for line in text.splitlines():
        key, _, value = line.partition("=")
        if key in ("ob", "fl", "fi", "fe", "cob", "cfi", "cfl"):
            number, _, name = value.partition(" ")
            value = names.setdefault(("ob" if key.endswith("ob") else "file") + number, name)
            program = value if key == "ob" else program
            own = value if key == "fl" else own
            file = value if key in ("fl", "fi", "fe") else file
        elif key in ("fn", "cfn"):
            number, _, name = value.partition(" ")
            value = names.setdefault("fn" + number, name)
            function = value if key == "fn" else function
        elif key == "calls":
            called = True
        elif re.match(r"[0-9+*-]", line):
            if not called:
                room = room_of(file, program) or room_of(own, program)
                rooms[room or home_of(program, function, symbols)] += int(line.split()[1])
            called = False
    return rooms


def count(build: Path, size: int, fragments: int) -> Rooms:
    """One whole run of the server."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        valgrind = ("valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}")
        with processes.echo(build, SETTINGS, under=valgrind) as server:
            processes.load(build, server.wait(120), "--streams", "1", "--window", "1", "--size",
                         str(size), "--fragments", str(fragments), "--run", "1")
        if server.process.returncode != 0 or not out.exists():
            raise Failed(f"the server under valgrind ended with {server.process.returncode}")
        text = out.read_text()
    rooms = parse(text, own_symbols(build / "echo-sts"))
    total = re.search(r"^totals: (\d+)$", text, re.MULTILINE)
    if not total or int(total[1]) != sum(rooms.values()):
        raise Failed(f"callgrind counts {total and total[1]} instructions, these rooms "
                     f"{sum(rooms.values())}: its file is read wrongly")
    return rooms


def fragment(build: Path, size: int) -> Rooms:
    """One fragment."""
    few, many = (count(build, size, fragments) for fragments in (FEW, MANY))
    many.subtract(few)
    return Counter({room: round(taken / (MANY - FEW)) for room, taken in many.items()})


def judge(expected: dict[str, int], counted: dict[str, int]) -> list[str]:
    """What is wrong, a line for each size that is not as expected."""
    wrong = []
    for size, number in counted.items():
        change = number / expected[size] - 1
        if abs(change) > TOLERANCE:
            wrong.append(f"{size}: expected {expected[size]:,} instructions for a fragment, got "
                         f"{number:,}: {abs(change):.1%} {'more' if change > 0 else 'less'}")
    return wrong


def check(build: Path, known: dict[str, dict[str, int]]) -> int:
    which = kind(build)
    why = odd(build)
    if why:
        why += "; to have it run: build as ./dev build does"
    elif which not in known:
        why = f"{which} has no numbers; to have it run: ./dev bench --renew"
    elif not shutil.which("valgrind"):
        why = "there is no valgrind; to have it run: install valgrind"
    if why:
        print(f"SKIPPED: the instructions of a fragment were not counted: {why}")
        return SKIPPED
    counted = {}
    for name, size in SIZES.items():
        counted[name] = fragment(build, size).total()
        expected = known[which][name]
        print(f"{name}: {counted[name]:,} instructions, expected {expected:,} "
              f"({counted[name] / expected - 1:+.1%})", flush=True)
    wrong = judge(known[which], counted)
    if wrong:
        print(*wrong, sep="\n")
        print("./dev bench --where shows where they are. If that is meant: ./dev bench --renew")
    return 1 if wrong else 0


def renew(build: Path, known: dict[str, dict[str, int]]) -> int:
    why = odd(build)
    if why:
        raise Failed(f"this build is not the usual one: {why}")
    known[kind(build)] = {name: fragment(build, size).total() for name, size in SIZES.items()}
    EXPECTED.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
    print(f"{kind(build)}: {known[kind(build)]}")
    return 0


def sampled(build: Path, size: int) -> tuple[Rooms, float]:
    """Samples of perf, by room, of ten streams; and the microseconds of a fragment."""
    with tempfile.TemporaryDirectory() as folder, processes.echo(build) as server:
        out = str(Path(folder) / "perf.data")
        options = ("--streams", "10", "--window", "1", "--size", str(size), "--seconds", "3")
        server.wait()
        processes.load(build, server, *options)  # fills memory and caches
        with subprocess.Popen(["perf", "record", "-q", "-e", "cpu-clock", "-F", "5000", "-o", out,
                               "-p", str(server.process.pid)], stdin=subprocess.DEVNULL) as perf:
            seen = processes.load(build, server, *options)
            perf.terminate()
        told = subprocess.run(["perf", "script", "-i", out, "-F", "ip,sym,dso"], check=True,
                              capture_output=True, text=True).stdout
    symbols = own_symbols(build / "echo-sts")
    rooms: Rooms = Counter()
    for symbol, program in re.findall(r"^\s*[0-9a-f]+ (\S+).*\((.+)\)$", told, re.MULTILINE):
        if program.endswith("/echo-sts"):
            rooms[symbols.get(symbol, "echo-sts")] += 1
        elif program.startswith("["):
            rooms["kernel, copies" if COPIES.search(symbol) else "kernel, rest"] += 1
        else:
            rooms[os.path.basename(program)] += 1
    return rooms, seen["cpu_seconds"] * 1e6 / seen["fragments"]


def table(rooms: Rooms, whole: float, unit: str) -> None:
    digits = 0 if unit == "instructions" else 1
    print(f"| where | {unit} | share |\n| --- | ---: | ---: |")
    for room, taken in rooms.most_common():
        share = taken / rooms.total()
        if share >= 0.001:
            print(f"| {room} | {whole * share:,.{digits}f} | {share:.1%} |")
    print(f"| all | {whole:,.{digits}f} | |\n", flush=True)


def where(build: Path) -> int:
    size = SIZES["256 KiB"]
    rooms = fragment(build, size)
    print("One fragment of 256 KiB: instructions, without the kernel's (one stream)\n")
    table(rooms, rooms.total(), "instructions")
    if not shutil.which("perf"):
        print("There is no perf (package linux-perf), which would tell the time, and the kernel's.")
        return 0
    with contextlib.suppress(subprocess.CalledProcessError):
        taken, whole = sampled(build, size)
        if taken:
            print("One fragment of 256 KiB: CPU time by perf's samples (ten streams)\n")
            table(taken, whole, "µs")
            return 0
    print("perf has no samples here: the system does not let it look.")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, metavar="BUILD", help="folder of the build")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--renew", action="store_true")
    which.add_argument("--where", action="store_true")
    arguments = parser.parse_args()
    known = json.loads(EXPECTED.read_text()) if EXPECTED.exists() else {}
    try:
        if arguments.where:
            return where(arguments.build)
        return (renew if arguments.renew else check)(arguments.build, known)
    except Failed as failed:
        print(f"instructions: {failed}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
