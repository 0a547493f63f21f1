"""Log lines of calls: one complete line each, whatever the client sends and however slow the terminal is."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import re
import threading
import time

from hypothesis import given
from hypothesis import strategies as st

from qrt_facade.emulator.call_lines import CallLines, json_line, log_as_json, text_line
from qrt_facade.emulator.domain.call_log import RecordedCall


def call(**fields: object) -> RecordedCall:
    always = {
        "number": 1,
        "began": "2026-11-27T12:30:01.5Z",
        "method": "GET",
        "path": "/api/v1/jobs",
        "status": 200,
    }
    return RecordedCall(**{"milliseconds": 12.3, **always, **fields})  # type: ignore[arg-type]


def test_a_line_has_time_method_path_status_and_milliseconds() -> None:
    assert re.fullmatch(r"\d\d:\d\d:01  GET    /api/v1/jobs  200  12 ms", text_line(call(), color=False))


def test_a_line_reports_faults_and_closed_connections() -> None:
    assert text_line(call(status=None, fault="fault 2: connection cut"), color=False).endswith(
        "  cut  12 ms  fault 2: connection cut"
    )
    assert text_line(call(status=None, note="The client left."), color=False).endswith("The client left.")


def test_only_the_status_is_in_colour() -> None:
    assert "\x1b[31m503\x1b[0m" in text_line(call(status=503), color=True)


def test_as_json_a_line_is_an_object_with_time_level_method_path_status_and_ms() -> None:
    assert json.loads(json_line(call(job_id="j1"))) == {
        "time": "2026-11-27T12:30:01.5Z", "level": "info", "method": "GET", "path": "/api/v1/jobs", "status": 200, "ms": 12.3,
        "job_id": "j1",
    }  # fmt: skip
    levels = [json.loads(json_line(call(status=status)))["level"] for status in (404, 503, None)]
    assert levels == ["warning", "error", "error"]
    assert "\n" not in json_line(call(path="/a\nb", fault="fault 2:\nconnection cut"))


def test_log_records_are_also_written_as_json_lines() -> None:
    # A separate logger: the emulator's own drops records that other tests have repeated.
    stream, logger = io.StringIO(), logging.getLogger("qrt_facade.emulator.of_this_test")
    log_as_json(stream)
    try:
        logger.warning("a %s record", "second\nline")
    finally:
        logging.getLogger().handlers.pop()
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line).items() >= {"level": "warning", "message": "a second\nline record"}.items()


@given(st.text(st.characters(exclude_categories=("Cs",))), st.text(st.characters(exclude_categories=("Cs",))))
def test_hostile_requests_are_logged_on_one_line_without_control_characters(method: str, path: str) -> None:
    line = text_line(call(method=method, path=path.replace("\n", "").replace("\t", "")), color=False)
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u2066]", line.replace("\n", "").replace("\t", "")
    )
    assert len(line) < 3_000


def test_lines_of_many_threads_do_not_interleave() -> None:
    stream = io.StringIO()
    lines = CallLines(stream)
    threads = [
        threading.Thread(target=lambda: [lines.take(call()) for _ in range(50)], daemon=True)
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines.close()
    assert stream.getvalue().splitlines() == [text_line(call(), color=False)] * 1000


def test_a_blocked_terminal_delays_no_requests() -> None:
    read, write = os.pipe()
    # Unwritten text is flushed when the stream is closed, which raises from Python 3.14 on.
    with contextlib.suppress(BrokenPipeError), os.fdopen(write, "w") as stream:
        lines = CallLines(stream)
        began = time.monotonic()
        for _ in range(12_000):
            lines.take(call(path="/x" * 60))
        assert time.monotonic() - began < 5
        os.close(read)
        lines.close()


def test_a_closed_stream_ends_the_log_without_an_error() -> None:
    stream = io.StringIO()
    lines = CallLines(stream)
    stream.close()
    lines.take(call())
    lines.close()
    lines.take(call())
