"""What runs in the worker processes: the only part of the emulator that imports Qiskit.

`python -m qrt_facade.emulator.simulation` is one worker; it speaks length-prefixed JSON over its pipes.
"""
