"""An index with all files that it refers to in it: what the server serves as one document."""

from __future__ import annotations

import hashlib
import os
from typing import Iterator

from codegen import jsontext
from codegen.jsontext import Json
from codegen.lint import Positions
from codegen.load import Document, Library
from codegen.problems import Location

#: Members of the AsyncAPI index that refer to files which are no schemas: the error table is
#: written out, the OpenAPI document is a document of its own, and the catalogue of requirements is
#: no part of what goes over the wire.
ERROR_TABLE, OPENAPI, REQUIREMENTS = "x-error-table", "x-openapi", "x-requirements"
#: What the bundled document does not have.
LEFT_OUT = (OPENAPI, REQUIREMENTS)


class Bundle:
    """For GET /asyncapi.json, GET /control/openapi.json and the protocol's hash."""

    def __init__(self, library: Library, positions: Positions, index: Document) -> None:
        self.library = library
        self.schemas = positions.schemas
        self.index = index
        self.keys: dict[str, str] = {}
        documents = self._documents()
        stems: dict[str, int] = {}
        for document in documents:
            stems[self._stem(document.root)] = stems.get(self._stem(document.root), 0) + 1
        for document in documents:
            root = document.root
            stem = self._stem(root)
            whole = os.path.splitext(root.name)[0].replace("/", "_").replace("..", "up")
            self.keys[root.name] = stem if stems[stem] == 1 else whole
        self.value = self._copy(index.value, index.root)
        if self.keys:
            components = self.value.setdefault("components", {})
            schemas = components.setdefault("schemas", {})
            for document in documents:
                schemas[self.keys[document.root.name]] = self._copy(document.value, document.root)

    def _documents(self) -> list[Document]:
        """The files that the index leads to, in the order in which they were read."""
        found = {self.index.root.name}
        todo = [self.index]
        while todo:
            document = todo.pop()
            for reference, at in self._references(document.value, document.root):
                target = self.library.document_of(self.library.resolve(reference, at).where)
                if target.root.name not in found:
                    found.add(target.root.name)
                    todo.append(target)
        found.remove(self.index.root.name)
        return [d for d in self.library.documents.values() if d.root.name in found]

    def _references(self, value: Json, where: Location) -> Iterator[tuple[str, Location]]:
        if isinstance(value, list):
            for i, item in enumerate(value):
                yield from self._references(item, where.child(i))
        elif isinstance(value, dict) and not self._is_apart(where):
            for name, item in value.items():
                if name == "$ref" and isinstance(item, str) and self._refers(where):
                    yield item, where.child(name)
                elif not self._is_data(name, where):
                    yield from self._references(item, where.child(name))

    def _stem(self, where: Location) -> str:
        return os.path.splitext(os.path.basename(where.name))[0]

    def _refers(self, where: Location) -> bool:
        """Whether `$ref` is a reference there."""
        return where in self.schemas or where.name == self.index.root.name

    def _is_data(self, name: str, where: Location) -> bool:
        return where in self.schemas and name in ("default", "const", "enum", "examples")

    def _is_apart(self, where: Location) -> bool:
        in_index = where.name == self.index.root.name
        return in_index and where.pointer in (f"/{ERROR_TABLE}", f"/{OPENAPI}", f"/{REQUIREMENTS}")

    def _copy(self, value: Json, where: Location) -> Json:
        if isinstance(value, list):
            return [self._copy(item, where.child(i)) for i, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if self._is_apart(where):
            return self.library.resolve(value["$ref"], where).value if "$ref" in value else value
        copy: dict[str, Json] = {}
        for name, item in value.items():
            if name == "$ref" and isinstance(item, str) and self._refers(where):
                copy[name] = self._reference(item, where.child(name))
            elif where in self.schemas and name == "$schema":
                continue  # one document, one dialect
            elif where == self.index.root and name in LEFT_OUT:
                continue
            elif self._is_data(name, where):
                copy[name] = item
            else:
                copy[name] = self._copy(item, where.child(name))
        return copy

    def _reference(self, reference: str, at: Location) -> str:
        target = self.library.resolve(reference, at).where
        key = self.keys.get(target.name)
        prefix = f"/components/schemas/{key}" if key is not None else ""
        return "#" + prefix + target.pointer.replace("%", "%25")

    def hash(self) -> str:
        """16 hexadecimal digits that change with the document."""
        text = jsontext.dump(_sorted(self.value))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _sorted(value: Json) -> Json:
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return value
