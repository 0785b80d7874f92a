"""What the server makes of schemas that contradict each other, and of generated files alone.

Everything happens in copies of the checkout. The last test renames every member in the generated
tables and runs the server with them: whatever is on the wire under its old name did not come
through generated code. Small changes of the schemas are test_schema_mutants.py's.
"""
# labels: plain

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
from collections.abc import Callable, Iterator
from typing import Any

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


def edit(path: pathlib.Path, change: Callable[[Any], None]) -> None:
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


class SchemaChanges(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.copy = copy_checkout(self.folder.name)

    def test_an_answer_that_breaks_its_own_schema_is_told_and_not_lost(self) -> None:
        """Bounds that what the server counts does not keep: the client, the log and the metrics
        hear of it."""
        schema = self.copy / "schema"

        def at_least(name: str, member: str, least: int) -> None:
            def change(document: dict[str, Any]) -> None:
                document["properties"][member]["minimum"] = least
                for example in document["examples"]:
                    example[member] = least
            edit(schema / name, change)

        at_least("events/fragment_ack.json", "queue_position", 1)
        at_least("events/stream_complete.json", "total_fragments", 5)
        at_least("control/stream.json", "delivered", 3)
        edit(schema / "types/schema_error.json",
             lambda error: error["properties"]["path"].update(maxLength=len("/queue_position")))
        build(self.copy, target="echo-sts")

        with Server(binary=self.copy / "build/echo-sts") as server:
            worker = Worker(server.url)
            worker.emit("stream:init", init("s"))
            worker.expect("stream:ready")
            error = worker.call("fragment:data", {**fragment("s", 0, b"a"), "fragment_id": "f-0"})
            self.assertEqual(
                {name: error[name] for name in error if name != "error_id"},
                {"code": "INVALID_CONFIG", "severity": "error", "retryable": False,
                 "stream_id": "s", "fragment_id": "f-0", "message":
                 "fragment:ack cannot be sent: /queue_position must be at least 1, not 0",
                 "metadata": {"errors": [{"path": "/queue_position", "keyword": "minimum",
                                          "message": "must be at least 1, not 0"}]}})
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

            # an error that cannot be sent either: what is required of it
            error = worker.call("stream:end", {"stream_id": "s"})
            self.assertEqual(
                {name: error[name] for name in error if name != "error_id"},
                {"code": "INVALID_CONFIG", "severity": "error", "retryable": False, "message":
                 "stream:complete cannot be sent: /total_fragments must be at least 5, not 1"})
            self.assertEqual(worker.expect("error"), error)

            page = http(server.port, "GET", "/metrics").body.decode()
            self.assertIn("\nws_answers_unsent_total 4\n", page)
            worker.close()
            lines = [json.loads(line) for line in server.output().splitlines()]
        self.assertEqual(
            [(line["level"], line["event"], line["pointer"], line["keyword"], line["what"])
             for line in lines
             if line["message"] == "answer not sent, because it breaks its own schema"],
            [("ERROR", "fragment:ack", "/queue_position", "minimum", "must be at least 1, not 0"),
             ("ERROR", "control_stream", "/delivered", "minimum", "must be at least 3, not 1"),
             ("ERROR", "stream:complete", "/total_fragments", "minimum",
              "must be at least 5, not 1"),
             ("ERROR", "error", "/metadata/errors/0/path", "maxLength",
              "is 16 characters long, but at most 15 are allowed")])

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

        def renamed(value: Any) -> Any:
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

        def member_names(value: Any) -> Iterator[str]:
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


def exchange(url: str, answers: int, *events: Any) -> list[tuple[str, dict[str, Any]]]:
    """Emits events (name, payload, name, payload ...) and returns the first `answers` answers."""
    worker = Worker(url)
    for name, payload in zip(events[::2], events[1::2]):
        worker.emit(name, payload)
    received = [worker.next() for _ in range(answers)]
    worker.close()
    return received


if __name__ == "__main__":
    unittest.main()
