"""Stage 1, load: files -> JSON values, and references from one place to another."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Optional
from urllib.parse import unquote_to_bytes

from codegen import jsontext
from codegen.jsontext import Json
from codegen.problems import Location, SchemaError, escape_token

#: Larger schema files are refused.
MAX_FILE = 16 * 1024 * 1024


@dataclass
class Document:
    """One JSON file."""

    root: Location
    value: Json


@dataclass(frozen=True)
class Target:
    """What a reference leads to."""

    where: Location
    value: Json


def _read(path: str, where: Location) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise SchemaError(where, f"cannot read the file: {error.strerror}") from None
    except ValueError:
        raise SchemaError(where, "cannot read the file: not a path") from None
    if len(data) > MAX_FILE:
        raise SchemaError(where, f"the file is larger than {MAX_FILE} bytes")
    return data


class Library:
    """All files that were read, by path."""

    def __init__(self, path: str) -> None:
        self.folder = os.path.dirname(path)
        self.documents: dict[str, Document] = {}
        root = Location(path, os.path.basename(path))
        self.root = self._add(os.path.normpath(path), root)

    def _add(self, key: str, root: Location) -> Document:
        document = Document(root, jsontext.parse(_read(key, root), root))
        self.documents[key] = document
        return document

    def _file(self, reference: str, at: Location) -> Document:
        """The document that a relative reference names."""
        base = os.path.dirname(os.path.join(self.folder, at.name))
        key = os.path.normpath(os.path.join(base, reference))
        if key in self.documents:
            return self.documents[key]
        if not os.path.isfile(key):
            raise SchemaError(at, f"dangling reference: there is no file {key}")
        name = os.path.relpath(key, self.folder or ".").replace(os.sep, "/")
        return self._add(key, Location(key, name))

    def resolve(self, reference: str, at: Location) -> Target:
        """What `reference`, which stands at `at`, leads to."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/", reference):
            reason = f'remote reference "{reference}": only relative files are supported'
            raise SchemaError(at, reason)
        file, _, fragment = reference.partition("#")
        path = _unquote(file, at)
        if "?" in file or "\0" in path:
            raise SchemaError(at, f'"{reference}" is not a relative file reference')
        if path:
            document = self._file(path, at)
        else:
            document = self.document_of(at)
        return self._point(document, _unquote(fragment, at), reference, at)

    def document_of(self, where: Location) -> Document:
        for document in self.documents.values():
            if document.root.name == where.name:
                return document
        raise AssertionError(f"no document {where.name}")

    def _point(self, document: Document, pointer: str, reference: str, at: Location) -> Target:
        if pointer and not pointer.startswith("/"):
            raise SchemaError(at, f'"#{pointer}" is an anchor: only JSON Pointers are supported')
        value = document.value
        where = document.root
        for step in pointer.split("/")[1:]:
            if re.search(r"~(?![01])", step):
                raise SchemaError(at, f'"{reference}" is not a JSON Pointer: 0 or 1 must follow ~')
            token = step.replace("~1", "/").replace("~0", "~")
            found = _step(value, token)
            if found is None:
                raise SchemaError(at, f'dangling reference: there is nothing at "{reference}"')
            value = found.value
            where = where.child(token)
        return Target(where, value)


@dataclass(frozen=True)
class _Found:
    value: Json


def _step(value: Json, token: str) -> Optional[_Found]:
    if isinstance(value, dict) and token in value:
        return _Found(value[token])
    if isinstance(value, list) and re.fullmatch(r"0|[1-9][0-9]{0,8}", token):
        index = int(token)
        if index < len(value):
            return _Found(value[index])
    return None


def _unquote(text: str, at: Location) -> str:
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise SchemaError(at, "% must be followed by two hexadecimal digits")
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        raise SchemaError(at, "the reference is not UTF-8") from None


def pointer_of(tokens: list[str | int]) -> str:
    return "".join("/" + escape_token(str(token)) for token in tokens)
