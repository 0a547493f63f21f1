"""A caller's httpx transport carries all requests, with the same headers, retries and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support.scripted import API_KEY, INSTANCE
from support.worlds import WORLDS, perform

from qrt_facade.errors import NotFoundError

if TYPE_CHECKING:
    from support.timing import Pauses

pytestmark = pytest.mark.parametrize("world", WORLDS)


class Service:
    """Plays IAM and the API, and fails once before it answers."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if request.url.path.endswith("/identity/token"):
            return httpx.Response(200, json={"access_token": "token-0", "expires_in": 3600})
        if len(self.asked) == 2:
            return httpx.Response(502)
        if request.url.path.endswith("/j1"):
            return httpx.Response(200, json={"id": "j1", "status": "Running"})
        return httpx.Response(404, json={"errors": [{"code": 1291, "message": "Job not found."}]})


def test_a_caller_s_transport_carries_the_token_exchange_and_all_calls(
    world: str, pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses(first_retry=0.01)
    # The environment's proxy does not apply to a caller's transport.
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    service = Service()
    arguments: dict[str, Any] = {
        "api_key": API_KEY,
        "instance": INSTANCE,
        "retries": 2,
        "transport": httpx.MockTransport(service),
    }
    (job,) = perform(world, arguments, lambda client: client.jobs.get("j1"))
    assert job.status == "Running"
    assert [str(request.url.copy_with(query=None)) for request in service.asked] == [
        "https://iam.cloud.ibm.com/identity/token",
        "https://quantum.cloud.ibm.com/api/v1/jobs/j1",
        "https://quantum.cloud.ibm.com/api/v1/jobs/j1",
    ]
    assert service.asked[1].headers["Service-CRN"] == INSTANCE
    with pytest.raises(NotFoundError, match="Job not found"):
        perform(world, arguments, lambda client: client.jobs.get("j2"))
