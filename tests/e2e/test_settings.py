"""Settings: where they come from, and what is said about wrong ones."""

import json
import os
import socket
import subprocess
import unittest
import urllib.request

from harness import Server

BINARY = os.environ["ECHO_STS"]


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Runs a server that is expected to end by itself."""
    return subprocess.run([BINARY, *arguments], env={**os.environ, **environment},
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)


class WrongSettings(unittest.TestCase):
    MESSAGES = {
        ("ECHO_PORT", "65536"): "a whole number from 0 to 65535",
        ("ECHO_PORT", "http"): "a whole number from 0 to 65535",
        ("WS_PORT", "80.5"): "a whole number from 0 to 65535",
        ("REQUIRE_AUTH", "maybe"): "true, false, 1, 0, yes or no",
        ("WS_MAX_BUFFER_SIZE", "10"): "a whole number from 1024 to 1073741824",
        ("WS_PING_INTERVAL", "0"): "a number of seconds from 0.05 to 86400",
        ("WS_PING_TIMEOUT", "-1"): "a number of seconds from 0.05 to 86400",
        ("AUTO_DISCONNECT_DELAY", "5s"): "a number of seconds from 0 to 86400",
        ("MAX_SOCKETS", "many"): "a whole number from 0 to 1000000",
        ("MAX_BUFFERED_BYTES", "1e9"): "a whole number from 0 to 1099511627776",
        ("LOG_LEVEL", "LOUD"): "DEBUG, INFO, WARNING, WARN, ERROR or CRITICAL",
    }

    def test_a_value_that_does_not_parse_stops_the_start(self) -> None:
        for (name, value), accepted in self.MESSAGES.items():
            with self.subTest(name=name, value=value):
                done = start(**{name: value})
                self.assertEqual(done.returncode, 2)
                self.assertEqual(done.stderr,
                                 f'echo-sts: {name} is "{value}", but must be {accepted}\n')

    def test_a_wrong_flag_is_named_as_it_was_written(self) -> None:
        self.assertEqual(start("--port", "x").stderr, 'echo-sts: --port is "x", but must be a '
                                                      'whole number from 0 to 65535\n')
        self.assertEqual(start("--prot=1").stderr,
                         "echo-sts: unknown argument --prot=1; did you mean --port?\n")
        self.assertEqual(start("--port").stderr, "echo-sts: --port needs a value\n")

    def test_an_address_that_cannot_be_had_is_named(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            done = start("--host", "127.0.0.1", "--port", str(port))
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{port}", done.stderr)
        self.assertIn("in use", done.stderr)


class RightSettings(unittest.TestCase):
    def test_help_lists_every_setting_with_its_default(self) -> None:
        done = start("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for name, _ in WrongSettings.MESSAGES:
            self.assertIn(name, done.stdout)
        self.assertIn("--port, ECHO_PORT or WS_PORT", done.stdout)
        self.assertIn("default 8000", done.stdout)

    def test_version_names_program_and_protocol(self) -> None:
        self.assertRegex(start("--version").stdout,
                         r"^echo-sts \d+\.\d+\.\d+, protocol 1\.0\.0 \([0-9a-f]{16}\)\n$")

    def test_an_empty_variable_counts_as_unset_and_an_unknown_one_is_told(self) -> None:
        with Server(env={"REQUIRE_AUTH": "", "ECHO_PROT": "1"}) as server:
            self.assertIn("unknown environment variable ECHO_PROT; did you mean ECHO_PORT?",
                          server.output())

    def test_health_tells_who_and_how_many(self) -> None:
        with Server() as server:
            with urllib.request.urlopen(server.url + "/health", timeout=10) as answer:
                self.assertEqual(answer.headers["Content-Type"], "application/json")
                told = json.load(answer)
        self.assertEqual((told["status"], told["service"], told["sessions"], told["parked"]),
                         ("healthy", "echo-sts", 0, 0))
        self.assertEqual(set(told), {"status", "service", "sessions", "parked", "uptime_seconds",
                                     "version", "protocol_hash"})

    def test_the_protocol_document_is_served_whole(self) -> None:
        with Server() as server:
            with urllib.request.urlopen(server.url + "/asyncapi.json", timeout=10) as answer:
                document = json.load(answer)
        self.assertEqual(document["asyncapi"], "3.0.0")
        self.assertNotIn(".json", json.dumps([message["payload"] for message in
                                              document["components"]["messages"].values()]))


if __name__ == "__main__":
    unittest.main()
