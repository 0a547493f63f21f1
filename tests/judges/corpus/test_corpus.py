"""`check` predicts the outcome of a job, and the job runs the submitted circuit: tested with an independent corpus."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from judges.corpus import circuits, drawing, odd_texts
from judges.corpus.cases import written
from judges.corpus.judging import judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from judges.corpus.cases import Case

GROUPS: dict[str, Callable[[], Iterable[Case]]] = {
    "texts": written,
    "odd texts": odd_texts.cases,
    "circuits": circuits.cases,
    "drawn": lambda: drawing.drawn(4000),
}

EVERY = {"texts": 17, "odd texts": 19, "circuits": 11, "drawn": 240}
"""Of each group so many cases are passed over in a run that is not long; every code and slow cases apart."""

SLOW = "5,000"
"""In the names of cases that take seconds each."""

CODES = {1501, 1506, 1517, 1519, 1520, 1521, 1522, 1603}


@cache
def group(name: str) -> tuple[Case, ...]:
    return tuple(GROUPS[name]())


def sample(cases: Sequence[Case], every: int) -> list[Case]:
    """Return every n-th case, and the first of each code."""
    first = {case.codes: case for case in reversed(cases)}
    quick = [case for case in cases[::every] if SLOW not in case.name]
    return list({case.name: case for case in [*quick, *first.values()]}.values())


def test_the_corpus_has_the_expected_size_and_codes() -> None:
    texts, made = [*group("texts"), *group("odd texts")], group("circuits")
    assert len(texts) >= 600
    assert len(made) >= 200
    for cases in (texts, made):
        failing = [case for case in cases if case.codes]
        assert len(failing) >= len(cases) / 3
        assert {case.codes[0] for case in failing} >= CODES - {1506, 1603}
        assert len({case.name for case in cases}) == len(cases)
    assert {code for case in texts for code in case.codes} >= CODES
    assert {case.program for case in texts} == {case.program for case in made} == {"sampler", "estimator"}


@pytest.mark.timeout(1200)  # the whole corpus, if requested
@pytest.mark.parametrize("name", ["texts", "odd texts", "circuits", "drawn"])
def test_check_and_job_agree_and_results_match_a_simulation(
    name: str, request: pytest.FixtureRequest
) -> None:
    every = 1 if request.config.getoption("--long") else EVERY[name]
    verdicts = [judge(case) for case in (group(name) if every == 1 else sample(group(name), every))]
    wrong = [str(verdict) for verdict in verdicts if verdict.faults]
    assert not wrong, f"{len(wrong)} of {len(verdicts)} cases:\n" + "\n".join(wrong)
    assert sum(verdict.compared for verdict in verdicts) > len(verdicts) / 5
