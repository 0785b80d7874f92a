"""Rules of a schema in words, for doc comments and the reference page."""

from __future__ import annotations

from typing import Optional

from codegen import jsontext, keywords
from codegen.ir import UNBOUNDED, Bound, Node, StringRules, Values
from codegen.jsontext import Json
from codegen.layout import Field, Table


#: What an open enum allows beside its own values.
OTHERS = "or any other string"


def span(least: int, most: int, unit: str) -> str:
    """`1 to 256 code points`, `at least 2 items`; empty without bounds."""
    if least == most:
        return f"exactly {least} {unit}"
    if most < UNBOUNDED and least > 0:
        return f"{least} to {most} {unit}"
    if most < UNBOUNDED:
        return f"at most {most} {unit}"
    return f"at least {least} {unit}" if least > 0 else ""


def numbers(bounds: list[Bound]) -> list[str]:
    words = {
        "minimum": "at least",
        "maximum": "at most",
        "exclusiveMinimum": "over",
        "exclusiveMaximum": "under",
        "multipleOf": "a multiple of",
    }
    by_keyword = {bound.keyword: bound for bound in bounds}
    if set(by_keyword) >= {"minimum", "maximum"} and len(by_keyword) == len(bounds):
        low, high = by_keyword.pop("minimum"), by_keyword.pop("maximum")
        first = [f"{jsontext.dump(low.value)} to {jsontext.dump(high.value)}"]
        return first + numbers(list(by_keyword.values()))
    return [f"{words[bound.keyword]} {jsontext.dump(bound.value)}" for bound in bounds]


def strings(rules: Optional[StringRules]) -> list[str]:
    if rules is None:
        return []
    facts = []
    if rules.uuid:
        facts.append("a UUID")
    if rules.base64:
        facts.append("base64")
    if rules.min_length > 0 or rules.max_length < UNBOUNDED:
        facts.append(span(rules.min_length, rules.max_length, "code points"))
    if rules.pattern:
        facts.append(f"matches {rules.pattern.source}")
    return facts


def values(rules: Optional[Values]) -> list[str]:
    if rules is None:
        return []
    shown = [jsontext.dump(item) for item in rules.items]
    listed = [" or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)]
    return listed if rules.are_all else listed + [OTHERS]


def rules(node: Node, with_values: bool = True) -> list[str]:
    """The bounds of a canonical schema."""
    facts = values(node.values) if with_values else []
    if not with_values and node.values and not node.values.are_all:
        facts.append(OTHERS)
    facts += numbers(node.bounds) + strings(node.string)
    if node.array:
        facts.append(span(node.array.min_items, node.array.max_items, "items"))
        if node.array.unique:
            facts.append("no duplicate items")
    if node.object:
        facts.append(span(node.object.min_members, node.object.max_members, "members"))
    return [fact for fact in facts if fact]


def deviation(node: Node) -> list[str]:
    """What is accepted, and noted."""
    facts = []
    soft = node.deviation
    if soft:
        facts = values(soft.values) + numbers(soft.bounds) + strings(soft.string)
    return facts


def presence(member: Field) -> str:
    if member.default:
        text = f"default {jsontext.dump(member.default[0])}"
        return text + "; its absence is a deviation" if member.presence == "EXPECTED" else text
    if member.presence == "EXPECTED":
        return "its absence is a deviation"
    return "required" if member.presence == "REQUIRED" else "optional"


def type_word(table: Table) -> str:
    """The JSON type, for the reference page."""
    node = table.node
    if table.enum:
        return "string"
    if table.store in ("INT32", "INT64"):
        return "integer"
    if node.types == keywords.ANY:
        return "any"
    return keywords.type_names(node.types)


def example(node: Node) -> Optional[Json]:
    return node.notes.examples[0] if node.notes.examples else None
