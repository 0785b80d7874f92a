"""refuse_ms: who is refused, how that looks to a client, what the journal tells of it, and that no
test disturbs another (protocol §6)."""

import asyncio
import datetime
import json
import re
import tempfile
import threading
import unittest
from typing import Any

# From Debian: mypy finds no types for it in newer Debian releases.
import socketio

import harness
from control import KEY, Control
from harness import wait_for
from session import SessionTest, handshake, unit
from wire import Closed
from worker import init

EVENT = "simulate:disconnect"
LONG = 60000
KEYS = [{"key": KEY, "streams": ["*"]}, {"key": "team-a", "streams": ["a-*"]},
        {"key": "team-b", "streams": ["b-*"]}]


class Case(SessionTest):
    def refusing(self, pattern: str, refuse_ms: int = LONG, **more: Any) -> tuple[Any, Control]:
        """A server that refuses these streams."""
        server = self.server()
        control = Control(server)
        control.disconnect(pattern, refuse_ms=refuse_ms, **more)
        wait_for(lambda: '"streams are refused"' in server.output(), "the refusal")
        return server, control

    def is_let_in(self, server: Any, stream: str, token: str = KEY) -> bool:
        """Whether a worker that names no stream in its handshake gets one."""
        raw = self.raw(server, token=token)
        raw.begin(stream)
        try:
            return raw.next()[0] == "stream:ready"
        except Closed:
            return False

    def entries(self, control: Control, kind: str, **filters: str) -> list[dict[str, Any]]:
        query = "&".join(f"{name}={value}" for name, value in {**filters, "event": kind}.items())
        return [one for one in control.do("GET", f"/journal?limit=1000&{query}")["entries"]
                if one["kind"] == kind]


class Handshakes(Case):
    def test_those_that_name_a_stream_that_is_meant(self) -> None:
        server, _ = self.refusing("a*")
        for by in ("header", "query"):
            for stream, status in (("a-1", 503), ("a/ü +%", 503), ("b-1", 200), ("", 200)):
                with self.subTest(by=by, stream=stream):
                    self.assertEqual(handshake(server.port, stream, by), status)
        self.assertEqual(handshake(server.port), 200)
        target = "/socket.io/?EIO=4&transport=websocket&stream_id=a-1"
        with self.assertRaises(harness.Refused) as refused:
            harness.WebSocket(server.port, target)
        self.assertEqual(refused.exception.response.status, 503)
        harness.WebSocket(server.port, target.replace("a-1", "b-1")).close()


    def test_they_are_enough_to_verify(self) -> None:
        server, control = self.refusing("a-1")
        for _ in range(2):
            self.assertEqual(handshake(server.port, "a-1"), 503)
        second = {"event": "refused", "match": {"/attempt": 2}}
        rows: list[tuple[str, dict[str, Any]]] = [("pass", {}),
                                                  ("fail", {"count": {"exactly": 0}})]
        for verdict, more in rows:
            with self.subTest(verdict):
                told = control.do("POST", "/verify", {"stream_id": "a-1",
                                                      "expectations": [{**second, **more}]})
                self.assertEqual(told["verdict"], verdict, told)
                self.assertNotIn("did you mean", json.dumps(told))

    def test_one_that_names_two_streams_is_refused_for_either(self) -> None:
        server, _ = self.refusing("a-1")
        target = "/socket.io/?EIO=4&transport=polling&stream_id="
        for header, query, status in (("a-1", "b", 503), ("b", "a-1", 503), ("b", "c", 200)):
            with self.subTest(header=header, query=query):
                answer = harness.http(server.port, "GET", target + query, X_Stream_ID=header)
                self.assertEqual(answer.status, status)

    def test_what_cannot_be_an_id_names_no_stream(self) -> None:
        server, control = self.refusing("*")
        target = "/socket.io/?EIO=4&transport=polling&stream_id="
        for bad in ("%ff", "x" * 2000):
            self.assertEqual(harness.http(server.port, "GET", target + bad).status, 200)
        self.assertEqual(handshake(server.port, "x"), 503)
        control.disconnect("x", refuse_ms=LONG, scope="server")
        wait_for(lambda: handshake(server.port) == 503, "the outage")
        self.assertEqual(harness.http(server.port, "GET", target + "%ff").status, 503)
        self.assertNotIn("stream_id", self.entries(control, "refused")[-1])

    def test_it_ends(self) -> None:
        server, _ = self.refusing("a", refuse_ms=unit(500))
        wait_for(lambda: handshake(server.port, "a") == 200, "handshakes to be taken")

    def test_the_whole_server(self) -> None:
        server = self.server()
        control = Control(server)
        kept, lost = self.raw(server), self.raw(server)
        kept.open("kept")
        lost.open("lost")
        control.disconnect("lost", mode="reset", refuse_ms=LONG, scope="server")
        with self.assertRaises(Closed):
            lost.next()
        for stream in (None, "kept", "lost"):
            self.assertEqual(handshake(server.port, stream), 503)
        for path in ("/health", "/metrics", "/"):
            self.assertEqual(harness.http(server.port, "GET", path).status, 200)
        kept.send(0)  # who is there stays
        self.assertEqual(kept.read(2), ["ack 0", "processed 0 success"])
        control.reset("kept")
        self.assertEqual(handshake(server.port), 503)
        control.reset("lost")
        self.assertEqual(handshake(server.port), 200)


class Inits(Case):
    def test_stream_init_loses_the_connection(self) -> None:
        server, control = self.refusing("a-*")
        self.assertFalse(self.is_let_in(server, "a-1"))
        self.assertTrue(self.is_let_in(server, "b-1"))
        self.assertFalse(self.is_let_in(server, "a-1"))
        refused = self.entries(control, "refused", stream="a-1")
        self.assertEqual([one["attempt"] for one in refused], [1, 2])
        kinds = [one["kind"] for one in control.do("GET", "/journal?stream=a-1")["entries"]
                 if one["kind"] != "event"]
        self.assertEqual(kinds, ["refused", "refused"])
        whole = control.do("GET", "/journal?limit=1000")["entries"]
        first = next(number for number, one in enumerate(whole) if one["kind"] == "refused")
        self.assertEqual([one["kind"] for one in whole[first - 1:first + 3]],
                         ["event", "refused", "closing", "disconnected"])
        self.assertTrue(whole[first + 1]["simulated"])

    def test_a_take_over_is_refused_and_the_stream_waits(self) -> None:
        server = self.server()
        control = Control(server)
        worker = self.raw(server)
        worker.open("a")
        worker.send(0)
        worker.read(2)
        control.disconnect("a", mode="fin", refuse_ms=LONG)
        with self.assertRaises(Closed):
            worker.next()
        self.assertFalse(self.is_let_in(server, "a"))
        self.assertEqual(control.stream("a")["state"], "active")
        control.reset("a")
        again = self.raw(server)
        self.assertEqual(again.open("a")["session_id"], control.stream("a")["session_id"])

    def test_over_polling(self) -> None:
        server, _ = self.refusing("a")
        worker = self.worker(server, transports=("polling",))
        worker.emit("stream:init", init("a"))
        worker.expect("disconnect")

    def test_an_invalid_one_is_told_so(self) -> None:
        server, control = self.refusing("a")
        raw = self.raw(server)
        raw.begin("a", max_inflight=99)
        raw.refused("INVALID_CONFIG")
        self.assertEqual(self.entries(control, "refused"), [])


class Who(Case):
    """Who may refuse whom, and who ends it."""

    def setUp(self) -> None:
        super().setUp()
        file = tempfile.NamedTemporaryFile("w", suffix=".json")
        self.addCleanup(file.close)
        json.dump(KEYS, file)
        file.flush()
        self.keys = self.server(STS_API_KEYS_FILE=file.name)

    def test_a_key_for_some_streams_refuses_no_others(self) -> None:
        team = Control(self.keys, "team-a")
        team.disconnect("a-*", refuse_ms=LONG)
        wait_for(lambda: handshake(self.keys.port, "a-1") == 503, "the refusal")
        self.assertEqual(handshake(self.keys.port, "b-1"), 200)
        self.assertTrue(self.is_let_in(self.keys, "b-1", "team-b"))
        self.assertFalse(self.is_let_in(self.keys, "a-1", "team-a"))

    def test_the_whole_server_needs_a_key_for_all_streams(self) -> None:
        team = Control(self.keys, "team-a")
        loss: dict[str, Any] = {"refuse_ms": 1000, "scope": "server"}
        rule: dict[str, Any] = {"action": "disconnect", **loss}
        steps: list[Any] = [{"disconnect": loss}, {"faults": {"rules": [rule]}}]
        requests: list[tuple[str, str, Any]] = [
            ("POST", "/streams/a-1/disconnect", loss),
            ("PUT", "/streams/a-1/faults", {"rules": [{"action": "no_ack", "count": 1}, rule]})]
        requests += [("POST", "/scenarios", {"scenarios": [{"stream_id": "a-*", "steps": [step]}]})
                     for step in steps]
        for method, path, body in requests:
            with self.subTest(path=path, body=body):
                self.assertIn("scope server", team.refused(403, method, path, body)["message"])
        worker = self.worker(self.keys, token="team-a")
        worker.open("a-1")
        for event, payload in ((EVENT, loss), ("config:error_simulation",
                                               {"enabled": True, "rules": [rule]})):
            answer = worker.call(event, payload)
            self.assertEqual(answer["code"], "AUTH_FAILED")
            self.assertIn("scope server", answer["message"])
            worker.refused("AUTH_FAILED")
        self.assertEqual(handshake(self.keys.port), 200)
        for method, path, body in requests:  # the same with the other key
            Control(self.keys).do(method, path, body)

    def test_scope_without_refuse_ms_is_refused(self) -> None:
        control = Control(self.keys)
        error = control.refused(400, "POST", "/streams/a-1/disconnect", {"scope": "server"})
        self.assertIn("refuse_ms", error["message"])

    def test_a_worker_refuses_its_own_stream(self) -> None:
        server = self.server()
        worker = self.raw(server)
        worker.open("a*")  # no glob, but an id
        worker.call(EVENT, {"mode": "fin", "refuse_ms": LONG})
        with self.assertRaises(Closed):
            while True:
                worker.next()
        self.assertEqual(handshake(server.port, "a*"), 503)
        self.assertEqual(handshake(server.port, "ab"), 200)

    def test_a_connection_without_a_stream_has_to_say_whom(self) -> None:
        server = self.server()
        worker = self.worker(server)
        self.assertEqual(worker.call(EVENT, {"refuse_ms": LONG})["code"], "STREAM_NOT_FOUND")
        worker.refused("STREAM_NOT_FOUND")
        worker.emit(EVENT, {"mode": "fin", "refuse_ms": LONG, "scope": "server"})
        worker.expect("disconnect")
        self.assertEqual(handshake(server.port), 503)
        Control(server).reset()
        self.assertEqual(handshake(server.port), 200)


class Journal(Case):
    def test_each_refusal_and_each_attempt(self) -> None:
        server, control = self.refusing("a")
        begun = self.entries(control, "refusing", stream="a")
        self.assertEqual([(one["reason"], one["scope"], one["refuse_ms"]) for one in begun],
                         [("a", "streams", LONG)])
        for by in ("header", "query"):
            handshake(server.port, "a", by)
        for number, one in enumerate(self.entries(control, "refused", stream="a")):
            self.assertEqual((one["attempt"], one["simulated"], one["scope"], one["address"]),
                             (number + 1, True, "streams", "127.0.0.1"))
            self.assertTrue(0 < one["refuse_ms"] <= LONG)
        control.reset("a")
        self.assertEqual(self.entries(control, "reset")[-1]["reason"], "a")
        control.disconnect("a", refuse_ms=LONG)
        wait_for(lambda: handshake(server.port, "a") == 503, "the second refusal")
        self.assertEqual(self.entries(control, "refused", stream="a")[-1]["attempt"], 1)

    def test_what_a_test_asks_for_is_no_use_of_a_stream(self) -> None:
        """Or verify would pass where the worker never came (docs/journal.md)."""
        server, control = self.refusing("a")
        control.reset("a")
        nothing = [{"event": "error", "count": {"exactly": 0}}]
        everything: dict[str, str] = {}
        for meant in ({"stream_id": "a"}, {"stream_id": "*"}, everything):
            with self.subTest(meant):
                answer = control.do("POST", "/verify", {**meant, "expectations": nothing})
                self.assertEqual(answer["verdict"], "fail")
        control.disconnect("a", refuse_ms=LONG)
        wait_for(lambda: handshake(server.port, "a") == 503, "a refused handshake: it has no key")
        answer = control.do("POST", "/verify", {"stream_id": "a", "expectations": nothing})
        self.assertEqual(answer["verdict"], "fail")
        control.reset("a")
        self.assertTrue(self.is_let_in(server, "a"))
        answer = control.do("POST", "/verify", {"stream_id": "a", "expectations": nothing})
        self.assertEqual(answer["verdict"], "pass")

    def test_the_log_is_not_flooded(self) -> None:
        server, control = self.refusing("a")
        for _ in range(40):
            handshake(server.port, "a")
        self.assertEqual(len(self.entries(control, "refused", stream="a")), 40)
        lines = [one for one in server.output().splitlines() if '"client refused"' in one]
        self.assertIn('"attempt":1,', lines[0])
        self.assertLess(len(lines), 20)

    def test_metrics_count_handshakes(self) -> None:
        server, _ = self.refusing("a")
        handshake(server.port, "a")
        self.is_let_in(server, "a")  # accepted, and then refused
        page = harness.http(server.port, "GET", "/metrics").body.decode()
        counts = dict(re.findall(r'ws_connections_total\{status="(\w+)"\} (\d+)', page))
        self.assertEqual(counts, {"accepted": "1", "rejected": "1"})


class Clients(Case):
    """python-socketio's client: its back-off grows only while handshakes fail."""

    def attempts(self, scope: str, query: str = "") -> list[float]:
        """When a client of usual manners tried to come back, in seconds."""
        server = self.server()
        control = Control(server)

        async def session() -> None:
            ready, back = asyncio.Event(), asyncio.Event()
            client = socketio.AsyncClient(reconnection_delay=0.1, reconnection_delay_max=10,
                                          randomization_factor=0)

            async def connected() -> None:
                await client.emit("stream:init", init("a"))

            async def on_ready(_: Any) -> None:
                (back if ready.is_set() else ready).set()

            client.on("connect", connected)
            client.on("stream:ready", on_ready)
            await client.connect(server.url + query, auth={"token": KEY}, transports=["websocket"])
            await asyncio.wait_for(ready.wait(), harness.PATIENCE)
            control.disconnect("a", mode="reset", refuse_ms=2000, scope=scope)
            await asyncio.wait_for(back.wait(), harness.PATIENCE)
            await client.disconnect()

        asyncio.run(session())
        return [datetime.datetime.fromisoformat(one["time"]).timestamp()
                for one in self.entries(control, "refused")]

    def assert_grows(self, attempts: list[float]) -> None:
        """The client doubles its delay, so it waits for at least so long."""
        self.assertGreaterEqual(len(attempts), 3)
        for number, (before, after) in enumerate(zip(attempts, attempts[1:])):
            self.assertGreaterEqual(after - before, 0.2 * 2 ** number - 0.02, attempts)

    def test_an_outage_of_the_server(self) -> None:
        self.assert_grows(self.attempts("server"))

    def test_a_client_that_names_its_stream(self) -> None:
        self.assert_grows(self.attempts("streams", "?stream_id=a"))

    def test_one_that_names_none_connects_and_loses_the_connection(self) -> None:
        self.assertGreaterEqual(len(self.attempts("streams")), 3)


class Parallel(Case):
    def test_tests_see_nothing_of_each_other(self) -> None:
        """Sixteen at a time, each of which refuses, resets and uses its own stream."""
        server = self.server(WS_MAX_CONNECTIONS="0", MAX_CONNECTIONS_PER_KEY="0")
        wrong: list[Any] = []

        def one_test(test: str, rounds: int) -> None:
            control = Control(server)
            for number in range(rounds):
                name = f"{test}-{number}"
                first = self.raw(server)
                first.open(name)
                first.send(0)
                seen = first.read(2)
                first.emit(EVENT, {"mode": "reset", "refuse_ms": LONG})
                try:
                    while True:
                        first.next()
                except (Closed, OSError):
                    pass
                refused = handshake(server.port, name), self.is_let_in(server, name)
                control.reset(name)
                status = handshake(server.port, name)
                again = self.raw(server)
                again.open(name)
                again.end()
                end = again.read(1)
                if (seen, refused, status, end) != (
                        ["ack 0", "processed 0 success"], (503, False), 200,
                        ["complete 1: 1 success, 0 partial, 0 failed"]):
                    wrong.append((name, seen, refused, status, end))

        def run(name: str) -> None:
            try:
                one_test(name, 5)
            except BaseException as error:  # a thread's own would be lost
                wrong.append((name, repr(error)))

        threads = [threading.Thread(target=run, args=(f"test-{i}",)) for i in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        for number in range(5):
            refused = self.entries(Control(server), "refused", stream=f"test-0-{number}")
            self.assertEqual([one["attempt"] for one in refused], [1, 2])


if __name__ == "__main__":
    unittest.main()
