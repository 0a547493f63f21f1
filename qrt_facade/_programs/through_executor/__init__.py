"""Run primitives on the program `executor`: convert PUBs to a quantum program that explains its own result."""
