"""The worker copes with results that come late, never, twice, corrupted or out of order."""

import asyncio
import os
import unittest
from typing import Any

from sts import Sts
from worker import Worker


async def dub(rule: dict[str, Any], **options: Any) -> Worker:
    """Dubs a stream of eight fragments; the rule hits the one with sequence number 3."""
    with Sts() as sts:
        sts.faults("dub", {"trigger": "sequence_number", "value": 3, **rule})
        worker = Worker(sts.url, "dub", [os.urandom(3000) for _ in range(8)],
                        usable=lambda sent, dubbed: sent == dubbed, **options)
        await asyncio.wait_for(worker.run(), 30)
        return worker


class Results(unittest.IsolatedAsyncioTestCase):
    def assert_replaced(self, worker: Worker, outcome: str) -> None:
        """All are dubbed except number 3, for which the original is used."""
        expected = ["dubbed"] * 8
        expected[3] = outcome
        self.assertEqual([one.outcome for one in worker.fragments], expected)
        self.assertIsNone(worker.fragments[3].dubbed)

    async def test_late(self) -> None:
        worker = await dub({"action": "delay", "delay_ms": 4000}, result_timeout=1.5,
                           max_inflight=10)
        # Results leave in order, so those behind the late one are late too.
        self.assertIn("lost", {one.outcome for one in worker.fragments[3:]})
        self.assertEqual([one.outcome for one in worker.fragments[:3]], ["dubbed"] * 3)
        self.assertGreater(worker.ignored, 0)

    async def test_lost(self) -> None:
        worker = await dub({"action": "drop"}, result_timeout=1.5)
        self.assert_replaced(worker, "lost")

    async def test_duplicated(self) -> None:
        worker = await dub({"action": "duplicate"})
        self.assert_all_dubbed(worker)
        self.assertEqual(worker.ignored, 1)

    async def test_corrupted(self) -> None:
        worker = await dub({"action": "corrupt"})
        self.assert_replaced(worker, "unusable")

    async def test_reordered(self) -> None:
        worker = await dub({"action": "reorder"})
        self.assert_all_dubbed(worker)

    async def test_partial(self) -> None:
        worker = await dub({"action": "partial", "error_code": "MODEL_ERROR"})
        self.assert_replaced(worker, "partial")

    def assert_all_dubbed(self, worker: Worker) -> None:
        self.assertEqual([one.outcome for one in worker.fragments], ["dubbed"] * 8)


if __name__ == "__main__":
    unittest.main()
