#!/usr/bin/env python3
"""The two commands of README.md on a pristine Debian, as root and as a user with sudo.

    /usr/bin/python3 tests/machine/fresh.py CACHE SUITE smoke|whole

Makes a minimal Debian (no compiler, no git, no curl, no package lists) from this machine's own
package source, twice, and runs the commands there. Each machine has a root and processes of its own
and an environment that holds nothing of this one's; the network is this machine's, for the
packages, so that the server gets a port of its own on loopback by settings.

`whole` runs both commands as they are printed, on each machine another one first. `smoke` runs the
first one on each, and a session.

Needs root that may mount, and mmdebstrap; else the exit status is 77: skipped. SUITE is Debian's
release; for `smoke` an older one is taken where it cannot be had. CACHE, a folder, keeps the bases.
"""

from __future__ import annotations

import contextlib
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "image"), str(ROOT / "tests" / "e2e")]

import base  # noqa: E402
import docs  # noqa: E402
import harness  # noqa: E402
from worker import Worker, fragment, init  # noqa: E402

SKIPPED = 77
#: Set on machines that tests make: what they would make in turn is left out.
INSIDE = "ECHO_TEST_INSIDE"
#: Set in the process that `become_private` makes.
PRIVATE = "ECHO_MACHINE_PRIVATE"
#: What a newcomer types, as it stands in README.md.
RUN, TEST = "./dev run", "./dev test"
#: Packages, a build: a slow network is no failure.
RUN_SECONDS, TEST_SECONDS = 1800, 2400
#: A machine that has both commands done holds some 2.5 GB; in memory when twice as much is free.
MACHINE_BYTES = 6 << 30
PROXIES = re.compile(r"(?i)(http|https|no)_proxy")
USER = "newcomer"
ADDRESSES = {"root": "127.0.8.1", USER: "127.0.8.2"}

shown = threading.Lock()


def say(text: str) -> None:
    with shown:
        print(text, flush=True)


def skip(reason: str) -> int:
    say(f"SKIPPED: README's commands were not tried on a fresh machine: {reason}")
    return SKIPPED


def commands() -> list[str]:
    """The blocks of README.md that say that this test runs them."""
    return [block.text.strip() for block in docs.blocks(ROOT / "README.md")
            if block.mark("run by") == "fresh_machine"]


def files() -> list[str]:
    """What a newcomer would get: what git knows or would know; without git, all but builds."""
    with contextlib.suppress(FileNotFoundError):
        done = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True)
        if done.returncode == 0:
            return [name for name in done.stdout.split("\0") if name and (ROOT / name).exists()]
    return [path.name for path in ROOT.iterdir() if not path.name.startswith(("build", ".git"))]


class Machine:
    """A pristine Debian and a user on it."""

    def __init__(self, folder: Path, archive: Path, user: str) -> None:
        self.root = folder / "root"
        self.user = user
        # An address of its own: no test that runs meanwhile listens there.
        self.address = ADDRESSES[user]
        self.port = harness.free_port()
        self.home = "/root" if user == "root" else f"/home/{user}"
        self.work = f"{self.home}/echo-sts"
        self.root.mkdir(mode=0o755)
        subprocess.run(["tar", "-C", self.root, "--numeric-owner", "-xf", archive], check=True)
        self._network()
        if user != "root":
            self._add_user()
        self._copy()

    def _network(self) -> None:
        """Names are found as on this machine. Services do not start, as in a container."""
        for name in ("resolv.conf", "hosts"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copy(f"/etc/{name}", self.root / "etc" / name)
        policy = self.root / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)

    def _add_user(self) -> None:
        """A user with sudo, and no trace of how it came."""
        script = (f"apt-get -q update && apt-get -q install -y --no-install-recommends sudo && "
                  f"apt-get clean && rm -rf /var/lib/apt/lists/* && "
                  f"useradd -m -s /bin/bash {USER} && "
                  f"echo '{USER} ALL=(ALL) NOPASSWD:ALL' >/etc/sudoers.d/{USER}")
        done = subprocess.run([*self._enter("root", "/"), "sh", "-c", script],
                              env=self._environment({"DEBIAN_FRONTEND": "noninteractive"}),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"no sudo: {done.stdout[-2000:]}{done.stderr[-2000:]}")

    def _copy(self) -> None:
        listing = "\0".join(files())
        target = self.root / self.work.lstrip("/")
        target.mkdir(parents=True)
        packed = subprocess.run(["tar", "-C", ROOT, "--null", "-T", "-", "-cf", "-"],
                                input=listing.encode(), stdout=subprocess.PIPE, check=True)
        subprocess.run(["tar", "-C", target, "--no-same-owner", "-xf", "-"], input=packed.stdout,
                       check=True)
        if self.user != "root":
            subprocess.run(["chroot", self.root, "chown", "-R", f"{USER}:{USER}", self.work],
                           check=True)

    def _enter(self, user: str, folder: str) -> list[str]:
        # Whatever ends this program ends what runs on the machine.
        return ["setpriv", "--pdeathsig", "KILL",
                "unshare", "--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc",
                str(ROOT / "tests" / "machine" / "inside"), str(self.root), user, folder]

    def _environment(self, settings: dict[str, str]) -> dict[str, str]:
        """For `inside`, which hands on nothing but MACHINE_ENV."""
        kept = {name: value for name, value in os.environ.items() if PROXIES.fullmatch(name)}
        lines = "\n".join(f"{name}={value}" for name, value in {**kept, **settings}.items())
        return {**os.environ, "MACHINE_ENV": lines}

    @contextlib.contextmanager
    def running(self, command: str, **settings: str) -> Iterator[tuple[subprocess.Popen[bytes],
                                                                       Path]]:
        """The command while it runs, and the file with its output."""
        log = self.root.parent / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*self._enter(self.user, self.work), "bash", "-c", f"exec {command}"],
                env=self._environment(settings), stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT)
            try:
                yield process, log
            finally:
                if process.poll() is None:
                    process.kill()
                process.wait()

    def serve(self) -> str:
        """`./dev run` until /health answers, a session, and its end by SIGTERM."""
        settings = {"ECHO_HOST": self.address, "ECHO_PORT": str(self.port)}
        with self.running(RUN, **settings) as (process, log):
            end = time.monotonic() + RUN_SECONDS
            while not self._healthy():
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"{RUN}: no /health\n{tail(log)}")
                time.sleep(0.2)
            session(f"http://{self.address}:{self.port}")
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            os.kill(int(children.split()[0]), signal.SIGTERM)
            if process.wait(60) != 0:
                raise RuntimeError(f"{RUN}: exit status {process.returncode}\n{tail(log)}")
        return "serves a session, ends by SIGTERM with 0"

    def _healthy(self) -> bool:
        url = f"http://{self.address}:{self.port}/health"
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with contextlib.suppress(OSError), direct.open(url, timeout=harness.PATIENCE) as answer:
            return bool(answer.status == 200)
        return False

    def check(self, command: str) -> str:
        """`./dev test`; what it says at the end."""
        with self.running(command, **{INSIDE: "1"}) as (process, log):
            if process.wait(TEST_SECONDS) != 0:
                raise RuntimeError(f"{command}: exit status {process.returncode}\n{tail(log)}")
            lines = log.read_text(errors="replace").strip().splitlines()
            # Not as skips of this test: they are the machine's.
            return "\n  ".join([lines[-1], *(line for line in lines
                                             if line.startswith("skipped: "))])


def session(url: str) -> None:
    """A stream of one fragment, whose audio comes back."""
    worker = Worker(url)
    try:
        worker.emit("stream:init", init("fresh"))
        worker.expect("stream:ready")
        sent = fragment("fresh", 0, b"audio")
        worker.emit("fragment:data", sent)
        worker.expect("fragment:ack")
        result = worker.expect("fragment:processed")
        if result["dubbed_audio"]["data_base64"] != sent["audio"]["data_base64"]:
            raise RuntimeError(f"another audio came back: {result}")
        worker.emit("stream:end", {"stream_id": "fresh"})
        worker.expect("stream:complete")
    except (AssertionError, queue.Empty) as error:
        raise RuntimeError(f"{RUN}: the session failed: {error!r}") from error
    finally:
        worker.close()


def tail(log: Path) -> str:
    return log.read_text(errors="replace")[-60000:]


def newcomer(folder: Path, archive: Path, user: str, order: list[str], failed: list[str]) -> None:
    """One machine, both commands."""
    doing = "making the machine"
    try:
        machine = Machine(folder, archive, user)
        for doing in order:
            began = time.monotonic()
            result = machine.serve() if doing == RUN else machine.check(doing)
            say(f"{user}: {doing}: {result} ({time.monotonic() - began:.0f} s)")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        failed.append(user)
        say(f"{user}: {doing}: FAILED: {error}")


def room() -> bool:
    """Whether two machines fit in memory, where they are faster."""
    found = re.search(r"MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text())
    return found is not None and int(found[1]) * 1024 > 2 * MACHINE_BYTES


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """A folder for a machine, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="fresh-machine-") as name:
        folder = Path(name)
        in_memory = room()
        if in_memory:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"mode=755,size={MACHINE_BYTES}",
                            "tmpfs", folder], check=True)
        try:
            yield folder
        finally:
            if in_memory:
                subprocess.run(["umount", "--lazy", folder], check=True)


def unable() -> str | None:
    """Why no machine can be made here, and what would help."""
    if os.environ.get(INSIDE):
        return "this is one; to have it run: a machine that no test made"
    if os.geteuid() != 0:
        return "only root can make one; to have it run: sudo ./dev test -R fresh_machine"
    for program in "mmdebstrap", "unshare", "setpriv":
        if not shutil.which(program):
            return f"there is no {program}; to have it run: apt-get install mmdebstrap util-linux"
    tried = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "sh", "-c",
         "mount --make-rprivate / && mount -t tmpfs none /tmp && mount -t proc proc /proc"],
        capture_output=True, text=True)
    if tried.returncode:
        return (f"root may not mount here ({tried.stderr.strip()}); "
                "to have it run: a machine, or a container with --privileged")
    return None


def become_private(arguments: list[str]) -> None:
    """Starts this program again where its mounts and processes are its own, so that they end with
    it however it ends. Does not return."""
    os.environ[PRIVATE] = "1"
    os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", "--pid", "--fork",
                          "--kill-child", "--mount-proc", sys.executable, __file__, *arguments])


def main(arguments: list[str]) -> int:
    if reason := unable():
        return skip(reason)
    if commands() != [RUN, TEST]:
        say(f"README.md has the commands {commands()}, not {[RUN, TEST]}")
        return 1
    if not os.environ.get(PRIVATE):
        become_private(arguments)
    cache, suite, how = Path(arguments[0]), arguments[1], arguments[2]
    try:
        older = base.SUITES[base.SUITES.index(suite):] if how == "smoke" else (suite,)
        suite, archive = base.newest(cache, base.MINIMAL, older)
    except base.NoBase as error:
        return skip(f"{' '.join(str(error).split())}; "
                    "to have it run: a package source that has that release")
    say(f"on Debian {suite}")
    # Each command is the first one on one of the machines.
    orders = ([RUN, TEST], [TEST, RUN]) if how == "whole" else ([RUN], [RUN])
    failed: list[str] = []
    with place() as one, place() as other:
        threads = [threading.Thread(target=newcomer, args=(folder, archive, user, order, failed))
                   for folder, user, order in zip((one, other), ADDRESSES, orders, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
