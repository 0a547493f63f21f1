"""Everything that the facade, the emulator and the cassettes rely on is in the document of the pinned version.

Run this first after pinning a new version: each failure names one thing that must change, and where. Until then,
other tests use the newest version that both the facade and the emulator support.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from qrt_client._version import API_VERSION, OPERATIONS
from support import contract
from support.next_version import NEXT, next_document
from support.paths import CASSETTES
from support.reliance import Reliance, new_values
from support.tour import toured

from qrt_facade._service.versions import RELEASES

if TYPE_CHECKING:
    from support.tour import Exchange

    from qrt_facade.emulator import Emulator

CHANGES = (
    "POST /v1/jobs (create_job): $: 'billing_group' is a required property",
    "GET /v1/jobs/{id} (get_job): query parameter 'exclude_params' is not in 2026-12-15, which has omit_params instead",
    "$.estimated_running_time_seconds: ",
    "'qpu_charge_time_seconds' of UsageV3 is not in 2026-12-15",
)
"""The differences of the plausible next version that the tour meets, in its order."""

PINNED = contract.versions().pinned

each_operation = pytest.mark.parametrize("operation", OPERATIONS)


def say(*differences: str) -> None:
    """Fail with exactly this text, if there is any."""
    if differences:
        pytest.fail("\n".join(differences), pytrace=False)


@cache
def corrected(api_version: str) -> dict[str, Any]:
    return contract.document(api_version=api_version)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The document of the pinned version, from which the installed client is generated; an older one for some tests."""
    return corrected(PINNED)


@pytest.fixture(scope="module")
def exchanges(emulator: Emulator) -> list[Exchange]:
    """The traffic between each client and the emulator on a tour."""
    with pytest.MonkeyPatch.context() as patch:
        # An older client is deprecated, which is not tested here.
        patch.setattr("qrt_facade._service.versions._warned_about", {API_VERSION})
        return [one for world in ("sync", "asyncio") for one in toured(world, emulator.access)]


@pytest.fixture(scope="module")
def reliance(exchanges: list[Exchange], document: dict[str, Any]) -> Reliance:
    """The tour, compared with that document."""
    others = [corrected(name) for name in contract.versions().versions if name != PINNED]
    return Reliance(exchanges, document=document, others=others, api_version=PINNED)


def test_the_facade_is_written_for_the_pinned_version() -> None:
    versions = contract.versions()
    if versions.facade != versions.pinned:
        say(
            f"the facade is written for {versions.facade}, and the client is generated with the names of both. When "
            f"nothing else fails here: scripts/regenerate.py pin {versions.pinned} --facade --generate"
        )


def test_the_pinned_version_is_a_release_that_the_emulator_supports() -> None:
    versions = contract.versions()
    if versions.pinned not in RELEASES:
        say(
            f"the emulator responds to {versions.pinned} in the shapes of {contract.spoken()}. Add the new shapes "
            "(qrt_facade/emulator/http/shapes.py), then add it to RELEASES (qrt_facade/_service/versions.py)"
        )


def test_the_cassettes_use_the_pinned_version() -> None:
    pinned = contract.versions().pinned
    cassettes = list(CASSETTES.glob("*.yaml"))
    asked = {
        cassette: set(re.findall(r"ibm-api-version: '([\d-]+)'", cassette.read_text(encoding="utf-8")))
        for cassette in cassettes
    }
    assert any(asked.values()), "no cassette names a version"
    others = [cassette for cassette in cassettes if asked[cassette] - {pinned}]
    if others:
        spoken = ", ".join(sorted(set().union(*asked.values()) - {pinned}))
        say(f"{len(others)} cassettes use {spoken} and not {pinned}: run scripts/record_cassettes")


def test_the_facade_handles_each_new_enum_value(document: dict[str, Any]) -> None:
    say(*new_values(document, corrected(contract.versions().facade)))


@each_operation
def test_the_facade_reaches_each_operation(
    operation: str, reliance: Reliance, document: dict[str, Any]
) -> None:
    method, path = OPERATIONS[operation]
    retired = path not in document["paths"] or method.lower() not in document["paths"][path]
    if not retired and operation not in reliance.reached:
        say(
            f"{method} {path} ({operation}): no method of the facade calls it; client.raw can. Give it a method, and "
            "call that in tests/support/tour.py"
        )


@each_operation
def test_the_facades_requests_match_the_document(operation: str, reliance: Reliance) -> None:
    say(*reliance.requests.get(operation, []))


@each_operation
def test_the_emulators_responses_match_the_document(operation: str, reliance: Reliance) -> None:
    say(*reliance.answers.get(operation, []))


def test_each_change_of_a_plausible_next_version_is_reported_once(
    exchanges: list[Exchange],
) -> None:
    facade = contract.versions().facade
    document = corrected(facade)
    following = contract.corrected(next_document(contract.published(facade)), NEXT)
    found = Reliance(exchanges, document=following, others=[document], api_version=NEXT)
    messages = [
        words for side in (found.requests, found.answers) for lines in side.values() for words in lines
    ]
    assert [[part for part in CHANGES if part in words] for words in messages] == [[part] for part in CHANGES]
    assert all("qrt_facade/" in words for words in messages)
    assert new_values(following, document) == [
        "JobStatus has the new value 'Paused': handle it in qrt_facade"
    ]
