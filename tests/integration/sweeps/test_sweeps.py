"""Sweeps on an emulator: single submission of points, stored results, failures and invalid arguments."""

from __future__ import annotations

import asyncio
import gc
import os
import tempfile
import threading
import warnings
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import anyio
import numpy as np
import pytest
from support.circuits import FLIP
from support.html import texts
from support.recording import Recorder

from qrt_facade import (
    ApiError,
    AsyncRuntimeClient,
    ConfigurationError,
    JobCancelledError,
    JobFailedError,
    JobTimeoutError,
    NotFoundError,
    RuntimeClient,
    SamplerResult,
)
from qrt_facade._display.html import html_of
from qrt_facade._policy.rounds import FEW
from qrt_facade._service.names import series_tag
from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.timing import Pauses

    from qrt_facade import Sweep
    from qrt_facade.emulator import Emulator

BACKEND = "ibm_fez"
TURN = 'OPENQASM 3.0; include "stdgates.inc"; input float[64] theta; bit[1] c; rz(theta) $0; x $0; c[0] = measure $0;'
THREE = {"a": FLIP, "b": (FLIP, None, 5), "c": FLIP}


@pytest.fixture(autouse=True)
def _quick(pauses: Pauses) -> None:
    pauses(first_resubmission=0.02, list_lag=0.0, first_poll=0.03, longest_poll=0.2, first_failed_poll=0.05)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def recorded(arguments: dict[str, Any], recorder: Recorder) -> Iterator[RuntimeClient]:
    with RuntimeClient(**arguments, transport=recorder) as client:
        yield client


@pytest.fixture(scope="module")
def own() -> Iterator[Emulator]:
    """An emulator whose scenario is restored after each test."""
    with start(noise=False, seed=7, queue_seconds=0.02, run_seconds=0.02) as running:
        yield running


@pytest.fixture(scope="module")
def queue() -> Iterator[Emulator]:
    """An emulator whose jobs stay queued for a long time."""
    with start(noise=False, queue_seconds=600) as running:
        yield running


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """A unique name per test: tests share one emulator, and a key belongs to one sweep."""
    return f"sweep of {request.node.name[:100]}"


def opened(client: RuntimeClient, name: str, folder: Path) -> Sweep[SamplerResult]:
    return client.sweep(name, store=folder / "ising.sqlite")


def jobs_of(client: RuntimeClient, name: str) -> list[Any]:
    return list(client.jobs.list(tags=[series_tag(name)]))


def test_a_sweep_submits_each_point_once_and_stores_each_result(
    recorded: RuntimeClient, recorder: Recorder, name: str, tmp_path: Path
) -> None:
    sweep = opened(recorded, name, tmp_path).submit(
        [{"theta": 0.1}, {"theta": 0.2}], circuit=TURN, backend=BACKEND, shots=10
    )
    results = {point.name: point.result()[0].counts() for point in sweep}
    assert results == {"theta=0.1": {"1": 10}, "theta=0.2": {"1": 10}}
    assert (recorder.count("POST", "/jobs"), recorder.count("GET", "/results")) == (2, 2)
    recorder.requests.clear()
    again = opened(recorded, name, tmp_path)
    again.submit([{"theta": 0.1}, {"theta": 0.2}], circuit=TURN, backend=BACKEND, shots=10).wait()
    assert [point.result()[0].counts() for point in again] == [{"1": 10}] * 2
    assert recorder.requests == []
    status = again.status()
    assert (status.total, status.done, status.ended, status.failures) == (2, 2, 2, ())
    assert status.usage_seconds


def test_results_are_stored_as_npz_files(client: RuntimeClient, name: str, tmp_path: Path) -> None:
    opened(client, name, tmp_path).submit({"one": FLIP}, backend=BACKEND, shots=4).wait()
    (path,) = (tmp_path / "ising.results").glob("*.npz")
    with np.load(path) as arrays:
        assert arrays["c"].tolist() == [[True]] * 4


def test_results_of_points_are_fetched_without_a_job_request(
    recorded: RuntimeClient, recorder: Recorder, name: str, tmp_path: Path, pauses: Pauses
) -> None:
    pauses(first_poll=0.5)  # by when all of them have ended
    points = {f"p{number}": FLIP for number in range(12)}
    opened(recorded, name, tmp_path).submit(points, backend=BACKEND, shots=2, max_pending=6).wait()
    asked = [sent.url.path.rsplit("/", 1)[1] for sent in recorder.requests if sent.method == "GET"]
    assert asked.count("results") == 12
    # So few are asked for by their ids when a slow machine has left no more to be looked for.
    assert len(asked) - asked.count("results") - asked.count("jobs") <= FEW


def test_an_estimator_sweep_returns_estimator_results(
    client: RuntimeClient, name: str, tmp_path: Path
) -> None:
    circuit = TURN.replace("bit[1] c; ", "").replace("c[0] = measure $0;", "")
    sweep = client.sweep(name, store=tmp_path / "e.sqlite", program="estimator")
    sweep.submit([{"theta": 0.1}], circuit=circuit, observables="Z", backend=BACKEND, precision=0.1)
    assert float(sweep["theta=0.1"].result()[0].evs) == pytest.approx(-1, abs=0.2)


def test_an_async_sweep_submits_each_point_once(arguments: dict[str, Any], name: str, tmp_path: Path) -> None:
    async def run() -> list[dict[str, int]]:
        async with AsyncRuntimeClient(**arguments) as client:
            sweep = client.sweep(name, store=tmp_path / "ising.sqlite")
            await sweep.submit(THREE, backend=BACKEND, shots=10, max_pending=1)
            await sweep.wait()
            return [(await point.result())[0].counts() for point in sweep]

    assert asyncio.run(run()) == [{"1": 10}, {"1": 5}, {"1": 10}]


def test_a_sweep_runs_under_trio_and_leaves_nothing_to_the_garbage_collector(
    arguments: dict[str, Any], name: str, tmp_path: Path
) -> None:
    async def run() -> list[str]:
        async with AsyncRuntimeClient(**arguments) as client:
            sweep = client.sweep(name, store=tmp_path / "ising.sqlite")
            await sweep.submit(THREE, backend=BACKEND, shots=10)
            await sweep.wait()
            return [point.state for point in sweep]

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert anyio.run(run, backend="trio") == ["done"] * 3
        gc.collect()
    assert [str(one.message) for one in caught if "generator" in str(one.message)] == []


def test_a_sweep_polls_according_to_its_polling(client: RuntimeClient, name: str, tmp_path: Path) -> None:
    asked: list[object] = []

    def pause(moment: object) -> float:
        asked.append(moment)
        return 0.01

    eager = SimpleNamespace(pause=pause)
    sweep = opened(client, name, tmp_path).submit(THREE, backend=BACKEND, max_pending=1, polling=eager)
    assert asked
    asked.clear()
    sweep["c"].result(polling=eager)
    assert asked
    sweep.submit({"d": FLIP}, backend=BACKEND)
    asked.clear()
    sweep.wait(polling=eager)
    assert asked
    for call in (sweep.wait, sweep["a"].result):
        with pytest.raises(ConfigurationError, match="polling"):
            call(polling=3)  # type: ignore[arg-type]


def test_max_pending_limits_pending_jobs(
    recorded: RuntimeClient, recorder: Recorder, name: str, tmp_path: Path
) -> None:
    sweep = opened(recorded, name, tmp_path).submit(THREE, backend=BACKEND, shots=10, max_pending=1)
    assert sweep.status().done >= 2
    assert recorder.count("GET", "/results") >= 2


def test_a_point_with_another_pub_raises_and_is_named(
    recorded: RuntimeClient, recorder: Recorder, name: str, tmp_path: Path
) -> None:
    sweep = opened(recorded, name, tmp_path).submit({"a": FLIP}, backend=BACKEND, shots=10)
    recorder.requests.clear()
    with pytest.raises(
        ConfigurationError, match=r"point 'a' was recorded with different content.*the circuits"
    ):
        sweep.submit({"new": FLIP, "a": FLIP.replace("x ", "sx ")}, backend=BACKEND, shots=10)
    assert recorder.requests == []
    assert [point.name for point in sweep] == ["a"]


@pytest.mark.parametrize(
    ("points", "arguments_of_submit", "message"),
    [
        ([{"theta": 1}], {}, "pass their circuit"),
        (FLIP, {}, "expected pairs of a name and a PUB"),
        ([("a", FLIP), ("a", FLIP)], {}, "two points have the name 'a'"),
        ([("", FLIP)], {}, "expected 1 to 200 characters"),
        ([(3, FLIP)], {}, "the name of point 0: expected a string"),
        ([FLIP], {}, "point 0 is"),
        ({"a": FLIP}, {"key": "mine"}, "key= is not supported by sweeps"),
        ({"a": FLIP}, {"precision": 0.1}, "precision= is for the estimator"),
        ({"a": FLIP}, {"observables": "Z"}, "observables= is only accepted with circuit="),
        ([{"theta": 1}], {"circuit": TURN, "observables": "Z"}, "observables= is for the estimator"),
        ({"a": FLIP}, {"max_pending": 0}, "max_pending"),
        ({"a": FLIP}, {"retry_failed": -1}, "retry_failed"),
        ({"a": FLIP}, {"retry_failed": 10**30}, "0 to 100"),
        ({"a": FLIP}, {"polling": 3}, "polling"),
        ({"a": FLIP}, {"tags": list("abcdef")}, "6 tags"),
    ],
)
def test_invalid_points_raise_before_recording(
    client: RuntimeClient, tmp_path: Path, points: Any, arguments_of_submit: Any, message: str
) -> None:
    sweep = opened(client, "refused", tmp_path)
    with pytest.raises(ConfigurationError, match=message):
        sweep.submit(points, backend=BACKEND, **arguments_of_submit)
    assert (len(sweep), jobs_of(client, "refused")) == (0, [])


@pytest.mark.parametrize(
    ("points", "arguments_of_submit", "message"),
    [
        ([{"theta": 1}], {"circuit": TURN}, "observables="),
        ({"a": (FLIP, "Z")}, {"shots": 10}, "shots= is for the sampler.*precision="),
        ({"a": FLIP}, {}, "point 'a': "),
    ],
)
def test_invalid_estimator_points_raise_before_recording(
    client: RuntimeClient, tmp_path: Path, points: Any, arguments_of_submit: Any, message: str
) -> None:
    sweep = client.sweep("refused", store=tmp_path / "refused.sqlite", program="estimator")
    with pytest.raises(ConfigurationError, match=message):
        sweep.submit(points, backend=BACKEND, **arguments_of_submit)
    assert len(sweep) == 0


def test_a_store_of_another_program_and_an_unknown_point_raise(client: RuntimeClient, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="program='executor': expected 'sampler' or 'estimator'"):
        client.sweep("other", store=tmp_path / "other.sqlite", program="executor")  # type: ignore[call-overload] # pyright: ignore[reportArgumentType, reportCallIssue] # what is tested
    sweep = opened(client, "empty", tmp_path)
    assert "a" not in sweep
    with pytest.raises(KeyError, match="'a'"):
        sweep["a"]


def test_errors_name_the_point(client: RuntimeClient, tmp_path: Path) -> None:
    sweep = opened(client, "named", tmp_path)
    with pytest.raises(ConfigurationError, match=r"^point 'theta=1j': 1j is not a parameter value"):
        sweep.submit([{"theta": 1}, {"theta": 1j}], circuit=TURN, backend=BACKEND)
    with pytest.raises(
        ConfigurationError, match=r"(?s)would reject these jobs\.\spoint 'bad': PUB 0: .*the instruction h"
    ):
        sweep.submit({"a": FLIP, "bad": FLIP.replace("x ", "h ")}, backend=BACKEND, check=True)
    assert len(sweep) == 0


def test_a_misspelled_backend_can_be_corrected(client: RuntimeClient, name: str, tmp_path: Path) -> None:
    sweep = opened(client, name, tmp_path)
    with pytest.raises(NotFoundError, match="ibm_fex"):
        sweep.submit({"a": FLIP, "b": FLIP}, backend="ibm_fex", shots=4)
    sweep.submit({"a": FLIP, "b": FLIP}, backend=BACKEND, shots=4).wait()
    assert [point.result()[0].counts() for point in sweep] == [{"1": 4}] * 2
    assert len(jobs_of(client, name)) == 2


def test_system_failures_are_retried_and_others_are_not(own: Emulator, tmp_path: Path) -> None:
    for tag, code, times in (("system", 1500, 2), ("stubborn", 1500, 9), ("circuit", 1517, 9)):
        own.scenario.apply(
            {"jobs": [{"tag": tag, "reason": "It did not work.", "reason_code": code, "times": times}]}
        )
        with RuntimeClient(**own.access) as client:
            sweep = client.sweep(tag, store=tmp_path / f"{tag}.sqlite")
            sweep.submit({"bad": FLIP}, backend=BACKEND, shots=5, tags=[tag], retry_failed=2).wait()
            jobs = jobs_of(client, tag)
            if tag == "system":
                assert sweep["bad"].result()[0].counts() == {"1": 5}
                assert (len(jobs), sweep.status().retried) == (3, 2)
                own.scenario.jobs.clear()
                continue
            with pytest.raises(JobFailedError, match="It did not work") as failed:
                sweep["bad"].result()
            assert (failed.value.code, failed.value.job_id) == (code, sweep["bad"].job_id)
            assert len(jobs) == (3 if tag == "stubborn" else 1)
            ((bad, reason),) = sweep.status().failures
            assert (bad, reason.startswith(f"code {code}: It did not work.")) == ("bad", True)
            # Run again it stays as it is, until requested or until its circuit is fixed.
            sweep.submit({"bad": FLIP}, backend=BACKEND, shots=5, tags=[tag]).wait()
            assert (len(jobs_of(client, tag)), sweep["bad"].state) == (len(jobs), "failed")
            own.scenario.jobs.clear()
            mended = {"bad": FLIP if tag == "stubborn" else f"{FLIP} "}
            more = {"on_failed": "submit"} if tag == "stubborn" else {"shots": 6}
            sweep.submit(mended, **{"backend": BACKEND, "shots": 5, "tags": [tag], **more}).wait()  # type: ignore[arg-type]
            assert sweep["bad"].state == "done"


def test_a_cancelled_point_is_not_retried(queue: Emulator, tmp_path: Path) -> None:
    with RuntimeClient(**queue.access) as client:
        sweep = client.sweep("cancelled", store=tmp_path / "c.sqlite").submit({"a": FLIP}, backend=BACKEND)
        (job,) = jobs_of(client, "cancelled")
        job.cancel()
        with pytest.raises(JobCancelledError):
            sweep["a"].result()
        assert len(jobs_of(client, "cancelled")) == 1
        assert sweep.status().cancelled == 1


def test_a_corrupt_or_missing_stored_result_is_fetched_again(
    recorded: RuntimeClient, recorder: Recorder, name: str, tmp_path: Path
) -> None:
    sweep = opened(recorded, name, tmp_path).submit({"a": FLIP, "b": FLIP}, backend=BACKEND, shots=3).wait()
    one, other = sorted((tmp_path / "ising.results").glob("*.npz"))
    one.write_bytes(one.read_bytes()[:100])
    other.unlink()
    recorder.requests.clear()
    assert [point.result()[0].counts() for point in sweep] == [{"1": 3}] * 2
    assert recorder.count("GET", "/results") == 2
    assert [point.result()[0].counts() for point in sweep] == [{"1": 3}] * 2
    assert recorder.count("GET", "/results") == 2


def test_a_full_disk_loses_nothing(
    client: RuntimeClient, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = opened(client, name, tmp_path).submit({"a": FLIP}, backend=BACKEND, shots=3)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        # What arrived is kept in the last place that there is, the temporary folder.
        patch.setattr(tempfile, "tempdir", str(tmp_path))
        with pytest.raises(ConfigurationError, match="No space left on device"):
            sweep.wait()
    assert sweep["a"].state == "submitted"
    assert sweep["a"].result()[0].counts() == {"1": 3}
    assert len(jobs_of(client, name)) == 1


def test_an_interrupted_sweep_resumes(
    client: RuntimeClient, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = opened(client, name, tmp_path)
    save = type(sweep.store).save_result
    saved: list[str] = []

    def interrupted(store: Any, point: Any, content: bytes) -> None:
        if saved:
            raise KeyboardInterrupt
        saved.append(point.name)
        save(store, point, content)

    with monkeypatch.context() as patch:
        patch.setattr(type(sweep.store), "save_result", interrupted)
        with pytest.raises(KeyboardInterrupt) as stop:
            sweep.submit(THREE, backend=BACKEND, shots=10).wait()
    assert any("no point is charged twice" in note for note in stop.value.__notes__)
    assert list((tmp_path / "ising.results").glob(".*.lock")) == []
    again = opened(client, name, tmp_path).wait()
    assert again.status().done == 3
    assert len(jobs_of(client, name)) == 3


def test_points_left_by_a_closed_session_can_be_submitted_in_another(
    client: RuntimeClient, name: str, tmp_path: Path
) -> None:
    closed, opened_again = (client.sessions.create(backend=BACKEND, mode="batch") for _ in range(2))
    closed.close()
    with pytest.raises(ApiError, match="1217"):
        opened(client, name, tmp_path).submit(THREE, backend=BACKEND, shots=10, session=closed)
    sweep = opened(client, name, tmp_path).submit(THREE, backend=BACKEND, shots=10, session=opened_again)
    assert {job.session_id for job in jobs_of(client, name)} == {opened_again.id}
    assert len(sweep) == len(jobs_of(client, name)) == 3
    opened_again.close()


def test_two_clients_on_one_store_share_the_points(
    arguments: dict[str, Any], name: str, tmp_path: Path
) -> None:
    recorders = Recorder(), Recorder()

    def run(recorder: Recorder) -> None:
        with RuntimeClient(**arguments, transport=recorder) as client:
            points = {f"p{number}": FLIP for number in range(8)}
            opened(client, name, tmp_path).submit(points, backend=BACKEND, shots=2, max_pending=3).wait()

    threads = [threading.Thread(target=run, args=(recorder,)) for recorder in recorders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(recorder.count("POST", "/jobs") for recorder in recorders) == 8
    assert sum(recorder.count("GET", "/results") for recorder in recorders) == 8
    with RuntimeClient(**arguments) as client:
        assert opened(client, name, tmp_path).status().done == 8


def test_without_its_store_a_sweep_adopts_its_jobs(
    recorded: RuntimeClient, recorder: Recorder, name: str, tmp_path: Path
) -> None:
    opened(recorded, name, tmp_path).submit(THREE, backend=BACKEND, shots=10).wait()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    recorder.requests.clear()
    again = opened(recorded, name, elsewhere).submit(THREE, backend=BACKEND, shots=10).wait()
    assert again.status().done == 3
    assert recorder.count("POST", "/jobs") == 0


def test_without_its_store_a_fixed_point_ignores_its_failed_job(own: Emulator, tmp_path: Path) -> None:
    own.scenario.apply({"jobs": [{"tag": "fix", "reason": "No.", "reason_code": 1517, "times": 1}]})
    with RuntimeClient(**own.access) as client:
        for store, shots, state in (("one", 5, "failed"), ("two", 6, "done")):
            sweep = client.sweep("fixed", store=tmp_path / f"{store}.sqlite")
            sweep.submit({"a": FLIP}, backend=BACKEND, shots=shots, tags=["fix"]).wait()
            assert sweep["a"].state == state
        own.scenario.jobs.clear()


def test_a_store_removed_during_a_sweep_is_not_recreated(
    client: RuntimeClient, name: str, tmp_path: Path
) -> None:
    sweep = opened(client, name, tmp_path).submit({"a": FLIP}, backend=BACKEND, shots=3)
    (tmp_path / "ising.sqlite").unlink()
    with pytest.raises(ConfigurationError, match=r"ising\.sqlite"):
        sweep.wait()
    assert not (tmp_path / "ising.sqlite").exists()
    assert opened(client, name, tmp_path).submit({"a": FLIP}, backend=BACKEND, shots=3)["a"].result()
    assert len(jobs_of(client, name)) == 1


def test_a_lost_private_result_raises(
    client: RuntimeClient, name: str, tmp_path: Path, pauses: Pauses
) -> None:
    pauses(results_window=0.05)
    sweep = opened(client, name, tmp_path).submit({"a": FLIP}, backend=BACKEND, shots=3, private=True).wait()
    (path,) = (tmp_path / "ising.results").glob("*.npz")
    path.unlink()
    with pytest.raises(NotFoundError) as lost:
        sweep["a"].result()
    assert any(
        "no result for point 'a', and the service no longer has one" in note for note in lost.value.__notes__
    )


def test_a_deleted_job_is_resubmitted_with_a_warning(
    client: RuntimeClient, name: str, tmp_path: Path, pauses: Pauses
) -> None:
    pauses(refusal_window=0.0, refusals=1, appearance=0.0)
    sweep = opened(client, name, tmp_path).submit({"a": FLIP}, backend=BACKEND, shots=3)
    (job,) = jobs_of(client, name)
    job.wait()
    job.delete()
    with pytest.warns(RuntimeWarning, match="no longer exists"):
        assert sweep["a"].result()[0].counts() == {"1": 3}
    assert sweep["a"].job_id != job.id


def test_a_sweep_adapts_to_rate_limits(own: Emulator, tmp_path: Path) -> None:
    body = {"errors": [{"code": 1202, "message": "Too many requests received."}], "trace": "t"}
    own.inject(method="POST", path="*/jobs", status=429, body=body, times=2)
    own.inject(method="GET", path="*/jobs*", status=503, times=1)
    with RuntimeClient(**own.access, retries=0) as client:
        sweep = client.sweep("paced", store=tmp_path / "p.sqlite").submit(THREE, backend=BACKEND).wait()
        assert sweep.status().done == 3
        assert len(jobs_of(client, "paced")) == 3


def test_a_sweep_wait_times_out(queue: Emulator, tmp_path: Path) -> None:
    with RuntimeClient(**queue.access) as client:
        sweep = client.sweep("slow", store=tmp_path / "s.sqlite").submit(THREE, backend=BACKEND)
        with pytest.raises(
            JobTimeoutError, match=r"0 of 3 points done, 3 queued\. Its jobs keep running"
        ) as late:
            sweep.wait(timeout=0.1)
        assert len(late.value.pending) == 3


def test_a_private_result_of_a_point_is_stored(
    client: RuntimeClient, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = opened(client, name, tmp_path).submit({"a": FLIP}, backend=BACKEND, shots=3, private=True)

    def broken(*_: Any) -> None:
        raise ConfigurationError("the store is gone")

    with monkeypatch.context() as patch:
        patch.setattr(type(sweep.store), "save_result", broken)
        with pytest.raises(ConfigurationError, match="the store is gone"):
            sweep.wait()
    assert opened(client, name, tmp_path).wait()["a"].result()[0].counts() == {"1": 3}
    assert [kept for kept in client.kept_results() if kept.job_id == sweep["a"].job_id] == []


def test_progress_shows_how_many_points_are_done(
    client: RuntimeClient, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sweep = opened(client, name, tmp_path).submit({"a": FLIP}, backend=BACKEND, progress=True)
    sweep.wait(progress=True)
    assert f"sweep {name}: 1 of 1 point done" in capsys.readouterr().err
    assert "a      done" in str(sweep.table())
    assert "<table" in sweep.table()._repr_html_()
    assert "<table" in sweep._repr_html_()
    assert texts(html_of(sweep["a"])) == [
        f"Point a of sweep {name}",
        "state",
        "done",
        "job",
        sweep["a"].job_id,
    ]


def test_an_invalid_store_raises_before_recording(
    client: RuntimeClient,
) -> None:
    class Half:
        def identify(self, identity: object) -> None:
            raise AssertionError("nothing may be recorded")

    with pytest.raises(
        ConfigurationError, match="it has no add, points, request, claim, renew, release, update"
    ):
        client.sweep("half", store=Half())  # type: ignore[call-overload] # pyright: ignore[reportArgumentType, reportCallIssue] # what is tested


def test_a_sweep_converts_to_frames_of_points_and_of_results(
    client: RuntimeClient, name: str, tmp_path: Path
) -> None:
    pl = pytest.importorskip("polars")
    sweep = opened(client, name, tmp_path).submit(THREE, backend=BACKEND, shots=10).wait(timeout=60)

    points = sweep.to_frame(as_=pl.DataFrame)
    results = sweep.results_to_frame(as_=pl.DataFrame)

    assert points.select("point", "state").rows() == [("a", "done"), ("b", "done"), ("c", "done")]
    assert points["job_id"].to_list() == [point.job_id for point in sweep]
    assert results.columns == ["point", "register", "bitstring", "count", "probability"]
    assert dict(results.group_by("point").agg(pl.col("count").sum()).rows()) == {"a": 10, "b": 5, "c": 10}


def test_an_empty_sweep_converts_to_an_empty_frame(client: RuntimeClient, name: str, tmp_path: Path) -> None:
    sweep = opened(client, name, tmp_path)

    assert sweep.to_frame(as_="polars").shape == (0, 8)
    assert sweep.results_to_frame(as_="polars").shape == (0, 5)
