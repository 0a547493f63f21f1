"""Whether a response is about the requested object."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade._service.identity import check_backend, check_id, check_instance, is_same_backend
from qrt_facade.errors import UnexpectedResponseError

GUID = "11111111-2222-3333-4444-555555555555"
OTHER_GUID = "99999999-2222-3333-4444-555555555555"
ACCOUNT = "0123456789abcdef0123456789abcdef"
CRN = f"crn:v1:bluemix:public:quantum-computing:us-east:a/{ACCOUNT}:{GUID}::"


def test_a_response_with_another_id_is_refused_and_both_ids_are_named() -> None:
    with pytest.raises(UnexpectedResponseError, match="about job 'b', but job 'a'"):
        check_id("job", "a", {"id": "b"})


@pytest.mark.parametrize("answer", [{}, {"id": None}, {"id": ""}, {"id": 5}, {"id": ["b"]}, {"id": "a"}])
def test_a_response_with_the_same_or_no_id_is_accepted(answer: dict[str, object]) -> None:
    check_id("job", "a", answer)


@given(st.text(min_size=1), st.text(min_size=1))
def test_ids_are_accepted_only_if_they_are_equal(requested: str, answered: str) -> None:
    if requested == answered:
        check_id("job", requested, {"id": answered})
    else:
        with pytest.raises(UnexpectedResponseError):
            check_id("job", requested, {"id": answered})


def test_a_foreign_id_is_shortened_and_redacted() -> None:
    with pytest.raises(UnexpectedResponseError) as caught:
        check_id("job", "a", {"id": CRN + "x" * 10_000})
    assert len(str(caught.value)) < 400
    assert ACCOUNT not in str(caught.value)


@pytest.mark.parametrize(
    ("requested", "named", "same"),
    [
        ("ibm_fez", "ibm_fez", True),
        ("mock_fez", "ibm_fez", True),
        ("ibm_fez", "mock_fez", True),
        ("mock_fez", "ibm_torino", False),
        ("ibm_fez", "test_fez", False),
        ("ibm_fez", "ibm_torino", False),
    ],
)
def test_a_mock_device_may_have_the_name_of_its_real_device(requested: str, named: str, same: bool) -> None:
    assert is_same_backend(requested, named) is same
    if same:
        check_backend(requested, named)
    else:
        with pytest.raises(UnexpectedResponseError, match=named):
            check_backend(requested, named)


@pytest.mark.parametrize("named", [None, "", 7, CRN, CRN.rstrip(":"), GUID, GUID.upper(), "my instance"])
def test_the_same_instance_and_incomparable_values_are_accepted(named: object) -> None:
    check_instance(CRN, named)


@pytest.mark.parametrize("named", [OTHER_GUID, CRN.replace(GUID, OTHER_GUID)])
def test_another_instance_is_refused_without_its_account_id(named: str) -> None:
    with pytest.raises(UnexpectedResponseError, match=OTHER_GUID) as caught:
        check_instance(CRN, named)
    assert ACCOUNT not in str(caught.value)
