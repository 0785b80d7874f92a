"""A client of the control interface that holds every answer against the OpenAPI document."""

from __future__ import annotations

import functools
import json
import re
import socket
import sys
from typing import Any, Iterator
from urllib.parse import quote

from jsonschema import Draft202012Validator, FormatChecker, RefResolver

from harness import PATIENCE, ROOT, Response, Server, http, parse_response, receive_all, request

sys.path.insert(0, str(ROOT))

from codegen import asyncapi, jsontext, openapi  # noqa: E402
from codegen.bundle import Bundle  # noqa: E402
from codegen.lint import Positions  # noqa: E402
from codegen.load import Library  # noqa: E402
from codegen.problems import Report  # noqa: E402

KEY = "test-api-key"
# A step of a scenario that does nothing to a stream.
STEP = {"until": {"event": "stream:end"}}
METHODS = ("get", "put", "post", "delete")
# What any path is answered with where no operation of the document is meant.
UNKNOWN = {404, 405}


@functools.lru_cache(maxsize=None)
def source() -> dict[str, Any]:
    """The document as it stands in schema/."""
    return json.loads((ROOT / "schema" / "openapi.json").read_text(encoding="utf-8"))


class Document:
    """The document with all its schemas in it, as the generator makes it and a server serves it."""

    def __init__(self) -> None:
        report = Report(strict=True)
        library = Library(str(ROOT / "schema" / "asyncapi.json"))
        positions = Positions(library, report)
        index = asyncapi.Index(library, positions, report).read().http
        assert index
        openapi.Http(library, positions, report, index).read()
        text = jsontext.dump(Bundle(library, positions, index).value)
        self.value: dict[str, Any] = json.loads(text)

    def follow(self, value: Any) -> Any:
        while isinstance(value, dict) and "$ref" in value:
            value = functools.reduce(lambda part, step: part[step],
                                     value["$ref"].removeprefix("#/").split("/"), self.value)
        return value

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Method, path and description of each operation, with its path's parameters."""
        for path, item in self.value["paths"].items():
            for method in METHODS:
                if method in item:
                    parameters = [self.follow(one) for one in
                                  item.get("parameters", []) + item[method].get("parameters", [])]
                    yield method.upper(), path, {**item[method], "parameters": parameters}

    def find(self, method: str, target: str) -> dict[str, Any] | None:
        """The operation that a request is for: the one whose path says most."""
        path = target.partition("?")[0]
        fitting = [(len(template), operation) for known, template, operation in self.operations()
                   if known == method and
                   re.fullmatch(re.sub(r"\\{.*?\\}", "[^/]+", re.escape(template)), path)]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None

    def validate(self, schema: Any, value: Any) -> None:
        resolver = RefResolver("", self.value)
        Draft202012Validator(schema, resolver=resolver,
                             format_checker=FormatChecker(["uuid"])).validate(value)

    def check(self, operation: dict[str, Any] | None, answer: Response) -> None:
        """Raises when the answer is not one of those that the document tells of."""
        if operation is None:
            if answer.status not in UNKNOWN:
                raise AssertionError(f"undocumented: {answer}")
            schema = self.value["components"]["responses"]["NotFound"]
        else:
            if str(answer.status) not in operation["responses"]:
                raise AssertionError(f"{operation['operationId']}: undocumented: {answer}")
            schema = self.follow(operation["responses"][str(answer.status)])
        for name in schema.get("headers", {}):
            if name.lower() not in answer.headers:
                raise AssertionError(f"{name} is missing: {answer}")
        content = schema["content"]["application/json"]
        if answer.headers["content-type"] != "application/json":
            raise AssertionError(f"no JSON: {answer}")
        self.validate(content.get("schema", True), answer.json())


@functools.lru_cache(maxsize=None)
def document() -> Document:
    return Document()


class Control:
    """Asks a server. Paths are given without /control; names in them by `to`."""

    def __init__(self, server: Server, key: str | None = KEY, port: int | None = None) -> None:
        self.port = port or server.port
        self.key = key
        self.document = document()

    def raw(self, method: str, target: str, body: bytes | None = None,
            **headers: str) -> Response:
        """One request, unchecked."""
        if self.key is not None:
            headers.setdefault("Authorization", f"Bearer {self.key}")
        return http(self.port, method, target, body, **headers)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        """One request; the answer, which is as documented."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.raw(method, f"/control{path}", data, **headers)
        self.document.check(self.document.find(method, f"/control{path}"), answer)
        return answer

    def do(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The same, and it works; what is answered."""
        answer = self.ask(method, path, body, **headers)
        if answer.status != 200:
            raise AssertionError(f"{method} {path}: {answer.status} {answer.body!r}")
        return answer.json()

    def refused(self, status: int, method: str, path: str, body: Any = None,
                **headers: str) -> dict[str, Any]:
        """The same, and it is refused; the error."""
        answer = self.ask(method, path, body, **headers)
        if answer.status != status:
            raise AssertionError(f"{method} {path}: {answer.status} {answer.body!r}")
        return answer.json()["error"]

    def from_address(self, address: str, method: str, target: str, **headers: str) -> Response:
        """One request from another address of this machine."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE, (address, 0)) as sock:
            sock.sendall(request(method, target, None, **headers))
            return parse_response(receive_all(sock))

    # ---- in short

    def stream(self, name: str) -> dict[str, Any]:
        return self.do("GET", f"/streams/{to(name)}")

    def streams(self) -> list[str]:
        return [one["stream_id"] for one in self.do("GET", "/streams")["streams"]]

    def arm(self, pattern: str, *rules: dict[str, Any], **more: Any) -> dict[str, Any]:
        return self.do("PUT", f"/streams/{to(pattern)}/faults", {"rules": list(rules), **more})

    def delay(self, pattern: str, ms: int, **more: Any) -> dict[str, Any]:
        return self.do("PUT", f"/streams/{to(pattern)}/delay", {"delay_ms": ms, **more})

    def disconnect(self, pattern: str, **how: Any) -> dict[str, Any]:
        return self.do("POST", f"/streams/{to(pattern)}/disconnect", how)

    def reset(self, pattern: str | None = None) -> dict[str, Any]:
        return self.do("POST", "/reset", None if pattern is None else {"stream_id": pattern})


def to(name: str) -> str:
    """A stream's name, or a pattern, as it stands in a path."""
    return quote(name, safe="")
