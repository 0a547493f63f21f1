"""Pauses and clocks, and how tests override them."""

from __future__ import annotations

import pytest

from qrt_facade import RuntimeClient
from qrt_facade._policy import timing
from qrt_facade._policy.retrying import RetryPolicies
from qrt_facade._policy.submission import SubmissionPace
from qrt_facade._policy.waiting import WaitPlan
from qrt_facade._sync.bodies import read_success, refuse_unread
from qrt_facade.errors import RateLimitError


def test_timing_overrides_nest_and_end_with_their_block() -> None:
    with timing.override(first_poll=7.0) as outer:
        with timing.override(longest_poll=9.0) as inner:
            assert (inner.first_poll, inner.longest_poll) == (7.0, 9.0)
        assert timing.current() is outer
    assert timing.current() == timing.DEFAULT


def test_a_timing_override_ends_when_its_block_raises() -> None:
    with pytest.raises(ZeroDivisionError), timing.override(first_poll=7.0):
        raise ZeroDivisionError
    assert timing.current() == timing.DEFAULT


def test_an_unknown_timing_name_is_refused() -> None:
    with pytest.raises(TypeError, match="first_pause"), timing.override(first_pause=1.0):
        pass


@pytest.mark.parametrize(("retry_after", "capped"), [(None, None), (0.0, 0.0), (7.0, 7.0), (1e6, 300.0)])
def test_retry_after_is_capped_at_five_minutes(retry_after: float | None, capped: float | None) -> None:
    assert timing.DEFAULT.capped_retry_after(retry_after) == capped


def test_waits_retries_and_submissions_use_the_timing_in_force() -> None:
    refusal = RateLimitError("x", status=429, retry_after=120)
    with timing.override(longest_retry_after=0.5, first_retry=0.25):
        plan = WaitPlan(10_000)
        plan.failed(refusal)
        assert (plan.pause() or 0.0) < 2
        assert SubmissionPace().refused(refusal) == 0.5
        policy = (
            RetryPolicies(5, read_success, refuse_unread, timing.current())
            .for_method("GET")
            .copy_with(attempts_made=1)
        )
        assert policy.pause_after({"retry-after": "120"}) == 0.5
        assert policy.backoff_strategy() <= 0.25


def test_a_client_keeps_the_retry_pauses_in_force_at_its_creation() -> None:
    with timing.override(first_retry=7.0):
        client = RuntimeClient("no-key", "crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::")
    assert client._connection.service.repeats.policies.for_method("GET").backoff_factor == 7.0
