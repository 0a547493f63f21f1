"""The help of `qrt`."""

from __future__ import annotations

import re

import pytest

from qrt_facade.cli.app import COMMANDS, run


@pytest.fixture
def help_page(capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["--help"]) == 0
    return capsys.readouterr().out


def test_help_lists_commands_in_order_of_use(help_page: str) -> None:
    order = re.findall(r"^  ([a-z]+) {2,}\S", help_page, flags=re.MULTILINE)
    assert order == list(COMMANDS)
    assert order[:5] == ["run", "jobs", "job", "session", "sweep"]


def test_help_shows_first_steps_and_commands_before_the_options(help_page: str) -> None:
    places = [
        help_page.index(text)
        for text in (
            "First steps",
            "Circuits and jobs:",
            "The instance:",
            "Set-up:",
            "Options:",
            "Exit codes:",
        )
    ]
    assert places == sorted(places)


def test_each_summary_is_the_first_sentence_of_the_command_s_help(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, entry in COMMANDS.items():
        assert run([name, "--help"]) == 0
        shown = " ".join(capsys.readouterr().out.split())
        assert entry.summary in shown, name
