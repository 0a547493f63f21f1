"""The params of a calibrate job."""

from __future__ import annotations

from typing import Any

import pytest

from qrt_facade._programs.calibrator import calibrate_params
from qrt_facade.errors import ConfigurationError


def test_params_name_their_schema_version_and_have_options() -> None:
    assert calibrate_params() == {"schema_version": "v0.1", "options": {"experimental": {}}}


def test_experimental_options_are_sent_unchanged() -> None:
    options = {"depth": 3, "inner": {"names": ["a", None]}}
    assert calibrate_params(options)["options"] == {"experimental": options}


@pytest.mark.parametrize("given", [[("a", 1)], "a=1", 3])
def test_rejects_experimental_options_that_are_not_a_dict(given: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"experimental=.*accepted: a dict"):
        calibrate_params(given)
