"""Whatever IBM's client names is here under the same name, or is answered with what does the same."""

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
    # Of no use to a caller, or made by Qiskit alone.
    "id_warning_issued", "version", "image", "is_local", "get_translation_stage_plugin",
    # Of Qiskit's arrays, for which `to_qiskit()` is there.
    "bitcount", "from_counts", "from_samples", "reshape", "size", "transpose",
}  # fmt: skip


@pytest.mark.parametrize(("theirs", "ours"), PAIRS, ids=lambda cls: str(cls.__name__))
@pytest.mark.parametrize("prefix", ["", "Async"])
def test_each_public_name_of_ibms_class_is_here_or_is_answered(
    theirs: type[Any], ours: type[Any], prefix: str
) -> None:
    ours = getattr(qrt_facade, f"{prefix}{ours.__name__}", ours)
    asked = object.__new__(ours)
    names = [name for name in dir(theirs) if not name.startswith("_") and name not in NEITHER]
    assert len(names) > 3
    assert [name for name in names if not hasattr(ours, name) and migration_hint(asked, name) is None] == []


def test_each_answer_is_about_a_name_that_is_not_here() -> None:
    for owner, answers in MEMBERS.items():
        for kind in (owner, f"Async{owner}"):
            cls = qrt_facade if owner == "qrt_facade" else getattr(qrt_facade, kind, None)
            here = [name for name in answers if cls is not None and name != "()" and name in dir(cls)]
            assert here == [], kind


def test_each_name_of_ibms_package_that_users_import_is_answered() -> None:
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
