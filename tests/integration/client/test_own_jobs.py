"""The caller's own jobs among those of other users: listed, and never confused with a colleague's."""

from __future__ import annotations

import json
from itertools import repeat
from typing import TYPE_CHECKING, Any

import pytest
from support.scripted import ScriptedServer, Seen, reply, token_reply
from support.worlds import WORLDS, perform
from unit.service.test_users import token_of

from qrt_facade import ConfigurationError, RuntimeClient
from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qrt_facade.emulator import Emulator

OWNER, ADA = "IBMid-0000EMULATE", "IBMid-ADA"
FLIP = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;'
STAY = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; c[0] = measure $0;'


@pytest.fixture(scope="module")
def shared() -> Iterator[Emulator]:
    with start(
        backends="ibmq_manila",
        queue_seconds=600,
        workers=1,
        noise=False,
        plan="flex",
        scenario={"users": [ADA]},
    ) as emulator:
        yield emulator


@pytest.fixture
def clients(shared: Emulator) -> Iterator[tuple[RuntimeClient, RuntimeClient]]:
    """The owner's client and Ada's, on two machines with separate journals."""
    shared.reset()
    with (
        RuntimeClient(**shared.access, journal=False) as mine,
        RuntimeClient(**shared.access_of(ADA), journal=False) as hers,
    ):
        yield mine, hers


def submitted(client: RuntimeClient, circuit: str = FLIP, **options: Any) -> Any:
    return client.sampler.submit([circuit], backend="ibmq_manila", shots=10, advice=False, **options)


@pytest.mark.parametrize("world", WORLDS)
def test_mine_lists_only_the_caller_s_jobs(
    world: str, shared: Emulator, clients: tuple[RuntimeClient, RuntimeClient]
) -> None:
    mine, hers = clients
    own = [submitted(mine, tags=["a"]).id, submitted(mine).id]
    theirs = [submitted(hers, tags=["a"]).id for _ in range(3)]
    user, all_jobs, listed, tagged, first, nothing = perform(
        world,
        shared.access,
        lambda client: client.user_id(),
        lambda client: client.jobs.list(),
        lambda client: client.jobs.list(mine=True, pending=True),
        lambda client: client.jobs.list(mine=True, tags=["a"]),
        lambda client: client.jobs.list(mine=True, limit=1),
        lambda client: client.jobs.list(mine=True, limit=0),
    )
    assert user == OWNER
    assert {job.id for job in all_jobs} == {*own, *theirs}
    assert [job.id for job in listed] == own[::-1]
    assert {job.user_id for job in listed} == {OWNER}
    assert [job.id for job in tagged] == own[:1]
    assert [job.id for job in first] == own[1:]
    assert nothing == []


def test_cancelling_all_pending_own_jobs_leaves_a_colleague_s_jobs(
    clients: tuple[RuntimeClient, RuntimeClient],
) -> None:
    mine, hers = clients
    own, theirs = submitted(mine), submitted(hers)
    for job in mine.jobs.list(mine=True, pending=True):
        job.cancel()
    assert (own.refresh().status, theirs.refresh().status) == ("Cancelled", "Queued")


@pytest.mark.parametrize("circuit", [FLIP, STAY], ids=["same work", "other work"])
def test_a_colleague_s_job_with_the_same_key_is_ignored(
    clients: tuple[RuntimeClient, RuntimeClient], circuit: str
) -> None:
    mine, hers = clients
    theirs = submitted(hers, key="vqe/step-1")
    own = submitted(mine, circuit, key="vqe/step-1")
    again = submitted(mine, circuit, key="vqe/step-1")
    assert (own.adopted, again.adopted, again.id) == (False, True, own.id)
    assert own.id != theirs.id
    assert [theirs.refresh().status, own.refresh().status] == ["Queued", "Queued"]


def test_a_colleague_s_series_with_the_same_key_is_ignored(
    clients: tuple[RuntimeClient, RuntimeClient],
) -> None:
    mine, hers = clients
    many = [[FLIP], [STAY]]
    options: dict[str, Any] = {"backend": "ibmq_manila", "shots": 10, "key": "sweep", "advice": False}
    theirs = hers.sampler.submit_many(many, **options)
    own = mine.sampler.submit_many(many, **options)
    again = mine.sampler.submit_many(many, **options)
    assert [job.id for job in again] == [job.id for job in own]
    assert not {job.id for job in own} & {job.id for job in theirs}
    assert {job.refresh().status for job in (*own, *theirs)} == {"Queued"}


def test_a_colleague_s_newer_duplicate_is_not_cancelled_with_an_opaque_token(
    clients: tuple[RuntimeClient, RuntimeClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, hers = clients
    own = submitted(mine, key="k")
    theirs = submitted(hers, key="k")
    monkeypatch.setattr("qrt_facade._sync.auth.user_of_token", lambda _: None)
    monkeypatch.setattr(mine._connection.service.pool.auth, "_user", None)
    assert submitted(mine, key="k").id == own.id
    assert theirs.refresh().status == "Queued"


def test_a_colleague_s_submission_is_found_by_tag_but_not_cancelled(
    clients: tuple[RuntimeClient, RuntimeClient],
) -> None:
    mine, hers = clients
    theirs = submitted(hers)
    found = mine.jobs.find_submission(theirs.submission_tag or "", cancel_duplicates=True)
    assert found is not None
    assert (found.id, found.refresh().status) == (theirs.id, "Queued")


def job(name: str, user: str | None, **more: Any) -> dict[str, Any]:
    known = {} if user is None else {"user_id": user}
    return {"id": name, "status": "Queued", "backend": "ibm_fez", **known, **more}


def pages(*jobs: dict[str, Any], workloads: tuple[str, ...] = ()) -> Callable[[Seen], bytes]:
    def answer(seen: Seen) -> bytes:
        if "/workloads" in seen.path:
            listed = [{"id": f"w{number}", "user_id": user} for number, user in enumerate(workloads)]
            return reply({"workloads": listed})
        return reply({"jobs": list(jobs)})

    return answer


def named(user: str) -> bytes:
    return token_reply(token_of({"iam_id": user, "sub": "ada@example.com"}))


def test_jobs_without_a_user_id_are_left_out_with_one_warning() -> None:
    script = pages(job("j1", ADA), job("j2", None), job("j3", "IBMid-BOB"), job("j4", None))
    with ScriptedServer(script, iam=named(ADA)) as server, RuntimeClient(**server.arguments()) as client:
        with pytest.warns(UserWarning, match="2 jobs excluded") as warned:
            assert [one.id for one in client.jobs.list(mine=True)] == ["j1"]
        assert len(warned) == 1


def test_limit_counts_own_jobs_and_full_pages_are_requested() -> None:
    theirs = [job(f"t{number}", "IBMid-BOB") for number in range(30)]
    script = pages(*theirs, *(job(f"m{number}", ADA) for number in range(5)))
    with ScriptedServer(script, iam=named(ADA)) as server, RuntimeClient(**server.arguments()) as client:
        assert [one.id for one in client.jobs.list(mine=True, limit=2)] == ["m0", "m1"]
        assert len(server.calls) == 1
        assert "limit=200" in server.calls[0].path


@pytest.mark.parametrize("given", ["token", "api_key"])
def test_an_opaque_token_takes_the_user_id_from_own_workloads(given: str) -> None:
    script = pages(job("j1", ADA), job("j2", "IBMid-BOB"), workloads=(ADA, ADA))
    with ScriptedServer(script, iam=token_reply("opaque")) as server:
        changed = {"api_key": None, "token": "opaque"} if given == "token" else {}
        with RuntimeClient(**server.arguments(**changed)) as client:
            for _ in repeat(None, 2):
                assert [one.id for one in client.jobs.list(mine=True)] == ["j1"]
        asked = [seen for seen in server.calls if "/workloads" in seen.path]
        assert len(asked) == 1
        assert "user=me" in asked[0].path


@pytest.mark.parametrize("workloads", [(), (ADA, "IBMid-BOB")], ids=["none", "of two users"])
def test_mine_raises_if_the_user_id_is_unknown(workloads: tuple[str, ...]) -> None:
    with (
        ScriptedServer(pages(job("j1", ADA), workloads=workloads)) as server,
        RuntimeClient(**server.arguments(api_key=None, token="opaque")) as client,
    ):
        with pytest.raises(ConfigurationError, match="your user id is unknown"):
            list(client.jobs.list(mine=True))
        with pytest.raises(ConfigurationError, match="your user id is unknown"):
            client.user_id()


def test_mine_requires_a_bool_and_reads_a_token_without_a_request() -> None:
    token = token_of({"iam_id": ADA})
    with (
        ScriptedServer(pages()) as server,
        RuntimeClient(**server.arguments(api_key=None, token=token)) as client,
    ):
        assert client.user_id() == ADA
        with pytest.raises(ConfigurationError, match="mine="):
            list(client.jobs.list(mine="yes"))  # type: ignore[arg-type]
        assert server.calls == []
        assert ADA not in json.dumps(repr(client))
