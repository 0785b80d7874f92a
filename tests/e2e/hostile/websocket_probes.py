"""WebSocket: handshakes, and frames."""

from __future__ import annotations

import base64
import json
import struct

from harness import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Frame, frame
from hostile.probe import (HALF_CLOSE, INIT, JOIN, LEAVE, POLLING, RESET, WEBSOCKET, Attack, Probe, drip,
                           event, fragment, head, in_session, listen, on_open, open_websocket, raw,
                           reset)

# ---- handshakes -------------------------------------------------------------------------------

FIELDS = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
          "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}


H2C = ("Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings, close",
       "HTTP2-Settings: AAMAAABkAAQAAP__")


def handshake_bytes(*more: str, method: str = "GET", target: str = WEBSOCKET,
                    version: str = "HTTP/1.1", host: bool = True, **changes: str | None) -> bytes:
    """A good handshake but for the changes: names with _ for -; None leaves a field out."""
    fields: dict[str, str | None] = {**FIELDS, **{name.replace("_", "-"): value
                                                 for name, value in changes.items()}}
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return head(*lines, *more, method=method, target=target, version=version, host=host)


def handshake(*more: str, method: str = "GET", target: str = WEBSOCKET, version: str = "HTTP/1.1",
              host: bool = True, then: object = frame(CLOSE, b"\x03\xe8"),
              **changes: str | None) -> Attack:
    """Where it is accepted the connection is closed right away."""
    return raw(handshake_bytes(*more, method=method, target=target, version=version, host=host,
                               **changes), then)  # type: ignore[arg-type]


HANDSHAKES = (
    Probe("a handshake as it should be", handshake(), "101"),
    Probe("one that says keep-alive as well", handshake(Connection="keep-alive, Upgrade"), "101"),
    Probe("one in other letters", handshake(Upgrade="WebSocket", Connection="uPGRADE"), "101"),
    Probe("one that offers compression",
          handshake("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"), "101"),
    Probe("one that offers nonsense as an extension",
          handshake("Sec-WebSocket-Extensions: " + ",;=" * 300), "101"),
    # What is no offer of WebSocket is no offer: the request is served as it is.
    Probe("upgrade of a page to h2c", raw(head(*H2C)), "200"),
    Probe("upgrade of a poll to h2c", raw(head(*H2C, target=POLLING)), "200"),
    Probe("upgrade of a POST to h2c", raw(head(*H2C, "Content-Length: 0", method="POST")), "405"),
    Probe("upgrade of a WebSocket's target to h2c", raw(head(*H2C, target=WEBSOCKET)),
          "400 code 3"),
    *(Probe(f"upgrade to {offer or 'nothing'}", raw(handshake_bytes(
        Upgrade=offer, Connection="Upgrade, close")), "400 code 3")
      for offer in ("nonsense", "websocketx", "")),
    Probe("an upgrade that does not say to what",
          raw(handshake_bytes(Upgrade=None, Connection="Upgrade, close")), "400 code 3"),
    Probe("upgrade to websocket and h2c", handshake(Upgrade="websocket, h2c"), "101"),
    Probe("upgrade to h2c and websocket", handshake(Upgrade="h2c, websocket"), "101"),
    Probe("Connection: Upgrade and no Upgrade", raw(head("Connection: Upgrade, close")), "200"),
    Probe("the same in a POST",
          raw(head("Connection: Upgrade", "Content-Length: 2", method="POST") + b"4x"), "405"),
    Probe("Upgrade and no Connection", raw(handshake_bytes(Connection=None)), "400 code 3"),
    Probe("Upgrade and Connection: close", raw(handshake_bytes(Connection="close")), "400 code 3"),
    *(Probe(f"WebSocket version {version}", handshake(Sec_WebSocket_Version=version), "400")
      for version in ("12", "0", "99", "-13", "13, 8", "thirteen", None)),
    Probe("two versions", handshake("Sec-WebSocket-Version: 13"), "400"),
    Probe("no key", handshake(Sec_WebSocket_Key=None), "400"),
    Probe("an empty key", handshake(Sec_WebSocket_Key=""), "400"),
    Probe("a short key", handshake(Sec_WebSocket_Key="c2hvcnQ="), "400"),
    Probe("a long key", handshake(Sec_WebSocket_Key="A" * 2000), "400"),
    Probe("a key that is no base64", handshake(Sec_WebSocket_Key="!" * 22 + "=="), "400"),
    Probe("two keys", handshake("Sec-WebSocket-Key: BBBBBBBBBBBBBBBBBBBBBB=="), "400"),
    Probe("a subprotocol", handshake(Sec_WebSocket_Protocol="chat"), "101"),
    Probe("subprotocols", handshake(Sec_WebSocket_Protocol="v1.chat, v2.chat"), "101"),
    Probe("a list of no subprotocols", handshake(Sec_WebSocket_Protocol=" , ,"), "101"),
    Probe("a POST handshake", handshake(method="POST"), "400 code 2"),
    Probe("a PUT handshake", handshake(method="PUT"), "400 code 2"),
    Probe("an OPTIONS handshake", handshake(method="OPTIONS"), "400 code 2"),
    # HTTP/1.0 knows no upgrades.
    Probe("a handshake of HTTP/1.0", handshake(version="HTTP/1.0"), "400 code 3"),
    Probe("a handshake without Host", handshake(host=False), "400"),
    # Its body could be taken for frames.
    Probe("a handshake with a chunked body", handshake("Transfer-Encoding: chunked"), "400"),
    Probe("a handshake with a body", handshake("Content-Length: 5", then=b"hello"), "400"),
    Probe("a handshake with an empty body", handshake("Content-Length: 0"), "101"),
    Probe("a handshake for a page", handshake(target="/health"), "404"),
    Probe("a handshake for nothing", handshake(target="/nothing"), "404"),
    Probe("a handshake for polling", handshake(target=WEBSOCKET.replace("websocket", "polling")),
          "400 code 3"),
    Probe("a handshake of Engine.IO 3", handshake(target=WEBSOCKET.replace("=4", "=3")),
          "400 code 5"),
    Probe("a handshake without EIO", handshake(target="/socket.io/?transport=websocket"),
          "400 code 5"),
    Probe("a handshake for a session that never was", handshake(target=WEBSOCKET + "&sid=nobody"),
          "400 code 1"),
    Probe("no handshake for transport=websocket", raw(head(target=WEBSOCKET)), "400 code 3"),
    Probe("a handshake byte by byte", raw(drip(handshake_bytes()), frame(CLOSE, b"\x03\xe8")),
          "101"),
    Probe("a handshake twice in one segment", raw(handshake_bytes() * 2), "101"),
    Probe("reset after a handshake", raw(handshake_bytes(), RESET), "gone"),
    Probe("leaving after a handshake", raw(handshake_bytes(), LEAVE), "gone"),
    Probe("half-closed after a handshake", raw(handshake_bytes(), HALF_CLOSE), "101"),
    Probe("reset in a session", in_session(RESET), "gone"),
    Probe("leaving in a session", in_session(LEAVE), "gone"),
    Probe("half-closed in a session", in_session(HALF_CLOSE), "closed"),
)

# ---- frames -----------------------------------------------------------------------------------

HELLO = event("hello").encode()
# What any unknown event is answered with: the connection is as good as before.
UNKNOWN = "error INVALID_CONFIG"
MAX_PAYLOAD = 52_428_800
PROTOCOL_ERROR = "close 1002"
UNSUPPORTED = "close 1003"
NOT_UTF8 = "close 1007"
TOO_LARGE = "close 1009"


def lengths(form: int, length: int) -> bytes:
    """A frame header with its length in a given form: 126 has two bytes, 127 has eight."""
    return bytes([0x80 | TEXT, 0x80 | form]) + struct.pack(">H" if form == 126 else ">Q", length)


def long_form(form: int, payload: bytes) -> bytes:
    """A frame that says its length in more bytes than it takes."""
    return lengths(form, len(payload)) + bytes(4) + payload


def fragments(count: int, payload: bytes) -> bytes:
    """`payload` in `count` frames, most of them empty or of one byte."""
    pieces = [payload[i:i + 1] for i in range(count - 1)]
    pieces.append(payload[count - 1:])
    return b"".join(frame(TEXT if i == 0 else CONTINUATION, piece, final=i == count - 1)
                    for i, piece in enumerate(pieces))


def text(payload: bytes) -> Attack:
    return in_session(frame(TEXT, payload))


FRAMES = (
    *(Probe(f"reserved bit {bit}", in_session(frame(TEXT, HELLO, reserved=value)), PROTOCOL_ERROR)
      for bit, value in ((1, 4), (2, 2), (3, 1))),
    Probe("a reserved bit in a ping", in_session(frame(PING, b"x", reserved=4)), PROTOCOL_ERROR),
    *(Probe(f"opcode {opcode}", in_session(frame(opcode, b"x")), PROTOCOL_ERROR)
      for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)),
    Probe("a frame without a mask", in_session(frame(TEXT, HELLO, mask=None)),
          PROTOCOL_ERROR),
    Probe("a ping without a mask", in_session(frame(PING, b"x", mask=None)), PROTOCOL_ERROR),
    Probe("a mask of zeros", in_session(frame(TEXT, HELLO, mask=bytes(4))), UNKNOWN),
    Probe("a fragmented ping", in_session(frame(PING, b"x", final=False)), PROTOCOL_ERROR),
    Probe("a fragmented pong", in_session(frame(PONG, b"x", final=False)), PROTOCOL_ERROR),
    Probe("a fragmented close", in_session(frame(CLOSE, b"\x03\xe8", final=False)), PROTOCOL_ERROR),
    Probe("a ping of 126 bytes", in_session(frame(PING, b"x" * 126)), PROTOCOL_ERROR),
    Probe("a close of 126 bytes", in_session(frame(CLOSE, b"\x03\xe8" + b"x" * 124)), PROTOCOL_ERROR),
    Probe("a ping of 70,000 bytes", in_session(frame(PING, b"x" * 70_000)), PROTOCOL_ERROR),
    Probe("a ping of 125 bytes", in_session(frame(PING, b"x" * 125)), "pong"),
    Probe("an empty ping", in_session(frame(PING)), "pong"),
    Probe("a pong nobody asked for", in_session(frame(PONG, b"x" * 125)), "nothing"),
    Probe("length 2^63", in_session(lengths(127, 2**63), RESET), "gone"),
    Probe("length 2^63, waiting", in_session(lengths(127, 2**63) + bytes(8)),
          PROTOCOL_ERROR),
    Probe("length 2^64 - 1", in_session(lengths(127, 2**64 - 1) + bytes(8)),
          PROTOCOL_ERROR),
    Probe("length 2^63 - 1", in_session(lengths(127, 2**63 - 1) + bytes(8)), TOO_LARGE),
    Probe("length 2^40", in_session(lengths(127, 2**40) + bytes(8)), TOO_LARGE),
    Probe("length 2^32 + 5", in_session(lengths(127, 2**32 + 5) + bytes(9)), TOO_LARGE),
    Probe("one byte more than may be", in_session(lengths(127, MAX_PAYLOAD + 1) + bytes(8)),
          TOO_LARGE),
    Probe("one byte more than may be, in two frames",
          in_session(frame(TEXT, b"4" * 10, final=False),
                     frame(CONTINUATION, b"4", declared=MAX_PAYLOAD - 9)), TOO_LARGE),
    Probe("a length of two bytes for five", in_session(long_form(126, HELLO)),
          PROTOCOL_ERROR),
    Probe("a length of eight bytes for five", in_session(long_form(127, HELLO)),
          PROTOCOL_ERROR),
    Probe("a continuation of nothing", in_session(frame(CONTINUATION, HELLO)), PROTOCOL_ERROR),
    Probe("an empty continuation of nothing", in_session(frame(CONTINUATION)), PROTOCOL_ERROR),
    Probe("a message inside a message",
          in_session(frame(TEXT, HELLO[:3], final=False), frame(TEXT, HELLO)), PROTOCOL_ERROR),
    Probe("a binary message inside a text message",
          in_session(frame(TEXT, HELLO[:3], final=False), frame(BINARY, b"x")), PROTOCOL_ERROR),
    Probe("a second beginning of a message",
          in_session(frame(TEXT, HELLO[:3], final=False) * 2), PROTOCOL_ERROR),
    Probe("a ping inside a message",
          in_session(frame(TEXT, HELLO[:3], final=False), frame(PING, b"x"),
                     frame(CONTINUATION, HELLO[3:])), f"pong, {UNKNOWN}"),
    Probe("16,384 fragments of a message", in_session(fragments(16_384, HELLO)), UNKNOWN),
    Probe("16,385 fragments of a message", in_session(fragments(16_385, HELLO)), TOO_LARGE),
    Probe("100,000 empty fragments",
          in_session(frame(TEXT, final=False), frame(CONTINUATION, final=False) * 100_000),
          TOO_LARGE),
    Probe("empty fragments at both ends",
          in_session(frame(TEXT, final=False), frame(CONTINUATION, HELLO, final=False),
                     frame(CONTINUATION)), UNKNOWN),
    Probe("a message of empty fragments",
          in_session(frame(TEXT, final=False), frame(CONTINUATION)), PROTOCOL_ERROR),
    Probe("an empty message", in_session(frame(TEXT)), PROTOCOL_ERROR),
    Probe("10,000 empty messages", in_session(frame(TEXT) * 10_000), PROTOCOL_ERROR),
    Probe("a binary message that nobody awaits", in_session(frame(BINARY, b"x")), UNSUPPORTED),
    Probe("an empty binary message", in_session(frame(BINARY)), UNSUPPORTED),
    Probe("5,000 pings", in_session(frame(PING, b"x" * 125) * 5000),
          "pong..."),
    Probe("half a frame header", in_session(b"\x81", HALF_CLOSE), "closed"),
    Probe("half a frame", in_session(frame(TEXT, HELLO)[:-3], HALF_CLOSE), "closed"),
    Probe("half a frame, then reset", in_session(frame(TEXT, HELLO)[:-3], RESET), "gone"),
    Probe("half a message, then reset", in_session(frame(TEXT, HELLO, final=False), RESET), "gone"),
    Probe("half a message, then close",
          in_session(frame(TEXT, HELLO, final=False), frame(CLOSE, b"\x03\xe8")), "close 1000"),
    Probe("a message byte by byte", in_session(drip(frame(TEXT, HELLO))), UNKNOWN),
    Probe("an HTTP request amid frames", in_session(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"), PROTOCOL_ERROR),
    Probe("zeros instead of frames", in_session(bytes(1000)), PROTOCOL_ERROR),
    Probe("ones instead of frames", in_session(b"\xff" * 1000), PROTOCOL_ERROR),
    # UTF-8
    Probe("a byte that is no UTF-8 in a name", text(b'42["a\xffb"]'), NOT_UTF8),
    Probe("a truncated character", text(b'42["a\xe2\x82"]'), NOT_UTF8),
    Probe("an overlong slash", text(b'42["a\xc0\xaf"]'), NOT_UTF8),
    Probe("an overlong NUL", text(b'42["a\xc0\x80"]'), NOT_UTF8),
    Probe("half a surrogate pair, as bytes", text(b'42["a\xed\xa0\x80"]'),
          NOT_UTF8),
    Probe("a character over U+10FFFF", text(b'42["\xf4\x90\x80\x80"]'), NOT_UTF8),
    Probe("a character of five bytes", text(b'42["\xf8\x88\x80\x80\x80"]'),
          NOT_UTF8),
    Probe("no UTF-8 in a value", text(b'42["x",{"a":"\x80"}]'), NOT_UTF8),
    Probe("no UTF-8 in a member name", text(b'42["x",{"\x80":1}]'), NOT_UTF8),
    Probe("a character cut by a fragment",
          in_session(frame(TEXT, b'42["h\xc3', final=False), frame(CONTINUATION, b'\xa9llo"]')),
          UNKNOWN),
    # close frames
    Probe("close without a code", in_session(frame(CLOSE)), "close None"),
    Probe("close with a reason", in_session(frame(CLOSE, b"\x03\xe8bye")), "close 1000"),
    Probe("close with one byte", in_session(frame(CLOSE, b"\x03")), PROTOCOL_ERROR),
    *(Probe(f"close with {code}", in_session(frame(CLOSE, struct.pack(">H", code))), PROTOCOL_ERROR)
      for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)),
    *(Probe(f"close with {code}", in_session(frame(CLOSE, struct.pack(">H", code))),
            f"close {code}")
      for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000,
                   3999, 4000, 4999)),
    Probe("close with a reason that is no UTF-8", in_session(frame(CLOSE, b"\x03\xe8\xff\xfe")),
          NOT_UTF8),
    Probe("messages after close",
          in_session(frame(CLOSE, b"\x03\xe8"), *[frame(TEXT, HELLO)] * 100), "close 1000"),
    Probe("a second close", in_session(frame(CLOSE, b"\x03\xe8") * 2), "close 1000"),
    Probe("nonsense after close", in_session(frame(CLOSE, b"\x03\xe8"), b"\xff" * 1000),
          "close 1000"),
    # Engine.IO packets in frames
    *(Probe(f"Engine.IO packet {packet!r}", on_open(packet), expected)
      for packet, expected in (
          ("7", PROTOCOL_ERROR), ("9", PROTOCOL_ERROR), ("x", PROTOCOL_ERROR),
          ("\0", PROTOCOL_ERROR),
          ("0", "nothing"), ("3", "nothing"), ("3probe", "nothing"), ("5", "nothing"),
          ("6", "nothing"), ("2", "close 1002"), ("2probe", "close 1002"),
          ("1", "close 1000"), ("4", PROTOCOL_ERROR))),
    Probe("base64 on a WebSocket", in_session("bAQID"), UNSUPPORTED),
    Probe("several packets in a message", in_session("3\x1e3"), "nothing"),
    Probe("10,000 pongs", in_session(frame(TEXT, b"3") * 10_000), "nothing"),
)


def crossing_closes(port: int) -> str:
    """The server closes, and so does the client, at the same moment."""
    with open_websocket(port, JOIN) as ws:
        ws.send_raw(frame(TEXT, b"nonsense") + frame(CLOSE, b"\x03\xe8"))
        return listen(ws)


def close_not_answered(port: int) -> str:
    """The server's close frame is not answered: it does not wait for ever."""
    with open_websocket(port, JOIN) as ws:
        ws.send("nonsense")
        closing = ws.receive_frame()
        ws.sock.settimeout(20)
        return f"close {closing.code}, {'closed' if not ws.sock.recv(1) else 'something'}"


def pings_amid_an_answer(port: int) -> str:
    """Pings come while a large answer is under way: each has its pong, and the answer is none the
    worse."""
    audio = bytes(range(256)) * 20_000
    with open_websocket(port, JOIN, event("stream:init", INIT)) as ws:
        ws.send(event("fragment:data", fragment(audio)))
        for number in b"12345":
            ws.send_raw(frame(PING, bytes([number])))
        pongs, answer = b"", b""
        while len(pongs) < 5 or not answer:
            message = ws.receive()
            if isinstance(message, Frame):
                pongs += message.payload
            elif str(message).startswith('42["fragment:processed"'):
                answer = base64.b64decode(
                    json.loads(str(message)[2:])[1]["dubbed_audio"]["data_base64"])
    return f"{'whole' if answer == audio else 'broken'}, pongs {pongs.decode()}"


def leave_amid_an_answer(port: int) -> str:
    """The client breaks off in the middle of a large answer."""
    with open_websocket(port, JOIN, event("stream:init", INIT)) as ws:
        ws.send(event("fragment:data", fragment(bytes(7_000_000))))
        ws.receive()
        ws.receive_frame()
        reset(ws.sock)
    return "gone"


ENDS = (
    Probe("two closes that cross", crossing_closes, PROTOCOL_ERROR),
    Probe("pings amid a large answer", pings_amid_an_answer, "whole, pongs 12345"),
    Probe("a reset amid a large answer", leave_amid_an_answer, "gone"),
)

SLOW = (
    Probe("a handshake, then nonsense", handshake(then=b"GET / HTTP/1.1\r\n\r\n" * 10), "101"),
    Probe("a close frame that is not answered", close_not_answered, "close 1002, closed"),
)

CHAPTER = (*HANDSHAKES, *FRAMES, *ENDS)
