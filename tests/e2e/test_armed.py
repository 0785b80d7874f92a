"""What is armed, and what came of it: GET /control/armed, hits of streams, verify's unused_faults,
entries of the journal and reports (protocol §7)."""

from __future__ import annotations

import json
import tempfile
import threading
import unittest
from pathlib import Path
from typing import Any

import reports
from control import KEY, Control
from harness import wait_for
from session import SessionTest
from test_conform import conform

LATE: dict[str, Any] = {"trigger": "sequence_number", "value": 2, "error_code": "TIMEOUT"}
NEXT: dict[str, Any] = {"error_code": "GPU_OOM", "count": 5}
KEYS = [{"key": KEY, "streams": ["*"]}, {"key": "team-a", "streams": ["a-*"]}]
PASSED = "sequence_number 2 has passed in this run: the stream expects "


class Armed(SessionTest):
    def armed(self, control: Control, query: str = "") -> list[dict[str, Any]]:
        return list(control.do("GET", f"/armed{query}")["armed"])

    def verify(self, control: Control, **asked: Any) -> dict[str, Any]:
        return dict(control.do("POST", "/verify", {"unused_faults": "fail", **asked}))

    def hits(self, control: Control, stream: str) -> list[tuple[str, list[int]]]:
        return [(one["kind"], [rule["hits"] for rule in one["rules"]])
                for one in control.stream(stream)["armed"].get("hits", [])]


class Lists(Armed):
    def test_hits_by_rule_and_why_one_cannot_hit(self) -> None:
        server = self.server()
        control, worker = Control(server), self.worker(server)
        worker.open("live")
        worker.send_all(0, 1, 2)
        worker.until("processed 2")
        control.arm("live", LATE, NEXT, seed=7)
        worker.send(3)
        worker.until("processed 3")
        one, = self.armed(control)
        first, second = one.pop("rules")
        self.assertEqual(first, {"rule": 0, "does": "fail TIMEOUT, sequence_number 2", "hits": 0,
                                 "cannot_hit": f"{PASSED}4"})
        self.assertEqual((second["hits"], second["last_hit"]["stream_id"],
                          second["last_hit"]["sequence_number"]), (1, "live", 3))
        del one["time"]
        self.assertEqual(one, {"number": 1, "kind": "faults", "stream_id": "live",
                               "by": "put_faults", "address": "127.0.0.1", "key": 1, "streams": 1,
                               "faults": {"rules": [LATE, NEXT], "seed": 7}})
        self.assertEqual(self.hits(control, "live"), [("faults", [0, 1])])

    def test_who_armed_it(self) -> None:
        server = self.server(STS_API_KEYS_FILE=self.keys())
        team = self.worker(server, token="team-a")
        team.open("a-1")
        team.arm(NEXT)
        Control(server, key="team-a").delay("a-*", 1)
        Control(server).delay("b", 1)
        own, glob, other = self.armed(Control(server))
        self.assertEqual([(one["by"], one["key"], one["stream_id"]) for one in (own, glob, other)],
                         [("config:error_simulation", 2, "a-1"), ("put_delay", 2, "a-*"),
                          ("put_delay", 1, "b")])
        self.assertTrue(own["client"])
        self.assertNotIn("client", glob)
        # a key for some streams sees those alone
        seen = self.armed(Control(server, key="team-a"))
        self.assertEqual([one["number"] for one in seen], [own["number"], glob["number"]])
        Control(server, key="team-a").refused(403, "GET", "/armed?stream=b")

    def test_a_key_for_some_streams_is_not_told_of_others(self) -> None:
        server = self.server(STS_API_KEYS_FILE=self.keys())
        control, team = Control(server), Control(server, key="team-a")
        control.arm("*", NEXT)
        control.do("POST", "/scenarios", {"scenarios": [
            {"stream_id": "*", "steps": [{"delay": {"delay_ms": 0}}]}]})
        worker = self.worker(server)
        worker.open("secret")
        worker.send(0)
        worker.until("processed 0")
        for query in ("?stream=a-*", "?stream=a-1"):
            answer = team.do("GET", f"/armed{query}")
            self.assertEqual(len(answer["armed"]), 3)
            self.assertNotIn("secret", str(answer))
        self.assertIn("secret", str(self.armed(control)))

    def keys(self) -> str:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "keys.json"
        path.write_text(json.dumps(KEYS))
        return str(path)

    def test_hits_stay_when_the_stream_is_gone(self) -> None:
        server = self.server()
        control = Control(server)
        control.arm("glob-*", NEXT)
        for name, count in (("glob-1", 1), ("glob-2", 2)):
            worker = self.worker(server)
            worker.open(name)
            worker.delay(1)
            worker.send_all(*range(count))
            worker.until(f"processed {count - 1}")
            worker.leave()
        self.await_streams(server, 0, 0)
        for name, count in (("glob-1", 1), ("glob-2", 2), ("glob-3", 0)):
            faults, *own = self.armed(control, f"?stream={name}")
            self.assertEqual(faults["rules"][0]["hits"], count)
            self.assertEqual([one["rules"][0]["hits"] for one in own], [count] if count else [])
        self.assertEqual([one["rules"][0]["hits"] for one in self.armed(control)], [3, 1, 2])
        control.reset("glob-1")
        self.assertEqual(len(self.armed(control)), 2)
        control.reset()
        self.assertEqual(self.armed(control), [])

    def test_what_is_to_come_and_what_runs(self) -> None:
        server = self.server()
        control = Control(server)
        control.disconnect("x", delay_ms=60000, mode="fin")
        control.disconnect("y*", refuse_ms=60000)
        control.disconnect("z", refuse_ms=60000, scope="server")
        to_come, streams, everybody = self.armed(control)
        self.assertEqual([one["kind"] for one in (to_come, streams, everybody)],
                         ["disconnect", "refusal", "refusal"])
        self.assertTrue(0 < to_come["left_ms"] <= 60000)
        self.assertEqual((streams["scope"], streams["refused"], streams["by"]),
                         ("streams", 0, "post_disconnect"))
        self.assertEqual(everybody["scope"], "server")
        # what refuses everybody concerns everybody
        self.assertEqual([one["number"] for one in self.armed(control, "?stream=other")],
                         [everybody["number"]])

    def test_pages(self) -> None:
        control = Control(self.server())
        for number in range(7):
            control.delay(f"s-{number}", 1)
        found, after = [], 0
        while True:
            page = control.do("GET", f"/armed?limit=3&after={after}")
            found += [one["stream_id"] for one in page["armed"]]
            if "next" not in page:
                break
            after = page["next"]
        self.assertEqual(found, [f"s-{number}" for number in range(7)])

    def test_a_scenario_and_where_its_streams_are(self) -> None:
        server = self.server(LOG_FORMAT="json")
        control, one, two = Control(server), self.worker(server), self.worker(server)
        control.do("POST", "/scenarios", {"scenarios": [
            {"name": "x", "stream_id": "s-*", "steps": [
                {"faults": {"rules": [{"error_code": "TIMEOUT"}]}, "until": {"count": 1}},
                {"delay": {"delay_ms": 1}, "until": {"event": "stream:pause"}}]}]})
        one.open("s-1")
        two.open("s-2")
        one.send(0)
        one.until("processed 0")
        scenario, first, second = self.armed(control)
        places = {at["stream_id"]: at.get("step") for at in scenario["scenario"].pop("at")}
        self.assertEqual(places, {"s-1": 1, "s-2": 0})
        self.assertEqual(scenario["scenario"], {"name": "x", "steps": 2, "begun": 2})
        self.assertEqual(first["scenario"], {"name": "x", "steps": 2, "step": 0})
        self.assertEqual([one["rules"][0]["hits"] for one in (first, second)], [1, 0])
        one.pause()
        wait_for(lambda: "scenario is over" in server.output(), "the last step")
        steps = [entry for entry in control.do("GET", "/journal?event=step&stream=s-1")["entries"]]
        self.assertEqual([(entry["reason"], entry["armed"].get("step")) for entry in steps],
                         [("begun", 0), ("count", 1), ("event", None)])
        lines = [json.loads(line) for line in server.output().splitlines() if "scenario" in line
                 and '"s-1"' in line]
        self.assertEqual([(line["message"], line.get("step")) for line in lines],
                         [("scenario step begins", 0), ("scenario step begins", 1),
                          ("scenario is over", None)])


class Unused(Armed):
    def test_every_rule_has_to_hit(self) -> None:
        server = self.server()
        control, worker = Control(server), self.worker(server)
        control.arm("live", LATE, NEXT)
        worker.open("live")
        worker.send(0)
        worker.until("processed 0")
        answer = self.verify(control, stream_id="live")
        self.assertEqual((answer["verdict"], answer["passed"]), ("fail", False))
        self.assertEqual(answer["why"], "1 of 2 armed rules did not hit (unused_faults)")
        self.assertEqual(answer["unused_faults"],
                         [{"number": 1, "kind": "faults", "stream_id": "live", "rule": 0,
                           "does": "fail TIMEOUT, sequence_number 2"}])
        # it waits for the hit
        answers: list[dict[str, Any]] = []
        waiting = threading.Thread(target=lambda: answers.append(
            self.verify(control, stream_id="live", wait_ms=20000)))
        waiting.start()
        worker.send_all(1, 2)
        waiting.join()
        self.assertEqual((answers[0]["verdict"], answers[0]["unused_faults"]), ("pass", []))

    def test_it_does_not_wait_for_what_cannot_hit(self) -> None:
        server = self.server()
        control, worker = Control(server), self.worker(server)
        worker.open("live")
        worker.send_all(0, 1, 2)
        worker.until("processed 2")
        control.arm("live", LATE)
        answer = self.verify(control, stream_id="live", wait_ms=60000)
        self.assertEqual(answer["unused_faults"][0]["cannot_hit"], f"{PASSED}3")

    def test_a_hit_of_another_stream_is_none(self) -> None:
        server = self.server()
        control, one, two = Control(server), self.worker(server), self.worker(server)
        control.arm("*", NEXT)
        one.open("one")
        two.open("two")
        one.send(0)
        one.until("processed 0")
        named: list[dict[str, Any]] = [{"stream_id": one} for one in ("one", "two", "t*")]
        asked_for: list[dict[str, Any]] = [*named, {}]
        self.assertEqual([self.verify(control, **asked)["verdict"] for asked in asked_for],
                         ["pass", "fail", "pass", "pass"])
        # what does not decide about the stream is not asked for
        control.delay("two", 0)
        control.arm("two", LATE)
        two.send_all(0, 1, 2)
        two.until("processed 2")
        self.assertEqual(self.verify(control, stream_id="two")["verdict"], "pass")

    def test_never_green_where_nothing_is_armed(self) -> None:
        server = self.server()
        control, worker = Control(server), self.worker(server)
        worker.open("live")
        control.arm("live", NEXT)
        worker.send(0)
        worker.until("processed 0")
        control.reset("live")
        answer = self.verify(control, stream_id="live")
        self.assertEqual((answer["verdict"], answer["unused_faults"]), ("unknown", []))
        self.assertIn("ask before", answer["why"])
        # an expectation that holds does not make it green
        held = [{"event": "fragment:data"}]
        answer = self.verify(control, stream_id="live", expectations=held)
        self.assertEqual((answer["verdict"], answer["expectations"][0]["verdict"]),
                         ("unknown", "pass"))
        # nothing compared, nothing known; nobody there, nothing good
        answer = control.do("POST", "/verify", {"stream_id": "live"})
        self.assertEqual(answer["verdict"], "unknown")
        self.assertIn("nothing was compared", answer["why"])
        control.arm("nobody", NEXT)
        self.assertEqual(self.verify(control, stream_id="nobody")["verdict"], "fail")
        answer = control.do("POST", "/verify", {"stream_id": "nobody"})
        self.assertEqual(answer["verdict"], "fail")

    def test_a_reset_forgets_the_hits_of_its_streams(self) -> None:
        server = self.server()
        control, one, two = Control(server), self.worker(server), self.worker(server)
        control.arm("k-*", NEXT)
        for worker, name in ((one, "k-1"), (two, "k-2")):
            worker.open(name)
            worker.send(0)
            worker.until("processed 0")
        control.reset("k-1")
        self.assertEqual([self.verify(control, stream_id=name)["verdict"]
                          for name in ("k-1", "k-2", "k-*")], ["fail", "pass", "pass"])
        self.assertEqual(self.armed(control)[0]["rules"][0]["hits"], 1)
        control.reset("k-2")
        self.assertEqual(self.verify(control, stream_id="k-*")["verdict"], "fail")
        one.send(1)
        one.until("processed 1")
        self.assertEqual(self.verify(control, stream_id="k-1")["verdict"], "pass")

    def test_with_since_only_later_hits_count(self) -> None:
        server = self.server()
        control, worker = Control(server), self.worker(server)
        control.arm("live", NEXT)
        worker.open("live")
        worker.send(0)
        worker.until("processed 0")
        since = control.do("GET", "/journal?since=now")["next"]
        self.assertEqual(self.verify(control, stream_id="live")["verdict"], "pass")
        self.assertEqual(self.verify(control, stream_id="live", since=since)["verdict"], "fail")
        worker.send(1)
        worker.until("processed 1")
        self.assertEqual(self.verify(control, stream_id="live", since=since)["verdict"], "pass")

    def test_a_place_of_another_start_says_nothing(self) -> None:
        first, server = self.server(), self.server()
        since = Control(first).do("GET", "/journal?since=now")["next"]
        control, worker = Control(server), self.worker(server)
        control.arm("live", NEXT)
        worker.open("live")
        worker.send(0)
        worker.until("processed 0")
        answer = self.verify(control, stream_id="live", since=since)
        self.assertEqual((answer["verdict"], answer["unused_faults"][0]["unknown"]),
                         ("unknown", True))

    def test_where_the_place_of_since_is_lost_nobody_knows(self) -> None:
        server = self.server(JOURNAL_MAX_EVENTS="10")
        control, worker = Control(server), self.worker(server)
        control.arm("live", NEXT)
        worker.open("live")
        since = control.do("GET", "/journal?since=now")["next"]
        worker.send_all(*range(5))
        worker.until("processed 4")
        self.assertEqual(self.verify(control, stream_id="live")["verdict"], "pass")
        answer = self.verify(control, stream_id="live", since=since)
        self.assertEqual((answer["verdict"], answer["unused_faults"][0]["unknown"]),
                         ("unknown", True))

    def test_a_delay_and_backpressure_have_to_act(self) -> None:
        server = self.server()
        control, worker = Control(server), self.worker(server)
        control.delay("live", 1)
        control.do("PUT", "/streams/live/backpressure", {"threshold": 2})
        worker.open("live")
        worker.send(0)
        worker.until("processed 0")
        unused = self.verify(control, stream_id="live")["unused_faults"]
        self.assertEqual([one["kind"] for one in unused], ["backpressure"])
        control.do("PUT", "/streams/live/backpressure", {"threshold": 1})
        worker.send(1)
        worker.until("processed 1")
        self.assertEqual(self.verify(control, stream_id="live")["verdict"], "pass")


class Told(Armed):
    def test_the_journal_reports_and_their_replay_tell_it(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name)
        server = self.server(ECHO_JOURNAL=str(path / "journal.ndjson"))
        control, worker = Control(server), self.worker(server)
        control.arm("l*", {"trigger": "nth_fragment", "value": 2, "error_code": "TIMEOUT"}, LATE)
        worker.open("live")
        worker.send_all(0, 1)
        worker.until("processed 1")
        control.reset()  # what was armed stays in the report
        worker.end()
        worker.until("complete")
        entries = control.do("GET", "/journal?stream=live")["entries"]
        armed, gone = [entry["armed"] for entry in entries if entry["kind"] == "armed"]
        words = ["fail TIMEOUT, nth_fragment 2", "fail TIMEOUT, sequence_number 2"]
        self.assertEqual(armed, {"kind": "faults", "number": 1, "stream_id": "l*",
                                 "rules_count": 2, "rules": words})
        self.assertEqual(gone, {"kind": "faults"})
        fault, = [entry["fault"] for entry in entries if entry["kind"] == "fault"]
        self.assertEqual((fault["armed"], fault["rule"]), (1, 0))
        told = [{"number": 1, "stream_id": "l*", "rules_count": 2, "rules": [
            {"rule": 0, "does": words[0], "hits": 1}, {"rule": 1, "does": words[1], "hits": 0}]}]
        self.assertEqual(reports.report(server, "live")["streams"][0]["armed"], told)
        xml = reports.fetch(server, "live", ".xml").body.decode()
        self.assertIn('<property name="unused_rules" value="1"/>', xml)
        page = reports.fetch(server, "live", ".html").body.decode()
        self.assertIn("Armed faults: 1 rule never hit", page)
        self.assertIn(f"{words[1]}: <strong>never hit</strong>", page)
        server.stop()
        conform("replay", str(path / "journal.ndjson"), "--json", str(path / "replay.json"))
        replayed = json.loads((path / "replay.json").read_text())
        self.assertEqual(replayed["streams"][0]["armed"], told)


if __name__ == "__main__":
    unittest.main()
