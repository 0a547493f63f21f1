"""A backend with Qiskit's interface is created from a client and a name, or from one of the client's backends."""

from __future__ import annotations

import pytest
from support.scripted import API_KEY, INSTANCE

from qrt_facade import RuntimeClient
from qrt_facade.errors import ConfigurationError
from qrt_facade.qiskit import Backend


def test_a_backend_requires_a_client_and_a_name() -> None:
    with RuntimeClient(API_KEY, INSTANCE) as client:
        with pytest.raises(ConfigurationError, match="the name of the backend is missing"):
            Backend(client)
        with pytest.raises(ConfigurationError, match="backend name"):
            Backend(client, "a/b")
    with pytest.raises(ConfigurationError, match="client"):
        Backend("ibm_fez")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # what is tested
