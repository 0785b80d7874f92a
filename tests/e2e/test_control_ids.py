"""Ids in request targets: each names exactly its stream, in every operation, beside all others. All
of them are there at once, so that an operation that reaches another one is seen."""
# labels: fast

from __future__ import annotations

import json
import re
import tempfile
import unittest
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

import harness
from control import KEY, STEP, Control, to
from session import Session

IDS = [
    "rtmp://origin/live/key", "rtmp:/origin/live/key", "..", ".", "...", "./x", "x", "a//b", "a/b",
    "a/../b", "b", "a%2Fb", "a%252Fb", "%", "%zz", "?", "#", "*", "a*b", "a?b", "a\\*b", "a\\\\*b",
    "axb", "\\", "\\\\", "\\*", "C:\\dir", "a b", "a+b", " ", "ä€𝄞", "𝄞" * 256, "𝄞" * 255, "x" * 256,
    "*" * 256, "\\" * 256, "/", "//", "faults", "a/faults", "a/faults/", "x.json", "x.json.json",
    "report.html", ";", "{id}", "a&b=c", '"', "a,b", "streams", "~", "-_.!'()",
]
RULES = {"rules": [{"error_code": "MODEL_ERROR"}]}


def pattern_of(name: str) -> str:
    """The pattern that means this id only."""
    return re.sub(r"([*?\\])", r"\\\1", name)


def escaped(name: str) -> str:
    """With an escape for every byte: nothing in it is part of a path's fixed words."""
    return "".join(f"%{byte:02X}" for byte in name.encode())


def bare(name: str) -> str:
    """With escapes only for what no request line can have, and for `%` itself."""
    return "".join(part if "!" <= part <= "~" and part not in "?#%" else escaped(part)
                   for part in name)


class Ids(unittest.TestCase):
    control: ClassVar[Control]
    workers: ClassVar[dict[str, Session]]

    @classmethod
    def setUpClass(cls) -> None:
        server = harness.server(IDLE_TIMEOUT_MS="0", RESUME_WINDOW_MS="3600000",
                                WS_MAX_CONNECTIONS="0", MAX_CONNECTIONS_PER_KEY="0")
        cls.addClassCleanup(server.stop)
        cls.control = Control(server)
        cls.workers = {}
        for name in IDS:
            cls.workers[name] = worker = Session(server.url)
            cls.addClassCleanup(worker.drop)
            worker.open(name)

    def setUp(self) -> None:
        self.control.reset()

    def armed(self, kind: str) -> list[str]:
        """For which streams something of a kind is armed."""
        return [one["stream_id"] for one in self.streams() if kind in one["armed"]]

    def streams(self) -> list[dict[str, Any]]:
        streams: list[dict[str, Any]] = self.get("/streams").json()["streams"]
        self.assertEqual(len(streams), len(IDS))
        return streams

    def get(self, target: str) -> harness.Response:
        answer = self.control.raw("GET", f"/control{target}")
        self.assertEqual(answer.status, 200, (target, answer.body))
        return answer

    # ---- in the path

    def test_a_stream(self) -> None:
        for name in IDS:
            for word in {to(name), escaped(name), bare(name)}:
                if word != "a/faults":  # not encoded, it is the path of another operation
                    with self.subTest(name, word=word):
                        seen = self.get(f"/streams/{word}").json()
                        self.assertEqual(seen["stream_id"], name)

    def test_what_is_armed(self) -> None:
        for kind, body in (("faults", RULES), ("delay", {"delay_ms": 1}),
                           ("backpressure", {"threshold": 1})):
            for name in IDS:
                pattern = pattern_of(name)
                for word in {to(pattern), escaped(pattern), bare(pattern)}:
                    with self.subTest(name, kind=kind, word=word):
                        target = f"/control/streams/{word}/{kind}"
                        data = json.dumps(body).encode()
                        answer = self.control.raw("PUT", target, data)
                        self.assertEqual((answer.status, answer.json().get("stream_id")),
                                         (200, pattern))
                        self.assertEqual(self.armed(kind), [name])
                        self.assertEqual(self.control.raw("DELETE", target).status, 200)
                        self.assertEqual(self.armed(kind), [])

    def test_an_exact_id_is_no_glob(self) -> None:
        """Nor is it replaced or cleared by the glob that looks the same."""
        for name in IDS:
            pattern = pattern_of(name)
            if pattern == name:
                continue
            with self.subTest(name):
                self.control.arm(pattern, {"error_code": "TIMEOUT"})
                self.control.arm("*", *RULES["rules"])
                codes = {one["stream_id"]: one["armed"]["faults"]["rules"][0]["error_code"]
                         for one in self.streams()}
                self.assertEqual([one for one, code in codes.items() if code == "TIMEOUT"], [name])
                self.control.do("DELETE", f"/streams/{to(pattern)}/faults")
                self.assertEqual(sorted(self.armed("faults")), sorted(IDS))
                self.control.reset()

    def test_reports(self) -> None:
        for name in IDS:
            with self.subTest(name):
                for word in (escaped(name), f"{to(name)}.json", f"{escaped(name)}.json",
                             f"{bare(name)}.json"):
                    report = self.get(f"/report/{word}?form=full").json()
                    self.assertEqual([one["stream_id"] for one in report["streams"]], [name])
                for form in ("xml", "html"):
                    self.assertTrue(self.get(f"/report/{to(name)}.{form}").body)

    def test_a_reset(self) -> None:
        for name in IDS:
            with self.subTest(name):
                self.control.arm("*", *RULES["rules"])
                self.control.arm(pattern_of(name), {"error_code": "TIMEOUT"})
                self.control.delay(pattern_of(name), 1)
                self.control.reset(pattern_of(name))
                self.assertEqual(self.armed("delay"), [])
                rules = self.control.stream(name)["armed"]["faults"]["rules"]
                self.assertEqual(rules, RULES["rules"], "what is armed for a glob stays")

    def test_a_scenario(self) -> None:
        for name in IDS:
            with self.subTest(name):
                scenario = {"name": name, "stream_id": pattern_of(name), "steps": [{"delay": {
                    "delay_ms": 1}}]}
                self.control.do("POST", "/scenarios", {"scenarios": [
                    {"name": f"not {name}"[:256], "stream_id": "*", "steps": [STEP]}, scenario]})
                with_one = [one["stream_id"] for one in self.streams()
                            if one["armed"]["scenario"]["stream_id"] != "*"]
                self.assertEqual(with_one, [name])
                self.control.do("DELETE", "/scenarios?" + urlencode({"name": name}))
                left = self.control.do("GET", "/scenarios")["scenarios"]
                self.assertEqual([one["stream_id"] for one in left], ["*"])
                self.control.reset()

    def test_a_disconnect(self) -> None:
        server = harness.server(RESUME_WINDOW_MS="3600000", WS_MAX_CONNECTIONS="0",
                                MAX_CONNECTIONS_PER_KEY="0")
        self.addCleanup(server.stop)
        control = Control(server)
        near = ["a*b", "axb", "a\\*b", "..", "rtmp://origin/live/key", "rtmp:/origin/live/key"]
        for name in near:
            worker = Session(server.url)
            self.addCleanup(worker.drop)
            worker.open(name)
        connected = set(near)
        for name in near:
            control.disconnect(pattern_of(name), mode="fin")
            connected.remove(name)
            harness.wait_for(lambda gone=name: not control.stream(gone)["connected"], "the loss")
            self.assertEqual({one["stream_id"] for one in control.do("GET", "/streams")["streams"]
                              if one["connected"]}, connected)

    # ---- in the query and in bodies

    def test_the_journal(self) -> None:
        for name in IDS:
            with self.subTest(name):
                for ask in (urlencode({"stream": pattern_of(name)}),
                            "stream=" + escaped(pattern_of(name))):
                    entries = self.get(f"/journal?{ask}").json()["entries"]
                    self.assertEqual({one["stream_id"] for one in entries}, {name})
                    self.assertIn("opened", {one["kind"] for one in entries})

    def test_verify(self) -> None:
        for name in IDS:
            with self.subTest(name):
                verdict = self.control.do("POST", "/verify", {
                    "stream_id": pattern_of(name), "since": "start",
                    "expectations": [{"event": "stream:ready", "count": {"exactly": 1},
                                      "match": {"/stream_id": name}}]})
                self.assertEqual(verdict["verdict"], "pass", verdict)

    def test_events_of_a_worker(self) -> None:
        worker = self.workers["axb"]
        for name in IDS:
            with self.subTest(name):
                pattern = pattern_of(name)
                ack = worker.arm({"error_code": "TIMEOUT"}, stream_id=pattern)
                self.assertEqual(ack["stream_id"], pattern)
                self.assertEqual(self.armed("faults"), [name])
                worker.call("config:error_simulation", {"enabled": False, "stream_id": pattern})
                self.assertEqual(self.armed("faults"), [])

    # ---- what cannot be read

    def test_escapes_that_are_none(self) -> None:
        hexadecimal = "must be '%' and two hexadecimal digits; a '%' itself is %25"
        control = ("is a control character, which cannot stand here; in a glob, ? (%3F) "
                   "matches it")
        for word, at, wrong, why in (
                ("a%zz", 1, "%zz", hexadecimal), ("%", 0, "%", hexadecimal),
                ("%4", 0, "%4", hexadecimal), ("ab%00", 2, "%00", control),
                ("a%2Fb%0a", 5, "%0a", control), ("%7F", 0, "%7F", control)):
            for where, what in (("/control/streams/", "path"), ("/control/", "path"),
                                ("/control/streams?x=", "query"), ("/control/journal?", "query"),
                                ("/control/journal?stream=", "query")):
                with self.subTest(where + word):
                    answer = self.control.raw("GET", where + word)
                    place = len(where) + at - (where.find("?") + 1 if what == "query" else 0)
                    self.assertEqual((answer.status, answer.json()["error"]), (400, {
                        "code": "INVALID_REQUEST",
                        "message": f'the {what}: "{wrong}" at byte {place + 1} {why}'}))
        for where in ("/control/streams/%FF", "/control/journal?stream=%c3"):
            self.assertIn("is not UTF-8", self.control.raw("GET", where).json()["error"]["message"])

    def test_an_id_with_a_control_character_is_reached_by_a_glob(self) -> None:
        server = harness.server()
        self.addCleanup(server.stop)
        control = Control(server)
        worker = Session(server.url)
        self.addCleanup(worker.drop)
        worker.open("line\nfeed")
        control.arm("line?feed", *RULES["rules"])
        self.assertEqual(control.streams(), ["line\nfeed"])
        seen, = control.do("GET", "/streams")["streams"]
        self.assertEqual(seen["armed"]["faults"]["rules"], RULES["rules"])
        entries = control.do("GET", "/journal?stream=line%3Ffeed")["entries"]
        self.assertEqual({one["stream_id"] for one in entries}, {"line\nfeed"})
        reports = control.do("GET", "/report.json")["streams"]
        self.assertEqual([one["stream_id"] for one in reports], ["line\nfeed"])
        control.reset("line?feed")
        seen, = control.do("GET", "/streams")["streams"]
        self.assertNotIn("faults", seen["armed"])
        verdict = control.do("POST", "/verify", {"stream_id": "line\nfeed", "since": "start",
                                                 "expectations": [{"event": "stream:ready"}]})
        self.assertTrue(verdict["passed"], verdict)

    # ---- what no stream can have

    def test_patterns_that_no_id_can_match(self) -> None:
        """Their shortest id would have 257 characters. The others could match one of 256."""
        why = "matches only ids of more than 256 characters, but at most 256 are allowed"
        worker = self.workers["axb"]
        operations: list[tuple[str, str, Any]] = [
            ("PUT", "faults", RULES), ("PUT", "delay", {"delay_ms": 1}),
            ("PUT", "backpressure", {"threshold": 1}), ("DELETE", "faults", None),
            ("DELETE", "delay", None), ("DELETE", "backpressure", None),
            ("POST", "disconnect", {"mode": "fin"})]
        bodies: list[tuple[str, str, Any]] = [
            ("/reset", "/stream_id", {}),
            ("/verify", "/stream_id", {"expectations": [{"event": "stream:ready"}]}),
            ("/scenarios", "/scenarios/0/stream_id", None)]
        events: list[tuple[str, dict[str, Any]]] = [
            ("config:error_simulation", {"enabled": True, **RULES}),
            ("config:error_simulation", {"enabled": False}),
            ("config:processing_delay", {"delay_ms": 1}),
            ("config:backpressure", {"enabled": True}), ("simulate:disconnect", {})]
        for pattern in ("y" * 257, "?" * 257, "*" + "é" * 257, "\\*" * 255 + "xx", "𝄞" * 256 + "?"):
            for method, kind, body in operations:
                with self.subTest(pattern[:3], kind=kind, method=method):
                    error = self.control.refused(400, method, f"/streams/{to(pattern)}/{kind}", body)
                    self.assertEqual(error["message"], f"parameter glob {why}")
            for path, pointer, body in bodies:
                with self.subTest(pattern[:3], path=path):
                    whole: dict[str, Any] = {"stream_id": pattern, **(body or {})}
                    if body is None:
                        whole = {"scenarios": [{"name": "n", **whole, "steps": [STEP]}]}
                    error = self.control.refused(400, "POST", path, whole)
                    self.assertEqual(error["findings"], [{
                        "path": pointer, "keyword": "glob", "message": why}])
            with self.subTest(pattern[:3], path="/journal"):
                error = self.control.refused(400, "GET", "/journal?" + urlencode({"stream": pattern}))
                self.assertEqual(error["message"], f"parameter stream {why}")
            for event, payload in events:
                with self.subTest(pattern[:3], event=event):
                    error = worker.call(event, {"stream_id": pattern, **payload})
                    self.assertEqual((error["code"], error["metadata"]["errors"]), (
                        "INVALID_CONFIG",
                        [{"path": "/stream_id", "keyword": "glob", "message": why}]))
        for pattern in ("?" * 256, "*" * 512, "*" + "é" * 256, "\\*" * 256, "𝄞" * 255 + "?*"):
            with self.subTest(pattern[:3]):
                self.control.arm(pattern, *RULES["rules"])
                worker.call("config:error_simulation", {"enabled": False, "stream_id": pattern})

    def test_an_empty_id(self) -> None:
        for method, kind in (("PUT", "faults"), ("DELETE", "delay"), ("PUT", "backpressure"),
                             ("POST", "disconnect")):
            with self.subTest(kind):
                answer = self.control.raw(method, f"/control/streams//{kind}", b"{}")
                self.assertEqual(answer.status, 400)
                self.assertEqual(answer.json()["error"]["message"],
                                 "the id in the path is empty: it must be as in "
                                 "/control/streams/{glob}/" + kind)

    def test_what_is_suggested_exists(self) -> None:
        """None of what these are told to be perhaps is a 404 for its path."""
        for method, path in (("GET", "/jurnal/x"), ("GET", "/jurnal/12"), ("GET", "/stream//"),
                             ("PUT", "/journal//faults"), ("PUT", "/stream//faults"),
                             ("GET", "/journal//"), ("GET", "/report.junit"),
                             ("GET", "/reports/a.junit"), ("PUT", "/streams///faults"),
                             ("GET", "/report.pdf"), ("GET", "/stream/axb")):
            with self.subTest(path):
                message = self.control.raw(method, f"/control{path}").json()["error"]["message"]
                endless = "/control/journal/stream"  # which exists
                for meant in {*re.findall(r"did you mean (\S*)\?", message)} - {endless}:
                    answer = self.control.raw("GET", meant)
                    code = answer.json()["error"]["code"] if answer.status >= 400 else None
                    self.assertNotIn(code, ("NOT_FOUND", "INVALID_REQUEST"), meant)

    # ---- what clients have always sent

    def test_fixed_words_with_escapes_and_slashes_too_many(self) -> None:
        for target in ("/%63ontrol/streams", "/control/%73tream%73", "//control/streams",
                       "/control//streams"):
            self.assertEqual(self.control.raw("GET", target).status, 200, target)
        target = "/control//streams/a%2Fb/f%61ults"
        self.control.raw("PUT", target, json.dumps(RULES).encode())
        self.assertEqual(self.armed("faults"), ["a/b"])

    def test_a_plus(self) -> None:
        """In a query it is a space, as forms have it; in a path it is itself."""
        entries = self.get("/journal?stream=a+b").json()["entries"]
        self.assertEqual({one["stream_id"] for one in entries}, {"a b"})
        self.assertEqual(self.get("/streams/a+b").json()["stream_id"], "a+b")


class Keys(unittest.TestCase):
    def test_a_key_is_for_exactly_its_ids(self) -> None:
        keys = [{"key": KEY, "streams": ["*"]}, {"key": "star", "streams": ["b\\*"]},
                {"key": "folder", "streams": ["b\\\\*", "a//*"]}]
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(keys, file)
            file.flush()
            server = harness.server(STS_API_KEYS_FILE=file.name)
            self.addCleanup(server.stop)
        names = ["b*", "b\\*", "b\\1", "bx", "a//b", "a/b"]
        for name in names:
            worker = Session(server.url, token=KEY)
            self.addCleanup(worker.drop)
            worker.open(name)
        for key, covered in (("star", ["b*"]), ("folder", ["b\\*", "b\\1", "a//b"])):
            control = Control(server, key)
            self.assertEqual(control.streams(), [name for name in names if name in covered])
            for name in names:
                with self.subTest(name, key=key):
                    status = 200 if name in covered else 403
                    for word in {to(name), quote(name, safe="/*"), escaped(name)}:
                        answer = control.raw("GET", f"/control/streams/{word}")
                        self.assertEqual(answer.status, status, word)
                        answer = control.raw("GET", f"/control/report/{word}.html")
                        self.assertEqual(answer.status, status, word)
                    answer = control.ask("PUT", f"/streams/{to(pattern_of(name))}/faults", RULES)
                    self.assertEqual(answer.status, status)
                    answer = control.ask("GET", "/journal?" + urlencode(
                        {"stream": pattern_of(name)}))
                    self.assertEqual(answer.status, status)


if __name__ == "__main__":
    unittest.main()
