"""The catalogue of requirements: what `x-requirements` of the index points to.

Its shape is that of requirements.schema.json beside it; what goes beyond a schema (ids once, known
sections and needs) is looked at here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Iterator, Optional

from codegen import metaschema
from codegen.bundle import REQUIREMENTS
from codegen.jsontext import Json
from codegen.load import Library
from codegen.problems import Location, Report, SchemaError

#: The shape, beside the catalogue.
SHAPE = "requirements.schema.json"


@dataclass
class Requirement:
    id: str
    section: int  # index into Catalogue.sections
    side: str
    origin: str  # a word of Catalogue.origins, and perhaps a section: spec016/7.1
    severity: str
    needs: list[str]
    text: str
    advice: str  # empty: none
    name: str  # for C: 016_7_1_IN_ORDER

    @property
    def document(self) -> str:
        return self.origin.partition("/")[0]


@dataclass
class Section:
    id: str
    title: str


@dataclass
class Catalogue:
    where: Location
    sections: list[Section]
    origins: dict[str, str]
    needs: dict[str, str]
    requirements: list[Requirement]

    def of_section(self, index: int) -> list[Requirement]:
        return [row for row in self.requirements if row.section == index]

    def of_side(self, side: str) -> list[Requirement]:
        return [row for row in self.requirements if row.side == side]


def constant(text: str) -> str:
    """`text` as part of a C constant."""
    return "".join(c if c.isalnum() else "_" for c in text).upper()


def read(index: Library, report: Report) -> tuple[Optional[Catalogue], list[str]]:
    """The catalogue of the index, None when it has none or one with problems; and its files."""
    if REQUIREMENTS not in index.root.value:
        return None, []
    at = index.root.root.child(REQUIREMENTS)
    reference = index.root.value[REQUIREMENTS]
    if not isinstance(reference, dict) or not isinstance(reference.get("$ref"), str):
        raise SchemaError(at, "must be a reference to the catalogue of requirements")
    library = Library(os.path.join(index.folder, reference["$ref"]))
    root = library.root
    shape = library.resolve(SHAPE, root.root)
    broken = list(_broken(root.value, shape.value, root.root))
    for where, reason in broken:
        report.error(where, reason)
    catalogue = None if broken else _catalogue(root.value, root.root, report)
    return catalogue, sorted(library.documents)


def _broken(value: Json, shape: Json, where: Location) -> Iterator[tuple[Location, str]]:
    from jsonschema import Draft202012Validator

    found = Draft202012Validator(metaschema.for_library(shape)).iter_errors(metaschema.for_library(value))
    for error in sorted(found, key=lambda error: [str(token) for token in error.absolute_path]):
        yield where.child(*error.absolute_path), error.message


def _catalogue(value: dict[str, Any], where: Location, report: Report) -> Catalogue:
    sections = [Section(row["id"], row["title"]) for row in value["sections"]]
    numbers: dict[str, int] = {}
    for index, section in enumerate(sections):
        if numbers.setdefault(section.id, index) != index:
            report.error(where.child("sections", index, "id"), "the section is already in the list")
    catalogue = Catalogue(where, sections, dict(value["origins"]), dict(value["needs"]), [])
    names: dict[str, str] = {}
    last = 0
    for index, row in enumerate(value["requirements"]):
        place = where.child("requirements", index)
        number = numbers.get("/".join(row["id"].split("/")[:2]))
        if number is None:
            report.error(place.child("id"), f'"{row["id"]}" belongs to no section in the list')
            continue
        if number < last:
            reason = f'"{row["id"]}" comes after rows of section {sections[last].id}'
            report.error(place.child("id"), reason)
        last = max(last, number)
        needs = list(row.get("needs", []))
        for word, need in enumerate(needs):
            if need not in catalogue.needs:
                report.error(place.child("needs", word), f'"{need}" is not explained in needs')
        if row["origin"].partition("/")[0] not in catalogue.origins:
            report.error(place.child("origin"), f'"{row["origin"]}" is not explained in origins')
        name = constant(row["id"])
        if name in names:
            report.error(place.child("id"), f'"{row["id"]}" clashes with "{names[name]}"')
        names[name] = row["id"]
        catalogue.requirements.append(
            Requirement(row["id"], number, row["side"], row["origin"], row["severity"], needs,
                        row["text"], row.get("advice", ""), name)
        )
    for index, section in enumerate(sections):
        if not catalogue.of_section(index):
            report.error(where.child("sections", index), f'no requirement belongs to "{section.id}"')
    documents = {row.document for row in catalogue.requirements}
    for origin in catalogue.origins:
        if origin not in documents:
            report.error(where.child("origins", origin), "no requirement comes from it")
    used = {need for row in catalogue.requirements for need in row.needs}
    for need in catalogue.needs:
        if need not in used:
            report.error(where.child("needs", need), "no requirement needs it")
    return catalogue
