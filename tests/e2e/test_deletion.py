"""DELETE /control/streams/{id}: streams end, and what is known of them goes as asked for; a stream of
the same name is new (docs/control.md)."""
# labels: fast

import asyncio
import json
import socket
import struct
import tempfile
import unittest
from pathlib import Path
from typing import Any

# From Debian: mypy finds no types for it in newer Debian releases.
import socketio

from control import KEY, Control, to
from harness import Server, connect, request, wait_for
from reports import broken, fetch, report
from session import HELD, Raw, SessionTest, handshake
from wire import Closed
from worker import PATIENCE, init

KEYS = [{"key": KEY, "streams": ["*"]}, {"key": "team", "streams": ["team-*"]}]
MODEL = {"error_code": "MODEL_ERROR"}


class Case(SessionTest):
    def controlled(self, **settings: str) -> tuple[Server, Control]:
        server = self.server(**settings)
        return server, Control(server)

    def opened(self, server: Server, stream: str = "live", **more: Any) -> Raw:
        raw = self.raw(server)
        raw.open(stream, **more)
        return raw

    def parked(self, server: Server, *streams: str) -> None:
        for stream in streams:
            self.opened(server, stream).cut()
        wait_for(lambda: self.streams(server)[1] >= len(streams), "the streams to be parked")

    def delete(self, control: Control, pattern: str, **options: str) -> dict[str, Any]:
        query = "&".join(f"{name}={value}" for name, value in options.items())
        return control.do("DELETE", f"/streams/{to(pattern)}{'?' if query else ''}{query}")

    def await_stall(self, control: Control) -> None:
        wait_for(lambda: any(one.get("reason") == "stall" for one in control.do(
            "GET", "/journal?event=closing")["entries"]), "the stall")


def told(streams: int, entries: int = 0, reports: int = 0, pattern: str = "live") -> dict[str, Any]:
    return {"stream_id": pattern, "streams": streams, "entries": entries, "reports": reports}


class Ending(Case):
    def test_the_worker_sees_it_in_the_way_asked_for(self) -> None:
        server, control = self.controlled()
        for mode, ending in ((None, (["disconnect"], 1000)),
                             ("server_disconnect", (["disconnect"], 1000)), ("close", ([], 1011))):
            with self.subTest(mode=mode):
                raw = self.opened(server)
                options = {"mode": mode} if mode else {}
                self.assertEqual(self.delete(control, "live", **options), told(1))
                self.assertEqual(raw.ending(), ending)
                self.assertEqual(control.refused(404, "GET", "/streams/live")["code"],
                                 "STREAM_NOT_FOUND")
        raw = self.opened(server)
        self.delete(control, "live", mode="fin")
        self.assertEqual(raw.link.ws.sock.recv(65536), b"")
        raw = self.opened(server)
        self.delete(control, "live", mode="reset")
        with self.assertRaises(ConnectionResetError):
            raw.link.ws.sock.recv(65536)
        raw = self.opened(server)
        self.delete(control, "live", mode="stall")
        self.assertEqual(self.streams(server), (0, 0))
        raw.link.ws.sock.settimeout(0.3)
        with self.assertRaises(TimeoutError):
            raw.link.ws.sock.recv(65536)

    def test_a_parked_stream(self) -> None:
        server, control = self.controlled()
        self.parked(server, "live")
        self.assertEqual(self.delete(control, "live"), told(1))
        self.assertEqual(self.streams(server), (0, 0))
        other = self.raw(server)
        other.open("live", worker_id="another")

    def test_a_stream_of_the_same_name_is_new(self) -> None:
        """Nothing that was held back comes, and no number was seen before."""
        server, control = self.controlled(**HELD)
        for connected in (True, False):
            with self.subTest(connected=connected):
                raw = self.raw(server)
                before = raw.open("live")
                one = raw.send(0)
                self.assertEqual(raw.read(1), ["ack 0"])
                if not connected:
                    raw.cut()
                    self.await_streams(server, 0, 1)
                self.delete(control, "live")
                again = self.raw(server)
                self.assertNotEqual(again.open("live")["session_id"], before["session_id"])
                again.numbers = raw.numbers
                again.emit("fragment:data", one)
                self.assertEqual(again.read(1), ["ack 0"])
                seen = control.stream("live")
                self.assertEqual((seen["expected"], seen["inflight"], seen["delivered"]),
                                 (1, 1, 0))
                self.delete(control, "live")

    def test_a_real_client_comes_back_to_a_new_stream(self) -> None:
        server, control = self.controlled()
        sessions: list[str] = []

        async def work() -> None:
            """A worker that begins its stream whenever it is connected."""
            client = socketio.AsyncClient(reconnection_delay=0.1)
            news = asyncio.Event()

            async def connected() -> None:
                await client.emit("stream:init", init("live"))

            def ready(payload: Any) -> None:
                sessions.append(payload["session_id"])
                news.set()

            client.on("connect", connected)
            client.on("stream:ready", ready)
            await client.connect(server.url, transports=["websocket"], auth={"token": KEY})
            await asyncio.wait_for(news.wait(), PATIENCE)
            news.clear()
            await asyncio.to_thread(self.delete, control, "live", mode="reset")
            await asyncio.wait_for(news.wait(), PATIENCE)
            await client.disconnect()

        asyncio.run(work())
        self.assertEqual(len(set(sessions)), 2)

    def test_several(self) -> None:
        server, control = self.controlled()
        kept, gone = self.opened(server, "b-1"), self.opened(server, "a-1")
        self.parked(server, "a-2", "b-2")
        self.assertEqual(self.delete(control, "a-*"), told(2, pattern="a-*"))
        self.assertEqual(gone.ending(), (["disconnect"], 1000))
        self.assertEqual(control.streams(), ["b-1", "b-2"])
        kept.send(0)
        self.assertEqual(kept.read(2), ["ack 0", "processed 0 success"])
        self.assertEqual(self.delete(control, "*"), told(2, pattern="*"))
        self.assertEqual(self.delete(control, "*"), told(0, pattern="*"))

    def test_many_in_turns(self) -> None:
        server, control = self.controlled(WS_MAX_CONNECTIONS="0", MAX_CONNECTIONS_PER_KEY="0")
        kept = self.opened(server, "kept")
        raws = [self.opened(server, f"crowd-{number}") for number in range(300)]
        self.assertEqual(self.delete(control, "crowd-*"), told(300, pattern="crowd-*"))
        self.assertEqual(control.streams(), ["kept"])
        for raw in raws:
            self.assertEqual(raw.ending(), (["disconnect"], 1000))
        kept.send(0)
        self.assertEqual(kept.read(2), ["ack 0", "processed 0 success"])

    def test_streams_on_one_connection(self) -> None:
        """The loss of one may take another along, which is parked or deleted, too."""
        server, control = self.controlled()
        raw = self.opened(server, "a")
        raw.link.send("40/sts," + json.dumps({"token": KEY}))
        self.assertTrue(raw.packet().startswith("40/sts,"))
        raw.link.send('42/sts,["stream:init",' + json.dumps(
            {"stream_id": "b", "worker_id": "w", "config": {}}) + "]")
        self.assertIn("stream:ready", raw.packet())
        self.assertEqual(self.delete(control, "a", mode="fin"), told(1, pattern="a"))
        self.await_streams(server, 0, 1)
        self.assertEqual(self.delete(control, "?"), told(1, pattern="?"))


class Unknown(Case):
    def test_the_closest_name_is_told(self) -> None:
        server, control = self.controlled()
        self.opened(server, "morning-show")
        error = control.refused(404, "DELETE", "/streams/morning-shaw")
        self.assertTrue(error["message"].endswith('did you mean "morning-show"?'), error)
        self.assertIn("GET /control/streams lists",
                      control.refused(404, "DELETE", "/streams/evening-*")["message"])

    def test_what_is_armed_or_remembered_can_be_deleted(self) -> None:
        server, control = self.controlled()
        control.arm("to-come", MODEL)
        self.assertEqual(self.delete(control, "to-come"), told(0, pattern="to-come"))
        self.assertEqual(control.do("GET", "/armed")["armed"], [])
        raw = self.opened(server)
        raw.end()
        raw.until("complete")
        raw.close()
        self.await_streams(server, 0, 0)
        dropped = self.delete(control, "live", journal="drop", report="drop")
        self.assertGreater(dropped.pop("entries"), 5)
        self.assertEqual(dropped, {"stream_id": "live", "streams": 0, "reports": 1})
        control.refused(404, "DELETE", "/streams/live")

    def test_bad_options(self) -> None:
        _, control = self.controlled()
        for query, said in (("mode=kill", "mode"), ("journal=forget", "journal"),
                            ("report=", "report"), ("forget=all", "forget")):
            with self.subTest(query):
                error = control.refused(400, "DELETE", f"/streams/live?{query}")
                self.assertIn(said, error["message"])


class Keys(Case):
    def test_a_key_deletes_what_it_covers(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(KEYS, file)
            file.flush()
            server = self.server(STS_API_KEYS_FILE=file.name)
            team = Control(server, "team")
            self.opened(server, "live")
            self.opened(server, "team-1")
            for pattern in ("live", "*", "te*"):
                with self.subTest(pattern):
                    team.refused(403, "DELETE", f"/streams/{pattern}")
            self.assertEqual(self.delete(team, "team-*"), told(1, pattern="team-*"))
            self.assertEqual(Control(server).streams(), ["live"])


class Armed(Case):
    def armed(self, control: Control) -> list[str]:
        return [one["stream_id"] for one in control.do("GET", "/armed")["armed"]]

    def test_it_goes(self) -> None:
        server, control = self.controlled()
        control.arm("live", MODEL)
        control.arm("other", MODEL)
        control.disconnect("live", refuse_ms=60000)
        wait_for(lambda: handshake(server.port, "live") == 503, "the refusal")
        self.delete(control, "live")
        self.assertEqual(self.armed(control), ["other"])
        raw = self.opened(server)
        raw.send(0)
        self.assertEqual(raw.read(2), ["ack 0", "processed 0 success"])

    def test_it_stays(self) -> None:
        server, control = self.controlled()
        rule: dict[str, Any] = {**MODEL, "count": 1}
        control.arm("live", rule)
        for _ in range(2):  # the count is that of each stream
            raw = self.opened(server)
            raw.send(0)
            raw.send(1)
            self.assertEqual(raw.read(4), ["ack 0", "processed 0 failed MODEL_ERROR",
                                           "ack 1", "processed 1 success"])
            self.delete(control, "live", armed="keep")
        self.assertEqual(self.armed(control), ["live"])


class Remembered(Case):
    def used(self, **settings: str) -> tuple[Server, Control, Raw]:
        """A server with a worker that has broken a must."""
        server, control = self.controlled(**settings)
        raw = self.opened(server)
        raw.send(0)
        raw.read(2)
        raw.send(0)
        raw.refused("INVALID_SEQUENCE", reason="duplicate_sequence")
        return server, control, raw

    def verdict(self, control: Control, **more: Any) -> str:
        asked = {"stream_id": "live", "expectations": [{"event": "stream:init"}], **more}
        return control.do("POST", "/verify", asked)["verdict"]

    def test_journal_and_report_stay(self) -> None:
        server, control, _ = self.used()
        self.delete(control, "live")
        entries = control.do("GET", "/journal?stream=live&limit=1000")["entries"]
        self.assertEqual([one["kind"] for one in entries if one["kind"] != "deviation"][-2:],
                         ["closing", "ended"])
        self.assertEqual(entries[-1]["reason"], "it was deleted")
        self.assertEqual(self.verdict(control), "pass")
        stays = report(server, "live")
        self.assertEqual(broken(stays), ["016/7.1/unique-number"])
        self.assertEqual(stays["streams"][0]["ended"], "it was deleted")

    def test_the_journal_goes(self) -> None:
        server, control, _ = self.used()
        self.opened(server, "other")
        before = control.do("GET", "/journal?limit=1")["next"]
        self.assertGreater(self.delete(control, "live", journal="drop")["entries"], 5)
        left = control.do("GET", "/journal?stream=live")
        self.assertEqual((left["entries"], left.get("lost", 0)), ([], 0))
        self.assertEqual(self.verdict(control), "fail")  # nobody ever used it
        # who has a place in the journal from before is told
        self.assertEqual(self.verdict(control, since=before), "unknown")
        told_all = control.do("GET", f"/journal?since={before}")
        self.assertTrue(told_all["lost"], told_all)
        others = control.do("GET", f"/journal?stream=other&since={before}")
        self.assertFalse(others.get("lost"), others)
        # and a new stream of the name is not disturbed
        self.opened(server)
        self.assertEqual(self.verdict(control), "pass")

    def test_the_report_goes(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            server, control, _ = self.used(ECHO_REPORT=folder)
            self.opened(server, "other")
            self.assertEqual(self.delete(control, "live", report="drop"), told(1, reports=1))
            self.assertEqual(fetch(server, "live").status, 404)
            whole = report(server)
            self.assertEqual(broken(whole), [])
            self.assertEqual(whole["streams_dropped"], 1)
            self.assertEqual([one["stream_id"] for one in whole["streams"]], ["other"])
            self.assertIn("dropped on request", fetch(server, "", ".html").body.decode())
            summary = fetch(server, "", ".json?form=summary").json()
            self.assertEqual(summary["streams_dropped"], 1)
            server.stop()
            self.assertEqual(sorted(path.name for path in Path(folder).glob("*.json")),
                             ["all.json", "stream-other.json"])

    def test_who_goes_away_drops_no_report_of_a_stream_that_goes_on(self) -> None:
        server, control = self.controlled(WS_MAX_CONNECTIONS="0", MAX_CONNECTIONS_PER_KEY="0",
                                          REPORTS_KEPT="1000")

        def names() -> set[str]:  # unchecked: a check of so many takes long
            answer = control.raw("GET", "/control/streams").json()
            return {one["stream_id"] for one in answer["streams"]}

        raws = [self.opened(server, f"crowd-{number}") for number in range(600)]
        with connect(server.port) as sock:
            sock.sendall(request("DELETE", "/control/streams/crowd-*?report=drop", None,
                                 Authorization=f"Bearer {KEY}"))
            wait_for(lambda: control.raw("GET", "/control/streams/crowd-0").status == 404, "the first")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        wait_for(lambda: names() == names(), "the end of the deletion")
        going_on = names()
        left = [raw for raw in raws if raw.stream in going_on]
        for raw in left:
            raw.send(0)
            raw.end()
            raw.until("complete")
            raw.close()
        self.await_streams(server, 0, 0)
        known = {one["stream_id"] for one in fetch(server).json()["streams"]}
        self.assertEqual({raw.stream for raw in left} - known, set())

    def test_streams_that_end_with_the_connection_leave_nothing(self) -> None:
        """Also where a lost connection ends its streams at once."""
        server, control = self.controlled(RESUME_WINDOW_MS="0")
        self.opened(server)
        control.disconnect("live", mode="stall")
        self.await_stall(control)
        self.delete(control, "live", journal="drop")
        self.assertEqual(control.do("GET", "/journal?stream=live")["entries"], [])

    def test_the_worker_is_not_held_to_more(self) -> None:
        """It need not end its stream, nor come back, nor confirm what it could not."""
        for mode in ("server_disconnect", "close", "fin", "reset", "stall"):
            with self.subTest(mode):
                server, control = self.controlled(REPORT_RETURN_MS="100")
                raw = self.opened(server)
                raw.send(0)
                raw.read(2)
                self.delete(control, "live", mode=mode)
                if mode == "stall":
                    raw.send(1)
                    raw.pause()
                raw.close()
                wait_for(lambda: control.do("GET", "/clients")["clients"] == [], "the end")
                told_all = report(server)
                self.assertEqual(broken(told_all), [], told_all["why"])


class Released(Case):
    def test_results_that_are_held_back(self) -> None:
        server, control = self.controlled()
        worker = self.worker(server)
        worker.open("live")
        control.delay("live", 60000)
        worker.send(0)
        control.arm("live", {"action": "delay", "delay_ms": 60000})
        worker.send(1)
        self.assertEqual(worker.read(2), ["ack 0", "ack 1"])
        control.reset("live")
        self.assertEqual(worker.read(2), ["processed 0 success", "processed 1 success"])

    def test_a_stalled_worker(self) -> None:
        """What it was sent is lost to it, so its connection ends, and it comes back."""
        server, control = self.controlled()
        for pattern in ("live", "*"):
            with self.subTest(pattern):
                raw = self.opened(server)
                control.disconnect("live", mode="stall")
                self.await_stall(control)
                raw.send(0)
                wait_for(lambda: control.stream("live")["expected"] == 1, "the fragment")
                control.reset(pattern)
                with self.assertRaises(Closed):
                    while True:
                        raw.packet()
                self.await_streams(server, 0, 1)
                again = self.raw(server)
                again.open("live")
                again.numbers = raw.numbers
                self.assertEqual(again.read(1), ["processed 0 success"])
                self.delete(control, "live", journal="drop")

    def test_others_stay_stalled(self) -> None:
        server, control = self.controlled()
        raw = self.opened(server, "other")
        control.disconnect("other", mode="stall")
        self.await_stall(control)
        control.reset("live")
        self.assertEqual(self.streams(server), (1, 0))
        raw.link.ws.sock.settimeout(0.3)
        with self.assertRaises(TimeoutError):
            raw.link.ws.sock.recv(65536)

    def test_a_stalled_connection_without_a_stream(self) -> None:
        server, control = self.controlled()
        raw = self.raw(server)
        raw.call("simulate:disconnect", {"mode": "stall"})
        self.await_stall(control)
        control.reset()
        with self.assertRaises(Closed):
            while True:
                raw.packet()


if __name__ == "__main__":
    unittest.main()
