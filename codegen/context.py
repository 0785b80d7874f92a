"""Stage 5, render: what the templates of the protocol are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from codegen import asyncapi, describe, jsontext, keywords, openapi
from codegen.bundle import Bundle
from codegen.ir import Branch, BranchKind, Node
from codegen.layout import Enum, Field, Layout, Record, Table
from codegen.problems import Location
from codegen.render import Tables

@dataclass
class Http:
    """The operations, and the tables of their bodies by schema and of their parameters by key."""

    interface: openapi.Interface
    bodies: dict[Location, Table]
    parameters: dict[str, Table]


DIRECTION_WORDS = {
    asyncapi.FROM_WORKER: "worker to STS",
    asyncapi.TO_WORKER: "STS to worker",
}


def in_file_order(enums: list[Enum]) -> list[Enum]:
    """Enums of types first, then those of events; in each, the order they were met."""
    return sorted(enums, key=lambda enum: not enum.node.where.name.startswith("types/"))


def event_view(layout: Layout, event: asyncapi.Event, table: Table) -> dict[str, Any]:
    example = describe.example(table.node)
    return {
        "key": event.key,
        "name": event.name,
        "direction": event.direction,
        "way": DIRECTION_WORDS[event.direction],
        "summary": event.summary,
        "record": table.record,
        "table": table,
        "constant": f"{layout.prefix}_event_{event.key}".upper(),
        "source": event.payload.short,
        "anchor": anchor(event.key),
        "example": jsontext.dump_pretty(example) if example is not None else "",
    }


def anchor(name: str) -> str:
    return name.replace("_", "-").lower()


def part_view(layout: Layout, c_name: str, node: Node, **what: Any) -> dict[str, Any]:
    short = c_name.removeprefix(layout.prefix + "_")
    kind = "struct" if what["record"] else "enum"
    return {
        "title": node.notes.title or short,
        "description": node.description(),
        "c_name": f"{kind} {c_name}",
        "source": node.where.short,
        "anchor": "type-" + anchor(short),
        **what,
    }


def error_view(
    layout: Layout, table: asyncapi.ErrorTable, codes: Enum, severities: Enum
) -> dict[str, Any]:
    code_of = {word.value: word.constant for word in codes.words}
    severity_of = {word.value: word.constant for word in severities.words}
    rows = [
        {
            "constant": code_of[row.code],
            "code": row.code,
            "severity": severity_of[row.severity],
            "severity_name": row.severity,
            "retryable": row.retryable,
            "text": row.text,
        }
        for row in table.rows
    ]
    return {"codes": codes, "severities": severities, "rows": rows, "source": table.where.short}


def conditions(record: Record) -> list[str]:
    """The if/then rules and the like, in words as far as there are simple ones."""
    sentences: list[str] = []
    todo = list(record.node.branches)
    while todo:
        branch = todo.pop(0)
        if branch.kind in (BranchKind.ALL_OF, BranchKind.REF):
            for part in branch.nodes:
                if part is not None:
                    todo = part.branches + todo
            continue
        sentences.append(_condition(branch))
    return sentences


def _condition(branch: Branch) -> str:
    if branch.kind is BranchKind.IF:
        test, then, otherwise = branch.nodes
        when = _clause(test)
        if when and otherwise is None and (what := _clause(then, asserted=True)):
            return f"If {when}, then {what}."
    return f"A rule of `{branch.kind.value}` also applies (`{branch.where.stable}`)."


def _clause(node: Optional[Node], asserted: bool = False) -> str:
    """`status` is "success" and `x` is required; empty when it is not that simple."""
    if node is None or node.object is None or node.branches or node.types != keywords.ANY:
        return ""
    parts = []
    rules = node.object
    for name, schema in rules.properties.items():
        words = describe.rules(schema)
        if schema.types != keywords.ANY:
            words.insert(0, keywords.type_names(schema.types))
        if schema.branches or schema.object or schema.array:
            return ""
        if words:
            needed = "required: " if asserted and name in rules.required else ""
            parts.append(f"`{name}` is {needed}{', '.join(words)}")
    parts += [f"`{name}` is required" for name in rules.required if name not in rules.properties]
    parts += [
        f"`{name}` is required"
        for name, schema in rules.properties.items()
        if name in rules.required and not describe.rules(schema) and schema.types == keywords.ANY
    ]
    return " and ".join(parts)


def link(layout: Layout, member: Field) -> str:
    """The type of a member in the reference page, linked where it has a part of its own."""
    table = member.table
    prefix = ""
    seen = {table}
    while table.store == "LIST" and table.items:
        prefix += "list of "
        table = table.items
        if table in seen:
            return prefix + "the same"
        seen.add(table)
    named = table.record or table.enum
    if named is None:
        return prefix + describe.type_word(table)
    short = named.name.removeprefix(layout.prefix + "_")
    return f"{prefix}[{short}](#type-{anchor(short)})"


def protocol(
    layout: Layout,
    index: asyncapi.Protocol,
    payloads: list[Table],
    bundle: Bundle,
    errors: Optional[tuple[Enum, Enum]],
    http: Optional[Http],
) -> dict[str, Any]:
    """The variables of all three templates."""
    records = layout.ordered_records()
    events = [event_view(layout, e, table) for e, table in zip(index.events, payloads)]
    anchors = {event.message: (event.name, anchor(event.key)) for event in index.events}
    constants = {event.message: view["constant"] for event, view in zip(index.events, events)}
    for view, event in zip(events, index.events):
        view["replies"] = [anchors[where] for where in event.replies]
        view["reply"] = constants[event.replies[0]] if event.replies else ""
    elsewhere = {id(view["record"]) for view in events}
    elsewhere |= {id(table.record) for table in (http.parameters if http else {}).values()}
    parts = [
        part_view(layout, record.name, record.node, record=record, enum=None)
        for record in records
        if id(record) not in elsewhere
    ]
    enums = in_file_order(layout.enums)
    parts += [part_view(layout, enum.name, enum.node, record=None, enum=enum) for enum in enums]
    return {
        "prefix": layout.prefix,
        "PREFIX": layout.prefix.upper(),
        "protocol": index,
        "events": events,
        "parts": sorted(parts, key=lambda part: str(part["title"]).lower()),
        "enums": enums,
        "records": records,
        "member_lists": layout.member_lists,
        "lengths": layout.lengths,
        "lists": [member for r in records for member in r.fields if member.next_function],
        "errors": error_view(layout, index.errors, *errors) if index.errors and errors else None,
        "asyncapi_json": jsontext.dump_pieces(bundle.value),
        "hash": bundle.hash(),
        "conditions": conditions,
        "link": lambda member: link(layout, member),
    }


def http(
    layout: Layout, http: Optional[Http], bundle: Optional[Bundle], payloads: list[Table]
) -> dict[str, Any]:
    """The variables for what goes over HTTP, and the tables of everything."""
    bodies = http.bodies if http else {}
    parameters = http.parameters if http else {}
    enums = [enum.table for enum in in_file_order(layout.enums) if enum.table]
    roots = payloads + list(bodies.values()) + list(parameters.values()) + enums
    of_events = {id(table) for table in payloads}
    views = {
        where: body_view(layout, where, table, id(table) in of_events)
        for where, table in bodies.items()
    }
    operations = http.interface.operations if http else []
    return {
        "tables": Tables(roots, null_is_absent=True),
        "http": http.interface if http else None,
        "bodies": list(views.values()),
        "new_bodies": [view for view in views.values() if not view["is_event"]],
        "operations": [operation_view(layout, parameters, views, item) for item in operations],
        "headers": sorted({p.name for o in operations for p in o.parameters if p.place == "header"}),
        "openapi_json": jsontext.dump_pieces(bundle.value) if bundle else [],
    }


def body_view(layout: Layout, where: Location, table: Table, is_event: bool) -> dict[str, Any]:
    """A body; one that is an event's payload too has its functions already."""
    assert table.record
    key = table.record.name.removeprefix(layout.prefix + "_")
    return {
        "key": key,
        "record": table.record,
        "table": table,
        "constant": f"{layout.prefix}_body_{key}".upper(),
        "source": where.short,
        "anchor": ("" if is_event else "type-") + anchor(key),
        "is_event": is_event,
    }


def operation_view(
    layout: Layout,
    tables: dict[str, Table],
    bodies: dict[Location, dict[str, Any]],
    operation: openapi.Operation,
) -> dict[str, Any]:
    table = tables.get(operation.key)
    fields = table.record.fields if table and table.record else []
    return {
        "key": operation.key,
        "name": operation.key,
        "table": table,
        "record": table.record if table else None,
        "constant": f"{layout.prefix}_operation_{operation.key}".upper(),
        "method": operation.method,
        "path": operation.path,
        "summary": operation.summary,
        "body": bodies[operation.body] if operation.body else None,
        "body_required": operation.body_required,
        "parameters": [
            {
                "name": parameter.name,
                "place": parameter.place,
                "description": parameter.description,
                "field": field,
                "facts": describe.rules(field.table.node),
            }
            for parameter, field in zip(operation.parameters, fields)
        ],
        "answers": [
            {
                "status": answer.status,
                "description": answer.description,
                "bodies": [bodies[body] for body in answer.bodies],
            }
            for answer in operation.answers
        ],
    }
