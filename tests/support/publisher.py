"""A server on this machine that publishes a list of API versions and a document, as IBM does."""

from __future__ import annotations

import contextlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from qrt_facade._service.versions import RELEASES

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Published:
    """The published responses; a number instead of a body is the status of a response without a body.

    Attributes:
        url: The address of the service.
        versions: The body of GET /v1/versions.
        document: The body of GET /openapi.json.
        agents: The User-Agent of each request so far.
    """

    url: str
    versions: Any = None
    document: Any = None
    agents: list[str] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        """Return the options with which scripts/regenerate.py uses this server."""
        return ["--service", self.url, "--document", f"{self.url}/openapi.json"]


@contextlib.contextmanager
def published() -> Iterator[Published]:
    """Serve the values set on the yielded object; a request without a User-Agent gets 403."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            agent = self.headers.get("User-Agent", "")
            served.agents.append(agent)
            body = {"/v1/versions": served.versions, "/openapi.json": served.document}.get(self.path, 404)
            if not agent.startswith("qrt-facade/"):
                body = 403
            self.send_response(body if isinstance(body, int) else 200)
            self.end_headers()
            if not isinstance(body, int):
                self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

        def log_message(self, *_: Any) -> None:
            """Write nothing to stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Published(f"http://127.0.0.1:{server.server_port}")
    # The default checks for the end every half second.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def listed(pinned: str, **changes: Any) -> dict[str, Any]:
    """Return the service's list of versions as in the project; `changes` are fields of the pinned version."""
    entries: list[dict[str, Any]] = [
        {"version": name, "status": "deprecated", "sunset_date": end}
        if end
        else {"version": name, "status": "live"}
        for name, end in RELEASES.items()
    ]
    return {"versions": [entry | changes if entry["version"] == pinned else entry for entry in entries]}


NEWS, COULD_NOT_TELL = 3, 4
"""Exit statuses of `drift` and of `status --online`."""


def new_version(service: Published, pinned: str) -> None:
    service.versions["versions"].append({"version": "2099-01-15", "status": "live"})


def deprecated_pin(service: Published, pinned: str) -> None:
    service.versions = listed(pinned, status="deprecated", sunset_date="2099-01-01")


def vanished_pin(service: Published, pinned: str) -> None:
    entries = service.versions["versions"]
    service.versions = {"versions": [entry for entry in entries if entry["version"] != pinned]}


def changed_document(service: Published, pinned: str) -> None:
    del service.document["components"]["schemas"]["ListTagsResponse"]["properties"]["tags"]


def broken_document(service: Published, pinned: str) -> None:
    service.document = b"<!doctype html><p>Down for maintenance</p>"


DRIFTS = {
    new_version: (NEWS, "new version"),
    deprecated_pin: (NEWS, "pinned version deprecated"),
    vanished_pin: (NEWS, "pinned version not listed"),
    changed_document: (NEWS, "document changed"),
    broken_document: (COULD_NOT_TELL, "could not be read"),
}
