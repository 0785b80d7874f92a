"""Reports as they are had: over HTTP in each form, in a folder; each form held against what
describes it; whatever a worker calls its things, it is only text."""

from __future__ import annotations

import json
import os
import re
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import harness
import reports
import socketio
from control import Control
from lxml import etree
from session import SessionTest

JUNIT = etree.XMLSchema(etree.parse(str(reports.XSD)))
# A name that wants to be markup, in every language that a report is written in.
EVIL = "<script>alert(1)</script>\"'&]]>--><b>\u0001\ufffe é \U0001f3a7"
VOID = {"meta", "link", "input", "br", "hr", "img"}
# Streams whose names are the same in XML, unless somebody takes care, and the report's own words.
ALIKE = ["a\u0001", "a\u0002", "a%01", "a%2501", "a\ufffe", "a\ufffd", "b c", "b  c", "b\tc",
         " b c", "d", "d (earlier run 1)", "All streams", "connections without a stream", "é", "e\u0301"]
# What a test case says of its test.
RESULTS = ("failure", "error", "skipped")


def row_count(row: dict[str, Any], outcome: str) -> int:
    return sum(one["outcome"] == outcome for one in row["outcomes"])


def document_of(server: harness.Server, stream: str = "") -> Any:
    return etree.fromstring(reports.fetch(server, stream, ".xml").body)


def results(document: Any) -> list[tuple[tuple[str, str], str]]:
    """Class and name of each test case, by which CI systems know it, and how it went."""
    return [((case.get("classname"), case.get("name")),
             next((word for word in RESULTS if case.find(word) is not None), "pass"))
            for case in document.iter("testcase")]


class Page(HTMLParser):
    """What a report consists of: elements must be closed, and those of ours are known."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)
        if self.open:
            raise AssertionError(f"not closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "action")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise AssertionError(f"</{tag}> closes nothing, at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.text += data


class FormsTest(SessionTest):
    def setUp(self) -> None:
        self.seen: set[str] = set()

    def mixed(self, server: harness.Server, stream: str = "live") -> None:
        """A stream with a failure and a deviation; it ends."""
        worker = self.worker(server)
        worker.open(stream, max_inflight=2)
        worker.send(0, fragment_id=EVIL)
        worker.until("processed 0")
        worker.confirm({"fragment_id": EVIL})
        bad = worker.make(1)
        bad["audio"]["channels"] = 9
        worker.emit("fragment:data", bad)
        worker.refused("INVALID_CONFIG")
        worker.emit(EVIL[:30], {})
        worker.refused("INVALID_CONFIG")
        worker.end()
        worker.until("complete")
        worker.leave()
        harness.wait_for(lambda: "ended" in reports.report(server, stream)["streams"][0], "the end")


class Http(FormsTest):
    def test_json(self) -> None:
        server = self.server()
        self.mixed(server)
        report = reports.report(server, "live")
        self.assertEqual((report["verdict"], report["title"], report["side"]),
                         ("fail", "live", "worker"))
        catalogue = json.loads((reports.ROOT / "schema" / "requirements.json").read_text())
        wanted = [row["id"] for row in catalogue["requirements"] if row["side"] == "worker"]
        self.assertEqual([row["id"] for row in report["requirements"]], wanted)
        counts = {name: sum(row["outcome"] == name for row in report["requirements"])
                  for name in report["counts"]}
        self.assertEqual(counts, report["counts"])

    def test_coverage_says_what_was_not_exercised(self) -> None:
        server = self.server()
        self.mixed(server)
        seen = {(row["event"], row["from_worker"], row["pointer"], row["kind"], row.get("value")):
                row["seen"] for row in reports.report(server, "live")["coverage"]}
        self.assertEqual(seen["stream:init", True, "/max_inflight", "present", None], 1)
        self.assertEqual(seen["stream:init", True, "/max_inflight", "absent", None], 0)
        self.assertEqual(seen["stream:init", True, "/max_inflight", "maximum", "10"], 0)
        self.assertEqual(seen["stream:init", True, "/config/sample_rate_hz", "value", "48000"], 1)
        self.assertEqual(seen["stream:init", True, "/config/sample_rate_hz", "value", "16000"], 0)
        self.assertEqual(seen["fragment:data", True, "/sequence_number", "minimum", "0"], 1)
        self.assertEqual(seen["fragment:ack", True, "/status", "value", '"applied"'], 1)
        self.assertEqual(seen["fragment:processed", False, "/status", "value", '"success"'], 1)
        self.assertEqual(seen["fragment:processed", False, "/status", "value", '"failed"'], 0)
        self.assertEqual(seen["error", False, "/code", "value", '"INVALID_CONFIG"'], 2)
        self.assertEqual(seen["error", False, "/metadata/errors/*/keyword", "present", None], 1)
        self.assertFalse([key for key in seen if key[0].startswith(("config:", "simulate:"))])

    def test_junit(self) -> None:
        server = self.server(ECHO_SEED="7")
        self.mixed(server)
        with self.assertRaises(socketio.exceptions.ConnectionError):
            self.worker(server, token="wrong")
        for stream in ("", "live"):
            response = reports.fetch(server, stream, ".xml")
            self.assertEqual(response.headers["content-type"], "application/xml; charset=utf-8")
            document = etree.fromstring(response.body)
            JUNIT.assertValid(document)
            report = reports.report(server, stream)
            suite = document.find("testsuite[@name='live']")
            assert suite is not None
            cases = suite.findall("testcase")
            wanted = [row["id"] for row in report["requirements"]]
            self.assertEqual([case.get("name") for case in cases], [*wanted, "report/complete"])
            self.assertEqual({case.get("classname") for case in cases}, {"live"})
            row = report["streams"][0]
            outcomes = {one["requirement"]: one["outcome"] for one in row["outcomes"]}
            for word, element in (("fail", "failure"), (None, "skipped"), ("unknown", "error")):
                self.assertEqual(
                    [case.get("name") for case in cases if case.find(element) is not None],
                    [name for name in wanted if outcomes.get(name) == word], element)
            self.assertEqual(int(suite.get("failures") or 0), row_count(row, "fail"))
            self.assertEqual(int(suite.get("tests") or 0), len(cases))
            self.assertEqual(int(suite.get("skipped") or 0), len(wanted) - len(outcomes))
            self.assertAlmostEqual(float(suite.get("time") or 0) * 1000, row["duration_ms"], 1)
            self.assertIn("016/5.1/fragment-data/uuid", suite.findtext("system-out") or "")
            told = {one.get("name"): one.get("value") for one in suite.iter("property")}
            self.assertEqual(
                {name: told.get(name) for name in ("stream", "session", "worker", "seed",
                                                   "verdict", "protocol_hash")},
                {"stream": "live", "session": row["session_id"], "worker": row["worker_id"],
                 "seed": "7", "verdict": "fail",
                 "protocol_hash": report["generator"]["protocol_hash"]})
            self.assertEqual(told["section 016/7.1"], "Order")
        names = [suite.get("name") for suite in document_of(server)]
        self.assertEqual(names, ["live", "connections without a stream", "All streams"])
        self.assertEqual([one.get("value") for one in document_of(server).iter("property")
                          if one.get("name") == "title"], names)

    def test_junit_tells_a_finding_first_and_what_to_do(self) -> None:
        server = self.server()
        self.mixed(server)
        self.worker(server).open("open")
        whole = document_of(server)
        for document in (whole, document_of(server, "live")):
            message = document.findall(".//testsuite[@name='live']//failure")[0].get("message") or ""
            self.assertRegex(message, r"^broken 1 of \d times: .*<script>.* is not an event that "
                                      r"workers can send$")
        errors = {suite.get("name"): list(suite.iter("error")) for suite in whole}
        self.assertEqual([name for name, found in errors.items() if found], ["open"])
        self.assertEqual([(error.get("message"), error.text) for error in errors["open"]], [
            ("unknown: the stream is still open",
             "rule: The worker ends its streams with stream:end.\n"
             "what to do: Let the worker end its stream, then get the report again.\n")])

    def test_junit_of_nothing_is_an_error(self) -> None:
        """CI systems show a file without failures as a success, whatever is skipped."""
        server = self.server()
        document = document_of(server)
        JUNIT.assertValid(document)
        cases = document.findall(".//testcase")
        self.assertEqual([case.get("name") for case in cases], ["report/complete"])
        error = cases[0].find("error")
        assert error is not None
        self.assertIn("nothing was exercised", error.get("message") or "")
        self.assertEqual([suite.get("errors") for suite in document], ["1"])

    def test_html_is_one_page_that_loads_nothing(self) -> None:
        server = self.server()
        self.mixed(server)
        for stream in ("", "live"):
            response = reports.fetch(server, stream, ".html")
            self.assertEqual(response.headers["content-type"], "text/html; charset=utf-8")
            page = Page(response.body.decode())
            self.assertTrue(all(link.startswith("#") for link in page.links), page.links)
            self.assertEqual(page.tags.count("script"), 1)
            self.assertNotIn("b", [tag for tag in page.open])
            self.assertNotIn(b"<script>alert", response.body)
            self.assertIn("<script>alert(1)</script>", page.text)  # as text, escaped
            self.assertNotRegex(response.body.decode(),
                                r"\{\{|url\([^#]|@import|https?://(?!www\.w3)")
            self.assertNotIn("\u0001", response.body.decode())

    def test_a_summary_has_what_matters(self) -> None:
        server = self.server()
        self.mixed(server)
        for stream in ("", "live"):
            whole = reports.report(server, stream)
            answers = [reports.fetch(server, stream, suffix + "?form=summary")
                       for suffix in ("", ".json")]
            self.assertEqual(answers[0].body, answers[1].body)
            short = answers[0].json()
            reports.check(short, "report_summary.json")
            for name in ("verdict", "why", "unknowns", "counts", "generator", "title", "side",
                         "findings_left_out"):
                self.assertEqual(short[name], whole[name], name)
            self.assertEqual([row["id"] for row in short["requirements"]], reports.broken(whole))
            self.assertEqual(short["findings"], [
                {name: value for name, value in found.items() if name != "payload"}
                for found in whole["findings"]])
            self.assertEqual(short["streams"], [{"stream_id": "live", "verdict": "fail"}])
            self.assertIn("uuid.uuid4()", json.dumps(short["requirements"]))
        settled = reports.fetch(server, "live", ".json?form=summary&settled_ms=10000").json()
        reports.check(settled, "report_summary.json")
        self.assertEqual(settled["settled"], "over")
        full = reports.fetch(server, suffix="?form=full", Accept="text/html")
        self.assertEqual(full.headers["content-type"], "text/html; charset=utf-8")
        self.assertEqual(reports.fetch(server, suffix="?form=short").status, 400)
        for suffix in (".xml?form=summary", ".html?form=summary"):
            answer = reports.fetch(server, suffix=suffix)
            self.assertEqual(answer.status, 400, suffix)
            self.assertIn("form is only for JSON", answer.json()["error"]["message"])
        for suffix in ("", ".json", ".html"):
            answer = reports.fetch(server, suffix=suffix + "?settled_ms=1000")
            self.assertEqual(answer.status, 400, suffix)
            self.assertIn("settled_ms is only for the report on one stream",
                          answer.json()["error"]["message"])
        self.assertNotIn("only for", reports.fetch(server, suffix="?forms=full").json()["error"][
            "message"])
        html = reports.fetch(server, suffix="?form=summary", Accept="text/html")
        self.assertEqual(html.status, 406)

    def test_a_summary_of_one_fragment_is_short(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open()
        worker.send(0, fragment_id="no-uuid")
        worker.until("processed 0")
        worker.leave()
        harness.wait_for(lambda: reports.report(server, "live")["counts"]["deviation"] > 1,
                         "the end")
        self.assertLess(len(reports.fetch(server, "live", ".json?form=summary").body), 3000)

    def test_reasons_tell_the_worst_first(self) -> None:
        server = self.server()
        self.assertEqual(reports.report(server)["why"], [
            "nothing in the traffic could have broken a requirement, so this report proves "
            "nothing"])
        self.mixed(server)
        report = reports.report(server)
        kinds = [re.match(r"(\S+) \((must|should)\) was broken \d+ of \d+ times: \S", reason)
                 for reason in report["why"]]
        self.assertEqual([kind and kind[1] for kind in kinds],
                         sorted(reports.broken(report), key=lambda one: reports.rows(report)[one][
                             "severity"] == "should"))
        for row in report["requirements"]:
            self.assertLessEqual("advice" in row,
                                 row["broken"] > 0 or row["outcome"] == "unknown")

    def test_who_asks_for_junit_is_told_its_path(self) -> None:
        control = Control(self.server())
        error = control.refused(404, "GET", "/report.junit")
        self.assertIn("did you mean /control/report.xml?", error["message"])
        for path in ("/report", "/report/live-1", "/report.json"):
            error = control.refused(400, "GET", f"{path}?form=junit")
            self.assertIn("end the path with .xml or .html", error["message"])

    def test_accept_chooses_the_form(self) -> None:
        server = self.server()
        for accept, kind in (
            ("", "application/json"), ("*/*", "application/json"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
            ("application/xml", "application/xml"), ("text/xml;q=0.5", "application/xml"),
            ("application/json;q=0.1, text/html;q=0.2", "text/html"),
            ("TEXT/*", "text/html"), ("application/json;q=0, */*", "text/html"),
        ):
            headers = {"Accept": accept} if accept else {}
            response = reports.fetch(server, suffix="", **headers)
            self.assertEqual(response.status, 200, accept)
            self.assertEqual(response.headers["content-type"].partition(";")[0], kind, accept)
        response = reports.fetch(server, suffix="", Accept="image/png")
        self.assertEqual(response.status, 406)
        self.assertIn("application/json", response.json()["error"]["message"])
        # a suffix goes before the header
        response = reports.fetch(server, suffix=".json", Accept="text/html")
        self.assertEqual(response.headers["content-type"], "application/json")

    def test_streams_that_are_not_known_and_keys_that_do_not_cover(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        keys = Path(folder, "keys.json")
        keys.write_text(json.dumps([{"key": "all", "streams": ["*"]},
                                    {"key": "few", "streams": ["few-*"]}]))
        server = self.server(STS_API_KEYS_FILE=str(keys))
        for stream in ("few-1", "other"):
            self.worker(server, token="all").open(stream)
        few = {"Authorization": "Bearer few"}
        response = reports.fetch(server, **few)
        self.assertEqual([row["stream_id"] for row in response.json()["streams"]], ["few-1"])
        self.assertEqual(reports.fetch(server, "few-1", **few).status, 200)
        self.assertEqual(reports.fetch(server, "other", **few).status, 403)
        response = reports.fetch(server, "few-2", **few)
        self.assertEqual(response.status, 404)
        self.assertIn("few-1", response.json()["error"]["message"])
        self.assertEqual(harness.http(server.port, "GET", "/control/report").status, 401)
        every = reports.fetch(server, Authorization="Bearer all").json()
        self.assertEqual({row["stream_id"] for row in every["streams"]}, {"few-1", "other"})

    def test_a_stream_that_is_used_again_has_a_report_of_its_latest_run(self) -> None:
        server = self.server()
        for _ in range(2):
            self.mixed(server)
        self.assertEqual(reports.report(server, "live")["streams"][0]["fragment_count"], 1)
        self.assertEqual(len(reports.report(server)["streams"]), 2)

    def test_memory_is_bounded_and_what_was_left_out_is_told(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open()
        for number in range(600):
            # each in a way of its own, so that no finding is equal to another
            worker.send(number, fragment_id=f"fragment-{number}", timestamp=1700000000 + number)
        worker.until("processed 599")
        report = reports.report(server, "live")
        stream = report["streams"][0]
        self.assertEqual(stream["fragment_count"], 600)
        numbers = [life["sequence_number"] for life in stream["fragments"]]
        self.assertEqual(numbers, [*range(128), *range(600 - 384, 600)])
        self.assertEqual(stream["left_out"], 88)
        row = reports.rows(report)["016/5.1/fragment-data/uuid"]
        self.assertEqual((row["broken"], row["checked"]), (600, 600))
        found = reports.findings(report, "016/5.1/fragment-data/uuid")
        self.assertEqual([one["count"] for one in found], [600])
        found = reports.findings(report, "016/5.1/fragment-data/milliseconds")
        self.assertEqual([one["count"] for one in found], [1] * 20)
        self.assertEqual(report["findings_left_out"] +
                         sum(one["count"] for one in report["findings"]),
                         sum(row["broken"] for row in report["requirements"]))
        self.assertEqual(reports.fetch(server, "live", ".html").status, 200)


class Folder(FormsTest):
    def test_each_stream_when_it_ends_and_all_at_exit(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        target = Path(folder, "reports")
        server = self.server(ECHO_REPORT=str(target))
        self.mixed(server)
        names = {f"stream-live.{form}" for form in ("json", "xml", "html")}
        harness.wait_for(lambda: set(os.listdir(target)) == names, "the stream's report")
        self.worker(server).open("still-open")
        server.stop()
        names |= {f"{stem}.{form}" for stem in ("all", "stream-still-open")
                  for form in ("json", "xml", "html")}
        self.assertEqual(set(os.listdir(target)), names)
        for name in names:
            data = (target / name).read_bytes()
            if name.endswith("json"):
                reports.check(json.loads(data))
            elif name.endswith("xml"):
                JUNIT.assertValid(etree.fromstring(data))
            else:
                Page(data.decode())
        ended = json.loads((target / "stream-still-open.json").read_text())["streams"][0]["ended"]
        self.assertEqual(ended, "the server stops")

    def test_no_failure_is_merged_away(self) -> None:
        """Who reads all files and keys on class and name sees every failure."""
        folder = self.enterContext(tempfile.TemporaryDirectory())
        server = self.server(ECHO_REPORT=folder, AUTO_DISCONNECT_DELAY="0")
        for name in [*ALIKE, "d", "d"]:  # d is used again, and good in the end
            worker = self.worker(server, acks=True)
            worker.open(name)
            one = worker.send(0)
            worker.until("processed 0")
            worker.confirm(one)
            if name == "d" and "d" not in self.seen or name in ALIKE[::2]:
                worker.send(0)
                worker.refused("INVALID_SEQUENCE")
            self.seen.add(name)
            worker.end()
            worker.until("complete")
            worker.leave()
        server.stop()
        told: dict[tuple[str, str], set[str]] = {}
        for path in Path(folder).glob("*.xml"):
            found = results(etree.parse(str(path)))
            self.assertEqual(len(dict(found)), len(found), f"{path} has a test twice")
            for key, result in found:
                told.setdefault(key, set()).add(result)
        self.assertEqual({key: words for key, words in told.items() if len(words) > 1}, {})
        names = [suite.get("name") for suite in etree.parse(str(Path(folder, "all.xml"))).getroot()]
        self.assertEqual(len(names), len(set(names)))
        self.assertLessEqual({"d", "d (earlier run 1)", "d (earlier run 1)+", "d (earlier run 2)"},
                             set(names))

    def test_a_stream_id_does_not_lead_out_of_the_folder(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        target = Path(folder, "reports")
        server = self.server(ECHO_REPORT=str(target))
        names = ["../../etc/passwd", "..", "a/b", "long" * 64, "é\u0000", "CON.txt "]
        for name in names:
            worker = self.worker(server)
            worker.open(name)
            worker.leave()
        server.stop()
        self.assertEqual(os.listdir(folder), ["reports"])
        files = os.listdir(target)
        self.assertEqual(len(files), 3 * (len(names) + 1))
        for file in files:
            self.assertRegex(file, r"^(all|stream-[A-Za-z0-9%~._-]{1,160})\.(json|xml|html)$")
        self.assertIn("stream-..%2F..%2Fetc%2Fpasswd.json", files)

    def test_a_folder_that_cannot_be_written_to_stops_the_start(self) -> None:
        with tempfile.NamedTemporaryFile() as file:
            with self.assertRaises(Exception) as caught:
                self.server(ECHO_REPORT=file.name)
        self.assertIn("cannot write reports to the folder", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
