"""Application of an HTTP fault: delayed, replaced, truncated or missing responses."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from starlette.responses import Response

from qrt_facade.emulator.domain.fault_descriptions import describe_fault
from qrt_facade.emulator.http.recording import recording_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qrt_facade.emulator.domain.rules import Fault
    from qrt_facade.emulator.http.recording import Recording


async def answer_with_fault(fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request according to a fault."""
    messages: list[Message] = []
    recording = recording_of(scope)
    assert recording is not None  # noqa: S101  # calls that faults apply to are always recorded
    recording.fault = describe_fault(fault)
    replaced = fault.status is not None or fault.drop
    if fault.when == "after" or not replaced:
        await app(scope, receive, _collector(messages))
    await asyncio.sleep(fault.delay)
    if fault.drop:
        await recording.close_connection()
    elif fault.status is not None:
        await _other_answer(fault)(scope, receive, send)
    else:
        await _replay(messages, fault.truncate, send, recording)


def _collector(messages: list[Message]) -> Send:
    async def collect(message: Message) -> None:
        messages.append(message)

    return collect


def _other_answer(fault: Fault) -> Response:
    if isinstance(fault.body, str):
        kind = "text/html" if fault.body.lstrip().startswith("<") else "text/plain"
        return Response(fault.body, fault.status or 500, fault.headers, kind)
    return Response(json.dumps(fault.body), fault.status or 500, fault.headers, "application/json")


async def _replay(messages: list[Message], truncate: int | None, send: Send, recording: Recording) -> None:
    if truncate is None:
        for message in messages:
            await send(message)
        return
    start, *bodies = messages
    await send(start)
    content = b"".join(message.get("body", b"") for message in bodies)
    await send({"type": "http.response.body", "body": content[:truncate], "more_body": True})
    await recording.close_connection()
