"""The emulator's options: validation, and the places that list them."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pytest
from support.paths import ROOT

from qrt_facade import ConfigurationError
from qrt_facade.emulator import (
    DEFAULT_API_KEY,
    DEFAULT_INSTANCE,
    FaultOptions,
    Options,
    StartOptions,
)
from qrt_facade.emulator.__main__ import main
from qrt_facade.emulator.domain.rules import Fault

README = (ROOT / "qrt_facade" / "emulator" / "README.md").read_text(encoding="utf-8")
OTHER_INSTANCE = DEFAULT_INSTANCE.replace("00000000e3a1::", "00000000e3a2::")


def test_the_keywords_of_start_are_the_fields_of_the_options() -> None:
    keywords = {name: kind.__forward_arg__ for name, kind in StartOptions.__annotations__.items()}
    assert keywords == {item.name: item.type for item in fields(Options)}


def test_the_keywords_of_a_fault_are_its_attributes() -> None:
    keywords = {name: kind.__forward_arg__ for name, kind in FaultOptions.__annotations__.items()}
    own = {"body": "object", "when": "Literal['before', 'after']"}  # JSON-compatible, and validated
    assert keywords == {item.name: own.get(item.name, item.type) for item in fields(Fault) if item.init}


def test_the_readmes_table_matches_the_options() -> None:
    rows = [
        f"| `{option.flag}` | `{option.name}` | {option.shown_default} | {option.meaning} |"
        for option in Options.on_command_line()
    ]
    assert [line for line in README.splitlines() if line.startswith("| `--")] == rows


def test_the_commands_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = " ".join(capsys.readouterr().out.split())
    for option in Options.on_command_line():
        assert option.flag in shown
        assert option.meaning.partition(",")[0] in shown


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"plan": "gold"}, "plan is 'gold'; it must be one of open, paygo, flex, premium"),
        ({"usage": "minutes"}, "usage is 'minutes'; it must be one of seconds, both, units"),
        (
            {"results_content_type": "text/html"},
            "results_content_type is 'text/html'; it must be one of documented, application/json, text/plain",
        ),
        ({"instance": "my-instance"}, "'my-instance'; a CRN starts with"),
        ({"queue_seconds": -1}, "queue_seconds is -1; it must be a number of seconds from 0 to a year"),
        (
            {"run_seconds": -0.1},
            "run_seconds is -0.1; it must be a number of seconds from 0 to a year, or 'qpu'",
        ),
        ({"run_seconds": []}, "run_seconds is []"),
        ({"token_seconds": 0}, "token_seconds is 0; it must be a whole number of seconds, 1 or more"),
        ({"rate_limit": 0}, "rate_limit is 0; it must be a whole number, 1 or more, or null"),
        ({"list_lag_seconds": -1}, "list_lag_seconds is -1; it must be a number of seconds from 0 to a year"),
        ({"lanes": True}, "lanes is True"),
        ({"workers": 0}, "workers is 0"),
        ({"memory_mb": 1.5}, "memory_mb is 1.5"),
        ({"job_timeout": 0}, "job_timeout is 0; it must be a number of seconds above 0"),
        ({"speed": 0}, "speed is 0; it must be a factor from 1e-06"),
        ({"speed": float("nan")}, "speed is nan"),
        ({"seed": "x"}, "seed is 'x'; it must be an integer of at most 64 bits, or null"),
        ({"noise": "no"}, "noise is 'no'; it must be true or false"),
        ({"port": 65536}, "port is 65536; it must be a port, 0 to 65535"),
        ({"api_key": ""}, "api_key is empty"),
    ],
)
def test_an_invalid_value_is_named(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        Options(**settings)


UNBOUNDED = (float("nan"), float("inf"), -float("inf"), 1e308, -1e308, 10**400, 10**5000)
NUMBERS = (
    "port", "seed", "queue_seconds", "run_seconds", "token_seconds", "workers", "lanes", "job_timeout", "memory_mb",
    "rate_limit", "list_lag_seconds", "speed",
)  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    "value", UNBOUNDED, ids=["nan", "inf", "-inf", "1e308", "-1e308", "400-digits", "5000-digits"]
)
def test_an_unbounded_number_is_refused_by_name(name: str, value: float) -> None:
    with pytest.raises(ConfigurationError, match=rf"^{name} is "):
        Options(**{name: value})  # type: ignore[arg-type]


def repr_of(value: object) -> str:
    return repr(type(value).__name__)


@pytest.mark.parametrize("name", [item.name for item in fields(Options)])
@pytest.mark.parametrize("value", [object(), b"bytes", "nul\0byte", 1j, ["a", 1], {}], ids=repr_of)
def test_a_value_of_an_unsupported_type_is_a_configuration_error(name: str, value: object) -> None:
    if name == "scenario" and value == {}:
        value = {1: 2}.items()  # a dict is a scenario
    with pytest.raises(ConfigurationError):
        Options(**{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e308", "-1"])
def test_the_command_refuses_unbounded_seconds(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"--queue-seconds={text}"]) == 1
    assert "queue_seconds is" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "10.1.2.3"])
@pytest.mark.parametrize("key", [None, DEFAULT_API_KEY])
def test_an_address_that_others_can_reach_requires_a_custom_key(host: str, key: str | None) -> None:
    with pytest.raises(ValueError, match=r"the default key is public: pass your own api_key"):
        Options(host=host, api_key=key)
    assert Options(host=host, api_key="a key of one's own").key == "a key of one's own"


@pytest.mark.parametrize(
    "instance", [f"{DEFAULT_INSTANCE}, {OTHER_INSTANCE},", [DEFAULT_INSTANCE, OTHER_INSTANCE]]
)
def test_several_instances_are_a_sequence_or_separated_by_commas(instance: str | list[str]) -> None:
    assert Options(instance=instance).instances == (DEFAULT_INSTANCE, OTHER_INSTANCE)


def test_no_repr_shows_the_key() -> None:
    assert "a-key-of-my-own" not in repr(Options(api_key="a-key-of-my-own"))
