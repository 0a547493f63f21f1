"""Errors for missing names suggest the equivalent or the closest name."""

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
    """A class with a public name, and members for these tests."""

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


def message_of(call: Any, kind: type[Exception] = AttributeError) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


def test_a_name_of_ibms_client_raises_an_error_with_the_equivalent() -> None:
    assert (
        message_of(lambda: Job().job_id())
        == "'Job' object has no attribute 'job_id': use job.id, an attribute"
    )
    assert message_of(lambda: Job().wait_for_final_state) == (
        "'Job' object has no attribute 'wait_for_final_state': use job.wait(timeout=...)"
    )
    assert message_of(lambda: AsyncJob().wait_for_final_state).endswith(": use await job.wait(timeout=...)")


def test_a_misspelled_name_raises_an_error_with_the_closest_one() -> None:
    assert message_of(lambda: Job().endet) == "'Job' object has no attribute 'endet': did you mean 'ended'?"
    assert message_of(lambda: Job().nothing_like_it) == "'Job' object has no attribute 'nothing_like_it'"


def test_hasattr_and_copy_still_treat_other_names_as_missing() -> None:
    job = Job()
    assert not hasattr(job, "job_id")
    assert getattr(job, "job_id", None) is None
    assert not hasattr(job, "_ipython_display_")
    assert copy.copy(job).ended is False
    assert not callable(job)


def test_a_failing_property_keeps_its_own_message() -> None:
    assert message_of(lambda: Job().failing) == "the reason of the property"
    assert "_broken" in message_of(lambda: object.__new__(Job).ended)


def test_calling_a_resource_raises_an_error_with_the_method_to_use() -> None:
    assert message_of(Jobs(), TypeError).startswith(  # type: ignore[arg-type]
        "'Jobs' object is not callable: use client.jobs.list("
    )


def test_calling_a_status_raises_an_error_that_it_is_an_attribute() -> None:
    status: Any = AttributeText.of("job.status", "Queued")
    assert (
        message_of(status, TypeError)
        == "job.status is an attribute, not a method: write it without parentheses"
    )
    assert (status, f"{status:>7}", json.dumps({status: status})) == (
        "Queued",
        " Queued",
        '{"Queued": "Queued"}',
    )
    assert {status: 1}["Queued"] == 1
    for same in (pickle.loads(pickle.dumps(status)), copy.copy(status), copy.deepcopy(status), str(status)):
        assert (same, type(same)) == ("Queued", str)


def test_importing_a_name_of_ibms_package_raises_an_error_with_the_equivalent() -> None:
    module: Any = qrt_facade
    assert "use RuntimeClient(" in message_of(lambda: module.QiskitRuntimeService)
    assert not hasattr(module, "QiskitRuntimeService")
    with pytest.raises(ImportError, match=r"'SamplerV2' from 'qrt_facade': use client\.sampler\.run"):
        from qrt_facade import SamplerV2  # type: ignore[attr-defined]  # noqa: F401
    with pytest.raises(ImportError, match="did you mean 'RuntimeClient'"):
        from qrt_facade import RuntimeClent  # type: ignore[attr-defined]  # noqa: F401
    with pytest.raises(ImportError, match=r"^cannot import name 'zzz'"):
        from qrt_facade import zzz  # type: ignore[attr-defined]  # noqa: F401


def test_submodules_can_be_imported_from_the_package() -> None:
    program = "from qrt_facade import results, types, emulator, errors; import sys; assert 'numpy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_wrong_with_statement_raises_an_error_with_the_right_one() -> None:
    blocking: Any = object.__new__(RuntimeClient)
    awaited: Any = object.__new__(AsyncRuntimeClient)
    assert "`async with`" in message_of(awaited.__enter__, TypeError)
    assert "`with`" in message_of(blocking.__aenter__, TypeError)


def test_an_unknown_keyword_is_refused_with_the_closest_one() -> None:
    assert Job(broken=True).wait(3, on_update=4) == (3, 4)
    text = "Job.wait() got an unexpected keyword argument 'timout'; did you mean 'timeout'?"
    assert message_of(lambda: Job().wait(timout=3), TypeError) == text  # type: ignore[call-arg]
    assert message_of(lambda: Job().wait(timout=3), ConfigurationError) == text  # type: ignore[call-arg]
    assert "in this client: " not in message_of(lambda: Job().wait(session_id="s"), TypeError)  # type: ignore[call-arg]


def test_a_keyword_of_ibms_client_is_refused_with_the_equivalent() -> None:
    client: Any = RuntimeClient
    assert message_of(lambda: client(channel="ibm_cloud"), TypeError).endswith(
        "'channel'; in this client: there is only one service; omit it"
    )
    assert message_of(lambda: client(url="https://host"), TypeError).endswith("in this client: base_url=")
    assert message_of(lambda: client.save_account(token="t"), TypeError).endswith("in this client: api_key=")
    assert message_of(lambda: client.local(backend="ibm_fez"), TypeError).endswith("did you mean 'backends'?")


def test_every_keyword_of_transpile_has_a_hint_to_transpile() -> None:
    parameters = inspect.signature(qrt_facade.Backend.transpile).parameters.values()
    shared = [one.name for one in parameters if one.kind is one.KEYWORD_ONLY and one.name in KEYWORDS]
    assert {"initial_layout", "optimization_level"} <= set(shared)
    assert [name for name in shared if f"backend.transpile(circuit, {name}=" not in KEYWORDS[name]] == []


def test_a_program_passed_by_keyword_is_refused_with_the_methods_that_accept_one() -> None:
    # "progress" is similar but wrong: `Executor.run` of IBM's client has a parameter of that name.
    executor = qrt_facade.Executor.__new__(qrt_facade.Executor)
    text = message_of(lambda: executor.run(program=object()), TypeError)  # type: ignore[call-arg]
    assert "takes the items of a program" in text
    assert "progress" not in text
    assert "in this client: items=" in message_of(lambda: executor.run(pubs=[]), TypeError)  # type: ignore[call-arg]


def test_too_many_positional_arguments_are_refused_with_the_keyword_names() -> None:
    assert message_of(lambda: Job().wait(1, 2), TypeError) == (  # type: ignore[misc]
        "Job.wait() takes 1 positional argument, but 2 were given; pass the others by name: on_update="
    )


def test_constructing_a_class_of_a_client_raises_an_error_with_the_method_to_use() -> None:
    session: Any = qrt_facade.Session
    assert "client.sessions.create(backend=...)" in message_of(lambda: session(backend="ibm_fez"), TypeError)
    assert "use client.sampler" in message_of(lambda: qrt_facade.Sampler("ibm_fez"), TypeError)  # type: ignore[call-arg, arg-type]
