"""The worker never has more fragments in flight than it announced."""

import asyncio
import os
import unittest

from sts import Sts
from worker import Worker


class InFlight(unittest.IsolatedAsyncioTestCase):
    async def test_it_stays_within_max_inflight(self) -> None:
        with Sts() as sts:
            sts.delay("window", 20, jitter_ms=20)
            worker = Worker(sts.url, "window", [os.urandom(500) for _ in range(40)],
                            max_inflight=3)
            await asyncio.wait_for(worker.run(), 60)

            in_flight, most = 0, 0
            for entry in sts.journal("window"):
                if entry.get("event") == "fragment:data":
                    in_flight += 1
                elif entry.get("event") == "fragment:processed":
                    in_flight -= 1
                most = max(most, in_flight)
            self.assertEqual((most, in_flight), (3, 0))
            self.assertEqual(sts.report("window")["verdict"], "pass")


if __name__ == "__main__":
    unittest.main()
