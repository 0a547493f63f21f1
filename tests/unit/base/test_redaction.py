"""Secrets are redacted in every encoding; other text is unchanged."""

from __future__ import annotations

import base64
import html
import json
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.scripted import API_KEY, INSTANCE

from qrt_facade._base import redaction
from qrt_facade._base.redaction import redact_text, redacted_repr, secret_kind

if TYPE_CHECKING:
    from collections.abc import Callable

VALUE = "oPaQuE/tok+en=with~special.chars-and_\"<&>'-0123456789"
JWT = "eyJraWQiOiIyMDI2MDEwMSJ9.eyJpYW1faWQiOiJJQk1pZC0xIn0.c2lnbmF0dXJl"


def in_base64(before: str, after: str) -> Callable[[str], str]:
    return lambda value: base64.b64encode(f"{before}{value}{after}".encode()).decode()


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "as a host": str.lower,
    "percent-encoded": lambda value: quote(value, safe=""),
    "percent-encoded throughout": lambda value: "".join(f"%{byte:02x}" for byte in value.encode()),
    "in JSON throughout": lambda value: "".join(f"\\u{ord(character):04X}" for character in value),
    "in capitals": str.upper,
    "percent-encoded in lower case": lambda value: (
        quote(value, safe="").replace("%2F", "%2f").replace("%3D", "%3d")
    ),
    "percent-encoded twice": lambda value: quote(quote(value, safe=""), safe=""),
    "in JSON": lambda value: json.dumps(value)[1:-1],
    "in JSON with escaped slashes": lambda value: json.dumps(value)[1:-1].replace("/", "\\/"),
    "in JSON with code points": lambda value: "".join(
        c if c.isalnum() else f"\\u{ord(c):04X}" for c in value
    ),
    "in HTML": html.escape,
    "in HTML with code points": lambda value: "".join(c if c.isalnum() else f"&#{ord(c)};" for c in value),
    "in Python": lambda value: repr(value)[1:-1],
    "in base64": in_base64("", ""),
    "in base64, moved by one": in_base64("x", "yz"),
    "in base64, moved by two": in_base64("xx", "y"),
    "in Basic": in_base64("apikey:", ""),
    "in base64 for addresses": lambda value: base64.urlsafe_b64encode(value.encode()).decode(),
    "in hexadecimal": lambda value: value.encode().hex(),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(
    "value", [VALUE, API_KEY, JWT, f"{VALUE}{'aB3' * 500}"], ids=["odd", "key", "JWT", "long"]
)
def test_a_secret_is_redacted_in_every_encoding(spelling: str, value: str) -> None:
    spelled = SPELLINGS[spelling](value)
    text = redact_text(f"you sent <{spelled}>, which is bad", [value])
    assert spelled[4:-6] not in text
    assert text.startswith("you sent <")
    assert text.endswith(">, which is bad")
    assert len(text) < 45


@pytest.mark.parametrize(
    "spelled",
    [
        quote,
        quote_plus,
        lambda value: json.dumps(value)[1:-1],
        lambda value: value.encode().decode("latin-1"),
        lambda value: html.escape(value).encode("ascii", "xmlcharrefreplace").decode(),
    ],
    ids=["percent-encoded", "in a form", "in JSON", "in a header", "in HTML"],
)
def test_a_non_ascii_secret_is_redacted_in_every_encoding(spelled: Callable[[str], str]) -> None:
    secret = "p\u00e4ss w\u00f6rd \u043a\u043b\u044e\u0447 \U0001f511"
    assert redact_text(f"before {spelled(secret)} after", [secret]) == "before *** after"


def test_parts_of_a_split_or_truncated_secret_are_redacted() -> None:
    key = "Xq7dKt2ZrB9wLmPf3sVhYc8uJ0nGaEoT5iR1vDbWxN4y"
    text = redact_text(f"first {key[:20]}, then {key[20:]}; in short {key[5:25]}...", [key])
    assert not any(key[start : start + 8] in text for start in range(len(key) - 8))
    assert text.startswith("first ")
    assert ", then " in text


@pytest.mark.parametrize("value", ["key", "job", "local", "abc"])
def test_a_very_short_secret_is_not_redacted(value: str) -> None:
    text = f"api_keys of jobs are locals, abcd, {value}-1"
    assert redact_text(text, [value]) == text


def test_a_short_secret_is_redacted_as_a_whole_word() -> None:
    assert redact_text("password pa5s, user:pa5s@host, a%3Apa5s%40host", ["pa5s"]) == (
        "password ***, user:***@host, a%3A***%40host"
    )


@pytest.mark.parametrize("scheme", ["http://", "socks5://", ""])
def test_password_of_a_proxy_url_is_redacted(scheme: str) -> None:
    proxy = f"{scheme}me:hunter%2F22@proxy.test:8080"
    basic = base64.b64encode(b"me:hunter/22").decode()
    text = redact_text(f"http://proxy.test:8080 refused hunter%2F22, hunter/22 and {basic}", [proxy])
    assert "proxy.test:8080" in text
    assert "hunter" not in text
    assert basic not in text


def test_a_token_in_place_of_a_proxy_user_is_redacted() -> None:
    assert redact_text("no tok3n-of-me here", ["http://tok3n-of-me@proxy.test:8080"]) == "no *** here"


@pytest.mark.parametrize("proxy", ["http://proxy.test:8080", "proxy.test:8080", "https://proxy.test"])
def test_a_proxy_url_without_a_password_is_not_redacted(proxy: str) -> None:
    assert redact_text(f"no answer of {proxy}", [proxy]) == f"no answer of {proxy}"


def test_an_unknown_api_key_is_redacted_by_its_form() -> None:
    assert redact_text(f"no such thing: {API_KEY!r}") == "no such thing: '***'"
    assert redact_text(f"https://host.test/jobs/{API_KEY}/results") == "https://host.test/jobs/***/results"


@pytest.mark.parametrize(
    "text",
    [
        "d1qv2s8h4bpc73a0k1m0",
        "11111111-2222-3333-4444-555555555555",
        "qrt-0123456789abcdef0123456789abcdef01234567",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "/home/me/.local/state/qrt-facade/result-d1qv2s8h4bpc73a0k1m0-0a1b2c3d.json",
        "a tag: Experiment-2026-Run-0001",
        "0" * 44,
    ],
)
def test_ids_tags_digests_and_paths_are_not_redacted(text: str) -> None:
    assert redact_text(text, [API_KEY]) == text


def test_zeros_inside_a_secret_do_not_redact_other_zeros() -> None:
    assert (
        redact_text("counts of 000000000000000", ["aB00000000000000000000000000c1"])
        == "counts of 000000000000000"
    )


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (API_KEY, "an API key"),
        (f" {API_KEY}\n", "an API key"),
        (JWT, "an access token"),
        (INSTANCE, "a CRN"),
        ("CRN:v1", "a CRN"),
        ("d1qv2s8h4bpc73a0k1m0", None),
        ("ibm_fez", None),
        ("https://quantum.cloud.ibm.com/api", None),
        ("", None),
    ],
)
def test_secret_kind_is_recognised_by_form(value: str, kind: str | None) -> None:
    assert secret_kind(value) == kind


def test_redacted_repr_describes_secrets_and_shows_other_values() -> None:
    assert redacted_repr(API_KEY) == "44 characters that look like an API key"
    assert redacted_repr("soonish") == "'soonish'"
    assert redacted_repr([API_KEY]) == "['***']"
    assert redacted_repr(5) == "5"


SOUGHT = (VALUE, API_KEY, f"{VALUE}{'aB3' * 60}", "sh0rt", "gehe\u00efm-\U0001f600-k\u00eey-und-mehr")
BEGINNINGS = [
    "Bearer ", "apikey=", "API\u212aEY=", "ap\u0131key ", "/accounts/", "crn:v1:bluemix:public:quantum-computing:us-east:a/", "eyJ",
    "%", "\\u0065", "&#", "=", "\n", '"', " ", ".", "-", "\u00e4", "\ud800",
]  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Generate text with whole and partial secrets in any encoding, among words that secrets start with."""
    value, spell = draw(st.sampled_from(SOUGHT)), SPELLINGS[draw(st.sampled_from([*SPELLINGS]))]
    spelled = spell(value)
    start = draw(st.just(0) | st.integers(0, len(spelled)))
    part = spelled[start : start + draw(st.integers(0, 60) | st.just(len(spelled)))]
    around = st.sampled_from(BEGINNINGS) | st.text(max_size=50)
    words = st.text("abcXYZ019-_", min_size=40, max_size=48)
    return "".join(draw(st.permutations([part, *draw(st.lists(around | words, max_size=4))])))


def the_simple_way(text: str) -> str:
    for value in SOUGHT:
        for sought in redaction._sought_of(value):
            text = sought.pattern.sub("***", text)
    text = redaction._JWT.sub("***", text)
    text = redaction._BEARER.sub(r"\1\2***", text)
    text = redaction._API_KEY.sub("***", text)
    text = redaction._ACCOUNT_IN_PATH.sub(r"\1***", text)
    return redaction._ACCOUNT_IN_CRN.sub(r"\1***", text)


@settings(max_examples=40)
@given(texts())
@example("ap\u0131key=0123456789")
@example("API\u212aEY=0123456789")
@example(SPELLINGS["in JSON throughout"](VALUE))
def test_the_prefilter_finds_every_secret_that_all_patterns_find(text: str) -> None:
    assert redact_text(text, SOUGHT) == the_simple_way(text)
