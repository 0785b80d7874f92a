"""Does a value match a schema? For defaults, examples, enum and const, at build time."""

from __future__ import annotations

from decimal import Decimal
from typing import Optional

from codegen import jsontext, keywords
from codegen.ir import Branch, BranchKind, Bound, Node, type_of
from codegen.jsontext import Json


def is_multiple(value: int | Decimal, divisor: int | Decimal) -> bool:
    """Exactly, whatever the exponents."""
    numerator, exponent = _scaled(value)
    denominator, shift = _scaled(divisor)
    exponent -= shift
    if exponent >= 0:
        power: int = pow(10, int(exponent), denominator)
        return numerator * power % denominator == 0
    if -exponent > len(str(numerator)):
        return numerator == 0
    scaled: int = denominator * 10 ** abs(exponent)
    return numerator % scaled == 0


def _scaled(value: int | Decimal) -> tuple[int, int]:
    """n, e with |value| = n * 10^e."""
    parts = Decimal(value).as_tuple()
    assert isinstance(parts.exponent, int)
    return int("".join(map(str, parts.digits))), parts.exponent


def within(value: int | Decimal, bound: Bound) -> bool:
    if bound.keyword == "minimum":
        return value >= bound.value
    if bound.keyword == "maximum":
        return value <= bound.value
    if bound.keyword == "exclusiveMinimum":
        return value > bound.value
    if bound.keyword == "exclusiveMaximum":
        return value < bound.value
    return is_multiple(value, bound.value)


def broken(node: Node, value: Json, with_values: bool = True) -> Optional[str]:
    """The keyword that `value` breaks, or None. Deviations do not count."""
    bits = type_of(value)
    if not node.types & bits:
        return "type" if node.types else "the schema false"
    if bits == keywords.INTEGER and not node.types & keywords.FRACTION:
        if "type" in node.keywords and jsontext.small_integer(value) is None:
            return "the range of 64 bits"
    if with_values and node.values and node.values.are_all:
        if not any(jsontext.equal(value, item) for item in node.values.items):
            return "const" if node.values.is_const else "enum"
    if bits & keywords.NUMBER:
        for bound in node.bounds:
            if not within(value, bound):
                return bound.keyword
    reason = None
    if bits == keywords.STRING:
        reason = _string(node, value)
    elif bits == keywords.ARRAY:
        reason = _array(node, value)
    elif bits == keywords.OBJECT:
        reason = _object(node, value)
    if reason:
        return reason
    for branch in node.branches:
        reason = _branch(branch, value)
        if reason:
            return reason
    return None


def matches(node: Node, value: Json) -> bool:
    return broken(node, value) is None


def _string(node: Node, value: str) -> Optional[str]:
    return node.string.broken(value) if node.string else None


def _array(node: Node, value: list[Json]) -> Optional[str]:
    rules = node.array
    if rules is None:
        return None
    if len(value) < rules.min_items:
        return "minItems"
    if len(value) > rules.max_items:
        return "maxItems"
    if rules.unique:
        for index, item in enumerate(value):
            if any(jsontext.equal(item, other) for other in value[:index]):
                return "uniqueItems"
    for index, item in enumerate(value):
        schema = rules.prefix[index] if index < len(rules.prefix) else rules.items
        reason = broken(schema, item) if schema else None
        if reason:
            return f"{reason} in item {index}"
    return None


def _object(node: Node, value: dict[str, Json]) -> Optional[str]:
    rules = node.object
    if rules is None:
        return None
    if len(value) < rules.min_members:
        return "minProperties"
    if len(value) > rules.max_members:
        return "maxProperties"
    if any(name not in value for name in rules.required):
        return "required"
    for name, item in value.items():
        schema = rules.properties.get(name, rules.additional)
        reason = broken(schema, item) if schema else None
        if reason and schema and schema.resolved().is_false and name not in rules.properties:
            return f'additionalProperties with "{name}"'
        if reason:
            return f'{reason} in "{name}"'
    return None


def _branch(branch: Branch, value: Json) -> Optional[str]:
    nodes = branch.nodes
    if branch.kind is BranchKind.IF:
        condition, then, otherwise = nodes
        assert condition is not None
        chosen = then if matches(condition, value) else otherwise
        return broken(chosen, value) if chosen else None
    if branch.kind in (BranchKind.REF, BranchKind.ALL_OF):
        reasons = (broken(node, value) for node in nodes if node)
        return next((reason for reason in reasons if reason), None)
    matched = sum(1 for node in nodes if node is not None and matches(node, value))
    if branch.kind is BranchKind.ANY_OF:
        right = matched > 0
    else:
        right = matched == (1 if branch.kind is BranchKind.ONE_OF else 0)
    return None if right else branch.kind.value
