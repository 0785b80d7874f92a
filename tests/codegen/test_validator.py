"""The schemas of cases/*.json, compiled to C, say of each value what JSON Schema says.

Each case has `valid` and `invalid` values, or `refused`: where in the schema the generator stops.
A case may hold what is stated to differ from JSON Schema: integers of 64 bits, uuid and base64
asserted, x-deviation.
"""
# labels: plain

from __future__ import annotations

import glob
import os
import unittest
from typing import Any

import support
from codegen import evaluate, jsontext
from codegen.ir import Builder, Node
from codegen.lint import Positions
from codegen.load import Library
from codegen.problems import Location, Report

CASES = os.path.join(support.HERE, "cases")


def load_cases() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path in sorted(glob.glob(os.path.join(CASES, "*.json"))):
        with open(path, "rb") as file:
            groups = jsontext.parse(file.read(), Location(path, path))
        name = os.path.splitext(os.path.basename(path))[0]
        found += [(f"{name}: {group['about']}", group) for group in groups]
    return found


def root_node(path: str) -> Node:
    """The IR of a schema file."""
    library = Library(path)
    positions = Positions(library, Report(strict=False))
    positions.add_file(library.root)
    positions.finish()
    return Builder(positions).nodes[library.root.root]


class Cases(unittest.TestCase):
    """The data files: by the compiled C, and by the generator's own evaluation."""

    def test_all(self) -> None:
        batch = support.Batch()
        self.addCleanup(batch.close)
        asked: list[tuple[int, bytes]] = []
        expected: list[tuple[str, Any, bool]] = []
        for name, group in load_cases():
            text = jsontext.dump(group["schema"])
            if "refused" in group:
                with self.subTest(name), self.assertRaisesRegex(AssertionError, group["refused"]):
                    batch.add(text)
                continue
            number = batch.add(text)
            node = root_node(os.path.join(batch.folder, f"schema{number}.json"))
            for valid in (True, False):
                for value in group["valid" if valid else "invalid"]:
                    asked.append((number, jsontext.dump(value).encode("utf-8")))
                    expected.append((name, value, valid))
                    with self.subTest(name, value=value, by="evaluate"):
                        self.assertEqual(evaluate.matches(node, value), valid)
        batch.link()
        verdicts = batch.run(asked)
        self.assertGreater(len(verdicts), 500)
        for (name, value, valid), verdict in zip(expected, verdicts):
            with self.subTest(name, value=jsontext.dump(value), by="C", verdict=verdict):
                self.assertEqual(verdict.valid, valid)
                if not valid:
                    self.assertNotEqual(verdict.code, 0)
                    self.assertTrue(verdict.message)


if __name__ == "__main__":
    unittest.main()
