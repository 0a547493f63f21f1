"""The page of usage: the consumption of each instance, with its limit and its plan's allocation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from qrt_facade.emulator.domain.instances import USAGE_WINDOW_DAYS
from qrt_facade.emulator.http.pages.amounts import amount, resource_units, seconds_of_qpu
from qrt_facade.emulator.http.pages.elements import Column, Row, card, element, table
from qrt_facade.emulator.http.pages.layout import document
from qrt_facade.emulator.http.pages.links import device_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qrt_facade.emulator.domain.plans import PlanTerms
    from qrt_facade.emulator.domain.usage import UsageMode
    from qrt_facade.emulator.http.pages.elements import Content, Element
    from qrt_facade.emulator.store.instances import Charge

_WIDTH: Final = 560
_HEIGHT: Final = 80


@dataclass(frozen=True)
class InstanceView:
    """Usage of an instance; all figures are seconds of QPU time.

    Attributes:
        name: Its name; its CRN contains the account id and is not shown.
        consumed: Usage that counts against the limits.
        simulated: The part of it that the scenario adds without jobs.
        limit: The instance's own limit; None if it has none.
        charges: The usage of its jobs, newest day first.
    """

    name: str
    consumed: float
    simulated: float
    limit: int | None
    charges: Sequence[Charge]


def usage_page(instances: Iterable[InstanceView], terms: PlanTerms, mode: UsageMode, today: str) -> str:
    """Return the page at `/usage`.

    Args:
        instances: Usage of each instance.
        terms: Limits of their plan.
        mode: Units in which usage is reported.
        today: The current day (UTC), such as `2026-11-27`.
    """
    units = {
        "both": "Usage is shown in resource units (RU) and in seconds of QPU time, as the API reports it; the rate of 2.5 RU per second is invented.",
        "seconds": "Usage is shown in seconds of QPU time, as the API reports it.",
        "units": "Usage is shown in resource units (RU), as the API reports it; the rate of 2.5 RU per second of QPU time is invented.",
    }[mode]
    intro = element(
        "p",
        f"Plan {terms.name}. A job's usage counts for {USAGE_WINDOW_DAYS} days from its submission. Dry runs cost nothing. {units}",
        class_="muted",
    )
    return document(
        "Usage", intro, *(_instance(one, terms, mode, today) for one in instances), current="/usage"
    )


def _instance(one: InstanceView, terms: PlanTerms, mode: UsageMode, today: str) -> Element:
    bounds = [bound for bound in (one.limit, terms.allocation_seconds) if bound is not None]
    ceiling = min(bounds, default=None)
    reached = ceiling is not None and one.consumed >= ceiling
    warning = None
    if reached:
        warning = element("p", "The limit has been reached: new jobs stay Queued.", class_="notice bad")
    return card(
        f"Instance {one.name}",
        warning,
        None if ceiling is None else _bar(one, terms, ceiling, mode),
        _figures(one, terms, mode),
        _release(one, mode),
        *_breakdown(one, mode, today),
    )


def _figures(one: InstanceView, terms: PlanTerms, mode: UsageMode) -> Element:
    known: list[tuple[str, float | None, str]] = [
        ("consumed", one.consumed, ""),
        ("limit of the instance", one.limit, "not set"),
        ("allocation of the plan", terms.allocation_seconds, f"none on {terms.name}"),
    ]
    if one.simulated:
        known.insert(1, ("of which added by the scenario", one.simulated, ""))
    columns: list[Column] = [Column("amount", "text")]
    if mode != "seconds":
        columns.append(Column("resource units", "number"))
    if mode != "units":
        columns.append(Column("QPU time", "number"))
    rows: list[list[Content]] = []
    for name, seconds, absent in known:
        cells: list[Content] = [name]
        if mode != "seconds":
            cells.append(absent if seconds is None else resource_units(seconds))
        if mode != "units":
            cells.append(absent if seconds is None else seconds_of_qpu(seconds))
        rows.append(cells)
    return table("Figures", columns, rows)


def _bar(one: InstanceView, terms: PlanTerms, ceiling: float, mode: UsageMode) -> Element:
    """Draw usage as a bar that is scaled to the largest value, with marks for limit and allocation."""
    marks = [("limit", one.limit), ("allocation", terms.allocation_seconds)]
    full = max(one.consumed, *(value for _, value in marks if value is not None))
    parts = [
        element("rect", x=0, y=4, width=_WIDTH, height=16, rx=4, class_="track"),
        element(
            "rect", x=0, y=4, width=f"{_WIDTH * one.consumed / full:.1f}", height=16, rx=4,
            class_="over" if one.consumed >= ceiling else "used",
        ),
    ]  # fmt: skip
    for name, value in marks:
        if value is not None:
            x = min(_WIDTH * value / full, _WIDTH - 1.5)
            title = element("title", f"{name} {amount(value, mode)}")
            parts.append(element("path", title, d=f"M{x:.1f} 0V24", class_="mark"))
    words = f"{amount(one.consumed, mode)} of {amount(ceiling, mode)} ({100 * one.consumed / ceiling:.3g} %)"
    return element(
        "div",
        element("p", element("strong", words)),
        element(
            "svg", *parts, viewBox=f"0 0 {_WIDTH} 24", preserveAspectRatio="none", class_="usage-bar", role="img",
            aria_label=words,
        ),
    )  # fmt: skip


def _release(one: InstanceView, mode: UsageMode) -> Element | None:
    """Describe when usage stops counting next: it is not reset on a fixed day."""
    used = [charge for charge in one.charges if charge.seconds]
    if not used:
        return None
    oldest = used[-1].day
    amount_then = sum(charge.seconds for charge in used if charge.day == oldest)
    day = date.fromisoformat(oldest) + timedelta(days=USAGE_WINDOW_DAYS)
    return element(
        "p",
        f"Next release: {amount(amount_then, mode)} from {oldest} will stop counting on {day.isoformat()} (UTC).",
    )


def _breakdown(one: InstanceView, mode: UsageMode, today: str) -> Iterable[Element]:
    if not one.charges:
        yield element("p", "No job has ended on this instance in this period.", class_="muted")
        return
    by_day: dict[str, list[Charge]] = defaultdict(list)
    by_backend: dict[str, list[Charge]] = defaultdict(list)
    by_user: dict[str, list[Charge]] = defaultdict(list)
    for charge in one.charges:
        by_day[charge.day].append(charge)
        by_backend[charge.backend].append(charge)
        by_user[charge.user_id].append(charge)
    yield _days({day: _sum(charges) for day, charges in by_day.items()}, mode, today)
    columns = (Column("jobs", "number"), Column("usage", "number"))
    yield element(
        "div",
        table(
            "By backend", ("backend", *columns),
            [Row((device_link(name), _jobs(charges), amount(_sum(charges), mode))) for name, charges in _ranked(by_backend)],
        ),
        table(
            "By day (UTC)", ("day", *columns),
            [Row((day, _jobs(charges), amount(_sum(charges), mode))) for day, charges in by_day.items()],
        ),
        class_="pairs",
    )  # fmt: skip
    if len(by_user) > 1:
        yield table(
            "By user", ("user", *columns),
            [Row((user, _jobs(charges), amount(_sum(charges), mode))) for user, charges in _ranked(by_user)],
        )  # fmt: skip


def _ranked(groups: dict[str, list[Charge]]) -> list[tuple[str, list[Charge]]]:
    """Sort the groups by usage, highest first."""
    return sorted(groups.items(), key=lambda entry: (-_sum(entry[1]), entry[0]))


def _days(seconds: dict[str, float], mode: UsageMode, today: str) -> Element:
    """Draw the usage of each day of the window as bars, scaled to the highest."""
    last = date.fromisoformat(today)
    days = [(last - timedelta(days=ago)).isoformat() for ago in range(USAGE_WINDOW_DAYS, -1, -1)]
    highest = max(seconds.values()) or 1.0
    step = _WIDTH / len(days)
    bars = []
    for number, day in enumerate(days):
        used = seconds.get(day)
        height = 0 if used is None else max(_HEIGHT * used / highest, 2)
        bars.append(
            element(
                "rect", element("title", f"{day}: {'no job' if used is None else amount(used, mode)}"),
                x=f"{number * step + 1:.1f}", y=f"{_HEIGHT - height:.1f}", width=f"{step - 2:.1f}", height=f"{height:.1f}",
                class_="used",
            )
        )  # fmt: skip
    base = element("path", d=f"M0 {_HEIGHT}H{_WIDTH}", class_="base")
    label = f"Usage by day from {days[0]} to {days[-1]}; the highest is {amount(highest, mode)}"
    return element(
        "figure",
        element(
            "svg", *bars, base, viewBox=f"0 0 {_WIDTH} {_HEIGHT + 1}", preserveAspectRatio="none", class_="usage-days",
            role="img", aria_label=label,
        ),
        element("figcaption", f"{days[0]} to {days[-1]}, the highest bar {amount(highest, mode)}"),
    )  # fmt: skip


def _sum(charges: Iterable[Charge]) -> float:
    return sum(charge.seconds for charge in charges)


def _jobs(charges: Iterable[Charge]) -> int:
    return sum(charge.jobs for charge in charges)
