"""`regenerate.py symbols`: breaking changes of public names between two trees, by griffe."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType


def tree(folder: Path, client: str, facade: str = "") -> Path:
    for package, code in {"generated/qrt_client": client, "qrt_facade": facade}.items():
        (folder / package).mkdir(parents=True)
        (folder / package / "__init__.py").write_text(code)
    return folder


def test_removed_names_and_newly_required_arguments_are_breaking(
    regenerate: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job = "class Job:\n    status: str = ''\n"
    old = tree(tmp_path / "old", f"{job}    usage: float = 0\n", "def run(shots=1): ...\ndef _own(): ...\n")
    new = tree(tmp_path / "new", job, "def run(shots): ...\ndef stop(): ...\n")
    assert regenerate.main(["symbols", str(old), str(new), "--json"]) == 2
    found = {row["symbol"]: row["kind"] for row in json.loads(capsys.readouterr().out)}
    assert found.keys() == {"qrt_client.Job.usage", "qrt_facade.run"}
    assert "removed" in found["qrt_client.Job.usage"]
    assert "required" in found["qrt_facade.run"]

    assert regenerate.main(["symbols", str(new), str(old)]) == 2
    assert "qrt_facade.stop" in capsys.readouterr().out
    assert regenerate.main(["symbols", str(old), str(old)]) == 0
    assert capsys.readouterr().out == "No public name breaks.\n"


def test_a_tree_without_the_packages_is_an_error(
    regenerate: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert regenerate.main(["symbols", str(tmp_path), str(tmp_path)]) == 1
    assert "none of qrt_client, qrt_facade in common" in capsys.readouterr().err
    assert regenerate.main(["symbols", "no-such-reference", str(tmp_path)]) == 1
    assert "neither a folder nor a git reference" in capsys.readouterr().err


def schemas(document: dict[str, Any]) -> Any:
    return document["components"]["schemas"]


def rename_schema(document: dict[str, Any]) -> None:
    text = json.dumps(document).replace("SessionState", "Phase")
    document.clear()
    document.update(json.loads(text))


MUTATIONS: dict[str, Callable[[Any], object]] = {
    "an operation goes": lambda d: d["paths"].pop("/v1/tags"),
    "an operation gets another name": lambda d: d["paths"]["/v1/jobs/{id}"]["get"].update(
        operationId="fetch"
    ),
    "an operation gets another tag": lambda d: d["paths"]["/v1/jobs/{id}"]["get"].update(tags=["Work"]),
    "a parameter goes": lambda d: d["paths"]["/v1/jobs"]["get"]["parameters"].pop(0),
    "a parameter comes that is required": lambda d: d["paths"]["/v1/tags"]["get"]["parameters"].append(
        {"name": "color", "in": "query", "required": True, "schema": {"type": "string"}}
    ),
    "a field of an answer goes": lambda d: schemas(d)["JobCreateResponse"]["properties"].pop("backend"),
    "a value of an answer goes": lambda d: schemas(d)["SessionState"]["enum"].pop(),
    "a schema gets another name": rename_schema,
    "a schema gets the name that its class has": lambda d: d.update(
        json.loads(json.dumps(d).replace("JobResponseV3", "JobResponse"))
    ),
    "nothing but additions": lambda d: schemas(d)["JobCreateResponse"]["properties"].update(
        warning={"type": "string"}
    ),
}
HARMLESS = {"a schema gets the name that its class has", "nothing but additions"}


@pytest.mark.long
@pytest.mark.parametrize("name", MUTATIONS)
def test_griffes_breaking_changes_match_the_difference_of_the_documents(
    regenerate: ModuleType, vendored: dict[str, Any], package: Path, tmp_path: Path, name: str
) -> None:
    changed = copy.deepcopy(vendored)
    MUTATIONS[name](changed)
    sides = [regenerate.side(document, "2026-04-15") for document in (vendored, changed)]
    regenerate.write_package(sides[1].generated, "2026-04-15", tmp_path / "qrt_client")
    from regeneration.symbols import broken_symbols

    there, back = broken_symbols(package.parent, tmp_path), broken_symbols(tmp_path, package.parent)
    assert bool(there) == (name not in HARMLESS)
    for broken, pair in ((there, sides), (back, sides[::-1])):
        levels = {row.level.name for row in regenerate.judged(*pair, [])}
        assert not broken or levels & {"WARN", "ERR"}, broken
