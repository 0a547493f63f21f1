"""The boundary where errors leave the package: secrets are redacted, and frames that may contain secrets are removed.

Some tools print or send the locals of every frame of a traceback, and the attributes of the objects in them. Frames of
httpx contain headers, bodies and the proxy's password; our own frames contain the arguments that credentials were
passed in. So errors of public methods leave with the caller's frames only.
"""

from __future__ import annotations

import inspect
import traceback
from contextlib import aclosing
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeGuard, TypeVar

from qrt_facade._base.coerce import is_list
from qrt_facade._base.controls import escape_controls
from qrt_facade._base.keywords import CallSignature
from qrt_facade._base.missing import with_hints
from qrt_facade._base.redaction import redact_text, secret_kind
from qrt_facade._base.secrets import known_values
from qrt_facade.errors import ConfigurationError, QrtError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from contextvars import ContextVar
    from types import FrameType

C = TypeVar("C", bound=type[Any])
E = TypeVar("E", bound=BaseException)

_RESTORED: Final[list[ContextVar[Any]]] = []

_SPECIAL: Final = frozenset({"__init__", "__enter__", "__exit__", "__aenter__", "__aexit__", "_reconnected"})


def error_boundary(cls: C) -> C:
    """Make every `QrtError` raised by a class's public methods leave as `cleanse` returns it.

    For attributes that the class does not have, and for unknown keywords, the error suggests what was probably meant.
    """
    for name, member in list(vars(cls).items()):
        if name.startswith("_") and name not in _SPECIAL:
            continue
        if type(member) in {classmethod, staticmethod}:
            setattr(cls, name, member.__class__(_bounded(member.__func__)))
        elif inspect.isfunction(member):
            setattr(cls, name, _bounded(member))
    return with_hints(cls)


def restored_after_interruptions(variable: ContextVar[Any]) -> None:
    """Restore a context variable when a public method ends, however it ends.

    Python handles signals between any two bytecodes, also after a `with` block has set the variable and before it can
    reset it. A leftover value would then apply to all later calls of the thread. Only blocking methods need this: in a
    task, such a signal ends the event loop.
    """
    _RESTORED.append(variable)


def cleanse(error: E, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None) -> E:
    """Return the error, and the errors that led to it, without tracebacks and with secrets redacted from their texts.

    Besides known secrets, arguments of the call that look like secrets are redacted.
    """
    values = [*_suspects((*args, *(kwargs or {}).values())), *known_values()]
    for link in _links(error):
        link.__traceback__ = None
        _redact_error(link, values)
    return error


def _is_of_an_import(error: OSError) -> bool:
    """Return whether a module could not be read: modules are imported on first use, which may run out of files."""
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    return any(frame.f_code.co_filename.startswith("<frozen importlib") for frame in frames)


def _unreadable_module(error: OSError) -> ConfigurationError:
    return ConfigurationError(
        f"a required module cannot be read: {error.strerror or error}: {error.filename}"
    )


def _redact_error(error: BaseException, values: list[str]) -> None:
    if isinstance(error, OSError):  # its text is not built from its arguments
        for name in ("strerror", "filename", "filename2"):
            said = getattr(error, name)
            if (redacted := _redacted(said, values)) != said:
                setattr(error, name, redacted)
    parts = tuple(_redacted(part, values) for part in error.args)
    if parts != error.args:
        error.args = parts
    for name, value in list(vars(error).items()):
        if name == "__notes__" and is_list(value):
            error.__notes__ = [_redacted(note, values) for note in value]
        elif isinstance(value, str):
            vars(error)[name] = _redacted(value, values)
        elif name == "_request":  # httpx's request: contains the URL, the headers and the body
            vars(error)[name] = None


def _redacted(value: Any, values: list[str]) -> Any:
    if isinstance(value, (bytes, bytearray)):
        return redact_text(value.decode("latin-1"), values).encode("latin-1")
    return escape_controls(redact_text(value, values)) if isinstance(value, str) else value


def _suspects(given: tuple[Any, ...]) -> Iterator[str]:
    for value in given:
        if isinstance(value, str):
            if secret_kind(value) is not None:
                yield value
        elif _is_collection(value):
            yield from _suspects(tuple(value))


def _is_collection(value: Any) -> TypeGuard[Collection[Any]]:
    """Iterators are excluded: reading them would exhaust them."""
    return isinstance(value, (list, tuple, set, frozenset))


def _links(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes, except an error that the caller was already handling."""
    running = _callers()
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        link = waiting.pop()
        if link is None or id(link) in seen or (link is not error and _is_handled_in(link, running)):
            continue
        seen.add(id(link))
        waiting += [
            link.__cause__,
            link.__context__,
            *getattr(link, "exceptions", ()),
        ]  # members of an exception group
        yield link


def _callers() -> set[FrameType]:
    """Return the frames above the calling public method or `except` block."""
    frame = inspect.currentframe()
    for _ in range(3):  # this function, `_links`, and its caller
        frame = frame.f_back if frame is not None else None
    callers: set[FrameType] = set()
    while frame is not None:
        callers.add(frame)
        frame = frame.f_back
    return callers


def _is_handled_in(error: BaseException, frames: set[FrameType]) -> bool:
    """A traceback starts in the frame that caught the error; ours start in a frame that has ended, or in its own."""
    return error.__traceback__ is not None and error.__traceback__.tb_frame in frames


def _bounded(method: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a method; its arguments are removed from the wrapper's own frame when an error is raised."""
    if inspect.iscoroutinefunction(method):
        wrapper = _bounded_coroutine(method)
    elif inspect.isasyncgenfunction(method):
        wrapper = _bounded_async_generator(method)
    elif inspect.isgeneratorfunction(method):
        wrapper = _bounded_generator(method)
    else:
        wrapper = _bounded_function(method)
    return wraps(method)(wrapper)


def _values() -> list[Any]:
    return [variable.get() for variable in _RESTORED]


def _restore(values: Sequence[Any]) -> None:
    for variable, value in zip(_RESTORED, values, strict=True):
        if variable.get() is not value:
            variable.set(value)


def _bounded_function(method: Callable[..., Any]) -> Callable[..., Any]:
    signature = CallSignature(method)

    def bounded(*args: Any, **kwargs: Any) -> Any:
        before = _values()
        try:
            signature.check(args, kwargs)
            return method(*args, **kwargs)
        except QrtError as error:
            cleanse(error, args, kwargs)
            raise
        except OSError as error:
            if not _is_of_an_import(error):
                raise
            raise _unreadable_module(error) from cleanse(error)
        finally:
            del args, kwargs
            _restore(before)

    return bounded


def _bounded_generator(method: Callable[..., Any]) -> Callable[..., Any]:
    signature = CallSignature(method)

    def bounded(*args: Any, **kwargs: Any) -> Any:
        before = _values()
        try:
            signature.check(args, kwargs)
            yield from method(*args, **kwargs)
        except (KeyboardInterrupt, SystemExit):  # not when it is closed, possibly by another thread
            _restore(before)
            raise
        except QrtError as error:
            cleanse(error, args, kwargs)
            raise
        except OSError as error:
            if not _is_of_an_import(error):
                raise
            raise _unreadable_module(error) from cleanse(error)
        finally:
            del args, kwargs

    return bounded


def _bounded_coroutine(method: Callable[..., Any]) -> Callable[..., Any]:
    signature = CallSignature(method)

    async def bounded(*args: Any, **kwargs: Any) -> Any:
        try:
            signature.check(args, kwargs)
            return await method(*args, **kwargs)
        except QrtError as error:
            cleanse(error, args, kwargs)
            raise
        except OSError as error:
            if not _is_of_an_import(error):
                raise
            raise _unreadable_module(error) from cleanse(error)
        finally:
            del args, kwargs

    return bounded


def _bounded_async_generator(method: Callable[..., Any]) -> Callable[..., Any]:
    signature = CallSignature(method)

    async def bounded(*args: Any, **kwargs: Any) -> Any:
        try:
            signature.check(args, kwargs)
            async with aclosing(method(*args, **kwargs)) as items:
                async for item in items:
                    yield item
        except QrtError as error:
            cleanse(error, args, kwargs)
            raise
        except OSError as error:
            if not _is_of_an_import(error):
                raise
            raise _unreadable_module(error) from cleanse(error)
        finally:
            del args, kwargs

    return bounded
