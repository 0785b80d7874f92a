"""The metrics and labels that an expression of PromQL names."""

from __future__ import annotations

import dataclasses
import re

# Words that are followed by labels in parentheses, and the other words of the language.
GROUPING = {"by", "without", "on", "ignoring", "group_left", "group_right"}
WORDS = {"and", "or", "unless", "bool", "offset", "atan2"}

_TOKEN = re.compile(r"""\s*(?: (?P<string>"(?:[^"\\]|\\.)*")
                             | (?P<range>\[[^\]]*\])
                             | (?P<number>\d[\w.]*)
                             | (?P<name>[a-zA-Z_:][\w:]*)
                             | (?P<sign>=~|!~|!=|==|<=|>=|.) )""", re.VERBOSE | re.DOTALL)


def _matches(value: str, sign: str, wanted: str) -> bool:
    same = value == wanted if sign in ("=", "!=") else bool(re.fullmatch(wanted, value))
    return same == (sign in ("=", "=~"))


@dataclasses.dataclass
class Selector:
    """One metric, with (label, operator, value) for each of its matchers."""

    metric: str
    matchers: list[tuple[str, str, str]] = dataclasses.field(default_factory=list)

    def fits(self, labels: dict[str, str]) -> bool:
        """Whether a series with these labels is meant. Matchers of labels that it does not have are
        left out: those are Prometheus' own."""
        return all(_matches(labels[name], sign, wanted) for name, sign, wanted in self.matchers
                   if name in labels)


def _tokens(text: str) -> list[tuple[str, str]]:
    return [(str(match.lastgroup), match[match.lastgroup or 0])
            for match in _TOKEN.finditer(text.strip())]


def _matchers(tokens: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Of what stands between braces."""
    found = []
    for place in range(0, len(tokens), 4):
        (kind, name), (_, sign), (string, value) = tokens[place:place + 3]
        assert (kind, string) == ("name", "string"), tokens
        found.append((name, sign, value[1:-1].replace("\\\\", "\\")))
    return found


def _until(tokens: list[tuple[str, str]], start: int, end: str) -> int:
    return next(place for place in range(start, len(tokens)) if tokens[place][1] == end)


def names(expression: str) -> tuple[list[Selector], set[str]]:
    """The metrics, and the labels that something is grouped by."""
    tokens = _tokens(expression)
    metrics: list[Selector] = []
    labels: set[str] = set()
    place = 0
    while place < len(tokens):
        kind, text = tokens[place]
        following = tokens[place + 1][1] if place + 1 < len(tokens) else ""
        place += 1
        if kind != "name" or text in WORDS:
            continue
        if text in GROUPING and following == "(":
            end = _until(tokens, place, ")")
            labels |= {name for kind, name in tokens[place:end] if kind == "name"}
            place = end
        elif following == "{":
            end = _until(tokens, place, "}")
            metrics.append(Selector(text, _matchers(tokens[place + 1:end])))
            place = end
        elif following != "(" and not (text in GROUPING or following in GROUPING):
            metrics.append(Selector(text))
    return metrics, labels
