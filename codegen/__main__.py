"""The command line: `python3 -m codegen build | check | diff | validator | list-inputs`."""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):
    found = "%d.%d" % sys.version_info[:2]
    sys.stderr.write(
        "codegen: needs Python 3.11 or newer, not %s. Try Debian's /usr/bin/python3\n" % found
    )
    sys.exit(2)

import argparse
import difflib
import importlib
import os
import re
import tempfile
from typing import TYPE_CHECKING, NoReturn, Optional

if TYPE_CHECKING:
    from codegen import compiler

from codegen.names import RESERVED

#: The stages recurse along schemas.
RECURSION = 20000
TOO_DEEP = "nested too deeply, or the chain of references is too long"
#: The index of a folder of schemas.
INDEX = "asyncapi.json"


class Arguments(argparse.ArgumentParser):
    """Exits with 2 and one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see --help)\n")


def _prefix(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,63}", text) or text in RESERVED:
        raise argparse.ArgumentTypeError(f"{text!r} is not a C identifier")
    return text


def _parser() -> Arguments:
    parser = Arguments(prog="codegen", description="Compiles JSON Schemas to C codecs.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, help_text in (
        ("build", "write the structs, tables, dispatch and reference page of a protocol"),
        ("check", "check that the files in OUT match the schemas"),
        ("list-inputs", "print the schema files of a protocol"),
    ):
        command = commands.add_parser(name, help=help_text)
        command.add_argument(
            "index",
            nargs="?",
            default="schema/asyncapi.json",
            help="the AsyncAPI document (default: %(default)s)",
        )
        command.add_argument("--prefix", type=_prefix, default="sts", help="prefix of all C names")
        if name != "list-inputs":
            command.add_argument(
                "--out", default="generated", help="folder of the generated files (%(default)s)"
            )
        if name == "build":
            command.add_argument(
                "--sources",
                metavar="DIR",
                help="C files in which each optional member that the server sends must be set",
            )
    command = commands.add_parser("diff", help="print what changed between two sets of schemas")
    for name in ("old", "new"):
        help_text = "a folder with an asyncapi.json, or an AsyncAPI file"
        command.add_argument(name, metavar=name.upper(), help=help_text)
    command.add_argument("--json", action="store_true", help="print JSON instead of lines")
    command = commands.add_parser("validator", help="compile one schema to a function P_validate")
    command.add_argument("--schema", required=True, help="the JSON Schema file")
    command.add_argument(
        "--prefix",
        type=_prefix,
        required=True,
        metavar="P",
        help="a C identifier: the files are P.h and P.c, the function is P_validate",
    )
    command.add_argument("--out", required=True, metavar="DIR", help="folder for P.h and P.c")
    return parser


def write_changed(path: str, text: str) -> None:
    """Writes a file in one step, and only when it is not what it should be already."""
    data = text.encode("utf-8")
    try:
        with open(path, "rb") as file:
            if file.read() == data:
                return
    except FileNotFoundError:
        pass
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".codegen-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def difference(path: str, text: str) -> str:
    """A unified diff from the file to what it should be; empty when it is that."""
    try:
        with open(path, encoding="utf-8", errors="replace", newline="") as file:
            old = file.read()
    except FileNotFoundError:
        old = ""
    if old == text:
        return ""
    lines = difflib.unified_diff(
        old.splitlines(keepends=True), text.splitlines(keepends=True), path, path + " (new)"
    )
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def _compile(arguments: argparse.Namespace) -> int:
    from codegen import compiler
    from codegen.problems import Report, SchemaError

    is_validator = arguments.command == "validator"
    report = Report(strict=not is_validator)
    output: Optional[compiler.Output] = None
    try:
        if is_validator:
            output = compiler.validator(arguments.schema, arguments.prefix, report)
        else:
            output = compiler.build(arguments.index, arguments.prefix, report)
    except SchemaError as error:
        report.error(error.problem.where, error.problem.reason)
    except RecursionError:
        path = arguments.schema if is_validator else arguments.index
        print(f"{path}#: {TOO_DEEP}", file=sys.stderr)
        return 1
    problems = report.problems[:1] if is_validator else report.problems
    for problem in problems:
        print(problem, file=sys.stderr)
    if output is None or problems:
        return 1
    for warning in report.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if arguments.command == "list-inputs":
        print("\n".join(output.inputs))
        return 0
    if arguments.command == "check":
        return _check(arguments.index, arguments.out, output.files)
    os.makedirs(arguments.out, exist_ok=True)
    for name, text in output.files.items():
        write_changed(os.path.join(arguments.out, name), text)
    return _unset(output, arguments.sources) if arguments.command == "build" else 0


def _unset(output: compiler.Output, sources: Optional[str]) -> int:
    """Says which members would never be sent. The files are there: the code needs their names."""
    from codegen import sent

    problems = sent.unset(output.sent, sources) if sources else []
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _load(path: str) -> Optional[compiler.Loaded]:
    """One of the two sides of a comparison. None when it is wrong, which is said then."""
    from codegen import compiler
    from codegen.problems import Report, SchemaError

    path = os.path.join(path, INDEX) if os.path.isdir(path) else path
    report = Report(strict=True)
    loaded: Optional[compiler.Loaded] = None
    try:
        loaded = compiler.load(path, report)
    except SchemaError as error:
        report.error(error.problem.where, error.problem.reason)
    except RecursionError:
        print(f"{path}#: {TOO_DEEP}", file=sys.stderr)
    for problem in report.problems:
        print(problem, file=sys.stderr)
    return loaded


def _diff(arguments: argparse.Namespace) -> int:
    from codegen import diff

    old, new = _load(arguments.old), _load(arguments.new)
    if old is None or new is None:
        return 2
    changes = diff.compare(old, new)
    if arguments.json:
        sys.stdout.write(diff.as_json(arguments.old, arguments.new, changes))
    else:
        sys.stdout.write(diff.as_text(changes))
    return 1 if any(change.breaks for change in changes) else 0


def _check(index: str, out: str, files: dict[str, str]) -> int:
    stale = ""
    for name, text in files.items():
        stale += difference(os.path.join(out, name), text)
    sys.stdout.write(stale)
    if stale:
        command = f"python3 -m codegen build {index} --out {out}"
        print(f"{out} is stale. Run {command} and commit what it writes", file=sys.stderr)
    return 1 if stale else 0


def main(argv: Optional[list[str]] = None) -> int:
    arguments = _parser().parse_args(argv)
    try:
        for needed in ("jinja2", "jsonschema"):
            importlib.import_module(needed)
    except ImportError as error:
        print(
            f"codegen: this Python does not have {error.name}. Install Debian's python3-jinja2 and "
            "python3-jsonschema, and use /usr/bin/python3",
            file=sys.stderr,
        )
        return 2
    sys.setrecursionlimit(RECURSION)
    try:
        return _diff(arguments) if arguments.command == "diff" else _compile(arguments)
    except OSError as error:
        print(f"codegen: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
