"""A service with one completed job whose result can be downloaded once, whatever happens to the response."""

from __future__ import annotations

import gzip
import json
import threading
from typing import TYPE_CHECKING, Any, Self

from support.bodies import SAMPLER
from support.scripted import Answer, ScriptedServer, Seen, reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BODY = SAMPLER.encode()
GONE = reply(status=204)


class Vault(ScriptedServer):
    """Responds for the job `j1`.

    Args:
        deliver: Builds the response to the first request for the result, from the result's bytes.
        before: Responses to earlier requests, which consume nothing.
        body: The result.
        job_fields: Additional fields of the job in responses, such as its privacy.
    """

    def __init__(
        self,
        deliver: Callable[[bytes], Answer] = reply,
        *,
        before: tuple[Answer, ...] = (),
        body: bytes = BODY,
        job_fields: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(self._answer)
        self.body = body
        self.job_fields = {"private": True} if job_fields is None else job_fields
        self._deliver = deliver
        self._before = list(before)
        self._given = False
        self._reading = threading.Lock()

    @property
    def reads(self) -> int:
        """Number of requests for the result."""
        return sum(seen.path.endswith("/results") for seen in self.calls)

    @property
    def job(self) -> dict[str, Any]:
        """The job as described by the service."""
        return {"id": "j1", "status": "Completed", "program": {"id": "sampler"}, **self.job_fields}

    def _answer(self, seen: Seen) -> Answer:
        path = seen.path.partition("?")[0]
        if not path.endswith("/results"):
            return reply({"jobs": [self.job], "count": 1} if path.endswith("/jobs") else self.job)
        with self._reading:
            if self._before:
                return self._before.pop(0)
            if self._given:
                return GONE
            self._given = True
        return self._deliver(self.body)

    def __enter__(self) -> Self:
        super().__enter__()
        return self


def cut_at(size: int) -> Callable[[bytes], Answer]:
    """Send this many bytes of the body, and close the connection."""
    return lambda body: reply(body[:size], length=len(body), Content_Type="application/json")


def drip(body: bytes) -> Iterator[bytes]:
    """Send the body in pieces of ten bytes."""
    yield reply(b"", length=len(body), Content_Type="application/json")
    for start in range(0, len(body), 10):
        yield body[start : start + 10]


def unasked_gzip(body: bytes, *, damaged: bool = False) -> bytes:
    """Send gzip although it was not requested."""
    packed = bytearray(gzip.compress(body))
    if damaged:
        packed[len(packed) // 2] ^= 0xFF
    return reply(bytes(packed), Content_Encoding="gzip", Content_Type="application/json")


def refusal(status: int, code: int | None = None, **headers: str) -> bytes:
    """A refusal by the service."""
    return reply({"errors": [{"code": code, "message": "not now"}]}, status, **headers)


assert json.loads(BODY)
