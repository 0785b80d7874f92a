"""Packages of another release of Debian, unpacked in a folder: nothing is installed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from harness import ROOT

sys.path.append(str(ROOT / "tests" / "image"))

import base  # noqa: E402


def own_suite() -> str:
    """This machine's release."""
    return base.own_suite()


def unpacked(cache: Path, suite: str, *packages: str) -> Path:
    """The folder with the files of these packages. Where this machine's package source does not
    have them, the test is skipped."""
    root = cache / suite
    if root.exists():
        return root
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as name:
        folder = Path(name)
        try:
            fetch(folder, suite, packages)
        except (OSError, subprocess.SubprocessError) as error:
            said = str(getattr(error, "stdout", None) or error).strip().splitlines()[-1]
            raise unittest.SkipTest(
                f"apt cannot get {', '.join(packages)} of {suite}: {said}; "
                "to have it run: a package source that has that release") from None
        for package in folder.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, folder / "root"], check=True)
        (folder / "root").rename(root)
    return root


def fetch(folder: Path, suite: str, packages: tuple[str, ...]) -> None:
    """The packages' files, by lists and with a cache of its own."""
    for name in "sources", "lists/partial", "cache/archives/partial":
        (folder / name).mkdir(parents=True)
    for name, text in base.sources(suite):
        (folder / "sources" / name).write_text(text)
    apt = ["apt-get", "-q", "-o", "Dir::Etc::SourceList=/dev/null",
           "-o", f"Dir::Etc::SourceParts={folder}/sources",
           "-o", f"Dir::State::Lists={folder}/lists", "-o", f"Dir::Cache={folder}/cache",
           "-o", "Acquire::Languages=none", "-o", "APT::Update::Error-Mode=any"]
    for command in ["update"], ["download", *packages]:
        subprocess.run([*apt, *command], cwd=folder, check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
