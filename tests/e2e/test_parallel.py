"""Sixteen tests at a time on one server, each with every kind of fault, refusal, reset and deletion on
its own stream, beside workers that nobody disturbs: they see nothing of each other.

ECHO_ROUNDS says how often each of the kinds comes (default 1)."""

import functools
import os
import random
import threading
import unittest
from typing import Any, Callable

import harness
from control import Control, to
from harness import Server, wait_for
from reports import broken, report
from session import Raw, SessionTest, handshake
from wire import Closed

TESTS = 16
ROUNDS = int(os.environ.get("ECHO_ROUNDS", "1"))
LONG = 60000
ACTIONS = {
    "fail": ["ack 1", "processed 1 failed MODEL_ERROR"],
    "partial": ["ack 1", "processed 1 partial MODEL_ERROR"],
    "drop": ["ack 1"],
    "delay": ["ack 1", "processed 1 success"],
    "duplicate": ["ack 1", "processed 1 success", "processed 1 success"],
    "corrupt": ["ack 1", "processed 1 success"],
    "no_ack": ["processed 1 success"],
}
FINE = ["ack 0", "processed 0 success"]


class Test:
    """One of those that run at a time: its streams are its own."""

    def __init__(self, server: Server, name: str, random: random.Random) -> None:
        self.server = server
        self.control = Control(server)
        self.name = name
        self.random = random

    # ---- what it does

    def worker(self) -> Raw:
        return Raw(self.server.port, answers=False)

    def open(self) -> Raw:
        worker = self.worker()
        worker.open(self.stream)
        return worker

    def expect(self, worker: Raw, *words: str) -> None:
        seen = worker.read(len(words))
        if seen != list(words):
            raise AssertionError(f"{words} became {seen}")

    def until_lost(self, worker: Raw) -> list[str]:
        seen: list[str] = []
        try:
            while True:
                seen += worker.read(1)
        except (Closed, OSError):
            worker.close()
            return seen

    def finish(self, worker: Raw, *, success: int = 0, partial: int = 0, failed: int = 0) -> None:
        """Ends the stream: the counts are of what this test did alone."""
        for number in sorted(set(worker.numbers.values())):
            for one, known in worker.numbers.items():
                if known == number:
                    worker.confirm({"fragment_id": one})
        worker.end()
        total = success + partial + failed
        words = f"complete {total}: {success} success, {partial} partial, {failed} failed"
        self.expect(worker, words)
        worker.close()

    # ---- the kinds

    def an_action(self, action: str) -> None:
        rule: dict[str, Any] = {"trigger": "sequence_number", "value": 1, "action": action}
        if action in ("fail", "partial"):
            rule["error_code"] = "MODEL_ERROR"
        if action == "delay":
            rule["delay_ms"] = 5
        self.control.arm(self.stream, rule)
        worker = self.open()
        worker.send(0)
        self.expect(worker, *FINE)
        sent = worker.send(1)
        answers = [worker.next() for _ in ACTIONS[action]]
        words = [worker.words(*answer) for answer in answers]
        if words != ACTIONS[action]:
            raise AssertionError(f"{action}: {words}")
        if action not in ("drop", "fail", "partial"):
            same = answers[-1][1]["dubbed_audio"]["data_base64"] == sent["audio"]["data_base64"]
            if same == (action == "corrupt"):
                raise AssertionError(f"{action}: the audio is {'the' if same else 'not the'} same")
        worker.send(2)
        self.expect(worker, "ack 2", "processed 2 success")
        hits = self.control.do("GET", f"/armed?stream={to(self.stream)}")["armed"]
        if [one["rules"][0]["hits"] for one in hits] != [1]:
            raise AssertionError(f"{action}: {hits}")
        counts = {"fail": "failed", "drop": "failed", "partial": "partial"}
        other = counts.get(action, "success")
        self.finish(worker, **{"success": 2, other: 1 if other != "success" else 3})

    def a_reorder(self) -> None:
        self.control.arm(self.stream, {"trigger": "sequence_number", "value": 0,
                                       "action": "reorder"})
        worker = self.open()
        worker.send(0)
        worker.send(1)
        self.expect(worker, "ack 0", "ack 1", "processed 1 success", "processed 0 success")
        self.finish(worker, success=2)

    def a_loss(self, mode: str) -> None:
        self.control.arm(self.stream, {"trigger": "sequence_number", "value": 1, "count": 1,
                                       "action": "disconnect", "mode": mode})
        worker = self.open()
        worker.send(0)
        self.expect(worker, *FINE)
        worker.send(1)
        self.until_lost(worker)
        again = self.open()
        again.numbers = worker.numbers
        self.expect(again, "processed 1 success")
        self.finish(again, success=2)

    def a_stall(self) -> None:
        """Ended by a reset; the result comes on the next connection."""
        worker = self.open()
        self.control.disconnect(self.stream, mode="stall")
        wait_for(lambda: any(one.get("reason") == "stall" for one in self.control.do(
            "GET", f"/journal?event=closing&stream={to(self.stream)}&limit=1000")["entries"]),
            "the stall")
        worker.send(0)
        wait_for(lambda: self.control.stream(self.stream)["expected"] == 1, "the fragment")
        self.control.reset(self.stream)
        if self.until_lost(worker):
            raise AssertionError("a stalled connection was sent something")
        again = self.open()
        again.numbers = worker.numbers
        self.expect(again, "processed 0 success")
        self.finish(again, success=1)

    def a_delay(self) -> None:
        """Held back for a minute, until a reset."""
        self.control.delay(self.stream, LONG)
        worker = self.open()
        worker.send(0)
        self.expect(worker, "ack 0")
        self.control.reset(self.stream)
        self.expect(worker, "processed 0 success")
        self.finish(worker, success=1)

    def a_level(self) -> None:
        self.control.do("PUT", f"/streams/{to(self.stream)}/backpressure",
                        {"threshold": 1, "severity": "high", "action": "pause"})
        worker = self.open()
        self.control.delay(self.stream, LONG)
        worker.send(0)
        self.expect(worker, "ack 0", "backpressure high pause 1000 at 1/0")
        self.control.reset(self.stream)
        # all is clear as soon as it is disarmed, and again when nothing is in flight
        seen = worker.until("processed")
        if seen[-1] != "processed 0 success":
            raise AssertionError(f"after backpressure: {seen}")
        if "backpressure low none at" not in " ".join(seen):
            self.expect(worker, "backpressure low none at 0/0")
        self.finish(worker, success=1)

    def a_refusal(self) -> None:
        worker = self.open()
        self.control.disconnect(self.stream, mode="reset", refuse_ms=LONG)
        self.until_lost(worker)
        if handshake(self.server.port, self.stream) != 503:
            raise AssertionError("the stream is not refused")
        self.control.reset(self.stream)
        if handshake(self.server.port, self.stream) != 200:
            raise AssertionError("the stream is still refused")
        self.finish(self.open())

    def a_scenario(self) -> None:
        name = f"of {self.stream}"
        self.control.do("POST", "/scenarios", {"scenarios": [
            {"name": name, "stream_id": self.stream, "steps": [
                {"faults": {"rules": [{"error_code": "TIMEOUT"}]}, "until": {"count": 2}},
                {"delay": {"delay_ms": 1}, "until": {"event": "stream:end"}}]}]})
        worker = self.open()
        for number, result in enumerate(("failed TIMEOUT", "failed TIMEOUT", "success")):
            worker.send(number)
            self.expect(worker, f"ack {number}", f"processed {number} {result}")
        self.finish(worker, success=1, failed=2)

    def a_deletion(self, mode: str, *, parked: bool) -> None:
        self.control.delay(self.stream, LONG)
        worker = self.open()
        worker.send(0)
        self.expect(worker, "ack 0")
        if parked:
            worker.cut()
            wait_for(lambda: not self.control.stream(self.stream)["connected"], "the parking")
        ended = self.control.do("DELETE", f"/streams/{to(self.stream)}?mode={mode}"
                                          "&journal=drop&report=drop")
        if (ended["streams"], ended["reports"]) != (1, 1):
            raise AssertionError(f"deleted {ended}")
        self.until_lost(worker)
        again = self.open()
        again.send(0)
        self.expect(again, *FINE)
        self.finish(again, success=1)

    def kinds(self) -> list[Callable[[], None]]:
        kinds: list[Callable[[], None]] = [
            self.a_reorder, self.a_stall, self.a_delay, self.a_level, self.a_refusal,
            self.a_scenario]
        kinds += [functools.partial(self.an_action, action) for action in ACTIONS]
        for mode in ("server_disconnect", "close", "fin", "reset"):
            kinds.append(functools.partial(self.a_loss, mode))
            kinds += [functools.partial(self.a_deletion, mode, parked=parked)
                      for parked in (False, True)]
        return kinds

    # ---- the rounds

    def check(self) -> None:
        """Of its stream the server knows what this test did, and nothing else."""
        told = report(self.server, self.stream)
        if set(broken(told)) - {"sts/1/reconnect-backoff"}:  # it comes back at once
            raise AssertionError(f"{broken(told)}: {told['why']}")
        self.control.do("DELETE", f"/streams/{to(self.stream)}?journal=drop&report=drop")
        left = self.control.do("GET", f"/armed?stream={to(self.stream)}")["armed"]
        entries = self.control.do("GET", f"/journal?stream={to(self.stream)}")["entries"]
        if left or entries:
            raise AssertionError(f"left: {left} {entries}")

    def play(self, rounds: int) -> None:
        for number in range(rounds):
            kinds = self.kinds()
            self.random.shuffle(kinds)
            for at, kind in enumerate(kinds):
                # names are used again, and names begin as those of others do
                self.stream = f"test-{self.name}" if at % 2 else f"test-{self.name}-{number}-{at}"
                kind()
                self.check()


class Parallel(SessionTest):
    def run_beside(self, wrong: list[str], work: Callable[[], None], name: str) -> threading.Thread:
        def run() -> None:
            try:
                work()
            except BaseException as error:  # a thread's own would be lost
                wrong.append(f"{name}: {error!r}")

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def stay(self, server: Server, stream: str, over: threading.Event) -> None:
        """A worker that nobody means: it gets every result, in order, and nothing else."""
        worker = Raw(server.port, answers=False)
        worker.open(stream)
        number = 0
        while not over.wait(0.005):
            worker.send(number)
            seen = worker.read(2)
            if seen != [f"ack {number}", f"processed {number} success"]:
                raise AssertionError(f"{stream}: {seen}")
            worker.confirm({"fragment_id": next(reversed(worker.numbers))})
            worker.numbers.clear()
            number += 1
        worker.end()
        seen = worker.read(1)
        if seen != [f"complete {number}: {number} success, 0 partial, 0 failed"]:
            raise AssertionError(f"{stream}: {seen}")
        worker.close()

    def test_tests_see_nothing_of_each_other(self) -> None:
        seed = int(os.environ.get("ECHO_SEED") or random.randrange(1 << 32))
        server = self.server(ECHO_PROFILE="test", JOURNAL_MAX_EVENTS="100000")
        wrong: list[str] = []
        over = threading.Event()
        bystanders = [self.run_beside(wrong, functools.partial(self.stay, server, name, over), name)
                      for name in ("test", "test-1*", "other")]
        tests = []
        for index in range(TESTS):
            test = Test(server, str(index), random.Random(seed + index))
            tests.append(self.run_beside(wrong, functools.partial(test.play, ROUNDS), test.name))
        for thread in tests:
            thread.join()
        over.set()
        for thread in bystanders:
            thread.join()
        self.assertEqual(wrong, [], f"ECHO_SEED={seed}")
        for name in ("test", "test-1*", "other"):
            told = report(server, name)
            self.assertEqual((told["verdict"], broken(told)), ("pass", []), told["why"])
        self.assertEqual(harness.http(server.port, "GET", "/health").json()["parked"], 0)


if __name__ == "__main__":
    unittest.main()
