"""The tables of rules in tests/rules*.md name tests that exist."""
# labels: fast

import ast
import functools
import pathlib
import re
import unittest

from harness import ROOT

TESTS = ROOT / "tests"
TABLES = sorted(TESTS.glob("rules*.md"))
# test_x.Class.method of a Python file, or test_x: function of a C file
NAME = re.compile(r"(test_\w+)(?:\.py|\.c)?(?:\.(\w+)\.(\w+)|: ?(\w+))")


def rows(table: pathlib.Path) -> list[list[str]]:
    """The cells of the rows of those of its tables that begin with ids."""
    found, counts = [], False
    for line in table.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or cells[0] == "id":
            counts = cells[0] == "id"
        elif counts and set(cells[0]) - set("-: "):
            found.append(cells)
    return found


@functools.cache
def methods(path: pathlib.Path) -> dict[str, set[str]]:
    """The test methods of each class, with those of its bases in the same file."""
    classes = {node.name: node for node in ast.parse(path.read_text()).body
               if isinstance(node, ast.ClassDef)}

    def of(name: str) -> set[str]:
        node = classes.get(name)
        if not node:
            return set()
        own = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
        return own.union(*(of(base.id) for base in node.bases if isinstance(base, ast.Name)))

    return {name: of(name) for name in classes}


@functools.cache
def exists(module: str, group: str | None, method: str | None, function: str | None) -> bool:
    if function:
        path = TESTS / "unit" / f"{module}.c"
        return path.exists() and re.search(rf"\b{function}\b", path.read_text()) is not None
    paths = [path for path in TESTS.glob(f"*/{module}.py")]
    return any(method in methods(path).get(group or "", set()) for path in paths)


class Rules(unittest.TestCase):
    def test_every_test_that_is_named_exists(self) -> None:
        self.assertTrue(TABLES)
        for table in TABLES:
            for row in rows(table):
                with self.subTest(table=table.name, rule=row[0]):
                    self.assertEqual(len(row), 3)
                    found = list(NAME.finditer(row[2]))
                    self.assertTrue(found, "no test is named")
                    left = re.sub(r"[`,;\s]|and", "", NAME.sub("", row[2]))
                    self.assertEqual(left, "", "not understood")
            for name in NAME.finditer(table.read_text()):
                if name[1] == "test_x":  # the head of the page explains what names mean
                    continue
                with self.subTest(table=table.name, test=name[0]):
                    self.assertTrue(exists(*name.groups()), "does not exist")

    def test_ids_are_used_once(self) -> None:
        for table in TABLES:
            ids = [row[0] for row in rows(table)]
            self.assertEqual(sorted(ids), sorted(set(ids)), table.name)

    def test_every_test_of_sessions_is_named(self) -> None:
        text = (TESTS / "rules_wire.md").read_text()
        names = {f"{path.stem}.{group}.{test}"
                 for path in (TESTS / "e2e").glob("test_session_*.py")
                 for group, tests in methods(path).items()
                 for test in tests if test.startswith("test_")}
        self.assertEqual(sorted(name for name in names if name not in text), [])


if __name__ == "__main__":
    unittest.main()
