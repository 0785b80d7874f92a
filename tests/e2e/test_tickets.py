"""Tickets: a browser opens a report or the stream of the journal without a key, once (docs/control.md).
"""
# labels: fast

import json
import socket
import tempfile
import time
import unittest
from typing import Any

import harness
from control import KEY, Control
from harness import Response, Server
from session import SessionTest

KEYS = [{"key": KEY, "streams": ["*"]}, {"key": "team", "streams": ["team-*"]}]
REPORT = "/control/report/live-1.html"


class Tickets(SessionTest):
    def keyed(self, **settings: str) -> Server:
        file = tempfile.NamedTemporaryFile("w", suffix=".json")
        self.addCleanup(file.close)
        json.dump(KEYS, file)
        file.flush()
        return self.server(STS_API_KEYS_FILE=file.name, **settings)

    def ticket(self, control: Control, path: str) -> dict[str, Any]:
        return control.do("POST", "/tickets", {"path": path})

    def get(self, server: Server, target: str, method: str = "GET") -> Response:
        """As a browser does: without a key."""
        return harness.http(server.port, method, target)

    def test_a_report_once(self) -> None:
        server = self.server()
        control = Control(server)
        self.raw(server).open("live-1")
        before = int(time.time() * 1000)
        made = self.ticket(control, REPORT)
        self.assertRegex(made["ticket"], "^[0-9a-f]{32}$")
        self.assertEqual(made["url"], f"{REPORT}?ticket={made['ticket']}")
        self.assertLessEqual(before + 60000, made["expires_at"])
        self.assertLessEqual(made["expires_at"], time.time() * 1000 + 60001)
        page = self.get(server, made["url"])
        self.assertEqual((page.status, page.headers["content-type"]),
                         (200, "text/html; charset=utf-8"))
        self.assertEqual((page.headers["referrer-policy"], page.headers["cache-control"]),
                         ("no-referrer", "no-store"))
        again = self.get(server, made["url"])
        self.assertEqual(again.status, 401)
        self.assertIn("expired, used or unknown", again.json()["error"]["message"])
        self.assertNotIn(made["ticket"], again.body.decode())
        self.assertNotIn(made["ticket"], server.output())
        self.assertNotIn(made["ticket"], json.dumps(control.do("GET", "/clients")))

    def test_what_stands_in_the_query_is_passed_on(self) -> None:
        server = self.server()
        control = Control(server)
        self.raw(server).open("live-1")
        for path in ("/control/report?form=summary", "/control/report.json?stream=live-%2A",
                     "/control/report/live-1?settled_ms=1", "/control/report.xml"):
            with self.subTest(path):
                made = self.ticket(control, path)
                self.assertEqual(made["url"],
                                 f"{path}{'&' if '?' in path else '?'}ticket={made['ticket']}")
                self.assertEqual(self.get(server, made["url"]).status, 200)

    def test_it_opens_nothing_else(self) -> None:
        server = self.server(AUTH_FAILURES_PER_MIN="0")
        control = Control(server)
        self.raw(server).open("live-1")
        for other in ("/control/report/live-1.json", "/control/report", "/control/journal",
                      "/control/streams", "/control/armed"):
            with self.subTest(other):
                made = self.ticket(control, REPORT)["ticket"]
                self.assertEqual(self.get(server, f"{other}?ticket={made}").status, 401)
                self.assertEqual(self.get(server, f"{REPORT}?ticket={made}", "HEAD").status, 401)
                self.assertEqual(self.get(server, f"{REPORT}?ticket={made}").status, 200)
        made = self.ticket(control, REPORT)["ticket"]
        answer = harness.http(server.port, "POST", f"/control/reset?ticket={made}", b"{}")
        self.assertEqual(answer.status, 401)
        for path in ("/control/streams", "/control/reports", "/control/journal", "/health",
                     "/control/journal/streams", "control/report", "/control/report/a b",
                     "/control/report/" + "x" * 5000):
            with self.subTest(path):
                control.refused(400, "POST", "/tickets", {"path": path})

    def test_a_key_in_a_url_is_never_taken(self) -> None:
        server = self.server()
        self.raw(server).open("live-1")
        self.assertEqual(self.get(server, f"{REPORT}?ticket={KEY}").status, 401)

    def test_it_sees_what_its_key_sees(self) -> None:
        server = self.keyed()
        team = Control(server, "team")
        for stream in ("live-1", "team-1"):
            self.raw(server).open(stream)
        self.assertEqual(self.get(server, self.ticket(team, REPORT)["url"]).status, 403)
        told = self.get(server, self.ticket(team, "/control/report.json")["url"]).json()
        self.assertEqual([one["stream_id"] for one in told["streams"]], ["team-1"])

    def test_wrong_ones_count_as_wrong_keys(self) -> None:
        server = self.server(AUTH_FAILURES_PER_MIN="2")
        control = Control(server)
        self.raw(server).open("live-1")
        for _ in range(2):
            self.assertEqual(self.get(server, f"{REPORT}?ticket=wrong").status, 401)
        self.assertEqual(self.get(server, f"{REPORT}?ticket=wrong").status, 429)
        self.assertEqual(self.get(server, self.ticket(control, REPORT)["url"]).status, 200)

    def test_the_oldest_goes(self) -> None:
        server = self.keyed()
        control, team = Control(server), Control(server, "team")
        self.raw(server).open("live-1")
        others = self.ticket(control, REPORT)
        made = [self.ticket(team, "/control/report") for _ in range(65)]
        self.assertEqual(self.get(server, made[0]["url"]).status, 401)
        self.assertEqual(self.get(server, made[1]["url"]).status, 200)
        self.assertEqual(self.get(server, made[64]["url"]).status, 200)
        self.assertEqual(self.get(server, others["url"]).status, 200)

    def test_the_stream_of_the_journal(self) -> None:
        server = self.server()
        control = Control(server)
        made = self.ticket(control, "/control/journal/stream?stream=live-1&since=start")
        with socket.create_connection(("127.0.0.1", server.port), harness.PATIENCE) as sock:
            sock.sendall(f"GET {made['url']} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            self.raw(server).open("live-1")
            read = b""
            while b"stream:ready" not in read:
                part = sock.recv(65536)
                self.assertTrue(part, read)
                read += part
        self.assertTrue(read.startswith(b"HTTP/1.1 200"), read)
        # an EventSource that comes again stops at this
        self.assertEqual(self.get(server, made["url"]).status, 401)

    def test_where_no_key_is_needed(self) -> None:
        server = self.server(REQUIRE_AUTH="false")
        self.raw(server).open("live-1")
        made = self.ticket(Control(server, None), REPORT)
        self.assertEqual(self.get(server, made["url"]).status, 200)


if __name__ == "__main__":
    unittest.main()
