"""Packages of npm, whose registry not every machine reaches: without it a test is skipped, loudly,
but not in CI."""

from __future__ import annotations

import fcntl
import os
import pathlib
import subprocess
import unittest

#: The clients, and what the tests run with them.
JS = pathlib.Path(__file__).parent / "js"


def install(folder: pathlib.Path, package: str) -> None:
    """Installs what the folder's package-lock.json names, once, whichever of the tests comes
    first. `package` is one of them."""
    with open(folder / "package.json") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_fresh(folder):
            fetch(folder, package)


def is_fresh(folder: pathlib.Path) -> bool:
    """Whether what is installed came after the file that names it."""
    made = folder / "node_modules" / ".package-lock.json"
    return made.exists() and made.stat().st_mtime > (folder / "package-lock.json").stat().st_mtime


def fetch(folder: pathlib.Path, package: str) -> None:
    try:
        subprocess.run(["npm", "ci", "--fetch-retries=1", "--fetch-timeout=20000"], cwd=folder,
                       check=True, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                       timeout=180)
    except (OSError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", None) or error).strip()
        if os.environ.get("CI"):
            raise AssertionError(f"npm cannot install {package}: {said}") from None
        raise unittest.SkipTest(
            f"npm cannot install {package}: {said.splitlines()[0]}; "
            "to have it run: a network with npm's registry") from None
