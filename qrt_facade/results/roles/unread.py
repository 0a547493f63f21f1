"""The reason for returning the result of a primitive's executor job as the executor's."""

from __future__ import annotations


class UnreadError(Exception):
    """The job belongs to a primitive in a form that is not supported; the message is a clause without a full stop."""
