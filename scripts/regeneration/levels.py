"""How serious a change is, and in which direction a value travels."""

from __future__ import annotations

import enum


class Level(enum.IntEnum):
    """How serious a change is; the names are those of oasdiff."""

    INFO = 0  # breaks nobody
    WARN = 1  # may break something: a response can now contain what it could not contain before
    ERR = 2  # breaks: something is removed, or a value that may be sent is no longer accepted


class Way(enum.Enum):
    """The direction in which a value travels; NOWHERE for a schema that no operation uses."""

    REQUEST = "request"
    RESPONSE = "response"
    NOWHERE = "nowhere"


def level(
    way: Way, *, request: Level = Level.INFO, response: Level = Level.INFO, nowhere: Level = Level.INFO
) -> Level:
    """Return the level that applies to the direction.

    A schema that no operation uses is never sent or received, but its class is generated too.
    """
    return {Way.REQUEST: request, Way.RESPONSE: response, Way.NOWHERE: nowhere}[way]
