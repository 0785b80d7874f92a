"""A server for each mutant, as quickly as can be.

The objects of a whole build are there already. For a mutant the tables are compiled anew, and those
files that use something of the generated headers that has become another: a file that names none of
it gives the same object as before. Of what seldom compiles the compiler only looks at the files first,
which takes hundredths of a second each.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import json
import pathlib
import re
import shlex
import shutil
import subprocess
from typing import Any

import mutate
import values
from codegen import compiler, jsontext, metaschema, render, sent
from codegen.problems import Report, SchemaError
from mutate import Mutant, Schemas

ROOT = pathlib.Path(__file__).resolve().parents[2]

WORD = re.compile(r"[A-Za-z_]\w*")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
ERROR = re.compile(r"^(?P<file>\S+?):(?P<line>\d+):\d+: (?:fatal )?error: (?P<text>.*)$", re.M)
# A name that is put together by the preprocessor: who does so may mean any.
PASTED = re.compile(r"STS_\w*##|##\s*_?STS_")
HEADERS = ("sts_protocol.h", "sts_requirements.h")
TABLES = ("sts_protocol.c", "sts_requirements.c")
# Templates whose result nobody reads, also where only headers are looked at.
UNREAD = {False: (".md.j2",), True: (".md.j2", ".c.j2")}


class Quick:
    """What a generator that was quickened leaves out."""

    headers_only = False


def quicken() -> None:
    """The generator runs a thousand times in this process: what it makes anew each time, once."""
    render.environment = functools.lru_cache(maxsize=None)(render.environment)
    found = metaschema._errors
    clean: set[str] = set()

    def errors(value: Any) -> Any:
        text = repr(value)
        if text in clean:
            return []
        wrong = list(found(value))
        if not wrong:
            clean.add(text)
        return wrong

    metaschema._errors = errors
    sent.words = functools.lru_cache(maxsize=None)(sent.words)
    rendered = render.render
    render.render = lambda template, context: (
        "" if template.endswith(UNREAD[Quick.headers_only]) else rendered(template, context))
    pieces = jsontext.dump_pieces
    jsontext.dump_pieces = lambda value, room=80: (
        [] if Quick.headers_only else pieces(value, room))


@functools.lru_cache(maxsize=4)
def declarations(header: str) -> frozenset[str]:
    """The declarations of a header, each a text of one line."""
    text = COMMENT.sub(" ", header).replace("\\\n", " ")
    chunks: list[str] = []
    depth, current = 0, ""
    for line in text.splitlines():
        if line.startswith("#"):
            chunks.append(" ".join(line.split()))
            continue
        current += " " + line.strip()
        depth += line.count("{") - line.count("}")
        if depth == 0 and line.rstrip().endswith((";", "}")):
            chunks.append(" ".join(current.split()))
            current = ""
    return frozenset(filter(None, chunks))


@functools.lru_cache(maxsize=None)
def names_in(chunk: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a declaration declares, and all that are in it."""
    return frozenset(own_names(chunk)), frozenset(WORD.findall(chunk))


def changed_names(old: str, new: str) -> set[str]:
    """Names whose meaning is not the same in two versions of a header."""
    before, after = declarations(old), declarations(new)
    changed: set[str] = set()
    for chunk in before ^ after:
        changed |= names_in(chunk)[0]
    # What is made of something that has changed has changed, too.
    rest = [names_in(chunk) for chunk in before | after]
    while True:
        more = {name for own, used in rest if not changed.isdisjoint(used) for name in own}
        if more <= changed:
            return changed
        changed |= more


def own_names(chunk: str) -> set[str]:
    """What a declaration declares: of a struct its tag, as its members are nobody's alone."""
    if chunk.startswith("#"):
        return set(WORD.findall(chunk)[1:2])
    tag = re.match(r"(?:struct|union) (\w+) \{", chunk)
    if tag:
        return {tag[1]}
    if chunk.startswith("enum"):
        return set(WORD.findall(chunk)) - {"enum"}
    name = re.search(r"(\w+)\s*[(\[;=]", chunk)
    return {name[1]} if name else set(WORD.findall(chunk))


@dataclasses.dataclass
class Unit:
    """A C file of the build: how it is compiled, and every word in it and what it includes."""

    file: pathlib.Path
    command: list[str]  # without the output
    object: pathlib.Path
    words: frozenset[str]
    pastes: bool

    @property
    def name(self) -> str:
        return str(self.file.relative_to(ROOT)) if ROOT in self.file.parents else str(self.file)


class Base:
    """The build that mutants are made from: a folder that CMake has built."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.generated = ROOT / "generated"
        self.headers = {name: (self.generated / name).read_text() for name in HEADERS}
        self._texts: dict[pathlib.Path, tuple[set[str], set[pathlib.Path], bool]] = {}
        rows = json.loads((folder / "compile_commands.json").read_text())
        # A file that a program of the tests has too is that of the server.
        rows.sort(key=lambda row: "/echo-sts.dir/" not in row["command"])
        mine: dict[str, dict[str, str]] = {}
        for row in rows:
            if "/tests/" not in row["file"].removeprefix(str(ROOT)):
                mine.setdefault(row["file"], row)
        self.units = [self._unit(row) for row in mine.values()]
        link = (folder / "CMakeFiles/echo-sts.dir/link.txt").read_text()
        words = shlex.split(link)
        self.compiler = words[0]
        self.libraries = [word for word in words[1:] if re.match(r"-l|/.*\.(so|a)", word)]
        self.flags = [word for word in words[1:] if word.startswith("-f")]

    def _unit(self, row: dict[str, str]) -> Unit:
        file = pathlib.Path(row["file"])
        words = shlex.split(row["command"])
        at = words.index("-o")
        target = pathlib.Path(row["directory"]) / words[at + 1]
        command = [word for word in words[:at] + words[at + 2:]
                   if word not in ("-c", row["file"], "-g") and not word.startswith("-O")]
        words_in, pastes = self._words(file, set())
        return Unit(file, command, target, frozenset(words_in), pastes)

    def _read(self, path: pathlib.Path) -> tuple[set[str], set[pathlib.Path], bool]:
        if path not in self._texts:
            text = path.read_text()
            includes = {place for name in INCLUDE.findall(text)
                        for place in (ROOT / "src" / name, path.parent / name) if place.exists()}
            self._texts[path] = (set(WORD.findall(COMMENT.sub(" ", text))), includes,
                                 bool(PASTED.search(text)))
        return self._texts[path]

    def _words(self, path: pathlib.Path, seen: set[pathlib.Path]) -> tuple[set[str], bool]:
        seen.add(path)
        words, includes, pastes = self._read(path)
        found = set(words)
        for one in includes - seen:
            if self.generated not in one.parents:
                more, also = self._words(one, seen)
                found |= more
                pastes = pastes or also
        return found, pastes

    def of_server(self, unit: Unit) -> bool:
        return "src/conform/" not in unit.name


@dataclasses.dataclass
class Built:
    """What became of a mutant before it could run."""

    outcome: str  # refused, compile error, built, or failure
    said: str = ""
    mended: int = 0  # examples and defaults that had to follow
    edits: int = 0  # places in handwritten code that the compiler points to
    schemas: Schemas | None = None


class Workshop:
    """A folder in which one mutant at a time is made."""

    def __init__(self, base: Base, folder: pathlib.Path) -> None:
        self.base = base
        self.folder = folder
        self.schemas = mutate.read(ROOT / "schema")
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "generated").mkdir(parents=True)
        shutil.copytree(ROOT / "schema", folder / "schema")
        self.written: set[str] = set()

    @property
    def server(self) -> pathlib.Path:
        return self.folder / "echo-sts"

    def make(self, mutants: list[Mutant], look: bool = False) -> Built:
        """From the schemas, with all these changes, to a server in this folder. `look`: only to
        where the compiler has seen it."""
        schemas = copy.deepcopy(self.schemas)
        for mutant in mutants:
            mutant.edit(schemas)
        mended = values.mend(schemas)
        Quick.headers_only = look
        output, problems = self.generate(schemas)
        if output is None:
            return Built("refused", "\n".join(problems), mended)
        built = Built("built", mended=mended, schemas=schemas)
        for name, text in output.files.items():
            (self.folder / "generated" / name).write_text(text)
        units = self.affected()
        said = ""
        if look:
            said = "".join(self.run(unit, "-fsyntax-only") for unit in units
                           if may_break(mutants[0], unit))
        unset = [] if said else sent.unset(output.sent, str(ROOT / "src"))
        if unset:
            built.outcome = "refused"
            built.said = "\n".join(map(str, unset)).replace(f"{self.folder}/", "").replace(
                f"{ROOT}/", "")
            return built
        if not look:
            said = self.link(units)
        if said:
            self.judge(mutants, built, said)
        return built

    def generate(self, schemas: Schemas) -> tuple[compiler.Output | None, list[str]]:
        """Runs the generator: what it gives, and its problems."""
        changed = {name for name in schemas.keys() | self.schemas.keys()
                   if schemas.get(name) != self.schemas.get(name)}
        for name in self.written | changed:
            path = self.folder / "schema" / name
            if name not in schemas:
                path.unlink(missing_ok=True)
            else:
                path.write_text(json.dumps(schemas[name], indent=2, ensure_ascii=False) + "\n")
        self.written = changed
        report = Report(strict=True)
        output = None
        try:
            output = compiler.build(str(self.folder / "schema" / mutate.INDEX), "sts", report)
        except SchemaError as error:
            report.error(error.problem.where, error.problem.reason)
        prefix = str(self.folder) + "/"
        problems = [str(one).replace(prefix, "") for one in report.problems]
        return None if problems else output, problems

    def affected(self) -> list[Unit]:
        changed: set[str] = set()
        for name in HEADERS:
            changed |= changed_names(self.base.headers[name],
                                     (self.folder / "generated" / name).read_text())
        # Its value is another one with every change.
        changed.discard("STS_PROTOCOL_HASH")
        return [unit for unit in self.base.units if unit.file.name in TABLES or
                (changed and (unit.pastes or not changed.isdisjoint(unit.words)))]

    def run(self, unit: Unit, *more: str) -> str:
        """Compiles one file; what the compiler says when it does not."""
        command = [f"-I{self.folder / 'generated'}" if word == f"-I{self.base.generated}" else word
                   for word in unit.command]
        file = unit.file
        if unit.file.parent == self.base.generated:
            file = self.folder / "generated" / unit.file.name
        # As ./dev build: a function that is missing, or is left over, stops the compiler.
        done = subprocess.run([*command, "-Werror", *more, str(file)],
                              cwd=self.folder, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE)
        return done.stderr if done.returncode else ""

    def sabotage(self, name: str, old: str, new: str) -> str:
        """Makes the server of the unchanged schemas with an edit of one source; what went wrong."""
        unit = next(one for one in self.base.units if one.name == name)
        text = unit.file.read_text(encoding="utf-8")
        if old not in text:
            return f"{name} has no {old!r} any more"
        edited = self.folder / unit.file.name
        edited.write_text(text.replace(old, new, 1), encoding="utf-8")
        shutil.copytree(self.base.generated, self.folder / "generated", dirs_exist_ok=True)
        return self.link([dataclasses.replace(unit, file=edited, command=[
            *unit.command, f"-I{unit.file.parent}"])], name)

    def link(self, units: list[Unit], replaced: str = "") -> str:
        """Makes the server, with these files compiled anew; what went wrong."""
        objects = {unit.name: unit.object for unit in self.base.units
                   if self.base.of_server(unit) and unit.name != replaced}
        for unit in units:
            if not self.base.of_server(unit):
                continue
            target = self.folder / "objects" / (unit.name.replace("/", "-") + ".o")
            target.parent.mkdir(exist_ok=True)
            said = self.run(unit, "-O0", "-c", "-o", str(target))
            if said:
                return said
            objects[unit.name] = target
        done = subprocess.run(
            [self.base.compiler, *self.base.flags, *map(str, objects.values()),
             *self.base.libraries, "-o", str(self.server)],
            stdin=subprocess.DEVNULL, capture_output=True, text=True)
        return done.stderr or "the linker failed" if done.returncode else ""

    def judge(self, mutants: list[Mutant], built: Built, said: str) -> None:
        """What does not compile has to name what was changed."""
        said = said.replace(str(self.folder) + "/", "").replace(str(ROOT) + "/", "")
        errors = list(ERROR.finditer(said))
        built.edits = len({(one["file"], one["line"]) for one in errors})
        built.said = "\n".join(one[0] for one in errors[:8]) or said[-2000:]
        names = [name for mutant in mutants for name in mutant.names]
        named = any(mentions(one["text"], name) for one in errors for name in names)
        built.outcome = "compile error" if named else "failure"
        if not named:
            built.said = f"the error names none of {', '.join(names)}:\n{built.said}"


def may_break(mutant: Mutant, unit: Unit) -> bool:
    """Whether a file can fail to compile: with another member only one that names it can."""
    if unit.file.name in TABLES:
        return False  # what the generator makes compiles, or is found when the server is made
    if not mutant.kind.startswith("member-"):
        return True
    bit = re.sub(r"\W", "_", mutant.what).upper()
    return not unit.words.isdisjoint((mutant.what, bit)) or any(
        word.endswith("_HAS_" + bit) for word in unit.words)


def mentions(error: str, name: str) -> bool:
    """Whether an error tells of a member, word or event: a name in C may have others before it."""
    plain = re.sub(r"\W+", "_", name).strip("_").lower()
    if re.search(rf"\b{re.escape(name)}\b", error):
        return True
    return any(word == plain or word.endswith("_" + plain) or f"_{plain}_" in word + "_"
               for word in map(str.lower, WORD.findall(error)))
