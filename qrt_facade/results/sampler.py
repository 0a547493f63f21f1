"""Result of a sampler job: for each PUB, the samples of each classical register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np

from qrt_facade._display.frames import Framed, table_of
from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import to_qiskit
from qrt_facade.results.base import Result
from qrt_facade.results.executor import executor_result_of
from qrt_facade.results.pubs import read_pubs
from qrt_facade.results.registers import RegistersResult
from qrt_facade.results.samples import Samples
from qrt_facade.results.tables import SAMPLED, labelled, stacked
from qrt_facade.results.version1 import refuse_version_1

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qrt_facade._display.rows import ColumnTable
    from qrt_facade.results.base import PubData
    from qrt_facade.results.document import Document
    from qrt_facade.results.executor import ExecutorResult


class SamplerPubResult(RegistersResult):
    """Samples of one PUB, by the name of the classical register: `pub.c` or `pub["c"]`.

        result[0].c.counts()               # {"00": 1, "11": 1}
        result[0]["c"].num_bits            # 2

    With the option `meas_type` "kerneled" or "avg_kerneled" there are no bits, and `kerneled` returns the data of a
    register.

    Attributes:
        data: The `Samples` of each register, by name.
        metadata: The service's metadata of the PUB: JSON, with typed values decoded.
    """

    def kerneled(self, name: str | None = None) -> NDArray[np.complex128]:
        """Return the data of a register measured with `meas_type` "kerneled" or "avg_kerneled".

        Args:
            name: The register; may be omitted if there is only one.

        Returns:
            complex128, in the arbitrary units of the readout, of shape (*PUB shape, shots, bits), or of
            (*PUB shape, bits) for the mean over the shots.

        Raises:
            KeyError: The PUB has no register of that name.
            ConfigurationError: The register contains bits, or `name` is omitted and there are several registers.
        """
        self._check_one_register(name)
        chosen = self.registers[0] if name is None else name
        values: object = self.data[chosen]  # typed as samples, but kerneled data is an array
        if not isinstance(values, np.ndarray):
            raise ConfigurationError(
                f"The register {chosen!r} contains bits, not kerneled data; pub[{chosen!r}] is its samples."
            )
        return np.asarray(values, dtype=np.complex128)


class SamplerResult(Result[SamplerPubResult], Framed):
    """Result of a sampler job: a sequence with one `SamplerPubResult` per PUB.

        result[0].c.counts()               # {"00": 1, "11": 1}
        [pub.num_shots for pub in result]  # [2]

    The frame (`to_frame`) has the rows of all PUBs: the PUB's number is in the column `pub`, the other columns are
    those of the PUBs. If PUBs have sweeps of different shapes, missing indices are null.

    Attributes:
        metadata: The service's metadata of the whole job: JSON, with typed values decoded.
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
        """The executor's result that this one derives from, decoded on each access; None for the sampler program.

        Raises:
            ResultDecodeError: It does not fit into memory.
        """
        return executor_result_of(self._source)

    def to_qiskit(self) -> Any:
        """Convert the result to Qiskit's `PrimitiveResult`, equal to what IBM's client returns.

        `Any`, because Qiskit is not a dependency of this package.

        Raises:
            ConfigurationError: Qiskit is not installed.
        """
        return to_qiskit.primitive_result(self, self.metadata, "SamplerPubResult")

    def _table(self) -> ColumnTable:
        tables = (labelled(table_of(pub), "pub", number) for number, pub in enumerate(self))
        return stacked(tables, SAMPLED)

    def _repr_html_(self) -> str:
        return self._html("Sampler result")


def _check_measured(data: PubData[Any]) -> None:
    for name, value in data.items():
        if not isinstance(value, Samples) and value.dtype.kind != "c":
            raise ResultDecodeError(
                f"{name!r} contains {value.dtype} numbers, not bits or complex values; it may be another program's "
                "result."
            )
