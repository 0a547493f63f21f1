"""Attacks on the integrity of results: altered or foreign results raise and are never misread."""

from __future__ import annotations

import copy
import gzip
import json
import os
import pickle
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from support.bodies import SAMPLER
from support.circuits import BELL
from support.jobs_service import JobsService
from support.vault import Vault

from qrt_facade import ConfigurationError, NotFoundError, QrtError, ResultDecodeError, RuntimeClient
from qrt_facade.results import decode_result, load_result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.timing import Pauses

REGISTER = '{"samples":["0x1","0x2"],"num_bits":2}'
VALUES = '{"results":[{"data":{"evs":[0.5],"stds":[0.1]},"metadata":{}}],"metadata":{}}'
LONG = json.dumps(["0x1"] * 60_000)


def sampler(data: str) -> str:
    return f'{{"results":[{{"data":{data},"metadata":{{}}}}]}}'


@pytest.mark.parametrize(
    "body",
    [
        f'{{"results":[],"results":[{{"data":{{"c":{REGISTER}}}}}]}}',
        sampler(f'{{"c":{REGISTER},"c":{REGISTER}}}'),
        sampler('{"c":{"samples":["0x1"],"num_bits":2,"samples":["0x2","0x3"]}}'),
        sampler('{"c":{"samples":["0x1"],"num_bits":1,"num_bits":2}}'),
        sampler(f'{{"c":{{"samples":{LONG},"num_bits":2,"num_bits":3}}}}'),
        json.dumps(sampler(f'{{"c":{REGISTER},"c":{REGISTER}}}')),
    ],
    ids=["results", "register", "samples", "width", "long samples", "in a string"],
)
@pytest.mark.parametrize("program", ["sampler", "of-another-user"])
def test_duplicate_json_keys_raise(program: str, body: str) -> None:
    if program != "sampler" and body.startswith('"'):
        pytest.skip("for another program a string is a string")
    with pytest.raises(ResultDecodeError, match="duplicate name"):
        decode_result(program, body)


@pytest.mark.parametrize(
    ("program", "body", "reason"),
    [
        ("sampler", VALUES, "another program's"),
        ("estimator", SAMPLER, "a sampler's"),
        ("noise-learner", SAMPLER, "format of the program"),
        ("executor", VALUES, "format of the program"),
    ],
)
def test_a_result_of_another_program_raises(program: str, body: str, reason: str) -> None:
    with pytest.raises(ResultDecodeError, match=reason):
        decode_result(program, body)


def test_an_unknown_program_may_return_any_result() -> None:
    assert type(decode_result("mine", json.loads(VALUES))).__name__ == "dict"
    typed = {"__type__": "PrimitiveResult", "__value__": json.loads(VALUES)}
    assert type(decode_result("mine", typed)).__name__ == "EstimatorResult"
    typed["__value__"] = json.loads(SAMPLER)
    assert type(decode_result("mine", typed)).__name__ == "SamplerResult"


def test_registers_with_different_numbers_of_shots_raise() -> None:
    with pytest.raises(ResultDecodeError, match="different shots"):
        decode_result("sampler", sampler(f'{{"c":{REGISTER},"d":{{"samples":["0x1"],"num_bits":1}}}}'))


@pytest.mark.parametrize("pubs", [0, 1, 3])
def test_a_result_with_another_number_of_pubs_raises(pubs: int) -> None:
    one = f'{{"data":{{"c":{REGISTER}}}}}'
    with (
        JobsService(f'{{"results":[{",".join([one] * pubs)}]}}') as service,
        RuntimeClient(**service.arguments()) as client,
    ):
        job = client.sampler.submit([BELL, BELL], backend="ibm_fez")
        with pytest.raises(ResultDecodeError, match=f"has {pubs} PUBs?, but the job was submitted with 2"):
            job.result()
        assert (
            len(client.jobs.get(job.id).result()) == pubs
        )  # nothing is known about a job that was fetched by id


@pytest.mark.parametrize(
    "values", [["1.5", "2"], ["nan", 1], [True, False], "1", [[1.0], ["2"]], [1.0, True]], ids=str
)
@pytest.mark.parametrize("name", ["evs", "stds"])
def test_strings_and_bools_among_numbers_raise(name: str, values: Any) -> None:
    data = {"evs": [0.0, 1.0], "stds": [0.0, 1.0], name: values}
    with pytest.raises(ResultDecodeError):
        decode_result("estimator", {"results": [{"data": data}]})


@pytest.mark.parametrize(
    "samples",
    [
        ["0x4"],
        ["0x1", 2],
        ["0x1", None],
        ["0x"],
        ["-0x1"],
        ["0x_1"],
        ["0x\uff11"],
        ["0x1 "],
        ["1"],
        ["0x1\x00"],
        {"0x1": 3},
    ],
    ids=ascii,
)
def test_samples_outside_the_register_raise(samples: Any) -> None:
    with pytest.raises(ResultDecodeError):
        decode_result("sampler", {"results": [{"data": {"c": {"samples": samples, "num_bits": 2}}}]})


@pytest.mark.parametrize(
    "data",
    [
        f'{{"c":{REGISTER},"d":{{"samples":["0x1"]}}}}',
        f'{{"c":{REGISTER},"d":{{"num_bits":2,"samples":["0x1"]}}}}',
        f'{{"c":{REGISTER},"d":{{"num_bits":2,"samples":[]}}}}',
        f'{{"c":{REGISTER},"d":{{}}}}',
        f'{{"c":{REGISTER},"d":null}}',
    ],
)
def test_json_truncated_and_closed_by_a_gateway_raises(data: str) -> None:
    with pytest.raises(ResultDecodeError):
        decode_result("sampler", sampler(data))


@pytest.mark.parametrize(
    "shots", [{"pubs": [(BELL, None, 5)]}, {"pubs": BELL, "shots": 5}], ids=["PUB", "job"]
)
def test_fewer_shots_than_requested_warn(shots: dict[str, Any]) -> None:
    cut = sampler('{"c":{"num_bits":2,"samples":["0x1","0x2"]}}')
    with JobsService(cut) as service, RuntimeClient(**service.arguments()) as client:
        job = client.sampler.submit(**shots, backend="ibm_fez")
        with pytest.warns(RuntimeWarning, match="PUB 0 of the result has 2 shots, but 5 were requested"):
            assert job.result()[0].num_shots == 2
        service.result = sampler('{"c":{"num_bits":2,"samples":["0x1","0x2","0x0","0x0","0x1"]}}')
        assert job.result()[0].num_shots == 5


def test_a_result_cannot_be_changed_through_a_slice_or_its_array(tmp_path: Path) -> None:
    result = decode_result("sampler", sampler(f'{{"c":{REGISTER}}}'))
    before = result[0].counts()
    for array in (
        result[0].c.array,
        result[0].c.slice(0, 1).array,
        pickle.loads(pickle.dumps(result))[0].c.array,
    ):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0
    result.metadata["mine"] = 1
    result.save(tmp_path / "saved")
    assert load_result(tmp_path / "saved")[0].counts() == before == copy.deepcopy(result)[0].counts()
    assert result[0].c.array.copy().flags.writeable


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    decode_result("sampler", SAMPLER).save(tmp_path / "result")
    return tmp_path / "result"


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain + b'{"x":1}',
        lambda plain: plain + b"\n" + plain,
        lambda plain: plain[:-5],
        lambda plain: plain.partition(b"\n")[0],
        lambda plain: plain + b"\0",
        lambda plain: gzip.compress(plain) + b"garbage",
        lambda plain: gzip.compress(plain) * 2,
        lambda plain: gzip.compress(plain[:99]) + gzip.compress(plain[99:]),
        lambda plain: gzip.compress(plain)[:-6],
        lambda plain: plain.replace(b'"sampler"', b'"sampler","program_id":"estimator"', 1),
        lambda plain: plain.replace(b'"version": 1', b'"version": 0', 1),
    ],
    ids=[
        "object",
        "twice",
        "cut",
        "head",
        "NUL",
        "gz+garbage",
        "gz twice",
        "gz members",
        "gz cut",
        "two programs",
        "older",
    ],
)
def test_a_modified_saved_result_raises(saved: Path, change: Callable[[bytes], bytes]) -> None:
    saved.write_bytes(change(saved.read_bytes()))
    with pytest.raises((ConfigurationError, ResultDecodeError)):
        load_result(saved)


@pytest.mark.parametrize("kind", ["pipe", "link to a pipe", "device"])
def test_loading_something_other_than_a_file_raises_without_blocking(tmp_path: Path, kind: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link to a pipe").symlink_to(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    with pytest.raises(ConfigurationError, match="not a regular file"):
        load_result(tmp_path / kind)


@pytest.mark.parametrize("path", [None, 3, b"result", ["result"]], ids=repr)
def test_loading_an_invalid_path_raises(path: Any) -> None:
    with pytest.raises(ConfigurationError, match="not a file path"):
        load_result(path)
    with pytest.raises(ConfigurationError, match="not a file path"):
        decode_result("sampler", SAMPLER).save(path)


@pytest.mark.parametrize("max_bytes", [None, -1, "5", 1.5, float("nan"), True], ids=repr)
def test_loading_with_an_invalid_limit_raises(saved: Path, max_bytes: Any) -> None:
    for read in (
        lambda **limit: decode_result("sampler", SAMPLER, **limit),
        lambda **limit: load_result(saved, **limit),
    ):
        with pytest.raises(ConfigurationError, match="max_bytes"):
            read(max_bytes=max_bytes)


def test_one_of_two_threads_reads_a_private_result_and_the_other_raises(pauses: Pauses) -> None:
    pauses(first_retry=0.01, results_window=0.2)
    got: list[Any] = []
    with Vault() as vault, RuntimeClient(**vault.arguments()) as client:
        job = client.jobs.get("j1")

        def read() -> None:
            try:
                got.append(job.result())
            except QrtError as error:
                got.append(error)

        threads = [threading.Thread(target=read) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert not client.kept_results()
    results = [one for one in got if not isinstance(one, QrtError)]
    assert len(got) == 2
    assert len(results) == 1
    assert np.array_equal(results[0][0].c.array, decode_result("sampler", SAMPLER)[0].c.array)
    assert isinstance(next(one for one in got if isinstance(one, QrtError)), NotFoundError)


def test_a_private_result_with_another_number_of_pubs_is_saved(pauses: Pauses) -> None:
    with JobsService('{"results":[]}') as service, RuntimeClient(**service.arguments()) as client:
        job = client.sampler.submit(BELL, backend="ibm_fez", private=True)
        with pytest.raises(ResultDecodeError, match="has 0 PUBs") as refused:
            job.result()
        assert [kept.job_id for kept in client.kept_results()] == [job.id]
        assert refused.value.saved_to is not None
