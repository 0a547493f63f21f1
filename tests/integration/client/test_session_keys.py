"""Sessions with a key: an open one is found, a closed one is replaced, and uncertainty raises."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP

from qrt_facade import (
    ApiError,
    AsyncRuntimeClient,
    ConfigurationError,
    RuntimeClient,
    SubmissionUncertainError,
)
from qrt_facade._policy import session_keys
from qrt_facade._policy.session_keys import session_key_tag

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from support.timing import Pauses

    from qrt_facade._connection.journal import Journal
    from qrt_facade._sync.sessions import Session

DEVICE = "ibm_fez"


def batch(client: RuntimeClient, key: str | None = "vqe", **changes: Any) -> Session:
    return client.sessions.create(
        **{"backend": DEVICE, "mode": "batch", "max_ttl": 600, "key": key, **changes}
    )


def journal_of(client: RuntimeClient) -> Journal:
    journal = client._connection.journal
    assert journal is not None
    return journal


def begun(client: RuntimeClient, key: str = "vqe", **changes: Any) -> None:
    """Write the journal entry of a process killed before the response to its request."""
    terms = {"backend": DEVICE, "mode": "batch", "max_ttl": 600, **changes}
    journal_of(client).begin_session(session_key_tag(key), **terms)


@pytest.fixture
def left(client: RuntimeClient) -> Iterator[list[Session]]:
    """Sessions that a test leaves open, closed afterwards."""
    sessions: list[Session] = []
    yield sessions
    for session in sessions:
        session.cancel()


def test_the_open_session_of_a_key_is_found_by_another_client(
    client: RuntimeClient, arguments: dict[str, Any], left: list[Session]
) -> None:
    first = batch(client)
    left.append(first)
    assert [known.session_id for known in journal_of(client).sessions()] == [first.id]
    with RuntimeClient(**arguments) as other:
        second = batch(other)
        assert (second.id, second.adopted, first.adopted) == (first.id, True, False)
        assert second.sampler.submit(FLIP, shots=3).result()[0].counts() == {"1": 3}


@pytest.mark.anyio
async def test_the_async_client_finds_the_open_session_of_a_key(
    client: RuntimeClient, arguments: dict[str, Any], left: list[Session]
) -> None:
    first = batch(client)
    left.append(first)
    async with AsyncRuntimeClient(**arguments) as other:
        again = await other.sessions.create(backend=DEVICE, mode="batch", max_ttl=600, key="vqe")
        assert (again.id, again.adopted) == (first.id, True)


def test_another_key_or_no_key_opens_a_new_session(client: RuntimeClient, left: list[Session]) -> None:
    left += [batch(client), batch(client, "qaoa"), batch(client, None), batch(client, None)]
    assert len({session.id for session in left}) == 4
    assert [session.adopted for session in left] == [False] * 4


def closed(session: Session) -> None:
    session.close()


def cancelled(session: Session) -> None:
    session.cancel()


def left_by_its_block(session: Session) -> None:
    with session:
        pass


def closed_with_a_flag_that_says_otherwise(session: Session) -> None:
    from qrt_client.api.sessions import update_session
    from qrt_client.models import UpdateSessionRequest

    session.close()
    raw = session._connection.raw
    update_session.sync_detailed(session.id, client=raw, body=UpdateSessionRequest(accepting_jobs=True))
    assert session.details().accepting_jobs is True


@pytest.mark.parametrize(
    "end", [closed, cancelled, left_by_its_block, closed_with_a_flag_that_says_otherwise]
)
def test_a_closed_session_of_a_key_is_replaced(client: RuntimeClient, left: list[Session], end: Any) -> None:
    first = batch(client)
    end(first)
    second = batch(client, backend="ibmq_manila", max_ttl=None)
    left.append(second)
    assert second.id != first.id
    assert not second.adopted
    assert batch(client, backend="ibmq_manila", max_ttl=None).id == second.id


def test_the_with_block_closes_a_found_session(client: RuntimeClient) -> None:
    first = batch(client)
    with batch(client) as again:
        assert again.id == first.id
    assert first.details().accepting_jobs is False


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"backend": "ibmq_manila"}, "backend was 'ibm_fez' and is 'ibmq_manila' now"),
        ({"mode": "dedicated"}, "mode was 'batch' and is 'dedicated' now"),
        ({"max_ttl": 900}, "max_ttl was 600 and is 900 now"),
        ({"max_ttl": None}, "max_ttl was 600 and is not set now"),
    ],
)
def test_a_session_key_with_other_arguments_raises_with_the_differences(
    client: RuntimeClient, left: list[Session], changes: dict[str, Any], words: str
) -> None:
    first = batch(client)
    left.append(first)
    with pytest.raises(ConfigurationError) as caught:
        batch(client, **changes)
    assert words in str(caught.value)
    assert "; " not in str(caught.value)  # only one difference
    assert first.id in str(caught.value)
    assert batch(client).id == first.id


@pytest.mark.parametrize("key", ["", "  ", 7, b"vqe", "x" * 201, "\ud800"])
def test_an_invalid_session_key_raises_before_sending(client: RuntimeClient, key: Any) -> None:
    with pytest.raises(ConfigurationError, match="key"):
        batch(client, key)
    assert journal_of(client).sessions() == []


def test_a_rejected_session_leaves_no_record(client: RuntimeClient) -> None:
    with pytest.raises(ApiError):
        batch(client, backend="ibm_nowhere")
    assert journal_of(client).sessions() == []


def test_a_session_that_a_killed_process_cannot_have_opened_is_not_adopted(
    client: RuntimeClient, left: list[Session], pauses: Pauses
) -> None:
    pauses(list_lag=0.3)
    used, of_another_key = batch(client, None), batch(client, "qaoa")
    left += [
        used,
        of_another_key,
        batch(client, None, backend="ibmq_manila"),
        batch(client, None, mode="dedicated"),
    ]
    left.append(batch(client, None, max_ttl=1200))
    batch(client, None).close()
    used.sampler.submit(FLIP, shots=1).wait()
    begun(client)
    mine = batch(client)
    left.append(mine)
    assert not mine.adopted
    assert mine.id not in {session.id for session in left[:-1]}


def test_a_session_not_opened_by_a_killed_process_is_opened_only_after_the_lag(
    client: RuntimeClient, left: list[Session], pauses: Pauses
) -> None:
    pauses(list_lag=0.4)
    started = time.monotonic()
    begun(client)
    session = batch(client)
    left.append(session)
    assert not session.adopted
    assert time.monotonic() - started >= 0.4


def test_a_session_older_than_the_killed_process_is_not_adopted(
    client: RuntimeClient, left: list[Session], pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses(list_lag=0.1)
    monkeypatch.setattr(session_keys, "_SKEW", 0.0)  # both use this machine's clock
    left.append(batch(client, None))
    time.sleep(0.01)
    begun(client)
    mine = batch(client)
    left.append(mine)
    assert not mine.adopted


def test_several_candidate_sessions_raise_and_are_named(client: RuntimeClient, left: list[Session]) -> None:
    begun(client)
    left += [batch(client, None), batch(client, None)]
    with pytest.raises(SubmissionUncertainError) as caught:
        batch(client)
    assert all(session.id in str(caught.value) for session in left)
    left[0].cancel()
    again = batch(client)
    assert (again.id, again.adopted) == (left[1].id, True)


def test_a_session_matching_two_unanswered_keys_raises_and_is_named(
    client: RuntimeClient, left: list[Session]
) -> None:
    begun(client, "qaoa")
    begun(client)
    left.append(batch(client, None))
    with pytest.raises(SubmissionUncertainError, match="another key") as caught:
        batch(client)
    assert left[0].id in str(caught.value)


def test_an_unknown_session_is_requested_again_before_it_is_replaced(
    client: RuntimeClient, left: list[Session], pauses: Pauses
) -> None:
    begun(client)
    journal_of(client).session_opened(session_key_tag("vqe"), "00000000-0000-0000-0000-000000000000")
    pauses(appearance=0.4)
    started = time.monotonic()
    session = batch(client)
    left.append(session)
    assert not session.adopted
    assert time.monotonic() - started >= 0.3


def test_without_the_journal_a_session_key_is_known_to_its_client_only(
    arguments: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QISKIT_IBM_TOKEN", arguments["api_key"])
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", arguments["instance"])
    with RuntimeClient(**arguments, journal=False) as one, RuntimeClient(**arguments, journal=False) as other:
        first, again, elsewhere = batch(one), batch(one), batch(other)
        assert (again.id, again.adopted) == (first.id, True)
        assert not elsewhere.adopted
        assert one._connection.journal is None
        assert pickle.loads(pickle.dumps(again)).adopted is True
        assert pickle.loads(pickle.dumps(one))._connection.settings.journal is False
        assert one.with_options(retries=1)._connection.settings.journal is False
        first.cancel()
        elsewhere.cancel()


def test_threads_that_race_with_one_key_get_one_session(
    client: RuntimeClient, arguments: dict[str, Any], left: list[Session]
) -> None:
    found: list[Session] = []

    def work(made: AbstractContextManager[RuntimeClient]) -> None:
        with made as own:
            found.append(batch(own))

    threads = [threading.Thread(target=work, args=(RuntimeClient(**arguments),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left.append(client.sessions.get(found[0].id))
    assert len({session.id for session in found}) == 1
    assert sorted(session.adopted for session in found) == [False, True, True, True]


KILLED = """
import os, signal, sys
import httpx
from qrt_facade import RuntimeClient

class Transport(httpx.HTTPTransport):
    def handle_request(self, request):
        opens = (request.method, request.url.path.rpartition("/")[2]) == ("POST", "sessions")
        if opens and sys.argv[5] == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        response = super().handle_request(request)
        if opens:
            os.kill(os.getpid(), signal.SIGKILL)
        return response

key, instance, base_url, iam_url = sys.argv[1:5]
client = RuntimeClient(key, instance, base_url=base_url, iam_url=iam_url, transport=lambda: Transport())
client.sessions.create(backend="ibm_fez", mode="batch", max_ttl=600, key="vqe")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.usefixtures("forked_programs")
@pytest.mark.parametrize("moment", ["after", pytest.param("before", marks=pytest.mark.long)])
def test_a_process_killed_while_opening_a_session_leaves_one_for_the_next(
    arguments: dict[str, Any], left: list[Session], client: RuntimeClient, pauses: Pauses, moment: str
) -> None:
    pauses(list_lag=0.1)
    values = [str(arguments[name]) for name in ("api_key", "instance", "base_url", "iam_url")]
    ended = subprocess.run([sys.executable, "-c", KILLED, *values, moment], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    (known,) = journal_of(client).sessions()
    assert known.session_id is None
    session = batch(client)
    left.append(session)
    assert session.adopted is (moment == "after")
    assert batch(client).id == session.id


RACER = """
import sys
from qrt_facade import RuntimeClient
client = RuntimeClient(api_key=sys.argv[1], instance=sys.argv[2], base_url=sys.argv[3], iam_url=sys.argv[4])
client.backends.list()
print("ready", flush=True)
sys.stdin.readline()
session = client.sessions.create(backend="ibm_fez", mode="batch", key="race")
print(session.id, session.adopted, flush=True)
"""


@pytest.mark.long
def test_eight_processes_that_race_with_one_key_get_one_session(arguments: dict[str, Any]) -> None:
    values = [str(arguments[name]) for name in ("api_key", "instance", "base_url", "iam_url")]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    racers = [subprocess.Popen([sys.executable, "-c", RACER, *values], **pipes) for _ in range(8)]
    for racer in racers:
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        racer.stdin.write("\n")
        racer.stdin.flush()
    outputs = [racer.communicate(timeout=120)[0].split() for racer in racers]
    assert len({session_id for session_id, _ in outputs}) == 1
    assert sorted(adopted for _, adopted in outputs) == ["False"] + ["True"] * 7
