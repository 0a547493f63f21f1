"""Dry runs: check that the instance has the mock device that one needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._base.suggestions import closest_match
from qrt_facade._service.mocks import MOCK_CLASS, is_mock_name, mock_name
from qrt_facade.errors import ConfigurationError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._service.backends import BackendState


def check_mock(wanted: str, states: Sequence[BackendState]) -> None:
    """Refuse a dry run on a mock device that the instance does not have.

    Args:
        wanted: Name of the mock device.
        states: The instance's devices, including mocks.

    Raises:
        ConfigurationError: The device exists, but not its mock; the message names the plans that have mocks.
        NotFoundError: The device does not exist either; the message names the existing mocks.
    """
    # A real device of that name would run the job, and charge for it.
    accepted = (None, MOCK_CLASS) if is_mock_name(wanted) else (MOCK_CLASS,)
    if any(state.name == wanted and state.raw.get("class") in accepted for state in states):
        return
    devices = sorted(state.name for state in states if not state.is_mock)
    for device in devices:
        if mock_name(device) == wanted:
            raise ConfigurationError(
                f"a dry run of a job for {device!r} needs the mock device {wanted!r}, which this instance does not have; "
                "nothing was submitted. Instances on the Flex, Premium and On-Prem plans have mock devices, instances on the "
                "Open and Pay-As-You-Go plans do not. Without one, check=True compares the job with the backend before "
                "it is submitted, `estimate` instead of `submit` returns how much QPU time it would take, such as "
                "client.sampler.estimate(...), and the service estimates a submitted job while it is queued: "
                "job.state.estimated_seconds after job.refresh()"
            )
    names = ", ".join(devices) or "none"
    mocks = {mock_name(device): device for device in devices}
    near = closest_match(wanted, mocks)
    question = "" if near is None else f". Did you mean {mocks[near]!r}?"
    raise NotFoundError(
        f"a dry run needs the mock device {wanted!r}, and this instance has no corresponding device; available: "
        f"{names}{question}"
    )
