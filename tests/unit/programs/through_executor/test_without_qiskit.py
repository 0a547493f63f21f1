"""Sampler jobs on the executor in a process without Qiskit."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys


class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"qiskit", "qiskit_aer", "qiskit_ibm_runtime", "samplomatic", "ibm_quantum_schemas"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Blocked())

import numpy as np

from qrt_facade._programs.executor.program import executor_params
from qrt_facade._programs.executor.tensors import encode_tensor
from qrt_facade._programs.through_executor.sampler import plan_sampler
from qrt_facade.results import SamplerResult, decode_result

text = 'OPENQASM 3.0; include "stdgates.inc"; input float theta; bit[1] c; rx(theta) $0; c[0] = measure $0;'
pubs = [(text, [0.5], 300), (text, [[0.5], [1]], 200)]
program = plan_sampler(pubs, options={"twirling": {"enable_measure": True}}, seed=1)
params = executor_params(program)
data = [
    {"results": {"c": encode_tensor(np.zeros((*item.shape, program.shots, 1), bool), compressed=True, where="c")}, "metadata": {}}
    for item in program.items
]
body = {
    "schema_version": "v2.0",
    "data": data,
    "metadata": {"chunk_timing": []},
    "passthrough_data": params["quantum_program"]["passthrough_data"],
}
result = decode_result("executor", body, as_=SamplerResult)
print([(pub.shape, pub.num_shots) for pub in result])
"""


def test_a_sampler_job_on_the_executor_is_planned_and_read_without_qiskit() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=False, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == "[((), 300), ((2,), 200)]"
