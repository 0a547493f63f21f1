"""Records logged by the HTTP libraries, asyncio and this package are redacted."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from support.scripted import ACCOUNT, API_KEY, INSTANCE

from qrt_facade._base.logs import redact_logs
from qrt_facade._base.secrets import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _factory_of_before() -> Iterator[None]:
    before = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(before)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    redact_logs()
    caplog.set_level(logging.DEBUG)
    return caplog


LOGGERS = [
    "httpx",
    "httpcore.http11",
    "httpcore.proxy",
    "httpx_retries",
    "httpx_retries.retry",
    "httpx_retries.transport",
    "httpx_retries.added.in.a.later.version",
    "h2.connection",
    "hpack.hpack",
    "asyncio",
    "anyio",
    "qrt_facade.jobs",
    "py.warnings",
]


@pytest.mark.parametrize("logger", LOGGERS)
def test_a_log_record_is_redacted_with_its_arguments(log: pytest.LogCaptureFixture, logger: str) -> None:
    key = Secret(API_KEY)
    headers = [("Authorization", key.reveal()), ("Service-CRN", INSTANCE)]
    logging.getLogger(logger).warning("%s sent %r of %d", "GET", headers, 2)
    (record,) = log.records
    assert "GET sent [('Authorization', '***')" in record.getMessage()
    for secret in (API_KEY, ACCOUNT):
        assert secret not in f"{record.getMessage()} {record.args} {log.text}"


def test_an_opaque_secret_is_redacted_as_a_value(log: pytest.LogCaptureFixture) -> None:
    token = Secret("opaque-and-alone")
    logging.getLogger("httpx").info("text %s", token.reveal())
    assert log.records[0].getMessage() == "text ***"


def test_arguments_that_do_not_match_the_format_are_not_printed(
    log: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("httpx_retries.retry").warning("%d of %d", API_KEY)  # noqa: PLE1206 - the point
    assert API_KEY not in f"{log.text} {log.records[0].args} {capsys.readouterr()}"
    assert log.records[0].getMessage() == "%d of %d"


def test_the_traceback_of_a_record_is_redacted(log: pytest.LogCaptureFixture) -> None:
    kept = Secret("opaque-and-alone")
    try:
        int(kept.reveal())
    except ValueError:
        logging.getLogger("asyncio").exception("never retrieved")
    assert "invalid literal for int() with base 10: '***'" in log.text
    assert "opaque-and-alone" not in log.text


def test_a_record_without_secrets_is_unchanged(log: pytest.LogCaptureFixture) -> None:
    logging.getLogger("httpx").info('HTTP Request: %s %s "%d"', "GET", "https://host.test/jobs", 200)
    assert log.records[0].args == ("GET", "https://host.test/jobs", 200)


def test_other_loggers_are_not_redacted(log: pytest.LogCaptureFixture) -> None:
    logging.getLogger("httpx2").info("what the application says: %s", INSTANCE)
    assert log.records[0].args == (INSTANCE,)


def test_installing_log_redaction_twice_has_no_further_effect(log: pytest.LogCaptureFixture) -> None:
    before = logging.getLogRecordFactory()
    redact_logs()
    assert logging.getLogRecordFactory() is before


def test_log_record_factory_of_the_application_is_still_used(caplog: pytest.LogCaptureFixture) -> None:
    class Numbered(logging.LogRecord):
        number = 5

    logging.setLogRecordFactory(Numbered)
    redact_logs()
    logging.getLogger("httpx").warning("%s", INSTANCE)
    (record,) = caplog.records
    assert isinstance(record, Numbered)
    assert ACCOUNT not in record.getMessage()
