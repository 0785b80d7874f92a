"""What each matcher of an expectation takes, and what it does not.

The journal reads them by their names: one that it does not know, or misreads, takes all or nothing.
"""

from __future__ import annotations

from typing import Any, Iterator

from mutate import RENAMED

# Of each, by its name: a value that some of the fragments 0, 1, 2 and so on of a stream have, and one
# that none has.
MATCHERS: dict[str, tuple[Any, Any]] = {
    "equals": (1, -1), "regex": ("^[01]$", "^x$"), "min": (1, 1000000), "max": (1, -1),
    "present": (True, False), "absent": (False, True)}


def expectations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Some that hold, each with what it is about."""
    for name, (some, none) in MATCHERS.items():
        for value, count in ((some, (1, 99999)), (none, (0, 0))):
            yield f"{name} {value}", {
                "event": "fragment:data", "direction": "in", "unknown": True,
                "count": {"at_least": count[0], "at_most": count[1]},
                "match": {"/sequence_number": {name: value}}}
    yield "min and max", {"event": "fragment:data", "direction": "in", "unknown": True,
                          "match": {"/sequence_number": {"min": 1, "max": 1}}}


def plain(value: Any) -> Any:
    """A value with the names of before."""
    if isinstance(value, dict):
        return {name.removesuffix(RENAMED): plain(part) for name, part in value.items()}
    return value


def fitting(book: Any, schemas: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Those that the schemas of now can say."""
    file = "control/expectation.json"
    if file not in schemas:
        return []
    return [(about, one) for about, one in expectations()
            if plain(book.fit(file, schemas[file], one)) == one]
