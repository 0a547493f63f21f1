from __future__ import annotations

import os
import socket
import stat
import sys
import threading
from pathlib import Path

import pytest

from qrt_facade._base.destinations import check_destination, write_destination
from qrt_facade.errors import ConfigurationError

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="devices and pipes are POSIX's")


def test_a_file_is_written_with_mode_600_and_no_temporary_file_remains(tmp_path: Path) -> None:
    write_destination(tmp_path / "r", b"content")
    assert (tmp_path / "r").read_bytes() == b"content"
    assert stat.S_IMODE((tmp_path / "r").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["r"]


def test_checking_a_destination_changes_no_file(tmp_path: Path) -> None:
    check_destination(tmp_path / "r")
    (tmp_path / "r").write_text("before")
    check_destination(tmp_path / "r")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("r", "before")]


@on_posix
@pytest.mark.parametrize(
    "kind", ["folder", "no folder", "file for a folder", "socket", "NUL", "loop", "long"]
)
def test_an_unwritable_destination_is_refused_by_name(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "p"
    with socket.socket(socket.AF_UNIX) as unix:
        match kind:
            case "folder":
                path.mkdir()
            case "no folder":
                path = path / "q"
            case "file for a folder":
                path.touch()
                path = path / "q"
            case "socket":
                unix.bind(str(path))
            case "loop":
                path.symlink_to(path)
            case "long":
                path = tmp_path / ("p" * 300)
            case _:
                path = Path(f"{path}\0")
        for refusing in (check_destination, lambda path: write_destination(path, b"x")):
            with pytest.raises(ConfigurationError) as caught:
                refusing(path)
            assert str(path) in str(caught.value)


@on_posix
def test_a_dangling_symlink_creates_its_target(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_destination(tmp_path / "link", b"content")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"content"


@on_posix
def test_a_pipe_receives_the_whole_content_and_remains_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    write_destination(pipe, b"x" * 1_000_000)
    reader.join(10)
    assert received == [b"x" * 1_000_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@on_posix
@pytest.mark.parametrize("name", ["/dev/fd/{}", "/proc/self/fd/{}"])
def test_an_open_file_is_appended_to_and_not_replaced(tmp_path: Path, name: str) -> None:
    with (tmp_path / "out").open("w") as stream:
        stream.write("before ")
        stream.flush()
        write_destination(Path(name.format(stream.fileno())), b"after")
    assert (tmp_path / "out").read_text() == "before after"


@on_posix
def test_a_full_device_raises_our_error_and_remains_a_device() -> None:
    with pytest.raises(ConfigurationError, match="/dev/full cannot be written: No space left"):
        write_destination(Path("/dev/full"), b"content")
    assert stat.S_ISCHR(os.lstat("/dev/full").st_mode)
