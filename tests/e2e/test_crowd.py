"""Many streams, long lists and large requests: nothing holds up those who send fragments."""

from __future__ import annotations

import json
import socket
import unittest
from typing import Any

import harness
from harness import PATIENCE, Server
from worker import Worker, fragment, init

SETTINGS = {"MAX_CONNECTIONS_PER_KEY": "0", "WS_MAX_CONNECTIONS": "0", "REQUIRE_AUTH": "false",
            "RATE_LIMIT_FRAGMENTS_PER_MIN": "0"}
MIB = 1 << 20


class Stream:
    """A stream over a raw WebSocket."""

    def __init__(self, server: Server, name: str) -> None:
        self.name = name
        self.ws = harness.WebSocket(server.port, "/socket.io/?EIO=4&transport=websocket")
        self.ws.receive()
        self.ws.send("40{}")
        self.ws.receive()
        self.emit("stream:init", init(name))
        self.expect("stream:ready")

    def emit(self, event: str, payload: Any) -> None:
        self.ws.send("42" + json.dumps([event, payload]))

    def expect(self, event: str) -> Any:
        while True:
            text = self.ws.receive()
            assert isinstance(text, str)
            if text.startswith("42"):
                name, payload = json.loads(text[2:])
                if name == event:
                    return payload

    def is_served(self, number: int) -> None:
        self.emit("fragment:data", fragment(self.name, number, b"audio"))
        self.expect("fragment:processed")

    def end(self) -> None:
        """Ends the stream; the server forgets it when its worker leaves."""
        self.emit("stream:end", {"stream_id": self.name})
        self.expect("stream:complete")
        self.ws.close()


def get(server: Server, target: str) -> Any:
    return harness.http(server.port, "GET", target).json()


def listed(server: Server) -> list[str]:
    return [one["stream_id"] for one in get(server, "/control/streams")["streams"]]


class Lists(unittest.TestCase):
    def setUp(self) -> None:
        self.server = harness.server(**SETTINGS, RESUME_WINDOW_MS="0", **harness.MEASURED)
        self.addCleanup(self.server.stop)

    def open(self, name: str) -> Stream:
        stream = Stream(self.server, name)
        self.addCleanup(stream.ws.close)
        return stream

    def arm_much(self) -> None:
        rules = [{"trigger": "fragment_id", "value": f"{number:0250}", "error_code": "TIMEOUT",
                  "error_message": "y" * 450} for number in range(500)]
        put = harness.http(self.server.port, "PUT", "/control/streams/*/faults",
                           json.dumps({"rules": rules}).encode())
        self.assertEqual(put.status, 200, put.body)

    def page(self, after: int, limit: int) -> tuple[list[str], int | None]:
        answer = get(self.server, f"/control/streams?limit={limit}&after={after}")
        return [one["stream_id"] for one in answer["streams"]], answer.get("next")

    def test_pages_have_each_stream_once_whatever_comes_and_goes(self) -> None:
        streams = [self.open(f"s{number}") for number in range(40)]
        stays = [one.name for index, one in enumerate(streams) if index % 4]
        goes = [one for index, one in enumerate(streams) if index % 4 == 0]
        seen: list[str] = []
        after: int | None = 0
        turn = 0
        while after is not None:
            names, after = self.page(after, 7)
            self.assertLessEqual(len(names), 7)
            self.assertEqual(len(names) == 7 or after is None, True)
            seen += names
            for one in goes[2 * turn:2 * turn + 2]:
                one.end()
                harness.wait_for(lambda name=one.name: name not in listed(self.server), "its end")
            self.open(f"late{turn}")
            turn += 1
        self.assertGreater(turn, 4)
        self.assertEqual(len(seen), len(set(seen)))
        self.assertEqual([name for name in seen if name in stays], stays)

    def test_a_page_that_ends_with_the_last_stream_has_no_next(self) -> None:
        for number in range(6):
            self.open(f"s{number}")
        names, after = self.page(0, 3)
        self.assertEqual(names, ["s0", "s1", "s2"])
        assert after
        self.assertEqual(self.page(after, 3), (["s3", "s4", "s5"], None))
        self.assertEqual(self.page(0, 6)[1], None)
        self.assertEqual(self.page(0, 1000)[0], listed(self.server))
        self.assertNotIn("next", get(self.server, "/control/streams"))
        self.assertEqual(get(self.server, f"/control/streams?after={after}")["streams"],
                         get(self.server, "/control/streams")["streams"][3:])

    def test_wrong_pages(self) -> None:
        for query in ("limit=0", "limit=1001", "limit=x", "after=-1"):
            answer = harness.http(self.server.port, "GET", f"/control/streams?{query}")
            self.assertEqual(answer.status, 400, query)

    def ask_slowly(self) -> socket.socket:
        """Whoever asks for the list of streams, and reads little of it."""
        reader = socket.create_connection(("127.0.0.1", self.server.port), PATIENCE)
        self.addCleanup(reader.close)
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        reader.sendall(harness.request("GET", "/control/streams"))
        return reader

    def test_a_list_that_nobody_reads_waits(self) -> None:
        """Each stream shows 400 KB of rules: 40 MB in all, of which little is kept ready."""
        count = 100
        streams = [self.open(f"s{number}") for number in range(count)]
        self.arm_much()
        self.assertEqual(len(listed(self.server)), count)
        before = self.server.resident_bytes()
        readers = [self.ask_slowly() for _ in range(4)]
        for number in range(5):
            streams[number].is_served(0)
        self.assertEqual(len(listed(self.server)), count)  # it takes as many turns
        self.assertLess(self.server.resident_bytes() - before, 12 * MIB)
        late = self.open("late")
        streams[50].end()
        answer = harness.parse_response(harness.receive_all(readers[0])).json()
        names = [one["stream_id"] for one in answer["streams"]]
        stays = [f"s{number}" for number in range(count) if number != 50]
        self.assertEqual([name for name in names if name not in ("s50", "late")], stays)
        self.assertEqual(len(answer["streams"][0]["armed"]["faults"]["rules"]), 500)
        late.is_served(0)

    def test_a_reader_of_the_list_may_leave(self) -> None:
        streams = [self.open(f"s{number}") for number in range(30)]
        self.arm_much()
        for _ in range(10):
            with socket.create_connection(("127.0.0.1", self.server.port), PATIENCE) as reader:
                reader.sendall(harness.request("GET", "/control/streams"))
                reader.recv(1000)
        streams[0].is_served(0)
        self.assertEqual(len(listed(self.server)), 30)

    def test_a_report_that_nobody_reads_is_of_its_moment(self) -> None:
        """It is written bit by bit, in each form, and the server goes on meanwhile."""
        streams = [self.open(f"s{number}") for number in range(60)]
        for number in range(20):
            for one in streams:
                one.emit("fragment:data", fragment(one.name, number, b"audio"))
            for one in streams:
                one.expect("fragment:processed")
        for form, mark in (("", b'"stream_id":"%s"'), (".html", b"%s"), (".xml", b'name="%s"')):
            with socket.create_connection(("127.0.0.1", self.server.port), PATIENCE) as reader:
                reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
                reader.sendall(harness.request("GET", f"/control/report{form}"))
                reader.recv(1)
                late = self.open(f"late{form}")
                for number in range(3):
                    late.is_served(number)
                answer = harness.receive_all(reader)
            self.assertNotIn(mark % late.name.encode(), answer)
            for one in streams:
                self.assertIn(mark % one.name.encode(), answer)
            late.end()
            harness.wait_for(lambda name=late.name: name not in listed(self.server), "its end")
        report = get(self.server, "/control/report")
        self.assertEqual([one["fragment_count"] for one in report["streams"]], [20] * 60 + [3] * 3)
        self.assertEqual(report, get(self.server, "/control/report"))

    def test_only_the_head_of_a_long_list(self) -> None:
        for number in range(5):
            self.open(f"s{number}")
        answer = harness.http(self.server.port, "HEAD", "/control/streams")
        self.assertEqual((answer.status, answer.body), (200, b""))


class Large(unittest.TestCase):
    """Events other than fragments have a megabyte at most."""

    def setUp(self) -> None:
        self.server = harness.server(**SETTINGS)
        self.addCleanup(self.server.stop)
        self.worker = Worker(self.server.url)
        self.addCleanup(self.worker.close)
        self.worker.emit("stream:init", init("s"))
        self.worker.expect("stream:ready")

    def refused(self, event: str, payload: Any) -> Any:
        self.worker.emit(event, payload)
        return self.worker.expect("error")

    def test_rules_are_not_read(self) -> None:
        wrong = {"enabled": True, "rules": [1] * (MIB // 2)}
        error = self.refused("config:error_simulation", wrong)
        self.assertEqual(error["code"], "INVALID_CONFIG")
        self.assertIn("only fragment:data may have more than 1048576", error["message"])
        self.assertEqual(error["metadata"]["errors"][0]["keyword"], "size")
        entry = get(self.server, "/control/journal?event=config:error_simulation")["entries"][0]
        self.assertEqual(entry["verdict"], "invalid")
        self.assertEqual(entry["errors"], error["metadata"]["errors"])

    def test_a_megabyte_is_read(self) -> None:
        error = self.refused("config:error_simulation", {"enabled": True, "rules": [1] * 300000})
        self.assertIn("/rules/0 must be an object", error["message"])
        self.assertIn("and at least", error["message"])

    def test_an_event_that_there_is_not(self) -> None:
        error = self.refused("config:error_simulations", "x" * (2 * MIB))
        self.assertIn('did you mean "config:error_simulation"?', error["message"])

    def test_a_fragment_may_have_more_and_the_stream_goes_on(self) -> None:
        self.refused("stream:pause", {"stream_id": "s", "reason": "x" * (2 * MIB)})
        self.worker.emit("fragment:data", fragment("s", 0, bytes(2 * MIB)))
        self.worker.expect("fragment:ack")
        self.assertEqual(self.worker.expect("fragment:processed")["status"], "success")


if __name__ == "__main__":
    unittest.main()
