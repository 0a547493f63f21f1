"""pyQuil's programs, which are refused because pyQuil cannot export OpenQASM."""

from __future__ import annotations

from problems import Place, Value
from pyquil import Program

from qrt_facade import ConfigurationError


def refused(place: Place) -> tuple[Value, Value]:
    """A program is refused, and the error names the SDK (1 is yes)."""
    try:
        place.counts(Program("DECLARE ro BIT[1]\nX 0\nMEASURE 0 ro[0]"))
    except ConfigurationError as error:
        return Value(float("pyQuil" in str(error))), Value(1.0, source="expected")
    return Value(0.0), Value(1.0, source="expected")


PROBLEMS = (refused,)
