"""All runs: each is a worker, what the server does to it, and what is true of the worker.

Good workers meet every fault, at four places of a stream, with 20 seeds. Bad ones meet no fault,
faults before and after the planted one, and a server that stops while they are at work. A run's
name says all of it; it is the id of the stream, too, and the seed of all that is left to chance.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import random
from pathlib import Path
from typing import Any, Mapping

import aiohttp

import bad_workers
from bad_workers import cuts
from harness import TIME_FACTOR
from link import KEY, Lost
from plan import Plan
from good_worker import Gone, Manners, Worker

ROOT = Path(__file__).resolve().parents[2]
SEEDS = 20
MUSTS = {row["id"]: row["severity"] == "must" for row in json.loads(
    (ROOT / "schema/requirements.json").read_text())["requirements"]}
CODES = ("TIMEOUT", "MODEL_ERROR", "GPU_OOM")
POSITIONS = ("first", "middle", "last", "nth")

# What the server does to a fragment. `seed` chooses the error.
FAULTS: dict[str, dict[str, Any]] = {
    "fail": {"action": "fail"},
    "partial": {"action": "partial"},
    "drop": {"action": "drop"},
    "delay": {"action": "delay", "delay_ms": 200},
    "duplicate": {"action": "duplicate"},
    "reorder": {"action": "reorder"},
    "corrupt": {"action": "corrupt"},
    "no_ack": {"action": "no_ack"},
    "error": {"action": "fail", "deliver_as": "error"},
    "fatal": {"action": "fail", "deliver_as": "error", "error_code": "AUTH_FAILED"},
    "server_disconnect": {"action": "disconnect", "mode": "server_disconnect"},
    "close": {"action": "disconnect", "mode": "close"},
    "fin": {"action": "disconnect", "mode": "fin"},
    "reset": {"action": "disconnect", "mode": "reset"},
    "stall": {"action": "disconnect", "mode": "stall"},
    "refuse": {"action": "disconnect", "mode": "reset", "refuse_ms": 700},
    "outage": {"action": "disconnect", "mode": "fin", "refuse_ms": 700, "scope": "server"},
}
# Backpressure from one fragment on, or two.
PRESSURE: dict[str, dict[str, Any]] = {
    "pause": {"severity": "high", "action": "pause"},
    "slow_down": {"severity": "medium", "action": "slow_down", "recommended_delay_ms": 150},
}
# What the network does, or the worker itself when it means to come back.
NETWORK = ("net-reset", "net-fin", "net-close")
# The connection is lost right after this request: the worker does not know whether it arrived.
REQUESTS = {"net-pause": "stream:pause", "net-resume": "stream:resume", "net-end": "stream:end"}
# A test ends the stream, in this way. The worker may go on for a moment, and then it is gone.
DELETIONS = {f"delete-{mode}": mode
             for mode in ("server_disconnect", "close", "fin", "reset", "stall")}
CLIENTS = {"python-websocket": ("python", "websocket"), "python-polling": ("python", "polling"),
           "javascript-websocket": ("javascript", "websocket"),
           "javascript-polling": ("javascript", "polling")}

# Those that bad workers meet.
MET = ("fail", "partial", "drop", "delay", "duplicate", "reorder", "corrupt", "no_ack", "error",
       "reset", "close", "refuse")

SETTINGS = {"RATE_LIMIT_FRAGMENTS_PER_MIN": "0", "WS_MAX_CONNECTIONS": "0",
            "MAX_CONNECTIONS_PER_KEY": "0", "AUTH_FAILURES_PER_MIN": "0"}


@dataclasses.dataclass
class Run:
    name: str
    row: str  # of which table, for the counts
    client: str
    plan: Plan
    finds: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()  # what it finds if the server stops late
    manners: Manners = dataclasses.field(default_factory=Manners)
    rules: tuple[dict[str, Any], ...] = ()
    seed: int = 0  # of the rules
    delay_ms: int = 0
    jitter_ms: int = 0
    backpressure: Mapping[str, Any] | None = None
    settings: Mapping[str, str] = dataclasses.field(default_factory=dict)
    stop: bool = False  # the server is stopped in the middle
    alone: bool = False  # on a server of its own
    shut_out: bool = False  # which answers no more at the end
    deleted: bool = False  # a test ends the stream: some confirmations may be lost with it

    @property
    def shuts_out_others(self) -> bool:
        return any(rule.get("scope") == "server" for rule in self.rules)

    @property
    def good(self) -> bool:
        return self.row == "good"

    def verdicts(self, over: bool) -> tuple[str, ...]:
        """Those that are true, of a stream that is over or not."""
        if any(MUSTS[one] for one in self.finds):
            return ("fail",)
        if self.deleted:
            return ("pass", "unknown")
        if not over:
            # Where the server took the connection before it stopped, the worker owes nothing more.
            if any(rule.get("mode") == "server_disconnect" for rule in self.rules) and not (
                    self.finds + self.perhaps):
                return ("unknown", "pass")
            # A should that is broken already is told where no must is still open.
            return ("unknown", "deviation") if self.finds + self.perhaps else ("unknown",)
        return ("deviation",) if self.finds else ("pass",)


def trigger(position: str, fragments: int) -> dict[str, Any]:
    if position == "nth":
        return {"trigger": "nth_fragment", "value": 3}
    number = {"first": 0, "middle": fragments // 2, "last": fragments - 1}[position]
    return {"trigger": "sequence_number", "value": number, "count": 1}


def rule_of(fault: str, position: str, fragments: int, chance: random.Random) -> dict[str, Any]:
    rule = {**trigger(position, fragments), **FAULTS[fault]}
    if rule["action"] in ("fail", "partial") and "error_code" not in rule:
        rule["error_code"] = chance.choice(CODES)
        rule["retryable"] = chance.random() < 0.7
    return rule


def hides(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether the first rule hits all that the second one would: the server refuses that."""
    if "count" in first or "probability" in first:
        return False
    if first.get("trigger") != "nth_fragment":
        return "trigger" not in first or all(first[name] == second.get(name)
                                             for name in ("trigger", "value"))
    every: int = first["value"]
    number: int = second.get("value", 0) + (second.get("trigger") == "sequence_number")
    return every == 1 or ("trigger" in second and number % every == 0)


# ---- good workers ------------------------------------------------------------------------------


def breaks(fault: str) -> Any:
    """Loses the connection as the network does, or hangs up, and comes back."""
    async def hang_up_and_return(worker: Worker) -> None:
        await worker.link.flushed()
        await worker.link.hang_up()
        raise Lost("hung up")

    if fault == "net-close":
        return hang_up_and_return
    if fault in DELETIONS:
        return deletes(DELETIONS[fault])
    return cuts(reset=fault == "net-reset", comes_back=True)


def network(run: Run, fault: str, position: str) -> None:
    point = {"first": "fragment 1", "middle": f"fragment {run.plan.fragments // 2}",
             "last": f"fragment {run.plan.fragments - 1}", "nth": "ending"}[position]
    run.manners = Manners(at={point: breaks(fault)})


def asks_and_breaks(event: str) -> Any:
    async def act(worker: Worker) -> None:
        if event != "stream:end":  # which it has just sent
            await worker.link.emit(event, {"stream_id": worker.plan.stream})
        await worker.link.flushed()
        await asyncio.sleep(0.05)
        await cuts(comes_back=True)(worker)
    return act


def deletes(mode: str) -> Any:
    """Ends the worker's stream, as a test does, and lets the worker go on while it does not know."""
    async def act(worker: Worker) -> None:
        target = f"{worker.url}/control/streams/{worker.plan.stream}?mode={mode}"
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"}) as client:
            async with client.delete(target) as answer:
                if (await answer.json()).get("streams") != 1:
                    raise AssertionError(f"{answer.status} {await answer.text()}")
        if mode == "stall":
            for one in worker.fragments[-2:]:
                await worker.send(one)
            await worker.link.emit("stream:end", {"stream_id": worker.plan.stream})
            await worker.link.flushed()
        raise Gone
    return act


def good_run(client: str, fault: str, position: str, number: int) -> Run:
    name = f"good-{client}-{fault}-{position}-{number:02}"
    chance = random.Random(name)
    program, transport = CLIENTS[client]
    plan = Plan(stream=name, transport=transport, fragments=chance.randrange(4, 9),
                max_inflight=chance.randrange(1, 5))
    run = Run(name, "good", program, plan, seed=chance.randrange(1 << 30),
              delay_ms=chance.choice((0, 0, 5, 20, 60)), jitter_ms=chance.choice((0, 10, 30)),
              stop=number == SEEDS)
    if number % 2:
        plan.pause_after = chance.randrange(1, plan.fragments)
    if run.stop:
        plan.halt_after = chance.randrange(1, plan.fragments)
    if fault == "drop":
        plan.result_timeout, plan.resends = 3.0, chance.random() < 0.5
    if fault in NETWORK:
        network(run, fault, position)
    elif fault in DELETIONS:
        network(run, fault, position)
        run.deleted = True
    elif fault in REQUESTS:
        plan.pause_after = min(1 + POSITIONS.index(position), plan.fragments - 1)
        event = REQUESTS[fault]
        point = "ended" if event == "stream:end" else f"before {event}"
        run.manners = Manners(at={point: asks_and_breaks(event)})
    elif fault in PRESSURE:
        run.backpressure = {**PRESSURE[fault], "threshold": 1 + POSITIONS.index(position) % 2}
        run.delay_ms += 30
    else:
        run.rules = (rule_of(fault, position, plan.fragments, chance),)
    return run


def good() -> list[Run]:
    """The last number of each is the one that a stop of the server cuts short."""
    found = []
    for client, (program, transport) in CLIENTS.items():
        for fault in (*FAULTS, *PRESSURE, *NETWORK, *REQUESTS, *DELETIONS):
            if fault.startswith("net-") and (program != "python" or transport != "websocket"):
                continue  # the others have no hold on their socket
            if fault in DELETIONS and program != "python":
                continue
            for position in POSITIONS:
                found += [good_run(client, fault, position, number)
                          for number in range(SEEDS + 1)]
    return found


# ---- bad ones ----------------------------------------------------------------------------------


def bad_run(row: bad_workers.Row, transport: str, fault: str = "", position: str = "",
            stop: bool = False) -> Run:
    parts = ["bad", row.name, transport, fault, position, "stop" if stop else ""]
    name = "-".join(part for part in parts if part)
    chance = random.Random(name)
    plan = Plan(stream=name, transport=transport, fragments=6, max_inflight=2)
    plan = dataclasses.replace(plan, **row.plan)
    if stop:
        plan.halt_after = 4
    rules = row.rules
    if fault:
        added = rule_of(fault, position, 6, chance)
        if not any(hides(rule, added) for rule in rules):
            rules += (added,)
    if fault == "drop":
        # Two of these take longer than a stalled connection lasts (stage.py has the ping timeout):
        # a worker that has given up its last fragments before would end its stream.
        plan.result_timeout = 3.0 * TIME_FACTOR + row.delay_ms / 1000
    settings = {**row.settings, "REPORT_RETURN_MS": "600000"} if stop else row.settings
    finds = row.stopped if stop and row.stopped is not None else row.finds
    # Nobody knows of a result that was not confirmed before it is 5 s old.
    forgets = stop and row.manners.confirms is not Manners.confirms
    perhaps = tuple({"016/5.1/fragment-ack/sent"} - set(finds)) if forgets else ()
    return Run(name, row.name, "python", plan, finds=finds, perhaps=perhaps, manners=row.manners,
               rules=rules, seed=chance.randrange(1 << 30), delay_ms=row.delay_ms,
               backpressure=row.backpressure, settings=settings, stop=stop, alone=row.alone,
               shut_out=row.shut_out and not stop)


def bad_runs() -> list[Run]:
    found = []
    for row in bad_workers.ROWS:
        for transport in row.transports:
            found += [bad_run(row, transport), bad_run(row, transport, stop=True)]
            for fault in MET:
                for position in ("first", "last"):
                    if not {fault, f"{fault}-{position}"} & set(row.without):
                        found.append(bad_run(row, transport, fault, position))
    return found


def all_runs() -> list[Run]:
    return good() + bad_runs()


def sample(runs: list[Run], seed: str) -> list[Run]:
    """A twentieth of the good ones, each kind in turn, and of the bad ones, but each row at least
    once; always the same for a seed."""
    chance = random.Random(seed)
    rows: dict[str, list[Run]] = {}
    for run in runs:
        key = run.name.rsplit("-", 2)[0] if run.good else run.row
        rows.setdefault(key, []).append(run)
    chosen = []
    for of_row in rows.values():
        chance.shuffle(of_row)
        chosen += of_row[:max(round(len(of_row) / 20), 1)]
    return chosen
