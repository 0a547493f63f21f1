"""What a sweep stores for each of its points, and the protocol of its store.

A point is one PUB, run by one job at a time. Its state is one of five:

    new         recorded; no job is known
    submitted   its job is known, and has not ended, or its result is not in the store yet
    done        its result is in the store
    failed      its job failed, and is not retried
    cancelled   its job was cancelled
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias, get_args

if TYPE_CHECKING:
    from collections.abc import Sequence

PointState: TypeAlias = Literal["new", "submitted", "done", "failed", "cancelled"]
"""The states of a sweep's point."""

POINT_STATES: Final[tuple[PointState, ...]] = get_args(PointState)

OPEN: Final[tuple[PointState, ...]] = ("new", "submitted")
"""The states of a point that is not finished."""


@dataclass(frozen=True, slots=True)
class SweepIdentity:
    """The sweep that a store belongs to.

    Attributes:
        name: The sweep's name, from which the keys of its jobs are derived.
        program: The program of its points, such as `sampler`.
        instance: Hash of the instance; its jobs are unknown to other instances. The CRN itself is not stored.
    """

    name: str
    program: str
    instance: str


@dataclass(frozen=True, slots=True)
class StoredPoint:
    """A point of a sweep, as stored.

    Attributes:
        name: Its unique name within the sweep.
        position: Its position in the sweep, from 0.
        fingerprint: Identifies the content of its job.
        retries: How often it may be retried after a failure of the system.
        state: Its state.
        job_id: Its job, or None while none is known.
        job_status: The job's last known status, or None.
        failed_jobs: Ids of earlier jobs of this point, which failed and are replaced.
        resubmitted: Whether it replaces a point that failed or was cancelled, whose jobs are skipped.
        code: Code of the reason with which its last job ended, or None.
        reason: Description of that reason, or of what went wrong with its result, or None.
        usage_seconds: Seconds of QPU time that its jobs were charged, or None while unknown.
        usage_ru: The same in resource units (RUs).
    """

    name: str
    position: int
    fingerprint: str
    retries: int = 0
    state: PointState = "new"
    job_id: str | None = None
    job_status: str | None = None
    failed_jobs: tuple[str, ...] = ()
    resubmitted: bool = False
    code: int | None = None
    reason: str | None = None
    usage_seconds: float | None = None
    usage_ru: float | None = None

    @property
    def open(self) -> bool:
        """Whether it is not finished."""
        return self.state in OPEN


class SweepStore(Protocol):
    """Where a sweep stores its state: a file by default, or an object of your own with these methods.

    Several processes may use one store at the same time. They divide the points by claims: a claim belongs to one
    owner, lasts for some seconds, and is renewed while its owner is running. Two owners of one point would do no harm,
    because each point's job has a key; claims only save the second one the work. Every method may be called from any
    thread, and its changes must survive the end of the process as soon as it returns.

    An error that reaches the caller should be a `ConfigurationError` that names the store.
    """

    def identify(self, identity: SweepIdentity) -> None:
        """Assign this store to one sweep, or check that it belongs to it.

        Args:
            identity: The sweep that opens it.

        Raises:
            ConfigurationError: The store belongs to another sweep, program or instance, or has another version.
        """
        ...

    def add(self, points: Sequence[tuple[StoredPoint, bytes]]) -> None:
        """Record points, all of them or none.

        An existing point is replaced if it is `failed` or `cancelled`. If it is `new`, its request, fingerprint and
        number of retries are replaced, and if the fingerprint differs, its claim ends. Other points do not change.

        Args:
            points: Each point with its request: the bytes that `request` returns.
        """
        ...

    def points(self) -> Sequence[StoredPoint]:
        """Return all points, in the order of their positions."""
        ...

    def request(self, name: str) -> bytes:
        """Return the recorded request of a point, to submit it.

        Args:
            name: The point's name.

        Raises:
            ConfigurationError: There is no such point.
        """
        ...

    def claim(self, names: Sequence[str], owner: str, lease: float) -> Sequence[str]:
        """Claim points for an owner atomically, and return the names of those that the owner now has.

        A point is free if it is not claimed, if its claim has expired, or if its owner is known to have ended.

        Args:
            names: The requested points.
            owner: A unique string that identifies the owner.
            lease: Duration of the claims in seconds.
        """
        ...

    def renew(self, owner: str, lease: float) -> None:
        """Extend all claims of an owner to this many seconds from now.

        Args:
            owner: The owner.
            lease: Seconds.
        """
        ...

    def release(self, owner: str) -> None:
        """Release all claims of an owner.

        Args:
            owner: The owner.
        """
        ...

    def update(self, point: StoredPoint, owner: str) -> bool:
        """Update the state of a point if the owner still claims it; a point that is `done` does not change.

        Args:
            point: The point, which is in the store.
            owner: The owner that updates it.

        Returns:
            Whether it was updated.
        """
        ...

    def save_result(self, point: StoredPoint, content: bytes) -> None:
        """Save the result of a point, atomically, and then update the point's state.

        Args:
            point: The point, in its state with this result.
            content: A file in NumPy's format `.npz`.
        """
        ...

    def load_result(self, name: str) -> bytes | None:
        """Return the result of a point, or None if there is none.

        Args:
            name: The point's name.
        """
        ...


STORE_METHODS: Final = tuple(name for name in vars(SweepStore) if not name.startswith("_"))
"""The names of the methods that a store must have."""
