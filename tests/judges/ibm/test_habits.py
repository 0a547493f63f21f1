"""Every name of IBM's client either exists here, or its use is answered with the equivalent."""

from __future__ import annotations

from typing import Any

import pytest
import qiskit_ibm_runtime as ibm
from qiskit.primitives import BitArray

import qrt_facade
from qrt_facade._base.migration_hints import MEMBERS
from qrt_facade._base.missing import migration_hint
from qrt_facade.results import Samples

PAIRS: list[tuple[type[Any], type[Any]]] = [
    (ibm.QiskitRuntimeService, qrt_facade.RuntimeClient),
    (ibm.RuntimeJobV2, qrt_facade.Job),
    (ibm.SamplerV2, qrt_facade.Sampler),
    (ibm.EstimatorV2, qrt_facade.Estimator),
    (ibm.Session, qrt_facade.Session),
    (ibm.Batch, qrt_facade.Session),
    (ibm.IBMBackend, qrt_facade.Backend),
    (BitArray, Samples),
]

NEITHER = {
    # Not useful for a caller, or only created by Qiskit.
    "id_warning_issued", "version", "image", "is_local", "get_translation_stage_plugin",
    # Methods of Qiskit's arrays, for which `to_qiskit()` exists.
    "bitcount", "from_counts", "from_samples", "reshape", "size", "transpose",
}  # fmt: skip


@pytest.mark.parametrize(("theirs", "ours"), PAIRS, ids=lambda cls: str(cls.__name__))
@pytest.mark.parametrize("prefix", ["", "Async"])
def test_each_public_name_of_ibms_class_exists_or_has_a_hint(
    theirs: type[Any], ours: type[Any], prefix: str
) -> None:
    ours = getattr(qrt_facade, f"{prefix}{ours.__name__}", ours)
    asked = object.__new__(ours)
    names = [name for name in dir(theirs) if not name.startswith("_") and name not in NEITHER]
    assert len(names) > 3
    assert [name for name in names if not hasattr(ours, name) and migration_hint(asked, name) is None] == []


def test_each_hint_is_for_a_name_that_does_not_exist() -> None:
    for owner, answers in MEMBERS.items():
        for kind in (owner, f"Async{owner}"):
            cls = qrt_facade if owner == "qrt_facade" else getattr(qrt_facade, kind, None)
            here = [name for name in answers if cls is not None and name != "()" and name in dir(cls)]
            assert here == [], kind


def test_each_imported_name_of_ibms_package_has_a_hint() -> None:
    for name in (
        "QiskitRuntimeService",
        "SamplerV2",
        "EstimatorV2",
        "Batch",
        "IBMBackend",
        "RuntimeJobV2",
    ):
        assert hasattr(ibm, name)
        assert name in MEMBERS["qrt_facade"]
