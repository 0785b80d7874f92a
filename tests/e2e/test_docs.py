"""The commands in README.md, CONTRIBUTING.md and docs/ run as they are printed; links lead somewhere.

A block runs in a folder that looks like the checkout, with `build/` being the build under test, so
that what it writes is gone afterwards. The comments before a block say what it needs.
"""
# labels: plain

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
from collections.abc import Iterator

import docs
import harness
from docs import Block
from harness import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
LINKED = [*PAGES, ROOT / "CHANGELOG.md",
          *(page for folder in ("schema", "codegen", "generated", "tests", "examples", "packaging")
            for page in sorted((ROOT / folder).rglob("*.md"))
            if not {"fixtures", "node_modules"} & set(page.parts))]
#: A line that begins so is a command: its block has to say which language it is in.
COMMAND = re.compile(r"(\./dev|build/|cmake|ctest|curl|docker|apt|sudo|pip|python3?|\$) ?")
#: The port that pages speak of; the server under test has another.
PORT = ":8000"
#: Not in the folder that blocks run in: builds write there, and ./dev would build in it.
ABSENT = {"build", "build-sanitize", "build-package", ".git", "dev"}


def links_to_checkout(folder: pathlib.Path) -> None:
    for entry in ROOT.iterdir():
        if entry.name not in ABSENT:
            (folder / entry.name).symlink_to(entry)
    (folder / "build").symlink_to(harness.BUILD)


def copy_of_checkout(folder: pathlib.Path) -> None:
    """Files of its own, for pages that change them."""
    for entry in ROOT.iterdir():
        if entry.name in ABSENT - {"dev"} or entry.name.startswith((".", "build")):
            continue
        if entry.is_dir():
            shutil.copytree(entry, folder / entry.name, symlinks=True,
                            ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copy(entry, folder / entry.name)


class Site:
    """Where the blocks of one page run: its folders, and the server that its session has."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self.stack = stack
        self.view, self.copy, self.own = (
            pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(3))
        links_to_checkout(self.view)
        self.ports: dict[str, str] | None = None  # of the session

    def folder(self, block: Block) -> pathlib.Path:
        if block.mark("copy") is None:
            return self.view
        if not any(self.copy.iterdir()):
            copy_of_checkout(self.copy)
        return self.copy

    @contextlib.contextmanager
    def served(self, block: Block) -> Iterator[dict[str, str]]:
        """What stands in the block, and what is meant: the ports of the server that it asks for."""
        if block.mark("session") is not None:
            if self.ports is None:
                self.ports = self.stack.enter_context(serving(block, "session"))
            yield self.ports
        elif block.mark("server") is not None:
            with serving(block, "server") as ports:
                yield ports
        else:
            yield {}

    def script(self, block: Block, text: str) -> str:
        """A shell block; in a session with the variables that the blocks before it have set."""
        if block.mark("session") is None:
            return text
        state = self.own / "variables"
        known = f". {state}\n" if state.exists() else ""
        return f"{known}{text}declare -p | grep -v '^declare -[A-Za-z]*r' >{state}\n"


@contextlib.contextmanager
def serving(block: Block, mark: str) -> Iterator[dict[str, str]]:
    """A server with the settings that the mark names; the ports in the block and its own."""
    settings: dict[str, str] = {}
    ports: dict[str, str] = {}
    for word in (block.mark(mark) or "").split():
        name, sign, value = word.partition("=")
        if not sign:
            raise docs.DocumentError(f"{block}: {mark}: '{word}' is no NAME=VALUE")
        if value.startswith("free:"):
            settings[name] = str(harness.free_port())
            ports[value[4:]] = f":{settings[name]}"
        else:
            settings[name] = value
    with harness.server(**settings) as server:
        yield {**ports, PORT: f":{server.port}"}


def execute(language: str, text: str, folder: pathlib.Path) -> subprocess.CompletedProcess[str]:
    command = ([sys.executable, "-c", text] if language in docs.PYTHON
               else ["bash", "-e", "-o", "pipefail", "-c", text])
    # Pages say python3, which is the one that has the packages, and programs as if installed.
    path = f"/usr/bin:{harness.BUILD}:{os.environ['PATH']}"
    environment = {**harness_free(), "PATH": path}
    return subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=30 * harness.PATIENCE)


def harness_free() -> dict[str, str]:
    """The environment without settings of the server."""
    return {name: value for name, value in os.environ.items()
            if not name.startswith(("ECHO_", "WS_", "BACKPRESSURE_"))}


def matches(expected: str, printed: str) -> bool:
    """Whether lines are as a page says; a line `...` stands for any lines."""
    pattern = "".join(r"(?:.*\n)*" if line.strip() == "..." else re.escape(line + "\n")
                      for line in expected.splitlines())
    return re.fullmatch(pattern, printed) is not None


class Commands(unittest.TestCase):
    def run_block(self, block: Block, expected: str | None, site: Site) -> None:
        with site.served(block) as ports:
            def meant(text: str) -> str:
                for port, own in ports.items():
                    text = re.sub(rf"{port}\b", own, text)
                return text

            for command in block.all("before"):
                done = execute("sh", meant(command), site.folder(block))
                self.assertEqual(done.returncode, 0, f"{block}: {command}\n{done.stderr}")
            text = meant(block.text)
            if block.language not in docs.PYTHON:
                text = site.script(block, text)
            done = execute(block.language, text, site.folder(block))
        said = f"{block}\n{text}printed:\n{done.stdout}{done.stderr}"
        self.assertEqual(done.returncode, int(block.mark("exit") or 0), said)
        for line in block.all("prints"):
            self.assertIn(line, done.stdout + done.stderr, said)
        if expected is not None and not matches(expected, done.stdout + done.stderr):
            self.fail(f"not the output that the page shows:\n{expected}---- {said}")

    def run_page(self, page: pathlib.Path, left_out: list[str], elsewhere: list[str]) -> int:
        """Runs the blocks of a page in order; how many."""
        count = 0
        with contextlib.ExitStack() as stack:
            site = Site(stack)
            found = docs.blocks(page)
            for block, following in zip(found, [*found[1:], None]):
                with self.subTest(str(block)):
                    if name := block.mark("file"):
                        (site.folder(block) / name).write_text(block.text, encoding="utf-8")
                    elif self.is_to_run(block, left_out, elsewhere):
                        count += 1
                        shown = following and following.mark("output") is not None
                        self.run_block(block, following.text if following and shown else None,
                                       site)
        return count

    def is_to_run(self, block: Block, left_out: list[str], elsewhere: list[str]) -> bool:
        """Whether it is run here; else it says why not, or who does."""
        if not block.is_command:
            self.check_words(block)
        elif (reason := block.mark("not run")) is not None:
            self.assertTrue(reason, f"{block}: not run, without a reason")
            left_out.append(f"{block}: {reason}")
        elif (test := block.mark("run by")) is not None:
            self.assertIn(test, known_tests(), f"{block}: there is no test of that name")
            elsewhere.append(f"{block}: {test}")
        else:
            return True
        return False

    def check_words(self, block: Block) -> None:
        """Commands must not hide in a block that nobody runs."""
        if block.mark("output") is None and block.language in ("", "text"):
            for line in block.text.splitlines():
                self.assertFalse(COMMAND.match(line),
                                 f"{block}: '{line}' is a command: mark the block as ```sh")

    def test_every_block_runs(self) -> None:
        left_out: list[str] = []
        elsewhere: list[str] = []
        chosen = [ROOT / name for name in os.environ.get("DOCS", "").split()] or PAGES
        count = sum(self.run_page(page, left_out, elsewhere) for page in chosen)
        print(f"\n{count} blocks run, {len(elsewhere)} run by other tests, "
              f"{len(left_out)} left out:", *elsewhere, *left_out, sep="\n  ")
        if chosen == PAGES:
            self.assertGreater(count, 0)


def known_tests() -> set[str]:
    """The names of the build's tests, and of those that a build with sanitizers leaves out."""
    listed = (harness.BUILD / "CTestTestfile.cmake").read_text()
    by_name = (ROOT / "tests/tests.cmake").read_text()
    return {*re.findall(r"^add_test\(\[?=*\[?([\w-]+)", listed, re.MULTILINE),
            *re.findall(r"^(?:add_test\(NAME |echo_machine_test\()(\w+)", by_name, re.MULTILINE)}


class Links(unittest.TestCase):
    def test_they_lead_somewhere(self) -> None:
        count = 0
        for page in LINKED:
            for target in re.findall(r"\]\(([^)\s]+)\)", docs.prose(page)):
                if re.match(r"[a-z]+:", target):
                    continue
                count += 1
                with self.subTest(page=str(page.relative_to(ROOT)), link=target):
                    self.check(page, target)
        self.assertGreater(count, 0)

    def check(self, page: pathlib.Path, target: str) -> None:
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        self.assertTrue(file.exists(), "there is no such file")
        self.assertTrue(file.is_relative_to(ROOT), "it leads out of the checkout")
        if anchor and file.suffix == ".md":
            self.assertIn(anchor, docs.anchors(file), "there is no such heading")


class Marks(unittest.TestCase):
    """The test itself finds what is wrong."""

    def page(self, text: str) -> pathlib.Path:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        page = pathlib.Path(folder.name, "page.md")
        page.write_text(text)
        # Pages are named by their path in the checkout.
        self.enterContext(unittest.mock.patch.object(docs, "ROOT", page.parent))
        return page

    def blocks(self, text: str) -> list[Block]:
        return docs.blocks(self.page(text))

    def test_marks(self) -> None:
        (block,) = self.blocks("<!-- prints: a: b -->\n<!-- exit: 1 -->\n```sh\nx\n```\n")
        self.assertEqual(block.marks, [("prints", "a: b"), ("exit", "1")])
        self.assertEqual((block.language, block.text, block.line), ("sh", "x\n", 3))

    def test_what_is_not_understood(self) -> None:
        with self.assertRaisesRegex(docs.DocumentError, "page.md:2: unknown comment 'notrun'"):
            self.blocks("<!-- notrun: x -->\n```sh\nx\n```\n")
        with self.assertRaisesRegex(docs.DocumentError, "page.md:1: the block has no end"):
            self.blocks("```sh\nx\n")

    def test_a_block_in_a_list(self) -> None:
        (block,) = self.blocks("1. Do\n\n   <!-- copy -->\n   ```sh\n   a \\\n     b\n   ```\n")
        self.assertEqual((block.text, block.mark("copy")), ("a \\\n  b\n", ""))

    def test_output(self) -> None:
        self.assertTrue(matches("a\n...\nb\n", "a\n1\n2\nb\n"))
        self.assertTrue(matches("a\n", "a\n"))
        self.assertFalse(matches("a\n", "a\nb\n"))

    def test_anchors(self) -> None:
        page = self.page("# A b, `c`\n## Twice\n## Twice\n```\n# no\n```\n## [To](x.md) it\n")
        self.assertEqual(docs.anchors(page), {"a-b-c", "twice", "twice-1", "to-it"})

    def run_all(self, text: str, expected: str | None = None) -> None:
        with contextlib.ExitStack() as stack:
            site = Site(stack)
            for block in self.blocks(text):
                Commands().run_block(block, expected, site)

    def test_blocks_that_fail(self) -> None:
        for text in ("<!-- prints: x -->\n```sh\necho y\n```\n", "```sh\nfalse\necho x\n```\n",
                     "<!-- exit: 1 -->\n```sh\ntrue\n```\n", "```python\n1/0\n```\n",
                     "<!-- before: false -->\n```sh\ntrue\n```\n"):
            with self.subTest(text), self.assertRaises(AssertionError):
                self.run_all(text)
        self.run_all("```sh\necho x\n```\n", "x\n")
        with self.assertRaises(AssertionError):
            self.run_all("```sh\necho x\n```\n", "y\n")
        (block,) = self.blocks("```\n./dev build\n```\n")
        with self.assertRaises(AssertionError):
            Commands().check_words(block)

    def test_a_session(self) -> None:
        """One server and one set of variables for all of its blocks; other blocks have neither."""
        first = "<!-- session: AUTO_DISCONNECT_DELAY=0.1 -->\n```sh\nat=http://127.0.0.1:8000\n```\n"
        second = "<!-- session -->\n```sh\ncurl -fsS $at/health | grep -q healthy\n```\n"
        self.run_all(first + second)
        with self.assertRaises(AssertionError):
            self.run_all(first + second.replace("<!-- session -->", "<!-- server -->"))


if __name__ == "__main__":
    unittest.main()
