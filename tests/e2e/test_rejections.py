"""Clients that cannot get in: each leaves a line in the log, a count in the metrics, and an item in
GET /control/clients."""

from __future__ import annotations

import importlib.util
import json
import os
import pathlib
import re
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import unittest
from typing import Any

import socketio

import debian
import harness
import npm
from control import Control
from harness import Server, http, request, wait_for
from test_tls import make_certificate
from wire import Direct, Polling, query
from worker import Worker, init

TRIES = 20
KEY = "test-api-key"
PATH = "/socket.io/"
#: Clients from npm that no server of this protocol lets in.
JS = npm.JS / "refused"


def counts(port: int) -> dict[str, int]:
    """sts_refused_total by reason."""
    page = http(port, "GET", "/metrics").body.decode()
    return {name: int(count) for name, count in
            re.findall(r'^sts_refused_total\{reason="(\w+)"\} (\d+)$', page, re.MULTILINE)}


def node(*words: str) -> str:
    """What a client from npm sees."""
    npm.install(JS, "socket.io-client-2")
    done = subprocess.run(["node", "run.mjs", *words], cwd=JS, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=60)
    assert not done.returncode, done.stderr
    return done.stdout.strip()


def msgpack() -> str:
    """Where python3-msgpack is, for PYTHONPATH; empty: this machine has it."""
    if importlib.util.find_spec("msgpack"):
        return ""
    root = debian.unpacked(harness.BUILD / "debian-msgpack", debian.own_suite(), "python3-msgpack")
    return str(root / "usr" / "lib" / "python3" / "dist-packages")


class Rejections(unittest.TestCase):
    SETTINGS: dict[str, str] = {}
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server({"LOG_FORMAT": "json", "AUTH_FAILURES_PER_MIN": "0", **cls.SETTINGS})
        cls.addClassCleanup(cls.server.stop)

    @property
    def port(self) -> int:
        return self.server.port

    def metrics(self) -> dict[str, int]:
        return counts(self.port)

    def lines(self, reason: str) -> list[dict[str, Any]]:
        return [line for line in map(json.loads, self.server.output().splitlines())
                if line["message"].startswith("client refused") and line.get("reason") == reason]

    def clients(self, reason: str) -> list[dict[str, Any]]:
        return [one for one in Control(self.server).do("GET", "/clients")["clients"]
                if one.get("reason") == reason]

    def check(self, reason: str, attempt: Any, times: int = TRIES, total: int | None = None,
              **shown: Any) -> dict[str, Any]:
        """Tries `times`, and looks for all three traces; the line of the log. `total`: the attempts
        that are counted, where a client makes more than one."""
        before = self.metrics()
        for _ in range(times):
            attempt()
        total = total or times
        wait_for(lambda: self.metrics()[reason] >= before[reason] + total, f"{total} of {reason}")
        after = self.metrics()
        self.assertEqual({one: after[one] - before[one] for one in after
                          if after[one] != before[one]}, {reason: total})
        self.assertEqual(len(self.lines(reason)), 1, self.lines(reason))
        (line,) = self.lines(reason)
        self.assertEqual((line["level"], line["refused"], line["address"]),
                         ("WARNING", 1, "127.0.0.1"))
        (item,) = [one for one in self.clients(reason) if shown.items() <= one.items()]
        self.assertEqual((item["kind"], item["count"], item["address"]),
                         ("refused", total, "127.0.0.1"))
        self.assertEqual(line["message"],
                         f"client refused: {item['what']}. {item['advice']}")
        return line


class Requests(Rejections):
    def test_all_reasons_are_counted_from_the_start(self) -> None:
        with Server() as server:
            told = counts(server.port)
        schema = harness.ROOT / "schema" / "control" / "rejection_reason.json"
        clients = json.loads(schema.read_text())["enum"] + ["simulated"]
        limits = [reason for reason in told if reason.isupper()]  # those have names of settings
        self.assertEqual([reason for reason in told if reason not in limits], clients)
        self.assertEqual(limits, ["WS_MAX_CONNECTIONS", "MAX_CONNECTIONS_PER_KEY",
                                  "RATE_LIMIT_FRAGMENTS_PER_MIN", "QUEUE_MAX_DEPTH",
                                  "MAX_BUFFERED_BYTES", "MAX_FRAGMENT_BASE64"])
        self.assertEqual(set(told.values()), {0})

    def test_a_websocket_at_a_wrong_path(self) -> None:
        def attempt() -> None:
            with self.assertRaises(harness.Refused) as caught:
                harness.WebSocket(self.port, "/ws?EIO=4&transport=websocket", b"",
                                  User_Agent="a browser", X_Stream_ID="live-1")
            self.assertEqual(caught.exception.response.status, 404)
        line = self.check("wrong_path", attempt, path="/ws", user_agent="a browser",
                          stream_id="live-1")
        self.assertIn("/socket.io/ or /ws/sts/", line["message"])
        self.assertEqual((line["path"], line["user_agent"], line["x_stream_id"]),
                         ("/ws", "a browser", "live-1"))

    def test_engineio_3(self) -> None:
        def attempt() -> None:
            answer = http(self.port, "GET", PATH + "?EIO=3&transport=polling")
            self.assertEqual((answer.status, answer.json()["code"]), (400, 5))
        line = self.check("engineio_version", attempt, eio="3", path=PATH)
        self.assertIn("socket.io-client 3 or 4", line["message"])

    def test_an_unknown_sid(self) -> None:
        def attempt() -> None:
            answer = http(self.port, "GET", query(PATH, "polling", "A" * 24))
            self.assertEqual((answer.status, answer.json()["code"]), (400, 1))
        self.assertIn("sticky sessions", self.check("unknown_sid", attempt)["message"])

    def test_a_plain_websocket_client(self) -> None:
        def attempt() -> None:
            with self.assertRaises(harness.Refused):
                harness.WebSocket(self.port, "/ws/sts/", b"")
        self.assertIn("plain WebSocket client", self.check("unknown_transport", attempt)["message"])

    def test_an_upgrade_whose_fields_a_proxy_dropped(self) -> None:
        def attempt() -> None:
            answer = http(self.port, "GET", query(PATH, "websocket"))
            self.assertEqual(answer.status, 400)
            self.assertIn("needs the fields Upgrade", answer.json()["message"])
        self.assertIn("A proxy may have dropped", self.check("bad_handshake", attempt)["message"])

    def test_a_head_that_is_too_long(self) -> None:
        def attempt() -> None:
            answer = harness.exchange(self.port, request("GET", "/health", Cookie="x" * 20000))
            self.assertIn(b" 431 ", answer[:20])
        self.assertIn("16384 bytes", self.check("head_too_long", attempt)["message"])

    def test_no_http(self) -> None:
        def attempt() -> None:
            self.assertIn(b" 400 ", harness.exchange(self.port, b"hello\r\n\r\n")[:20])
        self.assertIn("must be a method", self.check("bad_http", attempt)["message"])

    def test_tls_on_the_plain_port(self) -> None:
        def attempt() -> None:
            context = ssl.create_default_context()
            with harness.connect(self.port) as sock, self.assertRaises(ssl.SSLError), \
                    context.wrap_socket(sock, server_hostname="localhost"):
                pass
        self.assertIn("set TLS_CERT and TLS_KEY",
                      self.check("tls_on_plain_port", attempt)["message"])

    def test_a_body_that_is_too_long(self) -> None:
        """By its Content-Length: nothing of it is read."""
        links = [Polling(self.port, PATH) for _ in range(TRIES)]

        def attempt() -> None:
            link = links.pop()
            head = request("POST", query(PATH, "polling", link.sid), Content_Length="70000")
            self.assertIn(b" 413 ", harness.exchange(self.port, head)[:20])
        self.assertIn("65536 bytes before CONNECT",
                      self.check("body_too_long", attempt)["message"])

    def test_a_wrong_namespace(self) -> None:
        def attempt() -> None:
            link = Direct(self.port, PATH)
            link.send('40/nowhere,{"token":"test-api-key"}')
            self.assertEqual(link.receive(), '44/nowhere,{"message":"Invalid namespace"}')
            link.close()
        line = self.check("wrong_namespace", attempt, namespace="/nowhere")
        self.assertIn("/, /sts or /ws/sts", line["message"])
        self.assertEqual(line["namespace"], "/nowhere")

    def test_auth_that_is_too_long(self) -> None:
        def attempt() -> None:
            link = Direct(self.port, PATH)
            link.send('40{"token":"test-api-key","token":"test-api-key"}')
            self.assertEqual(link.receive(), '44{"message":"Invalid auth payload"}')
            link.close()
        self.check("bad_auth", attempt)

    def test_a_packet_that_is_none(self) -> None:
        def attempt() -> None:
            link = Direct(self.port, PATH)
            link.send('4{"type":0}')
            link.expect_closed()
            link.close()
        line = self.check("bad_packet", attempt)
        self.assertIn("no Socket.IO packet", line["message"])
        self.assertNotIn("closing a client", self.server.output())

    def test_a_wrong_key_of_a_socket(self) -> None:
        def attempt() -> None:
            link = Direct(self.port, PATH)
            link.send('40{"token":"wrong-secret"}')
            self.assertIn("AUTH_FAILED", str(link.receive()))
            link.close()
        self.check("wrong_key", attempt)
        self.assertNotIn("wrong-secret", self.server.output())

    def test_a_key_that_is_missing_over_http(self) -> None:
        def attempt() -> None:
            self.assertEqual(http(self.port, "GET", "/control/streams").status, 401)
        self.assertIn("Authorization: Bearer",
                      self.check("missing_key", attempt, path="/control/streams")["message"])


class WrongKeysOverHttp(Rejections):
    def test_each_is_counted(self) -> None:
        def attempt() -> None:
            answer = http(self.port, "GET", "/control/streams", Authorization="Bearer wrong-secret")
            self.assertEqual(answer.status, 401)
        line = self.check("wrong_key", attempt, path="/control/streams")
        self.assertEqual(line["path"], "/control/streams")
        self.assertNotIn("wrong-secret", self.server.output())


class LimitedKeys(Rejections):
    SETTINGS = {"AUTH_FAILURES_PER_MIN": "3"}

    def test_both_reasons_have_their_lines(self) -> None:
        for number in range(5):
            answer = http(self.port, "GET", "/control/streams", Authorization="Bearer wrong")
            self.assertEqual(answer.status, 401 if number < 3 else 429)
        told = self.metrics()
        self.assertEqual((told["wrong_key"], told["too_many_wrong_keys"]), (3, 2))
        (line,) = self.lines("too_many_wrong_keys")
        self.assertEqual((line["setting"], line["limit"]), ("AUTH_FAILURES_PER_MIN", 3))
        self.assertEqual(len(self.lines("wrong_key")), 1)


class Crowded(Rejections):
    SETTINGS = {"MAX_SOCKETS": "3"}

    def hold(self) -> socket.socket | None:
        """A connection that the server has taken; None: it has no room yet."""
        sock = harness.connect(self.port)
        try:
            sock.sendall(request("GET", "/health", Connection="keep-alive"))
            if harness.receive_response(sock).status == 200:
                return sock
        except (OSError, AssertionError):
            pass
        sock.close()
        return None

    def test_sockets_beyond_the_most(self) -> None:
        kept = [wait_for(self.hold, "a place") for _ in range(3)]
        try:
            for _ in range(TRIES):
                with harness.connect(self.port) as sock:
                    self.assertEqual(harness.receive_all(sock), b"")
        finally:
            for sock in kept:
                sock.close()
        told = wait_for(lambda: len(harness.exchange(self.port, request(
            "GET", "/health", Connection="close"))) and self.metrics(), "a place")
        self.assertGreaterEqual(told["max_sockets"], TRIES)
        (line,) = self.lines("max_sockets")
        self.assertEqual((line["setting"], line["limit"], line["address"]),
                         ("MAX_SOCKETS", 3, "127.0.0.1"))


class OverTls(Rejections):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        certificate, key = make_certificate(pathlib.Path(folder.name), "server")
        cls.SETTINGS = {"TLS_CERT": certificate, "TLS_KEY": key}
        super().setUpClass()

    def ask(self, target: str) -> bytes:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with context.wrap_socket(harness.connect(self.port)) as sock:
            sock.sendall(request("GET", target, Connection="close",
                                 Authorization=f"Bearer {KEY}"))
            return harness.receive_all(sock).split(b"\r\n\r\n", 1)[1]

    def metrics(self) -> dict[str, int]:
        page = self.ask("/metrics").decode()
        return {name: int(count) for name, count in
                re.findall(r'^sts_refused_total\{reason="(\w+)"\} (\d+)$', page, re.MULTILINE)}

    def clients(self, reason: str) -> list[dict[str, Any]]:
        return [one for one in json.loads(self.ask("/control/clients"))["clients"]
                if one.get("reason") == reason]

    def test_plain_http(self) -> None:
        def attempt() -> None:
            answer = harness.parse_response(harness.exchange(
                self.port, request("GET", query(PATH, "polling"), Cookie="x" * 9000)))
            self.assertEqual(answer.status, 400)
            self.assertIn(b"The plain HTTP request was sent to a port that speaks HTTPS",
                          answer.body)
        self.assertIn("Use https:// or wss://", self.check("plain_on_tls_port", attempt)["message"])

    def test_a_certificate_that_is_not_trusted(self) -> None:
        def attempt() -> None:
            """Reads to the end: what is left unread would reset the connection, and the alert could
            be lost."""
            came, out = ssl.MemoryBIO(), ssl.MemoryBIO()
            tls = ssl.create_default_context().wrap_bio(came, out, server_hostname="localhost")
            with harness.connect(self.port) as sock, \
                    self.assertRaises(ssl.SSLCertVerificationError):
                while True:
                    try:
                        tls.do_handshake()
                    except ssl.SSLWantReadError:
                        sock.sendall(out.read())
                        came.write(sock.recv(65536))
                    except ssl.SSLCertVerificationError:
                        sock.sendall(out.read())
                        self.assertEqual(harness.receive_all(sock), b"")
                        raise
        self.assertIn("handshake failed: tlsv1 alert unknown ca",
                      self.check("tls_handshake", attempt)["message"])

    def test_a_client_that_resets_the_connection(self) -> None:
        """In the middle of the handshake, as one does that throws away what it has not read."""
        hello = ssl.MemoryBIO()
        tls = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), hello,
                                                    server_hostname="localhost")
        with self.assertRaises(ssl.SSLWantReadError):
            tls.do_handshake()
        data = hello.read()
        before = self.metrics()["tls_handshake"]
        for _ in range(TRIES):
            with harness.connect(self.port) as sock:
                sock.sendall(data)
                self.assertTrue(sock.recv(1))
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        wait_for(lambda: self.metrics()["tls_handshake"] == before + TRIES, "all of them")

    def test_who_connects_and_leaves_is_no_client(self) -> None:
        before = self.metrics()
        for _ in range(3):
            harness.connect(self.port).close()
        self.assertEqual(self.metrics(), before)


class RealClients(Rejections):
    def test_socket_io_client_2(self) -> None:
        seen: list[str] = []
        line = self.check("engineio_version", lambda: seen.append(
            node("socket.io-client-2", self.server.url, '{"transports":["websocket"]}')), 2, eio="3")
        self.assertEqual(set(seen), {"connect_error: websocket error"})
        self.assertIn("socket.io-client 1 and 2", line["message"])

    def test_socket_io_client_with_msgpack(self) -> None:
        seen: list[str] = []
        for transport in "websocket", "polling":
            seen.append(node("socket.io-client", self.server.url, json.dumps(
                {"transports": [transport], "auth": {"token": KEY}}), "socket.io-msgpack-parser"))
        wait_for(lambda: self.metrics()["custom_parser"] >= 2, "both of them")
        (line,) = self.lines("custom_parser")
        self.assertIn("socket.io-msgpack-parser", line["message"])
        self.assertNotIn("connected", seen)

    def test_socket_io_client_at_a_wrong_path(self) -> None:
        self.assertIn("error", node("socket.io-client", self.server.url, '{"path":"/nowhere"}'))
        self.assertIn("error", node("socket.io-client", self.server.url, '{"path":"/"}'))
        self.assertEqual({one["path"] for one in self.clients("wrong_path")}, {"/nowhere/", "/"})
        self.assertEqual(self.metrics()["wrong_path"], 2)

    def test_python_with_msgpack(self) -> None:
        program = ("import sys, socketio\n"
                   "client = socketio.Client(reconnection=False, serializer='msgpack')\n"
                   "client.connect(sys.argv[1], transports=[sys.argv[2]], "
                   "auth={'token': 'test-api-key'}, wait_timeout=3)\n")
        before = self.metrics()["custom_parser"]
        for transport in "websocket", "polling":
            done = subprocess.run([sys.executable, "-c", program, self.server.url, transport],
                                  env={**os.environ, "PYTHONPATH": msgpack()}, text=True,
                                  capture_output=True, timeout=60)
            self.assertIn("ConnectionError", done.stderr)
        wait_for(lambda: self.metrics()["custom_parser"] >= before + 2, "both of them")

    def test_python_with_a_wrong_namespace(self) -> None:
        with self.assertRaises(socketio.exceptions.ConnectionError):
            Worker(self.server.url, "/elsewhere")
        (item,) = self.clients("wrong_namespace")
        self.assertEqual(item["namespace"], "/elsewhere")
        self.assertIn("Python", item["user_agent"])


class Listing(unittest.TestCase):
    def test_connections(self) -> None:
        with Server() as server:
            control = Control(server)
            worker, idle = Worker(server.url), Polling(server.port, PATH)
            idle.send('40/sts,{"token":"test-api-key"}')
            self.assertIn("40/sts", str(idle.receive()))
            worker.emit("stream:init", init("live-1"))
            worker.expect("stream:ready")
            newest, oldest = control.do("GET", "/clients")["clients"]
            self.assertEqual((oldest["kind"], oldest["namespace"], oldest["transport"],
                              oldest["has_stream"], oldest["stream_id"]),
                             ("connection", "/", "websocket", True, "live-1"))
            self.assertEqual(oldest["worker_id"], init("live-1")["worker_id"])
            self.assertEqual((newest["namespace"], newest["transport"], newest["has_stream"]),
                             ("/sts", "polling", False))
            self.assertNotIn("stream_id", newest)
            self.assertIn("Python", oldest["user_agent"])
            self.assertLessEqual(oldest["at"], newest["at"])
            idle.close()
            wait_for(lambda: len(control.do("GET", "/clients")["clients"]) == 1, "it to leave")
            worker.close()

    def test_pages(self) -> None:
        with Server() as server:
            control = Control(server)
            worker = Worker(server.url)
            for number in range(5):
                http(server.port, "GET", f"/{number}?EIO=4&transport=polling")
            found, after = [], 0
            while after is not None:
                page = control.do("GET", f"/clients?limit=2&after={after}")
                found += [one.get("path", one["kind"]) for one in page["clients"]]
                after = page.get("next")
            self.assertEqual(found, ["/4", "/3", "/2", "/1", "/0", "connection"])
            worker.close()

    def test_what_is_no_longer_kept_is_counted(self) -> None:
        with Server({"LOG_LEVEL": "ERROR"}) as server:
            with harness.connect(server.port) as sock:
                for number in range(300):
                    sock.sendall(request("GET", f"/{number // 2}x{number % 2}?EIO=4&transport=a",
                                         Connection="keep-alive"))
                    harness.receive_response(sock)
            http(server.port, "GET", "/0x0?EIO=4&transport=a")  # not equal to any that is kept
            http(server.port, "GET", "/149x1?EIO=4&transport=a")
            answer = Control(server).do("GET", "/clients")
            self.assertEqual((len(answer["clients"]), answer["forgotten"]), (256, 45))
            self.assertEqual([(one["path"], one["count"]) for one in answer["clients"][:2]],
                             [("/149x1", 2), ("/0x0", 1)])

    def test_a_key_for_some_streams(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            keys = pathlib.Path(folder) / "keys.json"
            keys.write_text('[{"key":"all","streams":["*"]},{"key":"some","streams":["live-*"]}]')
            with Server({"STS_API_KEYS_FILE": str(keys)}) as server:
                workers = [Worker(server.url, token="all") for _ in range(3)]
                for worker, name in zip(workers, ("live-1", "other")):
                    worker.emit("stream:init", init(name))
                    worker.expect("stream:ready")
                for name in "live-2", "another":
                    http(server.port, "GET", PATH + "?EIO=3&transport=polling", X_Stream_ID=name)
                http(server.port, "GET", PATH + "?EIO=3&transport=polling")
                seen = {key: sorted(one.get("stream_id", "") for one in
                                    Control(server, key).do("GET", "/clients")["clients"])
                        for key in ("all", "some")}
                self.assertEqual(seen, {"all": ["", "", "another", "live-1", "live-2", "other"],
                                        "some": ["live-1", "live-2"]})
                for worker in workers:
                    worker.close()

    def test_what_clients_send_is_made_fit(self) -> None:
        with Server({"LOG_FORMAT": "text"}) as server:
            head = (b"GET /socket.io/?EIO=%1b%0a&transport=polling HTTP/1.1\r\nHost: a\r\n"
                    b"User-Agent: \xff\xfe<b>\r\nX-Stream-ID: \xe9\r\n\r\n")
            for _ in range(2):
                harness.exchange(server.port, head.replace(b"\r\n\r\n", b"\r\nConnection: close"
                                                           b"\r\n\r\n"))
            (item,) = Control(server).do("GET", "/clients")["clients"]
            self.assertEqual((item["user_agent"], item["eio"], item["count"]),
                             ("??<b>", "\x1b\n", 2))
            self.assertRegex(server.output(), r"\A[\x20-\x7e\n]+\Z")

    def test_one_line_for_all_addresses_beyond_256(self) -> None:
        with Server() as server:
            for number in range(300):
                with socket.create_connection(("127.0.0.1", server.port), harness.PATIENCE,
                                              (f"127.0.{1 + number // 200}.{1 + number % 200}", 0)
                                              ) as sock:
                    sock.sendall(request("GET", query(PATH, "polling", "A" * 24),
                                         Connection="close"))
                    harness.receive_all(sock)
            lines = [line for line in map(json.loads, server.output().splitlines())
                     if line.get("reason") == "unknown_sid"]
            self.assertEqual(len(lines), 257)
            self.assertEqual(["all others" in line["message"] for line in lines],
                             [False] * 256 + [True])
            self.assertEqual(counts(server.port)["unknown_sid"], 300)


if __name__ == "__main__":
    unittest.main()
