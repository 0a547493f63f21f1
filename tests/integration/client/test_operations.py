"""Every operation of the contract is reached by a method of the facade, on both clients."""

from __future__ import annotations

import contextlib
import re
import tomllib
from typing import TYPE_CHECKING, Any

import anyio
import pytest
import yaml
from qrt_client._version import OPERATIONS
from support.circuits import FLIP
from support.paths import ROOT
from support.recording import Recorder
from support.worlds import settled, type_of_client

from qrt_facade import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import httpx

OPENAPI = ROOT / "openapi"


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_no_operation_is_left_to_the_raw_client(arguments: dict[str, Any], world: str) -> None:
    recorder = Recorder()
    client = type_of_client[world](**arguments, transport=recorder)
    anyio.run(tour, client)
    assert sorted(owed() - set(operations(recorder.requests))) == []


def owed() -> set[str]:
    """Name the operations of the installed client that the pinned version has: what was retired stays for raw use."""
    versions = tomllib.loads((OPENAPI / "versions.toml").read_text(encoding="utf-8"))
    document = OPENAPI / versions["versions"][versions["pinned"]]["document"]
    paths = yaml.safe_load(document.read_text(encoding="utf-8"))["paths"]
    present = {
        (method.upper(), f"/{path.lstrip('/')}") for path, methods in paths.items() for method in methods
    }
    named = {name for name, called in OPERATIONS.items() if called in present}
    assert named
    return named


async def tour(client: Any) -> None:
    """Call the facade's methods once; a synchronous client's calls are simply settled already."""
    for call in (
        client.versions,
        client.usage,
        client.instance,
        client.instances.configuration,
        client.account,
        client.analytics.usage,
        client.analytics.usage_by_date,
        client.analytics.filters,
    ):
        await settled(call())
    await settled(client.instances.set_configuration(instance_limit=None))
    await settled(client.analytics.usage_grouped("backend"))
    await settled(client.tags.search("some tag"))
    await settled(client.workloads.list(limit=1))
    await settled(client.jobs.list(limit=1))
    backend = await settled(client.backends.get("ibm_fez"))
    for call in (backend.status, backend.configuration, backend.properties, backend.defaults):
        await settled(call())
    session = await settled(client.sessions.create(backend=backend, mode="batch"))
    job = await settled(session.sampler.submit(FLIP))
    with contextlib.suppress(ConflictError):  # it may have ended already
        await settled(job.cancel())
    await settled(job.wait())
    for call in (job.logs, job.metrics, job.params):
        await settled(call())
    await settled(job.set_tags(["toured"]))
    await settled(session.details())
    await settled(session.close())
    await settled(session.cancel())
    finished = await settled(client.sampler.submit(FLIP, backend=backend))
    await settled(finished.result())
    await settled(finished.delete())
    await settled(client.aclose() if hasattr(client, "aclose") else client.close())


def operations(requests: Iterable[httpx.Request]) -> Iterable[str]:
    """Name the operation of each request."""
    patterns = {
        name: (method, re.compile("/api" + re.sub(r"\{\w+\}", "[^/]+", path)))
        for name, (method, path) in OPERATIONS.items()
    }
    for request in requests:
        for name, (method, pattern) in patterns.items():
            if request.method == method and pattern.fullmatch(request.url.path):
                yield name
