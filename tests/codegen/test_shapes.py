"""Payloads of unusual shape: what becomes of them in C, and that it compiles."""
# labels: plain

from __future__ import annotations

import json
import os
import shutil
import tempfile
import unittest
from typing import Any

import support
from test_bad import INDEX

A = {"a": {"type": "integer"}}


class Shapes(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def header(self, schema: Any) -> str:
        """Generates the protocol whose one payload is `schema`, compiles it, gives its header."""
        os.makedirs(os.path.join(self.folder, "events"), exist_ok=True)
        for name, value in ("asyncapi.json", INDEX), ("events/thing.json", schema):
            with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
                json.dump(value, file)
        done = support.run_codegen("build", "asyncapi.json", "--out", "out", cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        out = os.path.join(self.folder, "out")
        source = os.path.join(out, "sts_protocol.c")
        support.compile_c([f"-I{support.SOURCES}", f"-I{out}", "-c", source, "-o", source + ".o"])
        with open(os.path.join(out, "sts_protocol.h"), encoding="utf-8") as file:
            return file.read()

    def holds(self, schema: Any, *lines: str, defs: Any = None) -> None:
        """The member `m` of that schema gives these lines of the header."""
        payload = {"type": "object", "properties": {"m": schema}, "required": ["m"]}
        if defs:
            payload["$defs"] = defs
        header = self.header(payload)
        for line in lines:
            self.assertIn(line, header)

    def test_scalars(self) -> None:
        for schema, line in (
            ({"type": "boolean"}, "bool m;"),
            ({"const": True}, "bool m;"),
            ({"type": "integer"}, "int64_t m;"),
            ({"type": "integer", "minimum": 0}, "int64_t m;"),
            ({"type": "integer", "minimum": -5, "maximum": 2147483647}, "int32_t m;"),
            ({"type": "integer", "minimum": 0, "maximum": 2147483648}, "int64_t m;"),
            ({"type": "integer", "exclusiveMinimum": 0.5, "exclusiveMaximum": 10}, "int32_t m;"),
            ({"enum": [1, 2.0, 3]}, "int32_t m;"),
            ({"const": 5000000000}, "int64_t m;"),
            ({"type": "number"}, "double m;"),
            ({"enum": [1, 2.5]}, "double m;"),
            ({"type": "string"}, "struct codec_text m;"),
            ({"anyOf": [{"type": "string"}, {"type": "string"}]}, "struct codec_text m;"),
            ({"enum": ["a", "b"]}, "enum sts_thing_m m;"),
            ({"const": "a"}, "enum sts_thing_m m;"),
            ({"type": ["string", "integer"]}, "struct codec_int_or_text m;"),
            ({"type": ["string", "null"]}, "struct base_slice m;"),
            ({"type": ["string", "number"]}, "struct base_slice m;"),
            ({"enum": ["a", 1]}, "struct codec_int_or_text m;"),
            ({"enum": ["a", None]}, "struct base_slice m;"),
            ({}, "struct base_slice m;"),
            (True, "struct base_slice m;"),
            ({"type": "null"}, "struct base_slice m;"),
        ):
            with self.subTest(schema):
                self.holds(schema, f"    {line}\n")

    def test_open_enums(self) -> None:
        """anyOf of known strings and any string; what is more than that is just a string."""
        known: dict[str, Any] = {"enum": ["a", "other"]}
        other: dict[str, Any] = {"type": "string"}
        for schema, line in (
            ({"anyOf": [known, other]}, "struct sts_thing_m_or_other m;"),
            ({"anyOf": [other, known]}, "STS_THING_M_ANY_OTHER, /**< any other string"),
            ({"type": "string", "anyOf": [known, other]}, "enum sts_thing_m value;"),
            ({"anyOf": [known, {**other, "maxLength": 9}]}, "struct sts_thing_m_or_other m;"),
            ({"anyOf": [{"$ref": "#/$defs/k"}, other]}, "struct sts_thing_k_or_other m;"),
            ({"anyOf": [{"$ref": "#/$defs/k"}, other]}, "STS_THING_K_OTHER, /**< any other string"),
            ({"$ref": "#/$defs/open", "description": "x"}, "struct sts_thing_open_or_other m;"),
            ({"anyOf": [known, {**other, "maxLength": 3}]}, "struct codec_text m;"),
            ({"anyOf": [known, other, other]}, "struct codec_text m;"),
            ({"anyOf": [{"enum": ["a", 1]}, other]}, "struct codec_int_or_text m;"),
            ({"anyOf": [known, other], "enum": ["a"]}, "enum sts_thing_m m;"),
            ({"allOf": [{"$ref": "#/$defs/open"}, {"enum": ["x"]}]}, "enum sts_thing_m m;"),
        ):
            with self.subTest(schema):
                defs = {"k": {"enum": ["x", "y"]}, "open": {"anyOf": [{"enum": ["x"]}, other]}}
                self.holds(schema, f"    {line}", defs=defs)

    def test_containers(self) -> None:
        for schema, line in (
            ({"type": "object"}, "struct base_slice m;"),
            ({"type": "object", "properties": {}}, "struct base_slice m;"),
            ({"type": "object", "properties": {"a": False}}, "struct base_slice m;"),
            ({"type": "object", "additionalProperties": {"type": "integer"}}, "struct base_slice m;"),
            ({"properties": A}, "struct base_slice m;"),
            ({"type": ["object", "null"], "properties": A}, "struct base_slice m;"),
            ({"type": "object", "properties": A}, "struct sts_thing_m m;"),
            ({"type": "array"}, "struct base_slice m;"),
            ({"type": "array", "items": {"type": "integer"}}, "struct codec_list m;"),
            ({"type": "array", "items": {}}, "struct codec_list m;"),
            ({"type": "array", "items": {"type": ["string", "null"]}}, "struct codec_list m;"),
            ({"type": "array", "prefixItems": [{}], "items": {}}, "struct base_slice m;"),
            ({"type": "array", "items": {"type": "object", "properties": A}}, "struct sts_thing_m_item {"),
        ):
            with self.subTest(schema):
                self.holds(schema, f"{line}\n")

    def test_merged(self) -> None:
        defs = {
            "object": {"type": "object", "properties": A},
            "mixed": {"enum": ["a", 1, {"b": 2}]},
            "text": {"type": "string", "pattern": "^a"},
        }
        reference: dict[str, Any] = {"$ref": "#/$defs/object"}
        for schema, line in (
            (reference, "struct sts_thing_object m;"),
            ({**reference, "description": "x"}, "struct sts_thing_object m;"),
            ({"allOf": [reference]}, "struct sts_thing_object m;"),
            ({**reference, "required": ["a"]}, "struct sts_thing_m m;"),
            ({**reference, "properties": {"b": {"type": "string"}}}, "struct sts_thing_m m;"),
            ({"allOf": [reference, {"properties": {"a": {"minimum": 1}}}]}, "struct sts_thing_m m;"),
            ({"$ref": "#/$defs/mixed", "type": "integer"}, "int32_t m;"),
            ({"$ref": "#/$defs/mixed", "type": "string"}, "enum sts_thing_m m;"),
            ({"$ref": "#/$defs/text", "pattern": "b$"}, "struct codec_text m;"),
            ({"$ref": "#/$defs/text", "maxLength": 3}, "struct codec_text m;"),
        ):
            with self.subTest(schema):
                self.holds(schema, f"    {line}\n", defs=defs)

    def test_recursive(self) -> None:
        inner = {"type": "object", "properties": {"next": {"$ref": "#/$defs/x"}}}
        self.holds({"$ref": "#/$defs/x"}, "struct base_slice next;", defs={"x": inner})
        many = {"type": "object", "properties": {"all": {"type": "array", "items": {"$ref": "#/$defs/x"}}}}
        self.holds({"$ref": "#/$defs/x"}, "struct codec_list all;", defs={"x": many})
        self.holds({"$ref": "#/$defs/x"}, "struct codec_list m;",
                   defs={"x": {"type": "array", "items": {"$ref": "#/$defs/x"}}})
        pair = {
            "x": {"type": "object", "properties": {"y": {"$ref": "#/$defs/y"}}},
            "y": {"type": "object", "properties": {
                "list": {"type": "array", "items": {"$ref": "#/$defs/x"}},
                "x": {"$ref": "#/$defs/x"}, "z": {"$ref": "#/$defs/z"}}},
            "z": {"type": "object", "properties": {"y": {"$ref": "#/$defs/y"}}},
        }
        self.holds({"$ref": "#/$defs/x"}, "struct sts_thing_y y;", "struct base_slice x;",
                   "struct sts_thing_z z;", "struct base_slice y;", defs=pair)
        self.header({"type": "object", "properties": {"again": {"$ref": "#"}, **A}})

    def test_names(self) -> None:
        names = ["int", "has", "raw", "NULL", "errno", "3d", "a-b.c d", "__x", "_Bool", "E"]
        header = self.header({"type": "object", "properties": {name: True for name in names}})
        for name in ("int_", "has_", "raw_", "NULL_", "errno_", "m_3d", "a_b_c_d", "m__x", "m_Bool", "E"):
            self.assertIn(f" {name};\n", header)


if __name__ == "__main__":
    unittest.main()
