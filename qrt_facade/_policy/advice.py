"""When to ask, after a submission, whether its job can run soon."""

from __future__ import annotations

from qrt_facade._policy import timing


class Advice:
    """Notes when it was last asked for each backend, so that a series of submissions does not ask for each job.

    Thread-safe: two threads that ask at the same moment only ask twice. It remembers nothing when it is pickled.
    """

    def __init__(self) -> None:
        self._asked: dict[str, float] = {}

    def is_due(self, backend: str) -> bool:
        """Tell whether to ask for a backend now, and note that it was."""
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
