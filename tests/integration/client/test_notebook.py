"""HTML representations of a client's objects in notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
from support.html import texts

from qrt_facade import AsyncRuntimeClient, BackendList, RuntimeClient
from qrt_facade._display.html import html_of

if TYPE_CHECKING:
    from qrt_facade.emulator import Emulator


def test_objects_of_a_client_have_html(emulator: Emulator) -> None:
    circuit = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] reg; x $0; reg[0] = measure $0;'
    with RuntimeClient(**emulator.access) as client:
        backend = client.backends.get("ibm_fez")
        session = client.sessions.create(backend=backend, mode="batch")
        job = client.sampler.submit(circuit, backend=backend, shots=50, tags=["<b>"])
        result = job.result()
        value = client.estimator.run(
            ('OPENQASM 3.0; include "stdgates.inc"; qubit[1] q; x q[0];', "Z"), backend=backend
        )
        metrics = job.metrics()
        spent = client.usage()
        backends = client.backends.list()
        (workload,) = client.workloads.list(limit=1)
    shown = {
        "Backend ibm_fez": backend,
        f"Batch {session.id}": session,
        "&lt;b&gt;": job,
        "Sampler result: 1 PUB": result,
        "Register reg": result[0],
        "50 shots of 1 bit": result[0].reg,
        "Estimator result: 1 PUB": value,
        "expectation value": value[0],
        "Usage of the instance": spent,
        "Metrics": metrics,
        f"{len(backends)} backends": backends,
        f"Workload {workload.id}": workload,
    }
    for words, thing in shown.items():
        html = html_of(thing)
        assert words in html
        assert texts(html)


def test_a_list_of_backends_is_shown_as_one_table(emulator: Emulator) -> None:
    async def awaited() -> str:
        async with AsyncRuntimeClient(**emulator.access) as client:
            return html_of(await client.backends.list())

    with RuntimeClient(**emulator.access) as client:
        listed = client.backends.list()
    assert isinstance(listed, list)
    assert [text for text in texts(html_of(listed)) if text.startswith("ibm")] == [
        each.name for each in listed
    ]
    assert anyio.run(awaited) == html_of(listed) == html_of(BackendList(list(listed)))


def test_a_resource_lists_its_methods() -> None:
    with RuntimeClient(
        api_key="k", instance="crn:v1:bluemix:public:quantum-computing:us-east:a/b:c::"
    ) as client:
        assert repr(client.backends) == "<Backends: get(), least_busy(), list()>"
        assert (
            repr(client.sampler) == "<Sampler: estimate(), estimate_many(), run(), submit(), submit_many()>"
        )
