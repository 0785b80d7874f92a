"""The commands of docs/journal.md work as they are printed, but for the port."""

import json
import re
import subprocess
import unittest

import harness
from session import SessionTest


class JournalDocs(SessionTest):
    def test_the_commands_work(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open("live-1")
        worker.send(0)
        worker.until("processed 0")
        text = (harness.ROOT / "docs" / "journal.md").read_text(encoding="utf-8")
        blocks = [block for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
                  if not block.startswith("build/")]
        self.assertEqual(len(blocks), 5)
        head = blocks.pop(0).replace(":8000", f":{server.port}")
        for block in blocks:
            commands = block.replace("curl -sSN", "curl -sSN --max-time 3")
            done = subprocess.run(["bash", "-c", head + commands], capture_output=True, text=True,
                                  timeout=6 * harness.PATIENCE)
            self.assertEqual(done.returncode, 28 if "--max-time" in commands else 0, done.stderr)
            if "unused_faults" in commands:
                self.shown(text, done.stdout.partition("}{")[2])
            elif "/verify" in commands:
                self.assertTrue(json.loads(done.stdout)["passed"], done.stdout)
            elif "--max-time" in commands:
                self.assertEqual(done.stdout, ": journal\n\n")
            else:
                answers = done.stdout.replace("}{", "}\n{").splitlines()
                self.assertTrue(all(json.loads(answer)["entries"] for answer in answers))

    def shown(self, text: str, answer: str) -> None:
        """The answer, which is as the page has it."""
        example, = [block for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL)
                    if "unused_faults" in block]
        shown, told = json.loads(example), json.loads("{" + answer)
        self.assertNotEqual(shown.pop("next"), told.pop("next"))
        self.assertEqual(told, shown)

    def test_the_page_names_every_kind(self) -> None:
        text = (harness.ROOT / "docs" / "journal.md").read_text(encoding="utf-8")
        kinds = json.loads((harness.ROOT / "schema/control/journal_kind.json").read_text())["enum"]
        rows = text.partition("\n| kind |")[2].partition("\n\n")[0]
        table = "\n".join(line.split("|")[1] for line in rows.splitlines()
                          if line.startswith("| `"))
        self.assertEqual(sorted(re.findall(r"`(\w+)`", table)), sorted(kinds))


if __name__ == "__main__":
    unittest.main()
