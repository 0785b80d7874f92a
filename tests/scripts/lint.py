#!/usr/bin/env python3
"""What `./dev lint` asks of the code: layout, clang-tidy, mypy, pyflakes and shellcheck.

    /usr/bin/python3 tests/scripts/lint.py BUILD

BUILD has the compile_commands.json and the headers that a build makes. What a tool finds is printed;
the exit status is 1 if there is anything. A C file that clang-tidy was content with is not looked at
again until its text, a header of it, its options or .clang-tidy change (BUILD/lint remembers).

The versions of Debian 12 decide: another clang-format lays code out in another way, and another
clang-tidy has other checks. Where version 14 is not there, these two are left out, with a word.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: The version of clang-format and clang-tidy that decides.
CLANG = "14"
#: Files of folders that are written by programs or that belong to nobody here.
OTHERS = re.compile(r"(^|/)(build|build-[^/]*|generated|golden|node_modules|\.git|\.cache)/")
#: It reads the command lines of gcc, some of whose options clang has not.
LENIENT = ("--extra-arg=-Wno-unknown-warning-option",
           "--extra-arg=-Wno-ignored-optimization-argument")
#: The files that say what clang-tidy is asked.
RULES = (".clang-tidy", "tests/.clang-tidy")
SHELL = re.compile(rb"#!.*\b(ba|da)?sh\b")

#: A piece of work: the lines to show, none if all is well.
Work = Callable[[], str]


def tool(name: str) -> str | None:
    """The program of that name whose version decides, or None."""
    for program in (f"{name}-{CLANG}", name):
        if shutil.which(program):
            said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
            if re.search(rf"version {CLANG}\.", said):
                return program
    print(f"lint: left out: there is no {name} {CLANG} here, and another may see things otherwise")
    return None


def files(*patterns: str) -> list[str]:
    """Names, from the root, of the project's own files."""
    names = {path.relative_to(ROOT).as_posix() for pattern in patterns
             for path in ROOT.glob(pattern) if path.is_file()}
    return sorted(name for name in names if not OTHERS.search(name))


def run(*command: str) -> str:
    """What a tool says when it is not content."""
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    return "" if done.returncode == 0 else done.stdout or f"exit status {done.returncode}\n"


def layout() -> Iterator[Work]:
    program = tool("clang-format")
    if program:
        names = files("src/**/*.[ch]", "tests/**/*.[ch]")
        yield partial(run, program, "--dry-run", "-Werror", *names)
    # With a reason in the same comment, version 14 does not heed it.
    spoilt = [f"{name}:{number}: write a bare /* clang-format {word} */, the reason before it\n"
              for name in files("src/**/*.[ch]", "tests/**/*.[ch]")
              for number, line in enumerate((ROOT / name).read_text().splitlines(), 1)
              for word in re.findall(r"clang-format (on|off)\b", line)
              if line.strip() != f"/* clang-format {word} */"]
    yield lambda: "".join(spoilt)


class Tidy:
    """clang-tidy of one C file."""

    def __init__(self, program: str, build: Path, entry: dict[str, str]) -> None:
        self.program, self.build, self.entry = program, build, entry

    def key(self) -> str:
        """Of all that the outcome hangs on: the file as the preprocessor leaves it, and the rules."""
        words = shlex.split(self.entry["command"])
        at = words.index("-o")
        done = subprocess.run([*words[:at], "-E", "-C", self.entry["file"]], capture_output=True,
                              cwd=self.entry["directory"])
        rules = b"".join((ROOT / name).read_bytes() for name in RULES)
        return hashlib.sha256(done.stdout + rules + self.entry["command"].encode()).hexdigest()

    def __call__(self) -> str:
        content = self.build / "lint" / self.key()
        if content.exists():
            return ""
        said = run(self.program, "-p", str(self.build), "--quiet", *LENIENT, self.entry["file"])
        if not said:
            content.touch()
        return re.sub(r"(?m)^\d+ warnings? .*\n|^Suppressed .*\n", "", said)


def tidy(build: Path) -> Iterator[Work]:
    program = tool("clang-tidy")
    if program:
        entries = json.loads((build / "compile_commands.json").read_text())
        for entry in entries:
            name = os.path.relpath(entry["file"], ROOT)
            if not OTHERS.search(name):
                yield Tidy(program, build, entry)


def types(build: Path) -> Iterator[Work]:
    # Each folder is a run: modules of the same name in two of them are two modules.
    runs = {"codegen": ["codegen"], "examples": files("examples/*.py")}
    for name in files("tests/**/*.py"):
        runs.setdefault(name.split("/")[1], []).append(name)
    for folder, names in runs.items():
        yield partial(run, "mypy", "--no-error-summary", "--cache-dir",
                      str(build / "lint" / f"mypy-{folder}"), *names)


def names() -> Iterator[Work]:
    yield lambda: run("/usr/bin/python3", "-m", "pyflakes", *files("**/*.py"))


def scripts() -> Iterator[Work]:
    shell = []
    for name in files("*", ".ci/*", "packaging/**/*", "deploy/**/*", "tests/**/*"):
        with open(ROOT / name, "rb") as file:
            if SHELL.match(file.readline()):
                shell.append(name)
    yield lambda: run("shellcheck", *shell)


def heads() -> Iterator[Work]:
    """Each C file, or its header, says in its first line what it is."""
    def first(name: str) -> str:
        path = ROOT / name
        return path.read_text(encoding="utf-8")[:2] if path.exists() else ""

    silent = [f"{name}: says nowhere what it is: begin it with /* {Path(name).name} - ... */\n"
              for name in files("src/**/*.c", "tests/**/*.c")
              if "/*" not in (first(name), first(name.removesuffix("c") + "h"))]
    yield lambda: "".join(silent)


def main() -> int:
    build = Path(sys.argv[1]).resolve()
    (build / "lint").mkdir(exist_ok=True)
    began = time.monotonic()
    work = [*types(build), *tidy(build), *layout(), *heads(), *names(), *scripts()]
    findings = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for said in pool.map(lambda one: one(), work):
            findings += said != ""
            sys.stdout.write(said)
            sys.stdout.flush()
    print(f"lint: {'clean' if not findings else 'see above'}, {time.monotonic() - began:.0f} s")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
