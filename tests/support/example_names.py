"""The names that docstring examples may use, so that each example shows only one thing.

| name | value |
|---|---|
| `client` | a client of a local emulator; asynchronous in `_async`, and where an example uses `await` |
| `backend` | its `ibm_fez` |
| `emulator` | that emulator |
| `session` | an open batch on it |
| `job`, `job_id`, `jobs` | a completed sampler job of 100 shots in a register `c` of two bits; its id; a list of it |
| `estimate` | the estimate of such a job |
| `sweep` | a sweep whose points `a` and `b` are done |
| `circuit`, `pubs` | OpenQASM of a measured Bell pair in the backend's native gates; a list of it |
| `boxes` | a `QuantumCircuit` of a twirled box of gates |
| `ansatz` | the same without measurements, for the estimator |
| `result`, `body` | a sampler's result of two shots, `00` and `11`, in a register `c`, and its body; in a module for
the results of another program, or of version 1, one of those |

An example also has the names of its module. It must create everything else itself.
"""

from __future__ import annotations

import asyncio
import importlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from support.circuits import BELL
from support.examples import Example, run, undefined_names

from qrt_facade import AsyncRuntimeClient, NotFoundError, RuntimeClient
from qrt_facade.results import decode_result

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from qrt_facade.emulator import Emulator

DEVICE = "ibm_fez"
ANSATZ = BELL.replace("bit[2] c;", "").partition("c[0] = measure")[0]
PROGRAMS = {
    "estimator": "estimator",
    "noise_learner": "noise-learner",
    "noise_learner_v3": "noise-learner",
    "executor": "executor",
    "timing": "executor",
    "calibrator": "calibrate",
}
"""Programs of results, and below their bodies, by the last part of a module's name; a sampler's for any other."""
BODIES = {
    "sampler": '{"results": [{"data": {"c": {"samples": ["0x0", "0x3"], "num_bits": 2}}, "metadata": {}}], "metadata": {}}',
    "version1": '{"quasi_dists": [{"00": 0.51, "11": 0.49}], "metadata": [{"shots": 1000}]}',
    "execution_spans": (
        '{"results": [{"data": {"c": {"samples": ["0x0", "0x3"], "num_bits": 2}}, "metadata": {}}], "metadata": '
        '{"execution": {"execution_spans": [[{"date": "2026-09-30T14:00:00"}, {"date": "2026-09-30T14:00:02.500"},'
        ' {"0": [[2], [0, 1], [0, 2]]}]]}}}'
    ),
    "noise_learner": (
        '{"data": [[{"circuit": {"__type__": "QuantumCircuit", "__value__": ""}, "qubits": [4, 7]},'
        ' {"generators": ["XI", "ZZ"], "rates": [0.25, 0.5]}]], "metadata": {}}'
    ),
    "noise_learner_v3": (
        '{"schema_version": "v0.3", "data": [{"generators_sparse": [[["XZ", [0, 1]]]], "num_qubits": 2, "metadata": {},'
        ' "rates": {"data": "+n5qvHSTWD8=", "shape": [1], "dtype": "f64"},'
        ' "rates_std": {"data": "LUMc6+I2Kj8=", "shape": [1], "dtype": "f64"}}]}'
    ),
    "calibrator": '{"schema_version": "v0.1", "start": "2026-09-30T14:00:00Z", "stop": "2026-09-30T14:01:35.500Z"}',
    "executor": (
        '{"schema_version": "v2.0", "data": [{"results": {"c": {"data": "eJzjBQAADgAO", "shape": [2, 2], "dtype": "bool"}},'
        ' "metadata": {"scheduler_timing": {"circuit_duration": 71, "timing":'
        ' "main,x_0,Qubit 0,7,64,play\\nmain,x_1,Qubit 1,7,64,play"}}}], "metadata": {"chunk_timing": [{'
        '"start": "2026-09-30T14:00:00Z", "stop": "2026-09-30T14:00:02Z",'
        ' "parts": [{"idx_item": 0, "size": 1, "permutation": [], "element_range": [0, 1, 1]}]}]}}'
    ),
    "estimator": '{"results": [{"data": {"evs": 0.5, "stds": 0.01}, "metadata": {"shots": 4096}}], "metadata": {}}',
}


@dataclass
class Shared:
    """The objects that the examples share.

    Attributes:
        emulator: The emulator.
        printed: Returns the output since its last call.
        job_id: The completed job's id; None if there is none yet.
    """

    emulator: Emulator
    printed: Callable[[], str]
    job_id: str | None = None

    def run(self, example: Example) -> None:
        """Run an example with these names.

        Raises:
            AssertionError: A value differs from its comment.
            NameError: It uses an undefined name.
        """
        awaits = example.is_async or "._async" in example.module
        running = _ExampleNames(self, example.module, awaits).run(example)
        if awaits:
            asyncio.run(running)
        else:
            _run_without_suspending(running)


def _run_without_suspending(running: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that never suspends."""
    try:
        running.send(None)
    except StopIteration:
        return
    raise AssertionError("an example of a synchronous client awaited something")


@dataclass
class _ExampleNames:
    """The names of one example, created on access."""

    shared: Shared
    module: str
    awaits: bool
    made: dict[str, Any] = field(default_factory=dict)

    async def run(self, example: Example) -> None:
        home = importlib.import_module(self.module)
        namespace = {name: getattr(home, name) for name in getattr(home, "__all__", ())}
        own = {
            name: value
            for name, value in vars(home).items()
            if getattr(value, "__module__", "") == self.module
        }
        namespace |= own | {"__name__": "__example__"}
        try:
            for name in undefined_names(example.text, namespace):
                namespace[name] = await self.get(name)
            await run(example, namespace, self.shared.printed)
        finally:
            if "session" in self.made:
                await self._awaited(self.made["session"].close())
            if "client" in self.made:
                await self._awaited(
                    self.made["client"].aclose() if self.awaits else self.made["client"].close()
                )

    async def get(self, name: str) -> Any:
        if name not in self.made:
            make = getattr(self, f"make_{name}", None)
            if make is None:
                raise NameError(f"name {name!r} is not defined; names that examples may use: {__name__}")
            made = make()
            self.made[name] = await made if hasattr(made, "__await__") else made
        return self.made[name]

    def make_emulator(self) -> Emulator:
        return self.shared.emulator

    def make_body(self) -> str:
        last = self.module.rpartition(".")[2]
        return BODIES[last] if last in BODIES else BODIES[PROGRAMS.get(last, "sampler")]

    def make_result(self) -> Any:
        last = self.module.rpartition(".")[2]
        return decode_result(PROGRAMS.get(last, "sampler"), self.make_body())

    def make_circuit(self) -> str:
        return BELL

    def make_ansatz(self) -> str:
        return ANSATZ

    def make_boxes(self) -> Any:
        from qiskit import QuantumCircuit, QuantumRegister
        from samplomatic import Twirl

        circuit = QuantumCircuit(QuantumRegister(156, "q"))
        with circuit.box([Twirl()]):
            circuit.cz(0, 1)
        return circuit

    def make_pubs(self) -> list[str]:
        return [BELL]

    def make_client(self) -> RuntimeClient | AsyncRuntimeClient:
        return (AsyncRuntimeClient if self.awaits else RuntimeClient)(**self.shared.emulator.access)

    async def make_backend(self) -> Any:
        return await self._awaited((await self.get("client")).backends.get(DEVICE))

    async def make_session(self) -> Any:
        sessions = (await self.get("client")).sessions
        return await self._awaited(sessions.create(backend=DEVICE, mode="batch"))

    async def make_job(self) -> Any:
        client = await self.get("client")
        if self.shared.job_id is not None:
            try:
                return await self._awaited(client.jobs.get(self.shared.job_id))
            except NotFoundError:  # an example has deleted it
                pass
        job = await self._awaited(client.sampler.submit([BELL], backend=DEVICE, shots=100))
        await self._awaited(job.wait())
        self.shared.job_id = job.id
        return job

    async def make_estimate(self) -> Any:
        client = await self.get("client")
        return await self._awaited(client.sampler.estimate(BELL, backend=DEVICE, shots=100))

    async def make_sweep(self) -> Any:
        client = await self.get("client")
        made = client.sweep("ising", store="ising.sqlite")
        await self._awaited(made.submit({"a": BELL, "b": (BELL, None, 50)}, backend=DEVICE, shots=100))
        return await self._awaited(made.wait())

    async def make_job_id(self) -> str:
        return str((await self.get("job")).id)

    async def make_jobs(self) -> list[Any]:
        return [await self.get("job")]

    async def _awaited(self, thing: Any | Awaitable[Any]) -> Any:
        return await thing if self.awaits else thing
