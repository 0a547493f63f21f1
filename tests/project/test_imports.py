"""Import rules that import-linter's contracts do not cover."""

from __future__ import annotations

import graphlib

import grimp
import pytest


def test_no_import_cycles_even_for_type_checkers() -> None:
    graph = grimp.build_graph("qrt_facade", exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert sum(map(len, imports.values())) > 500
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        imported_by = error.args[1]
        pytest.fail(" imports ".join(reversed(imported_by)))
