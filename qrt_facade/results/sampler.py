"""What a sampler job returns: for each PUB, the samples of each classical register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np

from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import to_qiskit
from qrt_facade.results.base import PubResult, Result
from qrt_facade.results.executor import executor_result_of
from qrt_facade.results.pubs import read_pubs
from qrt_facade.results.samples import Samples
from qrt_facade.results.version1 import refuse_version_1

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from qrt_facade._base.indices import SweepIndex
    from qrt_facade.results.base import PubData
    from qrt_facade.results.document import Document
    from qrt_facade.results.executor import ExecutorResult


class SamplerPubResult(PubResult[Samples]):
    """Samples of one PUB, by the name of the classical register: `pub.c` or `pub["c"]`.

        result[0].c.counts()               # {"00": 1, "11": 1}
        result[0]["c"].num_bits            # 2

    With the option `meas_type` "kerneled" or "avg_kerneled" there are no bits, and `kerneled` is the data of a register.

    Attributes:
        data: The `Samples` of each register, by name.
        metadata: What the service reports about the PUB: JSON, with typed values decoded.
    """

    @property
    def registers(self) -> list[str]:
        """Names of the classical registers."""
        return list(self.data)

    @property
    def num_shots(self) -> int:
        """Shots of each point of the sweep; 0 where there are no registers.

        Raises:
            ConfigurationError: A register contains kerneled data.
        """
        return max((samples.num_shots for samples in self._samples(None)), default=0)

    def counts(self, point: SweepIndex | None = None) -> dict[str, int]:
        """Count how often each bitstring of the only register was sampled.

            result[0].counts()             # {"00": 1, "11": 1}
            result[0].join().counts()      # {"00": 1, "11": 1}

        Args:
            point: Index of a point of the sweep; all points together when not given.

        Returns:
            Bitstring -> shots. The rightmost character is `c[0]`.

        Raises:
            ConfigurationError: The PUB has not exactly one register, or kerneled data.
            IndexError: The sweep has no such point.
        """
        return self._only().counts(point)

    def probabilities(self, point: SweepIndex | None = None) -> dict[str, float]:
        """The share of the shots, 0 to 1, that each bitstring of the only register has.

        Args:
            point: Index of a point of the sweep; all points together when not given.

        Returns:
            Bitstring -> share. The rightmost character is `c[0]`.

        Raises:
            ConfigurationError: The PUB has not exactly one register, or kerneled data.
            IndexError: The sweep has no such point.
        """
        return self._only().probabilities(point)

    def bitstrings(self, point: SweepIndex | None = None) -> list[str]:
        """The bitstring of each shot of the only register, in shot order.

        Args:
            point: Index of a point of the sweep; all points, one after the other, when not given.

        Raises:
            ConfigurationError: The PUB has not exactly one register, or kerneled data.
            IndexError: The sweep has no such point.
        """
        return self._only().bitstrings(point)

    def ints(self, point: SweepIndex | None = None) -> list[int]:
        """The number of each shot of the only register, in shot order; bit k of a number is `c[k]`.

        Args:
            point: Index of a point of the sweep; all points, one after the other, when not given.

        Raises:
            ConfigurationError: The PUB has not exactly one register, or kerneled data.
            IndexError: The sweep has no such point.
        """
        return self._only().ints(point)

    def join(self, names: Sequence[str] | None = None) -> Samples:
        """Put registers side by side into one.

            result[0].join(["c"]).num_bits           # 2

        Args:
            names: The registers, the one with the lowest bits first; all of them, in order, when not given.

        Returns:
            Samples as wide as all of them together; bit 0 of the first register stays bit 0.

        Raises:
            KeyError: The PUB has no register of that name.
            ConfigurationError: There are no registers, or one contains kerneled data.
        """
        return Samples.join(self._samples(names))

    def kerneled(self, name: str | None = None) -> NDArray[np.complex128]:
        """The data of a register that was measured with `meas_type` "kerneled" or "avg_kerneled".

        Args:
            name: The register; the only one when not given.

        Returns:
            complex128, in the arbitrary units of the readout, of shape (*PUB shape, shots, bits), or of
            (*PUB shape, bits) for the mean over the shots.

        Raises:
            KeyError: The PUB has no register of that name.
            ConfigurationError: The register contains bits, or `name` is not given and there are several registers.
        """
        self._check_one_register(name)
        chosen = self.registers[0] if name is None else name
        values: object = self.data[chosen]  # by type these are samples; kerneled data alone are not
        if not isinstance(values, np.ndarray):
            raise ConfigurationError(
                f"The register {chosen!r} contains bits, not kerneled data; pub[{chosen!r}] is its samples."
            )
        return np.asarray(values, dtype=np.complex128)

    def plot(self, *, top: int | None = 16, point: SweepIndex | None = None, ax: Axes | None = None) -> Axes:
        """Draw a histogram of the only register, by bitstring; needs the extra `plot`.

        Args:
            top: How many bitstrings have a bar of their own, the most frequent; one more bar shows the others together.
                None for all. No more than 128 have one; where there are more, the title says so.
            point: Index of a point of the sweep; all points together when not given.
            ax: matplotlib axes to draw on; those of a new pyplot figure when not given.

        Raises:
            ImportError: matplotlib is not installed.
            ConfigurationError: `top` is not a whole number above 0, or the PUB has not exactly one register of bits.
            IndexError: The sweep has no such point.
        """
        return self._only().plot(top=top, point=point, ax=ax)

    def _only(self) -> Samples:
        self._check_one_register(None)
        return self._samples(None)[0]

    def _check_one_register(self, name: str | None) -> None:
        if name is None and len(self.data) != 1:
            raise ConfigurationError(
                f"The PUB has {len(self.data)} classical registers, {', '.join(self.data)}: pick one, or join() them."
            )

    def _samples(self, names: Sequence[str] | None) -> list[Samples]:
        # By type all are samples. Kerneled data, which are arrays, are rare and have a method of their own.
        chosen: dict[str, object] = {name: self[name] for name in (self.data if names is None else names)}
        found: list[Samples] = []
        for name, value in chosen.items():
            if not isinstance(value, Samples):
                raise ConfigurationError(f"The register {name!r} contains kerneled data, an array, not bits.")
            found.append(value)
        return found


class SamplerResult(Result[SamplerPubResult]):
    """Result of a sampler job: a sequence with one `SamplerPubResult` for each PUB.

        result[0].c.counts()               # {"00": 1, "11": 1}
        [pub.num_shots for pub in result]  # [2]

    Attributes:
        metadata: What the service reports about the job as a whole: JSON, with typed values decoded.
    """

    program_id = "sampler"

    @classmethod
    def of(cls, document: Document) -> Self:
        """Decode the result of a sampler job."""
        refuse_version_1(document, "SamplerResult")
        pubs, metadata = read_pubs(document)
        for data, _ in pubs:
            _check_measured(data)
        return cls([SamplerPubResult(*pub) for pub in pubs], metadata, document.source)

    @property
    def executor_result(self) -> ExecutorResult | None:
        """The executor's result that this one was made of, decoded on each access; None where a sampler of the service's own made it.

        Raises:
            ResultDecodeError: It does not fit into memory.
        """
        return executor_result_of(self._source)

    def to_qiskit(self) -> Any:
        """The result as Qiskit's `PrimitiveResult`, equal to what IBM's client makes of it.

        `Any`, because Qiskit is not a dependency of this package.

        Raises:
            ConfigurationError: Qiskit is not installed.
        """
        return to_qiskit.primitive_result(self, self.metadata, "SamplerPubResult")

    def _repr_html_(self) -> str:
        return self._html("Sampler result")


def _check_measured(data: PubData[Any]) -> None:
    for name, value in data.items():
        if not isinstance(value, Samples) and value.dtype.kind != "c":
            raise ResultDecodeError(
                f"{name!r} holds {value.dtype} numbers, neither bits nor complex values: is it another program's result?"
            )
