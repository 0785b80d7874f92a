"""The catalogue of requirements: what is made of it, and what is refused."""
# labels: plain

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from typing import Any, Callable

import support

SCHEMA = os.path.join(support.ROOT, "schema")


class Catalogue(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.schema = os.path.join(self.folder, "schema")
        self.out = os.path.join(self.folder, "out")
        shutil.copytree(SCHEMA, self.schema)

    def edit(self, change: Callable[[Any], object]) -> None:
        path = os.path.join(self.schema, "requirements.json")
        with open(path, encoding="utf-8") as file:
            value = json.load(file)
        change(value)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(value, file)

    def build(self) -> support.Done:
        index = os.path.join(self.schema, "asyncapi.json")
        return support.run_codegen("build", index, "--out", self.out)

    def refused(self, change: Callable[[Any], object], place: str, reason: str) -> None:
        self.edit(change)
        done = self.build()
        where = os.path.join(self.schema, "requirements.json")
        self.assertEqual((done.returncode, done.stderr), (1, f"{where}#{place}: {reason}\n"))
        self.assertFalse(os.path.exists(self.out))

    def test_a_row_becomes_a_constant_and_a_line_of_the_page(self) -> None:
        row = {"id": "016/8.2/zeal", "side": "server", "origin": "echo",
               "severity": "should", "text": "It is quick."}
        self.edit(lambda value: value["requirements"].append(row))
        self.assertEqual(self.build().returncode, 0)
        with open(os.path.join(self.out, "requirements.md"), encoding="utf-8") as file:
            self.assertIn("| `016/8.2/zeal` | should | It is quick. | echo |  |\n", file.read())
        program = os.path.join(self.folder, "program")
        source = os.path.join(self.folder, "main.c")
        with open(source, "w", encoding="utf-8") as file:
            file.write(
                """
#include "sts_requirements.h"
#include <stdio.h>
#define ONE(name) +1
#define ID(name) STS_REQUIREMENT_##name,
static const enum sts_requirement_id servers[] = {STS_SERVER_REQUIREMENTS(ID)};
int main(void) {
    const struct sts_requirement *row = &sts_requirements[STS_REQUIREMENT_016_8_2_ZEAL];
    int workers = 0 STS_WORKER_REQUIREMENTS(ONE);
    if (workers != STS_WORKER_REQUIREMENT_COUNT ||
        sizeof servers / sizeof *servers != STS_SERVER_REQUIREMENT_COUNT)
        return 1;
    printf("%.*s %.*s %d %d %d", (int)row->id.len, row->id.ptr, (int)row->text.len, row->text.ptr,
           row->side == STS_BINDS_SERVER, row->severity == STS_SHOULD,
           row->origin == STS_FROM_ECHO);
    return 0;
}
"""
            )
        table = os.path.join(self.out, "sts_requirements.c")
        support.compile_c([f"-I{support.SOURCES}", f"-I{self.out}", source, table, "-o", program])
        self.assertEqual(subprocess.check_output([program]), b"016/8.2/zeal It is quick. 1 1 1")

    def compile_checks(self) -> support.Done:
        """The table of checks of workers, with the catalogue as it has been edited."""
        self.assertEqual(self.build().returncode, 0)
        source = os.path.join(support.SOURCES, "judge", "checks.c")
        command = [support.CC, "-std=c17", "-D_GNU_SOURCE", "-fsyntax-only", f"-I{self.out}",
                   f"-I{support.SOURCES}", source]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        return support.Done(done.returncode, done.stdout, done.stderr)

    def test_every_check_of_workers_has_its_requirement(self) -> None:
        self.assertEqual(self.compile_checks().returncode, 0)

    def test_a_requirement_of_workers_without_a_check_does_not_compile(self) -> None:
        row = {"id": "016/8.2/zeal", "side": "worker", "origin": "echo",
               "severity": "should", "text": "It is quick."}
        self.edit(lambda value: value["requirements"].append(row))
        done = self.compile_checks()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("has_check_016_8_2_ZEAL", done.stderr)

    def test_a_check_of_workers_without_a_requirement_does_not_compile(self) -> None:
        self.edit(lambda value: value["requirements"].remove(
            next(row for row in value["requirements"] if row["id"] == "016/7.1/no-gaps")))
        done = self.compile_checks()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("STS_REQUIREMENT_016_7_1_NO_GAPS", done.stderr)

    def test_the_same_id_twice(self) -> None:
        self.refused(
            lambda value: value["requirements"].append(dict(value["requirements"][-1])),
            f"/requirements/{len(self.rows())}/id",
            f'"{self.rows()[-1]["id"]}" clashes with "{self.rows()[-1]["id"]}"',
        )

    def test_unknown_section(self) -> None:
        self.refused(
            lambda value: value["requirements"][0].update(id="sts/99/nowhere"),
            "/requirements/0/id",
            '"sts/99/nowhere" belongs to no section in the list',
        )

    def test_a_row_out_of_place(self) -> None:
        self.refused(
            lambda value: value["requirements"].append(
                {**value["requirements"][0], "id": "sts/1/lost"}
            ),
            f"/requirements/{len(self.rows())}/id",
            '"sts/1/lost" comes after rows of section 016/8.2',
        )

    def test_unknown_origin(self) -> None:
        self.refused(
            lambda value: value["requirements"][0].update(origin="hearsay"),
            "/requirements/0/origin",
            '"hearsay" is not explained in origins',
        )

    def test_unknown_need(self) -> None:
        self.refused(
            lambda value: value["requirements"][0].update(needs=["luck"]),
            "/requirements/0/needs/0",
            '"luck" is not explained in needs',
        )

    def test_the_shape(self) -> None:
        self.refused(
            lambda value: value["requirements"][0].update(severity="may"),
            "/requirements/0/severity",
            "'may' is not one of ['must', 'should']",
        )

    def test_a_section_without_rows(self) -> None:
        count = len(self.sections())
        self.refused(
            lambda value: value["sections"].append({"id": "sts/13", "title": "Luck"}),
            f"/sections/{count}",
            'no requirement belongs to "sts/13"',
        )

    def test_neither_document_nor_hash_know_of_it(self) -> None:
        self.assertEqual(self.build().returncode, 0)
        with open(os.path.join(self.out, "sts_protocol.c"), encoding="utf-8") as file:
            before = file.read()
        self.assertNotIn("x-requirements", before)
        self.edit(lambda value: value["requirements"][0].update(text="Changed."))
        self.assertEqual(self.build().returncode, 0)
        with open(os.path.join(self.out, "sts_protocol.c"), encoding="utf-8") as file:
            self.assertEqual(file.read(), before)

    def rows(self) -> list[dict[str, Any]]:
        return self.catalogue()["requirements"]

    def sections(self) -> list[dict[str, Any]]:
        return self.catalogue()["sections"]

    def catalogue(self) -> Any:
        with open(os.path.join(SCHEMA, "requirements.json"), encoding="utf-8") as file:
            return json.load(file)


if __name__ == "__main__":
    unittest.main()
