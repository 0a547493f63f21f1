"""The platform's edge, which handles requests before they reach the API."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from qrt_facade.emulator.http.faults import answer_with_fault
from qrt_facade.emulator.http.paths import is_ibm_cloud, is_own, resolve_dots

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from qrt_facade.emulator.domain.scenario import Scenario

# User-Agents that the edge is known to block (urllib's default; requests without one are blocked, too).
_BLOCKED_AGENTS = (b"python-urllib/",)


class Edge:
    """Refuses requests without an acceptable User-Agent, and normalises paths as the platform's edge does.

    IAM is on another host, which accepts requests without one: qrmi sends none when it exchanges its API key, and the
    Agent `SLURM-QRMI-QRS` with its calls (read in qiskit-community/qrmi, observed with its release 0.26.4). The same
    is assumed of IBM Cloud's other hosts. The emulator's own paths are not behind an edge.

    Routing uses the path as sent, percent-encoded: `%2F` and `%2E%2E` in an id stay in the id.
    """

    def __init__(self, app: ASGIApp, scenario: Scenario) -> None:
        self._app = app
        self._scenario = scenario

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer here, or pass the request on with its path normalised."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = resolve_dots(scope["raw_path"].decode("ascii", "replace"))
        # The paths that show and change the scenario are not subject to it.
        own = is_own(path)
        agent = dict(scope["headers"]).get(b"user-agent", b"").strip().lower()
        if not (own or is_ibm_cloud(path)) and (not agent or agent.startswith(_BLOCKED_AGENTS)):
            await _blocked()(scope, receive, send)
            return
        if path.startswith("/api/") and "" in path.split("/")[3:]:
            await _web_application()(scope, receive, send)
            return
        scope = {**scope, "path": path, "raw_path": path.encode()}
        if not own and self._scenario.latency_seconds:
            await asyncio.sleep(self._scenario.latency_seconds)
        fault = None if own else self._scenario.fault_for(scope["method"], path)
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await answer_with_fault(fault, self._app, scope, receive, send)


def _web_application() -> HTMLResponse:
    """Return the response of the platform's web app to a path with an empty id: 200 and a page (measured)."""
    return HTMLResponse(
        "<!DOCTYPE html><html><head><title>IBM Quantum Platform (emulated)</title></head>"
        "<body><div id='root'>This path has an empty segment, so the web application answers.</div></body></html>"
    )


def _blocked() -> HTMLResponse:
    """Return the edge's response to a request without an acceptable User-Agent: 403 and a page (measured)."""
    return HTMLResponse(
        "<!DOCTYPE html><html><head><title>Access denied (emulated)</title></head>"
        "<body>Requests without an acceptable User-Agent are refused at the edge.</body></html>",
        status_code=403,
    )
