"""Explanations of the API's requests and statuses, one sentence each, for readers new to the API."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade.emulator.domain.call_log import RecordedCall

_MEANINGS: Final = (
    ("POST", r"/identity/token", "IAM exchanges the API key for an access token. The following calls send it in the Authorization header until it expires."),
    ("POST", r"/api/v1/jobs", "Submits a job. It runs later; the response contains its id."),
    ("GET", r"/api/v1/jobs", "Lists jobs."),
    ("GET", r"/api/v1/jobs/[^/]+", "Gets the status of a job. Clients repeat this until the status is final."),
    ("GET", r"/api/v1/jobs/[^/]+/results", "Gets the result of a job."),
    ("GET", r"/api/v1/jobs/[^/]+/metrics", "Gets the usage of a job and when it was queued and run."),
    ("POST", r"/api/v1/jobs/[^/]+/cancel", "Cancels a job."),
    ("DELETE", r"/api/v1/jobs/[^/]+", "Deletes a job."),
    ("GET", r"/api/v1/backends", "Lists devices."),
    ("GET", r"/api/v1/backends/[^/]+/configuration", "Gets the gates and the coupling map of a device."),
    ("GET", r"/api/v1/backends/[^/]+/properties", "Gets the measured errors of a device."),
    ("GET", r"/api/v1/backends/[^/]+/status", "Gets whether a device accepts jobs, and how many are waiting."),
    ("POST", r"/api/v1/sessions", "Opens a session or a batch."),
)  # fmt: skip

_STATUSES: Final = {
    401: "The token is missing, expired or unknown. Exchange the API key for a new one.",
    403: "Not allowed: the Service-CRN header is missing, the plan does not include this, or the request was refused.",
    404: "The path does not exist, or this instance has nothing with this id.",
    409: "The job's state does not allow this.",
    413: "The body is too large.",
    429: "Too many requests. The Retry-After header gives the seconds to wait.",
}


def explanations_of(call: RecordedCall) -> Iterator[str]:
    """Yield explanations of a call's request and status; none for self-explanatory ones."""
    path = call.path.partition("?")[0]
    yield from (
        text for method, pattern, text in _MEANINGS if call.method == method and re.fullmatch(pattern, path)
    )
    if call.status in _STATUSES:
        yield _STATUSES[call.status]
    elif call.status is not None and call.status >= 500:
        yield "The service failed. The request may still have been processed."
