"""The worker reconnects and loses nothing: after a reset, after a restart, and when refused."""

import asyncio
import os
import unittest

from sts import Sts, free_port
from worker import Worker


class Reconnect(unittest.IsolatedAsyncioTestCase):
    def assert_all_dubbed(self, worker: Worker) -> None:
        self.assertEqual([one.outcome for one in worker.fragments],
                         ["dubbed"] * len(worker.fragments))

    async def test_after_a_reset(self) -> None:
        with Sts() as sts:
            sts.faults("reset", {"trigger": "sequence_number", "value": 5, "count": 1,
                                 "action": "disconnect", "mode": "reset"})
            worker = Worker(sts.url, "reset", [os.urandom(500) for _ in range(12)])
            await asyncio.wait_for(worker.run(), 30)

            self.assertEqual(worker.connections, 2)
            self.assert_all_dubbed(worker)

    async def test_after_a_restart(self) -> None:
        with Sts(port=free_port()) as first:
            first.delay("restart", 30)
            worker = Worker(first.url, "restart", [os.urandom(500) for _ in range(30)])
            running = asyncio.create_task(worker.run())
            await asyncio.to_thread(first.wait_for, "restart", "fragment:processed")
        with Sts(port=first.port):
            await asyncio.wait_for(running, 30)

        self.assertEqual(worker.connections, 2)
        self.assert_all_dubbed(worker)

    async def test_while_it_is_refused(self) -> None:
        with Sts() as sts:
            sts.delay("refused", 30)
            worker = Worker(sts.url, "refused", [os.urandom(500) for _ in range(30)])
            running = asyncio.create_task(worker.run())
            await asyncio.to_thread(sts.wait_for, "refused", "fragment:processed")
            # A real outage may last a minute; a second shows the same.
            sts.disconnect("refused", mode="close", code=1011, refuse_ms=1000)
            await asyncio.wait_for(running, 30)

            self.assertEqual(worker.connections, 2)
            self.assert_all_dubbed(worker)
            # It waits for longer each time: the second attempt is half a second after the first.
            second = {"event": "refused", "match": {"/attempt": 2}, "after": 0}
            sts.verify("refused", {"event": "refused", "match": {"/attempt": 1}}, second,
                       {**second, "within_ms": 300, "count": {"exactly": 0}})


if __name__ == "__main__":
    unittest.main()
