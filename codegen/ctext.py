"""Pieces of C source: literals, comments, initializers."""

from __future__ import annotations

import textwrap
from decimal import Decimal
from typing import Iterable, Optional

from codegen import jsontext, keywords
from codegen.automaton import Automaton
from codegen.ir import BOUNDS, UNBOUNDED, Bound, BranchKind, StringRules, Values, type_of
from codegen.jsontext import Json
from codegen.layout import MemberRow, Table

WIDTH = 100
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def string(text: str) -> str:
    """A C string literal of the UTF-8 of `text`."""
    out = []
    for char in text:
        if char in _ESCAPES:
            out.append(_ESCAPES[char])
        elif char == "?" and out and out[-1] in ("?", "\\?"):
            out.append("\\?")  # no trigraphs
        elif " " <= char <= "~":
            out.append(char)
        else:
            out.extend(f"\\{byte:03o}" for byte in char.encode("utf-8"))
    return '"' + "".join(out) + '"'


def string_lines(text: str, indent: str = "    ", width: int = WIDTH) -> str:
    """`text` as literals of one line each, for long texts."""
    lines = []
    room = width - len(indent) - 2
    while text:
        take = min(len(text), room)
        while len(string(text[:take])) > room + 2:
            take -= 1
        lines.append(indent + string(text[:take]))
        text = text[take:]
    return "\n".join(lines) or indent + '""'


def string_pieces(pieces: list[str]) -> str:
    """One text out of pieces that each begin a line."""
    return "\n".join(string_lines(piece) for piece in pieces)


def comment_text(text: str) -> str:
    """Text that may stand in a comment."""
    flat = " ".join(text.split())
    printable = "".join(c if c.isprintable() else "?" for c in flat)
    return printable.replace("*/", "* /").replace("/*", "/ *").replace("??/", "?? /")


def doc(text: str, indent: str = "") -> str:
    """A doc comment."""
    flat = comment_text(text)
    one = f"{indent}/** {flat} */"
    if len(one) <= WIDTH:
        return one
    lines = textwrap.wrap(flat, WIDTH - len(indent) - 4, break_long_words=False)
    return "\n".join(
        [f"{indent}/** {lines[0]}", *(f"{indent} *  {line}" for line in lines[1:])]
    ) + " */"


def section(title: str, source: str) -> str:
    """A line that separates parts of a file."""
    head = f"/* ---- {comment_text(title)} "
    tail = f" {comment_text(source)} */" if source else " */"
    return head + "-" * max(4, WIDTH - len(head) - len(tail)) + tail


def types(bits: int) -> str:
    """The expression of a type mask."""
    if bits == keywords.ANY:
        return "CODEC_ANY"
    if bits == 0:
        return "0"
    words = []
    if bits & keywords.NUMBER == keywords.NUMBER:
        words.append("CODEC_NUMBER")
        bits &= ~keywords.NUMBER
    for name, bit in (
        ("NULL", keywords.NULL),
        ("BOOLEAN", keywords.BOOLEAN),
        ("INTEGER", keywords.INTEGER),
        ("FRACTION", keywords.FRACTION),
        ("STRING", keywords.STRING),
        ("ARRAY", keywords.ARRAY),
        ("OBJECT", keywords.OBJECT),
    ):
        if bits & bit:
            words.append(f"CODEC_{name}")
    return " | ".join(words)


def branches(items: list[tuple[BranchKind, list[Optional[Table]]]]) -> str:
    """The macro BRANCHES(...)."""
    shown = []
    for kind, parts in items:
        names = [f"&{part.name}" if part else "NULL" for part in parts]
        shown.append(wrapped(f"BRANCH({kind.name}, ", names, ")", "        "))
    return wrapped("BRANCHES(", shown, ")")


def prefix(items: list[Table]) -> str:
    """prefixItems."""
    head = ".prefix = (const struct codec_schema *const[]){"
    return wrapped(head, [f"&{part.name}" for part in items], "}", "        ")


def count(value: int) -> str:
    if value == UNBOUNDED:
        return "CODEC_UNBOUNDED"
    return str(value) if value < 2**31 else f"UINT64_C({value})"


def bound(item: Bound) -> str:
    """One entry of BOUNDS(...)."""
    kind = BOUNDS[item.keyword]
    small = jsontext.small_integer(item.value)
    if small is not None and isinstance(item.value, int) and abs(small) < 2**31:
        return f"{kind}({small})"
    return f"{{CODEC_{kind}, {decimal(item.value)}}}"


def decimal(value: int | Decimal) -> str:
    """An initializer of struct codec_decimal."""
    small = jsontext.small_integer(value)
    exact = "INT64_MIN" if small == -(2**63) else f"INT64_C({small or 0})"
    is_integer = "true" if small is not None else "false"
    return f"{{{string(jsontext.dump(value))}, {is_integer}, {exact}}}"


def value(item: Json) -> str:
    """One entry of ENUM(...) or CONST(...)."""
    text = jsontext.dump(item)
    if isinstance(item, str):
        if text == f'"{item}"' and string(item) == text:
            return f"STRING({text})"
        return f"{{CODEC_STRING, {string(text)}, BASE_SLICE({string(item)})}}"
    names = {bit: name for name, bit in keywords.TYPES.items() if bit != keywords.NUMBER}
    names[keywords.FRACTION] = "fraction"
    return f"VALUE({names[type_of(item)].upper()}, {string(text)})"


def values(rules: Values) -> str:
    kind = "CONST" if rules.is_const else "ENUM" if rules.are_all else "KNOWN"
    return wrapped(kind + "(", [value(item) for item in rules.items], ")")


def wrapped(head: str, items: list[str], tail: str, indent: str = "    ") -> str:
    """`head` a, b, c `tail`, on several lines where one is too long."""
    one = head + ", ".join(items) + tail
    if len(one) + len(indent) + 12 <= WIDTH:
        return one
    pad = indent + "    "
    lines = [""]
    for index, item in enumerate(items):
        piece = item + ("," if index < len(items) - 1 else tail)
        if lines[-1] and len(pad) + len(lines[-1]) + len(piece) + 2 > WIDTH:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + piece
    return head + "".join(f"\n{pad}{line}" for line in lines)


def signature(name: str, result: str, *parameters: str, end: str = ";") -> str:
    """A function's head, its parameters aligned when they need more than one line."""
    head = result + ("" if result.endswith("*") else " ") + name + "("
    one = head + ", ".join(parameters) + ")" + end
    if len(one) <= WIDTH:
        return one
    pad = " " * len(head)
    if max(map(len, parameters)) + len(pad) + 3 > WIDTH:
        pad = "    "
        head += "\n" + pad
    return head + (",\n" + pad).join(parameters) + ")" + end


def member_row(row: MemberRow) -> str:
    """An initializer of struct codec_member."""
    is_plain = jsontext.dump(row.json_name) == f'"{row.json_name}"'
    head = "    MEMBER(" if is_plain else "    ESCAPED_MEMBER("
    items = [string(row.json_name), row.presence, row.table.name]
    items.append(f"AT({row.field.name})" if row.field else "NOWHERE")
    if row.field and row.field.bit is not None:
        items.append(f".has = 1 + {row.field.bit}")
    if row.undeclared:
        items.append(".undeclared = true")
    if row.fallback is not None:
        items.append(f".fallback = {string(row.fallback)}")
    line = head + ", ".join(items) + "),"
    if len(line) <= WIDTH:
        return line
    indent = " " * len(head)
    return head + ", ".join(items[:3]) + f",\n{indent}" + ", ".join(items[3:]) + "),"


def bounds(items: list[Bound]) -> str:
    return wrapped("BOUNDS(", [bound(item) for item in items], ")")


def string_rules(rules: StringRules, pattern: str) -> str:
    """The initializer of struct codec_string_rules."""
    fields = []
    if rules.min_length:
        fields.append(f".min_length = {count(rules.min_length)}")
    fields.append(f".max_length = {count(rules.max_length)}")
    if rules.pattern:
        fields.append(f".pattern = &{pattern}")
    if rules.uuid:
        fields.append(".format = CODEC_FORMAT_UUID")
    if rules.base64:
        fields.append(".base64 = true")
    return wrapped("&(const struct codec_string_rules){", fields, "}")


def each(macro: str, items: Iterable[tuple[str, str]]) -> str:
    """A macro that calls X once for each of these names, with the text that each stands for."""
    lines = [f"#define {macro}(X)"]
    lines += [f"    X({name.upper()}, {name.lower()}, {string(text)})" for name, text in items]
    return " \\\n".join(lines)


def rows(numbers: list[int], indent: str = "    ") -> str:
    """Numbers of a table, as many as fit a line."""
    text = ", ".join(map(str, numbers)) + ","
    lines = textwrap.wrap(text, WIDTH - len(indent))
    return "\n".join(indent + line for line in lines)


def pattern_ranges(automaton: Automaton) -> str:
    items = [f"{{0x{first:X}, 0x{last:X}, {symbol}}}" for first, last, symbol in automaton.ranges]
    return wrapped("", items, "", "").strip()


def pattern_next(automaton: Automaton) -> str:
    return rows([target for row in automaton.next for target in row])


def pattern_accept(automaton: Automaton) -> str:
    return rows(list(automaton.accept))


