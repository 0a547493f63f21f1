"""Errors from public methods are redacted and have no frames; the caller's own errors are unchanged."""

from __future__ import annotations

import asyncio
import errno
import importlib.machinery
import inspect
import json
import traceback
from contextvars import ContextVar
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support.scripted import API_KEY, INSTANCE, TLS

import qrt_facade
from qrt_facade._base.boundary import cleanse, error_boundary, restored_after_interruptions
from qrt_facade._base.secrets import Secret
from qrt_facade.errors import ApiError, ConfigurationError, QrtError, TransportError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

TOKEN = "opaque-token-that-appears-twice"


def fail(password: str) -> None:
    try:
        json.loads(f"{{{password}")
    except ValueError as error:
        raise ApiError(f"you sent {password}", path=f"/jobs/{password}") from error


@error_boundary
class Resource:
    def __init__(self, name: str = "") -> None:
        if name:
            raise ConfigurationError(f"{name} is wrong")

    def method(self, password: str) -> None:
        fail(password)

    def items(self, password: str) -> Iterator[int]:
        yield 1
        fail(password)

    async def coroutine(self, password: str) -> None:
        fail(password)

    async def async_items(self, password: str) -> AsyncIterator[int]:
        yield 1
        fail(password)

    @classmethod
    def of_class(cls, password: str) -> None:
        fail(password)

    @staticmethod
    def of_none(password: str) -> None:
        fail(password)

    def other(self, *_: object) -> None:
        raise KeyError("not ours")


async def drained(items: AsyncIterator[int]) -> list[int]:
    return [item async for item in items]


CALLS: dict[str, Callable[[str], Any]] = {
    "method": lambda password: Resource().method(password),
    "generator": lambda password: list(Resource().items(password)),
    "coroutine": lambda password: asyncio.run(Resource().coroutine(password)),
    "asynchronous generator": lambda password: asyncio.run(drained(Resource().async_items(password))),
    "class method": Resource.of_class,
    "static method": Resource.of_none,
}


def everything(error: BaseException) -> str:
    frames = traceback.TracebackException.from_exception(error, capture_locals=True)
    links = [error, error.__cause__, error.__context__]
    return "".join(frames.format()) + "".join(f"{link!r} {vars(link)}" for link in links if link is not None)


@pytest.mark.parametrize("call", CALLS)
def test_an_error_of_a_public_method_has_no_secret_in_text_frames_or_causes(call: str) -> None:
    secret = Secret(TOKEN)
    with pytest.raises(QrtError) as caught:
        CALLS[call](secret.reveal())
    assert str(caught.value) == "you sent ***. (/jobs/***)"
    assert isinstance(caught.value.__cause__, json.JSONDecodeError)
    shown = everything(caught.value).replace(
        f"password = '{TOKEN}'", "", 1
    )  # the frame of this test's own lambda
    assert TOKEN not in shown


@pytest.mark.parametrize("call", CALLS)
def test_an_argument_that_looks_like_an_unknown_key_is_redacted(call: str) -> None:
    misplaced = f"a{API_KEY[1:43]}"
    with pytest.raises(QrtError) as caught:
        CALLS[call](misplaced)
    assert str(caught.value) == "you sent ***. (/jobs/***)"


def test_a_constructor_is_bounded_like_a_public_method(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Resource(API_KEY)
    assert str(caught.value) == "*** is wrong"


def test_a_foreign_error_keeps_its_frames_without_the_arguments() -> None:
    with pytest.raises(KeyError) as caught:
        Resource().other(Secret(TOKEN), API_KEY)
    assert "in other" in "".join(traceback.format_exception(caught.value))
    with pytest.raises(TypeError) as wrong:
        Resource(API_KEY, 1, 2)  # type: ignore[call-arg]
    assert API_KEY not in everything(wrong.value)


def test_the_exception_that_the_caller_was_handling_is_not_changed() -> None:
    secret = Secret(TOKEN)
    theirs = ValueError(secret.reveal())

    def handle() -> None:
        try:
            raise theirs
        except ValueError:
            Resource().method("password")

    with pytest.raises(QrtError) as caught:
        handle()
    assert theirs.args == (TOKEN,)
    assert theirs.__traceback__ is not None
    assert caught.value.__cause__ is not None
    assert caught.value.__cause__.__context__ is theirs


def test_notes_exception_groups_and_system_errors_are_redacted() -> None:
    secret = Secret(TOKEN)
    error = TransportError("no answer")
    error.add_note(f"sent {secret.reveal()}")
    found = OSError(2, "No such file", f"/tmp/{TOKEN}")
    unreadable = UnicodeDecodeError("ascii", TOKEN.encode(), 0, 1, "no")
    request = httpx.Request("GET", f"https://host.test/{TOKEN}")
    error.__cause__ = ExceptionGroup(
        f"all of {TOKEN}", [found, unreadable, httpx.ReadError(TOKEN, request=request)]
    )
    cleanse(error)
    group = error.__cause__
    assert isinstance(group, ExceptionGroup)
    shown = f"{error.__notes__} {found} {unreadable!r} {[(link, vars(link)) for link in group.exceptions]}"
    assert TOKEN not in shown
    assert "/tmp/***" in str(found)
    assert str(OSError(2, "No such file")) == str(cleanse(OSError(2, "No such file")))


def test_an_error_without_frames_keeps_its_message_and_cause() -> None:
    def failing(password: str) -> None:
        try:
            {}[len(password)]
        except KeyError as error:
            raise ValueError("no") from error

    with pytest.raises(ValueError, match="no") as caught:
        failing("hunter22")
    bare = cleanse(caught.value)
    text = "".join(traceback.TracebackException.from_exception(bare, capture_locals=True).format(chain=True))
    assert "KeyError: 8" in text.splitlines()
    assert text.splitlines()[-1] == "ValueError: no"
    assert "hunter22" not in text


def test_a_bounded_method_keeps_its_kind_name_and_signature() -> None:
    assert inspect.iscoroutinefunction(Resource.coroutine)
    assert inspect.isasyncgenfunction(Resource.async_items)
    assert inspect.isgeneratorfunction(Resource.items)
    assert str(inspect.signature(Resource.method)) == "(self, password: 'str') -> 'None'"
    assert Resource.method.__qualname__ == "Resource.method"


def test_leaving_a_loop_over_an_async_generator_closes_the_inner_generator() -> None:
    closed: list[bool] = []

    @error_boundary
    class Items:
        async def each(self) -> AsyncIterator[int]:
            try:
                yield 1
                yield 2
            finally:
                closed.append(True)

    async def main() -> None:
        items = Items().each()
        assert await anext(items) == 1
        await items.aclose()  # type: ignore[attr-defined]

    asyncio.run(main())
    assert closed == [True]


@pytest.mark.parametrize("prefix", ["", "Async"])
def test_every_public_method_of_the_clients_and_their_resources_is_bounded(prefix: str) -> None:
    of_client = getattr(qrt_facade, f"{prefix}RuntimeClient")
    client = of_client(api_key="no-one-s", instance=INSTANCE, verify=TLS)
    parts = [name for name, member in vars(of_client).items() if isinstance(member, cached_property)]
    classes = {of_client, *(type(getattr(client, name)) for name in parts)}
    classes |= {getattr(qrt_facade, f"{prefix}{name}") for name in ("Job", "Backend", "Session")}
    methods = {
        f"{cls.__name__}.{name}": member
        for cls in classes
        for name, member in inspect.getmembers(cls)
        if (inspect.isfunction(member) or inspect.ismethod(member)) and not name.startswith("_")
    }
    assert len(classes) >= 13
    assert len(methods) >= 50
    assert [name for name, member in methods.items() if not hasattr(member, "__wrapped__")] == []


LIMIT: ContextVar[str] = ContextVar("LIMIT", default="none")
restored_after_interruptions(LIMIT)


@error_boundary
class Interrupted:
    def method(self) -> None:
        LIMIT.set("600 s")
        raise KeyboardInterrupt

    def items(self) -> Iterator[int]:
        yield 1
        LIMIT.set("600 s")
        raise KeyboardInterrupt


def test_a_limit_left_in_force_by_ctrl_c_ends_with_the_public_method() -> None:
    for call in (Interrupted().method, lambda: list(Interrupted().items())):
        with pytest.raises(KeyboardInterrupt):
            call()
        assert LIMIT.get() == "none"


@error_boundary
class Unreadable:
    """Fail like an import when too many files are open, or like a missing file of the user."""

    def __init__(self, failing: Callable[[], None]) -> None:
        self._failing = failing

    def method(self) -> None:
        self._failing()

    def items(self) -> Iterator[int]:
        self._failing()
        yield 1

    async def coroutine(self) -> None:
        self._failing()

    async def async_items(self) -> AsyncIterator[int]:
        self._failing()
        yield 1


def called(kind: str, failing: Callable[[], None]) -> None:
    async def main() -> None:
        if kind == "coroutine":
            await Unreadable(failing).coroutine()
        else:
            _ = [item async for item in Unreadable(failing).async_items()]

    if kind == "method":
        Unreadable(failing).method()
    elif kind == "items":
        list(Unreadable(failing).items())
    else:
        asyncio.run(main())


@pytest.mark.parametrize("kind", ["method", "items", "coroutine", "async_items"])
def test_an_unreadable_module_raises_our_error_and_another_unreadable_file_does_not(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opening() -> None:
        (tmp_path / "missing.txt").read_text()

    with pytest.raises(FileNotFoundError, match=r"missing\.txt"):
        called(kind, opening)

    def importing() -> None:
        importlib.import_module("module_that_cannot_be_read")

    (tmp_path / "module_that_cannot_be_read.py").write_text("")

    def refuse(self: object, path: str) -> bytes:
        raise OSError(errno.EMFILE, "Too many open files", path)

    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(importlib.machinery.SourceFileLoader, "get_data", refuse)
    with pytest.raises(ConfigurationError, match=r"cannot be read: Too many open files"):
        called(kind, importing)
