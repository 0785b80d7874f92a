"""Engine.IO: queries, polling, and the upgrade from polling to a WebSocket."""

from __future__ import annotations

import contextlib

import harness
from harness import PATIENCE, WebSocket, request
from hostile.probe import (GONE, JOIN, POLLING, WEBSOCKET, Attack, Polling, Probe, describe, event,
                           get, listen, posted, read_answers, reset, settle)

PATH = "/socket.io/"
UNKNOWN_TRANSPORT, UNKNOWN_SESSION, BAD_METHOD, BAD_REQUEST, BAD_VERSION = (
    f"400 code {code}" for code in (0, 1, 2, 3, 5))


def query(text: str) -> Attack:
    return get(f"{PATH}?{text}")


QUERIES = (
    *(Probe(f"transport {name}", query(f"EIO=4&transport={name}"), UNKNOWN_TRANSPORT)
      for name in ("__proto__", "constructor", "hasOwnProperty", "toString", "POLLING",
                   "polling%20", "webtransport", "", "%2570olling", "p" * 3000)),
    *(Probe(f"session {name}", query(f"EIO=4&transport=polling&sid={name}"), UNKNOWN_SESSION)
      for name in ("__proto__", "constructor", "hasOwnProperty", "%ff%fe", "..%2f..", "A" * 20,
                   "A" * 3000)),
    *(Probe(f"encoded nonsense: {text}", query(text), UNKNOWN_TRANSPORT)
      for text in ("EIO=4&transport=%", "EIO=4&transport=%zz", "%01%0d%0aX:%20y=%7f", "%" * 1000)),
    Probe("encoded nonsense as a session", query("EIO=4&transport=polling&sid=%zz"),
          UNKNOWN_SESSION),
    Probe("no query", get(PATH), UNKNOWN_TRANSPORT),
    Probe("no slash and no query", get("/socket.io"), UNKNOWN_TRANSPORT),
    Probe("a query of ampersands", query("&" * 1000), UNKNOWN_TRANSPORT),
    Probe("a query of equal signs", query("=" * 1000), UNKNOWN_TRANSPORT),
    Probe("two transports", query("EIO=4&transport=polling&transport=none"),
          UNKNOWN_TRANSPORT),
    Probe("two versions", query("EIO=4&EIO=3&transport=polling"), BAD_VERSION),
    Probe("a transport as a list", query("EIO=4&transport[]=polling"), UNKNOWN_TRANSPORT),
    *(Probe(f"version {version}", query(f"EIO={version}&transport=polling"), BAD_VERSION)
      for version in ("3", "5", "04", "4.0", "-4", "four", "4" * 1000)),
    Probe("no version", query("transport=polling"), BAD_VERSION),
    Probe("a version in small letters", query("eio=4&transport=polling"), BAD_VERSION),
    Probe("a query of 16,000 bytes", query("EIO=4&transport=polling&" + "x=y&" * 4000), "200"),
    Probe("a query of 20,000 bytes", query("EIO=4&transport=polling&" + "x=y&" * 5000), "414"),
    Probe("POST without a session", (
        lambda port: describe(harness.exchange(port, request("POST", POLLING, b"4x")))),
          BAD_METHOD),
    *(Probe(f"{method} without a session",
            lambda port, method=method: describe(  # type: ignore[misc]
                harness.exchange(port, request(method, POLLING))), BAD_METHOD)
      for method in ("PUT", "DELETE", "PATCH")),
)

POSTS = (
    Probe("an empty body", posted(b""), "400 code 3, over"),
    Probe("separators alone", posted(b"\x1e" * 10), "400 code 3, over"),
    Probe("an empty packet at the end", posted(b"3\x1e"), "400 code 3, over"),
    Probe("an empty packet amid others", posted(b"3\x1e\x1e3"), "400 code 3, over"),
    Probe("binary garbage", posted(bytes(range(256))), "400 code 3, over"),
    Probe("zeros", posted(bytes(1000)), "400 code 3, over"),
    Probe("a packet of an unknown type", posted(b"7"), "400 code 3, over"),
    Probe("16,384 packets", posted(b"\x1e".join([b"3"] * 16_384)),
          "200, alive"),
    Probe("16,385 packets", posted(b"\x1e".join([b"3"] * 16_385)), "400 code 3, over"),
    Probe("a body as octet-stream", posted(b"3", Content_Type="application/octet-stream"),
          "400 code 3, over"),
    Probe("a body as JSON", posted(b"3", Content_Type="application/json"), "200, alive"),
    *(Probe(f"bad base64 {data.decode()}", posted(data), "400 code 3, over")
      for data in (b"b!!!!", b"bA", b"bAA", b"bAAA", b"bAA=A", b"b====", b"bAAAA=", b"bAA AA=",
                   b"bAB==", b"b-_-_")),
    Probe("base64 that nobody awaits", posted(b"bAQID"), "200, over"),
    Probe("an open packet from a client", posted(b'0{"sid":"x"}'), "200, alive"),
    Probe("a ping from a client", posted(b"2"), "400 code 3, over"),
    Probe("a probe on polling", posted(b"2probe"), "400 code 3, over"),
    Probe("a pong nobody asked for", posted(b"3"), "200, alive"),
    Probe("an upgrade packet on polling", posted(b"5"), "200, alive"),
    Probe("a close packet", posted(b"1"), "200, over"),
    Probe("packets behind a close packet", posted(b"1\x1e4nonsense\x1e7"), "200, over"),
    Probe("a message before CONNECT", posted(event("x").encode(), joined=False), "200, over"),
    Probe("a body of Engine.IO 3", posted(b"6:40/sts"), "200, alive"),
)


# ---- sessions ---------------------------------------------------------------------------------


def second_poll(port: int) -> str:
    session = Polling(port)
    with session.hold() as first:
        second = session.get()
        return f"{second}, {read_answers(first)}, {session.state()}"


def second_post(port: int) -> str:
    session = Polling(port)
    with harness.connect(port) as first:
        first.sendall(request("POST", session.target, b"4" * 100)[:-50])
        settle(port)
        second = session.post(b"3")
        first.sendall(b"4" * 50)
        return f"{second}, {read_answers(first)}, {session.state()}"


def poll_and_post(port: int) -> str:
    """That is allowed, and is how it is meant."""
    session = Polling(port)
    with session.hold() as poll:
        answer = session.post(event("x", ack=1).encode())
        return f"{answer}, {read_answers(poll)}, {session.state()}"


def poll_left(port: int) -> str:
    session = Polling(port)
    session.hold().close()
    settle(port)
    return session.state()


def poll_reset(port: int) -> str:
    session = Polling(port)
    reset(session.hold())
    settle(port)
    return session.state()


def post_reset(port: int) -> str:
    session = Polling(port)
    sock = harness.connect(port)
    sock.sendall(request("POST", session.target, b"4" * 100_000)[:-50])
    settle(port)
    reset(sock)
    settle(port)
    return session.state()


def poll_of_a_closed_session(port: int) -> str:
    session = Polling(port)
    with session.hold() as poll:
        session.post(b"1")
        return f"{read_answers(poll)}, {session.get()}, {session.post(b'3')}"


def foreign_sid(port: int) -> str:
    """Who knows a session's id may use it, from wherever; a Socket.IO id is none."""
    session = Polling(port)
    with open_websocket_session(port) as ws:
        ws.send(JOIN)
        sid = str(ws.receive()).split('"')[3]
        answer = describe(harness.exchange(port, request("GET", f"{POLLING}&sid={sid}")))
    return f"{answer}, {session.state()}"


def open_websocket_session(port: int) -> WebSocket:
    ws = WebSocket(port, WEBSOCKET)
    ws.receive()
    return ws


def other_method(method: str) -> Attack:
    def attack(port: int) -> str:
        session = Polling(port)
        answer = describe(harness.exchange(port, request(method, session.target)))
        return f"{answer}, {session.state()}"
    return attack


SESSIONS = (
    Probe("a second poll", second_poll, "400 code 3, 200, over"),
    Probe("a second POST while the first one comes", second_post, "400 code 3, 400 code 3, over"),
    Probe("a poll and a POST at a time", poll_and_post, "200, 200, alive"),
    Probe("a held poll whose client leaves", poll_left, "over"),
    Probe("a held poll that is reset", poll_reset, "over"),
    Probe("a POST that is reset in the middle of its body", post_reset, "over"),
    Probe("a poll after the end", poll_of_a_closed_session, "200, 400 code 1, 400 code 1"),
    Probe("a Socket.IO id as a session id", foreign_sid, "400 code 1, alive"),
    *(Probe(f"{method} in a session", other_method(method), "400 code 3, alive")
      for method in ("PUT", "DELETE", "PATCH")),
)


# ---- the upgrade ------------------------------------------------------------------------------


def upgrading(*packets: str, then: str = "state") -> Attack:
    """A WebSocket for a polling session says `packets`."""
    def attack(port: int) -> str:
        session = Polling(port)
        with session.probe_socket() as ws:
            for packet in packets:
                ws.send(packet)
            outcome = listen(ws)
            return f"{outcome}, {session.state() if then == 'state' else session.get()}"
    return attack


def binary_probe(port: int) -> str:
    session = Polling(port)
    with session.probe_socket() as ws:
        ws.send(b"2probe")
        return f"{listen(ws)}, {session.state()}"


def two_sockets(port: int) -> str:
    """Two WebSockets want the same session: the second is closed, the first goes on."""
    session = Polling(port)
    with session.probe_socket() as first, session.probe_socket() as second:
        outcome = listen(second)
        for packet in ("2probe", "5", event("x")):
            first.send(packet)
        return f"{outcome}; {listen(first)}"


def second_socket_after(port: int) -> str:
    """A WebSocket for a session that already has one."""
    session = Polling(port)
    with session.probe_socket() as first:
        for packet in ("2probe", "5"):
            first.send(packet)
        first.receive()
        settle(port)
        with session.probe_socket() as second:
            outcome = listen(second)
        first.send(event("x"))
        return f"{outcome}; {listen(first)}"


def socket_for_a_websocket_session(port: int) -> str:
    """A session that began on a WebSocket cannot be taken over by another."""
    ws = WebSocket(port, WEBSOCKET)
    with ws:
        sid = str(ws.receive()).split('"')[3]
        with WebSocket(port, f"{WEBSOCKET}&sid={sid}") as second:
            outcome = listen(second)
        ws.send(JOIN)
        return f"{outcome}; {listen(ws)}"


def poll_of_a_websocket_session(port: int) -> str:
    with WebSocket(port, WEBSOCKET) as ws:
        sid = str(ws.receive()).split('"')[3]
        answer = describe(harness.exchange(port, request("GET", f"{POLLING}&sid={sid}")))
        ws.send(JOIN)
        return f"{answer}; {listen(ws)}"


def poll_after_upgrade(port: int) -> str:
    session = Polling(port)
    with session.probe_socket() as ws:
        for packet in ("2probe", "5"):
            ws.send(packet)
        outcome = listen(ws)
        return f"{outcome}; {session.get()}; {session.post(b'3')}; {listen(ws)}"


def poll_during_upgrade(port: int) -> str:
    """The poll that is open gets a NOOP, so that the client can stop polling."""
    session = Polling(port)
    with session.hold() as poll, session.probe_socket() as ws:
        ws.send("2probe")
        outcome = listen(ws)
        answer = harness.parse_response(harness.receive_all(poll)).body.decode()
        ws.send("5")
        ws.send(event("x"))
        return f"{outcome}; {answer}; {listen(ws)}"


def upgrade_over_a_post(port: int) -> str:
    """The switch happens while a POST is still arriving."""
    session = Polling(port)
    with harness.connect(port) as post, session.probe_socket() as ws:
        post.sendall(request("POST", session.target, b"4" * 100)[:-50])
        settle(port)
        for packet in ("2probe", "5"):
            ws.send(packet)
        outcome = listen(ws)
        with contextlib.suppress(*GONE):
            post.sendall(b"4" * 50)
        return f"{outcome}; {read_answers(post)}; {listen(ws)}"


def upgrade_reset(*packets: str) -> Attack:
    """The WebSocket breaks off: while it only asked, the session goes on; later it is over."""
    def attack(port: int) -> str:
        session = Polling(port)
        ws = session.probe_socket()
        for packet in packets:
            ws.send(packet)
        listen(ws)
        reset(ws.sock)
        settle(port)
        return session.state()
    return attack


def poll_reset_in_upgrade(port: int) -> str:
    """The client of the held poll leaves while a WebSocket asks: the session is over."""
    session = Polling(port)
    poll = session.hold()
    with session.probe_socket() as ws:
        reset(poll)
        settle(port)
        return f"{listen(ws)}, {session.state()}"


def close_in_upgrade(port: int) -> str:
    """A close packet on polling while a WebSocket asks."""
    session = Polling(port)
    with session.probe_socket() as ws:
        ws.send("2probe")
        first = listen(ws)
        posted_answer = session.post(b"1")
        return f"{first}; {posted_answer}; {listen(ws)}; {session.state()}"


def many_upgrades(port: int) -> str:
    """Fifty failed attempts, and the session is still there."""
    session = Polling(port)
    for _ in range(50):
        with session.probe_socket() as ws:
            ws.send("nonsense")
            ws.receive_close()
    settle(port)
    return session.state()


UPGRADES = (
    Probe("upgrade as it is meant", upgrading("2probe", "5"), "3probe, upgraded"),
    Probe("a probe twice", upgrading("2probe", "2probe"), "3probe, 3probe, alive"),
    Probe("an upgrade without a probe", upgrading("5"), "nothing, upgraded"),
    Probe("a message instead of a probe", upgrading(event("x")), "close 1000, alive"),
    Probe("a message after a probe", upgrading("2probe", event("x")),
          "3probe, close 1000, alive"),
    Probe("a ping without probe", upgrading("2"), "close 1000, alive"),
    Probe("a ping with another text", upgrading("2probe "), "close 1000, alive"),
    Probe("a pong with probe", upgrading("3probe"), "close 1000, alive"),
    Probe("a close packet instead of a probe", upgrading("1"), "close 1000, alive"),
    Probe("nothing instead of a probe", upgrading(""), "close 1000, alive"),
    Probe("a probe as bytes", binary_probe, "close 1000, alive"),
    Probe("two upgrade packets", upgrading("2probe", "5", "5"), "3probe, upgraded"),
    Probe("two sockets for a session", two_sockets,
          "close 1000; 3probe, error INVALID_CONFIG"),
    Probe("another socket for an upgraded session", second_socket_after,
          "close 1000; error INVALID_CONFIG"),
    Probe("another socket for a WebSocket session", socket_for_a_websocket_session,
          "close 1000; joined"),
    Probe("a poll of a WebSocket session", poll_of_a_websocket_session, "400 code 3; joined"),
    Probe("polling after the upgrade", poll_after_upgrade,
          "3probe; 400 code 3; 400 code 3; nothing"),
    Probe("a poll held over the upgrade", poll_during_upgrade,
          "3probe; 6; error INVALID_CONFIG"),
    Probe("a POST that arrives over the upgrade", upgrade_over_a_post,
          "3probe; 400 code 3; nothing"),
    Probe("a socket that is reset before its probe", upgrade_reset(), "alive"),
    Probe("a socket that is reset after its probe", upgrade_reset("2probe"), "alive"),
    Probe("a socket that is reset after the upgrade", upgrade_reset("2probe", "5"), "over"),
    Probe("a poll that is reset during the upgrade", poll_reset_in_upgrade,
          "close 1000, over"),
    Probe("a close packet that crosses the upgrade", close_in_upgrade,
          "3probe; 200; close 1000; over"),
    Probe("fifty sockets that fail to upgrade", many_upgrades, "alive"),
)


def upgrade_that_waits(port: int) -> str:
    """A socket that never says anything is dropped after upgradeTimeout; the session stays."""
    session = Polling(port)
    with session.probe_socket() as ws:
        ws.sock.settimeout(10 + PATIENCE)
        code = ws.receive_close()
        return f"close {code}, {session.state()}"


SLOW = (
    Probe("an upgrade that is never completed", upgrade_that_waits, "close 1000, alive"),
)

CHAPTER = (*QUERIES, *POSTS, *SESSIONS, *UPGRADES)
