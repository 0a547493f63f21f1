"""Accounts of a platform that was shut down: why they cannot be used, and what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.scripted import API_KEY, INSTANCE

from qrt_facade import ConfigurationError, RuntimeClient
from qrt_facade._connection.accounts import account_file, remedy_for, unusable_accounts
from qrt_facade._connection.credentials import resolve

OLD: dict[str, Any] = {"channel": "ibm_quantum", "token": "0123456789abcdef" * 8}
GOOD: dict[str, Any] = {"channel": "ibm_quantum_platform", "token": API_KEY, "instance": INSTANCE}
WHY = r"'ibm_quantum' is IBM Quantum Platform Classic, which was shut down on 1 July 2025"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QISKIT_IBM_TOKEN", "QISKIT_IBM_INSTANCE", "QISKIT_IBM_CHANNEL"):
        monkeypatch.delenv(name, raising=False)


def save(**accounts: Any) -> None:
    file = account_file()
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(accounts), encoding="utf-8")
    file.chmod(0o600)


def test_a_client_with_only_a_retired_account_says_why_and_what_to_do() -> None:
    save(default={**OLD, "is_default_account": True})
    with pytest.raises(ConfigurationError, match=WHY) as caught:
        RuntimeClient()
    assert "https://quantum.cloud.ibm.com" in str(caught.value)
    assert OLD["token"] not in str(caught.value)


def test_a_retired_account_requested_by_name_says_why() -> None:
    save(old=OLD, work=GOOD)
    with pytest.raises(ConfigurationError, match=WHY):
        RuntimeClient(account="old")
    with pytest.raises(ConfigurationError, match=WHY):
        RuntimeClient(account="old\n")


def test_a_usable_account_is_used_instead_of_a_retired_default() -> None:
    save(old={**OLD, "is_default_account": True}, work=GOOD)
    assert resolve().api_url
    assert [account.name for account in RuntimeClient.saved_accounts()] == ["work"]
    (unusable,) = unusable_accounts()
    assert (unusable.name, unusable.is_default) == ("old", True)
    assert "`qrt logout old`" in remedy_for(unusable)


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"channel": "local"}, r"RuntimeClient\.local\(\) emulates the service"),
        ({"channel": "ibm_cloud"}, "it has no API key"),
        ({"channel": "ibm_moon", "token": "t"}, "'ibm_moon' is unknown; accepted: 'ibm_quantum_platform'"),
        ("text", "it has no API key"),
    ],
)
def test_other_unusable_entries_say_why(entry: Any, why: str) -> None:
    save(one=entry)
    with pytest.raises(ConfigurationError, match=why) as caught:
        RuntimeClient()
    assert "retired" not in str(caught.value)


def test_a_misspelled_account_name_gets_a_suggestion() -> None:
    save(work=GOOD)
    with pytest.raises(ConfigurationError, match=r"did you mean 'work'\?; saved accounts: 'work'"):
        RuntimeClient(account="wrok")


def test_a_key_of_the_retired_platform_is_refused_from_every_source(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ConfigurationError, match="Platform Classic"):
        RuntimeClient(api_key=OLD["token"], instance=INSTANCE)
    monkeypatch.setenv("QISKIT_IBM_TOKEN", OLD["token"])
    with pytest.raises(ConfigurationError, match=r"QISKIT_IBM_TOKEN: the value \(128 characters"):
        RuntimeClient(instance=INSTANCE)


def test_an_environment_key_with_the_retired_channel_names_the_variable_to_unset(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QISKIT_IBM_TOKEN", "some-key")
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", INSTANCE)
    monkeypatch.setenv("QISKIT_IBM_CHANNEL", "ibm_quantum")
    with pytest.raises(ConfigurationError, match="unset QISKIT_IBM_CHANNEL"):
        RuntimeClient()


def test_a_hub_in_place_of_an_instance_is_recognised() -> None:
    with pytest.raises(ConfigurationError, match="a hub, a group and a project"):
        RuntimeClient(api_key=API_KEY, instance="ibm-q/open/main")


def test_whitespace_around_copied_values_is_stripped(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = resolve(api_key=API_KEY, instance=INSTANCE, base_url="https://host/api", iam_url="https://iam")
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", f"{INSTANCE}\n")
    for blank in ("\n", " ", "\r\n", "\t"):
        assert clean == resolve(
            api_key=API_KEY + blank,
            instance=blank + INSTANCE + blank,
            base_url=f"https://host/api{blank}",
            iam_url=f"{blank}https://iam",
        )
    assert RuntimeClient(API_KEY).with_options(instance=f"{INSTANCE}\n")


@pytest.mark.parametrize("name", ["base_url", "iam_url", "instance", "api_version"])
@pytest.mark.parametrize("value", ["", " ", "in side"])
def test_whitespace_inside_values_and_blank_values_are_refused(name: str, value: str) -> None:
    arguments: dict[str, Any] = {"api_key": API_KEY, "instance": INSTANCE, name: value}
    with pytest.raises(ConfigurationError, match=name):
        RuntimeClient(**arguments)
