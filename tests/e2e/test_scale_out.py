"""Two replicas behind HAProxy, with the configuration that docs/deploy.md gives."""

import os
import shutil
import subprocess
import tempfile
import unittest

import harness
from control import Control
from harness import ROOT, TIME_FACTOR, Server, wait_for
from worker import Worker, fragment, init

CONFIGURATION = ROOT / "deploy" / "replicas" / "haproxy.cfg"
PROGRAM = shutil.which("haproxy", path=os.environ.get("PATH", "") + ":/usr/sbin")


class Proxy:
    """HAProxy in front of two servers, until the end of the block."""

    def __init__(self, replicas: list[Server]) -> None:
        self.holder = harness.hold_port()
        self.port = self.holder.getsockname()[1]
        self.log = tempfile.TemporaryFile()
        env = {**os.environ, "STS_BIND": f"127.0.0.1:{self.port}"}
        env |= {f"STS_REPLICA_{number}": f"127.0.0.1:{replica.port}"
                for number, replica in enumerate(replicas, 1)}
        self.process = subprocess.Popen([str(PROGRAM), "-db", "-f", str(CONFIGURATION)], env=env,
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)

    def answers(self) -> bool:
        if self.process.poll() is not None:
            self.log.seek(0)
            raise AssertionError(f"haproxy ended:\n{self.log.read().decode()}")
        try:
            return harness.http(self.port, "GET", "/health", Connection="close").status == 200
        except OSError:
            return False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10 * TIME_FACTOR)
        self.holder.close()
        self.log.close()


@unittest.skipUnless(PROGRAM, "no haproxy; to have it run: apt-get install haproxy")
class ScaleOut(unittest.TestCase):
    def setUp(self) -> None:
        self.replicas = [Server({"WS_MAX_CONNECTIONS": "0", "MAX_CONNECTIONS_PER_KEY": "0"})
                         for _ in range(2)]
        for replica in self.replicas:
            self.addCleanup(replica.stop)
        self.proxy = Proxy(self.replicas)
        self.addCleanup(self.proxy.stop)
        wait_for(self.proxy.answers, "haproxy to answer")

    def open(self, stream: str, transports: tuple[str, ...]) -> Worker:
        worker = Worker(self.proxy.url, transports=transports)
        self.addCleanup(worker.close)
        worker.emit("stream:init", init(stream))
        worker.expect("stream:ready")
        return worker

    def finish(self, worker: Worker, stream: str) -> None:
        for number in range(5):
            one = fragment(stream, number, os.urandom(30_000))
            worker.emit("fragment:data", one)
            worker.expect("fragment:ack")
            self.assertEqual(worker.expect("fragment:processed")["dubbed_audio"], one["audio"])
        worker.emit("stream:end", {"stream_id": stream})
        self.assertEqual(worker.expect("stream:complete")["total_fragments"], 5)

    def sessions(self) -> list[int]:
        return [harness.http(replica.port, "GET", "/health").json()["sessions"]
                for replica in self.replicas]

    def run_sessions(self, transports: tuple[str, ...]) -> None:
        """More sessions at once than could all get to the right replica by luck."""
        streams = [f"{transports}-{number}" for number in range(8)]
        workers = [self.open(stream, transports) for stream in streams]
        self.assertEqual(sum(self.sessions()), len(streams))
        self.assertNotIn(0, self.sessions(), "one replica got all")
        for worker, stream in zip(workers, streams):
            self.finish(worker, stream)

    def test_websocket(self) -> None:
        self.run_sessions(("websocket",))

    def test_polling(self) -> None:
        self.run_sessions(("polling",))

    def test_polling_that_upgrades(self) -> None:
        self.run_sessions(("polling", "websocket"))

    def test_a_replica_that_does_not_have_the_stream(self) -> None:
        """It says so, and knows that a cursor is not its own."""
        self.finish(self.open("here", ("websocket",)), "here")
        self.finish(self.open("there", ("websocket",)), "there")
        controls = [Control(replica) for replica in self.replicas]
        expectations = [{"event": "stream:complete"}, {"event": "error", "count": {"exactly": 0}}]
        for stream in ("here", "there"):
            verdicts = [one.do("POST", "/verify", {"stream_id": stream,
                                                   "expectations": expectations})
                        for one in controls]
            self.assertEqual({one["verdict"] for one in verdicts}, {"pass", "fail"})
            failed, = (one for one in verdicts if not one["passed"])
            self.assertEqual({one["verdict"] for one in failed["expectations"]}, {"fail"})
            self.assertIn("ask the replica that has the stream", failed["why"])
            owner = verdicts.index(next(one for one in verdicts if one["passed"]))
            other = controls[owner].do("POST", "/verify", {
                "stream_id": stream, "since": failed["next"], "expectations": expectations})
            self.assertEqual(other["verdict"], "unknown")
            self.assertIn("another replica", other["why"])

    def test_a_replica_that_stops(self) -> None:
        workers = {f"stream-{number}": self.open(f"stream-{number}", ("websocket",))
                   for number in range(4)}
        self.assertEqual(self.sessions(), [2, 2])
        self.replicas[0].stop()
        wait_for(lambda: sum(worker.client.connected for worker in workers.values()) == 2,
                 "half of the workers to be disconnected")
        for stream, worker in workers.items():
            if worker.client.connected:
                self.finish(worker, stream)
        self.finish(self.open("again", ("polling", "websocket")), "again")


if __name__ == "__main__":
    unittest.main()
