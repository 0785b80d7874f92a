"""One connection of a worker: python-socketio's asyncio client, and what no client does with it.

The rows of the table need the library that workers use, with its two transports, and now and then
what lies below it: a packet that is none, a connection that breaks off, no answer to pings.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import struct
from typing import Any, Callable

import aiohttp
import engineio
import socketio

KEY = "test-api-key"
EVENTS = ("stream:ready", "fragment:ack", "fragment:processed", "stream:complete", "backpressure",
          "error")
PATIENCE = 30.0  # seconds until a worker that nobody answers gives up

logging.getLogger("engineio.client").setLevel(logging.CRITICAL)
logging.getLogger("socketio.client").setLevel(logging.CRITICAL)


class Lost(Exception):
    """There is no connection, or no longer."""


class Link:
    """`heard` is told of each event, in order. `lost` is set when the connection has ended."""

    def __init__(self, url: str, transport: str, heard: Callable[[str, Any], None]) -> None:
        self.url, self.transport = url, transport
        self.lost = asyncio.Event()
        self.session = aiohttp.ClientSession()
        self.client = socketio.AsyncClient(reconnection=False, http_session=self.session,
                                           handle_sigint=False)
        self.namespace = "/"
        self._heard = heard

    def _listen(self) -> None:
        for event in EVENTS:
            self.client.on(event, lambda payload=None, event=event: self._heard(event, payload),
                           namespace=self.namespace)
        self.client.on("disconnect", lambda *_: self.lost.set(), namespace=self.namespace)

    async def open(self, token: str = KEY, namespace: str = "/",
                   headers: dict[str, str] | None = None) -> None:
        """Connects; Lost where the server does not let it in."""
        self.namespace = namespace
        self._listen()
        refused = asyncio.Event()
        self.client.on("connect_error", lambda *_: refused.set(), namespace=namespace)
        connect = asyncio.ensure_future(self.client.connect(
            self.url, auth={"token": token}, headers=headers or {}, transports=[self.transport],
            namespaces=[namespace], wait_timeout=PATIENCE))
        connect.add_done_callback(lambda one: one.cancelled() or one.exception())
        # The library waits on after a refusal.
        refusal = asyncio.ensure_future(refused.wait())
        await asyncio.wait({connect, refusal}, return_when=asyncio.FIRST_COMPLETED)
        refusal.cancel()
        while not connect.done():  # wait_for() may swallow one
            connect.cancel()
            await asyncio.wait({connect}, timeout=0.05)
        try:
            await connect
        except (asyncio.CancelledError, socketio.exceptions.ConnectionError, aiohttp.ClientError,
                OSError, asyncio.TimeoutError, ValueError) as error:
            await self.close()
            raise Lost(str(error)) from None
        # Over long-polling some versions do not say that the connection is lost; they read no more.
        reading = self.client.eio.read_loop_task
        if not reading:
            raise Lost("at once")
        reading.add_done_callback(lambda _: self.lost.set())

    # ---- sending

    async def emit(self, event: str, payload: Any) -> None:
        if self.lost.is_set():
            raise Lost(event)
        with contextlib.suppress(socketio.exceptions.BadNamespaceError):
            await self.client.emit(event, payload, namespace=self.namespace)

    async def call(self, event: str, payload: Any) -> Any:
        """Emits, and waits until the server has read it: what its acknowledgement says."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        if self.lost.is_set():
            raise Lost(event)

        def acknowledged(*values: Any) -> None:
            if not answer.done():
                answer.set_result(values[0] if values else None)

        try:
            await self.client.emit(event, payload, namespace=self.namespace,
                                   callback=acknowledged)
        except socketio.exceptions.BadNamespaceError:
            raise Lost(event) from None
        lost = asyncio.ensure_future(self.lost.wait())
        await asyncio.wait({answer, lost}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        lost.cancel()
        if not answer.done():
            raise Lost(event)
        return answer.result()

    async def send_text(self, text: str) -> None:
        """An Engine.IO message whose text no Socket.IO library has written."""
        await self.client.eio.send(text)

    async def send_packet(self, kind: int) -> None:
        """An Engine.IO packet without content."""
        await self.client.eio._send_packet(engineio.packet.Packet(kind))

    async def send_frame(self, text: str) -> None:
        """A whole WebSocket message that is perhaps no packet."""
        await self.client.eio.ws.send_str(text)

    async def flushed(self) -> None:
        """Waits until the library has written all that it was given."""
        if not self.client.eio.write_loop_task:
            return
        written = asyncio.ensure_future(self.client.eio.queue.join())
        await asyncio.wait({written, self.client.eio.write_loop_task}, timeout=PATIENCE,
                           return_when=asyncio.FIRST_COMPLETED)
        written.cancel()

    def answer_no_pings(self) -> None:
        send = self.client.eio._send_packet

        async def without_pongs(packet: Any) -> None:
            if packet.packet_type != engineio.packet.PONG:
                await send(packet)

        self.client.eio._send_packet = without_pongs

    def drop_what_comes(self) -> None:
        """Drops what the library is given from now on, as its disconnect() drops what has not left
        yet. Whether something has left by then is a matter of luck: here nothing has."""
        async def dropped(_packet: Any) -> None:
            pass

        self.client.eio._send_packet = dropped

    # ---- the end

    async def leave(self) -> None:
        """Leaves with a DISCONNECT that reaches the server."""
        if not self.lost.is_set():
            await self.client._send_packet(self.client.packet_class(
                socketio.packet.DISCONNECT, namespace=self.namespace))
            await self.flushed()
            self.client.namespaces.clear()  # once is enough
        await self.close()

    async def hang_up(self) -> None:
        """Leaves in order, but without a DISCONNECT: a close frame, or an Engine.IO close."""
        self.client.namespaces.clear()
        if self.transport == "polling":
            await self.send_packet(engineio.packet.CLOSE)
            await self.flushed()
        await self.close()

    async def cut(self, reset: bool = True) -> None:
        """Breaks off, as a network does: a TCP reset, or a FIN without a close frame."""
        if self.transport == "polling":
            await self.session.close()  # it polls no more: the server finds out by itself
        else:
            writer = self.client.eio.ws._writer.transport
            if reset:
                bare = writer.get_extra_info("socket")
                bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.abort()
        self.lost.set()
        await self.close()

    async def close(self) -> None:
        """Ends whatever there is. On WebSocket the library writes a close frame, where it can."""
        self.lost.set()
        eio = self.client.eio
        with contextlib.suppress(Exception):
            await asyncio.wait_for(self.client.disconnect(), 2)
        tasks = [task for task in (eio.read_loop_task, eio.write_loop_task) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if eio.http:
            await eio.http.close()  # it makes another one where it finds its own closed
        await self.session.close()
