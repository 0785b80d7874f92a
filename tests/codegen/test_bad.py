"""Wrong schemas are refused, with exactly the error that stands beside them.

bad/*.json are compiled as validators, bad_event/*.json as the payload of an event, where more is
refused. NAME.error is what the command says; ECHO_UPDATE=1 writes it anew.
"""

from __future__ import annotations

import glob
import json
import os
import shutil
import tempfile
import unittest

import support

INDEX = {
    "asyncapi": "3.0.0",
    "info": {"title": "T", "version": "1"},
    "channels": {
        "c": {"address": "/", "messages": {"thing": {"$ref": "#/components/messages/thing"}}}
    },
    "operations": {
        "thing": {
            "action": "receive",
            "channel": {"$ref": "#/channels/c"},
            "messages": [{"$ref": "#/channels/c/messages/thing"}],
        }
    },
    "components": {
        "messages": {"thing": {"name": "thing", "payload": {"$ref": "events/thing.json"}}}
    },
}


class Folder(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.addCleanup(os.chdir, os.getcwd())

    def run_main(self, *arguments: str) -> tuple[int, str]:
        done = support.run_codegen(*arguments, cwd=os.getcwd())
        self.assertEqual(done.stdout, "")
        return done.returncode, done.stderr

    def compare(self, path: str, code: int, errors: str) -> None:
        expected = path.removesuffix(".json") + ".error"
        if os.environ.get("ECHO_UPDATE"):
            with open(expected, "w", encoding="utf-8") as file:
                file.write(errors)
        with open(expected, encoding="utf-8") as file:
            self.assertEqual(errors, file.read())
        self.assertEqual(code, 1)


class Validators(Folder):
    def test_all(self) -> None:
        os.chdir(os.path.join(support.HERE, "bad"))
        paths = sorted(glob.glob("*.json"))
        self.assertGreater(len(paths), 80)
        for path in paths:
            with self.subTest(path):
                out = os.path.join(self.folder, "out")
                code, errors = self.run_main(
                    "validator", "--schema", path, "--prefix", "p", "--out", out
                )
                self.compare(path, code, errors)
                self.assertEqual(errors.count("\n"), 1)
                self.assertFalse(os.path.exists(out), "nothing is written")


class Events(Folder):
    def test_all(self) -> None:
        paths = sorted(glob.glob(os.path.join(support.HERE, "bad_event", "*.json")))
        self.assertGreater(len(paths), 25)
        os.chdir(self.folder)
        os.mkdir("events")
        with open("asyncapi.json", "w", encoding="utf-8") as file:
            json.dump(INDEX, file)
        for path in paths:
            with self.subTest(os.path.basename(path)):
                shutil.copy(path, "events/thing.json")
                code, errors = self.run_main("build", "asyncapi.json", "--out", "out")
                self.compare(path, code, errors)
                self.assertFalse(os.path.exists("out"), "nothing is written")


class Indexes(Folder):
    """The index itself: one thing wrong with it at a time."""

    def refuse(self, change: str, expected: str) -> None:
        index = json.loads(json.dumps(INDEX))
        exec(change, {"index": index})
        with open("asyncapi.json", "w", encoding="utf-8") as file:
            json.dump(index, file)
        with self.subTest(change):
            code, errors = self.run_main("build", "asyncapi.json", "--out", "out")
            self.assertEqual((code, errors), (1, f"asyncapi.json#{expected}\n"))

    def test_all(self) -> None:
        os.chdir(self.folder)
        os.mkdir("events")
        with open("events/thing.json", "w", encoding="utf-8") as file:
            file.write('{"type": "object", "properties": {"a": {"type": "integer"}}}')
        thing = "index['components']['messages']['thing']"
        for change, expected in (
            ("del index['asyncapi']", "/asyncapi: must be an AsyncAPI 3 version"),
            ("index['asyncapi'] = '2.6.0'", "/asyncapi: must be an AsyncAPI 3 version"),
            ("del index['info']", "/info: must be an object, not null"),
            ("index['info']['version'] = ''", "/info/version: must be a string that is not empty"),
            ("del index['operations']", "/operations: must be an object, not null"),
            (
                "index['operations']['thing']['action'] = 'publish'",
                '/operations/thing/action: must be "receive" or "send"',
            ),
            (
                "index['operations']['thing']['messages'] = []",
                "/operations/thing/messages: must be a list that is not empty",
            ),
            (
                "index['operations']['thing']['channel'] = {'$ref': '#/channels/d'}",
                '/operations/thing/channel/$ref: dangling reference: nothing is at "#/channels/d"',
            ),
            (
                "index['channels']['c']['messages'] = {}",
                '/operations/thing/messages/0/$ref: dangling reference: nothing is at '
                '"#/channels/c/messages/thing"',
            ),
            (
                "index['channels']['c']['messages']['thing'] = "
                "{'$ref': '#/channels/c/messages/thing'}",
                "/channels/c/messages/thing/$ref: reference loop",
            ),
            (f"del {thing}['name']", "/components/messages/thing/name: must be a string that is not empty"),
            (f"del {thing}['payload']", "/components/messages/thing: the message has no payload"),
            (
                f"{thing}['schemaFormat'] = 'x'",
                '/components/messages/thing/schemaFormat: "schemaFormat" is not supported',
            ),
            (
                f"{thing}['payload'] = {{'$ref': 'events/none.json'}}",
                "/components/messages/thing/payload/$ref: dangling reference: there is no file "
                "events/none.json",
            ),
            (
                "index['components']['messages']['other'] = {}",
                "/components/messages/other: no operation has this message",
            ),
            (
                "index['operations']['again'] = dict(index['operations']['thing'], action='receive',"
                " messages=[{'$ref': '#/channels/c/messages/two'}]);"
                "index['channels']['c']['messages']['two'] = {'$ref': '#/components/messages/two'};"
                "index['components']['messages']['two'] = {'name': 'thing',"
                " 'payload': {'type': 'object', 'properties': {'a': True}}}",
                '/components/messages/two/name: "thing" goes the same way as message thing',
            ),
            ("index['x-error-table'] = {}", "/x-error-table: must be a list"),
            (
                "index['x-error-table'] = [{'code': 'A'}]",
                "/x-error-table: dangling reference: there is no file types/error_code.json",
            ),
        ):
            self.refuse(change, expected)


if __name__ == "__main__":
    unittest.main()
