"""What a sampler job returns: for each PUB, the samples of each classical register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from qrt_facade._display.format import shape
from qrt_facade._display.html import html_of, note
from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import to_qiskit
from qrt_facade.results.base import PubResult, Result
from qrt_facade.results.pubs import read_pubs
from qrt_facade.results.samples import Samples
from qrt_facade.results.version1 import refuse_version_1

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from qrt_facade.results.base import PubData
    from qrt_facade.results.document import Document


class SamplerPubResult(PubResult):
    """Samples of one PUB, by the name of the classical register: `pub.c` or `pub["c"]`.

    With `meas_type` "kerneled" or "avg_kerneled" a register is a complex array instead of `Samples`.
    """

    @property
    def registers(self) -> list[str]:
        """Names of the classical registers."""
        return list(self.data)

    @property
    def num_shots(self) -> int:
        """Shots of each point of the sweep."""
        return max((samples.num_shots for samples in self._samples(None)), default=0)

    def counts(self, point: Any = None) -> dict[str, int]:
        """Counts of the only register; `join().counts()` is for several.

        Arguments as of `Samples.counts`.
        """
        return self._only().counts(point)

    def probabilities(self, point: Any = None) -> dict[str, float]:
        """Probabilities of the only register.

        Arguments as of `Samples.probabilities`.
        """
        return self._only().probabilities(point)

    def bitstrings(self, point: Any = None) -> list[str]:
        """Bitstrings of the only register, in shot order.

        Arguments as of `Samples.bitstrings`.
        """
        return self._only().bitstrings(point)

    def ints(self, point: Any = None) -> list[int]:
        """Numbers of the only register, in shot order.

        Arguments as of `Samples.ints`.
        """
        return self._only().ints(point)

    def join(self, names: Sequence[str] | None = None) -> Samples:
        """Put registers side by side, the first one's bits lowest; all of them in order unless named."""
        return Samples.join(self._samples(names))

    def plot(self, *, top: int | None = 16, point: Any = None, ax: Axes | None = None) -> Axes:
        """Draw a histogram of the only register.

        Arguments and errors as of `Samples.plot`.
        """
        return self._only().plot(top=top, point=point, ax=ax)

    def _repr_html_(self) -> str:
        return "".join(_register_html(name, value) for name, value in self.data.items())

    def _only(self) -> Samples:
        if len(self.data) != 1:
            raise ConfigurationError(
                f"The PUB has {len(self.data)} classical registers, {', '.join(self.data)}: pick one, or join() them."
            )
        return self._samples(None)[0]

    def _samples(self, names: Sequence[str] | None) -> list[Samples]:
        chosen = {name: self[name] for name in (self.data if names is None else names)}
        for name, value in chosen.items():
            if not isinstance(value, Samples):
                raise ConfigurationError(f"The register {name!r} contains kerneled data, an array, not bits.")
        return list(chosen.values())


class SamplerResult(Result[SamplerPubResult]):
    """Result of a sampler job: a sequence with one `SamplerPubResult` for each PUB."""

    program_id = "sampler"

    @classmethod
    def of(cls, document: Document) -> Self:
        """Decode the result of a sampler job."""
        refuse_version_1(document, "SamplerResult")
        pubs, metadata = read_pubs(document)
        for data, _ in pubs:
            _check_measured(data)
        return cls([SamplerPubResult(*pub) for pub in pubs], metadata, document.source)

    def to_qiskit(self) -> Any:
        """The result as Qiskit's `PrimitiveResult`, equal to what IBM's client makes of it.

        Raises:
            ConfigurationError: Qiskit is not installed.
        """
        return to_qiskit.primitive_result(self, self.metadata, "SamplerPubResult")

    def _repr_html_(self) -> str:
        return self._html("Sampler result")


def _check_measured(data: PubData) -> None:
    for name, value in data.items():
        if not isinstance(value, Samples) and value.dtype.kind != "c":
            raise ResultDecodeError(
                f"{name!r} holds {value.dtype} numbers, neither bits nor complex values: is it another program's result?"
            )


def _register_html(name: str, value: Any) -> str:
    if isinstance(value, Samples):
        return note(f"Register {name}") + html_of(value)
    return note(f"Register {name}: {value.dtype} array of shape {shape(value.shape)}")
