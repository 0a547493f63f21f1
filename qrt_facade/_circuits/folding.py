"""Angles of `rzz` brought into [0, pi/2], the range for which devices calibrate it, at the price of gates on one qubit.

    Rzz(a + k*pi) = exp(i*k*pi/2) * (Rz(k*pi) x Rz(k*pi)) * Rzz(a)        Rzz(-a) = (X x 1) * Rzz(a) * (X x 1)

IBM's client does the same to numbers (`FoldRzzAngle` in qiskit-ibm-runtime). A parameter is folded there only together with
its values; here by an expression, so that the circuit still takes any value.
"""

from __future__ import annotations

import math
from typing import Any, Final

from qrt_facade._circuits.sdks import qiskit

_LARGEST: Final = math.pi / 2
_TOLERANCE: Final = 1e-10
"""What IBM's own check lets pass above the range: the rounding of arithmetic is worth no gates."""

_FOLDED: Final = ("abs(atan(tan(", ")))")
"""How Qiskit writes an angle that was folded before."""


def fold(dag: Any) -> Any:
    """Replace each `rzz` whose angle may lie outside [0, pi/2], inside control flow too; change and return the DAG."""
    for node in dag.named_nodes("rzz"):
        angle = node.op.params[0]
        if getattr(angle, "parameters", None):
            if not _is_folded(angle):
                _replace(dag, node, _folded_expression(angle))
        elif not 0 <= float(angle) <= _LARGEST:
            _replace(dag, node, _folded_number(float(angle)))
    converters = qiskit("qiskit.converters", "transpiling")
    for node in dag.op_nodes(qiskit("qiskit.circuit", "transpiling").ControlFlowOp):
        blocks = [
            converters.dag_to_circuit(fold(converters.circuit_to_dag(block))) for block in node.op.blocks
        ]
        dag.substitute_node(node, node.op.replace_blocks(blocks))
    return dag


def register_folding() -> None:
    """Let Qiskit's own pass managers fold the `rzz` of targets that state angles for it; before Qiskit 2.2 none does.

    IBM's client registers its own way of folding in the same place (`rzz_wrapper`); the later one is used, for whichever
    backend.
    """
    passes = qiskit("qiskit.transpiler.passes", "transpiling")
    if (wrap := getattr(passes, "WrapAngles", None)) is not None:
        registry = (
            getattr(wrap, "DEFAULT_REGISTRY", None)
            or qiskit("qiskit.transpiler.passes.utils.wrap_angles", "transpiling").WRAP_ANGLE_REGISTRY
        )
        registry.add_wrapper("rzz", _folded_dag)


def _folded_dag(angles: list[float], _qubits: list[Any]) -> Any:
    """The gates of a folded `rzz`, as Qiskit's pass wants them."""
    return qiskit("qiskit.converters", "transpiling").circuit_to_dag(_folded_number(float(angles[0])))


def _folded_number(angle: float) -> Any:
    """A circuit on two qubits that does what `rzz` does at this angle."""
    circuit, turns = _empty(), math.ceil((angle - _LARGEST - _TOLERANCE) / math.pi)
    rest = angle - turns * math.pi
    circuit.global_phase = turns % 4 * _LARGEST
    if turns % 2:
        circuit.rz(math.pi, [0, 1])
    if abs(rest) <= _TOLERANCE:
        return circuit
    if rest < 0:
        circuit.x(0)
    circuit.rzz(min(abs(rest), _LARGEST), 0, 1)
    if rest < 0:
        circuit.x(0)
    return circuit


def _folded_expression(angle: Any) -> Any:
    """A circuit on two qubits that does what `rzz` does at this angle, whatever values its parameters get."""
    circuit, rest = _empty(), angle.tan().arctan()
    turned = angle - rest  # a multiple of pi
    # -1 or 1: the sign of 0 is 0, and 0 must not flip.
    side = (rest.sign() + 0.5).sign()
    flip = (1 - side) * _LARGEST  # pi or 0
    circuit.global_phase = turned / 2
    circuit.rz(turned, [0, 1])
    circuit.rx(flip, 0)
    circuit.rzz(abs(rest), 0, 1)
    circuit.rx(-flip, 0)
    return circuit


def _is_folded(angle: Any) -> bool:
    """Whether an angle is what `fold` writes, so that transpiling again adds nothing."""
    text, (begin, end) = str(angle), _FOLDED
    if not (text.startswith(begin) and text.endswith(end)):
        return False
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0 and character == ")" and at < len(text) - 1:
            return False  # such as abs(..) + abs(..)
    return True


def _replace(dag: Any, node: Any, circuit: Any) -> None:
    dag.substitute_node_with_dag(node, qiskit("qiskit.converters", "transpiling").circuit_to_dag(circuit))


def _empty() -> Any:
    return qiskit("qiskit.circuit", "transpiling").QuantumCircuit(2)
