from __future__ import annotations

import errno
import os
import stat
import tempfile
import tracemalloc
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest

from qrt_facade._connection import kept_files
from qrt_facade._connection.private_results import (
    hold_until_done,
    kept_of,
    kept_results,
    preserve_until_decoded,
)
from qrt_facade.errors import PartialResultError, ResultDecodeError, TransportError, UnexpectedResponseError
from qrt_facade.results import SamplerResult
from qrt_facade.results.kept import kept_results as decodable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BODY = b'{"results": [{"data": {}, "metadata": {}}], "metadata": {}}'
DAMAGED = b'{"results": 17}'


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "qrt-facade"


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _nothing_left_in_memory() -> Iterator[None]:
    yield
    for kept in decodable():
        kept.discard()


def fetch(
    job_id: str,
    *pieces: bytes,
    stop: BaseException | type[BaseException] | None = None,
    program_id: str | None = "sampler",
    whole: bool = True,
    at_once: bool = True,
    dry_run: bool = False,
) -> bytes:
    """Receive a result, in part or completely, and then fail."""
    with preserve_until_decoded(job_id, program_id, at_once=at_once, dry_run=dry_run) as incoming:
        for piece in pieces:
            incoming.add(piece)
        if whole:
            incoming.finish()
        if stop is not None:
            raise stop
        return incoming.body


BROKEN = TransportError("the connection broke")
NO_RESULT = ResultDecodeError("this is not a result", program_id="sampler")


def keep(job_id: str, *pieces: bytes, program_id: str | None = "sampler", whole: bool = True) -> Path | None:
    """Receive a result that cannot be decoded or whose download fails, and return the file that keeps it."""
    stop = NO_RESULT if whole else BROKEN
    with pytest.raises((ResultDecodeError, PartialResultError)) as caught:
        fetch(job_id, *(pieces or (DAMAGED,)), stop=stop, program_id=program_id, whole=whole)
    return caught.value.saved_to


def test_bytes_are_written_privately_to_disk_as_they_arrive(state: Path) -> None:
    with preserve_until_decoded("job1", "sampler") as incoming:
        incoming.add(b"the ")
        (file,) = state.iterdir()
        assert (file.read_bytes(), file.suffix) == (b"the ", ".part")
        incoming.add(b"result")
        incoming.finish()
        (file,) = state.iterdir()
        assert (file.read_bytes(), file.suffix) == (b"the result", ".json")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert list(state.iterdir()) == []


def test_a_restrictive_umask_leaves_the_file_readable_by_its_owner(state: Path) -> None:
    state.mkdir(parents=True)
    before = os.umask(0o777)
    try:
        file = keep("job1")
    finally:
        os.umask(before)
    assert file is not None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_possibly_private_result_is_written_only_after_a_failure(state: Path) -> None:
    with preserve_until_decoded("job1", "sampler", at_once=False) as incoming:
        incoming.add(BODY)
        incoming.finish()
        assert not state.exists()
    with pytest.raises(KeyboardInterrupt):
        fetch("job1", BODY, stop=KeyboardInterrupt, whole=False, at_once=False)
    (file,) = state.iterdir()
    assert (file.read_bytes(), file.suffix) == (BODY, ".part")


def test_an_undecodable_result_is_kept_and_the_error_names_its_file(state: Path) -> None:
    file = keep("job1")
    assert file is not None
    assert (file.parent, file.read_bytes()) == (state, DAMAGED)


def test_an_interrupted_download_keeps_its_first_bytes(state: Path) -> None:
    file = keep("job1", b"0123", b"456", whole=False)
    (kept,) = kept_results()
    assert file is not None
    assert (kept.path, kept.complete, file.read_bytes()) == (file, False, b"0123456")


def test_a_download_that_fails_before_its_first_byte_leaves_no_file(state: Path) -> None:
    with pytest.raises(TransportError) as caught:
        fetch("job1", stop=BROKEN, whole=False)
    assert not isinstance(caught.value, PartialResultError)
    assert kept_results() == []


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, GeneratorExit, ZeroDivisionError])
def test_an_interruption_keeps_the_file_and_names_it(
    state: Path, stop: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(stop) as caught:
        fetch("job1", b"half way", stop=stop, whole=False)
    (file,) = state.iterdir()
    assert str(file) in caught.value.__notes__[0]
    assert str(file) in caplog.text, "a cancelled scope swallows the exception with its note"


def test_bytes_on_disk_are_in_memory_only_once(state: Path) -> None:
    size = 64 << 16
    with preserve_until_decoded("job1", "sampler", memory=2 * size) as incoming:
        tracemalloc.start()
        try:
            for _ in range(64):
                incoming.add(bytes(1 << 16))
            assert incoming.body == bytes(incoming.body)
            assert tracemalloc.get_traced_memory()[1] < 1.3 * size
        finally:
            tracemalloc.stop()
        assert incoming.path is not None
        assert incoming.path.read_bytes() == incoming.body == bytes(size)


def test_a_write_failure_during_the_download_loses_nothing(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write

    def full(handle: int, content: bytes) -> int:
        if bytes(content) == b"third":
            raise OSError(errno.ENOSPC, "full")
        return write(handle, content)

    with preserve_until_decoded("job1", "sampler") as incoming:
        incoming.add(b"first")
        incoming.add(b"second")
        monkeypatch.setattr(os, "write", full)
        incoming.add(b"third")
        assert incoming.path is None
        assert incoming.body == b"firstsecondthird"
        monkeypatch.setattr(os, "write", write)
        kept = incoming.keep()
        assert kept is not None
        assert kept.read_bytes() == b"firstsecondthird"


def test_running_out_of_memory_raises_an_error_that_names_the_file(state: Path) -> None:
    with pytest.raises(ResultDecodeError, match="memory") as caught:
        fetch("job1", BODY, stop=MemoryError)
    assert caught.value.saved_to in list(state.iterdir())


def test_a_response_refused_after_download_names_the_file(state: Path) -> None:
    with pytest.raises(UnexpectedResponseError, match="its bytes are kept in") as caught:
        fetch("job1", b'{"results": [', stop=UnexpectedResponseError("cut off", status=200))
    (file,) = state.iterdir()
    assert str(file) in str(caught.value)


def test_kept_results_are_listed_with_their_job_oldest_first(state: Path) -> None:
    second, first = keep("d3k5-b2s1"), keep("job2")
    assert first is not None
    os.utime(first, (1_000_000_000, 1_000_000_000))
    assert [(kept.job_id, kept.path) for kept in kept_results()] == [("job2", first), ("d3k5-b2s1", second)]
    assert kept_results()[0].kept_at == datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "job_id", ["d3k5-b2s1", "../../etc/passwd", "a\0b", "ü.json", "result-x-12345678.json", "%2F"]
)
def test_every_job_id_gives_a_file_name_in_the_folder_that_is_found(state: Path, job_id: str) -> None:
    keep(job_id, program_id="noise.learner/2")
    (kept,) = kept_results()
    assert (kept.job_id, kept.program_id) == (job_id, "noise.learner/2")
    assert kept.path is not None
    assert kept.path.parent == state


def test_a_job_id_of_1000_characters_gives_a_valid_file_name(state: Path) -> None:
    file = keep("j" * 1000, program_id="p" * 1000)
    assert file is not None
    assert file.parent == state


def test_a_kept_result_can_be_decoded_and_removed(state: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        fetch("job1", BODY, stop=KeyboardInterrupt)
    (kept,) = decodable()
    assert (kept.job_id, kept.program_id, kept.complete) == ("job1", "sampler", True)
    assert kept.body() == BODY
    assert len(kept.result()) == 1
    kept.discard()
    assert decodable() == []
    assert list(state.iterdir()) == []


def test_a_partial_result_is_reported_as_partial(state: Path) -> None:
    keep("job1", BODY[:10], whole=False)
    (kept,) = decodable()
    assert kept.body() == BODY[:10]
    with pytest.raises(ResultDecodeError, match="only the first 10 bytes"):
        kept.result()


def test_kept_of_returns_the_latest_complete_result_of_a_job(state: Path) -> None:
    keep("job1", BODY, whole=False)
    whole = keep("job1", BODY)
    keep("job1", BODY, whole=False)
    kept = kept_of("job1")
    assert kept is not None
    assert kept.path == whole
    assert kept_of("job2") is None


class Places:
    """Ways in which a folder for results is unusable."""

    @staticmethod
    def file_instead(folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text("in its place stands a file")

    @staticmethod
    def dangling_link(folder: Path) -> None:
        folder.symlink_to(folder.parent / "nowhere" / "at all")


@pytest.mark.parametrize("spoil", [Places.file_instead, Places.dangling_link])
def test_an_unusable_state_folder_is_replaced_by_the_temporary_folder(
    state: Path, temporary: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(state)
    file = keep("job1")
    assert file is not None
    assert file.parent == temporary
    assert [kept.path for kept in kept_results()] == [file]


@pytest.mark.parametrize("fails_at", range(1, 8))
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
def test_a_disk_that_fills_up_during_the_download_loses_nothing(
    state: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int, number: int
) -> None:
    full_on_call(monkeypatch, state, fails_at, number)
    file = keep("job1", b"01", b"23", b"45", b"67")
    assert file is not None
    assert file.read_bytes() == b"01234567"
    (kept,) = kept_results()
    assert (kept.path, kept.complete) == (file, True)


def full_on_call(
    monkeypatch: pytest.MonkeyPatch, folder: Path, fails_at: int, number: int = errno.ENOSPC
) -> None:
    """Make the n-th system call for a file in this folder fail, and every later one."""
    calls = 0
    ours: set[int] = set()
    real = {name: getattr(os, name) for name in ("open", "write", "fsync")}

    def count() -> None:
        nonlocal calls
        calls += 1
        if calls >= fails_at:
            raise OSError(number, os.strerror(number))

    def opened(path: Path, *arguments: int) -> int:
        mine = Path(path).parent == folder
        if mine:
            count()
        handle: int = real["open"](path, *arguments)
        (ours.add if mine else ours.discard)(handle)
        return handle

    def written(handle: int, content: memoryview) -> int:
        if handle in ours:
            count()
        result: int = real["write"](handle, content)
        return result

    def synced(handle: int) -> None:
        if handle in ours:
            count()
        real["fsync"](handle)

    monkeypatch.setattr(kept_files.os, "open", opened)
    monkeypatch.setattr(kept_files.os, "write", written)
    monkeypatch.setattr(kept_files.os, "fsync", synced)


def test_without_a_writable_folder_the_result_is_still_returned(
    state: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nowhere(state, monkeypatch, tmp_path)
    with preserve_until_decoded("job1", "sampler") as incoming:
        incoming.add(BODY)
        incoming.finish()
        assert incoming.body == BODY
    assert kept_results() == []


def nowhere(state: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Places.file_instead(state)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))


@pytest.mark.parametrize("whole", [True, False])
def test_without_a_writable_folder_the_error_has_the_bytes(
    state: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, whole: bool
) -> None:
    nowhere(state, monkeypatch, tmp_path)
    with pytest.raises((ResultDecodeError, PartialResultError)) as caught:
        fetch("job1", DAMAGED, stop=NO_RESULT if whole else BROKEN, whole=whole)
    assert (caught.value.saved_to, caught.value.body) == (None, DAMAGED)
    (kept,) = decodable()
    assert (kept.path, kept.body(), kept.complete) == (None, DAMAGED, whole)
    kept.discard()
    assert decodable() == []


def test_without_a_writable_folder_an_interruption_keeps_the_bytes_in_memory(
    state: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nowhere(state, monkeypatch, tmp_path)
    with pytest.raises(KeyboardInterrupt) as caught:
        fetch("job1", BODY, stop=KeyboardInterrupt)
    assert "client.kept_results()" in caught.value.__notes__[0]
    (kept,) = decodable()
    assert len(kept.result()) == 1


def test_a_missing_temporary_folder_is_not_an_error(
    state: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    assert keep("job1") is not None
    Places.file_instead(tmp_path / "other" / "qrt-facade")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    assert keep("job2") is None
    assert [kept.job_id for kept in kept_results()] == ["job2"]


@pytest.mark.parametrize(
    "unknown", [RuntimeError("Could not determine home directory."), Path("~/.local/state")]
)
def test_with_an_unknown_home_the_current_directory_is_not_used(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, unknown: Path | RuntimeError
) -> None:
    def state_path(*_: object, **__: object) -> Path:
        if isinstance(unknown, RuntimeError):
            raise unknown
        return unknown

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(platformdirs, "user_state_path", state_path)
    file = keep("job1")
    assert file is not None
    assert file.parent == temporary
    assert list(tmp_path.iterdir()) == []


def test_a_planted_symlink_with_the_file_s_name_is_not_followed(
    state: Path, temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files.secrets, "token_hex", lambda _: "12345678")
    state.mkdir()
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (state / "result-job1-12345678.sampler.part").symlink_to(victim)
    file = keep("job1")
    assert victim.read_text() == "mine"
    assert file is not None
    assert file.parent == temporary


def test_decoded_results_are_kept_until_the_surrounding_block_succeeds(state: Path) -> None:
    with hold_until_done():
        fetch("job1", BODY)
        assert [kept.job_id for kept in kept_results()] == ["job1"]
    assert kept_results() == []


def test_a_failing_block_keeps_its_results_and_the_error_names_them(state: Path) -> None:
    def print_to_a_closed_pipe() -> None:
        with hold_until_done():
            fetch("job1", BODY)
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError) as caught:
        print_to_a_closed_pipe()
    (file,) = state.iterdir()
    assert str(file) in caught.value.__notes__[0]


def test_results_kept_in_earlier_folders_are_found(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, home, configured = (tmp_path / name for name in ("now", "home", "configured"))
    earlier = [configured / "qrt-facade", home / ".local" / "state" / "qrt-facade", temporary]
    for number, folder in enumerate(earlier):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"result-job{number}-k3_x9a0b.json").touch()  # names made by mkstemp
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_STATE_HOME", str(configured))
    monkeypatch.setattr(platformdirs, "user_state_path", lambda *_, **__: now)
    keep("new")
    assert {kept.job_id for kept in kept_results()} == {"job0", "job1", "job2", "new"}
    assert [path.parent for path in now.iterdir()] == [now]


def test_other_files_and_symlinks_are_not_kept_results(state: Path) -> None:
    state.mkdir()
    for name in ("result-.json", "result-job1.json", "result-job1-k3_x9a0b.txt", ".qrt-k3_x9a0b", "notes"):
        (state / name).touch()
    (state / "result-job1-k3_x9a0b.json").symlink_to(state / "notes")
    (state / "result-job2-k3_x9a0b.json").mkdir()
    assert kept_results() == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_user_in_the_temporary_folder_is_ignored(temporary: Path) -> None:
    file = temporary / "result-job1-k3_x9a0b.json"
    file.touch()
    assert len(kept_results()) == 1
    os.chown(file, 12345, -1)
    assert kept_results() == []
    with suppress(FileNotFoundError):
        file.unlink()


@pytest.mark.parametrize("program_id", ["sampler", None])
@pytest.mark.parametrize("whole", [True, False])
def test_a_kept_dry_run_result_remains_marked(state: Path, program_id: str | None, whole: bool) -> None:
    stop = NO_RESULT if whole else BROKEN
    with pytest.raises((ResultDecodeError, PartialResultError)):
        fetch("job+1.a", BODY, stop=stop, program_id=program_id, whole=whole, dry_run=True)
    (kept,) = decodable()
    assert (kept.job_id, kept.program_id, kept.complete) == ("job+1.a", program_id, whole)
    assert kept.dry_run is True
    if whole and program_id:
        assert kept.result(as_=SamplerResult).dry_run is True


def test_a_dry_run_result_kept_in_memory_remains_marked(
    state: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nowhere(state, monkeypatch, tmp_path)
    with pytest.raises(ResultDecodeError):
        fetch("job1", BODY, stop=NO_RESULT, dry_run=True)
    (kept,) = decodable()
    assert kept.path is None
    assert kept.result(as_=SamplerResult).dry_run is True
