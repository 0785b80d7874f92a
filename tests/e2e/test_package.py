"""`./dev package`: lintian finds no error in the .deb, and what it holds runs."""
# labels: plain

import os
import pathlib
import subprocess
import tempfile
import unittest

import harness


def run(*command: str, **environment: str) -> str:
    done = subprocess.run(command, cwd=harness.ROOT, env={**os.environ, **environment},
                          stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60 * harness.PATIENCE)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Package(unittest.TestCase):
    folder: pathlib.Path
    package: str

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.package = run("./dev", "package", ECHO_PACKAGE_BUILD=f"{folder.name}/build").strip()
        run("dpkg-deb", "-x", cls.package, f"{folder.name}/root")

    def test_lintian_finds_no_error(self) -> None:
        run("lintian", "--fail-on", "error", self.package)

    def test_the_server_in_it_runs(self) -> None:
        with harness.Server(binary=self.folder / "root/usr/bin/echo-sts") as server:
            self.assertEqual(harness.http(server.port, "GET", "/health").json()["status"],
                             "healthy")

    def test_any_gcc_can_link_the_codec_in_it(self) -> None:
        """What gcc keeps for optimization at link time, only the same gcc can read."""
        [archive] = self.folder.glob("root/usr/lib/*/echo-sts/libecho-sts-codec.a")
        sections = run("objdump", "-h", str(archive))
        self.assertIn(" .text", sections)
        self.assertNotIn(".gnu.lto_", sections)
        self.assertNotIn("__gnu_lto_", run("nm", str(archive)))

    def test_what_it_says_of_itself(self) -> None:
        def field(name: str) -> str:
            return run("dpkg-deb", "-f", self.package, name).strip()

        version = run(str(harness.STS), "--version").split()[1].rstrip(",")
        self.assertEqual(field("Version"), f"{version}-1")
        # The loop is loaded at run time: no tool finds this dependency by itself.
        self.assertIn("libwebsockets-evlib-uv", field("Depends"))
        self.assertRegex(field("Depends"), r"\blibwebsockets\d")

    def test_the_same_sources_make_the_same_package(self) -> None:
        before = pathlib.Path(self.package).read_bytes()
        run("packaging/deb", str(self.folder / "build"))
        self.assertEqual(pathlib.Path(self.package).read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
