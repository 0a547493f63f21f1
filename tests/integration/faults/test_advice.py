"""Warnings for submitted jobs that will wait for other reasons than a queue."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP
from support.scripted import TLS, Reset, ScriptedServer, Seen, Silence, reply
from support.worlds import perform

if TYPE_CHECKING:
    from support.timing import Pauses

PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}
BOTH = ("sync", "asyncio")
ACTIVE = {"state": True, "status": "active", "message": "", "length_queue": 3}
PAUSED = {"state": False, "status": "internal", "message": "calibrating", "length_queue": 3}
OVER = {"usage_consumed_seconds": 600, "usage_limit_seconds": 600, "usage_limit_reached": True}
WITHIN = {"usage_consumed_seconds": 1, "usage_limit_seconds": 600, "usage_limit_reached": False}


@pytest.fixture(autouse=True)
def _with_advice(pauses: Pauses) -> None:
    pauses(advice_every=600.0, advice=0.5, first_retry=0.01)


class Service:
    """A service that accepts jobs, and reports the state of a backend and the instance."""

    def __init__(self, status: Any, usage: Any) -> None:
        self.status, self.usage = status, usage
        self.jobs = 0

    def __call__(self, request: Seen) -> Any:
        if request.method == "POST":
            self.jobs += 1
            return reply({"id": f"j{self.jobs}", "backend": "ibm_fez"})
        wanted = self.status if "/backends/" in request.path else self.usage
        return reply(wanted) if isinstance(wanted, dict) else wanted


def submit(client: Any, **more: Any) -> Any:
    return client.jobs.submit("sampler", PARAMS, backend="ibm_fez", **more)


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(
    ("status", "usage", "message"),
    [
        (ACTIVE, OVER, "has used up its QPU time"),
        (PAUSED, WITHIN, "ibm_fez is not running jobs: calibrating"),
        ({**ACTIVE, "status": "internal"}, WITHIN, "ibm_fez may not be running jobs: internal"),
        (Reset(), OVER, "has used up its QPU time"),
        (PAUSED, Reset(), "ibm_fez is not running jobs"),
    ],
    ids=["over the limit", "paused", "internal", "no status", "no usage"],
)
def test_a_job_that_cannot_run_soon_warns_with_the_reason(
    status: Any, usage: Any, message: str, world: str
) -> None:
    with ScriptedServer(Service(status, usage)) as server, pytest.warns(RuntimeWarning, match=message):
        (job,) = perform(world, {**server.arguments(), "verify": TLS}, submit)
    assert job.id == "j1"


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(
    ("status", "usage"),
    [
        (ACTIVE, WITHIN),
        (Reset(), Reset()),
        (Silence(), Silence()),
        ({}, {}),
        (reply([]), reply(b"<html>", 403)),
    ],
    ids=["all is well", "cut", "silent", "empty", "odd"],
)
def test_missing_advice_responses_are_ignored(status: Any, usage: Any, world: str) -> None:
    with ScriptedServer(Service(status, usage)) as server, warnings.catch_warnings():
        warnings.simplefilter("error")
        (job,) = perform(world, {**server.arguments(retries=5), "verify": TLS}, submit)
    assert job.id == "j1"


@pytest.mark.parametrize("world", BOTH)
def test_advice_is_requested_once_per_backend_and_never_if_disabled(world: str) -> None:
    with ScriptedServer(Service(ACTIVE, WITHIN)) as server:
        arguments = {**server.arguments(), "verify": TLS}
        perform(world, arguments, submit, submit, submit)
        assert [call.method for call in server.calls] == ["POST", "GET", "GET", "POST", "POST"]
        before = len(server.calls)
        perform(world, arguments, lambda client: submit(client, advice=False))
        assert len(server.calls) == before + 1
