"""Errors that belong to this client and to Qiskit."""

from __future__ import annotations

import pickle

import pytest
from qiskit.providers import JobError
from qiskit.providers import JobTimeoutError as QiskitTimeoutError

from qrt_facade.errors import JobCancelledError, JobFailedError, JobTimeoutError, QrtError
from qrt_facade.qiskit.failures import as_qiskit_errors


@pytest.mark.parametrize(
    ("error", "theirs"),
    [
        (JobFailedError("it failed", job_id="abc", code=1517), JobError),
        (JobCancelledError("it was cancelled", job_id="abc"), JobError),
        (JobTimeoutError("the time is up", job_id="abc"), QiskitTimeoutError),
    ],
)
def test_errors_of_a_job_are_caught_by_both_names_and_keep_their_text(
    error: QrtError, theirs: type[Exception]
) -> None:
    mine, text = type(error), str(error)
    with pytest.raises(theirs) as caught, as_qiskit_errors():
        raise error
    assert isinstance(caught.value, mine)
    assert str(caught.value) == caught.value.message == text
    assert str(pickle.loads(pickle.dumps(caught.value))) == text


def test_other_errors_are_unchanged() -> None:
    with pytest.raises(QrtError) as caught, as_qiskit_errors():
        raise QrtError("something else")
    assert type(caught.value) is QrtError
