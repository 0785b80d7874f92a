"""Engine.IO v4, packet by packet, over real sockets, against the bare echo of protocol-app.

Written from the protocol document (github.com/socketio/engine.io-protocol) and the behaviour of
the reference server. Each test's docstring is the rule that it tests.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
import socket
import threading
import time
import unittest
from typing import Callable

import harness
from harness import (BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Frame, Response, frame, http,
                     request)
from wire import (ERRORS, MAX_PAYLOAD, PING_INTERVAL, PING_TIMEOUT, SEPARATOR, Closed, Held,
                  Packet, Polling, ProtocolTest, Socket, Upgraded, decode, encode, query,
                  read_response, upgrade)

PATH = "/engine.io/"
POLLING = query(PATH, "polling")
WEBSOCKET = query(PATH, "websocket")
NO_SID = "AAAAAAAAAAAAAAAAAAAAAAAA"
# How late a deadline may come on a busy machine, in seconds.
SLACK = 0.75 * harness.TIME_FACTOR
# Longer than any time that passes between a timer of the server and a client's look at its clock.
EARLY = 0.03


def setUpModule() -> None:
    ProtocolTest.server = unittest.enterModuleContext(harness.app("protocol-app"))


def in_parallel(jobs: list[Callable[[], None]]) -> None:
    """Runs jobs in threads, and fails as the first that fails."""
    failures: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as failure:  # handed on below
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


class Handshake(ProtocolTest):
    def assert_open(self, packet: str, upgrades: str) -> None:
        self.assertRegex(packet, r'\A0\{"sid":"[A-Za-z0-9_-]+","upgrades":\[' + upgrades +
                         r'\],"pingInterval":300,"pingTimeout":200,"maxPayload":1000000\}\Z')

    def test_polling(self) -> None:
        """GET without a sid: an open packet with exactly five members; WebSocket is on offer."""
        response = http(self.port, "GET", POLLING)
        self.assertEqual(response.status, 200)
        self.assertEqual(response.headers["content-type"], "text/plain; charset=UTF-8")
        self.assert_open(response.body.decode(), '"websocket"')

    def test_websocket(self) -> None:
        """The open packet is the first message on a WebSocket; there is nothing to upgrade to."""
        with harness.WebSocket(self.port, WEBSOCKET) as ws:
            self.assert_open(str(ws.receive()), "")

    def test_sids_cannot_be_guessed(self) -> None:
        """A sid has at least 120 bits (20 characters of base64url) and never comes twice."""
        sids = [Polling(self.port).sid for _ in range(40)]
        self.assertEqual(len(set(sids)), len(sids))
        self.assertGreaterEqual(min(map(len, sids)), 20)
        # No column is the same in all: no clock and no counter.
        self.assertNotIn(1, [len(set(column)) for column in zip(*sids)])

    def test_path_and_other_parameters(self) -> None:
        """The last slash may be missing; unknown parameters are ignored, values percent-decoded."""
        for target in ("/engine.io?EIO=4&transport=polling", POLLING + "&t=abc.1&b64=1&x&=&&y==",
                       "/engine.io/?t=1&transport=%70oll%69ng&EIO=%34", POLLING + "&sid=",
                       POLLING + "&EIOx=3&xEIO=3&eio=3&transport2=no"):
            response = http(self.port, "GET", target)
            self.assertEqual((response.status, response.body[:8]), (200, b'0{"sid":'), target)

    def handshake(self, **headers: str) -> Response:
        fields = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13",
                  "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==", **headers}
        with harness.connect(self.port) as sock:
            sock.sendall(request("GET", WEBSOCKET, **fields))
            data = b""
            while b"\r\n\r\n" not in data:
                data += sock.recv(4096)
        return harness.parse_response(data)

    def test_websocket_accept(self) -> None:
        """The 101 proves that the handshake was read (RFC 6455 section 1.3)."""
        response = self.handshake()
        self.assertEqual(response.status, 101)
        self.assertEqual(response.headers["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        self.assertEqual(response.headers["upgrade"].lower(), "websocket")
        self.assertEqual(response.headers["connection"].lower(), "upgrade")
        key = base64.b64encode(os.urandom(16)).decode()
        proof = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        self.assertEqual(self.handshake(Sec_WebSocket_Key=key).headers["sec-websocket-accept"],
                         base64.b64encode(proof).decode())

    def test_permessage_deflate_is_not_taken(self) -> None:
        """An offer of compression is not taken, and the connection does without."""
        offer = "permessage-deflate; client_max_window_bits"
        response = self.handshake(Sec_WebSocket_Extensions=offer)
        self.assertEqual(response.status, 101)
        self.assertNotIn("sec-websocket-extensions", response.headers)
        ws = self.socket(Sec_WebSocket_Extensions=offer)
        ws.send("4" + "a" * 5000)
        self.assertEqual(ws.receive_packet(), "4" + "a" * 5000)

    def test_forms_of_the_websocket_handshake(self) -> None:
        """Header values as browsers and libraries write them."""
        for headers in ({"Connection": "keep-alive, Upgrade"}, {"Upgrade": "WebSocket"},
                        {"Connection": "upgrade"}, {"Origin": "https://example.org"},
                        {"Cookie": "a=b; c=d"}, {"User_Agent": "x" * 500}):
            with self.subTest(headers):
                self.assertEqual(self.handshake(**headers).status, 101)


class Errors(ProtocolTest):
    """Status 400 and a JSON body, on HTTP and before the 101 of a WebSocket alike."""

    def test_0_transport_unknown(self) -> None:
        """Any transport but the two is refused with code 0, names of JavaScript's own included."""
        for name in ("abc", "", "__proto__", "constructor", "hasOwnProperty", "toString",
                     "webtransport", "flashsocket", "POLLING", "polling%20", "polling/",
                      "p" * 1000, "polling&transport=polling"):
            target = f"{PATH}?EIO=4&transport={name}"
            with self.subTest(name):
                self.assert_error(http(self.port, "GET", target), 0)
                self.assert_error(http(self.port, "POST", target, b"4x"), 0)
                self.assert_error(self.refusal(target), 0)

    def test_0_transport_missing(self) -> None:
        """No transport is an unknown one."""
        for target in (PATH, "/engine.io", PATH + "?", PATH + "?EIO=4", PATH + "?EIO=4&transport"):
            with self.subTest(target):
                self.assert_error(http(self.port, "GET", target), 0)
                self.assert_error(self.refusal(target), 0)

    def test_1_session_unknown(self) -> None:
        """A sid that names no session is refused with code 1, whatever the request."""
        sid = self.polling().sid
        for name in (NO_SID, "__proto__", "constructor", sid[:-1], sid + "x", "s" * 1000,
                     f"{sid}&sid={sid}", sid.swapcase()):
            with self.subTest(name):
                self.assert_error(http(self.port, "GET", query(PATH, "polling", name)), 1)
                self.assert_error(http(self.port, "POST", query(PATH, "polling", name), b"4x"), 1)
                self.assert_error(http(self.port, "GET", query(PATH, "websocket", name)), 1)
                self.assert_error(self.refusal(query(PATH, "websocket", name)), 1)

    def test_nul_in_a_parameter(self) -> None:
        """A NUL is refused, with an answer or without: it ends no value early."""
        sid = self.polling().sid
        for parameters in ("EIO=4&transport=polling%00", "EIO=4%00&transport=polling",
                           f"EIO=4&transport=polling&sid={sid}%00", "EIO=4&transport=polling&%00"):
            with self.subTest(parameters):
                answer = harness.exchange(self.port, request("GET", f"{PATH}?{parameters}"))
                self.assertTrue(not answer or answer.startswith(b"HTTP/1.1 400 "), answer)

    def test_1_session_of_another_path(self) -> None:
        """Sessions are known on their own path only."""
        sid = self.polling().sid
        self.assert_error(http(self.port, "GET", query("/socket.io/", "polling", sid)), 1)

    def test_2_bad_handshake_method(self) -> None:
        """A session is opened by GET; another method without a sid gets code 2."""
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            with self.subTest(method):
                self.assert_error(http(self.port, method, POLLING, b""), 2)
                self.assert_error(http(self.port, method, POLLING, b"4hello"), 2)
        response = http(self.port, "HEAD", POLLING)
        self.assertEqual((response.status, response.body), (400, b""))

    def test_3_bad_request(self) -> None:
        """A transport that does not go with the request gets code 3."""
        self.assert_error(http(self.port, "GET", WEBSOCKET), 3)
        self.assert_error(self.refusal(POLLING), 3)
        polling = self.polling()
        self.assert_error(http(self.port, "GET", query(PATH, "websocket", polling.sid)), 3)
        self.assert_error(http(self.port, "POST", query(PATH, "websocket", polling.sid), b"4x"), 3)
        self.assert_error(self.refusal(polling.target), 3)
        self.assert_error(http(self.port, "GET", query(PATH, "polling", self.socket().sid)), 3)

    def test_3_bad_origin(self) -> None:
        """An Origin with characters that no header may hold gets code 3, or is no HTTP at all."""
        for target in (POLLING, query(PATH, "polling", self.polling().sid)):
            response = http(self.port, "GET", target, Origin="http://a\x01b")
            self.assertEqual(response.status, 400)

    def test_5_unsupported_version(self) -> None:
        """EIO must be 4 to open a session: 3, nothing, and nonsense get code 5."""
        for version in ("EIO=3", "EIO=", "EIO", "EIO=abc", "EIO=5", "EIO=44", "EIO=4.0", "EIO=%204",
                        "EIO=4&EIO=4", "eio=4", "x=4"):
            with self.subTest(version):
                target = f"{PATH}?{version}&transport="
                self.assert_error(http(self.port, "GET", target + "polling"), 5)
                self.assert_error(self.refusal(target + "websocket"), 5)

    def test_version_matters_to_the_handshake_only(self) -> None:
        """Later requests are told by their sid alone."""
        polling = self.polling()
        target = f"{PATH}?transport=polling&sid={polling.sid}"
        self.assertEqual(http(self.port, "POST", target, b"4x").body, b"ok")
        self.assertEqual(http(self.port, "GET", target).body, b"4x")

    def test_order_of_checks(self) -> None:
        """Transport, then sid, then method, then version."""
        for method, parameters, code in (
                ("POST", "EIO=3&transport=x&sid=x", 0), ("POST", "EIO=3&transport=polling&sid=x", 1),
                ("POST", "EIO=3&transport=polling", 2), ("POST", "EIO=3&transport=websocket", 2),
                ("GET", "EIO=3&transport=websocket", 3), ("GET", "EIO=3&transport=polling", 5)):
            with self.subTest(parameters):
                self.assert_error(http(self.port, method, f"{PATH}?{parameters}"), code)

    def test_refused_handshake_leaves_nothing(self) -> None:
        """A refused request closes no session, and the server goes on."""
        polling = self.polling()
        http(self.port, "GET", query(PATH, "abc", polling.sid))
        with contextlib.suppress(harness.Refused):
            Socket(self.port, PATH, NO_SID)
        polling.send("4x")
        self.assertEqual(polling.receive(), "4x")


class Headers(ProtocolTest):
    def assert_common(self, response: Response) -> None:
        self.assertEqual(response.headers["access-control-allow-origin"], "*")
        self.assertEqual(response.headers["cache-control"], "no-store")

    def test_cors_and_caching_on_successes(self) -> None:
        """Every answer may be read by pages of any origin and is kept by no cache."""
        for origin in ({}, {"Origin": "https://example.org"}, {"Origin": "null"}):
            polling = self.polling()
            self.assert_common(http(self.port, "GET", POLLING, **origin))
            self.assert_common(polling.post(b"4x", **origin))
            self.assert_common(http(self.port, "GET", polling.target, **origin))

    def test_cors_and_caching_on_errors(self) -> None:
        """Errors too: without the header a page cannot read what was wrong."""
        polling = self.polling()
        for response in (http(self.port, "GET", PATH, Origin="https://example.org"),
                         http(self.port, "GET", query(PATH, "polling", NO_SID)),
                         http(self.port, "POST", POLLING, b""), http(self.port, "GET", WEBSOCKET),
                         http(self.port, "GET", f"{PATH}?EIO=3&transport=polling"),
                         http(self.port, "DELETE", polling.target),
                         polling.post(b"x" * (MAX_PAYLOAD + 1)), polling.post(b"abc")):
            self.assertGreaterEqual(response.status, 400)
            self.assert_common(response)

    def test_preflight(self) -> None:
        """OPTIONS is answered 204 with the methods, and the headers that were asked for."""
        response = http(self.port, "OPTIONS", POLLING, Origin="https://example.org",
                        Access_Control_Request_Method="POST",
                        Access_Control_Request_Headers="content-type,x-stream-id")
        self.assertEqual((response.status, response.body), (204, b""))
        self.assertEqual(response.headers["access-control-allow-origin"], "*")
        methods = re.split(r"\s*,\s*", response.headers["access-control-allow-methods"])
        self.assertLessEqual({"GET", "POST"}, set(methods))
        self.assertEqual(response.headers["access-control-allow-headers"],
                         "content-type,x-stream-id")

    def test_preflight_without_a_wish(self) -> None:
        """OPTIONS needs no other header, and no parameter that makes sense."""
        for target in (POLLING, PATH, query(PATH, "abc"), query(PATH, "polling", NO_SID)):
            response = http(self.port, "OPTIONS", target)
            self.assertEqual(response.status, 204, target)
            self.assertEqual(response.headers["access-control-allow-origin"], "*")

    def test_preflight_touches_no_session(self) -> None:
        """OPTIONS with the sid of a held poll does not disturb it."""
        polling = self.polling()
        held = polling.hold()
        self.assertEqual(http(self.port, "OPTIONS", polling.target).status, 204)
        polling.send("4x")
        self.assertEqual(held.answer().body, b"4x")

    def test_types_of_answers(self) -> None:
        """Polls are text/plain in UTF-8, however binary; a POST is answered `ok`."""
        polling = self.polling()
        response = polling.post(encode(b"\0\1", "4ä"))
        self.assertEqual((response.status, response.body), (200, b"ok"))
        self.assertTrue(response.headers["content-type"].startswith("text/"))
        response = polling.poll()
        self.assertEqual(response.headers["content-type"], "text/plain; charset=UTF-8")
        self.assertEqual(int(response.headers["content-length"]), len(response.body))

    def test_other_methods(self) -> None:
        """Any other method on a session gets 400, and the session lives."""
        polling = self.polling()
        for method in ("PUT", "DELETE", "PATCH"):
            self.assert_error(http(self.port, method, polling.target, b"4x"), 3)
        response = http(self.port, "HEAD", polling.target)
        self.assertEqual((response.status, response.body), (400, b""))
        polling.send("4x")
        self.assertEqual(polling.receive(), "4x")


class PollingMessages(ProtocolTest):
    def echo(self, *packets: Packet) -> None:
        """One POST, one poll, the same packets."""
        polling = self.polling()
        polling.send(*packets)
        self.assertEqual(polling.poll().body, encode(*packets))

    def test_one_text_packet(self) -> None:
        """A POST with one packet; what the session has to say comes with the next poll."""
        self.echo("4hello")

    def test_several_packets_in_one_post(self) -> None:
        """Packets of a POST are separated by 0x1E; the answer joins what is queued likewise."""
        self.echo("4test1", "4test2", "4test3")

    def test_text_and_binary_packets(self) -> None:
        """Binary is `b` and base64, between text or alone."""
        self.echo("4hello", b"\1\2\3\4")
        self.echo(b"\1\2\3\4", "4hello", b"\5")

    def test_several_binary_packets(self) -> None:
        """Several binary packets in one payload, of all lengths modulo three."""
        self.echo(b"\0", b"\0\1", b"\0\1\2", b"\xff" * 3000, b"")

    def test_binary_on_the_wire(self) -> None:
        """To the byte: the example of the protocol document."""
        polling = self.polling()
        self.assertEqual(polling.post(b"4hello\x1ebAQIDBA==").body, b"ok")
        self.assertEqual(polling.poll().body, b"4hello\x1ebAQIDBA==")

    def test_every_byte_value(self) -> None:
        """Binary is transparent."""
        self.echo(bytes(range(256)) * 40)

    def test_empty_message(self) -> None:
        """A message may be empty."""
        self.echo("4", "4", b"")

    def test_unicode(self) -> None:
        """Text is UTF-8; lengths count for nothing."""
        self.echo("4utf8 — string", "4€äöü😀", "4\u0000\u001f")

    def test_messages_of_several_posts_in_order(self) -> None:
        """Packets leave in the order in which they came."""
        polling = self.polling()
        for i in range(5):
            polling.send(f"4{i}")
        self.assertEqual([polling.receive() for _ in range(5)], [f"4{i}" for i in range(5)])

    def test_poll_is_held(self) -> None:
        """A poll with nothing to say is held until there is."""
        polling = self.polling()
        held = polling.hold()
        held.sock.settimeout(0.05)
        with self.assertRaises(TimeoutError):
            held.sock.recv(1)
        held.sock.settimeout(harness.PATIENCE)
        polling.send("4now")
        self.assertEqual(held.answer().body, b"4now")

    def test_held_poll_gets_all_of_a_post(self) -> None:
        """What one POST causes comes in one answer, not packet by packet."""
        polling = self.polling()
        held = polling.hold()
        polling.send("41", "42", b"3")
        self.assertEqual(held.answer().body, encode("41", "42", b"3"))

    def test_at_most_16_packets_an_answer(self) -> None:
        """Python clients refuse more than 16 packets in a payload: the rest waits for the next."""
        polling = self.polling()
        sent = [f"4{i}" for i in range(40)]
        polling.send(*sent)
        received: list[Packet] = []
        first = decode(polling.poll().body)
        self.assertEqual(first, sent[:16])
        received += first
        while len(received) < 40:
            packets = decode(polling.poll().body)
            self.assertLessEqual(len(packets), 16)
            received += [packet for packet in packets if packet != "2"]
        self.assertEqual(received, sent)

    def test_most_packets_in_a_post(self) -> None:
        """16,384 packets in a POST are taken; one more is refused and closes the session."""
        polling = self.polling()
        self.assertEqual(polling.post(encode(*["4"] * 16_384)).body, b"ok")
        self.assertEqual(polling.state(), 3)
        polling = self.polling()
        self.assertEqual(polling.post(encode(*["4"] * 16_385)).status, 400)
        self.assertEqual(polling.state(), 1)

    def test_content_types(self) -> None:
        """The type of a POST does not matter, unless it is the binary of revision 3."""
        for value in ("text/plain;charset=UTF-8", "text/plain", "application/json", "x",
                      "application/x-www-form-urlencoded"):
            polling = self.polling()
            self.assertEqual(polling.post(b"4x", Content_Type=value).body, b"ok", value)
            self.assertEqual(polling.receive(), "4x")
        polling = self.polling()
        self.assert_error(polling.post(b"4x", Content_Type="application/octet-stream"), 3)
        self.assertEqual(polling.state(), 1)

    def test_body_in_pieces(self) -> None:
        """A body may arrive in any pieces."""
        polling = self.polling()
        data = request("POST", polling.target, encode("4pieces", b"\1\2"))
        with harness.connect(self.port) as sock:
            for i in range(0, len(data), 7):
                sock.sendall(data[i:i + 7])
            self.assertEqual(read_response(sock).body, b"ok")
        self.assertEqual(polling.receive(), "4pieces")
        self.assertEqual(polling.receive(), b"\1\2")

    def test_chunked_body(self) -> None:
        """A body without a Content-Length gets 411, and the session lives."""
        polling = self.polling()
        response = http(self.port, "POST", polling.target, Transfer_Encoding="chunked")
        self.assertEqual(response.status, 411)
        self.assertEqual(polling.state(), 3)

    def test_sessions_do_not_mix(self) -> None:
        """Each session has its own queue."""
        sessions = [self.polling() for _ in range(8)]
        for i, session in enumerate(sessions):
            session.send(f"4for {i}")
        for i, session in reversed(list(enumerate(sessions))):
            self.assertEqual(session.receive(), f"4for {i}")


class WebSocketMessages(ProtocolTest):
    def echo(self, packet: Packet, ws: Socket | None = None) -> None:
        ws = ws or self.socket()
        ws.send(packet)
        self.assertEqual(ws.receive_packet(), packet)

    def test_text(self) -> None:
        """A text frame is a packet with its type."""
        self.echo("4hello")

    def test_binary(self) -> None:
        """A binary frame is a message without a type."""
        self.echo(b"\1\2\3\4")
        self.echo(b"4hello")
        self.echo(bytes(range(256)))

    def test_empty_messages(self) -> None:
        """Text and binary messages may be empty."""
        self.echo("4")
        self.echo(b"")

    def test_unicode(self) -> None:
        """Text is UTF-8."""
        self.echo("4utf8 — €äöü😀\u0000")

    def test_base64_in_a_text_frame(self) -> None:
        """`b` and base64 is a binary message in a text frame too."""
        ws = self.socket()
        ws.send("bAQIDBA==")
        self.assertEqual(ws.receive_packet(), b"\1\2\3\4")

    def test_separator_is_nothing_special(self) -> None:
        """0x1E separates packets on polling only."""
        self.echo(f"4one{SEPARATOR}4two")

    def test_many_in_order(self) -> None:
        """Messages come back in order, text and binary mixed."""
        ws = self.socket()
        sent: list[Packet] = [f"4{i}" if i % 3 else b"%d" % i for i in range(300)]
        ws.send_raw(b"".join(frame(TEXT, packet.encode()) if isinstance(packet, str)
                             else frame(BINARY, packet) for packet in sent))
        self.assertEqual([ws.receive_packet() for _ in sent], sent)

    def test_every_length_form(self) -> None:
        """Lengths of 7, 16 and 64 bits, at their borders."""
        for size in (124, 125, 126, 127, 65_534, 65_535, 65_536, 65_537):
            self.echo("4" + "x" * size)
            self.echo(b"x" * size)

    def test_fragments(self) -> None:
        """A message may come in fragments, empty ones and single bytes among them."""
        ws = self.socket()
        ws.send_raw(frame(TEXT, b"", final=False) + frame(CONTINUATION, b"4he", final=False)
                    + frame(CONTINUATION, b"", final=False) + frame(CONTINUATION, b"llo"))
        self.assertEqual(ws.receive_packet(), "4hello")
        ws.send_raw(frame(BINARY, b"\0", final=False)
                    + b"".join(frame(CONTINUATION, b"%c" % (i % 256), final=False)
                               for i in range(1000)) + frame(CONTINUATION, b""))
        self.assertEqual(ws.receive_packet(), b"\0" + bytes(i % 256 for i in range(1000)))

    def test_control_frames_between_fragments(self) -> None:
        """Pings and pongs may come between the fragments of a message."""
        ws = self.socket()
        ws.send_raw(frame(TEXT, b"4a", final=False) + frame(PONG, b"unasked")
                    + frame(CONTINUATION, b"b", final=False) + frame(PING, b"between")
                    + frame(CONTINUATION, b"c"))
        received = [ws.receive(), ws.receive()]
        self.assertIn("4abc", received)
        self.assertIn(Frame(PONG, b"between"), received)

    def test_pings_of_the_websocket(self) -> None:
        """A ping frame is answered with its payload; a pong frame is ignored."""
        ws = self.socket()
        for payload in (b"", b"x", bytes(125)):
            ws.send_raw(frame(PONG, payload) + frame(PING, payload))
            self.assertEqual(ws.receive(), Frame(PONG, payload))
        self.echo("4x", ws)

    def test_every_mask(self) -> None:
        """Any masking key, all zeroes too."""
        ws = self.socket()
        for mask in (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\1\0\0\0", os.urandom(4)):
            ws.send_raw(frame(TEXT, b"4masked message", mask=mask))
            self.assertEqual(ws.receive_packet(), "4masked message")

    def test_byte_by_byte(self) -> None:
        """A frame may arrive in any pieces."""
        ws = self.socket()
        for byte in frame(TEXT, b"4slow" + b"x" * 130):
            ws.send_raw(bytes([byte]))
        self.assertEqual(ws.receive_packet(), "4slow" + "x" * 130)

    def test_frames_with_the_handshake(self) -> None:
        """What comes in the same segment as the handshake is not lost."""
        with harness.connect(self.port) as sock:
            sock.sendall(request("GET", WEBSOCKET, Upgrade="websocket", Connection="Upgrade",
                                 Sec_WebSocket_Version="13",
                                 Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA==")
                         + frame(TEXT, b"4early") + frame(CLOSE, b"\x03\xe8"))
            self.assertIn(b"\x81\x064early", harness.receive_all(sock))


class Limits(ProtocolTest):
    def test_websocket_up_to_max_payload(self) -> None:
        """A message of exactly maxPayload bytes is taken, the packet's type included."""
        ws = self.socket()
        ws.send(b"x" * MAX_PAYLOAD)
        self.assertEqual(ws.receive_packet(), b"x" * MAX_PAYLOAD)
        ws.send("4" + "x" * (MAX_PAYLOAD - 1))
        self.assertEqual(ws.receive_packet(), "4" + "x" * (MAX_PAYLOAD - 1))

    def test_websocket_over_max_payload(self) -> None:
        """One byte more closes with 1009."""
        for opcode in (TEXT, BINARY):
            ws = self.socket()
            ws.send_raw(frame(opcode, b"4" * (MAX_PAYLOAD + 1)))
            self.assertEqual(ws.expect_closed(), 1009)

    def test_websocket_declares_too_much(self) -> None:
        """The length in the header is enough: nothing of it is waited for."""
        for declared in (MAX_PAYLOAD + 1, 2**31, 2**32 + 5, 2**62):
            ws = self.socket()
            ws.send_raw(frame(BINARY, b"first bytes", declared=declared))
            self.assertEqual(ws.expect_closed(), 1009, declared)

    def test_websocket_fragments_over_max_payload(self) -> None:
        """All fragments of a message count together."""
        ws = self.socket()
        half = b"x" * (MAX_PAYLOAD // 2)
        ws.send_raw(frame(BINARY, half, final=False) + frame(CONTINUATION, half, final=False)
                    + frame(CONTINUATION, b""))
        self.assertEqual(ws.receive_packet(), half + half)
        ws.send_raw(frame(BINARY, half, final=False) + frame(CONTINUATION, half, final=False)
                    + frame(CONTINUATION, b"x"))
        self.assertEqual(ws.expect_closed(), 1009)

    def test_websocket_fragments(self) -> None:
        """16,384 fragments make a message; one more closes the connection."""
        ws = self.socket()
        first, empty = frame(TEXT, b"4x", final=False), frame(CONTINUATION, b"", final=False)
        ws.send_raw(first + empty * 16_382 + frame(CONTINUATION, b"y"))
        self.assertEqual(ws.receive_packet(), "4xy")
        ws.send_raw(first + empty * 16_384)
        self.assertEqual(ws.expect_closed(), 1009)

    def test_post_up_to_max_payload(self) -> None:
        """A body of exactly maxPayload bytes is taken, whether one packet or several."""
        for body in (b"4" + b"x" * (MAX_PAYLOAD - 1),
                     b"4" + b"x" * 499_999 + b"\x1e4" + b"x" * 499_998):
            polling = self.polling()
            self.assertEqual(len(body), MAX_PAYLOAD)
            self.assertEqual(polling.post(body).body, b"ok")
            self.assertEqual(polling.poll().body, body)

    def test_post_over_max_payload(self) -> None:
        """A longer body gets 413, and none of it is heard; the session goes on."""
        polling = self.polling()
        body = b"4x\x1e4" + b"x" * (MAX_PAYLOAD - 3)
        self.assertEqual(len(body), MAX_PAYLOAD + 1)
        self.assertEqual(polling.post(body).status, 413)
        polling.send("4y")
        self.assertEqual(polling.receive(), "4y")

    def test_post_declares_too_much(self) -> None:
        """413 comes at once, without waiting for the body."""
        polling = self.polling()
        for length in (MAX_PAYLOAD + 1, 2**33, 2**59):
            held = Held(self.port, request("POST", polling.target, Content_Length=str(length)))
            self.assertEqual(held.answer().status, 413, length)


class BadPackets(ProtocolTest):
    def test_websocket(self) -> None:
        """What is no packet closes the session."""
        for text in ("", "abc", "7", "8hello", "9", "a", "\0", " 4", "-1", "{}", "ä", "B", "\x1e",
                     "b****", "bA", "bAQID=BA="):
            with self.subTest(text):
                ws = self.socket()
                ws.send(text)
                self.assertNotEqual(ws.expect_closed(), 1000)

    def test_polling(self) -> None:
        """What is no packet is refused and closes the session: later polls get 400."""
        for body in (b"", b"abc", b"7", b"8hello", b"\0", b" 4", b"\xc3\xa4", b"\x1e", b"4a\x1e",
                     b"\x1e4a", b"4a\x1e\x1e4b", b"4a\x1eabc", b"b****", b"bA"):
            with self.subTest(body):
                polling = self.polling()
                self.assertEqual(polling.post(body).status, 400)
                self.assert_error(polling.poll(), 1)

    def test_held_poll_learns_of_it(self) -> None:
        """The poll that is open when the session closes gets a close packet."""
        polling = self.polling()
        held = polling.hold()
        self.assertEqual(polling.post(b"abc").status, 400)
        self.assertEqual(held.answer().body, b"1")
        self.assert_error(polling.poll(), 1)

    def test_ping_from_the_client(self) -> None:
        """In this revision only the server pings: a client's ping closes the session."""
        ws = self.socket()
        ws.send("2")
        ws.expect_closed()
        polling = self.polling()
        polling.post(b"2")
        self.assert_error(polling.poll(), 1)

    def test_packets_without_meaning(self) -> None:
        """Open, upgrade and NOOP packets from a client are ignored, as is a pong unasked."""
        ws = self.socket()
        for text in ("0", '0{"sid":"x"}', "5", "6", "3", "3probe", "6x"):
            ws.send(text)
        ws.send("4still here")
        self.assertEqual(ws.receive_packet(), "4still here")
        polling = self.polling()
        polling.send("0{}", "5", "6", "3", "4still here")
        self.assertEqual(polling.receive(), "4still here")

    def test_other_sessions_are_not_disturbed(self) -> None:
        """One client's nonsense is nobody else's."""
        good = self.socket()
        bad = self.socket()
        bad.send("abc")
        bad.expect_closed()
        good.send("4x")
        self.assertEqual(good.receive_packet(), "4x")

    def test_bad_frames(self) -> None:
        """Frames that break RFC 6455 end the connection: reserved bits and opcodes, continuation of
        nothing, a new message within one, control frames too long or fragmented, 2^63 bytes."""
        for data in (frame(TEXT, b"4x", reserved=4), frame(TEXT, b"4x", reserved=1),
                     frame(3, b"x"), frame(7, b""), frame(11, b"x"), frame(15, b"x"),
                     frame(CONTINUATION, b"4x"), frame(PING, b"x", final=False),
                     frame(PING, b"x" * 126), frame(CLOSE, b"\x03\xe8" + b"x" * 124),
                     frame(TEXT, b"4a", final=False) + frame(TEXT, b"4b"),
                     frame(BINARY, b"", declared=2**63), frame(TEXT, b"", declared=2**64 - 1)):
            with self.subTest(data[:16]):
                ws = self.socket()
                ws.send_raw(data)
                self.assertNotEqual(ws.expect_closed(), 1000)

    def test_unmasked_frames(self) -> None:
        """A frame that a client did not mask hurts nobody: the connection ends (RFC 6455 section
        5.1), or, as libwebsockets does not tell, the frame is read as it is."""
        ws = self.socket()
        ws.send_raw(frame(TEXT, b"4unmasked", mask=None))
        with contextlib.suppress(Closed):
            self.assertEqual(ws.receive_packet(), "4unmasked")
        self.assert_serves()


class Closing(ProtocolTest):
    def test_client_closes_polling(self) -> None:
        """A close packet is answered `ok`, the open poll gets a NOOP, later requests get 400."""
        polling = self.polling()
        held = polling.hold()
        self.assertEqual(polling.post(b"1").body, b"ok")
        self.assertEqual(held.answer().body, b"6")
        self.assert_error(polling.poll(), 1)
        self.assert_error(polling.post(b"4x"), 1)
        self.assert_error(self.refusal(query(PATH, "websocket", polling.sid)), 1)

    def test_packets_around_a_close_packet(self) -> None:
        """What comes before it counts, what comes after it does not, be it nonsense."""
        polling = self.polling()
        self.assertEqual(polling.post(encode("4before", "1", "abc")).body, b"ok")
        self.assert_error(polling.poll(), 1)

    def test_client_closes_websocket(self) -> None:
        """A close packet on a WebSocket closes it."""
        ws = self.socket()
        ws.send("1")
        self.assertIn(ws.expect_closed(), (1000, 1005, None))

    def test_client_closes_by_frame(self) -> None:
        """A close frame is answered with its code, and the connection ends."""
        for payload in (b"\x03\xe8", b"\x03\xe9bye", b"\x0f\xa0", b""):
            with self.subTest(payload):
                ws = self.socket()
                ws.send_raw(frame(CLOSE, payload))
                answer = ws.receive()
                self.assertIsInstance(answer, Frame)
                assert isinstance(answer, Frame)
                self.assertEqual((answer.opcode, answer.payload[:2]), (CLOSE, payload[:2]))
                self.assertEqual(harness.receive_all(ws.sock), b"")

    def test_messages_before_a_close_frame_are_answered(self) -> None:
        """What was sent before the close frame is heard."""
        ws = self.socket()
        ws.send_raw(frame(TEXT, b"4last words") + frame(CLOSE, b"\x03\xe8"))
        self.assertEqual(ws.receive_packet(), "4last words")

    def test_session_ends_with_its_websocket(self) -> None:
        """Close packet, close frame, FIN, RST: the session of the WebSocket is over."""
        def reset(ws: Socket) -> None:
            ws.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            ws.sock.close()

        for end in (lambda ws: ws.send("1"), lambda ws: ws.send_raw(frame(CLOSE, b"\x03\xe8")),
                    lambda ws: ws.sock.close(), lambda ws: ws.sock.shutdown(socket.SHUT_WR), reset):
            ws = self.socket()
            target = query(PATH, "polling", ws.sid)
            self.assert_error(http(self.port, "GET", target), 3)
            end(ws)
            harness.wait_for(lambda: http(self.port, "GET", target).body == ERRORS[1],
                             "the session to end")

    def test_poll_hung_up(self) -> None:
        """A poll whose client hangs up closes the session."""
        polling = self.polling()
        polling.hold().hang_up()
        polling.await_end()

    def test_post_hung_up(self) -> None:
        """A POST whose client hangs up within the body closes the session; the poll learns."""
        polling = self.polling()
        held = polling.hold()
        data = request("POST", polling.target, b"4never heard")
        Held(self.port, data[:-3]).hang_up()
        self.assertEqual(held.answer().body, b"1")
        self.assert_error(polling.poll(), 1)

    def test_second_poll(self) -> None:
        """A second GET while one is open is refused with 400, the first gets a close packet, and
        the session is over."""
        polling = self.polling()
        held = polling.hold()
        self.assert_error(polling.poll(), 3)
        answer = held.answer()
        self.assertEqual((answer.status, answer.body), (200, b"1"))
        self.assert_error(polling.poll(), 1)
        self.assert_error(polling.post(b"4x"), 1)

    def test_second_post(self) -> None:
        """A second POST while one is under way is refused with 400, and the session is over."""
        polling = self.polling()
        held = polling.hold()
        data = request("POST", polling.target, b"4never heard")
        first = Held(self.port, data[:-3])
        # Not before the server has seen the first: it says so by inviting the body.
        first.hang_up()
        self.assertEqual(held.answer().body, b"1")

        polling = self.polling()
        held = polling.hold()
        head, body = request("POST", polling.target, b"4never heard",
                             Expect="100-continue").split(b"\r\n\r\n")
        first = Held(self.port, head + b"\r\n\r\n")
        self.assertTrue(first.sock.recv(100).startswith(b"HTTP/1.1 100 "))
        self.assert_error(polling.post(b"4x"), 3)
        self.assertEqual(held.answer().body, b"1")
        with contextlib.suppress(ConnectionError):
            first.sock.sendall(body)
        with contextlib.suppress(ConnectionError):
            self.assertEqual(first.answer().status, 400)
        self.assert_error(polling.poll(), 1)

    def test_posts_one_after_the_other(self) -> None:
        """A POST after the answer to the one before is no overlap, with a poll open all along."""
        polling = self.polling()
        held = polling.hold()
        for _ in range(5):
            polling.send("6")
        polling.send("4x")
        self.assertEqual(held.answer().body, b"4x")

    def test_server_goes_on_after_every_end(self) -> None:
        """Abandoned sessions of all kinds cost nobody anything."""
        for _ in range(20):
            Polling(self.port).hold().hang_up()
            ws = Socket(self.port)
            ws.send_raw(frame(TEXT, b"4" + b"x" * 1000)[:500])
            ws.sock.close()
            Polling(self.port)
        self.assert_serves()


class Heartbeat(ProtocolTest):
    """pingInterval 300 ms, pingTimeout 200 ms."""

    def assert_after(self, start: float, seconds: float) -> float:
        """`seconds` have passed, and not many more; the time now."""
        now = time.monotonic()
        self.assertGreaterEqual(now - start, seconds - EARLY)
        self.assertLess(now - start, seconds + SLACK)
        return now

    def test_websocket_ping(self) -> None:
        """A ping pingInterval after the opening, and again after each pong."""
        start = time.monotonic()
        ws = self.socket()
        for _ in range(4):
            self.assertEqual(ws.receive_any(), "2")
            self.assert_after(start, PING_INTERVAL)
            start = time.monotonic()
            ws.send("3")

    def test_polling_ping(self) -> None:
        """The same on polling: the ping is the answer to a poll, the pong a POST."""
        start = time.monotonic()
        polling = self.polling()
        for _ in range(3):
            response = polling.poll()
            self.assertEqual((response.status, response.body), (200, b"2"))
            self.assert_after(start, PING_INTERVAL)
            start = time.monotonic()
            polling.send("3")

    def test_ping_counts_from_the_pong(self) -> None:
        """The next ping comes pingInterval after the pong, not after the ping."""
        ws = self.socket()
        self.assertEqual(ws.receive_any(), "2")
        time.sleep(PING_TIMEOUT / 2)
        start = time.monotonic()
        ws.send("3")
        self.assertEqual(ws.receive_any(), "2")
        self.assert_after(start, PING_INTERVAL)

    def test_websocket_timeout(self) -> None:
        """No pong within pingTimeout: the WebSocket is closed."""
        opened = time.monotonic()
        ws = self.socket()
        self.assertEqual(ws.receive_any(), "2")
        with self.assertRaises(Closed):
            ws.receive_any()
        self.assert_after(opened, PING_INTERVAL + PING_TIMEOUT)

    def test_polling_timeout(self) -> None:
        """No pong on polling: the open poll gets a close packet, later requests get 400."""
        opened = time.monotonic()
        polling = self.polling()
        self.assertEqual(polling.poll().body, b"2")
        self.assertEqual(polling.poll().body, b"1")
        self.assert_after(opened, PING_INTERVAL + PING_TIMEOUT)
        self.assert_error(polling.poll(), 1)
        self.assert_error(polling.post(b"3"), 1)

    def test_timeout_without_a_poll(self) -> None:
        """A client that opens a session and never comes back is forgotten."""
        opened = time.monotonic()
        polling = self.polling()
        polling.await_end()
        self.assert_after(opened, PING_INTERVAL + PING_TIMEOUT)
        self.assert_error(polling.poll(), 1)

    def test_packets_put_off_the_end_once(self) -> None:
        """Packets while a pong is due put off the end by one pingTimeout, and no more: the
        deadlines are absolute."""
        opened = time.monotonic()
        ws = self.socket()
        self.assertEqual(ws.receive_any(), "2")
        pinged = time.monotonic()
        with self.assertRaises(Closed):
            while True:
                with contextlib.suppress(ConnectionError):
                    ws.send("4busy")
                self.assertEqual(ws.receive_any(), "4busy")
                time.sleep(0.01)
        self.assert_after(opened, PING_INTERVAL + 2 * PING_TIMEOUT)
        self.assert_after(pinged, 2 * PING_TIMEOUT - EARLY)

    def test_packets_before_the_ping_put_off_nothing(self) -> None:
        """Only what comes while a pong is due counts."""
        opened = time.monotonic()
        ws = self.socket()
        ws.send("4early")
        self.assertEqual(ws.receive_any(), "4early")
        self.assertEqual(ws.receive_any(), "2")
        with self.assertRaises(Closed):
            ws.receive_any()
        self.assert_after(opened, PING_INTERVAL + PING_TIMEOUT)

    def test_large_upload_is_a_sign_of_life(self) -> None:
        """A message that takes longer than the rest of pingTimeout puts off the end as well."""
        ws = self.socket()
        self.assertEqual(ws.receive_any(), "2")
        data = frame(BINARY, b"x" * 4000)
        start = time.monotonic()
        for i in range(0, len(data), 400):
            ws.send_raw(data[i:i + 400])
            time.sleep(0.025)
        self.assertGreater(time.monotonic() - start, PING_TIMEOUT + EARLY)
        ws.send("3")
        self.assertEqual(ws.receive_packet(), b"x" * 4000)

    def test_traffic_does_not_put_off_pings(self) -> None:
        """Messages and unasked pongs put off no ping: five pings and pongs among steady traffic
        take five intervals."""
        ws = self.socket()
        start = time.monotonic()
        pings = 0
        while pings < 5:
            ws.send("3")
            ws.send("4busy")
            while (packet := ws.receive_any()) != "4busy":
                self.assertEqual(packet, "2")
                pings += 1
                ws.send("3")
            time.sleep(0.005)
        self.assert_after(start, 5 * PING_INTERVAL - 5 * EARLY)

    def test_pong_of_a_ping_after_the_upgrade(self) -> None:
        """The heartbeat goes on across an upgrade: one ping, on the new transport."""
        opened = time.monotonic()
        link = Upgraded(self.port)
        self.addCleanup(link.close)
        packet = link.ws.receive_any()
        self.assertEqual(packet, "2")
        self.assert_after(opened, PING_INTERVAL)
        link.ws.send("3")
        self.assertEqual(link.ws.receive_any(), "2")
        link.ws.send("3")
        link.ws.send("4x")
        self.assertEqual(link.ws.receive_packet(), "4x")

    def test_ping_with_a_pending_probe(self) -> None:
        """While a WebSocket probes, pings go to the poll."""
        polling = self.polling()
        self.socket(polling.sid)
        self.assertEqual(polling.poll().body, b"2")
        polling.send("3", "4x")
        self.assertEqual(polling.receive(), "4x")

    def test_websocket_pong_frames_are_no_pongs(self) -> None:
        """A pong frame is the WebSocket's own affair: it puts off nothing."""
        opened = time.monotonic()
        ws = self.socket()
        self.assertEqual(ws.receive_any(), "2")
        ws.send_raw(frame(PONG, b"2"))
        with self.assertRaises(Closed):
            ws.receive_any()
        self.assert_after(opened, PING_INTERVAL + PING_TIMEOUT)


class Upgrade(ProtocolTest):
    def probe(self, polling: Polling) -> Socket:
        """A WebSocket that has probed."""
        ws = self.socket(polling.sid)
        ws.send("2probe")
        self.assertEqual(ws.receive_any(), "3probe")
        return ws

    def test_upgrade(self) -> None:
        """Probe, NOOP to a poll, `5`: from then on packets go over the WebSocket."""
        polling = self.polling()
        ws = self.probe(polling)
        response = polling.poll()
        self.assertEqual((response.status, response.body), (200, b"6"))
        ws.send("5")
        ws.send("4hello")
        self.assertEqual(ws.receive_packet(), "4hello")
        ws.send(b"\1\2\3")
        self.assertEqual(ws.receive_packet(), b"\1\2\3")

    def test_open_poll_gets_noop(self) -> None:
        """A poll that is open when the probe is answered gets a NOOP at once."""
        polling = self.polling()
        held = polling.hold()
        ws = self.probe(polling)
        self.assertEqual(held.answer().body, b"6")
        ws.send("5")
        ws.send("4x")
        self.assertEqual(ws.receive_packet(), "4x")

    def test_no_open_packet_on_the_new_transport(self) -> None:
        """A WebSocket with a sid gets nothing before it probes."""
        polling = self.polling()
        ws = self.socket(polling.sid)
        ws.send("2probe")
        self.assertEqual(ws.receive_any(), "3probe")

    def test_poll_open_when_the_upgrade_comes(self) -> None:
        """A poll that is open at `5` gets a NOOP as well, though nobody probed."""
        polling = self.polling()
        ws = self.socket(polling.sid)
        held = polling.hold()
        self.assertEqual(polling.state(), 3)
        ws.send("5")
        self.assertEqual(held.answer().body, b"6")
        ws.send("4x")
        self.assertEqual(ws.receive_packet(), "4x")

    def test_buffered_packets_move_over(self) -> None:
        """What no poll has fetched comes over the WebSocket after `5`, in order, binary bare."""
        polling = self.polling()
        polling.send("41", b"\2", "43")
        ws = self.probe(polling)
        polling.send("44")
        ws.send("5")
        ws.send("45")
        self.assertEqual([ws.receive_packet() for _ in range(5)], ["41", b"\2", "43", "44", "45"])

    def test_many_buffered_packets_move_over(self) -> None:
        """More than an answer to a poll may hold."""
        polling = self.polling()
        sent = [f"4{i}" for i in range(100)]
        polling.send(*sent)
        ws = self.probe(polling)
        ws.send("5")
        self.assertEqual([ws.receive_packet() for _ in sent], sent)

    def test_polling_works_until_the_upgrade(self) -> None:
        """Messages take polling in both directions while a WebSocket probes."""
        polling = self.polling()
        ws = self.probe(polling)
        polling.send("4meanwhile")
        self.assertEqual(polling.receive(), "4meanwhile")
        ws.send("5")
        ws.send("4x")
        self.assertEqual(ws.receive_packet(), "4x")

    def test_polling_after_the_upgrade(self) -> None:
        """Polling on an upgraded session gets 400 code 3, and does not disturb it."""
        polling = self.polling()
        ws = self.socket(polling.sid)
        upgrade(ws)
        ws.send("4first")
        self.assertEqual(ws.receive_packet(), "4first")
        self.assert_error(polling.poll(), 3)
        self.assert_error(polling.post(b"4x"), 3)
        self.assert_error(polling.post(b"1"), 3)
        ws.send("4second")
        self.assertEqual(ws.receive_packet(), "4second")

    def test_second_websocket_after_the_upgrade(self) -> None:
        """A WebSocket for an upgraded session is closed; the session is not disturbed."""
        polling = self.polling()
        ws = self.socket(polling.sid)
        upgrade(ws)
        ws.send("4first")
        self.assertEqual(ws.receive_packet(), "4first")
        self.socket(polling.sid).expect_closed()
        ws.send("4second")
        self.assertEqual(ws.receive_packet(), "4second")

    def test_second_websocket_for_a_websocket_session(self) -> None:
        """So is one for a session that began on WebSocket."""
        ws = self.socket()
        self.socket(ws.sid).expect_closed()
        ws.send("4x")
        self.assertEqual(ws.receive_packet(), "4x")

    def test_second_probe(self) -> None:
        """While one WebSocket probes, another is closed, and the first goes on."""
        polling = self.polling()
        ws = self.probe(polling)
        self.socket(polling.sid).expect_closed()
        ws.send("5")
        ws.send("4x")
        self.assertEqual(ws.receive_packet(), "4x")

    def test_probe_again_after_a_failed_one(self) -> None:
        """A probe that failed may be repeated."""
        polling = self.polling()
        first = self.probe(polling)
        first.send("4not yet")
        first.expect_closed()
        ws = self.socket(polling.sid)
        upgrade(ws)
        ws.send("4x")
        self.assertEqual(ws.receive_packet(), "4x")

    def test_unexpected_packets_while_probing(self) -> None:
        """Anything but the probe and `5` closes the new WebSocket only; the session goes on."""
        packets: tuple[Packet, ...] = ("4hello", "2", "2probes", "2prob", "3probe", "0", "1", "6",
                                       "", "abc", b"2probe", b"5", b"")
        for packet in packets:
            for probed in (False, True):
                with self.subTest(packet=packet, probed=probed):
                    polling = self.polling()
                    ws = self.probe(polling) if probed else self.socket(polling.sid)
                    ws.send(packet)
                    ws.expect_closed()
                    polling.send("4x")
                    self.assertEqual(polling.receive(), "4x")

    def test_probing_websocket_closes(self) -> None:
        """A probing WebSocket that closes, or is lost, leaves the session where it was."""
        for end in (lambda ws: ws.close(), lambda ws: ws.sock.close(),
                    lambda ws: ws.send_raw(frame(TEXT, b"2" * (MAX_PAYLOAD + 1)))):
            for probed in (False, True):
                polling = self.polling()
                ws = self.probe(polling) if probed else self.socket(polling.sid)
                end(ws)
                polling.send("4x")
                self.assertEqual(polling.receive(), "4x")
                # Noticed or not, there is room for another try.
                harness.wait_for(lambda session=polling: self.upgrades(session), "a second upgrade")

    def upgrades(self, polling: Polling) -> bool:
        ws = self.socket(polling.sid)
        try:
            upgrade(ws)
            ws.send("4x")
            return ws.receive_packet() == "4x"
        except (Closed, ConnectionError):
            return False

    def test_session_ends_while_probing(self) -> None:
        """The session's end closes the probing WebSocket too."""
        polling = self.polling()
        ws = self.probe(polling)
        self.assertEqual(polling.post(b"1").body, b"ok")
        ws.expect_closed()
        self.assert_error(polling.poll(), 1)

    def test_upgrade_of_no_session(self) -> None:
        """A WebSocket for a session that is over is refused with code 1."""
        polling = self.polling()
        polling.send("1")
        self.assert_error(self.refusal(query(PATH, "websocket", polling.sid)), 1)

    def test_everything_at_once(self) -> None:
        """Probe and `5` in one segment are taken in turn."""
        polling = self.polling()
        ws = self.socket(polling.sid)
        ws.send_raw(frame(TEXT, b"2probe") + frame(TEXT, b"5") + frame(TEXT, b"4x"))
        self.assertEqual(ws.receive_any(), "3probe")
        self.assertEqual(ws.receive_packet(), "4x")

    def test_post_under_way_at_the_upgrade(self) -> None:
        """A POST that is still sent when `5` comes is answered, and the session lives."""
        polling = self.polling()
        ws = self.probe(polling)
        head, body = request("POST", polling.target, b"4late",
                             Expect="100-continue").split(b"\r\n\r\n")
        post = Held(self.port, head + b"\r\n\r\n")
        self.assertTrue(post.sock.recv(100).startswith(b"HTTP/1.1 100 "))
        ws.send("5")
        ws.send("4x")
        self.assertEqual(ws.receive_packet(), "4x")
        with contextlib.suppress(ConnectionError):
            post.sock.sendall(body)
        with contextlib.suppress(ConnectionError):
            self.assertIn(post.answer().status, (200, 400))
        ws.send("4y")
        self.assertIn(ws.receive_packet(), ("4late", "4y"))

    def test_upgrade_timeout(self) -> None:
        """A WebSocket that does not complete the upgrade within ten seconds is dropped, whether it
        probed or not; the session goes on, on polling."""
        def wait_for_the_drop(probed: bool) -> None:
            polling = self.polling()
            start = time.monotonic()
            ws = self.socket(polling.sid)
            if probed:
                ws.send("2probe")
                self.assertEqual(ws.receive_any(), "3probe")
            over = threading.Event()
            keeper = threading.Thread(target=self.keep, args=(polling, over))
            keeper.start()
            try:
                ws.sock.settimeout(15 * harness.TIME_FACTOR)
                ws.expect_closed()
                seconds = time.monotonic() - start
            finally:
                over.set()
                keeper.join()
            self.assertGreater(seconds, 9.9)
            self.assertLess(seconds, 10 + 2 * harness.TIME_FACTOR)
            polling.send("4x")
            self.assertEqual(polling.receive(), "4x")

        in_parallel([lambda: wait_for_the_drop(False), lambda: wait_for_the_drop(True)])

    @staticmethod
    def keep(polling: Polling, over: threading.Event) -> None:
        """Keeps a session alive. While one probes, polls are answered at once."""
        while not over.wait(0.02):
            for packet in decode(polling.poll().body):
                if packet == "2":
                    polling.send("3")


class Connections(ProtocolTest):
    """More than one request on a TCP connection. The server may close after each."""

    def test_one_after_the_other(self) -> None:
        """A connection is kept, or the answer says that it is not."""
        with harness.connect(self.port) as sock:
            for _ in range(3):
                sock.sendall(request("GET", POLLING, Connection="keep-alive"))
                response = read_response(sock)
                self.assertEqual(response.status, 200)
                if response.headers.get("connection", "").lower() == "close":
                    self.assertEqual(harness.receive_all(sock), b"")
                    break

    def test_http_1_0(self) -> None:
        """A client of HTTP/1.0 is answered, and the connection closed."""
        data = request("GET", POLLING).replace(b"HTTP/1.1", b"HTTP/1.0")
        response = harness.parse_response(harness.exchange(self.port, data))
        self.assertEqual((response.status, response.body[:2]), (200, b"0{"))

    def test_pipelined(self) -> None:
        """Requests in one segment, with bodies or without, never hang the server."""
        polling = self.polling()
        get = request("GET", POLLING)
        post = request("POST", polling.target, b"4x")
        for data in (get + get, get + post, post + get, post + post, post * 20, get * 20,
                     request("OPTIONS", POLLING) + post, request("GET", polling.target) + post,
                     request("GET", "/nothing") + post, request("POST", POLLING, b"4x") + post,
                     post + post[:-1], post + b"GET", post + b"\0" * 100):
            with self.subTest(data[:200]):
                with harness.connect(self.port) as sock:
                    sock.sendall(data)
                    sock.shutdown(socket.SHUT_WR)
                    harness.receive_all(sock)
                self.assert_serves()

    def test_first_of_pipelined_requests_is_answered(self) -> None:
        """Whatever becomes of the second, the first request gets its answer."""
        for second in (request("GET", POLLING), request("POST", POLLING, b"4x" * 100)):
            with harness.connect(self.port) as sock:
                sock.sendall(request("GET", POLLING) + second)
                self.assertEqual(read_response(sock).status, 200)

    def test_websocket_handshake_on_a_used_connection(self) -> None:
        """A handshake behind another request in one segment hangs nothing."""
        upgrade_request = request("GET", WEBSOCKET, Upgrade="websocket", Connection="Upgrade",
                                  Sec_WebSocket_Version="13",
                                  Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA==")
        with harness.connect(self.port) as sock:
            sock.sendall(request("GET", POLLING) + upgrade_request)
            sock.shutdown(socket.SHUT_WR)
            harness.receive_all(sock)
        self.assert_serves()

    def test_request_behind_a_held_poll(self) -> None:
        """A request behind a poll that is held is no answer to it, and hangs nothing."""
        polling = self.polling()
        with harness.connect(self.port) as sock:
            sock.sendall(request("GET", polling.target))
            self.assert_serves()
            with contextlib.suppress(ConnectionError):
                sock.sendall(request("POST", polling.target, b"4x"))
            self.assert_serves()

    def test_many_clients_at_once(self) -> None:
        """Sessions on all transports side by side."""
        def talk(i: int) -> None:
            ws = Socket(self.port)
            polling = Polling(self.port)
            link = Upgraded(self.port)
            for j in range(10):
                text = f"4{i}/{j}"
                ws.send(text)
                link.send(text)
                polling.send(text)
                received = [ws.receive_packet(), link.receive(), polling.receive()]
                if received != [text] * 3:
                    raise AssertionError(received)
            ws.close()
            link.close()
            polling.close()

        in_parallel([lambda number=i: talk(number) for i in range(8)])


if __name__ == "__main__":
    unittest.main()
