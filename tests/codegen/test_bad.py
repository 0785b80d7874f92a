"""Wrong schemas are refused, with exactly the error that stands beside them.

bad/*.json are compiled as validators, bad_event/*.json as the payload of an event, where more is
refused. NAME.error is what the command says; ECHO_UPDATE=1 writes it anew.
"""
# labels: fast plain

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
            ("index['info']['version'] = ''", "/info/version: must be a non-empty string"),
            ("del index['operations']", "/operations: must be an object, not null"),
            (
                "index['operations']['thing']['action'] = 'publish'",
                '/operations/thing/action: must be "receive" or "send"',
            ),
            (
                "index['operations']['thing']['messages'] = []",
                "/operations/thing/messages: must be a non-empty list",
            ),
            (
                "index['operations']['thing']['channel'] = {'$ref': '#/channels/d'}",
                '/operations/thing/channel/$ref: dangling reference: there is nothing at "#/channels/d"',
            ),
            (
                "index['channels']['c']['messages'] = {}",
                '/operations/thing/messages/0/$ref: dangling reference: there is nothing at '
                '"#/channels/c/messages/thing"',
            ),
            (
                "index['channels']['c']['messages']['thing'] = "
                "{'$ref': '#/channels/c/messages/thing'}",
                "/channels/c/messages/thing/$ref: reference loop",
            ),
            (f"del {thing}['name']", "/components/messages/thing/name: must be a non-empty string"),
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
                '/components/messages/two/name: "thing" has the same direction as message thing',
            ),
            ("index['x-error-table'] = {}", "/x-error-table: must be a list"),
            (
                "index['x-error-table'] = [{'code': 'A'}]",
                "/x-error-table: dangling reference: there is no file types/error_code.json",
            ),
        ):
            self.refuse(change, expected)


class Replies(Folder):
    """An answer that allows less than its request in a member of the same name."""

    def edit(self, name: str, change: str) -> None:
        with open(f"schema/{name}", encoding="utf-8") as file:
            schema = json.load(file)
        exec(change, {"members": schema["properties"]})
        with open(f"schema/{name}", "w", encoding="utf-8") as file:
            json.dump(schema, file)

    def build(self) -> tuple[int, str]:
        return self.run_main("build", "schema/asyncapi.json", "--out", "out")

    def refuse(self, member: str, schema: str, request: str, says: str) -> None:
        """What the answer's member is narrower than, and how; without it the answer is right."""
        name = "events/order_ack.json"
        self.edit(name, f"members['{member}'] = {schema}")
        where = f"schema/{name}#/properties/{member}: narrower than in {request}, which this answers"
        expected = f"{where}: {says}; let both refer to one schema\n"
        self.assertEqual(self.build(), (1, expected))
        self.edit(name, f"del members['{member}']")
        self.assertEqual(self.build(), (0, ""))

    def test_all(self) -> None:
        os.chdir(self.folder)
        shutil.copytree(os.path.join(support.HERE, "golden", "schema"), "schema")
        self.refuse("level", "{'type': 'integer', 'enum': [1, 2]}",
                    "events/order.json", "value 3 removed")
        self.refuse("note", "{'type': 'string', 'maxLength': 3}",
                    "control/shelf.json", "maxLength none -> 3")


class Http(Folder):
    """The OpenAPI document: one thing wrong with it at a time."""

    def setUp(self) -> None:
        super().setUp()
        self.schema = os.path.join(self.folder, "schema")
        shutil.copytree(os.path.join(support.HERE, "golden", "schema"), self.schema)
        os.chdir(self.folder)

    def refuse(self, change: str, *expected: str) -> None:
        with open(os.path.join(support.HERE, "golden", "schema", "openapi.json")) as file:
            document = json.load(file)
        shelf = document["paths"]["/shelves/{shelf}"]
        exec(change, {"document": document, "shelf": shelf})
        with open("schema/openapi.json", "w", encoding="utf-8") as file:
            json.dump(document, file)
        with self.subTest(change):
            code, errors = self.run_main("build", "schema/asyncapi.json", "--out", "out")
            self.assertEqual((code, errors), (1, "".join(f"schema/{line}\n" for line in expected)))
            self.assertFalse(os.path.exists("out"), "nothing is written")

    def test_document(self) -> None:
        get = "openapi.json#/paths/~1shelves~1{shelf}/get"
        body = "openapi.json#/paths/~1shelves~1{shelf}/put/requestBody/content"
        for change, *expected in (
            ("document['openapi'] = '3.0.3'", "openapi.json#/openapi: must be an OpenAPI 3.1 version"),
            ("document['info']['title'] = ''", "openapi.json#/info/title: must be a non-empty string"),
            ("document['paths']['list'] = {}", "openapi.json#/paths/list: a path must start with /"),
            ("shelf['fetch'] = {}", 'openapi.json#/paths/~1shelves~1{shelf}/fetch: "fetch" is not a method'),
            ("del shelf['get']['operationId']", f"{get}/operationId: must be a non-empty string"),
            ("shelf['get']['operationId'] = 'getShelf'", f"{get}/operationId: must be lower_case"),
            (
                "document['paths']['/list']['get']['operationId'] = 'get_shelf'",
                "openapi.json#/paths/~1list/get/operationId: "
                "/paths/~1shelves~1{shelf}/get has the same operationId",
            ),
            ("del shelf['get']['summary']", f"{get}/summary: must be a non-empty string"),
            ("shelf['get']['responses'] = {}", f"{get}/responses: must not be empty"),
            ("shelf['get']['responses']['4XX'] = {}", f"{get}/responses/4XX: must be a status, 100 to 599"),
            (
                "del shelf['get']['responses']['200']['description']",
                f"{get}/responses/200/description: must be a non-empty string",
            ),
            (
                "shelf['get']['responses']['404']['$ref'] = '#/components/responses/Gone'",
                f"{get}/responses/404/$ref: "
                'dangling reference: there is nothing at "#/components/responses/Gone"',
            ),
            (
                "document['components']['links'] = {'a': {'$ref': 'nowhere.json'}}",
                "openapi.json#/components/links/a/$ref: "
                "dangling reference: there is no file schema/nowhere.json",
            ),
            (
                "shelf['get']['security'] = [{'cookie': []}]",
                f'{get}/security/0/cookie: "cookie" is not in components/securitySchemes',
            ),
            (
                "shelf['get']['parameters'][0]['in'] = 'cookie'",
                f'{get}/parameters/0/in: must be "path", "query" or "header"',
            ),
            (
                "del shelf['get']['parameters'][0]['schema']",
                f"{get}/parameters/0: the parameter has no schema",
            ),
            (
                "shelf['get']['parameters'][0]['schema'] = {'type': 'number'}",
                f"{get}/parameters/0/schema: "
                "a parameter must be a string, an integer, a boolean or an enum of strings",
            ),
            (
                "shelf['parameters'][0]['required'] = False",
                "openapi.json#/paths/~1shelves~1{shelf}/parameters/0/required: "
                "must be true for a path parameter",
            ),
            (
                "shelf['parameters'][0]['name'] = 'board'",
                f'{get}: path parameter "shelf" is not declared',
                f'{get}: "board" does not occur in the path',
                f'{get.replace("get", "put")}: path parameter "shelf" is not declared',
                f'{get.replace("get", "put")}: "board" does not occur in the path',
            ),
            (
                "shelf['put']['requestBody']['content'] = {'text/plain': {}}",
                f"{body}/text~1plain: must be application/json",
            ),
            (
                "shelf['put']['requestBody']['content'] = {}",
                f"{body}: must have application/json",
            ),
            (
                "shelf['put']['requestBody']['content']['application/json']['schema'] = {}",
                f"{body}/application~1json/schema: must be a $ref to a file, "
                "which gives the name of the struct",
            ),
            (
                # only answers may have one of several bodies
                "shelf['put']['requestBody']['content']['application/json']['schema'] = "
                "{'anyOf': [{'$ref': 'control/shelf.json'}]}",
                f"{body}/application~1json/schema: must be a $ref to a file, "
                "which gives the name of the struct",
            ),
            (
                "shelf['put']['requestBody']['content']['application/json']['schema']['$ref'] "
                "= 'control/shelf.json#/properties/items'",
                f"{body}/application~1json/schema/$ref: must point to a whole file",
            ),
        ):
            self.refuse(change, *expected)

    def test_body_that_nobody_uses(self) -> None:
        shutil.copy("schema/control/shelf.json", "schema/control/drawer.json")
        self.refuse("pass", "control/drawer.json#: no operation has this body")

    def test_body_without_members(self) -> None:
        with open("schema/control/shelf.json", "w", encoding="utf-8") as file:
            file.write('{"type": "array", "items": {"type": "string"}}')
        self.refuse("pass", "control/shelf.json#: a body must be an object with declared members")


if __name__ == "__main__":
    unittest.main()
