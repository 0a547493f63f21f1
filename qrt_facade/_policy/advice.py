"""When to check, after a submission, whether its job can run soon."""

from __future__ import annotations

from qrt_facade._policy import timing


class Advice:
    """Remembers when each backend was last checked, so that a series of submissions does not check for each job.

    Thread-safe: two threads that ask at the same moment merely check twice. A pickled copy remembers nothing.
    """

    def __init__(self) -> None:
        self._asked: dict[str, float] = {}

    def is_due(self, backend: str) -> bool:
        """Return whether to check a backend now, and record the check."""
        pauses = timing.current()
        if pauses.advice_every is None:
            return False
        now = pauses.clock.monotonic()
        before = self._asked.get(backend)
        if before is not None and now - before < pauses.advice_every:
            return False
        self._asked[backend] = now
        return True

    def __reduce__(self) -> tuple[type[Advice], tuple[()]]:
        return type(self), ()
