"""The httpx client: headers, authentication, retries, proxies and errors.

Errors are raised here, above httpx and below the generated code, so that HTML, empty or truncated bodies never reach a
parser that assumes JSON, and no exception of httpx leaves the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self, TypeGuard

from qrt_facade._async.auth import BearerAuth, IamAuth
from qrt_facade._async.bodies import read_error, read_success, refuse_unread
from qrt_facade._async.pool import AsyncPool
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
from qrt_facade.errors import ConfigurationError, QrtError

if TYPE_CHECKING:
    from qrt_facade._connection.credentials import Credentials
    from qrt_facade._connection.settings import Settings


def below() -> tuple[type[Exception], ...]:
    """Return the exceptions of httpx and of the libraries below it; each becomes a `TransportError`."""
    return httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, *foreign()


class AsyncServiceClient(httpx.AsyncClient):
    """An httpx client that returns a successful response or raises a `QrtError`.

    Args:
        credentials: The credentials.
        settings: The settings of connections and requests.
        pool: The pool of another client, which remains its owner and closes it.
    """

    def __init__(self, credentials: Credentials, settings: Settings, pool: AsyncPool | None = None) -> None:
        self._credentials = credentials
        self._settings = settings
        # Uses the pauses in force when the client is created.
        self.repeats: Repeats = Repeats(settings.retries, read_success, refuse_unread, timing.current())
        self._secrets = credentials.secrets
        self._owns_pool = pool is None
        self.pool: AsyncPool = pool or AsyncPool(credentials, settings)
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
            raise ConfigurationError("neither an API key nor a token was passed")
        return IamAuth(self._credentials.api_key, self._credentials.iam_url, self._exchange)

    async def aclose(self) -> None:
        """Close the connections, unless they belong to another client."""
        # httpx's own method would make later calls raise RuntimeError.
        if self._owns_pool:
            await self.pool.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *stop: object) -> None:
        await self.aclose()

    @property
    def cookies(self) -> httpx.Cookies:
        """An empty jar: cookies are never stored."""
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:  # noqa: ARG002 - always rejected
        raise _cookies_unsupported()

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
            ConfigurationError: The body or the URL cannot be encoded.
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
            # The URL that httpx would build, without parsing it three times per request.
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

    async def send(
        self,
        request: httpx.Request,
        *,
        stream: bool = False,
        auth: Any = httpx.USE_CLIENT_DEFAULT,
        follow_redirects: Any = False,  # noqa: ARG002 - passed by httpx; see below
    ) -> httpx.Response:
        """Send a request and return a successful response.

        Raises:
            ConfigurationError: The client is closed; nothing was sent.
            TransportError: No usable response arrived.
            ApiError: The service returned an error or an invalid response.
            AuthenticationError: IAM rejected the key, or the service rejected the token.
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
            response = await self._answer(request, stream=stream, auth=auth)
        if not stream:
            check_body(
                response.headers, response.content, status=response.status_code, method=method, path=path
            )
        return response

    async def _answer(self, request: httpx.Request, *, stream: bool, auth: Any) -> httpx.Response:
        """Return a successful response, with its body read unless it is streamed."""
        try:
            # Redirects are never followed: they would send credentials to any URL in the response.
            response = await super().send(request, stream=True, auth=auth, follow_redirects=False)
            refusal = None if is_answer(response.status_code) else await self._refusal(request, response)
            if refusal is None and not stream:
                await read_success(response)
        except QrtError:
            raise
        except below() as error:
            raise transport_error(error, request, self._secrets) from cleanse(error)
        if refusal is not None:
            raise refusal
        return response

    async def _refusal(self, request: httpx.Request, response: httpx.Response) -> QrtError:
        """Return the error for an error response, without its unredacted text in any frame of the traceback."""
        return error_from_response(
            response.status_code,
            response.headers,
            await read_error(response),
            method=request.method,
            path=request.url.path,
            secrets=self._secrets,
            hints=self._credentials.refusal_hints(request.url.host),
        )

    async def _exchange(self, request: httpx.Request) -> tuple[int, bytes]:
        """Send the token exchange without credentials; IAM's parser judges the response."""
        for name in ("User-Agent", "Accept-Encoding", "Cache-Control"):
            request.headers[name] = self.headers[name]
        request.extensions = {
            FIRST: self.repeats.harmless_post,
            "timeout": self.timeout.as_dict(),
            MARK: False,
        }
        try:
            response = await super().send(request, stream=True, auth=None, follow_redirects=False)
            if response.is_success:
                await read_success(response)
                body = response.content
            else:
                body = await read_error(response)
        except QrtError:
            raise
        except below() as error:
            # The path identifies a failed exchange: without a token nothing was sent to the service.
            raise transport_error(error, request, self._secrets, path=TOKEN_PATH) from cleanse(error)
        return response.status_code, body

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._credentials.api_url}>"


class _NoCookies(httpx.Cookies):
    """A jar that stays empty, so that calls do not depend on earlier ones."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Store nothing, at no cost: httpx calls this for each response."""

    def set(self, name: str, value: str, domain: str = "", path: str = "/") -> None:  # noqa: ARG002 - always rejected
        """Raise an error; all clients share this jar."""
        raise _cookies_unsupported()

    def update(self, cookies: Any = None) -> None:  # type: ignore[override]  # noqa: ARG002 - as of httpx
        """Raise an error; all clients share this jar."""
        raise _cookies_unsupported()


def _cookies_unsupported() -> ConfigurationError:
    return ConfigurationError("this client does not store cookies; pass them to each request that needs them")


_NO_COOKIES: Final = _NoCookies(no_cookies())


def _is_path(url: httpx.URL | str) -> TypeGuard[str]:
    """Return whether a URL is a path below `base_url`, as in generated operations."""
    return isinstance(url, str) and url.startswith("/") and not url.startswith("//") and "#" not in url


def _longest(method: str, path: str, settings: Settings) -> float:
    """Return the total timeout of a request in seconds.

    A result may be of any size, and may be the only outcome of a paid job, so it is given more time.
    """
    if method == "GET" and path.endswith("/results"):
        return max(settings.total_timeout, timing.current().longest_download)
    return settings.total_timeout
