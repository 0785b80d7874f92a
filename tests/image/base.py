"""A Debian base image for a machine that cannot pull one: made from the machine's own packages.

The image says which package source it came from, so it is for tests on this machine alone.
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


def bootstrap(archive: Path, folder: str) -> None:
    """Runs mmdebstrap in `folder`, which is away when it is done."""
    settings = Path(folder, "apt.conf")
    settings.write_text(apt_settings())
    options = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in EXCLUDED]
    options.append("--dpkgopt=path-include=/usr/share/doc/*/copyright")
    subprocess.run(
        ["mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", "--include=usr-is-merged",
         "--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr", *options, f"--aptopt={settings}",
         # What Debian's image has: packages are not kept once they are installed.
         "--customize-hook=echo 'DPkg::Post-Invoke {\"rm -f /var/cache/apt/*.bin "
         "/var/cache/apt/archives/*.deb || true\";};' >\"$1/etc/apt/apt.conf.d/docker-clean\"",
         '--customize-hook=rm -f "$1/etc/resolv.conf" "$1/etc/hostname"',
         SUITE, str(archive), *sources()],
        check=True, env={**os.environ, "TMPDIR": folder}, stdin=subprocess.DEVNULL)


def archive(cache: Path) -> Path:
    """The base as a tar file; the one in `cache` while it is new."""
    made = cache / f"{SUITE}-slim.tar"
    if made.exists() and time.time() - made.stat().st_mtime < LIFETIME:
        return made
    began = time.monotonic()
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        new = Path(folder, "base.tar")
        bootstrap(new, folder)
        new.rename(made)
    print(f"{NAME} made from this machine's packages in {time.monotonic() - began:.0f} s",
          flush=True)
    return made
