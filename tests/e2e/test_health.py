"""GET /health, also while the server is busy, and echo-sts --healthcheck."""
# labels: fast

import contextlib
import json
import socket
import threading
import unittest
from typing import Any

import harness
from harness import Server
from test_settings import start
from wire import Direct
from worker import Worker, fragment, init


def health(server: Server) -> dict[str, Any]:
    response = harness.http(server.port, "GET", "/health")
    assert response.status == 200, response
    return response.json()


class Health(unittest.TestCase):
    def test_it_tells_who_and_how_many(self) -> None:
        with Server() as server:
            response = harness.http(server.port, "GET", "/health")
            told = response.json()
        self.assertEqual(response.headers["content-type"], "application/json")
        self.assertEqual((told["status"], told["service"], told["sessions"], told["parked"]),
                         ("healthy", "echo-sts", 0, 0))
        self.assertEqual(set(told), {"status", "service", "sessions", "parked", "uptime_seconds",
                                     "version", "protocol_hash"})
        self.assertLess(told["uptime_seconds"], 60)

    def test_it_is_open_to_all(self) -> None:
        with Server({"REQUIRE_AUTH": "true", "STS_API_KEY": "k"}) as server:
            for path in "/", "/health", "/metrics", "/asyncapi.json":
                self.assertEqual(harness.http(server.port, "GET", path).status, 200, path)

    def test_streams_are_counted_open_or_parked(self) -> None:
        def counts() -> tuple[int, int]:
            told = health(server)
            return told["sessions"], told["parked"]

        with Server() as server:
            links = [Direct(server.port, "/socket.io/") for _ in range(2)]
            for index, link in enumerate(links):
                link.send('40{"token":"test-api-key"}')
                link.receive()
                self.assertEqual(counts(), (index, 0))  # a connection is no stream
                link.send(f'42["stream:init",{{"stream_id":"s{index}","worker_id":"w",'
                          '"config":{}}]')
                link.receive()
                self.assertEqual(counts(), (index + 1, 0))
            links[0].send("41")  # says goodbye: the stream is over
            harness.wait_for(lambda: counts() == (1, 0), "the stream to end")
            links[1].close()  # is lost: the stream waits
            harness.wait_for(lambda: counts() == (0, 1), "the stream to be parked")
            links[0].close()

    def test_it_answers_while_streams_keep_the_server_busy(self) -> None:
        with Server({"RATE_LIMIT_FRAGMENTS_PER_MIN": "0"}) as server:
            workers = [Worker(server.url) for _ in range(4)]
            stop = threading.Event()

            def work(worker: Worker, stream: str) -> None:
                number = 0
                one = fragment(stream, 0, bytes(500_000))
                while not stop.is_set():
                    worker.emit("fragment:data", {**one, "fragment_id": f"{stream}-{number}",
                                                  "sequence_number": number})
                    while worker.next()[0] != "fragment:processed":
                        pass
                    number += 1

            threads = []
            for index, worker in enumerate(workers):
                worker.emit("stream:init", init(f"busy-{index}"))
                worker.expect("stream:ready")
                threads.append(threading.Thread(target=work, args=(worker, f"busy-{index}")))
                threads[-1].start()
            try:
                for _ in range(20):
                    self.assertEqual(health(server)["sessions"], 4)
            finally:
                stop.set()
                for thread in threads:
                    thread.join()
                for worker in workers:
                    worker.close()


class Healthcheck(unittest.TestCase):
    def check(self, port: int, host: str = "127.0.0.1") -> tuple[int, str]:
        done = start("--healthcheck", ECHO_HOST=host, ECHO_PORT=str(port))
        self.assertEqual(done.stdout, "")
        self.assertLessEqual(done.stderr.count("\n"), 1)
        return done.returncode, done.stderr.rstrip("\n")

    def test_a_healthy_server(self) -> None:
        with Server() as server:
            self.assertEqual(self.check(server.port), (0, ""))
            done = start("--healthcheck", "--host=127.0.0.1", f"--port={server.port}")
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_all_addresses_are_asked_at_the_loopback(self) -> None:
        with Server({"ECHO_HOST": "0.0.0.0"}) as server:
            self.assertEqual(self.check(server.port, "0.0.0.0"), (0, ""))
        with Server({"ECHO_HOST": "::"}) as server:
            self.assertEqual(self.check(server.port, "::"), (0, ""))
            self.assertEqual(self.check(server.port, "::0"), (0, ""))

    def test_nobody_there(self) -> None:
        port = harness.free_port()
        self.assertEqual(self.check(port), (1, f"echo-sts: not healthy: cannot connect to 127.0.0.1"
                                               f" port {port}: Connection refused"))

    def answered(self, answer: bytes) -> tuple[int, str]:
        """What it says of a server that sends these bytes."""
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()

            def serve() -> None:
                with contextlib.suppress(OSError):
                    connection, _ = listener.accept()
                    with connection:
                        connection.recv(65536)
                        connection.sendall(answer)

            thread = threading.Thread(target=serve)
            thread.start()
            try:
                return self.check(listener.getsockname()[1])
            finally:
                thread.join()

    def test_somebody_else_there(self) -> None:
        body = json.dumps({"status": "unwell"}).encode()
        self.assertEqual(self.answered(b"HTTP/1.1 503 Service Unavailable\r\n\r\n" + body),
                         (1, "echo-sts: not healthy: the server answered HTTP/1.1 503 Service "
                             "Unavailable"))
        self.assertEqual(self.answered(b"HTTP/1.1 200 OK\r\n\r\n" + body),
                         (1, "echo-sts: not healthy: the server answered HTTP/1.1 200 OK"))
        self.assertEqual(self.answered(b""),
                         (1, "echo-sts: not healthy: the server closed the connection"))
        self.assertEqual(self.answered(b"x" * 100_000)[0], 1)

    def test_a_server_that_does_not_answer_is_given_up(self) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            port = listener.getsockname()[1]
            self.assertEqual(self.check(port),
                             (1, f"echo-sts: not healthy: no answer from 127.0.0.1 port "
                                 f"{port}: Connection timed out"))

    def test_wrong_settings(self) -> None:
        done = start("--healthcheck", ECHO_PORT="http")
        self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1))
        self.assertEqual(self.check(0), (1, "echo-sts: not healthy: the port is unknown, "
                                            "because ECHO_PORT is 0"))


if __name__ == "__main__":
    unittest.main()
