"""Same seed, same stream, same fragments: same faults (section 6 of the protocol), whatever the
timing, the order in which fragments arrive, and the number of other streams."""
# labels: fast

import json
import random
import unittest
from typing import Any

import harness
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

    def __init__(self, port: int, name: str) -> None:
        self.name = name
        self.link = Direct(port, "/socket.io/")
        self.link.send('40{"token":"test-api-key"}')
        self.emit("stream:init", init(name, max_inflight=10))

    def emit(self, event: str, payload: Any) -> None:
        self.link.send("42" + json.dumps([event, payload]))

    def send(self, number: int) -> None:
        self.emit("fragment:data", {**fragment(self.name, number, b"audio"),
                                    "fragment_id": f"id-{number}"})

    def complete(self) -> tuple[int, int, int]:
        """Ends the stream; the counts of successes, partial results and failures."""
        self.emit("stream:end", {"stream_id": self.name})
        while True:
            packet = self.link.receive()
            assert isinstance(packet, str)
            if packet.startswith('42["stream:complete"'):
                counts = json.loads(packet[2:])[1]["statistics"]
                self.link.close()
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

    def run_once(self, server: harness.Server, chance: random.Random | None) -> tuple[int, ...]:
        stream = Stream(server.port, "tested")
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


if __name__ == "__main__":
    unittest.main()
