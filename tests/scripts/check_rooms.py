#!/usr/bin/env python3
"""Checks that the rooms of src/ use each other in one direction only.

Reads the #include lines of every C file and compares them with the table below, which is the one
of docs/architecture.md. Prints one line per breach; exit status 1 if there is any.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

# room: the rooms whose headers it may include ("generated" is generated/sts_protocol.h).
ROOMS: dict[str, set[str]] = {
    "base": set(),
    "codec": {"base"},
    "generated": {"base", "codec"},
    "engineio": {"base"},
    "socketio": {"base", "codec", "engineio"},
    "stream": {"base", "generated"},
    "echo": {"base", "stream", "generated"},
    "report": {"base", "codec", "stream", "generated"},
}
ROOMS["conform"] = {"base", "codec", "generated", "socketio", "report"}
ROOMS["net"] = set(ROOMS) - {"conform"}
ROOMS["app"] = set(ROOMS) - {"conform"}

# library header: the rooms that may include it.
LIBRARIES: dict[str, set[str]] = {
    "libwebsockets": {"net"},
    "uv": {"net"},
    "json-c": {"codec", "socketio", "report", "app", "conform"},
}

# Sockets, clocks and randomness come from outside into everything but these.
WITH_IO = {"net", "app", "conform"}
IO_HEADERS = re.compile(r"^(sys/(socket|random|time|epoll|select)|netinet/.*|arpa/.*|poll|time|"
                        r"pthread|fcntl|unistd)\.h$")

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def room_of(path: Path, root: Path) -> str:
    parts = path.relative_to(root).parts
    return "generated" if parts[0] == "generated" else parts[1]


def breach(room: str, quoted: bool, header: str) -> str | None:
    """What is wrong with `header` being included in `room`; None if nothing."""
    first = header.split("/")[0].removesuffix(".h")
    if quoted:
        used = "generated" if "/" not in header else first
        if used != room and used not in ROOMS[room]:
            return f"{room} may not use {used}"
    elif first in LIBRARIES and room not in LIBRARIES[first]:
        return f"{room} may not use the library {first}"
    elif room not in WITH_IO and IO_HEADERS.match(header):
        return f"{room} is free of I/O, clocks and threads"
    return None


def main() -> int:
    root = Path(__file__).resolve().parents[2]
    files = sorted([*root.glob("src/*/*.[ch]"), *root.glob("generated/*.[ch]")])
    breaches = 0
    for path in files:
        room = room_of(path, root)
        if room not in ROOMS:
            print(f"{path.relative_to(root)}: {room} is no room of the table")
            breaches += 1
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            reason = breach(room, match[1] == '"', match[2]) if match else None
            if reason:
                print(f"{path.relative_to(root)}:{number}: {reason}: {line.strip()}")
                breaches += 1
    print(f"{len(files)} files, {breaches} breaches of the rule that arrows point one way")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
