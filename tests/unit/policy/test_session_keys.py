"""Which open session belongs to a key: a wrong one is another user's, and a second one is charged."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from qrt_facade._policy import timing
from qrt_facade._policy.session_keys import (
    SessionMemory,
    SessionTerms,
    earliest,
    is_open,
    matching_session,
    may_match,
    session_key_tag,
    terms_of,
)
from qrt_facade._service.names import key_tag
from qrt_facade._service.sessions import SessionDetails
from qrt_facade.errors import ConfigurationError, SubmissionUncertainError

BEGUN = datetime(2026, 11, 1, tzinfo=UTC)


def known(
    tag: str = "k1",
    *,
    max_ttl: int | None = 600,
    backend: str = "ibm_fez",
    mode: str = "batch",
    after: float = 0,
) -> Any:
    """Return the client's record of a session request that received no response."""
    memory = SessionMemory()
    memory.begin_session(tag, backend=backend, mode=mode, max_ttl=max_ttl)
    (one,) = memory.sessions()
    one.begun = BEGUN.timestamp() + after
    return one


def session(name: str = "s1", **changed: Any) -> SessionDetails:
    answered: dict[str, Any] = {
        **dict.fromkeys(SessionDetails.__dataclass_fields__),
        "id": name, "backend": "ibm_fez", "mode": "batch", "state": "open", "accepting_jobs": True, "max_ttl": 600, "raw": {},
        **changed,
    }  # fmt: skip
    return SessionDetails(**answered)


@pytest.mark.parametrize(
    ("changed", "open_"),
    [
        ({}, True),
        ({"accepting_jobs": None}, True),
        ({"accepting_jobs": False}, False),
        ({"state": "inactive"}, True),
        ({"state": None, "accepting_jobs": None}, True),
        ({"state": "closed"}, False),
        ({"state": "closed", "accepting_jobs": None}, False),
    ],
)
def test_a_session_is_open_unless_it_is_closed_or_accepts_no_jobs(
    changed: dict[str, Any], open_: bool
) -> None:
    assert is_open(session(**changed)) is open_
    assert may_match(known(), session(**changed)) is open_


@pytest.mark.parametrize(
    ("changed", "fits"),
    [
        ({"mode": None, "backend": None, "max_ttl": None}, True),
        ({"started_at": BEGUN}, False),  # a job has run in it, so its id was known to a caller
        ({"mode": "dedicated"}, False),
        ({"backend": "ibm_torino"}, False),
        ({"backend": "mock_fez"}, True),
        ({"max_ttl": 599}, True),  # the service lowers it
        ({"max_ttl": 601}, False),  # and never raises it
    ],
)
def test_an_unanswered_request_matches_only_a_session_with_its_terms(
    changed: dict[str, Any], fits: bool
) -> None:
    assert may_match(known(), session(**changed)) is fits


def test_an_unanswered_request_without_max_ttl_matches_any_max_ttl() -> None:
    assert may_match(known(max_ttl=None), session(max_ttl=28_800))


def test_clock_skew_of_two_seconds_is_allowed() -> None:
    assert earliest(known()) == BEGUN - timedelta(seconds=2)


def test_without_a_matching_session_none_was_created() -> None:
    assert matching_session("vqe", known(), [], [known("k2")]) is None


def test_a_single_matching_session_belongs_to_the_key_if_no_other_request_matches() -> None:
    found = session()
    made = BEGUN + timedelta(seconds=10)
    answered = known("k2")
    answered.session_id = "s9"
    others = [
        answered,
        known("k3", backend="ibm_torino"),
        known("k4", mode="dedicated"),
        known("k5", after=13),
    ]
    assert matching_session("vqe", known(), [(found, made)], others) is found


@pytest.mark.parametrize(("after", "made"), [(0, 10), (12, 10), (100, None)])
def test_a_session_that_matches_two_unanswered_requests_is_uncertain(
    after: float, made: float | None
) -> None:
    created = None if made is None else BEGUN + timedelta(seconds=made)
    with pytest.raises(SubmissionUncertainError) as caught:
        matching_session("vqe", known(), [(session(), created)], [known("k2", after=after)])
    assert caught.value.tag is None
    assert str(caught.value) == (
        "which batch session on ibm_fez belongs to key='vqe' is unknown: its request received no response, and it, or the "
        "session of another key whose request received no response either, may be it: s1. client.sessions.get(ID).cancel() ends an "
        "unwanted one; then create it again with its key"
    )


def test_several_matching_sessions_are_uncertain_and_named() -> None:
    with pytest.raises(SubmissionUncertainError, match=r"and any of them may be it: s1, s2\."):
        matching_session("vqe", known(), [(session(), BEGUN), (session("s2"), BEGUN)], [])


def test_an_open_session_of_a_key_with_other_terms_is_refused_with_the_differences() -> None:
    opened = SessionTerms("ibm_fez", "batch", None)
    opened.check("vqe", "s1", SessionTerms("ibm_fez", "batch", None))
    with pytest.raises(ConfigurationError) as caught:
        SessionTerms("ibm_torino", "dedicated", 600).check("vqe", "s1", opened)
    assert str(caught.value) == (
        "key='vqe' belongs to session s1, which is open and was requested with different parameters: backend was 'ibm_fez' and is "
        "'ibm_torino' now; mode was 'batch' and is 'dedicated' now; max_ttl was not set and is 600 now. Use another key, "
        "or end the session: client.sessions.get('s1').close(). Nothing was sent"
    )


def test_session_memory_records_a_request_until_it_is_refused() -> None:
    memory = SessionMemory()
    with timing.override() as pauses:
        before = pauses.clock.time()
        memory.begin_session("k1", backend="ibm_fez", mode="batch", max_ttl=600)
        memory.begin_session("k2", backend="ibm_torino", mode="dedicated", max_ttl=None)
    one, two = memory.sessions()
    assert terms_of(one) == SessionTerms("ibm_fez", "batch", 600)
    assert terms_of(two) == SessionTerms("ibm_torino", "dedicated", None)
    assert (one.key_tag, one.session_id) == ("k1", None)
    assert before <= one.begun <= before + 60
    memory.session_opened("k2", "s2")
    memory.session_opened("unknown", "s3")
    memory.session_refused("k1")
    memory.session_refused("unknown")
    assert [(known.key_tag, known.session_id) for known in memory.sessions()] == [("k2", "s2")]
    assert pickle.loads(pickle.dumps(memory)).sessions() == []


def test_session_creation_with_a_key_is_exclusive() -> None:
    memory = SessionMemory()
    first, second, other = memory.turn("k1"), memory.turn("k1"), memory.turn("k2")
    assert first.acquire()
    assert not second.acquire()
    assert other.acquire()
    first.release()
    assert second.acquire()


def test_session_key_digest_differs_from_job_tags_and_hides_the_key() -> None:
    # The digests are stored on the service, where later versions must find them.
    assert session_key_tag("vqe") == "session-04e9a4871a95a5fa8beae1e34b609473"
    assert key_tag("vqe") != session_key_tag("vqe") != session_key_tag("vqe2")
