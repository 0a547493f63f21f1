"""Check the service: which versions it lists, and whether its document is still the one we generate from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from regeneration.documents import DocumentError, parse_document
from regeneration.drift_findings import Finding, Kind, Outcome, fingerprint, ordered, outcome
from regeneration.drift_versions import findings_in_list
from regeneration.fetching import FetchError, fetch
from regeneration.report import summary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from regeneration.documents import Document
    from regeneration.report import Row
    from regeneration.versions import Versions

# Both are constants, not read from a document: fetched data must not choose the next address.
SERVICE: Final = "https://quantum.cloud.ibm.com/api"
DOCUMENT: Final = "https://quantum.cloud.ibm.com/api/openapi.json"

_MEND: Final = "fix it with an action in openapi/overlay.yaml"


@dataclass(frozen=True)
class Evaluation:
    """The evaluation of a published document.

    Attributes:
        changes: Its differences from the vendored document of the pinned version.
        problem: Why the client cannot be generated from it: an error and its place; empty if it can be.
        idle: Overlay actions that have no effect on it.
        another_version: Statements of the document that contradict the pinned version; empty if there are none.
    """

    changes: list[Row]
    problem: str = ""
    idle: tuple[str, ...] = ()
    another_version: str = ""


@dataclass(frozen=True)
class Drift:
    """The result of one check.

    Attributes:
        findings: The most urgent first.
        changes: How the published document differs from the vendored one.
        idle: Overlay actions that have no effect on the published document.
        document: The published document, if it differs and the client can be generated from it.
    """

    findings: tuple[Finding, ...]
    changes: tuple[Row, ...] = ()
    idle: tuple[str, ...] = ()
    document: Document | None = None

    @property
    def outcome(self) -> Outcome:
        """Return whether there is news, nothing new, or no answer."""
        return outcome(self.findings)

    def with_problem(self, problem: str) -> Drift:
        """Return the same result with the changed document marked as unusable because of `problem`."""
        findings = [
            replace(finding, kind=Kind.DOCUMENT_UNUSABLE, state=problem, advice=_MEND)
            if finding.kind is Kind.DOCUMENT_CHANGED
            else finding
            for finding in self.findings
        ]
        return replace(self, findings=tuple(ordered(findings)), document=None)

    def as_json(self, *, applied: bool = False) -> str:
        """Return the output of `drift --json`."""
        content = {
            "outcome": self.outcome.name.lower(),
            "exit_code": int(self.outcome),
            "fingerprint": fingerprint(self.findings),
            "findings": [finding.as_json() for finding in self.findings],
            "changes": [row.as_json() for row in self.changes],
            "idle": list(self.idle),
            "applied": applied,
        }
        return json.dumps(content, indent=2)


def check_service(
    versions: Versions,
    judge: Callable[[Document], Evaluation],
    today: dt.date,
    service: str = SERVICE,
    document: str = DOCUMENT,
) -> Drift:
    """Fetch the versions of `service`, and the URL `document`; a failure of one does not hide findings of the other."""
    findings = check_versions(versions, today, service)
    try:
        published = parse_document(fetch(document), document)
    except (FetchError, DocumentError) as error:
        return Drift(tuple(ordered([*findings, _trouble(document, error)])))
    evaluation = judge(published)
    found = _about_document(document, evaluation)
    usable = found is not None and found.kind is Kind.DOCUMENT_CHANGED and not evaluation.idle
    return Drift(
        tuple(ordered([*findings, found] if found else findings)),
        tuple(evaluation.changes),
        evaluation.idle,
        published if usable else None,
    )


def check_versions(versions: Versions, today: dt.date, service: str = SERVICE) -> list[Finding]:
    """Fetch the versions of `service`, and return what is new about them or why they could not be fetched."""
    address = f"{service.rstrip('/')}/v1/versions"
    try:
        body = fetch(address)
    except FetchError as error:
        return [_trouble(address, error)]
    return ordered(findings_in_list(versions, body, today))


def _trouble(address: str, error: FetchError | DocumentError) -> Finding:
    kind = Kind.UNREACHABLE if isinstance(error, FetchError) else Kind.UNREADABLE
    return Finding(kind, address, str(error).removeprefix(f"{address}: "))


def _about_document(address: str, evaluation: Evaluation) -> Finding | None:
    """Return the finding for an evaluation."""
    if evaluation.another_version:
        advice = "vendor it as the version that it describes"
        return Finding(Kind.DOCUMENT_OF_ANOTHER_VERSION, address, evaluation.another_version, advice)
    if evaluation.problem:
        return Finding(Kind.DOCUMENT_UNUSABLE, address, evaluation.problem, _MEND)
    if not evaluation.changes:
        return None
    rows = json.dumps([row.as_json() for row in evaluation.changes], sort_keys=True)
    digest = hashlib.sha256(rows.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    state = f"{summary(evaluation.changes)}; checksum {digest}"
    return Finding(Kind.DOCUMENT_CHANGED, address, state, "vendor it for the pinned version")
