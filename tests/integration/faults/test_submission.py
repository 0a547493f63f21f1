"""Exactly one job per submission, whatever happens to requests and responses; jobs are counted in the database."""

from __future__ import annotations

import asyncio
import json
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from integration.faults.conftest import BACKEND
from integration.faults.proxy import ASKING, CREATING, DELIVERING, FAULTS, Fault, Scenario
from support.circuits import FLIP
from support.examples_drawn import sampled
from support.scripted import TLS, Reset, ScriptedServer, Seen, reply
from support.worlds import perform

from qrt_facade import (
    AsyncRuntimeClient,
    ConfigurationError,
    RateLimitError,
    RuntimeClient,
    SubmissionsStoppedError,
    SubmissionUncertainError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from integration.faults.conftest import Ledger
    from integration.faults.proxy import FaultProxy
    from support.timing import Pauses

PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}
BOTH = ("sync", "asyncio")
AMBIGUOUS = [name for name, fault in FAULTS.items() if fault.status != 429]
CANCELLING = ("POST", r"/jobs/[^/]+/cancel")
SHORT_TIMEOUT = 0.3
"""Timeout in seconds of a first submission whose response the proxy delays until after it."""


def submission(**more: Any) -> Callable[[Any], Any]:
    """Return an operation that submits one job."""
    return lambda client: client.jobs.submit("sampler", PARAMS, backend=BACKEND, **more)


class GivingUp:
    """Times out early for the first submission, and normally for all others."""

    submissions = 0

    def with_its_timeout(self, request: httpx.Request) -> httpx.Request:
        if request.method == "POST" and request.url.path.endswith("/jobs"):
            self.submissions += 1
            if self.submissions == 1:
                request.extensions["timeout"] = {**request.extensions["timeout"], "read": SHORT_TIMEOUT}
        return request


class GivingUpSync(GivingUp, httpx.HTTPTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return super().handle_request(self.with_its_timeout(request))


class GivingUpAsync(GivingUp, httpx.AsyncHTTPTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await super().handle_async_request(self.with_its_timeout(request))


def impatient(arguments: dict[str, Any], world: str, fault: str = "too late") -> dict[str, Any]:
    """Return client arguments with which only delayed responses arrive too late."""
    if "too late" not in fault:
        return arguments
    return {**arguments, "transport": (GivingUpSync if world == "sync" else GivingUpAsync)(verify=TLS)}


@contextmanager
def warned(*texts: str) -> Iterator[None]:
    """Expect exactly these warnings, in this order, each identified by a part of its text."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        yield
    assert len(seen) == len(texts), [str(warning.message) for warning in seen]
    assert all(text in str(warning.message) for text, warning in zip(texts, seen, strict=True))


def alive(ledger: Ledger, tag: str) -> list[str]:
    """Return the ids of the active jobs with this tag."""
    return [job_id for job_id, status in ledger.tagged(tag).items() if status != "Cancelled"]


@pytest.fixture(scope="module")
def session_id(emulator: Any) -> Any:
    with RuntimeClient(**emulator.access, verify=TLS) as client:
        session = client.sessions.create(backend=BACKEND)
        yield session.id
        session.cancel()


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(
    "in_session", [False, pytest.param(True, marks=pytest.mark.long)], ids=["alone", "in a session"]
)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_submission_through_a_fault_creates_one_job_and_returns_it(
    *,
    fault: str,
    in_session: bool,
    world: str,
    arguments: dict[str, Any],
    proxy: FaultProxy,
    ledger: Ledger,
    session_id: str,
) -> None:
    proxy.met(Scenario.each(CREATING, [fault]))
    session = session_id if in_session else None
    job, newest = perform(
        world,
        impatient(arguments, world, fault),
        submission(session=session),
        lambda client: client.jobs.list(limit=1),
    )
    assert alive(ledger, job.submission_tag) == [job.id]
    assert [listed.id for listed in newest] == [job.id]
    assert job.session_id == session
    assert job.tags == ()
    assert proxy.faults(*CREATING) == {fault: 1}


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("fault", DELIVERING)
def test_a_stored_job_is_found_and_not_resubmitted(
    fault: str, world: str, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    proxy.met(Scenario.always(CREATING, fault))
    (job,) = perform(world, impatient(arguments, world, fault), submission())
    assert list(ledger.tagged(job.submission_tag)) == [job.id]
    assert len(proxy.of(*CREATING)) == 1


def from_threads(arguments: dict[str, Any], number: int) -> list[Any]:
    """Submit from this many threads; return jobs, and the errors of uncertain submissions."""

    def one(client: RuntimeClient) -> Any:
        try:
            return submission()(client)
        except SubmissionUncertainError as error:
            return error

    with RuntimeClient(**arguments) as client, ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, [client] * number))


def from_tasks(arguments: dict[str, Any], number: int) -> list[Any]:
    """Submit from this many tasks; return jobs, and the errors of uncertain submissions."""

    async def one(client: AsyncRuntimeClient) -> Any:
        try:
            return await submission()(client)
        except SubmissionUncertainError as error:
            return error

    async def main() -> list[Any]:
        async with AsyncRuntimeClient(**arguments) as client:
            return await asyncio.gather(*(one(client) for _ in range(number)))

    return asyncio.run(main())


@pytest.mark.parametrize("number", [25, pytest.param(60, marks=pytest.mark.long)])
@pytest.mark.parametrize("submit", [from_threads, from_tasks])
def test_n_submissions_with_cut_responses_create_n_jobs(
    submit: Any, number: int, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    before = set(ledger.jobs())
    proxy.met(Scenario.always(CREATING, "cut before the answer"))
    jobs = submit({**arguments, "timeout": 30.0}, number)
    assert set(ledger.jobs()) - before == {job.id for job in jobs}
    assert len({job.id for job in jobs}) == number
    assert proxy.faults() == {"cut before the answer": number}


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("submit", [from_threads, from_tasks])
def test_a_thousand_concurrent_submissions_create_a_thousand_jobs(
    submit: Any, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    before = set(ledger.jobs())
    jobs = submit({**arguments, "timeout": 300.0}, 1000)
    assert len(set(ledger.jobs()) - before) == 1000
    assert set(ledger.jobs()) - before == {job.id for job in jobs}
    assert len({job.submission_tag for job in jobs}) == 1000


def test_concurrent_threads_and_tasks_get_one_job_each_under_mixed_faults(
    arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    number = sampled(20, 50)
    before = set(ledger.jobs())
    kinds = [name for name, fault in FAULTS.items() if not fault.held]
    proxy.met(Scenario.drawn(CREATING, 20, dict.fromkeys(kinds, 0.02)))
    patient = {**arguments, "timeout": 30.0}
    with ThreadPoolExecutor(2) as pool:
        halves = [pool.submit(submit, patient, number) for submit in (from_threads, from_tasks)]
        outcomes = [outcome for half in halves for outcome in half.result()]
    doubts = [one for one in outcomes if isinstance(one, SubmissionUncertainError)]
    jobs = [one for one in outcomes if not isinstance(one, SubmissionUncertainError)]
    stored = {job_id for job_id, (status, _) in ledger.jobs().items() if status != "Cancelled"}
    assert stored - before == {job.id for job in jobs}
    assert len({job.id for job in jobs}) == len(jobs)
    # Three consecutive failures without delivery are rare; then the caller gets an error, and nothing was stored.
    assert len(jobs) >= 1.9 * number
    assert len(jobs) + len(doubts) == 2 * number
    assert proxy.faults(*CREATING).total() > 0.3 * number


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("fault", ["cut before the request", "503 instead"])
def test_on_uncertain_raise_never_resubmits(
    fault: str, world: str, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    proxy.met(Scenario.always(CREATING, fault))
    with pytest.raises(SubmissionUncertainError) as caught:
        perform(world, arguments, submission(on_uncertain="raise"))
    assert len(proxy.of(*CREATING)) == 1
    assert caught.value.tag is not None
    assert ledger.tagged(caught.value.tag) == {}


@pytest.mark.parametrize("world", BOTH)
def test_on_uncertain_raise_returns_a_job_that_is_found(
    world: str, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    proxy.met(Scenario.always(CREATING, "524 after the work"))
    (job,) = perform(world, arguments, submission(on_uncertain="raise"))
    assert list(ledger.tagged(job.submission_tag)) == [job.id]


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("fault", AMBIGUOUS)
def test_without_a_tag_an_unclear_failure_raises_and_nothing_is_sent_twice(
    fault: str, world: str, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    proxy.met(Scenario.always(CREATING, fault))
    own = [f"{world} {fault}"]
    with pytest.raises(SubmissionUncertainError) as caught:
        perform(world, impatient(arguments, world, fault), submission(tags=own, submission_tag=False))
    assert caught.value.tag is None
    assert "newest jobs" in str(caught.value)
    assert len(proxy.of(*CREATING)) == 1
    assert len(ledger.tagged(own[0])) <= (1 if fault in DELIVERING else 0)


@pytest.mark.parametrize("world", BOTH)
def test_a_failed_lookup_raises_uncertain_and_the_tag_finds_the_job_later(
    world: str, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    proxy.met(Scenario.always(CREATING, "cut before the answer"), Scenario.always(ASKING, "503 instead"))
    with pytest.raises(SubmissionUncertainError) as caught:
        perform(world, {**arguments, "retries": 1}, submission())
    tag = caught.value.tag
    assert tag is not None
    assert tag in str(caught.value)
    assert len(proxy.of(*CREATING)) == 1
    proxy.met()
    (found,) = perform(world, arguments, lambda client: client.jobs.find_submission(tag))
    assert alive(ledger, tag) == [found.id]


@pytest.mark.parametrize("world", BOTH)
def test_a_lookup_failing_at_the_end_of_its_window_raises_uncertain(
    world: str, arguments: dict[str, Any], proxy: FaultProxy
) -> None:
    proxy.met(
        Scenario.always(CREATING, "cut before the request"),
        Scenario.each(ASKING, [None, *["503 instead"] * 9]),
    )
    with pytest.raises(SubmissionUncertainError):
        perform(world, {**arguments, "retries": 0}, submission())
    assert len(proxy.of(*CREATING)) == 1


@pytest.mark.parametrize("world", BOTH)
def test_an_error_after_an_uncertain_attempt_raises_uncertain(
    world: str, arguments: dict[str, Any], proxy: FaultProxy
) -> None:
    refused = Fault("refused", "nothing", "made up", status=400)
    proxy.met(Scenario.each(CREATING, ["reset before the request", refused]))
    with pytest.raises(SubmissionUncertainError) as caught:
        perform(world, arguments, submission())
    assert caught.value.tag is not None


@pytest.mark.parametrize("world", BOTH)
def test_submission_fails_after_three_attempts_and_says_where_to_look(
    world: str, arguments: dict[str, Any], proxy: FaultProxy
) -> None:
    proxy.met(Scenario.always(CREATING, "500 instead"))
    with pytest.raises(SubmissionUncertainError, match="find_submission"):
        perform(world, arguments, submission())
    assert len(proxy.of(*CREATING)) == 3


class TestTwins:
    """A first request that arrives after its lookup failed and it was sent again."""

    LATER = Fault("held until after the next", held="request until after the next")
    EARLIER = Fault("held until before the next", held="request until before the next")

    @pytest.mark.parametrize("world", BOTH)
    def test_a_first_request_arriving_last_is_cancelled(
        self, world: str, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
    ) -> None:
        proxy.met(Scenario.each(CREATING, [self.LATER]))
        (job,) = perform(world, impatient(arguments, world), submission())
        elder, younger = ledger.tagged(job.submission_tag).items()
        assert (elder, younger[1]) == ((job.id, "Queued"), "Cancelled")

    @pytest.mark.parametrize("world", BOTH)
    def test_a_first_request_arriving_first_is_kept_and_the_second_cancelled(
        self, world: str, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
    ) -> None:
        proxy.met(Scenario.each(CREATING, [self.EARLIER]))
        (job,) = perform(world, impatient(arguments, world), submission())
        elder, younger = ledger.tagged(job.submission_tag).items()
        assert (elder, younger[1]) == ((job.id, "Queued"), "Cancelled")

    @pytest.mark.parametrize("world", BOTH)
    def test_a_duplicate_that_cannot_be_cancelled_warns(
        self, world: str, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
    ) -> None:
        proxy.met(Scenario.each(CREATING, [self.LATER]), Scenario.always(CANCELLING, "429"))
        given = {**impatient(arguments, world), "retries": 0}
        with warned("is sent again", "is a duplicate of job"):
            (job,) = perform(world, given, submission())
        assert alive(ledger, job.submission_tag)[0] == job.id
        assert len(alive(ledger, job.submission_tag)) == 2

    def test_submit_many_does_not_resubmit_after_a_failed_duplicate_cancel(
        self, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
    ) -> None:
        proxy.met(Scenario.each(CREATING, [self.LATER]), Scenario.always(CANCELLING, "429"))
        with (
            RuntimeClient(**{**impatient(arguments, "sync"), "retries": 0}) as client,
            warned("is sent again", "is a duplicate of job"),
        ):
            jobs = client.jobs.submit_many("sampler", [PARAMS] * 2, backend=BACKEND)
        assert len(proxy.of(*CREATING)) == 3
        assert [alive(ledger, job.submission_tag)[0] for job in jobs] == [job.id for job in jobs]

    @pytest.mark.parametrize("world", BOTH)
    def test_a_lagging_list_with_only_the_older_job_still_cancels_the_newer(self, world: str) -> None:
        with ScriptedServer(LaggingService(shown=["elder"], shown_after=2)) as server:
            (job,) = perform(world, {**server.arguments(), "verify": TLS}, submission())
        assert job.id == "elder"
        assert [call.path for call in server.calls if "cancel" in call.path] == [
            "/api/v1/jobs/younger/cancel"
        ]

    @pytest.mark.parametrize("world", BOTH)
    def test_other_jobs_are_neither_adopted_nor_cancelled(self, world: str) -> None:
        with (
            ScriptedServer(LaggingService(shown=["another-user-s"], tag="theirs")) as server,
            pytest.raises(SubmissionUncertainError, match="it was sent once"),
        ):
            perform(world, {**server.arguments(), "verify": TLS}, submission())
        assert [call.path for call in server.calls if call.method == "POST"] == ["/api/v1/jobs"]


class LaggingService:
    """A service that loses the response to the first submission, and lists jobs as chosen by a test."""

    def __init__(self, shown: Iterable[str], *, shown_after: int = 0, tag: str | None = None) -> None:
        self._shown = list(shown)
        self._shown_after = shown_after
        self.tag = tag
        self._sent = self._asked = 0

    def __call__(self, request: Seen) -> Any:
        if request.path.endswith("/cancel"):
            return reply(status=204)
        if request.method == "POST":
            self._sent += 1
            self.tag = self.tag or json.loads(request.body)["tags"][-1]
            return Reset() if self._sent == 1 else reply({"id": "younger", "backend": BACKEND})
        if "/jobs/younger" in request.path:
            return reply({"id": "younger", "status": "Queued", "tags": [self.tag]})
        self._asked += 1
        ids = self._shown if self._asked > self._shown_after else []
        return reply(
            {"jobs": [{"id": one, "status": "Queued", "tags": [self.tag]} for one in ids], "count": len(ids)}
        )


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("job_id", ["../backends", "", 17, None, "a b"])
def test_a_response_without_a_valid_job_id_is_followed_by_a_lookup(world: str, job_id: object) -> None:
    tags: list[str] = []

    def service(request: Seen) -> Any:
        if request.method == "POST":
            tags.extend(json.loads(request.body)["tags"])
            return reply({"id": job_id, "backend": BACKEND})
        return reply({"jobs": [{"id": "j1", "status": "Queued", "tags": tags}], "count": 1})

    with ScriptedServer(service) as server:
        (job,) = perform(world, {**server.arguments(), "verify": TLS}, submission())
    assert job.id == "j1"
    assert len(tags) == 1


@pytest.mark.parametrize("world", BOTH)
def test_the_tag_is_logged_before_sending_and_the_id_after(
    world: str, arguments: dict[str, Any], proxy: FaultProxy, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="qrt_facade.submission")
    (job,) = perform(world, arguments, submission())
    before, after = (
        record.getMessage() for record in caplog.records if record.name == "qrt_facade.submission"
    )
    assert before == f"submitting a sampler job to {BACKEND}, submission tag {job.submission_tag}"
    assert after == f"job {job.id} has submission tag {job.submission_tag}"


@pytest.mark.parametrize("world", BOTH)
def test_find_submission_warns_of_duplicates_and_cancels_them_on_request(
    world: str, arguments: dict[str, Any], ledger: Ledger
) -> None:
    (job,) = perform(world, arguments, submission())
    tag = job.submission_tag
    body = {"program_id": "sampler", "backend": BACKEND, "params": PARAMS, "tags": [tag]}
    with RuntimeClient(**arguments) as client:
        twice = client.raw.get_httpx_client().post("/v1/jobs", json=body).json()["id"]
    with warned(f"has 2 active jobs: {job.id}, and its duplicates {twice}"):
        (found,) = perform(world, arguments, lambda client: client.jobs.find_submission(tag))
    assert found.id == job.id
    (found,) = perform(
        world, arguments, lambda client: client.jobs.find_submission(tag, cancel_duplicates=True)
    )
    assert alive(ledger, tag) == [job.id] == [found.id]


@pytest.mark.parametrize("world", BOTH)
def test_a_first_request_arriving_after_all_lookups_is_cancelled_later(world: str, pauses: Pauses) -> None:
    pauses(late_duplicates=0.0)
    service = LaggingService(shown=["younger", "late"], shown_after=4)

    def blocking(client: Any) -> Any:
        return submission()(client).refresh()

    async def awaited(client: Any) -> Any:
        return await (await submission()(client)).refresh()

    def asked(request: Seen) -> Any:
        if request.path.partition("?")[0].endswith("/jobs/younger"):
            return reply({"id": "younger", "status": "Queued", "tags": [service.tag]})
        return service(request)

    with ScriptedServer(asked) as server, warned("is sent again"):
        (job,) = perform(
            world, {**server.arguments(), "verify": TLS}, blocking if world == "sync" else awaited
        )
    assert job.id == "younger"
    assert [call.path for call in server.calls if "cancel" in call.path] == ["/api/v1/jobs/late/cancel"]


def test_set_tags_rejects_submission_tags(arguments: dict[str, Any]) -> None:
    with RuntimeClient(**arguments) as client:
        first, second = submission()(client), submission()(client)
        with pytest.raises(ConfigurationError, match="identifies a single submission"):
            second.set_tags([first.submission_tag])
        with pytest.raises(ConfigurationError, match="identifies a single submission"):
            submission(tags=[first.submission_tag])(client)


class Interrupting(httpx.HTTPTransport):
    """A transport that raises KeyboardInterrupt while the response to a submission is on its way."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if request.url.path.endswith("/jobs") and request.method == "POST":
            response.close()
            raise KeyboardInterrupt
        return response


def test_an_interrupted_submission_says_how_to_find_the_job(
    arguments: dict[str, Any], ledger: Ledger
) -> None:
    before = set(ledger.jobs())
    with (
        RuntimeClient(**arguments, transport=Interrupting()) as client,
        pytest.raises(KeyboardInterrupt) as caught,
    ):
        submission()(client)
    (note,) = caught.value.__notes__
    ((job_id, (_, (tag,))),) = [item for item in ledger.jobs().items() if item[0] not in before]
    assert f"client.jobs.find_submission({tag!r})" in note
    with RuntimeClient(**arguments) as client:
        found = client.jobs.find_submission(tag)
    assert found is not None
    assert found.id == job_id


def test_an_interrupted_series_names_the_submission_in_progress(arguments: dict[str, Any]) -> None:
    with (
        RuntimeClient(**arguments, transport=Interrupting()) as client,
        pytest.warns(RuntimeWarning, match=r"0 of 3 jobs .*find_submission\('qrt-submission-"),
        pytest.raises(KeyboardInterrupt),
    ):
        client.jobs.submit_many("sampler", [PARAMS] * 3, backend=BACKEND)


def test_a_cancelled_task_says_how_to_find_the_job(arguments: dict[str, Any], proxy: FaultProxy) -> None:
    proxy.met(Scenario.always(CREATING, "answer too late"))

    async def main() -> BaseException | None:
        async with AsyncRuntimeClient(**{**arguments, "timeout": 2.0}) as client:
            with pytest.raises(TimeoutError) as caught:
                async with asyncio.timeout(0.5):
                    await submission()(client)
            return caught.value.__cause__

    cancelled = asyncio.run(main())
    assert isinstance(cancelled, asyncio.CancelledError)
    assert "find_submission('qrt-submission-" in cancelled.__notes__[0]


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("fault", ["429", "429 with seconds", "429 with a date"])
def test_429s_are_waited_out_and_create_one_job(
    fault: str, world: str, arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    proxy.met(Scenario.each(CREATING, [fault] * 3))
    (job,) = perform(world, arguments, submission())
    assert list(ledger.tagged(job.submission_tag)) == [job.id]
    assert proxy.faults() == {fault: 3}
    assert not proxy.of(*ASKING)


def test_endless_429s_are_not_uncertain_and_keep_submitted_jobs(
    arguments: dict[str, Any], proxy: FaultProxy, pauses: Pauses
) -> None:
    pauses(first_resubmission=0.01)
    proxy.met(Scenario.each(CREATING, [None, None, *["429 with seconds"] * 100]))
    with (
        RuntimeClient(**{**arguments, "retries": 0}) as client,
        pytest.raises(SubmissionsStoppedError) as caught,
    ):
        client.jobs.submit_many("sampler", [PARAMS] * 4, backend=BACKEND)
    assert (len(caught.value.jobs), caught.value.remaining) == (2, 2)
    assert isinstance(caught.value.__cause__, RateLimitError)


def test_the_same_seed_gives_the_same_faults() -> None:
    rates = {"503 instead": 0.2, "cut inside the answer": 0.3}
    first, second, other = (Scenario.drawn(CREATING, seed, rates).faults for seed in (1, 1, 2))
    drawn = [[next(faults) for _ in range(200)] for faults in (first, second, other)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert {None if fault is None else fault.name for fault in drawn[0]} == {*rates, None}
