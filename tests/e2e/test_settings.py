"""Settings: where they come from, what is said about wrong ones, and what those of the program
itself do (the settings of streams are tested with the streams)."""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import unittest
import urllib.request

from harness import ROOT, STS, Server, exchange, free_port, request, wait_for
from wire import Closed, Direct, Polling

PROFILES = {
    "python-echo": {
        "REQUIRE_AUTH": "false", "RATE_LIMIT_FRAGMENTS_PER_MIN": "0", "WS_MAX_CONNECTIONS": "0",
        "MAX_CONNECTIONS_PER_KEY": "0", "AUTH_FAILURES_PER_MIN": "0", "IDLE_TIMEOUT_MS": "0",
        "RESUME_WINDOW_MS": "0"},
    "test": {
        "RATE_LIMIT_FRAGMENTS_PER_MIN": "0", "WS_MAX_CONNECTIONS": "0",
        "MAX_CONNECTIONS_PER_KEY": "0", "AUTH_FAILURES_PER_MIN": "0",
        "AUTO_DISCONNECT_DELAY": "0.2"},
}

ADDRESS = "a numeric IPv4 or IPv6 address, or a name that resolves to one"
BOOLEAN = "true, false, 1, 0, yes or no"


def whole(least: int, most: int) -> str:
    return f"a whole number from {least} to {most}"


def seconds(least: str, most: str) -> str:
    return f"a number of seconds from {least} to {most}"


# variable: wrong values, and what is accepted. Every variable of the table but those in FREE.
WRONG: dict[str, tuple[list[str], str]] = {
    "ECHO_PROFILE": (["python", "python_echo", "tests"], "python-echo or test"),
    "ECHO_HOST": (["no-such-host.invalid", "1.2.3.4.5", "256.0.0.1", "::g", "local host"], ADDRESS),
    "ECHO_PORT": (["65536", "http", "-1", "+80", " 80", "0x50", "1e3"], whole(0, 65535)),
    "WS_PORT": (["80.5"], whole(0, 65535)),
    "ECHO_EXIT_WITH_PARENT": (["1234"], BOOLEAN),
    "REQUIRE_AUTH": (["maybe", "2", "on"], BOOLEAN),
    "JOURNAL_MAX_EVENTS": (["-1", "many"], whole(0, 1000000)),
    "JOURNAL_MAX_BYTES": (["65535", "64M"], whole(65536, 1099511627776)),
    "JOURNAL_HASH": (["sha256"], BOOLEAN),
    "REPORTS_KEPT": (["0", "100001", "all"], whole(1, 100000)),
    "CONTROL_ENABLED": (["off"], BOOLEAN),
    "CONTROL_PORT": (["65536", "same"], whole(0, 65535)),
    "CONTROL_HOST": (["http://localhost", "127.0.0.1:80"], ADDRESS),
    "WS_MAX_BUFFER_SIZE": (["10", "50MB"], whole(1024, 1073741824)),
    "WS_PING_INTERVAL": (["0", "25s", "nan", "inf", "0x10", "1e1", "."], seconds("0.05", "86400")),
    "WS_PING_TIMEOUT": (["-1"], seconds("0.05", "86400")),
    "WS_MAX_CONNECTIONS": (["ten"], whole(0, 1000000)),
    "MAX_CONNECTIONS_PER_KEY": (["1000001"], whole(0, 1000000)),
    "AUTH_FAILURES_PER_MIN": (["ten", "1000001"], whole(0, 1000000)),
    "MAX_SOCKETS": (["many"], whole(0, 1000000)),
    "MAX_BUFFERED_BYTES": (["1e9"], whole(0, 1099511627776)),
    "IDLE_TIMEOUT_MS": (["60s"], whole(0, 86400000)),
    "ECHO_PROCESSING_DELAY_MS": (["60001", "0.5"], whole(0, 60000)),
    "PROCESSING_DELAY_MS": (["fast"], whole(0, 60000)),
    "ECHO_PROCESSING_JITTER_MS": (["-5"], whole(0, 60000)),
    "ECHO_SEED": (["9007199254740992", "random", "99999999999999999999999"],
                  whole(0, 9007199254740991)),
    "ECHO_STRICT": (["very"], BOOLEAN),
    "AUTO_DISCONNECT_DELAY": (["5s", "86400.1"], seconds("0", "86400")),
    "RESUME_WINDOW_MS": (["never"], whole(0, 86400000)),
    "DRAIN_MS": (["soon"], whole(0, 86400000)),
    "REPORT_RETURN_MS": (["-1"], whole(0, 86400000)),
    "RESUME_MAX_BYTES": (["32MiB"], whole(0, 1099511627776)),
    "SEQUENCE_POLICY": (["loose"], "window or strict"),
    "SEQUENCE_GAP_MS": (["86400001"], whole(0, 86400000)),
    "QUEUE_MAX_DEPTH": (["0", "1001"], whole(1, 1000)),
    "MAX_FRAGMENT_BASE64": (["10485761", "3"], whole(4, 10485760)),
    "RATE_LIMIT_FRAGMENTS_PER_MIN": (["100/min"], whole(0, 1000000)),
    "FLOW_VIOLATION_LIMIT": (["off"], whole(0, 1000000)),
    "BACKPRESSURE_ENABLED": (["enabled"], BOOLEAN),
    "BACKPRESSURE_THRESHOLD_LOW": (["50%", "101"], "a number from 0 to 100"),
    "BACKPRESSURE_THRESHOLD_MEDIUM": (["-0.7"], "a number from 0 to 100"),
    "BACKPRESSURE_THRESHOLD_HIGH": (["0,9"], "a number from 0 to 100"),
    "ECHO_FAIL_ON": (["fails", "fail,", "fail;unknown"],
                     "a list, with commas, of fail, deviation and unknown"),
    "LOG_LEVEL": (["LOUD", "1"], "DEBUG, INFO, WARNING, WARN, ERROR or CRITICAL"),
    "LOG_FORMAT": (["xml"], "text or json"),
}

# Variables that take any text: a file or user that is not there is told of at the start. The
# message about a key that is too long does not show it.
FREE = {"CONTROL_CORS", "ECHO_PORT_FILE", "TLS_CERT", "TLS_KEY", "ECHO_USER", "STS_API_KEY", "API_KEY",
        "STS_API_KEYS_FILE", "ECHO_SCENARIO", "ECHO_JOURNAL", "ECHO_REPORT", "ECHO_LOG_FILE",
        "PROCESSING_TIMEOUT_MS", "GPU_MAX_BATCH_SIZE"}


def clean_environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items()
            if not key.startswith(("ECHO_", "WS_", "BACKPRESSURE_", "CONTROL_", "JOURNAL_"))}


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a program that is expected to end by itself."""
    return subprocess.run([str(STS), *arguments], env={**clean_environment(), **environment},
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)


def documented() -> list[dict[str, str]]:
    """The rows of the tables that the program writes about itself."""
    rows = []
    for line in start("--help-markdown").stdout.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells and cells[0].startswith("`"):
            rows.append(dict(zip(("names", "flag", "default", *PROFILES, "accepted", "what"),
                                 cells, strict=True)))
    return rows


def names(row: dict[str, str]) -> list[str]:
    return re.findall(r"`([A-Z0-9_]+)`", row["names"])


def messages(server: Server) -> list[str]:
    """The sentences of the server's log, once the start is over."""
    wait_for(lambda: "listens on" in server.output(), "the last line of the start")
    return [json.loads(line)["message"] for line in server.output().splitlines()]


def said(server: Server) -> list[str]:
    """What the log says about settings that differ from their defaults."""
    return [message.removeprefix("setting ") for message in messages(server)
            if message.startswith("setting ")]


class Defaults(unittest.TestCase):
    def test_no_other_place_gives_a_setting_of_streams_a_value(self) -> None:
        """The table of settings is the one place that has defaults: a second one, in a room or in
        the tests, would go its own way."""
        header = (ROOT / "src/stream/settings.h").read_text()
        body = re.sub(r"/\*.*?\*/", "", header[header.index("struct stream_settings {"):], flags=re.S)
        members = set(re.findall(r"(\w+)\s*[,;]", body[:body.index("};")]))
        self.assertIn("resume_window_ms", members)
        members.remove("seed")  # has no default: a server draws one
        designated = re.compile(r"\.(\w+)\s*=\s*[\d(]")
        found = []
        for path in sorted([*ROOT.glob("src/**/*.[ch]"), *ROOT.glob("tests/unit/*.h")]):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                names = members & set(designated.findall(line))
                # members of other structs have some of these names; theirs are no defaults
                if names and "stream_settings" in path.read_text():
                    found.append(f"{path.relative_to(ROOT)}:{number}: {', '.join(names)}")
        self.assertEqual(found, [])


class WrongSettings(unittest.TestCase):
    def test_a_value_that_does_not_parse_stops_the_start(self) -> None:
        for name, (values, accepted) in WRONG.items():
            for value in values:
                with self.subTest(name=name, value=value):
                    done = start(**{name: value})
                    self.assertEqual(done.returncode, 2)
                    self.assertEqual(done.stderr,
                                     f'echo-sts: {name} is "{value}", but must be {accepted}\n')

    def test_no_variable_is_without_such_a_test(self) -> None:
        told = {name for row in documented() for name in names(row)}
        self.assertEqual(told, set(WRONG) | FREE)

    def test_a_secret_is_not_shown_however_wrong(self) -> None:
        secret = "geheim" * 100
        rows: list[tuple[str, list[str], dict[str, str]]] = [
            ("STS_API_KEY", [], {"STS_API_KEY": secret}), ("API_KEY", [], {"API_KEY": secret}),
            ("--sts-api-key", ["--sts-api-key", secret], {}),
            ("--api-key", [f"--api-key={secret}"], {})]
        for name, arguments, environment in rows:
            done = start(*arguments, **environment)
            self.assertEqual(done.returncode, 2)
            self.assertEqual(done.stderr,
                             f'echo-sts: {name} is "***", but must be 1 to 512 bytes\n')
        self.assertNotIn("geheim", start(f"--sts-api-kee={secret}").stderr)

    def test_a_wrong_value_cannot_forge_a_line(self) -> None:
        done = start(ECHO_PORT="1\n2\x1b[31m")
        self.assertEqual(done.stderr, 'echo-sts: ECHO_PORT is "1\\x0a2\\x1b[31m", but must be a '
                                      'whole number from 0 to 65535\n')

    def test_a_wrong_flag_is_named_as_it_was_written(self) -> None:
        self.assertEqual(start("--port", "x").stderr, 'echo-sts: --port is "x", but must be a '
                                                      'whole number from 0 to 65535\n')
        self.assertEqual(start("--processing-delay-ms=x").stderr,
                         'echo-sts: --processing-delay-ms is "x", but must be a whole number from '
                         '0 to 60000\n')
        self.assertEqual(start("--prot=1").stderr,
                         "echo-sts: unknown argument --prot; did you mean --port?\n")
        self.assertEqual(start("serve").stderr,
                         "echo-sts: unknown argument serve; see --help\n")
        self.assertEqual(start("--port").stderr, "echo-sts: --port needs a value\n")
        self.assertEqual(start("--port").returncode, 2)

    def test_settings_that_contradict_each_other(self) -> None:
        for environment, sentence in (
                ({"TLS_CERT": "/c.pem"}, "TLS_CERT is set, but TLS_KEY is not. TLS needs both"),
                ({"CONTROL_HOST": "::1"}, "CONTROL_HOST is set, but CONTROL_PORT is not"),
                ({"TLS_KEY": "/k.pem"}, "TLS_KEY is set, but TLS_CERT is not. TLS needs both"),
                ({"BACKPRESSURE_THRESHOLD_LOW": "0.8"},
                 "BACKPRESSURE_THRESHOLD_LOW must not be more than BACKPRESSURE_THRESHOLD_MEDIUM"),
                ({"BACKPRESSURE_THRESHOLD_HIGH": "0.6"},
                 "BACKPRESSURE_THRESHOLD_MEDIUM must not be more than BACKPRESSURE_THRESHOLD_HIGH"),
        ):
            done = start(**environment)
            self.assertEqual((done.returncode, done.stderr), (2, f"echo-sts: {sentence}\n"))

    def test_an_address_that_cannot_be_had_is_named(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            done = start("--host", "127.0.0.1", "--port", str(port))
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{port}", done.stderr)
        self.assertIn("in use", done.stderr)


class KeyWithSomethingAround(unittest.TestCase):
    """As .env files and copying leave it."""

    def test_it_is_removed_with_a_warning(self) -> None:
        for name, value, removed in (
                ("STS_API_KEY", "geheim\r", "a CR at the end"),
                ("STS_API_KEY", '"geheim"\r\n',
                 "a quote at the beginning, and a CR, a line feed, a quote at the end"),
                ("API_KEY", "  'geheim'", "blanks, a quote at the beginning, and a quote at the end"),
                ("--sts-api-key", "\tgeheim", "a tab at the beginning")):
            with self.subTest(value, name=name):
                flags = [name, value] if name.startswith("--") else []
                variables = {} if flags else {name: value}
                with Server(variables, command=[str(STS), *flags]) as server:
                    link = Direct(server.port, "/socket.io/")
                    link.send('40{"token":"geheim"}')
                    self.assertTrue(str(link.receive()).startswith("40{"))
                    link.close()
                    lines = [json.loads(line) for line in server.output().splitlines()]
                    self.assertEqual([one["message"] for one in lines if one["level"] == "WARNING"],
                                     [f"{name}: removed {removed}"])
                    self.assertNotIn("geheim", server.output())

    def test_a_key_is_taken_as_it_is_otherwise(self) -> None:
        with Server({"STS_API_KEY": "a 'b' \"c"}) as server:
            self.assertFalse([one for one in messages(server) if "removed" in one])

    def test_what_is_removed_does_not_count_for_the_length(self) -> None:
        with Server({"STS_API_KEY": "  " + "k" * 512 + "\r\n"}) as server:
            link = Direct(server.port, "/socket.io/")
            link.send('40{"token":"%s"}' % ("k" * 512))
            self.assertTrue(str(link.receive()).startswith("40{"))
            link.close()
        done = start(STS_API_KEY=" " + "k" * 513)
        self.assertEqual((done.returncode, done.stderr),
                         (2, 'echo-sts: STS_API_KEY is "***", but must be 1 to 512 bytes\n'))

    def test_a_key_of_which_nothing_is_left(self) -> None:
        for value in " ", '""', "\r\n", "' '":
            done = start(API_KEY=value)
            self.assertEqual((done.returncode, done.stderr), (
                2, "echo-sts: API_KEY has nothing but blanks, line ends and quotes, but must be a "
                   "key\n"))

    def test_a_flag_makes_the_variable_unused(self) -> None:
        with Server({"STS_API_KEY": "other\r"},
                    command=[str(STS), "--sts-api-key", "geheim"]) as server:
            self.assertFalse([one for one in messages(server) if "removed" in one])


class Sources(unittest.TestCase):
    def test_the_flag_wins_over_the_variable_over_the_profile_over_the_default(self) -> None:
        def idle_timeout(*arguments: str, **environment: str) -> list[str]:
            with Server(environment, command=[str(STS), *arguments]) as server:
                return [line for line in said(server) if line.startswith("IDLE_TIMEOUT_MS")]

        self.assertEqual(idle_timeout(), [])
        self.assertEqual(idle_timeout(ECHO_PROFILE="python-echo"),
                         ["IDLE_TIMEOUT_MS=0 (profile; default 60000)"])
        self.assertEqual(idle_timeout("--profile", "python-echo"),
                         ["IDLE_TIMEOUT_MS=0 (profile; default 60000)"])
        self.assertEqual(idle_timeout(ECHO_PROFILE="Python-Echo", IDLE_TIMEOUT_MS="7"),
                         ["IDLE_TIMEOUT_MS=7 (environment; default 60000)"])
        self.assertEqual(
            idle_timeout("--idle-timeout-ms=8", ECHO_PROFILE="python-echo", IDLE_TIMEOUT_MS="7"),
            ["IDLE_TIMEOUT_MS=8 (flag; default 60000)"])
        # back at its default in spite of the profile
        self.assertEqual(idle_timeout(ECHO_PROFILE="python-echo", IDLE_TIMEOUT_MS="60000"), [])
        self.assertEqual(idle_timeout("--idle-timeout-ms", "60000", IDLE_TIMEOUT_MS="7"), [])

    def test_the_profile_changes_what_the_page_says(self) -> None:
        for profile, values in PROFILES.items():
            with self.subTest(profile):
                with Server({"ECHO_PROFILE": profile}) as server:
                    told = {line.split(" ")[0] for line in said(server) if "(profile;" in line}
                self.assertEqual(told, {f"{name}={value}" for name, value in values.items()})
                rows = {names(row)[0]: row[profile].strip("`")
                        for row in documented() if row[profile]}
                self.assertEqual(rows, values)

    def test_an_alias_counts_when_the_name_is_unset(self) -> None:
        for environment, delay in (({"PROCESSING_DELAY_MS": "7"}, "7"),
                                   ({"PROCESSING_DELAY_MS": "7", "ECHO_PROCESSING_DELAY_MS": "8"},
                                    "8"),
                                   ({"PROCESSING_DELAY_MS": "7", "ECHO_PROCESSING_DELAY_MS": ""},
                                    "7")):
            with Server(environment) as server:
                self.assertIn(f"ECHO_PROCESSING_DELAY_MS={delay} (environment; default 0)",
                              said(server))

    def test_ws_port_is_the_port(self) -> None:
        with Server(port_variable="WS_PORT") as server:
            self.assertIn(f"ECHO_PORT={server.port} (environment; default 8000)", said(server))

    def test_an_empty_variable_counts_as_unset(self) -> None:
        empty = {name: "" for name in set(WRONG) | FREE if name not in ("ECHO_HOST", "ECHO_PORT")}
        with Server(empty) as server:
            self.assertEqual({line.split("=")[0] for line in said(server)},
                             {"ECHO_HOST", "ECHO_PORT"})

    def test_words_in_any_case(self) -> None:
        for word in ("TRUE", "Yes", "1", "fAlse", "NO", "0"):
            with Server({"ECHO_STRICT": word}) as server:
                self.assertEqual([line for line in said(server) if line.startswith("ECHO_STRICT")],
                                 [f"ECHO_STRICT={word} (environment; default false)"]
                                 if word in ("TRUE", "Yes", "1") else [])

    def test_a_yes_or_no_flag_alone_means_yes(self) -> None:
        for arguments in (["--strict"], ["--strict", "--require-auth", "no"], ["--strict=yes"],
                          ["--strict", "1"]):
            with Server({}, command=[str(STS), *arguments]) as server:
                self.assertTrue(any(line.startswith("ECHO_STRICT=") for line in said(server)))

    def test_every_setting_can_be_given_either_way_and_is_told(self) -> None:
        values = {"ECHO_PROFILE": "python-echo", "REQUIRE_AUTH": "no",
                  "ECHO_EXIT_WITH_PARENT": "yes",
                  "CONTROL_ENABLED": "no", "CONTROL_PORT": "9", "CONTROL_HOST": "127.0.0.1",
                  "CONTROL_CORS": "*", "JOURNAL_MAX_EVENTS": "7", "JOURNAL_MAX_BYTES": "70000", "JOURNAL_HASH": "yes",
                  "WS_MAX_BUFFER_SIZE": "2048", "WS_PING_INTERVAL": "0.5", "WS_PING_TIMEOUT": "9",
                  "WS_MAX_CONNECTIONS": "3", "MAX_CONNECTIONS_PER_KEY": "4", "MAX_SOCKETS": "50",
                  "AUTH_FAILURES_PER_MIN": "5",
                  "MAX_BUFFERED_BYTES": "100000", "IDLE_TIMEOUT_MS": "5",
                  "ECHO_PROCESSING_DELAY_MS": "6", "ECHO_PROCESSING_JITTER_MS": "7",
                  "ECHO_SEED": "9007199254740991", "ECHO_STRICT": "true",
                  "AUTO_DISCONNECT_DELAY": "1.25", "RESUME_WINDOW_MS": "8", "DRAIN_MS": "1",
                  "REPORT_RETURN_MS": "7", "REPORTS_KEPT": "5", "RESUME_MAX_BYTES": "9",
                  "SEQUENCE_POLICY": "strict", "SEQUENCE_GAP_MS": "10", "QUEUE_MAX_DEPTH": "11",
                  "MAX_FRAGMENT_BASE64": "12", "RATE_LIMIT_FRAGMENTS_PER_MIN": "13",
                  "FLOW_VIOLATION_LIMIT": "14", "BACKPRESSURE_ENABLED": "true",
                  "BACKPRESSURE_THRESHOLD_LOW": "0.1", "BACKPRESSURE_THRESHOLD_MEDIUM": "0.2",
                  "BACKPRESSURE_THRESHOLD_HIGH": "0.3", "LOG_LEVEL": "debug", "ECHO_FAIL_ON": "Deviation,fail",
                  "LOG_FORMAT": "json"}
        rows = {names(row)[0]: row for row in documented()}
        self.assertEqual(set(rows) - set(values) - FREE, {"ECHO_HOST", "ECHO_PORT"})
        flags = [f"{rows[name]['flag'].strip('`')}={value}" for name, value in values.items()]
        for origin, server in (("environment", Server(values)),
                               ("flag", Server({}, command=[str(STS), *flags]))):
            with server:
                told = {line.split(" ")[0] for line in said(server) if f"({origin};" in line}
            self.assertLessEqual({f"{name}={value}" for name, value in values.items()}, told)


class Saying(unittest.TestCase):
    def test_help_lists_every_setting_with_its_default(self) -> None:
        done = start("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for name in set(WRONG) | FREE:
            self.assertIn(name, done.stdout)
        self.assertIn("--port, ECHO_PORT or WS_PORT", done.stdout)
        self.assertIn("default 8000", done.stdout)
        self.assertIn("default 10, in python-echo 0, in test 0\n", done.stdout)
        self.assertIn("default 5, in test 0.2\n", done.stdout)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 100)

    def test_the_page_in_docs_is_what_the_program_writes(self) -> None:
        page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
        self.assertEqual(page, start("--help-markdown").stdout,
                         "stale: echo-sts --help-markdown > docs/configuration.md")

    def test_version_names_program_and_protocol(self) -> None:
        self.assertRegex(start("--version").stdout,
                         r"^echo-sts \d+\.\d+\.\d+, protocol 1\.0\.0 \([0-9a-f]{16}\)\n$")

    def test_unknown_variables_are_told_with_the_closest_name(self) -> None:
        with Server({"ECHO_PROT": "1", "WS_PING_INTERVALL": "1", "BACKPRESSURE_ENABLE": "1",
                     "WS_XYZZY": "1", "REQUIRE_AUHT": "1", "JOURNAL_MAX_EVENT": "1",
                     "CONTROL_PROT": "1", "LOG_LEVLE": "1", "TLS_CRT": "1",
                     "RATE_LIMIT_FRAGMENT_PER_MIN": "1", "log_format": "1",
                     # meant for other programs
                     "ECHO_STS": "1", "ECHO_STS_URL": "1",
                     "CONTROL_PLANE_URL": "1", "CONTROL": "1", "JOURNAL_STREAM": "8:1",
                     "API_DEV": "1", "APP_KEY": "1", "LOG_FILE": "1", "MAX_CONNECTIONS_PER_IP": "1",
                     "LOG_": "1", "TLS_CA": "1", "_": "1"}) as server:
            told = [message for message in messages(server) if "unknown" in message]
        self.assertEqual(sorted(told), [
            "unknown environment variable BACKPRESSURE_ENABLE; did you mean BACKPRESSURE_ENABLED?",
            "unknown environment variable CONTROL_PROT; did you mean CONTROL_PORT?",
            "unknown environment variable ECHO_PROT; did you mean ECHO_PORT?",
            "unknown environment variable JOURNAL_MAX_EVENT; did you mean JOURNAL_MAX_EVENTS?",
            "unknown environment variable LOG_LEVLE; did you mean LOG_LEVEL?",
            "unknown environment variable RATE_LIMIT_FRAGMENT_PER_MIN; did you mean "
            "RATE_LIMIT_FRAGMENTS_PER_MIN?",
            "unknown environment variable REQUIRE_AUHT; did you mean REQUIRE_AUTH?",
            "unknown environment variable TLS_CRT; did you mean TLS_CERT?",
            "unknown environment variable WS_PING_INTERVALL; did you mean WS_PING_INTERVAL?",
            "unknown environment variable WS_XYZZY; see --help",
            "unknown environment variable log_format; did you mean LOG_FORMAT?"])

    def test_what_is_known_and_not_used_is_said_once(self) -> None:
        with Server({"PROCESSING_TIMEOUT_MS": "8000", "GPU_MAX_BATCH_SIZE": "8"}) as server:
            told = messages(server)
        for name in "PROCESSING_TIMEOUT_MS", "GPU_MAX_BATCH_SIZE":
            self.assertEqual(sum(f"{name} has no effect" in one for one in told), 1)
        self.assertFalse(any("unknown" in one for one in told))

    def test_the_default_key_is_warned_about(self) -> None:
        def warned(**environment: str) -> bool:
            with Server(environment) as server:
                return any("STS_API_KEY has its default value" in one for one in messages(server))

        self.assertTrue(warned())
        self.assertTrue(warned(STS_API_KEY="test-api-key"))
        self.assertFalse(warned(STS_API_KEY="another"))
        self.assertFalse(warned(API_KEY="another"))
        self.assertFalse(warned(REQUIRE_AUTH="false"))

    def test_secrets_are_never_told(self) -> None:
        with Server({"STS_API_KEY": "sesame-1", "LOG_LEVEL": "DEBUG"}) as server:
            messages(server)
            output = server.output()
        self.assertIn("STS_API_KEY=***", output)
        self.assertNotIn("sesame", output)


class Effects(unittest.TestCase):
    def test_the_handshake_tells_pings_and_the_largest_message(self) -> None:
        with Server({"WS_PING_INTERVAL": "1.5", "WS_PING_TIMEOUT": "0.25",
                     "WS_MAX_BUFFER_SIZE": "4096"}) as server:
            told = Polling(server.port, "/socket.io/").open
        self.assertEqual((told["pingInterval"], told["pingTimeout"], told["maxPayload"]),
                         (1500, 250, 4096))
        with Server() as server:
            told = Polling(server.port, "/ws/sts/").open
        self.assertEqual((told["pingInterval"], told["pingTimeout"], told["maxPayload"]),
                         (25000, 10000, 52428800))

    def test_a_message_over_the_largest_closes_the_connection(self) -> None:
        with Server({"WS_MAX_BUFFER_SIZE": "1024"}) as server:
            link = Direct(server.port, "/socket.io/")
            link.send('40{"token":"test-api-key"}')
            self.assertTrue(str(link.receive()).startswith("40{"))
            link.send("42" + json.dumps(["x", "y" * 1024]))
            self.assertEqual(link.ws.receive_close(), 1009)
            link.close()

    def test_pings_come_and_want_an_answer(self) -> None:
        with Server({"WS_PING_INTERVAL": "0.05", "WS_PING_TIMEOUT": "1"}) as server:
            link = Direct(server.port, "/socket.io/")
            for _ in range(3):
                self.assertEqual(link.ws.receive_any(), "2")
                link.send("3")
            self.assertEqual(link.ws.receive_any(), "2")
            with self.assertRaises(Closed):  # not answered
                link.ws.receive_any()
            link.close()

    def test_one_socket_too_many_is_closed(self) -> None:
        with Server({"MAX_SOCKETS": "2"}) as server:
            links: list[Direct] = []
            while len(links) < 2:  # the harness' own look at the port may count for a moment
                try:
                    links.append(Direct(server.port, "/socket.io/"))
                except (OSError, AssertionError):
                    continue
            self.assertEqual(exchange(server.port, request("GET", "/health")), b"")
            for link in links:
                link.close()

    def test_the_profile_lets_clients_in_without_a_key(self) -> None:
        with Server({"ECHO_PROFILE": "python-echo"}) as server:
            link = Direct(server.port, "/socket.io/")
            link.send("40")
            self.assertTrue(str(link.receive()).startswith("40{"))
            link.close()

    def test_double_colon_listens_for_both_kinds_of_address(self) -> None:
        with Server({"ECHO_HOST": "::"}) as server:
            for host in "127.0.0.1", "[::1]":
                with urllib.request.urlopen(f"http://{host}:{server.port}/health",
                                            timeout=10) as answer:
                    self.assertEqual(answer.status, 200)
            self.assertTrue(any(f"listens on http://[::]:{server.port}" in one
                                for one in messages(server)))

    def test_localhost_is_both_loopback_addresses(self) -> None:
        for host in "localhost", "LocalHost":
            with Server({"ECHO_HOST": host}) as server:
                for address in "127.0.0.1", "[::1]", "localhost":
                    with urllib.request.urlopen(f"http://{address}:{server.port}/health",
                                                timeout=10) as answer:
                        self.assertEqual(answer.status, 200)
                self.assertTrue(any(f"listens on http://{host}:{server.port}" in one
                                    for one in messages(server)))
                done = start("--healthcheck", ECHO_HOST=host, ECHO_PORT=str(server.port))
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_control_interface_may_have_a_name(self) -> None:
        port = free_port()
        with Server({"CONTROL_HOST": "localhost", "CONTROL_PORT": str(port),
                     "REQUIRE_AUTH": "no"}) as server:
            for address in "127.0.0.1", "[::1]":
                with urllib.request.urlopen(f"http://{address}:{port}/control/streams",
                                            timeout=10) as answer:
                    self.assertEqual(answer.status, 200)
            self.assertTrue(any(one == f"the control interface listens on http://localhost:{port}"
                                for one in messages(server)))

    def test_one_of_the_addresses_of_a_name_is_taken(self) -> None:
        with socket.socket(socket.AF_INET6) as taken:
            taken.bind(("::1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            done = start("--host", "localhost", "--port", str(port))
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"cannot listen on localhost port {port}: Address already in use",
                      done.stderr)

    def test_an_address_of_another_machine(self) -> None:
        done = start("--host", "192.0.2.1", "--port", "0")  # of documentation: RFC 5737
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot listen on 192.0.2.1 port 0: no interface of this machine has this "
                      "address", done.stderr)

    def test_port_0_is_told(self) -> None:
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen([str(STS), "--host", "127.0.0.1", "--port", "0"],
                                       stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                                       stdout=log, env=clean_environment())
            assert process.stderr
            try:
                while True:
                    found = re.search(r"listens on http://127\.0\.0\.1:(\d+)",
                                      process.stderr.readline().decode())
                    if found:
                        break
                with urllib.request.urlopen(f"http://127.0.0.1:{found[1]}/", timeout=10) as answer:
                    self.assertEqual(answer.status, 200)
            finally:
                process.terminate()
                process.stderr.close()
                self.assertEqual(process.wait(10), 0)

    def test_a_seed_that_was_not_given_is_chosen_and_told(self) -> None:
        seeds = []
        environments: list[dict[str, str]] = [{}, {}, {"ECHO_SEED": "42"}]
        for environment in environments:
            with Server(environment) as server:
                seeds.append(re.search(r"seed (\d+)", messages(server)[-1])[1])  # type: ignore
        self.assertNotEqual(seeds[0], seeds[1])
        self.assertEqual(seeds[2], "42")


@unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else; "
                     "to have it run: sudo ./dev test -R e2e_settings")
class Users(unittest.TestCase):
    def test_root_is_given_up_after_binding(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            keys = pathlib.Path(folder) / "keys.json"  # a file that only root can read
            keys.write_text('[{"key": "k", "streams": ["*"]}]', encoding="utf-8")
            keys.chmod(0o600)
            with Server({"STS_API_KEYS_FILE": str(keys)},
                        command=[str(STS), "--user", "nobody"]) as server:
                # It answers only then; it listens before.
                with urllib.request.urlopen(server.url + "/health", timeout=10) as answer:
                    self.assertEqual(answer.status, 200)
                status = pathlib.Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
        fields = dict(line.split(":", 1) for line in status.splitlines())
        self.assertEqual(len(set(fields["Uid"].split())), 1)
        self.assertNotIn("0", fields["Uid"].split() + fields["Gid"].split())
        self.assertEqual(fields["Groups"].split(), fields["Gid"].split()[:1])
        self.assertEqual(int(fields["CapEff"], 16), 0)

    def test_users_that_cannot_be_become(self) -> None:
        for name, why in (("no-such-user", "there is no such user"), ("root", "that is root")):
            done = start("--port", "0", "--user", name)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"cannot switch to user {name}: {why}", done.stderr)

    def test_only_root_can_become_somebody(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            # The checkout may lie where nobody else can look, such as /root.
            os.chmod(folder, 0o755)
            done = subprocess.run([shutil.copy(STS, folder), "--port", "0"], user="nobody",
                                  group="nogroup", cwd="/",
                                  env={**clean_environment(), "ECHO_USER": "nobody"},
                                  capture_output=True, text=True, timeout=60,
                                  stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot switch to user nobody: the server was not started as root",
                      done.stderr)


class Documents(unittest.TestCase):
    def test_the_protocol_document_is_served_whole(self) -> None:
        with Server() as server:
            with urllib.request.urlopen(server.url + "/asyncapi.json", timeout=10) as answer:
                document = json.load(answer)
        self.assertEqual(document["asyncapi"], "3.0.0")
        self.assertNotIn(".json", json.dumps([message["payload"] for message in
                                              document["components"]["messages"].values()]))


if __name__ == "__main__":
    unittest.main()
