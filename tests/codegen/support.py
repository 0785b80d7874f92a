"""What the tests of the generator share: running it, compiling what it writes, running that."""

from __future__ import annotations

import atexit
import contextlib
import functools
import io
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
from codegen.__main__ import main  # noqa: E402
from codegen.problems import Report, SchemaError  # noqa: E402

CC = os.environ.get("ECHO_CC", "gcc")
WARNINGS = ["-std=c17", "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Wpedantic", "-Werror"]
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
SOURCES = os.path.join(ROOT, "src")


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


def run_codegen(*arguments: str, cwd: str = ROOT) -> Done:
    """The generator's command line, in this process: a traceback is an error of the test."""
    output, errors = io.StringIO(), io.StringIO()
    before = os.getcwd()
    os.chdir(cwd)
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            code = main(list(arguments))
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    finally:
        os.chdir(before)
    return Done(code, output.getvalue(), errors.getvalue())


def spawn_codegen(*arguments: str, cwd: str = ROOT, **variables: str) -> Done:
    """The same as a process of its own."""
    environment = dict(os.environ, PYTHONPATH=ROOT, PYTHONDONTWRITEBYTECODE="1", **variables)
    done = subprocess.run(
        [sys.executable, "-m", "codegen", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def compile_c(arguments: list[str]) -> None:
    """Runs the compiler; any word from it fails the test."""
    flags = WARNINGS + (SANITIZERS if os.environ.get("ECHO_SANITIZE") else [])
    done = subprocess.run([CC, *flags, *arguments], capture_output=True, text=True, timeout=120)
    if done.returncode != 0 or done.stderr:
        raise AssertionError(f"{' '.join(arguments[-3:])}:\n{done.stderr}")


@functools.lru_cache(maxsize=None)
def library() -> str:
    """libcodec.a of the build, or one made from the sources for this run."""
    built = os.path.join(os.environ.get("ECHO_BUILD", ""), "libcodec.a")
    if "ECHO_BUILD" in os.environ and os.path.exists(built):
        return built
    folder = tempfile.mkdtemp(prefix="codegen-lib-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
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
    subprocess.run(["ar", "rcs", os.path.join(folder, "libcodec.a"), *objects], check=True)
    return os.path.join(folder, "libcodec.a")


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
typedef bool validate(const char *json, size_t len, const struct codec_scratch *scratch,
                      struct codec_error *error);
static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};
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
        bool valid = validators[which](text, length, &scratch, &error);
        if (valid != validators[which](text, length, &scratch, NULL))
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
        objects = [source[:-1] + "o" for source in sources]
        compile_c([*objects, library(), "-o", os.path.join(self.folder, "driver")])

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
