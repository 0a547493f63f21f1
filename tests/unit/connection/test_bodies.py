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
def test_a_small_result_limit_applies_only_to_results(
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
def test_uploads_and_program_output_have_the_limit_of_results(
    method: str, path: str, query: bytes, wide: bool
) -> None:
    assert limit_of(method, path, query, 1 << 40) == (1 << 40 if wide else MAX_ANSWER)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [("17", 17), ("", 0), ("x", 0), ("-1", 0), ("1e3", 0), ("٣", 0), ("9" * 5000, 0), ("1, 1", 0)],
)
def test_a_content_length_is_parsed_or_unknown(declared: str, expected: int) -> None:
    assert declared_length({"content-length": declared}) == expected


def test_an_unrequested_encoding_is_named_and_shortened() -> None:
    with pytest.raises(BodyRefusedError) as caught:
        Unpacking("gzip, " * 10_000)
    assert "'gzip, gzip, " in str(caught.value)
    assert len(str(caught.value)) < 200
