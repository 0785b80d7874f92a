"""The control interface is what its OpenAPI document says: every operation, every example, one
mutant for each rule of the bodies, every documented error, and nothing that is not documented."""

from __future__ import annotations

import copy
import json
import sys
import unittest
from typing import Any, Callable, Iterator
from urllib.parse import quote, urlencode

import harness
from control import KEY, STEP, Control, document, source
from harness import ROOT, Response, Server
from session import Session

sys.path.insert(0, str(ROOT / "tests" / "codegen"))

from test_events import Mutants, Store, strip_nulls  # noqa: E402

# Keywords of findings that no schema can tell: that times fall, that there is nothing to count from,
# that there is no such event, that no id can match.
BEYOND = (["script"], ["after"], ["unknown"], ["glob"])
# Of the mutants of one body, those that the limit on bodies does not let through are no use.
BODY_MAX = 1 << 20
LIMITED = "127.0.0.7"  # an address of its own for what is limited by address


def example(parameter: dict[str, Any]) -> str:
    """A value of a parameter: its example, or the least that is possible."""
    schema = document().follow(parameter["schema"])
    return str(parameter.get("example", schema.get("enum", [schema.get("minimum", "live-1")])[0]))


def has_json(operation: dict[str, Any]) -> bool:
    """Whether it answers with JSON: a stream of events has no end."""
    return "application/json" in operation["responses"]["200"]["content"]


def target(path: str, operation: dict[str, Any], **other: str) -> str:
    """The path of an operation with the examples of its parameters, or others."""
    query = {}
    for one in operation["parameters"]:
        value = other.get(one["name"], example(one))
        if one["in"] == "path":
            path = path.replace("{" + one["name"] + "}", quote(value, safe=""))
        elif one["name"] in other or one.get("required"):
            query[one["name"]] = value
    return path.removeprefix("/control") + ("?" + urlencode(query) if query else "")


def body_file(operation: dict[str, Any]) -> str | None:
    """The file of the schema of an operation's body, as schema/openapi.json has it."""
    for item in source()["paths"].values():
        for known in item.values():
            if isinstance(known, dict) and known["operationId"] == operation["operationId"]:
                body = known.get("requestBody")
                return body and body["content"]["application/json"]["schema"]["$ref"]
    raise AssertionError(f"{operation['operationId']} is not in schema/openapi.json")


def strict(value: Any) -> Any:
    """A schema whose deviations are errors, as they are over HTTP."""
    if isinstance(value, list):
        return [strict(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {**{key: strict(item) for key, item in value.items() if key != "x-deviation"},
            **value.get("x-deviation", {})}


def pointers(errors: Iterator[Any]) -> set[str]:
    """Where python3-jsonschema finds something wrong. A member that is missing may be told of as
    such or, where it is null, by its name; unknown ones are told of by theirs."""
    found: set[str] = set()
    for error in errors:
        path = "".join(f"/{step}" for step in error.absolute_path)
        if error.validator == "required":
            found |= {path, f"{path}/{error.message.split(chr(39))[1]}"}
        elif error.validator == "additionalProperties":
            found |= {f"{path}/{name}" for name in error.instance
                      if name not in error.schema.get("properties", {})}
        else:
            found.add(path)
    return found


class OpenApi(unittest.TestCase):
    server: Server
    control: Control
    worker: Session
    store = Store()

    @classmethod
    def setUpClass(cls) -> None:
        # The stream is there to the end, however long that takes.
        cls.server = harness.server(IDLE_TIMEOUT_MS="0", RESUME_WINDOW_MS="3600000")
        cls.addClassCleanup(cls.server.stop)
        cls.control = Control(cls.server)
        cls.begin()
        cls.addClassCleanup(lambda: cls.worker.close())

    @classmethod
    def begin(cls) -> None:
        """Begins the stream that the examples name."""
        cls.worker = Session(cls.server.url)
        cls.worker.open("live-1")

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """All of them, those that lose connections or hold their answers last."""
        late = ("post_disconnect", "delete_streams")
        rows = list(self.control.document.operations())
        for method, path, operation in sorted(
                rows, key=lambda row: late.index(row[2]["operationId"])
                if row[2]["operationId"] in late else -1):
            with self.subTest(operation["operationId"]):
                yield method, path, operation
            if operation["operationId"] == "delete_streams":
                self.worker.close()
                self.begin()

    def schema(self, name: str) -> Any:
        from jsonschema import Draft202012Validator, FormatChecker, RefResolver

        base = "file:///"
        names = [str(path.relative_to(ROOT / "schema")) for path in (ROOT / "schema").rglob("*.json")]
        stored = {base + one: strict(self.store.file(one)) for one in names}
        resolver = RefResolver(base + name, stored[base + name], store=stored)
        return Draft202012Validator(stored[base + name], resolver=resolver,
                                    format_checker=FormatChecker(["uuid"]))

    def test_served_is_what_stands_in_the_schemas(self) -> None:
        served = self.control.do("GET", "/openapi.json")
        self.assertEqual(served, self.control.document.value)
        self.assertEqual({path: sorted(item) for path, item in served["paths"].items()},
                         {path: sorted(item) for path, item in source()["paths"].items()})
        self.assertNotIn(".json#", json.dumps(served))
        for word in json.dumps(served).split('"$ref": "')[1:]:
            self.assertTrue(word.startswith("#/"), word[:80])

    def test_every_operation_works(self) -> None:
        """With every example of its body, and without one where it may be left out."""
        for method, path, operation in self.operations():
            if not has_json(operation):
                continue
            name = body_file(operation)
            bodies = [None] if name is None else list(self.store.file(name)["examples"])
            if name and not operation["requestBody"].get("required"):
                bodies.append(None)
            for body in bodies:
                with self.subTest(body=body):
                    self.control.do(method, target(path, operation), body)

    def test_parameters_of_the_query(self) -> None:
        self.control.do("DELETE", "/scenarios")  # a list shows null where a request had it
        for method, path, operation in self.operations():
            for one in operation["parameters"]:
                if one["in"] == "query":
                    asked = target(path, operation, **{one["name"]: example(one)})
                    if has_json(operation):
                        self.assertIn(self.control.ask(method, asked).status, (200, 404))
                    for wrong in ("", "x" * 600):
                        error = self.control.refused(
                            400, method, target(path, operation, **{one["name"]: wrong}))
                        self.assertIn(f"parameter {one['name']} ", error["message"])

    def test_mutants(self) -> None:
        """Bodies with one rule broken: 400, and the pointer of what is wrong."""
        checked = 0
        for method, path, operation in self.operations():
            name = body_file(operation)
            if name is None or "post_disconnect" == operation["operationId"]:
                continue  # its mutants that are valid would cut connections off for a while
            reference, schema = self.schema(name), self.store.file(name)
            for one in schema["examples"]:
                # what waits would be answered that much later
                one = {**one, "wait_ms": 1} if "wait_ms" in one else one
                for rule, mutant in Mutants(self.store).of(name, schema, copy.deepcopy(one)):
                    if rule.startswith("wait_ms: maximum"):
                        continue
                    if len(json.dumps(mutant)) < BODY_MAX:
                        checked += self.mutant(method, target(path, operation), mutant, rule,
                                               reference.iter_errors(
                                                   strip_nulls(self.store, name, schema, mutant)))
        self.assertGreater(checked, 400)

    def test_mutants_of_a_disconnect(self) -> None:
        """Only those that are wrong are sent."""
        (method, path, operation), = (row for row in self.control.document.operations()
                                      if row[2]["operationId"] == "post_disconnect")
        name = body_file(operation)
        assert name
        schema, reference = self.store.file(name), self.schema(name)
        checked = 0
        for example in schema["examples"]:
            for rule, mutant in Mutants(self.store).of(name, schema, copy.deepcopy(example)):
                bare = strip_nulls(self.store, name, schema, mutant)
                if not reference.is_valid(bare):
                    checked += self.mutant(method, target(path, operation), mutant, rule,
                                           reference.iter_errors(bare))
        self.assertGreater(checked, 20)

    def mutant(self, method: str, asked: str, mutant: Any, rule: str,
               errors: Iterator[Any]) -> int:
        wrong = pointers(errors)
        with self.subTest(rule, mutant=json.dumps(mutant)[:300]):
            answer = self.control.ask(method, asked, json.dumps(mutant).encode())
            findings = answer.json().get("error", {}).get("findings", [])
            found = {one["path"] for one in findings}
            if not wrong and [one["keyword"] for one in findings][:1] in BEYOND:
                return False
            if wrong:
                self.assertEqual(answer.status, 400, answer.body)
                self.assertTrue(found & wrong, (found, wrong))
            else:
                self.assertEqual(answer.status, 200, answer.body)
        return bool(wrong)

    # ---- the documented errors

    def provoke(self, status: str, method: str, path: str, operation: dict[str, Any]) -> Response:
        """An answer with that status."""
        asked = target(path, operation)
        has_body = "requestBody" in operation
        # those that name streams in the query, and places in the journal
        ranged = operation["operationId"].startswith("get_report")
        nobody = {"stream": "nobody"} if ranged else {}
        placed = target(path, operation, since="now") if ranged else asked
        ways: dict[str, Callable[[], Response]] = {
            "400": lambda: self.control.ask(method, asked, b"{") if has_body
            else self.control.ask(method, asked + ("&" if "?" in asked else "?") + "nonsense=1"),
            "401": lambda: Control(self.server, None).raw(method, "/control" + asked),
            "403": lambda: self.foreign(method, path, operation),
            "404": lambda: self.control.ask(method, target(
                path, operation, id="nobody", glob="nobody", name="no such scenario", entry="999999999",
                **nobody)),
            "406": lambda: self.control.ask(method, asked, Accept="image/png"),
            "410": lambda: self.control.ask(method, target(path, operation, id=self.forgotten())),
            "411": lambda: self.control.ask(method, asked, Transfer_Encoding="chunked"),
            "413": lambda: self.control.ask(method, asked, b" " * (BODY_MAX + 1)),
            "429": lambda: self.limited(method, asked),
            "503": lambda: Control(self.bare).raw(method, "/control" + placed,
                                                  self.example(operation)),
        }
        return ways[status]()

    def forgotten(self) -> str:
        """A stream whose report was given up for those of later streams."""
        worker = Session(self.server.url)
        for number in range(150 if not self.crowded else 0):
            worker.open(f"crowd-{number}")
            worker.end()
            worker.until("complete")
        worker.close()
        self.crowded = True
        return "crowd-0"

    crowded = False

    def foreign(self, method: str, path: str, operation: dict[str, Any]) -> Response:
        """Asked with a key that is for other streams."""
        body = self.foreign_body.get(operation["operationId"], {})
        return Control(self.keyed, "other").raw(
            method, "/control" + target(path, operation, stream="live-1"),
            json.dumps(body).encode() if "requestBody" in operation else None)

    def example(self, operation: dict[str, Any]) -> bytes | None:
        name = body_file(operation)
        return json.dumps(self.store.file(name)["examples"][0]).encode() if name else None

    foreign_body = {
        "put_faults": {"rules": [{"error_code": "TIMEOUT"}]},
        "put_delay": {"delay_ms": 1},
        "put_log": {"level": "INFO"},
        "verify_journal": {"stream_id": "live-1", "expectations": [{"event": "stream:init"}]},
        "post_scenarios": {"scenarios": [{"stream_id": "live-1", "steps": [STEP]}]},
    }

    def limited(self, method: str, asked: str) -> Response:
        """Asked after too many wrong keys."""
        while True:
            answer = self.control.from_address(LIMITED, method, "/control" + asked,
                                               Authorization="Bearer wrong")
            if answer.status != 401:
                return answer

    def test_every_documented_error_can_be_had(self) -> None:
        import tempfile

        with tempfile.NamedTemporaryFile("w", suffix=".json") as keys:
            json.dump([{"key": KEY, "streams": ["*"]}, {"key": "other", "streams": ["other-*"]}],
                      keys)
            keys.flush()
            self.keyed = harness.server(STS_API_KEYS_FILE=keys.name)
        self.bare = harness.server(JOURNAL_MAX_EVENTS="0")
        with self.keyed, self.bare:
            for method, path, operation in self.operations():
                for status in operation["responses"]:
                    if status == "200":
                        continue
                    with self.subTest(status):
                        answer = self.provoke(status, method, path, operation)
                        self.assertEqual(answer.status, int(status), answer.body)
                        self.control.document.check(operation, answer)

    def test_other_paths_and_methods(self) -> None:
        """404 with what was perhaps meant, 405 with Allow."""
        for path, meant in (("/stream", "/control/streams"), ("/Reset", "/control/reset"),
                            ("/streams/live-1/fault", "/control/streams/live-1/faults"),
                            ("/streams/a%2Fb/delays", "/control/streams/a%2Fb/delay"),
                            ("/streams/a/b/delays", "/control/streams/a/b/delay"),
                            ("/scenario", "/control/scenarios")):
            error = self.control.refused(404, "PUT", path, {})
            self.assertEqual(error["code"], "NOT_FOUND")
            self.assertTrue(error["message"].endswith(f"did you mean {meant}?"), error)
        for path, meant in (("/reports/x.html", "/control/report/x.html"),
                            ("/reports/", "/control/report"), ("/", "/control/openapi.json"),
                            ("", "/control/openapi.json")):
            error = self.control.refused(404, "GET", path)
            self.assertTrue(error["message"].endswith(f"did you mean {meant}?"), error)
        for method, path, meant in (
                ("POST", "/journal/verify", "/control/verify"),
                ("POST", "/streams/a/reset", "/control/reset"),
                ("DELETE", "/scenarios/five%20timeouts", "/control/scenarios?name=five%20timeouts"),
                ("DELETE", "/scenario/a", "/control/scenarios")):
            error = self.control.refused(404, method, path, {} if method == "POST" else None)
            self.assertTrue(error["message"].endswith(f"did you mean {meant}?"), error)
        error = self.control.refused(400, "POST", "/verify", {"expect": []})
        self.assertIn('/expect is not a known member; did you mean "expectations"?', str(error))
        error = self.control.refused(400, "GET", "/journal/streams")
        self.assertEqual(error["message"], "parameter entry must be a number; did you mean "
                         "/control/journal/stream?")
        self.assertNotIn("did you mean", self.control.refused(404, "GET", "/what%20ever")["message"])
        for path, item in source()["paths"].items():
            allowed = {method.upper() for method in item if method in ("get", "put", "post", "delete")}
            wanted = allowed | ({"HEAD"} if "GET" in allowed else set())
            for method in {"GET", "PUT", "POST", "DELETE", "PATCH"} - allowed:
                asked = path.removeprefix("/control").replace("{id}", "a").replace("{glob}", "a")
                answer = self.control.ask(method, asked)
                with self.subTest(path, method=method):
                    self.assertEqual(answer.status, 405)
                    self.assertEqual(set(answer.headers["allow"].split(", ")), wanted)

    def test_head_and_preflight(self) -> None:
        whole = self.control.ask("GET", "/openapi.json")
        head = self.control.raw("HEAD", "/control/openapi.json")
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.headers["content-length"], whole.headers["content-length"])
        preflight = Control(self.server, None).raw("OPTIONS", "/control/streams/a/faults",
                                                   Origin="http://localhost:8080")
        self.assertEqual((preflight.status, preflight.body), (204, b""))
        self.assertIn("PUT", preflight.headers["access-control-allow-methods"])
        self.assertIn("Authorization", preflight.headers["access-control-allow-headers"])


if __name__ == "__main__":
    unittest.main()
