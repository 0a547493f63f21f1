"""Circuits for tests, in the native gates of the emulated devices."""

from itertools import pairwise

HEADER = 'OPENQASM 3.0; include "stdgates.inc"; '

FLIP = HEADER + "bit[1] c; x $0; c[0] = measure $0;"

BELL = (
    HEADER
    + """bit[2] c;
rz(pi/2) $0; sx $0; rz(pi/2) $0; rz(pi/2) $1; sx $1; rz(pi/2) $1;
cz $0, $1; rz(pi/2) $1; sx $1; rz(pi/2) $1;
c[0] = measure $0; c[1] = measure $1;"""
)

ROTATION = (
    HEADER
    + """input float[64] theta; bit[1] c;
sx $0; rz(theta) $0; sx $0; c[0] = measure $0;"""
)

NOT_ISA = HEADER + "bit[1] c; h $0; c[0] = measure $0;"

_CHAIN = [*range(16), 19, 35, 34, 33, 32, 31, 30, 29]

LONG = HEADER + "bit[1] c; c[0] = measure $0; if (c[0]) { x $0; } "
LONG += (
    "".join(f"sx ${qubit}; rz(0.1) ${qubit}; sx ${qubit}; " for qubit in _CHAIN)
    + "".join(f"cz ${one}, ${other}; " for one, other in pairwise(_CHAIN))
) * 8
LONG += f"bit[{len(_CHAIN)}] d; " + "".join(
    f"d[{bit}] = measure ${qubit}; " for bit, qubit in enumerate(_CHAIN)
)
"""For ibm_fez: microseconds on a device, minutes of simulation. Its condition computes 2^24 amplitudes per shot."""
