"""Stage 6, sent: optional members of what the server sends, and the code that sets them.

A member that becomes optional changes nothing in the code that fills its struct: the code still
compiles, never sets the member's bit, and the member is no longer sent. So each bit has to be named
somewhere in the sources. Code that leaves a member out on purpose says so beside its bit's name.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Iterable

from codegen.layout import Table
from codegen.problems import Location, Problem

#: Names in C.
WORD = re.compile(r"\b[A-Z]\w+")
#: A macro that makes the names of a struct's bits: #define HAS(name) STS_THING_HAS_##name
MACRO = re.compile(r"^#define (\w+)\((\w+)\)\s+(\w+_HAS_)##\2\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Bit:
    """An optional member, and the constant of its bit."""

    where: Location
    constant: str


def bits(sent: Iterable[Table], received: Iterable[Table]) -> list[Bit]:
    """The bits of all structs that are sent and not received too: those come with their bits."""
    known = set(_bits(received))
    return [bit for bit in _bits(sent) if bit not in known]


def _bits(roots: Iterable[Table]) -> list[Bit]:
    found: dict[Bit, None] = {}
    seen: set[int] = set()
    todo = list(roots)
    while todo:
        table = todo.pop()
        if id(table) in seen:
            continue
        seen.add(id(table))
        todo += table.uses()
        for member in table.record.fields if table.record else []:
            todo.append(member.table)
            if member.constant:
                assert table.record
                where = table.record.node.where.child("properties", member.json_name)
                found[Bit(where, member.constant)] = None
    return sorted(found, key=lambda bit: (bit.where.name, bit.where.pointer))


def words(folder: str) -> set[str]:
    """The names in the C files of a folder, with those that macros make."""
    found: set[str] = set()
    for path, _, names in os.walk(folder):
        for name in names:
            if name.endswith((".c", ".h")):
                with open(os.path.join(path, name), encoding="utf-8", errors="replace") as file:
                    text = file.read()
                found.update(WORD.findall(text))
                for macro, _, prefix in MACRO.findall(text):
                    found.update(prefix + word for word in re.findall(rf"\b{macro}\((\w+)\)", text))
    return found


def unset(sent: list[Bit], folder: str) -> list[Problem]:
    """The members whose bits no source names."""
    known = words(folder)
    return [
        Problem(
            bit.where,
            f"the server sends it and it is optional, but nothing in {folder} names "
            f"{bit.constant}: it would never be sent. Set the bit, or say beside its name why not",
        )
        for bit in sent
        if bit.constant not in known
    ]
