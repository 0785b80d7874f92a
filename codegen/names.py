"""C names of things that have JSON names."""

from __future__ import annotations

import re

from codegen.problems import Location, Report

#: Words that no struct member may be called: keywords of C17 and C23, and names that standard
#: headers or GNU dialects make macros of, and the generator's own members.
RESERVED = frozenset(
    """
    alignas alignof asm auto bool break case char const constexpr continue default do double else
    enum extern false float for goto if inline int long nullptr register restrict return short
    signed sizeof static static_assert struct switch thread_local true typedef typeof
    typeof_unqual union unsigned void volatile while
    has raw assert complex errno linux offsetof signal stderr stdin stdout unix va_arg va_copy va_end
    va_start NULL EOF
    """.split()
)


def identifier(text: str) -> str | None:
    """`text` with _ for everything that C does not allow; None when nothing readable is left."""
    if not text.isascii() or not any(c.isalnum() for c in text):
        return None
    return re.sub(r"[^A-Za-z0-9_]", "_", text)


def member(text: str) -> str | None:
    """A struct member's name."""
    name = identifier(text)
    if name is None:
        return None
    if name[0].isdigit() or re.match(r"__|_[A-Z]", name):
        name = "m" + ("" if name[0] == "_" else "_") + name
    return name + "_" if name in RESERVED else name


def constant(*parts: str) -> str:
    return "_".join(parts).upper()


def plural(name: str) -> str:
    """The English plural of a name's last word: `action` -> `actions`, `delivery` -> `deliveries`."""
    if re.search(r"[^aeiou_]y$", name, re.IGNORECASE):
        return name[:-1] + "ies"
    return name + ("es" if re.search(r"(s|x|z|ch|sh)$", name, re.IGNORECASE) else "s")


def path_name(stem: str, pointer: str) -> str:
    """A name for the schema at `pointer` of a file: the members on the way to it."""
    words = [stem]
    tokens = [t.replace("~1", "/").replace("~0", "~") for t in pointer.split("/")[1:]]
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token in ("properties", "$defs") and index + 1 < len(tokens):
            words.append(tokens[index + 1])
            index += 2
            continue
        if token in ("allOf", "anyOf", "oneOf", "prefixItems") and index + 1 < len(tokens):
            words.append(token.removesuffix("Of").removesuffix("Items") + tokens[index + 1])
            index += 2
            continue
        shortened = {"items": "item", "additionalProperties": "other", "x-deviation": "deviation"}
        words.append(shortened.get(token, token))
        index += 1
    # `not`, `if`, `$ref` are fine: a suffix follows.
    return "_".join(re.sub(r"[^A-Za-z0-9_]", "_", word) for word in words)


class Scope:
    """Names that must differ."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.taken: dict[str, str] = {}

    def claim(self, name: str, what: str, where: Location) -> str:
        """Takes `name` for `what`; a problem when something else has it. Returns `name`."""
        owner = self.taken.setdefault(name, what)
        if owner != what:
            self.report.error(where, f"C name clash: {what} and {owner} are both {name}")
        return name

    def fresh(self, name: str) -> str:
        """`name`, or with a number when it is taken: for names that nobody else uses."""
        candidate = name
        number = 2
        while candidate in self.taken:
            candidate = f"{name}_{number}"
            number += 1
        self.taken[candidate] = candidate
        return candidate
