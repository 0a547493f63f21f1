"""Circuits: reading OpenQASM, encoding for the service, instruction sets, transpiling."""
