"""SECURITY.md names the tests that verify each guarantee; the tests that it names exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
TESTS = ROOT / "tests"


def named() -> Iterator[tuple[str, list[str]]]:
    """Yield each file in the table, with the tests and classes named after it."""
    rows = re.findall(r"^\| .* \| (.*) \|$", SECURITY, flags=re.MULTILINE)
    for row in rows:
        file = None
        names: list[str] = []
        for quoted in re.findall(r"`([^`]+)`", row):
            if quoted.endswith(".py"):
                if file is not None:
                    yield file, names
                file, names = quoted, []
            elif re.match(r"test_|Test[A-Z]", quoted):
                names.append(quoted)
        if file is not None:
            yield file, names
        assert file or not names, f"a test without its file: {row}"


@pytest.mark.parametrize(("file", "names"), list(named()))
def test_named_files_and_tests_exist(file: str, names: list[str]) -> None:
    places = [TESTS / file, TESTS / "integration" / file]
    found = next((place for place in places if place.exists()), None)
    assert found is not None, f"{file} is not in tests/ or tests/integration/"
    text = found.read_text(encoding="utf-8")
    assert [name for name in names if not re.search(rf"(def|class) {name}\b", text)] == []


def test_the_tables_are_found() -> None:
    assert len(list(named())) > 30
