"""A dry run's result is marked as random everywhere, and so is everything derived from it."""

from __future__ import annotations

import copy
import json
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from support.bodies import SAMPLER, body_of

from qrt_facade.results import (
    EstimatorResult,
    ExecutorResult,
    NoiseLearnerResult,
    SamplerResult,
    Samples,
    decode_result,
    load_result,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RANDOM = "dry run: random values"
ESTIMATOR = '{"results": [{"data": {"evs": [0.5, 1.0], "stds": [0.1, 0.2]}, "metadata": {"target_precision": 0.1}}], "metadata": {}}'
EXECUTOR = {
    "schema_version": "v1.0",
    "data": [{"results": {"meas": {"data": "AQ==", "shape": [2, 1], "dtype": "bool"}}, "metadata": None}],
    "metadata": None,
}
NOISE = {"data": [], "metadata": {"backend": "mock_fez"}}
BODIES: dict[str, tuple[str, Any]] = {
    "sampler": ("sampler", SAMPLER),
    "estimator": ("estimator", ESTIMATOR),
    "executor": ("executor", EXECUTOR),
    "noise-learner": ("noise-learner", NOISE),
    "sampler of version 1": ("sampler", '{"quasi_dists": [{"0": 1.0}], "metadata": [{"shots": 10}]}'),
    "estimator of version 1": ("estimator", '{"values": [0.5], "metadata": [{"shots": 10}]}'),
}


def all_metadata(result: Any) -> list[dict[str, Any]]:
    """Return the metadata of the job, and of each PUB if they have some."""
    of_job = result.metadata if isinstance(result.metadata, list) else [result.metadata]
    pubs = [] if isinstance(result, NoiseLearnerResult) else result
    return [*of_job, *(pub.metadata for pub in pubs if hasattr(pub, "metadata"))]


@pytest.mark.parametrize("program", BODIES)
def test_a_dry_run_result_is_marked_in_attribute_repr_and_metadata(program: str) -> None:
    result: Any = decode_result(*BODIES[program], dry_run=True)
    assert result.dry_run is True
    assert RANDOM in repr(result)
    assert RANDOM in str(result)
    assert all(metadata["dry_run"] is True for metadata in all_metadata(result))


@pytest.mark.parametrize("program", BODIES)
def test_other_results_are_not_marked(program: str) -> None:
    result: Any = decode_result(*BODIES[program])
    assert result.dry_run is False
    assert "dry" not in repr(result)
    assert not any("dry_run" in metadata for metadata in all_metadata(result))
    assert "dry" not in getattr(result, "_repr_html_", str)()
    assert not any("dry" in repr(getattr(pub, "data", None)) for pub in result)


@pytest.mark.parametrize("program", [name for name in BODIES if name not in {"noise-learner", "executor"}])
def test_a_notebook_shows_the_mark_above_the_values(program: str) -> None:
    result: Any = decode_result(*BODIES[program], dry_run=True)
    title, _, _ = result._repr_html_().partition("</div>")
    assert RANDOM in title


@pytest.mark.parametrize("program", ["sampler", "estimator", "executor"])
def test_a_single_pub_is_marked(program: str) -> None:
    pub: Any = decode_result(*BODIES[program], dry_run=True)[0]  # type: ignore[index]
    assert pub.dry_run is True
    assert RANDOM in repr(pub)
    assert RANDOM in pub._repr_html_()
    assert copy.deepcopy(pub).dry_run is True
    for data in (
        pub.data,
        copy.copy(pub.data),
        copy.deepcopy(pub.data),
        pickle.loads(pickle.dumps(pub.data)),
    ):
        assert RANDOM in repr(data)


@pytest.mark.parametrize("program", BODIES)
def test_a_saved_and_a_pickled_result_remain_marked(program: str, tmp_path: Path) -> None:
    result: Any = decode_result(*BODIES[program], dry_run=True)
    for name in ("result.json", "result.json.gz"):
        result.save(tmp_path / name)
        loaded: Any = load_result(tmp_path / name)
        assert loaded.dry_run is True
        assert loaded.metadata == result.metadata
        assert type(result).load(tmp_path / name).dry_run is True
    assert pickle.loads(pickle.dumps(result)).dry_run is True
    assert "dry" not in json.dumps(result.raw)  # what the service sent stays as it is


MADE_OF_SAMPLES: dict[str, Callable[[Samples], Samples]] = {
    "a point": lambda samples: samples[0],
    "marginal": lambda samples: samples.marginal([1, 0]),
    "slice": lambda samples: samples.slice(1),
    "postselect": lambda samples: samples.postselect({0: 1}),
    "concatenate": lambda samples: Samples.concatenate([Samples(samples.array, 2), samples]),
    "join": lambda samples: Samples.join([Samples(samples.array, 2), samples]),
    "copy": copy.deepcopy,
    "pickle": lambda samples: pickle.loads(pickle.dumps(samples)),
}


@pytest.mark.parametrize("how", MADE_OF_SAMPLES)
def test_samples_derived_from_a_dry_run_are_marked(how: str) -> None:
    body = body_of({"c": ([[0, 3], [1, 2]], 2)})
    made = MADE_OF_SAMPLES[how](decode_result("sampler", body, dry_run=True)[0].c)
    assert made.dry_run is True
    assert RANDOM in repr(made)
    assert RANDOM in made._repr_html_()
    measured = MADE_OF_SAMPLES[how](decode_result("sampler", body)[0].c)
    assert measured == made
    assert measured.dry_run is False


def test_samples_in_qiskits_typed_form_are_marked() -> None:
    import base64
    import io
    import zlib

    buffer = io.BytesIO()
    np.save(buffer, np.array([[1], [2]], dtype=np.uint8))
    array = {
        "__type__": "ndarray",
        "__value__": base64.standard_b64encode(zlib.compress(buffer.getvalue())).decode(),
    }
    bits = {"__type__": "BitArray", "__value__": {"array": array, "num_bits": 2}}
    body = {"results": [{"data": {"c": bits}, "metadata": {}}], "metadata": {}}
    assert decode_result("sampler", json.dumps(body), dry_run=True)[0].c.dry_run is True


def test_a_register_of_an_executor_as_samples_is_marked() -> None:
    result = decode_result("executor", EXECUTOR, dry_run=True)
    assert isinstance(result, ExecutorResult)
    assert result[0].samples("meas").dry_run is True


def test_qiskits_classes_are_marked_in_their_metadata() -> None:
    for program, kind in (("sampler", SamplerResult), ("estimator", EstimatorResult)):
        result: Any = decode_result(*BODIES[program], dry_run=True, as_=kind)
        theirs = result.to_qiskit()
        assert theirs.metadata["dry_run"] is True
        assert theirs[0].metadata["dry_run"] is True


def test_a_plot_is_marked_in_its_title() -> None:
    plt = pytest.importorskip("matplotlib.pyplot")
    sampled = decode_result("sampler", SAMPLER, dry_run=True)
    estimated = decode_result("estimator", ESTIMATOR, dry_run=True)
    for shown in (sampled[0], sampled[0].c, estimated, estimated[0]):
        assert RANDOM in shown.plot().get_title()
    plt.close("all")


def test_json_of_other_programs_is_unchanged() -> None:
    assert decode_result("calibrator", '{"start": 1}', dry_run=True) == {"start": 1}
