#!/usr/bin/env python3
"""Checks how much stack the functions of src/ and generated/ take, as the compiler tells
(-fstack-usage), in the build whose folder is given.

Prints the ten largest frames of the installed library (codec, base and the generated tables), and
of the rest. Exit status 1 if one is larger than allowed, or has no bound (a variable-length array,
alloca).
"""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import NamedTuple

#: The library is called with whatever stack its user has: a thread of 64 KiB reads the deepest
#: value (tests/unit/test_codec_stack.c), in which such a frame has room beside 64 levels.
LIBRARY = ("src/codec", "src/base", "generated")
LIBRARY_MOST = 4096
#: The programs run on stacks of 8 MiB (the first thread's, and what glibc gives to others). What is
#: large is the text of one line of the journal, 64 KiB, which a few functions keep at a time; the
#: bound leaves 4 KiB beside it.
PROGRAM_MOST = 68 * 1024


class Frame(NamedTuple):
    size: int
    bounded: bool
    name: str
    file: str


def frames_of(usage: Path, file: str) -> list[Frame]:
    """`walk.c:388:13:walk_object<TAB>592<TAB>dynamic,bounded`, one line a function."""
    frames = []
    for line in usage.read_text(encoding="utf-8").splitlines():
        place, size, kind = line.split("\t")
        frames.append(Frame(int(size), kind != "dynamic", place.rpartition(":")[2], file))
    return frames


def read(build: Path, root: Path) -> dict[str, list[Frame]]:
    """The frames of each file of src/ and generated/ that was built."""
    frames: dict[str, list[Frame]] = {}
    for command in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        source = (Path(command["directory"]) / command["file"]).resolve()
        if not source.is_relative_to(root):
            continue
        file = source.relative_to(root).as_posix()
        if file.startswith(("src/", "generated/")):
            words = shlex.split(command["command"])
            output = Path(command["directory"]) / words[words.index("-o") + 1]
            frames[file] = frames_of(output.with_suffix(".su"), file)
    return frames


def judge(title: str, frames: list[Frame], most: int) -> int:
    """Prints the largest ones; returns how many are too large or have no bound."""
    wrong = [frame for frame in frames if frame.size > most or not frame.bounded]
    print(f"{title}: {len(frames)} functions, at most {most} bytes each")
    for frame in sorted(frames, reverse=True)[:10]:
        print(f"  {frame.size:6} {frame.name} ({frame.file})")
    for frame in wrong:
        reason = "more than is allowed" if frame.bounded else "and more: its size has no bound"
        print(f"{frame.file}: {frame.name} takes {frame.size} bytes of stack, {reason}",
              file=sys.stderr)
    return len(wrong)


def main() -> int:
    root = Path(__file__).resolve().parents[2]
    files = read(Path(sys.argv[1]).resolve(), root)
    library = [frame for file, frames in files.items() for frame in frames
               if file.startswith(LIBRARY)]
    rest = [frame for file, frames in files.items() for frame in frames
            if not file.startswith(LIBRARY)]
    if not library or not rest:
        print(f"{sys.argv[1]} holds no build with -fstack-usage", file=sys.stderr)
        return 1
    return 1 if judge("library", library, LIBRARY_MOST) + judge(
        "programs", rest, PROGRAM_MOST) else 0


if __name__ == "__main__":
    sys.exit(main())
