"""Stage 3, IR, for structs: $ref beside other keywords, and allOf, become one schema.

A struct can only hold what one schema declares, so the conjunction is worked out here. The rule
for members is JSON Schema's: additionalProperties sees only its own siblings, hence a member that
only one side declares also obeys the other side's additionalProperties.

What cannot be merged (two patterns, two lists of prefixItems) stays a branch: checked, not stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional

from codegen import contradictions, jsontext, keywords
from codegen.ir import (
    UNBOUNDED,
    ArrayRules,
    Branch,
    BranchKind,
    Node,
    Notes,
    ObjectRules,
    StringRules,
    Values,
    type_of,
)
from codegen.problems import Location, Report, SchemaError


class CannotMerge(Exception):
    """The conjunction is no single schema."""


class Merger:
    """Gives each node its canonical form, once."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.done: dict[Node, Node] = {}

    def canonical(self, node: Node) -> Node:
        """The one schema that `node` amounts to; the node of another file when it is just that."""
        node = node.resolved()
        if node not in self.done:
            self.done[node] = self._merge(node)
        return self.done[node]

    def _merge(self, node: Node) -> Node:
        own = replace(node, branches=[])
        merged: Optional[Node] = None
        kept: list[Branch] = []
        for branch in node.branches:
            if branch.kind not in (BranchKind.REF, BranchKind.ALL_OF):
                kept.append(branch)
                continue
            left: list[Optional[Node]] = []
            for part in branch.nodes:
                assert part is not None
                try:
                    other = self.canonical(part)
                    merged = other if merged is None else self._both(merged, other, node.where)
                except CannotMerge:
                    left.append(part)
            if left:
                kept.append(replace(branch, nodes=left))
        if merged is None:
            return node
        if not (own.keywords and self._says_something(own)) and not kept:
            if len(node.branches) == 1 and len(node.branches[0].nodes) == 1:
                return merged  # allOf with one entry
        try:
            result = self._both(merged, own, node.where)
        except CannotMerge:
            return node
        result.notes = _notes(node.notes, merged.notes)
        result.keywords = node.keywords
        result.branches += kept
        contradictions.check_node(result, self.report)
        if result.types == 0 and node.types:
            self.report.error(node.where, "there is no type that all parts allow")
        if result.values:
            left = [item for item in result.values.items if type_of(item) & result.types]
            result.values = replace(result.values, items=left)
            if not left:
                self.report.error(node.where, "contradiction: no value has an allowed type")
        return result

    def _says_something(self, node: Node) -> bool:
        return node.types != keywords.ANY or bool(
            node.values or node.bounds or node.string or node.array or node.object or node.deviation
        )

    def _both(self, a: Node, b: Node, where: Location) -> Node:
        """The conjunction of two canonical nodes."""
        return Node(
            where,
            types=a.types & b.types,
            values=_values(a, b, where),
            bounds=a.bounds + [bound for bound in b.bounds if bound not in a.bounds],
            string=_string(a.string, b.string),
            array=self._array(a.array, b.array, where),
            object=self._object(a.object, b.object, where),
            branches=a.branches + b.branches,
            deviation=self._deviation(a.deviation, b.deviation, where),
            keywords=tuple(dict.fromkeys(a.keywords + b.keywords)),
            deviation_keywords=a.deviation_keywords + b.deviation_keywords,
        )

    def _deviation(
        self, a: Optional[Node], b: Optional[Node], where: Location
    ) -> Optional[Node]:
        if a is None or b is None:
            return a or b
        return self._both(a, b, where.child(keywords.DEVIATION))

    def _child(self, a: Optional[Node], b: Optional[Node], where: Location) -> Optional[Node]:
        """A schema that stands for both, to be made canonical when its turn comes."""
        if a is None or b is None or a is b:
            return a or b
        node = Node(where, keywords=("allOf",), notes=_notes(b.notes, a.notes))
        node.branches = [Branch(BranchKind.ALL_OF, [a, b], where.child("allOf"))]
        return node

    def _array(
        self, a: Optional[ArrayRules], b: Optional[ArrayRules], where: Location
    ) -> Optional[ArrayRules]:
        if a is None or b is None:
            return a or b
        if a.prefix or b.prefix:
            raise CannotMerge
        return ArrayRules(
            items=self._child(a.items, b.items, where.child("items")),
            min_items=max(a.min_items, b.min_items),
            max_items=min(a.max_items, b.max_items),
            unique=a.unique or b.unique,
        )

    def _object(
        self, a: Optional[ObjectRules], b: Optional[ObjectRules], where: Location
    ) -> Optional[ObjectRules]:
        if a is None or b is None:
            return a or b
        merged = ObjectRules(
            required=list(dict.fromkeys(a.required + b.required)),
            additional=self._child(a.additional, b.additional, where.child("additionalProperties")),
            min_members=max(a.min_members, b.min_members),
            max_members=min(a.max_members, b.max_members),
            expected=list(dict.fromkeys(a.expected + b.expected)),
            closed_softly=a.closed_softly or b.closed_softly,
        )
        for name in dict.fromkeys([*a.properties, *b.properties]):
            place = where.child("properties", name)
            sides = []
            for one, other in ((a, b), (b, a)):
                declared = one.properties.get(name)
                if declared is None and name in other.properties:
                    _refuse_unknown(one, name, where)
                    declared = one.additional
                sides.append(declared)
            child = self._child(sides[0], sides[1], place)
            assert child is not None
            merged.properties[name] = child
        return merged


def _refuse_unknown(rules: ObjectRules, name: str, where: Location) -> None:
    if rules.additional is not None and rules.additional.resolved().is_false:
        reason = (
            f'another part forbids the member "{name}": '
            "additionalProperties does not look into other parts"
        )
        raise SchemaError(where, reason)
    if rules.closed_softly:
        reason = (
            f'"{name}" is unknown to the x-deviation of another part, '
            "which does not look into other parts"
        )
        raise SchemaError(where, reason)


def _values(a: Node, b: Node, where: Location) -> Optional[Values]:
    if a.values is None or b.values is None:
        return a.values or b.values
    for one, other in ((a.values, b.values), (b.values, a.values)):
        if not one.are_all:
            if not other.are_all and one.items != other.items:
                raise CannotMerge
            return other
    items = [
        item
        for item in a.values.items
        if any(jsontext.equal(item, other) for other in b.values.items)
    ]
    if not items:
        raise SchemaError(where, "contradiction: no value is in enum or const of all parts")
    return Values(a.values.is_const or b.values.is_const, items)


def _string(a: Optional[StringRules], b: Optional[StringRules]) -> Optional[StringRules]:
    if a is None or b is None:
        return a or b
    if a.pattern and b.pattern and a.pattern != b.pattern:
        raise CannotMerge
    return StringRules(
        min_length=max(a.min_length, b.min_length),
        max_length=min(a.max_length, b.max_length, UNBOUNDED),
        pattern=a.pattern or b.pattern,
        uuid=a.uuid or b.uuid,
        base64=a.base64 or b.base64,
    )


def _notes(own: Notes, other: Notes) -> Notes:
    return Notes(
        title=own.title or other.title,
        description=own.description or other.description,
        default=own.default or other.default,
        examples=own.examples,
        deprecated=own.deprecated or other.deprecated,
    )


@dataclass(frozen=True)
class LostMember:
    name: str
    where: Location


def members_beside(node: Node) -> list[LostMember]:
    """Members that only branches of a canonical node declare: checked, but in no struct."""
    own = node.object.properties if node.object else {}
    lost: dict[str, LostMember] = {}
    todo = [part for part in node.in_place()]
    seen: set[Node] = set()
    while todo:
        part = todo.pop(0)
        if part in seen:
            continue
        seen.add(part)
        if part.object:
            for name in part.object.properties:
                if name not in own:
                    place = part.where.child("properties", name)
                    lost.setdefault(name, LostMember(name, place))
        todo.extend(part.in_place())
    return list(lost.values())
