"""Bearer tokens: when one is valid, when to request the next, and how to parse IAM's responses. No I/O.

Lifetime of a token, with the numbers of IBM's own client: it is valid for `expires_in` seconds (3600), is replaced
after 80 % of that, and is not used in its last 10 seconds.
"""

from __future__ import annotations

import json
import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from qrt_facade._base.coerce import is_real, mapping_of
from qrt_facade._base.secrets import Secret, redacted_text
from qrt_facade._policy import timing
from qrt_facade.errors import AuthenticationError, QrtError, ServerError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Mapping

GRANT_TYPE: Final = "urn:ibm:params:oauth:grant-type:apikey"
TOKEN_PATH: Final = "/identity/token"  # noqa: S105 - a path, not a secret

_USABLE: Final = re.compile(r"[\x21-\x7e]+")
_USUAL_LIFE: Final = 3600.0
_MAX_LIFE: Final = 24 * 3600.0


class Freshness(Enum):
    """Whether the current token is usable or should be replaced."""

    FRESH = auto()
    AGEING = auto()  # valid, but one caller should request the next
    UNUSABLE = auto()


class Token(NamedTuple):
    """A bearer token, and both clocks at the moment it was obtained.

    Both clocks are stored because each can be wrong: the monotonic clock stops while a laptop sleeps, and the wall
    clock can be set back. The clock with the higher age counts.
    """

    secret: Secret
    life: float
    born_monotonic: float
    born_wall: float

    @classmethod
    def obtained_now(cls, value: str, expires_in: float) -> Token:
        """Create a token whose lifetime begins now."""
        clock = timing.current().clock
        return cls(Secret(value), expires_in, clock.monotonic(), clock.time())

    def age(self) -> float:
        """Return the seconds since the token was obtained."""
        clock = timing.current().clock
        return max(clock.monotonic() - self.born_monotonic, clock.time() - self.born_wall)

    def freshness(self) -> Freshness:
        """Classify the token by its age."""
        age, pauses = self.age(), timing.current()
        # A token that is valid for only seconds, as in tests, would never be usable with a fixed margin.
        margin = min(pauses.unusable_before_end, self.life * (1 - pauses.refresh_at))
        if age >= self.life - margin:
            return Freshness.UNUSABLE
        return Freshness.AGEING if age >= self.life * pauses.refresh_at else Freshness.FRESH


class TokenStore:
    """The current token, and the outcome of the last attempt to replace it.

    Not locked: the caller that replaces the token has its own lock (of threads or tasks). Reading needs none, because
    each attribute is replaced as a whole.
    """

    def __init__(self) -> None:
        self.token: Token | None = None
        self.attempts = 0
        self.failure: Exception | None = None
        self._no_refresh_before = 0.0

    def freshness(self) -> Freshness:
        """Classify the current token; after a failed early refresh, it counts as fresh for a while."""
        token = self.token
        if token is None:
            return Freshness.UNUSABLE
        freshness = token.freshness()
        if freshness is Freshness.AGEING and timing.current().clock.monotonic() < self._no_refresh_before:
            return Freshness.FRESH
        return freshness

    def succeeded(self, token: Token) -> None:
        """Record a new token."""
        self.token, self.failure = token, None
        self.attempts += 1

    def failed(self, error: Exception) -> None:
        """Record that an exchange failed."""
        self.failure = error
        self.attempts += 1
        pauses = timing.current()
        self._no_refresh_before = pauses.clock.monotonic() + pauses.after_failed_refresh

    def invalidate(self, token: Token) -> None:
        """Drop a token that the service refused, unless another caller has already replaced it."""
        if self.token is token:
            self.token = None


def parse_token_response(status: int, body: bytes, api_key: Secret) -> Token | QrtError:
    """Parse IAM's response to the token exchange.

    Returns:
        The token, or the error to raise. It is not raised here, where a traceback with locals would show IAM's
        response: `AuthenticationError` if IAM refused the key (400, 401 or 403; code such as BXNIM0415E), `ServerError`
        if IAM itself failed or asks to slow down, `UnexpectedResponseError` if the response is not the JSON that IAM
        documents.
    """
    try:
        answer: object = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    fields = mapping_of(answer)
    if status == 200:
        return _token_from(fields)
    return _iam_error(status, fields, api_key)


def _token_from(fields: Mapping[str, Any]) -> Token | QrtError:
    value = fields.get("access_token")
    if not isinstance(value, str) or not _USABLE.fullmatch(value):
        return UnexpectedResponseError(
            "IAM's response contains no usable access_token", status=200, method="POST", path=TOKEN_PATH
        )
    expires_in = fields.get("expires_in")
    life = expires_in if is_real(expires_in) and expires_in > 0 else _USUAL_LIFE
    return Token.obtained_now(value, float(min(life, _MAX_LIFE)))


def _iam_error(status: int, fields: Mapping[str, Any], api_key: Secret) -> QrtError:
    details: dict[str, Any] = {
        "status": status,
        "code": redacted_text(fields.get("errorCode"), api_key),
        "trace": redacted_text(mapping_of(fields.get("context")).get("requestId"), api_key),
        "method": "POST",
        "path": TOKEN_PATH,
    }
    said = redacted_text(fields.get("errorMessage"), api_key) or f"IAM responded with HTTP {status}"
    if status in {400, 401, 403}:
        return AuthenticationError(
            f"IAM refused the API key: {said}",
            **details,
            hint="Check the API key (api_key=, QISKIT_IBM_TOKEN or the saved account); "
            "keys are created and listed at https://cloud.ibm.com/iam/apikeys",
        )
    if status == 429 or status >= 500:
        return ServerError(f"The token exchange failed: {said}", **details)
    return UnexpectedResponseError(f"The token exchange failed: {said}", **details)
