"""The command line: exit codes, one line for each problem, no traceback whatever comes in."""
# labels: plain

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

import support


class CommandLine(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name: str, text: str | bytes) -> str:
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def expect(self, code: int, errors: str, *arguments: str) -> None:
        """Runs in the folder; `errors` is a pattern for all that it says."""
        done = support.run_codegen(*arguments, cwd=self.folder)
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        self.assertRegex(done.stderr, f"\\A{errors}\\Z")
        self.assertNotIn("Traceback", done.stderr)

    def validator(self, code: int, errors: str, path: str) -> None:
        self.expect(code, errors, "validator", "--schema", path, "--prefix", "p", "--out", "out")

    def test_validator_alone(self) -> None:
        """As in the description: compiled with -Isrc, linked with libcodec.a, nothing else."""
        self.write("a b.json", '{"type": "integer", "minimum": 3}')
        self.validator(0, "", "a b.json")
        self.assertEqual(sorted(os.listdir(os.path.join(self.folder, "out"))), ["p.c", "p.h"])
        main = self.write(
            "main.c",
            """#include "p.h"
            #include <stdio.h>
            int main(void) {
                struct codec_error error;
                bool good = p_validate("4", 1, NULL, NULL) && p_validate(" 3.0\\n", 5, NULL, &error);
                bool bad = p_validate("2", 1, NULL, NULL) || p_validate("", 0, NULL, NULL);
                if (p_validate("2", 1, NULL, &error))
                    return 1;
                printf("%d %d %s %s", good, bad, error.keyword, error.message);
                return 0;
            }""",
        )
        out = os.path.join(self.folder, "out")
        program = os.path.join(self.folder, "main")
        support.compile_c(
            [f"-I{support.SOURCES}", f"-I{out}", main, os.path.join(out, "p.c"),
             support.library(), "-o", program]
        )
        done = subprocess.run([program], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, "1 0 minimum must be at least 3, not 2")

    def test_the_example_of_the_readme(self) -> None:
        """codegen/README.md: the schema, the program and what it prints, as they stand there."""
        with open(os.path.join(support.ROOT, "codegen", "README.md"), encoding="utf-8") as file:
            text = file.read()
        blocks = dict(re.findall(r"<!-- (?:file: )?([a-z.]+) -->\n```[a-z]*\n(.*?)```", text, re.DOTALL))
        self.write("port.json", blocks["port.json"])
        main = self.write("main.c", blocks["main.c"])
        self.expect(0, "", "validator", "--schema", "port.json", "--prefix", "port", "--out", ".")
        program = os.path.join(self.folder, "main")
        support.compile_c(
            [f"-I{support.SOURCES}", f"-I{self.folder}", main, os.path.join(self.folder, "port.c"),
             support.library(), "-o", program]
        )
        done = subprocess.run([program], capture_output=True, text=True)
        self.assertEqual(done.stdout, blocks["output"])

    def test_other_files(self) -> None:
        os.mkdir(os.path.join(self.folder, "types"))
        self.write("types/id.json", '{"$defs": {"n": {"type": "integer"}}, "$ref": "#/$defs/n"}')
        self.write("a.json", '{"items": {"$ref": "types/id.json"}, "not": {"$ref": "./types/id.json#/$defs/n"}}')
        self.validator(0, "", "a.json")
        self.write("types/id.json", '{"typo": 1}')
        self.validator(1, r'types/id\.json#/typo: unknown keyword "typo".*\n', "a.json")
        self.validator(1, r".*/types/id\.json#/typo: .*\n", os.path.join(self.folder, "a.json"))

    def test_only_the_first_problem(self) -> None:
        self.write("a.json", '{"typo": 1, "other": 2}')
        self.validator(1, r'a\.json#/typo: unknown keyword "typo".*\n', "a.json")

    def test_warnings(self) -> None:
        self.write("a.json", '{"then": false, "properties": {"a": {"type": "string", "minimum": 1}}}')
        self.validator(
            0,
            r'warning: a\.json#/then: "then" has no effect without "if"\n'
            r'warning: a\.json#/properties/a/minimum: "minimum" can never apply: '
            r"only string gets here\n",
            "a.json",
        )

    def test_what_is_no_schema_file(self) -> None:
        rows: list[tuple[str, str | bytes, str]] = [
            ("empty.json", "", "not JSON: .*"),
            ("blank.json", " \n", "not JSON: .*"),
            ("text.json", "hello", "not JSON: .*"),
            ("bytes.json", b"\xff\xfe{}", "not valid UTF-8 at byte 0"),
            ("overlong.json", b'"\xc0\xaf"', "not valid UTF-8 at byte 1"),
            ("mark.json", b"\xef\xbb\xbf{}", "not JSON: .*"),
            ("control.json", '{"title": "a\nb"}', "not JSON: .*"),
            ("digits.json", '{"minimum": ' + "9" * 5000 + "}", "not JSON: .* more than 4000 digits"),
            ("deep.json", '{"not":' * 5000 + "{}" + "}" * 5000, "nested deeper than 200 levels"),
            ("deeper.json", "[" * 200000, "nested deeper than 200 levels"),
            ("null.json", "null", "must be a schema .*"),
        ]
        for name, content, reason in rows:
            with self.subTest(name):
                self.write(name, content)
                self.validator(1, rf"{name}#: {reason}\n", name)

    def test_missing_files(self) -> None:
        self.validator(1, r"none\.json#: cannot read the file: No such file or directory\n", "none.json")
        self.validator(1, r"\.#: cannot read the file: Is a directory\n", ".")
        self.expect(1, r"none\.json#: cannot read the file: .*\n", "build", "none.json", "--out", "o")

    def test_deep_but_fine(self) -> None:
        self.write("a.json", '{"items":' * 190 + "{}" + "}" * 190)
        self.validator(0, "", "a.json")

    def test_long_chains(self) -> None:
        links = ",".join(f'"d{i}": {{"$ref": "#/$defs/d{i + 1}"}}' for i in range(3000))
        self.write("a.json", f'{{"$ref": "#/$defs/d0", "$defs": {{{links}, "d3000": {{}}}}}}')
        self.validator(0, "", "a.json")

    def test_wide_and_doubled(self) -> None:
        """Schemas that would take for ever if shared parts were looked at again and again."""
        links = ",".join(
            f'"d{i}": {{"allOf": [{{"$ref": "#/$defs/d{i + 1}"}}, {{"$ref": "#/$defs/d{i + 1}"}}]}}'
            for i in range(60)
        )
        self.write("a.json", f'{{"$ref": "#/$defs/d0", "$defs": {{{links}, "d60": {{}}}}}}')
        self.validator(0, "", "a.json")

    def test_as_a_process(self) -> None:
        self.write("a.json", '{"type": "integer"}')
        for schema, code, errors in (
            ("a.json", 0, ""),
            ("b.json", 1, "b.json#: cannot read the file: No such file or directory\n"),
        ):
            arguments = ["validator", "--schema", schema, "--prefix", "p", "--out", "out"]
            done = support.spawn_codegen(*arguments, cwd=self.folder)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (code, "", errors))

    def test_usage(self) -> None:
        self.write("a.json", "{}")
        usages: list[list[str]] = [
            [],
            ["compile"],
            ["validator", "--schema", "a.json", "--out", "o"],
            ["validator", "--schema", "a.json", "--prefix", "int", "--out", "o"],
            ["validator", "--schema", "a.json", "--prefix", "1x", "--out", "o"],
            ["validator", "--schema", "a.json", "--prefix", "a/b", "--out", "o"],
            ["validator", "a.json"],
            ["build", "a.json", "--out"],
        ]
        for arguments in usages:
            with self.subTest(arguments):
                self.expect(2, r"[^\n]*\n", *arguments)

    def test_output_that_cannot_be_written(self) -> None:
        self.write("a.json", "{}")
        self.write("file", "")
        for out in ("file", "file/below", "/proc/nowhere"):
            arguments = ["validator", "--schema", "a.json", "--prefix", "p", "--out", out]
            with self.subTest(out):
                self.expect(2, r"codegen: [^\n]*\n", *arguments)

    def test_mode_of_files(self) -> None:
        self.write("a.json", "{}")
        self.validator(0, "", "a.json")
        mode = stat.S_IMODE(os.stat(os.path.join(self.folder, "out", "p.c")).st_mode)
        self.assertEqual(mode & 0o444, 0o444)

    def test_missing_packages(self) -> None:
        done = subprocess.run(
            [sys.executable, "-S", "-m", "codegen", "check"],
            cwd=support.ROOT, capture_output=True, text=True, env={"PATH": os.environ["PATH"]},
        )
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"\Acodegen: .*python3-jinja2.*python3-jsonschema.*\n\Z")

    def test_list_inputs(self) -> None:
        done = support.run_codegen("list-inputs", "schema/asyncapi.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        listed = done.stdout.split("\n")[:-1]
        present = [
            os.path.relpath(os.path.join(folder, name), support.ROOT)
            for folder, _, names in os.walk(os.path.join(support.ROOT, "schema"))
            for name in names
            if name.endswith(".json")
        ]
        self.assertEqual(sorted(listed), sorted(present), "a schema file that nothing refers to")


if __name__ == "__main__":
    unittest.main()
