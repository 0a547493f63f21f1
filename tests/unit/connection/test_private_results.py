from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from qrt_facade._connection.private_results import preserve_until_decoded
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results import decode_result

if TYPE_CHECKING:
    from pathlib import Path


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
