#!/usr/bin/env python3
"""Checks that the rooms of src/ use each other in one direction only.

Reads the #include lines of every C file and compares them with the tables below, which are those of
docs/architecture.md. Prints one line for each breach; exit status 1 if there is any. A row that
allows what no file uses is a breach too: the tables say what is, not what might be.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

# room: the rooms whose headers it may include ("generated" is generated/sts_*.h). A room may only
# include from rooms that stand above it.
ROOMS: dict[str, set[str]] = {
    "base": set(),
    "codec": {"base"},
    "generated": {"base", "codec"},
    "engineio": {"base"},
    "socketio": {"base", "codec", "engineio"},
    "stream": {"base", "generated"},
    "echo": {"base", "stream", "generated"},
    "report": {"base", "generated"},
    "journal": {"base", "codec", "stream"},
    "judge": {"base", "stream", "report", "journal"},
    "conform": {"base", "codec", "generated", "socketio", "report", "judge"},
    "net": {"base", "engineio"},
    "app": {"base", "codec", "generated", "socketio", "stream", "echo", "journal", "judge", "net"},
}

# folder of a room: the folders of that room whose headers it may include ("." is the room itself).
FOLDERS: dict[str, dict[str, set[str]]] = {
    "app": {
        "settings": set(),
        "service": {"settings", "watch"},
        "watch": {"settings", "service"},
        "control": {"service"},
        ".": {"settings", "service", "watch", "control"},
    },
}

# library header: the rooms that may include it.
LIBRARIES: dict[str, set[str]] = {
    "libwebsockets": {"net"},
    "uv": {"net"},
    "json-c": {"conform"},
    "openssl": {"journal", "net", "conform", "app"},
}

# Sockets, clocks and randomness come from outside into everything but these.
WITH_IO = {"net", "app", "conform"}
IO_HEADERS = re.compile(r"^(sys/(socket|random|time|epoll|select)|netinet/.*|arpa/.*|poll|time|"
                        r"pthread|fcntl|unistd)\.h$")

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
GENERATED = re.compile(r"sts_\w+\.h")

#: What was made use of: (room, room), (room, folder, folder), (library, room).
used: set[tuple[str, ...]] = set()


def place(path: Path, root: Path) -> tuple[str, str]:
    """The room of a file, and its folder in there."""
    parts = path.relative_to(root).parts
    if parts[0] == "generated":
        return "generated", "."
    return parts[1], parts[2] if len(parts) > 3 else "."


def folder_breach(room: str, folder: str, header: str) -> str | None:
    """What is wrong with a header of the same room."""
    parts = header.split("/")
    other = parts[1] if len(parts) > 2 else "."
    if room not in FOLDERS or other == folder:
        return None
    used.add((room, folder, other))
    if other not in FOLDERS[room].get(folder, set()):
        return f"{room}/{folder} may not use {room}/{other}"
    return None


def quoted_breach(room: str, folder: str, header: str) -> str | None:
    """What is wrong with including a header of the project."""
    if "/" not in header and not GENERATED.fullmatch(header):
        return None  # made by the build for this room alone
    other = header.split("/")[0] if "/" in header else "generated"
    own = f"{room}/" if folder == "." else f"{room}/{folder}/"
    if header.endswith("internal.h") and header.rpartition("/")[0] + "/" != own:
        return f"{header} is for the files beside it"
    if other == room:
        return folder_breach(room, folder, header)
    used.add((room, other))
    return None if other in ROOMS[room] else f"{room} may not use {other}"


def breach(room: str, folder: str, quoted: bool, header: str) -> str | None:
    """What is wrong with `header` being included there; None if nothing."""
    if quoted:
        return quoted_breach(room, folder, header)
    library = header.split("/")[0].removesuffix(".h")
    if library in LIBRARIES:
        used.add((library, room))
        if room not in LIBRARIES[library]:
            return f"{room} may not use the library {library}"
    if room not in WITH_IO and IO_HEADERS.match(header):
        return f"{room} is free of I/O, clocks and threads"
    return None


def table_breaches() -> list[str]:
    """What the tables allow and nobody uses, and arrows that point upwards."""
    order = list(ROOMS)
    allowed = {(room, other) for room, others in ROOMS.items() for other in others}
    allowed |= {(room, folder, other) for room, folders in FOLDERS.items()
                for folder, others in folders.items() for other in others}
    allowed |= {(library, room) for library, rooms in LIBRARIES.items() for room in rooms}
    return [*(f"{room} stands above {other} in the table, and may use it" for room, others in
              ROOMS.items() for other in others if order.index(other) > order.index(room)),
            *(f"the table allows {' → '.join(row)}, which no file uses"
              for row in sorted(allowed - used))]


def main() -> int:
    root = Path(__file__).resolve().parents[2]
    files = sorted([*root.glob("src/**/*.[ch]"), *root.glob("generated/*.[ch]")])
    breaches = []
    for path in files:
        room, folder = place(path, root)
        name = path.relative_to(root)
        if room not in ROOMS:
            breaches.append(f"{name}: {room} is not a room of the table")
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            reason = breach(room, folder, match[1] == '"', match[2]) if match else None
            if reason:
                breaches.append(f"{name}:{number}: {reason}: {line.strip()}")
    breaches += table_breaches()
    print(*breaches, f"{len(files)} files, {len(breaches)} breaches of the rule that arrows point "
          "one way", sep="\n")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
