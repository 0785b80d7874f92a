"""Why the server ends a connection: the close frame, the journal and the log say the same, and each
says it in words."""

from __future__ import annotations

import contextlib
import json
import struct
import unittest
from typing import Any
from urllib.parse import quote

import harness
from control import KEY, Control
from harness import BINARY, CLOSE, CONTINUATION, PING, TEXT, Frame, Server, frame, wait_for
from session import Raw, SessionTest
from test_logs import find
from wire import Polling, query
from worker import init

PATH = "/socket.io/"
LIMIT = "100000"
CONNECT = "40" + '{"token":"%s"}' % KEY

# What a client sends, the code of the close frame, and what its reason must name: what was wrong,
# and what is right.
ROWS: list[tuple[str, bytes, int, tuple[str, ...]]] = [
    ("unmasked", frame(TEXT, b"2", mask=None), 1002, ("not masked", "must mask")),
    ("reserved bit", frame(TEXT, b"3", reserved=4), 1002, ("RSV1", "0")),
    ("opcode", frame(3, b"x"), 1002, ("opcode", "0, 1, 2, 8, 9 and 10")),
    ("continuation", frame(CONTINUATION, b"x"), 1002, ("continuation", "opcode 1 or 2")),
    ("message in a message", frame(TEXT, b"4", final=False) + frame(TEXT, b"4"), 1002,
     ("before the last one", "opcode 0")),
    ("fragmented ping", frame(PING, b"x", final=False), 1002, ("fragmented", "FIN")),
    ("long ping", frame(PING, b"x" * 126), 1002, ("ping", "125")),
    ("length in a long form", b"\x81\xfe\x00\x01\0\0\0\0x", 1002, ("length", "shortest form")),
    ("length", frame(TEXT, declared=2**63), 1002, ("length", "2^63")),
    ("close of a byte", frame(CLOSE, b"x"), 1002, ("close frame", "two bytes")),
    ("close code", frame(CLOSE, struct.pack(">H", 999)), 1002, ("code", "1000")),
    ("close reason", frame(CLOSE, b"\x03\xe8\xff"), 1007, ("reason", "UTF-8")),
    ("too large", frame(TEXT, declared=int(LIMIT) + 1), 1009, (LIMIT, "WS_MAX_BUFFER_SIZE")),
    ("too many frames", frame(TEXT, final=False) + frame(CONTINUATION, final=False) * 16_384, 1009,
     ("16384 frames",)),
    ("large attachment", frame(TEXT, b'451-["a",{"_placeholder":true,"num":0},"%s"]'
                               % (b"x" * 60_000)) + frame(BINARY, b"x" * 60_000), 1009,
     (LIMIT, "WS_MAX_BUFFER_SIZE")),
    ("text", frame(TEXT, b'42["a\xff"]'), 1007, ("UTF-8",)),
    ("packet", frame(TEXT, b"2\xff"), 1007, ("UTF-8",)),
    ("binary", frame(BINARY, b"abc"), 1003, ("binary", "5 or 6")),
    ("text for an attachment", frame(TEXT, b'451-["a",{"_placeholder":true,"num":0}]')
     + frame(TEXT, b'42["a"]'), 1002, ("attachment",)),
    ("placeholder", frame(TEXT, b'451-["a",{"_placeholder":true,"num":7}]'), 1002,
     ("placeholder", "attachment")),
    ("Engine.IO ping", frame(TEXT, b"2"), 1002, ("ping (2)", "pong (3)")),
    ("Engine.IO type", frame(TEXT, b"hello"), 1002, ("unknown type", "0 to 6")),
    ("base64", frame(TEXT, b"b!"), 1002, ("base64",)),
    ("Socket.IO type", frame(TEXT, b"4hello"), 1002, ("Socket.IO packet",)),
    ("JSON", frame(TEXT, b'42["a",]'), 1002, ("a is not JSON at byte 5: expected a value",)),
    ("NaN", frame(TEXT, b'42["fragment:data",{"timestamp":NaN}]'), 1002,
     ("fragment:data is not JSON at byte 30: NaN is no JSON value.",)),
    ("infinite", frame(TEXT, b'42["a",[1,-Infinity]]'), 1002, ("-Infinity is no JSON value",)),
    ("None", frame(TEXT, b'42["a",None]'), 1002, ("None is no JSON value",)),
    ("end", frame(TEXT, b'42["fragment:data",{}'), 1002, ("fragment:data is not JSON at byte 19",)),
    ("two mistakes", frame(TEXT, b'42["fragment:data",{"a":1,"a":2}]x'), 1002,
     ("fragment:data is not JSON at byte 31: bytes after the end",)),
    ("secret", frame(TEXT, b'42["a",{"token":hidden}]'), 1002, ("expected a value",)),
    ("long name", frame(TEXT, b'42["' + 200 * b"n" + b'",x]'), 1002,
     ("An event or acknowledgement is not JSON at byte 204",)),
    ("no array", frame(TEXT, b'42{"a":1}'), 1002, ("must be a JSON array",)),
    ("no name", frame(TEXT, b'42[{"a":1}]'), 1002, ("its name: a string or a number",)),
    ("empty", frame(TEXT, b"42[]"), 1002, ("its name: a string or a number",)),
    ("name of a library", frame(TEXT, b'42["disconnect"]'), 1002, 
     ('The client libraries keep the event name "disconnect" for themselves. Choose another',)),
    ("namespace", frame(TEXT, b'42/sts,["a"]'), 1002, ("not joined", "CONNECT (40)")),
    ("CONNECT", frame(TEXT, b"40"), 1002, ("CONNECT", "joined already")),
]


def last_words(raw: Raw) -> Frame:
    """The close frame, which the client answers."""
    while True:
        message = raw.link.ws.receive()
        if isinstance(message, Frame) and message.opcode == CLOSE:
            with contextlib.suppress(OSError):
                raw.link.ws.send_raw(frame(CLOSE, message.payload))
            return message


class Closings(SessionTest):
    def closing(self, server: Server, stream: str) -> dict[str, Any]:
        path = f"/journal?event=closing&stream={quote(stream)}"
        found = wait_for(lambda: Control(server).do("GET", path)["entries"], "the closing")
        self.assertEqual(len(found), 1)
        return dict(found[0])

    def line(self, server: Server, **fields: Any) -> dict[str, Any]:
        found = wait_for(lambda: find(server, level="WARNING", **fields), f"the line {fields}")
        self.assertEqual(len(found), 1)
        return found[0]

    def messages(self, server: Server, words: str) -> list[str]:
        found = [str(line["message"]) for line in find(server, level="WARNING")]
        return [message for message in found if words in message]

    def test_the_frame_the_journal_and_the_log_say_the_same(self) -> None:
        server = self.server(WS_MAX_BUFFER_SIZE=LIMIT)
        for name, data, code, words in ROWS:
            with self.subTest(name):
                raw = self.raw(server)
                raw.open(name)
                with contextlib.suppress(ConnectionError):
                    raw.link.ws.send_raw(data)
                told = last_words(raw)
                why = told.payload[2:].decode()
                self.assertEqual(told.code, code)
                for word in words:
                    self.assertIn(word, why)
                self.assertLessEqual(len(told.payload), 125)
                self.assertNotIn("hidden", why)
                entry = self.closing(server, name)
                self.assertEqual((entry["code"], entry["reason"]), (code, f"parse error: {why}"))
                line = self.line(server, message="closing a client", stream_id=name)
                self.assertEqual((line["address"], line["client"], line["code"], line["reason"]),
                                 ("127.0.0.1", entry["connection"], code, entry["reason"]))
                self.assertEqual(line["session_id"], entry["session_id"])

    def test_each_namespace_is_told(self) -> None:
        server = self.server()
        raw = self.raw(server)
        raw.open("first")
        raw.link.send('40/sts,{"token":"%s"}' % KEY)
        while not raw.packet().startswith("40/sts,"):
            pass
        raw.link.send("42/sts," + json.dumps(["stream:init", init("second")]))
        while "stream:ready" not in raw.packet():
            pass
        raw.link.ws.send_raw(frame(TEXT, b"2", mask=None))
        told = last_words(raw)
        for stream in ("first", "second"):
            entry = self.closing(server, stream)
            self.assertEqual(entry["reason"], "parse error: " + told.payload[2:].decode())

    def test_an_idle_client(self) -> None:
        server = self.server(IDLE_TIMEOUT_MS="1000")
        raw = self.raw(server)
        raw.open("idle")
        told = last_words(raw)
        entry = self.closing(server, "idle")
        self.assertEqual((told.code, entry["code"], entry["reason"]), (1001, 1001, "close"))
        self.assertIn(b"no event for 1000 ms (IDLE_TIMEOUT_MS)", told.payload)

    def test_an_idle_client_that_polls(self) -> None:
        """No code is sent, and the report tells all the same."""
        server = self.server(IDLE_TIMEOUT_MS="1000", RESUME_WINDOW_MS="100")
        self.poll(server, "idle")
        entry = self.closing(server, "idle")
        self.assertEqual(entry["reason"], "close")
        self.assertNotIn("code", entry)
        report = Control(server).do("GET", "/report/idle")
        (found,) = [one for one in report["requirements"] if one["id"] == "sts/5/not-idle"]
        self.assertEqual(found["outcome"], "deviation")

    def test_whoever_has_not_joined_does_not_flood_the_log(self) -> None:
        server = self.server()
        for _ in range(5):
            with harness.WebSocket(server.port, query(PATH, "websocket")) as ws:
                ws.receive()
                ws.send_raw(frame(TEXT, b"40" + b"x" * 70_000))
                self.assertEqual(ws.receive_close(), 1009)
        line = self.line(server, reason="bad_packet")
        self.assertIn("65536 bytes before CONNECT", line["message"])
        self.assertEqual(line["address"], "127.0.0.1")

    def test_a_websocket_that_is_refused_before_its_upgrade(self) -> None:
        """The session goes on."""
        server = self.server()
        polling = Polling(server.port, PATH)
        with harness.WebSocket(server.port, query(PATH, "websocket", polling.sid)) as ws:
            ws.send_raw(frame(TEXT, b"2probe", mask=None))
            message = ws.receive()
            assert isinstance(message, Frame)
            self.assertIn(b"not masked", message.payload)
        polling.send(CONNECT)
        line = wait_for(lambda: self.messages(server, "not masked"), "the line")[0]
        self.assertIn("127.0.0.1", line)
        self.assertNotIn(polling.sid, line, "whoever knows it can use the session")

    # ---- polling

    def poll(self, server: Server, stream: str) -> Polling:
        polling = Polling(server.port, PATH)
        polling.send(CONNECT)
        self.assertIn("40{", str(polling.receive()))
        event = '42["stream:init",%s]' % json.dumps(init(stream))
        polling.send(event)
        self.assertIn("stream:ready", str(polling.receive()))
        return polling

    def test_a_post_that_is_too_large(self) -> None:
        """The session goes on: none of the body was read."""
        server = self.server(WS_MAX_BUFFER_SIZE=LIMIT)
        polling = self.poll(server, "live")
        for _ in range(5):
            answer = polling.post(b"4" * (int(LIMIT) + 1))
            self.assertEqual(answer.status, 413)
            self.assertIn(f"{LIMIT} bytes (WS_MAX_BUFFER_SIZE)", answer.json()["message"])
        polling.send('42["stream:end",{"stream_id":"live"}]')
        found = self.messages(server, "413")
        self.assertEqual(len(found), 1, "such a line is not written for each")
        self.assertNotIn(polling.sid, found[0], "whoever knows it can use the session")
        for word in (f"{LIMIT} bytes (WS_MAX_BUFFER_SIZE)", "127.0.0.1"):
            self.assertIn(word, found[0])

    def test_a_post_of_a_stranger_does_not_hide_that_of_a_worker(self) -> None:
        server = self.server(WS_MAX_BUFFER_SIZE=LIMIT)
        large = b"4" * (int(LIMIT) + 1)
        worker = self.poll(server, "live")
        for _ in range(3):
            self.assertEqual(Polling(server.port, PATH).post(large).status, 413)
        self.assertEqual(worker.post(large).status, 413)
        worker.send('42["stream:end",{"stream_id":"live"}]')  # read after the line was written
        (line,) = self.messages(server, "413")
        self.assertIn(f"{LIMIT} bytes (WS_MAX_BUFFER_SIZE)", line)
        (line,) = self.messages(server, "client refused")
        self.assertIn("65536 bytes before CONNECT", line)

    def test_a_chunked_post_that_is_too_large(self) -> None:
        """The session is over: part of the body was read."""
        server = self.server(WS_MAX_BUFFER_SIZE=LIMIT)
        polling = self.poll(server, "live")
        data = harness.request("POST", polling.target, None, **{"Transfer-Encoding": "chunked"})
        answer = harness.parse_response(harness.exchange(
            server.port, data + b"%x\r\n" % (int(LIMIT) + 1) + b"4" * (int(LIMIT) + 1)))
        self.assertEqual(answer.status, 413)
        self.assertIn(f"{LIMIT} bytes (WS_MAX_BUFFER_SIZE)", answer.json()["message"])
        entry = self.closing(server, "live")
        self.assertNotIn("code", entry)  # none is sent
        self.assertIn("WS_MAX_BUFFER_SIZE", entry["reason"])
        self.line(server, message="closing a client", stream_id="live", reason=entry["reason"])

    def test_a_post_whose_chunks_are_broken(self) -> None:
        server = self.server()
        polling = self.poll(server, "live")
        data = harness.request("POST", polling.target, None, **{"Transfer-Encoding": "chunked"})
        answer = harness.parse_response(harness.exchange(server.port, data + b"nonsense\r\n"))
        self.assertEqual(answer.status, 400)
        entry = self.closing(server, "live")
        self.assertNotIn("code", entry)  # none is sent
        self.assertEqual(entry["reason"], "parse error: " + answer.json()["error"]["message"])
        self.line(server, message="closing a client", stream_id="live", reason=entry["reason"])

    def test_bad_packets_on_polling(self) -> None:
        server = self.server()
        for name, body, word in (("text", b'42["a\xff"]', "UTF-8"), ("type", b"x", "unknown type"),
                                 ("ping", b"2", "pong (3)"),
                                 ("json", b"42[", "its name: a string or a number")):
            with self.subTest(name):
                answer = self.poll(server, name).post(body)
                entry = self.closing(server, name)
                self.assertNotIn("code", entry)  # none is sent
                if name in ("type", "ping"):  # the others are Socket.IO's: the POST is taken
                    self.assertEqual(answer.json()["message"],
                                     "Bad request. " + entry["reason"].removeprefix("parse error: "))
                self.assertIn(word, entry["reason"])
                self.line(server, message="closing a client", stream_id=name)

    # ---- paths

    def test_a_path_without_a_websocket(self) -> None:
        control_port = harness.free_port()
        server = self.server(CONTROL_PORT=str(control_port))
        handshake = {"Upgrade": "websocket", "Connection": "Upgrade",
                     "Sec-WebSocket-Version": "13",
                     "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        for port, sentence in (
                (server.port, "There is no WebSocket at this path. Connect to /socket.io/ or "
                              "/ws/sts/."),
                (control_port, "There is no WebSocket at this port, but at the other one.")):
            answer = harness.http(port, "GET", "/ws", None, **handshake)
            self.assertEqual((answer.status, answer.json()["error"]["message"]), (404, sentence))


if __name__ == "__main__":
    unittest.main()
