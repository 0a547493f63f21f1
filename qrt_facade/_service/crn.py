"""CRNs of instances, and the URLs derived from them.

A CRN identifies one instance in one region: `crn:v1:<cname>:<ctype>:quantum-computing:<region>:a/<account>:<guid>::`.
The region determines the host of the API; the cname determines the host of IAM (`staging` is IBM's test environment).
Source: IBM Cloud's CRN format, and the REST API's published server URLs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from qrt_facade._base.arguments import refuse_secret
from qrt_facade._base.loopback import is_loopback
from qrt_facade._base.redaction import contains_secret, redacted_repr, secret_kind
from qrt_facade._base.secrets import Secret, redact
from qrt_facade._base.wording import pluralize
from qrt_facade.errors import ConfigurationError

DEFAULT_API_URL: Final = "https://quantum.cloud.ibm.com/api"
DEFAULT_IAM_URL: Final = "https://iam.cloud.ibm.com"

_FIELDS: Final = 10
_HOST_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_HUB: Final = re.compile(r"[\w.-]+/[\w.-]+/[\w.-]+")
_HEADER_UNSAFE: Final = re.compile(r"[^\x21-\x7e]")
_IBM_API_HOST: Final = re.compile(
    r"(?:private\.)?(?:(?P<region>[a-z0-9-]+)\.)?quantum(?:\.test)?\.cloud\.ibm\.com"
)


@dataclass(frozen=True, slots=True)
class Crn:
    """An instance's CRN, and its parts.

    Attributes:
        text: The whole CRN, as sent in the header `Service-CRN`.
        cname: `bluemix` for production, `staging` for IBM's test environment.
        region: `us-east`, `eu-de`, ...
        account: The account id, without its leading `a/`; the `{id}` of `GET /v1/accounts/{id}`.
        guid: The instance's own id.
    """

    text: str = field(repr=False)
    cname: str
    region: str
    account: Secret
    guid: str = field(repr=False)

    @property
    def account_id(self) -> str:
        """The plain account id."""
        return self.account.reveal()

    def __str__(self) -> str:
        return redact(self.text)

    @classmethod
    def parse(cls, text: str, *, name: str = "instance=") -> Crn:
        """Parse a CRN; `name` is the argument's name, for messages.

        Raises:
            ConfigurationError: The value does not have ten fields separated by colons, or contains characters that no
                CRN has. It is not shown, because it may be a misplaced key.
        """
        fields = text.split(":")
        if len(fields) != _FIELDS or fields[0] != "crn":
            raise ConfigurationError(
                f"{name} is not a CRN: {_without_value(text)} Expected ten fields: "
                "'crn:v1:bluemix:public:quantum-computing:<region>:a/<account>:<instance id>::'. "
                "RuntimeClient.discover_instances(api_key=...) lists the CRNs of an account by name and plan."
            )
        if "," in text:
            raise ConfigurationError(f"{name} contains a comma; pass a single CRN without a comma")
        if _HEADER_UNSAFE.search(text):
            raise ConfigurationError(
                f"{name} is a CRN with white space or non-ASCII characters, which CRNs never contain"
            )
        region = fields[5]
        if not _HOST_LABEL.fullmatch(region):
            raise ConfigurationError(
                f"{name} is a CRN whose sixth field, {redacted_repr(region)}, is not a region such as 'us-east' or 'eu-de'"
            )
        return cls(text, fields[2], region, Secret(fields[6].removeprefix("a/")), fields[7])


def _without_value(text: str) -> str:
    fields = text.count(":") + 1
    if (kind := secret_kind(text)) not in {None, "a CRN"}:
        return f"its {pluralize(len(text), 'character')} look like {kind}. Are the API key and the instance swapped?"
    if text[:1] in {"'", '"', "<", "`"}:
        return f"it begins with {text[0]}; remove such characters around it."
    if not text[:1].isascii():
        return f"it begins with the character U+{ord(text[0]):04X} in front of 'crn:'."
    if _HUB.fullmatch(text):
        return "it is a hub, a group and a project of the IBM Quantum Platform that was shut down on 1 July 2025."
    return f"it has {pluralize(len(text), 'character')} and {pluralize(fields, 'field')}."


def default_api_url(crn: Crn, *, private: bool = False) -> str:
    """Return the API's URL for an instance, which depends on its region; us-east has no prefix."""
    domain = "quantum.test.cloud.ibm.com" if crn.cname == "staging" else "quantum.cloud.ibm.com"
    if private:
        return f"https://private.{crn.region}.{domain}/api"
    prefix = "" if crn.region == "us-east" else f"{crn.region}."
    return f"https://{prefix}{domain}/api"


def default_iam_url(crn: Crn, *, private: bool = False) -> str:
    """Return IAM's URL for an instance."""
    domain = "iam.test.cloud.ibm.com" if crn.cname == "staging" else "iam.cloud.ibm.com"
    return f"https://{'private.' if private else ''}{domain}"


def checked_api_url(url: str, crn: Crn | None) -> str:
    """Return `base_url` in the form that the generated client expects (`.../api`), checked against the instance.

    Raises:
        ConfigurationError: The value is not an http(s) URL, is plain http to another machine, or is an IBM host of
            another region than the CRN's (the service would respond with 404, code 1279).
    """
    checked = checked_url("base_url", url)
    checked = checked.removesuffix("/v1")
    host = urlsplit(checked).hostname or ""
    match = _IBM_API_HOST.fullmatch(host)
    if match and crn is not None:
        asked = match["region"] or "us-east"
        if asked != crn.region:
            raise ConfigurationError(
                f"base_url={url!r} is in region {asked!r}, but the instance's CRN is in region {crn.region!r}; "
                f"omit base_url, or use {default_api_url(crn)!r}"
            )
    return checked


def checked_url(name: str, url: str) -> str:
    """Return the URL without trailing slashes; plain http to another machine is refused.

    Raises:
        ConfigurationError: The value is not an absolute http(s) URL, contains credentials, a query or a fragment, or
            would send credentials unencrypted over a network.
    """
    url = url.strip()
    refuse_secret(name, url)
    if contains_secret(url):
        raise ConfigurationError(
            f"{name}: a part of it looks like a key or a token, which must not be in a URL"
        )
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in {"http", "https"} and parts.port != 0 else None
    except ValueError:
        parts, host = urlsplit(""), None
    if host is None or _HEADER_UNSAFE.search(url):
        plain = url.rpartition("@")[2]  # a password may precede it
        why = "not a URL; expected"
        if url and _HEADER_UNSAFE.search(url):
            why = "not a URL, because it contains white space or non-ASCII characters; expected"
        raise ConfigurationError(f"{name}={redacted_repr(plain)} is {why} a URL such as 'https://host/api'")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigurationError(f"{name} must be a plain URL without user, password, query or fragment")
    if parts.scheme == "http" and not is_loopback(host):
        raise ConfigurationError(
            f"{name}={url!r} would send credentials unencrypted; plain http is accepted only for this machine "
            "(127.0.0.1, ::1, localhost), so use https"
        )
    return url.rstrip("/")
