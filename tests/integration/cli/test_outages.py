"""What `qrt` says while the service is out: one line when it has been silent for minutes, one when it is back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from integration.cli.conftest import Done
    from support.timing import Pauses

    from qrt_facade.emulator import Emulator


@pytest.mark.parametrize("path", ["*/jobs/*", "*/results"])
def test_an_outage_during_a_wait_prints_only_two_lines_to_stderr(
    path: str, qrt: Callable[..., Done], emulator: Emulator, bell: str, pauses: Pauses
) -> None:
    pauses(
        outage_warning=0.05,
        first_failed_poll=0.05,
        longest_failed_poll=0.05,
        longest_retry=0.001,
        first_retry=0.001,
    )
    arguments: tuple[Any, ...] = ("run", bell, "--backend", "ibm_fez", "--transpile")
    emulator.inject(path=path, method="GET", status=503, times=30)
    done = qrt(*arguments)
    assert done.code == 0, done.err
    notes = [line for line in done.err.splitlines() if line.startswith("qrt: note:")]
    assert len(notes) == 2, done.err
    assert notes[0].startswith("qrt: note: the service has not responded for 0 s; still waiting (")
    assert notes[1].startswith("qrt: note: the service responds again, after ")


def test_a_refused_connection_is_not_retried_for_the_first_request(
    offline: Callable[..., Done], pauses: Pauses
) -> None:
    pauses(first_retry=20.0)
    begun = time.monotonic()
    done = offline("backends", "--url", "http://127.0.0.1:9")
    assert time.monotonic() - begun < 10
    assert done.code == 8
    assert "no connection to 127.0.0.1" in done.err
    assert "retrying" not in done.err


def test_retries_are_reported_from_the_second_pause_on(qrt: Callable[..., Done], emulator: Emulator) -> None:
    emulator.inject(path="*/usage", status=503, times=3)
    done = qrt("usage", "--json")
    assert done.code == 0, done.err
    assert done.data["unit"]
    assert done.err.splitlines() == [
        f"qrt: note: the service is temporarily unavailable (HTTP 503); retrying in 1 s ({number} of 5)"
        for number in (2, 3)
    ]


def test_a_long_retry_after_delay_is_reported_before_the_pause(
    qrt: Callable[..., Done], emulator: Emulator
) -> None:
    emulator.inject(path="*/usage", status=429, headers={"Retry-After": "1"}, times=1)
    done = qrt("usage", "--json")
    assert done.code == 0, done.err
    retry_note = "the service limits the rate of requests (HTTP 429); retrying in 1 s (1 of 5)"
    assert done.err == f"qrt: note: {retry_note}\n"
