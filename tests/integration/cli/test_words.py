"""Wrong values of options: refused as usage, named as options, before anything is sent."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest
from integration.cli.test_failures import failed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PYTHON = re.compile(
    r"[a-z]_[a-z_]+=|\b(client|job|RuntimeClient|pathlib)\.[a-z]|=(True|False|None)\b|\bNone\b|\bdatetime\b"
)
LONG_TAG = "t" * 87
REFUSED = [
    ("jobs --since soon", "--since 'soon'"),
    ("jobs --since 12/11/2026", "--since '12/11/2026'"),
    ("jobs --until 13/45/2026", "--until '13/45/2026'"),
    ("workloads --since soon", "--since 'soon'"),
    ("jobs --limit -1", "--limit -1: expected a whole number, 0 or more"),
    ("jobs --limit many", "--limit many: expected a whole number, 0 or more"),
    ("jobs --program ''", "--program '' is blank"),
    ("jobs --tag ''", "--tag '' is blank"),
    ("jobs --backend 'a b'", "'a b' is not a backend name"),
    ("jobs --session 'a b'", "'a b' is not a session id"),
    (f"jobs --tag {LONG_TAG}", "at most 86 characters"),
    ("workloads --mode foo", "--mode 'foo' is not one of 'job', 'session', 'batch', 'function'"),
    ("workloads --status foo", "--status 'foo' is not one of"),
    ("workloads --search ''", "--search '' is blank"),
    ("session create -b ibm_fez --mode foo", "--mode 'foo' is not one of 'dedicated', 'batch'"),
    ("session create -b ibm_fez --max-ttl 0", "--max-ttl 0: expected a whole number of seconds, 1 or more"),
    ("session create -b ibm_fez --key ''", "--key ''"),
    ("job abc foo", "ACTION 'foo' is not one of"),
    ("job abc tags ''", "TAG '' is blank"),
    ("job abc wait --wait-timeout -1", "--wait-timeout -1: expected a finite number of seconds, 0 or more"),
    ("job abc wait --wait-timeout nan", "--wait-timeout nan"),
    ("job abc result --top 0", "--top 0: expected a whole number, 1 or more"),
    ("run {bell} -b ibm_fez --shots 0", "--shots 0: expected a whole number, 1 or more"),
    ("run {bell} -b ibm_fez --max-time 0", "--max-time 0: expected a whole number of seconds, 1 to 10800"),
    ("run {bell} -b ibm_fez --min-qubits -3", "--min-qubits -3: expected a whole number, 0 or more"),
    ("run {bell} -b ibm_fez --wait-timeout -1", "--wait-timeout -1: expected a finite number of seconds"),
    ("run {bell} -b ibm_fez -o ZZ --precision 0", "--precision 0: expected a finite number, above 0"),
    ("run {bell} -b ibm_fez -o ''", "--observable '' is blank"),
    ("run {bell} -b ibm_fez --tag ''", "--tag '' is blank"),
    (
        "run {bell} -b ibm_fez -t 1 -t 2 -t 3 -t 4 -t 5 -t 6 -t 7 -t 8",
        "8 tags were passed; at most 7 are accepted",
    ),
    (f"run {{bell}} -b ibm_fez -t qrt-key-{'a' * 32}", "identifies a single submission"),
    ("run {bell} -b ibm_fez --dry-run", "needs the mock device"),
    ("run {empty}", "is empty"),
    ("backends --timeout 0", "--timeout 0: expected a finite number of seconds, above 0"),
    ("backends --api-version latest", "--api-version 'latest'"),
    ("backends --url notaurl", "--url 'notaurl' is not a URL"),
    ("backends --url http://me:secret@127.0.0.1", "--url must be a URL without user and password"),
    ("backends --url 'http://a b'", "--url 'http://a b' is not a URL"),
    ("backends --url http://elsewhere.invalid", "--url 'http://elsewhere.invalid"),
    ("jobs --limit ''", "--limit '': expected a whole number, 0 or more"),
    ("job abc wait --wait-timeout ' '", "--wait-timeout ' ': expected a finite number of seconds, 0 or more"),
    ("job abc result --save ''", "--save '' is blank"),
    ("run {bell} --save ' '", "--save ' ' is blank"),
    ("run ''", "there is no file ''"),
    ("run {empty}/x", "there is no file"),
    ("run {folder}", "is a folder"),
    ("run /dev/null", "is a device or a pipe"),
    (f"run {'x' * 300}", "cannot be read: File name too long"),
    ("serve --port 0 --data ''", "--data '' is blank"),
    ("serve --port 0 --scenario ' '", "--scenario ' ' is blank"),
    ("serve --port 0 --backends ''", "--backends '': expected"),
    ("serve --port 0 --backends ibm_fess", "did you mean ibm_essex or ibm_fez?"),
    ("backends --url http://127.0.0.1:99999999", "--url 'http://127.0.0.1:99999999' is not a URL"),
    ("backends --instance nocrn", "--instance is not a CRN"),
    ("backends --instance ''", "--instance '' is blank"),
    ("backends --api-key 'a b'", "--api-key contains white space"),
    ("serve --port 99999999", "--port 99999999: expected a port, 0 to 65535"),
    ("serve --port abc", "--port 'abc': expected a port"),
    ("serve --seed abc", "--seed 'abc': expected an integer"),
    ("serve --port 0 --instance nocrn", "--instance 'nocrn'"),
    ("serve --port 0 --host 0.0.0.0", "pass your own --api-key"),
    ("--show-completion foo", "--show-completion 'foo' is not one of"),
]


def test_an_invalid_value_is_refused_with_the_name_of_its_option(
    qrt: Callable[..., Any], bell: str, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.qasm"
    empty.write_text("\n")
    for line, says in REFUSED:
        message = failed(qrt(*shlex.split(line.format(bell=bell, empty=empty, folder=tmp_path))), 2)
        assert says in message, line
        assert not PYTHON.search(message), message


@pytest.mark.parametrize(
    ("line", "lists"),
    [
        (["session", "show", "nosuch"], "qrt workloads --mode session"),
        (["session", "close", "nosuch"], "qrt workloads --mode session"),
        (["backends", "nosuch"], "`qrt backends` lists"),
        (["job", "nosuch"], "`qrt jobs` lists"),
    ],
)
def test_an_unknown_name_is_refused_with_the_command_that_lists_valid_ones(
    qrt: Callable[..., Any], line: list[str], lists: str
) -> None:
    message = failed(qrt(*line), 4)
    assert "nosuch" in message
    assert lists in message


def test_doctor_names_the_address_of_an_emulator_as_url_not_base_url(qrt: Callable[..., Any]) -> None:
    done = qrt("doctor", "--url", "http://127.0.0.1:9")
    assert done.code == 8
    assert "--url" in done.out
    assert not re.search("base.url", done.out + done.err)
