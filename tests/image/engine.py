"""Docker, asked through its command line: the one that runs here, or a private one.

The private engine is Debian's dockerd with a data root, a socket and containers of its own. It
builds in this machine's network without touching it, and runs in a network namespace, where it may
do what it likes. Everything that it starts ends with this process (see `become_private`).
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

#: What a private engine and the commands for it are made of, and the Debian packages that have it.
PROGRAMS = {"dockerd": "docker.io", "docker": "docker-cli", "docker-compose": "docker-compose",
            "mmdebstrap": "mmdebstrap", "ip": "iproute2", "curl": "curl"}
#: Set in the process that `become_private` makes.
PRIVATE = "ECHO_IMAGE_PRIVATE"
#: The parent of the containers' control groups.
CGROUP = "echo-sts-image-test"
CLONE_NEWNET = 0x40000000
START_TIMEOUT = 120


#: Debian's docker, which fits Debian's engine; builds that reach the packages; Debian's compose.
WRAPPER = """#!/bin/sh
case $1 in
    build) shift && set -- build --network host "$@" ;;
    compose) shift && exec docker-compose "$@" ;;
esac
exec /usr/bin/docker "$@"
"""


class DockerError(Exception):
    """A command failed; its last words."""


class NoEngine(Exception):
    """No engine can run here; why."""


class Docker:
    """An engine that runs, as `docker` in `env` finds it."""

    def __init__(self, env: dict[str, str] | None = None) -> None:
        self.env = {**os.environ, **(env or {})}

    def run(self, *command: str, env: dict[str, str] | None = None) -> str:
        """Runs `docker COMMAND`; what it printed."""
        return self.execute(["docker", *command], env)

    def execute(self, command: list[str], env: dict[str, str] | None = None,
                folder: Path | None = None) -> str:
        """Runs a command for which `docker` is this engine; what it printed."""
        # Found by a shell, since Python looks in its own PATH.
        done = subprocess.run(["sh", "-c", 'exec "$@"', "sh", *command], cwd=folder,
                              env={**self.env, **(env or {})}, text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            raise DockerError(f"{' '.join(command)}: exit status {done.returncode}\n"
                              f"{done.stdout[-6000:]}")
        return done.stdout.strip()

    def works(self) -> bool:
        try:
            self.run("version")
        except (DockerError, OSError):
            return False
        return True

    def has_image(self, name: str) -> bool:
        """Whether an image is here, or can be pulled."""
        for command in ("image", "inspect"), ("pull", "--quiet"):
            try:
                self.run(*command, name)
                return True
            except DockerError:
                pass
        return False

    def inspect(self, name: str) -> dict[str, Any]:
        """What Docker knows of a container or an image."""
        return json.loads(self.run("inspect", name))[0]


class PrivateDocker(Docker):
    """An engine of our own, which `start` starts and `stop` stops."""

    def __init__(self, folder: Path) -> None:
        """`folder` keeps images from one start to the next, until `clean`."""
        self.data = folder / "docker"
        shutil.rmtree(self.data, ignore_errors=True)  # of a run that was killed
        # A short path, since a socket's may have 107 bytes; what is mounted ends with this process.
        self.state = Path(tempfile.mkdtemp(prefix="echo-sts-image-", dir="/run"))
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(self.state)], check=True)
        (self.state / "docker").write_text(WRAPPER)
        (self.state / "docker").chmod(0o755)
        super().__init__({"DOCKER_HOST": f"unix://{self.state}/docker.sock",
                          "DOCKER_CONFIG": str(self.state),
                          "PATH": f"{self.state}:{os.environ['PATH']}"})
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        log = self.state / "dockerd.log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                ["dockerd", *options, "--data-root", str(self.data), "--exec-root",
                 str(self.state / "exec"), "--pidfile", str(self.state / "docker.pid"), "--host",
                 self.env["DOCKER_HOST"], "--exec-opt", "native.cgroupdriver=cgroupfs",
                 "--cgroup-parent", f"/{CGROUP}"],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        end = time.monotonic() + START_TIMEOUT
        while not self.works():
            if self.process.poll() is not None or time.monotonic() > end:
                raise NoEngine(f"dockerd does not start: {log.read_text()[-1000:]}")
            time.sleep(0.1)

    def start_for_builds(self) -> None:
        """Leaves this machine's bridges, firewall and forwarding alone."""
        self.start("--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false",
                   "--ip-masq=false")

    def start_for_runs(self) -> None:
        """In a network of its own, which this process enters for good."""
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "no network namespace")
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        self.start()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(START_TIMEOUT)
        self.process = None

    def clean(self) -> None:
        """Removes all that it wrote."""
        self.stop()
        subprocess.run(["umount", "--recursive", "--lazy", str(self.state)], check=True)
        self.state.rmdir()
        shutil.rmtree(self.data, ignore_errors=True)  # not there where the engine never ran


#: What a private engine needs from the kernel, as a script: mounts, a network, control groups.
NEEDS = """mount --make-rprivate / && mount -t tmpfs none /tmp && ip link set lo up &&
grep -q " /sys/fs/cgroup" /proc/mounts || { echo no control groups are mounted; exit 1; }
for group in /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/memory/tasks; do
    [ ! -w $group ] || exit 0
done
echo control groups cannot be written; exit 1"""


def why_not_private() -> str | None:
    """What a private engine lacks here, and what would help."""
    no_docker = "no Docker that runs and can have the base image, and "
    if os.geteuid() != 0:
        return f"{no_docker}not root; to have it run: sudo ./dev test -R image"
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if missing:
        return f"{no_docker}missing; to have it run: apt-get install {' '.join(missing)}"
    tried = subprocess.run(["unshare", "--mount", "--pid", "--fork", "--net", "sh", "-c", NEEDS],
                           stdin=subprocess.DEVNULL, text=True, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT)
    if tried.returncode:
        return (f"{no_docker}none can be started ({' '.join(tried.stdout.split())}); "
                "to have it run: a machine, or a container with --privileged")
    return None


def become_private() -> None:
    """Starts this program again where its mounts and processes are its own. Does not return."""
    script = os.path.abspath(sys.argv[0])
    os.environ[PRIVATE] = "1"
    os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", "--pid", "--fork",
                          "--kill-child", "--mount-proc", sys.executable, script, *sys.argv[1:]])


def remove_cgroups() -> None:
    """The empty ones that containers leave behind."""
    for folder, _, _ in os.walk("/sys/fs/cgroup", topdown=False):
        if f"/{CGROUP}" in folder:
            try:
                os.rmdir(folder)
            except OSError:
                pass
