"""The tests in examples/ pass, and docs/testing-your-worker.md shows them as they are."""

import os
import pathlib
import subprocess
import sys
import unittest

import harness

ROOT = pathlib.Path(harness.ROOT)
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


class Examples(unittest.TestCase):
    def test_they_pass(self) -> None:
        for example in EXAMPLES:
            if not example.name.startswith("test_"):
                continue
            with self.subTest(example=example.name):
                done = subprocess.run(
                    [sys.executable, example.name], cwd=example.parent,
                    env={**os.environ, "ECHO_STS": str(harness.STS)}, stdin=subprocess.DEVNULL,
                    capture_output=True, text=True, timeout=12 * harness.PATIENCE)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertRegex(done.stderr, r"Ran [1-9]")

    def test_the_page_shows_them(self) -> None:
        page = (ROOT / "docs/testing-your-worker.md").read_text()
        for example in EXAMPLES:
            with self.subTest(example=example.name):
                self.assertIn(f"```python\n{example.read_text()}```\n", page)


if __name__ == "__main__":
    unittest.main()
