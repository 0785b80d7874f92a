"""Messages made from the schemas: valid ones, and from each a mutant for each rule.

Nothing in here knows an event. The mutants are guesses at what breaks (or just keeps) one rule;
what they really break is for the reference validator to say.
"""

import copy
import json
import re
from pathlib import Path
from typing import Any, Iterator

from reference import Schemas

#: A value of each JSON type, for members that should be of another.
OF_EACH_TYPE: list[Any] = [None, True, 7, 0.5, "text", [], [{"a": 1}], {}, {"a": {"b": [1]}}]
#: Stands for text that Python's json would not write itself.
RAW = "@raw:"


def dumps(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub(
        rf'"{RAW}((?:[^"\\]|\\.)*)"', lambda found: str(json.loads(f'"{found[1]}"')), text
    )


def example(schemas: Schemas, path: Path, schema: Any) -> Any:
    """Some valid value."""
    parts = list(schemas.resolve(path, schema))
    rules: dict[str, Any] = {}
    for _, part in reversed(parts):
        rules.update(part)
    kind = rules.get("type")
    kind = kind if isinstance(kind, str) or kind is None else kind[0]
    if "enum" in rules or "const" in rules:
        return rules["enum"][-1] if "enum" in rules else rules["const"]
    if any(part.get("format") == "uuid" for _, part in parts) or rules.get("format") == "uuid":
        return "123e4567-e89b-42d3-a456-426614174000"
    if kind == "string":
        return "AAAA" if "contentEncoding" in rules else "t" * max(1, rules.get("minLength", 1))
    if kind in ("integer", "number"):
        return rules.get("minimum", 0)
    if kind == "boolean":
        return True
    if kind == "array":
        at = next(at for at, part in parts if "items" in part)
        item = example(schemas, at, rules["items"])
        return [item] * max(1, rules.get("minItems", 1))
    if kind == "object":
        # What is required may depend on other members: then the schema's own example knows.
        for _, part in parts:
            if "allOf" in part and "examples" in part:
                return part["examples"][0]
        return {
            name: example(schemas, at, part["properties"][name])
            for at, part in parts
            for name in part.get("required", [])
        }
    return "anything"


def at_path(message: Any, path: list[Any], value: Any) -> Any:
    """A copy of `message` with `value` at `path`."""
    if not path:
        return value
    changed = copy.deepcopy(message)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def without(message: Any, path: list[Any], name: str) -> Any:
    changed = copy.deepcopy(message)
    place = changed
    for step in path:
        place = place[step]
    del place[name]
    return changed


def bases(schemas: Schemas, file: Path) -> Iterator[tuple[Any, list[Any]]]:
    """The schema's examples, and each with each of its optional members that it lacks. With the
    path to what is new in it."""
    schema = schemas.load(file)
    for message in schema["examples"]:
        yield message, []
        for path, at, part, value in nodes(schemas, file, schema, message, []):
            if not isinstance(value, dict):
                continue
            for name, member in part.get("properties", {}).items():
                if name not in value:
                    new = [*path, name]
                    yield at_path(message, new, example(schemas, at, member)), new


def nodes(
    schemas: Schemas, file: Path, schema: Any, value: Any, path: list[Any]
) -> Iterator[tuple[list[Any], Path, Any, Any]]:
    """Each value within `value`, itself included, with each schema that applies to it."""
    for at, part in schemas.resolve(file, schema):
        yield path, at, part, value
        if isinstance(value, dict):
            for name, member in part.get("properties", {}).items():
                if name in value:
                    yield from nodes(schemas, at, member, value[name], [*path, name])
        if isinstance(value, list) and "items" in part:
            for index, item in enumerate(value):
                yield from nodes(schemas, at, part["items"], item, [*path, index])


def of_string(rules: dict[str, Any]) -> Iterator[Any]:
    if "minLength" in rules:
        yield from ("t" * rules["minLength"], "t" * (rules["minLength"] - 1))
        yield "\U0001f600" * rules["minLength"]
    if "maxLength" in rules:
        most = rules["maxLength"]
        if most < 100000:
            yield from ("t" * most, "t" * (most + 1), "\U0001f600" * most, "\u00e9" * (most + 1))
    if "contentEncoding" in rules:
        yield from ("", "AAAA", "AAA=", "AA==", RAW + '"AA\\/A"')
        yield from ("A", "AA", "AAA", "AA=A", "A===", "AA-_", "AA A", "\u00e9AAA", "AAAA\n")
    if "format" in rules:
        yield from ("no uuid", "123E4567-E89B-42D3-A456-426614174000", "")
    if "pattern" in rules or "enum" in rules or "const" in rules:
        yield from ("no such text", "")


def of_number(rules: dict[str, Any]) -> Iterator[Any]:
    for keyword, outside in (("minimum", -1), ("maximum", 1)):
        if keyword in rules:
            bound = rules[keyword]
            yield from (bound, bound + outside, bound - outside, bound + outside * 1000000)
            yield from (RAW + f"{bound}.0", RAW + f"{bound}e0", RAW + f"{bound * 10}e-1")
    if rules.get("type") == "number":
        yield from (0.25, RAW + "2.5e-1", RAW + "1e-9")
    else:
        yield from (RAW + "1.0", RAW + "1e3", RAW + "1000e-2", RAW + "1.5", RAW + "1e400")
        yield from (2**63 - 1, 2**63, -(2**63), -(2**63) - 1, RAW + "9223372036854775808.0")
    if "enum" in rules:
        yield from (3, -1, 0, *rules["enum"], *(RAW + f"{n}.0" for n in rules["enum"]))


def of_array(rules: dict[str, Any], value: list[Any]) -> Iterator[Any]:
    item = value[0] if value else None
    yield []
    if "minItems" in rules:
        yield [item] * (rules["minItems"] - 1)
    if "maxItems" in rules:
        yield from ([item] * rules["maxItems"], [item] * (rules["maxItems"] + 1))
    yield [*value, None]
    yield [*value, {"a": 1}, "text"]


def of_object(
    message: Any, path: list[Any], part: dict[str, Any], value: dict[str, Any]
) -> Iterator[Any]:
    for name in value:
        yield without(message, path, name)
        yield at_path(message, [*path, name], None)
    for name in part.get("properties", {}):
        if name not in value:
            yield at_path(message, [*path, name], None)
    yield at_path(message, path, {"unknown": [{"x": None}], **value})
    yield at_path(message, path, {**value, "unknown": None, "": 1, "a/b~c": "\u20ac"})
    yield at_path(message, path, dict(reversed(list(value.items()))))
    yield at_path(message, path, {})


def mutants(schemas: Schemas, file: Path, message: Any, below: list[Any]) -> Iterator[Any]:
    """Mutants of `message` that differ from it at the path `below` or deeper."""
    schema = schemas.load(file)
    for path, _at, part, value in nodes(schemas, file, schema, message, []):
        if path[: len(below)] != below:
            continue
        values: list[Any] = []
        if "type" in part or "enum" in part:
            values += OF_EACH_TYPE
        if isinstance(value, bool):
            values += [not value]
        elif isinstance(value, str):
            values += of_string(part)
        elif isinstance(value, (int, float)):
            values += of_number(part)
        elif isinstance(value, list):
            values += of_array(part, value)
        values += part.get("enum", [])
        for changed in values:
            yield at_path(message, path, changed)
        if isinstance(value, dict):
            yield from of_object(message, path, part, value)
