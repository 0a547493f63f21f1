"""Fold angles of `rzz` into [0, pi/2], the range that devices calibrate, at the cost of one-qubit gates.

    Rzz(a + k*pi) = exp(i*k*pi/2) * (Rz(k*pi) x Rz(k*pi)) * Rzz(a)        Rzz(-a) = (X x 1) * Rzz(a) * (X x 1)

IBM's client does the same for numbers (`FoldRzzAngle` in qiskit-ibm-runtime). It folds a parameter only once its value
is known; here a parameter is folded by an expression, so that the circuit still accepts any value.
"""

from __future__ import annotations

import math
from typing import Any, Final

from qrt_facade._circuits.sdks import qiskit

_LARGEST: Final = math.pi / 2
_TOLERANCE: Final = 1e-10
"""IBM's check tolerates this much above the range: rounding errors do not justify extra gates."""

_FOLDED: Final = ("abs(atan(tan(", ")))")
"""How Qiskit prints an angle that is already folded."""


def fold(dag: Any) -> Any:
    """Replace each `rzz` whose angle may lie outside [0, pi/2], also inside control flow; change and return the DAG."""
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
    """Make Qiskit's pass managers fold `rzz` for targets that state its angle bounds; Qiskit before 2.2 has no hook.

    IBM's client registers its own folding in the same registry (`rzz_wrapper`); the last one registered is used for
    every backend.
    """
    passes = qiskit("qiskit.transpiler.passes", "transpiling")
    if (wrap := getattr(passes, "WrapAngles", None)) is not None:
        registry = (
            getattr(wrap, "DEFAULT_REGISTRY", None)
            or qiskit("qiskit.transpiler.passes.utils.wrap_angles", "transpiling").WRAP_ANGLE_REGISTRY
        )
        registry.add_wrapper("rzz", _folded_dag)


def _folded_dag(angles: list[float], _qubits: list[Any]) -> Any:
    """Return the gates of a folded `rzz` in the form that Qiskit's pass expects."""
    return qiskit("qiskit.converters", "transpiling").circuit_to_dag(_folded_number(float(angles[0])))


def _folded_number(angle: float) -> Any:
    """Return a two-qubit circuit equivalent to `rzz` with this angle."""
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
    """Return a two-qubit circuit equivalent to `rzz` with this angle for all values of its parameters."""
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
    """Return whether `fold` wrote this angle, so that transpiling again adds nothing."""
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
