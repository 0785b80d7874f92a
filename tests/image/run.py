#!/usr/bin/env python3
"""Builds the images of the Dockerfile and tries them: the test `image`.

    /usr/bin/python3 tests/image/run.py [CACHE] [unittest arguments]

With a Docker that runs and can have the base image, that one is used. Else root may have a private
one, from Debian's packages (docker.io, mmdebstrap, iproute2), which leaves this machine's network
alone and ends with the test.
Where neither is possible the exit status is 77: skipped. CACHE, a folder, keeps the base image.
"""

from __future__ import annotations

import os
import sys
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "image"), str(ROOT / "tests" / "e2e")]

import base  # noqa: E402
import checks  # noqa: E402
import engine  # noqa: E402
from engine import Docker, DockerError, PrivateDocker  # noqa: E402

SKIPPED = 77
#: Set on machines that tests make: what they would make in turn is left out.
INSIDE = "ECHO_TEST_INSIDE"
#: tag: the most bytes it may have, what is checked, whether BuildKit builds it; in the order in
#: which docs/deploy.md builds them.
IMAGES = {
    "echo-sts": (100_000_000, checks.Default, True),
    "echo-sts:static": (10_000_000, checks.Static, False),
}
PROXY = "echo-sts-proxy"
#: Further checks of the first one.
FURTHER = (checks.Limits, checks.Compose, checks.Documented)


def say(text: str) -> None:
    print(text, flush=True)


def skip(reason: str) -> int:
    say(f"SKIPPED: the images were neither built nor tried: {reason}")
    return SKIPPED


def build(docker: Docker, suite: str) -> None:
    if suite != base.SUITES[0]:
        say(f"on Debian {suite}, since {base.SUITES[0]} cannot be had")
    commands = checks.documented()[0].splitlines()
    for command, (tag, (_, _, buildkit)) in zip(commands, IMAGES.items(), strict=True):
        began = time.monotonic()
        command += f" --build-arg BASE={base.name(suite)}"
        docker.execute(["sh", "-c", command], {"DOCKER_BUILDKIT": str(int(buildkit))}, ROOT)
        builder = "BuildKit" if buildkit else "the classic builder"
        say(f"{tag} built by {builder} in {time.monotonic() - began:.0f} s")
    docker.run("build", "--build-arg", f"BASE={base.name(suite)}", "--tag", PROXY,
               str(ROOT / "deploy" / "replicas"))


def check(docker: Docker, arguments: list[str]) -> bool:
    loader, suite = unittest.TestLoader(), unittest.TestSuite()
    for tag, (max_bytes, case, _) in IMAGES.items():
        case.docker, case.image, case.max_bytes = docker, tag, max_bytes
        suite.addTests(loader.loadTestsFromTestCase(case))
    for further in FURTHER:
        further.docker, further.image = docker, "echo-sts"
        suite.addTests(loader.loadTestsFromTestCase(further))
    if arguments:
        suite = unittest.TestSuite(test for test in flat(suite)
                                   if any(word in test.id() for word in arguments))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    say("\n".join(checks.figures))
    for test, reason in result.skipped:
        say(f"SKIPPED: {test.id()}: {reason}")
    return result.wasSuccessful()


def flat(suite: unittest.TestSuite) -> list[unittest.TestCase]:
    return [one for test in suite
            for one in (flat(test) if isinstance(test, unittest.TestSuite) else [test])]


def with_private_engine(cache: Path, arguments: list[str]) -> bool:
    suite, archive = base.newest(cache, base.SLIM)
    docker = PrivateDocker(cache)
    try:
        docker.start_for_builds()
        docker.run("import", "--change", 'CMD ["bash"]', str(archive), base.name(suite))
        build(docker, suite)
        docker.stop()
        docker.start_for_runs()
        return check(docker, arguments)
    finally:
        docker.clean()
        engine.remove_cgroups()


def main() -> int:
    cache = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "image").resolve()
    arguments = sys.argv[2:]
    if os.environ.get(INSIDE):
        return skip("a test made this machine; to have it run: another one")
    docker = Docker()
    try:
        if os.environ.get(engine.PRIVATE):
            return 0 if with_private_engine(cache, arguments) else 1
        suites = base.SUITES if docker.works() else ()
        if suite := next((one for one in suites if docker.has_image(base.name(one))), None):
            build(docker, suite)
            return 0 if check(docker, arguments) else 1
    except DockerError as error:
        say(str(error))
        return 1
    except (base.NoBase, engine.NoEngine) as error:
        return skip(f"{' '.join(str(error).split())}; "
                    "to have it run: a machine that may run Docker, and a package source")
    lacking = engine.why_not_private()
    if lacking:
        return skip(lacking)
    cache.mkdir(parents=True, exist_ok=True)
    engine.become_private()
    return 1


if __name__ == "__main__":
    sys.exit(main())
