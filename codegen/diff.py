"""What changed between two schema sets, and whom each change breaks.

A change breaks *workers* when a worker made for the old set may fail with a server of the new one,
and *servers* when a server made for the old set may fail with a worker of the new one. Over HTTP the clients of the control
interface stand where the workers stand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Optional

from codegen.asyncapi import FROM_WORKER, TO_WORKER, ErrorRow, Event
from codegen.compare import Comparison
from codegen.compiler import Loaded
from codegen.ir import Node
from codegen.openapi import Operation
from codegen.problems import Location

WORKERS, SERVERS = "workers", "servers"
#: Who is meant by the writer and the reader of a payload.
ROLES = {
    FROM_WORKER: {"writer": WORKERS, "reader": SERVERS},
    TO_WORKER: {"writer": SERVERS, "reader": WORKERS},
}
SIDE = {FROM_WORKER: "from the worker", TO_WORKER: "to the worker"}
OPPOSITE = {FROM_WORKER: TO_WORKER, TO_WORKER: FROM_WORKER}


@dataclass
class Change:
    kind: str
    where: Location
    text: str
    breaks: set[str] = field(default_factory=set)  # WORKERS, SERVERS
    uses: list[tuple[str, str, str]] = field(default_factory=list)  # event, way, path

    def verdict(self, side: str) -> str:
        return "breaking" if side in self.breaks else "compatible"

    def line(self) -> str:
        uses = ", ".join(f"{event} {way} {path}".rstrip() for event, way, path in self.uses)
        place = f"{self.where.short}: {self.text}"
        return place + (f" ({uses})" if uses else "")

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "where": self.where.stable,
            "text": self.text,
            WORKERS: self.verdict(WORKERS),
            SERVERS: self.verdict(SERVERS),
            "uses": [
                {"event": event, "direction": way, "path": path}
                for event, way, path in self.uses
            ],
        }


class Changes:
    """All changes, each once: one of a type that several events share names them all."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[str, Location, str], Change] = {}

    def add(
        self,
        kind: str,
        where: Location,
        text: str,
        breaks: set[str],
        use: Optional[tuple[str, str, str]] = None,
    ) -> None:
        change = self.by_key.setdefault((kind, where, text), Change(kind, where, text))
        change.breaks |= breaks
        if use is not None and use not in change.uses:
            change.uses.append(use)

    def sorted(self) -> list[Change]:
        """What breaks comes first; else in the order of the schemas."""
        return sorted(self.by_key.values(), key=lambda change: not change.breaks)


def compare(old: Loaded, new: Loaded) -> list[Change]:
    changes = Changes()
    before = {(event.direction, event.name): event for event in old.index.events}
    after = {(event.direction, event.name): event for event in new.index.events}
    for key, event in before.items():
        if key in after:
            _payload(old, new, event, after[key], changes)
            _replies(old, new, event, after[key], changes)
        elif (OPPOSITE[event.direction], event.name) not in after:
            _gone(event, changes)
    for key, event in after.items():
        turned = (OPPOSITE[event.direction], event.name)
        if key in before:
            continue
        if turned in before and turned not in after:
            text = f"event {event.name} changed its direction: now {SIDE[event.direction]}"
            changes.add("event-direction", event.message, text, {WORKERS, SERVERS})
        else:
            _new(event, changes)
    _errors(old, new, changes)
    _operations(old, new, changes)
    return changes.sorted()


def _gone(event: Event, changes: Changes) -> None:
    # A worker that sends it is told that the event is unknown, or waits for one that never comes.
    text = f"event {event.name} {SIDE[event.direction]} removed"
    changes.add("event-removed", event.message, text, {WORKERS})


def _new(event: Event, changes: Changes) -> None:
    # Socket.IO clients drop events that nobody listens to; a server answers one as unknown.
    text = f"event {event.name} {SIDE[event.direction]} added"
    breaks = {SERVERS} if event.direction == FROM_WORKER else set()
    changes.add("event-added", event.message, text, breaks)


def _payload(old: Loaded, new: Loaded, before: Event, after: Event, changes: Changes) -> None:
    pair = old.nodes[before.payload], new.nodes[after.payload]
    _value(*pair, after.direction, (after.name, SIDE[after.direction]), changes)


def _value(
    old: Node, new: Node, direction: str, place: tuple[str, str], changes: Changes
) -> None:
    """A payload or a body; `place` is the event or operation, and the way that it goes."""
    comparison = Comparison()
    comparison.compare(old, new)
    for found in comparison.found:
        breaks = {ROLES[direction][role] for role in found.breaks}
        changes.add(found.kind, found.where, found.text, breaks, (*place, found.path))


def _replies(old: Loaded, new: Loaded, before: Event, after: Event, changes: Changes) -> None:
    """The first reply is also what the ack carries, so their order counts."""
    names = [
        [next(e.name for e in loaded.index.events if e.message == where) for where in event.replies]
        for loaded, event in ((old, before), (new, after))
    ]
    if names[0] != names[1]:
        shown = [", ".join(each) or "none" for each in names]
        text = f"replies to {after.name}: {shown[0]} -> {shown[1]}"
        changes.add("replies", after.message, text, {WORKERS, SERVERS})


def _errors(old: Loaded, new: Loaded, changes: Changes) -> None:
    tables = [loaded.index.errors for loaded in (old, new)]
    rows: list[dict[str, ErrorRow]] = [
        {row.code: row for row in table.rows} if table else {} for table in tables
    ]
    place = next((table.where for table in reversed(tables) if table), Location("", ""))
    for code in (code for code in rows[0] if code not in rows[1]):
        # An old server still sends it.
        changes.add("error-removed", place, f"error {code} removed", {SERVERS})
    for code, row in rows[1].items():
        was = rows[0].get(code)
        if was is None:
            # An old worker does not know what to do about it.
            changes.add("error-added", place, f"error {code} added", {WORKERS})
            continue
        for kind, one, other in (
            ("error-severity", was.severity, row.severity),
            ("error-retryable", was.retryable, row.retryable),
        ):
            if one != other:
                text = f"error {code}: {kind[6:]} {json.dumps(one)} -> {json.dumps(other)}"
                changes.add(kind, place, text, {WORKERS, SERVERS})
        if was.text != row.text:
            changes.add("error-text", place, f"error {code}: the text changed", set())


# ---- over HTTP ---------------------------------------------------------------------------------


def _operations(old: Loaded, new: Loaded, changes: Changes) -> None:
    before, after = (
        {f"{it.method.upper()} {it.path}": it for it in loaded.http.operations}
        if loaded.http
        else {}
        for loaded in (old, new)
    )
    for name, operation in before.items():
        if name not in after:
            changes.add("operation-removed", operation.where, f"{name} removed", {WORKERS})
    for name, operation in after.items():
        if name not in before:
            changes.add("operation-added", operation.where, f"{name} added", {SERVERS})
        else:
            _operation(Sides(old, new, name, changes), before[name], operation)


@dataclass
class Sides:
    """What the comparison of an operation needs."""

    old: Loaded
    new: Loaded
    name: str
    changes: Changes

    def value(
        self,
        before: Optional[Location],
        after: Optional[Location],
        direction: str,
        way: str,
        where: Location,
    ) -> None:
        if before and after:
            pair = self.old.nodes[before], self.new.nodes[after]
            _value(*pair, direction, (self.name, way), self.changes)
        elif before or after:
            text = f"{self.name}: body {way} " + ("added" if after else "removed")
            self.changes.add("body", where, text, {WORKERS, SERVERS})


def _operation(sides: Sides, before: Operation, after: Operation) -> None:
    where = after.where
    sides.value(before.body, after.body, FROM_WORKER, "in the request", where)
    if before.body_required != after.body_required:
        text = f"{sides.name}: body " + ("required" if after.body_required else "optional")
        breaks = {WORKERS} if after.body_required else {SERVERS}
        sides.changes.add("body", where, text, breaks)
    _parameters(sides, before, after)
    answers = [{it.status: it for it in operation.answers} for operation in (before, after)]
    for status in dict.fromkeys([*answers[0], *answers[1]]):
        old, new = (side.get(status) for side in answers)
        if old and new:
            way = f"in the answer {status}"
            for bodies in zip_longest(old.bodies, new.bodies):
                sides.value(*bodies, TO_WORKER, way, where)
        else:
            text = f"{sides.name}: answer {status} " + ("added" if new else "removed")
            sides.changes.add("answer", where, text, {WORKERS} if new else {SERVERS})


def _parameters(sides: Sides, before: Operation, after: Operation) -> None:
    known = [{(it.place, it.name): it for it in each.parameters} for each in (before, after)]
    for key in dict.fromkeys([*known[0], *known[1]]):
        old, new = (side.get(key) for side in known)
        what = f"{sides.name}: {key[0]} parameter {key[1]}"
        if old and new:
            way = f"in the {key[0]} parameter {key[1]}"
            sides.value(old.schema, new.schema, FROM_WORKER, way, new.where)
        elif old:
            sides.changes.add("parameter", old.where, f"{what} removed", {WORKERS})
        elif new and not new.required:
            # A server that does not know it does not do what is asked.
            sides.changes.add("parameter", new.where, f"{what} added", {SERVERS})
        if new and new.required and not (old and old.required):
            sides.changes.add("parameter", new.where, f"{what} is now required", {WORKERS})
        elif new and old and old.required and not new.required:
            sides.changes.add("parameter", new.where, f"{what} is now optional", {SERVERS})


# ---- for people and for programs ---------------------------------------------------------------


def as_text(changes: list[Change]) -> str:
    lines = []
    for change in changes:
        whom = " and ".join(side for side in (WORKERS, SERVERS) if side in change.breaks)
        lines.append(f"breaking for {whom}" if whom else "compatible")
    width = max(map(len, lines), default=0)
    text = "".join(f"{mark:{width}}  {it.line()}\n" for mark, it in zip(lines, changes))
    return text + summary(changes) + "\n"


def summary(changes: list[Change]) -> str:
    if not changes:
        return "nothing changed on the wire"
    counts = [sum(side in change.breaks for change in changes) for side in (WORKERS, SERVERS)]
    plural = "" if len(changes) == 1 else "s"
    return f"{len(changes)} change{plural}: {counts[0]} breaking for workers, {counts[1]} for servers"


def as_json(old: str, new: str, changes: list[Change]) -> str:
    document = {
        "old": old,
        "new": new,
        "breaking": any(change.breaks for change in changes),
        "changes": [change.as_json() for change in changes],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
