"""The index: which events there are, in which direction, and the error table.

Read from an AsyncAPI 3.0 document. What the generator does not use is not its business (servers,
descriptions), but whatever would change a payload is refused rather than ignored.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Iterator, Optional

from codegen.bundle import ERROR_TABLE, OPENAPI
from codegen.jsontext import Json
from codegen.lint import Positions
from codegen.load import Document, Library, Target
from codegen.problems import Location, Report, SchemaError
from codegen.reader import Reader

FROM_WORKER, TO_WORKER = "FROM_WORKER", "TO_WORKER"
DIRECTIONS = {"receive": FROM_WORKER, "send": TO_WORKER}

#: The enums that the columns of the error table are of.
ERROR_CODES = "types/error_code.json"
ERROR_SEVERITIES = "types/error_severity.json"

MESSAGE_KEYS = frozenset(
    ("name", "title", "summary", "description", "payload", "examples", "tags", "deprecated")
)


@dataclass
class Event:
    """One event in one direction."""

    key: str  # stream_init
    name: str  # stream:init
    direction: str
    summary: str
    message: Location
    payload: Location  # of the schema
    replies: list[Location] = field(default_factory=list)  # messages


@dataclass
class ErrorRow:
    code: str
    severity: str
    retryable: bool
    text: str


@dataclass
class ErrorTable:
    where: Location
    rows: list[ErrorRow]
    codes: Location  # of the enum
    severities: Location


@dataclass
class Protocol:
    title: str
    version: str
    description: str
    connecting: list[str]  # paragraphs
    events: list[Event]
    errors: Optional[ErrorTable]
    http: Optional[Document]  # the OpenAPI document


class Index(Reader):
    """Reads the index and hands the payloads to the lint."""

    def __init__(self, library: Library, positions: Positions, report: Report) -> None:
        super().__init__(library, positions, report, library.root)

    def read(self) -> Protocol:
        info = self.object(self.value, self.root).get("info")
        version = self.value.get("asyncapi")
        if not isinstance(version, str) or not version.startswith("3."):
            raise SchemaError(self.root.child("asyncapi"), "must be an AsyncAPI 3 version")
        info = self.object(info, self.root.child("info"))
        protocol = Protocol(
            title=self.text(info, "title", self.root.child("info")),
            version=self.text(info, "version", self.root.child("info")),
            description=str(info.get("description", "")),
            connecting=list(self._connecting()),
            events=list(self._events()),
            errors=self._errors(),
            http=self._http(),
        )
        self._all_used(protocol)
        return protocol

    def _connecting(self) -> Iterator[str]:
        """What servers, channels, ways to log in and x-connecting say about how to connect."""
        components = self.value.get("components", {})
        schemes = components.get("securitySchemes", {}) if isinstance(components, dict) else {}
        for group in (self.value.get("servers", {}), self.value.get("channels", {}), schemes):
            for item in group.values() if isinstance(group, dict) else ():
                if isinstance(item, dict) and isinstance(item.get("description"), str):
                    yield item["description"]
        more = self.value.get("x-connecting", [])
        where = self.root.child("x-connecting")
        if not isinstance(more, list) or not all(isinstance(text, str) for text in more):
            raise SchemaError(where, "must be a list of paragraphs")
        yield from more

    # ---- events --------------------------------------------------------------------------------

    def _events(self) -> Iterator[Event]:
        where = self.root.child("operations")
        operations = self.object(self.value.get("operations"), where)
        names: dict[tuple[str, str], str] = {}
        for key, value in operations.items():
            for event in self._operation(key, value, where.child(key)):
                first = names.setdefault((event.direction, event.name), event.key)
                if first != event.key:
                    reason = f'"{event.name}" has the same direction as message {first}'
                    self.report.error(event.message.child("name"), reason)
                yield event

    def _operation(self, key: str, value: Json, where: Location) -> Iterator[Event]:
        operation = self.object(value, where)
        action = operation.get("action")
        if action not in DIRECTIONS:
            raise SchemaError(where.child("action"), 'must be "receive" or "send"')
        channel = self.follow(operation.get("channel"), where.child("channel"))
        offered = self.object(channel.value, where.child("channel")).get("messages", {})
        known = {
            self.follow(item, channel.where.child("messages", name)).where
            for name, item in self.object(offered, channel.where.child("messages")).items()
        }
        replies: list[Location] = []
        if "reply" in operation:
            reply = self.object(operation["reply"], where.child("reply"))
            replies = [t.where for t in self.list(reply, "messages", where.child("reply"))]
        for index, message in enumerate(self.list(operation, "messages", where)):
            if message.where not in known:
                place = where.child("messages", index)
                raise SchemaError(place, "the operation's channel does not have this message")
            event = self._message(message, DIRECTIONS[action])
            event.replies = replies
            yield event

    def _message(self, message: Target, direction: str) -> Event:
        value = self.object(message.value, message.where)
        for name in value:
            if name not in MESSAGE_KEYS and not name.startswith("x-"):
                self.report.error(message.where.child(name), f'"{name}" is not supported')
        if "payload" not in value:
            raise SchemaError(message.where, "the message has no payload")
        place = message.where.child("payload")
        payload = self._payload(value["payload"], place)
        key = message.where.pointer.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~")
        stem = os.path.splitext(os.path.basename(payload.name))[0]
        if payload.pointer == "" and stem != key:
            self.report.error(place, f'the file of message "{key}" must be named {key}.json')
        return Event(
            key=key,
            name=self.text(value, "name", message.where),
            direction=direction,
            summary=str(value.get("summary", value.get("title", ""))),
            message=message.where,
            payload=payload,
        )

    def _payload(self, value: Json, where: Location) -> Location:
        """The payload's schema: a file, or written in the index itself."""
        seen = {where}
        while isinstance(value, dict) and list(value) == ["$ref"]:
            if not isinstance(value["$ref"], str):
                raise SchemaError(where.child("$ref"), "must be a string")
            target = self.library.resolve(value["$ref"], where.child("$ref"))
            document = self.library.document_of(target.where)
            if document is not self.library.root:
                self.positions.add_file(document)
                return target.where
            if target.where in seen:
                raise SchemaError(where.child("$ref"), "reference loop")
            value, where = target.value, target.where
            seen.add(where)
        self.positions.add_inline(where, value)
        return where

    def _all_used(self, protocol: Protocol) -> None:
        """A message that no operation has would never be compiled."""
        where = self.root.child("components", "messages")
        components = self.value.get("components", {})
        used = {event.message for event in protocol.events}
        for key in components.get("messages", {}) if isinstance(components, dict) else ():
            if where.child(key) not in used:
                self.report.error(where.child(key), "no operation has this message")
        for event in protocol.events:
            for reply in event.replies:
                if reply not in used:
                    self.report.error(reply, "no operation sends this reply")

    # ---- HTTP ----------------------------------------------------------------------------------

    def _http(self) -> Optional[Document]:
        """The document that x-openapi names."""
        if OPENAPI not in self.value:
            return None
        target = self.follow(self.value[OPENAPI], self.root.child(OPENAPI))
        return self.library.document_of(target.where)

    # ---- errors --------------------------------------------------------------------------------

    def _errors(self) -> Optional[ErrorTable]:
        if ERROR_TABLE not in self.value:
            return None
        where = self.root.child(ERROR_TABLE)
        target = self.follow(self.value[ERROR_TABLE], where)
        if not isinstance(target.value, list):
            raise SchemaError(target.where, "must be a list")
        codes = self._enum_file(ERROR_CODES, where)
        severities = self._enum_file(ERROR_SEVERITIES, where)
        rows = [
            self._error_row(item, target.where.child(index), severities.value)
            for index, item in enumerate(target.value)
        ]
        listed = [row.code for row in rows]
        if listed != codes.value["enum"]:
            wanted = ", ".join(map(str, codes.value["enum"]))
            reason = f"the codes must be the same as in {ERROR_CODES}, in the same order: {wanted}"
            self.report.error(target.where, reason)
        return ErrorTable(target.where, rows, codes.where, severities.where)

    def _enum_file(self, name: str, where: Location) -> Target:
        target = self.library.resolve(name, where)
        value = target.value
        if not isinstance(value, dict) or not isinstance(value.get("enum"), list):
            raise SchemaError(target.where, "the error table needs a schema with enum here")
        self.positions.add_file(self.library.document_of(target.where))
        return target

    def _error_row(self, value: Json, where: Location, severities: dict[str, Json]) -> ErrorRow:
        row = self.object(value, where)
        for name in row:
            if name not in ("code", "severity", "retryable", "text"):
                raise SchemaError(where.child(name), "unknown column of the error table")
        if not isinstance(row.get("retryable"), bool):
            raise SchemaError(where.child("retryable"), "must be true or false")
        severity = self.text(row, "severity", where)
        if severity not in severities["enum"]:
            self.report.error(where.child("severity"), f"must be one of {ERROR_SEVERITIES}")
        return ErrorRow(
            self.text(row, "code", where), severity, row["retryable"], self.text(row, "text", where)
        )
