"""No small change of the schemas breaks the server without a word (tests/mutants/run.py).

A sample in every run, chosen by the commit; all of them with ECHO_FULL=1, which ./dev test --all
sets, in the build with the sanitizers.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from harness import BUILD, ROOT, Server

sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "mutants")]

import builds  # noqa: E402
import mutate  # noqa: E402
import smoke  # noqa: E402
import table  # noqa: E402

SANITIZED = bool(os.environ.get("ECHO_SANITIZE"))
PAGE = ROOT / "docs" / "schema-mutants.md"


class SchemaMutants(unittest.TestCase):
    maxDiff = None

    def test_no_change_breaks_the_server_silently(self) -> None:
        whole = ["--all"] if SANITIZED and os.environ.get("ECHO_FULL") else []
        command = [sys.executable, "-B", str(ROOT / "tests" / "mutants" / "run.py"),
                   "--build", str(BUILD), *whole]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        print(done.stdout)
        self.assertEqual(done.returncode, 0)

    def test_the_page_is_about_these_mutants(self) -> None:
        mutants = mutate.mutants(mutate.read(ROOT / "schema"))
        self.assertEqual(
            table.counts(PAGE.read_text(encoding="utf-8")), table.wanted(mutants),
            "docs/schema-mutants.md is older than the schemas: with a build with the sanitizers, "
            "run tests/mutants/run.py --all --table docs/schema-mutants.md")


class Sabotage(unittest.TestCase):
    """Servers that are broken on purpose: what the smoke has to see, or it sees nothing."""

    def broken(self, file: str, old: str, new: str) -> str:
        """What the smoke says of the server with an edit of one file."""
        with tempfile.TemporaryDirectory() as folder:
            workshop = builds.Workshop(builds.Base(BUILD), Path(folder) / "work")
            self.assertEqual(workshop.sabotage(file, old, new), "")
            server = Server(smoke.SETTINGS, binary=workshop.server)
            return smoke.attempt(server, smoke.Smoke(server, workshop.schemas))

    def test_a_row_that_is_missing(self) -> None:
        said = self.broken("src/echo/faults.c", "    actions[rule->action](rule, plan);",
                           "    (rule->action == STS_RULE_ACTION_CORRUPT ? NULL : "
                           "actions[rule->action])(rule, plan);")
        self.assertRegex(said, "^crash: .*action corrupt")

    def test_an_answer_that_is_dropped(self) -> None:
        said = self.broken("src/app/service/connection.c", "    if (!connection->socket)\n",
                           "    if (!connection->socket || id == STS_EVENT_BACKPRESSURE)\n")
        self.assertRegex(said, "^no answer: backpressure script")

    @unittest.skipUnless(SANITIZED, "only a sanitizer sees a leak; to have it run: "
                                    "./dev test --sanitize -R schema_mutants")
    def test_a_leak(self) -> None:
        said = self.broken("src/app/control/http.c",
                           "    base_memory_give(memory, flat, length);", "")
        self.assertRegex(said, "(?s)^crash: .*leak of")


if __name__ == "__main__":
    unittest.main()
