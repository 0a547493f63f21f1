"""Failed submissions that may have created a job, and whether to send them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qrt_facade._base.redaction import redacted_repr
from qrt_facade._policy.tokens import TOKEN_PATH
from qrt_facade.errors import (
    ApiError,
    ConfigurationError,
    QrtError,
    ServerError,
    TransportError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from qrt_facade._policy.submission_options import OnUncertain

MAX_SENDS: Final = 3
"""How often a job is sent before its submission is reported as uncertain."""

_PASSING_REFUSALS: Final = (401, 408, 425, 429, 499)
"""Statuses below 500 of an intermediary that the next attempt may avoid; all others would be repeated."""


def is_ambiguous(error: QrtError) -> bool:
    """Return whether a job may have been created although the submission failed.

    If no connection was established, or the service itself explains a status below 500, no job was created. Any other
    response may come from an intermediary while the service behind it created the job: a gateway that timed out (408,
    499, 5xx), a web page, a redirect, a success status with a damaged body.
    """
    if not isinstance(error, TransportError | ApiError):
        return False
    if (error.path or "").endswith(TOKEN_PATH):
        return False  # without a token, nothing was sent to the service
    if isinstance(error, TransportError):
        return error.may_have_arrived
    if error.status is None or not 400 <= error.status < 500:
        return isinstance(error, ServerError | UnexpectedResponseError)
    return not error.from_service


def should_resend(error: QrtError) -> bool:
    """Return whether to send a submission again that failed ambiguously and whose job was not found."""
    if not isinstance(error, ApiError) or error.status is None:
        return True
    return not 400 <= error.status < 500 or error.status in _PASSING_REFUSALS


def checked_on_uncertain(value: str) -> OnUncertain:
    """Return the value if it is valid.

    Raises:
        ConfigurationError: The value is neither `resolve` nor `raise`.
    """
    if value == "resolve":
        return "resolve"
    if value == "raise":
        return "raise"
    raise ConfigurationError(f"on_uncertain={redacted_repr(value)}: expected 'resolve' or 'raise'")
