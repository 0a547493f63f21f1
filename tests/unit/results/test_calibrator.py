"""Start and end of a calibration, read from the service's response."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import CalibrationResult, SamplerResult, decode_result, load_result

if TYPE_CHECKING:
    from pathlib import Path

BODY = {"schema_version": "v0.1", "start": "2026-11-27T10:00:00Z", "stop": "2026-11-27T10:01:35.500000Z"}


def test_times_are_aware_and_the_duration_is_between_them() -> None:
    result = decode_result("calibrate", BODY)
    assert isinstance(result, CalibrationResult)
    assert result.start == datetime(2026, 11, 27, 10, tzinfo=UTC)
    assert result.start.tzinfo is UTC
    assert result.duration == timedelta(seconds=95.5)
    assert (result.schema_version, result.raw) == ("v0.1", BODY)
    assert "2026-11-27T10:00:00" in repr(result)
    assert "0:01:35.5" in result._repr_html_()


@pytest.mark.parametrize(
    "body", [{**BODY, "start": 3}, {**BODY, "stop": "noon"}, {"schema_version": "v0.1"}, [], "", "text", None]
)
def test_rejects_a_document_that_is_not_a_calibration_result(body: Any) -> None:
    with pytest.raises(ResultDecodeError):
        decode_result("calibrate", body)


def test_saves_and_loads_the_result(tmp_path: Path) -> None:
    decode_result("calibrate", BODY).save(tmp_path / "calibration.json.gz")
    loaded = load_result(tmp_path / "calibration.json.gz", as_=CalibrationResult)
    assert loaded.raw == BODY
    with pytest.raises(ConfigurationError, match="calibrate"):
        SamplerResult.load(tmp_path / "calibration.json.gz")


def test_a_dry_run_is_marked() -> None:
    result = decode_result("calibrate", BODY, dry_run=True)
    assert result.dry_run
    assert "dry run" in repr(result)
