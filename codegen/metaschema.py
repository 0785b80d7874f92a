"""Stage 1, load: does a schema have the shape that draft 2020-12 prescribes?

The official meta-schema decides; the sentences are our own, so that they do not depend on the
version of the library.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Iterator

from codegen import jsontext
from codegen.jsontext import Json
from codegen.problems import Location, Report


def for_library(value: Json) -> Any:
    """jsonschema knows neither Decimal nor that 2.0 is an integer when it is one."""
    if isinstance(value, Decimal):
        small = jsontext.small_integer(value)
        if small is not None:
            return small
        return int(value) if jsontext.is_integral(value) and value.adjusted() < 400 else float(value)
    if isinstance(value, list):
        return [for_library(item) for item in value]
    if isinstance(value, dict):
        return {name: for_library(item) for name, item in value.items()}
    return value


def _article(name: str) -> str:
    return ("an " if name[0] in "aio" else "a ") + name


def _sentence(error: Any) -> str:
    wanted = error.validator_value
    got = jsontext.type_name(error.instance)
    if error.validator == "type":
        names = wanted if isinstance(wanted, list) else [wanted]
        if names == ["object", "boolean"]:
            hint = " (a list is prefixItems)" if list(error.absolute_path)[-1:] == ["items"] else ""
            return f"must be a schema (an object or a boolean), not {_article(got)}{hint}"
        return f"must be {' or '.join(map(_article, names))}, not {_article(got)}"
    if error.validator == "minimum":
        return f"must be at least {wanted}"
    if error.validator == "exclusiveMinimum":
        return f"must be greater than {wanted}"
    if error.validator == "minItems":
        return "must not be empty"
    if error.validator == "uniqueItems":
        return "must not have duplicate items"
    if error.validator == "anyOf" and list(error.absolute_path)[-1:] == ["type"]:
        return "must be one of null, boolean, integer, number, string, array, object, or a list"
    return f"breaks the meta-schema ({error.validator})"


def _errors(value: Json) -> Iterator[Any]:
    from jsonschema import Draft202012Validator

    # `$ref` and `$schema` are looked at by the lint: library versions differ in their formats.
    yield from Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(
        for_library(value)
    )


def check(value: Json, where: Location, report: Report) -> bool:
    """Reports where the schema `value` breaks the meta-schema. True when it does not."""
    found: dict[tuple[str, ...], tuple[Location, str]] = {}
    for error in _errors(value):
        path = list(error.absolute_path)
        keywords = tuple(str(token) for token in path)
        found.setdefault(keywords, (where.child(*path), _sentence(error)))
    for _, (place, sentence) in sorted(found.items()):
        report.error(place, sentence)
    return not found
