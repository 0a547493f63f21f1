#!/usr/bin/env python3
"""Simulate how late a wait notices a job's end, and how many requests it sends: `scripts/simulate_polling.py [--curves]`.

Prints the table of `Polling`'s docstring: eight jobs, each waited for with the client's own polling on a simulated
clock, compared with IBM's client (a request every 0.5 s) and with this client before it had this curve (1 s at first,
each pause 1.5 times the previous one, at most 30 s). `--curves` compares other values of `Polling`, and a curve that
aims at the running time estimated by the service, both correct and wrong by a factor of three.

Nothing is sent. A request takes 0.1 s, and its response is the state halfway through.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from qrt_facade import Polling
from qrt_facade._policy import timing
from qrt_facade._policy.waiting import WaitPlan

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade.types import PollingStrategy, PollMoment

QUESTION: Final = 0.1
ROUNDS: Final = 60
FEW_ROUNDS: Final = 3
SEED: Final = 18
MINUTE, HOUR = 60.0, 3600.0

JOBS: Final = {
    "runs 10 ms": (0.0, 0.01),
    "runs 0.3 s": (0.0, 0.3),
    "runs 3 s": (0.0, 3.0),
    "runs 30 s": (0.0, 30.0),
    "queue 5 s, runs 3 s": (5.0, 3.0),
    "queue 1 min, runs 3 s": (MINUTE, 3.0),
    "queue 1 h, runs 10 s": (HOUR, 10.0),
    "queue 10 h, runs 30 s": (10 * HOUR, 30.0),
}
"""Seconds in the queue and seconds of running; each varies by up to a fifth from round to round."""


@dataclass
class SimulatedClock:
    """The monotonic and wall clocks of a machine, which only advance when moved."""

    now: float = 0.0

    def monotonic(self) -> float:
        """Return the simulated time."""
        return self.now

    def time(self) -> float:
        """Return the simulated time."""
        return self.now


@dataclass
class EveryHalfSecond:
    """IBM's client: `job.result()` polls every 0.5 s."""

    def pause(self, moment: PollMoment, /) -> float:
        """Return 0.5 s, but 0 for the first request."""
        return 0.5 if moment.questions else 0.0


@dataclass
class Growing:
    """This client before the change: 1 s, then 1.5 times the last pause, at most 30 s, and 1 s again after a change."""

    next: float = 1.0
    waited: float = field(default=-1.0)

    def pause(self, moment: PollMoment, /) -> float:
        """Return the pause, and remember the next one."""
        if moment.waited < self.waited:
            self.next = 1.0
        self.waited = moment.waited
        pause = self.next * random.uniform(0.8, 1.2)  # noqa: S311 - as it was
        self.next = min(self.next * 1.5, 30.0)
        return pause


@dataclass(frozen=True)
class Aiming(Polling):
    """A curve that polls most often around the end that the service expects."""

    def pause(self, moment: PollMoment, /) -> float:
        """Return a fraction of the time to or since the expected end, if that is shorter."""
        usual = super().pause(moment)
        if not moment.running or moment.estimated_seconds is None:
            return usual
        distance = abs(moment.estimated_seconds - moment.waited)
        return min(usual, max(distance * self.share, self.first))


def one_wait(
    polling: PollingStrategy, queue: float, run: float, *, estimate: float | None = None
) -> tuple[float, int]:
    """Return how many seconds after its end a job was noticed, and the number of requests about it."""
    clock = SimulatedClock()
    with timing.override(clock=clock):
        plan = WaitPlan(1e6, polling=polling)
        status, questions = "Queued", 0
        while status != "Completed":
            clock.now += plan.pause(running=status == "Running", estimated_seconds=estimate) or 0.0
            seen = clock.now + QUESTION / 2
            before, status = status, _status(seen, queue, run)
            clock.now += QUESTION
            questions += 1
            plan.answered(changed=status != before)
        return clock.now - queue - run, questions


def _status(now: float, queue: float, run: float) -> str:
    if now < queue:
        return "Queued"
    return "Running" if now < queue + run else "Completed"


def average(
    make: Callable[[], PollingStrategy], queue: float, run: float, *, off: float | None = None
) -> tuple[float, float]:
    """Return the average lateness in seconds and number of requests; `off` is the error factor of the estimate."""
    random.seed(SEED)
    late = asked = 0.0
    # A fixed pause over ten hours is 72,000 similar requests: a few rounds are enough.
    rounds = FEW_ROUNDS if queue > MINUTE and make is EveryHalfSecond else ROUNDS
    for _ in range(rounds):
        varied = random.uniform(0.8, 1.2)  # noqa: S311 - jobs differ
        estimate = None if off is None else run * varied * off
        seconds, questions = one_wait(make(), queue * varied, run * varied, estimate=estimate)
        late, asked = late + seconds, asked + questions
    return late / rounds, asked / rounds


def _cell(late: float, asked: float) -> str:
    # Two digits of large numbers: more would be noise.
    return f"{late:.1f} s {int(float(f'{asked:.2g}')):>6,}"


def table() -> str:
    """Return the table of the docstring: seconds late and number of requests, by job and by client."""
    columns: dict[str, Callable[[], PollingStrategy]] = {
        "Polling()": Polling,
        "before": Growing,
        "IBM's client": EveryHalfSecond,
    }
    lines = [" " * 23 + "".join(f"{name:>16}" for name in columns)]
    for name, (queue, run) in JOBS.items():
        cells = "".join(f"{_cell(*average(make, queue, run)):>16}" for make in columns.values())
        lines.append(f"{name:<23}{cells}")
    return "\n".join(lines)


CURVES: Final = {
    f"first={first:g}, share={share:g}, longest={longest:g}": Polling(first, share, longest)
    for first, share, longest in (
        (0.25, 0.1, 30.0),
        (0.1, 0.1, 30.0),
        (0.5, 0.1, 30.0),
        (1.0, 0.1, 30.0),
        (0.25, 0.05, 30.0),
        (0.25, 0.2, 30.0),
        (0.25, 0.1, 10.0),
        (0.25, 0.1, 60.0),
    )
}


def curves() -> str:
    """Return one line for each curve: the mean lateness relative to the job's time, and all requests of the mix."""
    lines = [f"{'':<40}{'late':>8}{'questions':>11}{'product':>9}"]
    lines += [_line(name, curve, off=None) for name, curve in CURVES.items()]
    lines += [_line(f"aiming, estimate x {off:.2g}", Aiming(), off=off) for off in (1.0, 3.0, 1 / 3)]
    return "\n".join(lines)


def _line(name: str, curve: Polling, *, off: float | None) -> str:
    late = asked = 0.0
    for queue, run in JOBS.values():
        seconds, questions = average(lambda: curve, queue, run, off=off)
        # Being 0.1 s late for a job of 10 ms does not count as ten times: a lateness below a second goes unnoticed.
        late, asked = late + seconds / max(queue + run, 1.0) / len(JOBS), asked + questions
    return f"{name:<40}{late:>8.1%}{asked:>11.0f}{late * asked:>9.0f}"


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--curves", action="store_true", help="compare curves instead")
    print(curves() if parser.parse_args().curves else table())


if __name__ == "__main__":
    main()
