"""The service's errors: the exception, and a catalogue of the errors whose status and code are known."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from qrt_facade._service.statuses import JOB_NOT_FOUND_CODE

if TYPE_CHECKING:
    from collections.abc import Iterable

MORE_INFO = "https://cloud.ibm.com/apidocs/quantum-computing#error-handling"
TRY_AGAIN = "Try again or contact support."


class ApiError(Exception):
    """An error response in the service's error container; `code` is an integer, except for the string `not_found`."""

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
        """Return the service's error container with a new trace id."""
        entry: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.solution is not None:
            entry["solution"] = self.solution
        entry["more_info"] = MORE_INFO
        return {"errors": [entry], "trace": str(uuid.uuid4())}


def unauthenticated() -> ApiError:
    """401/1219: the bearer token is not accepted (recorded live, 2026-08)."""
    return ApiError(
        401, 1219, "Error authenticating user.", "Check that the access token is valid and has not expired."
    )


def no_credentials() -> ApiError:
    """401/1201: no `Authorization` header (code from IBM's registry)."""
    return ApiError(401, 1201, "Invalid credentials.", "Verify your credentials and try again.")


def forbidden() -> ApiError:
    """403/1200: the response to an invalid CRN (measured 2026-07)."""
    return ApiError(
        403, 1200, "You are not authorized to perform this action.",
        "You may need to regenerate your token. Try again or contact support.",
    )  # fmt: skip


def malformed_crn() -> ApiError:
    """400/1348: a CRN with the wrong number of fields (text from IBM's registry; the status is our interpretation)."""
    return ApiError(
        400, 1348, "Invalid CRN format. The CRN must have the expected number of fields.",
        "Copy the CRN of the instance again.",
    )  # fmt: skip


def instance_not_found(crn: str) -> ApiError:
    """404/1279: an instance that is unknown or in another region (measured)."""
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
    """404/1216: the backend of a submission or session does not exist."""
    return ApiError(404, 1216, f"Backend {name} not found.", "Choose a backend of the list of backends.")


def device_not_found() -> ApiError:
    """404 with a string code and no solution, as observed live (Qiskit/documentation#4463)."""
    return ApiError(404, "not_found", "device not found", None)


def program_not_found(name: str, known: Iterable[str]) -> ApiError:
    """404 that names the program: IBM's client reports a 404 as "Program not found"; the live code is unknown.

    IBM's list of codes of 2023 has no code for it (qiskit-ibm-runtime, docs/errors.rst).
    """
    return ApiError(404, "not_found", f"program {name} not found; the programs are {', '.join(known)}", None)


def session_not_found() -> ApiError:
    """404 as in older recordings."""
    return ApiError(404, "not_found", "unknown session", None)


def no_session_on_open_plan() -> ApiError:
    """400/1352 (measured)."""
    return ApiError(
        400, 1352, "You are not authorized to run a session when using the open plan.",
        "Create an instance of a different plan type or use a different execution mode.",
    )  # fmt: skip


def session_closed() -> ApiError:
    """400/1217 at submission: the code is that of a closed session's queued jobs, the status is our interpretation."""
    return ApiError(400, 1217, "Session has been closed.", "Create a new session and submit the job into it.")


def invalid(message: str, solution: str = "Correct the request and send it again.") -> ApiError:
    """400/3220: the payload is invalid (code from the 2023 list; the live code is unknown)."""
    return ApiError(400, 3220, message, solution)


def conflict(message: str, solution: str = TRY_AGAIN) -> ApiError:
    """409: the resource's state does not allow the action (the live code is unknown; 3211 is 'job not valid')."""
    return ApiError(409, 3211, message, solution)


def body_too_large(limit: int) -> ApiError:
    """413/5302: the request body is too large (code from the 2023 list, for jobs; the status is our interpretation)."""
    return ApiError(
        413,
        5302,
        f"maximum payload exceeded: the body has more than {limit} bytes",
        "Send a smaller request.",
    )


def not_stored(details: str) -> ApiError:
    """507/1000: the database cannot be written, for example because the disk is full. Specific to the emulator."""
    return ApiError(
        507, 1000, f"The emulator could not write its data folder: {details}.",
        "Free disk space and send the request again.",
    )  # fmt: skip


def body_too_slow(seconds: float) -> ApiError:
    """408: the body was not received in time. The connection is closed: its rest would be parsed as a request."""
    return ApiError(
        408,
        1000,
        f"The body was not received within {seconds:g} s.",
        "Send the request again.",
        {"Connection": "close"},
    )
