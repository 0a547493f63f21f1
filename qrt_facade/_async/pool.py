"""Connections and tokens of a client and its siblings. Every process and event loop has connections of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary, finalize

from qrt_facade._async.bodies import AsyncBoundedTransport, read_good
from qrt_facade._async.guard import AsyncGuardedTransport
from qrt_facade._base.http_library import httpx
from qrt_facade._base.lazy import lazy_property
from qrt_facade._base.logs import redact_logs
from qrt_facade._base.owners import OnePerOwner, abandon_in_forked_child, this_process
from qrt_facade._connection.event_loops import this_loop
from qrt_facade._connection.proxies import NamedProxy, environment_proxies
from qrt_facade._connection.settings import POOL, Settings
from qrt_facade._connection.sockets import close_sockets
from qrt_facade._connection.tls import trust_for
from qrt_facade._policy.first_attempts import FIRST
from qrt_facade._service.failures import Way
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from qrt_facade._async.auth import BearerAuth, IamAuth
    from qrt_facade._async.wire import AsyncWire
    from qrt_facade._base.retry_library import Retry, RetryTransport
    from qrt_facade._connection.credentials import Credentials
    from qrt_facade._connection.event_loops import Loop, LoopKeeper
    from qrt_facade._connection.tls import Trust
    from qrt_facade._policy.first_attempts import FirstAttempt

_HOLDS_NO_CONNECTION: Final = (httpx.MockTransport, httpx.ASGITransport)
"""Transports of httpx that may be used anywhere."""


class AsyncPool:
    """Connections and tokens, shared by a client and its siblings.

    Raises:
        ConfigurationError: A setting cannot work.
    """

    def __init__(self, credentials: Credentials, settings: Settings) -> None:
        redact_logs()
        self._settings = settings
        # OpenSSL's own locks are copied by a fork like all others, so a context is not taken along.
        self._trust = OnePerOwner(this_process, self._make_trust)
        self._addresses = (credentials.api_url, credentials.iam_url)
        self._routes: list[AsyncRoute] = []
        self._closed = False
        self.auth: BearerAuth | IamAuth | None = None
        self.transport: httpx.AsyncBaseTransport
        self.mounts: dict[str, httpx.AsyncBaseTransport | None] = {}
        if settings.transport is not None:
            self.transport = self._over_given(settings.transport)
            return
        self.transport = self._through(
            None if settings.proxy is None else NamedProxy(settings.proxy, "proxy=")
        )
        if settings.proxy is None:
            for pattern, proxy in environment_proxies(*self._addresses).items():
                self.mounts[pattern] = None if proxy is None else self._through(proxy)

    def check_open(self) -> None:
        """Refuse a call of a closed client, before anything is sent.

        Raises:
            ConfigurationError: The client is closed.
        """
        if self._closed:
            raise _closed_client()

    async def aclose(self) -> None:
        """Close the connections, each when the answer under way on it has been read; new calls are refused."""
        self._closed = True
        for route in self._routes:
            await route.aclose()

    def _make_trust(self) -> Trust:
        proxy = self._settings.proxy
        return trust_for(
            self._settings.verify, *self._addresses, *([] if proxy is None else [proxy.reveal()])
        )

    def _through(self, proxy: NamedProxy | None) -> AsyncRepeatingTransport:
        way = Way(None if proxy is None else str(proxy), self._trust.here().source)
        # Without a proxy nothing can be refused, and what is needed for TLS takes longer than the rest of the client.
        route = AsyncRoute(partial(self._wire, proxy), made_now=proxy is not None)
        return self._retrying(route, way, marks=True)

    def _wire(self, proxy: NamedProxy | None) -> AsyncWire:
        from qrt_facade._async.wire import AsyncWire

        context = self._trust.here().context
        through = None
        if proxy is not None:
            # A proxy that is reached over TLS proves who it is as every other server does.
            over_tls = proxy.address.reveal().startswith("https:")
            through = httpx.Proxy(proxy.address.reveal(), ssl_context=context if over_tls else None)
        return AsyncWire(verify=context, proxy=through, limits=self._settings.limits or POOL)

    def _over_given(self, given: object) -> AsyncRepeatingTransport:
        """Return the route over a caller's own transport, or over those that a caller's function makes.

        Raises:
            ConfigurationError: It is neither.
        """
        if hasattr(given, "handle_async_request"):
            return self._retrying(AsyncRoute(_single(given), given=True), Way(), marks=False)
        if callable(given):
            return self._retrying(AsyncRoute(partial(_made_by, given)), Way(), marks=False)
        raise _no_transport("transport is", given)

    def _retrying(self, route: AsyncRoute, way: Way, *, marks: bool) -> AsyncRepeatingTransport:
        self._routes.append(route)
        return AsyncRepeatingTransport(AsyncBoundedTransport(AsyncGuardedTransport(route, way, marks=marks)))


class AsyncRepeatingTransport(httpx.AsyncBaseTransport):
    """Sends each request as often as the policy among its extensions says.

    Args:
        inner: What sends one attempt.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    @lazy_property
    def _loop(self) -> RetryTransport:
        from qrt_facade._policy.retrying import NO_RETRY

        # The transport's own policy is for a request that names none.
        return _repeating(self._inner, NO_RETRY)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request."""
        first: FirstAttempt | None = request.extensions.get(FIRST)
        if first is None:
            return await self._loop.handle_async_request(request)
        outcome: httpx.Response | httpx.HTTPError
        try:
            outcome = await self._inner.handle_async_request(request)
            if outcome.status_code not in first.undecided:
                if first.reads:
                    outcome.request = request  # whom an error of reading is about
                    await read_good(outcome)
                return outcome
        except httpx.HTTPError as error:
            outcome = error
        going_on = _repeating(_AsyncGoingOn(outcome, self._inner), first.policy())
        del outcome  # as below
        return await going_on.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the transport within."""
        await self._inner.aclose()


class _AsyncGoingOn(httpx.AsyncBaseTransport):
    """What sends the attempts after the first, of which it repeats the outcome: whether there are others is not decided yet.

    Args:
        outcome: What the first attempt has come to.
        inner: What sends one attempt.
    """

    def __init__(self, outcome: httpx.Response | httpx.HTTPError, inner: httpx.AsyncBaseTransport) -> None:
        self._outcome: httpx.Response | httpx.HTTPError | None = outcome
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return or raise the outcome of the first attempt, once; then send the request."""
        outcome, self._outcome = self._outcome, None
        if outcome is None:
            return await self._inner.handle_async_request(request)
        if isinstance(outcome, httpx.Response):
            return outcome
        try:
            raise outcome
        finally:
            del outcome  # or the error's traceback would lead to this frame, and the frame to the error


class AsyncRoute(httpx.AsyncBaseTransport):
    """A way to the service, direct or through one proxy, with connections of its own in every world.

    Args:
        make: Makes the transport that connects, once for each world.
        given: Whether it is the caller's own transport, which nobody closes but the client that is closed.
        made_now: Whether the first one is made at once, so that what cannot work is refused when the client is constructed,
            or for the first request.
    """

    def __init__(self, make: Callable[[], Any], *, given: bool = False, made_now: bool = True) -> None:
        self._make = make
        self._given = given
        self._unused = [make()] if made_now else []
        self._open: WeakKeyDictionary[Loop, _AsyncOpen] = WeakKeyDictionary()
        self._closed = False
        abandon_in_forked_child(self)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request on a connection of the world that runs.

        Raises:
            ConfigurationError: The client is closed, or its transport belongs to another world; nothing was sent.
        """
        world = this_loop()
        found = self._open.get(world)
        if found is None:
            found = await self._opened(world)
        if self._closed:
            raise _closed_client()
        return await found.send(request)

    async def aclose(self) -> None:
        """Close the connections of every world, each in its own."""
        self._closed = True
        self._drop_ended()
        for world, opened in self._everywhere():
            await world.run(opened.aclose)

    def abandon(self) -> None:
        """Close a child's copies of the parent's sockets, and forget them."""
        inherited, self._open = self._everywhere(), WeakKeyDictionary()
        for _, opened in inherited:
            opened.drop()

    async def _opened(self, world: Loop) -> _AsyncOpen:
        self._drop_ended()
        try:
            transport = self._unused.pop()
        except IndexError:
            transport = self._make()
        try:
            keeper = None if self._given else await world.adopt(transport)
            mine = _AsyncOpen(world, transport, keeper)
            opened = self._open.setdefault(world, mine)
        except BaseException:
            self._unused.append(transport)  # a Ctrl-C at this point costs nobody a transport
            raise
        if opened is not mine:  # another thread came first
            self._unused.append(transport)
        return opened

    def _drop_ended(self) -> None:
        """Drop the connections of event loops that were closed without a chance to close them."""
        for world, opened in self._everywhere():
            if world.ended:
                self._open.pop(world, None)
                opened.drop()

    def _everywhere(self) -> list[tuple[Loop, _AsyncOpen]]:
        # The list of references is made in one step, whatever other threads add meanwhile.
        worlds = [world for reference in self._open.keyrefs() if (world := reference()) is not None]
        return [(world, opened) for world in worlds if (opened := self._open.get(world)) is not None]


class _AsyncOpen:
    """The connections of one world.

    Args:
        world: Where they are used.
        transport: What connects.
        keeper: What closes it when its world ends, or None if nothing does but `aclose`.
    """

    def __init__(self, world: Loop, transport: Any, keeper: LoopKeeper | None) -> None:
        self._transport = transport
        self._keeper = keeper
        self._closed = False
        self._at_collection: finalize[Any, Any] | None = None
        if keeper is not None:
            # For a client that nobody closes. This holds the transport, so that no socket is collected before it.
            self._at_collection = finalize(self, world.let_go, keeper, partial(close_sockets, transport))
            self._at_collection.atexit = False  # what a program does at its exit may need them
        self._under_way: set[object] = set()
        self._closing = False

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send the request; it counts as under way until its answer is closed."""
        token = object()
        self._under_way.add(token)
        try:
            response = await self._sent(request)
        except BaseException:
            await self._ended(token)
            raise
        if response.is_closed or not isinstance(response.stream, httpx.AsyncByteStream):
            await self._ended(token)  # nothing is left to read
        else:
            response.stream = _AsyncAnswer(response.stream, partial(self._ended, token))
        return response

    async def aclose(self) -> None:
        """Close the connections as soon as no answer is under way: it may name a job that was just created."""
        self._closing = True
        await self._close_if_quiet()

    def drop(self) -> None:
        """Close the sockets of another process or of a loop that has ended; nothing is sent."""
        if self._keeper is not None and not self._closed:
            self._closed = True
            self._forget()
            close_sockets(self._transport)
            self._keeper.release()

    async def _sent(self, request: httpx.Request) -> httpx.Response:
        if self._closing:  # the request is counted by now: closing waits for it, or it is refused here
            raise _closed_client()
        response: httpx.Response = await self._transport.handle_async_request(request)
        return response

    async def _ended(self, token: object) -> None:
        self._under_way.discard(token)
        if self._closing:
            await self._close_if_quiet()

    async def _close_if_quiet(self) -> None:
        if self._under_way or self._closed:
            return
        self._closed = True
        await (self._transport if self._keeper is None else self._keeper).aclose()
        self._forget()

    def _forget(self) -> None:
        if self._at_collection is not None:
            self._at_collection.detach()


class _AsyncAnswer(httpx.AsyncByteStream):
    """The body of an answer, which says when it is closed."""

    def __init__(self, stream: httpx.AsyncByteStream, closed: Callable[[], Awaitable[None]]) -> None:
        self._stream = stream
        self._closed = closed

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._stream.__aiter__()

    async def aclose(self) -> None:
        try:
            await self._stream.aclose()
        finally:
            await self._closed()


def _repeating(inner: httpx.AsyncBaseTransport, policy: Retry) -> RetryTransport:
    from qrt_facade._base.retry_library import RetryTransport

    return RetryTransport(inner, retry=policy)


def _single(given: Any) -> Callable[[], Any]:
    """Return a function that hands out a caller's own transport: once, unless it may be used anywhere."""
    left = [given]

    def single() -> Any:
        if isinstance(given, _HOLDS_NO_CONNECTION):
            return given
        if not left:
            raise ConfigurationError(
                f"the {type(given).__name__} given as transport= is in use in another process or event loop, where "
                "its connections belong; nothing was sent. Give a function that makes a transport, or make a client "
                "for each"
            )
        return left.pop()

    return single


def _made_by(make: Callable[[], Any]) -> Any:
    """Return what a caller's function makes, if that can be used.

    Raises:
        ConfigurationError: It is not a transport.
    """
    made = make()
    if hasattr(made, "handle_async_request"):
        return made
    raise _no_transport("the function given as transport= returned an object", made)


def _no_transport(what: str, given: object) -> ConfigurationError:
    return ConfigurationError(
        f"{what} of type {type(given).__name__}; expected an httpx transport for this kind of client, or a function "
        "that makes one"
    )


def _closed_client() -> ConfigurationError:
    return ConfigurationError("this client is closed, so nothing was sent; make another, or close it later")
