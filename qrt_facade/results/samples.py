"""Bits sampled from one classical register, one row per shot."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn, cast

import numpy as np

from qrt_facade._base.coerce import is_integer
from qrt_facade._base.missing import with_hints
from qrt_facade._base.secrets import safe_repr
from qrt_facade._base.wording import pluralize
from qrt_facade._display.frames import Framed
from qrt_facade._display.html import MAX_ROWS, counts_table
from qrt_facade._display.plots import histogram
from qrt_facade._service.mocks import marked_repr, marked_title
from qrt_facade.errors import ConfigurationError
from qrt_facade.results.counting import bitstrings, distinct, numbers_of, ranked
from qrt_facade.results.hex_samples import bytes_per_shot
from qrt_facade.results.replications import checked_axes, folded
from qrt_facade.results.tables import sampled_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from qrt_facade._base.indices import SweepIndex
    from qrt_facade._display.rows import ColumnTable

_BY_SHOT: Final = (
    "Use bitstrings() or ints() for the shots, counts() to count them, and samples[point] for one "
    "point of a sweep."
)
_PARITY = np.array([byte.bit_count() & 1 for byte in range(256)], dtype=np.uint8)


@with_hints
class Samples(Framed):
    """Bits of one classical register, for every shot of every point of a sweep.

    Bit k of a sample is `c[k]`. A bitstring is written like a number: its rightmost character is `c[0]`. This is
    Qiskit's order, and `array` has the layout of Qiskit's `BitArray`.

    The frame (`to_frame`) has one row per bitstring sampled at a point: `index_0`, `index_1`, ... are the
    point's index in the sweep (absent without a sweep), followed by `bitstring`, `count` in shots and
    `probability`, the fraction of the point's shots, in ascending order. For a dry run there is also `dry_run`, which
    is True.

        result[0].c.counts()               # {"00": 1, "11": 1}
        result[0].c.num_bits               # 2

    Args:
        array: uint8 of shape (*shape, num_shots, ceil(num_bits / 8)), most significant byte first.
        num_bits: Width of the register. Excess bits of the first byte are cleared.
        dry_run: Whether the bits come from a dry run and are random. Samples derived from them, such as slices, are
            marked too.

    Raises:
        ConfigurationError: The array has the wrong type or shape.
    """

    __slots__ = ("_array", "_dry_run", "_num_bits")
    __array_ufunc__ = None  # so that `array == samples` calls `Samples.__eq__`

    def __init__(self, array: NDArray[np.uint8], num_bits: int, *, dry_run: bool = False) -> None:
        if array.dtype != np.uint8 or array.ndim < 2 or array.shape[-1] != bytes_per_shot(num_bits):
            raise ConfigurationError(
                f"Samples of {pluralize(num_bits, 'bit')} must be uint8 of shape (..., shots, "
                f"{bytes_per_shot(num_bits)}), "
                f"not {array.dtype} of shape {array.shape}."
            )
        stray = ~_low_bits(num_bits) & 0xFF
        if num_bits and (array[..., 0] & stray).any():
            array = array.copy()
            array[..., 0] &= ~stray & 0xFF
        # A read-only view, because slices and results share the bytes.
        self._array = array.view()
        self._array.flags.writeable = False
        self._num_bits = num_bits
        self._dry_run = dry_run

    @property
    def array(self) -> NDArray[np.uint8]:
        """Packed bits, read-only: uint8 of shape (*shape, num_shots, ceil(num_bits / 8)), highest byte first."""
        return self._array

    @property
    def num_bits(self) -> int:
        """Width of the register in bits."""
        return self._num_bits

    @property
    def dry_run(self) -> bool:
        """Whether the bits come from a dry run and are random."""
        return self._dry_run

    @property
    def num_shots(self) -> int:
        """Shots of each point of the sweep."""
        return int(self._array.shape[-2])

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the sweep; () without one."""
        return self._array.shape[:-2]

    def __getitem__(self, point: SweepIndex) -> Samples:
        """Return samples of some points of the sweep, which share the bytes of these.

        Args:
            point: Index as in NumPy: `samples[0]`, `samples[1:3]`, `samples[..., 0]` or a mask of the sweep's shape.

        Returns:
            Samples of the remaining shape: () for a single point.

        Raises:
            IndexError: The sweep has no such point.
            TypeError: There is no sweep, or the index is a bitstring.
        """
        if isinstance(point, str):
            raise TypeError(
                f"Samples cannot be indexed by bitstring; counts()[{point!r}] is the number of shots with this "
                "bitstring"
            )
        points = np.arange(math.prod(self.shape)).reshape(self.shape)
        try:
            chosen = points[cast("Any", point)]  # NumPy accepts lists, but its types do not
        except IndexError as error:
            if not self.shape:
                raise TypeError(
                    f"These samples have no sweep, so there is no point {point!r}. {_BY_SHOT}"
                ) from None
            raise IndexError(
                f"There is no point {point!r}: the sweep has the shape {self.shape} ({error})"
            ) from None
        flat = self._array.reshape(points.size, *self._array.shape[-2:])
        return self._like(flat[chosen], self._num_bits)

    def __iter__(self) -> NoReturn:
        """Raise TypeError, because shots or points of a sweep could be expected."""
        raise TypeError(f"Samples cannot be iterated over. {_BY_SHOT}")

    def __len__(self) -> NoReturn:
        """Raise TypeError, like `__iter__`."""
        raise TypeError(f"Samples have no len(); use num_shots or num_bits. {_BY_SHOT}")

    def __contains__(self, value: object) -> NoReturn:
        """Raise TypeError, like `__iter__`."""
        raise TypeError(
            f"Samples do not support `in`; look for {value!r} in counts(), bitstrings() or ints()"
        )

    def __bool__(self) -> bool:
        """Return whether there are any shots."""
        return self.num_shots * math.prod(self.shape) > 0

    def __array__(self, *_: Any, **__: Any) -> NoReturn:
        """Raise TypeError, because NumPy would create an array of one object."""
        raise TypeError(
            "Samples cannot be converted to an array; use `array` for the packed bits, or bits() for one "
            "bool per bit"
        )

    def counts(self, point: SweepIndex | None = None) -> dict[str, int]:
        """Count how often each bitstring was sampled.

            result[0].c.counts()           # {"00": 1, "11": 1}

        Args:
            point: Index of a point of the sweep, such as 0 or (1, 2); defaults to all points together.

        Returns:
            Bitstring of `num_bits` characters -> shots; the rightmost character is `c[0]`. In ascending order up to 64
            bits, in no particular order above. Bitstrings that were never sampled are absent.

        Raises:
            IndexError: The sweep has no such point.
            TypeError: There is no sweep.
        """
        rows, numbers = distinct(self._rows(point))
        return dict(zip(bitstrings(rows, self._num_bits), numbers.tolist(), strict=True))

    def int_counts(self, point: SweepIndex | None = None) -> dict[int, int]:
        """Count how often each number was sampled; for many outcomes faster than `counts`, with less memory.

            result[0].c.int_counts()       # {0: 1, 3: 1}

        Args:
            point: Index of a point of the sweep, such as 0 or (1, 2); defaults to all points together.

        Returns:
            Number -> shots; bit k of a number is `c[k]`. In ascending order up to 64 bits, in no particular order
            above.

        Raises:
            IndexError: The sweep has no such point.
            TypeError: There is no sweep.
        """
        rows, numbers = distinct(self._rows(point))
        return dict(zip(numbers_of(rows), numbers.tolist(), strict=True))

    def distinct(self, point: SweepIndex | None = None) -> tuple[Samples, NDArray[np.int64]]:
        """Return the distinct outcomes and their counts, without creating an object for each of millions of outcomes.

            outcomes, shots = result[0].c.distinct()
            outcomes.bitstrings(), shots.tolist()            # (["00", "11"], [1, 1])

        Args:
            point: Index of a point of the sweep, such as 0 or (1, 2); defaults to all points together.

        Returns:
            The outcomes, as samples of shape () with one shot each, and their numbers of shots: int64 of shape
            (outcomes,). In ascending order up to 64 bits, in no particular order above.

        Raises:
            IndexError: The sweep has no such point.
            TypeError: There is no sweep.
        """
        rows, numbers = distinct(self._rows(point))
        return self._like(rows, self._num_bits), numbers

    def probabilities(self, point: SweepIndex | None = None) -> dict[str, float]:
        """Return the fraction of the shots for each bitstring.

            result[0].c.probabilities()    # {"00": 0.5, "11": 0.5}

        Args:
            point: Index of a point of the sweep; defaults to all points together.

        Returns:
            Bitstring -> fraction from 0 to 1. The rightmost character is `c[0]`.

        Raises:
            IndexError: The sweep has no such point.
            TypeError: There is no sweep.
        """
        counts = self.counts(point)
        total = sum(counts.values())
        return {bits: number / total for bits, number in counts.items()}

    def bitstrings(self, point: SweepIndex | None = None) -> list[str]:
        """Return the bitstring of each shot, in shot order; its rightmost character is `c[0]`.

            result[0].c.bitstrings()       # ["00", "11"]

        Args:
            point: Index of a point of the sweep; defaults to all points, one after the other.

        Raises:
            IndexError: The sweep has no such point.
            TypeError: There is no sweep.
        """
        return list(bitstrings(self._rows(point), self._num_bits))

    def ints(self, point: SweepIndex | None = None) -> list[int]:
        """Return the number of each shot, in shot order; bit k of the number is `c[k]`.

            result[0].c.ints()             # [0, 3]

        Args:
            point: Index of a point of the sweep; defaults to all points, one after the other.

        Raises:
            IndexError: The sweep has no such point.
            TypeError: There is no sweep.
        """
        return numbers_of(self._rows(point))

    def bits(self) -> NDArray[np.bool_]:
        """Return the unpacked bits, one bool per bit.

            result[0].c.bits().mean(axis=-2).tolist()        # [0.5, 0.5]

        Returns:
            bool of shape (*shape, num_shots, num_bits), where `[..., k]` is `c[k]`.
        """
        unpacked = np.unpackbits(self._array, axis=-1)[..., ::-1][..., : self._num_bits]
        return unpacked.view(np.bool_)

    def marginal(self, bits: Iterable[int] | int) -> Samples:
        """Select bits: bit j of the result is bit `bits[j]` of these samples.

            result[0].c.marginal(0).counts()                 # {"0": 1, "1": 1}
            result[0].c.marginal([1, 0]).num_bits            # 2

        Args:
            bits: The bit, or the bits in their new order, the lowest first: 0 to `num_bits` - 1.

        Raises:
            ConfigurationError: The register does not have one of the bits.
        """
        chosen = [self._checked_bit(bit) for bit in (bits if isinstance(bits, Iterable) else [bits])]
        array = np.zeros((*self._array.shape[:-1], bytes_per_shot(len(chosen))), dtype=np.uint8)
        for target, source in enumerate(chosen):
            bit = (self._array[..., -1 - source // 8] >> (source % 8)) & 1
            array[..., -1 - target // 8] |= bit << (target % 8)
        return self._like(array, len(chosen))

    def slice(self, start: int | None = None, stop: int | None = None, step: int | None = None) -> Samples:
        """Select shots of each point; arguments as in Python's `slice`, so `slice(100)` is `slice(0, 100)`.

            result[0].c.slice(1).bitstrings()                # ["00"]
            result[0].c.slice(1, 2).bitstrings()             # ["11"]

        Args:
            start: The first shot to keep, by default 0; as the only argument it is `stop`.
            stop: The first shot not to keep; by default all are kept to the last.
            step: Keep every `step`-th shot; by default every shot.
        """
        if stop is None and step is None:
            start, stop = None, start
        return self._like(self._array[..., start:stop:step, :], self._num_bits)

    def merged(self, axes: int | Sequence[int] | None = None) -> Samples:
        """Merge axes of the sweep along which the same circuit was repeated into the shots.

            result[0].c.merged().num_shots                   # 2

        Args:
            axes: The axes, counted from the first or, if negative, from the last one. Defaults to all axes, so that
                all points of the sweep become shots of one point.

        Returns:
            Samples of the shape without these axes, with the shots of one point after those of another.

        Raises:
            ConfigurationError: There is no such axis, or one is repeated.
        """
        array = folded(self._array, checked_axes(axes, self.shape), len(self.shape))
        return self._like(array, self._num_bits)

    def postselect(self, conditions: Mapping[int, int | bool]) -> Samples:
        """Select the shots in which bits have given values.

            result[0].c.postselect({0: 1}).counts()          # {"11": 1}

        Args:
            conditions: Bit, 0 to `num_bits` - 1 -> its value: 0 or 1, or False or True.

        Returns:
            Samples of shape (): the points of a sweep follow one another, since they keep different numbers of shots.

        Raises:
            ConfigurationError: The register does not have one of the bits.
        """
        rows = self._rows(None)
        mask = np.zeros(rows.shape[1], dtype=np.uint8)
        wanted = mask.copy()
        for bit, value in conditions.items():
            byte, weight = -1 - self._checked_bit(bit) // 8, 1 << (bit % 8)
            mask[byte] |= weight
            wanted[byte] |= weight * bool(value)
        return self._like(rows[((rows & mask) == wanted).all(axis=-1)], self._num_bits)

    def expectation(self, observable: str | Mapping[str, float]) -> NDArray[np.float64]:
        """Return the mean of a diagonal observable over the shots of each point.

            float(result[0].c.expectation("ZZ"))             # 1.0
            float(result[0].c.expectation({"ZZ": 1.0, "IZ": 0.5}))     # 1.0

        Args:
            observable: `num_bits` characters of I, Z, 0 (projector on 0) and 1, the rightmost for `c[0]`; or a
                mapping of such strings to real coefficients.

        Returns:
            float64 of the sweep's shape: () without a sweep. NaN if there are no shots.

        Raises:
            ConfigurationError: The string has another length or other characters; bits contain no information on X and
                Y.
        """
        terms = {observable: 1.0} if isinstance(observable, str) else observable
        total = np.zeros(self.shape, dtype=np.float64)
        for label, coefficient in terms.items():
            total += coefficient * self._mean(label)
        return total

    @classmethod
    def concatenate(cls, parts: Sequence[Samples]) -> Samples:
        """Concatenate the shots of several samples of the same register and sweep.

            both = Samples.concatenate([result[0].c, result[0].c])
            both.counts()                                    # {"00": 2, "11": 2}

        Args:
            parts: The samples, in the order of their shots.

        Raises:
            ConfigurationError: There are no parts, or they differ in width or shape.
        """
        if len({(part.num_bits, part.shape) for part in parts}) != 1:
            raise ConfigurationError(
                f"Only samples of the same width and shape can be concatenated, not {list(parts)}."
            )
        array = np.concatenate([part.array for part in parts], axis=-2)
        return cls(array, parts[0].num_bits, dry_run=any(part.dry_run for part in parts))

    @classmethod
    def join(cls, registers: Sequence[Samples]) -> Samples:
        """Concatenate several registers to one: bit 0 of the first remains bit 0, and the next register follows.

            pair = Samples.join([result[0].c, result[0].c])
            pair.bitstrings()                                # ["0000", "1111"]

        Args:
            registers: Samples of the same shots, the register with the lowest bits first.

        Raises:
            ConfigurationError: There are no registers, or they differ in shots or shape.
        """
        if len({(part.num_shots, part.shape) for part in registers}) != 1:
            raise ConfigurationError(
                f"Only registers of the same shots and shape can be joined, not {list(registers)}."
            )
        joined = np.concatenate([part.bits() for part in registers], axis=-1)
        return cls.from_bits(joined, dry_run=any(part.dry_run for part in registers))

    @classmethod
    def from_bits(cls, bits: NDArray[np.bool_], *, dry_run: bool = False) -> Samples:
        """Pack unpacked bits: the inverse of `bits`.

            Samples.from_bits(result[0].c.bits()) == result[0].c       # True

        Args:
            bits: bool of shape (*shape, num_shots, num_bits), where `[..., k]` is `c[k]`.
            dry_run: Whether the bits come from a dry run and are random.
        """
        packed = np.packbits(bits, axis=-1, bitorder="little")[..., ::-1]
        return cls(np.ascontiguousarray(packed), bits.shape[-1], dry_run=dry_run)

    def _table(self) -> ColumnTable:
        return sampled_table(self._array, self._num_bits, self.shape, dry_run=self._dry_run)

    def plot(self, *, top: int | None = 16, point: SweepIndex | None = None, ax: Axes | None = None) -> Axes:
        """Draw a histogram of the counts, by bitstring; needs the extra `plot`.

        Args:
            top: Number of bitstrings with their own bar, the most frequent ones; one more bar shows the others
                together. None for all. At most 128 have a bar; if there are more, the title says so.
            point: Index of a point of the sweep; defaults to all points together.
            ax: matplotlib axes to draw on; defaults to a new pyplot figure.

        Raises:
            ImportError: matplotlib is not installed.
            ConfigurationError: `top` is not a whole number above 0.
            IndexError: The sweep has no such point.
        """
        counts = self.counts(point)
        return histogram.plot(counts, title=self._summary(sum(counts.values()), point), top=top, ax=ax)

    def _repr_html_(self) -> str:
        rows = self._rows(None)
        return counts_table(self._summary(len(rows)), ranked(rows, self._num_bits, MAX_ROWS))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, np.ndarray):
            raise TypeError(
                "Samples cannot be compared with an array; compare their `array`, bits() or ints()"
            )
        if not isinstance(other, Samples):
            return NotImplemented
        return self._num_bits == other._num_bits and np.array_equal(self._array, other._array)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # like unhashable types in typeshed

    def __reduce__(self) -> tuple[Any, ...]:
        # Copies and unpickled samples are also checked and read-only.
        made = partial(type(self), dry_run=True) if self._dry_run else type(self)
        return made, (self._array, self._num_bits)

    @safe_repr
    def __repr__(self) -> str:
        written = f"Samples(num_bits={self.num_bits}, num_shots={self.num_shots}, shape={self.shape})"
        return marked_repr(written, dry_run=self._dry_run)

    def _like(self, array: NDArray[np.uint8], num_bits: int) -> Samples:
        """Return samples derived from these, with the same dry-run mark."""
        return Samples(array, num_bits, dry_run=self._dry_run)

    def _rows(self, point: SweepIndex | None) -> NDArray[np.uint8]:
        array = self._array if point is None else self[point].array
        shots = math.prod(array.shape[:-1])  # reshape cannot infer it for a register of no bits
        return np.ascontiguousarray(array.reshape(shots, array.shape[-1]))

    def _summary(self, shots: int, point: SweepIndex | None = None) -> str:
        sweep = ""
        if self.shape:
            sweep = f", point {point} of the sweep" if point is not None else ", all points of the sweep"
        summary = f"{pluralize(shots, 'shot')} of {pluralize(self.num_bits, 'bit')}{sweep}"
        return marked_title(summary, dry_run=self._dry_run)

    def _checked_bit(self, bit: int) -> int:
        if not is_integer(bit) or not 0 <= bit < self._num_bits:
            raise ConfigurationError(
                f"There is no bit {bit!r}; the register has bits 0 to {self._num_bits - 1}."
            )
        return int(bit)

    def _mean(self, label: str) -> NDArray[np.float64]:
        if len(label) != self._num_bits or not set("IZ01").issuperset(label):
            raise ConfigurationError(
                f"{label!r} is not a diagonal observable of {pluralize(self._num_bits, 'bit')}; accepted: "
                f"{pluralize(self._num_bits, 'character')} of I, Z, 0 and 1."
            )
        z, one, fixed = (_mask(label, characters) for characters in ("Z", "1", "01"))
        values = 1.0 - 2.0 * _PARITY[np.bitwise_xor.reduce(self._array & z, axis=-1)]
        if fixed.any():
            values *= ((self._array & fixed) == one).all(axis=-1)
        return np.asarray(values.mean(axis=-1), dtype=np.float64)


def _low_bits(num_bits: int) -> int:
    """Return a mask of the used bits of the most significant byte."""
    return 0xFF >> (-num_bits % 8)


def _mask(label: str, characters: str) -> NDArray[np.uint8]:
    number = int("".join("1" if character in characters else "0" for character in label) or "0", 2)
    return np.frombuffer(number.to_bytes(bytes_per_shot(len(label)), "big"), dtype=np.uint8)
