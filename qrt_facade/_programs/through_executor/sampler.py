"""Convert a sampler job to an executor program: one item per PUB, with the data needed to read its result."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
from attrs import frozen

from qrt_facade._circuits.encoding import read_packed
from qrt_facade._circuits.parameter_names import in_order
from qrt_facade._programs.executor.program import ExecutorProgram, ProgramItem
from qrt_facade._programs.pubs.encoding import checked_shots, encode_sampler_pubs
from qrt_facade._programs.through_executor.measured_text import FLIP, REST
from qrt_facade._programs.through_executor.passthrough import passthrough_of
from qrt_facade._programs.through_executor.sampler_options import read_sampler_options
from qrt_facade._programs.through_executor.sampler_shots import randomized, repeated
from qrt_facade._programs.through_executor.twirling import random_flips, twirled
from qrt_facade._service.limits import DEFAULT_SHOTS
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qrt_facade._base.kinds import WholeNumber
    from qrt_facade._circuits.encoding import WireCircuit
    from qrt_facade._programs.options.programs import SamplerOptions
    from qrt_facade._programs.pubs.encoding import EncodedPub


def plan_sampler(
    pubs: Any,
    *,
    shots: WholeNumber | None = None,
    options: SamplerOptions | Mapping[str, Any] | None = None,
    parameters: Any = None,
    seed: int,
    dt: float | None = None,
) -> ExecutorProgram:
    """Build the executor program of a sampler job, whose result `read_sampler` converts to a sampler's result.

    A program has a single number of shots. PUBs with different shots run as repetitions of their greatest common
    divisor, which `read_sampler` combines again; `sampler_shots` explains why, and limits their number.

    With `twirling.enable_measure` each PUB runs in random sets of flips, their number given by IBM's rules. If these
    round the shots up, `read_sampler` drops the excess shots.

    Args:
        pubs: As in `sampler_params`.
        shots: Shots of PUBs that set none; takes precedence over `options.default_shots`.
        options: `SamplerOptions`, or a dict of the same names. Gate twirling, dynamical decoupling and simulator
            options are refused.
        parameters: Values for PUBs without their own.
        seed: Seed of the twirling flips: the same arguments and seed give the same program.
        dt: Length of the backend's `dt` in seconds, to convert delays in seconds.

    Raises:
        DelayUnitError: A circuit has delays in seconds, and `dt` is None.
        ConfigurationError: An argument is invalid, an option is not supported, or the shots of the PUBs differ so much
            that too many repetitions would be needed; the message names it.
    """
    chosen = read_sampler_options(options)
    encoded = encode_sampler_pubs(pubs, parameters=parameters, dt=dt)
    default = checked_shots(shots, "sampler") or chosen.default_shots or DEFAULT_SHOTS
    asked = [pub.size.shots or default for pub in encoded]
    points = [pub.size.points for pub in encoded]
    twirling = chosen.twirling
    shared = repeated(asked, points) if twirling is None else randomized(asked, points, twirling)
    runs: list[_Run] = []
    for index, (pub, wanted, times) in enumerate(zip(encoded, asked, shared.times, strict=True)):
        run = _run(f"PUB {index}", pub, wanted, times)
        if twirling is not None:
            all_count = "auto" not in {twirling.randomizations, twirling.shots}
            kept = times * shared.each if all_count else wanted
            run = _flipped(f"PUB {index}", run, times, kept, seed=seed, index=index)
        runs.append(run)
    return ExecutorProgram(
        tuple(run.item() for run in runs),
        shared.each,
        chosen.meas_type,
        passthrough_of(
            "sampler",
            {
                "meas_type": chosen.meas_type,
                "shots": shared.each,
                "pubs": [run.readable() for run in runs],
            },
        ),
        chosen.executor,
    )


@frozen(eq=False)
class _Run:
    """The executor's work for one PUB.

    Attributes:
        circuit: The circuit, encoded.
        names: Its parameters, in the order in which they are bound.
        arguments: float64 of shape (..., parameters), which broadcasts to the shape of the item.
        axes: Axes of the item before those of the PUB: repetitions if there are several, or randomizations.
        shape: The PUB's shape.
        shots: Shots of each point in the result.
        metadata: Metadata of the circuit.
        flips: bool of shape (randomizations, *PUB shape, flipped measurements); None without twirling.
        flipped: Register -> for each bit the index of its flip on the last axis of `flips`, or -1.
    """

    circuit: WireCircuit
    names: tuple[str, ...]
    arguments: NDArray[np.float64]
    axes: tuple[int, ...]
    shape: tuple[int, ...]
    shots: int
    metadata: Mapping[str, Any]
    flips: NDArray[np.bool_] | None = None
    flipped: Mapping[str, tuple[int, ...]] | None = None

    def item(self) -> ProgramItem:
        """Return the item of the program."""
        return ProgramItem(self.circuit, self.names, self.arguments, (*self.axes, *self.shape))

    def readable(self) -> dict[str, Any]:
        """Return the data that the result is read with, as JSON with an array."""
        found: dict[str, Any] = {"shape": list(self.shape), "shots": self.shots}
        if self.axes:
            found["axes"] = list(self.axes)
        if self.metadata:
            # As text, because it may be nested too deeply for the wire, or look like one of its arrays.
            found["circuit_metadata"] = json.dumps(self.metadata)
        if self.flips is not None and self.flipped is not None:
            found["flips"] = self.flips
            found["flipped"] = {name: list(bits) for name, bits in self.flipped.items()}
        return found


def _run(where: str, pub: EncodedPub, shots: int, times: int) -> _Run:
    circuit: WireCircuit = pub.wire[0]
    metadata: Mapping[str, Any] = {} if isinstance(circuit, str) else read_packed(circuit).metadata
    arguments = pub.arguments(pub.wire[1] if len(pub.wire) > 1 else None)
    if arguments is None or pub.names is None:
        raise ConfigurationError(
            f"{where}: the circuit's parameters cannot be read from it, but the executor needs their values by "
            "position."
        )
    names = tuple(in_order(pub.names))
    axes = (times,) if times > 1 else ()
    return _Run(circuit, names, arguments, axes, arguments.shape[:-1], shots, metadata)


def _flipped(where: str, run: _Run, times: int, shots: int, *, seed: int, index: int) -> _Run:
    """Return the run with random flips of its measurements, different in each randomization and at each point."""
    with_flips = twirled(run.circuit, where)
    flips = random_flips((times, *run.shape, len(with_flips.parameters)), seed, index)
    angles = np.where(flips, FLIP, REST)
    columns = {name: run.arguments[..., number] for number, name in enumerate(run.names)}
    columns |= {name: angles[..., number] for number, name in enumerate(with_flips.parameters)}
    names = tuple(in_order(columns))
    arguments = np.empty((times, *run.shape, len(names)))
    for number, name in enumerate(names):
        arguments[..., number] = columns[name]
    return attrs.evolve(
        run,
        circuit=with_flips.circuit,
        names=names,
        arguments=arguments,
        axes=(times,),
        shots=shots,
        flips=flips,
        flipped=with_flips.flipped,
    )
