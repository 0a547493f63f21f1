"""Files of secrets and results: for their owner alone, and whole or not there."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from qrt_facade._base.files import check_folder, check_writable, locked, make_private_folder, write_private
from qrt_facade.errors import ConfigurationError


def test_a_written_file_is_its_owner_s_alone_and_the_only_one(tmp_path: Path) -> None:
    write_private(tmp_path / "secret", b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
    assert (tmp_path / "secret").read_bytes() == b"content"
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_a_file_that_others_could_read_is_replaced_by_one_that_they_cannot(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"old")
    (tmp_path / "secret").chmod(0o644)
    write_private(tmp_path / "secret", b"new")
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_a_name_as_long_as_the_file_system_allows_can_be_written(tmp_path: Path) -> None:
    write_private(tmp_path / ("x" * 255), b"")
    assert len(list(tmp_path.iterdir())) == 1


def test_the_content_is_on_disk_before_the_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    synchronise, rename = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (steps.append("fsync"), synchronise(handle)))
    monkeypatch.setattr(Path, "replace", lambda path, to: (steps.append("rename"), rename(path, to)))
    write_private(tmp_path / "file", b"content")
    assert steps == ["fsync", "rename"]


@pytest.mark.parametrize("place", ["no-folder/file", "a-file/file", "a-folder"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "a-file").touch()
    (tmp_path / "a-folder").mkdir()
    with pytest.raises(ConfigurationError) as caught:
        write_private(tmp_path / place, b"content")
    assert f"{tmp_path / place} cannot be written: " in str(caught.value)
    assert isinstance(caught.value.__cause__, OSError)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-file", "a-folder"]


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_content_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def failing(_: int) -> None:
        raise failure

    (tmp_path / "file").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises((ConfigurationError, KeyboardInterrupt)):
        write_private(tmp_path / "file", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_folder_is_made_with_those_above_it_and_one_that_exists_is_left_alone(tmp_path: Path) -> None:
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
    ("number", "held"), [(errno.ENOLCK, True), (errno.ENOTSUP, True), (errno.EIO, False)]
)
def test_a_file_system_without_locks_is_used_without_them_and_another_failure_is_named(
    number: int, held: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def failing(handle: int, operation: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", failing)
    if held:
        with locked(tmp_path / "file", 0):
            assert (tmp_path / ".file.lock").exists()
    else:
        with pytest.raises(ConfigurationError, match="file cannot be locked: "), locked(tmp_path / "file", 0):
            pytest.fail("it was not locked")


def test_a_folder_that_everybody_may_write_to_is_refused_unless_only_owners_replace_files_in_it(
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


def test_a_file_whose_folder_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match="cannot be written"):
        check_writable(tmp_path / "file" / "inside")
