"""The example in README.md runs as it is printed, but for the port."""

import pathlib
import re
import subprocess
import sys
import unittest

import harness


class Readme(unittest.TestCase):
    def test_the_example_runs(self) -> None:
        text = pathlib.Path(harness.ROOT, "README.md").read_text()
        (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        self.assertIn(":8000", example)
        with harness.server(AUTO_DISCONNECT_DELAY="0.1") as server:
            done = subprocess.run(
                [sys.executable, "-c", example.replace(":8000", f":{server.port}")],
                stdin=subprocess.DEVNULL, capture_output=True, text=True,
                timeout=6 * harness.PATIENCE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        # Handlers print from threads of their own: only what one write holds stays together.
        self.assertIn("equal: True", done.stdout)
        self.assertIn("complete: ", done.stdout)
        self.assertNotIn("error: ", done.stdout)


if __name__ == "__main__":
    unittest.main()
