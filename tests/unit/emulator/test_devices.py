"""Devices from snapshots, including broken and old ones."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from qrt_facade import ConfigurationError
from qrt_facade.emulator.domain.devices import DEFAULT_DEVICES, Device, default_devices, snapshot_files
from qrt_facade.emulator.simulation.target import Target

if TYPE_CHECKING:
    from pathlib import Path


def test_a_device_whose_gates_are_all_broken_is_listed_without_their_errors() -> None:
    metrics = Device.named("ibm_kyoto").listing["performance_metrics"]
    assert set(metrics) == {"readout_error_median"}


def test_a_device_of_one_qubit_is_listed() -> None:
    listing = Device.named("ibm_armonk").listing
    assert (listing["qubits"], set(listing["performance_metrics"])) == (1, {"readout_error_median"})


def test_an_old_device_lists_its_implied_instructions() -> None:
    listed = Device.named("ibm_almaden").configuration["supported_instructions"]
    assert {"u3", "cx", "measure", "reset", "delay"} <= set(listed)


def test_pulses_and_obsolete_gates_are_not_instructions() -> None:
    lima, miami = (Target(Device.named(name)) for name in ("ibm_lima", "ibm_miami"))
    assert {"play", "acquire", "u3"} <= set(Device.named("ibm_lima").configuration["supported_instructions"])
    assert {name for name in ("play", "acquire", "u3", "reset", "cx") if lima.has(name)} == {"reset", "cx"}
    assert not miami.has("reset")


@pytest.mark.parametrize("name", ["ibm_fez", "ibm_fractional"])
def test_fractional_gates_exist_on_the_reported_pairs(name: str) -> None:
    target = Target(Device.named(name))
    assert target.has("rzz")
    assert (target.couples("rzz", (0, 1)), target.couples("rzz", (0, 4))) == (True, False)


@pytest.mark.parametrize("written", ["ibm_fess", "IBM_FEZ", "ibmq_fezz", "fez2"])
def test_an_unknown_device_suggests_only_similar_names(written: str) -> None:
    with pytest.raises(ValueError, match=r"; did you mean .*\bibm_fez\b") as caught:
        Device.named(written)
    assert str(caught.value).count("ibm_") <= 4


def test_an_unknown_device_without_similar_names_lists_the_default_ones() -> None:
    with pytest.raises(ValueError, match=r"there are \d+ snapshots, such as ibm_fez, ") as caught:
        Device.named("wwww")
    assert len(str(caught.value)) < 200


def test_numbers_that_json_cannot_represent_are_served_as_null(tmp_path: Path) -> None:
    device = Device.named("ibm_manila")
    text = device.properties_file.read_text(encoding="utf-8")
    body = json.loads(text)
    body["qubits"][0][0]["value"] = float("nan")
    body["gates"][0]["parameters"][0]["value"] = float("inf")
    path = tmp_path / "props.json"
    path.write_text(json.dumps(body).replace("Infinity", "1e999"), encoding="utf-8")
    damaged = Device("ibm_manila", device.configuration_file, path)
    served = json.loads(damaged.properties_json)
    assert served["qubits"][0][0]["value"] is None
    assert served["gates"][0]["parameters"][0]["value"] is None
    assert b"NaN" not in damaged.properties_json


@pytest.fixture
def older_snapshots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a fake qiskit-ibm-runtime 0.45.1 with the default devices that this version has."""
    backends = tmp_path / "qiskit_ibm_runtime" / "fake_provider" / "backends"
    for name in DEFAULT_DEVICES:
        if name != "ibm_kingston":
            folder = snapshot_files(name)[0].parent
            shutil.copytree(folder, backends / folder.name)
    (tmp_path / "qiskit_ibm_runtime" / "__init__.py").touch()
    metadata = tmp_path / "qiskit_ibm_runtime-0.45.1.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: qiskit-ibm-runtime\nVersion: 0.45.1\n")
    monkeypatch.delitem(sys.modules, "qiskit_ibm_runtime", raising=False)
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("older_snapshots")
def test_default_devices_are_those_with_an_installed_snapshot() -> None:
    assert default_devices() == tuple(name for name in DEFAULT_DEVICES if name != "ibm_kingston")


@pytest.mark.usefixtures("older_snapshots")
def test_a_device_of_a_newer_snapshot_is_refused_with_the_required_version() -> None:
    with pytest.raises(
        ConfigurationError, match=r"it needs qiskit-ibm-runtime 0\.47 or newer; 0\.45\.1 is installed"
    ):
        Device.named("ibm_kingston")


def test_the_installed_snapshots_have_all_default_devices() -> None:
    assert default_devices() == DEFAULT_DEVICES


def test_emulators_of_one_process_read_a_snapshot_once() -> None:
    assert Device.named("ibm_fez") is Device.named("ibm_fez")
    assert Device.named("fake_fez").name == Device.named("ibm_fez").name
