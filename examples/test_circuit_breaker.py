"""The circuit breaker opens after five TIMEOUTs, and closes when the service works again."""

import asyncio
import os
import unittest

from sts import Sts
from worker import Worker


class CircuitBreaker(unittest.IsolatedAsyncioTestCase):
    async def test_it_opens_after_five_timeouts_and_recovers(self) -> None:
        with Sts() as sts:
            sts.faults("breaker", {"error_code": "TIMEOUT", "count": 5})
            worker = Worker(sts.url, "breaker", [os.urandom(500) for _ in range(8)], max_inflight=1)
            worker.breaker.cooldown = 0.5
            await asyncio.wait_for(worker.run(), 30)

            self.assertEqual(worker.breaker.opened, 1)
            self.assertEqual({one.outcome for one in worker.fragments}, {"dubbed"})
            sts.verify("breaker",
                       {"event": "fragment:processed", "direction": "out",
                        "match": {"/status": "failed", "/error/code": "TIMEOUT"},
                        "count": {"exactly": 5}},
                       {"event": "fragment:processed", "direction": "out",
                        "match": {"/status": "success"}, "count": {"exactly": 8}})


if __name__ == "__main__":
    unittest.main()
