"""Engine.IO v4, packet by packet, over real sockets, against the bare echo of protocol-app.

Written from the protocol document (github.com/socketio/engine.io-protocol) and the behaviour of
the reference server. Each test's docstring is the rule that it tests.
"""
# labels: fast

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
import unittest

import harness
from harness import (BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Frame, Response, frame, http,
                     request)
from wire import (MAX_PAYLOAD, PATIENT, SEPARATOR, Closed, Held, Packet, Polling, ProtocolTest,
                  Socket, decode, encode, query, read_response)

PATH = "/engine.io/"
POLLING = query(PATH, "polling")
WEBSOCKET = query(PATH, "websocket")
NO_SID = "AAAAAAAAAAAAAAAAAAAAAAAA"


def setUpModule() -> None:
    ProtocolTest.server = unittest.enterModuleContext(harness.app("protocol-app", **PATIENT))


class Handshake(ProtocolTest):
    def assert_open(self, packet: str, upgrades: str) -> None:
        self.assertRegex(packet, r'\A0\{"sid":"[A-Za-z0-9_-]+","upgrades":\[' + upgrades +
                         r'\],"pingInterval":60000,"pingTimeout":60000,"maxPayload":1000000\}\Z')

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
            sock.sendall(request("GET", WEBSOCKET, None, **fields))
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
                      "p" * 1000):
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
                     sid.swapcase()):
            with self.subTest(name):
                self.assert_error(http(self.port, "GET", query(PATH, "polling", name)), 1)
                self.assert_error(http(self.port, "POST", query(PATH, "polling", name), b"4x"), 1)
                self.assert_error(http(self.port, "GET", query(PATH, "websocket", name)), 1)
                self.assert_error(self.refusal(query(PATH, "websocket", name)), 1)

    def test_nul_in_a_parameter(self) -> None:
        """A NUL is refused, with an answer or without: it ends no value early."""
        sid = self.polling().sid
        for parameters in ("EIO=4&transport=polling%00", "EIO=4%00&transport=polling",
                           f"EIO=4&transport=polling&sid={sid}%00"):
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
                        "eio=4", "x=4"):
            with self.subTest(version):
                target = f"{PATH}?{version}&transport="
                self.assert_error(http(self.port, "GET", target + "polling"), 5)
                self.assert_error(self.refusal(target + "websocket"), 5)

    def test_order_of_checks(self) -> None:
        """Transport, then sid, then method, then version."""
        for method, parameters, code in (
                ("POST", "EIO=3&transport=x&sid=x", 0),
                ("POST", "EIO=3&transport=polling&sid=x", 1),
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
        for origin in ("https://example.org", "null"):
            polling = self.polling()
            self.assert_common(http(self.port, "GET", POLLING, Origin=origin))
            self.assert_common(polling.post(b"4x", Origin=origin))
            self.assert_common(http(self.port, "GET", polling.target, Origin=origin))
        self.assert_common(http(self.port, "GET", POLLING))

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


if __name__ == "__main__":
    unittest.main()
