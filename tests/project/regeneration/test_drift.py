"""`drift` and `status --online` compare what the service publishes with the project, and report it by exit status."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from project.regeneration.conftest import of_the_two
from support.paths import ROOT
from support.publisher import (
    COULD_NOT_TELL,
    DRIFTS,
    NEWS,
    Published,
    changed_document,
    deprecated_pin,
    listed,
    new_version,
    published,
    vanished_pin,
)

import qrt_facade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

NOTHING_NEW, FAILED = 0, 1
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(scope="module")
def server() -> Iterator[Published]:
    with published() as served:
        yield served


@pytest.fixture
def service(
    server: Published, pinned: str, vendored: dict[str, Any], copied_openapi: Path, documents: ModuleType
) -> Published:
    """A service that publishes exactly what the project knows."""
    server.agents.clear()
    server.versions, server.document = listed(pinned), documents.copied(vendored)
    return server


@pytest.fixture
def reach(monkeypatch: pytest.MonkeyPatch, regenerate: ModuleType, tmp_path: Path) -> None:
    """Let the facade be one module that calls GET /v1/tags; finding out what all of it calls takes half a second."""
    facade = tmp_path / "facade"
    facade.mkdir()
    shutil.copy(regenerate.FACADE / "_async" / "jobs.py", facade)
    monkeypatch.setattr(regenerate, "FACADE", facade)


@pytest.fixture
def look(
    regenerate: ModuleType,
    service: Published,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    reach: None,
) -> Callable[[], tuple[int, dict[str, Any], str]]:
    """Run `drift` against the service; return its exit status, its JSON, and its report (empty if there is none)."""
    report = tmp_path / "report.md"

    def run() -> tuple[int, dict[str, Any], str]:
        status = regenerate.main(["drift", *service.addresses, "--report", str(report), "--json"])
        found = json.loads(capsys.readouterr().out)
        assert found["exit_code"] == status
        return status, found, report.read_text() if report.exists() else ""

    return run


def kinds(found: dict[str, Any]) -> list[str]:
    return [finding["kind"] for finding in found["findings"]]


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: drift.__name__)
def test_each_drift_is_reported_once(look: Any, service: Published, pinned: str, drift: Any) -> None:
    drift(service, pinned)
    status, found, report = look()
    expected, kind = DRIFTS[drift]
    assert status == expected
    assert kinds(found) == [kind]
    assert report.startswith(f"<!-- qrt-drift {found['fingerprint']} -->\n")
    assert report.count(f"- **{kind.capitalize()}:**") == 1
    assert report.count("\n- **") == 1
    assert ("| ERR | callers, facade | `GET /v1/tags` | `response 200: tags` |" in report) == bool(
        found["changes"]
    )


def test_no_findings_write_no_report_and_delete_an_old_one(
    look: Any, service: Published, tmp_path: Path
) -> None:
    (tmp_path / "report.md").write_text("of last week")
    assert look()[0] == NOTHING_NEW
    assert not (tmp_path / "report.md").exists()
    # The service refuses a request that does not name its client.
    assert {agent.split()[0] for agent in service.agents} == {f"qrt-facade/{qrt_facade.__version__}"}


def test_a_failed_fetch_does_not_hide_other_findings(look: Any, service: Published, pinned: str) -> None:
    service.document = 503
    new_version(service, pinned)
    status, found, report = look()
    assert status == NEWS
    assert kinds(found) == ["new version", "could not be fetched"]
    assert "### What could not be checked" in report
    assert "`answered 503`" in report


def test_nothing_fetched_is_not_reported_as_nothing_new(look: Any, service: Published) -> None:
    service.versions = service.document = 403
    status, found, report = look()
    assert status == COULD_NOT_TELL
    assert kinds(found) == ["could not be fetched", "could not be fetched"]
    assert "### What is new" not in report


def test_an_address_without_a_server_is_reported(
    regenerate: ModuleType, service: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = ["--service", "http://127.0.0.1:9", "--document", f"{service.url}/openapi.json"]
    assert regenerate.main(["drift", *nowhere, "--report", str(tmp_path / "r.md")]) == COULD_NOT_TELL
    assert "could not be fetched: http://127.0.0.1:9/v1/versions" in capsys.readouterr().out


def without_a_description(document: dict[str, Any]) -> None:
    document["paths"]["/v1/tags"]["get"]["responses"]["200"] = {}


def with_a_list_for_components(document: dict[str, Any]) -> None:
    document["components"] = []


def with_a_dangling_reference(document: dict[str, Any]) -> None:
    tags = document["components"]["schemas"]["ListTagsResponse"]["properties"]
    tags["next"] = {"$ref": "#/components/schemas/Nowhere"}


def test_a_truncated_document_is_reported_with_its_place(look: Any, service: Published) -> None:
    service.document = json.dumps(service.document).encode()[:5000]
    status, found, report = look()
    assert status == COULD_NOT_TELL
    assert kinds(found) == ["could not be read"]
    assert "char " in found["findings"][0]["state"]
    assert found["findings"][0]["state"] in report


@pytest.mark.long  # each compares documents for a second
@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (with_a_dangling_reference, "ListTagsResponse/properties/next"),
        (without_a_description, "#/paths/~1v1~1tags/get/responses/200"),
        (with_a_list_for_components, ""),
    ],
)
def test_an_invalid_document_is_reported_with_its_error_and_place(
    look: Any, service: Published, spoil: Any, where: str
) -> None:
    spoil(service.document)
    status, found, report = look()
    assert status == NEWS
    assert kinds(found) == ["document cannot be vendored"]
    assert where in found["findings"][0]["state"]
    assert where in report


@pytest.fixture(scope="module")
def find(regenerate: ModuleType) -> Callable[..., list[str]]:
    """Read a list of versions on 1 December 2026; return the findings as lines of text."""
    versions = of_the_two(regenerate.read_versions(ROOT / "openapi"))
    module = importlib.import_module("regeneration.drift_versions")

    def read(body: Any) -> list[str]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return [str(finding) for finding in module.findings_in_list(versions, data, TODAY)]

    return read


def test_a_matching_list_of_versions_gives_no_finding(find: Any, pinned: str) -> None:
    assert find(listed(pinned)) == []


def test_a_plain_list_of_dates_is_accepted(find: Any, pinned: str) -> None:
    assert find({"versions": [entry["version"] for entry in listed(pinned)["versions"]]}) == []


def test_a_deprecated_version_without_a_sunset_gives_no_finding(find: Any, pinned: str) -> None:
    body = listed(pinned)
    for entry in body["versions"]:
        entry.pop("sunset_date", None)
    assert find(body) == []


def test_a_sunset_of_the_pinned_version_is_reported_with_its_dates(find: Any, pinned: str) -> None:
    assert find(listed(pinned, sunset_date="2028-12-01")) == [
        f"sunset moved: {pinned} (from no end to 2028-12-01), in 731 days; correct RELEASES"
    ]


@pytest.mark.parametrize(
    ("sunset", "soon"),
    [("2027-03-01", True), ("2027-03-02", False), ("2026-11-30", True), ("2027-03-01T00:00:00Z", True)],
)
def test_a_pinned_version_with_a_sunset_within_90_days_is_reported(
    find: Any, pinned: str, sunset: str, soon: bool
) -> None:
    lines = find(listed(pinned, status="deprecated", sunset_date=sunset))
    assert lines[0].startswith(f"pinned version deprecated: {pinned} (deprecated, sunset {sunset[:10]})")
    assert [line.partition(":")[0] for line in lines[1:]] == ["pinned version ends soon"] * soon


def test_a_changed_sunset_or_status_of_any_version_is_reported(find: Any, pinned: str) -> None:
    body = listed(pinned)
    body["versions"][0]["sunset_date"] = "2027-06-01"
    body["versions"][1] = {"version": body["versions"][1]["version"], "status": "live"}
    moved, changed = find(body)
    first, second = (entry["version"] for entry in body["versions"][:2])
    assert moved.startswith(f"sunset moved: {first} (from 2027-01-01 to 2027-06-01), in 182 days")
    assert changed.startswith(f"status changed: {second} (live)")


def test_a_vendored_version_that_is_not_listed_is_reported(
    regenerate: ModuleType, find: Any, pinned: str
) -> None:
    others = sorted(of_the_two(regenerate.read_versions(ROOT / "openapi")).versions.keys() - {pinned})
    found = sorted(line.partition(" (")[0].partition(";")[0] for line in find({"versions": [pinned]}))
    assert found == [f"vendored version not listed: {name}" for name in others]


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("beta", "'beta'"),
        ({"status": "live"}, "an entry without a version"),
        ({"version": "2099-01-01", "status": 7}, "2099-01-01: status '7' is not text"),
        ({"version": "2099-01-01", "sunset_date": "soon"}, "2099-01-01: sunset_date 'soon' is not a date"),
        ({"version": "2024-01-01", "status": "retired"}, "2024-01-01 is listed twice"),
        (None, "an entry without a version"),
    ],
)
def test_an_invalid_entry_does_not_hide_the_others(find: Any, pinned: str, entry: Any, why: str) -> None:
    body = listed(pinned, status="deprecated")
    body["versions"].append(entry)
    lines = find(body)
    assert any(line.startswith("could not be read: GET /v1/versions") and why in line for line in lines)
    assert any(line.startswith(f"pinned version deprecated: {pinned}") for line in lines)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"{}",
        b'{"versions": []}',
        b'{"versions": ["x\\n[evil]"]}',
        b"null",
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_a_response_that_is_not_a_list_of_versions_is_not_nothing_new(find: Any, body: bytes) -> None:
    (line,) = find(body)
    assert line.startswith("could not be read: GET /v1/versions")
    assert "\n" not in line


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        (None, NOTHING_NEW, "the service reports the same versions"),
        (new_version, NEWS, "new version: 2099-01-15 (live); vendor its document"),
        (deprecated_pin, NEWS, "pinned version deprecated"),
        (vanished_pin, NEWS, "pinned version not listed"),
    ],
)
def test_exit_status_of_status_online(
    regenerate: ModuleType,
    service: Published,
    pinned: str,
    capsys: pytest.CaptureFixture[str],
    *,
    change: Any,
    status: int,
    words: str,
) -> None:
    if change:
        change(service, pinned)
    assert regenerate.main(["status", "--online", "--service", service.url]) == status
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("versions", [503, b"<html>"])
def test_status_online_has_its_own_exit_status_when_it_fails(
    regenerate: ModuleType, service: Published, versions: Any
) -> None:
    service.versions = versions
    assert regenerate.main(["status", "--online", "--service", service.url]) == COULD_NOT_TELL


def test_invalid_settings_are_not_reported_as_findings(
    regenerate: ModuleType, service: Published, tmp_path: Path
) -> None:
    arguments = ["drift", *service.addresses, "--report", str(tmp_path / "no" / "folder.md")]
    service.versions = 503
    assert regenerate.main(arguments) == FAILED


EVIL = "@octocat `` <img src=x> | </details>\n```\n# head [x](http://evil.invalid) \u202e #1 -->"


@pytest.fixture(scope="module")
def drift(regenerate: ModuleType) -> ModuleType:
    """scripts/regeneration/drift.py as a module."""
    return importlib.import_module("regeneration.drift")


def drift_of(drift: ModuleType, text: str, count: int) -> Any:
    """A look that found `count` findings, actions and changes, all of which consist of `text`."""
    kinds = importlib.import_module("regeneration.drift_findings").Kind
    row = importlib.import_module("regeneration.report").Row
    level = importlib.import_module("regeneration.levels").Level
    fields = dict.fromkeys(("operation", "where", "was", "now", "note"), text)
    return drift.Drift(
        tuple(drift.Finding(kinds.NEW_VERSION, text, f"{number}{text}") for number in range(count)),
        (row(**fields, level=level.INFO, breaking=False, breaking_for_facade=False, whom=()),) * count,
        (text,) * count,
    )


def test_external_text_is_code_on_one_line_in_the_report(drift: ModuleType) -> None:
    report = importlib.import_module("regeneration.drift_report").report_of(drift_of(drift, EVIL, 1))
    for line in report.splitlines():
        # Text that GitHub would interpret is between fences of four backticks, one more than in the text.
        outside = "".join(line.split("````")[::2])
        assert not set("@[#<\u202e") & set(outside.removeprefix("###").removeprefix("<!--")), line
    row = report.splitlines()[-2]
    assert row.count("|") - row.count("\\|") == 8


@pytest.mark.parametrize("text", ["x", "`" * 5000, "\U0001f600" * 5000, "|" * 5000, EVIL])
def test_a_report_is_smaller_than_githubs_limit(drift: ModuleType, text: str) -> None:
    report = importlib.import_module("regeneration.drift_report").report_of(drift_of(drift, text, 3000))
    assert len(report.encode()) < 61_000
    assert "more" in report


def test_the_fingerprint_does_not_depend_on_the_date(drift: ModuleType) -> None:
    findings = importlib.import_module("regeneration.drift_findings")
    one = drift.Finding(findings.Kind.PINNED_ENDS_SOON, "2026-04-15", "2027-01-01", days=30)
    assert findings.fingerprint([one]) == findings.fingerprint([replace(one, days=23)])
    assert findings.fingerprint([one]) != findings.fingerprint([replace(one, state="2027-02-01")])


def with_another_version_in_its_header(document: dict[str, Any]) -> None:
    schema = {"type": "string", "default": "2099-01-15"}
    parameter = {"name": "IBM-API-Version", "in": "header", "schema": schema}
    document["components"]["parameters"] = {"IBM-API-Version": parameter}


def with_another_version_in_its_description(document: dict[str, Any]) -> None:
    document["info"]["description"] = "API version 2099-01-15."


@pytest.mark.long
@pytest.mark.parametrize(
    "statement", [with_another_version_in_its_header, with_another_version_in_its_description]
)
def test_a_document_that_states_another_version_is_not_applied(
    look: Any, service: Published, statement: Any
) -> None:
    """One statement is enough, whatever the others say."""
    statement(service.document)
    del service.document["components"]["schemas"]["ListTagsResponse"]["properties"]["tags"]
    status, found, report = look()
    assert status == NEWS
    assert kinds(found) == ["document is of another version"]
    assert "2099-01-15" in report


@pytest.mark.long  # runs a generation
def test_a_changed_document_is_applied_with_its_client(
    regenerate: ModuleType, client_of_its_own: Path, service: Published, pinned: str, tmp_path: Path
) -> None:
    changed_document(service, pinned)
    arguments = ["drift", *service.addresses, "--report", str(tmp_path / "report.md")]
    assert regenerate.main([*arguments, "--apply"]) == NEWS
    versions = regenerate.read_versions(regenerate.OPENAPI)
    taken = regenerate.read_document(versions.path(pinned))
    assert "tags" not in taken["components"]["schemas"]["ListTagsResponse"]["properties"]
    assert "    tags" not in (client_of_its_own / "models" / "list_tags_response.py").read_text()
    assert regenerate.main(arguments) == NOTHING_NEW


def with_names_that_collide(document: dict[str, Any]) -> None:
    operation = document["paths"]["/v1/tags"]["get"]
    document["paths"]["/v1/tags_too"] = {"get": operation | {"operationId": operation["operationId"].title()}}


@pytest.mark.long
@pytest.mark.parametrize("spoil", [with_a_dangling_reference, with_names_that_collide])
def test_an_invalid_document_is_not_applied(
    regenerate: ModuleType, workspace: Path, service: Published, tmp_path: Path, spoil: Any
) -> None:
    spoil(service.document)
    before = {path: path.read_bytes() for path in (workspace / "openapi").rglob("*") if path.is_file()}
    report = tmp_path / "report.md"
    assert regenerate.main(["drift", *service.addresses, "--report", str(report), "--apply"]) == NEWS
    assert "Document cannot be vendored" in report.read_text()
    assert {path: path.read_bytes() for path in before} == before
