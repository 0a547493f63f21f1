"""What is not there: errors say what does the same, or which name comes near."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import subprocess
import sys
from typing import Any

import pytest

import qrt_facade
from qrt_facade import AsyncRuntimeClient, RuntimeClient
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.migration_hints import KEYWORDS
from qrt_facade._base.missing import AttributeText, with_hints
from qrt_facade.errors import ConfigurationError


@error_boundary
class Job:
    """Of the name of a class that users know, with members that tests need."""

    def __init__(self, *, broken: bool = False) -> None:
        self._broken = broken

    @property
    def ended(self) -> bool:
        return self._broken

    @property
    def failing(self) -> str:
        raise AttributeError("the reason of the property")

    def wait(self, timeout: float = 1, *, on_update: Any = None) -> tuple[float, Any]:
        return timeout, on_update


@error_boundary
class AsyncJob(Job):
    pass


@with_hints
class Jobs:
    pass


def said(call: Any, kind: type[Exception] = AttributeError) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


def test_a_name_of_ibms_client_is_answered_with_what_does_the_same() -> None:
    assert said(lambda: Job().job_id()) == "'Job' object has no attribute 'job_id': use job.id, an attribute"
    assert said(lambda: Job().wait_for_final_state) == (
        "'Job' object has no attribute 'wait_for_final_state': use job.wait(timeout=...)"
    )
    assert said(lambda: AsyncJob().wait_for_final_state).endswith(": use await job.wait(timeout=...)")


def test_a_mistyped_name_is_answered_with_the_one_that_comes_near() -> None:
    assert said(lambda: Job().endet) == "'Job' object has no attribute 'endet': did you mean 'ended'?"
    assert said(lambda: Job().nothing_like_it) == "'Job' object has no attribute 'nothing_like_it'"


def test_other_missing_names_stay_missing_for_those_who_ask_whether_they_are_there() -> None:
    job = Job()
    assert not hasattr(job, "job_id")
    assert getattr(job, "job_id", None) is None
    assert not hasattr(job, "_ipython_display_")
    assert copy.copy(job).ended is False
    assert not callable(job)


def test_a_property_that_fails_keeps_its_own_words() -> None:
    assert said(lambda: Job().failing) == "the reason of the property"
    assert "_broken" in said(lambda: object.__new__(Job).ended)


def test_a_resource_that_is_called_says_which_method_to_use() -> None:
    assert said(Jobs(), TypeError).startswith(  # type: ignore[arg-type]
        "'Jobs' object is not callable: use client.jobs.list("
    )


def test_a_text_that_is_called_says_that_it_is_an_attribute() -> None:
    status: Any = AttributeText.of("job.status", "Queued")
    assert said(status, TypeError) == "job.status is an attribute, not a method: write it without parentheses"
    assert (status, f"{status:>7}", json.dumps({status: status})) == (
        "Queued",
        " Queued",
        '{"Queued": "Queued"}',
    )
    assert {status: 1}["Queued"] == 1
    for same in (pickle.loads(pickle.dumps(status)), copy.copy(status), copy.deepcopy(status), str(status)):
        assert (same, type(same)) == ("Queued", str)


def test_a_name_of_ibms_package_is_answered_also_when_it_is_imported() -> None:
    module: Any = qrt_facade
    assert "use RuntimeClient(" in said(lambda: module.QiskitRuntimeService)
    assert not hasattr(module, "QiskitRuntimeService")
    with pytest.raises(ImportError, match=r"'SamplerV2' from 'qrt_facade': use client\.sampler\.run"):
        from qrt_facade import SamplerV2  # type: ignore[attr-defined]  # noqa: F401
    with pytest.raises(ImportError, match="did you mean 'RuntimeClient'"):
        from qrt_facade import RuntimeClent  # type: ignore[attr-defined]  # noqa: F401
    with pytest.raises(ImportError, match=r"^cannot import name 'zzz'"):
        from qrt_facade import zzz  # type: ignore[attr-defined]  # noqa: F401


def test_parts_of_the_package_are_imported_as_ever() -> None:
    program = "from qrt_facade import results, types, emulator, errors; import sys; assert 'numpy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_with_and_async_with_say_which_client_is_theirs() -> None:
    blocking: Any = object.__new__(RuntimeClient)
    awaited: Any = object.__new__(AsyncRuntimeClient)
    assert "`async with`" in said(awaited.__enter__, TypeError)
    assert "`with`" in said(blocking.__aenter__, TypeError)


def test_an_unknown_keyword_is_refused_with_the_one_that_was_meant() -> None:
    assert Job(broken=True).wait(3, on_update=4) == (3, 4)
    text = "Job.wait() got an unexpected keyword argument 'timout'; did you mean 'timeout'?"
    assert said(lambda: Job().wait(timout=3), TypeError) == text  # type: ignore[call-arg]
    assert said(lambda: Job().wait(timout=3), ConfigurationError) == text  # type: ignore[call-arg]
    assert "in this client: " not in said(lambda: Job().wait(session_id="s"), TypeError)  # type: ignore[call-arg]


def test_a_keyword_of_ibms_client_is_answered_with_what_to_give_instead() -> None:
    client: Any = RuntimeClient
    assert said(lambda: client(channel="ibm_cloud"), TypeError).endswith(
        "'channel'; in this client: there is only one service; omit it"
    )
    assert said(lambda: client(url="https://host"), TypeError).endswith("in this client: base_url=")
    assert said(lambda: client.save_account(token="t"), TypeError).endswith("in this client: api_key=")
    assert said(lambda: client.local(backend="ibm_fez"), TypeError).endswith("did you mean 'backends'?")


def test_a_keyword_that_transpile_takes_is_answered_with_transpile() -> None:
    parameters = inspect.signature(qrt_facade.Backend.transpile).parameters.values()
    shared = [one.name for one in parameters if one.kind is one.KEYWORD_ONLY and one.name in KEYWORDS]
    assert {"initial_layout", "optimization_level"} <= set(shared)
    assert [name for name in shared if f"backend.transpile(circuit, {name}=" not in KEYWORDS[name]] == []


def test_a_program_given_by_keyword_to_a_call_without_it_is_refused_with_the_calls_that_take_one() -> None:
    # "progress" is near, and not what is meant: `Executor.run` of IBM's client has a parameter of that name.
    executor = qrt_facade.Executor.__new__(qrt_facade.Executor)
    text = said(lambda: executor.run(program=object()), TypeError)  # type: ignore[call-arg]
    assert "takes the items of a program" in text
    assert "progress" not in text
    assert "in this client: items=" in said(lambda: executor.run(pubs=[]), TypeError)  # type: ignore[call-arg]


def test_too_many_arguments_without_names_are_refused_with_the_names_of_the_others() -> None:
    assert said(lambda: Job().wait(1, 2), TypeError) == (  # type: ignore[misc]
        "Job.wait() takes 1 positional argument, but 2 were given; pass the others by name: on_update="
    )


def test_classes_that_come_from_a_client_say_where_they_come_from() -> None:
    session: Any = qrt_facade.Session
    assert "client.sessions.create(backend=...)" in said(lambda: session(backend="ibm_fez"), TypeError)
    assert "use client.sampler" in said(lambda: qrt_facade.Sampler("ibm_fez"), TypeError)  # type: ignore[call-arg, arg-type]
