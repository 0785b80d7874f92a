"""RFC 6455 sections 5, 7 and 8, case by case, over TCP and TLS: what comes of frames sent whole,
octet by octet and cut in the middle.

The server echoes. A text message of Engine.IO begins with "4", which the table leaves out.
"""

from __future__ import annotations

import contextlib
import pathlib
import socket
import ssl
import struct
import tempfile
import time
import unittest
import zlib
from collections.abc import Iterator

import harness
from harness import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Frame, WebSocket, frame
from test_tls import make_certificate

TARGET = "/engine.io/?EIO=4&transport=websocket"
MAX_PAYLOAD = 1_000_000
# Past this a case is not sent octet by octet.
SMALL = 3000
GONE = (ConnectionError, ssl.SSLEOFError)

Rows = Iterator[tuple[str, bytes, str]]


# ---- words ------------------------------------------------------------------------------------


def told(kind: str, payload: bytes) -> str:
    """A message in few words."""
    if len(payload) > 40:
        return f"{kind} of {len(payload)} bytes, {zlib.crc32(payload):08x}"
    return f"{kind} {payload.decode('utf-8', 'backslashreplace')}".rstrip()


def text(payload: str | bytes = b"", opcode: int = TEXT, final: bool = True) -> bytes:
    """A text message, or the first frame of one."""
    payload = payload if isinstance(payload, bytes) else payload.encode()
    return frame(opcode, b"4" + payload, final=final)


def more(payload: bytes = b"", final: bool = False) -> bytes:
    return frame(CONTINUATION, payload, final=final)


def last(payload: bytes = b"") -> bytes:
    return more(payload, True)


def closing(code: int, reason: bytes = b"") -> bytes:
    return frame(CLOSE, struct.pack(">H", code) + reason)


def describe(piece: Frame) -> str:
    """Without the sentence of a close that is the server's own: test_closings reads these."""
    if piece.opcode == TEXT:
        return told("text", piece.payload.removeprefix(b"4"))
    if piece.opcode == CLOSE:
        own = piece.code in (1002, 1003, 1007, 1009)
        reason = b"" if own else piece.payload[2:]
        return " ".join(["close", str(piece.code or "")] + [reason.decode()] * bool(reason)).strip()
    return told({BINARY: "binary", PING: "ping", PONG: "pong"}[piece.opcode], piece.payload)


MARK = b"is that all?"


def listen(ws: WebSocket) -> str:
    """What the server says until it answers a ping or closes. When it closes the client answers,
    and the server must end the connection without another word."""
    outcome: list[str] = []
    with contextlib.suppress(*GONE):
        ws.send_raw(frame(PING, MARK))
    try:
        while True:
            piece = ws.receive_frame()
            if piece == Frame(PONG, MARK):
                break
            if not piece.final or piece.opcode == CONTINUATION:
                outcome.append("a fragment")
            else:
                outcome.append(describe(piece))
            if piece.opcode == CLOSE:
                with contextlib.suppress(*GONE):
                    ws.send_raw(frame(CLOSE, piece.payload))
                if ws.buffer or harness.receive_all(ws.sock):
                    outcome.append("and more")
                break
    except GONE:
        outcome.append("closed without a close frame")
    except TimeoutError:
        outcome.append("still open")
    return "; ".join(outcome) or "nothing"


# ---- the table --------------------------------------------------------------------------------


def framing() -> Rows:
    for size in (0, 1, 123, 124, 125, 126, 127, 255, 65533, 65534, 65535, 65536, 65537, 200_000):
        payload = bytes(33 + i % 90 for i in range(size))
        yield f"a text of {size} bytes", text(payload), told("text", payload)
        yield f"a binary of {size} bytes", frame(BINARY, payload), told("binary", payload)
    for mask in (bytes(4), b"\xff" * 4, b"\x00\xff\x00\xff", b"4444"):
        yield (f"mask {mask.hex()}", frame(TEXT, b"4hello", mask=mask)
               + frame(BINARY, b"x" * 1000, mask=mask),
               f"text hello; {told('binary', b'x' * 1000)}")
    yield "a hundred messages", text("x") * 100, "; ".join(["text x"] * 100)
    yield ("the largest message", text(b"x" * (MAX_PAYLOAD - 1)),
           told("text", b"x" * (MAX_PAYLOAD - 1)))


def pings() -> Rows:
    yield "an empty ping", frame(PING), "pong"
    yield "a ping with text", frame(PING, b"hello"), "pong hello"
    yield "a ping with bytes", frame(PING, b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"), \
        told("pong", b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff")
    yield "a ping of 125 bytes", frame(PING, b"\xfe" * 125), told("pong", b"\xfe" * 125)
    yield "a ping of 126 bytes", frame(PING, b"\xfe" * 126), "close 1002"
    yield "a pong of 126 bytes", frame(PONG, b"\xfe" * 126), "close 1002"
    yield "a pong nobody asked for", frame(PONG), "nothing"
    yield "a pong with text nobody asked for", frame(PONG, b"x"), "nothing"
    yield "such a pong and a ping", frame(PONG, b"x") + frame(PING, b"y"), "pong y"
    yield ("ten pings", b"".join(frame(PING, b"%d" % i) for i in range(10)),
           "; ".join(f"pong {i}" for i in range(10)))
    yield "a fragmented ping", frame(PING, b"x", final=False), "close 1002"
    yield "a fragmented pong", frame(PONG, b"x", final=False), "close 1002"
    yield "a ping, then a message", frame(PING, b"x") + text("y"), "pong x; text y"
    yield "a message, then a ping", text("y") + frame(PING, b"x"), "text y; pong x"


def reserved() -> Rows:
    for bits in range(1, 8):
        for opcode, payload in ((TEXT, b"4x"), (BINARY, b"x"), (PING, b"x"), (PONG, b""),
                                (CLOSE, b"\x03\xe8")):
            yield (f"reserved bits {bits} with opcode {opcode}",
                   text("first") + frame(opcode, payload, reserved=bits) + text("no"),
                   "text first; close 1002")
    yield ("a reserved bit in a continuation",
           text("x", final=False) + frame(CONTINUATION, b"y", reserved=4), "close 1002")


def opcodes() -> Rows:
    for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
        yield f"opcode {opcode}", frame(opcode), "close 1002"
        yield (f"opcode {opcode} with bytes behind a message",
               text("first") + frame(opcode, b"x") + frame(PING, b"no"), "text first; close 1002")
        yield (f"opcode {opcode} amid a message",
               text("x", final=False) + frame(opcode, b"y") + last(), "close 1002")
        yield f"a first fragment of opcode {opcode}", frame(opcode, b"x", final=False), "close 1002"


def fragments() -> Rows:
    yield "two fragments", text("hel", final=False) + last(b"lo"), "text hello"
    yield ("two fragments of bytes", frame(BINARY, b"hel", final=False) + last(b"lo"),
           "binary hello")
    yield "an empty last one", text("hello", final=False) + last(), "text hello"
    yield ("empty ones around", frame(TEXT, final=False) + more(b"4hello") + last(), "text hello")
    yield ("a ping between", text("hel", final=False) + frame(PING, b"x") + last(b"lo"),
           "pong x; text hello")
    yield ("pings and pongs between", text("h", final=False) + frame(PING, b"1") + more(b"e")
           + frame(PONG, b"no") + more(b"l") + frame(PING, b"2") + more(b"l") + frame(PING, b"3")
           + last(b"o"), "pong 1; pong 2; pong 3; text hello")
    yield ("a thousand", text(final=False) + more(b"x") * 998 + last(b"x"),
           told("text", b"x" * 999))
    yield ("each byte of 64 KiB", frame(BINARY, final=False) + more(b"x") * 16_000 + last(b"y"),
           told("binary", b"x" * 16_000 + b"y"))
    yield ("a large message in frames of 1300 bytes", frame(BINARY, b"x" * 1300, final=False)
           + more(b"y" * 1300) * 100 + last(b"z" * 1300),
           told("binary", b"x" * 1300 + b"y" * 130_000 + b"z" * 1300))
    for name, data in (("a continuation of nothing", more(b"x")),
                       ("a last continuation of nothing", last(b"x")),
                       ("an empty continuation of nothing", last())):
        yield name, data + text("no"), "close 1002"
        yield f"{name} behind a message", text("x") + data + text("no"), "text x; close 1002"
        yield (f"{name} behind fragments", text("x", final=False) + last(b"y") + data + text("no"),
               "text xy; close 1002")
    yield "a message amid fragments", text("x", final=False) + text("y"), "close 1002"
    yield ("bytes amid fragments of text", text("x", final=False) + frame(BINARY, b"y"),
           "close 1002")
    yield ("a second beginning", text("x", final=False) + text("y", final=False) + last(b"z"),
           "close 1002")
    yield ("a second beginning after a continuation",
           text("x", final=False) + more(b"y") + text("z"), "close 1002")


def lengths() -> Rows:
    def long_form(opcode: int, payload: bytes, form: int) -> bytes:
        size = struct.pack(">H" if form == 126 else ">Q", len(payload))
        return bytes([0x80 | opcode, 0x80 | form]) + size + bytes(4) + payload

    for size in (1, 5, 125):
        yield (f"{size} bytes with a length of two", long_form(TEXT, b"4" * size, 126),
               "close 1002")
    for size in (1, 125, 126, 65535):
        yield (f"{size} bytes with a length of eight", long_form(TEXT, b"4" * size, 127),
               "close 1002")
    yield "no bytes with a length of two", long_form(BINARY, b"", 126), "close 1002"
    for opcode in (PING, PONG, CLOSE):
        yield (f"opcode {opcode} with a length of two", long_form(opcode, b"\x03\xe8", 126),
               "close 1002")
        yield (f"opcode {opcode} with a length of eight", long_form(opcode, b"\x03\xe8", 127),
               "close 1002")
    for size in (1 << 63, (1 << 63) + 1, (1 << 64) - 1):
        yield f"a length of {size}", frame(TEXT, declared=size), "close 1002"
    for size in (MAX_PAYLOAD + 1, 1 << 31, 1 << 32, (1 << 32) + 1, 1 << 40, (1 << 63) - 1):
        for opcode in (TEXT, BINARY):
            yield f"opcode {opcode}, a length of {size}", frame(opcode, declared=size), "close 1009"
    yield ("fragments of a byte too many", text(b"x" * 600_000, final=False)
           + frame(CONTINUATION, declared=400_000), "close 1009")
    yield ("a last byte too many", text(b"x" * (MAX_PAYLOAD - 1), final=False) + last(b"y"),
           "close 1009")
    yield "too many fragments", text(final=False) + more() * 16_384, "close 1009"


def masks() -> Rows:
    for opcode, payload in ((TEXT, b"4x"), (BINARY, b"x"), (PING, b""), (PONG, b""),
                            (CLOSE, b"\x03\xe8")):
        yield (f"opcode {opcode} without a mask",
               text("first") + frame(opcode, payload, mask=None), "text first; close 1002")
    yield ("a continuation without a mask",
           text("x", final=False) + frame(CONTINUATION, b"y", mask=None), "close 1002")


# Each of these is a whole text that is not UTF-8 (RFC 3629; Unicode table 3-7).
NOT_UTF8 = (
    b"\x80", b"\xbf", b"\x80\xbf", b"\xc0", b"\xc0\x80", b"\xc0\xaf", b"\xc1\xbf", b"\xc3",
    b"\xc3(", b"\xe0\x80\x80", b"\xe0\x9f\xbf", b"\xe2\x82", b"\xe2(\xa1", b"\xe2\x82(",
    b"\xed\xa0\x80", b"\xed\xaf\xbf", b"\xed\xb0\x80", b"\xed\xbf\xbf", b"\xed\xa0\x80\xed\xb0\x80",
    b"\xf0\x80\x80\x80", b"\xf0\x8f\xbf\xbf", b"\xf0\x90(\xbc", b"\xf0\x9f\x98", b"\xf4\x90\x80\x80",
    b"\xf5\x80\x80\x80", b"\xf8\x88\x80\x80\x80", b"\xfc\x84\x80\x80\x80\x80", b"\xfe", b"\xff",
    b"\xfe\xfe\xff\xff", "\u03ba\u1f79\u03c3\u03bc\u03b5".encode() + b"\xed\xa0\x80edited",
    "\u03ba\u1f79\u03c3\u03bc\u03b5".encode() + b"\xf4\x90\x80\x80edited", b"hello\xffworld",
    b"x" * 4000 + b"\xc3",
)
# And each of these is.
UTF8 = (
    "\0", "\x7f", "\x80", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\ufffd", "\ufffe", "\uffff",
    "\U00010000", "\U0001fffe", "\U0010ffff", "\u03ba\u1f79\u03c3\u03bc\u03b5",
    "Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!", "\u65e5\u672c\u8a9e\U0001f600",
)


def utf8() -> Rows:
    for good in UTF8:
        data = good.encode()
        yield f"UTF-8: {data!r}", text(data), told("text", data)
        yield (f"UTF-8 in a frame for each byte: {data!r}", text(final=False)
               + b"".join(more(data[i:i + 1]) for i in range(len(data))) + last(),
               told("text", data))
    for bad in NOT_UTF8:
        name = f"{bad[-12:]!r} of {len(bad)} bytes"
        yield f"not UTF-8: {name}", text(bad), "close 1007"
        yield (f"not UTF-8 behind a message, in two frames: {name}",
               text("first") + text(bad[:1], final=False) + last(bad[1:]),
               "text first; close 1007")
        yield f"any bytes are good in binary: {name}", frame(BINARY, bad), told("binary", bad)
        if len(bad) <= 100:
            yield f"a reason that is not UTF-8: {name}", closing(1000, bad), "close 1007"
    for packet in (b"3\xff", b"5\xff", b"6\xff", b"0\xff", b"\xff", b"7\xff", b"2\xff", b"b\xff\xff"):
        yield f"no message, and not UTF-8: {packet!r}", frame(TEXT, packet), "close 1007"


def closes() -> Rows:
    yield "a close", closing(1000), "close 1000"
    yield "a close without a code", frame(CLOSE), "close"
    yield "a close of one byte", frame(CLOSE, b"\x03"), "close 1002"
    yield "a close with a reason", closing(1000, b"Hello World!"), "close 1000 Hello World!"
    yield ("a close with the longest reason", closing(1000, b"*" * 123),
           f"close 1000 {'*' * 123}")
    yield "a close of 126 bytes", closing(1000, b"*" * 124), "close 1002"
    yield "a fragmented close", frame(CLOSE, b"\x03\xe8", final=False), "close 1002"
    yield "two closes", closing(1000) * 2, "close 1000"
    yield "two closes with different codes", closing(1000) + closing(1001), "close 1000"
    yield "a ping behind a close", closing(1000) + frame(PING, b"no"), "close 1000"
    yield "a message behind a close", closing(1000) + text("no"), "close 1000"
    yield "nonsense behind a close", closing(1000) + b"\xff" * 500, "close 1000"
    yield ("a close amid a message", text("x", final=False) + closing(1000) + last(b"y"),
           "close 1000")
    yield ("a close behind messages and pings", text("x") + frame(PING, b"y") + closing(1000),
           "text x; pong y; close 1000")
    # The server fails the connection, and the client closes at the same time.
    yield ("a close that crosses the server's", frame(TEXT, reserved=4) + closing(1000),
           "close 1002")
    yield ("bad frames that cross the server's close", frame(TEXT, reserved=4) * 10, "close 1002")
    yield ("a large message, then a close", text(b"x" * 262_144) + closing(1000),
           f"{told('text', b'x' * 262_144)}; close 1000")
    for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
                 3000, 3999, 4000, 4999):
        yield f"code {code}", closing(code), f"close {code}"
    for code in (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535):
        yield f"code {code}", closing(code), "close 1002"
        yield f"code {code} with a reason", closing(code, b"why"), "close 1002"


CHAPTERS = {"framing": framing, "pings": pings, "reserved": reserved, "opcodes": opcodes,
            "fragments": fragments, "lengths": lengths, "masks": masks, "utf8": utf8,
            "closes": closes}


# ---- the tests --------------------------------------------------------------------------------


class SecureWebSocket(WebSocket):
    context: ssl.SSLContext

    def connect(self, port: int) -> socket.socket:
        return self.context.wrap_socket(harness.connect(port), server_hostname="127.0.0.1")


class Tcp(unittest.TestCase):
    server: harness.Server
    client = WebSocket

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = harness.app("engineio-echo", **cls.settings())

    @classmethod
    def settings(cls) -> dict[str, str]:
        return {"MAX_PAYLOAD": str(MAX_PAYLOAD)}

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def open(self, server: harness.Server | None = None) -> WebSocket:
        ws = self.client((server or self.server).port, TARGET)
        self.addCleanup(ws.sock.close)
        self.assertTrue(str(ws.receive()).startswith('0{"sid":"'))
        return ws

    def attempt(self, *pieces: bytes) -> str:
        with self.open() as ws:
            with contextlib.suppress(*GONE):
                for piece in pieces:
                    ws.send_raw(piece)
            return listen(ws)

    def run_chapter(self, rows: Rows) -> None:
        for name, data, expected in rows:
            ways = {"whole": [data], "cut": [data[:len(data) // 2], data[len(data) // 2:]]}
            if len(data) <= SMALL:
                ways["octet by octet"] = [bytes([byte]) for byte in data]
            for way, pieces in ways.items():
                with self.subTest(name, way=way):
                    self.assertEqual(self.attempt(*pieces), expected)

    def test_framing(self) -> None:
        self.run_chapter(framing())

    def test_pings(self) -> None:
        self.run_chapter(pings())

    def test_reserved_bits(self) -> None:
        self.run_chapter(reserved())

    def test_opcodes(self) -> None:
        self.run_chapter(opcodes())

    def test_fragments(self) -> None:
        self.run_chapter(fragments())

    def test_lengths(self) -> None:
        self.run_chapter(lengths())

    def test_masks(self) -> None:
        self.run_chapter(masks())

    def test_utf8(self) -> None:
        self.run_chapter(utf8())

    def test_closes(self) -> None:
        self.run_chapter(closes())

    def test_cut_at_every_place(self) -> None:
        """Two messages, one of them in fragments with a ping between them, and a close."""
        data = (text("hello") + frame(BINARY, b"b" * 130, final=False) + frame(PING, b"p")
                + last(b"c" * 20) + closing(1001, b"bye"))
        expected = f"text hello; pong p; {told('binary', b'b' * 130 + b'c' * 20)}; close 1001 bye"
        for cut in range(1, len(data)):
            with self.subTest(cut=cut):
                self.assertEqual(self.attempt(data[:cut], data[cut:]), expected)

    def test_large_messages_cut_anywhere(self) -> None:
        """Where the head of the next frame comes with the end of a large one."""
        payload = bytes(33 + i % 90 for i in range(100_000))
        data = frame(BINARY, payload) * 3 + frame(PING, b"p") + text("t")
        expected = "; ".join([told("binary", payload)] * 3 + ["pong p", "text t"])
        end = len(frame(BINARY, payload))
        for cut in (1, 2, 9, 10, 13, 14, 15, 5000, 65536, end - 1, end, end + 1, end + 5, end + 14,
                    2 * end - 4096, 2 * end + 3, 3 * end - 1, 3 * end + 1, len(data) - 1):
            with self.subTest(cut=cut):
                self.assertEqual(self.attempt(data[:cut], data[cut:]), expected)

    def test_a_close_that_is_not_answered(self) -> None:
        """The server waits for the client's close frame, but not for ever, whatever else comes."""
        silent, talking = self.open(), self.open()
        for ws in (silent, talking):
            ws.send_raw(frame(3))
            self.assertEqual(ws.receive_frame().code, 1002)
        begin = time.monotonic()
        with contextlib.suppress(*GONE):
            while time.monotonic() < begin + harness.PATIENCE:
                talking.send_raw(text("still here") * 100)
                time.sleep(0.05)
            self.fail("still open")
        self.assertEqual(harness.receive_all(silent.sock), b"")

    def test_a_client_that_leaves_without_a_close(self) -> None:
        for data in (b"", b"\x81", text("x")[:-1], text("x", final=False)):
            before = self.server.descriptors()
            ws = self.open()
            ws.send_raw(data)
            ws.sock.close()
            harness.wait_for(lambda: self.server.descriptors() <= before, "the socket to close")

    def test_lengths_take_no_memory(self) -> None:
        """What is declared is refused, or waited for with at most 4 MiB for it."""
        largest, many = 50 << 20, 20
        server = harness.app("engineio-echo", **{**self.settings(), "MAX_PAYLOAD": str(largest)})
        self.addCleanup(server.stop)

        def growth(declared: int) -> int:
            before = server.data_bytes()
            for _ in range(many):
                waiting, refused = self.open(server), self.open(server)
                waiting.send_raw(frame(TEXT, b"4", declared=declared))
                refused.send_raw(frame(BINARY, b"x", declared=1 << 62))
                self.assertEqual(listen(refused), "close 1009")
            return server.data_bytes() - before

        self.assertLess(growth(largest), growth(4 << 20) + many * largest // 2)


class Tls(Tcp):
    """The same over TLS, where libwebsockets reads and writes."""
    folder: tempfile.TemporaryDirectory[str]
    certificate: tuple[str, str]
    client = SecureWebSocket

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.certificate = make_certificate(pathlib.Path(cls.folder.name), "server")
        SecureWebSocket.context = ssl.create_default_context(cafile=cls.certificate[0])
        super().setUpClass()

    @classmethod
    def settings(cls) -> dict[str, str]:
        certificate, key = cls.certificate
        return {**super().settings(), "TLS_CERT": certificate, "TLS_KEY": key}


class Table(unittest.TestCase):
    def test_cases_are_distinct_and_many(self) -> None:
        names = [name for rows in CHAPTERS.values() for name, _, _ in rows()]
        self.assertEqual(sorted(names), sorted(set(names)))
        self.assertGreaterEqual(len(names), 300)


if __name__ == "__main__":
    unittest.main()
