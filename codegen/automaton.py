"""Regular expression -> minimal deterministic automaton, as `struct codec_pattern` wants it.

Search semantics: the automaton says whether the pattern matches anywhere in the text.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Iterable, Optional

from codegen.regex import (
    MAX_CODE_POINT,
    Assertion,
    Chars,
    Choice,
    Ranges,
    RegexError,
    Repeat,
    Sequence,
    Term,
    parse,
)

#: Larger automata are refused: their tables would outgrow the program they are in.
MAX_STATES = 4096
MAX_CELLS = 262144
MAX_NFA_STATES = 20000

ALWAYS = 1
AT_END = 2


@dataclass(frozen=True)
class Automaton:
    """State 0 is the start; symbol 0 is every character in no range."""

    source: str
    ranges: tuple[tuple[int, int, int], ...]  # first, last, symbol
    symbols: int
    next: tuple[tuple[int, ...], ...]  # [state][symbol]
    accept: tuple[int, ...]

    def symbol(self, code_point: int) -> int:
        index = bisect_right(self.ranges, (code_point, MAX_CODE_POINT + 1, 0)) - 1
        if index >= 0 and self.ranges[index][0] <= code_point <= self.ranges[index][1]:
            return self.ranges[index][2]
        return 0

    def matches(self, text: str) -> bool:
        state = 0
        for char in text:
            if self.accept[state] & ALWAYS:
                return True
            state = self.next[state][self.symbol(ord(char))]
        return bool(self.accept[state])


class Nfa:
    """Thompson's construction. State 0 is the start, `final` the match."""

    def __init__(self, term: Term) -> None:
        self.chars: list[list[tuple[Ranges, int]]] = []
        self.empty: list[list[int]] = []
        self.asserts: list[list[tuple[bool, int]]] = []  # (at_end, target)
        start = self.state()
        self.final = self.state()
        self.add(term, start, self.final)

    def state(self) -> int:
        if len(self.empty) >= MAX_NFA_STATES:
            raise RegexError("the pattern is too large (nested counted repetitions multiply)")
        self.chars.append([])
        self.empty.append([])
        self.asserts.append([])
        return len(self.empty) - 1

    def add(self, term: Term, start: int, end: int) -> None:
        if isinstance(term, Chars):
            self.chars[start].append((term.ranges, end))
        elif isinstance(term, Assertion):
            self.asserts[start].append((term.at_end, end))
        elif isinstance(term, Sequence):
            for part in term.parts:
                middle = self.state()
                self.add(part, start, middle)
                start = middle
            self.empty[start].append(end)
        elif isinstance(term, Choice):
            for option in term.options:
                self.add(option, start, end)
        else:
            self.add_repeat(term, start, end)

    def add_repeat(self, repeat: Repeat, start: int, end: int) -> None:
        for _ in range(repeat.least):
            middle = self.state()
            self.add(repeat.term, start, middle)
            start = middle
        if repeat.most is None:
            loop, back = self.state(), self.state()
            self.empty[start].append(loop)
            self.add(repeat.term, loop, back)
            self.empty[back].append(loop)
            self.empty[loop].append(end)
            return
        for _ in range(repeat.most - repeat.least):
            middle = self.state()
            self.empty[start].append(end)
            self.add(repeat.term, start, middle)
            start = middle
        self.empty[start].append(end)

    def closure(self, states: Iterable[int], at_start: bool, at_end: bool) -> frozenset[int]:
        seen = set(states)
        todo = list(seen)
        while todo:
            state = todo.pop()
            targets = list(self.empty[state])
            for needs_end, target in self.asserts[state]:
                if at_end if needs_end else at_start:
                    targets.append(target)
            for target in targets:
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        return frozenset(seen)


class Alphabet:
    """Splits the code points into intervals that no character set of the pattern divides, and
    groups the intervals that the same sets hold: the symbols."""

    def __init__(self, sets: list[Ranges]) -> None:
        cuts = {0, MAX_CODE_POINT + 1}
        for ranges in sets:
            for first, last in ranges:
                cuts.update((first, last + 1))
        ordered = sorted(cuts)
        self.intervals = list(zip(ordered, (cut - 1 for cut in ordered[1:])))
        starts = [first for first, _ in self.intervals]
        members: list[list[int]] = [[] for _ in self.intervals]
        for number, ranges in enumerate(sets):
            for first, last in ranges:
                for index in range(starts_index(starts, first), starts_index(starts, last) + 1):
                    members[index].append(number)
        groups: dict[tuple[int, ...], int] = {}
        self.symbol_of = [groups.setdefault(tuple(m), len(groups)) for m in members]
        self.count = len(groups)
        self.symbols_in: list[list[int]] = [[] for _ in sets]
        for key, symbol in groups.items():
            for number in key:
                self.symbols_in[number].append(symbol)


def starts_index(starts: list[int], code_point: int) -> int:
    return bisect_right(starts, code_point) - 1


def _determinize(nfa: Nfa, alphabet: Alphabet, numbers: dict[Ranges, int]) -> tuple[
    list[list[int]], list[int]
]:
    """Subset construction. Each step also starts a new attempt: the search is not anchored.
    Where a match has been found the state is final and stays."""
    restart = nfa.closure([0], at_start=False, at_end=False)
    start = nfa.closure([0], at_start=True, at_end=False)
    index: dict[tuple[frozenset[int], bool], int] = {(start, True): 0}
    order = [(start, True)]
    table: list[list[int]] = []
    accept: list[int] = []
    while len(table) < len(order):
        states, at_start = order[len(table)]
        if nfa.final in states:
            table.append([len(table)] * alphabet.count)
            accept.append(ALWAYS | AT_END)
            continue
        ends = nfa.final in nfa.closure(states, at_start, at_end=True)
        accept.append(AT_END if ends else 0)
        moves: list[set[int]] = [set() for _ in range(alphabet.count)]
        for state in states:
            for ranges, target in nfa.chars[state]:
                for symbol in alphabet.symbols_in[numbers[ranges]]:
                    moves[symbol].add(target)
        row = []
        for targets in moves:
            closed = nfa.closure(targets, at_start=False, at_end=False) | restart
            # All states in which a match has been found are one.
            key = (frozenset([nfa.final]) if nfa.final in closed else closed, False)
            if key not in index:
                index[key] = len(order)
                order.append(key)
                if len(order) > MAX_STATES:
                    raise RegexError(f"the pattern needs an automaton of over {MAX_STATES} states")
            row.append(index[key])
        table.append(row)
    return table, accept


def _minimize(table: list[list[int]], accept: list[int]) -> list[int]:
    """The class of each state (Moore's algorithm)."""
    classes = accept
    count = len(set(classes))
    while True:
        keys: dict[tuple[int, ...], int] = {}
        refined = [
            keys.setdefault((classes[state], *(classes[target] for target in row)), len(keys))
            for state, row in enumerate(table)
        ]
        if len(keys) == count:
            return refined
        classes, count = refined, len(keys)


def _renumber(table: list[list[int]], classes: list[int]) -> list[int]:
    """One state for each class, in the order they are reached from the start."""
    representative: dict[int, int] = {}
    for state, group in enumerate(classes):
        representative.setdefault(group, state)
    order = [classes[0]]
    seen = {classes[0]}
    for group in order:
        for target in table[representative[group]]:
            if classes[target] not in seen:
                seen.add(classes[target])
                order.append(classes[target])
    return [representative[group] for group in order]


def _columns(rows: list[list[int]], alphabet: Alphabet) -> tuple[list[int], int]:
    """Symbols that no state tells apart are one. Symbol 0 is the one with the most intervals."""
    keys: dict[tuple[int, ...], int] = {}
    merged = [
        keys.setdefault(tuple(row[symbol] for row in rows), len(keys))
        for symbol in range(alphabet.count)
    ]
    spans = [0] * len(keys)
    previous: Optional[int] = None
    for symbol in alphabet.symbol_of:
        if merged[symbol] != previous:
            spans[merged[symbol]] += 1
        previous = merged[symbol]
    largest = spans.index(max(spans))
    swap = {0: largest, largest: 0}
    return [swap.get(symbol, symbol) for symbol in merged], len(keys)


@lru_cache(maxsize=None)
def compile_pattern(source: str) -> Automaton:
    """The automaton of a pattern. Raises RegexError."""
    nfa = Nfa(parse(source))
    numbers: dict[Ranges, int] = {}
    for edges in nfa.chars:
        for ranges, _ in edges:
            numbers.setdefault(ranges, len(numbers))
    alphabet = Alphabet(list(numbers))
    table, accept = _determinize(nfa, alphabet, numbers)
    classes = _minimize(table, accept)
    states = _renumber(table, classes)
    number_of = {classes[state]: number for number, state in enumerate(states)}
    rows = [[number_of[classes[target]] for target in table[state]] for state in states]
    symbols, count = _columns(rows, alphabet)
    if len(rows) * count > MAX_CELLS:
        raise RegexError(f"the pattern needs a table of over {MAX_CELLS} cells")
    compact = [[0] * count for _ in rows]
    for row, target in zip(rows, compact):
        for symbol, state in enumerate(row):
            target[symbols[symbol]] = state
    ranges_out: list[tuple[int, int, int]] = []
    for (first, last), symbol in zip(alphabet.intervals, alphabet.symbol_of):
        value = symbols[symbol]
        if value == 0:
            continue
        if ranges_out and ranges_out[-1][1] == first - 1 and ranges_out[-1][2] == value:
            ranges_out[-1] = (ranges_out[-1][0], last, value)
        else:
            ranges_out.append((first, last, value))
    return Automaton(
        source,
        tuple(ranges_out),
        count,
        tuple(tuple(row) for row in compact),
        tuple(accept[state] for state in states),
    )
