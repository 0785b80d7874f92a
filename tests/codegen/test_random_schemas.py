"""Random schemas and random values: the compiled validators and python3-jsonschema must agree.

The seed is fixed, so that a run can be repeated; set ECHO_SEED for others. Schemas that the
generator refuses as contradictory are passed over, and counted: most must compile.
"""

from __future__ import annotations

import json
import os
import random
import unittest
from typing import Any

import jsonschema

from support import Batch

SEED = int(os.environ.get("ECHO_SEED", "20"))
SCHEMAS = 200
VALUES = 60

NAMES = ["a", "b", "c", "~/", "é"]
STRINGS = ["", "a", "ab", "abc", "é", "ééé", "😀", "a\nb", "0", "12", "x-1", "\u0000"]
NUMBERS = [0, 1, -1, 2, 3, 7, 10, 1.0, 1.5, -0.5, 2.25, 1e3, 12345678901, -0.0]
PATTERNS = ["^a", "b$", "^[a-c]*$", "\\d+", "^.{2,3}$", "a|é", "^\\S+$", "(ab)+", "[^a]"]


class Maker:
    """Makes schemas, and values that have something to do with them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def value(self, depth: int = 0) -> Any:
        pick = self.random
        kind = pick.randrange(9 if depth < 3 else 5)
        if kind < 2:
            return pick.choice(STRINGS)
        if kind < 4:
            return pick.choice(NUMBERS)
        if kind == 4:
            return pick.choice([None, True, False])
        if kind < 7:
            return [self.value(depth + 1) for _ in range(pick.randrange(4))]
        return {name: self.value(depth + 1)
                for name in pick.sample(NAMES, pick.randrange(4))}

    def bounds(self, low: str, high: str, limit: int) -> dict[str, Any]:
        pick = self.random
        made: dict[str, Any] = {}
        first = pick.randrange(limit)
        if pick.random() < 0.6:
            made[low] = first
        if pick.random() < 0.6:
            made[high] = first + pick.randrange(limit)
        return made

    def numbers(self) -> dict[str, Any]:
        pick = self.random
        made = self.bounds(pick.choice(["minimum", "exclusiveMinimum"]), "maximum", 5)
        if pick.random() < 0.3:
            made["multipleOf"] = pick.choice([1, 2, 3, 0.5])
        if pick.random() < 0.2:
            made.pop("maximum", None)
            made["exclusiveMaximum"] = 20.5
        return made

    def strings(self) -> dict[str, Any]:
        made = self.bounds("minLength", "maxLength", 3)
        if self.random.random() < 0.5:
            made["pattern"] = self.random.choice(PATTERNS)
        return made

    def arrays(self, depth: int) -> dict[str, Any]:
        pick = self.random
        made = self.bounds("minItems", "maxItems", 3)
        if pick.random() < 0.5:
            made["items"] = self.schema(depth + 1)
        if pick.random() < 0.3:
            made["prefixItems"] = [self.schema(depth + 1) for _ in range(pick.randint(1, 2))]
        if pick.random() < 0.4:
            made["uniqueItems"] = True
        return made

    def objects(self, depth: int) -> dict[str, Any]:
        pick = self.random
        made = self.bounds("minProperties", "maxProperties", 3)
        if pick.random() < 0.8:
            made["properties"] = {name: self.schema(depth + 1)
                                  for name in pick.sample(NAMES, pick.randint(1, 3))}
        if pick.random() < 0.4:
            made["required"] = pick.sample(NAMES, pick.randint(1, 2))
        if pick.random() < 0.4:
            made["additionalProperties"] = pick.choice([False, True]) if pick.random() < 0.5 \
                else self.schema(depth + 1)
        return made

    def combined(self, depth: int) -> dict[str, Any]:
        pick = self.random
        kind = pick.randrange(6)
        if kind < 3:
            return {["allOf", "anyOf", "oneOf"][kind]:
                    [self.schema(depth + 1) for _ in range(pick.randint(1, 3))]}
        if kind == 3:
            return {"not": self.schema(depth + 1)}
        if kind == 4:
            made = {"if": self.schema(depth + 1), "then": self.schema(depth + 1)}
            if pick.random() < 0.5:
                made["else"] = self.schema(depth + 1)
            return made
        return {"$ref": pick.choice(["#/$defs/one", "#/$defs/two"])}

    def schema(self, depth: int = 0) -> Any:
        pick = self.random
        if depth > 3 or pick.random() < 0.06:
            return pick.choice([True, True, False, {"type": "string"}, {"type": "integer"}])
        made: dict[str, Any] = {}
        kinds = pick.randrange(16)
        if kinds & 1:
            made |= self.objects(depth)
        if kinds & 2:
            made |= self.arrays(depth)
        if kinds & 4:
            made |= self.numbers()
        if kinds & 8:
            made |= self.strings()
        if pick.random() < 0.3:
            made["type"] = pick.choice(["object", "array", "string", "number", "integer",
                                        ["string", "null"], ["object", "array", "boolean"]])
        if pick.random() < 0.1:
            made["enum"] = [self.value() for _ in range(pick.randint(1, 4))]
        if pick.random() < 0.06:
            made["const"] = self.value()
        if pick.random() < 0.35:
            made |= self.combined(depth)
        return made

    def document(self) -> dict[str, Any]:
        made = self.schema()
        if not isinstance(made, dict):
            made = {"allOf": [made]}
        # the second of the two is recursive, through a member
        made["$defs"] = {"one": self.schema(3),
                         "two": {"properties": {"a": {"$ref": "#/$defs/two"}},
                                 "additionalProperties": {"type": ["integer", "string", "null"]}}}
        return made


class RandomSchemas(unittest.TestCase):
    def test_both_validators_agree(self) -> None:
        maker = Maker(SEED)
        batch = Batch()
        self.addCleanup(batch.close)
        kept: list[dict[str, Any]] = []
        tried = 0
        while len(kept) < SCHEMAS:
            tried += 1
            self.assertLess(tried, SCHEMAS * 6, "most random schemas are refused")
            document = maker.document()
            try:
                batch.add(json.dumps(document))
            except AssertionError:
                continue
            kept.append(document)
        batch.link()
        cases, expected = [], []
        for number, document in enumerate(kept):
            judge = jsonschema.Draft202012Validator(document)
            for _ in range(VALUES):
                value = maker.value()
                text = json.dumps(value, ensure_ascii=maker.random.random() < 0.5)
                cases.append((number, text.encode()))
                expected.append(judge.is_valid(value))
        self.assertGreater(sum(expected), len(expected) // 20)
        self.assertLess(sum(expected), len(expected) - len(expected) // 20)
        for (number, raw), wanted, told in zip(cases, expected, batch.run(cases)):
            if told.valid != wanted:
                self.fail(f"seed {SEED}: {raw.decode()} is {'' if wanted else 'in'}valid, but the "
                          f"compiled validator says {told}\n{json.dumps(kept[number], indent=1)}")


if __name__ == "__main__":
    unittest.main()
