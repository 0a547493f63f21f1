"""Descriptions of a scenario's rules for the pages and the recorded calls."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.rules import Fault, JobRule, Rule


def describe_fault(fault: Fault) -> str:
    """Describe a fault in one line: `fault 2: responds with 503 Service Unavailable (POST /api/v1/jobs)`."""
    return f"fault {fault.number}: {describe_effect(fault)} ({describe_requests(fault)})"


def describe_requests(fault: Fault) -> str:
    """Describe which requests a fault applies to: `POST /api/v1/jobs`."""
    return f"{fault.method or 'any method'} {'any path' if fault.path == '*' else fault.path}"


def describe_effect(fault: Fault) -> str:
    """Describe what happens to such a request: `responds with 503 Service Unavailable, Retry-After: 1`."""
    late = f", {fault.delay:g} s late" if fault.delay else ""
    if fault.drop:
        done = " after processing the request" if fault.when == "after" else " before processing the request"
        return f"closes the connection{done}{late}"
    if fault.status is not None:
        headers = "".join(f", {name}: {value}" for name, value in fault.headers.items())
        body = "" if fault.body is None or fault.body == "" else ", with a body"
        done = ", after processing the request" if fault.when == "after" else ""
        return f"responds with {_status(fault.status)}{headers}{body}{done}{late}"
    if fault.truncate is not None:
        return f"closes the connection after {fault.truncate:,} bytes of the body{late}"
    return f"responds normally{late}"


def describe_remaining(rule: Rule) -> str:
    """Describe how often a rule still applies: `3 more times, after 2 that pass`."""
    if rule.times is not None and rule.times <= 0:
        return "used up"
    times = "always" if rule.times is None else "once more" if rule.times == 1 else f"{rule.times} more times"
    passing = f", after {rule.skip} that {'passes' if rule.skip == 1 else 'pass'}" if rule.skip else ""
    return times + passing


def describe_jobs(rule: JobRule) -> str:
    """Describe which jobs a rule applies to: `sampler jobs on ibm_fez tagged doomed`."""
    program = "jobs of any program" if rule.program_id == "*" else f"{rule.program_id} jobs"
    backend = "" if rule.backend == "*" else f" on {rule.backend}"
    tag = "" if rule.tag is None else f" tagged {rule.tag}"
    return f"{program}{backend}{tag}"


def describe_ending(rule: JobRule) -> str:
    """Describe how such a job ends: `Failed, 1517 The instruction h is not supported`."""
    code = "" if rule.reason_code is None else f" {rule.reason_code}"
    reason = "" if rule.reason is None else f" {rule.reason}"
    return f"{rule.status}{',' if code or reason else ''}{code}{reason}"


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
