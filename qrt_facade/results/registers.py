"""Base of a sampler's PUB and an executor's item: samples by the name of the classical register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._display.frames import Framed, table_of
from qrt_facade.errors import ConfigurationError
from qrt_facade.results.base import PubResult
from qrt_facade.results.samples import Samples
from qrt_facade.results.tables import labelled, no_samples, stacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from qrt_facade._base.indices import SweepIndex
    from qrt_facade._display.rows import ColumnTable


class RegistersResult(PubResult[Samples], Framed):
    """Samples by the name of the classical register, with shortcuts for the only register.

    The frame (`to_frame`) has the rows of all registers: the name is in the column `register`, the other columns are
    those of `Samples.to_frame`. Kerneled data has no frame, and without registers it has no rows.
    """

    _kind = "PUB"
    """The word for it in messages."""

    @property
    def registers(self) -> list[str]:
        """Names of the classical registers."""
        return list(self.data)

    @property
    def num_shots(self) -> int:
        """Shots of each point of the sweep; 0 if there are no registers.

        Raises:
            ConfigurationError: A register contains kerneled data.
        """
        return max((samples.num_shots for samples in self._samples(None)), default=0)

    def counts(self, point: SweepIndex | None = None) -> dict[str, int]:
        """Count how often each bitstring of the only register was sampled.

            result[0].counts()             # {"00": 1, "11": 1}
            result[0].join().counts()      # {"00": 1, "11": 1}

        Args:
            point: Index of a point of the sweep; defaults to all points together.

        Returns:
            Bitstring -> shots. The rightmost character is `c[0]`.

        Raises:
            ConfigurationError: There is not exactly one register, or it contains kerneled data.
            IndexError: The sweep has no such point.
        """
        return self._only().counts(point)

    def probabilities(self, point: SweepIndex | None = None) -> dict[str, float]:
        """Return the fraction of the shots for each bitstring of the only register.

        Args:
            point: Index of a point of the sweep; defaults to all points together.

        Returns:
            Bitstring -> fraction from 0 to 1. The rightmost character is `c[0]`.

        Raises:
            ConfigurationError: There is not exactly one register, or it contains kerneled data.
            IndexError: The sweep has no such point.
        """
        return self._only().probabilities(point)

    def bitstrings(self, point: SweepIndex | None = None) -> list[str]:
        """Return the bitstring of each shot of the only register, in shot order.

        Args:
            point: Index of a point of the sweep; defaults to all points, one after the other.

        Raises:
            ConfigurationError: There is not exactly one register, or it contains kerneled data.
            IndexError: The sweep has no such point.
        """
        return self._only().bitstrings(point)

    def ints(self, point: SweepIndex | None = None) -> list[int]:
        """Return the number of each shot of the only register, in shot order; bit k of a number is `c[k]`.

        Args:
            point: Index of a point of the sweep; defaults to all points, one after the other.

        Raises:
            ConfigurationError: There is not exactly one register, or it contains kerneled data.
            IndexError: The sweep has no such point.
        """
        return self._only().ints(point)

    def join(self, names: Sequence[str] | None = None) -> Samples:
        """Concatenate registers to one.

            result[0].join(["c"]).num_bits           # 2

        Args:
            names: The registers, the one with the lowest bits first; defaults to all of them, in order.

        Returns:
            Samples as wide as all of them together; bit 0 of the first register remains bit 0.

        Raises:
            KeyError: There is no register of that name.
            ConfigurationError: There are no registers, or one contains kerneled data.
        """
        return Samples.join(self._samples(names))

    def plot(self, *, top: int | None = 16, point: SweepIndex | None = None, ax: Axes | None = None) -> Axes:
        """Draw a histogram of the only register, by bitstring; needs the extra `plot`.

        Args:
            top: Number of bitstrings with their own bar, the most frequent ones; one more bar shows the others
                together. None for all. At most 128 have a bar; if there are more, the title says so.
            point: Index of a point of the sweep; defaults to all points together.
            ax: matplotlib axes to draw on; defaults to a new pyplot figure.

        Raises:
            ImportError: matplotlib is not installed.
            ConfigurationError: `top` is not a whole number above 0, or there is not exactly one register of bits.
            IndexError: The sweep has no such point.
        """
        return self._only().plot(top=top, point=point, ax=ax)

    def _table(self) -> ColumnTable:
        if not self.data:
            return no_samples()
        self._check_any_register()
        samples = zip(self.registers, self._samples(None), strict=True)
        return stacked((labelled(table_of(one), "register", name) for name, one in samples), ())

    def _only(self) -> Samples:
        self._check_one_register(None)
        return self._samples(None)[0]

    def _check_one_register(self, name: str | None) -> None:
        if name is None:
            self._check_any_register()
        if name is None and len(self.registers) != 1:
            raise ConfigurationError(
                f"The {self._kind} has {len(self.registers)} classical registers ({', '.join(self.registers)}); "
                "select one, or join() them."
            )

    def _check_any_register(self) -> None:
        if not self.registers:
            names = ", ".join(map(repr, self.data)) or "no data"
            raise ConfigurationError(f"The {self._kind} has no register of bits; it has {names}.")

    def _samples(self, names: Sequence[str] | None) -> list[Samples]:
        # Typed as samples. Kerneled data, which are arrays, are rare and have their own method.
        chosen: dict[str, object] = {
            name: self[name] for name in (self.registers if names is None else names)
        }
        found: list[Samples] = []
        for name, value in chosen.items():
            if not isinstance(value, Samples):
                raise ConfigurationError(f"The register {name!r} contains kerneled data, an array, not bits.")
            found.append(value)
        return found
