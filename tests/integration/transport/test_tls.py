"""Unusable TLS fails immediately and names the faulty certificate; broken TLS is a broken connection."""

from __future__ import annotations

import os
import re
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from support.scripted import API_KEY, INSTANCE, Damage, ScriptedServer, reply
from support.tls import authority, certificate, trusting
from support.worlds import WORLDS, perform

from qrt_facade import RuntimeClient
from qrt_facade.errors import ConfigurationError, QrtError, SubmissionUncertainError, TransportError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.timing import Pauses

JOB = reply({"id": "j1", "status": "Running"})
ALL = pytest.mark.parametrize("world", WORLDS)
VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSLKEYLOGFILE")


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def get_job(client: Any) -> Any:
    return client.jobs.get("j1")


def failure(world: str, arguments: dict[str, Any]) -> TransportError:
    with pytest.raises(TransportError) as caught:
        perform(world, arguments, get_job)
    return caught.value


@ALL
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("self-signed", "self-signed certificate.*SSL_CERT_FILE or REQUESTS_CA_BUNDLE"),
        ("expired", "expired.*check the clock"),
        ("other name", "certificate is not valid for '127.0.0.1'.*check base_url"),
    ],
)
def test_an_untrusted_certificate_fails_immediately_with_the_reason(
    world: str, kind: str, words: str
) -> None:
    with ScriptedServer(JOB, tls=certificate(kind).server_context()) as server:
        error = failure(world, server.arguments(verify=trusting(), retries=5))
        assert (server.connections, server.seen) == (1, [])
    assert error.may_have_arrived is False
    assert "the TLS certificate of 127.0.0.1 is not trusted" in str(error)
    assert re.search(words, str(error))


@ALL
def test_an_unknown_authority_is_rejected_and_the_error_names_the_trusted_ones(world: str) -> None:
    with ScriptedServer(JOB, tls=certificate("good").server_context()) as server:
        error = failure(world, server.arguments(verify=True, retries=5))
        assert server.connections == 1
    assert "verify=ssl.create_default_context(cafile=...)" in str(error)
    assert "the certificates of certifi" in str(error)
    assert error.may_have_arrived is False


@ALL
@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_certificates_named_by_a_variable_are_trusted(
    world: str, variable: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "authority.pem"
    file.write_bytes(authority().pem)
    monkeypatch.setenv(variable, str(file))
    with ScriptedServer(JOB, tls=certificate("good").server_context()) as server:
        (job,) = perform(world, server.arguments(verify=True), get_job)
    assert job.status == "Running"


def test_a_proxy_over_tls_is_checked_against_the_same_certificates(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "authority.pem"
    file.write_bytes(authority().pem)
    with ScriptedServer(reply(b"", 403), tls=certificate("good").server_context()) as proxy:
        arguments = {"api_key": API_KEY, "instance": INSTANCE, "proxy": proxy.url, "retries": 0}
        assert "127.0.0.1" in str(failure("sync", arguments))
        assert proxy.seen == []
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert "did not connect to iam.cloud.ibm.com (403" in str(failure("sync", arguments))


@contextmanager
def speaking(first: bytes) -> Iterator[str]:
    """Listen, and respond to everything with the same bytes, which are not TLS."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(4096)
                    connection.sendall(first)

        threading.Thread(target=answer, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def arguments_for(address: str) -> dict[str, Any]:
    return {"token": "a.b.c", "instance": INSTANCE, "base_url": address, "verify": trusting(), "retries": 5}


@ALL
@pytest.mark.parametrize("first", [reply(b"hello"), b"SSH-2.0-OpenSSH_9.6\r\n" * 8])
def test_a_server_without_tls_fails_immediately(world: str, first: bytes) -> None:
    with speaking(first) as address:
        error = failure(world, arguments_for(f"https://{address}/api"))
    assert "127.0.0.1 does not speak TLS on this port" in str(error)
    assert error.may_have_arrived is False


@ALL
def test_plain_http_to_a_tls_server_fails_immediately(world: str) -> None:
    with speaking(b"\x15\x03\x03\x00\x02\x02\x0a" + b"\r\n" * 4) as address:
        error = failure(world, arguments_for(f"http://{address}/api"))
    assert "must then begin with https://" in str(error)
    assert error.may_have_arrived is False


@ALL
@pytest.mark.parametrize("alert", [40, 70])
def test_a_server_without_a_common_tls_version_or_cipher_fails_immediately(world: str, alert: int) -> None:
    with speaking(b"\x15\x03\x03\x00\x02\x02" + bytes([alert])) as address:
        error = failure(world, arguments_for(f"https://{address}/api"))
    assert "have no TLS version or cipher in common" in str(error)
    assert error.may_have_arrived is False


@ALL
@pytest.mark.parametrize("before", [b"", JOB[:30], JOB[:-5]])
def test_a_corrupt_tls_record_is_retried(world: str, before: bytes, pauses: Pauses) -> None:
    pauses(first_retry=0.001)
    with ScriptedServer([Damage(before), JOB], tls=certificate("good").server_context()) as server:
        (job,) = perform(world, server.arguments(verify=trusting(), retries=1), get_job)
        assert job.status == "Running"
        assert len(server.calls) == 2
        server.api = Damage(before)
        error = failure(world, server.arguments(verify=trusting()))
    assert error.may_have_arrived is True


@ALL
def test_a_corrupt_tls_record_after_a_submission_is_followed_by_a_lookup(world: str, pauses: Pauses) -> None:
    pauses(look_ups=(0.001,))
    posted: list[bytes] = []

    def service(request: Any) -> Any:
        if request.method == "POST":
            posted.append(request.body)
            return Damage()
        return reply({"jobs": [], "count": 0})

    def submit(client: Any) -> Any:
        return client.jobs.submit("mine", {}, backend="ibm_fez", on_uncertain="raise")

    with ScriptedServer(service, tls=certificate("good").server_context()) as server:
        with pytest.raises(SubmissionUncertainError) as caught:
            perform(world, server.arguments(verify=trusting()), submit)
        assert len(posted) == 1
        assert any(call.method == "GET" for call in server.calls)
    assert caught.value.tag


@ALL
def test_corrupt_tls_of_iam_raises_a_transport_error(world: str) -> None:
    with ScriptedServer(JOB, iam=Damage(), tls=certificate("good").server_context()) as server:
        error = failure(world, server.arguments(verify=trusting()))
        assert server.calls == []
    assert error.path == "/identity/token"


def broken_files(folder: Path) -> dict[str, Path]:
    """Return files without certificates, by what is wrong with them."""
    (folder / "empty").write_bytes(b"")
    (folder / "text").write_bytes(b"these are not certificates\n")
    (folder / "cut").write_bytes(authority().pem[:200])
    (folder / "damaged").write_bytes(authority().pem.replace(b"M", b"!", 3))
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    names = ("missing", "empty", "text", "cut", "damaged", "folder", "pipe")
    return {name: folder / name for name in names} | {"device": folder / "/dev/null"}


@pytest.mark.parametrize(
    "variable", ["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"]
)
@pytest.mark.parametrize("kind", ["missing", "empty", "text", "cut", "damaged", "folder", "pipe", "device"])
def test_unusable_certificates_are_named_with_their_variable_before_sending(
    variable: str, kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = broken_files(tmp_path)[kind]
    monkeypatch.setenv(variable, str(path))
    with pytest.raises(ConfigurationError, match=f"^{variable}={path} cannot be used: ") as caught:
        RuntimeClient(API_KEY, INSTANCE)
    assert "or unset it" in str(caught.value)


@pytest.mark.parametrize("kind", ["missing/file", "folder", "pipe"])
def test_an_unwritable_tls_key_log_is_named(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken_files(tmp_path)
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / kind))
    with pytest.raises(ConfigurationError, match="SSLKEYLOGFILE="):
        RuntimeClient(API_KEY, INSTANCE)


@ALL
@pytest.mark.parametrize("variable", [*VARIABLES, "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"])
def test_a_loopback_client_over_plain_http_ignores_certificate_variables(
    world: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "socks9://nowhere:no/such/file")
    with ScriptedServer(JOB) as server:
        (job,) = perform(world, server.arguments(verify=True), get_job)
    assert job.status == "Running"


@pytest.mark.parametrize("verify", ["/etc/ca.pem", 1, None])
def test_an_invalid_verify_raises_with_the_accepted_values(verify: Any) -> None:
    with pytest.raises(QrtError, match=r"verify=.*ssl\.create_default_context"):
        RuntimeClient(API_KEY, INSTANCE, verify=verify)
