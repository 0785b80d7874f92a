"""Every event and HTTP body: its examples are valid, and one mutant per rule is what python3-jsonschema says.

Stated exceptions: null in an optional member counts as absent, base64 is checked, a deviation is no
error. With `strict`, deviations are errors, and at least one example has none.
"""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import tempfile
import shutil
import unittest
from typing import Any, Iterator

import support

SCHEMA = os.path.join(support.ROOT, "schema")
GENERATED = os.path.join(support.ROOT, "generated")
BASE64 = re.compile(r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")

DRIVER = """
#include "sts_protocol.h"
#include <stdio.h>
#include <stdlib.h>

static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};

int main(void) {
    size_t which, length;
    while (scanf("%zu %zu", &which, &length) == 2) {
        (void)getchar();
        char *text = malloc(length ? length : 1);
        const struct codec_event *row =
            which < STS_EVENT_COUNT ? &sts_events[which] : &sts_bodies[which - STS_EVENT_COUNT];
        void *message = malloc(row->size);
        if (!text || !message || fread(text, 1, length, stdin) != length)
            return 2;
        struct codec_in in, strict;
        struct codec_error seen[16];
        struct codec_report deviations = {seen, 16, 0};
        codec_in_init(&in, base_slice(text, length), &scratch);
        in.deviations = &deviations;
        bool valid = codec_decode(&in, row->payload, message) && codec_in_done(&in);
        codec_in_init(&strict, base_slice(text, length), &scratch);
        strict.strict = true;
        bool spotless = codec_decode(&strict, row->payload, NULL);
        struct codec_error error;
        if (valid != codec_validate(base_slice(text, length), row->payload, &scratch, &error))
            return 3;
        printf("%d %d %zu %s\\n", valid, spotless, deviations.count, error.pointer);
        free(message);
        free(text);
    }
    return 0;
}
"""


def load(name: str) -> Any:
    with open(os.path.join(SCHEMA, name), encoding="utf-8") as file:
        return json.load(file)


class Store:
    """The schema files, for resolving references by hand."""

    def __init__(self) -> None:
        self.files: dict[str, Any] = {}

    def file(self, name: str) -> Any:
        if name not in self.files:
            self.files[name] = load(name)
        return self.files[name]

    def target(self, name: str, reference: str) -> tuple[str, Any]:
        path, _, pointer = reference.partition("#")
        if path:
            name = os.path.normpath(os.path.join(os.path.dirname(name), path))
        value = self.file(name)
        for token in pointer.split("/")[1:]:
            value = value[token]
        return name, value


def strip_nulls(store: Store, name: str, schema: Any, value: Any) -> Any:
    """`value` without null in members that may be absent and refuse null."""
    if isinstance(schema, dict) and "$ref" in schema:
        name, target = store.target(name, schema["$ref"])
        return strip_nulls(store, name, target, value)
    if not isinstance(schema, dict):
        return value
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        return [strip_nulls(store, name, schema["items"], item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for member, item in value.items():
        declared = schema.get("properties", {}).get(member)
        if item is None and declared is not None and member not in schema.get("required", []):
            continue
        kept[member] = strip_nulls(store, name, declared, item) if declared else item
    return kept


class Mutants:
    """For each rule that a schema has for a part of a value: the value with the rule broken."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def of(self, name: str, schema: Any, value: Any) -> Iterator[tuple[str, Any]]:
        if "$ref" in schema:
            inner, target = self.store.target(name, schema["$ref"])
            yield from self.of(inner, target, value)
            schema = {key: item for key, item in schema.items() if key != "$ref"}
        if "type" in schema:
            names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
            values: tuple[Any, ...] = (None, True, 7, 7.5, "text", [], {})
            for wrong in values:
                yield f"type {names}: {wrong!r}", wrong
        for where in (schema, schema.get("x-deviation", {})):
            yield from self.scalar(where, value)
        if isinstance(value, list):
            yield from self.array(name, schema, value)
        if isinstance(value, dict):
            yield from self.object(name, schema, value)

    def scalar(self, rules: Any, value: Any) -> Iterator[tuple[str, Any]]:
        if "enum" in rules:
            yield "enum", "no such value" if isinstance(value, str) else 12345
            for item in rules["enum"]:
                yield f"enum {item}", item
        if "const" in rules:
            yield "const", "no such value"
        if "minimum" in rules:
            yield "minimum", rules["minimum"]
            yield "minimum - 1", rules["minimum"] - 1
        if "maximum" in rules:
            yield "maximum", rules["maximum"]
            yield "maximum + 1", rules["maximum"] + 1
        if "minLength" in rules:
            yield "minLength - 1", "é" * (rules["minLength"] - 1)
            yield "minLength", "é" * rules["minLength"]
        if "maxLength" in rules and "contentEncoding" in rules:
            yield "maxLength", "A" * rules["maxLength"]
            yield "maxLength + 4", "A" * (rules["maxLength"] + 4)
        elif "maxLength" in rules:
            yield "maxLength", "é" * rules["maxLength"]
            yield "maxLength + 1", "é" * (rules["maxLength"] + 1)
        if "format" in rules:
            yield "format", "6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d1g"
        if "contentEncoding" in rules:
            for text in ("A", "AA", "AAA=A===", "AA-_", "AAA*", "", "AA=="):
                yield f"contentEncoding {text}", text

    def array(self, name: str, schema: Any, value: list[Any]) -> Iterator[tuple[str, Any]]:
        if "minItems" in schema:
            yield "minItems", value[: schema["minItems"]]
            yield "minItems - 1", value[: schema["minItems"] - 1]
        if "maxItems" in schema and value:
            yield "maxItems + 1", value * (schema["maxItems"] // len(value) + 1)
        if "items" in schema:
            for index, item in enumerate(value):
                for rule, mutant in self.of(name, schema["items"], item):
                    yield f"{index}: {rule}", value[:index] + [mutant] + value[index + 1 :]

    def object(self, name: str, schema: Any, value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        yield "unknown member", {**value, "unknown": {"a": [1]}}
        for member, declared in schema.get("properties", {}).items():
            without = {key: item for key, item in value.items() if key != member}
            yield f"without {member}", without
            yield f"{member} null", {**value, member: None}
            if member in value:
                for rule, mutant in self.of(name, declared, value[member]):
                    yield f"{member}: {rule}", {**value, member: mutant}
        for branch in [schema, *schema.get("allOf", [])]:
            for member, condition in branch.get("if", {}).get("properties", {}).items():
                for item in [condition.get("const"), *condition.get("enum", [])]:
                    if item is not None:
                        changed = {**value, member: item}
                        yield f"if {member} is {item}", changed
                        for gone in schema["properties"]:
                            less = {key: v for key, v in changed.items() if key != gone}
                            yield f"if {member} is {item}, without {gone}", less


def bodies(document: Any) -> list[str]:
    """The files of all JSON bodies, in the order of the operations' requests and responses."""
    found: dict[str, None] = {}
    for item in document["paths"].values():
        for method in ("get", "put", "post", "delete"):
            operation = item.get(method, {})
            for part in [operation.get("requestBody", {}), *operation.get("responses", {}).values()]:
                if "$ref" in part:
                    part = document["components"]["responses"][part["$ref"].rsplit("/", 1)[1]]
                schema = part.get("content", {}).get("application/json", {}).get("schema")
                for one in schema.get("anyOf", [schema]) if schema else []:
                    found[one["$ref"]] = None
    return list(found)


def has_bad_base64(value: Any) -> bool:
    if isinstance(value, dict):
        text = value.get("data_base64")
        if isinstance(text, str) and not BASE64.fullmatch(text):
            return True
        return any(has_bad_base64(item) for item in value.values())
    return isinstance(value, list) and any(has_bad_base64(item) for item in value)


class Corpus(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        source = os.path.join(self.folder, "driver.c")
        with open(source, "w", encoding="utf-8") as file:
            file.write(DRIVER)
        self.program = os.path.join(self.folder, "driver")
        support.compile_c(
            [f"-I{support.SOURCES}", f"-I{GENERATED}", source]
            + [os.path.join(GENERATED, "sts_protocol.c"), support.library(), "-o", self.program]
        )
        self.store = Store()
        index = self.store.file("asyncapi.json")
        self.files = [  # in the order of enum sts_event_id
            index["components"]["messages"][key]["payload"]["$ref"] for key in index["operations"]
        ]
        self.files += bodies(self.store.file("openapi.json"))  # in the order of enum sts_body_id

    def validator(self, name: str) -> Any:
        from jsonschema import Draft202012Validator, FormatChecker, RefResolver

        base = "file:///"
        stored = {base + file: self.store.file(file) for file in self.all_files()}
        schema = self.store.file(name)
        resolver = RefResolver(base + name, schema, store=stored)
        return Draft202012Validator(schema, resolver=resolver, format_checker=FormatChecker(["uuid"]))

    def all_files(self) -> list[str]:
        return [
            f"{folder}/{name}"
            for folder in ("events", "types", "control")
            for name in sorted(os.listdir(os.path.join(SCHEMA, folder)))
        ]

    def run_driver(self, cases: list[tuple[int, Any]]) -> list[list[str]]:
        texts = [(which, json.dumps(value).encode("utf-8")) for which, value in cases]
        stream = b"".join(b"%d %d\n%s" % (which, len(text), text) for which, text in texts)
        done = subprocess.run([self.program], input=stream, capture_output=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = done.stdout.decode("utf-8").split("\n")[:-1]
        self.assertEqual(len(lines), len(cases))
        return [line.split(" ", 3) for line in lines]

    def test_examples(self) -> None:
        cases = [
            (which, example)
            for which, name in enumerate(self.files)
            for example in self.store.file(name).get("examples", [])
        ]
        spotless: set[int] = set()
        for (which, example), verdict in zip(cases, self.run_driver(cases)):
            with self.subTest(self.files[which], example=example, verdict=verdict):
                self.assertEqual(verdict[0], "1")
            if verdict[1] == "1":
                spotless.add(which)
        self.assertEqual(sorted(spotless), list(range(len(self.files))), "none valid when strict")

    def test_mutants(self) -> None:
        cases: list[tuple[int, Any]] = []
        about: list[tuple[str, bool]] = []
        for which, name in enumerate(self.files):
            schema = self.store.file(name)
            reference = self.validator(name)
            for example in schema["examples"]:
                for rule, mutant in Mutants(self.store).of(name, schema, copy.deepcopy(example)):
                    bare = strip_nulls(self.store, name, schema, mutant)
                    expected = reference.is_valid(bare) and not has_bad_base64(bare)
                    cases.append((which, mutant))
                    about.append((f"{name}: {rule}", expected))
        valid = sum(expected for _, expected in about)
        self.assertGreater(valid, 300)
        self.assertGreater(len(about) - valid, 800)
        for (rule, expected), (_, mutant), verdict in zip(about, cases, self.run_driver(cases)):
            with self.subTest(rule, mutant=json.dumps(mutant)[:300], verdict=verdict):
                self.assertEqual(verdict[0] == "1", expected)
                if verdict[0] == "1":
                    self.assertEqual(verdict[1] == "1", verdict[2] == "0", "strict = no deviation")


if __name__ == "__main__":
    unittest.main()
