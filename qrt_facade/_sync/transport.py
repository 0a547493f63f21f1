# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The one place that builds an httpx client: headers, authentication, retries, proxies, and errors.

Errors are raised here, above httpx and below the generated code: a body that is HTML, empty or cut off never
reaches a parser that assumes JSON, and no exception of httpx leaves the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from qrt_facade._base.boundary import cleanse
from qrt_facade._base.http_library import httpx
from qrt_facade._base.secrets import safe_repr
from qrt_facade._connection.bodies import AT_ONCE, LIMIT, limit_of
from qrt_facade._connection.settings import default_headers, no_cookies
from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.retrying import RetryPolicies
from qrt_facade._service.answers import check_body, error_from_response, is_answer
from qrt_facade._service.failures import FOREIGN, MARK, transport_error
from qrt_facade._sync.auth import BearerAuth, IamAuth
from qrt_facade._sync.bodies import read_good, read_refusal, refuse_unread
from qrt_facade._sync.pool import Pool
from qrt_facade.errors import ConfigurationError, QrtError

if TYPE_CHECKING:
    from qrt_facade._connection.credentials import Credentials
    from qrt_facade._connection.settings import Settings


BELOW: Final = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, *FOREIGN)
"""What may come out of httpx and out of what it stands on; each becomes a `TransportError`."""


class ServiceClient(httpx.Client):
    """An httpx client that answers with a good response or raises a `QrtError`.

    Args:
        credentials: Whom to speak for.
        settings: How to connect.
        pool: Connections and tokens of another client, which stay that one's to close.
    """

    def __init__(self, credentials: Credentials, settings: Settings, pool: Pool | None = None) -> None:
        self._credentials = credentials
        self._settings = settings
        self.policies: RetryPolicies = RetryPolicies(settings.retries, read_good, refuse_unread)
        self._secrets = credentials.secrets
        self._owns_pool = pool is None
        self.pool: Pool = pool or Pool(credentials, settings)
        super().__init__(
            base_url=credentials.api_url,
            headers=default_headers(credentials, settings),
            cookies=no_cookies(),
            timeout=settings.httpx_timeout(),
            trust_env=False,
            transport=self.pool.transport,
            mounts=self.pool.mounts,
        )
        if self.pool.auth is None:
            self.pool.auth = self._authentication()
        self.auth = self.pool.auth

    def _authentication(self) -> httpx.Auth:
        if self._credentials.token is not None:
            return BearerAuth(self._credentials.token)
        if self._credentials.api_key is None:
            raise ConfigurationError("neither an API key nor a token was given")
        return IamAuth(self._credentials.api_key, self._credentials.iam_url, self._exchange)

    def close(self) -> None:
        """Close the connections, unless they belong to another client."""
        # Not by httpx's own way, which makes every later call a RuntimeError.
        if self._owns_pool:
            self.pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *stop: object) -> None:
        self.close()

    def build_request(self, *args: Any, **kwargs: Any) -> httpx.Request:
        """Build a request.

        Raises:
            ConfigurationError: What was given for its body or its address cannot be encoded.
        """
        try:
            return super().build_request(*args, **kwargs)
        except (TypeError, ValueError, RecursionError, httpx.InvalidURL) as error:
            raise ConfigurationError(f"the request cannot be encoded: {error}") from cleanse(error)

    def send(
        self,
        request: httpx.Request,
        *,
        stream: bool = False,
        auth: Any = httpx.USE_CLIENT_DEFAULT,
        follow_redirects: Any = False,  # noqa: ARG002 - httpx passes it; see below
    ) -> httpx.Response:
        """Send a request and return a good answer.

        Raises:
            ConfigurationError: The client is closed; nothing was sent.
            TransportError: No usable answer arrived.
            ApiError: The service refused, or sent something other than an answer of the API.
            AuthenticationError: IAM refused the key, or the service the token.
        """
        self.pool.check_open()
        request.extensions.setdefault("retry", self.policies.for_method(request.method))
        request.extensions.setdefault(
            LIMIT,
            limit_of(request.method, request.url.path, request.url.params, self._settings.max_result_bytes),
        )
        request.extensions[MARK] = False
        request.extensions[AT_ONCE] = not stream
        with deadlines.within(_longest(request, self._settings), argument="total_timeout="):
            response = self._answer(request, stream=stream, auth=auth)
        if not stream:
            check_body(
                response.headers,
                response.content,
                status=response.status_code,
                method=request.method,
                path=request.url.path,
            )
        return response

    def _answer(self, request: httpx.Request, *, stream: bool, auth: Any) -> httpx.Response:
        """Return a good answer, its body read unless it is to be streamed."""
        try:
            # Redirects are never followed: they would carry credentials to wherever the answer says.
            response = super().send(request, stream=True, auth=auth, follow_redirects=False)
            refusal = None if is_answer(response.status_code) else self._refusal(request, response)
            if refusal is None and not stream:
                read_good(response)
        except QrtError:
            raise
        except BELOW as error:
            raise transport_error(error, request, self._secrets) from cleanse(error)
        if refusal is not None:
            raise refusal
        return response

    def _refusal(self, request: httpx.Request, response: httpx.Response) -> QrtError:
        """Return what a refusal means. What it says, unredacted, is in no frame of the error that is raised then."""
        return error_from_response(
            response.status_code,
            response.headers,
            read_refusal(response),
            method=request.method,
            path=request.url.path,
            secrets=self._secrets,
            hints=self._credentials.refusal_hints(request.url.host),
        )

    def _exchange(self, request: httpx.Request) -> tuple[int, bytes]:
        """Send the token exchange: without credentials, and with the answer for IAM's own reader to judge."""
        for name in ("User-Agent", "Accept-Encoding", "Cache-Control"):
            request.headers[name] = self.headers[name]
        request.extensions = {
            "retry": self.policies.harmless_post,
            "timeout": self.timeout.as_dict(),
            MARK: False,
        }
        try:
            response = super().send(request, stream=True, auth=None, follow_redirects=False)
            if response.is_success:
                read_good(response)
                body = response.content
            else:
                body = read_refusal(response)
        except QrtError:
            raise
        except BELOW as error:
            raise transport_error(error, request, self._secrets) from cleanse(error)
        return response.status_code, body

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._credentials.api_url}>"


def _longest(request: httpx.Request, settings: Settings) -> float:
    """Return the seconds that a request may take in all.

    A result has no bound in size and may be all that is left of a paid job, so it is given more.
    """
    if request.method == "GET" and request.url.path.endswith("/results"):
        return max(settings.total_timeout, timing.current().longest_download)
    return settings.total_timeout
