"""An optional member of what the server sends has to be set by some code (codegen/sent.py)."""
# labels: plain

from __future__ import annotations

import json
import os
import shutil
import tempfile
import unittest

import support


class Sent(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copytree(os.path.join(support.ROOT, "schema"), os.path.join(self.folder, "schema"))

    def make_optional(self, file: str, name: str) -> None:
        path = os.path.join(self.folder, "schema", file)
        with open(path, encoding="utf-8") as source:
            schema = json.load(source)
        schema["required"].remove(name)
        with open(path, "w", encoding="utf-8") as target:
            json.dump(schema, target)

    def said(self, sources: str) -> tuple[int, str]:
        done = support.run_codegen("build", "--sources", sources, cwd=self.folder)
        self.assertTrue(os.path.exists(os.path.join(self.folder, "generated", "sts_protocol.h")))
        return done.returncode, done.stderr

    def test_all_is_set_today(self) -> None:
        self.assertEqual(self.said(support.SOURCES), (0, ""))

    def test_a_member_that_becomes_optional(self) -> None:
        self.make_optional("events/stream_ready.json", "session_id")
        sources = os.path.relpath(support.SOURCES, self.folder)
        self.assertEqual(self.said(sources), (1, (
            "schema/events/stream_ready.json#/properties/session_id: the server sends it and it is "
            f"optional, but nothing in {sources} names STS_STREAM_READY_HAS_SESSION_ID: it would "
            "never be sent. Set the bit, or say beside its name why not\n")))

    def test_what_is_received_comes_with_its_bit(self) -> None:
        """Also where the same struct is sent back, as it is with the audio of a fragment."""
        self.make_optional("types/audio_data.json", "format")
        self.make_optional("events/stream_init.json", "worker_id")
        self.assertEqual(self.said(support.SOURCES), (0, ""))

    def test_names_that_a_macro_makes(self) -> None:
        with open(os.path.join(self.folder, "code.c"), "w", encoding="utf-8") as code:
            code.write("#define HAS(member) STS_THING_HAS_##member\nint a = HAS(ONE);\n")
        from codegen import sent
        from codegen.problems import Location

        where = Location("thing.json", "thing.json")
        known, unknown = sent.Bit(where, "STS_THING_HAS_ONE"), sent.Bit(where, "STS_THING_HAS_TWO")
        found = sent.unset([known, unknown], self.folder)
        self.assertEqual(["HAS_TWO" in str(one) for one in found], [True])


if __name__ == "__main__":
    unittest.main()
