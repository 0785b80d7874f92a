"""Reading conformance reports: over HTTP, and against what describes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema

import harness
from harness import Server

ROOT = Path(__file__).resolve().parent.parent.parent
CONTROL = ROOT / "schema" / "control"
XSD = ROOT / "tests" / "fixtures" / "report" / "junit.xsd"
KEY = {"Authorization": "Bearer test-api-key"}


def path_of(stream: str = "", suffix: str = "") -> str:
    return "/control/report" + (f"/{quote(stream, safe='')}" if stream else "") + suffix


def fetch(server: Server, stream: str = "", suffix: str = ".json", **headers: str) -> Any:
    """The response to a GET of a report."""
    return harness.http(server.port, "GET", path_of(stream, suffix), None, **{**KEY, **headers})


def report(server: Server, stream: str = "") -> dict[str, Any]:
    response = fetch(server, stream)
    if response.status != 200:
        raise AssertionError(f"{response.status} {response.body!r}")
    value = response.json()
    check(value)
    return value


def check(value: Any, name: str = "report.json") -> None:
    """Holds a report against schema/control/report.json, or another one."""
    schemas = {path.as_uri(): json.loads(path.read_text()) for path in CONTROL.glob("report*.json")}
    root = (CONTROL / name).as_uri()
    resolver = jsonschema.RefResolver(root, schemas[root], store=schemas)
    jsonschema.Draft202012Validator(schemas[root], resolver=resolver).validate(value)


def rows(value: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The requirements by id."""
    return {row["id"]: row for row in value["requirements"]}


def broken(value: dict[str, Any]) -> list[str]:
    """Ids of what failed or deviated."""
    return [row["id"] for row in value["requirements"] if row["outcome"] in ("fail", "deviation")]


def findings(value: dict[str, Any], requirement: str) -> list[dict[str, Any]]:
    return [found for found in value["findings"] if found["requirement"] == requirement]


def crowd(worker: Any) -> int:
    """Plays so many streams, one after the other, that the first ones are forgotten; the number. The
    first one breaks a must."""
    count = 140
    for number in range(count):
        worker.open(f"s-{number}")
        if number == 0:
            worker.send(0)
            worker.until("processed 0")
            worker.send(0)
            worker.refused("INVALID_SEQUENCE", reason="duplicate_sequence")
        worker.end()
        worker.until("complete")
    return count
