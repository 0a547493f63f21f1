"""Results in NumPy's file format: arrays for any program, and the typed result without loss."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import numpy as np
import pytest

from qrt_facade.errors import ResultDecodeError
from qrt_facade.results import EstimatorResult, ExecutorResult, SamplerResult, archive, decode_result
from qrt_facade.results.archive import archive_of, result_in

SAMPLED = {
    "results": [
        {"data": {"c": {"samples": ["0x0", "0x3", "0x1"], "num_bits": 2}}, "metadata": {"kept": [1]}}
    ],
    "metadata": {"version": 2},
}
ESTIMATED = {
    "results": [
        {"data": {"evs": 0.5, "stds": 0.01}, "metadata": {}},
        {"data": {"evs": [1.0, 2.0], "stds": [0.1, 0.2]}, "metadata": {}},
    ],
    "metadata": {},
}
LIMIT = 1 << 20


def kept(program_id: str, document: Any, *, dry_run: bool = False) -> bytes:
    body = json.dumps(document).encode()
    result = decode_result(program_id, body, dry_run=dry_run)
    return archive_of(body, result, program_id=program_id, job_id="job", dry_run=dry_run)


def test_numpy_reads_the_bits_of_each_register() -> None:
    with np.load(io.BytesIO(kept("sampler", SAMPLED))) as arrays:
        assert arrays["c"].tolist() == [[False, False], [True, True], [True, False]]


def test_numpy_reads_the_bits_of_an_executors_registers() -> None:
    tensor = {"data": "Gw==", "shape": [3, 2], "dtype": "bool"}
    document = {"schema_version": "v1.1", "data": [{"results": {"c": tensor}}], "metadata": {}}
    content = kept("executor", document)
    with np.load(io.BytesIO(content)) as arrays:
        assert arrays["c"].tolist() == [[True, True], [False, True], [True, False]]
    result = result_in(content, job_id="job", max_bytes=LIMIT)
    assert isinstance(result, ExecutorResult)
    assert result[0].c.bitstrings() == ["11", "10", "01"]


def test_numpy_reads_expectation_values_of_several_pubs() -> None:
    with np.load(io.BytesIO(kept("estimator", ESTIMATED))) as arrays:
        assert arrays["0.evs"].shape == ()
        assert arrays["1.stds"].tolist() == [0.1, 0.2]


@pytest.mark.parametrize("name", ["file", "allow_pickle", "self", "args", "qrt_body"])
def test_a_register_may_have_any_name(name: str) -> None:
    document = json.loads(json.dumps(SAMPLED).replace('"c"', f'"{name}"'))
    content = kept("sampler", document)
    with np.load(io.BytesIO(content)) as arrays:
        assert arrays[name].shape == (3, 2)
    result = result_in(content, job_id="job", max_bytes=LIMIT)
    assert isinstance(result, SamplerResult)
    assert result[0][name].counts() == {"00": 1, "01": 1, "11": 1}


def test_the_typed_result_is_loaded_without_loss() -> None:
    sampled = result_in(kept("sampler", SAMPLED, dry_run=True), job_id="job", max_bytes=LIMIT)
    assert isinstance(sampled, SamplerResult)
    assert (sampled.raw, sampled.dry_run) == (SAMPLED, True)
    estimated = result_in(kept("estimator", ESTIMATED), job_id=None, max_bytes=LIMIT)
    assert isinstance(estimated, EstimatorResult)
    assert (estimated.raw, estimated.dry_run) == (ESTIMATED, False)


def test_the_same_result_is_the_same_file() -> None:
    assert kept("sampler", SAMPLED) == kept("sampler", SAMPLED)


def test_a_register_of_many_bits_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MOST_UNPACKED", 8)
    content = kept("sampler", SAMPLED)
    with np.load(io.BytesIO(content)) as arrays:
        assert arrays["c.packed"].tolist() == [[0], [3], [1]]
    result = result_in(content, job_id="job", max_bytes=LIMIT)
    assert isinstance(result, SamplerResult)
    assert result[0].counts() == {"00": 1, "01": 1, "11": 1}


def test_the_result_of_another_program_is_kept_too() -> None:
    content = archive_of(b'{"x": 1}', {"x": 1}, program_id="mine", job_id="job", dry_run=False)
    assert result_in(content, job_id="job", max_bytes=LIMIT) == {"x": 1}


def test_rejects_a_truncated_archive() -> None:
    content = kept("sampler", SAMPLED)
    for length in (0, 1, 10, len(content) // 2, len(content) - 1):
        with pytest.raises(ResultDecodeError, match="damaged"):
            result_in(content[:length], job_id="job", max_bytes=LIMIT)


def test_a_changed_byte_is_rejected_or_harmless() -> None:
    content = kept("sampler", SAMPLED)
    for place in range(0, len(content), 7):
        changed = bytearray(content)
        changed[place] ^= 0x40
        try:
            result = result_in(bytes(changed), job_id="job", max_bytes=LIMIT)
        except ResultDecodeError:
            continue
        assert isinstance(result, SamplerResult)
        assert result.raw == SAMPLED


def test_rejects_the_result_of_another_job() -> None:
    with pytest.raises(ResultDecodeError, match="belongs to job job, not to other"):
        result_in(kept("sampler", SAMPLED), job_id="other", max_bytes=LIMIT)


def test_rejects_content_above_the_limit_before_decompressing() -> None:
    content = archive_of(b" " * LIMIT * 2, None, program_id="mine", job_id="job", dry_run=False)
    assert len(content) < LIMIT // 10
    with pytest.raises(ResultDecodeError, match="larger than the limit"):
        result_in(content, job_id="job", max_bytes=LIMIT)


def test_rejects_an_archive_of_another_version() -> None:
    with zipfile.ZipFile(io.BytesIO(kept("sampler", SAMPLED))) as archived:
        parts = {name: archived.read(name) for name in archived.namelist()}
    (about,) = (name for name in parts if name.startswith(archive._ABOUT))
    parts[about] = parts[about].replace(b'"version": 1', b'"version": 2')
    with io.BytesIO() as content:
        with zipfile.ZipFile(content, "w") as archived:
            for name, part in parts.items():
                archived.writestr(name, part)
        with pytest.raises(ResultDecodeError, match="not written by this version"):
            result_in(content.getvalue(), job_id="job", max_bytes=LIMIT)
