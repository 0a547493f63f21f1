"""Result of a calibrate job: when the calibration began and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from qrt_facade._base.secrets import safe_repr
from qrt_facade._display.html import table
from qrt_facade._service.mocks import marked_repr, marked_title
from qrt_facade.results import to_qiskit
from qrt_facade.results.base import StoredResult
from qrt_facade.results.document import content_of
from qrt_facade.results.execution_spans import read_date

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from qrt_facade.results.document import Document
    from qrt_facade.results.storage import Source


class CalibrationResult(StoredResult):
    """Result of a calibrate job: when the calibration began and ended.

        result.duration.total_seconds()          # 95.5

    Source: ibm-quantum-schemas 0.13.20261016, calibrator v0.1.

    Attributes:
        start: Start time, aware, in UTC.
        stop: End time, aware, in UTC.
        schema_version: Version of the result's schema, such as "v0.1".
    """

    program_id = "calibrate"
    start: datetime
    stop: datetime
    schema_version: str

    def __init__(self, start: datetime, stop: datetime, schema_version: str, source: Source) -> None:
        self.start = start
        self.stop = stop
        self.schema_version = schema_version
        self._source = source

    @classmethod
    def of(cls, document: Document) -> Self:
        """Decode the result of a calibrate job."""
        root = document.root
        start, stop = (read_date(content_of(root[name])) for name in ("start", "stop"))
        return cls(start, stop, str(root["schema_version"]), document.source)

    @property
    def duration(self) -> timedelta:
        """Duration of the calibration."""
        return self.stop - self.start

    @safe_repr
    def __repr__(self) -> str:
        times = f"start={self.start.isoformat()}, stop={self.stop.isoformat()}"
        return marked_repr(f"CalibrationResult({times})", dry_run=self.dry_run)

    def _repr_html_(self) -> str:
        row = (self.start.isoformat(), self.stop.isoformat(), str(self.duration))
        return table(marked_title("Calibration", dry_run=self.dry_run), ("start", "stop", "duration"), [row])

    def to_qiskit(self) -> Any:
        """Convert the result to `CalibratorResult` of IBM's client; `Any`, because that is not a dependency.

        Raises:
            ConfigurationError: IBM's client is not installed, or does not have this class yet.
        """
        return to_qiskit.calibrator_result(self.start, self.stop)
