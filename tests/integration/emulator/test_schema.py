"""schemathesis finds no violation: every operation of the document, valid and invalid requests, alone and in chains.

It runs by its command, like its users run it, in its own folder. By default it sends a few valid and invalid requests
per operation (the same in every run); with --long it runs all its phases: requests that cover each value and each limit
of the document, chains of requests, and many random ones.
"""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from integration.emulator.conftest import DEVIATIONS, SPOKEN
from support import contract
from support.emulators import emulator_fixture

from qrt_facade.emulator import DEFAULT_INSTANCE

if TYPE_CHECKING:
    from pathlib import Path

    from qrt_facade.emulator import Emulator

EXAMPLES, SCENARIOS = 3, 1
PHASES = ("fuzzing",)
MANY_EXAMPLES, MANY_SCENARIOS = 150, 1000
CHECKS = "all"

# Its cache would create a folder `.schemathesis`; and the schema does not describe what an operation does.
SETTINGS = """\
continue-on-failure = true
hooks = "hooks.py"
[cache]
enabled = false

[phases.stateful]
max-steps = 10
generation.max-examples = {scenarios}

[[operations]]  # a string that is not a cursor is valid by its schema, but refused
include-operation-id = "list_workloads"
checks.positive_data_acceptance.expected-statuses = ["2xx", "400"]
"""

HOOKS = """\
import schemathesis

@schemathesis.hook
def filter_failure(context, failure, case, response):
    # Measured: a session of an unknown mode is answered with 500 and plain text, which test_sessions.py checks.
    mode = case.body.get("mode") if isinstance(case.body, dict) else None
    unknown = case.operation.label == "POST /v1/sessions" and isinstance(mode, str) and mode not in {"batch", "dedicated"}
    return not (unknown and response.content == b"Internal server error")
"""


# Two devices, whose jobs do not wait.
fresh = emulator_fixture(
    scope="module", backends="ibm_fez,ibmq_manila", queue_seconds=0, run_seconds=0, noise=False, workers=1
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hooks.py").write_text(HOOKS)
    (tmp_path / "document.json").write_text(
        json.dumps(linked(contract.document(DEVIATIONS, api_version=SPOKEN)))
    )
    return tmp_path


def linked(document: dict[str, Any]) -> dict[str, Any]:
    """Add links to the document from creating and listing operations to those on the created and listed objects."""
    for path in ("/v1/jobs", "/v1/sessions"):
        document["paths"][path]["post"]["responses"]["200"]["links"] = {
            operation["operationId"]: {
                "operationId": operation["operationId"],
                "parameters": {"id": "$response.body#/id"},
            }
            for place, item in document["paths"].items()
            if place.startswith(f"{path}/{{id}}")
            for operation in item.values()
            if isinstance(operation, dict)
        }
    names = document["paths"]["/v1/backends"]["get"]["responses"]["200"]
    names["links"] = {
        f"{what}_of_first": {
            "operationId": f"get_backend_{what}",
            "parameters": {"id": "$response.body#/devices/0/name"},
        }
        for what in ("configuration", "defaults", "properties", "status")
    }
    return document


def run(
    emulator: Emulator, folder: Path, examples: int, scenarios: int, *options: str
) -> subprocess.CompletedProcess[str]:
    (folder / "schemathesis.toml").write_text(SETTINGS.format(scenarios=scenarios))
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", "document.json", "--url", f"{emulator.url}/api", "--no-color",
        "--checks", CHECKS, "--report", "junit", "--report-junit-path", "report.xml", "--max-examples", str(examples),
        "-H", f"Authorization: apikey {emulator.api_key}", "-H", f"Service-CRN: {DEFAULT_INSTANCE}",
        "-H", f"IBM-API-Version: {SPOKEN}", "-H", "User-Agent: schemathesis", *options,
    ]  # fmt: skip
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def report(done: subprocess.CompletedProcess[str], folder: Path) -> str:
    """Check that everything was tested and nothing failed; return the summary."""
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]
    document = json.loads((folder / "document.json").read_text())
    operations = sum(
        "operationId" in operation for item in document["paths"].values() for operation in item.values()
    )
    assert f"Selected: {operations}/{operations}" in done.stdout
    assert f"Tested: {operations}" in done.stdout
    suites = ET.parse(folder / "report.xml").getroot()
    assert (suites.get("failures"), suites.get("errors")) == ("0", "0")
    assert not (folder / ".schemathesis").exists()
    return done.stdout.partition("SUMMARY")[2]


def test_schemathesis_finds_no_violation(fresh: Emulator, folder: Path) -> None:
    done = run(fresh, folder, EXAMPLES, SCENARIOS, "--generation-deterministic", "--phases", ",".join(PHASES))
    for phase in PHASES:
        assert f"✅ {phase.title()}" in report(done, folder)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_schemathesis_finds_no_violation_in_many_requests(fresh: Emulator, folder: Path) -> None:
    done = run(fresh, folder, MANY_EXAMPLES, MANY_SCENARIOS, "--generation-database", "none")
    print(report(done, folder))  # noqa: T201  # the numbers are what a long run is for
