"""Circuits created with Qiskit, as its users create them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from judges.corpus.cases import Case, Pub, case
from qiskit import AncillaRegister, ClassicalRegister, QuantumCircuit, QuantumRegister, transpile
from qiskit.circuit import (
    Clbit,
    Gate,
    Instruction,
    Parameter,
    ParameterVector,
    Qubit,
    annotated_operation,
)
from qiskit.circuit import library as gates
from qiskit.circuit.classical import expr, types
from qiskit.circuit.library import (
    efficient_su2,
    get_standard_gate_name_mapping,
    grover_operator,
    qaoa_ansatz,
    quantum_volume,
    real_amplitudes,
)
from qiskit.quantum_info import SparsePauliOp, random_unitary

if TYPE_CHECKING:
    from collections.abc import Iterator

NATIVE = ["cz", "rz", "sx", "x", "id"]
FRACTIONAL = [*NATIVE, "rx", "rzz"]
LINE = [[0, 1], [1, 0], [1, 2], [2, 1], [2, 3], [3, 2], [3, 4], [4, 3]]
"""The first five qubits of the Heron are coupled in a line."""


def native(circuit: QuantumCircuit, basis: list[str] | None = None, seed: int = 7) -> QuantumCircuit:
    """The circuit in the instructions of a Heron's first qubits; without its barriers and registers changed."""
    return transpile(
        circuit,
        basis_gates=[*(basis or NATIVE), "reset", "delay"],
        coupling_map=LINE,
        seed_transpiler=seed,
        optimization_level=1,
    )


def textbook() -> Iterator[tuple[str, QuantumCircuit]]:  # noqa: PLR0915  # a table in the form of code
    """Textbook circuits in native gates, measured so that a wrong bit order shows."""
    bell = QuantumCircuit(2, 2)
    bell.h(0)
    bell.cx(0, 1)
    bell.x(1)
    bell.measure([0, 1], [0, 1])
    yield "a Bell pair with a flipped qubit", native(bell)

    ghz = QuantumCircuit(QuantumRegister(3, "q"), ClassicalRegister(1, "first"), ClassicalRegister(2, "rest"))
    ghz.ry(1.0, 0)
    ghz.cx(0, 1)
    ghz.cx(1, 2)
    ghz.x(2)
    ghz.measure([0, 1, 2], [1, 0, 2])
    yield "an uneven GHZ state over two registers", native(ghz)

    fourier = QuantumCircuit(3, 3)
    fourier.x(0)
    fourier.rx(0.4, 1)
    fourier.compose(gates.QFTGate(3), inplace=True)
    fourier.rx(0.9, 2)
    fourier.measure([0, 1, 2], [2, 0, 1])
    yield "a Fourier transform", native(fourier)

    grover = QuantumCircuit(3)
    grover.h([0, 1, 2])
    oracle = QuantumCircuit(3)
    oracle.ccz(0, 1, 2)
    oracle.x(0)
    grover.compose(grover_operator(oracle), inplace=True)
    grover.measure_all()
    yield "a step of Grover's search", native(grover)

    volume = quantum_volume(4, 3, seed=3)
    volume.measure_all()
    yield "a circuit of quantum volume", native(volume.decompose())

    ansatz = efficient_su2(3, reps=1)
    bound = ansatz.assign_parameters(np.linspace(0.1, 2.4, ansatz.num_parameters))
    bound.measure_all()
    yield "an ansatz with its values", native(bound)

    fractional = QuantumCircuit(3)
    fractional.rx(0.7, 0)
    fractional.rzz(0.4, 0, 1)
    fractional.rx(1.9, 1)
    fractional.rzz(1.1, 1, 2)
    fractional.rx(-0.6, 2)
    fractional.rx(0.5, 0)
    fractional.measure_all()
    yield "fractional gates", fractional

    bernstein = QuantumCircuit(4, 3)
    bernstein.x(3)
    bernstein.h([0, 1, 2, 3])
    bernstein.cx(0, 3)
    bernstein.cx(2, 3)
    bernstein.h([0, 1, 2])
    bernstein.measure([0, 1, 2], [0, 1, 2])
    yield "Bernstein and Vazirani", native(bernstein)

    idle = QuantumCircuit(
        QuantumRegister(2, "work"), AncillaRegister(1, "helper"), ClassicalRegister(3, "out")
    )
    idle.x(0)
    idle.sx(1)
    idle.barrier()
    idle.reset(2)
    idle.delay(160, 0)
    idle.measure([0, 1, 2], [2, 1, 0])
    yield "delays, resets and barriers", idle


def standard() -> Iterator[Case]:
    """Every gate of Qiskit's library on its own, after gates that make its effect visible."""
    for name, gate in sorted(get_standard_gate_name_mapping().items()):
        if not isinstance(gate, Gate) or gate.num_qubits > 4:
            continue
        circuit = QuantumCircuit(5, 5)
        circuit.sx(range(5))
        numbered = (
            gate.to_mutable() if not gate.params else type(gate)(*np.linspace(0.3, 0.9, len(gate.params)))
        )
        circuit.append(numbered, range(gate.num_qubits))
        circuit.sx(range(5))
        circuit.measure(range(5), range(5))
        known = name in {*FRACTIONAL, "global_phase"}
        # A global phase is an instruction without qubits: no device lists it.
        yield case(f"the gate {name}", circuit, code=() if known and name != "global_phase" else 1517)


def _measured(qubits: int, *steps: Any) -> QuantumCircuit:
    circuit = QuantumCircuit(qubits)
    for method, *arguments in steps:
        getattr(circuit, method)(*arguments)
    circuit.measure_all()
    return circuit


def shapes() -> Iterator[Case]:  # noqa: PLR0915  # a table in the form of code
    """Registers, bits and qubits in every arrangement."""
    yield case("measure_all", _measured(3, ("x", 0), ("sx", 1)))
    yield case("measure_all of one qubit", _measured(1, ("x", 0)))

    circuit = QuantumCircuit(3, 3)
    circuit.x(2)
    circuit.measure_all(add_bits=False)
    yield case("measure_all into an existing register", circuit)

    circuit = QuantumCircuit(2, 2)
    circuit.x(0)
    circuit.measure([0, 1], [0, 1])
    circuit.measure_all()
    yield case("measure_all after measurements", circuit)

    circuit = QuantumCircuit(3)
    circuit.x(1)
    circuit.measure_active()
    yield case("measure_active", circuit)

    circuit = QuantumCircuit([Qubit(), Qubit()], [Clbit(), Clbit()])
    circuit.x(0)
    circuit.measure([0, 1], [0, 1])
    yield case("bits in no register", circuit, code=1501)

    circuit = QuantumCircuit([Qubit(), Qubit()])
    circuit.x(0)
    circuit.add_register(ClassicalRegister(2, "c"))
    circuit.measure([0, 1], [1, 0])
    yield case("qubits in no register", circuit)

    circuit = QuantumCircuit(QuantumRegister(2, "q"), [Clbit()], ClassicalRegister(1, "c"))
    circuit.x(1)
    circuit.measure(0, 0)
    circuit.measure(1, 1)
    yield case("a loose bit before a register", circuit)

    circuit = QuantumCircuit(QuantumRegister(2, "q"), [Clbit()], ClassicalRegister(1, "c"))
    circuit.x(1)
    circuit.measure(0, 0)
    yield case("only a loose bit measured, next to a register", circuit, code=1501)

    bits = [Clbit(), Clbit(), Clbit()]
    circuit = QuantumCircuit(
        QuantumRegister(3, "q"),
        bits,
        ClassicalRegister(bits=bits[:2], name="low"),
        ClassicalRegister(bits=bits[1:], name="high"),
    )
    circuit.x(0)
    circuit.sx(1)
    circuit.measure([0, 1, 2], [0, 1, 2])
    yield case("a bit that two registers share", circuit)

    bits = [Clbit(), Clbit()]
    circuit = QuantumCircuit(QuantumRegister(2, "q"), bits, ClassicalRegister(bits=bits[::-1], name="turned"))
    circuit.x(0)
    circuit.measure([0, 1], [0, 1])
    yield case("a register with reversed bits", circuit)

    qubits = [Qubit(), Qubit(), Qubit()]
    circuit = QuantumCircuit(qubits, QuantumRegister(bits=qubits[1:], name="tail"), ClassicalRegister(3, "c"))
    circuit.x(qubits[1])
    circuit.measure(qubits, range(3))
    yield case("a quantum register over some of the qubits", circuit)

    circuit = QuantumCircuit(2, 2)
    circuit.x(0)
    circuit.measure([1, 0], [0, 1])
    yield case("bits crossed", circuit)

    circuit = QuantumCircuit(2, 5)
    circuit.x(0)
    circuit.measure(0, 3)
    yield case("more bits than are measured", circuit)

    yield case("no measurement", QuantumCircuit(2, 2), code=1501)
    yield case("no classical register", QuantumCircuit(2), code=1501)
    yield case("no qubits", QuantumCircuit(0, 2), code=1501)
    yield case("nothing at all", QuantumCircuit(), code=1501)
    circuit = QuantumCircuit(QuantumRegister(1, "q"), ClassicalRegister(0, "c"))
    circuit.x(0)
    yield case("a register of size 0", circuit, code=1501)

    circuit = QuantumCircuit(QuantumRegister(1, "q"), ClassicalRegister(0, "none"), ClassicalRegister(1, "c"))
    circuit.x(0)
    circuit.measure(0, 0)
    yield case("a register of size 0 next to another", circuit)

    for name in ("meas", "_", "a b", "Ω", "0", "c-1", "if", "keys", "evs"):
        register = ClassicalRegister(2, name)
        circuit = QuantumCircuit(QuantumRegister(2, "q"), register)
        circuit.x(0)
        circuit.measure([0, 1], register)
        yield case(f"a register named {name!r}", circuit)

    circuit = QuantumCircuit(QuantumRegister(2, "b"), ClassicalRegister(1, "z"), ClassicalRegister(1, "a"))
    circuit.x(0)
    circuit.measure([0, 1], [0, 1])
    yield case("registers that are not in alphabetical order", circuit)

    circuit = QuantumCircuit(QuantumRegister(2, "q"), ClassicalRegister(70, "wide"))
    circuit.x(1)
    circuit.measure([0, 1], [68, 1])
    yield case("a register of 70 bits", circuit)

    circuit = QuantumCircuit(156, 2)
    circuit.x(155)
    circuit.measure([155, 0], [0, 1])
    yield case("all qubits of the device", circuit)
    circuit = QuantumCircuit(157, 1)
    circuit.x(0)
    circuit.measure(0, 0)
    yield case("a qubit too many", circuit, code=1517)
    circuit = QuantumCircuit(157, 1)
    circuit.x(156)
    circuit.measure(156, 0)
    yield case("a gate on a qubit too many", circuit, code=1517)

    circuit = _measured(2, ("x", 0))
    circuit.metadata = {"run": 7, "of": ["a", "list"]}
    circuit.name = "ψ / 1"
    yield case("a name and metadata", circuit)

    circuit = _measured(2, ("x", 0))
    circuit.global_phase = 0.7
    yield case("a global phase", circuit)

    wide = _measured(20, *(("sx", n) for n in range(0, 20, 3)), *(("x", n) for n in range(1, 20, 3)))
    yield case("twenty qubits", wide)

    long = QuantumCircuit(2)
    for n in range(1700):
        long.rz(0.001 * n, n % 2)
        long.sx(n % 2)
        long.cz(0, 1)
    long.measure_all()
    yield case("5,100 gates", long)


def instructions() -> Iterator[Case]:  # noqa: PLR0915
    """Instructions of a circuit besides gates of the library."""
    circuit = _measured(3, ("h", 0), ("cx", 0, 1))
    yield case("textbook gates", circuit, code=1517)
    yield case("a pair that is not coupled", _measured(3, ("cz", 0, 2)), code=1517)
    yield case("a pair in the other direction", _measured(3, ("sx", 0), ("sx", 1), ("cz", 1, 0), ("sx", 1)))
    yield case("id", _measured(2, ("id", 0), ("x", 1)))
    yield case("a unitary", _measured(2, ("unitary", random_unitary(4, seed=1), [0, 1])), code=1517)
    yield case("a state prepared", _measured(2, ("initialize", "10")), code=1517)
    yield case("a state prepared from amplitudes", _measured(1, ("prepare_state", [0.6, 0.8])), code=1517)
    yield case("a barrier", _measured(3, ("x", 0), ("barrier", 0, 2), ("sx", 1)))
    yield case(
        "a barrier with a label", _measured(2, ("x", 0), ("append", gates.Barrier(2, label="here"), [0, 1]))
    )
    yield case("a reset", _measured(2, ("x", 0), ("reset", 0), ("sx", 1)))
    yield case("a reset in the middle", _measured(2, ("sx", 0), ("cz", 0, 1), ("reset", 0), ("x", 0)))
    yield case("a label on a gate", _measured(2, ("append", gates.XGate(label="flip"), [0])))
    yield case("a pair of Paulis", _measured(2, ("pauli", "XZ", [0, 1])), code=1517)
    yield case(
        "permutation", _measured(3, ("append", gates.PermutationGate([2, 0, 1]), [0, 1, 2])), code=1517
    )
    yield case(
        "a controlled gate of controls that are 0",
        _measured(2, ("append", gates.XGate().control(1, ctrl_state=0), [0, 1])),
        code=1517,
    )
    yield case(
        "an annotated operation",
        _measured(
            2,
            (
                "append",
                annotated_operation.AnnotatedOperation(gates.XGate(), annotated_operation.ControlModifier(1)),
                [0, 1],
            ),
        ),
        code=1517,
    )

    own = Gate("my_gate", 1, [])
    own.definition = QuantumCircuit(1)
    own.definition.x(0)
    yield case("a gate of one's own", _measured(2, ("append", own, [0])), code=1517)
    yield case(
        "a gate without a definition", _measured(2, ("append", Gate("oracle", 2, [0.3]), [0, 1])), code=1517
    )
    yield case(
        "an instruction of one's own", _measured(2, ("append", Instruction("ask", 1, 0, []), [0])), code=1517
    )
    part = QuantumCircuit(1)
    part.x(0)
    # With the name of an instruction of Qiskit's. The device's own gate of that name runs, if it has as many angles.
    for name, code in (
        ("x", ()),
        ("rz", 1517),
        ("measure", 1517),
        ("delay", 1517),
        ("if_else", 1517),
        ("box", 1517),
    ):
        part.name = name
        for own_named in (part.to_gate(), part.to_instruction()):
            kind = "a gate" if isinstance(own_named, Gate) else "an instruction"
            circuit = _measured(2, ("append", own_named, [0]))
            yield case(f"{kind} of one's own named {name}", circuit, code=code)
    circuit = _measured(1, ("append", Gate("x", 1, [0.3]), [0]))
    yield case("a gate of one's own named x with an angle", circuit, code=1517)
    for kind in (Gate, Instruction):
        for name in ("reset", "barrier", "for_loop", "gphase"):
            named = kind(name, 1, []) if kind is Gate else kind(name, 1, 0, [])
            title = f"{kind.__name__.lower()} named {name!r}"
            yield case(title, _measured(2, ("append", named, [0])), code=1517)
        further = kind("measure_2", 1, []) if kind is Gate else kind("measure_2", 1, 0, [])
        circuit = _measured(2, ("append", further, [0]))
        yield case(f"{kind.__name__.lower()} named 'measure_2'", circuit, device="ibm_kingston", code=1517)
    for name, angles in (("rz", []), ("id", [0.1])):
        title = f"a gate named {name!r} with {len(angles)} angles"
        yield case(title, _measured(2, ("append", Gate(name, 1, angles), [0])), code=1517)
    block = QuantumCircuit(2, name="block")
    block.x(0)
    block.cz(0, 1)
    yield case("a subcircuit as a gate", _measured(2, ("append", block.to_gate(), [0, 1])), code=1517)
    yield case(
        "a subcircuit as an instruction", _measured(2, ("append", block.to_instruction(), [0, 1])), code=1517
    )

    for unit, length in (("dt", 400), ("ns", 100), ("us", 0.5), ("ms", 0.001), ("s", 1e-6)):
        yield case(f"a delay in {unit}", _measured(2, ("x", 0), ("delay", length, 0, unit)), refused=True)
    yield case("a delay of 0", _measured(2, ("x", 0), ("delay", 0, 0)))
    wait = Parameter("wait")
    yield case(
        "a delay of a parameter",
        _measured(2, ("x", 0), ("delay", wait, 0)),
        values={"wait": [100, 200]},
        compare=False,
        refused=True,
    )
    yield case(
        "a delay of a fraction by a parameter",
        _measured(2, ("x", 0), ("delay", wait, 0)),
        values={"wait": [100.5]},
        code=(1501, 1506),
    )
    yield case(
        "a delay of a parameter in us",
        _measured(2, ("x", 0), ("delay", wait, 0, "us")),
        values={"wait": [1.5]},
        compare=False,
        code=(1501, 1506),
    )
    stretching = QuantumCircuit(2)
    stretching.delay(stretching.add_stretch("s"), 0)
    stretching.measure_all()
    yield case("a stretch", stretching, code=1521)
    declared = _measured(2, ("x", 0))
    declared.add_stretch("s")
    yield case("a stretch that nothing uses", declared, code=1521)

    yield case("rzz in range", _measured(2, ("sx", 0), ("rzz", 0.3, 0, 1), ("sx", 0)))
    yield case(
        "rzz at the ends of its range",
        _measured(2, ("sx", 0), ("rzz", math.pi / 2, 0, 1), ("rzz", 0, 0, 1), ("sx", 0)),
    )
    yield case("rzz of a negative angle", _measured(2, ("rzz", -0.3, 0, 1)), code=1517)
    yield case("rzz of too much", _measured(2, ("rzz", 1.6, 0, 1)), code=1517)
    yield case("rzz of an integer", _measured(2, ("sx", 0), ("rzz", 1, 0, 1), ("sx", 0)))
    angle = Parameter("θ")
    turned = _measured(2, ("sx", 0), ("rzz", angle, 0, 1), ("sx", 0))
    yield case("rzz of a value", turned, values={"θ": [0.1, 0.9]})
    yield case("rzz of a negative value", turned, values={"θ": -0.5}, code=1517)
    yield case("rzz of a value out of range in a sweep", turned, values={"θ": [0.1, 0.2, 2.0]}, code=1517)
    yield case("rzz without its value", turned, code=1501)
    yield case(
        "rzz of an expression that comes into range",
        _measured(2, ("sx", 0), ("rzz", -angle, 0, 1), ("sx", 0)),
        values={"θ": -0.5},
    )
    yield case(
        "rzz of an expression that leaves its range",
        _measured(2, ("rzz", angle - 2, 0, 1)),
        values={"θ": 0.5},
        code=1517,
    )
    yield case(
        "rzz of functions",
        _measured(2, ("sx", 0), ("rzz", angle.sin().abs(), 0, 1), ("sx", 0)),
        values={"θ": [-0.5, 2.0]},
    )
    yield case(
        "rzz of functions that leave its range",
        _measured(2, ("rzz", angle.exp(), 0, 1)),
        values={"θ": [0.1, 1.0]},
        code=1517,
    )
    yield case(
        "rzz of powers",
        _measured(2, ("sx", 0), ("rzz", angle**2 / 2, 0, 1), ("sx", 0)),
        values={"θ": [-1.0, 1.5]},
    )
    yield case(
        "rzz of an expression without its parameter",
        _measured(2, ("sx", 0), ("rzz", angle - angle + 0.5, 0, 1), ("sx", 0)),
        compare=False,
        values={"θ": 0.3},
    )

    twirling = {"twirling": {"enable_gates": True}}
    yield case("twirling", _measured(2, ("sx", 0), ("cz", 0, 1)), options=twirling)
    yield case("twirling with rx", _measured(2, ("rx", 0.3, 0)), options=twirling, code=1519)
    yield case("twirling with rzz", _measured(2, ("rzz", 0.3, 0, 1)), options=twirling, code=1519)
    yield case("too many shots", _measured(1, ("x", 0)), shots=10_000_001, code=1520)
    yield case(
        "more executions than a job may have",
        _measured(1, ("rx", angle, 0)),
        values={"θ": [0.1, 0.2]},
        shots=6_000_000,
        code=1520,
    )
    yield case("one shot", _measured(1, ("x", 0)), shots=1)


def parameters() -> Iterator[Case]:
    """Parameter values for circuits."""
    a, b = Parameter("a"), Parameter("b")
    two = _measured(2, ("rx", b, 0), ("rx", a, 1))
    yield case("values by name", two, values={"a": 0.4, "b": 2.0})
    yield case("values by parameter", two, values={a: 0.4, b: 2.0})
    yield case("values by position, which is by name", two, values=[0.4, 2.0])
    yield case("values as an array", two, values=np.array([[0.4, 2.0], [1.0, 0.2]]))
    yield case("values over a grid", two, values={"a": [[0.4], [1.0]], "b": [[0.1, 1.5, 2.0]]})
    yield case("values for both names at once", two, values={("a", "b"): [[0.4, 2.0], [1.0, 0.2]]})
    yield case("too many values", two, values=[0.1, 0.2, 0.3], code=1501)
    yield case("too few values", two, values=[0.1], code=1501)
    yield case("no values", two, code=1501)
    yield case("a value under another name", two, values={"a": 0.1, "z": 0.1}, code=1501)
    yield case("values that do not broadcast", two, values={"a": [0.1, 0.2], "b": [0.1, 0.2, 0.3]}, code=1501)
    yield case("values for a circuit without parameters", _measured(1, ("x", 0)), values=[0.1], code=1501)
    yield case("a value that is not a number", two, values={"a": math.nan, "b": 0.1}, code=1501)
    yield case("a value without end", two, values={"a": math.inf, "b": 0.1}, code=1501)
    vector = ParameterVector("v", 12)
    yield case(
        "a vector of twelve, in the order of its indices",
        _measured(4, *(("rx", vector[n], n % 4) for n in range(12))),
        values=np.linspace(0.1, 2.3, 12),
    )
    yield case(
        "a vector by its name",
        _measured(2, *(("rx", vector[n], n % 2) for n in range(12))),
        values={vector: np.linspace(0.1, 2.3, 12)},
    )
    yield case(
        "an expression", _measured(2, ("rx", 2 * a + b / 3 - math.pi / 4, 0)), values={"a": 0.3, "b": 0.6}
    )
    yield case(
        "an expression of functions",
        _measured(2, ("rx", a.sin() + b.cos() * a.exp() - (b + 2).log(), 0)),
        values={"a": [0.3, 0.9], "b": [0.6, -0.4]},
    )
    yield case("a parameter in the global phase", _phased(a), values={"a": 0.3})
    ansatz = native(real_amplitudes(3, reps=1))
    ansatz.measure_all()
    yield case("an ansatz with a sweep", ansatz, values=np.linspace(0.1, 2.0, 12).reshape(2, 6))


def _phased(parameter: Parameter) -> QuantumCircuit:
    circuit = _measured(1, ("rx", parameter, 0))
    circuit.global_phase = parameter
    return circuit


def dynamic() -> Iterator[Case]:  # noqa: PLR0915
    """Conditions, loops and variables."""

    def started() -> QuantumCircuit:
        circuit = QuantumCircuit(
            QuantumRegister(3, "q"), ClassicalRegister(2, "c"), ClassicalRegister(1, "out")
        )
        circuit.sx(0)
        circuit.x(1)
        circuit.measure([0, 1], [0, 1])
        return circuit

    def ended(circuit: QuantumCircuit) -> QuantumCircuit:
        circuit.measure(2, 2)
        return circuit

    circuit = started()
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.x(2)
    yield case("if of a bit", ended(circuit))
    yield case("if of a bit, estimated", circuit, program="estimator", observables="ZZZ", code=1522)

    circuit = started()
    with circuit.if_test((circuit.cregs[0], 3)):
        circuit.x(2)
    yield case("if of a register", ended(circuit))

    circuit = started()
    with circuit.if_test((circuit.clbits[0], 0)) as otherwise:
        circuit.x(2)
    with otherwise:
        circuit.sx(2)
        circuit.rx(0.4, 2)
    yield case("if with else and fractional gates", ended(circuit))

    circuit = started()
    with circuit.if_test(expr.bit_and(circuit.clbits[0], circuit.clbits[1])):
        circuit.x(2)
    yield case("if of an expression", ended(circuit))

    circuit = started()
    with circuit.if_test(expr.less(circuit.cregs[0], 3)):
        circuit.x(2)
    yield case("if of a comparison", ended(circuit))

    circuit = started()
    with circuit.if_test(expr.bit_not(circuit.clbits[0])):
        circuit.x(2)
    yield case("if of a negation", ended(circuit))

    circuit = started()
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.measure(2, 2)
    yield case("if with a measurement inside", circuit)

    circuit = started()
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.reset(1)
        circuit.delay(100, 2)
        circuit.barrier()
        circuit.x(2)
    yield case("if with a reset, a delay and a barrier inside", ended(circuit))

    circuit = started()
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.h(2)
    yield case("if with a textbook gate", ended(circuit), code=1517)

    circuit = started()
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.cz(0, 2)
    yield case("if with a pair that is not coupled", ended(circuit), code=1517)

    circuit = started()
    with circuit.if_test((circuit.clbits[0], 1)), circuit.if_test((circuit.clbits[1], 1)):
        circuit.x(2)
    yield case("if within if", ended(circuit), code=1521)

    circuit = started()
    with circuit.if_test((circuit.clbits[0], 1)), circuit.if_test((circuit.clbits[1], 1)):
        circuit.delay(100, 2)
    yield case("a delay within if within if", ended(circuit), code=1521)

    circuit = started()
    with circuit.for_loop(range(3)):
        circuit.x(2)
    yield case("for", ended(circuit), code=1521)

    circuit = started()
    step = Parameter("step")
    with circuit.for_loop(range(3), step):
        circuit.rx(step * 0.3, 2)
    yield case("for with its index", ended(circuit), code=1521)

    circuit = started()
    with circuit.while_loop((circuit.clbits[0], 1)):
        circuit.x(0)
        circuit.measure(0, 0)
    yield case("while", ended(circuit), code=1521)

    circuit = started()
    with circuit.switch(circuit.cregs[0]) as which:
        with which(0):
            circuit.x(2)
        with which(which.DEFAULT):
            circuit.sx(2)
    yield case("switch", ended(circuit), code=1521)

    circuit = started()
    with circuit.for_loop(range(3)):
        circuit.x(2)
        circuit.break_loop()
    yield case("for with break", ended(circuit), code=1521)

    circuit = started()
    with circuit.box():
        circuit.x(2)
    yield case("box", ended(circuit), code=1521)

    circuit = started()
    with circuit.box(duration=100, unit="ns"):
        circuit.x(2)
    yield case("box with a duration", ended(circuit), code=1521)

    circuit = started()
    flag = circuit.add_var("flag", expr.lift(True))
    with circuit.if_test(flag):
        circuit.x(2)
    yield case("a variable of Bool", ended(circuit), code=1521)

    circuit = started()
    flag = circuit.add_var("flag", expr.lift(False))
    circuit.store(flag, expr.bit_or(circuit.clbits[0], circuit.clbits[1]))
    with circuit.if_test(flag):
        circuit.x(2)
    yield case("a variable of Bool, stored", ended(circuit), code=1521)

    circuit = started()
    circuit.store(circuit.clbits[2], expr.lift(True))
    yield case("a bit, stored", ended(circuit))

    circuit = started()
    circuit.add_var("count", expr.lift(3, types.Uint(8)))
    yield case("a variable of Uint", ended(circuit), code=1521)

    circuit = started()
    circuit.add_var("share", expr.lift(0.5, types.Float()))
    yield case("a variable of Float", ended(circuit), code=1521)

    circuit = QuantumCircuit(3, 3, inputs=[expr.Var.new("given", types.Bool())])
    circuit.measure(0, 0)
    yield case("an input variable", circuit, code=(1501, 1521))

    circuit = started()
    circuit.add_uninitialized_var(expr.Var.new("later", types.Bool()))
    yield case("a variable of Bool that nothing sets", ended(circuit), code=1521)

    circuit = QuantumCircuit(2, 2)
    circuit.sx(0)
    circuit.measure(0, 0)
    circuit.sx(0)
    circuit.cz(0, 1)
    circuit.sx(0)
    circuit.measure(0, 1)
    yield case("a measurement in the middle", circuit)
    yield case(
        "a measurement in the middle, estimated", circuit, program="estimator", observables="ZZ", code=1522
    )


def estimated() -> Iterator[Case]:
    """Circuits and observables."""
    circuit = QuantumCircuit(3)
    circuit.rx(0.4, 0)
    circuit.rx(1.2, 1)
    circuit.sx(2)
    circuit.cz(1, 2)
    circuit.rz(0.3, 2)

    def of(name: str, observables: Any, **given: Any) -> Case:
        return case(
            name, given.pop("circuit", circuit), program="estimator", observables=observables, **given
        )

    yield of("a Pauli", "XIZ")
    yield of("a Pauli of the first qubit", "IIZ")
    yield of("a Pauli of the last qubit", "YII")
    yield of("several Paulis", ["ZZI", "IYX", "XII"])
    yield of("an operator", SparsePauliOp(["ZZI", "IXY"], [0.5, -1.5]))
    yield of("an operator with a constant", SparsePauliOp(["III", "IIZ"], [2.0, 0.5]))
    yield of("an operator by indices", SparsePauliOp.from_sparse_list([("ZX", [0, 2], 1.5)], 3))
    yield of("a list of operators", [SparsePauliOp("ZII"), SparsePauliOp(["IIX", "IZI"], [1, 2])])
    yield of("a grid of observables", [["ZII", "IZI"], ["IIZ", "XYZ"]])
    yield of("a Pauli that is too short", "ZZ", code=1501)
    yield of("a Pauli that is too long", "ZZZZ", code=1501)
    yield of("an operator that is too short", SparsePauliOp("ZZ"), code=1501)
    yield of("an operator that is not Hermitian", SparsePauliOp("ZZI", 1j), code=1501)
    yield of("a letter that is none", "ZZA", code=1501)
    measured = circuit.copy()
    measured.measure_all()
    yield of("a circuit that measures at its end", "ZXI", circuit=measured)
    partly = QuantumCircuit(3, 1)
    partly.compose(circuit, inplace=True)
    partly.measure(1, 0)
    yield of("a circuit that measures one qubit at its end", "ZXI", circuit=partly)
    a = Parameter("a")
    swept = QuantumCircuit(2)
    swept.rx(a, 0)
    swept.cz(0, 1)
    yield of("a sweep", "IZ", circuit=swept, values={"a": [0.1, 1.0, 2.0]})
    yield of("a sweep over observables", [["IZ"], ["IY"]], circuit=swept, values={"a": [0.1, 1.0, 2.0]})
    yield of("a sweep without values", "IZ", circuit=swept, code=1501)
    turned = QuantumCircuit(2)
    turned.sx(0)
    turned.rzz(a, 0, 1)
    yield of("value of rzz of a value", "IX", circuit=turned, values={"a": [0.1, 1.0]})
    yield of("value of rzz of a negative value", "IX", circuit=turned, values={"a": [0.1, -1.0]}, code=1517)
    yield of("fractional gates at level 2", "ZZI", level=2, code=1519)
    yield of("fractional gates at level 0", "ZZI", level=0)
    cost = SparsePauliOp(["ZZI", "IZZ", "ZII"], [1, 0.5, -0.7])
    ansatz = native(qaoa_ansatz(cost, reps=1).decompose(reps=3))
    yield of("an ansatz of QAOA", cost.apply_layout(ansatz.layout), circuit=ansatz, values=[0.3, 0.8])


def several() -> Iterator[Case]:
    """Jobs with more than one PUB."""
    good, other = _measured(2, ("x", 0)), _measured(3, ("sx", 1))
    bad, text = (
        _measured(2, ("h", 0)),
        'OPENQASM 3.0; include "stdgates.inc"; qubit q; bit[1] c; x q; c[0] = measure q;',
    )
    yield Case("two circuits", (Pub(good), Pub(other, shots=500)))
    yield Case("a circuit and a text", (Pub(good), Pub(text)))
    yield Case("a good and a bad circuit", (Pub(good), Pub(bad)), (1517,))
    yield Case("a bad text after a bad circuit", (Pub(bad), Pub("x q;")), (1517,))
    yield Case("a bad circuit after a bad text", (Pub("OPENQASM 3.0; x"), Pub(bad)), (1603,))
    yield Case("one that returns nothing after a good one", (Pub(good), Pub(QuantumCircuit(1, 1))), (1501,))


def cases() -> Iterator[Case]:
    """Return all cases."""
    for name, circuit in textbook():
        yield case(f"QuantumCircuit: {name}", circuit)
    for group in (standard, shapes, instructions, parameters, dynamic, estimated, several):
        for made in group():
            yield replace(made, name=f"QuantumCircuit: {made.name}")
