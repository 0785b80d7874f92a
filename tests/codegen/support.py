"""What the tests of the generator share: running it, compiling what it writes, running that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)
sys.setrecursionlimit(20000)

from codegen import compiler  # noqa: E402
from codegen.problems import Report, SchemaError  # noqa: E402

CC = os.environ.get("ECHO_CC", "gcc")
WARNINGS = ["-std=c17", "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Wpedantic", "-Werror"]
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
SOURCES = os.path.join(ROOT, "src")


def run_codegen(*arguments: str, cwd: str = ROOT) -> subprocess.CompletedProcess[str]:
    """The generator's command line."""
    environment = dict(os.environ, PYTHONPATH=ROOT, PYTHONDONTWRITEBYTECODE="1")
    return subprocess.run(
        [sys.executable, "-m", "codegen", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def compile_c(arguments: list[str]) -> None:
    """Runs the compiler; any word from it fails the test."""
    flags = WARNINGS + (SANITIZERS if os.environ.get("ECHO_SANITIZE") else [])
    done = subprocess.run([CC, *flags, *arguments], capture_output=True, text=True, timeout=120)
    if done.returncode != 0 or done.stderr:
        raise AssertionError(f"{' '.join(arguments[-3:])}:\n{done.stderr}")


class Codec:
    """libcodec.a of the build, or one made here from the sources."""

    def __init__(self, folder: str) -> None:
        build = os.environ.get("ECHO_BUILD", os.path.join(ROOT, "build"))
        self.library = os.path.join(build, "libcodec.a")
        if "ECHO_BUILD" not in os.environ or not os.path.exists(self.library):
            self.library = os.path.join(folder, "libcodec.a")
            self._make(folder)

    def _make(self, folder: str) -> None:
        sources = [
            os.path.join(SOURCES, room, name)
            for room in ("codec", "base")
            for name in sorted(os.listdir(os.path.join(SOURCES, room)))
            if name.endswith(".c")
        ]
        objects = [os.path.join(folder, f"lib{i}.o") for i in range(len(sources))]
        flags = ["-std=c17", "-D_GNU_SOURCE", "-O1", f"-I{SOURCES}", "-I/usr/include/json-c"]
        flags += SANITIZERS if os.environ.get("ECHO_SANITIZE") else []

        def one(pair: tuple[str, str]) -> None:
            source, target = pair
            subprocess.run([CC, *flags, "-c", source, "-o", target], check=True, timeout=120)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(one, zip(sources, objects)))
        subprocess.run(["ar", "rcs", self.library, *objects], check=True)


@dataclass
class Verdict:
    valid: bool
    code: int
    keyword: str
    pointer: str
    offset: int
    message: str


DRIVER = """
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
%(includes)s
typedef bool validate(const char *json, size_t len, struct codec_error *error);
static validate *const validators[] = {%(functions)s};

int main(void) {
    size_t which, length;
    while (scanf("%%zu %%zu", &which, &length) == 2) {
        (void)getchar();
        char *text = malloc(length ? length : 1);
        if (!text || fread(text, 1, length, stdin) != length)
            return 2;
        struct codec_error error;
        memset(&error, 0, sizeof error);
        bool valid = validators[which](text, length, &error);
        if (valid != validators[which](text, length, NULL))
            return 3;
        printf("%%d\\037%%d\\037%%s\\037%%s\\037%%zu\\037%%s\\036", valid, (int)error.code,
               error.keyword ? error.keyword : "", error.pointer, error.offset, error.message);
        free(text);
    }
    return 0;
}
"""


class Batch:
    """Many schemas, compiled by the generator and then into one program."""

    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="codegen-test-")
        self.count = 0

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def add(self, text: str) -> int:
        """Compiles a schema. Returns its number; raises AssertionError when it is refused."""
        number = self.count
        path = os.path.join(self.folder, f"schema{number}.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        self.add_file(path)
        return number

    def add_file(self, path: str) -> int:
        report = Report(strict=False)
        try:
            output = compiler.validator(path, f"v{self.count}", report)
        except SchemaError as error:
            raise AssertionError(str(error.problem)) from None
        if output is None:
            raise AssertionError(str(report.first()))
        for name, content in output.files.items():
            with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
                file.write(content)
        self.count += 1
        return self.count - 1

    def link(self) -> None:
        names = [f"v{i}" for i in range(self.count)]
        driver = os.path.join(self.folder, "driver.c")
        with open(driver, "w", encoding="utf-8") as file:
            file.write(
                DRIVER
                % {
                    "includes": "\n".join(f'#include "{name}.h"' for name in names),
                    "functions": ", ".join(f"{name}_validate" for name in names),
                }
            )
        sources = [os.path.join(self.folder, f"{name}.c") for name in [*names, "driver"]]

        def one(source: str) -> None:
            compile_c([f"-I{SOURCES}", f"-I{self.folder}", "-c", source, "-o", source[:-1] + "o"])

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(one, sources))
        library = Codec(self.folder).library
        objects = [source[:-1] + "o" for source in sources]
        compile_c([*objects, library, "-o", os.path.join(self.folder, "driver")])

    def run(self, cases: list[tuple[int, bytes]]) -> list[Verdict]:
        """What the compiled validators say of (schema, text) pairs."""
        stream = b"".join(b"%d %d\n%s" % (number, len(text), text) for number, text in cases)
        done = subprocess.run(
            [os.path.join(self.folder, "driver")], input=stream, capture_output=True, timeout=120
        )
        if done.returncode != 0:
            raise AssertionError(done.stderr.decode("utf-8", "replace") or f"{done.returncode}")
        lines = done.stdout.decode("utf-8", "replace").split("\x1e")[:-1]
        assert len(lines) == len(cases), (len(lines), len(cases))
        verdicts = []
        for line in lines:
            valid, code, keyword, pointer, offset, message = line.split("\x1f", 5)
            verdicts.append(
                Verdict(valid == "1", int(code), keyword, pointer, int(offset), message)
            )
        return verdicts


def plain(value: Any) -> Any:
    """A JSON value with Decimal turned into float, for libraries that know no Decimal."""
    from decimal import Decimal

    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value
