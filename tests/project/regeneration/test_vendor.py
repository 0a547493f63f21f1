"""`vendor` and `status`: vendoring a document completely or not at all, and knowing when it expires."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import importlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support.next_version import dated

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

URL = "https://service.invalid/openapi.json"
SMALL = {"openapi": "3.0.3", "info": {"title": "Small", "version": "1.0.0"}, "paths": {}}


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def with_row(regenerate: ModuleType, workspace: Path, api_version: str) -> tuple[Any, str]:
    """Return what versions.toml would say with a small document as that of a version, and the document's text."""
    versions = regenerate.read_versions(workspace / "openapi")
    today = dt.date(2026, 9, 2)
    updated: tuple[Any, str] = regenerate.with_document(versions, SMALL, api_version, today, pin=True)
    return updated


@pytest.fixture
def serve(regenerate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a function answer every request that scripts/regenerate.py sends."""
    fetching = importlib.import_module("regeneration.fetching")

    def use(handle: Callable[[httpx.Request], httpx.Response]) -> None:
        client = functools.partial(httpx.Client, transport=httpx.MockTransport(handle))
        monkeypatch.setattr(fetching.httpx, "Client", client)

    return use


@pytest.fixture
def newer(vendored: dict[str, Any], tmp_path: Path) -> Path:
    """A file with a document that is not vendored."""
    document = dated(vendored, "2026-09-01")
    document["info"]["version"] = "0.60.0"
    document["components"]["schemas"]["SessionState"]["enum"].append("pending_closed")
    path = tmp_path / "newer.json"
    path.write_text(json.dumps(document))
    return path


def test_vendoring_the_same_document_changes_nothing(
    regenerate: ModuleType, workspace: Path, vendored: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    source = workspace / "same.json"
    source.write_text(json.dumps(dict(reversed(vendored.items()))))
    before = tree(workspace / "openapi")
    assert regenerate.main(["vendor", str(source), "--api-version", "2026-04-15"]) == 0
    assert tree(workspace / "openapi") == before
    assert "0 changes" in capsys.readouterr().out


def test_a_new_version_gets_a_document_and_a_row(
    regenerate: ModuleType, workspace: Path, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(workspace / "openapi")
    assert regenerate.main(["vendor", str(newer), "--api-version", "2026-09-01"]) == 0
    assert ", 0 break callers" in capsys.readouterr().out
    after = tree(workspace / "openapi")
    assert {name for name in after if after[name] != before.get(name)} == {
        "qiskit-runtime-2026-09-01.yaml",
        "versions.toml",
    }
    versions = regenerate.read_versions(workspace / "openapi")
    entry = versions.get("2026-09-01")
    assert versions.pinned == "2026-04-15"
    assert entry.info_version == "0.60.0"
    assert entry.sha256 == hashlib.sha256(after["qiskit-runtime-2026-09-01.yaml"]).hexdigest()
    patched, idle = regenerate.prepared(versions, "2026-09-01")
    assert idle == []
    assert regenerate._check_version(versions, "2026-09-01", patched, set()) == []


def test_pinning_makes_the_next_generation_use_it(
    regenerate: ModuleType, client_of_its_own: Path, newer: Path
) -> None:
    assert regenerate.main(["vendor", str(newer), "--api-version", "2026-09-01", "--pin"]) == 0
    assert regenerate.main(["generate"]) == 0
    assert 'API_VERSION: Final = "2026-09-01"' in (client_of_its_own / "_version.py").read_text()
    assert "PENDING_CLOSED" in (client_of_its_own / "models" / "session_state.py").read_text()


def test_vendor_force_keeps_all_text_of_a_document(
    regenerate: ModuleType, workspace: Path, newer: Path
) -> None:
    document = json.loads(newer.read_text())
    document["info"]["description"] = (
        "Of API version 2026-10-01.\n\n  indented \u2028 and \x85 odd\ttext  \n# not a comment\n---\n"
    )
    document["paths"]["/v1/jobs"]["get"]["x-note"] = {"b": "kept", "a": ["as", "it", "is"]}
    newer.write_text(json.dumps(document))
    command = ["vendor", str(newer), "--api-version", "2026-09-01"]
    assert regenerate.main(command) == 1
    assert regenerate.main([*command, "--force"]) == 0
    assert regenerate.read_document(workspace / "openapi" / "qiskit-runtime-2026-09-01.yaml") == document


STEPS = ["write", "fsync", "first replace", "second replace"]


@pytest.fixture
def interrupt(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the next storing be interrupted at a step."""
    replace = Path.replace

    def interrupted(*args: Any, **kwargs: Any) -> Any:
        raise KeyboardInterrupt

    def at(step: str) -> None:
        replaced: list[Path] = []

        def count(self: Path, target: Path) -> Path:
            replaced.append(target)
            if len(replaced) == {"first replace": 1, "second replace": 2}.get(step):
                raise KeyboardInterrupt
            return replace(self, target)

        monkeypatch.setattr(Path, "replace", count)
        if step == "write":
            monkeypatch.setattr(os, "fdopen", interrupted)
        if step == "fsync":
            monkeypatch.setattr(os, "fsync", interrupted)

    return at


def test_an_interrupted_vendor_changes_nothing(
    regenerate: ModuleType, workspace: Path, newer: Path, interrupt: Callable[[str], None]
) -> None:
    before = tree(workspace)
    interrupt("second replace")
    with pytest.raises(KeyboardInterrupt):
        regenerate.main(["vendor", str(newer), "--api-version", "2026-09-01", "--pin"])
    assert tree(workspace) == before


@pytest.mark.parametrize("api_version", ["2026-04-15", "2026-09-01"])
@pytest.mark.parametrize("step", STEPS)
def test_an_interrupted_write_changes_nothing(
    regenerate: ModuleType, workspace: Path, interrupt: Callable[[str], None], step: str, api_version: str
) -> None:
    before = tree(workspace)
    updated, text = with_row(regenerate, workspace, api_version)
    interrupt(step)
    with pytest.raises(KeyboardInterrupt):
        regenerate.store(updated, api_version, text)
    assert tree(workspace) == before


def test_an_invalid_document_is_not_vendored(
    regenerate: ModuleType, workspace: Path, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(newer.read_text())
    document["paths"]["/v1/jobs"]["get"]["responses"] = {"200": {}}
    newer.write_text(json.dumps(document))
    before = tree(workspace)
    assert regenerate.main(["vendor", str(newer), "--api-version", "2026-09-01"]) == 1
    assert "not valid" in capsys.readouterr().err
    assert tree(workspace) == before


@pytest.mark.parametrize(
    "api_version", ["tomorrow", "2026-13-01", "../../2026-04-15", "2026-04-15/x", "20260415"]
)
def test_an_invalid_version_date_is_refused(
    regenerate: ModuleType, workspace: Path, newer: Path, api_version: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert regenerate.main(["vendor", str(newer), "--api-version", api_version]) == 1
    assert "is not a valid date such as 2026-04-15" in capsys.readouterr().err


def test_a_document_is_fetched_by_https_through_redirects(regenerate: ModuleType, serve: Any) -> None:
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        assert request.headers["User-Agent"]
        if request.url.path == "/openapi.json":
            return httpx.Response(302, headers={"Location": "/v2/openapi.json"})
        return httpx.Response(200, json=SMALL)

    serve(handle)
    assert json.loads(regenerate.fetch(URL)) == SMALL
    assert seen == [URL, "https://service.invalid/v2/openapi.json"]


@pytest.mark.parametrize(
    ("url", "answer", "why"),
    [
        ("http://service.invalid/openapi.json", httpx.Response(200), "only https URLs are fetched"),
        ("file:///etc/passwd", httpx.Response(200), "only https URLs are fetched"),
        (
            URL,
            httpx.Response(302, headers={"Location": "http://service.invalid/x"}),
            "only https URLs are fetched",
        ),
        ("http://127.0.0.1.service.invalid/x", httpx.Response(200), "only https URLs are fetched"),
        ("https:///openapi.json", httpx.Response(200), "the URL has no host"),
        (
            URL,
            httpx.Response(302, headers={"Location": "https://localhost/x"}),
            "must not lead to this machine",
        ),
        (
            URL,
            httpx.Response(302, headers={"Location": "http://127.0.0.1/x"}),
            "must not lead to this machine",
        ),
        (
            "https://localhost/x",
            httpx.Response(302, headers={"Location": "http://localhost/y"}),
            "must not lead from https to http",
        ),
        (URL, httpx.Response(302, headers={"Location": URL}), "more than 3 redirects"),
        (URL, httpx.Response(404), "answered 404"),
        (URL, httpx.Response(200, html="<!doctype html><p>Sign in</p>"), URL),
        (URL, httpx.Response(200, content=b" " * (16 * 1024 * 1024 + 1)), "more than 16777216 bytes"),
    ],
)
def test_vendor_refuses_what_is_not_a_document_over_https(
    regenerate: ModuleType,
    workspace: Path,
    serve: Any,
    *,
    capsys: pytest.CaptureFixture[str],
    url: str,
    answer: httpx.Response,
    why: str,
) -> None:
    serve(lambda request: answer)
    before = tree(workspace)
    assert regenerate.main(["vendor", url, "--api-version", "2026-09-01"]) == 1
    assert why in capsys.readouterr().err
    assert tree(workspace) == before


def test_a_failed_connection_is_reported_with_its_address(
    regenerate: ModuleType, workspace: Path, serve: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    serve(fail)
    assert regenerate.main(["vendor", URL, "--api-version", "2026-09-01"]) == 1
    assert capsys.readouterr().err == f"regenerate.py: {URL}: no route\n"


def test_status_shows_the_days_until_sunset(regenerate: ModuleType, workspace: Path) -> None:
    versions = regenerate.read_versions(workspace / "openapi")
    assert regenerate.status_lines(versions, dt.date(2026, 12, 1)) == [
        "2025-05-01  vendored  deprecated  sunset 2027-01-01 (in 31 days)",
        "2026-04-15  pinned  live",
    ]
    assert "(9 days ago)" in regenerate.status_lines(versions, dt.date(2027, 1, 10))[0]


def test_status_reports_a_vendored_version_whose_sunset_the_facade_does_not_state(
    regenerate: ModuleType, workspace: Path
) -> None:
    updated, text = with_row(regenerate, workspace, "2026-09-01")
    regenerate.store(updated.pinning("2026-04-15"), "2026-09-01", text)
    lines = regenerate.status_lines(regenerate.read_versions(workspace / "openapi"), dt.date(2026, 12, 1))
    assert lines[-1] == "2026-09-01  vendored  not in RELEASES of qrt_facade/_service/versions.py"


def test_status_prints_without_the_network(
    regenerate: ModuleType, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert regenerate.main(["status"]) == 0
    assert "2026-04-15  pinned" in capsys.readouterr().out
