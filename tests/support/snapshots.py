"""IBM's snapshots of devices: the service's responses about them, and IBM's client's view of them."""

from __future__ import annotations

import json
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from qiskit_ibm_runtime.fake_provider import FakeProviderForBackendV2
from qiskit_ibm_runtime.models import BackendConfiguration, BackendProperties
from qiskit_ibm_runtime.utils.backend_converter import convert_to_target
from qiskit_ibm_runtime.utils.backend_decoder import decode_backend_configuration, properties_from_server_data

FEW = [
    "lima",
    "fractional",
    "burlington",
    "rochester",
    "kyoto",
    "sherbrooke",
    "torino",
    "miami",
    "kingston",
    "boston",
]
"""One of each kind: reset among the basis gates, no dt, broken couplings, all of them broken, Eagle, Heron with rzz,
no reset, measure_2, reset_2."""


@cache
def fakes() -> dict[str, Any]:
    """IBM's fake backends by their names, without `fake_`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # one of them warns that its errors are invented
        return {one.name.removeprefix("fake_"): one for one in FakeProviderForBackendV2().backends()}


@cache
def snapshot(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Configuration and properties of a device, with the fractional gates that IBM's snapshots omit from the basis."""
    backend = fakes()[name]
    configuration, properties = (
        json.loads((Path(backend.dirname) / file).read_text(encoding="utf-8"))
        for file in (backend.conf_filename, backend.props_filename)
    )
    measured = {gate["gate"] for gate in properties["gates"]}
    configuration["basis_gates"] += sorted({"rx", "rzz"} & measured - set(configuration["basis_gates"]))
    return configuration, properties


@cache
def ibm_target(name: str) -> Any:
    """The target that IBM's own client creates from a snapshot."""
    configuration, properties = json.loads(json.dumps(snapshot(name)))
    decode_backend_configuration(configuration)
    decoded = properties_from_server_data(properties, use_fractional_gates=None)
    assert isinstance(decoded, BackendProperties)
    return convert_to_target(BackendConfiguration.from_dict(configuration), decoded)
