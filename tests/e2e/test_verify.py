"""POST /control/verify: what a test asks instead of sleeping and reading logs."""

from __future__ import annotations

import queue
import threading
import unittest
from typing import Any, Iterator

from control import Control
from harness import PATIENCE, Server
from session import Session, SessionTest

TIMEOUT = {"status": "failed", "/error/code": "TIMEOUT"}


class VerifyTest(SessionTest):
    def verify(self, server: Server, *expectations: dict[str, Any], **more: Any) -> dict[str, Any]:
        return Control(server).do("POST", "/verify",
                                  {"stream_id": "live", **more, "expectations": expectations})

    def one(self, server: Server, expectation: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The result of a single expectation."""
        verdict = self.verify(server, expectation, **more)
        result, = verdict["expectations"]
        self.assertEqual((verdict["passed"], verdict["verdict"]),
                         (result["passed"], result["verdict"]))
        self.assertEqual(result["passed"], result["verdict"] == "pass")
        return result

    def later(self, server: Server, *expectations: dict[str, Any],
              **more: Any) -> "queue.Queue[dict[str, Any]]":
        """Asks from another thread; where the answer will be."""
        answers: queue.Queue[dict[str, Any]] = queue.Queue()
        thread = threading.Thread(
            target=lambda: answers.put(self.verify(server, *expectations, **more)))
        thread.start()
        self.addCleanup(thread.join)
        return answers

    def played(self, server: Server, **members: Any) -> Session:
        """A worker that has sent three fragments, of which the second failed."""
        worker = self.worker(server, acks=True)
        worker.open()
        worker.arm({"error_code": "TIMEOUT", "trigger": "sequence_number", "value": 1})
        for number in range(3):
            worker.send(number, **members)
            worker.until(f"processed {number}")
        return worker

    # ---- what holds

    def test_an_expectation_counts_what_meets_it(self) -> None:
        server = self.server()
        self.played(server)
        failed = self.one(server, {"event": "fragment:processed", "direction": "out",
                                   "match": TIMEOUT})
        self.assertTrue(failed["passed"])
        self.assertEqual((failed["matched"], failed["first"]), (1, failed["last"]))
        for count, passed in (({"exactly": 3}, True), ({"exactly": 2}, False),
                              ({"at_least": 4}, False), ({"at_least": 3}, True),
                              ({"at_most": 2}, False), ({"at_least": 1, "at_most": 3}, True)):
            with self.subTest(count=count):
                result = self.one(server, {"event": "fragment:processed", "count": count})
                self.assertEqual((result["passed"], result["matched"]), (passed, 3))

    def test_matchers(self) -> None:
        server = self.server()
        self.played(server, metadata={"pts_ns": 5, "deep": {"list": [1, {"a/b": "x~y"}]}})
        data = "fragment:data"
        for event, match, matched in (
                (data, {"sequence_number": 1}, 1),
                (data, {"/sequence_number": 1.0}, 1),
                (data, {"sequence_number": {"min": 1}}, 2),
                (data, {"sequence_number": {"min": 0.5, "max": 1.5}}, 1),
                (data, {"stream_id": {"regex": "^l[ai]ve$"}}, 3),
                (data, {"stream_id": {"regex": "^v"}}, 0),
                (data, {"timestamp": {"regex": "^[0-9]+$"}}, 3),
                (data, {"/audio/format": "m4a", "/audio/channels": {"max": 1}}, 3),
                (data, {"/metadata/deep/list/1/a~1b": "x~y"}, 3),
                (data, {"/metadata/deep": {"equals": {"list": [1.0, {"a/b": "x~y"}]}}}, 3),
                (data, {"/metadata/deep/list/2": {"absent": True}}, 3),
                (data, {"/metadata/deep/list/1": {"present": True}}, 3),
                (data, {"metadata": {"absent": True}}, 0),
                (data, {"/audio/data_base64/elided": {"min": 4}}, 3),
                ("fragment:processed", {"error": {"present": False}}, 2),
                ("fragment:processed", {"error": {"present": True}}, 1),
                ("fault", {"/fault/action": "fail"}, 1),
                ("fragment:*", {"fragment_id": {"regex": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-"}}, 9)):
            with self.subTest(match=match):
                result = self.one(server, {"event": event, "match": match,
                                           "count": {"exactly": matched}})
                self.assertTrue(result["passed"], result)

    def test_order(self) -> None:
        server = self.server()
        self.played(server)
        first = {"event": "fragment:processed", "match": {"sequence_number": 0}}
        second = {"event": "fragment:processed", "match": TIMEOUT}
        third = {"event": "fragment:data", "match": {"sequence_number": 2}}
        self.assertTrue(self.verify(server, first, second, third, in_order=True)["passed"])
        verdict = self.verify(server, first, third, second, in_order=True)
        self.assertEqual([one["passed"] for one in verdict["expectations"]], [True, True, False])
        near, = verdict["expectations"][2]["nearest"][:1]
        self.assertEqual(near["differed"], [{"pointer": "", "expected": {"after": 1}}])
        self.assertTrue(self.verify(server, first, third, {**second, "after": 0})["passed"])

    def test_the_time_between(self) -> None:
        server = self.server()
        worker = self.played(server)
        worker.delay(300)
        worker.send(3)
        worker.until("processed 3")
        sent = {"event": "fragment:data", "match": {"sequence_number": 3}}
        result = {"event": "fragment:processed", "match": {"sequence_number": 3}, "after": 0}
        self.assertTrue(self.verify(server, sent, {**result, "within_ms": 60000})["passed"])
        verdict = self.verify(server, sent, {**result, "within_ms": 100})
        late, = verdict["expectations"][1]["nearest"][0]["differed"]
        self.assertEqual((late["pointer"], late["expected"]), ("", {"within_ms": 100}))
        self.assertGreaterEqual(late["actual"]["within_ms"], 300)

    def test_since(self) -> None:
        server = self.server()
        worker = self.played(server)
        verdict = self.verify(server, {"event": "fragment:data", "count": {"exactly": 3}})
        worker.send(3)
        worker.until("processed 3")
        result = self.one(server, {"event": "fragment:data", "count": {"exactly": 1}},
                          since=verdict["next"])
        self.assertTrue(result["passed"])

    def test_other_streams_do_not_count(self) -> None:
        server = self.server()
        self.played(server)
        other = self.worker(server)
        other.open("other")
        self.assertEqual(self.one(server, {"event": "stream:init"})["matched"], 1)
        self.assertEqual(self.one(server, {"event": "stream:init"}, stream_id="*")["matched"], 2)

    # ---- what does not

    def test_the_nearest_misses_say_what_differed(self) -> None:
        server = self.server()
        self.played(server)
        result = self.one(server, {"event": "fragment:processed", "match": {
            "status": "failed", "sequence_number": 2, "/error/code": {"regex": "^GPU"}}})
        self.assertFalse(result["passed"])
        self.assertEqual(result["message"], "matching entries: 0, expected at least 1")
        self.assertEqual(len(result["nearest"]), 3)
        differed = [{one["pointer"]: (one["expected"], one.get("actual"))
                     for one in near["differed"]} for near in result["nearest"]]
        self.assertIn({"/sequence_number": (2, 1), "/error/code": ({"regex": "^GPU"}, "TIMEOUT")},
                      differed)
        self.assertIn({"/status": ("failed", "success"),
                       "/error/code": ({"regex": "^GPU"}, None)}, differed)
        self.assertEqual([len(one) for one in differed], sorted(len(one) for one in differed))

    def test_what_never_comes_has_no_misses(self) -> None:
        server = self.server()
        self.played(server)
        result = self.one(server, {"event": "stream:complete"})
        self.assertEqual((result["passed"], result["matched"], result["nearest"]), (False, 0, []))

    # ---- waiting

    def test_it_waits_until_it_holds(self) -> None:
        server = self.server()
        worker = self.played(server)
        answers = self.later(server, {"event": "fragment:processed", "count": {"at_least": 5}},
                             wait_ms=60000)
        worker.send(3)
        worker.until("processed 3")
        worker.send(4)
        verdict = answers.get(timeout=PATIENCE)
        self.assertTrue(verdict["passed"])
        self.assertEqual(verdict["expectations"][0]["matched"], 5)

    def test_it_waits_no_longer_than_it_can_hold(self) -> None:
        server = self.server()
        worker = self.played(server)
        answers = self.later(server, {"event": "fragment:data", "count": {"at_most": 3}},
                             {"event": "stream:complete"}, wait_ms=60000)
        worker.send(3)
        verdict = answers.get(timeout=PATIENCE)
        self.assertFalse(verdict["passed"])
        self.assertEqual(verdict["expectations"][0]["message"],
                         "matching entries: 4, expected at most 3")

    def test_it_gives_up_when_the_time_between_is_over(self) -> None:
        server = self.server()
        self.played(server)
        verdict = self.verify(server, {"event": "stream:init"},
                              {"event": "stream:complete", "within_ms": 50}, in_order=True,
                              wait_ms=60000)
        self.assertEqual([one["passed"] for one in verdict["expectations"]], [True, False])

    def test_nothing_more_is_known_when_the_time_is_over(self) -> None:
        server = self.server()
        worker = self.played(server)
        worker.emit("stream:pause", {"stream_id": "live"})
        quiet = {"event": "fragment:data", "count": {"exactly": 0}, "within_ms": 400}
        answers = self.later(server, {"event": "stream:pause"}, quiet, in_order=True,
                             wait_ms=60000)
        self.assertTrue(answers.get(timeout=PATIENCE)["passed"])
        worker.emit("stream:pause", {"stream_id": "live"})
        self.one(server, {"event": "stream:pause", "count": {"exactly": 2}})
        since = Control(server).do("GET", "/journal?event=stream:pause&limit=1")["next"]
        answers = self.later(server, {"event": "stream:pause"}, {**quiet, "within_ms": 60000},
                             in_order=True, since=since, wait_ms=60000)
        worker.send(3)
        verdict = answers.get(timeout=PATIENCE)
        self.assertEqual(verdict["expectations"][1]["message"],
                         "matching entries: 1, expected exactly 0")

    def test_only_upper_bounds_hold_when_the_time_is_up(self) -> None:
        server = self.server()
        self.played(server)
        verdict = self.verify(server, {"event": "error", "count": {"exactly": 0}}, wait_ms=100)
        self.assertTrue(verdict["passed"])

    def test_many_wait_at_once(self) -> None:
        server = self.server()
        worker = self.worker(server)
        answers = [self.later(server, {"event": "fragment:processed",
                                       "match": {"sequence_number": number}}, wait_ms=60000)
                   for number in range(20)]
        worker.open()
        for number in range(20):
            worker.send(number)
            worker.until(f"processed {number}")
        self.assertTrue(all(one.get(timeout=PATIENCE)["passed"] for one in answers))

    # ---- what is not known

    def test_entries_that_were_overwritten(self) -> None:
        """A lower bound that is met, and an upper one that is exceeded, are certain."""
        server = self.server(JOURNAL_MAX_EVENTS="10")
        worker = self.worker(server, acks=True)
        worker.open()
        for number in range(12):
            worker.send(number)
            worker.until(f"processed {number}")
        other = self.worker(server)
        other.open("other")
        data = "fragment:data"
        failed: dict[str, Any] = {"event": "fragment:processed", "match": TIMEOUT}
        rows: list[tuple[dict[str, Any], str]] = [
            ({**failed, "count": {"exactly": 0}}, "unknown"), (failed, "unknown"),
            ({"event": data}, "pass"), ({"event": data, "count": {"at_most": 1}}, "fail"),
            ({"event": data, "count": {"at_most": 50}}, "unknown"),
            ({"event": data, "count": {"exactly": 12}}, "unknown"),
            ({"event": "stream:init"}, "unknown")]
        for expectation, verdict in rows:
            with self.subTest(expectation=expectation):
                result = self.one(server, expectation)
                self.assertEqual(result["verdict"], verdict, result)
                self.assertEqual("JOURNAL_MAX_EVENTS (10" in result.get("why", ""),
                                 verdict == "unknown")
                self.assertNotIn("JOURNAL_MAX_BYTES", result.get("why", ""))
                other_verdict = self.one(server, expectation, stream_id="other")["verdict"]
                self.assertIn(other_verdict, ("pass", "fail"))
        whole = self.verify(server, {"event": data}, {**failed, "count": {"exactly": 0}})
        self.assertEqual((whole["verdict"], whole["lost"]), ("unknown", True))
        self.assertEqual(whole["why"], whole["expectations"][1]["why"])
        whole = self.verify(server, {**failed, "count": {"exactly": 0}},
                            {"event": data, "count": {"exactly": 1}})
        self.assertEqual(whole["verdict"], "fail")
        self.assertNotIn("why", whole)
        since = Control(server).do("GET", "/journal?stream=live")["next"]
        worker.send(12)
        worker.until("processed 12")
        self.assertTrue(self.one(server, {**failed, "count": {"exactly": 0}},
                                 since=since)["passed"])

    def test_a_stream_whose_entries_are_all_gone(self) -> None:
        server = self.server(JOURNAL_MAX_BYTES="65536")
        worker = self.worker(server)
        worker.open("old")
        worker.end()
        worker.until("complete")
        for later in range(20):
            worker.open(f"live-{later}")
            for number in range(5):
                worker.send(number, metadata={"text": ["x" * 200] * 10})
                worker.until(f"processed {number}")
            worker.end()
            worker.until("complete")
        none = {"event": "error", "count": {"exactly": 0}}
        old = self.verify(server, none, stream_id="old")
        self.assertEqual(old["verdict"], "unknown", old)
        self.assertIn("JOURNAL_MAX_BYTES (65536", old["why"])
        self.assertEqual(self.verify(server, none, stream_id="odl")["verdict"], "fail")

    def test_values_that_the_journal_does_not_show(self) -> None:
        server = self.server()
        self.played(server, metadata={"note": "n" * 300, "token": "t", "list": ["x" * 200] * 20})
        for match in ({"/metadata/note": "n" * 300}, {"/metadata/note": {"regex": "^n+$"}},
                      {"/metadata/token": "other"}, {"/metadata/list": {"regex": "y"}},
                      {"metadata": {"equals": {"note": "n"}}}):
            for count in ({"exactly": 0}, {"at_least": 1}):
                with self.subTest(match=match, count=count):
                    result = self.one(server, {"event": "fragment:data", "match": match,
                                               "count": count})
                    self.assertEqual(result["verdict"], "unknown", result)
                    self.assertIn("3 of the entries could not be compared", result["why"])
        self.assertEqual(self.one(server, {"event": "fragment:data", "match": {
            "/metadata/note": "n", "sequence_number": 9}, "count": {"exactly": 0}})["verdict"],
            "pass")

    # ---- streams that nobody used

    def test_a_stream_that_nobody_used(self) -> None:
        server = self.server()
        none = {"event": "error", "count": {"exactly": 0}}
        empty = self.verify(server, none, stream_id="*")
        self.assertEqual(empty["verdict"], "fail")
        self.played(server)
        verdict = self.verify(server, none, {"event": "stream:init"}, stream_id="lvie")
        self.assertEqual([one["verdict"] for one in verdict["expectations"]], ["fail", "fail"])
        self.assertIn('no stream "lvie" was ever used on this server; did you mean "live"?',
                      verdict["why"])
        self.assertIn('"absent_ok": true', verdict["why"])
        self.assertIn("replica", verdict["expectations"][0]["message"])
        self.assertEqual(self.verify(server, none, stream_id="none-*")["verdict"], "fail")
        self.assertEqual(self.verify(server, none, stream_id="li*")["verdict"], "pass")
        self.assertTrue(self.verify(server, none, stream_id="lvie", absent_ok=True)["passed"])
        verdict = self.verify(server, {"event": "stream:init"}, stream_id="lvie", absent_ok=True)
        self.assertEqual(verdict["verdict"], "fail")

    def test_a_stream_that_is_used_while_somebody_waits(self) -> None:
        server = self.server()
        answers = self.later(server, {"event": "stream:ready"},
                             {"event": "error", "count": {"exactly": 0}}, wait_ms=60000)
        self.played(server)
        self.assertEqual(answers.get(timeout=PATIENCE)["verdict"], "pass")

    # ---- requests that are wrong

    def test_what_was_wrong_is_named(self) -> None:
        server = self.server()
        control = Control(server)
        event: dict[str, Any] = {"event": "stream:init"}
        for wrong, path, words in (
                ({"expectations": []}, "/expectations", "at least 1"),
                ({"expectations": [event], "wait": 1}, "/wait", "not a known member"),
                ({"expectations": [{}]}, "/expectations/0", "event"),
                ({"expectations": [{**event, "direction": "up"}]}, "/expectations/0/direction",
                 "in"),
                ({"expectations": [{**event, "count": {"exactly": 1, "at_least": 1}}]},
                 "/expectations/0/count", "exactly"),
                ({"expectations": [{**event, "count": {"at_least": 2, "at_most": 1}}]},
                 "/expectations/0/count", "any number"),
                ({"expectations": [event, {**event, "after": 1}]}, "/expectations/1/after",
                 "earlier"),
                ({"expectations": [{**event, "count": {"exactly": 0}}, {**event, "after": 0}]},
                 "/expectations/1/after", "without any entry"),
                ({"expectations": [{**event, "within_ms": 5}]}, "/expectations/0/within_ms",
                 "after"),
                ({"expectations": [{**event, "match": {"a/b": {"regex": "("}}}]},
                 "/expectations/0/match/a~1b/regex", "( without a )"),
                ({"expectations": [{**event, "match": {"/a": {"regex": r"(a)\1"}}}]},
                 "/expectations/0/match/~1a/regex", "back-reference"),
                ({"expectations": [{**event, "match": {"a": {"regex": "(((a{9}){9}){9})"}}}]},
                 "/expectations/0/match/a/regex", "too long"),
                ({"expectations": [{**event, "match": {"a": {"regex": "[a["}}}]},
                 "/expectations/0/match/a/regex", "without a ]"),
                ({"expectations": [{**event, "unknown": True,
                                    "match": {f"a{n}": {"regex": "a"} for n in range(17)}}] * 2},
                 "/expectations/1/match", "regular expression"),
                ({"expectations": [{**event, "match": {"a": {"regexp": "x"}}}]},
                 "/expectations/0/match/a/regexp", "regex"),
                ({"expectations": [{**event, "match": {"a": {"absent": True, "min": 1}}}]},
                 "/expectations/0/match/a", "absent")):
            with self.subTest(wrong=wrong):
                error = control.refused(400, "POST", "/verify", wrong)
                finding = error["findings"][0]
                self.assertEqual(finding["path"], path)
                self.assertIn(words, finding["message"])

    # ---- typos

    def test_a_name_that_the_protocol_does_not_know_is_refused(self) -> None:
        control = Control(self.server())
        data: dict[str, Any] = {"event": "fragment:data"}
        rows: list[tuple[dict[str, Any], str, str]] = [
                ({"event": "stream:inti"}, "/event", 'did you mean "stream:init"?'),
                ({"event": "Error"}, "/event", 'did you mean "error"?'),
                ({"event": "diconnected"}, "/event", 'did you mean "disconnected"?'),
                ({"event": "event"}, "/event", "not a known event or kind of entry"),
                ({"event": "server"}, "/event", "not a known event or kind of entry"),
                ({"event": "chat"}, "/event", '"unknown": true'),
                ({"event": "fragmnt:*"}, "/event", "not a known event"),
                ({"event": "stream:ready", "direction": "in"}, "/event", "never goes in"),
                ({"event": "fragment:data", "direction": "out"}, "/event", "never goes out"),
                ({"event": "parked", "direction": "out"}, "/event", "never goes out"),
                ({**data, "match": {"sequence": 1}}, "/match/sequence", '"unknown": true'),
                ({**data, "match": {"stream_di": 1}}, "/match/stream_di",
                 'did you mean "stream_id"?'),
                ({**data, "match": {"/audio/chanels": 1}}, "/match/~1audio~1chanels",
                 'did you mean "channels"?'),
                ({"event": "error", "match": {"/metadata/errors/0/pth": ""}},
                 "/match/~1metadata~1errors~10~1pth", 'did you mean "path"?'),
                ({"event": "error", "match": {"/metadata/errors/path": ""}},
                 "/match/~1metadata~1errors~1path", "not a list index"),
                ({"event": "disconnected", "match": {"/raeson": "x"}}, "/match/~1raeson",
                 'did you mean "reason"?'),
                ({"event": "fragment:ack", "direction": "in",
                  "match": {"queue_position": 1}}, "/match/queue_position", "not a known member"),
                ({"event": "fragment:processed", "match": {"status": "faild"}}, "/match/status",
                 'must be one of "success", "partial", "failed"'),
                ({"event": "error", "match": {"code": {"equals": "INVALID_SEQENCE"}}},
                 "/match/code", 'did you mean "INVALID_SEQUENCE"?'),
                ({"event": "fault", "match": {"/fault/action": "fial"}}, "/match/~1fault~1action",
                 'must be one of "fail"')]
        for wrong, where, words in rows:
            with self.subTest(wrong=wrong):
                body: dict[str, Any] = {"expectations": [data, {**wrong, "count": {"exactly": 0}}]}
                error = control.refused(400, "POST", "/verify", body)
                finding, = error["findings"]
                self.assertEqual((finding["path"], finding["keyword"]),
                                 (f"/expectations/1{where}", "unknown"))
                self.assertIn(words, finding["message"])
                self.assertNotRegex(finding["message"], r"[?;][;.]")
                body["expectations"][1]["unknown"] = True
                control.do("POST", "/verify", body)

    def test_what_no_value_can_match_is_refused(self) -> None:
        control = Control(self.server())
        data, result = "fragment:data", "fragment:processed"
        rows: list[tuple[str, dict[str, Any], str, str]] = [
            (data, {"sequence_number": "1"}, "/sequence_number", "must be an integer"),
            (data, {"sequence_number": 1.5}, "/sequence_number", "must be an integer"),
            (data, {"sequence_number": {"equals": True}}, "/sequence_number", "integer"),
            (data, {"sequence_number": -1}, "/sequence_number", "at least 0"),
            (data, {"sequence_number": {"max": -1}}, "/sequence_number", "never less than 0"),
            (data, {"fragment_id": {"min": 1}}, "/fragment_id", "never a number"),
            (data, {"fragment_id": 7}, "/fragment_id", "must be a string"),
            (data, {"/audio/data_base64": "AAAA"}, "/~1audio~1data_base64", '"elided"'),
            (data, {"/audio/data_base64": {"regex": "A"}}, "/~1audio~1data_base64", '"elided"'),
            (data, {"/audio": 1}, "/~1audio", "must be an object"),
            (data, {"sequence_number": {"min": 5, "max": 1}}, "/sequence_number/max",
             "less than min"),
            (data, {"sequence_number": {"equals": 1, "min": 2}}, "/sequence_number/equals",
             "not in the range"),
            (data, {"stream_id": {"equals": "a", "regex": "b"}}, "/stream_id/equals",
             "does not match the regular expression"),
            (result, {"status": {"regex": "^faild$"}}, "/status",
             '"success", "partial", "failed"; did you mean "failed"?'),
            ("error", {"retryable": {"regex": "^ture$"}}, "/retryable", "true, false"),
            ("resumed", {"/was_parked": "true"}, "/~1was_parked", "must be a boolean"),
            (data, {"stream_id": {"absent": True}}, "/stream_id", "never absent"),
            (data, {"/audio/channels": {"present": False}}, "/~1audio~1channels", "never absent"),
            ("state", {"/to": {"regex": "^pausd$"}}, "/~1to", "did you mean")]
        for event, match, where, words in rows:
            with self.subTest(match=match):
                body: dict[str, Any] = {"absent_ok": True, "expectations": [
                    {"event": event, "match": match, "count": {"exactly": 0}}]}
                finding, = control.refused(400, "POST", "/verify", body)["findings"]
                self.assertEqual(finding["path"], f"/expectations/0/match{where}")
                self.assertIn(words, finding["message"])
                if finding["keyword"] == "unknown":
                    body["expectations"][0]["unknown"] = True
                    control.do("POST", "/verify", body)
                if finding["keyword"] == "unknown" and event == data:
                    body["expectations"][0].update(unknown=False, verdict="invalid")
                    control.do("POST", "/verify", body)
                    body["expectations"][0].update(verdict="ok")
                    control.refused(400, "POST", "/verify", body)

    def test_a_stream_id_that_the_request_is_not_about_is_refused(self) -> None:
        control = Control(self.server())
        for event, own, refused in (("stream:init", "aa", True), ("stream:ready", "b", True),
                                    ("stream:init", "a", False), ("fragment:data", "aa", False)):
            with self.subTest(event=event, own=own):
                body: dict[str, Any] = {"stream_id": "a", "absent_ok": True, "expectations": [
                    {"event": event, "match": {"stream_id": own}, "count": {"exactly": 0}}]}
                if not refused:
                    control.do("POST", "/verify", body)
                    continue
                finding, = control.refused(400, "POST", "/verify", body)["findings"]
                self.assertEqual(finding["path"], "/expectations/0/match/stream_id")
                body["expectations"][0]["verdict"] = "invalid"
                if event == "stream:init":
                    control.do("POST", "/verify", body)

    def test_what_may_match_is_not_refused(self) -> None:
        control = Control(self.server())
        for event, match in (
                ("fragment:*", {"status": "failed"}), ("*", {"sequence_number": 1}),
                ("fragment:processed", {"status": {"regex": "fail|part"}}),
                ("fragment:data", {"sequence_number": {"regex": "^1"}, "metadata": None}),
                ("fragment:data", {"/audio/data_base64": {"equals": {"elided": 4}}}),
                ("fragment:data", {"/metadata/any": {"min": 1}, "/metadata/other": [1]}),
                ("error", {"code": {"regex": "^(TIMEOUT|MODEL_ERROR)$"}}),
                ("fragment:data", {"metadata": {"absent": True}}),
                ("fragment:processed", {"/dubbed_audio/channels": {"absent": True}}),
                ("fragment:*", {"status": {"absent": True}}),
                ("fault", {"/fault/seed": {"min": -5, "max": 5}})):
            with self.subTest(match=match):
                control.do("POST", "/verify", {"expectations": [{"event": event, "match": match}]})

    def test_what_was_invalid_can_be_looked_for(self) -> None:
        server = self.server()
        worker = self.played(server)
        worker.emit("fragment:data", {**worker.make(3), "sequence_number": "3"})
        worker.refused("INVALID_CONFIG")
        data = {"event": "fragment:data", "count": {"exactly": 1}}
        three = {"match": {"sequence_number": "3"}}
        rows: list[dict[str, Any]] = [
            {"verdict": "invalid"}, {"verdict": "invalid", **three}, {"unknown": True, **three}]
        for more in rows:
            with self.subTest(more=more):
                result = self.one(server, {**data, **more})
                self.assertTrue(result["passed"], result)
        self.assertEqual(self.one(server, {**data, "verdict": "ok"})["matched"], 3)
        finding, = Control(server).refused(400, "POST", "/verify", {"expectations": [
            {"event": "parked", "verdict": "ok"}]})["findings"]
        self.assertEqual(finding["path"], "/expectations/0/verdict")

    def test_an_unknown_event_can_be_looked_for(self) -> None:
        server = self.server()
        worker = self.played(server)
        worker.emit("stream:inti", {"a": 1})
        worker.refused("INVALID_CONFIG")
        result = self.one(server, {"event": "stream:inti", "unknown": True,
                                   "match": {"/0/a": 1}, "count": {"exactly": 1}})
        self.assertTrue(result["passed"], result)

    def test_whatever_comes_can_be_looked_for(self) -> None:
        def places(value: Any, pointer: str = "") -> Iterator[str]:
            steps = enumerate(value) if isinstance(value, list) else \
                value.items() if isinstance(value, dict) else ()
            yield pointer
            for step, part in steps:
                yield from places(part, f"{pointer}/{step}")

        server = self.server()
        worker = self.played(server, metadata={"mine": {"deep": [1]}})
        worker.emit("stream:pause", {})
        worker.refused("INVALID_CONFIG")
        worker.end()
        worker.expect("stream:complete")
        entries = Control(server).do("GET", "/journal?stream=live")["entries"]
        self.assertGreater({entry.get("event") for entry in entries},
                           {"stream:init", "stream:complete", "fragment:processed", "error"})
        for entry in entries:
            is_event = entry["kind"] == "event"
            expectation = {"event": entry["event"] if is_event else entry["kind"]}
            if "direction" in entry:
                expectation["direction"] = entry["direction"]
            subject = list(places(entry.get("payload") if is_event else entry))
            for start in range(0, len(subject), 32):
                match = {place: {"present": True} for place in subject[start:start + 32]}
                result = self.one(server, {**expectation, "match": match})
                self.assertTrue(result["passed"], (entry, result))

    def test_a_pattern_cannot_hang_the_server(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open()
        for number in range(50):
            worker.send(number, metadata={"text": "ab" * 100})
            worker.until(f"processed {number}")
        for pattern in ("(a*)*c", "(a|a)*c", "(a|aa)+$", "((((((((a*)*)*)*)*)*)*)*)*c",
                        "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)c",
                        "(a|b)*a" + "." * 240 + "c", "(a?)+" * 51 + "c", "(((((((a+)+)+)+)+)+)+)+c",
                        "((a{1,9}){1,9}){1,2}c", "(" * 60 + "a" + ")*" * 60):
            with self.subTest(pattern=pattern):
                result = self.one(server, {"event": "fragment:data",
                                           "match": {"/metadata/text": {"regex": pattern}}})
                self.assertIn(result["matched"], (0, 50))


if __name__ == "__main__":
    unittest.main()
