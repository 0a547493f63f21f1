"""Values that tests cache between runs: one per digest of the inputs, and none in runs that compute everything."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from support.between_runs import Kept, digest_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def config(tmp_path: Path) -> Any:
    def mkdir(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        return folder

    return SimpleNamespace(cache=SimpleNamespace(mkdir=mkdir), getoption=lambda _: False)


def test_a_value_is_computed_once_and_again_when_its_sources_change(config: Any) -> None:
    made: list[str] = []

    def make() -> list[int]:
        made.append("")
        return [1, 2]

    assert [Kept(config, "things", "a").made("one", make) for _ in range(2)] == [[1, 2]] * 2
    assert len(made) == 1
    Kept(config, "things", "b").made("one", make)
    Kept(config, "things", "a").made("one", make)
    assert len(made) == 3


def test_nothing_is_cached_with_long_or_without_a_cache(config: Any) -> None:
    Kept(config, "things", "a").put("one", 1)
    for without in (
        SimpleNamespace(cache=config.cache, getoption=lambda name: name == "--long"),
        SimpleNamespace(getoption=lambda _: False),
    ):
        with pytest.raises(KeyError):
            Kept(without, "things", "a").get("one")  # type: ignore[arg-type]


def test_a_damaged_value_is_computed_again(config: Any, tmp_path: Path) -> None:
    kept = Kept(config, "things", "a")
    kept.put("one", 1)
    (tmp_path / "things" / "a" / "one").write_bytes(b"\x80")
    assert kept.made("one", lambda: 2) == 2
    assert kept.get("one") == 2


def test_a_digest_depends_on_names_and_contents(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("a")
    second.write_text("a")
    digests = [digest_of([first]), digest_of([second]), digest_of([first], "else")]
    first.write_text("b")
    assert len({*digests, digest_of([first])}) == 4
    assert digest_of([second]) == digests[1]
