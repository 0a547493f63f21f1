"""A line for each call, written to a terminal or a file while the emulator runs."""

from __future__ import annotations

import queue
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TextIO

from qrt_facade._base.controls import escape_controls

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.call_log import RecordedCall

_MOST_WAITING: Final = 10_000
"""Lines that may wait for a blocked stream, such as a paused terminal; more are only counted."""

_LONGEST_PATH: Final = 160
_STOP_SECONDS: Final = 2.0
_COLORS: Final = {2: "32", 3: "36", 4: "33", 5: "31"}


def line_of(call: RecordedCall, *, color: bool) -> str:
    """One call: local time, method, path, status, milliseconds, and what was unusual."""
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


class CallLines:
    """Writes lines to a stream, in a thread of its own, so that no request waits for a slow terminal."""

    def __init__(self, stream: TextIO, *, color: bool | None = None) -> None:
        """Begin to write.

        Args:
            stream: Where to.
            color: Whether statuses are in colour; when not given, if the stream is a terminal.
        """
        self._stream = stream
        self._color = stream.isatty() if color is None else color
        self._waiting: queue.SimpleQueue[RecordedCall | None] = queue.SimpleQueue()
        self._left_out = 0
        self._thread = threading.Thread(target=self._write, name="qrt-emulator-lines", daemon=True)
        self._thread.start()

    def take(self, call: RecordedCall) -> None:
        """Write the line of a call soon."""
        if self._waiting.qsize() >= _MOST_WAITING:
            self._left_out += 1
        else:
            self._waiting.put(call)

    def close(self) -> None:
        """Write the lines that are waiting, for two seconds at most, and stop."""
        self._waiting.put(None)
        self._thread.join(_STOP_SECONDS)

    def _write(self) -> None:
        ended = False
        while not ended:
            calls = [self._waiting.get()]
            while not self._waiting.empty() and len(calls) < 500:
                calls.append(self._waiting.get())
            ended = None in calls
            lines = [line_of(call, color=self._color) for call in calls if call is not None]
            if self._left_out:
                lines.append(f"{self._left_out} calls are not shown")
                self._left_out = 0
            try:
                self._stream.write("".join(f"{line}\n" for line in lines))
                self._stream.flush()
            except (OSError, ValueError):  # the terminal is gone, the disk is full, or the stream is closed
                return
