"""What a sweep keeps of each of its points, and what a place that keeps it has to do.

A point is one PUB, which one job runs at a time. Its state is one of five:

    new         recorded; no job of it is known
    submitted   its job is known, and has not ended, or its result is not in the store yet
    done        its result is in the store
    failed      its job failed, and is not tried again
    cancelled   its job was cancelled
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias, get_args

if TYPE_CHECKING:
    from collections.abc import Sequence

PointState: TypeAlias = Literal["new", "submitted", "done", "failed", "cancelled"]
"""How a point of a sweep stands."""

POINT_STATES: Final[tuple[PointState, ...]] = get_args(PointState)

OPEN: Final[tuple[PointState, ...]] = ("new", "submitted")
"""The states of a point that something is still to be done for."""


@dataclass(frozen=True, slots=True)
class SweepIdentity:
    """Which sweep a store belongs to.

    Attributes:
        name: The sweep's name, from which the keys of its jobs are made.
        program: The program that its points run, such as `sampler`.
        instance: A hash of the instance, whose jobs no other instance knows. The CRN itself is not written.
    """

    name: str
    program: str
    instance: str


@dataclass(frozen=True, slots=True)
class StoredPoint:
    """A point of a sweep, as its store keeps it.

    Attributes:
        name: Its name, which no other point of the sweep has.
        position: Its place in the sweep, from 0.
        fingerprint: What its job's content is recognized by.
        retries: How often it may be tried again after a failure of the system.
        state: How it stands.
        job_id: Its job, or None while none is known.
        job_status: The status that the job had last, or None.
        failed_jobs: Ids of earlier jobs of this point, which failed and are replaced.
        resubmitted: Whether it takes the place of a point that failed or was cancelled, whose jobs are passed over.
        code: Code of the reason that its last job ended with, or None.
        reason: That reason in words, or what went wrong with its result, or None.
        usage_seconds: Seconds of QPU time that its jobs were charged, or None while that is not known.
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
        """Whether something is still to be done for it."""
        return self.state in OPEN


class SweepStore(Protocol):
    """Where a sweep keeps what was done: a file by default, or an object of your own with these methods.

    Several processes may use one store at the same time. They share the points by claims: a claim belongs to one
    owner, lasts for some seconds, and is renewed while its owner lives. Two owners of one point would do no harm, since
    each point's job has a key; claims only spare the second one the work. Every method may be called from any
    thread, and what it changed has to survive the end of the process as soon as it returns.

    An error that reaches the caller should be a `ConfigurationError` that names the store.
    """

    def identify(self, identity: SweepIdentity) -> None:
        """Make this the store of one sweep, or check that it is.

        Args:
            identity: The sweep that opens it.

        Raises:
            ConfigurationError: It is the store of another sweep, program or instance, or one of another version.
        """
        ...

    def add(self, points: Sequence[tuple[StoredPoint, bytes]]) -> None:
        """Record points, all of them or none.

        A point that is there already is replaced when it is `failed` or `cancelled`. Of one that is `new` the request, the
        fingerprint and the number of retries are replaced, and with another fingerprint its claim ends. Of any other point
        nothing changes.

        Args:
            points: Each point with its request: the bytes that `request` returns.
        """
        ...

    def points(self) -> Sequence[StoredPoint]:
        """Return all points, in the order of their positions."""
        ...

    def request(self, name: str) -> bytes:
        """Return what a point was recorded with, to submit it.

        Args:
            name: The point's name.

        Raises:
            ConfigurationError: There is no such point.
        """
        ...

    def claim(self, names: Sequence[str], owner: str, lease: float) -> Sequence[str]:
        """Claim points for an owner in one step, and return the names of those that are the owner's now.

        A point is free when nobody claims it, when the claim's time is up, or when it is known that its owner has ended.

        Args:
            names: The points that are wanted.
            owner: A text that no other owner has.
            lease: Seconds that the claims last.
        """
        ...

    def renew(self, owner: str, lease: float) -> None:
        """Let all claims of an owner last for so many seconds from now.

        Args:
            owner: The owner.
            lease: Seconds.
        """
        ...

    def release(self, owner: str) -> None:
        """Give up all claims of an owner.

        Args:
            owner: The owner.
        """
        ...

    def update(self, point: StoredPoint, owner: str) -> bool:
        """Write how a point stands now, if the owner claims it still; a point that is `done` stays so.

        Args:
            point: The point, which is in the store.
            owner: Who writes it.

        Returns:
            Whether it was written.
        """
        ...

    def save_result(self, point: StoredPoint, content: bytes) -> None:
        """Keep the result of a point, whole or not at all, and then write how the point stands.

        Args:
            point: The point, as it stands with this result.
            content: A file in NumPy's form `.npz`.
        """
        ...

    def load_result(self, name: str) -> bytes | None:
        """Return the result of a point, or None when there is none.

        Args:
            name: The point's name.
        """
        ...


STORE_METHODS: Final = tuple(name for name in vars(SweepStore) if not name.startswith("_"))
"""The names of the methods that a store has to have."""
