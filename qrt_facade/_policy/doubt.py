"""Doubt about a submission: whether a job may exist although submitting it failed, and whether to send it again."""

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
"""How often one job is sent before its submission is given up as uncertain."""

_PASSING_REFUSALS: Final = (401, 408, 425, 429, 499)
"""Statuses below 500 of an intermediary that the next attempt may not meet; any other would meet it again."""


def is_ambiguous(error: QrtError) -> bool:
    """Tell whether a job may have been created although the submission failed.

    A connection that was never made is a refusal, and so is a status below 500 with the service's own explanation. Any
    other answer may come from an intermediary while the service behind it did its work: a gateway that gave up waiting
    (408, 499, 5xx), a page, a redirect, a good status with a damaged body.
    """
    if not isinstance(error, TransportError | ApiError):
        return False
    if (error.path or "").endswith(TOKEN_PATH):
        return False  # without a token nothing is sent to the service
    if isinstance(error, TransportError):
        return error.may_have_arrived
    if error.status is None or not 400 <= error.status < 500:
        return isinstance(error, ServerError | UnexpectedResponseError)
    return not error.from_service


def should_resend(error: QrtError) -> bool:
    """Tell whether to send again what failed ambiguously and could not be found."""
    if not isinstance(error, ApiError) or error.status is None:
        return True
    return not 400 <= error.status < 500 or error.status in _PASSING_REFUSALS


def checked_on_uncertain(value: str) -> OnUncertain:
    """Return the value, refusing anything but the two words.

    Raises:
        ConfigurationError: It is another word.
    """
    if value == "resolve":
        return "resolve"
    if value == "raise":
        return "raise"
    raise ConfigurationError(f"on_uncertain={redacted_repr(value)}: expected 'resolve' or 'raise'")
