# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Fetching the result of a job: waited for while it appears, and never lost when it can be read once."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import httpx

from qrt_facade._base.secrets import strip_tracebacks
from qrt_facade._connection.private_results import (
    describe_kept,
    discard_partial,
    kept_of,
    preserve_until_decoded,
)
from qrt_facade._policy import timing
from qrt_facade._policy.results import is_not_there_yet
from qrt_facade._service.answers import check_body, is_html
from qrt_facade._service.failures import transport_error
from qrt_facade._sync.bodies import read_good
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


class ResultReader:
    """Fetches the result of one job.

    The result of a job that is not known to be open is kept until it is decoded: on disk as it arrives if the job is
    private, and when something fails if nothing has said whether it is.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._handed_over = False

    def read(self, job: JobState, decode: Callable[[bytes], T], window: ResultWindow) -> T:
        """Fetch the result and return what `decode` makes of it.

        Args:
            job: What is known of the job.
            decode: Makes a value of the result's bytes.
            window: How long a result that is not there yet is waited for.

        Raises:
            NotFoundError: The service has no result.
            PartialResultError: The download of a result that can be read once broke off.
            ResultDecodeError: As raised by `decode`.
            QrtError: As raised by the transport.
        """
        if job.privacy_known and not job.private:
            return decode(self._when_there(job, partial(self._repeatable, job), window))
        if self._handed_over:
            raise self._no_result(job)
        if job.private:
            return self._preserved(job, decode, window)
        return self._preserved_again(job, decode, window)

    def _preserved(self, job: JobState, decode: Callable[[bytes], T], window: ResultWindow) -> T:
        with preserve_until_decoded(job.id, job.program_id, at_once=job.private) as incoming:
            return decode(self._when_there(job, partial(self._download, job, incoming), window))

    def _preserved_again(self, job: JobState, decode: Callable[[bytes], T], window: ResultWindow) -> T:
        """Ask again after a broken download: what arrived is kept, and the result of an open job is still there."""
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

    def _when_there(self, job: JobState, fetch: Callable[[], bytes], window: ResultWindow) -> bytes:
        """Return the result, asking again while the service has none yet."""
        while True:
            try:
                body = fetch()
                refusal: ApiError = self._no_result(job)
            except ApiError as error:
                body, refusal = b"", error
            if body:
                return body
            if is_not_there_yet(refusal) and (self._handed_over or kept_of(job.id) is not None):
                # It has been read, by this process or another one of this user.
                raise self._no_result(job) from refusal
            time.sleep(window.pause_after(refusal))

    def _repeatable(self, job: JobState) -> bytes:
        from qrt_client.api.jobs import get_job_results

        response = self._connection.perform(
            get_job_results.sync_detailed, job.id, client=self._connection.raw
        )
        return response.content

    def _download(self, job: JobState, incoming: IncomingResult) -> bytes:
        """Ask for the result once, keep each piece as it arrives, and return the whole; empty when there is none."""
        from qrt_client.api.jobs import get_job_results

        service = self._connection.service
        # Its address is the generated code's to know, and the generated call would return nothing before the end.
        request = service.build_request(**get_job_results._get_kwargs(job.id))  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        # What is not compressed cannot be damaged beyond the bytes that are wrong.
        request.headers["Accept-Encoding"] = "identity"
        policies = service.policies
        request.extensions["retry"] = policies.single_result if job.private else policies.unread_result
        response = service.send(request, stream=True)
        try:
            _receive(response, incoming)
            return _whole(response, incoming)
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            secrets = self._connection.credentials.secrets
            raise transport_error(error, request, secrets) from strip_tracebacks(error)
        finally:
            self._handed_over = self._handed_over or (job.private and incoming.size > 0)
            response.close()

    def _no_result(self, job: JobState) -> NotFoundError:
        """Return the error for a result that is not there, or no more, with the place of what is kept of it."""
        kept = kept_of(job.id)
        facts = [
            f"the service has no result for job {job.id}",
            "the result of a private job can be read once" if job.private else "",
            "this job object has read it" if self._handed_over else "",
            "" if kept is None else describe_kept(kept),
        ]
        return NotFoundError("; ".join(filter(None, facts)), status=204)


def _receive(response: httpx.Response, incoming: IncomingResult) -> None:
    for piece in response.iter_raw():
        if not incoming.size and is_html(response.headers, piece):
            _refuse(response, piece)  # a page of the network's: the request never came as far as the result
        if piece:
            incoming.add(piece)
    if incoming.size:
        incoming.finish()


def _whole(response: httpx.Response, incoming: IncomingResult) -> bytes:
    """Return the result, decoded if the service has compressed it all the same."""
    body = incoming.body
    if "content-encoding" in response.headers:
        again = httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=httpx.ByteStream(body),
            request=response.request,
        )
        read_good(again)
        body = again.content
    if incoming.size:
        _refuse(response, body)
    return body


def _refuse(response: httpx.Response, body: bytes) -> None:
    """Raise for a web page, and for JSON that is not whole."""
    request = response.request
    check_body(
        response.headers, body, status=response.status_code, method=request.method, path=request.url.path
    )
