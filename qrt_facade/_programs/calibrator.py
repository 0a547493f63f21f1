"""The `params` of a calibrate job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import is_mapping
from qrt_facade._base.redaction import redacted_repr
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM_ID = "calibrate"


def calibrate_params(experimental: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Build the `params` of a calibrate job, in schema version v0.1.

    Args:
        experimental: Options that the service may change without notice.

    Raises:
        ConfigurationError: `experimental` is not a dict.
    """
    from qrt_client.models import CalibratorV01OptionsModel, CalibratorV01ParamsModel

    if experimental is not None and not is_mapping(experimental):
        raise ConfigurationError(f"experimental={redacted_repr(experimental)}; accepted: a dict, or None.")
    options = CalibratorV01OptionsModel.from_dict({"experimental": dict(experimental or {})})
    return CalibratorV01ParamsModel(options=options).to_dict()
