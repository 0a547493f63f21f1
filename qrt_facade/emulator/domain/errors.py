"""The service's errors: one exception, and the catalogue of those whose status and code are known."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from qrt_facade._service.statuses import JOB_NOT_FOUND_CODE

if TYPE_CHECKING:
    from collections.abc import Iterable

MORE_INFO = "https://cloud.ibm.com/apidocs/quantum-computing#error-handling"
TRY_AGAIN = "Try again or contact support."


class ApiError(Exception):
    """An answer in the service's error container; `code` is an integer, once the string `not_found`."""

    def __init__(
        self,
        status: int,
        code: int | str,
        message: str,
        solution: str | None = TRY_AGAIN,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.solution = solution
        self.headers = headers

    def body(self) -> dict[str, Any]:
        """The service's error container, with a fresh trace."""
        entry: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.solution is not None:
            entry["solution"] = self.solution
        entry["more_info"] = MORE_INFO
        return {"errors": [entry], "trace": str(uuid.uuid4())}


def unauthenticated() -> ApiError:
    """401/1219: the bearer token cannot be used (recorded live, 2026-08)."""
    return ApiError(
        401, 1219, "Error authenticating user.", "Check that the access token is valid and has not expired."
    )


def no_credentials() -> ApiError:
    """401/1201: no `Authorization` header (code from IBM's registry)."""
    return ApiError(401, 1201, "Invalid credentials.", "Verify your credentials and try again.")


def forbidden() -> ApiError:
    """403/1200: what a bad CRN is answered with (measured 2026-07)."""
    return ApiError(
        403, 1200, "You are not authorized to perform this action.",
        "You may need to regenerate your token. Try again or contact support.",
    )  # fmt: skip


def malformed_crn() -> ApiError:
    """400/1348: a CRN with the wrong number of fields (text from IBM's registry; the status is our reading)."""
    return ApiError(
        400, 1348, "Invalid CRN format. The CRN must have the expected number of fields.",
        "Copy the CRN of the instance again.",
    )  # fmt: skip


def instance_not_found(crn: str) -> ApiError:
    """404/1279: an unknown instance or one of another region (measured)."""
    return ApiError(
        404, 1279, f"Instance {crn} not found",
        "Check that the instance exists, and that its region is that of the address in use.",
    )  # fmt: skip


def job_not_found(job_id: str) -> ApiError:
    """404/1291 (measured 2026-07)."""
    return ApiError(
        404, JOB_NOT_FOUND_CODE, f"Job not found. Job ID: {job_id}",
        "Verify the job ID is correct and that you have the correct access permissions.",
    )  # fmt: skip


def results_too_early() -> ApiError:
    """400/1234 (measured 2026-08)."""
    return ApiError(
        400, 1234, "Cannot get results for a job in a non-terminal state.",
        "Try again when job has reached a terminal state.",
    )  # fmt: skip


def unknown_backend(name: str) -> ApiError:
    """404/1216: what a submission or session for a backend that is not there is answered with."""
    return ApiError(404, 1216, f"Backend {name} not found.", "Choose a backend of the list of backends.")


def device_not_found() -> ApiError:
    """404 with a string code and no solution, as live (Qiskit/documentation#4463)."""
    return ApiError(404, "not_found", "device not found", None)


def program_not_found(name: str, known: Iterable[str]) -> ApiError:
    """404 that names the program: IBM's client reads a 404 as "Program not found"; the live code is not known.

    IBM's list of codes of 2023 has none for it (qiskit-ibm-runtime, docs/errors.rst).
    """
    return ApiError(404, "not_found", f"program {name} not found; here are {', '.join(known)}", None)


def session_not_found() -> ApiError:
    """404 in the form that older recordings show."""
    return ApiError(404, "not_found", "unknown session", None)


def no_session_on_open_plan() -> ApiError:
    """400/1352 (measured)."""
    return ApiError(
        400, 1352, "You are not authorized to run a session when using the open plan.",
        "Create an instance of a different plan type or use a different execution mode.",
    )  # fmt: skip


def session_closed() -> ApiError:
    """400/1217 at submission; the code is that of the queued jobs of a closed session, the status our reading."""
    return ApiError(400, 1217, "Session has been closed.", "Create a new session and submit the job into it.")


def invalid(message: str, solution: str = "Correct the request and send it again.") -> ApiError:
    """400/3220: the payload's shape is wrong (code from the 2023 list; the live code is not known)."""
    return ApiError(400, 3220, message, solution)


def conflict(message: str, solution: str = TRY_AGAIN) -> ApiError:
    """409: the state of the thing does not allow the action (live code not known; 3211 is 'job not valid')."""
    return ApiError(409, 3211, message, solution)


def body_too_large(limit: int) -> ApiError:
    """413/5302: more than a request may hold (code from the 2023 list, for jobs; the status is our reading)."""
    return ApiError(
        413, 5302, f"maximum payload exceeded: the body has more than {limit} bytes", "Send less at once."
    )


def not_stored(details: str) -> ApiError:
    """507/1000: the database takes nothing, as when the disk is full; nothing was changed. The emulator's own."""
    return ApiError(
        507, 1000, f"The emulator could not write its data folder: {details}.",
        "Make room on its disk, and send the request again.",
    )  # fmt: skip


def body_too_slow(seconds: float) -> ApiError:
    """408: a body that does not end; the connection is closed, since the rest of it would be the next request."""
    return ApiError(
        408,
        1000,
        f"The body did not come within {seconds:g} s.",
        "Send the request again.",
        {"Connection": "close"},
    )
