"""Stage 5, render: layout -> text, through the templates beside this file."""

from __future__ import annotations

import os
from typing import Any, Iterable

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from codegen import contradictions, ctext, describe, jsontext, keywords
from codegen.automaton import Automaton
from codegen.layout import Enum, Field, MemberList, Record, Table

TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")


def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        comment_start_string="<#",  # {# is C
        comment_end_string="#>",
    )
    env.globals.update(ANY=keywords.ANY, MAX_MEMBERS=contradictions.MAX_MEMBERS)
    env.filters.update(
        c=ctext.string,
        c_lines=ctext.string_lines,
        c_pieces=ctext.string_pieces,
        comment=ctext.comment_text,
        doc=ctext.doc,
        types=ctext.types,
        count=ctext.count,
        member_row=ctext.member_row,
        c_branches=ctext.branches,
        c_prefix=ctext.prefix,
        each=_each,
        each_word=_each_word,
        each_member=_each_member,
        signature=ctext.signature,
        bounds=ctext.bounds,
        c_values=ctext.values,
        string_rules=ctext.string_rules,
        pattern_ranges=ctext.pattern_ranges,
        pattern_next=ctext.pattern_next,
        pattern_accept=ctext.pattern_accept,
        json=jsontext.dump,
        pretty=jsontext.dump_pretty,
        cell=_cell,
        section=ctext.section,
        field_doc=_field_doc,
        record_doc=_record_doc,
        facts=_facts,
        type_word=describe.type_word,
        presence=describe.presence,
    )
    return env


def _each(macro: str, views: Iterable[dict[str, Any]]) -> str:
    """The list of events or operations."""
    return ctext.each(macro, [(view["key"], view["name"]) for view in views])


def _each_word(enum: Enum) -> str:
    return ctext.each(enum.each, [(word.name, word.value) for word in enum.words])


def _each_member(listed: MemberList) -> str:
    return ctext.each(listed.each, listed.members)


def _cell(text: str) -> str:
    """Text in a Markdown table."""
    flat = " ".join(text.split())
    return flat.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def _facts(member: Field) -> list[str]:
    """All bounds of a member, its deviations last."""
    table = member.table
    facts = describe.rules(table.node, with_values=table.enum is None)
    soft = describe.deviation(table.node)
    if soft:
        facts.append("a deviation unless " + ", ".join(soft))
    return facts


def _field_doc(member: Field) -> str:
    text = member.node.description() or member.table.node.description()
    text = text.rstrip().rstrip(".")
    facts = _facts(member) + [describe.presence(member)]
    if member.table.store == "RAW":
        facts.append("JSON text")
    if member.next_function:
        facts.append(f"read with {member.next_function}()")
    if member.constant:
        facts.append(f"bit {member.constant}")
    return (text + "; " if text else "") + "; ".join(facts)


def _record_doc(record: Record) -> str:
    return record.node.description() or f"The object at {record.node.where.stable}."


class Tables:
    """The tables in an order in which C can read them."""

    def __init__(self, roots: list[Table], null_is_absent: bool) -> None:
        self.null_is_absent = null_is_absent
        self.ordered: list[Table] = []
        self.forward: list[Table] = []  # used before they are defined
        self.patterns: list[tuple[str, Automaton]] = []
        self._pattern_names: dict[str, str] = {}
        state: dict[int, int] = {}
        for root in roots:
            self._visit(root, state)
        for table in self.ordered:
            self._find_pattern(table)

    def _visit(self, root: Table, state: dict[int, int]) -> None:
        if id(root) in state:
            return
        state[id(root)] = 1
        path = [(root, iter(root.uses()))]
        while path:
            table, rest = path[-1]
            following = next(rest, None)
            if following is None:
                state[id(table)] = 2
                self.ordered.append(table)
                path.pop()
            elif id(following) not in state:
                state[id(following)] = 1
                path.append((following, iter(following.uses())))
            elif state[id(following)] == 1 and following not in self.forward:
                self.forward.append(following)

    def _find_pattern(self, table: Table) -> None:
        rules = table.node.string
        if rules and rules.pattern and rules.pattern.source not in self._pattern_names:
            name = table.name.removesuffix("_schema") + "_pattern"
            self._pattern_names[rules.pattern.source] = name
            self.patterns.append((name, rules.pattern))

    def pattern_of(self, table: Table) -> str:
        rules = table.node.string
        return self._pattern_names[rules.pattern.source] if rules and rules.pattern else ""

    def members_of(self, table: Table) -> str:
        return table.name.removesuffix("_schema") + "_members"


def render(template: str, context: dict[str, Any]) -> str:
    return environment().get_template(template).render(context)
