"""Place circuits on devices with broken qubits, in the cases that Qiskit's passes do not handle.

Qiskit places two-qubit gates by the couplings of the target, which omit broken qubits. But it places a qubit that
interacts with no other qubit anywhere, its optimization level 0 uses the first qubits of the device, and its routing
panics on circuits with more qubits than work, even if most of them are idle.
"""

from __future__ import annotations

import math
from typing import Any

from qrt_facade._base.wording import pluralize
from qrt_facade._circuits.sdks import qiskit
from qrt_facade.errors import ConfigurationError


def working_qubits(target: Any) -> set[int]:
    """Return the qubits of a target that can be measured."""
    places = target.qargs_for_operation_name("measure")
    return set(range(target.num_qubits)) if places is None else {place[0] for place in places}


def connected_groups(target: Any) -> list[set[int]]:
    """Return the working qubits in connected groups, the largest first; an isolated qubit is a group of its own."""
    working = working_qubits(target)
    coupling = target.build_coupling_map()
    if coupling is None:
        return [working]
    neighbours: dict[int, set[int]] = {qubit: set() for qubit in working}
    for one, other in coupling.get_edges():
        if one in neighbours and other in neighbours:
            neighbours[one].add(other)
            neighbours[other].add(one)
    groups: list[set[int]] = []
    while neighbours:
        group, reached = set[int](), {next(iter(neighbours))}
        while reached:
            group |= reached
            reached = {other for qubit in reached for other in neighbours.pop(qubit)} - group
        groups.append(group)
    return sorted(groups, key=len, reverse=True)


def active_qubits(circuit: Any) -> list[int]:
    """Return the indices of the qubits that a circuit acts on; barriers do not count."""
    used = {qubit for one in circuit.data if one.name != "barrier" for qubit in one.qubits}
    return [index for index, qubit in enumerate(circuit.qubits) if qubit in used]


def fits_as_numbered(circuit: Any, target: Any) -> bool:
    """Return whether qubit i can be qubit i of the device: all active ones work, and are connected if any interact."""
    active = set(active_qubits(circuit))
    if all(len(one.qubits) == 1 or one.name == "barrier" for one in circuit.data):
        return active <= working_qubits(target)
    return any(active <= group for group in connected_groups(target))


def is_laid_out(circuit: Any, target: Any) -> bool:
    """Return whether qubit i of the circuit can be qubit i of the device without routing."""
    coupling: Any = target.build_coupling_map()
    pairs: set[tuple[int, ...]] | None = None if coupling is None else {*coupling.get_edges()}
    index = {qubit: place for place, qubit in enumerate(circuit.qubits)}
    places = [
        tuple(index[qubit] for qubit in one.qubits)
        for one in circuit.data
        if one.name != "barrier" and len(one.qubits) > 1
    ]
    return set(active_qubits(circuit)) <= working_qubits(target) and all(
        pairs is None or place in pairs or place[::-1] in pairs for place in places
    )


def without_idle_qubits(circuit: Any) -> Any:
    """Return the circuit restricted to its active qubits, which remain the same `Qubit` objects."""
    converters: Any = qiskit("qiskit.converters", "transpiling")
    whole = converters.circuit_to_dag(circuit)
    narrow = whole.copy_empty_like()
    kept = {circuit.qubits[index] for index in active_qubits(circuit)}
    narrow.remove_qregs(*narrow.qregs.values())
    narrow.remove_qubits(*(qubit for qubit in circuit.qubits if qubit not in kept))
    for node in whole.topological_op_nodes():
        qubits = [qubit for qubit in node.qargs if qubit in kept]
        if node.name != "barrier":
            narrow.apply_operation_back(node.op, qubits, node.cargs)
        elif qubits:
            narrow.apply_operation_back(type(node.op)(len(qubits)), qubits)
    return converters.dag_to_circuit(narrow)


def with_idle_qubits(transpiled: Any, circuit: Any) -> Any:
    """Add a circuit's idle qubits to the layout of `transpiled`, which omits them; change and return `transpiled`."""
    modules: Any = qiskit("qiskit.transpiler", "transpiling")
    found = transpiled.layout
    placed: dict[Any, int] = found.initial_layout.get_virtual_bits()
    of_circuit = set(circuit.qubits)
    unused = [place for qubit, place in placed.items() if qubit not in of_circuit]
    idle = [qubit for qubit in circuit.qubits if qubit not in placed]
    spare = [qubit for qubit in placed if qubit not in of_circuit][len(idle) :]
    layout = {qubit: place for qubit, place in placed.items() if qubit in of_circuit}
    layout |= dict(zip((*idle, *spare), unused, strict=True))
    order = {qubit: index for index, qubit in enumerate((*circuit.qubits, *spare))}
    # Qiskit offers no public way to set the layout; its own passes do the same.
    transpiled._layout = modules.TranspileLayout(  # noqa: SLF001
        initial_layout=modules.Layout(layout),
        input_qubit_mapping=order,
        final_layout=found.final_layout,
        _input_qubit_count=len(circuit.qubits),
        _output_qubit_list=transpiled.qubits,
    )
    return transpiled


def move_to_working(dag: Any, properties: Any, target: Any) -> Any:
    """Move operations on broken qubits of a routed DAG to free working qubits, and update its layout.

    Such qubits interact with no other, because no two-qubit gates exist there. The best free qubits are used first.

    Raises:
        ConfigurationError: Not enough working qubits are free.
    """
    working = working_qubits(target)
    index = {qubit: place for place, qubit in enumerate(dag.qubits)}
    used = {index[qubit] for node in dag.op_nodes() if node.name != "barrier" for qubit in node.qargs}
    stranded = sorted(used - working)
    if not stranded:
        return dag
    free = sorted(working - used, key=lambda place: (_error(target, place), place))
    if len(free) < len(stranded):
        raise ConfigurationError(
            f"the circuit, routed, uses {pluralize(len(used), 'qubit')}, but only {len(working)} qubits of the device work"
        )
    moved = dict(zip(stranded, free, strict=False))
    moved |= {there: here for here, there in moved.items()}
    rewritten = dag.copy_empty_like()
    for node in dag.topological_op_nodes():
        qubits = [dag.qubits[moved.get(index[qubit], index[qubit])] for qubit in node.qargs]
        rewritten.apply_operation_back(node.op, qubits, node.cargs)
    for here in stranded:
        properties["layout"].swap(here, moved[here])
    return rewritten


def _error(target: Any, place: int) -> float:
    """Return the sum of the errors of a qubit's measurement and one-qubit gates."""
    found = [
        target[name].get((place,)) for name in target.operation_names if (place,) in (target[name] or {})
    ]
    return math.fsum(figures.error for figures in found if figures is not None and figures.error is not None)
