"""Two versions of one schema, rule by rule: what became narrower, wider or merely different.

Whoever writes a value is bound by what may no longer be written; whoever reads it is bound by what
may now arrive. So each change breaks the WRITER (the schema became narrower), the READER (it became
wider), both, or nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Iterable, Optional

from codegen import jsontext, keywords
from codegen.automaton import Automaton
from codegen.contradictions import effective_types
from codegen.ir import UNBOUNDED, ArrayRules, BranchKind, Node, ObjectRules, StringRules
from codegen.jsontext import Json
from codegen.merge import Merger
from codegen.problems import Location, Report

NOBODY: frozenset[str] = frozenset()
WRITER = frozenset({"writer"})
READER = frozenset({"reader"})
BOTH = WRITER | READER
SWAPPED = {NOBODY: NOBODY, WRITER: READER, READER: WRITER, BOTH: BOTH}


@dataclass(frozen=True)
class Difference:
    """One rule that changed."""

    kind: str  # one of the words of codegen/README.md
    where: Location  # of the schema: in the new set, or in the old one for what is gone
    path: str  # JSON Pointer of the value, * for items and members of any name
    text: str
    breaks: frozenset[str]


@dataclass(frozen=True)
class Limit:
    """One end of an interval."""

    value: int | Decimal
    exclusive: bool

    def __str__(self) -> str:
        return jsontext.dump_number(self.value) + (" (exclusive)" if self.exclusive else "")


@dataclass(frozen=True)
class Place:
    """Where in a payload a comparison is."""

    path: str = ""
    upright: bool = True  # not below `not`, where what narrows widens the whole

    def child(self, name: str) -> Place:
        token = name.replace("~", "~0").replace("/", "~1")
        return Place(f"{self.path}/{token}", self.upright)

    def negated(self) -> Place:
        return Place(self.path, not self.upright)


class Comparison:
    """Compares nodes of two schema sets; each set has its own merger."""

    def __init__(self) -> None:
        # A schema that build accepts merges without findings, so the report stays empty.
        self.mergers = Merger(Report(strict=False)), Merger(Report(strict=False))
        self.found: list[Difference] = []
        self.open: set[tuple[Node, Node]] = set()

    def compare(self, old: Node, new: Node, place: Place = Place()) -> None:
        a, b = self.mergers[0].canonical(old), self.mergers[1].canonical(new)
        if (a, b) in self.open:
            return  # a schema inside of itself
        self.open.add((a, b))
        self._types(a, b, place)
        self._values(a, b, place)
        self._bounds(a, b, place)
        self._string(a.string or StringRules(), b.string or StringRules(), b.where, place)
        self._array(a, b, place)
        self._object(a, b, place)
        self._branches(a, b, place)
        self._deviation(a, b, place)
        self.open.remove((a, b))

    def equal(self, old: Node, new: Node) -> bool:
        inner = Comparison()
        inner.mergers = self.mergers
        inner.compare(old, new)
        return not inner.found

    def narrower(self, request: Node, answer: Node) -> list[Difference]:
        """How the members of `answer` that `request` has too allow less than there. Lists and objects
        may well differ: they are no quantities."""
        a, b = self.mergers[0].canonical(request), self.mergers[1].canonical(answer)
        inner = Comparison()
        inner.mergers = self.mergers
        asked = a.object.properties if a.object else {}
        for name, member in (b.object.properties if b.object else {}).items():
            types = effective_types(inner.mergers[1].canonical(member))
            if name in asked and not types & (keywords.ARRAY | keywords.OBJECT):
                inner.compare(asked[name], member, Place().child(name))
        return [difference for difference in inner.found if "writer" in difference.breaks]

    def _add(
        self, kind: str, where: Location, place: Place, text: str, breaks: frozenset[str]
    ) -> None:
        effect = breaks if place.upright else SWAPPED[breaks]
        self.found.append(Difference(kind, where, place.path, text, effect))

    # ---- types and values ----------------------------------------------------------------------

    def _types(self, a: Node, b: Node, place: Place) -> None:
        if a.types != b.types:
            text = f"type {_type_names(a.types)} -> {_type_names(b.types)}"
            self._add("type", b.where, place, text, _sets(a.types & ~b.types, b.types & ~a.types))

    def _values(self, a: Node, b: Node, place: Place) -> None:
        were_all = a.values is not None and a.values.are_all
        are_all = b.values is not None and b.values.are_all
        if were_all != are_all:
            one = b.values if are_all else a.values
            assert one is not None
            shown = ", ".join(jsontext.dump(item) for item in one.items)
            text = f"values {shown} " + ("are the only ones allowed" if are_all else
                                         "-> any" if b.values is None else "-> any string")
            self._add("values", b.where, place, text, WRITER if are_all else READER)
            return
        if a.values is None or b.values is None:
            return  # strings that are known, and are no rule
        for item in _missing(a.values.items, b.values.items):
            text = f"value {jsontext.dump(item)} removed"
            self._add("value-removed", b.where, place, text, WRITER if are_all else NOBODY)
        for item in _missing(b.values.items, a.values.items):
            text = f"value {jsontext.dump(item)} added"
            self._add("value-added", b.where, place, text, READER if are_all else NOBODY)

    # ---- numbers and text ----------------------------------------------------------------------

    def _bounds(self, a: Node, b: Node, place: Place) -> None:
        for name in ("minimum", "maximum"):
            self._limit(name, _limit(a, name), _limit(b, name), b.where, place)
        old_step, new_step = _step(a), _step(b)
        if old_step != new_step:
            narrower = old_step is None or (new_step is not None and new_step % old_step == 0)
            wider = new_step is None or (old_step is not None and old_step % new_step == 0)
            text = f"multipleOf {_shown(old_step)} -> {_shown(new_step)}"
            effect = WRITER if narrower else READER if wider else BOTH
            self._add("multiple-of", b.where, place, text, effect)

    def _limit(
        self, name: str, old: Optional[Limit], new: Optional[Limit], where: Location, place: Place
    ) -> None:
        if old == new:
            return
        narrower = old is None or (new is not None and _tighter(new, old, name))
        text = f"{name} {_shown(old)} -> {_shown(new)}"
        self._add(name, where, place, text, WRITER if narrower else READER)

    def _counts(
        self,
        names: tuple[str, str],
        old: tuple[int, int],
        new: tuple[int, int],
        where: Location,
        place: Place,
    ) -> None:
        """minLength and maxLength, and their like."""
        least, most = names
        if old[0] != new[0]:
            text = f"{least} {old[0]} -> {new[0]}"
            self._add(_kind(least), where, place, text, WRITER if new[0] > old[0] else READER)
        if old[1] != new[1]:
            text = f"{most} {_count(old[1])} -> {_count(new[1])}"
            self._add(_kind(most), where, place, text, WRITER if new[1] < old[1] else READER)

    def _string(self, a: StringRules, b: StringRules, where: Location, place: Place) -> None:
        lengths = (a.min_length, a.max_length), (b.min_length, b.max_length)
        self._counts(("minLength", "maxLength"), *lengths, where, place)
        if a.pattern != b.pattern:
            text = f"pattern {_source(a.pattern)} -> {_source(b.pattern)}"
            effect = WRITER if a.pattern is None else READER if b.pattern is None else BOTH
            self._add("pattern", where, place, text, effect)
        for kind, text, had, has in (
            ("format", "format uuid", a.uuid, b.uuid),
            ("content-encoding", "contentEncoding base64", a.base64, b.base64),
        ):
            self._flag(kind, text, had, has, where, place)

    def _flag(
        self, kind: str, text: str, had: bool, has: bool, where: Location, place: Place
    ) -> None:
        if had != has:
            done = f"{text} " + ("added" if has else "removed")
            self._add(kind, where, place, done, WRITER if has else READER)

    # ---- arrays and objects --------------------------------------------------------------------

    def _array(self, a: Node, b: Node, place: Place) -> None:
        old, new, where = a.array or ArrayRules(), b.array or ArrayRules(), b.where
        counts = (old.min_items, old.max_items), (new.min_items, new.max_items)
        self._counts(("minItems", "maxItems"), *counts, where, place)
        self._flag("unique-items", "uniqueItems", old.unique, new.unique, where, place)
        if len(old.prefix) != len(new.prefix):
            text = f"prefixItems {len(old.prefix)} -> {len(new.prefix)}"
            self._add("prefix-items", where, place, text, BOTH)
        for index, (one, other) in enumerate(zip(old.prefix, new.prefix)):
            self.compare(one, other, place.child(str(index)))
        self._rest("items", old.items, new.items, where, place)

    def _rest(
        self,
        name: str,
        old: Optional[Node],
        new: Optional[Node],
        where: Location,
        place: Place,
    ) -> None:
        """A schema for all items or members without one of their own; None takes anything."""
        if old and new:
            if old.resolved().is_false != new.resolved().is_false:
                closed = new.resolved().is_false
                text = f"{name} " + ("are now forbidden" if closed else "are no longer forbidden")
                self._add(_kind(name), where, place, text, WRITER if closed else READER)
            elif not old.resolved().is_false:
                self.compare(old, new, place.child("*"))
        elif old or new:
            one = old or new
            assert one is not None
            rule = "are forbidden" if one.resolved().is_false else "have a schema"
            text = f"{name}: any -> {rule}" if new else f"{name}: {rule} -> any"
            self._add(_kind(name), where, place, text, WRITER if new else READER)

    def _object(self, a: Node, b: Node, place: Place) -> None:
        old, new = a.object or ObjectRules(), b.object or ObjectRules()
        counts = (old.min_members, old.max_members), (new.min_members, new.max_members)
        self._counts(("minProperties", "maxProperties"), *counts, b.where, place)
        for name in old.properties:
            if name not in new.properties:
                self._removed(name, old, new, place)
            else:
                self._member(name, old, new, place)
        for name in new.properties:
            if name not in old.properties:
                self._added(name, old, new, place)
        declared = {**old.properties, **new.properties}
        for name in dict.fromkeys([*old.required, *new.required]):
            if name not in declared:  # required without a schema of its own
                self._presence(name, old, new, b.where, place)
        self._rest("additionalProperties", old.additional, new.additional, b.where, place)
        self._expected(old, new, b.where, place)

    def _member(self, name: str, old: ObjectRules, new: ObjectRules, place: Place) -> None:
        one, other = old.properties[name], new.properties[name]
        inner = place.child(name)
        self._presence(name, old, new, other.where, place)
        before, after = self._default(0, one), self._default(1, other)
        if bool(before) != bool(after) or (before and not jsontext.equal(before[0], after[0])):
            shown = [jsontext.dump(it[0]) if it else "none" for it in (before, after)]
            # Where there was a default, leaving the member out now means something else.
            effect = BOTH if before else NOBODY
            self._add("default", other.where, inner, f"default {shown[0]} -> {shown[1]}", effect)
        self.compare(one, other, inner)

    def _presence(
        self, name: str, old: ObjectRules, new: ObjectRules, where: Location, place: Place
    ) -> None:
        had, has = name in old.required, name in new.required
        if had != has:
            text = "optional -> required" if has else "required -> optional"
            self._add("required", where, place.child(name), text, WRITER if has else READER)

    def _default(self, side: int, node: Node) -> list[Json]:
        return node.default() or self.mergers[side].canonical(node).notes.default

    def _removed(self, name: str, old: ObjectRules, new: ObjectRules, place: Place) -> None:
        effect = NOBODY
        if name in old.required and name not in new.required:
            effect |= READER
        if _closed(new):
            effect |= WRITER
        was = "required" if name in old.required else "optional"
        text = f"{was} member removed" + self._renamed(name, old, new)
        where = old.properties[name].where
        self._add("member-removed", where, place.child(name), text, effect)

    def _added(self, name: str, old: ObjectRules, new: ObjectRules, place: Place) -> None:
        effect = NOBODY
        if name in new.required and name not in old.required:
            effect |= WRITER
        if _closed(old):
            effect |= READER
        text = ("required" if name in new.required else "optional") + " member added"
        self._add("member-added", new.properties[name].where, place.child(name), text, effect)

    def _renamed(self, name: str, old: ObjectRules, new: ObjectRules) -> str:
        """A hint: what is gone has come back under exactly one other name."""
        twins = [
            other
            for other in new.properties
            if other not in old.properties
            and (other in new.required) == (name in old.required)
            and self.equal(old.properties[name], new.properties[other])
        ]
        return f' (renamed to "{twins[0]}"? the schema is the same)' if len(twins) == 1 else ""

    # ---- schemas beside each other -------------------------------------------------------------

    def _branches(self, a: Node, b: Node, place: Place) -> None:
        for kind in BranchKind:
            old = [branch.nodes for branch in a.branches if branch.kind is kind]
            new = [branch.nodes for branch in b.branches if branch.kind is kind]
            if len(old) != len(new):
                text = f"{kind.value} " + ("added" if len(new) > len(old) else "removed")
                effect = WRITER if len(new) > len(old) else READER
                self._add("branch", b.where, place, text, effect)
                continue
            for one, other in zip(old, new):
                self._branch(kind, one, other, b.where, place)

    def _branch(
        self,
        kind: BranchKind,
        old: list[Optional[Node]],
        new: list[Optional[Node]],
        where: Location,
        place: Place,
    ) -> None:
        if kind is BranchKind.IF:
            self._condition(old, new, where, place)
            return
        pairs = [(one, other) for one, other in zip(old, new) if one and other]
        if kind is BranchKind.ONE_OF and not all(self.equal(*pair) for pair in pairs):
            # One alternative that takes more makes another one ambiguous: no direction is sure.
            self._add("branch", where, place, "an alternative of oneOf changed", BOTH)
        elif kind is not BranchKind.ONE_OF:
            inner = place.negated() if kind is BranchKind.NOT else place
            for one, other in pairs:
                self.compare(one, other, inner)
        if len(old) != len(new):
            more = len(new) > len(old)
            text = f"{kind.value}: {len(old)} -> {len(new)} schemas"
            widens = more if kind is BranchKind.ANY_OF else not more
            effect = BOTH if kind is BranchKind.ONE_OF else READER if widens else WRITER
            self._add("branch", where, place, text, effect)

    def _condition(
        self,
        old: list[Optional[Node]],
        new: list[Optional[Node]],
        where: Location,
        place: Place,
    ) -> None:
        assert old[0] and new[0]
        if not self.equal(old[0], new[0]):
            self._add("branch", where, place, "the condition of if changed", BOTH)
            return
        for name, one, other in zip(("then", "else"), old[1:], new[1:]):
            if one and other:
                self.compare(one, other, place)
            elif one or other:
                text = f"{name} " + ("added" if other else "removed")
                self._add("branch", where, place, text, WRITER if other else READER)

    # ---- deviations: taken either way, and noted or not ----------------------------------------

    def _expected(self, old: ObjectRules, new: ObjectRules, where: Location, place: Place) -> None:
        for name in _missing(new.expected, old.expected):
            inner = place.child(name)
            self._add("deviation", where, inner, "its absence is now a deviation", NOBODY)
        for name in _missing(old.expected, new.expected):
            inner = place.child(name)
            self._add("deviation", where, inner, "its absence is no longer a deviation", NOBODY)
        if old.closed_softly != new.closed_softly:
            now = "are now deviations" if new.closed_softly else "are no longer deviations"
            self._add("deviation", where, place, f"unknown members {now}", NOBODY)

    def _deviation(self, a: Node, b: Node, place: Place) -> None:
        if not (a.deviation or b.deviation):
            return
        inner = Comparison()
        inner.mergers = self.mergers
        nothing = Node(b.where)
        inner.compare(a.deviation or nothing, b.deviation or nothing, Place(place.path))
        for found in inner.found:
            text = f"deviation: {found.text}"
            self._add("deviation", b.where, Place(found.path), text, NOBODY)


# ---- small questions ---------------------------------------------------------------------------


def _sets(lost: object, gained: object) -> frozenset[str]:
    return (WRITER if lost else NOBODY) | (READER if gained else NOBODY)


def _missing(items: Iterable[Json], others: list[Json]) -> list[Json]:
    return [item for item in items if not any(jsontext.equal(item, other) for other in others)]


def _type_names(types: int) -> str:
    if types == keywords.ANY:
        return "any"
    names = [name for name, bits in keywords.TYPES.items() if types & bits == bits]
    if "number" in names and "integer" in names:
        names.remove("integer")
    return " or ".join(names) or "none"


def _kind(keyword: str) -> str:
    return "".join("-" + char.lower() if char.isupper() else char for char in keyword)


def _limit(node: Node, name: str) -> Optional[Limit]:
    """The tightest of minimum and exclusiveMinimum (or of their counterparts)."""
    exclusive_name = "exclusive" + name.capitalize()
    found: Optional[Limit] = None
    whole = not effective_types(node) & keywords.FRACTION
    for bound in node.bounds:
        if bound.keyword not in (name, exclusive_name):
            continue
        limit = Limit(bound.value, bound.keyword == exclusive_name)
        if limit.exclusive and whole and jsontext.is_integral(limit.value):
            limit = Limit(int(limit.value) + (1 if name == "minimum" else -1), False)
        if found is None or _tighter(limit, found, name):
            found = limit
    return found


def _tighter(one: Limit, other: Limit, name: str) -> bool:
    if one.value == other.value:
        return one.exclusive and not other.exclusive
    return one.value > other.value if name == "minimum" else one.value < other.value


def _step(node: Node) -> Optional[int | Decimal]:
    steps = [bound.value for bound in node.bounds if bound.keyword == "multipleOf"]
    return steps[0] if steps else None


def _closed(rules: ObjectRules) -> bool:
    return rules.additional is not None and rules.additional.resolved().is_false


def _shown(value: object) -> str:
    return "none" if value is None else str(value)


def _count(value: int) -> str:
    return "none" if value == UNBOUNDED else str(value)


def _source(pattern: Optional[Automaton]) -> str:
    return "none" if pattern is None else jsontext.dump_string(pattern.source)
