"""A sampler job as a program of the executor: one item for each PUB, and beside them what its result is read with."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

import attrs
import numpy as np
from attrs import frozen

from qrt_facade._circuits.encoding import read_packed
from qrt_facade._programs.executor.program import ExecutorProgram, ProgramItem
from qrt_facade._programs.pubs.bound import in_order
from qrt_facade._programs.pubs.encoding import checked_shots, encode_sampler_pubs
from qrt_facade._programs.through_executor.measured_text import FLIP, REST
from qrt_facade._programs.through_executor.repetitions import common_shots
from qrt_facade._programs.through_executor.sampler_options import Planned, planned
from qrt_facade._programs.through_executor.twirling import random_flips, twirled, twirling_shots
from qrt_facade._service.limits import DEFAULT_SHOTS
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qrt_facade._base.kinds import WholeNumber
    from qrt_facade._circuits.encoding import WireCircuit
    from qrt_facade._programs.options.programs import SamplerOptions
    from qrt_facade._programs.pubs.encoding import EncodedPub
    from qrt_facade._programs.through_executor.sampler_options import Twirling

KEY: Final = "qrt_facade"
"""Where in the passthrough data of a program stands what its result is read with."""

VERSION: Final = 1
"""Version of what stands there."""


def plan_sampler(
    pubs: Any,
    *,
    shots: WholeNumber | None = None,
    options: SamplerOptions | Mapping[str, Any] | None = None,
    parameters: Any = None,
    seed: int,
    dt: float | None = None,
) -> ExecutorProgram:
    """Plan a sampler job as a program of the executor, whose result `read_sampler` makes a sampler's result of.

    A program has one number of shots. PUBs of unlike shots run as repetitions of their greatest common divisor, which
    `read_sampler` puts together again: see `repetitions` for why, and for how many are too many.

    With `twirling.enable_measure` each PUB runs in random sets of flips, as many as IBM's rules say, with a further axis of
    its data. Where these round the shots up, `read_sampler` leaves out what is beyond the PUB's shots.

    Args:
        pubs: As for `sampler_params`.
        shots: Shots of PUBs that set none; takes precedence over `options.default_shots`.
        options: `SamplerOptions`, or a dict of the same names. Refused by name are twirled gates, dynamical decoupling, and
            options for simulators.
        parameters: Values for PUBs that carry none.
        seed: What the flips of twirling follow from: the same arguments and seed make the same program.
        dt: Seconds of one `dt` of the backend, for delays in seconds.

    Raises:
        DelayUnitError: A circuit has delays in seconds, and `dt` is None.
        ConfigurationError: An argument is invalid, an option is not available, or the shots of the PUBs differ so that too
            many repetitions would be needed; the message names it.
    """
    chosen = planned(options)
    encoded = encode_sampler_pubs(pubs, parameters=parameters, dt=dt)
    default = checked_shots(shots, "sampler") or chosen.default_shots or DEFAULT_SHOTS
    runs = [
        _run(index, pub, pub.size.shots or default, chosen, seed=seed) for index, pub in enumerate(encoded)
    ]
    each = common_shots([run.each for run in runs], [run.circuits for run in runs])
    return ExecutorProgram(
        tuple(run.item(each) for run in runs),
        each,
        chosen.meas_type,
        {
            KEY: {
                "version": VERSION,
                "reads_as": "sampler",
                "meas_type": chosen.meas_type,
                "shots": each,
                "pubs": [run.readable(each) for run in runs],
            }
        },
        chosen.executor,
    )


@frozen(eq=False)
class _Run:
    """What the executor runs of one PUB.

    Attributes:
        circuit: The circuit, encoded.
        names: Its parameters, in the order in which they are bound.
        arguments: float64 of shape (*randomizations, *PUB shape, parameters).
        shape: The PUB's shape.
        shots: Shots of each point that the result has.
        each: Shots of each bound circuit.
        metadata: Metadata of the circuit.
        flips: bool of shape (randomizations, *PUB shape, flipped measurements); None without twirling.
        flipped: Register -> for each bit the index of what flips it on the last axis of `flips`, or -1.
    """

    circuit: WireCircuit
    names: tuple[str, ...]
    arguments: NDArray[np.float64]
    shape: tuple[int, ...]
    shots: int
    each: int
    metadata: Mapping[str, Any]
    flips: NDArray[np.bool_] | None = None
    flipped: Mapping[str, tuple[int, ...]] | None = None

    @property
    def circuits(self) -> int:
        """Bound circuits."""
        return math.prod(self.arguments.shape[:-1])

    def axes(self, each: int) -> tuple[int, ...]:
        """Axes of the item before those of the PUB: repetitions, if there are several, and randomizations."""
        repetitions = self.each // each
        randomizations = self.arguments.shape[: self.arguments.ndim - 1 - len(self.shape)]
        return (repetitions, *randomizations) if repetitions > 1 else randomizations

    def item(self, each: int) -> ProgramItem:
        """The item of the program, which is repeated so often that its shots are the program's."""
        return ProgramItem(self.circuit, self.names, self.arguments, (*self.axes(each), *self.shape))

    def readable(self, each: int) -> dict[str, Any]:
        """What the result is read with: JSON, and an array."""
        found: dict[str, Any] = {"shape": list(self.shape), "shots": self.shots}
        if axes := self.axes(each):
            found["axes"] = list(axes)
        if self.metadata:
            # As text, since it may be deeper than the wire takes, or look like an array of it.
            found["circuit_metadata"] = json.dumps(self.metadata)
        if self.flips is not None and self.flipped is not None:
            found["flips"] = self.flips
            found["flipped"] = {name: list(bits) for name, bits in self.flipped.items()}
        return found


def _run(index: int, pub: EncodedPub, shots: int, chosen: Planned, *, seed: int) -> _Run:
    where = f"PUB {index}"
    circuit: WireCircuit = pub.wire[0]
    values = pub.wire[1] if len(pub.wire) > 1 else None
    metadata: Mapping[str, Any] = {} if isinstance(circuit, str) else read_packed(circuit).metadata
    arguments = pub.arguments(values)
    if arguments is None or pub.names is None:
        raise ConfigurationError(
            f"{where}: which parameters the circuit has cannot be read from it, and the executor takes values by position."
        )
    names = tuple(in_order(pub.names))
    shape = arguments.shape[:-1]
    if chosen.twirling is None:
        return _Run(circuit, names, arguments, shape, shots, shots, metadata)
    return _twirled_run(
        where, index, _Run(circuit, names, arguments, shape, shots, shots, metadata), chosen.twirling, seed
    )


def _twirled_run(where: str, index: int, run: _Run, twirling: Twirling, seed: int) -> _Run:
    """The same with its measurements flipped at random."""
    with_flips = twirled(run.circuit, where)
    randomizations, each = twirling_shots(run.shots, twirling.randomizations, twirling.shots)
    flips = random_flips((randomizations, *run.shape, len(with_flips.parameters)), seed, index)
    names = tuple(in_order([*run.names, *with_flips.parameters]))
    columns = {name: run.arguments[..., number] for number, name in enumerate(run.names)}
    angles = np.where(flips, FLIP, REST)
    columns |= {name: angles[..., number] for number, name in enumerate(with_flips.parameters)}
    arguments = np.empty((randomizations, *run.shape, len(names)))
    for number, name in enumerate(names):
        arguments[..., number] = columns[name]
    explicit = "auto" not in (twirling.randomizations, twirling.shots)
    return attrs.evolve(
        run,
        circuit=with_flips.circuit,
        names=names,
        arguments=arguments,
        shots=randomizations * each if explicit else run.shots,
        each=each,
        flips=flips,
        flipped=with_flips.flipped,
    )
