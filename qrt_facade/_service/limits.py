"""Limits of the service, each in one place; the emulator and the client share them."""

from __future__ import annotations

from typing import Final

from attrs import frozen

MAX_TAGS: Final = 8
MAX_TAG_LENGTH: Final = 86
MAX_EXECUTION_TIME: Final = 10800
LOG_LEVELS: Final = ("critical", "error", "warning", "info", "debug")


DEFAULT_SHOTS: Final = 4096
"""Shots of a PUB for which neither it nor its job sets any; an estimator's default precision is 1/sqrt(4096)."""


@frozen
class Limits:
    """Limits of the service, which move: IBM has stated other numbers at other times.

    Attributes:
        executions: Circuits times shots of a job, after broadcasting (job limits guide, 2026; 5 million before).
        payload_bytes: Size of a job's inputs (stated by IBM in 2026; 64 MB in an older guide).
        tags: Number of tags.
        tag_characters: Characters of a tag.
    """

    executions: int = 10_000_000
    payload_bytes: int = 50_000_000
    tags: int = 8
    tag_characters: int = 86
