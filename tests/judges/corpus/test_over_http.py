"""A few cases of the corpus over HTTP, with the backend's own `check`; and those that are safe only in a process with limits."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest
from judges.corpus import circuits, odd_texts
from judges.corpus.cases import written

from qrt_facade import CircuitWarning, ConfigurationError, JobFailedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from judges.corpus.cases import Case

    from qrt_facade import RuntimeClient

EACH = 2
"""Number of cases per code that are run over HTTP."""


def chosen() -> Iterator[Case]:
    """Some cases of each outcome on one device, and all cases that would exhaust a process without limits."""
    seen: dict[Any, int] = {}
    for case in [*circuits.cases(), *written()]:
        outcome = case.program, case.codes
        if case.device == "ibm_fez" and case.level is None and seen.setdefault(outcome, 0) < EACH:
            seen[outcome] += 1
            yield case
    yield from odd_texts.bombs()
    yield from (case for case in circuits.cases() if "Uint" in case.name)


def ended(client: RuntimeClient, case: Case) -> int | None:
    """Return the code of a submitted case, None for a result, and 0 if it is not sent."""
    try:
        if case.program == "estimator":
            precision = 0.1 if case.precision is None else case.precision
            pubs = [(pub.circuit, pub.observables, pub.values) for pub in case.pubs]
            client.estimator.run(
                pubs, backend=case.device, precision=precision, options=case.options, timeout=60
            )
        else:
            pubs = [(pub.circuit, pub.values, pub.shots) for pub in case.pubs]
            client.sampler.run(pubs, backend=case.device, shots=100, options=case.options, timeout=60)
    except JobFailedError as error:
        return error.code
    except ConfigurationError:
        return 0
    return None


def checked(client: RuntimeClient, case: Case) -> int | None:
    """Return the code of the first problem, None if there is none, and 0 if the PUBs are refused."""
    backend = client.backends.get(case.device)
    try:
        if case.program == "estimator":
            precision = 0.1 if case.precision is None else case.precision
            pubs = [(pub.circuit, pub.observables, pub.values) for pub in case.pubs]
            problems = backend.check(pubs, program_id="estimator", precision=precision, options=case.options)
        else:
            pubs = [(pub.circuit, pub.values, pub.shots) for pub in case.pubs]
            problems = backend.check(pubs, shots=100, options=case.options)
    except ConfigurationError:
        return 0
    return problems[0].code if problems else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Create the cases when they are run: that takes longer than collecting a hundred other modules."""
    if "case" in metafunc.fixturenames:
        cases = list(chosen()) if metafunc.config.getoption("--long") else []
        metafunc.parametrize("case", cases, ids=str)


@pytest.mark.long
def test_a_job_over_http_ends_as_check_predicts(client: RuntimeClient, case: Case) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CircuitWarning)
        predicted, became = checked(client, case), ended(client, case)
    assert became in {predicted, 0}  # a circuit without output, or that cannot be encoded, is not sent
    assert (predicted is None) == (became is None)
    assert predicted in case.codes or predicted == 0 if case.codes else predicted is None
