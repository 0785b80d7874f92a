"""The log: one line an event, machine-readable off a terminal, with nothing in it that must not be
and nothing that a client can forge."""

import base64
import json
import os
import pty
import re
import select
import signal
import subprocess
import time
import unittest
from typing import Any

import harness
from harness import STS, Server, wait_for
from test_settings import clean_environment
from wire import Direct
from worker import Worker, fragment, init

AUDIO = b"sound that nobody may read in a log " * 40
TOKEN = "a-key-that-nobody-may-read"


def lines(server: Server) -> list[dict[str, Any]]:
    """All lines so far, each of which must be an object."""
    return [json.loads(line) for line in server.output().splitlines()]


def find(server: Server, **fields: Any) -> list[dict[str, Any]]:
    return [line for line in lines(server)
            if all(line.get(name) == value for name, value in fields.items())]


def await_line(server: Server, **fields: Any) -> dict[str, Any]:
    return wait_for(lambda: find(server, **fields), f"the line {fields}")[0]


class Json(unittest.TestCase):
    def test_every_line_is_an_object_with_time_level_and_message(self) -> None:
        with Server({"LOG_LEVEL": "DEBUG"}) as server:
            worker = Worker(server.url)
            worker.emit("stream:init", init("s"))
            worker.expect("stream:ready")
            worker.close()
            await_line(server, message="client disconnected")
            for line in lines(server):
                self.assertRegex(line["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
                self.assertIn(line["level"], ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
                self.assertTrue(line["message"])

    def test_the_life_of_a_stream(self) -> None:
        with Server({"LOG_LEVEL": "DEBUG", "AUTO_DISCONNECT_DELAY": "0.1"}) as server:
            worker = Worker(server.url)
            worker.emit("stream:init", init("s"))
            session = worker.expect("stream:ready")["session_id"]
            one = fragment("s", 0, AUDIO)
            worker.emit("fragment:data", one)
            worker.expect("fragment:ack")
            worker.expect("fragment:processed")
            worker.emit("stream:pause", {"stream_id": "s"})
            worker.emit("fragment:data", fragment("s", 1, AUDIO))
            self.assertEqual(worker.expect("error")["code"], "STREAM_NOT_FOUND")
            worker.emit("stream:end", {"stream_id": "s"})
            worker.expect("stream:complete")
            worker.expect("disconnect")
            worker.close()
            stream = {"stream_id": "s", "session_id": session}
            await_line(server, message="client disconnected")
            self.assertEqual(await_line(server, message="stream opened")["worker_id"], "worker-1")
            for message in "fragment accepted", "fragment processed":
                line = await_line(server, message=message, **stream)
                self.assertEqual((line["fragment_id"], line["sequence_number"]),
                                 (one["fragment_id"], 0))
            changes = [(line["from"], line["to"])
                       for line in find(server, message="stream state changed", **stream)]
            self.assertEqual(changes, [("active", "paused"), ("paused", "ending"),
                                       ("ending", "completed")])
            error = await_line(server, message="error sent", code="STREAM_NOT_FOUND")
            self.assertEqual((error["stream_id"], error["level"]), ("s", "WARNING"))
            ended = await_line(server, message="stream ended", **stream)
            self.assertEqual((ended["reason"], ended["success"], ended["failed"]),
                             ("completed", 1, 0))

    def test_connections(self) -> None:
        with Server() as server:
            link = Direct(server.port, "/socket.io/")
            link.send('40/sts,{"token":"test-api-key"}')
            link.receive()
            line = await_line(server, message="client connected")
            self.assertEqual((line["namespace"], line["address"]), ("/sts", "127.0.0.1"))
            link.close()
            line = await_line(server, message="client disconnected")
            self.assertIn("transport", line["reason"])

    def test_the_headers_are_told(self) -> None:
        with Server() as server:
            with harness.WebSocket(server.port, "/socket.io/?EIO=4&transport=websocket",
                                   X_Stream_ID="s\\1", X_Worker_ID='w"1') as ws:
                ws.receive()
                ws.send('40{"token":"test-api-key"}')
                ws.receive()
                line = await_line(server, message="client connected")
        self.assertEqual((line["x_stream_id"], line["x_worker_id"]), ("s\\1", 'w"1'))


class Secrets(unittest.TestCase):
    def session(self, server: Server, token: str) -> None:
        """All that a client can say, with a secret wherever it should be none."""
        worker = Worker(server.url, token=token)
        worker.emit("stream:init", init("s", metadata={"authorization": token, "x": token}))
        worker.expect("stream:ready")
        one = fragment("s", 0, AUDIO)
        one["metadata"].update(api_key=token, Password=token, nested={"token": token})
        worker.emit("fragment:data", one)
        worker.expect("fragment:ack")
        worker.expect("fragment:processed")
        bad = fragment("s", 1, AUDIO)
        bad["audio"]["data_base64"] += "!"
        worker.emit("fragment:data", bad)
        worker.expect("error")
        worker.emit("no:such:event", {"token": token})
        worker.expect("error")
        worker.close()

    def test_neither_keys_nor_audio_are_in_the_log(self) -> None:
        for log_format in "json", "text":
            with Server({"LOG_LEVEL": "DEBUG", "LOG_FORMAT": log_format,
                         "STS_API_KEY": TOKEN}) as server:
                self.session(server, TOKEN)
                for token in ("wrong-" + TOKEN, ""):
                    link = Direct(server.port, "/socket.io/")
                    link.send("40" + json.dumps({"token": token}))
                    link.receive()
                    link.close()
                wait_for(lambda: "client refused" in server.output(), "the refusal")
                output = server.output()
            self.assertIn("fragment", output)
            self.assertNotIn(TOKEN, output)
            encoded = base64.b64encode(AUDIO).decode()
            for part in encoded[:16], encoded[-16:], encoded[800:816]:
                self.assertNotIn(part, output)


class Forgery(unittest.TestCase):
    EVIL = "s\n2026-01-01T00:00:00.000Z INFO forged\r\x1b[2J\x00\u202e\"}"

    def test_what_clients_name_things_stays_in_its_line(self) -> None:
        for log_format in "json", "text":
            with Server({"LOG_LEVEL": "DEBUG", "LOG_FORMAT": log_format}) as server:
                worker = Worker(server.url)
                worker.emit("stream:init", init(self.EVIL, worker_id=self.EVIL))
                worker.expect("stream:ready")
                one = {**fragment(self.EVIL, 0, AUDIO), "fragment_id": self.EVIL}
                worker.emit("fragment:data", one)
                worker.expect("fragment:ack")
                worker.expect("fragment:processed")
                worker.emit(self.EVIL, {})
                worker.expect("error")
                worker.close()
                wait_for(lambda: "client disconnected" in server.output(), "the end")
                if log_format == "json":
                    self.assertTrue(find(server, stream_id=self.EVIL, fragment_id=self.EVIL))
                output = server.output()
            self.assertRegex(output, r"\A[\x20-\x7e\n]+\Z")
            for line in output.splitlines():
                self.assertFalse(line.startswith("2026-01-01"))

    def test_namespaces_and_paths(self) -> None:
        with Server({"LOG_FORMAT": "text"}) as server:
            link = Direct(server.port, "/socket.io/")
            link.send("40/evil\x1b[31m\nforged,{}")
            link.offer("40/x")
            link.close()
            harness.http(server.port, "GET", "/%0aforged%1b")
            wait_for(lambda: "client refused" in server.output()
                     or "parse error" in server.output(), "the complaint")
            self.assertRegex(server.output(), r"\A[\x20-\x7e\n]+\Z")


class Formats(unittest.TestCase):
    def test_text_is_aligned_and_without_colours_off_a_terminal(self) -> None:
        with Server({"LOG_FORMAT": "text"}) as server:
            wait_for(lambda: "listens on" in server.output(), "the start")
            for line in server.output().splitlines():
                self.assertRegex(line, r"^\S{24} (INFO    |WARNING ) \S")

    def test_levels(self) -> None:
        for level, least in (("WARNING", 2), ("warn", 2), ("ERROR", 3), ("Critical", 4)):
            with Server({"LOG_LEVEL": level}) as server:
                worker = Worker(server.url)
                worker.emit("no:such:event", {})
                worker.expect("error")
                worker.close()
                order = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
                found = {line["level"] for line in lines(server)}
                self.assertTrue(all(order.index(one) >= least for one in found), found)
                if least == 2:
                    self.assertIn("WARNING", found)

    def on_terminal(self, **environment: str) -> str:
        """What the server writes at its start to a terminal."""
        control, terminal = pty.openpty()
        plain = {key: value for key, value in clean_environment().items() if key != "NO_COLOR"}
        process = subprocess.Popen([str(STS), "--host=127.0.0.1", "--port=0"], stderr=terminal,
                                   env={**plain, **environment}, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL)
        os.close(terminal)
        output = b""
        end = time.monotonic() + harness.PATIENCE
        try:
            while not re.search(rb"listens on[^\n]*\n", output) and time.monotonic() < end:
                if select.select([control], [], [], 1)[0]:
                    output += os.read(control, 65536)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(harness.PATIENCE)
            os.close(control)
        return output.decode()

    def test_a_terminal_gets_text_with_colours(self) -> None:
        output = self.on_terminal()
        self.assertIn("\x1b[33mWARNING \x1b[0m STS_API_KEY has its default value", output)
        output = self.on_terminal(NO_COLOR="1")
        self.assertNotIn("\x1b", output)
        self.assertIn("WARNING  STS_API_KEY has its default value", output)

    def test_the_format_can_be_chosen_on_a_terminal_too(self) -> None:
        for line in self.on_terminal(LOG_FORMAT="json").splitlines():
            if line:
                self.assertIn("level", json.loads(line))

    def test_a_log_that_nobody_reads_does_not_stop_the_server(self) -> None:
        read, write = os.pipe()
        port = harness.free_port()
        process = subprocess.Popen(
            [str(STS), "--host=127.0.0.1", f"--port={port}", "--log-level=debug"], stderr=write,
            env=clean_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        os.close(write)
        try:
            worker = wait_for(lambda: self.try_worker(port), "the server to listen")
            for number in range(400):  # some 100 bytes each: more than the pipe takes
                worker.emit("no:such:event", {})
                self.assertEqual(worker.expect("error")["code"], "INVALID_CONFIG")
            worker.close()
            self.assertEqual(harness.http(port, "GET", "/health").status, 200)
        finally:
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(harness.PATIENCE), 0)
            os.close(read)

    @staticmethod
    def try_worker(port: int) -> Worker | None:
        try:
            harness.connect(port).close()
        except OSError:
            return None
        return Worker(f"http://127.0.0.1:{port}")


if __name__ == "__main__":
    unittest.main()
