"""The service's plans and their limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qrt_facade._service.limits import MAX_EXECUTION_TIME

Plan = Literal["open", "paygo", "flex", "premium"]


@dataclass(frozen=True, kw_only=True)
class PlanTerms:
    """Limits of a plan; seconds are seconds of QPU time, except the sessions' `max_ttl`.

    `mocks`: whether dry runs exist: on Flex, Premium and On-Prem plans, not on Open and Pay-As-You-Go (IBM's guide).
    `shared`: whether lists show the work of all users of an instance (a maintainer in qiskit-ibm-runtime#2349).
    """

    plan_id: str
    name: str
    pricing: str
    allocation_seconds: int | None
    dedicated_sessions: bool = True
    custom_calibrations: bool = True
    mocks: bool = False
    shared: bool = True
    max_cost: int = MAX_EXECUTION_TIME
    max_ttl: int = 28800


# The Open plan's id and figures are IBM's (behaviour of access-instances and of a live Open instance);
# the other ids are placeholders, because no public document gives them.
PLANS: dict[Plan, PlanTerms] = {
    "open": PlanTerms(
        plan_id="850b21a7-71de-4e53-9441-1abdd202f35d", name="Open", pricing="free", allocation_seconds=600,
        shared=False, dedicated_sessions=False, custom_calibrations=False, max_cost=600, max_ttl=600,
    ),
    "paygo": PlanTerms(
        plan_id="00000000-0000-4000-8000-0000000a2a60", name="Pay-As-You-Go", pricing="paygo", allocation_seconds=None
    ),
    "flex": PlanTerms(
        plan_id="00000000-0000-4000-8000-00000000f1e8", name="Flex", pricing="subscription", allocation_seconds=24000,
        mocks=True,
    ),
    "premium": PlanTerms(
        plan_id="00000000-0000-4000-8000-0000004e310a", name="Premium", pricing="subscription", allocation_seconds=96000,
        mocks=True,
    ),
}  # fmt: skip
