"""Results saved to files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import EstimatorResult, SamplerResult, decode_result, load_result

SAMPLER = '{"results": [{"data": {"c": {"samples": ["0x3", "0x0"], "num_bits": 2}}, "metadata": {"x": NaN}}]}'


@pytest.mark.parametrize("name", ["result.json", "result.json.gz"])
@pytest.mark.parametrize("form", [str.encode, json.loads])
def test_a_saved_result_is_the_same_when_it_is_loaded(tmp_path: Path, name: str, form: Any) -> None:
    result = decode_result("sampler", form(SAMPLER))
    result.save(tmp_path / name)
    loaded = SamplerResult.load(tmp_path / name)
    assert loaded[0].c == result[0].c
    assert json.dumps(loaded.raw) == json.dumps(result.raw)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@settings(deadline=None, max_examples=30)
@given(evs=st.lists(st.floats(), min_size=1), extra=st.text())
def test_saving_is_lossless_for_any_numbers_and_text(evs: list[float], extra: str, new_folder: Any) -> None:
    path = new_folder("saved") / "result"
    body = json.dumps(
        {"results": [{"data": {"evs": evs, "stds": evs}, "metadata": {"note": extra}}]}, indent=1
    )
    decode_result("estimator", body).save(path)
    loaded = load_result(path)
    assert isinstance(loaded, EstimatorResult)
    assert repr(loaded[0].evs.tolist()) == repr(evs)
    assert loaded[0].metadata == {"note": extra}


def test_a_large_result_is_compressed_by_its_name(tmp_path: Path) -> None:
    result = decode_result(
        "sampler", {"results": [{"data": {"c": {"samples": ["0x1"] * 9999, "num_bits": 2}}}]}
    )
    result.save(tmp_path / "plain")
    result.save(str(tmp_path / "small.gz"))
    assert (tmp_path / "small.gz").stat().st_size * 10 < (tmp_path / "plain").stat().st_size


def test_loading_a_result_of_another_program_names_the_program(tmp_path: Path) -> None:
    decode_result("sampler", SAMPLER).save(tmp_path / "result")
    with pytest.raises(
        ConfigurationError, match="contains a result of the program 'sampler', not of 'estimator'"
    ):
        EstimatorResult.load(tmp_path / "result")


def test_rejects_a_file_that_is_not_a_saved_result(tmp_path: Path) -> None:
    path = tmp_path / "result"
    for content in (b"", b"{}", SAMPLER.encode(), b"\x1f\x8bnot gzip", b'{"format":3}\n{}', b"[]\n"):
        path.write_bytes(content)
        with pytest.raises(ConfigurationError, match="result"):
            load_result(path)
    with pytest.raises(ConfigurationError, match="nowhere"):
        load_result(tmp_path / "nowhere")


def test_distinguishes_a_damaged_file_from_one_that_is_not_a_result(tmp_path: Path) -> None:
    path = tmp_path / "result"
    decode_result("sampler", SAMPLER).save(path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ResultDecodeError):
        load_result(path)


def test_a_failed_save_keeps_the_existing_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "result"
    decode_result("sampler", SAMPLER).save(path)
    before = path.read_bytes()
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(ConfigurationError, match=f"{path} cannot be written: disk full"):
        decode_result("sampler", SAMPLER.replace("0x3", "0x2")).save(path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["result"]


def test_a_class_loads_a_primitive_result_of_another_program(tmp_path: Path) -> None:
    typed = {"__type__": "PrimitiveResult", "__value__": json.loads(SAMPLER)}
    decode_result("my-program", json.dumps(typed)).save(tmp_path / "result")
    assert SamplerResult.load(tmp_path / "result")[0].c.ints() == [3, 0]
    assert isinstance(load_result(tmp_path / "result"), SamplerResult)
