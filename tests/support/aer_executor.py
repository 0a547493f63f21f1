"""Run executor programs on Qiskit Aer, with any noise, using neither the emulator nor this package's client.

IBM's model of its version parses the body, Qiskit's importer the circuits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from ibm_quantum_schemas.common.tensor import CompressedTensorModel
from ibm_quantum_schemas.executor.version_2_0.models import ParamsModel
from qiskit import qasm3
from qiskit.primitives.containers.bindings_array import BindingsArray
from qiskit.primitives.containers.sampler_pub import SamplerPub
from qiskit_aer import AerSimulator
from qiskit_aer.primitives import SamplerV2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qiskit_aer.noise import NoiseModel


def run_on_aer(params: Mapping[str, Any], *, seed: int, noise: NoiseModel | None = None) -> dict[str, Any]:
    """Return the body of the result of a job whose items are circuits in OpenQASM 3."""
    program = ParamsModel.model_validate(dict(params)).quantum_program
    # Without a seed, Aer uses the same random numbers for each binding of a circuit whose parameters are bound in turn.
    sampler = SamplerV2.from_backend(AerSimulator(noise_model=noise), seed=seed)
    data = []
    for text, item in zip(params["quantum_program"]["circuits"]["data"], program.items, strict=True):
        circuit = qasm3.loads(text)
        arguments = item.circuit_arguments.to_numpy()
        values = np.broadcast_to(arguments, (*item.shape, arguments.shape[-1]))
        bound = BindingsArray({tuple(circuit.parameters): values})
        (found,) = sampler.run([SamplerPub(circuit, bound, program.shots)]).result()
        results = {
            name: CompressedTensorModel.from_numpy(bits.to_bool_array(order="little")).model_dump(mode="json")
            for name, bits in found.data.items()
        }
        data.append({"results": results, "metadata": {}})
    passthrough = params["quantum_program"]["passthrough_data"]
    return {
        "schema_version": "v2.0",
        "data": data,
        "metadata": {"chunk_timing": []},
        "passthrough_data": passthrough,
    }
