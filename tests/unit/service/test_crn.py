"""CRNs, and the URLs derived from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scripted import ACCOUNT, INSTANCE

from qrt_facade._service.crn import Crn, checked_api_url, checked_url, default_api_url, default_iam_url
from qrt_facade.errors import ConfigurationError

EU = INSTANCE.replace("us-east", "eu-de")
STAGING = INSTANCE.replace("bluemix", "staging")


def test_a_crn_is_parsed_into_its_parts() -> None:
    crn = Crn.parse(INSTANCE)
    assert (crn.text, crn.cname, crn.region) == (INSTANCE, "bluemix", "us-east")
    assert (crn.account_id, crn.guid) == (ACCOUNT, "11111111-2222-3333-4444-555555555555")


def test_the_text_of_a_crn_hides_the_account_id() -> None:
    crn = Crn.parse(INSTANCE)
    assert ACCOUNT not in f"{crn} {crn!r}"
    assert "us-east" in str(crn)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "my-instance",
        "crn",
        INSTANCE[:-1],
        INSTANCE + ":",
        "x" + INSTANCE,
        INSTANCE + "\r\nX-Evil: 1",
        INSTANCE + " ",
        INSTANCE.replace("1111", "11\x0011"),
        INSTANCE.replace("1111", "ünï"),
        INSTANCE.replace("us-east", ""),
        INSTANCE.replace("us-east", "evil.test/"),
        INSTANCE.replace("us-east", "evil.test#"),
        INSTANCE.replace("us-east", "-us"),
        INSTANCE.replace("us-east", "us@east"),
    ],
)
def test_an_invalid_crn_is_refused_without_the_account_id(text: str) -> None:
    with pytest.raises(ConfigurationError, match="instance=") as caught:
        Crn.parse(text)
    assert ACCOUNT not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f'"{INSTANCE}"', 'begins with "; remove such characters'),
        (f"'{INSTANCE}'", "begins with '; remove such characters"),
        (f"<{INSTANCE}>", "begins with <; remove such characters"),
        (f"\ufeff{INSTANCE}", "begins with the character U\\+FEFF in front of 'crn:'"),
        (f"{INSTANCE},", "contains a comma; pass a single CRN"),
        (f"{INSTANCE},{INSTANCE}", "is not a CRN"),
    ],
)
def test_whitespace_and_quotes_around_a_crn_are_named(text: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Crn.parse(text)


@given(st.text())
def test_any_text_is_a_header_safe_crn_or_refused(text: str) -> None:
    try:
        crn = Crn.parse(text)
    except ConfigurationError:
        return
    assert crn.text.isascii()
    assert crn.text.isprintable()


@given(region=st.from_regex(r"[a-z]{2}-[a-z]{2,8}", fullmatch=True), guid=st.uuids(), account=st.uuids())
def test_a_crn_assembled_from_parts_is_parsed_into_them(region: str, guid: object, account: object) -> None:
    crn = Crn.parse(f"crn:v1:bluemix:public:quantum-computing:{region}:a/{account}:{guid}::")
    assert (crn.region, crn.account_id, crn.guid) == (region, str(account), str(guid))


@pytest.mark.parametrize(
    ("instance", "private", "api", "iam"),
    [
        (INSTANCE, False, "https://quantum.cloud.ibm.com/api", "https://iam.cloud.ibm.com"),
        (EU, False, "https://eu-de.quantum.cloud.ibm.com/api", "https://iam.cloud.ibm.com"),
        (
            INSTANCE,
            True,
            "https://private.us-east.quantum.cloud.ibm.com/api",
            "https://private.iam.cloud.ibm.com",
        ),
        (EU, True, "https://private.eu-de.quantum.cloud.ibm.com/api", "https://private.iam.cloud.ibm.com"),
        (STAGING, False, "https://quantum.test.cloud.ibm.com/api", "https://iam.test.cloud.ibm.com"),
    ],
)
def test_region_and_environment_determine_the_hosts(instance: str, private: bool, api: str, iam: str) -> None:
    crn = Crn.parse(instance)
    assert default_api_url(crn, private=private) == api
    assert default_iam_url(crn, private=private) == iam
    assert checked_api_url(api, crn) == api


@pytest.mark.parametrize(
    "given_as",
    [
        "https://host.test/api",
        "https://host.test/api/",
        "https://host.test/api/v1",
        "https://host.test/api/v1/",
    ],
)
def test_base_url_may_end_in_v1_or_a_slash(given_as: str) -> None:
    assert checked_api_url(given_as, None) == "https://host.test/api"


@pytest.mark.parametrize(
    "url",
    [
        "https://eu-de.quantum.cloud.ibm.com/api",
        "https://private.eu-de.quantum.cloud.ibm.com/api/v1",
        "https://EU-DE.Quantum.Cloud.IBM.com/api",
    ],
)
def test_a_base_url_in_another_region_than_the_crn_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"'eu-de'.*'us-east'"):
        checked_api_url(url, Crn.parse(INSTANCE))
    with pytest.raises(ConfigurationError, match=r"'us-east'.*'eu-de'"):
        checked_api_url("https://quantum.cloud.ibm.com/api", Crn.parse(EU))


@pytest.mark.parametrize("url", ["https://quantum.cloud.ibm.com.evil.test/api", "https://gateway.test/api"])
def test_a_host_outside_ibm_is_accepted_for_every_region(url: str) -> None:
    assert checked_api_url(url, Crn.parse(EU)) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "host/api",
        "//host/api",
        "ftp://host/api",
        "file:///etc/passwd",
        "https://",
        "https:///api",
        "https://user@host/api",
        "https://user:password@host/api",
        "https://host/api?token=x",
        "https://host/api#x",
        "https://[::1/api",
        "https://host:port/api",
        "https://host:99999/api",
        "https://ho st/api",
        "https://host/a\r\nX-Evil: 1",
        "https://host/a\x00",
    ],
)
def test_an_invalid_base_url_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="base_url") as caught:
        checked_url("base_url", url)
    assert "password" not in str(caught.value).replace("user, password, query", "")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
def test_plain_http_is_accepted_for_loopback(host: str) -> None:
    assert checked_url("base_url", f"http://{host}:8080/api") == f"http://{host}:8080/api"


@pytest.mark.parametrize(
    "host",
    [
        "quantum.cloud.ibm.com",
        "10.0.0.1",
        "0.0.0.0",
        "localhost.",
        "localhost.evil.test",
        "127.0.0.1.evil.test",
        "128.0.0.1",
        "[::2]",
        "2130706433",
        "127.1",
    ],
)
def test_plain_http_to_another_machine_is_refused(host: str) -> None:
    with pytest.raises(ConfigurationError, match="unencrypted"):
        checked_url("base_url", f"http://{host}/api")
