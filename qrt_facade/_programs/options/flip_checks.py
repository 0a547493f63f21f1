"""Option groups of the noise learner that drop shots in which a bit did not flip."""

# ruff: noqa: RUF009 - the calls declare attrs fields, as attrs.field does

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from qrt_facade._programs.options.fields import UNSET, Options, Unset, choice, flag, group
from qrt_facade._programs.options.words import FlipPulse, FlipStrategy

if TYPE_CHECKING:
    from qrt_facade._programs.options.group_dicts import PostSelectionOptionsDict


def as_post_selection(
    value: PostSelectionOptions | PostSelectionOptionsDict | Unset,
) -> PostSelectionOptions | Unset:
    """Return the group of options, which may be passed as a dict; the converter of a field."""
    return group(PostSelectionOptions, value)


@frozen(kw_only=True, repr=False)
class PostSelectionOptions(Options):
    """Which shots to drop because a pulse did not flip a bit.

    Attributes:
        enable: Whether to drop any. Default False.
        x_pulse_type: The pulse that flips the bit, "xslow" or "rx". Default "xslow".
        strategy: "node" drops a shot if at least one bit did not flip, "edge" if both bits of two neighbouring qubits
            did not flip. Default "node".
    """

    enable: bool | Unset = flag()
    x_pulse_type: FlipPulse | Unset = choice(FlipPulse)
    strategy: FlipStrategy | Unset = choice(FlipStrategy)


@frozen(kw_only=True, repr=False)
class BitFlipChecksOptions(Options):
    """Checks that bits can be flipped, before and after each learning circuit.

    Groups may be dicts.

    Attributes:
        pre_circuit: Checks before the circuit.
        post_circuit: Checks after the circuit.
    """

    pre_circuit: PostSelectionOptions | Unset = attrs.field(default=UNSET, converter=as_post_selection)
    post_circuit: PostSelectionOptions | Unset = attrs.field(default=UNSET, converter=as_post_selection)
