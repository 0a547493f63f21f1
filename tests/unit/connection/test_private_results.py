from __future__ import annotations

import os
import stat
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
import pytest

from qrt_facade._connection.private_results import kept_results, preserve_until_decoded
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results import decode_result


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "qrt-facade"


def test_the_bytes_are_on_disk_for_their_owner_alone_while_they_are_decoded(state: Path) -> None:
    with preserve_until_decoded("job1", b"the result"):
        (file,) = state.iterdir()
        assert file.read_bytes() == b"the result"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(state.stat().st_mode) == 0o700


def test_nothing_is_left_after_it_was_decoded(state: Path) -> None:
    with preserve_until_decoded("job1", b"{}"):
        pass
    assert list(state.iterdir()) == []


def test_what_cannot_be_decoded_stays_and_the_error_says_where(state: Path) -> None:
    with pytest.raises(ResultDecodeError) as caught, preserve_until_decoded("job1", b'{"results": 17}'):
        decode_result("sampler", b'{"results": 17}')
    (file,) = state.iterdir()
    assert caught.value.saved_to == file
    assert str(file) in str(caught.value)
    assert file.read_bytes() == b'{"results": 17}'


def test_an_interruption_leaves_the_file_too(state: Path) -> None:
    with pytest.raises(KeyboardInterrupt) as caught, preserve_until_decoded("job1", b"half way"):
        raise KeyboardInterrupt
    (file,) = state.iterdir()
    assert str(file) in caught.value.__notes__[0]


def keep(job_id: str, body: bytes = b"not a result") -> Path:
    """Keep what cannot be decoded, and return its file."""
    with pytest.raises(ResultDecodeError) as caught, preserve_until_decoded(job_id, body):
        decode_result("sampler", body)
    assert caught.value.saved_to is not None
    return caught.value.saved_to


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_kept_results_are_listed_by_job_oldest_first(state: Path, temporary: Path) -> None:
    second, first = keep("d3k5-b2s1"), keep("job2")
    os.utime(first, (1_000_000_000, 1_000_000_000))
    assert [(kept.job_id, kept.path) for kept in kept_results()] == [("job2", first), ("d3k5-b2s1", second)]
    assert kept_results()[0].kept_at == datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)
    assert first.parent == state


def test_nothing_kept_is_an_empty_list(state: Path, temporary: Path) -> None:
    assert kept_results() == []


def test_where_the_state_folder_cannot_be_written_the_temporary_one_is(state: Path, temporary: Path) -> None:
    state.write_text("in its place stands a file")
    file = keep("job1")
    assert file.parent == temporary
    assert [kept.path for kept in kept_results()] == [file]


def test_a_disk_that_fills_up_half_way_loses_nothing_that_is_in_memory(
    state: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with preserve_until_decoded("job1", b"{}"):
        reached = True
    assert reached
    assert kept_results() == []


def test_what_was_kept_in_the_folders_used_before_is_still_found(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, home, asked = (tmp_path / name for name in ("now", "home", "asked"))
    earlier = [asked / "qrt-facade", home / ".local" / "state" / "qrt-facade", temporary]
    for number, folder in enumerate(earlier):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"result-job{number}-k3_x9a0b.json").touch()  # the names that mkstemp gave
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_STATE_HOME", str(asked))
    monkeypatch.setattr(platformdirs, "user_state_path", lambda *_, **__: now)
    keep("new")
    assert {kept.job_id for kept in kept_results()} == {"job0", "job1", "job2", "new"}
    assert [path.parent for path in now.iterdir()] == [now]


def test_files_of_other_names_and_links_are_not_kept_results(state: Path, temporary: Path) -> None:
    state.mkdir()
    for name in ("result-.json", "result-job1.json", "result-job1-k3_x9a0b.txt", ".qrt-k3_x9a0b", "notes"):
        (state / name).touch()
    (state / "result-job1-k3_x9a0b.json").symlink_to(state / "notes")
    (state / "result-job2-k3_x9a0b.json").mkdir()
    assert kept_results() == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_user_in_the_temporary_folder_is_not_ours(state: Path, temporary: Path) -> None:
    file = temporary / "result-job1-k3_x9a0b.json"
    file.touch()
    assert len(kept_results()) == 1
    os.chown(file, 12345, -1)
    assert kept_results() == []


@pytest.mark.usefixtures("temporary")
def test_an_unknown_home_directory_is_no_reason_to_write_into_the_current_one(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(platformdirs, "user_state_path", lambda *_, **__: Path("~/.local/state/qrt-facade"))
    assert keep("job1").parent == temporary
