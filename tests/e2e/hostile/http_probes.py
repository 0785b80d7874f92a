"""HTTP: heads, bodies, and requests one after another."""

from __future__ import annotations

import contextlib
import random
import socket
import time

from harness import CLOSE, PATIENCE, connect, frame, parse_response, receive_all, request
from hostile.probe import (HALF_CLOSE, INIT, KEY, LEAVE, POLLING, RESET, WEBSOCKET, Attack, Polling,
                           Probe, Step, describe, drip, event, fragment, get, head, raw,
                           read_answers, settle, take)

LONG = "x" * 10_000
TOO_LONG = "x" * 20_000
HEALTH = request("GET", "/health")
# One behind which another request may follow.
KEPT = request("GET", "/health", Connection="keep-alive")


def content_length(value: str, body: bytes = b"") -> bytes:
    return head(f"Content-Length: {value}", method="POST", target=POLLING) + body


def head_of(size: int) -> bytes:
    """A head of so many bytes."""
    return head("X: " + "y" * (size - len(head("X: "))))


def random_bytes(seed: int) -> bytes:
    return random.Random(seed).randbytes(4000)


# A TLS 1.2 ClientHello as a browser starts one.
CLIENT_HELLO = bytes.fromhex("16030100c2010000be0303") + bytes(range(190))

def upgrade(target: str) -> bytes:
    return head("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", target=target)


def hold(port: int) -> str:
    """A poll that is held longer than any time-out of heads and bodies, until the next ping."""
    session = Polling(port)
    with connect(port) as sock:
        sock.sendall(request("GET", session.target))
        sock.settimeout(60)
        return parse_response(receive_all(sock)).body.decode()


def read_slowly(port: int) -> str:
    """A large answer, taken in small pieces over longer than any time-out of heads and bodies."""
    session = Polling(port)
    session.post(event("stream:init", INIT).encode())
    session.post(event("fragment:data", fragment(bytes(3_000_000))).encode())
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    with sock:
        sock.settimeout(PATIENCE)
        sock.connect(("127.0.0.1", port))
        sock.sendall(request("GET", session.target))
        data = b""
        for _ in range(12 * 4):
            time.sleep(0.25)
            data += sock.recv(65536)
        data += receive_all(sock)
    session.post(b"1")
    body = parse_response(data).body
    return "complete" if body.endswith(b"]") and bytes(4_000_000).replace(
        b"\0", b"A") in body else f"{len(body)} bytes"


HEADS = (
    Probe("a head byte by byte", raw(drip(HEALTH)), "200"),
    Probe("an empty line before the request", raw(b"\r\n" + HEALTH), "200"),
    Probe("empty lines without end", raw(b"\r\n" * 10_000), "414"),
    Probe("no Host", raw(head(host=False)), "400"),
    Probe("two Hosts", raw(head("Host: elsewhere")), "400"),
    Probe("HTTP/1.0", raw(head(version="HTTP/1.0", host=False)), "200"),
    Probe("HTTP/1.0 that is kept alive",
          raw(head("Connection: keep-alive", version="HTTP/1.0")
              + head(version="HTTP/1.0", host=False)), "200, 200"),
    Probe("HTTP/0.9", raw(b"GET /health\r\n\r\n"), "400"),
    Probe("HTTP/2.0 as a version", raw(head(version="HTTP/2.0")), "505"),
    Probe("HTTP/1.9, which whoever knows 1.1 can read", raw(head(version="HTTP/1.9")), "200"),
    Probe("a version that is none", raw(head(version="HTTQ/1.1")), "400"),
    Probe("a version of 10,000 bytes", raw(head(version="HTTP/1." + "1" * 10_000)), "400"),
    Probe("the preface of HTTP/2", raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(100)), "505"),
    *(Probe(f"method {method}", raw(head("Cookie: secret", method=method)), "501")
      for method in ("BREW", "get", "GETGET", "PROPFIND", "TRACE")),
    Probe("a method of 10,000 bytes", raw(head(method="A" * 10_000)), "501"),
    Probe("no method", raw(head(method="")), "400"),
    Probe("CONNECT", raw(head(method="CONNECT", target="localhost:22")), "501"),
    Probe("DELETE of a page", raw(head(method="DELETE")), "405"),
    Probe("OPTIONS *", raw(head(method="OPTIONS", target="*")), "204"),
    Probe("GET *", raw(head(target="*")), "400"),
    Probe("an absolute URI", raw(head(target="http://localhost/health")), "200"),
    Probe("an absolute URI of Engine.IO", raw(head(target="http://other:1" + POLLING)), "200"),
    Probe("an absolute URI of another scheme", raw(head(target="ftp://localhost/health")), "400"),
    Probe("an absolute URI without a host", raw(head(target="http:///health")), "400"),
    Probe("a path without a slash", raw(head(target="health")), "400"),
    Probe("an empty path", raw(head(target="")), "400"),
    Probe("out of the root", get("/../../../../etc/passwd"), "404"),
    Probe("out of the root, encoded", get("/%2e%2e/%2e%2e/etc/passwd"), "404"),
    # A client resolves dots, where they mean what it thinks. Here they are what they are.
    *(Probe(f"dots: {target}", get(target), "404")
      for target in ("/x/../health", "/x/../health?a", "/x/y/..//../health", "/./health")),
    Probe("percent signs without digits", get("/%zz%"), "404"),
    Probe("bytes over 0x7f in the path", raw(b"GET /\xff\xfe\x80 HTTP/1.1\r\nHost: x\r\n"
                                             b"Connection: close\r\n\r\n"), "404"),
    *(Probe(f"a target with {what}", raw(head(target=f"/health{byte}")), "400")
      for what, byte in (("a number sign", "#a"), ("a tab", "\t"), ("a space", " a"),
                         ("a carriage return", "\ra"), ("a line feed", "\na"),
                         ("a control character", "\x01"))),
    Probe("a path of 10,000 bytes", get("/" + LONG), "404"),
    Probe("a path of 20,000 bytes", get("/" + TOO_LONG), "414"),
    Probe("a field of 10,000 bytes", raw(head("X-Long: " + LONG)), "200"),
    Probe("a field of 20,000 bytes", raw(head("X-Long: " + TOO_LONG)), "431"),
    Probe("a known field of 10,000 bytes", raw(head("Authorization: Bearer " + LONG)), "200"),
    Probe("a known field of 20,000 bytes", raw(head("Origin: " + TOO_LONG)), "431"),
    Probe("a field name of 10,000 bytes", raw(head(LONG + ": x")), "200"),
    Probe("a field name of 20,000 bytes", raw(head(TOO_LONG + ": x")), "431"),
    # Host and Connection are two more.
    Probe("100 fields", raw(head(*["A: b"] * 98)), "200"),
    Probe("101 fields", raw(head(*["A: b"] * 99)), "431"),
    Probe("2,000 fields", raw(head(*["A: b"] * 2000)), "431"),
    Probe("a head of 16,384 bytes", raw(head_of(16_384)), "200"),
    Probe("a head of 16,385 bytes", raw(head_of(16_385)), "431"),
    Probe("a head of 16,384 bytes, byte by byte", raw(drip(head_of(16_384))), "200"),
    Probe("a megabyte of field", raw(head("X-Long: " + "y" * 1_000_000)), "431"),
    Probe("line feeds alone", raw(b"GET /health HTTP/1.1\nHost: x\n\n"), "400"),
    Probe("a NUL in a value", raw(head("Origin: a\0b")), "400"),
    Probe("a NUL in a name", raw(head("Ori\0gin: a")), "400"),
    Probe("a control character in a value", raw(head("Origin: a\x01b", target=POLLING)), "400"),
    Probe("a space before the colon", raw(head("Content-Length : 5")), "400"),
    Probe("a field without a colon", raw(head("Nonsense")), "400"),
    Probe("a field without a name", raw(head(": value")), "400"),
    Probe("a folded field", raw(head("X-A: b", " c")), "400"),
    Probe("carriage returns alone", raw(b"GET /health HTTP/1.1\rHost: x\r\r"), "400"),
    Probe("a carriage return in the fields that a preflight asks for",
          raw(head("Access-Control-Request-Headers: a\rSet-Cookie: b=c", method="OPTIONS",
                   target=POLLING)), "400"),
    Probe("a TLS handshake", raw(CLIENT_HELLO), "400"),
    Probe("an SSH client", raw(b"SSH-2.0-OpenSSH_9.2p1\r\n"), "400"),
    Probe("a Redis client", raw(b"*1\r\n$4\r\nPING\r\n"), "400"),
    Probe("zeros", raw(bytes(5000)), "400"),
    *(Probe(f"random bytes, {seed}", raw(random_bytes(seed)), "400") for seed in range(5)),
)

SLOW = (
    Probe("a poll that is held for long", hold, "2"),
    Probe("a large answer, read slowly", read_slowly, "complete"),
    Probe("a connection that says nothing", raw(patience=40), "closed"),
    Probe("half a head", raw(HEALTH[:30], patience=40), "closed"),
    Probe("a head that ends in a carriage return", raw(HEALTH[:-1], patience=40), "closed"),
    Probe("half a head behind a request", raw(KEPT + HEALTH[:30], patience=40), "200"),
    Probe("a field that never ends, byte by byte",
          lambda port: slowly(port, b"GET /health HTTP/1.1\r\nX: ", b"y"), "closed"),
)


def slowly(port: int, beginning: bytes, byte: bytes) -> str:
    """Sends `byte` four times a second until the server has enough of it."""
    with connect(port) as sock:
        sock.sendall(beginning)
        sock.settimeout(0.25)
        for _ in range(160):
            try:
                with contextlib.suppress(TimeoutError):
                    return "closed" if not sock.recv(1) else "answered"
                sock.sendall(byte)
            except ConnectionError:
                return "closed"
    return "still open"


def short_body(port: int) -> str:
    """A body whose end never comes: the client ends its direction instead."""
    session = Polling(port)
    with connect(port) as sock:
        take(sock, (head("Content-Length: 10", method="POST", target=session.target) + b"4",
                    HALF_CLOSE))
        return f"{read_answers(sock)}, {session.state()}"


def long_body(port: int) -> str:
    """More than Content-Length says: what follows is no part of the message, nor a request."""
    session = Polling(port)
    with connect(port) as sock:
        take(sock, (head("Content-Length: 1", "Connection: keep-alive", method="POST",
                         target=session.target) + b"3XXXX\r\n\r\n",))
        return f"{read_answers(sock)}, {session.state()}"


def behind_a_held_poll(*more: bytes | Step) -> Attack:
    """More on the connection whose first request the server holds: it waits until that is
    answered."""
    def attack(port: int) -> str:
        session = Polling(port)
        with session.hold("keep-alive") as sock:
            if not take(sock, more):
                return f"gone, {session.state()}"
            settle(port)
            session.post(event("x").encode())
            return f"{read_answers(sock)}, {session.state()}"
    return attack


def answers(count: int) -> str:
    return ", ".join(["200"] * count)


# Bodies in chunks, as one POST to a session each.
CHUNKS = (
    ("one", b"1\r\n3\r\n0\r\n\r\n", "200, alive"),
    ("none", b"0\r\n\r\n", "400 code 3, over"),
    ("each byte in one of its own", b"1\r\n3\r\n1\r\n\x1e\r\n1\r\n3\r\n0\r\n\r\n", "200, alive"),
    ("zeros before the size", b"0000000000000001\r\n3\r\n0\r\n\r\n", "200, alive"),
    ("extensions", b'1;a=b;c="d"\r\n3\r\n0;e\r\n\r\n', "200, alive"),
    ("trailers", b"1\r\n3\r\n0\r\nA: b\r\nContent-Length: 5\r\n\r\n", "200, alive"),
    ("too many trailers", b"1\r\n3\r\n0\r\n" + b"A: b\r\n" * 10_000 + b"\r\n", "431, over"),
    ("an extension without end", b"1;" + b"a" * 100_000, "400, over"),
    ("a size that is no number", b"x\r\n3\r\n0\r\n\r\n", "400, over"),
    ("a size with a sign", b"+1\r\n3\r\n0\r\n\r\n", "400, over"),
    ("a size with 0x", b"0x1\r\n3\r\n0\r\n\r\n", "400, over"),
    ("a size of 17 digits", b"00000000000000001\r\n3\r\n0\r\n\r\n", "400, over"),
    ("a size of 2^64 - 1", b"ffffffffffffffff\r\n3", "413, over"),
    ("one byte too large", b"3200001\r\n3", "413, over"),
    ("two too large together", b"1\r\n3\r\n3200000\r\n3", "413, over"),
    ("a chunk that is longer than it says", b"1\r\n33\r\n0\r\n\r\n", "400, over"),
    ("a chunk that is shorter than it says", b"2\r\n3\r\n0\r\n\r\n", "400, over"),
    ("line feeds alone", b"1\n3\n0\n\n", "400, over"),
)


def chunked(body: bytes) -> Attack:
    """A POST whose body is sent in chunks."""
    def attack(port: int) -> str:
        session = Polling(port)
        with connect(port) as sock:
            take(sock, (head("Transfer-Encoding: chunked", method="POST", target=session.target)
                        + body,))
            return f"{read_answers(sock)}, {session.state()}"
    return attack


def expect_continue(length: str = "Content-Length: 1", body: bytes = b"3") -> Attack:
    """A body that is sent when the server asks for it."""
    def attack(port: int) -> str:
        session = Polling(port)
        with connect(port) as sock:
            sock.sendall(head("Expect: 100-continue", length, method="POST",
                              target=session.target))
            asked = sock.recv(65536)
            sock.sendall(body)
            return f"{describe(asked)}, {read_answers(sock)}, {session.state()}"
    return attack


def pipelined(port: int, body: bytes | None) -> str:
    """Two POSTs and something else in one segment; no body: one in chunks."""
    target = Polling(port).target
    post = (request("POST", target, body, Connection="keep-alive") if body else
            head("Transfer-Encoding: chunked", "Connection: keep-alive", method="POST",
                 target=target) + b"1\r\n3\r\n0\r\n\r\n")
    return raw(post * 2 + HEALTH)(port)


def body_in_two(port: int) -> str:
    """A pause in the middle of a body."""
    session = Polling(port)
    with connect(port) as sock:
        sock.sendall(head("Content-Length: 3", method="POST", target=session.target) + b"42")
        settle(port)
        sock.sendall(b"[")
        return f"{read_answers(sock)}, {session.state()}"


POST = request("POST", POLLING, b"4x", Connection="keep-alive")
# Where a NUL may stand in a target, and what comes of it when it is escaped.
ESCAPED = (
    *((target, "404") for target in ("/health*", "/health*.png", "/*health", "/*", "/*/health",
                                     "/health*?a", "/x/../health*",
                                     "/socket.io/*?EIO=4&transport=polling")),
    *((target, "200") for target in ("/health?*", "/health?a=*", "/health?a=*&b", "/health?a&*",
                                     "/health?a=b*c", "/health?**", "/health?a*b*",
                                     f"{POLLING}&*sid=a", f"{POLLING}&*", f"{POLLING}&x=*y")),
    (f"{POLLING}*", "400 code 0"),
    (POLLING.replace("=po", "=p*o"), "400 code 0"),
    (f"{POLLING}&sid=*", "400 code 1"),
    (POLLING.replace("=4", "=4*"), "400 code 5"),
)
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"

# A NUL is never taken for the end of a text, nor left out. Where it is escaped it is one byte more,
# which no path, transport or session of ours has.
NULS = (
    *(Probe(f"a NUL in the target, {template}", raw(head(target=template.replace("*", "\0"))), "400")
      for template, _ in ESCAPED),
    *(Probe(f"an escaped NUL in the target, {template}",
            raw(head(target=template.replace("*", "%00"))), expected)
      for template, expected in ESCAPED),
    *(Probe(f"a NUL in the target of a {method}",
            raw(head("Content-Length: 0", method=method, target=f"{POLLING}\0")), "400")
      for method in ("POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")),
    *(Probe(f"an escaped NUL in the target of a {method}",
            raw(head("Content-Length: 0", method=method, target=f"{POLLING}%00")), expected)
      for method, expected in (("POST", "400 code 0"), ("PUT", "400 code 0"),
                               ("PATCH", "400 code 0"), ("DELETE", "400 code 0"), ("HEAD", "400"),
                               ("OPTIONS", "204"))),
    *(Probe(f"a NUL in the target of an upgrade, {target!r}",
            raw(upgrade(target), frame(CLOSE, b"\x03\xe8")), expected)
      for target, expected in ((f"{WEBSOCKET}\0", "400"), (f"{WEBSOCKET}%00", "400 code 0"),
                               (f"{WEBSOCKET}&x=%00&y", "101"),
                               ("/socket.io%00/?EIO=4&transport=websocket", "404"))),
    # The same forms without it.
    *(Probe(f"no NUL in the target, {target!r}", get(target), "200")
      for target in ("/health", "/health?", "/health?a", "/health?a=", "/health?a=&b", "/health?&",
                     "/health?&&a&", "/health?" + "a&" * 60, "/health?a=b%20c", "//health",
                     "/health?a/../b", "/health?a%26b;c", POLLING, f"{POLLING}&x=/../y")),
    *(Probe(f"no NUL in the target of {method} after two parameters",
            raw(head("Content-Length: 0", method=method, target="/health?a&b")), expected)
      for method, expected in (("HEAD", "200"), ("OPTIONS", "204"), ("POST", "405"), ("PUT", "405"),
                               ("PATCH", "405"), ("DELETE", "405"))),
)

BODIES = (
    Probe("Content-Length twice, the same",
          raw(head("Content-Length: 2", "Content-Length: 2", method="POST", target=POLLING)
              + b"4x"), "400"),
    Probe("Content-Length twice, different",
          raw(head("Content-Length: 2", "Content-Length: 40", method="POST", target=POLLING)
              + b"4x"), "400"),
    *(Probe(f"Content-Length {value or 'empty'}", raw(content_length(value)), expected)
      for value, expected in (
          ("-1", "400"), ("+3", "400"), ("0x10", "400"), ("5, 6", "400"), ("1e3", "400"),
          ("five", "400"), ("3;", "400"), ("", "400"), ("4294967296", "400 code 2"),
          ("1152921504606846975", "400 code 2"), ("1152921504606846976", "413"),
          ("9223372036854775807", "413"), ("9223372036854775808", "413"),
          ("18446744073709551616", "413"), ("18446744073709551621", "413"), ("9" * 1000, "413"))),
    Probe("POST without Content-Length", raw(head(method="POST", target=POLLING)), "400 code 2"),
    Probe("a body too large for a session", lambda port: raw(
        head("Content-Length: 52428801", method="POST", target=Polling(port).target))(port), "413"),
    *(Probe(f"Transfer-Encoding {coding}", lambda port, coding=coding: raw(  # type: ignore[misc]
        head(f"Transfer-Encoding: {coding}", method="POST", target=Polling(port).target)
        + b"1\r\n3\r\n0\r\n\r\n")(port), expected)
      for coding, expected in (("chunked", "200"), ("CHUNKED", "200"), ("gzip", "501"),
                               ("gzip, chunked", "501"), ("chunked, chunked", "501"),
                               ("identity", "501"), ("xchunked", "501"), ("", "501"))),
    Probe("two Transfer-Encodings", lambda port: raw(
        head(*["Transfer-Encoding: chunked"] * 2, method="POST", target=Polling(port).target)
        + b"1\r\n3\r\n0\r\n\r\n")(port), "400"),
    Probe("chunks in HTTP/1.0", lambda port: raw(
        head("Transfer-Encoding: chunked", method="POST", target=Polling(port).target,
             version="HTTP/1.0") + b"1\r\n3\r\n0\r\n\r\n")(port), "400"),
    *(Probe(f"chunks: {what}", chunked(body), expected) for what, body, expected in CHUNKS),
    Probe("a body that ends too early", short_body, "closed, over"),
    Probe("a body that goes on", long_body, "200, 400, alive"),
    Probe("a body in two pieces", body_in_two, "200, over"),
    Probe("Expect that is not 100-continue", lambda port: raw(
        head("Expect: the-inquisition", "Content-Length: 1", method="POST",
             target=Polling(port).target) + b"3")(port), "417"),
    Probe("Expect: 100-continue, with the body", lambda port: raw(
        head("Expect: 100-continue", "Content-Length: 1", method="POST",
             target=Polling(port).target) + b"3")(port), "200"),
    Probe("Expect: 100-continue, without the body", expect_continue(), "100, 200, alive"),
    Probe("Expect: 100-continue, in chunks",
          expect_continue("Transfer-Encoding: chunked", b"1\r\n3\r\n0\r\n\r\n"),
          "100, 200, alive"),
    Probe("Expect: 100-continue of what is too large", lambda port: raw(
        head("Expect: 100-continue", "Content-Length: 52428801", method="POST",
             target=Polling(port).target))(port), "413"),
    Probe("GET with a body", raw(request("GET", "/health", b"body")), "413"),
    Probe("GET with Content-Length 2^59",
          raw(head("Content-Length: 576460752303423488")), "413"),
    Probe("GET with chunks",
          raw(head("Transfer-Encoding: chunked") + b"1\r\nx\r\n0\r\n\r\n"), "413"),
    Probe("HEAD with a body", raw(request("HEAD", "/health", b"body")), "413"),
    Probe("OPTIONS with a body", raw(request("OPTIONS", POLLING, b"body")), "204"),
    Probe("POST to a page", raw(request("POST", "/health", b"body")), "405"),
)

# Requests one after another: each is answered, in their order, up to the one that says close, or
# the first one that is refused and whose end is therefore not known.
SEQUENCES = (
    Probe("two requests in one segment", raw(KEPT + HEALTH), "200, 200"),
    Probe("a thousand requests in one segment", raw(KEPT * 999 + HEALTH), answers(1000)),
    Probe("requests byte by byte", raw(drip(KEPT * 20 + HEALTH)), answers(21)),
    Probe("more behind the last one", raw(HEALTH + HEALTH), "200"),
    Probe("GET and POST in one segment", raw(KEPT + POST + HEALTH), "200, 400 code 2"),
    Probe("HEAD and GET in one segment",
          raw(request("HEAD", "/health", Connection="keep-alive") + HEALTH), "200, 200"),
    Probe("OPTIONS and GET in one segment",
          raw(request("OPTIONS", POLLING, Connection="keep-alive") + HEALTH), "204, 200"),
    Probe("404, 405, 404 and 200 in one segment",
          raw(b"".join(request(method, target, Connection="keep-alive") for method, target in
                       (("GET", "/no"), ("DELETE", "/health"), ("GET", "/no"))) + HEALTH),
          "404, 405, 404, 200"),
    Probe("two POSTs to a session in one segment", lambda port: pipelined(port, b"3"),
          "200, 200, 200"),
    Probe("two POSTs in chunks in one segment", lambda port: pipelined(port, None),
          "200, 200, 200"),
    Probe("nonsense behind a request", raw(KEPT + b"nonsense\r\n\r\n" + KEPT), "200, 400"),
    Probe("a request after an answer that was the last", raw(HEALTH, drip(HEALTH)), "200"),
    Probe("an empty line between requests", raw(KEPT + b"\r\n" + HEALTH), "200, 200"),
    Probe("a WebSocket behind a request",
          raw(KEPT + upgrade(WEBSOCKET) + frame(CLOSE, b"\x03\xe8")), "200, 101"),
    Probe("smuggling: Content-Length and chunked",
          raw(head("Content-Length: 6", "Transfer-Encoding: chunked", method="POST",
                   target=POLLING) + b"0\r\n\r\nG" + SMUGGLED), "400"),
    Probe("smuggling: chunked and Content-Length",
          raw(head("Transfer-Encoding: chunked", "Content-Length: 4", method="POST",
                   target=POLLING) + b"5c\r\n" + SMUGGLED), "400"),
    Probe("smuggling: a chunked that is hidden",
          raw(head("Transfer-Encoding: xchunked", "Content-Length: 4", method="POST",
                   target=POLLING) + b"5c\r\n" + SMUGGLED), "400"),
    Probe("smuggling: a body in a GET that is a request",
          raw(request("GET", "/health", SMUGGLED, Connection="keep-alive")), "413"),
    Probe("smuggling: a body in an OPTIONS that is a request",
          raw(request("OPTIONS", POLLING, SMUGGLED, Connection="keep-alive")), "204"),
    Probe("smuggling: a body in a POST that is refused",
          raw(request("POST", "/health", SMUGGLED, Connection="keep-alive")), "405"),
    Probe("a request behind a held poll", behind_a_held_poll(HEALTH), "200, 200, alive"),
    Probe("a POST behind a held poll", behind_a_held_poll(POST), "200, 400 code 2, alive"),
    Probe("a thousand requests behind a held poll", behind_a_held_poll(KEPT * 999 + HEALTH),
          f"{answers(1001)}, alive"),
    Probe("nonsense behind a held poll", behind_a_held_poll(b"nonsense\r\n"), "200, 400, alive"),
    Probe("half-closed behind a held poll", behind_a_held_poll(HALF_CLOSE), "closed, over"),
    Probe("reset behind a held poll", behind_a_held_poll(RESET), "gone, over"),
)

# Broken off at every step, in every manner.
STEPS = {
    "connecting": b"",
    "half a line": b"GET /hea",
    "half a head": HEALTH[:-2],
    "a request": HEALTH,
    "a request with half a body": content_length("100", b"4half"),
    "a handshake": request("GET", POLLING),
    "half a WebSocket handshake": request("GET", POLLING, Upgrade="websocket")[:-2],
}
ENDS = (
    *(Probe(f"{how} after {step}", raw(data, end), "gone")
      for step, data in STEPS.items() for how, end in (("reset", RESET), ("leaving", LEAVE))),
    Probe("half-closed after connecting", raw(HALF_CLOSE), "closed"),
    Probe("half-closed after half a head", raw(HEALTH[:-2], HALF_CLOSE), "closed"),
    Probe("half-closed after a request", raw(HEALTH, HALF_CLOSE), "200"),
    Probe("half-closed after a request that is kept alive", raw(KEPT, HALF_CLOSE), "200"),
    Probe("half-closed after ten requests", raw(KEPT * 10, HALF_CLOSE), answers(10)),
    Probe("half-closed after a request for a stream of events",
          raw(request("GET", "/control/journal/stream", Authorization=f"Bearer {KEY}"),
              HALF_CLOSE), "200"),
    Probe("half-closed after ten requests and a half", raw(KEPT * 10 + KEPT[:-2], HALF_CLOSE),
          answers(10)),
    Probe("half-closed after a request and half a body", lambda port: raw(
        KEPT + head("Content-Length: 100", method="POST", target=Polling(port).target) + b"4half",
        HALF_CLOSE)(port), "200"),
    Probe("half-closed after a request and a WebSocket handshake",
          raw(KEPT + upgrade(WEBSOCKET), HALF_CLOSE), "200, 101"),
    Probe("half-closed after half a body",
          raw(content_length("100", b"4half"), HALF_CLOSE), "400 code 2"),
)

CHAPTER = (*HEADS, *NULS, *BODIES, *SEQUENCES, *ENDS)
