# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Download of results: waits until a result appears, and never loses one that can be read only once."""

from __future__ import annotations

import io
import time
import zlib
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from qrt_facade._base.boundary import cleanse
from qrt_facade._base.http_library import httpx
from qrt_facade._connection.bodies import AS_SENT, Unpacking, too_large
from qrt_facade._connection.private_results import (
    describe_kept,
    discard_partial,
    kept_of,
    preserve_until_decoded,
)
from qrt_facade._policy import timing
from qrt_facade._policy.first_attempts import FIRST
from qrt_facade._policy.flights import Flight, uninterrupted
from qrt_facade._policy.results import is_not_there_yet
from qrt_facade._service.answers import check_body, is_html
from qrt_facade._service.failures import BodyRefusedError, transport_error
from qrt_facade._sync.transport import below
from qrt_facade.errors import (
    ApiError,
    NotFoundError,
    PartialResultError,
    QrtError,
    ResultDecodeError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade._connection.kept_files import IncomingResult
    from qrt_facade._policy.results import ResultWindow
    from qrt_facade._service.jobs import JobState
    from qrt_facade._sync.connection import Connection

T = TypeVar("T")

_MOST_ON_DISK: Final = 10
"""Multiple of `max_result_bytes` of a read-once result that is written to disk before it counts as endless."""


class ResultReader:
    """Fetches the result of one job.

    Unless the job is known not to be private, the result is preserved until it is decoded: on disk while it arrives for
    a private job, and after a failure if it is unknown whether the job is private.
    """

    def __init__(self, connection: Connection, *, adopted_by: str | None = None) -> None:
        self._connection = connection
        self._adopted_by = adopted_by
        self._was_read = False

    def read(self, job: JobState, decode: Callable[[bytes], T], window: ResultWindow) -> T:
        """Download the result, decode it and return it.

        Args:
            job: The state of the job.
            decode: Converts the bytes of the result.
            window: How long to wait for a result that is not available yet.

        Raises:
            NotFoundError: The service has no result.
            PartialResultError: The download of a read-once result was cut short.
            ResultDecodeError: As raised by `decode`.
            QrtError: As raised by the transport.
        """
        if job.privacy_known and not job.private:
            return decode(self._wait_until_available(job, partial(self._download_plain, job), window))
        if self._was_read:
            raise self._no_result(job)
        if job.private:
            return self._preserved(job, decode, window)
        return self._preserved_with_retries(job, decode, window)

    def _preserved(self, job: JobState, decode: Callable[[bytes], T], window: ResultWindow) -> T:
        with preserve_until_decoded(
            job.id,
            job.program_id,
            at_once=job.private,
            memory=self._connection.settings.max_result_bytes,
            dry_run=job.dry_run,
        ) as incoming:
            fetch = partial(uninterrupted, Flight(), partial(self._download, job, incoming))
            return decode(self._wait_until_available(job, fetch, window))

    def _preserved_with_retries(self, job: JobState, decode: Callable[[bytes], T], window: ResultWindow) -> T:
        """Retry after an interrupted download: received bytes are saved, and a non-private result still exists."""
        broken: PartialResultError | None = None
        for _ in range(1 + self._connection.settings.retries):
            try:
                value = self._preserved(job, decode, window)
            except PartialResultError as error:
                discard_partial(broken)
                broken = error
                time.sleep(timing.current().first_retry)
            except ResultDecodeError:
                raise
            except QrtError as error:
                if broken is None:
                    raise
                raise broken from error
            else:
                discard_partial(broken)
                return value
        assert broken is not None  # noqa: S101 - only such a failure leads here
        raise broken

    def _wait_until_available(self, job: JobState, fetch: Callable[[], bytes], window: ResultWindow) -> bytes:
        """Return the result, repeating the request while the service has none yet."""
        while True:
            try:
                if body := fetch():
                    return body
                refusal: ApiError = self._no_result(job)
            except ApiError as error:
                refusal = error
            if is_not_there_yet(refusal) and (self._was_read or kept_of(job.id) is not None):
                # It has already been read, by this process or another one of this user.
                raise self._no_result(job) from refusal
            try:
                pause = window.pause_after(refusal)
            except ApiError as error:
                if self._adopted_by is not None and is_not_there_yet(error):
                    raise self._no_result(job) from error
                raise
            time.sleep(pause)

    def _download_plain(self, job: JobState) -> bytes:
        from qrt_client.api.jobs import get_job_results

        response = get_job_results.sync_detailed(job.id, client=self._connection.raw)
        return response.content

    def _download(self, job: JobState, incoming: IncomingResult) -> bytes:
        """Request the result once, save it while it arrives, and return it; empty if there is none."""
        from qrt_client.api.jobs import get_job_results

        service = self._connection.service
        # The generated code knows the URL, but its call would not return before the end.
        request = service.build_request(**get_job_results._get_kwargs(job.id))  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        request.extensions[FIRST] = service.repeats.unread_result
        if job.private:
            # In an uncompressed body, an error only affects the wrong bytes. Rejecting a large one would lose it.
            request.headers["Accept-Encoding"] = "identity"
            request.extensions |= {FIRST: service.repeats.single_result, AS_SENT: True}
        response = service.send(request, stream=True)
        try:
            _receive(response, incoming, self._connection.settings.max_result_bytes)
            return _complete_body(response, incoming, self._connection.settings.max_result_bytes)
        except QrtError:
            raise
        except below() as error:
            if isinstance(error, BodyRefusedError) and not job.private:
                incoming.discard()  # a retry would return the same, so nothing is lost
            secrets = self._connection.credentials.secrets
            raise transport_error(error, request, secrets) from cleanse(error)
        finally:
            self._was_read = self._was_read or (job.private and incoming.size > 0)
            response.close()

    def _no_result(self, job: JobState) -> NotFoundError:
        """Return the error for a missing result, which names the saved part if there is one."""
        kept = kept_of(job.id)
        facts = [
            f"the service has no result for job {job.id}",
            "the result of a private job can be read only once" if job.private else "",
            "this job object has already read it" if self._was_read else "",
            "" if self._was_read or (job.privacy_known and not job.private) else self._adoption,
            "" if kept is None else describe_kept(kept),
        ]
        return NotFoundError("; ".join(filter(None, facts)), status=204)

    @property
    def _adoption(self) -> str:
        return (
            ""
            if self._adopted_by is None
            else f"the job was adopted by key={self._adopted_by!r}, and an earlier run may have read it; submit it with "
            "another key to run it again"
        )


def _receive(response: httpx.Response, incoming: IncomingResult, limit: int) -> None:
    """Receive the result; on disk, within limits, it may be larger than in memory.

    Raises:
        BodyRefusedError: The result exceeds the limit.
        OSError: The result is only on disk, and the disk is full.
    """
    for piece in response.iter_raw():
        if not incoming.size and is_html(response.headers, piece):
            _check(response, piece)  # a page of an intermediary: the request did not reach the result
        if piece:
            incoming.add(piece)
        if incoming.too_large and (incoming.path is None or incoming.size > _MOST_ON_DISK * limit):
            raise too_large(limit)
    if incoming.size:
        incoming.finish()
    if incoming.too_large:
        raise too_large(limit)


def _complete_body(response: httpx.Response, incoming: IncomingResult, limit: int) -> bytes:
    """Return the result, decompressed if the service compressed it anyway."""
    body = incoming.body
    if encoding := response.headers.get("content-encoding", ""):
        body = _unpacked(body, encoding, limit)
    if incoming.size:
        _check(response, body)
    return body


def _unpacked(body: bytes, encoding: str, limit: int) -> bytes:
    unpacking = Unpacking(encoding, limit)
    try:
        whole = io.BytesIO()
        whole.writelines(unpacking.pieces(body))
        unpacking.finish()
    except zlib.error as error:
        raise httpx.DecodingError(str(error)) from error
    except MemoryError:
        raise BodyRefusedError("not enough memory for the response") from None
    return whole.getvalue()


def _check(response: httpx.Response, body: bytes) -> None:
    """Raise for HTML and for incomplete JSON."""
    request = response.request
    check_body(
        response.headers, body, status=response.status_code, method=request.method, path=request.url.path
    )
