# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Connections and tokens shared by a client and those derived from it, separate per process and event loop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary, finalize

from qrt_facade._base.http_library import httpx
from qrt_facade._base.lazy import lazy_property
from qrt_facade._base.logs import redact_logs
from qrt_facade._base.owners import OnePerOwner, abandon_in_forked_child, this_process
from qrt_facade._connection.proxies import NamedProxy, environment_proxies
from qrt_facade._connection.settings import POOL, Settings
from qrt_facade._connection.sockets import close_sockets
from qrt_facade._connection.tls import trust_for
from qrt_facade._policy.first_attempts import FIRST
from qrt_facade._service.failures import Way
from qrt_facade._sync.bodies import BoundedTransport, read_success
from qrt_facade._sync.guard import GuardedTransport
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qrt_facade._base.owners import Process, ProcessKeeper
    from qrt_facade._base.retry_library import Retry, RetryTransport
    from qrt_facade._connection.credentials import Credentials
    from qrt_facade._connection.tls import Trust
    from qrt_facade._policy.first_attempts import FirstAttempt
    from qrt_facade._sync.auth import BearerAuth, IamAuth
    from qrt_facade._sync.wire import Wire

_SHAREABLE_TRANSPORTS: Final = (httpx.MockTransport, httpx.WSGITransport)
"""The httpx transports that may be used in any process and event loop."""


class Pool:
    """Connections and tokens, shared by a client and those derived from it.

    Raises:
        ConfigurationError: A setting is invalid.
    """

    def __init__(self, credentials: Credentials, settings: Settings) -> None:
        redact_logs()
        self._settings = settings
        # A fork copies OpenSSL's locks in whatever state they are, so a child must not use the parent's context.
        self._trust = OnePerOwner(this_process, self._make_trust)
        self._addresses = (credentials.api_url, credentials.iam_url)
        self._routes: list[Route] = []
        self._closed = False
        self.auth: BearerAuth | IamAuth | None = None
        self.transport: httpx.BaseTransport
        self.mounts: dict[str, httpx.BaseTransport | None] = {}
        if settings.transport is not None:
            self.transport = self._over_caller_transport(settings.transport)
            return
        self.transport = self._through(
            None if settings.proxy is None else NamedProxy(settings.proxy, "proxy=")
        )
        if settings.proxy is None:
            for pattern, proxy in environment_proxies(*self._addresses).items():
                self.mounts[pattern] = None if proxy is None else self._through(proxy)

    def check_open(self) -> None:
        """Raise if the client is closed, before anything is sent.

        Raises:
            ConfigurationError: The client is closed.
        """
        if self._closed:
            raise _closed_client()

    def close(self) -> None:
        """Close each connection once the response in progress on it has been read; reject new calls."""
        self._closed = True
        for route in self._routes:
            route.close()

    def _make_trust(self) -> Trust:
        proxy = self._settings.proxy
        return trust_for(
            self._settings.verify, *self._addresses, *([] if proxy is None else [proxy.reveal()])
        )

    def _through(self, proxy: NamedProxy | None) -> RepeatingTransport:
        way = Way(None if proxy is None else str(proxy), self._trust.here().source)
        # Without a proxy nothing can be invalid, and loading TLS takes longer than the rest of the client.
        route = Route(partial(self._wire, proxy), eager=proxy is not None)
        return self._retrying(route, way, marks=True)

    def _wire(self, proxy: NamedProxy | None) -> Wire:
        from qrt_facade._sync.wire import Wire

        context = self._trust.here().context
        through = None
        if proxy is not None:
            # A proxy reached over TLS is authenticated like any other server.
            over_tls = proxy.address.reveal().startswith("https:")
            through = httpx.Proxy(proxy.address.reveal(), ssl_context=context if over_tls else None)
        return Wire(verify=context, proxy=through, limits=self._settings.limits or POOL)

    def _over_caller_transport(self, given: object) -> RepeatingTransport:
        """Return the route over the caller's transport, or over the transports that the caller's function creates.

        Raises:
            ConfigurationError: `given` is neither.
        """
        if hasattr(given, "handle_request"):
            return self._retrying(Route(_usable_once(given), given=True), Way(), marks=False)
        if callable(given):
            return self._retrying(Route(partial(_created_by, given)), Way(), marks=False)
        raise _invalid_transport("transport is", given)

    def _retrying(self, route: Route, way: Way, *, marks: bool) -> RepeatingTransport:
        self._routes.append(route)
        return RepeatingTransport(BoundedTransport(GuardedTransport(route, way, marks=marks)))


class RepeatingTransport(httpx.BaseTransport):
    """Retries each request according to the policy in its extensions.

    Args:
        inner: The transport for a single attempt.
    """

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    @lazy_property
    def _loop(self) -> RetryTransport:
        from qrt_facade._policy.retrying import NO_RETRY

        # The transport's own policy applies to requests without one.
        return _repeating(self._inner, NO_RETRY)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request."""
        first: FirstAttempt | None = request.extensions.get(FIRST)
        if first is None:
            return self._loop.handle_request(request)
        outcome: httpx.Response | httpx.HTTPError
        try:
            outcome = self._inner.handle_request(request)
            if outcome.status_code not in first.undecided:
                if first.reads:
                    outcome.request = request  # for errors raised while reading
                    read_success(outcome)
                return outcome
        except httpx.HTTPError as error:
            outcome = error
        going_on = _repeating(_AsyncContinuation(outcome, self._inner), first.policy())
        del outcome  # as below
        return going_on.handle_request(request)

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()


class _AsyncContinuation(httpx.BaseTransport):
    """A transport that replays the outcome of the first attempt, and then sends further attempts.

    Args:
        outcome: The response or error of the first attempt.
        inner: The transport for a single attempt.
    """

    def __init__(self, outcome: httpx.Response | httpx.HTTPError, inner: httpx.BaseTransport) -> None:
        self._outcome: httpx.Response | httpx.HTTPError | None = outcome
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return or raise the outcome of the first attempt, once; then send the request."""
        outcome, self._outcome = self._outcome, None
        if outcome is None:
            return self._inner.handle_request(request)
        if isinstance(outcome, httpx.Response):
            return outcome
        try:
            raise outcome
        finally:
            del outcome  # or the error's traceback would lead to this frame, and the frame to the error


class Route(httpx.BaseTransport):
    """A route to the service, direct or through one proxy, with separate connections per process and event loop.

    Args:
        make: Creates the connecting transport, once per process and event loop.
        given: Whether it is the caller's transport, which is only closed with the client.
        eager: Whether to create the first transport immediately, so that invalid settings raise when the client is
            constructed, rather than for the first request.
    """

    def __init__(self, make: Callable[[], Any], *, given: bool = False, eager: bool = True) -> None:
        self._make = make
        self._given = given
        self._unused = [make()] if eager else []
        self._open: WeakKeyDictionary[Process, _AsyncOpen] = WeakKeyDictionary()
        self._closed = False
        abandon_in_forked_child(self)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request on a connection of the current process and event loop.

        Raises:
            ConfigurationError: The client is closed, or its transport belongs to another process or event loop; nothing
                was sent.
        """
        world = this_process()
        found = self._open.get(world)
        if found is None:
            found = self._opened(world)
        if self._closed:
            raise _closed_client()
        return found.send(request)

    def close(self) -> None:
        """Close the connections of every event loop, each in its own loop."""
        self._closed = True
        self._drop_ended()
        for world, opened in self._everywhere():
            world.run(opened.close)

    def abandon(self) -> None:
        """Close and discard a forked child's copies of the parent's sockets."""
        inherited, self._open = self._everywhere(), WeakKeyDictionary()
        for _, opened in inherited:
            opened.drop()

    def _opened(self, world: Process) -> _AsyncOpen:
        self._drop_ended()
        try:
            transport = self._unused.pop()
        except IndexError:
            transport = self._make()
        try:
            keeper = None if self._given else world.adopt(transport)
            mine = _AsyncOpen(world, transport, keeper)
            opened = self._open.setdefault(world, mine)
        except BaseException:
            self._unused.append(transport)  # so that Ctrl-C at this point loses no transport
            raise
        if opened is not mine:  # another thread was faster
            self._unused.append(transport)
        return opened

    def _drop_ended(self) -> None:
        """Drop the connections of event loops that ended without closing them."""
        for world, opened in self._everywhere():
            if world.ended:
                self._open.pop(world, None)
                opened.drop()

    def _everywhere(self) -> list[tuple[Process, _AsyncOpen]]:
        # The list of references is created atomically, even if other threads add to it.
        worlds = [world for reference in self._open.keyrefs() if (world := reference()) is not None]
        return [(world, opened) for world in worlds if (opened := self._open.get(world)) is not None]


class _AsyncOpen:
    """The connections of one process and event loop.

    Args:
        world: The process and event loop.
        transport: The connecting transport.
        keeper: Closes the transport when the event loop ends; None if only `close` does.
    """

    def __init__(self, world: Process, transport: Any, keeper: ProcessKeeper | None) -> None:
        self._transport = transport
        self._keeper = keeper
        self._closed = False
        self._at_collection: finalize[Any, Any] | None = None
        if keeper is not None:
            # For a client that is never closed. The reference to the transport keeps its sockets alive until then.
            self._at_collection = finalize(self, world.let_go, keeper, partial(close_sockets, transport))
            self._at_collection.atexit = False  # code that runs at exit may still need the connections
        self._under_way: set[object] = set()
        self._closing = False

    def send(self, request: httpx.Request) -> httpx.Response:
        """Send the request, and count it as in progress until its response is closed."""
        token = object()
        self._under_way.add(token)
        try:
            response = self._sent(request)
        except BaseException:
            self._ended(token)
            raise
        if response.is_closed or not isinstance(response.stream, httpx.SyncByteStream):
            self._ended(token)  # nothing is left to read
        else:
            response.stream = _AsyncTrackedBody(response.stream, partial(self._ended, token))
        return response

    def close(self) -> None:
        """Close the connections once no response is in progress, since it may name a newly created job."""
        self._closing = True
        self._close_if_quiet()

    def drop(self) -> None:
        """Close the sockets of another process or an ended event loop, without sending anything."""
        if self._keeper is not None and not self._closed:
            self._closed = True
            self._forget()
            close_sockets(self._transport)
            self._keeper.release()

    def _sent(self, request: httpx.Request) -> httpx.Response:
        if (
            self._closing
        ):  # the request is already counted, so closing either waits for it, or it is rejected here
            raise _closed_client()
        response: httpx.Response = self._transport.handle_request(request)
        return response

    def _ended(self, token: object) -> None:
        self._under_way.discard(token)
        if self._closing:
            self._close_if_quiet()

    def _close_if_quiet(self) -> None:
        if self._under_way or self._closed:
            return
        self._closed = True
        (self._transport if self._keeper is None else self._keeper).close()
        self._forget()

    def _forget(self) -> None:
        if self._at_collection is not None:
            self._at_collection.detach()


class _AsyncTrackedBody(httpx.SyncByteStream):
    """A response body that calls back when it is closed."""

    def __init__(self, stream: httpx.SyncByteStream, closed: Callable[[], None]) -> None:
        self._stream = stream
        self._closed = closed

    def __iter__(self) -> Iterator[bytes]:
        return self._stream.__iter__()

    def close(self) -> None:
        try:
            self._stream.close()
        finally:
            self._closed()


def _repeating(inner: httpx.BaseTransport, policy: Retry) -> RetryTransport:
    from qrt_facade._base.retry_library import RetryTransport

    return RetryTransport(inner, retry=policy)


def _usable_once(given: Any) -> Callable[[], Any]:
    """Return a function that returns the caller's transport once, or always if it may be used anywhere."""
    left = [given]

    def single() -> Any:
        if isinstance(given, _SHAREABLE_TRANSPORTS):
            return given
        if not left:
            raise ConfigurationError(
                f"the {type(given).__name__} passed as transport= is already used in another process or event loop, to "
                "which its connections belong; nothing was sent. Pass a function that creates a transport, or create "
                "one client for each"
            )
        return left.pop()

    return single


def _created_by(make: Callable[[], Any]) -> Any:
    """Return the transport that a caller's function creates.

    Raises:
        ConfigurationError: It is not a transport.
    """
    made = make()
    if hasattr(made, "handle_request"):
        return made
    raise _invalid_transport("the function passed as transport= returned an object", made)


def _invalid_transport(what: str, given: object) -> ConfigurationError:
    return ConfigurationError(
        f"{what} of type {type(given).__name__}; expected an httpx transport for this kind of client, or a function "
        "that creates one"
    )


def _closed_client() -> ConfigurationError:
    return ConfigurationError(
        "this client is closed; nothing was sent. Create a new client, or close this one later"
    )
