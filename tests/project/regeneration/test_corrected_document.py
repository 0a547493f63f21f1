"""The corrected document that is published for generators of other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    import pytest


def test_publish_writes_a_valid_document_with_its_origin(
    regenerate: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pinned = regenerate.read_versions(regenerate.OPENAPI).pinned
    assert regenerate.main(["publish", "--output", str(tmp_path / "new")]) == 0
    path = tmp_path / "new" / f"qiskit-runtime-{pinned}.corrected.yaml"
    assert capsys.readouterr().out.split() == [str(path)]
    document = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert document["info"]["x-corrected"]["api-version"] == pinned
    assert "Not IBM's document" in document["info"]["x-corrected"]["what"]
    # A program that is missing in IBM's document, and one of two schemas that led to each other, which TypeScript refuses (TS2502).
    schemas = document["components"]["schemas"]
    assert "ExecutorV20ParamsModel" in schemas
    assert "$ref" not in str(schemas["DataTree"])


def test_publish_refuses_a_version_that_is_not_vendored(
    regenerate: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert regenerate.main(["publish", "1999-01-01", "--output", str(tmp_path)]) == 1
    assert "1999-01-01" in capsys.readouterr().err
