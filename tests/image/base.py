"""Minimal Debians, made from the machine's own package source, which they name: for tests alone.

The one called SLIM stands in for Docker's base image, where that cannot be pulled; MINIMAL is what
a newcomer's machine has at the least.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

#: Debian's releases that this project builds on, the newest first.
SUITES = ("trixie", "bookworm")
#: Older ones may lack what the package source has meanwhile dropped.
LIFETIME = 7 * 24 * 3600
#: apt's settings without which this machine may not reach its source.
ACQUIRE = re.compile(
    r"Acquire::(https?|Check-Date|Check-Valid-Until|Retries|ForceIPv[46]|Max-FutureTime)[: ]")
SLIM, MINIMAL = "slim", "minimal"
#: What the slim image leaves out. It keeps copyrights.
EXCLUDED = ("man", "info", "locale", "groff", "lintian", "linda", "doc")


class NoBase(Exception):
    """No base can be made here; why."""


def name(suite: str) -> str:
    """The image of Docker's that the slim base stands in for."""
    return f"debian:{suite}-slim"


def own_suite() -> str:
    release = Path("/etc/os-release").read_text()
    found = re.search(r"^VERSION_CODENAME=(\w+)$", release, re.MULTILINE)
    return found[1] if found else ""


def sources(suite: str) -> list[tuple[str, str]]:
    """Names and texts of the files that name this machine's sources of Debian's own packages, with
    another release's name in the place of its own."""
    own = own_suite()
    apt = Path("/etc/apt")
    files = [apt / "sources.list", *sorted(apt.glob("sources.list.d/*.list")),
             *sorted(apt.glob("sources.list.d/*.sources"))]
    # A release, or what belongs to it: bookworm, bookworm-updates.
    mine = re.compile(rf"^(deb\s.*|Suites:.*)\s{own}(-\w+)?(\s|$)", re.MULTILINE)
    found = []
    for file in files:
        if not file.is_file():
            continue
        # One line is one source in the older form, one paragraph in the newer.
        between = "\n" if file.suffix == ".list" else "\n\n"
        kept = [part for part in file.read_text().split(between) if mine.search(part)]
        text = re.sub(rf"\b{own}\b", suite, between.join(kept))
        if kept:
            found.append((file.name, text + "\n"))
    return found


def apt_settings() -> str:
    dump = subprocess.run(["apt-config", "dump", "--format", '%f "%v";%n'], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    return "".join(line for line in dump.splitlines(True) if ACQUIRE.match(line))


def slim() -> list[str]:
    """Options that make a base what Debian's slim image is."""
    options = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in EXCLUDED]
    options.append("--dpkgopt=path-include=/usr/share/doc/*/copyright")
    # Packages are not kept once they are installed.
    options.append("--customize-hook=echo 'DPkg::Post-Invoke {\"rm -f /var/cache/apt/*.bin "
                   "/var/cache/apt/archives/*.deb || true\";};' "
                   '>"$1/etc/apt/apt.conf.d/docker-clean"')
    return options


#: Debian 12 has to be told to have one /usr, as its installer does.
MERGED = {"bookworm": ["--include=usr-is-merged",
                       "--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr"]}


def bootstrap(archive: Path, folder: str, suite: str, options: list[str]) -> None:
    """Runs mmdebstrap in `folder`, which is away when it is done. NoBase has its last words."""
    settings = Path(folder, "apt.conf")
    settings.write_text(apt_settings())
    files = []
    for name, text in sources(suite):
        files.append(str(Path(folder, name)))
        Path(folder, name).write_text(text)
    done = subprocess.run(
        ["mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", *MERGED.get(suite, []),
         *options, f"--aptopt={settings}",
         '--customize-hook=rm -f "$1/etc/resolv.conf" "$1/etc/hostname"',
         suite, str(archive), *files],
        env={**os.environ, "TMPDIR": folder}, stdin=subprocess.DEVNULL, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise NoBase(f"mmdebstrap cannot make {suite} here: {done.stdout[-1000:].strip()}")


def newest(cache: Path, kind: str, suites: tuple[str, ...] = SUITES) -> tuple[str, Path]:
    """The first of the releases that can be had, and its base."""
    for suite in suites:
        try:
            return suite, archive(cache, suite, kind)
        except NoBase as error:
            if suite == suites[-1]:
                raise
            print(f"{suite} cannot be had, {suites[-1]} is tried: {error}", flush=True)
    raise NoBase("no release was asked for")


def archive(cache: Path, suite: str, kind: str) -> Path:
    """A base as a tar file; the one in `cache` while it is new."""
    made = cache / f"{suite}-{kind}.tar"
    if made.exists() and time.time() - made.stat().st_mtime < LIFETIME:
        return made
    began = time.monotonic()
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        new = Path(folder, "base.tar")
        bootstrap(new, folder, suite, slim() if kind == SLIM else [])
        new.rename(made)
    print(f"{suite} ({kind}) made from this machine's packages in {time.monotonic() - began:.0f} s",
          flush=True)
    return made
