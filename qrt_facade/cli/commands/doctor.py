"""`qrt doctor`: what is set up, what can be reached, what is wrong and how to fix it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from qrt_client._version import API_VERSION

from qrt_facade._base.secrets import redact
from qrt_facade._sync.raw import RawClient
from qrt_facade.cli.commands import diagnosis
from qrt_facade.cli.connect import api_key_of
from qrt_facade.cli.errors import CommandError, Exit
from qrt_facade.cli.frame import Cli, command
from qrt_facade.cli.render.tables import findings_table
from qrt_facade.cli.words import for_terminals

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODES: Final = {
    "service": Exit.SERVICE,
    "key": Exit.AUTHENTICATION,
    "instance": Exit.AUTHENTICATION,
    "clock": Exit.OTHER,
}


@command("doctor")
def doctor(cli: Cli) -> None:
    """Check the environment, the credentials, the service, the clock and the versions; changes nothing."""
    found = [
        {name: redact(for_terminals(text, cli.options)) for name, text in asdict(finding).items()}
        for finding in _findings(cli)
    ]
    wrong = [finding for finding in found if finding["state"] == "wrong"]
    cli.output.emit(
        {"healthy": not wrong, "findings": found}, lambda: cli.output.table(findings_table(found))
    )
    if wrong:
        subjects = ", ".join(finding["subject"] for finding in wrong)
        code = _CODES.get(wrong[0]["subject"], Exit.USAGE)
        raise CommandError(f"problems found: {subjects}", wrong[0]["remedy"], code)


def _findings(cli: Cli) -> Iterator[diagnosis.Finding]:
    yield from diagnosis.environment()
    yield from diagnosis.results()
    common = cli.common
    used = common.api_version or API_VERSION
    if common.emulated:
        yield diagnosis.Finding("credentials", "ok", "an emulator is used, which has its own")
        reached = list(diagnosis.reachability(cli.client.raw, used, emulated=True))
        usable = True
    else:
        found = diagnosis.credentials(
            api_key=api_key_of(common),
            instance=common.instance,
            account=common.account,
            base_url=common.base_url,
        )
        yield from found.findings
        usable = found.credentials is not None
        with diagnosis.anonymous(found.credentials, common.base_url, common.timeout or 10.0) as service:
            reached = list(diagnosis.reachability(RawClient.over(service), used))
    yield from reached
    if usable and reached[0].state == "ok":
        yield from diagnosis.acceptance(cli.client)
