"""Circuits for tests, in the native gates of the emulated devices."""

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

LONG = (
    'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; for int i in [0:100000000] { x $0; } c[0] = measure $0;'
)
"""A circuit of a second and minutes of simulation."""
