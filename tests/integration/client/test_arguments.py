"""Arguments of a wrong type raise ConfigurationError, which names them, before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP

from qrt_facade import AsyncRuntimeClient, ConfigurationError, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade.emulator import Emulator

CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/0123:4567::"
CALLS: dict[str, Callable[[Any], object]] = {
    "params": lambda client: client.jobs.submit("sampler", None, backend="ibm_fez"),
    "log_level": lambda client: client.sampler.submit(FLIP, backend="ibm_fez", log_level=5),
    "advice": lambda client: client.executor.submit(FLIP, backend="ibm_fez", advice="no"),
    "progress": lambda client: client.executor.run(FLIP, backend="ibm_fez", progress="no"),
    "account_id": lambda client: client.account(5),
    "mode": lambda client: next(client.workloads.list(mode=5)),
    "min_qubits": lambda client: client.backends.least_busy(min_qubits="x"),
}


@pytest.mark.parametrize("name", CALLS)
def test_calls_name_the_argument_of_a_wrong_type(
    client: RuntimeClient, emulator: Emulator, name: str
) -> None:
    client.backends.list()  # fetches the token
    before = emulator.request_count
    with pytest.raises(ConfigurationError, match=name):
        CALLS[name](client)
    assert emulator.request_count - before <= (name == "min_qubits")  # which is compared with the list


@pytest.mark.parametrize("client", [RuntimeClient, AsyncRuntimeClient])
@pytest.mark.parametrize(
    "name",
    [
        "api_key",
        "token",
        "instance",
        "account",
        "base_url",
        "iam_url",
        "proxy",
        "user_agent",
        "api_version",
        "limits",
    ],
)
def test_constructors_name_the_argument_of_a_wrong_type(client: type[Any], name: str) -> None:
    usual: dict[str, Any] = {} if name in {"token", "account"} else {"api_key": "a-key"}
    with pytest.raises(ConfigurationError, match=name):
        client(**{**usual, "instance": CRN, name: 5})


def test_save_account_names_an_api_key_of_a_wrong_type() -> None:
    with pytest.raises(ConfigurationError, match="api_key"):
        RuntimeClient.save_account(api_key=5)  # type: ignore[arg-type]
