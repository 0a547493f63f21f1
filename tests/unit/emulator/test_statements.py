"""Parsing statement by statement and the cache of circuits give the same result as parsing the whole program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openqasm3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit import QuantumCircuit

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation import isa, statements
from qrt_facade.emulator.simulation import openqasm3 as reading
from qrt_facade.emulator.simulation.failures import JobFailedError
from qrt_facade.emulator.simulation.loading import load_circuit
from qrt_facade.emulator.simulation.statements import parsed_by_statements
from qrt_facade.emulator.simulation.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = 'OPENQASM 3.0; include "stdgates.inc"; bit[2] c; input float theta;'
BELL = f"{HEADER} rz(0.25) $0; sx $0; sx $1; cz $0, $1; c[0] = measure $0; c[1] = measure $1;"

NUMBERS = st.sampled_from(
    [
        "0.5", "-0.25", "- 1.5e-3", "1", "pi/2", ".5", "1.", "1.0e400", "1_0.5", "-.5", "0.5ms", "theta", "0.5im",
        "+0.5", "--0.5", "0x1", "", "(0.5)", "\u0663.\u0664", "0.50", "1.0E+2", "-0.0", "nan",
    ]
)  # fmt: skip
ANGLES = st.lists(NUMBERS, min_size=1, max_size=2).map(", ".join)
CALLS = st.builds(
    "{}{}({}) {}".format,
    st.sampled_from(["rz", "rx", "cx", "u3", "U", "if", "gphase", "nothing", "while", "float", "ctrl @ rz"]),
    st.sampled_from(["", " ", "\n", "/* ( */"]),
    ANGLES,
    st.sampled_from(["$0", "$1", " $ 0", "$0, $1", "q[0]", "", "$0 $1", "c[0] = measure $0", "$0 // ;\n"]),
)
STATEMENTS = CALLS | st.sampled_from(
    [
        "sx $0", "cz $0, $1", "cz $0, $0", "c[0] = measure $0", "measure $0 -> c[1]", "c = measure $0", "barrier $0",
        "reset $0", "delay[5dt] $0", "bit d", "bit[2] c", "qubit[2] q", "let a = $0", "else sx $1", "end", "",
        "if (c[0]) sx $0", "if (c[0]) { sx $0; }", "if (c[0]) { sx $0; } else { x $0; }", "gate g a { x a; } g $0",
        "OPENQASM 3.0", 'include "stdgates.inc"', "pragma one; sx $0", "#pragma one", "@note\nsx $0", "x\f$0",
        "sx $0 // sx $1; x $1", "sx $0 /* sx $1;", "return", "sx $0\r// x\rsx $1", "const float k = 0.5", "x $0; ;",
    ]
)  # fmt: skip
PROGRAMS = st.builds(
    "{}{}{}".format,
    st.sampled_from(
        [
            HEADER,
            HEADER + "\n",
            "OPENQASM 3;\n",
            "OPENQASM/**/3;",
            "",
            '/* ; */ include "stdgates.inc"; bit c;',
        ]
    ),
    st.lists(STATEMENTS, max_size=5).map("; ".join),
    st.sampled_from([";", ";\n", "", " ", "; // the end", "; é"]),
)


@pytest.fixture(scope="module")
def target() -> Target:
    return Target(Device.named("ibm_fez"))


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    statements._parse_cached.cache_clear()
    isa._cache.clear()


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts passed to the reference parser."""
    given: list[str] = []
    parse: Callable[..., Any] = openqasm3.parse

    def counting(text: str) -> Any:
        given.append(text)
        return parse(text)

    monkeypatch.setattr(openqasm3, "parse", counting)
    return given


def outcome(text: str) -> QuantumCircuit | str:
    try:
        return load_circuit(text)
    except JobFailedError as error:
        return str(error)


@settings(max_examples=25)
@given(text=PROGRAMS)
def test_a_program_yields_the_same_circuit_or_error_as_when_parsed_whole(text: str) -> None:
    by_statements = outcome(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "parsed_by_statements", lambda _: None)
        in_one_piece = outcome(text)
    assert type(by_statements) is type(in_one_piece)
    if isinstance(by_statements, QuantumCircuit) and isinstance(in_one_piece, QuantumCircuit):
        assert list(map(str, by_statements.parameters)) == list(map(str, in_one_piece.parameters))
        if not by_statements.parameters:  # those of two parses are never equal
            assert by_statements == in_one_piece
    else:
        assert by_statements == in_one_piece


@settings(max_examples=25)
@given(text=PROGRAMS)
def test_statements_equal_those_of_the_whole_program(text: str) -> None:
    if (program := parsed_by_statements(text)) is not None:
        assert program.statements == openqasm3.parse(text).statements


def test_numeric_angles_need_no_parsing(parsed: list[str]) -> None:
    for angle in (0.25, 0.5, 0.75):
        parsed.clear()
        circuit = reading.read_openqasm3(BELL.replace("0.25", str(angle)))
        assert circuit.data[0].params == [angle]
    assert not parsed


def test_a_circuit_parsed_for_a_device_is_not_parsed_again(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = isa.load(BELL, target)
    monkeypatch.delattr(isa, "load_circuit")
    first.x(0)  # the cached circuit is not the returned one
    second = isa.load(BELL, target)
    second.x(0)
    assert isa.load(BELL, target).count_ops() == reading.read_openqasm3(BELL).count_ops()


def test_a_circuit_is_checked_for_each_device_and_refused_each_time(target: Target) -> None:
    other = Target(Device.named("ibm_brisbane"))
    isa.load(BELL, target)
    for _ in range(2):
        with pytest.raises(JobFailedError, match="The instruction cz on qubits"):
            isa.load(BELL, other)


def test_the_circuit_cache_is_limited_in_number_and_length(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        isa.load(BELL.replace("0.25", f"0.{number}"), target)
    assert len(isa._cache) == 32
    isa._cache.clear()
    monkeypatch.setattr(isa, "_MAX_CACHED_LENGTH", 5)
    isa.load(BELL, target)
    assert not isa._cache


@pytest.mark.parametrize("source", [None, 1, [BELL], {"__type__": "QuantumCircuit"}, {"__value__": [BELL]}])
def test_input_that_is_not_a_circuit_is_refused_despite_the_cache(source: Any, target: Target) -> None:
    isa.load(BELL, target)
    with pytest.raises(JobFailedError, match="could not be loaded"):
        isa.load(json.loads(json.dumps(source)), target)


def test_text_in_the_qpy_wrapper_is_not_cached_as_openqasm(target: Target) -> None:
    isa.load(BELL, target)
    for kind in ("QuantumCircuit", "OpenQASM"):
        with pytest.raises(JobFailedError, match="could not be loaded"):
            isa.load({"__type__": kind, "__value__": BELL}, target)
