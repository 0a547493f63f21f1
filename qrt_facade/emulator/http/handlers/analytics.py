"""Analytics of the calling instance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from qrt_facade.emulator.domain import analytics, clock, errors
from qrt_facade.emulator.domain.instances import SUBSCRIPTION_ID, USAGE_WINDOW_DAYS
from qrt_facade.emulator.domain.mocks import is_mock
from qrt_facade.emulator.domain.sessions import by_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade.emulator.domain.records import Job, Session
    from qrt_facade.emulator.domain.usage import UsageMode
    from qrt_facade.emulator.http.calls import Call

_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_GROUPS = ("instance", "backend", "user_id", "plan", "subscription_id")


@dataclass(frozen=True)
class Selection:
    """The jobs and sessions selected by a request's filters."""

    jobs: list[Job]
    sessions: list[Session]
    members: dict[str, list[Job]]
    mode: UsageMode

    def where(self, condition: Callable[[Job | Session], bool]) -> analytics.Totals:
        """Return the figures of the jobs and sessions that meet a condition."""
        jobs, sessions = list(filter(condition, self.jobs)), list(filter(condition, self.sessions))
        return analytics.totals(jobs, sessions, self.members, self.mode)


async def usage(call: Call) -> Response:
    """`GET /analytics/usage`."""
    return JSONResponse(_select(call).where(lambda _: True))


async def usage_grouped(call: Call) -> Response:
    """`GET /analytics/usage_grouped`: the same figures for each instance, backend, user, plan or subscription."""
    group = call.choice("group_by", *_GROUPS)
    if group is None:
        raise errors.invalid(f"group_by is missing; it must be one of {', '.join(_GROUPS)}.")
    selection = _select(call)
    if group == "backend":
        used = {job.backend for job in selection.jobs}
        keys = sorted(used | {session.backend for session in selection.sessions if session.backend})
        data = [{"key": key, **selection.where(_runs_on(key))} for key in keys]
    elif group == "user_id":
        users = {job.user_id for job in selection.jobs} | {one.user_id for one in selection.sessions}
        data = [{"key": user, **selection.where(_is_of(user))} for user in sorted(users)]
    else:
        data = [{"key": _constants(call)[group], **selection.where(lambda _: True)}] if selection.jobs else []
    return JSONResponse({"data": data})


async def usage_grouped_by_date(call: Call) -> Response:
    """`GET /analytics/usage_grouped_by_date`: one entry per day (UTC) with work; by default the last 28 days."""
    if call.choice("group_by", "instance") is None:
        raise errors.invalid("group_by is missing; it must be instance.")
    selection = _select(call)
    start = call.instant("interval_start") or clock.days_ago(USAGE_WINDOW_DAYS)
    end = call.instant("interval_end") or clock.now()
    data = []
    days = {job.created[:10] for job in selection.jobs} | {one.created[:10] for one in selection.sessions}
    for day in sorted(days):
        opening = clock.parse(day)
        bounds = {
            "interval_start": clock.text(opening),
            "interval_end": clock.text(opening + timedelta(days=1)),
        }
        data.append({"key": call.crn, **bounds, **selection.where(_created_on(day))})
    return JSONResponse({"interval_start": start, "interval_end": end, "data": data})


def _runs_on(backend: str) -> Callable[[Job | Session], bool]:
    return lambda entry: entry.backend == backend


def _is_of(user: str) -> Callable[[Job | Session], bool]:
    return lambda entry: entry.user_id == user


def _created_on(day: str) -> Callable[[Job | Session], bool]:
    return lambda entry: entry.created.startswith(day)


async def filters(call: Call) -> Response:
    """`GET /analytics/filters`: the values that can be used as filters of the other paths."""
    jobs, _ = call.service.jobs.find(call.crn, mocks=False)
    terms = call.service.scenario.terms
    return JSONResponse(
        {
            "backends": [{"name": name} for name in sorted({job.backend for job in jobs})],
            "instances": [{"id": call.crn, "deleted": False}],
            "users": [{"id": user} for user in sorted({job.user_id for job in jobs} | {call.user})],
            "plans": [{"name": terms.name}],
            "subscriptions": [{"id": SUBSCRIPTION_ID, "name": f"{terms.name} (emulated)"}],
        }
    )


def _constants(call: Call) -> dict[str, str]:
    """Return the values that all jobs and sessions of the calling instance share."""
    return {
        "instance": call.crn,
        "plan": call.service.scenario.terms.name,
        "subscription_id": SUBSCRIPTION_ID,
    }


def _select(call: Call) -> Selection:
    """Return the jobs and sessions of the calling instance that match all filters; dry runs are excluded."""
    jobs, _ = call.service.jobs.find(call.crn, mocks=False)
    sessions = [one for one in call.service.sessions.find(call.crn) if not is_mock(one.backend)]
    members = by_session(jobs)
    start, end = call.instant("interval_start"), call.instant("interval_end")
    call.flag("simulators")
    filters_by_name = {name: [*call.queries(name), *call.queries(f"{name}[]")] for name in _GROUPS}
    subscriptions = [
        *call.request.query_params.getlist("subscription_id"),
        *call.queries("subscription_id[]"),
    ]
    if len(subscriptions) > 200 or not all(map(_UUID.fullmatch, subscriptions)):
        raise errors.invalid("subscription_id must be a list of 1 to 200 version 4 UUIDs.")
    if any(
        filters_by_name[name] and value not in filters_by_name[name]
        for name, value in _constants(call).items()
    ):
        return Selection([], [], members, call.usage)
    backends, users = filters_by_name["backend"], filters_by_name["user_id"]

    def matches(entry: Job | Session) -> bool:
        return (
            (not backends or entry.backend in backends)
            and (not users or entry.user_id in users)
            and (start is None or entry.created >= start)
            and (end is None or entry.created <= end)
        )

    return Selection(list(filter(matches, jobs)), list(filter(matches, sessions)), members, call.usage)
