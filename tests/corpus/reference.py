"""The schemas as python3-jsonschema understands them, with the meanings that schema/README.md adds.

Those are: null in an optional member counts as absent; format uuid and contentEncoding base64 are
checked; an integer has 64 bits; `x-deviation` is a second set of rules, whose breach is a deviation
(an error in strict mode); an open enum, `anyOf` of an enum and any string, breaks `type`.
"""

import base64
import binascii
import json
import re
from pathlib import Path
from typing import Any, Iterator

import jsonschema
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
#: One finding: JSON Pointer and keyword.
Finding = tuple[str, str]


def pointer(path: Any) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def is_integer(_checker: Any, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return value == value // 1 and -(2**63) <= value < 2**63 if abs(value) < 2**64 else False


def content_encoding(_validator: Any, encoding: str, value: Any, _schema: Any) -> Iterator[Any]:
    if encoding != "base64" or not isinstance(value, str):
        return
    try:
        base64.b64decode(value.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        yield jsonschema.ValidationError("not base64")


def deviation(validator: Any, rules: Any, value: Any, schema: Any) -> Iterator[Any]:
    """As though the rules stood beside the others in the same object."""
    known = {name: True for name in schema.get("properties", {})}
    for error in validator.descend(value, {"properties": known, **rules}):
        yield error


FORMATS = jsonschema.FormatChecker(())
FORMATS.checks("uuid")(lambda value: not isinstance(value, str) or bool(UUID.fullmatch(value)))
LENIENT = jsonschema.validators.extend(
    Draft202012Validator,
    {"contentEncoding": content_encoding},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer),
)
STRICT = jsonschema.validators.extend(LENIENT, {"x-deviation": deviation})


def is_open_enum(branches: Any) -> bool:
    """anyOf of an enum and of strings, with bounds or without."""
    return any(isinstance(one, dict) and one.get("type") == "string" and "enum" not in one
               for one in branches)


class Schemas:
    """Schema files by path, and the references between them."""

    def __init__(self, folder: Path = ROOT / "schema") -> None:
        self.folder = folder
        self.files: dict[Path, Any] = {}
        self.validators: dict[tuple[Path, bool], Any] = {}

    def load(self, path: Path) -> Any:
        path = path.resolve()
        if path not in self.files:
            self.files[path] = json.loads(path.read_text(encoding="utf-8"))
        return self.files[path]

    def resolve(self, path: Path, schema: Any) -> Iterator[tuple[Path, Any]]:
        """`schema` and, where it has a $ref, what that points to: all of them apply."""
        yield path, schema
        if isinstance(schema, dict) and "$ref" in schema:
            file, _, fragment = schema["$ref"].partition("#")
            target = (path.parent / file).resolve() if file else path
            found = self.load(target)
            for step in fragment.split("/")[1:]:
                found = found[step.replace("~1", "/").replace("~0", "~")]
            yield from self.resolve(target, found)

    def events(self) -> Iterator[tuple[str, str, Path]]:
        """(direction, event, schema file) of each operation of the index."""
        index = self.load(self.folder / "asyncapi.json")

        def follow(node: Any) -> Any:
            while "$ref" in node:
                found = index
                for step in node["$ref"].split("/")[1:]:
                    found = found[step.replace("~1", "/").replace("~0", "~")]
                node = found
            return node

        for operation in index["operations"].values():
            message = follow(operation["messages"][0])
            file = self.folder / message["payload"]["$ref"]
            yield operation["action"], message["name"], file.resolve()

    def accepts_null(self, path: Path, schema: Any) -> bool:
        return all(
            "null" in ([part["type"]] if isinstance(part["type"], str) else part["type"])
            for _, part in self.resolve(path, schema)
            if isinstance(part, dict) and "type" in part
        ) and not any(is_open_enum(part.get("anyOf", [])) for _, part in self.resolve(path, schema)
                      if isinstance(part, dict))

    def without_nulls(self, path: Path, schema: Any, value: Any) -> Any:
        """`value` less the optional members that are null."""
        for at, part in self.resolve(path, schema):
            if isinstance(value, dict):
                properties = part.get("properties", {})
                required = part.get("required", [])
                value = {
                    name: self.without_nulls(at, properties[name], member)
                    if name in properties
                    else member
                    for name, member in value.items()
                    if member is not None
                    or name not in properties
                    or name in required
                    or self.accepts_null(at, properties[name])
                }
            elif isinstance(value, list) and isinstance(part.get("items"), dict):
                value = [self.without_nulls(at, part["items"], item) for item in value]
        return value

    def inlined(self, path: Path, schema: Any) -> Any:
        """`schema` with each $ref replaced by what it points to, beside what stands beside it. So
        jsonschema neither loads files nor changes its mind about keywords at a $schema."""
        if isinstance(schema, list):
            return [self.inlined(path, item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        drop = {"$ref", "$schema", "examples", "default"}
        result = {k: self.inlined(path, v) for k, v in schema.items() if k not in drop}
        if "$ref" in schema:
            target, found = list(self.resolve(path, {"$ref": schema["$ref"]}))[1]
            result["allOf"] = [*result.get("allOf", []), self.inlined(target, found)]
        return result

    def validator(self, path: Path, strict: bool) -> Any:
        if (path, strict) not in self.validators:
            schema = self.inlined(path, self.load(path))
            kind = STRICT if strict else LENIENT
            self.validators[path, strict] = kind(schema, format_checker=FORMATS)
        return self.validators[path, strict]

    def findings(self, path: Path, value: Any, strict: bool) -> set[Finding]:
        """What is wrong with `value` by the schema file at `path`."""
        found: set[Finding] = set()
        cleaned = self.without_nulls(path, self.load(path), value)
        for error in self.validator(path, strict).iter_errors(cleaned):
            at = pointer(error.absolute_path)
            if error.validator == "additionalProperties":
                known = error.schema.get("properties", {})
                found |= {
                    (pointer([*error.absolute_path, name]), "additionalProperties")
                    for name in error.instance
                    if name not in known
                }
            elif error.validator == "anyOf" and is_open_enum(error.validator_value):
                # it takes any string that its second branch does
                found |= {(at, one.validator) for one in error.context
                          if one.validator in ("type", "minLength", "maxLength")}
            else:
                found.add((at, error.validator))
        # a value of the wrong type breaks no other rule
        return {
            (at, keyword)
            for at, keyword in found
            if keyword == "type" or (at, "type") not in found
        }
