"""Section 6 of the protocol: what each action of a rule does, seen by python-socketio."""

import base64
import json
import unittest
from typing import Any

import socketio

import harness
from control import Control
from reports import broken, report
from session import Session, SessionTest, handshake, unit

MODEL = {"error_code": "MODEL_ERROR"}


def at(number: int, action: str, **more: Any) -> dict[str, Any]:
    """A rule for one fragment."""
    return {"trigger": "sequence_number", "value": number, "action": action, **more}


class Actions(SessionTest):
    def armed(self, *rules: dict[str, Any], **settings: str) -> Session:
        worker = self.worker(self.server(**settings))
        worker.open()
        self.assertEqual(worker.arm(*rules)["rules_count"], len(rules))
        return worker

    def test_partial(self) -> None:
        worker = self.armed(at(0, "partial", stage="tts", **MODEL))
        worker.send(0)
        worker.expect("fragment:ack")
        result = worker.expect("fragment:processed")
        self.assertEqual((result["status"], result["error"]["code"], result["error"]["stage"]),
                         ("partial", "MODEL_ERROR", "tts"))
        self.assertIn("transcript", result)
        self.assertNotIn("dubbed_audio", result)
        worker.end()
        self.assertEqual(worker.read(1), ["complete 1: 0 success, 1 partial, 0 failed"])

    def test_a_code_that_the_error_table_does_not_have(self) -> None:
        """It is told as it is, also once more after a take-over, and listed."""
        server = self.server()
        worker = self.worker(server)
        worker.open()
        code = "TRANSLATION_API_UNAVAILABLE"
        long = "\u00fc\u2028\U0001d11e\"" * 16
        worker.arm(at(0, "fail", error_code=code), at(1, "partial", error_code=code, retryable=True),
                   at(2, "fail", error_code=code, deliver_as="error"),
                   at(3, "fail", error_code=long))
        sent = worker.send_all(0, 1, 2, 3)
        self.assertEqual(worker.read(8), [
            "ack 0", f"processed 0 failed {code}", "ack 1", f"processed 1 partial {code}",
            "ack 2", f"error {code} 2", "ack 3", f"processed 3 failed {long}"])
        worker.drop()
        self.await_streams(server, 0, 1)
        again = self.worker(server)
        again.open()
        again.numbers = worker.numbers
        again.emit("fragment:data", sent[0])
        again.expect("fragment:ack")
        told = again.expect("fragment:processed")["error"]
        self.assertEqual((told["code"], told["retryable"]), (code, False))
        again.emit("fragment:data", sent[2])
        seen = again.until("error")
        self.assertEqual(seen[-1], f"error {code} 2")
        control = Control(server)
        does = [rule["does"] for rule in control.do("GET", "/armed")["armed"][0]["rules"]]
        self.assertEqual(does[0], f"fail {code}, sequence_number 0")
        self.assertTrue(does[3].endswith("..., sequence_number 3"), does[3])
        self.assertEqual(broken(report(server, "live")), ["sts/1/reconnect-backoff"])  # at once

    def test_a_code_of_the_wrong_length(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        for code in ("", "x" * 65):
            with self.subTest(len(code)):
                told = worker.arm({"error_code": code})
                self.assertEqual((told["code"], told["metadata"]["errors"][0]["path"]),
                                 ("INVALID_CONFIG", "/rules/0/error_code"))

    def test_an_error_of_another_code_says_how_bad_it_is(self) -> None:
        worker = self.armed(at(0, "fail", error_code="NO_VOICE", deliver_as="error"))
        worker.send(0)
        worker.expect("fragment:ack")
        error = worker.expect("error")
        self.assertEqual((error["code"], error["severity"], error["retryable"]),
                         ("NO_VOICE", "error", False))

    def test_drop(self) -> None:
        worker = self.armed(at(1, "drop"))
        worker.send_all(0, 1, 2)
        self.assertEqual(worker.read(5), ["ack 0", "processed 0 success", "ack 1", "ack 2",
                                          "processed 2 success"])
        worker.end()
        self.assertEqual(worker.read(1), ["complete 3: 2 success, 0 partial, 1 failed"])

    def test_delay(self) -> None:
        worker = self.raw(self.server(), answers=False)
        worker.open()
        worker.arm(at(0, "delay", delay_ms=300))
        with worker.at_once():
            worker.send_all(0, 1)
        self.assertEqual(worker.read(2), ["ack 0", "ack 1"])
        result = worker.expect("fragment:processed")
        self.assertEqual((result["sequence_number"], result["status"]), (0, "success"))
        self.assertGreaterEqual(result["processing_time_ms"], 300)
        self.assertEqual(worker.read(1), ["processed 1 success"])

    def test_duplicate(self) -> None:
        worker = self.armed(at(0, "duplicate"))
        worker.send_all(0, 1)
        self.assertEqual(worker.read(5), ["ack 0", "processed 0 success", "processed 0 success",
                                          "ack 1", "processed 1 success"])
        worker.end()
        self.assertEqual(worker.read(1), ["complete 2: 2 success, 0 partial, 0 failed"])

    def test_reorder(self) -> None:
        worker = self.raw(self.server(), answers=False)
        worker.open()
        worker.arm(at(0, "reorder"), at(3, "reorder"))
        with worker.at_once():
            worker.send_all(0, 1, 2, 3)
        self.assertEqual([words for words in worker.read(7) if words[0] == "p"],
                         ["processed 1 success", "processed 0 success", "processed 2 success"])
        worker.end()
        self.assertEqual(worker.read(2), ["processed 3 success",
                                          "complete 4: 4 success, 0 partial, 0 failed"])

    def test_reorder_waits_a_second_at_most(self) -> None:
        worker = self.armed(at(0, "reorder"))
        worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])

    def test_corrupt(self) -> None:
        worker = self.armed(at(1, "corrupt"), at(2, "corrupt"), at(3, "corrupt"))
        for number, size in enumerate((30000, 30000, 5, 1)):
            data = bytes(number for _ in range(size))
            worker.send(number, data)
            worker.expect("fragment:ack")
            result = worker.expect("fragment:processed")
            self.assertEqual(result["status"], "success")
            text = result["dubbed_audio"]["data_base64"]
            back = base64.b64decode(text, validate=True)
            self.assertEqual(base64.b64encode(back).decode(), text)  # no bits beside the bytes
            self.assertEqual(len(back), size)
            self.assertEqual(back == data, number == 0)

    def test_corrupt_with_escapes(self) -> None:
        worker = self.raw(self.server())
        worker.open()
        worker.arm(at(0, "corrupt"))
        worker.expect("config:error_simulation:ack")
        data = b"\xff\xff\xffaudio!!"
        worker.emit_text("fragment:data", json.dumps(worker.make(0, data)).replace("/", "\\/"))
        worker.expect("fragment:ack")
        back = base64.b64decode(
            worker.expect("fragment:processed")["dubbed_audio"]["data_base64"], validate=True)
        self.assertEqual(len(back), len(data))
        self.assertNotEqual(back, data)

    def test_no_ack(self) -> None:
        worker = self.armed(at(1, "no_ack"))
        worker.send_all(0, 1, 2)
        self.assertEqual(worker.read(5), ["ack 0", "processed 0 success", "processed 1 success",
                                          "ack 2", "processed 2 success"])

    def test_no_ack_withholds_the_acknowledgement_too(self) -> None:
        worker = self.armed(at(0, "no_ack"))
        with self.assertRaises(socketio.exceptions.TimeoutError):
            worker._run(worker.client.call("fragment:data", worker.make(0),
                                           timeout=unit(500) / 1000))
        self.assertEqual(worker.call("fragment:data", worker.make(1))["status"], "queued")

    def test_disconnect(self) -> None:
        server = self.server(ECHO_PROCESSING_DELAY_MS="20")
        worker, again = self.raw(server, answers=False), self.worker(server)
        worker.open()
        worker.arm(at(1, "disconnect", mode="reset"))
        with worker.at_once():
            worker.send_all(0, 1, 2)
        self.assertEqual([words for words in worker.ending()[0] if words[0] != "a"],
                         ["processed 0 success"])
        again.open()
        again.numbers.update(worker.numbers)
        self.assertEqual(again.read(2), ["processed 1 success", "processed 2 success"])
        again.end()
        self.assertEqual(again.read(1), ["complete 3: 3 success, 0 partial, 0 failed"])

    def test_disconnect_refuses_handshakes(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open()
        worker.arm(at(0, "disconnect", mode="close", code=4001, refuse_ms=unit(3000)))
        worker.send(0)
        worker.until("disconnect")
        self.assertEqual(handshake(server.port, worker.stream), 503)
        self.assertEqual(handshake(server.port, "another"), 200)
        harness.wait_for(lambda: handshake(server.port, worker.stream) == 200,
                         "handshakes to be taken again")

    def test_disconnect_with_a_code(self) -> None:
        worker = self.raw(self.server())
        worker.open()
        worker.arm(at(0, "disconnect", mode="close", code=4001))
        worker.expect("config:error_simulation:ack")
        worker.send(0)
        self.assertEqual(worker.ending(), (["ack 0"], 4001))

    def test_the_rules_of_older_tests(self) -> None:
        worker = self.armed({"error_code": "TIMEOUT", "probability": 1.0, "count": 2,
                             "delay_ms": 1})
        worker.send_all(0, 1, 2)
        self.assertEqual(sorted(words for words in worker.read(6) if words[0] == "p"),
                         ["processed 0 failed TIMEOUT", "processed 1 failed TIMEOUT",
                          "processed 2 success"])

    def test_the_log_tells_faults_with_their_seed(self) -> None:
        server = self.server(LOG_FORMAT="json", ECHO_SEED="77")
        worker = self.worker(server)
        worker.open()
        worker.arm(at(0, "delay", delay_ms=1), at(1, "disconnect", mode="fin"), seed=5)
        worker.send_all(0, 1)
        worker.until("disconnect")
        lines = [json.loads(line) for line in server.output().splitlines()
                 if line.startswith("{")]
        found = [(line["action"], line["rule"], line["seed"], line.get("mode")) for line in lines
                 if "fault simulated" in line.values()]
        self.assertEqual(found, [("delay", 0, 5, None), ("disconnect", 1, 5, "fin")])
        armed = [line for line in lines if "simulation configured" in line.values()]
        self.assertEqual([(line["event"], line["seed"], line["rules_count"]) for line in armed],
                         [("config:error_simulation", 5, 2)])


if __name__ == "__main__":
    unittest.main()
