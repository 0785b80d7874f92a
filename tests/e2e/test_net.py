"""The network room alone: HTTP, WebSocket frames and the end, against a bare Engine.IO echo."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

import harness
from harness import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, frame, http, request
from hostile.probe import settle

WEBSOCKET = "/engine.io/?EIO=4&transport=websocket"
POLLING = "/engine.io/?EIO=4&transport=polling"


class NetworkTest(unittest.TestCase):
    settings: dict[str, str] = {}

    def setUp(self) -> None:
        self.server = harness.app("engineio-echo", **self.settings)
        self.addCleanup(self.server.stop)

    def open(self, target: str = WEBSOCKET) -> harness.WebSocket:
        ws = harness.WebSocket(self.server.port, target)
        self.addCleanup(ws.sock.close)
        handshake = ws.receive()
        self.assertTrue(str(handshake).startswith('0{"sid":"'), handshake)
        return ws

    def assert_serves(self) -> None:
        """A normal client is served."""
        ws = self.open()
        ws.send("4hello")
        self.assertEqual(ws.receive(), "4hello")
        ws.close()


class HttpTest(NetworkTest):
    def sid(self) -> str:
        response = http(self.server.port, "GET", POLLING)
        return str(json.loads(response.body[1:])["sid"])


class Http(HttpTest):
    settings = {"HEADER_TIMEOUT": "60000"}

    def test_route(self) -> None:
        response = http(self.server.port, "GET", "/health", X_Stream_ID="s-1")
        self.assertEqual(response.status, 200)
        self.assertEqual(response.headers["content-type"], "application/json")
        self.assertEqual(response.headers["connection"], "close")
        self.assertEqual(response.json(), {"status": "healthy", "id": "s-1", "body": 0})

    def test_head_has_no_body(self) -> None:
        response = http(self.server.port, "HEAD", "/health")
        self.assertEqual((response.status, response.body), (200, b""))
        self.assertGreater(int(response.headers["content-length"]), 0)

    def test_unknown_paths_and_methods(self) -> None:
        self.assertEqual(http(self.server.port, "GET", "/nothing").status, 404)
        self.assertEqual(http(self.server.port, "DELETE", "/health").status, 405)
        self.assertEqual(http(self.server.port, "OPTIONS", "/health").status, 204)

    def test_body(self) -> None:
        response = http(self.server.port, "POST", "/post", b"x" * 1000)
        self.assertEqual(response.json()["body"], 1000)
        self.assertEqual(http(self.server.port, "POST", "/post", b"").json()["body"], 0)
        self.assertEqual(http(self.server.port, "POST", "/post").json()["body"], 0)

    def test_body_in_pieces(self) -> None:
        data = request("POST", "/post", b"y" * 300)
        with harness.connect(self.server.port) as sock:
            for byte in data:
                sock.sendall(bytes([byte]))
            response = harness.parse_response(harness.receive_all(sock))
        self.assertEqual(response.json()["body"], 300)

    def test_too_large_a_body_is_answered_while_it_comes(self) -> None:
        response = http(self.server.port, "POST", "/post", b"z" * 5_000_000)
        self.assertEqual(response.status, 413)

    def test_chunked_body(self) -> None:
        for data, length in ((b"0\r\n\r\n", 0), (b"3\r\nabc\r\n0\r\n\r\n", 3),
                             (b"1;x=y\r\na\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n", 11)):
            head = request("POST", "/post", Transfer_Encoding="chunked")
            with self.subTest(data):
                answer = harness.exchange(self.server.port, head + data)
                self.assertEqual(harness.parse_response(answer).json()["body"], length)
            with self.subTest(data, pieces=True), harness.connect(self.server.port) as sock:
                for byte in head + data:
                    sock.sendall(bytes([byte]))
                response = harness.parse_response(harness.receive_all(sock))
                self.assertEqual(response.json()["body"], length)

    def test_chunked_body_of_a_poll(self) -> None:
        sid = self.sid()
        head = request("POST", f"{POLLING}&sid={sid}", Transfer_Encoding="chunked")
        answer = harness.exchange(self.server.port, head + b"2\r\n4o\r\n2\r\nne\r\n0\r\n\r\n")
        self.assertEqual(harness.parse_response(answer).body, b"ok")
        self.assertEqual(http(self.server.port, "GET", f"{POLLING}&sid={sid}").body, b"4one")

    def test_bad_chunks(self) -> None:
        for data, status in ((b"x\r\n", 400), (b"3\r\nabcd\r\n", 400), (b"1\n", 400),
                             (b"FFFFFFFFFFFFFFFFF\r\n", 413), (b"200000\r\n" + b"a" * 0x200000, 413)):
            head = request("POST", "/post", Transfer_Encoding="chunked")
            with self.subTest(data[:10]):
                answer = harness.exchange(self.server.port, head + data)
                self.assertEqual(harness.parse_response(answer).status, status)

    def test_expect_continue(self) -> None:
        with harness.connect(self.server.port) as sock:
            sock.sendall(request("POST", "/post", Expect="100-continue", Content_Length="3"))
            self.assertEqual(sock.recv(100), b"HTTP/1.1 100 Continue\r\n\r\n")
            sock.sendall(b"abc")
            self.assertEqual(harness.parse_response(harness.receive_all(sock)).json()["body"], 3)

    def test_content_length_that_is_no_number(self) -> None:
        for value in ("-1", "+3", "5, 6", "0x10", "99999999999999999999"):
            response = http(self.server.port, "POST", "/post", Content_Length=value)
            self.assertIn(response.status, (400, 413), value)

    def test_keep_alive(self) -> None:
        """Request after request on one connection, which ends when the client says so."""
        with harness.connect(self.server.port) as sock:
            for number in range(3):
                sock.sendall(request("POST", "/post", b"x" * number, Connection="keep-alive"))
                response = harness.receive_response(sock)
                self.assertEqual((response.json()["body"], response.headers["connection"]),
                                 (number, "keep-alive"))
            sock.sendall(request("GET", "/health"))
            self.assertEqual(harness.parse_response(harness.receive_all(sock)).status, 200)

    def test_old_clients(self) -> None:
        """HTTP/1.0 closes, unless it asks for more."""
        with harness.connect(self.server.port) as sock:
            sock.sendall(b"GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            self.assertEqual(harness.receive_response(sock).headers["connection"], "keep-alive")
            sock.sendall(b"GET /health HTTP/1.0\r\n\r\n")
            answer = harness.parse_response(harness.receive_all(sock))
            self.assertEqual((answer.status, answer.headers["connection"]), (200, "close"))

    def test_pipelining(self) -> None:
        """Requests that come together are answered in their order."""
        wanted = [request("POST", "/post", b"x" * n, Connection="keep-alive") for n in range(50)]
        answers = harness.exchange(self.server.port, b"".join(wanted) + request("GET", "/health"))
        bodies = [part.split(b"\r\n\r\n")[1] for part in answers.split(b"HTTP/1.1 ")[1:]]
        self.assertEqual([json.loads(body)["body"] for body in bodies], [*range(50), 0])

    def test_pipelining_behind_a_held_poll(self) -> None:
        target = f"{POLLING}&sid={self.sid()}"
        with harness.connect(self.server.port) as sock:
            sock.sendall(request("GET", target, Connection="keep-alive")
                         + request("GET", "/health"))
            self.assertEqual(http(self.server.port, "POST", target, b"4x").body, b"ok")
            answers = harness.receive_all(sock)
        self.assertLess(answers.index(b"4x"), answers.index(b"healthy"))

    def test_a_flood_behind_a_held_poll_waits(self) -> None:
        """The server reads no more than fits; it does not spin meanwhile."""
        target = f"{POLLING}&sid={self.sid()}"
        with harness.connect(self.server.port) as sock:
            sock.sendall(request("GET", target, Connection="keep-alive"))
            sock.settimeout(0.5)
            with contextlib.suppress(TimeoutError):
                while True:
                    sock.sendall(request("GET", "/health", Connection="keep-alive") * 1000)
            before = self.server.cpu_seconds()
            time.sleep(0.3)
            self.assertLess(self.server.cpu_seconds() - before, 0.15)
        self.assert_serves()

    def test_targets(self) -> None:
        """Absolute form, the asterisk, and slashes too many at the beginning."""
        for target in ("http://localhost/health", "http://other:80/health?x", "//health"):
            self.assertEqual(http(self.server.port, "GET", target).status, 200, target)
        self.assertEqual(http(self.server.port, "OPTIONS", "*").status, 204)

    def test_heads(self) -> None:
        """16 KiB are fine; more gets 431, a longer target 414."""
        for size, status in ((16000, 200), (17000, 431), (70000, 431)):
            response = http(self.server.port, "GET", "/health", Cookie="c" * size)
            self.assertEqual(response.status, status, size)
        self.assertEqual(http(self.server.port, "GET", "/health?" + "q" * 17000).status, 414)

    def test_bytes_after_a_body_are_no_part_of_it(self) -> None:
        """The request was the last of its connection."""
        more = (b"x", b"\r\n", request("GET", "/health"), request("POST", "/post", b"body"))
        for after in more:
            for body in (b"b", b"bo", b"body"):  # of 4 bytes, those of the first segment
                with self.subTest(after=after[:20], first=body), \
                        harness.connect(self.server.port) as sock:
                    data = request("POST", "/post", b"body")
                    cut = len(data) - 4 + len(body)
                    sock.sendall(data[:cut] + (after if cut == len(data) else b""))
                    settle(self.server.port)
                    with contextlib.suppress(OSError):  # answered, and reset
                        sock.sendall(data[cut:] + after if cut < len(data) else b"")
                    answer = harness.receive_all(sock)
                    self.assertEqual(answer.count(b"HTTP/1.1"), 1, answer)
                    self.assertEqual(harness.parse_response(answer).json()["body"], 4)
        sid = self.sid()
        data = request("POST", f"{POLLING}&sid={sid}", b"4one")
        answer = harness.exchange(self.server.port, data + b"\x1e4two")
        self.assertEqual(harness.parse_response(answer).body, b"ok")
        self.assertEqual(http(self.server.port, "GET", f"{POLLING}&sid={sid}").body, b"4one")

    def test_polling(self) -> None:
        sid = self.sid()
        self.assertEqual(http(self.server.port, "POST", f"{POLLING}&sid={sid}", b"4one").body,
                         b"ok")
        self.assertEqual(http(self.server.port, "POST", f"{POLLING}&sid={sid}",
                              b"4two\x1ebAAEC").body, b"ok")
        response = http(self.server.port, "GET", f"{POLLING}&sid={sid}")
        self.assertEqual(response.body, b"4one\x1e4two\x1ebAAEC")
        self.assertEqual(response.headers["cache-control"], "no-store")

    def test_poll_whose_client_leaves(self) -> None:
        sid = self.sid()
        sock = harness.connect(self.server.port)
        sock.sendall(request("GET", f"{POLLING}&sid={sid}"))
        sock.close()

        def code() -> int:
            """3: the session is there, 1: it is not. A poll would end it."""
            response = http(self.server.port, "GET", f"{WEBSOCKET}&sid={sid}")
            self.assertEqual(response.status, 400)
            return int(response.json()["code"])

        harness.wait_for(lambda: code() == 1, "the session to end")
        response = http(self.server.port, "GET", f"{POLLING}&sid={sid}")
        self.assertEqual((response.status, response.json()["code"]), (400, 1))

    def test_query_is_not_decoded_twice(self) -> None:
        response = http(self.server.port, "GET", "/engine.io/?EIO=4&transport=%70olling")
        self.assertEqual(response.status, 200)
        response = http(self.server.port, "GET", "/engine.io/?EIO=4&transport=%2570olling")
        self.assertEqual((response.status, response.json()["code"]), (400, 0))

    def test_paths_with_and_without_slash(self) -> None:
        for path, status in (("/engine.io", 200), ("/engine.io/", 200), ("/engine.io/x", 404)):
            response = http(self.server.port, "GET", path + "?EIO=4&transport=polling")
            self.assertEqual(response.status, status, path)

    def test_nonsense(self) -> None:
        for data in (b"\r\n\r\n", b"\0" * 100, b"CONNECT x:1 HTTP/1.1\r\n\r\n",
                     b"FOO / HTTP/1.1\r\n\r\n", b"GET /%zz HTTP/1.1\r\n\r\n",
                     b"GET " + b"/x" * 5000 + b" HTTP/1.1\r\n\r\n",
                     b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 2000 + b"\r\n",
                     b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET http://x/ HTTP/1.1\r\n\r\n"):
            with harness.connect(self.server.port) as sock:
                sock.sendall(data)
                sock.shutdown(socket.SHUT_WR)
                harness.receive_all(sock)
        self.assert_serves()


class HttpTimeouts(HttpTest):
    settings = {"HEADER_TIMEOUT": "1500"}
    LONGER = 2.0  # than any time-out of the library for heads and bodies, in seconds

    def test_slow_head(self) -> None:
        with harness.connect(self.server.port) as sock:
            sock.sendall(b"GET /health HTTP/1.1\r\n")
            self.assertEqual(harness.receive_all(sock), b"")

    def test_body_that_stops(self) -> None:
        """It may take any time, but not without progress."""
        for fields in ({"Content_Length": "10"}, {"Transfer_Encoding": "chunked"}):
            with harness.connect(self.server.port) as sock:
                sock.sendall(request("POST", "/post", None, **fields))
                self.assertEqual(harness.receive_all(sock), b"")
        with harness.connect(self.server.port) as sock:
            sock.sendall(request("POST", "/post", Content_Length="4"))
            for byte in (b"b", b"o", b"d", b"y"):
                time.sleep(0.6)
                sock.sendall(byte)
            self.assertEqual(harness.parse_response(harness.receive_all(sock)).json()["body"], 4)

    def test_poll_held_open(self) -> None:
        sid = self.sid()
        with harness.connect(self.server.port) as sock:
            sock.sendall(request("GET", f"{POLLING}&sid={sid}"))
            time.sleep(self.LONGER)
            http(self.server.port, "POST", f"{POLLING}&sid={sid}", b"4late")
            self.assertEqual(harness.parse_response(harness.receive_all(sock)).body, b"4late")

    def test_large_answer_to_a_slow_reader(self) -> None:
        sid = self.sid()
        payload = b"4" + bytes(range(33, 127)) * 10_000
        http(self.server.port, "POST", f"{POLLING}&sid={sid}", payload)
        with socket.socket() as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.settimeout(harness.PATIENCE)
            sock.connect(("127.0.0.1", self.server.port))
            sock.sendall(request("GET", f"{POLLING}&sid={sid}"))
            time.sleep(self.LONGER)
            response = harness.parse_response(harness.receive_all(sock))
        self.assertEqual(response.body, payload)


class Upgrade(NetworkTest):
    def refusal(self, target: str = WEBSOCKET, **headers: str) -> harness.Response:
        with self.assertRaises(harness.Refused) as caught:
            harness.WebSocket(self.server.port, target, b"", **headers)
        return caught.exception.response

    def test_refused_by_engineio(self) -> None:
        response = self.refusal("/engine.io/?EIO=3&transport=websocket")
        self.assertEqual((response.status, response.json()["code"]), (400, 5))
        response = self.refusal("/engine.io/?EIO=4&transport=nothing")
        self.assertEqual((response.status, response.json()["code"]), (400, 0))
        self.assertEqual(self.refusal("/nothing").status, 404)

    def test_refused_handshakes(self) -> None:
        response = self.refusal(Sec_WebSocket_Version="8")
        self.assertEqual((response.status, response.headers["sec-websocket-version"]), (400, "13"))
        self.assertEqual(self.refusal(Sec_WebSocket_Key="short").status, 400)
        self.assertEqual(self.refusal(Connection="close").status, 400)

    def test_subprotocols(self) -> None:
        """The first that is offered: Engine.IO itself has none."""
        for offered, chosen in (("chat", b"chat"), ("one, two", b"one")):
            with harness.connect(self.server.port) as sock:
                sock.sendall(request("GET", WEBSOCKET, Upgrade="websocket", Connection="Upgrade",
                                     Sec_WebSocket_Version="13", Sec_WebSocket_Protocol=offered,
                                     Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA=="))
                self.assertIn(b"\r\nSec-WebSocket-Protocol: " + chosen + b"\r\n", sock.recv(4096))

    def test_post_upgrade(self) -> None:
        answer = harness.exchange(self.server.port, request(
            "POST", WEBSOCKET, Upgrade="websocket", Connection="Upgrade",
            Sec_WebSocket_Version="13", Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA=="))
        self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer)

    def test_unknown_upgrades(self) -> None:
        """Offers of anything else are ignored, as curl --http2 and Java's HttpClient make them."""
        for name in ("h2c", "nonsense", "websocketx"):
            response = http(self.server.port, "GET", "/health", Upgrade=name,
                            Connection="Upgrade, HTTP2-Settings, close", HTTP2_Settings="AAMAAABk")
            self.assertEqual(response.status, 200, name)
        self.assert_serves()

    def test_frames_right_behind_the_handshake(self) -> None:
        with harness.connect(self.server.port) as sock:
            sock.sendall(request("GET", WEBSOCKET, Upgrade="websocket", Connection="Upgrade",
                                 Sec_WebSocket_Version="13",
                                 Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA==")
                         + frame(TEXT, b"4early") + frame(CLOSE, b"\x03\xe8"))
            self.assertIn(b"4early", harness.receive_all(sock))

    def test_a_frame_right_behind_the_handshake_is_answered_at_once(self) -> None:
        """Nothing else happens that could make the server look at it again."""
        with harness.connect(self.server.port) as sock:
            sock.sendall(request("GET", WEBSOCKET, Upgrade="websocket", Connection="Upgrade",
                                 Sec_WebSocket_Version="13",
                                 Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA==")
                         + frame(TEXT, b"4early"))
            answer = b""
            while b"4early" not in answer:
                answer += sock.recv(65536)


class Frames(NetworkTest):
    settings = {"MAX_PAYLOAD": "3000000"}

    def test_sizes(self) -> None:
        ws = self.open()
        for size in (0, 1, 124, 125, 126, 65534, 65535, 65536, 262144, 300_000, 2_999_999):
            text = "4" + "t" * size
            ws.send(text)
            self.assertEqual(ws.receive(), text)
            binary = os.urandom(size + 1)
            ws.send(binary)
            self.assertEqual(ws.receive(), binary)

    def test_empty_binary_message(self) -> None:
        ws = self.open()
        ws.send(b"")
        self.assertEqual(ws.receive(), b"")

    def test_fragments_with_control_frames_between(self) -> None:
        ws = self.open()
        ws.send_raw(frame(TEXT, b"4a", final=False) + frame(PING, b"p")
                    + frame(CONTINUATION, b"", final=False) + frame(CONTINUATION, b"b"))
        received = [ws.receive(), ws.receive()]
        self.assertIn("4ab", received)
        self.assertIn(harness.Frame(PONG, b"p"), received)

    def test_one_byte_at_a_time(self) -> None:
        ws = self.open()
        for byte in frame(TEXT, b"4slow" + b"x" * 200):
            ws.send_raw(bytes([byte]))
        self.assertEqual(ws.receive(), "4slow" + "x" * 200)

    def test_many_messages_at_once(self) -> None:
        ws = self.open()
        ws.send_raw(b"".join(frame(TEXT, b"4%d" % i) for i in range(2000)))
        for i in range(2000):
            self.assertEqual(ws.receive(), f"4{i}")

    def test_answers_go_before_the_end_that_came_with_the_questions(self) -> None:
        for end in frame(CLOSE, b"\x03\xe8"), frame(3, b"no opcode"), frame(TEXT, b"x", reserved=4):
            ws = self.open()
            ws.send_raw(frame(TEXT, b"4a") + frame(TEXT, b"4b") + end)
            self.assertEqual([ws.receive(), ws.receive()], ["4a", "4b"])

    def test_too_large(self) -> None:
        for data in (frame(TEXT, b"4" * 3_000_001), frame(TEXT, b"4", declared=2**40),
                     frame(BINARY, b"x" * 2_000_000, final=False)
                     + frame(CONTINUATION, b"x" * 1_500_000)):
            ws = self.open()
            ws.send_raw(data)
            self.assertIn(ws.receive_close(), (1009, None))
        self.assert_serves()

    def test_too_large_gets_1009(self) -> None:
        ws = self.open()
        ws.send_raw(frame(TEXT, b"4" * 3_000_001))
        self.assertEqual(ws.receive_close(), 1009)

    def test_too_many_fragments(self) -> None:
        ws = self.open()
        ws.send_raw(frame(TEXT, b"4", final=False)
                    + frame(CONTINUATION, b"", final=False) * 16_384)
        self.assertEqual(ws.receive_close(), 1009)

    def test_bad_frames(self) -> None:
        for data in (frame(TEXT, b"4x", reserved=4), frame(3, b"x"), frame(CONTINUATION, b"x"),
                     frame(PING, b"x", final=False), frame(PING, b"x" * 126),
                     frame(TEXT, b"", declared=2**63),
                     frame(TEXT, b"4a", final=False) + frame(TEXT, b"4b")):
            ws = self.open()
            ws.send_raw(data)
            self.assertNotEqual(ws.receive_close(), 1000)
        self.assert_serves()

    def test_client_closes(self) -> None:
        ws = self.open()
        ws.send_raw(frame(CLOSE, b"\x03\xe8bye"))
        answer = ws.receive()
        self.assertEqual(answer, harness.Frame(CLOSE, b"\x03\xe8bye"))

    def test_client_resets(self) -> None:
        for _ in range(20):
            ws = self.open()
            ws.send_raw(frame(TEXT, b"4" + b"x" * 100_000)[:50_000])
            ws.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            ws.sock.close()
        self.assert_serves()

    def test_pongs_among_large_messages_to_a_slow_reader(self) -> None:
        """What does not fit in the kernel's buffer is cut into frames; no pong comes amid one."""
        ws = self.open()
        ws.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 200_000)
        messages = [os.urandom(2_500_000) for _ in range(6)]

        def send() -> None:
            for i, message in enumerate(messages):
                ws.send_raw(frame(BINARY, message) + frame(PING, b"%d" % i))

        sender = threading.Thread(target=send)
        sender.start()
        time.sleep(0.3)
        received: list[bytes] = []
        pongs = 0
        while len(received) < len(messages):
            parts, last = [], harness.Frame(0, b"", False)
            while not last.final or last.opcode == PONG:
                last = ws.receive_frame()
                pongs += last.opcode == PONG
                parts.append(b"" if last.opcode == PONG else last.payload)
            received.append(b"".join(parts))
        sender.join()
        self.assertEqual(received, messages)
        ws.send_raw(frame(PING, b"last"))
        while ws.receive_frame().payload != b"last":
            pass
        self.assertGreater(pongs, 0)

    def test_slow_reader(self) -> None:
        ws = self.open()
        payload = "4" + "s" * 1_000_000
        for _ in range(8):
            ws.send(payload)
        time.sleep(0.5)
        for _ in range(8):
            self.assertEqual(ws.receive(), payload)


class SlowReaders(NetworkTest):
    settings = {"MAX_PAYLOAD": "3000000", "MAX_BACKLOG": "4000000", "BACKLOG_GRACE": "700"}

    def test_backlog_is_bounded_and_others_are_served(self) -> None:
        ws = self.open()
        data = frame(BINARY, b"b" * 1_000_000)
        # It takes no more, and gives up waiting for its answers to be read.
        with self.assertRaises(ConnectionError):
            for _ in range(200):
                ws.send_raw(data)
                self.assert_serves()
        self.assertLess(self.server.most_resident_bytes(), 120_000_000 * harness.TIME_FACTOR)
        self.assert_serves()


class Heartbeat(NetworkTest):
    settings = {"PING_INTERVAL": "200", "PING_TIMEOUT": "1500"}

    def test_ping_and_timeout(self) -> None:
        """Neither comes too early. Whether it comes late tells nothing on a busy machine."""
        rounding = 0.03
        start = time.monotonic()
        ws = self.open()
        for _ in range(3):
            self.assertEqual(ws.receive(), "2")
            self.assertGreater(time.monotonic() - start, 0.2 - rounding)
            start = time.monotonic()
            ws.send("3")
        self.assertEqual(ws.receive(), "2")
        ws.receive_close()
        self.assertGreater(time.monotonic() - start, 0.2 + 1.5 - rounding)


class Ends(unittest.TestCase):
    def test_a_second_signal_does_not_cut_the_end_short(self) -> None:
        """`timeout` sends two. The second one comes right before the reports are written."""
        with tempfile.TemporaryDirectory() as folder:
            harness.Server({"ECHO_REPORT": folder},
                           harness.BUILD / "tests" / "signalled-server").stop()
            self.assertIn("all.json", os.listdir(folder))

    def test_stop_closes_with_1001(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            with harness.app("engineio-echo") as running:
                sockets = [harness.WebSocket(running.port, WEBSOCKET) for _ in range(5)]
                lazy = harness.WebSocket(running.port, WEBSOCKET)  # never answers the close
                idle = harness.connect(running.port)
                response = http(running.port, "GET", POLLING)
                sid = json.loads(response.body[1:])["sid"]
                poll = harness.connect(running.port)
                poll.sendall(request("GET", f"{POLLING}&sid={sid}"))
                settle(running.port)
                running.process.send_signal(number)
                for ws in sockets:
                    self.assertEqual(ws.receive_close(), 1001)
                    ws.sock.close()
                self.assertEqual(harness.parse_response(harness.receive_all(poll)).body, b"1")
                running.stop()
                for sock in (lazy.sock, idle, poll):
                    sock.close()

    def test_port_in_use(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            result = subprocess.run([str(harness.BUILD / "tests" / "engineio-echo")],
                                    env={**os.environ, "PORT": str(port)}, capture_output=True,
                                    text=True, timeout=harness.PATIENCE, check=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("Address already in use", result.stderr)

    def test_dual_stack(self) -> None:
        if not socket.has_ipv6 or not os.path.exists("/proc/net/if_inet6"):
            self.skipTest("no IPv6 here; to have it run: a kernel with IPv6")
        with harness.app("engineio-echo", HOST="::") as running:
            self.assertEqual(http(running.port, "GET", "/health").status, 200)
            with socket.create_connection(("::1", running.port), harness.PATIENCE) as sock:
                sock.sendall(request("GET", "/health"))
                self.assertIn(b"200 OK", harness.receive_all(sock))

    def test_out_of_descriptors(self) -> None:
        """No spinning, no end; service goes on when there are descriptors again."""
        with harness.app("engineio-echo", MAX_SOCKETS="0", HEADER_TIMEOUT="60000") as running:
            limit = running.descriptors() + 10
            resource.prlimit(running.pid, resource.RLIMIT_NOFILE, (limit, limit))
            sockets = [harness.connect(running.port) for _ in range(30)]
            time.sleep(0.2)
            before = running.cpu_seconds()
            time.sleep(1.0)
            self.assertLess(running.cpu_seconds() - before, 0.2)
            for sock in sockets:
                sock.close()
            self.assertEqual(http(running.port, "GET", "/health").status, 200)

    def test_no_more_than_max_sockets(self) -> None:
        with harness.app("engineio-echo", MAX_SOCKETS="5", HEADER_TIMEOUT="60000") as running:
            def opened() -> harness.WebSocket | None:
                """None: the server has not noticed yet that an earlier one has gone."""
                with contextlib.suppress(ConnectionError):
                    return harness.WebSocket(running.port, WEBSOCKET)
                return None

            sockets = [harness.wait_for(opened, "a connection") for _ in range(5)]
            with harness.connect(running.port) as sixth:
                self.assertEqual(harness.receive_all(sixth), b"")
            for ws in sockets:
                ws.sock.close()
            harness.wait_for(opened, "a connection").sock.close()

    def test_descriptors_come_back(self) -> None:
        with harness.app("engineio-echo") as running:
            time.sleep(0.1)
            before = running.descriptors()
            for _ in range(50):
                http(running.port, "GET", "/health")
                with harness.WebSocket(running.port, WEBSOCKET) as ws:
                    ws.send("4x")
            harness.wait_for(lambda: running.descriptors() <= before, "descriptors to be closed")


if __name__ == "__main__":
    unittest.main()
