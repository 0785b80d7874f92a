"""What may be sent, what is answered, and in which order it is checked: sections 1 and 3 of the
protocol, over real sockets."""

import json
import re
import signal
import time
import unittest
import uuid
from typing import Any

import harness
from session import FAR, HELD, Face, SessionTest, unit
from wire import Closed, Direct
from worker import fragment, init

TOO_LARGE = "A" * 10_485_764
SMALL_LIMIT = {"MAX_FRAGMENT_BASE64": "64"}
LONG = "A" * 68


def without(payload: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name not in names}


def nulls(value: Any, path: str = "") -> list[str]:
    """Where in a payload null is."""
    if value is None:
        return [path]
    items = value.items() if isinstance(value, dict) else \
        enumerate(value) if isinstance(value, list) else ()
    return [found for name, item in items for found in nulls(item, f"{path}/{name}")]


class Transport(SessionTest):
    def test_another_namespace_is_refused_and_the_log_names_those_that_exist(self) -> None:
        server = self.server()
        link = Direct(server.port, "/socket.io/")
        self.addCleanup(link.close)
        link.send('40/other,{"token":"test-api-key"}')
        self.assertEqual(link.receive(), '44/other,{"message":"Invalid namespace"}')
        line = harness.wait_for(lambda: next((line for line in server.output().splitlines()
                                              if "/other" in line), None), "a line in the log")
        for name in "/sts", "/ws/sts":
            self.assertIn(name, line.replace('\\/', '/'))

    def test_every_path_with_and_without_the_last_slash(self) -> None:
        server = self.server()
        for path in "/socket.io", "/socket.io/", "/ws/sts", "/ws/sts/":
            with self.subTest(path):
                link = Direct(server.port, path)
                link.send('40{"token":"test-api-key"}')
                self.assertRegex(str(link.receive()), r'^40\{"sid":')
                link.close()


class Acks(SessionTest):
    """An event that asks for a Socket.IO acknowledgement."""

    def answers(self, raw: Any, event: str, payload: Any) -> list[str]:
        """The names of what comes up to an ack, and then the answer to an unknown event."""
        raw.acks += 1
        raw.link.send(f"42{raw.acks}" + json.dumps([event, payload]))
        raw.emit("stream:inti", {})
        seen = []
        while True:
            packet = raw.packet()
            if packet.startswith("43"):
                seen.append("ack " + packet[len(f"43{raw.acks}"):])
                continue
            name, answer = json.loads(packet[2:])
            if name == "error" and answer.get("metadata", {}).get("closest") is not None:
                return seen
            seen.append(name + " " + json.dumps(answer))

    def pair(self, raw: Any, event: str, payload: Any, reply: str) -> dict[str, Any]:
        """The ack carries what the first reply carries, and the reply comes as well."""
        seen = self.answers(raw, event, payload)
        self.assertGreaterEqual(len(seen), 2, seen)
        self.assertTrue(seen[0].startswith("ack ["), seen)
        self.assertTrue(seen[1].startswith(reply + " "), seen)
        self.assertEqual(json.loads(seen[0][4:]), [json.loads(seen[1][len(reply):])])
        return json.loads(seen[0][4:])[0]

    def test_the_ack_carries_the_first_reply_and_the_reply_comes_as_well(self) -> None:
        raw = self.raw(self.server(AUTO_DISCONNECT_DELAY=FAR))
        raw.stream = "live"
        self.assertEqual(self.pair(raw, "stream:init", init("live"), "stream:ready")["stream_id"],
                         "live")
        one = raw.make(0)
        self.assertEqual(
            self.pair(raw, "fragment:data", one, "fragment:ack")["fragment_id"],
            one["fragment_id"])
        rules = {"enabled": True, "rules": []}
        ack = self.pair(raw, "config:error_simulation", rules, "config:error_simulation:ack")
        self.assertEqual(ack["status"], "configured")
        self.pair(raw, "stream:end", {"stream_id": "live"}, "stream:complete")

    def test_an_error_is_a_reply(self) -> None:
        raw = self.raw(self.server())
        for event, payload, code in (("stream:init", {}, "INVALID_CONFIG"),
                                     ("fragment:data", {}, "STREAM_NOT_FOUND"),
                                     ("stream:end", {"stream_id": "x"}, "STREAM_NOT_FOUND"),
                                     ("stream:stop", {}, "INVALID_CONFIG")):
            with self.subTest(event):
                self.assertEqual(self.pair(raw, event, payload, "error")["code"], code)

    def test_an_event_without_a_reply_is_acknowledged_with_no_argument(self) -> None:
        raw = self.raw(self.server(**HELD))
        raw.open()
        one = raw.send(0)
        self.assertEqual(raw.read(1), ["ack 0"])
        for event, payload in (
                ("stream:pause", {"stream_id": "live"}), ("stream:resume", {"stream_id": "live"}),
                ("fragment:ack", {"fragment_id": one["fragment_id"], "status": "received",
                                  "timestamp": 1}),
                ("stream:end", {"stream_id": "live"})):  # its reply has to wait for fragment 0
            with self.subTest(event):
                self.assertEqual(self.answers(raw, event, payload), ["ack []"])

    def test_without_an_ack_id_there_is_no_ack(self) -> None:
        raw = self.raw(self.server())
        raw.emit("stream:init", init("live"))
        self.assertTrue(raw.packet().startswith('42["stream:ready"'))
        raw.emit("stream:pause", {"stream_id": "live"})
        raw.emit("stream:pause", {"stream_id": "live"})
        self.assertTrue(raw.packet().startswith('42["error"'))


class Null(SessionTest):
    def test_null_in_an_optional_member_counts_as_absent(self) -> None:
        worker = self.worker(self.server(AUTO_DISCONNECT_DELAY=FAR))
        config = {name: None for name in init("live")["config"]}
        ready = worker.open(max_inflight=None, timeout_ms=None, config=config)
        self.assertEqual(ready["max_inflight"], 3)
        worker.send(0, metadata=None)
        worker.send(1, metadata={"pts_ns": None, "source_pts_ns": None, "mine": None})
        self.assertEqual(worker.read(4), ["ack 0", "processed 0 success", "ack 1",
                                          "processed 1 success"])
        ack = worker.arm({"error_code": "MODEL_ERROR", "trigger": None, "value": None,
                          "probability": None, "count": None, "delay_ms": None, "action": None,
                          "deliver_as": None, "stage": None, "error_message": None,
                          "retryable": None}, stream_id=None, seed=None)
        self.assertEqual(ack["rules_count"], 1)
        worker.emit("stream:pause", {"stream_id": "live", "reason": None})
        worker.emit("stream:end", {"stream_id": "live", "reason": None})
        self.assertEqual(worker.read(1), ["complete 2: 2 success, 0 partial, 0 failed"])

    def test_null_in_a_required_member_is_an_error(self) -> None:
        worker = self.worker(self.server())
        for name in "stream_id", "worker_id", "config":
            with self.subTest(name):
                worker.emit("stream:init", {**init("live"), name: None})
                error = worker.refused("INVALID_CONFIG")
                self.assertEqual([(at["path"], at["keyword"])
                                  for at in error["metadata"]["errors"]], [(f"/{name}", "type")])

    def test_null_is_never_sent(self) -> None:
        server = self.server(AUTO_DISCONNECT_DELAY=FAR, SEQUENCE_GAP_MS=FAR)
        worker = self.worker(server, acks=True)
        seen: list[Any] = []
        worker.stream = "live"
        worker.emit("stream:init", init("live", config={}, max_inflight=1))
        worker.emit("config:error_simulation", {"enabled": True, "rules": [
            {"trigger": "sequence_number", "value": 1, "error_code": "GPU_OOM"},
            {"trigger": "sequence_number", "value": 2, "error_code": "TIMEOUT",
             "deliver_as": "error"}]})
        worker.emit("config:processing_delay", {"delay_ms": 1})
        # 1, 2 and 3 wait for 0: more than may be in flight, however slowly they come
        worker.send_all(1, 2, 3, 0, 3, 6)
        worker.emit("config:error_simulation", {"enabled": False})
        worker.emit("stream:inti", {})
        worker.emit("fragment:data", {})
        worker.end()
        while not seen or seen[-1][0] != "stream:complete":
            seen.append(worker.next())
        self.assertEqual({name for name, _ in seen}, {
            "stream:ready", "fragment:ack", "fragment:processed", "backpressure", "error",
            "stream:complete", "config:error_simulation:ack", "config:processing_delay:ack"})
        for name, payload in seen:
            self.assertEqual(nulls(payload, name), [])


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


def members(count: int) -> str:
    return "{" + ",".join(f'"m{i}":0' for i in range(count)) + "}"


class Json(SessionTest):
    """What is JSON by RFC 8259 but not taken, and what is no JSON."""

    def payload(self, raw: Any, more: str) -> str:
        one = json.dumps(raw.make(0))
        return one.replace('"metadata": {', '"metadata": {"more": ' + more + ", ")

    def test_well_formed_but_ambiguous_or_without_measure_is_an_error(self) -> None:
        raw = self.raw(self.server(**HELD))
        raw.open()
        # the payload and its metadata are the first two levels
        for more, keyword in ((nested(63), "depth"), (members(1025), "members"),
                              (nested(100_000), "depth"), ('{"a":1,"a":1}', "duplicate"),
                              ('{"a":1,"\\u0061":2}', "duplicate"), ('"\\ud800"', None),
                              ('"\\udc00\\ud800"', None), ('{"\\ud800":1}', None)):
            with self.subTest(more[:20]):
                raw.emit_text("fragment:data", self.payload(raw, more))
                error = raw.refused("INVALID_CONFIG")
                if keyword:
                    self.assertEqual([at["keyword"] for at in error["metadata"]["errors"]],
                                     [keyword])
                self.assertIn("more", error["metadata"]["errors"][0]["path"] + error["message"])
        for more in nested(62), members(1024), '"\\ud83d\\ude00"':
            with self.subTest(more[:20]):
                raw.emit_text("fragment:data", self.payload(raw, more))
                self.assertEqual(raw.read(1), ["ack 0"])
                raw.end()
                raw.emit("stream:inti", {})
                self.assertEqual(raw.read(1), ["error INVALID_CONFIG"])
                raw.close()
                raw = self.raw(self.server(**HELD))
                raw.open()

    def test_what_is_no_json_closes_the_connection(self) -> None:
        server = self.server()
        for number, text in enumerate(("{", "{'stream_id':1}", '{"a":01}', '{"a":1,}', '{"a":NaN}',
                                       '"\t"', '"\\x"', "{}}", "nul")):
            with self.subTest(text):
                raw = self.raw(server)
                raw.open(f"s{number}")
                raw.emit_text("stream:pause", text)
                self.assertEqual(raw.ending()[0], [])
                self.await_streams(server, 0, number + 1)  # lost, so parked


class Closing(SessionTest):
    """How the server closes."""

    def test_after_completion_a_disconnect_and_then_the_socket(self) -> None:
        server = self.server(AUTO_DISCONNECT_DELAY="0.1")
        raw = self.raw(server)
        raw.open()
        raw.end()
        seen, _ = raw.ending()
        self.assertEqual(seen, ["complete 0: 0 success, 0 partial, 0 failed", "disconnect"])
        self.await_streams(server, 0, 0)

    def test_taken_over_by_a_newer_connection(self) -> None:
        server = self.server()
        old, new = self.raw(server), self.worker(server)
        old.open()
        new.open()
        self.assertEqual(old.ending()[0], ["disconnect"])
        self.assertEqual(self.streams(server), (1, 0))
        new.send(0)
        self.assertEqual(new.read(2), ["ack 0", "processed 0 success"])

    def test_a_flow_violation(self) -> None:
        server = self.server(**HELD, QUEUE_MAX_DEPTH="1", FLOW_VIOLATION_LIMIT="2")
        raw = self.raw(server)
        raw.open(max_inflight=1)
        raw.send_all(0, 1, 2, 3)
        seen, _ = raw.ending()
        self.assertEqual(seen[-3:], ["error QUEUE_FULL 2", "error QUEUE_FULL 3", "disconnect"])
        self.await_streams(server, 0, 1)

    def test_an_idle_connection(self) -> None:
        server = self.server(IDLE_TIMEOUT_MS="100")
        raw = self.raw(server)
        raw.open()
        self.assertEqual(raw.ending(), ([], 1001))
        self.await_streams(server, 0, 1)

    def test_sigterm_and_sigint(self) -> None:
        for number in signal.SIGTERM, signal.SIGINT:
            with self.subTest(number):
                server = self.server(**HELD)
                raw, control = self.raw(server), self.raw(server)
                raw.open()
                raw.send(0)
                self.assertEqual(raw.read(1), ["ack 0"])
                server.process.send_signal(number)
                self.assertEqual(raw.ending(), ([], 1001))
                self.assertEqual(control.ending(), ([], 1001))
                self.assertEqual(server.process.wait(2 * harness.TIME_FACTOR + 1), 0)
                with self.assertRaises(ConnectionRefusedError):
                    harness.connect(server.port)

    def test_a_client_that_answers_no_ping(self) -> None:
        # Long enough to answer those that come while the stream is begun.
        server = self.server(WS_PING_INTERVAL="0.1", WS_PING_TIMEOUT=str(unit(2000) / 1000))
        raw = self.raw(server)
        raw.open()
        with self.assertRaises(Closed):
            while True:
                self.assertEqual(raw.link.ws.receive_any(), "2")
        self.await_streams(server, 0, 1)

    def test_what_is_no_packet(self) -> None:
        server = self.server()
        for number, packet in enumerate(("49", "42", "42{}", "4x", "x", "4", "43[]", "42[{}]")):
            with self.subTest(packet):
                raw = self.raw(server)
                raw.open(f"s{number}")
                raw.link.send(packet)
                self.assertEqual(raw.ending()[0], [])
                self.await_streams(server, 0, number + 1)

    def test_a_message_that_is_too_large(self) -> None:
        server = self.server(WS_MAX_BUFFER_SIZE="2000")
        raw = self.raw(server)
        raw.open()
        raw.send(0, bytes(900))
        self.assertEqual(raw.read(2), ["ack 0", "processed 0 success"])
        raw.send(1, bytes(1500))
        self.assertEqual(raw.ending(), ([], 1009))
        self.await_streams(server, 0, 1)

    def test_the_limit_of_a_message_is_what_it_says(self) -> None:
        server = self.server()
        raw = self.raw(server)
        self.assertEqual(raw.link.ws.open["maxPayload"], 52_428_800)
        raw.open()
        head = '42["fence","'
        raw.link.send(head + "x" * (52_428_800 - len(head) - 2) + '"]')
        self.assertEqual(raw.refused("INVALID_CONFIG")["severity"], "error")
        raw.link.send(head + "x" * (52_428_801 - len(head) - 2) + '"]')
        self.assertEqual(raw.ending(), ([], 1009))


class Payloads(SessionTest):
    """Each member of each event of a worker at its bounds and beyond."""

    def found(self, worker: Face, code: str = "INVALID_CONFIG") -> list[tuple[str, str]]:
        return [(at["path"], at["keyword"])
                for at in worker.refused(code)["metadata"]["errors"]]

    def begin_and_end(self, worker: Face, payload: dict[str, Any]) -> dict[str, Any]:
        worker.emit("stream:init", payload)
        ready = worker.expect("stream:ready")
        worker.stream = payload["stream_id"]
        worker.end()
        self.assertEqual(worker.expect("stream:complete")["stream_id"], payload["stream_id"])
        return ready

    def test_init_within_its_bounds(self) -> None:
        worker = self.worker(self.server(AUTO_DISCONNECT_DELAY=FAR))
        rows: list[dict[str, Any]] = [
            {"stream_id": "s"}, {"stream_id": "ü" * 256}, {"stream_id": "😀" * 256},
            {"worker_id": "w"}, {"worker_id": "w" * 256}, {"max_inflight": 1},
            {"max_inflight": 10}, {"max_inflight": 2.0}, {"timeout_ms": 1000},
            {"timeout_ms": 30000}, {"another": [{}]}]
        for row in rows:
            with self.subTest(str(row)[:40]):
                payload = {**init("live"), **row}
                ready = self.begin_and_end(worker, payload)
                self.assertEqual(ready["stream_id"], payload["stream_id"])
                self.assertEqual(ready["max_inflight"], payload["max_inflight"])

    def test_config_within_its_bounds(self) -> None:
        worker = self.worker(self.server(AUTO_DISCONNECT_DELAY=FAR))
        rows: list[dict[str, Any]] = [
                {"chunk_duration_ms": 100}, {"chunk_duration_ms": 6000}, {"channels": 2},
                {"sample_rate_hz": 16000}, {"sample_rate_hz": 22050}, {"sample_rate_hz": 44100},
                {"format": "pcm_s16le"}, {"format": ""}, {"format": "anything/else"},
                {"source_language": "tlh"}, {"target_language": ""}, {"voice_profile": "x" * 5000},
                {"unknown": None}]
        for row in rows:
            with self.subTest(str(row)[:40]):
                self.begin_and_end(worker, init("live", config={**init("live")["config"], **row}))

    def test_defaults_apply_where_nothing_is_said(self) -> None:
        worker = self.worker(self.server(AUTO_DISCONNECT_DELAY=FAR))
        payload = {"stream_id": "live", "worker_id": "w", "config": {}}
        self.assertEqual(self.begin_and_end(worker, payload)["max_inflight"], 3)
        for name in init("live")["config"]:
            with self.subTest(name):
                self.begin_and_end(worker,
                                   init("live", config=without(init("live")["config"], name)))

    def test_init_beyond_its_bounds(self) -> None:
        worker = self.worker(self.server())
        config = init("live")["config"]
        rows: list[tuple[str, str, Any]] = [
            ("/stream_id", "minLength", {"stream_id": ""}),
            ("/stream_id", "maxLength", {"stream_id": "😀" * 257}),
            ("/stream_id", "type", {"stream_id": 7}),
            ("/worker_id", "minLength", {"worker_id": ""}),
            ("/worker_id", "maxLength", {"worker_id": "w" * 257}),
            ("/max_inflight", "minimum", {"max_inflight": 0}),
            ("/max_inflight", "maximum", {"max_inflight": 11}),
            ("/max_inflight", "type", {"max_inflight": 2.5}),
            ("/max_inflight", "type", {"max_inflight": True}),
            ("/timeout_ms", "minimum", {"timeout_ms": 999}),
            ("/timeout_ms", "maximum", {"timeout_ms": 30001}),
            ("/config", "type", {"config": []})]
        rows += [(f"/config/{name}", keyword, {"config": {**config, name: value}})
                 for name, keyword, value in (
                     ("chunk_duration_ms", "minimum", 99), ("chunk_duration_ms", "maximum", 6001),
                     ("sample_rate_hz", "enum", 8000), ("sample_rate_hz", "enum", 48001),
                     ("channels", "enum", 0), ("channels", "enum", 3),
                     ("format", "type", 1), ("source_language", "type", []),
                     ("target_language", "type", {}), ("voice_profile", "type", False))]
        for path, keyword, row in rows:
            with self.subTest(str(row)[-60:]):
                worker.emit("stream:init", {**init("live"), **row})
                self.assertEqual(self.found(worker), [(path, keyword)])
        for name in "stream_id", "worker_id", "config":
            worker.emit("stream:init", without(init("live"), name))
            self.assertEqual(self.found(worker)[0][1], "required")
        worker.open()  # and no stream has been begun by any of them

    def test_fragments_within_their_bounds(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        audio = worker.make(0)["audio"]
        rows: list[dict[str, Any]] = [
            {"fragment_id": "no uuid"}, {"fragment_id": "ü" * 256}, {"timestamp": -1},
            {"timestamp": 2**63 - 1}, {"metadata": {}}, {"another": None},
            {"metadata": {"pts_ns": -2**63, "source_pts_ns": 2**63 - 1, "any": [{"thing": 1.5}]}}]
        members: list[dict[str, Any]] = [
            {"format": ""}, {"sample_rate_hz": 8000}, {"sample_rate_hz": 96000},
            {"channels": 1}, {"channels": 2}, {"duration_ms": 0}, {"duration_ms": 60000},
            {"data_base64": ""}, {"data_base64": "+/=="[:2] + "=="}, {"data_base64": "AAA="},
            {"another": 1}]
        rows += [{"audio": {**audio, **row}} for row in members]
        for number, row in enumerate(rows):
            with self.subTest(str(row)[:60]):
                one = worker.send(number, **row)
                self.assertEqual(worker.read(1), [f"ack {number}"])
                result = worker.expect("fragment:processed")
                self.assertEqual(result["fragment_id"], one["fragment_id"])
                wanted = without(one["audio"], "another")
                self.assertEqual(result["dubbed_audio"], wanted)
        worker.send(2**63 - 1, metadata={})
        worker.end()
        self.assertIn(f"processed {2**63 - 1} success", worker.until("complete"))

    def test_fragments_beyond_their_bounds(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        audio = worker.make(0)["audio"]
        rows: list[tuple[str, str, dict[str, Any]]] = [
            ("/fragment_id", "minLength", {"fragment_id": ""}),
            ("/fragment_id", "maxLength", {"fragment_id": "f" * 257}),
            ("/sequence_number", "minimum", {"sequence_number": -1}),
            ("/sequence_number", "type", {"sequence_number": "0"}),
            ("/sequence_number", "type", {"sequence_number": 0.5}),
            ("/sequence_number", "", {"sequence_number": 2**63}),
            ("/timestamp", "type", {"timestamp": "now"}),
            ("/stream_id", "minLength", {"stream_id": ""}),
            ("/audio", "type", {"audio": "AAAA"}),
            ("/metadata", "type", {"metadata": 1}),
            ("/metadata/pts_ns", "type", {"metadata": {"pts_ns": "1"}}),
            ("/metadata/source_pts_ns", "type", {"metadata": {"source_pts_ns": 0.1}})]
        rows += [(f"/audio/{name}", keyword, {"audio": {**audio, name: value}})
                 for name, keyword, value in (
                     ("format", "type", 1), ("sample_rate_hz", "minimum", 7999),
                     ("sample_rate_hz", "maximum", 96001), ("channels", "enum", 0),
                     ("channels", "enum", 3), ("duration_ms", "minimum", -1),
                     ("duration_ms", "maximum", 60001), ("data_base64", "", "AAA"),
                     ("data_base64", "", "AA=A"), ("data_base64", "", "AA A"),
                     ("data_base64", "", "-_=="), ("data_base64", "", "AB=="[:3]),
                     ("data_base64", "type", None))]
        for path, keyword, row in rows:
            with self.subTest(str(row)[-60:]):
                worker.emit("fragment:data", {**worker.make(0), **row})
                found = self.found(worker)
                self.assertEqual([at for at, _ in found], [path], keyword)
                if keyword:
                    self.assertEqual(found[0][1], keyword)
        for name in "fragment_id", "stream_id", "sequence_number", "timestamp", "audio":
            worker.emit("fragment:data", without(worker.make(0), name))
            self.assertEqual(self.found(worker)[0][1], "required")
        for name in audio:
            worker.emit("fragment:data", worker.make(0, audio=without(audio, name)))
            self.assertEqual(self.found(worker)[0][1], "required")
        worker.send(0)  # none of them has used number 0 up
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])

    def test_integers_in_other_words(self) -> None:
        raw = self.raw(self.server())
        raw.emit_text("stream:init", json.dumps(init("live", timeout_ms=1000)).replace(
            '"timeout_ms": 1000', '"timeout_ms": 1e3').replace(
            '"max_inflight": 3', '"max_inflight": 1.0'))
        raw.stream = "live"
        self.assertEqual(raw.expect("stream:ready")["max_inflight"], 1)
        for number, text in enumerate(("0.0", "1e0", "20E-1", "3")):
            raw.emit_text("fragment:data", json.dumps(raw.make(number)).replace(
                f'"sequence_number": {number}', f'"sequence_number": {text}'))
            self.assertEqual(raw.read(2), [f"ack {number}", f"processed {number} success"])

    def test_the_other_events(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        one = worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])
        ack = {"fragment_id": one["fragment_id"], "status": "received", "timestamp": 1}
        rows: list[tuple[str, Any, str]] = [
            ("fragment:ack", without(ack, "fragment_id"), "/fragment_id"),
            ("fragment:ack", without(ack, "status"), "/status"),
            ("fragment:ack", {**ack, "status": "queued"}, "/status"),
            ("fragment:ack", {**ack, "timestamp": 1.5}, "/timestamp"),
            ("stream:pause", {}, "/stream_id"),
            ("stream:pause", {"stream_id": "live", "reason": 1}, "/reason"),
            ("stream:resume", {"stream_id": 1}, "/stream_id"),
            ("stream:end", {}, "/stream_id"),
            ("stream:end", {"stream_id": "live", "reason": []}, "/reason")]
        for event, payload, path in rows:
            with self.subTest(f"{event} {payload}"):
                worker.emit(event, payload)
                found = self.found(worker)
                self.assertEqual(len(found), 1)
                self.assertIn(found[0][0], (path, ""))
        for event in "stream:init", "stream:pause", "stream:resume", "stream:end", "fragment:ack", \
                "fragment:data", "config:error_simulation", "config:processing_delay":
            for payload in "text", 7, [], [{}], None, True:
                with self.subTest(f"{event} {payload}"):
                    worker.emit(event, payload)
                    worker.refused("INVALID_CONFIG")
        self.assertEqual(worker.rest(), [])

    def test_unknown_events_name_the_closest_known_one(self) -> None:
        worker = self.worker(self.server())
        for name, closest in (("stream_init", "stream:init"), ("fragment:date", "fragment:data"),
                              ("stream:paus", "stream:pause"), ("fragment:acks", "fragment:ack"),
                              ("config:error-simulation", "config:error_simulation")):
            worker.emit(name, {})
            error = worker.refused("INVALID_CONFIG", closest=closest)
            self.assertIn(name, error["message"])
            self.assertIn(closest, error["message"])
        worker.emit("stream:ready", {})  # one that only the server sends
        worker.refused("INVALID_CONFIG")
        worker.emit("völlig anders", {})
        worker.refused("INVALID_CONFIG")
        self.assertEqual(worker.call("nothing:known", {})["code"], "INVALID_CONFIG")

    def test_the_largest_fragment(self) -> None:
        raw = self.raw(self.server())  # python-socketio takes no answer as long as that
        raw.open()
        one = raw.send(0, bytes(7_864_320))
        self.assertEqual(len(one["audio"]["data_base64"]), 10_485_760)
        self.assertEqual(raw.read(1), ["ack 0"])
        self.assertEqual(raw.expect("fragment:processed")["dubbed_audio"], one["audio"])
        one = raw.send(1, bytes(7_864_321))
        error = raw.refused("FRAGMENT_TOO_LARGE")
        self.assertEqual(error["fragment_id"], one["fragment_id"])
        raw.send(1)
        self.assertEqual(raw.read(2), ["ack 1", "processed 1 success"])

    def test_a_lower_limit_of_the_audio(self) -> None:
        worker = self.worker(self.server(**SMALL_LIMIT))
        worker.open()
        worker.send(0, bytes(48))
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])
        worker.send(1, bytes(49))
        self.assertEqual(worker.read(1), ["error FRAGMENT_TOO_LARGE 1"])
        worker.send(1)
        self.assertEqual(worker.read(2), ["ack 1", "processed 1 success"])


class Answers(SessionTest):
    """What the server's events hold."""

    def test_ready(self) -> None:
        worker = self.worker(self.server(AUTO_DISCONNECT_DELAY=FAR))
        ready = worker.open(max_inflight=7)
        self.assertEqual(uuid.UUID(ready["session_id"]).version, 4)
        self.assertEqual(without(ready, "session_id"), {
            "stream_id": "live", "max_inflight": 7,
            "capabilities": {"batch_processing": False, "async_delivery": True}})
        worker.end()
        worker.expect("stream:complete")
        self.assertNotEqual(worker.open()["session_id"], ready["session_id"])

    def test_ack(self) -> None:
        worker = self.worker(self.server(**HELD))
        worker.open(max_inflight=2)
        fragments = worker.send_all(0, 1, 2, 3, 5)
        acks: list[dict[str, Any]] = []
        while len(acks) < 5:
            event, payload = worker.next()
            if event == "fragment:ack":
                acks.append(payload)
        self.assertEqual([ack["fragment_id"] for ack in acks],
                         [one["fragment_id"] for one in fragments])
        for ack in acks:
            self.assertEqual(set(ack), {"fragment_id", "status", "queue_position",
                                        "estimated_completion_ms"})
            self.assertEqual(ack["status"], "queued")
        # two are in work; how many wait before the others
        self.assertEqual([ack["queue_position"] for ack in acks], [0, 0, 0, 1, 2])

    def test_processed(self) -> None:
        worker = self.worker(self.server(ECHO_PROCESSING_DELAY_MS="50"))
        worker.open()
        one = worker.send(0, audio={
            "format": "pcm_s16le", "sample_rate_hz": 22050, "channels": 2, "duration_ms": 17,
            "data_base64": "AAEC/+8="})
        worker.expect("fragment:ack")
        result = worker.expect("fragment:processed")
        self.assertGreaterEqual(result["processing_time_ms"], 50)
        self.assertEqual(sum(result["stage_timings"].values()), result["processing_time_ms"])
        self.assertEqual(set(result["stage_timings"]), {"asr_ms", "translation_ms", "tts_ms"})
        self.assertEqual(without(result, "processing_time_ms", "stage_timings"), {
            "fragment_id": one["fragment_id"], "stream_id": "live", "sequence_number": 0,
            "status": "success", "dubbed_audio": one["audio"],
            "transcript": "[ECHO] Original audio", "translated_text": "[ECHO] Original audio",
            "metadata": {"asr_model": "echo-mock", "translation_model": "echo-mock",
                         "tts_model": "echo-mock"}})

    def test_processed_after_a_failure(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.arm({"error_code": "MODEL_ERROR", "stage": "tts"})
        worker.send(0)
        worker.expect("fragment:ack")
        result = worker.expect("fragment:processed")
        self.assertEqual(result["error"], {"code": "MODEL_ERROR", "message": "Simulated error",
                                           "stage": "tts", "retryable": True})
        self.assertNotIn("dubbed_audio", result)
        self.assertEqual(sum(result["stage_timings"].values()), result["processing_time_ms"])

    def test_complete(self) -> None:
        worker = self.worker(self.server())
        started = time.monotonic()
        worker.open(max_inflight=1)
        worker.arm({"trigger": "sequence_number", "value": 1, "error_code": "MODEL_ERROR"})
        times = []
        for number, ms in enumerate((10, 10, 40)):
            worker.delay(ms)
            worker.send(number)
            worker.expect("fragment:ack")
            times.append(worker.expect("fragment:processed")["processing_time_ms"])
        worker.end()
        complete = worker.expect("stream:complete")
        spent = (time.monotonic() - started) * 1000
        statistics = complete["statistics"]
        self.assertEqual(set(complete), {"stream_id", "total_fragments", "total_duration_ms",
                                         "statistics"})
        self.assertEqual((complete["stream_id"], complete["total_fragments"]), ("live", 3))
        self.assertTrue(sum(times) <= complete["total_duration_ms"] <= spent + 1, complete)
        self.assertEqual({name: statistics[name] for name in statistics if "count" in name},
                         {"success_count": 2, "partial_count": 0, "failed_count": 1})
        self.assertAlmostEqual(statistics["avg_processing_time_ms"], sum(times) / 3, places=3)
        self.assertAlmostEqual(statistics["p95_processing_time_ms"], max(times),
                               delta=max(times) / 100)

    def test_error(self) -> None:
        worker = self.worker(self.server())
        worker.emit("stream:end", {"stream_id": "live"})
        first = worker.refused("STREAM_NOT_FOUND")
        self.assertEqual(set(first), {"error_id", "code", "message", "severity", "retryable",
                                      "metadata"})
        self.assertEqual(uuid.UUID(first["error_id"]).version, 4)
        worker.open()
        worker.send_all(0, 0)
        worker.read(2)
        second = worker.refused("INVALID_SEQUENCE")
        self.assertEqual(set(second), {"error_id", "code", "message", "severity", "retryable",
                                       "metadata", "stream_id", "fragment_id"})
        self.assertNotEqual(first["error_id"], second["error_id"])

    def test_the_error_table(self) -> None:
        table = dict(re.findall(r"^\| `([A-Z_]+)` \| (\w+ \| \w+)", (
            harness.ROOT / "generated/protocol.md").read_text(), re.M))
        self.assertEqual(table, {
            "AUTH_FAILED": "fatal | no", "STREAM_NOT_FOUND": "error | no",
            "INVALID_CONFIG": "error | no", "FRAGMENT_TOO_LARGE": "error | no",
            "TIMEOUT": "error | yes", "MODEL_ERROR": "error | yes", "GPU_OOM": "error | yes",
            "QUEUE_FULL": "warning | yes", "INVALID_SEQUENCE": "error | no",
            "RATE_LIMIT": "warning | yes"})
        worker = self.worker(self.server())
        worker.open()
        for number, (code, row) in enumerate(table.items()):
            with self.subTest(code):
                worker.arm({"error_code": code, "deliver_as": "error"})
                one = worker.send(number)
                self.assertEqual(worker.read(1), [f"ack {number}"])
                error = worker.refused(code)
                self.assertEqual(row, f"{error['severity']} | "
                                      f"{'yes' if error['retryable'] else 'no'}")
                self.assertEqual((error["fragment_id"], error["stream_id"]),
                                 (one["fragment_id"], "live"))


class Deviations(SessionTest):
    """What spec 016 rules out and running workers do."""

    def rows(self, worker: Face) -> list[tuple[str, dict[str, Any], str]]:
        one = worker.make(0)
        return [("fragment:data", {**one, "fragment_id": "frag-1"}, "/fragment_id"),
                ("fragment:data", {**one, "more": 1}, "/more"),
                ("fragment:data", {**one, "audio": {**one["audio"], "more": 1}}, "/audio/more"),
                ("stream:pause", {"stream_id": "live", "more": None}, "/more")]

    def test_they_are_taken(self) -> None:
        worker = self.worker(self.server(AUTO_DISCONNECT_DELAY=FAR))
        for index in range(4):
            worker.open(config={"unknown": 1}, more=2)
            event, payload, _ = self.rows(worker)[index]
            worker.emit(event, payload)
            worker.end()
            seen = worker.until("complete")
            self.assertNotIn("error", " ".join(seen))

    def test_a_strict_server_refuses_them(self) -> None:
        worker = self.worker(self.server(ECHO_STRICT="true"))
        worker.emit("stream:init", init("live", config={}))
        found = worker.refused("INVALID_CONFIG")["metadata"]["errors"]
        self.assertEqual([at["path"] for at in found], ["/config"] * 7)
        worker.open()
        for event, payload, path in self.rows(worker):
            with self.subTest(path):
                worker.emit(event, payload)
                found = worker.refused("INVALID_CONFIG")["metadata"]["errors"]
                self.assertEqual([at["path"] for at in found], [path])
        worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])


class OrderOfChecks(SessionTest):
    """Stream and state, size, schema, stream_id, RATE_LIMIT, sequence, QUEUE_FULL: a fragment that
    fails two neighbouring checks gets the error of the first."""

    def audio(self, data: str) -> dict[str, Any]:
        return {**fragment("live", 0, b"")["audio"], "data_base64": data}

    def test_the_stream_before_the_size(self) -> None:
        worker = self.worker(self.server(**SMALL_LIMIT))
        worker.stream = "live"
        worker.send(0, audio=self.audio(LONG))
        worker.refused("STREAM_NOT_FOUND")

    def test_the_state_before_the_size_and_the_schema(self) -> None:
        worker = self.worker(self.server(**SMALL_LIMIT))
        worker.open()
        worker.pause()
        worker.send(0, audio=self.audio(LONG))
        worker.refused("STREAM_NOT_FOUND", state="paused")
        worker.send(-1)
        worker.refused("STREAM_NOT_FOUND", state="paused")
        worker.send(0, stream_id="other")
        worker.refused("STREAM_NOT_FOUND", state="paused")

    def test_the_size_before_the_schema(self) -> None:
        worker = self.worker(self.server(**SMALL_LIMIT))
        worker.open()
        worker.send(-1, audio=self.audio(LONG))
        worker.refused("FRAGMENT_TOO_LARGE")
        worker.send(0, audio=without(self.audio(LONG), "format"))
        worker.refused("FRAGMENT_TOO_LARGE")
        worker.send(0, audio={**self.audio(LONG), "data_base64": "!" * 68})
        worker.refused("FRAGMENT_TOO_LARGE")
        worker.send(0, audio={**self.audio(LONG), "data_base64": 68})
        worker.refused("INVALID_CONFIG")

    def test_the_size_before_the_schema_at_the_bound_of_the_protocol(self) -> None:
        raw = self.raw(self.server())
        raw.open()
        raw.send(-1, audio=self.audio(TOO_LARGE))
        raw.refused("FRAGMENT_TOO_LARGE")

    def test_the_size_before_the_stream_id(self) -> None:
        worker = self.worker(self.server(**SMALL_LIMIT))
        worker.open()
        worker.send(0, audio=self.audio(LONG), stream_id="other")
        worker.refused("FRAGMENT_TOO_LARGE")

    def test_the_schema_before_the_stream_id(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.send(-1, stream_id="other")
        worker.refused("INVALID_CONFIG")

    def test_the_stream_id_before_the_rate(self) -> None:
        worker = self.worker(self.server(RATE_LIMIT_FRAGMENTS_PER_MIN="1"))
        worker.open()
        worker.send(0)
        worker.read(2)
        worker.send(1, stream_id="other")
        worker.refused("STREAM_NOT_FOUND")

    def test_the_rate_before_the_sequence(self) -> None:
        worker = self.worker(self.server(RATE_LIMIT_FRAGMENTS_PER_MIN="1"))
        worker.open()
        one = worker.send(0)
        worker.read(2)
        worker.send(0)
        worker.refused("RATE_LIMIT")
        worker.emit("fragment:data", one)
        worker.refused("RATE_LIMIT")

    def test_the_sequence_before_the_queue(self) -> None:
        worker = self.worker(self.server(**HELD, QUEUE_MAX_DEPTH="1"))
        worker.open(max_inflight=1)
        worker.send_all(0, 1)
        worker.until("ack 1")
        worker.send(1)
        self.assertEqual(worker.until("error")[-1], "error INVALID_SEQUENCE duplicate_sequence 1")
        worker.send(2)
        self.assertEqual(worker.read(1), ["error QUEUE_FULL 2"])


class Refusals(SessionTest):
    def test_a_refused_fragment_uses_up_neither_number_nor_id(self) -> None:
        server = self.server(**SMALL_LIMIT)
        worker = self.worker(server)
        worker.stream = "live"
        one = worker.send(0)
        worker.refused("STREAM_NOT_FOUND")
        worker.open()
        worker.pause()
        worker.emit("fragment:data", one)
        worker.refused("STREAM_NOT_FOUND")
        worker.resume()
        good = one["audio"]
        worker.emit("fragment:data", {**one, "audio": {**good, "data_base64": LONG}})
        worker.refused("FRAGMENT_TOO_LARGE")
        worker.emit("fragment:data", {**one, "audio": {**good, "channels": 3}})
        worker.refused("INVALID_CONFIG")
        worker.emit("fragment:data", {**one, "stream_id": "other"})
        worker.refused("STREAM_NOT_FOUND")
        worker.emit("fragment:data", one)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])
        worker.end()
        self.assertEqual(worker.read(1), ["complete 1: 1 success, 0 partial, 0 failed"])

    def test_a_fragment_refused_for_a_full_queue_may_come_again(self) -> None:
        worker = self.raw(self.server(**HELD, QUEUE_MAX_DEPTH="1"))
        worker.open(max_inflight=1, timeout_ms=1000)
        with worker.at_once():
            *_, one = worker.send_all(0, 1, 2)
        self.assertEqual(worker.until("error")[-1], "error QUEUE_FULL 2")
        worker.until("processed 1 failed TIMEOUT")
        worker.emit("fragment:data", one)
        self.assertEqual(worker.until("processed 2")[-2:],
                         ["ack 2", "processed 2 failed TIMEOUT"])

    def test_one_stream_does_not_disturb_another(self) -> None:
        server = self.server()
        good, bad, gone = self.worker(server), self.worker(server), self.raw(server)
        good.open("good")
        bad.open("bad")
        for number in range(20):
            good.send(number)
            bad.send(number, stream_id="good")
            bad.emit("fragment:data", {"fragment_id": 1})
            bad.emit("what", {})
        gone.link.send("4garbage")
        seen = good.until("processed 19")
        self.assertEqual([words for words in seen if not words.startswith("ack")],
                         [f"processed {number} success" for number in range(20)])
        codes = ["STREAM_NOT_FOUND", "INVALID_CONFIG", "INVALID_CONFIG"]
        for _ in range(20):
            for code in codes:
                bad.refused(code)
        bad.send(0)
        self.assertEqual(bad.read(2), ["ack 0", "processed 0 success"])

    def test_every_error_says_what_was_wrong_and_where(self) -> None:
        worker = self.worker(self.server())
        worker.emit("stream:init", init("live", max_inflight=0, timeout_ms="soon"))
        error = worker.refused("INVALID_CONFIG")
        self.assertEqual([set(at) for at in error["metadata"]["errors"]],
                         [{"path", "keyword", "message"}] * 2)
        self.assertEqual([at["path"] for at in error["metadata"]["errors"]],
                         ["/max_inflight", "/timeout_ms"])
        self.assertIn("/max_inflight", error["message"])


if __name__ == "__main__":
    unittest.main()
