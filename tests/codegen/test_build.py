"""The real protocol: committed output is fresh; an edited schema changes it, and it compiles."""
# labels: plain

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from typing import Any, Callable

import support

SCHEMA = os.path.join(support.ROOT, "schema")
GENERATED = os.path.join(support.ROOT, "generated")

PROGRAM = """
#include "sts_protocol.h"
#include <stdio.h>

int main(void) {
    struct codec_in in;
%s
    return 0;
}
"""


class Edited(unittest.TestCase):
    """A copy of the schemas, and what comes of it."""

    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.schema = os.path.join(self.folder, "schema")
        self.out = os.path.join(self.folder, "generated")
        shutil.copytree(SCHEMA, self.schema)
        shutil.copytree(GENERATED, self.out)

    def edit(self, name: str, change: Callable[[Any], None]) -> None:
        path = os.path.join(self.schema, name)
        value: Any = {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                value = json.load(file)
        change(value)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(value, file)

    def codegen(self, command: str, code: int = 0) -> str:
        arguments = [command, "schema/asyncapi.json", "--out", "generated"]
        done = support.run_codegen(*arguments, cwd=self.folder)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def read(self, name: str) -> str:
        with open(os.path.join(self.out, name), encoding="utf-8") as file:
            return file.read()

    def run_program(self, body: str) -> str:
        source = os.path.join(self.folder, "program.c")
        with open(source, "w", encoding="utf-8") as file:
            file.write(PROGRAM % body)
        program = os.path.join(self.folder, "program")
        support.compile_c(
            [f"-I{support.SOURCES}", f"-I{self.out}", source]
            + [os.path.join(self.out, "sts_protocol.c"), support.library(), "-o", program]
        )
        return subprocess.run([program], capture_output=True, text=True, check=True).stdout

    def test_committed_output_is_fresh(self) -> None:
        self.assertEqual(self.codegen("check"), "")

    def test_tighter_bound(self) -> None:
        bounds: dict[str, int] = {}

        def tighten(schema: Any) -> None:
            bounds.update(least=schema["minimum"], most=schema["maximum"])
            schema["maximum"] -= 1

        def lower(schema: Any) -> None:
            schema["properties"]["max_inflight"]["default"] = bounds["least"]
            for example in schema["examples"]:
                example["max_inflight"] = bounds["least"]

        self.edit("types/max_inflight.json", tighten)
        self.edit("events/stream_init.json", lower)
        least, most = bounds["least"], bounds["most"]
        self.assertIn(
            f"-    .number = BOUNDS(MINIMUM({least}), MAXIMUM({most})),", self.codegen("check", 1)
        )
        self.codegen("build")
        self.codegen("check")
        before = '{\\"stream_id\\":\\"s\\",\\"worker_id\\":\\"w\\",\\"config\\":{},\\"max_inflight\\":'
        output = self.run_program(
            f"""
    struct codec_error error;
    (void)in;
    printf("%d", sts_stream_init_validate(base_slice_of("{before}{most - 1}}}"), NULL, &error));
    printf("%d", sts_stream_init_validate(base_slice_of("{before}{most}}}"), NULL, &error));
    printf("%s", error.pointer);"""
        )
        self.assertEqual(output, "10/max_inflight")

    def test_new_optional_member(self) -> None:
        colour = {"description": "Favourite colour.", "type": "string", "default": "blue"}
        size = {"description": "Shoe size.", "type": "integer", "minimum": 0}
        self.edit(
            "events/stream_pause.json",
            lambda s: s["properties"].update(colour=colour, shoe_size=size),
        )
        self.codegen("build")
        self.assertIn("`colour` | string | default \"blue\" |  | Favourite colour.", self.read("protocol.md"))
        output = self.run_program(
            """
    struct sts_stream_pause pause;
    codec_in_init(&in, base_slice_of("{\\"stream_id\\":\\"s\\",\\"shoe_size\\":44}"), NULL);
    if (!sts_stream_pause_decode(&in, &pause) || !(pause.has & STS_STREAM_PAUSE_HAS_SHOE_SIZE))
        return 1;
    printf("%.*s %d", (int)pause.colour.len, pause.colour.ptr, (int)pause.shoe_size);"""
        )
        self.assertEqual(output, "blue 44")

    def test_new_enum_value(self) -> None:
        self.edit("types/rule_action.json", lambda s: s["enum"].append("set-on-fire"))
        self.codegen("build")
        self.assertIn('- `"set-on-fire"`', self.read("protocol.md"))
        output = self.run_program(
            """
    struct base_slice text = sts_rule_action_text(STS_RULE_ACTION_SET_ON_FIRE);
    (void)in;
    printf("%.*s", (int)text.len, text.ptr);"""
        )
        self.assertEqual(output, "set-on-fire")

    def test_members_of_an_object_without_a_struct(self) -> None:
        size = {"description": "The size of the value.", "type": "integer"}
        self.edit("control/matcher.json", lambda s: s["properties"].update({"size-of": size}))
        self.codegen("build")
        output = self.run_program(
            """
#define WORDS(NAME, name, text) #NAME " " #name " " text "\\n"
    (void)in;
    printf("%s", STS_CONTROL_MATCHER_MEMBERS(WORDS));"""
        ).splitlines()
        self.assertEqual(output[0], "EQUALS equals equals")
        self.assertEqual(output[-1], "SIZE_OF size_of size-of")

    def test_members_with_the_same_name_in_c(self) -> None:
        size = {"description": "The size of the value.", "type": "integer"}
        self.edit("control/matcher.json",
                  lambda s: s["properties"].update({"size-of": size, "Size_of": size}))
        done = support.run_codegen("build", "schema/asyncapi.json", "--out", "generated",
                                   cwd=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"matcher.json#/properties/Size_of: C name clash: .* are both size_of")

    def test_lengths_are_those_of_the_schema(self) -> None:
        self.edit("types/stream_id.json", lambda s: s.update(maxLength=300))
        self.codegen("build")
        self.assertEqual(self.run_program("""
    (void)in;
    printf("%d %d", STS_STREAM_ID_CHARACTERS, STS_STREAM_ID_BYTES);"""), "300 1200")
        self.edit("types/stream_id.json", lambda s: s.pop("maxLength"))
        self.codegen("build")
        self.assertNotIn("STS_STREAM_ID_CHARACTERS", self.read("sts_protocol.h"))
        self.assertNotIn("STS_STREAM_ID_BYTES", self.read("sts_protocol.h"))

    def test_new_event(self) -> None:
        def payload(schema: Any) -> None:
            schema.update(
                {"title": "Wave", "description": "Says hello.", "type": "object",
                 "properties": {"to": {"description": "Whom.", "type": "string"}},
                 "required": ["to"], "examples": [{"to": "you"}]}
            )

        def index(value: Any) -> None:
            message = {"name": "hand:wave", "summary": "Says hello.",
                       "payload": {"$ref": "events/hand_wave.json"}}
            value["components"]["messages"]["hand_wave"] = message
            value["channels"]["sts"]["messages"]["hand_wave"] = {
                "$ref": "#/components/messages/hand_wave"
            }
            value["operations"]["hand_wave"] = {
                "action": "send", "channel": {"$ref": "#/channels/sts"},
                "messages": [{"$ref": "#/channels/sts/messages/hand_wave"}],
            }

        self.edit("events/hand_wave.json", payload)
        self.edit("asyncapi.json", index)
        self.codegen("build")
        self.assertIn("### hand:wave", self.read("protocol.md"))
        output = self.run_program(
            """
    char own[64];
    struct codec_out out;
    struct sts_hand_wave wave = {.to = CODEC_TEXT("you")};
    const struct codec_event *event =
        sts_event_find(STS_TO_WORKER, base_slice_of("hand:wave"));
    (void)in;
    codec_out_init(&out, own, sizeof own);
    if (!event || sts_event_id_of(event) != STS_EVENT_HAND_WAVE ||
        !sts_hand_wave_encode(&out, &wave))
        return 1;
    printf("%.*s", (int)out.own_length, own);"""
        )
        self.assertEqual(output, '{"to":"you"}')

    def test_error_table_follows_its_enum(self) -> None:
        self.edit("types/error_code.json", lambda s: s["enum"].append("NEW"))
        done = support.run_codegen("build", "schema/asyncapi.json", "--out", "generated",
                                   cwd=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr,
                         r"^schema/errors\.json#: the codes must be the same as in [^\n]*\n$")

    def test_all_warnings_and_both_compilers(self) -> None:
        for compiler in ("gcc", "clang"):
            if shutil.which(compiler) is None:
                continue
            target = os.path.join(self.folder, "protocol.o")
            done = subprocess.run(
                [compiler, *support.WARNINGS, "-Wcast-qual", "-Wstrict-prototypes", "-Wundef",
                 f"-I{support.SOURCES}", f"-I{GENERATED}", "-c",
                 os.path.join(GENERATED, "sts_protocol.c"), "-o", target],
                capture_output=True, text=True,
            )
            self.assertEqual((done.returncode, done.stderr), (0, ""), compiler)


if __name__ == "__main__":
    unittest.main()
