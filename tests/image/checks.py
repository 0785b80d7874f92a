"""What holds for the images. Run by run.py, which builds them first."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tarfile
import tempfile
import threading
import unittest
import uuid
from pathlib import Path
from typing import ClassVar

import socketio

import harness
from container import PATIENCE, Container
from engine import Docker, DockerError, PrivateDocker
from harness import TEXT, WebSocket, frame
from worker import Worker, fragment, init

ROOT = Path(__file__).resolve().parents[2]
MIB = 1024 * 1024
#: What SIGTERM promises, and what Docker may take on a busy machine to deliver it and to notice the
#: end.
STOP_SECONDS = 2.0 + 8.0
READ_ONLY = ("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges")
LIMITS = ("--memory=512m", "--memory-swap=512m", "--cpus=0.5")

#: What was measured, for the end of the run.
figures: list[str] = []


def session(test: unittest.TestCase, url: str, stream: str, **options: object) -> None:
    """A whole stream of ten fragments, whose audio comes back as it was."""
    worker = Worker(url, **options)  # type: ignore[arg-type]
    try:
        worker.emit("stream:init", init(stream))
        worker.expect("stream:ready")
        for number in range(10):
            one = fragment(stream, number, os.urandom(100_000))
            worker.emit("fragment:data", one)
            worker.expect("fragment:ack")
            result = worker.expect("fragment:processed")
            test.assertEqual(result["dubbed_audio"]["data_base64"], one["audio"]["data_base64"])
        worker.emit("stream:end", {"stream_id": stream})
        test.assertEqual(worker.expect("stream:complete")["statistics"]["success_count"], 10)
    finally:
        worker.close()


class ImageTest(unittest.TestCase):
    """A test of one image. run.py fills in the class's members."""

    docker: ClassVar[Docker]
    image: ClassVar[str]
    max_bytes: ClassVar[int]

    def container(self, *options: str, **env: str) -> Container:
        return self.enterContext(Container(self.docker, self.image, *options, **env))


class Common(ImageTest):
    """What holds for both."""

    def test_its_size(self) -> None:
        size = self.docker.inspect(self.image)["Size"]
        figures.append(f"{self.image}: {size / 1e6:.1f} MB")
        self.assertLessEqual(size, self.max_bytes)

    def test_its_configuration(self) -> None:
        config = self.docker.inspect(self.image)["Config"]
        self.assertEqual(config["User"], "10001:10001")
        self.assertEqual(list(config["ExposedPorts"]), ["3000/tcp"])
        self.assertEqual(config["Entrypoint"], ["/usr/local/bin/echo-sts"])
        self.assertEqual(config["Healthcheck"]["Test"],
                         ["CMD", "/usr/local/bin/echo-sts", "--healthcheck"])
        for variable in "ECHO_HOST=0.0.0.0", "ECHO_PORT=3000", "ECHO_PROFILE=python-echo":
            self.assertIn(variable, config["Env"])

    def test_a_session_through_the_published_port(self) -> None:
        container = self.container("--health-interval=1s")
        accepts = container.accepts_after()
        process = f"accepts {accepts * 1000:.0f} ms after its start, " if accepts else ""
        figures.append(f"{self.image}: {process}answered {container.ready_after * 1000:.0f} ms "
                       f"after `docker run` was typed")
        session(self, container.url, "websocket")
        session(self, container.url, "polling", transports=("polling", "websocket"))
        harness.wait_for(lambda: container.health() != "starting", "the health check", PATIENCE)
        self.assertEqual(container.health(), "healthy")
        status = container.proc("status")
        if status:
            self.assertIn("\nUid:\t10001\t10001\t10001\t10001\n", status)
            self.assertIn("\nGid:\t10001\t10001\t10001\t10001\n", status)

    def test_read_only_and_without_rights(self) -> None:
        container = self.container(*READ_ONLY)
        session(self, container.url, "bare")
        status = container.proc("status")
        if status:
            self.assertIn("\nCapBnd:\t0000000000000000\n", status)
            self.assertIn("\nNoNewPrivs:\t1\n", status)

    def test_sigterm_drains_and_ends_with_0(self) -> None:
        container = self.container()
        with WebSocket(container.port, "/socket.io/?EIO=4&transport=websocket") as client:
            client.receive()
            ended = container.stop()
            self.assertEqual(client.receive_close(), 1001)
        self.assertEqual(ended.status, 0)
        self.assertLess(ended.seconds, STOP_SECONDS)
        figures.append(f"{self.image}: `docker stop` with a client took "
                       f"{ended.seconds * 1000:.0f} ms")

    def test_the_health_check_asks_where_the_server_listens(self) -> None:
        for settings in ({"ECHO_HOST": "0.0.0.0"}, {"ECHO_HOST": "::"}, {"CONTROL_PORT": "3001"}):
            with self.subTest(**settings):
                container = self.container("--health-interval=1s", **settings)
                harness.wait_for(lambda: container.health() != "starting", "the health check",
                                 PATIENCE)
                self.assertEqual(container.health(), "healthy", container.logs())

    def test_the_health_check_of_a_server_that_is_gone(self) -> None:
        container = self.container()
        with self.assertRaisesRegex(DockerError, "status 1\n.* cannot connect to 127.0.0.1 port"):
            self.docker.run("run", "--rm", self.image, "--healthcheck")
        self.assertTrue(container.answers())

    def test_keys_are_asked_for_where_the_profile_is_taken_away(self) -> None:
        container = self.container(ECHO_PROFILE="", STS_API_KEY="k")
        with self.assertRaises(socketio.exceptions.ConnectionError):
            Worker(container.url, token="wrong")
        session(self, container.url, "keys", token="k")


class Default(Common):
    """The one for compose files in use."""

    def test_curl_is_in_it(self) -> None:
        container = self.container()
        for url in "http://localhost:3000/health", "http://127.0.0.1:3000/health":
            answer = self.docker.run("exec", container.name, "curl", "-fsS", url)
            self.assertIn('"status":"healthy"', answer)

    def test_it_listens_with_libuv(self) -> None:
        self.assertIn("loop libuv", self.container().logs())


class Static(Common):
    """The program alone."""

    def test_nothing_else_is_in_it(self) -> None:
        container = self.container()
        with tempfile.TemporaryDirectory() as folder:
            self.docker.run("export", "--output", f"{folder}/image.tar", container.name)
            with tarfile.open(f"{folder}/image.tar") as files:
                names = [file.name for file in files if not file.isdir()]
        # Docker itself puts the others there.
        own = [name for name in names if not name.startswith(("etc/", ".dockerenv", "dev/"))]
        self.assertEqual(own, ["usr/local/bin/echo-sts"])

    def test_it_listens_with_poll(self) -> None:
        self.assertIn("loop poll", self.container().logs())


class Limits(ImageTest):
    """Under the limits of compose.yaml, ten peers that each fill the 50 MB buffer."""

    PEERS = 10
    BUFFER = 52_428_800
    #: Of the 512 MiB. Ten full buffers without any bound would just fit.
    MOST = 448 * MIB
    #: Less, and the server was not given what the test is about.
    LEAST = 100 * MIB
    TARGET = "/socket.io/?EIO=4&transport=websocket"

    def peers(self, container: Container) -> list[WebSocket]:
        peers = []
        for _ in range(self.PEERS):
            peer = self.enterContext(WebSocket(container.port, self.TARGET))
            peer.sock.settimeout(300)
            peer.receive()
            peer.send("40")
            peer.receive()
            peers.append(peer)
        return peers

    def send_all(self, peers: list[WebSocket], data: list[bytes]) -> None:
        """All at once. Who is no longer read from, or reset, is done."""
        def send(peer: WebSocket, sent: bytes) -> None:
            with contextlib.suppress(OSError):
                peer.send_raw(sent)

        threads = [threading.Thread(target=send, args=pair) for pair in zip(peers, data)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def check_alive(self, container: Container, what: str) -> None:
        state = container.state()
        self.assertTrue(state["Running"], state)
        self.assertFalse(state["OOMKilled"])
        harness.wait_for(container.answers, "an answer", PATIENCE)
        session(self, container.url, f"after-{uuid.uuid4()}")
        for where, count in container.peaks():
            self.assertLess(count, self.MOST, where)
            self.assertGreater(count, self.LEAST, f"{where}: nothing of it was held")
        peaks = ", ".join(f"{count / MIB:.0f} MiB {where}" for where, count in container.peaks())
        figures.append(f"{self.image}: {self.PEERS} peers, {what}: at most {peaks or 'unknown'}")

    def message(self, size: int) -> bytes:
        """A fragment that is a message of `size` bytes, far more than a fragment may have."""
        one = fragment("full", 0, b"")
        head, tail = json.dumps(["fragment:data", one]).split('"data_base64": ""')
        start, end = f'42{head}"data_base64": "'.encode(), f'"{tail}'.encode()
        return start + b"A" * (size - len(start) - len(end)) + end

    def test_messages_as_large_as_the_buffer(self) -> None:
        container = self.container(*LIMITS)
        peers = self.peers(container)
        data = frame(TEXT, self.message(self.BUFFER), mask=bytes(4))
        self.send_all(peers, [data] * self.PEERS)
        for peer in peers:
            while (answer := peer.receive()) == "2":  # it took longer than a ping's interval
                peer.send("3")
            self.assertIn("STREAM_NOT_FOUND", str(answer))
        self.check_alive(container, "a whole message of 50 MiB each")

    def test_messages_that_do_not_end(self) -> None:
        container = self.container(*LIMITS)
        peers = self.peers(container)
        data = frame(TEXT, self.message(self.BUFFER), mask=bytes(4))[:-1]
        for peer in peers:
            peer.sock.settimeout(15)
        self.send_all(peers, [data] * self.PEERS)
        self.check_alive(container, "all but a byte of 50 MiB each")

    def test_results_that_nobody_reads(self) -> None:
        audio = bytes(7 * MIB)  # under 10,485,760 characters of base64
        # Made first: who is busy with it answers no ping.
        data = [b"".join(frame(TEXT, b"42" + json.dumps(
            ["fragment:data", fragment(f"unread-{index}", number, audio)]).encode(), mask=bytes(4))
            for number in range(6)) for index in range(self.PEERS)]
        container = self.container(*LIMITS)
        peers = self.peers(container)
        for index, peer in enumerate(peers):
            peer.send("42" + json.dumps(["stream:init", init(f"unread-{index}")]))
            peer.sock.settimeout(15)
        self.send_all(peers, data)
        harness.wait_for(container.answers, "an answer while the results are held", PATIENCE)
        for peer in peers:
            peer.sock.close()
        self.check_alive(container, "fragments of 7 MiB whose results are not read")


class Compose(ImageTest):
    """The compose files as they are, with the images that were built."""

    def setUp(self) -> None:
        self.tag = uuid.uuid4().hex[:8]
        self.port = harness.free_port()
        self.env = {"STS_PORT": str(self.port), "STS_CONTAINER_NAME": f"echo-sts-{self.tag}",
                    "NETWORK_NAME": f"sts-{self.tag}", "COMPOSE_PROJECT_NAME": f"sts{self.tag}",
                    "ECHO_PROCESSING_DELAY_MS": "7"}
        for compose in (["docker", "compose"], ["docker-compose"]):
            self.compose = compose
            with contextlib.suppress(DockerError):
                self.docker.execute([*compose, "version"])
                return
        self.skipTest("neither docker compose nor docker-compose is here; "
                      "to have it run: apt-get install docker-compose")

    def up(self, file: str) -> None:
        command = [*self.compose, "-f", str(ROOT / file)]
        self.addCleanup(self.docker.execute, [*command, "down", "--timeout", "5"], self.env)
        self.docker.execute([*command, "up", "-d", "--no-build"], self.env)

    def test_the_service(self) -> None:
        self.up("compose.yaml")
        name = f"echo-sts-{self.tag}"
        harness.wait_for(
            lambda: self.docker.inspect(name)["State"]["Health"]["Status"] == "healthy",
            "compose's service to be healthy", PATIENCE)
        told = self.docker.inspect(name)
        host = told["HostConfig"]
        self.assertEqual((host["Memory"], host["NanoCpus"]), (512 * MIB, 500_000_000))
        self.assertTrue(host["ReadonlyRootfs"])
        self.assertEqual(host["CapDrop"], ["ALL"])
        self.assertIn(f"sts-{self.tag}", told["NetworkSettings"]["Networks"])
        health = told["Config"]["Healthcheck"]
        self.assertEqual([health[name] / 1e9 for name in ("Interval", "Timeout", "StartPeriod")],
                         [10, 5, 5])
        self.assertEqual(health["Retries"], 3)
        self.assertIn("ECHO_PROCESSING_DELAY_MS=7", told["Config"]["Env"])
        session(self, f"http://127.0.0.1:{self.port}", "compose")
        # Others on the network reach it by its service's name.
        answer = self.docker.run("run", "--rm", "--network", f"sts-{self.tag}", "--entrypoint",
                                 "curl", self.image, "-fsS", "http://echo-sts:3000/health")
        self.assertIn('"status":"healthy"', answer)

    def test_replicas_behind_a_proxy(self) -> None:
        self.up("deploy/replicas/compose.yaml")

        def answers() -> bool:
            with contextlib.suppress(OSError, AssertionError):
                return harness.http(self.port, "GET", "/health", Connection="close").status == 200
            return False

        harness.wait_for(answers, "the proxy to answer", PATIENCE)
        url = f"http://127.0.0.1:{self.port}"
        for number in range(4):
            session(self, url, f"polling-{number}", transports=("polling", "websocket"))
        session(self, url, "websocket")


class Documented(ImageTest):
    """The commands of docs/deploy.md, as they are printed, but those that build (run.py does)."""

    def test_its_commands(self) -> None:
        if not isinstance(self.docker, PrivateDocker):
            self.skipTest("the names that the page uses may be taken here; "
                          "to have it run: stop Docker, so that the test starts one of its own")
        _, *rest = documented()
        self.assertTrue(rest)
        for block in rest:
            with self.subTest(block):
                self.docker.execute(["bash", "-e", "-c", block], folder=ROOT)


def documented() -> list[str]:
    """The commands of docs/deploy.md that are ours to run; the first ones build the images."""
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    return re.findall(r"<!-- run by: image -->\n```sh\n(.*?)```\n", page, re.DOTALL)
