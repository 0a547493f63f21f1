"""Long lists of objects in an answer: checked when it arrives, made when they are read, otherwise as if made at once."""

from __future__ import annotations

import copy
import gc
import json
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from operator import attrgetter
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrt_client.models import BackendPropertiesResponse, GateProperties, JobResponse, JobsResponse, Nduv

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


def test_no_object_of_a_long_list_is_made_before_it_is_read() -> None:
    gc.collect()  # what other tests have left must not go meanwhile
    before = made(Nduv), made(GateProperties)
    properties = BackendPropertiesResponse.from_dict(json.loads(BODY))
    assert properties.backend_name == "ibm_fez"
    assert (made(Nduv), made(GateProperties)) == before
    assert properties.qubits is not None
    assert made(Nduv) - before[0] == sum(map(len, properties.qubits))
    assert made(GateProperties) == before[1]
    assert properties.qubits is properties.qubits


def test_what_a_notebook_shows_leaves_long_lists_unread_too() -> None:
    gc.collect()
    before = made(GateProperties)
    properties = shown(BackendPropertiesResponse.from_dict(json.loads(BODY)), DeviceProperties)
    assert made(GateProperties) == before
    assert len(properties.gates or ()) == made(GateProperties) - before
    with pytest.raises(AttributeError, match="did you mean 'gates'"):
        properties.gatez  # type: ignore[attr-defined] # noqa: B018 # pyright: ignore[reportAttributeAccessIssue]


@settings(max_examples=40, deadline=None)
@given(gates)
def test_a_list_read_later_has_the_objects_and_the_errors_of_one_made_at_once(item: dict[str, Any]) -> None:
    items = [{}] * MANY + [item]
    at_once = outcome(lambda: [GateProperties.from_dict(item) for item in items])
    later = outcome(lambda: BackendPropertiesResponse.from_dict({"gates": items}))
    assert later == at_once if isinstance(later, tuple) else later.gates == at_once


@settings(max_examples=40, deadline=None)
@given(jobs)
def test_a_page_of_jobs_read_later_has_the_jobs_and_the_errors_of_one_made_at_once(
    item: dict[str, Any],
) -> None:
    items = [{}] * MANY + [item]
    at_once = outcome(lambda: [JobResponse.from_dict(item) for item in items])
    later = outcome(lambda: JobsResponse.from_dict({"jobs": items}))
    assert later == at_once if isinstance(later, tuple) else later.jobs == at_once


@pytest.mark.parametrize("wrong", [3, "ab", {"a": 1}, [3] * MANY, [{}] * MANY + [None]])
def test_a_malformed_list_is_an_error_when_the_answer_arrives(wrong: Any) -> None:
    for field in ("gates", "general", "qubits"):
        with pytest.raises(TypeError, match=r"expected (an object|a list), got"):
            BackendPropertiesResponse.from_dict({field: wrong})


def test_a_field_set_before_it_is_read_keeps_what_was_set() -> None:
    properties = BackendPropertiesResponse.from_dict({"gates": [{"gate": "x"}] * MANY})
    properties.gates = []
    assert properties.gates == []
    assert properties.to_dict() == {"gates": []}


def test_unread_and_read_objects_are_equal_and_copy_pickle_and_evolve_alike() -> None:
    source = {"backend_name": "a", "gates": [{"gate": "x", "more": 1}] * MANY, "hub": "h"}
    read = BackendPropertiesResponse.from_dict(source)
    assert len(read.gates or ()) == MANY

    def unread() -> BackendPropertiesResponse:
        return BackendPropertiesResponse.from_dict(source)

    assert unread() == read
    assert repr(unread()) == repr(read)
    assert json.dumps(unread().to_dict()) == json.dumps(read.to_dict())
    assert copy.copy(unread()) == copy.deepcopy(unread()) == pickle.loads(pickle.dumps(unread())) == read
    assert attrs.evolve(unread(), backend_name="b").gates == read.gates
    assert unread().to_dict() == source
    with pytest.raises(AttributeError, match="object has no attribute 'gatez'"):
        unread().gatez  # type: ignore[attr-defined] # noqa: B018 # pyright: ignore[reportAttributeAccessIssue]


def test_threads_that_read_a_list_at_the_same_time_get_the_same_list() -> None:
    switched = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            for _ in range(5):
                properties = BackendPropertiesResponse.from_dict({"gates": [{"gate": "x"}] * 200})
                found = list(pool.map(attrgetter("gates"), [properties] * 8))
                assert {id(gates) for gates in found} == {id(properties.gates)}
    finally:
        sys.setswitchinterval(switched)
