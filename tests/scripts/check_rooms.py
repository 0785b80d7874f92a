#!/usr/bin/env python3
"""Checks that the rooms of src/ use each other in one direction only.

    check_rooms.py            compares, prints one line for each breach; exit status 1 if there is any
    check_rooms.py --write    renews the picture and the table in docs/architecture.md

Reads the #include lines of every C file and compares them with the tables below, and these with
docs/architecture.md. A row that allows what no file uses is a breach too: the tables say what is,
not what might be.
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
    "client": {"base", "codec", "engineio", "socketio"},
    "stream": {"base", "generated"},
    "echo": {"base", "stream", "generated"},
    "report": {"base", "generated"},
    "journal": {"base", "codec", "generated", "stream"},
    "judge": {"base", "stream", "report", "journal"},
    "conform": {"base", "codec", "client", "generated", "report", "judge"},
    "net": {"base", "engineio"},
    "app": {"base", "codec", "client", "generated", "socketio", "stream", "echo", "journal", "judge", "net"},
}

# folder of a room: the folders of that room whose headers it may include ("." is the room itself).
FOLDERS: dict[str, dict[str, set[str]]] = {
    "app": {
        "settings": set(),
        "service": {"settings"},
        "watch": {"settings"},
        "control": {"service"},
        ".": {"settings", "service", "watch", "control"},
    },
}

# library header: the rooms that may include it.
LIBRARIES: dict[str, set[str]] = {
    "libwebsockets": {"net"},
    "uv": {"net"},
    "json-c": {"conform"},
    "openssl": {"journal", "net", "client"},
}

# Sockets, clocks and randomness come from outside into everything but these.
WITH_IO = {"net", "app", "conform"}
# Single files of other rooms: what owns the sockets; gmtime_r, which reads no clock.
WITH_IO_FILES = {"src/client/socket.c", "src/base/date.c"}
IO_HEADERS = re.compile(r"^(sys/(socket|random|time|epoll|select)|netinet/.*|arpa/.*|netdb|poll|time|"
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


def breach(name: Path, room: str, folder: str, quoted: bool, header: str) -> str | None:
    """What is wrong with `header` being included in the file `name`; None if nothing."""
    if quoted:
        return quoted_breach(room, folder, header)
    library = header.split("/")[0].removesuffix(".h")
    if library in LIBRARIES:
        used.add((library, room))
        if room not in LIBRARIES[library]:
            return f"{room} may not use the library {library}"
    if room not in WITH_IO and str(name) not in WITH_IO_FILES and IO_HEADERS.match(header):
        return f"{room} is free of I/O, clocks and threads"
    return None


def table_breaches() -> list[str]:
    """What the tables allow and nobody uses, and arrows that point upwards."""
    order = list(ROOMS)
    allowed: set[tuple[str, ...]] = {(room, other) for room, others in ROOMS.items() for other in others}
    allowed |= {(room, folder, other) for room, folders in FOLDERS.items()
                for folder, others in folders.items() for other in others}
    allowed |= {(library, room) for library, rooms in LIBRARIES.items() for room in rooms}
    return [*(f"{room} stands above {other} in the table, and may use it" for room, others in
              ROOMS.items() for other in others if order.index(other) > order.index(room)),
            *(f"the table allows {' → '.join(row)}, which no file uses"
              for row in sorted(allowed - used))]


def reach(room: str) -> set[str]:
    """The rooms that a room uses, directly or not."""
    return ROOMS[room].union(*(reach(other) for other in ROOMS[room]))


def picture() -> str:
    """The arrows of ROOMS that do not follow from others, for Mermaid."""
    lines = ["```mermaid", "flowchart TD"]
    for room in reversed(ROOMS):
        inner = set().union(*(reach(other) for other in ROOMS[room]))
        lines += [f"    {room} --> {other}" for other in ROOMS if other in ROOMS[room] - inner]
    return "\n".join([*lines, "```"])


def table() -> str:
    """What ROOMS, FOLDERS and LIBRARIES say."""
    lines = ["| room | may use | libraries |", "| --- | --- | --- |"]
    for room, others in ROOMS.items():
        rooms = ", ".join(other for other in ROOMS if other in others)
        libraries = ", ".join(name for name, users in LIBRARIES.items() if room in users)
        lines.append(f"| {room} | {rooms or '–'} | {libraries or '–'} |")
        for folder, folders in FOLDERS.get(room, {}).items():
            if folder != ".":
                lines.append(f"| {room}/{folder} | of {room}: "
                             f"{', '.join(sorted(folders)) or '–'} | |")
    return "\n".join(lines)


def document(text: str) -> str:
    """docs/architecture.md with its picture and table as they should be."""
    for name, block in (("picture", picture()), ("table", table())):
        begin, end = f"<!-- {name} by tests/scripts/check_rooms.py -->", f"<!-- end of {name} -->"
        head, found, rest = text.partition(begin)
        if not found or end not in rest:
            sys.exit(f"docs/architecture.md has no {begin} ... {end}")
        text = f"{head}{begin}\n\n{block}\n\n{end}{rest.partition(end)[2]}"
    return text


def main() -> int:
    root = Path(__file__).resolve().parents[2]
    page = root / "docs" / "architecture.md"
    text = page.read_text(encoding="utf-8")
    if sys.argv[1:] == ["--write"]:
        page.write_text(document(text), encoding="utf-8")
        return 0
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
            reason = breach(name, room, folder, match[1] == '"', match[2]) if match else None
            if reason:
                breaches.append(f"{name}:{number}: {reason}: {line.strip()}")
    breaches += table_breaches()
    if document(text) != text:
        breaches.append("docs/architecture.md: run tests/scripts/check_rooms.py --write")
    print(*breaches, f"{len(files)} files, {len(breaches)} breaches of the rule that arrows point "
          "one way", sep="\n")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
