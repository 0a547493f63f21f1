"""The cases of the corpus: one job each, with the code that it must fail with, or none."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = Path(__file__).parent / "texts"

FRAME = "frame"
DOTS = "..."


@dataclass(frozen=True)
class Pub:
    """One PUB of a case, as a user writes it."""

    circuit: Any
    values: Any = None
    observables: Any = None
    shots: int | None = None
    reference: Any = None
    """An equivalent circuit, if Qiskit's importers do not accept what the service does."""


@dataclass(frozen=True)
class Case:
    """One job of the corpus.

    Attributes:
        name: A description that distinguishes it.
        pubs: Its PUBs.
        codes: Codes that the job may fail with; empty if it must complete, and including 0 if it may complete. The
            job and `check` must agree on one.
        program: `sampler` or `estimator`.
        device: The device for the job.
        refused: Whether encoding may refuse it, although the job would complete.
        compare: Whether results are compared with a simulation.
    """

    name: str
    pubs: tuple[Pub, ...]
    codes: tuple[int, ...] = ()
    program: str = "sampler"
    device: str = "ibm_fez"
    level: int | None = None
    precision: float | None = None
    options: dict[str, Any] = field(default_factory=dict)
    refused: bool = False
    compare: bool = True

    @property
    def may_complete(self) -> bool:
        """Whether the job may complete."""
        return not self.codes or 0 in self.codes

    def __str__(self) -> str:
        return self.name


def case(name: str, circuit: Any, **given: Any) -> Case:
    """Return a case of one PUB; the arguments may be fields of the PUB or of the case."""
    pub = {key: given.pop(key) for key in ("values", "observables", "shots", "reference") if key in given}
    code = given.pop("code", ())
    codes = (code,) if isinstance(code, int) else tuple(code)
    return Case(name, (Pub(circuit, **pub),), codes, **given)


def written() -> Iterator[Case]:
    """Parse the cases of the files in `texts`.

    A case starts with `%% its name | field = value, ...`, in TOML, followed by its text. After `%% frame` comes the
    text around the following cases, which replace `...`.
    """
    for path in sorted(TEXTS.iterdir()):
        frame = DOTS
        for section in path.read_text(encoding="utf-8").split("\n%% ")[1:]:
            head, _, text = section.partition("\n")
            name, _, fields = head.partition(" | ")
            if name == FRAME:
                frame = text.strip() or DOTS
                continue
            given = tomllib.loads(f"given = {{{fields}}}")["given"]
            yield case(f"{path.stem}: {name}", frame.replace(DOTS, text.strip("\n")) + "\n", **given)
