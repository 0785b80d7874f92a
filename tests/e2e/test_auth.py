"""Authentication: who is let in, what the refused are told, keys for some streams, and the limit of
wrong keys."""
# labels: fast

import asyncio
import json
import pathlib
import re
import socket
import tempfile
import time
import unittest
from typing import Any
from unittest import mock

import socketio

import harness
from harness import Server
from test_settings import start
from wire import Direct
from worker import Worker, fragment, init

WRONG = {"message": "Invalid API key",
         "data": {"code": "AUTH_FAILED", "message": "Invalid API key", "severity": "fatal",
                  "retryable": False}}
NAMESPACES = ("/", "/sts", "/ws/sts")


def refused(server: Server) -> dict[str, str]:
    """sts_refused_total by reason."""
    page = harness.http(server.port, "GET", "/metrics").body.decode()
    return dict(re.findall(r'sts_refused_total\{reason="(\w+)"\} (\d+)', page))


def connect(port: int, payload: str, namespace: str = "/", source: str | None = None) -> Any:
    """What a CONNECT with this payload is answered: None when it was let in, else the refusal."""
    def from_source(to: int, seconds: float = harness.PATIENCE) -> socket.socket:
        return socket.create_connection(("127.0.0.1", to), seconds, (source, 0))

    with mock.patch.object(harness, "connect", from_source if source else harness.connect):
        link = Direct(port, "/socket.io/")
    try:
        prefix = "" if namespace == "/" else namespace + ","
        link.send(f"40{prefix}{payload}")
        packet = link.receive()
        assert isinstance(packet, str)
        if packet.startswith(f"40{prefix}{{"):
            return None
        assert packet.startswith(f"44{prefix}{{"), packet
        return json.loads(packet[2 + len(prefix):])
    finally:
        link.close()


def rejected(server: Server) -> int:
    """How many clients were refused so far."""
    page = harness.http(server.port, "GET", "/metrics").body.decode()
    found = re.search(r'ws_connections_total\{status="rejected"\} (\d+)', page)
    return int(found[1]) if found else 0


def token(value: Any) -> str:
    return json.dumps({"token": value})


class Keys(unittest.TestCase):
    def test_the_key_is_asked_for_in_every_namespace(self) -> None:
        with Server({"STS_API_KEY": "sesame"}) as server:
            for namespace in NAMESPACES:
                with self.subTest(namespace):
                    self.assertIsNone(connect(server.port, token("sesame"), namespace))
                    self.assertEqual(connect(server.port, token("sesam"), namespace), WRONG)

    def test_what_is_no_key(self) -> None:
        payloads = ["", "{}", token(""), token("test-api-key "), token("TEST-API-KEY"),
                    token(None), token(7), token(["test-api-key"]), '{"Token":"test-api-key"}',
                    '{"auth":{"token":"test-api-key"}}']
        with Server() as server:
            for payload in payloads:
                with self.subTest(payload):
                    self.assertEqual(connect(server.port, payload), WRONG)
            self.assertEqual(len(payloads), 10)  # one more would be limited

    def test_the_log_tells_a_missing_key_from_a_wrong_one(self) -> None:
        with Server({"STS_API_KEY": "sesame"}) as server:
            for payload, reason in (
                    ("", "missing_key"), (token(None), "missing_key"), (token(7), "missing_key"),
                    ('{"Token":"sesame"}', "missing_key"), (token(""), "missing_key"),
                    (token("sesam"), "wrong_key"), (token("sesame1"), "wrong_key")):
                with self.subTest(payload):
                    before = refused(server)
                    self.assertEqual(connect(server.port, payload), WRONG)
                    after = refused(server)
                    self.assertEqual([one for one in after if after[one] != before[one]], [reason])
            lines = [json.loads(line) for line in server.output().splitlines()
                     if "client refused" in line]
            self.assertEqual([(line["reason"], line["message"].split(". ")[0]) for line in lines],
                             [("missing_key", "client refused: the API key is missing"),
                              ("wrong_key", "client refused: the API key is wrong")])
            self.assertNotIn("sesam", "".join(map(str, lines)))

    def test_escapes_and_other_members(self) -> None:
        with Server({"STS_API_KEY": "sésame\"\\😀"}) as server:
            for payload in (token("sésame\"\\😀"),
                            json.dumps({"token": "sésame\"\\😀"}, ensure_ascii=False),
                            '{"a":[1,{}],"token":"\\u0073ésame\\"\\\\\\ud83d\\ude00","z":null}'):
                self.assertIsNone(connect(server.port, payload), payload)

    def test_the_alias(self) -> None:
        with Server({"API_KEY": "other"}) as server:
            self.assertIsNone(connect(server.port, token("other")))
            self.assertEqual(connect(server.port, token("test-api-key")), WRONG)

    def test_without_authentication_any_key_or_none(self) -> None:
        with Server({"REQUIRE_AUTH": "false"}) as server:
            for payload in ("", "{}", token("x"), token(None)) * 5:
                self.assertIsNone(connect(server.port, payload))

    def test_python_clients_are_told(self) -> None:
        with Server() as server:
            with self.assertRaises(Exception) as caught:
                Worker(server.url, token="wrong")
        self.assertIn("ConnectionError", type(caught.exception).__name__)

    def test_a_refused_namespace_leaves_the_connection_open(self) -> None:
        with Server() as server:
            link = Direct(server.port, "/socket.io/")
            link.send("40" + token("wrong"))
            self.assertTrue(str(link.receive()).startswith("44{"))
            link.send("40" + token("test-api-key"))
            self.assertTrue(str(link.receive()).startswith("40{"))
            link.close()


def limited(most: int) -> dict[str, Any]:
    """What a wrong key gets after `most` others."""
    message = (f"Invalid API key, after too many others: the server takes at most {most} wrong API "
               "keys of an address within a minute (AUTH_FAILURES_PER_MIN). A right key is let in "
               "at once")
    return {"message": message,
            "data": {"code": "RATE_LIMIT", "message": message, "severity": "warning",
                     "retryable": True,
                     "metadata": {"setting": "AUTH_FAILURES_PER_MIN", "limit": most}}}


async def told(url: str, key: str) -> Any:
    """What a client of python-socketio is told that tries that key: None, it is let in."""
    answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    client = socketio.AsyncClient(reconnection=False)
    client.on("connect", lambda: answer.set_result(None))
    client.on("connect_error", answer.set_result)
    await client.connect(url, auth={"token": key}, transports=["websocket"], wait=False)
    try:
        return await asyncio.wait_for(answer, harness.PATIENCE)
    finally:
        await client.disconnect()


class Limit(unittest.TestCase):
    """AUTH_FAILURES_PER_MIN."""

    def test_over_ten_wrong_keys_in_a_minute_are_limited(self) -> None:
        with Server() as server:
            self.assertIsNone(connect(server.port, token("test-api-key")))
            for _ in range(10):
                self.assertEqual(connect(server.port, token("wrong")), WRONG)
            for payload in (token("wrong"), ""):
                self.assertEqual(connect(server.port, payload), limited(10))
            self.assertEqual(connect(server.port, token("wrong"), source="127.0.0.3"), WRONG)

    def test_a_right_key_is_let_in_at_once(self) -> None:
        """Beside wrong ones that wait for their answer, on the same connection and on others."""
        with Server({"AUTH_FAILURES_PER_MIN": "1"}) as server:
            self.assertEqual(connect(server.port, token("wrong")), WRONG)
            link = Direct(server.port, "/socket.io/")
            began = time.monotonic()
            link.send("40" + token("wrong"))
            link.send("40/sts," + token("test-api-key"))
            self.assertIsNone(connect(server.port, token("test-api-key")))
            self.assertTrue(str(link.receive()).startswith("40/sts,{"))
            self.assertEqual(json.loads(str(link.receive()).removeprefix("44")), limited(1))
            self.assertGreater(time.monotonic() - began, 0.99)
            link.close()

    def test_clients_are_told(self) -> None:
        with Server({"AUTH_FAILURES_PER_MIN": "3"}) as server:
            for _ in range(3):
                self.assertEqual(asyncio.run(told(server.url, "wrong")), WRONG)
            self.assertEqual(asyncio.run(told(server.url, "wrong")), limited(3))
            self.assertIsNone(asyncio.run(told(server.url, "test-api-key")))

    def test_0_is_no_limit(self) -> None:
        with Server({"AUTH_FAILURES_PER_MIN": "0"}) as server:
            link = Direct(server.port, "/socket.io/")
            for _ in range(50):
                link.send("40" + token("wrong"))
                self.assertEqual(json.loads(str(link.receive()).removeprefix("44")), WRONG)
            link.close()

    def test_who_is_connected_stays(self) -> None:
        with Server({"AUTH_FAILURES_PER_MIN": "1"}) as server:
            worker = Worker(server.url)
            for refusal in (WRONG, limited(1)):
                self.assertEqual(connect(server.port, token("wrong")), refusal)
            worker.emit("stream:init", init("s"))
            worker.expect("stream:ready")
            worker.close()

    def test_the_connection_does_not_matter(self) -> None:
        """Many attempts on one connection count as many. Those that wait have one answer."""
        with Server() as server:
            link = Direct(server.port, "/socket.io/")
            for index in range(50):
                link.send("40/sts," + token("wrong"))
                if index < 10:
                    self.assertEqual(json.loads(str(link.receive()).removeprefix("44/sts,")), WRONG)
            self.assertEqual(json.loads(str(link.receive()).removeprefix("44/sts,")), limited(10))
            link.send("40/sts," + token("test-api-key"))
            self.assertTrue(str(link.receive()).startswith("40/sts,{"))
            link.close()

    def test_the_log_names_the_setting_once_a_minute(self) -> None:
        with Server({"AUTH_FAILURES_PER_MIN": "1"}) as server:
            links = [Direct(server.port, "/socket.io/") for _ in range(5)]
            for link in links:
                link.send("40" + token("wrong"))
                link.send("40/sts," + token("test-api-key"))
            harness.wait_for(lambda: server.output().count("client connected") == 5, "all of them")
            lines = [json.loads(line) for line in server.output().splitlines()
                     if '"setting":' in line and '"refused":' in line]
            self.assertEqual([(line["level"], line["setting"], line["limit"], line["refused"])
                              for line in lines],
                             [("WARNING", "AUTH_FAILURES_PER_MIN", 1, 1)])
            # one that was not limited, and one for those that were: they need no key to do this
            self.assertEqual(rejected(server), 5)
            self.assertEqual(server.output().count("client refused"), 2)
            self.assertIn("Give the clients the right key", lines[0]["message"])
            for link in links:
                link.close()

    def test_the_server_stops_and_clients_leave_before_they_are_answered(self) -> None:
        for stays in (True, False):
            with self.subTest(stays=stays), Server({"AUTH_FAILURES_PER_MIN": "1"}) as server:
                self.assertEqual(connect(server.port, token("wrong")), WRONG)
                links = [Direct(server.port, "/socket.io/") for _ in range(3)]
                for link in links:
                    for prefix in ("", "/sts,", "/ws/sts,"):
                        link.send(f"40{prefix}{token('wrong')}")
                harness.wait_for(lambda: rejected(server) == 10, "all")
                for link in links if not stays else []:
                    link.close()
                server.stop()
                for link in links:
                    link.close()


class KeysFile(unittest.TestCase):
    KEYS = [{"key": "news-key", "streams": ["news-*", "talk"]},
            {"key": "schlüssel", "streams": ["*"]}]

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name) / "keys.json"

    def server(self, keys: Any, **settings: str) -> Server:
        self.path.write_text(json.dumps(keys), encoding="utf-8")
        return Server({"STS_API_KEYS_FILE": str(self.path), **settings})

    def test_its_keys_replace_the_one_key(self) -> None:
        with self.server(self.KEYS, STS_API_KEY="single") as server:
            self.assertIsNone(connect(server.port, token("news-key")))
            self.assertIsNone(connect(server.port, token("schlüssel")))
            self.assertEqual(connect(server.port, token("single")), WRONG)
            self.assertEqual(connect(server.port, token("test-api-key")), WRONG)

    def test_a_key_is_for_its_streams(self) -> None:
        with self.server(self.KEYS) as server:
            for key, stream, covered in (("news-key", "news-1", True), ("news-key", "talk", True),
                                         ("news-key", "sport-1", False),
                                         ("schlüssel", "sport-1", True)):
                with self.subTest(key=key, stream=stream):
                    worker = Worker(server.url, token=key)
                    worker.emit("stream:init", init(stream))
                    if covered:
                        worker.expect("stream:ready")
                    else:
                        error = worker.expect("error")
                        self.assertEqual((error["code"], error["severity"], error["retryable"]),
                                         ("AUTH_FAILED", "fatal", False))
                        self.assertEqual(error["stream_id"], stream)
                    worker.close()

    def test_a_refused_stream_leaves_the_connection_usable(self) -> None:
        with self.server(self.KEYS) as server:
            worker = Worker(server.url, token="news-key")
            worker.emit("stream:init", init("sport-1"))
            self.assertEqual(worker.expect("error")["code"], "AUTH_FAILED")
            worker.emit("fragment:data", fragment("sport-1", 0, b"abc"))
            self.assertEqual(worker.expect("error")["code"], "STREAM_NOT_FOUND")
            worker.emit("stream:init", init("news-1"))
            worker.expect("stream:ready")
            worker.close()

    def test_a_key_arms_faults_for_its_streams_only(self) -> None:
        rule = {"enabled": True, "rules": [{"error_code": "MODEL_ERROR"}]}
        with self.server(self.KEYS) as server:
            control = Worker(server.url, token="news-key")
            for stream, covered in (("news-1", True), ("news-*", True), ("talk", True),
                                    ("sport-1", False), ("*", False)):
                with self.subTest(stream):
                    ack = control.call("config:error_simulation", {**rule, "stream_id": stream})
                    if covered:
                        self.assertEqual(ack["status"], "configured")
                    else:
                        self.assertEqual(control.expect("error")["code"], "AUTH_FAILED")
            control.close()

    def test_connections_are_counted_by_key(self) -> None:
        with self.server(self.KEYS, MAX_CONNECTIONS_PER_KEY="1") as server:
            first = Worker(server.url, token="news-key")
            first.emit("stream:init", init("news-1"))
            first.expect("stream:ready")
            second = Worker(server.url, token="news-key")
            second.emit("stream:init", init("news-2"))
            self.assertEqual(second.expect("error")["code"], "RATE_LIMIT")
            third = Worker(server.url, token="schlüssel")
            third.emit("stream:init", init("any"))
            third.expect("stream:ready")
            for worker in first, second, third:
                worker.close()

    def test_a_wrong_file_stops_the_start(self) -> None:
        for text, said in (('[{"key":"geheim","streams":["*"]},{"key":"b","streams":"*"}]',
                            "/1/streams must be a list of globs"),
                           ('[{"key":"geheim","streams":["*"]},\n{"key":"geheim",]', "line 2:"),
                           ('{"key":"geheim","streams":["*"]}', "must be a list"),
                           ('[{"key":"geheim","stream":["*"]}]', 'unknown member \\"stream\\"')):
            with self.subTest(text):
                self.path.write_text(text, encoding="utf-8")
                done = start("--port", "0", STS_API_KEYS_FILE=str(self.path), LOG_FORMAT="json")
                self.assertEqual(done.returncode, 1)
                self.assertIn(f"cannot start: STS_API_KEYS_FILE {self.path}: ", done.stderr)
                self.assertIn(said, done.stderr)
                self.assertNotIn("geheim", done.stderr)

    def test_what_never_can_match_stops_the_start(self) -> None:
        for key, glob, said in (
                ("geheim\n", "*", "/0/key must not have a line feed at the end: remove it"),
                (" geheim\r\n", "*", "/0/key must not have a blank at the beginning, and a CR, "
                                     "a line feed at the end: remove it"),
                ("'geheim'", "*", "/0/key must not have a quote at the beginning, and a quote at "
                                  "the end: remove it"),
                ("\t ", "*", "/0/key must not have"),
                ("geheim", "x" * 257, "/0/streams/0 matches only ids of more than")):
            with self.subTest(said):
                self.path.write_text(json.dumps([{"key": key, "streams": [glob]}]))
                done = start("--port", "0", STS_API_KEYS_FILE=str(self.path), LOG_FORMAT="text")
                self.assertEqual(done.returncode, 1)
                self.assertIn(f"STS_API_KEYS_FILE {self.path}: {said}", done.stderr)
                self.assertNotIn("geheim", done.stderr)

    def test_files_of_other_systems(self) -> None:
        text = '[\r\n{"key": "schl\u00fcssel", "streams": ["*"]}\r\n]\r\n'
        self.path.write_bytes(text.encode("utf-8-sig"))
        with Server({"STS_API_KEYS_FILE": str(self.path)}) as server:
            self.assertIsNone(connect(server.port, token("schl\u00fcssel")))
        for encoding in "utf-16", "utf-16-le", "utf-16-be", "utf-32":
            with self.subTest(encoding):
                self.path.write_bytes(text.encode(encoding))
                done = start("--port", "0", STS_API_KEYS_FILE=str(self.path))
                self.assertEqual(done.returncode, 1)
                self.assertIn(f"{self.path}: is in UTF-16 or UTF-32. Save it as UTF-8", done.stderr)

    def test_a_file_that_is_not_there(self) -> None:
        done = start("--port", "0", STS_API_KEYS_FILE="/nowhere/keys.json")
        self.assertEqual(done.returncode, 1)
        self.assertIn("STS_API_KEYS_FILE /nowhere/keys.json: No such file or directory",
                      done.stderr)


if __name__ == "__main__":
    unittest.main()
