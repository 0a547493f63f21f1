from __future__ import annotations

from dataclasses import fields

import click
import pytest
from click.testing import CliRunner

from qrt_facade.cli.options import CommonOptions, common_options

NAMES = [item.name for item in fields(CommonOptions)]


def parsed(words: list[str], *, after_name: bool) -> CommonOptions:
    """Return the options that a command parses from these words."""
    seen: list[CommonOptions] = []
    command = click.Command(
        "x",
        params=common_options(after_name=after_name),
        callback=lambda **parameters: seen.append(CommonOptions.taken_from(parameters)),
    )
    CliRunner().invoke(command, words, catch_exceptions=False)
    return seen[0]


@pytest.mark.parametrize("after_name", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_each_field_is_an_option_before_and_after_the_command_name(name: str, after_name: bool) -> None:
    option = f"--{name.replace('_', '-')}"
    nothing = getattr(CommonOptions(), name)
    value = "http://one" if name.endswith("url") else "7"
    words = [option] if nothing is False else [option, value]
    assert getattr(parsed(words, after_name=after_name), name) == (
        True if nothing is False else type_of(name)(value)
    )
    assert getattr(parsed([], after_name=after_name), name) == nothing


def type_of(name: str) -> type:
    return float if name == "timeout" else str


def test_environment_variables_apply_before_the_command_name_and_do_not_override_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QRT_URL", "http://from.the.environment")
    assert parsed([], after_name=False).url == "http://from.the.environment"
    assert parsed([], after_name=True).url is None


def test_later_options_override_earlier_ones_and_omitted_ones_do_not() -> None:
    before = CommonOptions(json=True, url="http://one", timeout=1.0)
    assert before.overridden_by(CommonOptions(url="http://two")) == CommonOptions(
        json=True, url="http://two", timeout=1.0
    )


def test_options_repeated_in_advice_have_no_key_or_instance() -> None:
    options = CommonOptions(url="http://one", api_key="a-key", instance="crn:v1:an-account", json=True)
    assert options.again == " --url http://one --instance ... --api-key ..."


def test_a_zero_after_the_command_name_counts_as_passed() -> None:
    assert CommonOptions(timeout=5.0).overridden_by(CommonOptions(timeout=0.0)).timeout == 0.0
