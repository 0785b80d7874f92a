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

SUITE = "bookworm"
#: What the Dockerfile builds on, and this stands in for.
NAME = f"debian:{SUITE}-slim"
#: Older ones may lack what the package source has meanwhile dropped.
LIFETIME = 7 * 24 * 3600
#: apt's settings without which this machine may not reach its source.
ACQUIRE = re.compile(
    r"Acquire::(https?|Check-Date|Check-Valid-Until|Retries|ForceIPv[46]|Max-FutureTime)[: ]")
SLIM, MINIMAL = "slim", "minimal"
#: What the slim image leaves out. It keeps copyrights.
EXCLUDED = ("man", "info", "locale", "groff", "lintian", "linda", "doc")


def sources() -> list[str]:
    """Files that name this machine's package sources."""
    apt = Path("/etc/apt")
    files = [apt / "sources.list", *sorted(apt.glob("sources.list.d/*.sources")),
             *sorted(apt.glob("sources.list.d/*.list"))]
    active = re.compile(r"^\s*(deb\s|URIs:)", re.MULTILINE)
    return [str(file) for file in files if file.is_file() and active.search(file.read_text())]


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


def bootstrap(archive: Path, folder: str, options: list[str]) -> None:
    """Runs mmdebstrap in `folder`, which is away when it is done; CalledProcessError has its words."""
    settings = Path(folder, "apt.conf")
    settings.write_text(apt_settings())
    subprocess.run(
        ["mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", "--include=usr-is-merged",
         "--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr", *options, f"--aptopt={settings}",
         '--customize-hook=rm -f "$1/etc/resolv.conf" "$1/etc/hostname"',
         SUITE, str(archive), *sources()],
        check=True, env={**os.environ, "TMPDIR": folder}, stdin=subprocess.DEVNULL, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def archive(cache: Path, kind: str = SLIM) -> Path:
    """A base as a tar file; the one in `cache` while it is new."""
    made = cache / f"{SUITE}-{kind}.tar"
    if made.exists() and time.time() - made.stat().st_mtime < LIFETIME:
        return made
    began = time.monotonic()
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        new = Path(folder, "base.tar")
        bootstrap(new, folder, slim() if kind == SLIM else [])
        new.rename(made)
    print(f"{SUITE} ({kind}) made from this machine's packages in {time.monotonic() - began:.0f} s",
          flush=True)
    return made
