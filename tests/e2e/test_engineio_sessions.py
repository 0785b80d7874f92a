"""Engine.IO v4 sessions from their heartbeat to their end, over real sockets, against the bare echo
of protocol-app.

Written from the protocol document (github.com/socketio/engine.io-protocol) and the behaviour of
the reference server. Each test's docstring is the rule that it tests.
"""

from __future__ import annotations

import contextlib
import socket
import time
import unittest
from collections.abc import Callable

import harness
from harness import BINARY, CLOSE, PONG, TEXT, Frame, frame, http, request
from wire import (ERRORS, MAX_PAYLOAD, PATIENT, Closed, Held, Packet, Polling, ProtocolTest, Socket,
                  Upgraded, encode, in_parallel, query, read_response, upgrade)

PATH = "/engine.io/"
POLLING = query(PATH, "polling")
WEBSOCKET = query(PATH, "websocket")
# The servers' that ping soon, in seconds.
PING_INTERVAL = 0.3
# How late a deadline may come on a busy machine, in seconds.
SLACK = 5.0 * harness.TIME_FACTOR
# Longer than any time that passes between a timer of the server and a client's look at its clock.
EARLY = 0.03


def setUpModule() -> None:
    ProtocolTest.server = unittest.enterModuleContext(harness.app("protocol-app", **PATIENT))


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
        # The server has seen the first when it invites the body.
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
    """A server that pings soon. These tell that nothing comes too early by the clock, and that it is
    not too late by what comes after it, as any side may be slow at any time."""

    PING_TIMEOUT = 60.0

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = cls.enterClassContext(harness.app(
            "protocol-app", PING_INTERVAL=str(int(PING_INTERVAL * 1000)),
            PING_TIMEOUT=str(int(cls.PING_TIMEOUT * 1000))))

    def assert_after(self, start: float, seconds: float) -> None:
        """`seconds` have passed, and not many more."""
        now = time.monotonic()
        self.assertGreaterEqual(now - start, seconds - EARLY)
        self.assertLess(now - start, seconds + SLACK)


class Pings(Heartbeat):
    """pingInterval is short, and there is time to answer."""

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
        time.sleep(PING_INTERVAL / 3)
        start = time.monotonic()
        ws.send("3")
        self.assertEqual(ws.receive_any(), "2")
        self.assert_after(start, PING_INTERVAL)

    def test_traffic_does_not_put_off_pings(self) -> None:
        """Messages and unasked pongs put off no ping: five pings and pongs among steady traffic
        take five intervals."""
        start = time.monotonic()
        ws = self.socket()
        pings = 0
        while pings < 5:
            self.assertLess(time.monotonic() - start, 5 * PING_INTERVAL + SLACK)
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


class Timeouts(Heartbeat):
    """pingTimeout is no longer than a test has to wait for it, and longer than any side is slow."""

    PING_TIMEOUT = 1.5

    def test_websocket_timeout(self) -> None:
        """No pong within pingTimeout: the WebSocket is closed."""
        opened = time.monotonic()
        ws = self.socket()
        self.assertEqual(ws.receive_any(), "2")
        with self.assertRaises(Closed):
            ws.receive_any()
        self.assert_after(opened, PING_INTERVAL + self.PING_TIMEOUT)

    def test_polling_timeout(self) -> None:
        """No pong on polling: the open poll gets a close packet, later requests get 400."""
        opened = time.monotonic()
        polling = self.polling()
        self.assertEqual(polling.poll().body, b"2")
        self.assertEqual(polling.poll().body, b"1")
        self.assert_after(opened, PING_INTERVAL + self.PING_TIMEOUT)
        self.assert_error(polling.poll(), 1)
        self.assert_error(polling.post(b"3"), 1)

    def test_timeout_without_a_poll(self) -> None:
        """A client that opens a session and never comes back is forgotten."""
        opened = time.monotonic()
        polling = self.polling()
        polling.await_end()
        self.assert_after(opened, PING_INTERVAL + self.PING_TIMEOUT)
        self.assert_error(polling.poll(), 1)

    def test_packets_put_off_the_end_once(self) -> None:
        """Packets while a pong is due put off the end by one pingTimeout, and no more: the
        deadlines are absolute."""
        opened = time.monotonic()
        ws = self.socket()
        self.assertEqual(ws.receive_any(), "2")
        latest = opened + PING_INTERVAL + 2 * self.PING_TIMEOUT + SLACK
        with self.assertRaises(Closed):
            while time.monotonic() < latest:
                with contextlib.suppress(ConnectionError):
                    ws.send("4busy")
                self.assertEqual(ws.receive_any(), "4busy")
                time.sleep(0.01)
        self.assert_after(opened, PING_INTERVAL + 2 * self.PING_TIMEOUT)

    def assert_not_put_off(self, ws: Socket, other: Socket) -> None:
        """`other` was opened after `ws` and has said nothing. The end of `ws`, which would be
        pingTimeout later had it been put off, comes no later than that of `other`."""
        self.assertEqual(other.receive_any(), "2")
        with self.assertRaises(Closed):
            other.receive_any()
        ws.sock.settimeout(self.PING_TIMEOUT / 2)
        with self.assertRaises(Closed):
            ws.receive_any()

    def test_packets_before_the_ping_put_off_nothing(self) -> None:
        """Only what comes while a pong is due counts."""
        opened = time.monotonic()
        ws = self.socket(behind=frame(TEXT, b"4early"))
        other = self.socket()
        self.assertEqual(ws.receive_any(), "4early")
        self.assertEqual(ws.receive_any(), "2")
        self.assert_not_put_off(ws, other)
        self.assert_after(opened, PING_INTERVAL + self.PING_TIMEOUT)

    def test_large_upload_is_a_sign_of_life(self) -> None:
        """A message that takes longer than the rest of pingTimeout puts off the end as well."""
        ws = self.socket()
        self.assertEqual(ws.receive_any(), "2")
        data = frame(BINARY, b"x" * 4000)
        end = time.monotonic() + self.PING_TIMEOUT + EARLY
        while time.monotonic() < end:
            ws.send_raw(data[:10])
            data = data[10:]
            time.sleep(self.PING_TIMEOUT / 10)
        ws.send_raw(data)
        ws.send("3")
        self.assertEqual(ws.receive_packet(), b"x" * 4000)

    def test_websocket_pong_frames_are_no_pongs(self) -> None:
        """A pong frame is the WebSocket's own affair: it puts off nothing."""
        opened = time.monotonic()
        ws = self.socket()
        other = self.socket()
        self.assertEqual(ws.receive_any(), "2")
        with contextlib.suppress(ConnectionError):
            ws.send_raw(frame(PONG, b"2"))
        self.assert_not_put_off(ws, other)
        self.assert_after(opened, PING_INTERVAL + self.PING_TIMEOUT)


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

    def test_a_proxy_swallows_the_websocket(self) -> None:
        """The `5` never comes, and the client goes on polling: two polls get a NOOP at once, each
        further one when 100 ms have passed. A message comes without delay."""
        polling = self.polling()
        ws = self.probe(polling)
        start = time.monotonic()
        for _ in range(7):
            self.assertEqual(polling.poll().body, b"6")
        self.assertGreaterEqual(time.monotonic() - start, 0.49)
        held = polling.hold()
        polling.send("4hello")
        self.assertEqual(held.answer().body, b"4hello")
        ws.sock.close()

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
        ends: tuple[Callable[[Socket], None], ...] = (
            lambda ws: ws.close(), lambda ws: ws.sock.close(),
            lambda ws: ws.send_raw(frame(TEXT, b"2" * (MAX_PAYLOAD + 1))))
        for end in ends:
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
            ws.sock.settimeout(10 + SLACK)
            ws.expect_closed()
            self.assertGreater(time.monotonic() - start, 9.9)
            polling.send("4x")
            self.assertEqual(polling.receive(), "4x")

        in_parallel([lambda: wait_for_the_drop(False), lambda: wait_for_the_drop(True)])


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
        def talk() -> None:
            ws = Socket(self.port)
            polling = Polling(self.port)
            link = Upgraded(self.port)
            for j in range(10):
                text = f"4{j}"
                ws.send(text)
                link.send(text)
                polling.send(text)
                received = [ws.receive_packet(), link.receive(), polling.receive()]
                if received != [text] * 3:
                    raise AssertionError(received)
            ws.close()
            link.close()
            polling.close()

        in_parallel([talk] * 8)


if __name__ == "__main__":
    unittest.main()
