"""A server on loopback that keeps its connections open, as the service does, and records the requests of each."""

from __future__ import annotations

import json
from typing import Any

from support.scripted import Reset, ScriptedServer, Seen, Silence, _Connection, reply


def job_named_after_its_tag(request: Seen) -> bytes:
    """Respond as the API: the id of a job is derived from its first tag, so that each caller recognises its own."""
    if request.method == "POST":
        return reply({"id": f"job-{json.loads(request.body)['tags'][0]}", "backend": "b"})
    job_id = request.path.partition("?")[0].rpartition("/")[2]
    return reply({"id": job_id, "status": "Queued", "tags": [job_id.removeprefix("job-")]})


class PersistentServer(ScriptedServer):
    """A scripted server with persistent connections.

    Attributes:
        by_connection: The requests on each connection.
    """

    def __init__(self, api: Any = job_named_after_its_tag, **scripts: Any) -> None:
        super().__init__(api, **scripts)
        self.RequestHandlerClass = _PersistentConnection
        self.by_connection: list[list[Seen]] = []


class _PersistentConnection(_Connection):
    server: PersistentServer

    def handle(self) -> None:
        mine: list[Seen] = []
        self.server.by_connection.append(mine)
        while (request := self._read()) is not None:
            mine.append(request)
            answer = self.server.answer(request)
            if isinstance(answer, Reset | Silence):
                return
            for piece in (answer,) if isinstance(answer, bytes) else answer:
                self.connection.sendall(piece.replace(b"\r\nConnection: close\r\n", b"\r\n"))
