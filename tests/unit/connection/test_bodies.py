from __future__ import annotations

import pytest

from qrt_facade._connection.bodies import MAX_ANSWER, Unpacking, declared_length, limit_of
from qrt_facade._service.failures import BodyRefusedError

WITHOUT = b"limit=1&exclude_params=true"


@pytest.mark.parametrize(
    ("method", "path", "query", "expected"),
    [
        ("GET", "/api/v1/jobs/j1/results", b"", 7),
        ("GET", "/api/v1/jobs/j1", b"", MAX_ANSWER),
        ("GET", "/api/v1/backends/ibm_x/properties", b"", MAX_ANSWER),
        ("POST", "/api/v1/jobs", b"", MAX_ANSWER),
    ],
)
def test_a_small_limit_of_results_is_that_of_results_alone(
    method: str, path: str, query: bytes, expected: int
) -> None:
    assert limit_of(method, path, query, 7) == expected


@pytest.mark.parametrize(
    ("method", "path", "query", "wide"),
    [
        ("GET", "/api/v1/jobs/j1/results", b"", True),
        ("GET", "/api/v1/jobs/j1", b"", True),
        ("GET", "/api/v1/jobs/j1", WITHOUT, False),
        ("GET", "/api/v1/jobs", b"", True),
        ("GET", "/api/v1/jobs", WITHOUT, False),
        ("GET", "/api/v1/jobs/j1/logs", b"", True),
        ("GET", "/api/v1/jobs/j1/metrics", b"", False),
        ("POST", "/api/v1/jobs", b"", False),
        ("GET", "/api/v1/sessions/s1", b"", False),
        ("GET", "/api/v1/backends", b"", False),
    ],
)
def test_what_users_sent_or_programs_made_may_be_as_large_as_results(
    method: str, path: str, query: bytes, wide: bool
) -> None:
    assert limit_of(method, path, query, 1 << 40) == (1 << 40 if wide else MAX_ANSWER)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [("17", 17), ("", 0), ("x", 0), ("-1", 0), ("1e3", 0), ("٣", 0), ("9" * 5000, 0), ("1, 1", 0)],
)
def test_a_length_is_read_or_taken_for_unknown(declared: str, expected: int) -> None:
    assert declared_length({"content-length": declared}) == expected


def test_an_encoding_that_was_not_asked_for_is_named_in_short() -> None:
    with pytest.raises(BodyRefusedError) as caught:
        Unpacking("gzip, " * 10_000)
    assert "'gzip, gzip, " in str(caught.value)
    assert len(str(caught.value)) < 200
