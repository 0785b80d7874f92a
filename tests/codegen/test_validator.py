"""The schemas of cases/*.json, compiled to C, say of each value what JSON Schema says.

Each case has `valid` and `invalid` values, or `refused`: where in the schema the generator stops.
A case may hold what is stated to differ from JSON Schema: integers of 64 bits, uuid and base64
asserted, x-deviation.
"""

from __future__ import annotations

import glob
import os
import random
import unittest
from typing import Any

import support
from codegen import compiler, evaluate, jsontext
from codegen.ir import Builder, Node
from codegen.lint import Positions
from codegen.load import Library
from codegen.problems import Location, Report, SchemaError

CASES = os.path.join(support.HERE, "cases")


def load_cases() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path in sorted(glob.glob(os.path.join(CASES, "*.json"))):
        with open(path, "rb") as file:
            groups = jsontext.parse(file.read(), Location(path, path))
        name = os.path.splitext(os.path.basename(path))[0]
        found += [(f"{name}: {group['about']}", group) for group in groups]
    return found


def root_node(path: str) -> Node:
    """The IR of a schema file."""
    library = Library(path)
    positions = Positions(library, Report(strict=False))
    positions.add_file(library.root)
    positions.finish()
    return Builder(positions).nodes[library.root.root]


class Cases(unittest.TestCase):
    """The data files: by the compiled C, and by the generator's own evaluation."""

    def test_all(self) -> None:
        batch = support.Batch()
        self.addCleanup(batch.close)
        asked: list[tuple[int, bytes]] = []
        expected: list[tuple[str, Any, bool]] = []
        for name, group in load_cases():
            text = jsontext.dump(group["schema"])
            if "refused" in group:
                with self.subTest(name), self.assertRaisesRegex(AssertionError, group["refused"]):
                    batch.add(text)
                continue
            number = batch.add(text)
            node = root_node(os.path.join(batch.folder, f"schema{number}.json"))
            for valid in (True, False):
                for value in group["valid" if valid else "invalid"]:
                    asked.append((number, jsontext.dump(value).encode("utf-8")))
                    expected.append((name, value, valid))
                    with self.subTest(name, value=value, by="evaluate"):
                        self.assertEqual(evaluate.matches(node, value), valid)
        batch.link()
        verdicts = batch.run(asked)
        self.assertGreater(len(verdicts), 500)
        for (name, value, valid), verdict in zip(expected, verdicts):
            with self.subTest(name, value=jsontext.dump(value), by="C", verdict=verdict):
                self.assertEqual(verdict.valid, valid)
                if not valid:
                    self.assertNotEqual(verdict.code, 0)
                    self.assertTrue(verdict.message)


class Generator:
    """Random schemas and values, so that they meet often."""

    NAMES = ["a", "b", "c", "a/b", "é"]
    SCALARS = [None, True, False, 0, 1, 2, -1, 1.5, 3, "", "a", "ab", "é", "abc", "6"]

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def value(self, depth: int = 0) -> Any:
        kind = self.random.random()
        if depth < 3 and kind < 0.25:
            return [self.value(depth + 1) for _ in range(self.random.randrange(4))]
        if depth < 3 and kind < 0.6:
            names = self.random.sample(self.NAMES, self.random.randrange(4))
            return {name: self.value(depth + 1) for name in names}
        return self.random.choice(self.SCALARS)

    def schema(self, depth: int = 0) -> Any:
        if depth > 3 or self.random.random() < 0.1:
            return self.random.choice([True, True, False, {"type": "integer"}, {"type": "string"}])
        makers = [
            self.types, self.numbers, self.strings, self.values, self.array, self.object,
            self.object, self.branches, self.branches, self.reference,
        ]
        schema: dict[str, Any] = {}
        for maker in self.random.sample(makers, self.random.choice([1, 1, 2, 3])):
            schema.update(maker(depth + 1))
        return schema

    def types(self, depth: int) -> dict[str, Any]:
        names = ["null", "boolean", "integer", "number", "string", "array", "object"]
        return {"type": self.random.sample(names, self.random.choice([1, 2, 4]))}

    def numbers(self, depth: int) -> dict[str, Any]:
        return self.random.choice(
            [{"minimum": 1}, {"maximum": 1.5}, {"exclusiveMinimum": 0}, {"multipleOf": 0.5}]
        )

    def strings(self, depth: int) -> dict[str, Any]:
        return self.random.choice(
            [{"minLength": 1}, {"maxLength": 1}, {"pattern": "^[ab]"}, {"pattern": "b|é"}]
        )

    def values(self, depth: int) -> dict[str, Any]:
        items = [self.value(2) for _ in range(3)]
        return {"enum": items} if self.random.random() < 0.5 else {"const": items[0]}

    def array(self, depth: int) -> dict[str, Any]:
        schema: dict[str, Any] = {"items": self.schema(depth)}
        if self.random.random() < 0.4:
            schema["prefixItems"] = [self.schema(depth)]
        if self.random.random() < 0.3:
            schema["uniqueItems"] = True
        return schema

    def object(self, depth: int) -> dict[str, Any]:
        names = self.random.sample(self.NAMES, 2)
        schema: dict[str, Any] = {"properties": {name: self.schema(depth) for name in names}}
        if self.random.random() < 0.4:
            schema["required"] = self.random.sample(self.NAMES, 1)
        if self.random.random() < 0.4:
            schema["additionalProperties"] = self.schema(depth)
        if self.random.random() < 0.2:
            schema["maxProperties"] = 2
        return schema

    def branches(self, depth: int) -> dict[str, Any]:
        kind = self.random.choice(["allOf", "anyOf", "oneOf", "not", "if"])
        if kind == "not":
            return {"not": self.schema(depth)}
        if kind == "if":
            return {"if": self.schema(depth), "then": self.schema(depth), "else": self.schema(depth)}
        return {kind: [self.schema(depth), self.schema(depth)]}

    def reference(self, depth: int) -> dict[str, Any]:
        return {"$ref": "#/$defs/" + self.random.choice(["x", "y"])}

    def whole(self) -> Any:
        schema = self.schema()
        if isinstance(schema, dict):
            schema["$defs"] = {"x": self.schema(1), "y": self.schema(2)}
        return schema


class RandomSchemas(unittest.TestCase):
    """The compiled C agrees with python3-jsonschema on schemas nobody thought of."""

    COUNT = 120

    def test_against_jsonschema(self) -> None:
        from jsonschema import Draft202012Validator

        generator = Generator(20)
        batch = support.Batch()
        self.addCleanup(batch.close)
        asked: list[tuple[int, bytes]] = []
        expected: list[tuple[Any, Any, bool]] = []
        while batch.count < self.COUNT:
            schema = generator.whole()
            try:
                number = batch.add(jsontext.dump(_exact(schema)))
            except AssertionError:
                continue  # a contradiction
            validator = Draft202012Validator(schema)
            for _ in range(25):
                value = generator.value()
                asked.append((number, jsontext.dump(_exact(value)).encode("utf-8")))
                expected.append((schema, value, validator.is_valid(value)))
        batch.link()
        for (schema, value, valid), verdict in zip(expected, batch.run(asked)):
            with self.subTest(schema=schema, value=value, verdict=verdict):
                self.assertEqual(verdict.valid, valid)


def _exact(value: Any) -> Any:
    """Floats as Decimals, as the parser would have made them."""
    from decimal import Decimal

    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, list):
        return [_exact(item) for item in value]
    if isinstance(value, dict):
        return {name: _exact(item) for name, item in value.items()}
    return value


if __name__ == "__main__":
    unittest.main()
