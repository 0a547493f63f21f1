"""What `regenerate.py check` and `generate` detect, and that their output is reproducible to the byte."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.long  # scripts/test runs the check itself
def test_check_passes_for_the_project(regenerate: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    status = regenerate.main(["check"])
    assert status == 0, capsys.readouterr().out


def test_check_reports_manual_changes(
    regenerate: ModuleType, workspace: Path, client_of_its_own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = client_of_its_own / "models" / "job_response.py"
    changed.write_text(changed.read_text() + " ")
    (client_of_its_own / "models" / "device.py").unlink()
    (client_of_its_own / "models" / "stray.py").write_text("")
    versions = regenerate.read_versions(workspace / "openapi")
    path = versions.path(versions.pinned)
    path.write_text(f"{path.read_text()}# a remark\n")
    record = workspace / "openapi" / "templates" / "upstream.toml"
    lines = record.read_text().splitlines()
    record.write_text(
        "\n".join(f'"model.py.jinja" = "{"0" * 64}"' if "model.py" in line else line for line in lines)
    )
    assert regenerate.main(["check"]) == 1
    output = capsys.readouterr().out
    assert f"stale: {changed}" in output
    assert f"missing: {client_of_its_own / 'models' / 'device.py'}" in output
    assert f"extra: {client_of_its_own / 'models' / 'stray.py'}" in output
    assert f"{path}: not the document whose sha256" in output
    assert "templates/model.py.jinja: the original has changed" in output


@pytest.mark.long  # runs a generation
def test_check_reports_an_unused_renaming(
    regenerate: ModuleType, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = workspace / "openapi" / "generator.yaml"
    settings.write_text(settings.read_text() + "  NoSuchClass: {class_name: Nothing, module_name: nothing}\n")
    assert regenerate.main(["check"]) == 1
    assert "no class is named NoSuchClass; remove the entry" in capsys.readouterr().out


def test_each_template_states_its_purpose() -> None:
    templates = list((ROOT / "openapi" / "templates").rglob("*.jinja"))
    assert templates
    for path in templates:
        head = path.read_text().split("#}")[0]
        assert head.startswith("{# From ")
        assert re.search(r"Why:\s", head)


@pytest.mark.long  # runs two generations
def test_generation_is_independent_of_locale_time_zone_and_hash_seed(package: Path, tmp_path: Path) -> None:
    output = tmp_path / "again" / "qrt_client"
    surroundings = {
        **os.environ,
        "LC_ALL": "C",
        "TZ": "Pacific/Chatham",
        "PYTHONHASHSEED": "4711",
        "PYTHONUTF8": "0",
    }
    command = [sys.executable, str(ROOT / "scripts" / "regenerate.py"), "generate", "--output", str(output)]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert contents(output) == contents(package)


def test_an_unknown_version_is_refused_with_the_known_ones(
    regenerate: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert regenerate.main(["generate", "--api-version", "1999-01-01"]) == 1
    assert "'1999-01-01' is not vendored; expected one of" in capsys.readouterr().err


def test_a_generator_warning_is_an_error_and_keeps_the_old_client(
    regenerate: ModuleType, corrected: dict[str, Any], client_of_its_own: Path
) -> None:
    before = contents(client_of_its_own)
    thing = {"type": "object", "properties": {"a": {"type": "string"}}}
    document = {
        **corrected,
        "components": {**corrected["components"], "schemas": {"Bad": thing, "bad": thing}},
    }
    with pytest.raises(regenerate.GenerationError):
        regenerate.write_package(document, "2026-04-15", client_of_its_own)
    assert contents(client_of_its_own) == before
