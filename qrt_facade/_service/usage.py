"""Usage in resource units (RUs) and in seconds of QPU time: the fields in which the service sends each.

Documented in IBM's guide "migrate-to-resource-units": `usage.value` of a job, its metrics and a workload is sent next
to `usage.qpu_charge_time_seconds` and will replace it; `instance_limit_ru` and `usage_allocation_ru` are sent next to
`instance_limit_seconds` and `usage_allocation_seconds` in the Resource Controller. The names that instances, accounts
and analytics use for RUs have not been published: they are INFERRED from these two (`X_seconds` -> `X_ru`, and `usage`
-> `usage_ru` where `usage` is a time). If the service uses other names, the figures are only in `raw`.

No figure is converted from one unit to the other, and missing figures are None.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from qrt_facade._base.arguments import check_text
from qrt_facade._base.coerce import is_mapping, number_of, text_of
from qrt_facade._base.missing import with_hints
from qrt_facade._display.format import resource_units as written_units
from qrt_facade._display.format import seconds as written_seconds
from qrt_facade._display.html import facts_table
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from qrt_client.types import OpenObject

    from qrt_facade._display.facts import Facts

UsageUnit: TypeAlias = Literal["RU", "seconds"]
"""The unit of a usage figure: resource units, or seconds of QPU time."""

_SECONDS: Final = "_seconds"
_UNITS: Final = "_ru"


@with_hints
@dataclass(frozen=True, slots=True)
class JobUsage:
    """The charge of a job or another workload: `job.usage`.

        job.usage.value, job.usage.unit                  # such as (2.5, "RU")

    Attributes:
        value: Resource units charged, on which billing is based. None if the service sends none, and until they are
            settled.
        seconds: Seconds of QPU time charged. None if the service sends none, as it has announced, and until they are
            settled.
        status: `complete` once the charge is settled, `pending` before; None if the service omits it.
        unit: Always `RU`: the unit of `value`.
    """

    value: float | None = None
    seconds: float | None = None
    status: str | None = None
    unit: Literal["RU"] = field(default="RU", init=False)

    def __str__(self) -> str:
        figures = (written_units(self.value), written_seconds(self.seconds))
        unknown = "not settled yet" if is_pending(self.status) else "not known"
        return ", ".join(figure for figure in figures if figure is not None) or unknown

    def _repr_html_(self) -> str:
        settled = None if self.status is None else "not yet" if is_pending(self.status) else "yes"
        facts: Facts = [
            ("usage", written_units(self.value)),
            ("QPU time", written_seconds(self.seconds)),
            ("settled", settled),
        ]
        return facts_table("Usage", facts)

    @classmethod
    def of(cls, usage: Mapping[str, Any]) -> JobUsage:
        """Parse the usage object of any API version.

        Since 2026-03-15 the object has `qpu_charge_time_seconds` and `status`, and recently `value`; before that,
        `seconds` and in some responses `quantum_seconds`. While `status` is `pending` the figures may still change, so
        they are None.
        """
        return cls(*charged(usage))


def charged(usage: Mapping[str, Any]) -> tuple[float | None, float | None, str | None]:
    """Return the fields of `JobUsage.of`: resource units, seconds and the status."""
    status = text_of(usage.get("status"))
    if is_pending(status):
        return None, None, status
    seconds: float | None = None
    for name in ("qpu_charge_time_seconds", "quantum_seconds", "seconds"):
        seconds = number_of(usage.get(name))
        if seconds is not None:
            break
    return number_of(usage.get("value")), seconds, status


def is_pending(status: str | None) -> bool:
    """Return whether a charge is not settled yet; case-insensitive."""
    return status is not None and status.lower() == "pending"


def resource_units(answer: OpenObject[Any] | Mapping[str, Any], name: str = "usage") -> float | None:
    """Return the resource units (RUs) that a response states next to a figure in seconds or milliseconds.

        totals = client.analytics.usage()
        totals.usage, resource_units(totals)             # such as (4000.0, 10.0)

    The names of RUs in analytics, accounts and instances have not been published. They are inferred from those in IBM's
    guide "migrate-to-resource-units": `usage_ru` next to `usage`, `usage_limit_ru` next to `usage_limit_seconds`.

    Args:
        answer: The return value of `client.analytics` or `client.account`, or JSON, such as the `raw` of an object.
        name: Name of the figure in seconds or milliseconds: `usage`, `sessions_usage`, `usage_limit_seconds`, ... For a
            plan of `client.account()`: `resource_units(plan, "usage_allocation_seconds")`.

    Returns:
        The RUs, or None if the response states none under the inferred name.

    Raises:
        ConfigurationError: The value is something else, such as the return value of `client.usage()`, which has its own
            RUs.
    """
    check_text(name=name)
    wanted = f"{name.removesuffix(_SECONDS)}{_UNITS}"
    if isinstance(answer, Mapping):
        return amount_of(answer.get(wanted))
    others: object = getattr(answer, "additional_properties", None)
    if not is_mapping(others):
        raise ConfigurationError(
            "resource_units: expected what client.analytics or a plan of client.account() returns, or JSON such as the "
            f"`raw` of an object, not {type(answer).__name__}; what client.usage(), client.instance() and jobs return has "
            "resource units as attributes"
        )
    typed = getattr(answer, wanted, None)
    return amount_of(others.get(wanted) if typed is None else typed)


def amount_of(value: object) -> float | None:
    """Return a finite number, which instances send as a string in places, or None for anything else."""
    if not isinstance(value, str):
        return number_of(value)
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
