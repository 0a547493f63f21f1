"""Configuration and properties with the names of IBM's client, compared with IBM's classes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from qiskit_ibm_runtime.utils.backend_decoder import properties_from_server_data
from support.snapshots import fakes, snapshot

from qrt_facade.errors import ConfigurationError
from qrt_facade.qiskit import BackendConfiguration, BackendProperties

if TYPE_CHECKING:
    from qiskit_ibm_runtime.models import BackendProperties as IbmProperties


@pytest.fixture(scope="module")
def theirs() -> IbmProperties:
    backend = fakes()["manila"]
    raw = json.loads((Path(backend.dirname) / backend.props_filename).read_text(encoding="utf-8"))
    return properties_from_server_data(raw)


def test_the_configuration_has_ibms_attributes_and_units() -> None:
    raw = snapshot("manila")[0]
    mine, theirs = BackendConfiguration(raw), fakes()["manila"].configuration()
    for name in ("n_qubits", "num_qubits", "max_shots", "simulator", "max_experiments"):
        assert getattr(mine, name) == getattr(theirs, name)
    for name in ("dt", "dtm", "default_rep_delay", "rep_delay_range"):
        assert getattr(mine, name) == pytest.approx(getattr(theirs, name))
    assert mine.coupling_map == raw["coupling_map"]


def test_missing_configuration_keys_raise_attribute_error() -> None:
    assert getattr(BackendConfiguration({"n_qubits": 1}), "max_experiments", 1) == 1


def test_the_properties_match_ibms_class(theirs: IbmProperties) -> None:
    mine = BackendProperties(snapshot("manila")[1])
    for qubit in range(5):
        for name in ("t1", "t2", "frequency", "readout_error", "readout_length"):
            assert getattr(mine, name)(qubit) == pytest.approx(getattr(theirs, name)(qubit))
        assert mine.is_qubit_operational(qubit)
    assert mine.gate_error("cx", [0, 1]) == theirs.gate_error("cx", [0, 1])
    assert mine.gate_length("sx", 2) == pytest.approx(theirs.gate_length("sx", 2))
    assert mine.faulty_qubits() == theirs.faulty_qubits() == []
    assert mine.faulty_gates() == theirs.faulty_gates() == []
    assert mine.last_update_date is not None
    assert [one.name for one in mine.qubits[0]] == [one.name for one in theirs.qubits[0]]


def test_a_missing_reading_error_lists_the_available_readings() -> None:
    mine = BackendProperties(snapshot("manila")[1])
    for asked in (
        lambda: mine.t1(99),
        lambda: mine.gate_error("cz", 0),
        lambda: mine.qubit_property(0, "T3"),
    ):
        with pytest.raises(ConfigurationError):
            asked()
