"""What the corpus is made of: one job each, with the code that it must fail with, or none."""

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
    """A circuit that means the same, where Qiskit's importers do not read what the service does."""


@dataclass(frozen=True)
class Case:
    """One job of the corpus.

    Attributes:
        name: What distinguishes it, in words.
        pubs: Its PUBs.
        codes: Codes that the job may fail with; none where it must complete, and 0 among them where it may. The job and
            `check` agree on one.
        program: `sampler` or `estimator`.
        device: The device that it is sent to.
        refused: Whether it may be refused while it is encoded, although the job would complete.
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
        """Whether it is right that the job completes."""
        return not self.codes or 0 in self.codes

    def __str__(self) -> str:
        return self.name


def case(name: str, circuit: Any, **given: Any) -> Case:
    """A case of one PUB; what belongs to a PUB may stand beside the rest."""
    pub = {key: given.pop(key) for key in ("values", "observables", "shots", "reference") if key in given}
    code = given.pop("code", ())
    codes = (code,) if isinstance(code, int) else tuple(code)
    return Case(name, (Pub(circuit, **pub),), codes, **given)


def written() -> Iterator[Case]:
    """The cases of the files in `texts`.

    A case begins with `%% its name | field = value, ...`, in TOML, and its text follows. After `%% frame` come the
    words around the texts of the cases below it, which take the place of `...`.
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
