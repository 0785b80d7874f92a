"""Where runs happen: servers, the workers on them, and what is asked of the servers afterwards."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import dataclasses
import json
import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, AsyncIterator
from urllib.parse import quote

import aiohttp

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "e2e")]

import outlets  # noqa: E402
from harness import BUILD, TIME_FACTOR, Server  # noqa: E402
from link import KEY  # noqa: E402
from outlets import Said  # noqa: E402
from truths import SETTINGS, Run  # noqa: E402
from good_worker import Worker  # noqa: E402

JS = Path(__file__).parent / "js" / "worker.mjs"
SERVERS = 8  # at a time
RUNS = 40  # that do something at a time
LAG = 0.03  # seconds by which the loop may be late before another run begins
# Seconds. A report allows a worker 0.25 from hearing something to heeding it; the library takes
# some turns of the loop for that.
TOO_LATE = 0.04
ENDS = 100.0  # seconds that a worker may take
SETTLES = 40.0  # seconds that a report may take until all is known


@dataclasses.dataclass
class Result:
    run: Run
    said: dict[str, Said] = dataclasses.field(default_factory=dict)  # by outlet
    over: bool = False  # the worker has gone
    late: bool = False  # this machine was too slow for a worker with manners
    trouble: str = ""  # why it could not be judged


@dataclasses.dataclass
class Batch:
    """Runs that share a server."""

    runs: list[Run]

    def environment(self, folder: Path) -> dict[str, str]:
        settings = {**SETTINGS, "WS_PING_INTERVAL": "1", "WS_PING_TIMEOUT": str(4 * TIME_FACTOR),
                    "ECHO_REPORT": str(folder / "reports"),
                    "ECHO_JOURNAL": str(folder / "journal.ndjson"), **self.runs[0].settings}
        keys = settings.get("STS_API_KEYS_FILE")
        if keys:
            (folder / "keys.json").write_text(keys)
            settings["STS_API_KEYS_FILE"] = str(folder / "keys.json")
        return settings


def batches(runs: list[Run], size: int = 40) -> list[Batch]:
    """An outage is of everybody who connects, so those that meet one are few."""
    groups: dict[Any, list[Run]] = {}
    for run in runs:
        alone = run.name if run.alone else ""
        key = (tuple(sorted(run.settings.items())), run.stop, run.shuts_out_others, alone)
        groups.setdefault(key, []).append(run)
    found = []
    for (_, _, outage, _), group in groups.items():
        step = 8 if outage else size
        found += [Batch(group[at:at + step]) for at in range(0, len(group), step)]
    return sorted(found, key=lambda one: -len(one.runs))


class Pace:
    """Lets runs begin as fast as this process keeps up: a worker that is late looks bad."""

    def __init__(self) -> None:
        self.slots = asyncio.Semaphore(RUNS)
        self.turn = asyncio.Lock()
        self.lag = self.worst = 0.0
        self.late: list[float] = []  # when it was too late for manners
        self.task = asyncio.ensure_future(self._measure())

    async def _measure(self) -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.01)
            late = time.monotonic() - began - 0.01
            self.worst = max(self.worst, late)
            self.lag = max(late, self.lag * 0.9)
            if late > TOO_LATE:
                self.late.append(time.monotonic())

    async def begin(self) -> float:
        """The time."""
        await self.slots.acquire()
        async with self.turn:
            await asyncio.sleep(0.01)
            while self.lag > LAG:
                await asyncio.sleep(0.01)
        return time.monotonic()

    def done(self) -> None:
        self.slots.release()

    def was_late(self, since: float) -> bool:
        return bool(self.late) and self.late[-1] >= since


class Node:
    """The program of the JavaScript workers."""

    def __init__(self, modules: Path) -> None:
        self.modules = modules
        self.process: asyncio.subprocess.Process | None = None
        self.told: dict[str, asyncio.Queue[dict[str, Any]]] = {}

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            "node", str(JS), str(self.modules), stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE)
        self.reader = asyncio.ensure_future(self._read(self.process))

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        async for line in process.stdout:
            told = json.loads(line)
            self.told[told["stream"]].put_nowait(told)

    def run(self, url: str, run: Run) -> asyncio.Queue[dict[str, Any]]:
        """What it says of a worker comes in the queue."""
        assert self.process and self.process.stdin
        self.told[run.name] = asyncio.Queue()
        self.process.stdin.write(run.plan.line(url).encode())
        return self.told[run.name]

    async def stop(self) -> None:
        if self.process and self.process.stdin:
            self.process.stdin.close()
            await self.process.wait()


class Stage:
    """`play` gives the results of a batch."""

    def __init__(self, node: Node | None, keep: Path | None) -> None:
        self.node, self.keep = node, keep
        self.servers = asyncio.Semaphore(SERVERS)
        self.pace = Pace()
        self.readers = concurrent.futures.ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), os.nice, (5,))
        self.http = aiohttp.ClientSession(headers={"Authorization": "Bearer " + KEY})

    @contextlib.asynccontextmanager
    async def folder(self, batch: Batch) -> AsyncIterator[Path]:
        if self.keep:
            folder = self.keep / batch.runs[0].name
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.glob("*.ndjson"):
                old.unlink()
            yield folder
        else:
            with tempfile.TemporaryDirectory() as name:
                yield Path(name)

    async def play(self, batch: Batch) -> list[Result]:
        results = {run.name: Result(run) for run in batch.runs}
        async with self.servers, self.folder(batch) as folder:
            server = await asyncio.to_thread(Server, batch.environment(folder))
            try:
                tasks = [asyncio.ensure_future(self._run(server, one))
                         for one in results.values()]
                halts = await asyncio.gather(*tasks)
                await asyncio.gather(*(self._live(server, one) for one in results.values()
                                       if not one.run.shut_out))
                await asyncio.to_thread(server.stop)
                still = [halt for halt in halts if halt]
                for halt in still:
                    halt.cancel()
                await asyncio.gather(*still, return_exceptions=True)
            except BaseException:
                server._kill()
                raise
            finally:
                if self.keep and not server.log.closed:
                    (folder / "log").write_text(server.output())
            # In another process: here the workers would have to wait for it.
            said = await asyncio.get_running_loop().run_in_executor(
                self.readers, read_files, list(results), batch.runs[0].alone, folder)
            for name, result in results.items():
                result.said.update(said[name].said)
                result.trouble += said[name].trouble
        return list(results.values())

    # ---- one worker

    async def _run(self, server: Server, result: Result) -> asyncio.Task[None] | None:
        """Until it is done, or halts: then its task, which goes on."""
        run = result.run
        await self._arm(server, run)
        began = await self.pace.begin()
        try:
            if run.client == "javascript":
                await self._javascript(server, result)
                return None
            worker = Worker(server.url, run.plan, run.manners)
            return await self._python(result, worker)
        finally:
            result.late = result.late or self.pace.was_late(began)
            self.pace.done()

    async def _python(self, result: Result, worker: Worker) -> asyncio.Task[None] | None:
        task = asyncio.ensure_future(worker.run())
        reached = asyncio.ensure_future(worker.reached.wait())
        await asyncio.wait({task, reached}, timeout=ENDS, return_when=asyncio.FIRST_COMPLETED)
        reached.cancel()
        if not task.done():
            if not worker.reached.is_set():
                result.trouble = f"no end of it: {worker.state()}"
            return task
        result.over = not result.run.stop or worker.complete
        if task.exception():
            result.trouble = f"{task.exception()!r}: {worker.state()}"
        return None

    async def _javascript(self, server: Server, result: Result) -> None:
        assert self.node
        queue = self.node.run(server.url, result.run)
        try:
            told = await asyncio.wait_for(queue.get(), ENDS)
        except asyncio.TimeoutError:
            told = {"error": "no end of it"}
        result.trouble, result.over = told.get("error", ""), "complete" in told
        result.late = told.get("late", 0) > 1000 * TOO_LATE

    async def _arm(self, server: Server, run: Run) -> None:
        target = f"/control/streams/{quote(run.name, safe='')}/"
        if run.rules:
            await self.control(server, "PUT", target + "faults",
                               {"rules": list(run.rules), "seed": run.seed})
        if run.delay_ms or run.jitter_ms:
            await self.control(server, "PUT", target + "delay",
                               {"delay_ms": run.delay_ms, "jitter_ms": run.jitter_ms})
        if run.backpressure:
            await self.control(server, "PUT", target + "backpressure", dict(run.backpressure))

    # ---- what the server says

    async def control(self, server: Server, method: str, path: str, body: Any = None) -> Any:
        async with self.http.request(method, server.url + path, json=body) as answer:
            text = await answer.text()
            if answer.status != 200:
                raise AssertionError(f"{method} {path} {body}: {answer.status} {text}")
            return json.loads(text) if text else None

    async def _live(self, server: Server, result: Result) -> None:
        """The report over HTTP; of what is over, when all is known."""
        run = result.run
        path = "/control/report.json" if run.alone else (
            f"/control/report/{quote(run.name, safe='')}.json")
        end = time.monotonic() + SETTLES
        while True:
            report = await self.control(server, "GET", path)
            open_rows = outlets.unknown(report)
            # Whether confirmations were on their way when the connection broke is never known.
            known = not open_rows or (bool(run.finds) and
                                      outlets.broken(report) >= frozenset(run.finds))
            ended = all("ended" in one or run.finds for one in report["streams"])
            is_known = (known and report["verdict"] != "unknown") or run.deleted
            if run.stop or (ended and is_known):
                break
            if time.monotonic() > end:
                result.trouble = result.trouble or f"not known in time: {open_rows}"
                break
            await asyncio.sleep(0.1)
        result.said["live"] = outlets.of_report(report)

    async def stop(self) -> None:
        self.pace.task.cancel()
        await self.http.close()
        self.readers.shutdown()
        if self.node:
            await self.node.stop()


@dataclasses.dataclass
class Left:
    """What a server has left of a run."""

    said: dict[str, Said] = dataclasses.field(default_factory=dict)
    trouble: str = ""


def read_files(names: list[str], alone: bool, folder: Path) -> dict[str, Left]:
    reports = folder / "reports"
    everything = json.loads((reports / "all.json").read_text())
    all_junit = outlets.of_junit(reports / "all.xml")
    replayed = outlets.replay(BUILD / "sts-conform", folder / "journal.ndjson")
    found = {name: Left() for name in names}
    total: frozenset[str] = frozenset().union(*(said.broken for said in all_junit.values()))
    if total != outlets.broken(everything):
        found[names[0]].trouble += "all.xml and all.json differ; "
    if alone:
        found[names[0]].said = {"all.json": outlets.of_report(everything),
                                "all.xml": Said("", total), "replay": outlets.of_report(replayed)}
        return found
    nothing = Said("missing", frozenset())
    for what, report in (("all.json", everything), ("replay", replayed)):
        streams = outlets.of_streams(report)
        for name in names:
            found[name].said[what] = streams.get(name, nothing)
        astray = outlets.astray(report)
        if astray:
            found[names[0]].trouble += f"{what}: of no stream: {sorted(astray)}; "
    for name in names:
        found[name].said["all.xml"] = all_junit.get(name, nothing)
        file = reports / f"stream-{name}.json"
        if file.exists():
            found[name].said["file"] = outlets.of_report(json.loads(file.read_text()))
            junit = outlets.of_junit(file.with_suffix(".xml"))
            found[name].said["junit"] = junit.get(name, nothing)
    return found
