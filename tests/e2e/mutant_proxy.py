"""A proxy in front of an STS server that makes it break the protocol, one rule at a time.

    with Proxy(server.port, mutant) as proxy:
        subprocess.run([..., f"http://127.0.0.1:{proxy.port}"])

It passes on WebSocket messages and HTTP requests; a mutant (server_mutants.py) looks at each of them
and changes, drops or adds. The server itself knows nothing of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import re
import threading
import uuid
from typing import Any, Callable, Optional

from aiohttp import ClientConnectionError, ClientSession, ClientTimeout, WSMsgType, WSServerHandshakeError, web

import harness

# Longer messages are passed on unread: they are audio.
READ_MAX = 1 << 20

_EVENT = re.compile(r"42(/[^,\[]*,)?(\d*)(\[.*)", re.DOTALL)


@dataclasses.dataclass
class Event:
    """A Socket.IO event as it stands in a message."""

    namespace: str
    ack: str
    name: str
    payload: Any

    def text(self) -> str:
        return f"42{self.namespace}{self.ack}{json.dumps([self.name, self.payload])}"


def parse(message: str) -> Optional[Event]:
    """The event of a message, if it is one of one argument in well-formed JSON."""
    match = _EVENT.fullmatch(message) if len(message) < READ_MAX else None
    with contextlib.suppress(ValueError):
        array = json.loads(match[3]) if match else None
        if isinstance(array, list) and len(array) == 2 and isinstance(array[0], str):
            return Event(match[1] or "", match[2], array[0], array[1])  # type: ignore[index]
    return None


class Link:
    """One WebSocket connection through the proxy. `memory` is the mutant's, for this connection;
    `shared` for all of them."""

    def __init__(self, shared: dict[str, Any]) -> None:
        self.shared = shared
        self.memory: dict[str, Any] = {}
        self.keep_open = False  # when the server closes, the worker is not told
        self.closing: Optional[int] = None  # close the connection, with that code
        self.out: list[str] = []  # to the worker, beside what the hook returns
        self.back: list[str] = []  # to the server
        self.worker: Any = None

    def say(self, name: str, payload: Any) -> None:
        """Sends the worker an event of our own."""
        self.out.append(f"42{json.dumps([name, payload])}")

    def error(self, code: str, **more: Any) -> None:
        """Sends the worker an error of our own."""
        severity = {"AUTH_FAILED": "fatal", "RATE_LIMIT": "warning", "QUEUE_FULL": "warning"}
        self.say("error", {"error_id": str(uuid.uuid4()), "code": code, "message": "mutant",
                           "severity": severity.get(code, "error"),
                           "retryable": code in ("TIMEOUT", "QUEUE_FULL", "RATE_LIMIT"), **more})

    def close(self, code: int = 1011) -> None:
        self.closing = code


# What a hook makes of a message: the same, another, several, or None for none.
Hook = Callable[[Link, str], Any]


@dataclasses.dataclass
class Mutant:
    """One way to break a requirement. `down` sees what the server sends, `up` what the worker sends,
    `http` the answer to each request (path, status, body), `route` each path (a status refuses)."""

    requirement: str
    what: str
    down: Optional[Hook] = None
    up: Optional[Hook] = None
    http: Optional[Callable[[str, int, str], tuple[int, str]]] = None
    route: Optional[Callable[[str], Optional[int]]] = None
    settings: dict[str, str] = dataclasses.field(default_factory=dict)  # of the server
    options: tuple[str, ...] = ()  # of sts-conform


class Proxy:
    """Listens on a port of its own, in a thread of its own."""

    def __init__(self, server_port: int, mutant: Mutant) -> None:
        self.mutant = mutant
        self.shared: dict[str, Any] = {"links": []}
        self.target = f"http://127.0.0.1:{server_port}"
        self.port = harness.free_port()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> "Proxy":
        self.thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self.loop).result(30)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self.loop).result(30)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _start(self) -> None:
        self.session = ClientSession(timeout=ClientTimeout(total=None))
        app = web.Application(client_max_size=1 << 30)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self.port, shutdown_timeout=0.1).start()

    async def _stop(self) -> None:
        await self.session.close()
        await self.runner.cleanup()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        refused = self.mutant.route(request.path) if self.mutant.route else None
        if refused:
            return web.Response(status=refused)
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._websocket(request)
        body = await request.read()
        async with self.session.request(request.method, self.target + request.raw_path, data=body,
                                        headers={"Origin": "http://proxy",
                                                 "Content-Type": "text/plain"}) as answer:
            status, text = answer.status, (await answer.read()).decode("utf-8", "replace")
            if self.mutant.http:
                status, text = self.mutant.http(request.path, status, text)
            headers = {name: value for name, value in answer.headers.items()
                       if name.lower() == "access-control-allow-origin"}
            response = web.Response(status=status, text=text, headers=headers)
            response.enable_chunked_encoding()  # as other servers do
            return response

    async def _websocket(self, request: web.Request) -> web.StreamResponse:
        try:
            server = await self.session.ws_connect(self.target + request.raw_path, max_msg_size=0,
                                                   autoclose=False)
        except WSServerHandshakeError as error:
            return web.Response(status=error.status)
        except ClientConnectionError:  # the server is gone
            return web.Response(status=502)
        worker = web.WebSocketResponse(max_msg_size=0)
        await worker.prepare(request)
        link = Link(self.shared)
        link.worker = worker
        self.shared["links"].append(link)
        upward = asyncio.create_task(self._pump(link, worker, server, self.mutant.up, server))
        downward = asyncio.create_task(self._pump(link, server, worker, self.mutant.down, server))
        done, _ = await asyncio.wait({upward, downward}, return_when=asyncio.FIRST_COMPLETED)
        if link.keep_open and downward in done and link.closing is None:
            await asyncio.wait({upward})
        upward.cancel()
        downward.cancel()
        await asyncio.gather(upward, downward, return_exceptions=True)
        self.shared["links"].remove(link)
        await self._end(request, link, worker, server)
        return worker

    async def _pump(self, link: Link, source: Any, sink: Any, hook: Optional[Hook],
                    server: Any) -> None:
        """Passes on messages until the source ends, or the mutant ends the connection."""
        async for message in source:
            if message.type != WSMsgType.TEXT:
                break
            made = hook(link, message.data) if hook else message.data
            with contextlib.suppress(ConnectionError):
                for text in [made] if isinstance(made, str) else made or []:
                    await sink.send_str(text)
                await self._flush(server)
            if link.closing is not None:
                break

    async def _flush(self, server: Any) -> None:
        """What the mutant has to say itself, on whatever connection."""
        for link in list(self.shared["links"]):
            out, link.out = link.out, []
            for text in out:
                await link.worker.send_str(text)
            if link.worker is not None and link.back:
                back, link.back = link.back, []
                for text in back:
                    await server.send_str(text)

    async def _end(self, request: web.Request, link: Link, worker: Any, server: Any) -> None:
        """The same end for the worker as the server's, unless the mutant had another."""
        code = link.closing if link.closing is not None else server.close_code
        with contextlib.suppress(ConnectionError, RuntimeError):
            if code in (None, 1005, 1006) and not worker.closed:
                assert request.transport
                request.transport.abort()
            elif not worker.closed:
                await worker.close(code=code)
        with contextlib.suppress(ConnectionError, RuntimeError):
            await asyncio.wait_for(server.close(), 1)
