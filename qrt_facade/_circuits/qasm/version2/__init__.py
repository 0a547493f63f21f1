"""Read OpenQASM 2 text without Qiskit."""
