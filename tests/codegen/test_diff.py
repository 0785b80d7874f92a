"""codegen diff: for each kind of change, what is said and whom it breaks, in both directions."""
# labels: plain

from __future__ import annotations

import copy
import json
import os
import shutil
import tempfile
import unittest
from typing import Any, Callable

import support

WRITER, READER = "writer", "reader"
NOBODY: set[str] = set()


def member(schema: Any, required: Any = False, **beside: Any) -> dict[str, Any]:
    """A payload with one member `m` and one that stays."""
    value = {"type": "object", "properties": {"stay": {"type": "boolean"}, "m": schema}, **beside}
    return {**value, "required": ["m"]} if required else value


BARE: dict[str, Any] = {"type": "object", "properties": {"stay": {"type": "boolean"}}}
CLOSED = {"additionalProperties": False}
TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
UUID = {"format": "uuid"}


def whole(**rules: Any) -> dict[str, Any]:
    return member({**WHOLE, **rules})


def text(**rules: Any) -> dict[str, Any]:
    return member({**TEXT, **rules})


def items(**rules: Any) -> dict[str, Any]:
    return member({"type": "array", "items": WHOLE, **rules})


def either(*alternatives: Any) -> dict[str, Any]:
    return {**member(TEXT), "additionalProperties": {"anyOf": list(alternatives)}}


def beside(**rules: Any) -> dict[str, Any]:
    return {**member(WHOLE), **rules}


OPEN = {"anyOf": [{"enum": ["a"]}, {"type": "string"}]}
WIDER = {"anyOf": [{"enum": ["a", "b"]}, {"type": "string"}]}

# kind, old payload, new payload, whom it breaks, what is said (its beginning)
CASES: list[tuple[str, Any, Any, set[str], str]] = [
    ("member-added", BARE, member(TEXT), NOBODY, "optional member added"),
    ("member-added", BARE, member(TEXT, True), {WRITER}, "required member added"),
    ("member-added", {**BARE, **CLOSED}, member(TEXT, **CLOSED), {READER}, "optional member added"),
    ("member-added", {**BARE, **CLOSED}, member(TEXT, True, **CLOSED), {WRITER, READER},
     "required member added"),
    ("member-removed", member(TEXT), BARE, NOBODY, "optional member removed"),
    ("member-removed", member(TEXT, True), BARE, {READER}, "required member removed"),
    ("member-removed", member(TEXT, **CLOSED), {**BARE, **CLOSED}, {WRITER},
     "optional member removed"),
    ("required", member(TEXT), member(TEXT, True), {WRITER}, "optional -> required"),
    ("required", member(TEXT, True), member(TEXT), {READER}, "required -> optional"),
    ("type", whole(), member({"type": "number"}), {READER}, "type integer -> number"),
    ("type", member({"type": "number"}), whole(), {WRITER}, "type number -> integer"),
    ("type", whole(), text(), {WRITER, READER}, "type integer -> string"),
    ("minimum", whole(minimum=1), whole(minimum=2), {WRITER}, "minimum 1 -> 2"),
    ("minimum", whole(minimum=1), whole(), {READER}, "minimum 1 -> none"),
    ("minimum", member({"type": "number", "minimum": 1}),
     member({"type": "number", "exclusiveMinimum": 1}), {WRITER}, "minimum 1 -> 1 (exclusive)"),
    ("maximum", whole(maximum=9), whole(maximum=10), {READER}, "maximum 9 -> 10"),
    ("maximum", whole(), whole(maximum=10), {WRITER}, "maximum none -> 10"),
    ("multiple-of", whole(multipleOf=2), whole(multipleOf=4), {WRITER}, "multipleOf 2 -> 4"),
    ("multiple-of", whole(multipleOf=4), whole(multipleOf=2), {READER}, "multipleOf 4 -> 2"),
    ("multiple-of", whole(multipleOf=4), whole(multipleOf=6), {WRITER, READER}, "multipleOf"),
    ("min-length", text(), text(minLength=1), {WRITER}, "minLength 0 -> 1"),
    ("max-length", text(maxLength=5), text(maxLength=6), {READER}, "maxLength 5 -> 6"),
    ("max-length", text(), text(maxLength=6), {WRITER}, "maxLength none -> 6"),
    ("pattern", text(), text(pattern="^a"), {WRITER}, 'pattern none -> "^a"'),
    ("pattern", text(pattern="^a"), text(), {READER}, 'pattern "^a" -> none'),
    ("pattern", text(pattern="^a"), text(pattern="^b"), {WRITER, READER}, 'pattern "^a" -> "^b"'),
    ("format", text(), text(**UUID), {WRITER}, "format uuid added"),
    ("content-encoding", text(contentEncoding="base64"), text(), {READER},
     "contentEncoding base64 removed"),
    ("values", text(), text(enum=["a", "b"]), {WRITER}, 'values "a", "b" are the only'),
    ("values", text(enum=["a", "b"]), text(), {READER}, 'values "a", "b" -> any'),
    ("values", member(OPEN), text(enum=["a"]), {WRITER}, 'values "a" are the only'),
    ("values", text(enum=["a"]), member(OPEN), {READER}, 'values "a" -> any string'),
    ("value-added", member(OPEN), member(WIDER), NOBODY, 'value "b" added'),
    ("value-removed", member(WIDER), member(OPEN), NOBODY, 'value "b" removed'),
    ("value-added", text(enum=["a"]), text(enum=["a", "b"]), {READER}, 'value "b" added'),
    ("value-removed", text(enum=["a", "b"]), text(enum=["a"]), {WRITER}, 'value "b" removed'),
    ("default", whole(default=1), whole(default=2), {WRITER, READER}, "default 1 -> 2"),
    ("default", whole(default=1), whole(), {WRITER, READER}, "default 1 -> none"),
    ("default", whole(), whole(default=1), NOBODY, "default none -> 1"),
    ("deviation", text(), text(**{"x-deviation": UUID}), NOBODY,
     "deviation: format uuid added"),
    ("deviation", member(TEXT), member(TEXT, **{"x-deviation": {"required": ["m"]}}), NOBODY,
     "its absence is now a deviation"),
    ("deviation", member(TEXT, **{"x-deviation": {"required": ["m"]}}), member(TEXT), NOBODY,
     "its absence is no longer a deviation"),
    ("deviation", member(TEXT), member(TEXT, **{"x-deviation": CLOSED}), NOBODY,
     "unknown members are now deviations"),
    ("min-items", items(), items(minItems=1), {WRITER}, "minItems 0 -> 1"),
    ("max-items", items(maxItems=3), items(), {READER}, "maxItems 3 -> none"),
    ("unique-items", items(), items(uniqueItems=True), {WRITER}, "uniqueItems added"),
    ("prefix-items", items(prefixItems=[TEXT]), items(prefixItems=[TEXT, TEXT]),
     {WRITER, READER}, "prefixItems 1 -> 2"),
    ("items", items(), member({"type": "array"}), {READER}, "items: have a schema -> any"),
    ("minimum", items(), items(items=dict(WHOLE, minimum=0)), {WRITER}, "minimum none -> 0"),
    ("min-properties", BARE, {**BARE, "minProperties": 1}, {WRITER}, "minProperties 0 -> 1"),
    ("max-properties", {**BARE, "maxProperties": 8}, BARE, {READER}, "maxProperties 8 -> none"),
    ("additional-properties", BARE, {**BARE, **CLOSED}, {WRITER},
     "additionalProperties: any -> are forbidden"),
    ("additional-properties", {**BARE, **CLOSED}, {**BARE, "additionalProperties": TEXT}, {READER},
     "additionalProperties are no longer forbidden"),
    ("type", {**BARE, "additionalProperties": TEXT}, {**BARE, "additionalProperties": WHOLE},
     {WRITER, READER}, "type string -> integer"),
    ("branch", either(TEXT), either(TEXT, WHOLE), {READER}, "anyOf: 1 -> 2 schemas"),
    ("branch", either(TEXT, WHOLE), either(TEXT), {WRITER}, "anyOf: 2 -> 1 schemas"),
    ("branch", beside(), beside(anyOf=[{"required": ["m"]}]), {WRITER}, "anyOf added"),
    ("maximum", whole(**{"not": {"maximum": 3}}), whole(**{"not": {"maximum": 4}}), {WRITER},
     "maximum 3 -> 4"),
    ("branch", beside(oneOf=[{"required": ["m"]}, {"required": ["stay"]}]),
     beside(oneOf=[{"required": ["m"]}, {"required": ["m", "stay"]}]), {WRITER, READER},
     "an alternative of oneOf changed"),
    ("branch", beside(**{"if": {"required": ["m"]}, "then": {"required": ["stay"]}}),
     beside(**{"if": {"required": ["stay"]}, "then": {"required": ["stay"]}}),
     {WRITER, READER}, "the condition of if changed"),
    ("branch", beside(**{"if": {"required": ["m"]}, "then": {"required": ["stay"]}}),
     beside(**{"if": {"required": ["m"]}, "then": {"required": ["stay"]},
               "else": {"minProperties": 1}}), {WRITER}, "else added"),
    ("required", beside(**{"if": {"required": ["m"]}, "then": {"minProperties": 1}}),
     beside(**{"if": {"required": ["m"]}, "then": {"minProperties": 1, "required": ["stay"]}}),
     {WRITER}, "optional -> required"),
]

#: What is the same however it is written.
SAME: list[tuple[Any, Any]] = [
    (text(), dict(text(), title="T", description="D")),
    (whole(minimum=1), whole(exclusiveMinimum=0)),
    (text(enum=["a", "b"]), text(enum=["b", "a"])),
    (text(enum=["a"]), text(const="a")),
    (text(), member(OPEN)),
    (whole(minimum=1), member({"allOf": [WHOLE, {"minimum": 1}]})),
    (text(), {"$defs": {"t": TEXT}, **member({"$ref": "#/$defs/t"})}),
    (member({"$ref": "#"}), member({"$ref": "#"})),
]


def protocol(payload: Any, action: str) -> dict[str, Any]:
    """An index with one event, `thing`."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "T", "version": "1"},
        "channels": {
            "c": {"address": "/", "messages": {"thing": {"$ref": "#/components/messages/thing"}}}
        },
        "operations": {
            "thing": {
                "action": action,
                "channel": {"$ref": "#/channels/c"},
                "messages": [{"$ref": "#/channels/c/messages/thing"}],
            }
        },
        "components": {"messages": {"thing": {"name": "thing", "payload": payload}}},
    }


class Folder(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name: str, value: Any) -> None:
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(value, file)

    def read(self, name: str) -> Any:
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return json.load(file)

    def diff(self, *arguments: str) -> support.Done:
        done = support.run_codegen("diff", "old", "new", *arguments, cwd=self.folder)
        self.assertEqual(done.stderr, "")
        return done

    def changes(self) -> list[dict[str, Any]]:
        """The changes as JSON, with the exit status checked against them."""
        done = self.diff("--json")
        document = json.loads(done.stdout)
        found: list[dict[str, Any]] = document["changes"]
        breaks = any("breaking" in (it["workers"], it["servers"]) for it in found)
        self.assertEqual((document["breaking"], done.returncode), (breaks, int(breaks)))
        return found


class Rules(Folder):
    """Every rule of a payload, with an event of each direction."""

    def compare(self, old: Any, new: Any, action: str) -> list[dict[str, Any]]:
        self.write("old/asyncapi.json", protocol({"$ref": "thing.json"}, action))
        self.write("new/asyncapi.json", protocol({"$ref": "thing.json"}, action))
        self.write("old/thing.json", old)
        self.write("new/thing.json", new)
        return self.changes()

    def test_each_kind(self) -> None:
        for action, writer, reader in (
            ("receive", "workers", "servers"),
            ("send", "servers", "workers"),
        ):
            for kind, old, new, breaks, says in CASES:
                with self.subTest(kind=kind, says=says, action=action):
                    (change,) = self.compare(old, new, action)
                    self.assertEqual(change["kind"], kind)
                    self.assertTrue(change["text"].startswith(says), change["text"])
                    broken = {role for role, side in ((WRITER, writer), (READER, reader))
                              if change[side] == "breaking"}
                    self.assertEqual(broken, breaks)

    def test_what_is_the_same(self) -> None:
        for old, new in SAME:
            with self.subTest(new=new):
                self.assertEqual(self.compare(old, new, "receive"), [])
        self.assertEqual(self.diff().stdout, "nothing changed on the wire\n")

    def test_all_kinds_are_explained(self) -> None:
        with open(os.path.join(support.ROOT, "codegen", "README.md"), encoding="utf-8") as file:
            page = file.read()
        for kind in sorted({case[0] for case in CASES}):
            self.assertIn(f"`{kind}`", page)

    def test_a_rule_that_was_soft(self) -> None:
        found = self.compare(text(**{"x-deviation": UUID}), text(**UUID), "receive")
        self.assertEqual([(it["kind"], it["workers"]) for it in found],
                         [("format", "breaking"), ("deviation", "compatible")])

    def test_a_renamed_member(self) -> None:
        old, new = member(WHOLE, True), member(WHOLE, True)
        new["properties"]["n"] = new["properties"].pop("m")
        new["required"] = ["n"]
        found = self.compare(old, new, "receive")
        self.assertEqual([(it["kind"], it["text"]) for it in found], [
            ("member-removed",
             'required member removed (renamed to "n"? the schema is the same)'),
            ("member-added", "required member added")])

    def test_where(self) -> None:
        deep = member({"type": "array", "items": member(WHOLE)})
        tight = copy.deepcopy(deep)
        tight["properties"]["m"]["items"]["properties"]["m"]["maximum"] = 1
        (change,) = self.compare(deep, tight, "receive")
        self.assertEqual(change["where"],
                         "thing.json#/properties/m/items/properties/m")
        self.assertEqual(change["uses"], [
            {"event": "thing", "direction": "from the worker", "path": "/m/*/m"}])
        self.assertEqual(self.diff().stdout, (
            "breaking for workers  thing.json#/properties/m/items/properties/m: "
            "maximum none -> 1 (thing from the worker /m/*/m)\n"
            "1 change: 1 breaking for workers, 0 for servers\n"))


class Protocols(Folder):
    """Events and errors, on copies of the real schemas."""

    def setUp(self) -> None:
        super().setUp()
        for name in ("old", "new"):
            shutil.copytree(os.path.join(support.ROOT, "schema"), os.path.join(self.folder, name))

    def edit(self, name: str, change: Callable[[Any], object], where: str = "new") -> None:
        value = self.read(f"{where}/{name}")
        change(value)
        self.write(f"{where}/{name}", value)

    def expect(self, kind: str, says: str, *broken: str) -> None:
        found = [it for it in self.changes() if it["kind"] == kind]
        self.assertEqual([it["text"] for it in found], [says])
        self.assertEqual({side for side in ("workers", "servers")
                          if found[0][side] == "breaking"}, set(broken))

    def remove_event(self, where: str, key: str) -> None:
        def remove(index: Any) -> None:
            del index["operations"][key], index["components"]["messages"][key]
            del next(iter(index["channels"].values()))["messages"][key]

        self.edit("asyncapi.json", remove, where)

    def test_nothing(self) -> None:
        self.assertEqual(self.changes(), [])

    def test_events(self) -> None:
        events: list[tuple[str, str, str, str, list[str]]] = [
            ("old", "stream_pause", "event-added", "stream:pause from the worker added",
             ["servers"]),
            ("new", "stream_pause", "event-removed", "stream:pause from the worker removed",
             ["workers"]),
            ("old", "backpressure", "event-added", "backpressure to the worker added", []),
            ("new", "backpressure", "event-removed", "backpressure to the worker removed",
             ["workers"]),
        ]
        for where, key, kind, says, broken in events:
            with self.subTest(kind=kind, key=key):
                shutil.copytree(os.path.join(support.ROOT, "schema"),
                                os.path.join(self.folder, "old"), dirs_exist_ok=True)
                shutil.copytree(os.path.join(support.ROOT, "schema"),
                                os.path.join(self.folder, "new"), dirs_exist_ok=True)
                self.remove_event(where, key)
                self.expect(kind, f"event {says}", *broken)

    def test_direction(self) -> None:
        self.edit("asyncapi.json",
                  lambda it: it["operations"]["backpressure"].update(action="receive"))
        self.expect("event-direction",
                    "event backpressure changed its direction: now from the worker",
                    "workers", "servers")

    def test_replies(self) -> None:
        self.edit("asyncapi.json",
                  lambda it: it["operations"]["fragment_data"]["reply"]["messages"].reverse())
        self.expect("replies", "replies to fragment:data: fragment:ack, error -> "
                               "error, fragment:ack", "workers", "servers")

    def test_error_table(self) -> None:
        def row(**values: Any) -> Callable[[Any], None]:
            return lambda rows: rows[4].update(values)

        self.edit("errors.json", row(severity="fatal", retryable=False, text="Other."))
        self.expect("error-severity", 'error TIMEOUT: severity "error" -> "fatal"',
                    "workers", "servers")
        self.expect("error-retryable", "error TIMEOUT: retryable true -> false",
                    "workers", "servers")
        self.expect("error-text", "error TIMEOUT: the text changed")

    def test_error_codes(self) -> None:
        for where, kind, broken in (("old", "error-added", "workers"),
                                    ("new", "error-removed", "servers")):
            with self.subTest(kind):
                self.edit("errors.json", lambda rows: rows.pop(), where)
                self.edit("types/error_code.json", lambda it: it["enum"].pop(), where)
                self.expect(kind, f"error RATE_LIMIT {kind[6:]}", broken)
                other = "new" if where == "old" else "old"
                self.edit("errors.json", lambda rows: rows.pop(), other)
                self.edit("types/error_code.json", lambda it: it["enum"].pop(), other)
                self.assertEqual(self.changes(), [])
                for name in ("errors.json", "types/error_code.json"):
                    for side in ("old", "new"):
                        shutil.copy(os.path.join(support.ROOT, "schema", name),
                                    os.path.join(self.folder, side, name))

    def test_a_shared_type_is_one_change(self) -> None:
        self.edit("types/stream_id.json", lambda it: it.update(maxLength=128))
        (change,) = self.changes()
        self.assertEqual(change["where"], "types/stream_id.json#")
        self.assertEqual((change["workers"], change["servers"]), ("breaking", "breaking"))
        self.assertGreater(len(change["uses"]), 5)


    def test_operations(self) -> None:
        for where, kind, broken in (("old", "operation-added", "servers"),
                                    ("new", "operation-removed", "workers")):
            with self.subTest(kind):
                self.edit("openapi.json",
                          lambda it: it["paths"].pop("/control/openapi.json"), where)
                self.expect(kind, f"GET /control/openapi.json {kind[10:]}", broken)
                shutil.copy(os.path.join(support.ROOT, "schema", "openapi.json"),
                            os.path.join(self.folder, where, "openapi.json"))

    def test_bodies(self) -> None:
        """What a client writes is narrower, what it reads wider."""
        def add(it: Any) -> None:
            it["properties"]["urgent"] = {"type": "boolean"}
            it.update(required=[*it.get("required", []), "urgent"], examples=[{"urgent": True}])

        operation = self.read("new/openapi.json")["paths"]["/control/reset"]["post"]
        self.edit(operation["requestBody"]["content"]["application/json"]["schema"]["$ref"], add)
        self.edit("control/streams.json", lambda it: it["required"].pop())
        found = {it["kind"]: it for it in self.changes()}
        self.assertEqual(
            [(it["workers"], it["servers"], it["uses"][0]["direction"]) for it in
             (found["member-added"], found["required"])],
            # A member that is not known is refused here, so an old server refuses a new client.
            [("breaking", "breaking", "in the request"),
             ("breaking", "compatible", "in the answer 200")])

    def test_one_of_several_bodies_of_an_answer(self) -> None:
        def fewer(it: Any) -> None:
            media = it["paths"]["/control/report.json"]["get"]["responses"]["200"]["content"]
            media["application/json"]["schema"]["anyOf"].pop()

        self.edit("openapi.json", fewer)
        self.expect("body", "GET /control/report.json: body in the answer 200 removed",
                    "workers", "servers")

    def test_parameters_and_answers(self) -> None:
        def parameter(required: bool) -> dict[str, Any]:
            return {"name": "deep", "in": "query", "required": required,
                    "description": "Whether.", "schema": {"type": "boolean"}}

        def document(it: Any) -> Any:
            return it["paths"]["/control/openapi.json"]["get"]

        self.edit("openapi.json", lambda it: document(it).update(parameters=[parameter(False)]))
        self.expect("parameter", "GET /control/openapi.json: query parameter deep added", "servers")
        self.edit("openapi.json", lambda it: document(it).update(parameters=[parameter(True)]))
        self.expect("parameter", "GET /control/openapi.json: query parameter deep is now required",
                    "workers")
        self.edit("openapi.json", lambda it: document(it).update(parameters=[parameter(False)]),
                  "old")
        self.expect("parameter", "GET /control/openapi.json: query parameter deep is now required",
                    "workers")
        self.edit("openapi.json", lambda it: document(it).update(parameters=[parameter(True)]),
                  "old")
        self.assertEqual(self.changes(), [])
        self.edit("openapi.json", lambda it: document(it)["responses"].pop("429"))
        self.expect("answer", "GET /control/openapi.json: answer 429 removed", "servers")
        self.edit("openapi.json", lambda it: document(it)["responses"].pop("401"), "old")
        self.edit("openapi.json", lambda it: document(it)["responses"].pop("429"), "old")
        self.expect("answer", "GET /control/openapi.json: answer 401 added", "workers")


class Usage(Folder):
    def test_wrong_sides(self) -> None:
        self.write("broken/asyncapi.json", {"asyncapi": "3.0.0"})
        shutil.copytree(os.path.join(support.ROOT, "schema"), os.path.join(self.folder, "good"))
        for arguments, says in (
            (["good", "nowhere"], r"nowhere#: cannot read the file: No such file or directory\n"),
            (["broken", "good"], r"broken/asyncapi\.json#/info: must be an object, not null\n"),
            (["good"], r"codegen diff: the following arguments are required: NEW.*\n"),
        ):
            with self.subTest(arguments):
                done = support.run_codegen("diff", *arguments, cwd=self.folder)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertRegex(done.stderr, rf"\A{says}\Z")

    def test_files_under_other_names(self) -> None:
        shutil.copytree(os.path.join(support.ROOT, "schema"), os.path.join(self.folder, "old"))
        os.rename(os.path.join(self.folder, "old/asyncapi.json"),
                  os.path.join(self.folder, "old/index.json"))
        done = support.run_codegen("diff", "old/index.json",
                                   os.path.join(support.ROOT, "schema"), cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
