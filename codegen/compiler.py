"""The stages in a row: from a file of schemas to the texts of the generated files."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Optional

from codegen import asyncapi, context, contradictions, keywords, openapi, render, replies
from codegen import requirements, sent
from codegen.bundle import Bundle
from codegen.ir import Branch, BranchKind, Builder, Node, Notes, ObjectRules
from codegen.layout import Enum, Layout, Table
from codegen.lint import Positions
from codegen.load import Library
from codegen.merge import Merger
from codegen.problems import Location, Report, SchemaError

#: Names that the templates use beside those that come from schemas.
FIXED_NAMES = (
    "direction",
    "event_id",
    "events",
    "event_directions",
    "event_replies",
    "event_find",
    "event_closest",
    "event_id_of",
    "error_info",
    "error_table",
    "asyncapi_json",
    "asyncapi_json_length",
    "requirement",
    "requirement_id",
    "requirement_needs",
    "requirement_severity",
    "requirement_side",
    "requirements",
    "body_id",
    "bodies",
    "operation_id",
    "operations",
    "from_worker",
    "to_worker",
    "body",
    "parameters",
    "openapi_json",
    "openapi_json_length",
)
FIXED_CONSTANTS = (
    "PROTOCOL_H",
    "PROTOCOL_VERSION",
    "PROTOCOL_HASH",
    "EVENT_COUNT",
    "EVENTS",
    "EVENTS_FROM_WORKER",
    "EVENTS_TO_WORKER",
    "OPERATIONS",
    "HEADERS",
    "BODY_COUNT",
    "OPERATION_COUNT",
    "FROM_WORKER",
    "TO_WORKER",
    "BINDS_SERVER",
    "BINDS_WORKER",
    "MUST",
    "REQUIREMENTS_H",
    "REQUIREMENT_COUNT",
    "SERVER_REQUIREMENTS",
    "SERVER_REQUIREMENT_COUNT",
    "SHOULD",
    "WORKER_REQUIREMENTS",
    "WORKER_REQUIREMENT_COUNT",
)


@dataclass
class Output:
    """Generated files by name, and what they were made of."""

    files: dict[str, str]
    inputs: list[str]
    sent: list[sent.Bit] = field(default_factory=list)


@dataclass
class Loaded:
    """A protocol in which no stage before the layout has found a problem."""

    library: Library
    positions: Positions
    index: asyncapi.Protocol
    http: Optional[openapi.Interface]
    catalogue: Optional[requirements.Catalogue]
    inputs: list[str]
    nodes: dict[Location, Node]


def load(path: str, report: Report) -> Optional[Loaded]:
    """Reads and checks a whole protocol. None when the report has problems."""
    library = Library(path)
    positions = Positions(library, report)
    index = asyncapi.Index(library, positions, report).read()
    positions.finish()
    http = openapi.Http(library, positions, report, index.http).read() if index.http else None
    positions.finish()
    catalogue, catalogue_files = requirements.read(library, report)
    if report.problems:
        return None
    builder = Builder(positions)
    contradictions.check(builder.nodes.values(), report)
    if report.problems:
        return None
    replies.check(index, http, builder.nodes, report)
    if report.problems:
        return None
    inputs = sorted(inputs_of(library) + catalogue_files)
    return Loaded(library, positions, index, http, catalogue, inputs, builder.nodes)


def build(path: str, prefix: str, report: Report) -> Optional[Output]:
    """Compiles a whole protocol. None when the report has problems."""
    loaded = load(path, report)
    if loaded is None:
        return None
    index = loaded.index
    layout = Layout(report, prefix, Merger(report))
    claim_fixed(layout)
    payloads = [_payload(layout, loaded.nodes, event) for event in index.events]
    errors = _error_enums(layout, loaded.nodes, index)
    interface = _http(layout, loaded.nodes, loaded.http) if loaded.http else None
    layout.list_members()
    layout.list_lengths()
    if report.problems:
        return None
    bundle = Bundle(loaded.library, loaded.positions, loaded.library.root)
    variables = context.protocol(layout, index, payloads, bundle, errors, interface)
    document = Bundle(loaded.library, loaded.positions, index.http) if index.http else None
    variables |= context.http(layout, interface, document, payloads)
    stem = f"{prefix}_protocol"
    files = {
        f"{stem}.h": render.render("protocol.h.j2", variables),
        f"{stem}.c": render.render("protocol.c.j2", variables),
        "protocol.md": render.render("protocol.md.j2", variables),
    }
    if loaded.catalogue:
        files |= _requirements(loaded.catalogue, prefix, index.title)
    return Output(files, loaded.inputs, _sent_bits(index, payloads, interface))


def _sent_bits(
    index: asyncapi.Protocol, payloads: list[Table], http: Optional[context.Http]
) -> list[sent.Bit]:
    """The bits of what the server sends: events to workers, and answers over HTTP."""
    out: list[Table] = []
    received: list[Table] = []
    for event, table in zip(index.events, payloads):
        (out if event.direction == asyncapi.TO_WORKER else received).append(table)
    for operation in http.interface.operations if http else []:
        assert http
        out += [http.bodies[body] for answer in operation.answers for body in answer.bodies]
        received += [http.bodies[operation.body]] if operation.body else []
    return sent.bits(out, received)


def _requirements(catalogue: requirements.Catalogue, prefix: str, title: str) -> dict[str, str]:
    variables = {
        "prefix": prefix,
        "PREFIX": prefix.upper(),
        "title": title,
        "catalogue": catalogue,
        "bound": [(side, catalogue.of_side(side)) for side in ("worker", "server")],
    }
    stem = f"{prefix}_requirements"
    return {
        f"{stem}.h": render.render("requirements.h.j2", variables),
        f"{stem}.c": render.render("requirements.c.j2", variables),
        "requirements.md": render.render("requirements.md.j2", variables),
    }


def claim_fixed(layout: Layout) -> None:
    nowhere = Location("", "")
    for name in FIXED_NAMES:
        full = f"{layout.prefix}_{name}"
        layout.scope.claim(full, "the generator's own name", nowhere)
    for name in FIXED_CONSTANTS:
        full = f"{layout.prefix}_{name}".upper()
        layout.scope.claim(full, "the generator's own name", nowhere)


def _payload(layout: Layout, nodes: dict[Location, Node], event: asyncapi.Event) -> Table:
    node = nodes[event.payload]
    table = layout.store(node)
    if table.record is None:
        raise SchemaError(event.payload, "a payload must be an object with declared members")
    if table.record.name != f"{layout.prefix}_{event.key}":
        reason = f"struct {table.record.name} is not named after message {event.key}"
        layout.report.error(event.payload, reason)
    for what in ("decode", "encode", "validate"):
        name = f"{layout.prefix}_{event.key}_{what}"
        layout.scope.claim(name, f"the function {name}", event.message)
    constant = f"{layout.prefix}_event_{event.key}".upper()
    layout.scope.claim(constant, f"the id of message {event.key}", event.message)
    return table


def _http(layout: Layout, nodes: dict[Location, Node], http: openapi.Interface) -> context.Http:
    bodies = {}
    for where in http.bodies():
        table = layout.store(nodes[where])
        if table.record is None:
            raise SchemaError(where, "a body must be an object with declared members")
        name = f"{layout.prefix}_{layout.base_name(nodes[where])}"
        if table.record.name != name:
            reason = f"struct {table.record.name} is not named after the file"
            layout.report.error(where, reason)
        bodies[where] = table
    parameters = {}
    for operation in http.operations:
        constant = f"{layout.prefix}_operation_{operation.key}".upper()
        layout.scope.claim(constant, f"the id of operation {operation.key}", operation.where)
        if operation.parameters:
            parameters[operation.key] = _parameters(layout, nodes, operation)
    return context.Http(http, bodies, parameters)


def _parameters(layout: Layout, nodes: dict[Location, Node], operation: openapi.Operation) -> Table:
    """The parameters of an operation as one closed object, which gives the struct of them all."""
    where = operation.where.child("parameters")
    rules = ObjectRules(additional=Node(where.child("additionalProperties"), types=0))
    for parameter in operation.parameters:
        reference = Branch(BranchKind.REF, [nodes[parameter.schema]], parameter.schema)
        notes = Notes(description=parameter.description)
        rules.properties[parameter.name] = Node(parameter.where, branches=[reference], notes=notes)
        if parameter.required:
            rules.required.append(parameter.name)
    notes = Notes(description=f"Parameters of {operation.method} {operation.path}.")
    node = Node(where, types=keywords.OBJECT, object=rules, notes=notes)
    layout.named[node] = f"{operation.key}_parameters"
    table = layout.store(node)
    for row, parameter in zip(table.rows, operation.parameters):
        if row.table.store not in ("INT32", "INT64", "TEXT", "BOOL", "ENUM"):
            reason = "a parameter must be a string, an integer, a boolean or an enum of strings"
            layout.report.error(parameter.schema, reason)
    return table


def _error_enums(
    layout: Layout, nodes: dict[Location, Node], index: asyncapi.Protocol
) -> Optional[tuple[Enum, Enum]]:
    if index.errors is None:
        return None
    found = []
    for where in (index.errors.codes, index.errors.severities):
        table = layout.store(nodes[where])
        if table.enum is None:
            raise SchemaError(where, "must be an enum of strings, because the error table needs it")
        found.append(table.enum)
    return found[0], found[1]


def validator(path: str, prefix: str, report: Report) -> Optional[Output]:
    """Compiles one schema to a function that validates. None when the report has problems."""
    library = Library(path)
    positions = Positions(library, report)
    positions.add_file(library.root)
    positions.finish()
    if report.problems:
        return None
    builder = Builder(positions)
    contradictions.check(builder.nodes.values(), report)
    if report.problems:
        return None
    layout = Layout(report, prefix, None)
    root = layout.checked(builder.nodes[library.root.root])
    variables = {
        "prefix": prefix,
        "guard": f"{prefix.upper()}_H",
        "source": os.path.basename(path),
        "root": root,
        "tables": render.Tables([root], null_is_absent=False),
    }
    files = {
        f"{prefix}.h": render.render("validator.h.j2", variables),
        f"{prefix}.c": render.render("validator.c.j2", variables),
    }
    return Output(files, inputs_of(library))


def inputs_of(library: Library) -> list[str]:
    return sorted(library.documents)
