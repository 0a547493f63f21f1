"""Small documents with huge values, read by one process with 300 MB of memory."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from support.bombs import BODIES, FILES, RESULTS
from support.paths import ROOT
from support.scripted import ScriptedServer, Seen
from support.simulators import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit of memory is Linux's")

HARMLESS = {name for name, bomb in RESULTS.items() if bomb.harmless}
ALL = [*RESULTS, *BODIES, *FILES]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The outcome of each document."""
    folder: Path = tmp_path_factory.mktemp("bombs")
    for number, content in enumerate(FILES.values()):
        (folder / str(number)).write_bytes(content())
    answers = list(BODIES.values())

    def api(request: Seen) -> Any:
        return answers[int(request.path.partition("?")[0].rpartition("-")[2])]()

    with ScriptedServer(api) as server:
        done = subprocess.run(
            [sys.executable, "-m", "support.bombs", server.url, str(folder)],
            cwd=ROOT / "tests",
            env={
                "PYTHONPATH": f"{FOLDER}:{ROOT}:{ROOT / 'generated'}",
                "OPENBLAS_NUM_THREADS": "1",
                "QRT_TESTS_WITHOUT_TRIO": "1",
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    answered: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return answered


def test_there_are_63_documents_and_more() -> None:
    assert len(ALL) == len(set(ALL)) > 63


@pytest.mark.parametrize("name", ALL)
def test_a_document_with_huge_values_raises_or_returns_a_proportionate_value(
    outcomes: dict[str, dict[str, Any]], name: str
) -> None:
    outcome = outcomes[name]
    assert not outcome["error"].startswith("foreign"), outcome
    assert bool(outcome["error"]) is (name not in HARMLESS), outcome
    assert "memory" not in outcome["text"].lower(), "that it did not fit says nothing about the document"
    assert len(outcome["text"]) < 1000
    assert outcome["seconds"] < 30
