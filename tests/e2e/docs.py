"""The fenced blocks of Markdown pages, and the comments before them that say how they are run.

CONTRIBUTING.md ("Write a page") tells what each comment means.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from harness import ROOT

#: Languages whose blocks are commands.
SHELL, PYTHON = ("sh", "bash", "shell", "console"), ("python", "py")
#: The comments that are understood; all may carry a text after a colon.
MARKS = ("not run", "run by", "server", "session", "before", "prints", "exit", "copy", "output",
         "file")

_COMMENT = re.compile(r"\s*<!--\s*(.*?)\s*-->\s*")
_FENCE = re.compile(r"(\s*)(`{3,})\s*([\w+-]*)[^`]*")


class DocumentError(Exception):
    """A page says something that cannot be understood."""


@dataclasses.dataclass
class Block:
    """One fenced block."""

    page: Path
    line: int  # of the fence, from 1
    language: str
    text: str
    marks: list[tuple[str, str]]

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    def mark(self, name: str) -> str | None:
        """What the comment says after its colon; None where there is no such comment."""
        return next((text for found, text in self.marks if found == name), None)

    def all(self, name: str) -> list[str]:
        return [text for found, text in self.marks if found == name]

    @property
    def is_command(self) -> bool:
        return self.language in SHELL + PYTHON


def _marks(place: str, lines: list[str], fence: int) -> list[tuple[str, str]]:
    """The comments in the lines right before a fence."""
    found: list[tuple[str, str]] = []
    at = fence - 1
    while at >= 0 and (match := _COMMENT.fullmatch(lines[at])):
        name, _, text = match[1].partition(":")
        if name.strip() not in MARKS:
            known = ", ".join(MARKS)
            raise DocumentError(f"{place}: unknown comment '{name.strip()}': there are {known}")
        found.insert(0, (name.strip(), text.strip()))
        at -= 1
    return found


def blocks(page: Path) -> list[Block]:
    """All fenced blocks of a page, in order."""
    found: list[Block] = []
    lines = page.read_text(encoding="utf-8").splitlines()
    at = 0
    while at < len(lines):
        opening = _FENCE.fullmatch(lines[at])
        if opening:
            place = f"{page.relative_to(ROOT)}:{at + 1}"
            end = next((i for i in range(at + 1, len(lines)) if lines[i].strip() == opening[2]),
                       None)
            if end is None:
                raise DocumentError(f"{place}: the block has no end")
            text = "".join(line.removeprefix(opening[1]) + "\n" for line in lines[at + 1:end])
            found.append(Block(page, at + 1, opening[3], text, _marks(place, lines, at)))
            at = end
        at += 1
    return found


def prose(page: Path) -> str:
    """The page without its fenced blocks and without code in the text."""
    text = page.read_text(encoding="utf-8")
    for block in reversed(blocks(page)):
        lines = text.splitlines(keepends=True)
        count = block.text.count("\n") + 2
        lines[block.line - 1:block.line - 1 + count] = ["\n"] * count
        text = "".join(lines)
    return re.sub(r"`[^`\n]*`", "", text)


def anchors(page: Path) -> set[str]:
    """What a link to the page may name after #: its headings, as GitHub writes them."""
    found: set[str] = set()
    inside = {number for block in blocks(page)
              for number in range(block.line, block.line + block.text.count("\n") + 2)}
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        found.update(re.findall(r'<a (?:id|name)="([^"]+)"', line))
        heading = re.fullmatch(r"#{1,6} +(.*?) *#*", line)
        if heading and number not in inside:
            plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).lower()
            slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
            numbered = (f"{slug}-{count}" for count in range(1, 1000))
            found.add(slug if slug not in found else next(n for n in numbered if n not in found))
    return found
