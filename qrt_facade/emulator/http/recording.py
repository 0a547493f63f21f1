"""Recording of requests and responses, as the outermost layer, so that refusals and faults are recorded as well."""

from __future__ import annotations

import asyncio
import codecs
import json
import re
import time
from typing import TYPE_CHECKING, Any, Final

from qrt_facade.emulator.domain import clock
from qrt_facade.emulator.domain.call_log import MOST_BODY, RecordedBody, RecordedCall
from qrt_facade.emulator.http.paths import is_page, resolve_dots
from qrt_facade.emulator.http.redacting import Redactor, credentials_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qrt_facade.emulator.domain.call_log import CallLog
    from qrt_facade.emulator.domain.records import Job

_KEY: Final = "qrt.recording"
"""Key of a call's recording in its ASGI scope."""

_MARGIN: Final = 4_096
"""Bytes kept beyond those shown, so that a secret at the edge is recognised before the text is truncated."""

_AHEAD_SECONDS: Final = 0.25
"""How long a refusal waits for a small body, which usually arrives just after its header."""

_JOB_PATH: Final = re.compile(r"/api/v1/jobs/([^/]+)")
_PRIVATE: Final = re.compile(r'"private"\s*:\s*true|\\u00', re.IGNORECASE)
_DECODER: Final = codecs.getincrementaldecoder("utf-8")
_NOT_KEPT: Final = "the job is private: its input and result are not recorded"


def declared_length(length: str) -> int:
    """Parse a request's Content-Length; 0 if there is none.

    The parser accepts any number of leading zeros, while `int` accepts at most 4,300 digits.
    """
    return int(length.lstrip("0") or "0") if length.isdecimal() else 0


class Recorder:
    """The outermost application, which passes everything on and records it in a log."""

    def __init__(self, app: ASGIApp, log: CallLog, redactor: Redactor) -> None:
        self._app = app
        self._log = log
        self._redactor = redactor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Record the call, and pass it to the application."""
        if scope["type"] != "http" or _is_page_request(scope):
            await self._app(scope, receive, send)
            return
        recording = Recording(self._log, self._redactor, scope, receive, send)
        try:
            await self._app({**scope, _KEY: recording}, recording.receive, recording.send)
        finally:
            recording.finish()


def _is_page_request(scope: Scope) -> bool:
    """Whether a request is sent by a page and not recorded; a client's request without `/api/v1` is recorded."""
    path = resolve_dots(scope["raw_path"].decode("ascii", "replace"))
    if not is_page(path) or dict(scope["headers"]).get(b"authorization", b"")[:7].lower() == b"bearer ":
        return False
    return scope["method"] in {"GET", "HEAD"} or path.startswith("/faults/")


class Recording:
    """A call in progress.

    Attributes:
        job_id: The job that the call creates or refers to.
        private: Whether that job is private; None if the submission has not been parsed.
        fault: Description of the fault that changes the response.
        hidden: Texts that are removed everywhere: reasons of private jobs, which quote their input.
    """

    def __init__(self, log: CallLog, redactor: Redactor, scope: Scope, receive: Receive, send: Send) -> None:
        self.job_id: str | None = None
        self.private: bool | None = None
        self.fault: str | None = None
        self.hidden: set[str] = set()
        self._log, self._redactor = log, redactor
        self._scope, self._receive, self._send = scope, receive, send
        self._number = log.next_number()
        self._began, self._start = clock.now(), time.perf_counter()
        self._ahead: list[Message] = []
        self._asked, self._answered = _Body(), _Body()
        self._status: int | None = None
        self._headers: list[tuple[bytes, bytes]] = []
        self._note: str | None = None
        self._finished = False

    async def receive(self) -> Message:
        """Return the client's next message, and record it."""
        return self._ahead.pop(0) if self._ahead else await self._receive_next()

    async def _receive_next(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._asked.add(message.get("body", b""), last=not message.get("more_body", False))
        elif not self._asked.complete and self._status is None:
            self._note = "The client closed the connection before its request was complete."
        return message

    async def send(self, message: Message) -> None:
        """Send a message to the client, and record it. A call is in the log before its client can see its end."""
        if message["type"] == "http.response.start":
            await self._read_small_body()
            self._status, self._headers = message["status"], list(message.get("headers", []))
            if self._has_no_body:
                self.finish()
        elif message["type"] == "http.response.body":
            last = not message.get("more_body", False)
            self._answered.add(
                b"" if self._scope["method"] == "HEAD" else message.get("body", b""), last=last
            )
            if last:
                self.finish()
        await self._send(message)

    @property
    def _has_no_body(self) -> bool:
        """Whether the response ends with its header."""
        return (
            self._scope["method"] == "HEAD"
            or self._status in {204, 304}
            or (b"content-length", b"0") in self._headers
        )

    async def close_connection(self) -> None:
        """Close the connection during the request, through uvicorn's transport because ASGI has no message for it."""
        await self._read_small_body()
        sent = self._answered.size
        self._note = (
            "The connection was closed without a response."
            if self._status is None
            else f"The connection was closed after {sent:,} bytes of the response body."
        )
        self.finish()
        transport: asyncio.Transport = self._send.__self__.transport  # type: ignore[attr-defined]  # uvicorn's bound method
        transport.close()
        # The server notices it in the next iterations of its loop, and then does not report a missing response.
        for _ in range(3):
            await asyncio.sleep(0)

    async def _read_small_body(self) -> None:
        """Read the body of a request that is answered without being read, if it is small."""
        expects = b"expect" in dict(self._scope["headers"])
        if self._asked.complete or expects or not 0 < self._declared() <= MOST_BODY:
            return
        try:
            async with asyncio.timeout(_AHEAD_SECONDS):
                while not self._asked.complete:
                    message = await self._receive_next()
                    self._ahead.append(message)
                    if message["type"] != "http.request":
                        break
        except TimeoutError:
            pass

    def finish(self) -> None:
        """Add the call to the log, once."""
        if self._finished:
            return
        self._finished = True
        milliseconds = (time.perf_counter() - self._start) * 1000
        if getattr(getattr(self._send, "__self__", None), "disconnected", False):
            # The client did not receive the application's response.
            self._status, self._headers, self._answered = None, [], _Body()
            self._note = self._note or "The client closed the connection before it received a response."
        self._log.add(self._redacted(milliseconds))

    def _redacted(self, milliseconds: float) -> RecordedCall:
        scope, clean = self._scope, self._redactor
        query = scope["query_string"].decode("ascii", "replace")
        path = scope["raw_path"].decode("ascii", "replace") + (f"?{query}" if query else "")
        sent, answered = self._asked.text(), self._answered.text()
        credentials = credentials_in(scope["headers"], path, sent or "", answered or "", hidden=self.hidden)
        hidden = self._is_private(sent)
        job = self.job_id
        if job is None and (found := _JOB_PATH.match(resolve_dots(path.partition("?")[0]))):
            job = clean.text(found[1], credentials)
        return RecordedCall(
            number=self._number, began=self._began, method=scope["method"], path=clean.text(path, credentials),
            status=self._status, milliseconds=round(milliseconds, 1),
            request_headers=clean.headers(scope["headers"], credentials),
            request_body=self._asked.recorded(sent, hidden, clean, credentials, self._declared()),
            response_headers=clean.headers(self._headers, credentials),
            response_body=self._answered.recorded(answered, hidden, clean, credentials),
            job_id=job, fault=self.fault, note=self._note,
        )  # fmt: skip

    def _declared(self) -> int:
        return declared_length(dict(self._scope["headers"]).get(b"content-length", b"").decode("latin-1"))

    def _is_private(self, sent: str | None) -> bool:
        """Whether the bodies belong to a private job; if unclear, they are treated as such."""
        if self.private is not None:
            return self.private
        if not sent:
            return False
        try:
            body: Any = json.loads(sent)
        except (ValueError, RecursionError):
            submission = self._scope["method"] == "POST" and self._scope["path"].endswith("/jobs")
            return bool(_PRIVATE.search(sent)) or (submission and self._asked.size > len(sent.encode()))
        return isinstance(body, dict) and bool(body.get("private"))


class _Body:
    """A body in transit: its beginning and its size."""

    def __init__(self) -> None:
        self.size = 0
        self.complete = False
        self._beginning = bytearray()

    def add(self, content: bytes, *, last: bool) -> None:
        room = MOST_BODY + _MARGIN - len(self._beginning)
        if room > 0:
            self._beginning += content[:room]
        self.size += len(content)
        self.complete = self.complete or last

    def text(self) -> str | None:
        """Return the beginning as text; None if it is binary."""
        is_truncated = self.size > len(self._beginning)
        try:
            # The last character may be incomplete.
            text = _DECODER().decode(bytes(self._beginning), final=not is_truncated)
        except UnicodeDecodeError:
            return None
        return None if "\0" in text else text

    def recorded(
        self, text: str | None, hidden: bool, clean: Redactor, credentials: Iterable[str], declared: int = 0
    ) -> RecordedBody:
        """Return the body as recorded; `declared` is the length in its header."""
        size = self.size if self.complete else max(self.size, declared)
        if hidden and size:
            return RecordedBody(size=size, left_out=size, note=_NOT_KEPT)
        if text is None:
            return RecordedBody(size=size, left_out=size, note="binary")
        shown = clean.text(text, credentials)
        left_out = 0
        if self.size > MOST_BODY:
            shown = shown[: min(MOST_BODY, max(len(shown) - _MARGIN, 0))]
            left_out = self.size - MOST_BODY
        if size > self.size:
            return RecordedBody(shown, size, left_out + size - self.size, "the rest was not read")
        return RecordedBody(shown, size, left_out, "truncated to 32 kB" if left_out else None)


def recording_of(scope: Scope) -> Recording | None:
    """Return the recording of a call; None for calls that are not recorded."""
    found: Recording | None = scope.get(_KEY)
    return found


def note_job(scope: Scope, job: Job) -> None:
    """Set the job that a call refers to; if it is private, its bodies are not recorded."""
    if (recording := recording_of(scope)) is not None:
        recording.job_id = job.id
        recording.private = bool(recording.private) or job.private


def note_reasons(scope: Scope, jobs: Iterable[Job]) -> None:
    """Remove the reasons of private jobs from the recording: the reason for a bad circuit quotes a line of it."""
    if (recording := recording_of(scope)) is None:
        return
    reasons = {job.reason for job in jobs if job.private and job.reason}
    recording.hidden |= reasons
    # A reason that may extend beyond the recorded part of a body would not be found there.
    recording.private = bool(recording.private) or any(len(reason) > _MARGIN // 4 for reason in reasons)


def note_private(scope: Scope, private: bool) -> None:
    """Mark a call as containing data of a private job, or not."""
    if (recording := recording_of(scope)) is not None:
        recording.private = bool(recording.private) or private
