"""Agreement between `check` and jobs in the emulator, which reads OpenQASM 2 and QPY by itself."""

from __future__ import annotations

import base64
import io
import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from qiskit import ClassicalRegister, QuantumCircuit, qpy
from qiskit.circuit import Clbit, Parameter, Qubit

from qrt_facade._programs.preflight import check
from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.programs import execute

if TYPE_CHECKING:
    from collections.abc import Callable

BODY = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncreg c[2];\n{}\nmeasure q -> c;\n'
TIME = Parameter("t")


def outcome(params: dict[str, Any]) -> tuple[int | None, int | None]:
    """Return the code of the first problem that `check` finds, and that of the job."""
    device = Device.named("ibm_fez")
    problems = check("sampler", params, json.loads(device.configuration_file.read_text(encoding="utf-8")))
    job = execute(
        {
            "device": device.name,
            "configuration": str(device.configuration_file),
            "properties": str(device.properties_file),
            "program_id": "sampler",
            "params": json.dumps(params),
            "cost": 10_000,
            "noise": False,
            "seed": 1,
            "memory_mb": 4096,
        }
    )
    return problems[0].code if problems else None, None if job.status == "Completed" else job.reason_code


def wrapped(circuit: QuantumCircuit) -> dict[str, str]:
    """Return a circuit as sent by a client without checks."""
    with io.BytesIO() as content:
        qpy.dump(circuit, content, version=17)
        packed = zlib.compress(content.getvalue())
    return {"__type__": "QuantumCircuit", "__value__": base64.b64encode(packed).decode()}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("x q[0];", None),
        ("x q;;", None),
        ("rz(asin(0.5)) q[0];", None),
        ("gate cu a,b { x a; }", None),
        ("opaque delay(t) a; delay(100) q[0];", None),
        ("if (c == 1) x q[0];", None),
        ("x q[0]", 1603),
        ("rz(*2) q[0];", 1603),
        ("rz(2*) q[0];", 1603),
        ("qreg r[01];", 1603),
        ("cz q[0], q[0];", 1603),
        ("x q[2];", 1506),
        ("rz q[0];", 1506),
        ("rz(1/0) q[0];", 1506),
        ("rz(1e400) q[0];", 1506),
        ("foo q[0];", 1506),
        ("creg q[1];", 1506),
        ('include "my.inc";', 1521),
        ("h q[0];", 1517),
        ("qreg r[200000];", 1517),
    ],
)
def test_openqasm_2(statement: str, code: int | None) -> None:
    assert outcome({"pubs": [[BODY.format(statement)]], "version": 2, "shots": 5}) == (code, code)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + BODY.format("x q;"),
        "// OPENQASM 3.0;\n" + BODY.format("x q;"),
        "\n" * 5000 + BODY.format("x q;"),
        BODY.format("x q;").partition("\n")[2],
        BODY.format("x q;").replace("\n", "\r\n"),
    ],
    ids=["mark", "comment", "blanks", "no version", "CRLF"],
)
def test_version_detection_agrees_in_unusual_texts(text: str) -> None:
    assert outcome({"pubs": [[text]], "version": 2, "shots": 5}) == (None, None)


def waiting(number: Any, unit: str = "dt") -> QuantumCircuit:
    circuit = QuantumCircuit(1, 1)
    circuit.x(0)
    circuit.delay(number, 0, unit)
    circuit.measure(0, 0)
    return circuit


def waiting_conditionally() -> QuantumCircuit:
    circuit = waiting(TIME)
    with circuit.if_test((circuit.clbits[0], 1)) as otherwise:
        circuit.delay(TIME, 0)
    with otherwise:
        circuit.delay(100, 0)
    return circuit


def sharing_bits() -> QuantumCircuit:
    circuit = QuantumCircuit([Qubit(), Clbit()], ClassicalRegister(0, "none"))
    circuit.add_register(ClassicalRegister(bits=circuit.clbits, name="one"))
    circuit.add_register(ClassicalRegister(bits=circuit.clbits, name="other"))
    circuit.measure(0, 0)
    return circuit


def not_finite() -> QuantumCircuit:
    circuit = waiting(1)
    circuit.rz(float("nan"), 0)
    return circuit


def looping() -> QuantumCircuit:
    circuit = waiting(1)
    with circuit.for_loop(range(2)):
        circuit.x(0)
    return circuit


@pytest.mark.parametrize(
    ("make", "values", "code"),
    [
        (lambda: waiting(100), None, None),
        (lambda: waiting(TIME), [100], None),
        (lambda: waiting(2 * TIME), [100], None),
        (lambda: waiting(TIME), [1.5], 1506),
        (lambda: waiting(TIME), [-5], 1506),
        (lambda: waiting(0.5, "us"), None, 1506),  # half a dt, as QPY has it
        (waiting_conditionally, [100], None),
        (waiting_conditionally, [0.5], 1506),
        (sharing_bits, None, None),
        (not_finite, None, 1506),
        (looping, None, 1521),
        (lambda: QuantumCircuit(1, 1), None, 1501),
    ],
    ids=range(12),
)
def test_qpy(make: Callable[[], QuantumCircuit], values: list[float] | None, code: int | None) -> None:
    pub = [wrapped(make()), *([] if values is None else [values])]
    assert outcome({"pubs": [pub], "version": 2, "shots": 5}) == (code, code)
