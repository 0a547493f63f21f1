"""The options of a noise-learner job, third version of the program."""

# ruff: noqa: RUF009 - the calls declare attrs fields, as attrs.field does

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from qrt_facade._programs.options.fields import (
    UNSET,
    Options,
    Unset,
    flag,
    group,
    integer,
    numbers,
    real,
)
from qrt_facade._programs.options.flip_checks import (
    BitFlipChecksOptions,
    PostSelectionOptions,
    as_post_selection,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._programs.options.dicts import BitFlipChecksOptionsDict


def _checks(value: BitFlipChecksOptions | BitFlipChecksOptionsDict | Unset) -> BitFlipChecksOptions | Unset:
    return group(BitFlipChecksOptions, value)


@frozen(kw_only=True, repr=False)
class NoiseLearnerV3Options(Options):
    """Options of a noise-learner job (third version of the program).

    Groups may be dicts. Source: ibm-quantum-schemas 0.13.20261016, noise_learner_v3.

    Attributes:
        shots_per_randomization: Shots of each random circuit. Default 128.
        num_randomizations: Random circuits per configuration, that is, per measurement basis and, for gates, depth.
            Default 32.
        layer_pair_depths: Depths for gates, counted in pairs of the layer. Default [0, 1, 2, 4, 16, 32].
        bit_flip_checks: Shots to drop before and after a circuit; from schema version v0.3 on.
        post_selection: Shots to drop.
        init_qubits: Whether the qubits are reset before each shot; from schema version v0.2 on. Default True.
        rep_delay: Seconds from a measurement to the next circuit, within the backend's `rep_delay_range`; from schema
            version v0.2 on. Default: the backend's.
    """

    shots_per_randomization: int | Unset = integer(1)
    num_randomizations: int | Unset = integer(1)
    layer_pair_depths: Sequence[int] | Unset = numbers(at_least=0, whole=True)
    bit_flip_checks: BitFlipChecksOptions | Unset = attrs.field(default=UNSET, converter=_checks)
    post_selection: PostSelectionOptions | Unset = attrs.field(default=UNSET, converter=as_post_selection)
    init_qubits: bool | Unset = flag()
    rep_delay: float | Unset = real(at_least=0)
