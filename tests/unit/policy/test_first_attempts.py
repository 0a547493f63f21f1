"""A first attempt decides nothing that is the policy's, and loads nothing of it."""

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
def test_every_status_that_the_policy_may_send_again_after_is_left_to_it(named: str) -> None:
    first, method = FIRST[named]
    policy = first.policy()
    assert policy.is_retryable_method(method)
    retried = {status for status in range(100, 600) if policy.is_retryable_status_code(status)}
    undecided = {status for status in range(100, 600) if status in first.undecided}
    assert undecided == (
        retried or {429}
    )  # a POST: its body says whether a refusal for the rate is the service's


@pytest.mark.parametrize("named", FIRST)
def test_a_good_answer_is_read_at_once_where_the_policy_reads_it(named: str) -> None:
    first, _ = FIRST[named]
    assert first.reads is (first.policy().validate_response is read_success)


def test_without_retries_an_answer_is_left_to_whoever_streams_it() -> None:
    assert not Repeats(0, read_success, refuse_unread, timing.current()).for_method("GET").reads


def test_a_request_that_may_be_sent_again_once_is_read_at_once_too() -> None:
    assert Repeats(1, read_success, refuse_unread, timing.current()).for_method("GET").reads is True


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_the_policy_of_a_request_that_changes_nothing_twice_takes_its_method(method: str) -> None:
    first = REPEATS.for_method(method)
    assert first.policy() is REPEATS.policies.for_method(method)
    assert not first.policy().is_retryable_method("POST")
    assert 503 in first.undecided
    assert 404 not in first.undecided


def test_a_post_is_refused_unread_by_a_429_alone_and_its_answer_is_not_read_at_once() -> None:
    first = REPEATS.for_method("POST")
    assert first.policy() is REPEATS.policies.for_method("POST")
    assert first.reads is False
    assert [status for status in range(100, 600) if status in first.undecided] == [429]
