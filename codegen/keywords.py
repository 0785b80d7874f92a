"""The JSON Schema keywords that are compiled, and what each applies to."""

from __future__ import annotations

NULL, BOOLEAN, INTEGER, FRACTION, STRING, ARRAY, OBJECT = (1 << bit for bit in range(7))
NUMBER = INTEGER | FRACTION
ANY = (1 << 7) - 1

#: `type` -> bits of enum codec_type.
TYPES = {
    "null": NULL,
    "boolean": BOOLEAN,
    "integer": INTEGER,
    "number": NUMBER,
    "string": STRING,
    "array": ARRAY,
    "object": OBJECT,
}

DIALECT = "https://json-schema.org/draft/2020-12/schema"

#: Keywords that say something about values of some types only.
ASSERTIONS = {
    "minimum": NUMBER,
    "maximum": NUMBER,
    "exclusiveMinimum": NUMBER,
    "exclusiveMaximum": NUMBER,
    "multipleOf": NUMBER,
    "minLength": STRING,
    "maxLength": STRING,
    "pattern": STRING,
    "format": STRING,
    "contentEncoding": STRING,
    "items": ARRAY,
    "prefixItems": ARRAY,
    "minItems": ARRAY,
    "maxItems": ARRAY,
    "uniqueItems": ARRAY,
    "properties": OBJECT,
    "required": OBJECT,
    "additionalProperties": OBJECT,
    "minProperties": OBJECT,
    "maxProperties": OBJECT,
}
GENERAL = ("type", "enum", "const", "$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else")
ANNOTATIONS = (
    "$schema",
    "$comment",
    "$defs",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
)
DEVIATION = "x-deviation"
SUPPORTED = frozenset((*ASSERTIONS, *GENERAL, *ANNOTATIONS, DEVIATION))

#: What may stand inside of x-deviation.
DEVIATION_KEYWORDS = frozenset(
    (
        "format",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "enum",
        "const",
        "required",
        "additionalProperties",
    )
)

#: Known to JSON Schema, not to this compiler: named as such rather than as typos.
UNSUPPORTED = frozenset(
    (
        "$id",
        "$anchor",
        "$dynamicRef",
        "$dynamicAnchor",
        "$recursiveRef",
        "$recursiveAnchor",
        "$vocabulary",
        "definitions",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
        "patternProperties",
        "propertyNames",
        "contains",
        "minContains",
        "maxContains",
        "unevaluatedItems",
        "unevaluatedProperties",
        "additionalItems",
        "contentMediaType",
        "contentSchema",
        "id",
        "divisibleBy",
        "disallow",
        "extends",
    )
)

FORMATS = ("uuid",)
ENCODINGS = ("base64",)

#: Where schemas stand inside of a schema.
ONE_SCHEMA = ("additionalProperties", "items", "not", "if", "then", "else")
LIST_OF_SCHEMAS = ("prefixItems", "allOf", "anyOf", "oneOf")
MAP_OF_SCHEMAS = ("properties", "$defs")


def type_names(types: int) -> str:
    """`integer or string`, for messages."""
    names = []
    for name, bits in TYPES.items():
        if name == "integer" and types & NUMBER == NUMBER:
            continue
        if types & bits == bits:
            names.append(name)
    if types & NUMBER == FRACTION:
        names.append("number")
    return " or ".join(names) or "nothing"
