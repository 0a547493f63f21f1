"""`login`, `logout`, `accounts`, and what `doctor` says of credentials."""

from __future__ import annotations

import io
import json
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qrt_facade.emulator import DEFAULT_INSTANCE, start

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade.emulator import Emulator

pytestmark = pytest.mark.usefixtures("forked_commands")

OTHER = DEFAULT_INSTANCE.replace("00000000e3a1", "00000000e3a2")


@pytest.fixture
def at_ibm(
    offline: Callable[..., Any], emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """`qrt` with the emulator in the place of IBM's service: IAM, Global Search and the API."""
    monkeypatch.setenv("IAM_URL", emulator.url)
    monkeypatch.setenv("GLOBAL_SEARCH_URL", emulator.url)
    return lambda *arguments: offline(*arguments, "--base-url", f"{emulator.url}/api")


def account_file() -> Path:
    return Path.home() / ".qiskit" / "qiskit-ibm.json"


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_login_reads_the_key_from_stdin_finds_the_instance_and_saves_both_with_mode_600(
    at_ibm: Callable[..., Any], emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, f"{emulator.api_key}\n")
    done = at_ibm("login", "--json")
    assert done.code == 0, done.err
    assert done.data["saved"] is True
    assert done.data["backends"] == ["ibm_fez", "ibmq_manila"]
    (saved,) = json.loads(account_file().read_text()).values()
    assert (saved["token"], saved["instance"]) == (emulator.api_key, emulator.instance)
    assert stat.S_IMODE(account_file().stat().st_mode) == 0o600
    assert emulator.api_key not in done.out + done.err


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
def test_login_on_a_terminal_prompts_for_the_key_without_echo(emulator: Emulator) -> None:
    from integration.cli.terminal import Terminal

    place = {"IAM_URL": emulator.url, "GLOBAL_SEARCH_URL": emulator.url}
    with Terminal("login", "--base-url", f"{emulator.url}/api", environment=place) as terminal:
        terminal.until("API key")
        terminal.press(f"{emulator.api_key}\n")
        assert terminal.end() == 0
    assert "saved as" in terminal.screen
    assert emulator.api_key not in terminal.raw
    with Terminal("login", "--base-url", f"{emulator.url}/api", environment=place) as terminal:
        terminal.until("API key")
        terminal.press("\x03")
        assert terminal.end() == 130


def test_a_saved_account_is_used_listed_without_its_key_and_removed(
    at_ibm: Callable[..., Any], emulator: Emulator
) -> None:
    assert at_ibm("login", "--api-key", emulator.api_key, "--name", "mine").code == 0
    assert at_ibm("backends").code == 0
    assert at_ibm("login", "--check", "--json").data["saved"] is False
    assert at_ibm("doctor").code == 0
    listed = at_ibm("accounts")
    assert "mine" in listed.out
    assert emulator.api_key not in listed.out
    assert [account["name"] for account in at_ibm("accounts", "--json").data] == ["mine"]
    assert at_ibm("logout", "--json").data == {"account": "mine", "deleted": True}
    assert at_ibm("logout").code == 4
    assert at_ibm("backends").code == 2


def test_a_key_that_is_refused_is_not_saved(at_ibm: Callable[..., Any], emulator: Emulator) -> None:
    done = at_ibm("login", "--api-key", "wrong-key", "--instance", emulator.instance)
    assert done.code == 3
    assert not account_file().exists()
    assert "wrong-key" not in done.out + done.err


def test_login_does_not_replace_an_account_without_overwrite(
    at_ibm: Callable[..., Any], emulator: Emulator
) -> None:
    login = ("login", "--api-key", emulator.api_key)
    assert at_ibm(*login).code == 0
    again = at_ibm(*login)
    assert again.code == 2
    assert "--overwrite" in again.err
    assert at_ibm(*login, "--overwrite").code == 0


def test_logout_requires_a_name_if_there_are_several_accounts(
    at_ibm: Callable[..., Any], emulator: Emulator
) -> None:
    for name in ("one", "two"):
        at_ibm("login", "--api-key", emulator.api_key, "--name", name)
    refused = at_ibm("logout")
    assert refused.code == 2
    assert "one, two" in refused.err
    assert at_ibm("logout", "two").code == 0


def test_login_lists_several_instances_and_accepts_one_by_name(
    offline: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with start(instance=[DEFAULT_INSTANCE, OTHER], backends="ibmq_manila") as emulator:
        monkeypatch.setenv("IAM_URL", emulator.url)
        monkeypatch.setenv("GLOBAL_SEARCH_URL", emulator.url)
        login = ("login", "--api-key", emulator.api_key, "--base-url", f"{emulator.url}/api")
        type_in(monkeypatch, "")
        refused = offline(*login)
        assert refused.code == 2
        names = [part.split()[1] for part in refused.err.partition(": ")[2].partition(": ")[2].split(";")]
        assert len(names) == 2
        assert offline(*login, "--instance", names[1]).code == 0
        assert offline(*login, "--instance", "no-such-name", "--name", "x").code == 4
    (saved,) = json.loads(account_file().read_text()).values()
    assert saved["instance"] == OTHER


def test_login_saves_the_environments_key_with_its_instance(
    at_ibm: Callable[..., Any], emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QISKIT_IBM_TOKEN", emulator.api_key)
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", emulator.instance)
    done = at_ibm("login")
    assert done.code == 0
    assert "QISKIT_IBM_TOKEN" in done.err


def test_the_doctor_reports_an_accounts_file_that_others_can_read_with_the_chmod_command(
    at_ibm: Callable[..., Any], emulator: Emulator
) -> None:
    at_ibm("login", "--api-key", emulator.api_key)
    account_file().chmod(0o644)
    done = at_ibm("doctor")
    assert done.code == 2
    assert "chmod 600" in done.err


def test_the_doctor_finds_missing_credentials_and_a_refused_key(
    at_ibm: Callable[..., Any], emulator: Emulator
) -> None:
    assert at_ibm("doctor").code == 2
    done = at_ibm("doctor", "--api-key", "wrong-key", "--instance", emulator.instance, "--json")
    assert done.code == 3
    assert [finding["subject"] for finding in done.data["findings"] if finding["state"] == "wrong"] == ["key"]
    assert "wrong-key" not in done.out + done.err


@pytest.mark.parametrize("words", [("accounts",), ("doctor",), ("backends",)], ids=" ".join)
def test_an_account_of_the_retired_platform_is_explained(
    at_ibm: Callable[..., Any], words: tuple[str, ...]
) -> None:
    file = Path.home() / ".qiskit" / "qiskit-ibm.json"
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.write_text(json.dumps({"old": {"channel": "ibm_quantum", "token": "t" * 128}}), encoding="utf-8")
    file.chmod(0o600)
    ran = at_ibm(*words)
    printed = " ".join((ran.out + ran.err).split())
    assert (
        "account 'old' cannot be used: its channel 'ibm_quantum' is IBM Quantum Platform Classic" in printed
    )
    assert "`qrt logout old` removes the entry" in printed


def test_login_refuses_an_empty_api_key_from_a_pipe(
    at_ibm: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QISKIT_IBM_TOKEN", raising=False)
    type_in(monkeypatch, "\n")
    done = at_ibm("login")
    assert done.code != 0
    assert "no API key" in done.err
    assert not account_file().exists()
