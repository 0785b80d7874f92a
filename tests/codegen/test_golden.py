"""One small protocol: its generated files are those in golden/expected, and they work.

ECHO_UPDATE=1 writes golden/expected anew: look at the difference before it is committed.
"""
# labels: fast

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import unittest

import support

GOLDEN = os.path.join(support.HERE, "golden")
NAMES = ("gold_protocol.h", "gold_protocol.c", "protocol.md")


def read(*path: str) -> str:
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


class Golden(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def build(
        self, out: str, cwd: str = GOLDEN, index: str = "schema/asyncapi.json", **variables: str
    ) -> None:
        arguments = ["build", index, "--prefix", "gold", "--out", out]
        if variables:
            done = support.spawn_codegen(*arguments, cwd=cwd, **variables)
        else:
            done = support.run_codegen(*arguments, cwd=cwd)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_output(self) -> None:
        if os.environ.get("ECHO_UPDATE"):
            self.build(os.path.join(GOLDEN, "expected"))
        self.build(self.folder)
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(NAMES))
        for name in NAMES:
            self.assertEqual(read(self.folder, name), read(GOLDEN, "expected", name), name)

    def test_the_same_from_anywhere(self) -> None:
        """Twice, from another place, by another way: byte-identical."""
        first, second = (os.path.join(self.folder, name) for name in ("first", "second"))
        self.build(first)
        copy = os.path.join(self.folder, "deeper", "copy")
        shutil.copytree(os.path.join(GOLDEN, "schema"), copy)
        index = os.path.join(copy, "asyncapi.json")
        self.build(second, cwd="/", index=index, PYTHONHASHSEED="1")
        for name in NAMES:
            self.assertEqual(read(first, name), read(second, name), name)
            self.assertNotIn(self.folder, read(second, name))

    def test_untouched_when_the_same(self) -> None:
        self.build(self.folder)
        path = os.path.join(self.folder, NAMES[0])
        os.utime(path, (1, 1))
        self.build(self.folder)
        self.assertEqual(os.stat(path).st_mtime, 1)

    def test_use(self) -> None:
        program = os.path.join(self.folder, "use")
        expected = os.path.join(GOLDEN, "expected")
        sources = [os.path.join(GOLDEN, "use.c"), os.path.join(expected, "gold_protocol.c")]
        support.compile_c(
            [f"-I{support.SOURCES}", f"-I{expected}", *sources, support.library(), "-o", program]
        )
        done = subprocess.run([program], capture_output=True, text=True, timeout=30)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_bundles_stand_alone(self) -> None:
        """The documents have no reference out of themselves, and each leads somewhere."""
        from codegen import asyncapi, openapi
        from codegen.bundle import Bundle
        from codegen.lint import Positions
        from codegen.load import Library
        from codegen.problems import Report

        report = Report(strict=True)
        library = Library(os.path.join(GOLDEN, "schema", "asyncapi.json"))
        positions = Positions(library, report)
        http = asyncapi.Index(library, positions, report).read().http
        positions.finish()
        assert http
        openapi.Http(library, positions, report, http).read()
        positions.finish()
        self.assertEqual(report.problems, [])
        schemas = {}
        for name, document in (("asyncapi", library.root), ("openapi", http)):
            path = os.path.join(self.folder, f"{name}.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(support.plain(Bundle(library, positions, document).value), file)
            bundle = Library(path)
            for reference, where in references(bundle.root.value):
                self.assertTrue(reference.startswith("#"), reference)
                bundle.resolve(reference, bundle.root.root)
            schemas[name] = bundle.root.value["components"]["schemas"]
            self.assertEqual("x-error-table" in bundle.root.value, name == "asyncapi")
            self.assertNotIn("x-openapi", bundle.root.value)
        self.assertNotIn("shelf", schemas["asyncapi"], "each has only what it leads to")
        self.assertEqual(sorted(schemas["openapi"]), 
                         ["error_code", "error_severity", "id", "item", "order_ack", "shelf"])


def references(value: object) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            found.append((value["$ref"], value))
        for item in value.values():
            found += references(item)
    elif isinstance(value, list):
        for item in value:
            found += references(item)
    return found


if __name__ == "__main__":
    unittest.main()
