"""How a client connects: settings and headers."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.scripted import API_KEY, INSTANCE

from qrt_facade._base.secrets import Secret
from qrt_facade._connection.credentials import resolve
from qrt_facade._connection.settings import Settings, checked_ledger, default_headers, no_cookies
from qrt_facade.errors import ConfigurationError

REQUEST = httpx.Request("GET", "https://quantum.cloud.ibm.com/api/v1/jobs?limit=1")
PROXY = "http://user:passw0rd@proxy.test:8080"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("timeout", value) for value in (0, -1, float("inf"), float("nan"), "30", None)),
        *(("total_timeout", value) for value in (0, -1, float("inf"), float("nan"), "600", None)),
        *(("verify", value) for value in ("/etc/ca.pem", 1, None)),
        *(("retries", value) for value in (-1, 1.5, True, "5", None)),
        *(("proxy", Secret(value)) for value in ("", "proxy.test:8080", "ftp://proxy.test", "http://[::1")),
    ],
)
def test_an_invalid_setting_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Settings(api_version="2026-04-15", **{name: value})


def test_an_invalid_proxy_is_refused_without_its_password() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Settings(api_version="2026-04-15", proxy=Secret("gopher://user:passw0rd@proxy.test"))
    assert "passw0rd" not in str(caught.value)
    assert "passw0rd" not in repr(Settings(api_version="2026-04-15", proxy=Secret(PROXY)))


def test_verify_false_warns() -> None:
    with pytest.warns(UserWarning, match="verify=False"):
        Settings(api_version="2026-04-15", verify=False)


def test_the_connect_timeout_is_shorter_than_the_read_timeout() -> None:
    timeout = Settings(api_version="2026-04-15", timeout=60).httpx_timeout()
    assert (timeout.connect, timeout.read, timeout.write, timeout.pool) == (10, 60, 60, 60)
    assert Settings(api_version="2026-04-15", timeout=2).httpx_timeout().connect == 2


def test_default_headers_have_no_secret() -> None:
    credentials = resolve(api_key=API_KEY, instance=INSTANCE)
    headers = default_headers(credentials, Settings(api_version="2026-04-15"))
    assert headers["Service-CRN"] == INSTANCE
    assert headers["IBM-API-Version"] == "2026-04-15"
    assert "no-store" in headers["Cache-Control"]
    assert API_KEY not in str(headers)
    assert "Authorization" not in headers


def test_the_cookie_jar_stays_empty() -> None:
    jar = httpx.Cookies(no_cookies())
    jar.extract_cookies(httpx.Response(200, headers={"Set-Cookie": "a=b"}, request=REQUEST))
    assert not list(jar.jar)


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        ({"max_connections": "5"}, "limits: max_connections"),
        ({"max_connections": 0}, "limits: max_connections"),
        ({"max_keepalive_connections": "2"}, "limits: max_keepalive_connections"),
        ({"keepalive_expiry": "soon"}, "limits: keepalive_expiry"),
    ],
)
def test_unusable_pool_limits_are_refused(limits: dict[str, Any], named: str) -> None:
    with pytest.raises(ConfigurationError, match=named):
        Settings(api_version="2026-04-15", limits=httpx.Limits(**limits))


def test_unlimited_pool_limits_are_accepted() -> None:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None, keepalive_expiry=None)
    assert Settings(api_version="2026-04-15", limits=limits).limits == limits


def test_a_version_passed_as_a_date_is_refused_with_the_text_to_write() -> None:
    for value in (date(2026, 4, 15), datetime(2026, 4, 15, 12)):  # noqa: DTZ001 - what a user passes
        with pytest.raises(ConfigurationError, match="'2026-04-15'"):
            Settings(api_version=value)  # type: ignore[arg-type]


def test_a_ledger_is_a_path_or_true_for_the_default_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [checked_ledger(value) for value in (None, False, True)] == [None, None, True]
    assert checked_ledger("budget.sqlite") == Path("budget.sqlite").absolute()
    for value in ("", "a\0b", 5):
        with pytest.raises(ConfigurationError, match=r"ledger|path"):
            checked_ledger(value)
    with pytest.raises(ConfigurationError, match="ledger='~no-such-user/x'"):
        checked_ledger("~no-such-user/x")
