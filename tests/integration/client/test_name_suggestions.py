"""Suggestions for the names of unknown backends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.circuits import BELL

from qrt_facade import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade import RuntimeClient
    from qrt_facade.emulator import Emulator

HINT = r"This instance has no backend 'ibm_fess'; available: ibm_fez, ibmq_manila\. Did you mean 'ibm_fez'\?"

PLACES: dict[str, Callable[[RuntimeClient], object]] = {
    "sampler": lambda client: client.sampler.submit(BELL, backend="ibm_fess"),
    "estimator": lambda client: client.estimator.submit(
        ("OPENQASM 3.0; qubit[1] q;", "Z"), backend="ibm_fess"
    ),
    "series": lambda client: client.jobs.submit_many("sampler", [{"pubs": []}], backend="ibm_fess"),
    "check": lambda client: client.sampler.submit(BELL, backend="ibm_fess", check=True),
    "session": lambda client: client.sessions.create(backend="ibm_fess", mode="batch"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_mistyped_backend_suggests_the_closest_name(
    client: RuntimeClient, emulator: Emulator, place: str
) -> None:
    client.usage()  # fetches a token
    before = emulator.request_count
    with pytest.raises(Exception, match=HINT):
        PLACES[place](client)
    assert emulator.request_count - before == 2


@pytest.mark.parametrize("name", ["ibm_fess", "IBM_FEZ"])
def test_get_suggests_the_closest_backend(client: RuntimeClient, name: str) -> None:
    with pytest.raises(NotFoundError, match=r"ibm_fez, ibmq_manila\. Did you mean 'ibm_fez'\?"):
        client.backends.get(name)


def test_an_error_is_unchanged_if_the_backend_exists_or_cannot_be_listed(
    client: RuntimeClient, emulator: Emulator
) -> None:
    with pytest.raises(NotFoundError, match="samplr") as caught:
        client.jobs.submit("samplr", {"pubs": []}, backend="ibm_fez")
    assert "Did you mean" not in str(caught.value)
    emulator.inject(path="*/backends", status=403)
    try:
        with pytest.raises(NotFoundError, match="ibm_fess not found"):
            client.sampler.submit(BELL, backend="ibm_fess")
    finally:
        emulator.scenario.clear_faults()


def test_white_space_around_names_and_ids_is_stripped(client: RuntimeClient) -> None:
    job = client.sampler.submit(BELL, backend=" ibm_fez\n")
    assert client.jobs.get(f"{job.id}\n").id == job.id


def test_properties_is_none_for_a_null_response(client: RuntimeClient, emulator: Emulator) -> None:
    backend = client.backends.get("ibm_fez")
    emulator.inject(
        path="*/properties", status=200, body="null", headers={"Content-Type": "application/json"}
    )
    try:
        assert backend.properties() is None
    finally:
        emulator.scenario.clear_faults()
