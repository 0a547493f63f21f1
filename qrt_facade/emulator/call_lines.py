"""Live log of the emulator's calls, one line each: text for a terminal, JSON for programs."""

from __future__ import annotations

import json
import logging
import queue
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal, TextIO, TypeAlias, get_args

from qrt_facade._base.controls import escape_controls

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.call_log import RecordedCall

_MOST_WAITING: Final = 10_000
"""Lines that may queue for a blocked stream, such as a paused terminal; further lines are dropped and counted."""

_LONGEST_PATH: Final = 160
_STOP_SECONDS: Final = 2.0
LogFormat: TypeAlias = Literal["text", "json"]
"""Format of the line of a call: columns for people, or a JSON object."""

LOG_FORMATS: Final[tuple[LogFormat, ...]] = get_args(LogFormat)
_COLORS: Final = {2: "32", 3: "36", 4: "33", 5: "31"}


def text_line(call: RecordedCall, *, color: bool) -> str:
    """Return the text line of a call: local time, method, path, status, milliseconds, and anything unusual."""
    at = datetime.fromisoformat(call.began).replace(tzinfo=UTC).astimezone()
    path = call.path if len(call.path) <= _LONGEST_PATH else f"{call.path[: _LONGEST_PATH - 3]}..."
    status = "cut" if call.status is None else str(call.status)
    if color:
        shade = _COLORS.get((call.status or 500) // 100, "0")
        status = f"\x1b[{shade}m{status}\x1b[0m"
    unusual = f"  {escape_controls(call.fault)}" if call.fault else ""
    if call.note is not None and call.fault is None:
        unusual = f"  {escape_controls(call.note)}"
    method, took = escape_controls(call.method), f"{call.milliseconds:.0f} ms"
    return f"{at:%H:%M:%S}  {method:<6} {escape_controls(path)}  {status}  {took}{unusual}"


def json_line(call: RecordedCall) -> str:
    """Return a call as a JSON object on a single line.

    Its keys are `time` (ISO 8601, UTC), `level`, `method`, `path` (with its query, secrets redacted), `status` (null if
    the connection ended without one), `ms`, and, if they apply, `job_id`, `fault` and `note`.
    """
    status = call.status
    level = (
        "info" if status is not None and status < 400 else "error" if (status or 500) >= 500 else "warning"
    )
    fields: dict[str, object] = {
        "time": call.began, "level": level, "method": call.method, "path": call.path, "status": status,
        "ms": round(call.milliseconds, 1),
    }  # fmt: skip
    extra = {"job_id": call.job_id, "fault": call.fault, "note": call.note}
    return json.dumps(fields | {name: value for name, value in extra.items() if value is not None})


class CallLines:
    """Writes lines to a stream in a separate thread, so that no request waits for a slow terminal."""

    def __init__(self, stream: TextIO, *, color: bool | None = None, log_format: LogFormat = "text") -> None:
        """Start the writer thread.

        Args:
            stream: Stream to write to.
            color: Whether statuses are coloured; by default only if the stream is a terminal. JSON is never coloured.
            log_format: `text`, or `json` for one object per line.
        """
        self._stream = stream
        self._json = log_format == "json"
        self._color = stream.isatty() if color is None else color
        self._waiting: queue.SimpleQueue[RecordedCall | None] = queue.SimpleQueue()
        self._left_out = 0
        self._thread = threading.Thread(target=self._write, name="qrt-emulator-lines", daemon=True)
        self._thread.start()

    def take(self, call: RecordedCall) -> None:
        """Queue the line of a call for writing."""
        if self._waiting.qsize() >= _MOST_WAITING:
            self._left_out += 1
        else:
            self._waiting.put(call)

    def close(self) -> None:
        """Write the queued lines, for at most two seconds, and stop."""
        self._waiting.put(None)
        self._thread.join(_STOP_SECONDS)

    def _write(self) -> None:
        ended = False
        while not ended:
            calls = [self._waiting.get()]
            while not self._waiting.empty() and len(calls) < 500:
                calls.append(self._waiting.get())
            ended = None in calls
            lines = [self._line(call) for call in calls if call is not None]
            if self._left_out:
                lines.append(self._dropped_line(self._left_out))
                self._left_out = 0
            try:
                self._stream.write("".join(f"{line}\n" for line in lines))
                self._stream.flush()
            except (OSError, ValueError):  # the terminal is gone, the disk is full, or the stream is closed
                return

    def _line(self, call: RecordedCall) -> str:
        return json_line(call) if self._json else text_line(call, color=self._color)

    def _dropped_line(self, count: int) -> str:
        """Return the line that reports how many calls were dropped because the stream was blocked."""
        text = f"{count} calls are not shown"
        return json_message("warning", text) if self._json else text


def json_message(level: str, message: str, **fields: object) -> str:
    """Return a JSON line that is not a call, such as the start: `time`, `level`, `message`, and the `fields`."""
    time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"time": time, "level": level, "message": message, **fields})


def log_as_json(stream: TextIO) -> None:
    """Also write this process's log records as JSON lines, so that the stream contains nothing but JSON."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_JsonFormatter())
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)


class _JsonFormatter(logging.Formatter):
    """Formats a log record as a JSON line."""

    def format(self, record: logging.LogRecord) -> str:
        text = record.getMessage()
        extra = {"exception": self.formatException(record.exc_info)} if record.exc_info else {}
        return json_message(record.levelname.lower(), text, logger=record.name, **extra)
