"""Private files: readable by their owner only, and written completely or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from qrt_facade._base.files import check_folder, check_writable, locked, make_private_folder, write_private
from qrt_facade.errors import ConfigurationError


def test_a_private_file_has_mode_600_and_no_temporary_file_remains(tmp_path: Path) -> None:
    write_private(tmp_path / "secret", b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
    assert (tmp_path / "secret").read_bytes() == b"content"
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_a_file_readable_by_others_is_replaced_by_a_private_one(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"old")
    (tmp_path / "secret").chmod(0o644)
    write_private(tmp_path / "secret", b"new")
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_a_name_of_the_maximum_length_can_be_written(tmp_path: Path) -> None:
    write_private(tmp_path / ("x" * 255), b"")
    assert len(list(tmp_path.iterdir())) == 1


def test_content_is_synced_to_disk_before_the_rename(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    synchronise, rename = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (steps.append("fsync"), synchronise(handle)))
    monkeypatch.setattr(Path, "replace", lambda path, to: (steps.append("rename"), rename(path, to)))
    write_private(tmp_path / "file", b"content")
    assert steps == ["fsync", "rename"]


@pytest.mark.parametrize("place", ["no-folder/file", "a-file/file", "a-folder"])
def test_an_unwritable_file_is_named_in_the_error(tmp_path: Path, place: str) -> None:
    (tmp_path / "a-file").touch()
    (tmp_path / "a-folder").mkdir()
    with pytest.raises(ConfigurationError) as caught:
        write_private(tmp_path / place, b"content")
    assert f"{tmp_path / place} cannot be written: " in str(caught.value)
    assert isinstance(caught.value.__cause__, OSError)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-file", "a-folder"]


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failed_write_keeps_the_old_content_and_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def failing(_: int) -> None:
        raise failure

    (tmp_path / "file").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises((ConfigurationError, KeyboardInterrupt)):
        write_private(tmp_path / "file", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_private_folder_is_created_with_its_parents_and_an_existing_one_is_unchanged(
    tmp_path: Path,
) -> None:
    make_private_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
    tmp_path.chmod(0o755)
    make_private_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_created_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match=f"the folder {tmp_path / 'file' / 'x'} cannot be created: "):
        make_private_folder(tmp_path / "file" / "x")


@pytest.mark.parametrize(
    ("number", "ignored"), [(errno.ENOLCK, True), (errno.ENOTSUP, True), (errno.EIO, False)]
)
def test_missing_lock_support_is_ignored_and_other_lock_errors_are_raised(
    number: int, ignored: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def failing(handle: int, operation: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", failing)
    if ignored:
        with locked(tmp_path / "file", 0):
            assert (tmp_path / ".file.lock").exists()
    else:
        with pytest.raises(ConfigurationError, match="file cannot be locked: "), locked(tmp_path / "file", 0):
            pytest.fail("it was not locked")


def test_a_world_writable_folder_is_refused_unless_it_is_sticky(
    tmp_path: Path,
) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(ConfigurationError, match="chmod go-w"):
        check_folder(tmp_path)
    tmp_path.chmod(0o1777)
    check_folder(tmp_path)
    check_folder(tmp_path / "missing")
    tmp_path.chmod(0o770)
    with pytest.warns(UserWarning, match="by its group"):
        check_folder(tmp_path)
    tmp_path.chmod(0o700)


def test_a_file_below_another_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match="cannot be written"):
        check_writable(tmp_path / "file" / "inside")
