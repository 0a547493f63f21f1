# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The one place that builds an httpx client: headers, authentication, retries, proxies, and errors.

Errors are raised here, above httpx and below the generated code: a body that is HTML, empty or cut off never
reaches a parser that assumes JSON, and no exception of httpx leaves the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self, TypeGuard

from qrt_facade._base.boundary import cleanse
from qrt_facade._base.http_library import httpx
from qrt_facade._base.secrets import safe_repr
from qrt_facade._connection.bodies import AT_ONCE, LIMIT, limit_of
from qrt_facade._connection.settings import default_headers, no_cookies, parsed
from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.first_attempts import FIRST, Repeats
from qrt_facade._policy.tokens import TOKEN_PATH
from qrt_facade._service.answers import check_body, error_from_response, is_answer
from qrt_facade._service.failures import MARK, foreign, transport_error
from qrt_facade._sync.auth import BearerAuth, IamAuth
from qrt_facade._sync.bodies import read_good, read_refusal, refuse_unread
from qrt_facade._sync.pool import Pool
from qrt_facade.errors import ConfigurationError, QrtError

if TYPE_CHECKING:
    from qrt_facade._connection.credentials import Credentials
    from qrt_facade._connection.settings import Settings


def below() -> tuple[type[Exception], ...]:
    """Return what may come out of httpx and out of what it stands on; each becomes a `TransportError`."""
    return httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, *foreign()


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
        # With the pauses that are in force when the client is made.
        self.repeats: Repeats = Repeats(settings.retries, read_good, refuse_unread, timing.current())
        self._secrets = credentials.secrets
        self._owns_pool = pool is None
        self.pool: Pool = pool or Pool(credentials, settings)
        super().__init__(
            base_url=credentials.api_url,
            headers=default_headers(credentials, settings),
            timeout=settings.httpx_timeout(),
            trust_env=False,
            transport=self.pool.transport,
            mounts=self.pool.mounts,
        )
        if self.pool.auth is None:
            self.pool.auth = self._authentication()
        self.auth = self.pool.auth

    def _authentication(self) -> BearerAuth | IamAuth:
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

    @property
    def cookies(self) -> httpx.Cookies:
        """None, whatever the service sends."""
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:  # noqa: ARG002 - refused whatever they are
        raise _keeps_none()

    def build_request(
        self,
        method: str,
        url: httpx.URL | str,
        *,
        params: Any = None,
        headers: Any = None,
        cookies: Any = None,
        timeout: Any = httpx.USE_CLIENT_DEFAULT,
        extensions: Any = None,
        **body: Any,
    ) -> httpx.Request:
        """Build a request.

        Raises:
            ConfigurationError: What was given for its body or its address cannot be encoded.
        """
        try:
            if not _is_path(url) or "?" in url or cookies or self.params:
                return super().build_request(
                    method,
                    url,
                    params=params,
                    headers=headers,
                    cookies=cookies,
                    timeout=timeout,
                    extensions=extensions,
                    **body,
                )
            # What httpx would make of a generated operation's address, which it parses three times for each request.
            query = str(httpx.QueryParams(params)) if params else ""
            address = f"{str(self.base_url).rstrip('/')}/{url.lstrip('/')}{query and '?'}{query}"
            limits = self.timeout if timeout is httpx.USE_CLIENT_DEFAULT else httpx.Timeout(timeout)
            merged = self.headers
            if headers is not None:
                merged = merged.copy()
                merged.update(headers)
            return httpx.Request(
                method,
                parsed(address),
                headers=merged,
                extensions={"timeout": limits.as_dict(), **(extensions or {})},
                **body,
            )
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
        method, path, extensions = request.method, request.url.path, request.extensions
        if FIRST not in extensions and "retry" not in extensions:
            extensions[FIRST] = self.repeats.for_method(method)
        if LIMIT not in extensions:
            extensions[LIMIT] = limit_of(method, path, request.url.query, self._settings.max_result_bytes)
        extensions[MARK] = False
        extensions[AT_ONCE] = not stream
        with deadlines.within(_longest(method, path, self._settings), argument="total_timeout="):
            response = self._answer(request, stream=stream, auth=auth)
        if not stream:
            check_body(
                response.headers, response.content, status=response.status_code, method=method, path=path
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
        except below() as error:
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
            FIRST: self.repeats.harmless_post,
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
        except below() as error:
            # By its path a failed exchange is known: without a token nothing was sent to the service.
            raise transport_error(error, request, self._secrets, path=TOKEN_PATH) from cleanse(error)
        return response.status_code, body

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._credentials.api_url}>"


class _NoCookies(httpx.Cookies):
    """Cookies that stay empty: calls of a client must not depend on earlier ones."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Keep nothing, and spend nothing on it: httpx asks for this at each answer."""

    def set(self, name: str, value: str, domain: str = "", path: str = "/") -> None:  # noqa: ARG002 - refused whatever they are
        """Refuse a cookie: every client has these."""
        raise _keeps_none()

    def update(self, cookies: Any = None) -> None:  # type: ignore[override]  # noqa: ARG002 - as of httpx
        """Refuse cookies: every client has these."""
        raise _keeps_none()


def _keeps_none() -> ConfigurationError:
    return ConfigurationError("this client keeps no cookies; give them to the request that needs them")


_NO_COOKIES: Final = _NoCookies(no_cookies())


def _is_path(url: httpx.URL | str) -> TypeGuard[str]:
    """Tell whether an address is one below `base_url`, as generated operations have it."""
    return isinstance(url, str) and url.startswith("/") and not url.startswith("//") and "#" not in url


def _longest(method: str, path: str, settings: Settings) -> float:
    """Return the seconds that a request may take in all.

    A result has no bound in size and may be all that is left of a paid job, so it is given more.
    """
    if method == "GET" and path.endswith("/results"):
        return max(settings.total_timeout, timing.current().longest_download)
    return settings.total_timeout
