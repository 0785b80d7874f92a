"""What changed between two schema sets, and whom each change breaks.

A change breaks *workers* when a worker made for the old set may fail with a server of the new one,
and *servers* when a server made for the old set may fail with a worker of the new one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Optional

from codegen.asyncapi import FROM_WORKER, TO_WORKER, ErrorRow, Event
from codegen.compare import Comparison
from codegen.compiler import Loaded
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
    uses: list[tuple[str, str, str]] = field(default_factory=list)  # event, direction, path

    def verdict(self, side: str) -> str:
        return "breaking" if side in self.breaks else "compatible"

    def line(self) -> str:
        uses = ", ".join(f"{event} {SIDE[way]} {path}".rstrip() for event, way, path in self.uses)
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
                {"event": event, "direction": SIDE[way], "path": path}
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
            text = f"event {event.name} goes the other way: now {SIDE[event.direction]}"
            changes.add("event-direction", event.message, text, {WORKERS, SERVERS})
        else:
            _new(event, changes)
    _errors(old, new, changes)
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
    comparison = Comparison()
    comparison.compare(old.nodes[before.payload], new.nodes[after.payload])
    roles = ROLES[after.direction]
    for found in comparison.found:
        breaks = {roles[role] for role in found.breaks}
        use = (after.name, after.direction, found.path)
        changes.add(found.kind, found.where, found.text, breaks, use)


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
            changes.add("error-text", place, f"error {code}: other text", set())


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
        return "no change of what goes over the wire"
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
