"""The checks of `qrt doctor`. Each check returns findings; nothing is printed or changed here."""

from __future__ import annotations

import os
import platform
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING, Any, Final, Literal

from qrt_client._version import API_VERSION
from qrt_client.api.versions import get_versions

from qrt_facade._base.secrets import Secret
from qrt_facade._connection.accounts import (
    account_file,
    find_account,
    remedy_for,
    saved_accounts,
    unusable_accounts,
)
from qrt_facade._connection.credentials import (
    API_KEY_VARIABLE,
    CHANNEL_VARIABLE,
    IAM_URL_VARIABLE,
    INSTANCE_VARIABLE,
    URL_VARIABLE,
    Credentials,
    resolve,
    variable,
)
from qrt_facade._connection.private_results import describe_kept, kept_results
from qrt_facade._connection.settings import Settings
from qrt_facade._service.crn import DEFAULT_API_URL, DEFAULT_IAM_URL, checked_api_url
from qrt_facade._service.mocks import DRY_RUN
from qrt_facade._service.versions import RELEASES, ApiVersion
from qrt_facade._sync.connection import answer_of
from qrt_facade._sync.transport import ServiceClient
from qrt_facade._version import __version__
from qrt_facade.errors import AuthenticationError, ConfigurationError, QrtError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qrt_facade import RuntimeClient
    from qrt_facade._sync.raw import RawClient

State = Literal["ok", "note", "warning", "wrong"]

_OF_AN_EXTRA: Final = re.compile(r"""(?P<name>[\w.-]+).*\bextra *== *["'](?P<extra>[\w.-]+)["']""")
"""A requirement of an extra in the package's metadata: `click>=8.2; extra == 'cli'`."""
_FOR_THE_PROJECT: Final = frozenset({"dev", "docs", "measure"})
"""Extras with tools for testing, documenting and measuring this project."""
MOST_SKEW: Final = 60.0
"""Difference of this machine's clock in seconds above which tokens look expired or not yet valid."""
_VARIABLES: Final = (
    API_KEY_VARIABLE,
    INSTANCE_VARIABLE,
    CHANNEL_VARIABLE,
    URL_VARIABLE,
    IAM_URL_VARIABLE,
    "QRT_URL",
    "HTTPS_PROXY",
    "NO_PROXY",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    Attributes:
        subject: What was checked.
        state: Its state.
        detail: What was found.
        remedy: How to fix it; empty if there is nothing to fix.
    """

    subject: str
    state: State
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The result of the check for credentials.

    Attributes:
        findings: The findings to report.
        credentials: The credentials that would be used, or None.
    """

    findings: list[Finding]
    credentials: Credentials | None = None


def environment() -> Iterator[Finding]:
    """Check this machine: Python, packages, extras, environment variables (whether they are set, never their values)."""
    yield Finding("qrt-facade", "ok", f"{__version__}, made for API version {API_VERSION}")
    yield Finding("Python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    versions = {
        name: _version(name) for name in ("httpx", "httpx-retries", "numpy", "attrs", "qiskit", "qiskit-aer")
    }
    there = ", ".join(f"{name} {found}" for name, found in versions.items() if found)
    yield Finding("packages", "ok", there)
    for extra, missing in missing_packages(requires("qrt-facade") or ()).items():
        yield (
            Finding(
                f"extra {extra}",
                "note",
                f"not installed: {', '.join(missing)}",
                f"pip install 'qrt-facade[{extra}]' if you want it",
            )
            if missing
            else Finding(f"extra {extra}", "ok", "installed")
        )
    is_set = [name for name in _VARIABLES if os.environ.get(name) or os.environ.get(name.lower())]
    yield Finding("variables", "ok", f"set: {', '.join(is_set) or 'none that matter here'}")
    terminal = "a terminal" if sys.stdout.isatty() else "not a terminal"
    yield Finding(
        "stdout",
        "ok",
        f"{terminal}, {sys.stdout.encoding}" + (", NO_COLOR" if os.environ.get("NO_COLOR") else ""),
    )


def results() -> Iterator[Finding]:
    """Check for results of private jobs that reached this machine but not the program that requested them."""
    found = kept_results()
    if not found:
        yield Finding("kept results", "ok", "none")
    for kept in found:
        yield Finding(
            "kept results",
            "warning",
            f"job {kept.job_id}{f' ({DRY_RUN})' if kept.dry_run else ''}: {describe_kept(kept)}",
            "in Python, client.kept_results() decodes it; delete the file when you no longer need it",
        )


def missing_packages(requirements: Iterable[str]) -> dict[str, list[str]]:
    """Return the packages of each extra that are not installed, given the requirements in a package's metadata.

    Extras that are only for developing this project are skipped.
    """
    missing: dict[str, list[str]] = {}
    for line in requirements:
        requirement = _OF_AN_EXTRA.match(line)
        if requirement and requirement["extra"] not in _FOR_THE_PROJECT:
            names = missing.setdefault(requirement["extra"], [])
            if _version(requirement["name"]) is None:
                names.append(requirement["name"])
    return missing


def credentials(
    *, api_key: str | None, instance: str | None, account: str | None, base_url: str | None
) -> Found:
    """Look for credentials where a client does, and report which would be used."""
    file = account_file()
    try:
        names = [entry.name for entry in saved_accounts()]
    except ConfigurationError as error:
        return Found(
            [Finding("account file", "wrong", str(error), f"chmod 600 {file}, or repair its contents")]
        )
    contents = ", ".join(names) or ("no usable accounts" if file.exists() else "not there")
    findings = [Finding("account file", "ok", f"{file}: {contents}")]
    findings += [
        Finding("account", "warning", str(unusable), remedy_for(unusable)) for unusable in unusable_accounts()
    ]
    in_environment = account is None and variable(API_KEY_VARIABLE) is not None
    try:
        found = resolve(api_key=api_key, instance=instance, account=account, base_url=base_url)
    except ConfigurationError as error:
        nowhere = not (api_key or account or in_environment or names)
        detail = f"none: no --api-key, no {API_KEY_VARIABLE}, no saved account" if nowhere else str(error)
        wrong = Finding(
            "credentials", "wrong", detail, "`qrt login` checks and saves a key; --local needs no credentials"
        )
        return Found([*findings, wrong])
    if api_key or in_environment:
        source = "--api-key" if api_key else API_KEY_VARIABLE
    else:
        saved = find_account(account)
        source = f"account {saved.name if saved else ''!r}"
    region = found.instance.region if found.instance else "none"
    where = f"from {source}; region {region}, API {found.api_url}, IAM {found.iam_url}"
    findings.append(Finding("credentials", "ok", where))
    if not found.verify:
        detail = "certificates are not verified: `verify` is false in the account"
        findings.append(Finding("TLS", "warning", detail, "save the account again with `qrt login`"))
    return Found(findings, found)


def anonymous(found: Credentials | None, base_url: str | None, timeout: float) -> ServiceClient:
    """Return an unauthenticated connection to the service, with the proxy and TLS settings of the credentials."""
    address = found.api_url if found else checked_api_url(base_url or DEFAULT_API_URL, None)
    nobody = Credentials(instance=None, api_url=address, iam_url=DEFAULT_IAM_URL, token=Secret("anonymous"))
    proxy, verify = (found.proxy, found.verify) if found else (None, True)
    return ServiceClient(
        nobody, Settings(API_VERSION, timeout=timeout, retries=1, proxy=proxy, verify=verify)
    )


def reachability(raw: RawClient, used: str, *, emulated: bool = False) -> Iterator[Finding]:
    """Request the service's versions, which needs no credentials, and compare clocks.

    Args:
        raw: Client for the request.
        used: The API version that the commands use.
        emulated: Whether the service is an emulator.
    """
    asked = datetime.now(UTC)
    try:
        response = get_versions.sync_detailed(client=raw)
        listed = ApiVersion.all_of(answer_of(get_versions.sync_detailed, response))
    except QrtError as error:
        if isinstance(error, AuthenticationError):
            yield Finding("service", "ok", "answers")
            return
        yield Finding(
            "service",
            "wrong",
            str(error),
            "check that the emulator is running (`qrt serve`), and --url or QRT_URL"
            if emulated
            else "check the network, HTTPS_PROXY, --base-url, and IBM's status page",
        )
        return
    took = (datetime.now(UTC) - asked).total_seconds()
    yield Finding("service", "ok", f"responds in {took:.2f} s")
    yield _clock(response.headers.get("date"), asked)
    yield _api_version(used, listed)


def acceptance(client: RuntimeClient) -> Iterator[Finding]:
    """Check the credentials: with the token exchange, and with a request that needs the instance."""
    try:
        backends = client.with_options(retries=1).backends.list()
    except AuthenticationError as error:
        yield Finding(
            "key",
            "wrong",
            str(error),
            "run `qrt login` with another key; create keys at IBM Cloud, under Manage, Access (IAM)",
        )
        return
    except QrtError as error:
        yield Finding(
            "instance", "wrong", str(error), "check the CRN; `qrt login` finds the instances of the key"
        )
        return
    online = sum(backend.operational for backend in backends)
    state: State = "ok" if online else "warning"
    remedy = "" if online else "no backend is online; `qrt backends` shows why"
    yield Finding(
        "key and instance", state, f"accepted; {online} of {len(backends)} backends are online", remedy
    )


def _clock(date: str | None, now: datetime) -> Finding:
    try:
        skew = (now - parsedate_to_datetime(date or "")).total_seconds()
    except (TypeError, ValueError):
        return Finding("clock", "warning", "the service sent no date for comparison")
    if abs(skew) <= MOST_SKEW:
        return Finding("clock", "ok", f"within {max(abs(skew), 1):.0f} s of the service's")
    ahead = "ahead of" if skew > 0 else "behind"
    return Finding(
        "clock",
        "wrong",
        f"{abs(skew):.0f} s {ahead} the service's",
        "set the clock (NTP): it decides whether tokens are valid",
    )


def _api_version(used: str, listed: list[Any]) -> Finding:
    newest = max((entry.version for entry in listed), default=used)
    known = next((entry for entry in listed if entry.version == used), None)
    if known is None:
        if used > newest:
            remedy = f"the client requests a later version than the service has; use --api-version {newest}"
        else:
            remedy = "update qrt-facade, or use --api-version"
        detail = f"the service does not list {used}; its newest version is {newest}"
        return Finding("API version", "warning", detail if listed else "the service lists no version", remedy)
    # For a client of an older version, the service lists only dates.
    sunset = known.sunset_date or (RELEASES.get(used) if known.status is None else None)
    if known.deprecated or sunset:
        return Finding(
            "API version",
            "warning",
            f"{used} is deprecated, and may end on {sunset or 'an unknown date'}",
            f"update qrt-facade for {newest}",
        )
    return Finding("API version", "ok", f"{used} is {known.status or 'listed'}; the newest is {newest}")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
