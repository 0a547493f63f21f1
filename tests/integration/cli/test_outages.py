"""What `qrt` says while the service is out: one line when it has been silent for minutes, one when it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from integration.cli.conftest import Done
    from support.timing import Pauses

    from qrt_facade.emulator import Emulator


@pytest.mark.parametrize("path", ["*/jobs/*", "*/results"])
def test_an_outage_during_a_wait_is_two_lines_on_stderr_and_no_more(
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
    assert notes[0].startswith("qrt: note: the service has not answered for 0 s; waiting goes on (")
    assert notes[1].startswith("qrt: note: the service answers again, after ")
