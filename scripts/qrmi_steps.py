"""The steps that qrmi runs on the emulator, started by `scripts/qrmi` in qrmi's environment; one line of JSON each."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any

from qrmi import Payload, QuantumResource, ResourceType, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Callable

BACKEND = "ibm_torino"
HEADER = 'OPENQASM 3.0; include "stdgates.inc"; '
SAMPLER = {"pubs": [[HEADER + "bit[1] c; x $0; c[0] = measure $0;", None, 500]], "shots": 500}
ESTIMATOR = {"pubs": [[HEADER + "x $0;", {"Z": 1.0}, None, 0.05]]}


def main() -> None:
    """Run all steps, even if one fails."""
    given = json.loads(os.environ["QRMI_STEPS"])
    settings = {
        "ENDPOINT": f"{given['url']}/api/v1",
        "IAM_ENDPOINT": given["url"],
        "IAM_APIKEY": given["key"],
        "SERVICE_CRN": given["crn"],
        "TIMEOUT_SECONDS": "600",
    }
    os.environ |= {f"{BACKEND}_QRMI_IBM_QCS_{name}": value for name, value in settings.items()}
    os.environ |= {"QRMI_JOB_QPU_RESOURCES": BACKEND, "QRMI_JOB_QPU_TYPES": "ibm-quantum-compute-service"}
    resource = QuantumResource(BACKEND, ResourceType.IBMQuantumComputeService)
    step("status", lambda: resource.status().status)
    session = step("acquire (a session)", resource.acquire)
    step("target", lambda: shape_of(json.loads(resource.target().value)))
    step("metadata", lambda: sorted(resource.metadata()))
    for program, params in (("sampler", SAMPLER), ("estimator", ESTIMATOR)):
        run(resource, program, params)
    task = started(resource, "sampler", SAMPLER)
    step("task_stop (waiting)", lambda: resource.task_stop(task))
    step("its task_status", lambda: ended(resource, task))
    step("primitives: SamplerV2", lambda: sampled(resource))
    step("primitives: EstimatorV2", lambda: estimated(resource))
    step("release", lambda: resource.release(session))
    step("QRMIService", found_by_the_service)


def run(resource: QuantumResource, program: str, params: dict[str, Any]) -> None:
    """Run a task from start to end."""
    task = started(resource, program, params)
    step(f"{program}: task_status", lambda: ended(resource, task))
    step(f"{program}: task_result", lambda: resource.task_result(task).value)
    step(f"{program}: task_logs", lambda: resource.task_logs(task).strip())
    step(f"{program}: task_stop (ended)", lambda: resource.task_stop(task))


def step(name: str, do: Callable[[], Any]) -> Any:
    """Run one step and report it."""
    began, value, failure = time.monotonic(), None, None
    try:
        value = do()
    except Exception as error:  # noqa: BLE001 - any error is the outcome of the step
        failure = f"{type(error).__name__}: {error}"
    seconds = time.monotonic() - began
    report = {"name": name, "seconds": seconds, "value": str(value), "failure": failure}
    sys.stdout.write(json.dumps(report) + "\n")
    return value


def started(resource: QuantumResource, program: str, params: dict[str, Any]) -> str:
    """Start a task and return its id."""
    whole = {**params, "options": {}, "version": 2, "support_qiskit": True}
    payload = Payload.QiskitPrimitive(input=json.dumps(whole), program_id=program)
    return str(step(f"{program}: task_start", lambda: resource.task_start(payload)))


def ended(resource: QuantumResource, task: str) -> TaskStatus:
    """Poll a task until it has ended."""
    while (status := resource.task_status(task)) in (TaskStatus.Queued, TaskStatus.Running):
        time.sleep(0.2)
    return status


def shape_of(target: dict[str, Any]) -> str:
    """Describe a target; a part is null if qrmi could not parse the response."""
    configuration, properties = target["configuration"], target["properties"]
    return f"{configuration['n_qubits']} qubits, {len(properties['gates'])} gates with properties"


def sampled(resource: QuantumResource) -> dict[str, int]:
    """Return the counts of a Bell pair from qrmi's sampler."""
    from qrmi.primitives.ibm import SamplerV2

    (pub,) = SamplerV2(resource).run([(bell(resource, measured=True),)], shots=500).result()
    counts: dict[str, int] = pub.data.meas.get_counts()
    return counts


def estimated(resource: QuantumResource) -> str:
    """Return the correlation of a Bell pair from qrmi's estimator.

    qrmi sends OpenQASM, in which a transpiled circuit ends with the last used qubit, and observables as wide as the
    device. A pair that does not include the last qubit is therefore refused (1501), as observed at IBM for mismatched
    widths.
    """
    from qiskit.quantum_info import SparsePauliOp
    from qrmi.primitives.ibm import EstimatorV2

    circuit = bell(resource, measured=False, layout=[131, 132])
    correlation = SparsePauliOp("ZZ").apply_layout(circuit.layout)
    (pub,) = EstimatorV2(resource).run([(circuit, correlation)], precision=0.05).result()
    return f"evs {pub.data.evs} stds {pub.data.stds}"


def bell(resource: QuantumResource, *, measured: bool, layout: list[int] | None = None) -> Any:
    """Return a Bell pair, transpiled for the backend that qrmi creates from the target."""
    from qiskit import QuantumCircuit
    from qiskit.transpiler import generate_preset_pass_manager
    from qrmi.primitives.ibm import get_backend

    circuit = QuantumCircuit(2)
    circuit.h(0)
    circuit.cx(0, 1)
    if measured:
        circuit.measure_all()
    backend = get_backend(resource)
    return generate_preset_pass_manager(1, backend, initial_layout=layout, seed_transpiler=1).run(circuit)


def found_by_the_service() -> list[str]:
    """Return the resources as a Slurm job would receive them."""
    from qrmi import QRMIService

    return [resource.resource_id() for resource in QRMIService().resources()]


if __name__ == "__main__":
    main()
