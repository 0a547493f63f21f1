"""A first attempt leaves retry decisions to the policy, and does not load it."""

from __future__ import annotations

import pytest

from qrt_facade._policy import timing
from qrt_facade._policy.first_attempts import Repeats
from qrt_facade._sync.bodies import read_success, refuse_unread

REPEATS = Repeats(5, read_success, refuse_unread, timing.current())
FIRST = {
    "GET": (REPEATS.for_method("GET"), "GET"),
    "POST": (REPEATS.for_method("POST"), "POST"),
    "token": (REPEATS.harmless_post, "POST"),
    "result": (REPEATS.unread_result, "GET"),
    "private result": (REPEATS.single_result, "GET"),
}


@pytest.mark.parametrize("named", FIRST)
def test_every_retryable_status_is_left_to_the_retry_policy(named: str) -> None:
    first, method = FIRST[named]
    policy = first.policy()
    assert policy.is_retryable_method(method)
    retried = {status for status in range(100, 600) if policy.is_retryable_status_code(status)}
    undecided = {status for status in range(100, 600) if status in first.undecided}
    assert undecided == (
        retried or {429}
    )  # a POST: the body shows whether the service itself refused it for its rate


@pytest.mark.parametrize("named", FIRST)
def test_a_successful_response_is_read_immediately_if_the_policy_reads_it(named: str) -> None:
    first, _ = FIRST[named]
    assert first.reads is (first.policy().validate_response is read_success)


def test_without_retries_a_response_is_not_read_in_advance() -> None:
    assert not Repeats(0, read_success, refuse_unread, timing.current()).for_method("GET").reads


def test_with_one_retry_a_response_is_read_immediately() -> None:
    assert Repeats(1, read_success, refuse_unread, timing.current()).for_method("GET").reads is True


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_idempotent_methods_use_the_policy_of_their_method(method: str) -> None:
    first = REPEATS.for_method(method)
    assert first.policy() is REPEATS.policies.for_method(method)
    assert not first.policy().is_retryable_method("POST")
    assert 503 in first.undecided
    assert 404 not in first.undecided


def test_a_post_is_undecided_only_after_a_429_and_its_response_is_not_read() -> None:
    first = REPEATS.for_method("POST")
    assert first.policy() is REPEATS.policies.for_method("POST")
    assert first.reads is False
    assert [status for status in range(100, 600) if status in first.undecided] == [429]
