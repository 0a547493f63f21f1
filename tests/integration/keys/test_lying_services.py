"""Lookups that fail or return wrong data: nothing is submitted in doubt, and no job is charged twice."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from integration.attacks.service import BACKEND, PARAMS, Service
from support.scripted import Reset, ScriptedServer, reply

from qrt_facade import ConfigurationError, QrtError, RuntimeClient, SubmissionUncertainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.scripted import Seen
    from support.timing import Pauses

long = pytest.mark.long


@dataclass
class Keyed(Service):
    """Also sets creation times, and can be made to fail and to return wrong data.

    Attributes:
        listing: Responses to list requests, by number of the request; otherwise the truth. May modify what it is
            passed.
        creating: Responses to submissions after they were stored.
        gone: Ids of jobs that no longer exist.
        asking: Responses to requests for the first job; None for the truth.
        posts: Number of submissions.
        lists: Number of list requests.
        statuses: The status of single jobs.
    """

    status: str = "Queued"
    listing: list[Callable[[list[dict[str, Any]]], Any]] = field(default_factory=list)
    creating: list[Any] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    statuses: dict[str, str] = field(default_factory=dict)
    asking: Any = None
    posts: int = 0
    lists: int = 0

    def __call__(self, request: Seen) -> Any:
        path, _, _query = request.path.partition("?")
        if request.method == "POST" and path.endswith("/jobs"):
            self.posts += 1
            if self.creating:
                answer = self.creating.pop(0)
                if answer is not None:
                    return answer(self, request) if callable(answer) else answer
        if request.method == "GET" and path.endswith("/jobs"):
            self.lists += 1
            if self.listing:
                transform = self.listing.pop(0) if len(self.listing) > 1 else self.listing[0]
                truth = json.loads(super().__call__(request).partition(b"\r\n\r\n")[2])["jobs"]
                answer = transform(truth)
                return answer if isinstance(answer, bytes | Reset) else reply({"jobs": answer})
        if self.asking is not None and path.endswith("/jobs/job-1"):
            return self.asking
        if path.rpartition("/")[2] in self.gone:
            return reply({"errors": [{"code": 1291, "message": "Job not found"}]}, 404)
        if path.endswith("/cancel"):
            self.statuses[path.split("/")[-2]] = "Cancelled"
        return super().__call__(request)

    def described(self, job_id: str) -> dict[str, Any]:
        number = int(job_id.rpartition("-")[2])
        return {
            **super().described(job_id),
            "status": self.statuses.get(job_id, self.status),
            "created": f"2026-11-20T10:00:{number:02}.000000Z",
            "program": {"id": "sampler"},
        }

    @property
    def going_on(self) -> list[str]:
        return [job_id for job_id in self.tags if self.described(job_id)["status"] != "Cancelled"]


@pytest.fixture(autouse=True)
def _short_pauses(pauses: Pauses) -> None:
    pauses(
        look_ups=(0.01, 0.01), duplicate_look_ups=(0.0,), duplicate_cancels=(0.0,), first_retry=0.01, list_lag=0.2,
        first_resubmission=0.01, first_turn=0.01, longest_turn=0.02, longest_retry_after=0.05,
    )  # fmt: skip


@pytest.fixture
def service() -> Keyed:
    return Keyed()


@pytest.fixture
def server(service: Keyed) -> Iterator[ScriptedServer]:
    with ScriptedServer(service) as running:
        yield running


@pytest.fixture
def client(server: ScriptedServer) -> Iterator[RuntimeClient]:
    with RuntimeClient(**server.arguments()) as made:
        yield made


def submit(client: RuntimeClient, key: str = "one", **options: Any) -> Any:
    return client.jobs.submit("sampler", options.pop("params", PARAMS), backend=BACKEND, key=key, **options)


FAILING: dict[str, Any] = {
    "429": reply({"errors": []}, 429, Retry_After="0"),
    "500": reply(b"", 500),
    "503 page": reply(b"<html></html>", 503, Content_Type="text/html"),
    "401": reply({"errors": [{"code": 1200, "message": "no"}]}, 401),
    "403": reply({"errors": [{"code": 1200, "message": "no"}]}, 403),
    "404": reply({"errors": [{"code": 1200, "message": "no"}]}, 404),
    "404 page": reply(b"<html></html>", 404, Content_Type="text/html"),
    "reset": Reset(),
    "empty": reply(b""),
    "204": reply(status=204),
    "not JSON": reply(b"{", Content_Type="application/json"),
    "page": reply(b"<html>Who are you?</html>", Content_Type="text/html"),
    "a list": reply([]),
    "no jobs": reply({"count": 0}),
    "null": reply({"jobs": None}),
    "a number": reply({"jobs": 3}),
    "cut": reply(b'{"jobs": [', length=100),
    "another page size": reply({"jobs": [], "limit": 7}),
    "redirect": reply(b"", 302, Location="http://127.0.0.1:9/"),
}
QUICK_FAILURES = ("429", "no jobs", "page")


@pytest.mark.parametrize(
    "name", [one if one in QUICK_FAILURES else pytest.param(one, marks=long) for one in FAILING]
)
def test_nothing_is_submitted_while_the_lookup_fails(
    client: RuntimeClient, service: Keyed, name: str
) -> None:
    service.listing = [lambda _: FAILING[name]]
    with pytest.raises(QrtError):
        submit(client)
    assert service.posts == 0
    service.listing = []
    assert submit(client).adopted is False
    assert submit(client).adopted is True
    assert service.posts == 1


@pytest.mark.parametrize("name", ["429", pytest.param("500", marks=long), pytest.param("reset", marks=long)])
def test_a_failed_lookup_is_retried(server: ScriptedServer, service: Keyed, name: str) -> None:
    service.listing = [lambda _: FAILING[name], lambda jobs: jobs]
    with RuntimeClient(**server.arguments(retries=3)) as client:
        assert submit(client).adopted is False
        assert submit(client).adopted is True
    assert service.posts == 1


def changed(**changes: Any) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    return lambda jobs: [
        {name: value for name, value in {**job, **changes}.items() if value != "-"} for job in jobs
    ]


HARMLESS: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "twice in the list": lambda jobs: jobs * 2,
    "tags in upper case": lambda jobs: [
        {**job, "tags": [tag.upper() for tag in job["tags"]]} for job in jobs
    ],
    "tags with white space": lambda jobs: [
        {**job, "tags": [f" {tag} " for tag in job["tags"]]} for job in jobs
    ],
    "no dates": changed(created="-"),
    "a date that is none": changed(created="yesterday"),
    "another's job as well": lambda jobs: [
        *jobs,
        {"id": "job-9", "status": "Queued", "tags": ["qrt-key-" + "0" * 32]},
    ],
    "an untagged job as well": lambda jobs: [*jobs, {"id": "job-9", "status": "Queued", "tags": []}],
    "no backend and no program": changed(backend="-", program="-"),
    "more fields": changed(priority=3, cost={"a": 1}),
    "a status in capitals": changed(status="RUNNING"),
    "a count that lies": lambda jobs: reply({"jobs": jobs, "count": 0, "limit": 200, "offset": 0}),
}


@pytest.mark.parametrize(
    "case", [one if one == "tags in upper case" else pytest.param(one, marks=long) for one in HARMLESS]
)
@pytest.mark.parametrize("journal", [False, pytest.param(True, marks=long)])
def test_a_job_with_unusual_list_fields_is_adopted(
    server: ScriptedServer, service: Keyed, case: str, journal: bool
) -> None:
    with RuntimeClient(**server.arguments(journal=journal)) as client:
        job = submit(client)
        service.listing = [HARMLESS[case]]
        again = submit(client)
    assert (again.id, again.adopted) == (job.id, True)
    assert service.posts == 1
    assert service.cancelled == []


@pytest.mark.long
@pytest.mark.parametrize(
    "status",
    [
        None,
        pytest.param("", marks=long),
        pytest.param("Paused for lunch", marks=long),
        pytest.param(3, marks=long),
    ],
)
def test_a_job_of_unknown_status_is_not_resubmitted(
    client: RuntimeClient, service: Keyed, status: Any
) -> None:
    submit(client)
    service.listing = [changed(status=status)]
    with suppress(QrtError):
        assert submit(client).adopted
    assert service.posts == 1
    assert service.cancelled == []


@pytest.mark.long
def test_a_job_without_its_fingerprint_raises(client: RuntimeClient, service: Keyed) -> None:
    job = submit(client)
    service.tags[job.id] = [tag for tag in service.tags[job.id] if not tag.startswith("qrt-print-")]
    with pytest.raises(ConfigurationError, match=job.id):
        submit(client)
    assert service.posts == 1


def stored_and(answer: Any) -> Callable[[Keyed, Seen], Any]:
    def store(service: Keyed, request: Seen) -> Any:
        service.stored(request)
        return answer

    return store


def stored_twice(service: Keyed, request: Seen) -> Any:
    service.stored(request)
    return service.created(service.stored(request))


def test_a_submission_repeated_by_a_proxy_leaves_one_job(client: RuntimeClient, service: Keyed) -> None:
    service.creating = [stored_twice]
    job = submit(client)
    assert job.id == "job-1"
    assert service.going_on == ["job-1"]
    assert submit(client).id == "job-1"
    assert service.posts == 1


@pytest.mark.parametrize(
    "answer", [reply(b"", 502), pytest.param(Reset(), marks=long), pytest.param(reply(b"{"), marks=long)]
)
def test_a_lost_response_is_looked_up_by_the_key(client: RuntimeClient, service: Keyed, answer: Any) -> None:
    service.creating = [stored_and(answer)]
    job = submit(client)
    assert job.id == "job-1"
    assert submit(client).adopted is True
    assert service.posts == 1


def test_a_lost_response_is_not_matched_with_an_earlier_failed_job(
    client: RuntimeClient, service: Keyed
) -> None:
    submit(client)
    service.statuses["job-1"] = "Failed"
    service.creating = [stored_and(reply(b"", 502))]
    job = submit(client)
    assert (job.id, job.adopted) == ("job-2", False)
    assert service.going_on == ["job-1", "job-2"]
    assert submit(client).id == "job-2"
    assert service.posts == 2


def test_a_response_naming_the_failed_job_is_rejected(client: RuntimeClient, service: Keyed) -> None:
    submit(client)
    service.statuses["job-1"] = "Failed"
    service.creating = [stored_and(reply({"id": "job-1", "backend": BACKEND}))]
    job = submit(client)
    job.refresh()
    assert job.id == "job-2"
    assert service.posts == 2


def test_a_rejected_submission_does_not_count_as_in_progress(client: RuntimeClient, service: Keyed) -> None:
    service.creating = [reply({"errors": [{"code": 1291, "message": "Bad circuit"}]}, 400)]
    with pytest.raises(QrtError, match="Bad circuit"):
        submit(client)
    asked = service.lists
    assert submit(client).adopted is False
    assert service.lists <= asked + 2
    assert len(service.tags) == 1


@pytest.mark.long
def test_an_uncertain_submission_is_resolved_by_the_next_run(client: RuntimeClient, service: Keyed) -> None:
    service.creating = [stored_and(reply(b"", 502))]
    service.listing = [lambda _: []]
    with pytest.raises(SubmissionUncertainError, match="'one'"):
        submit(client, on_uncertain="raise")
    service.listing = []
    assert submit(client).id == "job-1"
    assert service.posts == 1


@pytest.mark.long
def test_a_list_without_the_job_causes_no_second_job(client: RuntimeClient, service: Keyed) -> None:
    service.listing = [lambda _: []]
    job = submit(client)
    for _ in range(3):
        again = submit(client)
        assert (again.id, again.adopted) == (job.id, True)
    assert service.posts == 1


def test_a_temporary_404_does_not_mean_that_the_job_is_deleted(client: RuntimeClient, service: Keyed) -> None:
    submit(client)
    service.gone.add("job-1")
    moments = iter([[]])

    def listed(jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if (empty := next(moments, None)) is not None:
            return empty
        service.gone.clear()
        return jobs

    service.listing = [listed]
    again = submit(client)
    assert (again.id, again.adopted) == ("job-1", True)
    assert service.posts == 1


def test_a_deleted_job_of_a_key_warns(client: RuntimeClient, service: Keyed) -> None:
    submit(client)
    service.gone.add("job-1")
    service.listing = [lambda jobs: [job for job in jobs if job["id"] != "job-1"]]
    with pytest.warns(RuntimeWarning, match="job-1"):
        resubmitted = submit(client)
    assert (resubmitted.id, resubmitted.adopted) == ("job-2", False)


@pytest.mark.parametrize("status", [500, pytest.param(429, marks=long), pytest.param(403, marks=long)])
def test_an_unreadable_known_job_is_not_resubmitted(
    client: RuntimeClient, service: Keyed, status: int
) -> None:
    submit(client)
    service.listing = [lambda _: []]
    service.asking = reply({"errors": [{"code": 1, "message": "no"}]}, status)
    with pytest.raises(QrtError):
        submit(client)
    assert service.posts == 1
    service.asking = None
    assert submit(client).id == "job-1"


ODD: dict[str, Any] = {
    "nothing": "", "blanks": "  \t", "a number": 1, "bytes": b"x", "a list": ["x"], "half a character": "\ud800", "too long": "x" * 5000,
    "True": True,
}  # fmt: skip


@pytest.mark.parametrize("name", list(ODD))
def test_invalid_keys_raise_before_anything_is_sent(
    client: RuntimeClient, server: ScriptedServer, name: str
) -> None:
    with pytest.raises(ConfigurationError, match="key"):
        submit(client, ODD[name])
    assert server.seen == []


DISTINCT = (
    "a", "A", "a ", " a", "a/b", "a/b/c", "../a", "a\n", "a\0", "ä", "a\u0308", "💥", "%41", "a%2Fb", "a'b", 'a"b', "a;--",
    "qrt-key-0", "0", "None", "a" * 200,
)  # fmt: skip


def test_keys_of_any_characters_are_different_keys(client: RuntimeClient, service: Keyed) -> None:
    jobs = [submit(client, key) for key in DISTINCT]
    assert len({job.id for job in jobs}) == len(DISTINCT)
    assert [submit(client, key).id for key in DISTINCT] == [job.id for job in jobs]
    assert service.posts == len(DISTINCT)
    assert not any(job.tags for job in jobs)
    tags = json.dumps(service.tags)
    assert not [key for key in DISTINCT if len(key) > 3 and key in tags and not key.startswith("qrt-")]


@pytest.mark.parametrize(
    "options",
    [
        {"on_failed": "retry"},
        {"on_failed": None},
        {"on_failed": True},
        {"tags": list("abcdef")},
        {"tags": ["qrt-key-" + "0" * 32]},
    ],
    ids=repr,
)
def test_options_incompatible_with_a_key_raise_before_sending(
    client: RuntimeClient, server: ScriptedServer, options: dict[str, Any]
) -> None:
    with pytest.raises(ConfigurationError):
        submit(client, **options)
    assert server.seen == []


@pytest.mark.long
def test_a_key_allows_five_tags(client: RuntimeClient, service: Keyed) -> None:
    job = submit(client, tags=list("abcde"))
    assert job.tags == tuple("abcde")
    assert len(service.tags[job.id]) <= 8


@pytest.mark.long
def test_an_older_job_of_another_machine_found_later_is_kept(client: RuntimeClient, service: Keyed) -> None:
    submit(client)
    service.tags = {"job-0": service.tags["job-1"], **service.tags}
    again = submit(client)
    assert again.id == "job-0"
    assert service.cancelled == ["job-1"]


@pytest.mark.long
def test_a_completed_duplicate_is_kept_over_an_older_queued_job(
    client: RuntimeClient, service: Keyed
) -> None:
    submit(client)
    service.tags["job-2"] = service.tags["job-1"]
    service.statuses["job-2"] = "Completed"
    again = submit(client)
    assert again.adopted is True
    assert service.posts == 1
    assert "job-2" not in service.cancelled
