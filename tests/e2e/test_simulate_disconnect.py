"""simulate:disconnect (section 6 of the protocol): each mode as a client sees it."""

import contextlib
import signal
import time
import unittest
from typing import Any

from session import FAR, Raw, SessionTest, unit

EVENT = "simulate:disconnect"


class Own(SessionTest):
    """Without a stream_id: the connection that asks."""

    def asked(self, **event: Any) -> Raw:
        raw = self.raw(self.server())
        self.assertEqual(raw.call(EVENT, event)["status"], "scheduled")
        self.assertEqual(raw.expect(EVENT + ":ack")["status"], "scheduled")
        return raw

    def test_the_answer(self) -> None:
        raw = self.raw(self.server())
        before = int(time.time() * 1000)
        answer = raw.call(EVENT, {"delay_ms": 60000, "reason": "chaos"})
        self.assertEqual(sorted(answer), ["disconnect_at_ms", "message", "status"])
        self.assertEqual(answer["message"], "Disconnect scheduled in 60000 ms")
        self.assertLessEqual(before + 60000, answer["disconnect_at_ms"])
        self.assertLessEqual(answer["disconnect_at_ms"], time.time() * 1000 + 60001)

    def test_without_a_mode_the_server_disconnects(self) -> None:
        self.assertEqual(self.asked().ending(), (["disconnect"], 1000))

    def test_server_disconnect(self) -> None:
        self.assertEqual(self.asked(mode="server_disconnect").ending(), (["disconnect"], 1000))

    def test_close(self) -> None:
        self.assertEqual(self.asked(mode="close").ending(), ([], 1011))

    def test_close_with_a_code(self) -> None:
        self.assertEqual(self.asked(mode="close", code=4999).ending(), ([], 4999))

    def end_of(self, raw: Raw) -> bytes:
        """What the socket itself still gives, below WebSocket."""
        return raw.link.ws.sock.recv(65536)

    def test_fin(self) -> None:
        self.assertEqual(self.end_of(self.asked(mode="fin")), b"")  # and no close frame

    def test_reset(self) -> None:
        with self.assertRaises(ConnectionResetError):
            self.end_of(self.asked(mode="reset"))

    def test_stall(self) -> None:
        server = self.server(WS_PING_INTERVAL="0.2", WS_PING_TIMEOUT=str(unit(1500) / 1000))
        raw = self.raw(server)
        raw.call(EVENT, {"mode": "stall"})
        raw.expect(EVENT + ":ack")
        sock = raw.link.ws.sock
        sock.settimeout(unit(2500) / 1000)
        heard = raw.link.ws.buffer
        with self.assertRaises(TimeoutError):  # no end, though no ping is answered
            while part := sock.recv(65536):
                heard += part
        self.assertIn(heard, (b"", b"\x81\x012"))  # at most the ping of before
        raw.emit("stream:init", {"stream_id": "s", "worker_id": "w", "config": {}})
        self.await_streams(server, 1, 0)  # it was heard all the same
        sock.settimeout(0.2)
        with self.assertRaises(TimeoutError):
            sock.recv(65536)

    def test_it_comes_after_the_delay(self) -> None:
        raw = self.raw(self.server())
        began = time.monotonic()
        raw.call(EVENT, {"delay_ms": unit(300)})
        raw.expect(EVENT + ":ack")
        self.assertEqual(raw.ending(), (["disconnect"], 1000))
        # the server counts whole milliseconds
        self.assertGreaterEqual(time.monotonic() - began, (unit(300) - 1) / 1000)

    def test_the_answer_comes_first(self) -> None:
        # The server wakes with a request to read and a timer that is due already: all timers fire
        # then, before it waits again.
        server = self.server()
        for mode in ("fin", "reset", "close", "server_disconnect"):
            with self.subTest(mode):
                due, raw = self.raw(server), self.raw(server)
                due.call(EVENT, {"delay_ms": unit(100)})
                server.process.send_signal(signal.SIGSTOP)
                try:
                    raw.emit(EVENT, {"mode": mode})
                    time.sleep(unit(150) / 1000)
                finally:
                    server.process.send_signal(signal.SIGCONT)
                self.assertEqual(raw.expect(EVENT + ":ack")["status"], "scheduled")

    def test_a_later_one_replaces_it(self) -> None:
        raw = self.raw(self.server())
        raw.call(EVENT, {"delay_ms": 60000})
        raw.call(EVENT, {"mode": "close", "code": 1012})
        raw.waiting.clear()
        self.assertEqual(raw.ending()[1], 1012)

    def test_who_leaves_before_is_not_looked_for(self) -> None:
        server = self.server()
        raw = self.raw(server)
        raw.call(EVENT, {"delay_ms": 50})
        raw.close()
        other = self.raw(server)
        with contextlib.suppress(TimeoutError):
            other.link.ws.sock.settimeout(0.2)
            self.end_of(other)
        other.link.ws.sock.settimeout(10)
        other.open()

    def test_bad_ones_are_refused(self) -> None:
        worker = self.worker(self.server())
        for event in ({"mode": "vanish"}, {"delay_ms": -1}, {"delay_ms": 60001}, {"code": 999},
                      {"refuse_ms": 60001}, {"stream_id": ""}, {"mode": 3}):
            with self.subTest(event):
                self.assertEqual(worker.call(EVENT, event)["code"], "INVALID_CONFIG")
                worker.refused("INVALID_CONFIG")
        worker.open()

    def test_over_polling(self) -> None:
        for mode in ("server_disconnect", "close", "fin", "reset"):
            with self.subTest(mode):
                worker = self.worker(self.server(), transports=("polling",))
                worker.emit(EVENT, {"mode": mode})  # an answer may find no poll to go with
                worker.until("disconnect")


class Streams(SessionTest):
    """With a stream_id: an exact id or a glob, from a control connection."""

    def test_the_connections_of_the_streams_that_match(self) -> None:
        server = self.server()
        one, two, other = (self.worker(server) for _ in range(3))
        control = self.worker(server)
        one.open("live-1")
        two.open("live-2")
        other.open("other")
        self.assertEqual(control.call(EVENT, {"stream_id": "live-*", "mode": "reset"})["status"],
                         "scheduled")
        for worker in (one, two):
            self.assertEqual(worker.read(1), ["disconnect"])
        self.await_streams(server, 1, 2)
        other.send(0)
        self.assertEqual(other.read(2), ["ack 0", "processed 0 success"])

    def test_nobody_there_is_told(self) -> None:
        control = self.worker(self.server())
        control.emit(EVENT, {"stream_id": "nobody"})
        control.refused("STREAM_NOT_FOUND")
        self.assertEqual(control.call(EVENT, {"stream_id": "nobody", "delay_ms": 1})["status"],
                         "scheduled")

    def test_a_stream_that_comes_in_time_is_met(self) -> None:
        raw = self.raw(self.server(), answers=False)
        with raw.at_once():  # asks as a control connection, and becomes the stream's
            raw.emit(EVENT, {"stream_id": "s", "mode": "fin", "delay_ms": 200})
            raw.begin("s")
        self.assertEqual(raw.ending(), (["ready"], None))

    def test_the_stream_survives_all_but_its_window(self) -> None:
        server = self.server(AUTO_DISCONNECT_DELAY=FAR)
        control = self.worker(server)
        for mode in ("server_disconnect", "close", "fin", "reset", "stall"):
            with self.subTest(mode):
                old, new = self.worker(server), self.worker(server)
                ready = old.open(mode)
                old.send(0)
                self.assertEqual(old.read(2), ["ack 0", "processed 0 success"])
                control.call(EVENT, {"stream_id": mode, "mode": mode})
                if mode == "stall":  # which nobody sees: what is asked for later comes later
                    old = self.worker(server)
                    old.open("later")
                    control.call(EVENT, {"stream_id": "later", "mode": "fin"})
                self.assertEqual(old.read(1), ["disconnect"])
                self.assertEqual(new.open(mode)["session_id"], ready["session_id"])
                new.send(1)
                self.assertEqual(new.read(2), ["ack 1", "processed 1 success"])
                new.end()
                self.assertEqual(new.read(1), ["complete 2: 2 success, 0 partial, 0 failed"])


if __name__ == "__main__":
    unittest.main()
