"""Estimates use only the backend's description, fetched once an hour; nothing is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from support.circuits import FLIP
from support.mock_devices import MockDevices
from support.worlds import WORLDS, perform

from qrt_facade import ConfigurationError, Estimate, NotFoundError
from qrt_facade._async.estimates import KEPT_FOR
from qrt_facade._policy import timing

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade import RuntimeClient

STATE = 'OPENQASM 3.0; include "stdgates.inc"; sx $0;'
PARAMS = {"pubs": [[FLIP, None, 2]], "version": 2}
ESTIMATES: dict[str, Callable[[Any], Any]] = {
    "sampler": lambda client: client.sampler.estimate(FLIP, backend="ibm_fez", shots=2),
    "sampler by the executor": lambda client: client.sampler.estimate(
        FLIP, backend="ibm_fez", shots=2, program="executor"
    ),
    "estimator": lambda client: client.estimator.estimate((STATE, "Z"), backend="ibm_fez"),
    "estimator by the executor": lambda client: client.estimator.estimate(
        (STATE, "Z"), backend="ibm_fez", program="executor"
    ),
    "executor": lambda client: client.executor.estimate(FLIP, backend="ibm_fez", shots=2),
    "jobs": lambda client: client.jobs.estimate("sampler", PARAMS, backend="ibm_fez"),
    "several": lambda client: client.sampler.estimate_many([FLIP, FLIP], backend="ibm_fez"),
    "several estimators": lambda client: client.estimator.estimate_many(
        [(STATE, "Z")] * 2, backend="ibm_fez"
    ),
    "several of the executor": lambda client: client.executor.estimate_many([FLIP, FLIP], backend="ibm_fez"),
}


def asked(server: MockDevices) -> list[str]:
    return [urlsplit(call.path).path.rpartition("/")[2] for call in server.calls]


@pytest.mark.parametrize(
    ("how", "world"), [*((how, "sync") for how in ESTIMATES), *(("sampler", one) for one in WORLDS[1:])]
)
def test_estimate_fetches_configuration_and_properties_and_submits_nothing(how: str, world: str) -> None:
    with MockDevices() as server:
        found, again = perform(world, server.arguments(), ESTIMATES[how], ESTIMATES[how])
        assert isinstance(found, Estimate)
        assert found == again
        assert found.seconds >= 2
        assert server.posted == []
        assert sorted(asked(server)) == ["configuration", "properties"]


def test_estimate_fetches_the_backend_again_after_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]

    class Clock:
        def monotonic(self) -> float:
            return now[0]

        def time(self) -> float:
            return 1e9 + now[0]

    def later(client: Any) -> Any:
        now[0] += KEPT_FOR
        return ESTIMATES["sampler"](client)

    with MockDevices() as server, timing.override(clock=Clock()):
        perform("sync", server.arguments(), ESTIMATES["sampler"], later)
        assert asked(server).count("configuration") == 2


def test_a_submission_with_a_limit_reuses_what_an_estimate_fetched() -> None:
    with MockDevices() as server:
        perform(
            "sync",
            server.arguments(),
            ESTIMATES["sampler"],
            lambda client: client.sampler.submit(
                FLIP, backend="ibm_fez", shots=2, max_seconds=20, advice=False
            ),
        )
        assert len(server.posted) == 1
        assert [asked(server).count(what) for what in ("configuration", "properties")] == [1, 1]


def test_estimate_in_a_session_uses_its_backend_and_explains_dedicated_billing() -> None:
    class Dedicated:
        id, mode, backend = "s0", "dedicated", "ibm_fez"

    class Batch(Dedicated):
        mode = "batch"

    with MockDevices() as server:
        in_batch, in_session, by_id = perform(
            "sync",
            server.arguments(),
            lambda client: client.sampler.estimate(FLIP, session=Batch()),
            lambda client: client.jobs.estimate("sampler", PARAMS, session=Dedicated()),
            lambda client: client.executor.estimate(FLIP, session="s0", backend="ibm_fez"),
        )
    assert [found.backend for found in (in_batch, in_session, by_id)] == ["ibm_fez"] * 3
    assert not any("for the time" in text for text in in_batch.assumptions)
    assert in_session.assumptions[-1].startswith("a dedicated session is billed for the time")
    assert by_id.assumptions[-1].startswith("if this is a dedicated session, it is billed for the time")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda client: client.sampler.estimate(FLIP), "backend"),
        (lambda client: client.sampler.estimate(FLIP, backend="ibm_fez", shots=0), "shots"),
        (lambda client: client.sampler.estimate(FLIP, backend="ibm_fez", session=5), "session id"),
        (lambda client: client.jobs.estimate("sampler", PARAMS, backend="ibm_fez", session="a/b"), "session id"),
        (lambda client: client.sampler.estimate(FLIP, backend="ibm_fez", program="others"), "program"),
        (lambda client: client.estimator.estimate(FLIP, backend="ibm_fez"), "observables"),
        (lambda client: client.jobs.estimate("sampler", [], backend="ibm_fez"), "params"),
        (lambda client: client.jobs.estimate("", {}, backend="ibm_fez"), "program id"),
        (lambda client: client.jobs.estimate("sampler", {}, backend="ibm_fez", calibration_id=3), "calibration_id"),
        (lambda client: client.sampler.estimate_many(FLIP, backend="ibm_fez"), "jobs"),
        (lambda client: client.sampler.estimate(
            FLIP, backend="ibm_fez", options={"twirling": {"enable_gates": True}}, program="executor"
        ), "twirl"),
    ],
)  # fmt: skip
def test_estimate_rejects_invalid_jobs(wrong: Callable[[Any], Any], says: str) -> None:
    with MockDevices() as server, pytest.raises(ConfigurationError, match=says):
        perform("sync", server.arguments(), wrong)


def test_estimate_for_an_unknown_backend_lists_available_backends(client: RuntimeClient) -> None:
    with pytest.raises(NotFoundError, match="ibm_fez"):
        client.sampler.estimate(FLIP, backend="ibm_fes")


def test_estimates_differ_between_devices(client: RuntimeClient) -> None:
    real, other = (client.sampler.estimate(FLIP, backend=name) for name in ("ibm_fez", "ibmq_manila"))
    assert not real.lower_bound
    assert real.seconds != other.seconds
