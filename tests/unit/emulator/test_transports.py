"""The emulator's server also works on event loops other than asyncio's."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import uvicorn
from uvicorn.server import ServerState

from qrt_facade.emulator.http.connections import Connection


class Foreign:
    """A transport with the interface but not the class of asyncio's, like uvloop's."""

    def __init__(self) -> None:
        self.sent = b""

    def write(self, data: bytes) -> None:
        self.sent += data

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def is_closing(self) -> bool:
        return False

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...

    def close(self) -> None: ...


async def _answer(scope: Any, _receive: Any, send: Any) -> None:
    assert scope["path"] == "/versions"
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


async def _answered() -> bytes:
    config = uvicorn.Config(_answer, interface="asgi3", log_config=None, http=Connection, ws="none")
    config.load()
    transport = Foreign()
    connection = Connection(config=config, server_state=ServerState(), app_state={})
    connection.connection_made(cast("asyncio.BaseTransport", transport))
    connection.data_received(b"GET /versions HTTP/1.1\r\nHost: localhost\r\n\r\n")
    await asyncio.gather(*connection.tasks)
    connection.connection_lost(None)
    return transport.sent


def test_requests_are_answered_on_an_event_loop_with_foreign_transports() -> None:
    assert asyncio.run(_answered()).startswith(b"HTTP/1.1 204")
