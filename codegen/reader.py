"""What the readers of the two indexes (AsyncAPI, OpenAPI) share: shapes and references."""

from __future__ import annotations

from codegen import jsontext
from codegen.jsontext import Json
from codegen.lint import Positions
from codegen.load import Document, Library, Target
from codegen.problems import Location, Report, SchemaError


class Reader:
    """Reads a document that is no schema but leads to some, which it hands to the lint."""

    def __init__(
        self, library: Library, positions: Positions, report: Report, document: Document
    ) -> None:
        self.library = library
        self.positions = positions
        self.report = report
        self.document = document
        self.root = document.root
        self.value = document.value

    def object(self, value: Json, where: Location) -> dict[str, Json]:
        if not isinstance(value, dict):
            raise SchemaError(where, f"must be an object, not {jsontext.type_name(value)}")
        return value

    def text(self, value: dict[str, Json], name: str, where: Location) -> str:
        text = value.get(name)
        if not isinstance(text, str) or not text:
            raise SchemaError(where.child(name), "must be a non-empty string")
        return text

    def follow(self, value: Json, where: Location) -> Target:
        """Where a Reference Object leads to, at last."""
        seen: set[Location] = set()
        while isinstance(value, dict) and "$ref" in value:
            at = where.child("$ref")
            if at in seen:
                raise SchemaError(at, "reference loop")
            seen.add(at)
            if len(value) > 1:
                raise SchemaError(where, "no other keyword is allowed next to $ref here")
            if not isinstance(value["$ref"], str):
                raise SchemaError(at, "must be a string")
            target = self.library.resolve(value["$ref"], at)
            where, value = target.where, target.value
        return Target(where, value)

    def list(self, value: dict[str, Json], name: str, where: Location) -> list[Target]:
        items = value.get(name)
        if not isinstance(items, list) or not items:
            raise SchemaError(where.child(name), "must be a non-empty list")
        return [self.follow(item, where.child(name, i)) for i, item in enumerate(items)]
