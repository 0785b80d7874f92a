"""Stage 2, lint: every keyword is one that is compiled, every reference leads to a schema.

What needs more than one schema to be understood (contradictions, defaults) is looked at in
contradictions.py, on the IR.
"""

from __future__ import annotations

import difflib
from typing import Optional

from codegen import jsontext, keywords, metaschema
from codegen.automaton import compile_pattern
from codegen.jsontext import Json
from codegen.load import Document, Library, Target
from codegen.problems import Location, Report, SchemaError
from codegen.regex import RegexError


class Positions:
    """Where schemas stand: found by walking from the first ones along keywords and references."""

    def __init__(self, library: Library, report: Report) -> None:
        self.library = library
        self.report = report
        self.schemas: dict[Location, Json] = {}
        self.targets: dict[Location, Location] = {}  # of the schemas that have a $ref
        self._checked: set[str] = set()
        self._todo: list[tuple[Location, Location, Json]] = []  # at, schema, value

    def add_file(self, document: Document) -> None:
        """A file that is a schema as a whole."""
        name = document.root.name
        if name in self._checked:
            return
        self._checked.add(name)
        if metaschema.check(document.value, document.root, self.report):
            self._walk(document.root, document.value)

    def add_inline(self, where: Location, value: Json) -> None:
        """A schema in a file that is something else (the index)."""
        if where not in self.schemas and metaschema.check(value, where, self.report):
            self._walk(where, value)

    def finish(self) -> None:
        """Follows all references."""
        while self._todo:
            at, schema, value = self._todo.pop(0)
            try:
                target = self.library.resolve(value, at)
            except SchemaError as error:
                self.report.error(error.problem.where, error.problem.reason)
                continue
            self._enter(target, at)
            if target.where in self.schemas:
                self.targets[schema] = target.where

    def _enter(self, target: Target, at: Location) -> None:
        document = self.library.document_of(target.where)
        is_index = isinstance(document.value, dict) and not {"asyncapi", "openapi"}.isdisjoint(document.value)
        if is_index:
            self.add_inline(target.where, target.value)
            return
        self.add_file(document)
        broken = any(p.where.name == target.where.name for p in self.report.problems)
        if target.where not in self.schemas and not broken:
            self.report.error(at, "dangling reference: the target is not a schema")

    def _walk(self, where: Location, value: Json) -> None:
        self.schemas[where] = value
        if isinstance(value, bool):
            return
        assert isinstance(value, dict)
        for name in value:
            self._keyword(name, value, where)
        if "$ref" in value:
            self._todo.append((where.child("$ref"), where, value["$ref"]))
        for name, part in value.items():
            if name in keywords.ONE_SCHEMA:
                self._walk(where.child(name), part)
            elif name in keywords.LIST_OF_SCHEMAS:
                for index, item in enumerate(part):
                    self._walk(where.child(name, index), item)
            elif name in keywords.MAP_OF_SCHEMAS:
                for key, item in part.items():
                    self._walk(where.child(name, key), item)

    def _keyword(self, name: str, schema: dict[str, Json], where: Location) -> None:
        place = where.child(name)
        if name not in keywords.SUPPORTED:
            self.report.error(place, unknown_keyword(name, keywords.SUPPORTED))
        elif name in ("then", "else") and "if" not in schema:
            self.report.pointless(place, f'"{name}" has no effect without "if"')
        elif name == "if" and "then" not in schema and "else" not in schema:
            self.report.pointless(place, '"if" has no effect without "then" or "else"')
        elif name == "$schema":
            self._dialect(schema[name], where)
        elif name == keywords.DEVIATION:
            self._deviation(schema[name], place)
        else:
            self._value(name, schema[name], place)

    def _dialect(self, value: Json, where: Location) -> None:
        place = where.child("$schema")
        if where.pointer:
            self.report.error(place, '"$schema" is allowed only at the root of a file')
        elif str(value).rstrip("#") != keywords.DIALECT:
            self.report.error(place, f"must be {keywords.DIALECT}")

    def _value(self, name: str, value: Json, place: Location) -> None:
        """What the meta-schema does not see."""
        if name == "pattern":
            try:
                compile_pattern(value)
            except RegexError as error:
                self.report.error(place, str(error))
        elif name == "format" and value not in keywords.FORMATS:
            known = ", ".join(keywords.FORMATS)
            self.report.error(place, f'format "{value}" is not supported (known: {known})')
        elif name == "contentEncoding" and value not in keywords.ENCODINGS:
            known = ", ".join(keywords.ENCODINGS)
            self.report.error(place, f'contentEncoding "{value}" is not supported (known: {known})')
        elif name == "enum" and not value:
            self.report.error(place, "must not be empty")
        elif name == "enum":
            for index, item in enumerate(value):
                if any(jsontext.equal(item, other) for other in value[:index]):
                    self.report.pointless(place.child(index), "the value is already in the list")

    def _deviation(self, value: Json, place: Location) -> None:
        if not isinstance(value, dict):
            self.report.error(place, f"must be an object, not {jsontext.type_name(value)}")
            return
        if not value:
            self.report.pointless(place, "an empty object has no effect")
        for name in value:
            if name not in keywords.DEVIATION_KEYWORDS:
                reason = unknown_keyword(name, keywords.DEVIATION_KEYWORDS, "in x-deviation")
                self.report.error(place.child(name), reason)
            elif name == "additionalProperties" and value[name] is not False:
                self.report.error(place.child(name), "must be false in x-deviation")
        if metaschema.check(value, place, self.report):
            for name in value:
                self._value(name, value[name], place.child(name))


def unknown_keyword(name: str, known: frozenset[str], context: str = "") -> str:
    """Why `name` is refused, with a guess at what was meant."""
    where = f" {context}" if context else ""
    if name in keywords.UNSUPPORTED or name in keywords.SUPPORTED:
        return f'keyword "{name}" is not supported{where}'
    guess: Optional[str] = None
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    if close:
        guess = close[0]
    else:
        guess = {word.lower(): word for word in known}.get(name.lower())
    hint = f'; did you mean "{guess}"?' if guess else ""
    return f'unknown keyword "{name}"{where}{hint}'
