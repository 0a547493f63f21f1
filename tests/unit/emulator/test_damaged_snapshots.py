"""Jobs on devices with damaged reports complete with finite numbers, or fail with a reason, but never with 1500."""

from __future__ import annotations

import copy
import json
import math
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.simulated import outcome_of

from qrt_facade.emulator.domain.devices import Device

if TYPE_CHECKING:
    from pathlib import Path

# Ignore Qiskit's own deprecations.
pytestmark = pytest.mark.filterwarnings("ignore")

HEADER = 'OPENQASM 3.0; include "stdgates.inc"; '
CIRCUIT = HEADER + "x $0; sx $1; delay[300ns] $1; cx $0, $1; rz(1) $1; sx $1; delay[1us] $2; x $3;"
MEASURED = (
    CIRCUIT.replace("; x $0", "; bit[4] c; x $0", 1)
    + "reset $3; "
    + "".join(f"c[{at}] = measure ${at};" for at in range(4))
)

NUMBERS = st.one_of(
    st.sampled_from(
        [None, math.nan, math.inf, -math.inf, 0, -0.0, 1, 2, -1, 1e-320, 1e308, 10**400, "12", True, [], {}]
    ),
    st.floats(),
    st.floats(0, 1),
)
"""Values that may appear where a number is expected."""


@cache
def bodies() -> tuple[Any, Any]:
    device = Device.named("ibm_manila")
    return tuple(
        json.loads(path.read_text(encoding="utf-8"))
        for path in (device.configuration_file, device.properties_file)
    )  # type: ignore[return-value]


QUANTITIES = (
    "T1",
    "T2",
    "readout_error",
    "prob_meas1_prep0",
    "prob_meas0_prep1",
    "readout_length",
    "gate_error",
    "gate_length",
)
SETTINGS = (
    "dt",
    "default_rep_delay",
    "clops_h",
    "rep_delay_range",
    "supported_instructions",
    "processor_type",
)


@st.composite
def damages(draw: st.DrawFn) -> tuple[Any, Any]:
    """Draw a configuration and properties with some damage."""
    configuration, properties = copy.deepcopy(bodies())
    for _ in range(draw(st.integers(1, 8))):
        match draw(st.sampled_from(["setting", "everywhere", "cut off", "entry"])):
            case "setting":
                name = draw(st.sampled_from(SETTINGS))
                configuration[name] = None if name in SETTINGS[-2:] else draw(NUMBERS)
            case "everywhere":
                name, value = draw(st.sampled_from(QUANTITIES)), draw(NUMBERS)
                for entry in (entry for group in reported(properties) for entry in group):
                    entry["value"] = value if entry["name"] == name else entry["value"]
            case "cut off":
                kind = draw(st.sampled_from(["qubits", "gates"]))
                properties[kind] = properties[kind][: draw(st.integers(0, len(properties[kind])))]
            case _:
                damage_entry(draw, properties)
    return configuration, properties


def reported(properties: Any) -> list[list[dict[str, Any]]]:
    return [*properties["qubits"], *(gate["parameters"] for gate in properties["gates"])]


def damage_entry(draw: st.DrawFn, properties: Any) -> None:
    groups = [group for group in reported(properties) if group]
    if not groups:
        return
    group = draw(st.sampled_from(groups))
    entry = group[draw(st.integers(0, len(group) - 1))]
    match draw(st.sampled_from(["value", "unit", "missing", "twice"])):
        case "value":
            entry["value"] = draw(NUMBERS)
        case "unit":
            entry["unit"] = draw(st.sampled_from(["", "s", "parsec", None, 3]))
        case "missing":
            group.remove(entry)
        case _:
            group.append({**entry, "value": draw(NUMBERS)})


def not_json(constant: str) -> Any:
    raise AssertionError(f"{constant} is not JSON")


def run_all(folder: Path, damage: tuple[Any, Any]) -> None:
    """Write the damaged device, and run one job of each kind on it."""
    # Targets are cached by the names of their files.
    device = Device("ibm_manila", folder / f"conf_{id(damage)}.json", folder / f"props_{id(damage)}.json")
    for path, body in zip((device.configuration_file, device.properties_file), damage, strict=True):
        path.write_text(json.dumps(body), encoding="utf-8")
    json.loads(device.properties_json, parse_constant=not_json)
    json.loads(device.configuration_json, parse_constant=not_json)
    json.dumps(device.listing, allow_nan=False)
    jobs: dict[str, dict[str, Any]] = {
        "sampler": {"pubs": [[MEASURED, None, 20]]},
        "estimator": {"pubs": [[CIRCUIT, ["IIIZ", "ZZII", {"XIIY": 2.0, "I0I1": 1.0}], None, 0.25]]},
        "noise-learner": {"circuits": [CIRCUIT]},
    }
    for program, params in jobs.items():
        outcome = outcome_of(program, params, device)
        assert outcome.reason_code != 1500, outcome.body
        assert outcome.status in {"Completed", "Failed", "Cancelled - Ran too long"}
        if outcome.status == "Completed":
            json.loads(outcome.body, parse_constant=not_json)
        assert math.isfinite(outcome.qpu_seconds)


@settings(max_examples=8, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damages())
def test_damaged_snapshots_cause_no_internal_error(tmp_path: Path, damage: tuple[Any, Any]) -> None:
    run_all(tmp_path, damage)


@pytest.mark.long
@settings(max_examples=1500, suppress_health_check=list(HealthCheck))
@given(damages())
def test_many_damaged_snapshots_cause_no_internal_error(tmp_path: Path, damage: tuple[Any, Any]) -> None:
    run_all(tmp_path, damage)
