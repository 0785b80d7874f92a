"""HTTP: heads, bodies, and requests one after another."""

from __future__ import annotations

import contextlib
import random
import socket
import time

from harness import PATIENCE, connect, parse_response, receive_all, request
from hostile.probe import (HALF_CLOSE, INIT, LEAVE, POLLING, RESET, WEBSOCKET, Attack, Polling,
                           Probe, Step, drip, event, fragment, get, head, raw, read_answers, settle, take)

# The library answers some of what it does not understand, and hangs up on the rest.
REFUSED = "400 | 403 | 405 | closed"

LONG = "x" * 10_000
HEALTH = request("GET", "/health")


def content_length(value: str, body: bytes = b"") -> bytes:
    return head(f"Content-Length: {value}", method="POST", target=POLLING) + body


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
    Probe("an empty line before the request", raw(b"\r\n" + HEALTH), "200 | 400 | closed"),
    Probe("no Host", raw(head(host=False)), "400"),
    Probe("two Hosts", raw(head("Host: elsewhere")), "400"),
    Probe("HTTP/1.0", raw(head(version="HTTP/1.0", host=False)), "200"),
    Probe("HTTP/1.0 that would be kept alive",
          raw(head("Connection: keep-alive", version="HTTP/1.0")), "200"),
    Probe("HTTP/0.9", raw(b"GET /health\r\n\r\n"), REFUSED),
    Probe("HTTP/2.0 as a version", raw(head(version="HTTP/2.0")), "400 | 505 | closed"),
    Probe("a version that is none", raw(head(version="HTTQ/1.1")), REFUSED),
    Probe("a version of 10,000 bytes", raw(head(version="HTTP/1." + "1" * 10_000)), REFUSED),
    Probe("the preface of HTTP/2", raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(100)),
          REFUSED),
    Probe("method BREW", raw(head(method="BREW")), REFUSED),
    # A method in small letters is taken for the method: nothing hangs on the difference.
    Probe("method get", raw(head(method="get")), "200 | 400"),
    Probe("method GETGET", raw(head(method="GETGET")), REFUSED),
    Probe("a method of 10,000 bytes", raw(head(method="A" * 10_000)), REFUSED),
    Probe("no method", raw(head(method="")), REFUSED),
    Probe("TRACE", raw(head("Cookie: secret", method="TRACE")), REFUSED),
    Probe("CONNECT", raw(head(method="CONNECT", target="localhost:22")), REFUSED),
    Probe("DELETE of a page", raw(head(method="DELETE")), "405"),
    Probe("PROPFIND", raw(head(method="PROPFIND")), REFUSED),
    Probe("OPTIONS *", raw(head(method="OPTIONS", target="*")), "204 | 400 | 403 | 404 | closed"),
    Probe("GET *", raw(head(target="*")), REFUSED + " | 404"),
    Probe("an absolute URI", raw(head(target="http://localhost/health")),
          "200 | 400 | 403 | 404 | closed"),
    Probe("a path without a slash", raw(head(target="health")), REFUSED + " | 404"),
    Probe("an empty path", raw(head(target="")), REFUSED + " | 404"),
    Probe("out of the root", get("/../../../../etc/passwd"), REFUSED + " | 404"),
    Probe("out of the root, encoded", get("/%2e%2e/%2e%2e/etc/passwd"), REFUSED + " | 404"),
    Probe("percent signs without digits", get("/%zz%"), REFUSED + " | 404"),
    Probe("bytes over 0x7f in the path", raw(b"GET /\xff\xfe\x80 HTTP/1.1\r\nHost: x\r\n\r\n"),
          REFUSED + " | 404"),
    Probe("a path of 10,000 bytes", get("/" + LONG), "400 | 414 | closed"),
    Probe("a field of 10,000 bytes", raw(head("X-Long: " + LONG)), "400 | 431 | closed"),
    Probe("a known field of 10,000 bytes", raw(head("Origin: " + LONG)), "400 | 431 | closed"),
    Probe("a field name of 10,000 bytes", raw(head(LONG + ": x")), "400 | 431 | closed"),
    Probe("2,000 fields", raw(head(*["A: b"] * 2000)), "400 | 431 | closed"),
    Probe("a field of 2,000 bytes, which is a lot", raw(head("Cookie: " + "x" * 2000)), "200"),
    Probe("a megabyte of field", raw(head("X-Long: " + "y" * 1_000_000)), "400 | 431 | closed"),
    Probe("line feeds alone", raw(b"GET /health HTTP/1.1\nHost: x\n\n"), "200 | 400 | closed"),
    # Each connection has one request, so what these would hide from a proxy hides nothing.
    Probe("a NUL in a value", raw(b"GET /health HTTP/1.1\r\nHost: x\r\nOrigin: a\0b\r\n\r\n"),
          "200 | 400"),
    Probe("a NUL in Origin, which is looked at",
          raw(head("Origin: a\0b", target=POLLING)), "400 | 400 code 3"),
    Probe("a NUL in a name", raw(b"GET /health HTTP/1.1\r\nHost: x\r\nOri\0gin: a\r\n\r\n"),
          "200 | 400"),
    Probe("a control character in Origin",
          raw(head("Origin: a\x01b", target=POLLING)), "400 code 3 | 400 | closed"),
    Probe("a space before the colon", raw(head("Content-Length : 5")), "200 | 400"),
    Probe("CR LF in the fields that a preflight asks for",
          raw(head("Access-Control-Request-Headers: a\rSet-Cookie: b=c", method="OPTIONS",
                   target=POLLING)), "204 | 400 | closed"),
    Probe("a TLS handshake", raw(CLIENT_HELLO, HALF_CLOSE), REFUSED),
    Probe("an SSH client", raw(b"SSH-2.0-OpenSSH_9.2p1\r\n", HALF_CLOSE), REFUSED),
    Probe("a Redis client", raw(b"*1\r\n$4\r\nPING\r\n", HALF_CLOSE), REFUSED),
    Probe("zeros", raw(bytes(5000), HALF_CLOSE), REFUSED),
    *(Probe(f"random bytes, {seed}", raw(random_bytes(seed), HALF_CLOSE), REFUSED)
      for seed in range(5)),
)

SLOW = (
    Probe("a poll that is held for long", hold, "2"),
    Probe("a large answer, read slowly", read_slowly, "complete"),
    Probe("a connection that says nothing", raw(patience=40), "closed"),
    Probe("half a head", raw(HEALTH[:30], patience=40), "closed"),
    Probe("a head that ends in a carriage return", raw(HEALTH[:-1], patience=40), "closed"),
    # The library waits for a colon.
    Probe("a field without a colon", raw(head("Nonsense"), patience=40), REFUSED),
    Probe("a field without a name", raw(head(": value"), patience=40), REFUSED),
    Probe("a folded field", raw(head("X-A: b", " c"), patience=40), REFUSED),
    Probe("carriage returns alone", raw(b"GET /health HTTP/1.1\rHost: x\r\r", patience=40),
          REFUSED),
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
        take(sock, (head("Content-Length: 1", method="POST", target=session.target) + b"3XXXX",))
        return f"{read_answers(sock)}, {session.state()}"


def behind_a_held_poll(*more: bytes | Step) -> Attack:
    """A second request on the connection whose first one the server holds."""
    def attack(port: int) -> str:
        session = Polling(port)
        with session.hold() as sock:
            take(sock, more)
            return f"{read_answers(sock)}, {session.state()}"
    return attack


def body_in_two(port: int) -> str:
    """A pause in the middle of a body."""
    session = Polling(port)
    with connect(port) as sock:
        sock.sendall(head("Content-Length: 3", method="POST", target=session.target) + b"42")
        settle(port)
        sock.sendall(b"[")
        return f"{read_answers(sock)}, {session.state()}"


POST = request("POST", POLLING, b"4x")
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"

# No version of the library may take a NUL for the end of a text, or leave it out.
NULS = (
    *(Probe(f"a NUL in the target, {target!r}", raw(head(target=target)), "closed")
      for template in ("/health*", "/health*.png", "/*health", "/*", "/*/health", "/health?*",
                       "/health?a=*", "/health?a=*&b", "/health?a&*", "/health?a=b*c", "/health*?a",
                       "/health?**", "/x/../health*", "/health?a*b*",
                       f"{POLLING}*", POLLING.replace("=4", "=4*"), POLLING.replace("=po", "=p*o"),
                       f"{POLLING}&sid=*", f"{POLLING}&*sid=a", f"{POLLING}&*", f"{POLLING}&x=*y",
                       "/socket.io/*?EIO=4&transport=polling")
      for target in (template.replace("*", "%00"), template.replace("*", "\0"))),
    *(Probe(f"a NUL in the target of a {method}", raw(head("Content-Length: 0", method=method,
                                                           target=POLLING + "%00")), "closed")
      for method in ("POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")),
    *(Probe(f"a NUL in the target of an upgrade, {target!r}", raw(upgrade(target)), "closed")
      for target in (f"{WEBSOCKET}%00", f"{WEBSOCKET}\0", f"{WEBSOCKET}&x=%00&y",
                     "/socket.io%00/?EIO=4&transport=websocket")),
    # The same forms without it.
    *(Probe(f"no NUL in the target, {target!r}", get(target), "200")
      for target in ("/health", "/health?", "/health?a", "/health?a=", "/health?a=&b", "/health?&",
                     "/health?&&a&", "/health?" + "a&" * 60, "/health?a=b%20c", "//health",
                     "/x/../health", "/x/../health?a", "/x/y/..//../health?a/../b", "/./health",
                     "/health?a/../b", "/health?a%26b;c", POLLING, f"{POLLING}&x=/../y")),
    *(Probe(f"no NUL in the target of {method} after two parameters",
            raw(head("Content-Length: 0", method=method, target="/health?a&b")), expected)
      for method, expected in (("HEAD", "200"), ("OPTIONS", "204"), ("POST", "405"), ("PUT", "405"),
                               ("PATCH", "405"), ("DELETE", "405"))),
)

BODIES = (
    Probe("Content-Length twice, the same",
          raw(head("Content-Length: 2", "Content-Length: 2", method="POST", target=POLLING)
              + b"4x"),
          "400 | 400 code 2 | closed"),
    Probe("Content-Length twice, different",
          raw(head("Content-Length: 2", "Content-Length: 40", method="POST", target=POLLING)
              + b"4x"),
          REFUSED),
    *(Probe(f"Content-Length {value or 'empty'}", raw(content_length(value)), expected)
      for value, expected in (
          ("-1", "400 | closed"), ("+3", "400 | closed"), ("0x10", "400 | closed"),
          ("5, 6", "400 | closed"), ("1e3", "400 | closed"), ("five", "400 | closed"),
          ("3;", "400 | closed"), ("4294967296", "400 code 2 | 413"),
          ("9223372036854775807", "400 | 400 code 2 | 413 | closed"),
          ("9223372036854775808", "400 | 413 | closed"),
          ("18446744073709551616", "400 | 413 | closed"),
          ("18446744073709551621", "400 | 413 | closed"),
          ("9" * 1000, "400 | 413 | closed"))),
    Probe("POST without Content-Length", raw(head(method="POST", target=POLLING)), "400 code 2"),
    Probe("a body too large for a session", lambda port: raw(
        head("Content-Length: 52428801", method="POST", target=Polling(port).target))(port), "413"),
    Probe("chunked POST to a session", lambda port: raw(
        head("Transfer-Encoding: chunked", method="POST", target=Polling(port).target)
        + b"2\r\n4x\r\n0\r\n\r\n")(port), "411"),
    Probe("Transfer-Encoding of another kind", lambda port: raw(
        head("Transfer-Encoding: gzip", method="POST", target=Polling(port).target))(port),
        "400 | 411 | 501"),
    Probe("a body that ends too early", short_body, "closed, over"),
    Probe("a body that goes on", long_body, "200, alive | closed, over"),
    Probe("a body in two pieces", body_in_two, "200, over"),
    Probe("Expect that is not 100-continue", lambda port: raw(
        head("Expect: the-inquisition", "Content-Length: 1", method="POST",
             target=Polling(port).target) + b"3")(port), "200 | 417 | 100, 200"),
    Probe("GET with a body", raw(request("GET", "/health", b"body")), "200 | 400 | 413"),
    Probe("GET with Content-Length 2^62",
          raw(head("Content-Length: 4611686018427387904")), "200 | 400 | 413 | closed"),
    Probe("HEAD with a body", raw(request("HEAD", "/health", b"body")), "200 | 400 | 413"),
    Probe("OPTIONS with a body", raw(request("OPTIONS", POLLING, b"body")), "204 | 400"),
    Probe("POST to a page", raw(request("POST", "/health", b"body")), "405"),
)

# One request a connection: the first is answered, the others are not.
SEQUENCES = (
    Probe("two requests in one segment", raw(HEALTH + HEALTH), "200 | closed"),
    Probe("fifty requests in one segment", raw(HEALTH * 50), "200 | closed"),
    Probe("GET and POST in one segment", raw(HEALTH + POST), "200 | closed"),
    Probe("POST and POST in one segment", raw(POST + POST), "400 code 2 | closed"),
    Probe("POST and GET in one segment", raw(POST + HEALTH), "400 code 2 | closed"),
    Probe("a request after the answer",
          raw(HEALTH, drip(HEALTH)), "200"),
    Probe("smuggling: Content-Length and chunked",
          raw(head("Content-Length: 6", "Transfer-Encoding: chunked", method="POST",
                   target=POLLING) + b"0\r\n\r\nG" + SMUGGLED), "400 | 400 code 2 | 411 | closed"),
    Probe("smuggling: chunked and Content-Length",
          raw(head("Transfer-Encoding: chunked", "Content-Length: 4", method="POST",
                   target=POLLING) + b"5c\r\n" + SMUGGLED), "400 | 400 code 2 | 411 | closed"),
    Probe("smuggling: a chunked that is hidden",
          raw(head("Transfer-Encoding: xchunked", "Content-Length: 4", method="POST",
                   target=POLLING) + b"5c\r\n" + SMUGGLED), "400 | 400 code 2 | 411 | closed"),
    Probe("smuggling: a body in a GET that is a request",
          raw(request("GET", "/health", SMUGGLED)), "200 | 400 | 413"),
    Probe("smuggling: a body in an OPTIONS that is a request",
          raw(request("OPTIONS", POLLING, SMUGGLED)), "204 | 400"),
    Probe("a request behind a held poll", behind_a_held_poll(HEALTH), "closed, over"),
    Probe("a POST behind a held poll", behind_a_held_poll(POST), "closed, over"),
    Probe("nonsense behind a held poll", behind_a_held_poll(b"nonsense"), "closed, over"),
    Probe("half-closed behind a held poll", behind_a_held_poll(HALF_CLOSE), "closed, over"),
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
    Probe("half-closed after half a head", raw(HEALTH[:-2], HALF_CLOSE), "closed | 400"),
    Probe("half-closed after a request", raw(HEALTH, HALF_CLOSE), "200 | closed"),
    Probe("half-closed after half a body",
          raw(content_length("100", b"4half"), HALF_CLOSE), "closed | 400 | 400 code 2"),
)

CHAPTER = (*HEADS, *NULS, *BODIES, *SEQUENCES, *ENDS)
