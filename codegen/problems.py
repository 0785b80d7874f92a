"""Where in the schemas something is, and what can be wrong there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional


def escape_token(token: str) -> str:
    """One token of a JSON Pointer (RFC 6901)."""
    return token.replace("~", "~0").replace("/", "~1")


def one_line(text: str, limit: int = 300) -> str:
    """`text` without control characters, cut when long: messages are one line each."""
    flat = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return flat if len(flat) <= limit else flat[: limit - 3] + "..."


@dataclass(frozen=True)
class Location:
    """A place in a JSON file.

    `shown` is the file's path for messages, `name` its path seen from the folder of the first
    file (so that generated text does not depend on where the generator was called).
    """

    shown: str
    name: str
    pointer: str = ""

    def child(self, *tokens: str | int) -> Location:
        steps = "".join("/" + escape_token(str(token)) for token in tokens)
        return Location(self.shown, self.name, self.pointer + steps)

    def is_inside(self, other: Location) -> bool:
        """Whether it is part of what stands at `other`."""
        return self.name == other.name and self.pointer.startswith(other.pointer + "/")

    def within(self, pointer: str) -> Location:
        return Location(self.shown, self.name, pointer)

    @property
    def stable(self) -> str:
        """The place as generated text names it."""
        return f"{self.name}#{self.pointer}"

    @property
    def short(self) -> str:
        """The same, for people: a whole file is just its name."""
        return self.stable if self.pointer else self.name

    def __str__(self) -> str:
        return one_line(f"{self.shown}#{self.pointer}", 4096)


@dataclass(frozen=True)
class Problem:
    where: Location
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {one_line(self.reason)}"


class SchemaError(Exception):
    """A problem that ends the stage it was found in."""

    def __init__(self, where: Location, reason: str) -> None:
        super().__init__(reason)
        self.problem = Problem(where, reason)


class UsageError(Exception):
    """The command line asks for something that cannot be done."""


@dataclass
class Report:
    """Collects problems.

    `strict` is the mode for schemas of our own (`build`): what is pointless there is a problem.
    Otherwise (`validator`, for anybody's schema) it is compiled as JSON Schema says, and a
    warning tells of it.
    """

    strict: bool
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def error(self, where: Location, reason: str) -> None:
        problem = Problem(where, reason)
        if problem not in self.problems:
            self.problems.append(problem)

    def pointless(self, where: Location, reason: str) -> None:
        if self.strict:
            self.error(where, reason)
        elif Problem(where, reason) not in self.warnings:
            self.warnings.append(Problem(where, reason))

    def first(self) -> Optional[Problem]:
        return self.problems[0] if self.problems else None
