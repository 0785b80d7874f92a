"""A server that ends with the process that started it (ECHO_EXIT_WITH_PARENT)."""

from __future__ import annotations

import ctypes
import json
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import unittest
from typing import Any, Callable

import harness
from harness import STS, WebSocket, wait_for
from test_port_file import KEYS, open_when_read
from test_settings import clean_environment

# Starts the server from a thread that ends when the server serves (or with "early": when it has been
# started), tells the server's id, and then waits to be killed.
STARTER = """
import os, subprocess, sys, threading, time
when, file, *command = sys.argv[1:]
def start():
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    while when != "early" and not os.path.exists(file) and server.poll() is None:
        time.sleep(0.01)
    print(server.pid, flush=True)
thread = threading.Thread(target=start)
thread.start()
thread.join()
while len(os.listdir("/proc/self/task")) > 1:
    time.sleep(0.01)
print("ended", flush=True)
sys.stdin.read()
"""
WHY = "stopping, because the process that started the server has ended (PID {})"

PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 36, 38, 22
PIDFD_OPEN = 434
LIBC = ctypes.CDLL(None, use_errno=True)


def without_pidfd() -> None:
    """From now on the system does not know pidfd_open, as before Linux 5.3."""
    code = [(0x20, 0, 0, 0),                    # load the number of the call
            (0x15, 0, 1, PIDFD_OPEN),           # if it is another one, skip the next line
            (0x06, 0, 0, 0x00050000 | 38),      # ENOSYS
            (0x06, 0, 0, 0x7fff0000)]           # allow
    program = b"".join(struct.pack("HBBI", *line) for line in code)
    lines = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxP", len(code), ctypes.addressof(lines))
    assert LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    assert LIBC.prctl(PR_SET_SECCOMP, 2, ctypes.create_string_buffer(head, len(head)), 0, 0) == 0


class ParentTest(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.file = self.folder / "sts.json"
        self.running: set[int] = set()
        # Of processes whose parent ends, this one becomes the parent, and so sees how they end.
        LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self.addCleanup(LIBC.prctl, PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)

    def launch(self, *flags: str, when: str = "serving", before: Callable[[], None] | None = None,
               command: tuple[str, ...] = (str(STS),), **settings: str) -> None:
        """Starts a starter with a server. Both are gone when the test ends."""
        self.starter = subprocess.Popen(
            [sys.executable, "-c", STARTER, when, str(self.file), *command, "--host", "127.0.0.1",
             "--port", "0", "--port-file", str(self.file), *flags], preexec_fn=before,
            env={**clean_environment(), **settings}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self.enterContext(open(self.folder / "log", "ab")), text=True)
        self.addCleanup(self.starter.stdout.close)  # type: ignore[union-attr]
        self.addCleanup(self.end_servers)
        self.addCleanup(self.kill, self.starter)
        assert self.starter.stdout
        self.server = int(self.starter.stdout.readline())
        self.running.add(self.server)
        self.assertEqual(self.starter.stdout.readline(), "ended\n")

    def end_servers(self) -> None:
        while self.running:
            server = self.running.pop()
            os.kill(server, signal.SIGKILL)
            os.waitpid(server, 0)

    def kill(self, starter: subprocess.Popen[str]) -> None:
        assert starter.stdin
        starter.kill()
        starter.wait()
        starter.stdin.close()

    def kill_starter(self) -> None:
        self.kill(self.starter)

    def log(self) -> list[str]:
        return [json.loads(line)["message"]
                for line in (self.folder / "log").read_text().splitlines()]

    def told(self) -> dict[str, Any]:
        return dict(json.loads(self.file.read_text()))

    def assert_serves(self) -> None:
        """Twice: what happened before the first answer has had its effect by the second."""
        for _ in range(2):
            self.assertEqual(harness.http(self.told()["port"], "GET", "/health").status, 200)

    def status(self) -> int:
        """The server's exit status, once it has ended."""
        def look() -> Any:
            pid, status = os.waitpid(self.server, os.WNOHANG)
            return (status,) if pid else None
        (status,) = wait_for(look, "the server to end")
        self.running.remove(self.server)
        return os.waitstatus_to_exitcode(status)


class Ends(ParentTest):
    def test_it_survives_the_thread_and_ends_with_the_process(self) -> None:
        self.launch("--exit-with-parent")
        self.assert_serves()
        with WebSocket(self.told()["port"], "/socket.io/?EIO=4&transport=websocket") as ws:
            self.kill_starter()
            self.assertEqual(ws.receive_close(), 1001)
        self.assertEqual(self.status(), 0)
        self.assertFalse(self.file.exists())
        self.assertEqual(self.log()[-2:], [WHY.format(self.starter.pid), "stopped"])

    def test_also_where_the_parent_ends_by_itself(self) -> None:
        self.launch(ECHO_EXIT_WITH_PARENT="true")
        assert self.starter.stdin
        self.starter.stdin.close()
        self.assertEqual(self.starter.wait(), 0)
        self.assertEqual(self.status(), 0)

    def test_where_the_system_cannot_watch_a_process(self) -> None:
        self.launch("--exit-with-parent", before=without_pidfd)
        self.assert_serves()
        self.kill_starter()
        self.assertEqual(self.status(), 0)
        self.assertEqual(self.log()[-2:], [WHY.format(self.starter.pid), "stopped"])

    def test_reports_are_written_and_decide_the_exit_status(self) -> None:
        reports = self.folder / "reports"
        self.launch("--exit-with-parent", "--report", str(reports), "--fail-on", "unknown")
        self.kill_starter()
        self.assertEqual(self.status(), 5)
        self.assertTrue((reports / "all.json").exists())

    def test_when_the_parent_has_ended_before_the_server_serves(self) -> None:
        for before in None, without_pidfd:
            with self.subTest(before):
                keys = self.folder / f"keys {before}"
                os.mkfifo(keys)
                self.launch("--exit-with-parent", "--sts-api-keys-file", str(keys), when="early",
                            before=before)
                with open_when_read(keys) as file:
                    self.kill_starter()
                    file.write(KEYS)
                self.assertEqual(self.status(), 0)
                self.assertEqual(self.log()[-2:], [WHY.format(self.starter.pid), "stopped"])

    @unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else; "
                         "to have it run: sudo ./dev test -R e2e_parent")
    def test_also_as_another_user(self) -> None:
        self.folder.chmod(0o777)
        for before in None, without_pidfd:
            with self.subTest(before):
                self.launch("--exit-with-parent", "--user", "nobody", before=before)
                self.kill_starter()
                self.assertEqual(self.status(), 0)

    def test_a_server_that_stops_already_takes_its_time(self) -> None:
        """A second reason to stop does not cut it short, as a second signal does."""
        self.launch("--exit-with-parent")
        with WebSocket(self.told()["port"], "/socket.io/?EIO=4&transport=websocket") as ws:
            os.kill(self.server, signal.SIGTERM)
            while getattr(ws.receive(), "opcode", None) != harness.CLOSE:
                pass  # not answered: the server waits for that
            self.kill_starter()
            # It may have seen that by now, or not: it ends when the client answers, or after 1.5 s.
            self.assertEqual(self.status(), 0)
        self.assertNotIn(WHY.format(self.starter.pid), self.log())

    def test_it_goes_on_where_nobody_asked_for_that(self) -> None:
        self.launch()
        self.kill_starter()
        self.assert_serves()
        os.kill(self.server, signal.SIGTERM)
        self.assertEqual(self.status(), 0)


def can_unshare() -> bool:
    return bool(shutil.which("unshare")) and subprocess.run(
        [*UNSHARE, "true"], capture_output=True).returncode == 0


UNSHARE = ["unshare", *([] if os.geteuid() == 0 else ["--user"]), "--pid", "--fork"]


@unittest.skipUnless(can_unshare(), "no PID namespace can be made; "
                     "to have it run: sudo ./dev test -R e2e_parent")
class Namespaces(unittest.TestCase):
    """In a PID namespace of its own, as in a container."""

    def run_there(self, script: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*UNSHARE, "sh", "-c", script], env={**clean_environment(), "STS": str(STS)},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)

    def test_a_parent_outside_cannot_be_watched(self) -> None:
        done = self.run_there('exec "$STS" --exit-with-parent')
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot start: ECHO_EXIT_WITH_PARENT: the process that started the server "
                      "cannot be seen from its container", done.stderr)

    def test_process_1_may_be_the_parent_or_have_become_it(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            done = self.run_there(
                f'"$STS" --host 127.0.0.1 --port 0 --port-file {folder}/file --exit-with-parent & '
                f'until [ -e {folder}/file ]; do kill -0 $! || exit 1; sleep 0.01; done; kill $!; '
                'wait $!')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("ECHO_EXIT_WITH_PARENT: the parent is process 1.", done.stderr)


if __name__ == "__main__":
    unittest.main()
