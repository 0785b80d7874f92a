"""Patterns: the automaton says what Python's `re` says, for patterns and texts nobody thought of."""
# labels: plain

from __future__ import annotations

import random
import re
import unittest

from codegen.automaton import ALWAYS, AT_END, MAX_STATES, Automaton, compile_pattern
from codegen.regex import RegexError

ALPHABET = "ab1 _-é😀\n"


class Generator:
    """Random patterns that mean the same to ECMA-262 and to Python (but for `$`, see python())."""

    ATOMS = ["a", "b", "1", "é", "😀", ".", "\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "[ab]",
             "[^a]", "[a-b1]", "[^\\d_]", "\\n", "\\-", "(?:)", "^", "$"]
    COUNTS = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,1}", "{2,}", "*?", "+?", "??"]

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pattern(self, depth: int = 0) -> str:
        options = [self.sequence(depth) for _ in range(self.random.choice([1, 1, 1, 2, 3]))]
        return "|".join(options)

    def sequence(self, depth: int) -> str:
        return "".join(self.term(depth) for _ in range(self.random.randrange(4)))

    def term(self, depth: int) -> str:
        if depth < 3 and self.random.random() < 0.3:
            inner = self.pattern(depth + 1)
            atom = self.random.choice(["(", "(?:"]) + inner + ")"
        else:
            atom = self.random.choice(self.ATOMS)
        if atom in ("^", "$"):
            return atom
        return atom + self.random.choice(self.COUNTS)

    def text(self) -> str:
        return "".join(self.random.choice(ALPHABET) for _ in range(self.random.randrange(7)))


def python(pattern: str) -> re.Pattern[str]:
    """The same for `re`: there `$` also matches before a last newline."""
    return re.compile(re.sub(r"(?<!\\)\$", r"\\Z", pattern), re.ASCII)


class AgainstPython(unittest.TestCase):
    def test_random_patterns(self) -> None:
        generator = Generator(7)
        matched = large = 0
        for _ in range(1500):
            pattern = generator.pattern()
            try:
                automaton = compile_pattern(pattern)
            except RegexError as error:
                self.assertIn("states", str(error), pattern)
                large += 1
                continue
            reference = python(pattern)
            for _ in range(12):
                text = generator.text()
                expected = reference.search(text) is not None
                matched += expected
                self.assertEqual(automaton.matches(text), expected, (pattern, text))
        self.assertGreater(matched, 3000)
        self.assertLess(large, 15)

    def test_well_formed(self) -> None:
        generator = Generator(8)
        for _ in range(300):
            self.check(compile_pattern(generator.pattern()))

    def check(self, automaton: Automaton) -> None:
        """What struct codec_pattern promises."""
        states = len(automaton.next)
        self.assertEqual(states, len(automaton.accept))
        for row, accept in zip(automaton.next, automaton.accept):
            self.assertEqual(len(row), automaton.symbols)
            self.assertTrue(all(0 <= target < states for target in row))
            self.assertIn(accept, (0, AT_END, ALWAYS | AT_END))
        last = -1
        for first, end, symbol in automaton.ranges:
            self.assertLess(last, first)
            self.assertLessEqual(first, end)
            self.assertTrue(0 < symbol < automaton.symbols)
            last = end
        self.assertLessEqual(last, 0x10FFFF)


class Meaning(unittest.TestCase):
    """Where ECMA-262 and Python differ."""

    def test_matches(self) -> None:
        rows: list[tuple[str, list[str], list[str]]] = [
            ("^a$", ["a"], ["a\n", "\na", "aa"]),
            ("^.$", ["a", "\x85", "😀"], ["\n", "\r", "\u2028", "\u2029", ""]),
            ("^\\s$", ["\ufeff", "\u00a0", "\u2029"], ["\u180e", "\u200b", "\x1c"]),
            ("^[]$", [], ["", "a"]),
            ("^[^]$", ["a", "\n", "\U0010ffff"], ["", "ab"]),
            ("^\\u{1F600}\\uD83D\\uDE00$", ["😀😀"], ["😀"]),
            ("^[\\u{0}-\\u{10FFFF}]$", ["\0", "\U0010ffff"], ["", "ab"]),
            ("^\\cj\\0\\x7f$", ["\n\0\x7f"], ["j0"]),
            ("a$b|c", ["c"], ["ab", "a"]),
            ("a^b|c", ["c"], ["ab"]),
            ("(^|x)a(b|$)", ["a", "xab", "ab"], ["ya", "xac"]),
            ("^(?<year>\\d{4})$", ["2024"], ["24"]),
            ("^$|^a", ["", "ab"], ["b"]),
            ("$^", [""], ["a"]),
            ("", ["", "a"], []),
            ("a{0}", ["", "b"], []),
            ("^a{0}$", [""], ["a"]),
            ("^[a-]$", ["a", "-"], ["b"]),
            ("^[\\]\\\\]$", ["]", "\\"], ["["]),
            ("^[$^.*]$", ["$", "^", ".", "*"], ["a"]),
        ]
        for pattern, yes, no in rows:
            automaton = compile_pattern(pattern)
            for text in yes:
                self.assertTrue(automaton.matches(text), (pattern, text))
            for text in no:
                self.assertFalse(automaton.matches(text), (pattern, text))

    def test_minimal(self) -> None:
        for pattern, states in (("a", 2), ("a|b|c", 2), ("(a*)*", 1), ("^abc$", 5), ("^a|^b", 3)):
            self.assertEqual(len(compile_pattern(pattern).next), states, pattern)


class Refused(unittest.TestCase):
    def test_outside_of_the_subset(self) -> None:
        for pattern, reason in (
            ("(?=a)", "lookaround"),
            ("(?!a)", "lookaround"),
            ("(?<=a)", "lookaround"),
            ("(?<!a)", "lookaround"),
            ("(a)\\1", "backreferences"),
            ("\\k<a>", "backreferences"),
            ("\\bx", "word boundary"),
            ("[\\b]", "word boundary"),
            ("\\B", "word boundary"),
            ("\\p{L}", "Unicode properties"),
            ("\\P{L}", "Unicode properties"),
            ("(?i)a", "unknown kind of group"),
            ("\\a", "unknown escape"),
            ("\\Z", "unknown escape"),
            ("\\_", "unknown escape"),
        ):
            with self.subTest(pattern), self.assertRaisesRegex(RegexError, reason):
                compile_pattern(pattern)

    def test_mistakes(self) -> None:
        for pattern in (
            "(", ")", "(a", "a)", "[", "[a", "[a-", "]", "{", "}", "a{", "a{1", "a{,2}", "a{2,1}",
            "*", "+a", "?", "a**", "a{1}{2}", "^*", "$+", "|*", "\\", "\\x1", "\\u12", "\\u{}",
            "\\u{110000}", "\\c1", "\\00", "[z-a]", "[\\d-z]", "[a-\\w]", "(?<>a)", "(?:a", "a{1001}",
        ):
            with self.subTest(pattern), self.assertRaises(RegexError):
                compile_pattern(pattern)

    def test_too_large(self) -> None:
        for pattern in ("(a|b)*a(a|b){14}", "(a{1000}){1000}", "((a{100}){100}){100}"):
            with self.subTest(pattern), self.assertRaisesRegex(RegexError, "too large|automaton"):
                compile_pattern(pattern)
        self.assertLess(len(compile_pattern("(a|b)*a(a|b){9}").next), MAX_STATES)

    def test_deep(self) -> None:
        with self.assertRaisesRegex(RegexError, "nested deeper"):
            compile_pattern("(" * 5000 + ")" * 5000)


if __name__ == "__main__":
    unittest.main()
