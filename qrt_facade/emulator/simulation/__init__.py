"""Code of the worker processes: the only part of the emulator that imports Qiskit.

`python -m qrt_facade.emulator.simulation` runs one worker, which exchanges length-prefixed JSON with its parent.
"""
