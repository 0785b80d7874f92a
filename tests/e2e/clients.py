"""The clients that docs/clients.md lists, and how each of them runs a session.

The settings of a session: `url`; `transport` (polling, websocket, or upgrade: first the one, then
the other); `stream`; `sizes`, the characters of base64 in each fragment; `lost`, whether the
connection will be lost on the way. The session then goes on on another connection.

What it answers: `transport`, the last one; the counts of `connections`, `acks` and `results`;
`total`, the fragments that the server says it had; `reasons`, why each connection ended, in the
client's words; in Python `version`. It fails where results are not in order, come before their ack,
or have other audio than was sent.
"""

from __future__ import annotations

import dataclasses
import functools
import http.server
import json
import os
import subprocess
import sys
import threading
import unittest
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import browser
import debian
import harness
import npm

RUNTIMES = npm.JS / "runtimes"
TRANSPORTS = ("polling", "websocket", "upgrade")
#: Debian's releases, and their versions of python-socketio.
PYTHON = {"bookworm": "5.7", "trixie": "5.12"}
PACKAGES = ("python3-socketio", "python3-engineio")
#: Longer than a session may take by itself.
SECONDS = 90 * harness.TIME_FACTOR

Settings = dict[str, Any]
Run = Callable[[Settings], dict[str, Any]]


class Failed(Exception):
    """A session that did not come to its end; why."""


@dataclasses.dataclass
class Client:
    library: str
    version: str
    runs_on: str
    #: Whether every run of the tests has it, and not only the whole table.
    always: bool
    #: Gets what it needs, or skips the test; how it then runs a session.
    prepare: Callable[[], Run]

    def __str__(self) -> str:
        return f"{self.library} | {self.version} | {self.runs_on}"


def command(words: list[str], settings: Settings, **environment: str) -> dict[str, Any]:
    """A session of a program of its own."""
    done = subprocess.run([*words, json.dumps(settings)], cwd=npm.JS, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=SECONDS,
                          env={**os.environ, **environment})
    if done.returncode:
        raise Failed(done.stderr.strip().splitlines()[-1])
    return json.loads(done.stdout)


def python(way: str, suite: str) -> Run:
    path = ""
    if suite != debian.own_suite():
        root = debian.unpacked(harness.BUILD / "debian", suite, *PACKAGES)
        path = str(root / "usr" / "lib" / "python3" / "dist-packages")
    program = str(Path(__file__).with_name("client_session.py"))
    return functools.partial(command, [sys.executable, "-B", program, way], PYTHONPATH=path)


def node(package: str) -> Run:
    npm.install(npm.JS, package)
    return functools.partial(command, ["node", "run.mjs", package])


def runtime(words: list[str], package: str) -> Run:
    """Deno and Bun, which npm has."""
    npm.install(npm.JS, package)
    npm.install(RUNTIMES, words[0])
    program = str(RUNTIMES / "node_modules" / ".bin" / words[0])
    return functools.partial(command, [program, *words[1:], "run.mjs", package],
                             DENO_DIR=str(harness.BUILD / "deno"), DENO_NO_UPDATE_CHECK="1")


class Files(http.server.SimpleHTTPRequestHandler):
    """The clients' files, for a browser."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, directory=str(npm.JS), **named)

    def log_message(self, *_: Any) -> None:
        pass


IN_A_PAGE = """
const [package, settings] = arguments;
return new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = `/node_modules/${package}/dist/socket.io.js`;
  script.onload = resolve;
  script.onerror = () => reject(new Error(`no ${script.src}`));
  document.head.append(script);
}).then(() => import("/session.mjs")).then(({ session }) => session(io, settings))
  .then((seen) => ({ seen }), (error) => ({ error: error.message }));
"""


def chromium(package: str) -> Run:
    if not (browser.DRIVER and browser.BROWSER):
        raise unittest.SkipTest("there is no Chromium; to have it run: apt-get install "
                                "chromium chromium-driver")
    npm.install(npm.JS, package)
    return functools.partial(in_a_page, package)


def in_a_page(package: str, settings: Settings) -> dict[str, Any]:
    """A session in a page of another origin than the server's."""
    files = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files)
    threading.Thread(target=files.serve_forever, daemon=True).start()
    window = browser.Browser(800, 600)
    try:
        window.open(f"http://127.0.0.1:{files.server_port}/")
        told = window.run(IN_A_PAGE, package, settings)
    finally:
        window.close()
        files.shutdown()
        files.server_close()
    if "error" in told:
        raise Failed(told["error"])
    return told["seen"]


def pinned(folder: Path) -> dict[str, str]:
    """The versions that package.json names, by package."""
    found = json.loads((folder / "package.json").read_text())["dependencies"]
    return {package: version.rsplit("@")[-1] for package, version in found.items()}


def table() -> Iterator[Client]:
    """All of them, in the order of the page."""
    own = debian.own_suite()
    own = own if own in PYTHON else list(PYTHON)[-1]
    for suite, version in PYTHON.items():
        for name, way in ("Client", "sync"), ("AsyncClient", "async"):
            yield Client(f"python-socketio, `{name}`", version, "Python",
                         suite == own and way == "async", functools.partial(python, way, suite))
    packages = sorted(pinned(npm.JS).items(), key=lambda item: list(map(int, item[1].split("."))))
    versions = {name: version.rsplit(".", 1)[0] for name, version in pinned(RUNTIMES).items()}
    places: list[tuple[str, Callable[[str], Run]]] = [
        ("Node", node),
        (f"Deno {versions['deno']}", functools.partial(runtime, ["deno", "run", "-A"])),
        (f"Bun {versions['bun']}", functools.partial(runtime, ["bun", "run"])),
        ("Chromium", chromium)]
    for place, prepare in places:
        for package, version in packages:
            always = place == "Node" and package == "socket.io-client"
            yield Client("socket.io-client", version, place, always,
                         functools.partial(prepare, package))
