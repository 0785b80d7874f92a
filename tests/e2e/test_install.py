"""What `cmake --install` puts in place works from there: the server, the codec for programs of
one's own, the manual pages, the service."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import harness

PROGRAM = r"""
#include <sts_protocol.h>
#include <stdio.h>

static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};

int main(void) {
    struct sts_stream_end end;
    struct codec_in in;
    codec_in_init(&in, base_slice_of("{\"stream_id\":\"s1\",\"reason\":\"done\"}"), &scratch);
    if (!sts_stream_end_decode(&in, &end))
        return 1;
    printf("%.*s\n", (int)end.stream_id.len, end.stream_id.ptr);
    codec_in_init(&in, base_slice_of("{\"stream_id\":7}"), &scratch);
    if (sts_stream_end_decode(&in, &end))
        return 1;
    printf("%s %s\n", in.error.pointer, in.error.keyword);

    char own[256];
    struct codec_out out;
    const struct sts_stream_resume resume = {.stream_id = CODEC_TEXT("s2")};
    codec_out_init(&out, own, sizeof own);
    if (!sts_stream_resume_encode(&out, &resume))
        return 1;
    printf("%.*s %d\n", (int)out.own_length, out.own,
           sts_event_find(STS_FROM_WORKER, base_slice_of("stream:resume")) != NULL);
    return 0;
}
"""
SANITIZERS = ["-fsanitize=address,undefined"] if os.environ.get("ECHO_SANITIZE") else []
CC = [os.environ.get("ECHO_CC", "cc"), "-std=c17", "-Wall", "-Wextra", "-Werror", *SANITIZERS]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=12 * harness.PATIENCE)


class Install(unittest.TestCase):
    root: pathlib.Path
    programs: pathlib.Path

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.root = pathlib.Path(folder.name)
        done = run("cmake", "--install", str(harness.BUILD), DESTDIR=folder.name)
        if done.returncode:
            raise AssertionError(done.stdout + done.stderr)

    def find(self, pattern: str) -> pathlib.Path:
        """The one installed file of that name."""
        (path,) = self.root.rglob(pattern)
        return path

    def succeeds(self, *command: str, **environment: str) -> str:
        """What the command prints; it must do so without a word on stderr."""
        done = run(*command, **environment)
        self.assertEqual((done.returncode, done.stderr), (0, ""), " ".join(command))
        return done.stdout

    def test_the_server_runs_from_there(self) -> None:
        binary = self.find("bin/echo-sts")
        with harness.Server(binary=binary) as server:
            self.assertEqual(harness.http(server.port, "GET", "/health").status, 200)
            self.succeeds(str(binary), "--healthcheck", ECHO_PORT=str(server.port),
                          ECHO_HOST="127.0.0.1")

    def test_a_program_of_ones_own(self) -> None:
        flags = self.succeeds("pkg-config", "--cflags", "--libs", "echo-sts-codec",
                              PKG_CONFIG_PATH=str(self.find("echo-sts-codec.pc").parent)).split()
        self.assertTrue(all(str(self.root) in flag for flag in flags if flag[:2] in ("-I", "-L")))
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "main.c")
            source.write_text(PROGRAM)
            self.succeeds(*CC, str(source), *flags, "-o", f"{folder}/main")
            self.assertEqual(self.succeeds(f"{folder}/main"),
                             's1\n/stream_id type\n{"stream_id":"s2"} 1\n')

    def test_each_header_stands_alone(self) -> None:
        folder = self.find("sts_protocol.h").parent
        headers = sorted(folder.rglob("*.h"))
        self.assertGreater(len(headers), 10)
        for header in headers:
            with self.subTest(header.name):
                self.succeeds(*CC, f"-I{folder}", "-fsyntax-only", "-x", "c", str(header))

    def test_manual_pages(self) -> None:
        pages = sorted(self.root.rglob("man/man*/*"))
        self.programs = self.find("bin/echo-sts").parent
        programs = [path.name for path in self.programs.iterdir()]
        self.assertEqual({page.name for page in pages},
                         {"echo-sts-settings.5", *(name + ".1" for name in programs)})
        for page in pages:
            with self.subTest(page.name):
                text = self.succeeds("man", "--warnings", "-E", "UTF-8", "-l", str(page),
                                     MANWIDTH="100", LC_ALL="C.UTF-8", MANROFFOPT="-ww")
                self.assertIn("NAME", text)
                if (program := self.programs / page.stem).exists():
                    self.names_every_flag(page, program)
        settings = set(re.findall(r"`([A-Z][A-Z0-9_]+)`",
                                  (harness.ROOT / "docs/configuration.md").read_text()))
        told = self.find("echo-sts-settings.5").read_text()
        self.assertEqual([name for name in settings if name not in told], [])

    def names_every_flag(self, page: pathlib.Path, program: pathlib.Path) -> None:
        """All that --help tells, but for the settings, which have a page of their own."""
        usage = self.succeeds(str(program), "--help")
        settings = (harness.ROOT / "docs/configuration.md").read_text()
        text = page.read_text().replace("\\-", "-")
        for flag in set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", usage)):
            if page.stem != "echo-sts" or f"`{flag}`" not in settings:
                self.assertIn(flag, text)

    def test_the_service(self) -> None:
        service = self.find("echo-sts.service")
        command = re.search("^ExecStart=(.*)$", service.read_text(), re.MULTILINE)
        assert command
        self.assertTrue((self.root / command[1].lstrip("/")).exists(), command[1])
        with tempfile.TemporaryDirectory() as folder:
            # systemd wants to see the program that a unit starts.
            unit = pathlib.Path(folder, "echo-sts.service")
            unit.write_text(service.read_text().replace(command[1],
                                                        str(self.find("bin/echo-sts"))))
            self.succeeds("systemd-analyze", "verify", "--man=no", str(unit))
            # 2.0 of 10 at most; a service without any hardening has 9.6.
            self.succeeds("systemd-analyze", "security", "--offline=true", "--threshold=20",
                          str(unit))

    def test_the_variables_of_the_service(self) -> None:
        """Each is a setting; the file as it comes changes none."""
        lines = self.find("etc/default/echo-sts").read_text().splitlines()
        self.assertEqual([line for line in lines if line and not line.startswith("#")], [])
        named = [line[1:].split("=")[0] for line in lines if re.match("#[A-Z_]+=", line)]
        page = (harness.ROOT / "docs/configuration.md").read_text()
        self.assertTrue(named)
        self.assertEqual([name for name in named if f"`{name}`" not in page], [])


if __name__ == "__main__":
    unittest.main()
