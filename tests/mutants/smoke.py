"""A session, the control interface and the reports of a server that was made from changed schemas.

What is sent is made to fit those schemas, every answer is held against them, and no answer may be
without a member that the server of the unchanged schemas gives. Every wait has an end.
"""

from __future__ import annotations

import contextlib
import json
import pathlib
from typing import Any, Callable, Iterator
from urllib.parse import quote, urlencode

import harness
import matchers
import mutate
from harness import Response, Server
from mutate import HTTP, INDEX, RENAMED, Mutant, Schemas
from session import Raw
from values import Book
from wire import Closed


ROOT = pathlib.Path(__file__).resolve().parents[2]
KEY = {"Authorization": "Bearer test-api-key"}
SETTINGS = {"ECHO_SEED": "42", "RATE_LIMIT_FRAGMENTS_PER_MIN": "0", "WS_MAX_CONNECTIONS": "0",
            "MAX_CONNECTIONS_PER_KEY": "0", "AUTO_DISCONNECT_DELAY": "0.05",
            "JOURNAL_MAX_EVENTS": "100000"}
AUDIO = {"format": "m4a", "sample_rate_hz": 48000, "channels": 1, "duration_ms": 1000,
         "data_base64": "AAABAAIAAwA="}
CONFIG = {"source_language": "en", "target_language": "es", "voice_profile": "default",
          "chunk_duration_ms": 1000, "sample_rate_hz": 48000, "channels": 1, "format": "m4a"}
# Parameters that leave nothing out, for where they have to be given.
ALL = {"stream": "*", "event": "*", "name": "four steps", "limit": 1000}
# What comes of a rule's action for the first of two fragments, in words.
EXPECTED = {
    "fail": ["ack 0", "processed 0 failed", "ack 1", "processed 1 success"],
    "partial": ["ack 0", "processed 0 partial", "ack 1", "processed 1 success"],
    "drop": ["ack 0", "ack 1", "processed 1 success"],
    "delay": ["ack 0", "processed 0 success", "ack 1", "processed 1 success"],
    "duplicate": ["ack 0", "processed 0 success", "processed 0 success", "ack 1",
                  "processed 1 success"],
    "reorder": ["ack 0", "ack 1", "processed 1 success", "processed 0 success"],
    "corrupt": ["ack 0", "processed 0 success", "ack 1", "processed 1 success"],
    "no_ack": ["processed 0 success", "ack 1", "processed 1 success"],
}


class Broken(Exception):
    """The server did not do what it should; says what."""


def pick(value: Any, name: str) -> Any:
    """A member, under its name of now."""
    if not isinstance(value, dict):
        raise Broken(f"an object with {name} was expected, not {str(value)[:300]}")
    return value.get(name, value.get(name + RENAMED))


class Client(Raw):
    """A worker whose payloads fit the schemas of now, and who holds answers against them."""

    def __init__(self, smoke: Smoke, step: str) -> None:
        super().__init__(smoke.server.port)
        self.smoke = smoke
        self.step = step
        self.names: dict[str, int] = {}

    def ask(self, stem: str, hint: Any) -> Any:
        """An event whose acknowledgement is awaited; what that says."""
        return self.call(self.smoke.receive[stem], self.smoke.payload(stem, hint))

    def tell(self, stem: str, hint: Any) -> None:
        self.emit(self.smoke.receive[stem], self.smoke.payload(stem, hint))

    def hear(self) -> tuple[str, Any]:
        """The next event, checked."""
        name, payload = self.next()
        if name not in self.smoke.send:
            raise Broken(f"{self.step}: {name} is no event of the server: {str(payload)[:300]}")
        self.smoke.check(f"{self.step}: {name}", f"events/{self.smoke.send[name]}.json", payload)
        return name, payload

    def want(self, name: str, over: str = "") -> Any:
        """The next event, which must have that name; those called `over` may come before."""
        found, payload = self.hear()
        while found == over and found != name:
            found, payload = self.hear()
        if found != name:
            raise Broken(f"{self.step}: expected {name}, got {found} {str(payload)[:900]}")
        return payload

    def answered(self, stem: str, hint: Any, answer: str) -> Any:
        """Asks, and gets the answer both as an event and as the acknowledgement."""
        ack = self.ask(stem, hint)
        event = self.want(answer, "backpressure")
        if ack != event:
            raise Broken(f"{self.step}: {answer} is {event}, its acknowledgement {ack}")
        return event

    def begin_stream(self, stream: str, **more: Any) -> Any:
        self.stream = stream
        hint = {"stream_id": stream, "worker_id": "worker-1", "config": CONFIG,
                "max_inflight": 10, "timeout_ms": 8000, **more}
        return self.answered("stream_init", hint, "stream:ready")

    def fragment(self, number: int, **more: Any) -> dict[str, Any]:
        name = f"00000000-0000-4000-8000-{number:012d}"
        self.names[name] = number
        return {"fragment_id": name, "stream_id": self.stream, "sequence_number": number,
                "timestamp": 1766880000000 + number, "audio": AUDIO,
                "metadata": {"pts_ns": number, "source_pts_ns": number}, **more}

    def heard(self, count: int) -> list[str]:
        """The next events of fragments, in words."""
        seen = []
        for _ in range(count):
            name, payload = self.hear()
            number = self.names.get(pick(payload, "fragment_id"), "?")
            if name == "fragment:ack":
                seen.append(f"ack {number}")
            elif name == "fragment:processed":
                seen.append(f"processed {number} {pick(payload, 'status')}")
            else:
                seen.append(f"{name} {str(payload)[:200]}")
        return seen

    def exchange(self, number: int, status: str = "success") -> None:
        """Sends a fragment; its answers."""
        self.tell("fragment_data", self.fragment(number))
        seen = self.heard(2)
        if seen != [f"ack {number}", f"processed {number} {status}"]:
            raise Broken(f"{self.step}: {seen}")

    def fence(self) -> None:
        """Waits until the server has read all that was sent."""
        self.ask("worker_fragment_ack", {"fragment_id": "none", "status": "received",
                                         "timestamp": 1})


class Smoke:
    """One run against one server. `shapes` are the members of each answer, by what it answers;
    those of the unchanged server are what must not be missing."""

    def __init__(self, server: Server, schemas: Schemas, mutants: list[Mutant] | None = None,
                 expected: dict[str, set[str]] | None = None) -> None:
        self.server = server
        self.schemas = schemas
        self.mutants = mutants or []
        self.expected = expected or {}
        self.shapes: dict[str, set[str]] = {}
        self.book = Book(schemas)
        self.validators: dict[str, Any] = {}
        index = schemas[INDEX]
        messages = index["components"]["messages"]
        ways: dict[str, dict[str, str]] = {"receive": {}, "send": {}}
        for stem, operation in index["operations"].items():
            ways[operation["action"]][stem] = messages[stem]["name"]
        self.receive = ways["receive"]  # names by stem
        self.send = {name: stem for stem, name in ways["send"].items()}
        self.clients: list[Client] = []
        # What is tried before the end, by the mutant that it is for, and what went wrong then.
        self.uses: dict[str, Callable[[Smoke], None]] = {}
        self.wrong: dict[str, str] = {}

    # ---- means

    def payload(self, stem: str, hint: Any) -> Any:
        file = f"events/{stem}.json"
        return self.book.fit(file, self.schemas[file], hint, added=True)

    def words(self, file: str) -> list[str]:
        return list(self.schemas[file]["enum"])

    def least(self, file: str, *members: str) -> int:
        """The lowest number that the schema allows, and at least 1."""
        schema = self.schemas.get(file, {})
        for name in members:
            schema = pick(schema.get("properties", {}), name) or {}
        return max(1, schema.get("minimum", 1))

    def check(self, label: str, file: str, value: Any) -> None:
        """Holds an answer against its schema, and notes which members it has."""
        if file not in self.validators:
            self.validators[file] = self.book.validator(file, self.schemas[file])
        for error in self.validators[file].iter_errors(value):
            place = "/".join(str(step) for step in error.absolute_path)
            raise Broken(f"{label}: /{place} {error.message[:300]} ({file})")
        here = set(shape(value))
        self.shapes[label] = self.shapes[label] & here if label in self.shapes else here

    def compare(self) -> None:
        """No answer may lack a member that it has without the change."""
        gone = {one.what for one in self.mutants if one.kind in ("member-dropped", "word-dropped")}
        unasked = {one.what for one in self.mutants if one.kind == "operation-dropped"}
        # With one direction alone the journal does not show the other, and with streams not what is
        # of none.
        halved = any(one.kind == "parameter-required" and one.what in ("direction", "stream")
                     for one in self.mutants)
        for label, members in self.expected.items():
            if halved and "journal" in label:
                continue
            if label.split()[0] in unasked and label not in self.shapes:
                continue
            lost = {one for one in members - self.shapes.get(label, set())
                    if not gone.intersection(one.split("/"))}
            if lost and not (gone and label not in self.shapes):
                raise Broken(f"{label}: lost {', '.join(sorted(lost)) or 'altogether'}")

    def client(self, step: str) -> Client:
        client = Client(self, step)
        self.clients.append(client)
        return client

    def http(self, method: str, target: str, body: Any = None, **headers: str) -> Response:
        data = None if body is None else json.dumps(body).encode()
        answer = harness.http(self.server.port, method, target, data, **{**KEY, **headers})
        return answer

    def body_of(self, operation: dict[str, Any]) -> str | None:
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        reference = content.get("schema", {}).get("$ref")
        return reference if isinstance(reference, str) else None

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any], list[dict[str, Any]]]]:
        """Method, path, operation and its parameters."""
        for path, item in self.schemas[HTTP]["paths"].items():
            for method in mutate.METHODS:
                if method in item:
                    both = item.get("parameters", []) + item[method].get("parameters", [])
                    yield method, path, item[method], [
                        self.book.follow(HTTP, one["$ref"])[1] if "$ref" in one else one
                        for one in both]

    def find(self, name: str) -> tuple[str, str, dict[str, Any], list[dict[str, Any]]] | None:
        return next((row for row in self.operations() if row[2]["operationId"] == name), None)

    def target(self, path: str, parameters: list[dict[str, Any]], **given: Any) -> str:
        """A path with its parameters; those of the query that are given, and those that must be."""
        query = {}
        for one in parameters:
            name = one["name"]
            old = name.removesuffix(RENAMED)
            if one["in"] == "path":
                value = given.get(name, given.get(old, "1"))
                path = path.replace("{" + name + "}", quote(str(value), safe=""))
            elif name in given or old in given:
                query[name] = given[name if name in given else old]
            elif one.get("required"):
                query[name] = self.book.fit(HTTP, one["schema"], ALL.get(old, 0))
        return path + ("?" + urlencode(query) if query else "")

    def do(self, called: str, /, body: Any = None, status: int = 200, label: str = "",
           **given: Any) -> Any:
        """An operation, by its name, with the answer checked; None where there is none any more."""
        row = self.find(called)
        if row is None:
            return None
        method, path, operation, parameters = row
        file = self.body_of(operation)
        if body is not None and file:
            body = self.book.fit(file, self.schemas[file], body, added=True)
        schemas = {one["name"].removesuffix(RENAMED): one["schema"] for one in parameters}
        given = {name: self.book.fit(HTTP, schemas[name], value)
                 if isinstance(value, int) and name in schemas else value
                 for name, value in given.items()}
        answer = self.http(method.upper(), self.target(path, parameters, **given), body)
        step = label or f"{called} {status}"
        if answer.status != status:
            raise Broken(f"{step}: status {answer.status}, {answer.body[:900]!r}")
        schema = operation["responses"].get(str(status), {})
        if "$ref" in schema:
            schema = self.book.follow(HTTP, schema["$ref"])[1]
        content = schema.get("content", {})
        if "application/json" not in content:
            return answer.body
        try:
            value = answer.json()
        except ValueError as error:
            raise Broken(f"{step}: no JSON ({error}): {answer.body[:300]!r}") from None
        reference = content["application/json"].get("schema", {}).get("$ref")
        if reference:
            self.check(step, reference, value)
        return value

    # ---- the run

    def run(self) -> None:
        try:
            self.nothing_yet()
            self.session()
            self.simulations()
            self.actions()
            self.losses()
            self.control()
            self.journal()
            self.reports()
            self.scenario()
            for name, use in self.uses.items():
                self.try_out(name, use)
            self.plain("/metrics", b"")
            self.do("list_streams")
            self.compare()
        finally:
            for client in self.clients:
                with contextlib.suppress(OSError, Closed):
                    client.link.ws.sock.close()

    def try_out(self, name: str, use: Callable[[Smoke], None]) -> None:
        """What one mutant brings is wrong of that one alone, as long as the server lives."""
        try:
            use(self)
        except (Broken, AssertionError, OSError, Closed) as error:
            if self.server.process.poll() is not None:
                raise
            self.wrong[name] = f"{describe(error)}: {place_of(self)}: {error}"

    def plain(self, target: str, needle: bytes) -> None:
        answer = self.http("GET", target)
        if answer.status != 200 or needle not in answer.body or not answer.body:
            raise Broken(f"GET {target}: status {answer.status}, {answer.body[:300]!r}")

    def nothing_yet(self) -> None:
        self.plain("/health", b"healthy")
        self.plain("/metrics", b"")
        for name in ("list_streams", "list_scenarios", "get_journal", "get_report_json",
                     "get_openapi"):
            self.do(name, label=f"{name} of nothing")
        self.plain("/asyncapi.json", b"asyncapi")
        self.do("get_stream", status=404, id="nobody")
        self.do("get_journal_entry", status=404, entry=9999999)

    def session(self) -> None:
        client = self.client("session")
        ready = client.begin_stream("live")
        if pick(ready, "stream_id") != "live":
            raise Broken(f"stream:ready is for another stream: {ready}")
        client.step = "fragments"
        for number in range(3):
            client.tell("fragment_data", client.fragment(number))
            seen = client.heard(2)
            if seen != [f"ack {number}", f"processed {number} success"]:
                raise Broken(f"{client.step}: {seen}")
        client.step = "confirming"
        for number, word in enumerate(self.words("types/worker_ack_status.json")):
            client.ask("worker_fragment_ack", {
                "fragment_id": f"00000000-0000-4000-8000-{number % 3:012d}", "status": word,
                "timestamp": 1766880001000})
        client.step = "with an acknowledgement"
        ack = client.ask("fragment_data", client.fragment(3))
        if client.want("fragment:ack") != ack:
            raise Broken(f"{client.step}: {ack}")
        client.want("fragment:processed")
        self.refusals(client)
        if "stream_pause" in self.receive and "stream_resume" in self.receive:
            client.step = "paused"
            client.tell("stream_pause", {"stream_id": "live", "reason": "a pause"})
            client.tell("fragment_data", client.fragment(4))
            client.want("error")
            self.do("get_stream", label="get_stream paused", id="live")
            client.tell("stream_resume", {"stream_id": "live"})
        client.step = "resumed"
        client.exchange(4)
        self.resume(client)

    def refusals(self, client: Client) -> None:
        """What is no good is answered, and says where."""
        client.step = "bad payload"
        client.emit("stream:init", {"stream_id": 7})
        client.want("error")
        client.step = "unknown event"
        client.emit("stream:inti", {})
        client.want("error")
        client.step = "old number"
        client.tell("fragment_data", client.fragment(0, fragment_id="another"))
        client.want("error")
        client.step = "other stream"
        client.tell("fragment_data", client.fragment(4, stream_id="nobody"))
        client.want("error")
        client.step = "deviation"
        client.emit("fragment:data", {**self.payload("fragment_data", client.fragment(4)),
                                      "stream_id": 9, "zz_unknown": 1})
        client.want("error")
        client.link.send('42["stream:end"]')
        client.want("error")

    def resume(self, client: Client) -> None:
        self.do("get_stream", label="get_stream live", id="live")
        self.do("list_streams", label="list_streams live")
        client.cut()
        harness.wait_for(lambda: self.parked() == 1, "the stream to be parked")
        self.do("get_stream", label="get_stream parked", id="live")
        again = self.client("resume")
        again.begin_stream("live")
        again.names = client.names
        again.exchange(5)
        if "stream_end" in self.receive:
            again.step = "end"
            again.answered("stream_end", {"stream_id": "live", "reason": "over"},
                           "stream:complete")

    def parked(self) -> int:
        return int(self.http("GET", "/health").json()["parked"])

    # ---- simulations, as events

    def simulations(self) -> None:
        client = self.client("simulations")
        client.begin_stream("simulated")
        if "config_processing_delay" in self.receive:
            for word in self.words("types/delay_distribution.json"):
                client.step = f"delay {word}"
                client.answered("config_processing_delay", {
                    "delay_ms": 1, "jitter_ms": 1, "distribution": word,
                    "stream_id": "simulated"}, "config:processing_delay:ack")
        number = self.pressure(client)
        if "config_error_simulation" not in self.receive:
            return
        client.step = "armed"
        client.answered("config_error_simulation", {
            "enabled": True, "stream_id": "simulated", "seed": 7, "rules": [
                self.rule(word, number + place)
                for place, word in enumerate(self.words("types/rule_trigger.json"))]},
            "config:error_simulation:ack")
        client.step = "triggered"
        for one in range(3):
            client.tell("fragment_data", client.fragment(number + one))
            client.heard(2)
        client.step = "disarmed"
        client.answered("config_error_simulation", {"enabled": False},
                        "config:error_simulation:ack")
        client.exchange(number + 3)

    @staticmethod
    def rule(trigger: str, number: int) -> dict[str, Any]:
        value: Any = {"fragment_id": f"00000000-0000-4000-8000-{number:012d}",
                      "nth_fragment": number + 1}.get(trigger, number)
        return {"trigger": trigger, "value": value, "error_code": "MODEL_ERROR",
                "error_message": "as asked", "retryable": True, "stage": "tts", "count": 3,
                "action": "fail", "deliver_as": "processed"}

    def pressure(self, client: Client) -> int:
        """Backpressure of every word; the number of the next fragment."""
        if "config_backpressure" not in self.receive:
            return 0
        severities = self.words("types/backpressure_severity.json")
        actions = self.words("types/backpressure_action.json")
        pairs = [(severities[place % len(severities)], actions[place % len(actions)])
                 for place in range(max(len(severities), len(actions)))]
        client.step = "backpressure script"
        # A script for each: of steps that are due at once the last is sent alone.
        for severity, action in pairs:
            client.answered("config_backpressure", {
                "enabled": True, "stream_id": "simulated", "script": [
                    {"after_ms": 1, "severity": severity, "action": action,
                     "recommended_delay_ms": 500}]}, "config:backpressure:ack")
            # What was in force before is taken back first.
            while True:
                event = client.want("backpressure")
                if (pick(event, "severity"), pick(event, "action")) == (severity, action):
                    break
        client.step = "backpressure threshold"
        many = self.least("types/backpressure_threshold.json")
        client.answered("config_backpressure", {
            "enabled": True, "threshold": many, "severity": severities[0], "action": actions[0],
            "recommended_delay_ms": 1000, "stream_id": "simulated"}, "config:backpressure:ack")
        with client.at_once():
            for number in range(many):
                client.tell("fragment_data", client.fragment(number))
        seen = sorted(word.split()[0] for word in client.heard(2 * many + 2))
        if seen != [*["ack"] * many, "backpressure", "backpressure", *["processed"] * many]:
            raise Broken(f"{client.step}: {seen}")
        client.answered("config_backpressure", {"enabled": False, "stream_id": "simulated"},
                        "config:backpressure:ack")
        return many

    # ---- actions and losses

    def actions(self) -> None:
        """Each action of a rule, armed over HTTP."""
        for word in self.words("types/rule_action.json"):
            if word == "disconnect":
                continue
            stream = f"action-{word}"
            client = self.client(f"action {word}")
            client.begin_stream(stream)
            rule = {"trigger": "sequence_number", "value": 0, "action": word, "count": 1,
                    "delay_ms": 1}
            if word in ("fail", "partial"):
                rule |= {"error_code": "GPU_OOM", "stage": "asr", "retryable": False}
            self.do("put_faults", {"rules": [rule], "seed": 5}, label=f"put_faults {word}",
                    glob=stream)
            client.tell("fragment_data", client.fragment(0))
            # Without the word "processed" a failure is told of in another way.
            told = "processed" in self.words("types/rule_delivery.json")
            expected = EXPECTED.get(word) if told or word not in ("fail", "partial") else None
            ahead = 2 if word in ("reorder", "drop") else 1
            if expected is None or ahead == 2:
                client.tell("fragment_data", client.fragment(1))
                client.fence()
            if expected is None:
                self.unknown_action(client)
                continue
            seen = client.heard(len(expected) - (0 if ahead == 2 else 2))
            if ahead == 1:
                client.tell("fragment_data", client.fragment(1))
                seen += client.heard(2)
            if sorted(seen) != sorted(expected):
                raise Broken(f"{client.step}: {seen}, not {expected}")
            self.do("get_stream", label=f"get_stream {word}", id=stream)

    @staticmethod
    def unknown_action(client: Client) -> None:
        """A word that is new: the fragments are answered in some way."""
        if not client.waiting:
            client.hear()
        while client.waiting:
            client.hear()

    def losses(self) -> None:
        """Each way to lose a connection, asked for by the worker itself."""
        if "simulate_disconnect" not in self.receive:
            return
        for word in self.words("types/disconnect_mode.json"):
            client = self.client(f"loss {word}")
            client.begin_stream(f"loss-{word}")
            loss = {"mode": word, "delay_ms": 0, "reason": "chaos"}
            if word == "close":
                loss["code"] = 1012
            client.answered("simulate_disconnect", loss, "simulate:disconnect:ack")
            if word in ("server_disconnect", "close", "fin", "reset"):
                with contextlib.suppress(Closed, ConnectionError):
                    while client.next()[0] != "disconnect":
                        pass
            client.link.ws.sock.close()
        if "disconnect" in self.words("types/rule_action.json"):
            client = self.client("loss by a rule")
            client.begin_stream("loss")
            self.do("put_faults", {"rules": [{
                "action": "disconnect", "mode": "reset", "trigger": "sequence_number",
                "value": 0}]}, label="put_faults disconnect", glob="loss")
            client.tell("fragment_data", client.fragment(0))
            with contextlib.suppress(Closed, ConnectionError):
                while True:
                    client.next()

    # ---- over HTTP

    def control(self) -> None:
        client = self.client("control")
        client.begin_stream("controlled")
        rule = {"trigger": "nth_fragment", "value": 2, "error_code": "TIMEOUT",
                "error_message": "slow", "retryable": True, "stage": "translation",
                "probability": 0.5, "count": 5, "delay_ms": 1, "action": "fail",
                "deliver_as": "error"}
        loss = {"trigger": "sequence_number", "value": 90, "action": "disconnect",
                "mode": "close", "code": 1012, "refuse_ms": 1}
        self.do("put_faults", {"rules": [rule, loss], "seed": 3}, glob="controlled")
        self.do("put_delay", {"delay_ms": 1, "jitter_ms": 1, "distribution": "uniform"},
                glob="controlled")
        self.do("put_backpressure", {"threshold": 9, "severity": "low", "action": "none",
                                     "recommended_delay_ms": 5}, glob="controlled")
        self.do("get_stream", label="get_stream armed", id="controlled")
        client.exchange(0)
        client.step = "a fault as an error"
        if "error" in self.words("types/rule_delivery.json"):
            del rule["probability"]
            self.do("put_faults", {"rules": [rule]}, glob="controlled", label="put_faults again")
            client.tell("fragment_data", client.fragment(1))
            client.want("fragment:ack")
            client.want("error")
        for name in ("delete_faults", "delete_delay", "delete_backpressure"):
            self.do(name, glob="controlled")
        self.do("put_faults", {"rules": [rule]}, glob="later-*", label="put_faults of a glob")
        self.do("post_reset", {"stream_id": "later-*"})
        self.do("post_disconnect", {"delay_ms": 0, "reason": "chaos",
                                    "mode": "server_disconnect"}, glob="controlled")
        with contextlib.suppress(Closed, ConnectionError):
            while client.next()[0] != "disconnect":
                pass
        drops: dict[str, Any] = {}
        if "drop" in self.words("control/retention.json"):
            drops["report"] = "drop"
        self.do("delete_streams", id="controlled", **drops)
        for name, body in (("put_delay", b'{"delay_ms": -7, "zz": 1}'), ("post_reset", b"{")):
            row = self.find(name)
            if row:
                answer = harness.http(self.server.port, row[0].upper(),
                                      self.target(row[1], row[3], glob="nobody"), body, **KEY)
                if answer.status != 400:
                    raise Broken(f"{name} of nonsense: {answer}")
                self.check(f"{name} 400", "control/error.json", answer.json())
        if self.http("GET", "/control/streams", Authorization="Bearer no").status != 401:
            raise Broken("a wrong key was taken")

    def scenario(self) -> None:
        many = self.least("types/scenario_until.json", "count")
        heard: dict[str, Any] = {"event": "fragment:ack"}
        if "fragment:ack" not in self.words("types/worker_event.json"):
            heard = {"after_ms": 3000}
        rule = self.book.fit("types/error_rule.json", self.schemas["types/error_rule.json"], {
            "trigger": "nth_fragment", "value": 1, "error_code": "TIMEOUT", "action": "fail"})
        every = pick(rule, "value")
        # where more than one condition is asked for: others that come later
        several = self.schemas.get("types/scenario_until.json", {}).get("minProperties", 0) > 1
        late: dict[str, Any] = {"after_ms": 60000} if several else {}
        never: dict[str, Any] = {"count": 1000000} if several else {}
        steps = [{"faults": {"rules": [rule]}, "until": {**late, "count": many}},
                 {"delay": {"delay_ms": 0}, "backpressure": {"threshold": 100},
                  "until": {**late, **heard}},
                 {"until": {**never, "after_ms": 1}}, {"disconnect": {"mode": "reset"}}]
        self.do("post_scenarios", {"scenarios": [
            {"name": "four steps", "stream_id": "staged", "seed": 4, "steps": steps}]})
        self.do("list_scenarios", label="list_scenarios loaded")
        self.do("list_armed", label="list_armed loaded")
        self.do("list_clients")
        client = self.client("scenario")
        client.begin_stream("staged")
        for number in range(many * every):
            client.step = "scenario" if (number + 1) % every == 0 else "scenario, no hit"
            client.tell("fragment_data", client.fragment(number))
            client.heard(2)
        self.do("get_stream", label="get_stream staged", id="staged")
        self.do("list_armed", label="list_armed begun", stream="staged")
        client.fence()
        with contextlib.suppress(Closed, ConnectionError):
            while True:
                client.next()
        self.do("delete_scenarios", name="four steps")
        self.reset("post_reset of all")

    def reset(self, label: str) -> None:
        """Resets all streams: without a body, unless the schema wants it to name them."""
        wanted = self.schemas.get("control/reset.json", {}).get("required")
        self.do("post_reset", {"stream_id": "*"} if wanted else None, label=label)

    def journal(self) -> None:
        found = self.do("get_journal", limit=1000, label="get_journal of all")
        entries = pick(found, "entries") if found else []
        row = self.find("get_journal_entry")
        if row and entries:
            reference = row[2]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
            for entry in entries:
                if "cannot be sent: " in str(pick(entry, "reason")):
                    raise Broken(f"the journal: {pick(entry, 'reason')}")
                words = [str(pick(entry, name) or "") for name in ("kind", "event", "direction")]
                self.check(f"journal: {' '.join(words).strip()}", reference, entry)
            self.do("get_journal_entry", entry=pick(entries[-1], "id"))
        self.do("get_journal", stream="live", event="fragment:*", direction="out", since="start",
                limit=5, wait_ms=10, label="get_journal narrowed")
        self.do("get_journal", event="no:such", label="get_journal of no such event")
        self.feed()
        expectations = [
            {"event": "fragment:processed", "direction": "out",
             "match": {"status": "success"}, "count": {"at_least": 1, "at_most": 99999}},
            {"event": "fragment:data", "match": {"/sequence_number": 0},
             "count": self.exactly(99999)},
            {"event": "stream:ready", "match": {"stream_id": "live"},
             "count": {"at_least": 0, "at_most": 9}, "after": 0, "within_ms": 5000},
            {"event": "zz:none", "unknown": True, "match": {"a": 1, "b": None}}]
        self.do("verify_journal", {"stream_id": "live", "since": "start", "wait_ms": 0,
                                   "in_order": False, "expectations": expectations})
        self.matchers()
        self.do("verify_journal", {"stream_id": "live", "in_order": False, "expectations": [
            {"event": "stream:init", "unknown": True,
             "count": {"at_least": 1, "at_most": 99999}}]}, label="verify_journal that holds")

    def exactly(self, number: int) -> dict[str, int]:
        """A count; no other member fits beside `exactly`."""
        file = "control/verify_count.json"
        count = {"exactly": number}
        if file in self.schemas and len(self.book.fit(file, self.schemas[file], count)) > 1:
            count = {"at_least": number, "at_most": number}
        return count

    def matchers(self) -> None:
        rows = matchers.fitting(self.book, self.schemas)
        answer = self.do("verify_journal", {
            "stream_id": "live", "in_order": False, "expectations": [one for _, one in rows]},
            label="verify_journal of matchers") if rows else None
        results = pick(answer, "expectations") if answer else []
        if not self.mutants and len(rows) != len(list(matchers.expectations())):
            raise Broken("verify_journal: some expectations of matchers do not fit the schemas")
        if not self.mutants and len(results) != len(rows):
            raise Broken(f"verify_journal: {len(results)} results of {len(rows)} expectations")
        wrong = [about for (about, _), one in zip(rows, results) if pick(one, "passed") is False]
        if wrong:
            raise Broken(f"verify_journal: does not match as it should: {', '.join(wrong)}")

    def feed(self) -> None:
        """The first entry of the journal as an event of a stream."""
        row = self.find("stream_journal")
        if not row:
            return
        target = self.target(row[1], row[3], since="start", stream="live")
        with harness.connect(self.server.port) as sock:
            sock.sendall(harness.request("GET", target, None, **KEY))
            data = b""
            while b"event: entry" not in data or not data.endswith(b"\n\n"):
                part = sock.recv(65536)
                if not part:
                    raise Broken(f"stream_journal ended: {data[:300]!r}")
                data += part

    def reports(self) -> None:
        for suffix in ("", "_json", "_xml", "_html"):
            whole, one = f"get_report{suffix}", f"get_stream_report{suffix}"
            for name, body in ((whole, self.do(whole)), (one, self.do(one, id="live"))):
                if isinstance(body, bytes) and not body.rstrip().endswith(b">"):
                    raise Broken(f"{name}: {body[:200]!r}")
        found = self.find("get_report")
        if not found:
            return
        for kind in ("application/xml", "text/html"):
            target = self.target(found[1], found[3])
            if self.http("GET", target, Accept=kind).status != 200:
                raise Broken(f"there is no report as {kind}")


def shape(value: Any, at: str = "") -> Iterator[str]:
    """The members in a value, as pointers without the places of items."""
    if isinstance(value, dict):
        for name, member in value.items():
            here = f"{at}/{name.removesuffix(RENAMED)}"
            yield here
            yield from shape(member, here)
    elif isinstance(value, list):
        # Of a list the members that all its items have; of hits any: a rule without has no last one.
        items = [set(shape(item, at + "/*")) for item in value]
        are_hits = at.endswith("/hits/*/rules")
        if items:
            yield from set.union(*items) if are_hits else set.intersection(*items)


def attempt(server: Server, smoke: Smoke) -> str:
    """Runs it; what went wrong, or nothing."""
    wrong = ""
    try:
        smoke.run()
    except Exception as error:  # whatever an answer makes of the client is told of, too
        wrong = f"{describe(error)}: {place_of(smoke)}: {error}"
    try:
        output = server.output()
        server.stop()
    except AssertionError as error:
        said = str(error)
        if "did not stop" in said:
            return f"hangs: {wrong}\n{said[-1500:]}"
        start = max(said.find("==ERROR"), said.find("runtime error") - 200, 0)
        return f"crash: {wrong}\n{said[start:start + 2500]}"
    if wrong:
        wrong += "\n" + "\n".join(line for line in output.splitlines()
                                  if '"level":"ERROR"' in line)[-800:]
    return wrong


def describe(error: Exception) -> str:
    if isinstance(error, (Broken, AssertionError)):
        return "broken"
    if isinstance(error, TimeoutError):
        return "no answer"
    if isinstance(error, (Closed, ConnectionError)):
        return "connection lost"
    return f"broken: {type(error).__name__}"


def place_of(smoke: Smoke) -> str:
    return smoke.clients[-1].step if smoke.clients else "at the start"
