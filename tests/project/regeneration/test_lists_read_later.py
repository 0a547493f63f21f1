"""Long lists in a response are validated on arrival and built lazily, with the same result as when built at once."""

from __future__ import annotations

import copy
import gc
import json
import os
import pickle
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from operator import attrgetter
from threading import Event, Thread
from types import MappingProxyType
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrt_client.models import BackendPropertiesResponse, GateProperties, JobResponse, JobsResponse, Nduv
from qrt_client.types import Received

from qrt_facade._service.device_answers import DeviceProperties, shown
from qrt_facade.emulator.domain.devices import Device

BODY = Device.named("ibm_fez").properties_json
MANY = 20

numbers = st.fixed_dictionaries(
    {}, optional={"name": st.text(max_size=3), "value": st.floats(0, 1), "x": st.none()}
)
entries = st.one_of(numbers, numbers, numbers, st.none(), st.text(max_size=2), st.just([]))
gates = st.fixed_dictionaries(
    {},
    optional={
        "gate": st.text(max_size=3),
        "parameters": st.one_of(
            st.none(),
            st.lists(entries, max_size=2),
            entries.map(lambda entry: [{}] * MANY + [entry]),
            st.text(max_size=2),
        ),
        "qubits": st.lists(st.integers(0, 155), max_size=2),
    },
)
jobs = st.fixed_dictionaries(
    {},
    optional={
        "id": st.text(max_size=3),
        "status": st.sampled_from(["Queued", "Unheard of", 3, None, []]),
        "state": st.sampled_from([{"status": "Queued"}, {"status": 3}, None, [], "Queued"]),
        "usage": st.sampled_from([{"value": 3, "status": "complete"}, {"status": {}}, None, 7]),
        "remote_storage": st.sampled_from([None, {"bucket_crn": "c", "type": "cos"}, {"logs": 3}, "here"]),
    },
)


def made(kind: type) -> int:
    return sum(type(thing) is kind for thing in gc.get_objects())


def outcome(work: Any) -> Any:
    try:
        return work()
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        return type(error), str(error)


@pytest.mark.parametrize("source", [pytest.param(dict, marks=pytest.mark.long), Received])
def test_no_object_of_a_long_list_is_built_before_access(source: type[dict[str, Any]]) -> None:
    gc.collect()  # what other tests have left must not go meanwhile
    before = made(Nduv), made(GateProperties)
    properties = BackendPropertiesResponse.from_dict(source(json.loads(BODY)))
    assert properties.backend_name == "ibm_fez"
    assert (made(Nduv), made(GateProperties)) == before
    assert properties.qubits is not None
    assert made(Nduv) - before[0] == sum(map(len, properties.qubits))
    assert made(GateProperties) == before[1]
    assert properties.qubits is properties.qubits


def test_a_notebook_display_does_not_build_long_lists() -> None:
    gc.collect()
    before = made(GateProperties)
    properties = shown(BackendPropertiesResponse.from_dict(Received(json.loads(BODY))), DeviceProperties)
    assert made(GateProperties) == before
    assert len(properties.gates or ()) == made(GateProperties) - before
    with pytest.raises(AttributeError, match="did you mean 'gates'"):
        properties.gatez  # type: ignore[attr-defined] # noqa: B018 # pyright: ignore[reportAttributeAccessIssue]


@settings(max_examples=40, deadline=None)
@given(gates)
def test_a_lazy_list_has_the_same_objects_and_errors_as_an_eager_one(item: dict[str, Any]) -> None:
    items = [{}] * MANY + [item]
    at_once = outcome(lambda: [GateProperties.from_dict(item) for item in items])
    later = outcome(lambda: BackendPropertiesResponse.from_dict(Received(gates=items)))
    assert later == at_once if isinstance(later, tuple) else later.gates == at_once


@settings(max_examples=40, deadline=None)
@given(jobs)
def test_a_lazy_page_of_jobs_has_the_same_jobs_and_errors_as_an_eager_one(
    item: dict[str, Any],
) -> None:
    items = [{}] * MANY + [item]
    at_once = outcome(lambda: [JobResponse.from_dict(item) for item in items])
    later = outcome(lambda: JobsResponse.from_dict(Received(jobs=items)))
    assert later == at_once if isinstance(later, tuple) else later.jobs == at_once


@pytest.mark.parametrize("wrong", [3, "ab", {"a": 1}, [3] * MANY, [{}] * MANY + [None]])
def test_a_malformed_list_is_an_error_on_arrival(wrong: Any) -> None:
    for field in ("gates", "general", "qubits"):
        with pytest.raises(TypeError, match=r"expected (an object|a list), got"):
            BackendPropertiesResponse.from_dict(Received({field: wrong}))


def test_a_field_set_before_access_keeps_its_value() -> None:
    properties = BackendPropertiesResponse.from_dict(Received(gates=[{"gate": "x"}] * MANY))
    properties.gates = []
    assert properties.gates == []
    assert properties.to_dict() == {"gates": []}


def test_a_field_deleted_before_access_is_gone() -> None:
    unread, replaced = (
        BackendPropertiesResponse.from_dict(Received(gates=[{"gate": "x"}] * MANY)) for _ in range(2)
    )
    replaced.gates = []
    for properties in (unread, replaced):
        del properties.gates
        assert not hasattr(properties, "gates")


def test_changing_the_json_later_does_not_change_the_objects() -> None:
    gates = [{"gate": "x", "parameters": [{"name": "p"} for _ in range(MANY)]} for _ in range(MANY)]
    properties = BackendPropertiesResponse.from_dict({"gates": gates})
    gates[0].clear()
    gates[1]["parameters"][:] = [None]  # type: ignore[index]
    gates.append({})
    assert properties.gates is not None
    assert [gate.gate for gate in properties.gates] == ["x"] * MANY
    assert len(properties.gates[1].parameters or ()) == MANY


def test_any_mapping_is_parsed_as_an_object_in_a_list_of_any_length() -> None:
    for number in (1, MANY):
        properties = BackendPropertiesResponse.from_dict(
            {"gates": [MappingProxyType({"gate": "x"})] * number}
        )
        assert properties.gates == [GateProperties(gate="x")] * number


def test_a_subclass_of_a_model_is_built_by_its_own_init() -> None:
    @attrs.define(repr=False)
    class Annotated(JobsResponse):
        note: str = "none"
        limit_twice: int = attrs.field(init=False)

        def __attrs_post_init__(self) -> None:
            self.limit_twice = 2 * (self.limit or 0)

    for source in (dict, Received):
        jobs = Annotated.from_dict(source(jobs=[{"id": "a"}] * MANY, limit=3, more=4))
        assert (jobs.note, jobs.limit_twice, jobs["more"]) == ("none", 6, 4)
        assert jobs.jobs == [JobResponse(id="a")] * MANY


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked on POSIX alone")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_child_forked_while_a_thread_builds_a_list_can_build_lists() -> None:
    reading, forked = Event(), Event()

    class Slow(dict[str, Any]):
        def __iter__(self) -> Any:
            reading.set()
            forked.wait(10)
            return super().__iter__()

        def keys(self) -> Any:
            return list(self)

    properties, others = (
        BackendPropertiesResponse.from_dict(Received(gates=[kind(gate="x")] * MANY)) for kind in (Slow, dict)
    )
    thread = Thread(target=lambda: properties.gates)
    thread.start()
    assert reading.wait(10)
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(5)
        os._exit(len(others.gates or ()))
    try:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == MANY
    finally:
        forked.set()
        thread.join()


def test_unbuilt_and_built_objects_are_equal_and_copy_pickle_and_evolve_alike() -> None:
    source = {"backend_name": "a", "gates": [{"gate": "x", "more": 1}] * MANY, "hub": "h"}
    read = BackendPropertiesResponse.from_dict(source)
    assert len(read.gates or ()) == MANY

    def unread() -> BackendPropertiesResponse:
        return BackendPropertiesResponse.from_dict(Received(source))

    assert unread() == read
    assert repr(unread()) == repr(read)
    assert json.dumps(unread().to_dict()) == json.dumps(read.to_dict())
    assert copy.copy(unread()) == copy.deepcopy(unread()) == pickle.loads(pickle.dumps(unread())) == read
    assert attrs.evolve(unread(), backend_name="b").gates == read.gates
    assert unread().to_dict() == source
    with pytest.raises(AttributeError, match="object has no attribute 'gatez'"):
        unread().gatez  # type: ignore[attr-defined] # noqa: B018 # pyright: ignore[reportAttributeAccessIssue]


def test_threads_that_access_a_list_concurrently_get_the_same_list() -> None:
    switched = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            for _ in range(5):
                properties = BackendPropertiesResponse.from_dict(Received(gates=[{"gate": "x"}] * 200))
                found = list(pool.map(attrgetter("gates"), [properties] * 8))
                assert {id(gates) for gates in found} == {id(properties.gates)}
    finally:
        sys.setswitchinterval(switched)
