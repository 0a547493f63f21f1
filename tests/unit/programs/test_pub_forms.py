"""Values that type checkers accept are accepted at run time."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

import pytest
from support.paths import ROOT

from qrt_facade._programs.pubs.encoding import encode_estimator_pubs, encode_sampler_pubs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType


@pytest.fixture(scope="module")
def forms() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pub_forms", ROOT / "tests/project/types/pub_forms.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Taken:
    """Encodes PUBs, and counts them."""

    def __init__(self, encode: Callable[[Any], list[Any]]) -> None:
        self._encode = encode
        self.count = 0

    def __call__(self, pubs: Any) -> None:
        self.count += len(self._encode(pubs))


def test_accepts_every_typed_form_of_a_sampler_pub(forms: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "circuit.qasm"
    file.write_text(forms.PLAIN)
    taken = Taken(encode_sampler_pubs)
    forms.circuits(taken, file)
    forms.shots(taken)
    forms.values_by_position(taken)
    forms.values_by_name(taken)
    forms.values_annotated_as_sequences(taken)
    assert taken.count > 65


def test_accepts_every_typed_form_of_an_estimator_pub(forms: ModuleType) -> None:
    taken = Taken(encode_estimator_pubs)
    forms.observables(taken)
    forms.observables_annotated_as_sequences(taken)
    forms.precisions(taken)
    assert taken.count > 40
