"""Attacks through stored data: saved results, accounts, variables, pickles, copies."""

from __future__ import annotations

import copy
import json
import multiprocessing
import os
import pickle
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from support.scripted import API_KEY, INSTANCE, ScriptedServer, reply

from qrt_facade import AsyncRuntimeClient, RuntimeClient
from qrt_facade.errors import (
    ApiError,
    ConfigurationError,
    JobFailedError,
    JobTimeoutError,
    QrtError,
    SubmissionUncertainError,
)
from qrt_facade.results import decode_result
from qrt_facade.results.kept import kept_results

if TYPE_CHECKING:
    from pathlib import Path

RESULT = b'{"results": [{"data": {"c": {"samples": ["0x1", "0x0"], "num_bits": 1}}, "metadata": {}}], "metadata": {}}'
CLIENTS = [RuntimeClient, AsyncRuntimeClient]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    folder = tmp_path / "qrt-facade"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The account file of a home folder, without credentials in the environment."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("QISKIT_IBM_TOKEN", "QISKIT_IBM_INSTANCE"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / ".qiskit"
    folder.mkdir(mode=0o700)
    return folder / "qiskit-ibm.json"


def save(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    file.chmod(0o600)


class TestKeptResults:
    @POSIX
    @pytest.mark.parametrize(
        "name",
        [
            "result-a\nb-12345678.json",
            "result-..-12345678.json",
            "result-\x1b[31m-12345678.json",
            "result-" + "x" * 200 + "-12345678.json",
            "result-.json",
            "result--12345678.json",
            "result-\udcff-12345678.json",
            ".qrt-half",
        ],
    )
    def test_saved_files_with_any_name_are_listed_or_ignored(self, kept: Path, name: str) -> None:
        save(kept / os.fsencode(name).decode(errors="surrogateescape"), RESULT)
        for found in kept_results():
            assert found.path.parent == kept
            assert found.path.exists()

    @POSIX
    def test_links_folders_and_pipes_are_not_listed_as_results(self, kept: Path) -> None:
        (kept / "result-link-12345678.json").symlink_to("/etc/hostname")
        (kept / "result-gone-12345678.json").symlink_to(kept / "nothing")
        (kept / "result-folder-12345678.json").mkdir()
        os.mkfifo(kept / "result-pipe-12345678.json")
        assert kept_results() == []

    def test_thousands_of_files_are_listed_without_reading_them(self, kept: Path) -> None:
        for number in range(2000):
            (kept / f"result-job{number}-{number:08x}.json").touch()
        assert len(kept_results()) == 2000

    @pytest.mark.parametrize("body", [b"", b"{", b"null", b"\x1f\x8b\x08", b"\x00" * 100, b"[" * 10_000])
    def test_a_corrupt_saved_result_returns_text_or_raises_and_is_not_deleted(
        self, kept: Path, body: bytes
    ) -> None:
        save(kept / "result-job1-12345678.json", body)
        (found,) = kept_results()
        try:
            value = found.result()
        except QrtError as error:
            value = str(error)
        assert value is None or isinstance(value, str)
        assert found.path.read_bytes() == body


class TestAccounts:
    @pytest.mark.parametrize(
        "content",
        [
            b"\xff\xfe",
            b"[]",
            b'"text"',
            b"[" * 100_000,
            b'{"a": {"token": null}}',
            b'{"a": 5, "b": null, "c": []}',
            b'{"a": {"token": 5, "channel": "ibm_cloud"}}',
            b'{"a": {"token": "t", "channel": ["ibm_cloud"]}}',
            b'{"a": {"token": "t", "channel": "ibm_cloud", "proxies": 7, "verify": "no", "instance": {}}}',
            b'{"a": {"token": "t", "channel": "moon"}}',
            b'{"a\\u0000b": {"token": "t", "channel": "ibm_cloud", "instance": "\\u0000"}}',
            b'{"": {"token": "t", "channel": "ibm_cloud"}}',
            b'{"a": {"token": "\\ud800", "channel": "ibm_cloud"}}',
            b'{"a": 1e999999}',
            b"1" * 5000,
            b'{"a": {"token": "t"}, "a": {"token": "u"}}',
        ],
    )
    @pytest.mark.parametrize("kind", CLIENTS)
    def test_any_account_file_is_parsed_or_raises_our_error(
        self, accounts: Path, kind: Any, content: bytes
    ) -> None:
        save(accounts, content)
        for use in (kind.saved_accounts, kind):
            with suppress(ConfigurationError):
                use()

    @pytest.mark.parametrize("content", [b"{}", b'{\r\n"a": 5\r\n}\r\n', b"\xef\xbb\xbf{}"])
    def test_save_account_keeps_unknown_content_or_raises(self, accounts: Path, content: bytes) -> None:
        save(accounts, content)
        try:
            RuntimeClient.save_account(API_KEY, INSTANCE, name="mine")
        except ConfigurationError:
            assert accounts.read_bytes() == content
        else:
            before = json.loads(content.decode("utf-8-sig"))
            assert {**json.loads(accounts.read_bytes()), "mine": None} == {**before, "mine": None}

    def test_hundreds_of_accounts_are_read(self, accounts: Path) -> None:
        entry = {"token": "t" * 44, "channel": "ibm_quantum_platform", "instance": INSTANCE}
        save(accounts, json.dumps({f"account {number}": entry for number in range(2000)}).encode())
        assert len(RuntimeClient.saved_accounts()) == 2000


class TestVariables:
    @pytest.mark.parametrize("around", [" {}", "{}\n", "\t{} "])
    @pytest.mark.parametrize("kind", CLIENTS)
    def test_white_space_around_a_crn_or_a_key_is_stripped(
        self, accounts: Path, monkeypatch: pytest.MonkeyPatch, kind: Any, around: str
    ) -> None:
        assert not accounts.exists()
        monkeypatch.setenv("QISKIT_IBM_TOKEN", around.format(API_KEY))
        monkeypatch.setenv("QISKIT_IBM_INSTANCE", around.format(INSTANCE))
        credentials = kind()._connection.credentials
        assert (credentials.api_key.reveal(), credentials.instance.text) == (API_KEY, INSTANCE)

    @pytest.mark.parametrize("around", ['"{}"', "'{}'", "\ufeff{}", "{}\u200b", "{}\u00a0x"])
    @pytest.mark.parametrize(
        ("variable", "named"),
        [("QISKIT_IBM_TOKEN", "api_key|QISKIT_IBM_TOKEN"), ("QISKIT_IBM_INSTANCE", "instance")],
    )
    def test_quotation_marks_and_invisible_characters_raise_and_are_named(
        self, accounts: Path, monkeypatch: pytest.MonkeyPatch, variable: str, named: str, around: str
    ) -> None:
        assert not accounts.exists()
        values = {"QISKIT_IBM_TOKEN": API_KEY, "QISKIT_IBM_INSTANCE": INSTANCE}
        for name, value in values.items():
            monkeypatch.setenv(name, around.format(value) if name == variable else value)
        for kind in CLIENTS:
            with pytest.raises(ConfigurationError, match=f"(?i){named}") as caught:
                kind()
            assert API_KEY not in str(caught.value)


def errors() -> list[QrtError]:
    return [
        ConfigurationError("a"),
        ApiError("b", status=400, code=1, solution="s", method="GET", path="/x"),
        JobFailedError("c", job_id="j", code=1517, reason="r"),
        JobTimeoutError("d", job_id="j"),
        SubmissionUncertainError("e", tag="t"),
    ]


def _echo(value: Any) -> Any:
    return value


class TestPicklesAndCopies:
    @pytest.mark.parametrize("error", errors(), ids=lambda error: type(error).__name__)
    @pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
    def test_an_error_is_the_same_in_another_process(self, error: QrtError, protocol: int) -> None:
        error.add_note("a note")
        arrived = pickle.loads(pickle.dumps(error, protocol))
        assert type(arrived) is type(error)
        assert str(arrived) == str(error)
        assert vars(arrived).keys() == vars(error).keys()

    def test_an_error_pickled_by_another_version_keeps_its_message(self) -> None:
        rebuild, (kind, args, state) = ApiError("b", status=400).__reduce__()[:2]  # type: ignore[misc]
        state.pop("hint")
        arrived = rebuild(kind, args, {**state, "added_later": 1})
        assert arrived.status == 400
        assert repr(arrived)

    @pytest.mark.parametrize(
        "copied", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))]
    )
    def test_a_result_is_the_same_when_copied(self, copied: Any) -> None:
        result = decode_result("sampler", RESULT)
        assert copied(result)[0].c.counts() == {"1": 1, "0": 1}

    @POSIX
    def test_results_and_errors_can_be_sent_between_processes(self) -> None:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            assert pool.apply(_echo, (decode_result("sampler", RESULT),))[0].c.counts() == {"1": 1, "0": 1}
            assert str(pool.apply(_echo, (errors()[1],))) == str(errors()[1])

    def test_a_copied_job_shares_the_read_state_of_a_private_result(self) -> None:
        state = {"id": "j1", "status": "Completed", "private": True, "program": {"id": "sampler"}}
        answers = [reply(state), reply(json.loads(RESULT)), reply(b"", 204)]
        with ScriptedServer(answers) as server, RuntimeClient(**server.arguments()) as client:
            job = client.jobs.get("j1")
            first = copy.copy(job)
            assert first.result()[0].c.counts() == {"1": 1, "0": 1}
            assert len(server.calls) == 2
