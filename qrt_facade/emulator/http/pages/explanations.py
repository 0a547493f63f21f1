"""What requests and answers of the API mean, in a sentence each, for readers who meet the API for the first time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade.emulator.domain.call_log import RecordedCall

_MEANINGS: Final = (
    ("POST", r"/identity/token", "IAM exchanges the API key for an access token. The calls that follow carry it in the header Authorization, until it expires."),
    ("POST", r"/api/v1/jobs", "Submits a job. It runs later; the answer has its id."),
    ("GET", r"/api/v1/jobs", "Lists jobs."),
    ("GET", r"/api/v1/jobs/[^/]+", "Asks for the state of a job. Clients repeat this until its status is final."),
    ("GET", r"/api/v1/jobs/[^/]+/results", "Fetches the result of a job."),
    ("GET", r"/api/v1/jobs/[^/]+/metrics", "Asks what a job has used, and when it was queued and run."),
    ("POST", r"/api/v1/jobs/[^/]+/cancel", "Cancels a job."),
    ("DELETE", r"/api/v1/jobs/[^/]+", "Deletes a job."),
    ("GET", r"/api/v1/backends", "Lists devices."),
    ("GET", r"/api/v1/backends/[^/]+/configuration", "Asks for the gates and the coupling map of a device."),
    ("GET", r"/api/v1/backends/[^/]+/properties", "Asks for the errors that were measured on a device."),
    ("GET", r"/api/v1/backends/[^/]+/status", "Asks whether a device takes jobs, and how many are waiting."),
    ("POST", r"/api/v1/sessions", "Opens a session or a batch."),
)  # fmt: skip

_STATUSES: Final = {
    401: "The token is missing, expired or unknown: exchange the key for a new one.",
    403: "Not allowed: the header Service-CRN is missing, the plan does not include this, or the request was refused.",
    404: "There is no such path, or this instance has nothing with this id.",
    409: "The state of the job does not allow this.",
    413: "The body is too large.",
    429: "Too many requests. The header Retry-After gives the seconds to wait.",
}


def explanations_of(call: RecordedCall) -> Iterator[str]:
    """What a call asks for, and what its status means; nothing where both are plain."""
    path = call.path.partition("?")[0]
    yield from (
        text for method, pattern, text in _MEANINGS if call.method == method and re.fullmatch(pattern, path)
    )
    if call.status in _STATUSES:
        yield _STATUSES[call.status]
    elif call.status is not None and call.status >= 500:
        yield "The service failed. The work may have been done nevertheless."
