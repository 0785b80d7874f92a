"""The worker obeys `pause` until the all-clear, and `slow_down` until the level changes."""

import asyncio
import os
import unittest

from sts import Sts
from worker import Worker


class Backpressure(unittest.IsolatedAsyncioTestCase):
    async def test_pause_stops_the_worker_until_the_all_clear(self) -> None:
        with Sts() as sts:
            sts.delay("paused", 20)
            sts.backpressure("paused", script=[
                {"after_ms": 100, "severity": "high", "action": "pause",
                 "recommended_delay_ms": 1000},
                {"after_ms": 1100, "severity": "low", "action": "none"}])
            worker = Worker(sts.url, "paused", [os.urandom(500) for _ in range(60)], max_inflight=1)
            await asyncio.wait_for(worker.run(), 60)

            self.assertEqual({one.outcome for one in worker.fragments}, {"dubbed"})
            pause, clear = (entry["id"] for entry in sts.journal("paused", event="backpressure"))
            sent = [entry["id"] for entry in sts.journal("paused", event="fragment:data")]
            # One fragment may already have been on its way when the pause came.
            self.assertLessEqual(sum(pause < one < clear for one in sent), 1)
            self.assertTrue(any(one > clear for one in sent), "it did not continue")

    async def test_slow_down_makes_it_send_less_often(self) -> None:
        with Sts() as sts:
            sts.backpressure("slow", script=[
                {"after_ms": 0, "severity": "medium", "action": "slow_down",
                 "recommended_delay_ms": 200}])
            worker = Worker(sts.url, "slow", [os.urandom(500) for _ in range(8)], max_inflight=1)
            await asyncio.wait_for(worker.run(), 60)

            (told,) = (entry["id"] for entry in sts.journal("slow", event="backpressure"))
            times = [entry["monotonic_ms"] for entry in sts.journal("slow", event="fragment:data")
                     if entry["id"] > told][1:]  # the first may have been on its way already
            self.assertGreater(len(times), 4)
            # Half of the requested delay: the first of them may have been delayed on its way.
            self.assertGreaterEqual(times[-1] - times[0], (len(times) - 1) * 200 / 2)


if __name__ == "__main__":
    unittest.main()
