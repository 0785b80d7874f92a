"""Uses what a mutant changed, wherever a client may send it.

A word that was added is sent, a bound is used at its limit, what a bound or an enum no longer takes
has to be refused, at its place; members that need not be there are left out, and so on. For each
event, body and parameter that has the place in it.
"""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import functools
from typing import Any, Callable, Iterator

import harness
from mutate import EVENT, HTTP, LOWER_BOUNDS, MEMBER, OPERATION, RENAMED, Mutant
from mutate import Schemas, at, read
from smoke import KEY, ROOT, Broken, Client, Smoke
from values import closed, encoded, sample_of
from wire import Closed

ACCEPT, REFUSE, ANSWER = "accepted", "refused", "answered"


@dataclasses.dataclass(frozen=True)
class Use:
    """A value to send at the mutant's place, and what has to come of it."""

    value: Any  # ... leaves the member out
    outcome: str
    step: str | None = None  # the member of the place that it is the value of


def uses(mutant: Mutant, old: Any, new: Any) -> Iterator[Use]:
    """What to send for a mutant; `old` and `new` are the schema at its place before and after."""
    kind = mutant.kind
    if kind == "word-added":
        yield Use(new["enum"][-1], ACCEPT)
    elif kind == "word-dropped":
        yield Use(next(one for one in old["enum"] if one not in new["enum"]), REFUSE)
    elif kind in ("bound-raised", "bound-lowered"):
        yield from of_bound(mutant, old, new)
    elif kind == "member-added":
        yield Use("something", ACCEPT, MEMBER)
    elif kind == "member-renamed":
        yield Use(None, ACCEPT, mutant.what + RENAMED)
    elif kind == "member-dropped":
        yield Use(None, ANSWER, mutant.what)
    elif kind == "member-required":
        yield Use(None, ACCEPT, mutant.what)
        yield Use(..., REFUSE, mutant.what)
    elif kind == "member-optional":
        yield Use(..., ACCEPT, mutant.what)


def of_bound(mutant: Mutant, old: Any, new: Any) -> Iterator[Use]:
    """Of two limits the wider one is beyond the narrower, which has to be refused when it is the
    one of now."""
    keyword = mutant.what.split()[0]
    unit = REPEATED.get(mutant.file, WIDE)
    wider = max(old[keyword], new[keyword])
    if keyword in LOWER_BOUNDS:
        wider = min(old[keyword], new[keyword])
    for limit in (new[keyword], wider):
        outcome = ACCEPT if limit == new[keyword] else REFUSE
        if limit >= 0 or keyword == "minimum":
            yield Use(of_size(keyword, new, limit, unit), outcome)
        if wider == new[keyword]:
            return


def of_size(keyword: str, schema: Any, limit: int, unit: str) -> Any:
    if keyword in ("minimum", "maximum"):
        return limit
    if keyword in ("minLength", "maxLength"):
        return encoded(limit) if "contentEncoding" in schema else (unit * limit)[:limit]
    if keyword in ("minItems", "maxItems"):
        return [None] * limit
    return {f"m{number}": number for number in range(limit)}


# A character of four bytes, the most there are: lengths count characters, and memory counts bytes.
WIDE = "\N{MATHEMATICAL SANS-SERIF SMALL X}"
# What is repeated in the texts of a file, if not WIDE alone: a pattern has to match an id that is
# not as long.
REPEATED = {"types/stream_pattern.json": WIDE + "**"}


class Probe:
    def __init__(self, smoke: Smoke, mutant: Mutant) -> None:
        self.smoke = smoke
        self.mutant = mutant
        self.book = smoke.book
        self.count = 0  # of what was sent
        self.old: Schemas = read(ROOT / "schema")

    def at(self, schemas: Schemas) -> Any:
        return at(schemas[self.mutant.file], self.mutant.pointer)

    def run(self) -> None:
        mutant = self.mutant
        if mutant.kind == "event-added":
            self.new_event()
        elif mutant.kind == "operation-added":
            self.new_operation()
        elif mutant.kind.startswith("parameter-"):
            self.of_parameter()
        elif "/" in mutant.file or mutant.kind.startswith(("word-", "bound-")):
            for use in uses(mutant, self.at(self.old), self.at(self.smoke.schemas)):
                self.events(use)
                self.bodies(use)
                self.parameters(use)

    def new_event(self) -> None:
        names = {stem: name for stem, name in self.smoke.receive.items() if EVENT in stem}
        for stem, name in names.items():
            client = self.stream()
            answer = client.call(name, {"stream_id": client.stream, "note": "new"})
            if client.waiting:
                client.hear()
            elif answer is None:
                client.fence()
                if not client.waiting:
                    raise Broken(f"{name} ({stem}) is not answered")

    def new_operation(self) -> None:
        answer = self.smoke.http("GET", "/control/zz")
        if answer.status == 404:
            raise Broken(f"{OPERATION} is in the document, and not served")

    # ---- values

    def target(self, use: Use) -> tuple[str, str]:
        pointer = self.mutant.pointer
        if use.step is not None:
            pointer += f"/properties/{use.step.replace('~', '~0').replace('/', '~1')}"
        return self.mutant.file, pointer

    def values(self, file: str, use: Use, stream: str) -> Iterator[tuple[list[str], Any]]:
        """For each way to the place a value of the file's schema with the use in it."""
        schema = self.smoke.schemas[file]
        step = use.step
        base = (self.mutant.file, self.mutant.pointer)
        for way in self.book.ways(file, schema, base):
            place = [*way, step] if step is not None else way
            yield place, self.value(file, schema, place, use, stream)

    def value(self, file: str, schema: Any, way: list[str], use: Use, stream: str) -> Any:
        """One that is as valid as it should be: the examples are tried in turn."""
        strict = file.startswith(("control/", "types/"))
        validator = self.book.validator(file, schema, strict)
        candidates = [*quick(file), *schema.get("examples", []), *extra(file), {}]
        made: Any = None
        for example in candidates:
            hint = copy.deepcopy(example)
            if "stream_id" in schema.get("properties", {}) and way != ["stream_id"]:
                hint["stream_id"] = stream
            made = self.one(file, schema, hint, way, use)
            if (use.outcome == REFUSE) != validator.is_valid(made):
                return made
        if use.outcome == ACCEPT:
            wrong = next(iter(validator.iter_errors(made)))
            raise Broken(f"no value of {file} has {use.value!r:.50} at {'/'.join(way)}: "
                         f"{wrong.message[:200]}")
        return made

    def one(self, file: str, schema: Any, hint: Any, way: list[str], use: Use) -> Any:
        value = use.value
        if value is None or isinstance(value, (list, dict)):
            where, member = file, schema
            for step in way:
                known = self.book.members(where, member) if step != "*" else {}
                if step != "*" and step not in known:
                    return self.book.put(file, schema, hint, way[:-1], {
                        **self.book.fit(where, member, None), step: "x"})
                where, member = self.book.sub(where, member, step)
            if isinstance(value, list):
                value = [self.book.fit(*self.book.sub(where, member, "*"), None) for _ in value]
                made = self.book.put(file, schema, hint, way, value)
                return made
            if isinstance(value, dict):
                value = self.members(where, member, value)
            else:
                value = self.book.fit(where, member, sample_of(way[-1]) or found(hint, way))
        return self.book.put(file, schema, hint, way, value)

    def members(self, file: str, schema: Any, wanted: dict[str, Any]) -> dict[str, Any]:
        """As many members as wanted: those that an object knows, where it takes no others."""
        if not closed([part for _, part in self.book.all(file, schema)]):
            return wanted
        known = list(self.book.members(file, schema).items())
        return {name: self.book.fit(*member) for name, member in known[:len(wanted)]}

    # ---- events

    def stream(self, name: str | None = None, **more: Any) -> Client:
        self.count += 1
        client = self.smoke.client(f"probe {self.count}")
        client.begin_stream(name or f"probe-{self.count}", **more)
        return client

    def events(self, use: Use) -> None:
        for stem in list(self.smoke.receive):
            file = f"events/{stem}.json"
            for way, _ in self.values(file, use, "nobody"):
                self.event(stem, file, way, use)

    def event(self, stem: str, file: str, way: list[str], use: Use) -> None:
        name = self.smoke.receive[stem]
        own = use.value if way[-1] == "stream_id" and use.outcome == ACCEPT and \
            isinstance(use.value, str) and use.step is None else None
        if stem == "stream_init":
            self.count += 1
            client = self.smoke.client(f"probe {name} {'/'.join(way)}")
            client.stream = own or f"probe-{self.count}"
        else:
            client = self.stream(own)
            client.step = f"probe {name} {'/'.join(way)}"
        value = self.value(file, self.smoke.schemas[file], way, use, client.stream)
        if stem == "fragment_data" and way[0] != "sequence_number":
            value["sequence_number"] = value.get("sequence_number", 0) and 0
        answer = client.call(name, value)
        self.judge(client, name, way, use, answer)
        with contextlib.suppress(Closed, ConnectionError):
            if stem.startswith("config_") and use.outcome == ACCEPT:
                self.drive(client)
            client.fence()
        client.link.ws.sock.close()
        if stem.startswith(("config_", "simulate_")):
            # Nothing of it is left for the next: it may refuse connections for a minute.
            self.smoke.reset("post_reset after a probe")

    def judge(self, client: Client, name: str, way: list[str], use: Use, answer: Any) -> None:
        errors = [payload for event, payload in client.waiting if event == "error"]
        if isinstance(answer, dict) and "severity" in answer and answer not in errors:
            errors.append(answer)
        findings = [one for error in errors
                    for one in (error.get("metadata") or {}).get("errors") or []]
        findings += [{"path": "", "message": str(answer.get("message"))}
                     for _ in (1,) if isinstance(answer, dict) and
                     answer.get("status") == "rejected"]
        if use.outcome == REFUSE and not (errors or findings):
            raise Broken(f"{client.step}: {use.value!r:.80} was not refused: {str(answer)[:300]}")
        if use.outcome == ACCEPT and any(meant(one, way, self.mutant) for one in findings):
            raise Broken(f"{client.step}: {use.value!r:.80} was refused: {findings}"[:600])
        while client.waiting:
            event, payload = client.waiting.pop(0)
            if event != "disconnect":
                client.waiting.insert(0, (event, payload))
                client.hear()

    def drive(self, client: Client) -> None:
        """Lets what was armed have its effect: what comes is not known, that something comes is."""
        for number in range(2):
            client.tell("fragment_data", client.fragment(number))
        client.fence()
        if not client.waiting:
            raise Broken(f"{client.step}: fragments are not answered")
        while client.waiting:
            if client.waiting[0][0] == "disconnect":
                return
            client.hear()

    # ---- HTTP

    def bodies(self, use: Use) -> None:
        for method, path, operation, parameters in list(self.smoke.operations()):
            file = self.smoke.body_of(operation)
            if not file:
                continue
            for way, _ in self.values(file, use, "nobody"):
                client = self.stream()
                value = self.value(file, self.smoke.schemas[file], way, use, client.stream)
                client.step = f"probe {operation['operationId']} {'/'.join(way)}"
                target = self.smoke.target(path, parameters, glob=client.stream)
                answer = self.smoke.http(method.upper(), target, value)
                self.judge_http(client.step, answer, use, way)
                if answer.status == 200:
                    with contextlib.suppress(Closed, ConnectionError):
                        self.drive(client)
                client.link.ws.sock.close()
                self.smoke.reset("post_reset after a probe")

    def judge_http(self, step: str, answer: Any, use: Use, way: list[str]) -> None:
        if answer.status not in (200, 400, 404):
            raise Broken(f"{step}: status {answer.status}: {answer.body[:300]!r}")
        value = answer.json()
        if answer.status != 200:
            self.smoke.check(f"{step} {answer.status}", "control/error.json", value)
        findings = (value.get("error") or {}).get("findings", []) if answer.status != 200 else []
        if use.outcome == REFUSE and answer.status != 400:
            raise Broken(f"{step}: {use.value!r:.80} was not refused: {str(value)[:300]}")
        if use.outcome == ACCEPT and any(meant(one, way, self.mutant) for one in findings):
            raise Broken(f"{step}: {use.value!r:.80} was refused: {str(value)[:400]}")

    def parameters(self, use: Use) -> None:
        """Parameters whose schema has the place in it."""
        if use.step is not None:
            return
        target = (self.mutant.file, self.mutant.pointer)
        http = self.smoke.schemas[HTTP]
        for method, path, operation, parameters in self.smoke.operations():
            item = http["paths"][path]
            listed = [*item.get("parameters", []), *item[method].get("parameters", [])]
            for reference, one in zip(listed, parameters):
                base = reference.get("$ref", "").removeprefix("#")
                places = [] if base else [
                    f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}/parameters/"
                    f"{item[method].get('parameters', []).index(reference)}"]
                for place in [base, *places]:
                    if place and list(self.book.ways(HTTP, one["schema"], target,
                                                     f"{place}/schema")) == [[]]:
                        self.ask(method, path, operation, parameters, one["name"], use)

    def ask(self, method: str, path: str, operation: dict[str, Any],
            parameters: list[dict[str, Any]], name: str | None, use: Use) -> None:
        step = f"probe {operation['operationId']}?{name}"
        given: dict[str, Any] = {"glob": "nobody", "id": "live", "entry": 1}
        if name is not None and use.value is not ...:
            given[name] = use.value
        if operation["operationId"] == "get_journal":
            given.setdefault("since", "start")
        if use.value == "" and name in ("id", "glob"):
            return  # no path has an empty name in it
        target = self.smoke.target(path, parameters, **given)
        if use.value is ...:
            target = target.split("?")[0]
        body = None
        file = self.smoke.body_of(operation)
        if file and operation["requestBody"].get("required"):
            example = (self.smoke.schemas[file].get("examples") or [None])[0]
            body = self.book.fit(file, self.smoke.schemas[file], example, added=True)
        status = self.status(method, target, body, "application/json" not in
                             operation["responses"]["200"]["content"])
        if use.outcome == REFUSE and status != 400:
            raise Broken(f"{step}: {use.value!r:.80} was not refused: {status}")
        if use.outcome == ACCEPT and status not in (200, 404):
            raise Broken(f"{step}: {use.value!r:.80} was refused: {status}")

    def status(self, method: str, target: str, body: Any, endless: bool) -> int:
        if not endless:
            return self.smoke.http(method.upper(), target, body).status
        with harness.connect(self.smoke.server.port) as sock:
            sock.sendall(harness.request(method.upper(), target, None, **KEY))
            return int(sock.recv(65536).split()[1])

    def of_parameter(self) -> None:
        mutant = self.mutant
        old = self.mutant.what
        for method, path, operation, parameters in self.smoke.operations():
            for one in parameters:
                mine = operation["operationId"] == mutant.what if mutant.kind == "parameter-added" \
                    else one["name"].removesuffix(RENAMED) == old
                if mutant.kind == "parameter-added" and mine and one["name"] == MEMBER:
                    self.ask(method, path, operation, parameters, MEMBER, Use("x", ACCEPT))
                elif mutant.kind == "parameter-renamed" and mine:
                    value = {"id": "live", "glob": "live", "entry": 1}.get(
                        old, self.book.fit(HTTP, one["schema"]))
                    self.ask(method, path, operation, parameters, one["name"],
                             Use(value, ACCEPT))
                elif mutant.kind == "parameter-required" and mine and one.get("required"):
                    value = self.book.fit(HTTP, one["schema"])
                    self.ask(method, path, operation, parameters, one["name"],
                             Use(value, ACCEPT))
                    self.ask(method, path, operation, parameters, one["name"], Use(..., REFUSE))


# Keywords of what refuses a use that should be accepted.
RULES = {"word-added": ("enum", "const"), "member-added": ("additionalProperties",),
         "member-renamed": ("additionalProperties",), "member-optional": ("required",)}


def meant(finding: dict[str, Any], way: list[str], mutant: Mutant) -> bool:
    """Whether a finding refuses the use itself: it tells of the place, and of that rule. Others are
    of what no schema tells; those of bounds have no number."""
    steps = str(finding.get("path", "")).split("/")[1:]
    there = len(steps) >= len(way) and all(
        one == "*" and step.isdigit() or one == step for one, step in zip(way, steps))
    if mutant.kind.startswith("bound-"):
        return there and finding.get("keyword") == mutant.what.split()[0] and \
            any(letter.isdigit() for letter in finding.get("message", ""))
    return there and finding.get("keyword") in RULES.get(mutant.kind, ())


def found(value: Any, way: list[str]) -> Any:
    """What an example has at the place."""
    for step in way:
        if step == "*" and isinstance(value, list) and value:
            value = value[0]
        elif isinstance(value, dict):
            value = value.get(step, value.get(step.removesuffix(RENAMED)))
        else:
            return None
    return value


def quick(file: str) -> list[Any]:
    """A value whose answer does not wait, where that of the example may: it holds at once."""
    if file == "control/verify.json":
        return [{"expectations": [{"event": "stream:init", "count": {"at_least": 1}}]}]
    return []


def extra(file: str) -> list[Any]:
    """Values with what no example of the file has."""
    rules = [{"action": "delay", "delay_ms": 1, "count": 1, "probability": 1},
             {"trigger": "sequence_number", "value": 0, "action": "delay", "delay_ms": 1},
             {"trigger": "fragment_id", "value": "f", "action": "delay", "delay_ms": 1},
             {"trigger": "nth_fragment", "value": 1, "action": "delay", "delay_ms": 1},
             {"error_code": "TIMEOUT", "deliver_as": "error"},
             {"action": "disconnect", "refuse_ms": 1}]
    if file == "events/config_error_simulation.json":
        return [{"enabled": True, "rules": [rule]} for rule in rules]
    faults = [{"rules": [rule]} for rule in rules]
    if file == "types/scenario_faults.json":
        return faults
    if file == "types/scenario.json":
        return [{"steps": [{"faults": one}]} for one in faults] + [
            {"steps": [{"disconnect": {"refuse_ms": 1}}]}]
    if file == "control/scenarios.json":
        return [{"scenarios": [{"steps": [{"faults": one}]}]} for one in faults] + [
            {"scenarios": [{"steps": [{"delay": {"delay_ms": 1}}]}]},
            {"scenarios": [{"steps": [{"disconnect": {"refuse_ms": 1}}]}]},
            {"scenarios": [{"steps": [{"backpressure": {"script": [{"after_ms": 1}]}}]}]}]
    return []


def probes(mutants: list[Mutant]) -> dict[str, Callable[[Smoke], None]]:
    """What uses each of them."""
    return {mutant.id: functools.partial(use_of, mutant) for mutant in mutants}


def use_of(mutant: Mutant, smoke: Smoke) -> None:
    Probe(smoke, mutant).run()
