"""Stage 2, lint, second half: what only shows when schemas are understood.

A contradiction (nothing can match) is refused. What can never apply, such as `minimum` beside
`"type": "string"`, is pointless: refused in schemas of our own, a warning in others.
"""

from __future__ import annotations

import dataclasses
from functools import lru_cache, reduce
from operator import and_, or_
from typing import Iterable, Optional

from codegen import evaluate, jsontext, keywords
from codegen.ir import UNBOUNDED, Bound, BranchKind, Node, StringRules, type_of
from codegen.jsontext import Json
from codegen.problems import Location, Report

#: No object may have more members than that. What is generated compares it with the codec's limit.
MAX_MEMBERS = 1024


def check(nodes: Iterable[Node], report: Report) -> None:
    """Reports all problems of the nodes of one IR."""
    every = list(nodes)
    _check_loops(every, report)
    if report.problems:
        return  # the checks below follow references
    for node in every:
        check_node(node, report)
        _check_dead(node, report)
        _check_values(node, report)
        _check_defaults(node, report)
        _check_deviations(node, report)


# ---- loops ----------------------------------------------------------------------------------


def _check_loops(nodes: list[Node], report: Report) -> None:
    """References that lead back without a step into the value: checking would never end."""
    state: dict[int, int] = {}  # 1: on the path, 2: done
    for root in nodes:
        if id(root) in state:
            continue
        path = [(root, iter(list(root.in_place())))]
        state[id(root)] = 1
        while path:
            node, rest = path[-1]
            following = next(rest, None)
            if following is None:
                state[id(node)] = 2
                path.pop()
            elif id(following) not in state:
                state[id(following)] = 1
                path.append((following, iter(list(following.in_place()))))
            elif state[id(following)] == 1:
                loop = [step for step, _ in path]
                _report_loop(loop[loop.index(following) :], report)


def _report_loop(loop: list[Node], report: Report) -> None:
    refs = [node for node in loop if "$ref" in node.keywords]
    where = min((node.where.child("$ref") for node in refs), key=str)
    report.error(where, "reference loop: it never enters a member or an item")


# ---- contradictions of one schema -----------------------------------------------------------


def check_node(node: Node, report: Report) -> None:
    """Bounds that nothing satisfies. Also called for merged nodes."""
    soft = node.deviation
    _check_bounds(node.where, node.bounds, node.types, report)
    _check_lengths(node.where, node.string, report)
    if soft:
        _check_bounds(soft.where, node.bounds + soft.bounds, node.types, report, at_keyword=False)
        _check_lengths(soft.where, node.string, report, soft.string)
    if node.array:
        rules = node.array
        most = rules.max_items
        if rules.min_items > most:
            report.error(node.where.child("minItems"), f"{rules.min_items} is over maxItems {most}")
        closed = rules.items is not None and rules.items.is_false
        if closed and rules.min_items > len(rules.prefix):
            reason = f'needs more items than the {len(rules.prefix)} that "items": false allows'
            report.error(node.where.child("minItems"), reason)
    _check_object(node, report)


def _check_bounds(
    where: Location, bounds: list[Bound], types: int, report: Report, at_keyword: bool = True
) -> None:
    def problem(low: Bound, reason: str) -> None:
        place = where.child(low.keyword) if at_keyword else where
        report.error(place, reason if at_keyword else f"{low.keyword} {reason}")

    lows = [b for b in bounds if b.keyword in ("minimum", "exclusiveMinimum")]
    highs = [b for b in bounds if b.keyword in ("maximum", "exclusiveMaximum")]
    for low in lows:
        for high in highs:
            open_end = "exclusive" in low.keyword + high.keyword
            if low.value > high.value or (low.value == high.value and open_end):
                problem(low, f"contradicts {high.keyword} {jsontext.dump(high.value)}")
                return
    if not types & keywords.FRACTION and types & keywords.INTEGER and lows and highs:
        # Bounds are compared as decimals: a candidate is next to the highest lower bound.
        low = max(lows, key=lambda bound: bound.value)
        if low.value.__abs__() >= 10**30:
            return
        first = int(low.value // 1) - 1
        if not any(
            all(evaluate.within(first + step, bound) for bound in lows + highs) for step in range(4)
        ):
            problem(low, "leaves no integer below the upper bound")


def _check_lengths(
    where: Location,
    rules: Optional[StringRules],
    report: Report,
    soft: Optional[StringRules] = None,
) -> None:
    both = [part for part in (rules, soft) if part]
    least = max((part.min_length for part in both), default=0)
    most = min((part.max_length for part in both), default=UNBOUNDED)
    if least > most:
        place = where if soft else where.child("minLength")
        report.error(place, f"minLength {least} is over maxLength {most}")
    uuid = any(part.uuid for part in both)
    if uuid and not least <= 36 <= most:
        place = where if soft else where.child("format")
        report.error(place, "a uuid has 36 characters, which the length bounds do not allow")


def _check_object(node: Node, report: Report) -> None:
    rules = node.object
    if rules is None:
        return
    if rules.min_members > rules.max_members:
        reason = f"{rules.min_members} is over maxProperties {rules.max_members}"
        report.error(node.where.child("minProperties"), reason)
    if len(rules.required) > rules.max_members:
        reason = f"requires {len(rules.required)} members, over maxProperties {rules.max_members}"
        report.error(node.where.child("required"), reason)
    closed = rules.additional is not None and rules.additional.resolved().is_false
    if closed and rules.min_members > len(rules.properties):
        reason = f"more than the {len(rules.properties)} members that are declared"
        report.error(node.where.child("minProperties"), reason)
    soft = node.where.child(keywords.DEVIATION)
    for place, names in (node.where, rules.required), (soft, rules.expected):
        for index, name in enumerate(names):
            where = place.child("required", index)
            declared = rules.properties.get(name)
            if declared is None and closed:
                reason = f'"{name}" is not declared, which additionalProperties forbids'
                report.error(where, reason)
            elif declared is not None and declared.resolved().is_false:
                report.error(where, f'the schema of "{name}" is false: it can never be present')
            elif declared is None and rules.closed_softly:
                reason = f'"{name}" is not declared, so x-deviation treats it as unknown'
                report.pointless(where, reason)
    for index, name in enumerate(rules.expected):
        if name in rules.required:
            report.pointless(soft.child("required", index), f'"{name}" is already required')
    if len(set(rules.properties) | set(rules.required) | set(rules.expected)) > MAX_MEMBERS:
        report.error(node.where, f"more than {MAX_MEMBERS} members")


# ---- what can never apply -------------------------------------------------------------------


@lru_cache(maxsize=None)
def effective_types(node: Node) -> int:
    """The types that the schema, its values, $ref, allOf, anyOf and oneOf leave."""
    types = node.types
    if node.values:
        allowed = 0
        for value in node.values.items:
            allowed |= type_of(value)
        types &= allowed
    for branch in node.branches:
        parts = [effective_types(part) for part in branch.nodes if part is not None]
        if branch.kind in (BranchKind.REF, BranchKind.ALL_OF):
            types &= reduce(and_, parts, keywords.ANY)
        elif branch.kind in (BranchKind.ANY_OF, BranchKind.ONE_OF):
            types &= reduce(or_, parts, 0)
    return types


def _check_dead(node: Node, report: Report) -> None:
    types = effective_types(node)
    if types == 0 and node.types:
        if not any(part.resolved().is_false for part in node.in_place()) and not node.values:
            report.pointless(node.where, "there is no type that all parts allow")
        return
    if node.types == 0:
        return
    for name in node.keywords:
        applies = keywords.ASSERTIONS.get(name, keywords.ANY)
        if not applies & types:
            reason = f'"{name}" can never apply: the type can only be {keywords.type_names(types)}'
            report.pointless(node.where.child(name), reason)
    for name in node.deviation_keywords:
        applies = keywords.ASSERTIONS.get(name, keywords.ANY)
        if not applies & types:
            reason = f'"{name}" can never apply: the type can only be {keywords.type_names(types)}'
            report.pointless(node.where.child(keywords.DEVIATION, name), reason)


def _check_values(node: Node, report: Report) -> None:
    """enum and const beside the other keywords of the same schema."""
    if node.values is not None:
        where = node.where.child("const" if node.values.is_const else "enum")
        if not node.values.items:
            report.error(where, '"const" is not in "enum"')
            return
        _report_values(node, node.values.items, where, report)
    if node.deviation and node.deviation.values:
        soft = node.deviation
        assert soft.values is not None
        where = soft.where.child("const" if soft.values.is_const else "enum")
        hard = dataclasses.replace(node, deviation=None)
        _report_values(hard, soft.values.items, where, report, with_values=True)


def _report_values(
    node: Node, items: list[Json], where: Location, report: Report, with_values: bool = False
) -> None:
    reasons = [evaluate.broken(node, item, with_values) for item in items]
    if all(reasons):
        shown = jsontext.dump(items[0]) if len(items) == 1 else "each value"
        report.error(where, f"contradiction: {shown} breaks {reasons[0]}")
        return
    for index, (item, reason) in enumerate(zip(items, reasons)):
        if reason:
            report.pointless(where.child(index), f"{jsontext.dump(item)} breaks {reason}")


def _check_defaults(node: Node, report: Report) -> None:
    for value in node.notes.default:
        reason = evaluate.broken(node, value)
        if reason:
            report.error(
                node.where.child("default"), f"the default {jsontext.dump(value)} breaks {reason}"
            )
    for index, value in enumerate(node.notes.examples):
        reason = evaluate.broken(node, value)
        if reason:
            report.pointless(node.where.child("examples", index), f"the example breaks {reason}")
    if node.object:
        for index, name in enumerate(node.object.required):
            declared = node.object.properties.get(name)
            if declared is not None and declared.default():
                report.pointless(
                    node.where.child("required", index),
                    f'"{name}" is required, so its default is never used',
                )


def _check_deviations(node: Node, report: Report) -> None:
    """Whether a value under anyOf deviates cannot be told: another alternative may match it."""
    for branch in node.branches:
        if branch.kind in (BranchKind.REF, BranchKind.ALL_OF):
            continue
        tested = branch.nodes[:1] if branch.kind is BranchKind.IF else branch.nodes
        if any(part is not None and _deviates(part) for part in tested):
            report.error(branch.where, f"x-deviation has no meaning below {branch.kind.value}")


def _deviates(start: Node) -> bool:
    seen = {id(start)}
    todo = [start]
    while todo:
        node = todo.pop()
        if node.deviation_keywords:
            return True
        for part in (*node.in_place(), *node.parts()):
            if id(part) not in seen:
                seen.add(id(part))
                todo.append(part)
    return False
