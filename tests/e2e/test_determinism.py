"""Same seed, same stream, same fragments: same faults (section 6 of the protocol), whatever the
timing, the order in which fragments arrive, and the number of other streams."""
# labels: fast

import json
import random
import unittest
from typing import Any, Iterator

import harness
from control import Control
from session import SessionTest
from wire import Direct
from worker import fragment, init

FRAGMENTS = 200
RUNS = 50
SEED = 20260101
# What a server needs that 21 streams keep busy, and log lines that tell each fault.
SETTINGS = {
    "LOG_FORMAT": "json", "RATE_LIMIT_FRAGMENTS_PER_MIN": "0", "WS_MAX_CONNECTIONS": "0",
    "MAX_CONNECTIONS_PER_KEY": "0", "QUEUE_MAX_DEPTH": "1000", "SEQUENCE_GAP_MS": "20000",
    "AUTO_DISCONNECT_DELAY": "0", "ECHO_PROCESSING_JITTER_MS": "3",
}
RULES: list[dict[str, Any]] = [
    {"trigger": "sequence_number", "value": 17, "action": "duplicate"},
    {"trigger": "fragment_id", "value": "id-42", "error_code": "GPU_OOM"},
    {"error_code": "TIMEOUT", "probability": 0.5, "count": 7},
    {"trigger": "nth_fragment", "value": 9, "action": "reorder", "count": 5},
    {"trigger": "nth_fragment", "value": 11, "action": "partial", "error_code": "MODEL_ERROR"},
    {"action": "drop", "probability": 0.05},
    {"error_code": "QUEUE_FULL", "probability": 0.2, "count": 12, "deliver_as": "error"},
    {"action": "corrupt", "probability": 0.1},
]


def shuffled(chance: random.Random) -> list[int]:
    """The numbers, each a few places from where it belongs."""
    return sorted(range(FRAGMENTS), key=lambda number: number + chance.uniform(0, 12))


class Stream:
    """One stream on a connection of its own, driven without waiting for answers."""

    def __init__(self, port: int, name: str, **more: Any) -> None:
        self.name = name
        self.link = Direct(port, "/socket.io/")
        self.link.send('40{"token":"test-api-key"}')
        self.emit("stream:init", init(name, max_inflight=10, **more))

    def emit(self, event: str, payload: Any) -> None:
        self.link.send("42" + json.dumps([event, payload]))

    def send(self, number: int) -> None:
        self.emit("fragment:data", {**fragment(self.name, number, b"audio"),
                                    "fragment_id": f"id-{number}"})

    def results(self) -> Iterator[tuple[str, Any]]:
        """Ends the stream; the events up to its end."""
        self.emit("stream:end", {"stream_id": self.name})
        event = ""
        while event != "stream:complete":
            packet = self.link.receive()
            assert isinstance(packet, str)
            if packet.startswith("42["):
                event, payload = json.loads(packet[2:])
                yield event, payload
        self.link.close()

    def complete(self) -> tuple[int, int, int]:
        """Ends the stream; the counts of successes, partial results and failures."""
        *_, (_, last) = self.results()
        counts = last["statistics"]
        return counts["success_count"], counts["partial_count"], counts["failed_count"]


class Determinism(SessionTest):
    def arm(self, server: harness.Server) -> None:
        self.worker(server).call("config:error_simulation", {
            "enabled": True, "rules": RULES, "seed": SEED, "stream_id": "*"})

    def faults(self, server: harness.Server, name: str) -> list[list[tuple[int, str, int]]]:
        """Number, action and rule of each fault of the stream of that name, by its sessions."""
        sessions: dict[str, list[tuple[int, str, int]]] = {}
        for text in server.output().splitlines():
            line = json.loads(text) if text.startswith("{") else {}
            if line.get("stream_id") == name and "fault simulated" in line.values():
                self.assertEqual(line["seed"], SEED)
                sessions.setdefault(line["session_id"], []).append(
                    (line["sequence_number"], line["action"], line["rule"]))
        return [sorted(found) for found in sessions.values()]

    def run_once(self, server: harness.Server, chance: random.Random | None,
                 name: str = "tested") -> tuple[int, ...]:
        stream = Stream(server.port, name)
        for number in shuffled(chance) if chance else range(FRAGMENTS):
            stream.send(number)
        return stream.complete()

    def test_every_run_has_the_same_faults(self) -> None:
        alone, crowded = self.server(**SETTINGS), self.server(**SETTINGS, ECHO_SEED="5")
        self.arm(alone)
        self.arm(crowded)
        in_order = self.run_once(alone, None)
        counts = {self.run_once(alone, random.Random(run)) for run in range(RUNS)}
        self.assertEqual(counts, {in_order})
        others = [Stream(crowded.port, f"other-{number}") for number in range(20)]
        chance = random.Random(RUNS)
        tested = Stream(crowded.port, "tested")
        # All at once, each in an order of its own.
        for numbers in zip(shuffled(chance), *(shuffled(chance) for _ in others)):
            for stream, number in zip([tested, *others], numbers):
                stream.send(number)
        self.assertEqual(tested.complete(), in_order)
        for stream in others:
            stream.complete()
        runs = self.faults(alone, "tested") + self.faults(crowded, "tested")
        self.assertEqual(len(runs), RUNS + 2)
        for found in runs:
            self.assertEqual(found, runs[0])
        self.assertEqual({rule for _, _, rule in runs[0]}, set(range(len(RULES))))
        self.assertEqual(sum(rule == 2 for _, _, rule in runs[0]), 7)
        # another stream has others
        self.assertNotEqual(self.faults(crowded, "other-1")[0], runs[0])

    # ---- streams of other names: seed_key

    def test_a_key_gives_streams_of_any_name_the_same_faults(self) -> None:
        """By a glob and by id, over events and over HTTP, on one server and on another; and those
        that the stream with the key as its name has."""
        one, two = self.server(**SETTINGS), self.server(**SETTINGS, ECHO_SEED="5")
        keyed = {"seed": SEED, "seed_key": "tested"}
        self.arm(one)
        self.worker(one).call("config:error_simulation", {
            "enabled": True, "rules": RULES, **keyed, "stream_id": "fresh-*"})
        Control(two).arm("other", *RULES, **keyed)
        Control(two).do("POST", "/scenarios", {"scenarios": [
            {"stream_id": "scene", **keyed, "steps": [{"faults": {"rules": RULES}}]}]})
        runs = [(one, "tested"), (one, "fresh-1"), (one, "fresh-2"), (two, "other"),
                (two, "scene")]
        counts = {self.run_once(server, random.Random(number), name)
                  for number, (server, name) in enumerate(runs)}
        self.assertEqual(len(counts), 1)
        found = [faults for server, name in runs for faults in self.faults(server, name)]
        self.assertEqual(len(found), len(runs))
        self.assertEqual({rule for _, _, rule in found[0]}, set(range(len(RULES))))
        for faults in found:
            self.assertEqual(faults, found[0])
        # without the key the name decides
        self.run_once(one, None, "without")
        self.assertNotEqual(self.faults(one, "without")[0], found[0])

    def test_a_key_gives_streams_of_any_name_the_same_delays(self) -> None:
        """Which delays are longer than the timeout does not depend on how fast this machine is."""
        server = self.server(**{**SETTINGS, "ECHO_PROCESSING_JITTER_MS": "0"})
        control = Control(server)
        jitter = {"jitter_ms": 2000, "seed": SEED}
        control.delay("*", 0, **jitter)
        control.delay("fresh-*", 0, **jitter, seed_key="tested")
        names = ["tested", "fresh-1", "fresh-2", "without"]
        streams = [Stream(server.port, name, timeout_ms=1000) for name in names]
        for number in range(10):
            for stream in streams:
                stream.send(number)
        tested, *others, without = [
            [payload["status"] for event, payload in stream.results()
             if event == "fragment:processed"] for stream in streams]
        self.assertEqual(set(tested), {"success", "failed"})
        self.assertEqual(others, [tested, tested])
        self.assertNotEqual(without, tested)


if __name__ == "__main__":
    unittest.main()
