"""sts-conform as its users run it: against the echo service, against servers that lack something,
and what it writes."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import re
import socket
import subprocess
import tempfile
import threading
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import harness
import worker
from mutant_proxy import Mutant, Proxy
from server_mutants import drop, edit, on
from session import Raw
from test_tls import make_certificate

CONFORM = harness.BUILD / "sts-conform"
PATIENCE = str(20 * harness.TIME_FACTOR)


def conform(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A run of sts-conform; one that checks a server does so against all that is settled, unless the
    arguments say otherwise."""
    checks = arguments and arguments[0].startswith("http") and "--against" not in arguments
    against = ("--against", "echo") if checks else ()
    return subprocess.run([str(CONFORM), *against, *arguments], capture_output=True, text=True,
                          env={**os.environ, **environment}, timeout=200 * harness.TIME_FACTOR)


def refuse_simulation(link: Any, message: str) -> Any:
    """A server that knows nothing of section 6."""
    for name in ("config:error_simulation", "config:processing_delay", "config:backpressure",
                 "simulate:disconnect"):
        if f'["{name}"' in message[:60]:
            link.error("INVALID_CONFIG")
            return None
    return message


class Reports(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def report(self, name: str) -> dict[str, Any]:
        return json.loads((self.folder / name).read_text())

    def outcomes(self, name: str) -> dict[str, str]:
        return {row["id"]: row["outcome"] for row in self.report(name)["requirements"]}


class EchoService(Reports):
    def test_it_conforms(self) -> None:
        with harness.server() as server:
            done = conform(server.url, "--patience", PATIENCE, "--json", self.path("r.json"),
                           "--junit", self.path("r.xml"), "--html", self.path("r.html"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("the server conforms", done.stdout)
        outcomes = self.outcomes("r.json")
        self.assertNotIn("fail", outcomes.values())
        self.assertEqual({name for name, outcome in outcomes.items()
                          if outcome in ("not_exercised", "not_offered")},
                         {"sts/1/message-too-large", "sts/1/pings", "sts/1/ping-timeout",
                          "sts/2/limited"})
        suite = ElementTree.parse(self.path("r.xml")).getroot()
        cases = suite.findall("./testsuite/testcase")
        self.assertEqual([case.get("name") for case in cases], [*outcomes, "report/complete"])
        self.assertEqual({case.get("classname") for case in cases}, {server.url})
        self.assertFalse(suite.findall(".//failure") + suite.findall(".//error"))
        self.assertIn(server.url, (self.folder / "r.html").read_text())

    def test_the_slow_ones_with_all(self) -> None:
        """With pings in a hurry they are not slow."""
        with harness.server(WS_PING_INTERVAL="1", WS_PING_TIMEOUT="3") as server:
            done = conform(server.url, "--all", "--only", "sts/1/ping", "--only",
                           "sts/1/message-too-large", "--only", "sts/2/limited", "--patience",
                           PATIENCE, "--json", self.path("r.json"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        outcomes = self.outcomes("r.json")
        for name in ("message-too-large", "pings", "ping-timeout"):
            self.assertEqual(outcomes[f"sts/1/{name}"], "pass")
        self.assertEqual(outcomes["sts/2/limited"], "pass")
        self.assertEqual(outcomes["sts/1/ping-values"], "deviation")

    def test_what_a_server_must_have_had_to_resume(self) -> None:
        with harness.server(RESUME_WINDOW_MS="0") as server:
            done = conform(server.url, "--only", "sts/4/resume", "--json", self.path("r.json"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        outcomes = self.outcomes("r.json")
        self.assertEqual(outcomes["sts/4/resume-takes-over"], "not_offered")
        self.assertNotIn("fail", outcomes.values())

    def test_without_keys(self) -> None:
        with harness.server(REQUIRE_AUTH="false") as server:
            done = conform(server.url, "--only", "sts/2", "--json", self.path("r.json"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.outcomes("r.json")["sts/2/wrong-key"], "not_offered")

    def test_a_key_of_ones_own(self) -> None:
        with harness.server(STS_API_KEY="secret-7") as server:
            ways: list[tuple[list[str], dict[str, str]]] = [
                (["--api-key", "secret-7"], {}), ([], {"STS_API_KEY": "secret-7"})]
            for arguments, environment in ways:
                done = conform(server.url, "--only", "sts/2/valid", *arguments, **environment)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertNotIn("secret-7", done.stdout)

    def test_a_key_with_something_around_it(self) -> None:
        ways: list[tuple[list[str], dict[str, str], str]] = [
            (["--api-key", "secret-7\r"], {}, "--api-key"),
            ([], {"STS_API_KEY": "secret-7\r"}, "STS_API_KEY")]
        with harness.server(STS_API_KEY="secret-7") as server:
            for arguments, environment, name in ways:
                with self.subTest(name):
                    done = conform(server.url, "--only", "sts/2/valid", *arguments, **environment)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                    self.assertEqual(done.stderr,
                                     f"sts-conform: {name}: removed a CR at the end\n")
                    self.assertNotIn("secret-7", done.stdout)
            done = conform(server.url, STS_API_KEY='""')
            self.assertEqual(done.returncode, 2)
            self.assertIn("STS_API_KEY has nothing but blanks, line ends and quotes, but must be a "
                          "key", done.stderr)

    def test_keys_of_any_characters(self) -> None:
        """They go into JSON as what they are, over WebSocket and polling."""
        only = ("--only", "sts/2/valid", "--only", "sts/1/polling", "--only", "sts/1/namespaces")
        keys = ('a"b', "a\\b", '"},{"', "tab\there\x01\x7f", "%s%n",
                "sch\u00fcssel \u20ac \U0001f3a7")
        for key in keys:
            with self.subTest(key=key), harness.server(STS_API_KEY=key) as server:
                done = conform(server.url, *only, "--api-key", key)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_key_with_quotes_is_not_shown(self) -> None:
        broken = Mutant("", "", down=edit("stream:ready", session_id="7"))
        with harness.server(STS_API_KEY='open"hidden') as server, \
                Proxy(server.port, broken) as proxy:
            done = conform(proxy.url, "--only", "016/5.2/stream-ready/schema", "--api-key",
                           'open"hidden', "--json", self.path("r.json"))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn('{"token":"***"}', done.stdout)
        self.assertNotIn("hidden", done.stdout + (self.folder / "r.json").read_text())

    def test_what_cannot_be_sent_is_wrong_usage(self) -> None:
        for arguments, sentence in (
                (("--api-key", os.fsdecode(b"\xff")), "the API key must be UTF-8"),
                (("--namespace", "sts"), "--namespace must begin with / and must not"),
                (("--namespace", "/a,b"), "--namespace must begin with / and must not")):
            done = conform("http://127.0.0.1:1", *arguments)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(sentence, done.stderr)

    def test_why_there_is_no_connection(self) -> None:
        port = harness.free_port()
        done = conform(f"http://127.0.0.1:{port}")
        self.assertEqual(done.returncode, 3)
        self.assertIn(f"cannot connect to 127.0.0.1 port {port}: Connection refused", done.stderr)
        with harness.server() as server:
            done = conform(server.url.replace("http:", "https:"))
            self.assertEqual(done.returncode, 3)
            self.assertIn(f"the TLS handshake with 127.0.0.1 port {server.port} ", done.stderr)
            done = conform(f"{server.url}/nothing")
            self.assertEqual(done.returncode, 3)
            self.assertIn("the answer to the WebSocket handshake is HTTP/1.1 404", done.stderr)

    def test_other_namespaces_and_paths(self) -> None:
        with harness.server() as server:
            done = conform(f"{server.url}/ws/sts", "--namespace", "/sts", "--only", "016/7.1")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_over_tls(self) -> None:
        certificate, key = make_certificate(self.folder, "server")
        only = ("--only", "016/7.1", "--only", "sts/1/polling", "--only", "sts/7")
        with harness.server(TLS_CERT=certificate, TLS_KEY=key) as server:
            url = server.url.replace("http:", "https:")
            done = conform(url, *only)
            self.assertEqual(done.returncode, 3, done.stdout)
            self.assertIn("self-signed certificate (--insecure skips this check)", done.stderr)
            done = conform(url, *only, "--insecure")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            done = conform(url, *only, SSL_CERT_FILE=certificate)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            done = conform(server.url)
            self.assertEqual(done.returncode, 3, done.stdout)


class Strangers(unittest.TestCase):
    """Whoever listens there may be anything."""

    ANSWER = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Accept: {accept}\r\n\r\n")

    def said_of(self, answer: bytes) -> str:
        """What sts-conform says of a server that sends these bytes; `{accept}` is put in."""
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()

            def serve() -> None:
                connection, _ = listener.accept()
                with connection, contextlib.suppress(OSError):
                    request = connection.recv(65536)
                    found = re.search(rb"Sec-WebSocket-Key: (\S+)", request)
                    key = found[1] if found else b""
                    accept = base64.b64encode(hashlib.sha1(
                        key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
                    connection.sendall(answer.replace(b"{accept}", accept))
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass

            thread = threading.Thread(target=serve)
            thread.start()
            try:
                done = conform(f"http://127.0.0.1:{listener.getsockname()[1]}")
            finally:
                thread.join()
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        return done.stderr

    def test_a_terminal_does_not_obey(self) -> None:
        upgraded = self.ANSWER.encode()
        refusal = b'44{"message":"\x1b[31mred"}'
        for answer in (b"HTTP/1.1 403 \x1b[31mred\r\n\r\n",
                       upgraded + b"\x81\x020{\x81" + bytes([len(refusal)]) + refusal):
            said = self.said_of(answer)
            self.assertIn("red", said)
            self.assertNotIn("\x1b", said)

    def test_what_is_wrong_is_told(self) -> None:
        upgraded = self.ANSWER.encode()
        for answer, sentence in (
                (b"", "no answer to the WebSocket handshake: the server closed the connection"),
                (b"SSH-2.0-OpenSSH_9.2\r\n", "the answer is not HTTP/1.1"),
                (b"HTTP/1.1 2OO OK\r\n\r\n", "a status line of HTTP/1.1: \"HTTP/1.1 2OO OK\""),
                (b"HTTP/1.1 401 Unauthorized\r\n\r\n", "handshake is HTTP/1.1 401 Unauthorized"),
                (b"HTTP/1.1 200 OK\r\nX: " + 20000 * b"x", "longer than 16384 bytes"),
                (upgraded.replace(b"{accept}", b"none"), "no Sec-WebSocket-Accept, or a wrong one"),
                (upgraded + b"\x81\x82\0\0\0\x000x", "the server sent a masked frame"),
                (upgraded + b"\x83\x00", "a frame with an unknown opcode"),
                (upgraded + b"\x81\x7f" + 8 * b"\xff", "a message of more than 64 MiB"),
                (upgraded + b"\x81\x05hello", "the Engine.IO handshake (a packet of type 0)"),
                (upgraded + b"\x81\x020{", "the end of the connection")):
            with self.subTest(sentence):
                self.assertIn(sentence, self.said_of(answer))


class Servers(Reports):
    """Servers that lack something, or break something."""

    def test_no_simulation_is_not_offered(self) -> None:
        with harness.server() as server, \
                Proxy(server.port, Mutant("", "", up=refuse_simulation)) as proxy:
            done = conform(proxy.url, "--patience", PATIENCE, "--only", "sts/6", "--only",
                           "016/6.2", "--only", "016/7.1", "--json", self.path("r.json"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        outcomes = self.outcomes("r.json")
        for name, outcome in outcomes.items():
            if name.startswith(("sts/6", "016/6.2", "016/7.1/in-order")) and name.split("/")[-1] \
                    not in ("max-inflight", "schema", "in-order"):
                self.assertEqual(outcome, "not_offered", name)
        self.assertEqual(outcomes["016/7.1/gap"], "pass")
        self.assertIn("Not offered:", done.stdout)

    def test_a_failing_case_says_how(self) -> None:
        broken = Mutant("", "", down=edit("stream:ready", session_id="7"))
        with harness.server() as server, Proxy(server.port, broken) as proxy:
            done = conform(proxy.url, "--only", "016/5.2/stream-ready/schema", "--json",
                           self.path("r.json"))
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertIn("BROKEN 016/5.2/stream-ready/schema (must)", done.stdout)
            self.assertIn("expected: stream:ready: valid against its schema", done.stdout)
            self.assertIn("at:       /session_id", done.stdout)
            self.assertNotIn("test-api-key", done.stdout)
            self.assertRegex(done.stdout, r"\d+ ms  sent  42\[\"stream:init\"")
            self.assertRegex(done.stdout, r"\d+ ms  got   42\[\"stream:ready\"")
            again = [line.split(": ", 1)[1] for line in done.stdout.splitlines()
                     if line.strip().startswith("again: ")]
            self.assertEqual(len(again), 1)
            repeated = conform(*again[0].split()[1:])
            self.assertEqual(repeated.returncode, 1, repeated.stdout)
        (stream,) = self.report("r.json")["streams"]
        self.assertEqual(stream["ended"], "with the case 016/5.2/stream-ready/schema")
        finding = self.report("r.json")["findings"][0]
        self.assertEqual(finding["requirement"], "016/5.2/stream-ready/schema")
        self.assertEqual(finding["pointer"], "/session_id")
        self.assertIn("stream:init", finding["sent"])

    def test_audio_is_not_shown(self) -> None:
        broken = Mutant("", "", down=on("fragment:processed", lambda link, payload: {
            **payload, "processing_time_ms": "long"}))
        with harness.server() as server, Proxy(server.port, broken) as proxy:
            done = conform(proxy.url, "--only", "016/5.2/fragment-processed/schema", "--json",
                           self.path("r.json"))
        self.assertEqual(done.returncode, 1)
        self.assertIn('"data_base64": "<64 characters>"', done.stdout)
        self.assertIn("<64 characters>", json.dumps(self.report("r.json")))
        (stream,) = self.report("r.json")["streams"]
        self.assertEqual([fragment["sequence_number"] for fragment in stream["fragments"]], [0])
        self.assertIn("acked_ms", stream["fragments"][0])

    def test_a_terminal_does_not_obey_the_server(self) -> None:
        broken = Mutant("", "", down=edit("error", message="\x1b[31mred", severity="fatal"))
        with harness.server() as server, Proxy(server.port, broken) as proxy:
            done = conform(proxy.url, "--only", "016/8.1/table")
        self.assertEqual(done.returncode, 1)
        self.assertIn("red", done.stdout)
        self.assertNotIn("\x1b", done.stdout)

    def test_a_should_counts_when_strict(self) -> None:
        broken = Mutant("", "", down=edit("error", metadata=...))
        with harness.server() as server, Proxy(server.port, broken) as proxy:
            done = conform(proxy.url, "--only", "016/5.2/error/places")
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertIn("1 shoulds broken: the server conforms", done.stdout)
            done = conform(proxy.url, "--only", "016/5.2/error/places", "--strict")
            self.assertEqual(done.returncode, 1, done.stdout)

    def test_two_reports_compared(self) -> None:
        broken = Mutant("", "", down=drop("error"))
        only = ("--only", "016/7.1")
        with harness.server() as server, Proxy(server.port, broken) as proxy:
            conform(server.url, *only, "--json", self.path("good.json"))
            conform(proxy.url, *only, "--patience", "2", "--json", self.path("bad.json"))
        same = conform("diff", self.path("good.json"), self.path("good.json"))
        self.assertEqual((same.returncode, same.stdout), (0, "0 fixed, 0 broken, 0 changed\n"))
        worse = conform("diff", self.path("good.json"), self.path("bad.json"))
        self.assertEqual(worse.returncode, 1, worse.stdout)
        self.assertIn("broken   016/7.1/gap: fail, was pass\n", worse.stdout)
        better = conform("diff", self.path("bad.json"), self.path("good.json"))
        self.assertEqual(better.returncode, 0, better.stdout)
        self.assertIn("fixed    016/7.1/gap: pass, was fail\n", better.stdout)


class Replay(Reports):
    stream = "live"

    def journal(self, *numbers: int) -> str:
        """What a worker did that sent these numbers and confirmed each result. The server's own
        report goes to live.json."""
        path = self.path("journal.ndjson")
        with harness.server(ECHO_JOURNAL=path) as server:
            one = worker.Worker(server.url)
            one.emit("stream:init", worker.init(self.stream))
            one.expect("stream:ready")
            for number in numbers:
                one.emit("fragment:data", worker.fragment(self.stream, number, b"some audio"))
            results = 0
            while results < len(numbers):
                name, payload = one.next()
                if name == "fragment:processed":
                    results += 1
                    one.emit("fragment:ack", {"fragment_id": payload["fragment_id"],
                                              "status": "applied", "timestamp": 0})
            one.emit("stream:end", {"stream_id": self.stream})
            while one.next()[0] != "stream:complete":
                pass
            one.leave()
            answer = harness.http(server.port, "GET", "/control/report",
                                  Authorization="Bearer test-api-key")
            (self.folder / "live.json").write_bytes(answer.body)
        return path

    def check_against_live(self) -> None:
        """The replay makes of the journal what the server made of the traffic."""
        live, replayed = self.report("live.json"), self.report("r.json")
        for part in ("requirements", "coverage", "counts", "verdict"):
            self.assertEqual(replayed[part], live[part])
        self.assertEqual([(finding["requirement"], finding["message"])
                          for finding in replayed["findings"]],
                         [(finding["requirement"], finding["message"])
                          for finding in live["findings"]])

    def test_a_good_worker(self) -> None:
        done = conform("replay", self.journal(0, 1, 2), "--json", self.path("r.json"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        report = self.report("r.json")
        self.assertEqual(report["side"], "worker")
        self.assertEqual(report["counts"]["fail"], 0)
        outcomes = self.outcomes("r.json")
        self.assertEqual(outcomes["016/5.1/fragment-data/schema"], "pass")
        self.assertEqual(outcomes["016/5.1/fragment-ack/sent"], "pass")
        self.assertEqual([stream["fragment_count"] for stream in report["streams"]], [3])
        self.check_against_live()

    def test_ids_with_any_characters(self) -> None:
        """U+0000 is a character of ids like others; the journal has it as an escape."""
        self.stream = 'a\0"\\\u00e9\U0001f600'
        done = conform("replay", self.journal(0, 1), "--json", self.path("r.json"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.report("r.json")["streams"][0]["stream_id"], self.stream)
        self.check_against_live()

    def test_a_worker_that_leaves_out_a_number(self) -> None:
        done = conform("replay", self.journal(0, 2), "--json", self.path("r.json"))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("BROKEN 016/7.1/no-gaps by stream live", done.stdout)
        self.assertRegex(done.stdout, r"(?s)Why, and what to do:\n.*  016/7.1/no-gaps \(must\) was "
                                      r"broken 1 of 3 times\n    what to do: Number what is sent")
        for finding in self.report("r.json")["findings"]:
            self.assertEqual(done.stdout.count(finding["message"]), 1, done.stdout)
        self.assertEqual(self.outcomes("r.json")["016/7.1/no-gaps"], "fail")
        self.check_against_live()

    def test_payloads_that_a_strict_reader_refuses(self) -> None:
        """They stand in the journal as they came, and their entries tell what is wrong."""
        with harness.server(ECHO_JOURNAL=self.path("bad.ndjson")) as server:
            raw = Raw(server.port)
            raw.open("live")
            for payload in (r'{"stream_id":"live","stream_id":"}\\"}',
                            r'{"stream_id":"live","reason":"\ud800"}'):
                raw.emit_text("stream:pause", payload)
                raw.next()
            raw.close()
        lines = Path(self.path("bad.ndjson")).read_text()
        self.assertIn(r"\ud800", lines)
        done = conform("replay", self.path("bad.ndjson"), "--json", self.path("r.json"))
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertEqual(self.outcomes("r.json")["016/5.1/stream-pause/schema"], "fail")

    def test_workers_are_not_compared_with_a_server(self) -> None:
        conform("replay", self.journal(0), "--json", self.path("workers.json"))
        with harness.server() as server:
            conform(server.url, "--only", "016/7.1/gap", "--json", self.path("server.json"))
        done = conform("diff", self.path("workers.json"), self.path("server.json"))
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("workers.json is about workers, ", done.stderr)
        self.assertIn("server.json is about a server. ", done.stderr)

    def test_what_is_no_journal(self) -> None:
        path = self.path("no.ndjson")
        Path(path).write_text('{"id":1}\n')
        done = conform("replay", path)
        self.assertEqual(done.returncode, 2)
        self.assertIn("no.ndjson:1: not a journal entry", done.stderr)

    def test_what_cannot_be_read_is_told_in_the_files(self) -> None:
        """What an earlier run has written does not stay."""
        Path(self.path("no.ndjson")).write_text('{"id":1}\n')
        for name, why in (("none", "cannot read "), ("no.ndjson", "not a journal entry")):
            for form in ("r.json", "r.xml", "r.html"):
                Path(self.path(form)).write_text("old")
            with self.subTest(name):
                done = conform("replay", self.path(name), "--json", self.path("r.json"),
                               "--junit", self.path("r.xml"), "--html", self.path("r.html"))
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                report = self.report("r.json")
                self.assertEqual(report["verdict"], "unknown")
                self.assertIn(why, report["unknowns"][0])
                self.assertIn(why, done.stderr)
                suite, = ElementTree.parse(self.path("r.xml")).getroot()
                self.assertEqual(len(suite.findall(".//error")), 1)
                self.assertIn(why, Path(self.path("r.html")).read_text())


class Files(Reports):
    def test_what_cannot_be_written_is_told_before_the_run(self) -> None:
        folder, old = self.path(""), self.path("old.json")
        Path(old).write_text("old")
        for flag, path, why in (("--json", folder, "Is a directory"),
                                ("--junit", self.path("none/a.xml"), "No such file or directory"),
                                ("--html", old + "/a", "Not a directory")):
            # who connects is told 3
            for first in ([f"http://127.0.0.1:{harness.free_port()}"], ["replay", "/none"]):
                with self.subTest(flag, first=first):
                    done = conform(*first, flag, path)
                    self.assertEqual(
                        (done.returncode, done.stderr),
                        (2, f"sts-conform: cannot write {path}: {why}\n"))

    def test_a_run_that_cannot_connect_says_so_in_the_files(self) -> None:
        """What an earlier run has written does not stay."""
        for name in ("r.json", "r.xml", "r.html"):
            Path(self.path(name)).write_text("old")
        done = conform(f"http://127.0.0.1:{harness.free_port()}", "--json", self.path("r.json"),
                       "--junit", self.path("r.xml"), "--html", self.path("r.html"))
        self.assertEqual(done.returncode, 3)
        report = self.report("r.json")
        self.assertEqual(report["verdict"], "unknown")
        self.assertIn("Connection refused", report["unknowns"][0])
        (error,) = ElementTree.parse(self.path("r.xml")).getroot().findall(".//error")
        self.assertIn("Connection refused", ElementTree.tostring(error, "unicode"))
        self.assertNotEqual(Path(self.path("r.html")).read_text(), "old")


class Usage(unittest.TestCase):
    def test_could_not_connect(self) -> None:
        done = conform(f"http://127.0.0.1:{harness.free_port()}")
        self.assertEqual(done.returncode, 3)
        self.assertIn("could not connect", done.stderr)
        with harness.server() as server:
            done = conform(server.url, "--api-key", "wrong")
            self.assertEqual(done.returncode, 3)
            self.assertIn("Invalid API key", done.stderr)

    def test_the_list(self) -> None:
        done = conform("--list")
        self.assertEqual(done.returncode, 0)
        rows = {line.split()[0]: line for line in done.stdout.splitlines()}
        catalogue = json.loads((harness.ROOT / "schema/requirements.json").read_text())
        self.assertEqual(set(rows), {row["id"] for row in catalogue["requirements"]
                                     if row["side"] == "server"})
        some = conform("--list", "--only", "016/7.1")
        self.assertEqual(some.stdout.splitlines(),
                         [line for name, line in rows.items() if name.startswith("016/7.1")])
        one = conform("--list", "--only", "016/7.1/gap")
        self.assertEqual(one.stdout.splitlines(), [rows["016/7.1/gap"]])

    def test_wrong_usage(self) -> None:
        rows: list[tuple[list[str], str]] = [
                ([], "the URL of a server is missing"),
                (["ftp://here"], "the scheme must be http"),
                (["http://"], "the host is missing"),
                (["http://host:99999"], "the port must be a number"),
                (["http://host", "--only", "017"], "no requirement id begins with 017; see "),
                (["http://host", "--patience", "soon"], "--patience must be a number"),
                (["http://host", "--only", "016/7.1/gpa"], "did you mean 016/7.1/gap?"),
                (["http://host", "--colour"], "unknown option --colour. See sts-conform --help."),
                (["http://host", "--jsn", "a"], "unknown option --jsn; did you mean --json?"),
                (["http://host", "--stric"], "did you mean --strict?"),
                (["http://host", "--json=a"], '--json does not take "="'),
                (["http://host", "--json"], "the value is missing after --json"),
                (["http://one", "http://two"], "more than one URL"),
                (["diff", "one.json"], "diff needs two reports"),
                (["diff", "/none/a", "/none/b"], "cannot read /none/a")]
        for arguments, said in rows:
            with self.subTest(arguments=arguments):
                done = conform(*arguments)
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                self.assertIn(said, done.stderr)

    def test_keys_are_not_repeated(self) -> None:
        self.assertNotIn("sesame", conform("http://host", "--apikey=sesame").stderr)

    def test_help(self) -> None:
        done = conform("--help")
        self.assertEqual(done.returncode, 0)
        for flag in ("--api-key", "--only", "--list", "--all", "--json", "--junit", "--html",
                     "--strict", "replay", "diff"):
            self.assertIn(flag, done.stdout)
