"""The very large configuration and properties of a backend, displayed in notebooks and terminals."""

from __future__ import annotations

import copy
import pickle
from itertools import pairwise
from typing import Any

import pytest
from qrt_client.models import BackendConfigurationResponse, BackendPropertiesResponse, JobsResponse
from support.html import rows, texts

from qrt_facade._display.html import html_of
from qrt_facade._service.device_answers import DeviceConfiguration, DeviceProperties, shown
from qrt_facade._service.device_tables import configuration_html, properties_html
from qrt_facade.emulator.domain.devices import Device

FEZ = Device.named("ibm_fez")
CONFIGURATION = shown(BackendConfigurationResponse.from_dict(FEZ.configuration), DeviceConfiguration)
PROPERTIES = shown(BackendPropertiesResponse.from_dict(FEZ.properties), DeviceProperties)


def test_a_configuration_is_displayed_as_a_small_table() -> None:
    facts = dict(row for row in rows(html_of(CONFIGURATION)))
    assert texts(html_of(CONFIGURATION))[0] == "Configuration of ibm_fez"
    assert (facts["qubits"], facts["couplings"]) == ("156", "176 pairs of qubits")
    assert facts["basis gates"] == "cz, id, rx, rz, rzz, sx, x"
    assert facts["dt"] == "4 ns"
    assert len(html_of(CONFIGURATION)) < 5_000


def test_properties_are_displayed_as_a_small_table_with_median_best_and_worst() -> None:
    html = html_of(PROPERTIES)
    head, *measured = rows(html)
    assert head == ["", "median", "best", "worst"]
    assert [row[0] for row in measured[:5]] == [
        "T1",
        "T2",
        "readout error",
        "cz error",
        "id, rx, sx, x error",
    ]
    assert measured[0][1:] == ["144.9 µs", "274.4 µs (qubit 2)", "27.15 µs (qubit 87)"]
    assert measured[2][2] == "0.146% (qubit 4)"
    assert "Not operational: cz on 27-28, 31-32" in html
    assert len(html) < 10_000


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"backend_name": None, "qubits": None, "gates": 3, "coupling_map": [[0], "ab", None], "dt": "x"},
        {"qubits": [[], None, [{"name": "T1"}]], "gates": [{}, {"gate": "cz", "qubits": [0, "x"]}]},
    ],
)
def test_malformed_device_data_are_displayed_without_the_malformed_parts(answer: dict[str, Any]) -> None:
    for html in (configuration_html(answer), properties_html(answer)):
        assert "a backend" in texts(html)[0]


@pytest.mark.parametrize("model", [CONFIGURATION, PROPERTIES], ids=["configuration", "properties"])
def test_the_displayed_model_equals_the_generated_model(model: Any) -> None:
    plain = type(model).__mro__[1].from_dict(model.to_dict())
    assert model == plain
    assert plain == model
    assert pickle.loads(pickle.dumps(model)) == copy.deepcopy(model) == model
    plain.backend_name = "other"
    assert model != plain


@pytest.mark.parametrize("model", [CONFIGURATION, PROPERTIES], ids=["configuration", "properties"])
def test_the_repr_of_a_large_model_is_short_and_counts_the_omitted_items(model: Any) -> None:
    written = repr(model)
    assert len(written) < 3_500
    assert "... 153 more]" in written
    assert "UNSET" not in written
    assert len(str(model.to_dict())) > 50_000


def test_the_repr_of_short_lists_is_complete() -> None:
    jobs = [{"id": f"j{number}", "status": "Queued", "backend": "ibm_fez"} for number in range(3)]
    entry = {"state": {"status": "Queued"}, "created": "2026-01-02T03:04:05Z", "program": {"id": "sampler"}}
    listed = JobsResponse.from_dict({"jobs": [{**entry, **job} for job in jobs], "count": 3})
    assert "more]" not in repr(listed)
    places = [repr(listed).index(job["id"]) for job in jobs]
    assert all(first < second for first, second in pairwise(places))
