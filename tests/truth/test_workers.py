"""Reports say of workers what is true (tests/truth/run.py).

A sample in every run, chosen by the commit; all of them with ECHO_FULL=1, which ./dev test --all
sets, in the build without the sanitizers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))

from bad_workers import ROWS  # noqa: E402

SANITIZED = bool(os.environ.get("ECHO_SANITIZE"))


class Workers(unittest.TestCase):
    def test_some_worker_breaks_each_requirement(self) -> None:
        document = json.loads((ROOT / "schema" / "requirements.json").read_text())
        bind = {row["id"] for row in document["requirements"] if row["side"] == "worker"}
        self.assertEqual({one for row in ROWS for one in row.finds}, bind)

    def test_reports_say_what_is_true(self) -> None:
        whole = ["--all"] if os.environ.get("ECHO_FULL") and not SANITIZED else []
        done = subprocess.run(
            [sys.executable, "-B", str(ROOT / "tests" / "truth" / "run.py"), *whole],
            stdin=subprocess.DEVNULL, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        print(done.stdout)
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
