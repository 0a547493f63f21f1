"""Find the operations of the API that the facade calls, from its imports, so that no list needs maintenance."""

from __future__ import annotations

import ast
import runpy
from typing import TYPE_CHECKING

from regeneration.documents import Document, operations

if TYPE_CHECKING:
    from pathlib import Path

_ENDPOINTS = "qrt_client.api."


def called_operations(facade: Path) -> set[str]:
    """Return the ids of the operations whose modules the facade imports."""
    reached: set[str] = set()
    for path in facade.rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        # Most modules call no operation, and parsing all of them takes a second.
        for node in ast.walk(ast.parse(code)) if _ENDPOINTS in code else ():
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_ENDPOINTS):
                reached |= {(node.module or "").rpartition(".")[2], *(name.name for name in node.names)}
    return reached


def called_endpoints(facade: Path, package: Path) -> list[str]:
    """Return `METHOD path` of each operation of the generated `package` that the facade calls."""
    table = runpy.run_path(str(package / "_version.py"))["OPERATIONS"]
    reached = called_operations(facade)
    return [f"{method} {path}" for name, (method, path) in table.items() if name in reached]


def uncalled_operations(document: Document, facade: Path) -> list[str]:
    """Return `operation id (METHOD path)` of each operation that the facade does not call."""
    reached = called_operations(facade)
    return [
        f"{operation.get('operationId')} ({method.upper()} {path})"
        for method, path, operation in operations(document)
        if operation.get("operationId") not in reached
    ]
