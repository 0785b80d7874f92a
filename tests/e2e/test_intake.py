"""Messages that are being received are bounded over all connections.

Each of many clients begins a large message. Past the limit only the oldest is read from: memory
stays, whoever sends whole messages gets his answers, and one that stops is given up."""

import os
import threading
import time
import unittest

from harness import TEXT, Server, WebSocket, frame, wait_for
from worker import Worker, fragment, init

MIB = 1024 * 1024
SIZE = 20 * MIB
TARGET = "/socket.io/?EIO=4&transport=websocket"
#: The sanitizer keeps freed memory for a while.
SLACK = (400 if os.environ.get("ECHO_SANITIZE") else 60) * MIB


class Limited(unittest.TestCase):
    LIMIT = 0

    def setUp(self) -> None:
        # half of it is for messages that are not complete
        self.server = Server(env={"MAX_BUFFERED_BYTES": str(self.LIMIT), "WS_MAX_CONNECTIONS": "0",
                                  "MAX_CONNECTIONS_PER_KEY": "0"})
        self.addCleanup(self.server.stop)


class Unfinished(Limited):
    LIMIT = 64 * MIB

    def test_unfinished_messages_take_no_more_than_the_limit(self) -> None:
        before = self.server.resident_bytes()
        part = frame(TEXT, b'42["' + b"x" * SIZE, final=False)
        clients = [WebSocket(self.server.port, TARGET) for _ in range(15)]
        for client in clients:
            client.receive()
            client.send('40{"token":"test-api-key"}')
            client.receive()

        def push(client: WebSocket) -> None:
            try:
                client.sock.settimeout(60)
                client.sock.sendall(part)
            except OSError:
                pass  # given up by the server, which is what is tested

        threads = [threading.Thread(target=push, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        wait_for(lambda: self.server.resident_bytes() > before + 20 * MIB, "the first messages")
        end = time.monotonic() + 3
        while time.monotonic() < end:
            self.assertLess(self.server.resident_bytes(), before + 64 * MIB + SLACK)
            time.sleep(0.05)
        worker = Worker(self.server.url)  # small messages are complete before they matter
        worker.emit("stream:init", init("small"))
        worker.expect("stream:ready")
        worker.emit("fragment:data", fragment("small", 0, b"audio"))
        worker.expect("fragment:ack")
        worker.expect("fragment:processed")
        worker.close()
        # those that stop in the midst are given up, one after the other, and others get on
        wait_for(lambda: "stopped in the middle of a message" in self.server.output(),
                 "patience", 60)
        for client in clients:
            client.sock.close()
        for thread in threads:
            thread.join(60)


class Finished(Limited):
    LIMIT = 8 * MIB  # less than the twelve messages below, at one time

    def test_whole_messages_all_get_through(self) -> None:
        done = []

        def session(number: int) -> None:
            worker = Worker(self.server.url, transports=("websocket",))
            worker.emit("stream:init", init(f"big-{number}"))
            worker.expect("stream:ready")
            for sequence in range(2):
                one = fragment(f"big-{number}", sequence, bytes(2 * MIB))
                worker.emit("fragment:data", one)
                worker.expect("fragment:ack", 60)
                worker.expect("fragment:processed", 60)
            done.append(number)
            worker.close()

        threads = [threading.Thread(target=session, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertEqual(sorted(done), list(range(12)))


if __name__ == "__main__":
    unittest.main()
