"""The journal: what it has of real sessions, and what it never has; over HTTP, as a stream of
events, in a file."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import pathlib
import queue
import socket
import subprocess
import tempfile
import threading
import time
import unittest
from typing import Any, Iterator
from urllib.parse import urlencode

from control import KEY, Control
from harness import PATIENCE, Server, connect, http, receive_response, request, wait_for
from session import SessionTest
from wire import Polling
from worker import fragment, init

SECRET = "hush-this-is-secret"


def audio_of(length: int) -> bytes:
    return os.urandom(length)


class Events:
    """Server-Sent Events as the HTML standard (section 9.2) has a client read them."""

    def __init__(self, port: int, path: str, buffer: int | None = None, **headers: str) -> None:
        """`buffer`: how much of what comes is held while it is not read, in bytes."""
        self.sock = socket.socket()
        if buffer is not None:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(("127.0.0.1", port))
        self.sock.sendall(request("GET", path, None, Authorization=f"Bearer {KEY}", **headers))
        self.lines = self._lines()
        self.head = list(iter(lambda: next(self.lines), ""))

    def _lines(self) -> Iterator[str]:
        """The lines of head and body; the body has no length and no chunks, or it has chunks."""
        with self.sock.makefile("rb") as file:
            chunked = False
            while (line := file.readline()) not in (b"\r\n", b""):
                chunked = chunked or line.lower().startswith(b"transfer-encoding: chunked")
                yield line.decode().rstrip("\r\n")
            yield ""
            data = b""
            while part := self._part(file, chunked):
                *whole, data = (data + part).split(b"\n")
                for one in whole:
                    yield one.decode()

    @staticmethod
    def _part(file: Any, chunked: bool) -> bytes:
        if not chunked:
            return file.readline()
        size = int(file.readline() or b"0", 16)
        part = file.read(size)
        file.readline()
        return part

    def next(self) -> tuple[str, str, Any]:
        """Event, id and data of the next one."""
        fields: dict[str, str] = {}
        for line in self.lines:
            if not line and "data" in fields:
                return fields.get("event", "message"), fields.get("id", ""), json.loads(
                    fields["data"])
            if line and not line.startswith(":"):
                name, _, value = line.partition(":")
                fields[name] = value.removeprefix(" ")
        raise EOFError

    def close(self) -> None:
        self.sock.close()


class JournalTest(SessionTest):
    def journal(self, server: Server, **query: Any) -> list[dict[str, Any]]:
        return self.answer(server, **query)["entries"]

    def answer(self, server: Server, **query: Any) -> dict[str, Any]:
        return Control(server).do("GET", f"/journal?{urlencode({'limit': 1000, **query})}")

    def session(self, server: Server, stream: str = "live", count: int = 2,
                data: bytes = b"audio") -> None:
        """A whole stream, which the server knows to be over when this returns."""
        worker = self.worker(server)
        worker.open(stream)
        worker.send_all(*range(count)) if data == b"audio" else worker.send(0, data)
        worker.end()
        worker.until("complete")
        worker.leave()
        wait_for(lambda: self.journal(server, stream=stream, event="ended"), "the stream's end")

    # ---- what it has

    def test_a_session_reads_as_it_was_on_the_wire(self) -> None:
        server = self.server()
        self.session(server)
        told = [f"{one.get('direction', '')} {one.get('event', one['kind'])}".strip()
                for one in self.journal(server, stream="live")]
        self.assertEqual(told, [
            "in stream:init", "opened", "out stream:ready",
            "in fragment:data", "out fragment:ack", "out fragment:processed",
            "in fragment:data", "out fragment:ack", "out fragment:processed",
            "in stream:end", "state", "state", "out stream:complete", "disconnected",
            "fragment:ack", "ended"])

    def test_an_entry_tells_who_when_and_what(self) -> None:
        server = self.server()
        self.session(server, "live", 1)
        ready, = self.journal(server, event="stream:ready")
        self.assertEqual(ready["payload"]["session_id"], ready["session_id"])
        processed, = self.journal(server, event="fragment:processed")
        sent, = self.journal(server, event="fragment:data")
        self.assertEqual(processed["fragment_id"], sent["payload"]["fragment_id"])
        self.assertEqual((sent["direction"], processed["direction"]), ("in", "out"))
        self.assertEqual((sent["verdict"], processed["verdict"]), ("ok", "ok"))
        self.assertEqual(sent["connection"], ready["connection"])
        self.assertRegex(sent["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertLessEqual(sent["monotonic_ms"], processed["monotonic_ms"])
        self.assertEqual(Control(server).do("GET", f"/journal/{sent['id']}"), sent)

    def test_errors_and_deviations_stand_with_their_event(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.emit("stream:init", {"stream_id": "live", "worker_id": "w", "config": {},
                                    "max_inflight": 99})
        worker.refused("INVALID_CONFIG")
        one, = self.journal(server, event="stream:init")
        self.assertEqual(one["verdict"], "invalid")
        self.assertEqual([(found["path"], found["keyword"]) for found in one["errors"]],
                         [("/max_inflight", "maximum")])
        self.assertIn(("/config", "required"),
                      [(found["path"], found["keyword"]) for found in one["deviations"]])
        worker.emit("fragment:date", [1, "two"])
        worker.refused("INVALID_CONFIG")
        unknown, = self.journal(server, event="fragment:date")
        self.assertEqual((unknown["verdict"], unknown["payload"]), ("unknown", [[1, "two"]]))

    def test_refused_lost_and_resumed_connections(self) -> None:
        server = self.server()
        with self.assertRaises(Exception):
            self.worker(server, token=SECRET)
        worker = self.worker(server)
        worker.open()
        worker.drop()
        wait_for(lambda: self.journal(server, event="parked"), "the stream to be parked")
        again = self.worker(server)
        again.open()
        refused, = self.journal(server, event="refused")
        self.assertEqual(refused["reason"], "invalid API key")
        lost, = self.journal(server, event="disconnected")
        self.assertEqual((lost["stream_id"], lost["reason"]), ("live", "transport close"))
        resumed, = self.journal(server, event="resumed", stream="live")
        self.assertTrue(resumed["was_parked"])

    def test_what_is_no_packet_and_who_goes_astray(self) -> None:
        server = self.server()
        raw = self.raw(server)
        raw.open()
        raw.link.send('42["fragment:data",{]')
        raw.ending()
        malformed, = self.journal(server, event="fragment:data")
        self.assertEqual(malformed["verdict"], "malformed")
        self.assertNotIn("payload", malformed)
        closing, = self.journal(server, event="closing", stream="live")
        self.assertRegex(closing["reason"], "^parse error: ")
        lost, = self.journal(server, event="disconnected", stream="live")
        self.assertEqual(lost["reason"], "parse error")
        with self.assertRaises(Exception):
            self.worker(server, namespace="/elsewhere")
        refused, = self.journal(server, event="refused")
        self.assertEqual((refused["namespace"], refused["reason"]),
                         ("/elsewhere", "invalid namespace"))

    def test_why_the_server_ended_a_connection(self) -> None:
        server = self.server(AUTO_DISCONNECT_DELAY="0")
        over = self.worker(server)
        over.open("over")
        over.end()
        while over.next()[0] != "disconnect":
            pass
        closing, = self.journal(server, event="closing", stream="over")
        self.assertEqual(closing["reason"], "disconnect")
        worker = self.worker(server)
        worker.open("cut")
        Control(server).disconnect("cut", mode="close", code=4001)
        wait_for(lambda: self.journal(server, event="parked", stream="cut"), "the loss")
        closing, = self.journal(server, event="closing", stream="cut")
        self.assertEqual((closing["reason"], closing["code"]), ("close", 4001))

    def test_an_acknowledgement_is_told_with_what_it_answers(self) -> None:
        server = self.server()
        raw = self.raw(server)
        raw.open()
        raw.call("fragment:data", raw.make(0))
        asked, = self.journal(server, event="fragment:data")
        answered, = self.journal(server, event="fragment:ack", direction="out")
        self.assertEqual((asked["ack_id"], answered["ack_id"]), (1, 1))
        raw.call("stream:pause", {"stream_id": "live"})
        bare, = self.journal(server, event="ack")
        self.assertEqual((bare["direction"], bare["ack_id"]), ("out", 2))

    def test_how_far_a_client_is_behind(self) -> None:
        """It sends without asking for what was sent to it; then it asks, and is lost."""
        server = self.server()
        link = Polling(server.port, "/socket.io/")

        def emit(event: str, payload: Any) -> None:
            link.send("42" + json.dumps([event, payload]))

        def expect(event: str) -> None:
            while not str(link.receive()).startswith(f'42["{event}"'):
                pass

        link.send("40" + json.dumps({"token": "test-api-key"}))
        self.assertTrue(str(link.receive()).startswith("40{"))
        emit("stream:init", init("live"))
        expect("stream:ready")
        emit("fragment:data", fragment("live", 0, b"audio"))
        wait_for(lambda: self.journal(server, event="fragment:processed"), "the result")
        (result,) = self.journal(server, event="fragment:processed")
        time.sleep(0.15)
        emit("stream:pause", {"stream_id": "live"})
        expect("fragment:processed")
        emit("stream:resume", {"stream_id": "live"})
        emit("fragment:data", fragment("live", 1, b"audio"))
        wait_for(lambda: len(self.journal(server, event="fragment:processed")) == 2, "the result")
        link.send("1")
        (gone,) = self.journal(server, event="disconnected")
        first = self.journal(server, event="fragment:data")[0]
        (late,) = self.journal(server, event="stream:pause")
        (resume,) = self.journal(server, event="stream:resume")
        self.assertNotIn("waiting_ms", first)
        since = late["monotonic_ms"] - late["waiting_ms"]
        self.assertTrue(first["monotonic_ms"] <= since <= result["monotonic_ms"])
        self.assertGreater(late["waiting_ms"], 100)
        self.assertNotIn("waiting_ms", resume)
        self.assertLessEqual(resume["caught_up_ms"],
                             resume["monotonic_ms"] - late["monotonic_ms"])
        self.assertLessEqual(gone["waiting_ms"], gone["monotonic_ms"] - resume["monotonic_ms"])
        self.assertEqual(gone["monotonic_ms"] - gone["caught_up_ms"],
                         resume["monotonic_ms"] - resume["caught_up_ms"])
        self.assertFalse({"waiting_ms", "caught_up_ms"} & result.keys())

    def test_a_fault_is_told_with_its_rule_and_seed(self) -> None:
        server = self.server()
        worker = self.worker(server, acks=True)
        worker.open()
        worker.arm({"error_code": "TIMEOUT", "trigger": "sequence_number", "value": 1}, seed=7)
        sent = worker.send_all(0, 1)
        worker.until("processed 1")
        fault, = self.journal(server, event="fault")
        self.assertEqual(fault["fragment_id"], sent[1]["fragment_id"])
        self.assertEqual(fault["fault"], {"armed": 1, "rule": 0, "action": "fail", "seed": 7,
                                          "sequence_number": 1, "attempt": 0})

    # ---- what it never has

    def assert_absent(self, text: str, *secrets: str) -> None:
        for secret in secrets:
            self.assertNotIn(secret, text)

    def test_audio_and_tokens_never_appear(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "journal.ndjson")
            server = self.server(ECHO_JOURNAL=path)
            data = audio_of(20000)
            text = base64.b64encode(data).decode()
            small = base64.b64encode(audio_of(60)).decode()
            worker = self.worker(server)
            worker.open("live", api_key=SECRET, nested={"Authorization": SECRET})
            worker.send(0, data)
            worker.send(1, base64.b64decode(small))
            worker.send(2, data, metadata={"x-token": SECRET, "copy": text})
            worker.emit("fragment:data", {"audio": text, "password": [SECRET]})
            worker.emit("fragment:data", {**worker.make(3, data), "stream_id": 7})
            worker.emit("fragment:data", worker.make(4) | {"audio": {"data_base64": {"a": text}}})
            worker.emit("fragment:data", worker.make(5) | {"audio": {"data_base64": text + "!"}})
            worker.emit("fragment:data", [text])
            worker.emit("no:such:event", {"secret": SECRET, "audio": text})
            worker.emit("stream:init", text)
            worker.end()
            worker.until("complete")
            everything = json.dumps(self.journal(server))
            server.stop()
            for told in (everything, pathlib.Path(path).read_text(encoding="utf-8")):
                self.assertIn('"elided"', told)
                self.assertIn('"***"', told)
                self.assert_absent(told, SECRET, KEY, small, text[:40], text[5000:5040],
                                   text[-40:])

    def test_the_length_stands_in_place_of_the_audio(self) -> None:
        server = self.server()
        data = audio_of(3000)
        self.session(server, "live", data=data)
        length = len(base64.b64encode(data))
        sent, = self.journal(server, event="fragment:data")
        self.assertEqual(sent["payload"]["audio"]["data_base64"], {"elided": length})
        processed, = self.journal(server, event="fragment:processed")
        self.assertEqual(processed["payload"]["dubbed_audio"]["data_base64"], {"elided": length})
        self.assertEqual(processed["payload"]["transcript"], "[ECHO] Original audio")

    def test_the_hash_is_that_of_the_decoded_audio(self) -> None:
        server = self.server(JOURNAL_HASH="true")
        for number, length in enumerate((1, 2, 3, 3071, 3072, 3073, 100_001)):
            with self.subTest(length=length):
                data, stream = audio_of(length), f"live-{number}"
                self.session(server, stream, data=data)
                digest = hashlib.sha256(data).hexdigest()
                sent, = self.journal(server, stream=stream, event="fragment:data")
                self.assertEqual(sent["payload"]["audio"]["data_base64"]["sha256"], digest)
                result, = self.journal(server, stream=stream, event="fragment:processed")
                self.assertEqual(result["payload"]["dubbed_audio"]["data_base64"]["sha256"],
                                 digest)

    def test_the_hash_of_audio_that_is_written_with_escapes(self) -> None:
        server = self.server(JOURNAL_HASH="true")
        raw = self.raw(server)
        raw.open()
        data = b"\xff" * 9000  # nothing but slashes
        raw.emit_text("fragment:data", json.dumps(raw.make(0, data)).replace("//", r"\/\u002f"))
        raw.until("processed 0")
        sent, = self.journal(server, event="fragment:data")
        self.assertEqual(sent["payload"]["audio"]["data_base64"]["sha256"],
                         hashlib.sha256(data).hexdigest())

    # ---- asking

    def test_filters_and_pages(self) -> None:
        server = self.server()
        self.session(server, "live-1")
        self.session(server, "other")
        events = {one["event"] for one in self.journal(server, event="fragment:*")}
        self.assertEqual(events, {"fragment:data", "fragment:ack", "fragment:processed"})
        self.assertEqual({one["stream_id"] for one in self.journal(server, stream="live*")},
                         {"live-1"})
        self.assertEqual({one["direction"] for one in self.journal(server, direction="in")},
                         {"in"})
        now = self.answer(server, since="now")
        self.assertEqual([now["entries"], now["more"]], [[], False])
        self.assertEqual(self.answer(server, since=now["next"])["entries"], [])
        whole, since = self.journal(server), "start"
        seen: list[Any] = []
        while True:
            page = self.answer(server, since=since, limit=7)
            if not page["entries"]:
                break
            self.assertFalse(page["lost"])
            self.assertLessEqual(len(page["entries"]), 7)
            self.assertEqual(page["more"], len(seen) + len(page["entries"]) < len(whole))
            seen += page["entries"]
            since = page["next"]
        self.assertEqual(seen, whole)
        self.assertEqual([one["id"] for one in whole], sorted(one["id"] for one in whole))

    def test_a_reason_with_quotes(self) -> None:
        server = self.server()
        pattern = 'a "\\ü*'
        Control(server).reset(pattern)
        self.assertEqual([one["reason"] for one in self.journal(server, event="reset")], [pattern])

    def test_an_empty_answer_names_the_event_that_was_meant(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open("live")
        for query, words in (({"event": "stream:inti"}, 'did you mean "stream:init"?'),
                             ({"event": "stream:init", "direction": "out"}, "never goes out"),
                             ({"event": "stream:paus?"}, None), ({"event": "parked"}, None),
                             ({"event": "stream:init"}, None), ({"stream": "live"}, None), ({"stream": "l*"}, None),
                             ({"stream": "lvie", "event": "parked"},
                              'no stream "lvie" was ever used on this server; did you mean "live"?'),
                             ({"stream": "x*"}, 'no stream "x*" was ever used on this server')):
            with self.subTest(query=query):
                hint = self.answer(server, **query).get("hint")
                self.assertEqual(hint is None, words is None, hint)
                self.assertIn(words or "", hint or "")
        worker.emit("stream:inti", {})
        worker.refused("INVALID_CONFIG")
        self.assertNotIn("hint", self.answer(server, event="stream:inti"))

    def test_bad_requests_say_what_is_wrong(self) -> None:
        server = self.server()
        control = Control(server)
        for query, words in (("limit=0", "limit"), ("since=-1", "parameter since is not a cursor"),
                             ("since=", "since"), ("since=7", "The id of an entry is none"),
                             ("since=0123456789ab-07", "pass the next of an earlier answer"),
                             ("wait_ms=x", "wait_ms must be a number"), ("limit=", "a number"),
                             ("direction=up", "direction"), ("straem=a", "did you mean stream")):
            with self.subTest(query=query):
                error = control.refused(400, "GET", f"/journal?{query}")
                self.assertIn(words, error["message"])
        self.assertIn("no entry 99", control.refused(404, "GET", "/journal/99")["message"])
        control.refused(400, "GET", "/journal/first")
        self.assertEqual(http(server.port, "GET", "/control/journal").status, 401)

    def test_a_key_for_some_streams_sees_those_alone(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump([{"key": KEY, "streams": ["*"]}, {"key": "narrow", "streams": ["a-*"]}],
                      file)
            file.flush()
            server = self.server(STS_API_KEYS_FILE=file.name)
            self.session(server, "a-1")
            self.session(server, "b-1")
            control = Control(server, "narrow")
            seen = control.do("GET", "/journal?limit=1000")["entries"]
            self.assertEqual({one.get("stream_id") for one in seen}, {"a-1"})
            control.refused(403, "GET", "/journal?stream=b-1")
            control.refused(403, "GET", "/journal?stream=*")
            hidden = self.journal(server, stream="b-1")[0]["id"]
            control.refused(404, "GET", f"/journal/{hidden}")
            verdict = control.do("POST", "/verify", {"expectations": [{"event": "stream:init"}]})
            self.assertEqual(verdict["expectations"][0]["matched"], 1)

    def test_a_long_poll_waits_for_what_is_meant(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open()
        since = self.answer(server)["next"]
        answers: queue.Queue[dict[str, Any]] = queue.Queue()
        waiting = threading.Thread(target=lambda: answers.put(
            self.answer(server, since=since, event="fragment:processed", wait_ms=60000)))
        waiting.start()
        worker.send(0)
        answer = answers.get(timeout=PATIENCE)
        waiting.join()
        self.assertEqual([one["event"] for one in answer["entries"]], ["fragment:processed"])

    def test_a_long_poll_ends_when_its_time_is_up(self) -> None:
        server = self.server()
        answer = self.answer(server, event="stream:init", wait_ms=50)
        self.assertEqual(answer["entries"], [])

    def test_clients_that_leave_while_they_wait_are_forgotten(self) -> None:
        server = self.server()
        for path in ("/control/journal?wait_ms=60000&event=none", "/control/journal/stream"):
            waiting = [connect(server.port, PATIENCE) for _ in range(300)]
            for sock in waiting:
                sock.sendall(request("GET", path, None, Authorization=f"Bearer {KEY}"))
            for sock in waiting:
                sock.close()
        descriptors = server.descriptors
        wait_for(lambda: descriptors() < 100, "the connections to go")
        self.assertEqual(self.answer(server, event="x", wait_ms=1)["entries"], [])

    def test_who_leaves_after_another_request_is_forgotten_too(self) -> None:
        server = self.server()
        for _ in range(300):
            with connect(server.port, PATIENCE) as sock:
                sock.sendall(request("GET", "/health", None, Connection="keep-alive"))
                receive_response(sock)
                sock.sendall(request("GET", "/control/journal?wait_ms=60000&event=none", None,
                                     Authorization=f"Bearer {KEY}"))
        wait_for(lambda: server.descriptors() < 100, "the connections to go")
        self.assertEqual(self.answer(server, event="x", wait_ms=1)["entries"], [])

    def test_the_server_stops_while_somebody_waits(self) -> None:
        server = self.server()
        events = Events(server.port, "/control/journal/stream")
        poll = connect(server.port, PATIENCE)
        poll.sendall(request("GET", "/control/journal?wait_ms=60000&event=none", None,
                             Authorization=f"Bearer {KEY}"))
        server.stop()
        events.close()
        poll.close()

    # ---- bounds

    def test_a_ring_is_bounded_and_says_what_it_lost(self) -> None:
        server = self.server(JOURNAL_MAX_EVENTS="10")
        self.session(server, "busy", 20)
        self.session(server, "quiet", 1)
        busy = self.answer(server, stream="busy")
        self.assertEqual((len(busy["entries"]), busy["lost"]), (10, True))
        self.assertEqual(busy["entries"][-1]["kind"], "ended")
        self.assertIn("JOURNAL_MAX_EVENTS (10 entries", busy["why"])
        self.assertNotIn("JOURNAL_MAX_BYTES", busy["why"])
        behind = self.answer(server, stream="busy", limit=1)["next"]
        kept = self.answer(server, stream="busy", since=behind)
        self.assertEqual(kept["entries"], busy["entries"][1:])
        self.assertFalse(kept["lost"])
        self.assertNotIn("why", kept)
        self.assertTrue(self.answer(server)["lost"])

    def test_all_rings_together_are_bounded(self) -> None:
        server = self.server(JOURNAL_MAX_BYTES="65536")
        for number in range(12):
            self.session(server, f"live-{number}", 10)
        everything = http(server.port, "GET", "/control/journal?limit=1000", None,
                          Authorization=f"Bearer {KEY}").body
        self.assertLess(len(everything), 65536)
        answer = json.loads(everything)
        self.assertIn("JOURNAL_MAX_BYTES (65536 bytes", answer["why"])
        self.assertNotIn("JOURNAL_MAX_EVENTS", answer["why"])
        entries = answer["entries"]
        self.assertEqual(entries[-1]["stream_id"], "live-11")
        self.assertNotIn("live-0", {one.get("stream_id") for one in entries})

    def test_it_can_be_turned_off(self) -> None:
        server = self.server(JOURNAL_MAX_EVENTS="0")
        worker = self.worker(server)
        worker.open()
        error = Control(server).refused(503, "GET", "/journal")
        self.assertIn("JOURNAL_MAX_EVENTS", error["message"])

    def test_parallel_streams_do_not_mix(self) -> None:
        server = self.server()
        names = [f"live-{number}" for number in range(6)]
        workers = {name: self.worker(server) for name in names}
        for name, worker in workers.items():
            worker.open(name)
        for number in range(5):
            for worker in workers.values():
                worker.send(number)
        for worker in workers.values():
            worker.until("processed 4")
        for name in names:
            mine = self.journal(server, stream=name)
            self.assertEqual({one["stream_id"] for one in mine}, {name})
            numbers = [one["payload"]["sequence_number"] for one in mine
                       if one.get("event") == "fragment:processed"]
            self.assertEqual(numbers, list(range(5)))

    # ---- Server-Sent Events

    def test_events_come_as_they_happen(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open()
        events = Events(server.port, "/control/journal/stream?event=fragment:*")
        self.addCleanup(events.close)
        self.assertIn("200", events.head[0])
        head = "\n".join(events.head).lower()
        for field in ("text/event-stream", "x-accel-buffering: no", "cache-control: no-store"):
            self.assertIn(field, head)
        sent = worker.send(0)
        for name in ("fragment:data", "fragment:ack", "fragment:processed"):
            event, identity, entry = events.next()
            self.assertEqual((event, entry["event"]), ("entry", name))
            self.assertRegex(identity, f"^[0-9a-f]{{12}}-{entry['id']}$")
            self.assertEqual(entry["fragment_id"], sent["fragment_id"])

    def test_curl_reads_it(self) -> None:
        server = self.server()
        self.session(server, count=1)
        curl = subprocess.Popen(
            ["curl", "-sN", "-H", f"Authorization: Bearer {KEY}",
             f"{server.url}/control/journal/stream?since=start&event=stream:*"],
            stdout=subprocess.PIPE, text=True)
        try:
            assert curl.stdout
            lines = [line.rstrip("\n") for line, _ in zip(curl.stdout, range(6))]
        finally:
            curl.kill()
            curl.communicate()
        self.assertEqual(lines[0], ": journal")
        self.assertRegex(lines[2], r"^id: [0-9a-f]{12}-\d+$")
        self.assertEqual(lines[3], "event: entry")
        self.assertEqual(json.loads(lines[4].removeprefix("data: "))["event"], "stream:init")

    def test_a_reader_that_comes_back_goes_on_where_it_was(self) -> None:
        server = self.server()
        self.session(server)
        whole = self.journal(server)
        events = Events(server.port, "/control/journal/stream?since=start")
        self.addCleanup(events.close)
        cursors = []
        for one in whole:
            kind, identity, entry = events.next()
            self.assertEqual((kind, entry), ("entry", one))
            cursors.append(identity)
        half = len(whole) // 2
        again = Events(server.port, "/control/journal/stream", None,
                       **{"Last-Event-ID": cursors[half]})
        self.addCleanup(again.close)
        rest = whole[half + 1:]
        self.assertEqual([again.next()[2] for _ in rest], rest)
        self.assertEqual(self.journal(server, since=cursors[half]), rest)

    def test_a_cursor_of_another_start_is_known_as_such(self) -> None:
        """Both of a server before it was started again, and of another replica."""
        before, server = self.server(), self.server()
        self.session(before)
        self.session(server)
        whole = self.journal(server)
        cursor = self.answer(before)["next"]
        answer = self.answer(server, since=cursor)
        self.assertEqual((answer["entries"], answer["lost"]), (whole, True))
        self.assertIn("another start of the server", answer["why"])
        self.assertFalse(self.answer(server, since=answer["next"])["lost"])
        rows: list[tuple[str, dict[str, str]]] = [
            (f"?since={cursor}", {}), ("", {"Last-Event-ID": cursor}),
            ("", {"Last-Event-ID": "42"})]
        for path, headers in rows:
            with self.subTest(path=path, headers=headers):
                events = Events(server.port, f"/control/journal/stream{path}", None, **headers)
                self.addCleanup(events.close)
                kind, _, lost = events.next()
                self.assertEqual(kind, "lost")
                self.assertIn("another start of the server", lost["why"])
                self.assertRegex(lost["after"], "-0$")
                self.assertEqual([events.next()[2] for _ in whole], whole)
        verdict = Control(server).do("POST", "/verify", {
            "stream_id": "live", "since": cursor, "wait_ms": 60000,  # which it does not wait
            "expectations": [{"event": "stream:init"},
                             {"event": "error", "count": {"exactly": 0}}]})
        self.assertEqual((verdict["verdict"], verdict["passed"], verdict["lost"]),
                         ("unknown", False, True))
        self.assertIn("another start of the server", verdict["why"])
        self.assertEqual({one["verdict"] for one in verdict["expectations"]}, {"unknown"})
        finding, = Control(server).refused(400, "POST", "/verify", {
            "since": "42", "expectations": [{"event": "error"}]})["findings"]
        self.assertEqual((finding["path"], finding["keyword"]), ("/since", "cursor"))

    def test_a_reader_that_asks_for_what_is_lost_is_told(self) -> None:
        server = self.server(JOURNAL_MAX_EVENTS="5")
        self.session(server, count=5)
        events = Events(server.port, "/control/journal/stream?since=start&stream=live")
        self.addCleanup(events.close)
        kind, _, lost = events.next()
        self.assertEqual(kind, "lost")
        self.assertIn("JOURNAL_MAX_EVENTS (5 entries", lost["why"])
        self.assertEqual(events.next()[2], self.journal(server, stream="live")[0])

    def test_who_waits_for_few_events_loses_none_to_the_many(self) -> None:
        """What is overwritten meanwhile has been looked at, and is not what they wait for."""
        server = self.server(JOURNAL_MAX_EVENTS="20", LOG_LEVEL="DEBUG")
        worker = self.worker(server)
        worker.open()
        since = self.answer(server)["next"]
        events = Events(server.port, "/control/journal/stream?stream=live&event=stream:*")
        self.addCleanup(events.close)
        answers: dict[str, Any] = {}
        waiting = [threading.Thread(target=lambda: answers.update(poll=self.answer(
            server, stream="live", event="stream:*", since=since, wait_ms=60000))),
            threading.Thread(target=lambda: answers.update(verify=Control(server).do(
                "POST", "/verify", {"stream_id": "live", "since": since, "wait_ms": 60000,
                                    "expectations": [
                                        {"event": "fragment:data", "count": {"exactly": 50}},
                                        {"event": "stream:complete"}]})))]
        for thread in waiting:
            thread.start()
        for path, count in (("/control/verify from", 1), ("/control/journal from", 2)):
            wait_for(lambda: server.output().count(path) == count, f"{path} to be asked")
        for number in range(50):
            worker.send(number)
            worker.until(f"processed {number}")
        worker.end()
        worker.until("complete")
        for thread in waiting:
            thread.join()
        kind, _, entry = events.next()
        self.assertEqual((kind, entry["event"]), ("entry", "stream:end"))
        self.assertFalse(answers["poll"]["lost"])
        self.assertEqual((answers["verify"]["passed"], answers["verify"]["lost"]), (True, False))

    def test_a_slow_reader_is_dropped_and_disturbs_nobody(self) -> None:
        server = self.server(JOURNAL_MAX_EVENTS="100")
        events = Events(server.port, "/control/journal/stream?stream=live", buffer=4096)
        self.addCleanup(events.close)
        worker = self.worker(server)
        worker.open()
        big = {"text": ["x" * 200] * 60}
        for number in range(800):  # more than the kernel holds, and before its 30 s are over
            worker.send(number, metadata=big)
            worker.until(f"processed {number}")
        last = ""
        with self.assertRaises(EOFError):
            while True:
                last = events.next()[0]
        self.assertEqual(last, "dropped")

    # ---- the file

    def test_the_file_has_every_entry(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "journal.ndjson")
            path.write_text('{"before":1}\n', encoding="utf-8")
            server = self.server(ECHO_JOURNAL=str(path))
            self.session(server)
            whole = self.journal(server)
            wait_for(lambda: path.read_text(encoding="utf-8").count("\n") > len(whole) + 1,
                     "the file to be written while the server runs")
            server.stop()
            lines = [json.loads(line)
                     for line in path.read_text(encoding="utf-8").splitlines()]
            start = lines.pop(1)
            self.assertEqual((start["id"], start["kind"], start["server"]["report_return_ms"]),
                             (0, "server", 10000))
            end = lines.pop()
            self.assertEqual((end["id"], end["kind"], end["reason"]),
                             (whole[-1]["id"] + 1, "server", "stopped"))
            self.assertEqual(lines, [{"before": 1}, *whole])

    def test_the_file_has_more_than_the_rings(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "journal.ndjson")
            server = self.server(ECHO_JOURNAL=str(path), JOURNAL_MAX_EVENTS="0")
            self.session_without_journal(server)
            server.stop()
            events = [json.loads(line).get("event")
                      for line in path.read_text(encoding="utf-8").splitlines()]
            self.assertEqual(events.count("fragment:processed"), 5)

    def session_without_journal(self, server: Server) -> None:
        worker = self.worker(server)
        worker.open()
        worker.send_all(*range(5))
        worker.end()
        worker.until("complete")

    def test_a_file_that_cannot_be_opened_stops_the_start(self) -> None:
        with self.assertRaises(AssertionError) as caught:
            self.server(ECHO_JOURNAL="/nonexistent/journal.ndjson")
        self.assertIn("cannot open the journal /nonexistent/journal.ndjson", str(caught.exception))

    def test_a_full_disk_is_told_once_and_stops_nothing(self) -> None:
        server = self.server(ECHO_JOURNAL="/dev/full")
        worker = self.worker(server)
        worker.open()
        wait_for(lambda: "cannot write the journal" in server.output(), "the error to be logged")
        worker.send_all(*range(5))
        worker.until("processed 4")
        server.stop(status=6)

    def test_the_file_is_readable_for_its_owner_only(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "journal.ndjson")
            self.server(ECHO_JOURNAL=str(path))
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)


if __name__ == "__main__":
    unittest.main()
