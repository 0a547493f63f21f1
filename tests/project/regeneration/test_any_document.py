"""Every form in which IBM may publish its document can be vendored, generated from, checked, typed and imported."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from support.generated import assert_clean_by_mypy_strict, assert_imports_without_a_warning
from support.program_schemas import prefix_of, with_programs
from support.published import upgraded

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

VARIANTS = [
    f"{openapi} {text} {added}".strip()
    for openapi in ("3.0", "3.1")
    for text in ("YAML", "JSON")
    for added in ("", "recursion", "programs")
]


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def variant_of(regenerate: ModuleType, document: dict[str, Any], openapi: str, added: str) -> dict[str, Any]:
    """IBM's document in a form of OpenAPI, with something added."""
    newer = upgraded(document, "3.1.0", "type")
    if added == "programs":
        newer = with_programs(newer)
    elif openapi == "3.0":
        newer = document
    variant: dict[str, Any] = json.loads(json.dumps(newer))
    if openapi == "3.0" and added == "programs":
        variant = importlib.import_module("regeneration.forms").in_one_form(variant)
    if added == "recursion":
        schemas = variant["components"]["schemas"]
        tree = {"type": "object", "additionalProperties": ref("Tree")}
        schemas["Tree"] = {"anyOf": [{"type": "array", "items": ref("Tree")}, tree, {"type": "number"}]}
        schemas["Branch"] = {"oneOf": [ref("Leaves"), {"type": "string"}]}
        schemas["Leaves"] = {"type": "array", "items": ref("Branch")}
        schemas["JobResponseV3"]["properties"]["tree"] = ref("Tree")
    return variant


@pytest.mark.long  # two generations and a run of mypy for each
@pytest.mark.parametrize("variant", VARIANTS)
def test_each_form_of_ibms_document_generates_a_typed_client(
    regenerate: ModuleType,
    client_of_its_own: Path,
    as_ibm_has_it: dict[str, Any],
    variant: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    openapi, text, *added = variant.split()
    document = variant_of(regenerate, as_ibm_has_it, openapi, "".join(added))
    source = client_of_its_own.parents[1] / f"published.{text.lower()}"
    source.write_text(json.dumps(document) if text == "JSON" else yaml.safe_dump(document), encoding="utf-8")
    assert regenerate.main(["vendor", str(source), "--api-version", "2026-04-15"]) == 0
    assert "IBM has corrected this" not in capsys.readouterr().out
    assert regenerate.main(["generate"]) == 0
    assert regenerate.main(["check"]) == 0, capsys.readouterr().out
    assert_imports_without_a_warning(client_of_its_own)
    assert_clean_by_mypy_strict(client_of_its_own, client_of_its_own.parents[1])


def test_a_newer_document_with_new_programs_generates(
    regenerate: ModuleType, as_ibm_has_it: dict[str, Any]
) -> None:
    document = variant_of(regenerate, as_ibm_has_it, "3.1", "programs")
    patched, idle = regenerate.corrected(document, "2026-04-15")
    assert idle == []
    assert f"{prefix_of('executor.version_2_0')}ParamsModel" in patched["components"]["schemas"]
    regenerate.try_document(patched, regenerate.OPENAPI / "generator.yaml")
