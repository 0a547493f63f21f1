"""Values of wrong types for each argument of each method raise errors that name it, before anything is sent."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import BELL
from support.scripted import INSTANCE

from qrt_facade import ConfigurationError, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN = "OPENQASM 3.0; qubit[2] q;"
PUBS = {"pubs": BELL, "backend": "ibm_fez"}
VALUES = {"pubs": (PLAIN, "ZZ"), "backend": "ibm_fez"}
PARAMS = {"program_id": "sampler", "params": {"pubs": [[BELL]]}, "backend": "ibm_fez"}

METHODS: dict[str, dict[str, Any]] = {
    "jobs.submit": PARAMS,
    "jobs.submit_and_wait": PARAMS,
    "jobs.submit_many": {**PARAMS, "params": [PARAMS["params"]]},
    "jobs.get": {"job_id": "d1"},
    "jobs.list": {},
    "jobs.wait_all": {"jobs": ["d1"]},
    "jobs.as_completed": {"jobs": ["d1"]},
    "jobs.find_submission": {"tag": "t"},
    "sampler.submit": PUBS,
    "sampler.run": PUBS,
    "sampler.submit_many": {"jobs": [BELL], "backend": "ibm_fez"},
    "estimator.submit": VALUES,
    "estimator.run": VALUES,
    "estimator.submit_many": {"jobs": [(PLAIN, "ZZ")], "backend": "ibm_fez"},
    "backends.list": {},
    "backends.get": {"name": "ibm_fez"},
    "backends.least_busy": {},
    "sessions.create": {"backend": "ibm_fez"},
    "sessions.get": {"session_id": "s1"},
    "workloads.list": {},
    "tags.search": {"text": "abc"},
    "analytics.usage": {},
    "analytics.usage_grouped": {"group_by": "backend"},
    "account": {},
    "with_options": {},
    "raw_for": {},
    "save_account": {"api_key": "k", "name": "x"},
    "delete_account": {},
}

OPEN = {
    "submission": (
        "tags",
        "private",
        "max_execution_time",
        "calibration_id",
        "log_level",
        "key",
        "on_uncertain",
    ),
    "filters": ("instances", "backends", "users", "plans", "subscriptions", "start", "end", "simulators"),
}
TRUTH = {"progress", "advice"}
"""Arguments for which every value is true or false."""

NEVER_RIGHT = (b"x", object(), float("nan"), lambda: 1)


@pytest.fixture
def nowhere() -> Iterator[RuntimeClient]:
    """A client whose requests all fail, so that any that is sent is detected."""
    with RuntimeClient(token="t", instance=INSTANCE, base_url="http://127.0.0.1:9/api", retries=0) as client:
        yield client


def called(method: Any, **arguments: Any) -> None:
    """Call a method; if it iterates, fetch the first item."""
    found = method(**arguments)
    if hasattr(found, "__next__"):
        next(found)


@pytest.mark.parametrize("name", METHODS)
def test_values_of_wrong_types_raise_before_sending(nowhere: RuntimeClient, name: str) -> None:
    method: Any = nowhere
    for part in name.split("."):
        method = getattr(method, part)
    parameters = [
        one
        for parameter in inspect.signature(method).parameters
        for one in OPEN.get(parameter, (parameter,))
        if one not in TRUTH
    ]
    assert parameters
    for parameter in parameters:
        for value in NEVER_RIGHT:
            if parameter == "on_update" and callable(value):
                continue
            with pytest.raises(ConfigurationError):
                called(method, **{**METHODS[name], parameter: value})
