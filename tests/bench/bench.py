"""The benchmark of the whole server: echo-sts beside a bare libwebsockets echo, in one run.

    python3 tests/bench/bench.py BUILD [--quick]

For each size the servers are loaded in turns by the same client, several rounds; the table gives
the median CPU time of each server per 1,000 fragments and their ratio. The machine's speed falls out
of the ratio. The servers stay up, and a first round is not counted: it takes the memory that later
rounds use again, and its ratio stands in a column of its own. Then many streams that send seldom.
Everything stays on loopback and ends by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pathlib
import re
import socket
import statistics
import subprocess
import time
from collections.abc import Callable

SIZES = (16 * 1024, 256 * 1024, 1024 * 1024)
STREAMS = 10
MANY = 10_000


class Running:
    """A server process on a free port of loopback."""

    def __init__(self, command: list[str], environment: dict[str, str], ready: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [part.replace("PORT", str(self.port)) for part in command]
        self.process = subprocess.Popen(
            command, env={**os.environ, **environment, "ECHO_PORT": str(self.port)},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(500):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        raise SystemExit(f"{ready} does not listen")

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)


def echo(build: pathlib.Path, **settings: str) -> Running:
    return Running([str(build / "echo-sts")], {
        "ECHO_HOST": "127.0.0.1", "LOG_LEVEL": "ERROR", "WS_MAX_CONNECTIONS": "0",
        "MAX_CONNECTIONS_PER_KEY": "0", "RATE_LIMIT_FRAGMENTS_PER_MIN": "0",
        "IDLE_TIMEOUT_MS": "0", **settings}, "echo-sts")


def unwatched(build: pathlib.Path) -> Running:
    """Without journal and reports: what the bare echo does, and the protocol."""
    return echo(build, JOURNAL_MAX_EVENTS="0", CONTROL_ENABLED="false")


def bare(build: pathlib.Path) -> Running:
    return Running([str(build / "tests/bare_echo"), "PORT"], {}, "bare_echo")


SERVERS: dict[str, Callable[[pathlib.Path], Running]] = {
    "bare": bare, "unwatched": unwatched, "echo": echo}


def load(build: pathlib.Path, server: Running, *options: str) -> dict[str, float]:
    done = subprocess.run(
        [str(build / "tests/load"), "--port", str(server.port), "--pid", str(server.process.pid),
         *options], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180)
    if done.returncode:
        raise SystemExit(f"load failed: {done.stderr}{done.stdout}")
    numbers = re.findall(r"(fragments/s|cpu_s/1000|p50|p99|rss_mib) ([\d.]+)", done.stdout)
    names = ("fragments/s", "cpu", "rtt_p50", "rtt_p99", "ack_p50", "ack_p99", "rss_mib")
    return dict(zip(names, (float(value) for _, value in numbers)))


def compare(build: pathlib.Path, size: int, rounds: int, seconds: float) -> None:
    results: dict[str, list[dict[str, float]]] = {name: [] for name in SERVERS}
    options = ["--streams", str(STREAMS), "--size", str(size), "--seconds", str(seconds)]
    with contextlib.ExitStack() as stack:
        servers = {name: stack.enter_context(start(build)) for name, start in SERVERS.items()}
        for _ in range(1 + rounds):
            for name, server in servers.items():
                results[name].append(load(build, server, *options,
                                          *(["--bare"] if name == "bare" else [])))
    first = {name: runs.pop(0)["cpu"] for name, runs in results.items()}
    middle = {name: statistics.median(one["cpu"] for one in runs)
              for name, runs in results.items()}
    ours = sorted(results["echo"], key=lambda one: one["cpu"])[rounds // 2]
    print(f"| {size // 1024} KiB | {middle['bare']:.4f} | {middle['unwatched']:.4f} | "
          f"{middle['unwatched'] / middle['bare']:.2f} | {middle['echo']:.4f} | "
          f"{middle['echo'] / middle['bare']:.2f} | {first['echo'] / first['bare']:.2f} | "
          f"{ours['fragments/s']:.0f} | "
          f"{ours['rtt_p50']:.2f} / {ours['rtt_p99']:.2f} | "
          f"{ours['ack_p50']:.2f} / {ours['ack_p99']:.2f} |", flush=True)


def journal(build: pathlib.Path, size: int, rounds: int, seconds: float) -> None:
    """echo-sts without the journal, with it, and with hashes of the audio, in turns."""
    servers: dict[str, dict[str, str]] = {
        "off": {"JOURNAL_MAX_EVENTS": "0"}, "on": {}, "hash": {"JOURNAL_HASH": "true"}}
    results: dict[str, list[float]] = {name: [] for name in servers}
    with contextlib.ExitStack() as stack:
        running = {name: stack.enter_context(echo(build, **settings))
                   for name, settings in servers.items()}
        for _ in range(1 + rounds):
            for name, server in running.items():
                results[name].append(load(build, server, "--streams", str(STREAMS), "--size",
                                          str(size), "--seconds", str(seconds))["cpu"])
    middle = {name: statistics.median(runs[1:]) for name, runs in results.items()}
    print(f"| {size // 1024} KiB | {middle['off']:.4f} | {middle['on']:.4f} | "
          f"{middle['on'] / middle['off']:.3f} | {middle['hash']:.4f} | "
          f"{middle['hash'] / middle['off']:.2f} |", flush=True)


def many(build: pathlib.Path, seconds: float) -> None:
    with echo(build) as server:
        one = load(build, server, "--streams", str(MANY), "--size", "10240", "--every", "10000",
                   "--seconds", str(seconds))
    print(f"\n{MANY:,} streams, a 10 KiB fragment every 10 s each, {seconds:.0f} s: "
          f"{one['fragments/s']:.0f} fragments/s, ack p50 {one['ack_p50']:.2f} ms, "
          f"p99 {one['ack_p99']:.2f} ms, peak resident {one['rss_mib']:.0f} MiB")


def idle(build: pathlib.Path, seconds: float) -> None:
    """More than one ping round where `seconds` is over 25."""
    with echo(build) as server:
        one = load(build, server, "--streams", "1", "--size", "16384", "--every", "100",
                   "--idle", str(MANY), "--seconds", str(seconds))
    print(f"{MANY:,} idle connections, {seconds:.0f} s, beside one stream: ack p99 "
          f"{one['ack_p99']:.2f} ms, peak resident {one['rss_mib']:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path, metavar="BUILD", help="folder of the build")
    parser.add_argument("--quick", action="store_true", help="one short round of each")
    arguments = parser.parse_args()
    build, quick = arguments.build, arguments.quick
    print(f"{STREAMS} streams, 3 fragments in flight each; CPU seconds of the server per 1,000 "
          "fragments\n")
    print("| size | bare libwebsockets | echo-sts, nothing recorded | ratio | echo-sts, defaults | ratio | "
          "ratio, first round | fragments/s | RTT p50 / p99 ms | ack p50 / p99 ms |")
    print("|" + " --- |" * 10)
    for size in SIZES:
        compare(build, size, rounds=1 if quick else 5, seconds=1 if quick else 3)
    print("\nThe journal: CPU seconds per 1,000 fragments\n")
    print("| size | without | with | ratio | with SHA-256 | ratio |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in SIZES:
        journal(build, size, rounds=1 if quick else 7, seconds=1 if quick else 2)
    many(build, 5 if quick else 30)
    idle(build, 5 if quick else 60)


if __name__ == "__main__":
    main()
