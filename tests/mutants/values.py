"""Values that fit a schema: made from one that fitted it before it was changed."""

from __future__ import annotations

import base64
import math
import posixpath
from typing import Any, Iterator

import jsonschema

from mutate import MEMBER, RENAMED, Schemas, parts

SAMPLE_UUID = "0b0f7f0e-6f0c-4c35-9d3e-5f1d0a8a7c22"


class Book:
    """A set of schemas to look things up in."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self._stores: dict[bool, dict[str, Any]] = {}

    def follow(self, file: str, reference: str) -> tuple[str, Any, str]:
        """The file and schema that a reference in `file` leads to, and its pointer."""
        path, _, pointer = reference.partition("#")
        if path:
            file = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
        schema = self.schemas[file]
        for step in pointer.split("/")[1:]:
            schema = schema[step.replace("~1", "/").replace("~0", "~")]
        return file, schema, pointer

    def all(self, file: str, schema: Any) -> list[tuple[str, dict[str, Any]]]:
        """The schemas that apply together: itself, what it refers to, and allOf."""
        found = []
        if isinstance(schema, dict):
            found.append((file, schema))
            if "$ref" in schema:
                found += self.all(*self.follow(file, schema["$ref"])[:2])
            for part in schema.get("allOf", ()):
                found += self.all(file, part)
        return found

    def members(self, file: str, schema: Any) -> dict[str, tuple[str, Any]]:
        return {name: (where, member) for where, part in self.all(file, schema)
                for name, member in part.get("properties", {}).items()}

    def validator(self, file: str, schema: Any, strict: bool = True) -> Any:
        """A python-jsonschema validator; `strict`: what is a deviation is an error."""
        base = "file:///"
        if strict not in self._stores:
            self._stores[strict] = {base + name: strictly(one) if strict else one
                                    for name, one in self.schemas.items() if "/" in name}
        store = self._stores[strict]
        resolver = jsonschema.RefResolver(base + file, store.get(base + file, {}), store=store)
        return jsonschema.Draft202012Validator(
            strictly(schema) if strict else schema, resolver=resolver)

    # ---- values

    def fit(self, file: str, schema: Any, hint: Any = None, added: bool = False) -> Any:
        """A value for the schema that is as near to `hint` as can be. `added`: with the member that
        a mutant adds."""
        rules = [part for _, part in self.all(file, schema)]
        if not rules:
            return hint if hint is not None else 1
        for where, part in self.all(file, schema):
            if "anyOf" in part:
                known = self.validator(where, {"anyOf": part["anyOf"]})
                return hint if hint is not None and known.is_valid(hint) else \
                    self.fit(where, part["anyOf"][0])
        listed = [one["enum"] for one in rules if "enum" in one]
        if listed:
            return hint if hint in listed[0] or not listed[0] else listed[0][0]
        kind = next((one["type"] for one in rules if "type" in one), None)
        if kind == "object" or any("properties" in one for one in rules):
            return self._object(file, schema, rules, hint, added)
        if kind == "array":
            return self._array(file, schema, rules, hint, added)
        if kind in ("integer", "number"):
            return _number(rules, hint)
        if kind == "string":
            return _string(rules, hint)
        if kind == "boolean":
            return hint if isinstance(hint, bool) else True
        return self._anything(file, schema, hint if hint is not None else 1, added)

    def _anything(self, file: str, schema: Any, hint: Any, added: bool) -> Any:
        """A value of no type of its own, for which a `then` may have rules."""
        for where, part in self.all(file, schema):
            if "if" in part and self.validator(where, part["if"]).is_valid(hint):
                hint = self.fit(where, part["then"], hint, added)
        return hint

    def _object(self, file: str, schema: Any, rules: list[dict[str, Any]], hint: Any,
                added: bool) -> dict[str, Any]:
        hint = hint if isinstance(hint, dict) else {}
        required = {name for one in rules for name in one.get("required", ())}
        known = self.members(file, schema)
        made: dict[str, Any] = {}
        others: tuple[str, Any] = next(
            ((where, part["additionalProperties"]) for where, part in self.all(file, schema)
             if "additionalProperties" in part), (file, True))
        for name, value in hint.items():
            name = name if name in known or name + RENAMED not in known else name + RENAMED
            if name in known:
                made[name] = self.fit(*known[name], value, added)
            elif not closed(rules):
                made[name] = self.fit(*others, value, added)
        for name, (where, member) in known.items():
            if name not in made and (name in required or (added and name == MEMBER)):
                made[name] = self.fit(where, member, sample_of(name), added)
        for where, part in self.all(file, schema):
            if "if" in part and self.validator(where, part["if"]).is_valid(made):
                made = self._then(where, part["then"], known, made)
        least = max((one.get("minProperties", 0) for one in rules), default=0)
        for name, (where, member) in known.items():
            if len(made) < least and name not in made:
                made[name] = self.fit(where, member, None, added)
        return made

    def _then(self, file: str, then: dict[str, Any], known: dict[str, tuple[str, Any]],
              made: dict[str, Any]) -> dict[str, Any]:
        for name in then.get("required", ()):
            if name not in made and name in known:
                made[name] = self.fit(*known[name], sample_of(name))
        for name, rule in then.get("properties", {}).items():
            if name in made:
                made[name] = self.fit(file, rule, made[name])
        return made

    def _array(self, file: str, schema: Any, rules: list[dict[str, Any]], hint: Any,
               added: bool) -> list[Any]:
        least = max((one.get("minItems", 0) for one in rules), default=0)
        most = min((one.get("maxItems", math.inf) for one in rules), default=math.inf)
        where, item = next(((where, part["items"]) for where, part in self.all(file, schema)
                            if "items" in part), (file, {}))
        made = [self.fit(where, item, one, added) for one in (hint or [])]
        while len(made) < least:
            other, is_first = beside(made[0] if made else None)
            made.insert(0 if is_first else len(made), self.fit(where, item, other, added))
        return made[:int(most)] if most != math.inf else made

    # ---- places

    def ways(self, file: str, schema: Any, target: tuple[str, str], at: str | None = None,
             seen: tuple[tuple[str, str], ...] = ()) -> Iterator[list[str]]:
        """The ways in a value of `schema` to what `target`, a file and a pointer in it, describes:
        names of members, and "*" for an item. `at` is the pointer of `schema` in its file."""
        at = at or ""
        here = (file, at)
        if not isinstance(schema, dict) or here in seen:
            return
        if here == target:
            yield []
        seen = (*seen, here)
        if "$ref" in schema:
            to, found, pointer = self.follow(file, schema["$ref"])
            yield from self.ways(to, found, target, pointer, seen)
        for name, member in schema.get("properties", {}).items():
            step = name.replace("~", "~0").replace("/", "~1")
            for way in self.ways(file, member, target, f"{at}/properties/{step}", seen):
                yield [name, *way]
        if "items" in schema:
            for way in self.ways(file, schema["items"], target, f"{at}/items", seen):
                yield ["*", *way]
        for key in ("if", "then"):
            if key in schema:
                yield from self.ways(file, schema[key], target, f"{at}/{key}", seen)
        for key in ("allOf", "anyOf"):
            for index, part in enumerate(schema.get(key, ())):
                yield from self.ways(file, part, target, f"{at}/{key}/{index}", seen)

    def sub(self, file: str, schema: Any, step: str) -> tuple[str, Any]:
        """The schema of a member, or of an item."""
        if step == "*":
            return next((where, part["items"]) for where, part in self.all(file, schema)
                        if "items" in part)
        return self.members(file, schema)[step]

    def put(self, file: str, schema: Any, hint: Any, way: list[str], value: Any) -> Any:
        """A value for the schema that has `value` at the end of `way`; ... takes the member away."""
        if not way:
            return value
        made = self.fit(file, schema, hint)
        where, member = self.sub(file, schema, way[0])
        if way[0] == "*":
            items = made or [self.fit(where, member)]
            return [self.put(where, member, items[0], way[1:], value), *items[1:]]
        if len(way) == 1 and value is ...:
            made.pop(way[0], None)
            return made
        made[way[0]] = self.put(where, member, made.get(way[0], sample_of(way[0])), way[1:], value)
        return made


def strictly(schema: Any) -> Any:
    """A schema whose deviations are errors."""
    if isinstance(schema, list):
        return [strictly(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {**{key: strictly(item) for key, item in schema.items()
               if key not in ("x-deviation", "examples")},
            **schema.get("x-deviation", {})}


def beside(item: Any) -> tuple[Any, bool]:
    """One more item beside `item` that changes nothing, and whether it stands before it: a rule that
    hits nothing, a scenario of another name, of which the last one applies."""
    if not isinstance(item, dict):
        return item, False
    if "name" in item:
        return {**item, "name": f"before {item['name']}"}, True
    if not {"action", "error_code"} & item.keys():
        return item, False
    hits_all = "trigger" not in item or (item["trigger"], item["value"]) == ("nth_fragment", 1)
    if hits_all:
        return {**item, "probability": 0}, True
    return {**item, "trigger": "fragment_id", "value": "of no fragment"}, False


def closed(rules: list[dict[str, Any]]) -> bool:
    return any(one.get("additionalProperties") is False or
               one.get("x-deviation", {}).get("additionalProperties") is False for one in rules)


def sample_of(name: str) -> Any:
    """A value for a member that has to be there, where the schema alone says too little."""
    return {"value": 1, "error_code": "TIMEOUT", "delay_ms": 0,
            "since": "start"}.get(name.removesuffix(RENAMED))


def _number(rules: list[dict[str, Any]], hint: Any) -> Any:
    value = hint if isinstance(hint, (int, float)) and not isinstance(hint, bool) else 0
    value = max([value, *(one["minimum"] for one in rules if "minimum" in one)])
    return min([value, *(one["maximum"] for one in rules if "maximum" in one)])


def _string(rules: list[dict[str, Any]], hint: Any) -> str:
    if any(one.get("format") == "uuid" for one in rules):
        return hint if isinstance(hint, str) else SAMPLE_UUID
    value = hint if isinstance(hint, str) else "text"
    least = max([0, *(one["minLength"] for one in rules if "minLength" in one)])
    most = min([math.inf, *(one["maxLength"] for one in rules if "maxLength" in one)])
    if any("contentEncoding" in one for one in rules):
        if hint is None:
            value = "AAAA"
        return value if len(value) <= most else value[:int(most) // 4 * 4]
    value = value.ljust(least, "x")
    return value if len(value) <= most else value[:int(most)]


def encoded(length: int) -> str:
    """Base64 of that many characters, or of as many fewer as it takes."""
    return base64.b64encode(b"\1" * (length // 4 * 3)).decode()


def mend(schemas: Schemas) -> int:
    """Makes defaults and examples fit their schemas again; how many were edited. In place."""
    book = Book(schemas)
    edits = 0
    for file, document in schemas.items():
        if "/" not in file:
            continue
        for _, part in parts(document):
            if "default" in part:
                fitting = book.fit(file, {key: value for key, value in part.items()
                                          if key != "default"}, part["default"])
                edits += fitting != part["default"]
                part["default"] = fitting
        for index, example in enumerate(document.get("examples", ())):
            fitting = book.fit(file, document, example)
            edits += fitting != example
            document["examples"][index] = fitting
    return edits


