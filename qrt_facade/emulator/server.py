"""Start and stop an emulator: uvicorn in a thread of this process."""

from __future__ import annotations

import asyncio
import atexit
import copy
import errno
import os
import socket
import sqlite3
import sys
import threading
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO

import uvicorn

from qrt_facade._base.files import make_private_folder
from qrt_facade._base.forking import NO_FORK, run_in_forked_children
from qrt_facade._base.secrets import safe_repr
from qrt_facade.emulator.call_lines import LOG_FORMATS, CallLines
from qrt_facade.emulator.domain.call_log import CallLog
from qrt_facade.emulator.domain.devices import Device, default_devices
from qrt_facade.emulator.domain.mocks import mock_name
from qrt_facade.emulator.domain.rules import Fault
from qrt_facade.emulator.domain.scenario import Scenario, read_scenario
from qrt_facade.emulator.domain.users import all_users, key_of
from qrt_facade.emulator.http.app import Startup, build
from qrt_facade.emulator.http.connections import Connection
from qrt_facade.emulator.store.database import open_database
from qrt_facade.emulator.store.folder_lock import FolderLock
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from types import TracebackType
    from typing import Unpack

    from starlette.types import Receive, Scope, Send

    from qrt_facade.emulator.access import Access
    from qrt_facade.emulator.call_lines import LogFormat
    from qrt_facade.emulator.domain.call_log import RecordedCall
    from qrt_facade.emulator.domain.rules import FaultOptions
    from qrt_facade.emulator.options import Options

_READY_SECONDS = 30.0

_STOP_SECONDS = 30.0
"""How long `stop()` waits for the server's thread, which usually ends within half a second."""

_BACKLOG = 128
"""Connections waiting to be accepted. When no more files can be opened, asyncio fails this many times per second."""

_RUNNING: weakref.WeakSet[Emulator] = weakref.WeakSet()


def _release_in_child() -> None:
    """Release the parent's emulators in a forked child."""
    for emulator in list(_RUNNING):
        emulator.leave()


run_in_forked_children(_release_in_child)


class Emulator:
    """A running emulator, until its `with` block is left, `stop()` is called, or the process ends.

        emulator.url                             # such as "http://127.0.0.1:43210"
        len(emulator.instances)                  # 1

    Attributes:
        url: Address without a path; IAM is at `{url}/identity/token`, the API under `{url}/api/v1`.
        api_key: The API key that IAM accepts.
        instance: CRN of the (first) instance.
        instances: CRNs of all instances.
        request_count: Number of requests from any client, for any path, since the start or the last `reset()`.
        scenario: The simulated failures; `inject` adds a fault, `scenario.clear_injected()` removes the added ones.
    """

    def __init__(self, options: Options) -> None:
        names = options.device_names or default_devices()
        devices = {device.name: device for device in map(Device.named, names)}
        self.scenario: Scenario = _scenario(options, devices)
        self._process = os.getpid()
        self.request_count: int = 0
        self._startup = Startup()
        self._calls = CallLog()
        self._lines: list[CallLines] = []
        self._application = build(options, self.scenario, devices, self._calls, self._startup)
        self._server = _Server(
            uvicorn.Config(
                self._count_request, interface="asgi3", log_config=None, access_log=False, lifespan="on", server_header=False,
                proxy_headers=False, timeout_graceful_shutdown=2, ws="none", http=Connection, backlog=_BACKLOG,
            )
        )  # fmt: skip
        self._folder_lock: FolderLock | None = None
        with NO_FORK:
            self._socket = _listening_socket(options.host, options.port)
            _RUNNING.add(self)
            if options.data is not None:
                try:
                    self._folder_lock = _lock_folder(Path(options.data))
                except BaseException:
                    self._socket.close()
                    raise
        self._thread = threading.Thread(target=self._serve, name="qrt-emulator", daemon=True)
        host = f"[{options.host}]" if ":" in options.host else options.host
        self.url: str = f"http://{host}:{self._socket.getsockname()[1]}"
        self.api_key: str = options.key
        self.instance: str = options.instances[0]
        self.instances: tuple[str, ...] = options.instances

    @property
    def access(self) -> Access:
        """The arguments that connect a client to this emulator.

            from qrt_facade import RuntimeClient

            with RuntimeClient(**emulator.access, timeout=5) as client:
                print(client.backends.get("ibm_fez").name)      # "ibm_fez"

        Returns:
            The keyword arguments `api_key`, `instance`, `base_url` and `iam_url` of a client.
        """
        return {
            "api_key": self.api_key,
            "instance": self.instance,
            "base_url": f"{self.url}/api",
            "iam_url": self.url,
        }

    def access_of(self, user_id: str) -> Access:
        """Return the arguments that connect a client as another user of the instance.

            emulator.scenario.apply({"users": ["IBMid-ADA"]})
            emulator.access_of("IBMid-ADA")["api_key"] == emulator.api_key     # False

        Args:
            user_id: One of `emulator.scenario.users`.

        Returns:
            The keyword arguments `api_key`, `instance`, `base_url` and `iam_url` of a client.

        Raises:
            ConfigurationError: The user is unknown.
        """
        users = all_users(self.scenario.users)
        if user_id not in users:
            raise ConfigurationError(f"user_id={user_id!r:.60}: the users are {', '.join(users)}")
        return {**self.access, "api_key": key_of(user_id, self.api_key)}

    @property
    def calls(self) -> list[RecordedCall]:
        """The newest 300 calls from any client, oldest first; requests of the emulator's own pages are not included.

            for call in emulator.calls:
                print(call.method, call.path, call.status)

        Secrets are redacted, and bodies are truncated after 32 kB. Bodies of private jobs are not recorded.

        Returns:
            A new list. A call is added before its client has received the end of the response.
        """
        return self._calls.newest()[::-1]

    def on_call(self, callback: Callable[[RecordedCall], object]) -> Callable[[], None]:
        """Call a function with each call that is answered from now on.

            end = emulator.on_call(print)

        Args:
            callback: Takes the `RecordedCall`. It runs in the server's thread, which answers nothing until it returns.
                Exceptions that it raises are logged.

        Returns:
            A function without arguments that removes the callback.
        """
        return self._calls.on_call(callback)

    def print_calls(
        self, stream: TextIO | None = None, *, color: bool | None = None, log_format: LogFormat = "text"
    ) -> None:
        """Write a line for each call from now on, until the emulator stops: time, method, path, status, milliseconds.

            emulator.print_calls()                  # 12:30:01  GET    /api/v1/versions  200  1 ms

        In JSON, a line is an object with the keys `time`, `level`, `method`, `path`, `status` and `ms`.

        Secrets are redacted, and requests never wait for the stream.

        Args:
            stream: Stream to write to (default: stderr).
            color: Whether the status is coloured; by default only if the stream is a terminal.
            log_format: `text`, or `json` for one JSON object per line.

        Raises:
            ConfigurationError: The format is unknown.
        """
        if log_format not in LOG_FORMATS:
            raise ConfigurationError(f"log_format={log_format!r:.60}: expected {' or '.join(LOG_FORMATS)}")
        lines = CallLines(sys.stderr if stream is None else stream, color=color, log_format=log_format)
        self._lines.append(lines)
        self._calls.on_call(lines.take)

    @safe_repr
    def __repr__(self) -> str:
        return f"<Emulator at {self.url}>"

    def start(self) -> Self:
        """Start serving and return once requests are accepted; `qrt_facade.emulator.start` has already called it.

        Raises:
            ConfigurationError: The server did not start within 30 seconds.
        """
        self._thread.start()
        self._server.ready.wait(_READY_SECONDS)
        if not self._server.started:
            self.stop()
            reasons = ", ".join(map(str, self._startup.failures)) or "see its log"
            raise StartError(f"the emulator at {self.url} did not start: {reasons}")
        atexit.register(self.stop)
        return self

    async def _count_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Before the response: uvicorn increments its own count only after a client may have read the response.
        self.request_count += int(scope["type"] == "http")
        await self._application(scope, receive, send)

    def _serve(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()
            self._server.ready.set()

    def stop(self) -> None:
        """Stop the server, its workers and its thread, and free the port; jobs in a data directory stay.

        In a forked child this does nothing: the emulator belongs to the process that started it.
        """
        if os.getpid() != self._process:
            return
        self._server.should_exit = True
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(_STOP_SECONDS)
        if not self._thread.is_alive():  # otherwise the thread closes it, once its event loop has released it
            self._socket.close()
        while self._lines:
            self._lines.pop().close()
        if self._folder_lock is not None:
            self._folder_lock.release()
        _RUNNING.discard(self)
        atexit.unregister(self.stop)

    def leave(self) -> None:
        """Release a forked child's copies of the listening socket, the connections and the data folder's lock.

        A port is freed, and a connection closed, only when no process has its socket open any more. The descriptors are
        redirected to the null device rather than closed: the numbers of closed descriptors would be reused for other
        files, which the objects that still refer to them would close.
        """
        connections = [one.transport for one in list(self._server.server_state.connections)]
        sockets = [one.get_extra_info("socket") for one in connections if one is not None]
        nothing = os.open(os.devnull, os.O_RDWR)
        try:
            for one in (self._socket, self._folder_lock, *sockets):
                if one is not None and one.fileno() >= 0:
                    os.dup2(nothing, one.fileno(), inheritable=False)
        finally:
            os.close(nothing)

    def reset(self) -> None:
        """Reset to the initial state; takes a few milliseconds, up to 0.2 s while a job is being simulated.

        Removes jobs, sessions, usage, tokens, limits, calls and injected faults, from a data folder too. Restores the
        scenario of the options and the scenario file, whose rules count from 0 again. Stops running jobs.
        Clients stay usable; each fetches a new token with its next call.

            emulator.inject(path="*/backends", status=503)
            emulator.reset()
            emulator.scenario.faults                 # []

        Raises:
            ConfigurationError: The emulator has stopped, belongs to the parent of this forked process, or cannot write
                its data folder, or this was called in its own thread.
        """
        service, loop = self._startup.service, self._startup.loop
        if os.getpid() != self._process:
            raise ConfigurationError(
                f"the emulator at {self.url} belongs to the process that started it; only that process can reset it"
            )
        if threading.current_thread() is self._thread:
            raise ConfigurationError(
                "reset() was called in the emulator's own thread, where it would wait for itself; call it in another"
            )
        if service is None or loop is None or self._server.should_exit:
            raise ConfigurationError(f"the emulator at {self.url} is not running and cannot be reset")
        try:
            asyncio.run_coroutine_threadsafe(service.reset(), loop).result(_STOP_SECONDS)
        except sqlite3.Error as error:
            raise ConfigurationError(
                f"the emulator at {self.url} cannot write its data folder: {error}"
            ) from error
        self.request_count = 0

    def inject(self, **fault: Unpack[FaultOptions]) -> int:
        """Make requests fail, from the next one on; if two faults match a request, the earlier one applies.

            emulator.inject(path="*/tags", status=503, headers={"Retry-After": "1"}, times=1)
            emulator.inject(method="POST", path="/api/v1/nowhere", when="after", drop=True)
            emulator.scenario.clear_injected()

        Choose the failure with one of `status`, `drop` and `truncate`; `delay` alone only delays the real response.

        Args:
            path: Shell pattern of the paths, such as `/api/v1/jobs*`; matches all by default.
            method: HTTP method, such as `POST`; matches all by default.
            when: `"before"` the request is processed (default), or `"after"`, so that only the response is lost.
            delay: Seconds by which the response is delayed (default: 0).
            status: HTTP status of the response.
            body: Response body: text, or a value that is encoded as JSON; empty by default.
            headers: Response headers.
            drop: True to close the connection without a response.
            truncate: Number of bytes of the body after which the connection is closed.
            skip: Number of matching requests that pass first (default: 0).
            times: Number of requests that fail after those; by default all.
            enabled: False to add the fault switched off.

        Returns:
            The fault's number, for `scenario.switch_fault(number, enabled=False)`.

        Raises:
            ConfigurationError: A keyword is unknown or its value is invalid.
        """
        return self.scenario.add_fault(Fault.read(fault))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


def _scenario(options: Options, devices: Collection[str]) -> Scenario:
    scenario = Scenario(
        queue_seconds=options.queue_seconds, run_seconds=options.run_seconds, token_seconds=options.token_seconds,
        rate_limit=options.rate_limit, plan=options.plan, usage=options.usage,
        results_content_type=options.results_content_type, seed=options.seed,
        speed=options.speed, list_lag_seconds=options.list_lag_seconds,
        _known_devices=(*devices, *map(mock_name, devices)),
    )  # fmt: skip
    settings = options.scenario
    if isinstance(settings, str | os.PathLike):
        scenario.apply(read_scenario(Path(settings)))
    elif settings is not None:
        # A copy, so that later changes to the caller's dict do not change this scenario.
        scenario.apply(dict(copy.deepcopy(settings)))
    scenario.keep_as_start()
    return scenario


def _lock_folder(folder: Path) -> FolderLock:
    """Lock a data folder and check its database.

    Raises:
        ConfigurationError: The folder is in use, or its database cannot be used.
    """
    make_private_folder(folder)
    claim = FolderLock(folder)
    try:
        open_database(folder).close()
    except BaseException:
        claim.release()
        raise
    return claim


def _listening_socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio disables Nagle's algorithm, which costs 40 ms per response, only if the protocol is named.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # With SO_REUSEADDR two sockets can be bound to the same port until one of them listens.
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise StartError(_explain_bind_error(host, port, error)) from error
    return listener


def _explain_bind_error(host: str, port: int, error: OSError) -> str:
    """Explain why an address cannot be listened on, and what to do."""
    reason = f"port {port} of {host} cannot be used: {error.strerror}"
    if error.errno == errno.EADDRINUSE:
        return f"{reason}; another program, perhaps another emulator, listens there. Port 0 picks a free one"
    if error.errno == errno.EACCES:
        return f"{reason}; ports below 1024 require privileges. Port 0 picks a free one"
    return reason


class StartError(ConfigurationError, OSError):
    """Raised when the emulator cannot start: its port is taken, or its server did not come up."""

    def __str__(self) -> str:
        return str(self.args[0])


class _Server(uvicorn.Server):
    """A uvicorn server that sets an event once it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.ready.set()
