"""Read QPY without Qiskit."""
