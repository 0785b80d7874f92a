"""Stage 2, lint, third part: what a request may say, its answer can say too.

A member that stands in a request and in its answer is one quantity. Where the answer is narrower, a
request that is valid has no valid answer: the server could not send it. Most often a bound was
changed in one of two places, so one schema in types/ should say it for both.
"""

from __future__ import annotations

from typing import Iterator, Optional

from codegen import asyncapi, openapi
from codegen.compare import Comparison
from codegen.ir import Node
from codegen.problems import Location, Report


def check(
    index: asyncapi.Protocol,
    http: Optional[openapi.Interface],
    nodes: dict[Location, Node],
    report: Report,
) -> None:
    comparison = Comparison()
    for request, answer in (*_of_events(index, nodes), *_of_operations(http, nodes)):
        for difference in comparison.narrower(request, answer):
            reason = (
                f"narrower than in {request.where.short}, which this answers: {difference.text};"
                " let both refer to one schema"
            )
            report.pointless(difference.where, reason)


def _of_events(
    index: asyncapi.Protocol, nodes: dict[Location, Node]
) -> Iterator[tuple[Node, Node]]:
    payloads = {event.message: event.payload for event in index.events}
    for event in index.events:
        for answer in event.replies[:1]:  # the others are errors
            yield nodes[event.payload], nodes[payloads[answer]]


def _of_operations(
    http: Optional[openapi.Interface], nodes: dict[Location, Node]
) -> Iterator[tuple[Node, Node]]:
    for operation in http.operations if http else ():
        for answer in operation.answers:
            if operation.body and answer.bodies and answer.status.startswith("2"):
                yield nodes[operation.body], nodes[answer.bodies[0]]
