"""A service on a clock that advances by sleeping: hours of waiting take no time, and nothing is sent."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import anyio
import httpx
from support.bodies import body_of
from support.scripted import API_KEY, INSTANCE

from qrt_facade._policy import timing

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from support.timing import Pauses


RESULT = body_of({"c": ([1], 1)})


@dataclass
class SleepingClock:
    """The monotonic and wall clocks of a machine, which advance only by sleeping."""

    now: float = 1e6
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += max(seconds, 0.0)

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
        await anyio.lowlevel.checkpoint()

    def rule(self, pauses: Pauses, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
        """Redirect every sleep of the client to this clock, with the pauses that users have."""
        usual = timing.DEFAULT._asdict()
        pauses(**{**usual, "clock": self, **changes})
        monkeypatch.setattr(time, "sleep", self.sleep)
        monkeypatch.setattr(anyio, "sleep", self.sleep_async)


@dataclass
class OutService:
    """A service whose jobs end at a given time, with an outage.

    Attributes:
        clock: The clock that it uses.
        ends: Seconds from now at which its jobs have ended.
        out: Beginning and end of its outage, in seconds from now.
        fails: How requests fail during the outage.
        life: Lifetime of a token in seconds.
        asked: Time and path of all requests, including those that failed.
    """

    clock: SleepingClock
    ends: float
    out: tuple[float, float]
    fails: Callable[[httpx.Request], httpx.Response]
    life: float = 3600.0
    asked: list[tuple[float, str]] = field(default_factory=list)
    exchanges: int = 0

    def __post_init__(self) -> None:
        self._begun = self.clock.now
        self._submitted: dict[str, list[str]] = {}
        self._tokens: dict[str, float] = {}

    @property
    def elapsed(self) -> float:
        return self.clock.now - self._begun

    def arguments(self, **changed: Any) -> dict[str, Any]:
        """Return the arguments for a client of it."""
        return {
            "api_key": API_KEY,
            "instance": INSTANCE,
            "base_url": "https://service.test/api",
            "iam_url": "https://service.test",
            "transport": lambda: httpx.MockTransport(self),
            "retries": 1,
            **changed,
        }

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.asked.append((self.elapsed, path))
        if self.out[0] <= self.elapsed < self.out[1]:
            return self.fails(request)
        if path == "/identity/token":
            self.exchanges += 1
            token = f"token-{self.exchanges}"
            self._tokens[token] = self.clock.now + self.life
            return httpx.Response(
                200, json={"access_token": token, "expires_in": self.life, "token_type": "Bearer"}
            )
        if self._tokens.get(request.headers["Authorization"].removeprefix("Bearer "), 0) <= self.clock.now:
            return httpx.Response(401, json={"errors": [{"code": 1200, "message": "expired"}]})
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if request.method == "POST":
            return self._submission(request)
        if path.endswith("/results"):
            return httpx.Response(200, content=RESULT, headers={"Content-Type": "application/json"})
        if path.endswith("/jobs"):
            return httpx.Response(200, json={"jobs": [self._job(one) for one in self._submitted]})
        return httpx.Response(200, json=self._job(path.rpartition("/")[2]))

    def _submission(self, request: httpx.Request) -> httpx.Response:
        job_id = f"j{len(self._submitted)}"
        self._submitted[job_id] = json.loads(request.content).get("tags", [])
        return httpx.Response(200, json={"id": job_id, "backend": "ibm_fez"})

    def _job(self, job_id: str) -> dict[str, Any]:
        status = "Completed" if self.elapsed >= self.ends else "Queued"
        return {
            "id": job_id,
            "status": status,
            "tags": self._submitted[job_id],
            "program": {"id": "sampler"},
            "private": False,
            "backend": "ibm_fez",
        }


def unreachable(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route to host", request=request)


def silent(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("no byte", request=request)


def unavailable(_: httpx.Request) -> httpx.Response:
    return httpx.Response(503, content=b"down for maintenance")


FAILURES = {"no route": unreachable, "silence": silent, "503": unavailable}
