"""OpenQASM 2 text into what the circuit holds, without Qiskit."""
