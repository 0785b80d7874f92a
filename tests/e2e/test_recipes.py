"""docs/recipes.md: each row's request makes the situation that it names, seen by a worker with
manners, and what the row says of the journal is so."""

import asyncio
import json
import re
import sys
import unittest
from typing import Any, NamedTuple

import harness
from control import Control
from session import SessionTest, unit

sys.path.append(str(harness.ROOT / "tests" / "truth"))

from good_worker import Manners, Worker  # noqa: E402
from plan import Plan  # noqa: E402

PAGE = harness.ROOT / "docs" / "recipes.md"
STREAM = "live-1"


class Recipe(NamedTuple):
    wish: str
    method: str
    target: str
    body: Any
    shows: dict[str, Any]


def recipes() -> list[Recipe]:
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 4 or not cells[1].startswith("`"):
            continue
        wish, request, body, shows = cells
        method, _, target = request.strip("`").partition(" ")
        found.append(Recipe(wish, method, target, json.loads(body.strip("`")) if body else None,
                            json.loads(shows.strip("`"))))
    return found


class Recipes(SessionTest):
    async def work(self, server: harness.Server, control: Control, recipe: Recipe) -> Worker:
        """A worker with this stream, to which it happens before it begins or in the middle."""
        async def ask(_: Any) -> None:
            await asyncio.to_thread(control.do, recipe.method,
                                    recipe.target.removeprefix("/control"), recipe.body)

        begins = recipe.method == "PUT" or "scenarios" in recipe.target
        point = "before" if begins else "fragment 2"
        plan = Plan(stream=STREAM, transport="websocket", fragments=6, max_inflight=2,
                    result_timeout=unit(1500) / 1000, backoff=0.2, tries=9)
        worker = Worker(server.url, plan, Manners(at={point: ask}))
        await worker.run()
        return worker

    def test_each(self) -> None:
        rows = recipes()
        self.assertGreaterEqual(len(rows), 30)
        for recipe in rows:
            with self.subTest(recipe.wish):
                server = self.server(WS_PING_INTERVAL="0.5", WS_PING_TIMEOUT=str(unit(500) / 1000),
                                     AUTO_DISCONNECT_DELAY="0.2")
                control = Control(server)
                asyncio.run(self.work(server, control, recipe))
                told = control.do("POST", "/verify", {"stream_id": STREAM,
                                                      "expectations": [recipe.shows]})
                self.assertEqual(told["verdict"], "pass", told)
                server.stop()

    def test_the_rows_are_read(self) -> None:
        """What looks like a row is one."""
        text = PAGE.read_text(encoding="utf-8")
        self.assertEqual(len(recipes()), len(re.findall(r"\| `(?:PUT|POST|DELETE) ", text)))


if __name__ == "__main__":
    unittest.main()
