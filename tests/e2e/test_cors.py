"""Which web pages may use the server (CORS): as browsers ask, over real sockets."""

# labels: fast

from __future__ import annotations

import unittest
from typing import Any

import engineio
import harness
from harness import Response, Server
from wire import Polling, query

PAGE = "https://app.example.org"
SOCKETIO = "/socket.io/"


def cors(response: Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items()
            if name.startswith("access-control-")}


class Cors(unittest.TestCase):
    def server(self, **settings: str) -> Server:
        server = harness.server(**settings)
        self.addCleanup(server.stop)
        return server

    def ask(self, server: Server, method: str, target: str, **headers: str) -> Response:
        return harness.http(server.port, method, target, None, **headers)


class LikePython(Cors):
    """The profile python-echo gives the answers that python-engineio gives."""

    def theirs(self, method: str, **headers: str) -> dict[str, str]:
        fields = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        server: Any = engineio.Server(async_mode="threading", cors_allowed_origins="*")
        found = server._cors_headers({"REQUEST_METHOD": method, **fields})
        return {name.lower(): value for name, value in found}

    def test_the_same_fields(self) -> None:
        server = self.server(ECHO_PROFILE="python-echo")
        link = Polling(server.port, SOCKETIO)
        targets = {
            "GET": [query(SOCKETIO, "polling"), query(SOCKETIO, "nonsense")],
            "POST": [link.target, query(SOCKETIO, "polling", "nobody")],
            "OPTIONS": [link.target],
            "PUT": [link.target],
        }
        wishes: list[dict[str, str]] = [
            {}, {"Access_Control_Request_Headers": "authorization,x-stream-id"}]
        origins: list[dict[str, str]] = [{}, {"Origin": PAGE}, {"Origin": "null"}]
        for method, of_method in targets.items():
            for target in of_method:
                for headers in [one | more for one in origins for more in wishes]:
                    with self.subTest(method, target=target, headers=headers):
                        ours = self.ask(server, method, target, **headers)
                        self.assertEqual(cors(ours), self.theirs(method, **headers))

    def test_a_poll_that_was_held(self) -> None:
        """Its answer comes later; what else came on the connection meanwhile does not matter."""
        server = self.server(ECHO_PROFILE="python-echo", REQUIRE_AUTH="false")
        link = Polling(server.port, SOCKETIO)
        with harness.connect(server.port) as sock:
            sock.sendall(harness.request("GET", link.target, Origin=PAGE, Connection="keep-alive"))
            sock.sendall(harness.request("GET", "/health", Origin="http://other"))
            link.send("40")
            answer = harness.receive_response(sock)
            self.assertTrue(answer.body.startswith(b"40"), answer)
            self.assertEqual(cors(answer), self.theirs("GET", Origin=PAGE))

    def test_any_origin_otherwise(self) -> None:
        server = self.server()
        for target in (query(SOCKETIO, "polling"), "/health", "/nothing", "/asyncapi.json"):
            answer = self.ask(server, "GET", target, Origin=PAGE)
            self.assertEqual(cors(answer), {"access-control-allow-origin": "*"}, target)


class Control(Cors):
    """The control interface answers the pages of some origins."""

    def allowed(self, server: Server, origin: str, port: int = 0) -> bool:
        """Whether a page may arm faults: what a browser asks before, and what it looks at then."""
        asks = {"Origin": origin, "Access_Control_Request_Method": "PUT",
                "Access_Control_Request_Headers": "authorization,x-own"}
        target = "/control/streams/live/faults"
        before = harness.http(port or server.port, "OPTIONS", target, None, **asks)
        self.assertEqual(before.status, 204)
        names = cors(before).get("access-control-allow-origin") == origin
        if names:
            self.assertEqual(cors(before)["access-control-allow-headers"], "authorization,x-own")
            self.assertIn("PUT", cors(before)["access-control-allow-methods"])
        for method, path in (("GET", "/control/streams"), ("GET", "/control/nothing"),
                             ("PUT", target)):
            answer = harness.http(port or server.port, method, path, b"{", Origin=origin)
            self.assertEqual(cors(answer).get("access-control-allow-origin"),
                             origin if names else None, path)
            self.assertEqual(answer.headers["vary"], "Origin")
        return names

    def test_its_own_pages_and_those_of_loopback(self) -> None:
        server = self.server()
        for origin in ("http://localhost", "http://localhost:5173", "http://127.0.0.1:8000",
                       "http://[::1]:3000"):
            self.assertTrue(self.allowed(server, origin), origin)
        for origin in (PAGE, "null", "http://localhost.example.org"):
            self.assertFalse(self.allowed(server, origin), origin)

    def test_errors_can_be_read_too(self) -> None:
        """A page that may not read an error sees a failure of the network instead of the reason."""
        server = self.server(JOURNAL_MAX_EVENTS="0")
        key = {"Authorization": "Bearer test-api-key"}
        cases: list[tuple[int, str, str, bytes | None, dict[str, str]]] = [
            (401, "GET", "/control/streams", None, {}),
            (404, "GET", "/control/nothing", None, key),
            (405, "PATCH", "/control/streams", None, key),
            (400, "PUT", "/control/streams/live/faults", b"{", key),
            (413, "PUT", "/control/streams/live/faults", b" " * (1 << 20) + b" ", key),
            (503, "GET", "/control/journal", None, key),
            (503, "GET", "/control/journal/stream", None, key),
        ]
        for origin, expected in (("http://localhost:5173",
                                  {"access-control-allow-origin": "http://localhost:5173"}),
                                 (PAGE, {}), ("null", {})):
            for status, method, path, body, headers in cases:
                with self.subTest(status, path=path, origin=origin):
                    answer = harness.http(server.port, method, path, body, Origin=origin, **headers)
                    self.assertEqual(answer.status, status)
                    self.assertEqual({name: value for name, value in cors(answer).items()
                                      if name != "access-control-expose-headers"}, expected)
                    self.assertEqual(answer.headers["vary"], "Origin")

    def test_what_a_page_asks_before(self) -> None:
        server = self.server()
        for method in ("PUT", "DELETE", "POST", "GET"):
            answer = self.ask(server, "OPTIONS", "/control/streams/live/faults",
                              Origin="http://localhost", Access_Control_Request_Method=method,
                              Access_Control_Request_Headers="authorization")
            self.assertEqual(answer.status, 204)
            self.assertIn(method, cors(answer)["access-control-allow-methods"].split(", "))
            self.assertEqual(cors(answer)["access-control-allow-headers"], "authorization")

    def test_a_page_sees_how_long_to_wait(self) -> None:
        """Browsers hide the fields of an answer from another origin, but for a few."""
        server = self.server()
        answer = self.ask(server, "GET", "/control/nothing", Origin="http://localhost")
        self.assertEqual(cors(answer)["access-control-expose-headers"],
                         "Allow, Retry-After, WWW-Authenticate")
        stranger = self.ask(server, "GET", "/control/nothing", Origin=PAGE)
        self.assertNotIn("access-control-expose-headers", cors(stranger))

    def test_its_own_name(self) -> None:
        server = self.server()
        sent = b"GET /control HTTP/1.1\r\nHost: sts.test:80\r\nConnection: close\r\n" \
               b"Origin: %s\r\n\r\n"
        for origin, expected in ((b"http://sts.test:80", True), (b"http://sts.test:81", False)):
            answer = harness.parse_response(harness.exchange(server.port, sent % origin))
            self.assertEqual("access-control-allow-origin" in cors(answer), expected, origin)

    def test_a_list(self) -> None:
        server = self.server(CONTROL_CORS=f"http://other.example.org, {PAGE}")
        self.assertTrue(self.allowed(server, PAGE))
        self.assertTrue(self.allowed(server, "http://other.example.org"))
        self.assertFalse(self.allowed(server, "http://app.example.org"))
        self.assertFalse(self.allowed(server, "null"))

    def test_all(self) -> None:
        server = self.server(CONTROL_CORS="*")
        self.assertTrue(self.allowed(server, PAGE))
        self.assertFalse(self.allowed(server, "null"))

    def test_on_a_port_of_its_own(self) -> None:
        port = harness.free_port()
        server = self.server(CONTROL_PORT=str(port))
        self.assertTrue(self.allowed(server, "http://localhost", port))
        self.assertFalse(self.allowed(server, PAGE, port))


if __name__ == "__main__":
    unittest.main()
