"""Generating the client: what overlays, validation and checks add to the generator."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from environment import ROOT

from benchmarks.measuring import in_turn, process_seconds
from benchmarks.table import Aim, Row

if TYPE_CHECKING:
    from benchmarks.measuring import Effort


def generation(effort: Effort) -> list[Row]:
    """`regenerate.py generate` of the pinned version beside openapi-python-client of the corrected document."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        document = Path(folder) / "document.json"
        document.write_text(json.dumps(_corrected()), encoding="utf-8")
        ours = process_seconds(
            str(ROOT / "scripts" / "regenerate.py"), "generate", "--output", str(Path(folder) / "ours")
        )
        alone = process_seconds(
            "-m", "openapi_python_client", "generate", "--path", str(document), "--meta", "none", "--overwrite",
            "--config", str(ROOT / "openapi" / "generator.yaml"),
            "--custom-template-path", str(ROOT / "openapi" / "templates"),
            "--output-path", str(Path(folder) / "alone" / "qrt_client"),
        )  # fmt: skip
        (Path(folder) / "alone").mkdir()
        measured = in_turn({"ours": ours, "openapi-python-client": alone}, effort.rounds(0.6))
    return [
        Row(
            "generate the client",
            "s",
            measured["ours"],
            measured["openapi-python-client"],
            None,
            (Aim("peer", 1.5),),
        )
    ]


def _corrected() -> object:
    """The pinned document as the generator gets it."""
    import regenerate
    from regeneration.documents import normalised
    from regeneration.versions import read_versions

    versions = read_versions(regenerate.OPENAPI)
    corrected, _ = regenerate.prepared(versions, versions.pinned)
    return normalised(corrected)
