"""What sts-conform says when the truth is not known, or when much is broken: never green, never red
for what is a matter of settings, and short."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.server
import json
import re
import signal
import socket
import socketserver
import threading
import time
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any, Iterator

import harness
import worker
from mutant_proxy import Hook, Link, Mutant, Proxy
from server_mutants import drop, edit, on, replace
from test_conform import Reports, conform, refuse_simulation

# Whoever is no STS is told so within that.
NO_STS = 5 * harness.TIME_FACTOR
# What is missing of a broken server is waited for no longer.
BRIEF = 3 * harness.TIME_FACTOR
# Lines of a terminal.
SCREEN = 50


class Nothing(Reports):
    def test_what_is_not_offered_is_nothing(self) -> None:
        with harness.server(REQUIRE_AUTH="false") as server:
            done = conform(server.url, "--only", "sts/2/wrong-key", "--json", self.path("r.json"))
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertIn("nothing was checked", done.stdout)
        self.assertEqual(self.report("r.json")["verdict"], "empty")

    def test_what_is_left_out_is_nothing(self) -> None:
        with harness.server() as server:
            for only in ("sts/1/pings", "sts/2/limited"):
                self.assertEqual(conform(server.url, "--only", only).returncode, 4)
            done = conform(server.url, "--against", "spec016", "--only", "sts/6")
        self.assertEqual(done.returncode, 4, done.stdout)
        self.assertIn("not asked for (--against)", done.stdout)

    def test_options_without_a_use_are_refused(self) -> None:
        for arguments in (["replay", "a", "--all"], ["replay", "a", "--only", "016"],
                          ["replay", "a", "--patience", "3"], ["replay", "a", "--against", "echo"],
                          ["diff", "a", "b", "--json", "c"], ["diff", "a", "b", "--strict"],
                          ["--list", "--json", "a"]):
            with self.subTest(arguments):
                done = conform(*arguments)
                self.assertEqual(done.returncode, 2)
                self.assertIn(" does not take --", done.stderr)


class Journals(Reports):
    """Journals that are not whole."""

    def setUp(self) -> None:
        super().setUp()
        path = self.path("j.ndjson")
        with harness.server(ECHO_JOURNAL=path) as server:
            one = worker.Worker(server.url)
            one.emit("stream:init", worker.init("live"))
            one.expect("stream:ready")
            one.emit("fragment:data", worker.fragment("live", 0, b"audio"))
            while one.next()[0] != "fragment:processed":
                pass
            one.emit("stream:end", {"stream_id": "live"})
            while one.next()[0] != "stream:complete":
                pass
            one.leave()
            self.answer = json.loads(harness.http(
                server.port, "GET", "/control/journal?limit=1000",
                Authorization="Bearer test-api-key").body)
        self.lines = Path(path).read_text().splitlines()

    def replay(self, text: str) -> tuple[int, dict[str, Any], str]:
        Path(self.path("given")).write_text(text)
        done = conform("replay", self.path("given"), "--json", self.path("r.json"))
        return done.returncode, self.report("r.json"), done.stdout + done.stderr

    def test_a_last_line_without_its_end(self) -> None:
        whole = self.replay("\n".join(self.lines) + "\n")
        self.assertEqual(whole[0], 0, whole[2])
        without = self.replay("\n".join(self.lines))
        self.assertEqual((without[0], without[1]["counts"]), (0, whole[1]["counts"]))

    def test_what_is_missing_makes_it_unknown(self) -> None:
        for text, why in (("\n".join(self.lines)[:-5], "the last line of the journal is cut off"),
                          ("\n".join(self.lines[:3] + self.lines[4:]) + "\n",
                           "the journal lacks entry 3"),
                          ("\n".join(self.lines[:3] + self.lines[5:]) + "\n",
                           "the journal lacks the entries 3 to 4"),
                          (json.dumps({**self.answer, "lost": True}), "lost: true"),
                          (json.dumps({**self.answer, "lost": True, "why": "entries are gone: so"}),
                           "lost: true): entries are gone: so"),
                          (json.dumps({**self.answer, "more": True}), "more: true"),
                          (json.dumps({**self.answer, "entries": self.answer["entries"][:-1]}),
                           "lacks entry"),
                          (json.dumps(self.answer)[:-200], "")):
            with self.subTest(why):
                status, report, said = self.replay(text)
                self.assertEqual((status, report["verdict"]), (4, "unknown"), said)
                self.assertIn(why, " ".join(report["unknowns"]))
                self.assertIn("it is not known whether the workers conform", said)

    def test_a_journal_without_its_end(self) -> None:
        """The server was killed, or is still running: what it told last is not in the file."""
        whole, killed = self.lines, self.lines[:-1]
        first = "no end of an earlier start: the server was killed, and its last entries may be"
        last = "no end: the server was killed, or is still running. Its last entries may be missing"
        for lines, why in ((killed, last), (whole[:1], last), (killed[1:], last),
                           (whole + killed, last), (killed + whole, first)):
            with self.subTest(why):
                status, report, said = self.replay("\n".join(lines) + "\n")
                self.assertEqual((status, report["verdict"]), (4, "unknown"), said)
                self.assertIn("the journal has " + why, " ".join(report["unknowns"]))
        status, report, said = self.replay("\n".join(whole + whole) + "\n")
        self.assertEqual((status, report["verdict"]), (0, "deviation"), said)

    def test_an_answer_of_the_control_interface(self) -> None:
        whole = self.replay("\n".join(self.lines) + "\n")
        for text in (json.dumps(self.answer), json.dumps(self.answer, indent=2)):
            status, report, said = self.replay(text)
            self.assertEqual((status, report["counts"]), (0, whole[1]["counts"]), said)
        self.assertEqual(self.replay('{"entries":[],"next":0,"more":false,"lost":false}')[0], 4)

    def test_an_answer_that_is_not_whole(self) -> None:
        """A request has a limit, also where it does not say so, and a filter leaves some out."""
        with harness.server() as server:
            for name in ("first", "second"):
                one = worker.Worker(server.url)
                one.emit("stream:init", worker.init(name))
                one.expect("stream:ready")
                one.emit("stream:end", {"stream_id": name})
                while one.next()[0] != "stream:complete":
                    pass
                one.leave()

            def ask(query: str) -> str:
                return harness.http(server.port, "GET", f"/control/journal?{query}",
                                    Authorization="Bearer test-api-key").body.decode()

            whole = json.loads(ask("limit=1000"))
            count = len(whole["entries"])
            rows = ((f"limit={count - 1}", "more: true"), ("stream=first", "without them"),
                    (f"limit={count // 2}", "more: true"), ("stream=second", "without them"),
                    (f"since={whole['next'].split('-')[0]}-3", "without them"))
            answers = [(ask(query), why) for query, why in rows]
            exact = ask(f"limit={count}")
        self.assertEqual(self.replay(exact)[0], 0)
        del whole["more"]
        for text, why in (*answers, (json.dumps(whole), "no member more")):
            with self.subTest(why):
                status, report, said = self.replay(text)
                self.assertEqual((status, report["verdict"]), (4, "unknown"), said)
                self.assertIn(why, "\n".join(report["unknowns"]))

    def test_an_error_is_no_journal(self) -> None:
        error = {"error": {"code": "NOT_FOUND", "message": "there is no entry 5"}}
        for text in (json.dumps(error), json.dumps(error) + "\n", json.dumps(error, indent=2)):
            with self.subTest(text):
                status, report, said = self.replay(text)
                self.assertEqual((status, report["verdict"]), (2, "unknown"))
                self.assertIn("an error answer, not a journal: NOT_FOUND: there is no entry", said)
        for text in ('{"verdict":"pass"}', "<html></html>", "[]"):
            with self.subTest(text):
                status, _, said = self.replay(text)
                self.assertEqual(status, 2)
                self.assertIn("not a journal entry", said)


class Limits(Reports):
    """A limit or a key is a matter of settings: the run stops, and nothing is called broken."""

    def stopped(self, *arguments: str, **settings: str) -> str:
        with harness.server(**settings) as server:
            done = conform(server.url, *arguments, "--patience", "2", "--json",
                           self.path("r.json"), "--junit", self.path("r.xml"))
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        report = self.report("r.json")
        self.assertEqual((report["verdict"], report["counts"]["fail"]), ("unknown", 0), done.stdout)
        self.assertTrue(ElementTree.parse(self.path("r.xml")).getroot().findall(".//error"))
        return done.stderr

    def test_fragments_a_minute(self) -> None:
        self.assertIn("RATE_LIMIT_FRAGMENTS_PER_MIN",
                      self.stopped(RATE_LIMIT_FRAGMENTS_PER_MIN="3"))

    def test_connections(self) -> None:
        self.assertIn("WS_MAX_CONNECTIONS", self.stopped(WS_MAX_CONNECTIONS="2"))

    def test_streams_that_the_key_does_not_cover(self) -> None:
        Path(self.path("keys.json")).write_text(
            json.dumps([{"key": "test-api-key", "streams": ["live-*"]}]))
        said = self.stopped(STS_API_KEYS_FILE=self.path("keys.json"))
        self.assertIn("covers streams named conform-", said)

    def test_failed_logins(self) -> None:
        with harness.server() as server:
            for number in range(11):
                done = conform(server.url, "--api-key", "wrong")
                self.assertEqual(done.returncode, 3)
                self.assertEqual("AUTH_FAILURES_PER_MIN" in done.stderr, number == 10, done.stderr)
            self.assertIn("Check the API key", done.stderr)
            done = conform(server.url, "--only", "sts/2", "--json", self.path("r.json"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        outcomes = self.outcomes("r.json")
        self.assertEqual([outcomes[f"sts/2/{name}"] for name in ("valid-key", "wrong-key",
                                                                "refusal-data")],
                         ["pass", "not_exercised", "not_exercised"])

    def test_a_server_that_refuses_the_right_key_after_wrong_ones(self) -> None:
        """It keeps all musts: that is a should."""
        wrong: list[str] = []

        def refuse(link: Link, message: str) -> Any:
            if "not the key" in message:
                wrong.append(message)
            if len(wrong) > 10 and message.startswith("40"):
                link.out.append('44{"message":"no","data":{"code":"RATE_LIMIT"}}')
                return None
            return message

        with harness.server(AUTH_FAILURES_PER_MIN="0") as server, \
                Proxy(server.port, Mutant("", "", up=refuse)) as proxy:
            done = conform(proxy.url, "--all", "--only", "sts/2/limited", "--json",
                           self.path("r.json"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.outcomes("r.json")["sts/2/limited"], "deviation")
        self.assertIn("the right token to be accepted", done.stdout)

    def test_a_server_that_is_gone(self) -> None:
        """It takes no more connections in the middle of a run, be they WebSockets or polls."""
        shared: dict[str, int] = {}

        def route(path: str) -> int | None:
            shared["left"] -= 1
            return 503 if shared["left"] < 0 else None

        with harness.server() as server:
            for left in (4, 7, 8, 10, 11, 13, 17, 20):
                shared["left"] = left
                with self.subTest(left=left), Proxy(server.port,
                                                    Mutant("", "", route=route)) as proxy:
                    done = conform(proxy.url, "--json", self.path("r.json"))
                    self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
                    self.assertIn("the server takes no more connections", done.stderr)
                    report = self.report("r.json")
                    self.assertEqual(report["findings"], [])

    def test_a_server_that_refuses_polls_alone(self) -> None:
        """That is no outage: the polls are what is refused."""

        def answer(path: str, status: int, text: str) -> tuple[int, str]:
            return (503, "{}") if "socket.io" in path else (status, text)

        with harness.server() as server, \
                Proxy(server.port, Mutant("", "", http=answer)) as proxy:
            done = conform(proxy.url, "--all", "--only", "sts/1/polling", "--json",
                           self.path("r.json"))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertEqual(self.outcomes("r.json")["sts/1/polling"], "fail")


class Outages(Reports):
    """The server stops answering in the middle of a run. What is missing then is not its fault in
    any requirement."""

    def outage(self, number: signal.Signals, count: int,
               change: Hook = lambda _, message: message) -> dict[str, Any]:
        """What is reported when the server gets that signal with its so manieth event; `change` is
        what is broken before."""

        def down(link: Link, message: str) -> Any:
            link.shared["events"] = link.shared.get("events", 0) + message.startswith("42")
            if link.shared["events"] == count:
                server.process.send_signal(number)
            return change(link, message)

        with harness.server() as server, Proxy(server.port, Mutant("", "", down=down)) as proxy:
            done = conform(proxy.url, "--against", "spec016", "--patience", str(BRIEF), "--json",
                           self.path("r.json"), "--junit", self.path("r.xml"))
            server.stop(signal.SIGKILL, status=-signal.SIGKILL)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertRegex(done.stderr, "the run was stopped: the server .*The last event of the "
                                      "server came in the case of [a-z0-9./-]+\n")
        self.assertTrue(ElementTree.parse(self.path("r.xml")).getroot().findall(".//error"))
        return self.report("r.json")

    def test_what_was_not_checked_is_unknown(self) -> None:
        for number, count in ((signal.SIGSTOP, 30), (signal.SIGKILL, 30), (signal.SIGSTOP, 200)):
            with self.subTest(count=count, signal=number):
                report = self.outage(number, count)
                counts = report["counts"]
                self.assertEqual((report["verdict"], counts["fail"], counts["deviation"]),
                                 ("unknown", 0, 0))
                self.assertGreater(counts["unknown"], 0)

    def test_what_was_found_before_stays(self) -> None:
        report = self.outage(signal.SIGSTOP, 100, edit("fragment:processed", status="done"))
        self.assertEqual([row["id"] for row in report["requirements"] if row["outcome"] == "fail"],
                         ["016/5.2/fragment-processed/schema"])
        self.assertEqual(report["verdict"], "fail")
        self.assertGreater(report["counts"]["unknown"], 0)

    def test_a_server_that_only_says_nothing_more(self) -> None:
        """It takes connections, and joins them."""

        def mute(link: Link, message: str) -> Any:
            link.shared["events"] = link.shared.get("events", 0) + message.startswith("42")
            return None if message.startswith("42") and link.shared["events"] > 60 else message

        with harness.server() as server, Proxy(server.port, Mutant("", "", down=mute)) as proxy:
            done = conform(proxy.url, "--against", "spec016", "--patience", str(BRIEF), "--json",
                           self.path("r.json"))
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("expected stream:ready, got: nothing within", done.stderr)
        self.assertEqual(self.report("r.json")["counts"]["fail"], 0)

@contextlib.contextmanager
def silent() -> Iterator[int]:
    """Takes connections and says nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(20)
        yield listener.getsockname()[1]


class Endless(socketserver.BaseRequestHandler):
    """Accepts the WebSocket, says `before`, and then the same again and again."""

    before: list[bytes] = []
    again = b""

    def handle(self) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += self.request.recv(4096)
        key = re.search(rb"(?i)sec-websocket-key: (\S+)", asked)
        assert key
        accept = base64.b64encode(hashlib.sha1(
            key[1] + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
        with contextlib.suppress(ConnectionError):
            self.request.sendall(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n" + b"".join(self.before))
            while True:
                self.request.sendall(self.again * 1000)


@contextlib.contextmanager
def endless(before: list[bytes], again: bytes) -> Iterator[str]:
    handler = type("Handler", (Endless,), {"before": before, "again": again})
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def frame(kind: int, payload: bytes) -> bytes:
    """A frame of WebSocket, of a short payload."""
    return bytes([kind, len(payload)]) + payload


@contextlib.contextmanager
def web() -> Iterator[int]:
    """A web server that has nothing."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


class Quiet(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *_: Any) -> None:
        pass


class NoSts(Reports):
    def told(self, url: str, *sentences: str, arguments: tuple[str, ...] = (),
             within: float = NO_STS) -> None:
        begin = time.monotonic()
        done = conform(url, *arguments)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertLess(time.monotonic() - begin, within)
        for sentence in sentences:
            self.assertIn(sentence, done.stderr)

    def test_strangers(self) -> None:
        with silent() as port:
            self.told(f"http://127.0.0.1:{port}", "no answer to the WebSocket handshake",
                      "try: https://")
            self.told(f"https://127.0.0.1:{port}", "the TLS handshake", "try: http://")
        with web() as port:
            self.told(f"http://127.0.0.1:{port}", "404", "sent: GET /socket.io/", "try: another path")

    def test_who_never_stops(self) -> None:
        """What is waited for does not come, and something else always does."""
        hello = frame(0x81, b'0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":5000}')
        for before, again, said in (([hello], frame(0x81, b'42["tick",1]'), "without an end"),
                                    ([hello, frame(0x81, b'40{"sid":"y"}')],
                                     frame(0x81, b'42["tick",1]'), "without an end"),
                                    ([hello], frame(0x89, b"ping"), "CONNECT for the namespace"),
                                    ([hello], frame(0x01, b"") + frame(0x80, b""),
                                     "without an end"),
                                    ([frame(0x01, b"0")], frame(0x00, b"0" * 99),
                                     "the Engine.IO handshake")):
            with self.subTest(again), endless(before, again) as url:
                self.told(url, said, within=4 * NO_STS)

    def test_a_server_of_something_else(self) -> None:
        """It joins whom it does not know, and answers nothing."""
        mute = Mutant("", "", up=lambda link, message: None if message.startswith("42") else message)
        with harness.server() as server, Proxy(server.port, mute) as proxy:
            self.told(proxy.url, "expected stream:ready", 'sent: 42["stream:init",', "came: 40{",
                      "it does not answer as an STS")

    def test_a_namespace_that_is_not_served(self) -> None:
        with harness.server() as server:
            self.told(server.url, "CONNECT for the namespace /dubs", "Invalid namespace",
                      "try: another --namespace (now /dubs)", arguments=("--namespace", "/dubs"))

    def test_no_answer_to_connect(self) -> None:
        mute = Mutant("", "", up=lambda link, message: None)
        with harness.server() as server, Proxy(server.port, mute) as proxy:
            self.told(proxy.url, "CONNECT for the namespace / at /socket.io/, with a token",
                      "try: --api-key")


def all_of(*hooks: Hook) -> Hook:
    """One hook after the other."""

    def change(link: Link, message: str) -> Any:
        for hook in hooks:
            message = hook(link, message)
        return message

    return change


class Findings(Reports):
    def check(self, mutant: Mutant, *arguments: str) -> str:
        with harness.server() as server, Proxy(server.port, mutant) as proxy:
            done = conform(proxy.url, *arguments, "--patience", str(BRIEF), "--json",
                           self.path("r.json"), "--html", self.path("r.html"))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        return done.stdout

    def test_a_badly_broken_server_fits_a_screen(self) -> None:
        broken = Mutant("", "", down=all_of(
            edit("error", severity="fatal"), edit("stream:ready", max_inflight=1),
            edit("fragment:ack", status="done"), edit("stream:complete", total_fragments=77),
            edit("backpressure", recommended_delay_ms=..., action="pause"),
            edit("config:error_simulation:ack", status="done"),
            edit("config:processing_delay:ack", delay_ms="much"),
            edit("fragment:processed", processing_time_ms="12", transcript="x" * 500, error=None)))
        printed = self.check(broken)
        lines = printed.splitlines()
        self.assertLess(len(lines), SCREEN, printed)
        self.assertLess(max(map(len, lines)), 300, printed)
        self.assertIn("more broken requirements; --verbose shows all", printed)
        self.assertRegex(printed, r"\n    and [0-9,]+ more\n")
        whole = self.check(broken, "--verbose")
        self.assertGreater(len(whole.splitlines()), 4 * len(lines))

    def test_a_code_is_told_as_it_is(self) -> None:
        self.check(Mutant("", "", down=edit("error", code="STREAM_PAUSED", error_id="1")), "--only",
                   "016/7.1/late")
        messages = [one["message"] for one in self.report("r.json")["findings"]]
        self.assertTrue(any("got: error STREAM_PAUSED: " in one for one in messages), messages)

    def test_all_invalid_messages_are_tried(self) -> None:
        printed = self.check(Mutant("", "", down=drop("error")), "--only",
                             "016/5.1/fragment-ack/refused")
        self.assertIn("fragment:ack with the payload an array", printed)
        self.assertIn("    and ", printed)
        messages = [one["message"] for one in self.report("r.json")["findings"]]
        self.assertTrue(any("/timestamp missing" in one for one in messages), messages)

    def test_one_fault_is_told_once(self) -> None:
        broken = Mutant("", "", down=edit("fragment:processed", dubbed_audio__data_base64="AA*A"))
        self.check(broken, "--against", "spec016")
        self.assertEqual([name for name, outcome in self.outcomes("r.json").items()
                          if outcome == "fail"], ["016/5.2/fragment-processed/audio"])
        self.assertIn("016/5.2/fragment-processed/audio",
                      {one.get("because_of") for one in self.report("r.json")["findings"]})

    def test_every_result_is_looked_at(self) -> None:
        """Also where the case is about something else, and tried only there."""

        def spoil(link: Link, message: str) -> Any:
            if '"fragment:processed"' in message and '"channels":2' in message:
                return edit("fragment:processed", dubbed_audio__data_base64="AAAA")(link, message)
            return message

        def cut(name: str) -> Hook:
            return edit("fragment:processed", **{name: lambda value: value[:128]})

        for hook, broken in ((spoil, "sts/3/echo-audio"),
                             (cut("fragment_id"), "016/5.2/fragment-processed/sent"),
                             (edit("fragment:ack", fragment_id=lambda value: value[:128]),
                              "016/5.2/fragment-ack/sent")):
            self.check(Mutant("", "", down=hook), "--against", "echo", "--only",
                       "016/5.1/fragment-data/accepted")
            outcomes = self.outcomes("r.json")
            self.assertEqual([name for name in outcomes if outcomes[name] == "fail"], [broken])

    def test_a_number_is_no_string(self) -> None:
        with harness.server() as server:
            for old, new, outcome in (("25000", "25000.0", "pass"), ("25000", '"25000"', "fail"),
                                      ("52428800", '"52428800"', "fail"),
                                      ("52428800", "5.24288e7", "pass"),
                                      ("[]", '"[]"', "fail")):
                with self.subTest(new), \
                        Proxy(server.port, Mutant("", "", down=replace(old, new))) as proxy:
                    conform(proxy.url, "--only", "sts/1/handshake", "--only", "sts/1/ping-values",
                            "--json", self.path("r.json"))
                    outcomes = self.outcomes("r.json")
                    self.assertEqual(outcomes["sts/1/handshake"], outcome)
                    if old != "[]":
                        self.assertEqual(outcomes["sts/1/ping-values"],
                                         "pass" if outcome == "pass" else "unknown")

    def test_a_server_that_leaves_after_an_error(self) -> None:
        def leave(link: Link, message: str) -> Any:
            if not message.startswith('42["error"'):
                return message
            link.close(1000)
            return [message, "41"]

        printed = self.check(Mutant("", "", down=leave), "--against", "echo", "--only", "sts/3",
                             "--only", "016/5.1", "--only", "016/8.1")
        outcomes = self.outcomes("r.json")
        self.assertEqual([name for name in outcomes if outcomes[name] == "fail"],
                         ["sts/3/stays-usable"], printed)
        self.assertIn("none before the server ended the connection: DISCONNECT", printed)

    def test_what_a_case_misses_of_another_requirement_breaks_that_one(self) -> None:
        """Whatever the case of that one found: only now and then a result is lost."""

        def lose(link: Link, result: Any) -> Any:
            link.shared["results"] = link.shared.get("results", 0) + 1
            return None if link.shared["results"] == 3 else result

        cause, missed = "016/5.2/fragment-processed/sent", "016/5.2/stream-complete/statistics"
        printed = self.check(Mutant("", "", up=refuse_simulation,
                                    down=on("fragment:processed", lose)),
                             "--against", "spec016", "--only", missed)
        self.assertIn(f"BROKEN {cause} (must)", printed)
        rows = {row["id"]: row for row in self.report("r.json")["requirements"]}
        self.assertEqual((rows[cause]["outcome"], rows[missed]["outcome"]), ("fail", "unknown"))
        self.assertIn(f"because of {cause}", rows[missed]["note"])

    def test_invalid_json_is_called_that(self) -> None:
        def spoil(link: Link, message: str) -> Any:
            return re.sub(r'"avg_processing_time_ms": ?[0-9.]+', '"avg_processing_time_ms":NaN',
                          message)

        one = "016/5.2/stream-complete/schema"
        printed = self.check(Mutant("", "", down=spoil), "--only", one)
        self.assertIn(f"BROKEN {one} (must)", printed)
        self.assertIn("expected: stream:complete: valid JSON\n    got:      invalid JSON: ",
                      printed)
        self.assertIn('"avg_processing_time_ms":NaN', printed)

    def test_the_page_has_the_packets(self) -> None:
        self.check(Mutant("", "", down=edit("stream:ready", session_id="7")), "--only",
                   "016/5.2/stream-ready/schema")
        page = (self.folder / "r.html").read_text()
        self.assertIn("<summary>Packets</summary>", page)
        self.assertIn("ms  got   42[&quot;stream:ready&quot;", page)
        self.assertIn("ms  sent  42[&quot;stream:init&quot;",
                      page.replace("\n", " "))

    def test_all_reports_say_the_same(self) -> None:
        """Terminal, exit status, JSON, JUnit and HTML of what comes unasked, in a case of another
        requirement, while the own case finds that it is not offered."""
        odd = {"severity": "medium", "action": "slow_down", "current_inflight": 1,
               "queue_depth": 0}
        broken = Mutant("", "", up=refuse_simulation, down=on(
            "fragment:processed", lambda link, result: [
                ("backpressure", {"stream_id": result["stream_id"], **odd}),
                ("fragment:processed", result)]))
        one = "016/5.2/backpressure/schema"
        with harness.server() as server, Proxy(server.port, broken) as proxy:
            done = conform(proxy.url, "--against", "spec016", "--patience", str(BRIEF), "--json",
                           self.path("r.json"), "--junit", self.path("r.xml"), "--html",
                           self.path("r.html"))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(f"BROKEN {one} (must)", done.stdout)
        self.assertIn("1 musts and 0 shoulds broken: the server does not conform", done.stdout)
        report = self.report("r.json")
        self.assertEqual((report["verdict"], report["counts"]["fail"]), ("fail", 1))
        row = next(row for row in report["requirements"] if row["id"] == one)
        self.assertEqual(row["outcome"], "fail")
        self.assertNotIn("note", row)
        junit = ElementTree.parse(self.path("r.xml"))
        self.assertEqual([case.get("name") for case in junit.iter("testcase")
                          if case.find("failure") is not None], [one])
        page = (self.folder / "r.html").read_text()
        self.assertRegex(page, r'<tr class="row fail"[^>]*>(?:(?!</tr>).)*' + one)

    def test_a_should_that_fails_is_a_failure(self) -> None:
        with harness.server(WS_PING_INTERVAL="20") as server:
            flags: list[list[str]] = [[], ["--strict"]]
            for strict in flags:
                done = conform(server.url, "--only", "sts/1/ping-values", *strict, "--junit",
                               self.path("r.xml"))
                self.assertEqual(done.returncode, len(strict), done.stdout + done.stderr)
                suite = next(ElementTree.parse(self.path("r.xml")).iter("testsuite"))
                self.assertEqual([one.get("type") for one in suite.iter("failure")],
                                 ["should"] * len(strict))
                self.assertEqual(suite.get("failures"), str(len(strict)))

    def test_origins(self) -> None:
        with harness.server() as server:
            conform(server.url, "--only", "016/7.1/gap", "--json", self.path("r.json"))
        rows = {row["id"]: row for row in self.report("r.json")["requirements"]}
        self.assertEqual(rows["016/7.1/gap"]["origin"], "echo")
        self.assertEqual(rows["016/7.1/in-order"]["origin"], "spec016/7.1")
        self.assertRegex(conform("--list").stdout, r"\n016/7.1/in-order +must +spec016/7.1 ")


if __name__ == "__main__":
    unittest.main()
