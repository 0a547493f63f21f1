"""Result of a noise-learner job of the third version: a Pauli-Lindblad map per boxed instruction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, overload

from qrt_facade._base.coerce import is_mapping
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.document import content_of
from qrt_facade.results.noise_learner import LearnedNoise, NoiseLearnerResult, learned_noise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qrt_facade.results.document import Document
    from qrt_facade.results.storage import Source


class NoiseLearnerV3Result(NoiseLearnerResult):
    """Result of a noise-learner job of the third version: a sequence with the noise of each boxed instruction.

        result[0].terms[0]                       # ("XZ", [0, 1], 0.0015)
        result.to_qiskit()                       # Qiskit's `PauliLindbladMap` of each

    Attributes:
        schema_version: Version of the result's schema, such as "v0.3".
    """

    schema_version: str

    def __init__(
        self, items: Sequence[LearnedNoise], metadata: dict[str, Any], source: Source, schema_version: str
    ) -> None:
        super().__init__(items, metadata, source)
        self._learned = tuple(items)
        self.schema_version = schema_version

    @classmethod
    def of(cls, document: Document) -> Self:
        """Decode the result of a noise-learner job of the third version."""
        if not is_version_3(document):
            raise ResultDecodeError(
                "This is not a result of version 3 of the noise learner; NoiseLearnerResult reads those of version 2."
            )
        root = document.root
        items = [learned_noise(item, document) for item in root["data"]]
        metadata = document.marked(dict(root.get("metadata") or {}))
        return cls(items, metadata, document.source, str(root["schema_version"]))

    @overload
    def __getitem__(self, index: int) -> LearnedNoise: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[LearnedNoise]: ...

    def __getitem__(self, index: int | slice) -> LearnedNoise | Sequence[LearnedNoise]:
        return self._learned[index]

    def __iter__(self) -> Iterator[LearnedNoise]:
        return iter(self._learned)

    def to_qiskit(self) -> list[Any]:
        """Return Qiskit's `PauliLindbladMap` for each instruction; `Any`, because Qiskit is not a dependency.

        Raises:
            ConfigurationError: Qiskit is not installed, or is too old to have that class.
        """
        return [item.to_qiskit() for item in self]


def is_version_3(document: Document) -> bool:
    """Return whether a document is the result of a noise-learner job of the third version."""
    content = content_of(document.root)
    return is_mapping(content) and "schema_version" in content
