"""The second index: what is asked and answered over HTTP.

Read from an OpenAPI 3.1 document that the first index names (`x-openapi`). Bodies are files beside
the events; every JSON body of a request or a response becomes a struct.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import Iterator, Optional

from codegen.jsontext import Json
from codegen.lint import Positions
from codegen.load import Document, Library, Target
from codegen.problems import Location, Report, SchemaError
from codegen.reader import Reader

JSON = "application/json"
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
PLACES = ("path", "query", "header")
#: Headers that a document speaks of elsewhere.
NO_PARAMETERS = ("accept", "authorization", "content-type")
PATH_KEYS = frozenset(("summary", "description", "parameters", "servers"))
#: Where the bodies lie, beside the document. Their structs are PREFIX_control_STEM.
FOLDER = "control"


@dataclass
class Parameter:
    name: str
    place: str  # path, query, header
    required: bool
    description: str
    where: Location
    schema: Location


@dataclass
class Answer:
    status: str
    description: str
    bodies: list[Location]  # of the schemas that a JSON body may have


@dataclass
class Operation:
    """A method of a path."""

    key: str  # operationId
    method: str
    path: str
    summary: str
    where: Location
    parameters: list[Parameter] = field(default_factory=list)
    body: Optional[Location] = None
    body_required: bool = False
    answers: list[Answer] = field(default_factory=list)


@dataclass
class Interface:
    title: str
    description: str
    operations: list[Operation]

    def bodies(self) -> list[Location]:
        """The schemas of all JSON bodies, in the order they are met."""
        found: dict[Location, None] = {}
        for operation in self.operations:
            if operation.body is not None:
                found[operation.body] = None
            for answer in operation.answers:
                found.update(dict.fromkeys(answer.bodies))
        return list(found)


def _several(schema: Json, at: Location, only_one: bool) -> list[tuple[Json, Location]]:
    """The schemas that a body may have, and where they stand."""
    if isinstance(schema, dict) and list(schema) == ["anyOf"] and not only_one:
        several = schema["anyOf"]
        if isinstance(several, list) and several:
            return [(one, at.child("anyOf", i)) for i, one in enumerate(several)]
    return [(schema, at)]


class Http(Reader):
    """Reads the document and hands the bodies to the lint."""

    def __init__(
        self, library: Library, positions: Positions, report: Report, document: Document
    ) -> None:
        super().__init__(library, positions, report, document)
        self.security = self._security_schemes()

    def read(self) -> Interface:
        version = self.object(self.value, self.root).get("openapi")
        if not isinstance(version, str) or not version.startswith("3.1."):
            raise SchemaError(self.root.child("openapi"), "must be an OpenAPI 3.1 version")
        info = self.object(self.value.get("info"), self.root.child("info"))
        for name in ("title", "version"):
            self.text(info, name, self.root.child("info"))
        self._secured(self.value, self.root)
        operations = list(self._operations())
        interface = Interface(info["title"], str(info.get("description", "")), operations)
        self._references(self.value, self.root)
        self._all_used(interface)
        return interface

    def _security_schemes(self) -> frozenset[str]:
        components = self.value.get("components", {}) if isinstance(self.value, dict) else {}
        schemes = components.get("securitySchemes", {}) if isinstance(components, dict) else {}
        return frozenset(schemes if isinstance(schemes, dict) else ())

    def _secured(self, value: dict[str, Json], where: Location) -> None:
        for index, item in enumerate(value.get("security", [])):
            for name in self.object(item, where.child("security", index)):
                if name not in self.security:
                    reason = f'"{name}" is not in components/securitySchemes'
                    self.report.error(where.child("security", index, name), reason)

    def _references(self, value: Json, where: Location) -> None:
        """Every reference of the document leads somewhere, used or not."""
        if isinstance(value, list):
            for index, item in enumerate(value):
                self._references(item, where.child(index))
        elif isinstance(value, dict):
            for name, item in value.items():
                if name == "$ref" and isinstance(item, str):
                    self.library.resolve(item, where.child(name))
                elif name not in ("example", "examples"):
                    self._references(item, where.child(name))

    # ---- operations ----------------------------------------------------------------------------

    def _operations(self) -> Iterator[Operation]:
        where = self.root.child("paths")
        keys: dict[str, Location] = {}
        for path, value in self.object(self.value.get("paths"), where).items():
            at = where.child(path)
            if not path.startswith("/"):
                raise SchemaError(at, "a path must start with /")
            item = self.object(value, at)
            for method in item:
                if method not in METHODS and method not in PATH_KEYS:
                    raise SchemaError(at.child(method), f'"{method}" is not a method')
            for method in METHODS:
                if method in item:
                    operation = self._operation(path, method, item, at)
                    first = keys.setdefault(operation.key, operation.where)
                    if first != operation.where:
                        place = operation.where.child("operationId")
                        self.report.error(place, f"{first.pointer} has the same operationId")
                    yield operation

    def _operation(
        self, path: str, method: str, item: dict[str, Json], at: Location
    ) -> Operation:
        where = at.child(method)
        value = self.object(item[method], where)
        operation = Operation(
            key=self.text(value, "operationId", where),
            method=method.upper(),
            path=path,
            summary=self.text(value, "summary", where),
            where=where,
        )
        if not re.fullmatch(r"[a-z][a-z0-9_]*", operation.key):
            self.report.error(where.child("operationId"), "must be lower_case")
        self._secured(value, where)
        for holder, place in ((item, at), (value, where)):
            if "parameters" in holder:
                operation.parameters += map(self._parameter, self.list(holder, "parameters", place))
        self._path_parameters(operation)
        if "requestBody" in value:
            body = self.follow(value["requestBody"], where.child("requestBody"))
            operation.body = self._bodies(body, json_only=True)[0]
            operation.body_required = body.value.get("required") is True
        operation.answers = list(self._answers(value, where))
        return operation

    def _parameter(self, target: Target) -> Parameter:
        value, where = self.object(target.value, target.where), target.where
        place = value.get("in")
        if place not in PLACES:
            raise SchemaError(where.child("in"), 'must be "path", "query" or "header"')
        if place == "path" and value.get("required") is not True:
            raise SchemaError(where.child("required"), "must be true for a path parameter")
        if "schema" not in value:
            raise SchemaError(where, "the parameter has no schema")
        name = self.text(value, "name", where)
        if place == "header" and name.lower() in NO_PARAMETERS:
            raise SchemaError(where.child("name"), f"OpenAPI ignores parameters named {name}")
        return Parameter(
            name=name.lower() if place == "header" else name,
            place=place,
            required=value.get("required") is True,
            description=self.text(value, "description", where),
            where=where,
            schema=self._schema(value["schema"], where.child("schema")),
        )

    def _path_parameters(self, operation: Operation) -> None:
        """Those of the path are those that are declared."""
        named = re.findall(r"\{([^{}/]*)\}", operation.path)
        declared = [p.name for p in operation.parameters if p.place == "path"]
        for name in named:
            if name not in declared:
                self.report.error(operation.where, f'path parameter "{name}" is not declared')
        for name in declared:
            if name not in named:
                self.report.error(operation.where, f'"{name}" does not occur in the path')

    def _answers(self, value: dict[str, Json], where: Location) -> Iterator[Answer]:
        place = where.child("responses")
        responses = self.object(value.get("responses"), place)
        if not responses:
            raise SchemaError(place, "must not be empty")
        for status, item in responses.items():
            if not re.fullmatch(r"[1-5][0-9][0-9]", status):
                raise SchemaError(place.child(status), "must be a status, 100 to 599")
            target = self.follow(item, place.child(status))
            answer = self.object(target.value, target.where)
            description = self.text(answer, "description", target.where)
            yield Answer(status, description, self._bodies(target, json_only=False))

    def _bodies(self, target: Target, json_only: bool) -> list[Location]:
        """The schema of the JSON body of a request, or those of a response. A response may say
        nothing of its body's shape: then no struct is made of it."""
        content = self.object(target.value, target.where).get("content", {})
        where = target.where.child("content")
        found: list[Location] = []
        for kind, value in self.object(content, where).items():
            if kind != JSON and json_only:
                raise SchemaError(where.child(kind), f"must be {JSON}")
            media = self.object(value, where.child(kind))
            if kind == JSON and ("schema" in media or json_only):
                schema, at = media.get("schema"), where.child(kind, "schema")
                found = [self._json(one, place) for one, place in _several(schema, at, json_only)]
        if not found and json_only:
            raise SchemaError(where, f"must have {JSON}")
        return found

    def _json(self, schema: Json, where: Location) -> Location:
        if not isinstance(schema, dict) or list(schema) != ["$ref"]:
            reason = "must be a $ref to a file, which gives the name of the struct"
            raise SchemaError(where, reason)
        self.positions.add_inline(where, schema)
        target = self.library.resolve(schema["$ref"], where.child("$ref"))
        if target.where.pointer or target.where.name == self.root.name:
            raise SchemaError(where.child("$ref"), "must point to a whole file")
        self.positions.add_file(self.library.document_of(target.where))
        return target.where

    def _schema(self, value: Json, where: Location) -> Location:
        """A parameter's schema."""
        self.positions.add_inline(where, value)
        return where

    def _all_used(self, interface: Interface) -> None:
        """A file of the folder that no operation leads to would never be compiled."""
        self.positions.finish()  # reads what the bodies refer to
        folder = os.path.join(os.path.dirname(self.root.shown), FOLDER)
        if not os.path.isdir(folder):
            return
        used = {os.path.normpath(d.root.shown) for d in self.library.documents.values()}
        for name in sorted(os.listdir(folder)):
            path = os.path.normpath(os.path.join(folder, name))
            if name.endswith(".json") and path not in used:
                self.report.error(Location(path, path), "no operation has this body")
