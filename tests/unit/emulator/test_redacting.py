"""Redaction of credentials in recorded calls, under the names that clients of any language use."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from qrt_facade.emulator.http.redacting import Redactor, credentials_in

SECRET = "Pl4nted-sEcReT-01"
REDACTOR = Redactor(
    "the-key-of-the-emulator", ["crn:v1:bluemix:public:quantum-computing:us-east:a/0123456789abcdef:0::"]
)

NAMES = (
    "apikey", "api_key", "api-key", "IBM_API_KEY", "accessToken", "access_token", "clientSecret", "client-secret",
    "refresh_token", "private_key", "password", "passwd", "pwd", "passcode", "passphrase", "credential", "credentials",
    "authorization", "jwt", "assertion", "device_code",
)  # fmt: skip


def recorded(text: str) -> str:
    return REDACTOR.text(text, credentials_in([], text))


@pytest.mark.parametrize("name", NAMES)
def test_a_credential_is_redacted_by_its_name_however_it_is_spelled(name: str) -> None:
    document = json.dumps({name: SECRET, "copy": SECRET, "kept": "in sight"})
    for text in (
        f"/api/v1/jobs?limit=1&{name}={SECRET}&x=1",
        f"/api/v1/jobs?{quote(name[0])}%{ord(name[1]):02x}{name[2:]}={SECRET}",
        f"grant_type=other&{name}={SECRET}",
        document,
        document.replace(": ", " \n:\t"),
        json.dumps({"text": document}),
        json.dumps({"text": json.dumps({"text": document})}),
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\nContent-Type: text/plain\r\n\r\n{SECRET}\r\n--b--\r\n',
    ):
        assert SECRET not in recorded(text), text
        assert "***" in recorded(text)
    assert json.loads(recorded(document)) == {name: "***", "copy": "***", "kept": "in sight"}


@pytest.mark.parametrize(
    "name",
    [b"api_key", b"x_api_key", b"x-passcode", b"x-auth", b"x-private-key", b"x-jwt", b"proxy-authorization"],
)
def test_a_credential_in_a_header_is_redacted_by_the_headers_name(name: bytes) -> None:
    headers = [(name, SECRET.encode()), (b"x-copy", SECRET.encode())]
    values = [value for _, value in REDACTOR.headers(headers, credentials_in(headers))]
    assert values == ["***", "***"]


def test_the_password_in_an_address_is_redacted() -> None:
    headers = [(b"referer", f"https://user:{SECRET}@localhost:1/page?a=b@c".encode())]
    assert REDACTOR.headers(headers, ()) == (("referer", "https://user:***@localhost:1/page?a=b@c"),)


@pytest.mark.parametrize(
    "text",
    [
        '{"token_type": "Bearer", "tokens": 3, "keys": "abcdefgh", "code": "not_found_1217"}',
        "/api/v1/jobs?tags=token&search=password-reset&created_after=2026-01-01T00:00:00Z",
        '{"url": "https://localhost:8000/a:b@c"}',
    ],
)
def test_text_that_only_resembles_a_credential_is_not_redacted(text: str) -> None:
    assert recorded(text) == text


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "unit", ['name="token"\r\n', 'name="token"\r\nx\r\n', '\\"token\\":\\"', '"token":"\\', "\\"]
)
def test_redaction_of_many_partial_credentials_is_fast(unit: str) -> None:
    """Patterns that searched to the end of the text from each start took 5 s for 36 kB, and nearly a minute for this."""
    assert recorded(unit * (100_000 // len(unit)))
