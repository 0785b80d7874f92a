"""The mutants: every small change of the protocol's schemas, each with the edit that makes it.

A schema set is a dict of documents by path below schema/, as JSON gives them. A mutant edits a copy.
What the edit breaks beside itself (an example, a default) values.mend mends, as a person would.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import pathlib
from typing import Any, Callable, Iterator

Schemas = dict[str, Any]

INDEX = "asyncapi.json"
HTTP = "openapi.json"
ERRORS = "errors.json"
# Names that no schema has, so that an error that names one can mean nothing else.
WORD = "zz_word"
MEMBER = "zz_member"
EVENT = "zz_event"
OPERATION = "zz_operation"
RENAMED = "_zz_renamed"

LOWER_BOUNDS = ("minimum", "minLength", "minItems", "minProperties")
UPPER_BOUNDS = ("maximum", "maxLength", "maxItems", "maxProperties")
METHODS = ("get", "put", "post", "delete")

#: What is done, in the order of the table.
KINDS = {
    "word-added": "an enum gets a word",
    "word-dropped": "an enum loses a word",
    "bound-raised": "a bound + 1",
    "bound-lowered": "a bound - 1",
    "member-added": "an object gets an optional member",
    "member-dropped": "an object loses an optional member",
    "member-renamed": "a member gets another name",
    "member-required": "an optional member becomes required",
    "member-optional": "a required member becomes optional",
    "event-added": "an event more, from workers, to workers, or both",
    "event-dropped": "an event less",
    "operation-added": "an operation more over HTTP",
    "operation-dropped": "an operation less",
    "parameter-added": "an operation gets an optional parameter",
    "parameter-dropped": "an operation loses a parameter of its query",
    "parameter-renamed": "a parameter gets another name",
    "parameter-required": "a parameter of a query becomes required",
}


@dataclasses.dataclass(frozen=True)
class Mutant:
    """One change. `pointer` is where it stands, `names` what an error about it has to tell one of."""

    kind: str
    file: str
    pointer: str
    what: str
    names: tuple[str, ...]
    edit: Callable[[Schemas], None] = dataclasses.field(compare=False, repr=False)

    @property
    def id(self) -> str:
        return f"{self.kind} {self.file}#{self.pointer} {self.what}"

    @property
    def name(self) -> str:
        """What it is about, in one word: two places of the protocol that tell of the same thing
        have the same."""
        if self.kind.startswith(("bound-", "word-")):
            word = self.pointer.rsplit("/", 1)[-1] or self.file
        elif self.kind == "member-added":
            word = pathlib.PurePath(self.file).stem.rsplit("_", 1)[-1] + self.pointer
        else:
            word = self.what
        return word


def read(folder: pathlib.Path) -> Schemas:
    return {path.relative_to(folder).as_posix(): json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(folder.rglob("*.json"))}


def at(document: Any, pointer: str) -> Any:
    """What stands at a JSON pointer."""
    for step in pointer.split("/")[1:]:
        token = step.replace("~1", "/").replace("~0", "~")
        document = document[int(token)] if isinstance(document, list) else document[token]
    return document


def escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def parts(schema: Any, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """A schema and those within it, with their pointers."""
    if not isinstance(schema, dict):
        return
    yield pointer, schema
    for key in ("items", "additionalProperties", "if", "then", "else"):
        if key in schema:
            yield from parts(schema[key], f"{pointer}/{key}")
    for name, member in schema.get("properties", {}).items():
        yield from parts(member, f"{pointer}/properties/{escape(name)}")
    for key in ("allOf", "anyOf"):
        for index, part in enumerate(schema.get(key, ())):
            yield from parts(part, f"{pointer}/{key}/{index}")


def conditional(pointer: str) -> bool:
    """Within an if or a then: what stands there tells something of members, and makes none."""
    steps = pointer.split("/")
    return "if" in steps or "then" in steps or "allOf" in steps


# ---- the kinds -----------------------------------------------------------------------------------


def words(file: str, pointer: str, schema: dict[str, Any]) -> Iterator[Mutant]:
    values = schema.get("enum")
    if not isinstance(values, list) or conditional(pointer):
        return
    added: Any = WORD if isinstance(values[0], str) else max(values) + 1

    def add(schemas: Schemas) -> None:
        at(schemas[file], pointer)["enum"].append(added)

    # Numbers have no names in C: the member says which they are.
    stem = pathlib.PurePath(file).stem
    place = pointer.rsplit("/", 1)[-1] or stem
    yield Mutant("word-added", file, pointer, str(added), (str(added), stem, place), add)
    if file == "types/error_code.json":
        def add_row(schemas: Schemas) -> None:
            add(schemas)
            rows = schemas[ERRORS]
            rows.append({**rows[-1], "code": WORD})

        yield Mutant("word-added", file, pointer, f"{WORD} with its row of the error table",
                     (WORD,), add_row)
    for value in values:
        def drop(schemas: Schemas, value: Any = value) -> None:
            at(schemas[file], pointer)["enum"].remove(value)

        yield Mutant("word-dropped", file, pointer, str(value), (str(value), stem, place), drop)


def bounds(file: str, pointer: str, schema: dict[str, Any]) -> Iterator[Mutant]:
    for keyword in LOWER_BOUNDS + UPPER_BOUNDS:
        if not isinstance(schema.get(keyword), (int, float)):
            continue
        value: Any = schema[keyword]
        for kind, step in (("bound-raised", 1), ("bound-lowered", -1)):
            def move(schemas: Schemas, keyword: str = keyword, to: Any = value + step) -> None:
                at(schemas[file], pointer)[keyword] = to

            last = pointer.rsplit("/", 1)[-1] or pathlib.PurePath(file).stem
            yield Mutant(kind, file, pointer, f"{keyword} {value} to {value + step}",
                         (last, keyword), move)


def rename_in(schema: Any, old: str, new: str) -> None:
    """In an object's schema: the member, and what tells of it."""
    for pointer, part in parts(schema):
        if pointer and not conditional(pointer):
            continue
        for rules in (part, part.get("x-deviation", {})):
            if old in rules.get("required", ()):
                rules["required"] = [new if name == old else name for name in rules["required"]]
        if old in part.get("properties", {}):
            part["properties"] = {new if name == old else name: member
                                  for name, member in part["properties"].items()}


def members(file: str, pointer: str, schema: dict[str, Any]) -> Iterator[Mutant]:
    if "properties" not in schema or conditional(pointer):
        return
    required = schema.get("required", [])

    def add(schemas: Schemas) -> None:
        at(schemas[file], pointer)["properties"][MEMBER] = {
            "description": "Something more.", "type": "string", "maxLength": 32}

    yield Mutant("member-added", file, pointer, MEMBER, (MEMBER,), add)
    for name, member in schema["properties"].items():
        def rename(schemas: Schemas, name: str = name) -> None:
            rename_in(at(schemas[file], pointer), name, name + RENAMED)

        yield Mutant("member-renamed", file, pointer, name, (name,), rename)
        if name in required:
            def relax(schemas: Schemas, name: str = name) -> None:
                target = at(schemas[file], pointer)
                target["required"].remove(name)
                if not target["required"]:
                    del target["required"]

            yield Mutant("member-optional", file, pointer, name, (name,), relax)
            continue

        def drop(schemas: Schemas, name: str = name) -> None:
            target = at(schemas[file], pointer)
            del target["properties"][name]
            soft = target.get("x-deviation", {})
            if name in soft.get("required", ()):
                soft["required"].remove(name)

        def demand(schemas: Schemas, name: str = name) -> None:
            target = at(schemas[file], pointer)
            target.setdefault("required", []).append(name)
            target["properties"][name].pop("default", None)
            soft = target.get("x-deviation", {})
            if name in soft.get("required", ()):
                soft["required"].remove(name)
                if not soft["required"]:
                    del soft["required"]

        yield Mutant("member-dropped", file, pointer, name, (name,), drop)
        yield Mutant("member-required", file, pointer, name, (name,), demand)


def schema_mutants(file: str, schema: Any, base: str = "") -> Iterator[Mutant]:
    """Of one schema, which stands at `base` in its file."""
    for pointer, part in parts(schema, base):
        yield from words(file, pointer, part)
        yield from bounds(file, pointer, part)
        yield from members(file, pointer, part)


def add_event(schemas: Schemas, stem: str, action: str) -> None:
    schemas[f"events/{stem}.json"] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Something new", "description": "An event that no code knows.", "type": "object",
        "properties": {"stream_id": {"description": "The stream.",
                                     "$ref": "../types/stream_id.json"},
                       "note": {"description": "What it says.", "type": "string"}},
        "required": ["stream_id", "note"], "x-deviation": {"additionalProperties": False},
        "examples": [{"stream_id": "live-1", "note": "new"}]}
    index = schemas[INDEX]
    index["components"]["messages"][stem] = {
        "name": EVENT.replace("_", ":"), "title": "Something new",
        "summary": "An event that no code knows.", "payload": {"$ref": f"events/{stem}.json"}}
    index["channels"]["sts"]["messages"][stem] = {"$ref": f"#/components/messages/{stem}"}
    index["operations"][stem] = {
        "action": action, "channel": {"$ref": "#/channels/sts"},
        "summary": "An event that no code knows.",
        "messages": [{"$ref": f"#/channels/sts/messages/{stem}"}]}


def drop_event(schemas: Schemas, stem: str) -> None:
    index = schemas[INDEX]
    del index["components"]["messages"][stem]
    del index["channels"]["sts"]["messages"][stem]
    del index["operations"][stem]
    del schemas[f"events/{stem}.json"]
    gone = {"$ref": f"#/channels/sts/messages/{stem}"}
    for operation in index["operations"].values():
        reply = operation.get("reply")
        if reply and gone in reply["messages"]:
            reply["messages"].remove(gone)
            # What is left is the error alone: nothing is answered at once any more.
            if len(reply["messages"]) == 1:
                del operation["reply"]


def events(schemas: Schemas) -> Iterator[Mutant]:
    def both(edited: Schemas) -> None:
        add_event(edited, EVENT, "send")
        add_event(edited, f"worker_{EVENT}", "receive")

    yield Mutant("event-added", INDEX, "/operations", "from workers", (EVENT,),
                 lambda edited: add_event(edited, EVENT, "receive"))
    yield Mutant("event-added", INDEX, "/operations", "to workers", (EVENT,),
                 lambda edited: add_event(edited, EVENT, "send"))
    yield Mutant("event-added", INDEX, "/operations", "both ways", (EVENT,), both)
    for stem in schemas[INDEX]["operations"]:
        def drop(edited: Schemas, stem: str = stem) -> None:
            drop_event(edited, stem)

        yield Mutant("event-dropped", INDEX, f"/operations/{stem}", stem, (stem,), drop)


def references(value: Any) -> Iterator[str]:
    """The names of the files that a document refers to."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "$ref" and isinstance(part, str) and ".json" in part:
                yield part.partition("#")[0].rsplit("/", 1)[-1]
            else:
                yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def drop_unused(schemas: Schemas) -> list[str]:
    """Takes away the bodies that no operation has any more. Returns their names."""
    gone: list[str] = []
    while True:
        used = {name for document in schemas.values() for name in references(document)}
        unused = [file for file in schemas
                  if file.startswith("control/") and file.rsplit("/", 1)[-1] not in used]
        if not unused:
            return gone
        for file in unused:
            del schemas[file]
        gone += unused


def drop_operation(schemas: Schemas, path: str, method: str) -> list[str]:
    """Takes away an operation; the files of the bodies that have gone with it."""
    here = schemas[HTTP]["paths"][path]
    del here[method]
    if not any(one in here for one in METHODS):
        del schemas[HTTP]["paths"][path]
    return drop_unused(schemas)


def operations(schemas: Schemas) -> Iterator[Mutant]:
    def add(edited: Schemas) -> None:
        edited[HTTP]["paths"]["/control/zz"] = {"get": {
            **edited[HTTP]["paths"]["/control/openapi.json"]["get"], "operationId": OPERATION}}

    yield Mutant("operation-added", HTTP, "/paths", OPERATION, (OPERATION,), add)
    for path, item in schemas[HTTP]["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            pointer = f"/paths/{escape(path)}/{method}"
            name = item[method]["operationId"]

            def drop(edited: Schemas, path: str = path, method: str = method) -> None:
                drop_operation(edited, path, method)

            def extend(edited: Schemas, path: str = path, method: str = method) -> None:
                edited[HTTP]["paths"][path][method].setdefault("parameters", []).append(
                    {"name": MEMBER, "in": "query", "description": "Something more.",
                     "schema": {"type": "string", "maxLength": 32}})

            # An error may tell of its bodies, by their names in C.
            trial = {**schemas, HTTP: copy.deepcopy(schemas[HTTP])}
            bodies = [file.removesuffix(".json").replace("/", "_")
                      for file in drop_operation(trial, path, method)]
            yield Mutant("operation-dropped", HTTP, pointer, name, (name, *bodies), drop)
            yield Mutant("parameter-added", HTTP, pointer, name, (MEMBER,), extend)


def parameters(schemas: Schemas) -> Iterator[Mutant]:
    http = schemas[HTTP]
    places = [f"/components/parameters/{name}" for name in http["components"]["parameters"]]
    for path, item in http["paths"].items():
        for method in METHODS:
            for index, one in enumerate(item.get(method, {}).get("parameters", ())):
                if "$ref" not in one:
                    places.append(f"/paths/{escape(path)}/{method}/parameters/{index}")
                elif one["$ref"].startswith("#/components/parameters/"):
                    yield dropped(http, f"/paths/{escape(path)}/{method}/parameters", index,
                                  at(http, one["$ref"][1:])["name"])
    for place in places:
        parameter = at(http, place)
        name = parameter["name"]

        def rename(edited: Schemas, place: str = place, name: str = name) -> None:
            at(edited[HTTP], place)["name"] = name + RENAMED
            edited[HTTP]["paths"] = {
                path.replace("{" + name + "}", "{" + name + RENAMED + "}"): item
                for path, item in edited[HTTP]["paths"].items()}

        yield Mutant("parameter-renamed", HTTP, place, name, (name,), rename)
        if parameter["in"] == "query":
            def demand(edited: Schemas, place: str = place) -> None:
                at(edited[HTTP], place)["required"] = True

            yield Mutant("parameter-required", HTTP, place, name, (name,), demand)
            if "/parameters/" in place and place.startswith("/paths"):
                above, _, last = place.rpartition("/")
                yield dropped(http, above, int(last), name)
        yield from schema_mutants(HTTP, parameter["schema"], f"{place}/schema")


def dropped(http: dict[str, Any], place: str, index: int, name: str) -> Mutant:
    # With the last one the struct goes: it has the name of the operation.
    operation = at(http, place.rpartition("/")[0]).get("operationId", name)
    names = (name, operation) if len(at(http, place)) == 1 else (name,)

    def drop(edited: Schemas) -> None:
        above, _, last = place.rpartition("/")
        listed = at(edited[HTTP], place)
        del listed[index]
        if not listed:
            del at(edited[HTTP], above)[last]

    return Mutant("parameter-dropped", HTTP, f"{place}/{index}", name, names, drop)


def mutants(schemas: Schemas) -> list[Mutant]:
    """All of them, always in the same order."""
    found: list[Mutant] = []
    for file, schema in schemas.items():
        if "/" in file:
            found += schema_mutants(file, schema)
    found += events(schemas)
    found += operations(schemas)
    found += parameters(schemas)
    return found
