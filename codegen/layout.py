"""Stage 4, layout: C structs and enums, and the tables that fill them.

Build mode stores: every schema that the struct of an event reaches has a store. Validator mode
stores nothing; the tables are the same otherwise.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import Optional

from codegen import contradictions, jsontext, keywords, names, openapi
from codegen.ir import UNBOUNDED, Branch, BranchKind, Node, type_of
from codegen.jsontext import Json
from codegen.merge import Merger, members_beside
from codegen.names import Scope
from codegen.problems import Location, Report

UTF8_MAX = 4  # bytes of a code point

INT32 = (-(2**31), 2**31 - 1)
#: `uint32_t has`, less the bit that no enum constant can name.
MAX_BITS = 31


@dataclass
class Word:
    """One value of an enum. `constant` is the enum's name, `_` and `name`, in capitals."""

    constant: str
    name: str  # the value as an identifier
    value: str  # the JSON string


@dataclass
class Enum:
    """A C enum: the strings of an `enum`."""

    name: str
    node: Node
    words: list[Word]
    count: str = ""  # C name of their number
    each: str = ""  # C name of the macro that lists them
    other: str = ""  # C name of any other string, where an open enum has these words

    @property
    def open_name(self) -> str:
        """The struct of a word or another string."""
        return f"{self.name}_or_other"

    table: Optional["Table"] = None


@dataclass
class Field:
    """One member of a struct."""

    name: str
    json_name: str
    node: Node  # as the struct's schema has it: its description and default count
    table: "Table"
    presence: str
    default: list[Json]
    bit: Optional[int] = None
    constant: str = ""  # of the bit
    next_function: str = ""  # of a list whose items are stored


@dataclass
class Record:
    """A C struct."""

    name: str
    node: Node
    fields: list[Field] = field(default_factory=list)
    has: bool = False
    full: bool = False  # no bit of `has` is left
    raw: bool = False


@dataclass
class MemberList:
    """The members of an object that no struct holds."""

    each: str  # C name of the macro that lists them
    node: Node
    members: list[tuple[str, str]]  # as an identifier, and as JSON has it


@dataclass
class Length:
    """How long a text of a file's schema can be."""

    name: str  # C name of the macro
    node: Node
    most: int


@dataclass(eq=False)
class MemberRow:
    """A row of struct codec_member."""

    json_name: str
    presence: str
    table: "Table"
    field: Optional[Field] = None
    undeclared: bool = False
    fallback: Optional[str] = None


@dataclass(eq=False)
class Table:
    """A struct codec_schema."""

    name: str
    node: Node
    types: int
    store: str = "NONE"
    record: Optional[Record] = None
    enum: Optional[Enum] = None
    rows: list[MemberRow] = field(default_factory=list)
    additional: Optional["Table"] = None
    prefix: list["Table"] = field(default_factory=list)
    items: Optional["Table"] = None
    branches: list[tuple[BranchKind, list[Optional["Table"]]]] = field(default_factory=list)
    deviation: Optional["Table"] = None

    def uses(self) -> list["Table"]:
        """The tables that this one points to, in order."""
        found = [row.table for row in self.rows] + self.prefix
        found += [part for part in (self.additional, self.items, self.deviation) if part]
        for _, parts in self.branches:
            found += [part for part in parts if part]
        return found

    @property
    def c_type(self) -> str:
        """The C type of what is stored."""
        if self.record:
            return f"struct {self.record.name}"
        if self.enum:
            is_open = self.store == "OPEN_ENUM"
            return f"struct {self.enum.open_name}" if is_open else f"enum {self.enum.name}"
        return {
            "BOOL": "bool",
            "INT32": "int32_t",
            "INT64": "int64_t",
            "DOUBLE": "double",
            "TEXT": "struct codec_text",
            "LIST": "struct codec_list",
            "RAW": "struct base_slice",
            "INT_OR_TEXT": "struct codec_int_or_text",
        }[self.store]


def _default_of(node: Node, canonical: Node) -> list[Json]:
    return node.default() or canonical.notes.default


class Layout:
    """Makes tables; in build mode also structs and enums."""

    def __init__(self, report: Report, prefix: str, merger: Optional[Merger]) -> None:
        self.report = report
        self.prefix = prefix
        self.merger = merger
        self.scope = Scope(report)
        self.table_names = Scope(report)
        self.records: list[Record] = []
        self.enums: list[Enum] = []
        self.member_lists: list[MemberList] = []
        self.lengths: list[Length] = []
        self.named: dict[Node, str] = {}  # those that are not named after where they stand
        self.stored: dict[Node, Table] = {}
        self._raw: dict[Node, Table] = {}
        self._checked: dict[tuple[Node, Optional[Node], bool], Table] = {}
        self._trivial: dict[int, Table] = {}
        self._embeds: dict[Node, list[Node]] = {}

    # ---- names ---------------------------------------------------------------------------------

    def base_name(self, node: Node) -> str:
        if node in self.named:
            return self.named[node]
        if self.merger is None:
            return names.path_name("root", node.where.pointer)
        folder, file = os.path.split(node.where.name)
        stem = os.path.splitext(file)[0]
        if os.path.basename(folder) == openapi.FOLDER:
            stem = f"{openapi.FOLDER}_{stem}"
        return names.path_name(stem, node.where.pointer)

    def _new_table(self, node: Node, types: int, suffix: str = "_schema") -> Table:
        name = self.table_names.fresh(self.base_name(node) + suffix)
        return Table(name, node, types)

    def _types(self, node: Node) -> int:
        """The types of a table. Payloads have the narrowest, so that null, where it is none of
        them, counts as absent; validators have those that are written down, for the messages."""
        return contradictions.effective_types(node) if self.merger else node.types

    def _type_name(self, node: Node) -> str:
        base = self.base_name(node)
        name = names.identifier(base)
        if name is None:
            self.report.error(node.where, f'cannot make a C name from "{base}"')
            name = "unnamed"
        name = f"{self.prefix}_{name}"
        return self.scope.claim(name, f"the type of {node.where.stable}", node.where)

    # ---- what is checked, not stored -----------------------------------------------------------

    def _anything(self, types: int) -> Table:
        """The schema `true`, or that of anything but null."""
        if types not in self._trivial:
            name = "any_schema" if types == keywords.ANY else "any_but_null_schema"
            node = Node(Location("", ""))
            self._trivial[types] = Table(self.table_names.fresh(name), node, types)
        return self._trivial[types]

    def checked(
        self, node: Node, beside: Optional[Node] = None, refuse_null: bool = False
    ) -> Table:
        """The table of a schema that stores nothing.

        `beside` is the canonical schema that describes the same value, if there is one: where that
        takes null for absent, `required` here must do so too. `refuse_null` leaves null out.
        """
        node = node.resolved()
        if node.types == keywords.ANY and not node.asserts():
            return self._anything(keywords.ANY & ~keywords.NULL if refuse_null else keywords.ANY)
        if beside is not None and beside.object is None:
            beside = None
        if node in self.stored and beside is None and not refuse_null:
            return self.stored[node]
        key = (node, beside, refuse_null)
        if key not in self._checked:
            types = self._types(node)
            types = types & ~keywords.NULL if refuse_null else types
            table = self._checked[key] = self._new_table(node, types)
            self._fill(table, node, beside)
        return self._checked[key]

    def _fill(self, table: Table, node: Node, beside: Optional[Node]) -> None:
        """Everything of a checked table that points to others."""
        if node.array:
            table.prefix = [self.checked(part) for part in node.array.prefix]
            table.items = self.checked(node.array.items) if node.array.items else None
        if node.object:
            rules = node.object
            table.additional = self.checked(rules.additional) if rules.additional else None
            known = beside.object.properties if beside and beside.object else {}
            for name in self._row_names(node):
                declared = rules.properties.get(name) or rules.additional
                main = self.canonical(known[name]) if name in known else None
                presence = self._presence(node, name)
                refuse_null = bool(
                    presence == "REQUIRED" and main and not self._types(main) & keywords.NULL
                )
                part = declared or Node(node.where.child("required"))
                row = MemberRow(name, presence, self.checked(part, main, refuse_null))
                row.undeclared = name not in rules.properties
                table.rows.append(row)
        table.branches = self._branches(node, beside)
        table.deviation = self._deviation(node)

    def _branches(
        self, node: Node, beside: Optional[Node]
    ) -> list[tuple[BranchKind, list[Optional[Table]]]]:
        return [
            (
                branch.kind,
                [self.checked(part, beside) if part else None for part in branch.nodes],
            )
            for branch in node.branches
        ]

    def _deviation(self, node: Node) -> Optional[Table]:
        if node.deviation is None:
            return None
        return self._new_table(node.deviation, keywords.ANY)

    def _row_names(self, node: Node) -> list[str]:
        assert node.object is not None
        rules = node.object
        return list(dict.fromkeys([*rules.properties, *rules.required, *rules.expected]))

    def _presence(self, node: Node, name: str) -> str:
        assert node.object is not None
        if name in node.object.required:
            return "REQUIRED"
        return "EXPECTED" if name in node.object.expected else "OPTIONAL"

    def list_members(self) -> None:
        """Lists the members of each file's object that no struct holds: code goes by their names.
        Comes after all else."""
        for node in self._files():
            if node.object and node.object.properties and self.canonical(node) not in self.stored:
                self.member_lists.append(self._member_list(node))

    def _member_list(self, node: Node) -> MemberList:
        assert node.object
        each = names.constant(self.prefix, self.base_name(node), "members")
        self.scope.claim(each, f"the list of the members of {node.where.stable}", node.where)
        listed = MemberList(each, node, [])
        words = Scope(self.report)
        for name in node.object.properties:
            place = node.where.child("properties", name)
            word = names.identifier(name)
            if word is None:
                self.report.error(place, f"cannot make a C name from {jsontext.dump(name)}")
            else:
                words.claim(word.lower(), jsontext.dump(name), place)
                listed.members.append((word, name))
        return listed

    def list_lengths(self) -> None:
        """Lists how long the text of each file with a bounded one can be: code keeps it in arrays.
        Comes after all else."""
        for node in self._files():
            if node.types == keywords.STRING and node.string and node.string.max_length < UNBOUNDED:
                most = node.string.max_length
                for unit, length in (("characters", most), ("bytes", UTF8_MAX * most)):
                    name = names.constant(self.prefix, self.base_name(node), unit)
                    self.scope.claim(name, f"the length of {node.where.stable}", node.where)
                    self.lengths.append(Length(name, node, length))

    def _files(self) -> list[Node]:
        """The schemas that are used and are whole files, each once, in order of their names."""
        used = dict.fromkeys([*self.stored, *(node for node, _, _ in self._checked)])
        return sorted((node for node in used if not node.where.pointer), key=lambda n: n.where.name)

    # ---- what is stored ------------------------------------------------------------------------

    def canonical(self, node: Node) -> Node:
        return self.merger.canonical(node) if self.merger else node.resolved()

    def store(self, node: Node) -> Table:
        """The table of a schema whose values are kept in C."""
        node = self.canonical(node)
        if node not in self.stored:
            self.stored[node] = table = self._new_table(node, self._types(node))
            table.store = self._choose(node)
            if table.store == "RECORD":
                self._record(table, node)
            elif table.store == "LIST":
                assert node.array
                table.items = self._item(node)
                table.branches = self._branches(node, node)
                table.deviation = self._deviation(node)
            else:
                if table.store == "ENUM":
                    table.enum = self._enum(node)
                    table.enum.table = table
                elif table.store == "OPEN_ENUM":
                    table.enum = self._open_enum(node)
                self._fill(table, node, node)
        return self.stored[node]

    def _choose(self, node: Node) -> str:
        """How values of a canonical schema are kept."""
        types = contradictions.effective_types(node)
        if types == keywords.BOOLEAN:
            return "BOOL"
        if types == keywords.INTEGER:
            return "INT32" if self._fits_int32(node) else "INT64"
        if types & keywords.FRACTION and not types & ~keywords.NUMBER:
            return "DOUBLE"
        if types == keywords.STRING:
            named = node.values and all(isinstance(item, str) for item in node.values.items)
            if node.values and not node.values.are_all:
                return "OPEN_ENUM"
            return "ENUM" if named else "TEXT"
        if types == keywords.INTEGER | keywords.STRING:
            return "INT_OR_TEXT"
        if types == keywords.ARRAY and not (node.array and node.array.prefix) and not node.values:
            return "LIST" if node.array and node.array.items else "RAW"
        if types == keywords.OBJECT and self._has_members(node):
            return "RECORD"
        return "RAW" if types else "NONE"

    def _has_members(self, node: Node) -> bool:
        """Whether a struct of it would have any."""
        declared = node.object.properties.values() if node.object else ()
        return any(contradictions.effective_types(self.canonical(part)) for part in declared)

    def _fits_int32(self, node: Node) -> bool:
        if node.values:
            whole = [item for item in node.values.items if type_of(item) == keywords.INTEGER]
            return all(INT32[0] <= item <= INT32[1] for item in whole)
        lows = [b.value for b in node.bounds if b.keyword in ("minimum", "exclusiveMinimum")]
        highs = [b.value for b in node.bounds if b.keyword in ("maximum", "exclusiveMaximum")]
        return bool(lows and highs and max(lows) >= INT32[0] and min(highs) <= INT32[1])

    def _enum(self, node: Node) -> Enum:
        assert node.values
        name = self._type_name(node)
        enum = Enum(name, node, [])
        for index, value in enumerate(node.values.items):
            where = node.where if node.values.is_const else node.where.child("enum", index)
            word = names.identifier(value) if value else "EMPTY"
            if word is None:
                self.report.error(where, f"cannot make a C name from {jsontext.dump(value)}")
                continue
            constant = names.constant(name, word)
            what = f"the value {jsontext.dump(value)} of enum {name}"
            enum.words.append(Word(self.scope.claim(constant, what, where), word, value))
        count = names.constant(name, "count")
        if any(word.constant == count for word in enum.words):
            count = names.constant(name, "value_count")
        what = f"the number of values of enum {name}"
        enum.count = self.scope.claim(count, what, node.where)
        each = names.constant(names.plural(name))
        enum.each = self.scope.claim(each, f"the list of the values of enum {name}", node.where)
        self.scope.claim(f"{name}_text", f"the function {name}_text", node.where)
        self.enums.append(enum)
        return enum

    def _open_enum(self, node: Node) -> Enum:
        """The enum of the known values, which gets a constant for any other."""
        assert node.values and node.values.open_at
        known = self.canonical(node.values.open_at)
        if known.where.is_inside(node.where) and known not in self.stored:
            self.named[known] = self.base_name(node)
            known.notes.title = known.notes.title or node.notes.title
            known.notes.description = known.notes.description or node.notes.description
        enum = self.store(known).enum
        assert enum
        if not enum.other:
            other = names.constant(enum.name, "other")
            if any(word.constant == other for word in enum.words):
                other = names.constant(enum.name, "any_other")
            enum.other = self.scope.claim(other, f"any other value of {enum.name}", node.where)
            what = f"a value of enum {enum.name} or another"
            self.scope.claim(enum.open_name, what, node.where)
            self.scope.claim(f"{enum.open_name}_text", f"the function {enum.open_name}_text", node.where)
        return enum

    def _item(self, node: Node) -> Table:
        assert node.array and node.array.items
        table = self.store(node.array.items)
        if table.store == "NONE":
            self.report.error(node.where.child("items"), "no item can ever be valid")
        return table

    def _record(self, table: Table, node: Node) -> None:
        rules = node.object
        assert rules
        record = Record(self._type_name(node), node)
        table.record = record
        self.records.append(record)
        table.additional = self.checked(rules.additional) if rules.additional else None
        closed = bool(rules.additional and rules.additional.resolved().is_false)
        record.raw = not closed and not rules.closed_softly
        members = Scope(self.report)
        if record.raw:
            members.claim("raw", "the text of the whole object", node.where)
        for name in self._row_names(node):
            if name not in rules.properties:
                place = node.where.child("required")
                self.report.error(place, f'"{name}" is not declared: no struct member for it')
                continue
            row = self._member(record, node, name, members)
            table.rows.append(row)
        if record.has:
            members.claim("has", "the bits of optional members", node.where)
        self._check_lost(record, node)
        table.branches = self._branches(node, node)
        table.deviation = self._deviation(node)

    def _check_lost(self, record: Record, node: Node) -> None:
        if record.raw:
            return  # the whole object's text is kept
        for lost in members_beside(node):
            self.report.error(
                lost.where, f'"{lost.name}" is declared only here, not in struct {record.name}'
            )

    def _member(self, record: Record, node: Node, name: str, members: Scope) -> MemberRow:
        assert node.object
        child = node.object.properties[name]
        canonical = self.canonical(child)
        where = node.where.child("properties", name)
        default = _default_of(child, canonical)
        table = self._embed(record, canonical)
        row = MemberRow(name, self._presence(node, name), table)
        if default:
            row.fallback = jsontext.dump(default[0])
        if table.store == "NONE":
            return row
        c_name = names.member(name)
        if c_name is None:
            self.report.error(where, f"cannot make a C name from {jsontext.dump(name)}")
            return row
        known = len(self.report.problems)
        members.claim(c_name, f"member {jsontext.dump(name)}", where)
        if len(self.report.problems) > known:
            return row
        row.field = Field(c_name, name, child, table, row.presence, default)
        if row.presence != "REQUIRED" and not default:
            self._bit(record, row.field, where)
        if table.store == "LIST":
            function = f"{record.name}_{c_name.rstrip('_')}_next"
            row.field.next_function = self.scope.claim(function, f"the items of {where.stable}", where)
        record.fields.append(row.field)
        return row

    def _bit(self, record: Record, member: Field, where: Location) -> None:
        used = sum(1 for other in record.fields if other.bit is not None)
        if used == MAX_BITS:
            if not record.full:  # once an object
                reason = f"more than {MAX_BITS} optional members without a default in one object"
                self.report.error(where, reason)
            record.full = True
            return
        member.bit = used
        record.has = True
        constant = names.constant(record.name, "has", member.name.rstrip("_"))
        member.constant = self.scope.claim(constant, f"the bit of {where.stable}", where)

    def _embed(self, record: Record, node: Node) -> Table:
        """The table of a member. A struct that would hold itself is kept as text instead."""
        if self._choose(node) == "RECORD":
            if self._reaches(node, record.node):
                return self._as_text(node)
            # Noted before the inner struct is laid out, so that it sees the loop.
            self._embeds.setdefault(record.node, []).append(node)
        return self.store(node)

    def _reaches(self, start: Node, end: Node) -> bool:
        """Whether the struct of `start` holds that of `end`, at any depth."""
        todo, seen = [start], {start}
        while todo:
            node = todo.pop()
            if node is end:
                return True
            inner = [part for part in self._embeds.get(node, ()) if part not in seen]
            seen.update(inner)
            todo.extend(inner)
        return False

    def ordered_records(self) -> list[Record]:
        """The structs, each after those that it holds."""
        done: dict[Node, Record] = {}
        of_node = {record.node: record for record in self.records}

        def visit(record: Record) -> None:
            if record.node in done:
                return
            for part in self._embeds.get(record.node, ()):
                visit(of_node[part])
            done[record.node] = record

        for record in self.records:
            visit(record)
        return list(done.values())

    def _as_text(self, node: Node) -> Table:
        if node not in self._raw:
            inner = self.stored[node]
            reference = Branch(BranchKind.REF, [node], node.where)
            text = replace(node, values=None, object=None, branches=[reference], deviation=None)
            table = self._raw[node] = self._new_table(text, inner.types, "_text_schema")
            table.store = "RAW"
            table.branches = [(BranchKind.REF, [inner])]
        return self._raw[node]
