"""A protocol change is a schema edit and a build: no handwritten line is touched.

Everything happens in copies of the checkout. The last test renames every member in the generated
tables and runs the server with them: whatever is on the wire under its old name did not come
through generated code.
"""
# labels: plain

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from harness import Server
from worker import Worker

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTS = ("CMakeLists.txt", "packaging", "schema", "codegen", "generated", "src")


def copy_checkout(folder: str) -> pathlib.Path:
    copy = pathlib.Path(folder) / "copy"
    copy.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / part)
    return copy


def run(*command: str, cwd: pathlib.Path) -> str:
    done = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)} failed:\n{done.stdout[-4000:]}")
    return done.stdout


def build(copy: pathlib.Path, *options: str) -> str:
    compiler = os.environ.get("ECHO_CC", "cc")
    configured = run("cmake", "-B", "build", f"-DCMAKE_C_COMPILER={compiler}", "-DECHO_TESTS=OFF",
                     "-DECHO_WERROR=ON", "-DCMAKE_BUILD_TYPE=Debug", *options, cwd=copy)
    run("cmake", "--build", "build", "-j2", cwd=copy)
    return configured


def edit(path: pathlib.Path, change) -> None:
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


PROBE = r"""
#include "sts_protocol.h"
#include <stdio.h>

static void try(const char *text) {
    struct sts_stream_init init;
    struct codec_in in;
    codec_in_init(&in, base_slice_of(text), NULL);
    if (sts_stream_init_decode(&in, &init))
        printf("region=%.*s has=%d\n", (int)init.region.len, init.region.ptr,
               (init.has & STS_STREAM_INIT_HAS_REGION) != 0);
    else
        printf("%s %s\n", in.error.pointer, in.error.keyword);
}

int main(void) {
    try("{\"stream_id\":\"s\",\"worker_id\":\"w\",\"config\":{},\"region\":\"eu\"}");
    try("{\"stream_id\":\"s\",\"worker_id\":\"w\",\"config\":{},\"max_inflight\":@OVER@}");
    struct sts_stream_marker marker = {.stream_id = CODEC_TEXT("s"), .position_ms = 7};
    char own[256];
    struct codec_out out;
    codec_out_init(&out, own, sizeof own);
    if (sts_stream_marker_encode(&out, &marker))
        printf("%.*s\n", (int)out.own_length, out.own);
    printf("%d\n", sts_event_find(STS_FROM_WORKER, base_slice_of("stream:marker")) != NULL);
    printf("%d\n", (int)STS_WORKER_ACK_STATUS_DISCARDED);
    return 0;
}
"""


class SchemaChanges(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.copy = copy_checkout(self.folder.name)

    def test_an_edited_schema_is_a_new_server(self) -> None:
        schema = self.copy / "schema"

        bound = json.loads((schema / "events/stream_init.json").read_text())
        most = bound["properties"]["max_inflight"]["maximum"] - 1
        statuses = json.loads((schema / "types/worker_ack_status.json").read_text())["enum"]

        def tighter_bound_and_new_member(init: dict) -> None:
            least = init["properties"]["max_inflight"]["minimum"]
            init["properties"]["max_inflight"].update(maximum=most, default=least)
            for example in init["examples"]:
                example["max_inflight"] = least
            init["properties"]["region"] = {"type": "string", "description": "Where it runs."}

        edit(schema / "events/stream_init.json", tighter_bound_and_new_member)
        edit(schema / "types/worker_ack_status.json", lambda it: it["enum"].append("discarded"))
        (schema / "events/stream_marker.json").write_text(json.dumps({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Marker", "description": "A position worth remembering.",
            "type": "object",
            "properties": {
                "stream_id": {"$ref": "../types/stream_id.json", "description": "The stream."},
                "position_ms": {"type": "integer", "minimum": 0, "maximum": 1000,
                                "description": "Where."}},
            "required": ["stream_id", "position_ms"]}))

        def new_event(index: dict) -> None:
            channel = next(iter(index["channels"]))
            message = {"name": "stream:marker", "title": "Marker", "summary": "Marks a position.",
                       "payload": {"$ref": "events/stream_marker.json"}}
            index["channels"][channel]["messages"]["stream_marker"] = message
            index["operations"]["stream_marker"] = {
                "action": "receive", "channel": {"$ref": f"#/channels/{channel}"},
                "messages": [{"$ref": f"#/channels/{channel}/messages/stream_marker"}]}

        edit(schema / "asyncapi.json", new_event)
        before = {path: path.read_bytes() for path in (self.copy / "src").rglob("*.[ch]")}
        build(self.copy)
        self.assertEqual(before, {path: path.read_bytes() for path in before})

        (self.copy / "probe.c").write_text(PROBE.replace("@OVER@", str(most + 1)))
        run(os.environ.get("ECHO_CC", "cc"), "-std=c17", "-Isrc", "-Igenerated", "probe.c",
            "generated/sts_protocol.c", "build/libcodec.a", "-lm", "-o", "probe", cwd=self.copy)
        self.assertEqual(run("./probe", cwd=self.copy).splitlines(), [
            "region=eu has=1",
            "/max_inflight maximum",
            '{"stream_id":"s","position_ms":7}',
            "1",
            str(len(statuses)),
        ])
        reference = (self.copy / "generated/protocol.md").read_text()
        for word in "region", "Where it runs.", "stream:marker", "discarded":
            self.assertIn(word, reference)

        with Server(binary=self.copy / "build/echo-sts") as server:
            answers = exchange(server.url, 1, "stream:init", {
                "stream_id": "s", "worker_id": "w", "config": {}, "max_inflight": most + 1})
            self.assertEqual(answers[0][1]["metadata"]["errors"][0]["path"], "/max_inflight")

    def test_the_committed_files_build_without_python(self) -> None:
        configured = build(self.copy, "-DECHO_PYTHON_CANDIDATES=/nonexistent/python3")
        self.assertIn("Building the committed files of generated/", configured)
        self.assertTrue((self.copy / "build/echo-sts").exists())

    def test_every_member_on_the_wire_comes_from_the_generated_tables(self) -> None:
        tables = self.copy / "generated/sts_protocol.c"
        names = set()
        for path in list((ROOT / "schema/events").glob("*.json")) + \
                list((ROOT / "schema/types").glob("*.json")):
            names |= set(json.loads(path.read_text()).get("properties", {}))
        text = tables.read_text()
        for name in names:
            text = text.replace(f'MEMBER("{name}"', f'MEMBER("{name}~"')
        self.assertNotEqual(text, tables.read_text())
        tables.write_text(text)
        build(self.copy, "-DECHO_CODEGEN=OFF")

        def renamed(value):
            if isinstance(value, dict):
                return {f"{name}~": renamed(member) for name, member in value.items()}
            return [renamed(item) for item in value] if isinstance(value, list) else value

        with Server(binary=self.copy / "build/echo-sts") as server:
            audio = {"format": "m4a", "sample_rate_hz": 48000, "channels": 1, "duration_ms": 1000,
                     "data_base64": "AAAA"}
            answers = exchange(
                server.url, 6,
                "stream:init", renamed({"stream_id": "s", "worker_id": "w", "config": {}}),
                "stream:init", {"stream_id": "s", "worker_id": "w", "config": {}},
                "stream:inti", {},
                "fragment:data", renamed({
                    "fragment_id": "f", "stream_id": "s", "sequence_number": 0, "timestamp": 0,
                    "audio": audio}),
                "stream:end", renamed({"stream_id": "s"}))
        self.assertEqual([event for event, _ in answers], [
            "stream:ready", "error", "error", "fragment:ack", "fragment:processed",
            "stream:complete"])

        def member_names(value):
            if isinstance(value, dict):
                for name, member in value.items():
                    yield name
                    yield from member_names(member)
            elif isinstance(value, list):
                for item in value:
                    yield from member_names(item)

        for event, payload in answers:
            for name in member_names(payload):
                self.assertTrue(name.endswith("~"), f"{event} has a handwritten member {name}")


def exchange(url: str, answers: int, *events: object) -> list[tuple[str, dict]]:
    """Emits events (name, payload, name, payload ...) and returns the first `answers` answers."""
    worker = Worker(url)
    for name, payload in zip(events[::2], events[1::2]):
        worker.emit(name, payload)
    received = [worker.next() for _ in range(answers)]
    worker.close()
    return received


if __name__ == "__main__":
    sys.exit(unittest.main())
