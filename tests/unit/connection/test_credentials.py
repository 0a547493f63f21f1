"""Precedence of credentials: arguments, the environment, a saved account; two accounts are never combined."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.scripted import ACCOUNT, API_KEY, INSTANCE, OTHER_INSTANCE

from qrt_facade import AsyncRuntimeClient, RuntimeClient
from qrt_facade._base.secrets import Secret
from qrt_facade._connection.credentials import Credentials, resolve
from qrt_facade.errors import ConfigurationError

OTHER_KEY = "other-key-0123456789"
SAVED = {"channel": "ibm_quantum_platform", "token": OTHER_KEY, "instance": OTHER_INSTANCE}


def save(**accounts: dict[str, Any]) -> None:
    file = Path.home() / ".qiskit" / "qiskit-ibm.json"
    file.parent.mkdir()
    file.write_text(json.dumps(accounts), encoding="utf-8")
    file.chmod(0o600)


def key_of(credentials: Credentials) -> str | None:
    return None if credentials.api_key is None else credentials.api_key.reveal()


def test_arguments_take_precedence_over_environment_and_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save(one=SAVED)
    monkeypatch.setenv("QISKIT_IBM_TOKEN", "environment-key")
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", OTHER_INSTANCE)
    found = resolve(api_key=API_KEY, instance=INSTANCE)
    assert (key_of(found), found.instance.text) == (API_KEY, INSTANCE)


def test_the_environment_takes_precedence_over_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    save(one=SAVED)
    monkeypatch.setenv("QISKIT_IBM_TOKEN", f" {API_KEY}\n")
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", INSTANCE)
    found = resolve()
    assert (key_of(found), found.instance.text) == (API_KEY, INSTANCE)


def test_the_saved_account_is_used_last() -> None:
    save(one=SAVED)
    found = resolve()
    assert (key_of(found), found.instance.text) == (OTHER_KEY, OTHER_INSTANCE)


def test_a_named_account_takes_precedence_over_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save(one=SAVED)
    monkeypatch.setenv("QISKIT_IBM_TOKEN", API_KEY)
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", INSTANCE)
    found = resolve(account="one")
    assert (key_of(found), found.instance.text) == (OTHER_KEY, OTHER_INSTANCE)


def test_an_environment_key_is_not_combined_with_an_account_instance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save(one=SAVED)
    monkeypatch.setenv("QISKIT_IBM_TOKEN", API_KEY)
    with pytest.raises(ConfigurationError, match="instance") as caught:
        resolve()
    assert "QISKIT_IBM_TOKEN set, QISKIT_IBM_INSTANCE not set" in str(caught.value)


def test_an_account_key_is_not_combined_with_an_environment_instance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save(one={name: value for name, value in SAVED.items() if name != "instance"})
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", INSTANCE)
    with pytest.raises(ConfigurationError) as caught:
        resolve()
    assert "QISKIT_IBM_TOKEN not set, QISKIT_IBM_INSTANCE set" in str(caught.value)
    assert "account 'one'" in str(caught.value)


def test_an_instance_argument_is_combined_with_an_account_or_environment_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save(one=SAVED)
    assert resolve(instance=INSTANCE).instance.text == INSTANCE
    monkeypatch.setenv("QISKIT_IBM_TOKEN", API_KEY)
    assert key_of(resolve(instance=INSTANCE)) == API_KEY


def test_a_token_replaces_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QISKIT_IBM_TOKEN", API_KEY)
    found = resolve(token="t0ken", instance=INSTANCE)
    assert found.token is not None
    assert found.token.reveal() == "t0ken"
    assert found.api_key is None


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"api_key": API_KEY, "token": "t0ken-0123"}, ["api_key=", "token="]),
        ({"api_key": API_KEY, "account": "one"}, ["account='one'", "api_key="]),
        ({"token": "t0ken-0123", "account": "one"}, ["account='one'", "token="]),
    ],
)
def test_two_credentials_are_refused_as_a_conflict_that_names_both(
    arguments: dict[str, str], named: list[str]
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        resolve(instance=INSTANCE, **arguments)
    assert all(name in str(caught.value) for name in named)
    assert API_KEY not in str(caught.value)
    assert "t0ken-0123" not in str(caught.value)


def test_missing_credentials_error_lists_every_place_searched() -> None:
    with pytest.raises(ConfigurationError) as caught:
        resolve()
    message = str(caught.value)
    assert message.startswith("No API key was found")
    assert "arguments: key or token not passed, instance not passed" in message
    assert "QISKIT_IBM_TOKEN not set, QISKIT_IBM_INSTANCE not set" in message
    assert f"{Path.home()}/.qiskit/qiskit-ibm.json: file not found" in message
    assert "RuntimeClient.local()" in message


def test_missing_credentials_without_a_home_directory_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", unknown)
    with pytest.raises(ConfigurationError, match=r"No API key .* the home directory is unknown"):
        resolve()
    with pytest.raises(ConfigurationError, match=r"No instance .* the home directory is unknown"):
        resolve(api_key=API_KEY)


def test_an_unreadable_account_folder_is_mentioned_in_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refused)
    with pytest.raises(ConfigurationError, match=r"No instance .* cannot be read \(Permission denied\)"):
        resolve(api_key=API_KEY)


def test_a_key_without_an_instance_is_refused_with_what_is_missing() -> None:
    with pytest.raises(ConfigurationError, match="No instance") as caught:
        resolve(api_key=API_KEY)
    assert API_KEY not in str(caught.value)
    assert "key or token passed, instance not passed" in str(caught.value)


def test_an_instance_without_a_key_is_refused_with_what_is_missing() -> None:
    save()
    with pytest.raises(ConfigurationError, match="No API key") as caught:
        resolve(instance=INSTANCE)
    assert "no usable account" in str(caught.value)
    assert ACCOUNT not in str(caught.value)


def test_an_unknown_account_is_refused_with_the_saved_names() -> None:
    save(one=SAVED, two=SAVED)
    with pytest.raises(ConfigurationError, match="'one', 'two'"):
        resolve(account="three")


@pytest.mark.parametrize(
    "value", ["", "   ", "two words", "line\nbreak", "kéy", "nul\x00", "a\r\nX-Evil: 1", "\x7f"]
)
@pytest.mark.parametrize("name", ["api_key", "token"])
def test_an_invalid_key_is_refused_without_being_shown(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name) as caught:
        resolve(instance=INSTANCE, **{name: value})
    assert not value.strip() or value not in str(caught.value)


def test_whitespace_around_a_key_is_stripped() -> None:
    assert key_of(resolve(api_key=f" {API_KEY}\n", instance=INSTANCE)) == API_KEY


def test_iam_url_is_taken_from_the_argument_then_the_environment_then_the_crn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert resolve(api_key=API_KEY, instance=INSTANCE).iam_url == "https://iam.cloud.ibm.com"
    monkeypatch.setenv("IAM_URL", "https://iam.other.test/")
    assert resolve(api_key=API_KEY, instance=INSTANCE).iam_url == "https://iam.other.test"
    found = resolve(api_key=API_KEY, instance=INSTANCE, iam_url="http://127.0.0.1:1")
    assert found.iam_url == "http://127.0.0.1:1"


def test_plain_http_to_another_machine_is_refused_for_api_and_iam(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="iam_url"):
        resolve(api_key=API_KEY, instance=INSTANCE, iam_url="http://iam.cloud.ibm.com")
    with pytest.raises(ConfigurationError, match="base_url"):
        resolve(api_key=API_KEY, instance=INSTANCE, base_url="http://quantum.cloud.ibm.com/api")
    monkeypatch.setenv("IAM_URL", "http://iam.cloud.ibm.com")
    with pytest.raises(ConfigurationError, match="unencrypted"):
        resolve(api_key=API_KEY, instance=INSTANCE)


@pytest.mark.parametrize(
    ("variable", "api_url"),
    [
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765/api"),
        ("http://localhost:8765/api/v1/", "http://localhost:8765/api"),
        ("https://emulator.test", "https://emulator.test/api"),
        ("https://cloud.ibm.com", "https://quantum.cloud.ibm.com/api"),
        ("https://quantum.cloud.ibm.com/api", "https://quantum.cloud.ibm.com/api"),
    ],
)
def test_qiskit_ibm_url_sets_the_api_url_if_it_is_not_ibms(
    monkeypatch: pytest.MonkeyPatch, variable: str, api_url: str
) -> None:
    monkeypatch.setenv("QISKIT_IBM_URL", variable)
    assert resolve(api_key=API_KEY, instance=INSTANCE).api_url == api_url
    assert (
        resolve(api_key=API_KEY, instance=INSTANCE, base_url="https://own.test/api").api_url
        == "https://own.test/api"
    )


def test_qiskit_ibm_url_over_plain_http_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QISKIT_IBM_URL", "http://emulator.test")
    with pytest.raises(ConfigurationError, match="QISKIT_IBM_URL"):
        resolve(api_key=API_KEY, instance=INSTANCE)


def test_settings_of_the_saved_account_are_applied_to_the_connection() -> None:
    more = {
        "private_endpoint": True,
        "verify": False,
        "proxies": {"urls": {"https": "http://proxy.test:8080"}},
    }
    save(one={**SAVED, **more})
    found = resolve()
    assert found.api_url == "https://private.us-east.quantum.cloud.ibm.com/api"
    assert found.iam_url == "https://private.iam.cloud.ibm.com"
    assert found.proxy == Secret("http://proxy.test:8080")
    assert found.verify is False


def test_credentials_repr_has_no_secret() -> None:
    shown = repr(resolve(api_key=API_KEY, instance=INSTANCE)) + repr(
        resolve(token="t0ken-0123", instance=INSTANCE)
    )
    assert API_KEY not in shown
    assert ACCOUNT not in shown
    assert "t0ken-0123" not in shown


@pytest.mark.parametrize("client", [RuntimeClient, AsyncRuntimeClient])
def test_constructing_a_client_resolves_credentials_and_hides_them(client: type[Any]) -> None:
    shown = repr(client(API_KEY, INSTANCE))
    assert API_KEY not in shown
    assert ACCOUNT not in shown
    assert "us-east" in shown
    with pytest.raises(ConfigurationError, match="No API key"):
        client()


def test_hints_for_a_refusal_name_the_region_and_the_kind_of_token() -> None:
    by_key = resolve(api_key=API_KEY, instance=INSTANCE).refusal_hints("quantum.cloud.ibm.com")
    assert "'us-east'" in by_key[404]
    assert "quantum.cloud.ibm.com" in by_key[404]
    by_token = resolve(token="a.b.c", instance=INSTANCE).refusal_hints("host")
    assert "expired" in by_token[401]
    by_wrong_token = resolve(token=API_KEY, instance=INSTANCE).refusal_hints("host")
    assert "api_key=" in by_wrong_token[401]
    assert API_KEY not in str(by_wrong_token)
