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

from harness import Server, http
from worker import Worker, fragment, init

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


def build(copy: pathlib.Path, *options: str, target: str = "all") -> str:
    compiler = os.environ.get("ECHO_CC", "cc")
    configured = run("cmake", "-B", "build", f"-DCMAKE_C_COMPILER={compiler}", "-DECHO_TESTS=OFF",
                     "-DECHO_WERROR=ON", "-DCMAKE_BUILD_TYPE=Debug", *options, cwd=copy)
    run("cmake", "--build", "build", "-j2", "--target", target, cwd=copy)
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
    codec_in_init(&in, base_slice_of(text));
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

        bound = json.loads((schema / "types/max_inflight.json").read_text())
        least, most = bound["minimum"], bound["maximum"] - 1
        statuses = json.loads((schema / "types/worker_ack_status.json").read_text())["enum"]

        def new_default_and_member(init: dict) -> None:
            init["properties"]["max_inflight"]["default"] = least
            for example in init["examples"]:
                example["max_inflight"] = least
            init["properties"]["region"] = {"type": "string", "description": "Where it runs."}

        edit(schema / "types/max_inflight.json", lambda it: it.update(maximum=most))
        edit(schema / "events/stream_init.json", new_default_and_member)
        edit(schema / "types/worker_ack_status.json", lambda it: it["enum"].append("discarded"))
        marker = json.dumps({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Marker", "description": "A position worth remembering.",
            "type": "object",
            "properties": {
                "stream_id": {"$ref": "../types/stream_id.json", "description": "The stream."},
                "position_ms": {"type": "integer", "minimum": 0, "maximum": 1000,
                                "description": "Where."}},
            "required": ["stream_id", "position_ms"]})
        for name in "stream_marker", "told_marker":
            (schema / f"events/{name}.json").write_text(marker)

        def new_event(index: dict) -> None:
            channel = next(iter(index["channels"]))
            for key, action in ("stream_marker", "receive"), ("told_marker", "send"):
                index["channels"][channel]["messages"][key] = {
                    "name": "stream:marker", "title": "Marker", "summary": "Marks a position.",
                    "payload": {"$ref": f"events/{key}.json"}}
                index["operations"][key] = {
                    "action": action, "channel": {"$ref": f"#/channels/{channel}"},
                    "messages": [{"$ref": f"#/channels/{channel}/messages/{key}"}]}

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
            (event, error), = exchange(server.url, 1, "stream:marker", {"stream_id": "s"})
            self.assertEqual((event, error["code"], error["message"]), (
                "error", "INVALID_CONFIG",
                'this server does not support the event "stream:marker"'))

    def test_an_answer_that_breaks_its_own_schema_is_told_and_not_lost(self) -> None:
        """Schemas that contradict each other: the client, the log and the metrics hear of it."""
        schema = self.copy / "schema"

        def count_from_one(ack: dict) -> None:
            ack["properties"]["queue_position"]["minimum"] = 1
            ack["examples"][0]["queue_position"] = 1

        def more_is_delivered(stream: dict) -> None:
            stream["properties"]["delivered"]["minimum"] = 3

        edit(schema / "events/stream_init.json",
             lambda init: init["properties"]["max_inflight"].update(maximum=20))
        edit(schema / "events/fragment_ack.json", count_from_one)
        edit(schema / "types/schema_error.json",
             lambda error: error["properties"]["path"].update(maxLength=13))
        edit(schema / "control/stream.json", more_is_delivered)
        build(self.copy, target="echo-sts")

        def told(error: dict, event: str, path: str, keyword: str, message: str) -> None:
            self.assertEqual((error["code"], error["message"]),
                             ("INVALID_CONFIG", f"{event} cannot be sent: {path} {message}"))
            self.assertEqual(error["metadata"]["errors"],
                             [{"path": path, "keyword": keyword, "message": message}])

        with Server(binary=self.copy / "build/echo-sts") as server:
            worker = Worker(server.url)
            error = worker.call("stream:init", init("s", max_inflight=20))
            told(error, "stream:ready", "/max_inflight", "maximum", "must be at most 10, not 20")
            self.assertEqual(error["stream_id"], "s")
            self.assertEqual(worker.expect("error"), error)
            self.assertEqual(worker.call("stream:init", init("s"))["max_inflight"], 3)
            worker.expect("stream:ready")

            # an error that cannot be sent either: what is required of it
            error = worker.call("fragment:data", fragment("s", 0, b"a"))
            self.assertEqual(
                {name: error[name] for name in error if name != "error_id"},
                {"code": "INVALID_CONFIG", "severity": "error", "retryable": False, "message":
                 "fragment:ack cannot be sent: /queue_position must be at least 1, not 0"})
            self.assertEqual(worker.expect("error"), error)
            self.assertEqual(worker.expect("fragment:processed")["status"], "success")

            response = http(server.port, "GET", "/control/streams/s",
                            Authorization="Bearer test-api-key")
            self.assertEqual(response.status, 500)
            answer = json.loads(response.body)["error"]
            self.assertEqual(answer["code"], "INTERNAL")
            self.assertEqual(answer["findings"], [{
                "path": "/delivered", "keyword": "minimum",
                "message": "must be at least 3, not 1"}])
            page = http(server.port, "GET", "/metrics").body.decode()
            self.assertIn("\nws_answers_unsent_total 4\n", page)
            worker.close()
            lines = [json.loads(line) for line in server.output().splitlines()]
        self.assertEqual(
            [(line["level"], line["event"], line["pointer"], line["keyword"], line["what"])
             for line in lines if line["message"] == "answer not sent: it breaks its own schema"],
            [("ERROR", "stream:ready", "/max_inflight", "maximum", "must be at most 10, not 20"),
             ("ERROR", "fragment:ack", "/queue_position", "minimum", "must be at least 1, not 0"),
             ("ERROR", "error", "/metadata/errors/0/path", "maxLength",
              "is 15 characters long, but at most 13 are allowed"),
             ("ERROR", "control_stream", "/delivered", "minimum",
              "must be at least 3, not 1")])

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
