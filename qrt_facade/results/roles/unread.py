"""Why the result of a primitive's executor job stays the executor's."""

from __future__ import annotations


class UnreadError(Exception):
    """The job was a primitive's, but in a way that this package does not read; the message says which, without a full stop."""
