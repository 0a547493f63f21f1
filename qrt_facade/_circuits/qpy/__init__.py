"""QPY into what the circuit holds, without Qiskit."""
