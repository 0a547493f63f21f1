# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Bearer tokens for requests: exchanged once for all callers, refreshed early, replaced once after a 401."""

from __future__ import annotations

import copy
import threading
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.http_library import httpx
from qrt_facade._base.owners import OnePerOwner, this_process
from qrt_facade._policy import deadlines
from qrt_facade._policy.tokens import (
    GRANT_TYPE,
    TOKEN_PATH,
    Freshness,
    Token,
    TokenStore,
    parse_token_response,
)
from qrt_facade._policy.turns import Turn
from qrt_facade._service.answers import is_from_service
from qrt_facade._service.users import user_of_token
from qrt_facade._sync.bodies import read_error
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from qrt_facade._base.secrets import Secret


_ASKING: Final[ContextVar[IamAuth | None]] = ContextVar("_ASKING", default=None)
"""The authentication that is fetching a token, further up in this thread or task."""


class BearerAuth(httpx.Auth):
    """A token supplied by the caller; it is never replaced."""

    def __init__(self, token: Secret) -> None:
        self._token = token

    @property
    def known_user(self) -> str | None:
        """The user id in the token, or None."""
        return user_of_token(self._token.reveal())

    def user(self) -> str | None:
        """Return the user id in the token, or None."""
        return self.known_user

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        """Add the token to the request."""
        request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        yield request


class IamAuth(httpx.Auth):
    """Tokens from IBM Cloud IAM for an API key.

    The key is sent to `iam_url` only; if the exchange fails, the request is not sent.

    Args:
        api_key: The key to exchange.
        iam_url: URL of IAM, without a path.
        exchange: Sends a request without credentials and returns the response's status and body. It belongs to the API
            client, so that the exchange uses the same proxy, TLS settings and retries.
    """

    def __init__(
        self, api_key: Secret, iam_url: str, exchange: Callable[[httpx.Request], tuple[int, bytes]]
    ) -> None:
        self._api_key = api_key
        self._url = iam_url + TOKEN_PATH
        self._exchange = exchange
        self._store = TokenStore()
        self._user: str | None = None
        # The token is shared by all event loops and processes, but a lock belongs to one; at worst each exchanges the
        # key.
        self._locks = OnePerOwner(this_process, _new_lock)

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        """Add a valid token to the request; after a 401 get another and repeat the request once."""
        token = self.token()
        request.headers["Authorization"] = f"Bearer {token.secret.reveal()}"
        response = yield request
        if response.status_code == 401 and _may_repeat(request, response):
            self._store.invalidate(token)
            token = self.token()
            request.headers["Authorization"] = f"Bearer {token.secret.reveal()}"
            yield request

    @property
    def known_user(self) -> str | None:
        """The user id in a token obtained so far, or None."""
        token = self._store.token
        if self._user is None and token is not None:
            self._user = user_of_token(token.secret.reveal())
        return self._user

    def user(self) -> str | None:
        """Return the user id in the token, or None; raises the errors of `token`."""
        return self.known_user or user_of_token((self.token()).secret.reveal())

    def token(self) -> Token:
        """Return a valid token, exchanging the key if needed.

        Raises:
            AuthenticationError: IAM rejected the key.
            TransportError: IAM did not respond.
            ServerError: IAM failed.
        """
        if _ASKING.get() is self:
            # A signal or log handler interrupted the exchange and called back here: it would wait for itself.
            return self._obtain()
        # In this order, so that a token replaced in between is newer than the state read for it, never older.
        attempts, freshness, token = self._store.attempts, self._store.freshness(), self._store.token
        if token is not None and freshness is Freshness.FRESH:
            return token
        lock = self._locks.here()
        if token is not None and freshness is Freshness.AGEING and lock.locked():
            return token
        before = _ASKING.set(self)
        try:
            with Turn(lock):
                return self._replaced(token, freshness, attempts)
        finally:
            _ASKING.reset(before)

    def _replaced(self, token: Token | None, freshness: Freshness, attempts: int) -> Token:
        """Return the replacement of a token: one that another caller has obtained meanwhile, or a new one."""
        if self._store.attempts != attempts:
            outcome = self._outcome_of_another()
            if outcome is not None:
                return outcome
        try:
            obtained = self._obtain()
        except QrtError as error:
            if deadlines.expired() is None:  # a caller's expired deadline says nothing about IAM
                self._store.failed(error)
            if token is None or freshness is Freshness.UNUSABLE:
                raise
            return token
        self._store.succeeded(obtained)
        return obtained

    def _outcome_of_another(self) -> Token | None:
        """Return the token that another caller obtained, or None if the service has already rejected it."""
        token = self._store.token
        if token is not None and token.freshness() is not Freshness.UNUSABLE:
            return token
        if self._store.failure is not None:
            raise copy.copy(self._store.failure)
        return None

    def _obtain(self) -> Token:
        request = httpx.Request(
            "POST",
            self._url,
            headers={"Accept": "application/json"},
            data={"grant_type": GRANT_TYPE, "apikey": self._api_key.reveal()},
        )
        outcome = parse_token_response(*self._exchange(request), self._api_key)
        if isinstance(outcome, Token):
            return outcome
        raise outcome

    def __getstate__(self) -> dict[str, Any]:
        raise TypeError("cannot pickle an authentication: it contains secrets")


def _new_lock() -> threading.Lock:
    # In a function, since anyio only imports its locks when one is created.
    return threading.Lock()


def _may_repeat(request: httpx.Request, response: httpx.Response) -> bool:
    """Return whether a request may be repeated after its token was rejected.

    The service does not process a request whose token it rejects, so that even a submission may be repeated. A 401 in
    another format may come from an intermediary, after the service has processed the request.
    """
    return request.method != "POST" or is_from_service(401, read_error(response))
