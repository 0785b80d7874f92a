"""The file that tells a test where its server listens (ECHO_PORT_FILE)."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import pathlib
import pwd
import resource
import socket
import ssl
import struct
import subprocess
import tempfile
import threading
import unittest
import urllib.request
from typing import Any

import harness
from harness import STS, wait_for
from test_settings import clean_environment, start
from test_tls import make_certificate

IN_CREATE, IN_MODIFY, IN_MOVED_TO, IN_DELETE = 0x100, 0x2, 0x80, 0x200
# What a file of keys may have.
KEYS = b'[{"key": "k", "streams": ["*"]}]'
LIBC = ctypes.CDLL(None, use_errno=True)


class PortFileTest(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.file = self.folder / "sts.json"

    def run_server(self, host: str = "127.0.0.1", **settings: str) -> subprocess.Popen[bytes]:
        """A server on a port that the system chooses. It is stopped when the test ends."""
        server = subprocess.Popen(
            [str(STS), "--host", host, "--port", "0", "--port-file", str(self.file)],
            env={**clean_environment(), **settings}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.enterContext(open(self.folder / "log", "ab")))
        self.addCleanup(self.stop, server)
        return server

    def stop(self, server: subprocess.Popen[bytes]) -> None:
        if server.poll() is None:
            server.terminate()
            self.assertEqual(server.wait(harness.PATIENCE), 0)

    def told(self, server: subprocess.Popen[bytes]) -> dict[str, Any]:
        """What the file says, once it is the one of that server."""
        def look() -> Any:
            self.assertIsNone(server.poll(), (self.folder / "log").read_text())
            with contextlib.suppress(FileNotFoundError):
                found = json.loads(self.file.read_text())
                return found if found["pid"] == server.pid else None
        return dict(wait_for(look, "the file"))

    def assert_serves(self, url: str, **options: Any) -> None:
        with urllib.request.urlopen(url + "/health", timeout=harness.PATIENCE, **options) as answer:
            self.assertEqual(json.load(answer)["status"], "healthy")


class Contents(PortFileTest):
    def test_what_a_client_needs_is_in_it_as_long_as_the_server_runs(self) -> None:
        server = self.run_server()
        told = self.told(server)
        self.assertEqual(told, {"url": f"http://127.0.0.1:{told['port']}", "port": told["port"],
                                "pid": server.pid, "control_url": told["url"]})
        self.assert_serves(told["url"])
        self.assertEqual(self.file.read_text().count("\n"), 1)
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o644 & ~self.umask())
        self.stop(server)
        self.assertEqual([one.name for one in self.folder.iterdir()], ["log"])

    def umask(self) -> int:
        mask = os.umask(0)
        os.umask(mask)
        return mask

    def test_an_address_that_means_all_becomes_one_that_can_be_connected_to(self) -> None:
        for host, shown in (("0.0.0.0", "127.0.0.1"), ("0", "127.0.0.1"), ("::", "[::1]"),
                            ("0::0", "[::1]"), ("::1", "[::1]"), ("127.0.0.2", "127.0.0.2")):
            with self.subTest(host):
                server = self.run_server(host)
                told = self.told(server)
                self.assertEqual(told["url"], f"http://{shown}:{told['port']}")
                self.assert_serves(told["url"])
                self.stop(server)

    def test_tls(self) -> None:
        certificate, key = make_certificate(self.folder, "server")
        told = self.told(self.run_server(TLS_CERT=certificate, TLS_KEY=key))
        self.assertEqual(told["url"], f"https://127.0.0.1:{told['port']}")
        self.assert_serves(told["url"], context=ssl.create_default_context(cafile=certificate))

    def test_where_the_control_interface_is(self) -> None:
        port = str(harness.free_port())
        told = self.told(self.run_server(CONTROL_PORT=port, CONTROL_HOST="127.0.0.1"))
        self.assertEqual(told["control_url"], f"http://127.0.0.1:{port}")
        self.assertNotEqual(told["port"], int(port))
        self.assert_serves(told["control_url"])

    def test_there_may_be_no_control_interface(self) -> None:
        self.assertNotIn("control_url", self.told(self.run_server(CONTROL_ENABLED="no")))

    @unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else; "
                         "to have it run: sudo ./dev test -R e2e_port_file")
    def test_it_is_written_and_removed_by_whom_the_server_becomes(self) -> None:
        nobody = pwd.getpwnam("nobody").pw_uid
        os.chown(self.folder, nobody, -1)
        server = self.run_server(ECHO_USER="nobody")
        self.told(server)
        self.assertEqual(self.file.stat().st_uid, nobody)
        self.stop(server)
        self.assertFalse(self.file.exists())


class Events:
    """What happens to the files of a folder, by inotify."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.fd = LIBC.inotify_init1(os.O_NONBLOCK)
        mask = IN_CREATE | IN_MODIFY | IN_MOVED_TO | IN_DELETE
        assert LIBC.inotify_add_watch(self.fd, bytes(folder), mask) >= 0

    def read(self, name: str) -> list[int]:
        """The events of one file so far."""
        data, found = b"", []
        with contextlib.suppress(BlockingIOError):
            while True:
                data += os.read(self.fd, 1 << 16)
        while data:
            _, mask, _, length = struct.unpack_from("iIII", data)
            if data[16:16 + length].rstrip(b"\0") == name.encode():
                found.append(mask)
            data = data[16 + length:]
        os.close(self.fd)
        return found


class Life(PortFileTest):
    def test_it_appears_whole(self) -> None:
        """By a rename: it is never created under its name, nor written to."""
        events = Events(self.folder)
        server = self.run_server()
        self.told(server)
        self.stop(server)
        self.assertEqual(events.read(self.file.name), [IN_MOVED_TO, IN_DELETE])

    def test_nobody_reads_a_part(self) -> None:
        """Whoever reads all the time, while servers come and go."""
        over = threading.Event()
        wrong: list[str] = []
        seen: set[int] = set()

        def read() -> None:
            while not over.is_set():
                with contextlib.suppress(FileNotFoundError):
                    text = self.file.read_text()
                    try:
                        seen.add(json.loads(text)["pid"])
                    except ValueError:
                        wrong.append(text)

        reader = threading.Thread(target=read)
        reader.start()
        try:
            pids: set[int] = set()
            for _ in range(10):
                server = self.run_server()
                pids.add(server.pid)
                wait_for(lambda: server.pid in seen or wrong, "the reader")
                self.stop(server)
        finally:
            over.set()
            reader.join()
        self.assertEqual((wrong, seen), ([], pids))

    @contextlib.contextmanager
    def before_it_listens(self, **settings: str) -> Any:
        """A server that reads its keys, which come from a pipe."""
        pipe = self.folder / "keys"
        os.mkfifo(pipe)
        server = self.run_server(STS_API_KEYS_FILE=str(pipe), **settings)
        with open_when_read(pipe) as keys:
            yield server
            keys.write(KEYS)

    def test_an_old_one_is_gone_before_the_server_listens(self) -> None:
        first = self.run_server()
        self.told(first)
        first.kill()
        first.wait()
        self.assertTrue(self.file.exists())
        with self.before_it_listens() as second:
            self.assertFalse(self.file.exists())
        self.assertNotEqual(self.told(second)["pid"], first.pid)

    def test_a_server_that_does_not_start_leaves_none(self) -> None:
        self.file.write_text("")  # as mktemp makes it
        with socket.create_server(("127.0.0.1", 0)) as taken:
            done = start("--host", "127.0.0.1", "--port", str(taken.getsockname()[1]),
                         "--port-file", str(self.file))
        self.assertEqual(done.returncode, 1)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_server_does_not_remove_what_another_has_put_in_its_place(self) -> None:
        server = self.run_server()
        self.told(server)
        self.file.unlink()
        self.file.write_text("mine")
        self.stop(server)
        self.assertEqual(self.file.read_text(), "mine")

    def test_the_file_of_a_server_that_runs_is_left_alone(self) -> None:
        first = self.run_server()
        told = self.told(first)
        done = start("--host", "127.0.0.1", "--port", str(told["port"]),
                     "--port-file", str(self.file), LOG_FORMAT="text")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"ECHO_PORT_FILE {self.file}: it is that of a server that runs, process "
                      f"{first.pid}: name another file\n", done.stderr)
        self.assertEqual(json.loads(self.file.read_text()), told)

    def test_one_that_was_removed_is_not_missed(self) -> None:
        server = self.run_server()
        self.told(server)
        self.file.unlink()
        self.stop(server)
        self.assertNotIn("cannot remove", (self.folder / "log").read_text())


@contextlib.contextmanager
def open_when_read(pipe: pathlib.Path) -> Any:
    """The pipe, once somebody has opened it to read."""
    def attempt() -> int | None:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            return None
    with open(wait_for(attempt, "a reader"), "wb") as file:
        yield file


class Wrong(PortFileTest):
    def assert_refused(self, path: pathlib.Path, why: str, *arguments: str, **more: Any) -> None:
        done = subprocess.run(
            [str(STS), "--host", "127.0.0.1", "--port", "0", "--port-file", str(path), *arguments],
            env={**clean_environment(), "LOG_FORMAT": "text"}, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=60, **more)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(f"cannot start: ECHO_PORT_FILE {path}: {why}\n", done.stderr)
        self.assertNotIn("listens on", done.stderr)

    def test_no_folder(self) -> None:
        self.assert_refused(self.folder / "no" / "sts.json", "there is no such folder")

    def test_a_file_in_place_of_its_folder(self) -> None:
        (self.folder / "file").write_text("")
        self.assert_refused(self.folder / "file" / "sts.json", "Not a directory")

    def test_a_folder(self) -> None:
        self.assert_refused(self.folder, "it is a folder, but must be a file")

    def test_a_file_of_somebody_else(self) -> None:
        for text in ("mine", "{}", '{"url":"http://127.0.0.1:1"}'):
            self.file.write_text(text)
            self.assert_refused(
                self.file, "it is there, and is no port file: name another one, or remove it")
            self.assertEqual(self.file.read_text(), text)

    def test_a_symbolic_link_is_not_followed(self) -> None:
        target = self.folder / "target"
        target.write_text("mine")
        self.file.symlink_to(target)
        self.assert_refused(self.file, "it is a symbolic link, but must be a file")
        self.assertEqual((target.read_text(), self.file.is_symlink()), ("mine", True))
        target.unlink()
        self.assert_refused(self.file, "it is a symbolic link, but must be a file")

    def test_a_pipe(self) -> None:
        os.mkfifo(self.file)
        self.assert_refused(self.file, "it is a device, pipe or socket, but must be a file")
        self.assertTrue(self.file.is_fifo())

    def test_a_folder_that_cannot_be_written_to(self) -> None:
        self.folder.chmod(0o555)  # root may write there all the same
        user = ["--user", "nobody"] if os.geteuid() == 0 else []
        self.assert_refused(self.file, "Permission denied", *user)
        self.folder.chmod(0o755)

    def test_a_disk_that_takes_nothing(self) -> None:
        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        self.assert_refused(self.file, "File too large", preexec_fn=limit)
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
