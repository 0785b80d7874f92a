"""The benchmarks tell when they have not measured what they say: a side with fewer samples, an echo
that differs, a count of instructions that is not as expected."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from control import Control
from harness import BUILD, ROOT, server

sys.path.insert(0, str(ROOT / "tests" / "bench"))

import bench  # noqa: E402
import instructions  # noqa: E402
import processes  # noqa: E402

QUICK = ("--streams", "2", "--fragments", "5", "--size", "70000", "--window", "3")


class LoadTest(unittest.TestCase):
    def test_exact_echo(self) -> None:
        with processes.echo(BUILD) as ours, processes.bare(BUILD) as bare:
            for side, options in ((ours, ()), (bare, ("--bare",))):
                # enough of them that their time shows, however coarse the system counts it
                seen = processes.load(BUILD, side.wait(), *QUICK, "--fragments", "100", *options)
                self.assertEqual(seen["fragments"], 200)
                self.assertGreater(seen["cpu_seconds"], 0)

    def test_exact_echo_over_tls(self) -> None:
        with bench.certificate() as tls, processes.echo(BUILD, tls=tls) as ours, \
                processes.bare(BUILD, tls) as bare:
            for side, options in ((ours, ("--tls",)), (bare, ("--tls", "--bare"))):
                seen = processes.load(BUILD, side.wait(), *QUICK, *options)
                self.assertEqual(seen["fragments"], 10)

    def test_one_damaged_echo(self) -> None:
        with server(RATE_LIMIT_FRAGMENTS_PER_MIN="0") as sts:
            rule = {"trigger": "sequence_number", "value": 3, "action": "corrupt"}
            Control(sts).ask("PUT", "/streams/load-0000002a-1/faults", {"rules": [rule]})
            done = subprocess.run([BUILD / "tests/load", "--port", str(sts.port), *QUICK, "--run",
                                   "42"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr,
                         "load: 1 echoes were not, byte by byte, what was sent\n")



class TableTest(unittest.TestCase):
    def test_fewer_samples(self) -> None:
        left = iter([1.0, 1.0, 1.0])

        def tires() -> float:
            value = next(left, None)
            if value is None:
                raise processes.Failed("it is tired")
            return value

        with self.assertRaises(processes.Failed) as failed:
            bench.in_turns("1 KiB", 5, {"good": lambda: 2.0, "bad": tires})
        self.assertEqual(str(failed.exception), "1 KiB: bad has 2 samples, not 5: bad: it is tired")

    def test_all_samples(self) -> None:
        one, other = iter(range(6)), iter(range(10, 16))
        taken = bench.in_turns("1 KiB", 5, {"one": lambda: next(one), "other": lambda: next(other)})
        self.assertEqual(taken, {"one": [1, 2, 3, 4, 5], "other": [11, 12, 13, 14, 15]})

    def test_row(self) -> None:
        row = bench.Row("1 KiB", "µs", [2.0, 1.0, 4.0], [3.0, 2.5, 9.0], 2.5)
        self.assertEqual(row.line(), "| 1 KiB | 1 / 2 | 2.5 / 3 | µs | 2.50 × | 1.50 × | ≤ 2.5 × "
                                     "| met |")
        row = bench.Row("start", "ms", [2.0, 1.0, 4.0], [3.5, 3.25, 9.0], 2, difference=True)
        self.assertEqual(row.line(), "| start | 1 / 2 | 3.25 / 3.5 | ms | +2.25 ms | +1.50 ms | "
                                     "≤ 2 ms | missed |")

    def test_exit_status(self) -> None:
        """Of the whole program, where the yardstick does not run."""
        with tempfile.TemporaryDirectory() as folder:
            build = Path(folder)
            (build / "tests").mkdir()
            (build / "echo-sts").symlink_to(BUILD / "echo-sts")
            (build / "tests/load").symlink_to(BUILD / "tests/load")
            (build / "tests/epoll_echo").symlink_to("/bin/false")
            done = subprocess.run([sys.executable, ROOT / "tests/bench/bench.py", build, "--quick",
                                   "--rows", "256 KiB"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("| 256 KiB | not measured |", done.stdout)
        self.assertIn("bench: epoll_echo does not accept connections\n", done.stderr)


class InstructionsTest(unittest.TestCase):
    EXPECTED = {"1 KiB": 1000, "1 MiB": 1_000_000}

    def test_judge(self) -> None:
        judge = instructions.judge
        self.assertEqual(judge(self.EXPECTED, {"1 KiB": 1099, "1 MiB": 901_000}), [])
        self.assertEqual(judge(self.EXPECTED, {"1 KiB": 1101, "1 MiB": 899_000}), [
            "1 KiB: expected 1,000 instructions for a fragment, got 1,101: 10.1% more",
            "1 MiB: expected 1,000,000 instructions for a fragment, got 899,000: 10.1% less"])

    def test_unknown_compiler(self) -> None:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            self.assertEqual(instructions.check(BUILD, {}), instructions.SKIPPED)
        self.assertRegex(said.getvalue(), "^SKIPPED: the instructions of a fragment were not "
                                          "counted: .*; to have it run: .*\n$")

    def test_rooms(self) -> None:
        """What callgrind writes: names once, lines of calls, code that is inlined."""
        text = """\
events: Ir
ob=(1) /build/echo-sts
fl=(1) ../src/net/output.c
fn=(1) net_output_write
10 7
cob=(2) /usr/lib/libc.so.6
cfi=(2) ???
cfn=(2) send
calls=3 0
+1 900
fi=(3) ../src/base/bytes.h
5 20
fi=(4) /usr/include/immintrin.h
6 100
fe=(1)
* 1

fl=(5) /usr/lib/gcc/include/avx2intrin.h
fn=(3) take_blocks'2
9 50

ob=(2)
fl=(2)
fn=(2)
0 900
totals: 1078
"""
        self.assertEqual(instructions.parse(text, {"take_blocks": "base"}),
                         {"net": 108, "base": 70, "libc.so.6": 900})


if __name__ == "__main__":
    unittest.main()
