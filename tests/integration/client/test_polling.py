"""`polling=` determines when every kind of wait polls, and its exceptions name the job."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP

from qrt_facade import ConfigurationError, Polling, RuntimeClient
from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qrt_facade.emulator import Emulator
    from qrt_facade.types import PollingStrategy, PollMoment

PARAMS = {"pubs": [[FLIP, None, 1]], "version": 2}


class Counting:
    """Polls every 10 ms, and counts."""

    def __init__(self) -> None:
        self.asked = 0

    def pause(self, _: PollMoment) -> float:
        self.asked += 1
        return 0.01


class Broken:
    """Raises an exception."""

    def pause(self, moment: PollMoment) -> float:
        raise ZeroDivisionError(moment.questions)


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with start(queue_seconds=0.0, run_seconds=0.0, noise=False, backends="ibm_fez", workers=1) as running:
        yield running


def submit(client: RuntimeClient) -> Any:
    return client.jobs.submit("sampler", PARAMS, backend="ibm_fez")


WAITS: dict[str, Callable[[RuntimeClient, Any], Any]] = {
    "wait": lambda client, polling: submit(client).wait(30, polling=polling),
    "result": lambda client, polling: submit(client).result(30, polling=polling),
    "wait_all": lambda client, polling: client.jobs.wait_all([submit(client)], 30, polling=polling),
    "as_completed": lambda client, polling: list(
        client.jobs.as_completed([submit(client)], 30, polling=polling)
    ),
    "submit_and_wait": lambda client, polling: client.jobs.submit_and_wait(
        "sampler", PARAMS, backend="ibm_fez", polling=polling
    ),
    "run": lambda client, polling: client.sampler.run(FLIP, backend="ibm_fez", polling=polling),
    "client": lambda client, polling: submit(client.with_options(polling=polling)).wait(30),
}


@pytest.mark.parametrize("kind", WAITS)
def test_every_wait_polls_according_to_its_polling(kind: str, arguments: dict[str, Any]) -> None:
    polling = Counting()
    with RuntimeClient(**arguments, polling=Polling(first=60.0, longest=60.0)) as client:
        WAITS[kind](client, polling)
        assert polling.asked
        with pytest.raises(ZeroDivisionError) as caught:
            WAITS[kind](client, Broken())
        assert any("continues" in note for note in caught.value.__notes__)
        with pytest.raises(ConfigurationError, match="polling="):
            WAITS[kind](client, 0.5)


def test_a_client_rejects_an_invalid_polling(arguments: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="polling="):
        RuntimeClient(**{**arguments, "polling": 0.5})


def test_polling_is_pickled_with_the_client(
    arguments: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QISKIT_IBM_TOKEN", arguments["api_key"])
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", arguments["instance"])
    chosen = Polling(first=3.0)
    with RuntimeClient(**arguments, polling=chosen) as client:
        assert pickle.loads(pickle.dumps(client))._connection.polling == chosen


class Recording:
    """Polls like another strategy, and records the times."""

    def __init__(self, strategy: PollingStrategy) -> None:
        self.strategy = strategy
        self.moments: list[tuple[float, float]] = []

    def pause(self, moment: PollMoment, /) -> float:
        seconds = self.strategy.pause(moment)
        self.moments.append((moment.waited, seconds))
        return seconds


def test_the_fixture_s_client_notices_a_10_ms_job_within_50_ms(
    qrt_client: RuntimeClient,
) -> None:
    strategy = qrt_client._connection.polling
    assert strategy is not None
    recording = Recording(strategy)
    qrt_client.sampler.submit(FLIP, backend="ibm_fez").wait(polling=recording)
    # Only the pauses before requests are the client's; the time for responses depends on the machine.
    early = [pause for waited, pause in recording.moments if waited < 0.05]
    assert early
    assert max(early) <= 0.04
