"""A single invalid response ends no wait, and every error that ends one names its job."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP
from support.scripted import Reset, ScriptedServer, Seen, Silence, reply, token_reply
from support.worlds import perform

from qrt_facade import QrtError

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.timing import Pauses

BOTH = ("sync", "asyncio")
JOB = "d6147q3traac73bef6f0"
PAGE = b"<!doctype html><html><body>Welcome to our hotel</body></html>"
RESULT = {"results": [{"data": {"c": {"samples": ["0x1"], "num_bits": 1}}, "metadata": {}}], "metadata": {}}

UNAUTHORIZED = reply({"errors": [{"code": 1219, "message": "Error authenticating user."}]}, 401)

ODD: dict[str, Any] = {
    "an empty 200": reply(b"", Content_Type="application/json"),
    "an empty 200 without a type": reply(b""),
    "204": reply(status=204),
    "a captive portal's page": reply(PAGE, Content_Type="text/html"),
    "a redirect to a login page": reply(b"", 302, Location="https://hotel.example/login"),
    "a permanent redirect": reply(b"", 308, Location="/elsewhere"),
    "511": reply(PAGE, 511, Content_Type="text/html"),
    "408": reply(b"", 408),
    "425": reply(b"", 425),
    "429 without Retry-After": reply({}, 429),
    "403 and a page": reply(PAGE, 403, Content_Type="text/html"),
    "404 and a page": reply(PAGE, 404, Content_Type="text/html"),
    "400 in a proxy's JSON": reply({"message": "no route"}, 400),
    "401 in a proxy's JSON": reply({"code": 401, "message": "unauthorized"}, 401),
    "JSON of another shape": reply([1, 2, 3]),
    "JSON null": reply(b"null", Content_Type="application/json"),
    "half a JSON": reply(b'{"id": ', Content_Type="application/json"),
    "an unknown status alone": reply({"status": {"deep": 1}}),
    "no answer": Silence(),
    "a reset": Reset(),
    "no HTTP": b"SSH-2.0-OpenSSH_9.9\r\n",
    "another job": reply({"id": "theirs", "status": "Completed"}),
    "409": reply({"message": "conflict"}, 409),
    "418": reply(b"teapot", 418),
    "451": reply(b"", 451),
    "499": reply(b"", 499),
    "500 in plain text": reply(b"Internal server error", 500),
    "502": reply(PAGE, 502, Content_Type="text/html"),
    "a refusal by one replica": reply({"errors": [{"code": 1291, "message": "Job not found"}]}, 404),
    "not allowed, by one replica": reply({"errors": [{"code": 1200, "message": "not authorized"}]}, 403),
    "599": reply(b"", 599),
}


class Service:
    """A job that runs after the first request; a test chooses the responses in between."""

    def __init__(self, odd: list[Any]) -> None:
        self._odd = list(odd)
        self._tags: list[str] = []
        self.asked = 0

    def __call__(self, request: Seen) -> Any:
        path = request.path.partition("?")[0]
        if request.method == "POST":
            self._tags = json.loads(request.body).get("tags", [])
            return reply({"id": JOB, "backend": "ibm_fez"})
        if path.endswith("/results"):
            return reply(RESULT)
        if not path.endswith(("/jobs", f"/jobs/{JOB}")):
            return reply({}, 404)  # requests for the message of a timeout
        self.asked += 1
        if self.asked > 1 and self._odd:
            return self._odd.pop(0)
        state = {
            "id": JOB,
            "status": "Completed" if self.asked > 1 else "Queued",
            "backend": "ibm_fez",
            "program": {"id": "sampler"},
            "tags": self._tags,
        }
        return reply({"jobs": [state]} if path.endswith("/jobs") else state)


@pytest.fixture(autouse=True)
def _soon(pauses: Pauses) -> None:
    pauses(
        first_poll=0.01,
        longest_poll=0.03,
        longest_failed_poll=0.03,
        first_failed_poll=0.01,
        longest_question=0.5,
        last_question=0.3,
        refusal_window=0.1,
    )


def run(client: Any, timeout: float = 30) -> Any:
    return client.sampler.run(FLIP, backend="ibm_fez", timeout=timeout)


def wait_all(client: Any) -> Any:
    job = client.sampler.submit(FLIP, backend="ibm_fez")
    return client.jobs.wait_all([job], timeout=30)


async def wait_all_async(client: Any) -> Any:
    return await client.jobs.wait_all([await client.sampler.submit(FLIP, backend="ibm_fez")], timeout=30)


@pytest.mark.parametrize("odd", ODD)
def test_an_invalid_response_during_a_run_is_tolerated(odd: str) -> None:
    service = Service([ODD[odd]])
    with ScriptedServer(service) as server:
        (result,) = perform("sync", server.arguments(timeout=0.5), run)
    assert result[0].counts() == {"1": 1}
    assert service.asked == 3


@pytest.mark.parametrize("world", BOTH)
def test_consecutive_invalid_responses_end_no_run(world: str) -> None:
    service = Service(list(ODD.values()))
    with ScriptedServer(service) as server:
        (result,) = perform(world, server.arguments(timeout=0.3), run)
    assert result[0].counts() == {"1": 1}
    assert service.asked == len(ODD) + 2


@pytest.mark.parametrize("world", BOTH)
def test_consecutive_invalid_responses_end_no_wait_for_many(world: str) -> None:
    with ScriptedServer(Service(list(ODD.values()))) as server:
        ((job,),) = perform(
            world, server.arguments(timeout=0.3), wait_all if world == "sync" else wait_all_async
        )
    assert job.status == "Completed"


@pytest.mark.parametrize("world", BOTH)
def test_a_401_while_iam_is_down_is_tolerated(world: str) -> None:
    iam = [token_reply("first"), *[reply(b"", 503)] * 3, token_reply("second")]
    with ScriptedServer(Service([UNAUTHORIZED] * 4), iam=iam) as server:
        (result,) = perform(world, server.arguments(), run)
    assert result[0].counts() == {"1": 1}


ENDINGS: dict[str, Callable[[], list[Any]]] = {
    "no such job": lambda: [ODD["a refusal by one replica"]] * 1000,
    "not allowed": lambda: [ODD["not allowed, by one replica"]] * 1000,
    "a service that stays down": lambda: [ODD["502"]] * 1000,
    "no network": lambda: [ODD["a reset"]] * 1000,
    "a page for hours": lambda: [ODD["a captive portal's page"]] * 1000,
    "another job for hours": lambda: [ODD["another job"]] * 1000,
    "failed": lambda: [reply({"status": "Failed", "state": {"reason": "no", "reason_code": 1517}})],
    "cancelled": lambda: [reply({"status": "Cancelled"})],
    "ran too long": lambda: [reply({"status": "Cancelled - Ran too long"})],
    "time is up": lambda: [reply({"status": "Queued"})] * 1000,
    "a token that is refused": lambda: [UNAUTHORIZED] * 1000,
}
LASTING = {
    "a service that stays down",
    "no network",
    "a page for hours",
    "another job for hours",
    "time is up",
}
"""Faults that a wait tolerates until its timeout."""


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("ending", ENDINGS)
def test_every_error_that_ends_a_run_names_the_job(world: str, ending: str) -> None:
    with ScriptedServer(Service(ENDINGS[ending]())) as server, pytest.raises(QrtError) as caught:
        perform(
            world,
            server.arguments(timeout=0.5),
            lambda client: client.sampler.run(
                FLIP, backend="ibm_fez", timeout=0.3 if ending in LASTING else 30
            ),
        )
    assert JOB in str(caught.value)
    assert getattr(caught.value, "job_id", None) == JOB


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("answer", [reply(b"{}"), reply(b"not json"), reply(PAGE, 500), Reset()])
def test_a_failed_download_names_the_job(world: str, answer: Any) -> None:
    service = Service([])

    def without_result(request: Seen) -> Any:
        return answer if request.path.endswith("/results") else service(request)

    with ScriptedServer(without_result) as server, pytest.raises(QrtError) as caught:
        perform(world, server.arguments(), lambda client: run(client, 0.3))
    assert JOB in str(caught.value)
    assert getattr(caught.value, "job_id", None) == JOB


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_exception_of_a_callback_propagates_with_the_job_in_a_note(
    world: str, stop: type[BaseException]
) -> None:
    def on_update(job: Any) -> None:
        raise stop("mine")

    with ScriptedServer(Service([])) as server, pytest.raises(stop) as caught:
        perform(
            world,
            server.arguments(),
            lambda client: client.sampler.run(FLIP, backend="ibm_fez", on_update=on_update),
        )
    assert any(JOB in note for note in caught.value.__notes__)
