"""What the benchmarks measure of a server with many streams: its memory, and how long it makes
others wait. Sanitizers need memory of their own, and come first among what is preloaded."""
# labels: plain

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import unittest

from harness import BUILD, ROOT

sys.path.insert(0, str(ROOT / "tests" / "bench"))

import crowd  # noqa: E402
import processes  # noqa: E402


class MemoryTest(unittest.TestCase):
    def test_memory_of_a_stream(self) -> None:
        with processes.echo(BUILD) as server:
            options = ("--size", "400", "--fragments", "1")
            processes.load(BUILD, server.wait(), "--streams", "500", *options)
            seen = processes.load(BUILD, server, "--streams", "3000", *options)
        self.assertGreater(seen["stream_kib"], 4)
        self.assertLess(seen["stream_kib"], 12)


class CrowdTest(unittest.TestCase):
    LOOP = """
import os, select, time
poll = select.epoll()
poll.register(os.eventfd(1), select.EPOLLIN)
for seconds in (0, 0.03, 0.05, 0, 0):
    poll.poll()
    time.sleep(seconds)
poll.poll()
"""

    def test_two_turns_in_a_row(self) -> None:
        with tempfile.NamedTemporaryFile("r") as turns:
            subprocess.run([sys.executable, "-c", self.LOOP], check=True, env={
                **os.environ, "LD_PRELOAD": str(BUILD / "tests/turns.so"), "TURNS": turns.name})
            told = crowd.read_turns(turns)
        # The sleep itself is no wait for a processor, so it counts.
        self.assertEqual([round(took / 10) >= least for (_, took), least in
                          zip(told, (3, 8, 5))], [True] * 3, told)
        self.assertEqual(crowd.Crowd({}, [], told).worst_between(told[1][0], told[2][0]),
                         told[1][1])

    def test_everything_is_asked_for(self) -> None:
        seen = crowd.run(BUILD, 20, 100, 8)
        self.assertGreater(seen.load["fragments"], 500)
        names = {one.name.split()[0] for one in seen.asked}
        self.assertEqual(names, {"GET", "POST", "PUT", "DELETE"})


if __name__ == "__main__":
    unittest.main()
