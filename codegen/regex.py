"""`pattern` -> abstract syntax: the subset of ECMA-262 regular expressions that is supported.

Read as with the `u` flag. Everything is here except backreferences, lookaround, \\b, \\B and \\p.
automaton.py makes an automaton of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

MAX_CODE_POINT = 0x10FFFF
SUBSET = (
    "supported: literals . [...] \\d \\D \\w \\W \\s \\S \\t \\n \\r \\f \\v \\0 \\cX \\xHH "
    "\\uHHHH \\u{H} (...) (?:...) | * + ? {n,m} ^ $"
)

Ranges = tuple[tuple[int, int], ...]


class RegexError(Exception):
    """The pattern is wrong or outside of the subset."""


@dataclass(frozen=True)
class Chars:
    """One character out of a set."""

    ranges: Ranges


@dataclass(frozen=True)
class Assertion:
    """`^` or `$`."""

    at_end: bool


@dataclass(frozen=True)
class Sequence:
    parts: tuple["Term", ...]


@dataclass(frozen=True)
class Choice:
    options: tuple["Term", ...]


@dataclass(frozen=True)
class Repeat:
    term: "Term"
    least: int
    most: Optional[int]


Term = Union[Chars, Assertion, Sequence, Choice, Repeat]


def normalize(ranges: list[tuple[int, int]]) -> Ranges:
    """Ascending, disjoint, not adjacent."""
    result: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return tuple(result)


def negate(ranges: Ranges) -> Ranges:
    result = []
    start = 0
    for first, last in ranges:
        if start < first:
            result.append((start, first - 1))
        start = last + 1
    if start <= MAX_CODE_POINT:
        result.append((start, MAX_CODE_POINT))
    return tuple(result)


DIGIT: Ranges = ((0x30, 0x39),)
WORD: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
SPACE: Ranges = normalize(
    [(0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A)]
    + [(0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)]
)
LINE_END: Ranges = ((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029))
CLASSES: dict[str, Ranges] = {
    "d": DIGIT,
    "D": negate(DIGIT),
    "w": WORD,
    "W": negate(WORD),
    "s": SPACE,
    "S": negate(SPACE),
}
CONTROLS = {"t": 0x09, "n": 0x0A, "v": 0x0B, "f": 0x0C, "r": 0x0D}
SYNTAX = "^$\\.*+?()[]{}|/"
REFUSED_ESCAPES = {
    "b": "\\b (word boundary)",
    "B": "\\B (no word boundary)",
    "p": "\\p (Unicode properties)",
    "P": "\\P (Unicode properties)",
    "k": "\\k (backreferences)",
}
LOOKAROUND = ("?=", "?!", "?<=", "?<!")

#: Counted repetition is spelled out in the automaton.
MAX_REPEAT = 1000
MAX_GROUPS = 100


class Parser:
    """Recursive descent over one pattern."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.depth = 0

    def fail(self, reason: str) -> RegexError:
        return RegexError(f"{reason} at character {self.at + 1}; {SUBSET}")

    def peek(self, text: str) -> bool:
        return self.source.startswith(text, self.at)

    def take(self, text: str) -> bool:
        if not self.peek(text):
            return False
        self.at += len(text)
        return True

    def next(self) -> str:
        if self.at >= len(self.source):
            raise self.fail("unexpected end")
        self.at += 1
        return self.source[self.at - 1]

    def pattern(self) -> Term:
        term = self.choice()
        if self.at < len(self.source):
            raise self.fail("unmatched )")
        return term

    def choice(self) -> Term:
        self.depth += 1
        if self.depth > MAX_GROUPS:
            raise self.fail(f"groups nested deeper than {MAX_GROUPS}")
        options = [self.sequence()]
        while self.take("|"):
            options.append(self.sequence())
        self.depth -= 1
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self) -> Term:
        parts: list[Term] = []
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            is_assertion = self.source[self.at] in "^$"
            term = self.term()
            if is_assertion and self.at < len(self.source) and self.source[self.at] in "*+?{":
                raise self.fail("nothing to repeat")
            least, most = self.quantifier()
            if (least, most) != (1, 1):
                term = Repeat(term, least, most)
            parts.append(term)
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def term(self) -> Term:
        char = self.next()
        if char == "(":
            return self.group()
        if char == "[":
            return self.char_class()
        if char == ".":
            return Chars(negate(LINE_END))
        if char in "^$":
            return Assertion(at_end=char == "$")
        if char == "\\":
            ranges = self.escape(in_class=False)
            return Chars(ranges)
        if char in "*+?{":
            self.at -= 1
            raise self.fail("nothing to repeat")
        if char in "]}":
            self.at -= 1
            raise self.fail(f"unmatched {char} (write \\{char})")
        return Chars(((ord(char), ord(char)),))

    def group(self) -> Term:
        for lookaround in LOOKAROUND:
            if self.peek(lookaround):
                raise self.fail("lookaround is not supported")
        if self.take("?<"):
            end = self.source.find(">", self.at)
            if end < 0 or not self.source[self.at : end].isidentifier():
                raise self.fail("not a group name")
            self.at = end + 1
        elif self.peek("?") and not self.take("?:"):
            raise self.fail("unknown kind of group")
        term = self.choice()
        if not self.take(")"):
            raise self.fail("missing )")
        return term

    def quantifier(self) -> tuple[int, Optional[int]]:
        if self.take("*"):
            bounds: tuple[int, Optional[int]] = (0, None)
        elif self.take("+"):
            bounds = (1, None)
        elif self.take("?"):
            bounds = (0, 1)
        elif self.take("{"):
            bounds = self.counts()
        else:
            return (1, 1)
        self.take("?")
        if self.at < len(self.source) and self.source[self.at] in "*+?{":
            raise self.fail("nothing to repeat")
        return bounds

    def counts(self) -> tuple[int, Optional[int]]:
        least = self.count()
        most: Optional[int] = least
        if self.take(","):
            most = None if self.peek("}") else self.count()
        if not self.take("}"):
            raise self.fail("missing } of a count")
        if most is not None and most < least:
            raise self.fail("the counts of {n,m} are in the wrong order")
        return least, most

    def count(self) -> int:
        start = self.at
        while self.at < len(self.source) and self.source[self.at] in "0123456789":
            self.at += 1
        digits = self.source[start : self.at]
        if not digits:
            raise self.fail("not a count (write \\{ for the character)")
        if len(digits) > 6 or int(digits) > MAX_REPEAT:
            raise self.fail(f"the count is over {MAX_REPEAT}")
        return int(digits)

    def char_class(self) -> Term:
        negated = self.take("^")
        ranges: list[tuple[int, int]] = []
        while not self.take("]"):
            if self.at >= len(self.source):
                raise self.fail("missing ]")
            first = self.class_atom()
            if self.peek("-") and not self.peek("-]"):
                self.at += 1
                if self.at >= len(self.source):
                    raise self.fail("missing ]")
                last = self.class_atom()
                if len(first) != 1 or len(last) != 1 or not (is_single(first) and is_single(last)):
                    raise self.fail("a range cannot end with a class like \\d")
                if last[0][0] < first[0][0]:
                    raise self.fail("the range is in the wrong order")
                ranges.append((first[0][0], last[0][0]))
            else:
                ranges.extend(first)
        result = normalize(ranges)
        return Chars(negate(result) if negated else result)

    def class_atom(self) -> Ranges:
        char = self.next()
        if char == "\\":
            return self.escape(in_class=True)
        return ((ord(char), ord(char)),)

    def escape(self, in_class: bool) -> Ranges:
        char = self.next()
        if char in CLASSES:
            return CLASSES[char]
        code = self.escaped_code_point(char)
        if code is None and (char in SYNTAX or char == "-"):
            code = ord(char)
        if code is None:
            self.at -= 1
            if char in REFUSED_ESCAPES:
                raise self.fail(f"{REFUSED_ESCAPES[char]} is not supported")
            if char.isdigit():
                raise self.fail("backreferences are not supported")
            raise self.fail(f"unknown escape \\{char}")
        return ((code, code),)

    def escaped_code_point(self, char: str) -> Optional[int]:
        if char in CONTROLS:
            return CONTROLS[char]
        if char == "0" and not (self.at < len(self.source) and self.source[self.at].isdigit()):
            return 0
        if char == "x":
            return self.hex(2)
        if char == "u":
            return self.unicode()
        if char == "c":
            letter = self.next()
            if not (letter.isascii() and letter.isalpha()):
                raise self.fail("\\c needs a letter")
            return ord(letter) % 32
        return None

    def hex(self, digits: int) -> int:
        text = self.source[self.at : self.at + digits]
        if len(text) < digits or any(c not in "0123456789abcdefABCDEF" for c in text):
            raise self.fail(f"{digits} hexadecimal digits expected")
        self.at += digits
        return int(text, 16)

    def unicode(self) -> int:
        if self.take("{"):
            end = self.source.find("}", self.at)
            text = self.source[self.at : end] if end >= 0 else ""
            if not 1 <= len(text) <= 8 or any(c not in "0123456789abcdefABCDEF" for c in text):
                raise self.fail("\\u{...} needs hexadecimal digits")
            if int(text, 16) > MAX_CODE_POINT:
                raise self.fail("the code point is over 10FFFF")
            self.at = end + 1
            return int(text, 16)
        high = self.hex(4)
        if 0xD800 <= high <= 0xDBFF and self.peek("\\u") and not self.peek("\\u{"):
            mark = self.at
            self.at += 2
            low = self.hex(4)
            if 0xDC00 <= low <= 0xDFFF:
                return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
            self.at = mark
        return high


def is_single(ranges: Ranges) -> bool:
    return len(ranges) == 1 and ranges[0][0] == ranges[0][1]


def parse(source: str) -> Term:
    """The syntax tree of a pattern. Raises RegexError."""
    return Parser(source).pattern()
