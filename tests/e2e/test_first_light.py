"""A real worker's client streams real audio through the server and gets every byte back.

The audio is made here: ffmpeg encodes a sweep as AAC in MP4 and cuts it into 20 files of one
second. The client is python-socketio over WebSocket, as the real worker uses it.
"""
# labels: fast

import base64
import pathlib
import queue
import subprocess
import tempfile
import time
import unittest
import uuid
from typing import Any

import socketio

from harness import Server
from worker import Worker, fragment, init

FRAGMENTS = 20


def make_audio(folder: pathlib.Path) -> list[bytes]:
    """20 seconds of a rising tone as M4A, cut into files of one second."""
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi",
         "-i", f"aevalsrc='sin(2*PI*t*(220+20*t))':s=48000:d={FRAGMENTS}",
         "-c:a", "aac", "-b:a", "128k", "-f", "segment", "-segment_time", "1",
         "-segment_format", "mp4", str(folder / "part%02d.m4a")],
        check=True, stdin=subprocess.DEVNULL)
    return [path.read_bytes() for path in sorted(folder.glob("part*.m4a"))][:FRAGMENTS]


class FirstLight(unittest.TestCase):
    folder: tempfile.TemporaryDirectory[str]
    audio: list[bytes]
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        cls.audio = make_audio(pathlib.Path(cls.folder.name))
        cls.server = Server()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()
        cls.server.stop()

    def test_twenty_fragments_come_back_byte_for_byte_and_in_order(self) -> None:
        self.assertEqual(len(self.audio), FRAGMENTS)
        worker = Worker(self.server.url)
        worker.emit("stream:init", init("live"))
        ready = worker.expect("stream:ready")
        self.assertEqual(ready["stream_id"], "live")
        self.assertEqual(uuid.UUID(ready["session_id"]).version, 4)
        self.assertEqual(ready["capabilities"],
                         {"batch_processing": False, "async_delivery": True})
        sent = [fragment("live", number, audio) for number, audio in enumerate(self.audio)]
        for one in sent:
            worker.emit("fragment:data", one)
        acked: list[dict[str, Any]] = []
        processed: list[dict[str, Any]] = []
        while len(processed) < FRAGMENTS:
            event, payload = worker.next()
            self.assertIn(event, ("fragment:ack", "fragment:processed"), payload)
            (acked if event == "fragment:ack" else processed).append(payload)
        self.assertEqual([ack["fragment_id"] for ack in acked],
                         [one["fragment_id"] for one in sent])
        self.assertEqual([result["sequence_number"] for result in processed],
                         list(range(FRAGMENTS)))
        for one, audio, result in zip(sent, self.audio, processed):
            self.assertEqual(result["status"], "success")
            self.assertEqual(result["fragment_id"], one["fragment_id"])
            self.assertEqual(result["dubbed_audio"], one["audio"])
            self.assertEqual(base64.b64decode(result["dubbed_audio"]["data_base64"]), audio)
            self.assertEqual(sum(result["stage_timings"].values()), result["processing_time_ms"])
            worker.emit("fragment:ack", {"fragment_id": one["fragment_id"], "status": "applied",
                                         "timestamp": int(time.time() * 1000)})
        worker.emit("stream:end", {"stream_id": "live", "reason": "end of test"})
        complete = worker.expect("stream:complete")
        completed_at = time.monotonic()
        self.assertEqual(complete["total_fragments"], FRAGMENTS)
        self.assertEqual(complete["statistics"]["success_count"], FRAGMENTS)
        worker.expect("disconnect", timeout=20)
        worker.leave()
        self.assertGreaterEqual(time.monotonic() - completed_at, 4.9)

    def test_every_namespace_and_path_is_the_same_service(self) -> None:
        for path in "socket.io", "ws/sts":
            for namespace in "/", "/sts", "/ws/sts":
                with self.subTest(path=path, namespace=namespace):
                    worker = Worker(self.server.url, namespace, path)
                    worker.emit("stream:init", init("s"))
                    self.assertEqual(worker.expect("stream:ready")["stream_id"], "s")
                    worker.leave()

    def test_a_wrong_key_is_refused_with_the_reason(self) -> None:
        client = socketio.Client(reconnection=False)
        refused: queue.Queue[Any] = queue.Queue()
        client.on("connect_error", refused.put)
        with self.assertRaises(socketio.exceptions.ConnectionError):
            client.connect(self.server.url, transports=["websocket"], auth={"token": "wrong"})
        self.assertEqual(refused.get(timeout=5), {
            "message": "Invalid API key",
            "data": {"code": "AUTH_FAILED", "message": "Invalid API key", "severity": "fatal",
                     "retryable": False}})

    def test_a_bad_payload_is_answered_with_pointer_and_reason(self) -> None:
        worker = Worker(self.server.url)
        bad = init("a-bad-payload-is-answere")
        bad["config"]["chunk_duration_ms"] = 9000
        bad["max_inflight"] = "three"
        worker.emit("stream:init", bad)
        error = worker.expect("error")
        self.assertEqual((error["code"], error["severity"], error["retryable"]),
                         ("INVALID_CONFIG", "error", False))
        self.assertEqual(
            [(found["path"], found["keyword"]) for found in error["metadata"]["errors"]],
            [("/max_inflight", "type"), ("/config/chunk_duration_ms", "maximum")])
        self.assertEqual(error["message"], "stream:init: /max_inflight must be an integer, not a "
                                           "string (and 1 more)")
        self.assertEqual(error["metadata"]["errors"][1]["message"],
                         "must be at most 6000, not 9000")
        worker.emit("stream:init", init("a-bad-payload-is-answere"))  # and the connection is as good as before
        worker.expect("stream:ready")
        worker.leave()

    def test_audio_that_is_no_base64_is_refused_and_the_stream_goes_on(self) -> None:
        worker = Worker(self.server.url)
        worker.emit("stream:init", init("audio-that-is-no-base64"))
        worker.expect("stream:ready")
        bad = fragment("audio-that-is-no-base64", 0, b"audio")
        bad["audio"]["data_base64"] = "not base64!"
        worker.emit("fragment:data", bad)
        error = worker.expect("error")
        self.assertEqual(error["code"], "INVALID_CONFIG")
        self.assertEqual(error["fragment_id"], bad["fragment_id"])
        self.assertEqual(error["metadata"]["errors"][0]["path"], "/audio/data_base64")
        good = fragment("audio-that-is-no-base64", 0, b"audio")
        worker.emit("fragment:data", good)
        worker.expect("fragment:ack")
        self.assertEqual(worker.expect("fragment:processed")["dubbed_audio"], good["audio"])
        worker.leave()

    def test_audio_over_the_limit_has_a_code_of_its_own(self) -> None:
        worker = Worker(self.server.url)
        worker.emit("stream:init", init("audio-over-the-limit-has"))
        worker.expect("stream:ready")
        worker.emit("fragment:data", fragment("audio-over-the-limit-has", 0, bytes(7_864_323)))
        error = worker.expect("error")
        self.assertEqual(error["code"], "FRAGMENT_TOO_LARGE")
        self.assertIn("10485764 characters long; at most 10485760", error["message"])
        worker.leave()

    def test_an_unknown_event_names_the_closest_one(self) -> None:
        worker = Worker(self.server.url)
        worker.emit("stream:inti", init("an-unknown-event-names-t"))
        error = worker.expect("error")
        self.assertEqual(error["code"], "INVALID_CONFIG")
        self.assertEqual(error["metadata"]["closest"], "stream:init")
        worker.leave()

    def test_an_ack_carries_the_first_answer(self) -> None:
        worker = Worker(self.server.url)
        self.assertEqual(worker.call("stream:init", init("an-ack-carries-the-first"))["max_inflight"], 3)
        worker.expect("stream:ready")
        one = fragment("an-ack-carries-the-first", 0, b"audio")
        self.assertEqual(worker.call("fragment:data", one)["fragment_id"], one["fragment_id"])
        self.assertEqual(worker.call("stream:end", {"stream_id": 7})["code"], "INVALID_CONFIG")
        self.assertIsNone(worker.call("fragment:ack", {
            "fragment_id": one["fragment_id"], "status": "received", "timestamp": 1}))
        worker.leave()


class Stopping(unittest.TestCase):
    def test_sigterm_closes_clients_and_exits_with_zero(self) -> None:
        server = Server()
        worker = Worker(server.url)
        worker.emit("stream:init", init("sigterm-closes-clients-a"))
        worker.expect("stream:ready")
        server.stop()  # checks the exit code
        worker.expect("disconnect")
        worker.close()


if __name__ == "__main__":
    unittest.main()
