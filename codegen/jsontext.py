"""JSON text <-> Python values, exactly: numbers stay int or Decimal, names stay in order."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from codegen.problems import Location, SchemaError

# None, bool, int, Decimal, str, list[Json], dict[str, Json]
Json = Any

#: Deeper schema files are refused: the stages after this one recurse.
MAX_DEPTH = 200


class _Pairs(list[tuple[str, Json]]):
    """An object as it was written, before duplicate names are looked for."""


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a JSON number")


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"the number {text[:40]} has too large an exponent") from None
    if not value.is_finite():
        raise ValueError(f"the number {text[:40]} has too large an exponent")
    return value


def _integer(text: str) -> int:
    if len(text) > 4000:
        raise ValueError("a number has more than 4000 digits")
    return int(text)


def parse(data: bytes, where: Location) -> Json:
    """The value of a JSON file."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SchemaError(where, f"not valid UTF-8 at byte {error.start}") from None
    try:
        raw = json.loads(
            text,
            parse_float=_number,
            parse_int=_integer,
            parse_constant=_refuse_constant,
            object_pairs_hook=_Pairs,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        raise SchemaError(where, f"not JSON: {error.msg} at {place}") from None
    except ValueError as error:
        raise SchemaError(where, f"not JSON: {error}") from None
    except RecursionError:
        raise SchemaError(where, f"nested deeper than {MAX_DEPTH} levels") from None
    return _plain(raw, where, 0)


def _check_string(text: str, where: Location) -> str:
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        printable = text.encode("ascii", "backslashreplace").decode("ascii")
        raise SchemaError(where, f"lone surrogate in {printable}")
    return text


def _plain(raw: Json, where: Location, depth: int) -> Json:
    if depth > MAX_DEPTH:
        root = where.within("")
        raise SchemaError(root, f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(raw, _Pairs):
        result: dict[str, Json] = {}
        for name, value in raw:
            _check_string(name, where)
            if name in result:
                raise SchemaError(where.child(name), "duplicate member name")
            result[name] = _plain(value, where.child(name), depth + 1)
        return result
    if isinstance(raw, list):
        return [_plain(item, where.child(i), depth + 1) for i, item in enumerate(raw)]
    if isinstance(raw, str):
        return _check_string(raw, where)
    return raw


def is_number(value: Json) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def is_integral(value: int | Decimal) -> bool:
    """True for whole numbers, `1.0` and `1e3` among them."""
    if isinstance(value, int):
        return True
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent >= 0 or value == 0:
        return True
    digits = value.as_tuple().digits
    return -exponent <= len(digits) and not any(digits[exponent:])


def small_integer(value: int | Decimal) -> int | None:
    """The value as int when it is whole and fits 64 bits."""
    if isinstance(value, Decimal):
        if not is_integral(value) or value.adjusted() > 20:
            return None
        value = int(value)
    return value if -(2**63) <= value < 2**63 else None


def dump_number(value: int | Decimal) -> str:
    return str(value)


def dump_string(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def dump(value: Json) -> str:
    """Compact JSON text, names in order."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return dump_string(value)
    if isinstance(value, (int, Decimal)):
        return dump_number(value)
    if isinstance(value, list):
        return "[" + ",".join(dump(item) for item in value) + "]"
    assert isinstance(value, dict)
    members = (dump_string(name) + ":" + dump(item) for name, item in value.items())
    return "{" + ",".join(members) + "}"


def dump_pieces(value: Json, room: int = 80) -> list[str]:
    """The text of `dump`, cut before each member and item of what is longer than `room`, so that a
    change of one member changes few pieces."""
    whole = dump(value)
    if len(whole) <= room or not isinstance(value, (list, dict)):
        return [whole]
    pieces = [whole[0]]
    items = list(value.items()) if isinstance(value, dict) else [("", item) for item in value]
    for name, item in items:
        head = dump_string(name) + ":" if isinstance(value, dict) else ""
        parts = dump_pieces(item, room)
        pieces += [head + parts[0], *parts[1:]]
        pieces[-1] += ","
    pieces[-1] = pieces[-1][:-1]
    pieces.append(whole[-1])
    return pieces


def dump_pretty(value: Json, indent: int = 0) -> str:
    """JSON text for people: two blanks a level, short lists on one line."""
    pad = "  " * (indent + 1)
    if isinstance(value, dict) and value:
        lines = (
            f"{pad}{dump_string(name)}: {dump_pretty(item, indent + 1)}"
            for name, item in value.items()
        )
        return "{\n" + ",\n".join(lines) + "\n" + "  " * indent + "}"
    if isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        items = (pad + dump_pretty(item, indent + 1) for item in value)
        return "[\n" + ",\n".join(items) + "\n" + "  " * indent + "]"
    if isinstance(value, list):
        return "[" + ", ".join(dump(item) for item in value) + "]"
    return dump(value)


def type_name(value: Json) -> str:
    """The JSON type of a value, for messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, (int, float, Decimal)):
        return "number"
    return "array" if isinstance(value, list) else "object"


def equal(a: Json, b: Json) -> bool:
    """JSON Schema's equality: numbers by value, true is not 1."""
    if is_number(a) and is_number(b):
        return bool(a == b)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[name], b[name]) for name in a)
    return type(a) is type(b) and bool(a == b)
