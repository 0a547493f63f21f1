"""`pin`, and the dates with which a document states its version."""

from __future__ import annotations

import copy
import importlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from support.next_version import dated

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


OLDER = "2025-05-01"


@pytest.fixture
def folder(copied_openapi: Path) -> Path:
    """A copy of openapi/ to work on; nothing here is generated."""
    return copied_openapi


def versions_text(folder: Path) -> str:
    return (folder / "openapi" / "versions.toml").read_text()


def written(document: dict[str, Any], folder: Path) -> str:
    path = folder / "document.json"
    path.write_text(json.dumps(document))
    return str(path)


def test_pin_moves_the_pin_to_a_vendored_version_and_back(regenerate: ModuleType, folder: Path) -> None:
    before = versions_text(folder)
    pinned = regenerate.read_versions(folder / "openapi").pinned
    assert regenerate.main(["pin", OLDER]) == 0
    moved = regenerate.read_versions(folder / "openapi")
    assert (moved.pinned, moved.facade) == (OLDER, pinned)
    assert f'facade = "{pinned}"' in versions_text(folder)
    assert regenerate.main(["pin", pinned]) == 0
    assert versions_text(folder) == before


def test_pin_prints_the_next_steps(
    regenerate: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert regenerate.main(["pin", OLDER]) == 0
    lines = [line.split("    ")[0].strip() for line in capsys.readouterr().out.splitlines()]
    order = [
        "scripts/regenerate.py generate",
        "pytest tests/contract",
        "scripts/record_cassettes",
        "scripts/test",
    ]
    assert sorted(order, key=lines.index) == order
    assert f"scripts/regenerate.py pin {OLDER} --facade --generate" in lines


def test_pin_facade_ends_the_transition(regenerate: ModuleType, folder: Path) -> None:
    regenerate.main(["pin", OLDER])
    assert regenerate.main(["pin", OLDER, "--facade"]) == 0
    moved = regenerate.read_versions(folder / "openapi")
    assert (moved.pinned, moved.facade) == (OLDER, OLDER)
    assert "facade" not in versions_text(folder)


@pytest.mark.parametrize("api_version", ["2031-01-01", "tomorrow", "../versions"])
def test_pin_refuses_a_version_that_is_not_vendored(
    regenerate: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str], api_version: str
) -> None:
    before = versions_text(folder)
    assert regenerate.main(["pin", api_version]) == 1
    assert (
        f"API version {api_version!r} is not vendored; expected one of 2025-05-01, "
        in capsys.readouterr().err
    )
    assert versions_text(folder) == before


@pytest.mark.parametrize("damage", ["changed", "deleted"])
def test_pin_refuses_a_document_with_another_digest(
    regenerate: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    path = regenerate.read_versions(folder / "openapi").path(OLDER)
    if damage == "deleted":
        path.unlink()
    else:
        path.write_text(path.read_text() + "# changed\n")
    before = versions_text(folder)
    assert regenerate.main(["pin", OLDER]) == 1
    assert f"{path}: not the document whose sha256 is in versions.toml" in capsys.readouterr().err
    assert versions_text(folder) == before


@pytest.mark.parametrize("command", ["generate", "package"])
def test_nothing_is_generated_from_a_document_with_another_digest(
    regenerate: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = regenerate.read_versions(folder / "openapi").path(OLDER)
    path.write_text(path.read_text().replace("title: ", "title: Another "))  # as a killed `vendor` leaves it
    output = folder / "made"
    which = ["--api-version", OLDER] if command == "generate" else [OLDER]
    assert regenerate.main([command, *which, "--output", str(output)]) == 1
    assert f"{path}: not the document whose sha256 is in versions.toml" in capsys.readouterr().err
    assert not output.exists()


def test_a_pin_whose_client_cannot_be_generated_does_not_move(
    regenerate: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    overlay = folder / "openapi" / "overlay.yaml"
    idle = "  - {target: $.info.absent, description: Of no use., remove: true}\n"
    overlay.write_text(overlay.read_text().rstrip() + "\n" + idle)
    before = versions_text(folder)
    assert regenerate.main(["pin", OLDER, "--generate"]) == 1
    assert "overlay actions without effect" in capsys.readouterr().err
    assert versions_text(folder) == before


@pytest.mark.long  # runs a generation
def test_a_pin_whose_client_cannot_be_put_in_place_does_not_move(
    regenerate: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a_file").touch()
    monkeypatch.setattr(regenerate, "GENERATED", folder / "a_file" / "qrt_client")
    before = versions_text(folder)
    assert regenerate.main(["pin", OLDER, "--generate"]) == 1
    assert versions_text(folder) == before


def with_default(document: dict[str, Any]) -> None:
    document["components"]["parameters"]["IBM-API-Version"]["schema"]["default"] = "2026-10-01"


def with_enum(document: dict[str, Any]) -> None:
    schema = {"type": "string", "enum": ["2026-08-01", "2026-10-01"]}
    document["components"]["parameters"]["IBM-API-Version"]["schema"] = schema


def with_own_parameter(document: dict[str, Any]) -> None:
    parameter = {
        "name": "ibm-api-version",
        "in": "header",
        "schema": {"type": "string", "default": "2026-10-01"},
    }
    document["paths"]["/v1/jobs"]["get"]["parameters"].append(parameter)


def with_server(document: dict[str, Any]) -> None:
    document["servers"] = [{"url": "https://quantum.cloud.ibm.com/api/2026-10-01"}]


def with_info_version(document: dict[str, Any]) -> None:
    document["info"]["version"] = "2026-10-01"


def with_words(document: dict[str, Any]) -> None:
    document["info"]["description"] = (
        "What API version `2026-10-01` offers. Before 2024-01-01 there was none."
    )


PLACES = [
    (with_default, "components.parameters.IBM-API-Version says 2026-10-01"),
    (with_enum, "components.parameters.IBM-API-Version says 2026-08-01, 2026-10-01"),
    (with_own_parameter, "GET /v1/jobs: parameter IBM-API-Version says 2026-10-01"),
    (with_server, "servers[0].url says 2026-10-01"),
    (with_info_version, "info.version says 2026-10-01"),
    (with_words, "info.description says 2026-10-01"),
]


@pytest.mark.parametrize(("state", "words"), PLACES, ids=[state.__name__ for state, _ in PLACES])
def test_a_document_that_contradicts_its_version_is_refused(
    vendored: dict[str, Any], state: Any, words: str
) -> None:
    regeneration = importlib.import_module("regeneration.dating")
    document = dated(vendored, "2026-09-01")
    state(document)
    with pytest.raises(ValueError, match="contradicts API version 2026-09-01") as caught:
        regeneration.check_dates(document, "2026-09-01")
    assert words in str(caught.value)
    assert "--force" in str(caught.value)


def test_a_document_that_states_its_version_or_none_is_accepted(
    vendored: dict[str, Any],
) -> None:
    dating = importlib.import_module("regeneration.dating")
    document = copy.deepcopy(vendored)
    document["info"]["description"] = "Replaces what 2024-01-01 had."
    document["components"]["parameters"]["IBM-API-Version"]["schema"] = {"type": "string"}
    assert dating.stated_versions(document) == {}
    dating.check_dates(document, "2026-09-01")
    with_enum(document)
    dating.check_dates(document, "2026-08-01")
    dating.check_dates(document, "2026-10-01")
    assert dating.stated_version(document) is None
    with_server(document)
    assert dating.stated_version(document) == "2026-10-01"


def test_vendor_refuses_a_contradicting_document(
    regenerate: ModuleType, folder: Path, vendored: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    source = written(dated(vendored, "2026-10-01"), folder)
    before = versions_text(folder)
    assert regenerate.main(["vendor", source, "--api-version", "2026-09-01"]) == 1
    assert "info.description says 2026-10-01" in capsys.readouterr().err
    assert versions_text(folder) == before


def test_generate_from_a_file_checks_its_dates(
    regenerate: ModuleType, folder: Path, vendored: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    source = written(dated(vendored, "2026-10-01"), folder)
    output = folder / "out" / "qrt_client"
    command = ["generate", "--from", source, "--api-version", "2026-09-01", "--output", str(output)]
    assert regenerate.main(command) == 1
    assert "contradicts API version 2026-09-01" in capsys.readouterr().err
    assert not output.exists()
