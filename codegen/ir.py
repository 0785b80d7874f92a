"""Stage 3, IR: schemas as typed nodes, each of which knows its file and JSON Pointer.

Numbers are exact, counts are plain integers, references are resolved to nodes.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Iterator, Optional

from codegen import jsontext, keywords
from codegen.automaton import Automaton, compile_pattern
from codegen.jsontext import Json
from codegen.lint import Positions
from codegen.problems import Location

UNBOUNDED = 2**64 - 1

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_BASE64 = re.compile(r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


class BranchKind(Enum):
    """As enum codec_branch_kind."""

    ALL_OF = "allOf"
    ANY_OF = "anyOf"
    ONE_OF = "oneOf"
    NOT = "not"
    IF = "if"
    REF = "$ref"


#: Keyword -> suffix of enum codec_bound_kind.
BOUNDS = {
    "minimum": "MINIMUM",
    "maximum": "MAXIMUM",
    "exclusiveMinimum": "EXCLUSIVE_MINIMUM",
    "exclusiveMaximum": "EXCLUSIVE_MAXIMUM",
    "multipleOf": "MULTIPLE_OF",
}


@dataclass(frozen=True)
class Bound:
    keyword: str
    value: int | Decimal


@dataclass
class Values:
    is_const: bool
    items: list[Json]
    open_at: Optional["Node"] = None  # an open enum: where the items stand; any other string too

    @property
    def are_all(self) -> bool:
        """Whether there are no other values than these."""
        return self.open_at is None


@dataclass
class StringRules:
    min_length: int = 0
    max_length: int = UNBOUNDED
    pattern: Optional[Automaton] = None
    uuid: bool = False
    base64: bool = False

    def broken(self, text: str) -> Optional[str]:
        """The keyword that `text` breaks, or None."""
        if len(text) < self.min_length:
            return "minLength"
        if len(text) > self.max_length:
            return "maxLength"
        if self.pattern and not self.pattern.matches(text):
            return "pattern"
        if self.uuid and not _UUID.fullmatch(text):
            return "format"
        if self.base64 and not _BASE64.fullmatch(text):
            return "contentEncoding"
        return None


@dataclass
class ArrayRules:
    prefix: list["Node"] = field(default_factory=list)
    items: Optional["Node"] = None
    min_items: int = 0
    max_items: int = UNBOUNDED
    unique: bool = False


@dataclass
class ObjectRules:
    properties: dict[str, "Node"] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    additional: Optional["Node"] = None
    min_members: int = 0
    max_members: int = UNBOUNDED
    expected: list[str] = field(default_factory=list)  # x-deviation's required
    closed_softly: bool = False  # x-deviation's additionalProperties: false


@dataclass
class Branch:
    """A keyword that applies other schemas to the same value."""

    kind: BranchKind
    nodes: list[Optional["Node"]]
    where: Location


@dataclass
class Notes:
    """What a schema says without asserting it."""

    title: str = ""
    description: str = ""
    default: list[Json] = field(default_factory=list)  # none or one
    examples: list[Json] = field(default_factory=list)
    deprecated: bool = False


@dataclass(eq=False)
class Node:
    """One schema. `keywords` are those that it was written with."""

    where: Location
    types: int = keywords.ANY
    values: Optional[Values] = None
    bounds: list[Bound] = field(default_factory=list)
    string: Optional[StringRules] = None
    array: Optional[ArrayRules] = None
    object: Optional[ObjectRules] = None
    branches: list[Branch] = field(default_factory=list)
    deviation: Optional["Node"] = None
    notes: Notes = field(default_factory=Notes)
    keywords: tuple[str, ...] = ()
    deviation_keywords: tuple[str, ...] = ()

    @property
    def is_false(self) -> bool:
        return self.types == 0 and not self.branches

    def asserts(self) -> bool:
        """Whether it says anything besides `type`."""
        own = self.values or self.bounds or self.string or self.array or self.object
        return bool(own or self.branches or self.deviation)

    def alias_of(self) -> Optional["Node"]:
        """The node that this one merely refers to ($ref without other assertions)."""
        if len(self.branches) != 1 or self.branches[0].kind is not BranchKind.REF:
            return None
        plain = self.types == keywords.ANY and not (
            self.values or self.bounds or self.string or self.array or self.object or self.deviation
        )
        return self.branches[0].nodes[0] if plain else None

    def resolved(self) -> "Node":
        """The end of a chain of mere references."""
        node = self
        target = node.alias_of()
        while target is not None:
            node = target
            target = node.alias_of()
        return node

    def in_place(self) -> Iterator["Node"]:
        """The schemas that apply to the same value."""
        for branch in self.branches:
            yield from (node for node in branch.nodes if node is not None)

    def parts(self) -> Iterator["Node"]:
        """The schemas that apply to members and items."""
        if self.array:
            yield from self.array.prefix
            if self.array.items:
                yield self.array.items
        if self.object:
            yield from self.object.properties.values()
            if self.object.additional:
                yield self.object.additional

    def default(self) -> list[Json]:
        """`default`, of this schema or of the one it refers to."""
        node: Optional[Node] = self
        while node is not None:
            if node.notes.default:
                return node.notes.default
            node = node.alias_of()
        return []

    def description(self) -> str:
        node: Optional[Node] = self
        while node is not None:
            if node.notes.description:
                return node.notes.description
            node = node.alias_of()
        return ""


class Builder:
    """Makes one node for each schema position, then fills them."""

    def __init__(self, positions: Positions) -> None:
        self.positions = positions
        self.nodes = {where: Node(where) for where in positions.schemas}
        for where, value in positions.schemas.items():
            self._fill(self.nodes[where], value)
        for node in self.nodes.values():
            _open_enum(node)

    def _fill(self, node: Node, value: Json) -> None:
        if isinstance(value, bool):
            node.types = keywords.ANY if value else 0
            return
        node.keywords = tuple(value)
        node.notes = _notes(value)
        node.types = _types(value)
        node.values = _values(value)
        node.bounds = _bounds(value)
        node.string = _string(value)
        node.array = self._array(node, value)
        node.object = self._object(node, value)
        node.branches = self._branches(node, value)
        if keywords.DEVIATION in value:
            self._deviation(node, value[keywords.DEVIATION])

    def _child(self, node: Node, *tokens: str | int) -> Node:
        return self.nodes[node.where.child(*tokens)]

    def _array(self, node: Node, value: dict[str, Json]) -> Optional[ArrayRules]:
        rules = ArrayRules(
            min_items=_count(value, "minItems", 0),
            max_items=_count(value, "maxItems", UNBOUNDED),
            unique=value.get("uniqueItems", False),
        )
        for index in range(len(value.get("prefixItems", ()))):
            rules.prefix.append(self._child(node, "prefixItems", index))
        if "items" in value and value["items"] is not True:
            rules.items = self._child(node, "items")
        return None if rules == ArrayRules() else rules

    def _object(self, node: Node, value: dict[str, Json]) -> Optional[ObjectRules]:
        rules = ObjectRules(
            required=list(value.get("required", ())),
            min_members=_count(value, "minProperties", 0),
            max_members=_count(value, "maxProperties", UNBOUNDED),
        )
        for name in value.get("properties", ()):
            rules.properties[name] = self._child(node, "properties", name)
        if "additionalProperties" in value and value["additionalProperties"] is not True:
            rules.additional = self._child(node, "additionalProperties")
        return None if rules == ObjectRules() else rules

    def _branches(self, node: Node, value: dict[str, Json]) -> list[Branch]:
        branches = []
        target = self.positions.targets.get(node.where)
        if target is not None:
            branches.append(Branch(BranchKind.REF, [self.nodes[target]], node.where.child("$ref")))
        for kind in (BranchKind.ALL_OF, BranchKind.ANY_OF, BranchKind.ONE_OF):
            if kind.value in value:
                count = len(value[kind.value])
                nodes: list[Optional[Node]] = [
                    self._child(node, kind.value, index) for index in range(count)
                ]
                branches.append(Branch(kind, nodes, node.where.child(kind.value)))
        if "not" in value:
            negated = self._child(node, "not")
            branches.append(Branch(BranchKind.NOT, [negated], node.where.child("not")))
        if "if" in value and ("then" in value or "else" in value):
            three = [
                self._child(node, name) if name in value else None
                for name in ("if", "then", "else")
            ]
            branches.append(Branch(BranchKind.IF, three, node.where.child("if")))
        return branches

    def _deviation(self, node: Node, value: dict[str, Json]) -> None:
        node.deviation_keywords = tuple(value)
        soft = Node(
            node.where.child(keywords.DEVIATION),
            values=_values(value),
            bounds=_bounds(value),
            string=_string(value),
            keywords=tuple(value),
        )
        if soft.values or soft.bounds or soft.string:
            node.deviation = soft
        if "required" in value or "additionalProperties" in value:
            node.object = node.object or ObjectRules()
            node.object.expected = list(value.get("required", ()))
            node.object.closed_softly = "additionalProperties" in value


def _open_enum(node: Node) -> None:
    """`anyOf` of an enum of strings and of any string says which strings are known: they become
    values that are not all."""
    choices = [branch for branch in node.branches if branch.kind is BranchKind.ANY_OF]
    if len(choices) != 1 or len(choices[0].nodes) != 2 or node.values or node.string:
        return
    for known, other in itertools.permutations(map(_target, choices[0].nodes)):
        if known and other and _lists_strings(known) and _takes_strings(other):
            items = known.values.items if known.values else []
            if all(other.string is None or not other.string.broken(item) for item in items):
                node.types &= keywords.STRING
                node.values = Values(False, items, known)
                node.string = other.string
                node.branches.remove(choices[0])
                return


def _target(node: Optional[Node]) -> Optional[Node]:
    """The end of a chain of references; None for one that has no end."""
    seen: set[Node] = set()
    while node is not None and node not in seen:
        seen.add(node)
        following = node.alias_of()
        if following is None:
            return node
        node = following
    return None


def _lists_strings(node: Node) -> bool:
    values = node.values
    if values is None or node.string or node.branches or node.deviation_keywords:
        return False
    strings = all(isinstance(item, str) for item in values.items)
    return strings and values.are_all and not values.is_const


def _takes_strings(node: Node) -> bool:
    plain = not (node.values or node.branches or node.deviation_keywords)
    return plain and node.types == keywords.STRING


def _types(value: dict[str, Json]) -> int:
    names = value.get("type")
    if names is None:
        return keywords.ANY
    types = 0
    for name in [names] if isinstance(names, str) else names:
        types |= keywords.TYPES[name]
    return types


def _values(value: dict[str, Json]) -> Optional[Values]:
    """enum, const, or what both allow."""
    if "const" in value:
        constant = value["const"]
        enum = value.get("enum", [constant])
        return Values(True, [constant] if any(jsontext.equal(constant, v) for v in enum) else [])
    if "enum" not in value:
        return None
    distinct: list[Json] = []
    for item in value["enum"]:
        if not any(jsontext.equal(item, other) for other in distinct):
            distinct.append(item)
    return Values(False, distinct)


def _bounds(value: dict[str, Json]) -> list[Bound]:
    return [Bound(name, value[name]) for name in BOUNDS if name in value]


def _string(value: dict[str, Json]) -> Optional[StringRules]:
    rules = StringRules(
        min_length=_count(value, "minLength", 0),
        max_length=_count(value, "maxLength", UNBOUNDED),
        uuid="format" in value,
        base64="contentEncoding" in value,
    )
    if "pattern" in value:
        rules.pattern = compile_pattern(value["pattern"])
    return None if rules == StringRules() else rules


def _count(value: dict[str, Json], name: str, default: int) -> int:
    return int(min(value.get(name, default), UNBOUNDED))


def _notes(value: dict[str, Json]) -> Notes:
    return Notes(
        title=value.get("title", ""),
        description=value.get("description", ""),
        default=[value["default"]] if "default" in value else [],
        examples=value.get("examples", []),
        deprecated=value.get("deprecated", False),
    )


def type_of(value: Json) -> int:
    """The bit of enum codec_type of a value."""
    if jsontext.is_number(value):
        return keywords.INTEGER if jsontext.is_integral(value) else keywords.FRACTION
    return keywords.TYPES[jsontext.type_name(value)]
